//! Looking for words through the whole ledger.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod officer;

use officer::Officer;
use serde_json::json;

/// The headings of the kinds in which something was found.
fn headings(page: &str) -> Vec<&str> {
    let lines = page.lines();
    lines.filter(|line| line.ends_with("条）")).collect()
}

#[test]
fn two_characters_are_found_in_every_kind_and_marked_where_they_stand() {
    let officer = Officer::with_sample();
    let said = officer.done("find 钢材");
    let page = said.text();
    assert_eq!(
        headings(&page),
        [
            "联系点（1 条）",
            "党员（6 条）",
            "项目（1 条）",
            "走访（1 条）",
            "问题（9 条）",
            "会议（1 条）",
            "活动（1 条）",
            "金点子（2 条）",
            "成果（5 条）",
        ]
    );
    for line in [
        "  1　联系点名称：北环【钢材】市场",
        "  1　2021-10-14 周四　北环钢材市场　送政策　主要内容：向【钢材】经营户宣讲产品质量法规，发放质量主体责任告知书",
    ] {
        assert!(page.lines().any(|one| one == line), "{line}\n{page}");
    }
    assert!(
        said.err
            .contains("共 27 条。看其中一条，例如：xgz point show 1"),
        "{}",
        said.err
    );
    // Named in Chinese, it is the same.
    assert_eq!(officer.done("查找 钢材").text(), page);
}

#[test]
fn width_case_brackets_and_spaces_are_nothing_to_it() {
    let officer = Officer::with_sample();
    officer.done("visit add --date 2023-03-30 --place 甲店 --send 日常走访 --summary '核对ＩＳＯ　9001（质量）证书'");
    for typed in ["iso9001", "ISO 9001", "'9001 【质量】'"] {
        let said = officer.done(&format!("find {typed}"));
        assert!(said.text().contains("9001"), "{typed}\n{}", said.err);
    }
    assert!(
        officer
            .done("find iso9001")
            .text()
            .contains("主要内容：核对【ＩＳＯ　9001】（质量）证书")
    );
}

#[test]
fn several_words_must_all_stand_in_a_record_wherever() {
    let officer = Officer::with_sample();
    let found = |words: &str| officer.json(&format!("find {words} --kind 走访"));
    assert_eq!(found("年报").as_array().unwrap().len(), 2);
    // One in 主要内容, the other in 记录人; a space of full width parts words as one of half width.
    let both = json!([
        {"kind": "visit", "id": 20, "column": "summary", "text": "上门帮办个体工商户年报和名称规范"}
    ]);
    assert_eq!(found("年报 名称"), both);
    assert_eq!(found("年报　名称"), both);
    assert_eq!(found("年报 钢材"), json!([]));
    let page = officer.done("find 年报 名称 --kind visit").text();
    assert!(page.contains("个体工商户【年报】和【名称】规范"), "{page}");
}

#[test]
fn a_phone_is_found_whole_and_never_shown() {
    let officer = Officer::with_sample();
    for line in ["find 13800138101", "find 13800138101 --format csv"] {
        let page = officer.done(line).text();
        assert!(
            page.contains("138****8101") && !page.contains("1380013"),
            "{page}"
        );
    }
    let page = officer.done("find 13800138101").text();
    assert!(page.contains("手机号：【138****8101】"), "{page}");
    // A part would tell what is masked, digit by digit.
    for line in [
        "find 138",
        "find 0013",
        "find 1380013 8101",
        "member list --contains 0013",
    ] {
        let page = officer.done(line).text();
        assert!(
            !page.contains("138****") && !page.contains("赵广厚"),
            "{line}: {page}"
        );
    }
}

#[test]
fn a_few_of_each_kind_are_shown_with_the_command_that_lists_them_all() {
    let officer = Officer::with_sample();
    let shown = |line: &str| {
        let page = officer.done(line).text();
        let lines = page.lines().filter(|line| line.contains('【'));
        lines.count()
    };
    assert_eq!(shown("find 钢材 --kind 问题"), 5);
    assert_eq!(shown("find 钢材 --kind 问题 --limit 2"), 2);
    assert_eq!(shown("find 钢材 --kind 问题 --all"), 9);
    let page = officer
        .done("find 钢材 公司 --kind problem --db ledger.db")
        .text();
    let command = "xgz --db ledger.db problem list --contains 钢材 --contains 公司";
    // 钢材 is in the name of a contact point too, of which a list tells everything.
    let line = format!("  列出全部，连同联系点名称里有的：{command}\n");
    assert!(page.contains(&line), "{page}");
    let listed = officer.json(command);
    assert_eq!(listed.as_array().unwrap().len(), 9);
    let page = officer.done("find 年报 --kind 问题 --limit 1").text();
    assert!(
        page.contains("  列出全部：xgz problem list --contains 年报\n"),
        "{page}"
    );
}

