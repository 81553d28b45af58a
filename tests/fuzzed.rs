//! Anything at all as arguments and as a sheet: the program may refuse it, but never panics, and the ledger stays whole.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod officer;

use std::process::Output;

use officer::Officer;
use officer::whole::KINDS;
use proptest::prelude::*;
use proptest::sample::select;

/// What other commands there are, with their Chinese names.
const COMMANDS: &[&str] = &[
    "report",
    "统计",
    "check",
    "预警",
    "summary",
    "总结",
    "import",
    "导入",
    "log",
    "历史",
    "undo",
    "撤销",
    "redo",
    "backup",
    "备份",
    "restore",
    "恢复",
    "merge",
    "合并",
    "doctor",
    "检查台账",
    "init",
    "demo",
    "走访",
    "问题",
    "党员",
    "help",
    "completion",
    "man",
];

/// What is done with records.
const DEEDS: &[&str] = &[
    "add", "list", "show", "edit", "rm", "restore", "log", "添加", "close", "leave", "move",
    "solve", "decline", "progress", "stage", "pass", "done", "accept", "resolve", "join",
];

/// Flags of all kinds of command.
const FLAGS: &[&str] = &[
    "--db",
    "--author",
    "--color",
    "-q",
    "-y",
    "-h",
    "--help",
    "-V",
    "--year",
    "--half",
    "--quarter",
    "--month",
    "--from",
    "--to",
    "--point",
    "--station",
    "--section",
    "--category",
    "--by",
    "--explain",
    "--asof",
    "--freeze",
    "--against",
    "--handed",
    "--unfreeze",
    "--format",
    "-o",
    "--output",
    "--encoding",
    "--keys",
    "--full",
    "--limit",
    "--sort",
    "--columns",
    "--contains",
    "--removed",
    "--dry-run",
    "--date",
    "--send",
    "--problem",
    "--name",
    "--kind",
    "--reach",
    "--on",
    "--why",
    "--list",
    "--encrypt",
    "--repair",
    "--all",
    "--anonymous",
    "--basis",
    "--allow-same",
    "--走访日期",
    "--三送类别",
    "--格式",
    "--",
    "-",
    "--=",
    "-oo",
];

/// Values that some flag or argument takes.
const VALUES: &[&str] = &[
    "1",
    "0",
    "-1",
    "12",
    "99999999999999999999",
    "last",
    "#1",
    "@abc",
    "2022",
    "2022-03-30",
    "2022-02-30",
    "上周五",
    "今天",
    "2022Q3",
    "上半年",
    "gcsc",
    "北环钢材市场",
    "钢材",
    "送政策",
    "送政策、送服务",
    "json",
    "csv",
    "table",
    "out.csv",
    "out.json",
    "out.docx",
    "out.html",
    "out.md",
    "out.txt",
    "out",
    "ledger.db",
    "whole.db",
    "sheet.csv",
    "new.db",
    ".",
    "..",
    "gb18030",
    "utf-8",
    "企业名称=甲；问题类别=广告；问题描述=一",
    "company=;;=",
    "month",
    "point",
    "visits",
    "-1d",
    "1e9",
    "0x10",
    "９",
    "二〇二二年",
    "市场",
    "=1+1",
    "%s%n",
    "$(id)",
    "'",
    "\"",
];

/// One argument.
fn argument() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => select(FLAGS).prop_map(str::to_owned),
        6 => select(VALUES).prop_map(str::to_owned),
        2 => select(DEEDS).prop_map(str::to_owned),
        1 => (select(FLAGS), select(VALUES)).prop_map(|(flag, value)| format!("{flag}={value}")),
        // Any text: controls, signs that turn the direction of writing, and the empty one.
        // Nothing that is a path to somewhere else.
        2 => "[^\\x00/\\\\]{0,12}",
        1 => "[\\x01-\\x1f\\x7f\u{80}-\u{9f}\u{202a}-\u{202e}\u{feff}]{1,6}",
        1 => "[一-龥]{0,20}",
        1 => (0..20_000_usize).prop_map(|length| "长".repeat(length)),
    ]
}

/// The words of a command line, most of them of a command that there is.
fn command_line() -> impl Strategy<Value = Vec<String>> {
    let command = prop_oneof![
        4 => (select(KINDS), select(DEEDS)).prop_map(|(kind, deed)| vec![kind.to_owned(), deed.to_owned()]),
        4 => select(COMMANDS).prop_map(|command| vec![command.to_owned()]),
        1 => Just(Vec::new()),
    ];
    (command, prop::collection::vec(argument(), 0..7)).prop_map(|(mut words, rest)| {
        words.extend(rest);
        words
    })
}

/// A change of a sheet: where, between its begin and its end, and what.
#[derive(Debug, Clone)]
enum Blow {
    Insert(Vec<u8>),
    Remove(usize),
    Repeat(usize),
    Turn(u8),
}

/// Signs that mean something in a sheet, or nothing anywhere.
const SIGNS: &[&[u8]] = &[
    b"\"",
    b",",
    b"\n",
    b"\r\n",
    b"\r",
    b"\"\"",
    b",,,,",
    b"\n,,\n",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\t",
    b";",
    b"=1+1",
    b"'",
    b"2022-02-30",
    b"-1",
    b"999999999999999999999",
    b"\xe2\x80\xae",
    b"\xed\xa0\x80",
];

