//! The report against the same figures counted by hand: on the sample year, on random ledgers, and on small
//! ledgers that each show one thing.

mod against;
mod company;
mod divided;
mod random;
mod standing;

use super::by_hand::{self, Days, Sheets};
use super::*;
use crate::entry::sample::{Bench, day};
use crate::value::Period;

/// The day on which the sample year is looked at: after its last record.
const TODAY: &str = "2023-03-31";

/// A period, all records, undivided.
fn question(period: Period, today: &str) -> Question {
    Question {
        period,
        today: day(today),
        shares: Vec::new(),
        by: None,
    }
}

fn year(year: i32) -> Period {
    Period::year(year).unwrap()
}

/// The days from one to another.
fn range(from: &str, to: &str) -> Period {
    Period::range(day(from), day(to)).unwrap()
}

fn counted(bench: &Bench, question: &Question) -> Report {
    report(bench.page(), question).unwrap()
}

/// The value of a figure in the report.
fn value(report: &Report, key: &str) -> Option<i64> {
    report
        .figure(key)
        .unwrap_or_else(|| panic!("no figure {key}"))
        .value
}

/// Every value of the report: this period, the year before, the year so far.
fn values(report: &Report) -> Vec<(&'static str, [Option<i64>; 3])> {
    report
        .figures
        .iter()
        .map(|one| (one.figure.key, [one.value, one.prior, one.cumulative]))
        .collect()
}

/// The figures that are counted from records, those that only serve others too.
fn counted_figures() -> impl Iterator<Item = &'static Figure> {
    FIGURES.iter().filter(|figure| !figure.is_rate())
}

/// Whole years, halves, quarters and months around 2022.
fn periods() -> Vec<Period> {
    let mut periods = vec![year(2021), year(2022), year(2023)];
    periods.extend((1..=2).map(|half| Period::half(2022, half).unwrap()));
    periods.extend((1..=4).map(|quarter| Period::quarter(2022, quarter).unwrap()));
    periods.extend((1..=12).map(|month| Period::month(2022, month).unwrap()));
    periods.push(range("2022-05-11", "2022-08-11"));
    periods
}

/// The sample year as a ledger and as sheets.
fn sample() -> (Bench, Sheets) {
    let sheets = Sheets::of_2022();
    (sheets.entered(TODAY), sheets)
}

/// The days of a report, of the year before, and of the year so far, worked out here once more.
fn days_of(question: &Question) -> [Option<Days>; 3] {
    let Period { from, to, span } = question.period;
    let asof = to.min(question.today);
    let before = question.period.a_year_before();
    let prior = Days {
        from: before.from,
        asof: if question.today < to {
            question.today.a_year_before()
        } else {
            before.to
        },
    };
    let is_part = matches!(
        span,
        crate::value::Span::Half | crate::value::Span::Quarter | crate::value::Span::Month
    );
    let so_far = Days {
        from: year(from.year()).from,
        asof,
    };
    [
        Some(Days { from, asof }),
        Some(prior),
        is_part.then_some(so_far),
    ]
}

/// Holds every value of the report against the count by hand.
fn assert_counted_right(bench: &Bench, sheets: &Sheets, question: &Question) {
    let report = counted(bench, question);
    let days = days_of(question);
    assert_eq!(report.asof, days[0].unwrap().asof);
    for (key, found) in values(&report) {
        let expected = days.map(|days| {
            let days = days?;
            sheets.value(key, days, &question.shares, None)
        });
        assert_eq!(found, expected, "{key}, {question:?}");
    }
}

/// Holds the records that explain each figure against its value and against those found by hand.
fn assert_explained(bench: &Bench, sheets: &Sheets, question: &Question) {
    let report = counted(bench, question);
    let days = days_of(question)[0].unwrap();
    for figure in FIGURES {
        let parts = explain(bench.page(), question, figure).unwrap();
        for part in &parts {
            let mut found: Vec<i64> = part.evidence.iter().map(|one| one.row.id).collect();
            found.sort_unstable();
            let behind = sheets.behind_of(part.figure.key, days, &question.shares);
            let expected: Vec<i64> = behind.iter().map(|(id, _)| *id).collect();
            let key = part.figure.key;
            assert_eq!(found, expected, "{key}, {question:?}");
            assert_eq!(part.value, by_hand::total(&behind), "{key}, {question:?}");
            assert_eq!(part.value, come_to(part), "{key}, {question:?}");
        }
        let explained = match parts.as_slice() {
            [only] => Some(only.value),
            [part, whole @ ..] => {
                let whole: i64 = whole.iter().map(|part| part.sign * part.value).sum();
                (whole > 0).then(|| (2000 * part.value / whole + 1) / 2)
            }
            [] => panic!("{} is not explained", figure.key),
        };
        if !figure.hidden {
            assert_eq!(explained, value(&report, figure.key), "{}", figure.key);
        }
    }
}

/// What the evidence of a part comes to; records that count as one must stand together.
fn come_to(part: &Part) -> i64 {
    use rusqlite::types::Value;
    if !part.is_grouped() {
        return part
            .evidence
            .iter()
            .map(|one| match one.worth {
                Value::Integer(worth) => worth,
                _ => 0,
            })
            .sum();
    }
    let several: i64 = part.evidence.iter().filter_map(|one| one.several).sum();
    let mut groups: Vec<&Value> = Vec::new();
    for one in part.evidence.iter().filter(|one| one.several.is_none()) {
        if groups.last() != Some(&&one.worth) {
            assert!(
                !groups.contains(&&one.worth),
                "{}: a group is torn apart",
                part.figure.key
            );
            groups.push(&one.worth);
        }
    }
    several + i64::try_from(groups.len()).unwrap()
}

