//! What a record takes from others, what others refuse or doubt in it, and what changing it does.

use super::sample::{Bench, day};
use super::*;
use crate::record::Fault;
use crate::store::Query;

const MARKET: &str =
    "name=北环市场;kind=市场;confirmed_on=2022-03-24;section=质量科;station=北环所";
const MALL: &str = "name=万汇商贸城;kind=商圈;confirmed_on=2022-03-24;section=消保科";

/// A ledger with two points.
fn bench() -> Bench {
    let mut bench = Bench::on("2023-03-31");
    bench.add(Kind::Point, MARKET);
    bench.add(Kind::Point, MALL);
    bench
}

fn refusals(result: Result<Entered, Failure>) -> Vec<Refusal> {
    match result {
        Err(Failure::Refused(_, refusals)) => refusals,
        Err(Failure::Store(error)) => panic!("{error}"),
        Ok(entered) => panic!("stored: {:?}", entered.row),
    }
}

/// The point that has the name already.
fn taken_by(result: Result<Entered, Failure>) -> i64 {
    match refusals(result).as_slice() {
        [Refusal::NameTaken { id, .. }] => *id,
        other => panic!("{other:?}"),
    }
}

mod taking {
    use super::*;

    #[test]
    fn a_problem_takes_day_point_and_section_from_its_visit() {
        let mut bench = bench();
        bench.add(
            Kind::Visit,
            "date=2023-03-28;point=北环市场;send=送服务;section=计量科",
        );
        let entered = bench.add(
            Kind::Problem,
            "visit=1;company=甲公司;category=计量;text=检定周期",
        );
        let cell = |key| entered.row.cell(key).words();
        assert_eq!(cell("found_on"), "2023-03-28");
        assert_eq!(cell("point"), "北环市场");
        assert_eq!(cell("section"), "计量科");
        assert_eq!(cell("due_on"), "2023-04-12");
        assert_eq!(cell("source"), "走访");
    }

    #[test]
    fn a_problem_of_a_pairing_visit_comes_from_there_unless_it_says_otherwise() {
        let mut bench = bench();
        bench.add(
            Kind::Visit,
            "date=2023-03-28;point=北环市场;send=结对联建、送服务",
        );
        let mut source = |more| {
            let text = format!("visit=1;company=甲公司;category=计量;text=检定{more}");
            bench.add(Kind::Problem, &text).row.cell("source").words()
        };
        assert_eq!(source(""), "结对联建");
        assert_eq!(source(";source=来电"), "来电来访");
    }

    #[test]
    fn what_is_given_is_not_taken() {
        let mut bench = bench();
        bench.add(Kind::Visit, "date=2023-03-28;point=北环市场;send=送服务");
        let entered = bench.add(
            Kind::Problem,
            "visit=1;found_on=2023-03-29;point=万汇商贸城;section=广告科;company=甲;category=计量;text=乙",
        );
        let cell = |key| entered.row.cell(key).words();
        assert_eq!(cell("found_on"), "2023-03-29");
        assert_eq!(cell("point"), "万汇商贸城");
        assert_eq!(cell("section"), "广告科");
    }

    #[test]
    fn a_problem_without_a_visit_needs_its_own_day() {
        let mut bench = bench();
        let refused = refusals(bench.try_add(Kind::Problem, "company=甲;category=计量;text=乙"));
        assert!(matches!(
            refused.as_slice(),
            [Refusal::Rule(Fault::Missing("found_on"))]
        ));
    }

    #[test]
    fn a_visit_takes_its_section_from_its_point() {
        let mut bench = bench();
        bench.add(Kind::Visit, "date=2023-03-28;point=北环市场;send=送服务");
        assert_eq!(bench.words(Kind::Visit, 1, "section"), "质量科");
        bench.add(Kind::Visit, "date=2023-03-28;place=政务中心;send=送服务");
        assert_eq!(bench.words(Kind::Visit, 2, "section"), "");
    }

