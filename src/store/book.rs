//! Writes the book of revisions, and with it the current page. The only place that changes records.

use rusqlite::{
    Connection, OptionalExtension, Transaction, TransactionBehavior, params, params_from_iter,
};
use sha2::{Digest, Sha256};
use uuid::{ContextV7, Timestamp, Uuid};

use super::cells::to_body;
use super::error::{Error, Result};
use super::page::Page;
use super::{cells, sql};
use crate::record::Kind;
use crate::value::Cell;

/// A command as the book keeps it.
#[derive(Debug, Clone)]
pub struct Command {
    /// What was asked for, such as `visit add`; never its arguments, which hold personal data.
    pub verb: String,
    /// Who asked.
    pub author: String,
    /// When: seconds and nanoseconds since 1970, for uuids.
    pub moment: (u64, u32),
    /// When, as it is printed: RFC 3339 with the local offset.
    pub at: String,
}

/// One command at work: a transaction that every change of the command goes through.
pub struct Writing<'c> {
    transaction: Transaction<'c>,
    command: Command,
    minted: ContextV7,
    number: Option<(i64, [u8; 16])>,
}

/// A revision to append.
struct Revision<'a> {
    kind: Kind,
    record: Option<[u8; 16]>,
    parents: Vec<[u8; 16]>,
    depth: i64,
    body: Option<&'a str>,
}

impl<'c> Writing<'c> {
    /// Takes the write lock.
    pub(super) fn begin(connection: &'c mut Connection, command: &Command) -> Result<Self> {
        // A read-only file would let the transaction begin and fail at its first write.
        if connection.is_readonly("main")? {
            return Err(Error::ReadOnly);
        }
        Ok(Self {
            transaction: connection.transaction_with_behavior(TransactionBehavior::Immediate)?,
            command: command.clone(),
            minted: ContextV7::new(),
            number: None,
        })
    }

    /// Makes everything of the command last.
    pub(super) fn commit(self) -> Result<()> {
        Ok(self.transaction.commit()?)
    }

