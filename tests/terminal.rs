//! Sessions at a real terminal: a visit in two minutes, an answer that is corrected, one that is broken off.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod officer;

use officer::Officer;
use officer::terminal::{BACKSPACE, CTRL_C, DOWN, ENTER, ESCAPE, LEFT, Terminal, UP};

/// The size of a terminal as it usually is, and of a narrow one.
const USUAL: (u16, u16) = (80, 24);
const NARROW: (u16, u16) = (40, 24);

/// The ten problems of six companies that the source names, as they would be typed.
const PROBLEMS: &[(&str, &str, &str)] = &[
    ("云溪智联科技", "zcdj", "集群注册要哪些材料"),
    ("云溪智联科技", "zscq", "专利申请怎样资助"),
    ("云帆软件", "zcdj", "住所变更怎样办"),
    ("云帆软件", "zscq", "商标怎样续展"),
    ("溪谷医疗器械", "gg", "医疗器械广告怎样审查"),
    ("溪谷医疗器械", "zcdj", "经营范围怎样增加"),
    ("启明设计", "zcdj", "集群注册地址能不能用"),
    ("云上物流", "jl", "地磅要不要检定"),
    ("云上物流", "zcdj", "分公司怎样登记"),
    ("新芽教育", "gg", "招生广告要注意什么"),
];

/// Begins a visit up to the problems.
fn begun(officer: &Officer, size: (u16, u16)) -> Terminal {
    let mut terminal = officer.terminal(size, "visit add", &[]);
    terminal.answers("走访日期", "").answers("联系点", "yygs");
    terminal
        .asked("三送类别")
        .press("fw")
        .sees("送服务")
        .press(" ")
        .sees("[x] 送服务");
    terminal.press(ENTER).asked("还要填哪些").press(ENTER);
    terminal
}

/// Answers the questions about a problem.
fn problem(
    terminal: &mut Terminal,
    number: usize,
    company: &str,
    category: &str,
    text: &str,
    handling: &str,
) {
    let question = |label: &str| format!("第 {number} 个问题：{label}");
    terminal
        .answers(&question("企业名称"), company)
        .answers(&question("问题类别"), category)
        .answers(&question("问题描述"), text)
        .answers(&question("办理方式"), handling);
}

#[test]
fn the_visit_of_the_source_takes_an_officer_two_minutes() {
    let officer = Officer::with_sample();
    let before = officer.count("problem");
    let mut terminal = begun(&officer, USUAL);
    let mut last = "";
    for (place, (company, category, text)) in PROBLEMS.iter().enumerate() {
        let question = |label: &str| format!("第 {} 个问题：{label}", place + 1);
        if *company == last {
            // The company of the problem before is the first that is offered.
            terminal
                .asked(&question("企业名称"))
                .press(DOWN)
                .sees(&format!("> {company}"));
            terminal.press(ENTER);
        } else {
            terminal.answers(&question("企业名称"), company);
        }
        last = company;
        terminal
            .answers(&question("问题类别"), category)
            .answers(&question("问题描述"), text)
            .answers(&question("办理方式"), "xc");
    }
    terminal.answers("第 11 个问题：企业名称", "");
    terminal
        .asked("这样保存吗？")
        .press(ENTER)
        .sees("已登记问题");
    assert_eq!(terminal.ends(), 0);
    // A 汉字 takes about three keys, and an officer presses four a second: two minutes are 480.
    assert!(terminal.keys < 480, "{} keys", terminal.keys);
    assert_eq!(officer.count("problem"), before + 10);
    let visit = officer.json("visit show last");
    assert_eq!(visit["send"], serde_json::json!(["service"]));
    assert_eq!(visit["point"], "云创园区运营公司");
    let figure = |key: &str| officer.figure("report 2023", key);
    assert_eq!(figure("onsite-companies"), 6);
    assert_eq!(figure("onsite-problems"), 10);
}

