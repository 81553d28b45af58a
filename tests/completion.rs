//! What Tab completes: asked for as the scripts ask, and typed into the real shells at a terminal of their own.
//!
//! A shell that is not installed is passed over, but where `CI` is set it must be there.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(
    clippy::disallowed_methods,
    reason = "the tests ask where they run, and make the shells' environment"
)]

mod officer;

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use officer::{Officer, said};

/// The words that are offered for a line as it is typed.
fn offered(officer: &Officer, line: &str) -> Vec<String> {
    let words = ["completions", "bash", "--", "9", line].map(str::to_owned);
    let said = said(&officer.xgz(&words).output().unwrap());
    assert_eq!((said.status, said.err.as_str()), (0, ""), "{line}");
    said.text().lines().map(str::to_owned).collect()
}

#[test]
fn commands_and_flags_are_completed_in_the_language_that_is_begun() {
    let officer = Officer::with_sample();
    for (line, words) in [
        ("xgz poi", &["point"][..]),
        ("xgz 联", &["联系点"]),
        ("xgz 统", &["统计"]),
        ("xgz visit ed", &["edit"]),
        ("xgz 走访 列", &["列表"]),
        ("xgz visit list --sta", &["--station"]),
        ("xgz visit list --责任", &["--责任所", "--责任科室"]),
        ("xgz 走访 列表 --三", &["--三送类别"]),
        ("xgz nosuch", &[]),
        ("xgz nosuch x", &[]),
    ] {
        assert_eq!(offered(&officer, line), words, "{line}");
    }
    assert!(offered(&officer, "xgz visit list --").contains(&"--point".to_owned()));
    // What nobody types by hand is no command to choose from.
    assert!(!offered(&officer, "xgz completions ").contains(&"--line".to_owned()));
}

#[test]
fn closed_sets_are_completed_by_label_or_by_code() {
    let officer = Officer::with_sample();
    for (line, words) in [
        ("xgz visit add --send 送政", &["送政策"][..]),
        ("xgz visit add --send po", &["policy"]),
        ("xgz visit list --send 送政策,送服", &["送政策,送服务"]),
        ("xgz 问题 列表 --来源 走访、自", &["走访、自查"]),
        ("xgz problem add --source 走访、自", &[]),
        ("xgz visit add --owner-met ", &["是", "否"]),
        ("xgz visit list --format j", &["json"]),
        ("xgz visit list --格式=表", &["表格"]),
        ("xgz report --by 责任", &["责任所", "责任科室"]),
        ("xgz report --explain 现场解决问", &["现场解决问题"]),
        ("xgz report --explain onsite-p", &["onsite-problems"]),
        ("xgz check accept secretary-n", &["secretary-none"]),
        ("xgz --color ne", &["never"]),
        ("xgz import a.csv --kind 走", &["走访"]),
        ("xgz find 地磅 --kind 走", &["走访"]),
        ("xgz visit list --sort 走访日", &["走访日期"]),
        ("xgz visit list --columns 编号、走访日", &["编号、走访日期"]),
        ("xgz visit list --columns 登记时", &["登记时间"]),
        ("xgz visit list --columns 编号,标", &["编号,标识"]),
        ("xgz visit list --sort 编", &["编号"]),
        ("xgz visit list --sort -走访日", &["-走访日期"]),
        ("xgz visit list --sort=-da", &["-date"]),
        ("xgz visit list --sort 走访日期,", &[]),
        // What cannot be sorted by is not offered.
        ("xgz visit list --sort 走访人", &[]),
        ("xgz visit list --sort 标", &[]),
        ("xgz visit add --date 昨", &["昨天"]),
        ("xgz report 上半", &["上半年"]),
        ("xgz report --quarter 第一", &["第一季度"]),
        ("xgz member leave 1 --why 去", &["去世"]),
        ("xgz completions po", &["powershell"]),
    ] {
        assert_eq!(offered(&officer, line), words, "{line}");
    }
}

