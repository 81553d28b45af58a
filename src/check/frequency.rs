//! How often meetings and visits are held. Only spans that are over are judged.

use super::finding::{Detail, Found, Held, Miss};
use super::view::{Place, View, count};
use super::{Colour, Limit, Rule};
use crate::record::{MeetingKind, PartyKind};
use crate::value::text::folded;
use crate::value::{Period, Span};

/// Full members from which on a branch has a committee.
pub(super) const COMMITTEE: i64 = 7;

/// How grave it is that something was held too seldom.
const MISSED: Colour = Colour::Yellow;

/// What stands between the names of speakers, brackets among them.
const SEPARATORS: &str = "、，,；;：:/（）()[]【】〔〕";

/// 支部党员大会
pub(super) fn assembly(view: &View<'_>, limit: Limit) -> Vec<Found> {
    meetings(view, limit, MeetingKind::Assembly)
}

/// 党课
pub(super) fn lecture(view: &View<'_>, limit: Limit) -> Vec<Found> {
    meetings(view, limit, MeetingKind::Lecture)
}

/// 主题党日
pub(super) fn themeday(view: &View<'_>, limit: Limit) -> Vec<Found> {
    meetings(view, limit, MeetingKind::Themeday)
}

/// 组织生活会
pub(super) fn review(view: &View<'_>, limit: Limit) -> Vec<Found> {
    meetings(view, limit, MeetingKind::Review)
}

/// 民主评议党员
pub(super) fn appraisal(view: &View<'_>, limit: Limit) -> Vec<Found> {
    meetings(view, limit, MeetingKind::Appraisal)
}

/// 支部委员会: where there are members enough for one at the end of the span.
pub(super) fn council(view: &View<'_>, limit: Limit) -> Vec<Found> {
    let kind = MeetingKind::Council;
    collected(view.branches(), Held::Meeting(kind), |place| {
        misses(view, place, limit, |span| {
            let needed = (place.full_count(span.to) >= COMMITTEE).then_some(limit.first())?;
            Some((place.held(kind, span), needed))
        })
    })
}

/// 党小组会: each group holds its own.
pub(super) fn group(view: &View<'_>, limit: Limit) -> Vec<Found> {
    let kind = MeetingKind::Group;
    collected(view.branches(), Held::Meeting(kind), |place| {
        let groups = place.point.groups.unwrap_or(0);
        misses(view, place, limit, |span| {
            let needed = (groups > 0).then_some(groups.saturating_mul(limit.first()))?;
            Some((place.held(kind, span), needed))
        })
    })
}

/// 党委书记讲党课
pub(super) fn committee_lecture(view: &View<'_>, limit: Limit) -> Vec<Found> {
    let committees = view
        .places()
        .filter(|place| place.point.party_kind == Some(PartyKind::Committee));
    collected(committees, Held::OwnLecture, |place| {
        let Some(secretary) = place.secretary() else {
            return Vec::new();
        };
        misses(view, place, limit, |span| {
            let lectures = place.meetings.iter().filter(|meeting| {
                meeting.kind == MeetingKind::Lecture
                    && span.holds(meeting.date)
                    && meeting
                        .speaker
                        .as_deref()
                        .is_some_and(|speaker| names(speaker, secretary))
            });
            Some((count(lectures.count()), limit.first()))
        })
    })
}

/// Whether somebody is among the speakers, perhaps with an office before or behind the name.
fn names(speakers: &str, somebody: &str) -> bool {
    let somebody = folded(somebody);
    speakers
        .split(|c: char| c.is_whitespace() || SEPARATORS.contains(c))
        .map(folded)
        .any(|name| {
            let name = name.strip_suffix("同志").unwrap_or(&name);
            let office = name.rsplit_once("书记");
            name == somebody
                || office.is_some_and(|(before, behind)| {
                    behind == somebody || behind.is_empty() && before == somebody
                })
        })
}

/// 走访
pub(super) fn visit(view: &View<'_>, limit: Limit) -> Vec<Found> {
    collected(view.places(), Held::Visit, |place| {
        misses(view, place, limit, |span| {
            let visits = place.visits.iter().filter(|visit| span.holds(visit.date));
            Some((count(visits.count()), limit.first()))
        })
    })
}

/// 长期不活动: months in a row, the last of them in the period, without any meeting.
pub(super) fn inactive(view: &View<'_>, limit: Limit) -> Vec<Found> {
    view.branches()
        .filter_map(|place| {
            let months = silent_months(view, place, limit.first());
            (!months.is_empty()).then(|| place.found(Colour::Red, Detail::Silent { months }))
        })
        .collect()
}

/// The months of all stretches that are long enough and reach into the period.
fn silent_months(view: &View<'_>, place: &Place, least: i64) -> Vec<Period> {
    let Some(judged) = Period::range(place.from, view.asof) else {
        return Vec::new();
    };
    let held: Vec<_> = place
        .meetings
        .iter()
        .map(|meeting| meeting.date.first_of_month())
        .collect();
    let months: Vec<_> = judged
        .spans(Span::Month)
        .into_iter()
        .filter(|month| month.to < view.today && place.from <= month.from)
        .collect();
    months
        .chunk_by(|one, next| held.contains(&one.from) == held.contains(&next.from))
        .filter(|stretch| {
            stretch
                .first()
                .is_some_and(|month| !held.contains(&month.from))
                && stretch
                    .last()
                    .is_some_and(|month| view.period.holds(month.to))
                && count(stretch.len()) >= least
        })
        .flatten()
        .copied()
        .collect()
}

/// The findings of a rule that holds for every branch alike.
fn meetings(view: &View<'_>, limit: Limit, kind: MeetingKind) -> Vec<Found> {
    collected(view.branches(), Held::Meeting(kind), |place| {
        meetings_missed(view, place, limit, kind)
    })
}

/// Where a branch held too few meetings of a kind.
fn meetings_missed(view: &View<'_>, place: &Place, limit: Limit, kind: MeetingKind) -> Vec<Miss> {
    misses(view, place, limit, |span| {
        Some((place.held(kind, span), limit.first()))
    })
}

/// Whether a branch held too few meetings of a kind, apart from what was accepted.
pub(super) fn has_missed(view: &View<'_>, place: &Place, key: &str, kind: MeetingKind) -> bool {
    let (Some(limit), Some(rule), true) =
        (view.limits.of_key(key), Rule::named(key), place.is_branch())
    else {
        return false;
    };
    let mut misses = meetings_missed(view, place, limit, kind);
    view.waivers
        .retain_open(rule, place.point.id, MISSED, &mut misses);
    !misses.is_empty()
}

/// The spans in which less was held than needed; `held` says how much of how much, or nothing where nothing is needed.
pub(super) fn misses(
    view: &View<'_>,
    place: &Place,
    limit: Limit,
    held: impl Fn(&Period) -> Option<(i64, i64)>,
) -> Vec<Miss> {
    view.spans(place, limit.span())
        .into_iter()
        .filter_map(|span| {
            let (held, needed) = held(&span)?;
            (held < needed).then_some(Miss { span, held, needed })
        })
        .collect()
}

/// One finding for each contact point that missed anything.
pub(super) fn collected<'p>(
    places: impl Iterator<Item = &'p Place>,
    what: Held,
    misses: impl Fn(&Place) -> Vec<Miss>,
) -> Vec<Found> {
    places
        .filter_map(|place| {
            let misses = misses(place);
            (!misses.is_empty()).then(|| place.found(MISSED, Detail::Missed { what, misses }))
        })
        .collect()
}
