//! Reads the book: who changed what, when, and by which command.

use rusqlite::params;

use super::error::{Error, Result};
use super::page::Page;
use crate::record::Kind;
use crate::value::Cell;

/// One revision of a record.
#[derive(Debug)]
pub struct Change {
    /// When: RFC 3339.
    pub at: String,
    /// Who.
    pub author: String,
    /// By which command.
    pub verb: String,
    /// The stored cells before it; `None` for the first and after a removal.
    pub before: Option<Vec<Cell>>,
    /// The stored cells since; `None` where the record was removed.
    pub after: Option<Vec<Cell>>,
}

/// A command that changed records.
#[derive(Debug)]
pub struct Done {
    /// When: RFC 3339.
    pub at: String,
    /// Who.
    pub author: String,
    /// What was asked for.
    pub verb: String,
    /// How many records it changed.
    pub records: i64,
}

impl Page<'_> {
    /// What became of a record, from its first revision on; removed records have a history too.
    ///
    /// # Errors
    ///
    /// When there never was such a record, or the file cannot be read.
    pub fn history(self, kind: Kind, id: i64) -> Result<Vec<Change>> {
        let key = kind.dictionary().key;
        let text = format!(
            "WITH this AS (SELECT uuid FROM \"{key}\" WHERE id = ?2
                           UNION ALL SELECT uuid FROM removed WHERE kind = ?1 AND id = ?2)
             SELECT command.at, command.author, command.verb, revision.body,
                    (SELECT before.body FROM parent JOIN revision AS before ON before.uuid = parent.parent
                     WHERE parent.revision = revision.uuid ORDER BY before.depth DESC, before.uuid DESC LIMIT 1) AS before
             FROM revision JOIN command ON command.n = revision.command
             WHERE revision.uuid = (SELECT uuid FROM this) OR revision.record = (SELECT uuid FROM this)
             ORDER BY revision.depth, revision.uuid"
        );
        let mut statement = self.connection().prepare_cached(&text)?;
        let mut rows = statement.query(params![key, id])?;
        let mut changes = Vec::new();
        while let Some(row) = rows.next()? {
            let cells = |body: Option<String>| {
                body.map(|body| self.cells_of_body(kind, id, &body))
                    .transpose()
            };
            changes.push(Change {
                at: row.get("at")?,
                author: row.get("author")?,
                verb: row.get("verb")?,
                before: cells(row.get("before")?)?,
                after: cells(row.get("body")?)?,
            });
        }
        if changes.is_empty() {
            return Err(Error::Gone { kind, id });
        }
        Ok(changes)
    }

    /// The newest commands, newest first.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn commands(self, most: usize) -> Result<Vec<Done>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT at, author, verb, (SELECT count(*) FROM revision WHERE revision.command = n) AS records
             FROM command ORDER BY n DESC LIMIT ?1",
        )?;
        let done = statement
            .query_map([most], |row| {
                Ok(Done {
                    at: row.get("at")?,
                    author: row.get("author")?,
                    verb: row.get("verb")?,
                    records: row.get("records")?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(done)
    }

    /// The verb of the first command ever given here.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn first_verb(self) -> Result<Option<String>> {
        let mut statement = self
            .connection()
            .prepare("SELECT verb FROM command ORDER BY n LIMIT 1")?;
        let mut rows = statement.query([])?;
        Ok(match rows.next().map_err(Error::from)? {
            Some(row) => Some(row.get("verb")?),
            None => None,
        })
    }
}
