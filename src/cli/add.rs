//! `KIND add`: registers a record; a visit together with its problems.

use std::io::Write as _;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::complaint::Complaint;
use super::flags::{choice, column_flag, flag, given, text, texts};
use super::output::{Field, Format, SHEETS, format_flag};
use super::session::{Session, resolve};
use super::takes::Takes;
use super::{ask, form, words};
use crate::entry::{ClauseFault, Draft, Entered, Given, clauses, store};
use crate::figure::Progress;
use crate::record::{Column, Kind};
use crate::sheet;
use crate::store::{Page, Row};
use crate::value::Cell;
use crate::value::text::shown;

/// The command of a kind.
pub(super) fn command(kind: Kind) -> Command {
    let dictionary = kind.dictionary();
    let command = Command::new("add")
        .alias("添加")
        .alias("登记")
        .about(format!("登记{}；在终端里缺什么问什么", dictionary.label))
        .args(dictionary.columns.iter().map(column_flag))
        .arg(format_flag(SHEETS))
        .args(form::flags(kind));
    match kind {
        Kind::Visit => command
            .arg(
                flag(
                    "problem",
                    "问题",
                    "内容",
                    "这次走访中的问题，可写多次：'企业名称=…; 问题类别=…; 问题描述=…; 办理方式=现场解决'",
                )
                .help_heading("内容")
                .action(ArgAction::Append),
            )
            .arg(like(kind)),
        _ => command,
    }
}

/// The flag that names a record which the new one is to be like.
fn like(kind: Kind) -> Arg {
    let dictionary = kind.dictionary();
    let alike: Vec<_> = alike(kind).map(|column| column.label).collect();
    flag(
        "like",
        "照",
        dictionary.label,
        format!(
            "照那一次的，取它的{}；last 是最后登记的一次",
            alike.join("、")
        ),
    )
    .add(Takes::Record(kind))
    .help_heading("内容")
}

/// The columns that a record which is to be like another one takes over.
fn alike(kind: Kind) -> impl Iterator<Item = &'static Column> {
    let columns = kind.dictionary().columns.iter();
    columns.filter(|column| column.alike)
}

/// Registers the record that the flags, a form or a person give.
pub(super) fn run(session: &mut Session, kind: Kind, matches: &ArgMatches) -> anyhow::Result<()> {
    let format = choice::<Format>(matches, "format")?;
    let flags = Draft {
        given: given(kind, matches)?,
        problems: texts(matches, "problem")
            .into_iter()
            .enumerate()
            .map(|(place, text)| problem(place + 1, text))
            .collect::<Result<Vec<_>, _>>()?,
        ..Draft::of(kind)
    };
    let edits = form::wants_editor(matches);
    let form = form::named(session, &flags, matches)?;
    let mut draft = flags.clone();
    if let Some(form) = &form {
        form.fill(&mut draft);
    }
    let mut ledger = session.ledger()?;
    let like = match text(matches, "like") {
        Some(typed) => Some(resolve(ledger.page(), kind, typed)?),
        None => None,
    };
    if let Some(row) = &like {
        for column in alike(kind) {
            draft.fall_back(column, row.cell(column.key).words());
        }
    }
    let own = fill_in(session, &mut draft);
    let command = session.command(format!("{} add", kind.dictionary().key));
    let world = session.world.clone();
    // What is taken over is seen before it is stored.
    let asks = !edits
        && form.is_none()
        && session.can_ask()
        && (like.is_some() || ask::is_needed(session, &mut ledger, &draft)?);
    let entered = if asks {
        ask::add(session, &mut ledger, &command, draft, like.as_ref())?
    } else if edits {
        form::edit(session, matches, &draft, &[], |draft| {
            ledger.write(&command, |writing| store(writing, &world, draft))
        })?
    } else {
        let stored = ledger.write(&command, |writing| store(writing, &world, &draft));
        Some(match (stored, &form) {
            (Err(trouble), Some(form)) => return Err(form.refused(session, &flags, trouble)?),
            (stored, _) => stored.map_err(words::trouble)?,
        })
    };
    let Some(entered) = entered else {
        return Ok(());
    };
    for one in &entered {
        session.say(told("已登记", &one.row))?;
        // What was asked for was shown whole, with all that is doubtful about it.
        if !asks {
            session.warn_of(one.row.kind, &one.doubts)?;
        }
    }
    if !asks && !edits && !own.is_empty() {
        session.say(words::by_settings(&own))?;
    }
    match entered.first() {
        Some(one) => print(session, ledger.page(), format, &one.row),
        None => Ok(()),
    }
}

/// Fills in what the settings say of every new record; those columns and the words.
fn fill_in(session: &Session, draft: &mut Draft) -> Vec<Given> {
    let mut own = Vec::new();
    for column in draft.kind.dictionary().columns {
        let Some(words) = session.settings.own(column) else {
            continue;
        };
        if !draft.given.iter().any(|(other, _)| other.key == column.key) {
            draft.fall_back(column, words);
            own.push((column, words.to_owned()));
        }
    }
    own
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

/// Says what was stored, with every day resolved, and what is doubtful about it.
pub(super) fn announce(session: &mut Session, done: &str, entered: &Entered) -> anyhow::Result<()> {
    session.say(told(done, &entered.row))?;
    session.warn_of(entered.row.kind, &entered.doubts)?;
    Ok(())
}

/// What was stored, in one line with every day resolved.
fn told(done: &str, row: &Row) -> String {
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
    format!("{done}{}{days}", words::brief(row))
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
