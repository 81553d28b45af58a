//! What is refused: each with its words, its exit status, and the ledger as it was.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod officer;

use officer::Officer;

/// Not understood, and what is said.
#[test]
fn what_is_not_understood_is_refused_with_two() {
    let officer = Officer::with_sample();
    for (line, words) in [
        ("visit lst", "没有「lst」这个命令"),
        ("走方", "没有「走方」这个命令"),
        ("visit add --laeder 张三", "没有「--laeder」这个选项"),
        ("走访 添加 --带队领异 张三", "没有「--带队领异」这个选项"),
        ("visit add －－place 广场", "－－place"),
        ("visit add ——place 广场", "——place"),
        ("visit add --place＝广场", "--place"),
        (
            "visit add",
            "还缺必填的：--date（走访日期）、--send（三送类别）",
        ),
        (
            "visit add --date 2022-05-05 --send 送政策",
            "联系点和地点至少填一项",
        ),
        (
            "point add",
            "还缺必填的：--name（联系点名称）、--kind（类型）",
        ),
        (
            "visit add --date 2022-02-30 --place 广场 --send 送政策",
            "走访日期「2022-02-30」：没有这一天",
        ),
        (
            "visit add --date 那天 --place 广场 --send 送政策",
            "走访日期「那天」：看不懂这个日期",
        ),
        (
            "visit add --date 2022.3 --place 广场 --send 送政策",
            "没有写到哪一天",
        ),
        (
            "visit add --date 2022-05-05 --place 广场 --send 送温暖",
            "三送类别没有「送温暖」这一项",
        ),
        (
            "visit add --date 2022-05-05 --place 广场 --send pol",
            "没有「pol」这一项",
        ),
        (
            "visit add --date 2022-05-05 --place 广场 --send 送政策 --reach 很多",
            "辐射户数「很多」要写整数",
        ),
        (
            "visit add --date 2022-05-05 --place 广场 --send 送政策 --owner-met 也许",
            "要写「是」或「否」",
        ),
        ("visit add --reach --send 送政策 --place 广场", "--reach"),
        (
            "visit add --date 2022-05-05 --place 广场 --send 送政策 --problem '广告'",
            "第 1 个 --problem",
        ),
        ("visit edit 12", "没有写要改什么"),
        ("visit list --columns 走访日期、天气", "没有「天气」这一列"),
        ("visit list --sort 天气", "没有「天气」这一列"),
        ("visit list --sort -走访人员", "不能按「走访人员」排"),
        ("visit list --limit 许多", "要写整数"),
        ("visit list --send 送正策", "三送类别没有「送正策」这一项"),
        ("visit list --format excel", "没有「excel」这一项"),
        ("visit list --format word", "不能写成 .docx"),
        ("visit list -o 走访.docx", "不能写成 .docx"),
        ("visit list -o 走访.doc", "看不出要什么格式"),
        ("visit show 4 --format docx", "要存成文件"),
        ("report --explain 金点子 -o 金点子.html", "不能写成 .html"),
        ("visit list --from 2022-05-01 --to 2022-04-01", "晚于"),
        ("report --year 22", "年份要写四位数字"),
        ("report --quarter 5", "季度只有第一到第四"),
        ("report --year 2022 --quarter 2021Q3", "不一致"),
        (
            "report --explain onsite-problem",
            "没有「onsite-problem」这个指标",
        ),
        ("report --by 天气", "没有「天气」这一项"),
        ("problem progress 20 ''", "进展是空的"),
    ] {
        let said = officer.refused(line, 2);
        assert!(said.err.contains(words), "{line}\n{}", said.err);
    }
}

#[test]
fn a_list_names_all_columns_that_it_can_print_or_be_sorted_by_and_no_others() {
    let officer = Officer::with_sample();
    let columns = |line: &str| {
        let said = officer.refused(line, 2).err;
        let (_, columns) = said.split_once("可用的列：").unwrap();
        let columns = columns.trim().split('、').map(str::to_owned);
        columns.collect::<Vec<_>>()
    };
    let printed = columns("visit list --columns 天气");
    let sorted = columns("visit list --sort 天气");
    for column in &printed {
        officer.done(&format!("visit list --limit 1 --columns {column}"));
        let line = format!("visit list --limit 1 --sort -{column}");
        if sorted.contains(column) {
            officer.done(&line);
        } else {
            officer.refused(&line, 2);
        }
    }
    let has = |columns: &[String], name: &str| columns.iter().any(|column| column == name);
    for name in ["标识", "登记时间", "走访人员"] {
        assert!(has(&printed, name) && !has(&sorted, name), "{name}");
    }
}

