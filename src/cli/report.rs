//! `report`: the figures of a period, and the records behind one of them.

use std::fmt::Write as _;
use std::io::Write as _;

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::complaint::Complaint;
use super::flags::{choice, flag, period, text, with_period};
use super::output::{Destination, Field, Format, with_output};
use super::session::{Session, resolve};
use super::words;
use crate::figure::{
    self, Counted, Dimension, FIGURES, Figure, Part, Question, Report, Share, Slice,
};
use crate::record::Kind;
use crate::sheet::{self, Head, Look, Table, Writer, wrap};
use crate::store::Page;
use crate::value::text::{nearest, shown};
use crate::value::{Cell, Choice, Period};

/// What stands for records that belong to none.
const NOWHERE: &str = "（未归口）";

/// The width of what is not printed on a terminal.
const WIDEST: usize = 200;

/// The least width of a terminal on which 口径 fits.
const ROOMY: usize = 120;

/// The command.
pub(super) fn command() -> Command {
    let command = Command::new("report")
        .alias("统计")
        .about("统计表：本期、上年同期和增减；不写时间时为今年")
        .args(
            [
                flag("point", "联系点", "联系点", "只算这个联系点的"),
                flag("station", "责任所", "责任所", "只算这个所的"),
                flag("section", "责任科室", "责任科室", "只算这个科室的"),
            ]
            .map(|flag| flag.help_heading("筛选")),
        )
        .args(
            [
                flag("by", "按", "分法", "分开算：point（联系点）、station（责任所）、section（责任科室）、category（问题类别）、month（月份）"),
                flag("explain", "说明", "指标", "列出一个数背后的记录，如 onsite-problems、现场解决问题"),
            ]
            .map(|flag| flag.help_heading("内容")),
        );
    with_output(with_period(command, "统计"))
}

/// Prints the report, or the records behind one figure.
pub(super) fn run(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let destination = Destination::of(matches)?;
    let by = choice::<Dimension>(matches, "by")?;
    let explained = text(matches, "explain").map(figure_named).transpose()?;
    let today = session.today();
    let asked = match period(matches, today)? {
        Some(period) => period,
        None => Period::year(today.year())
            .ok_or_else(|| Complaint::refused("今年不在能统计的年份里。"))?,
    };
    if asked.from > today {
        return Err(Complaint::refused(format!("{}还没有开始。", asked.title()))
            .hint(format!(
                "今天是 {}，换一个时间，例如 --year {}",
                words::day_words(today),
                today.year()
            ))
            .into());
    }
    let ledger = session.ledger()?;
    let page = ledger.page();
    let question = Question {
        period: asked,
        today,
        shares: shares(page, matches)?,
        by,
    };
    match explained {
        Some(figure) => explain(session, page, &question, figure, &destination),
        None => print(session, page, &question, &destination),
    }
}

/// What the report is limited to.
fn shares(page: Page<'_>, matches: &ArgMatches) -> anyhow::Result<Vec<Share>> {
    let mut shares = Vec::new();
    if let Some(typed) = text(matches, "point") {
        shares.push(Share::Point(resolve(page, Kind::Point, typed)?.id));
    }
    shares.extend(text(matches, "station").map(|name| Share::Station(name.to_owned())));
    shares.extend(text(matches, "section").map(|name| Share::Section(name.to_owned())));
    Ok(shares)
}

/// The figure of this key or label.
fn figure_named(typed: &str) -> Result<&'static Figure, Complaint> {
    let printed = || FIGURES.iter().filter(|figure| !figure.hidden);
    printed()
        .find(|figure| figure.key == typed || figure.label == typed)
        .ok_or_else(|| {
            let names: Vec<_> = printed()
                .flat_map(|figure| [figure.key, figure.label])
                .collect();
            let complaint =
                Complaint::not_understood(format!("没有「{}」这个指标。", shown(typed)));
            let near = nearest(typed, names, 1);
            let complaint = match near.first() {
                Some(near) => complaint.hint(format!("是不是想写「{near}」？")),
                None => complaint,
            };
            let keys: Vec<_> = printed().map(|figure| figure.key).collect();
            complaint.hint(format!("可选：{}", keys.join("、")))
        })
}

