//! 走访服务记录表: a visit with its problems on one page, to sign and file.

use super::words;
use crate::document::{Block, Document, Field, Layout};
use crate::record::Kind;
use crate::store::{Error, Filter, Page, Query, Row};
use crate::value::Cell;
use crate::value::text::shown;

/// The columns that stand two in a row of the form.
const PAIRS: &[[&str; 2]] = &[
    ["date", "form"],
    ["point", "send"],
    ["leader", "section"],
    ["people", "met"],
    ["reach", "attendance"],
];

/// Lines that the boxes for prose have at least, so that something can be added by hand.
const PROSE: usize = 3;

/// The form of a visit, filled in.
pub(super) fn form(page: Page<'_>, row: &Row, bureau: Option<&str>) -> Result<Document, Error> {
    let box_of = |key: &str| Field::new(label(row, key), said(row, key));
    let mut grid: Vec<Vec<Field>> = PAIRS
        .iter()
        .map(|pair| pair.iter().map(|key| box_of(key)).collect())
        .collect();
    grid.extend([
        vec![box_of("topics")],
        vec![box_of("summary").lines(PROSE)],
        vec![Field::new("收集问题", problems(page, row)?).lines(PROSE)],
        vec![box_of("evidence"), box_of("recorder")],
    ]);
    if !row.cell("note").is_empty() {
        grid.push(vec![box_of("note")]);
    }
    grid.push(
        ["走访人员签字", "服务对象签字"]
            .map(|label| Field::new(label, "").lines(3).foot("年　　月　　日"))
            .into(),
    );
    Ok(Document {
        title: "走访服务记录表".to_owned(),
        layout: Layout::Form,
        blocks: vec![
            Block::Facts(vec![
                format!("填报单位：{}", bureau.unwrap_or("________________")),
                format!("编号：{}", row.id),
            ]),
            Block::Grid(grid),
        ],
    })
}

/// What a box of the form is called.
fn label(row: &Row, key: &str) -> String {
    match key {
        "point" if row.cell(key).is_empty() => "地点".to_owned(),
        "section" => "科室（所）".to_owned(),
        _ => row
            .kind
            .dictionary()
            .column(key)
            .map_or(key, |column| column.label)
            .to_owned(),
    }
}

/// What stands in a box of the form.
fn said(row: &Row, key: &str) -> String {
    match (key, row.cell(key)) {
        ("point", Cell::Empty) => said(row, "place"),
        ("met", cell) => match row.cell("owner_met") {
            Cell::Flag(true) => format!("{}（见到出资人）", cell.words()),
            _ => cell.words(),
        },
        ("reach", Cell::Count(count)) => format!("{count} 户"),
        ("attendance", Cell::Count(count)) => format!("{count} 人"),
        (_, Cell::Day(day)) => words::day_words(*day),
        (_, cell) => cell.words(),
    }
}

/// The problems of the visit, in the order in which they were entered, a paragraph each.
fn problems(page: Page<'_>, row: &Row) -> Result<String, Error> {
    let Some(column) = Kind::Problem.dictionary().column("visit") else {
        return Ok(String::new());
    };
    let mut problems = page.rows(&Query::of(Kind::Problem).with(Filter::Refers(column, row.id)))?;
    problems.sort_by_key(|problem| problem.id);
    let lines: Vec<_> = problems
        .iter()
        .zip(1..)
        .map(|(problem, place)| {
            let of = |key: &str| problem.cell(key).words();
            // What became of each stands in the ledger: the page has room for what was asked, and how it is handled.
            let handling = match problem.cell("handling") {
                Cell::Empty => String::new(),
                handling => format!("（{}）", handling.words()),
            };
            let line = format!("{place}. {}：{}{handling}", of("company"), of("text"));
            shown(&line).into_owned()
        })
        .collect();
    Ok(lines.join("\n"))
}
