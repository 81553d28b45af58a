//! Takes in a sheet of records of one kind: every row, or none when one of them is refused.

use std::collections::HashMap;

use crate::entry::{Desk, Failure, Given, Known};
use crate::record::{Column, Doubt, Kind, World};
use crate::sheet::Rows;
use crate::store::{Error, Reach, Writing};
use crate::value::Cell;
use crate::value::text::nearest;

/// Headings that our own sheets have and that a ledger gives itself, or that only count rows.
const PASSED_OVER: &[&str] = &[
    "序号",
    "编号",
    "id",
    "标识",
    "uuid",
    "登记时间",
    "created_at",
    "修改时间",
    "updated_at",
];

/// Why a sheet was not taken in.
#[derive(Debug)]
pub enum Fault {
    /// The ledger could not be read or written.
    Store(Error),
    /// The headings fit no kind of record.
    NoKind {
        /// The headings.
        headings: Vec<String>,
    },
    /// A heading names no column.
    Unknown {
        /// The heading.
        heading: String,
        /// The kind that the sheet was taken for.
        kind: Kind,
        /// The nearest column.
        nearest: Option<&'static str>,
    },
    /// Two headings name the same column.
    Twice {
        /// The second of them.
        heading: String,
    },
    /// A required column is missing.
    Lacks {
        /// The kind.
        kind: Kind,
        /// The missing columns.
        labels: Vec<&'static str>,
    },
    /// There are no rows below the headings.
    Empty,
    /// Some rows are refused.
    Rows {
        /// How many rows there are.
        total: usize,
        /// Those that are refused.
        refused: Vec<Refused>,
    },
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

/// A row that is refused.
#[derive(Debug)]
pub struct Refused {
    /// Its line in the file.
    pub line: u64,
    /// Why.
    pub why: Why,
}

/// Why a row is refused.
#[derive(Debug)]
pub enum Why {
    /// As any record of its kind would be.
    Refused(Failure),
    /// A record of the ledger is the same.
    Same(i64),
    /// An earlier line of the file is the same.
    SameLine(u64),
}

/// What was taken in.
#[derive(Debug)]
pub struct Imported {
    /// The kind.
    pub kind: Kind,
    /// The numbers given to the rows, in order.
    pub ids: Vec<i64>,
    /// What is doubtful, by line.
    pub doubts: Vec<(u64, Doubt)>,
    /// Headings that were passed over, since the ledger gives these itself.
    pub passed_over: Vec<String>,
}

/// The kind that a sheet's headings fit: every heading is known, and no required column is missing.
///
/// # Errors
///
/// When they fit none, or more than one.
pub fn kind_of(rows: &Rows) -> Result<Kind, Fault> {
    let fitting: Vec<Kind> = Kind::entered()
        .filter(|kind| {
            columns(*kind, rows).is_ok_and(|columns| lacking(*kind, &columns).is_empty())
        })
        .collect();
    match fitting.as_slice() {
        [kind] => Ok(*kind),
        _ => Err(Fault::NoKind {
            headings: rows.heads.clone(),
        }),
    }
}

/// Takes in a sheet. With `allow_same`, rows like others are records of their own.
///
/// # Errors
///
/// Everything that is wrong with the sheet; the command must then end without a commit.
pub fn import(
    writing: &mut Writing<'_>,
    world: &World,
    kind: Kind,
    rows: &Rows,
    allow_same: bool,
) -> Result<Imported, Fault> {
    let columns = columns(kind, rows)?;
    let labels = lacking(kind, &columns);
    if !labels.is_empty() {
        return Err(Fault::Lacks { kind, labels });
    }
    if rows.rows.is_empty() {
        return Err(Fault::Empty);
    }
    let known = Known::default();
    let mut imported = Imported {
        kind,
        ids: Vec::new(),
        doubts: Vec::new(),
        passed_over: passed_over(kind, rows),
    };
    let mut refused = Vec::new();
    let mut lines: HashMap<i64, u64> = HashMap::new();
    for row in &rows.rows {
        let given: Vec<Given> = columns
            .iter()
            .zip(&row.cells)
            .filter_map(|(column, text)| Some(((*column)?, text.clone())))
            .filter(|(_, text)| !text.trim().is_empty())
            .collect();
        let given = uncounted(given);
        let settled = {
            let desk = Desk {
                page: writing.page(),
                world,
                reach: Reach::Whole,
                known: &known,
            };
            desk.read(
                kind,
                &given,
                vec![Cell::Empty; kind.dictionary().columns.len()],
            )
            .and_then(|cells| desk.settle_new(kind, cells))
        };
        let (cells, doubts) = match settled {
            Ok(settled) => settled,
            Err(Failure::Store(error)) => return Err(Fault::Store(error)),
            Err(failure) => {
                refused.push(Refused {
                    line: row.number,
                    why: Why::Refused(failure),
                });
                continue;
            }
        };
        let same = doubts.iter().find_map(|doubt| match doubt {
            Doubt::Same(id) if !allow_same => Some(*id),
            _ => None,
        });
        if let Some(id) = same {
            let why = lines
                .get(&id)
                .map_or(Why::Same(id), |line| Why::SameLine(*line));
            refused.push(Refused {
                line: row.number,
                why,
            });
            continue;
        }
        let id = writing.add(kind, &cells)?;
        lines.insert(id, row.number);
        imported.ids.push(id);
        imported
            .doubts
            .extend(doubts.into_iter().map(|doubt| (row.number, doubt)));
    }
    if refused.is_empty() {
        Ok(imported)
    } else {
        Err(Fault::Rows {
            total: rows.rows.len(),
            refused,
        })
    }
}

/// Without what is counted wherever it is shown: a sheet that was written here has the number of its day.
fn uncounted(mut given: Vec<Given>) -> Vec<Given> {
    let filled: Vec<&'static str> = given.iter().map(|(column, _)| column.key).collect();
    given.retain(|(column, _)| {
        column
            .counted_by
            .is_none_or(|other| !filled.contains(&other))
    });
    given
}

/// The column of each heading; `None` for one that is passed over.
fn columns(kind: Kind, rows: &Rows) -> Result<Vec<Option<&'static Column>>, Fault> {
    let dictionary = kind.dictionary();
    let mut columns: Vec<Option<&'static Column>> = Vec::new();
    for heading in &rows.heads {
        if is_passed_over(kind, heading) {
            columns.push(None);
            continue;
        }
        let Some(column) = dictionary.known_as(heading) else {
            let labels = dictionary.columns.iter().map(|column| column.label);
            return Err(Fault::Unknown {
                heading: heading.clone(),
                kind,
                nearest: nearest(heading, labels, 1).first().copied(),
            });
        };
        if columns
            .iter()
            .flatten()
            .any(|other| other.key == column.key)
        {
            return Err(Fault::Twice {
                heading: heading.clone(),
            });
        }
        columns.push(Some(column));
    }
    Ok(columns)
}

/// Whether a heading is passed over: the ledger gives the column itself, or it follows from others.
fn is_passed_over(kind: Kind, heading: &str) -> bool {
    heading.is_empty()
        || PASSED_OVER.contains(&heading)
        || kind
            .dictionary()
            .shown
            .iter()
            .any(|column| column.label == heading || column.key == heading)
}

/// The headings that were passed over, row counters aside.
fn passed_over(kind: Kind, rows: &Rows) -> Vec<String> {
    rows.heads
        .iter()
        .filter(|heading| {
            !heading.is_empty() && *heading != "序号" && is_passed_over(kind, heading)
        })
        .cloned()
        .collect()
}

/// The required columns that have no heading and nowhere else to come from.
fn lacking(kind: Kind, columns: &[Option<&'static Column>]) -> Vec<&'static str> {
    let has = |key: &str| columns.iter().flatten().any(|column| column.key == key);
    kind.dictionary()
        .columns
        .iter()
        .filter(|column| column.required && column.default.is_none() && !has(column.key))
        .filter(|column| column.taken.is_none_or(|(link, _)| !has(link)))
        .map(|column| column.label)
        .collect()
}
