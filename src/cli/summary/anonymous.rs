//! Names taken out of a summary, as the source does it: 某专业市场党委, 某企业, 某区.

use crate::document::{Block, Document, Span};
use crate::record::Kind;
use crate::store::{Error, Page, Query, Row};
use crate::value::Cell;

/// The characters that end the name of a place: 云溪区 becomes 某区.
const PLACES: &[char] = &['省', '市', '区', '县', '旗', '州', '盟'];

/// The document with every name of the ledger replaced.
pub(super) fn anonymous(
    page: Page<'_>,
    mut document: Document,
    bureau: Option<&str>,
) -> Result<Document, Error> {
    let names = names(page, bureau)?;
    let replaced = |text: &str| replaced(text, &names);
    document.title = replaced(&document.title);
    for block in &mut document.blocks {
        match block {
            Block::Paragraph(spans) => {
                for Span { text, .. } in spans {
                    *text = replaced(text);
                }
            }
            Block::Heading(_, text) => *text = replaced(text),
            Block::Signature(lines) => lines.iter_mut().for_each(|line| *line = replaced(line)),
            _ => {}
        }
    }
    Ok(document)
}

/// What stands for each name, longer names first, so that no part of one is replaced before the whole.
fn names(page: Page<'_>, bureau: Option<&str>) -> Result<Vec<(String, String)>, Error> {
    let mut names = Vec::new();
    for point in page.rows(&Query::of(Kind::Point))? {
        let kind = format!("某{}", point.cell("kind").words());
        let party = match point.cell("party_kind") {
            Cell::Choice(entry) if entry.code != "none" => format!("{kind}{}", entry.label),
            _ => format!("{kind}党组织"),
        };
        add(&mut names, &point, "party", &party);
        add(&mut names, &point, "name", &kind);
        add(&mut names, &point, "former", &kind);
        for key in ["secretary", "owner", "leader", "guide", "liaison"] {
            add(&mut names, &point, key, "某同志");
        }
        add_place(&mut names, &point.cell("confirmed_by").words());
        add_place(&mut names, &point.cell("parent").words());
    }
    for (kind, key, instead) in [
        (Kind::Problem, "company", "某企业"),
        (Kind::Award, "company", "某企业"),
        (Kind::Idea, "company", "某企业"),
        (Kind::Member, "name", "某同志"),
        (Kind::Visit, "people", "某同志"),
        (Kind::Visit, "leader", "某同志"),
        (Kind::Visit, "place", "某地"),
    ] {
        for row in page.rows(&Query::of(kind))? {
            add(&mut names, &row, key, instead);
        }
    }
    if let Some(bureau) = bureau {
        add_place(&mut names, bureau);
    }
    names.sort_by(|(one, _), (other, _)| (other.len(), other).cmp(&(one.len(), one)));
    names.dedup_by(|(one, _), (other, _)| one == other);
    Ok(names)
}

/// Adds the names in a column, each with what stands for it. One character alone is no name.
fn add(names: &mut Vec<(String, String)>, row: &Row, key: &str, instead: &str) {
    let found = match row.cell(key) {
        Cell::List(items) => items.clone(),
        cell => vec![cell.words()],
    };
    let found = found.into_iter().filter(|name| name.chars().count() > 1);
    names.extend(found.map(|name| (name, instead.to_owned())));
}

/// Adds the place that a name begins with: 云溪区 of 云溪区委组织部, and 云溪 alone.
fn add_place(names: &mut Vec<(String, String)>, name: &str) {
    let Some((end, sort)) = name.char_indices().find(|(_, c)| PLACES.contains(c)) else {
        return;
    };
    let bare = &name[..end];
    if bare.chars().count() > 1 && !bare.starts_with('某') {
        names.push((format!("{bare}{sort}"), format!("某{sort}")));
        names.push((bare.to_owned(), "某".to_owned()));
    }
}

/// A text with the names replaced in one pass, so that nothing is replaced twice.
fn replaced(text: &str, names: &[(String, String)]) -> String {
    let mut left = text;
    let mut done = String::with_capacity(text.len());
    while let Some(first) = left.chars().next() {
        let known = names
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_is_replaced_and_nothing_twice() {
        let mut names = Vec::new();
        add_place(&mut names, "云溪区市场监管局");
        names.push(("北环钢材市场党委".to_owned(), "某专业市场党委".to_owned()));
        names.push(("北环钢材市场".to_owned(), "某专业市场".to_owned()));
        names.sort_by(|(one, _), (other, _)| (other.len(), other).cmp(&(one.len(), one)));
        assert_eq!(
            replaced(
                "云溪区市场监管局指导北环钢材市场党委，北环钢材市场和云溪创新大厦",
                &names
            ),
            "某区市场监管局指导某专业市场党委，某专业市场和某创新大厦"
        );
    }

    #[test]
    fn a_name_without_a_place_or_of_one_character_is_left() {
        let mut names = Vec::new();
        add_place(&mut names, "组织部");
        add_place(&mut names, "某区委组织部");
        assert_eq!(names, []);
    }
}