    /// The page as the command has left it so far.
    pub fn page(&self) -> Page<'_> {
        Page::of(&self.transaction)
    }

    /// Adds a record; its number.
    ///
    /// # Errors
    ///
    /// When a record it refers to is gone, or the file cannot be written.
    pub fn add(&mut self, kind: Kind, row: &[Cell]) -> Result<i64> {
        let body = self.body(kind, row)?;
        let uuid = self.append(&Revision {
            kind,
            record: None,
            parents: Vec::new(),
            depth: 1,
            body: Some(&body),
        })?;
        self.transaction
            .prepare_cached(sql::insert(kind))?
            .execute(params_from_iter(page_values(None, uuid, uuid, row)))?;
        Ok(self.transaction.last_insert_rowid())
    }

    /// Replaces a record's cells. Nothing is written when nothing changes; whether something did.
    ///
    /// # Errors
    ///
    /// When the record is gone, or the file cannot be written.
    pub fn amend(&mut self, kind: Kind, id: i64, row: &[Cell]) -> Result<bool> {
        let body = self.body(kind, row)?;
        let (record, head) = self.head(kind, id)?;
        let (depth, before) = self.revision(head)?;
        if before.as_deref() == Some(&*body) {
            return Ok(false);
        }
        let revision = self.append(&Revision {
            kind,
            record: Some(record),
            parents: vec![head],
            depth: depth + 1,
            body: Some(&body),
        })?;
        let mut values: Vec<_> = row.iter().map(cells::to_page).collect();
        values.push(revision.to_vec().into());
        values.push(id.into());
        self.transaction
            .prepare_cached(sql::update(kind))?
            .execute(params_from_iter(values))?;
        Ok(true)
    }

    /// Removes a record into the history. Its number is kept for it.
    ///
    /// # Errors
    ///
    /// When the record is gone or others refer to it, or the file cannot be written.
    pub fn remove(&mut self, kind: Kind, id: i64) -> Result<()> {
        let by = self.page().referring(kind, id)?;
        if !by.is_empty() {
            return Err(Error::Referred { kind, id, by });
        }
        let (record, head) = self.head(kind, id)?;
        let (depth, _) = self.revision(head)?;
        self.append(&Revision {
            kind,
            record: Some(record),
            parents: vec![head],
            depth: depth + 1,
            body: None,
        })?;
        let key = kind.dictionary().key;
        self.transaction
            .execute(&format!("DELETE FROM \"{key}\" WHERE id = ?1"), [id])?;
        self.transaction.execute(
            "INSERT INTO removed (kind, id, uuid) VALUES (?1, ?2, ?3)",
            params![key, id, record],
        )?;
        Ok(())
    }

    /// Brings a removed record back under its number, and all that one command removed together with it.
    ///
    /// What came back, the record itself first.
    ///
    /// # Errors
    ///
    /// When it was not removed, a record that it refers to is still removed, or the file cannot be written.
    pub fn restore(&mut self, kind: Kind, id: i64) -> Result<Vec<(Kind, i64)>> {
        let mut together = self.removed_with(kind, id)?;
        // What is referred to comes before what refers to it.
        together.sort();
        for (kind, id) in &together {
            self.restore_one(*kind, *id)?;
        }
        together.sort_by_key(|one| *one != (kind, id));
        Ok(together)
    }

    /// The removed records whose removal was the same command as this one's.
    fn removed_with(&self, kind: Kind, id: i64) -> Result<Vec<(Kind, i64)>> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT also.kind, also.id FROM removed AS this
             JOIN revision AS removal ON removal.record = this.uuid AND removal.body IS NULL
              AND NOT EXISTS (SELECT 1 FROM parent WHERE parent.parent = removal.uuid)
             JOIN revision AS other ON other.command = removal.command AND other.body IS NULL
              AND NOT EXISTS (SELECT 1 FROM parent WHERE parent.parent = other.uuid)
             JOIN removed AS also ON also.uuid = other.record
             WHERE this.kind = ?1 AND this.id = ?2",
        )?;
        let mut rows = statement.query(params![kind.dictionary().key, id])?;
        let mut together = Vec::new();
        while let Some(row) = rows.next()? {
            let key: String = row.get("kind")?;
            let other = Kind::of_key(&key).ok_or(Error::Broken(key))?;
            together.push((other, row.get("id")?));
        }
        if together.is_empty() {
            return Err(Error::Gone { kind, id });
        }
        Ok(together)
    }

    /// Brings one removed record back.
    fn restore_one(&mut self, kind: Kind, id: i64) -> Result<()> {
        let key = kind.dictionary().key;
        let record: [u8; 16] = self.transaction.query_row(
            "SELECT uuid FROM removed WHERE kind = ?1 AND id = ?2",
            params![key, id],
            |row| row.get("uuid"),
        )?;
        let (head, before, depth) = self.transaction.query_row(
            "SELECT removal.uuid AS head, before.body AS body, removal.depth AS depth
             FROM revision AS removal JOIN parent ON parent.revision = removal.uuid
             JOIN revision AS before ON before.uuid = parent.parent
             WHERE removal.record = ?1 AND removal.body IS NULL AND before.body IS NOT NULL
             ORDER BY removal.depth DESC, removal.uuid DESC LIMIT 1",
            [record],
            |row| {
                Ok((
                    row.get::<_, [u8; 16]>("head")?,
                    row.get::<_, String>("body")?,
                    row.get::<_, i64>("depth")?,
                ))
            },
        )?;
        let row = self.page().cells_of_body(kind, id, &before)?;
        if let Some((kind, id)) = self.page().removed_reference(kind, &before)? {
            return Err(Error::Removed { kind, id });
        }
        let revision = self.append(&Revision {
            kind,
            record: Some(record),
            parents: vec![head],
            depth: depth + 1,
            body: Some(&before),
        })?;
        self.transaction
            .prepare_cached(sql::insert(kind))?
            .execute(params_from_iter(page_values(
                Some(id),
                record,
                revision,
                &row,
            )))?;
        self.transaction
            .execute("DELETE FROM removed WHERE uuid = ?1", [record])?;
        Ok(())
    }

    /// The record's uuid and the revision that its page shows.
    fn head(&self, kind: Kind, id: i64) -> Result<([u8; 16], [u8; 16])> {
        let key = kind.dictionary().key;
        self.transaction
            .prepare_cached(&format!(
                "SELECT uuid, revision FROM \"{key}\" WHERE id = ?1"
            ))?
            .query_row([id], |row| Ok((row.get("uuid")?, row.get("revision")?)))
            .optional()?
            .ok_or(Error::Gone { kind, id })
    }

    /// The depth and the body of a revision.
    fn revision(&self, uuid: [u8; 16]) -> Result<(i64, Option<String>)> {
        Ok(self
            .transaction
            .prepare_cached("SELECT depth, body FROM revision WHERE uuid = ?1")?
            .query_row([uuid], |row| Ok((row.get("depth")?, row.get("body")?)))?)
    }

    /// The cells as the book keeps them: the filled ones by key, references as uuids.
    fn body(&self, kind: Kind, row: &[Cell]) -> Result<String> {
        let mut body = serde_json::Map::new();
        for (column, cell) in kind.dictionary().columns.iter().zip(row) {
            let uuid = match (cell, column.shape) {
                (Cell::Link(link), crate::record::Shape::Link(other)) => {
                    Some(self.head(other, link.id)?.0)
                }
                _ => None,
            };
            if !cell.is_empty() {
                body.insert(column.key.to_owned(), to_body(cell, uuid));
            }
        }
        Ok(serde_json::Value::Object(body).to_string())
    }

    /// Appends a revision; its uuid.
    fn append(&mut self, revision: &Revision<'_>) -> Result<[u8; 16]> {
        let (number, command) = self.number()?;
        let uuid = self.mint();
        let mut parents = revision.parents.clone();
        parents.sort_unstable();
        let hash = revision_hash(
            uuid,
            revision.record,
            revision.kind.dictionary().key,
            command,
            revision.depth,
            &parents,
            revision.body,
            None,
        );
        self.transaction
            .prepare_cached(
                "INSERT INTO revision (uuid, record, kind, command, depth, body, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                uuid,
                revision.record,
                revision.kind.dictionary().key,
                number,
                revision.depth,
                revision.body,
                hash
            ])?;
        for parent in parents {
            self.transaction
                .prepare_cached("INSERT INTO parent (revision, parent) VALUES (?1, ?2)")?
                .execute(params![uuid, parent])?;
        }
        Ok(uuid)
    }

    /// The row of the command, written with its first revision: a command that changes nothing leaves none.
    fn number(&mut self) -> Result<(i64, [u8; 16])> {
        // A full disk ends the transaction by itself: what came after would last without the rest.
        if self.transaction.is_autocommit() {
            return Err(Error::Full);
        }
        if let Some(number) = self.number {
            return Ok(number);
        }
        let uuid = self.mint();
        let ledger: [u8; 16] =
            self.transaction
                .query_row("SELECT uuid FROM ledger", [], |row| row.get(0))?;
        let Command {
            verb, author, at, ..
        } = &self.command;
        let hash = command_hash(uuid, ledger, at, author, verb, None, None);
        self.transaction.execute(
            "INSERT INTO command (uuid, ledger, at, author, verb, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![uuid, ledger, at, author, verb, hash],
        )?;
        let number = (self.transaction.last_insert_rowid(), uuid);
        self.number = Some(number);
        Ok(number)
    }

    /// A fresh uuid of version 7 (RFC 9562), in order within the command.
    fn mint(&self) -> [u8; 16] {
        mint(&self.minted, self.command.moment)
    }
}

