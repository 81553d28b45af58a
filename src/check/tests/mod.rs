//! Every rule beside a ledger that it warns of, and one at its edge that it must not warn of.

mod accepted;
mod content;
mod frequency;
mod member;
mod organisation;
mod random;
mod work;

use super::view::View;
use super::*;
use crate::entry::sample::{Bench, day, given};
use crate::entry::{self, Failure};
use crate::value::{Choice, Span};

/// A branch that has been looked after since before 2022, with everything the ledger wants to know of it.
const BRANCH: &str = "point name=北环市场;kind=市场;party_kind=支部;founded_on=2015-06;elected_on=2022-01-05;\
     confirmed_on=2021-03-24;secretary=党员1;secretary_kind=专职;leader=周岳峰;section=质量科;station=北环所";

/// The year that most tests look at.
fn year() -> Period {
    Period::year(2022).unwrap()
}

/// A ledger on a day, with records written as `kind column=words;…`, a line each.
fn ledger(today: &str, lines: &[&str]) -> Bench {
    let mut bench = Bench::on(today);
    fill(&mut bench, lines);
    bench
}

/// Adds records.
fn fill(bench: &mut Bench, lines: &[&str]) {
    bench
        .write(|writing, world| -> Result<(), Failure> {
            for line in lines {
                let (kind, text) = line.split_once(' ').unwrap();
                let kind = Kind::of_key(kind).unwrap();
                entry::add(writing, world, kind, &given(kind, text))?;
            }
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
}

/// Adds full members of a point, named 党员1 and so on.
fn members(bench: &mut Bench, point: i64, count: i64) {
    let lines: Vec<_> = (1..=count)
        .map(|number| {
            format!("member name=党员{number};point={point};joined_on=2001-07;confirmed_on=2002-07")
        })
        .collect();
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    fill(bench, &lines);
}

/// All findings of a period.
fn all(bench: &Bench, period: Period, limits: &Limits) -> Vec<Finding> {
    let question = Question {
        period,
        today: bench.world.today,
        point: None,
    };
    check(bench.page(), &question, limits).unwrap()
}

/// The findings of one rule, briefly: colour, number, and for spans what was held of what.
fn of(bench: &Bench, key: &str, period: Period) -> Vec<String> {
    assert!(RULES.iter().any(|rule| rule.key == key), "{key}");
    all(bench, period, &Limits::default())
        .iter()
        .filter(|finding| finding.rule.key == key)
        .map(brief)
        .collect()
}

/// The findings of one rule in 2022.
fn found(bench: &Bench, key: &str) -> Vec<String> {
    of(bench, key, year())
}

fn brief(finding: &Finding) -> String {
    let mut brief = format!("{} {}", finding.colour.entry().code, finding.subject.id);
    if let Detail::Missed { misses, .. } = &finding.detail {
        for miss in misses {
            let day = miss.span.from.to_string();
            brief = format!("{brief} {} {}/{}", &day[..7], miss.held, miss.needed);
        }
    }
    if let Detail::Silent { months } | Detail::Absent { months } = &finding.detail {
        for month in months {
            brief = format!("{brief} {}", &month.from.to_string()[..7]);
        }
    }
    if finding.waiver.is_some() {
        brief += " accepted";
    }
    brief
}

const NONE: [&str; 0] = [];

#[test]
fn every_rule_has_a_name_of_its_own_and_words() {
    for (place, rule) in RULES.iter().enumerate() {
        let is_key = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(rule.key.chars().all(is_key), "{}", rule.key);
        let same = |other: &Rule| other.key == rule.key || other.label == rule.label;
        assert_eq!(RULES.iter().position(same), Some(place), "{}", rule.key);
        assert!(!rule.told.is_empty() && !rule.basis.is_empty());
        let basis = rule.basis(rule.limit);
        assert!(!basis.contains(['{', '}']), "{basis}");
        let about = [Kind::Point, Kind::Member, Kind::Meeting, Kind::Problem];
        assert!(about.contains(&rule.about), "{}", rule.key);
        assert!((1..=1000).contains(&rule.limit.first()) || rule.limit == Limit::Plain);
        assert!(
            rule.limit.first().max(rule.limit.second()) <= rule.most,
            "{}",
            rule.key
        );
        // What can be set stands in the basis; a number of a rule that has nothing to set is fixed.
        let figures =
            rule.limit == Limit::Plain && rule.basis.contains(|c: char| c.is_ascii_digit());
        assert!(!figures || rule.basis.contains("固定"), "{}", rule.key);
        if rule.limit != Limit::Plain {
            assert!(rule.basis.contains(['{']), "{}", rule.key);
        }
    }
}

#[test]
fn a_frequency_is_read_as_it_is_written_and_as_people_write_it() {
    for (text, times, span) in [
        ("每月1次", 1, Span::Month),
        ("每月 2 次", 2, Span::Month),
        ("每季度１次", 1, Span::Quarter),
        ("每季一次", 1, Span::Quarter),
        ("每半年两次", 2, Span::Half),
        ("每年十次", 10, Span::Year),
        ("每个月1次", 1, Span::Month),
    ] {
        assert_eq!(Every::read(text), Some(Every::of(times, span)), "{text}");
    }
    for text in [
        "",
        "每月",
        "每月0次",
        "每周1次",
        "1次",
        "每月100次",
        "每月-1次",
        "每年很多次",
    ] {
        assert_eq!(Every::read(text), None, "{text}");
    }
    for rule in RULES {
        if let Limit::Every(every) = rule.limit {
            assert_eq!(Every::read(&every.to_string()), Some(every));
        }
    }
}

#[test]
fn findings_come_by_colour_then_rule_then_number() {
    let mut bench = ledger("2023-03-31", &[BRANCH]);
    let other = BRANCH
        .replace("北环市场", "南环市场")
        .replace("leader=周岳峰;", "");
    fill(&mut bench, &[&other]);
    let findings = all(&bench, year(), &Limits::default());
    let place = |finding: &Finding| {
        let rule = RULES.iter().position(|rule| rule.key == finding.rule.key);
        (finding.colour as u8, rule, finding.subject.id)
    };
    assert!(findings.len() > 10);
    assert!(findings.is_sorted_by_key(place));
}

#[test]
fn a_rule_that_is_off_finds_nothing() {
    let bench = ledger("2023-03-31", &[BRANCH]);
    assert_eq!(found(&bench, "few"), ["red 1"]);
    let mut limits = Limits::default();
    limits.set("few", &Typed::Flag(false)).unwrap();
    let findings = all(&bench, year(), &limits);
    assert!(findings.iter().all(|finding| finding.rule.key != "few"));
}

#[test]
fn one_contact_point_alone_is_looked_at() {
    let other = BRANCH.replace("北环市场", "南环市场");
    let bench = ledger("2023-03-31", &[BRANCH, &other]);
    let question = Question {
        period: year(),
        today: day("2023-03-31"),
        point: Some(2),
    };
    let findings = check(bench.page(), &question, &Limits::default()).unwrap();
    assert!(!findings.is_empty());
    assert!(findings.iter().all(|finding| finding.subject.id == 2));
}

#[test]
fn a_rule_is_set_once_by_its_key_or_its_label() {
    let yearly = Typed::Text("每年1次".to_owned());
    let mut limits = Limits::default();
    limits.set("党课", &yearly).unwrap();
    assert_eq!(
        limits.set("lecture", &Typed::Flag(false)),
        Err(LimitFault::Twice)
    );
    limits.set("few", &yearly).unwrap_err();
    limits.set("few", &Typed::Number(1)).unwrap();
    for (name, typed) in [
        ("late", Typed::Numbers(vec![0, 3])),
        ("owner", Typed::Number(0)),
        ("flow", Typed::Numbers(vec![1, 1001])),
    ] {
        assert_eq!(limits.set(name, &typed), Err(LimitFault::Outside(1000)));
    }
    assert_eq!(
        limits.set("attendance", &Typed::Numbers(vec![101, 50])),
        Err(LimitFault::Outside(100))
    );
}
