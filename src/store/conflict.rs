//! What several ledgers in one leave to a person: records changed in two places, removed ones that are still referred to,
//! and records that were entered twice.

use std::collections::HashMap;

use rusqlite::params;

use super::book::{self, Head, RawUuid};
use super::error::{Error, Result};
use super::page::{Page, Row};
use super::paging::{self, Why};
use super::query::Query;
use super::writing::Writing;
use crate::record::Kind;
use crate::value::Cell;
use crate::value::text::folded;

/// A record about which a person has to decide.
#[derive(Debug)]
pub struct Conflict {
    /// The kind.
    pub kind: Kind,
    /// The number.
    pub id: i64,
    /// Why.
    pub why: Why,
    /// What it may say, the version that the page shows last.
    pub versions: Vec<Version>,
    /// The heads that were looked at.
    heads: Vec<RawUuid>,
}

/// One of the things that a record may say.
#[derive(Debug)]
pub struct Version {
    revision: RawUuid,
    /// When it was written: RFC 3339.
    pub at: String,
    /// Who wrote it.
    pub author: String,
    /// By which command.
    pub verb: String,
    /// Whether in this ledger.
    pub own: bool,
    /// The stored cells; none where the record was removed.
    pub cells: Option<Vec<Cell>>,
    /// The stored cells before it; none where it is the first, or the record was removed.
    pub before: Option<Vec<Cell>>,
    /// The record that it was joined with.
    pub heir: Option<i64>,
}

impl Page<'_> {
    /// Whether there is anything about which a person has to decide.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn count_conflicts(self) -> Result<usize> {
        let text = "SELECT count(*) AS count FROM conflict";
        Ok(self
            .connection()
            .prepare_cached(text)?
            .query_row([], |row| row.get("count"))?)
    }

    /// The records about which a person has to decide, by kind and number.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn conflicts(self) -> Result<Vec<Conflict>> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT record, why FROM conflict")?;
        let mut rows = statement.query([])?;
        let mut conflicts = Vec::new();
        while let Some(row) = rows.next()? {
            let record: RawUuid = row.get("record")?;
            let word: String = row.get("why")?;
            let why = Why::of_word(&word).ok_or(Error::Broken(word))?;
            if let Some((kind, id)) = self.kind_and_number(record)? {
                conflicts.push(self.conflict(kind, id, record, why)?);
            }
        }
        conflicts.sort_by_key(|conflict| (conflict.kind, conflict.id));
        Ok(conflicts)
    }

    /// What a record in conflict may say.
    fn conflict(self, kind: Kind, id: i64, record: RawUuid, why: Why) -> Result<Conflict> {
        let heads = names(&book::heads(self.connection(), record)?);
        let mut revisions = heads.clone();
        if why == Why::Kept {
            // The page shows what it last said.
            let mut statement = self.connection().prepare_cached(
                "SELECT uuid FROM revision WHERE (uuid = ?1 OR record = ?1) AND body IS NOT NULL
                 ORDER BY depth DESC, uuid DESC LIMIT 1",
            )?;
            let last = statement.query_row([record], |row| row.get("uuid"))?;
            revisions.retain(|one| *one != last);
            revisions.push(last);
        }
        let versions = revisions
            .into_iter()
            .map(|revision| self.version(kind, id, revision))
            .collect::<Result<_>>()?;
        Ok(Conflict {
            kind,
            id,
            why,
            versions,
            heads,
        })
    }

    /// One revision with who wrote it: whoever said so first, if it was only said again since.
    fn version(self, kind: Kind, id: i64, revision: RawUuid) -> Result<Version> {
        let mut statement = self.connection().prepare_cached(
            "SELECT first.uuid AS uuid, at, author, verb, first.body AS body, first.heir AS heir,
                    ledger = (SELECT uuid FROM ledger) AS own,
                    (SELECT before.body FROM parent JOIN revision AS before ON before.uuid = parent.parent
                     WHERE parent.revision = first.uuid ORDER BY before.depth DESC, before.uuid DESC LIMIT 1) AS before
             FROM revision AS this
             JOIN revision AS first ON (first.uuid = coalesce(this.record, this.uuid) OR first.record = this.record)
              AND first.body IS this.body AND first.heir IS this.heir AND first.depth <= this.depth
             JOIN command ON n = first.command WHERE this.uuid = ?1
             ORDER BY first.depth, first.uuid LIMIT 1",
        )?;
        let mut rows = statement.query([revision])?;
        let Some(row) = rows.next()? else {
            return Err(Error::Broken("command".to_owned()));
        };
        let heir: Option<RawUuid> = row.get("heir")?;
        let cells = |body: Option<String>| {
            body.map(|body| self.cells_of_body(kind, id, &body))
                .transpose()
        };
        Ok(Version {
            revision,
            at: row.get("at")?,
            author: row.get("author")?,
            verb: row.get("verb")?,
            own: row.get("own")?,
            cells: cells(row.get("body")?)?,
            before: cells(row.get("before")?)?,
            heir: match heir {
                Some(heir) => self.number_of(heir)?,
                None => None,
            },
        })
    }

    /// Open contact points that go by one name, width and case aside: the numbers of each name.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn same_names(self) -> Result<Vec<(String, Vec<i64>)>> {
        let mut names: HashMap<String, (String, Vec<i64>)> = HashMap::new();
        let mut statement = self
            .connection()
            .prepare_cached("SELECT id, name FROM point WHERE closed_on IS NULL ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let name: String = row.get("name")?;
            let same = names
                .entry(folded(&name))
                .or_insert_with(|| (name, Vec::new()));
            same.1.push(row.get("id")?);
        }
        let mut several: Vec<_> = names
            .into_values()
            .filter(|(_, ids)| ids.len() > 1)
            .collect();
        several.sort_by(|one, other| one.1.cmp(&other.1));
        Ok(several)
    }

    /// Records that look the same and were entered by different commands, by kind: the numbers of each group.
    ///
    /// The same are contact points of one name or one code; other records whose natural columns are the same, width and
    /// case aside.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn duplicates(self) -> Result<Vec<(Kind, Vec<i64>)>> {
        let mut duplicates = Vec::new();
        for kind in Kind::entered() {
            let origins = self.origins(kind)?;
            let mut alike: HashMap<String, Vec<i64>> = HashMap::new();
            self.each::<Error>(&Query::of(kind), |row| {
                for key in likeness(&row) {
                    alike.entry(key).or_default().push(row.id);
                }
                Ok(())
            })?;
            let mut groups: Vec<Vec<i64>> = alike
                .into_values()
                .filter(|ids| ids.iter().any(|id| origins.get(id) != origins.get(&ids[0])))
                .map(|mut ids| {
                    ids.sort_unstable();
                    ids
                })
                .collect();
            groups.sort();
            groups.dedup();
            duplicates.extend(groups.into_iter().map(|ids| (kind, ids)));
        }
        Ok(duplicates)
    }

    /// The command by which each record of a kind was entered, by number.
    fn origins(self, kind: Kind) -> Result<HashMap<i64, i64>> {
        let key = kind.dictionary().key;
        let mut statement = self.connection().prepare_cached(&format!(
            "SELECT t.id AS id, revision.command AS command FROM \"{key}\" AS t
             JOIN revision ON revision.uuid = t.uuid"
        ))?;
        let origins = statement.query_map([], |row| Ok((row.get("id")?, row.get("command")?)))?;
        Ok(origins.collect::<rusqlite::Result<_>>()?)
    }
}

