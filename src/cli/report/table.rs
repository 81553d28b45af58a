//! The report as a table for people, whole or divided, with the head and the foot of the paper form.

use std::fmt::Write as _;
use std::io::Write as _;

use crate::cli::output::Format;
use crate::cli::session::Session;
use crate::cli::settings::Setting;
use crate::document::{self, Row};
use crate::figure::{Counted, Dimension, Figure, Question, Report, Share, Slice};
use crate::record::Kind;
use crate::sheet::{Head, Look, Table, Writer, wrap};
use crate::store::Page;
use crate::value::text::{shown, width};
use crate::value::{Cell, Choice};

/// The title of the form.
pub(super) const TITLE: &str = "“小个专”党建工作统计表";

/// What stands for records that belong to none.
const NOWHERE: &str = "（未归口）";

/// The width of what is not printed on a terminal.
const WIDEST: usize = 200;

/// The width of a terminal below which only 本期 and 上年同期 stand beside 指标.
const NARROW: usize = 60;

/// The least width of a terminal on which 口径 fits.
const ROOMY: usize = 120;

/// Hands the rows to a writer that has the headings; the name of a group stands in a row of its own.
pub(super) fn fill(table: &document::Table, writer: &mut dyn Writer) -> anyhow::Result<()> {
    for row in &table.rows {
        match row {
            Row::Group(name) => {
                let mut cells = vec![Cell::Text(format!("【{name}】"))];
                cells.resize(table.heads.len(), Cell::Empty);
                writer.row(&cells)?;
            }
            Row::Cells(cells) => writer.row(cells)?,
            Row::Total(cells) => writer.total(cells)?,
        }
    }
    Ok(())
}

/// Draws a table on a terminal.
pub(super) fn draw(table: &document::Table, out: &mut Vec<u8>, look: Look) -> anyhow::Result<()> {
    let mut drawn = Table::new(out, look);
    drawn.begin(&table.heads)?;
    fill(table, &mut drawn)?;
    Ok(drawn.end()?)
}

/// The report as one sheet, for a file.
pub(super) fn flat(report: &Report) -> document::Table {
    match &report.by {
        None => whole(report, Format::Csv, None),
        Some((by, slices)) => {
            let with_visits = *by == Dimension::Point;
            divided(
                *by,
                slices,
                &divisible(report, *by),
                with_visits,
                &Cell::Empty,
            )
        }
    }
}

/// The report as the paper form: head, figures, notes, and the line to sign.
pub(super) fn form(
    session: &Session,
    page: Page<'_>,
    question: &Question,
    report: &Report,
    notes: &[String],
    look: Look,
) -> anyhow::Result<Vec<u8>> {
    let (head, foot) = around(session, page, question, report, notes)?;
    let mut form = head.into_bytes();
    match &report.by {
        None => draw(&whole(report, Format::Table, look.width), &mut form, look)?,
        Some((by, slices)) => blocks(&mut form, look, report, *by, slices)?,
    }
    form.extend(foot.bytes());
    Ok(form)
}

/// Room for the names in the first column of a divided report, in columns of a terminal.
const NAMES: usize = 24;

/// Room for a figure in a divided report: five 汉字 and the gap.
const FIGURE: usize = 12;

/// Draws a divided report group by group, as many figures side by side as fit; those that are nothing
/// everywhere are left out.
fn blocks(
    out: &mut Vec<u8>,
    look: Look,
    report: &Report,
    by: Dimension,
    slices: &[Slice],
) -> anyhow::Result<()> {
    let figures = telling(report, by);
    let width = look.width.unwrap_or(WIDEST);
    let most = (width.saturating_sub(NAMES) / FIGURE).max(2);
    let nothing = Cell::Text("—".to_owned());
    let mut with_visits = by == Dimension::Point;
    for group in figures.chunk_by(|one, other| one.figure.group == other.figure.group) {
        let Some(first) = group.first() else { continue };
        writeln!(out, "【{}】", first.figure.group.label())?;
        for block in abreast(group, most) {
            draw(
                &divided(by, slices, block, with_visits, &nothing),
                out,
                look,
            )?;
            writeln!(out)?;
            with_visits = false;
        }
    }
    Ok(())
}

/// A group in blocks of at most `most` figures side by side, of one size or nearly so.
pub(super) fn abreast<'a>(
    group: &'a [&'a Counted],
    most: usize,
) -> impl Iterator<Item = &'a [&'a Counted]> {
    let blocks = group.len().div_ceil(most.max(1)).max(1);
    group.chunks(group.len().div_ceil(blocks).max(1))
}

