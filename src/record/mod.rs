//! What the records are: the data dictionary, one file a kind, with its columns and its rules. Pure.
//!
//! A kind is declared with `record!`: a struct for its rules and, from the same lines, the columns that
//! flags, tables, files, checks and history follow.

mod activity;
mod award;
mod column;
mod dictionary;
mod handed;
mod idea;
mod meeting;
mod member;
mod plan;
mod point;
mod problem;
mod project;
mod read;
mod rule;
mod sample;
#[cfg(test)]
mod tests;
mod visit;
mod waiver;

pub use activity::{Activity, ActivityKind};
pub use award::{Award, AwardState, Level};
pub use column::{Column, More, Names, Own, Shape};
pub use dictionary::{Dictionary, Record};
pub use handed::Handed;
pub use idea::Idea;
pub use meeting::{Meeting, MeetingKind};
pub use member::{Flow, LeftWhy, Member, MemberKind};
pub use plan::{FIVE_ONES, Plan};
pub use point::{PartyKind, Point, SecretaryKind};
pub use problem::{Problem, Source};
pub use project::{Project, Stage};
pub use read::{GREATEST, LONGEST, Unread, read, read_choice, read_flag};
pub use rule::{Doubt, Fault, Verdict, World};
pub use sample::SAMPLE;
pub use visit::{Send, Visit};
pub use waiver::{Colour, Waiver};

use dictionary::{Rules, record};

/// Days after which a record counts as entered late (补录).
const LATE_AFTER: i64 = 7;

/// Lists the kinds: the enum, and the dictionary of each.
macro_rules! kinds {
    ($($kind:ident),+ $(,)?) => {
        /// The kinds of record, in the order in which they may refer to one another.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind {
            $(#[doc = concat!("[`", stringify!($kind), "`]")] $kind),+
        }

        impl Kind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// The declaration of the kind.
            pub const fn dictionary(self) -> &'static Dictionary {
                match self {
                    $(Self::$kind => &<$kind as Record>::DICTIONARY),+
                }
            }
        }

        $(impl dictionary::Kinded for $kind {
            const KIND: Kind = Kind::$kind;
        })+
    };
}

kinds!(
    Point, Member, Project, Visit, Problem, Meeting, Activity, Idea, Award, Plan, Waiver, Handed,
);

impl Kind {
    /// The kinds that people enter themselves; the others are kept by commands of their own.
    pub fn entered() -> impl Iterator<Item = Self> {
        Self::ALL
            .iter()
            .copied()
            .filter(|kind| !kind.dictionary().about.is_empty())
    }

    /// The kind of this key or label, among those that people enter.
    pub fn named(name: &str) -> Option<Self> {
        Self::entered()
            .find(|kind| [kind.dictionary().key, kind.dictionary().label].contains(&name))
    }

    /// The kind of this key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.dictionary().key == key)
    }
}