/// Prints a report.
pub(super) fn print(
    session: &mut Session,
    page: Page<'_>,
    question: &Question,
    destination: &Destination,
) -> anyhow::Result<()> {
    let report = figure::report(page, question)?;
    let notes = notes(&report);
    let look = destination.look(session);
    match (destination.format, &report.by) {
        (Format::Json, _) => {
            let text = json(session, &report)?;
            destination.write_with(session, |out| Ok(out.write_all(text.as_bytes())?))?;
        }
        (Format::Csv, by) => {
            let sheet = match by {
                None => whole(&report, Format::Csv, None),
                Some((by, slices)) => divided(*by, slices, &divisible(&report, *by)),
            };
            destination.write(session, &sheet.0, |writer| fill(writer, &sheet))?;
        }
        (Format::Table, by) => {
            let (head, foot) = around(session, page, question, &report, &notes)?;
            let mut body = Vec::new();
            match by {
                None => table(&mut body, look, &whole(&report, Format::Table, look.width))?,
                Some((by, slices)) => blocks(&mut body, look, &report, *by, slices)?,
            }
            destination.write_with(session, |out| {
                out.write_all(head.as_bytes())?;
                out.write_all(&body)?;
                Ok(out.write_all(foot.as_bytes())?)
            })?;
        }
    }
    if destination.format != Format::Table {
        for note in &notes {
            session.say(note)?;
        }
    }
    Ok(())
}

/// Hands a sheet to a writer.
fn fill(writer: &mut dyn Writer, (_, rows, total): &Sheet) -> anyhow::Result<()> {
    for row in rows {
        writer.row(row)?;
    }
    if let Some(total) = total {
        writer.total(total)?;
    }
    Ok(())
}

/// Draws a sheet as a table.
fn table(out: &mut Vec<u8>, look: Look, sheet: &Sheet) -> anyhow::Result<()> {
    let mut table = Table::new(out, look);
    table.begin(&sheet.0)?;
    fill(&mut table, sheet)?;
    Ok(table.end()?)
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
    let figures: Vec<_> = divisible(report, by)
        .into_iter()
        .filter(|counted| {
            counted
                .slices
                .iter()
                .any(|(value, _)| value.is_some_and(|value| value != 0))
        })
        .collect();
    let width = look.width.unwrap_or(WIDEST);
    let most = (width.saturating_sub(NAMES) / FIGURE).max(2);
    for group in figures.chunk_by(|one, other| one.figure.group == other.figure.group) {
        let Some(first) = group.first() else { continue };
        writeln!(out, "【{}】", first.figure.group.label())?;
        // The blocks of a group are of one size, or nearly so.
        let size = group.len().div_ceil(group.len().div_ceil(most));
        for block in group.chunks(size) {
            table(out, look, &divided(by, slices, block))?;
        }
    }
    Ok(())
}

/// What must be said beside the figures.
fn notes(report: &Report) -> Vec<String> {
    let mut notes = Vec::new();
    if report.is_running() {
        notes.push(format!(
            "本期还没有结束，只算到 {}；上年同期也只算到 {}。",
            report.asof, report.prior.1
        ));
    }
    if report.unconfirmed > 0 {
        notes.push(format!(
            "有 {} 个联系点没有确认时间，没有计入。",
            report.unconfirmed
        ));
    }
    notes
}

