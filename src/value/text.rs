//! Text as it is entered, matched, listed and shown.
//!
//! What is stored stays as it was typed; [`folded`] is for comparing only, [`shown`] for terminals only and
//! [`guarded`] for CSV only. Knows no column and no kind, and reads no file.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_width::UnicodeWidthStr as _;

/// Folds a text for matching: never to be stored or shown.
///
/// NFKC (so full width becomes half), every bracket becomes `(` or `)`, every middle dot and full stop of
/// Latin names becomes `·`, white space goes, letters become lower case. 有限公司 stays: two firms may differ
/// in nothing else.
pub fn folded(text: &str) -> String {
    text.nfkd()
        .filter(|c| !c.is_whitespace())
        .map(unified)
        .flat_map(char::to_lowercase)
        .nfc()
        .collect()
}

/// One mark for all marks that are typed in place of each other; expects the decomposed form.
///
/// The ASCII stop is among them because NFKC gives it for `．`, which is typed as a middle dot in names.
fn unified(c: char) -> char {
    match c {
        '[' | '{' | '〔' | '【' | '〖' | '〘' | '〚' | '〈' | '《' | '「' | '『' | '⟨' | '⟪'
        | '⦅' => '(',
        ']' | '}' | '〕' | '】' | '〗' | '〙' | '〛' | '〉' | '》' | '」' | '』' | '⟩' | '⟫'
        | '⦆' => ')',
        '.' | '•' | '・' | '‧' | '⋅' | '∙' => '·',
        other => other,
    }
}

/// Whether a character is one of the strokes typed as a hyphen, dashes and the kana length mark included.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{AD}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{2212}'
                | '\u{30FC}'
                | '\u{FE58}'
                | '\u{FE63}'
                | '\u{FF0D}'
                | '\u{FF70}'
    )
}

/// Whether a terminal would obey a character, reorder text at it or hide it.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{AD}'
                | '\u{61C}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E007F}'
        )
}

/// Finds the first character that may not be entered: control but line feed, bidi, zero width, U+FFFD.
///
/// Tabs and carriage returns are among them: [`tidied`] comes first.
pub fn forbidden(text: &str) -> Option<char> {
    text.chars()
        .find(|&c| c != '\n' && (is_unsafe(c) || c == char::REPLACEMENT_CHARACTER))
}

/// Cleans a text on entry: line ends become `\n`, tabs become spaces, white space goes at both ends and at
/// the end of each line, and so does a byte order mark in front.
pub fn tidied(text: &str) -> String {
    let text = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\t', " ");
    let text = text
        .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}')
        .trim_end();
    let lines: Vec<_> = text.split('\n').map(str::trim_end).collect();
    lines.join("\n")
}

/// Makes a text harmless on a terminal and puts it on one line: `\n` becomes ⏎, a tab a space, `\r` goes,
/// and every other control, bidi or invisible character becomes its code as `<1B>`.
pub fn shown(text: &str) -> Cow<'_, str> {
    replaced(text, |c| match c {
        '\n' => Some("⏎"),
        '\t' => Some(" "),
        '\r' => Some(""),
        _ => None,
    })
}

/// Makes a text harmless in a file or a pipe: as [`shown`], but line feeds and tabs stay.
pub fn harmless(text: &str) -> Cow<'_, str> {
    replaced(text, |c| match c {
        '\n' => Some("\n"),
        '\t' => Some("\t"),
        _ => None,
    })
}

