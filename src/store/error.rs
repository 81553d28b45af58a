//! What can go wrong between the program and the file. Typed; the words are made at the command line.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ffi::{self, ErrorCode};

use crate::record::Kind;

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No file at this path.
    #[error("no ledger at {0}")]
    Missing(PathBuf),
    /// The folder of the path does not exist.
    #[error("no folder for {0}")]
    NoFolder(PathBuf),
    /// A file stands where a ledger was to be made.
    #[error("{0} exists")]
    Exists(PathBuf),
    /// The file has no bytes: probably a copy that failed.
    #[error("{0} is empty")]
    Empty(PathBuf),
    /// The file is not a ledger of this program.
    #[error("{0} is not a ledger")]
    Foreign(PathBuf),
    /// The ledger was written by a newer program.
    #[error("{path} has schema {found}, this program knows {known}")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema step.
        found: i64,
        /// The last step known here.
        known: i64,
    },
    /// The file has a second name, under which its journal would be missed.
    #[error("{0} is hard-linked")]
    Linked(PathBuf),
    /// The ledger or its folder cannot be written.
    #[error("the ledger is read-only")]
    ReadOnly,
    /// The path cannot be reached with the rights of this user.
    #[error("{0} cannot be accessed")]
    Denied(PathBuf),
    /// Another program writes and did not finish in time.
    #[error("the ledger is locked")]
    Busy,
    /// No room on the disk.
    #[error("the disk is full")]
    Full,
    /// A write was interrupted and cannot be recovered from a read-only place.
    #[error("an interrupted write must be recovered first")]
    Interrupted,
    /// The file is damaged.
    #[error("the ledger is damaged: {0}")]
    Broken(String),
    /// A stored value does not fit its column.
    #[error("{kind:?} {id} has an unreadable {column}")]
    Unreadable {
        /// The kind.
        kind: Kind,
        /// The record.
        id: i64,
        /// The column.
        column: &'static str,
    },
    /// There is no such record any more.
    #[error("{kind:?} {id} is gone")]
    Gone {
        /// The kind.
        kind: Kind,
        /// The record.
        id: i64,
    },
    /// Other records refer to it.
    #[error("{kind:?} {id} is referred to")]
    Referred {
        /// The kind.
        kind: Kind,
        /// The record.
        id: i64,
        /// Who refers to it.
        by: Vec<(Kind, i64)>,
    },
    /// A record that this one refers to is removed.
    #[error("{kind:?} {id} is removed")]
    Removed {
        /// The kind of the record referred to.
        kind: Kind,
        /// Its number.
        id: i64,
    },
    /// The book holds a record that no page can show: it was not written by this program.
    #[error("a {0:?} fits no page")]
    Unfit(Kind),
    /// The ledger has not all steps of the schema yet.
    #[error("{0} is of an older schema")]
    Older(PathBuf),
    /// These records were written since.
    #[error("written since: {0:?}")]
    Since(Vec<(Kind, i64)>),
    /// An encrypted file that is damaged, or encrypted otherwise than by a passphrase.
    #[error("{0} cannot be decrypted")]
    Sealed(PathBuf),
    /// The passphrase does not fit the encrypted file.
    #[error("{0} has another passphrase")]
    Passphrase(PathBuf),
    /// Another ledger has the same revision or command with other words.
    #[error("the two ledgers contradict one another")]
    Clash,
    /// A copy that was just made is not what it should be.
    #[error("the copy is damaged")]
    Copy,
    /// The record was written while a person was deciding about it.
    #[error("{kind:?} {id} was written meanwhile")]
    Meanwhile {
        /// The kind.
        kind: Kind,
        /// The record.
        id: i64,
    },
    /// The ledger has words that are not those that were written.
    #[error("the ledger is not what its book says")]
    Unsound,
    /// The record was changed in two places, and nobody has settled it.
    #[error("{kind:?} {id} is in conflict")]
    Parted {
        /// The kind.
        kind: Kind,
        /// The record.
        id: i64,
    },
    /// The memory does not suffice.
    #[error("out of memory")]
    Memory,
    /// Anything else the database says.
    #[error(transparent)]
    Sqlite(rusqlite::Error),
    /// Anything else the system says.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl Error {
    /// What the system says of a file that is opened.
    pub(super) fn of_file(error: &io::Error, path: &Path) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied => Self::Denied(path.to_owned()),
            _ => Self::Missing(path.to_owned()),
        }
    }

    /// What the system says of a file that is written.
    pub(super) fn of_write(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::FileTooLarge
            | io::ErrorKind::QuotaExceeded => Self::Full,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly,
            io::ErrorKind::OutOfMemory => Self::Memory,
            kind => Self::Io(io::Error::from(kind)),
        }
    }
}

/// What the store returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let Some(failure) = error.sqlite_error().copied() else {
            return match error {
                // A text that is none, a value of another type: nobody has written that.
                rusqlite::Error::Utf8Error(..)
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..) => Self::Broken(error.to_string()),
                error => Self::Sqlite(error),
            };
        };
        match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DiskFull => Self::Full,
            ErrorCode::OutOfMemory => Self::Memory,
            ErrorCode::ReadOnly if failure.extended_code == ffi::SQLITE_READONLY_ROLLBACK => {
                Self::Interrupted
            }
            ErrorCode::ReadOnly => Self::ReadOnly,
            // A size limit of the process shows as a failed write, a full disk mostly as DiskFull.
            ErrorCode::SystemIoFailure if failure.extended_code == ffi::SQLITE_IOERR_WRITE => {
                Self::Full
            }
            // The watch stops a file that would keep the database busy without end.
            ErrorCode::DatabaseCorrupt
            | ErrorCode::NotADatabase
            | ErrorCode::OperationInterrupted => Self::Broken(error.to_string()),
            _ => Self::Sqlite(error),
        }
    }
}
