//! Finds the record that a person means: by number, last, name, part of it, pinyin, or the end of its uuid.

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
    /// The number belonged to a record that was removed.
    Removed(i64),
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
    spelt: Vec<String>,
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
        if sought == "last" || sought == "最后" || sought == "最近" {
            return self.last(kind);
        }
        if let Some(end) = sought.strip_prefix('@') {
            return self.by_uuid(kind, end);
        }
        let number = sought.strip_prefix('#').unwrap_or(&sought);
        let number = number
            .strip_prefix(kind.dictionary().label)
            .unwrap_or(number);
        if let Ok(id) = number.parse::<i64>() {
            if let Some(row) = self.find_row(kind, id)? {
                return Ok(Found::One(Box::new(row)));
            }
            if self.is_removed(kind, id)? {
                return Ok(Found::Removed(id));
            }
        }
        self.by_name(kind, typed, &sought, reach)
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
        let whole = |name: &String| name == sought;
        let part = |name: &String| name.contains(sought);
        let spelt = |name: &String| pinyin::matches(sought, name);
        let mut tests: Vec<&dyn Fn(&String) -> bool> = vec![&whole];
        if reach == Reach::Parts {
            tests.extend([&part as &dyn Fn(&String) -> bool, &spelt]);
        }
        for test in tests {
            let mut hits: Vec<&Names> = all
                .iter()
                .filter(|names| names.spelt.iter().any(test))
                .collect();
            // A stay in force is meant rather than one that has ended.
            if hits.iter().any(|names| !names.ended) {
                hits.retain(|names| !names.ended);
            }
            if !hits.is_empty() {
                return self.found(kind, hits.iter().map(|names| names.id).collect(), Vec::new);
            }
        }
        self.found(kind, Vec::new(), || {
            let titles = all
                .iter()
                .filter_map(|names| names.spelt.first())
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
            let mut spelt = Vec::new();
            for key in dictionary.named {
                match row.cell(key) {
                    Cell::List(items) => spelt.extend(items.iter().map(|item| folded(item))),
                    Cell::Empty => {}
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
                spelt,
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
