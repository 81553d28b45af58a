//! `report`: the figures of a period, the records behind one of them, and what was handed in.

mod against;
mod explain;
mod handed;
mod json;
mod page;
mod table;

pub(super) use table::cell;

use clap::{ArgMatches, Command};

use super::complaint::Complaint;
use super::flags::{
    choice, flag, is_on, period, period_or_year, share_flags, switch, text, with_period,
};
use super::output::{Destination, Format, SHEETS, with_formats};
use super::session::{Session, body, resolve};
use super::settings::Setting;
use super::takes::Takes;
use super::words;
use crate::figure::{self, Dimension, FIGURES, Figure, Question, Report, Share};
use crate::record::Kind;
use crate::store::Page;
use crate::value::Choice;
use crate::value::text::{folded, nearest, shown};

/// The formats of a report.
const FORMATS: &[Format] = &[
    Format::Table,
    Format::Csv,
    Format::Json,
    Format::Markdown,
    Format::Html,
];

/// The command.
pub(super) fn command() -> Command {
    let command = Command::new("report")
        .alias("统计")
        .about("统计表：本期、上年同期和增减；不写时间时为今年")
        .args(
            share_flags("只算").map(|flag| flag.help_heading("筛选")),
        )
        .args(
            [
                flag("by", "按", "分法", "分开算：point（联系点）、station（责任所）、section（责任科室）、category（问题类别）、month（月份）")
                    .add(Takes::choice(Dimension::ENTRIES)),
                flag("explain", "说明", "指标", "列出一个数背后的记录，如 onsite-problems、现场解决问题")
                    .add(Takes::Figure)
                    .conflicts_with("by"),
            ]
            .map(|flag| flag.help_heading("内容")),
        )
        .args(
            [
                switch("freeze", "定稿", "把这些数作为上报的定稿存下来")
                    .conflicts_with_all(["by", "explain", "format", "output"]),
                flag("against", "对照", "定稿", "和定稿对照：哪些数变了，是哪些记录引起的；写编号、名称，或 定稿（最新的一份）")
                    .add(Takes::Record(Kind::Handed))
                    .conflicts_with_all(["freeze", "by", "explain"]),
                flag("unfreeze", "撤回定稿", "定稿", "撤回一份定稿，写编号；历史里还在")
                    .add(Takes::Record(Kind::Handed))
                    .conflicts_with_all(["freeze", "against", "handed", "by", "explain"]),
                flag("handed", "定稿列表", "定稿", "列出定过的稿；写编号或 定稿（最新的一份），打印那一份")
                    .add(Takes::Record(Kind::Handed))
                    .num_args(0..=1)
                    .allow_hyphen_values(false)
                    .default_missing_value("")
                    .conflicts_with_all([
                        "freeze", "against", "by", "explain", "period", "year", "half", "quarter",
                        "month", "from", "to", "point", "station", "section",
                    ]),
            ]
            .map(|flag| flag.help_heading("定稿")),
        );
    with_formats(with_period(command, "统计"), FORMATS)
}

/// Prints the report, or the records behind one figure.
pub(super) fn run(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let destination = Destination::among(matches, FORMATS)?;
    let is_sheet = text(matches, "explain").is_some()
        || text(matches, "against").is_some()
        || text(matches, "handed") == Some("");
    if is_sheet {
        destination.only(SHEETS)?;
    }
    let by = choice::<Dimension>(matches, "by")?;
    let explained = text(matches, "explain").map(figure_named).transpose()?;
    let today = session.today();
    let asked = period_or_year(&[matches], today)?;
    let mut ledger = session.ledger()?;
    let page = ledger.page();
    let question = Question {
        period: asked,
        today,
        shares: shares(page, matches)?,
        by,
    };
    if let Some(typed) = text(matches, "handed") {
        return handed::show(session, page, typed, &destination);
    }
    if let Some(typed) = text(matches, "unfreeze") {
        return handed::unfreeze(session, &mut ledger, typed);
    }
    if is_on(matches, "freeze") {
        warn(session, page)?;
        return handed::freeze(session, &mut ledger, &question);
    }
    if text(matches, "against").is_some() {
        let asked = handed::Asked {
            period: period(matches, today)?,
            shares: &question.shares,
        };
        return against::compare(session, &ledger, matches, &asked, &destination);
    }
    match explained {
        Some(figure) => explain::print(session, page, &question, figure, &destination)?,
        None => print(session, page, &question, &destination)?,
    }
    warn(session, page)
}

/// Says what a merge has left undecided: the figures may count something twice, or by one of two versions.
fn warn(session: &mut Session, page: Page<'_>) -> anyhow::Result<()> {
    for line in words::same_names(&page.same_names()?) {
        session.warn(line)?;
    }
    let conflicts = page.count_conflicts()?;
    if conflicts > 0 {
        session.warn(format!(
            "合并留下 {conflicts} 处冲突没有处理，统计按现在显示的算：xgz merge list"
        ))?;
    }
    Ok(())
}

/// What the report is limited to.
fn shares(page: Page<'_>, matches: &ArgMatches) -> anyhow::Result<Vec<Share>> {
    let mut shares = Vec::new();
    if let Some(typed) = text(matches, "point") {
        shares.push(Share::Point(resolve(page, Kind::Point, typed)?.id));
    }
    if let Some(typed) = text(matches, "station") {
        shares.push(Share::Station(body(page, "station", typed)?));
    }
    if let Some(typed) = text(matches, "section") {
        shares.push(Share::Section(body(page, "section", typed)?));
    }
    Ok(shares)
}

/// The figure of this key or label.
fn figure_named(typed: &str) -> Result<&'static Figure, Complaint> {
    let printed = || FIGURES.iter().filter(|figure| !figure.hidden);
    let sought = folded(typed);
    let is = |name: &str| folded(name) == sought;
    printed()
        .find(|figure| is(figure.key) || is(figure.label) || is(bare(figure)))
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
            complaint.hint("指标的名称见 xgz report")
        })
}

/// The label of a figure without 其中：, as a person types it.
fn bare(figure: &Figure) -> &'static str {
    let label = figure.label;
    label.split_once('：').map_or(label, |(_, bare)| bare)
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
    match destination.format {
        Format::Json => {
            let text = json::text(session.settings.text(Setting::Bureau), &report)?;
            destination.write_with(session, |out| Ok(out.write_all(text.as_bytes())?))?;
        }
        Format::Csv => {
            let sheet = table::flat(&report);
            destination.write(session, &sheet.heads, |writer| table::fill(&sheet, writer))?;
        }
        Format::Markdown | Format::Html | Format::Docx => {
            let document = page::document(session, page, question, &report, &notes)?;
            destination.print(session, &document)?;
        }
        Format::Table => {
            let form = table::form(
                session,
                page,
                question,
                &report,
                &notes,
                destination.look(session),
            )?;
            destination.write_with(session, |out| Ok(out.write_all(&form)?))?;
        }
    }
    if SHEETS[1..].contains(&destination.format) {
        for note in &notes {
            session.say(note)?;
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
