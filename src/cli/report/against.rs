//! `report --against`: what has moved since a report was handed in, and the records that moved it.

use std::fmt::Write as _;

use clap::ArgMatches;

use super::handed::{Asked, meant, range, read};
use super::table::cell;
use crate::cli::complaint::Complaint;
use crate::cli::flags::text;
use crate::cli::output::{Destination, Format};
use crate::cli::session::Session;
use crate::cli::words;
use crate::figure::{Moved, Question, Turn, against};
use crate::record::Kind;
use crate::sheet::{Head, wrap};
use crate::store::{Ledger, Row};
use crate::value::Cell;
use crate::value::text::shown;

/// Prints what has moved since a report was handed in.
pub(super) fn compare(
    session: &mut Session,
    ledger: &Ledger,
    matches: &ArgMatches,
    asked: &Asked<'_>,
    destination: &Destination,
) -> anyhow::Result<()> {
    let page = ledger.page();
    let typed = text(matches, "against").unwrap_or_default();
    let row = meant(page, typed, asked)?;
    let (question, figures) = read(&row)?;
    if !asked.is_of(&row) {
        return Err(Complaint::refused(format!(
            "定稿 {} 是{}{}的，和要对照的时间或范围不同。",
            row.id,
            question.period.title(),
            limits(&row)
        ))
        .hint(format!("不写时间和范围：xgz report --against {}", row.id))
        .into());
    }
    let past = ledger.since(Kind::Handed, row.id)?;
    let moved = against(past.page(), page, &question, &figures)?;
    match destination.format {
        Format::Json => {
            let json = json(&row, &moved);
            let text = crate::sheet::text(&json);
            destination.write_with(session, |out| Ok(out.write_all(text.as_bytes())?))
        }
        Format::Csv => {
            let heads = [
                Head::new("label", "指标"),
                Head::new("unit", "单位"),
                Head::new("then", "定稿").right(),
                Head::new("now", "现在").right(),
                Head::new("shift", "变动"),
                Head::new("record", "记录"),
            ];
            destination.write(session, &heads, |writer| {
                for one in &moved {
                    let figure = one.figure;
                    let values = [
                        Cell::Text(figure.label.to_owned()),
                        Cell::Text(figure.unit.to_owned()),
                        cell(figure, one.then),
                        cell(figure, one.now),
                    ];
                    if one.shifts.is_empty() {
                        let cells = values.into_iter().chain([Cell::Empty, Cell::Empty]);
                        writer.row(&cells.collect::<Vec<_>>())?;
                        continue;
                    }
                    for shift in &one.shifts {
                        let what = [
                            Cell::Text(words::turn(shift.turn).to_owned()),
                            Cell::Text(shift.row().map(words::brief).unwrap_or_default()),
                        ];
                        let cells = values.iter().cloned().chain(what);
                        writer.row(&cells.collect::<Vec<_>>())?;
                    }
                }
                Ok(())
            })
        }
        _ => {
            let limit = destination.look(session).width.unwrap_or(usize::MAX);
            let text = in_words(&row, &question, &moved, limit);
            destination.write_with(session, |out| Ok(out.write_all(text.as_bytes())?))
        }
    }
}

/// What a report that was handed in is limited to, behind its period.
fn limits(row: &Row) -> String {
    let limits: Vec<_> = std::iter::once(String::new()).chain(range(row)).collect();
    limits.join("，")
}

/// A value as people read it.
fn value(moved: &Moved, value: Option<i64>) -> String {
    match value {
        None => "—".to_owned(),
        value => cell(moved.figure, value).words(),
    }
}

/// What has moved, in words, no line longer than the limit where that can be.
fn in_words(row: &Row, question: &Question, moved: &[Moved], limit: usize) -> String {
    let mut lines = vec![format!(
        "对照定稿 {}：{}{}，截至 {}，{} 由{}定稿",
        row.id,
        question.period.title(),
        limits(row),
        question.today,
        row.cell("date").words(),
        shown(&row.cell("person").words())
    )];
    if moved.is_empty() {
        lines.push("指标都没有变。".to_owned());
    }
    for one in moved {
        lines.push(String::new());
        let (label, unit) = (one.figure.label, one.figure.unit);
        let now = value(one, one.now);
        lines.push(if one.then == one.now {
            format!("{label}：还是 {now} {unit}，但不是原来那些记录")
        } else {
            format!("{label}：定稿 {}，现在 {now} {unit}", value(one, one.then))
        });
        if one.recounted {
            lines.push(
                "  定稿时的记录现在重算也不是这个数：程序的算法变了，或这份定稿是在别的台账里定的"
                    .to_owned(),
            );
        }
        for shift in &one.shifts {
            lines.push(format!(
                "  {}：{}",
                words::turn(shift.turn),
                shift.row().map(words::brief).unwrap_or_default()
            ));
            lines.extend(
                words::reasons(shift)
                    .into_iter()
                    .map(|line| format!("    {line}")),
            );
        }
    }
    let mut text = String::new();
    for line in lines {
        for line in wrap(&line, limit) {
            let _ = writeln!(text, "{line}");
        }
    }
    text
}

/// What has moved as programs read it; these names are frozen.
fn json(row: &Row, moved: &[Moved]) -> serde_json::Value {
    let number = super::json::number;
    let moved: Vec<_> = moved
        .iter()
        .map(|one| {
            let records: Vec<_> = one
                .shifts
                .iter()
                .filter_map(|shift| {
                    let record = shift.row()?;
                    Some(serde_json::json!({
                        "shift": match shift.turn {
                            Turn::Came => "came",
                            Turn::Went => "went",
                            Turn::Changed => "changed",
                        },
                        "kind": record.kind.dictionary().key,
                        "id": record.id,
                        "record": words::brief(record),
                        "reasons": words::reasons(shift),
                    }))
                })
                .collect();
            serde_json::json!({
                "key": one.figure.key,
                "label": one.figure.label,
                "unit": one.figure.unit,
                "then": number(one.figure, one.then),
                "now": number(one.figure, one.now),
                "recounted": one.recounted,
                "records": records,
            })
        })
        .collect();
    serde_json::json!({
        "handed": {
            "id": row.id,
            "name": row.cell("name").words(),
            "asof": row.cell("asof_on").words(),
            "date": row.cell("date").words(),
            "person": row.cell("person").words(),
        },
        "moved": moved,
    })
}
