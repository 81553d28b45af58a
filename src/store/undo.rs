//! Takes whole commands back and does them again. History is never rewritten: an undo is a command of its own.

use std::collections::HashSet;

use rusqlite::params;

use super::book::{self, CommandRow, Head, RawUuid};
use super::error::{Error, Result};
use super::history::Deed;
use super::page::Page;
use super::paging;
use super::writing::Writing;
use crate::record::Kind;

/// The verb of a command that took in other ledgers.
pub const MERGE: &str = "merge";

/// What `undo` or `redo` has before it.
#[derive(Debug)]
pub enum Turn {
    /// No command is left.
    Nothing,
    /// A merge, which is not undone: its removals would travel back to the others.
    Merge(Deed),
    /// This command.
    Of(Step),
}

/// A command to be taken back or done again.
#[derive(Debug)]
pub struct Step {
    /// The command as a person gave it.
    pub deed: Deed,
    /// Whether it is done again.
    pub again: bool,
    /// The command whose revisions are turned round: itself, or the last that took it back or did it again.
    effect: i64,
}

impl Step {
    /// Whether the command brought removed records back: then what refers to them came later.
    fn restores(&self) -> bool {
        self.deed.verb.ends_with(" restore")
    }
}

impl Page<'_> {
    /// The newest command of this ledger that is not undone.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn to_undo(self) -> Result<Turn> {
        let mut undone: HashSet<RawUuid> = HashSet::new();
        let mut found = None;
        self.own(|n, own| {
            if let Some(taken_back) = own.undoes {
                undone.insert(taken_back);
                return true;
            }
            let meant = own.redoes.unwrap_or(own.uuid);
            if undone.contains(&meant) {
                return true;
            }
            found = Some((meant, n, own.verb == MERGE));
            false
        })?;
        self.step(found, false)
    }

    /// The command of this ledger that was undone last, unless another one was given since.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn to_redo(self) -> Result<Turn> {
        let mut redone: HashSet<RawUuid> = HashSet::new();
        let mut found = None;
        self.own(|n, own| match (own.redoes, own.undoes) {
            (Some(again), _) => redone.insert(again),
            (None, Some(back)) if redone.remove(&back) => true,
            (None, Some(back)) => {
                found = Some((back, n, false));
                false
            }
            (None, None) => false,
        })?;
        self.step(found, true)
    }

    /// Hands the commands of this ledger to `on`, newest first, as long as it says so.
    fn own(self, mut on: impl FnMut(i64, &CommandRow) -> bool) -> Result<()> {
        let mut statement = self.connection().prepare_cached(
            "SELECT n, uuid, ledger, at, author, verb, undoes, redoes, hash FROM command
             WHERE ledger = (SELECT uuid FROM ledger) ORDER BY n DESC",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (command, _) = CommandRow::read(row)?;
            if !on(row.get("n")?, &command) {
                break;
            }
        }
        Ok(())
    }

    /// What was found, with all that is told of it.
    fn step(self, found: Option<(RawUuid, i64, bool)>, again: bool) -> Result<Turn> {
        let Some((meant, effect, is_merge)) = found else {
            return Ok(Turn::Nothing);
        };
        let deed = self.deed_of(meant)?;
        Ok(if is_merge {
            Turn::Merge(deed)
        } else {
            Turn::Of(Step {
                deed,
                again,
                effect,
            })
        })
    }
}

