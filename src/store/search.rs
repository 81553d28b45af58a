//! Looks for texts in whole records: what `list --contains` and `find` call a hit.

use std::sync::Arc;

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result as SqlResult};

use crate::record::{Column, Kind, Shape};
use crate::value::Sought;

/// Gives a connection `holds(sought, text, …)` and `holds_item(sought, list, …)`: whether some of the texts, or some item
/// of the lists, holds what is sought. One call for a whole record: a call a cell takes several times as long.
pub(super) fn add_functions(connection: &Connection) -> SqlResult<()> {
    add(connection, "holds", Sought::is_in)?;
    add(connection, "holds_item", |sought, list| {
        // What no whole list holds, no item does, unless it is written with escapes there.
        (list.contains(&b'\\') || sought.is_in(list))
            && serde_json::from_slice::<Vec<String>>(list)
                .is_ok_and(|items| items.iter().any(|item| sought.is_in(item.as_bytes())))
    })
}

/// Gives a connection a function of a sought text and any number of cells.
fn add(
    connection: &Connection,
    name: &str,
    holds: impl Fn(&Sought, &[u8]) -> bool + Send + 'static,
) -> SqlResult<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function(name, -1, flags, move |context: &mut Context<'_>| {
        // What is sought is the same on every row: it is made ready once.
        let sought: Arc<Sought> =
            context.get_or_create_aux(0, |typed| typed.as_str().map(Sought::of))?;
        let is_held = |place| match context.get_raw(place) {
            ValueRef::Text(text) => holds(&sought, text),
            _ => false,
        };
        Ok((1..context.len()).any(is_held))
    })
}

/// The condition that some text column of a kind holds a value, or some of the expressions besides.
pub(super) fn holding(kind: Kind, sought: &str, besides: &[&str]) -> String {
    let columns = kind.dictionary().columns.iter();
    // Of what is masked a part must not be found: digit by digit it would be told.
    let (whole, parts): (Vec<&Column>, Vec<&Column>) = columns
        .filter(|column| column.shape.is_text())
        .partition(|column| column.personal);
    let (lists, texts): (Vec<_>, Vec<_>) = parts
        .into_iter()
        .partition(|column: &&Column| matches!(column.shape, Shape::List));
    let name = |column: &&Column| format!("t.\"{}\"", column.key);
    let mut texts: Vec<_> = texts.iter().map(name).collect();
    texts.extend(besides.iter().map(|&expression| expression.to_owned()));
    let mut condition = format!("holds({sought}, {})", texts.join(", "));
    if !lists.is_empty() {
        let lists: Vec<_> = lists.iter().map(name).collect();
        condition = format!("{condition} OR holds_item({sought}, {})", lists.join(", "));
    }
    for column in &whole {
        condition = format!("{condition} OR fold({}) = fold({sought})", name(column));
    }
    condition
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::super::{Filter, Query};
    use crate::record::Kind;

    /// The numbers of the records of a kind that hold these texts.
    fn found(sample: &Sample, kind: Kind, sought: &[&str]) -> Vec<i64> {
        let mut query = Query::of(kind);
        for text in sought {
            query = query.with(Filter::Holds((*text).to_owned()));
        }
        sample.ledger.page().ids(&query).unwrap()
    }

    #[test]
    fn a_record_is_found_by_its_own_texts_and_by_the_items_of_its_lists() {
        let mut sample = Sample::new();
        let point = sample.point("钢材市场");
        let visit = sample.add(
            Kind::Visit,
            &[
                ("date", "2022-06-01"),
                ("point", "1"),
                ("send", "policy"),
                ("people", "江涛、引\"号\\某"),
                ("summary", "查看地 磅，ＩＳＯ９００１"),
            ],
        );
        for (sought, is_there) in [
            (&["地磅"][..], true),
            (&["iso9001"], true),
            (&["江涛"], true),
            (&["引\"号"], true),
            (&["地磅", "江涛"], true),
            (&["地磅", "童刚"], false),
            // Of another record, of two items, of the text that a list is stored as, of a choice.
            (&["钢材"], false),
            (&["江涛引"], false),
            (&["\",\""], false),
            (&["policy"], false),
            (&["2022"], false),
        ] {
            let expected: &[i64] = if is_there { &[visit] } else { &[] };
            assert_eq!(found(&sample, Kind::Visit, sought), expected, "{sought:?}");
        }
        assert_eq!(found(&sample, Kind::Point, &["钢材"]), [point]);
        sample.remove(Kind::Visit, visit).unwrap();
        assert_eq!(found(&sample, Kind::Visit, &["地磅"]), [0; 0]);
    }

    #[test]
    fn records_are_read_in_the_order_of_their_numbers_without_those_that_are_gone() {
        let mut sample = Sample::new();
        for name in ["甲", "乙", "丙"] {
            sample.point(name);
        }
        sample.remove(Kind::Point, 2).unwrap();
        let rows = sample
            .ledger
            .page()
            .rows_of(Kind::Point, &[3, 2, 1])
            .unwrap();
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        assert_eq!(ids, [3, 1]);
    }
}
