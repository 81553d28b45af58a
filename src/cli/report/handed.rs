//! `report --freeze`, `--unfreeze` and `--handed`: what was handed in.

use super::table::{TITLE, blank, cell, draw, lines, signs};
use crate::cli::complaint::Complaint;
use crate::cli::flags::typed_period;
use crate::cli::output::{Destination, Field, Format};
use crate::cli::session::{Session, resolve};
use crate::cli::settings::Setting;
use crate::cli::words;
use crate::document::{self, Block, Document, Layout, Table};
use crate::entry;
use crate::figure::{FIGURES, Figure, Kept, Question, Share, kept};
use crate::record::Kind;
use crate::sheet::Head;
use crate::store::{Ledger, Page, Query, Row};
use crate::value::text::shown;
use crate::value::{Cell, Day, Period};

/// The command of the history.
const VERB: &str = "report freeze";

/// Keeps the figures as they are handed in.
pub(super) fn freeze(
    session: &mut Session,
    ledger: &mut Ledger,
    question: &Question,
) -> anyhow::Result<()> {
    let asof = question.period.asof(question.today);
    let person = session.author().to_owned();
    let command = session.command(VERB);
    // Counted and kept under one lock, so that no other command comes in between.
    let (id, figures, same) = ledger.write(&command, |writing| -> anyhow::Result<_> {
        let page = writing.page();
        let figures = kept(page, question)?;
        let same = same(page, question, asof, &figures)?;
        let mut given = vec![
            ("name", Cell::Text(question.period.title())),
            ("begins_on", Cell::Day(question.period.from)),
            ("ends_on", Cell::Day(question.period.to)),
            ("asof_on", Cell::Day(asof)),
            ("date", Cell::Day(question.today)),
            ("person", Cell::Text(person)),
            ("figures", Cell::Text(serde_json::to_string(&figures)?)),
        ];
        for share in &question.shares {
            given.push(match share {
                Share::Point(id) => {
                    let link = entry::link_to(&page.row(Kind::Point, *id)?);
                    ("point", Cell::Link(link))
                }
                Share::Station(name) => ("station", Cell::Text(name.clone())),
                Share::Section(name) => ("section", Cell::Text(name.clone())),
            });
        }
        let dictionary = Kind::Handed.dictionary();
        let mut cells = vec![Cell::Empty; dictionary.columns.len()];
        for (key, cell) in given {
            if let Some(place) = dictionary.place(key) {
                cells[place] = cell;
            }
        }
        Ok((writing.add(Kind::Handed, &cells)?, figures.len(), same))
    })?;
    session.say(format!(
        "已定稿 {id}：{}，截至 {asof}，{figures} 个指标。",
        question.period.title()
    ))?;
    if let Some(same) = same {
        session.warn(format!(
            "和定稿 {same} 的数都一样；多定了的话，撤回：xgz report --unfreeze {id}"
        ))?;
    }
    if asof < question.period.to {
        session.warn("本期还没有结束，定下的是到今天为止的数。")?;
    }
    session.say(format!("以后看哪些数变了：xgz report --against {id}"))?;
    Ok(())
}

/// The newest report that was handed in of the same period and limits, as of the same day, with the same values.
fn same(
    page: Page<'_>,
    question: &Question,
    asof: Day,
    figures: &Kept,
) -> anyhow::Result<Option<i64>> {
    let mut same = None;
    for row in page.rows(&Query::of(Kind::Handed))? {
        let (then, values) = read(&row)?;
        let is_same = (then.period.from, then.period.to, then.today, &then.shares)
            == (
                question.period.from,
                question.period.to,
                asof,
                &question.shares,
            );
        if is_same && values == *figures {
            same = same.max(Some(row.id));
        }
    }
    Ok(same)
}

/// Takes back what was handed in, into the history.
pub(super) fn unfreeze(
    session: &mut Session,
    ledger: &mut Ledger,
    typed: &str,
) -> anyhow::Result<()> {
    let row = meant(ledger.page(), typed, &Asked::NOTHING)?;
    let command = session.command("report unfreeze");
    ledger.write(&command, |writing| writing.remove(Kind::Handed, row.id))?;
    Ok(session.say(format!("已撤回{}", words::brief(&row)))?)
}