impl Writing<'_> {
    /// Takes a command back or does it again: each of its records says again what it said before.
    ///
    /// The records.
    ///
    /// # Errors
    ///
    /// When one of them was written since, others refer to one that would go, or one that it refers to is gone.
    pub fn turn_round(&mut self, step: &Step) -> Result<Vec<(Kind, i64)>> {
        let meant = Some(step.deed.uuid);
        let (undoes, redoes) = if step.again {
            (None, meant)
        } else {
            (meant, None)
        };
        self.repeating(undoes, redoes);
        let touched = self.page().touched(step.effect)?;
        let mut since = Vec::new();
        let mut todo = Vec::new();
        for (kind, record) in &touched {
            let heads = self.heads_as_left(step.effect, *record)?;
            if heads.is_empty() {
                since.extend(self.page().number_of(*record)?.map(|id| (*kind, id)));
            }
            todo.push((*kind, *record, heads));
        }
        if !since.is_empty() {
            since.sort();
            return Err(Error::Since(since));
        }
        let mut stayed = self.kept()?;
        for (kind, record, heads) in &todo {
            let earlier = self.earlier(step.effect, *record)?;
            if earlier.is_empty() {
                self.append(*kind, Some(*record), heads, None, None)?;
            }
            // A removed record that was on the page all the same goes back to that.
            if earlier.last().is_some_and(|one| one.body.is_none()) && !step.restores() {
                stayed.insert(*record);
            }
            // Where a command settled what two had written, both stand again as they did; the one shown comes last.
            for one in &earlier {
                self.append(*kind, Some(*record), heads, one.body.as_deref(), one.heir)?;
            }
        }
        let records: Vec<RawUuid> = touched.iter().map(|(_, record)| *record).collect();
        paging::turn(self.connection(), records.iter().copied())?;
        self.refuse_kept(&stayed, &records)?;
        let mut numbers = Vec::new();
        for (kind, record) in touched {
            numbers.extend(self.page().number_of(record)?.map(|id| (kind, id)));
        }
        numbers.sort();
        Ok(numbers)
    }

    /// The heads of a record that say what a command left there; none, if somebody has written over one of them since.
    /// What was taken back since counts for nothing, and so does what others have written beside.
    fn heads_as_left(&self, command: i64, record: RawUuid) -> Result<Vec<Head>> {
        let mut left = Vec::new();
        for head in book::heads(self.connection(), record)? {
            if self.leads_back(&head, command, record)? {
                left.push(head);
            }
        }
        let written = self.last_of(command, record)?;
        if left.len() < written {
            left.clear();
        }
        Ok(left)
    }

    /// Whether a head says again what a command wrote: itself, or through undos and redos.
    fn leads_back(&self, head: &Head, command: i64, record: RawUuid) -> Result<bool> {
        let mut head = head.clone();
        while head.command != command {
            let Some(turned) = self.turned_by(head.command)? else {
                return Ok(false);
            };
            let earlier = self.earlier(turned, record)?;
            match earlier.into_iter().find(|one| one.says(&head)) {
                Some(one) => head = one,
                None => return Ok(false),
            }
        }
        Ok(true)
    }

    /// How many revisions of a record a command wrote that it did not follow itself.
    fn last_of(&self, command: i64, record: RawUuid) -> Result<usize> {
        let mut statement = self.connection().prepare_cached(
            "SELECT count(*) AS count FROM revision AS this
             WHERE (uuid = ?2 OR record = ?2) AND +command = ?1 AND NOT EXISTS (
               SELECT 1 FROM parent JOIN revision AS next ON next.uuid = parent.revision
               WHERE parent.parent = this.uuid AND +next.command = ?1)",
        )?;
        Ok(statement.query_row(params![command, record], |row| row.get("count"))?)
    }

    /// The command whose revisions an undo or redo turned round: the last one before it that did what it undoes, or
    /// undid what it does again.
    fn turned_by(&self, command: i64) -> Result<Option<i64>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT max(other.n) AS n FROM command AS this JOIN command AS other ON other.n < this.n
             WHERE this.n = ?1 AND CASE
               WHEN this.undoes IS NOT NULL THEN other.uuid = this.undoes OR other.redoes = this.undoes
               ELSE other.undoes = this.redoes END",
        )?;
        Ok(statement.query_row([command], |row| row.get("n"))?)
    }

    /// The heads that a record had before a command, the one that was shown last.
    fn earlier(&self, command: i64, record: RawUuid) -> Result<Vec<Head>> {
        // The plus keeps the database from walking all that a large command wrote, for each of its records.
        let mut statement = self.connection().prepare_cached(
            "SELECT DISTINCT before.uuid AS uuid, before.depth AS depth, before.body AS body,
                    before.heir AS heir, before.command AS command
             FROM revision AS this JOIN parent ON parent.revision = this.uuid
             JOIN revision AS before ON before.uuid = parent.parent
             WHERE (this.uuid = ?2 OR this.record = ?2) AND +this.command = ?1 AND +before.command <> ?1
             ORDER BY before.depth, before.uuid",
        )?;
        let heads = statement.query_map(params![command, record], Head::read)?;
        Ok(heads.collect::<rusqlite::Result<_>>()?)
    }

    /// The records that are on the page only because another one refers to them.
    pub(super) fn kept(&self) -> Result<HashSet<RawUuid>> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT record FROM conflict WHERE why = 'kept'")?;
        let records = statement.query_map([], |row| row.get("record"))?;
        Ok(records.collect::<rusqlite::Result<_>>()?)
    }

    /// Refuses what would leave a record on the page only because another one refers to it.
    pub(super) fn refuse_kept(&self, before: &HashSet<RawUuid>, written: &[RawUuid]) -> Result<()> {
        for record in self.kept()?.difference(before) {
            let page = self.page();
            let Some((kind, id)) = page.kind_and_number(*record)? else {
                continue;
            };
            return Err(if written.contains(record) {
                let by = page.referring(kind, id)?;
                Error::Referred { kind, id, by }
            } else {
                Error::Removed { kind, id }
            });
        }
        Ok(())
    }
}
