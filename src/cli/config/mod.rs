//! `config`: prints what the settings come to and where each comes from; `config init` makes a file of them.

mod sample;

use std::io::{ErrorKind, Write};
use std::path::Path;

use clap::{ArgMatches, Command};

use super::complaint::Complaint;
use super::flags::text;
use super::output::{Destination, folder_of, with_output};
use super::pager::USUAL;
use super::session::Session;
use super::settings::{self, CHECK, Setting, Settings, Source, Value, found};
use crate::check::RULES;
use crate::sheet::Head;
use crate::value::Cell;
use crate::value::text::shown;

/// The command.
pub(super) fn command() -> Command {
    let command = Command::new("config")
        .alias("设置")
        .about("看现在的设置：每一项是什么，从哪里来；init 新建设置文件")
        .after_help("要改设置，用编辑文字的程序打开设置文件；它在哪里，xgz config 的最后一行写着。")
        .subcommand(
            Command::new("init")
                .alias("新建")
                .about("新建设置文件，每一项都写明用途"),
        );
    with_output(command)
}

/// Prints the settings, or makes the file.
pub(super) fn run(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    if is_init(matches) {
        return init(session);
    }
    let destination = Destination::of(matches)?;
    let heads = [
        Head::new("name", "名称"),
        Head::new("label", "是什么"),
        Head::new("value", "值").note(),
        Head::new("source", "来自"),
    ];
    let mut rows: Vec<_> = Setting::ALL
        .iter()
        .map(|setting| row(session, matches, *setting))
        .collect();
    rows.extend(limits(&session.settings));
    destination.write(session, &heads, |writer| {
        rows.iter().try_for_each(|row| Ok(writer.row(row)?))
    })?;
    if let Some(path) = Settings::file(&session.outside) {
        let file = settings::named(&path);
        session.say(if path.exists() {
            format!("以上来自{file}的，在那里改。")
        } else {
            format!("{file}还没有；新建：xgz config init")
        })?;
    }
    Ok(())
}

/// Whether the file is to be made: then it need not be there, and need not be right.
pub(super) fn is_init(matches: &ArgMatches) -> bool {
    matches.subcommand_name() == Some("init")
}

/// A setting with its value and where that comes from.
fn row(session: &Session, matches: &ArgMatches, setting: Setting) -> Vec<Cell> {
    let key = setting.key();
    let flag = setting.key().flag.and_then(|flag| text(matches, flag));
    let found = found(setting, flag, &session.outside, &session.settings);
    let set = session.settings.value(setting);
    let (value, source) = match (found, set) {
        (Some((text, source)), _) => {
            let text = text.to_string_lossy().into_owned();
            (cell(Value::Text(text)), source_words(source))
        }
        (None, Some(value)) if session.settings.is_set(setting) => {
            (cell(value), source_words(Source::File))
        }
        (None, set) => match usual(session, setting).or(set) {
            Some(value) => (cell(value), "默认".to_owned()),
            None => (Cell::Empty, "没有设".to_owned()),
        },
    };
    vec![
        Cell::Text(key.full()),
        Cell::Text(key.label.to_owned()),
        value,
        Cell::Text(source),
    ]
}

/// What a setting comes to where nothing is set and its declaration cannot say it.
fn usual(session: &Session, setting: Setting) -> Option<Value> {
    match setting {
        Setting::Ledger => {
            let path = session.path().ok()?;
            Some(Value::Text(path.display().to_string()))
        }
        Setting::Pager => USUAL.map(|program| Value::Text(program.to_owned())),
        Setting::Author => Some(Value::Text(session.author().to_owned())),
        _ => None,
    }
}

/// A value as a cell; no program is a no.
fn cell(value: Value) -> Cell {
    match value {
        Value::Text(text) if text.is_empty() => Cell::Flag(false),
        Value::Text(text) => Cell::Text(text),
        Value::Texts(texts) => Cell::List(texts),
        Value::Number(number) => Cell::Count(number.into()),
        Value::Flag(on) => Cell::Flag(on),
    }
}

/// Where a value comes from, in words.
fn source_words(source: Source) -> String {
    match source {
        Source::Flag(name) => format!("选项 --{name}"),
        Source::Variable(name) => format!("环境变量 {name}"),
        Source::File => "设置文件".to_owned(),
    }
}

/// The limits of the early warnings that are not the usual ones.
fn limits(settings: &Settings) -> impl Iterator<Item = Vec<Cell>> {
    RULES.iter().filter_map(|rule| {
        let limit = settings.limits.of(rule);
        let value = match limit {
            Some(limit) if limit == rule.limit => return None,
            Some(limit) => Cell::Text(limit.to_string()),
            None => Cell::Flag(false),
        };
        Some(vec![
            Cell::Text(format!("{CHECK}.{}", rule.key)),
            Cell::Text(rule.label.to_owned()),
            value,
            Cell::Text(source_words(Source::File)),
        ])
    })
}

/// Makes the file where it is read. The user's own folder is made with it, any other must be there.
fn init(session: &mut Session) -> anyhow::Result<()> {
    let Some(path) = Settings::file(&session.outside) else {
        return Err(Complaint::refused("找不到放设置的用户文件夹。")
            .hint("用环境变量 XGZ_CONFIG 指明设置文件")
            .into());
    };
    if let (Some(folder), Some(own)) = (path.parent(), &session.outside.settings)
        && folder == own
    {
        std::fs::create_dir_all(folder)?;
    }
    write(&path)?;
    session.say(format!("已新建{}。", settings::named(&path)))?;
    session.say("要用哪一项，去掉它前面的 #，改好存盘。看现在的设置：xgz config")?;
    Ok(())
}

/// Writes the sample into a new file, which has its name only when it is whole.
fn write(path: &Path) -> anyhow::Result<()> {
    if path.symlink_metadata().is_ok() {
        return Err(is_there(path).into());
    }
    let text = sample::text();
    // What comes with older Windows shows a text on one line whose lines end as elsewhere.
    let text = if cfg!(windows) {
        text.replace('\n', "\r\n")
    } else {
        text
    };
    let folder = folder_of(path);
    let mut draft = match draft().tempfile_in(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let folder = folder.display().to_string();
            return Err(
                Complaint::refused(format!("没有「{}」这个文件夹。", shown(&folder)))
                    .hint("先建这个文件夹，或者改环境变量 XGZ_CONFIG")
                    .into(),
            );
        }
        made => made?,
    };
    draft.write_all(text.as_bytes())?;
    draft.as_file().sync_all()?;
    match draft.persist_noclobber(path) {
        Err(fault) if fault.error.kind() == ErrorKind::AlreadyExists => Err(is_there(path).into()),
        Err(fault) => Err(fault.error.into()),
        Ok(_) => Ok(()),
    }
}

/// A file that is there already.
fn is_there(path: &Path) -> Complaint {
    Complaint::refused(format!("{}已经有了，没有改动。", settings::named(path)))
        .hint("用编辑文字的程序打开它来改；看现在的设置：xgz config")
}

/// How the draft is made: whoever may read other new files may read the settings, which a whole office may use.
#[cfg(unix)]
fn draft() -> tempfile::Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;
    let mut builder = tempfile::Builder::new();
    builder.permissions(std::fs::Permissions::from_mode(0o666));
    builder
}

/// Elsewhere the rights of the folder around it apply.
#[cfg(not(unix))]
fn draft() -> tempfile::Builder<'static, 'static> {
    tempfile::Builder::new()
}
