//! Each rule with a case that it finds and one at its edge that it lets pass; reading; the dictionaries.

mod dictionaries;
mod reading;
mod rules;

use super::*;
use crate::value::code::{CodeFault, Doubt as CodeDoubt};
use crate::value::text::folded;
use crate::value::{Cell, Day, DayFault, Entry, Link, PeriodFault};

/// A column by its key, and what is typed there.
type Typed<'a> = (&'a str, &'a str);

const TODAY: &str = "2023-03-31";

const POINT: &[Typed] = &[
    ("name", "北环市场"),
    ("kind", "市场"),
    ("confirmed_on", "2022-03-24"),
];
const MEMBER: &[Typed] = &[("name", "赵广厚"), ("point", "1"), ("kind", "正式")];
const PROJECT: &[Typed] = &[
    ("name", "灌浆攻关"),
    ("point", "1"),
    ("kind", "攻关"),
    ("started_on", "2022-05-16"),
];
const VISIT: &[Typed] = &[("date", "2023-03-30"), ("point", "1"), ("send", "送服务")];
const PROBLEM: &[Typed] = &[
    ("found_on", "2023-03-01"),
    ("company", "甲公司"),
    ("category", "广告"),
    ("text", "怎样备案"),
];

const MEETING: &[Typed] = &[
    ("date", "2023-03-30"),
    ("point", "1"),
    ("kind", "党课"),
    ("topic", "学党章"),
];
const ACTIVITY: &[Typed] = &[
    ("date", "2023-03-30"),
    ("kind", "质量培训"),
    ("topic", "质量管理体系"),
];
const IDEA: &[Typed] = &[("date", "2023-03-30"), ("text", "共用检定窗口")];
const AWARD: &[Typed] = &[
    ("kind", "称号"),
    ("name", "标准化良好行为企业"),
    ("date", "2022-05-16"),
    ("company", "甲公司"),
    ("campaign", "送信心"),
    ("state", "通过"),
];
const PLAN: &[Typed] = &[("year", "2022"), ("title", "质量培训六次")];

/// Figures that a plan may name here.
const FIGURES: &[Entry] = &[Entry {
    code: "trainings",
    label: "质量培训",
    words: &[],
}];

fn day(text: &str) -> Day {
    Day::from_iso(text).unwrap()
}

fn world() -> World {
    World {
        today: day(TODAY),
        due_days: 15,
        figures: FIGURES,
    }
}

fn column(kind: Kind, key: &str) -> &'static Column {
    kind.dictionary().column(key).unwrap()
}

fn read_as(kind: Kind, key: &str, typed: &str) -> Result<Cell, Unread> {
    read(column(kind, key), typed, &world(), None)
}

/// What the rules make of a record; the later of two words for one column stand, a reference is a number.
fn settled(kind: Kind, usual: &[Typed], typed: &[Typed]) -> Result<dictionary::Settled, Verdict> {
    let dictionary = kind.dictionary();
    let mut cells = vec![Cell::Empty; dictionary.columns.len()];
    for (key, text) in usual.iter().chain(typed) {
        let place = dictionary.place(key).unwrap();
        cells[place] = match dictionary.columns[place].shape {
            Shape::Link(_) if !text.is_empty() => Cell::Link(Link {
                id: text.parse().unwrap(),
                name: String::new(),
            }),
            _ => read_as(kind, key, text).unwrap(),
        };
    }
    (dictionary.settle)(cells, &world())
}

fn faults(kind: Kind, usual: &[Typed], typed: &[Typed]) -> Vec<Fault> {
    settled(kind, usual, typed).map_or_else(|verdict| verdict.faults, |_| Vec::new())
}

fn doubts(kind: Kind, usual: &[Typed], typed: &[Typed]) -> Vec<Doubt> {
    settled(kind, usual, typed).unwrap().verdict.doubts
}

/// The words in a column once what follows from the others is filled.
fn filled(kind: Kind, usual: &[Typed], typed: &[Typed], key: &str) -> String {
    settled(kind, usual, typed).unwrap().cells[kind.dictionary().place(key).unwrap()].words()
}
