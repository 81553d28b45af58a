use super::*;

/// A branch with other columns than usual, and full members.
fn branch(changes: &[(&str, &str)], count: i64) -> Bench {
    let mut bench = ledger("2023-01-20", &[BRANCH]);
    members(&mut bench, 1, count);
    for (key, words) in changes {
        bench.change(Kind::Point, 1, &format!("{key}={words}"));
    }
    bench
}

#[test]
fn a_branch_has_three_full_members_or_an_approval() {
    assert_eq!(found(&branch(&[], 2), "few"), ["red 1"]);
    assert_eq!(found(&branch(&[], 3), "few"), NONE);
    assert_eq!(found(&branch(&[("size_approved", "是")], 2), "few"), NONE);
    assert_eq!(found(&branch(&[("party_kind", "党委")], 2), "few"), NONE);
    let mut bench = branch(&[], 2);
    fill(
        &mut bench,
        &["member name=丙;point=1;kind=预备;joined_on=2022-08"],
    );
    assert_eq!(found(&bench, "few"), ["red 1"], "on probation");
}

#[test]
fn the_size_fits_the_sort_of_organisation() {
    let sized = |kind: &str, count| found(&branch(&[("party_kind", kind)], count), "size");
    assert_eq!(sized("支部", 50), NONE);
    assert_eq!(sized("支部", 51), ["hint 1"]);
    assert_eq!(sized("总支", 49), ["hint 1"]);
    assert_eq!(sized("总支", 50), NONE);
    assert_eq!(sized("总支", 101), ["hint 1"]);
    assert_eq!(sized("党委", 99), ["hint 1"]);
    assert_eq!(sized("党委", 100), NONE);
    assert_eq!(sized("功能型", 2), NONE);
    let approved = [("party_kind", "党委"), ("size_approved", "是")];
    assert_eq!(found(&branch(&approved, 9), "size"), NONE);
}

#[test]
fn a_branch_committee_has_three_to_seven_posts() {
    let posts = |count: i64, members| {
        let mut bench = branch(&[], members);
        for id in 1..=count {
            bench.change(Kind::Member, id, "post=委员");
        }
        found(&bench, "council-size")
    };
    assert_eq!(posts(2, 7), ["hint 1"]);
    assert_eq!(posts(2, 6), NONE, "no committee yet");
    assert_eq!(posts(3, 7), NONE);
    assert_eq!(posts(7, 8), NONE);
    assert_eq!(posts(8, 8), ["hint 1"]);
}

#[test]
fn a_term_ends_after_three_years_and_that_of_a_committee_after_five() {
    let due = |kind: &str, elected: &str, founded: &str| {
        let changes = [
            ("party_kind", kind),
            ("elected_on", elected),
            ("founded_on", founded),
        ];
        found(&branch(&changes, 3), "election")
    };
    assert_eq!(due("支部", "2019-12-30", "2015"), ["yellow 1"]);
    assert_eq!(
        due("支部", "2019-12-31", "2015"),
        NONE,
        "the last day of the term"
    );
    assert_eq!(
        due("支部", "2019-12", "2015"),
        NONE,
        "a month may be its last day"
    );
    assert_eq!(due("总支", "2019-11", "2015"), ["yellow 1"]);
    assert_eq!(due("党委", "2019-11", "2015"), NONE);
    assert_eq!(due("党委", "2017-11", "2015"), ["yellow 1"]);
    assert_eq!(due("支部", "", "2015"), ["yellow 1"], "never elected");
    assert_eq!(due("支部", "", "2020"), NONE);
    assert_eq!(due("支部", "", ""), NONE);
    assert_eq!(
        due("临时", "", "2015"),
        NONE,
        "a provisional branch has no terms"
    );
}

#[test]
fn there_is_a_secretary() {
    assert_eq!(
        found(&branch(&[("secretary", "")], 3), "secretary-none"),
        ["red 1"]
    );
    assert_eq!(found(&branch(&[], 3), "secretary-none"), NONE);
    for kind in ["", "未建"] {
        let changes = [("secretary", ""), ("party_kind", kind)];
        assert_eq!(
            found(&branch(&changes, 3), "secretary-none"),
            NONE,
            "{kind}"
        );
    }
}

