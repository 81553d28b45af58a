//! What other ledgers are refused for: each was made by hand to do harm, or by a program that is not this one.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::book::{self, CommandRow, RawUuid, RevisionRow};
use super::sample::{Sample, command};
use super::{Brought, Error, Foreign, Ledger, Query, backup};
use crate::record::Kind;

/// A ledger with a contact point and a visit, closed, and its file.
fn ledger() -> (Sample, PathBuf) {
    let mut sample = Sample::new();
    let point = sample.point("钢材市场");
    sample.visit(point, "2022-06-01");
    let path = sample.path.clone();
    (sample, path)
}

const KEEP: backup::Keep = backup::Keep { most: 3, share: 5 };

/// Opens another ledger and takes it in.
fn take_in(own: &mut Sample, path: &Path) -> Result<Brought, Error> {
    let foreign = Foreign::open::<Error>(path, || unreachable!("it is not encrypted"))?;
    own.ledger
        .write(&command("merge"), |writing| writing.take_in(&foreign))
}

/// Whether a file made harmful is refused, by merging and by restoring, and nothing of it comes in.
fn is_refused(path: &Path) -> Error {
    let (mut own, _) = ledger();
    let before = own.number("SELECT count(*) FROM revision");
    let rows = own.ledger.page().rows(&Query::of(Kind::Point)).unwrap();
    let refused = take_in(&mut own, path).expect_err("it must be refused");
    assert_eq!(own.number("SELECT count(*) FROM revision"), before);
    assert_eq!(
        own.ledger.page().rows(&Query::of(Kind::Point)).unwrap(),
        rows
    );
    refused
}

#[test]
fn a_book_that_is_no_plain_table_is_no_ledger() {
    for harm in [
        // A view that never ends, under the name of a table.
        "ALTER TABLE parent RENAME TO other;
         CREATE VIEW parent AS WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t)
         SELECT x AS revision, x AS parent FROM t;",
        "ALTER TABLE revision ADD COLUMN extra TEXT;",
        "ALTER TABLE command ADD COLUMN slow TEXT AS (hex(zeroblob(100000000))) VIRTUAL;",
        "DROP TABLE parent;",
        "DROP TABLE ledger; CREATE TABLE ledger (uuid BLOB NOT NULL);",
    ] {
        let (sample, path) = ledger();
        sample.run(harm);
        drop(sample.ledger);
        assert!(matches!(is_refused(&path), Error::Foreign(_)), "{harm}");
    }
}

#[test]
fn a_trigger_of_another_ledger_does_not_come_along() {
    let (sample, path) = ledger();
    sample.run(
        "CREATE TRIGGER harm AFTER INSERT ON point BEGIN DELETE FROM visit; END;
         CREATE TABLE spare (x);",
    );
    drop(sample.ledger);
    let foreign = Foreign::open::<Error>(&path, || unreachable!()).unwrap();
    let mut own = Sample::new();
    own.ledger
        .replace(&own.path, &foreign, "20220301-080000", KEEP)
        .unwrap();
    assert_eq!(
        own.number("SELECT count(*) FROM sqlite_schema WHERE name IN ('harm', 'spare')"),
        0
    );
    assert_eq!(own.number("SELECT count(*) FROM visit"), 1);
    own.point("建材市场");
    assert_eq!(own.number("SELECT count(*) FROM visit"), 1);
}

#[test]
fn what_its_page_says_is_not_believed() {
    let (sample, path) = ledger();
    sample.run("UPDATE point SET name = '假名'; UPDATE visit SET date = '1999-01-01'");
    drop(sample.ledger);
    let foreign = Foreign::open::<Error>(&path, || unreachable!()).unwrap();
    let past = foreign.paged().unwrap();
    assert_eq!(
        past.page()
            .row(Kind::Point, 1)
            .unwrap()
            .cell("name")
            .words(),
        "钢材市场"
    );
    let mut own = Sample::new();
    own.ledger
        .replace(&own.path, &foreign, "20220301-080000", KEEP)
        .unwrap();
    assert_eq!(own.row(Kind::Point, 1).cell("name").words(), "钢材市场");
}

