//! What the rules refuse, doubt and fill in.

use super::*;

const ALL: &[(Kind, &[Typed])] = &[
    (Kind::Point, POINT),
    (Kind::Member, MEMBER),
    (Kind::Project, PROJECT),
    (Kind::Visit, VISIT),
    (Kind::Problem, PROBLEM),
    (Kind::Meeting, MEETING),
    (Kind::Activity, ACTIVITY),
    (Kind::Idea, IDEA),
    (Kind::Award, AWARD),
    (Kind::Plan, PLAN),
];

#[test]
fn every_kind_that_people_enter_is_tried() {
    let tried: Vec<_> = ALL.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(tried, Kind::entered().collect::<Vec<_>>());
}

#[test]
fn nobody_is_present_who_was_not_expected() {
    let heads = |expected, present| {
        let typed = [("expected", expected), ("present", present)];
        faults(Kind::Meeting, MEETING, &typed)
    };
    assert_eq!(heads("5", "6"), [Fault::MoreThan("present", "expected")]);
    assert_eq!(heads("5", "5"), []);
    assert_eq!(heads("", "6"), [], "it is not known how many were expected");
}

#[test]
fn those_who_are_named_as_absent_are_as_many_as_were() {
    let of = |present, absent| {
        let typed = [("expected", "5"), ("present", present), ("absent", absent)];
        doubts(Kind::Meeting, MEETING, &typed)
    };
    assert_eq!(of("3", "张三、李四"), []);
    assert_eq!(of("3", ""), [], "nobody is named");
    let (named, missing) = (2, 0);
    assert_eq!(of("5", "张三、李四"), [Doubt::Absent { named, missing }]);
}

#[test]
fn a_meeting_of_more_than_a_week_ago_is_entered_late() {
    let on = |date| doubts(Kind::Meeting, MEETING, &[("date", date)]);
    assert_eq!(on("2023-03-24"), []);
    assert_eq!(on("2023-03-23"), [Doubt::Late { days: 8 }]);
}

#[test]
fn the_members_at_an_activity_are_part_of_those_who_came() {
    let heads = |attendance, members| {
        let typed = [("attendance", attendance), ("members", members)];
        faults(Kind::Activity, ACTIVITY, &typed)
    };
    assert_eq!(heads("9", "10"), [Fault::MoreThan("members", "attendance")]);
    assert_eq!(heads("9", "9"), []);
}

#[test]
fn an_honour_has_its_campaign_and_its_company_or_stands_for_several() {
    let of = |typed: &[Typed]| faults(Kind::Award, AWARD, typed);
    let unnamed = Fault::Unnamed("company", "quantity");
    assert_eq!(of(&[("campaign", "")]), [Fault::Missing("campaign")]);
    assert_eq!(of(&[("company", "")]), std::slice::from_ref(&unnamed));
    assert_eq!(of(&[("company", ""), ("quantity", "1")]), [unnamed]);
    assert_eq!(of(&[("company", ""), ("quantity", "2")]), []);
    let pilot = [("kind", "试点"), ("company", ""), ("campaign", "")];
    assert_eq!(of(&pilot), []);
    assert_eq!(filled(Kind::Award, AWARD, &pilot, "campaign"), "其他");
    assert_eq!(filled(Kind::Award, AWARD, &[], "quantity"), "1");
    assert_eq!(
        doubts(Kind::Award, AWARD, &[("quantity", "2")]),
        [Doubt::CountsOnce("quantity")]
    );
}

#[test]
fn an_award_ends_after_it_was_given() {
    for key in ["expires_on", "revoked_on"] {
        assert_eq!(
            faults(Kind::Award, AWARD, &[(key, "2022-05-15")]),
            [Fault::Before(key, "date")]
        );
        assert_eq!(faults(Kind::Award, AWARD, &[(key, "2022-05-16")]), []);
    }
    let withdrawn = ("state", "撤销");
    assert_eq!(
        doubts(Kind::Award, AWARD, &[withdrawn]),
        [Doubt::NeverCounts("revoked_on")]
    );
    let revoked = ("revoked_on", "2022-11-01");
    assert_eq!(
        doubts(Kind::Award, AWARD, &[withdrawn, revoked]),
        [Doubt::NeverCounts("revoked_on")]
    );
    assert_eq!(doubts(Kind::Award, AWARD, &[revoked]), []);
}

