//! `merge`: takes in the ledgers of other stations, and settles what that leaves to a person.

mod join;
mod list;
mod resolve;

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};

use super::complaint::Complaint;
use super::flags::{is_on, switch, texts};
use super::session::{Session, same_file};
use super::words;
use crate::record::Kind;
use crate::store::doctor;
use crate::store::{Brought, Cause, Foreign, MERGE, Page};
use crate::transfer::{self, Merged};
use crate::value::text::shown;

/// How many of a kind of remark are told.
const MOST: usize = 10;

/// The command.
pub(super) fn command() -> Command {
    Command::new(MERGE)
        .alias("合并")
        .about("合并别的台账（别的所、别的电脑上的）：各自记的都留下，先备份；先用 --dry-run 看会来什么")
        .args_conflicts_with_subcommands(true)
        .arg_required_else_help(true)
        .arg(
            Arg::new("files")
                .value_name("台账")
                .num_args(1..)
                .required(true)
                .action(ArgAction::Append)
                .value_hint(ValueHint::FilePath)
                .help("别的台账文件，可写几个；加密的备份也行"),
        )
        .arg(switch("dry-run", "试", "只说会来什么，不合并"))
        .subcommands([list::command(), resolve::command(), join::command()])
}

/// Takes in ledgers, or does what one of the commands below asks for.
pub(super) fn run(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    match matches.subcommand() {
        Some(("list", matches)) => list::run(session, matches),
        Some(("resolve", matches)) => resolve::run(session, matches),
        Some((_, matches)) => join::run(session, matches),
        None => take_in(session, matches),
    }
}

/// Takes in ledgers.
fn take_in(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let files: Vec<PathBuf> = texts(matches, "files")
        .into_iter()
        .map(PathBuf::from)
        .collect();
    let path = session.path()?;
    let mut ledger = session.ledger()?;
    let foreign = files
        .iter()
        .map(|file| open(session, &path, file))
        .collect::<anyhow::Result<Vec<_>>>()?;
    // What would come is known before anything is done: whether there is anything new, and what it leaves to a person.
    let command = session.command(MERGE);
    let world = session.world.clone();
    let rehearsed = ledger.rehearse(&command, |writing| -> anyhow::Result<_> {
        let merged = transfer::merge(writing, &world, &foreign)
            .map_err(|(place, error)| words::of_other(&files[place], &error))?;
        let left = left(writing.page(), &merged)?;
        Ok((merged, left))
    });
    let (merged, left) = match rehearsed {
        Ok(rehearsed) => rehearsed,
        // Whether it is the other one or the own one that is damaged is told apart only now: looking takes long.
        Err(_) if doctor::is_damaged(&path) => return Err(words::own_is_damaged().into()),
        Err(error) => return Err(error),
    };
    tell(session, &files, &merged, &left)?;
    if is_on(matches, "dry-run") {
        return Ok(session.say("这是试合并，什么也没有改动。")?);
    }
    if merged.is_nothing() {
        return Ok(());
    }
    if session.outside.answers && !session.ask("要合并吗？")? {
        return Ok(session.say("没有合并。")?);
    }
    let kept = session.safeguard(&ledger, &path, Cause::Merge)?;
    let done = ledger.write(&command, |writing| -> anyhow::Result<_> {
        Ok(transfer::merge(writing, &world, &foreign)
            .map_err(|(place, error)| words::of_other(&files[place], &error))?)
    });
    session.guarded(&path, kept.as_deref(), done)?;
    say_kept(session, kept)
}

/// Says that it is done, and where the copy is.
fn say_kept(session: &mut Session, kept: Option<PathBuf>) -> anyhow::Result<()> {
    session.say("已合并。")?;
    if let Some(kept) = kept {
        session.say(format!(
            "合并以前的备份在「{}」。",
            shown(&kept.display().to_string())
        ))?;
    }
    Ok(())
}

/// Opens one of the ledgers.
fn open(session: &mut Session, path: &Path, file: &Path) -> anyhow::Result<Foreign> {
    if same_file(path, file) {
        return Err(Complaint::refused(format!(
            "「{}」就是正在用的台账，不用合并。",
            shown(&file.display().to_string())
        ))
        .hint("写别的台账的文件名")
        .into());
    }
    session.foreign(file)
}

/// What a merge leaves to a person.
struct Left {
    /// What goes from the page, in a line each.
    removed: Vec<String>,
    conflicts: usize,
    duplicates: usize,
    same: Vec<String>,
}

/// What is left to a person.
fn left(page: Page<'_>, merged: &Merged) -> crate::store::Result<Left> {
    let mut removed = Vec::new();
    for (kind, id) in merged.brought.iter().flat_map(|brought| &brought.removed) {
        let history = page.history(*kind, *id)?;
        let last = history
            .iter()
            .rev()
            .find_map(|change| change.before.as_ref());
        removed.extend(last.map(|cells| words::brief_of(*kind, *id, cells)));
    }
    Ok(Left {
        removed,
        conflicts: page.count_conflicts()?,
        duplicates: page.duplicates()?.len(),
        same: words::same_names(&page.same_names()?),
    })
}

/// Says what came, and what is left to a person.
fn tell(
    session: &mut Session,
    files: &[PathBuf],
    merged: &Merged,
    left: &Left,
) -> anyhow::Result<()> {
    for (file, brought) in files.iter().zip(&merged.brought) {
        session.say(format!(
            "「{}」：{}",
            shown(&file.display().to_string()),
            came(brought)
        ))?;
    }
    for line in left.removed.iter().take(MOST) {
        session.say(format!("  删除{line}"))?;
    }
    if left.removed.len() > MOST {
        session.say(format!("  另有 {} 条", left.removed.len() - MOST))?;
    }
    for (kind, id, fault) in merged.faults.iter().take(MOST) {
        session.warn(format!(
            "{}：{}",
            words::named(*kind, *id),
            words::fault(*kind, fault)
        ))?;
    }
    if merged.faults.len() > MOST {
        session.warn(format!("另有 {} 处要核对。", merged.faults.len() - MOST))?;
    }
    for line in &left.same {
        session.warn(line)?;
    }
    if left.conflicts > 0 {
        session.warn(format!(
            "有 {} 处冲突要由人来定，现在按其中一份显示：xgz merge list",
            left.conflicts
        ))?;
    }
    if left.duplicates > 0 {
        session.warn(format!(
            "有 {} 组可能是重复登记的：xgz merge list",
            left.duplicates
        ))?;
    }
    Ok(())
}

/// What a ledger brought, in a line.
fn came(brought: &Brought) -> String {
    if brought.revisions == 0 {
        return "没有新的，都已经有了。".to_owned();
    }
    let counted = |list: &[(Kind, i64)]| {
        let parts: Vec<_> = Kind::ALL
            .iter()
            .filter_map(
                |kind| match list.iter().filter(|(one, _)| one == kind).count() {
                    0 => None,
                    count => Some(words::counted(*kind, count)),
                },
            )
            .collect();
        parts.join("、")
    };
    let mut parts = Vec::new();
    for (word, list) in [
        ("新增", &brought.added),
        ("改动", &brought.changed),
        ("删除", &brought.removed),
    ] {
        if !list.is_empty() {
            parts.push(format!("{word} {}", counted(list)));
        }
    }
    if parts.is_empty() {
        parts.push("只有历史，现在的记录不变".to_owned());
    }
    let parts = parts.join("；");
    match brought.commands {
        0 => format!("补上了缺的历史：{parts}。"),
        commands => format!("新来 {commands} 次操作：{parts}。"),
    }
}
