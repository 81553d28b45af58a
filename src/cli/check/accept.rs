//! `check accept` and `check restore`: a warning that somebody has looked at is silent, and told of again.

use clap::{ArgMatches, Command};

use super::{findings, record_argument, rule_argument, rule_named};
use crate::check::{self, Accepted, Facts, Finding, Rule};
use crate::cli::complaint::Complaint;
use crate::cli::flags::{flag, period_or_year, text, typed_period, with_period};
use crate::cli::session::{Session, resolve};
use crate::cli::words;
use crate::entry;
use crate::record::Kind;
use crate::store::{Page, Row};
use crate::value::text::{shown, tidied};
use crate::value::{Choice, Period};

/// The command that accepts a warning.
pub(super) fn command() -> Command {
    let command = Command::new("accept")
        .alias("接受")
        .about("接受一条预警，写明理由；变得更急还会提醒，没有按时做的以后再缺也会提醒")
        .args([rule_argument(), record_argument()])
        .arg(flag("why", "理由", "文字", "为什么不用再提醒").required(true));
    with_period(command, "看")
}

/// The command that takes it back.
pub(super) fn restore_command() -> Command {
    Command::new("restore")
        .alias("恢复")
        .about("接受了的预警重新提醒")
        .args([rule_argument(), record_argument()])
}

/// Accepts the warning.
pub(super) fn run(
    session: &mut Session,
    above: &ArgMatches,
    matches: &ArgMatches,
) -> anyhow::Result<()> {
    let rule = rule_named(text(matches, "rule").unwrap_or_default())?;
    let why = tidied(text(matches, "why").unwrap_or_default());
    if why.is_empty() {
        return Err(Complaint::not_understood("--why 是空的。")
            .hint("写上为什么不用再提醒，例如：--why 已报组织部")
            .into());
    }
    let period = period_or_year(&[matches, above], session.today())?;
    if session.settings.limits.of(rule).is_none() {
        return Err(Complaint::refused(format!(
            "规则「{}」在设置里关掉了，不用接受。",
            rule.label
        ))
        .hint("看现在的规则：xgz check --rules")
        .into());
    }
    let command = session.command("check accept");
    let mut ledger = session.ledger()?;
    let (id, finding, days) = ledger.write(&command, |writing| -> anyhow::Result<_> {
        let page = writing.page();
        let row = resolve(page, rule.about, text(matches, "ref").unwrap_or_default())?;
        let finding = open_one(session, page, period, rule, &row)?;
        let (since, until) = (
            finding.since(&period),
            finding.until(period.asof(session.today())),
        );
        let given = [
            ("date", session.today().to_string()),
            ("why", why.clone()),
            ("rule", rule.key.to_owned()),
            ("colour", finding.colour.entry().code.to_owned()),
            (
                "from_on",
                since.map_or_else(String::new, |day| day.to_string()),
            ),
            ("until_on", until.to_string()),
            (rule.about.dictionary().key, row.id.to_string()),
        ];
        let given: Vec<_> = given
            .into_iter()
            .filter_map(|(key, words)| Some((Kind::Waiver.dictionary().column(key)?, words)))
            .collect();
        // Of how things stand there is one acceptance, carried on when they get graver.
        let before = match rule.facts {
            Facts::Standing => waivers(page, rule.key, rule.about, row.id)?,
            Facts::Spans | Facts::Meetings | Facts::Asked => Vec::new(),
        };
        match before.first() {
            Some(before) => {
                let id = before.waived.id;
                entry::change(writing, &session.world, Kind::Waiver, id, &given)?
            }
            None => entry::add(writing, &session.world, Kind::Waiver, &given)?,
        };
        Ok((row.id, finding, since.map(|since| (since, until))))
    })?;
    session.say(format!(
        "已接受「{}」{}：{}",
        rule.label,
        words::about(&finding),
        words::sentence(&finding)
    ))?;
    if let Some((since, until)) = days {
        let what = match rule.facts {
            Facts::Asked => "开始的统计期",
            Facts::Spans | Facts::Meetings | Facts::Standing => "的",
        };
        session.say(format!("只管 {since} 到 {until} {what}，别的还会提醒。"))?;
    }
    Ok(session.say(format!("要重新提醒：xgz check restore {} {id}", rule.label))?)
}

/// What is open of a rule about a record; refused where there is nothing to accept.
fn open_one(
    session: &Session,
    page: Page<'_>,
    period: Period,
    rule: &Rule,
    row: &Row,
) -> anyhow::Result<Finding> {
    let (open, accepted) = findings(session, page, period, rule, row.id)?;
    if let Some(finding) = open.into_iter().next() {
        return Ok(finding);
    }
    let name = words::named(rule.about, row.id);
    Err(
        match accepted.first().and_then(|finding| finding.waiver.as_ref()) {
            Some(waived) => Complaint::refused(format!(
                "{name} 的「{}」已经在 {} 接受了，理由：{}。",
                rule.label,
                waived.on,
                shown(&waived.why)
            ))
            .hint(format!(
                "要改理由，先恢复：xgz check restore {} {}",
                rule.label, row.id
            )),
            None => Complaint::refused(format!(
                "{}的预警里没有 {name} 的「{}」，不用接受。",
                period.title(),
                rule.label
            ))
            .hint(format!("看有哪些预警：xgz check {}", typed_period(&period))),
        }
        .into(),
    )
}

/// Tells of the warning again.
pub(super) fn run_restore(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let typed = text(matches, "rule").unwrap_or_default();
    let command = session.command("check restore");
    let mut ledger = session.ledger()?;
    let (label, kind, id) = ledger.write(&command, |writing| -> anyhow::Result<_> {
        let page = writing.page();
        let (key, label, kind) = restored(page, typed)?;
        let row = resolve(page, kind, text(matches, "ref").unwrap_or_default())?;
        let waivers = waivers(page, &key, kind, row.id)?;
        if waivers.is_empty() {
            return Err(Complaint::refused(format!(
                "没有接受过 {} 的「{}」。",
                words::named(kind, row.id),
                shown(&label)
            ))
            .hint("看接受了哪些：xgz check --accepted")
            .into());
        }
        for waiver in waivers {
            writing.remove(Kind::Waiver, waiver.waived.id)?;
        }
        Ok((label, kind, row.id))
    })?;
    Ok(session.say(format!(
        "{} 的「{}」会重新提醒。",
        words::named(kind, id),
        shown(&label)
    ))?)
}

/// The key and label of the rule that is meant, and the kind it is about: one of this program's, or one that was accepted
/// by another.
fn restored(page: Page<'_>, typed: &str) -> anyhow::Result<(String, String, Kind)> {
    let unknown = match rule_named(typed) {
        Ok(rule) => return Ok((rule.key.to_owned(), rule.label.to_owned(), rule.about)),
        Err(complaint) => complaint,
    };
    let accepted = check::accepted(page)?;
    match accepted.into_iter().find(|one| one.key == typed.trim()) {
        Some(one) => Ok((one.key.clone(), one.key, one.kind)),
        None => Err(unknown.into()),
    }
}

/// The acceptances of a rule about a record.
fn waivers(page: Page<'_>, key: &str, kind: Kind, id: i64) -> anyhow::Result<Vec<Accepted>> {
    let mut accepted = check::accepted(page)?;
    accepted.retain(|one| one.key == key && (one.kind, one.subject.id) == (kind, id));
    Ok(accepted)
}
