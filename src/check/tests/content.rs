use super::*;
use crate::store::Command;

/// A branch with meetings of 2022: date and the other columns.
fn meetings(meetings: &[(&str, &str)]) -> Bench {
    let mut bench = ledger("2023-01-20", &[BRANCH]);
    enter(&mut bench, "test", "2022-01-01", meetings);
    bench
}

/// Enters meetings by a command on a day.
fn enter(bench: &mut Bench, verb: &str, on: &str, meetings: &[(&str, &str)]) {
    let command = Command {
        verb: verb.to_owned(),
        author: "测试".to_owned(),
        moment: (1_600_000_000, 0),
        at: format!("{on}T20:26:40+08:00"),
    };
    let world = bench.world.clone();
    bench
        .ledger
        .write(&command, |writing| -> Result<(), Failure> {
            for (day, columns) in meetings {
                let text = format!("date=2022-{day};point=1;kind=党员大会;{columns}");
                let topic = if columns.contains("topic=") {
                    ""
                } else {
                    ";topic=议事"
                };
                let text = format!("{text}{topic}");
                entry::add(writing, &world, Kind::Meeting, &given(Kind::Meeting, &text))?;
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_meeting_needs_those_who_are_expected() {
    let attended = |columns: &str| {
        let bench = meetings(&[("05-05", columns)]);
        let briefs = found(&bench, "attendance");
        briefs.into_iter().next().unwrap_or_default()
    };
    assert_eq!(attended("expected=10;present=8"), "");
    assert_eq!(attended("expected=10;present=7"), "yellow 1");
    assert_eq!(attended("expected=10;present=5"), "yellow 1");
    assert_eq!(attended("expected=10;present=4"), "red 1");
    assert_eq!(attended("expected=0;present=0"), "");
    assert_eq!(attended("expected=10"), "");
    assert_eq!(
        attended("expected=10;present=7;vote=是;topic=支部换届选举"),
        "red 1"
    );
    assert_eq!(
        attended("expected=10;present=8;vote=是;topic=支部换届选举"),
        ""
    );
    assert_eq!(
        attended("expected=10;present=7;topic=学习换届工作要求"),
        "yellow 1"
    );
}

#[test]
fn what_the_attendance_is_too_low_for_is_said() {
    for (columns, quorum) in [
        ("present=7", Quorum::Usual),
        ("present=4", Quorum::Low),
        ("present=4;vote=是", Quorum::Vote),
        ("present=7;vote=是;topic=选举", Quorum::Election),
    ] {
        let bench = meetings(&[("05-05", &format!("expected=10;{columns}"))]);
        let findings = all(&bench, year(), &Limits::default());
        let detail = findings
            .iter()
            .find(|finding| finding.rule.key == "attendance")
            .map(|finding| &finding.detail);
        assert!(
            matches!(detail, Some(Detail::Attendance { quorum: found, .. }) if *found == quorum),
            "{columns}"
        );
    }
}

#[test]
fn what_a_vote_needs_is_half_whatever_limit_is_set() {
    let quorum = |limit: [i64; 2], columns: &str| {
        let bench = meetings(&[("05-05", &format!("expected=100;{columns}"))]);
        let mut limits = Limits::default();
        limits
            .set("attendance", &Typed::Numbers(limit.to_vec()))
            .unwrap();
        let findings = all(&bench, year(), &limits);
        let found = findings
            .into_iter()
            .find(|finding| finding.rule.key == "attendance");
        found.map(|finding| match finding.detail {
            Detail::Attendance { quorum, .. } => (finding.colour, quorum),
            other => panic!("{other:?}"),
        })
    };
    let red = |quorum| Some((Colour::Red, quorum));
    assert_eq!(quorum([80, 60], "present=55;vote=是"), red(Quorum::Low));
    assert_eq!(quorum([80, 60], "present=49;vote=是"), red(Quorum::Vote));
    assert_eq!(quorum([30, 20], "present=49;vote=是"), red(Quorum::Vote));
    assert_eq!(quorum([30, 20], "present=49"), None);
    assert_eq!(
        quorum([30, 20], "present=79;vote=是;topic=换届选举"),
        red(Quorum::Election)
    );
}

#[test]
fn a_content_that_is_used_twice_is_told_of() {
    let long = "content=学习党章，讨论质量提升工作";
    let copied = |meetings_of: &[(&str, &str)]| found(&meetings(meetings_of), "copied");
    assert_eq!(copied(&[("05-05", long), ("06-06", long)]), ["yellow 1"]);
    assert_eq!(
        copied(&[("05-05", long), ("05-05", long)]),
        NONE,
        "one gathering of two kinds"
    );
    let spaced = "content=学习党章， 讨论 质量提升工作";
    assert_eq!(copied(&[("05-05", long), ("06-06", spaced)]), ["yellow 1"]);
    let short = "content=学习党章讨论质量提";
    assert_eq!(copied(&[("05-05", short), ("06-06", short)]), NONE);
    assert_eq!(
        copied(&[
            ("05-05", long),
            ("06-06", "content=学习党章，讨论质量提升工作。")
        ]),
        NONE
    );
}

#[test]
fn of_what_was_entered_late_that_is_told_of_which_nobody_accepted() {
    let mut bench = ledger("2023-01-20", &[BRANCH]);
    let days = [("02-02", ""), ("02-03", ""), ("02-04", ""), ("05-05", "")];
    enter(&mut bench, "meeting add", "2022-06-06", &days);
    let waiver =
        "waiver rule=late;point=1;colour=提示;until_on=2022-02-03;date=2022-06-07;why=停业";
    fill(&mut bench, &[waiver]);
    let findings = all(&bench, year(), &Limits::default());
    let of_rule = findings.into_iter().filter(|one| one.rule.key == "late");
    let details: Vec<_> = of_rule
        .map(|finding| (finding.waiver.is_some(), finding.detail))
        .collect();
    let late = |late: &[i64], together: &[i64]| Detail::Late {
        late: late.to_vec(),
        together: together.to_vec(),
    };
    assert_eq!(
        details,
        [(false, late(&[3, 4], &[])), (true, late(&[1, 2], &[1, 2]))]
    );
}

#[test]
fn what_was_entered_late_by_hand_is_told_of() {
    let late = |verb: &str, on: &str, days: &[(&str, &str)]| {
        let mut bench = ledger("2023-01-20", &[BRANCH]);
        enter(&mut bench, verb, on, days);
        found(&bench, "late")
    };
    let one = [("05-05", "")];
    assert_eq!(late("meeting add", "2022-05-12", &one), NONE, "seven days");
    assert_eq!(late("meeting add", "2022-05-13", &one), ["hint 1"]);
    assert_eq!(late("meeting import", "2022-05-13", &one), NONE);
    assert_eq!(late("demo", "2022-05-13", &one), NONE);
    let three = [("05-05", ""), ("05-06", "topic=甲"), ("05-07", "topic=乙")];
    assert_eq!(
        late("meeting add", "2022-05-08", &three),
        ["hint 1"],
        "all on one day"
    );
    assert_eq!(late("meeting add", "2022-05-08", &three[..2]), NONE);
    let gathering = [("05-05", ""), ("05-05", "topic=甲"), ("05-05", "topic=乙")];
    assert_eq!(
        late("meeting add", "2022-05-08", &gathering),
        NONE,
        "one day of three meetings"
    );
    assert_eq!(late("meeting import", "2022-05-08", &three), NONE);
    let two_quarters = [("03-30", ""), ("03-31", "topic=甲"), ("04-01", "topic=乙")];
    assert_eq!(late("meeting add", "2022-04-02", &two_quarters), NONE);
}

#[test]
fn a_meeting_has_its_evidence() {
    let bench = meetings(&[("05-05", "evidence=照片"), ("06-06", "")]);
    let findings = all(&bench, year(), &Limits::default());
    let finding = findings
        .iter()
        .find(|finding| finding.rule.key == "evidence")
        .unwrap();
    assert_eq!(
        finding.detail,
        Detail::WithoutEvidence { meetings: vec![2] }
    );
    assert_eq!(
        found(&meetings(&[("05-05", "evidence=照片")]), "evidence"),
        NONE
    );
}

#[test]
fn a_year_has_more_than_one_topic() {
    let four = [("02-02", ""), ("03-03", ""), ("04-04", ""), ("05-05", "")];
    assert_eq!(found(&meetings(&four), "topic"), ["hint 1"]);
    assert_eq!(found(&meetings(&four[..3]), "topic"), NONE);
    let mut other = four.to_vec();
    other.push(("06-06", "topic=选举"));
    assert_eq!(found(&meetings(&other), "topic"), NONE);
    let half = Period::half(2022, 1).unwrap();
    assert_eq!(
        of(&meetings(&four), "topic", half),
        NONE,
        "the year is not in it"
    );
}
