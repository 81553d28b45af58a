//! What the minutes of meetings show: who came, and whether the meetings were really held.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::finding::{Detail, Found, Quorum};
use super::view::{Numbered, Place, View, count, of_meeting};
use super::{Colour, Limit};
use crate::record::Meeting;
use crate::value::text::folded;
use crate::value::{Day, Period, Span};

/// Percent of the members that an election needs (基层组织选举工作条例).
const ELECTION: i64 = 80;

/// Percent of the members that any other vote needs (支部工作条例第十一条).
const VOTE: i64 = 50;

/// The least length of a content that two meetings can't have by accident, in characters.
const LONG: usize = 10;

/// Meetings of a year from which on one topic is monotonous.
const MANY: usize = 4;

/// 到会率
pub(super) fn attendance(view: &View<'_>, limit: Limit) -> Vec<Found> {
    view.places()
        .flat_map(|place| view.meetings(place))
        .filter_map(|meeting| {
            let (present, expected) = (meeting.present?, meeting.expected?);
            let below = |share: i64| present * 100 < share * expected;
            let votes = meeting.vote == Some(true);
            let elects = votes
                && ["选举", "换届"]
                    .iter()
                    .any(|word| meeting.topic.contains(word));
            let (colour, quorum) = match () {
                () if elects && below(ELECTION) => (Colour::Red, Quorum::Election),
                () if votes && below(VOTE) => (Colour::Red, Quorum::Vote),
                () if below(limit.second()) => (Colour::Red, Quorum::Low),
                () if below(limit.first()) => (Colour::Yellow, Quorum::Usual),
                () => return None,
            };
            let detail = Detail::Attendance {
                present,
                expected,
                quorum,
            };
            Some(Found {
                colour,
                subject: of_meeting(meeting),
                detail,
            })
        })
        .collect()
}

/// 内容雷同
pub(super) fn copied(view: &View<'_>, _limit: Limit) -> Vec<Found> {
    view.places()
        .filter_map(|place| {
            let mut contents: HashMap<String, Vec<&Numbered<Meeting>>> = HashMap::new();
            for meeting in view.meetings(place) {
                let content = folded(meeting.content.as_deref().unwrap_or_default());
                if content.chars().count() >= LONG {
                    contents.entry(content).or_default().push(meeting);
                }
            }
            let mut groups: Vec<_> = contents
                .into_values()
                .filter(|same| same.iter().any(|meeting| meeting.date != same[0].date))
                .map(|same| numbers(same.into_iter()))
                .collect();
            groups.sort();
            (!groups.is_empty()).then(|| place.found(Colour::Yellow, Detail::Copied { groups }))
        })
        .collect()
}

/// 补录
pub(super) fn late(view: &View<'_>, limit: Limit) -> Vec<Found> {
    view.places()
        .filter_map(|place| {
            let entered: Vec<_> = view
                .meetings(place)
                .filter_map(|meeting| Some((entered_on(view, meeting)?, meeting)))
                .collect();
            let late = entered
                .iter()
                .filter(|(on, meeting)| meeting.date.days_until(*on) > limit.first())
                .map(|(_, meeting)| *meeting);
            let late = numbers(late);
            let together = together(&entered, limit.second());
            (!late.is_empty() || !together.is_empty())
                .then(|| place.found(Colour::Hint, Detail::Late { late, together }))
        })
        .collect()
}

/// The day on which somebody entered a meeting by hand; nothing where a sheet or the sample year was taken in.
fn entered_on(view: &View<'_>, meeting: &Numbered<Meeting>) -> Option<Day> {
    let beginning = view.beginnings.get(&meeting.id)?;
    let by_hand = !beginning.verb.ends_with("import") && beginning.verb != "demo";
    Day::from_iso(beginning.at.get(..10)?).filter(|_| by_hand)
}

/// The meetings of a quarter that were entered on one day, where they were held on so many days. Several meetings of one
/// day are one gathering.
fn together(entered: &[(Day, &Numbered<Meeting>)], least: i64) -> Vec<i64> {
    let mut days: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (on, meeting) in entered {
        let quarter = (meeting.date.year(), meeting.date.month().div_ceil(3));
        days.entry((*on, quarter)).or_default().push(*meeting);
    }
    let many = days.into_values().filter(|meetings| {
        let held: BTreeSet<_> = meetings.iter().map(|meeting| meeting.date).collect();
        count(held.len()) >= least
    });
    numbers(many.flatten())
}

/// 没有佐证
pub(super) fn evidence(view: &View<'_>, _limit: Limit) -> Vec<Found> {
    view.places()
        .filter_map(|place| {
            let bare = view
                .meetings(place)
                .filter(|meeting| meeting.evidence.is_none());
            let meetings = numbers(bare);
            (!meetings.is_empty())
                .then(|| place.found(Colour::Hint, Detail::WithoutEvidence { meetings }))
        })
        .collect()
}

/// 主题单一
pub(super) fn topic(view: &View<'_>, _limit: Limit) -> Vec<Found> {
    view.places()
        .filter_map(|place| {
            let years = view.spans(place, Span::Year);
            let (year, topic, meetings) = years
                .into_iter()
                .rev()
                .find_map(|year| one_topic(place, year))?;
            let detail = Detail::OneTopic {
                year,
                topic,
                meetings: count(meetings),
            };
            Some(place.found(Colour::Hint, detail))
        })
        .collect()
}

/// The only topic of a year with many meetings, and how many there were.
fn one_topic(place: &Place, year: Period) -> Option<(Period, String, usize)> {
    let mut meetings = place
        .meetings
        .iter()
        .filter(|meeting| year.holds(meeting.date));
    let topic = meetings.next()?.topic.clone();
    let sought = folded(&topic);
    let mut same = 1;
    for meeting in meetings {
        if folded(&meeting.topic) != sought {
            return None;
        }
        same += 1;
    }
    (same >= MANY).then_some((year, topic, same))
}

/// The numbers of meetings, in order.
fn numbers<'m>(meetings: impl Iterator<Item = &'m Numbered<Meeting>>) -> Vec<i64> {
    let mut numbers: Vec<_> = meetings.map(|meeting| meeting.id).collect();
    numbers.sort_unstable();
    numbers
}
