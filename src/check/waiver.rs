//! What was accepted: which findings, or which spans of one, are silent, and why.

use super::finding::{Detail, Finding, Found, Miss, Subject, Waived};
use super::view::{self, Numbered, View, load};
use super::{Facts, Limit, Rule};
use crate::record::{Colour, Kind, Meeting, Member, Point, Problem, Record, Waiver};
use crate::store::{Error, Filter, Page, Query};
use crate::value::{Day, Period};

/// All waivers of the ledger.
pub(super) struct Waivers(Vec<Numbered<Waiver>>);

/// An acceptance by itself, whether or not what it accepts is found at present.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// The key of the rule.
    pub key: String,
    /// The rule; none where this program has none of that key.
    pub rule: Option<&'static Rule>,
    /// The kind of the record that it is about.
    pub kind: Kind,
    /// That record.
    pub subject: Subject,
    /// What was accepted, when and why.
    pub waived: Waived,
}

impl Accepted {
    /// The number of the contact point that it belongs to, if it belongs to one.
    pub fn point(&self) -> Option<i64> {
        self.subject.home(self.kind)
    }
}

impl Waivers {
    /// Reads them.
    pub(super) fn load(page: Page<'_>) -> Result<Self, Error> {
        load(page, &Query::of(Kind::Waiver)).map(Self)
    }

    /// The newest acceptance of a rule about a record that covers what is as grave as this, on a day if one is given.
    fn covering(
        &self,
        rule: &Rule,
        id: i64,
        colour: Colour,
        day: Option<Day>,
    ) -> Option<&Numbered<Waiver>> {
        self.0
            .iter()
            .filter(|waiver| waiver.rule == rule.key && about(waiver) == Some((rule.about, id)))
            .filter(|waiver| !colour.is_graver_than(waiver.colour))
            .filter(|waiver| {
                let holds =
                    |day| waiver.from_on.is_none_or(|from| from <= day) && day <= waiver.until_on;
                day.is_none_or(holds)
            })
            .max_by_key(|waiver| (waiver.date, waiver.id))
    }

    /// Keeps the spans that nobody has accepted.
    pub(super) fn retain_open(&self, rule: &Rule, id: i64, colour: Colour, misses: &mut Vec<Miss>) {
        misses.retain(|miss| {
            self.covering(rule, id, colour, Some(miss.span.to))
                .is_none()
        });
    }
}

/// What was found as findings: what is open, and what was accepted.
pub(super) fn divided(
    view: &View<'_>,
    rule: &'static Rule,
    limit: Limit,
    found: Found,
) -> Vec<Finding> {
    let Found {
        colour,
        subject,
        detail,
    } = found;
    let period = &view.period;
    let covering = |day| view.waivers.covering(rule, subject.id, colour, day);
    let silent = |day: Day| covering(Some(day)).is_some();
    let (open, accepted) = match rule.facts {
        Facts::Spans => parted(detail, limit, |span| silent(span.to)),
        Facts::Meetings if covering(None).is_some() => {
            by_meetings(detail, limit, |id| view.meeting_day(id).is_some_and(silent))
        }
        Facts::Asked if silent(period.from) => (None, Some(detail)),
        Facts::Standing if covering(None).is_some() => (None, Some(detail)),
        Facts::Meetings | Facts::Asked | Facts::Standing => (Some(detail), None),
    };
    let finding = |detail| Finding {
        rule,
        limit,
        colour,
        subject: subject.clone(),
        detail,
        waiver: None,
    };
    let accepted = accepted.map(finding).map(|mut finding| {
        let day = match rule.facts {
            Facts::Spans => Some(finding.until(period.to)),
            Facts::Asked => Some(period.from),
            Facts::Meetings | Facts::Standing => None,
        };
        finding.waiver = covering(day).map(waived);
        finding
    });
    open.map(finding).into_iter().chain(accepted).collect()
}

/// All acceptances, in the order of the rules and the records' numbers.
///
/// # Errors
///
/// When the file cannot be read.
pub fn accepted(page: Page<'_>) -> Result<Vec<Accepted>, Error> {
    let waivers = Waivers::load(page)?.0;
    let subjects = Subjects::of(page, &waivers)?;
    let mut accepted: Vec<_> = waivers
        .iter()
        .filter_map(|waiver| {
            let (kind, id) = about(waiver)?;
            Some(Accepted {
                key: waiver.rule.clone(),
                rule: Rule::named(&waiver.rule),
                kind,
                subject: subjects.find(kind, id)?,
                waived: waived(waiver),
            })
        })
        .collect();
    let place = |key: &str| super::RULES.iter().position(|rule| rule.key == key);
    accepted.sort_by_key(|one| {
        let place = place(&one.key).unwrap_or(usize::MAX);
        (place, one.subject.id, one.waived.id)
    });
    Ok(accepted)
}

/// The records that waivers are about, as findings name them.
struct Subjects(Vec<(Kind, Subject)>);

