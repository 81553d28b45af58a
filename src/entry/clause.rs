//! `company=…; category=…; text=…`: several columns in one text.

use super::Given;
use crate::record::{Column, Kind};

/// Why a text of clauses cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClauseFault {
    /// The text does not begin with a known column and `=`.
    NoColumn(String),
    /// A column is given twice.
    Twice(&'static str),
}

/// Splits a text into columns and their words.
///
/// `;` and `；` end a clause only before a known column and `=` (or `＝`), so that they may stand in prose.
///
/// # Errors
///
/// When the text does not begin with a known column, or names one twice.
pub fn clauses(kind: Kind, text: &str) -> Result<Vec<Given>, ClauseFault> {
    let mut starts = Vec::new();
    let mut from = 0;
    loop {
        if let Some((column, value)) = opening(kind, &text[from..]) {
            starts.push((from, column, from + value));
        }
        match text[from..].find([';', '；']) {
            Some(at) => {
                let end = from + at;
                from = end + text[end..].chars().next().map_or(1, char::len_utf8);
            }
            None => break,
        }
    }
    if starts.first().is_none_or(|(at, ..)| *at != 0) {
        let head = text
            .split(['=', '＝', ';', '；'])
            .next()
            .unwrap_or_default();
        return Err(ClauseFault::NoColumn(head.trim().to_owned()));
    }
    let mut given: Vec<Given> = Vec::new();
    for (place, (_, column, value)) in starts.iter().enumerate() {
        let end = starts.get(place + 1).map_or(text.len(), |(next, ..)| *next);
        let words = text[*value..end].trim().trim_end_matches([';', '；']);
        if given.iter().any(|(other, _)| other.key == column.key) {
            return Err(ClauseFault::Twice(column.label));
        }
        given.push((*column, words.trim().to_owned()));
    }
    Ok(given)
}

/// The column that a clause opens with, and where its words begin.
fn opening(kind: Kind, clause: &str) -> Option<(&'static Column, usize)> {
    let at = clause.find(['=', '＝'])?;
    let name = clause[..at].trim().replace('-', "_");
    let column = kind.dictionary().known_as(&name)?;
    kind.dictionary().place(column.key)?;
    let sign = clause[at..].chars().next().map_or(1, char::len_utf8);
    Some((column, at + sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(&'static str, String)>, ClauseFault> {
        let given = clauses(Kind::Problem, text)?;
        Ok(given
            .into_iter()
            .map(|(column, words)| (column.key, words))
            .collect())
    }

    #[test]
    fn columns_are_known_in_both_languages_and_with_full_width_signs() {
        let read =
            read("company=甲公司；问题类别＝广告; text = 怎样备案 ;办理方式=现场解决；").unwrap();
        let expected = [
            ("company", "甲公司"),
            ("category", "广告"),
            ("text", "怎样备案"),
            ("handling", "现场解决"),
        ];
        assert_eq!(read, expected.map(|(key, words)| (key, words.to_owned())));
    }

    #[test]
    fn a_semicolon_in_prose_ends_nothing() {
        let read = read("text=先办执照；再办许可; a=b 不是栏目;company=乙店").unwrap();
        assert_eq!(
            read[0],
            ("text", "先办执照；再办许可; a=b 不是栏目".to_owned())
        );
        assert_eq!(read[1], ("company", "乙店".to_owned()));
    }

    #[test]
    fn a_text_without_a_column_or_with_one_twice_is_refused() {
        assert_eq!(
            read("甲公司 广告"),
            Err(ClauseFault::NoColumn("甲公司 广告".to_owned()))
        );
        assert_eq!(
            read("公司名=甲"),
            Err(ClauseFault::NoColumn("公司名".to_owned()))
        );
        assert_eq!(
            read("company=甲;企业名称=乙"),
            Err(ClauseFault::Twice("企业名称"))
        );
        assert_eq!(read(""), Err(ClauseFault::NoColumn(String::new())));
    }
}