/// The figures that can be divided so and are something somewhere.
pub(super) fn telling(report: &Report, by: Dimension) -> Vec<&Counted> {
    let mut figures = divisible(report, by);
    figures.retain(|counted| {
        let mut values = counted.slices.iter().filter_map(|(value, _)| *value);
        values.any(|value| value != 0)
    });
    figures
}

/// What stands above the figures: whose they are, of when, and what they are limited to.
pub(super) fn facts(
    session: &Session,
    page: Page<'_>,
    question: &Question,
    report: &Report,
) -> anyhow::Result<Vec<String>> {
    let period = &report.period;
    let days = if period.title().contains('至') {
        String::new()
    } else {
        format!("（{} 至 {}）", period.from, period.to)
    };
    let mut facts = vec![
        format!(
            "填报单位：{}",
            blank(session.settings.text(Setting::Bureau))
        ),
        format!("统计期：{}{days}", period.title()),
        format!("截至：{}", report.asof),
    ];
    for share in &question.shares {
        facts.push(match share {
            Share::Point(id) => format!(
                "联系点：{}",
                page.row(Kind::Point, *id)?.cell("name").words()
            ),
            Share::Station(name) => format!("责任所：{name}"),
            Share::Section(name) => format!("责任科室：{name}"),
        });
    }
    Ok(facts)
}

/// Who answers for the figures.
pub(super) fn signs(session: &Session) -> Vec<String> {
    let settings = &session.settings;
    vec![
        format!("单位负责人：{}", blank(settings.text(Setting::Head))),
        format!("填表人：{}", blank(settings.text(Setting::Filler))),
        format!("联系电话：{}", blank(settings.text(Setting::Phone))),
    ]
}

/// A line to write on, where nothing is set.
pub(super) fn blank(text: Option<&str>) -> &str {
    text.unwrap_or("________")
}

/// The head and the foot of the printed form.
fn around(
    session: &Session,
    page: Page<'_>,
    question: &Question,
    report: &Report,
    notes: &[String],
) -> anyhow::Result<(String, String)> {
    let limit = session.outside.width.unwrap_or(usize::MAX);
    let mut head = format!("{TITLE}\n");
    lines(&mut head, &facts(session, page, question, report)?, limit);
    let mut foot = String::new();
    for note in notes {
        for line in wrap(note, limit) {
            let _ = writeln!(foot, "{line}");
        }
    }
    lines(&mut foot, &signs(session), limit);
    Ok((head, foot))
}

/// Puts facts side by side, as many as fit on a line.
pub(super) fn lines(text: &mut String, facts: &[String], limit: usize) {
    let mut line = String::new();
    for fact in facts {
        let fact = shown(fact);
        let joined = if line.is_empty() {
            fact.clone().into_owned()
        } else {
            format!("{line}　{fact}")
        };
        if !line.is_empty() && width(&joined) > limit {
            for line in wrap(&line, limit) {
                let _ = writeln!(text, "{line}");
            }
            line = fact.into_owned();
        } else {
            line = joined;
        }
    }
    for line in wrap(&line, limit) {
        let _ = writeln!(text, "{line}");
    }
}

/// The value of a figure as a cell.
pub(in crate::cli) fn cell(figure: &Figure, value: Option<i64>) -> Cell {
    match value {
        None => Cell::Empty,
        Some(value) if figure.is_rate() => Cell::Rate(value),
        Some(value) => Cell::Count(value),
    }
}

