//! Reads the current page: rows, references, and the names that point to them.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, ToSql};
use serde_json::Value as Json;
use uuid::Uuid;

use super::book::RawUuid;
use super::cells::{from_body, from_page, to_body};
use super::error::{Error, Result};
use super::paging;
use super::query::{Filter, Query};
use crate::record::{Kind, Shape};
use crate::value::{Cell, Link};

/// A record as the page shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The kind.
    pub kind: Kind,
    /// 编号: the number in this ledger.
    pub id: i64,
    /// 标识: the same in every ledger that holds the record.
    pub uuid: Uuid,
    /// A cell for each stored column, then one for each shown column.
    pub cells: Vec<Cell>,
    /// When it was entered, where that was asked for: RFC 3339.
    pub created: Option<String>,
    /// When it was last changed, where that was asked for: RFC 3339.
    pub updated: Option<String>,
}

impl Row {
    /// The cell of a stored or shown column; empty where the kind has no such column.
    pub fn cell(&self, key: &str) -> &Cell {
        self.kind
            .dictionary()
            .all()
            .position(|column| column.key == key)
            .and_then(|place| self.cells.get(place))
            .unwrap_or(&Cell::Empty)
    }

    /// Puts another cell in the place of one, for showing it; nothing is stored.
    pub fn set(&mut self, key: &str, cell: Cell) {
        let place = self
            .kind
            .dictionary()
            .all()
            .position(|column| column.key == key);
        if let Some(old) = place.and_then(|place| self.cells.get_mut(place)) {
            *old = cell;
        }
    }

    /// The cells that are stored.
    pub fn stored(&self) -> &[Cell] {
        &self.cells[..self.kind.dictionary().columns.len()]
    }
}

/// The current page of a ledger, or of a command at work in it.
#[derive(Clone, Copy)]
pub struct Page<'c> {
    connection: &'c Connection,
}

impl<'c> Page<'c> {
    /// The page behind a connection.
    pub(super) fn of(connection: &'c Connection) -> Self {
        Self { connection }
    }

