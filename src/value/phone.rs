//! Telephone numbers of mainland China: brought into one writing, weighed, and masked.
//!
//! The column is free: a name before the number, two numbers, or no number at all stay as they are. A number
//! that looks wrong is for a warning and never refused.

use unicode_normalization::UnicodeNormalization as _;

use super::text::is_hyphen;

/// The least run of digits that is masked in free text: a local number without its area code.
const RUN: usize = 7;

/// A text that is one telephone number and nothing else.
enum Number {
    /// Eleven digits, the first of them 1.
    Mobile(String),
    /// A fixed line.
    Landline {
        /// Three or four digits, the first of them 0.
        area: String,
        /// Seven or eight digits.
        local: String,
        /// Up to six digits, empty where there is none.
        extension: String,
    },
    /// Ten digits that start with 400 or 800.
    Hotline(String),
}

/// Brings a number into one writing: `13800138000`, `010-66668888`, `010-66668888-801`, `400-810-8888`.
///
/// Prefixes of the country (+86, 0086, 86), brackets, spaces and the many hyphens go. What is not one number
/// is brought to NFKC and trimmed only.
pub fn normalised(text: &str) -> String {
    match read(text) {
        Some(Number::Mobile(digits)) => digits,
        Some(Number::Landline {
            area,
            local,
            extension,
        }) if extension.is_empty() => {
            format!("{area}-{local}")
        }
        Some(Number::Landline {
            area,
            local,
            extension,
        }) => format!("{area}-{local}-{extension}"),
        Some(Number::Hotline(digits)) => {
            format!("{}-{}-{}", &digits[..3], &digits[3..6], &digits[6..])
        }
        None => text.nfkc().collect::<String>().trim().to_owned(),
    }
}

/// Whether a text is one mobile number, one landline with its area code, or a 400 or 800 number.
pub fn is_plausible(text: &str) -> bool {
    read(text).is_some()
}

