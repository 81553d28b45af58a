//! What holds of several ledgers in one: whatever was done in each, whatever their clocks say, and in whatever order they
//! take one another in, all come to the same and nothing is lost.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::book::{self, RawUuid};
use super::sample::{MOMENT, Sample, command, row};
use super::{Brought, Command, Error, Foreign, Query, Turn, Why};
use crate::record::Kind;
use crate::value::Cell;

/// Another ledger as it is read.
fn foreign(sample: &Sample) -> Foreign {
    Foreign::open::<Error>(&sample.path, || unreachable!("it is not encrypted")).unwrap()
}

/// Takes one ledger into another.
fn take_in(into: &mut Sample, from: &Sample) -> Result<Brought, Error> {
    let other = foreign(from);
    into.ledger.write(&command("merge"), |writing| {
        let brought = writing.take_in(&other)?;
        if brought.revisions > 0 {
            writing.note_merge()?;
        }
        Ok(brought)
    })
}

/// Two ledgers with one contact point and one visit that both know.
fn two() -> (Sample, Sample, i64, i64) {
    let mut one = Sample::new();
    let point = one.point("钢材市场");
    let visit = one.visit(point, "2022-06-01");
    let mut other = Sample::new();
    take_in(&mut other, &one).unwrap();
    (one, other, point, visit)
}

/// A record by uuids only: numbers are local.
type Told = BTreeMap<(Kind, RawUuid), Vec<String>>;

/// Everything that is on the page.
fn told(sample: &Sample) -> Told {
    let page = sample.ledger.page();
    let mut uuids = BTreeMap::new();
    let mut rows = Vec::new();
    for kind in Kind::ALL {
        for row in page.rows(&Query::of(*kind)).unwrap() {
            uuids.insert((*kind, row.id), row.uuid.into_bytes());
            rows.push(row);
        }
    }
    let cell = |kind: Kind, place: usize, cell: &Cell| match (
        cell,
        kind.dictionary().columns[place].shape,
    ) {
        (Cell::Link(link), crate::record::Shape::Link(other)) => {
            format!("{:?}", uuids[&(other, link.id)])
        }
        (cell, _) => cell.words(),
    };
    rows.into_iter()
        .map(|row| {
            let cells = row.stored().iter().enumerate();
            let cells = cells.map(|(place, one)| cell(row.kind, place, one));
            ((row.kind, row.uuid.into_bytes()), cells.collect())
        })
        .collect()
}

/// The names of all revisions.
fn revisions(sample: &Sample) -> BTreeSet<RawUuid> {
    let mut all = BTreeSet::new();
    book::revisions::<Error>(&sample.ledger.connection, |row, hash| {
        assert_eq!(row.hash(), hash);
        all.insert(row.uuid);
        Ok(())
    })
    .unwrap();
    all
}

