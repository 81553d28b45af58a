//! How such summaries put names and points together.

/// The digits of a count.
const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// A number up to 99 as it is counted with: 一, 十, 十二, 二十; greater ones in figures.
fn number(number: usize) -> String {
    let (tens, ones) = (number / 10, DIGITS[number % 10]);
    match tens {
        0 => ones.to_owned(),
        1 => format!("十{ones}"),
        2..=9 => format!("{}十{ones}", DIGITS[tens]),
        _ => number.to_string(),
    }
}

/// Names as a sentence lists them: 甲、乙和丙.
pub(super) fn listed(names: &[String]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{}和{last}", rest.join("、")),
        _ => names.concat(),
    }
}

/// So many names at most, with 等 where there are more.
pub(super) fn some(names: &[String], most: usize) -> String {
    if names.len() > most {
        format!("{}等", names[..most].join("、"))
    } else {
        listed(names)
    }
}

/// Each once, in the order in which they come.
pub(super) fn different(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen = Vec::new();
    for name in names {
        if !name.is_empty() && !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen
}

/// Items of one paragraph: 一是…二是…, or the only one as it is.
pub(super) fn items(items: &[String]) -> String {
    match items {
        [only] => only.clone(),
        several => {
            let numbered = several.iter().zip(1..);
            let numbered = numbered.map(|(item, place)| format!("{}是{item}", number(place)));
            numbered.collect::<Vec<_>>().concat()
        }
    }
}

/// The number of a section: （一）.
pub(super) fn section(place: usize) -> String {
    format!("（{}）", number(place + 1))
}

/// Statements of one sentence, those that are there, closed by a full stop; nothing where there is none.
pub(super) fn sentence(parts: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("{}。", parts.join("，")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn names_are_listed_as_a_sentence_lists_them() {
        assert_eq!(listed(&names(&[])), "");
        assert_eq!(listed(&names(&["甲"])), "甲");
        assert_eq!(listed(&names(&["甲", "乙", "丙"])), "甲、乙和丙");
        assert_eq!(some(&names(&["甲", "乙"]), 2), "甲和乙");
        assert_eq!(some(&names(&["甲", "乙", "丙"]), 2), "甲、乙等");
        assert_eq!(
            different(names(&["甲", "", "乙", "甲"])),
            names(&["甲", "乙"])
        );
    }

    #[test]
    fn a_lone_item_has_no_number() {
        assert_eq!(items(&names(&["甲。"])), "甲。");
        assert_eq!(items(&names(&["甲。", "乙。"])), "一是甲。二是乙。");
        let many = items(&names(&["甲"; 112]));
        assert_eq!(many.matches('甲').count(), 112, "none is left out");
        for number in ["十是甲", "十一是甲", "二十是甲", "九十九是甲", "100是甲"]
        {
            assert!(many.contains(number), "{number}");
        }
        assert_eq!(section(10), "（十一）");
    }

    #[test]
    fn a_sentence_of_nothing_is_none() {
        assert_eq!(sentence([None, None]), None);
        assert_eq!(
            sentence([Some("甲".to_owned()), None, Some("乙".to_owned())]).unwrap(),
            "甲，乙。"
        );
    }
}
