//! What each filter of a list selects, and in which order the records come.

use super::sample::{Sample, day};
use super::{Filter, Query};
use crate::record::{Column, Kind};
use crate::value::choice::entry_of;
use crate::value::{Cell, Entry, Period};

fn ids(sample: &Sample, query: &Query) -> Vec<i64> {
    let rows = sample.ledger.page().rows(query).unwrap();
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    if query.limit.is_none() {
        assert_eq!(sample.ledger.page().count(query).unwrap(), ids.len());
    }
    ids
}

/// The numbers that a filter selects, in rising order.
fn selected(sample: &Sample, kind: Kind, filter: Filter) -> Vec<i64> {
    let mut ids = ids(sample, &Query::of(kind).with(filter));
    ids.sort_unstable();
    ids
}

fn column(kind: Kind, key: &str) -> &'static Column {
    kind.dictionary().column(key).unwrap()
}

fn entry(column: &'static Column, code: &str) -> &'static Entry {
    entry_of(column.shape.entries().unwrap(), code).unwrap()
}

/// A point, and of each other kind one record that belongs to it and one that belongs to another.
fn two_points() -> Sample {
    let mut sample = Sample::new();
    for (name, section, station) in [
        ("钢材市场", "登记科", "城东所"),
        ("建材市场", "质量科", "城西所"),
    ] {
        let words = [
            ("name", name),
            ("kind", "market"),
            ("section", section),
            ("station", station),
        ];
        sample.add(Kind::Point, &words);
    }
    for point in ["1", "2"] {
        let member = [("name", "张三"), ("point", point), ("kind", "full")];
        sample.add(Kind::Member, &member);
        let project = [
            ("name", "质量攻关"),
            ("point", point),
            ("kind", "tackle"),
            ("started_on", "2022-03-01"),
        ];
        sample.add(Kind::Project, &project);
        sample.visit(point.parse().unwrap(), "2022-06-01");
    }
    sample
}

/// A problem with one more column filled.
fn problem(sample: &mut Sample, more: &[(&str, &str)]) -> i64 {
    let mut words = vec![
        ("found_on", "2022-06-01"),
        ("company", "甲店"),
        ("category", "广告"),
        ("text", "怎样备案"),
    ];
    words.extend(more);
    sample.add(Kind::Problem, &words)
}

#[test]
fn everything_belongs_to_the_point_station_and_section_of_its_point() {
    let sample = two_points();
    for kind in [Kind::Point, Kind::Member, Kind::Project, Kind::Visit] {
        assert_eq!(selected(&sample, kind, Filter::Point(2)), [2], "{kind:?}");
        let station = Filter::Station("城东　所".to_owned());
        assert_eq!(selected(&sample, kind, station), [1], "{kind:?}");
        let section = Filter::Section("质量科".to_owned());
        assert_eq!(selected(&sample, kind, section), [2], "{kind:?}");
    }
}

#[test]
fn a_day_lies_in_a_period_that_holds_both_its_ends() {
    let mut sample = two_points();
    for due in ["2022-06-09", "2022-06-10", "2022-06-17", "2022-06-18"] {
        problem(&mut sample, &[("due_on", due)]);
    }
    problem(&mut sample, &[]);
    let week = Period::range(day("2022-06-10"), day("2022-06-17")).unwrap();
    let due = Filter::Within(column(Kind::Problem, "due_on"), week);
    assert_eq!(selected(&sample, Kind::Problem, due), [2, 3]);
}

#[test]
fn a_visit_has_a_section_of_its_own_or_its_points() {
    let mut sample = two_points();
    let own = [
        ("date", "2022-06-02"),
        ("point", "1"),
        ("section", "广告科"),
        ("send", "policy"),
    ];
    let own = sample.add(Kind::Visit, &own);
    let elsewhere = [
        ("date", "2022-06-02"),
        ("place", "社区"),
        ("section", "登记科"),
        ("send", "policy"),
    ];
    let elsewhere = sample.add(Kind::Visit, &elsewhere);
    let by = |filter| selected(&sample, Kind::Visit, filter);
    assert_eq!(by(Filter::Section("登记科".to_owned())), [1, elsewhere]);
    assert_eq!(by(Filter::Section("广告科".to_owned())), [own]);
    assert_eq!(by(Filter::Station("城东所".to_owned())), [1, own]);
}

#[test]
fn a_problem_belongs_to_its_own_point_else_its_visits_else_its_projects() {
    let mut sample = two_points();
    let own = problem(&mut sample, &[("visit", "1"), ("point", "2")]);
    let visit = problem(&mut sample, &[("visit", "1"), ("project", "2")]);
    let project = problem(&mut sample, &[("project", "2"), ("section", "广告科")]);
    let none = problem(&mut sample, &[]);
    let by = |filter| selected(&sample, Kind::Problem, filter);
    assert_eq!(by(Filter::Point(1)), [visit]);
    assert_eq!(by(Filter::Point(2)), [own, project]);
    assert_eq!(by(Filter::Station("城东所".to_owned())), [visit]);
    assert_eq!(by(Filter::Section("质量科".to_owned())), [own]);
    assert_eq!(by(Filter::Section("广告科".to_owned())), [project]);
    assert_eq!(by(Filter::Contains("钢材".to_owned())), [visit]);
    assert_eq!(ids(&sample, &Query::of(Kind::Problem)).len(), 4);
    let all = Filter::Ids(vec![own, none, 99]);
    assert_eq!(by(all), [own, none]);
    assert_eq!(
        by(Filter::Refers(column(Kind::Problem, "visit"), 1)),
        [own, visit]
    );
}

#[test]
fn a_period_holds_both_its_ends_and_a_month_is_its_first_day() {
    let mut sample = Sample::new();
    sample.point("钢材市场");
    for joined in [
        "2022-04-01",
        "2022-06-30",
        "2022-06",
        "2022",
        "2022-07",
        "2022-07-01",
        "2022-03-31",
        "",
    ] {
        let words = [
            ("name", "张三"),
            ("point", "1"),
            ("kind", "full"),
            ("joined_on", joined),
        ];
        sample.add(Kind::Member, &words);
    }
    let by = |filter| selected(&sample, Kind::Member, filter);
    let quarter = Period::quarter(2022, 2).unwrap();
    assert_eq!(by(Filter::During(quarter)), [1, 2, 3]);
    assert_eq!(by(Filter::During(Period::month(2022, 1).unwrap())), [4]);
    assert_eq!(
        by(Filter::During(Period::year(2022).unwrap())),
        [1, 2, 3, 4, 5, 6, 7]
    );
    assert_eq!(by(Filter::UpTo(day("2022-07-01"))), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(by(Filter::UpTo(day("2022-06-30"))), [1, 2, 3, 4, 7]);
}

#[test]
fn a_point_counts_from_its_confirmation_to_the_day_before_it_is_closed() {
    let mut sample = Sample::new();
    for (confirmed, closed) in [
        ("2022-06-01", ""),
        ("2022-05-01", "2022-06-02"),
        ("", ""),
        ("", "2022-06-01"),
    ] {
        let words = [
            ("name", "市场"),
            ("kind", "market"),
            ("confirmed_on", confirmed),
            ("closed_on", closed),
        ];
        sample.add(Kind::Point, &words);
    }
    let by = |filter| selected(&sample, Kind::Point, filter);
    assert_eq!(by(Filter::Counted(day("2022-05-31"))), [2]);
    assert_eq!(by(Filter::Counted(day("2022-06-01"))), [1, 2]);
    assert_eq!(by(Filter::Counted(day("2022-06-02"))), [1]);
    assert_eq!(by(Filter::Unconfirmed), [3]);
    assert_eq!(by(Filter::InForce(day("2022-06-01"))), [1, 2, 3]);
    assert_eq!(by(Filter::InForce(day("2022-06-02"))), [1, 3]);
}

#[test]
fn a_member_counts_from_arrival_to_the_day_before_leaving() {
    let mut sample = Sample::new();
    let points = [("2022-01-01", ""), ("2022-01-01", "2022-06-01"), ("", "")];
    for (confirmed, closed) in points {
        let words = [
            ("name", "市场"),
            ("kind", "market"),
            ("confirmed_on", confirmed),
            ("closed_on", closed),
        ];
        sample.add(Kind::Point, &words);
    }
    let mut add = |more: &[(&str, &str)]| {
        let mut words = vec![("name", "张三"), ("point", "1"), ("kind", "full")];
        words.retain(|(key, _)| more.iter().all(|(other, _)| other != key));
        words.extend(more);
        sample.add(Kind::Member, &words)
    };
    let plain = add(&[]);
    let arrived = add(&[("arrived_on", "2022-06-01")]);
    let left = add(&[("left_on", "2022-06-01"), ("left_why", "transfer")]);
    let joined = add(&[("joined_on", "2022-06")]);
    let probationary = add(&[("kind", "probationary"), ("flow", "outflow")]);
    let _applicant = add(&[("kind", "applicant")]);
    let _inflow = add(&[("flow", "inflow")]);
    let at_closed = add(&[("point", "2"), ("flow", "local")]);
    let _at_unconfirmed = add(&[("point", "3")]);
    let by = |filter| selected(&sample, Kind::Member, filter);
    assert_eq!(
        by(Filter::Counted(day("2022-05-31"))),
        [plain, left, probationary, at_closed]
    );
    assert_eq!(
        by(Filter::Counted(day("2022-06-01"))),
        [plain, arrived, joined, probationary]
    );
    assert_eq!(by(Filter::Counted(day("2021-12-31"))), [0; 0]);
    let in_force = by(Filter::InForce(day("2022-06-01")));
    assert!(!in_force.contains(&left) && in_force.len() == 8);
}

#[test]
fn a_problem_waits_until_the_day_on_which_it_is_solved_or_declined() {
    let mut sample = Sample::new();
    let open = problem(&mut sample, &[("due_on", "2022-06-10")]);
    let solved = problem(
        &mut sample,
        &[("solved_on", "2022-06-11"), ("due_on", "2022-06-09")],
    );
    let declined = problem(&mut sample, &[("declined_on", "2022-06-11")]);
    let by = |filter| selected(&sample, Kind::Problem, filter);
    assert_eq!(by(Filter::Open(day("2022-05-31"))), [0; 0]);
    assert_eq!(
        by(Filter::Open(day("2022-06-01"))),
        [open, solved, declined]
    );
    assert_eq!(
        by(Filter::Open(day("2022-06-10"))),
        [open, solved, declined]
    );
    assert_eq!(by(Filter::Open(day("2022-06-11"))), [open]);
    assert_eq!(by(Filter::Overdue(day("2022-06-09"))), [0; 0]);
    assert_eq!(by(Filter::Overdue(day("2022-06-10"))), [solved]);
    assert_eq!(by(Filter::Overdue(day("2022-06-11"))), [open]);
}

#[test]
fn a_choice_is_looked_for_in_one_cell_or_among_several() {
    let mut sample = two_points();
    let words = [
        ("date", "2022-06-01"),
        ("place", "社区"),
        ("send", "送服务、送信心"),
        ("form", "phone"),
    ];
    let both = sample.add(Kind::Visit, &words);
    let (send, form) = (column(Kind::Visit, "send"), column(Kind::Visit, "form"));
    let by = |column, codes: &[&str]| {
        let entries = codes.iter().map(|code| entry(column, code)).collect();
        selected(&sample, Kind::Visit, Filter::Chosen(column, entries))
    };
    assert_eq!(by(send, &["service"]), [both]);
    assert_eq!(by(send, &["policy", "confidence"]), [1, 2, both]);
    assert_eq!(by(send, &["routine"]), [0; 0]);
    assert_eq!(by(send, &[]), [0; 0]);
    assert_eq!(by(form, &["phone", "onsite"]), [both]);
    let state = column(Kind::Problem, "state");
    problem(&mut sample, &[("progress", "已联系")]);
    let doing = Filter::Chosen(state, vec![entry(state, "doing")]);
    assert_eq!(selected(&sample, Kind::Problem, doing), [1]);
}

#[test]
fn words_are_found_whatever_their_case_and_width() {
    let mut sample = Sample::new();
    for (name, former, category) in [
        ("ＡＢＣ（集团）", "旧名", "Ａ类"),
        ("100%纯棉_店", "引\"号\\店、小店", "b类"),
        ("钢材市场", "", ""),
    ] {
        let words = [
            ("name", name),
            ("kind", "market"),
            ("former", former),
            ("station", category),
        ];
        sample.add(Kind::Point, &words);
    }
    let contains = |typed: &str| selected(&sample, Kind::Point, Filter::Contains(typed.to_owned()));
    assert_eq!(contains("abc(集"), [1]);
    assert_eq!(contains("旧名"), [1]);
    assert_eq!(contains("100%"), [2]);
    assert_eq!(contains("%"), [2]);
    assert_eq!(contains("_"), [2]);
    assert_eq!(contains("'"), [0; 0]);
    // A list is searched as its items, not as the text it is stored as.
    assert_eq!(contains("引\"号\\店"), [2]);
    assert_eq!(contains("\""), [2]);
    assert_eq!(contains(","), [0; 0]);
    assert_eq!(contains(&"长".repeat(10_000)), [0; 0]);
    let is = |typed: &str| {
        let filter = Filter::Is(column(Kind::Point, "station"), typed.to_owned());
        selected(&sample, Kind::Point, filter)
    };
    assert_eq!(is("a 类"), [1]);
    assert_eq!(is("类"), [0; 0]);
}

#[test]
fn the_same_cell_is_exactly_the_same_and_an_empty_one_is_too() {
    let mut sample = two_points();
    sample.add(
        Kind::Member,
        &[
            ("name", "张 三"),
            ("point", "1"),
            ("kind", "full"),
            ("born", "1990-01"),
        ],
    );
    let same = |key, cell| {
        selected(
            &sample,
            Kind::Member,
            Filter::Same(column(Kind::Member, key), cell),
        )
    };
    assert_eq!(same("name", Cell::Text("张三".to_owned())), [1, 2]);
    assert_eq!(same("born", Cell::Empty), [1, 2]);
    let link = sample.row(Kind::Member, 3).cell("point").clone();
    assert_eq!(same("point", link), [1, 3]);
}

#[test]
fn more_records_can_be_asked_for_than_a_statement_has_places() {
    let sample = two_points();
    let many = Filter::Ids((2..100_000).collect());
    assert_eq!(selected(&sample, Kind::Visit, many), [2]);
    assert_eq!(
        selected(&sample, Kind::Visit, Filter::Ids(Vec::new())),
        [0; 0]
    );
}

#[test]
fn a_list_comes_newest_first_and_points_and_members_by_number() {
    let mut sample = Sample::new();
    for name in ["乙", "甲"] {
        sample.point(name);
    }
    for date in ["2022-06-01", "2022-06-03", "2022-06-01", "2022-06-02"] {
        sample.visit(1, date);
    }
    assert_eq!(ids(&sample, &Query::of(Kind::Point)), [1, 2]);
    let mut query = Query::of(Kind::Visit);
    assert_eq!(ids(&sample, &query), [2, 4, 3, 1]);
    query.limit = Some(2);
    assert_eq!(ids(&sample, &query), [2, 4]);
    assert_eq!(sample.ledger.page().count(&query).unwrap(), 4);
    query.limit = Some(0);
    assert_eq!(ids(&sample, &query), [0; 0]);
    query.limit = None;
    query.sort = Some(("date", false));
    assert_eq!(ids(&sample, &query), [1, 3, 4, 2]);
}

#[test]
fn what_is_empty_comes_last_in_either_order() {
    let mut sample = Sample::new();
    sample.point("甲");
    for reach in ["", "9", "10", ""] {
        let words = [
            ("date", "2022-06-01"),
            ("point", "1"),
            ("send", "policy"),
            ("reach", reach),
        ];
        sample.add(Kind::Visit, &words);
    }
    let mut query = Query::of(Kind::Visit);
    query.sort = Some(("reach", false));
    assert_eq!(ids(&sample, &query), [2, 3, 1, 4]);
    query.sort = Some(("reach", true));
    assert_eq!(ids(&sample, &query), [3, 2, 4, 1]);
}

#[test]
fn all_filters_must_hold() {
    let sample = two_points();
    let query = Query::of(Kind::Visit)
        .with(Filter::Contains("市场".to_owned()))
        .with(Filter::Point(1))
        .with(Filter::During(Period::year(2022).unwrap()));
    assert_eq!(ids(&sample, &query), [1]);
    assert_eq!(ids(&sample, &query.with(Filter::Point(2))), [0; 0]);
}

#[test]
fn the_times_of_a_record_are_those_of_its_first_and_last_command() {
    let mut sample = Sample::new();
    sample.point("甲");
    sample.run("UPDATE command SET at = '2022-01-01T08:00:00+08:00'");
    sample
        .amend(Kind::Point, 1, &[("name", "乙"), ("kind", "market")])
        .unwrap();
    let row = sample.row(Kind::Point, 1);
    assert_eq!(row.created.as_deref(), Some("2022-01-01T08:00:00+08:00"));
    assert_eq!(row.updated.as_deref(), Some("2022-12-31T08:00:00+08:00"));
    let plain = sample.ledger.page().rows(&Query::of(Kind::Point)).unwrap();
    assert_eq!((&plain[0].created, &plain[0].updated), (&None, &None));
}
