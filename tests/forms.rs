//! Forms: filled in and handed over as a file, on standard input, or in an editor; refused line by line, and never lost.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod officer;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use officer::{Officer, Said, said, words};

/// The forms that are kept, where nothing in them may be lost.
fn kept(officer: &Officer) -> Vec<PathBuf> {
    match std::fs::read_dir(officer.path("home/data/xgz/forms")) {
        Ok(folder) => folder.map(|entry| entry.unwrap().path()).collect(),
        Err(_) => Vec::new(),
    }
}

/// Runs a line with a text on its standard input.
fn fed(officer: &Officer, line: &str, text: &str) -> Said {
    let mut child = officer
        .xgz(&words(line))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    said(&child.wait_with_output().unwrap())
}

/// A form with some of its lines filled in.
fn filled(form: &str, lines: &[(&str, &str)]) -> String {
    let mut form = form.to_owned();
    for (key, value) in lines {
        let empty = format!("\n{key} = \"\"");
        assert!(form.contains(&empty), "{key}");
        form = form.replacen(&empty, &format!("\n{key} = \"{value}\""), 1);
    }
    form
}

#[test]
fn an_empty_form_is_printed_filled_in_and_taken() {
    let officer = Officer::with_sample();
    let form = officer.done("visit form").text();
    let form = filled(
        &form,
        &[
            ("date", "3.30"),
            ("point", "gcsc"),
            ("send", "送政策、送服务"),
            ("reach", "40户"),
            ("company", "甲店"),
            ("category", "计量"),
            ("text", "秤不准"),
        ],
    );
    officer.write("走访.toml", &form);
    officer.done("visit add --file 走访.toml");
    let visit = officer.json("visit show last");
    assert_eq!(visit["date"], "2023-03-30");
    assert_eq!(visit["reach"], 40);
    assert_eq!(visit["send"], serde_json::json!(["policy", "service"]));
    let problem = officer.json("problem show last");
    assert_eq!(problem["visit_id"], visit["id"]);
    assert_eq!(problem["due_on"], "2023-04-14");
    // The file stays where it is, and can be printed over only by hand.
    assert_eq!(officer.text("走访.toml"), form);
    officer.refused("visit form -o 走访.toml", 1);
    officer.done("visit form -o 空.toml");
    assert_eq!(officer.text("空.toml"), officer.done("visit form").text());
}

#[test]
fn every_kind_has_a_form_and_an_empty_one_is_refused_with_all_that_is_missing() {
    let officer = Officer::with_sample();
    for kind in officer::whole::KINDS {
        officer.done(&format!("{kind} form -o {kind}.toml"));
        let said = officer.refused(&format!("{kind} add --file {kind}.toml"), 2);
        let missing = said.err.matches("还缺必填的").count();
        assert!(
            missing > 0 && said.err.contains("行第"),
            "{kind}: {}",
            said.err
        );
    }
}

#[test]
fn the_examples_are_taken_as_they_stand() {
    let officer = Officer::with_sample();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/forms");
    let mut taken = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let kind = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let said = officer.done(&format!("{kind} add --file '{}'", path.display()));
        assert!(!said.err.contains("注意：与"), "{}", said.err);
        taken += 1;
    }
    assert!(taken >= 3);
    // The visit of the source: six companies, ten problems, all on the spot.
    let figure = |key: &str| officer.figure("report 2023", key);
    assert_eq!(figure("onsite-companies"), 6);
    assert_eq!(figure("onsite-problems"), 10);
    assert_eq!(figure("honours-confidence"), 5);
}

#[test]
fn flags_go_before_what_the_form_says_and_problems_of_both_are_taken() {
    let officer = Officer::with_sample();
    officer.write(
        "a.toml",
        "date = '昨天'\npoint = '1'\nsend = '送政策'\n[[problem]]\ncompany = '乙店'\ncategory = '广告'\ntext = '怎样备案'\n",
    );
    officer.done(
        "visit add --file a.toml --date 前天 --problem 'company=甲店; category=计量; text=秤不准'",
    );
    assert_eq!(officer.json("visit show last")["date"], "2023-03-29");
    assert_eq!(officer.json("problem show last")["company"], "乙店");
    let said = officer.refused(
        "visit add --file a.toml --problem 'company=甲店; text=秤不准'",
        2,
    );
    assert!(
        said.err.contains("第 1 个 --problem：还缺必填的"),
        "{}",
        said.err
    );
    // What is wrong with a flag is no fault of the form.
    let said = officer.refused("visit add --file a.toml --date 2099-01-01", 1);
    assert!(!said.err.contains("表单"), "{}", said.err);
}