/// What a person has to decide, by uuids.
fn undecided(sample: &Sample) -> BTreeSet<(RawUuid, bool)> {
    let mut statement = sample
        .ledger
        .connection
        .prepare("SELECT record, why FROM conflict")
        .unwrap();
    let rows = statement.query_map([], |row| {
        Ok((row.get("record")?, row.get::<_, String>("why")? == "kept"))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// The page is the one that the book gives, conflicts and joined records too.
fn the_page_follows(sample: &Sample) {
    let anew = sample.ledger.paged_anew().unwrap();
    let dump = |connection: &rusqlite::Connection, table: &str, order: &str| -> Vec<Vec<_>> {
        let mut statement = connection
            .prepare(&format!("SELECT * FROM \"{table}\" ORDER BY {order}"))
            .unwrap();
        let width = statement.column_count();
        let rows = statement.query_map([], |row| {
            (0..width)
                .map(|place| row.get::<_, rusqlite::types::Value>(place))
                .collect()
        });
        rows.unwrap().map(Result::unwrap).collect()
    };
    let (now, then) = (&sample.ledger.connection, anew.page().connection());
    for kind in Kind::ALL {
        let key = kind.dictionary().key;
        assert_eq!(dump(now, key, "id"), dump(then, key, "id"), "{key}");
    }
    for (table, order) in [("conflict", "record"), ("removed", "uuid")] {
        assert_eq!(dump(now, table, order), dump(then, table, order), "{table}");
    }
}

fn visit_words<'a>(point: &'a str, reach: &'a str) -> [(&'static str, &'a str); 4] {
    [
        ("date", "2022-06-01"),
        ("point", point),
        ("send", "policy"),
        ("reach", reach),
    ]
}

/// A ledger with a visit of which two have written different things.
fn parted() -> (Sample, i64) {
    let (mut one, mut other, _, visit) = two();
    one.amend(Kind::Visit, visit, &visit_words("1", "20"))
        .unwrap();
    other
        .amend(Kind::Visit, visit, &visit_words("1", "30"))
        .unwrap();
    take_in(&mut one, &other).unwrap();
    (one, visit)
}

#[test]
fn what_two_have_written_of_one_record_is_a_conflict_until_somebody_settles_it() {
    let (mut one, mut other, point, visit) = two();
    one.amend(Kind::Visit, visit, &visit_words(&point.to_string(), "20"))
        .unwrap();
    other
        .amend(Kind::Visit, visit, &visit_words("1", "30"))
        .unwrap();
    take_in(&mut one, &other).unwrap();
    take_in(&mut other, &one).unwrap();
    assert_eq!(told(&one), told(&other));
    let conflicts = one.ledger.page().conflicts().unwrap();
    assert_eq!(conflicts.len(), 1);
    assert_eq!(
        (conflicts[0].kind, conflicts[0].id, conflicts[0].why),
        (Kind::Visit, visit, Why::Heads)
    );
    let reach = Kind::Visit.dictionary().place("reach").unwrap();
    let said: Vec<_> = conflicts[0]
        .versions
        .iter()
        .map(|version| version.cells.as_ref().unwrap()[reach].words())
        .collect();
    let shown = one.row(Kind::Visit, visit).cell("reach").words();
    assert_eq!(said.last(), Some(&shown));
    assert_eq!(
        said.iter().map(String::as_str).collect::<BTreeSet<_>>(),
        BTreeSet::from(["20", "30"])
    );

    // A change of what is shown settles nothing: the other's words are still there.
    one.amend(Kind::Visit, visit, &visit_words("1", "40"))
        .unwrap();
    assert_eq!(one.ledger.page().count_conflicts().unwrap(), 1);

    let conflicts = one.ledger.page().conflicts().unwrap();
    one.ledger
        .write::<_, Error>(&command("visit resolve"), |writing| {
            writing.resolve(&conflicts[0], &conflicts[0].versions[0])
        })
        .unwrap();
    assert_eq!(one.ledger.page().count_conflicts().unwrap(), 0);
    assert_eq!(one.row(Kind::Visit, visit).cell("reach").words(), said[0]);
    take_in(&mut other, &one).unwrap();
    assert_eq!(other.ledger.page().count_conflicts().unwrap(), 0);
    assert_eq!(told(&one), told(&other));
    the_page_follows(&one);
    the_page_follows(&other);
}

#[test]
fn a_settled_conflict_that_is_undone_stands_open_as_before() {
    let (mut one, _) = parted();
    let (before, shown) = (undecided(&one), told(&one));
    let conflicts = one.ledger.page().conflicts().unwrap();
    one.ledger
        .write::<_, Error>(&command("visit resolve"), |writing| {
            writing.resolve(&conflicts[0], &conflicts[0].versions[0])
        })
        .unwrap();
    let settled = told(&one);
    assert!(turn(&mut one, false).unwrap());
    assert_eq!((undecided(&one), told(&one)), (before, shown));
    assert!(turn(&mut one, true).unwrap());
    assert_eq!((undecided(&one).len(), told(&one)), (0, settled));
    the_page_follows(&one);
}

#[test]
fn the_same_change_made_by_two_is_no_conflict_and_the_next_change_follows_both() {
    let (mut one, mut other, _, visit) = two();
    for sample in [&mut one, &mut other] {
        sample
            .amend(Kind::Visit, visit, &visit_words("1", "20"))
            .unwrap();
    }
    take_in(&mut one, &other).unwrap();
    assert_eq!(one.ledger.page().count_conflicts().unwrap(), 0);
    one.amend(Kind::Visit, visit, &visit_words("1", "25"))
        .unwrap();
    assert_eq!(one.ledger.page().count_conflicts().unwrap(), 0);
    the_page_follows(&one);
}

#[test]
fn a_record_that_one_removed_and_the_other_refers_to_is_kept_until_nothing_does() {
    let (mut one, mut other, point, visit) = two();
    one.remove(Kind::Visit, visit).unwrap();
    one.remove(Kind::Point, point).unwrap();
    let problem = other.problem(visit, "甲店");
    let before = take_in(&mut one, &other).unwrap();
    take_in(&mut other, &one).unwrap();
    assert_eq!(told(&one), told(&other));
    // The problem keeps the visit, and the visit its contact point.
    let kept: Vec<_> = one
        .ledger
        .page()
        .conflicts()
        .unwrap()
        .iter()
        .map(|conflict| (conflict.kind, conflict.why))
        .collect();
    assert_eq!(kept, [(Kind::Point, Why::Kept), (Kind::Visit, Why::Kept)]);
    assert_eq!(before.added.len(), 1);
    assert_eq!(one.row(Kind::Visit, visit).id, visit);
    the_page_follows(&one);

    // Somebody settles that the visit stays; the contact point is asked about still.
    let conflicts = one.ledger.page().conflicts().unwrap();
    let stays = conflicts[1].versions.last().unwrap();
    assert!(stays.cells.is_some());
    one.ledger
        .write::<_, Error>(&command("visit resolve"), |writing| {
            writing.resolve(&conflicts[1], stays)
        })
        .unwrap();
    assert_eq!(one.ledger.page().count_conflicts().unwrap(), 1);
    // The removal can't be settled upon while something refers to the record.
    let conflicts = one.ledger.page().conflicts().unwrap();
    let refused = one
        .ledger
        .write::<_, Error>(&command("point resolve"), |writing| {
            writing.resolve(&conflicts[0], &conflicts[0].versions[0])
        });
    assert!(
        matches!(refused, Err(Error::Referred { .. })),
        "{refused:?}"
    );

    // In the other ledger the problem goes: then the removals hold.
    other.remove(Kind::Problem, problem).unwrap();
    assert_eq!(other.ledger.page().count_conflicts().unwrap(), 0);
    assert_eq!(told(&other).len(), 0);
    the_page_follows(&other);
}

#[test]
fn a_joined_record_sends_references_on_even_those_that_come_later() {
    let (mut one, mut other, point, _) = two();
    let twin = other.point("钢材市场");
    take_in(&mut one, &other).unwrap();
    let here = one
        .ledger
        .page()
        .rows(&Query::of(Kind::Point))
        .unwrap()
        .len();
    assert_eq!(here, 2);
    one.ledger
        .write::<_, Error>(&command("point join"), |writing| {
            writing.join(Kind::Point, point, point + 1)
        })
        .unwrap();
    // The other does not know of it yet and goes on using the twin.
    let later = other.visit(twin, "2022-07-01");
    take_in(&mut one, &other).unwrap();
    take_in(&mut other, &one).unwrap();
    assert_eq!(told(&one), told(&other));
    let visits = other.row(Kind::Visit, later);
    assert!(matches!(visits.cell("point"), Cell::Link(link) if link.id != twin));
    assert_eq!(one.ledger.page().count_conflicts().unwrap(), 0);
    the_page_follows(&one);

    // Taken apart again, each has its own.
    assert!(matches!(
        one.ledger.page().to_undo().unwrap(),
        Turn::Merge(_)
    ));
}

#[test]
fn what_was_joined_comes_apart_by_an_undo_with_its_references() {
    let mut sample = Sample::new();
    let (first, second) = (sample.point("甲"), sample.point("乙"));
    sample.visit(first, "2022-06-01");
    let visit = sample.visit(second, "2022-07-01");
    let before = told(&sample);
    let moved = sample
        .ledger
        .write::<_, Error>(&command("point join"), |writing| {
            writing.join(Kind::Point, first, second)
        })
        .unwrap();
    assert_eq!(moved, 1);
    let point = |sample: &Sample| match sample.row(Kind::Visit, visit).cell("point") {
        Cell::Link(link) => link.id,
        other => panic!("{other:?}"),
    };
    assert_eq!(point(&sample), first);
    assert!(turn(&mut sample, false).unwrap());
    assert_eq!(point(&sample), second);
    assert_eq!(told(&sample), before);
    assert!(turn(&mut sample, true).unwrap());
    assert_eq!(point(&sample), first);
    the_page_follows(&sample);
}

#[test]
fn of_two_that_two_ledgers_joined_with_each_other_one_stands() {
    let mut one = Sample::new();
    let (first, second) = (one.point("甲"), one.point("乙"));
    one.visit(first, "2022-06-01");
    one.visit(second, "2022-07-01");
    let mut other = Sample::new();
    take_in(&mut other, &one).unwrap();
    let join = |sample: &mut Sample, stands, goes| {
        sample
            .ledger
            .write::<_, Error>(&command("point join"), |writing| {
                writing.join(Kind::Point, stands, goes)
            })
            .unwrap();
    };
    join(&mut one, first, second);
    let named = |sample: &Sample, name: &str| {
        let rows = sample.ledger.page().rows(&Query::of(Kind::Point)).unwrap();
        let row = rows
            .into_iter()
            .find(|row| row.cell("name").words() == name);
        row.unwrap().id
    };
    let (first, second) = (named(&other, "甲"), named(&other, "乙"));
    join(&mut other, second, first);
    take_in(&mut one, &other).unwrap();
    take_in(&mut other, &one).unwrap();
    assert_eq!(told(&one), told(&other));
    let points = one.ledger.page().rows(&Query::of(Kind::Point)).unwrap();
    assert_eq!(points.len(), 1);
    assert_eq!(one.ledger.page().count_conflicts().unwrap(), 1);
    the_page_follows(&one);
    the_page_follows(&other);
}

#[test]
fn two_that_were_joined_with_each_other_and_nobody_uses_do_not_both_vanish() {
    let mut one = Sample::new();
    one.point("钢材市场");
    let mut other = Sample::new();
    other.point("钢材市场");
    take_in(&mut one, &other).unwrap();
    take_in(&mut other, &one).unwrap();
    // Each keeps its own: the first here is the second there.
    for sample in [&mut one, &mut other] {
        sample
            .ledger
            .write::<_, Error>(&command("point join"), |writing| {
                writing.join(Kind::Point, 1, 2)
            })
            .unwrap();
    }
    take_in(&mut one, &other).unwrap();
    take_in(&mut other, &one).unwrap();
    assert_eq!(told(&one), told(&other));
    assert_eq!(told(&one).len(), 1);
    assert_eq!(one.ledger.page().count_conflicts().unwrap(), 1);
    the_page_follows(&one);
}

#[test]
fn what_another_one_was_joined_with_does_not_go_unseen() {
    let (mut one, mut other, point, visit) = two();
    one.remove(Kind::Visit, visit).unwrap();
    take_in(&mut other, &one).unwrap();
    let twin = one.point("钢材市场");
    one.ledger
        .write::<_, Error>(&command("point join"), |writing| {
            writing.join(Kind::Point, point, twin)
        })
        .unwrap();
    other.remove(Kind::Point, 1).unwrap();
    take_in(&mut one, &other).unwrap();
    assert_eq!(told(&one).len(), 1);
    assert_eq!(one.ledger.page().count_conflicts().unwrap(), 1);
    the_page_follows(&one);

    // Removed by somebody who knows of both, both are gone.
    let mut sample = Sample::new();
    let (first, second) = (sample.point("甲"), sample.point("乙"));
    sample
        .ledger
        .write::<_, Error>(&command("point join"), |writing| {
            writing.join(Kind::Point, first, second)
        })
        .unwrap();
    sample.remove(Kind::Point, first).unwrap();
    assert_eq!(told(&sample).len(), 0);
    assert_eq!(sample.ledger.page().count_conflicts().unwrap(), 0);
    the_page_follows(&sample);
    assert!(turn(&mut sample, false).unwrap());
    assert!(turn(&mut sample, false).unwrap());
    assert_eq!(told(&sample).len(), 2);
    the_page_follows(&sample);
}

#[test]
fn undos_of_one_record_go_back_as_far_as_it_was_written() {
    let mut sample = Sample::new();
    let point = sample.point("零");
    for name in ["一", "二", "三", "四"] {
        let words = [("name", name), ("kind", "market")];
        sample.amend(Kind::Point, point, &words).unwrap();
    }
    let name = |sample: &Sample| sample.row(Kind::Point, point).cell("name").words();
    for (again, expected) in [
        (false, "三"),
        (false, "二"),
        (true, "三"),
        (false, "二"),
        (false, "一"),
        (false, "零"),
        (true, "一"),
        (true, "二"),
        (true, "三"),
        (true, "四"),
        (false, "三"),
    ] {
        assert!(turn(&mut sample, again).unwrap());
        assert_eq!(name(&sample), expected);
    }
    let words = [("name", "五"), ("kind", "market")];
    sample.amend(Kind::Point, point, &words).unwrap();
    for expected in ["三", "二", "一", "零"] {
        assert!(turn(&mut sample, false).unwrap());
        assert_eq!(name(&sample), expected);
    }
    assert!(turn(&mut sample, false).unwrap());
    assert!(told(&sample).is_empty());
    assert!(!turn(&mut sample, false).unwrap());
    the_page_follows(&sample);
}

#[test]
fn a_change_of_one_version_is_undone_beside_the_other() {
    let (mut one, visit) = parted();
    let before = (told(&one), undecided(&one));
    one.amend(Kind::Visit, visit, &visit_words("1", "40"))
        .unwrap();
    assert!(turn(&mut one, false).unwrap());
    assert_eq!((told(&one), undecided(&one)), before);
    the_page_follows(&one);
}

#[test]
fn taking_in_the_same_again_or_a_copy_of_oneself_brings_nothing() {
    let (mut one, mut other, ..) = two();
    let before = one.number("SELECT count(*) FROM command");
    assert_eq!(take_in(&mut one, &other).unwrap().revisions, 0);
    assert_eq!(take_in(&mut other, &one).unwrap().revisions, 0);
    assert_eq!(one.number("SELECT count(*) FROM command"), before);
}

/// Takes the last command back, or does it again; whether there was one.
fn turn(sample: &mut Sample, again: bool) -> Result<bool, Error> {
    let page = sample.ledger.page();
    let turn = if again {
        page.to_redo()?
    } else {
        page.to_undo()?
    };
    match turn {
        Turn::Of(step) => {
            let verb = if again { "redo" } else { "undo" };
            sample
                .ledger
                .write(&command(verb), |writing| writing.turn_round(&step))?;
            Ok(true)
        }
        Turn::Nothing | Turn::Merge(_) => Ok(false),
    }
}

/// Something that is done in one of three ledgers. Numbers pick among what there is.
#[derive(Debug, Clone)]
enum Step {
    Add(Kind, usize, u8),
    Amend(Kind, usize, u8),
    Remove(Kind, usize),
    Restore(Kind, usize),
    Turn(bool),
    Resolve(usize, usize),
    Join(usize, usize),
    TakeIn(usize),
}

fn a_step() -> impl Strategy<Value = (usize, Step)> {
    let kind = prop::sample::select(vec![Kind::Point, Kind::Visit, Kind::Problem]);
    let step = prop_oneof![
        6 => (kind.clone(), 0..9_usize, 0..5_u8).prop_map(|(kind, other, text)| Step::Add(kind, other, text)),
        5 => (kind.clone(), 0..9_usize, 0..5_u8).prop_map(|(kind, which, text)| Step::Amend(kind, which, text)),
        4 => (kind.clone(), 0..9_usize).prop_map(|(kind, which)| Step::Remove(kind, which)),
        2 => (kind, 0..9_usize).prop_map(|(kind, which)| Step::Restore(kind, which)),
        4 => any::<bool>().prop_map(Step::Turn),
        2 => (0..5_usize, 0..3_usize).prop_map(|(which, version)| Step::Resolve(which, version)),
        2 => (0..9_usize, 0..9_usize).prop_map(|(stands, goes)| Step::Join(stands, goes)),
        4 => (0..3_usize).prop_map(Step::TakeIn),
    ];
    (0..3_usize, step)
}

/// The cells of a record that refers to another.
fn cells(kind: Kind, other: i64, text: u8) -> Vec<Cell> {
    let (other, text) = (other.to_string(), format!("文{text}"));
    let words: &[(&str, &str)] = match kind {
        Kind::Point => &[("name", &text), ("kind", "market")],
        Kind::Visit => &[
            ("date", "2022-06-01"),
            ("point", &other),
            ("send", "policy"),
            ("summary", &text),
        ],
        _ => &[
            ("found_on", "2022-06-01"),
            ("visit", &other),
            ("company", "甲店"),
            ("category", "广告"),
            ("text", &text),
        ],
    };
    row(kind, words)
}

/// A number among those of a kind; one that is nobody's, where there are none.
fn pick(sample: &Sample, kind: Kind, which: usize) -> i64 {
    let rows = sample.ledger.page().rows(&Query::of(kind)).unwrap();
    rows.get(which % rows.len().max(1))
        .map_or(1000, |row| row.id)
}

/// A clock that is hours wrong, and jumps.
fn at(ledger: usize, place: usize) -> Command {
    let wrong = [0, 40_000, -90_000][ledger];
    let jump = if place.is_multiple_of(7) { -5_000 } else { 0 };
    let second =
        i64::try_from(MOMENT.0).unwrap() + i64::try_from(place).unwrap() * 60 + wrong + jump;
    Command {
        moment: (u64::try_from(second).unwrap(), 0),
        ..command("visit add")
    }
}

/// Takes a step; what cannot be done is refused and changes nothing.
fn take(ledgers: &mut [Sample], which: usize, step: &Step, place: usize) {
    let command = at(which, place);
    if let Step::TakeIn(other) = step {
        if *other != which {
            let foreign = foreign(&ledgers[*other]);
            let done = ledgers[which]
                .ledger
                .write::<_, Error>(&command, |writing| {
                    let brought = writing.take_in(&foreign)?;
                    if brought.revisions > 0 {
                        writing.note_merge()?;
                    }
                    Ok(brought)
                });
            done.unwrap();
        }
        return;
    }
    let sample = &mut ledgers[which];
    let before = (told(sample), revisions(sample).len());
    let done: Result<(), Error> = match step {
        Step::Add(kind, other, text) => {
            let below = if *kind == Kind::Problem {
                Kind::Visit
            } else {
                Kind::Point
            };
            let cells = cells(*kind, pick(sample, below, *other), *text);
            sample
                .ledger
                .write(&command, |writing| writing.add(*kind, &cells).map(drop))
        }
        Step::Amend(kind, which, text) => {
            let id = pick(sample, *kind, *which);
            let below = if *kind == Kind::Problem {
                Kind::Visit
            } else {
                Kind::Point
            };
            let cells = cells(*kind, pick(sample, below, which + 1), *text);
            sample.ledger.write(&command, |writing| {
                writing.amend(*kind, id, &cells).map(drop)
            })
        }
        Step::Remove(kind, which) => {
            let id = pick(sample, *kind, *which);
            sample
                .ledger
                .write(&command, |writing| writing.remove(*kind, id))
        }
        Step::Restore(kind, which) => {
            let removed = sample.ledger.page().removed(*kind).unwrap();
            let id = removed
                .get(which % removed.len().max(1))
                .copied()
                .unwrap_or(1000);
            sample
                .ledger
                .write(&command, |writing| writing.restore(*kind, id).map(drop))
        }
        Step::Turn(again) => turn(sample, *again).map(drop),
        Step::Resolve(which, version) => {
            let conflicts = sample.ledger.page().conflicts().unwrap();
            match conflicts.get(which % conflicts.len().max(1)) {
                None => Ok(()),
                Some(conflict) => {
                    let version = &conflict.versions[version % conflict.versions.len()];
                    sample
                        .ledger
                        .write(&command, |writing| writing.resolve(conflict, version))
                }
            }
        }
        Step::Join(stands, goes) => {
            let (stands, goes) = (
                pick(sample, Kind::Point, *stands),
                pick(sample, Kind::Point, *goes),
            );
            if stands == goes {
                Ok(())
            } else {
                sample.ledger.write(&command, |writing| {
                    writing.join(Kind::Point, stands, goes).map(drop)
                })
            }
        }
        Step::TakeIn(_) => Ok(()),
    };
    match done {
        Ok(()) => {}
        Err(
            Error::Gone { .. } | Error::Referred { .. } | Error::Removed { .. } | Error::Since(_),
        ) => {
            assert_eq!((told(sample), revisions(sample).len()), before);
        }
        Err(other) => panic!("{step:?}: {other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn three_ledgers_with_wrong_clocks_come_to_the_same_in_any_order(
        steps in prop::collection::vec(a_step(), 1..50),
        orders in prop::collection::vec((0..3_usize, 0..3_usize), 0..6),
    ) {
        let mut ledgers = [Sample::new(), Sample::new(), Sample::new()];
        let mut every: BTreeSet<RawUuid> = BTreeSet::new();
        for (place, (which, step)) in steps.iter().enumerate() {
            take(&mut ledgers, *which, step, place);
            every.extend(revisions(&ledgers[*which]));
        }
        for sample in &ledgers {
            the_page_follows(sample);
        }
        // First in any order, then so often that each has heard of all.
        let enough = [(0, 1), (1, 2), (2, 0), (0, 1), (1, 2)];
        for (into, from) in orders.iter().chain(&enough) {
            if into != from {
                let foreign = foreign(&ledgers[*from]);
                let known = revisions(&ledgers[*into]);
                let brought = ledgers[*into].ledger
                    .write::<_, Error>(&command("merge"), |writing| writing.take_in(&foreign))
                    .unwrap();
                let now = revisions(&ledgers[*into]);
                prop_assert!(known.is_subset(&now));
                prop_assert_eq!(now.len() - known.len(), brought.revisions);
            }
        }
        for sample in &ledgers {
            prop_assert_eq!(revisions(sample), every.clone());
            prop_assert_eq!(told(sample), told(&ledgers[0]));
            prop_assert_eq!(undecided(sample), undecided(&ledgers[0]));
            the_page_follows(sample);
            prop_assert_eq!(sample.number("SELECT count(*) FROM pragma_foreign_key_check"), 0);
        }
        let [one, other, _] = &mut ledgers;
        prop_assert_eq!(take_in(one, other).unwrap().revisions, 0);
    }
}
