//! Copies what can be read of a damaged book: as it is, set right where its hashes or the page tell how, or as it reads.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::types::FromSqlError;
use rusqlite::{Connection, Row, params};
use uuid::ContextV7;

use super::book::{self, CommandRow, Hash, RawUuid, RevisionRow};
use super::error::{Error, Result};
use super::page::Page;
use super::query::{Filter, Query};
use super::rebuild::{count, doubts, mark, number, tables};
use super::union::fits;
use super::writing::Command;
use super::{migrate, paging};
use crate::record::Kind;

/// What could not be copied as it stood.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Losses {
    /// How many commands and revisions were set right: one bit of them was wrong, or the page had what they said.
    pub mended: usize,
    /// How many commands have words that are not those that were written; they are kept as they are.
    pub doubtful: usize,
    /// Records with a revision that does not say what was written and can be read all the same; it is kept as it is.
    pub changed: Vec<(Kind, i64)>,
    /// Records with a revision that cannot be read; it is left out.
    pub lost: Vec<(Kind, i64)>,
    /// Whether a part of the book could not be read at all.
    pub torn: bool,
}

impl Losses {
    /// Whether everything came along as it was.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// Copies what can be read of a damaged book; what could not be brought along as it was. `command` stands for commands
/// that cannot be read.
///
/// # Errors
///
/// When too little can be read to make a page of it, or the other file cannot be written.
pub fn salvaged(from: &Connection, to: &mut Connection, command: &Command) -> Result<Losses> {
    let transaction = to.transaction()?;
    migrate::model(&transaction)?;
    let mut salvage = Salvage {
        from,
        to: &transaction,
        command,
        minted: ContextV7::new(),
        numbers: HashMap::new(),
        stand_in: None,
        losses: Losses::default(),
    };
    salvage.commands()?;
    salvage.revisions()?;
    salvage.add_from_the_page()?;
    salvage.without_words()?;
    let mut losses = salvage.losses;
    for records in [&mut losses.changed, &mut losses.lost] {
        records.sort();
        records.dedup();
    }
    losses.torn |= is_torn(doubts(from, &transaction))?;
    losses.torn |= is_torn(number(from, &transaction))?;
    losses.torn |= is_torn(count(from, &transaction))?;
    paging::turn_all(&transaction)?;
    mark(&transaction)?;
    transaction.commit()?;
    Ok(losses)
}

/// Whether the old file could not be read to its end; any other error is one.
fn is_torn(read: Result<()>) -> Result<bool> {
    match read {
        Ok(()) => Ok(false),
        Err(Error::Broken(_) | Error::Sqlite(_) | Error::Unreadable { .. }) => Ok(true),
        Err(error) => Err(error),
    }
}

/// A value of another type than the schema allows.
fn unlike(error: &FromSqlError) -> Error {
    Error::Broken(error.to_string())
}

/// Reads rows in an order, and from the other end what stands behind a damaged place; whether there was one. A row may
/// come twice.
fn both_ways(
    from: &Connection,
    select: &str,
    order: &[&str],
    mut each: impl FnMut(&Row<'_>) -> Result<()>,
) -> Result<bool> {
    let mut way = |direction: &str| -> Result<()> {
        let order: Vec<_> = order
            .iter()
            .map(|column| format!("{column}{direction}"))
            .collect();
        let mut statement = from.prepare(&format!("{select} ORDER BY {}", order.join(", ")))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            each(row)?;
        }
        Ok(())
    };
    let is_damaged = is_torn(way(""))?;
    if is_damaged {
        is_torn(way(" DESC"))?;
    }
    Ok(is_damaged)
}

/// A revision as a damaged file has it: its words may be no text, its command may be missing.
struct Torn {
    row: RevisionRow,
    body: Option<Vec<u8>>,
    /// The number of its command in the old file.
    command: i64,
    hash: Hash,
}

/// A damaged book on its way into a new file.
struct Salvage<'t> {
    from: &'t Connection,
    to: &'t Connection,
    command: &'t Command,
    minted: ContextV7,
    /// The commands by their number in the old file: their names and their new numbers.
    numbers: HashMap<i64, (RawUuid, i64)>,
    /// The command that stands for those that cannot be read.
    stand_in: Option<(RawUuid, i64)>,
    losses: Losses,
}

