//! `restore`: a copy takes the place of the ledger, or a removed record comes back.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};

use super::complaint::Complaint;
use super::flags::{is_on, switch, texts};
use super::log::kind_named;
use super::session::{Session, room_for, same_file};
use super::{remove, words};
use crate::record::Kind;
use crate::store::{Deed, Error, Foreign, Found, Ledger, Page, Query, Reach, backup};
use crate::value::text::shown;

/// The command.
pub(super) fn command() -> Command {
    Command::new("restore")
        .alias("恢复")
        .about("换回一份备份（先说会改变什么，换下来的留着）；写种类和编号时，恢复删除了的记录")
        .arg(
            Arg::new("what")
                .value_name("备份文件|记录")
                .num_args(1..=2)
                .required(true)
                .action(ArgAction::Append)
                .value_hint(ValueHint::FilePath)
                .help("备份文件，加密的也行；或者 走访 12"),
        )
        .arg(switch("dry-run", "试", "只说会改变什么，不换"))
}

/// Restores a record or the whole ledger.
pub(super) fn run(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let given: Vec<String> = texts(matches, "what")
        .into_iter()
        .map(str::to_owned)
        .collect();
    let rehearses = is_on(matches, "dry-run");
    match given.as_slice() {
        [kind, typed, ..] => remove::restore(session, kind_named(kind)?, typed, rehearses),
        [one] => {
            let path = Path::new(one);
            if path.symlink_metadata().is_ok() || looks_like_a_file(one) {
                whole(session, path, rehearses)
            } else {
                anywhere(session, one, rehearses)
            }
        }
        [] => Ok(()),
    }
}

/// Whether a word is meant as a file, though there is none.
fn looks_like_a_file(word: &str) -> bool {
    let word = word.to_lowercase();
    word.contains(['/', '\\']) || [".db", ".age"].iter().any(|ending| word.ends_with(ending))
}

/// Brings back the removed record of this number, whatever its kind.
fn anywhere(session: &mut Session, typed: &str, rehearses: bool) -> anyhow::Result<()> {
    let ledger = session.ledger()?;
    let mut found = Vec::new();
    for kind in Kind::entered() {
        if let Found::Removed(id, _) = ledger.page().find(kind, typed, Reach::Whole)? {
            found.push((kind, id));
        }
    }
    drop(ledger);
    match found.as_slice() {
        [(kind, id)] => remove::restore(session, *kind, &id.to_string(), rehearses),
        [] => Err(Complaint::not_found(format!(
            "没有「{}」这个文件，也没有删除过这样的记录。",
            shown(typed)
        ))
        .hint("恢复记录，写种类和编号，例如：xgz restore 走访 12；看删除过哪些：xgz visit list --removed")
        .hint("换回备份，写文件名；看有哪些备份：xgz backup --list")
        .into()),
        several => {
            let named: Vec<_> = several
                .iter()
                .map(|(kind, id)| words::named(*kind, *id))
                .collect();
            Err(Complaint::not_found(format!(
                "「{}」对得上不止一条删除过的记录：{}。",
                shown(typed),
                named.join("、")
            ))
            .hint("写明种类，例如：xgz restore 走访 12")
            .into())
        }
    }
}

/// Lets a copy take the place of the ledger.
fn whole(session: &mut Session, file: &Path, rehearses: bool) -> anyhow::Result<()> {
    let path = session.path()?;
    let file = in_folder(&path, file);
    if same_file(&file, &path) {
        return Err(Complaint::refused("这就是正在用的台账，不用换。")
            .hint("看有哪些备份：xgz backup --list")
            .into());
    }
    room_for(&file)?;
    let foreign = session.foreign(&file)?;
    let of_file = |error: Error| words::of_other(&file, &error);
    let then = foreign.paged().map_err(of_file)?;
    let now = match Ledger::open(&path) {
        Ok(mut ledger) => {
            ledger.while_waiting(session.outside.waiting)?;
            Some(ledger)
        }
        // An older one is brought up to date, with a copy of its own.
        Err(Error::Older(_)) => Some(session.ledger()?),
        Err(Error::Missing(_)) => {
            session.say("这里现在没有台账，就用备份里的。")?;
            None
        }
        Err(error @ (Error::Empty(_) | Error::Broken(_) | Error::Interrupted)) => {
            session.say(words::complaint(error.into()).text)?;
            None
        }
        Err(Error::Foreign(_)) if !is_database(&path) => {
            session.say("现在的台账已经不是台账，打不开。")?;
            None
        }
        // Something else must be done first than to replace it.
        Err(error) => return Err(error.into()),
    };
    let now = if let Some(ledger) = now {
        match tell(session, ledger.page(), then.page(), &foreign) {
            Ok(()) => Some(ledger),
            // What cannot be read to its end is set aside as it is.
            Err(error) if is_broken(&error) => {
                session.say("现在的台账坏了，读不完整。")?;
                None
            }
            Err(error) => return Err(error),
        }
    } else {
        None
    };
    if now.is_none() {
        session.say(last(then.page())?)?;
        session.say(holds(then.page())?)?;
    }
    if rehearses {
        return Ok(session.say("这次没有换。")?);
    }
    if session.outside.answers && !session.ask("要换吗？")? {
        return Ok(session.say("没有换。")?);
    }
    let kept = match now {
        Some(ledger) => replace(session, ledger, &path, &foreign, &file)?,
        None => put_in_place(session, &path, &foreign, &file)?,
    };
    session.say("已换回备份。")?;
    match kept {
        Some((kept, true)) => session.say(format!(
            "换下来的台账留着，要换回去：xgz restore {}",
            words::quoted(&file_name(&kept))
        ))?,
        Some((kept, false)) => session.say(format!(
            "原来的文件挪到了备份文件夹里：「{}」。",
            shown(&file_name(&kept))
        ))?,
        None => {}
    }
    Ok(())
}

