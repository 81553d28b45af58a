//! What is still to be done before a rule warns of it: by the same limits, over the span that is running.

use super::limit::{Every, Limit, Limits};
use super::member::confirmation_due;
use crate::record::{Kind, Member, Record};
use crate::store::{Error, Filter, Page, Query, Row};
use crate::value::{Day, Link, Period};

/// A contact point that was visited too seldom in the running span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unvisited {
    /// The contact point.
    pub point: Link,
    /// The day of its last visit.
    pub last: Option<Day>,
}

/// The visits that are wanted in the running span.
#[derive(Debug, Clone)]
pub struct Visits {
    /// How many of them each contact point is to have.
    pub every: Every,
    /// The span.
    pub span: Period,
    /// The contact points that have fewer, those that were longest without one first.
    pub unvisited: Vec<Unvisited>,
}

/// The contact points that count and were not yet visited as often as they are to be in the span that is running; nothing
/// where visits are not looked at.
///
/// # Errors
///
/// When the file cannot be read.
pub fn visits(page: Page<'_>, today: Day, limits: &Limits) -> Result<Option<Visits>, Error> {
    let (Some(Limit::Every(every)), Some(year)) =
        (limits.of_key("visit"), Period::year(today.year()))
    else {
        return Ok(None);
    };
    let mut spans = year.spans(every.span).into_iter();
    let Some(span) = spans.find(|span| span.holds(today)) else {
        return Ok(None);
    };
    let visited = page.visited(span.from, today)?;
    let mut unvisited = Vec::new();
    for row in page.rows(&Query::of(Kind::Point).with(Filter::Counted(today)))? {
        let visited = visited.get(&row.id);
        if visited.is_some_and(|visited| visited.times >= every.times) {
            continue;
        }
        let name = row.cell("name").words();
        unvisited.push(Unvisited {
            point: Link { id: row.id, name },
            last: visited.map(|visited| visited.last),
        });
    }
    unvisited.sort_by_key(|one| one.last);
    Ok(Some(Visits {
        every,
        span,
        unvisited,
    }))
}

/// The members who come to the end of their probation in a period, with the day; nobody where that is not looked at.
///
/// # Errors
///
/// When the file cannot be read.
pub fn confirmations(
    page: Page<'_>,
    period: &Period,
    today: Day,
    limits: &Limits,
) -> Result<Vec<(Day, Row)>, Error> {
    let mut due = Vec::new();
    if limits.of_key("probation").is_some() {
        let members = Query::of(Kind::Member).with(Filter::Counted(today));
        page.each::<Error>(&members, |row| {
            let member = Member::from_cells(row.stored());
            let day = member.and_then(|member| confirmation_due(&member, today));
            due.extend(day.filter(|day| period.holds(*day)).map(|day| (day, row)));
            Ok(())
        })?;
    }
    Ok(due)
}
