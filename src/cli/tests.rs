//! Whole command lines in a world of the tests' own: terminals of 80 and of 40 columns, answers, hostile data.

use std::cell::RefCell;
use std::io::{Cursor, Write};
use std::path::Path;
use std::rc::Rc;

use chrono::DateTime;

use super::pager::Pager;
use super::{Outside, chinese, run, tree};
use crate::value::text::width;

/// A stream that is read when the command is done.
#[derive(Clone, Default)]
struct Stream(Rc<RefCell<Vec<u8>>>);

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Stream {
    fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

/// Runs a command line on a terminal: status, records, messages.
fn at_terminal(ledger: &Path, columns: usize, line: &str, answers: &str) -> (u8, String, String) {
    let (out, err) = (Stream::default(), Stream::default());
    let status = run(world(ledger, columns, line, answers, (&out, &err)));
    (status, out.text(), err.text())
}

/// The world of a command line on a terminal.
fn world(
    ledger: &Path,
    columns: usize,
    line: &str,
    answers: &str,
    (out, err): (&Stream, &Stream),
) -> Outside {
    let words = line.split(' ').filter(|word| !word.is_empty());
    let words = std::iter::once("xgz").chain(words);
    Outside {
        arguments: words.map(Into::into).collect(),
        variables: [
            ("XGZ_DB", ledger.into()),
            ("XGZ_TODAY", "2023-03-31".into()),
            ("XGZ_AUTHOR", "高广林".into()),
            ("NO_COLOR", "1".into()),
        ]
        .into(),
        home: None,
        data: None,
        settings: None,
        now: DateTime::parse_from_rfc3339("2023-03-31T10:00:00+08:00").unwrap(),
        width: Some(columns),
        height: None,
        message_width: Some(columns),
        answers: true,
        out: Box::new(out.clone()),
        err: Box::new(err.clone()),
        input: Box::new(Cursor::new(answers.to_owned().into_bytes())),
        waiting: || {},
        hidden: || Ok("四个不相干的词语".to_owned()),
        message_height: Some(24),
        edit: |_, _| Ok(true),
        page: |_, _| false,
    }
}

thread_local! {
    /// What the pager of the tests was given: its first word and the text.
    static PAGED: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
    /// The ledger that another program writes while the pager is open.
    static WRITTEN: RefCell<Option<std::path::PathBuf>> = const { RefCell::new(None) };
}

/// A pager that keeps what it is given; one that is called `missing` cannot be started.
fn page(pager: &Pager, text: &mut dyn std::io::Read) -> bool {
    if let Some(ledger) = WRITTEN.take() {
        let connection = rusqlite::Connection::open(ledger).unwrap();
        connection
            .execute("UPDATE point SET note = '分页时写的' WHERE id = 1", [])
            .unwrap();
    }
    let mut read = String::new();
    text.read_to_string(&mut read).unwrap();
    PAGED.with_borrow_mut(|paged| paged.push((pager.words[0].clone(), read)));
    pager.words[0] != "missing"
}

/// Runs a command line on a terminal of 24 rows: what the pager was given, records beside it, messages.
fn on_screen(
    ledger: &Path,
    line: &str,
    set: &[(&'static str, &str)],
) -> (Vec<(String, String)>, String, String) {
    let (out, err) = (Stream::default(), Stream::default());
    let mut outside = world(ledger, 80, line, "", (&out, &err));
    outside.height = Some(24);
    outside.page = page;
    outside
        .variables
        .extend(set.iter().map(|(name, value)| (*name, value.into())));
    assert_eq!(run(outside), 0, "{}", err.text());
    (PAGED.take(), out.text(), err.text())
}

#[test]
fn what_is_longer_than_the_screen_goes_through_the_pager_and_messages_come_after_it() {
    let (folder, ledger) = sample();
    let more = [("XGZ_PAGER", "more -x")];
    for (line, is_paged) in [
        ("point list", false),
        ("log 走访 12", false),
        ("member list", true),
        ("member list -q", true),
        ("member list --no-pager", false),
        ("member list --format csv", true),
        ("report 2022", true),
        ("report 2022 --explain members", true),
        ("check 2022", true),
    ] {
        let (_, text, messages) = at_terminal(&ledger, 80, line, "");
        let (paged, out, err) = on_screen(&ledger, line, &more);
        let expected = ("more".to_owned(), text.clone());
        if is_paged {
            assert_eq!((paged, out), (vec![expected], String::new()), "{line}");
        } else {
            assert_eq!((paged, out), (Vec::new(), text), "{line}");
        }
        assert_eq!(err, messages, "{line}");
    }
    let (paged, ..) = on_screen(&ledger, "member list", &[]);
    let keys = paged
        .iter()
        .all(|(word, text)| word == "less" && text.starts_with("（空格 下一页"));
    assert!(keys && paged.is_empty() == cfg!(windows), "{paged:?}");
    let file = folder.path().join("a.csv");
    let (paged, _, err) = on_screen(
        &ledger,
        &format!("member list -o {}", file.display()),
        &more,
    );
    assert!(paged.is_empty() && err.contains("已写入"), "{err}");
    let (paged, out, _) = on_screen(&ledger, "member list", &[("TERM", "dumb")]);
    assert!(paged.is_empty() && out.lines().count() > 24);
}

#[test]
fn the_pager_is_the_one_that_is_named_first_and_without_one_all_is_printed() {
    let (folder, ledger) = sample();
    let settings = folder.path().join("config.toml");
    let named = |text: &str, set: &[(&'static str, &str)]| {
        std::fs::write(&settings, text).unwrap();
        let file = settings.to_str().unwrap();
        let set: Vec<_> = set.iter().copied().chain([("XGZ_CONFIG", file)]).collect();
        let (paged, out, _) = on_screen(&ledger, "member list", &set);
        let whole = paged.iter().all(|(_, text)| text.contains("编号"));
        assert!(whole && paged.len() < 2);
        (paged.first().map(|(word, _)| word.clone()), out.is_empty())
    };
    let usual = [("PAGER", "usual")];
    let both = [("PAGER", "usual"), ("XGZ_PAGER", "own")];
    let file = "pager = 'set -R'";
    assert_eq!(named("", &usual), (Some("usual".to_owned()), true));
    assert_eq!(named(file, &usual), (Some("set".to_owned()), true));
    assert_eq!(named(file, &both), (Some("own".to_owned()), true));
    assert_eq!(named("pager = false", &usual), (None, false));
    assert_eq!(named("pager = ''", &usual), (None, false));
    let none = [("PAGER", "usual"), ("XGZ_PAGER", "false")];
    assert_eq!(named("", &none), (None, false));
    assert_eq!(named("", &[("PAGER", "false")]), (None, false));
    // One that cannot be started leaves the whole to the terminal.
    assert_eq!(
        named("pager = 'missing'", &[]),
        (Some("missing".to_owned()), false)
    );
}

#[test]
fn others_may_write_the_ledger_while_the_pager_is_open() {
    let (_folder, ledger) = sample();
    for line in [
        "member list",
        "report 2022",
        "check 2022",
        "member list --format json",
        "visit list",
    ] {
        WRITTEN.set(Some(ledger.clone()));
        let (paged, _, _) = on_screen(&ledger, line, &[("XGZ_PAGER", "less")]);
        assert_eq!((paged.len(), WRITTEN.take()), (1, None), "{line}");
    }
}

/// A folder with the sample year.
fn sample() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("ledger.db");
    let (status, _, err) = at_terminal(&ledger, 80, &format!("demo {}", ledger.display()), "");
    assert_eq!(status, 0, "{err}");
    (folder, ledger)
}

#[test]
fn everything_fits_a_terminal_of_eighty_and_of_forty_columns() {
    let (_folder, ledger) = sample();
    for columns in [80, 40] {
        for line in [
            "point list",
            "member list",
            "visit list",
            "problem list",
            "project list",
            "point show 1",
            "visit show 12",
            "problem show 17",
            "report --year 2022",
            "report --year 2022 --by point",
            "report --year 2022 --by month",
            "check 2022",
            "check --rules",
            "log",
            "log 走访 12",
            "merge list",
            "doctor",
            "backup --list",
            "visit list --removed",
            "",
            "find 钢材",
            "find 138",
            "find 年报 名称",
            "find 公司 --all",
        ] {
            let (status, out, err) = at_terminal(&ledger, columns, line, "");
            assert_eq!(status, 0, "{line}\n{err}");
            for row in out.lines() {
                assert!(
                    width(row) <= columns || row.contains("xgz "),
                    "{columns} {line}\n{row}"
                );
            }
        }
    }
}

#[test]
fn todays_page_cuts_the_name_of_the_ledger_only_where_it_has_no_room() {
    const COLUMNS: usize = 200;
    let folder = tempfile::tempdir().unwrap();
    let head = "2023-03-31 周五　台账：";
    let room = COLUMNS - width(head) - folder.path().display().to_string().len();
    for (length, is_whole) in [(room, true), (room + 1, false)] {
        let ledger = folder.path().join("a".repeat(length - "/".len()));
        assert_eq!(at_terminal(&ledger, COLUMNS, "init", "").0, 0);
        let (_, out, _) = at_terminal(&ledger, COLUMNS, "", "");
        let first = out.lines().next().unwrap();
        assert_eq!(width(first), COLUMNS, "{first}");
        assert_eq!(first.contains('…'), !is_whole, "{first}");
    }
}

#[test]
fn data_cannot_drive_the_terminal() {
    let (_folder, ledger) = sample();
    let hostile = "甲\u{1b}]0;标题\u{7}\u{1b}[2J\u{202e}乙\r\u{9b}31m";
    let connection = rusqlite::Connection::open(&ledger).unwrap();
    connection
        .execute("UPDATE point SET name = ?1 WHERE id = 1", [hostile])
        .unwrap();
    connection
        .execute("UPDATE command SET author = ?1", [hostile])
        .unwrap();
    drop(connection);
    for line in [
        "point list",
        "point show 1",
        "visit list",
        "report --year 2022 --by point",
        "check 2022",
        "",
        "find 标题",
        "log",
        "log 联系点 1",
    ] {
        let (_, out, err) = at_terminal(&ledger, 80, line, "");
        let raw = out
            .chars()
            .chain(err.chars())
            .find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
        assert_eq!(raw, None, "{line}");
    }
    let (_, _, err) = at_terminal(&ledger, 80, "point show 甲\u{1b}[31m", "");
    assert!(!err.contains('\u{1b}'), "{err}");
}

#[test]
fn a_missing_ledger_is_made_only_on_a_yes() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("我的.db");
    for answer in ["否\n", "", "\n", "大概\n否\n"] {
        let (status, _, err) = at_terminal(&ledger, 80, "visit list", answer);
        assert_eq!(status, 1, "{answer}");
        assert!(err.contains("现在新建吗？（是/否）"), "{err}");
        assert!(!ledger.exists(), "{answer}");
    }
    let (status, _, err) = at_terminal(&ledger, 80, "visit list", "大概\n是\n");
    assert_eq!(status, 0, "{err}");
    assert!(
        err.contains("请回答「是」或「否」") && ledger.exists(),
        "{err}"
    );
}

#[test]
fn a_visit_with_problems_is_removed_only_on_a_yes() {
    let (_folder, ledger) = sample();
    let (status, _, err) = at_terminal(&ledger, 80, "visit rm 12", "否\n");
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("问题 11") && err.contains("没有删除"), "{err}");
    let (status, _, err) = at_terminal(&ledger, 80, "visit show 12", "");
    assert_eq!(status, 0, "{err}");
    let (status, _, err) = at_terminal(&ledger, 80, "visit rm 12", "是\n");
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("已删除走访 12"), "{err}");
}

