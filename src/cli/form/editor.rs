//! A form in an editor: opened again with what is wrong marked in it, until it is stored or left.

use std::path::Path;

use clap::ArgMatches;

use super::keep::Kept;
use super::read::{self, Form};
use super::{command_of, content, faults, write};
use crate::cli::complaint::{Complaint, REFUSED};
use crate::cli::flags::text;
use crate::cli::session::Session;
use crate::cli::words;
use crate::cli::written::Fault;
use crate::entry::{Draft, Entered, Failure, Given, Trouble};
use crate::store::Row;

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
pub(in crate::cli) fn edit(
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
            let name = words::quoted_name(Path::new(file));
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
pub(in crate::cli) fn words_of(row: &Row) -> Vec<Given> {
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