/// The names of heads.
fn names(heads: &[Head]) -> Vec<RawUuid> {
    heads.iter().map(|head| head.uuid).collect()
}

/// What a record is recognised by.
fn likeness(row: &Row) -> Vec<String> {
    let of = |keys: &[&str]| {
        let words = keys.iter().map(|key| match row.cell(key) {
            Cell::Link(link) => link.id.to_string(),
            cell => folded(&cell.words()),
        });
        words.collect::<Vec<_>>().join("\u{1f}")
    };
    let mut alike = vec![of(row.kind.dictionary().natural)];
    if row.kind == Kind::Point && !row.cell("code").is_empty() {
        alike.push(of(&["code"]));
    }
    alike
}

impl Writing<'_> {
    /// Settles a conflict: the record says what this version says, and all others are followed.
    ///
    /// # Errors
    ///
    /// When the version is a removal and others refer to the record, or one that it refers to is gone.
    pub fn resolve(&mut self, conflict: &Conflict, version: &Version) -> Result<()> {
        let (kind, id) = (conflict.kind, conflict.id);
        let record = self.record_of_number(kind, id)?;
        let heads = book::heads(self.connection(), record)?;
        // What somebody wrote while a person was deciding must not go unseen.
        if names(&heads) != conflict.heads {
            return Err(Error::Meanwhile { kind, id });
        }
        let (body, heir): (Option<String>, Option<RawUuid>) = self.connection().query_row(
            "SELECT body, heir FROM revision WHERE uuid = ?1",
            [version.revision],
            |row| Ok((row.get("body")?, row.get("heir")?)),
        )?;
        let mut before = self.kept()?;
        before.remove(&record);
        self.append(kind, Some(record), &heads, body.as_deref(), heir)?;
        paging::turn(self.connection(), [record])?;
        self.refuse_kept(&before, &[record])
    }

    /// Joins a record with another one of its kind, which stands for it from now on; how many records referred to it.
    ///
    /// # Errors
    ///
    /// When one of them is gone, or the file cannot be written.
    pub fn join(&mut self, kind: Kind, stands: i64, goes: i64) -> Result<usize> {
        let moved = self.page().referring(kind, goes)?.len();
        let (heir, record) = (self.record(kind, stands)?, self.record(kind, goes)?);
        self.is_settled(kind, stands, heir)?;
        self.is_settled(kind, goes, record)?;
        let heads = book::heads(self.connection(), record)?;
        self.append(kind, Some(record), &heads, None, Some(heir))?;
        paging::turn(self.connection(), [record])?;
        Ok(moved)
    }

    /// The record of a number, on the page or removed.
    fn record_of_number(&self, kind: Kind, id: i64) -> Result<RawUuid> {
        match self.record(kind, id) {
            Err(Error::Gone { .. }) => {
                let mut statement = self
                    .connection()
                    .prepare_cached("SELECT uuid FROM removed WHERE kind = ?1 AND id = ?2")?;
                let mut rows = statement.query(params![kind.dictionary().key, id])?;
                match rows.next()? {
                    Some(row) => Ok(row.get("uuid")?),
                    None => Err(Error::Gone { kind, id }),
                }
            }
            found => found,
        }
    }
}
