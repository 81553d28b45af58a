//! The early warnings from outside: what is listed, in every format, what is accepted, and what is refused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod officer;

use officer::Officer;
use serde_json::Value;

/// The warnings of 2022.
fn warnings(officer: &Officer) -> Vec<Value> {
    officer.json("check 2022").as_array().unwrap().clone()
}

/// The rules and numbers of warnings.
fn keys(warnings: &[Value]) -> Vec<(String, i64)> {
    warnings
        .iter()
        .map(|one| {
            let rule = one["rule"].as_str().unwrap().to_owned();
            (rule, one["id"].as_i64().unwrap())
        })
        .collect()
}

/// A ledger with one branch that has neither members nor a secretary.
fn branch() -> Officer {
    let officer = Officer::with_ledger();
    officer.done(
        "point add --name 北环市场 --kind 市场 --party-kind 支部 --founded-on 2015 --elected-on 2022-01 \
         --confirmed-on 2021-03-24 --leader 周岳峰 --section 质量科 --station 北环所",
    );
    officer
}

/// What an officer types in place of the words of a command that only a person knows. A day of a span is one of its first
/// month.
fn filled(command: &str) -> String {
    let mut command = command.to_owned();
    for (words, typed) in [
        ("-…", "-20"),
        ("日期", "2022-12-20"),
        ("三送类别", "送政策"),
        ("入党年月", "2001-07"),
        ("党员编号", "1"),
        ("实到人数", "1"),
    ] {
        if !command.contains("登记时间") {
            command = command.replace(words, typed);
        }
    }
    // A column's own name is a word to be replaced.
    let words: Vec<_> = command.split(' ').collect();
    let replaced = words.iter().enumerate().map(|(at, word)| match *word {
        "姓名" | "议题" | "主题" | "主要内容" | "主讲人" | "佐证材料" | "项目名称" | "进展"
        | "办理结果" | "责任领导" | "责任科室" | "责任所" => "某某",
        "书记" if words[at - 1] == "--secretary" => "某某",
        word => word,
    });
    replaced.collect::<Vec<_>>().join(" ")
}

#[test]
fn every_warning_of_the_sample_has_all_its_parts_and_a_command_that_works() {
    let officer = Officer::with_sample();
    let warnings = warnings(&officer);
    assert!(warnings.len() > 10, "{}", warnings.len());
    for one in &warnings {
        let text = |key: &str| one[key].as_str().unwrap_or_default();
        for key in ["rule", "label", "kind", "record", "text", "mend", "basis"] {
            assert!(!text(key).is_empty(), "{key} {one}");
        }
        assert!(["red", "yellow", "hint"].contains(&text("colour")), "{one}");
        assert!(["point", "member", "meeting", "problem"].contains(&text("kind")));
        assert!(one.get("accepted").is_none());
    }
    // Each on a ledger of its own: one command of each rule is enough. What was missed is then missed no longer.
    let mut seen = Vec::new();
    for one in &warnings {
        if !seen.contains(&&one["rule"]) {
            seen.push(&one["rule"]);
            let officer = Officer::with_sample();
            let command = filled(one["mend"].as_str().unwrap());
            officer.done(&command);
            if SPANS.contains(&one["rule"].as_str().unwrap()) {
                let same = |other: &Value| {
                    ["rule", "id", "text"]
                        .iter()
                        .all(|key| other[key] == one[key])
                };
                let left = self::warnings(&officer);
                assert!(!left.iter().any(same), "{command}\n{one}");
            }
        }
    }
}

/// The rules of something that is held too seldom.
const SPANS: &[&str] = &[
    "assembly",
    "council",
    "group",
    "lecture",
    "themeday",
    "review",
    "appraisal",
    "committee-lecture",
    "visit",
    "secretary-training",
];