    #[test]
    fn the_default_choice_stands_for_an_empty_cell_of_a_new_record() {
        let mut bench = bench();
        bench.add(Kind::Member, "name=赵广厚;point=北环市场");
        assert_eq!(bench.words(Kind::Member, 1, "kind"), "正式党员");
        bench.add(Kind::Member, "name=陶俊杰;point=北环市场;kind=预备");
        assert_eq!(bench.words(Kind::Member, 2, "kind"), "预备党员");
    }
}

mod guarding {
    use super::*;

    #[test]
    fn the_name_of_an_open_point_is_taken_however_it_is_written() {
        let mut bench = bench();
        bench.add(Kind::Point, "name=溪创（云溪）Mall;kind=商圈");
        for name in ["溪创（云溪）Mall", "溪创(云溪)MALL", "溪创 [云溪] ｍａｌｌ"]
        {
            let taken = bench.try_add(Kind::Point, &format!("name={name};kind=商圈"));
            assert_eq!(taken_by(taken), 3, "{name}");
        }
        bench.add(Kind::Point, "name=溪创云溪Mall;kind=商圈");
    }

    #[test]
    fn the_name_of_a_closed_point_is_free_until_it_is_opened_again() {
        let mut bench = bench();
        bench.change(Kind::Point, 1, "closed_on=2023-01-01");
        let entered = bench.add(Kind::Point, MARKET);
        assert_eq!(entered.row.id, 3);
        assert_eq!(entered.doubts, [Doubt::Same(1)]);
        assert_eq!(taken_by(bench.try_change(Kind::Point, 1, "closed_on=")), 3);
    }

    #[test]
    fn a_point_that_is_closed_already_may_have_the_name_of_an_open_one() {
        let mut bench = bench();
        let entered = bench.add(Kind::Point, &format!("{MARKET};closed_on=2022-06-01"));
        assert_eq!(entered.doubts, [Doubt::Same(1)]);
        bench.change(Kind::Point, 3, "closed_why=合并");
    }

    #[test]
    fn a_point_keeps_its_own_name_and_may_not_take_another_ones() {
        let mut bench = bench();
        bench.change(Kind::Point, 1, "address=北环东路");
        assert_eq!(
            taken_by(bench.try_change(Kind::Point, 1, "name=万汇商贸城")),
            2
        );
    }

    #[test]
    fn a_removed_point_does_not_come_back_under_a_name_that_was_taken_meanwhile() {
        let mut bench = bench();
        bench
            .write(|writing, _| writing.remove(Kind::Point, 1))
            .unwrap();
        bench.add(Kind::Point, MARKET);
        let restored = bench.write(|writing, _| restore(writing, Kind::Point, 1));
        assert!(matches!(
            restored,
            Err(Failure::Refused(Kind::Point, refusals))
                if matches!(refusals.as_slice(), [Refusal::NameTaken { id: 3, .. }])
        ));
        assert!(bench.page().find_row(Kind::Point, 1).unwrap().is_none());
    }

    #[test]
    fn a_record_like_another_is_doubted_and_stored() {
        let mut bench = bench();
        for (kind, text, other) in [
            (
                Kind::Visit,
                "date=2023-03-28;point=北环市场;send=送服务;summary=宣讲",
                "date=2023-03-28;point=北环市场;send=送服务;summary=答疑",
            ),
            (
                Kind::Member,
                "name=赵广厚;point=北环市场;born=1966-03",
                "name=赵广厚;point=北环市场;born=1966-04",
            ),
            (
                Kind::Project,
                "name=灌浆;point=北环市场;kind=攻关;started_on=2022-05-16",
                "name=灌浆;point=万汇商贸城;kind=攻关;started_on=2022-05-16",
            ),
            (
                Kind::Problem,
                "found_on=2023-03-28;company=甲;category=计量;text=乙",
                "found_on=2023-03-28;company=甲;category=计量;text=丙",
            ),
        ] {
            assert_eq!(bench.add(kind, text).doubts, [], "{text}");
            assert_eq!(bench.add(kind, text).doubts, [Doubt::Same(1)], "{text}");
            assert_eq!(bench.add(kind, other).doubts, [], "{other}");
            assert_eq!(bench.change(kind, 2, "note=改过").doubts, [], "{text}");
        }
    }