/// Lists what was handed in, or prints the one that is named as it was.
pub(super) fn show(
    session: &mut Session,
    page: Page<'_>,
    typed: &str,
    destination: &Destination,
) -> anyhow::Result<()> {
    if typed.is_empty() {
        return list(session, page, destination);
    }
    let row = meant(page, typed, &Asked::NOTHING)?;
    let (question, figures) = read(&row)?;
    match destination.format {
        Format::Markdown | Format::Html | Format::Docx => {
            let document = Document {
                title: TITLE.to_owned(),
                layout: Layout::Form,
                blocks: vec![
                    Block::Facts(facts(session, &row, &question)),
                    Block::Table(values(&figures)),
                    Block::Facts(signs(session)),
                ],
            };
            destination.print(session, &document)
        }
        Format::Csv | Format::Json => {
            let key = Head::new("key", "键名");
            let heads: Vec<_> = std::iter::once(key).chain(heads()).collect();
            destination.write(session, &heads, |writer| {
                for (figure, value) in known(&figures) {
                    let mut cells = vec![Cell::Text(figure.key.to_owned())];
                    cells.extend(row_of(figure, value));
                    writer.row(&cells)?;
                }
                Ok(())
            })
        }
        Format::Table => {
            let look = destination.look(session);
            let mut out = Vec::new();
            let limit = look.width.unwrap_or(usize::MAX);
            let mut head = format!("{TITLE}\n");
            lines(&mut head, &facts(session, &row, &question), limit);
            out.extend(head.bytes());
            draw(&values(&figures), &mut out, look)?;
            destination.write_with(session, |file| Ok(file.write_all(&out)?))
        }
    }
}

/// The figures that were handed in, in the order of the report. One that the program does not know any more has
/// no name.
fn known(figures: &Kept) -> Vec<(&'static Figure, Option<i64>)> {
    FIGURES
        .iter()
        .filter_map(|figure| Some((figure, *figures.get(figure.key)?)))
        .collect()
}

/// What stands for a figure in a row.
fn row_of(figure: &Figure, value: Option<i64>) -> Vec<Cell> {
    vec![
        Cell::Text(figure.label.to_owned()),
        Cell::Text(figure.unit.to_owned()),
        cell(figure, value),
    ]
}

/// The headings of such rows.
fn heads() -> Vec<Head> {
    vec![
        Head::new("label", "指标"),
        Head::new("unit", "单位"),
        Head::new("value", "定稿").right(),
    ]
}

/// The values that were handed in, group by group.
fn values(figures: &Kept) -> Table {
    let mut rows = Vec::new();
    for group in known(figures).chunk_by(|(one, _), (other, _)| one.group == other.group) {
        if let Some((first, _)) = group.first() {
            rows.push(document::Row::Group(first.group.label().to_owned()));
        }
        let cells = group.iter().map(|(figure, value)| row_of(figure, *value));
        rows.extend(cells.map(document::Row::Cells));
    }
    Table {
        heads: heads(),
        rows,
    }
}

/// What stands above the values: whose they are, of when, and who handed them in.
fn facts(session: &Session, row: &Row, question: &Question) -> Vec<String> {
    let mut facts = vec![
        format!(
            "填报单位：{}",
            blank(session.settings.text(Setting::Bureau))
        ),
        format!("统计期：{}", question.period.title()),
        format!("截至：{}", question.today),
    ];
    facts.extend(range(row));
    facts.push(format!(
        "定稿 {}：{} 由{}定稿",
        row.id,
        row.cell("date").words(),
        shown(&row.cell("person").words())
    ));
    facts
}

/// What a report that was handed in is limited to.
pub(super) fn range(row: &Row) -> Vec<String> {
    ["point", "station", "section"]
        .into_iter()
        .filter(|key| !row.cell(key).is_empty())
        .filter_map(|key| {
            let label = row.kind.dictionary().column(key)?.label;
            Some(format!("{label}：{}", shown(&row.cell(key).words())))
        })
        .collect()
}

