//! The schema's steps. A released step is never changed or taken out of the list.

use rusqlite::{Connection, TransactionBehavior};

use super::error::{Error, Result};

/// The steps, in order; the file's `user_version` is the number of those it has.
const STEPS: &[&str] = &[include_str!("schema/0001_ledger.sql")];

/// The number of steps that this program knows.
pub fn newest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// The number of steps that the file has.
pub fn step_of(connection: &Connection) -> Result<i64> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// What a new file is given in the same transaction as its tables.
pub struct Birth {
    /// The mark of the program's files.
    pub application: i64,
    /// Which ledger it is.
    pub uuid: [u8; 16],
}

/// Takes the steps that the file lacks, all or none of them.
///
/// # Errors
///
/// When the file cannot be written, or a step leaves a reference without its record.
pub fn run(connection: &mut Connection, birth: Option<&Birth>) -> Result<()> {
    if connection.is_readonly("main")? {
        return Err(Error::ReadOnly);
    }
    // A step may rebuild a table; its references are checked as a whole before the commit.
    connection.pragma_update(None, "foreign_keys", false)?;
    let done = steps(connection, birth);
    connection.pragma_update(None, "foreign_keys", true)?;
    done
}

/// Takes the steps in one transaction, which holds the lock from the start.
fn steps(connection: &mut Connection, birth: Option<&Birth>) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    // Read again behind the lock: another process may have taken the same steps meanwhile.
    let taken = usize::try_from(step_of(&transaction)?).unwrap_or(usize::MAX);
    for step in STEPS.iter().skip(taken) {
        transaction.execute_batch(step)?;
    }
    if let Some(birth) = birth {
        transaction.pragma_update(None, "application_id", birth.application)?;
        transaction.execute("INSERT INTO ledger (uuid) VALUES (?1)", [birth.uuid])?;
    }
    let dangling = transaction
        .prepare("PRAGMA foreign_key_check")?
        .query([])?
        .next()?
        .is_some();
    if dangling {
        return Err(Error::Broken("foreign_key_check".to_owned()));
    }
    transaction.pragma_update(None, "user_version", newest())?;
    transaction.commit()?;
    Ok(())
}