/// A fresh uuid of version 7 (RFC 9562).
pub fn mint(context: &ContextV7, (seconds, nanos): (u64, u32)) -> [u8; 16] {
    Uuid::new_v7(Timestamp::from_unix(context, seconds, nanos)).into_bytes()
}

/// The values of a row of the page: its number, uuid and revision, then its cells.
pub(super) fn page_values(
    id: Option<i64>,
    uuid: [u8; 16],
    revision: [u8; 16],
    row: &[Cell],
) -> Vec<rusqlite::types::Value> {
    let mut values = Vec::with_capacity(row.len() + 3);
    values.push(id.into());
    values.push(uuid.to_vec().into());
    values.push(revision.to_vec().into());
    values.extend(row.iter().map(cells::to_page));
    values
}

/// The hash of a command: everything that it says of itself.
pub fn command_hash(
    uuid: [u8; 16],
    ledger: [u8; 16],
    at: &str,
    author: &str,
    verb: &str,
    undoes: Option<[u8; 16]>,
    redoes: Option<[u8; 16]>,
) -> [u8; 16] {
    hash(&[
        Some(&uuid),
        Some(&ledger),
        Some(at.as_bytes()),
        Some(author.as_bytes()),
        Some(verb.as_bytes()),
        undoes.as_ref().map(<[u8; 16]>::as_slice),
        redoes.as_ref().map(<[u8; 16]>::as_slice),
    ])
}

/// The hash of a revision: its place in the book and all that it says.
#[expect(
    clippy::too_many_arguments,
    reason = "one argument for each thing that the hash covers"
)]
pub fn revision_hash(
    uuid: [u8; 16],
    record: Option<[u8; 16]>,
    kind: &str,
    command: [u8; 16],
    depth: i64,
    parents: &[[u8; 16]],
    body: Option<&str>,
    heir: Option<[u8; 16]>,
) -> [u8; 16] {
    let depth = depth.to_le_bytes();
    let parents = parents.concat();
    hash(&[
        Some(&uuid),
        record.as_ref().map(<[u8; 16]>::as_slice),
        Some(kind.as_bytes()),
        Some(&command),
        Some(&depth),
        Some(&parents),
        body.map(str::as_bytes),
        heir.as_ref().map(<[u8; 16]>::as_slice),
    ])
}

/// The first 16 bytes of SHA-256 over the parts, each with its length before it.
fn hash(parts: &[Option<&[u8]>]) -> [u8; 16] {
    let mut digest = Sha256::new();
    for part in parts {
        match part {
            None => digest.update([0]),
            Some(bytes) => {
                digest.update([1]);
                digest.update((bytes.len() as u64).to_le_bytes());
                digest.update(bytes);
            }
        }
    }
    let mut short = [0; 16];
    short.copy_from_slice(&digest.finalize()[..16]);
    short
}
