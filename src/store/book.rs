//! The book of revisions as rows: what its hashes cover, how it is appended to and read. Knows no page.

use rusqlite::{Connection, Row, params};
use sha2::{Digest, Sha256};
use uuid::{ContextV7, Timestamp, Uuid};

use super::error::{Error, Result};

/// A uuid as the file holds it.
pub type RawUuid = [u8; 16];

/// The first 16 bytes of a SHA-256 (FIPS 180-4).
pub type Hash = [u8; 16];

/// A command that a person gave, in whichever ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandRow {
    /// Its own name.
    pub uuid: RawUuid,
    /// The ledger in which it was given.
    pub ledger: RawUuid,
    /// When: RFC 3339 with the local offset.
    pub at: String,
    /// Who.
    pub author: String,
    /// What was asked for, such as `visit add`.
    pub verb: String,
    /// The command that it takes back.
    pub undoes: Option<RawUuid>,
    /// The command that it does again.
    pub redoes: Option<RawUuid>,
}

/// What a command made of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionRow {
    /// Its own name.
    pub uuid: RawUuid,
    /// The record: the uuid of its first revision; none in the first itself.
    pub record: Option<RawUuid>,
    /// The kind's key.
    pub kind: String,
    /// The command.
    pub command: RawUuid,
    /// 1 + the deepest parent's.
    pub depth: i64,
    /// What it follows, in order.
    pub parents: Vec<RawUuid>,
    /// JSON; none where the record is removed.
    pub body: Option<String>,
    /// Where it was removed by joining: the record that stands for it.
    pub heir: Option<RawUuid>,
}

/// A revision that no other follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The revision.
    pub uuid: RawUuid,
    /// How deep it stands.
    pub depth: i64,
    /// What it says; none where the record is removed.
    pub body: Option<String>,
    /// The record that stands for a joined one.
    pub heir: Option<RawUuid>,
    /// The number of its command here.
    pub command: i64,
}

impl Head {
    /// Reads a row of `revision`.
    ///
    /// # Errors
    ///
    /// When a column is missing or of another type.
    pub fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            uuid: row.get("uuid")?,
            depth: row.get("depth")?,
            body: row.get("body")?,
            heir: row.get("heir")?,
            command: row.get("command")?,
        })
    }

    /// Whether it says the same as another.
    pub fn says(&self, other: &Self) -> bool {
        self.body == other.body && self.heir == other.heir
    }
}

impl CommandRow {
    /// The hash of everything that the command says of itself.
    pub fn hash(&self) -> Hash {
        hash(&[
            Some(&self.uuid),
            Some(&self.ledger),
            Some(self.at.as_bytes()),
            Some(self.author.as_bytes()),
            Some(self.verb.as_bytes()),
            self.undoes.as_ref().map(<RawUuid>::as_slice),
            self.redoes.as_ref().map(<RawUuid>::as_slice),
        ])
    }

    /// Appends it; its number here.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn append(&self, connection: &Connection) -> Result<i64> {
        connection
            .prepare_cached(
                "INSERT INTO command (uuid, ledger, at, author, verb, undoes, redoes, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                self.uuid,
                self.ledger,
                self.at,
                self.author,
                self.verb,
                self.undoes,
                self.redoes,
                self.hash()
            ])?;
        Ok(connection.last_insert_rowid())
    }

    /// Reads a row of `command`, and the hash that is stored with it.
    pub fn read(row: &Row<'_>) -> rusqlite::Result<(Self, Hash)> {
        let command = Self {
            uuid: row.get("uuid")?,
            ledger: row.get("ledger")?,
            at: row.get("at")?,
            author: row.get("author")?,
            verb: row.get("verb")?,
            undoes: row.get("undoes")?,
            redoes: row.get("redoes")?,
        };
        Ok((command, row.get("hash")?))
    }
}

impl RevisionRow {
    /// The record that it is about.
    pub fn about(&self) -> RawUuid {
        self.record.unwrap_or(self.uuid)
    }

    /// The hash of its place in the book and all that it says.
    pub fn hash(&self) -> Hash {
        let depth = self.depth.to_le_bytes();
        let parents = self.parents.concat();
        hash(&[
            Some(&self.uuid),
            self.record.as_ref().map(<RawUuid>::as_slice),
            Some(self.kind.as_bytes()),
            Some(&self.command),
            Some(&depth),
            Some(&parents),
            self.body.as_deref().map(str::as_bytes),
            self.heir.as_ref().map(<RawUuid>::as_slice),
        ])
    }

    /// Appends it below its parents, as part of the command of this number.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn append(&self, connection: &Connection, command: i64) -> Result<()> {
        connection
            .prepare_cached(
                "INSERT INTO revision (uuid, record, kind, command, depth, body, heir, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                self.uuid,
                self.record,
                self.kind,
                command,
                self.depth,
                self.body,
                self.heir,
                self.hash()
            ])?;
        for parent in &self.parents {
            connection
                .prepare_cached("INSERT INTO parent (revision, parent) VALUES (?1, ?2)")?
                .execute([self.uuid, *parent])?;
        }
        Ok(())
    }
}

