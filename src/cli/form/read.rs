//! A form that a person filled in: TOML into the words of a draft, each with the place where it stands.
//!
//! The names on the left are the columns', in English or Chinese.

use std::borrow::Cow;
use std::collections::BTreeSet;

use encoding_rs::{Encoding, GB18030};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::cli::words;
use crate::cli::written::{self, Fault, in_order};
use crate::entry::{Draft, Given, Part};
use crate::record::{Column, Dictionary, Kind};
use crate::value::text::{nearest, shown};

/// The longest form that is read, in bytes.
pub(super) const LONGEST: usize = 1 << 20;

/// The text of a form as editors save it: UTF-8, or what they call ANSI on a Chinese Windows, or UTF-16 that says so. None
/// where it is no text.
pub(super) fn decoded(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
        return text.map(Cow::into_owned);
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => GB18030
            .decode_without_bom_handling_and_without_replacement(bytes)?
            .into_owned(),
    };
    (!text.contains('\0')).then_some(text)
}

/// A form as it was read.
#[derive(Debug)]
pub(in crate::cli) struct Form {
    /// The words.
    pub(in crate::cli) draft: Draft,
    text: String,
    /// Where each column of each record stands.
    places: Vec<(Part, &'static str, usize)>,
    /// Where the record and its problems begin.
    heads: Vec<usize>,
}

impl Form {
    /// Reads the form of a record of this kind.
    ///
    /// # Errors
    ///
    /// What can't be read, and where.
    pub(super) fn read(kind: Kind, text: &str) -> Result<Self, Fault> {
        let repaired = Repaired::of(text);
        let table = DeTable::parse(&repaired.text)
            .map_err(|error| repaired.placed(text, written::fault(&repaired.text, &error)))?;
        let mut form = Self {
            draft: Draft::of(kind),
            text: text.to_owned(),
            places: Vec::new(),
            heads: vec![0],
        };
        form.take(table.get_ref(), &repaired)?;
        Ok(form)
    }

    /// Takes the words out of the whole form.
    fn take(&mut self, table: &DeTable<'_>, repaired: &Repaired) -> Result<(), Fault> {
        let kind = self.draft.kind;
        for (key, value) in in_order(table) {
            if kind == Kind::Visit && is_problem(key.get_ref()) {
                self.take_problems(value, repaired)?;
                continue;
            }
            let given = self.one(kind, key, value, Part::Whole, repaired)?;
            self.draft.given.extend(given);
        }
        Ok(())
    }

    /// Takes the words of the problems; one that is left empty is none.
    fn take_problems(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        repaired: &Repaired,
    ) -> Result<(), Fault> {
        let wrong = |form: &Self, at| {
            form.fault(
                repaired,
                at,
                words::PROBLEM_TABLE,
                words::PROBLEM_TABLE_HINT,
            )
        };
        let tables: Vec<_> = match value.get_ref() {
            DeValue::Array(items) => items
                .iter()
                .map(|item| match item.get_ref() {
                    DeValue::Table(table) => Ok((item.span().start, table)),
                    _ => Err(wrong(self, item.span().start)),
                })
                .collect::<Result<_, _>>()?,
            DeValue::Table(table) => vec![(value.span().start, table)],
            _ => return Err(wrong(self, value.span().start)),
        };
        for (at, table) in tables {
            let part = Part::Problem(self.draft.problems.len());
            let mut problem: Vec<Given> = Vec::new();
            for (key, value) in in_order(table) {
                problem.extend(self.one(Kind::Problem, key, value, part, repaired)?);
            }
            if problem.iter().any(|(_, words)| !words.trim().is_empty()) {
                self.draft.problems.push(problem);
                self.heads.push(repaired.origin(at));
            } else {
                self.places.retain(|(other, ..)| *other != part);
            }
        }
        Ok(())
    }

