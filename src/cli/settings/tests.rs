//! What is read from a settings file, and what is said of one that cannot be read.

use std::path::Path;

use proptest::prelude::*;

use super::declared::parts;
use super::{CHECK, Setting, Settings, unreadable};
use crate::check::{Every, Limit, Rule};
use crate::record::Kind;
use crate::value::Span;

#[test]
fn the_limits_of_warnings_are_read_and_what_is_wrong_with_one_is_said_with_its_line() {
    let limits = |text: &str| Settings::parse(&format!("[check]\n{text}"), Path::new("a"));
    let of = |text: &str, key: &str| {
        let limits = limits(text).unwrap().limits;
        limits.of(Rule::named(key).unwrap())
    };
    assert_eq!(of("", "few"), Some(Limit::One(3)));
    assert_eq!(of("few = 4", "few"), Some(Limit::One(4)));
    assert_eq!(of("few = false", "few"), None);
    assert_eq!(of("few = true", "few"), Some(Limit::One(3)));
    assert_eq!(of("flow = [10, 30]", "flow"), Some(Limit::Marks(10, 30)));
    assert_eq!(of("\"党课\" = false", "lecture"), None);
    let every = Limit::Every(Every::of(1, Span::Half));
    assert_eq!(of("lecture = \"每半年1次\"", "lecture"), Some(every));
    for (text, words) in [
        ("fw = 4", "第 2 行|预警规则「fw」不认识"),
        ("few = 4\nflow = 20", "第 3 行|flow 的值不对"),
        ("few = \"三\"", "第 2 行|few 的值不对"),
        ("few = 1.5", "第 2 行|few 的值不对"),
        ("few = -1", "第 2 行|few 的数不对"),
        ("few = 0", "第 2 行|few 的数不对"),
        ("few = 1001", "第 2 行|few 的数不对"),
        ("late = [0, 3]", "第 2 行|late 的数不对"),
        ("attendance = [101, 50]", "第 2 行|attendance 的数不对"),
        (
            "\"党课\" = \"每年1次\"\nfew = 4\nlecture = \"每年1次\"",
            "第 4 行|预警规则「lecture」写了两次",
        ),
        (
            "lecture = \"每年1次\"\n\"党课\" = false",
            "第 3 行|预警规则「党课」写了两次",
        ),
        ("flow = [40, 20]", "第 2 行|flow 的两个数次序反了"),
        (
            "attendance = [50, 80]",
            "第 2 行|attendance 的两个数次序反了",
        ),
        ("flow = [1, 2, 3]", "第 2 行|flow 的值不对"),
        ("lecture = \"常常\"", "第 2 行|lecture 的值不对"),
        ("lecture = 2", "第 2 行|lecture 的值不对"),
        ("unconfirmed = 2", "第 2 行|unconfirmed 的值不对"),
    ] {
        let complaint = limits(text).unwrap_err();
        assert!(
            words.split('|').all(|part| complaint.text.contains(part)),
            "{}",
            complaint.text
        );
        assert_eq!((complaint.status, complaint.hints.len()), (1, 1), "{text}");
    }
    for (text, hint) in [
        ("few = 0", "写 1 到 1000 的整数"),
        ("attendance = [101, 50]", "写 1 到 100 的整数"),
        (
            "\"党课\" = 2",
            "例如：lecture = \"每季度1次\"；不要这条规则时写 lecture = false",
        ),
    ] {
        assert_eq!(limits(text).unwrap_err().hints, [hint], "{text}");
    }
    assert_eq!(of("flow = [50, 150]", "flow"), Some(Limit::Marks(50, 150)));
}

/// What is said of a file, and its only hint.
fn wrong(text: &str) -> (String, String) {
    let complaint = Settings::parse(text, Path::new("a")).unwrap_err();
    assert_eq!((complaint.status, complaint.hints.len()), (1, 1), "{text}");
    (complaint.text, complaint.hints.concat())
}

#[test]
fn settings_are_read_by_their_names_in_both_languages() {
    let settings = Settings::parse(
        "bureau = \" 云溪区市场监管局 \"\n\"办理时限\" = 7\ncategories = ['电梯', '网络交易']\npager = false\n\
         [backup]\nkeep = 0\n[csv]\nbom = false\nencoding = 'GBK'\n",
        Path::new("a"),
    )
    .unwrap();
    assert_eq!(settings.text(Setting::Bureau), Some("云溪区市场监管局"));
    assert_eq!(settings.number(Setting::DueDays), 7);
    assert_eq!(settings.texts(Setting::Categories), ["电梯", "网络交易"]);
    assert_eq!(settings.text(Setting::Pager), Some(""));
    assert_eq!(settings.text(Setting::Encoding), Some("gb18030"));
    assert!(!settings.is_on(Setting::Bom) && !settings.is_on(Setting::Keys));
    let keep = settings.keep();
    assert_eq!((keep.most, keep.share), (0, 5));
    let none = Settings::default();
    assert_eq!(
        (none.number(Setting::DueDays), none.is_on(Setting::Bom)),
        (15, true)
    );
    assert!(none.text(Setting::Bureau).is_none() && !none.is_set(Setting::DueDays));
}

