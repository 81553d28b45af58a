//! `summary`: drafts the work summary of a period out of the ledger, in the sentences of such summaries.
//!
//! Every figure is the report's, every problem a finding of `check`, every next step an open plan. A sentence
//! whose figure is nothing is left out, nothing is invented, and what a person must still write is marked.

mod basics;
mod material;
mod next;
mod sentence;
mod trouble;
mod veil;
mod work;

use clap::{ArgMatches, Command};

use super::flags::{is_on, period_or_year, switch, with_period};
use super::output::{Destination, Format, with_formats};
use super::report;
use super::session::Session;
use super::settings::{self, Settings};
use crate::document::{Block, Document, Layout, Level, Span, Style};
use crate::sheet::Head;
use crate::value::{Cell, Day, Period, Span as PeriodSpan};

use material::Material;

/// The formats of a summary.
const FORMATS: &[Format] = &[Format::Table, Format::Markdown, Format::Docx];

/// The command.
pub(super) fn command() -> Command {
    let command = Command::new("summary")
        .alias("总结")
        .about("起草工作总结：数字、问题和下步工作都从台账里来；不写时间时为今年")
        .args(
            [
                switch("anonymous", "匿名", "单位、企业和人名写成「某……」"),
                switch("basis", "附口径", "文末附上每个数的口径，核对后删去"),
            ]
            .map(|flag| flag.help_heading("内容")),
        );
    with_formats(with_period(command, "总结"), FORMATS)
}

/// Drafts the summary.
pub(super) fn run(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let destination = Destination::among(matches, FORMATS)?;
    let period = period_or_year(&[matches], session.today())?;
    let ledger = session.ledger()?;
    let anonymous = is_on(matches, "anonymous");
    let material = Material::gather(ledger.page(), session, period, anonymous)?;
    let document = draft(&material, is_on(matches, "basis"));
    let blanks = blanks(&document);
    destination.print(session, &document)?;
    if material.report.is_running() {
        session.say(format!(
            "本期还没有结束，各数只算到 {}。",
            material.report.asof
        ))?;
    }
    if blanks > 0 {
        session.say(format!(
            "还有 {blanks} 处标了【待补充】，要由人来写；其余请逐句核对后再用。"
        ))?;
        if let (None, Some(path)) = (&material.bureau, Settings::file(&session.outside)) {
            session.say(format!(
                "单位名称写在{}里：bureau = \"某某市场监管局\"，以后就不用补了。",
                settings::named(&path)
            ))?;
            if !path.exists() {
                session.say("还没有这个文件；新建：xgz config init")?;
            }
        }
    }
    Ok(())
}

/// The whole summary.
fn draft(material: &Material, with_basis: bool) -> Document {
    let bureau = material.bureau.as_deref().unwrap_or_default();
    let title = format!(
        "{bureau}{}“小个专”党建工作总结",
        period_words(&material.report.period)
    );
    let mut blocks = vec![Block::Paragraph(basics::opening(material))];
    let mut chapter = |name: &str, body: Vec<Block>| {
        blocks.push(Block::Heading(Level::First, name.to_owned()));
        blocks.extend(body);
    };
    chapter("一、基本情况", basics::basics(material));
    chapter("二、工作成效", work::work(material));
    chapter("三、存在问题", trouble::trouble(material));
    chapter("四、下步工作", next::next(material));
    blocks.push(signature(material));
    if with_basis {
        blocks.push(Block::Heading(
            Level::First,
            "附：本文各数的口径".to_owned(),
        ));
        blocks.push(Block::Table(basis(material)));
    }
    Document {
        title,
        layout: Layout::Official,
        blocks,
    }
}

/// Who signs, and the day on which it is drafted.
fn signature(material: &Material) -> Block {
    let bureau = material
        .bureau
        .as_ref()
        .map_or_else(|| Span::blank(basics::BUREAU), Span::plain);
    Block::Signature(vec![bureau, Span::plain(day_words(material.today))])
}

/// A period as documents write it: 2022年, 2022年第三季度, 2022年1月5日至2022年5月31日.
fn period_words(period: &Period) -> String {
    match period.span {
        PeriodSpan::Range => format!("{}至{}", day_words(period.from), day_words(period.to)),
        _ => period.title(),
    }
}

/// A day as documents write it: 2022年12月31日.
fn day_words(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// Every figure that is something, with what it counts.
fn basis(material: &Material) -> crate::document::Table {
    let rows = material
        .report
        .figures
        .iter()
        .filter(|counted| counted.value.is_some_and(|value| value > 0))
        .map(|counted| {
            crate::document::Row::Cells(vec![
                Cell::Text(counted.figure.label.to_owned()),
                report::cell(counted.figure, counted.value),
                Cell::Text(counted.figure.unit.to_owned()),
                Cell::Text(counted.basis.clone()),
                Cell::Text(counted.figure.key.to_owned()),
            ])
        });
    crate::document::Table {
        heads: vec![
            Head::new("label", "指标"),
            Head::new("value", "数").right(),
            Head::new("unit", "单位"),
            Head::new("basis", "口径").note(),
            Head::new("key", "键名"),
        ],
        rows: rows.collect(),
    }
}

/// How many places a person must still fill in.
fn blanks(document: &Document) -> usize {
    document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(spans) | Block::Signature(spans) => spans
                .iter()
                .filter(|span| span.style == Style::Blank)
                .count(),
            _ => 0,
        })
        .sum()
}

/// A paragraph that a person must write.
fn to_write(what: &str) -> Block {
    Block::Paragraph(vec![Span::blank(format!("【待补充：{what}】"))])
}
