//! The statements behind the figures: all figures of one source in one, divided or not.

use std::collections::BTreeMap;

use rusqlite::types::Value;

use super::{Count, Dimension, FIGURES, Figure, Measure, NAMES, Share, When};
use crate::record::Kind;
use crate::store::{Error, Page, named, scope};
use crate::value::text::folded;
use crate::value::{Day, Period};

/// Which company a row names: its code; without one the only code that its name has in the ledger; else
/// its name, width, brackets, spaces and case aside.
pub const COMPANY: &str = "coalesce(t.code, known.code, fold(t.company))";

/// The only code that a name has in the ledger.
const KNOWN: &str = "WITH named(name, code) AS (
    SELECT fold(company), code FROM problem WHERE code IS NOT NULL
    UNION SELECT fold(company), code FROM award WHERE code IS NOT NULL
    UNION SELECT fold(name), code FROM point WHERE code IS NOT NULL),
  known AS MATERIALIZED (SELECT name, min(code) AS code FROM named GROUP BY name HAVING count(*) = 1)";

/// What the figures that plans name come to, by year.
const COUNTED: &str = "WITH counted(year, figure, value) AS (
    SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(:counted))";

/// The days between which records count, and what they must belong to.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The first day.
    pub from: Day,
    /// The last day, on which things stand as they are counted.
    pub asof: Day,
    /// Only what belongs to these.
    pub shares: Vec<Share>,
    /// What the figures that plans name come to, each in the plan's year: year, key and value as JSON.
    counted: String,
}

impl Frame {
    /// The days from one to another.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn of(page: Page<'_>, from: Day, asof: Day, shares: &[Share]) -> Result<Self, Error> {
        let mut counted = Vec::new();
        for year in planned_years(page, from, asof)? {
            for (key, value) in year_so_far(page, year, asof)? {
                counted.push((year, key, value));
            }
        }
        Ok(Self {
            counted: serde_json::json!(counted).to_string(),
            ..Self::without_plans(from, asof, shares)
        })
    }

    /// The days from one to another, for what does not follow from other figures.
    fn without_plans(from: Day, asof: Day, shares: &[Share]) -> Self {
        Self {
            from,
            asof,
            shares: shares.to_vec(),
            counted: "[]".to_owned(),
        }
    }
}

/// The years between two days of which some plan names a figure.
fn planned_years(page: Page<'_>, from: Day, asof: Day) -> Result<Vec<i32>, Error> {
    let mut statement = page.connection().prepare_cached(
        "SELECT DISTINCT year FROM plan WHERE figure IS NOT NULL AND year BETWEEN ?1 AND ?2",
    )?;
    let years = statement.query_map([from.year(), asof.year()], |row| row.get("year"))?;
    Ok(years.collect::<rusqlite::Result<_>>()?)
}

/// What every figure that a plan may name comes to in a year, up to a day in it: of the whole ledger, rates
/// in whole percent rounded down. Nothing where there is nothing to divide by.
///
/// # Errors
///
/// When the file cannot be read.
pub fn year_so_far(
    page: Page<'_>,
    year: i32,
    asof: Day,
) -> Result<Vec<(&'static str, i64)>, Error> {
    let Some(period) = Period::year(year).filter(|period| period.from <= asof) else {
        return Ok(Vec::new());
    };
    let frame = Frame::without_plans(period.from, period.asof(asof), &[]);
    let mut values = Values::new();
    for source in Kind::ALL.iter().filter(|source| **source != Kind::Plan) {
        for figures in together(*source, None) {
            count_source(page, *source, &figures, &frame, None, &mut values)?;
        }
    }
    let named = NAMES.iter().filter_map(|entry| {
        let figure = Figure::of_key(entry.code)?;
        let value = value(figure, &Slot::default(), &values)?;
        Some((
            figure.key,
            if figure.is_rate() { value / 10 } else { value },
        ))
    });
    Ok(named.collect())
}

/// The value of a figure in a slot.
pub fn value(figure: &Figure, slot: &Slot, values: &Values) -> Option<i64> {
    let of = |key: &'static str| values.get(&(key, slot.clone())).copied().unwrap_or(0);
    match &figure.count {
        Count::Rows { .. } => Some(of(figure.key)),
        Count::Share { part, whole } => {
            let whole: i64 = whole.iter().map(|(sign, key)| sign * of(key)).sum();
            // Half a tenth is rounded up; a rate is never negative.
            (whole > 0).then(|| (of(part) * 2000 + whole) / (2 * whole))
        }
    }
}

/// The value of each figure, by key; with a dimension, one for each of its values.
pub type Values = BTreeMap<(&'static str, Slot), i64>;

/// A value of a dimension: its number where it is a record, and its name; empty for what belongs to none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Slot {
    /// The record's number.
    pub id: Option<i64>,
    /// Its name.
    pub name: Option<String>,
}

/// Counts all figures, those of one source in one statement.
///
/// # Errors
///
/// When the file cannot be read.
pub fn count(page: Page<'_>, frame: &Frame, by: Option<Dimension>) -> Result<Values, Error> {
    let mut values = Values::new();
    for source in Kind::ALL {
        for figures in together(*source, by) {
            count_source(page, *source, &figures, frame, by, &mut values)?;
        }
    }
    Ok(values)
}