#[test]
fn the_secretary_is_a_full_member_of_the_point() {
    let member =
        |changes: &[(&str, &str)], count| found(&branch(changes, count), "secretary-member");
    assert_eq!(member(&[], 1), NONE);
    assert_eq!(member(&[("secretary", "别人")], 1), ["yellow 1"]);
    assert_eq!(
        member(&[("secretary", "别人")], 0),
        NONE,
        "no members recorded"
    );
    let mut bench = branch(&[], 2);
    bench.change(Kind::Member, 1, "left_on=2022-12-31;left_why=转出");
    assert_eq!(found(&bench, "secretary-member"), ["yellow 1"]);
    let mut bench = branch(&[], 2);
    bench.change(Kind::Member, 1, "kind=预备");
    assert_eq!(found(&bench, "secretary-member"), ["yellow 1"]);
}

#[test]
fn a_secretary_with_other_work_is_told_of_more_loudly_where_meetings_were_missed() {
    let mut bench = branch(&[("secretary_kind", "兼职")], 3);
    assert_eq!(found(&bench, "secretary-part"), ["yellow 1"]);
    let quarters = ["01", "04", "07", "10"];
    let lines: Vec<_> = quarters
        .iter()
        .flat_map(|month| ["党课", "党员大会"].map(|kind| (month, kind)))
        .map(|(month, kind)| format!("meeting date=2022-{month}-05;point=1;kind={kind};topic=议事"))
        .collect();
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    fill(&mut bench, &lines);
    assert_eq!(found(&bench, "secretary-part"), ["hint 1"]);
    bench.change(Kind::Point, 1, "secretary_kind=专职");
    assert_eq!(found(&bench, "secretary-part"), NONE);
}

#[test]
fn a_secretary_confirmed_less_than_three_years_ago_is_young() {
    let young = |confirmed: &str| {
        let mut bench = branch(&[], 3);
        bench.change(
            Kind::Member,
            1,
            &format!("joined_on=2018;confirmed_on={confirmed}"),
        );
        found(&bench, "secretary-young")
    };
    assert_eq!(young("2020-01-01"), ["hint 1"]);
    assert_eq!(young("2019-12-31"), NONE);
    assert_eq!(young(""), NONE);
}

#[test]
fn a_secretary_is_trained_every_year() {
    let mut bench = branch(&[], 3);
    let key = "secretary-training";
    fill(
        &mut bench,
        &[
            "point name=南环市场;kind=市场;confirmed_on=2021-03-24",
            "activity date=2022-05-05;kind=党务培训;topic=甲;audience=党员",
            "activity date=2022-05-05;kind=党务培训;topic=乙;point=2",
            "activity date=2022-05-05;kind=质量培训;topic=丙",
            "activity date=2021-05-05;kind=党务培训;topic=丁",
        ],
    );
    assert_eq!(found(&bench, key), ["yellow 1 2022-01 0/1"]);
    for text in ["audience=党组织书记、党员", "audience="] {
        bench.change(Kind::Activity, 1, text);
        assert_eq!(found(&bench, key), NONE, "{text}");
    }
    bench.change(Kind::Activity, 1, "audience=群众");
    bench.change(Kind::Activity, 2, "point=1");
    assert_eq!(found(&bench, key), NONE);
    bench.change(Kind::Activity, 2, "point=2");
    bench.change(Kind::Point, 1, "confirmed_on=2022-01-02");
    assert_eq!(found(&bench, key), NONE, "not the whole year");
}

