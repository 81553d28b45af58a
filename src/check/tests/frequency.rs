use super::*;

/// A branch with so many full members.
fn branch(count: i64) -> Bench {
    let mut bench = ledger("2023-01-20", &[BRANCH]);
    members(&mut bench, 1, count);
    bench
}

/// Adds a meeting of a kind on each of these days of 2022.
fn meet(bench: &mut Bench, kind: &str, days: &[&str]) {
    let lines: Vec<_> = days
        .iter()
        .map(|day| format!("meeting date=2022-{day};point=1;kind={kind};topic=议事"))
        .collect();
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    fill(bench, &lines);
}

#[test]
fn an_assembly_is_held_every_quarter() {
    let mut bench = branch(3);
    meet(&mut bench, "党员大会", &["01-01", "03-31", "10-01"]);
    assert_eq!(
        found(&bench, "assembly"),
        ["yellow 1 2022-04 0/1 2022-07 0/1"]
    );
    meet(&mut bench, "支委会", &["05-05"]);
    meet(&mut bench, "党员大会", &["06-30", "07-01"]);
    assert_eq!(found(&bench, "assembly"), NONE);
}

#[test]
fn a_council_is_held_every_month_where_there_are_seven_full_members() {
    let mut bench = branch(6);
    assert_eq!(found(&bench, "council"), NONE);
    // The seventh arrives in May, another is still on probation, a third is a guest.
    fill(
        &mut bench,
        &[
            "member name=庚;point=1;joined_on=2001;arrived_on=2022-05-31",
            "member name=辛;point=1;kind=预备;joined_on=2022-01",
            "member name=壬;point=1;joined_on=2001;flow=流入",
        ],
    );
    meet(
        &mut bench,
        "支委会",
        &["05-02", "06-02", "08-02", "09-02", "10-02", "11-02"],
    );
    assert_eq!(
        found(&bench, "council"),
        ["yellow 1 2022-07 0/1 2022-12 0/1"]
    );
    bench.change(Kind::Member, 7, "left_on=2022-12-31;left_why=转出");
    assert_eq!(found(&bench, "council"), ["yellow 1 2022-07 0/1"]);
}

#[test]
fn one_on_probation_at_the_end_of_a_month_was_no_full_member_then() {
    let mut bench = branch(6);
    fill(
        &mut bench,
        &["member name=庚;point=1;joined_on=2021-11-15;confirmed_on=2022-11-15"],
    );
    assert_eq!(
        found(&bench, "council"),
        ["yellow 1 2022-11 0/1 2022-12 0/1"]
    );
}

#[test]
fn each_group_meets_every_month() {
    let mut bench = branch(3);
    assert_eq!(found(&bench, "group"), NONE, "no groups");
    bench.change(Kind::Point, 1, "groups=2");
    let twice: Vec<_> = (1..=12).map(|month| format!("{month:02}-05")).collect();
    let twice: Vec<_> = twice.iter().map(String::as_str).collect();
    meet(&mut bench, "党小组会", &twice);
    meet(&mut bench, "党小组会", &twice[..11]);
    assert_eq!(found(&bench, "group"), ["yellow 1 2022-12 1/2"]);
    meet(&mut bench, "党小组会", &["12-31"]);
    assert_eq!(found(&bench, "group"), NONE);
}

