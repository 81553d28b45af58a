//! The schema's steps. A released step is never changed or taken out of the list.

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use super::error::{Error, Result};

/// The steps, in order; the file's `user_version` is the number of those it has.
const STEPS: &[&str] = &[
    include_str!("schema/0001_ledger.sql"),
    include_str!("schema/0002_whole_source.sql"),
    include_str!("schema/0003_conflict.sql"),
];

/// The number of steps that this program knows.
pub fn newest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// The number of steps that the file has.
pub fn step_of(connection: &Connection) -> Result<i64> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// What a new file is given in the same transaction as its tables.
pub struct Birth {
    /// The mark of the program's files.
    pub application: i64,
    /// Which ledger it is.
    pub uuid: [u8; 16],
}

/// The newest schema in an empty database, to compare others with.
///
/// # Errors
///
/// When the database says so.
pub fn model(connection: &Connection) -> Result<()> {
    model_at(connection, newest())
}

/// The schema of a step in an empty database.
///
/// # Errors
///
/// When the database says so.
pub fn model_at(connection: &Connection, step: i64) -> Result<()> {
    for step in STEPS.iter().take(usize::try_from(step).unwrap_or(0)) {
        connection.execute_batch(step)?;
    }
    Ok(())
}

/// Takes the steps that the file lacks, all or none of them.
///
/// # Errors
///
/// When the file cannot be written, or a step leaves a reference without its record.
pub fn run(connection: &mut Connection, birth: Option<&Birth>) -> Result<()> {
    if connection.is_readonly("main")? {
        return Err(Error::ReadOnly);
    }
    // A step may rebuild a table; its references are checked as a whole before the commit.
    connection.pragma_update(None, "foreign_keys", false)?;
    let done = steps(connection, birth);
    connection.pragma_update(None, "foreign_keys", true)?;
    done
}

/// A step that finds other tables than the one before it leaves: the file does not have the schema that it says.
fn misplaced(error: rusqlite::Error) -> Error {
    match error {
        rusqlite::Error::SqlInputError { .. } => Error::Broken(error.to_string()),
        _ if error.sqlite_error_code() == Some(ErrorCode::Unknown) => {
            Error::Broken(error.to_string())
        }
        _ => error.into(),
    }
}

