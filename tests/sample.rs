//! The sample year whole: its report, its warnings and its drafted summary, word for word.
//!
//! `SNAPSHOTS=overwrite cargo test --test sample` writes what is printed into `tests/expected`. Read it before it
//! is kept.

#![allow(clippy::unwrap_used, reason = "a test ends where it fails")]

mod officer;

use officer::Officer;

/// The settings of the bureau whose year it is.
const SETTINGS: &str = "\
bureau = \"云溪区市场监管局\"
head = \"周岳峰\"
filler = \"张敏\"
phone = \"0531-88880000\"
";

/// An officer of that bureau, with the sample year.
fn officer() -> Officer {
    let officer = Officer::with_sample();
    std::fs::create_dir_all(officer.path("home/config/xgz")).unwrap();
    officer.write("home/config/xgz/config.toml", SETTINGS);
    officer
}

/// What a line prints, with what it says to the person below.
fn printed(officer: &Officer, line: &str) -> String {
    let said = officer.done(line);
    let below = if said.err.is_empty() { "" } else { "\n---\n" };
    format!("{}{below}{}", said.text(), said.err)
}

/// What a line writes into a file.
fn written(officer: &Officer, line: &str, file: &str) -> String {
    officer.done(&format!("{line} -o {file}"));
    officer.text(file)
}

#[test]
fn the_report_is_this() {
    snapbox::assert_data_eq!(
        printed(&officer(), "report --year 2022"),
        snapbox::file!["expected/report.txt"].raw()
    );
}

#[test]
fn the_report_on_paper_is_this() {
    let officer = officer();
    snapbox::assert_data_eq!(
        written(&officer, "report --year 2022", "报告.md"),
        snapbox::file!["expected/report.md"].raw()
    );
    snapbox::assert_data_eq!(
        // The looks above it are the document's own.
        written(&officer, "report --year 2022", "报告.html")
            .split_once("<main")
            .unwrap()
            .1
            .to_owned(),
        snapbox::file!["expected/report.html"].raw()
    );
}

#[test]
fn the_page_is_whole_by_itself_and_has_the_figures_bars_and_warnings() {
    let page = written(&officer(), "report --year 2022 --by point", "报告.html");
    for outside in [
        "http:", "https:", "src=", "href=", "url(", "@import", "<script",
    ] {
        assert!(!page.contains(outside), "{outside}");
    }
    for inside in [
        "指导党员",
        "各月份走访服务",
        "各联系点走访服务",
        "预警",
        "按联系点：三送活动",
    ] {
        assert!(page.contains(inside), "{inside}");
    }
    // What is wider than a sheet of A4 would be cut off by the printer.
    for row in page.split("<tr").skip(1) {
        let cells = row.matches("<th").count() + row.matches("<td").count();
        assert!(cells <= 9, "{row}");
    }
}

#[test]
fn the_warnings_are_these_and_no_others() {
    snapbox::assert_data_eq!(
        printed(&officer(), "check --year 2022"),
        snapbox::file!["expected/check.txt"].raw()
    );
}

#[test]
fn the_summary_is_this() {
    let officer = officer();
    snapbox::assert_data_eq!(
        printed(&officer, "summary --year 2022"),
        snapbox::file!["expected/summary.txt"].raw()
    );
    snapbox::assert_data_eq!(
        written(&officer, "summary --year 2022 --basis", "总结.md"),
        snapbox::file!["expected/summary.md"].raw()
    );
    assert_eq!(
        written(&officer, "summary --year 2022", "总结.txt"),
        officer.done("summary --year 2022").text()
    );
}

#[test]
fn the_summary_without_names_is_this() {
    let officer = officer();
    let summary = printed(&officer, "summary --year 2022 --anonymous");
    snapbox::assert_data_eq!(
        summary.clone(),
        snapbox::file!["expected/anonymous.txt"].raw()
    );
    for line in ["point list --all", "member list --all", "problem list"] {
        for row in officer.json(line).as_array().unwrap() {
            for key in ["name", "party", "company", "secretary", "leader"] {
                if let Some(name) = row[key].as_str() {
                    assert!(!summary.contains(name), "{name}");
                }
            }
        }
    }
    assert!(!summary.contains("云溪"));
}

