//! `merge resolve`: says what a record in conflict is to say.

use clap::{Arg, ArgMatches, Command};

use super::list;
use crate::cli::complaint::Complaint;
use crate::cli::flags::{flag, text};
use crate::cli::log::kind_named;
use crate::cli::session::Session;
use crate::cli::takes::Takes;
use crate::cli::words;
use crate::record::Kind;
use crate::store::{Conflict, Error, Page};
use crate::value::text::{folded, shown};

/// The command.
pub(super) fn command() -> Command {
    Command::new("resolve")
        .alias("处理")
        .about("处理一处冲突：写明用第几份；没有用上的仍在历史里")
        .args([
            Arg::new("kind")
                .value_name("种类")
                .required(true)
                .add(Takes::Kind)
                .help("如 走访"),
            Arg::new("ref")
                .value_name("编号")
                .required(true)
                .add(Takes::Named)
                .help("xgz merge list 列出的编号"),
            Arg::new("which")
                .value_name("第几份")
                .conflicts_with("take")
                .help("同 --take"),
            flag(
                "take",
                "用",
                "第几份",
                "用第几份；不写时只列出有哪几份，在终端里会问",
            ),
        ])
}

/// Settles the conflict.
pub(super) fn run(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let kind = kind_named(text(matches, "kind").unwrap_or_default())?;
    let typed = text(matches, "ref").unwrap_or_default();
    let mut ledger = session.ledger()?;
    let conflict = find(ledger.page(), kind, typed)?;
    let place = match text(matches, "take").or_else(|| text(matches, "which")) {
        Some(taken) => place(&conflict, taken)?,
        None => match asked(session, ledger.page(), &conflict)? {
            Some(place) => place,
            None => return Ok(session.say("没有处理。")?),
        },
    };
    let version = &conflict.versions[place - 1];
    let command = session.command(format!("{} resolve", kind.dictionary().key));
    ledger
        .write(&command, |writing| writing.resolve(&conflict, version))
        .map_err(refused)?;
    session.say(format!(
        "已处理{}：用第 {place} 份。",
        words::named(kind, conflict.id)
    ))?;
    let left = ledger.page().count_conflicts()?;
    if left > 0 {
        session.say(format!("还有 {left} 处冲突：xgz merge list"))?;
    }
    Ok(())
}

/// What is said when a version cannot be taken: a removal, while others refer to the record.
fn refused(error: Error) -> Complaint {
    let by = match &error {
        Error::Referred { by, .. } => words::several(by),
        _ => String::new(),
    };
    let complaint = words::complaint(error.into());
    if by.is_empty() {
        complaint
    } else {
        complaint.hint(format!(
            "要删除它，先让{by}改用别的；要留下它，写另一份的号"
        ))
    }
}

/// The conflict of a record.
fn find(page: Page<'_>, kind: Kind, typed: &str) -> anyhow::Result<Conflict> {
    let conflicts = page.conflicts()?;
    let id = super::super::log::number(page, kind, typed)?;
    conflicts
        .into_iter()
        .find(|conflict| (conflict.kind, conflict.id) == (kind, id))
        .ok_or_else(|| {
            Complaint::not_found(format!("{} 没有冲突。", words::named(kind, id)))
                .hint("看有哪些：xgz merge list")
                .into()
        })
}

/// Which version is meant: its number, however it is typed.
fn place(conflict: &Conflict, typed: &str) -> Result<usize, Complaint> {
    let count = conflict.versions.len();
    let folded = folded(typed);
    let number = folded
        .trim_start_matches('第')
        .trim_end_matches(['份', '.', '。']);
    number
        .parse()
        .ok()
        .filter(|place| (1..=count).contains(place))
        .ok_or_else(|| {
            Complaint::not_understood(format!("没有第「{}」份，只有 1 到 {count}。", shown(typed)))
                .hint("看有哪几份：xgz merge list")
        })
}

/// Asks which version is to stand; none where nothing is to be done.
fn asked(
    session: &mut Session,
    page: Page<'_>,
    conflict: &Conflict,
) -> anyhow::Result<Option<usize>> {
    let count = conflict.versions.len();
    if !session.outside.answers {
        return Err(
            Complaint::not_understood(format!("还要写明用第几份，1 到 {count}。"))
                .hint("看有哪几份：xgz merge list")
                .hint(format!(
                    "例如：xgz merge resolve {} {} --take {count}",
                    conflict.kind.dictionary().label,
                    conflict.id
                ))
                .into(),
        );
    }
    let lines = list::told(session, page, conflict)?;
    // The last line says what to type; here it is asked for.
    for line in &lines[..lines.len() - 1] {
        session.say(line)?;
    }
    loop {
        let question = format!("用第几份？（1 到 {count}，直接回车不处理）");
        match session.answer(&question)? {
            None => return Ok(None),
            Some(answer) if answer.is_empty() => return Ok(None),
            Some(answer) => match place(conflict, &answer) {
                Ok(place) => return Ok(Some(place)),
                Err(complaint) => session.say(complaint.text)?,
            },
        }
    }
}
