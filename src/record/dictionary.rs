//! `record!`, which turns one line a column into a struct and its dictionary, and what a dictionary holds.

use super::{Column, Kind, Verdict, World};
use crate::value::Cell;

/// The declaration of a kind.
#[derive(Debug)]
pub struct Dictionary {
    /// The name that programs read: the command, the table, JSON.
    pub key: &'static str,
    /// The name that people read.
    pub label: &'static str,
    /// The columns that are stored, in the order of the paper form.
    pub columns: &'static [Column],
    /// Columns that follow from the stored ones: shown and exported, never stored.
    pub shown: &'static [Column],
    /// The columns that together say which record is meant when a sheet is read a second time.
    pub natural: &'static [&'static str],
    /// The column that names the record, if it has a name of its own: a visit goes by its number.
    pub title: Option<&'static str>,
    /// The columns that a reference is searched in.
    pub named: &'static [&'static str],
    /// The day by which a period selects records.
    pub day: &'static str,
    /// The day on which a record stops being in force, if its kind can.
    pub ends: Option<&'static str>,
    /// The word by which such records are counted: 3 次 (走访).
    pub counted: &'static str,
    /// What people do with the kind's own command; empty where only other commands keep such records.
    pub about: &'static str,
    /// A command line that adds a record.
    pub example: &'static str,
    /// Fills what follows from the other cells, and judges the record.
    pub settle: fn(Vec<Cell>, &World) -> Result<Settled, Verdict>,
}

/// A record that may be stored: complete, filled and judged.
#[derive(Debug)]
pub struct Settled {
    /// A cell for each stored column.
    pub cells: Vec<Cell>,
    /// What is stored all the same, with a warning.
    pub verdict: Verdict,
}

impl Dictionary {
    /// The place of a stored column.
    pub fn place(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.key == key)
    }

    /// A stored or shown column by its key.
    pub fn column(&self, key: &str) -> Option<&'static Column> {
        self.all().find(|column| column.key == key)
    }

    /// The stored columns, then the shown ones.
    pub fn all(&self) -> impl Iterator<Item = &'static Column> + use<> {
        self.columns.iter().chain(self.shown)
    }

    /// The stored column of this key, label or alias, as a heading or a flag may name it.
    pub fn known_as(&self, name: &str) -> Option<&'static Column> {
        self.all().find(|column| {
            column.key == name || column.label == name || column.aliases.contains(&name)
        })
    }

    /// The columns that refer to another record, with the kind they refer to.
    pub fn links(&self) -> impl Iterator<Item = (&'static Column, Kind)> + use<> {
        self.columns.iter().filter_map(|column| match column.shape {
            super::Shape::Link(kind) => Some((column, kind)),
            _ => None,
        })
    }
}

/// Ties a struct to its place in the list of kinds.
pub trait Kinded {
    /// The kind.
    const KIND: Kind;
}

/// A kind of record as `record!` declares it.
pub trait Record: Kinded + Rules + Sized {
    /// The declaration.
    const DICTIONARY: Dictionary;

    /// Reads a row of cells; `None` when a required one is missing.
    fn from_cells(cells: &[Cell]) -> Option<Self>;

    /// Writes the row back.
    fn to_cells(&self) -> Vec<Cell>;
}

/// What a kind fills in and refuses, read as fields of its struct.
pub trait Rules {
    /// Fills cells that follow from others.
    fn fill(&mut self, _world: &World) {}

    /// Adds what is wrong or doubtful.
    fn judge(&self, _world: &World, _verdict: &mut Verdict) {}
}

/// Completes and judges a row of cells.
///
/// # Errors
///
/// The verdict, when it holds a fault.
pub fn settle<T: Record>(mut cells: Vec<Cell>, world: &World) -> Result<Settled, Verdict> {
    let dictionary = &T::DICTIONARY;
    let mut verdict = Verdict::default();
    for (column, cell) in dictionary.columns.iter().zip(&cells) {
        verdict.missing(column, cell);
        verdict.cell(column, cell, world);
    }
    if let Some(mut record) = T::from_cells(&cells) {
        record.fill(world);
        record.judge(world, &mut verdict);
        cells = record.to_cells();
    }
    if verdict.faults.is_empty() {
        Ok(Settled { cells, verdict })
    } else {
        Err(verdict)
    }
}

/// Declares a kind of record; see `problem.rs` for one to read.
///
/// The field's type says the shape of the column and whether it is required, the literal is its 列名, and
/// calls behind it are those of [`Column`]. `shown` columns follow from the stored ones (the schema has
/// them as generated columns), `natural` and `named` are described at [`Dictionary`].
macro_rules! record {
    (
        $(#[$meta:meta])*
        $name:ident $key:literal $label:literal {
            $($field:ident : $type:ty = $column:literal $(. $option:ident ( $($argument:expr),* ))* ;)+
        }
        shown { $($shown:ident : $shown_type:ty = $shown_label:literal $(. $shown_option:ident ( $($shown_argument:expr),* ))* ;)* }
        natural [$($natural:ident),+];
        title [$($title:ident)?];
        named [$($named:ident),+];
        day $day:ident;
        ends [$($ends:ident)?];
        counted $counted:literal;
        about $about:literal;
        example $example:literal;
    ) => {
        $(#[$meta])*
        #[derive(Debug)]
        #[allow(dead_code, reason = "a column that no rule reads is a field all the same")]
        pub struct $name {
            $(#[doc = $column] pub $field: $type,)+
        }

        #[allow(dead_code, non_upper_case_globals, reason = "the key of a column is written like its field")]
        impl $name {
            $(const $field: &'static str = stringify!($field);)+
        }

        impl $crate::record::Record for $name {
            const DICTIONARY: $crate::record::Dictionary = $crate::record::Dictionary {
                key: $key,
                label: $label,
                columns: &[$(
                    $crate::record::Column::of::<$type>(stringify!($field), $column)$(.$option($($argument),*))*
                ),+],
                shown: &[$(
                    $crate::record::Column::of::<$shown_type>(stringify!($shown), $shown_label)$(.$shown_option($($shown_argument),*))*
                ),*],
                natural: &[$(Self::$natural),+],
                title: $crate::record::dictionary::last(&[$(Self::$title)?]),
                named: &[$(Self::$named),+],
                day: Self::$day,
                ends: $crate::record::dictionary::last(&[$(Self::$ends)?]),
                counted: $counted,
                about: $about,
                example: $example,
                settle: $crate::record::dictionary::settle::<$name>,
            };

            fn from_cells(cells: &[$crate::value::Cell]) -> Option<Self> {
                let mut cells = cells.iter();
                Some(Self {
                    $($field: <$type as $crate::record::column::Field>::from_cell(cells.next()?)?,)+
                })
            }

            fn to_cells(&self) -> Vec<$crate::value::Cell> {
                vec![$($crate::record::column::Field::to_cell(&self.$field)),+]
            }
        }
    };
}
pub(super) use record;

/// The only name of a list that holds one at most.
pub const fn last(names: &'static [&'static str]) -> Option<&'static str> {
    names.last().copied()
}
