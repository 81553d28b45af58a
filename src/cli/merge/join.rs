//! `merge join`: makes one record of several that were entered twice.

use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::cli::complaint::Complaint;
use crate::cli::flags::{is_on, switch, text, texts};
use crate::cli::log::kind_named;
use crate::cli::session::{Session, resolve};
use crate::cli::takes::Takes;
use crate::cli::words;
use crate::entry::{self, Joined};
use crate::store::Row;
use crate::value::text::split_list;

/// The command.
pub(super) fn command() -> Command {
    Command::new("join")
        .alias("合成")
        .about("把重复登记的几条合成一条：留下第一条，用到另外几条的记录都改用它")
        .args([
            Arg::new("kind")
                .value_name("种类")
                .required(true)
                .add(Takes::Kind)
                .help("如 联系点"),
            Arg::new("stands")
                .value_name("留下的")
                .required(true)
                .add(Takes::Named)
                .help("留下哪一条：编号、名称"),
            Arg::new("goes")
                .value_name("并入的")
                .required(true)
                .num_args(1..)
                .action(ArgAction::Append)
                .add(Takes::Named)
                .help("并入它的，可写几条"),
            switch("dry-run", "试", "只说会怎样，不合成"),
        ])
}

/// Joins the records, when that is agreed to.
pub(super) fn run(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let kind = kind_named(text(matches, "kind").unwrap_or_default())?;
    let mut ledger = session.ledger()?;
    let page = ledger.page();
    let stands = resolve(page, kind, text(matches, "stands").unwrap_or_default())?;
    let mut goes: Vec<Row> = Vec::new();
    for typed in texts(matches, "goes").into_iter().flat_map(split_list) {
        let row = resolve(page, kind, &typed)?;
        if row.id == stands.id {
            return Err(Complaint::refused(format!(
                "{} 不能并入它自己。",
                words::named(kind, row.id)
            ))
            .hint("写两条不同的记录")
            .into());
        }
        if !goes.iter().any(|other| other.id == row.id) {
            goes.push(row);
        }
    }
    session.say(format!("留下{}", words::brief(&stands)))?;
    for row in &goes {
        session.say(format!("并入{}", words::brief(row)))?;
    }
    let command = session.command(format!("{} join", kind.dictionary().key));
    let world = session.world.clone();
    let joined = ledger.rehearse(&command, |writing| {
        entry::join(writing, &world, kind, &stands, &goes)
    })?;
    tell(session, &stands, &joined)?;
    if is_on(matches, "dry-run") {
        return Ok(session.say("这次没有合成。")?);
    }
    if session.outside.answers && !session.ask("确实是同一个，要合成吗？")? {
        return Ok(session.say("没有改动。")?);
    }
    ledger.write(&command, |writing| {
        entry::join(writing, &world, kind, &stands, &goes)
    })?;
    session.say(format!(
        "已合成{}。要分开：xgz undo",
        words::brief(&joined.row)
    ))?;
    let left = ledger.page().duplicates()?.len();
    if left > 0 {
        session.say(format!("还有 {left} 组可能重复的：xgz merge list"))?;
    }
    Ok(())
}

/// Says what becomes of the columns, and of what refers to the records.
fn tell(session: &mut Session, stands: &Row, joined: &Joined) -> anyhow::Result<()> {
    for line in words::changes(stands.kind, stands.stored(), joined.row.stored()) {
        session.say(format!("  补上{line}"))?;
    }
    for (id, column, cell) in &joined.left {
        session.say(format!(
            "  不用 {id} 的{}：{}",
            column.label,
            words::value_words(column, cell, false)
        ))?;
    }
    if joined.moved > 0 {
        session.say(format!("  改用它的记录有 {} 条", joined.moved))?;
    }
    Ok(())
}