/// Holds what is said of each file, and its hint, against what they are to hold.
fn told(cases: &[(&str, &str, &str)]) {
    for (text, what, hint) in cases {
        let (said, hinted) = wrong(text);
        assert!(
            said.contains(what) && hinted.contains(hint),
            "{text}\n{said}\n{hinted}"
        );
    }
}

#[test]
fn a_name_that_is_not_known_is_told_with_its_place_and_the_nearest_one() {
    told(&[
        (
            "bureau = '局'\nberau = '局'",
            "第 2 行第 1 个字：「berau」不认识",
            "是不是想写「bureau」？可用的设置：bureau、head",
        ),
        (
            "\"填报单\" = '局'",
            "第 1 行第 1 个字：「填报单」不认识",
            "是不是想写「bureau」",
        ),
        (
            "x = 1",
            "「x」不认识",
            "five_ones、pager、editor、[backup]、[csv]、[check]",
        ),
        (
            "keep = 3",
            "「keep」不认识",
            "keep 写在 [backup] 这一行的下面",
        ),
        (
            "[csv]\nbureau = '局'",
            "第 2 行第 1 个字：「bureau」不认识",
            "bureau 写在文件开头，所有 [ ] 的前面",
        ),
        (
            "[csv]\nbon = true",
            "「bon」不认识",
            "是不是想写「bom」？可用的设置：bom、encoding、keys",
        ),
        ("[bakcup]\nkeep = 3", "「bakcup」不认识", "[backup]"),
        (
            "backup = 3",
            "backup 是一段，不是一项",
            "单独一行写 [backup]",
        ),
        ("[[check]]", "check 是一段，不是一项", "单独一行写 [check]"),
        (
            "bureau = '局'\n\"填报单位\" = '局'",
            "第 2 行第 1 个字：bureau（填报单位）写了两次",
            "只留一行",
        ),
    ]);
}

#[test]
fn a_value_that_does_not_fit_is_told_with_its_place_and_one_that_does() {
    told(&[
        (
            "\n\ndue_days = '七'",
            "第 3 行第 12 个字：due_days 要写整数，写的是文字",
            "例如：due_days = 20",
        ),
        ("due_days = -1", "due_days 的数不对", "写 0 到 3650 的整数"),
        (
            "[backup]\nshare = 101",
            "第 2 行第 9 个字：share 的数不对",
            "写 1 到 100 的整数",
        ),
        (
            "bureau = 1",
            "bureau 要写文字，写的是整数",
            "例如：bureau = '云溪区市场监管局'",
        ),
        (
            "bureau = “局”",
            "第 1 行第 10 个字：引号用了中文的",
            "写成 \"局\"",
        ),
        ("bureau = ' '", "bureau 没有内容", "整行删去"),
        (
            "bureau = \"局\\u202e\"",
            "bureau：双引号里的反斜杠",
            "单引号",
        ),
        (
            "bureau = '局\u{202e}'",
            "bureau：这里有看不见的符号",
            "重新键入",
        ),
        (
            "ledger = \"C:\\new.db\"",
            "ledger：双引号里的反斜杠",
            "单引号：'C:\\new.db'",
        ),
        (
            "categories = '电梯'",
            "categories 要写几项，写的是文字",
            "例如：categories = ['电梯'",
        ),
        (
            "categories = ['电梯', 3]",
            "第 1 行第 21 个字：categories 要写文字",
            "例如",
        ),
        (
            "categories = ['电梯', ' 电梯']",
            "第 1 行第 21 个字：categories 里「电梯」写了两次",
            "只留一个",
        ),
        (
            "pager = true",
            "pager 要写文字，写的是「true」",
            "例如：pager = 'less -R'",
        ),
        (
            "editor = false",
            "editor 要写文字",
            "例如：editor = 'notepad'",
        ),
        (
            "[csv]\nbom = 'x'",
            "bom 要写 true 或 false，写的是文字",
            "例如：bom = false",
        ),
        (
            "[csv]\nencoding = 'utf-16'",
            "第 2 行第 12 个字：encoding 没有「utf-16」这一项",
            "可选：utf-8、gb18030",
        ),
    ]);
    let (said, hinted) = wrong(&format!("bureau = '{}'", "局".repeat(101)));
    assert!(
        said.contains("bureau 太长，有 101 个字") && hinted.contains("最多 100 个字"),
        "{said}{hinted}"
    );
}

