//! Damaged files, and what is no ledger: refused with a word on what to do, left as they are, and mended from the book.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod officer;

use std::fs;

use officer::Officer;
use officer::dice::Dice;

/// Where the random numbers begin: the same damage each time.
const SEED: u64 = 20_230_331;

/// The size of a page of the file.
const PAGE: usize = 4096;

/// Commands that read or write the ledger; each is refused where there is none that is in order.
const COMMANDS: &[&str] = &[
    "visit list",
    "report --year 2022",
    "check",
    "log",
    "visit add --date 2023-03-30 --point 1 --send 送政策",
    "import visits.csv",
    "merge whole.db",
    "undo -y",
    "backup -o copy.db",
];

/// Commands that take in another file.
const OTHERS: &[&str] = &["merge bad.db", "restore bad.db -y"];

/// An officer with a whole ledger and a sheet beside.
fn bench() -> Officer {
    let officer = Officer::with_sample();
    officer.put("whole.db", &officer.read("ledger.db"));
    officer.put("ledger.db", &officer.read("whole.db"));
    officer.write(
        "visits.csv",
        "走访日期,地点,三送类别\n2023-03-30,西街,送政策\n",
    );
    officer
}

/// Every command is refused for this ledger, which stays as it is.
fn is_refused_everywhere(officer: &Officer, what: &str) {
    for line in COMMANDS.iter().chain(&["doctor"]) {
        let before = officer.files();
        let said = officer.run(line);
        said.is_complaint(&format!("{line} {what}"));
        assert!(
            officer.files() == before,
            "{line} on {what}: a file was changed"
        );
    }
}

/// Nothing is taken in from `bad.db`; neither it nor the ledger is changed.
fn is_not_taken_in(officer: &Officer, what: &str) {
    for line in OTHERS {
        let before = officer.files();
        let said = officer.run(line);
        said.is_complaint(&format!("{line} {what}"));
        assert!(
            officer.files() == before,
            "{line} of {what}: a file was changed"
        );
    }
}

#[test]
fn what_is_no_ledger_is_refused_by_every_command_and_left_as_it_is() {
    let officer = bench();
    let whole = officer.read("whole.db");
    let newer = {
        officer
            .ledger()
            .pragma_update(None, "user_version", 999)
            .unwrap();
        officer.read("ledger.db")
    };
    let mut other = whole.clone();
    other[68..72].copy_from_slice(b"other"[..4].as_ref());
    let files: &[(&str, Vec<u8>)] = &[
        ("nothing", Vec::new()),
        (
            "text",
            "姓名,电话\n张三,13800000000\n".repeat(200).into_bytes(),
        ),
        ("zeros", vec![0; 3 * PAGE]),
        ("head", whole[..100].to_vec()),
        ("newer", newer),
        ("other", other),
    ];
    for (what, bytes) in files {
        officer.put("ledger.db", bytes);
        is_refused_everywhere(&officer, what);
        officer.put("ledger.db", &whole);
        officer.put("bad.db", bytes);
        is_not_taken_in(&officer, what);
    }
    fs::remove_file(officer.path("bad.db")).unwrap();
    fs::create_dir(officer.path("bad.db")).unwrap();
    is_not_taken_in(&officer, "folder");
    fs::remove_file(officer.path("ledger.db")).unwrap();
    fs::create_dir(officer.path("ledger.db")).unwrap();
    is_refused_everywhere(&officer, "folder");
}

#[test]
fn a_second_name_of_a_ledger_is_refused_for_writing() {
    let officer = bench();
    fs::hard_link(officer.path("ledger.db"), officer.path("second.db")).unwrap();
    if !cfg!(unix) {
        return;
    }
    is_refused_everywhere(&officer, "link");
}

#[test]
fn a_ledger_that_was_cut_off_is_refused_or_found_by_doctor() {
    let officer = bench();
    let whole = officer.read("whole.db");
    let mut dice = Dice(SEED);
    let pages = whole.len() / PAGE;
    let mut lengths: Vec<usize> = (1..pages)
        .step_by(pages.div_ceil(15))
        .map(|n| n * PAGE)
        .collect();
    lengths.extend((0..15).map(|_| 1 + dice.below(whole.len() - 1)));
    lengths.extend([1, 15, 16, 17, 99, 100, 511, 512, 513, whole.len() - 1]);
    for length in lengths {
        let cut = &whole[..length];
        officer.put("ledger.db", cut);
        let what = format!("cut at {length}");
        let said = officer.run("doctor");
        said.is_complaint(&what);
        // A part that is still whole may be read.
        for line in [
            "visit add --date 2023-03-30 --point 1 --send 送政策",
            "backup -o copy.db",
        ] {
            officer.put("ledger.db", cut);
            let said = officer.run(line);
            assert!(
                !said.err.contains("panicked"),
                "{what}: {line}\n{}",
                said.err
            );
            if said.status != 0 {
                said.is_complaint(&format!("{line} {what}"));
                assert!(officer.read("ledger.db") == cut, "{what}: {line}");
            }
            let _ = fs::remove_file(officer.path("copy.db"));
        }
        for line in ["visit list", "report --year 2022", "log", "check"] {
            let said = officer.run(line);
            if said.status != 0 {
                said.is_complaint(&format!("{line} {what}"));
            }
        }
        officer.put("bad.db", cut);
        officer.put("ledger.db", &whole);
        is_not_taken_in(&officer, &what);
    }
}

