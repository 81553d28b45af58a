//! Reads the book: who changed what, when, and by which command.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, params};

use super::book::RawUuid;
use super::error::{Error, Result};
use super::page::Page;
use super::paging;
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
    /// The verb of the command that it takes back or does again.
    pub of: Option<String>,
    /// The number of the command.
    pub command: i64,
    /// Whether it was written in this ledger.
    pub own: bool,
    /// Whether the record was entered by it.
    pub is_first: bool,
    /// The stored cells before it; `None` for the first and after a removal.
    pub before: Option<Vec<Cell>>,
    /// The stored cells since; `None` where the record was removed.
    pub after: Option<Vec<Cell>>,
    /// The record that it was joined with.
    pub heir: Option<i64>,
}

/// A command that somebody gave.
#[derive(Debug)]
pub struct Deed {
    /// Its number here: the order of arrival.
    pub n: i64,
    /// Its own name.
    pub uuid: RawUuid,
    /// Whether it was given in this ledger.
    pub own: bool,
    /// When: RFC 3339.
    pub at: String,
    /// Who.
    pub author: String,
    /// What was asked for.
    pub verb: String,
    /// The command that it takes back or does again.
    pub of: Option<Box<Deed>>,
    /// The records that it wrote, by kind and number.
    pub records: Vec<(Kind, i64)>,
}

