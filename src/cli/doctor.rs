//! `doctor`: looks for whatever is wrong with the ledger, and makes a sound one of a damaged one.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, ValueHint};
use serde_json::json;

use super::complaint::Complaint;
use super::flags::{flag, is_on, switch, text};
use super::output::{Destination, Format, format_flag};
use super::session::{Session, room_for};
use super::words;
use crate::sheet;
use crate::store::doctor::{self, Check, Finding, Report};
use crate::store::{Error, Losses};
use crate::value::text::shown;

/// The most findings of one sort that are told.
const MOST: usize = 10;

/// The formats.
const FORMATS: &[Format] = &[Format::Table, Format::Json];

/// The command.
pub(super) fn command() -> Command {
    Command::new("doctor")
        .alias("检查台账")
        .about("查台账文件有没有坏：文件、权限、每一次改动和每一条记录；查出什么、怎么办都说出来")
        .arg(
            Arg::new("file")
                .value_name("文件")
                .value_hint(ValueHint::FilePath)
                .help("查这个文件，例如一份备份；不写时查正在用的台账"),
        )
        .args([
            switch("repair", "修复", "从历史重建一本新台账，原来的文件不动"),
            flag(
                "output",
                "输出",
                "文件",
                "修复后的台账叫什么；不写时为 原名-repaired.db",
            )
            .short('o')
            .value_hint(ValueHint::FilePath)
            .requires("repair"),
            format_flag(FORMATS),
        ])
}

/// Looks at the ledger, or mends it.
pub(super) fn run(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let path = match text(matches, "file") {
        Some(file) => {
            session.named = Some(file.to_owned());
            PathBuf::from(file)
        }
        None => session.path()?,
    };
    let destination = Destination::format_only(matches, FORMATS)?;
    room_for(&path)?;
    if is_on(matches, "repair") {
        let target = text(matches, "output").map_or_else(|| repaired(&path), PathBuf::from);
        return repair(session, &path, &target);
    }
    let report = doctor::examine(&path);
    if destination.format == Format::Json {
        let findings: Vec<_> = report
            .findings
            .iter()
            .map(|finding| {
                let (what, mend) = words::finding(&path, finding);
                json!({"what": what, "mend": mend})
            })
            .collect();
        let checks: Vec<_> = report
            .checks
            .iter()
            .map(|(check, found)| json!({"check": words::check(*check), "found": found}))
            .collect();
        let value = json!({"checks": checks, "findings": findings});
        session
            .outside
            .out
            .write_all(sheet::text(&value).as_bytes())?;
    } else {
        print(session, &path, &report)?;
    }
    session.outside.out.flush()?;
    if report.findings.is_empty() {
        return Ok(session.say("没有查出问题。")?);
    }
    let mut complaint = Complaint::refused(format!("查出 {} 处问题。", report.findings.len()));
    if report.findings.iter().any(Finding::is_damage) {
        complaint = complaint
            .hint("不要再往里登记。先看有哪些备份：xgz backup --list")
            .hint("没有合用的备份，从历史重建一本新的（原文件不动）：xgz doctor --repair");
    } else {
        complaint = complaint.hint("照上面每一处写的办法做");
    }
    Err(complaint.into())
}

/// Prints what was looked at and what was found, with what it means and the command that helps.
fn print(session: &mut Session, path: &Path, report: &Report) -> anyhow::Result<()> {
    let mut lines = vec![format!("台账：{}", shown(&path.display().to_string()))];
    for (check, found) in &report.checks {
        let state = match found {
            Some(0) => "好".to_owned(),
            Some(count) => format!("{count} 处问题"),
            None => "没有查".to_owned(),
        };
        lines.push(format!("  {}　{state}", words::check(*check)));
    }
    // The same help stands once below all that it helps against.
    let mut help: Option<String> = None;
    let told = MOST * Check::ALL.len();
    for finding in report.findings.iter().take(told) {
        let (what, mend) = words::finding(path, finding);
        let mend = mend.map(|mend| session.addressed(&mend));
        if mend != help {
            lines.extend(help.take().map(|mend| format!("  办法：{mend}")));
            help = mend;
        }
        // A damaged place may stop several checks.
        if lines.last() != Some(&what) {
            lines.push(what);
        }
    }
    lines.extend(help.map(|mend| format!("  办法：{mend}")));
    if report.findings.len() > told {
        lines.push(format!("另有 {} 处。", report.findings.len() - told));
    }
    Destination::table().lines(session, &lines)
}

/// The name of a mended ledger.
fn repaired(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-repaired.db"))
}

/// Makes a new ledger of what can be read of the old one.
fn repair(session: &mut Session, path: &Path, target: &Path) -> anyhow::Result<()> {
    let command = session.command("repair");
    let repaired = doctor::repair(path, target, &command).map_err(|error| match error {
        Error::Broken(_) | Error::Unfit(_) | Error::Unreadable { .. } | Error::Sqlite(_) => {
            Complaint::refused("台账坏得太多，重建不出来，没有写新文件。")
                .hint("用备份：xgz backup --list，xgz restore 备份文件")
                .hint("备份也没有的，把这个文件原样留好，找人帮忙")
        }
        error => words::of_copy(target, &error),
    })?;
    session.say(format!(
        "已从历史重建：「{}」。原来的文件没有动。",
        shown(&target.display().to_string())
    ))?;
    session.say(format!(
        "原来的表里能读出 {} 条记录，新台账有 {} 条。",
        repaired.before, repaired.after
    ))?;
    tell(session, &repaired.losses)?;
    let quoted = words::quoted(&target.display().to_string());
    session.say(format!(
        "先看一看对不对：xgz --db {quoted} report；再换上它：xgz restore {quoted}"
    ))?;
    let losses = &repaired.losses;
    if losses.torn || !losses.lost.is_empty() || repaired.after < repaired.before {
        return Err(Complaint::refused("新台账可能不完整。")
            .hint("有备份的先看备份：xgz backup --list")
            .hint(format!(
                "先换上重建的：xgz restore {quoted}；再和备份合并一次，补上缺的：xgz merge 备份文件"
            ))
            .into());
    }
    Ok(())
}

/// Says what could not be brought along.
fn tell(session: &mut Session, losses: &Losses) -> anyhow::Result<()> {
    if losses.is_none() {
        return Ok(session.say("每一次改动都带过来了，一个字也没有少。")?);
    }
    if losses.mended > 0 {
        session.say(format!(
            "有 {} 处和当时写下的不一样，已经按核对码改回原样。",
            losses.mended
        ))?;
    }
    if losses.doubtful > 0 {
        session.warn(format!(
            "有 {} 次操作的时间、操作人或名称可能不对，照现在的样子留着。",
            losses.doubtful
        ))?;
    }
    for (kind, id) in losses.changed.iter().take(MOST) {
        session.warn(format!(
            "{} 有一次改动和当时写下的不一样，照现在的样子留着，请核对它。",
            words::named(*kind, *id)
        ))?;
    }
    if losses.changed.len() > MOST {
        session.warn(format!("另有 {} 条也是这样。", losses.changed.len() - MOST))?;
    }
    for (kind, id) in losses.lost.iter().take(MOST) {
        session.warn(format!(
            "{} 有一次改动读不出来，没有带过来，请核对它。",
            words::named(*kind, *id)
        ))?;
    }
    if losses.lost.len() > MOST {
        session.warn(format!("另有 {} 条也是这样。", losses.lost.len() - MOST))?;
    }
    if losses.torn {
        session.warn("原来的文件有一部分读不出来，可能少了记录：和备份对一对。")?;
    }
    Ok(())
}