    /// The connection, for the figures' own statements.
    pub fn connection(self) -> &'c Connection {
        self.connection
    }

    /// Does work that reads several times as if at one moment: what others write meanwhile is not seen in half of it.
    ///
    /// # Errors
    ///
    /// What the work or the file says.
    pub fn at_once<T, E: From<Error>>(self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        // Within a command there is one state already.
        if !self.connection.is_autocommit() {
            return work();
        }
        let state = self
            .connection
            .unchecked_transaction()
            .map_err(Error::from)?;
        let done = work()?;
        state.commit().map_err(Error::from)?;
        Ok(done)
    }

    /// Hands each row of the query to `each`, in order.
    ///
    /// # Errors
    ///
    /// What the file or `each` says.
    pub fn each<E: From<Error>>(
        self,
        query: &Query,
        mut each: impl FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let (text, values) = query.rows();
        let mut statement = self.connection.prepare_cached(&text).map_err(Error::from)?;
        let values = named(&values);
        let mut rows = statement.query(values.as_slice()).map_err(Error::from)?;
        while let Some(row) = rows.next().map_err(Error::from)? {
            each(read_row(query, row)?)?;
        }
        Ok(())
    }

    /// The rows of the query.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn rows(self, query: &Query) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        self.each::<Error>(query, |row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }

    /// The numbers of the records that the query has, in order, its limit aside.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn ids(self, query: &Query) -> Result<Vec<i64>> {
        let (text, values) = query.ids();
        let mut statement = self.connection.prepare_cached(&text)?;
        let ids = statement.query_map(named(&values).as_slice(), |row| row.get("id"))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// Records of a kind in the order of their numbers here; what is gone is left out.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn rows_of(self, kind: Kind, ids: &[i64]) -> Result<Vec<Row>> {
        let mut rows = self.rows(&Query::of(kind).with(Filter::Ids(ids.to_vec())))?;
        rows.sort_by_cached_key(|row| ids.iter().position(|id| *id == row.id));
        Ok(rows)
    }

    /// How many records the query has, its limit aside.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn count(self, query: &Query) -> Result<usize> {
        let (text, values) = query.count();
        Ok(self
            .connection
            .prepare_cached(&text)?
            .query_row(named(&values).as_slice(), |row| row.get(0))?)
    }

    /// One record.
    ///
    /// # Errors
    ///
    /// When it is gone, or the file cannot be read.
    pub fn row(self, kind: Kind, id: i64) -> Result<Row> {
        self.find_row(kind, id)?.ok_or(Error::Gone { kind, id })
    }

    /// One record, if it is there.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn find_row(self, kind: Kind, id: i64) -> Result<Option<Row>> {
        let mut query = Query::of(kind).with(Filter::Ids(vec![id]));
        query.times = true;
        Ok(self.rows(&query)?.pop())
    }

    /// The different texts of a column, of whatever kinds have it, in order.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn texts(self, key: &str) -> Result<Vec<String>> {
        let with_it = Kind::entered().filter(|kind| kind.dictionary().place(key).is_some());
        let each: Vec<_> = with_it
            .map(|kind| {
                format!(
                    "SELECT \"{key}\" AS text FROM \"{}\" WHERE \"{key}\" IS NOT NULL",
                    kind.dictionary().key
                )
            })
            .collect();
        if each.is_empty() {
            return Ok(Vec::new());
        }
        let text = format!("{} ORDER BY 1", each.join(" UNION "));
        let mut statement = self.connection.prepare_cached(&text)?;
        let texts = statement.query_map([], |row| row.get("text"))?;
        Ok(texts.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether a number belongs to a removed record.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn is_removed(self, kind: Kind, id: i64) -> Result<bool> {
        Ok(self
            .connection
            .prepare_cached("SELECT 1 FROM removed WHERE kind = ?1 AND id = ?2")?
            .exists(rusqlite::params![kind.dictionary().key, id])?)
    }

    /// The record that a removed one was joined with, by its number.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn joined_with(self, kind: Kind, id: i64) -> Result<Option<i64>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT heir FROM removed WHERE kind = ?1 AND id = ?2 AND heir IS NOT NULL",
        )?;
        let heir: Option<RawUuid> = statement
            .query_row(rusqlite::params![kind.dictionary().key, id], |row| {
                row.get("heir")
            })
            .optional()?;
        match heir {
            Some(heir) => self.number_of(paging::standing(self.connection, kind, heir)?),
            None => Ok(None),
        }
    }

    /// The numbers of the removed records of a kind.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn removed(self, kind: Kind) -> Result<Vec<i64>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM removed WHERE kind = ?1 ORDER BY id")?;
        let ids = statement.query_map([kind.dictionary().key], |row| row.get("id"))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// The records that refer to this one.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn referring(self, kind: Kind, id: i64) -> Result<Vec<(Kind, i64)>> {
        let mut found = Vec::new();
        for other in Kind::ALL {
            let dictionary = other.dictionary();
            for (column, _) in dictionary.links().filter(|(_, target)| *target == kind) {
                let text = format!(
                    "SELECT id FROM \"{}\" WHERE \"{}\" = ?1 ORDER BY id",
                    dictionary.key, column.key
                );
                let mut statement = self.connection.prepare_cached(&text)?;
                let mut rows = statement.query([id])?;
                while let Some(row) = rows.next()? {
                    found.push((*other, row.get("id")?));
                }
            }
        }
        Ok(found)
    }

    /// Who the record of this uuid is here, if it is on the page: its number and name.
    fn link(self, kind: Kind, uuid: RawUuid) -> Result<Option<Link>> {
        let dictionary = kind.dictionary();
        let name = dictionary
            .title
            .map_or_else(|| "''".to_owned(), |title| format!("\"{title}\""));
        Ok(self
            .connection
            .prepare_cached(&format!(
                "SELECT id, {name} AS name FROM \"{}\" WHERE uuid = ?1",
                dictionary.key
            ))?
            .query_row([uuid], |row| {
                Ok(Link {
                    id: row.get("id")?,
                    name: row.get("name")?,
                })
            })
            .optional()?)
    }

    /// The record of a number on the page.
    pub(super) fn record(self, kind: Kind, id: i64) -> Result<RawUuid> {
        let key = kind.dictionary().key;
        self.connection
            .prepare_cached(&format!("SELECT uuid FROM \"{key}\" WHERE id = ?1"))?
            .query_row([id], |row| row.get("uuid"))
            .optional()?
            .ok_or(Error::Gone { kind, id })
    }

    /// The cells as the book keeps them: the filled ones by key, references as uuids.
    pub(super) fn body(self, kind: Kind, row: &[Cell]) -> Result<String> {
        let mut body = serde_json::Map::new();
        for (column, cell) in kind.dictionary().columns.iter().zip(row) {
            let uuid = match (cell, column.shape) {
                (Cell::Link(link), Shape::Link(other)) => Some(self.record(other, link.id)?),
                _ => None,
            };
            if !cell.is_empty() {
                body.insert(column.key.to_owned(), to_body(cell, uuid));
            }
        }
        Ok(Json::Object(body).to_string())
    }

    /// The first reference of a body to a record that is removed, and is none of `others`.
    pub(super) fn removed_reference(
        self,
        kind: Kind,
        body: &str,
        others: &[RawUuid],
    ) -> Result<Option<(Kind, i64)>> {
        for (other, uuid) in references(kind, body)? {
            let uuid = paging::standing(self.connection, other, uuid)?;
            if others.contains(&uuid) || self.link(other, uuid)?.is_some() {
                continue;
            }
            if let Some(link) = self.removed_link(uuid)? {
                return Ok(Some((other, link.id)));
            }
        }
        Ok(None)
    }

    /// The stored cells that a body of the book stands for. A reference to a record that is removed keeps
    /// its number.
    pub(super) fn cells_of_body(self, kind: Kind, id: i64, body: &str) -> Result<Vec<Cell>> {
        self.cells_with(kind, id, body, &|other, uuid| {
            paging::standing(self.connection, other, uuid)
        })
    }

    /// The same, where `stands` says which record stands for one that is named.
    pub(super) fn cells_with(
        self,
        kind: Kind,
        id: i64,
        body: &str,
        stands: &dyn Fn(Kind, RawUuid) -> Result<RawUuid>,
    ) -> Result<Vec<Cell>> {
        let json: Json =
            serde_json::from_str(body).map_err(|error| Error::Broken(error.to_string()))?;
        kind.dictionary()
            .columns
            .iter()
            .map(|column| {
                let unreadable = || Error::Unreadable {
                    kind,
                    id,
                    column: column.key,
                };
                let value = json.get(column.key).unwrap_or(&Json::Null);
                match (column.shape, value.as_str()) {
                    (Shape::Link(other), Some(text)) => {
                        let named = Uuid::parse_str(text)
                            .map_err(|_| unreadable())?
                            .into_bytes();
                        let uuid = stands(other, named)?;
                        let link = match self.link(other, uuid)? {
                            Some(link) => link,
                            None => self.removed_link(uuid)?.ok_or_else(unreadable)?,
                        };
                        Ok(Cell::Link(link))
                    }
                    _ => from_body(column, value).ok_or_else(unreadable),
                }
            })
            .collect()
    }

    /// The number of a removed record.
    fn removed_link(self, uuid: RawUuid) -> Result<Option<Link>> {
        Ok(self
            .connection
            .prepare_cached("SELECT id FROM removed WHERE uuid = ?1")?
            .query_row([uuid], |row| {
                Ok(Link {
                    id: row.get("id")?,
                    name: String::new(),
                })
            })
            .optional()?)
    }
}

