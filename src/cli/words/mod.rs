//! The sentences: everything that is said to a person about an error, a doubt or a record, in one place.

mod day;
mod doubt;
mod finding;
mod record;
mod refusal;
mod store;

pub(in crate::cli) use day::{day_fault, period_fault};
pub(in crate::cli) use doubt::doubt;
pub(in crate::cli) use finding::{about, limit_fault, mend, sentence, subject};
pub(in crate::cli) use record::{
    brief, changes, day_words, listing, moment, named, reasons, reference_fault, spoken, turn,
    unknown_body, value_words, verb,
};

use super::complaint::Complaint;
use crate::entry::Failure;
use crate::record::{Column, Unread};
use crate::sheet::ReadFault;
use crate::transfer;

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

/// What a person is told about a file that is no sheet.
pub(in crate::cli) fn unreadable(file: &str, fault: &ReadFault) -> Complaint {
    refusal::unreadable(file, fault)
}
