//! The figures that have moved since a report was handed in, or rest on other records, and those records.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::count::{Frame, year_so_far};
use super::explain::{Weight, parts, weights};
use super::{FIGURES, Figure, Measure, Question, report};
use crate::record::Kind;
use crate::store::{Error, Page, Row};
use crate::value::Cell;

/// The values of a report as they are kept: by key, rates in tenths of a percent.
pub type Kept = BTreeMap<String, Option<i64>>;

/// A figure that is not what it was, or the same of other records.
#[derive(Debug)]
pub struct Moved {
    /// The figure.
    pub figure: &'static Figure,
    /// What was handed in.
    pub then: Option<i64>,
    /// What it is now.
    pub now: Option<i64>,
    /// Whether the same records give another value today than when it was handed in: it is counted otherwise since.
    pub recounted: bool,
    /// The records that moved it, by number.
    pub shifts: Vec<Shift>,
}

/// Whether a record counts as it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It counts now and did not then.
    Came,
    /// It counted then and does not now.
    Went,
    /// It counts as something else.
    Changed,
}

/// What a record did to a figure, and why.
#[derive(Debug)]
pub struct Shift {
    /// Whether it counts as it did.
    pub turn: Turn,
    /// As it was, if it was there.
    pub before: Option<Row>,
    /// As it is, unless it was removed.
    pub after: Option<Row>,
    /// What else has changed that it counts by.
    pub causes: Vec<Cause>,
}

/// Something that a record counts by and that has changed.
#[derive(Debug)]
pub enum Cause {
    /// A record that it refers to or that tells whether it counts.
    Record {
        /// As it was, if it was there.
        before: Option<Row>,
        /// As it is, unless it was removed.
        after: Option<Row>,
    },
    /// The figure that a plan names.
    Figure {
        /// The figure.
        figure: &'static Figure,
        /// What it came to.
        then: Option<i64>,
        /// What it comes to.
        now: Option<i64>,
    },
}