/// The head and the foot of the printed form.
fn around(
    session: &Session,
    page: Page<'_>,
    question: &Question,
    report: &Report,
    notes: &[String],
) -> anyhow::Result<(String, String)> {
    let width = session.outside.width.unwrap_or(usize::MAX);
    let blank = |text: &Option<String>| text.clone().unwrap_or_else(|| "________".to_owned());
    let settings = &session.settings;
    let mut head = String::from("“小个专”党建工作统计表\n");
    let period = &report.period;
    let days = if period.title().contains('至') {
        String::new()
    } else {
        format!("（{} 至 {}）", period.from, period.to)
    };
    let mut facts = vec![
        format!("填报单位：{}", blank(&settings.bureau)),
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
    lines(&mut head, &facts, width);
    let mut foot = String::new();
    for note in notes {
        for line in wrap(note, width) {
            let _ = writeln!(foot, "{line}");
        }
    }
    let signs = [
        format!("单位负责人：{}", blank(&settings.head)),
        format!("填表人：{}", blank(&settings.filler)),
        format!("联系电话：{}", blank(&settings.phone)),
    ];
    lines(&mut foot, &signs, width);
    Ok((head, foot))
}

/// Puts facts side by side, as many as fit on a line.
fn lines(text: &mut String, facts: &[String], width: usize) {
    let mut line = String::new();
    for fact in facts {
        let fact = shown(fact);
        let joined = if line.is_empty() {
            fact.clone().into_owned()
        } else {
            format!("{line}　{fact}")
        };
        if !line.is_empty() && crate::value::text::width(&joined) > width {
            let _ = writeln!(text, "{line}");
            line = fact.into_owned();
        } else {
            line = joined;
        }
    }
    let _ = writeln!(text, "{line}");
}

/// A sheet: headings, rows, and the row of totals.
type Sheet = (Vec<Head>, Vec<Vec<Cell>>, Option<Vec<Cell>>);

/// The value of a figure as a cell.
fn cell(figure: &Figure, value: Option<i64>) -> Cell {
    match value {
        None => Cell::Empty,
        Some(value) if figure.is_rate() => Cell::Rate(value),
        Some(value) => Cell::Count(value),
    }
}

/// The figures one below the other: in a table under the headings of their groups, in a file with the group
/// in a column of its own.
fn whole(report: &Report, format: Format, width: Option<usize>) -> Sheet {
    let is_table = format == Format::Table;
    let with_basis = !is_table || width.is_none_or(|width| width >= ROOMY);
    let mut heads = vec![
        Head::new("label", "指标"),
        Head::new("unit", "单位"),
        Head::new("value", "本期").right(),
        Head::new("prior", "上年同期").right(),
        Head::new("change", "增减").right(),
        Head::new("change_rate", "增减%").right(),
    ];
    if report.cumulative.is_some() {
        heads.push(Head::new("cumulative", "本年累计").right());
    }
    if with_basis {
        heads.push(Head::new("basis", "口径").note());
    }
    if !is_table {
        heads.insert(0, Head::new("group", "分组"));
    }
    let mut rows = Vec::new();
    let mut group = None;
    for counted in &report.figures {
        let figure = counted.figure;
        if is_table && group != Some(figure.group) {
            group = Some(figure.group);
            let mut title = vec![Cell::Text(format!("【{}】", figure.group.label()))];
            title.resize(heads.len(), Cell::Empty);
            rows.push(title);
        }
        let dash = |cell: Cell| {
            if is_table && cell.is_empty() {
                Cell::Text("—".to_owned())
            } else {
                cell
            }
        };
        let change = counted
            .value
            .zip(counted.prior)
            .map(|(value, prior)| value - prior);
        let mut row = vec![
            Cell::Text(figure.label.to_owned()),
            Cell::Text(figure.unit.to_owned()),
            dash(cell(figure, counted.value)),
            dash(cell(figure, counted.prior)),
            dash(cell(figure, change)),
            dash(change_rate(counted)),
        ];
        if report.cumulative.is_some() {
            row.push(dash(cell(figure, counted.cumulative)));
        }
        if with_basis {
            row.push(Cell::Text(figure.basis.to_owned()));
        }
        if !is_table {
            row.insert(0, Cell::Text(figure.group.label().to_owned()));
        }
        rows.push(row);
    }
    (heads, rows, None)
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

/// A row for each slice, a column for each figure; the total is the report's own.
fn divided(by: Dimension, slices: &[Slice], figures: &[&Counted]) -> Sheet {
    let is_point = by == Dimension::Point;
    let mut heads = vec![Head::new("name", by.entry().label)];
    let mut total = vec![Cell::Text("合计".to_owned())];
    if is_point {
        heads.push(Head::new("last_visit", "最近走访"));
        total.push(Cell::Empty);
    }
    for counted in figures {
        heads.push(Head::new(counted.figure.key, counted.figure.label).right());
        total.push(cell(counted.figure, counted.value));
    }
    let rows = slices
        .iter()
        .enumerate()
        .map(|(place, slice)| {
            let name = slice
                .slot
                .name
                .clone()
                .unwrap_or_else(|| NOWHERE.to_owned());
            let mut row = vec![Cell::Text(name)];
            if is_point {
                row.push(slice.visited.map_or(Cell::Empty, Cell::Day));
            }
            row.extend(figures.iter().map(|counted| {
                let value = counted.slices.get(place).and_then(|(value, _)| *value);
                cell(counted.figure, value)
            }));
            row
        })
        .collect();
    (heads, rows, Some(total))
}

/// The report as programs read it. These names are frozen.
#[derive(Serialize)]
struct Frozen<'a> {
    period: FrozenPeriod,
    asof: String,
    bureau: Option<&'a str>,
    figures: Vec<FrozenFigure<'a>>,
}

#[derive(Serialize)]
struct FrozenPeriod {
    from: String,
    to: String,
}

#[derive(Serialize)]
struct FrozenFigure<'a> {
    group: &'a str,
    key: &'a str,
    label: &'a str,
    unit: &'a str,
    value: serde_json::Value,
    prior: serde_json::Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    cumulative: Option<serde_json::Value>,
    basis: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<Vec<FrozenSlice>>,
}

