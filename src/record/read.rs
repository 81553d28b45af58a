//! Reads what a person typed into a cell of a column's shape. References are looked up by the store.

use super::{Column, Shape, World};
use crate::value::choice::entry_of;
use crate::value::code::CodeFault;
use crate::value::text::{folded, forbidden, nearest, split_list, tidied};
use crate::value::{
    Cell, DayFault, Entry, Lean, PeriodFault, code, phone, read_day, read_partial, read_year,
};

/// The longest text that a cell takes, in characters: what a cell of a spreadsheet holds.
pub const LONGEST: usize = 32_767;

/// The greatest count that a cell takes.
pub const GREATEST: i64 = 99_999_999;

/// Why a text cannot stand in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// Not a day, or not one that exists.
    Day(DayFault),
    /// Not of the closed set; the nearest of it.
    Choice {
        /// What may stand there.
        entries: &'static [Entry],
        /// The values nearest to what was typed.
        nearest: Vec<&'static str>,
        /// The one value of several that is not known.
        value: String,
    },
    /// Not the name of a figure; the nearest of them.
    Figure {
        /// The labels nearest to what was typed.
        nearest: Vec<&'static str>,
    },
    /// Not a year.
    Year(PeriodFault),
    /// Not a whole number.
    Count,
    /// A number beyond what any count can be.
    TooGreat,
    /// Neither yes nor no.
    Flag,
    /// Not a credit code.
    Code(CodeFault),
    /// A control or direction character, which may not be entered.
    Forbidden(char),
    /// Longer than a cell may be.
    TooLong,
    /// The name of the column itself, as it stands in a command that was copied and not filled in.
    Label,
}

/// Reads a text into a cell. An empty text gives an empty cell. `year` is that of a record which is of one: what is due
/// lies in it unless another is typed.
///
/// # Errors
///
/// Why the text cannot stand in this column. A reference cannot be read here and gives its text back.
pub fn read(
    column: &Column,
    typed: &str,
    world: &World,
    year: Option<i32>,
) -> Result<Cell, Unread> {
    let today = world.today;
    let text = tidied(typed);
    if let Some(character) = forbidden(&text) {
        return Err(Unread::Forbidden(character));
    }
    if text.is_empty() {
        return Ok(Cell::Empty);
    }
    if text.chars().count() > LONGEST {
        return Err(Unread::TooLong);
    }
    let is_label = |text: &str| {
        let mut names = column.aliases.iter().chain([&column.label]);
        names.any(|name| folded(text) == folded(name))
    };
    let is_left = match column.shape {
        Shape::Text => is_label(&text),
        Shape::List => split_list(&text).iter().any(|item| is_label(item)),
        _ => false,
    };
    if is_left {
        return Err(Unread::Label);
    }
    // Separators with nothing between them are no value: a required list must not be met by them.
    if column.shape.is_list() && split_list(&text).is_empty() {
        return Ok(Cell::Empty);
    }
    Ok(match column.shape {
        Shape::Text | Shape::Link(_) => Cell::Text(text),
        Shape::Code => Cell::Text(code::read(&text).map_err(Unread::Code)?.0),
        Shape::Phone => Cell::Text(phone::normalised(&text)),
        Shape::List => Cell::List(split_list(&text)),
        Shape::Count => read_count(&text)?,
        Shape::Flag => Cell::Flag(read_flag(&text)?),
        Shape::Year => Cell::Count(i64::from(read_year(&text, today).map_err(Unread::Year)?)),
        // The figures are declared above; the world says which there are.
        Shape::Figure => match read_choice(world.figures, &text) {
            Ok(figure) => Cell::Text(figure.code.to_owned()),
            Err(Unread::Choice { nearest, .. }) => return Err(Unread::Figure { nearest }),
            Err(other) => return Err(other),
        },
        Shape::Day => {
            let lean = if column.past {
                Lean::Past
            } else {
                year.map_or(Lean::Deadline, Lean::DeadlineIn)
            };
            Cell::Day(read_day(&text, today, lean).map_err(Unread::Day)?)
        }
        Shape::Partial => Cell::Partial(read_partial(&text, today).map_err(Unread::Day)?),
        Shape::Choice(entries) => Cell::Choice(read_choice(entries, &text)?),
        Shape::Choices(entries) => {
            let mut chosen = Vec::new();
            for value in split_list(&text) {
                let entry = read_choice(entries, &value)?;
                if !chosen.contains(&entry) {
                    chosen.push(entry);
                }
            }
            // A canonical order, so that the same choice is the same text in every ledger.
            chosen.sort_by_key(|entry| entries.iter().position(|other| other == *entry));
            Cell::Choices(chosen)
        }
    })
}

/// Reads a whole number; the sign is kept, since the rules refuse it by name.
fn read_count(text: &str) -> Result<Cell, Unread> {
    let plain: String = folded(text).replace(['−', '－', '–', '—'], "-");
    let plain = plain.trim_end_matches(['户', '个', '人', '名', '家', '次', '项']);
    let plain = plain.replace(',', "");
    let digits = plain.strip_prefix(['-', '+']).unwrap_or(&plain);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Unread::Count);
    }
    match plain.parse::<i64>() {
        Ok(count) if count <= GREATEST => Ok(Cell::Count(count)),
        _ => Err(Unread::TooGreat),
    }
}

/// Reads yes or no.
pub fn read_flag(text: &str) -> Result<bool, Unread> {
    match folded(text).as_str() {
        "是" | "有" | "对" | "y" | "yes" | "true" | "1" | "√" | "✓" => Ok(true),
        "否" | "无" | "不" | "不是" | "没有" | "n" | "no" | "false" | "0" | "×" => {
            Ok(false)
        }
        _ => Err(Unread::Flag),
    }
}

/// Reads one of a closed set by code, label or short word.
pub fn read_choice(entries: &'static [Entry], text: &str) -> Result<&'static Entry, Unread> {
    let typed = folded(text);
    let is = |word: &str| folded(word) == typed;
    entry_of(entries, &typed)
        .or_else(|| {
            entries
                .iter()
                .find(|entry| is(entry.label) || entry.words.iter().any(|word| is(word)))
        })
        .ok_or_else(|| {
            let words = entries.iter().flat_map(|entry| {
                [entry.label, entry.code]
                    .into_iter()
                    .chain(entry.words.iter().copied())
            });
            Unread::Choice {
                entries,
                nearest: nearest(text, words, 1),
                value: text.to_owned(),
            }
        })
}