#[test]
fn words_that_their_hash_does_not_cover_are_refused() {
    for harm in [
        "UPDATE revision SET body = replace(body, '钢', '建') WHERE kind = 'point'",
        "UPDATE revision SET kind = 'visit' WHERE kind = 'point'",
        "UPDATE revision SET depth = 7 WHERE kind = 'point'",
        "UPDATE command SET author = '别人'",
        "UPDATE command SET verb = 'point edit'",
        "UPDATE revision SET hash = zeroblob(16)",
        "DELETE FROM command WHERE n = 1",
        "UPDATE revision SET body = NULL WHERE kind = 'visit'",
    ] {
        let (sample, path) = ledger();
        sample.run(&format!("PRAGMA foreign_keys = OFF; {harm}"));
        drop(sample.ledger);
        assert!(matches!(is_refused(&path), Error::Broken(_)), "{harm}");
    }
}

/// The uuid of the only record of a kind.
fn only(sample: &Sample, kind: Kind) -> RawUuid {
    let key = kind.dictionary().key;
    sample
        .ledger
        .connection
        .query_row(&format!("SELECT uuid FROM \"{key}\""), [], |row| {
            row.get("uuid")
        })
        .unwrap()
}

/// A revision of the visit that is right but for what a test makes of it.
fn of_visit(sample: &Sample) -> RevisionRow {
    let visit = only(sample, Kind::Visit);
    RevisionRow {
        uuid: [8; 16],
        record: Some(visit),
        kind: "visit".to_owned(),
        command: [9; 16],
        depth: 2,
        parents: vec![visit],
        body: Some(body(sample, "2022-06-01")),
        heir: None,
    }
}

