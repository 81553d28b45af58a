//! 四、下步工作: the plans that are not done, of this year and the next.

use super::material::Material;
use super::sentence::{different, points, section, sentence};
use super::{day_words, to_write};
use crate::document::{Block, Span};
use crate::store::Row;
use crate::value::Cell;

/// What plans without a series stand under.
const OTHERS: &str = "其他工作";

/// 四、下步工作.
pub(super) fn next(material: &Material<'_>) -> Vec<Block> {
    let plans = &material.open_plans;
    if plans.is_empty() {
        return vec![to_write("下步工作")];
    }
    different(plans.iter().map(series))
        .iter()
        .enumerate()
        .map(|(place, name)| {
            let steps: Vec<_> = plans
                .iter()
                .filter(|row| series(row) == *name)
                .map(step)
                .collect();
            Block::Paragraph(vec![
                Span::lead(format!("{}{name}。", section(place))),
                Span::plain(points(&steps)),
            ])
        })
        .collect()
}

/// What a plan stands under.
fn series(row: &Row) -> String {
    match row.cell("series") {
        Cell::Empty => OTHERS.to_owned(),
        series => series.words(),
    }
}

/// A plan as a step: what, and by when.
fn step(row: &Row) -> String {
    let title = row.cell("title").words();
    let due = match row.cell("due_on") {
        Cell::Day(day) => Some(format!("{}前完成", day_words(*day))),
        _ => None,
    };
    sentence([Some(title.trim_end_matches('。').to_owned()), due]).unwrap_or_default()
}