    #[test]
    fn the_stay_in_force_is_named_rather_than_one_that_has_ended() {
        let mut bench = bench();
        let member = "name=赵广厚;point=北环市场;born=1966-03";
        bench.add(
            Kind::Member,
            &format!("{member};left_on=2022-05-01;left_why=转出"),
        );
        assert_eq!(bench.add(Kind::Member, member).doubts, [Doubt::Same(1)]);
        assert_eq!(bench.add(Kind::Member, member).doubts, [Doubt::Same(2)]);
    }

    #[test]
    fn the_same_name_and_birth_at_another_point_is_doubted_while_both_are_in_force() {
        let mut bench = bench();
        bench.add(Kind::Member, "name=赵广厚;point=北环市场;born=1966-03");
        let doubts = |bench: &Bench, text: &str| bench.doubts(Kind::Member, text);
        let there = "name=赵广厚;point=万汇商贸城";
        let born = format!("{there};born=1966-03");
        assert_eq!(doubts(&bench, &born), [Doubt::Elsewhere(1)]);
        assert_eq!(doubts(&bench, there), [], "the birth is not known");
        assert_eq!(doubts(&bench, &format!("{born};kind=积极分子")), []);
        assert_eq!(doubts(&bench, &format!("{there};born=1966-04")), []);
        assert_eq!(
            doubts(&bench, &format!("{born};left_on=2022-05-01;left_why=转出")),
            []
        );
        bench.change(Kind::Member, 1, "left_on=2022-05-01;left_why=转出");
        assert_eq!(doubts(&bench, &born), []);
    }

    #[test]
    fn a_deadline_without_its_year_lies_in_the_year_of_the_plan() {
        let mut bench = bench();
        let due = |entered: &Entered| (entered.row.cell("due_on").words(), entered.doubts.clone());
        for (year, typed, read) in [
            ("2023", "9.30", "2023-09-30"),
            ("2023", "1月15日", "2023-01-15"),
            ("2022", "6-30", "2022-06-30"),
            ("2024", "2.29", "2024-02-29"),
            ("2024", "2024-09-30", "2024-09-30"),
        ] {
            let entered = bench.add(
                Kind::Plan,
                &format!("year={year};title={typed};due_on={typed}"),
            );
            assert_eq!(due(&entered), (read.to_owned(), vec![]), "{year} {typed}");
        }
        let entered = bench.change(Kind::Plan, 1, "due_on=10.31");
        assert_eq!(due(&entered).0, "2023-10-31");
        let entered = bench.add(Kind::Plan, "year=2022;title=明天;due_on=明天");
        let tomorrow = bench.world.today.plus_days(1).to_string();
        let other = vec![Doubt::OtherYear("due_on", "year")];
        assert_eq!(due(&entered), (tomorrow, other.clone()));
        bench.world.today = day("2023-01-01");
        for (typed, read) in [
            ("今天", "2023-01-01"),
            ("月底", "2023-01-31"),
            ("25日", "2023-01-25"),
        ] {
            let entered = bench.add(
                Kind::Plan,
                &format!("year=2022;title={typed};due_on={typed}"),
            );
            assert_eq!(due(&entered), (read.to_owned(), other.clone()), "{typed}");
        }
    }

    #[test]
    fn a_member_whose_point_is_corrected_is_not_elsewhere() {
        let mut bench = bench();
        bench.add(Kind::Member, "name=赵广厚;point=北环市场;born=1966-03");
        let entered = bench.change(Kind::Member, 1, "point=万汇商贸城");
        assert_eq!(entered.doubts, []);
    }

