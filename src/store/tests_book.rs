//! What holds of the book and its page after any history, on a full disk, and beside another program.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use proptest::prelude::*;
use rusqlite::types::Value;

use super::book::{self, CommandRow, RawUuid, RevisionRow};
use super::sample::{Sample, command, row};
use super::{Error, Ledger, Query};
use crate::record::Kind;
use crate::value::Cell;

/// One step of a history. A number picks a record among all that ever were.
#[derive(Debug, Clone)]
enum Step {
    Add(Kind, usize, u8),
    Amend(Kind, usize, u8),
    Remove(Kind, usize),
    /// A visit together with its problems.
    RemoveWhole(usize),
    Restore(Kind, usize),
}

fn a_step() -> impl Strategy<Value = Step> {
    let kind = prop::sample::select(vec![Kind::Point, Kind::Member, Kind::Visit, Kind::Problem]);
    prop_oneof![
        5 => (kind.clone(), 0..9_usize, 0..4_u8).prop_map(|(kind, other, text)| Step::Add(kind, other, text)),
        3 => (kind.clone(), 0..9_usize, 0..4_u8).prop_map(|(kind, which, text)| Step::Amend(kind, which, text)),
        2 => (kind.clone(), 0..9_usize).prop_map(|(kind, which)| Step::Remove(kind, which)),
        2 => (0..9_usize).prop_map(Step::RemoveWhole),
        3 => (kind, 0..9_usize).prop_map(|(kind, which)| Step::Restore(kind, which)),
    ]
}

/// The cells that a step writes. `other` is the record referred to.
fn cells_of(kind: Kind, other: i64, text: u8) -> Vec<Cell> {
    let other = other.to_string();
    let text = ["甲", "乙“丙”\n丁", "\"\\'; --", "𠮷"][usize::from(text)];
    let words: &[(&str, &str)] = match kind {
        Kind::Point => &[
            ("name", text),
            ("kind", "market"),
            ("founded_on", "2001-07"),
        ],
        Kind::Member => &[("name", text), ("point", &other), ("kind", "full")],
        Kind::Visit => &[
            ("date", "2022-06-01"),
            ("point", &other),
            ("send", "送服务、送政策"),
            ("people", text),
            ("reach", "12"),
            ("owner_met", "是"),
        ],
        _ => &[
            ("found_on", "2022-06-01"),
            ("visit", &other),
            ("company", "甲店"),
            ("category", "广告"),
            ("text", text),
        ],
    };
    row(kind, words)
}

/// What a ledger should hold after a history: the cells of each record, and whether it is removed.
#[derive(Default)]
struct Model {
    records: BTreeMap<(Kind, i64), (Vec<Cell>, bool)>,
    /// The records that one command removed together.
    removals: HashMap<(Kind, i64), Vec<(Kind, i64)>>,
}

impl Model {
    /// A record among all of the kind that ever were; one that never was, where there are none.
    fn pick(&self, kind: Kind, which: usize) -> i64 {
        let count = self.records.keys().filter(|(of, _)| *of == kind).count();
        i64::try_from(which % count.max(1)).unwrap() + 1
    }

    fn is_there(&self, record: (Kind, i64)) -> bool {
        self.records
            .get(&record)
            .is_some_and(|(_, removed)| !removed)
    }

    /// What the cells refer to.
    fn target(kind: Kind, cells: &[Cell]) -> Option<(Kind, i64)> {
        let columns = kind.dictionary().columns;
        columns
            .iter()
            .zip(cells)
            .find_map(|(column, cell)| match (column.shape, cell) {
                (crate::record::Shape::Link(other), Cell::Link(link)) => Some((other, link.id)),
                _ => None,
            })
    }

    fn can_refer(&self, kind: Kind, cells: &[Cell]) -> bool {
        Self::target(kind, cells).is_none_or(|target| self.is_there(target))
    }

    /// The records that are there and refer to this one.
    fn referring(&self, record: (Kind, i64)) -> Vec<(Kind, i64)> {
        self.records
            .iter()
            .filter(|((kind, _), (cells, removed))| {
                !removed && Self::target(*kind, cells) == Some(record)
            })
            .map(|(key, _)| *key)
            .collect()
    }
}

