//! The figures that have moved since a report was handed in, and the records that moved them.

use std::collections::BTreeMap;

use super::explain::{Evidence, explain};
use super::{FIGURES, Figure, Question, report};
use crate::store::{Error, Page, Row};

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

/// What a record did to a figure.
#[derive(Debug)]
pub enum Shift {
    /// It counts now and did not then.
    Came {
        /// As it was, if it was there.
        before: Option<Row>,
        /// As it is.
        after: Row,
    },
    /// It counted then and does not now.
    Went {
        /// As it was.
        before: Row,
        /// As it is, unless it was removed.
        after: Option<Row>,
    },
    /// It counts as something else.
    Changed {
        /// As it was.
        before: Row,
        /// As it is.
        after: Row,
    },
}

impl Shift {
    /// The record, as it is or as it was last.
    pub fn row(&self) -> &Row {
        match self {
            Self::Came { after, .. } | Self::Changed { after, .. } => after,
            Self::Went { before, after } => after.as_ref().unwrap_or(before),
        }
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
                shifts: shifts(then, now, question, figure)?,
            })
        })
        .collect()
}

/// The records that a figure rests on now and did not then, or otherwise.
fn shifts(
    then: Page<'_>,
    now: Page<'_>,
    question: &Question,
    figure: &'static Figure,
) -> Result<Vec<Shift>, Error> {
    let old = evidence(then, question, figure)?;
    let mut new = evidence(now, question, figure)?;
    let mut shifts = Vec::new();
    for (place, before) in old {
        match new.remove(&place) {
            Some(after) if after.worth == before.worth && after.several == before.several => {}
            Some(after) => shifts.push(Shift::Changed {
                before: before.row,
                after: after.row,
            }),
            None => shifts.push(Shift::Went {
                after: now.find_row(before.row.kind, before.row.id)?,
                before: before.row,
            }),
        }
    }
    for (_, after) in new {
        shifts.push(Shift::Came {
            before: then.find_row(after.row.kind, after.row.id)?,
            after: after.row,
        });
    }
    shifts.sort_by_key(|shift| (shift.row().kind, shift.row().id));
    // A rate has a record in its part and in its whole.
    shifts.dedup_by_key(|shift| (shift.row().kind, shift.row().id));
    Ok(shifts)
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