#[test]
fn a_command_may_be_as_long_as_the_path_of_its_program() {
    for name in ["pager", "editor"] {
        let read = |length| {
            Settings::parse(
                &format!("{name} = '{}'", "a".repeat(length)),
                Path::new("a"),
            )
        };
        assert!(read(1000).is_ok(), "{name}");
        assert!(read(1001).unwrap_err().text.contains("太长"), "{name}");
    }
}

#[test]
fn a_file_that_is_not_there_or_no_text_is_told_from_one_that_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    let said = |error| unreadable(&file, &std::io::Error::from(error));
    assert!(said(std::io::ErrorKind::NotFound).hints[0].contains("xgz config init"));
    std::fs::write(&file, [0xd4, 0xc6]).unwrap();
    let error = std::fs::read_to_string(&file).unwrap_err();
    assert!(unreadable(&file, &error).hints[0].contains("UTF-8"));
    assert!(said(std::io::ErrorKind::PermissionDenied).hints[0].contains("权限"));
}

#[test]
fn a_column_finds_its_setting_and_every_setting_of_the_kind_its_column() {
    let settings = Settings::parse(
        "station = '城关所'\nrecorder = '张敏'\ncategories = ['电梯']\nfive_ones = ['培训一组']",
        Path::new("a"),
    )
    .unwrap();
    let column = |kind: Kind, key: &str| kind.dictionary().column(key).unwrap();
    for (kind, key, own) in [
        (Kind::Point, "station", Some("城关所")),
        (Kind::Visit, "recorder", Some("张敏")),
        (Kind::Meeting, "recorder", Some("张敏")),
        (Kind::Plan, "station", None),
    ] {
        assert_eq!(settings.own(column(kind, key)), own, "{key}");
        assert_eq!(Settings::default().own(column(kind, key)), None);
    }
    assert_eq!(
        settings.more_values(column(Kind::Problem, "category")),
        ["电梯"]
    );
    assert_eq!(
        settings.more_values(column(Kind::Plan, "title")),
        ["培训一组"]
    );
    assert!(
        settings
            .more_values(column(Kind::Plan, "series"))
            .is_empty()
    );
    for setting in Setting::ALL {
        let key = setting.key();
        let columns = || Kind::entered().flat_map(|kind| kind.dictionary().columns);
        assert!(
            key.fills.is_none() || columns().any(|column| column.own == key.fills),
            "{}",
            key.name
        );
        assert!(
            key.adds.is_none() || columns().any(|column| column.more == key.adds),
            "{}",
            key.name
        );
    }
}

#[test]
fn names_are_not_used_twice_and_examples_fit() {
    for setting in Setting::ALL {
        let key = setting.key();
        for name in [key.name, key.label] {
            assert_eq!(Setting::named(key.part, name), Some(*setting), "{name}");
        }
        let head = key
            .part
            .map_or_else(String::new, |part| format!("[{part}]\n"));
        let text = format!("{head}{} = {}", key.name, key.example);
        let settings = Settings::parse(&text, Path::new("a")).unwrap();
        assert!(settings.is_set(*setting), "{text}");
    }
}

/// The guide's table of a part of the file.
fn table(part: Option<&str>) -> String {
    let keys = Setting::ALL.iter().map(|setting| setting.key());
    let rows = keys
        .filter(|key| key.part == part)
        .map(|key| format!("| `{}` | {} | {} |\n", key.name, key.label, key.told()));
    format!(
        "| 名称 | 是什么 | 作用 |\n|---|---|---|\n{}\n",
        rows.collect::<String>()
    )
}

#[test]
fn the_guide_has_every_setting_as_it_is_declared() {
    let guide = include_str!("../../../docs/guide/09-settings.md");
    for part in std::iter::once(None).chain(parts().into_iter().map(Some)) {
        let table = table(part);
        assert!(part == Some(CHECK) || guide.contains(&table), "{table}");
    }
}

proptest! {
    #[test]
    fn no_file_makes_the_reader_fall_and_what_is_wrong_has_a_hint(
        text in "(\\[?(bureau|due_days|categories|pager|backup|keep|csv|bom|check|few|x)\\]?( ?= ?)?('[a局]{0,3}'|[0-9-]{0,5}|\\[|\\]|true|\\{|\\}|,){0,3}\n){0,4}",
    ) {
        if let Err(complaint) = Settings::parse(&text, Path::new("a")) {
            prop_assert!(!complaint.hints.is_empty(), "{}", complaint.text);
        }
    }
}
