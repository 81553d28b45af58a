//! What can go wrong between the program and the file. Typed; the words are made at the command line.

use std::path::PathBuf;

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
    /// Anything else the database says.
    #[error(transparent)]
    Sqlite(rusqlite::Error),
    /// Anything else the system says.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// What the store returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let Some(failure) = error.sqlite_error().copied() else {
            return Self::Sqlite(error);
        };
        match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DiskFull => Self::Full,
            ErrorCode::ReadOnly if failure.extended_code == ffi::SQLITE_READONLY_ROLLBACK => {
                Self::Interrupted
            }
            ErrorCode::ReadOnly => Self::ReadOnly,
            // A size limit of the process shows as a failed write, a full disk mostly as DiskFull.
            ErrorCode::SystemIoFailure if failure.extended_code == ffi::SQLITE_IOERR_WRITE => {
                Self::Full
            }
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Broken(error.to_string()),
            _ => Self::Sqlite(error),
        }
    }
}
