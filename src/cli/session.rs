//! One command line at work: its ledger, its day, its author, and how it speaks to the person.

use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style};
use clap::ArgMatches;

use super::Outside;
use super::complaint::Complaint;
use super::flags::{is_on, text};
use super::lines::message;
use super::pager::Pager;
use super::settings::{Setting, Settings, found};
use super::words;
use crate::figure::NAMES;
use crate::record::{Doubt, Kind, World, read_flag};
use crate::store::doctor::is_remote;
use crate::store::{Cause, Command, Error, Foreign, Found, Ledger, Page, Reach, Row, backup};
use crate::value::text::{folded, shown};
use crate::value::{Day, Lean, read_day};

/// The shortest passphrase that is taken, in characters.
const SHORTEST: usize = 8;

/// One command line at work.
pub(super) struct Session {
    /// The outside world.
    pub(super) outside: Outside,
    /// The user's settings.
    pub(super) settings: Settings,
    /// What rules know of the world.
    pub(super) world: World,
    ledger: Option<PathBuf>,
    /// The ledger as `--db` names it.
    pub(super) named: Option<String>,
    author: String,
    /// The command that starts the editor, if one is named anywhere.
    pub(super) editor: Option<String>,
    /// What long lists are read in, where one is wanted.
    pub(super) pager: Option<Pager>,
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
        match Self::read(&outside, matches) {
            Ok((settings, today)) => {
                let found = |setting: Setting| {
                    let flag = setting.key().flag.and_then(|flag| text(matches, flag));
                    found(setting, flag, &outside, &settings)
                };
                let ledger = ledger_at(&outside, &settings, text(matches, "db"));
                let author = found(Setting::Author).map_or_else(
                    || "未署名".to_owned(),
                    |(name, _)| name.to_string_lossy().into_owned(),
                );
                let editor = found(Setting::Editor)
                    .map(|(program, _)| program.to_string_lossy().into_owned());
                let pager = if is_on(matches, "no-pager") {
                    None
                } else {
                    Pager::of(found(Setting::Pager).map(|(command, _)| command), &outside)
                };
                let due_days = settings.number(Setting::DueDays).into();
                Ok(Self {
                    settings,
                    world: World {
                        today,
                        due_days,
                        figures: NAMES,
                    },
                    ledger,
                    named: text(matches, "db").map(str::to_owned),
                    // Names go to the history and from there to screens.
                    author: shown(author.trim()).into_owned(),
                    editor,
                    pager,
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
    fn read(outside: &Outside, matches: &ArgMatches) -> Result<(Settings, Day), Complaint> {
        let today = today(outside)?;
        // A file that is missing or wrong must not keep a new one from being made, nor what has no use for it.
        let needs_none = matches.subcommand().is_some_and(|(name, below)| {
            name == "config" && super::config::is_init(below)
                || ["completions", "man"].contains(&name)
        });
        let settings = if needs_none {
            Settings::default()
        } else {
            Settings::read(outside)?
        };
        Ok((settings, today))
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
            Err(Error::Missing(_)) if !backup::kept(&path)?.is_empty() => {
                Err(words::lost(&path, &backup::kept(&path)?).into())
            }
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
            Err(Error::Older(_)) => self.upgraded(&path),
            opened => {
                let mut ledger = opened?;
                ledger.while_waiting(self.outside.waiting)?;
                if is_remote(&path) {
                    self.warn(
                        "台账在网络磁盘上，几个人同时写可能出错：各记一本，再用 xgz merge 合并。",
                    )?;
                }
                Ok(ledger)
            }
        }
    }

    /// The ledger of an older program, brought up to this one, with a copy before.
    fn upgraded(&mut self, path: &Path) -> anyhow::Result<Ledger> {
        let (ledger, kept) = Ledger::upgrade(path, &self.stamp(), self.settings.keep())?;
        self.say("台账由旧版本的程序写成，已升级。")?;
        if let Some(kept) = kept {
            self.say(format!(
                "升级以前的备份在「{}」。",
                shown(&kept.display().to_string())
            ))?;
        }
        Ok(ledger)
    }

    /// Makes a copy of the ledger before something that changes much; where it is.
    pub(super) fn safeguard(
        &self,
        ledger: &Ledger,
        path: &Path,
        cause: Cause,
    ) -> Result<Option<PathBuf>, Complaint> {
        ledger
            .safeguard(path, &self.stamp(), cause, self.settings.keep())
            .map_err(no_copy)
    }

    /// Does what a copy is made for: done, the oldest copies go; not done, the copy goes again.
    pub(super) fn guarded<T>(
        &self,
        path: &Path,
        made: Option<&Path>,
        done: anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        backup::settle(path, made, done.is_ok(), self.settings.keep())?;
        done
    }

    /// The time, as the names of copies have it.
    pub(super) fn stamp(&self) -> String {
        words::stamp(&self.command("").at)
    }

    /// Another ledger, or a copy of one; for an encrypted one the passphrase is asked for.
    pub(super) fn foreign(&mut self, file: &Path) -> anyhow::Result<Foreign> {
        let opened: anyhow::Result<_> = Foreign::open(file, || {
            let name = shown(&file.display().to_string()).into_owned();
            self.passphrase(&format!("「{name}」的口令："))
        });
        opened.map_err(|error| match error.downcast::<Error>() {
            Ok(error) => words::of_other(file, &error).into(),
            Err(error) => error,
        })
    }

    /// A passphrase: out of `XGZ_PASSPHRASE`, or typed without being seen.
    fn passphrase(&mut self, question: &str) -> anyhow::Result<String> {
        if let Some(phrase) = self.outside.text("XGZ_PASSPHRASE") {
            return Ok(phrase);
        }
        if !self.outside.answers {
            return Err(no_passphrase().into());
        }
        write!(self.outside.err, "{question}")?;
        self.outside.err.flush()?;
        Ok((self.outside.hidden)()?)
    }

    /// A passphrase that is new: typed twice, since nobody sees it.
    pub(super) fn new_passphrase(&mut self) -> anyhow::Result<String> {
        let phrase = self.passphrase("口令（键入时不显示）：")?;
        if phrase.chars().count() < SHORTEST {
            return Err(
                Complaint::refused(format!("口令太短，至少 {SHORTEST} 个字。"))
                    .hint("用几个不相干的词，例如四个")
                    .into(),
            );
        }
        let again = self.passphrase("再键入一次：")?;
        if again != phrase {
            return Err(Complaint::refused("两次键入的口令不一样，没有备份。")
                .hint("再试一次")
                .into());
        }
        Ok(phrase)
    }

    /// Asks for a line; none at the end of the input.
    pub(super) fn answer(&mut self, question: &str) -> io::Result<Option<String>> {
        write!(self.outside.err, "{question}")?;
        self.outside.err.flush()?;
        let mut answer = String::new();
        if self.outside.input.read_line(&mut answer)? == 0 {
            return Ok(None);
        }
        Ok(Some(answer.trim().to_owned()))
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
        let text = self.addressed(text.as_ref());
        let text = message("", "", &text, self.outside.message_width);
        self.outside.err.write_all(text.as_bytes())
    }

    /// Says something that belongs to a question and is said however quiet it is to be.
    pub(super) fn tell(&mut self, text: &str) -> io::Result<()> {
        let text = message("", "", text, self.outside.message_width);
        self.outside.err.write_all(text.as_bytes())
    }

    /// Whether a person is there and wants to be asked.
    pub(super) fn can_ask(&self) -> bool {
        self.outside.answers && !self.yes
    }

    /// Whether messages are coloured.
    pub(super) fn colour(&self) -> bool {
        self.colour
    }

    /// Whether rules are drawn in ASCII.
    pub(super) fn is_ascii(&self) -> bool {
        self.outside.variable("XGZ_ASCII").is_some()
    }

    /// Says what a person should look at.
    pub(super) fn warn(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        let mark = "注意：";
        let painted = self.painted(mark, AnsiColor::Yellow);
        let text = self.addressed(text.as_ref());
        let text = message(mark, &painted, &text, self.outside.message_width);
        self.outside.err.write_all(text.as_bytes())
    }

    /// A text whose commands speak of the ledger that this command line names: typed as they stand, they do what they say.
    pub(super) fn addressed(&self, text: &str) -> String {
        match &self.named {
            Some(file) => words::addressed(text, file),
            None => text.to_owned(),
        }
    }

    /// Says what is doubtful about a record that was stored.
    pub(super) fn warn_of<'d>(
        &mut self,
        kind: Kind,
        doubts: impl IntoIterator<Item = &'d Doubt>,
    ) -> io::Result<()> {
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
            // A sentence ends with a stop.
            match read_flag(answer.trim().trim_end_matches(['。', '.', '！', '!'])) {
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

/// Where the ledger is: where this command line says, else the environment, the settings, or where it usually is.
pub(super) fn ledger_at(
    outside: &Outside,
    settings: &Settings,
    named: Option<&str>,
) -> Option<PathBuf> {
    found(Setting::Ledger, named, outside, settings)
        .map(|(file, _)| PathBuf::from(file))
        .or_else(|| outside.data.as_ref().map(|data| data.join("ledger.db")))
}

/// The day that counts as today.
pub(super) fn today(outside: &Outside) -> Result<Day, Complaint> {
    let clock = Day::try_from(outside.now.date_naive())
        .map_err(|_| Complaint::refused("电脑的日期不对。").hint("先把电脑的日期调对"))?;
    match outside.text("XGZ_TODAY") {
        None => Ok(clock),
        Some(typed) => read_day(&typed, clock, Lean::Past).map_err(|_| {
            Complaint::not_understood(format!(
                "环境变量 XGZ_TODAY 的「{}」不是日期。",
                shown(&typed)
            ))
            .hint("写成 XGZ_TODAY=2022-12-31")
        }),
    }
}

/// Makes sure that there is so much memory before work begins that needs it: without it the program would end in the
/// middle, with nothing said.
pub(super) fn room(bytes: u64) -> Result<(), Error> {
    let bytes = usize::try_from(bytes).map_err(|_| Error::Memory)?;
    Vec::<u8>::new()
        .try_reserve_exact(bytes)
        .map_err(|_| Error::Memory)
}

/// How many times its size a ledger takes in memory while its page is made anew from its book: measured, 8.1.
const WEIGHT: u64 = 9;

/// Makes sure that there is memory for making the page of a ledger anew.
pub(super) fn room_for(ledger: &Path) -> Result<(), Error> {
    room(std::fs::metadata(ledger).map_or(0, |file| file.len()) * WEIGHT)
}

/// Whether two names are of one file.
pub(super) fn same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// A passphrase that is needed and cannot be asked for.
fn no_passphrase() -> Complaint {
    Complaint::refused("要有口令才行，这里没有人可以问。")
        .hint("在终端里运行，或把口令放在环境变量 XGZ_PASSPHRASE 里")
}

/// What is said when no copy could be made, so that what was to follow is not done.
pub(super) fn no_copy(error: Error) -> Complaint {
    let mut complaint = words::complaint(error.into());
    complaint.text = format!("要先备份，备份没有做成：{}", complaint.text);
    complaint.hint("不要自动备份的，在设置里写 [backup] 下面的 keep = 0")
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
