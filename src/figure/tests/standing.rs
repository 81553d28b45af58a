//! How things stood: what happens later changes no earlier report, and a running period is cut at today.

use super::*;
use crate::record::Kind;
use crate::value::Cell;

/// The report of 2022 before and after something that is done in 2023.
fn assert_2022_stays(done: impl FnOnce(&mut Bench)) {
    let (mut bench, _) = sample();
    let question = |by| Question {
        by,
        ..question(year(2022), "2023-12-31")
    };
    let look = |bench: &Bench| {
        let divided = [Dimension::Point, Dimension::Station].map(|by| {
            let report = counted(bench, &question(Some(by)));
            let slices: Vec<_> = report.figures.into_iter().map(|one| one.slices).collect();
            slices
        });
        (values(&counted(bench, &question(None))), divided)
    };
    let before = look(&bench);
    bench.world.today = day("2023-12-31");
    let later = super::question(year(2023), "2023-12-31");
    let later_before = values(&counted(&bench, &later));
    done(&mut bench);
    assert_eq!(look(&bench), before);
    assert_ne!(
        values(&counted(&bench, &later)),
        later_before,
        "something was done"
    );
}

#[test]
fn a_point_closed_in_2023_still_counts_in_2022() {
    assert_2022_stays(|bench| {
        bench.change(Kind::Point, 1, "closed_on=2023-01-01;closed_why=拆迁");
    });
}

#[test]
fn a_point_confirmed_in_2023_does_not_count_in_2022() {
    assert_2022_stays(|bench| {
        bench.add(
            Kind::Point,
            "name=西环市场;kind=市场;confirmed_on=2023-01-01",
        );
    });
}

#[test]
fn a_member_who_moved_in_2023_still_counts_at_the_old_point_in_2022() {
    assert_2022_stays(|bench| {
        let stay = bench.change(Kind::Member, 1, "left_on=2023-01-01;left_why=转出");
        let name = stay.row.cell("name").words();
        bench.add(
            Kind::Member,
            &format!("name={name};point=万汇商贸城;joined_on=1992-07-01;arrived_on=2023-01-01"),
        );
        // Moving within the roll changes nothing but where; death changes how many.
        bench.change(Kind::Member, 2, "left_on=2023-01-01;left_why=去世");
    });
}

#[test]
fn a_member_who_joined_or_was_confirmed_in_2023_was_not_yet_in_2022() {
    assert_2022_stays(|bench| {
        bench.add(
            Kind::Member,
            "name=新人;point=1;kind=预备;joined_on=2023-01",
        );
    });
    let (mut bench, _) = sample();
    bench.world.today = day("2023-12-31");
    let probationary = |bench: &Bench, year| {
        let report = counted(bench, &question(self::year(year), "2023-12-31"));
        value(&report, "members-probationary")
    };
    let before = (probationary(&bench, 2022), probationary(&bench, 2023));
    assert_eq!(bench.words(Kind::Member, 28, "kind"), "预备党员");
    bench.change(Kind::Member, 28, "kind=正式;confirmed_on=2023-06-28");
    assert_eq!(probationary(&bench, 2022), before.0, "on probation still");
    assert_eq!(probationary(&bench, 2023), before.1.map(|count| count - 1));
}

#[test]
fn a_problem_solved_or_declined_in_2023_is_open_in_2022() {
    assert_2022_stays(|bench| {
        bench.change(
            Kind::Problem,
            20,
            "solved_on=2023-01-01;closed_on=2023-01-02",
        );
    });
    assert_2022_stays(|bench| {
        bench.change(Kind::Problem, 20, "declined_on=2023-01-01");
    });
}

