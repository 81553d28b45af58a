//! Small ledgers for the store's tests, with rows written as words. Knows no rules: what a test writes is what is stored.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{Command, Error, Ledger, Result, Row};
use crate::record::{self, Kind, Shape};
use crate::value::{Cell, Day, Link};

/// When the samples are made: 2022-12-31.
pub const MOMENT: (u64, u32) = (1_672_444_800, 0);

/// A ledger in a folder of its own.
pub struct Sample {
    /// The ledger.
    pub ledger: Ledger,
    /// Its file.
    pub path: PathBuf,
    folder: TempDir,
}

impl Sample {
    /// An empty ledger.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let ledger = Ledger::create(&path, MOMENT).unwrap();
        Self {
            ledger,
            path,
            folder,
        }
    }

    /// The folder that the ledger is in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Closes the ledger; its folder stays until it is dropped.
    pub fn close(self) -> TempDir {
        self.folder
    }

    /// Adds a record by a command of its own.
    pub fn add(&mut self, kind: Kind, words: &[(&str, &str)]) -> i64 {
        self.try_add(kind, words).unwrap()
    }

    /// The same, where it may fail.
    pub fn try_add(&mut self, kind: Kind, words: &[(&str, &str)]) -> Result<i64> {
        let verb = format!("{} add", kind.dictionary().key);
        self.ledger.write(&command(&verb), |writing| {
            writing.add(kind, &row(kind, words))
        })
    }

    /// Replaces a record by a command of its own; whether something changed.
    pub fn amend(&mut self, kind: Kind, id: i64, words: &[(&str, &str)]) -> Result<bool> {
        let verb = format!("{} edit", kind.dictionary().key);
        self.ledger.write(&command(&verb), |writing| {
            writing.amend(kind, id, &row(kind, words))
        })
    }

    /// Removes a record by a command of its own.
    pub fn remove(&mut self, kind: Kind, id: i64) -> Result<()> {
        let verb = format!("{} rm", kind.dictionary().key);
        self.ledger
            .write(&command(&verb), |writing| writing.remove(kind, id))
    }

    /// Brings a record back by a command of its own.
    pub fn restore(&mut self, kind: Kind, id: i64) -> Result<Vec<(Kind, i64)>> {
        let verb = format!("{} restore", kind.dictionary().key);
        self.ledger
            .write::<_, Error>(&command(&verb), |writing| writing.restore(kind, id))
    }

    /// One record.
    pub fn row(&self, kind: Kind, id: i64) -> Row {
        self.ledger.page().row(kind, id).unwrap()
    }

    /// A number that a statement gives.
    pub fn number(&self, statement: &str) -> i64 {
        self.ledger
            .connection
            .query_row(statement, [], |row| row.get(0))
            .unwrap()
    }

    /// Runs statements past the book.
    pub fn run(&self, statements: &str) {
        self.ledger.connection.execute_batch(statements).unwrap();
    }

    /// A point of this name.
    pub fn point(&mut self, name: &str) -> i64 {
        self.add(Kind::Point, &[("name", name), ("kind", "market")])
    }

    /// A visit to a point.
    pub fn visit(&mut self, point: i64, date: &str) -> i64 {
        let point = point.to_string();
        self.add(
            Kind::Visit,
            &[("date", date), ("point", &point), ("send", "policy")],
        )
    }

    /// A problem of a visit.
    pub fn problem(&mut self, visit: i64, company: &str) -> i64 {
        let visit = visit.to_string();
        self.add(
            Kind::Problem,
            &[
                ("found_on", "2022-06-01"),
                ("visit", &visit),
                ("company", company),
                ("category", "广告"),
                ("text", "怎样备案"),
            ],
        )
    }
}

/// A command of this verb.
pub fn command(verb: &str) -> Command {
    Command {
        verb: verb.to_owned(),
        author: "张三".to_owned(),
        moment: MOMENT,
        at: "2022-12-31T08:00:00+08:00".to_owned(),
    }
}

/// A row of stored cells: columns by key, references as numbers.
pub fn row(kind: Kind, words: &[(&str, &str)]) -> Vec<Cell> {
    let dictionary = kind.dictionary();
    let mut cells = vec![Cell::Empty; dictionary.columns.len()];
    for (key, text) in words {
        let place = dictionary.place(key).unwrap();
        let column = &dictionary.columns[place];
        cells[place] = match column.shape {
            Shape::Link(_) => Cell::Link(Link {
                id: text.parse().unwrap(),
                name: String::new(),
            }),
            _ => record::read(column, text, &world(), None).unwrap(),
        };
    }
    cells
}

/// A world without figures.
fn world() -> record::World {
    record::World {
        today: day("2022-12-31"),
        due_days: 15,
        figures: &[],
    }
}

/// A day, written as it is stored.
pub fn day(iso: &str) -> Day {
    Day::from_iso(iso).unwrap()
}