/// Takes a step in the ledger and in the model; both must come to the same.
fn take(sample: &mut Sample, model: &mut Model, step: &Step) {
    match *step {
        Step::Add(kind, other, text) => {
            let cells = cells_of(kind, model.pick(below(kind), other), text);
            let added = sample
                .ledger
                .write(&command("add"), |writing| writing.add(kind, &cells));
            if model.can_refer(kind, &cells) {
                // Numbers are given in order, and none is given again.
                let id = added.unwrap();
                let greatest = model.records.keys().filter(|(of, _)| *of == kind).count();
                assert_eq!(usize::try_from(id).unwrap(), greatest + 1);
                model.records.insert((kind, id), (cells, false));
            } else {
                assert!(matches!(added, Err(Error::Gone { .. })), "{added:?}");
            }
        }
        Step::Amend(kind, which, text) => {
            let id = model.pick(kind, which);
            let cells = cells_of(kind, model.pick(below(kind), which), text);
            let before = (sample.number(REVISIONS), sample.number(COMMANDS));
            let amended = sample
                .ledger
                .write(&command("edit"), |writing| writing.amend(kind, id, &cells));
            let after = (sample.number(REVISIONS), sample.number(COMMANDS));
            if model.is_there((kind, id)) && model.can_refer(kind, &cells) {
                let record = model.records.get_mut(&(kind, id)).unwrap();
                let changes = record.0 != cells;
                assert_eq!(amended.unwrap(), changes);
                let more = i64::from(changes);
                assert_eq!(after, (before.0 + more, before.1 + more));
                record.0 = cells;
            } else {
                assert!(matches!(amended, Err(Error::Gone { .. })), "{amended:?}");
                assert_eq!(after, before);
            }
        }
        Step::Remove(kind, which) => {
            let record = (kind, model.pick(kind, which));
            remove(sample, model, record, &[record]);
        }
        Step::RemoveWhole(which) => {
            let visit = (Kind::Visit, model.pick(Kind::Visit, which));
            let mut all = model.referring(visit);
            all.push(visit);
            remove(sample, model, visit, &all);
        }
        Step::Restore(kind, which) => restore(sample, model, (kind, model.pick(kind, which))),
    }
}

/// The kind that a kind refers to here.
fn below(kind: Kind) -> Kind {
    match kind {
        Kind::Problem => Kind::Visit,
        _ => Kind::Point,
    }
}

const REVISIONS: &str = "SELECT count(*) FROM revision";
const COMMANDS: &str = "SELECT count(*) FROM command";

/// Removes records by one command.
fn remove(sample: &mut Sample, model: &mut Model, record: (Kind, i64), all: &[(Kind, i64)]) {
    let by = model.referring(record);
    let removed = sample.ledger.write(&command("rm"), |writing| {
        all.iter()
            .try_for_each(|(kind, id)| writing.remove(*kind, *id))
    });
    if by.iter().any(|one| !all.contains(one)) {
        match removed {
            Err(Error::Referred { by: said, .. }) => assert_eq!(said, by),
            other => panic!("{other:?}"),
        }
    } else if model.is_there(record) {
        removed.unwrap();
        for one in all {
            model.records.get_mut(one).unwrap().1 = true;
            model.removals.insert(*one, all.to_vec());
        }
    } else {
        assert!(matches!(removed, Err(Error::Gone { .. })), "{removed:?}");
    }
}

/// Restores a record with all that its removal took along.
fn restore(sample: &mut Sample, model: &mut Model, record: (Kind, i64)) {
    let restored = sample.restore(record.0, record.1);
    let is_removed = model
        .records
        .get(&record)
        .is_some_and(|(_, removed)| *removed);
    if !is_removed {
        assert!(matches!(restored, Err(Error::Gone { .. })), "{restored:?}");
        return;
    }
    let together = model.removals[&record].clone();
    let lacks = together.iter().any(|one| {
        Model::target(one.0, &model.records[one].0)
            .is_some_and(|target| !together.contains(&target) && !model.is_there(target))
    });
    if lacks {
        assert!(
            matches!(restored, Err(Error::Removed { .. })),
            "{restored:?}"
        );
        return;
    }
    let restored = restored.unwrap();
    assert_eq!(restored[0], record);
    assert_eq!(
        restored.iter().collect::<HashSet<_>>(),
        together.iter().collect()
    );
    for one in &together {
        model.records.get_mut(one).unwrap().1 = false;
    }
}

