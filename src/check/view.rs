//! The ledger as the rules look at it: every contact point with its members, meetings and visits, read once.

use std::collections::HashMap;
use std::ops::Deref;

use super::finding::{Detail, Found, Subject};
use super::waiver::Waivers;
use super::{Colour, Limits, Question};
use crate::record::{
    Activity, ActivityKind, Flow, Idea, Kind, Meeting, MeetingKind, Member, MemberKind, PartyKind,
    Point, Problem, Project, Record, Visit,
};
use crate::store::{Beginning, Error, Filter, Page, Query};
use crate::value::text::folded;
use crate::value::{Choice, Day, Link, Partial, Period, Span};

/// A record with its number.
pub(super) struct Numbered<T> {
    pub(super) id: i64,
    record: T,
}

impl<T> Deref for Numbered<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.record
    }
}

/// A contact point that counts, with what belongs to it. Nothing of it lies after the day of the question but members
/// and projects.
pub(super) struct Place {
    pub(super) point: Numbered<Point>,
    pub(super) members: Vec<Numbered<Member>>,
    pub(super) meetings: Vec<Numbered<Meeting>>,
    pub(super) visits: Vec<Numbered<Visit>>,
    pub(super) projects: Vec<Numbered<Project>>,
    pub(super) ideas: Vec<Numbered<Idea>>,
    /// The first day of which it is judged: from then on it was both founded and confirmed.
    pub(super) from: Day,
}

/// A stay in force: the member and the contact point.
struct Stay {
    id: i64,
    point: Link,
}

/// What the rules look at.
pub(super) struct View<'l> {
    pub(super) period: Period,
    pub(super) asof: Day,
    pub(super) today: Day,
    pub(super) limits: &'l Limits,
    pub(super) waivers: Waivers,
    /// Contact points that are open and were never confirmed.
    pub(super) unconfirmed: Vec<Numbered<Point>>,
    pub(super) problems: Vec<Numbered<Problem>>,
    /// The contact points of the problems, by the problem's number.
    pub(super) homes: HashMap<i64, Link>,
    /// 党务培训 up to the day of the question.
    pub(super) trainings: Vec<Numbered<Activity>>,
    /// How each meeting came into the book.
    pub(super) beginnings: HashMap<i64, Beginning>,
    places: Vec<Place>,
    asked: Option<i64>,
    stays: HashMap<(String, Partial), Vec<Stay>>,
}

impl<'l> View<'l> {
    /// Reads it.
    pub(super) fn of(
        page: Page<'_>,
        question: &Question,
        limits: &'l Limits,
    ) -> Result<Self, Error> {
        let asof = question.asof();
        let members = load::<Member>(page, &Query::of(Kind::Member))?;
        let stays = stays(&members, asof);
        let counted = Query::of(Kind::Point).with(Filter::Counted(asof));
        let mut places = places(load::<Point>(page, &counted)?, asof);
        give(
            &mut places,
            members,
            |member| Some(member.point.link.id),
            |place| &mut place.members,
        );
        let past = |kind| Query::of(kind).with(Filter::UpTo(asof));
        let meetings = load::<Meeting>(page, &past(Kind::Meeting))?;
        give(
            &mut places,
            meetings,
            |meeting| Some(meeting.point.link.id),
            |place| &mut place.meetings,
        );
        let visits = load::<Visit>(page, &past(Kind::Visit))?;
        give(
            &mut places,
            visits,
            |visit| Some(visit.point.as_ref()?.link.id),
            |place| &mut place.visits,
        );
        let projects = load::<Project>(page, &past(Kind::Project))?;
        give(
            &mut places,
            projects,
            |project| Some(project.point.link.id),
            |place| &mut place.projects,
        );
        let ideas = load::<Idea>(page, &past(Kind::Idea))?;
        give(
            &mut places,
            ideas,
            |idea| Some(idea.point.as_ref()?.link.id),
            |place| &mut place.ideas,
        );
        let mut trainings = load::<Activity>(page, &past(Kind::Activity))?;
        trainings.retain(|activity| activity.kind == ActivityKind::Party);
        let mut open = Query::of(Kind::Problem).with(Filter::Open(asof));
        let mut unconfirmed = Query::of(Kind::Point).with(Filter::Unconfirmed);
        if let Some(point) = question.point {
            open = open.with(Filter::Point(point));
            unconfirmed = unconfirmed.with(Filter::Point(point));
        }
        let problems = load(page, &open)?;
        Ok(Self {
            period: question.period,
            asof,
            today: question.today,
            limits,
            waivers: Waivers::load(page)?,
            unconfirmed: load(page, &unconfirmed)?,
            homes: homes(page, &problems)?,
            problems,
            trainings,
            beginnings: page.beginnings(Kind::Meeting)?,
            places,
            asked: question.point,
            stays,
        })
    }