/// Every command line that has a page, from the root down.
fn pages(command: &clap::Command, line: &str, all: &mut Vec<String>) {
    all.push(line.to_owned());
    for below in command.get_subcommands() {
        pages(below, format!("{line} {}", below.get_name()).trim(), all);
    }
}

#[test]
fn an_answer_may_end_with_a_stop() {
    for (answer, status) in [("是。\n", "已删除"), ("否！\n", "没有删除")] {
        let (_folder, ledger) = sample();
        let (_, _, messages) = at_terminal(&ledger, 80, "visit rm 24", answer);
        assert!(messages.contains(status), "{answer}: {messages}");
    }
}

#[test]
fn every_help_page_is_chinese_and_fits() {
    let mut built = tree::tree();
    built.build();
    let mut all = Vec::new();
    pages(&built, "", &mut all);
    assert!(all.len() > 45, "{}", all.len());
    let folder = tempfile::tempdir().unwrap();
    for line in all {
        for columns in [80, 40] {
            let (status, out, err) = at_terminal(
                &folder.path().join("a.db"),
                columns,
                format!("{line} --help").trim(),
                "",
            );
            assert_eq!(status, 0, "{line}\n{err}");
            for row in out.lines() {
                assert!(
                    width(row) <= columns || row.contains("xgz "),
                    "{columns} {line}\n{row}"
                );
            }
            let english = english(&out, &built);
            assert!(
                english.is_empty(),
                "{line}: {english:?}
{out}"
            );
        }
    }
}

