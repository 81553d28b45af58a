//! `check`: what should have been done and was not, with the command that mends it.

mod accept;
mod accepted;
mod sheet;

use std::collections::HashMap;

use clap::{Arg, ArgMatches, Command};

pub(super) use sheet::kind;

use super::complaint::Complaint;
use super::flags::{flag, is_on, period_or_year, switch, text, with_period};
use super::output::{Destination, Format, with_output};
use super::session::{Session, resolve};
use super::takes::Takes;
use crate::check::{self, Accepted, Colour, Finding, Question, RULES, Rule};
use crate::record::Kind;
use crate::store::{Filter, Page, Query, Row};
use crate::value::text::{nearest, shown};
use crate::value::{Choice, Period};

/// The command.
pub(super) fn command() -> Command {
    let command = Command::new("check")
        .alias("预警")
        .about("预警：该做没有做的事，每条都说怎样补；不写时间时为今年")
        .arg(
            flag("point", "联系点", "联系点", "只看这个联系点的")
                .add(Takes::Record(Kind::Point))
                .help_heading("筛选"),
        )
        .args(
            [
                switch(
                    "accepted",
                    "已接受",
                    "列出接受了的全部预警，不分时间，连同理由",
                ),
                switch("rules", "规则", "列出全部规则、依据和现在的限值"),
            ]
            .map(|flag| flag.help_heading("内容")),
        );
    with_output(with_period(command, "看"))
        .subcommands([accept::command(), accept::restore_command()])
}

/// Prints the warnings or the rules, accepts a warning, or takes that back.
pub(super) fn run(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    match matches.subcommand() {
        Some(("accept", below)) => accept::run(session, matches, below),
        Some((_, below)) => accept::run_restore(session, below),
        None if is_on(matches, "rules") => rules(session, matches),
        None => print(session, matches),
    }
}

/// Prints the warnings.
fn print(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let destination = Destination::of(matches)?;
    let asked = period_or_year(&[matches], session.today())?;
    let ledger = session.ledger()?;
    let page = ledger.page();
    let point = text(matches, "point")
        .map(|typed| resolve(page, Kind::Point, typed))
        .transpose()?;
    let question = Question {
        period: asked,
        today: session.today(),
        point: point.as_ref().map(|row| row.id),
    };
    if is_on(matches, "accepted") {
        return print_accepted(session, page, &destination, point.as_ref());
    }
    let (accepted, open): (Vec<_>, Vec<_>) =
        check::check(page, &question, &session.settings.limits)?
            .into_iter()
            .partition(|finding| finding.waiver.is_some());
    match destination.format {
        Format::Table => {
            let name = point.map(|row| row.cell("name").words());
            let list = sheet::List {
                question: &question,
                point: name.as_deref(),
                findings: &open,
            };
            let form = list.form(session, &destination);
            destination.write_with(session, |out| Ok(out.write_all(form.as_bytes())?))?;
            if let Some(id) = question.point
                && !counts(page, &question, id)?
            {
                session.say(format!(
                    "这个联系点到 {} 没有确认或已经撤销，只看了它的问题和确认时间。",
                    question.asof()
                ))?;
            }
            for line in foot(&open, accepted.len()) {
                session.say(line)?;
            }
        }
        format => destination.write(session, &sheet::heads(), |writer| {
            for finding in &open {
                writer.row(&sheet::cells(finding, format))?;
            }
            Ok(())
        })?,
    }
    Ok(())
}

/// Prints what was accepted, of whatever period.
fn print_accepted(
    session: &mut Session,
    page: Page<'_>,
    destination: &Destination,
    point: Option<&Row>,
) -> anyhow::Result<()> {
    let mut accepted = check::accepted(page)?;
    if let Some(row) = point {
        accepted.retain(|one| one.point() == Some(row.id));
    }
    let authors = authors(page, &accepted)?;
    match destination.format {
        Format::Table => {
            let name = point.map(|row| row.cell("name").words());
            let list = accepted::List {
                point: name.as_deref(),
                accepted: &accepted,
                authors: &authors,
            };
            let form = list.form(session, destination);
            destination.write_with(session, |out| Ok(out.write_all(form.as_bytes())?))?;
            session.say(match accepted.len() {
                0 => "没有接受了的预警。".to_owned(),
                count => format!("已接受 {count} 条；要重新提醒：xgz check restore 规则 记录"),
            })?;
        }
        format => destination.write(session, &accepted::heads(), |writer| {
            for one in &accepted {
                writer.row(&accepted::cells(one, &authors, format))?;
            }
            Ok(())
        })?,
    }
    Ok(())
}