#[test]
fn what_is_done_of_a_plan_is_typed_or_counted() {
    let of = |typed: &[Typed]| faults(Kind::Plan, PLAN, typed);
    assert_eq!(of(&[("done", "3")]), []);
    assert_eq!(of(&[("figure", "质量培训")]), []);
    assert_eq!(
        of(&[("done", "3"), ("figure", "质量培训")]),
        [Fault::Excludes("done", "figure")]
    );
}

#[test]
fn a_deadline_in_another_year_than_the_plan_is_doubted() {
    let due = |day| doubts(Kind::Plan, PLAN, &[("due_on", day)]);
    assert_eq!(due("2022-12-31"), []);
    for day in ["2021-12-31", "2023-01-01"] {
        assert_eq!(due(day), [Doubt::OtherYear("due_on", "year")]);
    }
}

#[test]
fn the_stages_of_a_project_come_in_their_order() {
    let of = |days: [&'static str; 3]| {
        let typed = [
            ("discussed_on", days[0]),
            ("followed_on", days[1]),
            ("evaluated_on", days[2]),
        ];
        (
            faults(Kind::Project, PROJECT, &typed),
            settled(Kind::Project, PROJECT, &typed)
                .map_or_else(|_| Vec::new(), |settled| settled.verdict.doubts),
        )
    };
    let before = |later, earlier| vec![Fault::Before(later, earlier)];
    assert_eq!(of(["2022-06-01"; 3]), (vec![], vec![]));
    assert_eq!(
        of(["2022-06-02", "2022-06-01", ""]).0,
        before("followed_on", "discussed_on")
    );
    assert_eq!(
        of(["", "2022-06-02", "2022-06-01"]).0,
        before("evaluated_on", "followed_on")
    );
    assert_eq!(
        of(["2022-06-02", "", "2022-06-01"]).0,
        before("evaluated_on", "discussed_on")
    );
    assert_eq!(
        of(["2022-06-01", "", "2022-06-03"]).1,
        [Doubt::Skipped("evaluated_on", "followed_on")]
    );
    assert_eq!(
        of(["2022-05-15", "", ""]).1,
        [Doubt::Early("discussed_on", "started_on")]
    );
}

#[test]
fn a_project_is_finished_after_it_was_judged() {
    let stages = [
        ("discussed_on", "2022-06-01"),
        ("followed_on", "2022-07-01"),
        ("evaluated_on", "2022-08-02"),
    ];
    let of = |finished| {
        doubts(
            Kind::Project,
            PROJECT,
            &[&stages[..], &[("finished_on", finished)]].concat(),
        )
    };
    assert_eq!(
        of("2022-08-01"),
        [Doubt::Early("finished_on", "evaluated_on")]
    );
    assert_eq!(of("2022-08-02"), []);
}

#[test]
fn a_plain_record_of_each_kind_passes_without_a_doubt() {
    for (kind, usual) in ALL {
        assert_eq!(doubts(*kind, usual, &[]), [], "{kind:?}");
    }
}

#[test]
fn each_required_column_is_missed_by_name_and_all_at_once() {
    for (kind, usual) in ALL {
        let required: Vec<_> = kind
            .dictionary()
            .columns
            .iter()
            .filter(|column| column.required)
            .collect();
        for column in &required {
            let found = faults(*kind, usual, &[(column.key, "")]);
            assert_eq!(found, [Fault::Missing(column.key)], "{kind:?}");
        }
        let cells = vec![Cell::Empty; kind.dictionary().columns.len()];
        let verdict = (kind.dictionary().settle)(cells, &world()).unwrap_err();
        let expected: Vec<_> = required
            .iter()
            .map(|column| Fault::Missing(column.key))
            .collect();
        assert_eq!(verdict.faults, expected, "{kind:?}");
    }
}

