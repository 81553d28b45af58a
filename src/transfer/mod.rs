//! Sheets in: whole files of records, taken in as one command or not at all.

mod import;
mod merge;
#[cfg(test)]
mod tests;

pub use import::{Fault, Imported, Refused, Why, import, kind_of};
pub use merge::{Merged, merge};
