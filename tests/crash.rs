//! Commands that are killed at a random write leave a whole ledger, with everything in it that was reported as done.
//!
//! The folder is watched: the command is killed as soon as the n-th change of a file in it is seen, so that the blows
//! fall where something is being written and not in the time before and after.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod officer;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use officer::dice::Dice;
use officer::{Officer, words};

/// Where the random numbers begin: the same blows each time, as far as the machine allows.
const SEED: u64 = 20_230_331;

/// The folder in which the program keeps copies.
const COPIES: &str = "ledger.db-backups";

/// How a command that was struck, or was to be, came to its end.
struct Ended {
    /// Whether it ended by itself, and well: then what it was to do counts as done.
    done: bool,
    /// Whether the blow hit it.
    killed: bool,
    /// How many changes were seen.
    seen: usize,
    /// What it said on standard output before its end.
    out: String,
}

/// The changes of files in some folders, as they happen.
#[cfg(target_os = "linux")]
struct Watch(std::os::fd::OwnedFd);

#[cfg(target_os = "linux")]
impl Watch {
    fn over(folders: &[PathBuf]) -> Self {
        use rustix::fs::inotify::{CreateFlags, WatchFlags, add_watch, init};
        let watch = init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK).unwrap();
        let changes =
            WatchFlags::MODIFY | WatchFlags::CREATE | WatchFlags::DELETE | WatchFlags::MOVE;
        for folder in folders {
            add_watch(&watch, folder, changes).unwrap();
        }
        Self(watch)
    }

    /// Waits until something has changed, or the other end of `out` is closed; how many changes there were since, and
    /// whether it is closed.
    fn wait(&self, out: &impl std::os::fd::AsFd) -> (usize, bool) {
        use rustix::event::{PollFd, PollFlags, poll};
        let mut ends = [
            PollFd::new(&self.0, PollFlags::IN),
            // Nothing is asked of it but that it is closed, which is always told.
            PollFd::new(out, PollFlags::empty()),
        ];
        while poll(&mut ends, None) == Err(rustix::io::Errno::INTR) {}
        let closed = ends[1].revents().contains(PollFlags::HUP);
        let mut buffer = [std::mem::MaybeUninit::uninit(); 4096];
        let mut changes = rustix::fs::inotify::Reader::new(&self.0, &mut buffer);
        let mut seen = 0;
        while changes.next().is_ok() {
            seen += 1;
        }
        (seen, closed)
    }
}

/// Runs a command and kills it, with all that it started, at the n-th change in the folders; none: leaves it alone.
#[cfg(target_os = "linux")]
fn struck(command: &mut Command, folders: &[PathBuf], at: Option<usize>) -> Ended {
    use std::os::unix::process::{CommandExt, ExitStatusExt};
    let watch = Watch::over(folders);
    let mut child = command
        .process_group(0)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    yields_to_us(&child);
    let mut out = child.stdout.take().unwrap();
    let mut seen = 0;
    loop {
        let (more, closed) = watch.wait(&out);
        seen += more;
        if at.is_some_and(|at| seen >= at) {
            kill(&child);
            break;
        }
        if closed {
            break;
        }
    }
    // Ends only when everything that was started is gone.
    let mut said = String::new();
    out.read_to_string(&mut said).unwrap();
    let status = child.wait().unwrap();
    Ended {
        done: status.success(),
        killed: status.signal() == Some(9),
        seen,
        out: said,
    }
}

/// Lets the child go after whoever watches it: on a busy machine the blow would fall when all is done.
#[cfg(target_os = "linux")]
fn yields_to_us(child: &std::process::Child) {
    use rustix::process::{Pid, setpriority_process};
    let child = Pid::from_raw(i32::try_from(child.id()).unwrap());
    let _ = setpriority_process(child, 19);
}

/// Kills a process and all that it started, if it is still there.
#[cfg(target_os = "linux")]
fn kill(child: &std::process::Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let group = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    let _ = kill_process_group(group, Signal::KILL);
}

