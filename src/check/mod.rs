//! What to warn of: one declaration a rule, and the functions that find what each of them means.
//!
//! Findings are typed: their sentences, and the command that mends each, are made by `cli/words`. Reads the page once
//! into a [`View`]; asks no clock and writes nothing.

mod ahead;
mod content;
mod finding;
mod frequency;
mod limit;
mod list;
mod member;
mod organisation;
mod secretary;
#[cfg(test)]
mod tests;
mod view;
mod waiver;
mod work;

pub use ahead::{Visits, confirmations, visits};
pub use finding::{Detail, Finding, Held, Miss, Quorum, Subject};
pub use limit::{Every, Limit, LimitFault, Limits, Typed};
pub use list::RULES;
pub use waiver::{Accepted, accepted};

use finding::Found;
use view::View;

pub use crate::record::Colour;
use crate::record::Kind;
use crate::store::{Error, Page};
use crate::value::choice::choice;
use crate::value::{Day, Period};

choice! {
    /// 存在问题: what a summary says the findings are a sign of, as the source does.
    Part {
        Mechanism = "mechanism" "运行机制不畅，缺乏有效手段",
        Level = "level" "党建水平不高，作用发挥不突出",
        Education = "education" "教育生产脱节，党建业务联系不紧",
    }
}

/// What the facts of a rule belong to, and so how long somebody who accepts them is not told of them again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facts {
    /// Spans of the calendar: those from the first that was accepted to the last.
    Spans,
    /// Meetings: those held on the days that were accepted.
    Meetings,
    /// The period that is asked for: where it begins on the days that were accepted.
    Asked,
    /// How things stand: for good.
    Standing,
}

/// A rule: what is warned of, and how it is found.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The name that programs and settings read; never renamed once released.
    pub key: &'static str,
    /// The name that people read.
    pub label: &'static str,
    /// Where it is written; empty where it is only custom.
    pub source: &'static str,
    /// 口径: `{every}`, `{0}` and `{1}` stand for its limit; a number that can't be set is said to be 固定.
    pub basis: &'static str,
    /// The kind of record that a finding is about.
    pub about: Kind,
    /// What its facts belong to.
    pub facts: Facts,
    /// The limit where none is set.
    pub limit: Limit,
    /// The greatest number that its limit may be.
    pub most: i64,
    /// Under which problem a summary tells of the findings.
    pub part: Part,
    /// How several findings are told of in a summary, behind their number.
    pub told: &'static str,
    find: fn(&View<'_>, Limit) -> Vec<Found>,
}

impl Rule {
    /// The rule of this key or label.
    pub fn named(name: &str) -> Option<&'static Self> {
        RULES
            .iter()
            .find(|rule| [rule.key, rule.label].contains(&name))
    }

    /// 口径 with the limit that is in force.
    pub fn basis(&self, limit: Limit) -> String {
        self.basis
            .replace("{every}", &limit.to_string())
            .replace("{0}", &limit.first().to_string())
            .replace("{1}", &limit.second().to_string())
    }
}

/// What is asked: the days that are looked at, and perhaps one contact point.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// The period.
    pub period: Period,
    /// The day that counts as today.
    pub today: Day,
    /// The only contact point, where one is asked for.
    pub point: Option<i64>,
}

impl Question {
    /// 截至: the period's last day, or today if that is earlier.
    pub fn asof(&self) -> Day {
        self.period.asof(self.today)
    }
}

/// What the rules find: red, yellow, hints, in the order of the rules and of the records' numbers. What was accepted is
/// among them, marked so. A period that begins after today has no findings: the caller refuses it.
///
/// # Errors
///
/// When the file cannot be read.
pub fn check(page: Page<'_>, question: &Question, limits: &Limits) -> Result<Vec<Finding>, Error> {
    let view = page.at_once(|| View::of(page, question, limits))?;
    let mut findings = Vec::new();
    for rule in RULES {
        let Some(limit) = limits.of(rule) else {
            continue;
        };
        let mut found = (rule.find)(&view, limit);
        found.sort_by_key(|found| found.subject.id);
        for found in found {
            findings.extend(waiver::divided(&view, rule, limit, found));
        }
    }
    findings.sort_by_key(|finding: &Finding| finding.colour as u8);
    Ok(findings)
}
