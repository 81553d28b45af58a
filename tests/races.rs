//! Several commands at once in one ledger: nobody is told of damage that is none, nothing that was said to be saved is
//! missing, and what was mended can be merged again.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod officer;

use std::collections::BTreeSet;
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use officer::{Officer, said, words};

/// Starts a command beside others.
fn started(officer: &Officer, line: &str) -> Child {
    officer
        .xgz(&words(line))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// All of them end well.
fn end_well(children: Vec<Child>) {
    for child in children {
        let said = said(&child.wait_with_output().unwrap());
        assert_eq!(said.status, 0, "{}", said.err);
    }
}

/// Adds visits one after another while something else is done; the remarks of those that were said to be saved.
fn while_adding(officer: &Officer, work: impl FnOnce()) -> BTreeSet<String> {
    let ends = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut saved = BTreeSet::new();
            let mut number = 0;
            while !ends.load(Ordering::Relaxed) {
                number += 1;
                let note = format!("第{number}次");
                let line =
                    format!("visit add --date 2023-03-30 --point 1 --send 送政策 --note {note} -q");
                if officer.run(&line).status == 0 {
                    saved.insert(note);
                }
            }
            saved
        });
        work();
        ends.store(true, Ordering::Relaxed);
        writer.join().unwrap()
    })
}

/// The remarks of the visits in a ledger.
fn notes(officer: &Officer, ledger: &str) -> BTreeSet<String> {
    let rows = officer.json(&format!("visit list --db {ledger}"));
    let rows = rows.as_array().unwrap().iter();
    rows.filter_map(|row| row["note"].as_str().map(str::to_owned))
        .collect()
}

#[test]
fn a_ledger_that_somebody_writes_is_backed_up_and_found_sound() {
    let officer = Officer::with_sample();
    let saved = while_adding(&officer, || {
        for round in 0..6 {
            officer.done(&format!("backup -o {round}.db"));
            officer.done("doctor");
            officer.done(&format!("doctor --repair -o mended{round}.db"));
        }
    });
    assert!(!saved.is_empty());
    for round in 0..6 {
        officer.done(&format!("doctor {round}.db"));
        // What was made anew of a sound ledger is that ledger still.
        officer.done(&format!("merge mended{round}.db"));
    }
    assert!(notes(&officer, "ledger.db").is_superset(&saved));
}

#[test]
fn what_was_said_to_be_saved_is_in_the_ledger_or_in_a_copy_whatever_is_restored() {
    let officer = Officer::with_sample();
    officer.done("backup -o old.db");
    let saved = while_adding(&officer, || {
        for _ in 0..6 {
            officer.done("restore old.db");
        }
    });
    let mut found = notes(&officer, "ledger.db");
    for entry in std::fs::read_dir(officer.path("ledger.db-backups")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        found.extend(notes(&officer, &format!("ledger.db-backups/{name}")));
    }
    let lost: Vec<_> = saved.difference(&found).collect();
    assert!(lost.is_empty(), "{lost:?}");
    officer.done("doctor");
}

#[test]
fn ten_imports_at_once_are_all_taken_in() {
    let officer = Officer::with_sample();
    for number in 0..10 {
        officer.write(
            &format!("{number}.csv"),
            format!("走访日期,地点,三送类别\n2022-06-01,第{number}户,送政策\n"),
        );
    }
    let children =
        (0..10).map(|number| started(&officer, &format!("import {number}.csv --kind 走访")));
    end_well(children.collect());
    assert_eq!(officer.json("visit list").as_array().unwrap().len(), 37);
    officer.done("doctor");
}

#[test]
fn eight_commands_that_find_an_older_ledger_all_do_their_work() {
    let officer = Officer::new().on("2022-12-31");
    officer.write("ledger.db", include_bytes!("ledgers/schema-2.db"));
    officer.own("ledger.db");
    let children = (0..8).map(|_| started(&officer, "visit list"));
    end_well(children.collect());
    officer.done("doctor");
}

#[test]
fn what_a_repair_kept_in_doubt_is_set_right_by_a_copy_that_has_it() {
    let officer = Officer::with_ledger();
    officer.done("point add --name 北环钢材市场 --kind 市场");
    officer.done("point edit 1 --address 一号");
    officer.done("point edit 1 --leader 周局");
    officer.done("backup -o copy.db");
    let changed = officer
        .ledger()
        .execute(
            "UPDATE revision SET body = replace(body, '一号', '七十号') WHERE depth = 2",
            [],
        )
        .unwrap();
    assert_eq!(changed, 1);
    let said = officer.done("doctor --repair");
    assert!(
        said.err.contains("联系点 1 有一次改动和当时写下的不一样"),
        "{}",
        said.err
    );
    officer.done("restore ledger-repaired.db");
    officer.done("doctor");
    let history = |officer: &Officer| officer.done("log 联系点 1").text();
    assert!(history(&officer).contains("七十号"));
    officer.done("merge copy.db");
    assert!(
        history(&officer).contains("→ 一号"),
        "{}",
        history(&officer)
    );
    officer.done("doctor");
    officer.done("merge copy.db");
    // The other way round they agree again too.
    officer.write("mine.db", officer.read("ledger.db"));
    officer.own("copy.db");
    officer.done("merge mine.db --db copy.db");
}
