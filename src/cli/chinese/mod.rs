//! Everything clap would say in English, said in Chinese.
//!
//! clap parses and decides; this folder words what it decided. [`localised`] prepares the root of the command
//! tree, [`help()`] lays out the page that was asked for, [`man()`] the manual page, [`error()`] words what went wrong and
//! what to type instead.
//! clap's own pages and messages are never shown: its headings, brackets and colons are literals, it breaks lines
//! at spaces only, and it can't put an alias beside its flag. Below are `route` (which level of the tree a command
//! line leads to), `spelling` (how flags and commands are written for people) and `slip` (what an input method
//! does to a command line). Prints nothing, and knows no command of the program.

mod error;
mod help;
mod man;
mod route;
mod slip;
mod spelling;

#[cfg(test)]
mod sample;

use clap::{Arg, ArgAction, Command};

pub(crate) use error::error;
pub(crate) use help::{front, help};
pub(crate) use man::{Extra, man};

/// The heading of help, version and the program's own global flags.
const GENERAL: &str = "通用";

/// The tree with Chinese help and version flags, and nothing of clap's left to show.
///
/// Only the root is touched: the settings and the help flag are global, so that every level has them, those built
/// later by [`Command::defer`] too.
pub(crate) fn localised(command: Command) -> Command {
    let version = command.get_version().map(|_| {
        Arg::new("version")
            .short('V')
            .long("version")
            .alias("版本")
            .action(ArgAction::Version)
            .help_heading(GENERAL)
            .help("显示版本")
    });
    command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .alias("帮助")
                .global(true)
                .action(ArgAction::Help)
                .help_heading(GENERAL)
                .help("显示这页说明"),
        )
        .args(version)
}

/// A copy of the tree with every level built, so that global flags stand at each and deferred levels are there.
fn built(tree: &Command) -> Command {
    let mut tree = tree.clone();
    tree.build();
    tree
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_holds_together() {
        built(&sample::tree()).debug_assert();
    }

    #[test]
    fn a_tree_without_a_version_has_no_flag_for_it() {
        let tree = built(&localised(Command::new("xgz")));
        assert!(tree.get_arguments().all(|arg| arg.get_id() != "version"));
    }

    #[test]
    fn clap_adds_nothing_of_its_own() {
        fn ids(command: &Command) -> Vec<&str> {
            let own = command.get_arguments().map(|arg| arg.get_id().as_str());
            let names = command.get_subcommands().map(Command::get_name);
            let below = command.get_subcommands().flat_map(ids);
            own.chain(names).chain(below).collect()
        }
        let tree = built(&localised(
            Command::new("xgz").subcommand(Command::new("visit").subcommand(Command::new("add"))),
        ));
        assert_eq!(ids(&tree), ["help", "visit", "help", "add", "help"]);
    }
}
