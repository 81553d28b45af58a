//! A text that is looked for, and the walk that finds it in what is stored.
//!
//! What a hit is, [`folded`] alone says. The walk says the same without making the folded text: of the characters that
//! nearly every text is made of it knows what they fold to, and where another one stands, it asks.

use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, is_nfc_quick};

use super::text::folded;

/// A text that is looked for.
#[derive(Debug, Clone)]
pub struct Sought {
    folded: String,
    /// The folded text, a unit a character.
    units: Vec<u32>,
    /// How many units still match where the one after so many doesn't (Knuth, Morris, Pratt).
    falls: Vec<usize>,
}

/// A character as the walk compares it: its bytes in UTF-8 as one number, or one of the two below.
type Unit = u32;

/// White space, which folding leaves out.
const GONE: Unit = u32::MAX - 1;
/// A character whose fold the walk doesn't know, or of which it would hang on those beside it.
const UNSURE: Unit = u32::MAX;

/// What the ASCII characters fold to.
const ASCII: [Unit; 128] = {
    let mut units = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        units[byte as usize] = match byte {
            b'\t'..=b'\r' | b' ' => GONE,
            b'[' | b'{' => b'(' as Unit,
            b']' | b'}' => b')' as Unit,
            b'.' => MIDDLE_DOT,
            _ => byte.to_ascii_lowercase() as Unit,
        };
        byte += 1;
    }
    units
};

/// `·`
const MIDDLE_DOT: Unit = 0xC2B7;

impl Sought {
    /// What is looked for when this is typed.
    pub fn of(typed: &str) -> Self {
        let folded = folded(typed);
        let units: Vec<_> = folded.chars().map(raw).collect();
        let mut falls = vec![0; units.len()];
        let mut held = 0;
        for at in 1..units.len() {
            while held > 0 && units[at] != units[held] {
                held = falls[held - 1];
            }
            if units[at] == units[held] {
                held += 1;
            }
            falls[at] = held;
        }
        Self {
            folded,
            units,
            falls,
        }
    }

    /// Whether nothing is left of what was typed.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Whether a text, given in UTF-8, holds it.
    pub fn is_in(&self, text: &[u8]) -> bool {
        let Some(first) = self.units.first() else {
            return true;
        };
        let (mut rest, mut held) = (text, 0);
        loop {
            if held == 0 {
                rest = from(*first, rest);
            }
            let Some((unit, behind)) = next(rest) else {
                return false;
            };
            rest = behind;
            if unit == self.units[held] {
                held += 1;
                if held == self.units.len() {
                    return !is_unsure_from(rest) || self.is_in_folded(text);
                }
            } else if unit == UNSURE {
                return self.is_in_folded(text);
            } else if held > 0 && unit != GONE {
                while held > 0 && unit != self.units[held] {
                    held = self.falls[held - 1];
                }
                held += usize::from(unit == self.units[held]);
            }
        }
    }

    /// The same, by folding the whole text.
    fn is_in_folded(&self, text: &[u8]) -> bool {
        std::str::from_utf8(text).is_ok_and(|text| folded(text).contains(&self.folded))
    }

    /// Where a text holds it first, in bytes, without white space around.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        // Parts that fold by themselves: side by side their folds are that of the whole.
        let mut parts: Vec<Range<usize>> = Vec::new();
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            match parts.last_mut() {
                Some(part) if !folds_alone(c) => part.end = end,
                _ => parts.push(at..end),
            }
        }
        let mut whole = String::new();
        let mut owners = Vec::new();
        for (number, part) in parts.iter().enumerate() {
            whole += &folded(&text[part.clone()]);
            owners.resize(whole.len(), number);
        }
        let start = whole.find(&self.folded)?;
        let last = (start + self.folded.len()).saturating_sub(1);
        let start = parts.get(*owners.get(start)?)?.start;
        let hit = text[start..parts.get(*owners.get(last)?)?.end].trim_end();
        Some(start + hit.len() - hit.trim_start().len()..start + hit.len())
    }
}

/// The bytes of a character as one number.
fn raw(c: char) -> Unit {
    let mut bytes = [0; 4];
    let bytes = c.encode_utf8(&mut bytes).bytes();
    bytes.fold(0, |unit, byte| unit << 8 | Unit::from(byte))
}

