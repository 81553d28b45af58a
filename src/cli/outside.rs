//! The outside world of one command: arguments, environment, clock and streams, as one value.
//!
//! Nothing else reads them, so that whole command lines run in tests with a world of their own.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process;

use chrono::{DateTime, FixedOffset, Local};
use etcetera::BaseStrategy;

/// The variables that are read.
const VARIABLES: &[&str] = &[
    "XGZ_DB",
    "XGZ_TODAY",
    "XGZ_AUTHOR",
    "XGZ_CONFIG",
    "XGZ_PAGER",
    "XGZ_ASCII",
    "XGZ_PASSPHRASE",
    "XGZ_EDITOR",
    "NO_COLOR",
    "COLUMNS",
    "USER",
    "USERNAME",
    "LOGNAME",
    "PAGER",
    "VISUAL",
    "EDITOR",
];

/// The outside world of one command.
pub struct Outside {
    /// The arguments, the program's name first.
    pub arguments: Vec<OsString>,
    /// The environment variables that matter.
    pub variables: HashMap<&'static str, OsString>,
    /// The folder for the user's data.
    pub data: Option<PathBuf>,
    /// The folder for the user's settings.
    pub settings: Option<PathBuf>,
    /// The time.
    pub now: DateTime<FixedOffset>,
    /// The width of the terminal that records are printed on; none when they go elsewhere.
    pub width: Option<usize>,
    /// The width of the terminal that messages are printed on.
    pub message_width: Option<usize>,
    /// The height of the terminal that messages are printed on.
    pub message_height: Option<usize>,
    /// Whether a person can be asked.
    pub answers: bool,
    /// Where records go.
    pub out: Box<dyn Write>,
    /// Where messages go.
    pub err: Box<dyn Write>,
    /// Where answers come from.
    pub input: Box<dyn BufRead>,
    /// Says to a person that the ledger is in use and that the command waits.
    pub waiting: fn(),
    /// Reads a line that nobody is to see.
    pub hidden: fn() -> io::Result<String>,
    /// Opens a file in an editor, the one that is named if one is, and waits; whether it ended well.
    pub edit: fn(&Path, Option<&str>) -> io::Result<bool>,
}

impl Outside {
    /// The world of this process.
    pub fn of_process() -> Self {
        let folders = etcetera::choose_base_strategy().ok();
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place that reads the environment"
        )]
        let variables: HashMap<_, _> = VARIABLES
            .iter()
            .filter_map(|name| Some((*name, std::env::var_os(name)?)))
            .collect();
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place that reads the clock"
        )]
        let now = Local::now().fixed_offset();
        let width =
            |terminal: bool, size: Option<(terminal_size::Width, terminal_size::Height)>| {
                terminal.then(|| size.map_or(80, |(width, _)| usize::from(width.0)).max(20))
            };
        Self {
            arguments: std::env::args_os().collect(),
            variables,
            data: folders
                .as_ref()
                .map(|folders| folders.data_dir().join("xgz")),
            settings: folders
                .as_ref()
                .map(|folders| folders.config_dir().join("xgz")),
            now,
            width: width(
                io::stdout().is_terminal(),
                terminal_size::terminal_size_of(io::stdout()),
            ),
            message_width: width(
                io::stderr().is_terminal(),
                terminal_size::terminal_size_of(io::stderr()),
            ),
            message_height: terminal_size::terminal_size_of(io::stderr())
                .map(|(_, height)| usize::from(height.0)),
            answers: io::stdin().is_terminal() && io::stderr().is_terminal(),
            out: Box::new(io::BufWriter::new(io::stdout())),
            err: Box::new(io::stderr()),
            input: Box::new(io::BufReader::new(io::stdin())),
            waiting: || {
                if io::stderr().is_terminal() {
                    // Nobody is left to tell when this fails.
                    let _ = writeln!(io::stderr(), "{}", super::words::WAITING);
                }
            },
            hidden: rpassword::read_password,
            edit,
        }
    }

    /// A variable, where it is set and not empty.
    pub fn variable(&self, name: &str) -> Option<&OsString> {
        self.variables.get(name).filter(|value| !value.is_empty())
    }

    /// A variable as text.
    pub fn text(&self, name: &str) -> Option<String> {
        self.variable(name)
            .map(|value| value.to_string_lossy().into_owned())
    }
}

/// The editors that are tried where none is named.
#[cfg(windows)]
const EDITORS: &[&str] = &["notepad"];
#[cfg(not(windows))]
const EDITORS: &[&str] = &["nano", "vi"];

/// Opens a file in an editor and waits until it is closed; whether it ended well.
fn edit(file: &Path, named: Option<&str>) -> io::Result<bool> {
    let editors = named.map_or(EDITORS.to_vec(), |named| vec![named]);
    for editor in editors {
        let words = parted(editor);
        let Some((program, arguments)) = words.split_first() else {
            continue;
        };
        match process::Command::new(program)
            .args(arguments)
            .arg(file)
            .status()
        {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            ended => return Ok(ended?.success()),
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

/// The words of a command, parted at blanks but not within quotes. A backslash is a character like any other: names of
/// files have it on Windows.
fn parted(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for character in command.chars() {
        match (quote, character) {
            (Some(open), character) if open == character => quote = None,
            (None, '"' | '\'') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None, ' ' | '\t') => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}