#[test]
fn a_missed_quarter_half_or_year_is_made_up_by_the_command_as_it_stands() {
    for limit in ["每月1次", "每季度1次", "每半年1次", "每年1次"] {
        let officer = branch();
        std::fs::create_dir_all(officer.path("home/config/xgz")).unwrap();
        let set = format!("[check]\nvisit = \"{limit}\"\n");
        officer.write("home/config/xgz/config.toml", set);
        let first = |officer: &Officer| {
            let warnings = officer.json("check 2022").as_array().unwrap().clone();
            warnings.into_iter().find(|one| one["rule"] == "visit")
        };
        // Span by span until none is left.
        let mut commands = 0;
        while let Some(one) = first(&officer) {
            officer.done(&filled(one["mend"].as_str().unwrap()));
            commands += 1;
            assert!(commands <= 12, "{one}");
        }
        let spans = [12, 4, 2, 1];
        assert!(spans.contains(&commands), "{limit} {commands}");
    }
}

#[test]
fn an_empty_value_is_written_without_quotation_marks() {
    let officer = branch();
    officer.done("member add --point 1 --name 甲 --joined-on 2001-07 --lost-on 2022-01-01");
    let lost = |officer: &Officer| {
        let warnings = warnings(officer);
        warnings.into_iter().find(|one| one["rule"] == "lost")
    };
    let command = lost(&officer).unwrap()["mend"].as_str().unwrap().to_owned();
    assert_eq!(command, "xgz member edit 1 --lost-on=");
    officer.done(&command);
    assert_eq!(lost(&officer), None);
    for one in warnings(&officer) {
        let command = one["mend"].as_str().unwrap();
        // Nor are there commas: PowerShell makes several words of what they part.
        assert!(!command.contains(['\'', '"', ',']), "{command}");
    }
}

