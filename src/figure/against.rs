//! The figures that have moved since a report was handed in, and the records that moved them.

use std::collections::BTreeMap;

use super::count::year_so_far;
use super::explain::{Evidence, explain};
use super::{FIGURES, Figure, Question, report};
use crate::record::Kind;
use crate::store::{Error, Page, Row};
use crate::value::Cell;

/// The values of a report as they are kept: by key, rates in tenths of a percent.
pub type Kept = BTreeMap<String, Option<i64>>;

/// A figure that is not what it was.
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
    let sides = Sides {
        then,
        now,
        question,
    };
    FIGURES
        .iter()
        .filter_map(|figure| {
            // A figure that the program did not know then has no value that could have moved.
            let before = *handed.get(figure.key)?;
            let after = new.get(figure.key).copied().flatten();
            (before != after).then_some((figure, before, after))
        })
        .map(|(figure, before, after)| {
            Ok(Moved {
                figure,
                then: before,
                now: after,
                recounted: old.get(figure.key).copied().flatten() != before,
                shifts: sides.shifts(figure)?,
            })
        })
        .collect()
}

/// The page of then and of now, and the question.
struct Sides<'p> {
    then: Page<'p>,
    now: Page<'p>,
    question: &'p Question,
}

impl Sides<'_> {
    /// The records that a figure rests on now and did not then, or otherwise.
    fn shifts(&self, figure: &'static Figure) -> Result<Vec<Shift>, Error> {
        let old = evidence(self.then, self.question, figure)?;
        let mut new = evidence(self.now, self.question, figure)?;
        let mut turned = Vec::new();
        for ((part, id), before) in old {
            let turn = match new.remove(&(part, id)) {
                Some(after) if after.worth == before.worth && after.several == before.several => {
                    continue;
                }
                Some(_) => Turn::Changed,
                None => Turn::Went,
            };
            turned.push((part, turn, before.row.kind, id));
        }
        let came = new.into_iter();
        turned.extend(came.map(|((part, id), one)| (part, Turn::Came, one.row.kind, id)));
        turned.sort_by_key(|(.., kind, id)| (*kind, *id));
        // A rate has a record in its part and in its whole.
        turned.dedup_by_key(|(.., kind, id)| (*kind, *id));
        turned
            .into_iter()
            .map(|(part, turn, kind, id)| {
                let (before, after) = self.both(kind, id)?;
                let mut causes = Vec::new();
                for row in [&before, &after].into_iter().flatten() {
                    self.referred(row, &mut causes)?;
                }
                if let Some(other) = Figure::of_key(part).and_then(|figure| figure.rests_on) {
                    self.resting(other, kind, id, &mut causes)?;
                }
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
        Ok((self.then.find_row(kind, id)?, self.now.find_row(kind, id)?))
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

    /// Adds the records of another figure that turned and belong to this record.
    fn resting(
        &self,
        other: &str,
        kind: Kind,
        id: i64,
        causes: &mut Vec<Cause>,
    ) -> Result<(), Error> {
        let Some(other) = Figure::of_key(other) else {
            return Ok(());
        };
        for shift in self.shifts(other)? {
            let belongs = [&shift.before, &shift.after]
                .into_iter()
                .flatten()
                .any(|row| {
                    let mut links = row.kind.dictionary().links();
                    links.any(|(column, of)| {
                        of == kind
                            && matches!(row.cell(column.key), Cell::Link(link) if link.id == id)
                    })
                });
            if belongs {
                causes.push(Cause::Record {
                    before: shift.before,
                    after: shift.after,
                });
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
        let asof = self.question.period.asof(self.question.today);
        let of = |page| -> Result<Option<i64>, Error> {
            let values = year_so_far(page, year, asof)?;
            let found = values.iter().find(|(key, _)| *key == figure.key);
            Ok(found.map(|(_, value)| *value))
        };
        let (then, now) = (of(self.then)?, of(self.now)?);
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

/// The records behind a figure, each by the part that it stands in and its number.
fn evidence(
    page: Page<'_>,
    question: &Question,
    figure: &'static Figure,
) -> Result<BTreeMap<(&'static str, i64), Evidence>, Error> {
    let parts = explain(page, question, figure)?;
    Ok(parts
        .into_iter()
        .flat_map(|part| {
            let key = part.figure.key;
            part.evidence
                .into_iter()
                .map(move |one| ((key, one.row.id), one))
        })
        .collect())
}
