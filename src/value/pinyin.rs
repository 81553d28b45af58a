//! Names found by their pinyin: initials, whole syllables, or both, mixed with what the name itself holds.
//!
//! Every reading of a character fits, for no table knows which one a name means. Only tells whether a spelling
//! fits: it orders nothing and picks nothing.

use pinyin::ToPinyinMulti as _;
use unicode_normalization::UnicodeNormalization as _;

/// The longest spelling that is looked for, in characters; the bits of the walk below must hold one more.
const LONGEST: usize = 64;

/// Readings that the crate's table lacks: of surnames, and of a character used in names.
const READINGS: [(char, &str); 3] = [('黑', "he"), ('谌', "shen"), ('𠮷', "ji")];

/// Whether a typed spelling fits consecutive characters of a name: `gcsc`, `gangcai` and `钢cai` fit 钢材市场.
///
/// Each character of the name is spelled as itself, as its initial (zh, ch and sh also as one letter) or as a
/// whole reading, ü as v or u. Case, width, white space and punctuation don't count. A spelling without any
/// ASCII letter, or longer than 64 characters, fits nothing. Takes time in proportion to the name.
pub fn matches(typed: &str, name: &str) -> bool {
    spells(typed, name, true)
}

/// Whether a typed spelling fits the first characters of a name, as [`matches()`] says.
pub fn begins(typed: &str, name: &str) -> bool {
    spells(typed, name, false)
}

/// Whether a spelling fits, at the beginning only or anywhere.
fn spells(typed: &str, name: &str, anywhere: bool) -> bool {
    let typed: Vec<char> = spelled(typed)
        .map(|c| if c == 'ü' { 'v' } else { c })
        .take(LONGEST + 1)
        .collect();
    if typed.len() > LONGEST || !typed.iter().any(char::is_ascii_alphabetic) {
        return false;
    }
    // Bit n of `reached`: the first n characters typed are spelled by a run of the name that ends here.
    let whole = 1_u128 << typed.len();
    let mut reached = 1;
    for c in spelled(name) {
        reached = advanced(&typed, reached | u128::from(anywhere), c);
        if reached & whole != 0 {
            return true;
        }
    }
    false
}

/// The characters of a text that are spelled, in half width and lower case.
fn spelled(text: &str) -> impl Iterator<Item = char> {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
}

/// Where the walk stands after one more character of the name, in any of its spellings.
fn advanced(typed: &[char], from: u128, c: char) -> u128 {
    let mut to = stepped(typed, from, c.encode_utf8(&mut [0; 4]));
    let listed = c
        .to_pinyin_multi()
        .into_iter()
        .flatten()
        .map(pinyin::Pinyin::plain);
    let own = READINGS
        .iter()
        .filter(|(of, _)| *of == c)
        .map(|(_, reading)| *reading);
    for reading in listed.chain(own) {
        let initial = reading.chars().next().map_or(0, char::len_utf8);
        to |= stepped(typed, from, &reading[..initial]) | stepped(typed, from, reading);
        if reading[initial..].starts_with('h') {
            to |= stepped(typed, from, &reading[..=initial]);
        }
    }
    to
}

/// Where the walk stands after one spelling.
fn stepped(typed: &[char], from: u128, spelling: &str) -> u128 {
    let length = spelling.chars().count();
    let mut to = 0;
    let mut left = from;
    while left != 0 {
        let at = left.trailing_zeros() as usize;
        left &= left - 1;
        if fits(&typed[at..], spelling) {
            to |= 1 << (at + length);
        }
    }
    to
}

