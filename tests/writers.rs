//! Several at once at one ledger: nobody is turned away while the others write, and nothing is lost.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod officer;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Read;
use std::process::Stdio;

use officer::{Officer, said, words};

/// How many write at once, and how many records each of them adds, one command a record.
const WRITERS: usize = 8;
const ADDS: usize = 1000;

#[test]
fn eight_writers_at_once_with_a_thousand_adds_each_lose_nothing() {
    let officer = Officer::with_ledger();
    let numbers: BTreeSet<u64> = std::thread::scope(|scope| {
        let writers: Vec<_> = (1..=WRITERS)
            .map(|writer| {
                let officer = &officer;
                scope.spawn(move || {
                    let mut numbers = Vec::new();
                    for n in 1..=ADDS {
                        let line = format!(
                            "visit add --date 2023-03-30 --place 西街{writer}之{n} --send 送政策"
                        );
                        let said = officer.done(&line);
                        let number = said.err.split_once("已登记走访 ").unwrap().1;
                        numbers.push(number.split_once('：').unwrap().0.parse().unwrap());
                    }
                    numbers
                })
            })
            .collect();
        let numbers = writers
            .into_iter()
            .flat_map(|writer| writer.join().unwrap());
        numbers.collect()
    });
    let expected = WRITERS * ADDS;
    assert_eq!(numbers.len(), expected, "a number was given twice");
    officer.is_whole("ledger.db", "after all writers");
    let visits = officer.json("visit list");
    let visits = visits.as_array().unwrap();
    let of = |key: &str| -> BTreeSet<String> {
        visits.iter().map(|visit| visit[key].to_string()).collect()
    };
    assert_eq!(visits.len(), expected);
    assert_eq!(of("id").len(), expected);
    assert_eq!(of("uuid").len(), expected);
    assert_eq!(of("place").len(), expected);
    assert!(
        visits
            .iter()
            .all(|visit| numbers.contains(&visit["id"].as_u64().unwrap()))
    );
}

#[test]
fn a_reader_that_reads_slowly_stops_no_writer() {
    let officer = Officer::with_ledger();
    let mut sheet = "走访日期,地点,三送类别,主要内容\n".to_owned();
    for n in 1..=3000 {
        writeln!(
            sheet,
            "2023-03-30,西街{n},送政策,向商户讲解年报和信用修复的办法"
        )
        .unwrap();
    }
    officer.write("visits.csv", sheet);
    officer.done("import visits.csv");
    for line in [
        "visit list --format csv",
        "visit list --format json",
        "visit list",
        "log --all --format json",
    ] {
        let mut reader = officer
            .xgz(&words(line))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut out = reader.stdout.take().unwrap();
        // Once the first byte is there the reading has begun; the rest does not fit into a pipe that nobody empties.
        let mut first = [0];
        out.read_exact(&mut first).unwrap();
        officer.done(&format!(
            "visit add --date 2023-03-30 --send 送政策 --place '{line}'"
        ));
        let mut rest = Vec::new();
        out.read_to_end(&mut rest).unwrap();
        assert!(reader.wait().unwrap().success(), "{line}");
    }
    officer.is_whole("ledger.db", "after all readers");
}

#[test]
fn a_writer_that_waits_too_long_says_so() {
    let officer = Officer::with_ledger();
    let mut other = officer.ledger();
    let writing = other
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .unwrap();
    let line = "visit add --date 2023-03-30 --place 西街 --send 送政策";
    // The file is not read here meanwhile: closing it would let go of the lock, which belongs to the process.
    officer.run(line).is_refusal(line, 1);
    // What only reads need not wait.
    officer.done("visit list");
    writing.rollback().unwrap();
    assert_eq!(said(&officer.xgz(&words(line)).output().unwrap()).status, 0);
}