#[test]
fn an_answer_can_be_corrected_before_it_is_stored() {
    let officer = Officer::with_sample();
    let mut terminal = begun(&officer, USUAL);
    problem(&mut terminal, 1, "甲店", "jl", "秤不准", "");
    terminal.answers("第 2 个问题：企业名称", "");
    // The day, then the company of the problem.
    terminal
        .asked("这样保存吗？")
        .press(DOWN)
        .sees("> 改一项")
        .press(ENTER);
    terminal
        .answers("改哪一项", "走访日期")
        .answers("走访日期", "昨天");
    terminal
        .asked("这样保存吗？")
        .sees("2023-03-30 周四")
        .press(DOWN)
        .sees("> 改一项")
        .press(ENTER);
    terminal
        .answers("改哪一项", "第 1 个问题")
        .answers("改哪一项", "企业名称");
    terminal.asked("第 1 个问题：企业名称").sees("甲店");
    terminal
        .press(BACKSPACE)
        .press("超市")
        .sees("甲超市")
        .press(ENTER);
    terminal.asked("这样保存吗？").sees("甲超市").press(ENTER);
    assert_eq!(terminal.ends(), 0);
    let visit = officer.json("visit show last");
    assert_eq!(visit["date"], "2023-03-30");
    let problem = officer.json("problem show last");
    assert_eq!(problem["company"], "甲超市");
    assert_eq!(problem["found_on"], "2023-03-30");
}

#[test]
fn a_problem_can_be_added_and_taken_out_before_it_is_stored() {
    let officer = Officer::with_sample();
    let before = officer.count("problem");
    let mut terminal = begun(&officer, USUAL);
    terminal.answers("第 1 个问题：企业名称", "");
    terminal
        .asked("这样保存吗？")
        .press(DOWN)
        .sees("> 改一项")
        .press(ENTER);
    terminal
        .answers("改哪一项", "添一个")
        .answers("第 1 个问题：企业名称", "甲店")
        .answers("第 1 个问题：问题类别", "jl")
        .answers("第 1 个问题：问题描述", "秤不准")
        .answers("第 1 个问题：办理方式", "");
    terminal
        .asked("这样保存吗？")
        .press(DOWN)
        .sees("> 改一项")
        .press(ENTER);
    terminal
        .answers("改哪一项", "第 1 个问题")
        .answers("改哪一项", "去掉");
    terminal
        .asked("这样保存吗？")
        .press(ENTER)
        .sees("已登记走访");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(officer.count("problem"), before);
}

#[test]
fn ctrl_c_in_the_middle_stores_nothing_and_says_so() {
    let officer = Officer::with_sample();
    let before = officer.files();
    let mut terminal = begun(&officer, USUAL);
    terminal.answers("第 1 个问题：企业名称", "甲店");
    terminal
        .asked("第 1 个问题：问题类别")
        .press(CTRL_C)
        .sees("已取消，什么也没有保存。");
    assert_eq!(terminal.ends(), 1);
    assert!(officer.files() == before, "a file was changed");
}

#[test]
fn escape_is_asked_about_once_there_is_something_to_lose() {
    let officer = Officer::with_sample();
    let before = officer.files();
    let mut early = officer.terminal(USUAL, "visit add", &[]);
    early
        .asked("走访日期")
        .press(ESCAPE)
        .sees("已取消，什么也没有保存。");
    assert_eq!(early.ends(), 1);

    let mut late = begun(&officer, USUAL);
    late.answers("第 1 个问题：企业名称", "甲店");
    late.asked("第 1 个问题：问题类别").press(ESCAPE);
    late.asked("前面填的还要吗？").press(ENTER);
    late.asked("第 1 个问题：问题类别").press(ESCAPE);
    late.asked("前面填的还要吗？")
        .press(DOWN)
        .sees("> 不要了，退出")
        .press(ENTER);
    late.sees("已取消，什么也没有保存。");
    assert_eq!(late.ends(), 1);
    assert!(officer.files() == before, "a file was changed");
}