#[test]
fn visits_problems_and_projects_of_2023_leave_2022_as_it_was() {
    assert_2022_stays(|bench| {
        bench.add(Kind::Visit, "date=2023-01-01;point=1;send=送政策;reach=9");
        bench.add(
            Kind::Problem,
            "visit=28;company=甲;category=计量;text=乙;handling=现场解决",
        );
        bench.add(
            Kind::Project,
            "name=新项目;point=2;kind=攻关;started_on=2023-01-01;teams=一组",
        );
        bench.change(Kind::Member, 1, "pioneer_on=2023-01-01");
    });
}

#[test]
fn a_day_counts_at_the_end_of_the_period_and_not_the_day_after() {
    let mut bench = Bench::on(TODAY);
    bench.add(Kind::Point, "name=甲;kind=市场;confirmed_on=2022-12-31");
    bench.add(Kind::Point, "name=乙;kind=市场;confirmed_on=2023-01-01");
    bench.add(
        Kind::Point,
        "name=丙;kind=市场;confirmed_on=2022-01-01;closed_on=2022-12-31",
    );
    bench.add(
        Kind::Point,
        "name=丁;kind=市场;confirmed_on=2022-01-01;closed_on=2023-01-01",
    );
    for (name, rest) in [
        ("同日入党", "joined_on=2022-12-31"),
        ("次日入党", "joined_on=2023-01-01"),
        ("同月入党", "joined_on=2022-12"),
        ("次月入党", "joined_on=2023-01"),
        ("同日转入", "arrived_on=2022-12-31"),
        ("次日转入", "arrived_on=2023-01-01"),
        ("同日转出", "left_on=2022-12-31;left_why=转出"),
        ("次日转出", "left_on=2023-01-01;left_why=转出"),
        ("失联", "lost_on=2022-02-01"),
        ("流出", "flow=流出"),
        ("流入", "flow=流入"),
        ("本地", "flow=本地"),
        ("积极分子", "kind=积极分子"),
    ] {
        bench.add(Kind::Member, &format!("name={name};point=甲;{rest}"));
    }
    bench.add(Kind::Member, "name=未算的;point=乙");
    let report = counted(&bench, &question(year(2022), TODAY));
    assert_eq!(value(&report, "points"), Some(2));
    let figure = Figure::of_key("members").unwrap();
    let part = explain(bench.page(), &question(year(2022), TODAY), figure).unwrap();
    let names: Vec<_> = part[0]
        .evidence
        .iter()
        .map(|one| one.row.cell("name").words())
        .collect();
    assert_eq!(
        names,
        [
            "同日入党",
            "同月入党",
            "同日转入",
            "次日转出",
            "失联",
            "流出",
            "本地"
        ]
    );
    assert_eq!(value(&report, "members-inflow"), Some(1));
}

#[test]
fn a_running_period_is_cut_at_today_and_the_year_before_at_the_same_day() {
    let mut bench = Bench::on("2023-05-20");
    for date in [
        "2022-05-19",
        "2022-05-20",
        "2022-05-21",
        "2022-12-31",
        "2023-01-01",
        "2023-05-20",
    ] {
        bench.add(Kind::Visit, &format!("date={date};place=街上;send=日常"));
    }
    let report = counted(&bench, &question(year(2023), "2023-05-20"));
    assert!(report.is_running());
    assert_eq!(report.asof, day("2023-05-20"));
    assert_eq!(report.prior, (day("2022-01-01"), day("2022-05-20")));
    let visits = report.figure("visits").unwrap();
    assert_eq!((visits.value, visits.prior), (Some(2), Some(2)));

    let over = counted(&bench, &question(year(2022), "2023-05-20"));
    assert!(!over.is_running());
    assert_eq!(over.prior, (day("2021-01-01"), day("2021-12-31")));
}

#[test]
fn a_future_day_of_a_running_period_does_not_count_yet() {
    let mut bench = Bench::on("2023-05-20");
    bench.add(Kind::Visit, "date=2023-05-20;place=街上;send=日常");
    let report = counted(&bench, &question(year(2023), "2023-05-19"));
    assert_eq!(value(&report, "visits"), Some(0));
}

