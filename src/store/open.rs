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
use super::search;
use crate::value::text::folded;

/// Marks a file as a ledger of this program: `xgz1`.
pub const APPLICATION: i64 = 0x7867_7A31;

/// How long a command waits while another one writes.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// The first bytes of every `SQLite` file.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Opens an existing ledger of the newest schema.
///
/// # Errors
///
/// Whatever makes the file no ledger in order: missing, empty, foreign, newer, older, hard-linked, damaged.
pub fn open(path: &Path) -> Result<Connection> {
    let path = plain(path)?;
    inspect(&path, true)?;
    let connection = connect(&path)?;
    let found = identify(&connection, &path)?;
    if found < migrate::newest() {
        return Err(Error::Older(path));
    }
    in_one_file(&connection)?;
    Ok(connection)
}

/// Opens an existing ledger of the newest schema for a glance: waits for nobody, and writes, mends and makes nothing.
///
/// # Errors
///
/// Whatever makes the file no ledger in order, and whatever would have to be mended or waited for.
pub fn glance(path: &Path) -> Result<Connection> {
    let path = plain(path)?;
    inspect(&path, false)?;
    // Of a file with a write-ahead log the database would make a second one, for reading too.
    if has_log(&path)? {
        return Err(Error::Interrupted);
    }
    let connection = Connection::open_with_flags(
        &path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(Duration::ZERO)?;
    distrust(&connection)?;
    if identify(&connection, &path)? < migrate::newest() {
        return Err(Error::Older(path));
    }
    Ok(connection)
}

/// Whether the head of the file says that it has a write-ahead log (the SQLite file format, section 1.3.3).
fn has_log(path: &Path) -> Result<bool> {
    let mut head = [0; 20];
    let mut file = File::open(path).map_err(|_| Error::Denied(path.to_owned()))?;
    file.read_exact(&mut head)
        .map_err(|_| Error::Foreign(path.to_owned()))?;
    Ok(head[18..].contains(&2))
}

/// Brings an existing ledger up to the newest schema, once `before` has looked at it.
///
/// # Errors
///
/// Whatever makes the file no ledger in order, what `before` says, or what stops the steps.
pub fn upgrade(
    path: &Path,
    before: impl FnOnce(&Connection, &Path) -> Result<()>,
) -> Result<Connection> {
    let path = plain(path)?;
    inspect(&path, true)?;
    let mut connection = connect(&path)?;
    if identify(&connection, &path)? < migrate::newest() {
        before(&connection, &path)?;
        migrate::run(&mut connection, None)?;
    }
    in_one_file(&connection)?;
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
pub(super) fn plain(path: &Path) -> Result<PathBuf> {
    if path.as_os_str().is_empty() {
        return Err(Error::Missing(path.to_owned()));
    }
    Ok(std::path::absolute(path)?)
}

/// Looks at the file before the database does, which would take an empty file for an empty ledger. A file that is
/// written must have one name only.
pub(super) fn inspect(path: &Path, writes: bool) -> Result<()> {
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
    if writes && names(&metadata) > 1 {
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
pub(super) fn identify(connection: &Connection, path: &Path) -> Result<i64> {
    let application: i64 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application != APPLICATION {
        return Err(Error::Foreign(path.to_owned()));
    }
    let found = migrate::step_of(connection)?;
    if found < 1 {
        // The first step is taken in the transaction that marks the file.
        return Err(Error::Broken("user_version".to_owned()));
    }
    if found > migrate::newest() {
        return Err(Error::Newer {
            path: path.to_owned(),
            found,
            known: migrate::newest(),
        });
    }
    Ok(found)
}

/// Takes back the write-ahead log that another program may have set: a ledger is one file, on any disk.
fn in_one_file(connection: &Connection) -> Result<()> {
    let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    if mode == "wal" && !connection.is_readonly("main")? {
        connection.pragma_update(None, "journal_mode", "delete")?;
    }
    Ok(())
}

/// Connects with everything that keeps a ledger safe. Never creates a file.
pub(super) fn connect(path: &Path) -> Result<Connection> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(PATIENCE)?;
    guard(&connection)?;
    Ok(connection)
}

/// An empty database that is gone with its connection.
pub fn in_memory() -> Result<Connection> {
    let connection = Connection::open_in_memory()?;
    guard(&connection)?;
    Ok(connection)
}

/// Sets what keeps a file from doing more than holding data, and gives the functions that compare texts.
pub(super) fn distrust(connection: &Connection) -> Result<()> {
    // A misspelt column must be an error and not a text.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // A plan must not depend on the values bound to it, or each row of a sheet would be planned anew.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?;
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
    search::add_functions(connection)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(())
}

/// How long a command waits before it says so.
const LONG: Duration = Duration::from_secs(2);

/// How long the pauses are between two tries, the last one again and again, in milliseconds.
const PAUSES: &[u64] = &[1, 2, 5, 10, 15, 20, 25, 25, 25, 50];

/// Waits as patiently as a connection does anyway, and says so once when it takes long.
pub(super) fn wait(connection: &mut Connection, notice: fn()) -> Result<()> {
    let mut waited = Duration::ZERO;
    let mut told = false;
    connection.busy_handler(Some(move |tries: i32| {
        if tries == 0 {
            waited = Duration::ZERO;
        }
        if waited >= PATIENCE {
            return false;
        }
        if waited >= LONG && !told {
            told = true;
            notice();
        }
        let place = usize::try_from(tries).unwrap_or(0).min(PAUSES.len() - 1);
        let pause = Duration::from_millis(PAUSES[place]);
        std::thread::sleep(pause);
        waited += pause;
        true
    }))?;
    Ok(())
}

/// How many steps of the database's machine one call of the watch stands for, and how many calls there may be: an
/// honest ledger of a million records needs a tenth of it.
const STEPS: i32 = 1_000_000;
const CALLS: u32 = 3_000;

/// Stops a file that keeps the database busy without end.
pub(super) fn watch(connection: &mut Connection) -> Result<()> {
    let mut left = CALLS;
    connection.progress_handler(
        STEPS,
        Some(move || {
            left = left.saturating_sub(1);
            left == 0
        }),
    )?;
    Ok(())
}

/// Sets everything that keeps records safe.
fn guard(connection: &Connection) -> Result<()> {
    distrust(connection)?;
    // EXTRA also syncs the folder once the journal is gone, so that a reported commit outlives a power cut;
    // secure_delete leaves no copy of a removed name in the file.
    connection.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA synchronous = EXTRA; PRAGMA secure_delete = ON;",
    )?;
    Ok(())
}

/// Lets nobody but the owner read what is made.
#[cfg(unix)]
pub(super) fn owner_only(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

/// Elsewhere the folder's own rights apply: the user's data folder is private.
#[cfg(not(unix))]
pub(super) fn owner_only(_options: &mut OpenOptions) {}

/// How many names the file has.
#[cfg(unix)]
pub(super) fn names(metadata: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    metadata.nlink()
}

/// The standard library tells this on Unix only.
#[cfg(not(unix))]
pub(super) fn names(_metadata: &Metadata) -> u64 {
    1
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use tempfile::TempDir;

    use super::super::sample::{MOMENT, Sample, command, row};
    use super::super::{Ledger, Query};
    use super::*;
    use crate::record::Kind;

    /// An empty folder, and a path in it.
    fn beside(name: &str) -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        (folder, path)
    }

    fn names_in(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// A file of another program, which `mark` may make more like ours.
    fn other_database(mark: &str) -> (TempDir, PathBuf) {
        let (folder, path) = beside("other.db");
        let connection = Connection::open(&path).unwrap();
        connection
            .execute_batch(&format!("CREATE TABLE point (id INTEGER); {mark}"))
            .unwrap();
        (folder, path)
    }

    #[test]
    fn a_missing_file_is_named_and_never_made() {
        let (folder, path) = beside("ledger.db");
        assert!(matches!(open(&path), Err(Error::Missing(at)) if at == path));
        assert!(matches!(
            open(&path.join("deeper.db")),
            Err(Error::Missing(_))
        ));
        assert!(matches!(open(Path::new("")), Err(Error::Missing(_))));
        assert_eq!(names_in(folder.path()), [""; 0]);
    }

    #[test]
    fn an_empty_file_is_refused_rather_than_taken_for_an_empty_ledger() {
        let (_folder, path) = beside("ledger.db");
        fs::write(&path, "").unwrap();
        assert!(matches!(open(&path), Err(Error::Empty(_))));
        assert_eq!(fs::read(&path).unwrap(), b"");
    }

    #[test]
    fn a_text_or_a_folder_is_no_ledger() {
        let (folder, path) = beside("ledger.db");
        for text in ["短", "SQLite format 3", "姓名,电话\n张三,13800000000\n"] {
            fs::write(&path, text).unwrap();
            assert!(matches!(open(&path), Err(Error::Foreign(_))), "{text}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert!(matches!(open(folder.path()), Err(Error::Foreign(_))));
    }

    #[test]
    fn a_database_of_another_program_is_no_ledger() {
        for mark in ["", "PRAGMA user_version = 1", "PRAGMA application_id = 1"] {
            let (_folder, path) = other_database(mark);
            let before = fs::read(&path).unwrap();
            assert!(matches!(open(&path), Err(Error::Foreign(_))), "{mark}");
            assert_eq!(fs::read(&path).unwrap(), before);
        }
    }

    #[test]
    fn a_glance_reads_a_ledger_and_leaves_everything_as_it_is() {
        let mut sample = Sample::new();
        sample.point("钢材市场");
        let before = fs::read(&sample.path).unwrap();
        let ledger = Ledger::glance(&sample.path).unwrap();
        let row = ledger.page().row(Kind::Point, 1).unwrap();
        assert_eq!(row.cell("name").words(), "钢材市场");
        let patience = ledger
            .connection
            .pragma_query_value(None, "busy_timeout", |row| row.get::<_, i64>(0));
        assert_eq!(patience.unwrap(), 0);
        let written = ledger.connection.execute("DELETE FROM point", []);
        assert!(written.is_err());
        assert_eq!(fs::read(&sample.path).unwrap(), before);
        assert_eq!(names_in(sample.folder()), ["ledger.db"]);
    }

    #[test]
    fn a_glance_refuses_what_it_would_have_to_mend_make_or_wait_for() {
        let (folder, path) = beside("ledger.db");
        assert!(matches!(glance(&path), Err(Error::Missing(_))));
        fs::write(&path, "不是台账").unwrap();
        assert!(matches!(glance(&path), Err(Error::Foreign(_))));
        assert_eq!(names_in(folder.path()), ["ledger.db"]);

        let sample = Sample::new();
        sample.run("BEGIN EXCLUSIVE");
        assert!(matches!(glance(&sample.path), Err(Error::Busy)));
        sample.run("COMMIT; PRAGMA user_version = 1");
        assert!(matches!(glance(&sample.path), Err(Error::Older(_))));
        sample.run("PRAGMA user_version = 7777");
        assert!(matches!(glance(&sample.path), Err(Error::Newer { .. })));

        let sample = Sample::new();
        sample.run("PRAGMA journal_mode = wal");
        let path = sample.path.clone();
        let folder = sample.close();
        assert!(matches!(glance(&path), Err(Error::Interrupted)));
        assert_eq!(names_in(folder.path()), ["ledger.db"]);
    }

    #[test]
    fn a_ledger_of_a_newer_program_is_not_guessed_at() {
        let sample = Sample::new();
        sample.run("PRAGMA user_version = 7777");
        let before = fs::read(&sample.path).unwrap();
        match open(&sample.path) {
            Err(Error::Newer { path, found, known }) => {
                assert_eq!((path, found), (sample.path.clone(), 7777));
                assert_eq!(known, migrate::newest());
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(fs::read(&sample.path).unwrap(), before);
    }

    #[cfg(unix)]
    #[test]
    fn a_second_name_of_the_file_is_refused_and_a_symlink_is_followed() {
        let sample = Sample::new();
        let link = sample.folder().join("link.db");
        std::os::unix::fs::symlink(&sample.path, &link).unwrap();
        let mut ledger = Ledger::open(&link).unwrap();
        let point = row(Kind::Point, &[("name", "钢材市场"), ("kind", "market")]);
        ledger
            .write(&command("point add"), |writing| {
                // The journal is looked for beside the file itself, under whatever name it is opened.
                let id = writing.add(Kind::Point, &point)?;
                let names = names_in(sample.folder());
                assert_eq!(names, ["ledger.db", "ledger.db-journal", "link.db"]);
                Ok::<_, Error>(id)
            })
            .unwrap();
        assert_eq!(sample.row(Kind::Point, 1).cell("name").words(), "钢材市场");

        let second = sample.folder().join("second.db");
        fs::hard_link(&sample.path, &second).unwrap();
        for path in [&sample.path, &second, &link] {
            assert!(matches!(open(path), Err(Error::Linked(_))));
        }
        fs::remove_file(second).unwrap();
        assert!(open(&sample.path).is_ok());
    }

    #[test]
    fn names_that_mean_something_to_the_database_are_names_of_files() {
        let names: &[&str] = if cfg!(windows) {
            &["走访 记录#1%20.db"]
        } else {
            &[
                "file:x?mode=memory",
                ":memory:",
                "走访 记录#1?%20.db",
                "file:",
            ]
        };
        for name in names {
            let (folder, path) = beside(name);
            drop(Ledger::create(&path, MOMENT).unwrap());
            assert_eq!(names_in(folder.path()), [*name]);
            assert!(fs::metadata(&path).unwrap().len() > 0);
            let ledger = Ledger::open(&path).unwrap();
            let points = ledger.page().count(&Query::of(Kind::Point)).unwrap();
            assert_eq!(points, 0);
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_file_and_its_journal_are_for_their_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let mut sample = Sample::new();
        let path = sample.path.clone();
        let point = row(Kind::Point, &[("name", "钢材市场"), ("kind", "market")]);
        sample
            .ledger
            .write(&command("point add"), |writing| {
                let id = writing.add(Kind::Point, &point)?;
                assert_eq!(mode(&path.with_file_name("ledger.db-journal")), 0o600);
                Ok::<_, Error>(id)
            })
            .unwrap();
        assert_eq!(mode(&path), 0o600);
        assert_eq!(names_in(sample.folder()), ["ledger.db"]);
    }

    #[test]
    fn a_file_that_is_there_is_never_overwritten() {
        let (folder, path) = beside("ledger.db");
        for text in ["", "别的文件"] {
            fs::write(&path, text).unwrap();
            assert!(matches!(create(&path, [1; 16]), Err(Error::Exists(_))));
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert!(matches!(
            create(folder.path(), [1; 16]),
            Err(Error::Exists(_))
        ));
        assert!(matches!(
            create(Path::new(""), [1; 16]),
            Err(Error::Missing(_))
        ));
    }

    #[test]
    fn a_ledger_is_not_made_without_its_folder() {
        let (folder, path) = beside("missing");
        let ledger = path.join("ledger.db");
        assert!(matches!(create(&ledger, [1; 16]), Err(Error::NoFolder(_))));
        fs::write(&path, "").unwrap();
        assert!(matches!(create(&ledger, [1; 16]), Err(Error::NoFolder(_))));
        assert_eq!(names_in(folder.path()), ["missing"]);
    }

    #[test]
    fn a_creation_that_fails_leaves_nothing_behind() {
        let (folder, path) = beside("ledger.db");
        // Where the journal must be made there is a folder.
        fs::create_dir(folder.path().join("ledger.db-journal")).unwrap();
        assert!(create(&path, [1; 16]).is_err());
        assert_eq!(names_in(folder.path()), ["ledger.db-journal"]);
    }

    #[test]
    fn every_connection_is_a_careful_one() {
        let sample = Sample::new();
        let opened = open(&sample.path).unwrap();
        for connection in [&sample.ledger.connection, &opened] {
            for (pragma, expected) in [
                ("foreign_keys", 1),
                ("synchronous", 3),
                ("secure_delete", 1),
                ("trusted_schema", 0),
                ("cell_size_check", 1),
                ("busy_timeout", 30_000),
            ] {
                let value: i64 = connection
                    .pragma_query_value(None, pragma, |row| row.get(0))
                    .unwrap();
                assert_eq!(value, expected, "{pragma}");
            }
            let journal: String = connection
                .pragma_query_value(None, "journal_mode", |row| row.get(0))
                .unwrap();
            assert_eq!(journal, "delete");
            for misspelt in [
                "SELECT \"nmae\" FROM point",
                "CREATE INDEX wrong ON point(\"nmae\")",
            ] {
                assert!(connection.execute_batch(misspelt).is_err(), "{misspelt}");
            }
        }
    }

    #[test]
    fn a_ledger_that_another_program_spread_over_files_is_one_file_again() {
        let mut sample = Sample::new();
        sample.run("PRAGMA journal_mode = wal");
        sample.point("钢材市场");
        let names = ["ledger.db", "ledger.db-shm", "ledger.db-wal"];
        assert_eq!(names_in(sample.folder()), names);
        let (path, folder) = (sample.path.clone(), sample.close());
        let ledger = Ledger::open(&path).unwrap();
        assert_eq!(ledger.page().count(&Query::of(Kind::Point)).unwrap(), 1);
        assert_eq!(names_in(folder.path()), ["ledger.db"]);
        assert_eq!(fs::read(&path).unwrap()[18..20], [1, 1]);
    }

    #[test]
    fn the_database_is_one_without_the_bug_that_lost_commits() {
        assert!(rusqlite::version_number() >= 3_051_003);
    }

    #[test]
    fn a_removed_name_is_not_left_in_the_file() {
        let mut sample = Sample::new();
        let name = "以后要删除的很长的名称";
        sample.run(&format!(
            "INSERT INTO point (uuid, revision, name, kind) VALUES (x'01', x'01', '{name}', 'market')"
        ));
        let holds = |path: &Path| {
            let bytes = fs::read(path).unwrap();
            bytes
                .windows(name.len())
                .any(|window| window == name.as_bytes())
        };
        assert!(holds(&sample.path));
        sample.run("DELETE FROM point");
        sample.point("钢材市场");
        assert!(!holds(&sample.path));
    }

    /// Whether this user must obey the rights of a file. Root need not, so the test of this name is run once
    /// more as nobody.
    #[cfg(unix)]
    fn obeys_rights(test: &str) -> bool {
        use std::os::unix::fs::PermissionsExt;
        use std::os::unix::process::CommandExt;
        const NOBODY: u32 = 65534;
        let (_folder, path) = beside("read-only");
        fs::write(&path, "").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
        if OpenOptions::new().write(true).open(&path).is_err() {
            return true;
        }
        let again = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test])
            .current_dir("/")
            .uid(NOBODY)
            .gid(NOBODY)
            .output();
        match again {
            Ok(done) => {
                let said = String::from_utf8_lossy(&done.stdout);
                assert!(said.contains("test result: ok. 1 passed"), "{done:?}");
            }
            Err(error) => println!("not tested, since nobody cannot run the test: {error}"),
        }
        false
    }

    #[cfg(unix)]
    #[test]
    fn a_read_only_ledger_can_be_read_and_says_so_on_writing() {
        use std::os::unix::fs::PermissionsExt;
        if !obeys_rights(
            "store::open::tests::a_read_only_ledger_can_be_read_and_says_so_on_writing",
        ) {
            return;
        }
        let rights = |path: &Path, mode| {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        };
        let mut sample = Sample::new();
        sample.point("钢材市场");
        let add = |ledger: &mut Ledger| {
            let point = row(Kind::Point, &[("name", "建材市场"), ("kind", "market")]);
            ledger.write(&command("point add"), |writing| {
                writing.add(Kind::Point, &point)
            })
        };

        rights(&sample.path, 0o400);
        let mut ledger = Ledger::open(&sample.path).unwrap();
        assert_eq!(ledger.page().count(&Query::of(Kind::Point)).unwrap(), 1);
        assert!(matches!(add(&mut ledger), Err(Error::ReadOnly)));
        drop(ledger);

        rights(&sample.path, 0o600);
        rights(sample.folder(), 0o500);
        let mut ledger = Ledger::open(&sample.path).unwrap();
        assert_eq!(ledger.page().count(&Query::of(Kind::Point)).unwrap(), 1);
        let refused = add(&mut ledger);
        assert!(matches!(refused, Err(Error::ReadOnly)), "{refused:?}");
        let new = sample.folder().join("new.db");
        assert!(matches!(create(&new, [1; 16]), Err(Error::Denied(_))));
        rights(sample.folder(), 0o700);

        rights(&sample.path, 0o000);
        assert!(matches!(open(&sample.path), Err(Error::Denied(_))));
        rights(&sample.path, 0o600);
    }

    #[test]
    fn a_ledger_with_a_flipped_header_is_refused_where_it_matters_and_never_read_wrongly() {
        let mut sample = Sample::new();
        sample.point("钢材市场");
        let whole = fs::read(&sample.path).unwrap();
        let (_folder, path) = beside("flipped.db");
        for (at, bit) in (0..100).flat_map(|at| [(at, 0x01), (at, 0x80)]) {
            let mut bytes = whole.clone();
            bytes[at] ^= bit;
            fs::write(&path, &bytes).unwrap();
            let read = Ledger::open(&path)
                .and_then(|ledger| ledger.page().rows(&Query::of(Kind::Point)))
                .map(|rows| rows[0].cell("name").words());
            let refused = match at {
                // The magic text, and the mark of the program.
                0..16 | 68..72 => matches!(read, Err(Error::Foreign(_))),
                // The size of a page, and what is fixed.
                16..18 | 20..24 => matches!(read, Err(Error::Broken(_))),
                // The schema step: none, and one below none, were never written.
                60..64 => {
                    matches!(
                        read,
                        Err(Error::Newer { .. } | Error::Older(_) | Error::Broken(_))
                    ) && (!matches!(read, Err(Error::Older(_)))
                        || matches!(upgrade(&path, |_, _| Ok(())), Err(Error::Broken(_))))
                }
                _ => read.is_err(),
            };
            let must = matches!(at, 0..18 | 20..24 | 60..64 | 68..72);
            let right = matches!(&read, Ok(name) if name == "钢材市场");
            assert!(refused || (right && !must), "{at} {bit}: {read:?}");
        }
    }

    #[test]
    fn a_truncated_ledger_is_reported_as_broken() {
        let mut sample = Sample::new();
        for number in 0..50 {
            sample.point(&format!("市场{number}"));
        }
        let whole = fs::read(&sample.path).unwrap();
        let (_folder, path) = beside("truncated.db");
        let read =
            || Ledger::open(&path).and_then(|ledger| ledger.page().rows(&Query::of(Kind::Point)));
        for length in [
            16,
            50,
            99,
            100,
            511,
            512,
            4095,
            4096,
            8192,
            whole.len() - 4096,
        ] {
            fs::write(&path, &whole[..length]).unwrap();
            let read = read();
            assert!(matches!(read, Err(Error::Broken(_))), "{length}: {read:?}");
        }
        // The database reads what is missing of the last page as zeros.
        fs::write(&path, &whole[..whole.len() - 1]).unwrap();
        let read = read();
        assert!(matches!(read, Err(Error::Unreadable { .. })), "{read:?}");
    }
}
