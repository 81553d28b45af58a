//! A full disk, a folder that cannot be written and too little memory: the command says so, and the ledger is as it was.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod officer;

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Output};

use officer::{Officer, Said, said, words};

/// Runs a line under a limit of the shell: `-f 8` for files of at most eight blocks of 512 bytes.
fn limited(officer: &Officer, limit: &str, line: &str) -> Output {
    let mut command = officer.any("sh");
    command
        .arg("-c")
        // A file that grows too large would otherwise end the program by a signal.
        .arg(format!(
            "trap '' XFSZ; ulimit {limit} || exit 99; exec \"$0\" \"$@\""
        ))
        .arg(env!("CARGO_BIN_EXE_xgz"))
        .args(words(line))
        .env("XGZ_PASSPHRASE", "云溪春风化雨八个字");
    command.output().unwrap()
}

/// A sheet of so many visits.
fn sheet(count: usize) -> String {
    let mut text = "走访日期,地点,三送类别,主要内容\n".to_owned();
    for n in 1..=count {
        writeln!(
            text,
            "2023-03-30,西街{n},送政策,向商户讲解年报和信用修复的办法，发放质量主体责任告知书"
        )
        .unwrap();
    }
    text
}

/// The sample ledger as its owner has it, with another ledger and a sheet of visits beside.
fn bench() -> Officer {
    let officer = Officer::with_sample();
    officer.put("ledger.db", &officer.read("ledger.db"));
    officer.write("visits.csv", sheet(300));
    let other = Officer::with_ledger();
    other.write("visits.csv", sheet(200).replace("西街", "东街"));
    other.done("import visits.csv");
    officer.put("other.db", &other.read("ledger.db"));
    officer
}

/// Takes away everything of the folder of copies.
fn without_copies(officer: &Officer) {
    let _ = fs::remove_dir_all(officer.path("ledger.db-backups"));
}

/// Every copy that has its final name.
fn copies(officer: &Officer) -> Vec<String> {
    let Ok(entries) = fs::read_dir(officer.path("ledger.db-backups")) else {
        return Vec::new();
    };
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with(".xgz-draft-"))
        .collect()
}

#[test]
fn a_full_disk_is_told_of_and_the_ledger_stays_as_it_was() {
    let officer = bench();
    let visit = "visit add --date 2023-03-30 --point 1 --send 送政策 \
                 --problem 'company=甲公司; category=广告; text=一'";
    let lines = [
        (visit, ""),
        ("import visits.csv", ""),
        ("backup -o copy.db", ""),
        ("backup", ""),
        ("backup --encrypt -o copy.db", ""),
        ("merge other.db", ""),
        ("restore other.db -y", ""),
        ("undo -y", "import visits.csv"),
        ("doctor --repair -o copy.db", ""),
        ("demo copy.db", ""),
        ("visit list --format csv -o copy.csv", ""),
        ("summary --year 2022 -o copy.docx", ""),
    ];
    let sample = officer.read("ledger.db");
    for (line, first) in lines {
        officer.put("ledger.db", &sample);
        without_copies(&officer);
        if !first.is_empty() {
            officer.done(first);
        }
        let before = officer.read("ledger.db");
        let there = officer.content();
        let blocks = before.len().div_ceil(512);
        let mut refused = 0;
        for limit in [
            0,
            8,
            200,
            blocks / 2,
            blocks - 8,
            blocks,
            blocks + 8,
            100 * blocks,
        ] {
            officer.put("ledger.db", &before);
            without_copies(&officer);
            let ended = limited(&officer, &format!("-f {limit}"), line);
            let tried = format!("{line} under {limit} blocks");
            let said = said(&ended);
            if said.status == 0 {
                officer.is_whole("ledger.db", &tried);
            } else {
                refused += 1;
                said.is_complaint(&tried);
                assert!(said.err.contains("磁盘"), "{tried}\n{}", said.err);
                officer.is_whole("ledger.db", &tried);
                let same = officer.read("ledger.db") == before || officer.content() == there;
                assert!(same, "{tried}");
                for name in ["copy.db", "copy.csv", "copy.docx"] {
                    assert!(!officer.path(name).exists(), "{tried} left {name}");
                }
            }
            for copy in copies(&officer) {
                officer.is_whole(&format!("ledger.db-backups/{copy}"), &tried);
            }
            for name in ["copy.db", "copy.csv", "copy.docx"] {
                let _ = fs::remove_file(officer.path(name));
            }
        }
        assert!(refused > 0, "{line}: nothing was too large");
    }
}

#[test]
fn a_disk_that_is_full_from_the_start_gets_no_half_ledger() {
    for limit in [0, 1, 8, 40] {
        let officer = Officer::new();
        let ended = said(&limited(&officer, &format!("-f {limit}"), "init"));
        ended.is_complaint("init");
        assert!(
            officer.files().is_empty(),
            "{limit}: {:?}",
            officer.files().keys()
        );
    }
}

/// Runs a line as a user who owns nothing, where these tests are run by the administrator, whom no rights stop.
fn unprivileged(officer: &Officer, program: &Path, line: &str) -> Option<Said> {
    let id = Command::new("id").arg("-u").output().unwrap();
    let mut command = if id.stdout == b"0\n" {
        let mut command = officer.any("setpriv");
        command
            .args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"])
            .arg(program);
        command
    } else {
        officer.any(program.to_str().unwrap())
    };
    let ended = command.args(words(line)).output();
    // Not every system has the program that gives rights away.
    ended.ok().map(|ended| said(&ended))
}

