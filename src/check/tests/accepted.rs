use super::*;

/// A branch without meetings, secretary or members, with an acceptance.
fn accepted(waiver: &str) -> Bench {
    let point = BRANCH.replace("secretary=党员1;", "");
    let waiver = format!("waiver point=1;why=已报组织部;date=2023-01-10;{waiver}");
    ledger("2023-01-20", &[&point, &waiver])
}

/// A branch with whatever else, and an acceptance of a yellow warning up to a day.
fn with(rule: &str, until: &str, lines: &[&str]) -> Bench {
    let mut bench = ledger("2023-01-20", &[BRANCH]);
    fill(&mut bench, lines);
    let waiver =
        format!("waiver rule={rule};point=1;colour=黄;until_on={until};date=2023-01-10;why=停业");
    fill(&mut bench, &[&waiver]);
    bench
}

#[test]
fn an_accepted_warning_is_marked_with_its_reason() {
    let bench = accepted("rule=secretary-none;colour=红;until_on=2022-05-05");
    let findings = all(&bench, year(), &Limits::default());
    let finding = findings
        .iter()
        .find(|finding| finding.rule.key == "secretary-none")
        .unwrap();
    let waived = finding.waiver.as_ref().unwrap();
    assert_eq!(
        (waived.id, waived.on, waived.until, waived.why.as_str()),
        (1, day("2023-01-10"), day("2022-05-05"), "已报组织部")
    );
    assert!(
        findings
            .iter()
            .all(|other| { (other.rule.key == "secretary-none") == other.waiver.is_some() })
    );
}

#[test]
fn of_spans_only_those_are_silent_that_end_by_the_last_that_was_accepted() {
    let assembly = |until: &str| {
        let waiver = format!("rule=assembly;colour=黄;until_on={until}");
        found(&accepted(&waiver), "assembly")
    };
    assert_eq!(
        assembly("2022-06-30"),
        [
            "yellow 1 2022-07 0/1 2022-10 0/1",
            "yellow 1 2022-01 0/1 2022-04 0/1 accepted"
        ]
    );
    assert_eq!(
        assembly("2022-06-29"),
        [
            "yellow 1 2022-04 0/1 2022-07 0/1 2022-10 0/1",
            "yellow 1 2022-01 0/1 accepted"
        ]
    );
    let whole = "yellow 1 2022-01 0/1 2022-04 0/1 2022-07 0/1 2022-10 0/1";
    assert_eq!(assembly("2022-12-31"), [format!("{whole} accepted")]);
    assert_eq!(assembly("2022-03-30"), [whole]);
}

#[test]
fn a_year_that_is_accepted_later_says_nothing_of_the_months_between() {
    let waiver =
        "waiver rule=themeday;point=1;colour=黄;until_on=2022-12-31;date=2023-03-10;why=停业";
    let bench = ledger("2023-03-31", &[BRANCH, waiver]);
    assert_eq!(
        of(&bench, "themeday", Period::month(2023, 1).unwrap()),
        ["yellow 1 2023-01 0/1"]
    );
    assert!(of(&bench, "themeday", Period::month(2022, 12).unwrap())[0].ends_with("accepted"));
}

#[test]
fn what_lies_before_what_was_accepted_is_told_of_too() {
    let accepted = |rule: &str, lines: &[&str], period| {
        let waiver = format!(
            "waiver rule={rule};point=1;colour=红;from_on=2022-04-01;until_on=2022-09-30;date=2023-01-10;why=停业"
        );
        let bench = ledger("2023-01-20", &[&[BRANCH], lines, &[&waiver]].concat());
        of(&bench, rule, period)
    };
    let half = |number| Period::half(2022, number).unwrap();
    assert_eq!(
        accepted("assembly", &[], year()),
        [
            "yellow 1 2022-01 0/1 2022-10 0/1",
            "yellow 1 2022-04 0/1 2022-07 0/1 accepted"
        ]
    );
    let bare = [
        "meeting date=2022-02-02;point=1;kind=党课;topic=甲",
        "meeting date=2022-08-08;point=1;kind=党课;topic=乙",
    ];
    assert_eq!(accepted("evidence", &bare, half(1)), ["hint 1"]);
    assert_eq!(accepted("evidence", &bare, half(2)), ["hint 1 accepted"]);
    let members = [
        "member name=甲;point=1;arrived_on=2020-01-01",
        "member name=乙;point=1;arrived_on=2022-02-02",
        "member name=丙;point=1;arrived_on=2022-08-08",
    ];
    assert_eq!(accepted("flow", &members, half(1)), ["red 1"]);
    assert_eq!(accepted("flow", &members, half(2)), ["red 1 accepted"]);
}