/// Where folders cannot be watched, the blow falls after the n-th look at the command.
#[cfg(not(target_os = "linux"))]
fn struck(command: &mut Command, _folders: &[PathBuf], at: Option<usize>) -> Ended {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut seen = 0;
    let mut hit = false;
    while child.try_wait().unwrap().is_none() {
        seen += 1;
        if at.is_some_and(|at| seen >= at) {
            child.kill().unwrap();
            hit = true;
            break;
        }
        std::thread::yield_now();
    }
    let mut said = String::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    let status = child.wait().unwrap();
    Ended {
        done: status.success(),
        killed: hit && !status.success(),
        seen,
        out: said,
    }
}

/// Commands that are struck again and again, with what came of it.
struct Blows {
    officer: Officer,
    dice: Dice,
    /// How many changes there are in an undisturbed run.
    changes: usize,
    /// How many blows hit, and how many of them left an interrupted write behind.
    hit: usize,
    interrupted: usize,
}

impl Blows {
    /// Makes ready: `line` is run once without a blow, and the ledger put back as it was.
    fn at(officer: Officer, line: &str) -> Self {
        // The folder must be there to be watched.
        make_private(&officer.path(COPIES));
        let mut blows = Self {
            officer,
            dice: Dice(SEED),
            changes: 0,
            hit: 0,
            interrupted: 0,
        };
        let before = blows.officer.read("ledger.db");
        let ended = struck(&mut blows.officer.xgz(&words(line)), &blows.folders(), None);
        assert!(ended.done && ended.seen > 0, "{line}");
        blows.changes = ended.seen;
        blows.back_to(&before);
        blows
    }

    fn folders(&self) -> [PathBuf; 2] {
        [self.officer.path("."), self.officer.path(COPIES)]
    }

    /// Strikes a command once, anywhere.
    fn strike(&mut self, command: &mut Command) -> Ended {
        let at = 1 + self.dice.below(self.changes);
        let ended = struck(command, &self.folders(), Some(at));
        assert!(ended.done || ended.killed, "it ended otherwise");
        self.hit += usize::from(ended.killed);
        self.interrupted += usize::from(self.officer.path("ledger.db-journal").exists());
        ended
    }

    /// Puts the ledger back as it was, and takes the copies away.
    fn back_to(&self, ledger: &[u8]) {
        let _ = fs::remove_file(self.officer.path("ledger.db-journal"));
        self.officer.put("ledger.db", ledger);
        for copy in copies(&self.officer.path(COPIES)) {
            fs::remove_file(copy).unwrap();
        }
    }

    /// The ledger and every copy that has its final name are whole.
    fn all_is_whole(&self, why: &str) {
        self.officer.is_whole("ledger.db", why);
        for copy in copies(&self.officer.path(COPIES)) {
            let name = copy.file_name().unwrap().to_str().unwrap();
            if !name.starts_with(".xgz-draft-") {
                self.officer.is_whole(&format!("{COPIES}/{name}"), why);
            }
        }
    }

    /// Fails when the blows fell beside what they were to hit.
    fn did_hit(&self, least: usize, interrupted: usize) {
        assert!(self.hit >= least, "only {} of the blows hit", self.hit);
        assert!(
            self.interrupted >= interrupted,
            "only {} of {} blows left a journal",
            self.interrupted,
            self.hit
        );
    }
}

/// The files in a folder.
fn copies(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// Makes a folder for its owner only.
fn make_private(folder: &Path) {
    fs::create_dir(folder).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
    }
}

/// A sheet of so many visits to a place.
fn sheet(place: &str, count: usize) -> String {
    let mut text = "走访日期,地点,三送类别,主要内容\n".to_owned();
    for n in 1..=count {
        writeln!(
            text,
            "2023-03-30,{place}{n},送政策,向商户讲解年报和信用修复的办法"
        )
        .unwrap();
    }
    text
}

