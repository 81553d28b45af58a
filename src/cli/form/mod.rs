//! Forms: a record and its problems as a file that is filled in, or in an editor, and refused line by line.
//!
//! What a person typed is never lost: a form that is refused is kept, and named.

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
use crate::entry::{Draft, Entered, Failure, Given, Part, Refusal, Trouble};
use crate::record::Kind;
use crate::value::text::shown;
use keep::Kept;
pub(super) use read::Form;

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
    pub(super) form: Form,
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
        format!("「{}」", shown(file))
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

/// How often a form is opened: an editor that changes it by itself would do so for ever.
const ROUNDS: usize = 50;

/// A form in an editor.
struct Editing<'e> {
    /// The record as it is known before.
    draft: &'e Draft,
    /// The words of the record that is changed.
    before: &'e [Given],
    kept: Kept,
    /// The text as it was opened.
    opened: String,
    /// What was marked in it as wrong.
    marks: Vec<String>,
    /// Whether a line that is left empty clears what stands in the record: not in a form that was made of another one.
    clears: bool,
}

/// Opens a form in an editor, and again with what is wrong marked in it, until `store` takes it: the form that `--file`
/// names, else one with the words of a draft. None where nothing was filled in or changed. `before` are the words of the
/// record that is changed.
pub(super) fn edit(
    session: &mut Session,
    matches: &ArgMatches,
    draft: &Draft,
    before: &[Given],
    mut store: impl FnMut(&Draft) -> Result<Vec<Entered>, Trouble>,
) -> anyhow::Result<Option<Vec<Entered>>> {
    let mut editing = Editing::begin(session, matches, draft, before)?;
    for _ in 0..ROUNDS {
        let Some(text) = editing.open(session)? else {
            // One that was kept before is not thrown away for being left alone.
            if !editing.kept.is_old() {
                editing.kept.remove();
            }
            session.say(words::nothing_filled(draft))?;
            return Ok(None);
        };
        let bare = unmarked(&text, &editing.marks);
        let (status, faults) = match editing.take(session, &bare, &mut store)? {
            Ok(entered) => {
                editing.kept.remove();
                return Ok(Some(entered));
            }
            Err(faults) => faults,
        };
        if !session.outside.answers {
            let name = words::quoted_name(editing.kept.path());
            return Err(editing.refused(words::form_refused(&name, status, &faults)));
        }
        (editing.opened, editing.marks) = marked(&bare, &faults);
    }
    Err(editing.refused(words::left_refused()))
}

impl<'e> Editing<'e> {
    /// The form that is to be opened.
    fn begin(
        session: &mut Session,
        matches: &ArgMatches,
        draft: &'e Draft,
        before: &'e [Given],
    ) -> anyhow::Result<Self> {
        let (kept, opened) = if let Some(file) = text(matches, "file") {
            let name = format!("「{}」", shown(file));
            let text = content(session, file, &name)?;
            (Kept::again(session, draft.kind, Path::new(file))?, text)
        } else {
            let mut known = draft.clone();
            for (column, words) in before {
                known.fall_back(column, words.clone());
            }
            (Kept::new(session, draft.kind)?, write::form(&known, true))
        };
        let clears = kept.is_old() || text(matches, "file").is_none();
        Ok(Self {
            draft,
            before,
            kept,
            opened,
            marks: Vec::new(),
            clears,
        })
    }

    /// Opens it; its text, where there is anything in it to be stored.
    fn open(&self, session: &mut Session) -> anyhow::Result<Option<String>> {
        self.kept.write(&self.opened)?;
        let editor = session.editor.clone();
        let ended = (session.outside.edit)(self.kept.path(), editor.as_deref());
        if !matches!(ended, Ok(true)) {
            let complaint = words::editor_failed(ended.err().as_ref());
            return Err(self.refused(complaint));
        }
        // One that was left as it was opened says something where it was filled in before.
        let is_filled = match Form::read(self.draft.kind, &self.opened) {
            Err(_) => true,
            Ok(form) => {
                let mut given = form.draft.given.iter();
                given.any(|given| self.is_news(session, given))
            }
        };
        let mut text = self.text()?;
        let mut is_meant = is_filled;
        if text == self.opened && session.can_ask() {
            // Some editors with windows of their own come back at once, while a person still writes; and who left the editor
            // without a word may not want what stands there.
            if is_filled && self.marks.is_empty() {
                is_meant = session.ask(words::STORE_UNTOUCHED)?;
            } else {
                session.answer(words::STILL_OPEN)?;
            }
            text = self.text()?;
        }
        if text == self.opened && !self.marks.is_empty() {
            return Err(self.refused(words::left_refused()));
        }
        Ok((text != self.opened || is_meant).then_some(text))
    }

    /// What stands in the file now.
    fn text(&self) -> anyhow::Result<String> {
        match read::decoded(&self.kept.read()?) {
            Some(text) => Ok(text),
            None => Err(self.refused(words::form_no_text(&words::quoted_name(self.kept.path())))),
        }
    }

    /// Whether words say something that was not known before.
    fn is_news(&self, session: &Session, (column, words): &Given) -> bool {
        if self.draft.target.is_some() {
            let same = |(other, old): &Given| other.key == column.key && old == words;
            return (self.clears || !words.trim().is_empty()) && !self.before.iter().any(same);
        }
        !words.trim().is_empty() && session.settings.own(column) != Some(words)
    }

