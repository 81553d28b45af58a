//! A warning of every rule, its sentence and its command.

use super::*;
use crate::check::{Colour, Detail, Held, Miss, Quorum, RULES, Rule};
use crate::cli::tree::tree;
use crate::record::MeetingKind;
use crate::value::{Day, Link, Partial, Period};

fn day(text: &str) -> Day {
    Day::from_iso(text).unwrap()
}

fn month(number: u32) -> Period {
    Period::month(2022, number).unwrap()
}

fn link() -> Link {
    Link {
        id: 5,
        name: "老槐步行街".to_owned(),
    }
}

/// A warning of a rule with these facts.
fn finding(key: &str, colour: Colour, detail: Detail) -> Finding {
    let rule = Rule::named(key).unwrap();
    let point = (rule.about != Kind::Point).then(link);
    let day = (![Kind::Point, Kind::Member].contains(&rule.about)).then(|| day("2022-05-05"));
    Finding {
        rule,
        limit: rule.limit,
        colour,
        subject: Subject {
            id: 7,
            name: "某个".to_owned(),
            point,
            day,
        },
        detail,
        waiver: None,
    }
}

fn misses(spans: &[(Period, i64, i64)]) -> Vec<Miss> {
    spans
        .iter()
        .map(|(span, held, needed)| Miss {
            span: *span,
            held: *held,
            needed: *needed,
        })
        .collect()
}

