//! The page as the book had it at an earlier moment: made anew in memory, the ledger stays as it is.

use std::collections::HashMap;

use rusqlite::{Connection, params_from_iter};

use super::book::page_values;
use super::error::{Error, Result};
use super::page::Page;
use super::{migrate, open, sql};
use crate::record::Kind;

/// The page of an earlier moment.
pub struct Past {
    connection: Connection,
}

/// The newest revision that a record had then.
struct Head {
    id: i64,
    record: [u8; 16],
    revision: [u8; 16],
    body: String,
}

impl Past {
    /// The page of then. Its records have no times: the history stays in the book.
    pub fn page(&self) -> Page<'_> {
        Page::of(&self.connection)
    }

    /// Makes the page that the command which first entered a record left behind.
    pub(super) fn since(now: &Connection, kind: Kind, id: i64) -> Result<Self> {
        let key = kind.dictionary().key;
        let command: i64 = now.query_row(
            &format!(
                "SELECT command FROM revision WHERE uuid = (SELECT uuid FROM \"{key}\" WHERE id = ?1)"
            ),
            [id],
            |row| row.get("command"),
        )?;
        let mut heads = heads(now, command)?;
        let mut connection = open::in_memory()?;
        migrate::run(&mut connection, None)?;
        let transaction = connection.transaction()?;
        for kind in Kind::ALL {
            for head in heads.remove(kind).unwrap_or_default() {
                let page = Page::of(&transaction);
                let row = page.cells_of_body(*kind, head.id, &head.body)?;
                let values = page_values(Some(head.id), head.record, head.revision, &row);
                transaction
                    .prepare_cached(sql::insert(*kind))?
                    .execute(params_from_iter(values))?;
            }
        }
        transaction.commit()?;
        Ok(Self { connection })
    }
}

/// What the records said when a command was done, by kind, with the numbers that they have in this ledger.
///
/// Commands are numbered as they arrive in this ledger, wherever they were done: what another ledger had earlier and
/// this one learned of later was not on its page then.
fn heads(now: &Connection, command: i64) -> Result<HashMap<Kind, Vec<Head>>> {
    let mut heads: HashMap<Kind, Vec<Head>> = HashMap::new();
    for kind in Kind::ALL {
        let key = kind.dictionary().key;
        // Of several heads the page shows the deepest, then the greatest.
        let mut statement = now.prepare(&format!(
            "WITH known(uuid, id) AS (SELECT uuid, id FROM \"{key}\"
                UNION ALL SELECT uuid, id FROM removed WHERE kind = ?1)
             SELECT known.id AS id, known.uuid AS record, this.uuid AS revision, this.body AS body
             FROM known JOIN revision AS this
               ON this.uuid = (
                 SELECT one.uuid FROM revision AS one
                 WHERE (one.uuid = known.uuid OR one.record = known.uuid) AND one.command <= ?2
                 ORDER BY one.depth DESC, one.uuid DESC LIMIT 1)
             WHERE this.body IS NOT NULL ORDER BY known.id"
        ))?;
        let mut rows = statement.query((key, command))?;
        while let Some(row) = rows.next().map_err(Error::from)? {
            heads.entry(*kind).or_default().push(Head {
                id: row.get("id")?,
                record: row.get("record")?,
                revision: row.get("revision")?,
                body: row.get("body")?,
            });
        }
    }
    Ok(heads)
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::super::{Filter, Ledger, Query, Row};
    use crate::record::Kind;

    /// Everything on a page but the times, kind by kind.
    fn all(page: super::Page<'_>) -> Vec<Row> {
        let rows = Kind::ALL
            .iter()
            .flat_map(|kind| page.rows(&Query::of(*kind)).unwrap());
        rows.collect()
    }

    fn since(ledger: &Ledger, kind: Kind, id: i64) -> super::Past {
        ledger.since(kind, id).unwrap()
    }

    #[test]
    fn what_was_added_changed_and_removed_later_is_as_it_was() {
        let mut sample = Sample::new();
        let point = sample.point("钢材市场");
        let visit = sample.visit(point, "2022-06-01");
        let problem = sample.problem(visit, "甲店");
        let mark = sample.point("记号");
        let then = all(sample.ledger.page());

        sample
            .amend(Kind::Point, point, &[("name", "改名"), ("kind", "market")])
            .unwrap();
        sample.remove(Kind::Problem, problem).unwrap();
        sample.remove(Kind::Visit, visit).unwrap();
        sample.visit(point, "2022-07-01");
        assert_ne!(all(sample.ledger.page()), then);

        let past = since(&sample.ledger, Kind::Point, mark);
        assert_eq!(all(past.page()), then);
        // A reference speaks of the record as it was.
        let row = past.page().row(Kind::Visit, visit).unwrap();
        assert_eq!(row.cell("point").words(), "钢材市场");
        // Conditions with our own functions work there too.
        let found = Query::of(Kind::Point).with(Filter::Contains("钢材".to_owned()));
        assert_eq!(past.page().count(&found).unwrap(), 1);
    }

    #[test]
    fn of_two_heads_the_deepest_then_the_greatest_is_shown() {
        let mut sample = Sample::new();
        let point = sample.point("钢材市场");
        let mark = sample.point("记号");
        let other = |uuid: u8, depth: i64, name: &str| {
            sample
                .ledger
                .connection
                .execute(
                    "INSERT INTO revision (uuid, record, kind, command, depth, body, hash)
                     SELECT ?1, uuid, kind, command, ?2, replace(body, '钢材市场', ?3), hash FROM revision
                     WHERE uuid = (SELECT uuid FROM point WHERE id = ?4)",
                    ([uuid; 16], depth, name, point),
                )
                .unwrap();
            let past = since(&sample.ledger, Kind::Point, mark);
            past.page()
                .row(Kind::Point, point)
                .unwrap()
                .cell("name")
                .words()
        };
        assert_eq!(other(2, 2, "较深"), "较深");
        assert_eq!(other(1, 2, "较小"), "较深");
        assert_eq!(other(3, 2, "较大"), "较大");
    }

    #[test]
    fn what_was_removed_before_stays_away_and_what_came_back_is_there() {
        let mut sample = Sample::new();
        let (gone, back) = (sample.point("甲"), sample.point("乙"));
        sample.remove(Kind::Point, gone).unwrap();
        sample.remove(Kind::Point, back).unwrap();
        sample.restore(Kind::Point, back).unwrap();
        let mark = sample.point("记号");
        sample.restore(Kind::Point, gone).unwrap();
        sample.remove(Kind::Point, back).unwrap();
        let past = since(&sample.ledger, Kind::Point, mark);
        let ids: Vec<_> = all(past.page()).iter().map(|row| row.id).collect();
        assert_eq!(ids, [back, mark]);
    }
}
