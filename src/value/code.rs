//! The unified social credit code, 统一社会信用代码, of GB 32100-2015.
//!
//! One character of the managing department, one of the kind of body, six digits of the region, nine characters
//! of the body (an organisation code of GB 11714, its own check character included), one check character. The
//! region is not looked up in any list: real codes bear regions that lists have dropped. A code with a failing
//! check is doubted and never refused, for real ones exist that fail (Xiamen, before 2016).

use unicode_normalization::UnicodeNormalization as _;

use super::text::is_hyphen;

/// The characters of a code, each worth its place here (GB 32100-2015, table 2): no I, O, S, V or Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Characters in a code.
const LENGTH: usize = 18;

/// Why a text is no credit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeFault {
    /// It has not 18 characters.
    Length {
        /// How many it has.
        found: usize,
    },
    /// It holds a character outside the alphabet.
    Character {
        /// The first such character.
        found: char,
        /// Where it stands in the normalised code, from 1.
        place: usize,
        /// What it was likely mistaken for; to be offered, never put in its place.
        meant: Option<char>,
    },
    /// Places 3 to 8, the region, are not all digits.
    Region,
    /// A spreadsheet made it a number, as in `9.19901E+17`; the code itself is lost.
    Spoiled,
}

/// Why a well-formed code may yet be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// The check character fails while the organisation code within holds.
    Check {
        /// The check character that the first 17 call for.
        expected: char,
    },
    /// The organisation code within, places 9 to 17, fails its own check (GB 11714).
    InnerCheck,
    /// It is a valid resident identity number (GB 11643-1999).
    ResidentId,
    /// Its checks fail and it is 15 digits and then 000: a spreadsheet kept 15 digits of a number.
    Truncated,
}

/// Brings a typed code into the standard's writing: NFKC, upper case, no white space and no hyphens.
pub fn normalised(text: &str) -> String {
    text.nfkc()
        .filter(|&c| !c.is_whitespace() && !is_hyphen(c))
        .flat_map(char::to_uppercase)
        .collect()
}

/// Reads a code, and says the most telling thing that is doubtful about it.
///
/// # Errors
///
/// A [`CodeFault`] where the text cannot be a code at all.
pub fn read(text: &str) -> Result<(String, Option<Doubt>), CodeFault> {
    let code = normalised(text);
    let found = code.chars().count();
    // A whole code may look like a power of ten without point and sign: 9E and then digits.
    if is_scientific(&code) && (found != LENGTH || code.contains(['.', '+'])) {
        return Err(CodeFault::Spoiled);
    }
    if found != LENGTH {
        return Err(CodeFault::Length { found });
    }
    if let Some((at, found)) = code.chars().enumerate().find(|&(_, c)| value(c).is_none()) {
        let meant = match found {
            'I' => Some('1'),
            'O' => Some('0'),
            _ => None,
        };
        return Err(CodeFault::Character {
            found,
            place: at + 1,
            meant,
        });
    }
    if !code.chars().skip(2).take(6).all(|c| c.is_ascii_digit()) {
        return Err(CodeFault::Region);
    }
    let doubt = doubt(&code);
    Ok((code, doubt))
}