#[test]
fn hanzi_are_deleted_and_inserted_where_the_cursor_is() {
    for size in [USUAL, NARROW] {
        let officer = Officer::with_sample();
        let mut terminal = begun(&officer, size);
        let question = "第 1 个问题：企业名称";
        terminal
            .asked(question)
            .press("上海明日科技")
            .sees("上海明日科技");
        terminal.press(BACKSPACE).waits("上海明日科", |terminal| {
            let text = terminal.rows().concat();
            text.contains("上海明日科") && !text.contains("上海明日科技")
        });
        // Two back, after 上海明: the question takes 24 columns, each 汉字 two.
        terminal.press(LEFT).press(LEFT);
        terminal.waits("the cursor", |terminal| terminal.cursor().1 == 30);
        terminal.press("新").sees("上海明新日科").press(ENTER);
        terminal
            .answers("第 1 个问题：问题类别", "jl")
            .answers("第 1 个问题：问题描述", &"长".repeat(60))
            .answers("第 1 个问题：办理方式", "")
            .answers("第 2 个问题：企业名称", "");
        terminal.asked("这样保存吗？").press(ENTER);
        assert_eq!(terminal.ends(), 0);
        let problem = officer.json("problem show last");
        assert_eq!(problem["company"], "上海明新日科");
        assert_eq!(problem["text"], "长".repeat(60));
    }
}

