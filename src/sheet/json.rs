//! JSON for programs: codes for choices, `null` for what is empty, one object a record.
//!
//! The bytes are safe to look at in a terminal: what a terminal would act on is escaped, which a program
//! reads as the very same text.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::{Map, Value};

use super::{Head, Writer};
use crate::value::Cell;
use crate::value::text::shown;

/// Writes a sheet as an array of objects, one a line, each as soon as it comes.
pub struct Json<W> {
    out: W,
    heads: Vec<Head>,
    rows: u64,
}

impl<W: Write> Json<W> {
    /// A writer onto `out`, which should have a buffer.
    pub fn new(out: W) -> Self {
        Self {
            out,
            heads: Vec::new(),
            rows: 0,
        }
    }
}

impl<W: Write> Writer for Json<W> {
    fn begin(&mut self, heads: &[Head]) -> io::Result<()> {
        self.heads = heads.to_vec();
        self.out.write_all(b"[")
    }

    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        let before = if self.rows == 0 { "\n  " } else { ",\n  " };
        self.rows += 1;
        let line = escaped(&object(&self.heads, cells).to_string());
        write!(self.out, "{before}{line}")
    }

    fn total(&mut self, _cells: &[Cell]) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        let close = if self.rows == 0 { "]\n" } else { "\n]\n" };
        self.out.write_all(close.as_bytes())?;
        self.out.flush()
    }
}

/// One record as an object, its keys in the order of the columns.
pub fn object(heads: &[Head], cells: &[Cell]) -> Value {
    let mut object = Map::new();
    for (head, cell) in heads.iter().zip(cells) {
        object.insert(head.key.clone(), value(cell));
        if head.link {
            let id = match cell {
                Cell::Link(link) => link.id.into(),
                _ => Value::Null,
            };
            object.insert(format!("{}_id", head.key), id);
        }
    }
    Value::Object(object)
}

/// A document of its own: indented by two spaces, with a line feed at its end.
pub fn text(value: &Value) -> String {
    escaped(&format!("{value:#}\n"))
}

/// One cell.
pub fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => text.as_str().into(),
        Cell::Count(count) => (*count).into(),
        Cell::Rate(tenths) => {
            // Read as decimal, so that 333 becomes the 33.3 that is nearest.
            let percent = format!("{tenths}e-1").parse::<f64>();
            percent.map_or(Value::Null, Value::from)
        }
        Cell::Flag(yes) => (*yes).into(),
        Cell::Day(day) => day.to_string().into(),
        Cell::Partial(partial) => partial.to_string().into(),
        Cell::Choice(entry) => entry.code.into(),
        Cell::Choices(entries) if entries.is_empty() => Value::Null,
        Cell::Choices(entries) => entries.iter().map(|entry| entry.code).collect(),
        Cell::List(items) if items.is_empty() => Value::Null,
        Cell::List(items) => items.iter().map(String::as_str).collect(),
        Cell::Link(link) if link.name.is_empty() => link.id.into(),
        Cell::Link(link) => link.name.as_str().into(),
    }
}

/// Escapes what [`shown`] would not let through; in JSON such characters stand inside strings only.
fn escaped(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    let (mut bytes, mut units) = ([0; 4], [0; 2]);
    for char in json.chars() {
        let alone = char.encode_utf8(&mut bytes);
        if char.is_ascii() && char != '\u{7f}' || shown(alone) == *alone {
            safe.push(char);
        } else {
            for unit in char.encode_utf16(&mut units) {
                // Writing to a string cannot fail.
                let _ = write!(safe, "\\u{unit:04x}");
            }
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Entry, Link};

    const SERVICE: Entry = Entry {
        code: "service",
        label: "送服务",
        words: &[],
    };

    fn written(heads: &[Head], rows: &[Vec<Cell>]) -> String {
        let mut bytes = Vec::new();
        let mut json = Json::new(&mut bytes);
        json.begin(heads).unwrap();
        for row in rows {
            json.row(row).unwrap();
            json.total(row).unwrap();
        }
        json.end().unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn every_shape_has_its_json() {
        let shapes = [
            (Cell::Empty, "null"),
            (Cell::Text("00123\n=1".to_owned()), r#""00123\n=1""#),
            (Cell::Count(12), "12"),
            (Cell::Rate(333), "33.3"),
            (Cell::Rate(1000), "100.0"),
            (Cell::Rate(-5), "-0.5"),
            (Cell::Flag(false), "false"),
            (Cell::Choice(&SERVICE), r#""service""#),
            (Cell::Choices(vec![&SERVICE]), r#"["service"]"#),
            (Cell::Choices(vec![]), "null"),
            (Cell::List(vec!["甲".to_owned()]), r#"["甲"]"#),
            (Cell::List(vec![]), "null"),
        ];
        for (cell, json) in shapes {
            assert_eq!(value(&cell).to_string(), json);
        }
    }

    #[test]
    fn a_record_is_a_line_and_a_total_is_none() {
        let heads = [Head::new("id", "编号"), Head::new("name", "名称")];
        let row = |id| vec![Cell::Count(id), Cell::Text("恒信大厦".to_owned())];
        assert_eq!(
            written(&heads, &[row(2), row(1)]),
            "[\n  {\"id\":2,\"name\":\"恒信大厦\"},\n  {\"id\":1,\"name\":\"恒信大厦\"}\n]\n"
        );
        assert_eq!(written(&heads, &[]), "[]\n");
    }

    #[test]
    fn a_reference_stands_beside_its_id_and_goes_by_it_without_a_name() {
        let heads = [
            Head::new("visit", "走访").link(),
            Head::new("reach", "辐射户数"),
        ];
        let link = |name: &str| {
            let name = name.to_owned();
            [Cell::Link(Link { id: 7, name }), Cell::Empty]
        };
        let json = |cells: &[Cell]| object(&heads, cells).to_string();
        assert_eq!(
            json(&link("甲")),
            r#"{"visit":"甲","visit_id":7,"reach":null}"#
        );
        assert_eq!(json(&link("")), r#"{"visit":7,"visit_id":7,"reach":null}"#);
        assert_eq!(
            json(&[Cell::Empty, Cell::Count(1)]),
            r#"{"visit":null,"visit_id":null,"reach":1}"#
        );
    }

    #[test]
    fn what_a_terminal_would_act_on_is_escaped_and_read_back_the_same() {
        let hostile = "\u{1b}]0;题\u{7}\u{9b}31m\u{7f}\u{202e}\u{e0041}𠮷\r\n";
        let heads = [Head::new("text", "内容")];
        let json = written(&heads, &[vec![Cell::Text(hostile.to_owned())]]);
        assert_eq!(
            json,
            "[\n  {\"text\":\"\\u001b]0;题\\u0007\\u009b31m\\u007f\\u202e\\udb40\\udc41𠮷\\r\\n\"}\n]\n"
        );
        let read: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read[0]["text"], hostile);
    }

    #[test]
    fn a_document_is_indented_by_two() {
        let heads = [Head::new("id", "编号")];
        assert_eq!(
            text(&object(&heads, &[Cell::Count(1)])),
            "{\n  \"id\": 1\n}\n"
        );
    }
}
