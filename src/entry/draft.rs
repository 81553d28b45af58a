//! A record on its way in: the words for its columns, and, of a visit, those for its problems.
//!
//! Flags, forms and questions all fill a draft; a draft is stored whole or not at all.

use super::{Entered, Failure, Given, add, change};
use crate::record::{Column, Kind, World};
use crate::store::Writing;

/// A record on its way in.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The kind.
    pub kind: Kind,
    /// The record that is changed; none where one is added.
    pub target: Option<i64>,
    /// The words for its columns.
    pub given: Vec<Given>,
    /// The words for the problems of a visit, in their order.
    pub problems: Vec<Vec<Given>>,
}

/// Which record of a draft something is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The record itself.
    Whole,
    /// The problem of this place, counted from 0.
    Problem(usize),
}

/// Why a draft was not stored.
#[derive(Debug, thiserror::Error)]
#[error("{part:?}: {failure}")]
pub struct Trouble {
    /// Which record of it is refused.
    pub part: Part,
    /// Why.
    pub failure: Failure,
}

impl From<crate::store::Error> for Trouble {
    fn from(error: crate::store::Error) -> Self {
        Self {
            part: Part::Whole,
            failure: error.into(),
        }
    }
}

impl Part {
    /// The kind of the record.
    pub fn kind(self, draft: &Draft) -> Kind {
        match self {
            Self::Whole => draft.kind,
            Self::Problem(_) => Kind::Problem,
        }
    }
}

impl Draft {
    /// An empty draft of a new record.
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            target: None,
            given: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// The words of one of its records.
    pub fn part(&self, part: Part) -> &[Given] {
        match part {
            Part::Whole => &self.given,
            Part::Problem(place) => self.problems.get(place).map_or(&[], Vec::as_slice),
        }
    }

    /// The words for a column, where there are any.
    pub fn words(&self, part: Part, key: &str) -> Option<&str> {
        words(self.part(part), key)
    }

    /// Puts words in the place of those for a column.
    pub fn put(&mut self, part: Part, column: &'static Column, words: String) {
        let given = match part {
            Part::Whole => Some(&mut self.given),
            Part::Problem(place) => self.problems.get_mut(place),
        };
        if let Some(given) = given {
            put(given, column, words);
        }
    }

    /// Puts words for a column that nothing was said about: not where it is to be empty.
    pub fn fall_back(&mut self, column: &'static Column, words: impl Into<String>) {
        if !self.given.iter().any(|(other, _)| other.key == column.key) {
            self.given.push((column, words.into()));
        }
    }
}

/// The columns of a problem that are filled in together with its visit: the others come from the visit, or later.
pub fn of_visit() -> impl Iterator<Item = (usize, &'static Column)> {
    let columns = Kind::Problem.dictionary().columns.iter().enumerate();
    columns.filter(|(_, column)| {
        let is_own = column.taken.is_none() && (column.required || column.asked);
        is_own || column.key == "due_on"
    })
}

/// The words for a column among those given; none where they are empty.
fn words<'g>(given: &'g [Given], key: &str) -> Option<&'g str> {
    given
        .iter()
        .find(|(column, _)| column.key == key)
        .map(|(_, words)| words.as_str())
        .filter(|words| !words.trim().is_empty())
}

/// Puts words in the place of those for a column.
fn put(given: &mut Vec<Given>, column: &'static Column, words: String) {
    match given.iter_mut().find(|(other, _)| other.key == column.key) {
        Some((_, old)) => *old = words,
        None => given.push((column, words)),
    }
}

/// Stores a draft: the record first, then its problems, each tied to it.
///
/// # Errors
///
/// Which record is refused, and why; the command must then end without a commit.
pub fn store(
    writing: &mut Writing<'_>,
    world: &World,
    draft: &Draft,
) -> Result<Vec<Entered>, Trouble> {
    let of = |part| move |failure| Trouble { part, failure };
    let first = match draft.target {
        Some(id) => change(writing, world, draft.kind, id, &draft.given),
        None => add(writing, world, draft.kind, &draft.given),
    }
    .map_err(of(Part::Whole))?;
    let visit = first.row.id.to_string();
    let mut entered = vec![first];
    for (place, given) in draft.problems.iter().enumerate() {
        let mut given = given.clone();
        if let Some(column) = Kind::Problem.dictionary().column("visit") {
            put(&mut given, column, visit.clone());
        }
        let problem = add(writing, world, Kind::Problem, &given);
        entered.push(problem.map_err(of(Part::Problem(place)))?);
    }
    Ok(entered)
}