#[test]
fn the_29th_of_february_is_compared_with_the_28th() {
    let bench = Bench::on("2024-12-31");
    let prior = |period, today| counted(&bench, &question(period, today)).prior;
    let leap_day = range("2024-02-29", "2024-02-29");
    let before = (day("2023-02-28"), day("2023-02-28"));
    assert_eq!(prior(leap_day, "2024-12-31"), before);
    assert_eq!(
        prior(year(2024), "2024-02-29"),
        (day("2023-01-01"), day("2023-02-28"))
    );
    assert_eq!(
        prior(Period::month(2025, 2).unwrap(), "2025-12-31"),
        (day("2024-02-01"), day("2024-02-29")),
        "a whole month is compared with a whole month"
    );
}

#[test]
fn the_year_so_far_stands_beside_a_month_a_quarter_and_a_half_only() {
    let bench = Bench::on(TODAY);
    let so_far = |period| counted(&bench, &question(period, "2022-08-10")).cumulative;
    let from = day("2022-01-01");
    assert_eq!(so_far(year(2022)), None);
    assert_eq!(so_far(range("2022-02-01", "2022-02-03")), None);
    assert_eq!(
        so_far(Period::quarter(2022, 2).unwrap()),
        Some((from, day("2022-06-30")))
    );
    assert_eq!(
        so_far(Period::month(2022, 8).unwrap()),
        Some((from, day("2022-08-10")))
    );
    assert_eq!(
        so_far(Period::half(2022, 2).unwrap()),
        Some((from, day("2022-08-10")))
    );
}

#[test]
fn points_without_a_confirmation_are_named_as_left_out_where_they_belong() {
    let mut bench = Bench::on(TODAY);
    bench.add(Kind::Point, "name=甲;kind=市场;station=北环所");
    bench.add(
        Kind::Point,
        "name=乙;kind=市场;station=南湖所;section=质量科",
    );
    bench.add(
        Kind::Point,
        "name=丙;kind=市场;station=北环所;confirmed_on=2022-03-24",
    );
    bench.add(Kind::Point, "name=丁;kind=市场;closed_on=2022-03-24");
    let left_out = |shares| {
        let question = Question {
            shares,
            ..question(year(2022), TODAY)
        };
        counted(&bench, &question).unconfirmed
    };
    assert_eq!(left_out(vec![]), 2);
    assert_eq!(left_out(vec![Share::Station("北环所".to_owned())]), 1);
    assert_eq!(left_out(vec![Share::Section("质量科".to_owned())]), 1);
    assert_eq!(left_out(vec![Share::Point(3)]), 0);
}

#[test]
fn the_sections_of_visits_and_problems_come_before_those_of_their_points() {
    let mut bench = Bench::on(TODAY);
    bench.add(
        Kind::Point,
        "name=甲;kind=市场;section=质量科;confirmed_on=2022-03-24",
    );
    bench.add(
        Kind::Visit,
        "date=2022-05-01;point=甲;send=送服务;section=计量科",
    );
    bench.add(Kind::Visit, "date=2022-05-02;point=甲;send=送服务");
    let visits = |section: &str| {
        let question = Question {
            shares: vec![Share::Section(section.to_owned())],
            ..question(year(2022), TODAY)
        };
        let report = counted(&bench, &question);
        (value(&report, "visits"), value(&report, "points"))
    };
    assert_eq!(visits("计量科"), (Some(1), Some(0)));
    assert_eq!(visits("质量科"), (Some(1), Some(1)));
    assert_eq!(
        visits("质 量科"),
        (Some(1), Some(1)),
        "width and spaces aside"
    );
}