#[derive(Serialize)]
struct FrozenSlice {
    name: Option<String>,
    id: Option<i64>,
    value: serde_json::Value,
    prior: serde_json::Value,
}

/// A value as JSON: a rate with one decimal, null where there is none.
fn number(figure: &Figure, value: Option<i64>) -> serde_json::Value {
    match value {
        None => serde_json::Value::Null,
        #[expect(clippy::cast_precision_loss, reason = "a rate has few digits")]
        Some(value) if figure.is_rate() => (value as f64 / 10.0).into(),
        Some(value) => value.into(),
    }
}

/// The report as JSON.
fn json(session: &Session, report: &Report) -> anyhow::Result<String> {
    let figures = report
        .figures
        .iter()
        .map(|counted| {
            let figure = counted.figure;
            FrozenFigure {
                group: figure.group.label(),
                key: figure.key,
                label: figure.label,
                unit: figure.unit,
                value: number(figure, counted.value),
                prior: number(figure, counted.prior),
                cumulative: report
                    .cumulative
                    .map(|_| number(figure, counted.cumulative)),
                basis: figure.basis,
                by: report
                    .by
                    .as_ref()
                    .filter(|(by, _)| figure.divides_by(*by))
                    .map(|(_, slices)| {
                        slices
                            .iter()
                            .zip(&counted.slices)
                            .map(|(slice, (value, prior))| FrozenSlice {
                                name: slice.slot.name.clone(),
                                id: slice.slot.id,
                                value: number(figure, *value),
                                prior: number(figure, *prior),
                            })
                            .collect()
                    }),
            }
        })
        .collect();
    let frozen = Frozen {
        period: FrozenPeriod {
            from: report.period.from.to_string(),
            to: report.period.to.to_string(),
        },
        asof: report.asof.to_string(),
        bureau: session.settings.bureau.as_deref(),
        figures,
    };
    Ok(sheet::text(&serde_json::to_value(&frozen)?))
}

/// Prints a figure and the very records behind it.
fn explain(
    session: &mut Session,
    page: Page<'_>,
    question: &Question,
    figure: &'static Figure,
    destination: &Destination,
) -> anyhow::Result<()> {
    let parts = figure::explain(page, question, figure)?;
    match destination.format {
        Format::Table => {
            let report = figure::report(page, question)?;
            let counted = report.figure(figure.key).and_then(|counted| counted.value);
            let text = explained(question, figure, counted, &parts);
            destination.write_with(session, |out| Ok(out.write_all(text.as_bytes())?))
        }
        Format::Csv | Format::Json => {
            let [part] = parts.as_slice() else {
                return Err(Complaint::refused(format!(
                    "{}由几个数算出，不能列成一张表。",
                    figure.label
                ))
                .hint("不写 --format，直接看")
                .into());
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
    }
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
            if part.is_grouped() {
                if place == 0 || part.evidence[place - 1].worth != one.worth {
                    group += 1;
                }
                let _ = writeln!(text, "  {group:>2}  {}", words::brief(&one.row));
            } else if let rusqlite::types::Value::Integer(worth) = one.worth
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
