//! The opening and 一、基本情况: whose work it is, how many contact points and members there are.

use super::material::{Material, common, words};
use super::sentence::{different, listed, sentence};
use super::{day_words, period_words, to_write};
use crate::document::{Block, Span};
use crate::record::{FIVE_ONES, Kind};
use crate::store::Row;
use crate::value::{Cell, Span as PeriodSpan};

/// What stands for the bureau where none is set.
pub(super) const BUREAU: &str = "【待补充：单位名称】";

/// The paragraph before the first chapter: what was issued, and how far the plan has come (F1, F2).
pub(super) fn opening(material: &Material) -> Vec<Span> {
    let issued = different(
        material
            .plans
            .iter()
            .filter(|row| material.is_within(row.cell("done_on")))
            .map(|row| row.cell("title").words())
            .filter(|title| title.starts_with("印发"))
            .map(|title| title["印发".len()..].to_owned()),
    );
    let series = different(words(&material.plans, "series"));
    let (plans, done) = (material.value("plans"), material.value("plans-done"));
    if plans == 0 {
        return vec![Span::blank("【待补充：工作部署】")];
    }
    let said = sentence([
        (!issued.is_empty()).then(|| format!("印发{}", listed(&issued))),
        (series.iter().any(|name| name == FIVE_ONES)).then(|| five_ones(&material.five_ones)),
        Some(format!("安排年度计划{plans}项")),
        match done {
            0 => None,
            done if done == plans => Some("已全部完成".to_owned()),
            done => Some(format!("已完成{done}项")),
        },
    ]);
    vec![
        Span::plain(format!("{}，", since(material))),
        bureau(material),
        Span::plain(said.unwrap_or_default()),
    ]
}

/// That the bureau has its plan of five ones, with its items where they are set.
fn five_ones(items: &[String]) -> String {
    let said = format!("确定“{FIVE_ONES}”的工作方案");
    if items.is_empty() {
        said
    } else {
        format!("{said}（{}）", items.join("、"))
    }
}

/// The time that the work was done in: 2022年, or 今年以来 while the year runs.
fn since(material: &Material) -> String {
    let period = &material.report.period;
    if material.report.is_running() && period.span == PeriodSpan::Year {
        "今年以来".to_owned()
    } else {
        period_words(period)
    }
}

/// The bureau's name, or a mark.
fn bureau(material: &Material) -> Span {
    match &material.bureau {
        Some(bureau) => Span::plain(bureau.clone()),
        None => Span::blank(BUREAU),
    }
}

/// 一、基本情况 (F3 to F7).
pub(super) fn basics(material: &Material) -> Vec<Block> {
    let points = material.value("points");
    if points == 0 {
        return vec![to_write("联系点的基本情况")];
    }
    let mut spans = confirmed(&material.points);
    spans.push(bureau(material));
    let parties: Vec<_> = material.points.iter().map(party).collect();
    let guided = if parties.len() > 2 {
        format!("指导{}等{points}个党建联系点", parties[..2].join("、"))
    } else {
        format!("指导{}{points}个党建联系点", listed(&parties))
    };
    let said = sentence([
        Some(guided),
        Some(format!("涵盖{}", listed(&kinds(&material.points)))),
        material.told("members", "指导党员{}名"),
    ]);
    let text = said.unwrap_or_default() + &assigned(points, material.value("points-assigned"));
    spans.push(Span::plain(text));
    vec![Block::Paragraph(spans)]
}

/// When and by whom the contact points were confirmed, where that is the same for all.
fn confirmed(points: &[Row]) -> Vec<Span> {
    let day = match points.first().map(|row| row.cell("confirmed_on")) {
        Some(Cell::Day(day)) => common(points, "confirmed_on").map(|_| day_words(*day)),
        _ => None,
    };
    match (day, common(points, "confirmed_by")) {
        (Some(day), Some(by)) => vec![Span::plain(format!("{day}，经{by}确认，"))],
        (Some(day), None) => vec![
            Span::plain(format!("{day}，经")),
            Span::blank("【待补充：确认单位】"),
            Span::plain("确认，"),
        ],
        (None, Some(by)) => vec![Span::plain(format!("经{by}确认，"))],
        (None, None) => Vec::new(),
    }
}

/// The Party organisation of a contact point, else its name.
fn party(row: &Row) -> String {
    match row.cell("party") {
        Cell::Empty => row.cell("name").words(),
        party => party.words(),
    }
}

/// The kinds of contact point that there are, in the order of their declaration.
fn kinds(points: &[Row]) -> Vec<String> {
    let declared = Kind::Point
        .dictionary()
        .column("kind")
        .and_then(|column| column.shape.entries())
        .unwrap_or_default();
    declared
        .iter()
        .filter(|entry| {
            points
                .iter()
                .any(|row| *row.cell("kind") == Cell::Choice(entry))
        })
        .map(|entry| entry.label.to_owned())
        .collect()
}

/// How many contact points have their three responsible parties; 每个 only where it is every one (F7).
fn assigned(points: i64, assigned: i64) -> String {
    match assigned {
        0 => String::new(),
        all if all == points => "每个联系点党组织都确认了责任领导、责任科室和责任所。".to_owned(),
        some => {
            format!("{points}个联系点中已有{some}个确认了责任领导、责任科室和责任所。")
        }
    }
}