impl Shift {
    /// The record, as it is or as it was last.
    pub fn row(&self) -> Option<&Row> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// The values of all printed figures.
///
/// # Errors
///
/// When the file cannot be read.
pub fn kept(page: Page<'_>, question: &Question) -> Result<Kept, Error> {
    Ok(report(page, question)?
        .figures
        .iter()
        .map(|counted| (counted.figure.key.to_owned(), counted.value))
        .collect())
}

/// Holds what was handed in against what the same question gives now; `then` is the page as it was.
///
/// # Errors
///
/// When the file cannot be read.
pub fn against(
    then: Page<'_>,
    now: Page<'_>,
    question: &Question,
    handed: &Kept,
) -> Result<Vec<Moved>, Error> {
    let (old, new) = (kept(then, question)?, kept(now, question)?);
    let asof = question.period.asof(question.today);
    let frame = |page| Frame::of(page, question.period.from, asof, &question.shares);
    let sides = Sides {
        then: (then, frame(then)?),
        now: (now, frame(now)?),
    };
    let mut moved = Vec::new();
    for figure in FIGURES {
        // A figure that the program did not know then has no value that could have moved.
        let Some(before) = handed.get(figure.key).copied() else {
            continue;
        };
        let after = new.get(figure.key).copied().flatten();
        let mut turned = sides.turned(figure)?;
        if before == after {
            // One record for another leaves the value and is told of all the same.
            turned.retain(|(_, turn)| *turn != Turn::Changed);
            if sides.has_the_same(figure)? {
                turned.clear();
            }
        }
        if before != after || !turned.is_empty() {
            moved.push(Moved {
                figure,
                then: before,
                now: after,
                recounted: old.get(figure.key).copied().flatten() != before,
                shifts: sides.shifts(figure, turned)?,
            });
        }
    }
    Ok(moved)
}

/// A record behind a figure: its kind and its number.
type Place = (Kind, i64);

/// What a record adds to which parts of a figure, by their keys.
type Parts = Vec<(&'static str, Weight)>;

/// The pages of then and of now, with the days of the question on each.
struct Sides<'p> {
    then: (Page<'p>, Frame),
    now: (Page<'p>, Frame),
}

impl Sides<'_> {
    /// The records that a figure rests on now and did not then, or otherwise, by kind and number.
    fn turned(&self, figure: &'static Figure) -> Result<Vec<(Place, Turn)>, Error> {
        let (old, mut new) = (weighed(&self.then, figure)?, weighed(&self.now, figure)?);
        let mut turned = Vec::new();
        for (place, before) in old {
            match new.remove(&place) {
                Some(after) if after == before => {}
                Some(after) => turned.push((place, of_parts(&before, &after))),
                None => turned.push((place, Turn::Went)),
            }
        }
        turned.extend(new.into_keys().map(|place| (place, Turn::Came)));
        turned.sort_by_key(|(place, _)| *place);
        Ok(turned)
    }

    /// Whether a figure of different values rests on the same ones as then, from whichever records.
    fn has_the_same(&self, figure: &'static Figure) -> Result<bool, Error> {
        let values = |side| -> Result<Option<HashSet<String>>, Error> {
            let mut values = HashSet::new();
            for (_, part, source, measure) in parts(figure) {
                if !matches!(measure, Measure::Different(_) | Measure::DifferentOr(..)) {
                    return Ok(None);
                }
                let (page, frame): &(Page<'_>, Frame) = side;
                for one in weights(*page, frame, part, source, measure)? {
                    values.insert(format!("{:?}", one.worth));
                }
            }
            Ok(Some(values))
        };
        let then = values(&self.then)?;
        Ok(then.is_some() && then == values(&self.now)?)
    }

    /// The same with the records, and with what made them turn.
    fn shifts(
        &self,
        figure: &'static Figure,
        turned: Vec<(Place, Turn)>,
    ) -> Result<Vec<Shift>, Error> {
        let mut rested = Vec::new();
        for (_, part, ..) in parts(figure) {
            if let (Some(other), false) =
                (part.rests_on.and_then(Figure::of_key), turned.is_empty())
            {
                for ((kind, id), _) in self.turned(other)? {
                    rested.push(self.both(kind, id)?);
                }
            }
        }
        turned
            .into_iter()
            .map(|((kind, id), turn)| {
                let (before, after) = self.both(kind, id)?;
                let mut causes = Vec::new();
                for row in [&before, &after].into_iter().flatten() {
                    self.referred(row, &mut causes)?;
                }
                let belonging = rested
                    .iter()
                    .filter(|(before, after)| {
                        let mut rows = [before, after].into_iter().flatten();
                        rows.any(|row| refers(row, kind, id))
                    })
                    .cloned();
                causes.extend(belonging.map(|(before, after)| Cause::Record { before, after }));
                causes.extend(self.planned(before.as_ref(), after.as_ref())?);
                Ok(Shift {
                    turn,
                    before,
                    after,
                    causes,
                })
            })
            .collect()
    }

    /// A record as it was and as it is.
    fn both(&self, kind: Kind, id: i64) -> Result<(Option<Row>, Option<Row>), Error> {
        Ok((
            self.then.0.find_row(kind, id)?,
            self.now.0.find_row(kind, id)?,
        ))
    }

    /// Adds what a record refers to, near and far, where that is not what it was.
    fn referred(&self, row: &Row, causes: &mut Vec<Cause>) -> Result<(), Error> {
        for (column, kind) in row.kind.dictionary().links() {
            let Cell::Link(link) = row.cell(column.key) else {
                continue;
            };
            let (before, after) = self.both(kind, link.id)?;
            for row in [&before, &after].into_iter().flatten() {
                self.referred(row, causes)?;
            }
            let is_known = causes.iter().any(|cause| match cause {
                Cause::Record { before, after } => after
                    .as_ref()
                    .or(before.as_ref())
                    .is_some_and(|known| (known.kind, known.id) == (kind, link.id)),
                Cause::Figure { .. } => false,
            });
            if !is_known && own(before.as_ref()) != own(after.as_ref()) {
                causes.push(Cause::Record { before, after });
            }
        }
        Ok(())
    }

    /// The figure that a plan names, where it has moved.
    fn planned(&self, before: Option<&Row>, after: Option<&Row>) -> Result<Option<Cause>, Error> {
        let Some(row) = after.or(before).filter(|row| row.kind == Kind::Plan) else {
            return Ok(None);
        };
        let (Cell::Text(key), Cell::Count(year)) = (row.cell("figure"), row.cell("year")) else {
            return Ok(None);
        };
        let (Some(figure), Ok(year)) = (Figure::of_key(key), i32::try_from(*year)) else {
            return Ok(None);
        };
        let of = |(page, frame): &(Page<'_>, Frame)| -> Result<Option<i64>, Error> {
            let values = year_so_far(*page, year, frame.asof)?;
            let found = values.iter().find(|(key, _)| *key == figure.key);
            Ok(found.map(|(_, value)| *value))
        };
        let (then, now) = (of(&self.then)?, of(&self.now)?);
        Ok((then != now).then_some(Cause::Figure { figure, then, now }))
    }
}

/// What a record says itself: its cells, references by number.
fn own(row: Option<&Row>) -> Option<Vec<Cell>> {
    let cells = row?.stored().iter().cloned();
    let unnamed = cells.map(|cell| match cell {
        Cell::Link(link) => Cell::Count(link.id),
        cell => cell,
    });
    Some(unnamed.collect())
}

/// Whether a record refers to this one.
fn refers(row: &Row, kind: Kind, id: i64) -> bool {
    let mut links = row.kind.dictionary().links();
    links.any(|(column, of)| {
        of == kind && matches!(row.cell(column.key), Cell::Link(link) if link.id == id)
    })
}

/// How a record turned that stands on both sides: it may have come into a part of a rate, or left one.
fn of_parts(before: &Parts, after: &Parts) -> Turn {
    let within = |some: &Parts, others: &Parts| {
        some.len() < others.len() && some.iter().all(|one| others.contains(one))
    };
    match () {
        () if within(before, after) => Turn::Came,
        () if within(after, before) => Turn::Went,
        () => Turn::Changed,
    }
}

/// The records behind a figure, each with what it adds to which part: a rate has a record in its part and in its whole.
fn weighed(
    (page, frame): &(Page<'_>, Frame),
    figure: &'static Figure,
) -> Result<HashMap<Place, Parts>, Error> {
    let mut all: HashMap<_, Parts> = HashMap::new();
    for (_, part, source, measure) in parts(figure) {
        for one in weights(*page, frame, part, source, measure)? {
            let parts = all.entry((source, one.id)).or_default();
            parts.push((part.key, one));
        }
    }
    Ok(all)
}
