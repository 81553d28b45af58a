//! What a summary says of a small ledger, and what it must not say.

#![allow(clippy::unwrap_used, reason = "a test ends where it fails")]

mod officer;

use officer::Officer;

/// An officer with three contact points.
fn officer() -> Officer {
    let officer = Officer::with_ledger();
    for (name, by) in [("甲市场", "西湖区委组织部"), ("乙楼宇", ""), ("丙商圈", "")]
    {
        officer.done(&format!(
            "point add --name {name} --kind 专业市场 --confirmed-on 2022-03-24 --confirmed-by '{by}'"
        ));
    }
    officer
}

/// The summary of 2022.
fn summary(officer: &Officer) -> String {
    officer.done("summary 2022").text()
}

#[test]
fn what_some_have_is_not_said_of_all() {
    let officer = officer();
    let training = "activity add --kind 质量培训 --topic 体系 --date 2022-05-0";
    officer.done(&format!("{training}5 --campaign 认证提升行动"));
    officer.done(&format!("{training}6"));
    let said = summary(&officer);
    assert!(said.contains("经【待补充：确认单位】确认"), "{said}");
    assert!(!said.contains("西湖区委组织部"), "{said}");
    assert!(
        said.contains("开展质量培训2次") && !said.contains("结合"),
        "{said}"
    );

    officer.done("activity edit 2 --campaign 认证提升行动");
    for point in [2, 3] {
        officer.done(&format!("point edit {point} --confirmed-by 西湖区委组织部"));
    }
    let said = summary(&officer);
    assert!(said.contains("经西湖区委组织部确认"), "{said}");
    assert!(
        said.contains("结合“认证提升行动”，开展质量培训2次"),
        "{said}"
    );
}

#[test]
fn and_others_stands_only_where_others_are_left_out() {
    let officer = officer();
    officer.done(
        "visit add --date 2022-05-05 --point 甲市场 --send 送政策 --topics 《广告法》 --reach 3",
    );
    officer.done(
        "visit add --date 2022-05-06 --point 乙楼宇 --send 送服务 \
         --problem 'company=甲; category=计量; text=检定; handling=现场解决'",
    );
    officer.done("award add --kind 标准 --name 甲 --date 2022-05-05 --level 国家");
    let said = summary(&officer);
    for words in [
        "在甲市场开展送政策走访1次，宣讲《广告法》，辐射商户3户次。",
        "针对计量问题，现场解决1户企业1个问题。",
        "制定国家标准1项。",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    officer.done("award add --kind 标准 --name 乙 --date 2022-05-05 --level 地方");
    officer.done(
        "visit add --date 2022-05-07 --point 乙楼宇 --send 送政策 \
         --topics 《一》、《二》、《三》",
    );
    let said = summary(&officer);
    for words in [
        "在甲市场和乙楼宇2处开展送政策走访2次，宣讲《广告法》《一》《二》等法律法规",
        "制定国家、地方等各类标准2项。",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
}

#[test]
fn every_step_is_there_however_many_and_nothing_is_said_of_progress_that_is_none() {
    let officer = officer();
    for number in 1..=13 {
        officer.done(&format!(
            "plan add --year 2023 --series 工作要点 --title 第{number}件事 --due-on 2023-12-01"
        ));
    }
    officer.done("plan add --year 2022 --title 去年的事 --due-on 2022-12-01");
    officer.done("plan add --year 2023 --title 做了的事 --target 2 --done 2");
    let said = summary(&officer);
    for words in [
        "十三是第13件事，2023年12月1日前完成。",
        "去年的事。",
        "安排年度计划1项。",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    assert!(
        !said.contains("正在推进") && !said.contains("做了的事"),
        "{said}"
    );

    // As things stood by the end of the period.
    officer.done("plan add --year 2021 --title 前年的事 --done-on 2022-06-01");
    officer.done("plan edit last --year 2022");
    let before = officer.done("summary 2021").text();
    assert!(
        before.contains("前年的事。") && before.contains("去年的事。"),
        "{before}"
    );
    assert!(!summary(&officer).contains("前年的事"));
}

#[test]
fn pairing_is_spoken_of_where_there_was_any() {
    let officer = officer();
    officer.done("idea add --date 2022-05-05 --text 换节能灯");
    let said = summary(&officer);
    assert!(said.contains("服务企业发展。为企业贡献金点子1个"), "{said}");
    assert!(!said.contains("结对联建"), "{said}");
    officer.done("visit add --date 2022-05-05 --point 甲市场 --send 结对联建");
    let said = summary(&officer);
    assert!(said.contains("开展结对联建。参加"), "{said}");
}

#[test]
fn a_lone_heading_of_the_next_steps_has_no_number() {
    let officer = officer();
    officer.done("plan add --year 2022 --title 办书屋");
    let said = summary(&officer);
    assert!(said.contains("\n　　办书屋。"), "{said}");
    officer.done("plan edit 1 --series 五个一");
    assert!(summary(&officer).contains("\n　　五个一。办书屋。"));
    officer.done("plan add --year 2022 --title 上党课");
    let said = summary(&officer);
    assert!(
        said.contains("（一）五个一。办书屋。") && said.contains("（二）其他工作。上党课。"),
        "{said}"
    );
}

#[test]
fn the_bureau_that_is_not_known_is_marked_in_the_signature_too() {
    let officer = officer();
    officer.done("summary 2022 -o 总结.md");
    let said = officer.text("总结.md");
    let last = said
        .lines()
        .rev()
        .find(|line| line.contains("待补充"))
        .unwrap();
    assert!(last.contains("<mark>【待补充：单位名称】</mark>"), "{said}");
}

#[test]
fn names_are_left_out_and_the_words_of_the_summary_are_not() {
    let officer = Officer::with_ledger();
    std::fs::create_dir_all(officer.path("home/config/xgz")).unwrap();
    officer.write(
        "home/config/xgz/config.toml",
        "bureau = \"杭州市西湖区市场监督管理局\"\n",
    );
    officer.done(
        "point add --name 西溪钢材市场 --kind 专业市场 --party 西溪钢材市场党支部 --party-kind 党支部 \
         --confirmed-on 2022-03-24 --confirmed-by 杭州市西湖区委组织部 --leader 高质 --section 质量科 --station 西溪所",
    );
    officer.done("visit add --date 2022-05-05 --place 联系点 --send 送政策 --reach 3");
    officer.done("award add --kind 称号 --name 高新技术企业 --date 2022-05-05 --company 西溪重工 --campaign 送信心");
    officer.done("plan add --year 2023 --title 请西溪所和西溪重工的高质到西溪钢材市场座谈");
    let said = officer.done("summary 2022 --anonymous").text();
    for name in ["杭州", "西湖", "西溪", "高质到"] {
        assert!(!said.contains(name), "{name}\n{said}");
    }
    for words in [
        "某区市场监督管理局2022年“小个专”党建工作总结",
        "经某区委组织部确认，某区市场监督管理局指导某专业市场党支部1个党建联系点",
        "获得“高新技术企业”称号1户",
        "高质量助发展",
        "请某单位和某企业的某同志到某专业市场座谈",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
}

#[test]
fn what_was_accepted_is_no_trouble() {
    let officer = officer();
    officer.done("point edit 1 --party-kind 党支部 --secretary 张三 --secretary-kind 兼职");
    let part = "书记为兼职";
    assert!(summary(&officer).contains(part));
    officer.done("check accept secretary-part 1 --why 人少 --year 2022");
    assert!(!summary(&officer).contains(part));
}
