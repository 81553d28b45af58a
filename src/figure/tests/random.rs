//! Random small ledgers, stored as they are, counted by hand and by the report.

use proptest::prelude::*;

use super::by_hand::Line;
use super::divided::assert_divided_right;
use super::*;
use crate::record::Kind;
use crate::value::Day;

/// Days from 2021-07-01 on; two years and a half lie within reach.
const REACH: i64 = 900;

/// The day of a number.
fn on(days: i64) -> Day {
    day("2021-07-01").plus_days(days)
}

/// A line of the columns that are filled.
fn line(cells: Vec<(&'static str, Option<String>)>) -> Line {
    cells
        .into_iter()
        .filter_map(|(key, text)| Some((key, text.filter(|text| !text.is_empty())?)))
        .collect()
}

fn days() -> impl Strategy<Value = i64> {
    0..REACH
}

/// A day after another one.
fn after(day: i64, gap: Option<i64>) -> Option<String> {
    gap.map(|gap| on(day + gap).to_string())
}

/// None, or one of these words.
fn any_of(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(words).prop_map(str::to_owned)
}

/// Some of these words.
fn some_of(words: &'static [&'static str], least: usize) -> impl Strategy<Value = String> {
    prop::sample::subsequence(words, least..=words.len()).prop_map(|words| words.join("、"))
}

const STATIONS: &[&str] = &["", "北环所", "南湖所"];
const SECTIONS: &[&str] = &["", "质量科", "消保科"];
const CODES: &[&str] = &["", "", "91350100M000100Y43", "914403001922038216"];
const NAMES: &[&str] = &[
    "甲公司",
    "甲 公司",
    "甲（云）公司",
    "甲(云)公司",
    "甲有限公司",
    "联系点0",
    "ＡＢ店",
    "ab店",
];

fn point() -> impl Strategy<Value = Line> {
    (
        prop::option::weighted(0.8, days()),
        prop::option::weighted(0.3, 0..300_i64),
        any_of(&["专业市场", "商圈", "楼宇"]),
        any_of(STATIONS),
        any_of(SECTIONS),
        any::<bool>(),
        some_of(&["制度上墙", "活动室", "工作栏", "学习园地"], 2),
        any_of(CODES),
    )
        .prop_map(
            |(confirmed, closed, kind, station, section, led, facilities, code)| {
                line(vec![
                    ("kind", Some(kind)),
                    ("station", Some(station)),
                    ("section", Some(section)),
                    ("leader", led.then(|| "周岳峰".to_owned())),
                    ("facilities", Some(facilities)),
                    ("code", Some(code)),
                    (
                        "confirmed_on",
                        after(confirmed.unwrap_or(0), confirmed.map(|_| 0)),
                    ),
                    ("closed_on", after(confirmed.unwrap_or(0), closed)),
                ])
            },
        )
}

/// A day of which the month or the year alone may be known.
fn partial() -> impl Strategy<Value = (i64, usize)> {
    (days(), prop::sample::select(vec![4, 7, 10, 10]))
}

fn member(points: usize) -> impl Strategy<Value = Line> {
    (
        0..points,
        any_of(&["正式党员", "正式党员", "预备党员", "入党积极分子"]),
        prop::option::of(partial()),
        prop::option::of(0..500_i64),
        any_of(&["", "本地", "流入", "流出"]),
        prop::option::of(days()),
        prop::option::weighted(0.3, days()),
        prop::option::weighted(0.3, days()),
    )
        .prop_map(
            |(point, kind, joined, confirmed, flow, arrived, left, pioneer)| {
                let joined_on = joined.map(|(day, grain)| on(day).to_string()[..grain].to_owned());
                let confirmed_on = joined.and_then(|(day, grain)| {
                    after(day, confirmed).map(|text| text[..grain].to_owned())
                });
                line(vec![
                    ("name", Some("某人".to_owned())),
                    ("point", Some(format!("联系点{point}"))),
                    ("kind", Some(kind)),
                    ("joined_on", joined_on),
                    ("confirmed_on", confirmed_on),
                    ("flow", Some(flow)),
                    ("arrived_on", after(0, arrived)),
                    ("left_on", after(0, left)),
                    ("pioneer_on", after(0, pioneer)),
                ])
            },
        )
}

