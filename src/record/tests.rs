//! Each rule with a case that it finds and one at its edge that it lets pass; reading; the dictionaries.

use super::*;
use crate::value::code::{CodeFault, Doubt as CodeDoubt};
use crate::value::text::folded;
use crate::value::{Cell, Day, DayFault, Entry, Link, PeriodFault};

/// A column by its key, and what is typed there.
type Typed<'a> = (&'a str, &'a str);

const TODAY: &str = "2023-03-31";

const POINT: &[Typed] = &[
    ("name", "北环市场"),
    ("kind", "市场"),
    ("confirmed_on", "2022-03-24"),
];
const MEMBER: &[Typed] = &[("name", "赵广厚"), ("point", "1"), ("kind", "正式")];
const PROJECT: &[Typed] = &[
    ("name", "灌浆攻关"),
    ("point", "1"),
    ("kind", "攻关"),
    ("started_on", "2022-05-16"),
];
const VISIT: &[Typed] = &[("date", "2023-03-30"), ("point", "1"), ("send", "送服务")];
const PROBLEM: &[Typed] = &[
    ("found_on", "2023-03-01"),
    ("company", "甲公司"),
    ("category", "广告"),
    ("text", "怎样备案"),
];

const MEETING: &[Typed] = &[
    ("date", "2023-03-30"),
    ("point", "1"),
    ("kind", "党课"),
    ("topic", "学党章"),
];
const ACTIVITY: &[Typed] = &[
    ("date", "2023-03-30"),
    ("kind", "质量培训"),
    ("topic", "质量管理体系"),
];
const IDEA: &[Typed] = &[("date", "2023-03-30"), ("text", "共用检定窗口")];
const AWARD: &[Typed] = &[
    ("kind", "称号"),
    ("name", "标准化良好行为企业"),
    ("date", "2022-05-16"),
    ("company", "甲公司"),
    ("campaign", "送信心"),
    ("state", "通过"),
];
const PLAN: &[Typed] = &[("year", "2022"), ("title", "质量培训六次")];

/// Figures that a plan may name here.
const FIGURES: &[Entry] = &[Entry {
    code: "trainings",
    label: "质量培训",
    words: &[],
}];

fn day(text: &str) -> Day {
    Day::from_iso(text).unwrap()
}

fn world() -> World {
    World {
        today: day(TODAY),
        due_days: 15,
        figures: FIGURES,
    }
}

fn column(kind: Kind, key: &str) -> &'static Column {
    kind.dictionary().column(key).unwrap()
}

fn read_as(kind: Kind, key: &str, typed: &str) -> Result<Cell, Unread> {
    read(column(kind, key), typed, &world(), None)
}

/// What the rules make of a record; the later of two words for one column stand, a reference is a number.
fn settled(kind: Kind, usual: &[Typed], typed: &[Typed]) -> Result<dictionary::Settled, Verdict> {
    let dictionary = kind.dictionary();
    let mut cells = vec![Cell::Empty; dictionary.columns.len()];
    for (key, text) in usual.iter().chain(typed) {
        let place = dictionary.place(key).unwrap();
        cells[place] = match dictionary.columns[place].shape {
            Shape::Link(_) if !text.is_empty() => Cell::Link(Link {
                id: text.parse().unwrap(),
                name: String::new(),
            }),
            _ => read_as(kind, key, text).unwrap(),
        };
    }
    (dictionary.settle)(cells, &world())
}

fn faults(kind: Kind, usual: &[Typed], typed: &[Typed]) -> Vec<Fault> {
    settled(kind, usual, typed).map_or_else(|verdict| verdict.faults, |_| Vec::new())
}

fn doubts(kind: Kind, usual: &[Typed], typed: &[Typed]) -> Vec<Doubt> {
    settled(kind, usual, typed).unwrap().verdict.doubts
}

/// The words in a column once what follows from the others is filled.
fn filled(kind: Kind, usual: &[Typed], typed: &[Typed], key: &str) -> String {
    settled(kind, usual, typed).unwrap().cells[kind.dictionary().place(key).unwrap()].words()
}

mod rules {
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
    fn a_project_goes_through_its_stages_in_order() {
        let project = |typed: &[Typed]| faults(Kind::Project, PROJECT, typed);
        assert_eq!(
            project(&[("finished_on", "2022-05-15")]),
            [Fault::Before("finished_on", "started_on")]
        );
        assert_eq!(project(&[("finished_on", "2022-05-16")]), []);
        for (earlier, later) in [
            ("discussed_on", "followed_on"),
            ("discussed_on", "evaluated_on"),
            ("followed_on", "evaluated_on"),
        ] {
            assert_eq!(
                project(&[(earlier, "2022-07-02"), (later, "2022-07-01")]),
                [Fault::Before(later, earlier)]
            );
            assert_eq!(
                project(&[(earlier, "2022-07-02"), (later, "2022-07-02")]),
                []
            );
        }
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
}

mod reading {
    use super::*;