    /// The contact points that are judged.
    pub(super) fn places(&self) -> impl Iterator<Item = &Place> {
        self.places
            .iter()
            .filter(|place| self.asked.is_none_or(|asked| place.point.id == asked))
    }

    /// Those of them that hold the meetings of a branch.
    pub(super) fn branches(&self) -> impl Iterator<Item = &Place> {
        self.places().filter(|place| place.is_branch())
    }

    /// The members in force on the day of the question; no applicants.
    pub(super) fn members(&self) -> impl Iterator<Item = &Numbered<Member>> {
        self.places()
            .flat_map(|place| place.in_force(self.asof))
            .filter(|member| member.kind != MemberKind::Applicant)
    }

    /// The meetings of the period at a contact point.
    pub(super) fn meetings<'p>(
        &'p self,
        place: &'p Place,
    ) -> impl Iterator<Item = &'p Numbered<Meeting>> {
        place
            .meetings
            .iter()
            .filter(|meeting| self.period.holds(meeting.date))
    }

    /// The day on which a meeting was held.
    pub(super) fn meeting_day(&self, id: i64) -> Option<Day> {
        let mut meetings = self.places.iter().flat_map(|place| &place.meetings);
        meetings
            .find(|meeting| meeting.id == id)
            .map(|one| one.date)
    }

    /// The spans of the period that are over and in which the contact point was there from the first day to the last.
    pub(super) fn spans(&self, place: &Place, span: Span) -> Vec<Period> {
        let mut spans = self.period.spans(span);
        spans.retain(|span| span.to < self.today && place.from <= span.from);
        spans
    }

    /// So many months before the day of the question.
    pub(super) fn months_ago(&self, months: i64) -> Day {
        self.asof.plus_months(-small(months))
    }

    /// Another stay in force of the same person, at another contact point.
    pub(super) fn stay_elsewhere(&self, member: &Member) -> Option<(i64, &Link)> {
        let stays = self.stays.get(&(folded(&member.name), member.born?))?;
        let other = stays
            .iter()
            .find(|stay| stay.point.id != member.point.link.id)?;
        Some((other.id, &other.point))
    }
}