impl Salvage<'_> {
    /// Takes the commands, and the name of the ledger, which most of them have too.
    fn commands(&mut self) -> Result<()> {
        let mut ledgers: HashMap<RawUuid, usize> = HashMap::new();
        let mut rows: BTreeMap<i64, (CommandRow, Hash)> = BTreeMap::new();
        let select = "SELECT n, uuid, ledger, at, author, verb, undoes, redoes, hash FROM command";
        self.losses.torn |= both_ways(self.from, select, &["n"], |row| {
            let (command, hash) = CommandRow::read(row)?;
            rows.insert(row.get("n")?, (command, hash));
            Ok(())
        })?;
        for (command, _) in rows.values() {
            *ledgers.entry(command.ledger).or_default() += 1;
        }
        let most = ledgers.into_iter().max_by_key(|(_, count)| *count);
        let uuid = match (book::ledger(self.from), most) {
            (Ok(uuid), _) | (Err(_), Some((uuid, _))) => uuid,
            (Err(error), None) => return Err(error),
        };
        self.to
            .execute("INSERT INTO ledger (uuid) VALUES (?1)", [uuid])?;
        for (n, (mut row, hash)) in rows {
            if row.hash() != hash {
                if is_near(row.hash(), hash) || mend_command(&mut row, hash) {
                    self.losses.mended += 1;
                } else {
                    self.losses.doubtful += 1;
                }
            }
            self.numbers.insert(n, (row.uuid, row.append(self.to)?));
        }
        Ok(())
    }

    /// The parents of all revisions: from their table, and from its index where that is damaged.
    fn parents(&mut self) -> Result<HashMap<RawUuid, BTreeSet<RawUuid>>> {
        let mut parents: HashMap<RawUuid, BTreeSet<RawUuid>> = HashMap::new();
        let mut each = |row: &Row<'_>| -> Result<()> {
            let (revision, parent) = (row.get("revision")?, row.get("parent")?);
            parents.entry(revision).or_default().insert(parent);
            Ok(())
        };
        let table = "SELECT revision, parent FROM parent";
        if both_ways(self.from, table, &["revision", "parent"], &mut each)? {
            self.losses.torn = true;
            let index = "SELECT revision, parent FROM parent INDEXED BY parent_child";
            both_ways(self.from, index, &["parent", "revision"], &mut each)?;
        }
        Ok(parents)
    }

    /// Takes the revisions: as they are, set right, or as they can be read.
    fn revisions(&mut self) -> Result<()> {
        let parents = self.parents()?;
        let mut rows: BTreeMap<RawUuid, Torn> = BTreeMap::new();
        let select = "SELECT uuid, record, kind, command, depth, body, heir, hash FROM revision";
        self.losses.torn |= both_ways(self.from, select, &["uuid"], |row| {
            let uuid: RawUuid = row.get("uuid")?;
            let revision = RevisionRow {
                uuid,
                record: row.get("record")?,
                kind: row.get("kind")?,
                command: [0; 16],
                depth: row.get("depth")?,
                parents: parents
                    .get(&uuid)
                    .map_or_else(Vec::new, |parents| parents.iter().copied().collect()),
                body: None,
                heir: row.get("heir")?,
            };
            // What is no text any more is read all the same.
            let body = row
                .get_ref("body")?
                .as_bytes_or_null()
                .map_err(|error| unlike(&error))?;
            let body = body.map(<[u8]>::to_vec);
            let torn = Torn {
                row: revision,
                body,
                command: row.get("command")?,
                hash: row.get("hash")?,
            };
            rows.insert(uuid, torn);
            Ok(())
        })?;
        // Which revisions of a record stand at which depth: one of them is the parent of one below.
        let mut depths: HashMap<(RawUuid, i64), Vec<RawUuid>> = HashMap::new();
        for Torn { row, .. } in rows.values() {
            let at = (row.about(), row.depth);
            depths.entry(at).or_default().push(row.uuid);
        }
        for torn in rows.into_values() {
            let Torn {
                mut row,
                body,
                command,
                hash,
            } = torn;
            let known = self.numbers.get(&command).copied();
            let (uuid, number) = match known {
                Some(known) => known,
                None => self.stand_in()?,
            };
            row.command = uuid;
            row.body = body
                .as_deref()
                .map(|body| String::from_utf8_lossy(body).into_owned());
            let above = depths
                .get(&(row.about(), row.depth.saturating_sub(1)))
                .map_or(&[][..], Vec::as_slice);
            if row.hash() == hash {
                row.append(self.to, number)?;
                continue;
            }
            let page = Page::of(self.from);
            let about = page.kind_and_number(row.about()).unwrap_or(None);
            if known.is_some()
                && (is_near(row.hash(), hash)
                    || mend_parents(&mut row, above, hash)
                    || mend_revision(&mut row, body.as_deref(), hash)
                    || mend_from_page(page, about, &mut row, hash))
            {
                self.losses.mended += 1;
            } else if reads(&row) {
                if row.parents.is_empty() {
                    row.parents.extend(above.first());
                }
                self.losses.changed.extend(about);
                self.to.execute(
                    "INSERT OR IGNORE INTO doubtful (revision, hash) VALUES (?1, ?2)",
                    params![row.uuid, hash],
                )?;
            } else {
                self.losses.lost.extend(about);
                continue;
            }
            row.append(self.to, number)?;
        }
        Ok(())
    }

    /// Takes from the page what the book does not say any more.
    fn add_from_the_page(&mut self) -> Result<()> {
        for kind in tables(self.from)? {
            let key = kind.dictionary().key;
            let mut missing: Vec<(i64, RawUuid)> = Vec::new();
            let select = format!("SELECT id, uuid FROM \"{key}\"");
            self.losses.torn |= both_ways(self.from, &select, &["id"], |row| {
                let (id, uuid): (i64, RawUuid) = (row.get("id")?, row.get("uuid")?);
                if book::last_body(self.to, uuid)?.is_none() {
                    missing.push((id, uuid));
                }
                Ok(())
            })?;
            missing.sort_unstable();
            missing.dedup();
            let page = Page::of(self.from);
            for (id, uuid) in missing {
                let body = body_shown(page, kind, id);
                let Ok(body) = body else {
                    self.losses.lost.push((kind, id));
                    continue;
                };
                let (command, number) = self.stand_in()?;
                let heads = book::heads(self.to, uuid)?;
                let is_first = heads.is_empty();
                let row = RevisionRow {
                    uuid: if is_first { uuid } else { self.mint() },
                    record: (!is_first).then_some(uuid),
                    kind: key.to_owned(),
                    command,
                    depth: heads.iter().map(|head| head.depth).max().unwrap_or(0) + 1,
                    parents: heads.iter().map(|head| head.uuid).collect(),
                    body: Some(body),
                    heir: None,
                };
                row.append(self.to, number)?;
                self.losses.changed.push((kind, id));
            }
        }
        Ok(())
    }

    /// Leaves out records of which nothing is known but that they were removed.
    fn without_words(&mut self) -> Result<()> {
        let mut statement = self.to.prepare(
            "SELECT coalesce(record, uuid) AS record FROM revision GROUP BY 1 HAVING count(body) = 0",
        )?;
        let records = statement
            .query_map([], |row| row.get("record"))?
            .collect::<rusqlite::Result<Vec<RawUuid>>>()?;
        for record in records {
            let about = Page::of(self.from).kind_and_number(record);
            self.losses.lost.extend(about.unwrap_or(None));
            self.to.execute(
                "DELETE FROM parent WHERE revision IN (SELECT uuid FROM revision WHERE uuid = ?1 OR record = ?1)",
                [record],
            )?;
            self.to.execute(
                "DELETE FROM revision WHERE uuid = ?1 OR record = ?1",
                [record],
            )?;
        }
        Ok(())
    }

    /// The command that stands for those that cannot be read.
    fn stand_in(&mut self) -> Result<(RawUuid, i64)> {
        if let Some(stand_in) = self.stand_in {
            return Ok(stand_in);
        }
        let row = CommandRow {
            uuid: self.mint(),
            ledger: book::ledger(self.to)?,
            at: self.command.at.clone(),
            author: self.command.author.clone(),
            verb: self.command.verb.clone(),
            undoes: None,
            redoes: None,
        };
        let stand_in = (row.uuid, row.append(self.to)?);
        self.stand_in = Some(stand_in);
        Ok(stand_in)
    }

    /// A fresh uuid.
    fn mint(&self) -> RawUuid {
        book::mint(&self.minted, self.command.moment)
    }
}