#[test]
fn a_form_is_read_as_editors_on_a_chinese_windows_save_it() {
    let officer = Officer::with_sample();
    let text = "date = '昨天'\r\npoint = '1'\r\nsend = '送政策'\r\nnote = '说明'\r\n";
    let (gb18030, ..) = encoding_rs::GB18030.encode(text);
    let utf16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for bytes in [
        gb18030.to_vec(),
        utf16,
        format!("\u{FEFF}{text}").into_bytes(),
    ] {
        officer.write("a.toml", bytes);
        officer.done("visit add --file a.toml");
        assert_eq!(officer.json("visit show last")["note"], "说明");
    }
}

#[test]
fn many_chinese_names_without_quotes_are_read() {
    let officer = Officer::with_sample();
    let mut text = "走访日期 = '昨天'\n联系点 = '1'\n三送类别 = '送政策'\n".to_owned();
    for number in 0..400 {
        let problem = format!(
            "[[问题]]\n企业名称 = '甲店{number}'\n问题类别 = '计量'\n问题描述 = '秤不准{number}'\n"
        );
        text.push_str(&problem);
    }
    officer.write("a.toml", text);
    let before = officer.count("problem");
    officer.done("visit add --file a.toml");
    assert_eq!(officer.count("problem"), before + 400);
}

#[test]
fn what_is_refused_is_told_with_its_line_and_nothing_is_stored() {
    let officer = Officer::with_sample();
    for (text, status, sentence) in [
        (
            "date = '昨天'\npoint = '1'",
            2,
            "第 1 行第 1 个字：还缺必填的三送类别",
        ),
        (
            "date = '昨天'\npoint = '市场'\nsend = '送政策'",
            3,
            "第 2 行第 9 个字：联系点：「市场」对得上",
        ),
        (
            "send = '送温暖'\ndate = '昨天'\npoint = '1'",
            2,
            "第 1 行第 8 个字：三送类别没有「送温暖」这一项",
        ),
        (
            "date = '明天'\npoint = '1'\nsend = '送政策'",
            1,
            "第 1 行第 8 个字：走访日期",
        ),
        (
            "date = '2月30日'\npoint = '1'\nsend = '送政策'\nreach = '六'\n",
            2,
            "有 2 处不对",
        ),
        (
            "date = '昨天'\npoint = '1'\nsend = '送政策'\n[[problem]]\ncompany = '甲'\ntext = '乙'\n",
            2,
            "第 4 行第 1 个字：还缺必填的问题类别",
        ),
        (
            "date = '昨天'\n联系店 = '1'",
            1,
            "第 2 行第 1 个字：走访没有「联系店」这一项",
        ),
        ("date = “昨天”", 1, "第 1 行第 8 个字"),
        ("date = '昨天", 1, "第 1 行"),
        ("走访日期 ＝ '昨天'", 1, "第 1 行"),
        ("[[problem]\ncompany = '甲'", 1, "第 1 行"),
    ] {
        officer.write("错.toml", text);
        let said = officer.refused("visit add --file 错.toml", status);
        assert!(said.err.contains("表单「错.toml」"), "{text}\n{}", said.err);
        assert!(said.err.contains(sentence), "{text}\n{}", said.err);
    }
    for (line, sentence) in [
        ("visit add --file 没有.toml", "不存在"),
        ("visit add --file .", "是文件夹"),
    ] {
        let said = officer.refused(line, 1);
        assert!(said.err.contains(sentence), "{}", said.err);
    }
    officer.write("错.toml", b"date = '\xff\xff'");
    let said = officer.refused("visit add --file 错.toml", 1);
    assert!(said.err.contains("UTF-8"), "{}", said.err);
    assert!(kept(&officer).is_empty());
}

#[test]
fn a_form_on_standard_input_is_taken_or_kept_and_named() {
    let officer = Officer::with_sample();
    let said = fed(
        &officer,
        "visit add --file -",
        "date = '昨天'\npoint = '1'\nsend = '送政策'",
    );
    assert_eq!(said.status, 0, "{}", said.err);
    for text in ["date = '昨天'\npoint = '1'", "date = “昨天”"] {
        let said = fed(&officer, "visit add --file -", text);
        assert_ne!(said.status, 0);
        let kept = kept(&officer);
        let [form] = &kept[..] else {
            panic!("{kept:?}")
        };
        assert!(
            said.err.contains(&form.display().to_string()),
            "{}",
            said.err
        );
        assert_eq!(std::fs::read_to_string(form).unwrap(), text);
        std::fs::remove_file(form).unwrap();
    }
}

