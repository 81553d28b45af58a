//! The story of a contact point, and what a list of visits tells of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod officer;

use officer::Officer;

/// The lines of a page below the card.
fn story(page: &str) -> Vec<&str> {
    let mut lines = page.lines();
    lines.by_ref().find(|line| line.contains("修改时间："));
    lines.collect()
}

#[test]
fn a_contact_point_tells_its_story_below_its_card() {
    let officer = Officer::with_sample();
    officer.done("member add --name 白露 --point 10 --kind 积极分子");
    officer.done("member leave 阮红 --on 2023-01-05");
    let page = officer.done("point show 万汇").text();
    assert_eq!(
        story(&page),
        [
            "走访 3 次，最近 2022-11-10：xgz visit list --point 万汇商贸城",
            "  24　2022-11-10 周四　送服务　罗承志　问题 1 个，未解决 1 个",
            "  20　2022-09-15 周四　送服务　罗承志　问题 1 个",
            "  17　2022-08-17 周三　日常走访　罗承志　问题 1 个",
            "问题 3 个，未解决 1 个，超期 1 个：xgz problem list --point 万汇商贸城",
            "  20　办理中　办理时限 2022-11-25 周五　云溪区万汇商贸城鑫禾粮油店　店内2台电子秤示值争议，要求更换并公示复秤点",
            "  18　已销号　办结日期 2022-09-15 周四　云溪区万汇商贸城佳美窗帘店　个体工商户年报漏报两年，店主年长不会操作",
            "  16　已解决　办结日期 2022-08-17 周三　云溪区万汇商贸城旺达五金店　营业执照遗失，不知如何补领",
            "正式党员 5 名，入党积极分子 1 名：xgz member list --point 万汇商贸城",
            "  董长贵（书记）、梁玉莲（副书记）、杜国庆、蓝天明、谢培元、白露",
            "会议 20 次：xgz meeting list --point 万汇商贸城",
            "  319　2022-12-28 周三　民主评议党员　2022年度民主评议党员",
        ]
    );
    // For programs it is the record and nothing else.
    assert_eq!(
        officer.json("point show 10").as_object().unwrap().len(),
        officer.json("point list --limit 1")[0]
            .as_object()
            .unwrap()
            .len()
    );
    let csv = officer.done("point show 10 --format csv").text();
    assert_eq!(csv.lines().count(), 2, "{csv}");
}

#[test]
fn every_command_of_the_story_lists_as_many_as_it_says() {
    let officer = Officer::with_sample();
    let page = officer.done("point show 1").text();
    let mut commands = 0;
    for line in story(&page) {
        let Some((told, command)) = line.split_once("：xgz ") else {
            continue;
        };
        commands += 1;
        let count: usize = told
            .split('，')
            .filter_map(|part| part.split(' ').nth(1)?.parse::<usize>().ok())
            .take(if told.contains("党员") { 3 } else { 1 })
            .sum();
        let listed = officer.json(command);
        assert_eq!(listed.as_array().unwrap().len(), count, "{line}");
    }
    assert_eq!(commands, 8, "{page}");
}

#[test]
fn a_new_contact_point_has_no_story_and_a_name_for_a_shell_goes_by_its_number() {
    let officer = Officer::with_ledger();
    officer.done("point add --name '甲 乙$(市场)' --kind 专业市场 --confirmed-on 2022-03-24");
    assert_eq!(story(&officer.done("point show 1").text()), [""; 0]);
    officer.done("visit add --date 2023-03-30 --point 1 --send 送政策");
    let page = officer.done("--db ledger.db point show 1").text();
    assert_eq!(
        story(&page)[0],
        "走访 1 次，最近 2023-03-30：xgz --db ledger.db visit list --point 1"
    );
    let said = officer.done("visit list --point 1");
    assert!(
        said.err.ends_with(
            "共 1 条。\n甲 乙$(市场)：走访 1 次，最近 2023-03-30；没有问题。\n看这个联系点的全部：xgz point show 1\n"
        ),
        "{}",
        said.err
    );
}

#[test]
fn a_contact_point_whose_name_would_lead_elsewhere_goes_by_its_number() {
    let officer = Officer::with_ledger();
    for name in ["2", "甲市场", "联系点2", "最近", "乙市场", "丙市场"] {
        officer.done(&format!(
            "point add --name {name} --kind 专业市场 --confirmed-on 2022-03-24"
        ));
    }
    officer.done("point edit 5 --closed-on 2022-12-01");
    officer.done("point edit 6 --name 乙市场");
    for (id, typed) in [
        (1, "1"),
        (2, "甲市场"),
        (3, "3"),
        (4, "4"),
        (5, "5"),
        (6, "乙市场"),
    ] {
        officer.done(&format!(
            "visit add --date 2022-11-0{id} --point {id} --send 送政策"
        ));
        let page = officer.done(&format!("point show {id}")).text();
        let command = format!("xgz visit list --point {typed}");
        assert!(story(&page)[0].ends_with(&format!("：{command}")), "{page}");
        assert_eq!(officer.json(&command).as_array().unwrap().len(), 1);
        let said = officer.done(&command).err;
        assert!(
            said.ends_with(&format!("xgz point show {typed}\n")),
            "{said}"
        );
    }
}

#[test]
fn a_list_of_visits_tells_the_problems_raised_in_each_on_a_screen_only() {
    let officer = Officer::with_sample();
    let heads = |line: &str| {
        let page = officer.done(line).text();
        page.lines().next().unwrap_or_default().to_owned()
    };
    let page = officer.done("visit list --point 万汇").text();
    let row = page
        .lines()
        .find(|line| line.contains("2022-11-10"))
        .unwrap();
    let (before, prose) = row.split_once("走访粮油").unwrap();
    assert!(!prose.is_empty());
    assert!(before.trim_end().ends_with("1       1"), "{page}");
    assert!(heads("visit list --point 万汇").contains("问题  未解决  主要内容"));
    // Where all are solved, or none were raised, there is no column.
    assert!(!heads("visit list --point 检测").contains("未解决"));
    assert!(heads("visit list --point 检测").contains("问题"));
    assert!(!heads("visit list --point 宏岳 --send 日常走访 --year 2022").contains("问题"));
    assert!(!heads("visit list --columns 编号、走访日期").contains("问题"));
    for format in ["csv", "json"] {
        let page = officer
            .done(&format!("visit list --format {format}"))
            .text();
        assert!(
            !page.contains("未解决") && !page.contains("problems"),
            "{format}"
        );
    }
    let said = officer.done("visit list --point 万汇 --format json");
    assert_eq!(said.err, "");
    let said = officer.done("visit list --point 万汇");
    assert!(
        said.err.contains("万汇商贸城：走访 3 次，最近 2022-11-10；问题 3 个，未解决 1 个，超期 1 个；党员 6 名。\n"),
        "{}",
        said.err
    );
}
