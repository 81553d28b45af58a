//! Copies of the ledger: made whole, checked, readable by their owner only; and the one that takes the ledger's place.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, TransactionBehavior, params_from_iter};

use super::error::{Error, Result};
use super::foreign::Foreign;
use super::{Ledger, doctor, open, paging, rebuild, sealed};
use crate::record::Kind;

/// What copies that are still being written begin with.
const DRAFT: &str = ".xgz-draft-";

/// Why a copy is made without being asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The schema is brought up to date.
    Migration,
    /// A sheet is taken in.
    Import,
    /// Other ledgers are taken in.
    Merge,
    /// A copy takes the ledger's place.
    Restore,
    /// The file that stood in its place could not be used: no copy, but the file itself.
    Replaced,
}

impl Cause {
    /// All causes.
    pub const ALL: &'static [Self] = &[
        Self::Migration,
        Self::Import,
        Self::Merge,
        Self::Restore,
        Self::Replaced,
    ];

    /// As the name of the file has it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Migration => "before-migration",
            Self::Import => "before-import",
            Self::Merge => "before-merge",
            Self::Restore => "before-restore",
            Self::Replaced => "replaced",
        }
    }
}

/// How many copies are kept, and how much of the disk they may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// The newest so many; with none, no copies are made.
    pub most: usize,
    /// At most so many percent of the disk's size, the newest copy aside.
    pub share: u64,
}

/// A copy in the folder of copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The file.
    pub path: PathBuf,
    /// When it was made, as its name has it: `20221231-080000`.
    pub stamp: String,
    /// Which of those of one second.
    pub number: u32,
    /// Why, where nobody asked for it.
    pub cause: Option<Cause>,
    /// Its size in bytes.
    pub size: u64,
}

/// The folder of the copies of a ledger: beside it, by its name.
pub fn folder(ledger: &Path) -> PathBuf {
    with_ending(ledger, "-backups")
}

/// A name for a copy that no file has: of one that somebody asked for, or that is made for a cause.
pub fn name(ledger: &Path, stamp: &str, cause: Option<Cause>, ending: &str) -> PathBuf {
    let cause = cause.map_or_else(String::new, |cause| format!("-{}", cause.word()));
    let plain = folder(ledger).join(format!("{stamp}{cause}.{ending}"));
    let numbered =
        (2..).map(|number| folder(ledger).join(format!("{stamp}{cause}-{number}.{ending}")));
    std::iter::once(plain)
        .chain(numbered)
        .find(|path| fs::symlink_metadata(path).is_err())
        .unwrap_or_default()
}

/// The copies of a ledger, newest first.
///
/// # Errors
///
/// When the folder cannot be read.
pub fn kept(ledger: &Path) -> Result<Vec<Kept>> {
    let mut kept = Vec::new();
    let entries = match fs::read_dir(folder(ledger)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(kept),
        Err(error) => return Err(error.into()),
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some((stamp, cause, number)) = read_name(&name) else {
            continue;
        };
        // Another command may take it away meanwhile.
        let Ok(metadata) = entry.metadata() else {
            continue;
        };
        if metadata.is_file() {
            kept.push(Kept {
                path: entry.path(),
                stamp,
                number,
                cause,
                size: metadata.len(),
            });
        }
    }
    kept.sort_by(|one, other| (&other.stamp, other.number).cmp(&(&one.stamp, one.number)));
    Ok(kept)
}

