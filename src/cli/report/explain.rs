//! `report --explain`: a figure and the very records behind it.

use std::fmt::Write as _;

use rusqlite::types::Value;

use super::table::cell;
use crate::cli::complaint::Complaint;
use crate::cli::output::{Destination, Field, Format};
use crate::cli::session::Session;
use crate::cli::words;
use crate::figure::{self, Counted, Figure, Part, Question};
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
        let text = report
            .figure(figure.key)
            .map(|counted| explained(question, counted, &parts))
            .unwrap_or_default();
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
fn explained(question: &Question, counted: &Counted, parts: &[Part]) -> String {
    let figure = counted.figure;
    let comes_to = match (parts, counted.value) {
        ([part], _) => count(part),
        (_, None) => "—".to_owned(),
        (_, value) => format!("{} {}", cell(figure, value).words(), figure.unit),
    };
    let mut text = format!("{}（{}）：{comes_to}\n", figure.label, figure.key);
    let _ = writeln!(
        text,
        "统计期：{}，口径：{}",
        question.period.title(),
        counted.basis
    );
    for part in parts {
        text.push('\n');
        if parts.len() > 1 {
            let sign = if part.sign < 0 { "减：" } else { "" };
            let _ = writeln!(text, "{sign}{}：{}", part.figure.label, count(part));
        }
        records(&mut text, part);
    }
    text
}

/// What a part comes to, and from how many records, where that is another number.
fn count(part: &Part) -> String {
    let unit = part.figure.unit;
    let records = part.evidence.len();
    if part.is_grouped() || i64::try_from(records) != Ok(part.value) {
        format!("{} {unit}，{records} 条", part.value)
    } else {
        format!("{} {unit}", part.value)
    }
}

/// The records of a part, those that count as one under one number.
fn records(text: &mut String, part: &Part) {
    let unit = part.figure.unit;
    let mut group = 0;
    for (place, one) in part.evidence.iter().enumerate() {
        let record = words::brief(&one.row);
        let _ = if let Some(several) = one.several {
            group += 1;
            writeln!(text, "  {group:>2}  {record}　{several} {unit}")
        } else if part.is_grouped() {
            if place == 0 || part.evidence[place - 1].worth != one.worth {
                group += 1;
            }
            writeln!(text, "  {group:>2}  {record}")
        } else if let Value::Integer(worth) = one.worth
            && worth != 1
        {
            writeln!(text, "  {record}　{worth} {unit}")
        } else {
            writeln!(text, "  {record}")
        };
    }
}
