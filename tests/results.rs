//! Meetings, activities, projects, suggestions, awards and plans; what is handed in, and what moves it.

#![allow(clippy::unwrap_used, reason = "a test ends where it fails")]

mod officer;

use officer::Officer;

/// An officer with one contact point, on a day.
fn officer() -> Officer {
    let officer = Officer::with_ledger().on("2022-12-31");
    officer.done("point add --name 北环钢材市场 --kind 专业市场 --confirmed-on 2022-03-24");
    officer
}

/// The value of a figure of 2022.
fn figure(officer: &Officer, key: &str) -> serde_json::Value {
    officer.figure("report --year 2022", key)
}

#[test]
fn a_project_goes_through_its_stages_in_their_order() {
    let officer = officer();
    officer.done("项目 添加 --项目名称 焊缝攻关 --point gcsc --kind 攻关 --started-on 2022-05-01 --teams 一组、二组、二组");
    let said = officer.done("project stage 焊缝攻关 discussed --on 2022-05-10");
    assert_eq!(
        said.err,
        "已记阶段：项目 1：焊缝攻关　北环钢材市场\n  党小组讨论实施：（空） → 2022-05-10 周二\n"
    );
    let said = officer.done("项目 阶段 1 综合评估 --on 2022-09-01");
    assert!(
        said.err.contains("还没有填支部大会跟踪关注"),
        "{}",
        said.err
    );
    officer.refused("project stage 1 跟踪关注 --on 2022-05-09", 1);
    officer.refused("project stage 1 followed --on 2022-09-02", 1);
    officer.done("project stage 1 跟踪 --on 2022-07-01");
    let said = officer.refused("project stage 1 followed", 1);
    assert!(
        said.err.contains("已经是「2022-07-01 周五」"),
        "{}",
        said.err
    );
    let said = officer.refused("project stage 1 验收", 2);
    assert!(said.err.contains("没有「验收」这个阶段"), "{}", said.err);
    officer.refused("project stage 1 followed --on 2099-01-01", 1);
    assert_eq!(
        figure(&officer, "teams"),
        2,
        "a name given twice is one team"
    );
}

#[test]
fn an_award_counts_from_the_day_on_which_it_passes() {
    let officer = officer();
    officer.done("award add --kind 试点 --name 仓储标准化 --date 2021-11-01 --state 在建");
    assert_eq!(figure(&officer, "pilots"), 0);
    let said = officer.done("award pass 1 --on 2022-06-06");
    assert!(
        said.err.contains("日期：2021-11-01 周一 → 2022-06-06 周一"),
        "{}",
        said.err
    );
    assert_eq!(figure(&officer, "pilots"), 1);
    officer.done("award add --kind 试点 --name 计量示范 --date 2022-03-01 --state 申报");
    let said = officer.refused("award pass 2 --on 2022-02-28", 1);
    assert!(said.err.contains("早于申报的日期"), "{}", said.err);
    officer.done("award edit 2 --expires-on 2022-05-01");
    let said = officer.refused("award pass 2 --on 2022-06-01", 1);
    assert!(
        said.err.contains("有效期至") && said.err.contains("award edit 2 --expires-on"),
        "{}",
        said.err
    );
    officer.done("award edit 2 --state 撤销");
    let said = officer.refused("award pass 2 --on 2022-04-01", 1);
    assert!(
        said.err.contains("award edit 2 --state 申报"),
        "{}",
        said.err
    );
    // By hand the day stays, and is asked about.
    officer.done("award add --kind 试点 --name 质量示范 --date 2021-05-01 --state 在建");
    let said = officer.done("award edit 3 --state 通过");
    assert!(said.err.contains("日期没有改"), "{}", said.err);
    let said = officer.done("award edit 3 --date 2021-06-01");
    assert!(!said.err.contains("日期没有改"), "{}", said.err);
    let said = officer.refused("成果 通过 1", 1);
    assert!(said.err.contains("已经是「通过」"), "{}", said.err);
    officer.done("award edit 1 --revoked-on 2022-12-01");
    assert_eq!(
        figure(&officer, "pilots"),
        0,
        "revoked by the end of the year"
    );
    assert_eq!(
        officer.figure("report 2022H1", "pilots"),
        1,
        "the report of the first half stands"
    );
}