#[test]
fn a_list_of_separators_alone_is_a_missing_value() {
    assert_eq!(
        faults(Kind::Visit, VISIT, &[("send", "、")]),
        [Fault::Missing("send")]
    );
    assert_eq!(
        filled(Kind::Visit, VISIT, &[("people", "，；")], "people"),
        ""
    );
}

#[test]
fn no_day_on_which_something_happened_lies_after_today() {
    let mut tried = 0;
    for (kind, usual) in ALL {
        for column in kind.dictionary().columns {
            if !matches!(column.shape, Shape::Day | Shape::Partial)
                || ["due_on", "expires_on"].contains(&column.key)
            {
                continue;
            }
            tried += 1;
            let key = column.key;
            let future = Fault::Future(key, day("2023-04-01"));
            assert!(
                faults(*kind, usual, &[(key, "2023-04-01")]).contains(&future),
                "{kind:?} {key}"
            );
            let of_today = faults(*kind, usual, &[(key, TODAY)]);
            assert!(
                !of_today
                    .iter()
                    .any(|fault| matches!(fault, Fault::Future(..))),
                "{kind:?} {key}"
            );
        }
    }
    assert_eq!(tried, 4 + 8 + 5 + 1 + 5 + 1 + 1 + 1 + 2 + 1);
}

#[test]
fn a_deadline_may_lie_in_the_future() {
    let found = faults(Kind::Problem, PROBLEM, &[("due_on", "2030-01-01")]);
    assert_eq!(found, []);
}

#[test]
fn a_month_is_in_the_future_when_its_first_day_is() {
    assert_eq!(
        faults(Kind::Member, MEMBER, &[("joined_on", "2023-03")]),
        [],
        "the month that runs"
    );
    assert_eq!(
        faults(Kind::Member, MEMBER, &[("joined_on", "2023-04")]),
        [Fault::Future("joined_on", day("2023-04-01"))]
    );
    assert_eq!(
        faults(Kind::Point, POINT, &[("founded_on", "2024")]),
        [Fault::Future("founded_on", day("2024-01-01"))]
    );
}

#[test]
fn no_count_is_below_zero() {
    for (kind, usual, key) in [
        (Kind::Visit, VISIT, "reach"),
        (Kind::Visit, VISIT, "attendance"),
        (Kind::Point, POINT, "groups"),
        (Kind::Meeting, MEETING, "expected"),
        (Kind::Activity, ACTIVITY, "hours"),
        (Kind::Award, AWARD, "quantity"),
        (Kind::Plan, PLAN, "target"),
    ] {
        assert_eq!(
            faults(kind, usual, &[(key, "-1")]),
            [Fault::Negative(key, -1)]
        );
        assert_eq!(faults(kind, usual, &[(key, "0")]), []);
    }
}

#[test]
fn a_failing_code_or_phone_is_doubted_only() {
    let code = [("code", "91350203M0001QKT19")];
    let expected = CodeDoubt::Check { expected: 'F' };
    assert_eq!(
        doubts(Kind::Point, POINT, &code),
        [Doubt::Code("code", expected)]
    );
    assert_eq!(
        doubts(Kind::Problem, PROBLEM, &code),
        [Doubt::Code("code", expected)]
    );
    assert_eq!(
        doubts(Kind::Problem, PROBLEM, &[("code", "91350100M000100Y43")]),
        []
    );
    assert_eq!(
        doubts(Kind::Member, MEMBER, &[("phone", "1380013800")]),
        [Doubt::Phone("phone")]
    );
    assert_eq!(
        doubts(Kind::Member, MEMBER, &[("phone", "13800138000")]),
        []
    );
}

#[test]
fn a_point_is_not_closed_before_it_was_confirmed() {
    assert_eq!(
        faults(Kind::Point, POINT, &[("closed_on", "2022-03-23")]),
        [Fault::Before("closed_on", "confirmed_on")]
    );
    assert_eq!(
        faults(Kind::Point, POINT, &[("closed_on", "2022-03-24")]),
        []
    );
}

#[test]
fn a_reason_for_closing_needs_its_day_but_not_the_other_way_round() {
    assert_eq!(
        faults(Kind::Point, POINT, &[("closed_why", "拆迁")]),
        [Fault::Needs("closed_why", "closed_on")]
    );
    let both = [("closed_why", "拆迁"), ("closed_on", "2023-01-01")];
    assert_eq!(faults(Kind::Point, POINT, &both), []);
    assert_eq!(faults(Kind::Point, POINT, &both[1..]), []);
}

