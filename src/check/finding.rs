//! What a rule finds: the colour, the record, and the facts of the case.

use super::{Facts, Limit, Rule};
use crate::record::{Colour, Kind, MeetingKind};
use crate::value::{Day, Link, Partial, Period};

/// A warning.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// The limit by which it was judged.
    pub limit: Limit,
    /// How grave it is.
    pub colour: Colour,
    /// The record that it is about, of the rule's kind.
    pub subject: Subject,
    /// The facts.
    pub detail: Detail,
    /// Who has accepted it, if somebody has.
    pub waiver: Option<Waived>,
}

impl Finding {
    /// The number of the contact point that it belongs to, if it belongs to one.
    pub fn point(&self) -> Option<i64> {
        self.subject.home(self.rule.about)
    }

    /// The first day of what it tells of: of spans the beginning of the first, of anything else that of the period asked
    /// for; none where it tells how things stand.
    pub fn since(&self, period: &Period) -> Option<Day> {
        match &self.detail {
            _ if self.rule.facts == Facts::Standing => None,
            Detail::Missed { misses, .. } => misses.iter().map(|miss| miss.span.from).min(),
            Detail::Silent { months } => months.iter().map(|month| month.from).min(),
            Detail::OneTopic { year, .. } => Some(year.from),
            _ => Some(period.from),
        }
    }

    /// The last day of what it tells of: of spans the end of the last, of anything else the day of the question.
    pub fn until(&self, asof: Day) -> Day {
        match &self.detail {
            Detail::Missed { misses, .. } => misses.iter().map(|miss| miss.span.to).max(),
            Detail::Silent { months } => months.iter().map(|month| month.to).max(),
            Detail::OneTopic { year, .. } => Some(year.to),
            _ => None,
        }
        .unwrap_or(asof)
    }
}

/// An acceptance: its number, what it covers, since when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waived {
    /// The number of the waiver; its history says who accepted.
    pub id: i64,
    /// How grave the warning was that was accepted: what is graver is not.
    pub colour: Colour,
    /// The first day of what was accepted, where it belongs to days.
    pub since: Option<Day>,
    /// The last.
    pub until: Day,
    /// The day on which it was accepted.
    pub on: Day,
    /// The reason.
    pub why: String,
}

/// The record that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Its number.
    pub id: i64,
    /// What it is called: the name of a point or member, the kind of a meeting, the company of a problem.
    pub name: String,
    /// The contact point that it belongs to, where it isn't one itself: a problem's own, else its visit's, else its
    /// project's.
    pub point: Option<Link>,
    /// Its day, for a meeting or a problem.
    pub day: Option<Day>,
}

impl Subject {
    /// The number of the contact point that a record of this kind belongs to: its own where it is one.
    pub(super) fn home(&self, kind: Kind) -> Option<i64> {
        match kind {
            Kind::Point => Some(self.id),
            _ => self.point.as_ref().map(|point| point.id),
        }
    }
}

/// A finding before it is known whether it was accepted.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) colour: Colour,
    pub(super) subject: Subject,
    pub(super) detail: Detail,
}

/// A span of the calendar in which too little was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Miss {
    /// The span, which is over.
    pub span: Period,
    /// How often it was held.
    pub held: i64,
    /// How often it should have been.
    pub needed: i64,
}

/// What is held regularly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// A meeting of this kind.
    Meeting(MeetingKind),
    /// A 党课 by the secretary.
    OwnLecture,
    /// A visit of the bureau.
    Visit,
    /// A training of the secretary.
    Training,
}

/// Why those who were present are too few.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quorum {
    /// Fewer than usual.
    Usual,
    /// So few that the meeting hardly stands.
    Low,
    /// Fewer than half, which is too few for a vote.
    Vote,
    /// Fewer than four fifths, which is too few for an election.
    Election,
}

