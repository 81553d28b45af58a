//! `backup`: writes a checked copy of the ledger, and lists the copies that are kept.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, ValueHint};

use super::complaint::Complaint;
use super::flags::{flag, is_on, switch, text};
use super::output::Destination;
use super::session::{Session, room_for};
use super::words;
use crate::sheet::Head;
use crate::store::backup::{self, Kept};
use crate::value::Cell;
use crate::value::text::shown;

/// The command.
pub(super) fn command() -> Command {
    Command::new("backup")
        .alias("备份")
        .about("备份台账：写成一份核对过的副本；不写 -o 时放在台账旁边的备份文件夹里")
        .arg(
            Arg::new("file")
                .value_name("文件")
                .value_hint(ValueHint::FilePath)
                .help("同 -o：写成这个文件")
                .conflicts_with_all(["output", "list"]),
        )
        .args([
            flag("output", "输出", "文件", "写成这个文件；已经有的不覆盖")
                .short('o')
                .value_hint(ValueHint::FilePath),
            switch(
                "encrypt",
                "加密",
                "用口令加密（age 格式），要带出这台电脑的备份用它",
            ),
            switch("list", "列表", "列出备份文件夹里的备份，不做新的")
                .conflicts_with_all(["output", "encrypt"]),
        ])
}

/// Writes the copy, or lists those that are there.
pub(super) fn run(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    if is_on(matches, "list") {
        return list(session);
    }
    let mut ledger = session.ledger()?;
    let path = session.path()?;
    let encrypts = is_on(matches, "encrypt");
    room_for(&path)?;
    let named = text(matches, "output").or_else(|| text(matches, "file"));
    let target = if let Some(file) = named {
        if file.to_lowercase().ends_with(".age") && !encrypts {
            return Err(not_encrypted(file).into());
        }
        PathBuf::from(file)
    } else {
        backup::make_folder(&backup::folder(&path))?;
        let ending = if encrypts { "db.age" } else { "db" };
        backup::name(&path, &session.stamp(), None, ending)
    };
    if target.symlink_metadata().is_ok() {
        return Err(words::file_exists(&target).into());
    }
    let passphrase = if encrypts {
        Some(session.new_passphrase()?)
    } else {
        None
    };
    ledger
        .backup(&target, passphrase.as_deref())
        .map_err(|error| words::of_copy(&target, &error))?;
    let size = std::fs::metadata(&target)?.len();
    session.say(format!(
        "已备份到「{}」（{}，已核对）。",
        shown(&target.display().to_string()),
        words::size(size)
    ))?;
    if encrypts {
        session.say("口令要另外记好：没有口令，谁也打不开这份备份。")?;
    }
    Ok(())
}

/// Lists the copies.
fn list(session: &mut Session) -> anyhow::Result<()> {
    let path = session.path()?;
    let kept = backup::kept(&path)?;
    if kept.is_empty() {
        return Ok(session.say("还没有备份。做一份：xgz backup")?);
    }
    let heads = [
        Head::new("at", "时间"),
        Head::new("cause", "何时做的"),
        Head::new("size", "大小").right(),
        Head::new("file", "文件"),
    ];
    Destination::table().write(session, &heads, |writer| {
        kept.iter().try_for_each(|one| Ok(writer.row(&row(one))?))
    })?;
    session.say(format!(
        "都在「{}」里。要换回其中一份：xgz restore 文件",
        shown(&backup::folder(&path).display().to_string())
    ))?;
    Ok(())
}

/// A copy as a row.
fn row(one: &Kept) -> Vec<Cell> {
    let name = one.path.file_name().unwrap_or_default().to_string_lossy();
    vec![
        Cell::Text(words::stamp_moment(&one.stamp)),
        Cell::Text(words::cause(one.cause).to_owned()),
        Cell::Text(words::size(one.size)),
        Cell::Text(name.into_owned()),
    ]
}

/// A name that promises what was not asked for.
fn not_encrypted(file: &str) -> Complaint {
    Complaint::refused("文件名以 .age 结尾，却没有写 --encrypt，没有备份。")
        .hint(format!(
            "要加密：xgz backup --encrypt -o {}",
            words::quoted(file)
        ))
        .hint("不要加密的，文件名用 .db 结尾")
}
