//! Breaks a long title into lines that look chosen. Knows no words, only what they often end with.

use crate::value::text::width;

/// What a line of a title ends with rather than elsewhere.
const ENDS: [&str; 10] = [
    "局", "年度", "半年", "季度", "工作", "的", "、", "，", "：", "）",
];
/// What may not begin a line.
const CLOSING: &str = "，。、；：？！）》”’】」』〉〕…—·,.;:?!)]%％";
/// What may not end one.
const OPENING: &str = "（《“‘【「『〈〔([";
/// How far from the middle, in columns, such an end is still preferred.
const PULL: usize = 12;
/// What a break within quotes or brackets costs, in columns.
const INSIDE: usize = 24;

/// Breaks a title into lines of at most `limit` columns, all nearly of a length.
///
/// A word of Latin letters or a number stays whole unless it is longer than a line.
pub(super) fn broken(title: &str, limit: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = title.trim();
    while width(rest) > limit {
        let more = width(rest).div_ceil(limit);
        let even = width(rest).div_ceil(more);
        let best = places(rest, limit).min_by_key(|place| place.cost(even));
        let at = best.map_or_else(|| forced(rest, limit), |place| place.at);
        lines.push(rest[..at].trim_end().to_owned());
        rest = rest[at..].trim_start();
    }
    if !rest.is_empty() || lines.is_empty() {
        lines.push(rest.to_owned());
    }
    lines
}

/// A place where a line may end.
struct Place {
    at: usize,
    width: usize,
    inside: bool,
    preferred: bool,
}

impl Place {
    fn cost(&self, even: usize) -> usize {
        let inside = if self.inside { INSIDE } else { 0 };
        let preferred = if self.preferred { 0 } else { PULL };
        self.width.abs_diff(even) + inside + preferred
    }
}

/// The places where the first line may end.
fn places(text: &str, limit: usize) -> impl Iterator<Item = Place> {
    let mut depth = 0_usize;
    let mut before = None;
    text.char_indices().filter_map(move |(at, char)| {
        let place = before
            .is_some_and(|before| may_break(before, char))
            .then(|| Place {
                at,
                width: width(text[..at].trim_end()),
                inside: depth > 0,
                preferred: ENDS.iter().any(|end| text[..at].ends_with(end)),
            });
        if OPENING.contains(char) {
            depth += 1;
        } else if "）》”’】」』〉〕)]".contains(char) {
            depth = depth.saturating_sub(1);
        }
        before = Some(char);
        place.filter(|place| place.width <= limit)
    })
}

fn may_break(before: char, after: char) -> bool {
    let word = |char: char| char.is_ascii_alphanumeric();
    let held = word(before) && word(after)
        // A year stays with 年, a count with its unit.
        || before.is_ascii_digit() && !after.is_ascii() && after.is_alphabetic();
    !held && !CLOSING.contains(after) && !OPENING.contains(before) && !after.is_whitespace()
}

/// The end of the longest first line that fits, at least one character.
fn forced(text: &str, limit: usize) -> usize {
    let ends = text.char_indices().map(|(at, _)| at).skip(1);
    let fits = ends.take_while(|at| width(&text[..*at]) <= limit).last();
    fits.or_else(|| text.char_indices().nth(1).map(|(at, _)| at))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_short_title_is_one_line() {
        assert_eq!(broken(" 工作总结 ", 40), ["工作总结"]);
        assert_eq!(broken("", 40), [""]);
    }

    #[test]
    fn a_long_title_breaks_where_words_end() {
        assert_eq!(
            broken("某区市场监督管理局2022年度小个专党建工作总结", 40),
            ["某区市场监督管理局", "2022年度小个专党建工作总结"]
        );
        assert_eq!(
            broken("关于推动小个专党建优势向经济社会发展增势转化的思考", 40),
            ["关于推动小个专党建优势向", "经济社会发展增势转化的思考"]
        );
    }

    #[test]
    fn numbers_and_quotes_stay_whole() {
        assert_eq!(
            broken("甲乙丙丁戊“三送”活动", 14),
            ["甲乙丙丁戊", "“三送”活动"]
        );
        assert_eq!(broken("甲乙丙2022年度", 10), ["甲乙丙", "2022年度"]);
    }

    #[test]
    fn a_word_longer_than_a_line_is_cut() {
        assert_eq!(broken("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(broken("汉字", 1), ["汉", "字"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_every_line_fits(title in "[汉字“”（）a1 、]{0,60}", limit in 2_usize..30) {
            let lines = broken(&title, limit);
            let kept = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(kept(&lines.concat()), kept(&title));
            for line in lines {
                prop_assert!(width(&line) <= limit, "{}", line);
            }
        }
    }
}
