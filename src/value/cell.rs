//! A typed cell, and the shapes a column may give it.
//!
//! Everything that passes between the keyboard, the ledger and the paper is a row of [`Cell`]s; only the
//! rules of a kind look at them as fields of a struct. Holds no column names and no sentences.

use super::{Day, Partial};

/// One value of a closed set: the code that programs read and the words that people read.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// Stored in the ledger and written to JSON; never renamed once released.
    pub code: &'static str,
    /// Printed everywhere else.
    pub label: &'static str,
    /// Shorter words that are read as this value too.
    pub words: &'static [&'static str],
}

/// A reference to another record of this ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The local number of the record.
    pub id: i64,
    /// What the record is called; empty where it has no name of its own (a visit goes by its number).
    pub name: String,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing was entered.
    #[default]
    Empty,
    /// Free text, a code or a phone number.
    Text(String),
    /// A whole number, never negative in a record.
    Count(i64),
    /// A rate in tenths of a percent: 33.3 % is 333; below zero where it is a change.
    Rate(i64),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Day(Day),
    /// A day, a month or a year.
    Partial(Partial),
    /// One of a closed set.
    Choice(&'static Entry),
    /// Several of a closed set, in the set's order.
    Choices(Vec<&'static Entry>),
    /// Several texts, in the order they were entered.
    List(Vec<String>),
    /// Another record.
    Link(Link),
}

impl Cell {
    /// Whether nothing was entered.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The words a person reads: the Chinese label of a choice, lists joined with 、, yes and no as 是 and 否.
    ///
    /// An empty cell gives an empty string. Control characters are kept: a terminal writer neutralises them.
    pub fn words(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Rate(tenths) => {
                let sign = if *tenths < 0 { "-" } else { "" };
                format!(
                    "{sign}{}.{}",
                    tenths.unsigned_abs() / 10,
                    tenths.unsigned_abs() % 10
                )
            }
            Self::Flag(yes) => (if *yes { "是" } else { "否" }).to_owned(),
            Self::Day(day) => day.to_string(),
            Self::Partial(partial) => partial.to_string(),
            Self::Choice(entry) => entry.label.to_owned(),
            Self::Choices(entries) => {
                let labels: Vec<_> = entries.iter().map(|entry| entry.label).collect();
                labels.join("、")
            }
            Self::List(items) => items.join("、"),
            Self::Link(link) if link.name.is_empty() => link.id.to_string(),
            Self::Link(link) => link.name.clone(),
        }
    }

    /// Whether a table sets it flush right.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Count(_) | Self::Rate(_))
    }
}
