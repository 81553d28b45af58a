//! Reads the CSV that officers saved: headings, then lines of plain text, each with its number.
//!
//! Refuses a file it cannot be sure of, with the line to look at. What the cells mean, and whether a heading
//! is known, is for others to say.

use std::io::Read;
use std::str;

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use crate::value::text::unguarded;

/// A CSV file as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// The headings, without the blanks around them.
    pub heads: Vec<String>,
    /// The lines below, without the blank ones.
    pub rows: Vec<Line>,
}

/// A row of a CSV file, with as many cells as there are headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it begins in the file, counted from 1.
    pub number: u64,
    /// The cells, blanks and line feeds kept, the formula guard taken off.
    pub cells: Vec<String>,
}

/// Why a file is no CSV that can be read. Lines are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadFault {
    /// There is nothing in it.
    Empty,
    /// There are rows, all of them blank.
    NoHeader,
    /// UTF-16, which spreadsheets call Unicode text.
    Utf16,
    /// GBK or GB 18030, which spreadsheets call plain CSV.
    Gb18030,
    /// Bytes that are no text in any encoding that is known here.
    NotUtf8 {
        /// The first such line.
        line: u64,
    },
    /// A NUL byte, as files have that are no text at all.
    Nul {
        /// The first such line.
        line: u64,
    },
    /// A quotation mark that nothing closes.
    UnclosedQuote {
        /// Where the quoted cell begins.
        line: u64,
    },
    /// A row with more or fewer cells than the heading.
    Ragged {
        /// Where the row begins.
        line: u64,
        /// How many headings there are.
        expected: usize,
        /// How many cells the row has.
        found: usize,
    },
}

/// Stands below the last line: no text has it, so a record it is not alone in was still open there.
const END: &str = "\n\0";

/// Reads a file of comma-separated values in UTF-8, with or without a byte order mark.
pub fn read_csv(bytes: &[u8]) -> Result<Rows, ReadFault> {
    let text = decoded(bytes)?;
    if text.trim().is_empty() {
        return Err(ReadFault::Empty);
    }
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes().chain(END.as_bytes()));
    let mut places = Places::new(text.as_bytes());
    let mut record = StringRecord::new();
    let mut heads: Option<Vec<String>> = None;
    let mut rows = Vec::new();
    loop {
        let number = places.line_from(reader.position().byte());
        // In text that is UTF-8 and in memory nothing can fail; what did would end before the end mark.
        if !reader.read_record(&mut record).unwrap_or(false) {
            return Err(ReadFault::UnclosedQuote { line: number });
        }
        if let Some(last) = record.iter().next_back()
            && last.ends_with('\0')
        {
            if record.len() == 1 && last == "\0" {
                break;
            }
            let before = record.iter().take(record.len() - 1);
            let line = number + before.map(|cell| line_ends(cell.as_bytes())).sum::<u64>();
            return Err(ReadFault::UnclosedQuote { line });
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let Some(heads) = &heads else {
            let names = record.iter().map(|cell| unguarded(cell.trim()).to_owned());
            heads = Some(names.collect());
            continue;
        };
        if record.len() != heads.len() {
            return Err(ReadFault::Ragged {
                line: number,
                expected: heads.len(),
                found: record.len(),
            });
        }
        let cells = record.iter().map(|cell| unguarded(cell).to_owned());
        rows.push(Line {
            number,
            cells: cells.collect(),
        });
    }
    let heads = heads.ok_or(ReadFault::NoHeader)?;
    Ok(Rows { heads, rows })
}

/// The text of a file in UTF-8, its byte order mark taken off.
fn decoded(bytes: &[u8]) -> Result<&str, ReadFault> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(ReadFault::Utf16);
    }
    let nul = bytes.iter().position(|byte| *byte == 0);
    if let Some(at) = nul {
        return Err(if is_text(UTF_16LE, bytes) || is_text(UTF_16BE, bytes) {
            ReadFault::Utf16
        } else {
            ReadFault::Nul {
                line: line_at(bytes, at),
            }
        });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    str::from_utf8(bytes).map_err(|error| {
        if is_text(GB18030, bytes) {
            ReadFault::Gb18030
        } else {
            ReadFault::NotUtf8 {
                line: line_at(bytes, error.valid_up_to()),
            }
        }
    })
}

/// Whether bytes are text in an encoding: they decode, break into cells or lines, and control nothing.
fn is_text(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.is_some_and(|text| {
        text.contains([',', '\t', '\n', '\r'])
            && !text
                .chars()
                .any(|char| char.is_control() && !matches!(char, '\t' | '\n' | '\r'))
    })
}

/// How many lines end here, by LF, CRLF or CR alone.
fn line_ends(bytes: &[u8]) -> u64 {
    let mut ends = 0;
    let mut next = bytes.iter().skip(1);
    for byte in bytes {
        let next = next.next();
        ends += u64::from(*byte == b'\n' || *byte == b'\r' && next != Some(&b'\n'));
    }
    ends
}

/// The line that a byte stands in.
fn line_at(bytes: &[u8], at: usize) -> u64 {
    1 + line_ends(&bytes[..at])
}