#[test]
fn what_a_list_finds_in_its_own_columns_is_found() {
    let officer = Officer::with_sample();
    // No contact point has these in its name, which a list reads too.
    for (kind, typed) in [
        ("visit", "年报"),
        ("problem", "广告"),
        ("meeting", "学习"),
        ("member", "13800138101"),
        ("plan", "培训"),
        ("award", "标准化"),
    ] {
        let ids = |line: &str| {
            let records = officer.json(line);
            let records = records.as_array().unwrap();
            let mut ids: Vec<_> = records
                .iter()
                .map(|record| record["id"].as_i64().unwrap())
                .collect();
            ids.sort_unstable();
            ids
        };
        let found = ids(&format!("find {typed} --kind {kind}"));
        assert!(!found.is_empty(), "{kind}");
        let all = if kind == "member" { " --all" } else { "" };
        assert_eq!(
            found,
            ids(&format!("{kind} list{all} --contains {typed}")),
            "{kind}"
        );
    }
}

#[test]
fn who_has_left_is_found_and_marked_and_what_was_removed_is_not() {
    let officer = Officer::with_sample();
    officer.done("point close 10 --on 2023-02-01 --why 搬迁");
    officer.done("member leave 1 --on 2023-02-01");
    officer.done("visit rm 20 -y");
    let page = officer.done("find 万汇商贸城 --kind 联系点").text();
    assert!(page.contains("（已撤销）"), "{page}");
    let page = officer.done("find 赵广厚 --kind 党员").text();
    assert!(page.contains("（已转出）"), "{page}");
    assert_eq!(
        officer
            .json("find 年报 --kind 走访")
            .as_array()
            .unwrap()
            .len(),
        1
    );
    // On the day before, nobody had gone.
    let officer = officer.on("2023-01-31");
    let page = officer.done("find 赵广厚 --kind 党员").text();
    assert!(!page.contains("已转出"), "{page}");
}

#[test]
fn a_file_takes_all_that_is_found() {
    let officer = Officer::with_sample();
    let said = officer.done("find 钢材 -o 找到的.csv");
    assert!(said.out.is_empty());
    assert!(said.err.contains("共 27 条"), "{}", said.err);
    let text = officer.text("找到的.csv");
    assert!(
        text.starts_with("\u{feff}种类,编号,列,内容\r\n联系点,1,联系点名称,北环钢材市场\r\n"),
        "{text}"
    );
    assert_eq!(text.lines().count(), 28);
    assert_eq!(
        officer
            .json("find 钢材 --limit 1")
            .as_array()
            .unwrap()
            .len(),
        9
    );
    officer.refused("find 钢材 -o 找到的.docx", 2);
    officer.refused("find 钢材 -o ledger.db", 2);
}

#[test]
fn nothing_found_is_no_error_and_what_may_be_meant_is_told() {
    let officer = Officer::with_sample();
    for (line, told) in [
        ("find 毫不相干", "换一个说法"),
        ("find 钢材 毫不相干", "少写几个词"),
        ("find gcsc", "「北环钢材市场」"),
        ("find 北环钢村市场", "是不是想找「北环钢材市场」"),
    ] {
        let said = officer.done(line);
        assert!(said.out.is_empty(), "{line}\n{}", said.text());
        assert!(said.err.starts_with("没有哪条记录里有"), "{}", said.err);
        assert!(said.err.contains(told), "{line}\n{}", said.err);
    }
    assert_eq!(officer.json("find 毫不相干"), json!([]));
}

#[test]
fn what_cannot_be_looked_for_is_not_understood() {
    let officer = Officer::with_sample();
    for line in ["find ''", "find ' '", "find 　", "find 钢材 --limit 三"] {
        officer.refused(line, 2);
    }
    let said = officer.refused("find 钢材 --kind 走房", 2);
    assert!(said.err.contains("走访、问题"), "{}", said.err);
    let said = officer.refused("find", 2);
    assert!(said.err.contains("文字"), "{}", said.err);
    officer.refused("find 钢材 --all --limit 3", 2);
}

#[test]
fn a_hit_is_coloured_where_colour_is_wanted_and_bracketed_elsewhere() {
    let officer = Officer::with_sample();
    let page = officer.done("find 年报 --color always").text();
    assert!(page.contains("\u{1b}[") && !page.contains('【'), "{page}");
    let page = officer.done("find 年报").text();
    assert!(
        !page.contains('\u{1b}') && page.contains("【年报】"),
        "{page}"
    );
}
