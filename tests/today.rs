//! The page of today, which is shown where no command is given.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod officer;

use officer::Officer;

#[test]
fn what_is_open_what_falls_due_where_nobody_was_and_what_was_entered_last_stand_on_one_page() {
    let officer = Officer::with_sample().on("2022-12-20");
    officer.done("visit add --date 2022-12-19 --point 8 --send 送服务 --summary 核对检定证书");
    let said = officer.done("");
    assert_eq!(
        said.text(),
        "2022-12-20 周二　台账：ledger.db\n\
         未解决的问题 2 个，超期 1 个：xgz problem list --open\n\
         \u{20} 20　超期 25 天　云溪区万汇商贸城鑫禾粮油店　店内2台电子秤示值争议，要求更换并公示复…\n\
         \u{20} 22　还有 11 天　云溪砺岩钢材贸易有限公司　回款周期拉长，流动资金紧张，希望办理商标…\n\
         本季度没有走访的联系点 5 个：xgz report 2022Q4 --by point\n\
         \u{20} 5　上次走访 2022-06-14 周二　老槐步行街\n\
         \u{20} 2　上次走访 2022-08-11 周四　宏岳建设工程公司\n\
         \u{20} 6　上次走访 2022-08-25 周四　云溪创新大厦\n\
         最近登记：xgz log\n\
         \u{20} 走访 28：2022-12-19 周一　启正检测公司　送服务　核对检定证书\n\
         \u{20} 计划 15：2023　在建筑施工领域推行“党建5个+”\n\
         \u{20} 计划 14：2023　业务科室上门服务和政策指导\n\
         \u{20} 计划 13：2023　开展微学课宣讲\n\
         \u{20} 计划 12：2023　开展“安全责任进企业”学习\n\
         下一步，办结问题 20：xgz problem solve 20\n"
    );
    assert_eq!(said.err, "全部命令：xgz --help\n");
    // Named by a flag, it is the same ledger, and what is to be typed names it.
    let named = officer.done("--db ledger.db").text();
    assert!(
        named.contains("：xgz --db ledger.db problem solve 20\n"),
        "{named}"
    );
    assert_eq!(officer.done("-q").err, "");
}

#[test]
fn what_falls_due_within_a_week_is_told_of_problems_plans_awards_and_probations() {
    let officer = Officer::with_sample().on("2023-06-25");
    officer.done("problem solve 20 --on 2023-06-01");
    officer.done("award add --kind 试点示范 --name 计量示范 --date 2022-07-02 --company 甲公司 --expires-on 2023-07-02");
    officer.done("award add --kind 试点示范 --name 别的示范 --date 2022-07-03 --company 甲公司 --expires-on 2023-07-03");
    officer.done("problem add --found-on 2023-06-20 --company 甲店 --category 广告 --text 咨询 --due-on 2023-06-25");
    for day in 21..24 {
        officer.done(&format!(
            "problem add --found-on 2023-06-{day} --company 乙店 --category 广告 --text 咨询 --due-on 2023-06-{day}"
        ));
    }
    let page = officer.done("").text();
    let part: Vec<_> = page
        .lines()
        .skip_while(|line| !line.contains("天内到期"))
        .take_while(|line| !line.contains("联系点"))
        .collect();
    assert_eq!(part[0], "7 天内到期 5 项");
    assert_eq!(part[1], "  2023-06-25 周日　问题 33　甲店　咨询");
    assert_eq!(
        part[2],
        "  2023-06-28 周三　党员 28 预备期满　陶俊杰　北环钢材市场"
    );
    assert!(
        part[3].starts_with("  2023-06-30 周五　计划 11　"),
        "{page}"
    );
    // Done, it falls due no more; an award counts to the day, as a probation does.
    for line in [
        "plan done 11",
        "member edit 28 --kind 正式党员 --confirmed-on 今天",
        "member leave 43",
        "problem solve 33 --on 今天",
    ] {
        officer.done(line);
    }
    let page = officer.done("").text();
    assert!(
        page.contains(
            "7 天内到期 1 项\n  2023-07-02 周日　成果 70 有效期　试点示范　计量示范　甲公司"
        ),
        "{page}"
    );
    officer.done("award edit 70 --revoked-on 今天");
    assert!(!officer.done("").text().contains("天内到期"));
}

#[test]
fn points_are_wanted_as_often_as_the_rule_of_the_warnings_says() {
    let officer = Officer::with_sample().on("2022-12-20");
    let page = |setting: &str| {
        officer.write("设置.toml", format!("[check]\nvisit = {setting}\n"));
        let mut command = officer.xgz(&[]);
        let output = command.env("XGZ_CONFIG", "设置.toml").output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(page("true").contains("本季度没有走访的联系点 6 个"));
    assert!(page("\"每半年2次\"").contains("这半年走访不足 2 次的联系点 "));
    assert!(page("\"每月1次\"").contains("本月没有走访的联系点 "));
    assert!(!page("false").contains("走访的联系点"));
}

#[test]
fn what_comes_next_follows_from_what_stands_there() {
    let officer = Officer::with_ledger().on("2023-06-25");
    let next = || {
        let page = officer.done("").text();
        page.lines().last().unwrap().to_owned()
    };
    assert_eq!(
        next(),
        "下一步，登记联系点：xgz point add --name 名称 --kind 类型 --confirmed-on 确认时间"
    );
    officer.done("point add --name 钢材市场 --kind 专业市场 --confirmed-on 2022-03-24");
    assert_eq!(
        next(),
        "下一步，登记走访「钢材市场」：xgz visit add --point 1"
    );
    officer.done("visit add --date 今天 --point 1 --send 日常走访");
    assert_eq!(next(), "下一步，登记走访：xgz visit add");
    officer.done("problem add --found-on 今天 --company 甲店 --category 广告 --text 咨询");
    assert_eq!(
        next(),
        "下一步，记问题 1 的进展：xgz problem progress 1 进展"
    );
    officer.done("plan add --year 2023 --title 培训 --due-on 2023-06-30");
    assert_eq!(next(), "下一步，完成计划 1：xgz plan done 1");
    officer.done("problem edit 1 --due-on 今天");
    assert_eq!(next(), "下一步，办结问题 1：xgz problem solve 1");
    officer.done("problem solve 1");
    officer.done("plan done 1");
    assert_eq!(next(), "下一步，登记走访：xgz visit add");
    assert!(officer.done("").text().contains("没有未解决的问题。\n"));
}

#[test]
fn who_has_no_ledger_yet_is_shown_the_commands_and_where_to_begin() {
    let officer = Officer::new();
    let help = officer.done("--help").text();
    let said = officer.done("");
    assert_eq!(said.text(), help);
    for words in ["还没有台账（ledger.db）", "xgz demo", "xgz init"] {
        assert!(said.err.contains(words), "{words}\n{}", said.err);
    }
    assert!(officer.files().is_empty());
}

#[test]
fn a_ledger_that_was_named_lost_or_damaged_is_no_beginning() {
    let officer = Officer::with_ledger();
    let said = officer.refused("--db 没有的.db", 1);
    assert!(said.err.contains("没有的.db」不存在"), "{}", said.err);
    officer.done("backup");
    std::fs::remove_file(officer.path("ledger.db")).unwrap();
    assert!(officer.refused("", 1).err.contains("xgz restore"));
    officer.write("ledger.db", "这不是台账");
    officer.refused("", 1);
}