/// Damages a copy of the sample ledger `times` over: doctor finds it, or everything is shown as before.
fn damaged(seed: u64, times: usize, damage: impl Fn(&mut Vec<u8>, &mut Dice) -> String) -> usize {
    let officer = bench();
    let whole = officer.read("whole.db");
    let there = officer.content();
    let mut dice = Dice(seed);
    let mut found = 0;
    for _ in 0..times {
        let mut bytes = whole.clone();
        let what = damage(&mut bytes, &mut dice);
        if bytes == whole {
            continue;
        }
        officer.put("ledger.db", &bytes);
        let said = officer.run("doctor");
        assert!(
            officer.read("ledger.db") == bytes,
            "{what}: doctor changed the file"
        );
        if said.status == 0 {
            assert!(officer.content() == there, "{what}: doctor found nothing");
            continue;
        }
        found += 1;
        said.is_complaint(&what);
    }
    found
}

/// Turns one bit round.
fn flip(bytes: &mut [u8], at: usize, dice: &mut Dice) -> String {
    let bit = dice.below(8);
    bytes[at] ^= 1 << bit;
    format!("bit {bit} of byte {at}")
}

#[test]
fn a_bit_that_has_turned_anywhere_is_found_or_changes_nothing_that_is_shown() {
    let found = damaged(SEED, 150, |bytes, dice| {
        let at = dice.below(bytes.len());
        flip(bytes, at, dice)
    });
    assert!(found > 75, "{found}");
}

#[test]
fn a_bit_that_has_turned_in_another_place_is_found_too() {
    let found = damaged(SEED + 1, 150, |bytes, dice| {
        // The head of the file, the first bytes of a page, or anywhere.
        let at = match dice.below(6) {
            0 => dice.below(100),
            1 => dice.below(bytes.len() / PAGE) * PAGE + dice.below(12),
            _ => dice.below(bytes.len()),
        };
        flip(bytes, at, dice)
    });
    assert!(found > 60, "{found}");
}

#[test]
fn a_page_of_zeros_is_found_or_changes_nothing_that_is_shown() {
    let found = damaged(SEED, 40, |bytes, dice| {
        let page = dice.below(bytes.len() / PAGE);
        bytes[page * PAGE..(page + 1) * PAGE].fill(0);
        format!("page {page} of zeros")
    });
    assert!(found > 30, "{found}");
}

#[test]
fn a_damaged_ledger_makes_no_command_panic_and_does_no_harm_to_another() {
    let officer = bench();
    let whole = officer.read("whole.db");
    let mut dice = Dice(SEED + 2);
    for _ in 0..25 {
        let mut bytes = whole.clone();
        let at = dice.below(bytes.len());
        let what = flip(&mut bytes, at, &mut dice);
        officer.put("ledger.db", &bytes);
        for line in COMMANDS {
            officer.put("ledger.db", &bytes);
            let said = officer.run(line);
            assert!(
                !said.err.contains("panicked"),
                "{what}: {line}\n{}",
                said.err
            );
            assert!((0..=1).contains(&said.status), "{what}: {line}: {said:?}");
            if said.status == 1 {
                said.is_complaint(&format!("{line} {what}"));
            }
        }
        let _ = fs::remove_file(officer.path("copy.db"));
        officer.put("ledger.db", &whole);
        officer.put("bad.db", &bytes);
        for line in OTHERS {
            officer.put("ledger.db", &whole);
            let said = officer.run(line);
            assert!(
                !said.err.contains("panicked"),
                "{what}: {line}\n{}",
                said.err
            );
            if said.status == 0 {
                officer.is_whole("ledger.db", &format!("{line} of a file with {what}"));
            } else {
                said.is_complaint(&format!("{line} {what}"));
            }
            assert!(officer.read("bad.db") == bytes, "{line}");
        }
        let _ = fs::remove_dir_all(officer.path("ledger.db-backups"));
    }
}

