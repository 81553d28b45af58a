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
            Shape::Count | Shape::Year => Some(Cell::Count(number)),
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
        (Json::Number(number), Shape::Count | Shape::Year) => number.as_i64().map(Cell::Count),
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
        Shape::Text | Shape::Code | Shape::Phone | Shape::Figure => {
            Some(Cell::Text(text.to_owned()))
        }
        Shape::Day => Day::from_iso(text).map(Cell::Day),
        Shape::Partial => Partial::from_stored(text).map(Cell::Partial),
        Shape::Choice(entries) => entry_of(entries, text).map(Cell::Choice),
        Shape::List
        | Shape::Choices(_)
        | Shape::Count
        | Shape::Year
        | Shape::Flag
        | Shape::Link(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::super::{Error, Query};
    use super::*;
    use crate::record::Kind;

    #[test]
    fn every_cell_comes_back_from_the_page_and_the_book_as_it_was() {
        let texts = [
            "甲",
            "\"引\"号\\与\n换行",
            "𠮷",
            "'; DROP TABLE point; --",
            "=1+1",
        ];
        for (place, text) in texts.iter().enumerate() {
            let mut sample = Sample::new();
            let words = [
                ("name", *text),
                ("former", "旧名一、旧名《甲、乙》"),
                ("kind", "building"),
                ("founded_on", ["2001", "2001-07", "2001-07-03"][place % 3]),
                ("size_approved", ["是", "否"][place % 2]),
                ("groups", "0"),
                ("facilities", "活动室、制度上墙"),
                ("confirmed_on", "2020-02-29"),
            ];
            let id = sample.add(Kind::Point, &words);
            let expected = super::super::sample::row(Kind::Point, &words);
            assert_eq!(sample.row(Kind::Point, id).stored(), expected);
            let history = sample.ledger.page().history(Kind::Point, id).unwrap();
            assert_eq!(history[0].after.as_ref(), Some(&expected));
            // Choices stand in the order of their set, whatever the order they were typed in.
            let facilities = sample.row(Kind::Point, id).cell("facilities").words();
            assert_eq!(facilities, "制度上墙、活动室");
        }
    }

    #[test]
    fn a_stored_value_that_fits_no_cell_is_named_and_not_guessed_at() {
        for (change, key) in [
            ("kind = 'castle'", "kind"),
            ("party_kind = ''", "party_kind"),
            ("facilities = '[\"pool\"]'", "facilities"),
            ("former = '[1]'", "former"),
            ("founded_on = '1850'", "founded_on"),
        ] {
            let mut sample = Sample::new();
            sample.point("钢材市场");
            sample.run(&format!("UPDATE point SET {change}"));
            let rows = sample.ledger.page().rows(&Query::of(Kind::Point));
            match rows {
                Err(Error::Unreadable { kind, id, column }) => {
                    assert_eq!((kind, id, column), (Kind::Point, 1, key));
                }
                other => panic!("{change}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_body_that_fits_no_column_is_named_too() {
        let sample = Sample::new();
        let read = |body: &str| sample.ledger.page().cells_of_body(Kind::Visit, 1, body);
        assert!(matches!(read("{"), Err(Error::Broken(_))));
        for (body, key) in [
            ("{\"reach\": 1.5}", "reach"),
            ("{\"reach\": \"12\"}", "reach"),
            ("{\"date\": \"2022-06\"}", "date"),
            ("{\"owner_met\": 1}", "owner_met"),
            ("{\"send\": [\"castle\"]}", "send"),
            ("{\"people\": [1]}", "people"),
            ("{\"point\": \"钢材市场\"}", "point"),
            (
                "{\"point\": \"00000000-0000-7000-8000-000000000000\"}",
                "point",
            ),
        ] {
            let read = read(body);
            assert!(
                matches!(read, Err(Error::Unreadable { column, .. }) if column == key),
                "{body}: {read:?}"
            );
        }
        assert!(read("{}").unwrap().iter().all(Cell::is_empty));
    }
}