    #[test]
    fn a_person_may_take_part_at_a_second_point_as_come_in() {
        let mut bench = bench();
        bench.add(Kind::Member, "name=赵广厚;point=北环市场;born=1966-03");
        let second = "name=赵广厚;point=万汇商贸城;born=1966-03;flow=流入";
        assert_eq!(bench.add(Kind::Member, second).doubts, []);
        assert_eq!(bench.change(Kind::Member, 1, "post=书记").doubts, []);
    }

    #[test]
    fn a_closed_point_is_doubted_wherever_it_is_named() {
        let mut bench = bench();
        bench.change(Kind::Point, 1, "closed_on=2023-01-01");
        for (kind, text) in [
            (Kind::Member, "name=赵广厚;point=1"),
            (Kind::Visit, "date=2023-03-28;point=1;send=送服务"),
            (
                Kind::Problem,
                "found_on=2023-03-28;point=1;company=甲;category=计量;text=乙",
            ),
            (
                Kind::Project,
                "name=灌浆;point=1;kind=攻关;started_on=2023-02-16",
            ),
        ] {
            assert_eq!(bench.doubts(kind, text), [Doubt::PointClosed(1)], "{text}");
            let open = text.replace("point=1", "point=2");
            assert_eq!(bench.doubts(kind, &open), [], "{open}");
        }
        // What was done there before is no matter of doubt.
        let before = "name=压浆;point=1;kind=攻关;started_on=2022-12-31";
        assert_eq!(bench.doubts(Kind::Project, before), []);
    }

    #[test]
    fn nobody_is_admitted_by_a_provisional_branch() {
        let mut bench = bench();
        bench.change(Kind::Point, 1, "party_kind=临时");
        let doubts = |text: &str| bench.doubts(Kind::Member, &format!("name=陶俊杰;{text}"));
        for kind in ["预备", "积极分子"] {
            let doubted = doubts(&format!("point=1;kind={kind}"));
            assert_eq!(doubted, [Doubt::AdmittedByInterim(1)], "{kind}");
            assert_eq!(doubts(&format!("point=2;kind={kind}")), [], "{kind}");
            let left = format!("point=1;kind={kind};left_on=2023-01-01;left_why=转出");
            assert_eq!(doubts(&left), [], "{kind}");
        }
        assert_eq!(doubts("point=1"), []);
    }

    #[test]
    fn another_point_than_the_visits_is_doubted() {
        let mut bench = bench();
        bench.add(Kind::Visit, "date=2023-03-28;point=北环市场;send=送服务");
        bench.add(Kind::Visit, "date=2023-03-28;place=政务中心;send=送服务");
        let doubts = |visit, point| {
            let text = format!("visit={visit};point={point};company=甲;category=计量;text=乙");
            bench.doubts(Kind::Problem, &text)
        };
        assert_eq!(doubts(1, "万汇商贸城"), [Doubt::OtherPoint(1)]);
        assert_eq!(doubts(1, "北环市场"), []);
        assert_eq!(doubts(1, ""), []);
        assert_eq!(doubts(2, "万汇商贸城"), [], "that visit went to no point");
    }
}

mod changing {
    use super::*;

    #[test]
    fn an_empty_text_clears_a_column_and_what_is_not_given_stays() {
        let mut bench = bench();
        let entered = bench.change(Kind::Point, 1, "section=;station=南湖所");
        assert_eq!(entered.before.unwrap().cell("section").words(), "质量科");
        assert!(entered.row.cell("section").is_empty());
        assert_eq!(entered.row.cell("station").words(), "南湖所");
        assert_eq!(entered.row.cell("name").words(), "北环市场");
    }

    #[test]
    fn a_required_column_is_not_cleared() {
        let mut bench = bench();
        let refused = refusals(bench.try_change(Kind::Point, 1, "kind="));
        assert!(matches!(
            refused.as_slice(),
            [Refusal::Rule(Fault::Missing("kind"))]
        ));
        assert_eq!(bench.words(Kind::Point, 1, "kind"), "专业市场");
    }

