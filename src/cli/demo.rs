//! `demo`: a sample ledger of the year 2022, its report, and what to type next.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, ValueHint};

use super::complaint::Complaint;
use super::flags::text;
use super::output::{Destination, folder_of};
use super::session::Session;
use super::settings::{Setting, Settings};
use super::{report, words};
use crate::figure::{NAMES, Question};
use crate::record::{SAMPLE, World};
use crate::sheet::read_csv;
use crate::store::{self, Error, Ledger};
use crate::transfer;
use crate::value::text::shown;
use crate::value::{Day, Period};

/// The command that marks a ledger as a sample.
const VERB: &str = "demo";

/// The file where no other is named.
const FILE: &str = "xgz-demo.db";

/// The command.
pub(super) fn command() -> Command {
    Command::new("demo")
        .alias("示例")
        .about("造一份 2022 年的示例台账，打印它的统计表")
        .arg(
            Arg::new("file")
                .value_name("文件")
                .value_hint(ValueHint::FilePath)
                .help(format!("示例台账的文件名；不写为当前文件夹的 {FILE}")),
        )
}

/// Makes the sample ledger unless it is there, and prints its report.
pub(super) fn run(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let path = PathBuf::from(text(matches, "file").unwrap_or(FILE));
    let name = shown(&path.display().to_string()).into_owned();
    let ledger = if path.symlink_metadata().is_ok() {
        let ledger = Ledger::open(&path)?;
        if ledger.page().first_verb()?.as_deref() != Some(VERB) {
            return Err(
                Complaint::refused(format!("「{name}」不是示例台账，没有改动它。"))
                    .hint("换一个文件名：xgz demo 示例.db")
                    .into(),
            );
        }
        session.say(format!("示例台账「{name}」已经有了，下面是它的统计表。"))?;
        ledger
    } else {
        make(session, &path)?;
        session.say(format!("已造好示例台账「{name}」，内容全是虚构的。"))?;
        Ledger::open(&path)?
    };
    let question = Question {
        period: Period::year(2022).ok_or_else(|| Complaint::refused("没有 2022 年。"))?,
        today: sample_day()?,
        shares: Vec::new(),
        by: None,
    };
    report::print(session, ledger.page(), &question, &Destination::table())?;
    session.say("\n接下来可以试：")?;
    let quoted = words::quoted(&name);
    for (command, what) in [
        ("visit list --year 2022", "看这一年的走访"),
        (
            "report --year 2022 --explain onsite-problems",
            "看一个数是由哪些记录得来的",
        ),
        ("report --year 2022 --by point", "按联系点分开看"),
        ("check --year 2022", "看该做没有做的事"),
        ("summary --year 2022", "起草工作总结"),
        ("visit show 12", "看一次走访的全部内容"),
    ] {
        session.say(format!("  {what}：\n    xgz --db {quoted} {command}"))?;
    }
    session.say("  记自己的台账：\n    xgz init")?;
    Ok(())
}

/// The day on which the sample is entered and reported, whatever today is: after its last record.
fn sample_day() -> Result<Day, Complaint> {
    Day::new(2023, 3, 31).ok_or_else(|| Complaint::refused("没有这一天。"))
}

/// Makes the sample ledger beside its place and moves it there when it is whole.
fn make(session: &Session, path: &Path) -> anyhow::Result<()> {
    let workshop = tempfile::Builder::new()
        .prefix(".xgz-demo-")
        .tempdir_in(folder_of(path))
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => anyhow::Error::from(Error::NoFolder(path.to_owned())),
            _ => error.into(),
        })?;
    let draft = workshop.path().join("demo.db");
    let mut ledger = Ledger::create(&draft, session.moment())?;
    let command = store::Command {
        author: "示例".to_owned(),
        ..session.command(VERB)
    };
    let world = World {
        today: sample_day()?,
        due_days: Settings::default().number(Setting::DueDays).into(),
        figures: NAMES,
    };
    ledger.write(&command, |writing| -> anyhow::Result<()> {
        for (kind, sheet) in SAMPLE {
            let rows =
                read_csv(sheet.as_bytes()).map_err(|fault| words::unreadable("示例", &fault))?;
            transfer::import(writing, &world, *kind, &rows, false)
                .map_err(|fault| words::import("示例", fault))?;
        }
        Ok(())
    })?;
    drop(ledger);
    if path.symlink_metadata().is_ok() {
        return Err(Error::Exists(path.to_owned()).into());
    }
    std::fs::rename(&draft, path)?;
    Ok(())
}
