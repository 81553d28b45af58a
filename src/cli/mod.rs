//! The command line: the only place that knows clap, the terminal, the clock, the environment and words.
//!
//! One file a command; `tree` puts their flags together, `session` is one command line at work, `words`
//! holds the sentences, `chinese` what clap would say in English.

mod act;
mod add;
mod ask;
mod backup;
mod check;
mod chinese;
mod complaint;
mod config;
mod completions;
mod demo;
mod doctor;
mod edit;
mod find;
mod flags;
mod form;
mod import;
mod init;
mod lines;
mod list;
mod log;
mod man;
#[cfg(test)]
mod manual;
mod merge;
mod offer;
mod output;
mod outside;
mod pager;
mod program;
mod remove;
mod report;
mod restore;
mod session;
mod settings;
mod show;
mod story;
mod summary;
mod takes;
mod today;
mod tree;
mod undo;
mod visit_form;
mod words;
mod written;

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use clap::error::ErrorKind;

use crate::record::read_choice;
use crate::value::Choice;
use crate::value::choice::choice;
use complaint::{Cancelled, Complaint};
pub use outside::Outside;
use session::Session;

choice! {
    /// When there is colour.
    Colouring {
        Auto = "auto" "自动",
        Always = "always" "总是",
        Never = "never" "从不",
    }
}

/// Runs one command line; its exit status.
pub fn run(mut outside: Outside) -> u8 {
    let colour = wants_colour(&outside);
    let tree = tree::tree();
    let matches = match tree.clone().try_get_matches_from(outside.arguments.clone()) {
        Ok(matches) => matches,
        Err(error) => return unparsed(&mut outside, error, &tree, colour),
    };
    if let Some((shell, line)) = completions::asked(&matches) {
        // A person who types is not to be disturbed: whatever fails, nothing is offered.
        let _ = completions::answer(&mut outside, tree, shell, line);
        return 0;
    }
    match Session::begin(outside, &matches, colour) {
        Ok(mut session) => {
            let done = match matches.subcommand() {
                None if today::is_new(&session) => front(&mut session, &tree),
                _ => tree::dispatch(&mut session, &matches),
            };
            let flushed = session.outside.out.flush();
            let done = done.and_then(|()| Ok(flushed?));
            let named = session.named.clone();
            finish(
                (&mut *session.outside.err, session.outside.message_width),
                done,
                colour,
                named.as_deref(),
            )
        }
        Err(refused) => {
            let (mut outside, complaint) = *refused;
            finish(
                (&mut *outside.err, outside.message_width),
                Err(complaint.into()),
                colour,
                None,
            )
        }
    }
}

/// Prints the first help page to somebody who has no ledger yet, and says how to come by one.
fn front(session: &mut Session, tree: &clap::Command) -> anyhow::Result<()> {
    let width = session.outside.width;
    let page = chinese::front(tree, page_width(&session.outside, width));
    let coloured = colour_of(&session.outside, width.is_some());
    print(&mut *session.outside.out, &page, coloured)?;
    session.outside.out.flush()?;
    today::welcome(session)
}

/// Prints the help page that was asked for, or says what is wrong with the command line.
fn unparsed(outside: &mut Outside, error: clap::Error, tree: &clap::Command, colour: bool) -> u8 {
    let words: Vec<String> = outside
        .arguments
        .iter()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let status = u8::try_from(error.exit_code()).unwrap_or(complaint::NOT_UNDERSTOOD);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let page = chinese::help(&error, tree, &words, page_width(outside, outside.width));
            let coloured = colour_of(outside, outside.width.is_some());
            let done = print(&mut *outside.out, &page, coloured).and_then(|()| outside.out.flush());
            finish(
                (&mut *outside.err, outside.message_width),
                done.map_err(Into::into),
                colour,
                None,
            )
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let page = chinese::help(
                &error,
                tree,
                &words,
                page_width(outside, outside.message_width),
            );
            let _ = print(&mut *outside.err, &page, colour);
            status
        }
        _ => {
            let message = chinese::error(error, tree, &words);
            let complaint = Complaint {
                status,
                text: format!("{}。", message.text),
                hints: message.hints,
            };
            finish(
                (&mut *outside.err, outside.message_width),
                Err(complaint.into()),
                colour,
                None,
            )
        }
    }
}

/// The width for a help page: the terminal's, else what `COLUMNS` says, else 80.
fn page_width(outside: &Outside, width: Option<usize>) -> usize {
    width
        .or_else(|| outside.text("COLUMNS")?.parse().ok())
        .unwrap_or(80)
}

/// Prints a page, its colours taken off where they are not wanted.
fn print(out: &mut dyn Write, page: &str, colour: bool) -> io::Result<()> {
    if colour {
        out.write_all(page.as_bytes())
    } else {
        write!(out, "{}", anstream::adapter::strip_str(page))
    }
}

/// Whether messages are coloured. `--color` is looked for by hand: it must hold for errors of the command line too.
fn wants_colour(outside: &Outside) -> bool {
    colour_of(outside, outside.message_width.is_some())
}

/// Whether a stream is coloured: as `--color` says, else on a terminal, unless `NO_COLOR` is set.
fn colour_of(outside: &Outside, terminal: bool) -> bool {
    let words: Vec<_> = outside
        .arguments
        .iter()
        .map(|word| word.to_string_lossy())
        .collect();
    let asked = words.iter().enumerate().find_map(|(place, word)| {
        let name = word
            .strip_prefix("--color")
            .or_else(|| word.strip_prefix("--颜色"))?;
        match name.strip_prefix('=') {
            Some(value) => Some(value.to_owned()),
            None if name.is_empty() => words.get(place + 1).map(ToString::to_string),
            None => None,
        }
    });
    let asked = asked.and_then(|typed| read_choice(Colouring::ENTRIES, &typed).ok());
    match asked.and_then(|entry| Colouring::from_code(entry.code)) {
        Some(Colouring::Always) => true,
        Some(Colouring::Never) => false,
        Some(Colouring::Auto) | None => terminal && outside.variable("NO_COLOR").is_none(),
    }
}

/// Says how the command ended; its exit status. A reader that has gone away is no error. Commands that are hinted at
/// name the ledger that `--db` named.
fn finish(
    (err, width): (&mut dyn Write, Option<usize>),
    done: anyhow::Result<()>,
    colour: bool,
    ledger: Option<&str>,
) -> u8 {
    let Err(error) = done else { return 0 };
    if error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    {
        return 0;
    }
    if error.is::<Cancelled>() {
        // Nobody is left to tell when this fails.
        let _ = writeln!(err, "{}", words::CANCELLED);
        return complaint::REFUSED;
    }
    let complaint = words::complaint(error);
    let said = |mark: &str, ansi: AnsiColor, text: &str| {
        let style = Style::new().fg_color(Some(ansi.into())).bold();
        let painted = if colour {
            format!("{style}{mark}{style:#}")
        } else {
            mark.to_owned()
        };
        lines::message(mark, &painted, text, width)
    };
    let hints = complaint
        .hints
        .iter()
        .map(|hint| match ledger {
            Some(ledger) => words::addressed(hint, ledger),
            None => hint.clone(),
        })
        .map(|hint| said("提示：", AnsiColor::Green, &hint));
    let text = said("错误：", AnsiColor::Red, &complaint.text) + &hints.collect::<String>();
    // Nobody is left to tell when this fails.
    let _ = err.write_all(text.as_bytes());
    complaint.status
}
