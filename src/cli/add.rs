//! `KIND add`: registers a record; a visit together with its problems.

use std::io::Write as _;

use clap::{ArgAction, ArgMatches, Command};

use super::complaint::Complaint;
use super::flags::{choice, column_flag, flag, given, texts};
use super::output::{Field, Format, SHEETS, format_flag};
use super::session::Session;
use super::words;
use crate::entry::{self, ClauseFault, Entered, Failure, Given, clauses};
use crate::figure::Progress;
use crate::record::Kind;
use crate::sheet;
use crate::store::{Page, Row};
use crate::value::Cell;
use crate::value::text::shown;

/// The command of a kind.
pub(super) fn command(kind: Kind) -> Command {
    let dictionary = kind.dictionary();
    let command = Command::new("add")
        .alias("添加")
        .about(format!("登记{}", dictionary.label))
        .args(dictionary.columns.iter().map(column_flag))
        .arg(format_flag(SHEETS));
    match kind {
        Kind::Visit => command.arg(
            flag(
                "problem",
                "问题",
                "内容",
                "这次走访中的问题，可写多次：'企业名称=…; 问题类别=…; 问题描述=…; 办理方式=现场解决'",
            )
            .help_heading("内容")
            .action(ArgAction::Append),
        ),
        _ => command,
    }
}

/// Registers the record that the flags give.
pub(super) fn run(session: &mut Session, kind: Kind, matches: &ArgMatches) -> anyhow::Result<()> {
    let format = choice::<Format>(matches, "format")?;
    let given = given(kind, matches)?;
    let problems = texts(matches, "problem")
        .into_iter()
        .enumerate()
        .map(|(place, text)| problem(place + 1, text))
        .collect::<Result<Vec<_>, _>>()?;
    let command = session.command(format!("{} add", kind.dictionary().key));
    let world = session.world.clone();
    let mut ledger = session.ledger()?;
    let entered = ledger.write(&command, |writing| -> anyhow::Result<Vec<Entered>> {
        let first = entry::add(writing, &world, kind, &given)?;
        let visit = first.row.id.to_string();
        let mut entered = vec![first];
        for (place, mut given) in problems.into_iter().enumerate() {
            if let Some(column) = Kind::Problem.dictionary().column("visit") {
                given.push((column, visit.clone()));
            }
            let added = entry::add(writing, &world, Kind::Problem, &given)
                .map_err(|failure| of_problem(place + 1, failure))?;
            entered.push(added);
        }
        Ok(entered)
    })?;
    for one in &entered {
        announce(session, "已登记", one)?;
    }
    print(session, ledger.page(), format, &entered[0].row)
}

/// Reads the words of one problem.
fn problem(place: usize, text: &str) -> Result<Vec<Given>, Complaint> {
    let given = clauses(Kind::Problem, text).map_err(|fault| {
        let what = match fault {
            ClauseFault::NoColumn(head) => format!("「{}」不是问题的列名", shown(&head)),
            ClauseFault::Twice(label) => format!("{label}写了两次"),
        };
        Complaint::not_understood(format!("第 {place} 个 --problem：{what}。"))
            .hint("例如：--problem '企业名称=某公司; 问题类别=注册登记; 问题描述=怎样变更地址; 办理方式=现场解决'")
    })?;
    if given.iter().any(|(column, _)| column.key == "visit") {
        return Err(Complaint::not_understood(format!(
            "第 {place} 个 --problem 不用写走访：它就在这次走访中。"
        ))
        .hint("去掉 visit="));
    }
    Ok(given)
}

/// A refusal of a problem, saying which of several it was.
fn of_problem(place: usize, failure: Failure) -> anyhow::Error {
    match failure {
        refused @ Failure::Refused(..) => {
            let mut complaint = words::complaint(refused.into());
            complaint.text = format!("第 {place} 个 --problem：{}", complaint.text);
            complaint
                .hints
                .retain(|hint| !hint.starts_with("例如：xgz"));
            complaint
                .hint("整条命令都没有保存，改好后再运行一次")
                .into()
        }
        failure @ Failure::Store(_) => failure.into(),
    }
}

/// Says what was stored, with every day resolved, and what is doubtful about it.
pub(super) fn announce(session: &mut Session, done: &str, entered: &Entered) -> anyhow::Result<()> {
    let row = &entered.row;
    let dictionary = row.kind.dictionary();
    let days: Vec<_> = dictionary
        .columns
        .iter()
        .filter(|column| !dictionary.natural.contains(&column.key))
        .filter_map(|column| match row.cell(column.key) {
            Cell::Day(day) => Some(format!("{} {}", column.label, words::day_words(*day))),
            _ => None,
        })
        .collect();
    let days = if days.is_empty() {
        String::new()
    } else {
        format!("（{}）", days.join("，"))
    };
    session.say(format!("{done}{}{days}", words::brief(row)))?;
    session.warn_of(row.kind, &entered.doubts)?;
    Ok(())
}

/// Prints the record where JSON was asked for.
pub(super) fn print(
    session: &mut Session,
    page: Page<'_>,
    format: Option<Format>,
    row: &Row,
) -> anyhow::Result<()> {
    if format != Some(Format::Json) {
        return Ok(());
    }
    let mut row = page.row(row.kind, row.id)?;
    Progress::on(session.today()).fill(page, &mut row)?;
    let fields = Field::all(row.kind);
    let heads: Vec<_> = fields.iter().map(|field| field.head(row.kind)).collect();
    let cells: Vec<_> = fields.iter().map(|field| field.cell(&row, false)).collect();
    write!(
        session.outside.out,
        "{}",
        sheet::text(&sheet::object(&heads, &cells))
    )?;
    Ok(())
}
