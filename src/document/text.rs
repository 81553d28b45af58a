//! Plain text: no line is wrapped, paragraphs begin with two blanks of full width, tables stand in columns.
//!
//! Nothing in it acts on a terminal.

use std::io::{self, Write};

use super::title::broken;
use super::{Bars, Block, Document, Field, LINE, Row, Table, line, paragraphs, room_right};
use crate::value::text::{shown, width};

/// The blank at the beginning of a paragraph: two 汉字.
const INDENT: &str = "　　";
/// The columns of the longest bar.
const BAR: u64 = 30;
/// Stands between two columns of a table.
const GAP: &str = "  ";

/// Writes a document as plain text, in UTF-8 with line feeds.
pub fn text(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    for part in broken(&safe(&document.title), LINE * 2) {
        let room = (LINE * 2).saturating_sub(width(&part)) / 2;
        writeln!(out, "{}{part}", blank(room))?;
    }
    let mut above = None;
    for block in &document.blocks {
        let prose = matches!(block, Block::Heading(..) | Block::Paragraph(_));
        if !(prose && above == Some(true)) {
            writeln!(out)?;
        }
        above = Some(prose);
        self::block(block, out)?;
    }
    out.flush()
}

fn block(block: &Block, out: &mut dyn Write) -> io::Result<()> {
    match block {
        Block::Heading(_, text) => writeln!(out, "{INDENT}{}", safe(text)),
        Block::Paragraph(spans) => {
            for spans in paragraphs(spans) {
                let words: String = spans.iter().map(|span| span.text.as_str()).collect();
                writeln!(out, "{INDENT}{}", safe(words.trim()))?;
            }
            Ok(())
        }
        Block::Facts(facts) => {
            let facts: Vec<_> = facts.iter().map(|fact| safe(fact)).collect();
            writeln!(out, "{}", facts.join(INDENT))
        }
        Block::Table(table) => self::table(table, out),
        Block::Grid(rows) => rows
            .iter()
            .flatten()
            .try_for_each(|field| boxed(field, out)),
        Block::Bars(bars) => self::bars(bars, out),
        Block::Notes(notes) => {
            for note in notes {
                writeln!(out, "{INDENT}· {}", safe(note))?;
            }
            Ok(())
        }
        Block::Signature(lines) => {
            for (line, room) in lines.iter().zip(room_right(lines)) {
                let left = (LINE * 4).saturating_sub(room + width(&line.text) * 2) / 2;
                writeln!(out, "{}{}", blank(left), safe(&line.text))?;
            }
            Ok(())
        }
    }
}

fn table(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    if table.heads.is_empty() {
        return Ok(());
    }
    let right = table.flush_right();
    let heads: Vec<_> = table.heads.iter().map(|head| safe(&head.label)).collect();
    let words = |row: &Row| -> Option<Vec<String>> {
        let words = table.words(row.cells()?);
        Some(words.iter().map(|words| safe(words)).collect())
    };
    let rows: Vec<_> = table.rows.iter().map(words).collect();
    let lines = || rows.iter().flatten().chain([&heads]);
    let widths: Vec<_> = (0..heads.len())
        .map(|at| lines().map(|line| width(&line[at])).max().unwrap_or(0))
        .collect();
    let print = |words: &[String]| {
        let cells = words.iter().zip(&right).zip(&widths);
        let cells = cells.map(|((words, right), full)| {
            let room = " ".repeat(full - width(words));
            if *right {
                room + words
            } else {
                words.clone() + &room
            }
        });
        let line = cells.collect::<Vec<_>>().join(GAP);
        line.trim_end_matches(' ').to_owned()
    };
    let rule = "-".repeat(widths.iter().sum::<usize>() + GAP.len() * (widths.len() - 1));
    writeln!(out, "{}\n{rule}", print(&heads))?;
    for (row, words) in table.rows.iter().zip(&rows) {
        match (row, words) {
            (Row::Group(name), _) => writeln!(out, "【{}】", safe(name))?,
            (Row::Total(_), Some(words)) => writeln!(out, "{rule}\n{}", print(words))?,
            (_, words) => writeln!(out, "{}", print(words.as_deref().unwrap_or_default()))?,
        }
    }
    Ok(())
}

/// A box: its label, its lines, the later ones indented, and its foot.
fn boxed(field: &Field, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = field
        .text
        .split('\n')
        .chain([field.foot.as_str()])
        .map(safe);
    let first = lines.next().unwrap_or_default();
    writeln!(out, "{}：{first}", safe(&field.label))?;
    for line in lines.filter(|line| !line.trim().is_empty()) {
        writeln!(out, "{INDENT}{line}")?;
    }
    Ok(())
}

fn bars(bars: &Bars, out: &mut dyn Write) -> io::Result<()> {
    let unit = if bars.unit.is_empty() {
        String::new()
    } else {
        format!("（单位：{}）", safe(&bars.unit))
    };
    writeln!(out, "{}{unit}", safe(&bars.title))?;
    let names: Vec<_> = bars.counts.iter().map(|bar| safe(&bar.0)).collect();
    let widest = names.iter().map(|name| width(name)).max().unwrap_or(0);
    for ((name, length), (_, count)) in names.iter().zip(bars.lengths(BAR)).zip(&bars.counts) {
        let room = " ".repeat(widest - width(name));
        let bar: String = (0..length).map(|_| '█').collect();
        let gap = if bar.is_empty() { "" } else { " " };
        writeln!(out, "{name}{room}{GAP}{bar}{gap}{count}")?;
    }
    Ok(())
}

/// A text on one line, with nothing in it that a terminal would obey.
fn safe(text: &str) -> String {
    shown(&line(text)).into_owned()
}

/// A blank of so many columns, of full width as far as that goes.
pub(super) fn blank(columns: usize) -> String {
    "　".repeat(columns / 2) + &" ".repeat(columns % 2)
}

#[cfg(test)]
mod tests {
    use snapbox::{assert_data_eq, file};

    use super::*;
    use crate::document::sample;

    fn written(document: &Document) -> String {
        let mut bytes = Vec::new();
        text(document, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_document_that_has_everything() {
        assert_data_eq!(
            written(&sample::everything()),
            file!["snapshots/everything.txt"].raw()
        );
    }

    #[test]
    fn nothing_acts_on_a_terminal_or_adds_a_line() {
        let hostile = written(&sample::hostile("a\u{1b}[2J\u{202e}b\r\nc"));
        let calm = written(&sample::hostile("calm"));
        assert!(!hostile.contains(['\u{1b}', '\u{202e}', '\r']), "{hostile}");
        assert!(hostile.contains("a<1B>[2J<202E>b c"), "{hostile}");
        // A line feed makes a line in the three spans of the paragraph and in the box, and nowhere else.
        assert_eq!(hostile.lines().count(), calm.lines().count() + 4);
    }

    #[test]
    fn a_block_that_holds_nothing_prints_no_words() {
        let text = written(&sample::empty());
        assert_eq!(text.trim_matches(['\n', '　']), "", "{text:?}");
    }
}
