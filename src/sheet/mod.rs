//! A table of typed cells on its way to a screen or a file, and a file on its way back to rows.
//!
//! Knows cells and headings, never a record, a figure or the ledger. The three writers stand behind
//! [`Writer`]; what reads hands back plain text with line numbers and leaves the meaning to others.

mod csv;
mod json;
mod read_csv;
mod terminal;

use std::io;

use crate::value::Cell;

pub use csv::{Csv, Dialect, Encoding};
pub use json::{Json, object, text, value as json_value};
pub use read_csv::{ReadFault, Rows, read_csv};
pub use terminal::{Look, Table, card, hung, wrap};

/// The heading of a column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// What programs read: the key of JSON, and of CSV where English headings are wanted.
    pub key: String,
    /// What people read.
    pub label: String,
    /// Whether the cells hold prose, which a table wraps first.
    pub note: bool,
    /// Whether the cells refer to other records: JSON gives the id beside the name.
    pub link: bool,
    /// Whether the column is set flush right even where words stand among its numbers.
    pub right: bool,
}

impl Head {
    /// The heading of an ordinary column.
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            label: label.into(),
            ..Self::default()
        }
    }

    /// Says that the cells hold prose.
    #[must_use]
    pub fn note(mut self) -> Self {
        self.note = true;
        self
    }

    /// Says that the cells refer to other records.
    #[must_use]
    pub fn link(mut self) -> Self {
        self.link = true;
        self
    }

    /// Sets the column flush right.
    #[must_use]
    pub fn right(mut self) -> Self {
        self.right = true;
        self
    }
}

/// What takes a sheet row by row: `begin`, any number of rows, totals, `end`.
pub trait Writer {
    /// Takes the headings; every row that follows has as many cells.
    fn begin(&mut self, heads: &[Head]) -> io::Result<()>;

    /// Takes a record.
    fn row(&mut self, cells: &[Cell]) -> io::Result<()>;

    /// Takes a 合计 row, which is no record: JSON leaves it out.
    fn total(&mut self, cells: &[Cell]) -> io::Result<()>;

    /// Writes what is still held back.
    fn end(&mut self) -> io::Result<()>;
}