#[test]
fn what_gets_graver_is_told_of_again() {
    let probation = |colour: &str, asof: &str| {
        let bench = ledger(
            "2023-01-20",
            &[
                BRANCH,
                "member name=甲;point=1;kind=预备;joined_on=2021-06-15",
                &format!(
                    "waiver rule=probation;member=1;colour={colour};until_on=2022-06-01;date=2022-06-01;why=已报组织部"
                ),
            ],
        );
        of(
            &bench,
            "probation",
            Period::range(day("2022-01-01"), day(asof)).unwrap(),
        )
    };
    assert_eq!(probation("提示", "2022-06-10"), ["hint 1 accepted"]);
    assert_eq!(probation("提示", "2022-07-10"), ["yellow 1"]);
    assert_eq!(probation("黄", "2022-07-10"), ["yellow 1 accepted"]);
    assert_eq!(
        probation("红", "2022-06-10"),
        ["hint 1 accepted"],
        "less grave"
    );
}

#[test]
fn facts_of_a_period_are_silent_while_one_begins_before_what_was_accepted_ends() {
    let members = [
        "member name=甲;point=1;arrived_on=2020-01-01",
        "member name=乙;point=1;arrived_on=2022-02-02",
        "member name=丙;point=1;arrived_on=2022-08-08",
        "waiver rule=flow;point=1;colour=红;until_on=2022-03-31;date=2022-04-01;why=停业",
    ];
    let mut bench = ledger("2023-01-20", &[BRANCH]);
    fill(&mut bench, &members);
    let half = |number| of(&bench, "flow", Period::half(2022, number).unwrap());
    assert_eq!(half(1), ["red 1 accepted"]);
    assert_eq!(half(2), ["red 1"]);
}

#[test]
fn of_meetings_those_are_silent_that_were_held_up_to_the_day() {
    let content = "content=学习党章，讨论质量提升工作";
    let [one, two, three, four] = [
        ("02-02", content),
        ("03-03", content),
        ("08-08", content),
        ("09-09", "speaker=某"),
    ]
    .map(|(day, more)| format!("meeting date=2022-{day};point=1;kind=党课;topic=甲;{more}"));
    let accepted = |rule: &str, until: &str, lines: &[&str]| {
        let waiver = format!(
            "waiver rule={rule};point=1;colour=黄;until_on={until};date=2022-12-31;why=停业"
        );
        let bench = ledger("2023-01-20", &[&[BRANCH], lines, &[&waiver]].concat());
        let findings = all(&bench, year(), &Limits::default());
        let of_rule = findings.into_iter().filter(|one| one.rule.key == rule);
        of_rule
            .map(|finding| (finding.waiver.is_some(), finding.detail))
            .collect::<Vec<_>>()
    };
    let bare = |meetings: &[i64]| Detail::WithoutEvidence {
        meetings: meetings.to_vec(),
    };
    let all_four = [one.as_str(), &two, &three, &four];
    assert_eq!(
        accepted("evidence", "2022-03-03", &all_four),
        [(false, bare(&[3, 4])), (true, bare(&[1, 2]))]
    );
    assert_eq!(
        accepted("evidence", "2022-02-01", &all_four),
        [(false, bare(&[1, 2, 3, 4]))]
    );
    let copied = |meetings: &[i64]| Detail::Copied {
        groups: vec![meetings.to_vec()],
    };
    assert_eq!(
        accepted("copied", "2022-03-03", &all_four[..2]),
        [(true, copied(&[1, 2]))]
    );
    assert_eq!(
        accepted("copied", "2022-03-03", &all_four),
        [(false, copied(&[1, 2, 3]))],
        "used once more"
    );
}

#[test]
fn how_things_stand_is_silent_for_good() {
    let election = |period| {
        let mut bench = with("election", "2022-05-05", &[]);
        bench.change(Kind::Point, 1, "elected_on=2018-01-05");
        of(&bench, "election", period)
    };
    assert_eq!(election(year()), ["yellow 1 accepted"]);
    assert_eq!(election(Period::year(2023).unwrap()), ["yellow 1 accepted"]);
}

#[test]
fn a_year_of_one_topic_is_a_span_too() {
    let topic = |until: &str| {
        let meetings: Vec<_> = (1..=4)
            .map(|month| format!("meeting date=2022-{month:02}-02;point=1;kind=党课;topic=甲"))
            .collect();
        let meetings: Vec<_> = meetings.iter().map(String::as_str).collect();
        let days = Period::range(day("2021-01-01"), day("2022-12-31")).unwrap();
        of(&with("topic", until, &meetings), "topic", days)
    };
    assert_eq!(topic("2021-12-31"), ["hint 1"]);
    assert_eq!(topic("2022-12-31"), ["hint 1 accepted"]);
}