#[test]
fn what_is_understood_and_not_allowed_is_refused_with_one() {
    let officer = Officer::with_sample();
    let visit = "visit add --date 2022-05-05 --place 广场 --send 送政策";
    let problem = "problem add --found-on 2022-05-05 --company 甲 --category 广告 --text 备案";
    for (line, words) in [
        (format!("{visit} --reach -1"), "辐射户数「-1」不能是负数"),
        (
            format!("{visit} --summary '一\u{1b}[31m二'"),
            "看不见的控制字符（U+001B）",
        ),
        (
            format!("{visit} --summary '一\u{202e}二'"),
            "看不见的控制字符（U+202E）",
        ),
        (
            "visit add --date 2099-01-01 --place 广场 --send 送政策".to_owned(),
            "还没有到",
        ),
        (
            format!("{problem} --solved-on 2022-05-04"),
            "办结日期不能早于登记日期",
        ),
        (
            format!("{problem} --closed-on 2022-05-06"),
            "填了销号日期，还要填办结日期",
        ),
        (
            format!("{problem} --solved-on 2022-05-06 --declined-on 2022-05-06"),
            "不能都填",
        ),
        (format!("{problem} --code 9199"), "是 4 位，应为 18 位"),
        (
            format!("{problem} --code 9199O101MA0000015C"),
            "「O」不会出现在代码里",
        ),
        (format!("{problem} --code 9.19901E+17"), "科学计数"),
        (
            "point add --name 北环钢材市场 --kind 专业市场".to_owned(),
            "已经有联系点「北环钢材市场」",
        ),
        ("point rm 1".to_owned(), "还有记录用到联系点 1，不能删除"),
        (
            "point close 1 --on 2022-03-01".to_owned(),
            "撤销时间不能早于确认时间",
        ),
        ("point close 1 --on 2099-01-01".to_owned(), "还没有到"),
        (
            "member add --name 甲 --point 1 --born 2010 --joined-on 2022-06-01".to_owned(),
            "不满 18 岁",
        ),
        ("member move 1 --to 1".to_owned(), "本来就在"),
        ("problem solve 2".to_owned(), "已经是"),
        ("problem close 20".to_owned(), "还没有办结，不能销号"),
        ("problem close 12".to_owned(), "不予受理，不用销号"),
        (
            "point edit 1 --leader 责任领导".to_owned(),
            "责任领导「责任领导」是这一项的名称",
        ),
        ("visit rm 12".to_owned(), "走访 12 有 1 个问题"),
        ("visit restore 12".to_owned(), "没有删除，不用恢复"),
        ("report --year 2098".to_owned(), "还没有开始"),
        (
            "visit list -o ledger.db.csv --format csv --db 没有.db".to_owned(),
            "还没有台账",
        ),
        ("init".to_owned(), "已经存在"),
        ("demo ledger2/甲.db".to_owned(), "文件夹不存在"),
    ] {
        let said = officer.refused(&line, 1);
        assert!(said.err.contains(words), "{line}\n{}", said.err);
    }
}

#[test]
fn a_reference_that_fits_none_or_several_is_refused_with_three() {
    let officer = Officer::with_sample();
    for (line, words) in [
        ("point show 市场", "对得上 2 条联系点"),
        ("point edit 市场 --note 甲", "对得上 2 条联系点"),
        (
            "visit add --date 2022-05-05 --point 市场 --send 送政策",
            "对得上 2 条联系点",
        ),
        ("visit list --point 市场", "对得上 2 条联系点"),
        ("report --year 2022 --point 市场", "对得上 2 条联系点"),
        ("visit show 999", "没有找到走访「999」"),
        ("point show 北环钢才市场", "是不是想写「北环钢材市场」"),
        ("point show @0000", "没有找到联系点"),
        ("member move 赵广厚 --to 火星", "没有找到联系点「火星」"),
        ("problem solve 20 999", "没有找到问题「999」"),
        ("log 走访 999", "没有找到走访「999」"),
    ] {
        let said = officer.refused(line, 3);
        assert!(said.err.contains(words), "{line}\n{}", said.err);
    }
    let said = officer.refused("point show 市场", 3);
    assert!(said.err.contains("联系点 1：北环钢材市场"), "{}", said.err);
    assert!(
        said.err.contains("联系点 7：南湖电子城数码市场"),
        "{}",
        said.err
    );
}