/// What a command made of one record.
#[derive(Debug)]
pub struct Mark {
    /// The kind.
    pub kind: Kind,
    /// The number.
    pub id: i64,
    /// The stored cells before it; `None` where there was no such record.
    pub before: Option<Vec<Cell>>,
    /// The stored cells since; `None` where the record was removed.
    pub after: Option<Vec<Cell>>,
    /// The record that it was joined with.
    pub heir: Option<i64>,
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
             SELECT command.at, command.author, command.verb, command.n AS n, revision.body, revision.heir AS heir,
                    (SELECT verb FROM command AS meant
                     WHERE meant.uuid = coalesce(command.undoes, command.redoes)) AS of,
                    command.ledger = (SELECT uuid FROM ledger) AS own, revision.record IS NULL AS is_first,
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
            let heir: Option<RawUuid> = row.get("heir")?;
            changes.push(Change {
                at: row.get("at")?,
                author: row.get("author")?,
                verb: row.get("verb")?,
                of: row.get("of")?,
                command: row.get("n")?,
                own: row.get("own")?,
                is_first: row.get("is_first")?,
                heir: match heir {
                    Some(heir) => self.number_of(heir)?,
                    None => None,
                },
                before: cells(row.get("before")?)?,
                after: cells(row.get("body")?)?,
            });
        }
        if changes.is_empty() {
            return Err(Error::Gone { kind, id });
        }
        Ok(changes)
    }

    /// The newest commands, newest first; all of them without a limit.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn deeds(self, most: Option<usize>) -> Result<Vec<Deed>> {
        let most = most.map_or(-1, |most| i64::try_from(most).unwrap_or(i64::MAX));
        let mut statement = self
            .connection()
            .prepare_cached("SELECT uuid FROM command ORDER BY n DESC LIMIT ?1")?;
        let uuids = statement
            .query_map([most], |row| row.get("uuid"))?
            .collect::<rusqlite::Result<Vec<RawUuid>>>()?;
        uuids.into_iter().map(|uuid| self.deed_of(uuid)).collect()
    }

    /// How many commands there are.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn count_deeds(self) -> Result<usize> {
        let text = "SELECT count(*) AS count FROM command";
        Ok(self
            .connection()
            .query_row(text, [], |row| row.get("count"))?)
    }

    /// The commands that another ledger does not have, newest first.
    ///
    /// # Errors
    ///
    /// When one of the two cannot be read.
    pub fn deeds_unknown_to(self, other: Page<'_>) -> Result<Vec<Deed>> {
        let mut known = other
            .connection()
            .prepare("SELECT 1 FROM command WHERE uuid = ?1")?;
        let mut statement = self
            .connection()
            .prepare("SELECT uuid FROM command ORDER BY n DESC")?;
        let mut rows = statement.query([])?;
        let mut unknown = Vec::new();
        while let Some(row) = rows.next()? {
            let uuid: RawUuid = row.get("uuid")?;
            if !known.exists([uuid])? {
                unknown.push(self.deed_of(uuid)?);
            }
        }
        Ok(unknown)
    }

    /// One command.
    pub(super) fn deed_of(self, uuid: RawUuid) -> Result<Deed> {
        let (deed, of) = self.one_deed(uuid)?;
        // What is taken back or done again is itself no such command.
        let of = match of {
            Some(of) if self.is_before(of, deed.n)? => Some(Box::new(self.one_deed(of)?.0)),
            _ => None,
        };
        Ok(Deed { of, ..deed })
    }

    /// One command by itself, and the one that it takes back or does again.
    fn one_deed(self, uuid: RawUuid) -> Result<(Deed, Option<RawUuid>)> {
        let mut statement = self.connection().prepare_cached(
            "SELECT n, ledger = (SELECT uuid FROM ledger) AS own, at, author, verb, coalesce(undoes, redoes) AS of
             FROM command WHERE uuid = ?1",
        )?;
        let (n, own, at, author, verb, of) = statement.query_row([uuid], |row| {
            let of: Option<RawUuid> = row.get("of")?;
            let (at, author, verb) = (row.get("at")?, row.get("author")?, row.get("verb")?);
            Ok((row.get("n")?, row.get("own")?, at, author, verb, of))
        })?;
        let deed = Deed {
            n,
            uuid,
            own,
            at,
            author,
            verb,
            of: None,
            records: self.written(n)?,
        };
        Ok((deed, of))
    }

    /// Whether a command arrived before the one of this number.
    fn is_before(self, uuid: RawUuid, n: i64) -> Result<bool> {
        Ok(self
            .connection()
            .prepare_cached("SELECT 1 FROM command WHERE uuid = ?1 AND n < ?2")?
            .exists(params![uuid, n])?)
    }

    /// The records that a command wrote, by kind and number, in order.
    fn written(self, n: i64) -> Result<Vec<(Kind, i64)>> {
        let mut records = Vec::new();
        for (kind, record) in self.touched(n)? {
            records.extend(self.number_of(record)?.map(|id| (kind, id)));
        }
        records.sort();
        Ok(records)
    }

    /// The records that a command wrote.
    pub(super) fn touched(self, n: i64) -> Result<Vec<(Kind, RawUuid)>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT DISTINCT kind, coalesce(record, uuid) AS record FROM revision WHERE command = ?1",
        )?;
        let mut rows = statement.query([n])?;
        let mut touched = Vec::new();
        while let Some(row) = rows.next()? {
            let key: String = row.get("kind")?;
            let kind = Kind::of_key(&key).ok_or(Error::Broken(key))?;
            touched.push((kind, row.get("record")?));
        }
        Ok(touched)
    }

    /// What a command made of its records, in order; of the first so many.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn marks(self, deed: &Deed, most: Option<usize>) -> Result<Vec<Mark>> {
        let mut marks = Vec::new();
        for (kind, id) in deed.records.iter().take(most.unwrap_or(usize::MAX)) {
            let changes = self.history(*kind, *id)?;
            let mut of_it = changes
                .into_iter()
                .filter(|change| change.command == deed.n);
            let Some(first) = of_it.next() else { continue };
            let last = of_it.next_back();
            let (before, first_after, heir) = (first.before, first.after, first.heir);
            let (after, heir) = match last {
                Some(last) => (last.after, last.heir),
                None => (first_after, heir),
            };
            marks.push(Mark {
                kind: *kind,
                id: *id,
                before,
                after,
                heir,
            });
        }
        Ok(marks)
    }

    /// The number of a record, on the page or removed.
    pub(super) fn number_of(self, record: RawUuid) -> Result<Option<i64>> {
        Ok(self.kind_and_number(record)?.map(|(_, id)| id))
    }

    /// The kind and the number of a record, on the page or removed.
    pub(super) fn kind_and_number(self, record: RawUuid) -> Result<Option<(Kind, i64)>> {
        let Some(kind) = paging::kind_of(self.connection(), record)? else {
            return Ok(None);
        };
        let key = kind.dictionary().key;
        let mut statement = self.connection().prepare_cached(&format!(
            "SELECT id FROM \"{key}\" WHERE uuid = ?1 UNION ALL SELECT id FROM removed WHERE uuid = ?1"
        ))?;
        let id: Option<i64> = statement
            .query_row([record], |row| row.get("id"))
            .optional()?;
        Ok(id.map(|id| (kind, id)))
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
        let told = |most| -> Vec<(String, usize)> {
            let deeds = sample.ledger.page().deeds(Some(most)).unwrap();
            deeds
                .into_iter()
                .map(|deed| (deed.verb, deed.records.len()))
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