#[test]
fn everything_that_was_accepted_is_listed_whatever_is_found_now() {
    let bench = ledger(
        "2023-01-20",
        &[
            BRANCH,
            "member name=甲;point=1",
            "visit date=2022-05-05;point=1;send=日常",
            "problem found_on=2022-05-05;company=恒信;category=计量;text=甲;visit=1;point=",
            "waiver rule=overdue;problem=1;colour=黄;until_on=2022-06-01;date=2022-06-02;why=四",
            "waiver rule=visit;point=1;colour=黄;until_on=2020-12-31;date=2022-06-02;why=三",
            "waiver rule=lost;member=1;colour=红;until_on=2022-06-01;date=2022-06-02;why=二",
            "waiver rule=of-another-program;point=1;colour=红;until_on=2022-06-01;date=2022-06-02;why=一",
        ],
    );
    let accepted = accepted_of(&bench);
    assert_eq!(
        accepted,
        [
            ("lost", "甲", Some(1), "二"),
            ("visit", "北环市场", Some(1), "三"),
            ("overdue", "恒信", Some(1), "四"),
            ("of-another-program", "北环市场", Some(1), "一"),
        ]
        .map(|(key, name, point, why)| (
            key.to_owned(),
            name.to_owned(),
            point,
            why.to_owned()
        ))
    );
}

/// What was accepted, briefly: rule, record, contact point, reason.
fn accepted_of(bench: &Bench) -> Vec<(String, String, Option<i64>, String)> {
    let accepted = crate::check::accepted(bench.page()).unwrap();
    accepted
        .into_iter()
        .map(|one| {
            let point = one.point();
            (one.key, one.subject.name, point, one.waived.why)
        })
        .collect()
}

#[test]
fn months_without_a_meeting_count_anew_after_the_acceptance() {
    let silent = |until: &str| {
        let mut bench = accepted(&format!("rule=inactive;colour=红;until_on={until}"));
        fill(
            &mut bench,
            &[
                "meeting date=2022-01-01;point=1;kind=谈心;topic=甲",
                "meeting date=2022-02-02;point=1;kind=谈心;topic=甲",
                "meeting date=2022-08-08;point=1;kind=谈心;topic=乙",
                "meeting date=2022-11-11;point=1;kind=谈心;topic=丙",
            ],
        );
        found(&bench, "inactive")
    };
    assert_eq!(
        silent("2022-04-30"),
        [
            "red 1 2022-05 2022-06 2022-07",
            "red 1 2022-03 2022-04 accepted"
        ]
    );
    assert_eq!(
        silent("2022-05-31"),
        ["red 1 2022-03 2022-04 2022-05 accepted"]
    );
}

#[test]
fn of_a_row_that_was_accepted_in_part_the_rest_must_be_long_enough() {
    let mut bench = accepted("rule=inactive;colour=红;until_on=2022-03-31");
    fill(
        &mut bench,
        &[
            "meeting date=2022-06-01;point=1;kind=谈心;topic=甲",
            "meeting date=2022-10-01;point=1;kind=谈心;topic=乙",
            "meeting date=2022-12-01;point=1;kind=谈心;topic=丙",
        ],
    );
    assert_eq!(
        of(
            &bench,
            "inactive",
            Period::range(day("2022-05-01"), day("2022-12-31")).unwrap()
        )[0],
        "red 1 2022-07 2022-08 2022-09"
    );
}

#[test]
fn the_newest_acceptance_that_covers_them_holds() {
    let mut bench = accepted("rule=assembly;colour=黄;until_on=2022-03-31");
    fill(
        &mut bench,
        &["waiver point=1;rule=assembly;colour=黄;until_on=2022-12-31;date=2023-01-11;why=停业"],
    );
    let findings = all(&bench, year(), &Limits::default());
    let mut assembly = findings
        .iter()
        .filter(|finding| finding.rule.key == "assembly");
    let waived = assembly.next().unwrap().waiver.as_ref().unwrap();
    assert_eq!((waived.id, waived.why.as_str()), (2, "停业"));
    assert!(assembly.next().is_none());
}

#[test]
fn a_part_time_secretary_is_not_told_of_more_loudly_for_meetings_that_were_accepted() {
    let mut bench = accepted("rule=assembly;colour=黄;until_on=2022-12-31");
    bench.change(Kind::Point, 1, "secretary=甲;secretary_kind=兼职");
    assert_eq!(found(&bench, "secretary-part"), ["yellow 1"], "lectures");
    fill(
        &mut bench,
        &["waiver point=1;rule=lecture;colour=黄;until_on=2022-12-31;date=2023-01-11;why=停业"],
    );
    assert_eq!(found(&bench, "secretary-part"), ["hint 1"]);
}

#[test]
fn an_acceptance_is_about_one_record_of_the_kind() {
    let bench = ledger(
        "2023-01-20",
        &[
            BRANCH,
            "member name=甲;point=1;lost_on=2022-01-01",
            "member name=乙;point=1;lost_on=2022-01-01",
            "waiver rule=lost;member=2;colour=红;until_on=2022-12-31;date=2022-12-31;why=已报组织部",
            "waiver rule=lost;point=1;colour=红;until_on=2022-12-31;date=2022-12-31;why=不是党员的",
        ],
    );
    assert_eq!(found(&bench, "lost"), ["red 1", "red 2 accepted"]);
}