#[test]
fn a_file_that_is_no_ledger_is_refused_and_left_alone() {
    let officer = Officer::with_sample();
    officer.write("空.db", "");
    officer.write("信.db", "这不是台账".repeat(200));
    officer.write("短.db", "SQLite format 3\0");
    let whole = officer.read("ledger.db");
    officer.write("截.db", &whole[..whole.len() / 2]);
    officer.write("新.db", &whole);
    let newer = rusqlite::Connection::open(officer.path("新.db")).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    let foreign = rusqlite::Connection::open(officer.path("他.db")).unwrap();
    foreign
        .execute_batch("CREATE TABLE visit (id INTEGER)")
        .unwrap();
    drop(foreign);
    std::fs::create_dir(officer.path("夹.db")).unwrap();
    for (file, words) in [
        ("没有.db", "还没有台账"),
        ("空.db", "空文件"),
        ("信.db", "不是本程序的台账"),
        ("短.db", ""),
        ("截.db", ""),
        ("新.db", "更新版本"),
        ("他.db", "不是本程序的台账"),
        ("夹.db", "不是本程序的台账"),
    ] {
        let said = officer.refused(&format!("visit list --db {file}"), 1);
        assert!(said.err.contains(words), "{file}\n{}", said.err);
    }
}

#[cfg(unix)]
#[test]
fn a_ledger_with_a_second_name_is_refused_and_a_new_one_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let officer = Officer::with_ledger();
    let mode = std::fs::metadata(officer.path("ledger.db"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    std::fs::hard_link(officer.path("ledger.db"), officer.path("别名.db")).unwrap();
    let said = officer.refused("visit list", 1);
    assert!(said.err.contains("硬链接"), "{}", said.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_leaves_the_ledger_as_it_was() {
    let officer = Officer::with_sample();
    let before = officer.read("ledger.db");
    let rows: Vec<_> = (0..3000)
        .map(|n| format!("2022-05-05,广场{n},送政策\n"))
        .collect();
    let rows = rows.concat();
    officer.write("走访.csv", format!("走访日期,地点,三送类别\n{rows}"));
    // The limit is a little more than the ledger has now; the signal is ignored, so that the write fails.
    let blocks = before.len() / 512 + 64;
    let script = format!(
        "trap '' XFSZ; ulimit -f {blocks}; exec {} import 走访.csv",
        env!("CARGO_BIN_EXE_xgz")
    );
    let output = officer.any("sh").args(["-c", &script]).output().unwrap();
    let said = officer::said(&output);
    said.is_refusal("import 走访.csv", 1);
    assert!(said.err.contains("磁盘满了"), "{}", said.err);
    assert_eq!(officer.json("visit list").as_array().unwrap().len(), 27);
}

#[test]
fn a_sheet_with_bad_rows_is_refused_whole_and_each_row_named() {
    let officer = Officer::with_sample();
    officer.write(
        "走访.csv",
        "走访日期,联系点,三送类别,辐射户数\n2022-04-12,北环钢材市场,送政策,12\n2022-02-30,北环钢材市场,送政策,12\n\
         2022-04-13,火星市场,送政策,12\n2022-04-14,北环钢材市场,送温暖,12\n2022-04-15,北环钢材市场,送服务,-3\n\
         ,北环钢材市场,送服务,1\n2099-01-01,北环钢材市场,送服务,1\n",
    );
    let said = officer.refused("import 走访.csv", 1);
    assert!(
        said.err.contains("共 7 行，有 6 行不能导入"),
        "{}",
        said.err
    );
    for line in 3..=8 {
        assert!(
            said.err.contains(&format!("第 {line} 行：")),
            "{line}\n{}",
            said.err
        );
    }
    officer.write(
        "坏.csv",
        "走访日期,联系点,三送类别\n2022-04-12,北环钢材市场,\"没有收尾\n",
    );
    assert!(
        officer
            .refused("import 坏.csv", 1)
            .err
            .contains("引号没有收尾")
    );
    officer.write("缺.csv", "走访日期,联系点\n2022-04-12,北环钢材市场\n");
    officer.refused("import 缺.csv --kind 走访", 2);
    officer.write(
        "多.csv",
        "走访日期,联系点,三送类别,天气\n2022-04-12,北环钢材市场,送政策,晴\n",
    );
    assert!(
        officer
            .refused("import 多.csv --kind 走访", 2)
            .err
            .contains("「天气」")
    );
    officer.write("表.csv", "联系点,天气\n北环钢材市场,晴\n");
    officer.refused("import 表.csv", 2);
    officer.refused("import 没有.csv", 1);
}
