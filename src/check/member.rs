//! What becomes of single members: absent, away, lost, on probation, or a member elsewhere too.

use std::collections::BTreeMap;

use super::finding::{Detail, Found};
use super::view::{Numbered, Place, View, count, is_on_probation, of_member, small};
use super::{Colour, Limit};
use crate::record::{Flow, Meeting, MeetingKind, Member, MemberKind};
use crate::value::text::folded;
use crate::value::{Day, Period};

/// Years after which a probation can't go on, extended or not.
const LONGEST: i32 = 2;

/// 长期缺席
pub(super) fn absent(view: &View<'_>, limit: Limit) -> Vec<Found> {
    view.places()
        .flat_map(|place| {
            let months = by_month(place);
            let members = place.in_force(view.asof);
            let members = members.filter(|member| member.kind != MemberKind::Applicant);
            let found = members.filter_map(|member| {
                let months = absences(view, &months, limit, &folded(&member.name));
                let colour = match count(months.len()) {
                    long if long >= limit.second() => Colour::Red,
                    long if long >= limit.first() => Colour::Hint,
                    _ => return None,
                };
                (!months.is_empty()).then(|| found(member, colour, Detail::Absent { months }))
            });
            found.collect::<Vec<_>>()
        })
        .collect()
}

/// The meetings that every member is to attend, by the first day of their month.
fn by_month(place: &Place) -> BTreeMap<Day, Vec<&Meeting>> {
    let mut months: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let meetings = place.meetings.iter().filter(|meeting| {
        matches!(
            meeting.kind,
            MeetingKind::Assembly
                | MeetingKind::Lecture
                | MeetingKind::Themeday
                | MeetingKind::Review
                | MeetingKind::Appraisal
        )
    });
    for meeting in meetings {
        let month = months.entry(meeting.date.first_of_month()).or_default();
        month.push(&**meeting);
    }
    months
}

/// The last months in a row of which somebody attended no meeting. A month without one ends the row, and a row that is over
/// for as long as the limit is old news. The running month counts only where it ends the row.
fn absences(
    view: &View<'_>,
    months: &BTreeMap<Day, Vec<&Meeting>>,
    limit: Limit,
    name: &str,
) -> Vec<Period> {
    let mut absences: Vec<Period> = Vec::new();
    let months = months
        .iter()
        .rev()
        .take_while(|(_, meetings)| meetings.iter().all(|meeting| is_absent(meeting, name)))
        .filter_map(|(first, _)| Period::month(first.year(), first.month()))
        .filter(|month| month.to < view.today);
    for month in months {
        let follows = match absences.last() {
            Some(later) => month.to.plus_days(1) == later.from,
            None => month.to >= view.months_ago(limit.first()),
        };
        if !follows {
            break;
        }
        absences.push(month);
    }
    absences.reverse();
    absences
}

/// A finding about a member.
fn found(member: &Numbered<Member>, colour: Colour, detail: Detail) -> Found {
    Found {
        colour,
        subject: of_member(member),
        detail,
    }
}

/// Whether a name stands among those who are absent, perhaps with the reason behind it.
fn is_absent(meeting: &Meeting, name: &str) -> bool {
    meeting.absent.iter().flatten().any(|entry| {
        let entry = folded(entry);
        entry.split(['(', ':']).next() == Some(name)
    })
}

/// 流出未转接
pub(super) fn outflow(view: &View<'_>, limit: Limit) -> Vec<Found> {
    long_since(view, limit, Colour::Yellow, |member| {
        let since = member
            .flow_on
            .filter(|_| member.flow == Some(Flow::Outflow))?;
        Some((since, Detail::Away { since }))
    })
}

/// 失联
pub(super) fn lost(view: &View<'_>, limit: Limit) -> Vec<Found> {
    long_since(view, limit, Colour::Red, |member| {
        let since = member.lost_on?;
        Some((since, Detail::Lost { since }))
    })
}

/// Members of whom something holds for as many months as the limit says.
fn long_since(
    view: &View<'_>,
    limit: Limit,
    colour: Colour,
    since: impl Fn(&Member) -> Option<(Day, Detail)>,
) -> Vec<Found> {
    view.members()
        .filter_map(|member| {
            let (day, detail) = since(member)?;
            (day.plus_months(small(limit.first())) <= view.asof)
                .then(|| found(member, colour, detail))
        })
        .collect()
}

/// The day on which somebody who is on probation on a day is to become a full member: a year after joining. Of a month or
/// a year, the most favourable day is taken.
pub(super) fn confirmation_due(member: &Member, day: Day) -> Option<Day> {
    let joined = member.joined_on?.last_day();
    is_on_probation(member, day).then(|| joined.years_after(1))
}

/// 预备期
pub(super) fn probation(view: &View<'_>, limit: Limit) -> Vec<Found> {
    view.members()
        .filter_map(|member| {
            let due = confirmation_due(member, view.asof)?;
            let days = view.asof.days_until(due);
            let colour = match () {
                () if due.years_after(LONGEST - 1) < view.asof => Colour::Red,
                () if days < 0 => Colour::Yellow,
                () if days <= limit.first() => Colour::Hint,
                () => return None,
            };
            Some(found(member, colour, Detail::Probation { due, days }))
        })
        .collect()
}

/// 重复登记
pub(super) fn duplicate(view: &View<'_>, _limit: Limit) -> Vec<Found> {
    view.members()
        .filter(|member| member.flow != Some(Flow::Inflow))
        .filter_map(|member| {
            let (id, point) = view.stay_elsewhere(member)?;
            let point = point.clone();
            let detail = Detail::Elsewhere { id, point };
            Some(found(member, Colour::Yellow, detail))
        })
        .collect()
}