/// Whether a number was printed as a power of ten: `^\d(\.\d+)?E\+?\d+$`.
fn is_scientific(code: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let Some((mantissa, exponent)) = code.split_once('E') else {
        return false;
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    whole.len() == 1
        && digits(whole)
        && digits(fraction)
        && digits(exponent.strip_prefix('+').unwrap_or(exponent))
}

/// The doubt about a code of 18 characters of the alphabet.
///
/// An identity number comes first, for it is personal. A failing organisation code comes before the check
/// character, for one slip in places 9 to 17 breaks both, and the character called for would then be wrong.
fn doubt(code: &str) -> Option<Doubt> {
    let found = code.chars().next_back();
    let expected = check_character(code);
    let inner = inner_holds(code);
    if is_resident_id(code) {
        Some(Doubt::ResidentId)
    } else if found == Some(expected) && inner {
        None
    } else if code.bytes().all(|b| b.is_ascii_digit()) && code.ends_with("000") {
        Some(Doubt::Truncated)
    } else if inner {
        Some(Doubt::Check { expected })
    } else {
        Some(Doubt::InnerCheck)
    }
}

/// What a character of the alphabet is worth, 0 to 30.
fn value(c: char) -> Option<usize> {
    ALPHABET.iter().position(|&b| char::from(b) == c)
}

/// The weighted sum of the first 17 characters; the weights are the powers of 3 modulo 31.
fn weighted_sum(code: &str) -> usize {
    let weights = std::iter::successors(Some(1), |weight| Some(weight * 3 % 31));
    let values = code.chars().take(LENGTH - 1).filter_map(value);
    values
        .zip(weights)
        .map(|(value, weight)| value * weight)
        .sum()
}

/// The check character that the first 17 characters call for.
fn check_character(code: &str) -> char {
    char::from(ALPHABET[(31 - weighted_sum(code) % 31) % 31])
}

/// Whether the organisation code in places 9 to 17 holds; there a letter is worth 10 (A) to 35 (Z).
fn inner_holds(code: &str) -> bool {
    let values = code.chars().skip(8).filter_map(|c| c.to_digit(36));
    let sum: u32 = values
        .zip([3, 7, 9, 10, 5, 8, 4, 2])
        .map(|(value, weight)| value * weight)
        .sum();
    let expected = match 11 - sum % 11 {
        10 => Some('X'),
        11 => Some('0'),
        digit => char::from_digit(digit, 10),
    };
    code.chars().nth(16) == expected
}

/// Whether a text is a valid 18-character resident identity number, 公民身份号码, of GB 11643-1999.
///
/// The birth day must exist, from 1800 to 2099 (an example of the standard was born in 1880); the region is not looked up, and a final x may be small. Without
/// a clock a birth day yet to come is not told apart.
pub fn is_resident_id(text: &str) -> bool {
    let Some((body, check)) = text.split_at_checked(17) else {
        return false;
    };
    let Some(digits) = body
        .chars()
        .map(|c| c.to_digit(10))
        .collect::<Option<Vec<_>>>()
    else {
        return false;
    };
    let number = |from: usize, to: usize| {
        digits[from..to]
            .iter()
            .fold(0, |number, digit| number * 10 + digit)
    };
    let sum: u32 = digits
        .iter()
        .zip([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
        .map(|(digit, weight)| digit * weight)
        .sum();
    let expected = char::from(b"10X98765432"[sum as usize % 11]);
    is_birth_day(number(6, 10), number(10, 12), number(12, 14))
        && (check.len() == 1 && check.starts_with([expected, expected.to_ascii_lowercase()]))
}

/// Whether a day exists, and a number of this standard may bear it.
fn is_birth_day(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 0,
    };
    (1800..=2099).contains(&year) && (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Codes that hold, the standard's worked example first; region 990101 is fiction.
    const VALID: [&str; 20] = [
        "91350100M000100Y43",
        "914403001922038216",
        "9144030071526726XG",
        "91440300708461136T",
        "91330100799655058B",
        "91330106673959654P",
        "91110108551385082Q",
        "91310110666007217T",
        "92371000MA3MXH0E3W",
        "53640000MJX173680A",
        "12440600MB2C07549J",
        "91990101MA0000015C",
        "92990101MA00000234",
        "93990101MA0000031U",
        "919901011234567880",
        "91990101MA00003300",
        "91990101MA0000285Y",
        "91990101MA000004XR",
        "91990101MA00000905",
        "92141127MA0KD1Y64A",
    ];

    fn doubted(text: &str) -> Option<Doubt> {
        read(text).unwrap().1
    }

    #[test]
    fn a_valid_code_is_read_without_doubt() {
        for code in VALID {
            assert_eq!(read(code), Ok((code.to_owned(), None)));
        }
    }

    #[test]
    fn the_sums_are_those_of_the_worked_examples() {
        for (code, sum) in [
            ("91350100M000100Y43", 1640),
            ("914403001922038216", 831),
            ("92371000MA3MXH0E3W", 2452),
        ] {
            assert_eq!(weighted_sum(code), sum);
        }
        assert_eq!(1640 % 31, 28);
    }

    #[test]
    fn a_code_is_read_however_it_was_typed() {
        for typed in [
            " 91350100m000100y43 ",
            "９１３５０１００Ｍ０００１００Ｙ４３",
            "91-350100-M000100Y4-3",
            "91 350100　M000100Y4\u{A0}3",
            "91—350100–M000100Y4－3",
            "9135\t0100M000100Y43\r\n",
        ] {
            assert_eq!(
                read(typed),
                Ok(("91350100M000100Y43".to_owned(), None)),
                "{typed}"
            );
        }
    }

    #[test]
    fn a_text_of_another_length_is_refused() {
        for (text, found) in [
            ("", 0),
            ("无", 1),
            ("91350100M000100Y4", 17),
            ("91350100M000100Y433", 19),
            ("350103100012345", 15),
        ] {
            assert_eq!(read(text), Err(CodeFault::Length { found }));
        }
    }

    #[test]
    fn a_character_outside_the_alphabet_is_named_with_its_place() {
        for (text, found, place, meant) in [
            ("91350100M000100Y4Z", 'Z', 18, None),
            ("9135O100M000100Y43", 'O', 5, Some('0')),
            ("91350100MI00100Y43", 'I', 10, Some('1')),
            ("s1350100M000100Y43", 'S', 1, None),
            ("91350100V000100Y43", 'V', 9, None),
            ("91350100M000100Y4中", '中', 18, None),
            ("91350100M000100Y4.", '.', 18, None),
        ] {
            assert_eq!(
                read(text),
                Err(CodeFault::Character {
                    found,
                    place,
                    meant
                })
            );
        }
    }

    #[test]
    fn a_region_with_a_letter_is_refused() {
        assert_eq!(read("91A50100M000100Y43"), Err(CodeFault::Region));
        assert_eq!(read("9135010AM000100Y43"), Err(CodeFault::Region));
    }

    #[test]
    fn a_code_that_became_a_number_is_told_apart() {
        for text in [
            "9.19901E+17",
            "9.144e+17",
            "9E+17",
            "9.19901E17",
            "９．１９９Ｅ＋１７",
            "9.190123456789E+17",
        ] {
            assert_eq!(read(text), Err(CodeFault::Spoiled), "{text}");
        }
        for text in ["E+17", "9.E+17", "91.9E+17", "9.1E", "9.1E+", "9.1E+x"] {
            assert!(
                matches!(read(text), Err(CodeFault::Length { .. })),
                "{text}"
            );
        }
        assert!(
            read("9E3501000001000943").is_ok(),
            "a whole code that only looks like a power of ten"
        );
    }

    #[test]
    fn a_real_code_whose_check_fails_is_doubted_only() {
        for (code, expected) in [
            ("91350203M0001QKT19", 'F'),
            ("91350211M00013FA1N", '3'),
            ("91350203M0001QAY9B", '9'),
        ] {
            assert_eq!(
                read(code),
                Ok((code.to_owned(), Some(Doubt::Check { expected })))
            );
        }
    }

    #[test]
    fn a_code_that_is_wrong_within_is_doubted_there() {
        for code in ["91310115MA1H8R7C6D", "91440300713555564J"] {
            assert_eq!(doubted(code), Some(Doubt::InnerCheck));
        }
    }

    #[test]
    fn an_identity_number_in_place_of_a_code_is_noticed() {
        for id in [
            "999999196007070067",
            "11010519491231002X",
            "999999198503120018",
        ] {
            assert_eq!(doubted(id), Some(Doubt::ResidentId), "{id}");
        }
        assert_eq!(
            check_character("999999196007070067"),
            '7',
            "it passes as a credit code by accident"
        );
    }

    #[test]
    fn a_code_cut_to_fifteen_digits_is_noticed() {
        assert_eq!(doubted("914403001922038000"), Some(Doubt::Truncated));
        assert_eq!(doubted("919901011234567000"), Some(Doubt::Truncated));
        assert_eq!(doubted("919901011234567800"), Some(Doubt::InnerCheck));
        assert_eq!(doubted("91440300MA2203800G"), Some(Doubt::InnerCheck));
    }

    #[test]
    fn no_single_slip_in_a_code_goes_unnoticed() {
        let code = "91350100M000100Y43";
        let mut tried = 0;
        for at in 0..LENGTH {
            for &b in ALPHABET {
                let slip = format!("{}{}{}", &code[..at], char::from(b), &code[at + 1..]);
                if slip != code {
                    tried += 1;
                    assert!(!matches!(read(&slip), Ok((_, None))), "{slip}");
                }
            }
        }
        assert_eq!(tried, 540);
    }

    #[test]
    fn an_identity_number_is_known_by_its_check_and_birth_day() {
        for id in [
            "11010519491231002X",
            "440524188001010014",
            "370101190102039973",
            "34052419800101001X",
            "34052419800101001x",
            "999999198503120018",
            "999999198503120026",
            "99999919800505007X",
            "999999200402290018",
            "130503196704010016",
        ] {
            assert!(is_resident_id(id), "{id}");
        }
        for id in [
            "",
            "340524198001010018",
            "11010519880605002X",
            "11010519491231002",
            "11010519491231002XX",
            "110105194912310021",
            "A1010519491231002X",
            "11010519491231002Ｘ",
            "身份证号码身份证",
        ] {
            assert!(!is_resident_id(id), "{id}");
        }
    }

    #[test]
    fn an_identity_number_of_fifteen_digits_gains_the_century_and_a_check() {
        let old = "130503670401001";
        let longer = format!("{}19{}", &old[..6], &old[6..]);
        let valid: Vec<_> = "0123456789X"
            .chars()
            .filter(|check| is_resident_id(&format!("{longer}{check}")))
            .collect();
        assert_eq!(valid, ['6'], "130503196704010016");
    }

    #[test]
    fn an_identity_number_of_no_day_is_none() {
        for (birth, real) in [
            ("20040229", true),
            ("20230229", false),
            ("19000229", false),
            ("20000229", true),
            ("19850431", false),
            ("19851301", false),
            ("19850012", false),
            ("19850300", false),
            ("18000101", true),
            ("17991231", false),
            ("21000101", false),
        ] {
            let passing = "0123456789X"
                .chars()
                .any(|check| is_resident_id(&format!("999999{birth}001{check}")));
            assert_eq!(passing, real, "{birth}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text: String) {
            let _ = read(&text);
            is_resident_id(&text);
        }

        #[test]
        fn a_code_with_its_own_checks_is_never_refused(body in "[1-9A-HJ-NP-RTUWXY][1-9][0-9]{6}[0-9A-HJ-NP-RTUWXY]{9}") {
            let code = format!("{body}{}", check_character(&body));
            let (kept, doubt) = read(&code).unwrap();
            prop_assert_eq!(kept, code);
            prop_assert!(matches!(doubt, None | Some(Doubt::InnerCheck | Doubt::ResidentId | Doubt::Truncated)));
        }

        #[test]
        fn a_normalised_code_stays_as_it_is(text in "[a-z0-9 ０-９Ａ-Ｚ—－-]{0,24}") {
            let once = normalised(&text);
            prop_assert_eq!(normalised(&once), once);
        }
    }
}