#[test]
fn names_out_of_the_ledger_are_completed_by_their_beginning_a_part_of_them_or_their_pinyin() {
    let officer = Officer::with_sample();
    let steel = "北环钢材市场";
    for line in [
        "xgz point show 北环",
        "xgz point show 钢材",
        "xgz point show gcsc",
        "xgz 联系点 查看 gangcai",
        "xgz visit list --point 北环",
        "xgz visit list --point=北环",
        "xgz visit list --联系点 北环",
        "xgz visit list --联系点=北环",
        "xgz visit add --date 今天 --point 北环",
        "xgz report --point 北环",
        "xgz check --point 北环",
        "xgz check accept 书记空缺 北环",
        "xgz log 联系点 北环",
        "xgz log 北环",
        "xgz merge join 联系点 北环",
        "xgz -q point show 北环",
    ] {
        assert_eq!(offered(&officer, line), [steel], "{line}");
    }
    for (line, word) in [
        ("xgz visit list --station 北", "北环所"),
        ("xgz visit list --section zlk", "质量科"),
        ("xgz visit add --people 路", "路晓"),
        ("xgz problem add --category 注", "注册登记"),
        ("xgz problem list --category 注", "注册登记"),
    ] {
        assert_eq!(offered(&officer, line), [word], "{line}");
    }
    let more = offered(&officer, "xgz visit add --people 张三、路");
    assert_eq!(more, ["张三、路晓"]);
    // A visit has no name: it goes by its number, found by what it is about.
    let visits = offered(&officer, "xgz visit show 北环钢材");
    assert!(
        visits.contains(&"25".to_owned()) && visits.len() == 4,
        "{visits:?}"
    );
    officer.done("visit rm 27");
    assert_eq!(offered(&officer, "xgz visit restore "), ["27"]);
}

#[test]
fn the_ledger_is_the_one_that_the_line_names() {
    let officer = Officer::with_ledger();
    officer.done("point add --name 自己的点 --kind 市场");
    officer.done("demo other.db");
    std::fs::create_dir_all(officer.path("home")).unwrap();
    officer.write("home/third.db", officer.read("other.db"));
    for (line, words) in [
        ("xgz point show 自", &["自己的点"][..]),
        ("xgz point show 北环", &[]),
        ("xgz --db other.db point show 北环", &["北环钢材市场"]),
        ("xgz --db=other.db point show 北环", &["北环钢材市场"]),
        ("xgz --台账 other.db point show 北环", &["北环钢材市场"]),
        ("xgz point show --db 'other.db' 北环", &["北环钢材市场"]),
        ("xgz --db ~/third.db point show 北环", &["北环钢材市场"]),
        ("xgz --db nosuch.db point show 自", &[]),
    ] {
        assert_eq!(offered(&officer, line), words, "{line}");
    }
}

#[test]
fn where_a_file_is_wanted_the_shell_is_told_so() {
    let officer = Officer::with_sample();
    for line in [
        "xgz --db ",
        "xgz --台账=",
        "xgz import ",
        "xgz report -o ",
        "xgz restore ",
    ] {
        assert_eq!(offered(&officer, line), ["\tfiles"], "{line}");
    }
    let words = offered(&officer, "xgz merge ");
    assert_eq!(words, ["\tfiles", "list", "resolve", "join"]);
}

#[test]
fn a_ledger_that_cannot_be_read_offers_no_names_and_is_left_alone() {
    let nothing = |officer: &Officer, what: &str| {
        let before = officer.files();
        assert_eq!(offered(officer, "xgz point show 北"), [""; 0], "{what}");
        assert_eq!(offered(officer, "xgz point sho"), ["show"], "{what}");
        assert!(officer.files() == before, "{what}");
    };
    nothing(&Officer::new(), "missing");
    for content in ["", "不是台账", "SQLite format 3\0"] {
        let officer = Officer::new();
        officer.write("ledger.db", content);
        nothing(&officer, content);
    }
    for change in [
        "PRAGMA user_version = 7777",
        "PRAGMA user_version = 1",
        "PRAGMA journal_mode = wal",
        "PRAGMA foreign_keys = OFF; DROP TABLE point",
    ] {
        let officer = Officer::with_sample();
        officer.ledger().execute_batch(change).unwrap();
        nothing(&officer, change);
    }
    let officer = Officer::with_sample();
    let bytes = officer.read("ledger.db");
    officer.write("ledger.db", &bytes[..5000]);
    nothing(&officer, "cut off");

    // Nobody waits for a ledger that is in use. (To read its file here would let go of it.)
    let officer = Officer::with_sample();
    let other = officer.ledger();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    assert_eq!(offered(&officer, "xgz point show 北"), [""; 0]);
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(offered(&officer, "xgz point show 北"), ["北环钢材市场"]);

    std::fs::create_dir_all(officer.path("home/config/xgz")).unwrap();
    officer.write("home/config/xgz/config.toml", "ledger =");
    assert_eq!(offered(&officer, "xgz point show 北"), ["北环钢材市场"]);
}