#[test]
fn one_company_of_two_campaigns_is_told_from_one_of_no_name() {
    let officer = officer();
    let honour = "award add --kind 称号 --name 良好行为企业 --date 2022-05-05";
    officer.done(&format!(
        "{honour} --company 甲（云溪）公司 --campaign 送信心"
    ));
    officer.done(&format!(
        "{honour} --company '甲(云溪) 公司' --campaign 质量提升"
    ));
    officer.done(&format!("{honour} --quantity 5 --campaign 质量提升"));
    let said = officer.done(&format!(
        "{honour} --company 乙公司 --quantity 3 --campaign 质量提升"
    ));
    assert!(said.err.contains("数量不起作用，只算一户"), "{}", said.err);
    assert_eq!(figure(&officer, "honours-confidence"), 1);
    assert_eq!(figure(&officer, "honours-quality"), 7);
    assert_eq!(figure(&officer, "honour-companies"), 7);
    let report = officer.done("report --year 2022").text();
    assert!(
        report.contains("每家只算一次，其中没有名单的 5 家"),
        "{report}"
    );
    let explained = officer
        .done("report 2022 --explain honour-companies")
        .text();
    assert!(explained.contains("7 家，4 条"), "{explained}");
    assert!(explained.contains("5 家\n"), "{explained}");
}

#[test]
fn what_is_done_of_a_plan_is_counted_wherever_it_is_shown() {
    let officer = officer();
    officer.done("plan add --year 2022 --title 质量培训两次 --figure 质量培训 --target 2");
    officer.done("plan add --year 2022 --title 印发要点 --target 1 --done 1");
    officer.done("plan add --year 2023 --title 来年的事");
    officer.done(
        "activity add --date 2022-05-05 --kind 质量培训 --topic 体系 --attendance 8 --members 3",
    );
    let done = || officer.json("plan list --year 2022")[1]["done"].clone();
    assert_eq!(
        (done(), figure(&officer, "plans-done")),
        (1.into(), 1.into())
    );
    officer.done("activity add --date 2022-06-05 --kind 质量培训 --topic 体系 --attendance 9");
    assert_eq!(
        (done(), figure(&officer, "plans-done")),
        (2.into(), 2.into())
    );
    assert_eq!(officer.json("plan show 1")["figure"], "trainings");
    assert!(officer.done("plan list").text().contains("质量培训"));
    assert_eq!(figure(&officer, "plans"), 2);
    let done = officer.figure("report --from 2022-01-01 --to 2022-05-31", "plans-done");
    assert_eq!(done, 1, "as things stood on that day");
    let said = officer.done("plan add --year 2022 --title 点子 --figure 金点子 --target 8");
    assert!(!said.err.contains("注意"), "{}", said.err);
    let said = officer.done("plan done last --on 2022-12-31");
    assert!(
        said.err.contains("对应指标现在是 0，还没有达到目标数 8"),
        "{}",
        said.err
    );
    officer.done("plan rm 4 -y");
    officer.done("plan done 3 --on 2022-12-31");
    assert_eq!(figure(&officer, "plans"), 2, "a plan of another year");
    let said = officer.done("plan list -o 计划.csv --columns 年度、事项、对应指标、完成数");
    assert!(said.err.contains("已写入"));
    assert!(
        officer
            .text("计划.csv")
            .contains("2022,质量培训两次,质量培训,2")
    );
}

#[test]
fn what_bad_records_are_refused_for_is_said_and_nothing_is_stored() {
    let officer = officer();
    let meeting = "meeting add --date 2022-05-05 --point 1 --kind 党课 --topic 党课";
    let award = "award add --name 甲 --date 2022-05-05";
    let project = "project add --name 甲 --point 1 --kind 攻关 --started-on 2022-05-01";
    for (line, status, words) in [
        (format!("{meeting} --expected 5 --present 6"), 1, "实到不能多于应到"),
        (format!("{meeting} --expected -5"), 1, "应到「-5」不能是负数"),
        ("meeting add --date 2099-01-01 --point 1 --kind 党课 --topic 党课".to_owned(), 1, "还没有到"),
        ("meeting add --date 2022-05-05 --point 1 --kind 茶话会 --topic 党课".to_owned(), 2, "没有「茶话会」这一项"),
        ("meeting add --kind 党课".to_owned(), 2, "还缺必填的：--date（会议日期）、--point（联系点）、--topic（议题）"),
        ("activity add --date 2022-05-05 --kind 质量培训 --topic 体系 --attendance 8 --members 9".to_owned(), 1, "其中党员不能多于参加人次"),
        (format!("{award} --kind 标准 --expires-on 2022-05-04"), 1, "有效期至不能早于日期"),
        (format!("{award} --kind 标准 --revoked-on 2022-05-04"), 1, "撤销时间不能早于日期"),
        (format!("{award} --kind 称号 --company 甲公司"), 2, "还缺必填的：--campaign（所属行动）"),
        (format!("{award} --kind 称号 --campaign 送信心"), 2, "称号还要填企业名称"),
        (format!("{award} --kind 标准 --level 乡级"), 2, "没有「乡级」这一项"),
        (format!("{project} --discussed-on 2022-06-02 --followed-on 2022-06-01"), 1, "支部大会跟踪关注不能早于党小组讨论实施"),
        (format!("{project} --finished-on 2022-04-30"), 1, "完成时间不能早于启动时间"),
        ("plan add --year 2022 --title 甲 --figure 质量培".to_owned(), 2, "统计表里没有「质量培」这个指标"),
        ("plan add --year 2022 --title 甲 --figure 年度计划".to_owned(), 2, "统计表里没有「年度计划」这个指标"),
        ("plan add --year 2022 --title 甲 --figure trainings --done 3".to_owned(), 1, "完成数和对应指标不能都填"),
        ("plan add --year 22 --title 甲".to_owned(), 2, "年份要写四位数字"),
        ("idea add --date 2022-05-05".to_owned(), 2, "还缺必填的：--text（内容）"),
    ] {
        let said = officer.refused(&line, status);
        assert!(said.err.contains(words), "{line}\n{}", said.err);
    }
    let said = officer
        .done("member add --name 甲 --point 1 --joined-on 2019-06 --confirmed-on 2021-07-01");
    assert!(said.err.contains("预备期超过两年"), "{}", said.err);
}

