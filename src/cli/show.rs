//! `KIND show`: prints one record whole.

use std::io::Write as _;

use clap::{ArgMatches, Command};

use super::flags::{choice, is_on, reference, switch, text};
use super::output::{Field, Format, format_flag};
use super::session::{Session, resolve};
use super::words;
use crate::figure::Progress;
use crate::record::{Kind, Shape};
use crate::sheet;
use crate::store::{Filter, Page, Query, Row};
use crate::value::Cell;

/// The command of a kind.
pub(super) fn command(kind: Kind) -> Command {
    Command::new("show")
        .alias("查看")
        .about(format!("查看一条{}的全部内容", kind.dictionary().label))
        .arg(reference(kind))
        .args([
            format_flag(),
            switch("full", "完整", "电话等个人信息不打码").help_heading("输出"),
        ])
}

/// Prints the record that the reference means.
pub(super) fn run(session: &mut Session, kind: Kind, matches: &ArgMatches) -> anyhow::Result<()> {
    let format = choice::<Format>(matches, "format")?.unwrap_or(Format::Table);
    let full = is_on(matches, "full");
    let ledger = session.ledger()?;
    let page = ledger.page();
    let mut row = resolve(page, kind, text(matches, "ref").unwrap_or_default())?;
    Progress::on(session.today()).fill(page, &mut row)?;
    let fields = Field::all(kind);
    let heads: Vec<_> = fields.iter().map(|field| field.head(kind)).collect();
    let cells: Vec<_> = fields.iter().map(|field| field.cell(&row, full)).collect();
    match format {
        Format::Json => write!(
            session.outside.out,
            "{}",
            sheet::text(&sheet::object(&heads, &cells))
        )?,
        Format::Csv => {
            let mut writer = sheet::Csv::new(&mut session.outside.out, sheet::Dialect::default());
            sheet::Writer::begin(&mut writer, &heads)?;
            sheet::Writer::row(&mut writer, &cells)?;
            sheet::Writer::end(&mut writer)?;
        }
        Format::Table => {
            let readable: Vec<_> = fields
                .iter()
                .zip(cells)
                .map(|(field, cell)| readable(*field, cell))
                .collect();
            let card = sheet::card(&heads, &readable, session.outside.width);
            write!(session.outside.out, "{card}")?;
            let limit = session.outside.width.unwrap_or(usize::MAX);
            for line in belonging(page, &row)? {
                for line in sheet::wrap(&line, limit) {
                    writeln!(session.outside.out, "{line}")?;
                }
            }
        }
    }
    Ok(())
}

/// A cell as a person reads it alone: days with their weekday, times without seconds, visits by number.
fn readable(field: Field, cell: Cell) -> Cell {
    match (field, cell) {
        (_, Cell::Day(day)) => Cell::Text(words::day_words(day)),
        (Field::Created | Field::Updated, Cell::Text(at)) => Cell::Text(words::moment(&at)),
        (_, cell) => cell,
    }
}

/// The records that belong to this one, a line each; members and visits of a point only by their count.
fn belonging(page: Page<'_>, row: &Row) -> anyhow::Result<Vec<String>> {
    let mut lines = Vec::new();
    for other in Kind::ALL {
        let dictionary = other.dictionary();
        for column in dictionary.columns {
            if !matches!(column.shape, Shape::Link(kind) if kind == row.kind) {
                continue;
            }
            let query = Query::of(*other).with(Filter::Refers(column, row.id));
            if row.kind == Kind::Point {
                let count = page.count(&query)?;
                if count > 0 {
                    let name = row.cell("name").words();
                    // A name that a shell or a terminal would take apart is replaced by the number.
                    let is_plain = name.chars().all(char::is_alphanumeric);
                    lines.push(format!(
                        "{} {count} 条：xgz {} list --point {}",
                        dictionary.label,
                        dictionary.key,
                        if is_plain { name } else { row.id.to_string() }
                    ));
                }
            } else {
                lines.extend(
                    page.rows(&query)?
                        .iter()
                        .map(|row| format!("  {}", words::brief(row))),
                );
            }
        }
    }
    Ok(lines)
}