fn project(points: usize) -> impl Strategy<Value = Line> {
    (
        0..points,
        any_of(&["攻关", "攻关", "平台建设"]),
        days(),
        prop::option::of(0..400_i64),
        some_of(&["一组", "二组", "二 组", "三组"], 0),
    )
        .prop_map(|(point, kind, started, finished, teams)| {
            line(vec![
                ("point", Some(format!("联系点{point}"))),
                ("kind", Some(kind)),
                ("started_on", after(started, Some(0))),
                ("finished_on", after(started, finished)),
                ("teams", Some(teams)),
            ])
        })
}

fn visit(points: usize) -> impl Strategy<Value = Line> {
    (
        days(),
        prop::option::weighted(0.8, 0..points),
        some_of(&["送政策", "送服务", "送信心", "结对联建", "日常走访"], 1),
        prop::option::of(0..50_u32),
        any_of(SECTIONS),
    )
        .prop_map(|(date, point, send, reach, section)| {
            line(vec![
                ("date", after(date, Some(0))),
                ("point", point.map(|point| format!("联系点{point}"))),
                ("place", Some("街上".to_owned())),
                ("send", Some(send)),
                ("reach", reach.map(|reach| reach.to_string())),
                ("section", Some(section)),
            ])
        })
}

/// How a problem ended: not, solved, closed, declined.
fn ending() -> impl Strategy<Value = (u8, i64, i64)> {
    (0..4_u8, 0..300_i64, 0..100_i64)
}

fn problem(points: usize, visits: usize, projects: usize) -> impl Strategy<Value = Line> {
    (
        (days(), ending(), prop::option::of(0..60_i64)),
        prop::option::weighted(0.3, 0..points),
        prop::option::weighted(0.7, 0..visits),
        prop::option::weighted(0.2, 0..projects),
        any_of(NAMES),
        any_of(CODES),
        any_of(&["计量", "广告"]),
        any_of(&["", "现场解决", "现场解决", "限期解决"]),
        any_of(SECTIONS),
    )
        .prop_map(
            |(
                (found, (end, gap, more), due),
                point,
                visit,
                project,
                name,
                code,
                category,
                handling,
                section,
            )| {
                let solved = matches!(end, 1 | 2).then_some(gap);
                line(vec![
                    ("found_on", after(found, Some(0))),
                    ("solved_on", after(found, solved)),
                    ("closed_on", after(found, (end == 2).then_some(gap + more))),
                    ("declined_on", after(found, (end == 3).then_some(gap))),
                    ("due_on", after(found, due)),
                    ("point", point.map(|point| format!("联系点{point}"))),
                    ("visit", visit.map(|visit| (visit + 1).to_string())),
                    ("project", project.map(|project| format!("项目{project}"))),
                    ("company", Some(name)),
                    ("code", Some(code)),
                    ("category", Some(category)),
                    ("handling", Some(handling)),
                    ("section", Some(section)),
                    ("text", Some("某事".to_owned())),
                ])
            },
        )
}

fn meeting(points: usize) -> impl Strategy<Value = Line> {
    (
        days(),
        0..points,
        any_of(&["支部党员大会", "党课", "主题党日", "谈心谈话"]),
        prop::option::of(0..9_i64),
        prop::option::of(0..9_i64),
    )
        .prop_map(|(date, point, kind, absent, present)| {
            let expected = present
                .zip(absent)
                .map(|(present, absent)| present + absent);
            line(vec![
                ("date", after(date, Some(0))),
                ("point", Some(format!("联系点{point}"))),
                ("kind", Some(kind)),
                ("topic", Some("某议题".to_owned())),
                ("present", present.map(|heads| heads.to_string())),
                ("expected", expected.map(|heads| heads.to_string())),
            ])
        })
}

fn activity(points: usize) -> impl Strategy<Value = Line> {
    (
        days(),
        prop::option::of(0..points),
        any_of(&["质量培训", "质量培训", "微学课", "其他"]),
        prop::option::of(0..60_i64),
    )
        .prop_map(|(date, point, kind, heads)| {
            line(vec![
                ("date", after(date, Some(0))),
                ("point", point.map(|point| format!("联系点{point}"))),
                ("kind", Some(kind)),
                ("topic", Some("某主题".to_owned())),
                ("attendance", heads.map(|heads| heads.to_string())),
            ])
        })
}