#[test]
fn what_was_handed_in_is_kept_and_what_moved_it_is_named() {
    let officer = Officer::with_sample();
    let said = officer.done("report --year 2022 --freeze --author 张敏");
    assert!(said.out.is_empty());
    assert!(
        said.err.starts_with("已定稿 1：2022年，截至 2022-12-31，"),
        "{}",
        said.err
    );
    let said = officer.done("report --against 定稿");
    assert!(
        said.text().contains("2023-03-31 由张敏定稿"),
        "{}",
        said.text()
    );
    assert!(said.text().contains("指标都没有变"), "{}", said.text());

    officer.done("visit edit 6 --reach 41");
    officer.done("idea add --date 2022-12-30 --text 补登的点子 --author 李雷");
    officer.done("activity rm 2 -y");
    officer.done("visit edit 7 --summary 换个说法");
    let text = officer.done("report --year 2022 --against 定稿").text();
    for words in [
        "辐射户数：定稿 62，现在 63 户次\n  改动：走访 6：",
        "    辐射户数：40 → 41\n",
        "金点子：定稿 8，现在 9 个\n  新计入：金点子 11：",
        "微学课：定稿 3，现在 2 次\n  不再计入：活动 2：",
        "    已删除\n",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert!(!text.contains("走访 7"), "{text}");
    let json = officer.json("report --against 1");
    assert_eq!(json["handed"]["person"], "张敏");
    let reach = &json["moved"][0];
    assert_eq!(
        (&reach["key"], &reach["then"], &reach["now"]),
        (&"reach".into(), &62.into(), &63.into())
    );
    assert_eq!(reach["records"][0]["kind"], "visit");
    assert!(officer.done("report --handed").text().contains("张敏"));
    assert!(officer.done("log").text().contains("定稿统计表"));

    // What it counts by is named where the record itself is as it was.
    officer.done("visit edit 19 --send 日常走访");
    let text = officer.done("report --against 1").text();
    let because = "不再计入：问题 17：2022-09-07 周三　溪创(云溪)生物科技有限公司　核心商标被他人抢注，异议期剩余不足一个月\n    \
                   因为 走访 19：";
    assert!(text.contains(because), "{text}");
    assert!(
        text.contains("      三送类别：送服务 → 日常走访\n"),
        "{text}"
    );

    // What came after its day moves nothing, nor does a report of another period.
    officer.done("idea add --date 2023-01-02 --text 第二年的点子");
    assert_eq!(
        officer.done("report --year 2022 --against 定稿").text(),
        text
    );
    for (line, status, words) in [
        (
            "report 2022Q1 --against 定稿",
            3,
            "2022年第一季度还没有定稿",
        ),
        ("report 2022Q1 --against 1", 1, "要对照的时间或范围不同"),
        ("report --against 9", 3, "没有找到定稿「9」"),
        ("report --year 2024 --freeze", 1, "还没有开始"),
        ("report --freeze --against 1", 2, "不能"),
        ("report --freeze -o 定稿.html", 2, "不能"),
        ("report --handed 9", 3, "没有找到定稿「9」"),
        ("report --handed -o 定稿.html", 2, "不能写成 .html"),
    ] {
        let said = officer.refused(line, status);
        assert!(said.err.contains(words), "{line}\n{}", said.err);
    }
}

#[test]
fn a_report_of_a_part_is_handed_in_as_such() {
    let officer = Officer::with_sample();
    officer.done("report 2022 --point gcsc --station 北环所 --freeze");
    officer.done("report 2022 --freeze");
    officer.done("idea add --date 2022-12-30 --text 别处的点子 --point 万汇");
    assert!(
        officer
            .done("report --against 1")
            .text()
            .contains("指标都没有变")
    );
    assert!(
        officer
            .done("report --against 2")
            .text()
            .contains("新计入：金点子 11")
    );
    assert_eq!(officer.json("report --against 定稿")["handed"]["id"], 2);
    officer.refused("report 2022 --point 万汇 --against 1", 1);
    // 定稿 is the newest of what is asked for, limits and all.
    let of_part = officer.json("report 2022 --point gcsc --station 北环所 --against 定稿");
    assert_eq!(of_part["handed"]["id"], 1);
    assert_eq!(
        officer.json("report 2022 --against 定稿")["handed"]["id"],
        2
    );
    assert_eq!(
        officer.json("report --point gcsc --station 北环所 --against 定稿")["handed"]["id"],
        1,
        "of any period, where none is typed"
    );
    officer.done("report --point gcsc --station 北环所 --against 1");
    for (line, hint) in [
        ("report 2021 --against 定稿", "xgz report 2021 --freeze"),
        (
            "report 2022 --station 城关所 --against 定稿",
            "xgz report 2022 --station 城关所 --freeze",
        ),
    ] {
        let said = officer.refused(line, 3);
        assert!(said.err.contains(hint), "{}", said.err);
    }
    officer.done("report 2022 --point 万汇 --freeze");
    assert_eq!(
        officer.json("report 2022 --against 定稿")["handed"]["id"],
        2
    );
    officer.done("report --unfreeze last");

    // What was handed in is printed as it was, whatever came later.
    let of = |line| officer.done(line).text();
    let part = of("report --handed 1");
    assert!(part.contains("联系点：北环钢材市场"), "{part}");
    assert!(of("report --against 1").contains("，联系点：北环钢材市场，责任所：北环所，"));
    let ideas = |text: String| {
        let line = text
            .lines()
            .find(|line| line.starts_with("金点子"))
            .unwrap()
            .to_owned();
        line.split_whitespace().last().unwrap().to_owned()
    };
    assert_eq!(ideas(of("report --handed 定稿")), "8");
    officer.done("report --handed 2 -o 定稿.md");
    assert!(officer.text("定稿.md").contains("| 金点子 | 个 | 8 |"));
    let json = officer.json("report --handed 2");
    assert_eq!(
        (&json[0]["key"], &json[0]["value"]),
        (&"points".into(), &10.into())
    );
}

#[test]
fn a_slip_in_a_name_gives_no_report_of_nothing_and_a_wrong_final_one_is_taken_back() {
    let officer = Officer::with_sample();
    for line in [
        "report 2022 --station 城管所",
        "report 2022 --freeze --section 不存在",
        "visit list --station 城管所",
    ] {
        let said = officer.refused(line, 3);
        assert!(said.err.contains("没有记录的责任"), "{line}\n{}", said.err);
    }
    let said = officer.refused("report 2022 --station 城管所", 3);
    assert!(said.err.contains("是不是想写「城关所」"), "{}", said.err);
    officer.done("report 2022 --freeze --point 万汇");
    let said = officer.refused("point rm 10", 1);
    assert!(said.err.contains("xgz report --unfreeze 1"), "{}", said.err);
    let said = officer.done("report 2022 --freeze --point 万汇");
    assert!(said.err.contains("和定稿 1 的数都一样"), "{}", said.err);
    officer.done("report --unfreeze last");
    let said = officer.done("report --unfreeze 1");
    assert!(said.err.starts_with("已撤回定稿 1："), "{}", said.err);
    let said = officer.refused("report --unfreeze 1", 3);
    assert!(said.err.contains("xgz report --handed"), "{}", said.err);
    officer.refused("report --handed 1", 3);
    assert!(officer.done("log").text().contains("撤回定稿"));
}

#[test]
fn an_accepted_warning_goes_with_the_record_that_it_is_about() {
    let officer = Officer::with_sample();
    officer.done("check accept 到会人数 223 --why 已经重开 --year 2022");
    for line in ["meeting rm 223 -y", "meeting restore 223"] {
        let said = officer.done(line);
        assert!(
            said.err.contains("免提醒 1：到会人数　会议 223　红"),
            "{}",
            said.err
        );
    }
    let accepted = officer.json("check --year 2022 --accepted");
    assert_eq!(accepted.as_array().unwrap().len(), 1);
}
