//! What is said of a column: on the help page of its flag, above its line in a form.

use crate::cli::settings::Setting;
use crate::record::{Column, Kind};

/// What a person must know to fill it in; its own name where that says all.
pub(in crate::cli) fn column_told(column: &Column) -> String {
    let facts = facts(column);
    if facts.is_empty() {
        column.label.to_owned()
    } else {
        facts.join("；")
    }
}

/// What there is to know, a part each.
pub(super) fn facts(column: &Column) -> Vec<String> {
    let mut parts = Vec::new();
    if column.is_needed() {
        parts.push("必填".to_owned());
    }
    if !column.help.is_empty() {
        parts.push(column.help.to_owned());
    }
    if let Some(entries) = column.shape.entries() {
        let labels: Vec<_> = entries.iter().map(|entry| entry.label).collect();
        let default = column
            .default
            .and_then(|code| entries.iter().find(|entry| entry.code == code))
            .map_or_else(String::new, |entry| format!("；不填为{}", entry.label));
        parts.push(format!("可选：{}{default}", labels.join("、")));
    }
    if !column.usual.is_empty() {
        parts.push(format!("常用：{}", column.usual.join("、")));
    }
    if let Some((link, _)) = column.taken {
        let label = Kind::of_key(link).map_or(link, |kind| kind.dictionary().label);
        parts.push(format!("不填时取{label}的"));
    }
    let own = column.own.and_then(Setting::filling);
    if let Some(setting) = own {
        parts.push(format!("不填时取设置里的 {}", setting.key().name));
    }
    let more = column.more.and_then(Setting::adding);
    if let Some(setting) = more {
        parts.push(format!("设置里的 {} 可以再加", setting.key().name));
    }
    parts
}