/// Lists what was handed in.
fn list(session: &mut Session, page: Page<'_>, destination: &Destination) -> anyhow::Result<()> {
    let kind = Kind::Handed;
    let rows = page.rows(&Query::of(kind))?;
    let mut fields = Field::listed(kind);
    if destination.format == Format::Table {
        fields.retain(|field| rows.iter().any(|row| !field.cell(row, true).is_empty()));
    }
    let heads: Vec<_> = fields.iter().map(|field| field.head(kind)).collect();
    destination.write(session, &heads, |writer| {
        for row in &rows {
            let cells: Vec<_> = fields.iter().map(|field| field.cell(row, false)).collect();
            writer.row(&cells)?;
        }
        Ok(())
    })?;
    if rows.is_empty() {
        session.say("还没有定稿。定稿：xgz report --year 2022 --freeze")?;
    }
    Ok(())
}

/// What a command line says of the report that was handed in: perhaps its period, perhaps what it is limited to.
pub(super) struct Asked<'q> {
    /// The period, where one is named.
    pub(super) period: Option<Period>,
    /// What it is limited to.
    pub(super) shares: &'q [Share],
}

impl Asked<'_> {
    /// Nothing.
    const NOTHING: Self = Self {
        period: None,
        shares: &[],
    };

    /// Whether a report that was handed in is the like. A period alone means the whole of it.
    pub(super) fn is_of(&self, row: &Row) -> bool {
        let is_then = self.period.is_none_or(|period| {
            let days = [period.from, period.to].map(Cell::Day);
            [row.cell("begins_on"), row.cell("ends_on")] == [&days[0], &days[1]]
        });
        let says_nothing = self.period.is_none() && self.shares.is_empty();
        is_then && (says_nothing || shares(row) == self.shares)
    }

    /// As it is typed.
    fn typed(&self) -> String {
        let period = self
            .period
            .map(|period| format!(" {}", typed_period(&period)));
        let shares = self.shares.iter().map(|share| match share {
            Share::Point(id) => format!(" --point {id}"),
            Share::Station(name) => format!(" --station {}", shown(name)),
            Share::Section(name) => format!(" --section {}", shown(name)),
        });
        period.into_iter().chain(shares).collect()
    }
}

/// The report that was handed in which a person means: 定稿 and `last` are the newest, of the period and the limits asked
/// for if there are any.
pub(super) fn meant(page: Page<'_>, typed: &str, asked: &Asked<'_>) -> anyhow::Result<Row> {
    if !matches!(typed, "定稿" | "handed" | "last" | "最新") {
        return resolve(page, Kind::Handed, typed);
    }
    let mut rows = page.rows(&Query::of(Kind::Handed))?;
    rows.retain(|row| asked.is_of(row));
    rows.into_iter().max_by_key(|row| row.id).ok_or_else(|| {
        let period = asked
            .period
            .map_or_else(String::new, |period| period.title());
        let part = if asked.shares.is_empty() {
            ""
        } else {
            "这个范围"
        };
        Complaint::not_found(format!("{period}{part}还没有定稿。"))
            .hint(format!("定稿：xgz report{} --freeze", asked.typed()))
            .hint("看有哪些定稿：xgz report --handed")
            .into()
    })
}

/// What was asked when a report was handed in, and its figures.
pub(super) fn read(row: &Row) -> anyhow::Result<(Question, Kept)> {
    let broken = || Complaint::refused(format!("定稿 {} 读不出来。", row.id));
    let day = |key| match row.cell(key) {
        Cell::Day(day) => Ok::<Day, Complaint>(*day),
        _ => Err(broken()),
    };
    let (from, to) = (day("begins_on")?, day("ends_on")?);
    let figures = serde_json::from_str(&row.cell("figures").words()).map_err(|_| broken())?;
    let question = Question {
        period: Period::of_days(from, to).ok_or_else(broken)?,
        // As things stood by that day, whatever came after.
        today: day("asof_on")?,
        shares: shares(row),
        by: None,
    };
    Ok((question, figures))
}

/// What a report that was handed in is limited to.
fn shares(row: &Row) -> Vec<Share> {
    let mut shares = Vec::new();
    if let Cell::Link(point) = row.cell("point") {
        shares.push(Share::Point(point.id));
    }
    if let Cell::Text(name) = row.cell("station") {
        shares.push(Share::Station(name.clone()));
    }
    if let Cell::Text(name) = row.cell("section") {
        shares.push(Share::Section(name.clone()));
    }
    shares
}