/// What a visit says.
fn body(sample: &Sample, date: &str) -> String {
    let point = uuid::Uuid::from_bytes(only(sample, Kind::Point));
    format!(r#"{{"date":"{date}","point":"{point}","send":["policy"]}}"#)
}

/// Takes in a forged ledger by one that has the same records.
fn taken(make: impl FnOnce(&Sample, &mut RevisionRow)) -> Result<Brought, Error> {
    let (sample, path) = ledger();
    let mut own = Sample::new();
    take_in(&mut own, &path).unwrap();
    let command = CommandRow {
        uuid: [9; 16],
        ledger: book::ledger(&sample.ledger.connection).unwrap(),
        at: "2022-06-01T10:00:00+08:00".to_owned(),
        author: "某人".to_owned(),
        verb: "visit edit".to_owned(),
        undoes: None,
        redoes: None,
    };
    let number = command.append(&sample.ledger.connection).unwrap();
    let mut revision = of_visit(&sample);
    make(&sample, &mut revision);
    revision.append(&sample.ledger.connection, number).unwrap();
    drop(sample.ledger);
    let before = own.number("SELECT count(*) FROM revision");
    let done = take_in(&mut own, &path);
    if done.is_err() {
        assert_eq!(own.number("SELECT count(*) FROM revision"), before);
    }
    done
}

/// What makes a revision one that must be refused.
type Harm = fn(&Sample, &mut RevisionRow);

#[test]
fn a_forged_revision_that_fits_comes_in_and_one_that_does_not_is_refused() {
    assert_eq!(taken(|_, _| {}).unwrap().revisions, 1);
    let refusals: Vec<(&str, Harm)> = vec![
        ("depth", |_, row| row.depth = 99),
        ("no parent", |_, row| row.parents.clear()),
        ("a parent that is nowhere", |_, row| {
            row.parents = vec![[7; 16]];
        }),
        ("a parent of another record", |sample, row| {
            row.parents = vec![only(sample, Kind::Point)];
        }),
        ("another record's first", |sample, row| {
            row.record = Some(only(sample, Kind::Point));
        }),
        ("a record that is nowhere", |_, row| {
            row.record = Some([7; 16]);
        }),
        ("a kind that is none", |_, row| {
            row.kind = "castle".to_owned();
        }),
        ("another kind", |_, row| row.kind = "point".to_owned()),
        ("no JSON", |_, row| row.body = Some("{".to_owned())),
        ("a list", |_, row| row.body = Some("[]".to_owned())),
        ("a column that is none", |sample, row| {
            row.body = Some(body(sample, "2022-06-01").replace("\"date\"", "\"x\":1,\"date\""));
        }),
        ("a day that is none", |sample, row| {
            row.body = Some(body(sample, "2022-02-30"));
        }),
        ("a required column missing", |_, row| {
            row.body = Some(r#"{"date":"2022-06-01"}"#.to_owned());
        }),
        ("neither point nor place", |_, row| {
            row.body = Some(r#"{"date":"2022-06-01","send":["policy"]}"#.to_owned());
        }),
        ("a choice that is none", |sample, row| {
            row.body = Some(body(sample, "2022-06-01").replace("policy", "castle"));
        }),
        ("a reference to nothing", |_, row| {
            row.body = Some(
                r#"{"date":"2022-06-01","point":"07070707-0707-0707-0707-070707070707","send":["policy"]}"#
                    .to_owned(),
            );
        }),
        ("a reference to another kind", |sample, row| {
            let visit = uuid::Uuid::from_bytes(only(sample, Kind::Visit));
            row.body = Some(format!(
                r#"{{"date":"2022-06-01","point":"{visit}","send":["policy"]}}"#
            ));
        }),
        ("its own heir", |sample, row| {
            row.body = None;
            row.heir = Some(only(sample, Kind::Visit));
        }),
        ("an heir of another kind", |sample, row| {
            row.body = None;
            row.heir = Some(only(sample, Kind::Point));
        }),
        ("an heir that is nowhere", |_, row| {
            row.body = None;
            row.heir = Some([7; 16]);
        }),
        ("an heir of one that lives", |sample, row| {
            row.heir = Some(only(sample, Kind::Visit));
        }),
    ];
    for (what, make) in refusals {
        let done = taken(make);
        assert!(
            matches!(done, Err(Error::Broken(_) | Error::Unfit(_))),
            "{what}: {done:?}"
        );
    }
}

#[test]
fn two_that_say_different_things_under_one_name_are_not_mixed() {
    let (sample, path) = ledger();
    let mut own = Sample::new();
    take_in(&mut own, &path).unwrap();
    // The other has its words and its hash changed, as somebody would who hides a change.
    let connection = &sample.ledger.connection;
    let mut rows = Vec::new();
    book::revisions::<Error>(connection, |row, _| {
        rows.push(row);
        Ok(())
    })
    .unwrap();
    for mut row in rows {
        row.body = row.body.map(|body| body.replace("钢", "建"));
        connection
            .execute(
                "UPDATE revision SET body = ?1, hash = ?2 WHERE uuid = ?3",
                rusqlite::params![row.body, row.hash(), row.uuid],
            )
            .unwrap();
    }
    drop(sample.ledger);
    assert!(matches!(take_in(&mut own, &path), Err(Error::Clash)));
}

#[test]
fn a_file_that_is_damaged_newer_or_none_is_refused() {
    let (sample, path) = ledger();
    drop(sample.ledger);
    let whole = std::fs::read(&path).unwrap();
    for (bytes, is_right) in [
        (
            Vec::new(),
            (|error| matches!(error, Error::Empty(_))) as fn(&Error) -> bool,
        ),
        (b"name,phone".to_vec(), |error| {
            matches!(error, Error::Foreign(_))
        }),
        (whole[..whole.len() / 2].to_vec(), |error| {
            matches!(error, Error::Broken(_))
        }),
    ] {
        std::fs::write(&path, bytes).unwrap();
        let refused = is_refused(&path);
        assert!(is_right(&refused), "{refused:?}");
    }
    std::fs::write(&path, &whole).unwrap();
    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 999).unwrap();
    drop(connection);
    assert!(matches!(is_refused(&path), Error::Newer { .. }));
    let gone = path.with_extension("gone");
    assert!(matches!(is_refused(&gone), Error::Missing(_)));
}

#[test]
fn an_encrypted_copy_is_read_and_leaves_nothing_behind() {
    let (mut sample, path) = ledger();
    let copy = path.with_file_name("copy.age");
    sample.ledger.backup(&copy, Some("四个不相干的词")).unwrap();
    let names = || {
        let mut names: Vec<_> = std::fs::read_dir(path.parent().unwrap())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names(), ["copy.age", "ledger.db"]);
    let open = |phrase: &str| Foreign::open(&copy, || Ok::<_, Error>(phrase.to_owned()));
    assert!(matches!(open("别的口令"), Err(Error::Passphrase(_))));
    let foreign = open("四个不相干的词").unwrap();
    let mut own = Sample::new();
    let brought = own
        .ledger
        .write::<_, Error>(&command("merge"), |writing| writing.take_in(&foreign))
        .unwrap();
    assert_eq!(brought.added.len(), 2);
    assert_eq!(names(), ["copy.age", "ledger.db"]);
}

#[test]
fn the_newest_copies_are_kept_and_what_somebody_asked_for_is_never_taken_away() {
    let (mut sample, path) = ledger();
    let keep = backup::Keep {
        most: 3,
        share: 100,
    };
    backup::make_folder(&backup::folder(&path)).unwrap();
    let asked = backup::name(&path, "20220101-000000", None, "db");
    sample.ledger.backup(&asked, None).unwrap();
    for day in 10..16 {
        let stamp = format!("202202{day}-080000");
        let cause = backup::Cause::ALL[day % 4];
        let made = sample
            .ledger
            .safeguard(&path, &stamp, cause, keep)
            .unwrap()
            .unwrap();
        assert!(Ledger::open(&made).is_ok());
        backup::settle(&path, Some(&made), true, keep).unwrap();
    }
    let kept = backup::kept(&path).unwrap();
    let stamps: Vec<_> = kept.iter().map(|copy| copy.stamp.as_str()).collect();
    assert_eq!(
        stamps,
        [
            "20220215-080000",
            "20220214-080000",
            "20220213-080000",
            "20220101-000000"
        ]
    );
    // What was not done leaves no copy, and takes none away.
    let made = sample
        .ledger
        .safeguard(&path, "20220301-080000", backup::Cause::Import, keep)
        .unwrap();
    backup::settle(&path, made.as_deref(), false, keep).unwrap();
    assert_eq!(backup::kept(&path).unwrap(), kept);
    // None are made where none are wanted.
    let none = backup::Keep { most: 0, share: 5 };
    let made = sample
        .ledger
        .safeguard(&path, "20220301-080000", backup::Cause::Import, none);
    assert_eq!(made.unwrap(), None);
    // A share of nothing leaves the newest all the same.
    let little = backup::Keep { most: 3, share: 0 };
    for time in ["080000", "090000"] {
        let stamp = format!("20220401-{time}");
        let made = sample
            .ledger
            .safeguard(&path, &stamp, backup::Cause::Merge, little)
            .unwrap();
        backup::settle(&path, made.as_deref(), true, little).unwrap();
    }
    let made: Vec<_> = backup::kept(&path)
        .unwrap()
        .into_iter()
        .filter(|copy| copy.cause.is_some())
        .map(|copy| copy.stamp)
        .collect();
    assert_eq!(made, ["20220401-090000"]);
}

#[test]
fn a_copy_takes_the_place_of_a_ledger_and_no_number_is_given_twice() {
    let (mut sample, path) = ledger();
    let copy = path.with_file_name("copy.db");
    sample.ledger.backup(&copy, None).unwrap();
    sample.point("建材市场");
    let last = sample.point("软件园");
    let foreign = Foreign::open::<Error>(&copy, || unreachable!()).unwrap();
    // Somebody else has the ledger open meanwhile and goes on with what was put in place.
    let mut other = Ledger::open(&path).unwrap();
    sample
        .ledger
        .replace(&path, &foreign, "20220301-080000", KEEP)
        .unwrap();
    assert_eq!(other.page().count(&Query::of(Kind::Point)).unwrap(), 1);
    let words = [("name", "物流园"), ("kind", "park")];
    let added = other.write::<_, Error>(&command("point add"), |writing| {
        writing.add(Kind::Point, &super::sample::row(Kind::Point, &words))
    });
    assert_eq!(added.unwrap(), last + 1);
}

#[test]
fn a_copy_is_put_where_a_broken_ledger_is_which_is_kept_with_its_journal() {
    let (mut sample, path) = ledger();
    let copy = path.with_file_name("copy.db");
    sample.ledger.backup(&copy, None).unwrap();
    drop(sample.ledger);
    std::fs::write(&path, "坏了").unwrap();
    let journal = path.with_file_name("ledger.db-journal");
    std::fs::write(&journal, "旧的").unwrap();
    let foreign = Foreign::open::<Error>(&copy, || unreachable!()).unwrap();
    let aside = backup::put_in_place(&path, &foreign, "20220301-080000")
        .unwrap()
        .unwrap();
    assert_eq!(std::fs::read_to_string(&aside).unwrap(), "坏了");
    assert!(!journal.exists());
    let ledger = Ledger::open(&path).unwrap();
    assert_eq!(ledger.page().count(&Query::of(Kind::Visit)).unwrap(), 1);
}
