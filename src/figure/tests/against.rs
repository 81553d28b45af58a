//! What has moved since a report was handed in.

use super::super::{Kept, Shift, against, kept};
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
                    let sign = match shift {
                        Shift::Came { .. } => '+',
                        Shift::Went { .. } => '-',
                        Shift::Changed { .. } => '~',
                    };
                    format!(
                        "{sign}{}{}",
                        shift.row().kind.dictionary().key,
                        shift.row().id
                    )
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