/// The records that a body names.
pub(super) fn references(kind: Kind, body: &str) -> Result<Vec<(Kind, RawUuid)>> {
    let mut links = kind.dictionary().links().peekable();
    if links.peek().is_none() {
        return Ok(Vec::new());
    }
    let json: Json =
        serde_json::from_str(body).map_err(|error| Error::Broken(error.to_string()))?;
    Ok(links
        .filter_map(|(column, other)| {
            let uuid = Uuid::parse_str(json.get(column.key)?.as_str()?).ok()?;
            Some((other, uuid.into_bytes()))
        })
        .collect())
}

/// Named values as the database takes them.
pub fn named(values: &[(String, Value)]) -> Vec<(&str, &dyn ToSql)> {
    values
        .iter()
        .map(|(name, value)| (name.as_str(), value as &dyn ToSql))
        .collect()
}

/// Reads a row in the order of the selection that the dictionary gives.
fn read_row(query: &Query, row: &rusqlite::Row<'_>) -> Result<Row> {
    let kind = query.kind;
    let id: i64 = row.get("id")?;
    let uuid: [u8; 16] = row.get("uuid")?;
    let mut place = 2;
    let mut cells = Vec::new();
    for column in kind.dictionary().all() {
        let mut cell = from_page(column, row.get_ref(place)?).ok_or(Error::Unreadable {
            kind,
            id,
            column: column.key,
        })?;
        place += 1;
        if matches!(column.shape, Shape::Link(_)) {
            if let Cell::Link(link) = &mut cell {
                link.name = row.get::<_, Option<String>>(place)?.unwrap_or_default();
            }
            place += 1;
        }
        cells.push(cell);
    }
    let (created, updated) = if query.times {
        (row.get("created")?, row.get("updated")?)
    } else {
        (None, None)
    };
    Ok(Row {
        kind,
        id,
        uuid: Uuid::from_bytes(uuid),
        cells,
        created,
        updated,
    })
}