impl Subjects {
    fn of(page: Page<'_>, waivers: &[Numbered<Waiver>]) -> Result<Self, Error> {
        let points = named::<Point>(page, waivers)?;
        let members = named::<Member>(page, waivers)?;
        let meetings = named::<Meeting>(page, waivers)?;
        let problems = named::<Problem>(page, waivers)?;
        let homes = view::homes(page, &problems)?;
        let points = points.iter().map(|one| (Kind::Point, view::of_point(one)));
        let members = members
            .iter()
            .map(|one| (Kind::Member, view::of_member(one)));
        let meetings = meetings
            .iter()
            .map(|one| (Kind::Meeting, view::of_meeting(one)));
        let problems = problems
            .iter()
            .map(|one| (Kind::Problem, view::of_problem(one, &homes)));
        let all = points.chain(members).chain(meetings).chain(problems);
        Ok(Self(all.collect()))
    }

    fn find(&self, kind: Kind, id: i64) -> Option<Subject> {
        let mut subjects = self.0.iter();
        let found = subjects.find(|(other, subject)| (*other, subject.id) == (kind, id));
        found.map(|(_, subject)| subject.clone())
    }
}

/// The records of a kind that waivers are about.
fn named<T: Record>(
    page: Page<'_>,
    waivers: &[Numbered<Waiver>],
) -> Result<Vec<Numbered<T>>, Error> {
    let ids = waivers
        .iter()
        .filter_map(|waiver| about(waiver))
        .filter_map(|(kind, id)| (kind == T::KIND).then_some(id));
    load(page, &Query::of(T::KIND).with(Filter::Ids(ids.collect())))
}

/// The record that a waiver is about.
fn about(waiver: &Waiver) -> Option<(Kind, i64)> {
    let point = waiver.point.as_ref().map(|point| point.link.id);
    let member = waiver.member.as_ref().map(|member| member.link.id);
    let meeting = waiver.meeting.as_ref().map(|meeting| meeting.link.id);
    let problem = waiver.problem.as_ref().map(|problem| problem.link.id);
    [
        (Kind::Point, point),
        (Kind::Member, member),
        (Kind::Meeting, meeting),
        (Kind::Problem, problem),
    ]
    .into_iter()
    .find_map(|(kind, id)| Some((kind, id?)))
}

/// An acceptance as a finding holds it.
fn waived(waiver: &Numbered<Waiver>) -> Waived {
    Waived {
        id: waiver.id,
        colour: waiver.colour,
        since: waiver.from_on,
        until: waiver.until_on,
        on: waiver.date,
        why: waiver.why.clone(),
    }
}

/// What is open and what was accepted of the spans of a finding.
fn parted(
    detail: Detail,
    limit: Limit,
    silent: impl Fn(&Period) -> bool,
) -> (Option<Detail>, Option<Detail>) {
    match detail {
        Detail::Missed { what, misses } => {
            let (accepted, open) = misses
                .into_iter()
                .partition(|miss: &Miss| silent(&miss.span));
            let missed =
                |misses: Vec<Miss>| (!misses.is_empty()).then_some(Detail::Missed { what, misses });
            (missed(open), missed(accepted))
        }
        Detail::Silent { months } => {
            let (accepted, open): (Vec<_>, Vec<_>) = months.into_iter().partition(&silent);
            let silent =
                |months: Vec<Period>| (!months.is_empty()).then_some(Detail::Silent { months });
            (silent(long_enough(&open, limit.first())), silent(accepted))
        }
        Detail::OneTopic { year, .. } if silent(&year) => (None, Some(detail)),
        detail => (Some(detail), None),
    }
}

/// What is open and what was accepted of the meetings of a finding.
fn by_meetings(
    detail: Detail,
    limit: Limit,
    silent: impl Fn(i64) -> bool,
) -> (Option<Detail>, Option<Detail>) {
    match detail {
        Detail::WithoutEvidence { meetings } => {
            let (accepted, open) = meetings.into_iter().partition(|id| silent(*id));
            let detail = |meetings: Vec<i64>| {
                (!meetings.is_empty()).then_some(Detail::WithoutEvidence { meetings })
            };
            (detail(open), detail(accepted))
        }
        // A group is one fact, and new where one of its meetings is.
        Detail::Copied { groups } => {
            let (accepted, open) = groups
                .into_iter()
                .partition(|group: &Vec<i64>| group.iter().all(|id| silent(*id)));
            let detail =
                |groups: Vec<Vec<i64>>| (!groups.is_empty()).then_some(Detail::Copied { groups });
            (detail(open), detail(accepted))
        }
        Detail::Late { late, together } => {
            let (late_accepted, late) = late.into_iter().partition(|id| silent(*id));
            let (together_accepted, mut together): (_, Vec<_>) =
                together.into_iter().partition(|id| silent(*id));
            // What is left may be too few to be told of.
            if view::count(together.len()) < limit.second() {
                together.clear();
            }
            let detail = |late: Vec<i64>, together: Vec<i64>| {
                (!late.is_empty() || !together.is_empty())
                    .then_some(Detail::Late { late, together })
            };
            (
                detail(late, together),
                detail(late_accepted, together_accepted),
            )
        }
        detail => (Some(detail), None),
    }
}

/// The months of the rows that are long enough by themselves, now that others were accepted.
fn long_enough(months: &[Period], least: i64) -> Vec<Period> {
    months
        .chunk_by(|one, next| one.to.plus_days(1) == next.from)
        .filter(|row| view::count(row.len()) >= least)
        .flatten()
        .copied()
        .collect()
}
