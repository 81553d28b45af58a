//! The settings, driven through the program: what they come to, the file that is made, what they change.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod officer;

use officer::{Officer, Said, said, words};

/// Runs a line with a variable set.
fn with(officer: &Officer, name: &str, value: &str, line: &str) -> Said {
    let output = officer.xgz(&words(line)).env(name, value).output();
    said(&output.unwrap())
}

/// Runs a line with this settings file.
fn set(officer: &Officer, settings: &str, line: &str) -> Said {
    officer.write("settings.toml", settings);
    let file = officer.path("settings.toml");
    with(officer, "XGZ_CONFIG", file.to_str().unwrap(), line)
}

/// The value of a setting and where it comes from.
fn of(said: &Said, name: &str) -> (serde_json::Value, String) {
    let all: serde_json::Value = serde_json::from_slice(&said.out).unwrap();
    let all = all.as_array().unwrap();
    let one = all.iter().find(|one| one["name"] == name).unwrap();
    (
        one["value"].clone(),
        one["source"].as_str().unwrap().to_owned(),
    )
}

#[test]
fn every_setting_says_what_it_comes_to_and_where_from() {
    let officer = Officer::with_ledger();
    let line = "config --format json";
    let text = "author = '张敏'\nledger = 'other.db'\ndue_days = 20\ncategories = ['电梯']\npager = false\n[check]\nfew = 4\nvisit = false\n";
    let said = set(&officer, text, line);
    for (name, value, source) in [
        ("bureau", serde_json::Value::Null, "没有设"),
        ("author", "高广林".into(), "环境变量 XGZ_AUTHOR"),
        ("ledger", "ledger.db".into(), "环境变量 XGZ_DB"),
        ("due_days", 20.into(), "设置文件"),
        ("categories", vec!["电梯"].into(), "设置文件"),
        ("pager", false.into(), "设置文件"),
        ("backup.keep", 10.into(), "默认"),
        ("csv.bom", true.into(), "默认"),
        ("check.few", "4".into(), "设置文件"),
        ("check.visit", false.into(), "设置文件"),
    ] {
        assert_eq!(of(&said, name), (value, source.to_owned()), "{name}");
    }
    let said = set(
        &officer,
        text,
        "xgz --author 单文清 --db x.db config --format json",
    );
    assert_eq!(
        of(&said, "author"),
        ("单文清".into(), "选项 --author".to_owned())
    );
    assert_eq!(of(&said, "ledger"), ("x.db".into(), "选项 --db".to_owned()));
    let mut command = officer.xgz(&words(line));
    let file = officer.path("settings.toml");
    command
        .env_remove("XGZ_AUTHOR")
        .env_remove("XGZ_DB")
        .env("XGZ_CONFIG", file);
    let said = officer::said(&command.output().unwrap());
    assert_eq!(of(&said, "author"), ("张敏".into(), "设置文件".to_owned()));
    assert_eq!(
        of(&said, "ledger"),
        ("other.db".into(), "设置文件".to_owned())
    );
}