/// Puts for each unsafe character what `other` gives, or else its code as `<1B>`.
fn replaced(text: &str, other: impl Fn(char) -> Option<&'static str>) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match other(c) {
            Some(other) => out.push_str(other),
            None if is_unsafe(c) => {
                // Writing to a String cannot fail.
                let _ = write!(out, "<{:02X}>", u32::from(c));
            }
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// What separates the items of a typed list.
pub const SEPARATORS: [char; 6] = ['、', '，', ',', '；', ';', '\n'];

/// Splits a typed list at 、 ， , ； ; and line ends, but never inside 《》 “” （） () "" 〈〉 「」.
///
/// The items come trimmed, without empty ones, each once, in the order they were typed. A mark that is never
/// closed encloses nothing.
pub fn split_list(text: &str) -> Vec<String> {
    let mut enclosed = enclosed(text).into_iter().peekable();
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, mark) in text.match_indices(SEPARATORS) {
        while enclosed.next_if(|range| range.end <= at).is_some() {}
        if enclosed.peek().is_none_or(|range| at < range.start) {
            pieces.push(&text[start..at]);
            start = at + mark.len();
        }
    }
    pieces.push(&text[start..]);

    let mut seen = HashSet::new();
    pieces
        .into_iter()
        .map(str::trim)
        .filter(|piece| !piece.is_empty() && seen.insert(*piece))
        .map(str::to_owned)
        .collect()
}

/// What is typed of a list before its last item, its separator with it, and that item.
pub fn last_item(text: &str) -> (&str, &str) {
    let mut enclosed = enclosed(text).into_iter().peekable();
    let mut end = 0;
    // A mark that is still open holds what comes after it together.
    let open = open_from(text);
    for (at, mark) in text.match_indices(SEPARATORS) {
        while enclosed.next_if(|range| range.end <= at).is_some() {}
        if at < open && enclosed.peek().is_none_or(|range| at < range.start) {
            end = at + mark.len();
        }
    }
    text.split_at(end)
}

/// Where the last mark stands that is opened and not closed; the end of the text where none is.
fn open_from(text: &str) -> usize {
    let enclosed = enclosed(text);
    let opens = |c: char| {
        PAIRS
            .iter()
            .any(|(open, close)| open.contains(&c) && !close.contains(&c))
    };
    text.char_indices()
        .filter(|(at, c)| {
            opens(*c)
                && !enclosed
                    .iter()
                    .any(|range| (range.start..range.end).contains(at))
        })
        .map(|(at, _)| at)
        .next()
        .unwrap_or(text.len())
}

/// The marks that hold a list item together; the two widths of a bracket close each other.
const PAIRS: [(&[char], &[char]); 6] = [
    (&['《'], &['》']),
    (&['“'], &['”']),
    (&['（', '('], &['）', ')']),
    (&['〈'], &['〉']),
    (&['「'], &['」']),
    (&['"'], &['"']),
];

/// The outermost enclosed stretches as byte ranges, in order and apart from each other; takes linear time.
fn enclosed(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut waiting = [0_usize; PAIRS.len()];
    for (at, c) in text.char_indices() {
        let closes = (0..PAIRS.len()).find(|&kind| waiting[kind] > 0 && PAIRS[kind].1.contains(&c));
        if let Some(kind) = closes {
            while let Some((other, start)) = open.pop() {
                waiting[other] -= 1;
                if other == kind {
                    while ranges.pop_if(|inner| inner.start > start).is_some() {}
                    ranges.push(start..at);
                    break;
                }
            }
        } else if let Some(kind) = (0..PAIRS.len()).find(|&kind| PAIRS[kind].0.contains(&c)) {
            open.push((kind, at));
            waiting[kind] += 1;
        }
    }
    ranges
}

/// What makes a spreadsheet take a CSV cell for a formula (OWASP, CSV injection), in both widths.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Guards a text cell of a CSV file against being taken for a formula: a `'` in front where one is needed.
///
/// A text that starts with `'` gets one too, so that [`unguarded`] gives every text back as it was.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with('\'') || text.starts_with(FORMULA) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Takes off what [`guarded`] put in front, and nothing else.
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with('\'') || rest.starts_with(FORMULA) => rest,
        _ => text,
    }
}

