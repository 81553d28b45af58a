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

/// What a record adds to a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Weight {
    /// The record's number.
    pub id: i64,
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
    let asof = question.period.asof(question.today);
    let frame = Frame::of(page, question.period.from, asof, &question.shares)?;
    parts(figure)
        .into_iter()
        .map(|(sign, figure, source, measure)| {
            let weights = weights(page, &frame, figure, source, measure)?;
            let value = value(&weights, measure);
            let mut rows = rows(page, source, weights.iter().map(|one| one.id).collect())?;
            let evidence = weights.into_iter().filter_map(|one| {
                Some(Evidence {
                    row: rows.remove(&one.id)?,
                    worth: one.worth,
                    several: one.several,
                })
            });
            Ok(Part {
                figure,
                sign,
                value,
                evidence: evidence.collect(),
            })
        })
        .collect()
}

/// What a figure is counted from: itself, or the part and the whole of a rate, each with its sign.
pub fn parts(figure: &'static Figure) -> Vec<(i64, &'static Figure, Kind, Measure)> {
    let keys: Vec<(i64, &str)> = match &figure.count {
        Count::Rows { .. } => vec![(1, figure.key)],
        Count::Share { part, whole } => std::iter::once((1, *part))
            .chain(whole.iter().copied())
            .collect(),
    };
    keys.into_iter()
        .filter_map(|(sign, key)| {
            let figure = Figure::of_key(key)?;
            match figure.count {
                Count::Rows {
                    source, measure, ..
                } => Some((sign, figure, source, measure)),
                Count::Share { .. } => None,
            }
        })
        .collect()
}

/// The records behind a counted figure, those that count as one together.
///
/// # Errors
///
/// When the file cannot be read.
pub fn weights(
    page: Page<'_>,
    frame: &Frame,
    figure: &Figure,
    source: Kind,
    measure: Measure,
) -> Result<Vec<Weight>, Error> {
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
    let mut statement = page.connection().prepare_cached(&text)?;
    let weights = statement.query_map(named(&bound).as_slice(), |row| {
        let (worth, times): (Value, Option<i64>) = (row.get("worth")?, row.get("times")?);
        Ok(Weight {
            id: row.get("id")?,
            several: times.filter(|_| worth == Value::Null),
            worth,
        })
    })?;
    Ok(weights.collect::<rusqlite::Result<_>>()?)
}

/// What records come to, those that count as one standing together.
fn value(weights: &[Weight], measure: Measure) -> i64 {
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    match measure {
        Measure::Records => count(weights.len()),
        Measure::Sum(_) => weights
            .iter()
            .map(|one| match one.worth {
                Value::Integer(worth) => worth,
                _ => 0,
            })
            .sum(),
        Measure::Different(_) | Measure::DifferentOr(..) => {
            let mut worths: Vec<&Value> = weights
                .iter()
                .map(|one| &one.worth)
                .filter(|worth| **worth != Value::Null)
                .collect();
            worths.dedup();
            let several: i64 = weights.iter().filter_map(|one| one.several).sum();
            count(worths.len()) + several
        }
    }
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
