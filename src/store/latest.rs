//! What was done last: the newest records of the book, and when each contact point was visited.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, params};

use super::book::RawUuid;
use super::error::{Error, Result};
use super::page::Page;
use crate::record::Kind;
use crate::value::Day;

/// The visits of a contact point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visited {
    /// How many there were in the days that were asked for.
    pub times: i64,
    /// The day of the last one, whenever that was.
    pub last: Day,
}

impl Page<'_> {
    /// The records that were entered last, newest first: by the order in which their commands arrived here.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn latest(self, most: usize) -> Result<Vec<(Kind, i64)>> {
        // Read by the index, line by line, as far as it takes.
        let mut statement = self.connection().prepare(
            "SELECT kind, uuid FROM revision INDEXED BY revision_by WHERE record IS NULL
             ORDER BY command DESC, uuid DESC",
        )?;
        let mut lines = statement.query([])?;
        let mut latest = Vec::new();
        while latest.len() < most
            && let Some(line) = lines.next()?
        {
            let (key, uuid): (String, RawUuid) = (line.get("kind")?, line.get("uuid")?);
            let Some(kind) = Kind::entered().find(|kind| kind.dictionary().key == key) else {
                continue;
            };
            let id = self
                .connection()
                .prepare_cached(&format!("SELECT id FROM \"{key}\" WHERE uuid = ?1"))?
                .query_row([uuid], |row| row.get("id"))
                .optional()?;
            latest.extend(id.map(|id| (kind, id)));
        }
        Ok(latest)
    }

    /// The visits of each contact point up to a day, by its number: how many from another day on, and the last one.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn visited(self, from: Day, to: Day) -> Result<HashMap<i64, Visited>> {
        let mut statement = self.connection().prepare(
            "SELECT point, sum(date >= ?1) AS times, max(date) AS last FROM visit
             WHERE point IS NOT NULL AND date <= ?2 GROUP BY point",
        )?;
        let mut lines = statement.query(params![from.to_string(), to.to_string()])?;
        let mut visited = HashMap::new();
        while let Some(line) = lines.next()? {
            let (id, last): (i64, String) = (line.get("point")?, line.get("last")?);
            let last = Day::from_iso(&last).ok_or(Error::Unreadable {
                kind: Kind::Visit,
                id,
                column: "date",
            })?;
            let times = line.get("times")?;
            visited.insert(id, Visited { times, last });
        }
        Ok(visited)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, day};
    use super::*;

    #[test]
    fn the_newest_records_are_those_entered_last_that_are_still_there() {
        let mut sample = Sample::new();
        assert_eq!(sample.ledger.page().latest(5).unwrap(), []);
        let point = sample.point("钢材市场");
        let old = sample.visit(point, "2022-06-01");
        let problem = sample.problem(old, "甲店");
        let gone = sample.visit(point, "2022-07-01");
        sample.remove(Kind::Visit, gone).unwrap();
        // A change makes nothing new.
        sample
            .amend(Kind::Point, point, &[("name", "改名"), ("kind", "market")])
            .unwrap();
        let latest = |most| sample.ledger.page().latest(most).unwrap();
        let all = [
            (Kind::Problem, problem),
            (Kind::Visit, old),
            (Kind::Point, point),
        ];
        assert_eq!(latest(5), all);
        assert_eq!(latest(2), all[..2]);
        assert_eq!(latest(0), []);
    }

    #[test]
    fn the_visits_of_a_point_are_counted_in_the_days_asked_for_and_the_last_is_told() {
        let mut sample = Sample::new();
        let (one, other) = (sample.point("甲"), sample.point("乙"));
        for (point, date) in [
            (one, "2022-03-31"),
            (one, "2022-04-01"),
            (one, "2022-06-30"),
            (one, "2022-07-01"),
            (other, "2022-01-01"),
        ] {
            sample.visit(point, date);
        }
        let visited = sample.ledger.page();
        let visited = visited
            .visited(day("2022-04-01"), day("2022-06-30"))
            .unwrap();
        let of = |times, last| Visited {
            times,
            last: day(last),
        };
        assert_eq!(visited.len(), 2);
        assert_eq!(visited[&one], of(2, "2022-06-30"));
        assert_eq!(visited[&other], of(0, "2022-01-01"));
    }
}
