//! A ledger for tests, in a folder that goes with it. Stands in tests only.

use tempfile::TempDir;

use super::{Desk, Entered, Failure, Given, Known, add, change, clauses};
use crate::record::{Doubt, Kind, World};
use crate::store::{Command, Ledger, Page, Reach, Writing};
use crate::value::{Cell, Day};

/// A ledger, and the day on which things are entered.
pub(crate) struct Bench {
    /// The ledger.
    pub(crate) ledger: Ledger,
    /// Today and the settings.
    pub(crate) world: World,
    _folder: TempDir,
}

/// A day as it is stored.
pub(crate) fn day(text: &str) -> Day {
    Day::from_iso(text).unwrap()
}

/// A world in which this day is today, and a problem may take fifteen days.
pub(crate) fn world(today: &str) -> World {
    World {
        today: day(today),
        due_days: 15,
        figures: &[],
    }
}

/// `列名=值; …` as words given for columns.
pub(crate) fn given(kind: Kind, text: &str) -> Vec<Given> {
    clauses(kind, text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
}

impl Bench {
    /// An empty ledger on a day.
    pub(crate) fn on(today: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::create(&folder.path().join("ledger.db"), (1_600_000_000, 0)).unwrap();
        Self {
            ledger,
            world: world(today),
            _folder: folder,
        }
    }

    /// Does the work of one command.
    pub(crate) fn write<T, E: From<crate::store::Error>>(
        &mut self,
        work: impl FnOnce(&mut Writing<'_>, &World) -> Result<T, E>,
    ) -> Result<T, E> {
        let command = Command {
            verb: "test".to_owned(),
            author: "测试".to_owned(),
            moment: (1_600_000_000, 0),
            at: "2020-09-13T20:26:40+08:00".to_owned(),
        };
        let world = self.world.clone();
        self.ledger.write(&command, |writing| work(writing, &world))
    }

    /// Tries to add a record.
    pub(crate) fn try_add(&mut self, kind: Kind, text: &str) -> Result<Entered, Failure> {
        self.write(|writing, world| add(writing, world, kind, &given(kind, text)))
    }

    /// Adds a record that nothing is wrong with.
    pub(crate) fn add(&mut self, kind: Kind, text: &str) -> Entered {
        self.try_add(kind, text)
            .unwrap_or_else(|failure| panic!("{text}: {failure}"))
    }

    /// Tries to change a record.
    pub(crate) fn try_change(
        &mut self,
        kind: Kind,
        id: i64,
        text: &str,
    ) -> Result<Entered, Failure> {
        self.write(|writing, world| change(writing, world, kind, id, &given(kind, text)))
    }

    /// Changes a record in a way that nothing is wrong with.
    pub(crate) fn change(&mut self, kind: Kind, id: i64, text: &str) -> Entered {
        self.try_change(kind, id, text)
            .unwrap_or_else(|failure| panic!("{text}: {failure}"))
    }

    /// What is doubtful about a new record that is not stored.
    pub(crate) fn doubts(&self, kind: Kind, text: &str) -> Vec<Doubt> {
        let known = Known::default();
        let desk = Desk {
            page: self.page(),
            world: &self.world,
            reach: Reach::Parts,
            known: &known,
        };
        let blank = vec![Cell::Empty; kind.dictionary().columns.len()];
        desk.read(kind, &given(kind, text), blank)
            .and_then(|cells| desk.settle_new(kind, cells))
            .unwrap_or_else(|failure| panic!("{text}: {failure}"))
            .1
    }

    /// The current page.
    pub(crate) fn page(&self) -> Page<'_> {
        self.ledger.page()
    }

    /// The words in a column of a record.
    pub(crate) fn words(&self, kind: Kind, id: i64, key: &str) -> String {
        assert!(kind.dictionary().column(key).is_some(), "{key}");
        self.page().row(kind, id).unwrap().cell(key).words()
    }
}