/// What the first character of a text folds to, and the text behind it.
#[inline]
fn next(text: &[u8]) -> Option<(Unit, &[u8])> {
    Some(match text {
        [] => return None,
        [one @ 0xE4..=0xE9, two, three, behind @ ..] => (joined(*one, *two, *three), behind),
        [byte @ 0..0x80, behind @ ..] => (ASCII[usize::from(*byte)], behind),
        [one @ (0xE2 | 0xE3 | 0xEF), two, three, behind @ ..] => {
            (mark(joined(*one, *two, *three)), behind)
        }
        [0xC2, 0xB7, behind @ ..] => (MIDDLE_DOT, behind),
        [0xC2, 0xA0, behind @ ..] => (GONE, behind),
        [_, behind @ ..] => (UNSURE, behind),
    })
}

/// A text from the first character on that is this one, or neither ASCII nor 汉字: most of it is passed over so.
#[inline]
fn from(first: Unit, mut text: &[u8]) -> &[u8] {
    loop {
        match text {
            [one @ 0xE4..=0xE9, two, three, behind @ ..] if joined(*one, *two, *three) != first => {
                text = behind;
            }
            [byte @ 0..0x80, behind @ ..] if ASCII[usize::from(*byte)] != first => text = behind,
            _ => return text,
        }
    }
}

/// Three bytes as one number.
#[inline]
fn joined(one: u8, two: u8, three: u8) -> Unit {
    Unit::from(one) << 16 | Unit::from(two) << 8 | Unit::from(three)
}

/// What a mark folds to: those of Chinese, full width and quotation.
fn mark(unit: Unit) -> Unit {
    let [.., last] = unit.to_be_bytes();
    match unit {
        // The space of full width, and the marks behind it.
        0xE3_8080 => GONE,
        0xE3_8081..=0xE3_809F => match unit {
            0xE3_8088 | 0xE3_808A | 0xE3_808C | 0xE3_808E | 0xE3_8090 | 0xE3_8094 | 0xE3_8096
            | 0xE3_8098 | 0xE3_809A => b'('.into(),
            0xE3_8089 | 0xE3_808B | 0xE3_808D | 0xE3_808F | 0xE3_8091 | 0xE3_8095 | 0xE3_8097
            | 0xE3_8099 | 0xE3_809B => b')'.into(),
            _ => unit,
        },
        // ASCII of full width.
        0xEF_BC81..=0xEF_BCBF => ASCII[usize::from(last - 0x60)],
        0xEF_BD80..=0xEF_BD9E => ASCII[usize::from(last - 0x20)],
        // Dashes and quotation marks.
        0xE2_8093..=0xE2_8095 | 0xE2_8098..=0xE2_809E => unit,
        0xE2_80A2 => MIDDLE_DOT,
        _ => UNSURE,
    }
}

/// Whether the next character that folding leaves is one that may change what stands before it.
fn is_unsure_from(mut text: &[u8]) -> bool {
    while let Some((unit, behind)) = next(text) {
        if unit != GONE {
            return unit == UNSURE;
        }
        text = behind;
    }
    false
}

