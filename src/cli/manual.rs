//! The guide's page of columns, made from the dictionary, so that it can't fall behind.
//!
//! `SNAPSHOTS=overwrite cargo test manual` writes it anew.

use std::fmt::Write as _;

use super::settings::Setting;
use crate::record::{Column, Dictionary, Kind, Shape};

/// What stands above the tables.
const ABOVE: &str = "\
# 10 各种记录的列

登记和修改时，每一列是一个选项；导入时，每一列是一个表头。
选项有英文和中文两种写法，意思一样：`--leader 周岳峰` 就是 `--带队领导 周岳峰`。
括号里是 JSON 文件用的英文代码；命令里写中文或英文代码都行，也认短词，如「支部」「预备」「政策」。

每条记录另有编号、标识、登记时间和修改时间，由台账自己给出，不用填写。
编号只在这一本台账里有效，删除后也不再用。标识在哪一本台账里都一样。

本页由程序的数据字典生成，和程序一致。
";

/// The whole page.
fn page() -> String {
    let mut page = ABOVE.to_owned();
    for kind in Kind::entered() {
        let dictionary = kind.dictionary();
        let _ = write!(
            page,
            "\n## {}（{}）\n\n| 列名 | 选项 | 内容 |\n|---|---|---|\n",
            dictionary.label, dictionary.key
        );
        for column in dictionary.columns {
            let flag = format!("`--{}`", column.flag());
            let _ = writeln!(page, "| {} | {flag} | {} |", column.label, content(column));
        }
        for column in dictionary.shown {
            let _ = writeln!(
                page,
                "| {} | 不用填 | {}，由别的列推出 |",
                column.label,
                shape(column)
            );
        }
        let _ = write!(page, "\n{}\n", twin(dictionary));
    }
    page
}

/// What makes two records look like the same one.
fn twin(dictionary: &Dictionary) -> String {
    let labels: Vec<_> = dictionary
        .natural
        .iter()
        .filter_map(|key| dictionary.column(key))
        .map(|column| column.label)
        .collect();
    let all = if labels.len() > 1 { "都" } else { "" };
    format!(
        "{}{all}一样的两条{}，会提示可能重复。",
        labels.join("、"),
        dictionary.label
    )
}

/// All that is to be known of a column.
fn content(column: &Column) -> String {
    let mut parts = Vec::new();
    if column.is_needed() {
        parts.push("**必填**".to_owned());
    }
    parts.push(shape(column));
    if let Some(entry) = column.default.and_then(|code| {
        let entries = column.shape.entries()?;
        entries.iter().find(|entry| entry.code == code)
    }) {
        parts.push(format!("不填为{}", entry.label));
    }
    if column.past {
        parts.push("不能晚于今天".to_owned());
    }
    if !column.help.is_empty() {
        parts.push(column.help.to_owned());
    }
    if !column.usual.is_empty() {
        parts.push(format!("常用：{}", column.usual.join("、")));
    }
    if let Some((link, _)) = column.taken {
        let label = Kind::of_key(link).map_or(link, |kind| kind.dictionary().label);
        parts.push(format!("不填时取{label}的"));
    }
    if let Some(setting) = column.own.and_then(Setting::filling) {
        parts.push(format!(
            "不填时取[设置](09-settings.md)里的 {}",
            setting.key().name
        ));
    }
    if let Some(setting) = column.more.and_then(Setting::adding) {
        parts.push(format!(
            "[设置](09-settings.md)里的 {} 可以再加",
            setting.key().name
        ));
    }
    if column.personal {
        parts.push("个人信息，列出时打码".to_owned());
    }
    if !column.aliases.is_empty() {
        parts.push(format!("表头也可写：{}", column.aliases.join("、")));
    }
    parts.join("；")
}

/// What the cells hold.
fn shape(column: &Column) -> String {
    match column.shape {
        Shape::Text => "文字".to_owned(),
        Shape::Code => "18 位代码".to_owned(),
        Shape::Phone => "电话号码".to_owned(),
        Shape::List => "文字，几项之间用「、」隔开".to_owned(),
        Shape::Count => "整数".to_owned(),
        Shape::Year => "年份".to_owned(),
        Shape::Figure => "统计表中指标的名称或英文键名".to_owned(),
        Shape::Flag => "是或否".to_owned(),
        Shape::Day => "日期".to_owned(),
        Shape::Partial => "日期，可以只写年月或年".to_owned(),
        Shape::Choice(entries) | Shape::Choices(entries) => {
            let values: Vec<_> = entries
                .iter()
                .map(|entry| format!("{}（{}）", entry.label, entry.code))
                .collect();
            let how = if column.shape.is_list() {
                "选几项"
            } else {
                "选一项"
            };
            format!("{how}：{}", values.join("、"))
        }
        Shape::Link(kind) => match kind.dictionary().title {
            Some(_) => format!("{}的名称或编号", kind.dictionary().label),
            None => format!("{}的编号", kind.dictionary().label),
        },
    }
}

#[test]
fn the_guide_has_every_column_as_it_is_declared() {
    snapbox::assert_data_eq!(
        page(),
        snapbox::file!["../../docs/guide/10-columns.md"].raw()
    );
}