/// A warning of every rule, and of some more than one, with its sentence.
#[expect(clippy::too_many_lines, reason = "a line or two for each rule")]
fn samples() -> Vec<(&'static str, Colour, Detail, &'static str)> {
    let held = |what, misses| Detail::Missed { what, misses };
    let meeting = |kind, spans: &[(Period, i64, i64)]| held(Held::Meeting(kind), misses(spans));
    let quarter = Period::quarter(2022, 2).unwrap();
    let year = Period::year(2022).unwrap();
    let (red, yellow, hint) = (Colour::Red, Colour::Yellow, Colour::Hint);
    let since = Partial::from_stored("2019-11").unwrap();
    let name = || "郝思远".to_owned();
    vec![
        (
            "inactive",
            red,
            Detail::Silent {
                months: (4..=12).map(month).collect(),
            },
            "2022年4月至12月没有任何会议",
        ),
        (
            "few",
            red,
            Detail::Few {
                members: 2,
                needed: 3,
            },
            "正式党员 2 名，不足 3 名",
        ),
        ("secretary-none", red, Detail::NoSecretary, "没有书记"),
        (
            "attendance",
            red,
            Detail::Attendance {
                present: 4,
                expected: 10,
                quorum: Quorum::Vote,
            },
            "应到 10 人，实到 4 人，不足 50%，表决无效",
        ),
        (
            "attendance",
            yellow,
            Detail::Attendance {
                present: 7,
                expected: 10,
                quorum: Quorum::Usual,
            },
            "应到 10 人，实到 7 人，不足 80%",
        ),
        (
            "attendance",
            red,
            Detail::Attendance {
                present: 4,
                expected: 10,
                quorum: Quorum::Low,
            },
            "应到 10 人，实到 4 人，不足 50%",
        ),
        (
            "attendance",
            red,
            Detail::Attendance {
                present: 7,
                expected: 10,
                quorum: Quorum::Election,
            },
            "应到 10 人，实到 7 人，选举不足五分之四，无效",
        ),
        (
            "absent",
            hint,
            Detail::Absent {
                months: vec![month(3), month(4), month(12)],
            },
            "连续 3 个月每次会议都缺席（2022年3月、4月、12月）",
        ),
        (
            "lost",
            red,
            Detail::Lost {
                since: day("2022-01-01"),
            },
            "2022-01-01 起失联",
        ),
        (
            "probation",
            yellow,
            Detail::Probation {
                due: day("2022-06-30"),
                days: -3,
            },
            "预备期 2022-06-30 已满，还没有转正",
        ),
        (
            "probation",
            hint,
            Detail::Probation {
                due: day("2022-06-30"),
                days: 3,
            },
            "预备期 2022-06-30 满，还有 3 天",
        ),
        (
            "flow",
            yellow,
            Detail::Flow {
                moved: 3,
                members: 10,
            },
            "期初 10 名，本期转入转出、流入流出 3 人次，达 30%",
        ),
        (
            "shrinking",
            yellow,
            Detail::Shrinking {
                now: 9,
                before: 10,
                months: 12,
            },
            "12 个月前 10 名，现在 9 名，没有人入党，也没有积极分子",
        ),
        (
            "assembly",
            yellow,
            meeting(MeetingKind::Assembly, &[(quarter, 0, 1)]),
            "2022年第二季度没有开支部党员大会",
        ),
        (
            "council",
            yellow,
            meeting(
                MeetingKind::Council,
                &[(month(3), 0, 1), (month(7), 0, 1), (month(8), 0, 1)],
            ),
            "2022年3月、7月、8月没有开支委会",
        ),
        (
            "group",
            yellow,
            meeting(
                MeetingKind::Group,
                &[(month(3), 1, 2), (month(4), 1, 2), (month(5), 0, 2)],
            ),
            "党小组会次数不够：2022年3月、4月各 1 次（应 2 次），2022年5月 0 次（应 2 次）",
        ),
        (
            "lecture",
            yellow,
            meeting(MeetingKind::Lecture, &[(quarter, 0, 1)]),
            "2022年第二季度没有上党课",
        ),
        (
            "themeday",
            yellow,
            meeting(
                MeetingKind::Themeday,
                &[(month(12), 0, 1), (Period::month(2023, 1).unwrap(), 0, 1)],
            ),
            "2022年12月、2023年1月没有开展主题党日",
        ),
        (
            "review",
            yellow,
            meeting(MeetingKind::Review, &[(year, 0, 1)]),
            "2022年没有开组织生活会",
        ),
        (
            "appraisal",
            yellow,
            meeting(MeetingKind::Appraisal, &[(year, 0, 1)]),
            "2022年没有民主评议党员",
        ),
        (
            "committee-lecture",
            yellow,
            held(Held::OwnLecture, misses(&[(year, 0, 1)])),
            "2022年书记没有讲党课",
        ),
        (
            "visit",
            yellow,
            held(Held::Visit, misses(&[(quarter, 0, 1)])),
            "2022年第二季度没有走访",
        ),
        (
            "owner",
            yellow,
            Detail::OwnerUnmet {
                owner: name(),
                last: None,
            },
            "走访没有见到过出资人「郝思远」",
        ),
        (
            "election",
            yellow,
            Detail::Election {
                since,
                elected: true,
                due: day("2022-11-30"),
            },
            "上次换届 2019-11，2022-11-30 任期届满",
        ),
        (
            "election",
            yellow,
            Detail::Election {
                since,
                elected: false,
                due: day("2022-11-30"),
            },
            "成立 2019-11，2022-11-30 任期届满",
        ),
        (
            "secretary-member",
            yellow,
            Detail::NotFull { secretary: name() },
            "在册的正式党员里没有书记「郝思远」",
        ),
        (
            "secretary-part",
            hint,
            Detail::PartTime { missed: false },
            "书记是兼职",
        ),
        (
            "secretary-training",
            yellow,
            held(Held::Training, misses(&[(year, 0, 1)])),
            "2022年书记没有参加党务培训",
        ),
        (
            "outflow",
            yellow,
            Detail::Away {
                since: day("2022-01-01"),
            },
            "2022-01-01 流出，还没有转接组织关系",
        ),
        (
            "duplicate",
            yellow,
            Detail::Elsewhere {
                id: 9,
                point: link(),
            },
            "与老槐步行街的党员 9 同名、同出生年月",
        ),
        (
            "copied",
            yellow,
            Detail::Copied {
                groups: vec![vec![3, 7], vec![4, 5]],
            },
            "会议 3、7；4、5 的主要内容相同",
        ),
        (
            "overdue",
            yellow,
            Detail::Overdue {
                due: day("2022-11-25"),
                days: 36,
            },
            "时限 2022-11-25，已超 36 天",
        ),
        (
            "hardship",
            hint,
            Detail::Hardship {
                category: "融资".to_owned(),
            },
            "融资问题还没有解决",
        ),
        (
            "size",
            hint,
            Detail::Size {
                members: 51,
                least: None,
                most: Some(50),
            },
            "党员 51 名，超过 50 名",
        ),
        (
            "size",
            hint,
            Detail::Size {
                members: 49,
                least: Some(50),
                most: Some(100),
            },
            "党员 49 名，不足 50 名",
        ),
        (
            "size",
            hint,
            Detail::Size {
                members: 101,
                least: Some(50),
                most: Some(100),
            },
            "党员 101 名，超过 100 名",
        ),
        (
            "council-size",
            hint,
            Detail::Posts {
                posts: 2,
                usual: (3, 7),
            },
            "有党内职务的 2 名，支部委员会一般为 3 至 7 名",
        ),
        (
            "council-size",
            hint,
            Detail::Posts {
                posts: 8,
                usual: (3, 7),
            },
            "有党内职务的 8 名，支部委员会一般为 3 至 7 名",
        ),
        (
            "secretary-young",
            hint,
            Detail::Young {
                secretary: name(),
                confirmed: since,
            },
            "书记「郝思远」2019-11 转正，不满 3 年",
        ),
        (
            "late",
            hint,
            Detail::Late {
                late: (1..=9).collect(),
                together: vec![1, 2, 3],
            },
            "9 次会议是补录的（编号 1、2、3、4、5、6、7、8等）；3 次会议集中在一天登记（编号 1、2、3）",
        ),
        (
            "evidence",
            hint,
            Detail::WithoutEvidence { meetings: vec![12] },
            "1 次会议没有佐证材料（编号 12）",
        ),
        (
            "topic",
            hint,
            Detail::OneTopic {
                year,
                topic: "学习".to_owned(),
                meetings: 4,
            },
            "2022年 4 次会议的议题都是「学习」",
        ),
        (
            "idle",
            hint,
            Detail::Idle {
                since: day("2021-12-31"),
            },
            "2021-12-31 以后没有攻关项目和金点子，也没有党员先锋岗",
        ),
        (
            "unconfirmed",
            hint,
            Detail::Unconfirmed,
            "没有确认时间，不计入统计",
        ),
        (
            "assigned",
            hint,
            Detail::Unassigned {
                columns: vec!["leader", "station"],
            },
            "没有填责任领导、责任所",
        ),
    ]
}

