//! `KIND edit`: changes columns of a record.

use clap::{ArgMatches, Command};

use super::add::print;
use super::complaint::Complaint;
use super::flags::{choice, column_flag, given, reference, text};
use super::output::{Format, SHEETS, format_flag};
use super::session::{Session, resolve};
use super::{ask, form, words};
use crate::entry::{self, Draft, Entered, Trouble};
use crate::record::Kind;

/// The command of a kind.
pub(super) fn command(kind: Kind) -> Command {
    let dictionary = kind.dictionary();
    Command::new("edit")
        .alias("修改")
        .about(format!("修改{}；写成 --选项= 清空那一项", dictionary.label))
        .arg(reference(kind))
        .args(dictionary.columns.iter().map(column_flag))
        .arg(format_flag(SHEETS))
        .args(form::flags(kind))
}

/// Changes the columns that the flags, a form or a person give.
pub(super) fn run(session: &mut Session, kind: Kind, matches: &ArgMatches) -> anyhow::Result<()> {
    let format = choice::<Format>(matches, "format")?;
    let key = kind.dictionary().key;
    let flags = Draft {
        given: given(kind, matches)?,
        ..Draft::of(kind)
    };
    let edits = form::wants_editor(matches);
    let form = form::named(session, &flags, matches)?;
    let mut draft = flags.clone();
    if let Some(form) = &form {
        form.fill(&mut draft);
    }
    if !draft.problems.is_empty() {
        return Err(words::problems_not_here().into());
    }
    let asks = draft.given.is_empty() && !edits && form.is_none() && session.can_ask();
    if draft.given.is_empty() && !edits && !asks {
        return Err(Complaint::not_understood("没有写要改什么。")
            .hint(format!("例如：xgz {key} edit 12 --note 备注内容"))
            .hint(format!("能改的各项：xgz {key} edit --help"))
            .into());
    }
    let mut ledger = session.ledger()?;
    let command = session.command(format!("{key} edit"));
    let world = session.world.clone();
    let target = text(matches, "ref").unwrap_or_default();
    let entered = if asks {
        let row = resolve(ledger.page(), kind, target)?;
        let mut entered = ask::edit(session, &mut ledger, &command, row)?;
        // What is doubtful was said before it was stored.
        for one in entered.iter_mut().flatten() {
            one.doubts.clear();
        }
        entered
    } else if edits {
        let row = resolve(ledger.page(), kind, target)?;
        draft.target = Some(row.id);
        form::edit(session, matches, &draft, &form::words_of(&row), |draft| {
            ledger.write(&command, |writing| entry::store(writing, &world, draft))
        })?
    } else {
        let stored = ledger.write(&command, |writing| -> anyhow::Result<_> {
            let row = resolve(writing.page(), kind, target)?;
            draft.target = Some(row.id);
            Ok(entry::store(writing, &world, &draft)?)
        });
        Some(match (stored, &form) {
            (Err(error), Some(form)) => {
                return Err(match error.downcast::<Trouble>() {
                    Ok(trouble) => form.refused(session, &flags, trouble)?,
                    Err(error) => error,
                });
            }
            (stored, _) => stored?,
        })
    };
    if let Some(one) = entered.and_then(|entered| entered.into_iter().next()) {
        announce(session, "已修改", &one)?;
        print(session, ledger.page(), format, &one.row)?;
    }
    Ok(())
}

/// Says what was done and what changed by it, line by line.
pub(super) fn announce(session: &mut Session, done: &str, entered: &Entered) -> anyhow::Result<()> {
    let row = &entered.row;
    let before = entered
        .before
        .as_ref()
        .map(crate::store::Row::stored)
        .unwrap_or_default();
    let changes = words::changes(row.kind, before, row.stored());
    if changes.is_empty() {
        session.say(format!("没有变化：{}", words::brief(row)))?;
        return Ok(());
    }
    session.say(format!("{done}{}", words::brief(row)))?;
    for change in changes {
        session.say(format!("  {change}"))?;
    }
    session.warn_of(row.kind, entered.news())?;
    Ok(())
}