#[test]
fn a_folder_that_cannot_be_written_lets_its_ledger_be_read_and_nothing_more() {
    let officer = bench();
    let rights = |name: &str, mode| {
        fs::set_permissions(officer.path(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    // The program itself may lie where only its builder may look.
    let elsewhere = tempfile::tempdir().unwrap();
    fs::set_permissions(elsewhere.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let program = elsewhere.path().join("xgz");
    fs::copy(env!("CARGO_BIN_EXE_xgz"), &program).unwrap();
    for (folder, ledger) in [(0o555, 0o444), (0o555, 0o666)] {
        rights("other.db", 0o444);
        rights("visits.csv", 0o444);
        rights("ledger.db", ledger);
        rights(".", folder);
        let before = officer.files();
        for line in ["visit list", "report --year 2022", "check", "log"] {
            let Some(said) = unprivileged(&officer, &program, line) else {
                return;
            };
            assert_eq!(said.status, 0, "{line}\n{}", said.err);
        }
        for line in [
            "visit add --date 2023-03-30 --point 1 --send 送政策",
            "point rm 11 -y",
            "import visits.csv",
            "merge other.db",
            "restore other.db -y",
            "undo -y",
            "backup",
            "backup -o copy.db",
            "doctor --repair",
        ] {
            let said = unprivileged(&officer, &program, line).unwrap();
            said.is_complaint(line);
        }
        assert!(officer.files() == before);
        rights(".", 0o755);
    }
}

/// How a command ended that had little memory.
#[cfg(target_os = "linux")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Done,
    Told,
    /// It could not say anything any more.
    Aborted,
    /// The system could not even start it.
    NotStarted,
}

/// Limits of memory, in megabytes of addresses: from what starts no program to what suffices for all.
#[cfg(target_os = "linux")]
const MEMORY: &[u64] = &[
    4, 12, 15, 16, 17, 18, 19, 20, 22, 24, 26, 28, 32, 48, 64, 128, 2048,
];

/// How a command ended; it says what is wrong, or nothing at all.
#[cfg(target_os = "linux")]
fn end(ended: &Output, tried: &str) -> End {
    let said = said(ended);
    // The system library has something to set up before the program begins.
    if said.err.contains("initialization or cleanup bug") {
        return End::NotStarted;
    }
    assert!(!said.err.contains("panicked"), "{tried}\n{}", said.err);
    match (ended.status.code(), ended.status.signal()) {
        (Some(0), _) => End::Done,
        (Some(1), _) => {
            said.is_complaint(tried);
            End::Told
        }
        (None, Some(6)) => End::Aborted,
        (Some(126 | 127), _) | (None, Some(9 | 11)) => End::NotStarted,
        _ => panic!("{tried}: {ended:?}"),
    }
}

#[cfg(target_os = "linux")]
#[test]
fn too_little_memory_ends_a_command_and_harms_no_ledger() {
    let officer = bench();
    // Two megabytes.
    let long = "发放质量主体责任告知书，".repeat(18);
    officer.write("large.csv", sheet(2_800).replace("发放", &long));
    let sample = officer.read("ledger.db");
    let lines = [
        ("visit list", ""),
        ("report --year 2022", ""),
        ("check", ""),
        ("summary --year 2022 -o copy.docx", ""),
        ("log --all", ""),
        ("import large.csv", ""),
        ("backup -o copy.db", ""),
        ("backup --encrypt -o copy.db", ""),
        ("merge other.db", ""),
        ("restore other.db -y", ""),
        ("undo -y", "import visits.csv"),
        ("doctor", ""),
    ];
    for (line, first) in lines {
        officer.put("ledger.db", &sample);
        without_copies(&officer);
        if !first.is_empty() {
            officer.done(first);
        }
        let before = officer.read("ledger.db");
        let there = officer.content();
        let mut ends = Vec::new();
        for limit in MEMORY {
            officer.put("ledger.db", &before);
            without_copies(&officer);
            let tried = format!("{line} under {limit} MB");
            let ended = limited(&officer, &format!("-v {}", limit * 1024), line);
            let end = end(&ended, &tried);
            ends.push((limit, end));
            officer.is_whole("ledger.db", &tried);
            if end != End::Done && officer.read("ledger.db") != before {
                assert!(officer.content() == there, "{tried}");
            }
            for copy in copies(&officer) {
                officer.is_whole(&format!("ledger.db-backups/{copy}"), &tried);
            }
            if officer.path("copy.db").exists() && !line.contains("--encrypt") {
                officer.is_whole("copy.db", &tried);
            }
            let _ = fs::remove_file(officer.path("copy.db"));
            let _ = fs::remove_file(officer.path("copy.docx"));
            if end == End::Done {
                break;
            }
        }
        let last = ends.last().map(|end| end.1);
        assert_eq!(last, Some(End::Done), "{line}: {ends:?}");
        println!("{line}: {ends:?}");
    }
}

#[test]
fn a_settings_file_is_made_whole_or_not_at_all() {
    let officer = Officer::new();
    let refused = said(&limited(&officer, "-f 1", "config init"));
    refused.is_refusal("config init", 1);
    assert!(refused.err.contains("磁盘满了"), "{}", refused.err);
    let folder = officer.path("home/config/xgz");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    // Made, it can be read by whoever can read the user's other files.
    officer.done("config init");
    let mode = |file: &Path| fs::metadata(file).unwrap().permissions().mode();
    officer.write("other", "");
    let file = folder.join("config.toml");
    assert_eq!(mode(&file), mode(&officer.path("other")));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
}