fn idea(points: usize) -> impl Strategy<Value = Line> {
    (days(), prop::option::of(0..points)).prop_map(|(date, point)| {
        line(vec![
            ("date", after(date, Some(0))),
            ("point", point.map(|point| format!("联系点{point}"))),
            ("text", Some("某点子".to_owned())),
        ])
    })
}

fn award(points: usize) -> impl Strategy<Value = Line> {
    (
        days(),
        prop::option::of(0..points),
        any_of(&["称号", "称号", "试点示范", "标准"]),
        any_of(&["送信心", "质量提升", "其他"]),
        any_of(&["", "国家", "团体"]),
        prop::option::weighted(0.7, any_of(NAMES)),
        any_of(CODES),
        1..30_i64,
        any_of(&["通过", "通过", "申报", "在建", "撤销"]),
        prop::option::weighted(0.3, 0..400_i64),
    )
        .prop_map(
            |(date, point, kind, campaign, level, company, code, quantity, state, revoked)| {
                line(vec![
                    ("date", after(date, Some(0))),
                    ("point", point.map(|point| format!("联系点{point}"))),
                    ("kind", Some(kind)),
                    ("name", Some("某成果".to_owned())),
                    ("campaign", Some(campaign)),
                    ("level", Some(level)),
                    ("code", company.as_ref().map(|_| code)),
                    ("company", company),
                    ("quantity", Some(quantity.to_string())),
                    ("state", Some(state)),
                    ("revoked_on", after(date, revoked)),
                ])
            },
        )
}

fn plan() -> impl Strategy<Value = Line> {
    (
        2021..=2023_i32,
        any_of(&["", "trainings", "solve-rate", "honour-companies", "visits"]),
        prop::option::of(0..6_i64),
        prop::option::of(0..6_i64),
        prop::option::weighted(0.3, days()),
        any_of(STATIONS),
        any_of(SECTIONS),
    )
        .prop_map(|(year, figure, target, done, done_on, station, section)| {
            line(vec![
                ("year", Some(year.to_string())),
                ("title", Some("某事项".to_owned())),
                (
                    "done",
                    done.filter(|_| figure.is_empty())
                        .map(|done| done.to_string()),
                ),
                ("figure", Some(figure)),
                ("target", target.map(|target| target.to_string())),
                ("done_on", after(0, done_on)),
                ("station", Some(station)),
                ("section", Some(section)),
            ])
        })
}

/// The other records of a small ledger, by kind.
fn others(points: usize) -> impl Strategy<Value = Vec<(Kind, Vec<Line>)>> {
    use prop::collection::vec;
    (
        vec(meeting(points), 0..6),
        vec(activity(points), 0..6),
        vec(idea(points), 0..4),
        vec(award(points), 0..12),
        vec(plan(), 0..6),
    )
        .prop_map(|(meetings, activities, ideas, awards, plans)| {
            vec![
                (Kind::Meeting, meetings),
                (Kind::Activity, activities),
                (Kind::Idea, ideas),
                (Kind::Award, awards),
                (Kind::Plan, plans),
            ]
        })
}

/// A small ledger.
fn ledger() -> impl Strategy<Value = Sheets> {
    const POINTS: usize = 4;
    const PROJECTS: usize = 3;
    const VISITS: usize = 8;
    let points = prop::collection::vec(point(), POINTS);
    let members = prop::collection::vec(member(POINTS), 0..8);
    let projects = prop::collection::vec(project(POINTS), PROJECTS);
    let visits = prop::collection::vec(visit(POINTS), VISITS);
    let problems = prop::collection::vec(problem(POINTS, VISITS, PROJECTS), 0..16);
    (points, members, projects, visits, problems, others(POINTS)).prop_map(
        |(points, members, projects, visits, problems, others)| {
            let mut sheets = Sheets::default();
            for (place, mut point) in points.into_iter().enumerate() {
                point.insert("name", format!("联系点{place}"));
                sheets.push(Kind::Point, point);
            }
            for (place, mut project) in projects.into_iter().enumerate() {
                project.insert("name", format!("项目{place}"));
                sheets.push(Kind::Project, project);
            }
            for (kind, lines) in [
                (Kind::Member, members),
                (Kind::Visit, visits),
                (Kind::Problem, problems),
            ]
            .into_iter()
            .chain(others)
            {
                for line in lines {
                    sheets.push(kind, line);
                }
            }
            sheets
        },
    )
}