/// The revisions of a record that no other follows, the one that the page shows last.
///
/// # Errors
///
/// When the file cannot be read.
pub fn heads(connection: &Connection, record: RawUuid) -> Result<Vec<Head>> {
    let mut statement = connection.prepare_cached(
        "SELECT uuid, depth, body, heir, command FROM revision WHERE (uuid = ?1 OR record = ?1)
         AND NOT EXISTS (SELECT 1 FROM parent WHERE parent.parent = revision.uuid) ORDER BY depth, uuid",
    )?;
    let heads = statement.query_map([record], Head::read)?;
    Ok(heads.collect::<rusqlite::Result<_>>()?)
}

/// What a record last said before it was removed.
///
/// # Errors
///
/// When the file cannot be read.
pub fn last_body(connection: &Connection, record: RawUuid) -> Result<Option<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT body FROM revision WHERE (uuid = ?1 OR record = ?1) AND body IS NOT NULL
         ORDER BY depth DESC, uuid DESC LIMIT 1",
    )?;
    let mut rows = statement.query([record])?;
    Ok(match rows.next()? {
        Some(row) => row.get("body")?,
        None => None,
    })
}

/// Which ledger this is.
///
/// # Errors
///
/// When the file cannot be read.
pub fn ledger(connection: &Connection) -> Result<RawUuid> {
    Ok(connection.query_row("SELECT uuid FROM ledger", [], |row| row.get("uuid"))?)
}

/// Hands each command to `each`, in order of arrival, with its number and the hash that is stored with it.
///
/// # Errors
///
/// What the file or `each` says.
pub fn commands<E: From<Error>>(
    connection: &Connection,
    mut each: impl FnMut(i64, CommandRow, Hash) -> Result<(), E>,
) -> Result<(), E> {
    let mut statement = connection
        .prepare("SELECT n, uuid, ledger, at, author, verb, undoes, redoes, hash FROM command ORDER BY n")
        .map_err(Error::from)?;
    let mut rows = statement.query([]).map_err(Error::from)?;
    while let Some(row) = rows.next().map_err(Error::from)? {
        let n = row.get("n").map_err(Error::from)?;
        let (command, hash) = CommandRow::read(row).map_err(Error::from)?;
        each(n, command, hash)?;
    }
    Ok(())
}

/// Hands each revision, by their uuids, to `each` with the hash that is stored with it.
///
/// # Errors
///
/// What the file or `each` says; a revision without its command is a broken book.
pub fn revisions<E: From<Error>>(
    connection: &Connection,
    mut each: impl FnMut(RevisionRow, Hash) -> Result<(), E>,
) -> Result<(), E> {
    let mut statement = connection
        .prepare(
            "SELECT revision.uuid AS uuid, record, kind, command.uuid AS given, depth, body, heir, revision.hash AS hash
             FROM revision LEFT JOIN command ON command.n = revision.command ORDER BY revision.uuid",
        )
        .map_err(Error::from)?;
    let mut parents = connection
        .prepare("SELECT parent FROM parent WHERE revision = ?1 ORDER BY parent")
        .map_err(Error::from)?;
    let mut rows = statement.query([]).map_err(Error::from)?;
    while let Some(row) = rows.next().map_err(Error::from)? {
        let (revision, hash) = read_revision(row, &mut parents)?;
        each(revision, hash)?;
    }
    Ok(())
}

/// Reads one revision with its parents.
fn read_revision(
    row: &Row<'_>,
    parents: &mut rusqlite::Statement<'_>,
) -> Result<(RevisionRow, Hash)> {
    let uuid: RawUuid = row.get("uuid")?;
    let given: Option<RawUuid> = row.get("given")?;
    let revision = RevisionRow {
        uuid,
        record: row.get("record")?,
        kind: row.get("kind")?,
        command: given.ok_or_else(|| Error::Broken("command".to_owned()))?,
        depth: row.get("depth")?,
        parents: parents
            .query_map([uuid], |row| row.get("parent"))?
            .collect::<rusqlite::Result<_>>()?,
        body: row.get("body")?,
        heir: row.get("heir")?,
    };
    Ok((revision, row.get("hash")?))
}

/// A fresh uuid of version 7 (RFC 9562).
pub fn mint(context: &ContextV7, (seconds, nanos): (u64, u32)) -> RawUuid {
    Uuid::new_v7(Timestamp::from_unix(context, seconds, nanos)).into_bytes()
}

/// The first 16 bytes of SHA-256 over the parts, each with its length before it.
fn hash(parts: &[Option<&[u8]>]) -> Hash {
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
