//! `import`: takes in a sheet of records, whole or not at all.

use std::path::Path;

use clap::{Arg, ArgMatches, Command, ValueHint};

use super::complaint::Complaint;
use super::flags::{flag, is_on, switch, text};
use super::log::kind_named;
use super::session::{Session, room};
use super::takes::Takes;
use super::words;
use crate::record::{Doubt, Kind};
use crate::sheet::{Rows, read_csv};
use crate::store::Cause;
use crate::transfer::{self, Imported};
use crate::value::text::shown;

/// The most warnings that are listed.
const MOST: usize = 10;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 1 << 30;

/// How many times its size a sheet takes in memory while it is read.
const WEIGHT: u64 = 8;

/// The command.
pub(super) fn command() -> Command {
    Command::new("import")
        .alias("导入")
        .about("导入一份 CSV 表：表头用台账的列名，有一行不对就整份不导入")
        .arg(
            Arg::new("file")
                .value_name("文件")
                .value_hint(ValueHint::FilePath)
                .required(true)
                .help("CSV 文件（UTF-8）"),
        )
        .args([
            flag(
                "kind",
                "种类",
                "种类",
                format!("{}；不写时按表头认", labels().join("、")),
            )
            .add(Takes::Kind),
            switch("allow-same", "允许相同", "与已有记录相同的行也照样导入"),
        ])
}

/// Takes in the file.
pub(super) fn run(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let file = text(matches, "file").unwrap_or_default();
    let asked = text(matches, "kind").map(kind_named).transpose()?;
    let rows = read(file)?;
    let kind = match asked {
        Some(kind) => kind,
        None => transfer::kind_of(&rows).map_err(|fault| words::import(file, fault))?,
    };
    let mut ledger = session.ledger()?;
    let path = session.path()?;
    let made = session.safeguard(&ledger, &path, Cause::Import)?;
    let command = session.command(format!("{} import", kind.dictionary().key));
    let world = session.world.clone();
    let imported = ledger.write(&command, |writing| -> anyhow::Result<Imported> {
        transfer::import(writing, &world, kind, &rows, is_on(matches, "allow-same"))
            .map_err(|fault| words::import(file, fault).into())
    });
    let imported = session.guarded(&path, made.as_deref(), imported)?;
    announce(session, &imported)
}

/// Reads the file.
fn read(file: &str) -> Result<Rows, Complaint> {
    let unreadable = |error: std::io::Error| {
        let mut complaint = words::complaint(error.into());
        complaint.text = format!("「{}」：{}", shown(file), complaint.text);
        complaint
    };
    let path = Path::new(file);
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > LARGEST {
        return Err(
            Complaint::refused(format!("「{}」太大（超过 1 GB）。", shown(file)))
                .hint("分成几份再导入"),
        );
    }
    room(size * WEIGHT).map_err(|error| words::complaint(error.into()))?;
    let bytes = std::fs::read(path).map_err(unreadable)?;
    read_csv(&bytes).map_err(|fault| words::unreadable(file, &fault))
}

/// What the kinds are called that a sheet may hold.
fn labels() -> Vec<&'static str> {
    Kind::entered()
        .map(|kind| kind.dictionary().label)
        .collect()
}

/// Says what was taken in, and what is doubtful about it.
fn announce(session: &mut Session, imported: &Imported) -> anyhow::Result<()> {
    let label = imported.kind.dictionary().label;
    let numbers = match imported.ids.as_slice() {
        [] => String::new(),
        [one] => format!("（编号 {one}）"),
        [first, .., last] => format!("（编号 {first} 到 {last}）"),
    };
    session.say(format!(
        "已导入{label} {} 条{numbers}。",
        imported.ids.len()
    ))?;
    if !imported.passed_over.is_empty() {
        session.say(format!(
            "这些列由台账自己给出，没有导入：{}。",
            imported.passed_over.join("、")
        ))?;
    }
    // Every row of an old sheet is entered late: saying so each time would hide the rest.
    let doubts: Vec<_> = imported
        .doubts
        .iter()
        .filter(|(_, doubt)| !matches!(doubt, Doubt::Late { .. }))
        .collect();
    for (line, doubt) in doubts.iter().take(MOST) {
        session.warn(format!(
            "第 {line} 行：{}",
            words::doubt(imported.kind, doubt)
        ))?;
    }
    if doubts.len() > MOST {
        session.warn(format!("另有 {} 处要核对。", doubts.len() - MOST))?;
    }
    Ok(())
}
