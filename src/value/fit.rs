//! How well what was typed fits a name that is looked for: one measure for choices, completion and what is offered.

use super::pinyin;
use super::text::folded;

/// How what was typed fits a name, from the worst to the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It spells a part of it in pinyin.
    Spelt,
    /// It spells its beginning in pinyin.
    SpeltBeginning,
    /// It is a part of it.
    Part,
    /// It is its beginning.
    Beginning,
}

/// How what was typed fits a name; none where it does not. Nothing typed fits everything.
pub fn fit(typed: &str, name: &str) -> Option<Fit> {
    let (sought, folded) = (folded(typed), folded(name));
    if folded.starts_with(&sought) {
        Some(Fit::Beginning)
    } else if folded.contains(&sought) {
        Some(Fit::Part)
    } else if pinyin::begins(&sought, name) {
        Some(Fit::SpeltBeginning)
    } else if pinyin::matches(&sought, name) {
        Some(Fit::Spelt)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_is_better_than_a_part_and_a_part_than_pinyin() {
        for (typed, wanted) in [
            ("", Some(Fit::Beginning)),
            ("\u{3000}", Some(Fit::Beginning)),
            ("钢材", Some(Fit::Beginning)),
            ("市场", Some(Fit::Part)),
            ("gcsc", Some(Fit::SpeltBeginning)),
            ("ＧＣ", Some(Fit::SpeltBeginning)),
            ("sc", Some(Fit::Spelt)),
            ("软件", None),
        ] {
            assert_eq!(fit(typed, "钢材市场"), wanted, "{typed}");
        }
        assert!(Fit::Beginning > Fit::Part && Fit::Part > Fit::Spelt);
    }
}
