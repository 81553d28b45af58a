//! `log`: what was done in the ledger, and what became of one record.

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};

use super::complaint::Complaint;
use super::flags::{flag, is_on, read_limit, reference, switch, text, texts};
use super::output::{Destination, Format, format_flag};
use super::session::Session;
use super::takes::Takes;
use super::words;
use crate::record::{Column, Kind};
use crate::sheet;
use crate::store::{Change, Deed, Found, Mark, Page, Reach};
use crate::value::Cell;
use crate::value::text::shown;

/// How many commands are listed unless more are asked for.
const MOST: usize = 20;

/// How many records of one command are told of on the screen.
const RECORDS: usize = 3;

/// The formats.
const FORMATS: &[Format] = &[Format::Table, Format::Json];

/// The command over all kinds.
pub(super) fn command() -> Command {
    Command::new("log")
        .alias("历史")
        .about("历史：谁在什么时候做过什么、改了什么；写明记录时，看它的每次改动")
        .arg(
            Arg::new("ref")
                .value_name("记录")
                .num_args(0..=2)
                .action(ArgAction::Append)
                .add(Takes::Pair)
                .help("如 走访 12、钢材市场；不写时列出最近的操作"),
        )
        .args([
            flag("limit", "最多", "数", "最多列多少次操作，不写为 20"),
            switch("all", "全部", "从头列起"),
            format_flag(FORMATS),
        ])
}

/// The command of a kind.
pub(super) fn kind_command(kind: Kind) -> Command {
    let dictionary = kind.dictionary();
    Command::new("log")
        .alias("历史")
        .about(format!(
            "看一{}{}的每次改动",
            dictionary.counted, dictionary.label
        ))
        .arg(reference(kind))
        .arg(format_flag(FORMATS))
}

/// Prints the newest commands, or the history of the record that is named.
pub(super) fn run(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let destination = Destination::among(matches, FORMATS)?;
    let given: Vec<String> = texts(matches, "ref")
        .into_iter()
        .map(str::to_owned)
        .collect();
    let ledger = session.ledger()?;
    let page = ledger.page();
    let (kind, id) = match given.as_slice() {
        [] => {
            let asked = text(matches, "limit").map(read_limit).transpose()?;
            let most = if is_on(matches, "all") {
                None
            } else {
                Some(asked.unwrap_or(MOST))
            };
            return recent(session, page, most, &destination);
        }
        [kind, typed] => {
            let kind = kind_named(kind)?;
            (kind, number(page, kind, typed)?)
        }
        [typed, ..] => anywhere(page, typed)?,
    };
    print(session, page, kind, id, &destination)
}

/// Prints the history of a record of the kind.
pub(super) fn run_kind(
    session: &mut Session,
    kind: Kind,
    matches: &ArgMatches,
) -> anyhow::Result<()> {
    let destination = Destination::among(matches, FORMATS)?;
    let ledger = session.ledger()?;
    let page = ledger.page();
    let id = number(page, kind, text(matches, "ref").unwrap_or_default())?;
    print(session, page, kind, id, &destination)
}

/// The kind that a person names.
pub(super) fn kind_named(typed: &str) -> Result<Kind, Complaint> {
    Kind::named(typed).ok_or_else(|| {
        let labels: Vec<_> = Kind::entered()
            .map(|kind| kind.dictionary().label)
            .collect();
        Complaint::not_understood(format!("没有「{}」这种记录。", shown(typed)))
            .hint(format!("可选：{}", labels.join("、")))
    })
}

/// Prints the newest commands.
fn recent(
    session: &mut Session,
    page: Page<'_>,
    most: Option<usize>,
    destination: &Destination,
) -> anyhow::Result<()> {
    let deeds = page.deeds(most)?;
    if destination.format == Format::Json {
        let deeds = deeds
            .iter()
            .map(|deed| Ok(deed_json(page, deed)?))
            .collect::<anyhow::Result<Vec<_>>>()?;
        return write_json(session, destination, &Value::Array(deeds));
    }
    let mut lines = Vec::new();
    for deed in &deeds {
        lines.push(format!(
            "{}  {}  {}",
            words::moment(&deed.at),
            words::giver(&deed.author, deed.own),
            words::deed(deed)
        ));
        let told = told(page, deed)?;
        lines.extend(told.into_iter().map(|line| format!("  {line}")));
    }
    destination.lines(session, &lines)?;
    let total = page.count_deeds()?;
    if total == 0 {
        session.say("还没有做过什么。")?;
    } else if total > deeds.len() {
        session.say(format!(
            "共 {total} 次操作，只列了最近 {} 次；从头看：xgz log --all",
            deeds.len()
        ))?;
    }
    Ok(())
}

/// What a command did, in lines: to its one record column by column, to several a line each.
pub(super) fn told(page: Page<'_>, deed: &Deed) -> anyhow::Result<Vec<String>> {
    let marks = page.marks(deed, Some(RECORDS))?;
    let mut lines = Vec::new();
    for mark in &marks {
        let (kind, id) = (mark.kind, mark.id);
        match (&mark.before, &mark.after) {
            (None, Some(cells)) | (Some(cells), None) => {
                let line = words::brief_of(kind, id, cells);
                let line = match mark.heir {
                    Some(heir) => format!("{line}　并入 {heir}"),
                    None => line,
                };
                lines.push(line);
            }
            _ => {
                let alone = deed.records.len() == 1;
                if !alone {
                    lines.push(words::named(kind, id));
                }
                let indent = if alone { "" } else { "  " };
                let changes =
                    words::logged(kind, mark.before.as_ref(), mark.after.as_ref(), mark.heir);
                lines.extend(changes.into_iter().map(|line| format!("{indent}{line}")));
            }
        }
    }
    if deed.records.len() > marks.len() {
        lines.push(format!("另有 {} 条", deed.records.len() - marks.len()));
    }
    Ok(lines)
}

