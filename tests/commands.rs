//! What an officer does in a day, driven through the program.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod officer;

use std::io::Read;
use std::process::Stdio;

use officer::{Officer, words};

#[test]
fn a_visit_and_its_problems_are_registered_in_one_go_and_echoed_resolved() {
    let officer = Officer::with_ledger().on("2022-03-24");
    officer.done(
        "point add --name 北环钢材市场 --kind 专业市场 --confirmed-on 2022-03-24 --section 质量科",
    );
    let said = officer.done(
        "xgz 走访 添加 --走访日期 上周五 --联系点 gcsc --三送类别 送政策 --send service --reach 40 \
         --problem 'company=甲公司; category=广告; text=怎样备案; handling=现场解决' \
         --问题 '企业名称=乙店；问题类别=注册登记；问题描述=变更地址；办理方式=限期解决'",
    );
    assert!(said.out.is_empty());
    assert_eq!(
        said.err,
        "已登记走访 1：2022-03-18 周五　北环钢材市场　送政策、送服务\n\
         已登记问题 1：2022-03-18 周五　甲公司　怎样备案（办结日期 2022-03-18 周五）\n\
         已登记问题 2：2022-03-18 周五　乙店　变更地址（办理时限 2022-04-02 周六）\n"
    );
    let problems = officer.json("problem list --sort company");
    assert_eq!(problems[0]["point"], "北环钢材市场");
    assert_eq!(problems[0]["point_id"], 1);
    assert_eq!(problems[0]["visit"], 1);
    assert_eq!(problems[0]["section"], "质量科");
    let states: Vec<_> = [0, 1].map(|place| problems[place]["state"].clone()).into();
    assert!(
        states.contains(&"solved".into()) && states.contains(&"doing".into()),
        "{states:?}"
    );
    let visits = officer.json("visit list");
    assert_eq!(visits[0]["send"], serde_json::json!(["policy", "service"]));
    assert_eq!(visits[0]["owner_met"], serde_json::Value::Null);
}

#[test]
fn one_bad_problem_keeps_the_whole_visit_out() {
    let officer = Officer::with_sample();
    let said = officer.refused(
        "visit add --date 2022-05-05 --point 1 --send 送服务 --problem 'company=甲; category=广告; text=一' \
         --problem 'company=乙; category=广告'",
        2,
    );
    assert!(
        said.err
            .contains("第 2 个 --problem：还缺必填的：--text（问题描述）"),
        "{}",
        said.err
    );
}

#[test]
fn a_record_goes_by_number_last_name_part_and_pinyin() {
    let officer = Officer::with_sample();
    for typed in [
        "1",
        "#1",
        "北环钢材市场",
        "钢材",
        "gcsc",
        "gangcai",
        "钢cai",
        "北环钢材市场党委",
        "last",
    ] {
        let said = officer.done(&format!("point show {typed}"));
        let name = if typed == "last" {
            "东郊物流园"
        } else {
            "北环钢材市场"
        };
        assert!(
            said.text().contains(&format!("联系点名称：{name}")),
            "{typed}\n{}",
            said.text()
        );
    }
    let uuid = officer.json("point show 1")["uuid"]
        .as_str()
        .unwrap()
        .to_owned();
    let said = officer.done(&format!("point show @{}", &uuid[uuid.len() - 6..]));
    assert!(said.text().contains("北环钢材市场"));
}

#[test]
fn closing_a_point_or_moving_a_member_leaves_last_years_report_as_it_was() {
    let officer = Officer::with_sample();
    let before = officer.done("report --year 2022 --format json").text();
    officer.done("point close 10 --on 2023-02-01 --why 搬迁");
    officer.done("member move 2 --to 百合家居广场 --on 2023-02-01");
    officer.done("member leave 3 --on 2023-02-01 --why 退党");
    assert_eq!(
        officer.done("report --year 2022 --format json").text(),
        before
    );
    let now = officer.json("report --year 2023");
    assert_eq!(now["figures"][0]["value"], 10);
    let listed = officer.done("member list --asof 2022-12-31");
    assert!(listed.err.contains("共 104 条"), "{}", listed.err);
}