/// The places of the file where the body of a revision stands: the text of a record as the book has it.
fn bodies(officer: &Officer) -> Vec<(usize, usize)> {
    let bytes = officer.read("ledger.db");
    let connection = officer.ledger();
    let mut statement = connection
        .prepare("SELECT body FROM revision WHERE body IS NOT NULL")
        .unwrap();
    let texts: Vec<String> = statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    texts
        .iter()
        .filter_map(|text| {
            let at = bytes
                .windows(text.len())
                .position(|part| part == text.as_bytes())?;
            Some((at, text.len()))
        })
        .collect()
}

#[test]
fn a_damaged_ledger_is_not_backed_up_as_if_it_were_whole() {
    let officer = bench();
    let whole = officer.read("whole.db");
    let there = officer.content();
    let mut dice = Dice(SEED + 3);
    for _ in 0..60 {
        let mut bytes = whole.clone();
        let at = dice.below(bytes.len());
        let what = flip(&mut bytes, at, &mut dice);
        officer.put("ledger.db", &bytes);
        if officer.run("backup -o copy.db").status == 0 {
            // The damage may lie in what is made anew, as an index is; then the copy is whole.
            fs::rename(officer.path("copy.db"), officer.path("ledger.db")).unwrap();
            officer.is_whole("ledger.db", &what);
            assert!(officer.content() == there, "{what}");
        }
        assert!(!officer.path("copy.db").exists(), "{what}");
    }
}

/// Turns a bit in the body of a revision and mends it; whether what was left is a text is as asked.
fn mended(times: usize, is_text: bool) {
    let officer = bench();
    let whole = officer.read("whole.db");
    let there = officer.content();
    let bodies = bodies(&officer);
    assert!(bodies.len() > 300, "{}", bodies.len());
    let mut dice = Dice(SEED);
    let mut done = 0;
    while done < times {
        let (begin, length) = bodies[dice.below(bodies.len())];
        let mut bytes = whole.clone();
        let at = begin + dice.below(length);
        let what = flip(&mut bytes, at, &mut dice);
        if str::from_utf8(&bytes[begin..begin + length]).is_ok() != is_text {
            continue;
        }
        done += 1;
        officer.put("ledger.db", &bytes);
        officer.run("doctor").is_complaint(&what);
        let said = officer.run("doctor --repair -o mended.db");
        assert_eq!(said.status, 0, "{what}\n{}", said.err);
        let told = "有 1 处和当时写下的不一样，已经按核对码改回原样";
        assert!(said.err.contains(told), "{what}\n{}", said.err);
        let after = officer.read("ledger.db");
        assert!(after == bytes, "{what}: the old file was changed");
        officer.is_whole("mended.db", &what);
        fs::rename(officer.path("mended.db"), officer.path("ledger.db")).unwrap();
        assert!(officer.content() == there, "{what}");
    }
}

#[test]
fn a_bit_that_has_turned_in_the_book_is_mended_and_the_old_file_kept() {
    mended(25, true);
}

#[test]
fn a_bit_that_leaves_no_text_in_the_book_is_mended_as_well() {
    mended(25, false);
}

#[test]
fn an_interrupted_write_is_taken_back_and_missed_without_its_journal() {
    let officer = bench();
    let there = officer.content();
    // A writer that was stopped in the middle: its pages are in the file, those of before in the journal.
    let (ledger, journal) = {
        let mut connection = officer.ledger();
        connection
            .execute_batch("PRAGMA cache_size = 2; PRAGMA cache_spill = 2")
            .unwrap();
        let writing = connection.transaction().unwrap();
        writing
            .execute_batch("UPDATE visit SET note = hex(randomblob(500)); UPDATE revision SET depth = depth + 1")
            .unwrap();
        let files = (officer.read("ledger.db"), officer.read("ledger.db-journal"));
        drop(writing);
        files
    };
    assert!(ledger != officer.read("whole.db"));

    for first in [
        "visit list",
        "doctor",
        "backup -o copy.db",
        "undo --dry-run",
    ] {
        officer.put("ledger.db", &ledger);
        officer.put("ledger.db-journal", &journal);
        officer.done(first);
        assert!(!officer.path("ledger.db-journal").exists(), "{first}");
        assert!(officer.content() == there, "{first}");
        officer.is_whole("ledger.db", first);
    }
    officer.is_whole("copy.db", "the copy");

    // As another's file it is not changed: neither it nor its journal.
    officer.put("ledger.db", &officer.read("whole.db"));
    officer.put("bad.db", &ledger);
    officer.put("bad.db-journal", &journal);
    is_not_taken_in(&officer, "interrupted");

    // Without its journal it is damaged, and no command may take what it shows for the ledger.
    officer.put("ledger.db", &ledger);
    officer.run("doctor").is_complaint("without its journal");
    fs::remove_file(officer.path("bad.db-journal")).unwrap();
    is_not_taken_in(&officer, "without its journal");
}