/// The name of a file without its folder: a copy is found by it.
fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Replaces a ledger that can be used, or sets aside one that cannot be copied; where what was replaced is, and whether it
/// is a copy that can be used.
fn replace(
    session: &mut Session,
    mut ledger: Ledger,
    path: &Path,
    foreign: &Foreign,
    file: &Path,
) -> anyhow::Result<Option<(PathBuf, bool)>> {
    match ledger.replace(path, foreign, &session.stamp(), session.settings.keep()) {
        Ok(kept) => Ok(kept),
        // What cannot be copied at all cannot be written either.
        Err(Error::Broken(_) | Error::Copy | Error::Sqlite(_)) => {
            drop(ledger);
            put_in_place(session, path, foreign, file)
        }
        Err(error) => Err(error.into()),
    }
}

/// Puts the copy where no ledger is that can be used; where what stood there is.
fn put_in_place(
    session: &Session,
    path: &Path,
    foreign: &Foreign,
    file: &Path,
) -> anyhow::Result<Option<(PathBuf, bool)>> {
    super::init::make_folder(session, path)?;
    let done = backup::put_in_place(path, foreign, &session.stamp());
    let aside = done.map_err(|error| match error {
        Error::NoFolder(_) | Error::Full | Error::ReadOnly | Error::Denied(_) => {
            words::complaint(error.into())
        }
        error => words::of_other(file, &error),
    })?;
    Ok(aside.map(|aside| (aside, false)))
}

/// Whether an error says that the ledger is damaged.
fn is_broken(error: &anyhow::Error) -> bool {
    matches!(
        error.downcast_ref::<Error>(),
        Some(Error::Broken(_) | Error::Unreadable { .. } | Error::Sqlite(_))
    )
}

/// Whether a file is some database: then it is somebody's and no damaged ledger.
fn is_database(path: &Path) -> bool {
    super::output::is_database(path)
}

/// A copy's name as it is typed: what is not here may be in the folder of copies.
fn in_folder(ledger: &Path, file: &Path) -> PathBuf {
    let kept = backup::folder(ledger).join(file);
    if file.symlink_metadata().is_err() && kept.symlink_metadata().is_ok() {
        kept
    } else {
        file.to_owned()
    }
}

/// What was done last in a copy.
fn last(then: Page<'_>) -> anyhow::Result<String> {
    let newest = then.deeds(Some(1))?;
    Ok(match newest.first() {
        Some(deed) => format!("备份里最后一次操作：{}", line(deed)),
        None => "备份里什么也没有。".to_owned(),
    })
}

/// What a copy holds, where there is nothing to compare it with.
fn holds(then: Page<'_>) -> anyhow::Result<String> {
    let mut counts = Vec::new();
    for kind in Kind::entered() {
        let count = then.count(&Query::of(kind))?;
        if count > 0 {
            counts.push(format!("{} {count}", kind.dictionary().label));
        }
    }
    Ok(format!("备份里有：{}。", counts.join("、")))
}

/// A command in a line.
fn line(deed: &Deed) -> String {
    format!(
        "{}  {}  {}",
        words::moment(&deed.at),
        words::giver(&deed.author, deed.own),
        words::deed(deed)
    )
}

/// Says what would change: how many records of each kind, and which commands the copy does not have.
fn tell(
    session: &mut Session,
    now: Page<'_>,
    then: Page<'_>,
    foreign: &Foreign,
) -> anyhow::Result<()> {
    let mut changes = Vec::new();
    let mut fewer = false;
    for kind in Kind::entered() {
        let query = Query::of(kind);
        let (before, after) = (now.count(&query)?, then.count(&query)?);
        fewer |= after < before;
        if before != after {
            changes.push(format!("{} {before} → {after}", kind.dictionary().label));
        }
    }
    let lost = now.deeds_unknown_to(then)?;
    session.say(last(then)?)?;
    // Into an empty one, on a new computer, any may go.
    if foreign.is_another(now)? && now.count_deeds()? > 0 {
        session.warn("这是另一本台账，不是这一本的备份；只要它的记录的，用 xgz merge。")?;
    }
    session.say(if changes.is_empty() {
        "各种记录的条数不变。".to_owned()
    } else {
        format!("条数：{}。", changes.join("、"))
    })?;
    if lost.is_empty() && fewer {
        session.warn("备份里的记录少，做过的操作却都有：里面的历史不完整。换上以后，再和别的备份合并一次：xgz merge 备份文件")?;
        return Ok(());
    }
    if lost.is_empty() {
        return Ok(session.say("现在台账里的操作，备份里都有。")?);
    }
    session.say(format!(
        "备份里没有、换了就看不到的操作有 {} 次：",
        lost.len()
    ))?;
    for deed in lost.iter().take(LOST) {
        session.say(format!("  {}", line(deed)))?;
    }
    if lost.len() > LOST {
        session.say(format!("  另有 {} 次", lost.len() - LOST))?;
    }
    Ok(())
}

/// How many commands are told of.
const LOST: usize = 10;