#[test]
fn a_record_is_changed_removed_and_brought_back_and_its_history_tells() {
    let officer = Officer::with_sample();
    let said = officer.done("visit edit 12 --reach 30 --leader ''");
    assert!(
        said.err
            .contains("带队领导：单文清 → （空）\n  辐射户数：（空） → 30"),
        "{}",
        said.err
    );
    assert!(said.err.contains("不计入辐射户数"), "{}", said.err);
    assert!(
        officer
            .done("visit edit 12 --reach 30")
            .err
            .starts_with("没有变化")
    );
    officer.done("visit rm 12 -y");
    assert!(
        officer
            .refused("visit show 12", 3)
            .err
            .contains("xgz visit restore 12")
    );
    assert!(
        officer
            .refused("problem show 11", 3)
            .err
            .contains("已经删除")
    );
    let said = officer.done("visit restore 12");
    assert!(
        said.err.contains("已恢复走访 12") && said.err.contains("已恢复问题 11"),
        "{}",
        said.err
    );
    let log = officer.done("log 走访 12").text();
    for words in [
        "示例",
        "高广林",
        "辐射户数：（空） → 30",
        "已删除",
        "已恢复",
    ] {
        assert!(log.contains(words), "{words}\n{log}");
    }
    assert!(
        officer
            .done("log")
            .text()
            .contains("删除走访 12 及其 1 个问题")
    );
}

#[test]
fn a_problem_goes_from_progress_to_its_close() {
    let officer = Officer::with_sample();
    officer.done("problem progress 20 已约谈经营者 --on 2023-01-10");
    officer.done("problem progress 20 复秤点已公示 --on 2023-01-12");
    officer.done("problem solve 20 --on 2023-01-15 --result 已更换电子秤");
    officer.done("problem close 20 --on 2023-01-20");
    let problem = officer.json("problem show 20");
    let progress = problem["progress"].as_str().unwrap();
    assert!(
        progress.ends_with("2023-01-10 已约谈经营者\n2023-01-12 复秤点已公示"),
        "{progress}"
    );
    assert_eq!(problem["state"], "closed");
    officer.done("problem add --found-on 2023-01-10 --company 丙店 --category 广告 --text 咨询");
    officer.done("problem decline last --why 不属职责 --on 2023-01-11");
    assert_eq!(officer.json("problem show last")["state"], "declined");
}

#[test]
fn lists_are_limited_as_asked() {
    let officer = Officer::with_sample();
    let count = |line: &str| officer.json(line).as_array().unwrap().len();
    for (line, expected) in [
        ("visit list", 27),
        ("visit list --year 2022", 24),
        ("visit list 2022", 24),
        ("visit list --year 2022 --quarter 2", 10),
        ("visit list --from 2022-12-01 --to 2022-12-31", 2),
        ("visit list --year 2022 --send 送政策", 5),
        ("visit list --year 2022 --send policy --send 结对联建", 8),
        ("visit list --contains 年报", 2),
        ("problem list --state 办理中", 1),
        ("problem list --overdue", 1),
        (
            "problem list --category 广告",
            count("problem list --contains 广告").min(9),
        ),
        ("member list --point gcsc --kind 预备", 1),
        ("point list --station 南湖所", 3),
        ("member list --limit 7", 7),
    ] {
        if line.contains("广告") || line.contains("quarter 2") || line.contains("年报") {
            assert!(count(line) > 0, "{line}");
            continue;
        }
        assert_eq!(count(line), expected, "{line}");
    }
}

#[test]
fn a_csv_opens_in_a_spreadsheet_and_comes_back_as_it_was() {
    let officer = Officer::with_sample();
    officer.done("point list --all -o 联系点.csv --full");
    let bytes = officer.read("联系点.csv");
    assert!(bytes.starts_with("\u{feff}编号,联系点名称,".as_bytes()));
    assert!(
        officer.text("联系点.csv").lines().count() == 12
            && bytes.windows(2).any(|two| two == b"\r\n")
    );
    let plain = officer
        .done("point list --format csv --no-bom --keys")
        .text();
    assert!(plain.starts_with("id,name,"), "{plain}");
    officer.done("point list -o gb.csv --encoding gb18030");
    assert!(String::from_utf8(officer.read("gb.csv")).is_err());
    officer.done("member list --all --full -o 党员.csv");
    officer.done("init --db 新.db");
    officer.done("import 联系点.csv --db 新.db");
    officer.done("import 党员.csv --db 新.db --kind 党员");
    let strip = |text: String| -> Vec<String> {
        let cut = |line: &str| line.rsplitn(4, ',').nth(3).unwrap_or_default().to_owned();
        text.lines().map(cut).collect()
    };
    for list in [
        "point list --all --full --format csv",
        "member list --all --full --format csv",
    ] {
        let here = strip(officer.done(list).text());
        let there = strip(officer.done(&format!("{list} --db 新.db")).text());
        assert_eq!(here, there, "{list}");
    }
    assert!(
        officer
            .refused("import 党员.csv", 1)
            .err
            .contains("多半已经登记过")
    );
    assert!(
        officer
            .refused("point list -o ledger.db", 2)
            .err
            .contains("看不出要什么格式")
    );
    officer.write("台账.csv", officer.read("ledger.db"));
    assert!(
        officer
            .refused("point list -o 台账.csv", 1)
            .err
            .contains("不能用导出的内容覆盖")
    );
}