/// Finds the one parent that makes a revision's hash right.
fn mend_parents(row: &mut RevisionRow, above: &[RawUuid], hash: Hash) -> bool {
    let before = std::mem::take(&mut row.parents);
    for parent in above {
        row.parents = vec![*parent];
        if row.hash() == hash {
            return true;
        }
    }
    row.parents = before;
    false
}

/// Whether two hashes differ in one bit only: then it is the stored hash that is damaged.
fn is_near(one: Hash, other: Hash) -> bool {
    one.iter()
        .zip(other)
        .map(|(one, other)| (one ^ other).count_ones())
        .sum::<u32>()
        == 1
}

/// Finds the one bit of a command's words that makes its hash right.
fn mend_command(row: &mut CommandRow, hash: Hash) -> bool {
    let fields: [fn(&mut CommandRow) -> &mut String; 3] = [
        |row| &mut row.author,
        |row| &mut row.verb,
        |row| &mut row.at,
    ];
    fields.iter().any(|field| {
        let text = field(row).clone();
        turned(text.as_bytes()).any(|text| {
            *field(row) = text;
            row.hash() == hash
        }) || {
            *field(row) = text;
            false
        }
    })
}

/// The longest text of which a wrong bit is looked for, in bytes: some hundred milliseconds.
const LONGEST: usize = 4096;

