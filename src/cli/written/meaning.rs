//! What is wrong with the names and the values of a text that can be read as such.

use super::{Said, Spot, cut};
use crate::value::text::nearest;

/// What the message of a type that was to be read says in plain words; none where it is about something else.
pub(super) fn said(spot: &Spot<'_>, message: &str) -> Option<Said> {
    // Our own types speak Chinese themselves.
    if !message.is_empty() && !message.contains(|c: char| c.is_ascii_alphabetic()) {
        return Some((message.to_owned(), "改成合适的值".to_owned()));
    }
    let mut names = message.split('`').skip(1).step_by(2);
    let mut name = || names.next().unwrap_or_default();
    let said = if message.starts_with("unknown field") {
        let unknown = name();
        (
            format!("「{}」不认识", cut(unknown)),
            known(unknown, &names.collect::<Vec<_>>()),
        )
    } else if message.starts_with("unknown variant") {
        let unknown = name();
        (
            format!("「{}」不是可选的值", cut(unknown)),
            known(unknown, &names.collect::<Vec<_>>()),
        )
    } else if message.starts_with("missing field") {
        let name = name();
        (format!("缺少「{name}」"), format!("加上一行 {name} = …"))
    } else if message.starts_with("duplicate field") {
        (
            format!("「{}」写了两次", cut(name())),
            "只留一行".to_owned(),
        )
    } else if message.starts_with("invalid type") {
        let (wanted, like) = wanted(message);
        (
            format!("要写{wanted}，写的是{}", found(spot, message)),
            format!("例如 {like}"),
        )
    } else if message.starts_with("invalid value:") {
        let (wanted, like) = wanted(message);
        (
            format!("「{}」不在能写的范围里", cut(spot.token)),
            format!("要写{wanted}，例如 {like}"),
        )
    } else if message.starts_with("invalid length") {
        (
            "项数不对".to_owned(),
            "看这一项要写几个值，添上少的，删去多的".to_owned(),
        )
    } else if message.contains("overflowed") {
        ("数太大".to_owned(), "写一个小些的数".to_owned())
    } else {
        return None;
    };
    Some(said)
}

/// The known names, the nearest one first.
fn known(unknown: &str, names: &[&str]) -> String {
    if names.is_empty() {
        return "把这一行删去".to_owned();
    }
    let all = format!("可用的：{}", names.join("、"));
    match nearest(unknown, names.iter().copied(), 1).first() {
        Some(near) => format!("是不是想写「{near}」？{all}"),
        None => all,
    }
}

/// What a value is to be, and what such a one looks like.
fn wanted(message: &str) -> (&'static str, &'static str) {
    let wanted = message.rsplit("expected ").next().unwrap_or_default();
    let is_number = wanted
        .strip_prefix(['u', 'i', 'f'])
        .is_some_and(|bits| bits == "size" || bits.chars().all(|c| c.is_ascii_digit()));
    if is_number || wanted.contains("integer") || wanted.contains("number") {
        ("整数", "15")
    } else if wanted.contains("bool") {
        (" true 或 false", "true，意思是「是」")
    } else if wanted.contains("sequence") || wanted.contains("array") {
        ("几项", "[\"甲\", \"乙\"]")
    } else if wanted.contains("string") || wanted.contains("str") && !wanted.contains("struct") {
        ("文字", "\"文字\"，两边用英文引号")
    } else if wanted.contains("struct") || wanted.contains("map") {
        ("一段", "{名称 = \"值\"}")
    } else {
        ("别的值", "\"文字\"、15、true")
    }
}

/// What a value is.
fn found(spot: &Spot<'_>, message: &str) -> String {
    let found = message.trim_start_matches("invalid type: ");
    let word = match found.split([' ', ',']).next().unwrap_or_default() {
        "boolean" => return format!("「{}」", cut(spot.token)),
        "integer" => "整数",
        "floating" => "小数",
        "string" => "文字",
        "sequence" => "几项",
        // The reader hands on a day as a table.
        "map" if spot.token.starts_with(|c: char| c.is_ascii_digit()) => "日期",
        "map" => "一段",
        _ => "别的值",
    };
    word.to_owned()
}
