//! What may follow on a line that is typed: found by clap's engine in the program's own tree, read out of the ledger, and
//! written as the shell wants it. Never says that something is wrong, never waits, never writes.

use std::ffi::{OsStr, OsString};
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Arg, Command, ValueHint};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, complete};

use super::line::Line;
use super::shell::Shell;
use crate::cli::Outside;
use crate::cli::offer::Offer;
use crate::cli::session::{ledger_at, today};
use crate::cli::settings::Settings;
use crate::cli::takes::{Spot, Takes};
use crate::record::Kind;
use crate::store::Ledger;
use crate::value::Day;
use crate::value::text::{shown, split_list};

/// What a shell is told where a file is wanted: it knows files better.
const FILES: &str = "\tfiles";

/// What the values are found by.
struct Asked {
    ledger: Option<PathBuf>,
    settings: Settings,
    today: Day,
    before: Vec<String>,
    /// Whether a file is wanted, once that is known.
    files: AtomicBool,
}

/// Prints what may follow.
pub(in crate::cli) fn answer(
    outside: &mut Outside,
    mut tree: Command,
    shell: Shell,
    given: Vec<String>,
) -> anyhow::Result<()> {
    let mut line = Line::read(shell, given);
    tree.build();
    let typed_flag = named_properly(&tree, &mut line);
    let settings = Settings::read(outside).unwrap_or_default();
    let named = value_of(&line.before, "--db").map(|file| at_home(outside, file));
    let asked = Arc::new(Asked {
        ledger: ledger_at(outside, &settings, named.as_deref()),
        settings,
        today: today(outside)?,
        before: line.before.clone(),
        files: AtomicBool::new(false),
    });
    let mut tree = with_answers(tree, None, &asked);
    let words: Vec<OsString> = line
        .before
        .iter()
        .chain([&line.current])
        .map(OsString::from)
        .collect();
    let place = words.len() - 1;
    let candidates = complete(&mut tree, words, place, None)?;
    let mut offers: Vec<Offer> = candidates.iter().map(offer).collect();
    let files = asked.files.load(Ordering::Relaxed);
    let is_flag = |offer: &Offer| offer.value.starts_with('-');
    // Where something else may stand, nobody who has typed nothing looks for flags.
    if line.current.is_empty() && (files || !offers.iter().all(is_flag)) {
        offers.retain(|offer| !is_flag(offer));
    }
    if let Some((typed, proper)) = typed_flag {
        for offer in &mut offers {
            if let Some(value) = offer.value.strip_prefix(&proper) {
                offer.value = format!("{typed}{value}");
            }
        }
    }
    Ok(print(outside, shell, &line, &offers, files)?)
}

/// Writes the commands and flags of a line by their proper names, which the engine knows. Of a word like `--flag=value` that
/// is typed: the flag as typed and by its proper name, each with its equals sign.
fn named_properly(tree: &Command, line: &mut Line) -> Option<(String, String)> {
    let mut level = tree;
    for word in line.before.iter_mut().skip(1) {
        if let Some(below) = level.find_subcommand(word.as_str()) {
            below.get_name().clone_into(word);
            level = below;
        } else if let Some((name, value)) = proper(level, word) {
            *word = match value {
                Some(value) => format!("--{name}={value}"),
                None => format!("--{name}"),
            };
        }
    }
    let (typed, value) = line.current.split_once('=')?;
    let (name, _) = proper(level, typed)?;
    let pair = (format!("{typed}="), format!("--{name}="));
    line.current = format!("{}{value}", pair.1);
    Some(pair)
}

/// The proper name of the flag that a word names, and its value where that stands in the same word.
fn proper<'t, 'w>(level: &'t Command, word: &'w str) -> Option<(&'t str, Option<&'w str>)> {
    let word = word.strip_prefix("--")?;
    let (typed, value) = match word.split_once('=') {
        Some((typed, value)) => (typed, Some(value)),
        None => (word, None),
    };
    let is_meant = |flag: &&Arg| {
        flag.get_long() == Some(typed)
            || flag
                .get_all_aliases()
                .is_some_and(|aliases| aliases.contains(&typed))
    };
    let flag = level.get_arguments().find(is_meant)?;
    Some((flag.get_long()?, value))
}