/// The page is what the model says.
fn the_page_is_the_model(sample: &Sample, model: &Model) {
    let mut there = BTreeMap::new();
    for kind in Kind::ALL {
        for row in sample.ledger.page().rows(&Query::of(*kind)).unwrap() {
            let mut cells = row.stored().to_vec();
            for cell in &mut cells {
                if let Cell::Link(link) = cell {
                    link.name.clear();
                }
            }
            there.insert((*kind, row.id), cells);
        }
    }
    for (record, (cells, removed)) in &model.records {
        let shown = if *removed { None } else { Some(cells) };
        assert_eq!(there.get(record), shown, "{record:?}");
        let (kind, id) = *record;
        assert_eq!(sample.ledger.page().is_removed(kind, id).unwrap(), *removed);
        assert!(!sample.ledger.page().history(kind, id).unwrap().is_empty());
    }
    assert!(
        there
            .keys()
            .all(|record| model.records.contains_key(record))
    );
}

/// Every command and revision says of itself what its hash covers, and stands below its parents.
fn the_book_is_sound(sample: &Sample) {
    let connection = &sample.ledger.connection;
    book::commands::<Error>(connection, |_, row, hash| {
        assert_eq!(row.hash(), hash);
        Ok(())
    })
    .unwrap();
    let mut count = 0;
    book::revisions::<Error>(connection, |row, hash| {
        assert_eq!(row.hash(), hash);
        assert_eq!(row.record.is_none(), row.parents.is_empty());
        let depths = row.parents.iter().map(|parent| {
            connection
                .query_row(
                    "SELECT depth FROM revision WHERE uuid = ?1",
                    [parent],
                    |row| row.get("depth"),
                )
                .unwrap()
        });
        assert_eq!(row.depth, depths.max().unwrap_or(0_i64) + 1);
        count += 1;
        Ok(())
    })
    .unwrap();
    assert_eq!(sample.number(REVISIONS), count);
    let idle = "SELECT count(*) FROM command WHERE n NOT IN (SELECT command FROM revision)";
    assert_eq!(sample.number(idle), 0);
    let lost = "SELECT count(*) FROM parent WHERE parent NOT IN (SELECT uuid FROM revision)
                OR revision NOT IN (SELECT uuid FROM revision)";
    assert_eq!(sample.number(lost), 0);
}

