//! A form to be filled in: what each line is for in a comment above it, what is known already behind its name.

use std::fmt::Write as _;

use toml::Value;

use crate::cli::words;
use crate::entry::{Draft, Given, Part, of_visit};
use crate::record::Kind;

/// The form of a record with the words of a draft, open in an editor or not; a new visit has a place for a problem.
pub(super) fn form(draft: &Draft, is_open: bool) -> String {
    let kind = draft.kind;
    let mut text = words::form_head(kind, draft.target, is_open);
    columns(&mut text, kind, draft.part(Part::Whole), |_| false);
    if kind == Kind::Visit && draft.target.is_none() {
        let _ = write!(text, "\n{}", words::FORM_PROBLEMS);
        for place in 0..draft.problems.len().max(1) {
            let problem = Kind::Problem.dictionary();
            let _ = write!(text, "\n[[{}]]\n", problem.key);
            let given = draft.part(Part::Problem(place));
            columns(&mut text, Kind::Problem, given, |key| {
                !of_visit().any(|(_, column)| column.key == key)
            });
        }
    }
    text
}

/// A line for each column, those aside that are left out and have no words.
fn columns(text: &mut String, kind: Kind, given: &[Given], left_out: impl Fn(&str) -> bool) {
    for column in kind.dictionary().columns {
        let words = given
            .iter()
            .find(|(other, _)| other.key == column.key)
            .map_or("", |(_, words)| words.as_str());
        if words.is_empty() && left_out(column.key) {
            continue;
        }
        // Items that were given one by one are one text here.
        let words = if column.shape.is_list() {
            words.replace('\n', "、")
        } else {
            words.to_owned()
        };
        let comment = words::form_line(column);
        let value = Value::from(words).to_string();
        let _ = write!(text, "\n# {comment}\n{} = {value}\n", column.key);
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::Form;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_empty_form_is_read_as_an_empty_record() {
        for kind in Kind::entered() {
            let text = form(&Draft::of(kind), false);
            let read = Form::read(kind, &text).unwrap_or_else(|fault| panic!("{fault}\n{text}"));
            let columns = kind.dictionary().columns;
            assert_eq!(read.draft.given.len(), columns.len(), "{text}");
            assert!(read.draft.given.iter().all(|(_, words)| words.is_empty()));
            assert!(read.draft.problems.is_empty());
            for column in columns {
                assert!(
                    text.contains(&format!("# {}", column.label)),
                    "{}",
                    column.label
                );
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_written_into_a_form_is_read_back(
            summary in "[ -~\\n\\t\"'\\\\“”、，汉字＝#\\[\\]]{0,60}",
            company in "[^\\p{C}]{1,30}",
        ) {
            let mut draft = Draft::of(Kind::Visit);
            draft.problems.push(Vec::new());
            let column = |kind: Kind, key| kind.dictionary().column(key).unwrap();
            draft.put(Part::Whole, column(Kind::Visit, "summary"), summary.clone());
            draft.put(Part::Problem(0), column(Kind::Problem, "company"), company.clone());
            let text = form(&draft, true);
            let read = Form::read(Kind::Visit, &text).unwrap().draft;
            let of = |part, key| read.part(part).iter().find(|(one, _)| one.key == key).map(|(_, words)| words.clone());
            prop_assert_eq!(of(Part::Whole, "summary"), Some(summary));
            if !company.trim().is_empty() {
                prop_assert_eq!(of(Part::Problem(0), "company"), Some(company));
            }
        }
    }
}
