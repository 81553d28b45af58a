//! Opens and creates the file, refusing whatever is not a ledger in order.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OpenFlags};

use super::error::{Error, Result};
use super::migrate::{self, Birth};
use crate::value::text::folded;

/// Marks a file as a ledger of this program: `xgz1`.
pub const APPLICATION: i64 = 0x7867_7A31;

/// How long a command waits while another one writes.
const PATIENCE: Duration = Duration::from_secs(10);

/// The first bytes of every `SQLite` file.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Opens an existing ledger and brings it up to the newest schema.
///
/// # Errors
///
/// Whatever makes the file no ledger in order: missing, empty, foreign, newer, hard-linked, damaged.
pub fn open(path: &Path) -> Result<Connection> {
    let path = plain(path)?;
    inspect(&path)?;
    let mut connection = connect(&path)?;
    let found = identify(&connection, &path)?;
    if found < migrate::newest() {
        migrate::run(&mut connection, None)?;
    }
    Ok(connection)
}

/// Creates a new ledger, readable by its owner only.
///
/// # Errors
///
/// When a file stands there already, or the folder is missing or cannot be written.
pub fn create(path: &Path, uuid: [u8; 16]) -> Result<Connection> {
    let path = plain(path)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    owner_only(&mut options);
    options.open(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Error::Exists(path.clone()),
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
            Error::NoFolder(path.clone())
        }
        std::io::ErrorKind::PermissionDenied => Error::Denied(path.clone()),
        std::io::ErrorKind::ReadOnlyFilesystem => Error::ReadOnly,
        std::io::ErrorKind::StorageFull => Error::Full,
        _ => Error::Io(error),
    })?;
    let made = connect(&path).and_then(|mut connection| {
        let birth = Birth {
            application: APPLICATION,
            uuid,
        };
        migrate::run(&mut connection, Some(&birth))?;
        Ok(connection)
    });
    if made.is_err() {
        // What could not be made whole must not be taken for a ledger; the first error is the one to tell.
        let _ = fs::remove_file(&path);
    }
    made
}

/// The path as a plain name of a file: `file:` and `:memory:` mean nothing special, and no name is empty.
fn plain(path: &Path) -> Result<PathBuf> {
    if path.as_os_str().is_empty() {
        return Err(Error::Missing(path.to_owned()));
    }
    Ok(std::path::absolute(path)?)
}

/// Looks at the file before the database does, which would take an empty file for an empty ledger.
fn inspect(path: &Path) -> Result<()> {
    let metadata = fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::PermissionDenied => Error::Denied(path.to_owned()),
        _ => Error::Missing(path.to_owned()),
    })?;
    if !metadata.is_file() {
        return Err(Error::Foreign(path.to_owned()));
    }
    if metadata.len() == 0 {
        return Err(Error::Empty(path.to_owned()));
    }
    if names(&metadata) > 1 {
        return Err(Error::Linked(path.to_owned()));
    }
    let mut head = [0; 16];
    let mut file = File::open(path).map_err(|_| Error::Denied(path.to_owned()))?;
    if file.read_exact(&mut head).is_err() || head != MAGIC {
        return Err(Error::Foreign(path.to_owned()));
    }
    Ok(())
}

/// Reads the marks of the file; the schema step it has.
fn identify(connection: &Connection, path: &Path) -> Result<i64> {
    let application: i64 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application != APPLICATION {
        return Err(Error::Foreign(path.to_owned()));
    }
    let found = migrate::step_of(connection)?;
    if found > migrate::newest() {
        return Err(Error::Newer {
            path: path.to_owned(),
            found,
            known: migrate::newest(),
        });
    }
    Ok(found)
}

/// Connects with everything that keeps a ledger safe. Never creates a file.
fn connect(path: &Path) -> Result<Connection> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(PATIENCE)?;
    // A misspelt column must be an error and not a text.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // EXTRA also syncs the folder once the journal is gone, so that a reported commit outlives a power cut;
    // secure_delete leaves no copy of a removed name in the file.
    connection.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA synchronous = EXTRA; PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON;",
    )?;
    connection.create_scalar_function(
        "fold",
        1,
        FunctionFlags::SQLITE_UTF8
            | FunctionFlags::SQLITE_DETERMINISTIC
            | FunctionFlags::SQLITE_DIRECTONLY,
        |context| {
            let text: Option<String> = context.get(0)?;
            Ok(text.map(|text| folded(&text)))
        },
    )?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Lets nobody but the owner read what is made.
#[cfg(unix)]
fn owner_only(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

/// Elsewhere the folder's own rights apply: the user's data folder is private.
#[cfg(not(unix))]
fn owner_only(_options: &mut OpenOptions) {}

/// How many names the file has.
#[cfg(unix)]
fn names(metadata: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    metadata.nlink()
}

/// The standard library tells this on Unix only.
#[cfg(not(unix))]
fn names(_metadata: &Metadata) -> u64 {
    1
}
