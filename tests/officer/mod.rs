//! An officer at a keyboard: runs the built program in a folder of its own, in a world that never changes.
//!
//! Nothing of the machine's own environment, clock or settings reaches the program.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(
    clippy::disallowed_methods,
    reason = "the program's own environment is made here"
)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

pub mod dice;
#[cfg(unix)]
pub mod picture;
#[cfg(unix)]
pub mod terminal;
pub mod whole;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The day on which all is done unless a test says otherwise: after the last record of the sample year.
pub const TODAY: &str = "2023-03-31";

/// The words in Latin letters that may stand in a sentence: names of commands, of values that are listed, of formats.
const LATIN: &str = "xgz form point member project visit problem meeting activity idea award plan summary report import log init demo add list show edit rm restore \
    close leave move solve decline progress table json csv auto always never XGZ_PASSPHRASE station section category month last \
    check accept restore find backup doctor merge undo redo join resolve few secretary-none policy onsite-problems utf gb18030 UTF-8 CSV JSON BOM Excel WPS XGZ_TODAY U bash zsh fish powershell";

/// A folder with, perhaps, a ledger in it.
pub struct Officer {
    folder: tempfile::TempDir,
    today: String,
}

/// What the program said, and how it ended.
#[derive(Debug)]
pub struct Said {
    pub out: Vec<u8>,
    pub err: String,
    pub status: i32,
}

impl Officer {
    /// An empty folder.
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            today: TODAY.to_owned(),
        }
    }

    /// A folder with a new, empty ledger.
    pub fn with_ledger() -> Self {
        let officer = Self::new();
        officer.done("init");
        officer
    }

    /// A folder with the sample year as its ledger. It is made once and copied.
    pub fn with_sample() -> Self {
        static SAMPLE: OnceLock<Vec<u8>> = OnceLock::new();
        let officer = Self::new();
        let bytes = SAMPLE.get_or_init(|| {
            let maker = Self::new();
            maker.done("demo ledger.db");
            maker.read("ledger.db")
        });
        officer.write("ledger.db", bytes);
        officer.own("ledger.db");
        officer
    }

    /// Makes a file one that its owner only may read, as the program leaves it.
    pub fn own(&self, name: &str) {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let owner = std::fs::Permissions::from_mode(0o600);
            std::fs::set_permissions(self.path(name), owner).unwrap();
        }
        #[cfg(not(unix))]
        let _ = name;
    }

    /// The same officer on another day.
    pub fn on(mut self, today: &str) -> Self {
        today.clone_into(&mut self.today);
        self
    }

    /// A file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap()
    }

    /// The ledger itself, past the program.
    pub fn ledger(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path("ledger.db")).unwrap()
    }

    /// Every file of the folder with its bytes.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_type().unwrap().is_file())
            .map(|entry| {
                let name = entry.file_name().into_string().unwrap();
                let bytes = std::fs::read(entry.path()).unwrap_or_default();
                (name, bytes)
            })
            .collect()
    }

    /// Any program, in the officer's folder and world.
    pub fn any(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.folder.path()).env_clear();
        for kept in ["PATH", "SystemRoot"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        command
            .env("XGZ_DB", "ledger.db")
            .env("XGZ_TODAY", &self.today)
            .env("XGZ_AUTHOR", "高广林")
            .env("HOME", self.path("home"))
            .env("XDG_DATA_HOME", self.path("home/data"))
            .env("XDG_CONFIG_HOME", self.path("home/config"))
            .stdin(std::process::Stdio::null());
        command
    }

    /// The program, ready to be run.
    pub fn xgz(&self, words: &[String]) -> Command {
        let mut command = self.any(env!("CARGO_BIN_EXE_xgz"));
        command.args(words);
        command
    }

    /// Runs a line as a shell would take it apart.
    pub fn run(&self, line: &str) -> Said {
        said(&self.xgz(&words(line)).output().unwrap())
    }

    /// Runs a line that must succeed.
    pub fn done(&self, line: &str) -> Said {
        let said = self.run(line);
        assert_eq!(said.status, 0, "{line}\n{}", said.err);
        assert!(!said.err.contains("错误："), "{line}\n{}", said.err);
        said
    }

    /// Runs a line that must succeed; the records that it prints as JSON.
    pub fn json(&self, line: &str) -> serde_json::Value {
        let said = self.done(&format!("{line} --format json"));
        serde_json::from_slice(&said.out).unwrap()
    }

    /// What a report says of one figure.
    pub fn figure(&self, line: &str, key: &str) -> serde_json::Value {
        let report = self.json(line);
        let figures = report["figures"].as_array().unwrap();
        let figure = figures.iter().find(|figure| figure["key"] == key).unwrap();
        figure["value"].clone()
    }

    /// Runs a line that must be refused: nothing on standard output, a pair of 错误 and 提示 in Chinese, and no file
    /// of the folder changed.
    pub fn refused(&self, line: &str, status: i32) -> Said {
        let before = self.files();
        let said = self.run(line);
        said.is_refusal(line, status);
        assert!(self.files() == before, "{line}: a file was changed");
        said
    }
}

impl Said {
    pub fn text(&self) -> String {
        String::from_utf8(self.out.clone()).unwrap()
    }

    /// Holds what was said against what every refusal must be; `typed` may be echoed.
    pub fn is_refusal(&self, typed: &str, status: i32) {
        let err = &self.err;
        assert_eq!(self.status, status, "{typed}\n{err}");
        assert!(self.out.is_empty(), "{typed}: {}", self.text());
        assert!(err.starts_with("错误："), "{typed}\n{err}");
        assert_eq!(err.matches("错误：").count(), 1, "{typed}\n{err}");
        assert!(err.contains("\n提示："), "{typed}: no hint\n{err}");
        assert!(!err.contains("panicked"), "{typed}\n{err}");
        let english = english(err, typed);
        assert!(english.is_empty(), "{typed}: {english:?} in\n{err}");
        let raw = err.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(raw, None, "{typed}\n{err}");
    }

    /// The commands that the hints name.
    pub fn commands(&self) -> Vec<String> {
        self.err
            .lines()
            .filter(|line| line.starts_with("提示："))
            .filter_map(|line| Some(line[line.find("xgz ")?..].to_owned()))
            .collect()
    }
}

/// What a finished process said.
pub fn said(output: &Output) -> Said {
    Said {
        out: output.stdout.clone(),
        err: String::from_utf8(output.stderr.clone()).unwrap(),
        status: output.status.code().unwrap_or(-1),
    }
}

/// The words of a line: parted at spaces, except in quotes of either kind. A leading `xgz` is passed over.
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    if words.first().is_some_and(|word| word == "xgz") {
        words.remove(0);
    }
    words
}

/// The English words of four letters and more in a sentence that are no command, flag, file or thing typed.
pub fn english(sentence: &str, typed: &str) -> Vec<String> {
    let part = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    sentence
        .split(|c| !part(c))
        .filter(|word| word.chars().filter(char::is_ascii_alphabetic).count() >= 4)
        .filter(|word| !word.starts_with('-') && !word.contains(['.', '/']))
        .filter(|word| !LATIN.split_whitespace().any(|known| known == *word))
        .filter(|word| !typed.contains(word))
        .map(str::to_owned)
        .collect()
}
