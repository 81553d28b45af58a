//! One command line at work: its ledger, its day, its author, and how it speaks to the person.

use std::io::{self, BufRead, Write};
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use clap::ArgMatches;

use super::Outside;
use super::complaint::Complaint;
use super::flags::{is_on, text};
use super::settings::{DUE_DAYS, Settings};
use super::words;
use crate::figure::NAMES;
use crate::record::{Doubt, Kind, World, read_flag};
use crate::store::{Command, Error, Found, Ledger, Page, Reach, Row};
use crate::value::text::{folded, shown};
use crate::value::{Day, Lean, read_day};

/// One command line at work.
pub(super) struct Session {
    /// The outside world.
    pub(super) outside: Outside,
    /// The user's settings.
    pub(super) settings: Settings,
    /// What rules know of the world.
    pub(super) world: World,
    ledger: Option<PathBuf>,
    author: String,
    quiet: bool,
    yes: bool,
    colour: bool,
}

impl Session {
    /// Reads the global flags, the environment and the settings.
    pub(super) fn begin(
        outside: Outside,
        matches: &ArgMatches,
        colour: bool,
    ) -> Result<Self, Box<(Outside, Complaint)>> {
        match Self::read(&outside) {
            Ok((settings, today)) => {
                let ledger = text(matches, "db")
                    .map(PathBuf::from)
                    .or_else(|| outside.variable("XGZ_DB").map(PathBuf::from))
                    .or_else(|| settings.ledger.clone())
                    .or_else(|| outside.data.as_ref().map(|data| data.join("ledger.db")));
                let author = text(matches, "author")
                    .map(str::to_owned)
                    .or_else(|| outside.text("XGZ_AUTHOR"))
                    .or_else(|| settings.author.clone())
                    .or_else(|| {
                        ["USER", "USERNAME", "LOGNAME"]
                            .into_iter()
                            .find_map(|name| outside.text(name))
                    })
                    .unwrap_or_else(|| "未署名".to_owned());
                let due_days = i64::from(settings.due_days.unwrap_or(DUE_DAYS));
                Ok(Self {
                    settings,
                    world: World {
                        today,
                        due_days,
                        figures: NAMES,
                    },
                    ledger,
                    // Names go to the history and from there to screens.
                    author: shown(author.trim()).into_owned(),
                    quiet: is_on(matches, "quiet"),
                    yes: is_on(matches, "yes"),
                    colour,
                    outside,
                })
            }
            Err(complaint) => Err(Box::new((outside, complaint))),
        }
    }

    /// The settings and the day that counts as today.
    fn read(outside: &Outside) -> Result<(Settings, Day), Complaint> {
        let clock = Day::try_from(outside.now.date_naive())
            .map_err(|_| Complaint::refused("电脑的日期不对。").hint("先把电脑的日期调对"))?;
        let today = match outside.text("XGZ_TODAY") {
            None => clock,
            Some(typed) => read_day(&typed, clock, Lean::Past).map_err(|_| {
                Complaint::not_understood(format!(
                    "环境变量 XGZ_TODAY 的「{}」不是日期。",
                    shown(&typed)
                ))
                .hint("写成 XGZ_TODAY=2022-12-31")
            })?,
        };
        Ok((Settings::read(outside)?, today))
    }

    /// The day that counts as today.
    pub(super) fn today(&self) -> Day {
        self.world.today
    }

    /// Who gives the command.
    pub(super) fn author(&self) -> &str {
        &self.author
    }

    /// Where the ledger is.
    pub(super) fn path(&self) -> Result<PathBuf, Complaint> {
        self.ledger.clone().ok_or_else(|| {
            Complaint::refused("找不到放台账的用户文件夹。").hint("用 --db 文件名 指明台账")
        })
    }

    /// The open ledger; where there is none, a person is asked whether to make it.
    pub(super) fn ledger(&mut self) -> anyhow::Result<Ledger> {
        let path = self.path()?;
        match Ledger::open(&path) {
            Err(Error::Missing(_)) if self.outside.answers => {
                let question = format!(
                    "还没有台账（{}），现在新建吗？",
                    shown(&path.display().to_string())
                );
                if !self.ask(&question)? {
                    return Err(Error::Missing(path).into());
                }
                Ok(super::init::create(self, &path)?)
            }
            opened => Ok(opened?),
        }
    }

    /// The command as the history keeps it.
    pub(super) fn command(&self, verb: impl Into<String>) -> Command {
        let now = self.outside.now;
        Command {
            verb: verb.into(),
            author: self.author.clone(),
            moment: self.moment(),
            at: now.to_rfc3339_opts(chrono::SecondsFormat::Secs, false),
        }
    }

    /// The time, for uuids.
    pub(super) fn moment(&self) -> (u64, u32) {
        let now = self.outside.now;
        (
            u64::try_from(now.timestamp()).unwrap_or(0),
            now.timestamp_subsec_nanos(),
        )
    }

    /// Says what was done, unless that was not wanted.
    pub(super) fn say(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        if self.quiet {
            return Ok(());
        }
        writeln!(self.outside.err, "{}", text.as_ref())
    }

    /// Says what a person should look at.
    pub(super) fn warn(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        let mark = self.painted("注意：", AnsiColor::Yellow);
        writeln!(self.outside.err, "{mark}{}", text.as_ref())
    }

    /// Says what is doubtful about a record that was stored.
    pub(super) fn warn_of(&mut self, kind: Kind, doubts: &[Doubt]) -> io::Result<()> {
        for doubt in doubts {
            self.warn(words::doubt(kind, doubt))?;
        }
        Ok(())
    }

    /// Asks for yes or no; without a person, or at the end of the input, the answer is no.
    pub(super) fn ask(&mut self, question: &str) -> io::Result<bool> {
        if self.yes {
            return Ok(true);
        }
        if !self.outside.answers {
            return Ok(false);
        }
        loop {
            write!(self.outside.err, "{question}（是/否）")?;
            self.outside.err.flush()?;
            let mut answer = String::new();
            if self.outside.input.read_line(&mut answer)? == 0 {
                writeln!(self.outside.err)?;
                return Ok(false);
            }
            match read_flag(&answer) {
                Ok(yes) => return Ok(yes),
                Err(_) if answer.trim().is_empty() => return Ok(false),
                Err(_) => writeln!(self.outside.err, "请回答「是」或「否」。")?,
            }
        }
    }

    /// A text in colour, where colour is wanted.
    fn painted(&self, text: &str, colour: AnsiColor) -> String {
        if self.colour {
            let style = Style::new().fg_color(Some(colour.into())).bold();
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

/// The station or section that a person means, as it is typed: some record must have it.
pub(super) fn body(page: Page<'_>, key: &str, typed: &str) -> anyhow::Result<String> {
    let known = page.texts(key)?;
    let sought = folded(typed);
    if known.iter().any(|name| folded(name) == sought) {
        return Ok(typed.to_owned());
    }
    Err(words::unknown_body(key, typed, &known).into())
}

/// The one record that a person means.
pub(super) fn resolve(page: Page<'_>, kind: Kind, typed: &str) -> anyhow::Result<Row> {
    match page.find(kind, typed, Reach::Parts)? {
        Found::One(row) => Ok(*row),
        found => Err(words::reference_fault(kind, typed, &found).into()),
    }
}