/// Whether a character folds as it does whatever stands before it.
fn folds_alone(c: char) -> bool {
    let mut bytes = [0; 4];
    let folded = folded(c.encode_utf8(&mut bytes));
    folded.chars().next().is_some_and(|first| {
        canonical_combining_class(first) == 0
            && is_nfc_quick(std::iter::once(first)) == IsNormalized::Yes
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn of_every_character_the_walk_knows_what_it_folds_to_or_asks() {
        let mut known = 0;
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            let (unit, behind) = next(text.as_bytes()).unwrap();
            if unit == UNSURE {
                continue;
            }
            assert!(behind.is_empty(), "{c:?}");
            let folded: Vec<_> = folded(&text).chars().map(raw).collect();
            if unit == GONE {
                assert!(folded.is_empty(), "{c:?}");
            } else {
                assert_eq!(folded, [unit], "{c:?}");
                assert!(folds_alone(c), "{c:?}");
            }
            known += 1;
        }
        assert!(known > 20_000, "{known}");
    }

    #[test]
    fn a_text_is_found_whatever_its_width_case_brackets_and_spaces() {
        for (typed, text, hit) in [
            ("钢材", "去钢 材市场", "钢 材"),
            ("iso9001", "按 ＩＳＯ　９００１ 认证", "ＩＳＯ　９００１"),
            ("(集团)", "某某【集团】公司", "【集团】"),
            ("阿.西", "见阿•西同志", "阿•西"),
            ("É", "cafe\u{301}店", "e\u{301}"),
            ("金", "五\u{F90A}店", "\u{F90A}"),
            ("5℃", "约５°Ｃ。", "５°Ｃ"),
            ("市场", "钢材市\n场", "市\n场"),
            ("材市", "钢钢材材市", "材市"),
            ("…", "等等...了", "..."),
        ] {
            let sought = Sought::of(typed);
            assert!(sought.is_in(text.as_bytes()), "{typed} {text}");
            assert_eq!(sought.find(text).map(|at| &text[at]), Some(hit), "{typed}");
        }
        for (typed, text) in [
            ("e", "cafe\u{301}"),
            ("e", "caf e \u{301}"),
            ("钢材", "钢铁材料"),
        ] {
            let sought = Sought::of(typed);
            assert!(!sought.is_in(text.as_bytes()), "{typed} {text}");
            assert_eq!(sought.find(text), None, "{typed} {text}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_hold_nothing() {
        for bytes in [&b"\xE9"[..], b"\xE9\x92", b"\xFF", b"a\xC2", b"\xEF\xBC"] {
            assert!(!Sought::of("钢").is_in(bytes), "{bytes:?}");
        }
    }

    /// Texts of what folds in some uncommon way, and so often that parts of them meet.
    fn nasty() -> impl Strategy<Value = String> {
        const PIECES: &[&str] = &[
            "钢",
            "材",
            "钢材",
            "a",
            "A",
            "ａ",
            "e",
            "É",
            "é",
            "\u{301}",
            "\u{323}",
            " ",
            "\u{3000}",
            "\u{A0}",
            "\n",
            "\u{2003}",
            "(",
            "【",
            "〔",
            "［",
            "）",
            "｠",
            ".",
            "·",
            "•",
            "．",
            "…",
            "-",
            "—",
            "“",
            "か",
            "か\u{3099}",
            "が",
            "ｶ",
            "ﾞ",
            "\u{3099}",
            "\u{1100}",
            "\u{1161}",
            "\u{11A8}",
            "각",
            "\u{F90A}",
            "⾦",
            "金",
            "㍻",
            "㈱",
            "平成",
            "①",
            "1",
            "１",
            "℃",
            "°",
            "İ",
            "ß",
            "ẞ",
            "Σ",
            "ς",
            "ﬁ",
            "fi",
            "㎏",
            "k",
            "g",
            "K",
            "\u{E0100}",
            "\u{200D}",
            "𠮷",
            "\u{2F804}",
            "你",
            "\0",
            "\u{FDFA}",
            "¨",
            "\u{1D15E}",
            "\u{AD}",
        ];
        proptest::collection::vec(proptest::sample::select(PIECES), 0..10)
            .prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn the_walk_finds_what_folding_finds_and_nothing_else(
            text in nasty(), typed in nasty(), part in any::<(prop::sample::Index, prop::sample::Index)>()
        ) {
            // What was typed is now any text and now a part of this one, which is there more often than not.
            let characters: Vec<_> = text.chars().collect();
            let (one, other) = (part.0.index(characters.len() + 1), part.1.index(characters.len() + 1));
            let part: String = characters[one.min(other)..one.max(other)].iter().collect();
            for typed in [typed, part] {
                let sought = Sought::of(&typed);
                let there = folded(&text).contains(&folded(&typed));
                prop_assert_eq!(sought.is_in(text.as_bytes()), there, "{:?} in {:?}", typed, text);
                if !sought.is_empty() {
                    let found = sought.find(&text);
                    prop_assert_eq!(found.is_some(), there, "{:?} in {:?}", typed, text);
                    let hit = found.map_or("", |at| &text[at]);
                    prop_assert_eq!(hit.trim(), hit);
                    prop_assert!(folded(hit).contains(&folded(&typed)) || !there, "{:?} in {:?}", typed, text);
                }
            }
        }
    }
}
