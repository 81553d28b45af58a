//! Sheets in: whole files of records, taken in as one command or not at all.

mod import;

pub use import::{Fault, Imported, Refused, Why, import, kind_of};
