//! Where the records live: the only place that opens the file and writes it.
//!
//! The file is a book of revisions (`book.rs`), to which every change is appended, and a page (`page.rs`)
//! that shows the newest of each record and can be rebuilt from the book.

pub mod backup;
mod book;
mod cells;
mod conflict;
pub mod doctor;
mod error;
mod find;
mod foreign;
mod history;
mod latest;
mod migrate;
mod open;
mod page;
mod paging;
mod past;
mod query;
mod raised;
mod rebuild;
#[cfg(test)]
mod sample;
mod salvage;
mod search;
mod sealed;
mod sql;
#[cfg(test)]
mod tests_book;
#[cfg(test)]
mod tests_foreign;
#[cfg(test)]
mod tests_merge;
#[cfg(test)]
mod tests_query;
mod undo;
mod union;
mod values;
mod writing;

use std::path::Path;

use rusqlite::Connection;
use uuid::ContextV7;

use crate::record::Kind;

pub use backup::{Cause, Keep};
pub use conflict::{Conflict, Version};
pub use error::{Error, Result};
pub use find::{Found, Reach};
pub use foreign::Foreign;
pub use history::{Beginning, Change, Deed, Mark};
pub use page::{Page, Row, named};
pub use paging::Why;
pub use past::Past;
pub use query::{Filter, Query};
pub use raised::Raised;
pub use salvage::Losses;
pub use sql::{MEMBER_COUNTS, MEMBER_STAYS, POINT_COUNTS, PROBLEM_OPEN, scope};
pub use undo::{MERGE, Step, Turn};
pub use union::Brought;
pub use writing::{Command, Writing};

/// An open ledger.
pub struct Ledger {
    connection: Connection,
}

impl Ledger {
    /// Opens an existing ledger; never creates one.
    ///
    /// # Errors
    ///
    /// Whatever makes the file no ledger in order.
    pub fn open(path: &Path) -> Result<Self> {
        Ok(Self {
            connection: open::open(path)?,
        })
    }

    /// Opens an existing ledger for a glance: waits for nobody, and writes, mends and makes nothing.
    ///
    /// # Errors
    ///
    /// Whatever makes the file no ledger in order, and whatever would have to be mended or waited for.
    pub fn glance(path: &Path) -> Result<Self> {
        Ok(Self {
            connection: open::glance(path)?,
        })
    }

    /// Creates a ledger where no file is.
    ///
    /// # Errors
    ///
    /// When a file is there, or none can be made.
    pub fn create(path: &Path, moment: (u64, u32)) -> Result<Self> {
        let uuid = book::mint(&ContextV7::new(), moment);
        Ok(Self {
            connection: open::create(path, uuid)?,
        })
    }

    /// Says so once, when a command has waited long while another one writes.
    ///
    /// # Errors
    ///
    /// When the database says so.
    pub fn while_waiting(&mut self, notice: fn()) -> Result<()> {
        open::wait(&mut self.connection, notice)
    }

    /// The current page.
    pub fn page(&self) -> Page<'_> {
        Page::of(&self.connection)
    }

    /// The page as it was when a record was entered.
    ///
    /// # Errors
    ///
    /// When there is no such record, or the file cannot be read.
    pub fn since(&self, kind: Kind, id: i64) -> Result<Past> {
        Past::since(&self.connection, kind, id)
    }

    /// The page with the removed records on it as they were last.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn with_removed(&self) -> Result<Past> {
        Past::with_removed(&self.connection)
    }

    /// The page that the book gives now, made anew in memory.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    #[cfg(test)]
    pub fn paged_anew(&self) -> Result<Past> {
        Past::of_now(&self.connection)
    }

    /// Does the work of one command and takes it back: what would come of it.
    ///
    /// # Errors
    ///
    /// What the work or the file says.
    pub fn rehearse<T, E: From<Error>>(
        &mut self,
        command: &Command,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writing = Writing::begin(&mut self.connection, command)?;
        work(&mut writing)
    }

    /// Does the work of one command: all of it lasts, or none.
    ///
    /// # Errors
    ///
    /// What the work or the file says; then nothing was written.
    pub fn write<T, E: From<Error>>(
        &mut self,
        command: &Command,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writing = Writing::begin(&mut self.connection, command)?;
        let done = work(&mut writing)?;
        writing.commit()?;
        Ok(done)
    }
}
