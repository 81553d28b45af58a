//! What only some kinds can do: a point is closed, a member leaves or moves, a problem is worked on.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::complaint::Complaint;
use super::flags::{day, flag, text, texts};
use super::session::{Session, resolve};
use super::tree::reference;
use super::{add, edit, words};
use crate::entry::{self, Desk, Entered, Given, Known};
use crate::record::{Doubt, Kind, World};
use crate::store::{Reach, Row, Writing};
use crate::value::text::shown;
use crate::value::{Cell, Day};

/// What one of these commands does to one record.
type Work = fn(&mut Writing<'_>, &World, &Row, &Asked<'_>) -> anyhow::Result<Vec<Entered>>;

/// What the flags of such a command say.
struct Asked<'a> {
    day: Day,
    why: Option<&'a str>,
    result: Option<&'a str>,
    to: Option<&'a str>,
    text: Option<&'a str>,
}

/// The flag for the day.
fn on(help: &'static str) -> Arg {
    flag("on", "于", "日期", help)
}

/// The flag for the reason.
fn why(help: &'static str) -> Arg {
    flag("why", "原因", "文字", help)
}

/// Several records at once.
fn several(kind: Kind) -> Arg {
    reference(kind).num_args(1..).action(ArgAction::Append)
}

/// The commands that only this kind has.
pub(super) fn commands(kind: Kind) -> Vec<Command> {
    match kind {
        Kind::Point => vec![
            Command::new("close")
                .alias("撤销")
                .about("撤销联系点：此后不再计入，以前的统计不变")
                .arg(reference(kind))
                .args([on("哪一天撤销，不写为今天"), why("为什么撤销")]),
        ],
        Kind::Member => vec![
            Command::new("leave")
                .alias("转出")
                .about("党员离开：此后不再计入，以前的统计不变")
                .arg(reference(kind))
                .args([
                    on("哪一天离开，不写为今天"),
                    why("转出（不写时）、去世、除名、开除、退党、停止党籍"),
                ]),
            Command::new("move")
                .alias("转移")
                .about("党员转到另一个联系点：以前的统计仍算在原处")
                .arg(reference(kind))
                .args([
                    flag("to", "到", "联系点", "转到哪个联系点").required(true),
                    on("哪一天转，不写为今天"),
                ]),
        ],
        Kind::Problem => vec![
            Command::new("solve")
                .alias("办结")
                .about("问题办结，可写多个编号")
                .arg(several(kind))
                .args([
                    on("哪一天办结，不写为今天"),
                    flag("result", "结果", "文字", "办理结果"),
                ]),
            Command::new("close")
                .alias("销号")
                .about("问题销号，可写多个编号；要先办结")
                .arg(several(kind))
                .args([on("哪一天销号，不写为今天")]),
            Command::new("decline")
                .alias("不予受理")
                .about("问题不予受理")
                .arg(reference(kind))
                .args([
                    on("哪一天决定，不写为今天"),
                    why("理由，记入办理结果").required(true),
                ]),
            Command::new("progress")
                .alias("进展")
                .about("给问题添一条有日期的进展，原有的不动")
                .arg(reference(kind))
                .arg(
                    Arg::new("text")
                        .value_name("进展")
                        .required(true)
                        .help("这次的进展"),
                )
                .arg(on("哪一天的进展，不写为今天")),
        ],
        Kind::Project | Kind::Visit => Vec::new(),
    }
}

/// Does it.
pub(super) fn run(
    session: &mut Session,
    kind: Kind,
    action: &str,
    matches: &ArgMatches,
) -> anyhow::Result<()> {
    let (done, work): (&str, Work) = match (kind, action) {
        (Kind::Point, _) => ("已撤销", close_point),
        (Kind::Member, "leave") => ("已转出", leave),
        (Kind::Member, _) => ("已转出", transfer),
        (_, "solve") => ("已办结", solve),
        (_, "close") => ("已销号", close_problem),
        (_, "decline") => ("已定为不予受理：", decline),
        _ => ("已记进展：", progress),
    };
    let today = session.today();
    let day = day(matches, "on", today)?;
    if day > today {
        return Err(
            Complaint::refused(format!("--on 的「{}」还没有到。", words::day_words(day)))
                .hint("已经发生的事，日期不能晚于今天")
                .into(),
        );
    }
    let targets = texts(matches, "ref");
    let world = session.world.clone();
    let mut ledger = session.ledger()?;
    let command = session.command(format!("{} {action}", kind.dictionary().key));
    let entered = ledger.write(&command, |writing| -> anyhow::Result<Vec<Entered>> {
        let asked = Asked {
            day,
            why: text(matches, "why"),
            result: text(matches, "result"),
            to: text(matches, "to"),
            text: text(matches, "text"),
        };
        let mut entered = Vec::new();
        for target in &targets {
            let row = resolve(writing.page(), kind, target)?;
            entered.extend(work(writing, &world, &row, &asked)?);
        }
        Ok(entered)
    })?;
    for one in &entered {
        match one.before {
            Some(_) => edit::announce(session, done, one)?,
            None => add::announce(session, "已转入", one)?,
        }
    }
    Ok(())
}

/// Sets columns of a record to these words.
fn set(
    writing: &mut Writing<'_>,
    world: &World,
    row: &Row,
    words: &[(&str, &str)],
) -> anyhow::Result<Vec<Entered>> {
    let given: Vec<Given> = words
        .iter()
        .filter_map(|(key, words)| Some((row.kind.dictionary().column(key)?, (*words).to_owned())))
        .collect();
    Ok(vec![entry::change(
        writing, world, row.kind, row.id, &given,
    )?])
}