/// The only revision of a record that no other follows: its uuid and its body.
fn head_of(sample: &Sample, record: RawUuid) -> (RawUuid, Option<String>) {
    let heads: Vec<_> = sample
        .ledger
        .connection
        .prepare(
            "SELECT uuid, body FROM revision WHERE (uuid = ?1 OR record = ?1)
             AND NOT EXISTS (SELECT 1 FROM parent WHERE parent = uuid)",
        )
        .unwrap()
        .query_map([record], |row| Ok((row.get("uuid")?, row.get("body")?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(heads.len(), 1);
    heads.into_iter().next().unwrap()
}

/// The tables of the page as they are stored.
fn dump(sample: &Sample) -> Vec<Vec<Vec<Value>>> {
    tables(&sample.ledger.connection)
}

/// The same of any ledger.
fn tables(connection: &rusqlite::Connection) -> Vec<Vec<Vec<Value>>> {
    Kind::ALL
        .iter()
        .map(|kind| {
            let text = format!("SELECT * FROM \"{}\" ORDER BY id", kind.dictionary().key);
            let mut statement = connection.prepare(&text).unwrap();
            let width = statement.column_count();
            let rows = statement.query_map([], |row| (0..width).map(|at| row.get(at)).collect());
            rows.unwrap().map(Result::unwrap).collect()
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn after_any_history_the_page_is_what_the_book_says(steps in prop::collection::vec(a_step(), 1..60)) {
        let mut sample = Sample::new();
        let mut model = Model::default();
        for step in &steps {
            take(&mut sample, &mut model, step);
        }
        the_page_is_the_model(&sample, &model);
        the_book_is_sound(&sample);
        // Each first revision is a record, which is either on the page or removed.
        let mut firsts = 0;
        for kind in Kind::ALL {
            for row in sample.ledger.page().rows(&Query::of(*kind)).unwrap() {
                let (head, body) = head_of(&sample, row.uuid.into_bytes());
                let key = kind.dictionary().key;
                let shown: RawUuid = sample.ledger.connection
                    .query_row(&format!("SELECT revision FROM \"{key}\" WHERE id = ?1"), [row.id], |row| row.get("revision"))
                    .unwrap();
                prop_assert_eq!(shown, head);
                let cells = sample.ledger.page().cells_of_body(*kind, row.id, &body.unwrap()).unwrap();
                prop_assert_eq!(&*cells, row.stored());
                firsts += 1;
            }
        }
        let removed: Vec<RawUuid> = sample.ledger.connection.prepare("SELECT uuid FROM removed").unwrap()
            .query_map([], |row| row.get("uuid")).unwrap().map(Result::unwrap).collect();
        for record in removed {
            prop_assert_eq!(head_of(&sample, record).1, None);
            firsts += 1;
        }
        prop_assert_eq!(sample.number("SELECT count(*) FROM revision WHERE record IS NULL"), firsts);
        let anew = sample.ledger.paged_anew().unwrap();
        prop_assert_eq!(tables(anew.page().connection()), dump(&sample));
    }
}

#[test]
fn work_that_fails_leaves_nothing() {
    let mut sample = Sample::new();
    let point = sample.point("钢材市场");
    let before = (
        dump(&sample),
        sample.number(REVISIONS),
        sample.number(COMMANDS),
    );
    let failed: Result<(), Error> = sample.ledger.write(&command("visit add"), |writing| {
        let visit = cells_of(Kind::Visit, point, 0);
        let visit = writing.add(Kind::Visit, &visit)?;
        writing.amend(Kind::Point, point, &cells_of(Kind::Point, 0, 1))?;
        writing.add(Kind::Problem, &cells_of(Kind::Problem, visit + 1, 0))?;
        Ok(())
    });
    assert!(matches!(
        failed,
        Err(Error::Gone {
            kind: Kind::Visit,
            id: 2
        })
    ));
    assert_eq!(
        (
            dump(&sample),
            sample.number(REVISIONS),
            sample.number(COMMANDS)
        ),
        before
    );
    // The number of a record that never was is not a removed one's.
    assert_eq!(sample.visit(point, "2022-06-01"), 1);
}

#[test]
fn work_that_panics_leaves_nothing() {
    let mut sample = Sample::new();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        sample
            .ledger
            .write(&command("point add"), |writing| -> Result<(), Error> {
                writing.add(Kind::Point, &cells_of(Kind::Point, 0, 0))?;
                panic!("an end that nobody expected");
            })
    }));
    assert!(panicked.is_err());
    assert_eq!((sample.number(REVISIONS), sample.number(COMMANDS)), (0, 0));
    assert_eq!(sample.point("钢材市场"), 1);
}

#[test]
fn a_command_that_changes_nothing_is_not_in_the_book() {
    let mut sample = Sample::new();
    let done = sample
        .ledger
        .write::<_, Error>(&command("point list"), |writing| {
            writing.page().count(&Query::of(Kind::Point))
        });
    assert_eq!(done.unwrap(), 0);
    assert_eq!(sample.number(COMMANDS), 0);
}

#[test]
fn one_command_is_one_row_however_many_records_it_writes() {
    let mut sample = Sample::new();
    let written = sample
        .ledger
        .write::<_, Error>(&command("demo"), |writing| {
            for _ in 0..3 {
                writing.add(Kind::Point, &cells_of(Kind::Point, 0, 0))?;
            }
            writing.amend(Kind::Point, 1, &cells_of(Kind::Point, 0, 1))
        });
    assert!(written.unwrap());
    assert_eq!((sample.number(REVISIONS), sample.number(COMMANDS)), (4, 1));
    the_book_is_sound(&sample);
}

#[test]
fn the_last_number_is_not_given_again_after_a_removal() {
    let mut sample = Sample::new();
    sample.point("甲");
    let last = sample.point("乙");
    sample.remove(Kind::Point, last).unwrap();
    assert_eq!(sample.point("丙"), last + 1);
    assert_eq!(
        sample.restore(Kind::Point, last).unwrap(),
        [(Kind::Point, last)]
    );
    assert_eq!(sample.row(Kind::Point, last).cell("name").words(), "乙");
}

#[test]
fn a_visit_comes_back_with_the_problems_that_went_with_it_and_no_others() {
    let mut sample = Sample::new();
    let point = sample.point("钢材市场");
    let visit = sample.visit(point, "2022-06-01");
    let earlier = sample.problem(visit, "早先删除的");
    let problem = sample.problem(visit, "一起删除的");
    sample.remove(Kind::Problem, earlier).unwrap();
    sample
        .ledger
        .write::<_, Error>(&command("visit rm"), |writing| {
            writing.remove(Kind::Problem, problem)?;
            writing.remove(Kind::Visit, visit)
        })
        .unwrap();
    // The one removed earlier cannot come back alone, since its visit is not there.
    assert!(matches!(
        sample.restore(Kind::Problem, earlier),
        Err(Error::Removed { kind: Kind::Visit, id }) if id == visit
    ));
    let restored = sample.restore(Kind::Visit, visit).unwrap();
    assert_eq!(restored, [(Kind::Visit, visit), (Kind::Problem, problem)]);
    let problem = sample.row(Kind::Problem, problem);
    assert!(matches!(problem.cell("visit"), Cell::Link(link) if link.id == visit));
    let restored = sample.restore(Kind::Problem, earlier).unwrap();
    assert_eq!(restored, [(Kind::Problem, earlier)]);
}

#[test]
fn a_restored_record_is_as_it_was_last() {
    let mut sample = Sample::new();
    let point = sample.point("钢材市场");
    let words = [("name", "建材市场"), ("kind", "market")];
    assert!(sample.amend(Kind::Point, point, &words).unwrap());
    for _ in 0..3 {
        sample.remove(Kind::Point, point).unwrap();
        assert!(matches!(
            sample.amend(Kind::Point, point, &words),
            Err(Error::Gone { .. })
        ));
        sample.restore(Kind::Point, point).unwrap();
        assert_eq!(
            sample.row(Kind::Point, point).cell("name").words(),
            "建材市场"
        );
    }
    assert!(!sample.amend(Kind::Point, point, &words).unwrap());
    the_book_is_sound(&sample);
}

/// Lets the file of a ledger grow by so many pages.
fn leave_room(sample: &Sample, pages: i64) {
    let most = sample.number("PRAGMA page_count") + pages;
    sample.number(&format!("PRAGMA max_page_count = {most}"));
}

#[test]
fn a_full_disk_is_said_and_the_next_write_works_once_there_is_room() {
    let mut sample = Sample::new();
    sample.point("钢材市场");
    let before = (
        dump(&sample),
        sample.number(REVISIONS),
        sample.number(COMMANDS),
    );
    leave_room(&sample, 4);
    let full = sample.ledger.write(&command("import"), |writing| {
        (0..10_000).try_for_each(|_| {
            writing
                .add(Kind::Point, &cells_of(Kind::Point, 0, 0))
                .map(|_| ())
        })
    });
    assert!(matches!(full, Err(Error::Full)), "{full:?}");
    assert_eq!(
        (
            dump(&sample),
            sample.number(REVISIONS),
            sample.number(COMMANDS)
        ),
        before
    );
    assert_eq!(
        sample.number("SELECT count(*) FROM pragma_quick_check WHERE quick_check = 'ok'"),
        1
    );
    leave_room(&sample, 1000);
    assert_eq!(sample.point("建材市场"), 2);
    the_book_is_sound(&sample);
}

#[test]
fn work_that_goes_on_after_a_full_disk_stores_nothing_either() {
    let mut sample = Sample::new();
    leave_room(&sample, 2);
    let long = "长".repeat(10_000);
    let long = row(
        Kind::Point,
        &[("name", "甲"), ("kind", "market"), ("note", &long)],
    );
    let done = sample.ledger.write(&command("import"), |writing| {
        let refused = writing.add(Kind::Point, &long);
        assert!(matches!(refused, Err(Error::Full)), "{refused:?}");
        writing.add(Kind::Point, &cells_of(Kind::Point, 0, 0))
    });
    assert!(matches!(done, Err(Error::Full)), "{done:?}");
    assert_eq!((sample.number(REVISIONS), sample.number(COMMANDS)), (0, 0));
    assert_eq!(sample.number("SELECT count(*) FROM point"), 0);
}

#[test]
fn while_one_writes_another_can_read_but_not_write() {
    let mut sample = Sample::new();
    sample.point("钢材市场");
    let mut other = Ledger::open(&sample.path).unwrap();
    other.connection.busy_timeout(Duration::ZERO).unwrap();
    let point = cells_of(Kind::Point, 0, 1);
    let written = sample.ledger.write(&command("point add"), |writing| {
        let id = writing.add(Kind::Point, &point)?;
        let busy = other.write(&command("point add"), |writing| {
            writing.add(Kind::Point, &point)
        });
        assert!(matches!(busy, Err(Error::Busy)), "{busy:?}");
        assert_eq!(other.page().count(&Query::of(Kind::Point))?, 1);
        Ok::<_, Error>(id)
    });
    assert_eq!(written.unwrap(), 2);
    let next = other.write(&command("point add"), |writing| {
        writing.add(Kind::Point, &point)
    });
    assert_eq!(next.unwrap(), 3);
}

#[test]
fn a_commit_that_a_reader_holds_up_too_long_stores_nothing() {
    let mut sample = Sample::new();
    sample.point("钢材市场");
    sample
        .ledger
        .connection
        .busy_timeout(Duration::ZERO)
        .unwrap();
    let reader = Ledger::open(&sample.path).unwrap();
    reader
        .connection
        .execute_batch("BEGIN; SELECT * FROM point")
        .unwrap();
    let words = [("name", "建材市场"), ("kind", "market")];
    let busy = sample.try_add(Kind::Point, &words);
    assert!(matches!(busy, Err(Error::Busy)), "{busy:?}");
    assert_eq!(sample.number("SELECT count(*) FROM point"), 1);
    reader.connection.execute_batch("COMMIT").unwrap();
    assert_eq!(sample.add(Kind::Point, &words), 2);
}

#[test]
fn a_changed_word_in_the_book_shows_in_its_hash() {
    for change in [
        "UPDATE revision SET body = replace(body, '钢', '建')",
        "UPDATE revision SET kind = 'visit'",
        "UPDATE command SET author = '李四'",
        "UPDATE command SET verb = 'point edit'",
    ] {
        let mut changed = Sample::new();
        changed.point("钢材市场");
        changed.run(change);
        let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            the_book_is_sound(&changed);
        }));
        assert!(checked.is_err(), "{change}");
    }
}

#[test]
fn parts_of_a_hash_do_not_run_into_one_another() {
    let command = |author: &str, verb: &str| CommandRow {
        uuid: [1; 16],
        ledger: [2; 16],
        at: "at".to_owned(),
        author: author.to_owned(),
        verb: verb.to_owned(),
        undoes: None,
        redoes: None,
    };
    assert_ne!(command("ab", "c").hash(), command("a", "bc").hash());
    let (mut undone, mut redone) = (command("a", "b"), command("a", "b"));
    undone.undoes = Some([3; 16]);
    redone.redoes = Some([3; 16]);
    assert_ne!(undone.hash(), redone.hash());
    let revision = |body: Option<&str>| RevisionRow {
        uuid: [1; 16],
        record: None,
        kind: "point".to_owned(),
        command: [2; 16],
        depth: 1,
        parents: Vec::new(),
        body: body.map(str::to_owned),
        heir: None,
    };
    assert_ne!(revision(None).hash(), revision(Some("")).hash());
}