/// Takes the steps in one transaction, which holds the lock from the start.
fn steps(connection: &mut Connection, birth: Option<&Birth>) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    // Read again behind the lock: another process may have taken the same steps meanwhile.
    let taken = usize::try_from(step_of(&transaction)?).unwrap_or(usize::MAX);
    for step in STEPS.iter().skip(taken) {
        transaction.execute_batch(step).map_err(misplaced)?;
    }
    if let Some(birth) = birth {
        transaction.pragma_update(None, "application_id", birth.application)?;
        transaction.execute("INSERT INTO ledger (uuid) VALUES (?1)", [birth.uuid])?;
    }
    let dangling = transaction
        .prepare("PRAGMA foreign_key_check")?
        .query([])?
        .next()?
        .is_some();
    if dangling {
        return Err(Error::Broken("foreign_key_check".to_owned()));
    }
    transaction.pragma_update(None, "user_version", newest())?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::Query;
    use super::super::sample::Sample;
    use super::*;
    use crate::record::{Kind, Shape};
    use crate::value::Cell;

    /// A column as the database has it: name, type, whether it must be filled, whether it is derived.
    type Declared = (String, String, bool, bool);

    /// The columns of a table, in order.
    fn columns_of(sample: &Sample, table: &str) -> Vec<Declared> {
        let connection = &sample.ledger.connection;
        connection
            .prepare(
                "SELECT name, type, \"notnull\", hidden FROM pragma_table_xinfo(?1) ORDER BY cid",
            )
            .unwrap()
            .query_map([table], |row| {
                let hidden: i64 = row.get("hidden")?;
                // 2 is a generated column that is not stored.
                assert!(hidden == 0 || hidden == 2, "{table}");
                Ok((
                    row.get("name")?,
                    row.get("type")?,
                    row.get("notnull")?,
                    hidden == 2,
                ))
            })
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }

    /// The same as the dictionary has it.
    fn declared(kind: Kind) -> Vec<Declared> {
        let own =
            |name: &str, shape: &str, filled| (name.to_owned(), shape.to_owned(), filled, false);
        let mut columns = vec![
            own("id", "INTEGER", false),
            own("uuid", "BLOB", true),
            own("revision", "BLOB", true),
        ];
        let dictionary = kind.dictionary();
        for column in dictionary.all() {
            let shape = match column.shape {
                Shape::Count | Shape::Year | Shape::Flag | Shape::Link(_) => "INTEGER",
                _ => "TEXT",
            };
            let is_shown = dictionary.place(column.key).is_none();
            columns.push((
                column.key.to_owned(),
                shape.to_owned(),
                column.required && !is_shown,
                is_shown,
            ));
        }
        columns
    }

    #[test]
    fn the_tables_are_what_the_dictionary_says() {
        let sample = Sample::new();
        for kind in Kind::ALL {
            assert_eq!(
                columns_of(&sample, kind.dictionary().key),
                declared(*kind),
                "{kind:?}"
            );
        }
    }

    #[test]
    fn every_reference_of_the_dictionary_is_a_foreign_key() {
        let sample = Sample::new();
        for kind in Kind::ALL {
            let keys: BTreeSet<(String, String)> = sample
                .ledger
                .connection
                .prepare("SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?1)")
                .unwrap()
                .query_map([kind.dictionary().key], |row| {
                    Ok((row.get("from")?, row.get("table")?))
                })
                .unwrap()
                .map(Result::unwrap)
                .collect();
            let links = kind
                .dictionary()
                .links()
                .map(|(column, other)| (column.key.to_owned(), other.dictionary().key.to_owned()))
                .collect();
            assert_eq!(keys, links, "{kind:?}");
        }
    }

    #[test]
    fn all_tables_are_strict_and_no_number_is_given_twice() {
        let sample = Sample::new();
        let own = "schema = 'main' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
        let tables = format!("SELECT count(*) FROM pragma_table_list WHERE {own}");
        // The book's five, its conflicts, what a repair doubts and a page for each kind, and nothing else.
        let expected = 7 + i64::try_from(Kind::ALL.len()).unwrap();
        assert_eq!(sample.number(&tables), expected);
        assert_eq!(sample.number(&format!("{tables} AND strict = 0")), 0);
        assert_eq!(sample.number(&format!("{tables} AND type <> 'table'")), 0);
        for kind in Kind::ALL {
            let key = kind.dictionary().key;
            let counted = format!(
                "SELECT count(*) FROM sqlite_schema WHERE name = '{key}' AND sql LIKE '%AUTOINCREMENT%'"
            );
            assert_eq!(sample.number(&counted), 1, "{key}");
        }
    }

    /// A value that the column takes, as SQL.
    fn good(kind: Kind, key: &str) -> &'static str {
        match kind.dictionary().column(key).unwrap().shape {
            Shape::Day => "'2022-06-01'",
            Shape::Partial => "'2022-06'",
            Shape::Count | Shape::Flag | Shape::Link(_) => "1",
            Shape::Year => "2022",
            Shape::List | Shape::Choices(_) => "'[\"甲\"]'",
            _ => "'甲'",
        }
    }

    /// What no column of the shape may hold.
    fn bad(shape: Shape) -> &'static [&'static str] {
        match shape {
            Shape::Day => &[
                "'2022-02-30'",
                "'2022-13-01'",
                "'2022-6-1'",
                "'2022-06'",
                "'2022'",
                "'20220601'",
                "'2022-06-01 '",
                "'2022-06-01T00:00'",
                "'now'",
                "''",
                "x'01'",
            ],
            Shape::Partial => &[
                "'2022-02-30'",
                "'2022-13'",
                "'2022-00'",
                "'2022-6'",
                "'2022-06-'",
                "'2022-'",
                "'22'",
                "'now'",
                "''",
            ],
            Shape::Count => &["-1", "'三'", "1.5"],
            Shape::Year => &["0", "'今年'", "22", "2022.5"],
            Shape::Flag => &["2", "-1", "'是'"],
            Shape::Link(_) => &["99", "'甲'"],
            Shape::List | Shape::Choices(_) => &["'甲、乙'", "'{}'", "'\"甲\"'", "''"],
            Shape::Text | Shape::Code | Shape::Phone | Shape::Figure | Shape::Choice(_) => {
                &["x'01'"]
            }
        }
    }

    /// Inserts a full row past the book, with one value replaced.
    fn insert(sample: &Sample, kind: Kind, replaced: &str, value: &str) -> rusqlite::Result<()> {
        let dictionary = kind.dictionary();
        let keys: Vec<_> = dictionary.columns.iter().map(|column| column.key).collect();
        let values: Vec<_> = keys
            .iter()
            .map(|key| {
                if *key == replaced {
                    value
                } else {
                    good(kind, key)
                }
            })
            .collect();
        sample.ledger.connection.execute_batch(&format!(
            "INSERT INTO \"{}\" (uuid, revision, \"{}\") VALUES (randomblob(16), x'01', {})",
            dictionary.key,
            keys.join("\", \""),
            values.join(", ")
        ))
    }

    #[test]
    fn no_column_holds_what_its_shape_cannot_be() {
        let sample = Sample::new();
        for kind in Kind::ALL {
            insert(&sample, *kind, "", "").unwrap();
            for column in kind.dictionary().columns {
                for value in bad(column.shape) {
                    let done = insert(&sample, *kind, column.key, value);
                    assert!(done.is_err(), "{kind:?} {} {value}", column.key);
                }
                let empty = insert(&sample, *kind, column.key, "NULL");
                assert_eq!(empty.is_err(), column.required, "{kind:?} {}", column.key);
            }
        }
    }

    #[test]
    fn a_year_or_a_month_alone_is_a_month_only_date() {
        let sample = Sample::new();
        for value in ["'2022'", "'2022-06'", "'2022-06-30'", "'2020-02-29'"] {
            insert(&sample, Kind::Point, "founded_on", value).unwrap();
        }
    }

    #[test]
    fn days_of_a_problem_and_places_of_a_visit_are_checked_together() {
        let sample = Sample::new();
        for kind in [Kind::Point, Kind::Project, Kind::Visit] {
            insert(&sample, kind, "", "").unwrap();
        }
        let problem = |key, value| insert(&sample, Kind::Problem, key, value);
        assert!(problem("solved_on", "'2022-05-31'").is_err());
        assert!(problem("closed_on", "'2022-05-31'").is_err());
        assert!(problem("closed_on", "'2022-06-01'").is_ok());
        let nowhere = "INSERT INTO visit (uuid, revision, date, send) VALUES (x'01', x'01', '2022-06-01', '[]')";
        assert!(sample.ledger.connection.execute_batch(nowhere).is_err());
    }

    #[test]
    fn the_state_of_a_problem_follows_from_its_days() {
        let sample = Sample::new();
        for (values, state) in [
            ("'onsite', NULL, NULL, NULL, NULL", "todo"),
            ("NULL, NULL, NULL, NULL, NULL", "todo"),
            ("'explained', NULL, NULL, NULL, NULL", "todo"),
            ("'dated', NULL, NULL, NULL, NULL", "doing"),
            ("'referred', NULL, NULL, NULL, NULL", "doing"),
            ("'coordinated', NULL, NULL, NULL, NULL", "doing"),
            ("NULL, '已联系', NULL, NULL, NULL", "doing"),
            ("'dated', '已联系', '2022-06-02', NULL, NULL", "solved"),
            (
                "'dated', '已联系', '2022-06-02', '2022-06-03', NULL",
                "closed",
            ),
            ("'dated', '已联系', NULL, NULL, '2022-06-02'", "declined"),
        ] {
            sample.run(&format!(
                "DELETE FROM problem;
                 INSERT INTO problem (uuid, revision, found_on, company, category, text,
                                      handling, progress, solved_on, closed_on, declined_on)
                 VALUES (randomblob(16), x'01', '2022-06-01', '甲', '广告', '甲', {values})"
            ));
            let rows = sample.ledger.page().rows(&Query::of(Kind::Problem));
            match rows.unwrap()[0].cell("state") {
                Cell::Choice(entry) => assert_eq!(entry.code, state, "{values}"),
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn a_new_ledger_has_every_step_and_one_name_of_its_own() {
        let sample = Sample::new();
        assert_eq!(step_of(&sample.ledger.connection).unwrap(), newest());
        assert_eq!(sample.number("SELECT count(*) FROM ledger"), 1);
        let other = Sample::new();
        let uuid = |sample: &Sample| -> [u8; 16] {
            let connection = &sample.ledger.connection;
            connection
                .query_row("SELECT uuid FROM ledger", [], |row| row.get("uuid"))
                .unwrap()
        };
        assert_ne!(uuid(&sample), uuid(&other));
    }

    #[test]
    fn steps_that_are_taken_are_not_taken_again() {
        let mut sample = Sample::new();
        sample.point("钢材市场");
        run(&mut sample.ledger.connection, None).unwrap();
        assert_eq!(sample.number("SELECT count(*) FROM point"), 1);
        assert_eq!(sample.number("PRAGMA foreign_keys"), 1);
    }

    #[test]
    fn a_reference_without_its_record_stops_the_steps() {
        let mut sample = Sample::new();
        let point = sample.point("钢材市场");
        sample.visit(point, "2022-06-01");
        sample.run("PRAGMA foreign_keys = OFF; DELETE FROM point");
        let connection = &mut sample.ledger.connection;
        assert!(matches!(run(connection, None), Err(Error::Broken(_))));
        // The check is on again all the same.
        assert_eq!(sample.number("PRAGMA foreign_keys"), 1);
    }
}
