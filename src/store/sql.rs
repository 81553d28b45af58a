//! Statements that follow from the dictionary, and where each kind finds its point, section and station.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::record::{Kind, Shape};

/// How the rows of a kind are reached, and what each of them belongs to. The kind's own table is `t`, its
/// contact point `p`; any other record that it refers to goes by the key of that column.
pub struct Scope {
    /// The tables, from `FROM` on.
    pub from: String,
    /// The contact point's number: its own, else that of a record that it refers to.
    pub point: String,
    /// The responsible section: its own, else the point's.
    pub section: String,
    /// The responsible station: its own, else the point's.
    pub station: String,
}

/// The scope of a kind.
pub fn scope(kind: Kind) -> &'static Scope {
    static SCOPES: LazyLock<HashMap<Kind, Scope>> = LazyLock::new(|| made(scope_of));
    &SCOPES[&kind]
}

/// Reads the scope of a kind off its references.
fn scope_of(kind: Kind) -> Scope {
    let dictionary = kind.dictionary();
    let has = |key| dictionary.place(key).is_some();
    let mut from = format!("\"{}\" AS t", dictionary.key);
    let mut points = Vec::new();
    if kind == Kind::Point {
        points.push("t.id".to_owned());
    }
    for (column, other) in dictionary.links() {
        if other == Kind::Point {
            points.push(format!("t.\"{}\"", column.key));
        } else {
            let _ = write!(
                from,
                " LEFT JOIN \"{table}\" AS \"{key}\" ON \"{key}\".id = t.\"{key}\"",
                table = other.dictionary().key,
                key = column.key
            );
            if other.dictionary().place("point").is_some() {
                points.push(format!("\"{}\".point", column.key));
            }
        }
    }
    // Its own point comes before that of what it refers to.
    points.sort_by_key(|point| !point.starts_with("t."));
    let point = match points.as_slice() {
        [] => "NULL".to_owned(),
        [point] => point.clone(),
        several => format!("coalesce({})", several.join(", ")),
    };
    let always = kind == Kind::Point || dictionary.column("point").is_some_and(|one| one.required);
    let join = if always { "JOIN" } else { "LEFT JOIN" };
    let _ = write!(from, " {join} point AS p ON p.id = {point}");
    let own = |key| match (kind, has(key)) {
        (Kind::Point, _) => format!("t.{key}"),
        (_, true) => format!("coalesce(t.{key}, p.{key})"),
        (_, false) => format!("p.{key}"),
    };
    Scope {
        section: own("section"),
        station: own("station"),
        point,
        from,
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

/// What is made once for each kind.
fn made<T>(make: fn(Kind) -> T) -> HashMap<Kind, T> {
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
