//! What is done for the companies: owners, projects, problems.

use super::finding::{Detail, Found};
use super::view::{View, of_problem};
use super::{Colour, Limit};
use crate::value::Day;

/// Categories of problems that say that a company is in hardship.
const HARDSHIPS: &[&str] = &["融资", "经营困难"];

/// 没有见到出资人
pub(super) fn owner(view: &View<'_>, limit: Limit) -> Vec<Found> {
    let since = view.months_ago(limit.first());
    view.places()
        .filter(|place| place.point.confirmed_on.is_some_and(|day| day <= since))
        .filter_map(|place| {
            let owner = place.point.owner.clone()?;
            let met = place
                .visits
                .iter()
                .filter(|visit| visit.owner_met == Some(true));
            let last = met.map(|visit| visit.date).max();
            (last.is_none_or(|day| day <= since))
                .then(|| place.found(Colour::Yellow, Detail::OwnerUnmet { owner, last }))
        })
        .collect()
}

/// 没有质量工作
pub(super) fn idle(view: &View<'_>, limit: Limit) -> Vec<Found> {
    let since = view.months_ago(limit.first());
    view.places()
        .filter(|place| place.point.confirmed_on.is_some_and(|day| day <= since))
        .filter(|place| {
            let runs = |finished: Option<Day>| finished.is_none_or(|day| day > since);
            let mut projects = place.projects.iter();
            let mut ideas = place.ideas.iter();
            let mut members = place.members.iter();
            !projects.any(|project| runs(project.finished_on))
                && !ideas.any(|idea| idea.date > since)
                && !members.any(|member| {
                    member.pioneer_on.is_some_and(|day| day <= view.asof) && runs(member.left_on)
                })
        })
        .map(|place| place.found(Colour::Hint, Detail::Idle { since }))
        .collect()
}

/// 经营困难
pub(super) fn hardship(view: &View<'_>, _limit: Limit) -> Vec<Found> {
    view.problems
        .iter()
        .filter(|problem| HARDSHIPS.contains(&problem.category.trim()))
        .map(|problem| {
            let category = problem.category.clone();
            Found {
                colour: Colour::Hint,
                subject: of_problem(problem, &view.homes),
                detail: Detail::Hardship { category },
            }
        })
        .collect()
}

/// 问题超期
pub(super) fn overdue(view: &View<'_>, _limit: Limit) -> Vec<Found> {
    view.problems
        .iter()
        .filter_map(|problem| {
            let due = problem.due_on.filter(|due| *due < view.asof)?;
            let days = due.days_until(view.asof);
            Some(Found {
                colour: Colour::Yellow,
                subject: of_problem(problem, &view.homes),
                detail: Detail::Overdue { due, days },
            })
        })
        .collect()
}
