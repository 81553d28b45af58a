//! What the records are: the data dictionary, one file a kind, with its columns and its rules. Pure.
//!
//! A kind is declared with `record!`: a struct for its rules and, from the same lines, the columns that
//! flags, tables, files, checks and history follow.

mod column;
mod dictionary;
mod member;
mod point;
mod problem;
mod project;
mod read;
mod rule;
#[cfg(test)]
mod tests;
mod visit;

pub use column::{Column, Shape};
pub use dictionary::Dictionary;
pub use member::{Flow, Member};
pub use point::Point;
pub use problem::Problem;
pub use project::Project;
pub use read::{Unread, read, read_choice, read_flag};
pub use rule::{Doubt, Fault, Verdict, World};
pub use visit::Visit;

use dictionary::{Record, Rules, record};

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

kinds!(Point, Member, Project, Visit, Problem);

impl Kind {
    /// The kind of this key.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.dictionary().key == key)
    }
}