#[test]
fn the_manual_page_has_every_command_and_speaks_chinese() {
    let mut built = tree::tree();
    built.build();
    let mut all = Vec::new();
    pages(&built, "", &mut all);
    let folder = tempfile::tempdir().unwrap();
    let man = |words: &str| {
        let line = format!("man {words}");
        let (status, out, err) = at_terminal(&folder.path().join("a.db"), 80, line.trim(), "");
        assert_eq!((status, err.as_str()), (0, ""), "{words}");
        out.replace(r"\-", "-")
            .replace(r"\fB", "")
            .replace(r"\fR", "")
            .replace(r"\*(Aq", "'")
    };
    let whole = man("");
    for line in all.iter().filter(|line| !line.is_empty()) {
        assert!(whole.contains(&format!("\nxgz {line}, ")), "{line}");
    }
    for variable in super::outside::VARIABLES {
        assert!(
            !variable.starts_with("XGZ_") || whole.contains(variable),
            "{variable}"
        );
    }
    for line in all {
        let page = man(&line);
        let heads = page.lines().filter_map(|line| line.strip_prefix(".S"));
        for head in heads {
            let is_latin = head[1..].contains(|c: char| c.is_ascii_alphabetic());
            assert!(!is_latin || head.contains("xgz "), "{line}: {head}");
        }
        let is_said = |line: &&str| !line.starts_with('.');
        let text: Vec<_> = page.lines().filter(is_said).collect();
        // A page goes by its command in one word.
        let title = format!("xgz-{}", line.replace(' ', "-"));
        let english = english(&text.join("\n").replace(&title, ""), &built);
        assert!(english.is_empty(), "{line}: {english:?}");
    }
}