#[test]
fn what_stands_there_to_choose_from_says_what_it_is() {
    let officer = Officer::with_sample();
    let shown = |shell: &str, words: &[&str]| {
        let asked = ["completions", shell, "--"];
        let words = asked.iter().chain(words);
        let words: Vec<_> = words.map(|word| (*word).to_owned()).collect();
        said(&officer.xgz(&words).output().unwrap()).text()
    };
    let line = "xgz visit list --s";
    let listed = shown("bash", &["63", line]);
    assert!(listed.contains("--station  只列这个所的\n"), "{listed}");
    // The first Tab puts in what all have in common: only the words themselves.
    assert!(!shown("bash", &["9", line]).contains('只'));
    for shell in ["zsh", "fish"] {
        let listed = shown(shell, &["xgz", "visit", "list", "--s"]);
        assert!(listed.contains("--station\t只列这个所的\n"), "{listed}");
    }
    let listed = shown("powershell", &["xgz", "visit", "list", "--s."]);
    assert!(listed.contains("--station\t只列这个所的\n"), "{listed}");
    assert_eq!(
        shown("powershell", &["xgz", "point", "show", "北环."]),
        "北环钢材市场\t专业市场\n"
    );
}

#[test]
fn without_the_name_of_a_shell_each_is_listed_with_the_line_that_installs_it() {
    let officer = Officer::new();
    let said = officer.done("completions");
    let listed = said.text();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let line = format!("xgz completions {shell}");
        assert!(listed.contains(&line), "{listed}");
        assert!(officer.done(&line).text().starts_with('#'));
    }
    assert_eq!(listed.lines().count(), 4);
    let refused = officer.refused("completions csh", 2);
    assert!(
        refused.err.contains("可选：bash、zsh、fish、powershell"),
        "{}",
        refused.err
    );
}

/// Names that a shell would take apart or obey, by the letters that are typed of them.
const HOSTILE: &[(&str, &str)] = &[
    ("ka", "ka b"),
    ("kb", "kb$(touch run)"),
    ("kc", "kc;touch run"),
    ("kd", "kd`touch run`"),
    ("ke", "ke'touch run'\"x\""),
    ("kf", "kf & touch run #"),
    ("kg", "kg*?[a-z]{x,y}~"),
    ("kh", "kh!!"),
    ("ki", "ki\\touch|(run)"),
    ("kj", "kj北（环）<run>"),
    ("kl", "kl:x=y@z%"),
];

/// A ledger with hostile names, some of which no command would take.
fn hostile() -> Officer {
    let officer = Officer::with_ledger();
    for (_, name) in HOSTILE {
        let words = ["point", "add", "--kind", "市场", "--name", name].map(str::to_owned);
        let added = said(&officer.xgz(&words).output().unwrap());
        assert_eq!(added.status, 0, "{}", added.err);
    }
    for name in ["km\ntouch run\n", "kn\u{1b}]0;x\u{7}", "ko\u{202e}x"] {
        officer.done("point add --kind 市场 --name 改名前");
        let ledger = officer.ledger();
        let changed = ledger.execute("UPDATE point SET name = ?1 WHERE name = '改名前'", [name]);
        assert_eq!(changed.unwrap(), 1);
    }
    officer.done("point add --kind 市场 --name 钢材市场");
    officer
}

/// A shell in the officer's world, with the program on its path; none where it is not installed.
fn shell(officer: &Officer, name: &str) -> Option<Command> {
    let is_there = Command::new(name).arg("--version").output().is_ok();
    if !is_there {
        assert!(std::env::var_os("CI").is_none(), "{name} is not installed");
        return None;
    }
    let program = Path::new(env!("CARGO_BIN_EXE_xgz")).parent().unwrap();
    let mut path = OsString::from(program);
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap());
    let mut shell = officer.any(name);
    shell
        .env("PATH", path)
        .env("LANG", "C.UTF-8")
        .env("LC_ALL", "C.UTF-8")
        .env("TERM", "xterm");
    Some(shell)
}