/// Reads the name of a copy: when and why it was made, and which of those of one second it is.
fn read_name(name: &str) -> Option<(String, Option<Cause>, u32)> {
    let name = name
        .strip_suffix(".db")
        .or_else(|| name.strip_suffix(".db.age"))?;
    let (stamp, rest) = name.split_at_checked(15)?;
    let is_stamp = stamp.bytes().enumerate().all(|(place, byte)| match place {
        8 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    if !is_stamp {
        return None;
    }
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    let (word, number) = match rest.rsplit_once('-') {
        Some((word, digits)) if digits.parse::<u32>().is_ok() => (word, digits.parse().ok()?),
        _ => match rest.parse::<u32>() {
            Ok(number) => ("", number),
            Err(_) => (rest, 1),
        },
    };
    let cause = match word {
        "" => None,
        word => Some(*Cause::ALL.iter().find(|cause| cause.word() == word)?),
    };
    Some((stamp.to_owned(), cause, number))
}

impl Ledger {
    /// Writes a checked copy to a new file: in clear, or so that only a passphrase opens it.
    ///
    /// # Errors
    ///
    /// When a file is there, it cannot be written, or the ledger is not what its book says.
    pub fn backup(&mut self, target: &Path, passphrase: Option<&str>) -> Result<()> {
        let target = vacant(target)?;
        let home = target.parent().unwrap_or(Path::new("."));
        let draft = match passphrase {
            None => {
                let draft = copied(&self.connection, home)?;
                // Somebody will rely on it one day: what it shows is held against its book too.
                let copy = read_only(draft.path())?;
                if !doctor::has_sound_page(&copy)? {
                    return Err(Error::Unsound);
                }
                draft
            }
            // In clear it is in memory only: a disk that leaves the machine keeps what was on it.
            Some(passphrase) => sealed_copy(&mut self.connection, home, passphrase)?,
        };
        finish(draft, &target).map_err(|(error, _)| error)
    }

    /// Makes a copy before something that changes much; where it is. None is made of an empty ledger, or where none are
    /// wanted. [`settle`] follows.
    ///
    /// # Errors
    ///
    /// When it cannot be made; then what was to follow must not be done.
    pub fn safeguard(
        &self,
        ledger: &Path,
        stamp: &str,
        cause: Cause,
        keep: Keep,
    ) -> Result<Option<PathBuf>> {
        safeguard(&self.connection, ledger, stamp, cause, keep)
    }

    /// Brings an older ledger up to the newest schema, with a copy before; the ledger, and where the copy is.
    ///
    /// # Errors
    ///
    /// Whatever makes the file no ledger in order, or what stops the copy or the steps.
    pub fn upgrade(path: &Path, stamp: &str, keep: Keep) -> Result<(Self, Option<PathBuf>)> {
        let mut made = None;
        let connection = open::upgrade(path, |connection, path| {
            made = safeguard(connection, path, stamp, Cause::Migration, keep)?;
            Ok(())
        })?;
        settle(path, made.as_deref(), true, keep)?;
        Ok((Self { connection }, made))
    }

    /// Lets a copy take the place of this ledger, for everybody who has it open too; where the copy is that was made of
    /// this one before, and whether that one is sound. Numbers that were given since are not given again.
    ///
    /// Nobody writes between the two: what somebody was told is saved is in the one or in the other.
    ///
    /// # Errors
    ///
    /// When the copy cannot be read, or the ledger cannot be copied or written; then it is as it was.
    pub fn replace(
        &mut self,
        ledger: &Path,
        with: &Foreign,
        stamp: &str,
        keep: Keep,
    ) -> Result<Option<(PathBuf, bool)>> {
        let whole = prepared(with)?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for kind in Kind::ALL {
            let text = "SELECT coalesce(max(seq), 0) AS last FROM sqlite_sequence WHERE name = ?1";
            let last: i64 =
                transaction.query_row(text, [kind.dictionary().key], |row| row.get("last"))?;
            if last > 0 {
                paging::count_from(&whole, *kind, last)?;
            }
        }
        // What is replaced is kept, whatever the settings say of other copies.
        let keep = Keep {
            most: keep.most.max(1),
            ..keep
        };
        let reader = open::connect(&open::plain(ledger)?)?;
        let made = match safeguard(&reader, ledger, stamp, Cause::Restore, keep) {
            Err(Error::Unsound) => Some((as_it_is(&reader, ledger, stamp)?, false)),
            made => made?.map(|made| (made, true)),
        };
        drop(reader);
        let done = rewrite(&transaction, &whole).and_then(|()| Ok(transaction.commit()?));
        let copy = made.as_ref().map(|(copy, _)| &**copy);
        settle(ledger, copy, done.is_ok(), keep)?;
        done.map(|()| made)
    }
}

/// Puts everything of one ledger in the place of everything of another, within a transaction.
fn rewrite(to: &Connection, from: &Connection) -> Result<()> {
    let mut tables: Vec<&str> = vec!["ledger", "command", "revision", "parent"];
    tables.extend(["removed", "conflict", "doubtful"]);
    tables.extend(Kind::ALL.iter().map(|kind| kind.dictionary().key));
    to.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    for table in tables.iter().rev() {
        to.execute(&format!("DELETE FROM \"{table}\""), [])?;
    }
    tables.push("sqlite_sequence");
    to.execute("DELETE FROM sqlite_sequence", [])?;
    for table in tables {
        // Columns that follow from others are not stored.
        let columns = from
            .prepare("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0")?
            .query_map([table], |row| {
                Ok(format!("\"{}\"", row.get::<_, String>("name")?))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let marks = vec!["?"; columns.len()].join(", ");
        let columns_text = columns.join(", ");
        let mut insert = to.prepare(&format!(
            "INSERT INTO \"{table}\" ({columns_text}) VALUES ({marks})"
        ))?;
        let mut select = from.prepare(&format!("SELECT {columns_text} FROM \"{table}\""))?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let values = (0..columns.len())
                .map(|place| row.get::<_, Value>(place))
                .collect::<rusqlite::Result<Vec<_>>>()?;
            insert.execute(params_from_iter(values))?;
        }
        // Inserting counts on its own.
        if table == "sqlite_sequence" {
            continue;
        }
        to.execute("DELETE FROM sqlite_sequence WHERE name = ?1", [table])?;
    }
    Ok(())
}

/// A copy of a ledger that is not what its book says, as it is: nothing of it is lost, and nothing of it is promised.
fn as_it_is(connection: &Connection, ledger: &Path, stamp: &str) -> Result<PathBuf> {
    let ledger = open::plain(ledger)?;
    make_folder(&folder(&ledger))?;
    let draft = draft_in(&folder(&ledger))?;
    vacuum(connection, draft.path())?;
    named(draft, || name(&ledger, stamp, Some(Cause::Replaced), "db"))
}

/// Puts a copy where no usable ledger is. What stands there, and what belongs to it, is moved into the folder of copies
/// first; where that is now.
///
/// # Errors
///
/// When the copy cannot be read or written.
pub fn put_in_place(ledger: &Path, with: &Foreign, stamp: &str) -> Result<Option<PathBuf>> {
    let ledger = open::plain(ledger)?;
    let whole = prepared(with)?;
    let home = ledger.parent().unwrap_or(Path::new("."));
    if !home.is_dir() {
        return Err(Error::NoFolder(ledger));
    }
    let draft = copied(&whole, home)?;
    let aside = set_aside(&ledger, stamp)?;
    finish(draft, &ledger).map_err(|(error, _)| error)?;
    Ok(aside)
}

/// Moves a file that cannot be used, and what belongs to it, into the folder of copies; where it is now.
fn set_aside(ledger: &Path, stamp: &str) -> Result<Option<PathBuf>> {
    // The file itself goes first: its journal without it could be taken for another one's, it without its journal for whole.
    const ENDINGS: &[&str] = &["", "-journal", "-wal", "-shm"];
    let is_there = |path: &Path| fs::symlink_metadata(path).is_ok();
    if !ENDINGS
        .iter()
        .any(|ending| is_there(&with_ending(ledger, ending)))
    {
        return Ok(None);
    }
    make_folder(&folder(ledger))?;
    let kept = name(ledger, stamp, Some(Cause::Replaced), "db");
    let mut moved: Vec<&str> = Vec::new();
    for ending in ENDINGS {
        let old = with_ending(ledger, ending);
        if !is_there(&old) {
            continue;
        }
        if let Err(error) = fs::rename(&old, with_ending(&kept, ending)) {
            for ending in moved {
                // The first error is the one to tell.
                let _ = fs::rename(with_ending(&kept, ending), with_ending(ledger, ending));
            }
            return Err(Error::of_write(&error));
        }
        moved.push(ending);
    }
    Ok(Some(kept))
}

/// The name of a file with something behind it.
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

/// A copy made anew from its book, in memory: of a file that somebody else may have made, nothing but the book is believed.
fn prepared(with: &Foreign) -> Result<Connection> {
    let mut whole = open::in_memory()?;
    rebuild::whole(with.connection(), &mut whole)?;
    Ok(whole)
}

/// Writes a ledger that is in memory to a new file.
///
/// # Errors
///
/// When a file is there, or it cannot be written.
pub(super) fn write_out(whole: &Connection, target: &Path) -> Result<()> {
    let target = vacant(target)?;
    let draft = copied(whole, target.parent().unwrap_or(Path::new(".")))?;
    finish(draft, &target).map_err(|(error, _)| error)
}

/// Makes a copy for a cause.
fn safeguard(
    connection: &Connection,
    ledger: &Path,
    stamp: &str,
    cause: Cause,
    keep: Keep,
) -> Result<Option<PathBuf>> {
    let is_empty = !connection
        .prepare("SELECT 1 FROM revision LIMIT 1")?
        .exists([])?;
    if keep.most == 0 || is_empty {
        return Ok(None);
    }
    let ledger = open::plain(ledger)?;
    make_folder(&folder(&ledger))?;
    let draft = copied(connection, &folder(&ledger))?;
    named(draft, || name(&ledger, stamp, Some(cause), "db")).map(Some)
}

/// What follows once that is done for which a copy was made: the oldest copies are taken away, or, where it was not done,
/// the copy itself.
///
/// # Errors
///
/// When the folder cannot be read.
pub fn settle(ledger: &Path, made: Option<&Path>, done: bool, keep: Keep) -> Result<()> {
    match made {
        Some(made) if done => prune(&open::plain(ledger)?, made, keep),
        Some(made) => Ok(fs::remove_file(made)?),
        None => Ok(()),
    }
}

/// Takes away the oldest copies that nobody asked for: beyond the number, or beyond the share of the disk. Never the one
/// that was just made.
fn prune(ledger: &Path, newest: &Path, keep: Keep) -> Result<()> {
    let disk = fs4::total_space(folder(ledger)).unwrap_or(u64::MAX);
    let room = disk / 100 * keep.share;
    let mut taken = 0;
    let made = kept(ledger)?
        .into_iter()
        .filter(|one| one.cause.is_some_and(|cause| cause != Cause::Replaced));
    // The one just made comes first, whatever the clock said when the others were.
    let mut made: Vec<_> = made.collect();
    made.sort_by_key(|one| one.path != newest);
    for (place, one) in made.into_iter().enumerate() {
        taken += one.size;
        if place >= keep.most || (place > 0 && taken > room) {
            // Another command may have taken it away already.
            let _ = fs::remove_file(one.path);
        }
    }
    Ok(())
}

/// The name of a file that is to be made: none may be there, but its folder must.
fn vacant(target: &Path) -> Result<PathBuf> {
    let target = open::plain(target)?;
    if fs::symlink_metadata(&target).is_ok() {
        return Err(Error::Exists(target));
    }
    if !target.parent().is_some_and(Path::is_dir) {
        return Err(Error::NoFolder(target));
    }
    Ok(target)
}

/// A copy in a folder that has no name yet: whole, and its book says what was written.
fn copied(connection: &Connection, home: &Path) -> Result<tempfile::NamedTempFile> {
    let draft = draft_in(home)?;
    clear(home, &draft);
    vacuum(connection, draft.path())?;
    is_sound(&read_only(draft.path())?)?;
    Ok(draft)
}

/// The same, encrypted: what is in clear stays in memory.
fn sealed_copy(
    connection: &mut Connection,
    home: &Path,
    passphrase: &str,
) -> Result<tempfile::NamedTempFile> {
    let bytes = connection.serialize("main")?.to_vec();
    let mut copy = open::in_memory()?;
    copy.deserialize_read_exact("main", &*bytes, bytes.len(), true)?;
    is_sound(&copy)?;
    if !doctor::has_sound_page(&copy)? {
        return Err(Error::Unsound);
    }
    let mut draft = draft_in(home)?;
    clear(home, &draft);
    sealed::seal(&bytes, passphrase, draft.as_file_mut())?;
    draft
        .as_file_mut()
        .flush()
        .map_err(|error| Error::of_write(&error))?;
    if sealed::opened(draft.path(), passphrase)? != bytes {
        return Err(Error::Copy);
    }
    Ok(draft)
}

/// Writes all of a ledger, as it is at one moment, into an empty file.
fn vacuum(connection: &Connection, draft: &Path) -> Result<()> {
    // The database takes names as text.
    let name = draft
        .to_str()
        .ok_or_else(|| Error::Io(std::io::ErrorKind::InvalidFilename.into()))?;
    connection.execute("VACUUM INTO ?1", [name])?;
    Ok(())
}

/// A copy that is only looked at.
fn read_only(copy: &Path) -> Result<Connection> {
    Ok(Connection::open_with_flags(
        copy,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?)
}

/// Makes sure that a copy is whole, and that its book says what was written.
fn is_sound(copy: &Connection) -> Result<()> {
    let sound: String = copy.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if sound != "ok" {
        return Err(Error::Copy);
    }
    // What is damaged here is so in the ledger too: a copy of that would be relied on.
    if doctor::has_sound_book(copy)? {
        Ok(())
    } else {
        Err(Error::Unsound)
    }
}

/// An empty file in a folder, readable by its owner only, that is gone unless it is finished.
pub(super) fn draft_in(folder: &Path) -> Result<tempfile::NamedTempFile> {
    tempfile::Builder::new()
        .prefix(DRAFT)
        .tempfile_in(folder)
        .map_err(|error| Error::of_write(&error))
}

/// Gives a draft its name, once all of it is on the disk. Where it cannot have it, the draft comes back.
fn finish(
    draft: tempfile::NamedTempFile,
    target: &Path,
) -> Result<(), (Error, Option<tempfile::NamedTempFile>)> {
    if let Err(error) = draft.as_file().sync_all() {
        return Err((Error::of_write(&error), None));
    }
    if let Err(error) = draft.persist_noclobber(target) {
        let told = match error.error.kind() {
            std::io::ErrorKind::AlreadyExists => Error::Exists(target.to_owned()),
            _ => Error::of_write(&error.error),
        };
        return Err((told, Some(error.file)));
    }
    sync_folder(target.parent().unwrap_or(Path::new(".")));
    Ok(())
}

/// Gives a draft the first name that nobody has; another command may take one meanwhile.
fn named(mut draft: tempfile::NamedTempFile, free: impl Fn() -> PathBuf) -> Result<PathBuf> {
    loop {
        let target = free();
        match finish(draft, &target) {
            Ok(()) => return Ok(target),
            Err((Error::Exists(_), Some(back))) => draft = back,
            Err((error, _)) => return Err(error),
        }
    }
}

/// Makes the folder of copies, readable by its owner only, unless it is there.
///
/// # Errors
///
/// When it cannot be made.
pub fn make_folder(folder: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    private(&mut builder);
    match builder.create(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(Error::of_write(&error))
        }
        _ => Ok(()),
    }
}

/// Clears away what copies that were broken off long before this one have left.
fn clear(folder: &Path, draft: &tempfile::NamedTempFile) {
    let written = |path: &Path| fs::metadata(path)?.modified();
    let (Ok(entries), Ok(now)) = (fs::read_dir(folder), written(draft.path())) else {
        return;
    };
    for entry in entries.flatten() {
        let is_draft = entry.file_name().to_string_lossy().starts_with(DRAFT);
        let age = written(&entry.path()).map(|at| now.duration_since(at).unwrap_or_default());
        if is_draft && age.is_ok_and(|age| age > STALE) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// After this time nobody is writing a draft any more.
const STALE: Duration = Duration::from_hours(1);

/// Lets nobody but the owner look into a folder that is made.
#[cfg(unix)]
fn private(builder: &mut fs::DirBuilder) {
    use std::os::unix::fs::DirBuilderExt;
    builder.mode(0o700);
}

/// Elsewhere the rights of the folder around it apply.
#[cfg(not(unix))]
fn private(_builder: &mut fs::DirBuilder) {}

/// Makes a new name in a folder last. Where a folder cannot be synced, the name is written when the system likes.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}