/// The columns a text takes on a terminal; ambiguous characters (UAX #11) count as narrow.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Picks the names a mistyped word may have meant, nearest first, at most `most` of them.
///
/// Near is an optimal string alignment distance of the [`folded`] forms of at most half the longer one's
/// length, or one: a Jaro threshold, as clap's, never finds a word of two hanzi with one wrong.
pub fn nearest<'a>(
    typed: &str,
    names: impl IntoIterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    let typed = folded(typed);
    let typed_length = typed.chars().count();
    let mut found: Vec<(usize, &str)> = names
        .into_iter()
        .filter_map(|name| {
            let folded = folded(name);
            let length = folded.chars().count();
            let longer = length.max(typed_length);
            let limit = (longer / 2).max(1);
            // The difference in length is a lower bound, and keeps a pasted page from being compared.
            if length.abs_diff(typed_length) > limit {
                return None;
            }
            let distance = strsim::osa_distance(&typed, &folded);
            (distance <= limit && distance < longer).then_some((distance, name))
        })
        .collect();
    found.sort_by_key(|(distance, _)| *distance);
    found.into_iter().take(most).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_last_item_of_a_list_is_what_is_being_typed() {
        for (text, head, last) in [
            ("", "", ""),
            ("jt", "", "jt"),
            ("江涛、t", "江涛、", "t"),
            ("江涛，童刚, ", "江涛，童刚,", " "),
            ("（江涛、t", "", "（江涛、t"),
            ("甲、（乙、丙）、丁", "甲、（乙、丙）、", "丁"),
            ("甲、（乙、", "甲、", "（乙、"),
            ("甲）、乙", "甲）、", "乙"),
        ] {
            assert_eq!(last_item(text), (head, last), "{text}");
        }
    }

    #[test]
    fn names_typed_in_different_ways_fold_to_one() {
        for (one, other) in [
            ("某某（集团）有限公司", "某某 (集团) 有限公司"),
            ("某某〔集团〕公司", "某某【集团】公司"),
            ("某某［集团］公司", "某某{集团}公司"),
            ("《产品质量法》", "「产品质量法」"),
            ("ＡＢＣ１２３", "abc123"),
            ("钢材　市场\u{A0}", "钢材市场"),
            ("ÉCOLE", "école"),
            ("阿·西", "阿•西"),
            ("阿·西", "阿・西"),
            ("阿·西", "阿．西"),
            ("阿·西", "阿‧西"),
            ("阿·西", "阿･西"),
            ("２．５", "2.5"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }
    }

    #[test]
    fn a_folded_name_is_composed_lower_case_and_half_width() {
        assert_eq!(folded("ＣＡＦÉ　某某（集团）．Ａ"), "café某某(集团)·a");
    }

    #[test]
    fn names_of_different_firms_do_not_fold_to_one() {
        for (one, other) in [
            ("某某有限公司", "某某公司"),
            ("某某有限公司", "某某股份有限公司"),
            ("某某一公司", "某某二公司"),
        ] {
            assert_ne!(folded(one), folded(other));
        }
    }

    #[test]
    fn folding_any_character_twice_changes_nothing_more() {
        // The planes of hanzi beyond the first hold nothing that folds.
        for c in ('\0'..='\u{FFFF}').chain('\u{1D400}'..='\u{1FBFF}') {
            let once = folded(&format!("a{c}中"));
            assert_eq!(folded(&once), once, "{c:?}");
        }
    }

    #[test]
    fn what_a_terminal_obeys_or_hides_may_not_be_entered() {
        for bad in [
            '\0',
            '\t',
            '\r',
            '\u{7}',
            '\u{8}',
            '\u{1B}',
            '\u{7F}',
            '\u{85}',
            '\u{9B}',
            '\u{AD}',
            '\u{61C}',
            '\u{200B}',
            '\u{200D}',
            '\u{200E}',
            '\u{200F}',
            '\u{2028}',
            '\u{2029}',
            '\u{202A}',
            '\u{202E}',
            '\u{2060}',
            '\u{2066}',
            '\u{2069}',
            '\u{206F}',
            '\u{FEFF}',
            '\u{FFF9}',
            '\u{FFFB}',
            '\u{FFFD}',
            '\u{E0001}',
            '\u{E007F}',
        ] {
            assert_eq!(forbidden(&format!("中文{bad}文\0")), Some(bad), "{bad:?}");
        }
        for good in [
            "",
            "两行\n文字",
            "𠮷䶮㛃𬱟",
            "“引号”　全角",
            "a·b—c…",
            "葛\u{E0100}",
        ] {
            assert_eq!(forbidden(good), None, "{good:?}");
        }
    }

    #[test]
    fn a_text_is_tidied_on_entry() {
        for (typed, kept) in [
            ("", ""),
            ("　　甲　", "甲"),
            ("\u{FEFF}甲", "甲"),
            ("\u{FEFF} \u{FEFF}甲\u{A0}", "甲"),
            ("甲\r\n乙\r丙\n", "甲\n乙\n丙"),
            ("甲\t乙", "甲 乙"),
            ("甲  \n　乙　\n\n丙", "甲\n　乙\n\n丙"),
            (" \r\n\t ", ""),
            ("甲 乙", "甲 乙"),
        ] {
            assert_eq!(tidied(typed), kept, "{typed:?}");
        }
    }

    #[test]
    fn a_shown_text_cannot_drive_the_terminal() {
        for (text, line) in [
            ("\u{1B}]0;改标题\u{7}", "<1B>]0;改标题<07>"),
            ("甲\r\n乙\t丙", "甲⏎乙 丙"),
            ("\u{9B}31m", "<9B>31m"),
            ("\u{202E}反", "<202E>反"),
            ("\u{E0041}", "<E0041>"),
            ("\0", "<00>"),
        ] {
            assert_eq!(shown(text), line);
        }
    }

    #[test]
    fn a_harmless_text_is_shown_without_a_copy() {
        assert!(matches!(shown("钢材市场 “一”"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_list_is_split_outside_its_marks_only() {
        for (typed, items) in [
            (
                "张三、李四，王五,赵六；钱七;孙八\n周九",
                &["张三", "李四", "王五", "赵六", "钱七", "孙八", "周九"][..],
            ),
            (
                "《消费者权益保护法》、《产品质量法》",
                &["《消费者权益保护法》", "《产品质量法》"],
            ),
            ("《关于甲、乙的通知》、丙", &["《关于甲、乙的通知》", "丙"]),
            (
                "张三（所长，兼）、李四(科员,新)",
                &["张三（所长，兼）", "李四(科员,新)"],
            ),
            ("“甲、乙”、\"丙,丁\",戊", &["“甲、乙”", "\"丙,丁\"", "戊"]),
            ("〈甲；乙〉;「丙;丁」", &["〈甲；乙〉", "「丙;丁」"]),
            (
                "《甲〈乙、丙〉丁、戊》、己",
                &["《甲〈乙、丙〉丁、戊》", "己"],
            ),
            ("（甲、乙)、丙", &["（甲、乙)", "丙"]),
            ("《甲、〈乙〉》、丙", &["《甲、〈乙〉》", "丙"]),
            ("《甲（乙、丙》、丁", &["《甲（乙、丙》", "丁"]),
            ("（甲、乙", &["（甲", "乙"]),
            ("甲）、乙", &["甲）", "乙"]),
            ("\"甲、乙", &["\"甲", "乙"]),
            (" 甲 、、甲，　乙　；", &["甲", "乙"]),
            ("、，", &[]),
            ("", &[]),
        ] {
            assert_eq!(split_list(typed), items, "{typed}");
        }
    }

    #[test]
    fn a_long_row_of_unclosed_marks_is_split_at_once() {
        let hostile = "（《“\"".repeat(50_000) + &"》".repeat(50_000) + &"、".repeat(50_000);
        assert!(split_list(&hostile).len() < 3);
    }

    #[test]
    fn a_formula_is_guarded_and_other_text_is_not() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("-5", "'-5"),
            ("@a", "'@a"),
            ("＝1", "'＝1"),
            ("\tx", "'\tx"),
            ("'=1", "''=1"),
            ("'甲", "''甲"),
            ("甲=1", "甲=1"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), cell);
            assert_eq!(unguarded(cell), text);
        }
        assert_eq!(
            unguarded("'甲"),
            "'甲",
            "a quotation mark that another program wrote stays"
        );
        assert_eq!(unguarded("'"), "'");
    }

    #[test]
    fn a_hanzi_is_two_columns_wide_and_an_ambiguous_mark_one() {
        for (text, columns) in [
            ("钢材市场", 8),
            ("a中", 3),
            ("“”·—…", 5),
            ("（），", 6),
            ("", 0),
        ] {
            assert_eq!(width(text), columns, "{text}");
        }
    }

    #[test]
    fn a_mistyped_word_finds_the_one_that_was_meant() {
        let words = [
            "走访",
            "联系点",
            "党员",
            "visit",
            "point",
            "problem",
            "member",
            "钢材市场",
            "步行街",
        ];
        for (typed, meant) in [
            ("走方", "走访"),
            ("访走", "走访"),
            ("党圆", "党员"),
            ("联糸点", "联系点"),
            ("vist", "visit"),
            ("viist", "visit"),
            ("ＶＩＳＩＴＳ", "visit"),
            ("porblem", "problem"),
            ("刚才市场", "钢材市场"),
            ("钢材", "钢材市场"),
        ] {
            assert_eq!(nearest(typed, words, 3).first(), Some(&meant), "{typed}");
        }
        for typed in [
            "",
            "x",
            "合计",
            "zzzzz",
            "unrelated",
            "完全不同的词",
            "步走路",
        ] {
            assert_eq!(nearest(typed, words, 3), [""; 0], "{typed}");
        }
    }

    #[test]
    fn one_character_is_near_to_itself_only() {
        assert_eq!(nearest("甲", ["乙", "甲"], 3), ["甲"]);
    }

    #[test]
    fn the_nearest_come_first_then_as_they_stand_and_not_too_many() {
        let words = ["visitor", "visits", "visit", "visat"];
        assert_eq!(
            nearest("visit", words, 9),
            ["visit", "visits", "visat", "visitor"]
        );
        assert_eq!(nearest("visit", words, 2), ["visit", "visits"]);
        assert_eq!(nearest("visit", words, 0), [""; 0]);
    }

    proptest! {
        #[test]
        fn any_text_passes_through_every_function(text: String, other: String) {
            folded(&text);
            width(&text);
            nearest(&text, [text.as_str(), other.as_str()], 2);
            for item in split_list(&text) {
                prop_assert!(!item.is_empty() && item == item.trim() && text.contains(&item));
            }
        }

        #[test]
        fn a_list_of_any_marks_keeps_every_other_character(text in "[甲乙《》“”（）()\"〈〉「」、，,； \n]{0,24}") {
            let kept = |text: &str| text.chars().filter(|c| !"、，,； \n".contains(*c)).collect::<HashSet<_>>();
            prop_assert_eq!(kept(&split_list(&text).concat()), kept(&text));
        }

        #[test]
        fn what_is_shown_is_one_harmless_line(text in "[a中\\x00-\\x1F\u{80}-\u{9F}\u{200B}-\u{206F}\u{FEFF}]{0,16}") {
            prop_assert!(!shown(&text).contains(char::is_control));
            prop_assert_eq!(forbidden(&shown(&text)), None);
            prop_assert_eq!(forbidden(&harmless(&text).replace('\t', "")), None);
        }

        #[test]
        fn a_tidied_text_is_tidy(text in "[a中 \t\r\n\u{3000}\u{A0}\u{FEFF}]{0,16}") {
            let once = tidied(&text);
            prop_assert_eq!(&tidied(&once), &once);
            prop_assert!(!once.contains(['\t', '\r']));
        }

        #[test]
        fn a_guarded_text_comes_back_as_it_was(
            text in prop_oneof![any::<String>(), "[=+\\-@\t\r\n'5a,\"中＝＋－＠]{0,6}".prop_map(String::from)],
        ) {
            let cell = guarded(&text);
            prop_assert!(!cell.starts_with(FORMULA));
            prop_assert_eq!(unguarded(&cell), &text);
        }
    }
}
