//! The demo: the sample year, its figures, and what it never touches.

mod officer;

use std::collections::BTreeMap;

use officer::Officer;

/// The figures of the sample year, as the report prints them.
const FIGURES: &[(&str, &str)] = &[
    ("党建联系点", "10"),
    ("涵盖类型", "4"),
    ("指导党员", "104"),
    ("其中：预备党员", "3"),
    ("另：流入党员", "1"),
    ("责任领导、科室、所齐全", "10"),
    ("年度计划", "9"),
    ("已完成计划", "8"),
    ("走访服务", "24"),
    ("三送活动", "17"),
    ("送政策", "5"),
    ("送服务", "11"),
    ("送信心", "2"),
    ("结对联建", "3"),
    ("日常走访", "4"),
    ("走访联系点", "10"),
    ("走访覆盖率", "100.0"),
    ("辐射户数", "62"),
    ("现场解决企业", "6"),
    ("现场解决问题", "10"),
    ("称号企业（送信心）", "11"),
    ("标准化试点示范项目", "7"),
    ("制定标准", "60"),
    ("国家标准", "3"),
    ("行业标准", "6"),
    ("地方标准", "11"),
    ("团体标准", "12"),
    ("企业标准", "26"),
    ("层级未填的标准", "2"),
    ("质量培训", "6"),
    ("培训人次", "52"),
    ("称号企业（质量提升）", "26"),
    ("称号企业（去重）", "34"),
    ("攻关党组织", "2"),
    ("攻关小组", "4"),
    ("解决质量生产问题", "10"),
    ("质量攻关会议", "3"),
    ("金点子", "8"),
    ("解决实际问题", "6"),
    ("收集问题", "31"),
    ("提出问题企业", "14"),
    ("解决问题", "29"),
    ("销号问题", "24"),
    ("不予受理", "1"),
    ("上期结转", "1"),
    ("期末未解决", "2"),
    ("其中：超期", "1"),
    ("办结率", "93.5"),
    ("支部党员大会", "35"),
    ("支部委员会", "70"),
    ("党小组会", "47"),
    ("党课", "36"),
    ("主题党日", "107"),
    ("组织生活会", "9"),
    ("民主评议党员", "9"),
    ("谈心谈话", "8"),
    ("到会率", "97.3"),
    ("党务培训", "1"),
    ("微学课", "3"),
    ("政策宣讲", "2"),
    ("安全责任进企业", "1"),
    ("学习交流", "2"),
    ("志愿服务", "1"),
    ("其他活动", "0"),
    ("党员先锋岗", "6"),
    ("阵地齐全联系点", "7"),
];

/// The figures that a printed report shows: label and value.
fn figures(report: &str) -> BTreeMap<String, String> {
    report
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(|words| words.len() > 5 && words[0] != "指标")
        .map(|words| (words[0].to_owned(), words[2].to_owned()))
        .collect()
}

