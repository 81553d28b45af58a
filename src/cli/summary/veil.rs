//! Names taken out, as the source does it: 某专业市场党委, 某企业, 某区.
//!
//! What the records say is replaced before it comes into a sentence, so that the sentences stay as they are.

use std::collections::BTreeMap;

use crate::record::{Kind, Names};
use crate::store::{Error, Page, Query, Row};
use crate::value::Cell;

/// What a part of a place's name ends with: 江苏省, 南京市, 鼓楼区.
const PLACES: &[char] = &['省', '市', '区', '县', '旗', '盟'];

/// The longest part of a place's name, in characters.
const LONGEST: usize = 7;

/// What stands for each name of a ledger.
pub(super) struct Veil {
    /// Longer names first, so that no part of one is replaced before the whole.
    names: Vec<(String, String)>,
}

impl Veil {
    /// Of all names in the ledger and of the bureau's place.
    pub(super) fn of(page: Page<'_>, bureau: Option<&str>) -> Result<Self, Error> {
        let mut names = BTreeMap::new();
        for kind in Kind::entered() {
            for row in page.rows(&Query::of(kind))? {
                of_record(&mut names, &row);
            }
        }
        if let Some(bureau) = bureau {
            // Known by its place, even where it is named as another body.
            names.remove(bureau);
            names.extend(places(bureau));
        }
        Ok(Self::over(names))
    }

    fn over(names: BTreeMap<String, String>) -> Self {
        let mut names: Vec<_> = names.into_iter().collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        Self { names }
    }

    /// A text with its names replaced, in one pass, so that nothing is replaced twice.
    pub(super) fn over_text(&self, text: &str) -> String {
        let mut left = text;
        let mut done = String::with_capacity(text.len());
        while let Some(first) = left.chars().next() {
            let known = self
                .names
                .iter()
                .find(|(name, _)| left.starts_with(name.as_str()));
            if let Some((name, instead)) = known {
                done.push_str(instead);
                left = &left[name.len()..];
            } else {
                done.push(first);
                left = &left[first.len_utf8()..];
            }
        }
        done
    }

    /// A record with the names in its cells replaced.
    pub(super) fn over_row(&self, mut row: Row) -> Row {
        for cell in &mut row.cells {
            match cell {
                Cell::Text(text) => *text = self.over_text(text),
                Cell::List(items) => {
                    for item in items {
                        *item = self.over_text(item);
                    }
                }
                Cell::Link(link) => link.name = self.over_text(&link.name),
                _ => {}
            }
        }
        row
    }
}

/// Adds the names that a record holds.
fn of_record(names: &mut BTreeMap<String, String>, row: &Row) {
    let dictionary = row.kind.dictionary();
    for column in dictionary.columns {
        let instead = match column.names {
            Some(Names::Person) => "某同志",
            Some(Names::Company) => "某企业",
            Some(Names::Body) => "某单位",
            Some(Names::Place) => "某地",
            None => continue,
        };
        add(names, row.cell(column.key), instead);
    }
    if row.kind == Kind::Point {
        let kind = format!("某{}", row.cell("kind").words());
        let party = match row.cell("party_kind") {
            Cell::Choice(entry) if entry.code != "none" => format!("{kind}{}", entry.label),
            _ => format!("{kind}党组织"),
        };
        add(names, row.cell("party"), &party);
        add(names, row.cell("name"), &kind);
        add(names, row.cell("former"), &kind);
        for key in ["confirmed_by", "parent", "address"] {
            names.extend(places(&row.cell(key).words()));
        }
    }
}

/// Adds the names in a cell, with what stands for them. One character alone is no name.
fn add(names: &mut BTreeMap<String, String>, cell: &Cell, instead: &str) {
    let found = match cell {
        Cell::List(items) => items.clone(),
        cell => vec![cell.words()],
    };
    for name in found.into_iter().filter(|name| name.chars().count() > 1) {
        // Points come first: what one is called stays what stands for it.
        names.entry(name).or_insert_with(|| instead.to_owned());
    }
}

/// The places that a name begins with, each and all together: 南京市, 鼓楼区 and 南京市鼓楼区 of 南京市鼓楼区委.
fn places(name: &str) -> Vec<(String, String)> {
    let mut places = Vec::new();
    let (mut start, mut end) = (0, 0);
    for (at, sign) in name.char_indices() {
        let next = at + sign.len_utf8();
        let part = &name[start..next];
        if part.chars().count() > LONGEST {
            break;
        }
        // 市场监管局 names no place.
        let is_end = PLACES.contains(&sign) && !name[next..].starts_with('场');
        if is_end && part.chars().count() > 1 && !part.starts_with('某') {
            places.push((part.to_owned(), format!("某{sign}")));
            (start, end) = (next, next);
        }
    }
    if let Some((_, last)) = places.last().cloned()
        && places.len() > 1
    {
        places.push((name[..end].to_owned(), last));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn veil(names: &[(&str, &str)], bureau: &str) -> Veil {
        let mut all = BTreeMap::from_iter(places(bureau));
        for (name, instead) in names {
            all.insert((*name).to_owned(), (*instead).to_owned());
        }
        Veil::over(all)
    }

    #[test]
    fn the_longest_name_is_replaced_and_nothing_twice() {
        let veil = veil(
            &[
                ("北环钢材市场党委", "某专业市场党委"),
                ("北环钢材市场", "某专业市场"),
            ],
            "云溪区市场监管局",
        );
        assert_eq!(
            veil.over_text("云溪区市场监管局指导北环钢材市场党委，北环钢材市场"),
            "某区市场监管局指导某专业市场党委，某专业市场"
        );
    }

    #[test]
    fn every_part_of_a_place_is_replaced_and_no_word_that_only_looks_like_one() {
        for (name, expected) in [
            ("云溪区市场监管局", "某区市场监管局"),
            ("杭州市西湖区市场监督管理局", "某区市场监督管理局"),
            ("广州市市场监督管理局", "某市市场监督管理局"),
            ("江苏省南京市鼓楼区委组织部", "某区委组织部"),
            ("歙县市场监管局", "某县市场监管局"),
            ("市场监管局", "市场监管局"),
            ("组织部", "组织部"),
            ("某区委组织部", "某区委组织部"),
        ] {
            assert_eq!(veil(&[], name).over_text(name), expected);
        }
        let veil = veil(&[], "高新区市场监管局");
        assert_eq!(veil.over_text("“高新技术企业”称号"), "“高新技术企业”称号");
    }
}