#[test]
fn lectures_days_reviews_and_appraisals_are_held() {
    let mut bench = branch(3);
    meet(&mut bench, "党课", &["02-01", "04-01", "07-01"]);
    assert_eq!(found(&bench, "lecture"), ["yellow 1 2022-10 0/1"]);
    assert_eq!(found(&bench, "review"), ["yellow 1 2022-01 0/1"]);
    assert_eq!(found(&bench, "appraisal"), ["yellow 1 2022-01 0/1"]);
    meet(&mut bench, "党课", &["12-31"]);
    meet(&mut bench, "组织生活会", &["12-31"]);
    meet(&mut bench, "民主评议", &["01-01"]);
    for key in ["lecture", "review", "appraisal"] {
        assert_eq!(found(&bench, key), NONE, "{key}");
    }
    let days: Vec<_> = (2..=12).map(|month| format!("{month:02}-28")).collect();
    let days: Vec<_> = days.iter().map(String::as_str).collect();
    meet(&mut bench, "主题党日", &days);
    assert_eq!(found(&bench, "themeday"), ["yellow 1 2022-01 0/1"]);
    meet(&mut bench, "主题党日", &["01-31"]);
    assert_eq!(found(&bench, "themeday"), NONE);
}

#[test]
fn only_spans_that_are_over_and_end_in_the_period_are_judged() {
    let month = |number| Period::month(2022, number).unwrap();
    let bench = ledger("2022-06-30", &[BRANCH]);
    assert_eq!(of(&bench, "assembly", year()), ["yellow 1 2022-01 0/1"]);
    assert_eq!(
        of(&bench, "themeday", month(6)),
        NONE,
        "today is its last day"
    );
    assert_eq!(of(&bench, "themeday", month(5)), ["yellow 1 2022-05 0/1"]);
    assert_eq!(
        of(&bench, "assembly", month(5)),
        NONE,
        "no quarter ends in May"
    );
    let bench = ledger("2022-07-01", &[BRANCH]);
    assert_eq!(of(&bench, "themeday", month(6)), ["yellow 1 2022-06 0/1"]);
    assert_eq!(of(&bench, "assembly", month(6)), ["yellow 1 2022-04 0/1"]);
    let days = Period::range(day("2022-03-31"), day("2022-04-29")).unwrap();
    assert_eq!(of(&bench, "themeday", days), ["yellow 1 2022-03 0/1"]);
}

#[test]
fn a_point_is_judged_from_the_first_span_after_it_was_confirmed_and_founded() {
    let judged = |confirmed: &str, founded: &str| {
        let line = BRANCH
            .replace(
                "confirmed_on=2021-03-24",
                &format!("confirmed_on={confirmed}"),
            )
            .replace("founded_on=2015-06", &format!("founded_on={founded}"));
        let bench = ledger("2023-01-20", &[&line.replace("elected_on=2022-01-05;", "")]);
        found(&bench, "assembly")
    };
    let later = ["yellow 1 2022-07 0/1 2022-10 0/1"];
    assert_eq!(judged("2022-07-01", "2015"), later);
    assert_eq!(
        judged("2022-04-02", "2015"),
        later,
        "the second quarter was not whole"
    );
    assert_eq!(judged("2021-01-01", "2022-06"), later, "founded in June");
    assert_eq!(judged("2022-10-02", "2015"), NONE);
}

#[test]
fn a_point_that_is_closed_is_not_judged() {
    let mut bench = branch(3);
    bench.change(Kind::Point, 1, "closed_on=2022-08-15");
    assert_eq!(found(&bench, "assembly"), NONE);
    // Before it was closed it was.
    let half = Period::half(2022, 1).unwrap();
    let missed = ["yellow 1 2022-01 0/1 2022-04 0/1"];
    assert_eq!(of(&bench, "assembly", half), missed);
}

#[test]
fn only_branches_hold_the_meetings_of_a_branch() {
    for (kind, judged) in [
        ("支部", true),
        ("联合", true),
        ("临时", true),
        ("流动支部", true),
        ("党委", false),
        ("总支", false),
        ("功能型", false),
        ("未建", false),
        ("", false),
    ] {
        let line = BRANCH.replace("party_kind=支部", &format!("party_kind={kind}"));
        let bench = ledger("2023-01-20", &[&line]);
        for key in ["assembly", "lecture", "themeday", "review", "inactive"] {
            assert_eq!(!found(&bench, key).is_empty(), judged, "{kind} {key}");
        }
        assert!(!found(&bench, "visit").is_empty(), "{kind}");
    }
}

