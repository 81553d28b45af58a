//! What rules find: faults that refuse a record, doubts that only warn. Typed; the words are made elsewhere.

use super::Column;
use crate::value::code::Doubt as CodeDoubt;
use crate::value::{Cell, Day, Entry};

/// What rules may know of the world.
#[derive(Debug, Clone)]
pub struct World {
    /// The day that counts as today.
    pub today: Day,
    /// Calendar days that a problem may take when it is not solved on the spot.
    pub due_days: i64,
    /// The figures of the report that a plan may name.
    pub figures: &'static [Entry],
}

/// Why a record is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A required column is empty.
    Missing(&'static str),
    /// One of these columns must be filled.
    MissingBoth(&'static str, &'static str),
    /// A day on which something happened lies in the future.
    Future(&'static str, Day),
    /// A day lies before another that must come first.
    Before(&'static str, &'static str),
    /// A column needs another one.
    Needs(&'static str, &'static str),
    /// Two columns exclude one another.
    Excludes(&'static str, &'static str),
    /// A count is below zero.
    Negative(&'static str, i64),
    /// A count is greater than the one that it is part of.
    MoreThan(&'static str, &'static str),
    /// Nobody is named, and the count does not stand for several.
    Unnamed(&'static str, &'static str),
    /// A person was younger than 18 years on joining.
    Minor,
}

impl Fault {
    /// The column that is to be mended, of two the one that a person would look at first.
    pub fn column(&self) -> &'static str {
        match self {
            Self::Missing(key)
            | Self::MissingBoth(key, _)
            | Self::Future(key, _)
            | Self::Before(key, _)
            | Self::Needs(_, key)
            | Self::Excludes(key, _)
            | Self::Negative(key, _)
            | Self::MoreThan(key, _)
            | Self::Unnamed(key, _) => key,
            Self::Minor => "joined_on",
        }
    }
}

/// What is stored with a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// The code's check fails.
    Code(&'static str, CodeDoubt),
    /// Not a number that a telephone has.
    Phone(&'static str),
    /// Day counts are entered on a kind of visit whose reach is not counted.
    ReachNotCounted,
    /// The record is entered more than seven days after its day.
    Late {
        /// How many days after.
        days: i64,
    },
    /// Solved on the spot, yet on a later day.
    SolvedLater,
    /// A day lies before another that usually comes first.
    Early(&'static str, &'static str),
    /// So many people are named as absent, but so many were.
    Absent {
        /// How many are named.
        named: i64,
        /// How many were expected and not present.
        missing: i64,
    },
    /// The figure that a plan names has not come to its target.
    NotReached {
        /// What it comes to.
        done: i64,
        /// The target.
        target: i64,
    },
    /// A day does not lie in the year that the record is of.
    OtherYear(&'static str, &'static str),
    /// An award has passed, and its day is still the one on which it was applied for or begun.
    SameDay(&'static str),
    /// A stage is dated, the one before it is not.
    Skipped(&'static str, &'static str),
    /// Somebody is named, so the count adds nothing.
    CountsOnce(&'static str),
    /// Withdrawn, it counts in no period, not even in those before.
    NeverCounts(&'static str),
    /// The probation lasts longer than two years (发展党员工作细则 art. 32).
    LongProbation,
    /// Without a day of confirmation the contact point is not counted.
    NotConfirmed,
    /// The age on joining cannot be told, since days are missing.
    AgeUnknown,
    /// A provisional organisation has no elections and admits no members.
    Interim(&'static str),
    /// Somebody is to be admitted at this contact point, whose organisation is provisional.
    AdmittedByInterim(i64),
    /// The secretary is not a full member.
    SecretaryNotFull,
    /// Another record has the same natural columns.
    Same(i64),
    /// The contact point it belongs to is closed.
    PointClosed(i64),
    /// The same person is a member at another contact point: this record.
    Elsewhere(i64),
    /// So many problems of the visit still have the day and the contact point that it had; this one is the first.
    LeftBehind {
        /// How many.
        problems: usize,
        /// The first of them.
        first: i64,
    },
    /// The problem names another contact point than its visit, which is this one.
    OtherPoint(i64),
}

/// What the rules found in one record.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Why it is refused.
    pub faults: Vec<Fault>,
    /// What is stored with a warning.
    pub doubts: Vec<Doubt>,
}

impl Verdict {
    /// Refuses the record.
    pub fn refuse(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Warns of something that is stored all the same.
    pub fn doubt(&mut self, doubt: Doubt) {
        self.doubts.push(doubt);
    }

    /// Refuses when `later` lies before `earlier`.
    pub fn in_order(
        &mut self,
        (earlier_key, earlier): (&'static str, Option<Day>),
        (later_key, later): (&'static str, Option<Day>),
    ) {
        if matches!((earlier, later), (Some(earlier), Some(later)) if later < earlier) {
            self.refuse(Fault::Before(later_key, earlier_key));
        }
    }

    /// Refuses an empty required column.
    pub(super) fn missing(&mut self, column: &Column, cell: &Cell) {
        if column.required && cell.is_empty() {
            self.refuse(Fault::Missing(column.key));
        }
    }

    /// Judges a cell by itself: what is wrong or doubtful about it whatever stands beside it.
    pub fn cell(&mut self, column: &Column, cell: &Cell, world: &World) {
        self.future(column, cell, world);
        self.negative(column, cell);
        self.implausible(column, cell);
    }

    /// Refuses a day in the future on which something happened.
    fn future(&mut self, column: &Column, cell: &Cell, world: &World) {
        let day = match cell {
            Cell::Day(day) => *day,
            Cell::Partial(partial) => partial.first_day(),
            _ => return,
        };
        if column.past && day > world.today {
            self.refuse(Fault::Future(column.key, day));
        }
    }

    /// Refuses a count below zero.
    fn negative(&mut self, column: &Column, cell: &Cell) {
        if let Cell::Count(count) = cell
            && *count < 0
        {
            self.refuse(Fault::Negative(column.key, *count));
        }
    }

    /// Warns of codes and phones whose checks fail.
    fn implausible(&mut self, column: &Column, cell: &Cell) {
        let Cell::Text(text) = cell else { return };
        match column.shape {
            super::Shape::Code => {
                if let Ok((_, Some(doubt))) = crate::value::code::read(text) {
                    self.doubt(Doubt::Code(column.key, doubt));
                }
            }
            super::Shape::Phone if !crate::value::phone::is_plausible(text) => {
                self.doubt(Doubt::Phone(column.key));
            }
            _ => {}
        }
    }
}