/// The figures one below the other: in a table under the headings of their groups, in a file with the group
/// in a column of its own.
pub(super) fn whole(report: &Report, format: Format, width: Option<usize>) -> document::Table {
    let is_table = format != Format::Csv;
    let with_basis = !is_table || width.is_none_or(|width| width >= ROOMY);
    let with_change = !is_table || width.is_none_or(|width| width >= NARROW);
    let columns: Vec<Column> = [
        (
            !is_table,
            Head::new("group", "分组"),
            group as fn(&Counted) -> Cell,
        ),
        (true, Head::new("label", "指标"), label),
        (with_change, Head::new("unit", "单位"), unit),
        (true, Head::new("value", "本期").right(), |counted| {
            cell(counted.figure, counted.value)
        }),
        (true, Head::new("prior", "上年同期").right(), |counted| {
            cell(counted.figure, counted.prior)
        }),
        (with_change, Head::new("change", "增减").right(), change),
        (
            with_change,
            Head::new("change_rate", "增减%").right(),
            change_rate,
        ),
        (
            report.cumulative.is_some() && with_change,
            Head::new("cumulative", "本年累计").right(),
            |counted| cell(counted.figure, counted.cumulative),
        ),
        (with_basis, Head::new("basis", "口径").note(), basis),
    ]
    .into_iter()
    .filter(|(wanted, ..)| *wanted)
    .map(|(_, head, content)| (head, content))
    .collect();
    let mut rows = Vec::new();
    for counted in report
        .figures
        .chunk_by(|one, other| one.figure.group == other.figure.group)
    {
        if let (true, Some(first)) = (is_table, counted.first()) {
            rows.push(Row::Group(first.figure.group.label().to_owned()));
        }
        let printed = counted
            .iter()
            .filter(|counted| !is_table || !counted.is_idle());
        rows.extend(printed.map(|counted| {
            let cells = columns.iter().map(|(_, content)| content(counted));
            let cells = cells.map(|cell| {
                if is_table && cell.is_empty() {
                    Cell::Text("—".to_owned())
                } else {
                    cell
                }
            });
            Row::Cells(cells.collect())
        }));
    }
    let heads = columns.into_iter().map(|(head, _)| head).collect();
    document::Table { heads, rows }
}

/// A column of the report: its heading, and its cell for a figure.
type Column = (Head, fn(&Counted) -> Cell);

/// 分组
fn group(counted: &Counted) -> Cell {
    Cell::Text(counted.figure.group.label().to_owned())
}

/// 指标
fn label(counted: &Counted) -> Cell {
    Cell::Text(counted.figure.label.to_owned())
}

/// 单位
fn unit(counted: &Counted) -> Cell {
    Cell::Text(counted.figure.unit.to_owned())
}

/// 口径
fn basis(counted: &Counted) -> Cell {
    Cell::Text(counted.basis.clone())
}

/// 增减
fn change(counted: &Counted) -> Cell {
    let change = counted
        .value
        .zip(counted.prior)
        .map(|(value, prior)| value - prior);
    cell(counted.figure, change)
}

/// How much a count has grown in percent; nothing where there was nothing, and for rates.
fn change_rate(counted: &Counted) -> Cell {
    match (counted.value, counted.prior) {
        (Some(value), Some(prior)) if prior > 0 && !counted.figure.is_rate() => {
            let tenths = (value - prior) * 1000;
            // Half a tenth is rounded away from zero.
            Cell::Rate((tenths * 2 + tenths.signum() * prior) / (2 * prior))
        }
        _ => Cell::Empty,
    }
}

/// The figures that can be divided so.
fn divisible(report: &Report, by: Dimension) -> Vec<&Counted> {
    report
        .figures
        .iter()
        .filter(|counted| counted.figure.divides_by(by))
        .collect()
}

/// A row for each slice, a column for each figure; the total is the report's own. What belongs to none has a
/// row only where there is such a thing. `nothing` stands for a rate with nothing to divide by.
pub(super) fn divided(
    by: Dimension,
    slices: &[Slice],
    figures: &[&Counted],
    with_visits: bool,
    nothing: &Cell,
) -> document::Table {
    let cell = |figure: &Figure, value| match cell(figure, value) {
        Cell::Empty => nothing.clone(),
        cell => cell,
    };
    let counts = |place: usize| {
        let mut values = figures
            .iter()
            .filter_map(|counted| counted.slices.get(place)?.0);
        values.any(|value| value != 0)
    };
    let mut heads = vec![Head::new("name", by.entry().label)];
    let mut total = vec![Cell::Text("合计".to_owned())];
    if with_visits {
        heads.push(Head::new("last_visit", "最近走访"));
        total.push(Cell::Empty);
    }
    for counted in figures {
        heads.push(Head::new(counted.figure.key, counted.figure.label).right());
        total.push(cell(counted.figure, counted.value));
    }
    let mut rows: Vec<_> = slices
        .iter()
        .enumerate()
        .filter(|(place, slice)| slice.slot.name.is_some() || counts(*place))
        .map(|(place, slice)| {
            let name = slice
                .slot
                .name
                .clone()
                .unwrap_or_else(|| NOWHERE.to_owned());
            let mut row = vec![Cell::Text(name)];
            if with_visits {
                row.push(slice.visited.map_or(Cell::Empty, Cell::Day));
            }
            row.extend(figures.iter().map(|counted| {
                let value = counted.slices.get(place).and_then(|(value, _)| *value);
                cell(counted.figure, value)
            }));
            Row::Cells(row)
        })
        .collect();
    rows.push(Row::Total(total));
    document::Table { heads, rows }
}
