//! `merge list`: what is left to a person: conflicts, and records that were probably entered twice.

use clap::{ArgMatches, Command};
use serde_json::{Value, json};

use crate::cli::complaint::Complaint;
use crate::cli::output::{Destination, Format, format_flag};
use crate::cli::session::Session;
use crate::cli::words;
use crate::record::Kind;
use crate::sheet;
use crate::store::{Conflict, Page, Version, Why};
use crate::value::text::shown;

/// The formats.
const FORMATS: &[Format] = &[Format::Table, Format::Json];

/// The command.
pub(super) fn command() -> Command {
    Command::new("list")
        .alias("列出")
        .about("列出合并留下的冲突和可能重复登记的记录")
        .arg(format_flag(FORMATS))
}

/// Prints both lists.
pub(super) fn run(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let destination = Destination::among(matches, FORMATS)?;
    let ledger = session.ledger()?;
    let page = ledger.page();
    let conflicts = page.conflicts()?;
    let duplicates = page.duplicates()?;
    if destination.format == Format::Json {
        let value = json!({
            "conflicts": conflicts.iter().map(conflict_json).collect::<Vec<_>>(),
            "duplicates": duplicates
                .iter()
                .map(|(kind, ids)| json!({"kind": kind.dictionary().key, "ids": ids}))
                .collect::<Vec<_>>(),
        });
        return destination.write_with(session, |out| {
            Ok(out.write_all(sheet::text(&value).as_bytes())?)
        });
    }
    let mut lines = Vec::new();
    if !conflicts.is_empty() {
        lines.push("冲突".to_owned());
        for conflict in &conflicts {
            lines.extend(told(session, page, conflict)?);
        }
    }
    if !duplicates.is_empty() {
        lines.push("可能重复登记的".to_owned());
        for (kind, ids) in &duplicates {
            for id in ids {
                lines.push(format!("  {}", words::brief(&page.row(*kind, *id)?)));
            }
            let numbers: Vec<_> = ids.iter().map(i64::to_string).collect();
            let help = format!(
                "    是同一{}，合成一{}（留下前面的编号）：xgz merge join {} {}",
                kind.dictionary().counted,
                kind.dictionary().counted,
                kind.dictionary().label,
                numbers.join(" ")
            );
            lines.push(session.addressed(&help));
        }
    }
    destination.lines(session, &lines)?;
    if lines.is_empty() {
        session.say("没有冲突，也没有看起来重复登记的。")?;
    }
    Ok(())
}

/// A conflict in lines: what may stand, and how to settle it.
pub(super) fn told(
    session: &Session,
    page: Page<'_>,
    conflict: &Conflict,
) -> Result<Vec<String>, Complaint> {
    let (kind, id) = (conflict.kind, conflict.id);
    let mut lines = vec![format!(
        "  {}　{}",
        words::named(kind, id),
        words::why(conflict)
    )];
    if conflict.why == Why::Kept {
        let by = page
            .referring(kind, id)
            .map_err(|error| words::complaint(error.into()))?;
        if !by.is_empty() {
            lines.push(format!("    用到它的：{}", words::several(&by)));
        }
    }
    let last = conflict.versions.len();
    for (place, version) in conflict.versions.iter().enumerate() {
        let number = place + 1;
        let mark = if number == last {
            "（现在显示的）"
        } else {
            ""
        };
        lines.push(format!(
            "    {number}  {}  {}  {}{mark}",
            words::moment(&version.at),
            words::giver(&version.author, version.own),
            words::verb(&version.verb)
        ));
        for line in says(conflict, version) {
            lines.push(format!("       {line}"));
        }
    }
    // What is removed here and used there cannot go before what uses it: the one that can be taken is named.
    let label = kind.dictionary().label;
    let help = match conflict.why {
        Why::Kept => format!("    留下它：xgz merge resolve {label} {id} --take {last}"),
        Why::Heads => format!("    用其中一份，写第几份：xgz merge resolve {label} {id} --take …"),
    };
    lines.push(session.addressed(&help));
    Ok(lines)
}

/// What a version says otherwise than the others.
fn says(conflict: &Conflict, version: &Version) -> Vec<String> {
    let kind = conflict.kind;
    let Some(cells) = &version.cells else {
        return vec![match version.heir {
            Some(heir) => format!("并入 {}", words::named(kind, heir)),
            None => "删除".to_owned(),
        }];
    };
    let others: Vec<_> = conflict
        .versions
        .iter()
        .filter_map(|other| other.cells.as_ref())
        .collect();
    let columns = kind.dictionary().columns.iter().enumerate();
    let differing: Vec<_> = columns
        .filter(|(place, _)| others.iter().any(|other| other[*place] != cells[*place]))
        .map(|(place, column)| {
            let short = words::value_words(column, &cells[place], false);
            let words = if short.is_empty() {
                "（空）".to_owned()
            } else if short.ends_with('…') {
                // Cut short, both might read the same.
                shown(&cells[place].words()).into_owned()
            } else {
                short
            };
            format!("{}：{words}", column.label)
        })
        .collect();
    if !differing.is_empty() {
        return differing;
    }
    // The other removed it: what this one changed, or else what it is.
    let changed = version
        .before
        .as_ref()
        .map(|before| words::logged(kind, Some(before), Some(cells), None));
    match changed {
        Some(lines) if !lines.is_empty() => lines,
        _ => vec![words::brief_of(kind, conflict.id, cells)],
    }
}

/// A conflict as programs read it.
fn conflict_json(conflict: &Conflict) -> Value {
    let kind = conflict.kind;
    let versions: Vec<_> = conflict
        .versions
        .iter()
        .enumerate()
        .map(|(place, version)| version_json(kind, place, version))
        .collect();
    json!({
        "kind": kind.dictionary().key,
        "id": conflict.id,
        "why": match conflict.why { Why::Heads => "heads", Why::Kept => "kept" },
        "shown": conflict.versions.len(),
        "versions": versions,
    })
}

/// A version as programs read it. Personal data are left out.
fn version_json(kind: Kind, place: usize, version: &Version) -> Value {
    let record = version.cells.as_ref().map(|cells| {
        let columns = kind.dictionary().columns.iter().zip(cells);
        columns
            .filter(|(column, _)| !column.personal)
            .map(|(column, cell)| (column.key.to_owned(), sheet::json_value(cell)))
            .collect::<serde_json::Map<_, _>>()
    });
    json!({
        "take": place + 1,
        "at": version.at,
        "author": version.author,
        "own": version.own,
        "joined_with": version.heir,
        "record": record,
    })
}