#[test]
fn a_file_is_made_where_it_is_read_once_and_sets_nothing() {
    let officer = Officer::with_ledger();
    let before = officer.done("config").text();
    assert!(
        officer
            .done("config")
            .err
            .contains("还没有；新建：xgz config init")
    );
    let made = officer.done("config init");
    assert!(
        made.err.contains("config.toml") && made.out.is_empty(),
        "{}",
        made.err
    );
    let file = officer.path("home/config/xgz/config.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("#bureau = '云溪区市场监管局'"), "{text}");
    assert_eq!(officer.done("config").text(), before);
    assert!(!officer.done("config").err.contains("还没有"));
    std::fs::write(&file, "bureau = '本局'\n").unwrap();
    assert!(
        officer
            .refused("config init", 1)
            .err
            .contains("已经有了，没有改动")
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "bureau = '本局'\n");
}

#[test]
fn a_file_that_is_missing_or_wrong_stops_every_command_but_those_that_help() {
    let officer = Officer::with_ledger();
    let wrong = set(&officer, "bureau = '局'\nberau = '局'\n", "point list");
    wrong.is_refusal("settings.toml berau bureau head filler phone author station recorder ledger due_days categories five_ones pager editor backup csv", 1);
    for words in [
        "settings.toml」第 2 行第 1 个字：「berau」不认识。",
        "是不是想写「bureau」",
    ] {
        assert!(wrong.err.contains(words), "{}", wrong.err);
    }
    assert_eq!(set(&officer, "bureau = 1", "config").status, 1);
    assert_eq!(set(&officer, "bureau = 1", "visit add --help").status, 0);
    let kept = set(&officer, "bureau = 1", "config init");
    assert_eq!(kept.status, 1);
    assert!(kept.err.contains("已经有了"), "{}", kept.err);

    let file = officer.path("neu.toml");
    let name = file.to_str().unwrap();
    let missing = with(&officer, "XGZ_CONFIG", name, "point list");
    assert_eq!(missing.status, 1);
    assert!(
        missing.err.contains("不存在") && missing.err.contains("xgz config init"),
        "{}",
        missing.err
    );
    assert_eq!(with(&officer, "XGZ_CONFIG", name, "config init").status, 0);
    assert_eq!(with(&officer, "XGZ_CONFIG", name, "point list").status, 0);
    let nowhere = officer.path("no/config.toml");
    let nowhere = with(
        &officer,
        "XGZ_CONFIG",
        nowhere.to_str().unwrap(),
        "config init",
    );
    assert_eq!(nowhere.status, 1);
    assert!(nowhere.err.contains("这个文件夹"), "{}", nowhere.err);
}

#[test]
fn csv_is_written_as_the_settings_say_and_a_flag_says_otherwise() {
    let officer = Officer::with_sample();
    let text = "[csv]\nbom = false\nencoding = 'gb18030'\nkeys = true\n";
    let list = "point list --format csv --columns 名称 --limit 1";
    assert_eq!(
        set(&officer, text, list).out,
        b"name\r\n\xb1\xb1\xbb\xb7\xb8\xd6\xb2\xc4\xca\xd0\xb3\xa1\r\n"
    );
    let said = set(
        &officer,
        text,
        &format!("{list} --encoding utf-8 --bom --no-keys"),
    );
    assert_eq!(said.text(), "\u{feff}联系点名称\r\n北环钢材市场\r\n");
    let said = set(
        &officer,
        "",
        &format!("{list} --bom --no-bom --no-keys --keys"),
    );
    assert_eq!(said.text(), "name\r\n北环钢材市场\r\n");
}

#[test]
fn the_summary_names_the_items_of_the_bureaus_own_plan_and_invents_none() {
    let officer = Officer::with_sample();
    let opening = |text: &str, line: &str| {
        let said = set(&officer, text, line);
        assert_eq!(said.status, 0, "{}", said.err);
        said.text()
    };
    let five = "bureau = '云溪区市场监管局'\nfive_ones = ['培训一组', '走访一轮']\n";
    let plain = opening("", "summary 2022 --format md");
    assert!(plain.contains("确定“五个一”的工作方案，"), "{plain}");
    let named = opening(five, "summary 2022 --format md");
    assert!(
        named.contains("确定“五个一”的工作方案（培训一组、走访一轮），"),
        "{named}"
    );
    for plan in officer.json("plan list").as_array().unwrap() {
        if plan["series"] == "五个一" {
            officer.done(&format!("plan edit {} --series 工作要点", plan["id"]));
        }
    }
    assert!(!opening(five, "summary 2022 --format md").contains("培训一组、走访一轮"));
}

#[test]
fn a_new_record_is_filled_in_with_what_is_set_where_nothing_else_was_said() {
    let officer = Officer::with_sample();
    let text = "recorder = '张敏'\nstation = '北环所'\n";
    let visit = "visit add --date 今天 --point 1 --send 送政策";
    let said = set(&officer, text, visit);
    assert!(said.err.contains("按设置填了记录人：张敏"), "{}", said.err);
    let recorder = |officer: &Officer| officer.json("visit show last")["recorder"].clone();
    assert_eq!(recorder(&officer), "张敏");
    let said = set(&officer, text, &format!("{visit} --recorder 简宁"));
    assert!(!said.err.contains("按设置"), "{}", said.err);
    assert_eq!(recorder(&officer), "简宁");
    // Left empty on purpose, it stays empty.
    set(&officer, text, &format!("{visit} --recorder="));
    assert_eq!(recorder(&officer), serde_json::Value::Null);
    set(
        &officer,
        text,
        "point add --name 新市场 --kind 市场 --confirmed-on 今天",
    );
    assert_eq!(officer.json("point show last")["station"], "北环所");
    // A record that is there already is not filled in.
    officer.done("visit edit last --recorder=");
    set(&officer, text, "visit edit last --note 无");
    assert_eq!(recorder(&officer), serde_json::Value::Null);
}

#[test]
fn what_has_no_use_for_the_settings_works_where_they_are_wrong() {
    let officer = Officer::with_ledger();
    for line in ["completions bash", "man", "--help"] {
        assert_eq!(set(&officer, "berau = '局'", line).status, 0, "{line}");
    }
    assert_eq!(set(&officer, "berau = '局'", "visit list").status, 1);
}

#[test]
fn a_file_that_is_no_settings_file_is_not_read_to_its_end() {
    let officer = Officer::with_ledger();
    officer.write("settings.toml", "# 说明\n".repeat(200_000));
    let file = officer.path("settings.toml");
    let said = with(&officer, "XGZ_CONFIG", file.to_str().unwrap(), "visit list");
    assert_eq!(said.status, 1);
    assert!(said.err.contains("太大"), "{}", said.err);
}
