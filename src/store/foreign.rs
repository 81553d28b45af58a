//! Reads a ledger that somebody else made. It is hostile until it is read: nothing of it runs, nothing of it is
//! believed that its hashes do not say, and it is never written.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::book;
use super::error::{Error, Result};
use super::page::Page;
use super::past::Past;
use super::{migrate, open, sealed};

/// The tables of the book.
const BOOK: &[&str] = &["ledger", "command", "revision", "parent"];

/// Another ledger, open for reading.
pub struct Foreign {
    connection: Connection,
}

impl Foreign {
    /// Opens a file. `passphrase` is asked for when the file is encrypted.
    ///
    /// # Errors
    ///
    /// Whatever makes the file no ledger that can be read, and what `passphrase` says.
    pub fn open<E: From<Error>>(
        path: &Path,
        passphrase: impl FnOnce() -> Result<String, E>,
    ) -> Result<Self, E> {
        if sealed::is_sealed(path)? {
            let phrase = passphrase()?;
            let bytes = sealed::opened(path, &phrase)?;
            return Ok(Self::of_bytes(bytes, path)?);
        }
        Ok(Self::of_file(path)?)
    }

    /// Opens a plain file. It is read into memory at once: whoever uses it is not kept from writing while a person here
    /// makes up their mind.
    fn of_file(path: &Path) -> Result<Self> {
        let path = open::plain(path)?;
        open::inspect(&path, false)?;
        let mut connection = Connection::open_with_flags(
            &path,
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        connection.busy_timeout(open::PATIENCE)?;
        open::distrust(&connection)?;
        open::identify(&connection, &path)?;
        let bytes = connection.serialize("main")?.to_vec();
        drop(connection);
        Self::of_bytes(bytes, &path)
    }

    /// Opens what was read or decrypted, in memory: nothing of it is written to a disk.
    fn of_bytes(mut bytes: Vec<u8>, path: &Path) -> Result<Self> {
        let mut connection = Connection::open_in_memory()?;
        out_of_the_log(&mut bytes);
        connection
            .deserialize_read_exact("main", &*bytes, bytes.len(), true)
            .map_err(|_| Error::Foreign(path.to_owned()))?;
        Self::checked(connection, path)
    }

    /// Makes sure that it is a ledger, and that its book is made of plain tables.
    fn checked(mut connection: Connection, path: &Path) -> Result<Self> {
        open::distrust(&connection)?;
        open::watch(&mut connection)?;
        // One state of the file from here to the end.
        connection.execute_batch("BEGIN")?;
        open::identify(&connection, path)?;
        let model = open::in_memory()?;
        migrate::model(&model)?;
        for table in BOOK {
            if shape(&connection, table)? != shape(&model, table)? {
                return Err(Error::Foreign(path.to_owned()));
            }
        }
        let sound: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if sound != "ok" {
            return Err(Error::Broken(sound));
        }
        book::ledger(&connection)?;
        Ok(Self { connection })
    }

    /// The connection, for reading the book.
    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Whether it is another ledger than the one of a page.
    ///
    /// # Errors
    ///
    /// When one of the two cannot be read.
    pub fn is_another(&self, own: Page<'_>) -> Result<bool> {
        Ok(book::ledger(&self.connection)? != book::ledger(own.connection())?)
    }

    /// The page that its book gives, made anew: what the file shows of itself is not to be relied on.
    ///
    /// # Errors
    ///
    /// When the book is not whole.
    pub fn paged(&self) -> Result<Past> {
        Past::of_now(&self.connection)
    }
}

/// Says in the head of a file that it has no write-ahead log (the SQLite file format, section 1.3.3): what was read has
/// the log in it already, and memory has no place for one.
fn out_of_the_log(bytes: &mut [u8]) {
    if let Some(versions) = bytes.get_mut(18..20)
        && versions == [2, 2]
    {
        versions.fill(1);
    }
}

/// Whether a table is a plain one, and its columns: name, type, whether it must be filled, hidden.
type Shape = (
    Vec<(String, bool)>,
    Vec<(String, String, bool, i64, i64)>,
    bool,
);

/// The shape of a table.
fn shape(connection: &Connection, table: &str) -> Result<Shape> {
    let kinds = connection
        .prepare("SELECT type, strict FROM pragma_table_list WHERE schema = 'main' AND name = ?1")?
        .query_map([table], |row| Ok((row.get("type")?, row.get("strict")?)))?
        .collect::<rusqlite::Result<_>>()?;
    let columns = connection
        .prepare("SELECT name, type, \"notnull\", pk, hidden FROM pragma_table_xinfo(?1)")?
        .query_map([table], |row| {
            Ok((
                row.get("name")?,
                row.get("type")?,
                row.get("notnull")?,
                row.get("pk")?,
                row.get("hidden")?,
            ))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let is_plain = connection
        .prepare("SELECT 1 FROM sqlite_schema WHERE name = ?1 AND type = 'table'")?
        .exists([table])?;
    Ok((kinds, columns, is_plain))
}
