//! Faults that people write, and whatever else can be typed.

use proptest::prelude::*;
use serde::Deserialize;
use toml::de::DeTable;

use super::{Fault, fault, in_order, place};

/// A text of every type.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only whether it can be read is asked")]
struct Card {
    name: String,
    days: Option<u8>,
    open: Option<bool>,
    list: Option<Vec<String>>,
    kind: Option<Kind>,
    part: Option<Part>,
    share: Option<f64>,
}

/// A closed set.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Market,
    Other,
}

/// A part of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only whether it can be read is asked")]
struct Part {
    keep: i64,
}

/// What is wrong with a text that cannot be read.
fn wrong(text: &str) -> Option<Fault> {
    let error = toml::from_str::<Card>(text).err()?;
    Some(fault(text, &error))
}

#[test]
fn a_place_is_counted_in_lines_and_characters() {
    let text = "\u{FEFF}局 = 1\r\n\t“名”\n";
    for (at, expected) in [
        (0, (1, 1)),
        (3, (1, 1)),
        (6, (1, 2)),
        (4, (1, 1)),
        (12, (2, 1)),
        (13, (2, 2)),
        (16, (2, 3)),
        (text.len(), (3, 1)),
        (usize::MAX, (3, 1)),
    ] {
        assert_eq!(place(text, at), expected, "{at}");
    }
}

/// Holds what is said of each text against where it is to be, and what it and its hint are to hold.
fn told(cases: &[(&str, (usize, usize), &str, &str)]) {
    let said = cases.iter().map(|(text, ..)| {
        let fault = wrong(text).unwrap();
        ((fault.line, fault.column), fault)
    });
    let others: Vec<_> = cases
        .iter()
        .zip(said)
        .filter(|((_, at, what, hint), (found, fault))| {
            found != at || !fault.what.contains(what) || !fault.hint.contains(hint)
        })
        .map(|((text, ..), (_, fault))| format!("{text}\n{fault}\n{}\n", fault.hint))
        .collect();
    assert!(others.is_empty(), "{}", others.join("\n"));
}

#[test]
fn what_is_wrong_with_a_value_is_named_with_what_to_type() {
    told(&[
        (
            "name = 云溪区局",
            (1, 8),
            "文字两边没有引号",
            "写成 \"云溪区局\"",
        ),
        (
            "name = 云溪 区局 # 本局",
            (1, 8),
            "文字两边没有引号",
            "写成 \"云溪 区局\"",
        ),
        ("name = “局”", (1, 8), "引号用了中文的", "写成 \"局\""),
        ("name = ‘局’", (1, 8), "引号用了中文的", "写成 \"局\""),
        (
            "name = 局，# 本局",
            (1, 8),
            "文字两边没有引号",
            "写成 \"局\"",
        ),
        (
            "list = “甲”、“乙”",
            (1, 8),
            "引号用了中文的",
            "两边换成英文引号",
        ),
        (
            "list = [“甲”，“乙”]",
            (1, 9),
            "引号和逗号用了中文的",
            "[\"甲\", \"乙\"]",
        ),
        (
            "list = [\n  质量 培训,\n  乙\n]",
            (2, 3),
            "文字两边没有引号",
            "写成 \"质量 培训\"",
        ),
        (
            "list = [\n  质量，培训\n]",
            (2, 3),
            "逗号用了中文的",
            "[\"甲\", \"乙\"]",
        ),
        ("name = “局\"", (1, 8), "引号用了中文的", "写成 \"局\""),
        (
            "name = \"局”",
            (1, 11),
            "后面的引号用了中文的",
            "两边都用英文引号",
        ),
        (
            "name = \"局\ndays = 1",
            (1, 10),
            "引号没有写完",
            "末尾加上同样的引号",
        ),
        ("name = '局", (1, 10), "引号没有写完", "末尾加上同样的引号"),
        ("name = \"\"\"局\n", (2, 1), "三个引号没有写完", "再写三个"),
    ]);
}