#[test]
fn a_record_is_changed_by_a_form_and_lines_that_are_left_empty_change_nothing() {
    let officer = Officer::with_sample();
    officer.write("a.toml", "leader = '周山'\nnote = ''\nsection = ''\n");
    officer.done("point edit 1 --note 原来的");
    let section = officer.json("point show 1")["section"].clone();
    officer.done("point edit 1 --file a.toml");
    let point = officer.json("point show 1");
    assert_eq!(
        (&point["leader"], &point["note"]),
        (&"周山".into(), &"原来的".into())
    );
    assert_eq!(point["section"], section);
    officer.write("b.toml", "date = '昨天'\n[[problem]]\ncompany = '甲'\n");
    let said = officer.refused("visit edit 12 --file b.toml", 2);
    assert!(said.err.contains("problem edit"), "{}", said.err);
    officer.write("c.toml", "date = '昨天'\nreach = '六'\n");
    let said = officer.refused("visit edit 12 --file c.toml", 2);
    assert!(said.err.contains("第 2 行"), "{}", said.err);
}

#[cfg(unix)]
mod editor {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    /// Runs a line with a shell script as the editor.
    fn edited(officer: &Officer, line: &str, script: &str) -> Said {
        officer.write("editor.sh", script);
        let mut command = officer.xgz(&words(line));
        command.env("XGZ_EDITOR", "sh editor.sh");
        said(&command.output().unwrap())
    }

    /// A script that fills in lines of the form.
    fn fills(lines: &[(&str, &str)]) -> String {
        let each = lines
            .iter()
            .map(|(key, value)| format!(" -e 's/^{key} = .*/{key} = \"{value}\"/'"));
        format!("sed -i{} \"$1\"\n", each.collect::<String>())
    }

    #[test]
    fn a_form_that_is_filled_in_an_editor_is_stored() {
        let officer = Officer::with_sample();
        let script = fills(&[("date", "昨天"), ("point", "gcsc"), ("send", "送政策")]);
        let said = edited(&officer, "visit add --edit", &script);
        assert_eq!(said.status, 0, "{}", said.err);
        assert!(said.err.contains("已登记走访"), "{}", said.err);
        assert!(kept(&officer).is_empty());
        assert_eq!(officer.json("visit show last")["date"], "2023-03-30");
    }

    #[test]
    fn what_the_flags_say_stands_in_the_form_already() {
        let officer = Officer::with_sample();
        let line = "visit add --edit --date 昨天 --point gcsc --people 江涛 --people 童刚";
        let said = edited(&officer, line, &fills(&[("send", "送政策")]));
        assert_eq!(said.status, 0, "{}", said.err);
        let visit = officer.json("visit show last");
        assert_eq!(visit["people"], serde_json::json!(["江涛", "童刚"]));
    }

    #[test]
    fn a_form_that_nobody_fills_in_stores_nothing() {
        let officer = Officer::with_sample();
        let before = officer.count("visit");
        let said = edited(&officer, "visit add --edit", "true");
        assert_eq!((said.status, kept(&officer).len()), (0, 0), "{}", said.err);
        assert!(said.err.contains("没有填"), "{}", said.err);
        assert_eq!(officer.count("visit"), before);
        let said = edited(&officer, "point edit 1 --edit", "true");
        assert!(said.err.contains("没有变化"), "{}", said.err);
    }

    #[test]
    fn a_form_that_is_refused_is_kept_and_named_and_can_be_gone_on_with() {
        let officer = Officer::with_sample();
        let before = officer.count("visit");
        let script = fills(&[
            ("date", "2月30日"),
            ("point", "gcsc"),
            ("summary", "很长的内容"),
        ]);
        let said = edited(&officer, "visit add --edit", &script);
        assert_eq!(said.status, 2, "{}", said.err);
        said.is_refusal("visit add --edit", 2);
        let kept_forms = kept(&officer);
        let form = &kept_forms[0];
        assert!(
            said.err.contains(&form.display().to_string()),
            "{}",
            said.err
        );
        let text = std::fs::read_to_string(form).unwrap();
        assert!(text.contains("很长的内容"), "{text}");
        assert_eq!(officer.count("visit"), before);
        // Only its owner reads it.
        assert_eq!(form.metadata().unwrap().permissions().mode() & 0o777, 0o600);

        let script = fills(&[("date", "昨天"), ("send", "送政策")]);
        let line = format!("visit add --edit --file '{}'", form.display());
        let said = edited(&officer, &line, &script);
        assert_eq!(said.status, 0, "{}", said.err);
        assert_eq!(officer.json("visit show last")["summary"], "很长的内容");
        assert!(kept(&officer).is_empty());
    }

