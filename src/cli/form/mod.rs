//! Forms: a record and its problems as a file that is filled in, or in an editor, and refused line by line.
//!
//! What a person typed is never lost: a form that is refused is kept, and named.

mod editor;
mod keep;
mod read;
mod write;

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, ValueHint};

use super::complaint::{Complaint, REFUSED};
use super::flags::{flag, is_on, switch, text};
use super::output::Destination;
use super::session::Session;
use super::words;
use super::written::Fault;
use crate::entry::{Draft, Failure, Part, Refusal, Trouble};
use crate::record::Kind;
pub(super) use editor::{edit, words_of};
use keep::Kept;
use read::Form;

/// The name of a form that comes from standard input.
const INPUT: &str = "-";

/// The flags of a command that takes a form.
pub(super) fn flags(kind: Kind) -> [Arg; 2] {
    let what = match kind {
        Kind::Visit => "按填好的表单登记，问题也写在里面；- 是从标准输入读",
        _ => "按填好的表单；- 是从标准输入读",
    };
    [
        flag("file", "表单", "文件", what)
            .value_hint(ValueHint::FilePath)
            .help_heading("表单"),
        switch("edit", "编辑", "打开编辑程序填表单，关上就保存").help_heading("表单"),
    ]
}

/// `KIND form`: prints an empty form.
pub(super) fn command(kind: Kind) -> Command {
    let dictionary = kind.dictionary();
    Command::new("form")
        .alias("表单")
        .about(format!(
            "印一张空的{}表单，填好用 add --file 登记",
            dictionary.label
        ))
        .arg(
            flag("output", "输出", "文件", "存成文件，不写就印在屏幕上")
                .short('o')
                .value_hint(ValueHint::FilePath),
        )
}

/// Prints an empty form, or puts it into a file.
pub(super) fn run(session: &mut Session, kind: Kind, matches: &ArgMatches) -> anyhow::Result<()> {
    let form = write::form(&Draft::of(kind), false);
    let destination = Destination::plain(text(matches, "output").map(PathBuf::from));
    if let Some(file) = text(matches, "output")
        && Path::new(file).exists()
    {
        // It may be one that is filled in.
        return Err(words::form_exists(file).into());
    }
    destination.write_with(session, |out| Ok(out.write_all(form.as_bytes())?))?;
    if let Some(file) = text(matches, "output") {
        session.say(words::form_printed(kind, file))?;
    }
    Ok(())
}

/// A form that a command line names.
pub(super) struct Named {
    /// What it says.
    form: Form,
    /// The file, as it is spoken of.
    name: String,
    /// The command that takes it.
    command: String,
    /// Whether nothing of it is left once it is read.
    is_passing: bool,
}

/// Reads the form that `--file` names, where it names one and it is not to be opened in an editor. `draft` is what the
/// flags say.
pub(super) fn named(
    session: &mut Session,
    draft: &Draft,
    matches: &ArgMatches,
) -> anyhow::Result<Option<Named>> {
    let kind = draft.kind;
    let Some(file) = text(matches, "file") else {
        return Ok(None);
    };
    if wants_editor(matches) {
        // It is opened as it stands, whatever is wrong in it.
        let is_alone = draft.given.is_empty() && draft.problems.is_empty();
        if is_alone && text(matches, "like").is_none() {
            return Ok(None);
        }
        return Err(words::flags_beside_form().into());
    }
    let is_passing = file == INPUT;
    let command = command_of(kind, text(matches, "ref"));
    let name = if is_passing {
        words::STANDARD_INPUT.to_owned()
    } else {
        words::quoted_name(Path::new(file))
    };
    let text = content(session, file, &name)?;
    match Form::read(kind, &text) {
        Ok(form) => Ok(Some(Named {
            form,
            name,
            command,
            is_passing,
        })),
        Err(fault) => {
            let complaint = fault
                .complaint(&words::form_named(&name))
                .hint(words::ONCE_MORE);
            Err(if is_passing {
                saved(session, kind, &command, &text, complaint)?.into()
            } else {
                complaint.into()
            })
        }
    }
}

