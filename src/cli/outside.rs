//! The outside world of one command: arguments, environment, clock, streams and other programs, as one value.
//!
//! Nothing else reaches them, so that whole command lines run in tests with a world of their own.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use chrono::{DateTime, FixedOffset, Local};
use etcetera::BaseStrategy;

use super::pager::Pager;

/// The variables that are read.
pub(super) const VARIABLES: &[&str] = &[
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
    "LESS",
    "LESSCHARSET",
    "TERM",
];

/// The outside world of one command.
pub struct Outside {
    /// The arguments, the program's name first.
    pub arguments: Vec<OsString>,
    /// The environment variables that matter.
    pub variables: HashMap<&'static str, OsString>,
    /// The user's home.
    pub home: Option<PathBuf>,
    /// The folder for the user's data.
    pub data: Option<PathBuf>,
    /// The folder for the user's settings.
    pub settings: Option<PathBuf>,
    /// The time.
    pub now: DateTime<FixedOffset>,
    /// The width of the terminal that records are printed on; none when they go elsewhere.
    pub width: Option<usize>,
    /// The rows of that terminal.
    pub height: Option<usize>,
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
    /// Starts the pager, lets a person read a text in it and waits for its end; whether it did its work.
    pub page: fn(&Pager, &mut dyn Read) -> bool,
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
            home: folders
                .as_ref()
                .map(|folders| folders.home_dir().to_owned()),
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
            height: terminal_size::terminal_size_of(io::stdout())
                .filter(|_| io::stdout().is_terminal())
                .map(|(_, height)| height.0.into()),
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
            page,
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
        let words = super::program::words(editor);
        let Some((program, arguments)) = words.split_first() else {
            continue;
        };
        match Command::new(program).args(arguments).arg(file).status() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            ended => return Ok(ended?.success()),
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

/// Starts the pager, lets a person read a text in it and waits for its end; whether it did its work.
fn page(pager: &Pager, text: &mut dyn Read) -> bool {
    let Some((program, arguments)) = pager.words.split_first() else {
        return false;
    };
    let started = Command::new(program)
        .args(arguments)
        .envs(pager.variables.iter().copied())
        .stdin(Stdio::piped())
        .spawn();
    let Ok(mut child) = started else {
        return false;
    };
    if let Some(mut input) = child.stdin.take() {
        // Whoever has read enough ends the program before all is written.
        let _ = io::copy(text, &mut input);
    }
    child.wait().is_ok_and(|status| status.success())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::{Pager, page};

    /// What `page` says of a line of the shell, and what the line leaves in a file.
    fn paged(line: &str, text: &str) -> (bool, String) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("read");
        let file = file.to_str().unwrap();
        let pager = Pager {
            words: ["sh", "-c", line, file].map(str::to_owned).into(),
            variables: vec![("LESS", "FR")],
            above: "",
        };
        let done = page(&pager, &mut text.as_bytes());
        (done, std::fs::read_to_string(file).unwrap_or_default())
    }

    #[test]
    fn a_program_gets_the_whole_text_and_may_leave_it_early() {
        let long = "行\n".repeat(100_000);
        assert_eq!(paged("cat > $0", &long), (true, long.clone()));
        assert_eq!(paged("head -n 1 > $0", &long), (true, "行\n".to_owned()));
        assert_eq!(paged("echo $LESS > $0", &long), (true, "FR\n".to_owned()));
        assert_eq!(paged("exit 3", "短"), (false, String::new()));
        for words in [vec![], vec!["/no/such/program".to_owned()]] {
            let pager = Pager {
                words,
                variables: Vec::new(),
                above: "",
            };
            assert!(!page(&pager, &mut "".as_bytes()));
        }
    }
}
