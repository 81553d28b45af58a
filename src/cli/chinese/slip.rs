//! What a Chinese input method does to a command line: wide dashes, wide equals signs, curly quotes.
//!
//! Each slip found becomes one sentence with the words as they should be. Looks only; clap has already refused.

use clap::Command;
use unicode_normalization::UnicodeNormalization as _;

use super::route::{Flag, Route, is_flag};
use crate::value::text;

/// Quotation marks that a shell doesn't know.
const QUOTES: [char; 7] = ['“', '”', '„', '‘', '’', '＂', '＇'];

/// Spaces that a shell takes for letters.
const WIDE_SPACES: [char; 2] = ['\u{3000}', '\u{a0}'];

/// More of the same teach nobody anything.
const ENOUGH: usize = 3;

/// The slips of a command line, as hints.
pub(super) fn slips(route: &Route) -> Vec<String> {
    let words = route.words.iter().enumerate().skip(1);
    let repairs = words.filter_map(|(index, word)| {
        let repair = Repair::of(word)?;
        (index == route.stop || repair.names_a_flag(route.level()))
            .then(|| repair.hint(word, route.level()))?
    });
    repairs.chain(unclosed(route)).take(ENOUGH).collect()
}

/// A word put right.
struct Repair {
    text: String,
    /// What was wrong with it.
    faults: Vec<&'static str>,
}

impl Repair {
    /// None if nothing is wrong with a word.
    fn of(word: &str) -> Option<Self> {
        let mut faults = Vec::new();
        let body = word.trim_start_matches(is_dash);
        let dashes = &word[..word.len() - body.len()];
        let mut text = String::new();
        let (name, rest) = body.split_at(body.find(ends_a_name).unwrap_or(body.len()));
        if name.is_empty() {
            return None;
        }
        if !dashes.is_ascii() || (!dashes.is_empty() && name.contains(|c| is_dash(c) && c != '-')) {
            faults.push("中文横线");
        }
        if dashes.is_ascii() {
            text.push_str(dashes);
        } else {
            text.push_str(if name.chars().nth(1).is_some() {
                "--"
            } else {
                "-"
            });
        }
        if name.contains(is_wide_letter) {
            faults.push("全角字母");
        }
        text.extend(name.nfkc().map(|c| if is_dash(c) { '-' } else { c }));
        let value = rest.trim_start_matches(ends_a_name);
        let mark = rest.chars().next().unwrap_or_default();
        if WIDE_SPACES.contains(&mark) {
            faults.push("中文空格");
            text.push(' ');
            text.push_str(&value.replace(WIDE_SPACES, " "));
        } else if matches!(mark, '＝' | '：') && !dashes.is_empty() {
            faults.push(if mark == '＝' {
                "中文等号"
            } else {
                "中文冒号"
            });
            text.push('=');
            text.push_str(value);
        } else {
            text.push_str(rest);
        }
        (!faults.is_empty()).then_some(Self { text, faults })
    }

    fn names_a_flag(&self, level: &Command) -> bool {
        let name = self.text.split(' ').next().unwrap_or_default();
        is_flag(name) && Flag::read(level, name).is_some()
    }

    /// None if the word is text in which wide letters are nobody's slip.
    fn hint(&self, word: &str, level: &Command) -> Option<String> {
        let only_letters = self.faults == ["全角字母"];
        if only_letters && !is_flag(&self.text) && level.find_subcommand(&self.text).is_none() {
            return None;
        }
        let faults = self.faults.join("、");
        Some(format!(
            "「{}」里有{faults}，请改成「{}」",
            text::shown(word),
            text::shown(&self.text)
        ))
    }
}

/// A value in curly quotes that the shell has taken to pieces, one of which fits nowhere.
fn unclosed(route: &Route) -> Option<String> {
    let words = route.words;
    let mut opening = words.get(..=route.stop)?.iter().enumerate().skip(1).rev();
    let (first, start) = opening.find_map(|(index, word)| {
        let inline = word.find('=').filter(|_| is_flag(word));
        let start = inline.map_or(0, |equals| equals + 1);
        let opened = word[start..].strip_prefix(QUOTES)?;
        (!opened.ends_with(QUOTES)).then_some((index, start))
    })?;
    let closing = words[route.stop..].iter();
    let last = route.stop + closing.take_while(|word| !word.ends_with(QUOTES)).count();
    let content = words.get(first..=last)?.join(" ");
    let (name, content) = content.split_at(start);
    let name = match route.flag_at(first - 1) {
        Some(flag) if start == 0 && flag.takes_values() => format!("{} ", words[first - 1]),
        _ => name.to_owned(),
    };
    let meant = format!("{name}\"{}\"", content.trim_matches(QUOTES));
    let meant = text::shown(&meant);
    Some(format!("中文引号不起作用，请改用英文引号：{meant}"))
}

/// Hyphens, dashes and their wide forms; all that an input method may give for `-`.
fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'
            ..='\u{2015}' | '\u{2212}' | '\u{ff0d}' | '\u{fe63}' | '\u{fe58}' | '\u{30fc}'
    )
}

fn is_wide_letter(c: char) -> bool {
    matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

fn ends_a_name(c: char) -> bool {
    matches!(c, '=' | '＝' | '：' | ' ') || WIDE_SPACES.contains(&c)
}
