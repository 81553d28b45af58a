//! CSV for spreadsheets: Chinese headings, CRLF, a byte order mark, and text that no spreadsheet runs.
//!
//! Carries line feeds inside quotes and every other character that may be entered as it is; the reader beside
//! it takes the guard off again. What may not be entered, and so came from elsewhere, is written as its code.

use std::io::{self, Write};
use std::str;

use csv::{Terminator, WriterBuilder};
use encoding_rs::GB18030;

use super::{Head, Writer};
use crate::value::Cell;
use crate::value::text::{guarded, harmless};

/// The bytes that text becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// GB 18030, which old tools call ANSI; unlike GBK it has every 汉字.
    Gb18030,
}

/// How a CSV file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// Whether UTF-8 begins with a byte order mark, without which Excel and WPS take it for GBK.
    pub bom: bool,
    /// The bytes that text becomes.
    pub encoding: Encoding,
    /// Whether the headings are the English keys.
    pub keys: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            bom: true,
            encoding: Encoding::Utf8,
            keys: false,
        }
    }
}

/// Writes a sheet as CSV.
pub struct Csv<W: Write> {
    keys: bool,
    out: csv::Writer<Encoded<W>>,
}

impl<W: Write> Csv<W> {
    /// A writer onto `out`, which needs no buffer of its own.
    pub fn new(out: W, dialect: Dialect) -> Self {
        let out = Encoded {
            out,
            encoding: dialect.encoding,
            mark: dialect.bom && dialect.encoding == Encoding::Utf8,
            rest: Vec::new(),
        };
        Self {
            keys: dialect.keys,
            out: WriterBuilder::new()
                .terminator(Terminator::CRLF)
                .from_writer(out),
        }
    }

    fn line(&mut self, cells: &[Cell]) -> io::Result<()> {
        for cell in cells {
            let words = cell.words();
            match cell {
                Cell::Text(_) | Cell::List(_) | Cell::Link(_) => {
                    self.out
                        .write_field(guarded(&harmless(&words)).as_ref())
                        .map_err(plain)?;
                }
                _ => self.out.write_field(&words).map_err(plain)?,
            }
        }
        self.out.write_record(None::<&[u8]>).map_err(plain)
    }
}

