use super::*;

/// A branch without meetings, secretary or members, with an acceptance.
fn accepted(waiver: &str) -> Bench {
    let point = BRANCH.replace("secretary=党员1;", "");
    let waiver = format!("waiver point=1;why=已报组织部;{waiver}");
    ledger("2023-01-20", &[&point, &waiver])
}

#[test]
fn an_accepted_warning_is_marked_with_its_reason() {
    let bench = accepted("rule=secretary-none;date=2022-05-05");
    let findings = all(&bench, year(), &Limits::default());
    let finding = findings
        .iter()
        .find(|finding| finding.rule.key == "secretary-none")
        .unwrap();
    let waived = finding.waiver.as_ref().unwrap();
    assert_eq!(
        (waived.id, waived.on, waived.why.as_str()),
        (1, day("2022-05-05"), "已报组织部")
    );
    assert!(
        findings
            .iter()
            .all(|other| { (other.rule.key == "secretary-none") == other.waiver.is_some() })
    );
}

#[test]
fn of_spans_only_those_are_silent_that_had_ended_by_the_day_of_the_acceptance() {
    let assembly = |on: &str| found(&accepted(&format!("rule=assembly;date={on}")), "assembly");
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
fn months_without_a_meeting_count_anew_after_the_acceptance() {
    let silent = |on: &str| {
        let mut bench = accepted(&format!("rule=inactive;date={on}"));
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
fn the_newest_acceptance_holds() {
    let mut bench = accepted("rule=assembly;date=2022-03-31");
    fill(
        &mut bench,
        &["waiver point=1;rule=assembly;date=2022-12-31;why=停业"],
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
    let mut bench = accepted("rule=assembly;date=2022-12-31");
    bench.change(Kind::Point, 1, "secretary=甲;secretary_kind=兼职");
    assert_eq!(found(&bench, "secretary-part"), ["yellow 1"], "lectures");
    fill(
        &mut bench,
        &["waiver point=1;rule=lecture;date=2022-12-31;why=停业"],
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
            "waiver rule=lost;member=2;date=2022-12-31;why=已报组织部",
            "waiver rule=lost;point=1;date=2022-12-31;why=不是党员的",
        ],
    );
    assert_eq!(found(&bench, "lost"), ["red 1", "red 2 accepted"]);
}