#[test]
fn what_is_wrong_with_a_name_is_named_with_what_to_type() {
    told(&[
        ("name＝\"局\"", (1, 9), "等号用了全角的", "换成英文的 ="),
        (
            "name： \"局\"",
            (1, 7),
            "名称和值之间不是等号",
            "名称 = \"值\"",
        ),
        (
            "name: \"局\"",
            (1, 7),
            "名称和值之间不是等号",
            "名称 = \"值\"",
        ),
        ("name", (1, 5), "没有等号和值", "名称 = \"值\""),
        ("name =", (1, 7), "等号后面没有写值", "整行删去"),
        ("name = # 没有", (1, 8), "等号后面没有写值", "整行删去"),
        ("name = ,", (1, 8), "等号后面没有写值", "整行删去"),
        ("= \"局\"", (1, 1), "等号前面没有名称", "名称 = \"值\""),
        ("单位 名 = \"局\"", (1, 4), "名称里有空格", "不留空格"),
        (
            "填报单位 = \"局\"",
            (1, 1),
            "名称「填报单位」两边没有引号",
            "写成 \"填报单位\"",
        ),
        (
            "“name” = \"局\"",
            (1, 1),
            "名称两边的引号用了中文的",
            "去掉",
        ),
        (
            "\"name = 1",
            (1, 10),
            "名称两边的引号没有写完",
            "名称 = \"值\"",
        ),
        ("a name = 1", (1, 3), "名称里有空格", "不留空格"),
        ("name\u{3000}= 1", (1, 5), "全角的空格", "普通的空格"),
        ("name == \"局\"", (1, 7), "等号多写了一个", "只留一个"),
        ("name = \"局\"，", (1, 11), "后面多了「，」", "后面不加标点"),
        (
            "name = \"局\" 本局",
            (1, 12),
            "后面多了「本局」",
            "前面加 #",
        ),
        (
            "name = \"a\"b\"",
            (1, 11),
            "后面多了「b\"」",
            "两边用单引号",
        ),
        ("days = 1,000", (1, 9), "后面多了「,000」", "后面不加标点"),
    ]);
}

#[test]
fn what_is_wrong_with_a_number_or_a_bracket_is_named_with_what_to_type() {
    told(&[
        ("days = 007", (1, 8), "数不能以 0 开头", "加英文引号"),
        ("days = 1.", (1, 10), "数写得不对", "只写数字"),
        ("days = 15天", (1, 8), "数写得不对", "只写数字"),
        ("days = 2023-4-3", (1, 8), "日期写得不对", "2022-03-24"),
        ("open = 是", (1, 8), "「是」要换一种写法", "写成 true"),
        ("open = False", (1, 8), "这个值看不懂", "false（否）"),
        ("open = true1", (1, 8), "这个值看不懂", "true"),
        (
            "list = [\"甲\", \"乙\"",
            (1, 17),
            "方括号没有写完",
            "后面加上 ]",
        ),
        (
            "list = [1, 2\ndays = 3",
            (2, 1),
            "上面的方括号没有写完",
            "后面加上 ]",
        ),
        ("list = [\"甲\"，\"乙\"]", (1, 12), "逗号用了中文的", "英文"),
        ("list = [\"甲\"、\"乙\"]", (1, 12), "逗号用了中文的", "英文"),
        (
            "list = [\"甲\" \"乙\"]",
            (1, 13),
            "两项之间没有逗号",
            "[\"甲\", \"乙\"]",
        ),
        ("list = [1，2]", (1, 9), "逗号用了中文的", "英文"),
        ("list = 【\"甲\"】", (1, 8), "方括号用了中文的", "英文"),
        ("list = [1,,2]", (1, 11), "逗号多写了一个", "只留一个"),
        ("part = {keep = 1", (1, 17), "花括号没有写完", "}"),
        (
            "part = {keep}",
            (1, 13),
            "花括号里写得不对",
            "{名称 = \"值\"",
        ),
        ("[part\nkeep = 1", (1, 6), "段的名称没有写完", "[名称]"),
        ("[[part]\nkeep = 1", (1, 8), "段的名称没有写完", "[[名称]]"),
        ("［part］", (1, 7), "方括号用了中文的", "[名称]"),
        ("[]", (1, 2), "方括号里没有名称", "[名称]"),
        (
            "[备份]",
            (1, 2),
            "名称「备份」两边没有引号",
            "写成 \"备份\"",
        ),
        (
            "[part] # 段\n[part]",
            (2, 2),
            "「part」写了两次",
            "合在一起",
        ),
        ("[part] 段", (1, 8), "后面多了「段」", "单独一行"),
        (
            "name = \"局\"\nname = \"科\"",
            (2, 1),
            "「name」写了两次",
            "只留一行",
        ),
        ("// 说明", (1, 4), "说明前面的符号不对", "#"),
        ("；说明", (1, 4), "说明前面的符号不对", "#"),
        (
            "name = \"D:\\ud800局\"",
            (1, 13),
            "双引号里的反斜杠",
            "单引号：'D:\\ud800局'",
        ),
        ("# \u{7}", (1, 3), "看不见的符号", "重新键入"),
        ("name = \"局\u{1}\"", (1, 10), "看不见的符号", "重新键入"),
        (
            "name = \"C:\\Users\\a\"",
            (1, 13),
            "双引号里的反斜杠另有用处",
            "单引号：'C:\\Users\\a'",
        ),
        (
            "name = \"D:\\台账\"",
            (1, 12),
            "双引号里的反斜杠另有用处",
            "单引号：'D:\\台账'",
        ),
        (
            "name = \"D:\\\"",
            (1, 12),
            "双引号里的反斜杠另有用处",
            "单引号：'D:\\'",
        ),
    ]);
}

