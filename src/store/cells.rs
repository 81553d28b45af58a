//! Turns cells into what the database and the book hold, and back.

use rusqlite::types::{Value, ValueRef};
use serde_json::Value as Json;

use crate::record::{Column, Shape};
use crate::value::choice::entry_of;
use crate::value::{Cell, Day, Link, Partial};

/// What the page holds for a cell: codes for choices, JSON arrays for lists, the local number for a reference.
pub fn to_page(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => Value::Text(text.clone()),
        Cell::Count(count) | Cell::Rate(count) => Value::Integer(*count),
        Cell::Flag(yes) => Value::Integer(i64::from(*yes)),
        Cell::Day(day) => Value::Text(day.to_string()),
        Cell::Partial(partial) => Value::Text(partial.to_string()),
        Cell::Choice(entry) => Value::Text(entry.code.to_owned()),
        Cell::Choices(_) | Cell::List(_) => Value::Text(to_body(cell, None).to_string()),
        Cell::Link(link) => Value::Integer(link.id),
    }
}

/// Reads a cell of the page; `None` when it does not fit the column.
///
/// A reference comes as its number; its name is read beside it.
pub fn from_page(column: &Column, value: ValueRef<'_>) -> Option<Cell> {
    match value {
        ValueRef::Null => Some(Cell::Empty),
        ValueRef::Integer(number) => match column.shape {
            Shape::Count => Some(Cell::Count(number)),
            Shape::Flag => Some(Cell::Flag(number != 0)),
            Shape::Link(_) => Some(Cell::Link(Link {
                id: number,
                name: String::new(),
            })),
            _ => None,
        },
        ValueRef::Text(bytes) => {
            let text = std::str::from_utf8(bytes).ok()?;
            if column.shape.is_list() {
                return from_body(column, &serde_json::from_str(text).ok()?);
            }
            from_text(column, text)
        }
        ValueRef::Real(_) | ValueRef::Blob(_) => None,
    }
}

/// What the book holds for a cell; a reference as the uuid given with it.
pub fn to_body(cell: &Cell, uuid: Option<[u8; 16]>) -> Json {
    match cell {
        Cell::Empty => Json::Null,
        Cell::Text(text) => Json::String(text.clone()),
        Cell::Count(count) | Cell::Rate(count) => Json::from(*count),
        Cell::Flag(yes) => Json::Bool(*yes),
        Cell::Day(day) => Json::String(day.to_string()),
        Cell::Partial(partial) => Json::String(partial.to_string()),
        Cell::Choice(entry) => Json::from(entry.code),
        Cell::Choices(entries) => entries.iter().map(|entry| Json::from(entry.code)).collect(),
        Cell::List(items) => items.iter().cloned().map(Json::String).collect(),
        Cell::Link(_) => uuid.map_or(Json::Null, |uuid| {
            Json::String(uuid::Uuid::from_bytes(uuid).to_string())
        }),
    }
}

/// Reads a cell of the book, all but references; `None` when it does not fit the column.
pub fn from_body(column: &Column, json: &Json) -> Option<Cell> {
    match (json, column.shape) {
        (Json::Null, _) => Some(Cell::Empty),
        (Json::String(text), _) => from_text(column, text),
        (Json::Number(number), Shape::Count) => number.as_i64().map(Cell::Count),
        (Json::Bool(yes), Shape::Flag) => Some(Cell::Flag(*yes)),
        (Json::Array(items), Shape::List) => items
            .iter()
            .map(|item| item.as_str().map(str::to_owned))
            .collect::<Option<_>>()
            .map(Cell::List),
        (Json::Array(items), Shape::Choices(entries)) => items
            .iter()
            .map(|item| entry_of(entries, item.as_str()?))
            .collect::<Option<_>>()
            .map(Cell::Choices),
        _ => None,
    }
}

/// Reads a stored text by the column's shape.
fn from_text(column: &Column, text: &str) -> Option<Cell> {
    match column.shape {
        Shape::Text | Shape::Code | Shape::Phone => Some(Cell::Text(text.to_owned())),
        Shape::Day => Day::from_iso(text).map(Cell::Day),
        Shape::Partial => Partial::from_stored(text).map(Cell::Partial),
        Shape::Choice(entries) => entry_of(entries, text).map(Cell::Choice),
        Shape::List | Shape::Choices(_) | Shape::Count | Shape::Flag | Shape::Link(_) => None,
    }
}
