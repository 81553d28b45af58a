//! A text in TOML that a person wrote, settings or a form: where a fault in it stands and what is wrong there.
//!
//! Knows no name that may stand in such a text. `grammar` speaks of marks that are in the way, `meaning` of
//! names and values that do not fit.

mod grammar;
mod meaning;
#[cfg(test)]
mod tests;

use std::fmt;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::complaint::Complaint;
use crate::value::text::{forbidden, shown};

/// The most characters of the text that a sentence about it repeats.
const MOST: usize = 24;

/// What is wrong at a place of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The line, from 1.
    pub(super) line: usize,
    /// The character of the line, from 1, as editors count.
    pub(super) column: usize,
    /// What is wrong, without a full stop.
    pub(super) what: String,
    /// What to do.
    pub(super) hint: String,
}

impl Fault {
    /// What is wrong at a byte of the text.
    pub(super) fn at(
        text: &str,
        offset: usize,
        what: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        let (line, column) = place(text, offset);
        Self {
            line,
            column,
            what: what.into(),
            hint: hint.into(),
        }
    }

    /// The fault of a file, as a complaint: `file` is what it is and its name.
    pub(super) fn complaint(&self, file: &str) -> Complaint {
        Complaint::refused(format!("{file}{self}。")).hint(&self.hint)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            line, column, what, ..
        } = self;
        write!(formatter, "第 {line} 行第 {column} 个字：{what}")
    }
}

/// The line and the character of it, both from 1, in which a byte stands; a byte order mark is none.
pub(super) fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(offset)];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.matches('\n').count() + 1;
    let characters = before[start..].trim_start_matches('\u{FEFF}').chars();
    (line, characters.count() + 1)
}

/// A name, and what stands behind it.
type Line<'t, 'i> = (&'t Spanned<DeString<'i>>, &'t Spanned<DeValue<'i>>);

/// The lines of a table in the order in which they are written.
pub(super) fn in_order<'t, 'i>(table: &'t DeTable<'i>) -> Vec<Line<'t, 'i>> {
    let mut lines: Vec<_> = table.iter().collect();
    lines.sort_by_key(|(name, _)| name.span().start);
    lines
}

/// What is wrong with the text, as its reader found it.
pub(super) fn fault(text: &str, error: &toml::de::Error) -> Fault {
    let spot = Spot::of(text, error.span().unwrap_or_default());
    let message = error.message();
    let (what, hint) = meaning::said(&spot, message)
        .or_else(|| grammar::said(&spot, message))
        .unwrap_or_else(|| {
            let what = "这里看不懂";
            (what.to_owned(), LINE.to_owned())
        });
    Fault::at(text, spot.offset, what, hint)
}

/// What is wrong with a value that holds a control character, and what to do; `written` is the value with its quotes.
pub(super) fn invisible(written: &str) -> (String, String) {
    if written.starts_with('"') && written.contains('\\') {
        grammar::backslash(written.trim_matches('"'))
    } else {
        grammar::invisible()
    }
}

/// How a line is written.
const LINE: &str = "每行写成 名称 = \"值\"，符号都用英文的";

/// A sentence about the text, and what to do.
type Said = (String, String);

/// A place of the text.
struct Spot<'a> {
    /// Its first byte.
    offset: usize,
    /// What stands there.
    token: &'a str,
    /// The line up to there.
    before: &'a str,
    /// The line from there on.
    after: &'a str,
    /// The whole line.
    line: &'a str,
}

impl<'a> Spot<'a> {
    /// The place of these bytes.
    fn of(text: &'a str, span: std::ops::Range<usize>) -> Self {
        let start = text.floor_char_boundary(span.start);
        let end = text.ceil_char_boundary(span.end).max(start);
        let line = text[..start]
            .rfind('\n')
            .map_or_else(
                || text.len() - text.trim_start_matches('\u{FEFF}').len(),
                |at| at + 1,
            )
            .min(start);
        let stop = text[start..]
            .find(['\n', '\r'])
            .map_or(text.len(), |at| start + at);
        Self {
            offset: start,
            token: &text[start..end],
            before: &text[line..start],
            after: &text[start..stop],
            line: &text[line..stop],
        }
    }
}

/// A part of the text as sentences repeat it.
fn cut(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", shown(&text[..end])),
        None => shown(text).into_owned(),
    }
}

/// A text in the quotes that suit it, as it is to be written; none where that cannot be told in few words.
fn quoted(text: &str) -> Option<String> {
    let text = text.trim();
    let is_long = text.chars().count() > MOST;
    if text.is_empty() || is_long || text.contains('\'') || forbidden(text).is_some() {
        return None;
    }
    let mark = if text.contains(['"', '\\']) {
        '\''
    } else {
        '"'
    };
    Some(format!("{mark}{text}{mark}"))
}
