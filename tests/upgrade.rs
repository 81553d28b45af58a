//! Ledgers that older programs wrote, one of each schema: opened, brought up to date with a copy before, and whole.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod officer;

use officer::Officer;

/// The ledgers as they were written, by the number of their schema step.
const LEDGERS: &[(i64, &[u8])] = &[
    (1, include_bytes!("ledgers/schema-1.db")),
    (2, include_bytes!("ledgers/schema-2.db")),
];

/// A folder with an older ledger in it.
fn with(bytes: &[u8]) -> Officer {
    let officer = Officer::new().on("2022-12-31");
    officer.write("ledger.db", bytes);
    officer.own("ledger.db");
    officer
}

/// The schema step of a file.
fn step(officer: &Officer, name: &str) -> i64 {
    let connection = rusqlite::Connection::open(officer.path(name)).unwrap();
    connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap()
}

#[test]
fn an_older_ledger_is_brought_up_to_date_when_it_is_opened_and_a_copy_is_kept() {
    for (number, bytes) in LEDGERS {
        let officer = with(bytes);
        let said = officer.done("visit list --format json");
        assert!(said.err.contains("已升级"), "{}", said.err);
        let rows: serde_json::Value = serde_json::from_slice(&said.out).unwrap();
        let visits: Vec<_> = rows
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (row["id"].as_i64(), row["reach"].as_i64()))
            .collect();
        assert_eq!(visits, [(Some(2), Some(25)), (Some(1), None)], "{number}");
        assert_eq!(officer.json("problem show 2")["state"], "solved");
        assert_eq!(officer.json("member show 1")["name"], "李振海");
        assert_eq!(officer.json("project show 1")["point"], "北环钢材市场");
        // What was removed and what was changed is in the history still.
        officer.done("visit restore 3");
        let log = officer.done("log 走访 2").text();
        assert!(log.contains("辐射户数：22 → 25"), "{log}");
        // New kinds of records have their place, and nothing is said the second time.
        let meeting = "meeting add --date 2022-08-20 --point 1 --kind 支部党员大会 --topic 学习";
        assert!(!officer.done(meeting).err.contains("已升级"));
        assert_eq!(officer.done("doctor").status, 0);
        let newest = step(&officer, "ledger.db");
        assert!(newest > *number);
        // The copy is the ledger as it was: it can be taken back, and is brought up to date with that.
        let folder = std::fs::read_dir(officer.path("ledger.db-backups")).unwrap();
        let names: Vec<_> = folder
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert_eq!(names.len(), 1, "{names:?}");
        assert!(names[0].ends_with("-before-migration.db"), "{names:?}");
        let copy = format!("ledger.db-backups/{}", names[0]);
        assert_eq!(step(&officer, &copy), *number);
        officer.done(&format!("restore {copy}"));
        assert_eq!(step(&officer, "ledger.db"), newest);
        officer.refused("visit show 3", 3);
        officer.done("doctor");
    }
}

#[test]
fn an_older_ledger_is_taken_in_by_a_newer_one_and_looked_at_without_being_changed() {
    for (number, bytes) in LEDGERS {
        let officer = Officer::with_ledger().on("2022-12-31");
        officer.write("旧.db", bytes);
        officer.own("旧.db");
        let said = officer.run("doctor --db 旧.db");
        assert_eq!(said.status, 1);
        assert!(said.text().contains("版本　1 处问题"), "{}", said.text());
        officer.done("merge 旧.db");
        assert_eq!(officer.json("visit list").as_array().unwrap().len(), 2);
        officer.done("doctor");
        assert_eq!(officer.read("旧.db"), *bytes, "{number}");
        // Mended, it is one of today.
        officer.done("doctor --db 旧.db --repair -o 新.db");
        officer.done("doctor --db 新.db");
        assert_eq!(officer.read("旧.db"), *bytes, "{number}");
    }
}
