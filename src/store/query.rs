//! What a list asks for: filters, order and length, made into one statement.

use std::fmt::Write as _;

use rusqlite::types::Value;

use super::cells::to_page;
use super::search::holding;
use super::sql::{MEMBER_COUNTS, MEMBER_STAYS, POINT_COUNTS, PROBLEM_OPEN, scope, selection};
use crate::record::{Column, Kind, Shape};
use crate::value::text::folded;
use crate::value::{Cell, Day, Entry, Period};

/// One condition on the records of a list.
#[derive(Debug, Clone)]
pub enum Filter {
    /// Its day lies in the period.
    During(Period),
    /// Its day is not after this one.
    UpTo(Day),
    /// The day in this column lies in the period.
    Within(&'static Column, Period),
    /// The contact point has no day of confirmation and is not closed.
    Unconfirmed,
    /// It belongs to this contact point.
    Point(i64),
    /// It belongs to this station.
    Station(String),
    /// It belongs to this section.
    Section(String),
    /// The column holds one of these values.
    Chosen(&'static Column, Vec<&'static Entry>),
    /// The column is this text, width and case aside.
    Is(&'static Column, String),
    /// Some text column, or the name of its contact point, holds this text, width and case aside.
    Contains(String),
    /// Some text column holds this text, width and case aside.
    Holds(String),
    /// The problem waits on this day.
    Open(Day),
    /// The problem waits on this day and was due before it.
    Overdue(Day),
    /// The record is in force after this day: not closed, not left.
    InForce(Day),
    /// The record counted on this day.
    Counted(Day),
    /// It refers to this record by this column.
    Refers(&'static Column, i64),
    /// The column holds exactly this cell.
    Same(&'static Column, Cell),
    /// It is one of these records.
    Ids(Vec<i64>),
}

/// A list of records of one kind.
#[derive(Debug, Clone)]
pub struct Query {
    /// The kind.
    pub kind: Kind,
    /// All of them must hold.
    pub filters: Vec<Filter>,
    /// The key of the column to sort by, or `id`, and whether from the greatest down; without one, newest first, points and
    /// members by number.
    pub sort: Option<(&'static str, bool)>,
    /// How many records at most.
    pub limit: Option<usize>,
    /// Whether to read when each record was entered and last changed.
    pub times: bool,
}

impl Query {
    /// All records of a kind.
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            filters: Vec::new(),
            sort: None,
            limit: None,
            times: false,
        }
    }

    /// Adds a condition.
    #[must_use]
    pub fn with(mut self, filter: Filter) -> Self {
        self.filters.push(filter);
        self
    }

    /// The statement that reads the rows, with the values for its names.
    pub(super) fn rows(&self) -> (String, Vec<(String, Value)>) {
        let times = if self.times {
            ", (SELECT at FROM command WHERE n = (SELECT command FROM revision WHERE uuid = t.uuid)) AS created, \
             (SELECT at FROM command WHERE n = (SELECT command FROM revision WHERE uuid = t.revision)) AS updated"
        } else {
            ""
        };
        let (body, values) = self.body();
        let mut text = format!(
            "SELECT {}{times}{body} ORDER BY {}",
            selection(self.kind),
            self.order()
        );
        if let Some(limit) = self.limit {
            let _ = write!(text, " LIMIT {limit}");
        }
        (text, values)
    }

    /// The statement that reads the numbers of the rows alone.
    pub(super) fn ids(&self) -> (String, Vec<(String, Value)>) {
        let (body, values) = self.body();
        let text = format!("SELECT t.id AS id{body} ORDER BY {}", self.order());
        (text, values)
    }

    /// The statement that counts the rows, the limit aside.
    pub(super) fn count(&self) -> (String, Vec<(String, Value)>) {
        let (body, values) = self.body();
        (format!("SELECT count(*){body}"), values)
    }

    /// The tables and the conditions.
    fn body(&self) -> (String, Vec<(String, Value)>) {
        let mut values = Vec::new();
        let conditions: Vec<_> = self
            .filters
            .iter()
            .map(|filter| format!("({})", self.condition(filter, &mut values)))
            .collect();
        let mut text = format!(" FROM {}", scope(self.kind).from);
        if !conditions.is_empty() {
            text.push_str(" WHERE ");
            text.push_str(&conditions.join(" AND "));
        }
        (text, values)
    }

    /// One condition; its values are added under names of their own.
    fn condition(&self, filter: &Filter, values: &mut Vec<(String, Value)>) -> String {
        let mut bind = |value: Value| {
            let name = format!(":v{}", values.len());
            values.push((name.clone(), value));
            name
        };
        let scope = scope(self.kind);
        let dictionary = self.kind.dictionary();
        let is_year = dictionary
            .column(dictionary.day)
            .is_some_and(|column| matches!(column.shape, Shape::Year));
        match filter {
            Filter::During(period) if is_year => {
                let (from, to) = (
                    bind(period.from.year().into()),
                    bind(period.to.year().into()),
                );
                format!("t.\"{}\" BETWEEN {from} AND {to}", dictionary.day)
            }
            Filter::During(period) => {
                // A month or a year stands for its first day.
                let day = format!("substr(t.\"{}\" || '-01-01', 1, 10)", dictionary.day);
                let (from, to) = (bind(text(period.from)), bind(text(period.to)));
                format!("{day} BETWEEN {from} AND {to}")
            }
            Filter::UpTo(day) => format!("t.\"{}\" <= {}", dictionary.day, bind(text(*day))),
            Filter::Within(column, period) => {
                let (from, to) = (bind(text(period.from)), bind(text(period.to)));
                format!("t.\"{}\" BETWEEN {from} AND {to}", column.key)
            }
            Filter::Unconfirmed => "t.confirmed_on IS NULL AND t.closed_on IS NULL".to_owned(),
            Filter::Point(id) => format!("{} = {}", scope.point, bind((*id).into())),
            Filter::Station(name) => {
                format!("fold({}) = {}", scope.station, bind(folded(name).into()))
            }
            Filter::Section(name) => {
                format!("fold({}) = {}", scope.section, bind(folded(name).into()))
            }
            Filter::Chosen(column, entries) => {
                let codes: Vec<_> = entries
                    .iter()
                    .map(|entry| bind(entry.code.to_owned().into()))
                    .collect();
                let codes = codes.join(", ");
                let key = column.key;
                match column.shape {
                    Shape::Choices(_) => {
                        format!(
                            "EXISTS (SELECT 1 FROM json_each(t.\"{key}\") AS one WHERE one.value IN ({codes}))"
                        )
                    }
                    _ => format!("t.\"{key}\" IN ({codes})"),
                }
            }
            Filter::Is(column, typed) => {
                format!(
                    "fold(t.\"{}\") = {}",
                    column.key,
                    bind(folded(typed).into())
                )
            }
            Filter::Contains(typed) => holding(self.kind, &bind(typed.clone().into()), &["p.name"]),
            Filter::Holds(typed) => holding(self.kind, &bind(typed.clone().into()), &[]),
            Filter::Open(day) => PROBLEM_OPEN.replace(":asof", &bind(text(*day))),
            Filter::Overdue(day) => {
                let day = bind(text(*day));
                format!(
                    "{} AND t.due_on < {day}",
                    PROBLEM_OPEN.replace(":asof", &day)
                )
            }
            Filter::InForce(day) => match dictionary.ends {
                Some(ends) => format!(
                    "t.\"{ends}\" IS NULL OR t.\"{ends}\" > {}",
                    bind(text(*day))
                ),
                None => "1".to_owned(),
            },
            Filter::Counted(day) => {
                let day = bind(text(*day));
                let counts = match self.kind {
                    Kind::Member => {
                        format!("{POINT_COUNTS} AND {MEMBER_STAYS} AND {MEMBER_COUNTS}")
                    }
                    _ => POINT_COUNTS.to_owned(),
                };
                counts.replace(":asof", &day)
            }
            Filter::Refers(column, id) => format!("t.\"{}\" = {}", column.key, bind((*id).into())),
            Filter::Same(column, cell) => {
                format!("t.\"{}\" IS {}", column.key, bind(to_page(cell)))
            }
            Filter::Ids(ids) => {
                // One value for all of them: a statement has only so many places, and stays the same text.
                let ids = serde_json::Value::from(ids.as_slice()).to_string();
                format!(
                    "t.id IN (SELECT value FROM json_each({}))",
                    bind(ids.into())
                )
            }
        }
    }

    /// The order of the rows.
    fn order(&self) -> String {
        match (self.sort, self.kind) {
            (Some((key, down)), _) => {
                let down = if down { " DESC" } else { "" };
                format!("t.\"{key}\"{down} NULLS LAST, t.id{down}")
            }
            (None, Kind::Point | Kind::Member) => "t.id".to_owned(),
            (None, kind) => format!("t.\"{}\" DESC, t.id DESC", kind.dictionary().day),
        }
    }
}

/// A day as the page holds it.
fn text(day: Day) -> Value {
    Value::Text(day.to_string())
}
