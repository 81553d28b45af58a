//! The page as the book had it at an earlier moment: made anew in memory, the ledger stays as it is.

use rusqlite::{Connection, params_from_iter};

use super::book::{self, RawUuid};
use super::error::Result;
use super::page::Page;
use super::writing::page_values;
use super::{open, rebuild, sql};
use crate::record::Kind;

/// The page of an earlier moment.
pub struct Past {
    connection: Connection,
}

impl Past {
    /// The page of then.
    pub fn page(&self) -> Page<'_> {
        Page::of(&self.connection)
    }

    /// Makes the page that the command which first entered a record left behind.
    ///
    /// Commands are numbered as they arrive in this ledger, wherever they were done: what another ledger had earlier and
    /// this one learned of later was not on its page then.
    pub(super) fn since(now: &Connection, kind: Kind, id: i64) -> Result<Self> {
        let key = kind.dictionary().key;
        let command: i64 = now.query_row(
            &format!(
                "SELECT command FROM revision WHERE uuid = (SELECT uuid FROM \"{key}\" WHERE id = ?1)"
            ),
            [id],
            |row| row.get("command"),
        )?;
        Self::of_book(now, command)
    }

    /// Makes the page that the book gives now.
    pub(super) fn of_now(now: &Connection) -> Result<Self> {
        Self::of_book(now, i64::MAX)
    }

    /// Makes the page that the book gives now, with the removed records on it as they were last.
    pub(super) fn with_removed(now: &Connection) -> Result<Self> {
        let past = Self::of_now(now)?;
        let connection = &past.connection;
        // A removed record may refer to one that is nowhere else either.
        connection.pragma_update(None, "foreign_keys", false)?;
        for kind in Kind::ALL {
            let key = kind.dictionary().key;
            let removed: Vec<(i64, RawUuid)> = connection
                .prepare("SELECT id, uuid FROM removed WHERE kind = ?1 ORDER BY id")?
                .query_map([key], |row| Ok((row.get("id")?, row.get("uuid")?)))?
                .collect::<rusqlite::Result<_>>()?;
            for (id, uuid) in removed {
                let heads = book::heads(connection, uuid)?;
                let (Some(head), Some(body)) = (heads.last(), book::last_body(connection, uuid)?)
                else {
                    continue;
                };
                let row = past.page().cells_of_body(*kind, id, &body)?;
                connection
                    .prepare_cached(sql::insert(*kind))?
                    .execute(params_from_iter(page_values(
                        Some(id),
                        uuid,
                        head.uuid,
                        &row,
                    )))?;
            }
        }
        Ok(past)
    }

    /// Makes the page that the book gave after a command, with the numbers that the records have in this ledger.
    fn of_book(now: &Connection, command: i64) -> Result<Self> {
        let mut connection = open::in_memory()?;
        rebuild::up_to(now, &mut connection, command)?;
        Ok(Self { connection })
    }
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
