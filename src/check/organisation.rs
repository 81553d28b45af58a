//! Whether the organisation is in order: its size, its committee, its term, its members' coming and going, and what
//! the ledger must know of it.

use super::finding::{Detail, Found};
use super::frequency::COMMITTEE;
use super::view::{Place, View, count, of_point, small};
use super::{Colour, Limit};
use crate::record::{Flow, LeftWhy, Member, MemberKind, PartyKind};
use crate::value::Day;

/// 正式党员过少
pub(super) fn few(view: &View<'_>, limit: Limit) -> Vec<Found> {
    let needed = limit.first();
    view.branches()
        .filter(|place| place.point.size_approved != Some(true))
        .filter_map(|place| {
            let members = place.full_count(view.asof);
            (members < needed).then(|| place.found(Colour::Red, Detail::Few { members, needed }))
        })
        .collect()
}

/// 党员人数与党组织类型不符
pub(super) fn size(view: &View<'_>, _limit: Limit) -> Vec<Found> {
    view.places()
        .filter(|place| place.point.size_approved != Some(true))
        .filter_map(|place| {
            let (least, most) = match place.point.party_kind? {
                PartyKind::General => (Some(50), Some(100)),
                PartyKind::Committee => (Some(100), None),
                _ if place.is_branch() => (None, Some(50)),
                _ => return None,
            };
            let members = place.counted(view.asof);
            let fits = least.is_none_or(|least| members >= least)
                && most.is_none_or(|most| members <= most);
            let detail = Detail::Size {
                members,
                least,
                most,
            };
            (!fits).then(|| place.found(Colour::Hint, detail))
        })
        .collect()
}

/// 支委会人数
pub(super) fn council_size(view: &View<'_>, limit: Limit) -> Vec<Found> {
    let usual = (limit.first(), limit.second());
    view.branches()
        .filter(|place| place.full_count(view.asof) >= COMMITTEE)
        .filter_map(|place| {
            let posts = place
                .in_force(view.asof)
                .filter(|member| member.post.is_some());
            let posts = count(posts.count());
            (!(usual.0..=usual.1).contains(&posts))
                .then(|| place.found(Colour::Hint, Detail::Posts { posts, usual }))
        })
        .collect()
}

/// 换届
pub(super) fn election(view: &View<'_>, limit: Limit) -> Vec<Found> {
    view.places()
        .filter_map(|place| {
            let years = match place.point.party_kind? {
                PartyKind::Committee => limit.second(),
                PartyKind::Branch | PartyKind::Joint | PartyKind::Mobile | PartyKind::General => {
                    limit.first()
                }
                PartyKind::Interim | PartyKind::Functional | PartyKind::None => return None,
            };
            let elected = place.point.elected_on;
            let since = elected.or(place.point.founded_on)?;
            let due = since.last_day().years_after(small(years));
            let detail = Detail::Election {
                since,
                elected: elected.is_some(),
                due,
            };
            (due < view.asof).then(|| place.found(Colour::Yellow, detail))
        })
        .collect()
}

/// 党员流动
pub(super) fn flow(view: &View<'_>, limit: Limit) -> Vec<Found> {
    view.places()
        .filter_map(|place| {
            let before = view.period.from.plus_days(-1);
            let base = place
                .point
                .confirmed_on
                .map_or(before, |day| day.max(before));
            let members = place.counted(base);
            let moved = moves(place, base, view.asof);
            let reaches = |share: i64| members > 0 && moved * 100 >= share * members;
            let colour = match () {
                () if reaches(limit.second()) => Colour::Red,
                () if reaches(limit.first()) => Colour::Yellow,
                () => return None,
            };
            Some(place.found(colour, Detail::Flow { moved, members }))
        })
        .collect()
}

/// How many came and went after a day, up to another.
fn moves(place: &Place, after: Day, until: Day) -> i64 {
    let within = |day: Option<Day>| day.is_some_and(|day| after < day && day <= until);
    let moves = place
        .members
        .iter()
        .filter(|member| member.kind != MemberKind::Applicant)
        .map(|member| {
            let arrived = member.flow != Some(Flow::Inflow) && within(member.arrived_on);
            let left = member.left_why == Some(LeftWhy::Transfer) && within(member.left_on);
            let flowed =
                matches!(member.flow, Some(Flow::Inflow | Flow::Outflow)) && within(member.flow_on);
            i64::from(arrived) + i64::from(left) + i64::from(flowed)
        });
    moves.sum()
}

/// 党员减少而没有补充
pub(super) fn shrinking(view: &View<'_>, limit: Limit) -> Vec<Found> {
    view.places()
        .filter_map(|place| {
            let graver = (limit.second(), Colour::Red);
            let (months, colour) = [graver, (limit.first(), Colour::Yellow)]
                .into_iter()
                .find(|(months, _)| shrinks(view, place, *months))?;
            let detail = Detail::Shrinking {
                now: place.counted(view.asof),
                before: place.counted(view.months_ago(months)),
                months,
            };
            Some(place.found(colour, detail))
        })
        .collect()
}

/// Whether a contact point has fewer members than so many months ago, and nobody has joined or wants to.
fn shrinks(view: &View<'_>, place: &Place, months: i64) -> bool {
    let then = view.months_ago(months);
    let joined = |member: &Member| {
        member
            .joined_on
            .is_some_and(|joined| joined.last_day() > then && joined.first_day() <= view.asof)
    };
    let mut in_force = place.in_force(view.asof);
    place.from <= then
        && place.counted(view.asof) < place.counted(then)
        && !place
            .members
            .iter()
            .any(|member| member.kind != MemberKind::Applicant && joined(member))
        && !in_force.any(|member| member.kind == MemberKind::Applicant)
}

/// 没有确认时间
pub(super) fn unconfirmed(view: &View<'_>, _limit: Limit) -> Vec<Found> {
    view.unconfirmed
        .iter()
        .map(|point| Found {
            colour: Colour::Hint,
            subject: of_point(point),
            detail: Detail::Unconfirmed,
        })
        .collect()
}

/// 责任领导、科室、所不全
pub(super) fn assigned(view: &View<'_>, _limit: Limit) -> Vec<Found> {
    view.places()
        .filter_map(|place| {
            let point = &place.point;
            let parties = [
                ("leader", &point.leader),
                ("section", &point.section),
                ("station", &point.station),
            ];
            let columns: Vec<_> = parties
                .into_iter()
                .filter(|(_, name)| name.is_none())
                .map(|(key, _)| key)
                .collect();
            (!columns.is_empty()).then(|| place.found(Colour::Hint, Detail::Unassigned { columns }))
        })
        .collect()
}