    /// Takes the words of one line.
    fn one(
        &mut self,
        kind: Kind,
        key: &Spanned<toml::de::DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
        part: Part,
        repaired: &Repaired,
    ) -> Result<Option<Given>, Fault> {
        let dictionary = kind.dictionary();
        let name = key.get_ref();
        let at = key.span().start;
        let Some(column) = column(dictionary, name) else {
            let (what, hint) = unknown(dictionary, name);
            return Err(self.fault(repaired, at, what, hint));
        };
        if matches!(part, Part::Problem(_)) && column.key == "visit" {
            return Err(self.fault(repaired, at, words::OWN_VISIT, words::OWN_VISIT_HINT));
        }
        let twice = self
            .places
            .iter()
            .any(|(other, key, _)| *other == part && *key == column.key);
        if twice {
            let what = format!("{}写了两次", column.label);
            return Err(self.fault(repaired, at, what, words::TWICE_HINT));
        }
        let at = value.span().start;
        let Some(words) = spoken(value.get_ref()) else {
            let what = format!("{}的内容不能这样写", column.label);
            return Err(self.fault(repaired, at, what, words::VALUE_HINT));
        };
        self.places.push((part, column.key, repaired.origin(at)));
        Ok(Some((column, words)))
    }

    fn fault(
        &self,
        repaired: &Repaired,
        at: usize,
        what: impl Into<String>,
        hint: impl Into<String>,
    ) -> Fault {
        Fault::at(&self.text, repaired.origin(at), what, hint)
    }

    /// Says something of a column where it stands, else of the record where it begins.
    pub(super) fn mark(&self, part: Part, key: Option<&str>, what: &str, hint: &str) -> Fault {
        let place = self
            .places
            .iter()
            .find(|(other, column, _)| *other == part && Some(*column) == key);
        let head = match part {
            Part::Whole => 0,
            Part::Problem(place) => place + 1,
        };
        let at = place.map_or_else(
            || self.heads.get(head).copied().unwrap_or(0),
            |(.., at)| *at,
        );
        Fault::at(&self.text, at, what, hint)
    }

