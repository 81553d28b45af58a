//! Looks at everything that can be wrong with a ledger, from the file to the last word of the book. Changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use super::book::{self, RawUuid};
use super::error::{Error, Result};
use super::page::{Page, Row};
use super::past::Past;
use super::salvage::{self, Losses};
use super::union::Placed;
use super::writing::Command;
use super::{backup, migrate, open};
use crate::record::{Column, Kind};

/// What is looked at, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// There is a file, and it is a file of this program.
    File,
    /// Nobody but its owner may read it.
    Rights,
    /// It has one name only.
    Names,
    /// It is on a disk of this machine.
    Place,
    /// It has the schema of this program.
    Schema,
    /// The database is whole.
    Structure,
    /// Every reference has its record.
    References,
    /// Every command and every revision says what was written, below its parents.
    Book,
    /// The page says what the book says.
    Page,
}

impl Check {
    /// All, in order.
    pub const ALL: &'static [Self] = &[
        Self::File,
        Self::Rights,
        Self::Names,
        Self::Place,
        Self::Schema,
        Self::Structure,
        Self::References,
        Self::Book,
        Self::Page,
    ];
}

/// How a record of the page differs from what the book says.
#[derive(Debug)]
pub enum Differs {
    /// It is not on the page: what the book says of it.
    Missing(Box<Row>),
    /// The book has no such record, or has removed it.
    Extra,
    /// These columns say something else.
    Columns(Vec<&'static Column>),
}

/// Something that is wrong.
#[derive(Debug)]
pub enum Finding {
    /// The file cannot be opened as a ledger, for this reason.
    File(Error),
    /// Others than the owner may read or write it: the rights, as in `chmod`.
    Rights(u32),
    /// It has so many names.
    Names(u64),
    /// It is on a disk of another machine.
    Network,
    /// Its schema is older.
    Older,
    /// Another program has set it to keep a part of it in a second file.
    Log,
    /// The database says that it is damaged.
    Structure,
    /// Something is defined otherwise than this program does: its name.
    Definition(String),
    /// This many references have no record.
    References(usize),
    /// The words of a command are not those that were written.
    Command {
        /// When it was given.
        at: String,
        /// By whom.
        author: String,
    },
    /// A revision does not say what was written.
    Revision(Kind, Option<i64>),
    /// A revision stands below one that is missing or in another place.
    Parent(Kind, Option<i64>),
    /// A record of the page is not what the book says.
    Page(Kind, i64, Differs),
    /// No page can be made of the book.
    Unpaged,
}

/// What was looked at, and what was found.
#[derive(Debug)]
pub struct Report {
    /// What was looked at, and how many things were found there; none where it could not be looked at.
    pub checks: Vec<(Check, Option<usize>)>,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// Looks at a ledger.
pub fn examine(path: &Path) -> Report {
    let mut report = Report {
        checks: Vec::new(),
        findings: Vec::new(),
    };
    let path = match open::plain(path).and_then(|path| open::inspect(&path, false).map(|()| path)) {
        Ok(path) => path,
        Err(error) => return report.stopped(Check::File, Finding::File(error)),
    };
    let connection = match connect(&path).and_then(|mut connection| {
        open::watch(&mut connection)?;
        open::identify(&connection, &path)?;
        // One state of the file, whatever others write meanwhile.
        connection.execute_batch("BEGIN")?;
        Ok(connection)
    }) {
        Ok(connection) => connection,
        Err(error) => return report.stopped(Check::File, Finding::File(error)),
    };
    report.note(Check::File, Vec::new());
    report.note(Check::Rights, rights(&path));
    report.note(Check::Names, names(&path));
    let network = is_remote(&path).then_some(Finding::Network);
    report.note(Check::Place, network.into_iter().collect());
    let is_old = migrate::step_of(&connection).unwrap_or(0) < migrate::newest();
    let mode: String = connection
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .unwrap_or_default();
    let schema = misplaced(&connection).map(|mut found| {
        found.extend(is_old.then_some(Finding::Older));
        found.extend((mode == "wal").then_some(Finding::Log));
        found
    });
    report.look(Check::Schema, schema);
    report.look(Check::Structure, structure(&connection));
    report.look(Check::References, references(&connection));
    report.look(Check::Book, the_book(&connection));
    if is_old {
        report.checks.push((Check::Page, None));
    } else {
        report.look(Check::Page, the_page(&connection));
    }
    report
}

impl Report {
    /// Notes what a check found.
    fn note(&mut self, check: Check, found: Vec<Finding>) {
        self.checks.push((check, Some(found.len())));
        self.findings.extend(found);
    }

