//! How a flag, its value and a command are written for people: both languages, the value's name in `<…>`.
//!
//! Reads clap's declarations only; nothing here depends on what was typed.

use clap::{Arg, Command};

/// Every name a flag answers to after `--`.
pub(super) fn longs(arg: &Arg) -> impl Iterator<Item = &str> {
    let aliases = arg.get_all_aliases().unwrap_or_default();
    arg.get_long().into_iter().chain(aliases)
}

/// Every letter a flag answers to after `-`.
pub(super) fn shorts(arg: &Arg) -> impl Iterator<Item = char> {
    let aliases = arg.get_all_short_aliases().unwrap_or_default();
    arg.get_short().into_iter().chain(aliases)
}

/// Every name a command answers to.
pub(super) fn names(command: &Command) -> impl Iterator<Item = &str> {
    std::iter::once(command.get_name()).chain(command.get_all_aliases())
}

/// The spellings of a flag that a help page shows: the letter, the long name, the visible aliases and one in Chinese.
pub(super) fn spellings(arg: &Arg) -> Vec<String> {
    let letters = arg.get_short_and_visible_aliases().unwrap_or_default();
    let aliases = displayed(
        arg.get_visible_aliases().unwrap_or_default(),
        arg.get_all_aliases().unwrap_or_default(),
    );
    let letters = letters.into_iter().map(|letter| format!("-{letter}"));
    let longs = arg
        .get_long()
        .into_iter()
        .chain(aliases)
        .map(|long| format!("--{long}"));
    letters.chain(longs).collect()
}

/// The names of a command that a help page shows: its own, the visible aliases and one in Chinese.
pub(super) fn titles(command: &Command) -> Vec<&str> {
    let aliases = displayed(
        command.get_visible_aliases().collect(),
        command.get_all_aliases().collect(),
    );
    std::iter::once(command.get_name()).chain(aliases).collect()
}

/// A command with its Chinese name in a sentence: `add（添加）`.
pub(super) fn title(command: &Command) -> String {
    let name = command.get_name();
    match titles(command).into_iter().find(|title| !title.is_ascii()) {
        Some(chinese) if chinese != name => format!("{name}（{chinese}）"),
        _ => name.to_owned(),
    }
}

/// The name of a place on the command line that has no flag: `编号`.
pub(super) fn place(arg: &Arg) -> String {
    let names = arg.get_value_names().unwrap_or_default();
    match names {
        [] => "内容".to_owned(),
        names => names
            .iter()
            .map(clap::builder::Str::as_str)
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// What is to be written after a flag, or in a place: `<日期>`, `[<颜色>]`, `<编号>…`; empty for a switch.
pub(super) fn values(arg: &Arg) -> String {
    if !takes_values(arg) {
        return String::new();
    }
    let (least, most) = arg
        .get_num_args()
        .map_or((1, 1), |range| (range.min_values(), range.max_values()));
    let mut text = match arg.get_value_names().unwrap_or_default() {
        [] => "<内容>".to_owned(),
        names => names
            .iter()
            .map(|name| format!("<{name}>"))
            .collect::<Vec<_>>()
            .join(" "),
    };
    if most > arg.get_value_names().map_or(1, <[_]>::len) {
        text.push('…');
    }
    if least == 0 && !arg.is_positional() {
        format!("[{text}]")
    } else {
        text
    }
}

/// Whether something is to be written after a flag.
pub(super) fn takes_values(arg: &Arg) -> bool {
    arg.get_action().takes_values()
}

/// How many words a command takes beside its flags.
pub(super) fn places(command: &Command) -> usize {
    let most = |arg: &Arg| {
        let many = arg
            .get_num_args()
            .is_some_and(|range| range.max_values() > 1);
        let repeats = matches!(arg.get_action(), clap::ArgAction::Append);
        if many || repeats { usize::MAX } else { 1 }
    };
    command
        .get_positionals()
        .map(most)
        .fold(0, usize::saturating_add)
}

/// The visible aliases, and the first Chinese one if none of those is.
fn displayed<'a>(visible: Vec<&'a str>, all: Vec<&'a str>) -> Vec<&'a str> {
    let mut displayed = visible;
    if displayed.iter().all(|alias| alias.is_ascii()) {
        displayed.extend(all.into_iter().find(|alias| !alias.is_ascii()));
    }
    displayed
}
