//! The user's settings: `config.toml` in the settings folder, or the file that `XGZ_CONFIG` names.
//!
//! `declared` says which settings there are, `reading` reads them, `source` says what goes before them.

mod declared;
mod reading;
mod source;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::Outside;
use super::complaint::Complaint;
use crate::check::Limits;
use crate::record::Column;
use crate::store::Keep;
use crate::value::text::shown;

#[cfg(test)]
pub(super) use declared::parts;
pub(super) use declared::{CHECK, Setting, Shape};
pub(super) use source::{Source, found};

/// What is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// A text, or the code of a choice.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// A number.
    Number(u16),
    /// On or off.
    Flag(bool),
}

/// What a user has set; nothing has to be.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings {
    values: BTreeMap<Setting, Value>,
    /// The limits of the early warnings.
    pub(super) limits: Limits,
}

impl Settings {
    /// The file that they stand in, whether or not there is one; none where there is no folder for it.
    pub(super) fn file(outside: &Outside) -> Option<PathBuf> {
        let named = outside.variable("XGZ_CONFIG").map(PathBuf::from);
        named.or_else(|| Some(outside.settings.as_ref()?.join("config.toml")))
    }

    /// Reads the settings; none are set where there is no file.
    pub(super) fn read(outside: &Outside) -> Result<Self, Complaint> {
        let named = outside.variable("XGZ_CONFIG");
        let Some(path) = Self::file(outside) else {
            return Ok(Self::default());
        };
        match read_text(&path) {
            Ok(text) => Self::parse(&text, &path),
            Err(error) if error.kind() == io::ErrorKind::NotFound && named.is_none() => {
                Ok(Self::default())
            }
            Err(error) => Err(unreadable(&path, &error)),
        }
    }

    /// Reads the text of a settings file.
    pub(super) fn parse(text: &str, path: &Path) -> Result<Self, Complaint> {
        reading::read(text).map_err(|fault| fault.complaint(&named(path)))
    }

    /// Whether a setting is set.
    pub(super) fn is_set(&self, setting: Setting) -> bool {
        self.values.contains_key(&setting)
    }

    /// The value of a setting, or what it is where nothing is set.
    pub(super) fn value(&self, setting: Setting) -> Option<Value> {
        let set = self.values.get(&setting).cloned();
        set.or_else(|| match setting.key().shape {
            Shape::Text | Shape::File | Shape::Program { .. } | Shape::Texts => None,
            Shape::Number { usual, .. } => Some(Value::Number(usual)),
            Shape::Switch { usual } => Some(Value::Flag(usual)),
            Shape::Choice { usual, .. } => Some(Value::Text(usual.to_owned())),
        })
    }

    /// The text that is set.
    pub(super) fn text(&self, setting: Setting) -> Option<&str> {
        match self.values.get(&setting) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The texts that are set.
    pub(super) fn texts(&self, setting: Setting) -> &[String] {
        match self.values.get(&setting) {
            Some(Value::Texts(texts)) => texts,
            _ => &[],
        }
    }

    /// The number of a setting that is one.
    pub(super) fn number(&self, setting: Setting) -> u16 {
        match self.value(setting) {
            Some(Value::Number(number)) => number,
            _ => 0,
        }
    }

    /// Whether a setting that is a switch is on.
    pub(super) fn is_on(&self, setting: Setting) -> bool {
        self.value(setting) == Some(Value::Flag(true))
    }

    /// Which copies are kept.
    pub(super) fn keep(&self) -> Keep {
        Keep {
            most: self.number(Setting::Keep).into(),
            share: self.number(Setting::Share).into(),
        }
    }

    /// What an empty cell of the column is filled with when a record is added.
    pub(super) fn own(&self, column: &Column) -> Option<&str> {
        self.text(Setting::filling(column.own?)?)
    }

    /// The values of the column that the user has beside the usual ones; those of 事项 are for plans of
    /// [`FIVE_ONES`](crate::record::FIVE_ONES) only.
    pub(super) fn more_values(&self, column: &Column) -> &[String] {
        column
            .more
            .and_then(Setting::adding)
            .map_or(&[], |setting| self.texts(setting))
    }
}

/// A settings file as sentences name it.
pub(super) fn named(path: &Path) -> String {
    format!("设置文件「{}」", shown(&path.display().to_string()))
}

/// The text of a settings file; one that is longer than any is not read to its end.
fn read_text(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path)?;
    let read = file.take(LONGEST + 1).read_to_end(&mut bytes)?;
    if u64::try_from(read).is_ok_and(|read| read > LONGEST) {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    String::from_utf8(bytes).map_err(|_| io::ErrorKind::InvalidData.into())
}

/// The longest settings file that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// A settings file that cannot be read.
fn unreadable(path: &Path, error: &io::Error) -> Complaint {
    let file = named(path);
    match error.kind() {
        io::ErrorKind::NotFound => Complaint::refused(format!("{file}不存在。"))
            .hint("新建它：xgz config init")
            .hint("不用它的，去掉环境变量 XGZ_CONFIG"),
        io::ErrorKind::InvalidData => Complaint::refused(format!("{file}的编码不是 UTF-8。"))
            .hint("用记事本打开，另存为，编码选 UTF-8"),
        io::ErrorKind::FileTooLarge => Complaint::refused(format!("{file}太大，不像设置文件。"))
            .hint("看看 XGZ_CONFIG 指的是不是它"),
        _ => Complaint::refused(format!("{file}读不出来。"))
            .hint("看看它是不是文件，有没有读它的权限"),
    }
}
