//! What goes before the settings file and after it: flags and the environment.

use std::ffi::OsString;

use super::{Setting, Settings, Shape};
use crate::cli::Outside;

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Source {
    /// A flag of the command line.
    Flag(&'static str),
    /// A variable of the environment.
    Variable(&'static str),
    /// The settings file.
    File,
}

/// What a variable says where no program is wanted, as the file does.
const NONE: &str = "false";

/// The text that a setting comes to: out of what its flag says, the variable before the file, the file, the variables after it.
pub(in crate::cli) fn found(
    setting: Setting,
    flag: Option<&str>,
    outside: &Outside,
    settings: &Settings,
) -> Option<(OsString, Source)> {
    let key = setting.key();
    let flag = || Some((flag?.into(), Source::Flag(key.flag?)));
    let variable = |name: &'static str| {
        let value = outside.variable(name)?.clone();
        let is_none = matches!(key.shape, Shape::Program { none: true }) && value == NONE;
        let value = if is_none { OsString::new() } else { value };
        Some((value, Source::Variable(name)))
    };
    flag()
        .or_else(|| variable(key.over?))
        .or_else(|| Some((settings.text(setting)?.into(), Source::File)))
        .or_else(|| key.under.iter().find_map(|name| variable(name)))
}
