//! The very records behind a figure.

use std::collections::HashMap;

use rusqlite::types::Value;

use super::count::{Frame, bind, condition, conditions, opening, tables};
use super::{Count, Figure, Measure, Question};
use crate::record::Kind;
use crate::store::{Error, Filter, Page, Query, Row, named};

/// The records behind one counted part of a figure.
#[derive(Debug)]
pub struct Part {
    /// The figure that this part is.
    pub figure: &'static Figure,
    /// The sign with which a rate takes it; 1 elsewhere.
    pub sign: i64,
    /// What it comes to.
    pub value: i64,
    /// The records, those that count as one together.
    pub evidence: Vec<Evidence>,
}

/// A record behind a figure.
#[derive(Debug)]
pub struct Evidence {
    /// The record.
    pub row: Row,
    /// What it adds, or, where different values are counted, which of them it has.
    pub worth: Value,
    /// How many it stands for, where different values are counted and it has none.
    pub several: Option<i64>,
}

/// The records behind a figure; a rate has its part first, then its whole.
///
/// # Errors
///
/// When the file cannot be read.
pub fn explain(
    page: Page<'_>,
    question: &Question,
    figure: &'static Figure,
) -> Result<Vec<Part>, Error> {
    let frame = Frame::of(
        page,
        question.period.from,
        question.period.asof(question.today),
        &question.shares,
    )?;
    match &figure.count {
        Count::Rows {
            source, measure, ..
        } => Ok(vec![part(page, &frame, figure, 1, *source, *measure)?]),
        Count::Share { part: of, whole } => std::iter::once((1, *of))
            .chain(whole.iter().copied())
            .filter_map(|(sign, key)| match Figure::of_key(key) {
                Some(figure) => match figure.count {
                    Count::Rows {
                        source, measure, ..
                    } => Some((sign, figure, source, measure)),
                    Count::Share { .. } => None,
                },
                None => None,
            })
            .map(|(sign, figure, source, measure)| {
                part(page, &frame, figure, sign, source, measure)
            })
            .collect(),
    }
}

/// The records behind one counted figure.
fn part(
    page: Page<'_>,
    frame: &Frame,
    figure: &'static Figure,
    sign: i64,
    source: Kind,
    measure: Measure,
) -> Result<Part, Error> {
    // What a record adds, and, of one that stands for several without a name, how many they are.
    let (worth, times) = match measure {
        Measure::Records => ("1", "NULL"),
        Measure::Sum(what) | Measure::Different(what) => (what, "NULL"),
        Measure::DifferentOr(what, or) => (what, or),
    };
    // Records that count as one stand together, behind the first of them.
    let first = if matches!(measure, Measure::Different(_) | Measure::DifferentOr(..)) {
        format!("min(t.id) OVER (PARTITION BY {worth})")
    } else {
        "t.id".to_owned()
    };
    let limits = conditions(source, &frame.shares);
    let text = format!(
        "{} SELECT t.id AS id, {worth} AS worth, {times} AS times FROM {}{limits}{}{} ORDER BY {first}, t.id",
        opening(source),
        tables(source),
        if limits.is_empty() {
            " WHERE "
        } else {
            " AND "
        },
        condition(figure),
    );
    let bound = bind(&text, frame);
    let mut statement = page.connection().prepare(&text)?;
    let found = statement
        .query_map(named(&bound).as_slice(), |row| {
            Ok((row.get("id")?, row.get("worth")?, row.get("times")?))
        })?
        .collect::<rusqlite::Result<Vec<(i64, Value, Option<i64>)>>>()?;
    let mut rows = rows(page, source, found.iter().map(|(id, ..)| *id).collect())?;
    let evidence: Vec<Evidence> = found
        .into_iter()
        .filter_map(|(id, worth, times)| {
            Some(Evidence {
                row: rows.remove(&id)?,
                several: times.filter(|_| worth == Value::Null),
                worth,
            })
        })
        .collect();
    let value = match measure {
        Measure::Records => evidence.len(),
        Measure::Sum(_) => evidence
            .iter()
            .map(|one| match one.worth {
                Value::Integer(worth) => usize::try_from(worth).unwrap_or(0),
                _ => 0,
            })
            .sum(),
        Measure::Different(_) | Measure::DifferentOr(..) => {
            let mut worths: Vec<&Value> = evidence
                .iter()
                .map(|one| &one.worth)
                .filter(|worth| **worth != Value::Null)
                .collect();
            worths.dedup();
            let several: i64 = evidence.iter().filter_map(|one| one.several).sum();
            worths.len() + usize::try_from(several).unwrap_or(0)
        }
    };
    Ok(Part {
        figure,
        sign,
        value: i64::try_from(value).unwrap_or(i64::MAX),
        evidence,
    })
}

/// These records of a kind, by number, read at once.
fn rows(page: Page<'_>, kind: Kind, ids: Vec<i64>) -> Result<HashMap<i64, Row>, Error> {
    let mut query = Query::of(kind).with(Filter::Ids(ids));
    query.times = true;
    Ok(page
        .rows(&query)?
        .into_iter()
        .map(|row| (row.id, row))
        .collect())
}

impl Part {
    /// Whether several records may count as one.
    pub fn is_grouped(&self) -> bool {
        matches!(
            self.figure.count,
            Count::Rows {
                measure: Measure::Different(_) | Measure::DifferentOr(..),
                ..
            }
        )
    }
}