#[test]
fn a_party_organisation_elects_after_its_founding() {
    let years = |founded, elected| {
        let typed = [("founded_on", founded), ("elected_on", elected)];
        faults(Kind::Point, POINT, &typed)
    };
    let before = [Fault::Before("elected_on", "founded_on")];
    assert_eq!(years("2020-06-02", "2020-06-01"), before);
    assert_eq!(years("2020-06-02", "2020-06-02"), []);
    assert_eq!(years("2020-07", "2020-06"), before);
    assert_eq!(
        years("2020-06-30", "2020-06"),
        [],
        "it may have been the 30th"
    );
    assert_eq!(years("2020", "2019-12-31"), before);
}

#[test]
fn a_point_without_a_day_of_confirmation_is_doubted() {
    assert_eq!(
        doubts(Kind::Point, POINT, &[("confirmed_on", "")]),
        [Doubt::NotConfirmed]
    );
}

#[test]
fn an_interim_organisation_has_no_elections() {
    let elected = ("elected_on", "2020-06");
    assert_eq!(
        doubts(Kind::Point, POINT, &[("party_kind", "临时支部"), elected]),
        [Doubt::Interim("elected_on")]
    );
    assert_eq!(
        doubts(Kind::Point, POINT, &[("party_kind", "支部"), elected]),
        []
    );
    assert_eq!(doubts(Kind::Point, POINT, &[("party_kind", "临时")]), []);
}

#[test]
fn a_member_leaves_after_arriving() {
    let stay = |arrived, left| {
        let typed = [
            ("arrived_on", arrived),
            ("left_on", left),
            ("left_why", "转出"),
        ];
        faults(Kind::Member, MEMBER, &typed)
    };
    assert_eq!(
        stay("2022-05-02", "2022-05-01"),
        [Fault::Before("left_on", "arrived_on")]
    );
    assert_eq!(stay("2022-05-02", "2022-05-02"), []);
}

#[test]
fn the_day_of_leaving_and_its_reason_need_one_another() {
    assert_eq!(
        faults(Kind::Member, MEMBER, &[("left_why", "去世")]),
        [Fault::Needs("left_why", "left_on")]
    );
    assert_eq!(
        faults(Kind::Member, MEMBER, &[("left_on", "2022-05-01")]),
        [Fault::Needs("left_on", "left_why")]
    );
}

#[test]
fn only_a_full_member_is_secretary_without_a_doubt() {
    let post = |post, kind| {
        let typed = [("post", post), ("kind", kind)];
        doubts(Kind::Member, MEMBER, &typed)
    };
    assert_eq!(post("书记", "预备"), [Doubt::SecretaryNotFull]);
    assert_eq!(post("支部书记", "积极分子"), [Doubt::SecretaryNotFull]);
    assert_eq!(post("书记", "正式"), []);
    assert_eq!(post("副书记", "预备"), []);
    assert_eq!(post("组织委员", "预备"), []);
}

#[test]
fn nobody_is_confirmed_before_joining() {
    let member = |joined, confirmed| {
        let typed = [("joined_on", joined), ("confirmed_on", confirmed)];
        faults(Kind::Member, MEMBER, &typed)
    };
    assert_eq!(
        member("", "2020-07-01"),
        [Fault::Needs("confirmed_on", "joined_on")]
    );
    let before = [Fault::Before("confirmed_on", "joined_on")];
    assert_eq!(member("2020-07-01", "2020-06-30"), before);
    assert_eq!(member("2020-07-01", "2020-07-01"), []);
    assert_eq!(member("2020-07", "2020-06"), before);
    assert_eq!(
        member("2020-07-31", "2020-07"),
        [],
        "it may have been the 31st"
    );
}