    /// The text of the form.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// Whether a name is that of the problems of a visit.
fn is_problem(name: &str) -> bool {
    let problem = Kind::Problem.dictionary();
    [problem.key, problem.label].contains(&name)
}

/// The stored column of this name.
fn column(dictionary: &'static Dictionary, name: &str) -> Option<&'static Column> {
    let name = name.trim().replace('-', "_");
    let known = dictionary.known_as(&name)?;
    dictionary.place(known.key)?;
    Some(known)
}

/// What is said of a name that no column has.
fn unknown(dictionary: &'static Dictionary, name: &str) -> (String, String) {
    let columns = dictionary.columns.iter();
    let names = columns.flat_map(|column| [column.key, column.label]);
    let what = format!("{}没有「{}」这一项", dictionary.label, shown(name));
    let hint = match nearest(name, names, 1).first() {
        Some(near) => format!("是不是想写「{near}」？"),
        None => format!("有哪些项，看空表单：xgz {} form", dictionary.key),
    };
    (what, hint)
}

/// A value as words; none where it is of a sort that no column holds.
fn spoken(value: &DeValue<'_>) -> Option<String> {
    Some(match value {
        DeValue::String(text) => text.to_string(),
        // Written otherwise than in tens, its digits would mean another number.
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().replace('_', ""),
        DeValue::Boolean(yes) => (if *yes { "是" } else { "否" }).to_owned(),
        DeValue::Datetime(time) if time.time.is_none() => time.to_string(),
        DeValue::Array(items) => {
            let items = items.iter().map(|item| match item.get_ref() {
                DeValue::Array(_) => None,
                item => spoken(item),
            });
            items.collect::<Option<Vec<_>>>()?.join("\n")
        }
        _ => return None,
    })
}

/// How often names are looked for that want quotes.
const ROUNDS: usize = 8;

/// A form with quotes around the Chinese names on the left, which TOML wants and people leave out.
struct Repaired {
    text: String,
    /// Where quotes were put, in the text with them.
    quotes: Vec<usize>,
}

impl Repaired {
    /// Puts the quotes in, each where the reader stumbles over a name that would be one with them. It tells of all such places
    /// at once, but of one behind another that makes no sense only when that is mended.
    fn of(text: &str) -> Self {
        let mut repaired = Self {
            text: text.to_owned(),
            quotes: Vec::new(),
        };
        for _ in 0..ROUNDS {
            let (_, errors) = DeTable::parse_recoverable(&repaired.text);
            let spans = errors.iter().filter_map(toml::de::Error::span);
            let names: BTreeSet<_> = spans.filter_map(|span| repaired.bare(span.start)).collect();
            if names.is_empty() {
                break;
            }
            repaired.quote(&names);
        }
        repaired
    }

    /// Puts quotes around these stretches, which stand apart from each other and in order.
    fn quote(&mut self, names: &BTreeSet<(usize, usize)>) {
        let mut quotes: Vec<_> = self
            .quotes
            .iter()
            .map(|quote| self.origin(*quote))
            .collect();
        let mut text = String::with_capacity(self.text.len() + 2 * names.len());
        let mut from = 0;
        for (start, end) in names {
            quotes.extend([self.origin(*start), self.origin(*end)]);
            text.push_str(&self.text[from..*start]);
            text.push('"');
            text.push_str(&self.text[*start..*end]);
            text.push('"');
            from = *end;
        }
        text.push_str(&self.text[from..]);
        quotes.sort_unstable();
        // Each quote moves what comes after it by one.
        let moved = quotes
            .iter()
            .enumerate()
            .map(|(before, quote)| quote + before);
        self.quotes = moved.collect();
        self.text = text;
    }

    /// The Chinese name without quotes that stands on the left where the reader stumbled.
    fn bare(&self, at: usize) -> Option<(usize, usize)> {
        let text = &self.text;
        let at = text.floor_char_boundary(at);
        let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
        let line = text[start..].lines().next()?;
        let (opening, name) = match line.trim_start().strip_prefix("[[") {
            Some(rest) => ("[[", rest.split_once("]]")?.0),
            None => ("", line.split_once('=')?.0),
        };
        let is_bare = !name.is_ascii() && !name.contains(['"', '\'', '[', ']', '#', '=']);
        let start = start + (line.len() - line.trim_start_matches([' ', '\t', '\u{FEFF}']).len());
        let start = start
            + opening.len()
            + (name.len() - name.trim_start().len()) * usize::from(!opening.is_empty());
        let end = start + name.trim().trim_start_matches('\u{FEFF}').trim().len();
        (is_bare && end > start && at <= end).then_some((start, end))
    }

    /// The place in the text as it was written.
    fn origin(&self, at: usize) -> usize {
        at - self.quotes.iter().filter(|quote| **quote < at).count()
    }

    /// A fault of the text with quotes, placed in the one without.
    fn placed(&self, text: &str, fault: Fault) -> Fault {
        let line_start = self
            .text
            .split_inclusive('\n')
            .take(fault.line - 1)
            .map(str::len)
            .sum::<usize>();
        let line = &self.text[line_start..];
        let at = line
            .char_indices()
            .nth(fault.column - 1)
            .map_or(self.text.len(), |(at, _)| line_start + at);
        Fault::at(text, self.origin(at), fault.what, fault.hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(form: &Form, part: Part) -> Vec<(&'static str, String)> {
        let given = form.draft.part(part).iter();
        given
            .map(|(column, words)| (column.key, words.clone()))
            .collect()
    }

    fn read(text: &str) -> Form {
        Form::read(Kind::Visit, text).unwrap_or_else(|fault| panic!("{fault}"))
    }

    /// The place and the words of what is wrong.
    fn wrong(text: &str) -> (usize, usize, String) {
        let fault = Form::read(Kind::Visit, text).unwrap_err();
        (fault.line, fault.column, fault.what)
    }

    #[test]
    fn every_sort_of_value_becomes_the_words_that_would_be_typed() {
        let form = read(
            "date = 2023-03-31\npoint = 'gcsc'\nsend = ['送政策', \"服务\"]\nreach = 4_0\nowner_met = true\nsummary = \"\"\"\n两行\n字\"\"\"\n",
        );
        let expected = [
            ("date", "2023-03-31"),
            ("point", "gcsc"),
            ("send", "送政策\n服务"),
            ("reach", "40"),
            ("owner_met", "是"),
            ("summary", "两行\n字"),
        ];
        assert_eq!(
            words(&form, Part::Whole),
            expected.map(|(key, words)| (key, words.to_owned()))
        );
    }

    #[test]
    fn names_are_known_in_both_languages_with_quotes_and_without() {
        let text = "走访日期 = '今天'\n\"联系点\" = '1'\n  三送类别='送政策'\n[[问题]]\n企业名称 = '甲店'\n[[ 问题 ]]\n企业 = '乙店'\n";
        let form = read(text);
        assert_eq!(
            words(&form, Part::Whole),
            [("date", "今天"), ("point", "1"), ("send", "送政策")]
                .map(|(key, words)| (key, words.to_owned()))
        );
        assert_eq!(
            words(&form, Part::Problem(1)),
            [("company", "乙店".to_owned())]
        );
        // Where something stands is told of the text as it was written.
        let fault = form.mark(Part::Whole, Some("send"), "", "");
        assert_eq!((fault.line, fault.column), (3, 8));
        let fault = form.mark(Part::Problem(1), Some("company"), "", "");
        assert_eq!((fault.line, fault.column), (7, 6));
    }

    #[test]
    fn a_problem_that_is_left_empty_is_none() {
        let form = read(
            "date = '今天'\n[[problem]]\ncompany = ''\ntext = \" \"\n[[problem]]\ncompany = '甲店'\n",
        );
        assert_eq!(form.draft.problems.len(), 1);
        let fault = form.mark(Part::Problem(0), Some("company"), "", "");
        assert_eq!((fault.line, fault.column), (6, 11));
        let fault = form.mark(Part::Problem(0), Some("text"), "", "");
        assert_eq!((fault.line, fault.column), (5, 1));
        assert_eq!(read("[problem]\ncompany = '甲店'").draft.problems.len(), 1);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        for (text, line, column, what) in [
            (
                "date = '今天'\nsned = '送政策'",
                2,
                1,
                "走访没有「sned」这一项",
            ),
            ("走访日期 = '今天'\n三送 = 送政策", 2, 6, ""),
            ("date = '今天'\n走访日期 = '昨天'", 2, 1, "走访日期写了两次"),
            ("date = 3.5", 1, 8, "走访日期的内容不能这样写"),
            (
                "date = 2023-03-31T10:00:00",
                1,
                8,
                "走访日期的内容不能这样写",
            ),
            ("people = [['甲']]", 1, 10, "走访人员的内容不能这样写"),
            ("problem = '甲'", 1, 11, words::PROBLEM_TABLE),
            ("[[problem]]\nvisit = '1'", 2, 1, words::OWN_VISIT),
            (
                "[[problem]]\ncompany = '甲'\nstate = '待办'",
                3,
                1,
                "问题没有「state」这一项",
            ),
        ] {
            let (at_line, at_column, said) = wrong(text);
            assert_eq!((at_line, at_column), (line, column), "{text}: {said}");
            assert!(said.contains(what), "{text}: {said}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_or_refused_at_a_place_of_the_text(
            text in "(([a-z走访日期三送联系点问题]{0,4}|date|\\[\\[problem\\]\\]|company)( ?= ?|＝)?(\"|'|“|”|[今天0-9#]){0,5}\n?){0,8}",
        ) {
            if let Err(fault) = Form::read(Kind::Visit, &text) {
                prop_assert!(fault.line <= text.lines().count() + 1);
            }
        }
    }
}
