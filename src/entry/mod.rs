//! How a record gets in: from the words given for its columns, over typed cells and rules, to the store.
//!
//! Flags, forms and sheets all come this way, so that a record is judged alike wherever it comes from.

mod clause;
mod draft;
mod guard;
mod join;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;

pub use clause::{ClauseFault, clauses};
pub use draft::{Draft, Part, Trouble, of_visit, store};
pub use join::{Joined, join};

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::record::{Column, Doubt, Fault, Kind, Shape, Unread, World, read};
use crate::store::{Error, Found, Page, Reach, Row, Writing};
use crate::value::choice::entry_of;
use crate::value::{Cell, Link};

/// The words given for a column.
pub type Given = (&'static Column, String);

/// Why a record was not stored.
#[derive(Debug)]
pub enum Refusal {
    /// The words given for a column cannot be read.
    Unread {
        /// The column.
        column: &'static Column,
        /// The words.
        text: String,
        /// Why.
        why: Unread,
    },
    /// A reference means no record, or more than one.
    Reference {
        /// The column.
        column: &'static Column,
        /// The kind of record that was looked for.
        kind: Kind,
        /// The words.
        text: String,
        /// What was found.
        found: Found,
    },
    /// A rule of the kind refuses it.
    Rule(Fault),
    /// An open contact point has this name already.
    NameTaken {
        /// The name.
        name: String,
        /// That contact point.
        id: i64,
    },
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The record is refused, for these reasons.
    #[error("{0:?} refused: {1:?}")]
    Refused(Kind, Vec<Refusal>),
    /// The file could not be read or written.
    #[error(transparent)]
    Store(#[from] Error),
}

/// A record that was stored.
#[derive(Debug)]
pub struct Entered {
    /// The record as the page shows it.
    pub row: Row,
    /// Its cells before, where it was changed.
    pub before: Option<Row>,
    /// What is doubtful about it.
    pub doubts: Vec<Doubt>,
}

impl Entered {
    /// What is doubtful about it and was not said before: that it was entered late was, when it was entered.
    pub fn news(&self) -> impl Iterator<Item = &Doubt> {
        let is_old = self.before.is_some();
        let doubts = self.doubts.iter();
        doubts.filter(move |doubt| !(is_old && matches!(doubt, Doubt::Late { .. })))
    }
}

/// What was looked up already: a sheet refers to the same few points again and again. Good as long as only
/// records of another kind are written.
#[derive(Debug, Default)]
pub struct Known {
    links: RefCell<HashMap<(Kind, String), Link>>,
    rows: RefCell<HashMap<(Kind, i64), Rc<Row>>>,
}

impl Known {
    /// A record that is referred to.
    fn row(&self, page: Page<'_>, kind: Kind, id: i64) -> Result<Rc<Row>, Error> {
        if let Some(row) = self.rows.borrow().get(&(kind, id)) {
            return Ok(Rc::clone(row));
        }
        let row = Rc::new(page.row(kind, id)?);
        self.rows.borrow_mut().insert((kind, id), Rc::clone(&row));
        Ok(row)
    }
}

/// Where records are read and judged: the page they refer to, the world, and how far a reference may reach.
pub struct Desk<'p> {
    /// The page that references are looked up in.
    pub page: Page<'p>,
    /// Today and the settings.
    pub world: &'p World,
    /// How far a reference may reach.
    pub reach: Reach,
    /// What was looked up already.
    pub known: &'p Known,
}

impl<'p> Desk<'p> {
    /// A desk where a person looks on: parts of names and pinyin are understood too.
    pub fn new(page: Page<'p>, world: &'p World, known: &'p Known) -> Self {
        Self {
            page,
            world,
            reach: Reach::Parts,
            known,
        }
    }

    /// Reads words onto cells; empty words clear a column.
    ///
    /// # Errors
    ///
    /// All words that cannot be read, at once.
    pub fn read(
        &self,
        kind: Kind,
        given: &[Given],
        mut cells: Vec<Cell>,
    ) -> Result<Vec<Cell>, Failure> {
        let mut refusals = Vec::new();
        let year = self.year(kind, given, &cells);
        for (column, text) in given {
            let Some(place) = kind.dictionary().place(column.key) else {
                continue;
            };
            match self.read_one(column, text, year)? {
                Ok(cell) => cells[place] = cell,
                Err(refusal) => refusals.push(refusal),
            }
        }
        if refusals.is_empty() {
            Ok(cells)
        } else {
            Err(Failure::Refused(kind, refusals))
        }
    }

    /// The year that a record is of, where its kind has one: as given, or else as it was.
    fn year(&self, kind: Kind, given: &[Given], cells: &[Cell]) -> Option<i32> {
        let mut columns = kind.dictionary().columns.iter().zip(cells);
        let (column, before) = columns.find(|(column, _)| matches!(column.shape, Shape::Year))?;
        let typed = given.iter().find(|(one, _)| one.key == column.key);
        let read = typed.and_then(|(_, text)| read(column, text, self.world, None).ok());
        match read.as_ref().unwrap_or(before) {
            Cell::Count(year) => i32::try_from(*year).ok(),
            _ => None,
        }
    }

    /// Reads the words of one column.
    fn read_one(
        &self,
        column: &'static Column,
        text: &str,
        year: Option<i32>,
    ) -> Result<Result<Cell, Refusal>, Error> {
        let cell = match read(column, text, self.world, year) {
            Ok(cell) => cell,
            Err(why) => {
                return Ok(Err(Refusal::Unread {
                    column,
                    text: text.to_owned(),
                    why,
                }));
            }
        };
        let (Shape::Link(kind), Cell::Text(typed)) = (column.shape, &cell) else {
            return Ok(Ok(cell));
        };
        let sought = (kind, typed.clone());
        if let Some(link) = self.known.links.borrow().get(&sought) {
            return Ok(Ok(Cell::Link(link.clone())));
        }
        Ok(match self.page.find(kind, typed, self.reach)? {
            Found::One(row) => {
                let link = link_to(&row);
                self.known.links.borrow_mut().insert(sought, link.clone());
                Ok(Cell::Link(link))
            }
            found => Err(Refusal::Reference {
                column,
                kind,
                text: typed.clone(),
                found,
            }),
        })
    }

    /// Completes and judges the cells of a new record.
    ///
    /// # Errors
    ///
    /// Every rule that refuses it.
    pub fn settle_new(
        &self,
        kind: Kind,
        mut cells: Vec<Cell>,
    ) -> Result<(Vec<Cell>, Vec<Doubt>), Failure> {
        self.take(kind, &mut cells)?;
        guard::fill(self, kind, &mut cells)?;
        for (column, cell) in kind.dictionary().columns.iter().zip(&mut cells) {
            if let (true, Some(code), Some(entries)) =
                (cell.is_empty(), column.default, column.shape.entries())
            {
                *cell = entry_of(entries, code).map_or(Cell::Empty, Cell::Choice);
            }
        }
        self.settle(kind, None, cells)
    }

    /// Completes and judges the cells of a record that is there already.
    ///
    /// # Errors
    ///
    /// Every rule that refuses it.
    pub fn settle(
        &self,
        kind: Kind,
        id: Option<i64>,
        cells: Vec<Cell>,
    ) -> Result<(Vec<Cell>, Vec<Doubt>), Failure> {
        let rules = |fault| Refusal::Rule(fault);
        match (kind.dictionary().settle)(cells, self.world) {
            Ok(settled) => {
                let mut doubts = settled.verdict.doubts;
                let before = match (kind, id) {
                    (Kind::Point, Some(id)) => self.page.find_row(kind, id)?,
                    _ => None,
                };
                guard::refuse(self.page, kind, id, before.as_ref(), &settled.cells)
                    .map_err(|failure| failure.of(kind))?;
                guard::doubt(self, kind, id, &settled.cells, &mut doubts)?;
                Ok((settled.cells, doubts))
            }
            Err(verdict) => Err(Failure::Refused(
                kind,
                verdict.faults.into_iter().map(rules).collect(),
            )),
        }
    }

    /// Fills empty cells from the records that the others refer to.
    fn take(&self, kind: Kind, cells: &mut [Cell]) -> Result<(), Error> {
        let dictionary = kind.dictionary();
        for (place, column) in dictionary.columns.iter().enumerate() {
            let Some((link, from)) = column.taken else {
                continue;
            };
            let Some((Shape::Link(other), Cell::Link(target))) = dictionary
                .place(link)
                .map(|link| (dictionary.columns[link].shape, &cells[link]))
            else {
                continue;
            };
            if cells[place].is_empty() {
                cells[place] = self
                    .known
                    .row(self.page, other, target.id)?
                    .cell(from)
                    .clone();
            }
        }
        Ok(())
    }
}

/// A reference to a record.
pub fn link_to(row: &Row) -> Link {
    let name = row
        .kind
        .dictionary()
        .title
        .map_or_else(String::new, |title| row.cell(title).words());
    Link { id: row.id, name }
}

/// Adds a record.
///
/// # Errors
///
/// Why it is refused, or what the file says; the command must then end without a commit.
pub fn add(
    writing: &mut Writing<'_>,
    world: &World,
    kind: Kind,
    given: &[Given],
) -> Result<Entered, Failure> {
    let known = Known::default();
    let blank = vec![Cell::Empty; kind.dictionary().columns.len()];
    let desk = Desk::new(writing.page(), world, &known);
    let cells = desk.read(kind, given, blank)?;
    let (cells, doubts) = desk.settle_new(kind, cells)?;
    let id = writing.add(kind, &cells)?;
    Ok(Entered {
        row: writing.page().row(kind, id)?,
        before: None,
        doubts,
    })
}

/// Changes columns of a record.
///
/// # Errors
///
/// Why the change is refused, or what the file says; the command must then end without a commit.
pub fn change(
    writing: &mut Writing<'_>,
    world: &World,
    kind: Kind,
    id: i64,
    given: &[Given],
) -> Result<Entered, Failure> {
    let before = writing.page().row(kind, id)?;
    let known = Known::default();
    let desk = Desk::new(writing.page(), world, &known);
    let cells = desk.read(kind, given, before.stored().to_vec())?;
    put(writing, world, before, cells)
}

/// Replaces the cells of a record.
///
/// # Errors
///
/// Why the change is refused, or what the file says; the command must then end without a commit.
pub fn put(
    writing: &mut Writing<'_>,
    world: &World,
    before: Row,
    cells: Vec<Cell>,
) -> Result<Entered, Failure> {
    let known = Known::default();
    let desk = Desk::new(writing.page(), world, &known);
    let (cells, mut doubts) = desk.settle(before.kind, Some(before.id), cells)?;
    doubts.extend(guard::turned(&before, &cells));
    doubts.extend(guard::left_behind(writing.page(), &before, &cells)?);
    writing.amend(before.kind, before.id, &cells)?;
    Ok(Entered {
        row: writing.page().row(before.kind, before.id)?,
        before: Some(before),
        doubts,
    })
}

/// Brings a removed record back, with what was removed together with it.
///
/// # Errors
///
/// When something else has taken its name meanwhile, or what the file says.
pub fn restore(writing: &mut Writing<'_>, kind: Kind, id: i64) -> Result<Vec<Row>, Failure> {
    // What was joined comes apart again, of one name as before.
    let was_joined = writing.page().joined_with(kind, id)?.is_some();
    let restored = writing.restore(kind, id)?;
    let page = writing.page();
    let mut rows = Vec::new();
    for (kind, id) in restored {
        let row = page.row(kind, id)?;
        if !was_joined {
            guard::refuse(page, kind, Some(id), None, row.stored())
                .map_err(|failure| failure.of(kind))?;
        }
        rows.push(row);
    }
    Ok(rows)
}