/// An officer with a point and a few visits, with their problems.
fn with_a_few() -> Officer {
    let officer = Officer::with_ledger();
    officer.done("point add --name 北环钢材市场 --kind 专业市场 --confirmed-on 2022-03-24");
    for n in 1..=5 {
        officer.done(&with_problems(n));
    }
    officer
}

/// Registers a visit with two problems, all marked with `n`.
fn with_problems(n: usize) -> String {
    format!(
        "visit add --date 2023-03-30 --point 1 --send 送政策 --summary 记号{n} \
         --problem 'company=甲公司{n}; category=广告; text=一' --problem 'company=乙公司{n}; category=广告; text=二'"
    )
}

/// The marks of the visits that are there; each has its two problems, and no problem is without its visit.
fn marks(officer: &Officer, why: &str) -> BTreeSet<String> {
    let visits = officer.json("visit list");
    let problems = officer.json("problem list");
    let mut expected = Vec::new();
    let mut marks = BTreeSet::new();
    for visit in visits.as_array().unwrap() {
        let mark = visit["summary"]
            .as_str()
            .unwrap()
            .trim_start_matches("记号")
            .to_owned();
        for company in ["甲公司", "乙公司"] {
            expected.push((visit["id"].as_u64().unwrap(), format!("{company}{mark}")));
        }
        marks.insert(mark);
    }
    let mut found: Vec<_> = problems
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| {
            let company = problem["company"].as_str().unwrap().to_owned();
            (problem["visit"].as_u64().unwrap(), company)
        })
        .collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected, "{why}");
    marks
}

#[test]
fn a_killed_add_is_there_with_its_problems_or_not_at_all() {
    let mut blows = Blows::at(with_a_few(), &with_problems(0));
    let mut acknowledged: BTreeSet<String> = (1..=5).map(|n| n.to_string()).collect();
    for n in 6..106 {
        let ended = {
            let mut command = blows.officer.xgz(&words(&with_problems(n)));
            blows.strike(&mut command)
        };
        if ended.done {
            acknowledged.insert(n.to_string());
        }
        let why = format!("seed {SEED}, round {n}");
        blows.all_is_whole(&why);
        let there = marks(&blows.officer, &why);
        assert!(
            there.is_superset(&acknowledged),
            "{why}: {acknowledged:?} {there:?}"
        );
        // What was killed after its commit stays.
        acknowledged = there;
    }
    blows.did_hit(10, 1);
}

#[cfg(target_os = "linux")]
#[test]
fn every_number_that_was_printed_before_the_blow_is_a_record_after_it() {
    // The number is printed once the program has ended well.
    let script = "for n in 1 2 3 4 5 6; do \
         \"$XGZ\" visit add --date 2023-03-30 --point 1 --send 送政策 --summary 记号\"$ROUND\"之\"$n\" \
           --problem \"company=甲公司$ROUND之$n; category=广告; text=一\" \
           --problem \"company=乙公司$ROUND之$n; category=广告; text=二\" 2>said || exit 1; \
         sed -n 's/^已登记走访 \\([0-9]*\\)：.*/\\1/p' said; done";
    let officer = with_a_few();
    let several = |round: &str| {
        let mut command = officer.any("sh");
        command
            .args(["-c", script])
            .env("XGZ", env!("CARGO_BIN_EXE_xgz"))
            .env("ROUND", round);
        command
    };
    let folders = [officer.path(".")];
    let undisturbed = struck(&mut several("甲"), &folders, None);
    assert_eq!(
        undisturbed.out,
        "6\n7\n8\n9\n10\n11\n",
        "{}",
        officer.text("said")
    );
    let mut dice = Dice(SEED);
    let mut printed: BTreeSet<u64> = (1..=11).collect();
    let mut hits = 0;
    for round in 0..40 {
        let at = 1 + dice.below(undisturbed.seen);
        let ended = struck(&mut several(&round.to_string()), &folders, Some(at));
        assert!(ended.done || ended.killed, "{}", officer.text("said"));
        hits += usize::from(ended.killed);
        // A line that was cut off was not read.
        let whole = ended.out.rsplit_once('\n').map_or("", |(whole, _)| whole);
        printed.extend(whole.lines().map(|line| line.parse::<u64>().unwrap()));
        let why = format!("seed {SEED}, round {round}");
        officer.is_whole("ledger.db", &why);
        marks(&officer, &why);
        let visits = officer.json("visit list");
        let there: BTreeSet<_> = visits
            .as_array()
            .unwrap()
            .iter()
            .map(|visit| visit["id"].as_u64().unwrap())
            .collect();
        assert!(there.is_superset(&printed), "{why}: {printed:?} {there:?}");
    }
    assert!(hits >= 20, "only {hits} blows hit");
    assert!(printed.len() > 20, "{printed:?}");
}

