//! `completions`: the scripts by which a shell completes what is begun, and the answers that they ask for.
//!
//! The scripts are the program's own and know nothing of its commands: they hand over the line as far as it is typed and
//! put in what comes back. clap's engine finds what is being typed; what may stand there is declared beside each flag.

mod answer;
mod line;
mod shell;

use std::io::Write as _;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::complaint::Complaint;
use super::flags::text;
use super::session::Session;
use super::takes::Takes;
use crate::record::read_choice;
use crate::value::Choice;
use crate::value::text::shown;

pub(super) use answer::answer;
use shell::Shell;

/// The command.
pub(super) fn command() -> Command {
    Command::new("completions")
        .alias("补全")
        .about("按 Tab 补全：命令、选项、日期和台账里的名称；不写哪一种时列出怎样装")
        .arg(
            Arg::new("shell")
                .value_name("哪一种")
                .add(Takes::choice(Shell::ENTRIES))
                .help(format!("印出它的补全脚本：{}", names().join("、"))),
        )
        // What the scripts ask by: the line as far as it is typed.
        .arg(
            Arg::new("line")
                .last(true)
                .num_args(0..)
                .allow_hyphen_values(true)
                .action(ArgAction::Append)
                .hide(true),
        )
        .after_help(format!(
            "怎样装（只要一次，装好重新打开终端）：\n  {}",
            installing("\n  ")
        ))
}

/// The names of the shells.
fn names() -> Vec<&'static str> {
    Shell::ENTRIES.iter().map(|entry| entry.code).collect()
}

/// How each script is installed, a line each.
fn installing(between: &str) -> String {
    let lines: Vec<_> = Shell::ENTRIES
        .iter()
        .filter_map(|entry| Shell::from_code(entry.code))
        .map(Shell::installing)
        .collect();
    lines.join(between)
}

/// Prints a script, or how each is installed.
pub(super) fn run(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let Some(typed) = text(matches, "shell") else {
        session.say("在用的是哪一种，就运行哪一行，只要一次；装好重新打开终端，按 Tab 试试：")?;
        writeln!(session.outside.out, "{}", installing("\n"))?;
        return Ok(());
    };
    let shell = read(typed).ok_or_else(|| {
        Complaint::not_understood(format!("没有「{}」的补全脚本。", shown(typed)))
            .hint(format!("可选：{}", names().join("、")))
    })?;
    write!(session.outside.out, "{}", shell.script())?;
    Ok(())
}

/// The shell of this name.
fn read(typed: &str) -> Option<Shell> {
    Shell::from_code(read_choice(Shell::ENTRIES, typed).ok()?.code)
}

/// The shell that asks for what may follow, and what it says of its line.
pub(super) fn asked(matches: &ArgMatches) -> Option<(Shell, Vec<String>)> {
    let ("completions", matches) = matches.subcommand()? else {
        return None;
    };
    let line = matches.get_many::<String>("line")?;
    Some((read(text(matches, "shell")?)?, line.cloned().collect()))
}
