//! `undo` and `redo`: takes whole commands back and does them again, each named before it happens.

use clap::{ArgMatches, Command};

use super::complaint::Complaint;
use super::flags::{is_on, switch};
use super::log::told;
use super::session::Session;
use super::words;
use crate::store::{Cause, Deed, Step, Turn, backup};
use crate::value::text::shown;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Undo,
    Redo,
}

impl Way {
    /// As it is spoken of.
    fn word(self) -> &'static str {
        match self {
            Self::Undo => "撤销",
            Self::Redo => "重做",
        }
    }

    /// The command.
    pub(super) fn command(self) -> Command {
        let command = match self {
            Self::Undo => Command::new("undo")
                .alias("撤销")
                .about("撤销最近一次操作（整条命令，包括整份导入）；再运行一次，撤销再前一次"),
            Self::Redo => Command::new("redo")
                .alias("重做")
                .about("重做刚才撤销的操作"),
        };
        command.arg(switch("dry-run", "试", "只说会做什么，不做"))
    }

    /// The verb as the history keeps it.
    fn verb(self) -> &'static str {
        match self {
            Self::Undo => "undo",
            Self::Redo => "redo",
        }
    }
}

/// Takes a command back, or does it again.
pub(super) fn run(session: &mut Session, way: Way, matches: &ArgMatches) -> anyhow::Result<()> {
    let mut ledger = session.ledger()?;
    let page = ledger.page();
    let turn = match way {
        Way::Undo => page.to_undo()?,
        Way::Redo => page.to_redo()?,
    };
    let step = match turn {
        Turn::Of(step) => step,
        Turn::Merge(deed) => return Err(is_merge(session, &deed)?.into()),
        Turn::Nothing => return Err(nothing(way).into()),
    };
    let lines = told(page, &step.deed)?;
    session.say(format!("{}：{}", way.word(), named(&step)))?;
    for line in lines {
        session.say(format!("  {line}"))?;
    }
    if is_on(matches, "dry-run") {
        let command = session.command(way.verb());
        ledger.rehearse(&command, |writing| writing.turn_round(&step))?;
        return Ok(session.say("可以做；这次没有做。")?);
    }
    if session.outside.answers && !session.ask(&format!("要{}吗？", way.word()))? {
        return Ok(session.say("没有改动。")?);
    }
    let command = session.command(way.verb());
    ledger.write(&command, |writing| writing.turn_round(&step))?;
    session.say(match way {
        Way::Undo => "已撤销。要再做回来：xgz redo",
        Way::Redo => "已重做。",
    })?;
    for line in words::same_names(&ledger.page().same_names()?) {
        session.warn(line)?;
    }
    Ok(())
}

/// The command with its day and, where another one gave it, its author.
fn named(step: &Step) -> String {
    let deed = &step.deed;
    let day = deed.at.get(..10).unwrap_or(&deed.at);
    format!("{day} {} {}", shown(&deed.author), words::deed(deed))
}

/// There is nothing to be done.
fn nothing(way: Way) -> Complaint {
    match way {
        Way::Undo => Complaint::refused("没有可以撤销的操作。").hint("看做过什么：xgz log"),
        Way::Redo => {
            Complaint::refused("没有可以重做的操作：只有刚刚撤销的，在做别的以前，可以重做。")
                .hint("看做过什么：xgz log")
        }
    }
}

/// A merge is not undone; the copy made before it is named.
fn is_merge(session: &Session, deed: &Deed) -> anyhow::Result<Complaint> {
    let path = session.path()?;
    let stamp = words::stamp(&deed.at);
    let copy = backup::kept(&path)?
        .into_iter()
        .find(|copy| copy.cause == Some(Cause::Merge) && copy.stamp == stamp);
    let complaint = Complaint::refused(format!(
        "最近一次操作是 {} 的合并，合并不能撤销：撤销了，下次合并又会回来。",
        words::moment(&deed.at)
    ));
    Ok(match copy {
        Some(copy) => complaint.hint(format!(
            "回到合并以前：xgz restore {}",
            words::quoted(&copy.path.file_name().unwrap_or_default().to_string_lossy())
        )),
        None => complaint.hint("合并以前的备份已经不在了；看还有哪些：xgz backup --list"),
    }
    .hint("只有几条不对的，直接修改或删除它们"))
}
