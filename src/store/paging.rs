//! Makes the page follow from the book: the one rule for what is shown of each record, whether after an undo, a merge,
//! or when the whole page is made anew.
//!
//! Of several heads the deepest is shown, of those the one with the greatest uuid. A record that was joined with
//! another sends its references there. A removed record that another one on the page refers to is kept, with what it
//! last said, and is listed as a conflict.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use super::book::{self, RawUuid};
use super::error::{Error, Result};
use super::page::{Page, references};
use super::writing::page_values;
use super::{cells, sql};
use crate::record::Kind;

/// Why a person has to decide about a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It was changed in two places.
    Heads,
    /// It was removed, while another record refers to it.
    Kept,
}

impl Why {
    /// As the file has it.
    fn word(self) -> &'static str {
        match self {
            Self::Heads => "heads",
            Self::Kept => "kept",
        }
    }

    /// Reads the word.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        [Self::Heads, Self::Kept]
            .into_iter()
            .find(|why| why.word() == word)
    }
}

/// Where a record stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// On the page, with this number.
    Page(i64),
    /// Among the removed, with this number.
    Removed(i64),
    /// Nowhere yet.
    Nowhere,
}

/// A record that is being looked at.
struct Looked {
    place: Place,
    /// The head that is shown.
    head: RawUuid,
    /// Whether the head says something: else the record is removed.
    lives: bool,
    /// What it says, or last said.
    body: String,
    /// The record that stands for it, where it was removed by joining.
    heir: Option<RawUuid>,
    /// Whether its heads say different things.
    parted: bool,
    /// The records that the body names.
    names: Vec<(Kind, RawUuid)>,
}

/// The records that are looked at, by kind: what refers to others comes after them.
type Set = BTreeMap<(Kind, RawUuid), Looked>;

/// Makes the page show what the book says of these records, and of all that depends on them.
///
/// # Errors
///
/// When the book holds what no page can show, or the file cannot be written.
pub fn turn(connection: &Connection, records: impl IntoIterator<Item = RawUuid>) -> Result<()> {
    let set = look(connection, records.into_iter().collect())?;
    let shown = decide(connection, &set)?;
    write(connection, &set, &shown)
}

/// Makes the whole page anew.
///
/// # Errors
///
/// When the book holds what no page can show, or the file cannot be written.
pub fn turn_all(connection: &Connection) -> Result<()> {
    let mut statement =
        connection.prepare("SELECT DISTINCT coalesce(record, uuid) AS record FROM revision")?;
    let records = statement
        .query_map([], |row| row.get("record"))?
        .collect::<rusqlite::Result<Vec<RawUuid>>>()?;
    turn(connection, records)
}

/// Looks at the records, and at all whose place depends on theirs.
fn look(connection: &Connection, mut todo: Vec<RawUuid>) -> Result<Set> {
    let mut set = Set::new();
    let mut seen: HashSet<RawUuid> = HashSet::new();
    while let Some(record) = todo.pop() {
        if !seen.insert(record) {
            continue;
        }
        let Some(kind) = kind_of(connection, record)? else {
            return Err(Error::Broken("record".to_owned()));
        };
        let heads = book::heads(connection, record)?;
        let Some(head) = heads.last() else {
            return Err(Error::Broken("heads".to_owned()));
        };
        let place = place_of(connection, kind, record)?;
        let lives = head.body.is_some();
        let body = match &head.body {
            Some(body) => body.clone(),
            None => book::last_body(connection, record)?
                .ok_or_else(|| Error::Broken("body".to_owned()))?,
        };
        let names = references(kind, &body)?;
        // What refers to a record that leaves the page, or to the one that stood for it, is shown anew.
        let leaves = match place {
            Place::Page(id) if !lives => Some((kind, id)),
            Place::Removed(_) => match stands(connection, &Set::new(), kind, record)? {
                heir if heir == record => None,
                heir => match place_of(connection, kind, heir)? {
                    Place::Page(id) => Some((kind, id)),
                    _ => None,
                },
            },
            _ => None,
        };
        if let Some((kind, id)) = leaves {
            for (other, id) in Page::of(connection).referring(kind, id)? {
                todo.push(Page::of(connection).record(other, id)?);
            }
        }
        // What is named must be on the page, if this record is.
        for (other, name) in &names {
            let heir = stands(connection, &Set::new(), *other, *name)?;
            if !matches!(place_of(connection, *other, heir)?, Place::Page(_)) {
                if kind_of(connection, *name)? != Some(*other) {
                    return Err(Error::Unfit(kind));
                }
                todo.push(*name);
                todo.push(heir);
            }
        }
        todo.extend(head.heir);
        if !lives {
            todo.extend(joined_with(connection, record)?);
        }
        set.insert(
            (kind, record),
            Looked {
                place,
                head: head.uuid,
                lives,
                body,
                heir: head.heir.filter(|_| !lives),
                parted: heads.iter().any(|other| !other.says(head)),
                names,
            },
        );
    }
    Ok(set)
}