/// The text of a form.
fn content(session: &mut Session, file: &str, name: &str) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(read::LONGEST).unwrap_or(u64::MAX) + 1;
    if file == INPUT {
        (&mut session.outside.input)
            .take(limit)
            .read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(file)
            .and_then(|opened| opened.take(limit).read_to_end(&mut bytes))
            .map_err(|error| words::no_form(name, &error))?;
    }
    if bytes.len() > read::LONGEST {
        return Err(words::form_too_long(name).into());
    }
    read::decoded(&bytes).ok_or_else(|| words::form_no_text(name).into())
}

/// Keeps what came from standard input and is refused, so that it can be mended.
fn saved(
    session: &mut Session,
    kind: Kind,
    command: &str,
    text: &str,
    complaint: Complaint,
) -> anyhow::Result<Complaint> {
    if text.trim().is_empty() {
        return Ok(complaint);
    }
    let kept = Kept::new(session, kind)?;
    kept.write(text)?;
    Ok(words::kept(complaint, command, kept.path()))
}

/// The command that takes the form, as it is typed: `visit add`, `visit edit 3`.
fn command_of(kind: Kind, target: Option<&str>) -> String {
    let key = kind.dictionary().key;
    match target {
        Some(target) => format!("{key} edit {}", words::quoted(target)),
        None => format!("{key} add"),
    }
}

impl Named {
    /// Takes the words of the form where the command line gives none of its own.
    pub(super) fn fill(&self, draft: &mut Draft) {
        for (column, words) in &self.form.draft.given {
            // A line that is left empty is not filled in; it does not clear what is there.
            if !words.trim().is_empty() {
                draft.fall_back(column, words.clone());
            }
        }
        draft
            .problems
            .extend(self.form.draft.problems.iter().cloned());
    }

    /// Why a draft with this form in it is refused: of what the flags say as flags, else where it stands in the form.
    pub(super) fn refused(
        &self,
        session: &mut Session,
        flags: &Draft,
        trouble: Trouble,
    ) -> anyhow::Result<anyhow::Error> {
        let part = match trouble.part {
            Part::Whole => Some(Part::Whole),
            // Problems of the command line come first.
            Part::Problem(place) => place.checked_sub(flags.problems.len()).map(Part::Problem),
        };
        let by_flags = |kind, refusals: &[_]| {
            let spots = words::spots(kind, refusals);
            let keys = spots.iter().filter_map(|spot| spot.key);
            part == Some(Part::Whole)
                && keys
                    .into_iter()
                    .any(|key| flags.given.iter().any(|(column, _)| column.key == key))
        };
        let complaint = match (part, trouble) {
            (
                Some(part),
                Trouble {
                    failure: Failure::Refused(kind, refusals),
                    ..
                },
            ) if !by_flags(kind, &refusals) => {
                let (status, faults) = faults(&self.form, part, kind, &refusals);
                words::form_refused(&self.name, status, &faults).hint(words::ONCE_MORE)
            }
            (_, trouble) => words::complaint(words::trouble(trouble)),
        };
        Ok(if self.is_passing {
            saved(
                session,
                self.form.draft.kind,
                &self.command,
                self.form.text(),
                complaint,
            )?
            .into()
        } else {
            complaint.into()
        })
    }
}

/// What is wrong with a record of a form, line by line, and the exit status that it asks for.
fn faults(form: &Form, part: Part, kind: Kind, refusals: &[Refusal]) -> (u8, Vec<Fault>) {
    let spots = words::spots(kind, refusals);
    let status = spots.iter().map(|spot| spot.status).max();
    let mut faults: Vec<_> = spots
        .iter()
        .map(|spot| {
            let hint = spot.hint.as_deref().unwrap_or_default();
            form.mark(part, spot.key, &spot.text, hint)
        })
        .collect();
    faults.sort_by_key(|fault| (fault.line, fault.column));
    (status.unwrap_or(REFUSED), faults)
}

/// Whether `--edit` asks for an editor.
pub(super) fn wants_editor(matches: &ArgMatches) -> bool {
    is_on(matches, "edit")
}