#[test]
fn every_warning_has_its_sentence_and_a_command_that_is_understood() {
    for (key, colour, detail, words) in samples() {
        let finding = finding(key, colour, detail);
        assert_eq!(sentence(&finding), words, "{key}");
        let line = mend(&finding);
        let parsed = tree().try_get_matches_from(line.split(' '));
        assert!(parsed.is_ok(), "{key}: {line}");
    }
    for rule in RULES {
        let has_sample = samples().iter().any(|(key, ..)| *key == rule.key);
        assert!(has_sample, "{}", rule.key);
    }
}

#[test]
fn a_command_names_the_span_that_was_missed_first() {
    let line = |key| {
        let (_, colour, detail, _) = samples()
            .into_iter()
            .find(|(other, ..)| *other == key)
            .unwrap();
        mend(&finding(key, colour, detail))
    };
    assert_eq!(
        line("council"),
        "xgz meeting add --point 7 --kind 支部委员会 --date 2022-03-… --topic 议题"
    );
    assert_eq!(
        line("visit"),
        "xgz visit add --point 7 --date 2022-04-… --send 三送类别"
    );
    assert_eq!(line("duplicate"), "xgz member show 9");
    assert_eq!(line("lost"), "xgz member edit 7 --lost-on=");
    assert_eq!(
        line("absent"),
        "xgz meeting add --point 5 --kind 谈心谈话 --date 日期 --topic 议题"
    );
    assert_eq!(
        line("assigned"),
        "xgz point edit 7 --leader 责任领导 --station 责任所"
    );
}

#[test]
fn a_record_is_named_with_its_number_and_its_contact_point() {
    let record = |key| about(&finding(key, Colour::Hint, Detail::Unconfirmed));
    assert_eq!(record("few"), "7 某个");
    assert_eq!(record("lost"), "7 某个（老槐步行街）");
    assert_eq!(record("attendance"), "会议 7 2022-05-05 某个（老槐步行街）");
    assert_eq!(record("overdue"), "问题 7 2022-05-05 某个（老槐步行街）");
}

#[test]
fn what_came_from_the_ledger_cannot_drive_the_terminal() {
    let mut hostile = finding(
        "lost",
        Colour::Red,
        Detail::Lost {
            since: day("2022-01-01"),
        },
    );
    hostile.subject.name = "甲\u{1b}[2J".to_owned();
    assert!(!about(&hostile).contains('\u{1b}'));
}
