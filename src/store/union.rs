//! Takes the book of another ledger into this one: the union of both, whatever the order. Nothing is dropped, nothing is
//! joined by itself.

use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value as Json;
use uuid::Uuid;

use super::book::{self, CommandRow, Hash, RawUuid, RevisionRow};
use super::cells::from_body;
use super::error::{Error, Result};
use super::foreign::Foreign;
use super::paging;
use super::writing::Writing;
use crate::record::{GREATEST, Kind, LONGEST as LONGEST_TEXT, Shape};
use crate::value::Cell;

/// The longest name, verb or time of a command, in bytes: no honest one comes near.
const LONGEST: usize = 1_000;

/// What another ledger brought.
#[derive(Debug, Default)]
pub struct Brought {
    /// How many commands were new here.
    pub commands: usize,
    /// How many revisions were new here.
    pub revisions: usize,
    /// The records that were new here, by kind and number.
    pub added: Vec<(Kind, i64)>,
    /// The records that were known and are changed.
    pub changed: Vec<(Kind, i64)>,
    /// The records that were on the page and went.
    pub removed: Vec<(Kind, i64)>,
}

/// A revision of another book, as far as its place in it must be checked.
pub(super) struct Placed {
    uuid: RawUuid,
    record: RawUuid,
    first: bool,
    kind: Kind,
    depth: i64,
    /// Whether it says something, rather than removes its record.
    lives: bool,
    heir: Option<RawUuid>,
}

impl Placed {
    /// The place of a revision.
    pub(super) fn of(row: &RevisionRow, kind: Kind) -> Self {
        Self {
            uuid: row.uuid,
            record: row.about(),
            first: row.record.is_none(),
            kind,
            depth: row.depth,
            lives: row.body.is_some(),
            heir: row.heir,
        }
    }

    /// A revision must stand one below its deepest parent, among revisions of its own record.
    ///
    /// # Errors
    ///
    /// When it does not.
    pub(super) fn is_right(&self, connection: &Connection) -> Result<()> {
        let wrong = || Error::Broken("parent".to_owned());
        let mut statement = connection.prepare_cached(
            "SELECT before.depth AS depth, before.kind AS kind, coalesce(before.record, before.uuid) AS record
             FROM parent LEFT JOIN revision AS before ON before.uuid = parent.parent
             WHERE parent.revision = ?1",
        )?;
        let mut rows = statement.query([self.uuid])?;
        let mut deepest = 0;
        while let Some(row) = rows.next()? {
            let depth: Option<i64> = row.get("depth")?;
            let kind: Option<String> = row.get("kind")?;
            let record: Option<RawUuid> = row.get("record")?;
            let same_kind = kind.as_deref() == Some(self.kind.dictionary().key);
            if !same_kind || record != Some(self.record) {
                return Err(wrong());
            }
            deepest = deepest.max(depth.ok_or_else(wrong)?);
        }
        if self.depth != deepest.saturating_add(1) || self.first != (deepest == 0) {
            return Err(wrong());
        }
        if let Some(heir) = self.heir
            && (self.lives
                || heir == self.record
                || paging::kind_of(connection, heir)? != Some(self.kind))
        {
            return Err(wrong());
        }
        Ok(())
    }
}

