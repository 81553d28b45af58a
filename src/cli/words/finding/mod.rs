//! What is said of a warning: the record, the sentence, the command that mends it, and what is wrong with a limit.

mod limit;
mod mend;
mod sentence;
#[cfg(test)]
mod tests;

pub(in crate::cli) use limit::{limit_fault, limit_value};
pub(in crate::cli) use mend::mend;
pub(in crate::cli) use sentence::sentence;

use crate::check::{Finding, Subject};
use crate::record::Kind;
use crate::value::text::shown;

/// The record that a warning is about.
pub(in crate::cli) fn about(finding: &Finding) -> String {
    subject(finding.rule.about, &finding.subject)
}

/// A record of a kind as a warning names it.
pub(in crate::cli) fn subject(kind: Kind, subject: &Subject) -> String {
    let name = shown(&subject.name);
    let at = subject
        .point
        .as_ref()
        .map(|point| format!("（{}）", shown(&point.name)))
        .unwrap_or_default();
    let day = subject.day.map(|day| format!(" {day}")).unwrap_or_default();
    match kind {
        Kind::Point | Kind::Member => format!("{} {name}{at}", subject.id),
        kind => format!("{} {}{day} {name}{at}", kind.dictionary().label, subject.id),
    }
}