/// Which of the records are shown: those that live, and those that one of them names.
fn decide(connection: &Connection, set: &Set) -> Result<HashSet<RawUuid>> {
    let mut shown = HashSet::new();
    let mut needed: HashSet<RawUuid> = HashSet::new();
    // Whoever joined a record with another one meant the other to stand.
    for ((kind, record), looked) in set {
        if looked.heir.is_some() {
            needed.insert(stands(connection, set, *kind, *record)?);
        }
    }
    // From what refers to others down to what is referred to.
    for ((_, record), looked) in set.iter().rev() {
        if !looked.lives && !needed.contains(record) {
            continue;
        }
        shown.insert(*record);
        for (other, name) in &looked.names {
            needed.insert(stands(connection, set, *other, *name)?);
        }
    }
    Ok(shown)
}

/// Writes the page: first what is shown, from what is referred to up; then takes off what is not, the other way.
fn write(connection: &Connection, set: &Set, shown: &HashSet<RawUuid>) -> Result<()> {
    // Looked at before anything is written: what stands for what is read from the same tables.
    let mut still = HashSet::new();
    for ((kind, record), looked) in set {
        if is_shown(connection, set, *kind, looked)? {
            still.insert(*record);
        }
    }
    for ((kind, record), looked) in set {
        let why = match (looked.parted, !looked.lives && shown.contains(record)) {
            (_, true) => Some(Why::Kept),
            (true, _) => Some(Why::Heads),
            _ => None,
        };
        mark(connection, *kind, *record, why)?;
        if !shown.contains(record) || still.contains(record) {
            continue;
        }
        let id = match looked.place {
            Place::Page(id) | Place::Removed(id) => Some(id),
            Place::Nowhere => None,
        };
        let page = Page::of(connection);
        let row = page.cells_with(*kind, id.unwrap_or(0), &looked.body, &|other, name| {
            stands(connection, set, other, name)
        })?;
        let done = if let Place::Page(id) = looked.place {
            let mut values: Vec<_> = row.iter().map(cells::to_page).collect();
            values.push(looked.head.to_vec().into());
            values.push(id.into());
            connection
                .prepare_cached(sql::update(*kind))?
                .execute(params_from_iter(values))
        } else {
            connection
                .prepare_cached("DELETE FROM removed WHERE uuid = ?1")?
                .execute([record])?;
            connection
                .prepare_cached(sql::insert(*kind))?
                .execute(params_from_iter(page_values(
                    id,
                    *record,
                    looked.head,
                    &row,
                )))
        };
        done.map_err(|error| unfit(*kind, error))?;
    }
    for ((kind, record), looked) in set.iter().rev() {
        if shown.contains(record) {
            continue;
        }
        let key = kind.dictionary().key;
        let id = match looked.place {
            Place::Page(id) => {
                connection
                    .prepare_cached(&format!("DELETE FROM \"{key}\" WHERE id = ?1"))?
                    .execute([id])?;
                id
            }
            Place::Removed(id) => id,
            Place::Nowhere => next_number(connection, *kind)?,
        };
        connection
            .prepare_cached(
                "INSERT INTO removed (kind, id, uuid, heir) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (kind, id) DO UPDATE SET heir = excluded.heir",
            )?
            .execute(params![key, id, record, looked.heir])?;
    }
    Ok(())
}