#[test]
fn a_probation_of_more_than_two_years_is_doubted() {
    let member = |joined, confirmed| {
        let typed = [("joined_on", joined), ("confirmed_on", confirmed)];
        doubts(Kind::Member, MEMBER, &typed)
    };
    assert_eq!(member("2018-07-01", "2020-07-01"), []);
    assert_eq!(member("2018-07-01", "2020-07-02"), [Doubt::LongProbation]);
    assert_eq!(
        member("2018-07", "2020-07"),
        [],
        "month by month it may be two years"
    );
    assert_eq!(member("2018-07", "2020-08"), [Doubt::LongProbation]);
    assert_eq!(member("2016-02-29", "2018-02-28"), []);
    assert_eq!(member("2016-02-29", "2018-03-01"), [Doubt::LongProbation]);
}

#[test]
fn nobody_joins_before_the_age_of_eighteen() {
    let judged = |born, joined| {
        let typed = [("born", born), ("joined_on", joined)];
        (
            faults(Kind::Member, MEMBER, &typed),
            settled(Kind::Member, MEMBER, &typed)
                .map_or_else(|_| Vec::new(), |settled| settled.verdict.doubts),
        )
    };
    let minor = (vec![Fault::Minor], vec![]);
    let fine = (vec![], vec![]);
    let unknown = (vec![], vec![Doubt::AgeUnknown]);
    assert_eq!(judged("2000-07-02", "2018-07-01"), minor);
    assert_eq!(judged("2000-07-02", "2018-07-02"), fine);
    assert_eq!(judged("2000-07", "2018-06-30"), minor);
    assert_eq!(judged("2000-07", "2018-07-01"), unknown);
    assert_eq!(judged("2000-07", "2018-07-30"), unknown);
    assert_eq!(judged("2000-07", "2018-07-31"), fine);
    assert_eq!(judged("2000-07", "2018-07"), unknown);
    assert_eq!(judged("2000-07", "2018-08"), fine);
    assert_eq!(judged("2000", "2017"), minor);
    assert_eq!(judged("2000", "2018"), unknown);
    assert_eq!(judged("2000", ""), fine);
}

#[test]
fn a_project_is_not_finished_before_it_was_started() {
    let project = |typed: &[Typed]| faults(Kind::Project, PROJECT, typed);
    assert_eq!(
        project(&[("finished_on", "2022-05-15")]),
        [Fault::Before("finished_on", "started_on")]
    );
    assert_eq!(project(&[("finished_on", "2022-05-16")]), []);
}

#[test]
fn a_visit_has_a_point_or_a_place() {
    assert_eq!(
        faults(Kind::Visit, VISIT, &[("point", "")]),
        [Fault::MissingBoth("point", "place")]
    );
    let elsewhere = [("point", ""), ("place", "政务中心")];
    assert_eq!(faults(Kind::Visit, VISIT, &elsewhere), []);
    assert_eq!(faults(Kind::Visit, VISIT, &[("place", "政务中心")]), []);
}

#[test]
fn a_reach_on_a_visit_that_carried_no_policy_is_doubted() {
    let visit = |send, reach| doubts(Kind::Visit, VISIT, &[("send", send), ("reach", reach)]);
    assert_eq!(visit("送服务", "15"), [Doubt::ReachNotCounted]);
    assert_eq!(visit("送服务、送政策", "15"), []);
    assert_eq!(visit("送服务", ""), []);
}

#[test]
fn a_visit_is_late_on_the_eighth_day() {
    assert_eq!(doubts(Kind::Visit, VISIT, &[("date", "2023-03-24")]), []);
    assert_eq!(
        doubts(Kind::Visit, VISIT, &[("date", "2023-03-23")]),
        [Doubt::Late { days: 8 }]
    );
}

#[test]
fn a_problem_is_not_solved_declined_or_closed_before_its_day() {
    for key in ["solved_on", "declined_on"] {
        assert_eq!(
            faults(Kind::Problem, PROBLEM, &[(key, "2023-02-28")]),
            [Fault::Before(key, "found_on")]
        );
        assert_eq!(faults(Kind::Problem, PROBLEM, &[(key, "2023-03-01")]), []);
    }
    let closed = |closed| {
        let typed = [("solved_on", "2023-03-10"), ("closed_on", closed)];
        faults(Kind::Problem, PROBLEM, &typed)
    };
    assert_eq!(
        closed("2023-03-09"),
        [Fault::Before("closed_on", "solved_on")]
    );
    assert_eq!(closed("2023-03-10"), []);
}