    /// The same, of a check that may have come to a place that cannot be read.
    fn look(&mut self, check: Check, found: Result<Vec<Finding>>) {
        match found {
            Ok(found) => self.note(check, found),
            Err(error) => {
                let finding = match error {
                    Error::Broken(_) => Finding::Structure,
                    error => Finding::File(error),
                };
                self.note(check, vec![finding]);
            }
        }
    }

    /// Nothing more can be looked at.
    fn stopped(mut self, check: Check, finding: Finding) -> Self {
        self.note(check, vec![finding]);
        let rest = Check::ALL.iter().filter(|one| **one != check);
        self.checks.extend(rest.map(|one| (*one, None)));
        self
    }
}

/// Opens the file: for writing where that is allowed, since an interrupted write is then taken back; else for reading.
fn connect(path: &Path) -> Result<Connection> {
    let opened = open::connect(path).and_then(|connection| {
        migrate::step_of(&connection)?;
        Ok(connection)
    });
    if opened.is_ok() {
        return opened;
    }
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(open::PATIENCE)?;
    open::distrust(&connection)?;
    migrate::step_of(&connection)?;
    Ok(connection)
}

/// Who may read the file.
#[cfg(unix)]
fn rights(path: &Path) -> Vec<Finding> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map_or(0, |metadata| metadata.permissions().mode());
    let others = mode & 0o077;
    if others > 0 {
        vec![Finding::Rights(mode & 0o777)]
    } else {
        Vec::new()
    }
}

/// Elsewhere the folder's own rights apply.
#[cfg(not(unix))]
fn rights(_path: &Path) -> Vec<Finding> {
    Vec::new()
}

/// How many names the file has.
fn names(path: &Path) -> Vec<Finding> {
    let count = fs::metadata(path).map_or(1, |metadata| open::names(&metadata));
    if count > 1 {
        vec![Finding::Names(count)]
    } else {
        Vec::new()
    }
}

/// Whether the file is on a disk of another machine, where locks cannot be relied on.
#[cfg(target_os = "linux")]
pub fn is_remote(path: &Path) -> bool {
    // The magic numbers of statfs(2): NFS, SMB, CIFS, SMB2, FUSE (sshfs and the like), AFS, 9P, Ceph.
    const REMOTE: &[i64] = &[
        0x6969,
        0x517B,
        0xFF53_4D42,
        0xFE53_4D42,
        0x6573_5546,
        0x5346_414F,
        0x0102_1997,
        0x00C3_6400,
    ];
    rustix::fs::statfs(path).is_ok_and(|found| REMOTE.contains(&(found.f_type & 0xFFFF_FFFF)))
}

/// A share is named by its machine: `\\machine\share`. A drive letter that stands for one is not recognised.
#[cfg(windows)]
pub fn is_remote(path: &Path) -> bool {
    use std::path::{Component, Prefix};
    matches!(
        path.components().next(),
        Some(Component::Prefix(prefix)) if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..))
    )
}

/// Other systems are not asked.
#[cfg(not(any(target_os = "linux", windows)))]
pub fn is_remote(_path: &Path) -> bool {
    false
}

/// What is defined in the file otherwise than the schema of its step has it.
fn misplaced(connection: &Connection) -> Result<Vec<Finding>> {
    let model = open::in_memory()?;
    migrate::model_at(&model, migrate::step_of(connection)?)?;
    let (found, should) = (defined(connection)?, defined(&model)?);
    Ok(found
        .symmetric_difference(&should)
        .map(|(name, _)| Finding::Definition(name.clone()))
        .collect())
}