#[test]
fn of_two_stays_of_one_person_each_command_shows_the_other() {
    let officer = branch();
    officer.done("point add --name 南环市场 --kind 市场 --confirmed-on 2021-03-24");
    for point in [1, 2] {
        officer.done(&format!(
            "member add --point {point} --name 甲 --born 1966-03 --joined-on 2001-07"
        ));
    }
    let commands: Vec<_> = warnings(&officer)
        .iter()
        .filter(|one| one["rule"] == "duplicate")
        .map(|one| one["mend"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(commands, ["xgz member show 2", "xgz member show 1"]);
    assert!(officer.done(&commands[0]).text().contains("南环市场"));
}

#[test]
fn a_problem_is_told_of_with_the_contact_point_of_its_visit() {
    let officer = branch();
    officer.done("visit add --point 1 --date 2022-05-05 --send 日常走访");
    officer.done(
        "problem add --found-on 2022-05-05 --company 恒信 --category 计量 --text 地磅 --visit 1 --point= ",
    );
    let said = officer.done("check 2022 --point 1").text();
    assert!(
        said.contains("问题 1 2022-05-05 恒信（北环市场）"),
        "{said}"
    );
}

#[test]
fn the_page_of_one_point_warns_of_that_point_only() {
    let officer = branch();
    officer
        .done("problem add --found-on 2022-03-01 --company 恒信五金 --category 计量 --text 秤不准");
    let page = |limited: &str| {
        officer.done(&format!("report 2022 {limited} -o 报告.html"));
        officer.text("报告.html")
    };
    assert!(page("").contains("恒信五金"));
    // The problem has the number of the point, and no point.
    let page = page("--point 1");
    assert!(page.contains("书记空缺") && !page.contains("恒信五金"));
}

#[test]
fn a_command_mends_what_it_stands_below() {
    let officer = branch();
    let has = |key: &str| keys(&warnings(&officer)).contains(&(key.to_owned(), 1));
    assert!(has("secretary-none") && has("visit") && has("review"));
    officer.done("point edit 1 --secretary 张三");
    officer.done("meeting add --point 1 --kind 组织生活会 --date 2022-12-20 --topic 谈心");
    for month in ["02", "05", "08", "11"] {
        officer.done(&format!(
            "visit add --point 1 --date 2022-{month}-01 --send 送政策"
        ));
    }
    assert!(!has("secretary-none") && !has("visit") && !has("review"));
}

#[test]
fn a_table_is_read_by_colour_and_rule() {
    let officer = branch();
    let said = officer.done("预警 2022 --联系点 北环市场");
    let text = said.text();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(
        lines[0],
        "预警　统计期：2022年（2022-01-01 至 2022-12-31）　截至：2022-12-31　联系点：北环市场"
    );
    let at = |line: &str| lines.iter().position(|one| *one == line).unwrap();
    assert!(at("【红】") < at("书记空缺") && at("书记空缺") < at("【黄】"));
    let named = at("  1 北环市场：没有书记");
    assert_eq!(lines[named + 1], "    xgz point edit 1 --secretary 书记");
    assert!(
        said.err.starts_with("红 3、黄 6、提示 1。\n"),
        "{}",
        said.err
    );
}

#[test]
fn there_may_be_nothing_to_tell() {
    let officer = Officer::with_ledger();
    let said = officer.done("check");
    assert_eq!(said.err, "没有要提醒的。\n");
    assert_eq!(officer.json("check"), serde_json::json!([]));
    assert_eq!(officer.done("check --accepted").err, "没有接受了的预警。\n");
}

#[test]
fn a_point_that_is_not_judged_is_said_to_be_so() {
    let officer = branch();
    officer.done("point close 1 --on 2022-08-01");
    let said = officer.done("check 2022 --point 1");
    assert_eq!(
        said.err,
        "这个联系点到 2022-12-31 没有确认或已经撤销，只看了它的问题和确认时间。\n没有要提醒的。\n"
    );
    assert!(
        !officer
            .done("check 2022上半年 --point 1")
            .err
            .contains("没有要提醒的")
    );
}

#[test]
fn a_file_holds_what_the_table_says() {
    let officer = branch();
    officer.done("check 2022 -o 预警.csv");
    let text = officer.text("预警.csv");
    assert!(text.starts_with('\u{feff}'));
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    assert_eq!(
        lines.next(),
        Some("代号,规则,颜色,种类,编号,记录,情况,怎样补,口径")
    );
    assert!(text.contains("secretary-none,书记空缺,红,联系点,1,1 北环市场,没有书记,"));
    officer.done("check 2022 -o 预警.txt");
    assert!(officer.text("预警.txt").contains("1 北环市场：没有书记"));
    let said = officer.done("check 2022 --format csv --keys --no-bom");
    assert!(
        said.text()
            .starts_with("rule,label,colour,kind,id,record,text,mend,basis")
    );
}

#[test]
fn what_is_accepted_is_silent_until_it_is_told_of_again() {
    let officer = branch();
    let has = |key: &str| keys(&warnings(&officer)).contains(&(key.to_owned(), 1));
    let said = officer.done("check accept 书记空缺 bhsc --why 等组织部任命");
    assert!(
        said.err
            .starts_with("已接受「书记空缺」1 北环市场：没有书记\n"),
        "{}",
        said.err
    );
    assert!(!has("secretary-none"));
    let said = officer.done("check 2022");
    assert!(
        said.err
            .contains("；已接受 1 条没有列出：xgz check --accepted")
    );
    let said = officer.done("check 2022 --accepted");
    assert!(
        said.text()
            .contains("    理由：等组织部任命（高广林 2023-03-31 接受，红）")
    );
    let accepted = officer.json("check --accepted");
    assert_eq!(
        accepted,
        serde_json::json!([{
            "rule": "secretary-none", "label": "书记空缺", "colour": "red", "kind": "point", "id": 1,
            "record": "1 北环市场", "why": "等组织部任命", "who": "高广林", "date": "2023-03-31", "from_on": null, "until_on": null,
        }])
    );
    officer.refused("check accept secretary-none 1 --why 再来一次", 1);
    assert!(officer.done("log").text().contains("接受预警（1 条）"));
    officer.done("check restore secretary-none 北环市场");
    assert!(has("secretary-none"));
    assert!(officer.done("log").text().contains("恢复预警（1 条）"));
    officer.refused("check restore secretary-none 1", 1);
    officer.done("check accept secretary-none 1 --why 再来一次");
    assert!(!has("secretary-none"));
}

#[test]
fn spans_that_end_after_the_acceptance_are_told_of_and_may_be_accepted_too() {
    let officer = branch().on("2022-07-10");
    officer.done("check accept 支部党员大会 1 --why 停业 --year 2022");
    officer.refused("check accept 支部党员大会 1 --why 停业", 1);
    let officer = officer.on("2023-01-10");
    let assembly = |officer: &Officer| {
        let warnings = warnings(officer);
        let one = warnings.iter().find(|one| one["rule"] == "assembly");
        one.map(|one| one["text"].as_str().unwrap().to_owned())
    };
    assert_eq!(
        assembly(&officer).as_deref(),
        Some("2022年第三季度、第四季度没有开支部党员大会")
    );
    officer.done("check accept 支部党员大会 1 2022 --why 全年停业");
    assert_eq!(assembly(&officer), None);
    let listed = officer.done("check --accepted").text();
    assert!(
        listed.contains("停业（") && listed.contains("全年停业（"),
        "each with its reason: {listed}"
    );
    officer.done("check restore 支部党员大会 1");
    assert!(assembly(&officer).unwrap().contains("第一季度至第四季度"));
}

#[test]
fn what_went_before_the_accepted_span_is_told_of_still() {
    let officer = branch().on("2022-06-30");
    let said = officer.done("check accept 主题党日 1 --month 5 --why 五月停业");
    assert!(
        said.err.contains("只管 2022-05-01 到 2022-05-31 的"),
        "{}",
        said.err
    );
    let warnings = warnings(&officer);
    let one = warnings
        .iter()
        .find(|one| one["rule"] == "themeday")
        .unwrap();
    assert_eq!(one["text"], "2022年1月至4月没有开展主题党日");
    officer.done("check accept 主题党日 1 --month 2 --why 二月停业");
    let listed = officer.done("check --accepted").text();
    assert!(
        listed.contains("二月停业") && listed.contains("五月停业"),
        "{listed}"
    );
}

#[test]
fn the_period_of_accept_may_stand_before_or_behind_it() {
    let officer = branch();
    // This year's first quarter is not over yet; last year's are.
    let said = officer.refused("check accept 支部党员大会 1 --why 停业", 1);
    assert!(
        said.err
            .contains("2023年的预警里没有 联系点 1 的「支部党员大会」"),
        "{}",
        said.err
    );
    officer.done("check --year 2022 accept 支部党员大会 1 --why 停业");
    officer.done("check restore 支部党员大会 1");
    officer.done("check accept 支部党员大会 1 --why 停业 --year 2022");
}

#[test]
fn what_cannot_be_done_is_refused() {
    let officer = branch();
    for (line, status, words) in [
        (
            "check accept 书记空额 1 --why 停业",
            2,
            "没有「书记空额」这条规则。\n提示：是不是想写「书记空缺」？",
        ),
        (
            "check restore nothing-such 1",
            2,
            "没有「nothing-such」这条规则",
        ),
        ("check accept 书记空缺 1", 2, "--why"),
        ("check accept 书记空缺 1 --why ' '", 2, "--why 是空的"),
        ("check accept 书记空缺 --why 停业", 2, "记录"),
        (
            "check accept 书记空缺 西环市场 --why 停业",
            3,
            "没有找到联系点「西环市场」",
        ),
        (
            "check accept 长期失联 甲 --why 停业",
            3,
            "没有找到党员「甲」",
        ),
        (
            "check accept 换届 1 --why 停业",
            1,
            "2023年的预警里没有 联系点 1 的「换届」",
        ),
        (
            "check restore 书记空缺 1",
            1,
            "没有接受过 联系点 1 的「书记空缺」",
        ),
        ("check 2024", 1, "2024年还没有开始"),
        (
            "check accept 书记空缺 1 2024 --why 停业",
            1,
            "2024年还没有开始",
        ),
        ("check --point 西环市场", 3, "没有找到联系点「西环市场」"),
        ("check 去去年", 2, "看不懂这个时间段"),
        ("check --format xml", 2, "--format 没有「xml」这一项"),
    ] {
        let said = officer.refused(line, status);
        assert!(said.err.contains(words), "{line}\n{}", said.err);
    }
}

#[test]
fn the_settings_change_what_is_warned_of() {
    let officer = branch();
    let set = |text: &str| {
        std::fs::create_dir_all(officer.path("home/config/xgz")).unwrap();
        officer.write("home/config/xgz/config.toml", text);
    };
    assert!(keys(&warnings(&officer)).contains(&("few".to_owned(), 1)));
    set("[check]\nfew = false\nlecture = \"每年1次\"\nelection = [1, 5]\n");
    let now = keys(&warnings(&officer));
    assert!(!now.contains(&("few".to_owned(), 1)));
    let warnings = warnings(&officer);
    let lecture = warnings
        .iter()
        .find(|one| one["rule"] == "lecture")
        .unwrap();
    assert_eq!(lecture["text"], "2022年没有上党课");
    assert!(lecture["basis"].as_str().unwrap().contains("每年1次"));
    let said = officer.refused("check accept few 1 2022 --why 停业", 1);
    assert!(said.err.contains("规则「正式党员过少」在设置里关掉了"));
    let rules = officer.json("check --rules");
    let limit = |key: &str| {
        let rules = rules.as_array().unwrap();
        let one = rules.iter().find(|one| one["rule"] == key).unwrap();
        one["limit"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(limit("few"), "关");
    assert_eq!(limit("lecture"), "每年1次");
    assert_eq!(limit("election"), "1、5");
    set("[check]\nlecture = \"每年1次\"\n\"党课\" = false\n");
    let said = officer.refused("check", 1);
    assert!(
        said.err
            .contains("第 3 行第 1 个字：预警规则「党课」写了两次"),
        "{}",
        said.err
    );
    set("[check]\n\"到会人数\" = [120, 50]\n");
    let said = officer.refused("check", 1);
    assert!(said.err.contains("写 1 到 100 的整数"), "{}", said.err);
    set("[check]\nfwe = 3\n");
    let said = officer.refused("check", 1);
    assert!(
        said.err.contains("第 2 行第 1 个字：预警规则「fwe」不认识"),
        "{}",
        said.err
    );
    assert!(said.err.contains("是不是想写「few」？"), "{}", said.err);
}

#[test]
fn what_was_accepted_goes_with_its_record_and_comes_back_with_it() {
    let officer = branch();
    officer.done("check accept 书记空缺 1 --why 停业");
    officer.done("point rm 1");
    assert_eq!(officer.json("check 2022 --accepted"), serde_json::json!([]));
    officer.done("point restore 1");
    let accepted = officer.json("check 2022 --accepted");
    assert_eq!(accepted[0]["why"], "停业");
}

#[test]
fn a_year_that_is_accepted_in_march_says_nothing_of_january() {
    let officer = branch();
    let themeday = |officer: &Officer, period: &str| {
        let warnings = officer.json(&format!("check {period}"));
        let mut warnings = warnings.as_array().unwrap().clone().into_iter();
        warnings
            .find(|one| one["rule"] == "themeday")
            .map(|one| one["text"].as_str().unwrap().to_owned())
    };
    let said = officer.done("check accept 主题党日 1 2022 --why 停业");
    assert!(
        said.err
            .contains("只管 2022-01-01 到 2022-12-31 的，别的还会提醒。"),
        "{}",
        said.err
    );
    assert_eq!(themeday(&officer, "2022"), None);
    let missed = "2023年1月、2月没有开展主题党日";
    assert_eq!(themeday(&officer, "2023").as_deref(), Some(missed));
    // It stands in the list in a year in which there is nothing of it.
    let listed = officer.done("check 2021 --accepted").text();
    assert!(
        listed.contains(
            "主题党日\n  1 北环市场\n    理由：停业（高广林 2023-03-31 接受，黄，管 2022-01-01 到 2022-12-31）"
        ),
        "{listed}"
    );
    officer.done("check accept 主题党日 1 2023 --why 停业");
    assert_eq!(
        officer.json("check --accepted").as_array().unwrap().len(),
        2
    );
    officer.done("check restore 主题党日 1");
    assert_eq!(officer.json("check --accepted"), serde_json::json!([]));
    assert_eq!(themeday(&officer, "2023").as_deref(), Some(missed));
}

#[test]
fn what_gets_graver_is_told_of_again_and_may_be_accepted_again() {
    let officer = branch().on("2022-06-10");
    officer.done("member add --point 1 --name 甲 --kind 预备党员 --joined-on 2021-06-15");
    officer.done("check accept 预备期满 1 --why 已报组织部");
    let colour = |officer: &Officer, line: &str| {
        let warnings = officer.json(line);
        let mut warnings = warnings.as_array().unwrap().clone().into_iter();
        warnings
            .find(|one| one["rule"] == "probation")
            .map(|one| one["colour"].as_str().unwrap().to_owned())
    };
    assert_eq!(colour(&officer, "check 2022"), None);
    let officer = officer.on("2022-06-20");
    assert_eq!(colour(&officer, "check 2022").as_deref(), Some("yellow"));
    officer.done("check accept 预备期满 1 --why 延长预备期");
    assert_eq!(colour(&officer, "check 2022"), None);
    assert_eq!(
        colour(&officer, "check --accepted").as_deref(),
        Some("yellow")
    );
    assert_eq!(
        officer.json("check --accepted").as_array().unwrap().len(),
        1
    );
    let officer = officer.on("2023-06-20");
    assert_eq!(colour(&officer, "check").as_deref(), Some("red"));
}

#[test]
fn every_acceptance_that_is_listed_can_be_taken_back() {
    let officer = Officer::with_sample();
    let open = warnings(&officer);
    for one in &open {
        let (rule, id) = (one["rule"].as_str().unwrap(), &one["id"]);
        officer.done(&format!("check accept {rule} {id} 2022 --why 已核实"));
    }
    assert!(warnings(&officer).is_empty());
    // Closed points and members who left are found too, long after.
    officer.done("point close 7 --on 2023-03-01");
    officer.done("member leave 25 --on 2023-03-01 --why 转出");
    let accepted = officer.json("check --accepted");
    let accepted = accepted.as_array().unwrap();
    assert_eq!(accepted.len(), open.len());
    for one in accepted {
        let (rule, id) = (one["label"].as_str().unwrap(), &one["id"]);
        officer.done(&format!("check restore {rule} {id}"));
    }
    assert_eq!(officer.json("check --accepted"), serde_json::json!([]));
}

#[test]
fn acceptances_are_listed_by_contact_point_and_in_files() {
    let officer = branch();
    officer.done("check accept 书记空缺 1 --why 停业");
    officer.done("point add --name 南环市场 --kind 市场 --confirmed-on 2021-03-24");
    officer.done("check accept 走访频次 2 2022 --why 停业");
    let listed = officer.json("check --accepted --point 2");
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(listed[0]["until_on"], "2022-12-31");
    officer.done("check --accepted -o 接受.csv");
    let text = officer.text("接受.csv");
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    assert_eq!(
        lines.next(),
        Some("代号,规则,颜色,种类,编号,记录,理由,接受人,接受日期,管自,管到")
    );
    let first = "secretary-none,书记空缺,红,联系点,1,1 北环市场,停业,高广林,2023-03-31,,";
    assert_eq!(lines.next(), Some(first));
}