/// A number of months or years as the calendar takes it.
pub(super) fn small(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// A count as findings hold it.
pub(super) fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl Place {
    /// Whether it is a branch, of whatever sort: committees and general branches have branches below them.
    pub(super) fn is_branch(&self) -> bool {
        matches!(
            self.point.party_kind,
            Some(PartyKind::Branch | PartyKind::Joint | PartyKind::Interim | PartyKind::Mobile)
        )
    }

    /// Whoever is on the roll on a day.
    pub(super) fn in_force(&self, day: Day) -> impl Iterator<Item = &Numbered<Member>> {
        self.members
            .iter()
            .filter(move |member| is_in_force(member, day))
    }

    /// The members that the report counts on a day: no applicants, no guests.
    pub(super) fn counted(&self, day: Day) -> i64 {
        let members = self.in_force(day).filter(|member| {
            member.kind != MemberKind::Applicant && member.flow != Some(Flow::Inflow)
        });
        count(members.count())
    }

    /// The full members on a day, no guests.
    pub(super) fn full(&self, day: Day) -> impl Iterator<Item = &Numbered<Member>> {
        self.in_force(day).filter(move |member| {
            member.kind == MemberKind::Full
                && member.flow != Some(Flow::Inflow)
                && !is_on_probation(member, day)
        })
    }

    /// How many full members there are on a day.
    pub(super) fn full_count(&self, day: Day) -> i64 {
        count(self.full(day).count())
    }

    /// The secretary, if one is named.
    pub(super) fn secretary(&self) -> Option<&str> {
        self.point.secretary.as_deref()
    }

    /// How many meetings of a kind were held in a span.
    pub(super) fn held(&self, kind: MeetingKind, span: &Period) -> i64 {
        let held = self
            .meetings
            .iter()
            .filter(|meeting| meeting.kind == kind && span.holds(meeting.date));
        count(held.count())
    }

    /// A finding about the contact point.
    pub(super) fn found(&self, colour: Colour, detail: Detail) -> Found {
        Found {
            colour,
            subject: of_point(&self.point),
            detail,
        }
    }
}

/// A contact point as findings name it.
pub(super) fn of_point(point: &Numbered<Point>) -> Subject {
    Subject {
        id: point.id,
        name: point.name.clone(),
        point: None,
        day: None,
    }
}

/// A member as findings name it.
pub(super) fn of_member(member: &Numbered<Member>) -> Subject {
    Subject {
        id: member.id,
        name: member.name.clone(),
        point: Some(member.point.link.clone()),
        day: None,
    }
}

/// A meeting as findings name it.
pub(super) fn of_meeting(meeting: &Numbered<Meeting>) -> Subject {
    Subject {
        id: meeting.id,
        name: meeting.kind.entry().label.to_owned(),
        point: Some(meeting.point.link.clone()),
        day: Some(meeting.date),
    }
}

/// A problem as findings name it.
pub(super) fn of_problem(problem: &Numbered<Problem>, homes: &HashMap<i64, Link>) -> Subject {
    Subject {
        id: problem.id,
        name: problem.company.clone(),
        point: homes.get(&problem.id).cloned(),
        day: Some(problem.found_on),
    }
}

/// The contact points of problems, by the problem's number: its own, else its visit's, else its project's.
pub(super) fn homes(
    page: Page<'_>,
    problems: &[Numbered<Problem>],
) -> Result<HashMap<i64, Link>, Error> {
    let visit = |problem: &Problem| problem.visit.as_ref().map(|visit| visit.link.id);
    let project = |problem: &Problem| problem.project.as_ref().map(|project| project.link.id);
    let without = || problems.iter().filter(|problem| problem.point.is_none());
    let of = |kind, ids| Query::of(kind).with(Filter::Ids(ids));
    let visits = without().filter_map(|problem| visit(problem)).collect();
    let visits: HashMap<_, _> = load::<Visit>(page, &of(Kind::Visit, visits))?
        .into_iter()
        .filter_map(|visit| Some((visit.id, visit.point.as_ref()?.link.clone())))
        .collect();
    let projects = without().filter_map(|problem| project(problem)).collect();
    let projects: HashMap<_, _> = load::<Project>(page, &of(Kind::Project, projects))?
        .into_iter()
        .map(|project| (project.id, project.point.link.clone()))
        .collect();
    Ok(problems
        .iter()
        .filter_map(|problem| {
            let own = problem.point.as_ref().map(|point| &point.link);
            let home = own
                .or_else(|| visits.get(&visit(problem)?))
                .or_else(|| projects.get(&project(problem)?))?;
            Some((problem.id, home.clone()))
        })
        .collect())
}

/// Whether a member is on the roll on a day. A month or a year stands for its first day, as in the report.
fn is_in_force(member: &Member, day: Day) -> bool {
    member.arrived_on.is_none_or(|arrived| arrived <= day)
        && member
            .joined_on
            .is_none_or(|joined| joined.first_day() <= day)
        && member.left_on.is_none_or(|left| left > day)
}

/// Whether a member is on probation on a day, now or as the days of joining and confirmation say.
pub(super) fn is_on_probation(member: &Member, day: Day) -> bool {
    match member.kind {
        MemberKind::Probationary => true,
        MemberKind::Applicant => false,
        MemberKind::Full => match (member.joined_on, member.confirmed_on) {
            (Some(joined), Some(confirmed)) => {
                joined.first_day() <= day && day < confirmed.first_day()
            }
            _ => false,
        },
    }
}

/// The stays in force of people whose birth is known, guests left out, by name and birth.
fn stays(members: &[Numbered<Member>], day: Day) -> HashMap<(String, Partial), Vec<Stay>> {
    let mut stays: HashMap<_, Vec<_>> = HashMap::new();
    for member in members {
        if let Some(born) = member.born
            && is_in_force(member, day)
            && member.kind != MemberKind::Applicant
            && member.flow != Some(Flow::Inflow)
        {
            let person = stays.entry((folded(&member.name), born)).or_default();
            person.push(Stay {
                id: member.id,
                point: member.point.link.clone(),
            });
        }
    }
    stays
}

/// The contact points that count, still without what belongs to them.
fn places(points: Vec<Numbered<Point>>, asof: Day) -> Vec<Place> {
    points
        .into_iter()
        .map(|point| {
            let confirmed = point.confirmed_on.unwrap_or(asof);
            let founded = point.founded_on.map_or(confirmed, Partial::last_day);
            Place {
                from: confirmed.max(founded),
                point,
                members: Vec::new(),
                meetings: Vec::new(),
                visits: Vec::new(),
                projects: Vec::new(),
                ideas: Vec::new(),
            }
        })
        .collect()
}

/// Gives each record to the contact point that it belongs to, if that counts.
fn give<T>(
    places: &mut [Place],
    records: Vec<Numbered<T>>,
    point: impl Fn(&T) -> Option<i64>,
    list: impl Fn(&mut Place) -> &mut Vec<Numbered<T>>,
) {
    let at: HashMap<_, _> = places
        .iter()
        .enumerate()
        .map(|(at, place)| (place.point.id, at))
        .collect();
    for record in records {
        if let Some(at) = point(&record).and_then(|id| at.get(&id)) {
            list(&mut places[*at]).push(record);
        }
    }
}

/// The records of a query.
pub(super) fn load<T: Record>(page: Page<'_>, query: &Query) -> Result<Vec<Numbered<T>>, Error> {
    let mut records = Vec::new();
    page.each::<Error>(query, |row| {
        if let Some(record) = T::from_cells(row.stored()) {
            records.push(Numbered { id: row.id, record });
        }
        Ok(())
    })?;
    Ok(records)
}