/// The English words of a page that are no command, flag, value or file.
fn english(page: &str, tree: &clap::Command) -> Vec<String> {
    const KNOWN: &str = "xgz auto always never table csv json md html docx txt utf-8 gb18030 BOM CSV UTF-8 XGZ_DB XGZ_AUTHOR \
        gcsc last ledger.db point station section category month onsite-problems company category text handling H1 Q3 \
        2022H1 2022Q3 db policy xgz-demo.db age repaired.db categories five_ones Tab bash zsh fish powershell echo source bashrc zshrc \
        config xgz.fish Add-Content PROFILE Out-String iex xgz.1 XGZ_CONFIG XGZ_PASSPHRASE XGZ_TODAY XGZ_ASCII NO_COLOR XGZ_PAGER XGZ_EDITOR false";
    let mut names: Vec<String> = KNOWN.split_whitespace().map(str::to_owned).collect();
    collect(tree, &mut names);
    page.split(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c)))
        .map(|word| word.trim_matches(['.', '-']))
        .filter(|word| word.chars().filter(char::is_ascii_alphabetic).count() > 1)
        .filter(|word| !names.iter().any(|name| name == word))
        .map(str::to_owned)
        .collect()
}

/// The names of all commands and flags.
fn collect(command: &clap::Command, names: &mut Vec<String>) {
    names.push(command.get_name().to_owned());
    names.extend(
        command
            .get_arguments()
            .filter_map(|flag| flag.get_long())
            .map(str::to_owned),
    );
    for below in command.get_subcommands() {
        collect(below, names);
    }
}