/// The one record, of whatever kind, that is meant; one that was removed is meant by its number.
fn anywhere(page: Page<'_>, typed: &str) -> anyhow::Result<(Kind, i64)> {
    let mut rows = Vec::new();
    let mut removed = Vec::new();
    for kind in Kind::entered() {
        match page.find(kind, typed, Reach::Parts)? {
            Found::One(row) => rows.push(*row),
            Found::Many(many) => rows.extend(many),
            Found::Removed(id, _) => removed.push((kind, id)),
            Found::None(_) => {}
        }
    }
    match (rows.as_slice(), removed.as_slice()) {
        ([row], []) => Ok((row.kind, row.id)),
        ([], [one]) => Ok(*one),
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

/// The number of the record that is meant; one that was removed has a history too.
pub(super) fn number(page: Page<'_>, kind: Kind, typed: &str) -> anyhow::Result<i64> {
    match page.find(kind, typed, Reach::Parts)? {
        Found::One(row) => Ok(row.id),
        Found::Removed(id, _) => Ok(id),
        found => Err(words::reference_fault(kind, typed, &found).into()),
    }
}

/// Prints the history of a record.
fn print(
    session: &mut Session,
    page: Page<'_>,
    kind: Kind,
    id: i64,
    destination: &Destination,
) -> anyhow::Result<()> {
    let history = page.history(kind, id)?;
    if destination.format == Format::Json {
        let changes = history
            .iter()
            .map(|change| change_json(kind, change))
            .collect();
        return write_json(session, destination, &Value::Array(changes));
    }
    let mut told = vec![words::named(kind, id)];
    for change in &history {
        told.push(format!(
            "{}  {}  {}",
            words::moment(&change.at),
            words::giver(&change.author, change.own),
            words::turned(&change.verb, change.of.as_deref())
        ));
        let lines = lines(kind, change);
        told.extend(lines.into_iter().map(|line| format!("  {line}")));
    }
    destination.lines(session, &told)
}

/// What a change did, a line a column.
fn lines(kind: Kind, change: &Change) -> Vec<String> {
    if change.before.is_none() && change.after.is_some() && !change.is_first {
        return vec!["已恢复".to_owned()];
    }
    words::logged(
        kind,
        change.before.as_ref(),
        change.after.as_ref(),
        change.heir,
    )
}

/// Writes JSON.
fn write_json(
    session: &mut Session,
    destination: &Destination,
    value: &Value,
) -> anyhow::Result<()> {
    destination.write_with(session, |out| {
        Ok(out.write_all(sheet::text(value).as_bytes())?)
    })
}

/// A command as programs read it.
fn deed_json(page: Page<'_>, deed: &Deed) -> crate::store::Result<Value> {
    let marks = page.marks(deed, None)?;
    let records: Vec<_> = marks.iter().map(mark_json).collect();
    let of = |verb: &str| {
        let of = deed.of.as_ref().filter(|_| deed.verb == verb);
        of.map_or(Value::Null, |of| of.n.into())
    };
    Ok(json!({
        "n": deed.n,
        "at": deed.at,
        "author": deed.author,
        "verb": deed.verb,
        "words": words::deed(deed),
        "own": deed.own,
        "undoes": of("undo"),
        "redoes": of("redo"),
        "records": records,
    }))
}

/// What a command made of a record, as programs read it.
fn mark_json(mark: &Mark) -> Value {
    json!({
        "kind": mark.kind.dictionary().key,
        "id": mark.id,
        "removed": mark.after.is_none(),
        "joined_with": mark.heir,
        "changes": changes_json(mark.kind, mark.before.as_ref(), mark.after.as_ref()),
    })
}

/// A change of one record, as programs read it.
fn change_json(kind: Kind, change: &Change) -> Value {
    json!({
        "n": change.command,
        "at": change.at,
        "author": change.author,
        "verb": change.verb,
        "words": words::turned(&change.verb, change.of.as_deref()),
        "own": change.own,
        "removed": change.after.is_none(),
        "joined_with": change.heir,
        "changes": changes_json(kind, change.before.as_ref(), change.after.as_ref()),
    })
}

/// The columns that changed. Personal data are left out.
fn changes_json(kind: Kind, before: Option<&Vec<Cell>>, after: Option<&Vec<Cell>>) -> Value {
    let columns = kind.dictionary().columns.iter().enumerate();
    let cell = |cells: Option<&Vec<Cell>>, place: usize| -> Cell {
        cells
            .and_then(|cells| cells.get(place))
            .cloned()
            .unwrap_or(Cell::Empty)
    };
    let value = |column: &Column, cell: &Cell| {
        if column.personal {
            Value::Null
        } else {
            sheet::json_value(cell)
        }
    };
    columns
        .filter(|_| after.is_some())
        .filter_map(|(place, column)| {
            let (before, after) = (cell(before, place), cell(after, place));
            (before != after).then(|| {
                json!({
                    "key": column.key,
                    "label": column.label,
                    "personal": column.personal,
                    "before": value(column, &before),
                    "after": value(column, &after),
                })
            })
        })
        .collect()
}
