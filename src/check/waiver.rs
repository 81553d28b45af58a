//! What was accepted: which findings, or which spans of one, are silent, and why.

use super::finding::{Detail, Finding, Found, Miss, Waived};
use super::view::{Numbered, load};
use super::{Limit, Rule};
use crate::record::{Kind, Waiver};
use crate::store::{Error, Page, Query};
use crate::value::{Day, Period};

/// All waivers of the ledger.
pub(super) struct Waivers(Vec<Numbered<Waiver>>);

impl Waivers {
    /// Reads them.
    pub(super) fn load(page: Page<'_>) -> Result<Self, Error> {
        load(page, &Query::of(Kind::Waiver)).map(Self)
    }

    /// The newest acceptance of a rule about a record.
    fn of(&self, rule: &Rule, id: i64) -> Option<&Numbered<Waiver>> {
        self.0
            .iter()
            .filter(|waiver| waiver.rule == rule.key && about(waiver, rule.about) == Some(id))
            .max_by_key(|waiver| (waiver.date, waiver.id))
    }

    /// Keeps the spans that nobody has accepted: those that ended after the day of the acceptance.
    pub(super) fn retain_open(&self, rule: &Rule, id: i64, misses: &mut Vec<Miss>) {
        if let Some(waiver) = self.of(rule, id) {
            misses.retain(|miss| miss.span.to > waiver.date);
        }
    }

    /// What was found as findings: what is open, and what was accepted.
    pub(super) fn divided(&self, rule: &'static Rule, limit: Limit, found: &Found) -> Vec<Finding> {
        let finding = |detail: Detail, waiver: Option<&Numbered<Waiver>>| Finding {
            rule,
            limit,
            colour: found.colour,
            subject: found.subject.clone(),
            detail,
            waiver: waiver.map(|waiver| Waived {
                id: waiver.id,
                on: waiver.date,
                why: waiver.why.clone(),
            }),
        };
        let waiver = self.of(rule, found.subject.id);
        match waiver {
            None => vec![finding(found.detail.clone(), None)],
            Some(waiver) => {
                let (open, accepted) = parted(found.detail.clone(), limit, waiver.date);
                let open = open.map(|detail| finding(detail, None));
                let accepted = accepted.map(|detail| finding(detail, Some(waiver)));
                open.into_iter().chain(accepted).collect()
            }
        }
    }
}

/// The record of a kind that a waiver is about.
fn about(waiver: &Waiver, kind: Kind) -> Option<i64> {
    match kind {
        Kind::Point => waiver.point.as_ref().map(|point| point.link.id),
        Kind::Member => waiver.member.as_ref().map(|member| member.link.id),
        Kind::Meeting => waiver.meeting.as_ref().map(|meeting| meeting.link.id),
        Kind::Problem => waiver.problem.as_ref().map(|problem| problem.link.id),
        _ => None,
    }
}

/// What is open and what was accepted on a day: of spans, those that had ended by then; of anything else, all.
fn parted(detail: Detail, limit: Limit, on: Day) -> (Option<Detail>, Option<Detail>) {
    match detail {
        Detail::Missed { what, misses } => {
            let (open, accepted) = misses
                .into_iter()
                .partition(|miss: &Miss| miss.span.to > on);
            let missed =
                |misses: Vec<Miss>| (!misses.is_empty()).then_some(Detail::Missed { what, misses });
            (missed(open), missed(accepted))
        }
        Detail::Silent { months } => {
            let (open, accepted): (Vec<_>, Vec<_>) =
                months.into_iter().partition(|month: &Period| month.to > on);
            // The months since then must be enough by themselves.
            let enough =
                |months: &Vec<Period>, least: i64| super::view::count(months.len()) >= least;
            let silent = |months: Vec<Period>, least: i64| {
                enough(&months, least).then_some(Detail::Silent { months })
            };
            (silent(open, limit.first()), silent(accepted, 1))
        }
        detail => (None, Some(detail)),
    }
}