/// Hides the telling part of a number: `138****8000`, `010-******88`.
///
/// In a text that is more than one number every run of seven digits or more is masked, one broken up by spaces,
/// hyphens, dots or brackets too; of a text without such a run only the first and the last character stay.
pub fn masked(text: &str) -> String {
    let text = text.trim();
    if let Some(number) = read(text) {
        return veil_number(&number, text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(start) = rest.find(|c: char| c.is_numeric() || c == '+') {
        let (before, run) = rest.split_at(start);
        let end = run
            .find(|c: char| !c.is_numeric() && !joins(c))
            .unwrap_or(run.len());
        let (run, after) = run.split_at(end);
        let core = run.trim_end_matches(|c: char| !c.is_numeric());
        found |= count_digits(core) >= RUN;
        out += before;
        out += &veil_run(core);
        out += &run[core.len()..];
        rest = after;
    }
    out += rest;
    if found { out } else { veil_ends(text) }
}

/// Reads a text that is one number and nothing else.
fn read(text: &str) -> Option<Number> {
    let typed: String = text
        .nfkc()
        .filter(|c| !c.is_whitespace())
        .map(|c| if is_hyphen(c) { '-' } else { c })
        .collect();
    let bare = typed.replace(['-', '(', ')'], "");
    let national = ["+86", "0086", "86"]
        .iter()
        .find_map(|prefix| bare.strip_prefix(prefix).filter(|rest| is_mobile(rest)))
        .unwrap_or(&bare);
    if is_mobile(national) {
        Some(Number::Mobile(national.to_owned()))
    } else if is_digits(&bare, 10, 10) && (bare.starts_with("400") || bare.starts_with("800")) {
        Some(Number::Hotline(bare))
    } else {
        read_landline(&typed)
    }
}

/// Reads a landline from a text without white space, whose hyphens are all ASCII.
fn read_landline(typed: &str) -> Option<Number> {
    let domestic = ["+86", "0086", "(+86)", "86-"]
        .iter()
        .find_map(|prefix| typed.strip_prefix(prefix));
    let mut typed = match domestic.map(|rest| rest.trim_start_matches('-')) {
        Some(rest) if rest.starts_with('0') || rest.starts_with("(0") => rest.to_owned(),
        Some(rest) => format!("0{rest}"),
        None => typed.to_owned(),
    };
    if let Some((area, local)) = typed
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'))
    {
        typed = format!("{area}-{}", local.trim_start_matches('-'));
    }
    let typed = typed.replace('转', "-");

    let mut parts = typed.split('-');
    let first = parts.next()?;
    let (area, mut local) = if first.len() > 4 {
        // Area codes are 010, 02x, and four digits elsewhere.
        let length = if first.starts_with("01") || first.starts_with("02") {
            3
        } else {
            4
        };
        let (area, local) = first.split_at_checked(length)?;
        (area, local.to_owned())
    } else {
        (first, parts.next()?.to_owned())
    };
    if local.len() < 7 {
        local += parts.next()?;
    }
    let extension = parts.next();
    let fits = area.starts_with('0')
        && is_digits(area, 3, 4)
        && is_digits(&local, 7, 8)
        && extension.is_none_or(|extension| is_digits(extension, 1, 6))
        && parts.next().is_none();
    fits.then(|| Number::Landline {
        area: area.to_owned(),
        local,
        extension: extension.unwrap_or_default().to_owned(),
    })
}

/// Whether a text is a mobile number without prefix: `^1[3-9]\d{9}$`.
fn is_mobile(text: &str) -> bool {
    is_digits(text, 11, 11)
        && text.starts_with('1')
        && text[1..].starts_with(|c| matches!(c, '3'..='9'))
}

/// Whether a text is so many ASCII digits and nothing else.
fn is_digits(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a character may stand within one number.
fn joins(c: char) -> bool {
    c.is_whitespace()
        || is_hyphen(c)
        || matches!(c, '(' | ')' | '（' | '）' | '.' | '_' | '+' | '＋')
}

/// How many digits of any script there are.
fn count_digits(text: &str) -> usize {
    text.chars().filter(|c| c.is_numeric()).count()
}

/// Masks a run of digits and joining characters, as one number or as several.
fn veil_run(run: &str) -> String {
    if count_digits(run) < RUN {
        return run.to_owned();
    }
    if let Some(number) = read(run) {
        return veil_number(&number, run);
    }
    let pieces: Vec<_> = run.split_whitespace().collect();
    if pieces.len() > 1 && pieces.iter().all(|piece| count_digits(piece) >= RUN) {
        let veiled: Vec<_> = pieces.into_iter().map(veil_run).collect();
        return veiled.join(" ");
    }
    veil_ends(run)
}

/// Masks one number that was typed as `text`.
fn veil_number(number: &Number, text: &str) -> String {
    match number {
        Number::Mobile(digits) => format!("{}****{}", &digits[..3], &digits[7..]),
        Number::Landline {
            area,
            local,
            extension,
        } => {
            let (hidden, last) = local.split_at(local.len() - 2);
            let hyphen = if extension.is_empty() { "" } else { "-" };
            format!(
                "{area}-{}{last}{hyphen}{}",
                stars(hidden.len()),
                stars(extension.len())
            )
        }
        Number::Hotline(_) => veil_ends(text),
    }
}

/// Leaves only the first and the last character.
fn veil_ends(text: &str) -> String {
    let last = text.chars().count().saturating_sub(1);
    text.chars()
        .enumerate()
        .map(|(at, c)| if at == 0 || at == last { c } else { '*' })
        .collect()
}

/// So many stars.
fn stars(count: usize) -> String {
    "*".repeat(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_mobile_number_is_eleven_digits_however_it_was_typed() {
        for typed in [
            "13800138000",
            "+8613800138000",
            "+86 138 0013 8000",
            "0086-13800138000",
            "8613800138000",
            "86 13800138000",
            "(+86)138-0013-8000",
            "138-0013-8000",
            "138—0013—8000",
            "１３８００１３８０００",
            "＋８６　１３８００１３８０００",
            " 13800138000\n",
        ] {
            assert_eq!(normalised(typed), "13800138000", "{typed}");
            assert!(is_plausible(typed), "{typed}");
        }
    }

    #[test]
    fn a_landline_is_area_and_number_and_extension() {
        for (typed, kept) in [
            ("010-66668888", "010-66668888"),
            ("０１０－６６６６８８８８", "010-66668888"),
            ("010 6666 8888", "010-66668888"),
            ("01066668888", "010-66668888"),
            ("010-6666-8888", "010-66668888"),
            ("（010）66668888", "010-66668888"),
            ("(010)-66668888", "010-66668888"),
            ("+86-10-66668888", "010-66668888"),
            ("+86 (010) 66668888", "010-66668888"),
            ("86-010-66668888", "010-66668888"),
            ("0571-8888777", "0571-8888777"),
            ("057188887777", "0571-88887777"),
            ("02188887777", "021-88887777"),
            ("010-66668888-801", "010-66668888-801"),
            ("010-6666-8888-801", "010-66668888-801"),
            ("01066668888-801", "010-66668888-801"),
            ("010-66668888转801", "010-66668888-801"),
            ("400-810-8888", "400-810-8888"),
            ("4008108888", "400-810-8888"),
            ("800 810 8888", "800-810-8888"),
        ] {
            assert_eq!(normalised(typed), kept, "{typed}");
            assert!(is_plausible(typed), "{typed}");
        }
    }

    #[test]
    fn what_is_not_one_number_is_not_plausible_and_stays() {
        for typed in [
            "",
            "无",
            "12345",
            "12800138000",
            "1380013800",
            "138001380000",
            "66668888",
            "010-666688",
            "010-666688889",
            "01-66668888",
            "110-66668888",
            "010-66668888-",
            "010-66668888-801-2",
            "010-66668888-8012345",
            "4108108888",
            "王五 13800138000",
            "13800138000、13900139000",
            "１３８００１３８０００a",
            "0",
            "+86",
            "(",
            "()",
            "0中文字文字",
        ] {
            assert!(!is_plausible(typed), "{typed}");
            assert_eq!(
                normalised(typed),
                typed.nfkc().collect::<String>(),
                "{typed}"
            );
        }
    }

    #[test]
    fn a_masked_number_does_not_tell() {
        for (typed, shown) in [
            ("13800138000", "138****8000"),
            ("+86 138-0013-8000", "138****8000"),
            ("１３８００１３８０００", "138****8000"),
            ("010-66668888", "010-******88"),
            ("0571-8888777", "0571-*****77"),
            ("010-66668888-801", "010-******88-***"),
            ("66668888", "6******8"),
            ("12345", "1***5"),
            ("400-810-8888", "4**********8"),
            ("微信 abc", "微****c"),
            ("王五", "王五"),
            ("无", "无"),
            ("", ""),
        ] {
            assert_eq!(masked(typed), shown, "{typed}");
        }
    }

    #[test]
    fn every_number_in_free_text_is_masked() {
        for (typed, shown) in [
            ("王五 13800138000", "王五 138****8000"),
            (
                "王五（会计）１３８００１３８０００",
                "王五（会计）138****8000",
            ),
            ("王五 138 0013 8000", "王五 138****8000"),
            ("王五 138-0013-8000 下班后", "王五 138****8000 下班后"),
            ("王五:+8613800138000", "王五:138****8000"),
            ("13800138000、13900139000", "138****8000、139****9000"),
            ("13800138000 13900139000", "138****8000 139****9000"),
            ("13800138000/010-66668888", "138****8000/010-******88"),
            ("010-66668888 转 801", "010-******88-***"),
            ("王五 010-66668888 转 801", "王五 010-******88 转 801"),
            ("QQ 12345678", "QQ 1******8"),
            ("13800138000 8001", "1**************1"),
            ("138.0013.8000", "1***********0"),
            ("３楼王五 1380013", "３楼王五 1*****3"),
            ("٠١٢٣٤٥٦٧ a", "٠******٧ a"),
        ] {
            assert_eq!(masked(typed), shown, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn any_text_passes_through_every_function(text: String) {
            is_plausible(&text);
            masked(&text);
            let once = normalised(&text);
            prop_assert_eq!(normalised(&once), once);
        }

        #[test]
        fn a_normalised_number_stays_as_it_is(text in "[0148６()（）+转 -]{0,16}") {
            let once = normalised(&text);
            prop_assert_eq!(&normalised(&once), &once);
            prop_assert_eq!(is_plausible(&once), is_plausible(&text));
        }

        #[test]
        fn no_masked_text_shows_seven_digits_in_a_row(text in "[0-9１+() .、王-]{0,32}") {
            let shown = masked(&text);
            let longest = shown.split(|c: char| !c.is_numeric()).map(count_digits).max();
            prop_assert!(longest.is_none_or(|longest| longest < RUN), "{shown}");
        }

        #[test]
        fn no_mobile_number_shows_its_middle(number in "1[3-9][0-9]{9}", before in "[王五 ：:]{0,4}", after in "[、a 王]{0,3}") {
            let shown = masked(&format!("{before}{number}{after}"));
            prop_assert!(!shown.contains(&number[3..]) && !shown.contains(&number[..8]), "{shown}");
        }
    }
}