#[test]
fn the_secretary_of_a_committee_lectures_every_year() {
    let committee = BRANCH.replace("party_kind=支部", "party_kind=党委");
    let mut bench = ledger("2023-01-20", &[&committee]);
    fill(
        &mut bench,
        &["meeting date=2022-03-03;point=1;kind=党课;topic=学习;speaker=别人"],
    );
    assert_eq!(found(&bench, "committee-lecture"), ["yellow 1 2022-01 0/1"]);
    for speaker in [
        "书记 党员1",
        "党委书记党员1",
        "党员1书记",
        "党员1同志",
        "别人、党员1（党委书记）",
        "别人，党员１",
    ] {
        bench.change(Kind::Meeting, 1, &format!("speaker={speaker}"));
        assert_eq!(found(&bench, "committee-lecture"), NONE, "{speaker}");
    }
    for speaker in ["党员12", "老党员1", "党员1副书记"] {
        bench.change(Kind::Meeting, 1, &format!("speaker={speaker}"));
        assert_eq!(found(&bench, "committee-lecture").len(), 1, "{speaker}");
    }
    bench.change(Kind::Meeting, 1, "speaker=党员1");
    bench.change(Kind::Point, 1, "secretary=");
    assert_eq!(
        found(&bench, "committee-lecture"),
        NONE,
        "that is another rule"
    );
    assert_eq!(found(&branch(3), "committee-lecture"), NONE);
}

#[test]
fn every_point_is_visited_every_quarter() {
    let mut bench = branch(3);
    fill(
        &mut bench,
        &[
            "visit date=2022-03-31;point=1;send=送政策",
            "visit date=2022-07-01;point=1;send=日常",
            "visit date=2022-10-01;place=北环市场;send=日常",
        ],
    );
    assert_eq!(found(&bench, "visit"), ["yellow 1 2022-04 0/1 2022-10 0/1"]);
}

#[test]
fn three_months_without_any_meeting_are_too_many() {
    let mut bench = branch(3);
    meet(
        &mut bench,
        "谈心",
        &["01-31", "04-01", "07-31", "08-01", "12-31"],
    );
    let silent = "red 1 2022-05 2022-06 2022-09 2022-10 2022-11";
    assert_eq!(
        found(&bench, "inactive"),
        [silent.replace("2022-05 2022-06 ", "")]
    );
    // Two months are not enough, however the rest of the year goes.
    meet(&mut bench, "谈心", &["10-10"]);
    assert_eq!(found(&bench, "inactive"), NONE);
}

#[test]
fn months_without_a_meeting_are_told_in_the_period_in_which_they_end() {
    let mut bench = branch(3);
    meet(&mut bench, "谈心", &["01-05", "02-05", "06-05"]);
    let silent = ["red 1 2022-03 2022-04 2022-05"];
    let quarter = |number| of(&bench, "inactive", Period::quarter(2022, number).unwrap());
    assert_eq!(quarter(2), silent);
    assert_eq!(quarter(1), NONE);
    assert_eq!(
        of(&bench, "inactive", Period::month(2022, 5).unwrap()),
        silent
    );
    assert_eq!(
        of(&bench, "inactive", Period::month(2022, 4).unwrap()),
        NONE
    );
}

#[test]
fn another_frequency_is_judged_by_its_own_spans() {
    let mut bench = branch(3);
    meet(&mut bench, "党课", &["01-05", "02-05", "07-05"]);
    let mut limits = Limits::default();
    let half = Typed::Text("每半年2次".to_owned());
    limits.set("lecture", &half).unwrap();
    let briefs: Vec<_> = all(&bench, year(), &limits)
        .iter()
        .filter(|finding| finding.rule.key == "lecture")
        .map(brief)
        .collect();
    assert_eq!(briefs, ["yellow 1 2022-07 1/2"]);
}