#[test]
fn a_word_that_bash_is_given_is_read_back_as_one_word() {
    const SCRIPT: &str = r#"
        source <(xgz completions bash)
        COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9
        _xgz
        for reply in "${COMPREPLY[@]}"; do
            eval "words=(${COMP_LINE##* }$reply)"
            printf '%s\t%s\n' "${#words[@]}" "${words[0]}"
        done
    "#;
    let officer = hostile();
    let Some(mut bash) = shell(&officer, "bash") else {
        return;
    };
    bash.args(["-c", SCRIPT, "bash", "xgz point show "]);
    let said = said(&bash.output().unwrap());
    assert_eq!(said.err, "");
    let mut words: Vec<_> = said.text().lines().map(str::to_owned).collect();
    words.retain(|word| word.starts_with("1\tk"));
    words.reverse();
    let names: Vec<_> = HOSTILE
        .iter()
        .map(|(_, name)| format!("1\t{name}"))
        .collect();
    assert_eq!(words, names);
    assert!(!officer.path("run").exists());
}

/// Types into a shell at a terminal of its own; zsh has the terminal.
const TYPIST: &str = r#"
    zmodload zsh/zpty
    zpty typed "$1"
    shift
    zpty -r typed said '*READY*'
    for line; do zpty -w -n typed "$line"; done
    zpty -r typed said '*DONE2*'
    zpty -d typed
"#;

/// Types the letters, Tab, and has the command run; each command says which record it found.
fn types(name: &str, start: &str, settings: (&str, &str), lines: &[(&str, &str)]) {
    let officer = hostile();
    let (Some(_), Some(mut zsh)) = (shell(&officer, name), shell(&officer, "zsh")) else {
        return;
    };
    std::fs::create_dir_all(officer.path(settings.0).parent().unwrap()).unwrap();
    officer.write(settings.0, settings.1);
    zsh.env("ZDOTDIR", officer.path("home"))
        .args(["-f", "-c", TYPIST, "zsh", start]);
    for (place, (typed, _)) in lines.iter().enumerate() {
        zsh.arg(format!(
            "xgz point show {typed}\t --format json >{place}.json\n"
        ));
    }
    zsh.arg("echo DONE\"2\"\n");
    let done = zsh.output().unwrap();
    assert!(done.status.success(), "{done:?}");
    for (place, (typed, wanted)) in lines.iter().enumerate() {
        let shown = std::fs::read_to_string(officer.path(&format!("{place}.json")));
        let shown = shown.unwrap_or_default();
        let shown: serde_json::Value = serde_json::from_str(&shown).unwrap_or_default();
        assert_eq!(shown["name"], *wanted, "{name}: {typed}");
    }
    assert!(!officer.path("run").exists());
}

/// What is typed into every shell: hostile names behind nothing, and behind an open quotation mark.
fn typed() -> Vec<(String, &'static str)> {
    let bare = HOSTILE
        .iter()
        .map(|(typed, name)| ((*typed).to_owned(), *name));
    let within = ["'", "\""].iter().flat_map(|mark| {
        let names = HOSTILE.iter();
        names.map(move |(typed, name)| (format!("{mark}{typed}"), *name))
    });
    bare.chain(within).collect()
}

fn with<'a>(
    typed: &'a [(String, &'static str)],
    more: &[(&'a str, &'static str)],
) -> Vec<(&'a str, &'static str)> {
    let typed = typed.iter().map(|(typed, name)| (typed.as_str(), *name));
    typed.chain(more.iter().copied()).collect()
}

#[test]
fn bash_completes_what_is_typed_at_a_terminal() {
    let rc = "PS1='READY '\nsource <(xgz completions bash)\n";
    let lines = typed();
    let lines = with(&lines, &[("gcsc", "钢材市场"), ("市场", "钢材市场")]);
    types("bash", "bash --rcfile home/rc -i", ("home/rc", rc), &lines);
}

#[test]
fn zsh_completes_what_is_typed_at_a_terminal() {
    let rc = "PS1='READY '\nsource <(xgz completions zsh)\n";
    let lines = typed();
    let lines = with(&lines, &[("gcsc", "钢材市场"), ("市场", "钢材市场")]);
    types("zsh", "zsh -i", ("home/.zshrc", rc), &lines);
}

#[test]
fn fish_completes_what_is_typed_at_a_terminal() {
    let rc = "function fish_prompt; echo -n 'READY '; end\nxgz completions fish | source\n";
    let lines = typed();
    let lines = with(&lines, &[("市场", "钢材市场")]);
    types(
        "fish",
        "fish -i",
        ("home/config/fish/config.fish", rc),
        &lines,
    );
}
