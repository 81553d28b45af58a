//! How a record, a change and a reference are spoken of.

use crate::check::Rule;
use crate::cli::complaint::Complaint;
use crate::entry::Given;
use crate::figure::{Cause, Shift, Turn, name_of};
use crate::record::{Column, Kind, Shape};
use crate::store::{Conflict, Found, Row, Why};
use crate::value::text::{nearest, shown, width};
use crate::value::{Cell, Day, phone};

/// The most that one column may take in a line, in columns of a terminal.
const WIDEST: usize = 40;

/// A record by its kind and number: 走访 12.
pub(in crate::cli) fn named(kind: Kind, id: i64) -> String {
    format!("{} {id}", kind.dictionary().label)
}

/// A day with its weekday.
pub(in crate::cli) fn day_words(day: Day) -> String {
    format!("{day} {}", day.weekday())
}

/// A record in one line: its number and what tells it from others.
pub(in crate::cli) fn brief(row: &Row) -> String {
    let parts = marks(row, |_| true);
    format!("{}：{}", named(row.kind, row.id), parts.join("　"))
}

/// What tells a record from others, of some of its columns.
pub(in crate::cli) fn marks(row: &Row, wanted: impl Fn(&Column) -> bool) -> Vec<String> {
    let dictionary = row.kind.dictionary();
    dictionary
        .natural
        .iter()
        .filter_map(|key| dictionary.column(key))
        .filter(|column| wanted(column))
        .map(|column| match (column.shape, row.cell(column.key)) {
            // What is accepted speaks of a rule and of a record that may have no name.
            (_, Cell::Text(key)) if row.kind == Kind::Waiver && column.key == "rule" => {
                Rule::named(key)
                    .map_or_else(|| shown(key).into_owned(), |rule| rule.label.to_owned())
            }
            (Shape::Link(kind), Cell::Link(link)) if kind.dictionary().title.is_none() => {
                named(kind, link.id)
            }
            (_, cell) => value_words(column, cell, false),
        })
        .filter(|words| !words.is_empty())
        .collect()
}

/// What is said of a record that is no longer in force; nothing of any other.
pub(in crate::cli) fn ended(row: &Row, today: Day) -> Option<&'static str> {
    let ends = row.kind.dictionary().ends?;
    match row.cell(ends) {
        Cell::Day(day) if *day <= today => Some(gone(row.kind)),
        _ => None,
    }
}

/// The word for records of a kind that are no longer in force.
pub(in crate::cli) fn gone(kind: Kind) -> &'static str {
    match kind {
        Kind::Point => "已撤销",
        _ => "已转出",
    }
}

/// A cell as people know it: a figure by its name, not by its key.
pub(in crate::cli) fn spoken(column: &Column, cell: &Cell) -> Cell {
    match (column.shape, cell) {
        (Shape::Figure, Cell::Text(key)) => name_of(key).map_or_else(|| cell.clone(), Cell::Choice),
        _ => cell.clone(),
    }
}

/// A cell in a line of a message: neutral, short, days with their weekday, personal data masked.
pub(in crate::cli) fn value_words(column: &Column, cell: &Cell, full: bool) -> String {
    let words = match &spoken(column, cell) {
        Cell::Day(day) => day_words(*day),
        Cell::Text(text) if column.personal && !full => phone::masked(text),
        cell => cell.words(),
    };
    shortened(&shown(&words), WIDEST)
}

/// A text, cut with a mark behind where it is wider than so many columns.
pub(in crate::cli) fn shortened(text: &str, widest: usize) -> String {
    if width(text) <= widest {
        return text.to_owned();
    }
    format!("{}…", head(text, widest))
}

/// As much of the beginning of a text as takes at most so many columns.
pub(in crate::cli) fn head(text: &str, widest: usize) -> &str {
    let mut ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut fits = 0;
    while let Some(end) = ends.next().filter(|end| width(&text[..*end]) <= widest) {
        fits = end;
    }
    &text[..fits]
}

/// As much of the end of a text as takes at most so many columns.
pub(in crate::cli) fn tail(text: &str, widest: usize) -> &str {
    let starts = text.char_indices().rev().map(|(at, _)| at);
    let fitting = starts.take_while(|start| width(&text[*start..]) <= widest);
    &text[fitting.last().unwrap_or(text.len())..]
}

/// What the settings filled in.
pub(in crate::cli) fn by_settings(own: &[Given]) -> String {
    let parts: Vec<_> = own
        .iter()
        .map(|(column, words)| format!("{}：{}", column.label, shown(words)))
        .collect();
    format!("  按设置填了{}", parts.join("，"))
}

