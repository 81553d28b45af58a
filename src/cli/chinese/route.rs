//! Which level of the command tree a command line leads to, and where it stops making sense.
//!
//! clap keeps the level of an error to itself, so the words are followed once more. Decides nothing: whether a
//! command line is right is clap's to say.

use clap::{Arg, ArgAction, Command};

use super::spelling;

/// A command line followed down a built tree as far as it can be understood.
pub(super) struct Route<'a> {
    /// The words typed, the program's name first.
    pub(super) words: &'a [String],
    /// The index of the first word that fits nowhere; the number of words if all fit.
    pub(super) stop: usize,
    /// The commands from the root down, each with the name that was typed.
    steps: Vec<(&'a Command, &'a str)>,
    /// The index of the word after the last command.
    start: usize,
    /// A flag that has taken the flag after it for its value, as those may whose values begin with a hyphen.
    pub(super) swallowed: Option<(&'a str, &'a str)>,
}

impl<'a> Route<'a> {
    /// Follows `words`, whose first is the program's name.
    pub(super) fn follow(tree: &'a Command, words: &'a [String]) -> Self {
        let mut route = Self {
            words,
            stop: 1,
            steps: vec![(tree, tree.get_name())],
            start: 1,
            swallowed: None,
        };
        let mut places = spelling::places(tree);
        while let Some(word) = words.get(route.stop) {
            let level = route.level();
            if let Some(flag) = Flag::read(level, word) {
                if flag.ends_the_line() || flag.is_overfilled() {
                    break;
                }
                let rest = &words[route.stop + 1..];
                let values = &rest[..flag.values_among(rest)];
                let names_a_flag =
                    |value: &&String| value.starts_with("--") && Flag::read(level, value).is_some();
                if let Some(value) = values.iter().find(names_a_flag) {
                    route.swallowed = Some((word, value));
                }
                route.stop += 1 + values.len();
            } else if is_flag(word) || word == "--" {
                break;
            } else if let Some(next) = level.find_subcommand(word) {
                route.steps.push((next, word));
                route.stop += 1;
                route.start = route.stop;
                places = spelling::places(next);
            } else if places > 0 {
                places -= 1;
                route.stop += 1;
            } else {
                break;
            }
        }
        route
    }

    /// The deepest command reached.
    pub(super) fn level(&self) -> &'a Command {
        self.steps[self.steps.len() - 1].0
    }

    /// The commands on the way, the deepest first.
    pub(super) fn levels(&self) -> impl Iterator<Item = &'a Command> {
        self.steps.iter().rev().map(|(level, _)| *level)
    }

    /// The command reached as it was typed: `xgz 走访 添加`.
    pub(super) fn typed(&self) -> String {
        joined(self.steps.iter().map(|(_, name)| *name))
    }

    /// The command reached by its proper names: `xgz visit add`.
    pub(super) fn named(&self) -> String {
        joined(self.steps.iter().map(|(level, _)| level.get_name()))
    }

    /// Whether the commands were typed in Chinese.
    pub(super) fn in_chinese(&self) -> bool {
        self.steps.iter().any(|(_, name)| !name.is_ascii())
    }

    /// The word that fits nowhere.
    pub(super) fn stray(&self) -> Option<&'a str> {
        self.words.get(self.stop).map(String::as_str)
    }

    /// The words around the stray one that would belong together in quotation marks, from the first of them to
    /// behind the last; flags and commands bound them.
    pub(super) fn run(&self) -> (usize, usize) {
        let bound = |word: &String| is_flag(word);
        let back = self.words[self.start..self.stop].iter().rev();
        let from = self.stop - back.take_while(|word| !bound(word)).count();
        let on = self.words[self.stop..].iter();
        (from, self.stop + on.take_while(|word| !bound(word)).count())
    }

    /// The flag of this level that `words[index]` names.
    pub(super) fn flag_at(&self, index: usize) -> Option<Flag<'a>> {
        Flag::read(self.level(), self.words.get(index)?)
    }
}

/// A word read as a flag of a level.
pub(super) struct Flag<'a> {
    /// The flag; of several short ones in a word, the one that counts.
    pub(super) arg: &'a Arg,
    /// Whether its value stands in the same word.
    pub(super) attached: bool,
}

impl<'a> Flag<'a> {
    /// Reads `--long`, `--long=value`, `-s`, `-svalue` and `-abc`.
    pub(super) fn read(level: &'a Command, word: &str) -> Option<Self> {
        if let Some(long) = word.strip_prefix("--") {
            let (name, value) = long
                .split_once('=')
                .map_or((long, None), |(name, value)| (name, Some(value)));
            let arg = level
                .get_arguments()
                .find(|arg| spelling::longs(arg).any(|long| long == name))?;
            return Some(Self {
                arg,
                attached: value.is_some(),
            });
        }
        let mut letters = word.strip_prefix('-')?.chars();
        let mut last = None;
        while let Some(letter) = letters.next() {
            let arg = level
                .get_arguments()
                .find(|arg| spelling::shorts(arg).any(|short| short == letter))?;
            let flag = Self {
                arg,
                attached: !letters.as_str().is_empty(),
            };
            if flag.takes_values() || flag.ends_the_line() {
                return Some(flag);
            }
            last = Some(flag);
        }
        last
    }

    /// Whether something is to be written after it.
    pub(super) fn takes_values(&self) -> bool {
        spelling::takes_values(self.arg)
    }

    /// Whether clap answers at once and reads no further.
    fn ends_the_line(&self) -> bool {
        matches!(
            self.arg.get_action(),
            ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong | ArgAction::Version
        )
    }

    /// Whether it is a switch with a value written to it.
    fn is_overfilled(&self) -> bool {
        self.attached && !self.takes_values()
    }

    /// The most values that fit after it.
    pub(super) fn most_values(&self) -> usize {
        self.arg
            .get_num_args()
            .map_or(0, |range| range.max_values())
    }

    /// How many of the words that follow are its values.
    fn values_among(&self, words: &[String]) -> usize {
        if self.attached || self.arg.is_require_equals_set() {
            return 0;
        }
        let dashes = self.arg.is_allow_hyphen_values_set();
        let values = words.iter().take(self.most_values());
        values.take_while(|word| dashes || !is_flag(word)).count()
    }
}

/// Whether clap would take a word for a flag.
pub(super) fn is_flag(word: &str) -> bool {
    word.starts_with('-') && word.len() > 1
}

fn joined<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(" ")
}