    /// The form that was kept of a visit that was refused.
    fn refused_form(officer: &Officer, lines: &[(&str, &str)]) -> String {
        let said = edited(officer, "visit add --edit", &fills(lines));
        assert_ne!(said.status, 0, "{}", said.err);
        kept(officer)[0].display().to_string()
    }

    #[test]
    fn a_form_that_was_kept_stays_until_it_is_stored() {
        let officer = Officer::with_sample();
        let form = refused_form(&officer, &[("date", "昨天"), ("note", "要留着")]);
        let said = edited(
            &officer,
            &format!("visit add --edit --file '{form}'"),
            "true",
        );
        assert_ne!(said.status, 0, "{}", said.err);
        let broken = "printf 'date = \"' >> \"$1\"";
        let said = edited(
            &officer,
            &format!("visit add --edit --file '{form}'"),
            broken,
        );
        assert_ne!(said.status, 0, "{}", said.err);
        let said = edited(
            &officer,
            &format!("visit add --edit --file '{form}'"),
            "true",
        );
        assert_ne!(said.status, 0, "{}", said.err);
        let text = std::fs::read_to_string(&form).unwrap();
        assert!(text.contains("要留着"), "{text}");
        // A record that is changed by it, too.
        let said = edited(
            &officer,
            "visit edit 24 --edit",
            &fills(&[("date", "2月30日"), ("leader", "")]),
        );
        assert_eq!(said.status, 2, "{}", said.err);
        let forms = kept(&officer);
        let edit = forms
            .iter()
            .find(|path| path.display().to_string() != form)
            .unwrap();
        let line = format!("visit edit 24 --edit --file '{}'", edit.display());
        let said = edited(&officer, &line, "sed -i 's/2月30日/2022-11-10/' \"$1\"");
        assert_eq!(said.status, 0, "{}", said.err);
        assert!(officer.json("visit show 24")["leader"].is_null());
        assert_eq!(kept(&officer).len(), 1);
    }

    #[test]
    fn a_form_that_an_editor_saves_in_another_encoding_is_not_spoiled() {
        let officer = Officer::with_sample();
        let script = fills(&[
            ("date", "昨天"),
            ("point", "1"),
            ("send", "送政策"),
            ("note", "重要的话"),
        ]) + "iconv -f utf-8 -t gb18030 \"$1\" > gb && cat gb > \"$1\"\n";
        let said = edited(&officer, "visit add --edit", &script);
        assert_eq!(said.status, 0, "{}", said.err);
        assert_eq!(officer.json("visit show last")["note"], "重要的话");
        let said = edited(
            &officer,
            "visit add --edit",
            "printf '\\377\\377' >> \"$1\"",
        );
        assert_eq!(said.status, 1, "{}", said.err);
        let bytes = std::fs::read(&kept(&officer)[0]).unwrap();
        assert!(bytes.ends_with(b"\xff\xff"));
    }

    #[test]
    fn another_form_changes_what_it_says_and_clears_nothing() {
        let officer = Officer::with_sample();
        let section = officer.json("visit show 24")["section"].clone();
        officer.write("m.toml", "note = '另一张表单'\nsection = ''\n");
        let said = edited(&officer, "visit edit 24 --edit --file m.toml", "true");
        assert_eq!(said.status, 0, "{}", said.err);
        let visit = officer.json("visit show 24");
        assert_eq!(
            (&visit["note"], &visit["section"]),
            (&"另一张表单".into(), &section)
        );
        let said = edited(&officer, "visit add --edit --file m.toml --like 24", "true");
        assert_eq!(said.status, 2, "{}", said.err);
    }

    #[test]
    fn a_mark_never_becomes_part_of_what_was_written() {
        let officer = Officer::with_sample();
        // The fault stands within a text of several lines.
        officer.write(
            "editor.sh",
            "if grep -q '^# ！不对：' \"$1\"; then cp \"$1\" seen.toml; sed -i 's/C:\\\\/C:/' \"$1\"; exit; fi\n\
             sed -i -e 's/^date = .*/date = \"昨天\"/' -e 's/^point = .*/point = \"1\"/' -e 's/^send = .*/send = \"送政策\"/' \
             -e 's/^summary = .*/summary = \"\"\"\\n第一行\\nC:\\\\用户\\n第二行\"\"\"/' \"$1\"\n",
        );
        let mut terminal = officer.terminal(
            (80, 24),
            "visit add --edit",
            &[("XGZ_EDITOR", "sh editor.sh")],
        );
        terminal.sees("已登记走访");
        assert_eq!(terminal.ends(), 0);
        let seen = officer.text("seen.toml");
        let mark = seen
            .lines()
            .position(|line| line.starts_with("# ！不对"))
            .unwrap();
        let start = seen
            .lines()
            .position(|line| line.starts_with("summary"))
            .unwrap();
        assert_eq!(mark + 1, start, "{seen}");
        assert_eq!(
            officer.json("visit show last")["summary"],
            "第一行\nC:用户\n第二行"
        );
    }