/// The figures of a source that one statement can count: all, or by month those of one day.
fn together(source: Kind, by: Option<Dimension>) -> Vec<Vec<&'static Figure>> {
    let mut sets: Vec<(&str, Vec<&'static Figure>)> = Vec::new();
    for figure in FIGURES {
        let Count::Rows {
            source: other,
            when,
            ..
        } = &figure.count
        else {
            continue;
        };
        if *other != source || by.is_some_and(|by| !figure.divides_by(by)) {
            continue;
        }
        let day = match (by, when) {
            (Some(Dimension::Month), When::On(day)) => day,
            _ => "",
        };
        match sets.iter_mut().find(|(other, _)| *other == day) {
            Some((_, set)) => set.push(figure),
            None => sets.push((day, vec![figure])),
        }
    }
    sets.into_iter().map(|(_, set)| set).collect()
}

/// Counts figures of one source in one statement.
fn count_source(
    page: Page<'_>,
    source: Kind,
    figures: &[&'static Figure],
    frame: &Frame,
    by: Option<Dimension>,
    values: &mut Values,
) -> Result<(), Error> {
    let sums: Vec<_> = figures.iter().map(|figure| sum(figure)).collect();
    let (id, name) = by.map_or_else(
        || ("NULL", "NULL".to_owned()),
        |by| by.slot(source, figures[0]),
    );
    let text = format!(
        "{} SELECT {id}, {name}, {} FROM {}{} GROUP BY 1, 2",
        opening(source),
        sums.join(", "),
        tables(source),
        conditions(source, &frame.shares)
    );
    let bound = bind(&text, frame);
    let mut statement = page.connection().prepare_cached(&text)?;
    let mut rows = statement.query(named(&bound).as_slice())?;
    while let Some(row) = rows.next()? {
        let slot = Slot {
            id: row.get(0)?,
            name: row.get(1)?,
        };
        for (place, figure) in figures.iter().enumerate() {
            let value: i64 = row.get(place + 2)?;
            *values.entry((figure.key, slot.clone())).or_default() += value;
        }
    }
    Ok(())
}

/// The expression that counts a figure over the rows of its source.
fn sum(figure: &Figure) -> String {
    let condition = condition(figure);
    match &figure.count {
        Count::Rows {
            measure: Measure::Sum(what),
            ..
        } => {
            format!("coalesce(sum({what}) FILTER (WHERE {condition}), 0)")
        }
        Count::Rows {
            measure: Measure::Different(what),
            ..
        } => {
            format!("count(DISTINCT {what}) FILTER (WHERE {condition})")
        }
        Count::Rows {
            measure: Measure::DifferentOr(what, or),
            ..
        } => {
            format!(
                "count(DISTINCT {what}) FILTER (WHERE {condition}) \
                 + coalesce(sum({or}) FILTER (WHERE {condition} AND {what} IS NULL), 0)"
            )
        }
        _ => format!("count(*) FILTER (WHERE {condition})"),
    }
}

/// Which rows of its source a figure counts.
pub fn condition(figure: &Figure) -> String {
    let Count::Rows {
        when,
        chosen,
        filter,
        ..
    } = &figure.count
    else {
        return "0".to_owned();
    };
    let mut conditions: Vec<String> = filter
        .iter()
        .map(|condition| format!("({condition})"))
        .collect();
    if let Some((column, entry)) = chosen {
        conditions.push(format!("t.\"{column}\" = '{}'", entry.code));
    }
    if let When::On(day) = when {
        conditions.push(format!("{day} BETWEEN :from AND :asof"));
    }
    conditions.join(" AND ")
}

/// What a statement on a source begins with.
pub fn opening(source: Kind) -> &'static str {
    match source {
        Kind::Problem | Kind::Award => KNOWN,
        Kind::Plan => COUNTED,
        _ => "",
    }
}

/// The tables of a source.
pub fn tables(source: Kind) -> String {
    let beside = match source {
        Kind::Problem | Kind::Award => " LEFT JOIN known ON known.name = fold(t.company)",
        Kind::Plan => " LEFT JOIN counted ON counted.year = t.year AND counted.figure = t.figure",
        _ => "",
    };
    format!("{}{beside}", scope(source).from)
}

/// What the rows must belong to.
pub fn conditions(source: Kind, shares: &[Share]) -> String {
    let scope = scope(source);
    let conditions: Vec<_> = shares
        .iter()
        .map(|share| match share {
            Share::Point(_) => format!("{} = :point", scope.point),
            Share::Station(_) => format!("fold({}) = :station", scope.station),
            Share::Section(_) => format!("fold({}) = :section", scope.section),
        })
        .collect();
    if conditions.is_empty() {
        String::new()
    } else {
        format!(" WHERE {}", conditions.join(" AND "))
    }
}

/// The values for the names that a statement uses.
pub fn bind(text: &str, frame: &Frame) -> Vec<(String, Value)> {
    let mut bound = vec![
        (":from".to_owned(), Value::Text(frame.from.to_string())),
        (":asof".to_owned(), Value::Text(frame.asof.to_string())),
        (":counted".to_owned(), Value::Text(frame.counted.clone())),
    ];
    for share in &frame.shares {
        bound.push(match share {
            Share::Point(id) => (":point".to_owned(), Value::Integer(*id)),
            Share::Station(name) => (":station".to_owned(), Value::Text(folded(name))),
            Share::Section(name) => (":section".to_owned(), Value::Text(folded(name))),
        });
    }
    bound.retain(|(name, _)| text.contains(name.as_str()));
    bound
}