#[test]
fn names_and_values_that_do_not_fit_are_told_from_one_another() {
    told(&[
        (
            "nmae = \"局\"",
            (1, 1),
            "「nmae」不认识",
            "是不是想写「name」？可用的：name、days",
        ),
        ("days = 1", (1, 1), "缺少「name」", "加上一行 name"),
        ("name = 1", (1, 8), "要写文字，写的是整数", "英文引号"),
        (
            "name = 2023-04-03",
            (1, 8),
            "要写文字，写的是日期",
            "英文引号",
        ),
        (
            "name = true",
            (1, 8),
            "要写文字，写的是「true」",
            "英文引号",
        ),
        (
            "name = [\"局\"]",
            (1, 8),
            "要写文字，写的是几项",
            "英文引号",
        ),
        ("days = \"七\"", (1, 8), "要写整数，写的是文字", "15"),
        ("days = 1.5", (1, 8), "要写整数，写的是小数", "15"),
        ("days = 300", (1, 8), "「300」不在能写的范围里", "整数"),
        (
            "open = \"是\"",
            (1, 8),
            "要写 true 或 false，写的是文字",
            "例如 true",
        ),
        (
            "list = \"甲\"",
            (1, 8),
            "要写几项，写的是文字",
            "[\"甲\", \"乙\"]",
        ),
        (
            "part = 1",
            (1, 8),
            "要写一段，写的是整数",
            "{名称 = \"值\"}",
        ),
        (
            "kind = \"市场\"",
            (1, 8),
            "「市场」不是可选的值",
            "可用的：market、other",
        ),
        (
            "[part]\nkepe = 1",
            (2, 1),
            "「kepe」不认识",
            "是不是想写「keep」",
        ),
        (
            "days = 99999999999999999999999999999999999999999",
            (1, 8),
            "数太大",
            "小些",
        ),
    ]);
}

/// Pieces of which a person puts such a text together, right ones and wrong ones.
fn pieces() -> Vec<&'static str> {
    let seen = "name days open list kind part keep share = = ＝ ： \" ' \"\"\" ''' “ ” ‘ ’ [ ] [[ ]] { } 【 】 , ， 、 . # \\ \\U12 \\x \
        局 填报单位 0x 0 1 2.5 - + _ e inf nan true True false 是 2023-04-03 2023-13-40 T25:61:00 07:00 market 1e400 \
        99999999999999999999999";
    let unseen = [
        " ", " ", "\n", "\n", "\r\n", "\r", "\t", "\u{1}", "\u{FEFF}", "\u{3000}",
    ];
    seen.split(' ')
        .filter(|piece| !piece.is_empty())
        .chain(unseen)
        .collect()
}

proptest! {
    #[test]
    fn whatever_is_typed_no_english_is_said_and_the_place_is_in_the_text(
        pieces in prop::collection::vec(prop::sample::select(pieces()), 0..12),
    ) {
        let text = pieces.concat();
        let read = toml::from_str::<Card>(&text).err();
        let parsed = DeTable::parse(&text).err();
        for error in read.into_iter().chain(parsed) {
            let fault = fault(&text, &error);
            let said = format!("{}\n{}", fault.what, fault.hint);
            let names = "name days open list kind part keep share market other true false";
            let mut words = said.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1);
            let english = words.find(|word| !text.contains(word) && !said.contains(&format!("<{word}>")) && !names.split(' ').any(|name| name == *word));
            prop_assert_eq!(english, None, "{}\n{}", error.message(), said);
            prop_assert!(!fault.what.is_empty() && !fault.hint.is_empty());
            prop_assert!(!said.contains(|c: char| c.is_control() && c != '\n'), "{}", said);
            let line = text.split('\n').nth(fault.line - 1);
            prop_assert!(line.is_some_and(|line| fault.column <= line.chars().count() + 1), "{}", fault);
        }
    }
}

#[test]
fn the_lines_of_a_table_come_in_the_order_in_which_they_are_written() {
    let table = DeTable::parse("'乙' = 1\na = 2\n'甲' = 3\nA = 4\n").unwrap();
    let lines = in_order(table.get_ref());
    let names: Vec<_> = lines.iter().map(|(name, _)| &**name.get_ref()).collect();
    assert_eq!(names, ["乙", "a", "甲", "A"]);
}
