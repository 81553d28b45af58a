use super::*;

/// A branch with one member, on the last day of 2022 seen from 2023.
fn member(columns: &str) -> Bench {
    let line = format!("member name=赵广厚;point=1;{columns}");
    ledger("2023-01-20", &[BRANCH, &line])
}

/// A meeting of a month of 2022, with those who were absent.
fn meeting(month: u32, kind: &str, absent: &str) -> String {
    format!("meeting date=2022-{month:02}-10;point=1;kind={kind};topic=议事;absent={absent}")
}

fn absent(meetings: &[String]) -> Vec<String> {
    let mut bench = member("");
    let lines: Vec<_> = meetings.iter().map(String::as_str).collect();
    fill(&mut bench, &lines);
    found(&bench, "absent")
}

#[test]
fn who_misses_the_meetings_of_three_months_is_named_and_of_six_more_loudly() {
    let months = |months: std::ops::RangeInclusive<u32>| -> Vec<_> {
        months
            .map(|month| meeting(month, "主题党日", "赵广厚"))
            .collect()
    };
    assert_eq!(absent(&months(11..=12)), NONE);
    assert_eq!(absent(&months(10..=12)), ["hint 1 2022-10 2022-11 2022-12"]);
    assert_eq!(absent(&months(8..=12)).len(), 1);
    assert!(absent(&months(8..=12))[0].starts_with("hint"));
    assert!(absent(&months(7..=12))[0].starts_with("red"));
    // A meeting that was attended ends the row, in the same month too.
    for month in [11, 12] {
        let mut attended = months(1..=12);
        attended.push(meeting(month, "党课", "别人"));
        assert_eq!(absent(&attended), NONE, "{month}");
    }
    // A meeting that isn't for all doesn't; a month without a meeting does.
    let mut committee = months(10..=12);
    committee.push(meeting(11, "支委会", ""));
    assert_eq!(absent(&committee), ["hint 1 2022-10 2022-11 2022-12"]);
    assert_eq!(absent(&[months(8..=9), months(11..=12)].concat()), NONE);
    assert_eq!(
        absent(&[months(3..=4), months(10..=12)].concat()),
        ["hint 1 2022-10 2022-11 2022-12"]
    );
    // What is over for three months is old news.
    assert_eq!(absent(&months(4..=9)).len(), 1);
    assert_eq!(absent(&months(3..=8)), NONE);
}

#[test]
fn a_reason_may_stand_behind_the_name() {
    let with = |name: &str| -> Vec<_> {
        (10..=12)
            .map(|month| meeting(month, "党课", name))
            .collect()
    };
    for name in ["赵广厚（出差）", "赵广厚:病假", "钱进、赵广厚"] {
        assert_eq!(absent(&with(name)).len(), 1, "{name}");
    }
    assert_eq!(absent(&with("赵广")), NONE);
    assert_eq!(absent(&with("赵广厚德")), NONE);
}

#[test]
fn the_running_month_is_not_counted_as_missed_but_ends_the_row() {
    let running = |absent: &str| {
        let mut lines: Vec<_> = (1..=3)
            .map(|month| meeting(month, "党课", "赵广厚"))
            .collect();
        lines.push(meeting(4, "党课", absent));
        let mut bench = ledger("2022-04-20", &[BRANCH, "member name=赵广厚;point=1"]);
        fill(
            &mut bench,
            &lines.iter().map(String::as_str).collect::<Vec<_>>(),
        );
        found(&bench, "absent")
    };
    assert_eq!(running("赵广厚"), ["hint 1 2022-01 2022-02 2022-03"]);
    assert_eq!(running("别人"), NONE);
}

#[test]
fn who_has_been_elsewhere_for_six_months_is_named() {
    assert_eq!(
        found(&member("flow=流出;flow_on=2022-06-30"), "outflow"),
        ["yellow 1"]
    );
    assert_eq!(
        found(&member("flow=流出;flow_on=2022-07-01"), "outflow"),
        NONE
    );
    assert_eq!(found(&member("flow=流出"), "outflow"), NONE);
    assert_eq!(
        found(&member("flow=流入;flow_on=2021-06-30"), "outflow"),
        NONE
    );
    let left = "flow=流出;flow_on=2022-01-01;left_on=2022-12-31;left_why=转出";
    assert_eq!(found(&member(left), "outflow"), NONE);
}

#[test]
fn who_has_been_lost_for_six_months_is_named() {
    assert_eq!(found(&member("lost_on=2022-06-30"), "lost"), ["red 1"]);
    assert_eq!(found(&member("lost_on=2022-07-01"), "lost"), NONE);
    assert_eq!(
        found(
            &member("lost_on=2022-01-01;left_on=2022-12-01;left_why=停止党籍"),
            "lost"
        ),
        NONE
    );
}

#[test]
fn a_probation_ends_after_a_year_or_two() {
    let probation = |joined: &str| {
        found(
            &member(&format!("kind=预备;joined_on={joined}")),
            "probation",
        )
    };
    assert_eq!(probation("2020-12-30"), ["red 1"]);
    assert_eq!(probation("2020-12-31"), ["yellow 1"]);
    assert_eq!(probation("2021-12-30"), ["yellow 1"]);
    assert_eq!(
        probation("2021-12-31"),
        ["hint 1"],
        "it ends on the day itself"
    );
    assert_eq!(probation("2022-01-30"), ["hint 1"], "in thirty days");
    assert_eq!(probation("2022-01-31"), NONE);
    assert_eq!(
        probation("2021-12"),
        ["hint 1"],
        "a month may be its last day"
    );
    assert_eq!(probation(""), NONE);
    let confirmed = |on: &str| {
        let columns = format!("joined_on=2021-06-01;confirmed_on={on}");
        found(&member(&columns), "probation")
    };
    assert_eq!(confirmed("2022-12-31"), NONE);
    assert_eq!(
        confirmed("2023-01-10"),
        ["yellow 1"],
        "it was still open then"
    );
}

#[test]
fn who_is_a_member_at_two_points_is_named_at_both() {
    let other = BRANCH.replace("北环市场", "南环市场");
    let second = "member name=赵 广厚;point=2;born=1966-03";
    let twice = |first: &str, second: &str| {
        let bench = ledger("2023-01-20", &[BRANCH, &other, first, second]);
        found(&bench, "duplicate")
    };
    let first = "member name=赵广厚;point=1;born=1966-03";
    assert_eq!(twice(first, second), ["yellow 1", "yellow 2"]);
    assert_eq!(twice(first, &format!("{second};flow=流入")), NONE);
    assert_eq!(twice(first, &format!("{second};kind=积极分子")), NONE);
    assert_eq!(
        twice(first, &format!("{second};left_on=2022-12-31;left_why=转出")),
        NONE
    );
    assert_eq!(twice(first, &second.replace("point=2", "point=1")), NONE);
    assert_eq!(twice(first, &second.replace("1966-03", "1966-04")), NONE);
    assert_eq!(
        twice("member name=赵广厚;point=1", "member name=赵广厚;point=2"),
        NONE
    );
}