/// Refuses when the column is filled already: what was said once is changed by `edit`, not by the way.
fn refuse_filled(row: &Row, key: &str) -> Result<(), Complaint> {
    let Some(column) = row.kind.dictionary().column(key) else {
        return Ok(());
    };
    match row.cell(key) {
        Cell::Empty => Ok(()),
        cell => Err(Complaint::refused(format!(
            "{} 的{}已经是「{}」。",
            words::named(row.kind, row.id),
            column.label,
            words::value_words(column, cell, false)
        ))
        .hint(format!(
            "要改它：xgz {} edit {} --{} 日期",
            row.kind.dictionary().key,
            row.id,
            column.flag()
        ))),
    }
}

/// `point close`
fn close_point(
    writing: &mut Writing<'_>,
    world: &World,
    row: &Row,
    asked: &Asked<'_>,
) -> anyhow::Result<Vec<Entered>> {
    refuse_filled(row, "closed_on")?;
    let day = asked.day.to_string();
    set(
        writing,
        world,
        row,
        &[
            ("closed_on", &day),
            ("closed_why", asked.why.unwrap_or_default()),
        ],
    )
}

/// `member leave`
fn leave(
    writing: &mut Writing<'_>,
    world: &World,
    row: &Row,
    asked: &Asked<'_>,
) -> anyhow::Result<Vec<Entered>> {
    refuse_filled(row, "left_on")?;
    let day = asked.day.to_string();
    set(
        writing,
        world,
        row,
        &[
            ("left_on", &day),
            ("left_why", asked.why.unwrap_or("transfer")),
        ],
    )
}

/// `member move`: ends this stay and opens one at the other point, the person's other columns taken along.
fn transfer(
    writing: &mut Writing<'_>,
    world: &World,
    row: &Row,
    asked: &Asked<'_>,
) -> anyhow::Result<Vec<Entered>> {
    refuse_filled(row, "left_on")?;
    let to = resolve(writing.page(), Kind::Point, asked.to.unwrap_or_default())?;
    if row.cell("point") == &Cell::Link(entry::link_to(&to)) {
        return Err(Complaint::refused(format!(
            "{} 本来就在「{}」。",
            words::named(row.kind, row.id),
            shown(&to.cell("name").words())
        ))
        .hint("核对要转到的联系点")
        .into());
    }
    let mut cells = row.stored().to_vec();
    let day = asked.day.to_string();
    let mut entered = set(
        writing,
        world,
        row,
        &[("left_on", &day), ("left_why", "transfer")],
    )?;
    for (key, cell) in [
        ("point", Cell::Link(entry::link_to(&to))),
        ("arrived_on", Cell::Day(asked.day)),
    ] {
        if let Some(place) = row.kind.dictionary().place(key) {
            cells[place] = cell;
        }
    }
    let known = Known::default();
    let desk = Desk {
        page: writing.page(),
        world,
        reach: Reach::Parts,
        known: &known,
    };
    let (cells, mut doubts) = desk.settle_new(row.kind, cells)?;
    // Somebody who comes back to a point is not entered twice.
    doubts.retain(|doubt| !matches!(doubt, Doubt::Same(_)));
    let id = writing.add(row.kind, &cells)?;
    entered.push(Entered {
        row: writing.page().row(row.kind, id)?,
        before: None,
        doubts,
    });
    Ok(entered)
}

/// `problem solve`
fn solve(
    writing: &mut Writing<'_>,
    world: &World,
    row: &Row,
    asked: &Asked<'_>,
) -> anyhow::Result<Vec<Entered>> {
    refuse_filled(row, "solved_on")?;
    let day = asked.day.to_string();
    let mut words = vec![("solved_on", day.as_str())];
    words.extend(asked.result.map(|result| ("result", result)));
    set(writing, world, row, &words)
}

/// `problem close`
fn close_problem(
    writing: &mut Writing<'_>,
    world: &World,
    row: &Row,
    asked: &Asked<'_>,
) -> anyhow::Result<Vec<Entered>> {
    refuse_filled(row, "closed_on")?;
    if row.cell("solved_on").is_empty() {
        return Err(Complaint::refused(format!(
            "{} 还没有办结，不能销号。",
            words::named(row.kind, row.id)
        ))
        .hint(format!("先办结：xgz problem solve {}", row.id))
        .into());
    }
    let day = asked.day.to_string();
    set(writing, world, row, &[("closed_on", &day)])
}

/// `problem decline`
fn decline(
    writing: &mut Writing<'_>,
    world: &World,
    row: &Row,
    asked: &Asked<'_>,
) -> anyhow::Result<Vec<Entered>> {
    refuse_filled(row, "declined_on")?;
    let day = asked.day.to_string();
    set(
        writing,
        world,
        row,
        &[
            ("declined_on", &day),
            ("result", asked.why.unwrap_or_default()),
        ],
    )
}

/// `problem progress`: a dated line below those that are there.
fn progress(
    writing: &mut Writing<'_>,
    world: &World,
    row: &Row,
    asked: &Asked<'_>,
) -> anyhow::Result<Vec<Entered>> {
    let added = asked.text.unwrap_or_default().trim();
    if added.is_empty() {
        return Err(Complaint::not_understood("进展是空的。")
            .hint("写上这次做了什么")
            .into());
    }
    let before = row.cell("progress").words();
    let line = format!("{} {added}", asked.day);
    let progress = if before.is_empty() {
        line
    } else {
        format!("{before}\n{line}")
    };
    set(writing, world, row, &[("progress", &progress)])
}