/// Bytes to be put into a sheet.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        select(SIGNS).prop_map(<[u8]>::to_vec),
        prop::collection::vec(0..0x80_u8, 1..8),
        "[一-龥]{1,4}".prop_map(String::into_bytes),
        (0..50_000_usize).prop_map(|length| "长".repeat(length).into_bytes()),
    ]
}

fn blow() -> impl Strategy<Value = Blow> {
    prop_oneof![
        4 => piece().prop_map(Blow::Insert),
        2 => (1..40_usize).prop_map(Blow::Remove),
        1 => (1..400_usize).prop_map(Blow::Repeat),
        3 => any::<u8>().prop_map(Blow::Turn),
    ]
}

/// The sheets of the sample year.
const SHEETS: &[&[u8]] = &[
    include_bytes!("../examples/2022/points.csv"),
    include_bytes!("../examples/2022/members.csv"),
    include_bytes!("../examples/2022/projects.csv"),
    include_bytes!("../examples/2022/visits.csv"),
    include_bytes!("../examples/2022/problems.csv"),
    include_bytes!("../examples/2022/meetings.csv"),
    include_bytes!("../examples/2022/activities.csv"),
    include_bytes!("../examples/2022/ideas.csv"),
    include_bytes!("../examples/2022/awards.csv"),
    include_bytes!("../examples/2022/plans.csv"),
];

/// Does something to a sheet.
fn strike(sheet: &mut Vec<u8>, place: prop::sample::Index, blow: Blow, splits: bool) {
    // Most blows leave the signs whole: else nearly every sheet would be refused for its encoding alone.
    let fitting = |sheet: &[u8], at: usize| {
        let mut at = at.min(sheet.len());
        while !splits && sheet.get(at).is_some_and(|byte| byte & 0xC0 == 0x80) {
            at += 1;
        }
        at
    };
    let at = fitting(sheet, place.index(sheet.len() + 1));
    let after = |length: usize| fitting(sheet, at + length);
    match blow {
        Blow::Insert(piece) => drop(sheet.splice(at..at, piece)),
        Blow::Remove(length) => drop(sheet.drain(at..after(length))),
        Blow::Repeat(length) => sheet.extend_from_within(at..after(length)),
        Blow::Turn(byte) => {
            let end = after(1);
            sheet.splice(at..end, [if splits { byte } else { byte & 0x7F }]);
        }
    }
}

/// A sheet, most often one of the sample's that something has happened to.
fn sheet() -> impl Strategy<Value = Vec<u8>> {
    let place = any::<prop::sample::Index>();
    let splits = prop::bool::weighted(0.05);
    let blows = prop::collection::vec((place, blow(), splits), 0..5);
    prop_oneof![
        1 => prop::collection::vec(any::<u8>(), 0..400),
        9 => (select(SHEETS), blows).prop_map(|(sheet, blows)| {
            let mut sheet = sheet.to_vec();
            for (place, blow, splits) in blows {
                strike(&mut sheet, place, blow, splits);
            }
            sheet
        }),
    ]
}

/// An officer with the sample ledger.
fn bench() -> Officer {
    let officer = Officer::with_sample();
    let whole = officer.read("ledger.db");
    officer.put("whole.db", &whole);
    officer.put("ledger.db", &whole);
    officer.write("sheet.csv", SHEETS[3]);
    officer
}

/// It ended as commands end, said what is wrong in the usual way, and left a whole ledger.
fn ended_well(officer: &Officer, ended: &Output, whole: &[u8]) {
    let err = String::from_utf8_lossy(&ended.stderr);
    assert!(!err.contains("panicked"), "{err}");
    let status = ended.status.code();
    assert!(
        status.is_some_and(|status| (0..=3).contains(&status)),
        "{ended:?}"
    );
    // Where nothing is asked for, the help is printed.
    let is_told = err.contains("错误：") || err.contains("用法：");
    assert!(status == Some(0) || is_told, "{err}");
    if officer.read("ledger.db") != whole {
        officer.is_whole("ledger.db", "after this");
        officer.put("ledger.db", whole);
    }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

#[test]
fn any_arguments_at_all_are_answered_and_harm_no_ledger() {
    let officer = bench();
    let whole = officer.read("ledger.db");
    proptest!(config(500), |(words in command_line())| {
        let ended = officer.xgz(&words).output().unwrap();
        ended_well(&officer, &ended, &whole);
    });
}

#[test]
fn any_sheet_at_all_is_taken_in_or_refused_and_harms_no_ledger() {
    let officer = bench();
    let empty = {
        let other = Officer::with_ledger();
        other.read("ledger.db")
    };
    let whole = officer.read("whole.db");
    let flags = prop::sample::subsequence(vec!["--kind=走访", "--allow-same"], 0..=2);
    proptest!(config(500), |(sheet in sheet(), is_new in any::<bool>(), flags in flags)| {
        let ledger = if is_new { &empty } else { &whole };
        officer.put("ledger.db", ledger);
        officer.write("any.csv", &sheet);
        let mut words = vec!["import".to_owned(), "any.csv".to_owned()];
        words.extend(flags.into_iter().map(str::to_owned));
        let ended = officer.xgz(&words).output().unwrap();
        ended_well(&officer, &ended, ledger);
    });
}