    #[test]
    fn all_that_cannot_be_read_is_said_at_once_and_nothing_is_stored() {
        let mut bench = bench();
        let refused = refusals(bench.try_add(
            Kind::Visit,
            "date=2023-02-30;point=西环市场;send=送温暖;reach=许多;owner_met=也许;summary=宣讲",
        ));
        let columns: Vec<_> = refused
            .iter()
            .map(|refusal| match refusal {
                Refusal::Unread { column, .. } | Refusal::Reference { column, .. } => column.key,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(columns, ["date", "point", "send", "reach", "owner_met"]);
        assert_eq!(bench.page().count(&Query::of(Kind::Visit)).unwrap(), 0);
    }

    #[test]
    fn all_rules_that_refuse_a_record_are_said_at_once() {
        let mut bench = bench();
        let refused = refusals(bench.try_add(
            Kind::Visit,
            "date=2023-04-01;send=送服务;reach=-1;attendance=-2",
        ));
        let faults: Vec<_> = refused
            .into_iter()
            .map(|refusal| match refusal {
                Refusal::Rule(fault) => fault,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            faults,
            [
                Fault::Future("date", day("2023-04-01")),
                Fault::Negative("reach", -1),
                Fault::Negative("attendance", -2),
                Fault::MissingBoth("point", "place"),
            ]
        );
    }

    #[test]
    fn a_reference_that_fits_several_records_or_a_removed_one_is_refused() {
        let mut bench = bench();
        bench.add(Kind::Point, "name=南环市场;kind=市场");
        let found = |bench: &mut Bench, point: &str| {
            let text = format!("date=2023-03-28;point={point};send=送服务");
            match refusals(bench.try_add(Kind::Visit, &text)).pop() {
                Some(Refusal::Reference { found, .. }) => found,
                other => panic!("{other:?}"),
            }
        };
        assert!(matches!(
            found(&mut bench, "环市场"),
            Found::Many(rows) if rows.len() == 2
        ));
        bench
            .write(|writing, _| writing.remove(Kind::Point, 3))
            .unwrap();
        assert!(matches!(found(&mut bench, "3"), Found::Removed(3, None)));
        assert!(matches!(
            found(&mut bench, "北环集市"),
            Found::None(near) if near.contains(&"北环市场".to_owned())
        ));
    }
}

#[test]
fn the_state_follows_from_the_other_columns() {
    let mut bench = bench();
    let handlings = [
        ("", false),
        ("限期解决", true),
        ("转办", true),
        ("协调解决", true),
        ("解释答复", false),
    ];
    let ends = [
        ("", None),
        (";solved_on=2023-03-10", Some("已解决")),
        (";solved_on=2023-03-10;closed_on=2023-03-11", Some("已销号")),
        (";declined_on=2023-03-10", Some("不予受理")),
    ];
    for (handling, under_way) in handlings {
        for progress in ["", "已联系"] {
            for (end, ended) in ends {
                let text = format!(
                    "found_on=2023-03-01;company=甲;category=计量;text=乙;handling={handling};progress={progress}{end}"
                );
                let running = if under_way || !progress.is_empty() {
                    "办理中"
                } else {
                    "待办"
                };
                let state = bench.add(Kind::Problem, &text).row.cell("state").words();
                assert_eq!(state, ended.unwrap_or(running), "{text}");
            }
        }
    }
    let on_site = "found_on=2023-03-01;company=甲;category=计量;text=乙;handling=现场解决";
    for (end, state) in [
        ("", "已解决"),
        (";closed_on=2023-03-02", "已销号"),
        (";declined_on=2023-03-02", "不予受理"),
    ] {
        let row = bench.add(Kind::Problem, &format!("{on_site}{end}")).row;
        assert_eq!(row.cell("state").words(), state, "{end}");
    }
}