#[test]
fn the_sample_year_has_the_figures_that_its_page_promises() {
    let (bench, _) = sample();
    let report = counted(&bench, &question(year(2022), TODAY));
    let promised = [
        ("points", 10),
        ("point-kinds", 4),
        ("members", 104),
        ("members-probationary", 3),
        ("members-inflow", 1),
        ("points-assigned", 10),
        ("plans", 9),
        ("plans-done", 8),
        ("visits", 24),
        ("points-visited", 10),
        ("coverage", 1000),
        ("visits-three", 17),
        ("visits-policy", 5),
        ("visits-service", 11),
        ("visits-confidence", 2),
        ("visits-pairing", 3),
        ("visits-routine", 4),
        ("reach", 62),
        ("onsite-companies", 6),
        ("onsite-problems", 10),
        ("honours-confidence", 11),
        ("pilots", 7),
        ("standards", 60),
        ("standards-international", 0),
        ("standards-national", 3),
        ("standards-industry", 6),
        ("standards-local", 11),
        ("standards-group", 12),
        ("standards-company", 26),
        ("standards-unlevelled", 2),
        ("trainings", 6),
        ("trainees", 52),
        ("honours-quality", 26),
        ("honour-companies", 34),
        ("project-points", 2),
        ("teams", 4),
        ("project-problems", 10),
        ("pairing-meetings", 3),
        ("ideas", 8),
        ("pairing-problems", 6),
        ("problems-found", 31),
        ("problem-companies", 14),
        ("problems-solved", 29),
        ("problems-closed", 24),
        ("problems-declined", 1),
        ("problems-carried", 1),
        ("problems-open", 2),
        ("problems-overdue", 1),
        ("solve-rate", 935),
        ("meetings-assembly", 35),
        ("meetings-council", 70),
        ("meetings-group", 47),
        ("meetings-lecture", 36),
        ("meetings-themeday", 107),
        ("meetings-review", 9),
        ("meetings-appraisal", 9),
        ("meetings-talk", 8),
        ("attendance-rate", 973),
        ("activities-party", 1),
        ("activities-lesson", 3),
        ("activities-publicity", 2),
        ("activities-safety", 1),
        ("activities-exchange", 2),
        ("activities-volunteer", 1),
        ("activities-other", 0),
        ("pioneers", 6),
        ("facilities", 7),
    ];
    let printed: Vec<_> = report.figures.iter().map(|one| one.figure.key).collect();
    let mut named: Vec<_> = promised.iter().map(|(key, _)| *key).collect();
    named.sort_by_key(|key| printed.iter().position(|other| other == key));
    assert_eq!(named, printed, "every figure is promised");
    for (key, expected) in promised {
        assert_eq!(value(&report, key), Some(expected), "{key}");
    }
    for key in ["points", "members"] {
        assert_eq!(report.figure(key).unwrap().prior, Some(0), "{key}");
    }
}

#[test]
fn the_sample_year_is_counted_as_by_hand_in_every_period() {
    let (bench, sheets) = sample();
    for period in periods() {
        assert_counted_right(&bench, &sheets, &question(period, TODAY));
    }
}

#[test]
fn the_sample_year_is_counted_as_by_hand_on_any_day_while_it_runs() {
    let (bench, sheets) = sample();
    for today in ["2022-01-01", "2022-03-24", "2022-08-31", "2022-12-31"] {
        assert_counted_right(&bench, &sheets, &question(year(2022), today));
    }
}

#[test]
fn the_sample_year_is_counted_as_by_hand_for_each_point_station_and_section() {
    let (bench, sheets) = sample();
    let points = (1..=11).map(Share::Point);
    let stations = sheets.names("station").into_iter().map(Share::Station);
    let sections = sheets.names("section").into_iter().map(Share::Section);
    let shares: Vec<Share> = points.chain(stations).chain(sections).collect();
    assert_eq!(shares.len(), 11 + 4 + 5);
    let together = vec![
        Share::Station("城关所".to_owned()),
        Share::Section("消保科".to_owned()),
    ];
    for shares in shares.into_iter().map(|one| vec![one]).chain([together]) {
        for period in [year(2021), year(2022), year(2023)] {
            let question = Question {
                shares: shares.clone(),
                ..question(period, TODAY)
            };
            assert_counted_right(&bench, &sheets, &question);
        }
    }
}

#[test]
fn every_figure_is_explained_by_the_records_that_make_it() {
    let (bench, sheets) = sample();
    for period in periods() {
        assert_explained(&bench, &sheets, &question(period, TODAY));
    }
    let limited = Question {
        shares: vec![Share::Station("城关所".to_owned())],
        ..question(year(2022), TODAY)
    };
    assert_explained(&bench, &sheets, &limited);
}

#[test]
fn what_was_carried_and_found_is_solved_declined_or_open() {
    let (bench, _) = sample();
    for period in periods() {
        let report = counted(&bench, &question(period, TODAY));
        let of = |key| value(&report, key).unwrap();
        assert_eq!(
            of("problems-carried") + of("problems-found")
                - of("problems-solved")
                - of("problems-declined"),
            of("problems-open"),
            "{period:?}"
        );
    }
}
