//! Makes one record of several: what the one that stands lacks is taken from the others.

use super::{Desk, Failure, Known};
use crate::record::{Column, Kind, World};
use crate::store::{Error, Row, Writing};
use crate::value::Cell;

/// What became of several records.
#[derive(Debug)]
pub struct Joined {
    /// The record that stands.
    pub row: Row,
    /// How many records refer to it now that referred to another one.
    pub moved: usize,
    /// What the others said and it does not: their numbers, the column and what stood there.
    pub left: Vec<(i64, &'static Column, Cell)>,
}

/// A record as a person has seen it.
fn as_seen(writing: &Writing<'_>, seen: &Row) -> Result<Row, Error> {
    let (kind, id) = (seen.kind, seen.id);
    let row = writing.page().row(kind, id)?;
    if row.stored() == seen.stored() {
        Ok(row)
    } else {
        Err(Error::Meanwhile { kind, id })
    }
}

/// Joins records of a kind with the one that stands for them from now on. Empty columns of it are filled from them, in
/// order, as far as the rules allow.
///
/// # Errors
///
/// When one of them is gone or was written since it was seen, or what the file says; the command must then end without a commit.
pub fn join(
    writing: &mut Writing<'_>,
    world: &World,
    kind: Kind,
    stands: &Row,
    goes: &[Row],
) -> Result<Joined, Failure> {
    let before = as_seen(writing, stands)?;
    let stands = before.id;
    let mut cells = before.stored().to_vec();
    let mut gone = Vec::new();
    let mut moved = 0;
    for seen in goes {
        let row = as_seen(writing, seen)?;
        let mut filled = cells.clone();
        for (cell, other) in filled.iter_mut().zip(row.stored()) {
            if cell.is_empty() {
                *cell = other.clone();
            }
        }
        moved += writing.join(kind, stands, row.id)?;
        // What together would be refused is not filled in: the record is as right as it was before.
        let known = Known::default();
        let desk = Desk::new(writing.page(), world, &known);
        if desk.settle(kind, Some(stands), filled.clone()).is_ok() {
            cells = filled;
        }
        gone.push(row);
    }
    writing.amend(kind, stands, &cells)?;
    let row = writing.page().row(kind, stands)?;
    let mut left = Vec::new();
    for other in gone {
        let columns = kind.dictionary().columns.iter();
        for (column, (cell, kept)) in columns.zip(other.stored().iter().zip(row.stored())) {
            if !cell.is_empty() && cell != kept {
                left.push((other.id, column, cell.clone()));
            }
        }
    }
    Ok(Joined { row, moved, left })
}