#[test]
fn a_killed_import_is_there_whole_or_not_at_all_and_so_is_its_undoing() {
    let officer = with_a_few();
    officer.write("visits.csv", sheet("西街", 150));
    let mut blows = Blows::at(officer, "import visits.csv");
    let before = blows.officer.read("ledger.db");
    let there = blows.officer.content();
    for round in 0..40 {
        blows.back_to(&before);
        let mut command = blows.officer.xgz(&words("import visits.csv"));
        let ended = blows.strike(&mut command);
        let why = format!("seed {SEED}, import {round}");
        blows.all_is_whole(&why);
        let count = blows.officer.count("visit");
        assert!(
            count == 155 || (count == 5 && !ended.done),
            "{why}: {count}"
        );
        if count == 5 {
            assert!(blows.officer.content() == there, "{why}");
        }
    }
    blows.did_hit(5, 0);

    blows.back_to(&before);
    blows.officer.done("import visits.csv");
    let mut blows = Blows::at(rehoused(blows.officer), "undo -y");
    let before = blows.officer.read("ledger.db");
    for round in 0..30 {
        blows.back_to(&before);
        let mut command = blows.officer.xgz(&words("undo -y"));
        let ended = blows.strike(&mut command);
        let why = format!("seed {SEED}, undo {round}");
        blows.all_is_whole(&why);
        let count = blows.officer.count("visit");
        assert!(
            count == 5 || (count == 155 && !ended.done),
            "{why}: {count}"
        );
    }
    blows.did_hit(4, 0);
}

/// The same ledger in a folder of its own.
fn rehoused(officer: Officer) -> Officer {
    let new = Officer::new();
    new.put("ledger.db", &officer.read("ledger.db"));
    drop(officer);
    new
}

#[test]
fn a_killed_merge_or_restore_is_done_whole_or_not_at_all() {
    let other = Officer::with_ledger();
    other.write("visits.csv", sheet("东街", 150));
    other.done("import visits.csv");
    let officer = with_a_few();
    officer.put("other.db", &other.read("ledger.db"));
    let mut blows = Blows::at(officer, "merge other.db");
    let before = blows.officer.read("ledger.db");
    for round in 0..40 {
        blows.back_to(&before);
        let mut command = blows.officer.xgz(&words("merge other.db"));
        let ended = blows.strike(&mut command);
        let why = format!("seed {SEED}, merge {round}");
        blows.all_is_whole(&why);
        let count = blows.officer.count("visit");
        assert!(
            count == 155 || (count == 5 && !ended.done),
            "{why}: {count}"
        );
        blows.officer.is_whole("other.db", &why);
    }
    blows.did_hit(5, 0);

    let mut blows = Blows::at(with_a_few_and(&other), "restore other.db -y");
    let before = blows.officer.read("ledger.db");
    for round in 0..30 {
        blows.back_to(&before);
        let mut command = blows.officer.xgz(&words("restore other.db -y"));
        let ended = blows.strike(&mut command);
        let why = format!("seed {SEED}, restore {round}");
        blows.all_is_whole(&why);
        let counts = (blows.officer.count("visit"), blows.officer.count("problem"));
        assert!(
            counts == (150, 0) || (counts == (5, 10) && !ended.done),
            "{why}: {counts:?}"
        );
    }
    blows.did_hit(4, 0);
}