    fn count(typed: &str) -> Result<Cell, Unread> {
        read_as(Kind::Visit, "reach", typed)
    }

    #[test]
    fn a_count_is_read_with_its_unit_and_in_any_width() {
        for typed in ["62", " 62 户", "６２户", "62人", "+62", "６２ 名", "062"] {
            assert_eq!(count(typed), Ok(Cell::Count(62)), "{typed}");
        }
        assert_eq!(count("1,234 户"), Ok(Cell::Count(1234)));
        assert_eq!(count("１，２３４"), Ok(Cell::Count(1234)));
    }

    #[test]
    fn a_negative_count_is_read_so_that_a_rule_can_name_it() {
        for typed in ["-3", "－3", "−３", "–3户"] {
            assert_eq!(count(typed), Ok(Cell::Count(-3)), "{typed}");
        }
    }

    #[test]
    fn what_is_no_whole_number_is_not_read_as_one() {
        for typed in [
            "十二", "3.5", "约60", "60余", "户", "-", "1-2", "0x10", "1e3",
        ] {
            assert_eq!(count(typed), Err(Unread::Count), "{typed}");
        }
        assert_eq!(count("99999999"), Ok(Cell::Count(99_999_999)));
        for typed in ["100000000", "99999999999999999999"] {
            assert_eq!(count(typed), Err(Unread::TooGreat), "{typed}");
        }
    }

    #[test]
    fn yes_and_no_are_read_in_the_words_in_use() {
        let flag = |typed| read_as(Kind::Visit, "owner_met", typed);
        for typed in ["是", "有", "Yes", "ｙ", "TRUE", "1", "√"] {
            assert_eq!(flag(typed), Ok(Cell::Flag(true)), "{typed}");
        }
        for typed in ["否", "无", "没有", "no", "Ｎ", "false", "0", "×"] {
            assert_eq!(flag(typed), Ok(Cell::Flag(false)), "{typed}");
        }
        for typed in ["也许", "2", "是否"] {
            assert_eq!(flag(typed), Err(Unread::Flag), "{typed}");
        }
    }