#[test]
fn a_problem_is_of_its_own_point_else_its_visits_else_its_projects() {
    let mut bench = Bench::on(TODAY);
    for name in ["甲", "乙", "丙"] {
        bench.add(
            Kind::Point,
            &format!("name={name};kind=市场;confirmed_on=2022-03-24"),
        );
    }
    bench.add(Kind::Visit, "date=2022-05-01;point=乙;send=送服务");
    bench.add(
        Kind::Project,
        "name=灌浆;point=丙;kind=攻关;started_on=2022-04-01",
    );
    let problem = "found_on=2022-05-01;company=某;category=计量";
    for (text, rest) in [
        ("自己的", "visit=1;point=甲;project=1"),
        ("走访的", "visit=1;project=1"),
        ("项目的", "project=1"),
        ("都没有", ""),
    ] {
        bench.add(Kind::Problem, &format!("{problem};text={text};{rest}"));
    }
    let question = Question {
        by: Some(Dimension::Point),
        ..question(year(2022), TODAY)
    };
    let report = counted(&bench, &question);
    let found = &report.figure("problems-found").unwrap().slices;
    let found: Vec<_> = found.iter().map(|(value, _)| *value).collect();
    assert_eq!(found, [Some(1); 4]);
    let row = bench.page().row(Kind::Problem, 3).unwrap();
    assert_eq!(*row.cell("point"), Cell::Empty);
}

#[test]
fn a_problem_of_a_service_and_pairing_visit_counts_in_both_and_once_as_solved() {
    let mut bench = Bench::on(TODAY);
    bench.add(
        Kind::Visit,
        "date=2021-12-30;place=街上;send=送服务、结对联建",
    );
    let problem = "visit=1;company=甲;category=计量;handling=现场解决;solved_on=2022-01-02";
    bench.add(Kind::Problem, &format!("{problem};text=一"));
    let report = counted(&bench, &question(year(2022), TODAY));
    for key in ["onsite-problems", "pairing-problems", "problems-solved"] {
        assert_eq!(
            value(&report, key),
            Some(1),
            "{key}: whatever the visit's day"
        );
    }
    assert_eq!(value(&report, "project-problems"), Some(0));
}

#[test]
fn a_rate_with_nothing_to_divide_by_is_none() {
    let report = counted(&Bench::on(TODAY), &question(year(2022), TODAY));
    for (key, [value, prior, _]) in values(&report) {
        let is_rate = Figure::of_key(key).unwrap().is_rate();
        let expected = (!is_rate).then_some(0);
        assert_eq!((value, prior), (expected, expected), "{key}");
    }
}

#[test]
fn the_last_day_of_a_deadline_a_probation_and_a_project_still_belongs_to_them() {
    let mut bench = Bench::on(TODAY);
    bench.add(Kind::Point, "name=甲;kind=市场;confirmed_on=2022-03-24");
    bench.add(
        Kind::Problem,
        "found_on=2022-05-01;company=某;category=计量;text=某事;due_on=2022-06-30",
    );
    bench.add(
        Kind::Member,
        "name=某人;point=甲;joined_on=2021-06-30;confirmed_on=2022-06-30",
    );
    bench.add(
        Kind::Project,
        "name=灌浆;point=甲;kind=攻关;started_on=2022-04-01;finished_on=2022-06-30;teams=一组、二组",
    );
    let values = |from, to| {
        let report = counted(&bench, &question(range(from, to), TODAY));
        [
            "problems-overdue",
            "members-probationary",
            "project-points",
            "teams",
        ]
        .map(|key| value(&report, key).unwrap())
    };
    assert_eq!(values("2022-04-01", "2022-04-01"), [0, 1, 1, 2]);
    assert_eq!(values("2022-04-01", "2022-06-29"), [0, 1, 1, 2]);
    assert_eq!(values("2022-06-30", "2022-06-30"), [0, 0, 1, 2]);
    assert_eq!(values("2022-07-01", "2022-07-01"), [1, 0, 0, 0]);
    assert_eq!(values("2022-03-01", "2022-03-31")[2..], [0, 0]);
}