#[test]
fn the_tree_holds_together_and_speaks_both_languages() {
    tree::tree().debug_assert();
    let _ = chinese::localised(clap::Command::new("xgz"));
    let (_folder, ledger) = sample();
    for (english, chinese) in [
        ("visit list --year 2022", "走访 列表 --年 2022"),
        ("point show 1", "联系点 查看 1"),
        (
            "report --year 2022 --by station",
            "统计 --年 2022 --按 责任所",
        ),
        ("problem list --state doing", "问题 列表 --状态 办理中"),
    ] {
        let (_, one, _) = at_terminal(&ledger, 80, english, "");
        let (_, other, err) = at_terminal(&ledger, 80, chinese, "");
        assert_eq!(one, other, "{err}");
    }
}

#[test]
fn a_person_is_asked_before_something_is_undone_merged_or_replaced() {
    let (folder, ledger) = sample();
    let ask = |line: &str, answers: &str| at_terminal(&ledger, 80, line, answers);
    assert_eq!(ask("visit edit 12 --reach 30", "").0, 0);
    let (status, _, err) = ask("undo", "否\n");
    assert_eq!(status, 0, "{err}");
    for words in [
        "修改走访 12",
        "辐射户数：（空） → 30",
        "要撤销吗？（是/否）",
        "没有改动。",
    ] {
        assert!(err.contains(words), "{words}\n{err}");
    }
    let (_, out, _) = ask("visit show 12 --format json", "");
    assert!(out.contains("\"reach\": 30"), "{out}");
    assert!(ask("undo", "是\n").2.contains("已撤销"));

    let copy = folder.path().join("copy.db");
    let copy = copy.display();
    // The passphrase is typed twice, and nobody sees it.
    let (status, _, err) = ask(&format!("backup --encrypt -o {copy}.age"), "");
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("口令（键入时不显示）：再键入一次："), "{err}");
    assert!(!err.contains("不相干"), "{err}");
    assert_eq!(ask(&format!("backup -o {copy}"), "").0, 0);
    assert_eq!(ask("visit edit 12 --reach 31", "").0, 0);
    let (_, _, err) = ask(&format!("restore {copy}.age"), "\n");
    assert!(
        err.contains("修改走访 12") && err.contains("没有换。"),
        "{err}"
    );

    // Two officers change the same visit, each in a ledger of their own.
    let other = folder.path().join("other.db");
    let there = |line: &str| at_terminal(&other, 80, line, "");
    assert_eq!(there("init").0, 0);
    assert_eq!(there(&format!("merge {} -y", ledger.display())).0, 0);
    assert_eq!(there("visit edit 12 --reach 50").0, 0);
    assert_eq!(ask("visit edit 12 --reach 40", "").0, 0);
    let merge = format!("merge {}", other.display());
    let (_, _, err) = ask(&merge, "否\n");
    assert!(
        err.contains("要合并吗？") && err.contains("没有合并。"),
        "{err}"
    );
    let (status, _, err) = ask(&merge, "是\n");
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("有 1 处冲突要由人来定"), "{err}");
    let (status, _, err) = ask("merge resolve 走访 12", "9\n\n");
    assert_eq!(status, 0, "{err}");
    assert!(
        err.contains("只有 1 到 2") && err.contains("没有处理。"),
        "{err}"
    );
    let (status, _, err) = ask("merge resolve 走访 12", "第１份\n");
    assert_eq!(status, 0, "{err}");
    assert!(
        err.contains("用第几份？") && err.contains("已处理走访 12"),
        "{err}"
    );
    let (_, out, _) = ask("merge list", "");
    assert_eq!(out, "");
}