/// Who accepted, by the number of the waiver.
fn authors(page: Page<'_>, accepted: &[Accepted]) -> anyhow::Result<HashMap<i64, String>> {
    let mut authors = HashMap::new();
    for one in accepted {
        let mut history = page.history(Kind::Waiver, one.waived.id)?;
        authors.extend(history.pop().map(|change| (one.waived.id, change.author)));
    }
    Ok(authors)
}

/// Whether a contact point is judged.
fn counts(page: Page<'_>, question: &Question, id: i64) -> anyhow::Result<bool> {
    let query = Query::of(Kind::Point)
        .with(Filter::Ids(vec![id]))
        .with(Filter::Counted(question.asof()));
    Ok(page.count(&query)? > 0)
}

/// What is said below the list: how many there are, and what to do with them.
fn foot(open: &[Finding], accepted: usize) -> Vec<String> {
    let counts: Vec<_> = Colour::ENTRIES
        .iter()
        .filter_map(|entry| {
            let alike = open
                .iter()
                .filter(|finding| finding.colour.entry() == entry);
            let count = alike.count();
            (count > 0).then(|| format!("{} {count}", entry.label))
        })
        .collect();
    let silent = match accepted {
        0 => "。".to_owned(),
        count => format!("；已接受 {count} 条没有列出：xgz check --accepted"),
    };
    if counts.is_empty() {
        return vec![format!("没有要提醒的{silent}")];
    }
    vec![
        format!("{}{silent}", counts.join("、")),
        "做过没有登记的，用上面的命令补登记。".to_owned(),
        "不必再提醒的：xgz check accept 规则 记录 --why 理由".to_owned(),
    ]
}

/// Prints the rules with the limits that are in force.
fn rules(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let destination = Destination::of(matches)?;
    let limits = session.settings.limits.clone();
    destination.write(session, &sheet::rule_heads(destination.format), |writer| {
        for rule in RULES {
            writer.row(&sheet::rule_cells(
                rule,
                limits.of(rule),
                destination.format,
            ))?;
        }
        Ok(())
    })
}

/// The argument that names a rule.
fn rule_argument() -> Arg {
    Arg::new("rule")
        .value_name("规则")
        .required(true)
        .add(Takes::Rule)
        .help("规则的名称或代号，如 书记空缺；全部规则：xgz check --rules")
}

/// The argument that names the record.
fn record_argument() -> Arg {
    Arg::new("ref")
        .value_name("记录")
        .required(true)
        .add(Takes::Named)
        .help("这条规则说的联系点、党员、会议或问题：编号、名称、拼音")
}

/// The rule that is meant.
fn rule_named(typed: &str) -> Result<&'static Rule, Complaint> {
    Rule::named(typed.trim()).ok_or_else(|| {
        let complaint = Complaint::not_understood(format!("没有「{}」这条规则。", shown(typed)));
        let names = RULES.iter().flat_map(|rule| [rule.key, rule.label]);
        let complaint = match nearest(typed, names, 1).first() {
            Some(near) => complaint.hint(format!("是不是想写「{near}」？")),
            None => complaint,
        };
        complaint.hint("看全部规则：xgz check --rules")
    })
}

/// The findings of one rule about one record: what is open, and what was accepted.
fn findings(
    session: &Session,
    page: Page<'_>,
    period: Period,
    rule: &Rule,
    id: i64,
) -> anyhow::Result<(Vec<Finding>, Vec<Finding>)> {
    let question = Question {
        period,
        today: session.today(),
        point: None,
    };
    let findings = check::check(page, &question, &session.settings.limits)?;
    Ok(findings
        .into_iter()
        .filter(|finding| finding.rule.key == rule.key && finding.subject.id == id)
        .partition(|finding| finding.waiver.is_none()))
}