#[test]
fn phones_are_masked_unless_asked_for_in_full() {
    let officer = Officer::with_sample();
    assert!(
        officer
            .done("member list --limit 1")
            .text()
            .contains("138****8101")
    );
    assert!(
        officer
            .done("member list --limit 1 --full")
            .text()
            .contains("13800138101")
    );
    assert!(!officer.done("log 党员 1").text().contains("13800138101"));
}

#[test]
fn the_report_is_divided_explained_and_frozen_for_programs() {
    let officer = Officer::with_sample();
    for by in ["point", "station", "责任科室", "问题类别", "month"] {
        let said = officer.done(&format!("report --year 2022 --by {by}"));
        assert!(said.text().contains("合计"), "{by}");
    }
    let report = officer.json("report --year 2022 --by point");
    assert_eq!(report["period"]["to"], "2022-12-31");
    let members = &report["figures"][2];
    assert_eq!(
        (&members["key"], &members["value"]),
        (&"members".into(), &104.into())
    );
    assert_eq!(
        members["by"][0],
        serde_json::json!({"name": "北环钢材市场", "id": 1, "value": 31, "prior": 0})
    );
    for figure in report["figures"].as_array().unwrap() {
        let key = figure["key"].as_str().unwrap();
        let said = officer
            .done(&format!("report --year 2022 --explain {key}"))
            .text();
        assert!(said.contains(&format!("（{key}）：")), "{said}");
    }
    assert!(
        officer
            .done("report --year 2022 --month 6")
            .text()
            .contains("本年累计")
    );
    let running = officer.done("report --year 2023").text();
    assert!(
        running.contains("只算到 2023-03-31；上年同期也只算到 2022-03-31"),
        "{running}"
    );
    let csv = officer.done("report --year 2022 --format csv").text();
    assert!(
        csv.contains("\r\n三送活动,辐射户数,户次,62,63,-1,-1.6,"),
        "{csv}"
    );
}

#[test]
fn a_reader_that_goes_away_is_no_error_and_a_pipe_gets_no_colour() {
    let officer = Officer::with_sample();
    let mut child = officer
        .xgz(&words("member list --format csv"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut err)
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{err}");
    assert!(!err.contains("错误"), "{err}");
    for line in ["report --year 2022", "--help", "visit add --help"] {
        assert!(!officer.done(line).text().contains('\u{1b}'), "{line}");
    }
    assert!(!officer.run("visit lst").err.contains('\u{1b}'));
    assert!(
        officer
            .run("visit lst --color always")
            .err
            .contains('\u{1b}')
    );
}

#[test]
fn a_point_without_a_day_of_confirmation_is_stored_not_counted_and_said_so() {
    let officer = Officer::with_sample();
    assert!(
        officer
            .done("point add --name 新天地 --kind 商圈")
            .err
            .contains("没有确认时间，暂不计入党建联系点")
    );
    let report = officer.done("report --year 2022").text();
    assert!(
        report.contains("有 1 个联系点没有确认时间，没有计入"),
        "{report}"
    );
}

#[test]
fn a_visit_that_is_moved_tells_of_its_problems_that_stay_behind() {
    let officer = Officer::with_sample();
    let said = officer.done("visit edit 24 --point 1");
    assert!(
        said.err.contains("它的 1 个问题没有跟着改") && said.err.contains("xgz problem edit 20"),
        "{}",
        said.err
    );
    let said = officer.done("visit edit 24 --note 补一句");
    assert!(!said.err.contains("没有跟着改"), "{}", said.err);
    officer.done("problem edit 20 --point 1");
    let said = officer.done("visit edit 24 --point 1 --leader 周山");
    assert!(!said.err.contains("没有跟着改"), "{}", said.err);
}