#[test]
fn much_coming_and_going_is_told_of() {
    let flow = |lines: &[&str]| {
        let mut bench = branch(&[], 10);
        fill(&mut bench, lines);
        found(&bench, "flow")
    };
    let arrived = "member name=子;point=1;joined_on=2001;arrived_on=2022-05-05";
    let inflow = "member name=丑;point=1;joined_on=2001;flow=流入;flow_on=2022-06-06";
    assert_eq!(flow(&[arrived]), NONE);
    assert_eq!(flow(&[arrived, inflow]), ["yellow 1"]);
    let third = inflow.replace('丑', "寅");
    let fourth = inflow.replace('丑', "卯");
    assert_eq!(flow(&[arrived, inflow, &third]), ["yellow 1"]);
    assert_eq!(flow(&[arrived, inflow, &third, &fourth]), ["red 1"]);
    let before = inflow.replace("2022-06-06", "2021-06-06");
    assert_eq!(flow(&[arrived, &before]), NONE);
    let applicant = "member name=辰;point=1;kind=积极分子;arrived_on=2022-06-06";
    assert_eq!(flow(&[arrived, applicant]), NONE);
    let mut bench = branch(&[], 10);
    bench.change(Kind::Member, 1, "left_on=2022-05-05;left_why=转出");
    bench.change(Kind::Member, 2, "left_on=2022-05-05;left_why=去世");
    assert_eq!(found(&bench, "flow"), NONE);
    bench.change(Kind::Member, 3, "flow=流出;flow_on=2022-12-31");
    assert_eq!(found(&bench, "flow"), ["yellow 1"]);
}

#[test]
fn what_moved_before_the_confirmation_is_no_movement() {
    let mut bench = branch(&[("confirmed_on", "2022-07-01")], 10);
    for (id, on) in [(1, "2022-06-30"), (2, "2022-07-02")] {
        bench.change(Kind::Member, id, &format!("left_on={on};left_why=转出"));
    }
    assert_eq!(found(&bench, "flow"), NONE);
    bench.change(Kind::Member, 1, "left_on=2022-07-02");
    assert_eq!(found(&bench, "flow"), ["yellow 1"]);
}

#[test]
fn fewer_members_and_nobody_new_is_told_of() {
    let shrunk = |left: &str, more: &[&str]| {
        let mut bench = branch(&[("confirmed_on", "2018-03-24")], 10);
        bench.change(Kind::Member, 1, &format!("left_on={left};left_why=转出"));
        fill(&mut bench, more);
        found(&bench, "shrinking")
    };
    assert_eq!(
        shrunk("2022-01-01", &[]),
        ["red 1"],
        "nobody for three years either"
    );
    let joined = "member name=新;point=1;joined_on=2020-05;confirmed_on=2021-05";
    assert_eq!(shrunk("2022-01-01", &[joined]), ["yellow 1"]);
    assert_eq!(
        shrunk("2021-12-31", &[joined]),
        NONE,
        "gone before the twelve months"
    );
    assert_eq!(
        shrunk("2022-01-01", &["member name=新;point=1;kind=积极分子"]),
        NONE
    );
    let probationary = "member name=新;point=1;kind=预备;joined_on=2022-01";
    assert_eq!(shrunk("2022-01-01", &[probationary]), NONE);
    let mut bench = branch(&[("confirmed_on", "2022-01-01")], 10);
    bench.change(Kind::Member, 1, "left_on=2022-06-01;left_why=转出");
    assert_eq!(
        found(&bench, "shrinking"),
        NONE,
        "not looked after for so long"
    );
}

#[test]
fn what_the_ledger_must_know_is_told_of() {
    let bench = branch(&[("confirmed_on", "")], 3);
    let findings = all(&bench, year(), &Limits::default());
    let briefs: Vec<_> = findings
        .iter()
        .map(|finding| (finding.rule.key, brief(finding)))
        .collect();
    assert_eq!(
        briefs,
        [("unconfirmed", "hint 1".to_owned())],
        "nothing else is judged"
    );
    assert_eq!(
        found(
            &branch(&[("confirmed_on", ""), ("closed_on", "2022-05-05")], 3),
            "unconfirmed"
        ),
        NONE
    );
    assert_eq!(found(&branch(&[], 3), "assigned"), NONE);
    for key in ["leader", "section", "station"] {
        assert_eq!(
            found(&branch(&[(key, "")], 3), "assigned"),
            ["hint 1"],
            "{key}"
        );
    }
}
