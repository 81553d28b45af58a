//! What is done of a plan that names a figure: counted, never typed.

use std::collections::BTreeMap;

use super::NAMES;
use super::count::year_so_far;
use crate::record::Kind;
use crate::store::{Error, Page, Row};
use crate::value::{Cell, Day, Entry};

/// The figure of this key, as a plan names it.
pub fn name_of(key: &str) -> Option<&'static Entry> {
    NAMES.iter().find(|entry| entry.code == key)
}

/// Whether a plan is done by a day before its year: dated so, or typed so. As `plans-done` counts it, but that a figure has
/// counted nothing yet.
pub fn is_done_before(row: &Row, asof: Day) -> bool {
    match (row.cell("done_on"), row.cell("done"), row.cell("target")) {
        (Cell::Day(day), ..) => *day <= asof,
        (_, Cell::Count(done), Cell::Count(target)) => {
            row.cell("figure").is_empty() && done >= target
        }
        _ => false,
    }
}

/// Whether a plan is done by a day, once what is done of it is filled in: as `plans-done` counts it.
pub fn is_done(row: &Row, asof: Day) -> bool {
    let is_reached = match (row.cell("done"), row.cell("target")) {
        (Cell::Count(done), Cell::Count(target)) => done >= target,
        _ => false,
    };
    is_reached || is_done_before(row, asof)
}

/// Fills in what is done of plans, each year counted once.
#[derive(Debug)]
pub struct Progress {
    today: Day,
    years: BTreeMap<i64, Vec<(&'static str, i64)>>,
}

impl Progress {
    /// As things stand on a day.
    pub fn on(today: Day) -> Self {
        Self {
            today,
            years: BTreeMap::new(),
        }
    }

    /// Sets 完成数 of a plan that names a figure; other records stay as they are.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn fill(&mut self, page: Page<'_>, row: &mut Row) -> Result<(), Error> {
        let (Kind::Plan, Cell::Text(key), Cell::Count(year)) =
            (row.kind, row.cell("figure"), row.cell("year"))
        else {
            return Ok(());
        };
        let (key, year) = (key.clone(), *year);
        if !self.years.contains_key(&year) {
            let counted = match i32::try_from(year) {
                Ok(year) => year_so_far(page, year, self.today)?,
                Err(_) => Vec::new(),
            };
            self.years.insert(year, counted);
        }
        let done = self.years[&year]
            .iter()
            .find(|(figure, _)| *figure == key)
            .map_or(Cell::Empty, |(_, value)| Cell::Count(*value));
        row.set("done", done);
        Ok(())
    }
}