/// The value of a flag on the line, the last one.
fn value_of<'w>(words: &'w [String], flag: &str) -> Option<&'w str> {
    let mut places = words.iter().enumerate().rev();
    places.find_map(|(place, word)| match word.strip_prefix(flag)? {
        "" => words.get(place + 1).map(String::as_str),
        value => value.strip_prefix('='),
    })
}

/// A file as the shell will understand it once the line is run: `~/` is the user's home.
fn at_home(outside: &Outside, file: &str) -> String {
    match (file.strip_prefix("~/"), &outside.home) {
        (Some(rest), Some(home)) => home.join(rest).to_string_lossy().into_owned(),
        _ => file.to_owned(),
    }
}

/// The tree with what may be typed for each flag and argument.
fn with_answers(command: Command, kind: Option<Kind>, asked: &Arc<Asked>) -> Command {
    let kind = kind.or_else(|| Kind::of_key(command.get_name()));
    command
        .mut_args(|arg| {
            let is_file = arg.get_value_hint() == ValueHint::FilePath;
            let takes = arg.get::<Takes>().cloned();
            if !is_file && takes.is_none() {
                return arg;
            }
            let asked = Arc::clone(asked);
            arg.add(ArgValueCompleter::new(move |typed: &OsStr| {
                if is_file {
                    asked.files.store(true, Ordering::Relaxed);
                }
                let typed = typed.to_string_lossy();
                match &takes {
                    // A ledger that can't be read offers nothing.
                    Some(takes) => asked.offered(takes, kind, &typed).unwrap_or_default(),
                    None => Vec::new(),
                }
            }))
        })
        .mut_subcommands(|below| with_answers(below, kind, asked))
}

impl Asked {
    /// What may be typed there, with what of a list is there already.
    fn offered(
        &self,
        takes: &Takes,
        kind: Option<Kind>,
        typed: &str,
    ) -> anyhow::Result<Vec<CompletionCandidate>> {
        let ledger = self.ledger.as_deref().map(Ledger::glance);
        let ledger = ledger.and_then(Result::ok);
        let spot = Spot {
            kind,
            before: &self.before,
            page: ledger.as_ref().map(Ledger::page),
            settings: &self.settings,
            today: self.today,
        };
        let (there, typed) = typed.split_at(takes.begun(&spot, typed));
        let before = split_list(there);
        Ok(takes
            .offers(&spot, typed)?
            .into_iter()
            .filter(|offer| !before.contains(&offer.value))
            .map(|offer| {
                CompletionCandidate::new(format!("{there}{}", offer.value))
                    .help(Some(offer.about.into()))
            })
            .collect())
    }
}

/// A candidate of the engine.
fn offer(candidate: &CompletionCandidate) -> Offer {
    let about = candidate.get_help().map(ToString::to_string);
    let about = about.unwrap_or_default();
    Offer::of(
        candidate.get_value().to_string_lossy(),
        about.lines().next().unwrap_or_default(),
    )
}

/// Prints the offers, a line each: what is put in, and behind a tab what it is.
fn print(
    outside: &mut Outside,
    shell: Shell,
    line: &Line,
    offers: &[Offer],
    files: bool,
) -> io::Result<()> {
    if files {
        writeln!(outside.out, "{FILES}")?;
    }
    // bash puts in what it shows; where it shows several, what they are can't get into the line.
    let tells = match shell {
        Shell::Bash => line.shows && offers.len() > 1,
        _ => true,
    };
    for offer in offers {
        let Some(rest) = offer.value.strip_prefix(&line.stays) else {
            continue;
        };
        if shown(rest) != rest {
            continue;
        }
        write!(outside.out, "{}", shell.written(rest, line.open))?;
        if tells && !offer.about.is_empty() {
            let between = if shell == Shell::Bash { "  " } else { "\t" };
            write!(outside.out, "{between}{}", shown(&offer.about))?;
        }
        writeln!(outside.out)?;
    }
    outside.out.flush()
}
