//! How a command of the history is spoken of, and what it did.

use super::{brief, changes, verb};
use crate::record::{Column, Kind};
use crate::store::{Deed, MERGE};
use crate::value::Cell;
use crate::value::text::shown;

/// How many numbers are written one by one.
const FEW: usize = 3;

/// A command in a few words: 登记走访 12 及其 3 个问题.
pub(in crate::cli) fn deed(deed: &Deed) -> String {
    match (deed.verb.as_str(), &deed.of) {
        ("undo", Some(of)) => return format!("撤销：{}", self::deed(of)),
        ("redo", Some(of)) => return format!("重做：{}", self::deed(of)),
        (MERGE, _) => return "合并别的台账".to_owned(),
        _ => {}
    }
    let what = verb(&deed.verb);
    let own = deed
        .verb
        .split_once(' ')
        .and_then(|(key, _)| Kind::of_key(key));
    let of = |kind: Kind| -> Vec<i64> {
        let ids = deed.records.iter().filter(|(one, _)| *one == kind);
        ids.map(|(_, id)| *id).collect()
    };
    let Some(own) = own.filter(|kind| !of(*kind).is_empty()) else {
        return match deed.records.len() {
            0 => what,
            count => format!("{what}（{count} 条）"),
        };
    };
    let others: Vec<_> = Kind::ALL
        .iter()
        .filter(|kind| **kind != own)
        .filter_map(|kind| match of(*kind).len() {
            0 => None,
            count => Some(counted(*kind, count)),
        })
        .collect();
    let others = match others.as_slice() {
        [] => String::new(),
        _ => format!(" 及其 {}", others.join("、")),
    };
    format!("{what}{}{others}", numbers(own, &of(own)))
}

/// A command of a record's history, with what it takes back or does again: 撤销：修改走访.
pub(in crate::cli) fn turned(verb: &str, of: Option<&str>) -> String {
    match of {
        Some(of) => format!("{}：{}", super::verb(verb), super::verb(of)),
        None => super::verb(verb),
    }
}

/// So many records of a kind: 3 个问题.
pub(in crate::cli) fn counted(kind: Kind, count: usize) -> String {
    let dictionary = kind.dictionary();
    format!("{count} {}{}", dictionary.counted, dictionary.label)
}

/// Numbers of records behind what was done with them.
fn numbers(kind: Kind, ids: &[i64]) -> String {
    let listed = |ids: &[i64]| {
        ids.iter()
            .map(i64::to_string)
            .collect::<Vec<_>>()
            .join("、")
    };
    match ids {
        [first, .., last] if ids.len() > FEW => {
            format!(
                " {} {}（编号 {first} 到 {last}）",
                ids.len(),
                kind.dictionary().counted
            )
        }
        ids => format!(" {}", listed(ids)),
    }
}

/// What a command made of a record, a line a column. Personal data are left out.
pub(in crate::cli) fn logged(
    kind: Kind,
    before: Option<&Vec<Cell>>,
    after: Option<&Vec<Cell>>,
    heir: Option<i64>,
) -> Vec<String> {
    match (before, after) {
        (Some(before), Some(after)) => {
            let mut lines = changes(kind, &public(kind, before), &public(kind, after));
            lines.extend(private(kind, before, after));
            lines
        }
        (None, Some(after)) => filled(kind, after),
        (_, None) => vec![match heir {
            Some(heir) => format!("并入 {} {heir}", kind.dictionary().label),
            None => "已删除".to_owned(),
        }],
    }
}

/// The filled columns of a record, a line each. Personal data are left out.
fn filled(kind: Kind, cells: &[Cell]) -> Vec<String> {
    columns(kind, cells)
        .filter(|(column, cell)| !column.personal && !cell.is_empty())
        .map(|(column, cell)| {
            format!(
                "{}：{}",
                column.label,
                super::value_words(column, cell, false)
            )
        })
        .collect()
}

/// The columns of a kind with their cells.
fn columns(kind: Kind, cells: &[Cell]) -> impl Iterator<Item = (&'static Column, &Cell)> {
    kind.dictionary().columns.iter().zip(cells)
}

/// The cells without personal data.
fn public(kind: Kind, cells: &[Cell]) -> Vec<Cell> {
    columns(kind, cells)
        .map(|(column, cell)| {
            if column.personal {
                Cell::Empty
            } else {
                cell.clone()
            }
        })
        .collect()
}

/// That personal data changed, without saying what they are.
fn private(kind: Kind, before: &[Cell], after: &[Cell]) -> Vec<String> {
    columns(kind, before)
        .zip(after)
        .filter(|((column, before), after)| column.personal && before != after)
        .map(|((column, _), _)| format!("{}：有改动（不显示）", column.label))
        .collect()
}

/// A row that is gone, in one line, by its cells.
pub(in crate::cli) fn brief_of(kind: Kind, id: i64, cells: &[Cell]) -> String {
    let row = crate::store::Row {
        kind,
        id,
        uuid: uuid::Uuid::nil(),
        cells: cells.to_vec(),
        created: None,
        updated: None,
    };
    brief(&row)
}

/// Who gave a command, as it is printed; one that came with another ledger is marked.
pub(in crate::cli) fn giver(author: &str, own: bool) -> String {
    let author = shown(author);
    if own {
        author.into_owned()
    } else {
        format!("{author}〔合并〕")
    }
}
