//! The declaration of a column, and the Rust types that a field of a record may have.
//!
//! A field's type says its shape and whether it is required (`Day` against `Option<Day>`), so neither can
//! drift from the rules, which read the fields.

use std::marker::PhantomData;

use super::{Kind, Record};
use crate::value::{Cell, Choice, Day, Entry, Link, Partial};

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Free text, line feeds allowed.
    Text,
    /// Unified social credit code (GB 32100-2015).
    Code,
    /// A phone number.
    Phone,
    /// Several texts.
    List,
    /// A whole number that is not negative.
    Count,
    /// Yes or no.
    Flag,
    /// A year.
    Year,
    /// The key of a figure of the report.
    Figure,
    /// A day.
    Day,
    /// A day, a month or a year.
    Partial,
    /// One of a closed set.
    Choice(&'static [Entry]),
    /// Several of a closed set.
    Choices(&'static [Entry]),
    /// A record of another kind.
    Link(Kind),
}

impl Shape {
    /// The closed set that the cells are taken from, if there is one.
    pub fn entries(self) -> Option<&'static [Entry]> {
        match self {
            Self::Choice(entries) | Self::Choices(entries) => Some(entries),
            _ => None,
        }
    }

    /// Whether one cell may hold several values.
    pub fn is_list(self) -> bool {
        matches!(self, Self::List | Self::Choices(_))
    }

    /// Whether the cells hold words that people typed, so that a search reads them.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Code | Self::Phone | Self::List)
    }
}

/// Whose names the cells of a column hold: what a text without names leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// People.
    Person,
    /// Companies.
    Company,
    /// Sections, stations and other bodies.
    Body,
    /// Places that are no contact point.
    Place,
}

/// What a user's own settings fill an empty cell with when a record is added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    /// The station that the user belongs to.
    Station,
    /// Who writes records of visits and meetings.
    Recorder,
}

/// What a user's own settings add to the usual values of a free text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum More {
    /// Further 问题类别.
    Categories,
    /// The items of the bureau's plan of [`FIVE_ONES`](super::FIVE_ONES).
    FiveOnes,
}

/// A column of a kind of record: everything that flags, headers, files, checks and history need to know.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The name that programs read: SQL, JSON, `--keys`; a flag writes it with hyphens.
    pub key: &'static str,
    /// 列名: the name that people read.
    pub label: &'static str,
    /// What the cells hold.
    pub shape: Shape,
    /// Whether a record cannot be without it.
    pub required: bool,
    /// A remark for the help page; empty where the label says all.
    pub help: &'static str,
    /// Whether it is a day on which something happened, which may not lie in the future.
    pub past: bool,
    /// Whether it is personal data, masked on the screen unless asked for in full.
    pub personal: bool,
    /// Whose names it holds, if it holds names.
    pub names: Option<Names>,
    /// Whether it stands in the table that `list` prints.
    pub listed: bool,
    /// Whether it holds prose, which a table wraps first.
    pub long: bool,
    /// Other headings and flags by which it is known.
    pub aliases: &'static [&'static str],
    /// Usual values of a free text, offered in the help.
    pub usual: &'static [&'static str],
    /// The code of the choice that an empty cell stands for when a record is added.
    pub default: Option<&'static str>,
    /// The column that, where it is filled, has this one counted; a sheet that was written so is read without it.
    pub counted_by: Option<&'static str>,
    /// `(link, column)`: left empty, it is taken from that column of the record that `link` names.
    pub taken: Option<(&'static str, &'static str)>,
    /// Whether a person is asked for it although a record can be without it.
    pub asked: bool,
    /// The column that it stands in for: it is asked for where that one was left empty.
    pub instead: Option<&'static str>,
    /// `(column, code)`: a person is asked for it where that column holds this choice.
    pub asked_with: Option<(&'static str, &'static str)>,
    /// What an empty cell says, where a person should know when choosing; empty where it says nothing.
    pub unset: &'static str,
    /// Whether a record that is to be like another one takes it over.
    pub alike: bool,
    /// Left empty, what it is filled with out of the user's settings.
    pub own: Option<Own>,
    /// What the user's settings add to the usual values.
    pub more: Option<More>,
}

impl Column {
    /// A column for a field of type `T`.
    pub const fn of<T: Field>(key: &'static str, label: &'static str) -> Self {
        Self {
            key,
            label,
            shape: T::SHAPE,
            required: T::REQUIRED,
            help: "",
            past: false,
            personal: false,
            names: None,
            listed: false,
            long: false,
            aliases: &[],
            usual: &[],
            default: None,
            counted_by: None,
            taken: None,
            asked: false,
            instead: None,
            asked_with: None,
            unset: "",
            alike: false,
            own: None,
            more: None,
        }
    }

    /// Adds a remark for the help page.
    pub const fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    /// Says that the day may not lie in the future.
    pub const fn past(mut self) -> Self {
        self.past = true;
        self
    }

    /// Says that the cells are personal data.
    pub const fn personal(mut self) -> Self {
        self.personal = true;
        self
    }

    /// Says whose names the cells hold.
    pub const fn names(mut self, names: Names) -> Self {
        self.names = Some(names);
        self
    }

    /// Puts the column into the table of `list`.
    pub const fn listed(mut self) -> Self {
        self.listed = true;
        self
    }

    /// Says that the cells hold prose.
    pub const fn long(mut self) -> Self {
        self.long = true;
        self
    }

    /// Adds other headings and flags.
    pub const fn also(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// Adds the usual values of a free text.
    pub const fn usual(mut self, usual: &'static [&'static str]) -> Self {
        self.usual = usual;
        self
    }

    /// Says which choice an empty cell stands for when a record is added.
    pub const fn default(mut self, code: &'static str) -> Self {
        self.default = Some(code);
        self
    }

