//! Whatever stands in the ledger, the rules find something that holds together, and judge no span that isn't over.

use super::*;
use crate::figure;
use proptest::prelude::*;

/// Words for a column, or nothing.
fn maybe(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(words)
}

/// A day of some years around 2022.
fn any_day() -> impl Strategy<Value = String> {
    (2020..=2023, 1..=12, 1..=28)
        .prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"))
}

/// A point with whatever may be filled.
fn point() -> impl Strategy<Value = String> {
    (
        maybe(&["支部", "联合", "临时", "党委", "总支", "功能型", "未建", ""]),
        maybe(&["", "党员1", "党员2"]),
        maybe(&["", "兼职", "专职"]),
        maybe(&["", "0", "2"]),
        any_day(),
        maybe(&["", "2021-06", "2022-02-10", "2019"]),
        maybe(&["", "closed_on=2023-12-30", "owner=甲", "closed_on=2022-05-28"]),
    )
        .prop_map(|(party, secretary, sort, groups, confirmed, founded, more)| {
            // Nothing is closed before it is confirmed.
            let confirmed = match more {
                "closed_on=2022-05-28" => confirmed.min("2022-05-28".to_owned()),
                _ => confirmed,
            };
            format!(
                "kind=市场;party_kind={party};secretary={secretary};secretary_kind={sort};groups={groups};\
                 confirmed_on={confirmed};founded_on={founded};{more}"
            )
        })
}

/// A member's stay.
fn stay() -> impl Strategy<Value = String> {
    (
        maybe(&["正式", "预备", "积极分子"]),
        maybe(&["", "2021-03", "2022-01-15", "2001"]),
        maybe(&["", "流入", "流出"]),
        any_day(),
        maybe(&[
            "",
            "post=委员",
            "lost_on=2022-01-01",
            "left_on=2023-03-01;left_why=转出",
            "arrived_on=2022-05-28",
            "arrived_on=2021-02-01;left_on=2022-05-28;left_why=去世",
        ]),
    )
        .prop_map(|(kind, joined, flow, on, more)| {
            format!("born=1966-03;kind={kind};joined_on={joined};flow={flow};flow_on={on};{more}")
        })
}

/// A meeting.
fn meeting() -> impl Strategy<Value = String> {
    (
        any_day(),
        maybe(&[
            "党员大会",
            "支委会",
            "党小组会",
            "党课",
            "主题党日",
            "组织生活会",
            "民主评议",
            "谈心",
        ]),
        maybe(&[
            "expected=10;present=3",
            "expected=10;present=7;vote=是",
            "expected=0;present=0",
            "",
        ]),
        maybe(&[
            "",
            "absent=党员1、党员2",
            "content=学习党章，讨论质量提升工作",
        ]),
        maybe(&["学习", "换届选举"]),
    )
        .prop_map(|(day, kind, attendance, more, topic)| {
            format!("date={day};kind={kind};topic={topic};{attendance};{more}")
        })
}

/// The days whose spans a finding judges.
fn spans(detail: &Detail) -> Vec<Period> {
    match detail {
        Detail::Missed { misses, .. } => misses.iter().map(|miss| miss.span).collect(),
        Detail::Silent { months } | Detail::Absent { months } => months.clone(),
        Detail::OneTopic { year, .. } => vec![*year],
        _ => Vec::new(),
    }
}

/// A ledger's lines: points, and what belongs to them.
fn lines(
    points: &[String],
    stays: &[(String, usize)],
    meetings: &[(String, usize)],
) -> Vec<String> {
    let mut lines = Vec::new();
    for (number, point) in points.iter().enumerate() {
        lines.push(format!("point name=联系点{number};{point}"));
    }
    let at = |place: usize| (place - 1) % points.len() + 1;
    for (number, (stay, place)) in stays.iter().enumerate() {
        lines.push(format!(
            "member name=党员{};point={};{stay}",
            number % 4,
            at(*place)
        ));
    }
    for (meeting, place) in meetings {
        lines.push(format!("meeting point={};{meeting}", at(*place)));
    }
    lines
}

/// The contact points and members that the report of a day counts.
fn reported(bench: &Bench, day: Day) -> (Option<i64>, Option<i64>) {
    let question = figure::Question {
        period: Period::range(day, day).unwrap(),
        today: bench.world.today,
        shares: Vec::new(),
        by: None,
    };
    let report = figure::report(bench.page(), &question).unwrap();
    let value = |key: &str| {
        let mut figures = report.figures.iter();
        figures.find(|one| one.figure.key == key).unwrap().value
    };
    (value("points"), value("members"))
}

/// Those that the rules look at.
fn looked_at(bench: &Bench, day: Day) -> (Option<i64>, Option<i64>) {
    let question = Question {
        period: Period::range(day, day).unwrap(),
        today: bench.world.today,
        point: None,
    };
    let limits = Limits::default();
    let view = View::of(bench.page(), &question, &limits).unwrap();
    let points = i64::try_from(view.places().count()).unwrap();
    let members = view.places().map(|place| place.counted(day)).sum();
    (Some(points), Some(members))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_the_ledger_holds_no_span_is_judged_before_it_is_over(
        points in prop::collection::vec(point(), 1..4),
        stays in prop::collection::vec((stay(), 1..4_usize), 0..10),
        meetings in prop::collection::vec((meeting(), 1..4_usize), 0..16),
        (from, to, today) in (any_day(), any_day(), any_day()),
        limit in maybe(&["每月1次", "每半年2次", "每年99次"]),
    ) {
        let mut lines = lines(&points, &stays, &meetings);
        lines.push("waiver rule=assembly;point=1;colour=黄;until_on=2022-05-05;date=2022-05-05;why=停业".to_owned());
        let lines: Vec<_> = lines.iter().map(String::as_str).collect();
        let mut bench = ledger("2023-12-31", &lines);
        bench.world.today = day(&today);
        let period = Period::range(day(&from).min(day(&to)), day(&from).max(day(&to))).unwrap();
        let mut limits = Limits::default();
        limits.set("assembly", &Typed::Text(limit.to_owned())).unwrap();
        for finding in all(&bench, period, &limits) {
            let spans = spans(&finding.detail);
            let by_spans = !spans.is_empty() && finding.rule.key != "absent";
            prop_assert_eq!(finding.rule.facts == Facts::Spans, by_spans, "{:?}", finding);
            for span in spans {
                prop_assert!(span.to < day(&today), "{finding:?}");
                prop_assert!(span.to <= period.to, "{finding:?}");
            }
            if let Detail::Missed { misses, .. } = &finding.detail {
                prop_assert!(misses.iter().all(|miss| miss.held < miss.needed && period.holds(miss.span.to)));
            }
        }
    }

    #[test]
    fn the_rules_look_at_the_points_and_members_that_the_report_counts(
        points in prop::collection::vec(point(), 1..4),
        stays in prop::collection::vec((stay(), 1..4_usize), 0..12),
        days in prop::collection::vec(any_day(), 1..8),
    ) {
        let lines = lines(&points, &stays, &[]);
        let lines: Vec<_> = lines.iter().map(String::as_str).collect();
        let bench = ledger("2023-12-31", &lines);
        for text in days.iter().map(String::as_str).chain(["2022-05-28", "2022-01-15", "2021-03-01"]) {
            prop_assert_eq!(looked_at(&bench, day(text)), reported(&bench, day(text)), "{}", text);
        }
    }
}