/// What changed between two rows of cells: a line for each column.
pub(in crate::cli) fn changes(kind: Kind, before: &[Cell], after: &[Cell]) -> Vec<String> {
    let or_empty = |words: String| {
        if words.is_empty() {
            "（空）".to_owned()
        } else {
            words
        }
    };
    kind.dictionary()
        .columns
        .iter()
        .zip(before.iter().zip(after))
        .filter(|(_, (before, after))| before != after)
        .map(|(column, (before, after))| {
            if let Some(added) = added(column, before, after) {
                return format!("{}：添上 {added}", column.label);
            }
            format!(
                "{}：{} → {}",
                column.label,
                or_empty(value_words(column, before, false)),
                or_empty(value_words(column, after, false))
            )
        })
        .collect()
}

/// What a record did to a figure.
pub(in crate::cli) fn turn(turn: Turn) -> &'static str {
    match turn {
        Turn::Came => "新计入",
        Turn::Went => "不再计入",
        Turn::Changed => "改动",
    }
}

/// Why a record counts otherwise, a line a reason: what it counts by comes before what it says itself.
pub(in crate::cli) fn reasons(shift: &Shift) -> Vec<String> {
    let mut lines = Vec::new();
    for cause in &shift.causes {
        match cause {
            Cause::Record { before, after } => {
                if let Some(row) = after.as_ref().or(before.as_ref()) {
                    lines.push(format!("因为 {}", brief(row)));
                }
                let changed = changed(before.as_ref(), after.as_ref());
                lines.extend(changed.into_iter().map(|line| format!("  {line}")));
            }
            Cause::Figure { figure, then, now } => {
                let value =
                    |value: Option<i64>| value.map_or("—".to_owned(), |value| value.to_string());
                lines.push(format!(
                    "因为 对应指标{}：{} → {}",
                    figure.label,
                    value(*then),
                    value(*now)
                ));
            }
        }
    }
    lines.extend(changed(shift.before.as_ref(), shift.after.as_ref()));
    lines
}

/// What was done to a record, a line a column.
fn changed(before: Option<&Row>, after: Option<&Row>) -> Vec<String> {
    match (before, after) {
        (Some(before), Some(after)) => changes(after.kind, before.stored(), after.stored()),
        (None, Some(after)) => {
            let when = after.created.as_deref().map_or_else(String::new, moment);
            vec![format!("{when} 登记")]
        }
        (_, None) => vec!["已删除".to_owned()],
    }
}

/// What was added to prose that goes on: cut short, both would read the same.
fn added(column: &Column, before: &Cell, after: &Cell) -> Option<String> {
    let (Cell::Text(before), Cell::Text(after)) = (before, after) else {
        return None;
    };
    let added = after
        .strip_prefix(before.as_str())
        .filter(|_| column.long)?;
    let added = Cell::Text(added.trim_start().to_owned());
    Some(value_words(column, &added, false))
}

/// The time of a revision as a person reads it: 2022-03-24 10:15.
pub(in crate::cli) fn moment(at: &str) -> String {
    shown(&at.get(..16).unwrap_or(at).replace('T', " ")).into_owned()
}

/// Why a person has to decide about a record.
pub(in crate::cli) fn why(conflict: &Conflict) -> &'static str {
    let is_removal = conflict.versions.iter().any(|one| one.cells.is_none());
    match (conflict.why, is_removal) {
        (Why::Heads, false) => "两边都改过",
        (Why::Heads, true) => "一边改了，另一边删除了",
        (Why::Kept, _) => "一边删除了，另一边还用到它",
    }
}

/// Some records by their kinds and numbers, the first few.
pub(in crate::cli) fn several(records: &[(Kind, i64)]) -> String {
    let few: Vec<_> = records
        .iter()
        .take(5)
        .map(|(kind, id)| named(*kind, *id))
        .collect();
    let more = if records.len() > few.len() { "等" } else { "" };
    format!("{}{more}", few.join("、"))
}

/// What is said of open contact points that go by one name.
pub(in crate::cli) fn same_names(same: &[(String, Vec<i64>)]) -> Vec<String> {
    same.iter()
        .map(|(name, ids)| {
            let ids: Vec<_> = ids.iter().map(i64::to_string).collect();
            format!(
                "有 {} 个在册的联系点都叫「{}」（编号 {}），统计会重复计算；是同一个的，合成一个：xgz merge join 联系点 {}",
                ids.len(),
                shown(name),
                ids.join("、"),
                ids.join(" ")
            )
        })
        .collect()
}