/// The facts of a finding.
#[derive(Debug, Clone, PartialEq)]
pub enum Detail {
    /// Something regular was held too seldom in these spans.
    Missed {
        /// What it is.
        what: Held,
        /// The spans, in order.
        misses: Vec<Miss>,
    },
    /// These months in a row passed without any meeting.
    Silent {
        /// The months.
        months: Vec<Period>,
    },
    /// Too few were present.
    Attendance {
        /// 实到
        present: i64,
        /// 应到
        expected: i64,
        /// What it is too few for.
        quorum: Quorum,
    },
    /// A member was absent from every meeting of the last months.
    Absent {
        /// The months, in order.
        months: Vec<Period>,
    },
    /// Too few full members for a branch.
    Few {
        /// How many there are.
        members: i64,
        /// How many there should be.
        needed: i64,
    },
    /// The number of members doesn't fit the sort of organisation.
    Size {
        /// How many there are.
        members: i64,
        /// How many there should be at least.
        least: Option<i64>,
        /// How many there should be at most.
        most: Option<i64>,
    },
    /// The number of those with a post doesn't fit a branch committee.
    Posts {
        /// How many there are.
        posts: i64,
        /// The least and the greatest number.
        usual: (i64, i64),
    },
    /// The term is over.
    Election {
        /// When the last election was, or the founding.
        since: Partial,
        /// Whether that was an election.
        elected: bool,
        /// The last day of the term.
        due: Day,
    },
    /// Nobody is secretary.
    NoSecretary,
    /// No full member of the point has the secretary's name.
    NotFull {
        /// The secretary.
        secretary: String,
    },
    /// The secretary has other work, and perhaps meetings were missed.
    PartTime {
        /// Whether an assembly or a lecture was missed in the period.
        missed: bool,
    },
    /// The secretary has been a full member for a short time only.
    Young {
        /// The secretary.
        secretary: String,
        /// Since when a full member.
        confirmed: Partial,
    },
    /// Many members came and went.
    Flow {
        /// How many came or went.
        moved: i64,
        /// How many there were before.
        members: i64,
    },
    /// The members become fewer, and nobody joins.
    Shrinking {
        /// How many there are.
        now: i64,
        /// How many there were.
        before: i64,
        /// So many months ago.
        months: i64,
    },
    /// A member has been elsewhere for long.
    Away {
        /// Since when.
        since: Day,
    },
    /// There has been no contact with a member for long.
    Lost {
        /// Since when.
        since: Day,
    },
    /// The probation is over, or soon will be.
    Probation {
        /// The day on which it ends.
        due: Day,
        /// How many days that is from the day of the question, negative when past.
        days: i64,
    },
    /// The same person is a member elsewhere too.
    Elsewhere {
        /// That record.
        id: i64,
        /// The contact point there.
        point: Link,
    },
    /// The owner was not met.
    OwnerUnmet {
        /// The owner.
        owner: String,
        /// When the owner was met last.
        last: Option<Day>,
    },
    /// Meetings on different days have the same content.
    Copied {
        /// Their numbers, each group of one content.
        groups: Vec<Vec<i64>>,
    },
    /// Meetings were entered late.
    Late {
        /// Those entered too many days after they were held.
        late: Vec<i64>,
        /// Those entered on one day with others of the same quarter that were held on other days.
        together: Vec<i64>,
    },
    /// Meetings have no evidence.
    WithoutEvidence {
        /// Their numbers.
        meetings: Vec<i64>,
    },
    /// All meetings of a year have one topic.
    OneTopic {
        /// The year.
        year: Period,
        /// The topic.
        topic: String,
        /// How many meetings.
        meetings: i64,
    },
    /// Nothing is done for quality.
    Idle {
        /// Since this day at least.
        since: Day,
    },
    /// A company is in hardship.
    Hardship {
        /// The category of its problem.
        category: String,
    },
    /// A problem waits past its time.
    Overdue {
        /// When it was due.
        due: Day,
        /// How many days ago that is.
        days: i64,
    },
    /// The day of confirmation is missing.
    Unconfirmed,
    /// Some of the responsible parties are missing.
    Unassigned {
        /// The keys of the empty columns.
        columns: Vec<&'static str>,
    },
}
