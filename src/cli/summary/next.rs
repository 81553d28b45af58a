//! 四、下步工作: the plans that are not done, of this year and the next.

use super::material::Material;
use super::sentence::{different, items, section, sentence};
use super::{day_words, to_write};
use crate::document::{Block, Span};
use crate::store::Row;
use crate::value::{Cell, Day};

/// What plans without a series stand under.
const OTHERS: &str = "其他工作";

/// The series that is called like the chapter.
const CHAPTER: &str = "下步工作";

/// 四、下步工作.
pub(super) fn next(material: &Material) -> Vec<Block> {
    let plans = &material.open_plans;
    if plans.is_empty() {
        return vec![to_write("下步工作")];
    }
    let mut names = different(plans.iter().map(series));
    // What is called like the chapter needs no heading of its own and comes first; what has no series comes last.
    names.sort_by_key(|name| (name != CHAPTER, name == OTHERS));
    let plain = usize::from(names.first().is_some_and(|name| name == CHAPTER));
    // A lone heading has no number, and what is alone in the chapter no heading but its own.
    let is_lone = names.len() - plain == 1;
    let chapter = |(place, name): (usize, &String)| {
        let steps: Vec<_> = plans
            .iter()
            .filter(|row| series(row) == *name)
            .map(|row| step(row, material.today))
            .collect();
        let mut spans = vec![Span::plain(items(&steps))];
        if let Some(place) = place.checked_sub(plain) {
            if !is_lone {
                spans.insert(0, Span::lead(format!("{}{name}。", section(place))));
            } else if plain > 0 || name != OTHERS {
                spans.insert(0, Span::lead(format!("{name}。")));
            }
        }
        Block::Paragraph(spans)
    };
    names.iter().enumerate().map(chapter).collect()
}

/// What a plan stands under.
fn series(row: &Row) -> String {
    match row.cell("series") {
        Cell::Empty => OTHERS.to_owned(),
        series => series.words(),
    }
}

/// A plan as a step: what, and by when, unless that is past.
fn step(row: &Row, today: Day) -> String {
    let title = row.cell("title").words();
    let due = match row.cell("due_on") {
        Cell::Day(day) if *day >= today => Some(format!("{}前完成", day_words(*day))),
        _ => None,
    };
    sentence([Some(title.trim_end_matches('。').to_owned()), due]).unwrap_or_default()
}