    #[test]
    fn every_choice_is_read_by_code_label_and_short_word() {
        for kind in Kind::ALL {
            for column in kind.dictionary().all() {
                for entry in column.shape.entries().unwrap_or_default() {
                    let words = [entry.code, entry.label].into_iter();
                    for word in words.chain(entry.words.iter().copied()) {
                        for typed in [word.to_owned(), word.to_uppercase(), format!(" {word} ")] {
                            let cell = read(column, &typed, &world(), None).unwrap();
                            let expected = match column.shape {
                                Shape::Choices(_) => Cell::Choices(vec![entry]),
                                _ => Cell::Choice(entry),
                            };
                            assert_eq!(cell, expected, "{kind:?} {typed}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_choice_that_is_none_comes_with_the_nearest_and_the_one_word_meant() {
        let Err(Unread::Choice { nearest, value, .. }) =
            read_as(Kind::Visit, "send", "送服务、送政测")
        else {
            panic!("送政测 is no kind of visit");
        };
        assert_eq!(
            (nearest.as_slice(), value.as_str()),
            (&["送政策"][..], "送政测")
        );
    }

    #[test]
    fn several_choices_come_once_each_in_the_order_of_the_set() {
        let cell = read_as(Kind::Visit, "send", "信心，送政策;政策、service").unwrap();
        assert_eq!(cell.words(), "送政策、送服务、送信心");
    }

    #[test]
    fn a_year_is_read_as_people_write_it() {
        let year = |typed| read_as(Kind::Plan, "year", typed);
        for typed in ["2023", "2023年", "今年", "２０２３"] {
            assert_eq!(year(typed), Ok(Cell::Count(2023)), "{typed}");
        }
        assert_eq!(year("22"), Err(Unread::Year(PeriodFault::NoSuchYear)));
        assert_eq!(year("上半年"), Err(Unread::Year(PeriodFault::Unreadable)));
    }

    #[test]
    fn a_figure_is_read_by_key_and_name_and_an_unknown_one_comes_with_the_nearest() {
        let figure = |typed| read_as(Kind::Plan, "figure", typed);
        for typed in ["trainings", "质量培训", " Trainings "] {
            assert_eq!(figure(typed), Ok(Cell::Text("trainings".to_owned())));
        }
        let nearest = vec!["质量培训"];
        assert_eq!(figure("质量培训次"), Err(Unread::Figure { nearest }));
        let nearest = Vec::new();
        assert_eq!(figure("无此指标"), Err(Unread::Figure { nearest }));
    }

    #[test]
    fn a_list_is_split_outside_of_brackets_and_keeps_its_order() {
        let list = |typed| read_as(Kind::Visit, "topics", typed).unwrap();
        assert_eq!(
            list("《广告法、实施细则》；《产品质量法》, 《广告法、实施细则》"),
            Cell::List(vec![
                "《广告法、实施细则》".to_owned(),
                "《产品质量法》".to_owned()
            ])
        );
        assert_eq!(list(" 、，;"), Cell::Empty);
    }

    #[test]
    fn an_empty_text_of_any_shape_is_an_empty_cell() {
        for kind in Kind::ALL {
            for column in kind.dictionary().columns {
                for typed in ["", " \t\u{3000}\r\n"] {
                    assert_eq!(
                        read(column, typed, &world(), None),
                        Ok(Cell::Empty),
                        "{column:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_code_is_normalised_and_a_bad_one_refused() {
        let code = |typed| read_as(Kind::Problem, "code", typed);
        assert_eq!(
            code("９１３５０１００ｍ000100y43"),
            Ok(Cell::Text("91350100M000100Y43".to_owned()))
        );
        assert_eq!(
            code("9135010"),
            Err(Unread::Code(CodeFault::Length { found: 7 }))
        );
        assert!(matches!(
            code("91350100M000100Y4Z"),
            Err(Unread::Code(CodeFault::Character { found: 'Z', .. }))
        ));
    }

    #[test]
    fn the_name_of_a_column_is_no_content() {
        let secretary = |typed| read_as(Kind::Point, "secretary", typed);
        assert_eq!(secretary("书记"), Err(Unread::Label));
        assert_eq!(secretary(" 书 记 "), Err(Unread::Label));
        assert!(secretary("书记王芳").is_ok());
        let absent = |typed| read_as(Kind::Meeting, "absent", typed);
        assert_eq!(absent("缺席人员、张三"), Err(Unread::Label));
        assert!(absent("李四、张三").is_ok());
        assert_eq!(
            read_as(Kind::Meeting, "evidence", "佐证材料"),
            Err(Unread::Label)
        );
        assert_eq!(
            read_as(Kind::Problem, "result", "办理结果"),
            Err(Unread::Label)
        );
    }

    #[test]
    fn control_and_direction_characters_are_refused_and_a_line_feed_is_not() {
        let text = |typed: &str| read_as(Kind::Problem, "text", typed);
        for character in ['\u{1b}', '\0', '\u{7f}', '\u{202e}', '\u{2066}', '\u{200b}'] {
            assert_eq!(
                text(&format!("甲{character}乙")),
                Err(Unread::Forbidden(character)),
                "{character:?}"
            );
        }
        assert_eq!(text("甲\r\n乙"), Ok(Cell::Text("甲\n乙".to_owned())));
        for kind in Kind::ALL {
            for column in kind.dictionary().columns {
                assert_eq!(
                    read(column, "\u{1b}[2J", &world(), None),
                    Err(Unread::Forbidden('\u{1b}')),
                    "{column:?}"
                );
            }
        }
    }

    #[test]
    fn a_text_is_as_long_as_a_cell_of_a_spreadsheet_at_most() {
        let text = |length| read_as(Kind::Problem, "text", &"文".repeat(length));
        assert!(text(32_767).is_ok());
        assert_eq!(text(32_768), Err(Unread::TooLong));
    }

    #[test]
    fn a_day_leans_to_the_past_where_something_happened_and_to_the_future_where_it_is_due() {
        let past = read_as(Kind::Visit, "date", "12.25").unwrap();
        assert_eq!(past, Cell::Day(day("2022-12-25")));
        let due = read_as(Kind::Problem, "due_on", "12.25").unwrap();
        assert_eq!(due, Cell::Day(day("2023-12-25")));
        assert_eq!(
            read_as(Kind::Visit, "date", "2022-02-30"),
            Err(Unread::Day(DayFault::NoSuchDay))
        );
        assert!(matches!(
            read_as(Kind::Visit, "date", "2022.3"),
            Err(Unread::Day(DayFault::MonthOnly { .. }))
        ));
        assert_eq!(
            read_as(Kind::Member, "joined_on", "2001.07")
                .unwrap()
                .words(),
            "2001-07"
        );
    }
}

mod dictionaries {
    use super::*;

    /// Flags that every command has, and one that `visit add` has beside its columns.
    const GLOBAL: &[&str] = &[
        "db", "color", "author", "quiet", "yes", "help", "version", "format", "problem",
    ];

    #[test]
    fn the_names_of_the_kinds_and_of_their_columns_are_given_once() {
        let mut keys: Vec<_> = Kind::ALL.iter().map(|kind| kind.dictionary().key).collect();
        let mut labels: Vec<_> = Kind::ALL
            .iter()
            .map(|kind| kind.dictionary().label)
            .collect();
        for names in [&mut keys, &mut labels] {
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), Kind::ALL.len());
        }
        for kind in Kind::ALL {
            assert_eq!(Kind::of_key(kind.dictionary().key), Some(*kind));
            let mut names: Vec<String> = kind
                .dictionary()
                .all()
                .flat_map(|column| {
                    [column.key, column.label]
                        .into_iter()
                        .chain(column.aliases.iter().copied())
                })
                .map(str::to_owned)
                .collect();
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all, "{kind:?}: a name means two columns");
        }
    }

    #[test]
    fn names_that_differ_in_width_alone_belong_to_one_column() {
        for kind in Kind::ALL {
            let mut seen: Vec<(String, &str)> = Vec::new();
            for column in kind.dictionary().all() {
                let names = [column.key, column.label].into_iter();
                for name in names.chain(column.aliases.iter().copied()) {
                    let name = folded(name);
                    let other = seen.iter().find(|(seen, _)| *seen == name);
                    assert!(
                        other.is_none_or(|(_, key)| *key == column.key),
                        "{kind:?} {name}"
                    );
                    seen.push((name, column.key));
                }
            }
        }
    }

    #[test]
    fn what_a_dictionary_names_is_one_of_its_stored_columns() {
        for kind in Kind::ALL {
            let dictionary = kind.dictionary();
            let named = dictionary.natural.iter().chain(dictionary.named);
            let named = named
                .chain(&dictionary.title)
                .chain([&dictionary.day])
                .chain(&dictionary.ends);
            for key in named {
                assert!(dictionary.place(key).is_some(), "{kind:?} {key}");
            }
            let day = dictionary.column(dictionary.day).unwrap();
            assert!(matches!(
                day.shape,
                Shape::Day | Shape::Partial | Shape::Year
            ));
            if let Some(ends) = dictionary.ends {
                assert!(matches!(dictionary.column(ends).unwrap().shape, Shape::Day));
            }
        }
    }

    #[test]
    fn what_is_taken_comes_from_a_column_of_the_same_shape_that_the_link_leads_to() {
        for kind in Kind::ALL {
            for column in kind.dictionary().columns {
                let Some((link, from)) = column.taken else {
                    continue;
                };
                let Shape::Link(other) = super::column(*kind, link).shape else {
                    panic!("{kind:?} {link} is no reference");
                };
                let from = super::column(other, from);
                assert_eq!(
                    std::mem::discriminant(&column.shape),
                    std::mem::discriminant(&from.shape),
                    "{kind:?} {}",
                    column.key
                );
            }
        }
    }

    #[test]
    fn a_reference_leads_to_a_kind_that_comes_before() {
        for kind in Kind::ALL {
            for (column, other) in kind.dictionary().links() {
                assert!(other < *kind, "{kind:?} {}", column.key);
            }
        }
    }

    #[test]
    fn the_words_of_a_choice_mean_one_value_each() {
        for kind in Kind::ALL {
            for column in kind.dictionary().all() {
                let entries = column.shape.entries().unwrap_or_default();
                let mut words: Vec<String> = entries
                    .iter()
                    .flat_map(|entry| {
                        [entry.code, entry.label]
                            .into_iter()
                            .chain(entry.words.iter().copied())
                    })
                    .map(folded)
                    .collect();
                let all = words.len();
                words.sort_unstable();
                words.dedup();
                assert_eq!(words.len(), all, "{kind:?} {}", column.key);
            }
        }
    }

    #[test]
    fn a_default_is_one_of_the_choices() {
        for kind in Kind::ALL {
            for column in kind.dictionary().all() {
                if let Some(code) = column.default {
                    let entries = column.shape.entries().unwrap();
                    assert!(entries.iter().any(|entry| entry.code == code), "{code}");
                }
            }
        }
    }

    #[test]
    fn no_column_has_the_flag_of_something_else() {
        for kind in Kind::entered() {
            for column in kind.dictionary().all() {
                assert!(
                    !GLOBAL.contains(&column.flag().as_str()),
                    "{kind:?} {}",
                    column.key
                );
            }
        }
    }

    #[test]
    fn a_column_is_known_by_key_label_and_alias() {
        for kind in Kind::ALL {
            for column in kind.dictionary().all() {
                let names = [column.key, column.label].into_iter();
                for name in names.chain(column.aliases.iter().copied()) {
                    let known = kind.dictionary().known_as(name).unwrap();
                    assert_eq!(known.key, column.key, "{kind:?} {name}");
                }
            }
            assert!(kind.dictionary().known_as("没有这一列").is_none());
        }
    }
}