/// An officer with a few visits, and the ledger of another one beside.
fn with_a_few_and(other: &Officer) -> Officer {
    let officer = with_a_few();
    officer.put("other.db", &other.read("ledger.db"));
    officer
}

/// Takes back what the last step of the schema added: a ledger as the program before it left it.
fn age(officer: &Officer) {
    let older = Officer::new();
    let connection = older.ledger();
    for step in [
        include_str!("../src/store/schema/0001_ledger.sql"),
        include_str!("../src/store/schema/0002_whole_source.sql"),
    ] {
        connection.execute_batch(step).unwrap();
    }
    let new = officer.path("ledger.db");
    connection
        .execute("ATTACH ?1 AS new", [new.to_str().unwrap()])
        .unwrap();
    let copies: Vec<String> = connection
        .prepare(
            "SELECT 'INSERT INTO main.\"' || tables.name || '\" (' || group_concat('\"' || columns.name || '\"')
                 || ') SELECT ' || group_concat('\"' || columns.name || '\"') || ' FROM new.\"' || tables.name || '\"'
             FROM main.sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns
             WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%' GROUP BY tables.name",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    connection
        .execute_batch("PRAGMA foreign_keys = OFF")
        .unwrap();
    for copy in copies {
        connection.execute_batch(&copy).unwrap();
    }
    connection
        .execute_batch("PRAGMA application_id = 0x78677A31; PRAGMA user_version = 2; DETACH new")
        .unwrap();
    drop(connection);
    officer.put("ledger.db", &older.read("ledger.db"));
}

#[test]
fn a_killed_migration_leaves_a_ledger_that_opens_at_the_next_try_with_everything_in_it() {
    let officer = with_a_few();
    let there = officer.content();
    age(&officer);
    let said = officer.run("doctor");
    assert!(
        said.status == 1 && said.text().contains("版本　1 处问题"),
        "{}",
        said.text()
    );
    let mut blows = Blows::at(officer, "point list");
    let before = blows.officer.read("ledger.db");
    for round in 0..60 {
        blows.back_to(&before);
        let mut command = blows.officer.xgz(&words("point list"));
        blows.strike(&mut command);
        let why = format!("seed {SEED}, round {round}");
        blows.officer.done("point list");
        blows.officer.is_whole("ledger.db", &why);
        assert!(blows.officer.content() == there, "{why}");
    }
    blows.did_hit(6, 0);
}

#[test]
fn a_killed_backup_leaves_no_half_copy_under_its_name_and_the_ledger_as_it_was() {
    let officer = with_a_few();
    officer.write("visits.csv", sheet("北街", 100));
    officer.done("import visits.csv");
    fs::remove_dir_all(officer.path(COPIES)).unwrap();
    let mut blows = Blows::at(officer, "backup -o first.db");
    let before = blows.officer.read("ledger.db");
    let mut made = 0;
    for round in 0..60 {
        let line = format!("backup -o copy-{round}.db");
        let mut command = blows.officer.xgz(&words(&line));
        let ended = blows.strike(&mut command);
        let why = format!("seed {SEED}, round {round}");
        assert!(blows.officer.read("ledger.db") == before, "{why}");
        let copy = format!("copy-{round}.db");
        let is_there = blows.officer.path(&copy).exists();
        assert!(is_there || !ended.done, "{why}");
        if is_there {
            made += 1;
            blows.officer.is_whole(&copy, &why);
        }
    }
    assert!(made < 60, "no blow was in time");
    blows.did_hit(5, 0);
}
