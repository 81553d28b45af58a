use super::*;

fn branch(confirmed: &str, lines: &[&str]) -> Bench {
    let point = BRANCH.replace("2021-03-24", confirmed) + ";owner=束学礼";
    let mut bench = ledger("2023-01-20", &[&point]);
    fill(&mut bench, lines);
    bench
}

#[test]
fn the_owner_is_met_every_half_year() {
    let met = |confirmed: &str, visits: &[&str]| found(&branch(confirmed, visits), "owner");
    let visit = |on: &str| format!("visit date={on};point=1;send=日常;owner_met=是");
    assert_eq!(met("2021-03-24", &[&visit("2022-06-30")]), ["yellow 1"]);
    assert_eq!(met("2021-03-24", &[&visit("2022-07-01")]), NONE);
    assert_eq!(
        met("2021-03-24", &[&visit("2022-07-01").replace('是', "否")]),
        ["yellow 1"]
    );
    assert_eq!(met("2022-06-30", &[]), ["yellow 1"]);
    assert_eq!(met("2022-07-01", &[]), NONE, "not confirmed for so long");
    let mut bench = branch("2021-03-24", &[]);
    bench.change(Kind::Point, 1, "owner=");
    assert_eq!(found(&bench, "owner"), NONE);
}

#[test]
fn something_is_done_for_quality_every_year() {
    let idle = |confirmed: &str, lines: &[&str]| found(&branch(confirmed, lines), "idle");
    assert_eq!(idle("2021-12-31", &[]), ["hint 1"]);
    assert_eq!(idle("2022-01-01", &[]), NONE, "not confirmed for so long");
    let project = "project name=灌浆;point=1;kind=攻关;started_on=2020-05-05";
    assert_eq!(idle("2021-03-24", &[project]), NONE);
    assert_eq!(
        idle(
            "2021-03-24",
            &[&format!("{project};finished_on=2022-01-01")]
        ),
        NONE
    );
    assert_eq!(
        idle(
            "2021-03-24",
            &[&format!("{project};finished_on=2021-12-31")]
        ),
        ["hint 1"]
    );
    assert_eq!(
        idle("2021-03-24", &["idea date=2022-01-01;text=点子;point=1"]),
        NONE
    );
    assert_eq!(
        idle("2021-03-24", &["idea date=2021-12-31;text=点子;point=1"]),
        ["hint 1"]
    );
    let pioneer = "member name=甲;point=1;pioneer_on=2020-05-05";
    assert_eq!(idle("2021-03-24", &[pioneer]), NONE);
    let left = format!("{pioneer};left_on=2021-12-31;left_why=转出");
    assert_eq!(idle("2021-03-24", &[&left]), ["hint 1"]);
}

#[test]
fn problems_that_wait_are_told_of() {
    let problem = |columns: &str| {
        let line =
            format!("problem found_on=2022-11-10;company=甲;category=融资;text=贷款;{columns}");
        let bench = branch("2021-03-24", &[&line]);
        (found(&bench, "overdue"), found(&bench, "hardship"))
    };
    let named = |one: &[&str], other: &[&str]| {
        let owned = |briefs: &[&str]| briefs.iter().map(ToString::to_string).collect::<Vec<_>>();
        (owned(one), owned(other))
    };
    assert_eq!(
        problem("due_on=2022-12-30"),
        named(&["yellow 1"], &["hint 1"])
    );
    assert_eq!(problem("due_on=2022-12-31"), named(&[], &["hint 1"]));
    assert_eq!(problem("solved_on=2022-12-31"), named(&[], &[]));
    assert_eq!(
        problem("solved_on=2023-01-01"),
        named(&["yellow 1"], &["hint 1"])
    );
    assert_eq!(
        problem(
            "category=经营困难;due_on=2023-01-05"
                .replace("category", "progress")
                .as_str()
        ),
        named(&[], &["hint 1"])
    );
}

#[test]
fn a_problem_of_a_closed_point_or_of_none_is_told_of() {
    let mut bench = branch(
        "2021-03-24",
        &["problem found_on=2022-11-10;company=甲;category=计量;text=乙"],
    );
    assert_eq!(found(&bench, "overdue"), ["yellow 1"]);
    bench.change(Kind::Problem, 1, "point=1");
    bench.change(Kind::Point, 1, "closed_on=2022-12-01");
    assert_eq!(found(&bench, "overdue"), ["yellow 1"]);
    assert_eq!(found(&bench, "hardship"), NONE);
}

#[test]
fn a_problem_belongs_to_its_own_point_else_to_that_of_its_visit_or_project() {
    let mut bench = branch(
        "2021-03-24",
        &[
            "point name=南环市场;kind=市场;confirmed_on=2021-03-24",
            "visit date=2022-05-05;point=1;send=日常",
            "project name=灌浆;point=2;kind=攻关;started_on=2022-05-05",
            "problem found_on=2022-11-10;company=甲;category=计量;text=乙",
        ],
    );
    let point = |bench: &Bench| {
        let findings = all(bench, year(), &Limits::default());
        let mut findings = findings.iter();
        let found = findings
            .find(|finding| finding.rule.key == "overdue")
            .unwrap();
        (
            found.point(),
            found.subject.point.as_ref().map(|point| point.name.clone()),
        )
    };
    let named = |id, name: &str| (Some(id), Some(name.to_owned()));
    assert_eq!(point(&bench), (None, None));
    bench.change(Kind::Problem, 1, "project=1;point=");
    assert_eq!(point(&bench), named(2, "南环市场"));
    bench.change(Kind::Problem, 1, "visit=1;point=");
    assert_eq!(point(&bench), named(1, "北环市场"));
    bench.change(Kind::Problem, 1, "point=2");
    assert_eq!(point(&bench), named(2, "南环市场"));
}