/// A period that has begun by 2023-12-17.
fn period() -> impl Strategy<Value = Period> {
    prop_oneof![
        (2021..=2023).prop_map(year),
        (2021..=2023, 1..=4_u32).prop_map(|(year, number)| Period::quarter(year, number).unwrap()),
        (2021..=2023, 1..=12_u32).prop_map(|(year, number)| Period::month(year, number).unwrap()),
        (days(), 0..500_i64)
            .prop_map(|(from, length)| { Period::range(on(from), on(from + length)).unwrap() }),
    ]
}

/// What a report may be limited to.
fn shares() -> impl Strategy<Value = Vec<Share>> {
    prop_oneof![
        3 => Just(Vec::new()),
        1 => (1..=4_i64).prop_map(|point| vec![Share::Point(point)]),
        1 => Just(vec![Share::Station("北环所".to_owned())]),
        1 => Just(vec![Share::Section("质量科".to_owned())]),
    ]
}

fn dimension() -> impl Strategy<Value = Dimension> {
    prop::sample::select(vec![
        Dimension::Point,
        Dimension::Station,
        Dimension::Section,
        Dimension::Category,
        Dimension::Month,
    ])
}

/// What is asked: some days, and on which day.
fn asked() -> impl Strategy<Value = Question> {
    (period(), 0..700_i64, shares(), dimension()).prop_map(|(period, wait, shares, by)| Question {
        period,
        today: period.from.plus_days(wait),
        shares,
        by: Some(by),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_ledger_is_counted_divided_and_explained_as_by_hand(
        sheets in ledger(),
        questions in prop::collection::vec(asked(), 3),
    ) {
        let bench = sheets.stored("2025-12-31");
        for question in questions {
            assert_counted_right(&bench, &sheets, &question);
            assert_divided_right(&bench, &sheets, &question);
            assert_explained(&bench, &sheets, &question);
            let report = counted(&bench, &question);
            let of = |key| value(&report, key).unwrap();
            prop_assert_eq!(
                of("problems-carried") + of("problems-found") - of("problems-solved")
                    - of("problems-declined"),
                of("problems-open")
            );
        }
    }

    #[test]
    fn whatever_ends_after_a_period_leaves_its_report_as_it_was(sheets in ledger()) {
        let look = |sheets: &Sheets| {
            let bench = sheets.stored("2025-12-31");
            values(&counted(&bench, &question(year(2022), "2025-12-31")))
        };
        let before = look(&sheets);
        let mut later = sheets;
        for (kind, key) in [
            (Kind::Point, "closed_on"),
            (Kind::Member, "left_on"),
            (Kind::Member, "pioneer_on"),
            (Kind::Project, "finished_on"),
        ] {
            for id in 1..=later.of(kind).len() {
                if !later.of(kind)[id - 1].contains_key(key) {
                    later.set(kind, id, key, "2023-01-01");
                }
            }
        }
        for id in 1..=later.of(Kind::Problem).len() {
            let problem = &later.of(Kind::Problem)[id - 1];
            if !problem.contains_key("solved_on") && !problem.contains_key("declined_on") {
                let found = Day::from_iso(&problem["found_on"]).unwrap();
                let solved = found.max(day("2023-01-01")).to_string();
                later.set(Kind::Problem, id, "solved_on", &solved);
            }
        }
        for id in 1..=later.of(Kind::Award).len() {
            let award = &later.of(Kind::Award)[id - 1];
            if !award.contains_key("revoked_on") {
                let given = Day::from_iso(&award["date"]).unwrap();
                let revoked = given.max(day("2023-01-01")).to_string();
                later.set(Kind::Award, id, "revoked_on", &revoked);
            }
        }
        prop_assert_eq!(look(&later), before);
    }
}