fn expected() -> BTreeMap<String, String> {
    FIGURES
        .iter()
        .map(|(label, value)| ((*label).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn the_demo_prints_exactly_the_figures_of_the_sample_year() {
    let officer = Officer::new();
    let said = officer.done("demo");
    assert_eq!(figures(&said.text()), expected());
    assert!(
        said.text()
            .contains("统计期：2022年（2022-01-01 至 2022-12-31）")
    );
    assert!(said.err.contains("内容全是虚构的"), "{}", said.err);
    let files: Vec<_> = officer.files().into_keys().collect();
    assert_eq!(files, ["xgz-demo.db"], "nothing else is left behind");
}

#[test]
fn run_twice_the_demo_shows_the_same_and_changes_nothing() {
    let officer = Officer::new();
    let first = officer.done("示例");
    let made = officer.files();
    let second = officer.done("demo");
    assert_eq!(first.text(), second.text());
    assert!(second.err.contains("已经有了"), "{}", second.err);
    assert!(officer.files() == made);
}

#[test]
fn the_demo_is_the_same_whatever_day_it_is() {
    let of = |today| Officer::new().on(today).done("demo").text();
    let usual = of(officer::TODAY);
    for today in ["1999-01-01", "2022-06-30", "2099-12-31"] {
        assert_eq!(of(today), usual, "{today}");
    }
}

#[test]
fn the_demo_goes_to_the_current_folder_whatever_the_environment_says() {
    let officer = Officer::with_ledger();
    let before = officer.read("ledger.db");
    officer.done("demo");
    officer.done("demo 另一个.db");
    assert!(officer.read("ledger.db") == before);
    assert!(officer.read("xgz-demo.db").len() > before.len());
    assert!(officer.path("另一个.db").exists());
}

#[test]
fn the_demo_never_overwrites_what_is_no_demo() {
    let officer = Officer::with_ledger();
    officer.write("总结.txt", "一年的心血");
    officer.write("空.db", "");
    std::fs::create_dir(officer.path("文件夹")).unwrap();
    for file in ["ledger.db", "总结.txt", "空.db", "文件夹", "没有/示例.db"] {
        officer.refused(&format!("demo {file}"), 1);
    }
    let said = officer.refused("demo ledger.db", 1);
    assert!(
        said.err.contains("「ledger.db」不是示例台账"),
        "{}",
        said.err
    );
}

#[cfg(unix)]
#[test]
fn the_demo_does_not_write_through_a_link_to_nowhere() {
    let officer = Officer::new();
    std::os::unix::fs::symlink("elsewhere.db", officer.path("xgz-demo.db")).unwrap();
    officer.refused("demo", 1);
    assert!(!officer.path("elsewhere.db").exists());
}

#[test]
fn every_command_that_the_demo_proposes_works() {
    for file in ["", "'我的 示例.db'", "'it'\"'\"'s $HOME.db'"] {
        let officer = Officer::new();
        let said = officer.done(&format!("demo {file}"));
        let proposed: Vec<_> = said
            .err
            .lines()
            .filter(|line| line.trim_start().starts_with("xgz "))
            .collect();
        assert_eq!(proposed.len(), 7, "{}", said.err);
        for line in proposed {
            if cfg!(unix) {
                let line = line.trim().replacen("xgz", "\"$XGZ\"", 1);
                let ran = officer
                    .any("sh")
                    .env("XGZ", env!("CARGO_BIN_EXE_xgz"))
                    .args(["-c", &line])
                    .output();
                let ran = officer::said(&ran.unwrap());
                assert_eq!(ran.status, 0, "{line}\n{}", ran.err);
            } else {
                officer.done(line.trim());
            }
        }
    }
}

#[test]
fn each_contact_point_of_the_sample_has_its_members() {
    let report = Officer::with_sample().json("report --year 2022 --by point");
    let members = &report["figures"]
        .as_array()
        .unwrap()
        .iter()
        .find(|figure| figure["key"] == "members")
        .unwrap()["by"];
    let counts: Vec<_> = members
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["value"].as_i64().unwrap())
        .filter(|count| *count > 0)
        .collect();
    assert_eq!(counts, [31, 12, 9, 8, 7, 11, 6, 5, 10, 5]);
}

#[test]
fn the_decoys_are_in_the_ledger_and_out_of_the_figures() {
    let officer = Officer::with_sample();
    for (line, count) in [
        ("visit list --year 2021", 2),
        ("visit list --year 2023", 1),
        ("point list --year 2023", 1),
        ("problem list --open --year 2022", 1),
        ("problem list --contains 桂香", 1),
        ("member list --kind 积极分子", 1),
        ("member list --contains 谢培元 --all", 2),
        ("member list --contains 岑志新 --all", 1),
        ("member list --contains 岑志新", 0),
        ("member list --year 2023", 1),
        ("project list --year 2021 --kind 攻关", 1),
        ("activity list --year 2021 --kind 质量培训", 1),
        ("idea list --year 2021", 1),
        ("award list --kind 称号 --state 撤销 --year 2022", 1),
        ("award list --kind 称号 --state 申报", 1),
        ("award list --kind 试点示范 --state 在建", 1),
        ("award list --kind 试点示范 --year 2023", 1),
        ("award list --kind 标准 --year 2021", 1),
        ("plan list --year 2023", 5),
    ] {
        assert_eq!(
            officer.json(line).as_array().unwrap().len(),
            count,
            "{line}"
        );
    }
}