    /// Says which column, where it is filled, has this one counted.
    pub const fn counted_by(mut self, column: &'static str) -> Self {
        self.counted_by = Some(column);
        self
    }

    /// Says where an empty cell is taken from.
    pub const fn taken(mut self, link: &'static str, column: &'static str) -> Self {
        self.taken = Some((link, column));
        self
    }

    /// Says that a person is asked for it although a record can be without it.
    pub const fn asked(mut self) -> Self {
        self.asked = true;
        self
    }

    /// Says which column it stands in for.
    pub const fn instead_of(mut self, column: &'static str) -> Self {
        self.instead = Some(column);
        self
    }

    /// Says with which choice of another column a person is asked for it.
    pub const fn asked_with(mut self, column: &'static str, code: &'static str) -> Self {
        self.asked_with = Some((column, code));
        self
    }

    /// Says what an empty cell says.
    pub const fn unset(mut self, words: &'static str) -> Self {
        self.unset = words;
        self
    }

    /// Says that a record which is to be like another one takes it over.
    pub const fn alike(mut self) -> Self {
        self.alike = true;
        self
    }

    /// Says what of the user's settings an empty cell is filled with.
    pub const fn own(mut self, own: Own) -> Self {
        self.own = Some(own);
        self
    }

    /// Says what the user's settings add to the usual values.
    pub const fn more(mut self, more: More) -> Self {
        self.more = Some(more);
        self
    }

    /// Whether a person has to fill it: nothing else does.
    pub fn is_needed(&self) -> bool {
        self.required && self.default.is_none() && self.taken.is_none()
    }

    /// The flag of the command line, without its hyphens.
    pub fn flag(&self) -> String {
        self.key.replace('_', "-")
    }
}

/// A type that a field of a record may have.
pub trait Field: Sized {
    /// What the cells of such a column hold.
    const SHAPE: Shape;
    /// Whether a record cannot be without it.
    const REQUIRED: bool = true;

    /// Reads a cell; `None` where it is empty or of another shape.
    fn from_cell(cell: &Cell) -> Option<Self>;

    /// Writes the cell back.
    fn to_cell(&self) -> Cell;
}

impl<T: Field> Field for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    const REQUIRED: bool = false;

    fn from_cell(cell: &Cell) -> Option<Self> {
        Some(T::from_cell(cell))
    }

    fn to_cell(&self) -> Cell {
        self.as_ref().map_or(Cell::Empty, Field::to_cell)
    }
}

/// Declares a field type that one variant of [`Cell`] holds as it is.
macro_rules! plain_field {
    ($type:ty, $shape:ident, $variant:ident) => {
        impl Field for $type {
            const SHAPE: Shape = Shape::$shape;

            fn from_cell(cell: &Cell) -> Option<Self> {
                match cell {
                    Cell::$variant(value) => Some(value.clone()),
                    _ => None,
                }
            }

            fn to_cell(&self) -> Cell {
                Cell::$variant(self.clone())
            }
        }
    };
}

plain_field!(String, Text, Text);
plain_field!(Vec<String>, List, List);
plain_field!(i64, Count, Count);
plain_field!(bool, Flag, Flag);
plain_field!(Day, Day, Day);
plain_field!(Partial, Partial, Partial);

/// Declares a field type that is a text with a format of its own.
macro_rules! text_field {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name(pub String);

        impl Field for $name {
            const SHAPE: Shape = Shape::$name;

            fn from_cell(cell: &Cell) -> Option<Self> {
                match cell {
                    Cell::Text(text) => Some(Self(text.clone())),
                    _ => None,
                }
            }

            fn to_cell(&self) -> Cell {
                Cell::Text(self.0.clone())
            }
        }
    };
}

text_field!(
    /// A unified social credit code (GB 32100-2015), normalised.
    Code
);
text_field!(
    /// A phone number, normalised.
    Phone
);

/// A year of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Year(pub i64);

impl Field for Year {
    const SHAPE: Shape = Shape::Year;

    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Count(year) => Some(Self(*year)),
            _ => None,
        }
    }

    fn to_cell(&self) -> Cell {
        Cell::Count(self.0)
    }
}

/// The key of a figure of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureKey(pub String);

impl Field for FigureKey {
    const SHAPE: Shape = Shape::Figure;

    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Text(key) => Some(Self(key.clone())),
            _ => None,
        }
    }

    fn to_cell(&self) -> Cell {
        Cell::Text(self.0.clone())
    }
}

impl<T: Choice> Field for T {
    const SHAPE: Shape = Shape::Choice(T::ENTRIES);

    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Choice(entry) => T::from_code(entry.code),
            _ => None,
        }
    }

    fn to_cell(&self) -> Cell {
        Cell::Choice(self.entry())
    }
}

impl<T: Choice> Field for Vec<T> {
    const SHAPE: Shape = Shape::Choices(T::ENTRIES);

    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Choices(entries) => entries
                .iter()
                .map(|entry| T::from_code(entry.code))
                .collect(),
            _ => None,
        }
    }

    fn to_cell(&self) -> Cell {
        Cell::Choices(self.iter().map(|value| value.entry()).collect())
    }
}

/// A reference to a record of kind `T`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ref<T> {
    /// The record referred to.
    pub link: Link,
    kind: PhantomData<T>,
}

impl<T: Record> Field for Ref<T> {
    const SHAPE: Shape = Shape::Link(T::KIND);

    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Link(link) => Some(Self {
                link: link.clone(),
                kind: PhantomData,
            }),
            _ => None,
        }
    }

    fn to_cell(&self) -> Cell {
        Cell::Link(self.link.clone())
    }
}