impl Writing<'_> {
    /// Takes in another ledger.
    ///
    /// # Errors
    ///
    /// When its book is not whole, says what no ledger can say, or contradicts this one; the command must then end
    /// without a commit.
    pub fn take_in(&mut self, foreign: &Foreign) -> Result<Brought> {
        let numbers = self.new_commands(foreign)?;
        let fresh = self.new_revisions(foreign, &numbers)?;
        if fresh.is_empty() {
            return Ok(Brought::default());
        }
        for one in &fresh {
            one.is_right(self.connection())?;
        }
        let records: BTreeSet<(Kind, RawUuid)> =
            fresh.iter().map(|one| (one.kind, one.record)).collect();
        let mut before = HashMap::new();
        for (_, record) in &records {
            before.insert(*record, self.page().kind_and_number(*record)?);
        }
        let shown = self.shown(&records)?;
        paging::turn(self.connection(), records.iter().map(|(_, record)| *record))?;
        let now = self.shown(&records)?;
        let mut brought = Brought {
            commands: numbers.len(),
            revisions: fresh.len(),
            ..Brought::default()
        };
        for (kind, record) in &records {
            let Some(id) = self.page().number_of(*record)? else {
                continue;
            };
            let was_known = before.get(record).is_some_and(Option::is_some);
            let list = match (was_known, shown.contains(record), now.contains(record)) {
                (false, _, true) => &mut brought.added,
                (true, true, false) => &mut brought.removed,
                (true, _, true) => &mut brought.changed,
                _ => continue,
            };
            list.push((*kind, id));
        }
        Ok(brought)
    }

    /// Notes in the book of this ledger that others were taken in. The note has no revisions, so that it does not travel.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn note_merge(&mut self) -> Result<()> {
        self.number().map(drop)
    }

    /// Which of the records are on the page.
    fn shown(&self, records: &BTreeSet<(Kind, RawUuid)>) -> Result<HashSet<RawUuid>> {
        let mut shown = HashSet::new();
        for (kind, record) in records {
            let key = kind.dictionary().key;
            let mut statement = self
                .connection()
                .prepare_cached(&format!("SELECT 1 FROM \"{key}\" WHERE uuid = ?1"))?;
            if statement.exists([record])? {
                shown.insert(*record);
            }
        }
        Ok(shown)
    }

    /// Appends the commands that are new here and wrote something; the numbers that they get, by uuid.
    fn new_commands(&mut self, foreign: &Foreign) -> Result<HashMap<RawUuid, i64>> {
        let mut wrote = foreign
            .connection()
            .prepare("SELECT 1 FROM revision WHERE command = ?1")?;
        let mut numbers = HashMap::new();
        book::commands::<Error>(foreign.connection(), |n, command, hash| {
            honest(&command, hash)?;
            if !wrote.exists([n])? {
                return Ok(());
            }
            if !self.knows("command", command.uuid, hash)? {
                let number = CommandRow::append(&command, self.connection())?;
                numbers.insert(command.uuid, number);
            }
            Ok(())
        })?;
        Ok(numbers)
    }

    /// Appends the revisions that are new here.
    fn new_revisions(
        &mut self,
        foreign: &Foreign,
        numbers: &HashMap<RawUuid, i64>,
    ) -> Result<Vec<Placed>> {
        let mut fresh = Vec::new();
        book::revisions::<Error>(foreign.connection(), |revision, hash| {
            if revision.hash() != hash {
                return Err(Error::Broken("revision".to_owned()));
            }
            if self.doubts(revision.uuid, hash)? {
                self.heal(&revision)?;
            } else if self.knows("revision", revision.uuid, hash)? {
                return Ok(());
            }
            let kind =
                Kind::of_key(&revision.kind).ok_or_else(|| Error::Broken(revision.kind.clone()))?;
            if let Some(body) = &revision.body {
                fits(kind, body)?;
            }
            let number = match numbers.get(&revision.command) {
                Some(number) => *number,
                None => self.number_of_command(revision.command)?,
            };
            RevisionRow::append(&revision, self.connection(), number)?;
            fresh.push(Placed::of(&revision, kind));
            Ok(())
        })?;
        Ok(fresh)
    }

    /// Whether a row of the book is here already; one with other words under the same name is refused.
    fn knows(&self, table: &str, uuid: RawUuid, hash: Hash) -> Result<bool> {
        let known: Option<Hash> = self
            .connection()
            .prepare_cached(&format!("SELECT hash FROM {table} WHERE uuid = ?1"))?
            .query_row([uuid], |row| row.get("hash"))
            .optional()?;
        match known {
            None => Ok(false),
            Some(known) if known == hash => Ok(true),
            Some(_) => Err(Error::Clash),
        }
    }

    /// Whether a repair has kept other words for a revision than this hash is of.
    fn doubts(&self, uuid: RawUuid, hash: Hash) -> Result<bool> {
        Ok(self
            .connection()
            .prepare_cached("SELECT 1 FROM doubtful WHERE revision = ?1 AND hash = ?2")?
            .exists([uuid, hash])?)
    }

    /// Takes the doubtful words away, for those that were written to come in.
    fn heal(&self, revision: &RevisionRow) -> Result<()> {
        for text in [
            "DELETE FROM doubtful WHERE revision = ?1",
            "DELETE FROM parent WHERE revision = ?1",
            "DELETE FROM revision WHERE uuid = ?1",
        ] {
            self.connection()
                .prepare_cached(text)?
                .execute([revision.uuid])?;
        }
        Ok(())
    }

    /// The number of a command that is here already.
    fn number_of_command(&self, uuid: RawUuid) -> Result<i64> {
        self.connection()
            .prepare_cached("SELECT n FROM command WHERE uuid = ?1")?
            .query_row([uuid], |row| row.get("n"))
            .optional()?
            .ok_or_else(|| Error::Broken("command".to_owned()))
    }
}

/// Makes sure that a command says what was written, and nothing that a terminal or a page could not bear.
///
/// # Errors
///
/// When it does not.
pub(super) fn honest(command: &CommandRow, hash: Hash) -> Result<()> {
    let wrong = || Error::Broken("command".to_owned());
    let is_time = |c: char| c.is_ascii_digit() || "-:+.TZ".contains(c);
    let long = [&command.at, &command.author, &command.verb];
    if command.hash() != hash
        || long.iter().any(|text| text.len() > LONGEST)
        || !command.at.chars().all(is_time)
    {
        return Err(wrong());
    }
    Ok(())
}

/// Whether a body says nothing that the columns of its kind cannot hold.
pub(super) fn fits(kind: Kind, body: &str) -> Result<()> {
    let unfit = || Error::Unfit(kind);
    let json: Json = serde_json::from_str(body).map_err(|_| unfit())?;
    let json = json.as_object().ok_or_else(unfit)?;
    let dictionary = kind.dictionary();
    for (key, value) in json {
        let place = dictionary.place(key).ok_or_else(unfit)?;
        let column = &dictionary.columns[place];
        let reads = match (column.shape, value) {
            (Shape::Link(_), Json::String(text)) => Uuid::parse_str(text).is_ok(),
            _ => from_body(column, value).is_some_and(|cell| is_possible(&cell)),
        };
        if !reads {
            return Err(unfit());
        }
    }
    let lacks = |column: &&crate::record::Column| column.required && !json.contains_key(column.key);
    match dictionary.columns.iter().find(lacks) {
        Some(_) => Err(unfit()),
        None => Ok(()),
    }
}

/// Whether a cell is one that can be entered: not empty, no number beyond what can be counted, no endless text.
fn is_possible(cell: &Cell) -> bool {
    let text = |text: &str| !text.trim().is_empty() && text.chars().count() <= LONGEST_TEXT;
    match cell {
        Cell::Empty => false,
        Cell::Text(one) => text(one),
        Cell::Count(count) => (0..=GREATEST).contains(count),
        Cell::List(items) => !items.is_empty() && items.iter().all(|item| text(item)),
        Cell::Choices(entries) => !entries.is_empty(),
        _ => true,
    }
}