#[test]
fn forty_columns_are_enough() {
    let officer = Officer::with_sample();
    let mut terminal = begun(&officer, NARROW);
    problem(&mut terminal, 1, "甲店", "jl", "秤不准", "");
    terminal.answers("第 2 个问题：企业名称", "");
    terminal.asked("这样保存吗？");
    let text = terminal.text();
    assert!(text.contains("问题描述：秤不准"), "{text}");
    terminal.press(ENTER);
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn no_colour_means_no_colour_and_ascii_means_no_lines() {
    let session = |set: &[(&str, &str)]| {
        let officer = Officer::with_sample();
        let mut terminal = officer.terminal(USUAL, "visit add --date 今天 --point 1", set);
        terminal
            .asked("三送类别")
            .press(" ")
            .sees("[x] 送政策")
            .press(ENTER);
        terminal.answers("辐射户数", "40");
        terminal.asked("还要填哪些").press(ENTER);
        problem(&mut terminal, 1, "甲店", "jl", "秤不准", "");
        terminal.answers("第 2 个问题：企业名称", "");
        terminal.asked("这样保存吗？").press(ENTER);
        assert_eq!(terminal.ends(), 0);
        String::from_utf8(terminal.written).unwrap()
    };
    let is_coloured = |written: &str| {
        written.split("\x1b[").skip(1).any(|rest| {
            let end = rest.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(0);
            rest[end..].starts_with('m') && !["", "0"].contains(&&rest[..end])
        })
    };
    let plain = session(&[("NO_COLOR", "1"), ("XGZ_ASCII", "1")]);
    assert!(!is_coloured(&plain), "{plain:?}");
    assert!(!plain.contains('─') && plain.contains("---"), "{plain}");
    let usual = session(&[]);
    assert!(is_coloured(&usual) && usual.contains('─'));
}

#[test]
fn a_record_that_is_there_is_changed_column_by_column() {
    let officer = Officer::with_sample();
    let mut terminal = officer.terminal(USUAL, "point edit 钢材", &[]);
    terminal.answers("改哪一项", "责任领导");
    terminal
        .asked("责任领导")
        .press(BACKSPACE)
        .press(BACKSPACE)
        .press(BACKSPACE)
        .press("周山")
        .sees("周山");
    terminal
        .press(ENTER)
        .asked("改哪一项")
        .sees("> 改好了")
        .press(ENTER);
    terminal
        .asked("这样保存吗？")
        .sees("→ 周山")
        .press(ENTER)
        .sees("已修改联系点 1");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(officer.json("point show 1")["leader"], "周山");

    let mut unchanged = officer.terminal(USUAL, "point edit 钢材", &[]);
    unchanged
        .asked("改哪一项")
        .press(UP)
        .sees("> 改好了")
        .press(ENTER);
    unchanged.sees("没有变化");
    assert_eq!(unchanged.ends(), 0);
}

#[test]
fn what_is_given_is_not_asked_for_and_what_is_wrong_is_said_at_once() {
    let officer = Officer::with_sample();
    let line = "visit add --date 今天 --point 1 --send 送政策";
    let mut whole = officer.terminal(USUAL, line, &[]);
    assert_eq!(whole.ends(), 0);
    assert!(whole.text().starts_with("已登记走访"), "{}", whole.text());

    let mut wrong = officer.terminal(USUAL, "visit add --date 昨日个 --point 1", &[]);
    assert_eq!(wrong.ends(), 2);
    assert!(wrong.text().contains("错误："), "{}", wrong.text());

    let mut yes = officer.terminal(USUAL, "visit add -y --date 今天", &[]);
    assert_eq!(yes.ends(), 2);
    assert!(yes.text().contains("还缺必填的"), "{}", yes.text());
}

#[test]
fn days_numbers_and_spellings_are_judged_as_they_are_typed() {
    let officer = Officer::with_sample();
    let mut terminal = officer.terminal(USUAL, "visit add --point 1 --send 送政策", &[]);
    terminal
        .asked("走访日期")
        .press("上周五")
        .sees("2023-03-24 周五");
    for _ in 0..3 {
        terminal.press(BACKSPACE);
    }
    terminal
        .press("明天")
        .sees("2023-04-01 周六")
        .press(ENTER)
        .sees("还没有到");
    terminal
        .press(BACKSPACE)
        .press(BACKSPACE)
        .press("前天")
        .sees("2023-03-29 周三")
        .press(ENTER);
    terminal.asked("辐射户数").press("六十").sees("要写整数");
    terminal.press(ENTER).sees("[不对]");
    terminal
        .press(BACKSPACE)
        .press(BACKSPACE)
        .press("62户")
        .sees("62户")
        .press(ENTER);
    terminal
        .asked("还要填哪些")
        .press("带队")
        .sees("[ ] 带队领导")
        .press(" ")
        .sees("[x] 带队领导")
        .press(ENTER);
    terminal
        .asked("带队领导")
        .press("lcz")
        .sees("罗承志")
        .press(ENTER)
        .sees("对得上");
    terminal.press(DOWN).sees("> 罗承志").press(ENTER);
    terminal.answers("第 1 个问题：企业名称", "");
    terminal.asked("这样保存吗？").press(ENTER);
    assert_eq!(terminal.ends(), 0);
    let visit = officer.json("visit show last");
    assert_eq!(visit["date"], "2023-03-29");
    assert_eq!(visit["leader"], "罗承志");
    assert_eq!(visit["reach"], 62);
}

#[test]
fn a_visit_to_no_contact_point_is_asked_for_its_place() {
    let officer = Officer::with_sample();
    let mut terminal = officer.terminal(USUAL, "visit add --date 今天 --send 日常走访", &[]);
    terminal
        .answers("联系点", "不填")
        .answers("地点", "政务中心");
    terminal.asked("还要填哪些").press(ENTER);
    terminal.answers("第 1 个问题：企业名称", "");
    terminal.asked("这样保存吗？").press(ENTER);
    assert_eq!(terminal.ends(), 0);
    assert_eq!(officer.json("visit show last")["place"], "政务中心");
}

#[test]
fn like_last_begins_with_the_people_the_section_and_the_kinds_of_the_last_visit() {
    let officer = Officer::with_sample();
    officer.done(
        "visit add --date 今天 --point 9 --send 结对联建 --people 江涛、童刚 --section 质量科",
    );
    let mut terminal = officer.terminal(USUAL, "visit add --like last", &[]);
    terminal
        .answers("走访日期", "")
        .answers("联系点", "云溪创新");
    terminal.asked("还要填哪些").press(ENTER);
    terminal.answers("第 1 个问题：企业名称", "");
    terminal.asked("这样保存吗？").press(ENTER);
    assert_eq!(terminal.ends(), 0);
    let visit = officer.json("visit show last");
    assert_eq!(visit["people"], serde_json::json!(["江涛", "童刚"]));
    assert_eq!(visit["send"], serde_json::json!(["pairing"]));
    assert_eq!(visit["section"], "质量科");
    // Without a terminal too.
    officer.done("visit add --like last --date 昨天 --point 1");
    assert_eq!(officer.json("visit show last")["section"], "质量科");
}

#[test]
fn where_a_contact_point_is_needed_and_there_is_none_the_way_to_one_is_told() {
    let officer = Officer::with_ledger();
    let mut terminal = officer.terminal(USUAL, "member add", &[]);
    terminal
        .answers("姓名", "张三")
        .sees("台账里还没有联系点")
        .sees("xgz point add");
    assert_eq!(terminal.ends(), 1);

    let mut point = officer.terminal(USUAL, "point add", &[]);
    point
        .answers("联系点名称", "新市场")
        .answers("类型", "zysc");
    for label in ["书记", "责任领导", "责任科室", "责任所"] {
        point.answers(label, "");
    }
    point
        .answers("确认时间", "今天")
        .asked("还要填哪些")
        .press(ENTER);
    point.asked("这样保存吗？").press(ENTER);
    assert_eq!(point.ends(), 0);
    assert_eq!(officer.json("point show 1")["confirmed_on"], "2023-03-31");
}

#[test]
fn what_another_program_left_in_the_ledger_does_not_reach_the_terminal_as_it_is() {
    let officer = Officer::with_sample();
    let hostile = "\u{1b}]0;改标题\u{7}\u{1b}[2J\u{202e}";
    officer
        .ledger()
        .execute_batch(&format!(
            "UPDATE point SET name = name || '{hostile}', note = '{hostile}', leader = '{hostile}'"
        ))
        .unwrap();
    let mut edit = officer.terminal(USUAL, "point edit 1", &[]);
    edit.answers("改哪一项", "备注")
        .asked("备注")
        .press("甲")
        .sees("甲");
    edit.press(ENTER).asked("改哪一项").press(CTRL_C);
    assert_eq!(edit.ends(), 1);
    let mut add = officer.terminal(USUAL, "visit add", &[]);
    add.answers("走访日期", "").asked("联系点").press(CTRL_C);
    assert_eq!(add.ends(), 1);
    for written in [edit.written, add.written] {
        let written = String::from_utf8(written).unwrap();
        for raw in ["\u{1b}]", "\u{1b}[2J", "\u{202e}", "\u{7}"] {
            assert!(!written.contains(raw), "{raw:?} in {written:?}");
        }
    }
}

#[test]
fn the_record_that_is_chosen_is_the_one_that_is_meant_whatever_it_is_called() {
    let officer = Officer::with_sample();
    officer.done("point add --name 联系点2 --kind 园区 --confirmed-on 2023-03-01");
    let mut terminal = officer.terminal(USUAL, "visit add --date 今天 --send 日常走访", &[]);
    terminal.answers("联系点", "联系点2");
    terminal.asked("还要填哪些").press(ENTER);
    terminal.answers("第 1 个问题：企业名称", "");
    terminal.asked("这样保存吗？").press(ENTER);
    assert_eq!(terminal.ends(), 0);
    assert_eq!(officer.json("visit show last")["point"], "联系点2");

    // One that was closed since can be kept.
    officer.done("point close 联系点2 --on 今天 --why 迁走");
    let mut edit = officer.terminal(USUAL, "visit edit last", &[]);
    edit.answers("改哪一项", "联系点")
        .asked("联系点")
        .press(ENTER);
    edit.answers("改哪一项", "备注").answers("备注", "补一句");
    edit.asked("改哪一项").press(ENTER);
    edit.asked("这样保存吗？").press(ENTER).sees("已修改走访");
    assert_eq!(edit.ends(), 0);
    let visit = officer.json("visit show last");
    assert_eq!(
        (&visit["point"], &visit["note"]),
        (&"联系点2".into(), &"补一句".into())
    );
}

#[test]
fn what_was_answered_is_not_lost_when_it_cannot_be_stored() {
    let officer = Officer::with_sample();
    let line = "point add --name 新市场 --kind 市场 --secretary 张三 --leader 李四 --section 质量科 --station 北环所";
    let mut terminal = officer.terminal(USUAL, line.replace(" --kind 市场", "").as_str(), &[]);
    terminal
        .answers("类型", "专业市场")
        .answers("确认时间", "今天");
    terminal.asked("还要填哪些").press(ENTER);
    terminal.asked("这样保存吗？");
    // Somebody else was quicker.
    officer.done(line);
    terminal
        .press(ENTER)
        .sees("还不能保存")
        .sees("已经有联系点");
    terminal.asked("怎么办？").press(ENTER);
    terminal
        .answers("改哪一项", "联系点名称")
        .asked("联系点名称")
        .press("二期")
        .sees("新市场二期");
    terminal
        .press(ENTER)
        .asked("这样保存吗？")
        .press(ENTER)
        .sees("已登记联系点");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(officer.json("point show last")["name"], "新市场二期");
}

#[test]
fn part_of_a_known_name_is_asked_about_and_a_list_that_holds_nothing_says_so() {
    let officer = Officer::with_sample();
    officer.done("problem add --found-on 今天 --company 恒信钢贸 --category 计量 --text 秤不准");
    let mut terminal = begun(&officer, USUAL);
    terminal
        .asked("第 1 个问题：企业名称")
        .press("恒信")
        .sees("恒信钢贸")
        .press(ENTER);
    terminal.sees("「恒信」对得上「恒信钢贸」").press(ENTER);
    terminal
        .asked("第 1 个问题：问题类别")
        .press("jl")
        .sees("> 计量")
        .press(ENTER);
    terminal.answers("第 1 个问题：问题描述", "秤不准");
    terminal
        .asked("第 1 个问题：办理方式")
        .press("zzz")
        .sees("没有对得上的")
        .press(ENTER)
        .press(BACKSPACE)
        .press(BACKSPACE)
        .press(BACKSPACE)
        .sees("> （还没有解决）")
        .press(ENTER);
    terminal.answers("第 2 个问题：企业名称", "");
    terminal.asked("这样保存吗？").press(ENTER);
    assert_eq!(terminal.ends(), 0);
    let problem = officer.json("problem show last");
    assert_eq!(
        (&problem["company"], &problem["state"]),
        (&"恒信".into(), &"todo".into())
    );
}

#[test]
fn what_is_taken_over_from_another_visit_is_shown_before_it_is_stored() {
    let officer = Officer::with_sample();
    let before = officer.count("visit");
    let line = "visit add --like 24 --date 昨天 --point 北环";
    let mut terminal = officer.terminal(USUAL, line, &[]);
    terminal
        .sees("照走访 24：")
        .asked("还要填哪些")
        .press(ENTER);
    terminal.answers("第 1 个问题：企业名称", "");
    terminal.asked("这样保存吗？").press(ESCAPE);
    assert_eq!(terminal.ends(), 1);
    assert_eq!(officer.count("visit"), before);
}

#[test]
fn escape_leads_one_step_back_while_an_answer_is_changed() {
    let officer = Officer::with_sample();
    let mut terminal = begun(&officer, USUAL);
    terminal.answers("第 1 个问题：企业名称", "");
    terminal
        .asked("这样保存吗？")
        .press(DOWN)
        .sees("> 改一项")
        .press(ENTER);
    terminal
        .answers("改哪一项", "走访日期")
        .asked("走访日期")
        .press(ESCAPE);
    terminal
        .asked("这样保存吗？")
        .press(DOWN)
        .sees("> 改一项")
        .press(ENTER);
    terminal
        .asked("改哪一项")
        .press(ESCAPE)
        .asked("这样保存吗？")
        .press(ENTER);
    assert_eq!(terminal.ends(), 0);
    assert_eq!(officer.json("visit show last")["date"], "2023-03-31");
}

#[test]
fn what_is_pasted_stays_in_one_answer_however_long_it_is() {
    let officer = Officer::with_sample();
    let long = "很长的一段话。".repeat(300);
    let line =
        "problem add --found-on 今天 --point 1 --company 甲店 --category 计量 --handling 现场解决";
    let mut terminal = officer.terminal(USUAL, line, &[]);
    terminal.asked("问题描述");
    terminal.press(&format!("\u{1b}[200~第一行\n第二行{long}\u{1b}[201~"));
    terminal.press(ENTER).asked("还要填哪些").press(ENTER);
    terminal.asked("这样保存吗？").press(ENTER);
    assert_eq!(terminal.ends(), 0);
    let problem = officer.json("problem show last");
    assert_eq!(problem["text"], format!("第一行\n第二行{long}"));
}

#[test]
fn a_long_text_that_comes_as_keys_is_read_to_its_end() {
    let officer = Officer::with_sample();
    let line =
        "problem add --found-on 今天 --point 1 --company 甲店 --category 计量 --handling 现场解决";
    let mut terminal = officer.terminal((100, 30), line, &[]);
    terminal.asked("问题描述").press(&"很".repeat(700));
    terminal.waits("all of it", |terminal| {
        terminal.rows().concat().matches('很').count() == 700
    });
    terminal.press(CTRL_C);
    assert_eq!(terminal.ends(), 1);
}

#[test]
fn lines_that_are_pasted_as_keys_do_not_store_a_record() {
    let officer = Officer::with_sample();
    let before = officer.count("visit");
    let mut terminal = officer.terminal(USUAL, "visit add --point 1 --send 结对联建", &[]);
    terminal.asked("走访日期").press("昨天\r\r\r\r\r\r\r\r");
    terminal.asked("这样保存吗？").press(CTRL_C).sees("已取消");
    assert_eq!(terminal.ends(), 1);
    assert_eq!(officer.count("visit"), before);
}

#[test]
fn what_was_typed_is_there_again_after_escape_by_mistake() {
    let officer = Officer::with_sample();
    let mut terminal = begun(&officer, USUAL);
    terminal.answers("第 1 个问题：企业名称", "甲店");
    terminal.answers("第 1 个问题：问题类别", "jl");
    terminal
        .asked("第 1 个问题：问题描述")
        .press("写了一半")
        .sees("写了一半")
        .press(ESCAPE);
    terminal.asked("前面填的还要吗？").press(ENTER);
    terminal
        .asked("第 1 个问题：问题描述")
        .sees("写了一半")
        .press(CTRL_C);
    assert_eq!(terminal.ends(), 1);
}

/// `SNAPSHOTS=overwrite cargo test --test terminal` draws it anew.
#[test]
fn the_picture_of_the_guide_is_a_session() {
    let officer = Officer::with_sample();
    let mut terminal = begun(&officer, (72, 40));
    problem(
        &mut terminal,
        1,
        "云溪智联科技",
        "zscq",
        "专利申请怎样资助",
        "xc",
    );
    problem(
        &mut terminal,
        2,
        "溪谷医疗器械",
        "gg",
        "医疗器械广告怎样审查",
        "xc",
    );
    terminal.answers("第 3 个问题：企业名称", "");
    terminal.asked("这样保存吗？").sees("回车确定]");
    let picture = officer::picture::picture(terminal.screen(), "登记一次走访");
    snapbox::assert_data_eq!(
        picture,
        snapbox::file!["../docs/guide/pictures/visit.svg"].raw()
    );
    terminal.press(CTRL_C);
    assert_eq!(terminal.ends(), 1);
}
