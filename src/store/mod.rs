//! Where the records live: the only place that opens the file and writes it.
//!
//! The file is a book of revisions (`book.rs`), to which every change is appended, and a page (`page.rs`)
//! that shows the newest of each record and can be rebuilt from the book.

mod book;
mod cells;
mod error;
mod find;
mod history;
mod migrate;
mod open;
mod page;
mod past;
mod query;
#[cfg(test)]
mod sample;
mod sql;
#[cfg(test)]
mod tests_book;
#[cfg(test)]
mod tests_query;

use std::path::Path;

use rusqlite::Connection;
use uuid::ContextV7;

use crate::record::Kind;

pub use book::{Command, Writing};
pub use error::{Error, Result};
pub use find::{Found, Reach};
pub use history::{Beginning, Change};
pub use page::{Page, Row, named};
pub use past::Past;
pub use query::{Filter, Query};
pub use sql::{MEMBER_COUNTS, MEMBER_STAYS, POINT_COUNTS, PROBLEM_OPEN, scope};

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