/// Everything that is defined in a file: its name and how.
fn defined(connection: &Connection) -> Result<BTreeSet<(String, String)>> {
    let mut statement = connection.prepare(
        "SELECT name, coalesce(sql, '') AS sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )?;
    let defined = statement.query_map([], |row| Ok((row.get("name")?, row.get("sql")?)))?;
    Ok(defined.collect::<rusqlite::Result<_>>()?)
}

/// How many lines of what the database finds are told.
const MOST: usize = 5;

/// What the database finds about itself.
fn structure(connection: &Connection) -> Result<Vec<Finding>> {
    let mut statement = connection.prepare(&format!("PRAGMA integrity_check({MOST})"))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let line: String = row.get(0)?;
        if line != "ok" {
            found = vec![Finding::Structure];
        }
    }
    Ok(found)
}

/// References without their records.
fn references(connection: &Connection) -> Result<Vec<Finding>> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    let mut count = 0;
    while rows.next()?.is_some() {
        count += 1;
    }
    Ok(if count == 0 {
        Vec::new()
    } else {
        vec![Finding::References(count)]
    })
}

/// Whether something of a ledger itself is damaged, rather than where it stands.
pub fn is_damaged(path: &Path) -> bool {
    examine(path).findings.iter().any(Finding::is_damage)
}

impl Finding {
    /// Whether something of the ledger itself is damaged, rather than where it stands or who may read it.
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Structure
            | Self::Definition(_)
            | Self::References(_)
            | Self::Command { .. }
            | Self::Revision(..)
            | Self::Parent(..)
            | Self::Page(..)
            | Self::Unpaged
            | Self::File(Error::Broken(_)) => true,
            Self::File(_)
            | Self::Rights(_)
            | Self::Names(_)
            | Self::Network
            | Self::Older
            | Self::Log => false,
        }
    }
}

/// Whether a book says what was written, from its first word to its last.
///
/// # Errors
///
/// When the file cannot be read.
pub(super) fn has_sound_book(connection: &Connection) -> Result<bool> {
    Ok(the_book(connection)?.is_empty())
}

/// Whether the page of a ledger is the one that its book gives.
///
/// # Errors
///
/// When the file cannot be read.
pub(super) fn has_sound_page(connection: &Connection) -> Result<bool> {
    Ok(the_page(connection)?.is_empty())
}

/// The hash of every command and revision, and its place.
fn the_book(connection: &Connection) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    book::commands::<Error>(connection, |_, row, hash| {
        if row.hash() != hash {
            found.push(Finding::Command {
                at: row.at,
                author: row.author,
            });
        }
        Ok(())
    })?;
    let page = Page::of(connection);
    book::revisions::<Error>(connection, |row, hash| {
        let kind = Kind::of_key(&row.kind).ok_or_else(|| Error::Broken(row.kind.clone()))?;
        let is_written = row.hash() == hash;
        if is_written && Placed::of(&row, kind).is_right(connection).is_ok() {
            return Ok(());
        }
        let told = page.kind_and_number(row.about())?;
        let (kind, id) = told.map_or((kind, None), |(kind, id)| (kind, Some(id)));
        found.push(if is_written {
            Finding::Parent(kind, id)
        } else {
            Finding::Revision(kind, id)
        });
        Ok(())
    })?;
    Ok(found)
}

/// A stored row of the page: its number, and its values by column.
type Stored = (i64, Vec<Value>);

/// Where the page differs from the one that the book gives.
fn the_page(connection: &Connection) -> Result<Vec<Finding>> {
    let Ok(past) = Past::of_now(connection) else {
        return Ok(vec![Finding::Unpaged]);
    };
    let mut found = Vec::new();
    for kind in Kind::ALL {
        let mut should = stored(past.page().connection(), *kind)?;
        for (uuid, (id, values)) in stored(connection, *kind)? {
            match should.remove(&uuid) {
                None => found.push(Finding::Page(*kind, id, Differs::Extra)),
                Some((_, expected)) if expected != values => {
                    let columns = kind.dictionary().columns.iter();
                    let differing = columns
                        .zip(expected.iter().zip(&values))
                        .filter(|(_, (one, other))| one != other)
                        .map(|(column, _)| column)
                        .collect();
                    found.push(Finding::Page(*kind, id, Differs::Columns(differing)));
                }
                Some(_) => {}
            }
        }
        for (id, _) in should.into_values() {
            let row = past.page().row(*kind, id)?;
            found.push(Finding::Page(*kind, id, Differs::Missing(Box::new(row))));
        }
    }
    Ok(found)
}