    /// Reads it and has it stored, or tells what is wrong line by line.
    #[expect(
        clippy::type_complexity,
        reason = "a failure of the file, or faults of the form"
    )]
    fn take(
        &self,
        session: &Session,
        text: &str,
        store: &mut impl FnMut(&Draft) -> Result<Vec<Entered>, Trouble>,
    ) -> anyhow::Result<Result<Vec<Entered>, (u8, Vec<Fault>)>> {
        let form = match Form::read(self.draft.kind, text) {
            Ok(form) => form,
            Err(fault) => return Ok(Err((REFUSED, vec![fault]))),
        };
        let mut filled = Draft {
            target: self.draft.target,
            ..form.draft.clone()
        };
        if filled.target.is_some() {
            if !filled.problems.is_empty() {
                return Err(self.refused(words::problems_not_here()));
            }
            // What was not touched is not judged anew.
            filled.given.retain(|given| self.is_news(session, given));
        }
        match store(&filled) {
            Ok(entered) => Ok(Ok(entered)),
            Err(trouble) => match trouble.failure {
                Failure::Refused(kind, refusals) => {
                    Ok(Err(faults(&form, trouble.part, kind, &refusals)))
                }
                failure @ Failure::Store(_) => Err(self.refused(words::complaint(failure.into()))),
            },
        }
    }

    /// A complaint that says where the form is kept, without the marks; one that nothing was typed into is not.
    fn refused(&self, complaint: Complaint) -> anyhow::Error {
        let kept = self.kept.read().ok();
        let text = kept.and_then(|bytes| read::decoded(&bytes));
        if let Some(text) = text.filter(|_| !self.marks.is_empty()) {
            // A mark would be taken for what a person wrote. The form stays as it is where this fails.
            let _ = self.kept.write(&unmarked(&text, &self.marks));
        } else if text_is(&self.kept, &self.opened)
            && self.draft.given.is_empty()
            && !self.kept.is_old()
        {
            self.kept.remove();
            return complaint.into();
        }
        let target = self.draft.target.map(|id| id.to_string());
        let command = command_of(self.draft.kind, target.as_deref());
        words::kept(complaint, &command, self.kept.path()).into()
    }
}

/// Whether a form says just this.
fn text_is(kept: &Kept, text: &str) -> bool {
    kept.read().is_ok_and(|bytes| bytes == text.as_bytes())
}

/// A form with what is wrong in comments above the lines, and those comments.
fn marked(text: &str, faults: &[Fault]) -> (String, Vec<String>) {
    let mut marks = Vec::new();
    let mut marked = String::new();
    // A byte order mark would be no longer in front of all.
    let text = text.trim_start_matches('\u{FEFF}');
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    let starts = starts(&lines);
    let place = |fault: &Fault| {
        let line = (fault.line - 1).min(lines.len());
        starts.get(line).copied().unwrap_or(line)
    };
    for (number, line) in lines.iter().chain([&""]).enumerate() {
        for fault in faults.iter().filter(|fault| place(fault) == number) {
            let mark = words::form_mark(fault);
            if number == lines.len() && !marked.is_empty() && !marked.ends_with('\n') {
                marked.push('\n');
            }
            marked.push_str(&mark);
            marked.push('\n');
            marks.push(mark);
        }
        marked.push_str(line);
    }
    (marked, marks)
}

/// For each line the one that begins what it belongs to: itself, but within a text of several lines where that begins,
/// so that nothing is put into it.
fn starts(lines: &[&str]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut open: Option<(&str, usize)> = None;
    for (number, line) in lines.iter().enumerate() {
        starts.push(open.map_or(number, |(_, start)| start));
        let mut rest = *line;
        loop {
            let next = match open {
                Some((mark, _)) => rest.find(mark).map(|at| (at, mark)),
                None if rest.trim_start().starts_with('#') => None,
                None => ["\"\"\"", "'''"]
                    .into_iter()
                    .filter_map(|mark| Some((rest.find(mark)?, mark)))
                    .min(),
            };
            let Some((at, mark)) = next else { break };
            open = match open {
                Some(_) => None,
                None => Some((mark, number)),
            };
            rest = &rest[at + mark.len()..];
        }
    }
    starts
}

/// The form without the comments that were put into it.
fn unmarked(text: &str, marks: &[String]) -> String {
    text.split_inclusive('\n')
        .filter(|line| !marks.iter().any(|mark| mark == line.trim_end()))
        .collect()
}

/// The words of a record as its form shows them.
pub(super) fn words_of(row: &crate::store::Row) -> Vec<Given> {
    row.kind
        .dictionary()
        .columns
        .iter()
        .map(|column| (column, row.cell(column.key).words()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fault(line: usize, what: &str) -> Fault {
        Fault {
            line,
            column: 1,
            what: what.to_owned(),
            hint: String::new(),
        }
    }

    #[test]
    fn what_is_wrong_stands_above_its_line_and_goes_again() {
        let text = "date = ''\nsend = ''";
        let (marked, marks) = marked(text, &[fault(2, "甲"), fault(9, "乙")]);
        let lines: Vec<_> = marked.lines().collect();
        assert_eq!(lines[0], "date = ''");
        assert!(
            lines[1].starts_with("# ") && lines[1].contains('甲'),
            "{marked}"
        );
        assert_eq!(lines[2], "send = ''");
        assert!(lines[3].contains('乙'), "{marked}");
        assert_eq!(unmarked(&marked, &marks).trim_end(), text);
    }

    proptest! {
        #[test]
        fn marks_come_off_whatever_they_were_put_into(
            text in "[a-z =\"'#\n\u{FEFF}汉]{0,40}",
            lines in proptest::collection::vec(1_usize..12, 0..4),
        ) {
            let faults: Vec<_> = lines.iter().map(|line| fault(*line, "不对")).collect();
            let (marked, marks) = marked(&text, &faults);
            let bare = unmarked(&marked, &marks);
            prop_assert_eq!(bare.trim_end_matches('\n'), text.trim_start_matches('\u{FEFF}').trim_end_matches('\n'));
        }
    }
}