#[test]
fn the_summary_as_a_document_has_the_same_words_and_is_the_same_each_time() {
    let officer = officer();
    let text = officer.done("summary --year 2022").text();
    officer.done("summary --year 2022 -o 一.docx");
    officer.done("总结 2022 --format docx -o 二.docx");
    assert_eq!(officer.read("一.docx"), officer.read("二.docx"));
    let words = words_of(&officer.read("一.docx"));
    let plain = |text: &str| text.replace([' ', '　', '\n'], "");
    for line in text.lines() {
        let line = plain(line);
        assert!(plain(&words).contains(&line), "{line}");
    }
}

/// The words of a docx file.
fn words_of(bytes: &[u8]) -> String {
    use std::io::Read;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    let xml = roxmltree::Document::parse(&text).unwrap();
    xml.descendants()
        .filter_map(|node| {
            node.text()
                .filter(|_| node.has_tag_name("t") || node.tag_name().name() == "t")
        })
        .collect()
}

#[test]
fn the_form_of_a_visit_is_this() {
    let officer = officer();
    snapbox::assert_data_eq!(
        written(&officer, "visit show 4", "走访记录.md"),
        snapbox::file!["expected/visit.md"].raw()
    );
    officer.done("visit show 4 -o 走访记录.docx");
    let words = words_of(&officer.read("走访记录.docx"));
    for word in [
        "走访服务记录表",
        "云溪区市场监管局",
        "2022-04-07 周四",
        "走访人员签字",
    ] {
        assert!(words.contains(word), "{word}");
    }
}

#[test]
fn the_names_behind_the_members_are_as_many_as_the_report_says() {
    let officer = officer();
    let counted = officer.json("member list --asof 2022-12-31");
    assert_eq!(counted.as_array().unwrap().len(), 104);
    let explained = officer.json("report --year 2022 --explain members");
    let names = |list: &serde_json::Value| {
        let list = list.as_array().unwrap().iter();
        let mut ids: Vec<_> = list.map(|row| row["id"].as_i64().unwrap()).collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(names(&counted), names(&explained));
}

#[test]
fn the_summary_says_nothing_that_the_ledger_does_not() {
    let officer = officer();
    let quarter = officer.done("summary 2022Q3").text();
    assert!(
        quarter.contains("2022年第三季度“小个专”党建工作总结"),
        "{quarter}"
    );
    for later_or_before in ["项目实施模式", "印发", "组织生活会"] {
        assert!(
            !quarter.contains(later_or_before),
            "{later_or_before}\n{quarter}"
        );
    }
    let every = "每个联系点党组织都确认了责任领导";
    assert!(quarter.contains(every));
    officer.done("point edit 3 --leader ''");
    let year = officer.done("summary 2022").text();
    assert!(!year.contains(every), "{year}");
    assert!(
        year.contains("10个联系点中已有9个确认了责任领导、责任科室和责任所。"),
        "{year}"
    );

    let early = Officer::with_sample().on("2022-04-10");
    let said = early.done("summary");
    assert!(
        said.text().contains("今年以来，【待补充：单位名称】"),
        "{}",
        said.text()
    );
    assert!(said.err.contains("各数只算到 2022-04-10"), "{}", said.err);

    let empty = Officer::with_ledger().done("summary 2022").text();
    let body: Vec<_> = empty
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.contains("【待补充"))
        .collect();
    assert_eq!(
        body,
        [
            "2022年“小个专”党建工作总结",
            "一、基本情况",
            "二、工作成效",
            "三、存在问题",
            "四、下步工作",
            "2023年3月31日"
        ]
    );
}