/// A command of the history in Chinese: `visit add` is 登记走访.
pub(in crate::cli) fn verb(verb: &str) -> String {
    let (key, action) = verb.split_once(' ').unwrap_or(("", verb));
    let label = Kind::of_key(key).map_or("", |kind| kind.dictionary().label);
    let action = match action {
        "progress" => return format!("记{label}进展"),
        "demo" => return "造示例台账".to_owned(),
        "repair" => return "修复台账".to_owned(),
        "undo" => return "撤销".to_owned(),
        "redo" => return "重做".to_owned(),
        "resolve" => return format!("处理冲突：{label}"),
        "freeze" => return "定稿统计表".to_owned(),
        "unfreeze" => return "撤回定稿".to_owned(),
        "accept" => return "接受预警".to_owned(),
        "restore" if key == "check" => return "恢复预警".to_owned(),
        "join" => "合成",
        "add" => "登记",
        "edit" => "修改",
        "rm" => "删除",
        "restore" => "恢复",
        "close" if key == "point" => "撤销",
        "close" => "销号",
        "leave" => "转出",
        "move" => "转移",
        "solve" => "办结",
        "decline" => "不予受理",
        "import" => "导入",
        "pass" => "通过",
        "done" => "完成",
        "stage" => return format!("记{label}阶段"),
        // What another program wrote there is not to be trusted.
        other => return format!("{}{label}", shown(other)),
    };
    format!("{action}{label}")
}

/// What is said of a station or section that no record has.
pub(in crate::cli) fn unknown_body(key: &str, typed: &str, known: &[String]) -> Complaint {
    let label = Kind::Point
        .dictionary()
        .column(key)
        .map_or(key, |column| column.label);
    let complaint = Complaint::not_found(format!("没有记录的{label}是「{}」。", shown(typed)));
    if known.is_empty() {
        return complaint.hint(format!("先在联系点里填写{label}"));
    }
    let near = nearest(typed, known.iter().map(String::as_str), 1);
    let complaint = match near.first() {
        Some(near) => complaint.hint(format!("是不是想写「{}」？", shown(near))),
        None => complaint,
    };
    let known: Vec<_> = known.iter().take(20).map(|name| shown(name)).collect();
    complaint.hint(format!("台账里有：{}", known.join("、")))
}

/// The command that lists all records of a kind.
pub(in crate::cli) fn listing(kind: Kind) -> String {
    let dictionary = kind.dictionary();
    let all = if dictionary.ends.is_some() {
        " --all"
    } else {
        ""
    };
    format!("xgz {} list{all}", dictionary.key)
}

/// What is said of a reference that means no record, or more than one.
pub(in crate::cli) fn reference_fault(kind: Kind, typed: &str, found: &Found) -> Complaint {
    let dictionary = kind.dictionary();
    let (key, label) = (dictionary.key, dictionary.label);
    let typed = shown(typed);
    let all = match kind {
        Kind::Handed => "xgz report --handed".to_owned(),
        Kind::Waiver => "xgz check --accepted".to_owned(),
        _ => listing(kind),
    };
    match found {
        Found::Many(rows) => {
            let lines: Vec<_> = rows
                .iter()
                .map(|row| format!("\n  {}", brief(row)))
                .collect();
            Complaint::not_found(format!(
                "「{typed}」对得上 {} 条{label}：{}",
                rows.len(),
                lines.concat()
            ))
            .hint("请写编号，例如只写上面某一行的数字")
        }
        Found::Removed(id, _) if kind == Kind::Handed => {
            Complaint::not_found(format!("{} 已经撤回。", named(kind, *id)))
                .hint(format!("看还有哪些：{all}"))
        }
        Found::Removed(id, Some(heir)) => Complaint::not_found(format!(
            "{} 已经并入{}。",
            named(kind, *id),
            named(kind, *heir)
        ))
        .hint(format!("看它：xgz {key} show {heir}"))
        .hint(format!("确实不是同一个的，分开：xgz {key} restore {id}")),
        Found::Removed(id, None) => {
            Complaint::not_found(format!("{} 已经删除。", named(kind, *id)))
                .hint(format!("要恢复，请运行 xgz {key} restore {id}"))
        }
        Found::None(near) if !near.is_empty() => {
            let near: Vec<_> = near
                .iter()
                .map(|name| format!("「{}」", shown(name)))
                .collect();
            Complaint::not_found(format!("没有找到{label}「{typed}」。"))
                .hint(format!("是不是想写{}？", near.join("或")))
                .hint(format!("看全部{label}：{all}"))
        }
        Found::None(_) | Found::One(_) => {
            Complaint::not_found(format!("没有找到{label}「{typed}」。"))
                .hint(format!("看全部{label}：{all}"))
        }
    }
}
