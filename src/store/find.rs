//! Finds the record that a person means: by number, last, name, part of it, pinyin, or the end of its uuid.

use std::collections::HashMap;

use super::error::Result;
use super::page::{Page, Row};
use super::query::{Filter, Query};
use crate::record::Kind;
use crate::value::text::{folded, nearest};
use crate::value::{Cell, pinyin};

/// What a reference means.
#[derive(Debug)]
pub enum Found {
    /// This record.
    One(Box<Row>),
    /// Any of these.
    Many(Vec<Row>),
    /// The number belonged to a record that was removed, perhaps by joining it with this one.
    Removed(i64, Option<i64>),
    /// None; the names nearest to it.
    None(Vec<String>),
}

/// How far a search goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Whole names only: a sheet is read without anybody looking on.
    Whole,
    /// Parts of names and pinyin too: what was understood is echoed.
    Parts,
}

/// How many candidates are listed.
const MOST: usize = 20;

/// The names of one record, as the search compares them.
struct Names {
    id: i64,
    ended: bool,
    /// Its title as it is written.
    title: Option<String>,
    /// What it goes by whole or in part, folded.
    spelt: Vec<String>,
    /// The days it goes by, from the year on: a bare number is no part of them.
    days: Vec<String>,
}

/// In which way a reference means a record.
#[derive(Debug, PartialEq, Eq)]
enum Way {
    /// The one entered last.
    Last,
    /// By the end of its uuid.
    Uuid(String),
    /// By its number, if that is a record's.
    Number(i64),
    /// By its name.
    Name,
}

impl Way {
    /// The way that a folded text takes.
    fn of(kind: Kind, sought: &str) -> Self {
        if ["last", "最后", "最近"].contains(&sought) {
            return Self::Last;
        }
        if let Some(end) = sought.strip_prefix('@') {
            return Self::Uuid(end.replace('-', ""));
        }
        let number = sought.strip_prefix('#').unwrap_or(sought);
        let number = number
            .strip_prefix(kind.dictionary().label)
            .unwrap_or(number);
        number.parse().map_or(Self::Name, Self::Number)
    }
}

/// Leaves those in force where there are some: a stay in force is meant rather than one that has ended.
fn in_force(hits: &mut Vec<&Names>) {
    if hits.iter().any(|names| !names.ended) {
        hits.retain(|names| !names.ended);
    }
}

