//! The sentences: everything that is said to a person about an error, a doubt or a record, in one place.

mod ask;
mod column;
mod copy;
mod day;
mod deed;
mod doctor;
mod doubt;
mod finding;
mod form;
mod record;
mod refusal;
mod store;

pub(in crate::cli) use ask::{
    ANOTHER, CANCELLED, CHANGE_ONE, CHANGES_DONE, CHOOSE_HELP, CHOOSE_MORE_HELP, CHOOSE_ONE,
    CHOOSE_SOME_HELP, GIVE_UP, GIVES_UP, GO_ON, KEEP, LEFT, MAY_STORE, NEEDED, NO_MORE_PROBLEMS,
    NO_SUCH_PROBLEM, NOT_STORED, NOTHING_FITS, NOTHING_TO_CHANGE, ONE_MORE_PROBLEM, SKIP, STORE_IT,
    UNCHANGED, WHAT_ELSE, WHAT_NOW, WHICH_TO_CHANGE, asking, how_to_answer, in_one, leave_empty,
    letters, like, none_yet, not_yet, problem_number, spelling,
};
pub(in crate::cli) use column::column_told;
pub(in crate::cli) use copy::{addressed, cause, quoted, size, stamp, stamp_moment};
pub(in crate::cli) use day::{day_fault, period_fault};
pub(in crate::cli) use deed::{brief_of, counted, deed, giver, logged, turned};
pub(in crate::cli) use doctor::{check, finding};
pub(in crate::cli) use doubt::doubt;
pub(in crate::cli) use finding::{about, limit_fault, limit_value, mend, sentence, subject};
pub(in crate::cli) use form::{
    FORM_PROBLEMS, ONCE_MORE, OWN_VISIT, OWN_VISIT_HINT, PROBLEM_TABLE, PROBLEM_TABLE_HINT,
    STANDARD_INPUT, STILL_OPEN, STORE_UNTOUCHED, TWICE_HINT, VALUE_HINT, editor_failed,
    flags_beside_form, form_exists, form_head, form_line, form_mark, form_named, form_no_text,
    form_printed, form_refused, form_too_long, kept, left_refused, no_form, nothing_filled,
    problems_not_here, quoted_name,
};
pub(in crate::cli) use record::{
    brief, by_settings, changes, day_words, ended, gone, head, listing, marks, moment, named,
    reasons, reference_fault, same_names, several, shortened, spoken, tail, turn, unknown_body,
    value_words, verb, why,
};

use super::complaint::Complaint;
use crate::entry::{Failure, Part, Trouble};
use crate::record::{Column, Unread};
use crate::sheet::ReadFault;
use crate::transfer;

/// What a person is told while another command writes.
pub(in crate::cli) const WAITING: &str = "台账正被另一个程序占用，等它空出来（最多等 30 秒）……";

/// What a person is told about an error, whichever layer it comes from.
pub(in crate::cli) fn complaint(error: anyhow::Error) -> Complaint {
    let error = match error.downcast::<Complaint>() {
        Ok(complaint) => return complaint,
        Err(error) => error,
    };
    let error = match error.downcast::<crate::store::Error>() {
        Ok(error) => return store::complaint(&error),
        Err(error) => error,
    };
    let error = match error.downcast::<Trouble>() {
        Ok(trouble) => trouble.failure.into(),
        Err(error) => error,
    };
    let error = match error.downcast::<Failure>() {
        Ok(Failure::Refused(kind, refusals)) => return refusal::complaint(kind, &refusals),
        Ok(Failure::Store(error)) => return store::complaint(&error),
        Err(error) => error,
    };
    match error.downcast::<std::io::Error>() {
        Ok(error) => store::io(&error),
        Err(error) => {
            Complaint::refused(format!("没有做成（{error}）。")).hint("台账没有改动，可以再试一次")
        }
    }
}

/// What a person is told about words that cannot stand in a column.
pub(in crate::cli) fn unread(column: &Column, text: &str, why: &Unread) -> Complaint {
    refusal::unread_column(column, text, why)
}

/// What a person is told about a sheet that was not taken in.
pub(in crate::cli) fn import(file: &str, fault: transfer::Fault) -> Complaint {
    refusal::import(file, fault)
}

/// What a person is told about another ledger that cannot be used: which file it is.
pub(in crate::cli) fn of_other(file: &std::path::Path, error: &crate::store::Error) -> Complaint {
    store::of_other(file, error)
}

/// What a person is told about a copy that cannot be written.
pub(in crate::cli) fn of_copy(file: &std::path::Path, error: &crate::store::Error) -> Complaint {
    store::of_copy(file, error)
}

/// What a person is told about a file that is not written over.
pub(in crate::cli) fn file_exists(file: &std::path::Path) -> Complaint {
    store::of_copy(file, &crate::store::Error::Exists(file.to_owned()))
}

/// What a person is told about a ledger that is gone while its copies are there.
pub(in crate::cli) fn lost(
    file: &std::path::Path,
    kept: &[crate::store::backup::Kept],
) -> Complaint {
    store::gone(file, kept)
}

/// What a person is told when it is the own ledger that is damaged.
pub(in crate::cli) fn own_is_damaged() -> Complaint {
    store::own_is_damaged()
}

/// What a person is told about a draft that the flags made: of a problem, which of several it was.
pub(in crate::cli) fn trouble(Trouble { part, failure }: Trouble) -> anyhow::Error {
    match (part, failure) {
        (Part::Problem(place), refused @ Failure::Refused(..)) => {
            let mut complaint = complaint(refused.into());
            complaint.text = format!("第 {} 个 --problem：{}", place + 1, complaint.text);
            complaint
                .hints
                .retain(|hint| !hint.starts_with("例如：xgz"));
            complaint
                .hint("整条命令都没有保存，改好后再运行一次")
                .into()
        }
        (_, failure) => failure.into(),
    }
}

/// All reasons of a refusal one by one.
pub(in crate::cli) fn spots(
    kind: crate::record::Kind,
    refusals: &[crate::entry::Refusal],
) -> Vec<refusal::Spot> {
    refusal::spots(kind, refusals)
}

/// What would be refused if it were entered here.
pub(in crate::cli) fn fault(kind: crate::record::Kind, fault: &crate::record::Fault) -> String {
    refusal::fault(kind, fault)
}

/// What a person is told about a file that is no sheet.
pub(in crate::cli) fn unreadable(file: &str, fault: &ReadFault) -> Complaint {
    refusal::unreadable(file, fault)
}
