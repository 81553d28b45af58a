//! `log`: what was done in the ledger, and what became of one record.

use std::io::Write as _;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::complaint::Complaint;
use super::flags::{reference, text, texts};
use super::session::Session;
use super::words;
use crate::record::Kind;
use crate::store::{Change, Found, Page, Reach};
use crate::value::text::shown;

/// How many commands are listed.
const MOST: usize = 20;

/// The command over all kinds.
pub(super) fn command() -> Command {
    Command::new("log")
        .alias("历史")
        .about("历史：最近做过什么；写明记录时，看它的每次改动")
        .arg(
            Arg::new("ref")
                .value_name("记录")
                .num_args(0..=2)
                .action(ArgAction::Append)
                .help("如 走访 12、钢材市场；不写时列出最近的操作"),
        )
}

/// The command of a kind.
pub(super) fn kind_command(kind: Kind) -> Command {
    Command::new("log")
        .alias("历史")
        .about(format!("看一条{}的每次改动", kind.dictionary().label))
        .arg(reference(kind))
}

/// Prints the newest commands, or the history of the record that is named.
pub(super) fn run(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let given: Vec<String> = texts(matches, "ref")
        .into_iter()
        .map(str::to_owned)
        .collect();
    let ledger = session.ledger()?;
    let page = ledger.page();
    match given.as_slice() {
        [] => recent(session, page),
        [kind, typed] => {
            let Some(kind) = Kind::named(kind) else {
                let labels: Vec<_> = Kind::entered()
                    .map(|kind| kind.dictionary().label)
                    .collect();
                return Err(Complaint::not_understood(format!(
                    "没有「{}」这种记录。",
                    shown(kind)
                ))
                .hint(format!(
                    "可选：{}；例如：xgz log 走访 12",
                    labels.join("、")
                ))
                .into());
            };
            print(session, page, kind, typed)
        }
        [typed, ..] => anywhere(session, page, typed),
    }
}

/// Prints the history of a record of the kind.
pub(super) fn run_kind(
    session: &mut Session,
    kind: Kind,
    matches: &ArgMatches,
) -> anyhow::Result<()> {
    let ledger = session.ledger()?;
    print(
        session,
        ledger.page(),
        kind,
        text(matches, "ref").unwrap_or_default(),
    )
}

/// Prints the newest commands.
fn recent(session: &mut Session, page: Page<'_>) -> anyhow::Result<()> {
    for done in page.commands(MOST)? {
        writeln!(
            session.outside.out,
            "{}  {}  {}（{} 条）",
            words::moment(&done.at),
            shown(&done.author),
            words::verb(&done.verb),
            done.records
        )?;
    }
    Ok(())
}

/// Prints the history of the one record, of whatever kind, that is meant.
fn anywhere(session: &mut Session, page: Page<'_>, typed: &str) -> anyhow::Result<()> {
    let mut rows = Vec::new();
    let mut removed = Vec::new();
    for kind in Kind::entered() {
        match page.find(kind, typed, Reach::Parts)? {
            Found::One(row) => rows.push(*row),
            Found::Many(many) => rows.extend(many),
            Found::Removed(id) => removed.push((kind, id)),
            Found::None(_) => {}
        }
    }
    match (rows.as_slice(), removed.as_slice()) {
        ([row], []) => print(session, page, row.kind, &row.id.to_string()),
        ([], [(kind, id)]) => print(session, page, *kind, &id.to_string()),
        ([], []) => Err(
            Complaint::not_found(format!("没有找到「{}」。", shown(typed)))
                .hint("写明种类和编号，例如：xgz log 走访 12")
                .into(),
        ),
        _ => {
            let lines = rows.iter().map(words::brief);
            let gone = removed
                .iter()
                .map(|(kind, id)| format!("{}（已删除）", words::named(*kind, *id)));
            let lines: Vec<_> = lines
                .chain(gone)
                .map(|line| format!("\n  {line}"))
                .collect();
            Err(Complaint::not_found(format!(
                "「{}」对得上不止一条记录：{}",
                shown(typed),
                lines.concat()
            ))
            .hint("写明种类和编号，例如：xgz log 走访 12")
            .into())
        }
    }
}

/// Prints the history of a record; one that was removed has it too.
fn print(session: &mut Session, page: Page<'_>, kind: Kind, typed: &str) -> anyhow::Result<()> {
    let id = match page.find(kind, typed, Reach::Parts)? {
        Found::One(row) => row.id,
        Found::Removed(id) => id,
        found => return Err(words::reference_fault(kind, typed, &found).into()),
    };
    writeln!(session.outside.out, "{}", words::named(kind, id))?;
    for change in page.history(kind, id)? {
        let what = words::verb(&change.verb);
        writeln!(
            session.outside.out,
            "{}  {}  {what}",
            words::moment(&change.at),
            shown(&change.author)
        )?;
        for line in lines(kind, &change) {
            writeln!(session.outside.out, "  {line}")?;
        }
    }
    Ok(())
}

/// What a change did, a line a column.
fn lines(kind: Kind, change: &Change) -> Vec<String> {
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => words::changes(kind, before, after),
        (None, Some(_)) if change.verb.ends_with("restore") => vec!["已恢复".to_owned()],
        (None, Some(after)) => kind
            .dictionary()
            .columns
            .iter()
            .zip(after)
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(column, cell)| {
                format!(
                    "{}：{}",
                    column.label,
                    words::value_words(column, cell, false)
                )
            })
            .collect(),
        (_, None) => vec!["已删除".to_owned()],
    }
}