#[test]
fn a_problem_is_closed_only_once_it_is_solved() {
    assert_eq!(
        faults(Kind::Problem, PROBLEM, &[("closed_on", "2023-03-10")]),
        [Fault::Needs("closed_on", "solved_on")]
    );
    let on_site = [("closed_on", "2023-03-10"), ("handling", "现场")];
    assert_eq!(faults(Kind::Problem, PROBLEM, &on_site), []);
}

#[test]
fn a_problem_is_not_both_declined_and_solved() {
    let both = [("solved_on", "2023-03-10"), ("declined_on", "2023-03-10")];
    assert_eq!(
        faults(Kind::Problem, PROBLEM, &both),
        [Fault::Excludes("declined_on", "solved_on")]
    );
    let on_site = [("handling", "现场"), ("declined_on", "2023-03-10")];
    assert_eq!(faults(Kind::Problem, PROBLEM, &on_site), []);
}

#[test]
fn a_later_solution_on_the_spot_is_doubted() {
    let solved = |day| {
        let typed = [("handling", "现场解决"), ("solved_on", day)];
        doubts(Kind::Problem, PROBLEM, &typed)
    };
    assert_eq!(solved("2023-03-02"), [Doubt::SolvedLater]);
    assert_eq!(solved("2023-03-01"), []);
    let dated = [("handling", "限期"), ("solved_on", "2023-03-02")];
    assert_eq!(doubts(Kind::Problem, PROBLEM, &dated), []);
}

#[test]
fn a_deadline_before_the_day_and_a_call_before_the_solution_are_doubted() {
    let due = |day| doubts(Kind::Problem, PROBLEM, &[("due_on", day)]);
    assert_eq!(due("2023-02-28"), [Doubt::Early("due_on", "found_on")]);
    assert_eq!(due("2023-03-01"), []);
    let call = |day| {
        let typed = [("solved_on", "2023-03-10"), ("callback_on", day)];
        doubts(Kind::Problem, PROBLEM, &typed)
    };
    assert_eq!(
        call("2023-03-09"),
        [Doubt::Early("callback_on", "solved_on")]
    );
    assert_eq!(call("2023-03-10"), []);
}

#[test]
fn solved_on_the_spot_is_solved_on_its_day() {
    let solved = |typed: &[Typed]| filled(Kind::Problem, PROBLEM, typed, "solved_on");
    assert_eq!(solved(&[("handling", "现场解决")]), "2023-03-01");
    let later = [("handling", "现场解决"), ("solved_on", "2023-03-02")];
    assert_eq!(solved(&later), "2023-03-02");
    assert_eq!(solved(&[("handling", "限期解决")]), "");
    let declined = [("handling", "现场解决"), ("declined_on", "2023-03-02")];
    assert_eq!(solved(&declined), "");
}

#[test]
fn what_is_not_solved_on_the_spot_is_due_after_the_days_of_the_settings() {
    let due = |typed: &[Typed]| filled(Kind::Problem, PROBLEM, typed, "due_on");
    assert_eq!(due(&[]), "2023-03-16");
    assert_eq!(due(&[("handling", "转办")]), "2023-03-16");
    assert_eq!(due(&[("due_on", "2023-03-08")]), "2023-03-08");
    assert_eq!(due(&[("handling", "现场解决")]), "");
    assert_eq!(due(&[("declined_on", "2023-03-02")]), "2023-03-16");
    assert_eq!(due(&[("solved_on", "2023-03-02")]), "2023-03-16");
}

#[test]
fn the_source_follows_from_the_reference() {
    let source = |typed: &[Typed]| filled(Kind::Problem, PROBLEM, typed, "source");
    assert_eq!(source(&[]), "");
    assert_eq!(source(&[("visit", "1")]), "走访");
    assert_eq!(source(&[("visit", "1"), ("project", "1")]), "项目攻关");
    assert_eq!(source(&[("visit", "1"), ("source", "自查")]), "自查");
}
