//! Reads the book: who changed what, when, and by which command.

use std::collections::HashMap;

use rusqlite::params;

use super::error::{Error, Result};
use super::page::Page;
use crate::record::Kind;
use crate::value::Cell;

/// One revision of a record.
#[derive(Debug)]
pub struct Change {
    /// When: RFC 3339.
    pub at: String,
    /// Who.
    pub author: String,
    /// By which command.
    pub verb: String,
    /// The stored cells before it; `None` for the first and after a removal.
    pub before: Option<Vec<Cell>>,
    /// The stored cells since; `None` where the record was removed.
    pub after: Option<Vec<Cell>>,
}

/// A command that changed records.
#[derive(Debug)]
pub struct Done {
    /// When: RFC 3339.
    pub at: String,
    /// Who.
    pub author: String,
    /// What was asked for.
    pub verb: String,
    /// How many records it changed.
    pub records: i64,
}

/// How a record came into the book.
#[derive(Debug, Clone)]
pub struct Beginning {
    /// When: RFC 3339.
    pub at: String,
    /// By which command.
    pub verb: String,
}

impl Page<'_> {
    /// How each record of a kind came into the book, by its number.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn beginnings(self, kind: Kind) -> Result<HashMap<i64, Beginning>> {
        let text = format!(
            "SELECT t.id AS id, command.at AS at, command.verb AS verb FROM \"{}\" AS t
             JOIN revision ON revision.uuid = t.uuid JOIN command ON command.n = revision.command",
            kind.dictionary().key
        );
        let mut statement = self.connection().prepare_cached(&text)?;
        let beginnings = statement.query_map([], |row| {
            let (at, verb) = (row.get("at")?, row.get("verb")?);
            Ok((row.get("id")?, Beginning { at, verb }))
        })?;
        Ok(beginnings.collect::<rusqlite::Result<_>>()?)
    }

    /// What became of a record, from its first revision on; removed records have a history too.
    ///
    /// # Errors
    ///
    /// When there never was such a record, or the file cannot be read.
    pub fn history(self, kind: Kind, id: i64) -> Result<Vec<Change>> {
        let key = kind.dictionary().key;
        let text = format!(
            "WITH this AS (SELECT uuid FROM \"{key}\" WHERE id = ?2
                           UNION ALL SELECT uuid FROM removed WHERE kind = ?1 AND id = ?2)
             SELECT command.at, command.author, command.verb, revision.body,
                    (SELECT before.body FROM parent JOIN revision AS before ON before.uuid = parent.parent
                     WHERE parent.revision = revision.uuid ORDER BY before.depth DESC, before.uuid DESC LIMIT 1) AS before
             FROM revision JOIN command ON command.n = revision.command
             WHERE revision.uuid = (SELECT uuid FROM this) OR revision.record = (SELECT uuid FROM this)
             ORDER BY revision.depth, revision.uuid"
        );
        let mut statement = self.connection().prepare_cached(&text)?;
        let mut rows = statement.query(params![key, id])?;
        let mut changes = Vec::new();
        while let Some(row) = rows.next()? {
            let cells = |body: Option<String>| {
                body.map(|body| self.cells_of_body(kind, id, &body))
                    .transpose()
            };
            changes.push(Change {
                at: row.get("at")?,
                author: row.get("author")?,
                verb: row.get("verb")?,
                before: cells(row.get("before")?)?,
                after: cells(row.get("body")?)?,
            });
        }
        if changes.is_empty() {
            return Err(Error::Gone { kind, id });
        }
        Ok(changes)
    }

    /// The newest commands, newest first.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn commands(self, most: usize) -> Result<Vec<Done>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT at, author, verb, (SELECT count(*) FROM revision WHERE revision.command = n) AS records
             FROM command ORDER BY n DESC LIMIT ?1",
        )?;
        let done = statement
            .query_map([most], |row| {
                Ok(Done {
                    at: row.get("at")?,
                    author: row.get("author")?,
                    verb: row.get("verb")?,
                    records: row.get("records")?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(done)
    }

    /// The verb of the first command ever given here.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn first_verb(self) -> Result<Option<String>> {
        let mut statement = self
            .connection()
            .prepare("SELECT verb FROM command ORDER BY n LIMIT 1")?;
        let mut rows = statement.query([])?;
        Ok(match rows.next().map_err(Error::from)? {
            Some(row) => Some(row.get("verb")?),
            None => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, command, row};
    use super::*;

    fn words(cells: Option<&Vec<Cell>>, kind: Kind, key: &str) -> Option<String> {
        cells.map(|cells| cells[kind.dictionary().place(key).unwrap()].words())
    }

    #[test]
    fn each_revision_says_what_was_before_and_after_it() {
        let mut sample = Sample::new();
        let id = sample.point("钢材市场");
        let renamed = [("name", "建材市场"), ("kind", "market")];
        sample.amend(Kind::Point, id, &renamed).unwrap();
        sample.remove(Kind::Point, id).unwrap();
        let is_history =
            |sample: &Sample, expected: &[(&str, Option<&str>, Option<&str>)]| {
                let changes = sample.ledger.page().history(Kind::Point, id).unwrap();
                let found: Vec<_> = changes
                    .iter()
                    .map(|change| {
                        (
                            change.verb.as_str(),
                            words(change.before.as_ref(), Kind::Point, "name"),
                            words(change.after.as_ref(), Kind::Point, "name"),
                        )
                    })
                    .collect();
                let expected: Vec<_> = expected
                    .iter()
                    .map(|(verb, before, after)| {
                        (*verb, before.map(str::to_owned), after.map(str::to_owned))
                    })
                    .collect();
                assert_eq!(found, expected);
                assert!(
                    changes.iter().all(|change| change.author == "张三"
                        && change.at == "2022-12-31T08:00:00+08:00")
                );
            };
        let (steel, stone) = (Some("钢材市场"), Some("建材市场"));
        let removed = [
            ("point add", None, steel),
            ("point edit", steel, stone),
            ("point rm", stone, None),
        ];
        is_history(&sample, &removed);
        sample.restore(Kind::Point, id).unwrap();
        let mut restored = removed.to_vec();
        restored.push(("point restore", None, stone));
        is_history(&sample, &restored);
    }

    #[test]
    fn a_reference_to_a_removed_record_keeps_its_number() {
        let mut sample = Sample::new();
        let point = sample.point("钢材市场");
        let visit = sample.visit(point, "2022-06-01");
        let problem = sample.problem(visit, "甲店");
        let place = [
            ("date", "2022-06-01"),
            ("place", "社区"),
            ("send", "policy"),
        ];
        sample.amend(Kind::Visit, visit, &place).unwrap();
        sample.remove(Kind::Problem, problem).unwrap();
        sample.remove(Kind::Visit, visit).unwrap();
        sample.remove(Kind::Point, point).unwrap();
        let link_of = |kind, id, key: &str| {
            let changes = sample.ledger.page().history(kind, id).unwrap();
            let first = changes[0].after.as_ref().unwrap();
            match &first[kind.dictionary().place(key).unwrap()] {
                Cell::Link(link) => (link.id, link.name.clone()),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(link_of(Kind::Visit, visit, "point"), (point, String::new()));
        assert_eq!(
            link_of(Kind::Problem, problem, "visit"),
            (visit, String::new())
        );
    }

    #[test]
    fn a_record_that_never_was_has_no_history() {
        let sample = Sample::new();
        assert!(matches!(
            sample.ledger.page().history(Kind::Point, 1),
            Err(Error::Gone {
                kind: Kind::Point,
                id: 1
            })
        ));
    }

    #[test]
    fn the_newest_command_is_told_first() {
        let mut sample = Sample::new();
        assert_eq!(sample.ledger.page().first_verb().unwrap(), None);
        sample
            .ledger
            .write::<_, Error>(&command("demo"), |writing| {
                let point = row(Kind::Point, &[("name", "甲"), ("kind", "market")]);
                writing.add(Kind::Point, &point)?;
                writing.add(Kind::Point, &point)
            })
            .unwrap();
        sample.remove(Kind::Point, 1).unwrap();
        let told = |most| -> Vec<(String, i64)> {
            let commands = sample.ledger.page().commands(most).unwrap();
            commands
                .into_iter()
                .map(|done| (done.verb, done.records))
                .collect()
        };
        assert_eq!(
            told(9),
            [("point rm".to_owned(), 1), ("demo".to_owned(), 2)]
        );
        assert_eq!(told(1).len(), 1);
        let first = sample.ledger.page().first_verb().unwrap();
        assert_eq!(first.as_deref(), Some("demo"));
    }
}