impl<W: Write> Writer for Csv<W> {
    fn begin(&mut self, heads: &[Head]) -> io::Result<()> {
        for head in heads {
            let name = if self.keys { &head.key } else { &head.label };
            self.out
                .write_field(guarded(name).as_ref())
                .map_err(plain)?;
        }
        self.out.write_record(None::<&[u8]>).map_err(plain)
    }

    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        self.line(cells)
    }

    fn total(&mut self, cells: &[Cell]) -> io::Result<()> {
        self.line(cells)
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Turns the UTF-8 that is written into it into the bytes of a file.
struct Encoded<W> {
    out: W,
    encoding: Encoding,
    /// Whether the byte order mark is still to be written.
    mark: bool,
    /// The beginning of a character whose end is still to come.
    rest: Vec<u8>,
}

impl<W: Write> Write for Encoded<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.mark {
            self.out.write_all("\u{feff}".as_bytes())?;
            self.mark = false;
        }
        match self.encoding {
            Encoding::Utf8 => self.out.write_all(bytes)?,
            Encoding::Gb18030 => {
                self.rest.extend_from_slice(bytes);
                let whole = match str::from_utf8(&self.rest) {
                    Ok(text) => text,
                    Err(error) => str::from_utf8(&self.rest[..error.valid_up_to()])
                        .map_err(io::Error::other)?,
                };
                let (encoded, _, unknown) = GB18030.encode(whole);
                if unknown {
                    return Err(io::ErrorKind::InvalidData.into());
                }
                self.out.write_all(&encoded)?;
                self.rest.drain(..whole.len());
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The error of the stream below: the csv crate would hide its kind, and a reader that went away must be known.
fn plain(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
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

    fn heads() -> [Head; 3] {
        [
            Head::new("point", "联系点").link(),
            Head::new("reach", "辐射户数"),
            Head::new("summary", "主要内容"),
        ]
    }

    fn written(dialect: Dialect, rows: &[[Cell; 3]]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut csv = Csv::new(&mut bytes, dialect);
        csv.begin(&heads()).unwrap();
        for row in rows {
            csv.row(row).unwrap();
        }
        csv.end().unwrap();
        drop(csv);
        bytes
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    fn row(summary: Cell) -> [Cell; 3] {
        [Cell::Empty, Cell::Count(12), summary]
    }

    #[test]
    fn a_file_begins_with_a_mark_and_ends_its_lines_with_crlf() {
        let point = Cell::Link(Link {
            id: 3,
            name: "恒信,大厦".to_owned(),
        });
        let rows = [[point, Cell::Rate(333), text("说“好”")], row(Cell::Empty)];
        assert_eq!(
            written(Dialect::default(), &rows),
            "\u{feff}联系点,辐射户数,主要内容\r\n\"恒信,大厦\",33.3,说“好”\r\n,12,\r\n".as_bytes()
        );
    }

    #[test]
    fn english_keys_and_no_mark_are_to_be_had() {
        let dialect = Dialect {
            bom: false,
            keys: true,
            ..Dialect::default()
        };
        assert_eq!(written(dialect, &[]), b"point,reach,summary\r\n");
    }

    #[test]
    fn line_feeds_and_quotes_stay_inside_quotes() {
        let bytes = written(Dialect::default(), &[row(text("一\n二\"三"))]);
        assert!(bytes.ends_with("\r\n,12,\"一\n二\"\"三\"\r\n".as_bytes()));
    }

    #[test]
    fn text_that_a_spreadsheet_would_run_is_guarded_and_a_number_is_not() {
        let list = Cell::List(vec!["@甲".to_owned(), "乙".to_owned()]);
        let rows = [
            row(text("=1+1")),
            row(list),
            [text("+86"), Cell::Count(-5), Cell::Choice(&SERVICE)],
        ];
        let bytes = written(Dialect::default(), &rows);
        let lines = "\r\n,12,'=1+1\r\n,12,'@甲、乙\r\n'+86,-5,送服务\r\n";
        assert!(bytes.ends_with(lines.as_bytes()));
    }

    #[test]
    fn what_a_terminal_would_act_on_is_written_as_its_code() {
        let bytes = written(
            Dialect::default(),
            &[row(text("红\u{1b}[31m\u{202e}\r\t\n黄"))],
        );
        assert!(bytes.ends_with("\r\n,12,\"红<1B>[31m<202E><0D>\t\n黄\"\r\n".as_bytes()));
    }

    #[test]
    fn a_total_is_a_row_like_any_other() {
        let mut bytes = Vec::new();
        let mut csv = Csv::new(&mut bytes, Dialect::default());
        csv.begin(&heads()).unwrap();
        csv.total(&[text("合计"), Cell::Count(158), Cell::Empty])
            .unwrap();
        csv.end().unwrap();
        drop(csv);
        assert!(bytes.ends_with("\r\n合计,158,\r\n".as_bytes()));
    }

    #[test]
    fn gb18030_keeps_rare_characters_and_needs_no_mark() {
        let dialect = Dialect {
            encoding: Encoding::Gb18030,
            ..Dialect::default()
        };
        // Longer than the buffer of the CSV crate, which cuts it within a character.
        let name = "吉𠮷".repeat(5000);
        let bytes = written(dialect, &[row(text(&name))]);
        let decoded = GB18030.decode_without_bom_handling_and_without_replacement(&bytes);
        assert_eq!(
            decoded.unwrap(),
            format!("联系点,辐射户数,主要内容\r\n,12,{name}\r\n")
        );
    }
}