/// Finds the one bit of what a revision says that makes its hash right.
fn mend_revision(row: &mut RevisionRow, body: Option<&[u8]>, hash: Hash) -> bool {
    // Each bit is tried with the whole text: of a long one that would take hours.
    let Some(body) = body.filter(|body| body.len() <= LONGEST) else {
        return false;
    };
    let before = row.body.clone();
    let found = turned(body).any(|text| {
        row.body = Some(text);
        row.hash() == hash
    });
    if !found {
        row.body = before;
    }
    found
}

/// Takes what the page says of a revision that it shows, if that is what was written.
fn mend_from_page(
    page: Page<'_>,
    about: Option<(Kind, i64)>,
    row: &mut RevisionRow,
    hash: Hash,
) -> bool {
    let body = about.and_then(|(kind, id)| body_shown(page, kind, id).ok());
    let Some(body) = body else { return false };
    let before = row.body.replace(body);
    if row.hash() == hash {
        return true;
    }
    row.body = before;
    false
}

/// What the page says of a record, as the book would have it. The book itself is not asked: it is what is damaged.
fn body_shown(page: Page<'_>, kind: Kind, id: i64) -> Result<String> {
    let mut rows = page.rows(&Query::of(kind).with(Filter::Ids(vec![id])))?;
    let row = rows.pop().ok_or(Error::Gone { kind, id })?;
    page.body(kind, row.stored())
}

/// Whether a revision says something that its kind can say.
fn reads(row: &RevisionRow) -> bool {
    let body = row.body.as_deref();
    Kind::of_key(&row.kind).is_some_and(|kind| body.is_none_or(|body| fits(kind, body).is_ok()))
}

/// Bytes with each of their bits turned in turn, as far as that is a text.
fn turned(bytes: &[u8]) -> impl Iterator<Item = String> {
    let bytes = bytes.to_vec();
    (0..bytes.len() * 8).filter_map(move |bit| {
        let mut bytes = bytes.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        String::from_utf8(bytes).ok()
    })
}
