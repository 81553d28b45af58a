//! Makes a ledger anew from a book: the book is copied row by row, the page follows from it. Nothing else of the old file
//! comes along.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::book::{self, Hash, RawUuid};
use super::error::{Error, Result};
use super::union::{Placed, fits, honest};
use super::{migrate, paging};
use crate::record::Kind;

/// Copies a whole book into an empty database and pages it there.
///
/// # Errors
///
/// When a hash does not fit, or one of the two files cannot be used.
pub fn whole(from: &Connection, to: &mut Connection) -> Result<()> {
    copied(from, to, i64::MAX, true).map(drop)
}

/// The same, up to a command of this number, without looking at the hashes.
///
/// # Errors
///
/// When one of the two cannot be used.
pub fn up_to(from: &Connection, to: &mut Connection, command: i64) -> Result<()> {
    copied(from, to, command, false).map(drop)
}

/// Copies a book and pages it.
fn copied(from: &Connection, to: &mut Connection, command: i64, checks: bool) -> Result<()> {
    let transaction = to.transaction()?;
    migrate::model(&transaction)?;
    let uuid = book::ledger(from)?;
    transaction.execute("INSERT INTO ledger (uuid) VALUES (?1)", [uuid])?;
    let mut numbers = HashMap::new();
    let mut placed = Vec::new();
    book::commands::<Error>(from, |n, row, hash| {
        if checks {
            honest(&row, hash)?;
        }
        if n <= command {
            numbers.insert(row.uuid, row.append(&transaction)?);
        }
        Ok(())
    })?;
    book::revisions::<Error>(from, |row, hash| {
        if checks {
            if row.hash() != hash {
                return Err(Error::Broken("revision".to_owned()));
            }
            let kind = Kind::of_key(&row.kind).ok_or_else(|| Error::Broken(row.kind.clone()))?;
            if let Some(body) = &row.body {
                fits(kind, body)?;
            }
            placed.push(Placed::of(&row, kind));
        }
        match numbers.get(&row.command) {
            Some(number) => row.append(&transaction, *number),
            None => Ok(()),
        }
    })?;
    for one in &placed {
        one.is_right(&transaction)?;
    }
    doubts(from, &transaction)?;
    number(from, &transaction)?;
    count(from, &transaction)?;
    paging::turn_all(&transaction)?;
    mark(&transaction)?;
    transaction.commit()?;
    Ok(())
}

/// Takes along what an earlier repair doubted.
pub(super) fn doubts(from: &Connection, to: &Connection) -> Result<()> {
    if !is_plain(from, "doubtful")? {
        return Ok(());
    }
    let mut take = to.prepare(
        "INSERT OR IGNORE INTO doubtful (revision, hash)
         SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM revision WHERE uuid = ?1)",
    )?;
    let mut statement = from.prepare("SELECT revision, hash FROM doubtful")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (revision, hash): (RawUuid, Hash) = (row.get("revision")?, row.get("hash")?);
        take.execute([revision, hash])?;
    }
    Ok(())
}

/// Marks the new file as a ledger.
pub(super) fn mark(to: &Connection) -> Result<()> {
    to.pragma_update(None, "application_id", super::open::APPLICATION)?;
    to.pragma_update(None, "user_version", migrate::newest())?;
    Ok(())
}

/// The tables of the page that a file has: an older one has fewer, a strange one may have something else by their name.
pub(super) fn tables(from: &Connection) -> Result<Vec<Kind>> {
    // The numbers of removed records are read with each of them.
    if !is_plain(from, "removed")? {
        return Ok(Vec::new());
    }
    let mut kinds = Vec::new();
    for kind in Kind::ALL {
        if is_plain(from, kind.dictionary().key)? {
            kinds.push(*kind);
        }
    }
    Ok(kinds)
}

/// Whether a file has a table of this name, and nothing else by it.
fn is_plain(from: &Connection, name: &str) -> Result<bool> {
    let mut statement = from.prepare(
        "SELECT 1 FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name = ?1",
    )?;
    Ok(statement.exists([name])?)
}

/// Gives the records of a book the numbers that they have in a ledger: on the page, or as removed ones.
pub(super) fn number(from: &Connection, to: &Connection) -> Result<()> {
    let mut give = to.prepare(
        "INSERT OR IGNORE INTO removed (kind, id, uuid) SELECT ?1, ?2, ?3
         WHERE EXISTS (SELECT 1 FROM revision WHERE (uuid = ?3 OR record = ?3) AND kind = ?1)",
    )?;
    for kind in tables(from)? {
        let key = kind.dictionary().key;
        let mut statement = from.prepare(&format!(
            "SELECT uuid, id FROM \"{key}\" UNION ALL SELECT uuid, id FROM removed WHERE kind = ?1"
        ))?;
        let mut rows = statement.query([key])?;
        while let Some(row) = rows.next()? {
            let (uuid, id): (RawUuid, i64) = (row.get("uuid")?, row.get("id")?);
            if (1..=GREATEST).contains(&id) {
                give.execute(params![key, id, uuid])?;
            }
        }
    }
    Ok(())
}

/// The greatest number that a record may have: beyond it a strange file would leave no room to count on.
const GREATEST: i64 = 1 << 53;

/// Goes on counting where a ledger is, so that no number is given twice, to what was given here already.
pub(super) fn count(from: &Connection, to: &Connection) -> Result<()> {
    for kind in tables(from)? {
        let key = kind.dictionary().key;
        let given: i64 = to.query_row(
            "SELECT coalesce(max(id), 0) AS last FROM removed WHERE kind = ?1",
            [key],
            |row| row.get("last"),
        )?;
        let last: i64 = from.query_row(
            "SELECT coalesce(max(seq), 0) AS last FROM sqlite_sequence WHERE name = ?1",
            [key],
            |row| row.get("last"),
        )?;
        let last = if last > GREATEST {
            given
        } else {
            last.max(given)
        };
        if last > 0 {
            paging::count_from(to, kind, last)?;
        }
    }
    Ok(())
}
