//! One command at work: a transaction that appends to the book and keeps the page in step. The only place that changes
//! records.

use rusqlite::{Connection, Transaction, TransactionBehavior, params, params_from_iter};
use uuid::ContextV7;

use super::book::{self, CommandRow, Head, RawUuid, RevisionRow, mint};
use super::error::{Error, Result};
use super::page::Page;
use super::{cells, paging, sql};
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
    number: Option<(i64, RawUuid)>,
    /// Whether it changes records that were there.
    touches: bool,
    /// The command that this one takes back, and the one that it does again.
    repeats: (Option<RawUuid>, Option<RawUuid>),
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
            touches: false,
            repeats: (None, None),
        })
    }

    /// Makes everything of the command last.
    pub(super) fn commit(self) -> Result<()> {
        if self.touches {
            // What was in conflict may be so no longer, and what was kept for a reference may go with it.
            let open = conflicts(&self.transaction)?;
            paging::turn(&self.transaction, open)?;
        }
        Ok(self.transaction.commit()?)
    }

    /// The page as the command has left it so far.
    pub fn page(&self) -> Page<'_> {
        Page::of(&self.transaction)
    }

    /// The transaction, for the work that the other files of the store do within the command.
    pub(super) fn connection(&self) -> &Connection {
        &self.transaction
    }

    /// Says which command this one takes back, or does again.
    pub(super) fn repeating(&mut self, undoes: Option<RawUuid>, redoes: Option<RawUuid>) {
        self.repeats = (undoes, redoes);
    }

    /// Adds a record; its number.
    ///
    /// # Errors
    ///
    /// When a record it refers to is gone, or the file cannot be written.
    pub fn add(&mut self, kind: Kind, row: &[Cell]) -> Result<i64> {
        let body = self.page().body(kind, row)?;
        let uuid = self.append(kind, None, &[], Some(&body), None)?;
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
        let body = self.page().body(kind, row)?;
        let record = self.record(kind, id)?;
        let seen = self.seen(record)?;
        if seen.iter().all(|head| head.body.as_deref() == Some(&*body)) {
            return Ok(false);
        }
        let revision = self.append(kind, Some(record), &seen, Some(&body), None)?;
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
        let record = self.record(kind, id)?;
        // What was joined with it goes with it: nothing stands for that any more.
        for joined in paging::joined_with(&self.transaction, record)? {
            let heads = book::heads(&self.transaction, joined)?;
            self.append(kind, Some(joined), &heads, None, None)?;
            self.transaction
                .prepare_cached("UPDATE removed SET heir = NULL WHERE uuid = ?1")?
                .execute([joined])?;
        }
        let seen = self.seen(record)?;
        self.append(kind, Some(record), &seen, None, None)?;
        let key = kind.dictionary().key;
        self.transaction
            .prepare_cached(&format!("DELETE FROM \"{key}\" WHERE id = ?1"))?
            .execute([id])?;
        self.transaction
            .prepare_cached("INSERT INTO removed (kind, id, uuid) VALUES (?1, ?2, ?3)")?
            .execute(params![key, id, record])?;
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
        together.sort_by_key(|(kind, id, _)| (*kind, *id));
        let records: Vec<RawUuid> = together.iter().map(|(.., record)| *record).collect();
        for (kind, id, record) in &together {
            self.is_settled(*kind, *id, *record)?;
            let body = book::last_body(&self.transaction, *record)?
                .ok_or_else(|| Error::Broken("body".to_owned()))?;
            if let Some((kind, id)) = self.page().removed_reference(*kind, &body, &records)? {
                return Err(Error::Removed { kind, id });
            }
            let heads = book::heads(&self.transaction, *record)?;
            self.append(*kind, Some(*record), &heads, Some(&body), None)?;
            paging::turn(&self.transaction, [*record])?;
            debug_assert!(self.record(*kind, *id).is_ok(), "it has its number again");
        }
        let mut back: Vec<_> = together.iter().map(|(kind, id, _)| (*kind, *id)).collect();
        back.sort_by_key(|one| *one != (kind, id));
        Ok(back)
    }

    /// Makes sure that a record says one thing only: what another one has written must not go unseen.
    ///
    /// # Errors
    ///
    /// When it was changed in two places and nobody has settled it.
    pub(super) fn is_settled(&self, kind: Kind, id: i64, record: RawUuid) -> Result<()> {
        let heads = book::heads(&self.transaction, record)?;
        match heads.first() {
            Some(first) if heads.iter().any(|head| !head.says(first)) => {
                Err(Error::Parted { kind, id })
            }
            _ => Ok(()),
        }
    }

    /// The removed records whose removal was the same command as this one's: what somebody removed together. An undo may
    /// take a whole sheet away, and joining means each record by itself.
    fn removed_with(&self, kind: Kind, id: i64) -> Result<Vec<(Kind, i64, RawUuid)>> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT also.kind, also.id, also.uuid FROM removed AS this
             JOIN revision AS removal ON removal.record = this.uuid AND removal.body IS NULL
              AND NOT EXISTS (SELECT 1 FROM parent WHERE parent.parent = removal.uuid)
             JOIN revision AS other ON other.command = removal.command AND other.body IS NULL
              AND NOT EXISTS (SELECT 1 FROM parent WHERE parent.parent = other.uuid)
             JOIN removed AS also ON also.uuid = other.record
             WHERE this.kind = ?1 AND this.id = ?2 AND (also.uuid = this.uuid OR (
               this.heir IS NULL AND also.heir IS NULL AND EXISTS (
                 SELECT 1 FROM command WHERE n = removal.command AND undoes IS NULL AND redoes IS NULL)))
             GROUP BY also.uuid",
        )?;
        let mut rows = statement.query(params![kind.dictionary().key, id])?;
        let mut together = Vec::new();
        while let Some(row) = rows.next()? {
            let key: String = row.get("kind")?;
            let other = Kind::of_key(&key).ok_or(Error::Broken(key))?;
            together.push((other, row.get("id")?, row.get("uuid")?));
        }
        if together.is_empty() {
            return Err(Error::Gone { kind, id });
        }
        Ok(together)
    }

    /// The record of a number on the page.
    pub(super) fn record(&self, kind: Kind, id: i64) -> Result<RawUuid> {
        self.page().record(kind, id)
    }

    /// The heads that say what the page shows: a change replaces what was seen, and nothing else that somebody wrote.
    fn seen(&self, record: RawUuid) -> Result<Vec<Head>> {
        let mut heads = book::heads(&self.transaction, record)?;
        if let Some(shown) = heads.last().cloned() {
            heads.retain(|head| head.says(&shown));
        }
        Ok(heads)
    }

    /// Appends a revision that follows these heads; its uuid.
    pub(super) fn append(
        &mut self,
        kind: Kind,
        record: Option<RawUuid>,
        follows: &[Head],
        body: Option<&str>,
        heir: Option<RawUuid>,
    ) -> Result<RawUuid> {
        self.touches |= record.is_some();
        let (number, command) = self.number()?;
        let mut parents: Vec<RawUuid> = follows.iter().map(|head| head.uuid).collect();
        parents.sort_unstable();
        let deepest = follows.iter().map(|head| head.depth).max().unwrap_or(0);
        let revision = RevisionRow {
            uuid: self.mint(),
            record,
            kind: kind.dictionary().key.to_owned(),
            command,
            depth: deepest + 1,
            parents,
            body: body.map(str::to_owned),
            heir,
        };
        revision.append(&self.transaction, number)?;
        Ok(revision.uuid)
    }

    /// The row of the command, written with its first revision: a command that changes nothing leaves none.
    pub(super) fn number(&mut self) -> Result<(i64, RawUuid)> {
        // A full disk ends the transaction by itself: what came after would last without the rest.
        if self.transaction.is_autocommit() {
            return Err(Error::Full);
        }
        if let Some(number) = self.number {
            return Ok(number);
        }
        let row = CommandRow {
            uuid: self.mint(),
            ledger: book::ledger(&self.transaction)?,
            at: self.command.at.clone(),
            author: self.command.author.clone(),
            verb: self.command.verb.clone(),
            undoes: self.repeats.0,
            redoes: self.repeats.1,
        };
        let number = (row.append(&self.transaction)?, row.uuid);
        self.number = Some(number);
        Ok(number)
    }

    /// A fresh uuid of version 7 (RFC 9562), in order within the command.
    fn mint(&self) -> RawUuid {
        mint(&self.minted, self.command.moment)
    }
}

/// The records about which a person has to decide.
fn conflicts(connection: &Connection) -> Result<Vec<RawUuid>> {
    let mut statement = connection.prepare_cached("SELECT record FROM conflict")?;
    let records = statement.query_map([], |row| row.get("record"))?;
    Ok(records.collect::<rusqlite::Result<_>>()?)
}

/// The values of a row of the page: its number, uuid and revision, then its cells.
pub(super) fn page_values(
    id: Option<i64>,
    uuid: RawUuid,
    revision: RawUuid,
    row: &[Cell],
) -> Vec<rusqlite::types::Value> {
    let mut values = Vec::with_capacity(row.len() + 3);
    values.push(id.into());
    values.push(uuid.to_vec().into());
    values.push(revision.to_vec().into());
    values.extend(row.iter().map(cells::to_page));
    values
}
