//! Markdown (GitHub's dialect, for its tables): every text of the data stands as it is written there.
//!
//! Nothing in it acts on a terminal, and no markup comes from the data.

use std::io::{self, Write};

use super::text::blank;
use super::{Block, Document, LINE, Level, Row, Span, Style, Table, line, paragraphs, room_right};
use crate::value::text::{shown, width};

/// Writes a document as Markdown, in UTF-8 with line feeds.
pub fn markdown(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}", safe(&document.title))?;
    for block in &document.blocks {
        self::block(block, out)?;
    }
    out.flush()
}

/// Writes a block with a blank line before it, which parts it from the one above.
fn block(block: &Block, out: &mut dyn Write) -> io::Result<()> {
    match block {
        Block::Heading(Level::First, text) => writeln!(out, "\n## {}", safe(text)),
        Block::Heading(Level::Second, text) => writeln!(out, "\n### {}", safe(text)),
        Block::Paragraph(spans) => {
            for spans in paragraphs(spans) {
                writeln!(out, "\n{}", prose(&spans))?;
            }
            Ok(())
        }
        Block::Facts(facts) => {
            let facts = facts.join("　　");
            writeln!(out, "\n{}", start(&safe(&facts)))
        }
        Block::Table(table) => self::table(table, out),
        Block::Grid(rows) => {
            writeln!(out, "\n| 项目 | 内容 |\n| --- | --- |")?;
            for field in rows.iter().flatten() {
                let mut words = field.text.clone();
                if !field.foot.is_empty() {
                    words = words + "\n" + &field.foot;
                }
                let words = cell(words.trim_start_matches('\n'));
                writeln!(out, "| {} | {words} |", cell(&field.label))?;
            }
            Ok(())
        }
        Block::Bars(bars) => self::table(&bars.table(), out),
        Block::Notes(notes) => {
            writeln!(out)?;
            for note in notes {
                writeln!(out, "- {}", start(&safe(note)))?;
            }
            Ok(())
        }
        Block::Signature(lines) => {
            writeln!(out)?;
            for (at, (line, room)) in lines.iter().zip(room_right(lines)).enumerate() {
                let left = (LINE * 4).saturating_sub(room + width(&line.text) * 2) / 2;
                // A backslash keeps the line feed.
                let end = if at + 1 < lines.len() { "\\" } else { "" };
                // Without a blank of full width a line might begin with markup.
                let line = match line.style {
                    Style::Blank => format!("<mark>{}</mark>", safe(&line.text)),
                    Style::Plain | Style::Lead => safe(&line.text),
                };
                writeln!(out, "{}{line}{end}", blank(left.max(2)))?;
            }
            Ok(())
        }
    }
}

/// A paragraph. Bold type must not end behind a mark that a 汉字 follows: no reader would see its end.
fn prose(spans: &[Span]) -> String {
    let prose = spans.iter().enumerate().map(|(at, span)| match span.style {
        Style::Lead if at == 0 => lead(span.text.trim()),
        Style::Blank => format!("<mark>{}</mark>", safe(&span.text)),
        Style::Plain | Style::Lead if at == 0 => start(&safe(&span.text)),
        Style::Plain | Style::Lead => safe(&span.text),
    });
    prose.collect::<String>().trim_end().to_owned()
}

fn lead(text: &str) -> String {
    let bold = text.trim_end_matches(|char: char| !char.is_alphanumeric());
    let rest = safe(&text[bold.len()..]);
    if bold.is_empty() {
        start(&rest)
    } else {
        format!("**{}**{rest}", safe(bold))
    }
}