/// Counts lines once through; the CSV crate takes the LF of a CRLF, and blank lines, for part of the next row.
struct Places<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Places<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            line: 1,
        }
    }

    /// The line of the first character at or after `byte` that ends no line.
    fn line_from(&mut self, byte: u64) -> u64 {
        let mut to = usize::try_from(byte).map_or(self.bytes.len(), |to| to.min(self.bytes.len()));
        while matches!(self.bytes.get(to), Some(b'\r' | b'\n')) {
            to += 1;
        }
        self.line += line_ends(&self.bytes[self.at..to]);
        self.at = to;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sheet::{Csv, Dialect, Head, Writer};
    use crate::value::Cell;
    use crate::value::text::{guarded, harmless};

    fn numbers(text: &str) -> Vec<u64> {
        let rows = read_csv(text.as_bytes()).unwrap().rows;
        rows.iter().map(|row| row.number).collect()
    }

    fn fault(text: &str) -> ReadFault {
        read_csv(text.as_bytes()).unwrap_err()
    }

    #[test]
    fn headings_are_trimmed_and_cells_kept_with_their_guard_off() {
        let rows =
            read_csv("\u{feff} 名称 ,内容\r\n 甲 ,'=1+1\r\n'乙,\"一\n二\"\"\"\r\n".as_bytes())
                .unwrap();
        assert_eq!(rows.heads, ["名称", "内容"]);
        assert_eq!(rows.rows[0].cells, [" 甲 ", "=1+1"]);
        assert_eq!(rows.rows[1].cells, ["'乙", "一\n二\""]);
    }

    #[test]
    fn lines_are_counted_through_blank_ones_and_broken_cells() {
        for end in ["\n", "\r\n", "\r"] {
            let lines = [
                "", "甲,乙", "1,\"一", "二\"", ",,", "", " ", "3,4", "\"5\",6",
            ];
            let text = lines.join(end);
            assert_eq!(numbers(&text), [3, 8, 9], "{text:?}");
            assert_eq!(numbers(&(text + end)), [3, 8, 9]);
        }
    }

    #[test]
    fn a_quote_that_nothing_closes_is_found_where_it_opens() {
        let text = "甲,乙\r\n1,2\r\n\"a\nb\",\"没有收尾\r\n5,6\r\n";
        assert_eq!(fault(text), ReadFault::UnclosedQuote { line: 4 });
        for open in ["甲\n\"", "甲\n\"\n", "甲\n\"\"\"", "甲\n1\n\"乙\"\""] {
            assert!(
                matches!(fault(open), ReadFault::UnclosedQuote { .. }),
                "{open:?}"
            );
        }
        for closed in ["甲\n\"\"", "甲\n\"乙\"", "甲\n\"乙\"\n", "甲\n5\" 管"] {
            assert!(read_csv(closed.as_bytes()).is_ok(), "{closed:?}");
        }
    }

    #[test]
    fn a_row_of_another_length_is_named_with_both_counts() {
        let found = |line, found| ReadFault::Ragged {
            line,
            expected: 2,
            found,
        };
        assert_eq!(fault("甲,乙\n1,2\n3\n"), found(3, 1));
        assert_eq!(fault("甲,乙\n\n1,2,3\n"), found(3, 3));
    }

    #[test]
    fn a_file_with_nothing_to_read_is_refused() {
        for nothing in ["", "\u{feff}", "\r\n  \n"] {
            assert_eq!(fault(nothing), ReadFault::Empty);
        }
        assert_eq!(fault(",,\n , \n"), ReadFault::NoHeader);
        assert_eq!(read_csv(b"a,b\n").unwrap().rows, []);
    }

    #[test]
    fn a_file_in_another_encoding_says_which() {
        let text = "姓名,电话\r\n周立新,13800138000\r\n一,\r\n";
        assert_eq!(read_csv(&GB18030.encode(text).0), Err(ReadFault::Gb18030));
        let little: Vec<_> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<_> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [&little, &big] {
            assert_eq!(read_csv(bytes), Err(ReadFault::Utf16));
        }
        let marked = [&[0xff, 0xfe], &little[..]].concat();
        assert_eq!(read_csv(&marked), Err(ReadFault::Utf16));
    }

    #[test]
    fn bytes_that_are_no_text_are_named_by_their_line() {
        assert_eq!(read_csv(b"a\r\nb\r\n\0c"), Err(ReadFault::Nul { line: 3 }));
        let bytes = b"a\n\xe4\xb8\n\xff\xff\n";
        assert_eq!(read_csv(bytes), Err(ReadFault::NotUtf8 { line: 2 }));
        let all: Vec<_> = (0..=255).cycle().take(2048).collect();
        assert_eq!(read_csv(&all), Err(ReadFault::Nul { line: 1 }));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            rows in prop::collection::vec(
                prop::collection::vec("[=+@＝'\"\u{1b}\r\n\t ,;中5-]{0,6}|[^\0]{0,9}", 3),
                0..6,
            ),
            bom: bool,
        ) {
            let heads = ["甲", "=乙", "丙"].map(|label| Head::new("key", label));
            let dialect = Dialect { bom, ..Dialect::default() };
            let mut bytes = Vec::new();
            let mut csv = Csv::new(&mut bytes, dialect);
            csv.begin(&heads).unwrap();
            for row in &rows {
                let cells: Vec<_> = row.iter().cloned().map(Cell::Text).collect();
                csv.row(&cells).unwrap();
            }
            csv.end().unwrap();
            drop(csv);
            let read = read_csv(&bytes).unwrap();
            prop_assert_eq!(read.heads, ["甲", "=乙", "丙"]);
            let told = |row: &&Vec<String>| !row.iter().all(|cell| guarded(cell).trim().is_empty());
            let harmless = |row: &Vec<String>| row.iter().map(|cell| harmless(cell).into()).collect();
            let written: Vec<Vec<String>> = rows.iter().map(harmless).collect();
            let written: Vec<_> = written.iter().filter(told).collect();
            let read: Vec<_> = read.rows.iter().map(|row| &row.cells).collect();
            prop_assert_eq!(read, written);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_csv(&bytes);
        }
    }
}
