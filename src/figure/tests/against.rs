//! What has moved since a report was handed in.

use super::super::{Cause, Kept, Turn, against, kept};
use super::*;
use crate::record::Kind;

/// The sample year, what was handed in of it, and a mark in its history.
fn handed() -> (Bench, Kept, i64, Question) {
    let (mut bench, _) = sample();
    let question = question(year(2022), TODAY);
    let values = kept(bench.page(), &question).unwrap();
    let mark = bench.add(Kind::Idea, "date=2021-01-01;text=记号").row.id;
    (bench, values, mark, question)
}

/// The moved figures by key, each with what its records did, in short.
fn moved(bench: &Bench, values: &Kept, mark: i64, question: &Question) -> Vec<String> {
    let past = bench.ledger.since(Kind::Idea, mark).unwrap();
    let moved = against(past.page(), bench.page(), question, values).unwrap();
    moved
        .iter()
        .map(|one| {
            assert!(!one.recounted, "{}", one.figure.key);
            let shifts: Vec<_> = one
                .shifts
                .iter()
                .map(|shift| {
                    let sign = match shift.turn {
                        Turn::Came => '+',
                        Turn::Went => '-',
                        Turn::Changed => '~',
                    };
                    let row = shift.row().unwrap();
                    let causes: Vec<_> = shift.causes.iter().map(cause).collect();
                    format!("{sign}{}{}", row.kind.dictionary().key, row.id) + &causes.concat()
                })
                .collect();
            let words =
                |value: Option<i64>| value.map_or("—".to_owned(), |value| value.to_string());
            format!(
                "{} {}→{} {}",
                one.figure.key,
                words(one.then),
                words(one.now),
                shifts.join(" ")
            )
        })
        .collect()
}

/// What made a record count otherwise, in short.
fn cause(cause: &Cause) -> String {
    match cause {
        Cause::Record { before, after } => {
            let row = after.as_ref().or(before.as_ref()).unwrap();
            format!("({}{})", row.kind.dictionary().key, row.id)
        }
        Cause::Figure { figure, then, now } => {
            format!("({} {}→{})", figure.key, then.unwrap(), now.unwrap())
        }
    }
}

#[test]
fn the_record_that_another_counts_by_is_named_as_the_cause() {
    let (mut bench, values, mark, question) = handed();
    // A visit is no 送服务 any more, and its problems count no longer.
    bench.change(Kind::Visit, 19, "send=日常走访");
    bench.change(Kind::Point, 10, "closed_on=2022-12-01;closed_why=拆迁");
    let moved = moved(&bench, &values, mark, &question);
    let of = |key: &str| {
        moved
            .iter()
            .find(|line| line.starts_with(&format!("{key} ")))
            .unwrap()
    };
    assert_eq!(
        of("onsite-problems"),
        "onsite-problems 10→9 -problem17(visit19)"
    );
    assert!(of("members").contains("-member104(point10)"), "{moved:?}");
    assert_eq!(of("points"), "points 10→9 -point10");
}

#[test]
fn one_record_for_another_is_told_of_though_the_number_stands() {
    let (mut bench, values, mark, question) = handed();
    bench
        .write(|writing, _| writing.remove(Kind::Idea, 2))
        .unwrap();
    let idea = bench
        .add(Kind::Idea, "date=2022-12-30;text=另一个点子")
        .row
        .id;
    assert_eq!(
        moved(&bench, &values, mark, &question),
        [format!("ideas 8→8 -idea2 +idea{idea}")]
    );
}

#[test]
fn a_record_that_only_goes_from_one_part_of_a_rate_to_another_is_not_named() {
    let (mut bench, values, mark, question) = handed();
    // It was carried over and is found in the period now; solved and counted it is as before.
    bench.change(Kind::Problem, 1, "found_on=2022-01-05");
    let moved = moved(&bench, &values, mark, &question);
    assert!(
        moved.iter().all(|line| !line.starts_with("solve-rate ")),
        "{moved:?}"
    );
    assert!(
        moved
            .iter()
            .any(|line| line.starts_with("problems-carried ")),
        "{moved:?}"
    );
}

#[test]
fn a_plan_and_the_coverage_name_what_has_moved_them() {
    let (mut bench, values, mark, question) = handed();
    bench
        .write(|writing, _| writing.remove(Kind::Idea, 2))
        .unwrap();
    bench.change(Kind::Visit, 7, "point=溪谷软件园");
    let moved = moved(&bench, &values, mark, &question);
    let of = |key: &str| {
        moved
            .iter()
            .find(|line| line.starts_with(&format!("{key} ")))
            .unwrap()
    };
    assert_eq!(
        of("plans-done"),
        "plans-done 8→6 -plan4(ideas 8→7) -plan9(points-visited 10→9)"
    );
    assert_eq!(of("coverage"), "coverage 1000→900 -point8(visit7)");
}

#[test]
fn nothing_has_moved_where_nothing_was_changed_or_only_what_does_not_count() {
    let (mut bench, values, mark, question) = handed();
    assert_eq!(moved(&bench, &values, mark, &question), [""; 0]);
    bench.change(Kind::Visit, 6, "summary=改了主要内容");
    bench.add(Kind::Idea, "date=2023-01-05;text=第二年的点子");
    assert_eq!(moved(&bench, &values, mark, &question), [""; 0]);
}

#[test]
fn a_record_that_was_added_changed_or_removed_is_named_with_the_figures_that_it_moved() {
    let (mut bench, values, mark, question) = handed();
    // Counted with another number of households.
    bench.change(Kind::Visit, 6, "reach=41");
    assert_eq!(
        moved(&bench, &values, mark, &question),
        ["reach 62→63 ~visit6"]
    );
    let idea = bench
        .add(Kind::Idea, "date=2022-12-31;text=补登的点子")
        .row
        .id;
    bench
        .write(|writing, _| writing.remove(Kind::Activity, 1))
        .unwrap();
    let moved = moved(&bench, &values, mark, &question);
    assert!(
        moved.contains(&format!("ideas 8→9 +idea{idea}")),
        "{moved:?}"
    );
    assert!(
        moved.contains(&"reach 62→63 ~visit6".to_owned()),
        "{moved:?}"
    );
}

#[test]
fn what_the_program_counts_otherwise_since_is_told_from_what_people_changed() {
    let (bench, mut values, mark, question) = handed();
    values.insert("points".to_owned(), Some(9));
    let past = bench.ledger.since(Kind::Idea, mark).unwrap();
    let moved = against(past.page(), bench.page(), &question, &values).unwrap();
    assert_eq!(moved.len(), 1);
    assert!(moved[0].recounted && moved[0].shifts.is_empty());
    // A figure that was not known then is passed over.
    values.insert("points".to_owned(), Some(10));
    values.remove("reach");
    assert!(
        against(past.page(), bench.page(), &question, &values)
            .unwrap()
            .is_empty()
    );
}