    #[test]
    fn an_editor_that_comes_back_at_once_is_waited_for() {
        let officer = Officer::with_sample();
        let set = [("XGZ_EDITOR", "true")];
        let mut terminal = officer.terminal((80, 24), "visit add --edit", &set);
        terminal.sees("表单没有变化");
        let form = kept(&officer)[0].clone();
        let text = std::fs::read_to_string(&form).unwrap();
        let lines = [("date", "昨天"), ("point", "1"), ("send", "送政策")];
        std::fs::write(&form, filled(&text, &lines)).unwrap();
        terminal.press("\r").sees("已登记走访");
        assert_eq!(terminal.ends(), 0);
        assert!(kept(&officer).is_empty());
    }

    #[test]
    fn an_editor_that_fails_or_is_not_there_loses_nothing() {
        let officer = Officer::with_sample();
        let script = fills(&[("summary", "写了一半")]) + "exit 1\n";
        let said = edited(&officer, "visit add --edit", &script);
        said.is_refusal("visit add --edit XGZ_EDITOR editor nano", 1);
        let text = std::fs::read_to_string(&kept(&officer)[0]).unwrap();
        assert!(text.contains("写了一半"));
        let mut command = officer.xgz(&words("visit add --edit"));
        command.env("XGZ_EDITOR", "no-such-editor");
        let none = said_of(command);
        none.is_refusal("visit add --edit XGZ_EDITOR editor nano", 1);
        assert!(none.err.contains("找不到编辑程序"), "{}", none.err);
        assert_eq!(kept(&officer).len(), 1);
    }

    fn said_of(mut command: std::process::Command) -> Said {
        said(&command.output().unwrap())
    }

    #[test]
    fn a_record_is_changed_in_an_editor_and_only_what_was_touched_is_stored() {
        let officer = Officer::with_sample();
        let before = officer.json("visit show 12");
        let said = edited(
            &officer,
            "visit edit 12 --edit",
            &fills(&[("reach", "63"), ("leader", "")]),
        );
        assert_eq!(said.status, 0, "{}", said.err);
        let after = officer.json("visit show 12");
        assert_eq!(after["reach"], 63);
        assert!(after["leader"].is_null());
        assert_eq!(after["people"], before["people"]);
        let said = edited(
            &officer,
            "visit edit 12 --edit --file x.toml --reach 5",
            "true",
        );
        assert_eq!(said.status, 2, "{}", said.err);
    }

    #[test]
    fn at_a_terminal_the_form_is_opened_again_with_what_is_wrong_marked() {
        let officer = Officer::with_sample();
        // The second time the mark is there, and what it says is mended.
        officer.write(
            "editor.sh",
            "if grep -q '^# ！不对：' \"$1\"; then grep -n -A1 '^# ！' \"$1\" > seen.txt; sed -i 's/2月30日/昨天/' \"$1\"\n\
             else sed -i -e 's/^date = .*/date = \"2月30日\"/' -e 's/^point = .*/point = \"1\"/' -e 's/^send = .*/send = \"送政策\"/' \"$1\"; fi\n",
        );
        let set = [("XGZ_EDITOR", "sh editor.sh")];
        let mut terminal = officer.terminal((80, 24), "visit add --edit", &set);
        terminal.sees("已登记走访");
        assert_eq!(terminal.ends(), 0);
        let seen = officer.text("seen.txt");
        assert!(
            seen.contains("没有这一天") && seen.contains("date = \"2月30日\""),
            "{seen}"
        );
        assert!(kept(&officer).is_empty());

        // Left as it is, it is kept.
        officer.write(
            "editor.sh",
            "grep -q '^# ！不对：' \"$1\" || sed -i 's/^date = .*/date = \"2月30日\"/' \"$1\"\n",
        );
        let mut terminal = officer.terminal((80, 24), "visit add --edit", &set);
        terminal
            .sees("表单没有变化")
            .press("\r")
            .sees("没有再改，没有保存");
        assert_eq!(terminal.ends(), 1);
        assert_eq!(kept(&officer).len(), 1);
    }
}
