//! Whether there is a secretary who can do the work.

use super::finding::{Detail, Found, Held};
use super::frequency::{collected, has_missed, misses};
use super::view::{Place, View, count, small};
use super::{Colour, Limit};
use crate::record::{Activity, MeetingKind, Member, PartyKind, SecretaryKind};
use crate::value::text::folded;

/// 书记空缺
pub(super) fn none(view: &View<'_>, _limit: Limit) -> Vec<Found> {
    view.places()
        .filter(|place| {
            let kind = place.point.party_kind;
            kind.is_some_and(|kind| kind != PartyKind::None) && place.secretary().is_none()
        })
        .map(|place| place.found(Colour::Red, Detail::NoSecretary))
        .collect()
}

/// 书记不是本支部正式党员
pub(super) fn member(view: &View<'_>, _limit: Limit) -> Vec<Found> {
    view.places()
        .filter_map(|place| {
            let secretary = place.secretary()?.to_owned();
            let recorded = place.in_force(view.asof).next().is_some();
            let detail = Detail::NotFull { secretary };
            (recorded && of_secretary(view, place).is_none())
                .then(|| place.found(Colour::Yellow, detail))
        })
        .collect()
}

/// 书记兼职
pub(super) fn part(view: &View<'_>, _limit: Limit) -> Vec<Found> {
    view.places()
        .filter(|place| place.point.secretary_kind == Some(SecretaryKind::Part))
        .map(|place| {
            let missed = has_missed(view, place, "assembly", MeetingKind::Assembly)
                || has_missed(view, place, "lecture", MeetingKind::Lecture);
            let colour = if missed { Colour::Yellow } else { Colour::Hint };
            place.found(colour, Detail::PartTime { missed })
        })
        .collect()
}

/// 书记党龄短
pub(super) fn young(view: &View<'_>, limit: Limit) -> Vec<Found> {
    view.places()
        .filter_map(|place| {
            let member = of_secretary(view, place)?;
            let confirmed = member.confirmed_on?;
            let detail = Detail::Young {
                secretary: member.name.clone(),
                confirmed,
            };
            let seasoned = confirmed.first_day().years_after(small(limit.first()));
            (seasoned > view.asof).then(|| place.found(Colour::Hint, detail))
        })
        .collect()
}

/// 书记没有培训
pub(super) fn training(view: &View<'_>, limit: Limit) -> Vec<Found> {
    let led = view.places().filter(|place| place.secretary().is_some());
    collected(led, Held::Training, |place| {
        misses(view, place, limit, |year| {
            let trainings = view
                .trainings
                .iter()
                .filter(|training| year.holds(training.date) && is_for(training, place));
            Some((count(trainings.count()), limit.first()))
        })
    })
}

/// Whether a training is one for the secretary of a contact point.
fn is_for(training: &Activity, place: &Place) -> bool {
    let here = training
        .point
        .as_ref()
        .is_none_or(|point| point.link.id == place.point.id);
    let meant = training.audience.as_ref().is_none_or(|audience| {
        audience.is_empty() || audience.iter().any(|one| one.contains("书记"))
    });
    here && meant
}

/// The full member of the contact point who has the secretary's name.
fn of_secretary<'p>(view: &View<'_>, place: &'p Place) -> Option<&'p Member> {
    let name = folded(place.secretary()?);
    place
        .full(view.asof)
        .map(|member| &**member)
        .find(|member| folded(&member.name) == name)
}