/// The rows of the page as they are stored, by uuid.
fn stored(connection: &Connection, kind: Kind) -> Result<BTreeMap<RawUuid, Stored>> {
    let dictionary = kind.dictionary();
    let mut statement = connection.prepare(&format!("SELECT * FROM \"{}\"", dictionary.key))?;
    let rows = statement.query_map([], |row| {
        let mut values: Vec<Value> = Vec::new();
        for column in dictionary.columns {
            values.push(row.get(column.key)?);
        }
        // Which revision it shows belongs to what it says.
        values.push(row.get("revision")?);
        Ok((row.get("uuid")?, (row.get("id")?, values)))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What came of making a ledger anew.
#[derive(Debug)]
pub struct Repaired {
    /// How many records the old page had, as far as it can be read.
    pub before: usize,
    /// How many the new one has.
    pub after: usize,
    /// What could not be brought along as it was.
    pub losses: Losses,
}

/// Makes a new ledger of what can be read of an old one, which stays as it is. `command` stands in the history for what
/// cannot be read of it.
///
/// # Errors
///
/// When too little can be read, or the new file cannot be written.
pub fn repair(path: &Path, target: &Path, command: &Command) -> Result<Repaired> {
    let path: PathBuf = open::plain(path)?;
    open::inspect(&path, false)?;
    // A file that was cut off is refused by the database before a page of it is read.
    let filled = filled_up(&path, target)?;
    let readable = filled
        .as_ref()
        .map_or(&*path, tempfile::NamedTempFile::path);
    let connection = connect(readable)?;
    connection.execute_batch("BEGIN")?;
    open::identify(&connection, &path)?;
    let mut whole = open::in_memory()?;
    let losses = salvage::salvaged(&connection, &mut whole, command)?;
    backup::write_out(&whole, target)?;
    Ok(Repaired {
        before: records(&connection),
        after: records(&whole),
        losses,
    })
}

/// A copy of a file that is shorter than its head says, with zeros where the rest was, beside the new ledger; none where
/// the file is as long as it should be.
fn filled_up(path: &Path, target: &Path) -> Result<Option<tempfile::NamedTempFile>> {
    let bytes = fs::read(path).map_err(|error| Error::of_file(&error, path))?;
    // The SQLite file format, section 1.3: the size of a page, and how many there are.
    let number = |at: usize, length: usize| -> u64 {
        let part = bytes.get(at..at + length).unwrap_or_default();
        part.iter()
            .fold(0, |sum, byte| sum * 256 + u64::from(*byte))
    };
    let page = match number(16, 2) {
        1 => 65_536,
        size => size,
    };
    let whole = page * number(28, 4);
    let length = bytes.len() as u64;
    // Far more than is there was never there: such a head is damaged itself.
    if length >= whole || whole > length.saturating_mul(2) {
        return Ok(None);
    }
    let mut file = backup::draft_in(target.parent().unwrap_or(Path::new(".")))?;
    file.write_all(&bytes)
        .and_then(|()| file.as_file().set_len(whole))
        .map_err(|error| Error::of_write(&error))?;
    Ok(Some(file))
}

/// How many records the page has, as far as it can be read.
fn records(connection: &Connection) -> usize {
    let counts = Kind::ALL.iter().map(|kind| {
        let text = format!(
            "SELECT count(*) AS count FROM \"{}\"",
            kind.dictionary().key
        );
        connection
            .query_row(&text, [], |row| row.get::<_, usize>("count"))
            .unwrap_or(0)
    });
    counts.sum()
}