/// Whether the page shows a record already as it is to be shown.
fn is_shown(connection: &Connection, set: &Set, kind: Kind, looked: &Looked) -> Result<bool> {
    let Place::Page(id) = looked.place else {
        return Ok(false);
    };
    let key = kind.dictionary().key;
    let shown: RawUuid = connection
        .prepare_cached(&format!("SELECT revision FROM \"{key}\" WHERE id = ?1"))?
        .query_row([id], |row| row.get("revision"))?;
    if shown != looked.head {
        return Ok(false);
    }
    // What it names may be another one's by now.
    for (other, name) in &looked.names {
        if stands(connection, set, *other, *name)? != standing(connection, *other, *name)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Notes that a person has to decide about a record, or no longer.
fn mark(connection: &Connection, kind: Kind, record: RawUuid, why: Option<Why>) -> Result<()> {
    let Some(why) = why else {
        connection
            .prepare_cached("DELETE FROM conflict WHERE record = ?1")?
            .execute([record])?;
        return Ok(());
    };
    connection
        .prepare_cached(
            "INSERT INTO conflict (record, kind, why) VALUES (?1, ?2, ?3)
             ON CONFLICT (record) DO UPDATE SET why = excluded.why",
        )?
        .execute(params![record, kind.dictionary().key, why.word()])?;
    Ok(())
}

/// The longest row of records that were joined one with the next.
const CHAIN: usize = 200;

/// The record that stands for another: itself, unless it was joined. Of records joined in a circle, which two ledgers can
/// bring about, the first stands.
fn stands(connection: &Connection, set: &Set, kind: Kind, record: RawUuid) -> Result<RawUuid> {
    let mut way = vec![record];
    loop {
        let last = way[way.len() - 1];
        let heir = match set.get(&(kind, last)) {
            Some(looked) => looked.heir,
            None => heir_of(connection, last)?,
        };
        match heir {
            None => return Ok(last),
            Some(heir) => match way.iter().position(|one| *one == heir) {
                Some(start) => return Ok(way[start..].iter().min().copied().unwrap_or(heir)),
                // Nobody joins so many one after another: it was made to keep the program busy.
                None if way.len() >= CHAIN => return Err(Error::Broken("heir".to_owned())),
                None => way.push(heir),
            },
        }
    }
}

/// The record that stands for one, as the page has it.
pub(super) fn standing(connection: &Connection, kind: Kind, record: RawUuid) -> Result<RawUuid> {
    stands(connection, &Set::new(), kind, record)
}

/// The records that were joined with one.
pub(super) fn joined_with(connection: &Connection, record: RawUuid) -> Result<Vec<RawUuid>> {
    let mut statement = connection.prepare_cached("SELECT uuid FROM removed WHERE heir = ?1")?;
    let records = statement.query_map([record], |row| row.get("uuid"))?;
    Ok(records.collect::<rusqlite::Result<_>>()?)
}

/// The record that a removed one was joined with.
fn heir_of(connection: &Connection, record: RawUuid) -> Result<Option<RawUuid>> {
    Ok(connection
        .prepare_cached("SELECT heir FROM removed WHERE uuid = ?1")?
        .query_row([record], |row| row.get("heir"))
        .optional()?
        .flatten())
}

/// The kind of a record; none where the book has no such record.
pub(super) fn kind_of(connection: &Connection, record: RawUuid) -> Result<Option<Kind>> {
    let mut statement = connection.prepare_cached(
        "SELECT kind FROM revision WHERE uuid = ?1 UNION ALL SELECT kind FROM revision WHERE record = ?1 LIMIT 1",
    )?;
    let key: Option<String> = statement
        .query_row([record], |row| row.get("kind"))
        .optional()?;
    key.map(|key| Kind::of_key(&key).ok_or(Error::Broken(key)))
        .transpose()
}

/// Where a record stands now.
fn place_of(connection: &Connection, kind: Kind, record: RawUuid) -> Result<Place> {
    let key = kind.dictionary().key;
    let on_page: Option<i64> = connection
        .prepare_cached(&format!("SELECT id FROM \"{key}\" WHERE uuid = ?1"))?
        .query_row([record], |row| row.get("id"))
        .optional()?;
    if let Some(id) = on_page {
        return Ok(Place::Page(id));
    }
    let removed: Option<i64> = connection
        .prepare_cached("SELECT id FROM removed WHERE uuid = ?1")?
        .query_row([record], |row| row.get("id"))
        .optional()?;
    Ok(removed.map_or(Place::Nowhere, Place::Removed))
}

/// Takes the next number of a kind for a record that is on no page.
fn next_number(connection: &Connection, kind: Kind) -> Result<i64> {
    let key = kind.dictionary().key;
    let last: Option<i64> = connection
        .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = ?1")?
        .query_row([key], |row| row.get("seq"))
        .optional()?;
    let next = last.unwrap_or(0) + 1;
    count_from(connection, kind, next)?;
    Ok(next)
}

/// Says which number of a kind was given last.
pub(super) fn count_from(connection: &Connection, kind: Kind, last: i64) -> Result<()> {
    let key = kind.dictionary().key;
    let changed = connection
        .prepare_cached("UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1")?
        .execute(params![key, last])?;
    if changed == 0 {
        connection
            .prepare_cached("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)")?
            .execute(params![key, last])?;
    }
    Ok(())
}

/// A body that the schema's checks refuse was not written by this program.
fn unfit(kind: Kind, error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::ConstraintViolation) => Error::Unfit(kind),
        _ => error.into(),
    }
}
