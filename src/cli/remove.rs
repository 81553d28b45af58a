//! `KIND rm` and `KIND restore`: takes a record into the history and brings it back.

use clap::{ArgMatches, Command};

use super::complaint::Complaint;
use super::flags::{reference, text};
use super::session::{Session, resolve};
use super::takes::Takes;
use super::words;
use crate::entry;
use crate::record::Kind;
use crate::store::{Filter, Found, Page, Query, Reach, Row};

/// The command that removes a record.
pub(super) fn command(kind: Kind) -> Command {
    let label = kind.dictionary().label;
    let about = match kind {
        Kind::Visit => "删除走访，连同它的问题（先列出来问一声）".to_owned(),
        _ => format!("删除{label}；历史里还在，可以恢复"),
    };
    Command::new("rm")
        .alias("删除")
        .about(about)
        .arg(reference(kind))
}

/// The command that brings a record back.
pub(super) fn restore_command(kind: Kind) -> Command {
    let label = kind.dictionary().label;
    Command::new("restore")
        .alias("恢复")
        .about(format!("恢复删除了的{label}，编号不变"))
        .arg(
            reference(kind)
                .add(Takes::Removed(kind))
                .help(format!("删除了的{label}的编号")),
        )
}

/// Removes the record; a visit with its problems, when that is agreed to.
pub(super) fn run(session: &mut Session, kind: Kind, matches: &ArgMatches) -> anyhow::Result<()> {
    let mut ledger = session.ledger()?;
    let row = resolve(
        ledger.page(),
        kind,
        text(matches, "ref").unwrap_or_default(),
    )?;
    let problems = problems(ledger.page(), &row)?;
    if !problems.is_empty() {
        let lines: Vec<_> = problems
            .iter()
            .map(|row| format!("\n  {}", words::brief(row)))
            .collect();
        let list = format!(
            "{} 有 {} 个问题：{}",
            words::named(kind, row.id),
            problems.len(),
            lines.concat()
        );
        let asks = session.outside.answers;
        if asks {
            session.say(&list)?;
        }
        if !session.ask("连同这些问题一起删除吗？")? {
            if asks {
                return Ok(session.say("没有删除。")?);
            }
            return Err(Complaint::refused(format!("没有删除。{list}"))
                .hint(format!("要一起删除：xgz visit rm {} -y", row.id))
                .into());
        }
    }
    let command = session.command(format!("{} rm", kind.dictionary().key));
    let removed = ledger.write(&command, |writing| -> anyhow::Result<_> {
        let mut removed = Vec::new();
        for row in problems.into_iter().chain([row.clone()]) {
            // What was accepted about a record means nothing without it.
            for (other, waiver) in writing.page().referring(row.kind, row.id)? {
                if other == Kind::Waiver {
                    removed.push(writing.page().row(other, waiver)?);
                    writing.remove(other, waiver)?;
                }
            }
            writing.remove(row.kind, row.id)?;
            removed.push(row);
        }
        Ok(removed)
    })?;
    for row in &removed {
        session.say(format!("已删除{}", words::brief(row)))?;
    }
    session.say(format!(
        "要恢复：xgz {} restore {}",
        kind.dictionary().key,
        row.id
    ))?;
    Ok(())
}

/// The problems that go with a visit.
fn problems(page: Page<'_>, row: &Row) -> anyhow::Result<Vec<Row>> {
    match (row.kind, Kind::Problem.dictionary().column("visit")) {
        (Kind::Visit, Some(column)) => {
            Ok(page.rows(&Query::of(Kind::Problem).with(Filter::Refers(column, row.id)))?)
        }
        _ => Ok(Vec::new()),
    }
}

/// Brings the record back, with what went together with it.
pub(super) fn run_restore(
    session: &mut Session,
    kind: Kind,
    matches: &ArgMatches,
) -> anyhow::Result<()> {
    let typed = text(matches, "ref").unwrap_or_default();
    restore(session, kind, typed, false)
}

/// Brings back the record of this number, with what went together with it.
pub(super) fn restore(
    session: &mut Session,
    kind: Kind,
    typed: &str,
    rehearses: bool,
) -> anyhow::Result<()> {
    let mut ledger = session.ledger()?;
    let id = match ledger.page().find(kind, typed, Reach::Whole)? {
        Found::Removed(id, _) => id,
        Found::One(row) => {
            return Err(Complaint::refused(format!(
                "{} 没有删除，不用恢复。",
                words::named(kind, row.id)
            ))
            .hint(format!(
                "看它：xgz {} show {}",
                kind.dictionary().key,
                row.id
            ))
            .into());
        }
        _ => {
            return Err(Complaint::not_found(format!(
                "{}里没有删除过「{}」。",
                kind.dictionary().label,
                crate::value::text::shown(typed)
            ))
            .hint(format!(
                "删除了的要写编号；看删除过哪些：xgz {} list --removed",
                kind.dictionary().key
            ))
            .into());
        }
    };
    let command = session.command(format!("{} restore", kind.dictionary().key));
    if rehearses {
        let rows = ledger.rehearse(&command, |writing| entry::restore(writing, kind, id))?;
        for row in rows {
            session.say(format!("会恢复{}", words::brief(&row)))?;
        }
        return Ok(session.say("这次没有恢复。")?);
    }
    let rows = ledger.write(&command, |writing| entry::restore(writing, kind, id))?;
    for row in rows {
        session.say(format!("已恢复{}", words::brief(&row)))?;
    }
    Ok(())
}