impl Page<'_> {
    /// Finds what `typed` refers to among the records of a kind.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn find(self, kind: Kind, typed: &str, reach: Reach) -> Result<Found> {
        let typed = typed.trim();
        let sought = folded(typed);
        if sought.is_empty() {
            return Ok(Found::None(Vec::new()));
        }
        match Way::of(kind, &sought) {
            Way::Last => return self.last(kind),
            Way::Uuid(end) => return self.by_uuid(kind, &end),
            Way::Number(id) => {
                if let Some(row) = self.find_row(kind, id)? {
                    return Ok(Found::One(Box::new(row)));
                }
                if self.is_removed(kind, id)? {
                    return Ok(Found::Removed(id, self.joined_with(kind, id)?));
                }
            }
            Way::Name => {}
        }
        self.by_name(kind, typed, &sought, reach)
    }

    /// The name by which [`find`](Self::find) leads to this very record; none where only its number does.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn goes_by(self, row: &Row) -> Result<Option<String>> {
        Ok(self.go_by(row.kind)?.remove(&row.id))
    }

    /// The same of all records of a kind, by number.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn go_by(self, kind: Kind) -> Result<HashMap<i64, String>> {
        let all = self.names(kind)?;
        let mut meant: HashMap<&str, Vec<&Names>> = HashMap::new();
        for names in &all {
            for name in names.spelt.iter().chain(&names.days) {
                meant.entry(name).or_default().push(names);
            }
        }
        for hits in meant.values_mut() {
            in_force(hits);
            // A record may go by one name in two columns.
            hits.dedup_by_key(|names| names.id);
        }
        let leads = |names: &Names, title: &str| {
            let sought = folded(title);
            let hits = meant.get(sought.as_str()).map(Vec::as_slice);
            let is_alone = matches!(hits, Some([hit]) if hit.id == names.id);
            // A number that is nobody's today may be somebody's tomorrow.
            is_alone && Way::of(kind, &sought) == Way::Name
        };
        Ok(all
            .iter()
            .filter_map(|names| Some((names, names.title.as_deref()?)))
            .filter(|(names, title)| leads(names, title))
            .map(|(names, title)| (names.id, title.to_owned()))
            .collect())
    }

    /// The record entered last.
    fn last(self, kind: Kind) -> Result<Found> {
        let text = format!("SELECT max(id) AS id FROM \"{}\"", kind.dictionary().key);
        let id: Option<i64> = self
            .connection()
            .query_row(&text, [], |row| row.get("id"))?;
        Ok(match id {
            Some(id) => Found::One(Box::new(self.row(kind, id)?)),
            None => Found::None(Vec::new()),
        })
    }

    /// The records whose uuid ends so; at least four characters tell them apart well enough.
    fn by_uuid(self, kind: Kind, end: &str) -> Result<Found> {
        if end.len() < 4 || !end.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(Found::None(Vec::new()));
        }
        let text = format!(
            "SELECT id FROM \"{}\" WHERE substr(lower(hex(uuid)), -length(?1)) = ?1 LIMIT {MOST}",
            kind.dictionary().key
        );
        let ids = self
            .connection()
            .prepare(&text)?
            .query_map([end], |row| row.get("id"))?
            .collect::<rusqlite::Result<Vec<i64>>>()?;
        self.found(kind, ids, Vec::new)
    }

    /// The records whose name is, holds, or spells what was typed, whichever comes first.
    fn by_name(self, kind: Kind, typed: &str, sought: &str, reach: Reach) -> Result<Found> {
        let all = self.names(kind)?;
        let whole = |names: &Names| {
            names
                .spelt
                .iter()
                .chain(&names.days)
                .any(|name| name == sought)
        };
        // A day goes by its year and month too.
        let month = |day: &String| sought.len() > "2022-".len() && day.starts_with(sought);
        let part = |names: &Names| {
            names.spelt.iter().any(|name| name.contains(sought)) || names.days.iter().any(month)
        };
        let spelt = |names: &Names| names.spelt.iter().any(|name| pinyin::matches(sought, name));
        let mut tests: Vec<&dyn Fn(&Names) -> bool> = vec![&whole];
        // A bare number that is nobody's is a slip, not a part of a code or a name.
        let is_number = sought.bytes().all(|byte| byte.is_ascii_digit());
        if reach == Reach::Parts && !is_number {
            tests.extend([&part as &dyn Fn(&Names) -> bool, &spelt]);
        }
        for test in tests {
            let mut hits: Vec<&Names> = all.iter().filter(|names| test(names)).collect();
            in_force(&mut hits);
            if !hits.is_empty() {
                return self.found(kind, hits.iter().map(|names| names.id).collect(), Vec::new);
            }
        }
        self.found(kind, Vec::new(), || {
            let titles = all
                .iter()
                .filter_map(|names| names.title.as_ref())
                .map(String::as_str);
            nearest(typed, titles, 3)
                .into_iter()
                .map(str::to_owned)
                .collect()
        })
    }

    /// The names of all records of a kind, folded.
    fn names(self, kind: Kind) -> Result<Vec<Names>> {
        let dictionary = kind.dictionary();
        let mut all = Vec::new();
        self.each::<super::Error>(&Query::of(kind), |row| {
            let (mut spelt, mut days) = (Vec::new(), Vec::new());
            for key in dictionary.named {
                match row.cell(key) {
                    Cell::List(items) => spelt.extend(items.iter().map(|item| folded(item))),
                    Cell::Empty => {}
                    Cell::Day(day) => days.push(day.to_string()),
                    cell => spelt.push(folded(&cell.words())),
                }
            }
            if dictionary.title.is_none() {
                spelt.push(folded(&row.cell("point").words()));
            }
            all.push(Names {
                id: row.id,
                ended: dictionary
                    .ends
                    .is_some_and(|ends| !row.cell(ends).is_empty()),
                title: dictionary.title.map(|title| row.cell(title).words()),
                spelt,
                days,
            });
            Ok(())
        })?;
        Ok(all)
    }

    /// What a list of hits amounts to.
    fn found(
        self,
        kind: Kind,
        mut ids: Vec<i64>,
        near: impl FnOnce() -> Vec<String>,
    ) -> Result<Found> {
        ids.truncate(MOST);
        Ok(match ids.as_slice() {
            [] => Found::None(near()),
            [id] => Found::One(Box::new(self.row(kind, *id)?)),
            _ => Found::Many(self.rows(&Query::of(kind).with(Filter::Ids(ids)))?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    /// What was found, as a word and its numbers.
    fn told(found: Found) -> (&'static str, Vec<i64>) {
        match found {
            Found::One(row) => ("one", vec![row.id]),
            Found::Many(rows) => ("many", rows.iter().map(|row| row.id).collect()),
            Found::Removed(id, _) => ("removed", vec![id]),
            Found::None(_) => ("none", Vec::new()),
        }
    }

    fn find(sample: &Sample, kind: Kind, typed: &str) -> (&'static str, Vec<i64>) {
        told(
            sample
                .ledger
                .page()
                .find(kind, typed, Reach::Parts)
                .unwrap(),
        )
    }

    fn points(names: &[&str]) -> Sample {
        let mut sample = Sample::new();
        for name in names {
            sample.point(name);
        }
        sample
    }

    fn one(id: i64) -> (&'static str, Vec<i64>) {
        ("one", vec![id])
    }

    fn none() -> (&'static str, Vec<i64>) {
        ("none", Vec::new())
    }

    #[test]
    fn a_record_goes_by_its_number() {
        let mut sample = points(&["钢材市场", "12号楼"]);
        for _ in 0..12 {
            sample.visit(1, "2022-06-01");
        }
        for typed in [
            "12",
            "#12",
            "走访12",
            "#走访12",
            " １２ ",
            "＃１２",
            "走访 12",
        ] {
            assert_eq!(find(&sample, Kind::Visit, typed), one(12), "{typed}");
        }
        assert_eq!(find(&sample, Kind::Point, "联系点2"), one(2));
        assert_eq!(find(&sample, Kind::Visit, "联系点2"), none());
        // A number that is no record's is no part of a name either: it may be a slip.
        assert_eq!(find(&sample, Kind::Point, "12"), none());
        assert_eq!(find(&sample, Kind::Point, "12号"), one(2));
        for typed in ["13", "0", "-1", "99999999999999999999", "#"] {
            assert_eq!(find(&sample, Kind::Visit, typed), none(), "{typed}");
        }
    }

    #[test]
    fn a_removed_record_is_said_to_be_removed_by_its_number_only() {
        let mut sample = points(&["钢材市场", "建材市场"]);
        sample.remove(Kind::Point, 2).unwrap();
        assert_eq!(find(&sample, Kind::Point, "#2"), ("removed", vec![2]));
        assert_eq!(find(&sample, Kind::Point, "建材"), none());
        assert_eq!(find(&sample, Kind::Point, "last"), one(1));
        sample.restore(Kind::Point, 2).unwrap();
        assert_eq!(find(&sample, Kind::Point, "2"), one(2));
    }

    #[test]
    fn the_last_record_is_the_one_entered_last() {
        let mut sample = points(&["钢材市场"]);
        assert_eq!(find(&sample, Kind::Visit, "last"), none());
        sample.visit(1, "2022-06-02");
        sample.visit(1, "2022-06-01");
        for typed in ["last", "LAST", "最后", "最近"] {
            assert_eq!(find(&sample, Kind::Visit, typed), one(2), "{typed}");
        }
    }

    #[test]
    fn a_record_goes_by_four_or_more_characters_of_the_end_of_its_uuid() {
        let sample = points(&["钢材市场", "建材市场"]);
        let uuid = sample.row(Kind::Point, 1).uuid.to_string();
        for length in [4, 12, 13, 17, uuid.len()] {
            let end = &uuid[uuid.len() - length..];
            for typed in [format!("@{end}"), format!("＠{}", end.to_uppercase())] {
                assert_eq!(find(&sample, Kind::Point, &typed), one(1), "{typed}");
            }
        }
        let end = &uuid[uuid.len() - 3..];
        let head = &uuid[..8];
        for typed in [
            format!("@{end}"),
            format!("@-{end}"),
            format!("@{head}"),
            format!("@{uuid}0"),
            "@".to_owned(),
            "@钢材市场".to_owned(),
        ] {
            assert_eq!(find(&sample, Kind::Point, &typed), none(), "{typed}");
        }
    }

    #[test]
    fn several_uuids_of_one_end_are_told_apart_by_more_of_it() {
        let sample = points(&["甲", "乙"]);
        sample.run(
            "PRAGMA foreign_keys = OFF;
             UPDATE point SET uuid = x'000000000000000000000000aaaa1234' WHERE id = 1;
             UPDATE point SET uuid = x'000000000000000000000000bbbb1234' WHERE id = 2;",
        );
        assert_eq!(find(&sample, Kind::Point, "@1234"), ("many", vec![1, 2]));
        assert_eq!(find(&sample, Kind::Point, "@bbbb1234"), one(2));
    }

    #[test]
    fn a_whole_name_comes_before_a_part_and_a_part_before_a_spelling() {
        let sample = points(&["钢材市场", "钢材市场二期", "城东钢材市场", "GCSC商圈"]);
        assert_eq!(find(&sample, Kind::Point, "钢材 市场"), one(1));
        assert_eq!(find(&sample, Kind::Point, "钢材"), ("many", vec![1, 2, 3]));
        assert_eq!(find(&sample, Kind::Point, "二期"), one(2));
        assert_eq!(find(&sample, Kind::Point, "gcsc"), one(4));
        assert_eq!(find(&sample, Kind::Point, "cdgcsc"), one(3));
    }

    #[test]
    fn a_name_may_be_spelled_in_pinyin() {
        let sample = points(&["钢材市场", "软件园"]);
        for typed in ["gcsc", "GCSC", "gangcai", "钢cai", "gang材sc", "ｇｃｓｃ"] {
            assert_eq!(find(&sample, Kind::Point, typed), one(1), "{typed}");
        }
        assert_eq!(find(&sample, Kind::Point, "gcxy"), none());
    }

    #[test]
    fn a_former_name_a_party_name_and_a_code_are_names_too() {
        let mut sample = points(&["钢材市场"]);
        let words = [
            ("name", "新天地"),
            ("kind", "district"),
            ("former", "老天地、旧货街"),
            ("party", "新天地联合党支部"),
            ("code", "91110108MA01C8JH3P"),
        ];
        let id = sample.add(Kind::Point, &words);
        for typed in ["旧货街", "旧货", "jhj", "联合党支部", "91110108ma01c8jh3p"] {
            assert_eq!(find(&sample, Kind::Point, typed), one(id), "{typed}");
        }
    }

    #[test]
    fn visits_and_problems_go_by_what_they_say() {
        let mut sample = points(&["钢材市场"]);
        sample.visit(1, "2022-06-01");
        let words = [
            ("date", "2022-07-01"),
            ("place", "社区广场"),
            ("send", "policy"),
            ("summary", "宣讲"),
        ];
        sample.add(Kind::Visit, &words);
        sample.problem(1, "甲店");
        assert_eq!(find(&sample, Kind::Visit, "2022-06-01"), one(1));
        assert_eq!(find(&sample, Kind::Visit, "2022-0"), ("many", vec![2, 1]));
        assert_eq!(find(&sample, Kind::Visit, "钢材"), one(1));
        assert_eq!(find(&sample, Kind::Visit, "宣讲"), one(2));
        assert_eq!(find(&sample, Kind::Problem, "甲店"), one(1));
        assert_eq!(find(&sample, Kind::Problem, "备案"), one(1));
    }

    #[test]
    fn who_is_in_force_is_meant_rather_than_who_has_left() {
        let mut sample = points(&["钢材市场", "建材市场"]);
        let left = [
            ("name", "张三"),
            ("point", "1"),
            ("kind", "full"),
            ("left_on", "2022-06-01"),
            ("left_why", "transfer"),
        ];
        let left = sample.add(Kind::Member, &left);
        assert_eq!(find(&sample, Kind::Member, "张三"), one(left));
        let here = [("name", "张三"), ("point", "2"), ("kind", "full")];
        let here = sample.add(Kind::Member, &here);
        for typed in ["张三", "张", "zs"] {
            assert_eq!(find(&sample, Kind::Member, typed), one(here), "{typed}");
        }
        assert_eq!(find(&sample, Kind::Member, "#1"), one(left));
        let third = [("name", "张三"), ("point", "1"), ("kind", "full")];
        let third = sample.add(Kind::Member, &third);
        assert_eq!(
            find(&sample, Kind::Member, "张三"),
            ("many", vec![here, third])
        );
    }

    #[test]
    fn a_record_goes_by_the_name_that_leads_to_it_and_by_nothing_else() {
        let mut sample = points(&[
            "钢材市场",
            "钢材 市场",
            "5",
            "５０",
            "联系点2",
            "#9",
            "@abcd",
            "LAST",
            "最近",
            "12号楼",
            "钢材市场二期",
        ]);
        let closed = [
            ("name", "12 号楼"),
            ("kind", "market"),
            ("confirmed_on", "2022-01-01"),
            ("closed_on", "2022-06-01"),
        ];
        sample.add(Kind::Point, &closed);
        let renamed = [
            ("name", "新天地"),
            ("kind", "district"),
            ("former", "新天地、老天地"),
        ];
        let renamed = sample.add(Kind::Point, &renamed);
        let taken = [("name", "老天地"), ("kind", "district")];
        sample.add(Kind::Point, &taken);
        let page = sample.ledger.page();
        let names = page.go_by(Kind::Point).unwrap();
        let mut ids: Vec<_> = names.keys().copied().collect();
        ids.sort_unstable();
        assert_eq!(ids, [10, 11, renamed], "{names:?}");
        for row in page.rows(&Query::of(Kind::Point)).unwrap() {
            assert_eq!(page.goes_by(&row).unwrap().as_ref(), names.get(&row.id));
            if let Some(name) = names.get(&row.id) {
                for reach in [Reach::Whole, Reach::Parts] {
                    let found = page.find(Kind::Point, name, reach).unwrap();
                    assert_eq!(told(found), one(row.id), "{name}");
                }
            }
        }
    }

    #[test]
    fn what_has_no_name_of_its_own_goes_by_none() {
        let mut sample = points(&["钢材市场"]);
        sample.visit(1, "2022-06-01");
        let page = sample.ledger.page();
        assert!(page.go_by(Kind::Visit).unwrap().is_empty());
    }

    #[test]
    fn a_sheet_means_whole_names_only() {
        let sample = points(&["钢材市场"]);
        let whole = |typed| {
            told(
                sample
                    .ledger
                    .page()
                    .find(Kind::Point, typed, Reach::Whole)
                    .unwrap(),
            )
        };
        assert_eq!(whole("钢材市场"), one(1));
        assert_eq!(whole("1"), one(1));
        for typed in ["钢材", "gcsc", "gangcaishichang"] {
            assert_eq!(whole(typed), none(), "{typed}");
        }
    }

    #[test]
    fn the_nearest_names_are_offered_as_they_are_written() {
        let sample = points(&["钢材市场", "ＡＢＣ《大厦》", "建材市场"]);
        let near = |typed| match sample.ledger.page().find(Kind::Point, typed, Reach::Parts) {
            Ok(Found::None(near)) => near,
            other => panic!("{other:?}"),
        };
        assert_eq!(near("铜材市场"), ["钢材市场", "建材市场"]);
        assert_eq!(near("abd大厦"), ["ＡＢＣ《大厦》"]);
        assert_eq!(near("毫不相干的名称"), [""; 0]);
    }

    #[test]
    fn more_candidates_than_a_screen_holds_are_not_told() {
        let mut sample = Sample::new();
        for number in 0..30 {
            sample.point(&format!("市场{number}号"));
        }
        let (word, ids) = find(&sample, Kind::Point, "市场");
        assert_eq!((word, ids.len()), ("many", MOST));
    }

    #[test]
    fn whatever_is_typed_is_looked_for_and_nothing_else() {
        let sample = points(&["钢材市场", "100%纯棉_店"]);
        let long = "长".repeat(10_000);
        let letters = "g".repeat(10_000);
        for typed in [
            "",
            " ",
            "\u{3000}",
            "'",
            "''",
            "\"",
            "; DROP TABLE point; --",
            "\0",
            "@%",
            "@____",
            "#%",
            "\\",
            "*",
            "?",
            "[",
            &long,
            &letters,
        ] {
            for reach in [Reach::Whole, Reach::Parts] {
                let found = sample
                    .ledger
                    .page()
                    .find(Kind::Point, typed, reach)
                    .unwrap();
                assert_eq!(told(found), none(), "{typed:.20}");
            }
        }
        assert_eq!(find(&sample, Kind::Point, "%"), one(2));
        assert_eq!(find(&sample, Kind::Point, "_"), one(2));
        assert_eq!(sample.number("SELECT count(*) FROM point"), 2);
    }
}
