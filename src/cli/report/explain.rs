//! `report --explain`: a figure and the very records behind it.

use std::fmt::Write as _;

use rusqlite::types::Value;

use super::table::cell;
use crate::cli::complaint::Complaint;
use crate::cli::output::{Destination, Field, Format};
use crate::cli::session::Session;
use crate::cli::words;
use crate::figure::{self, Figure, Part, Question};
use crate::store::Page;

/// Prints a figure and the very records behind it.
pub(super) fn print(
    session: &mut Session,
    page: Page<'_>,
    question: &Question,
    figure: &'static Figure,
    destination: &Destination,
) -> anyhow::Result<()> {
    let parts = figure::explain(page, question, figure)?;
    if destination.format == Format::Table {
        let report = figure::report(page, question)?;
        let counted = report.figure(figure.key).and_then(|counted| counted.value);
        let text = explained(question, figure, counted, &parts);
        return destination.write_with(session, |out| Ok(out.write_all(text.as_bytes())?));
    }
    let [part] = parts.as_slice() else {
        return Err(
            Complaint::refused(format!("{}由几个数算出，不能列成一张表。", figure.label))
                .hint("不写 --format，直接看")
                .into(),
        );
    };
    let Some(kind) = part.evidence.first().map(|one| one.row.kind) else {
        return Ok(session.say(format!("{}是 0，没有记录。", figure.label))?);
    };
    let fields = Field::all(kind);
    let heads: Vec<_> = fields.iter().map(|field| field.head(kind)).collect();
    destination.write(session, &heads, |writer| {
        for one in &part.evidence {
            let cells: Vec<_> = fields
                .iter()
                .map(|field| field.cell(&one.row, false))
                .collect();
            writer.row(&cells)?;
        }
        Ok(())
    })
}

/// A figure and its records in words.
fn explained(question: &Question, figure: &Figure, value: Option<i64>, parts: &[Part]) -> String {
    let mut text = String::new();
    let words = match value {
        None => "—".to_owned(),
        value => cell(figure, value).words(),
    };
    let _ = writeln!(
        text,
        "{}（{}）：{words} {}",
        figure.label, figure.key, figure.unit
    );
    let _ = writeln!(
        text,
        "统计期：{}，口径：{}",
        question.period.title(),
        figure.basis
    );
    for part in parts {
        let sign = if part.sign < 0 { "减：" } else { "" };
        let unit = part.figure.unit;
        let count = part.evidence.len();
        let count = if part.is_grouped() || i64::try_from(count) != Ok(part.value) {
            format!("{} {unit}，{count} 条", part.value)
        } else {
            format!("{} {unit}", part.value)
        };
        let _ = writeln!(text, "\n{sign}{}：{count}", part.figure.label);
        let mut group = 0;
        for (place, one) in part.evidence.iter().enumerate() {
            if let Some(several) = one.several {
                group += 1;
                let _ = writeln!(
                    text,
                    "  {group:>2}  {}　{several} {unit}",
                    words::brief(&one.row)
                );
            } else if part.is_grouped() {
                if place == 0 || part.evidence[place - 1].worth != one.worth {
                    group += 1;
                }
                let _ = writeln!(text, "  {group:>2}  {}", words::brief(&one.row));
            } else if let Value::Integer(worth) = one.worth
                && worth != 1
            {
                let _ = writeln!(text, "  {}　{worth} {unit}", words::brief(&one.row));
            } else {
                let _ = writeln!(text, "  {}", words::brief(&one.row));
            }
        }
    }
    text
}