/// Whether a spelling stands at the front of what was typed.
fn fits(typed: &[char], spelling: &str) -> bool {
    let mut typed = typed.iter();
    spelling.chars().all(|c| match (c, typed.next()) {
        ('ü', Some('v' | 'u')) | ('ê', Some('e')) => true,
        (c, next) => next == Some(&c),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_found_by_initials_syllables_or_both() {
        for (typed, name) in [
            ("gcsc", "钢材市场"),
            ("gangcai", "钢材市场"),
            ("gangcaishichang", "钢材市场"),
            ("钢cai", "钢材市场"),
            ("gangcsc", "钢材市场"),
            ("gangcsc?", "钢材市场"),
            ("gcsch", "钢材市场"),
            ("gcshc", "钢材市场"),
            ("gcshch", "钢材市场"),
            ("g材s场", "钢材市场"),
            ("cai市", "钢材市场"),
            ("sc", "钢材市场"),
            ("c", "钢材市场"),
            ("GCSC", "钢材市场"),
            ("ＧＣＳＣ", "钢材市场"),
            ("gang'cai shi’chang", "钢材市场"),
            ("jsgc", "某建设工程有限公司"),
            ("jtgs", "某某（集团）公司"),
            ("xian", "西安路"),
            ("xian", "先锋岗"),
            ("qcxz", "QC小组"),
            ("3hl", "创新大厦3号楼"),
            ("3haolou", "创新大厦３号楼"),
            ("abc", "某ABC公司"),
        ] {
            assert!(matches(typed, name), "{typed} {name}");
        }
    }

    #[test]
    fn a_spelling_may_have_to_begin_the_name() {
        for typed in ["bh", "beihuan", "北h"] {
            assert!(begins(typed, "北环钢材市场"), "{typed}");
        }
        for (typed, name) in [
            ("gc", "北环钢材市场"),
            ("bh", "老槐步行街"),
            ("b", ""),
            ("", "北环"),
        ] {
            assert!(!begins(typed, name), "{typed} {name}");
        }
    }

    #[test]
    fn every_reading_of_a_character_is_tried() {
        for (typed, name) in [
            ("cql", "重庆路"),
            ("zql", "重庆路"),
            ("chongqinglu", "重庆路"),
            ("zhongqinglu", "重庆路"),
            ("yhj", "银行街"),
            ("yxj", "银行街"),
            ("yinhangjie", "银行街"),
            ("cj", "长江"),
            ("zj", "长江"),
            ("changjiang", "长江"),
            ("zhangjiang", "长江"),
        ] {
            assert!(matches(typed, name), "{typed} {name}");
        }
    }

    #[test]
    fn a_surname_is_found_by_its_own_reading() {
        for (initial, reading, name) in [
            ("z", "zeng", "曾"),
            ("s", "shan", "单"),
            ("x", "xie", "解"),
            ("q", "qiu", "仇"),
            ("o", "ou", "区"),
            ("g", "ge", "盖"),
            ("p", "piao", "朴"),
            ("z", "zha", "查"),
            ("q", "qin", "覃"),
            ("t", "tan", "覃"),
            ("m", "miao", "缪"),
            ("z", "zhai", "翟"),
            ("y", "yue", "乐"),
            ("h", "he", "黑"),
            ("s", "shen", "谌"),
            ("c", "chen", "谌"),
            ("j", "ji", "𠮷"),
            ("y", "yan", "䶮"),
        ] {
            assert!(
                matches(initial, name) && matches(reading, name),
                "{reading} {name}"
            );
            assert!(
                matches(&format!("{reading}xiaoming"), &format!("{name}小明")),
                "{reading} {name}"
            );
        }
    }

    #[test]
    fn a_vowel_with_two_dots_is_typed_as_v_or_u() {
        for (typed, name) in [
            ("lvhua", "绿化"),
            ("luhua", "绿化"),
            ("lühua", "绿化"),
            ("LÜHUA", "绿化"),
            ("lu\u{308}hua", "绿化"),
            ("nv", "女"),
            ("nuezi", "疟子"),
            ("nvezi", "疟子"),
            ("e", "欸"),
        ] {
            assert!(matches(typed, name), "{typed} {name}");
        }
        assert!(!matches("lv", "路"));
    }

    #[test]
    fn what_does_not_fit_is_not_found() {
        for (typed, name) in [
            ("", "钢材市场"),
            ("  ", "钢材市场"),
            ("钢材", "钢材市场"),
            ("3", "3号楼"),
            ("gsc", "钢材市场"),
            ("jscg", "建设工程"),
            ("gcscx", "钢材市场"),
            ("gangc市场", "钢铁市场"),
            ("ang", "钢材市场"),
            ("gan", "钢材市场"),
            ("gcsc", ""),
            ("b", "某A公司"),
        ] {
            assert!(!matches(typed, name), "{typed} {name}");
        }
    }

    #[test]
    fn the_longest_spelling_is_sixty_four_characters() {
        let name = "重".repeat(100);
        assert!(matches(&"z".repeat(LONGEST), &name));
        assert!(!matches(&"z".repeat(LONGEST + 1), &name));
        assert!(!matches(&"z".repeat(1_000_000), &name));
    }

    #[test]
    fn a_name_of_many_readings_takes_no_longer_than_another() {
        let name = "重长行单".repeat(5_000);
        assert!(!matches(
            &format!("{}0", "zhongzhangxingshan".repeat(3)),
            &name
        ));
    }

    #[test]
    fn a_reading_of_the_table_needs_no_letter_beyond_the_keyboard() {
        for c in ('\u{3400}'..='\u{33000}').filter(|c| c.is_alphanumeric()) {
            for reading in c
                .to_pinyin_multi()
                .into_iter()
                .flatten()
                .map(pinyin::Pinyin::plain)
            {
                let typed = reading.replace('ü', "v").replace('ê', "e");
                assert!(
                    typed.bytes().all(|b| b.is_ascii_lowercase()),
                    "{c} {reading}"
                );
                assert!(matches(&typed, &c.to_string()), "{c} {reading}");
            }
        }
    }

    #[test]
    fn an_own_reading_is_one_that_the_table_lacks() {
        for (c, own) in READINGS {
            let mut listed = c.to_pinyin_multi().into_iter().flatten();
            assert!(listed.all(|reading| reading.plain() != own), "{c} {own}");
        }
    }

    proptest! {
        #[test]
        fn any_text_passes_through(typed: String, name: String) {
            matches(&typed, &name);
        }

        #[test]
        fn any_mixture_of_a_names_own_spellings_fits(
            picks in proptest::collection::vec((0_usize..4, prop_oneof![
                Just(("钢", "g", "gang")), Just(("重", "z", "zhong")), Just(("重", "ch", "chong")),
                Just(("绿", "l", "lv")), Just(("安", "a", "an")), Just(("3", "3", "3")), Just(("Q", "q", "Q")),
            ]), 1..12),
            before in "[市场甲]{0,3}",
            after in "[市场甲]{0,3}",
        ) {
            let name: String = picks.iter().map(|(_, (itself, ..))| *itself).collect();
            let typed: String = picks.iter().map(|(pick, (itself, initial, reading))| match pick {
                0 => *itself,
                1 => *initial,
                _ => *reading,
            }).collect();
            let letters = typed.contains(|c: char| c.is_ascii_alphabetic());
            prop_assert_eq!(matches(&typed, &format!("{before}{name}{after}")), letters);
        }
    }
}