fn table(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    if table.heads.is_empty() {
        return Ok(());
    }
    let row = |words: &[String]| format!("| {} |", words.join(" | "));
    let heads: Vec<_> = table.heads.iter().map(|head| cell(&head.label)).collect();
    let rules: Vec<_> = (table.flush_right().iter())
        .map(|right| (if *right { "---:" } else { "---" }).to_owned())
        .collect();
    writeln!(out, "\n{}\n{}", row(&heads), row(&rules))?;
    for line in &table.rows {
        let words: Vec<_> = match line {
            Row::Group(name) => {
                let mut words = vec![String::new(); table.heads.len()];
                words[0] = format!("**【{}】**", cell(name));
                words
            }
            Row::Cells(cells) => table.words(cells).iter().map(|text| cell(text)).collect(),
            Row::Total(cells) => {
                let bold = |text: &String| match text.trim() {
                    "" => String::new(),
                    text => format!("**{}**", cell(text)),
                };
                table.words(cells).iter().map(bold).collect()
            }
        };
        writeln!(out, "{}", row(&words))?;
    }
    Ok(())
}

/// The text of a table's cell, its lines parted by `<br>`.
fn cell(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(|line| safe(line.trim())).collect();
    lines.join("<br>")
}

/// A text on one line in which nothing is markup, unless it stands at the beginning of a line.
fn safe(text: &str) -> String {
    let text = line(text);
    let mut out = String::with_capacity(text.len());
    for char in shown(&text).chars() {
        if "\\`*_[]<>#|~&$".contains(char) {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

/// Escapes what would begin a list, a rule or a block of code at the beginning of a line.
fn start(text: &str) -> String {
    let text = text.trim_start();
    let digits = text.trim_start_matches(|char: char| char.is_ascii_digit());
    let number = text.len() - digits.len();
    let marks: &[char] = if number > 0 {
        &['.', ')']
    } else {
        &['-', '+', '=']
    };
    if digits.starts_with(marks) {
        format!("{}\\{digits}", &text[..number])
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use snapbox::{assert_data_eq, file};

    use super::*;
    use crate::document::sample;

    fn written(document: &Document) -> String {
        let mut bytes = Vec::new();
        markdown(document, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_document_that_has_everything() {
        assert_data_eq!(
            written(&sample::everything()),
            file!["snapshots/everything.md"].raw()
        );
    }

    #[test]
    fn no_markup_comes_from_the_data() {
        let hostile = "|<b>*_`[x](y)~~&amp;$#\\";
        let text = written(&sample::hostile(hostile));
        let escaped = r"\|\<b\>\*\_\`\[x\](y)\~\~\&amp;\$\#\\";
        assert!(text.contains(escaped), "{text}");
        assert_eq!(text.matches(escaped).count(), text.matches("amp;").count());
        // Rows of the table keep their three columns.
        let bare = text.replace("\\\\", "").replace("\\|", "");
        let wrong = bare.lines().filter(|line| line.starts_with('|'));
        let wrong: Vec<_> = wrong
            .filter(|line| ![3, 4].contains(&line.matches('|').count()))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn a_paragraph_never_begins_a_list_or_a_rule() {
        for (text, safe) in [
            ("1. 甲", "1\\. 甲"),
            ("12) 甲", "12\\) 甲"),
            ("- 甲", "\\- 甲"),
            ("+ 甲", "\\+ 甲"),
            ("===", "\\==="),
            ("    甲", "甲"),
            ("2022年", "2022年"),
        ] {
            assert_eq!(prose(&[Span::plain(text)]), safe);
            assert_eq!(start(&self::safe(text)), safe);
        }
    }

    #[test]
    fn bold_type_ends_before_the_mark() {
        assert_eq!(
            prose(&[Span::lead("（一）开展“三送”活动。"), Span::plain("一是")]),
            "**（一）开展“三送”活动**。一是"
        );
        assert_eq!(prose(&[Span::lead("——"), Span::plain("一")]), "——一");
    }

    #[test]
    fn line_feeds_in_cells_become_breaks() {
        assert_eq!(cell("一\n二|<br>"), "一<br>二\\|\\<br\\>");
    }

    #[test]
    fn nothing_acts_on_a_terminal() {
        let text = written(&sample::hostile("\u{1b}[2J\u{202e}\r\u{7}"));
        assert!(
            !text.contains(['\u{1b}', '\u{202e}', '\r', '\u{7}']),
            "{text}"
        );
    }
}
