//! Statements that follow from the dictionary, and where each kind finds its point, section and station.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::record::{Kind, Shape};

/// How the rows of a kind are reached, and what each of them belongs to. The kind's own table is `t`, its
/// contact point `p`.
pub struct Scope {
    /// The tables, from `FROM` on.
    pub from: &'static str,
    /// The contact point's number: its own, else its visit's, else its project's.
    pub point: &'static str,
    /// The responsible section: its own, else the point's.
    pub section: &'static str,
    /// The responsible station: always the point's.
    pub station: &'static str,
}

/// The scope of a kind.
pub fn scope(kind: Kind) -> Scope {
    match kind {
        Kind::Point => Scope {
            from: "point AS t JOIN point AS p ON p.id = t.id",
            point: "t.id",
            section: "t.section",
            station: "t.station",
        },
        Kind::Member => Scope {
            from: "member AS t JOIN point AS p ON p.id = t.point",
            point: "t.point",
            section: "p.section",
            station: "p.station",
        },
        Kind::Project => Scope {
            from: "project AS t JOIN point AS p ON p.id = t.point",
            point: "t.point",
            section: "p.section",
            station: "p.station",
        },
        Kind::Visit => Scope {
            from: "visit AS t LEFT JOIN point AS p ON p.id = t.point",
            point: "t.point",
            section: "coalesce(t.section, p.section)",
            station: "p.station",
        },
        Kind::Problem => Scope {
            from: "problem AS t LEFT JOIN visit AS v ON v.id = t.visit LEFT JOIN project AS j ON j.id = t.project \
                   LEFT JOIN point AS p ON p.id = coalesce(t.point, v.point, j.point)",
            point: "p.id",
            section: "coalesce(t.section, p.section)",
            station: "p.station",
        },
    }
}

/// A contact point counts on `:asof`: confirmed by then and not yet closed.
pub const POINT_COUNTS: &str =
    "p.confirmed_on <= :asof AND (p.closed_on IS NULL OR p.closed_on > :asof)";

/// A member is on the roll on `:asof`, of whatever kind and flow: joined and arrived by then, not yet left.
/// A month-only date sorts like its first day.
pub const MEMBER_STAYS: &str = "(t.arrived_on IS NULL OR t.arrived_on <= :asof) \
     AND (t.joined_on IS NULL OR t.joined_on <= :asof) AND (t.left_on IS NULL OR t.left_on > :asof)";

/// A member of the organisation itself: no applicant, and not come in from elsewhere.
pub const MEMBER_COUNTS: &str = "t.kind <> 'applicant' AND coalesce(t.flow, 'local') <> 'inflow'";

/// A problem waits on `:asof`: found, neither solved nor declined.
pub const PROBLEM_OPEN: &str = "t.found_on <= :asof AND (t.solved_on IS NULL OR t.solved_on > :asof) \
     AND (t.declined_on IS NULL OR t.declined_on > :asof)";

/// A list of statements by kind.
type Statements = LazyLock<HashMap<Kind, String>>;

/// Statements made once from the dictionary.
fn made(make: fn(Kind) -> String) -> HashMap<Kind, String> {
    Kind::ALL.iter().map(|kind| (*kind, make(*kind))).collect()
}

/// Inserts a row of the page: number, uuid, revision, then the stored columns.
pub fn insert(kind: Kind) -> &'static str {
    static INSERTS: Statements = LazyLock::new(|| {
        made(|kind| {
            let dictionary = kind.dictionary();
            let mut names = String::from("id, uuid, revision");
            let mut marks = String::from("?, ?, ?");
            for column in dictionary.columns {
                let _ = write!(names, ", \"{}\"", column.key);
                marks.push_str(", ?");
            }
            format!(
                "INSERT INTO \"{}\" ({names}) VALUES ({marks})",
                dictionary.key
            )
        })
    });
    &INSERTS[&kind]
}

/// Updates a row of the page: the stored columns, then the revision, then its number.
pub fn update(kind: Kind) -> &'static str {
    static UPDATES: Statements = LazyLock::new(|| {
        made(|kind| {
            let dictionary = kind.dictionary();
            let mut set = String::new();
            for column in dictionary.columns {
                let _ = write!(set, "\"{}\" = ?, ", column.key);
            }
            format!(
                "UPDATE \"{}\" SET {set}revision = ? WHERE id = ?",
                dictionary.key
            )
        })
    });
    &UPDATES[&kind]
}

/// What a row is read from: number and uuid, then each column, a reference with its name behind it.
pub fn selection(kind: Kind) -> &'static str {
    static SELECTIONS: Statements = LazyLock::new(|| {
        made(|kind| {
            let mut selection = String::from("t.id, t.uuid");
            for column in kind.dictionary().all() {
                let _ = write!(selection, ", t.\"{}\"", column.key);
                if let Shape::Link(other) = column.shape {
                    let other = other.dictionary();
                    match other.title {
                        Some(title) => {
                            let _ = write!(
                                selection,
                                ", (SELECT \"{title}\" FROM \"{}\" AS named WHERE named.id = t.\"{}\")",
                                other.key, column.key
                            );
                        }
                        None => selection.push_str(", NULL"),
                    }
                }
            }
            selection
        })
    });
    &SELECTIONS[&kind]
}
