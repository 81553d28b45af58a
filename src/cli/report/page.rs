//! The report as a page to look at and to print: the figures, bars by month and by contact point, the warnings.

use super::table::{TITLE, abreast, divided, facts, signs, telling, whole};
use crate::check;
use crate::cli::output::Format;
use crate::cli::session::Session;
use crate::cli::words;
use crate::document::{Bars, Block, Document, Layout, Level, Row, Table};
use crate::figure::{self, Dimension, Question, Report};
use crate::record::Kind;
use crate::sheet::Head;
use crate::store::Page;
use crate::value::{Cell, Choice, Period};

/// The figures that are drawn as bars.
const DRAWN: &[&str] = &["visits", "problems-solved"];

/// How many figures of a divided report stand side by side on a sheet of A4.
const ABREAST: usize = 7;

/// The page: what is signed first, below it what only helps to read it.
pub(super) fn document(
    session: &Session,
    page: Page<'_>,
    question: &Question,
    report: &Report,
    notes: &[String],
) -> anyhow::Result<Document> {
    let mut blocks = vec![
        Block::Facts(facts(session, page, question, report)?),
        Block::Table(whole(report, Format::Html, None)),
    ];
    blocks.extend(by_chosen(report));
    if !notes.is_empty() {
        blocks.push(Block::Notes(notes.to_vec()));
    }
    blocks.push(Block::Facts(signs(session)));
    for by in [Dimension::Month, Dimension::Point] {
        blocks.extend(bars(page, question, by)?);
    }
    blocks.extend(warnings(session, page, question)?);
    Ok(Document {
        title: TITLE.to_owned(),
        layout: Layout::Form,
        blocks,
    })
}

/// What `check` warns of in the period, of the contact points that the report is limited to; what was accepted
/// is left out.
fn warnings(session: &Session, page: Page<'_>, question: &Question) -> anyhow::Result<Vec<Block>> {
    let asked = check::Question {
        period: question.period,
        today: question.today,
        point: None,
    };
    let points: Vec<i64> = page
        .rows(&figure::limited(Kind::Point, &question.shares))?
        .iter()
        .map(|row| row.id)
        .collect();
    let mut findings = check::check(page, &asked, &session.settings.limits)?;
    findings.retain(|finding| {
        let within = || finding.point().is_some_and(|point| points.contains(&point));
        finding.waiver.is_none() && (question.shares.is_empty() || within())
    });
    if findings.is_empty() {
        return Ok(Vec::new());
    }
    let rows = findings.iter().map(|finding| {
        Row::Cells(vec![
            Cell::Text(finding.colour.entry().label.to_owned()),
            Cell::Text(finding.rule.label.to_owned()),
            Cell::Text(words::about(finding)),
            Cell::Text(words::sentence(finding)),
        ])
    });
    let table = Table {
        heads: vec![
            Head::new("colour", "颜色"),
            Head::new("rule", "规则"),
            Head::new("record", "记录"),
            Head::new("text", "情况").note(),
        ],
        rows: rows.collect(),
    };
    Ok(vec![
        Block::Heading(Level::Second, "预警".to_owned()),
        Block::Table(table),
    ])
}

/// The tables of a divided report, one a group.
fn by_chosen(report: &Report) -> Vec<Block> {
    let Some((by, slices)) = &report.by else {
        return Vec::new();
    };
    let nothing = Cell::Text("—".to_owned());
    let figures = telling(report, *by);
    let mut blocks = Vec::new();
    let mut with_visits = *by == Dimension::Point;
    for group in figures.chunk_by(|one, other| one.figure.group == other.figure.group) {
        if let Some(first) = group.first() {
            let title = format!("按{}：{}", by.entry().label, first.figure.group.label());
            blocks.push(Block::Heading(Level::Second, title));
            for block in abreast(group, ABREAST) {
                let table = divided(*by, slices, block, with_visits, &nothing);
                blocks.push(Block::Table(table));
                with_visits = false;
            }
        }
    }
    blocks
}

/// The bars of some figures, a bar for each month or contact point; none where there is but one, or nothing.
fn bars(page: Page<'_>, question: &Question, by: Dimension) -> anyhow::Result<Vec<Block>> {
    let asked = Question {
        period: question.period,
        today: question.today,
        shares: question.shares.clone(),
        by: Some(by),
    };
    let report = figure::report(page, &asked)?;
    let Some((_, slices)) = &report.by else {
        return Ok(Vec::new());
    };
    let mut blocks = Vec::new();
    for counted in DRAWN.iter().filter_map(|key| report.figure(key)) {
        let bars: Vec<_> = slices
            .iter()
            .zip(&counted.slices)
            .filter_map(|(slice, (value, _))| {
                Some((
                    named(slice.slot.name.as_deref()?, by, &question.period),
                    (*value)?,
                ))
            })
            .collect();
        if bars.len() > 1 && bars.iter().any(|(_, value)| *value > 0) {
            blocks.push(Block::Bars(Bars {
                title: format!("各{}{}", by.entry().label, counted.figure.label),
                unit: counted.figure.unit.to_owned(),
                counts: bars,
            }));
        }
    }
    Ok(blocks)
}

/// What a bar is called: a month within one year without the year.
fn named(name: &str, by: Dimension, period: &Period) -> String {
    match name.split_once('-') {
        Some((_, month)) if by == Dimension::Month && period.from.year() == period.to.year() => {
            format!("{}月", month.trim_start_matches('0'))
        }
        _ => name.to_owned(),
    }
}
