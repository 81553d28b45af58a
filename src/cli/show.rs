//! `KIND show`: prints one record whole.

use clap::{ArgMatches, Command};

use super::flags::{is_on, reference, switch, text};
use super::lines::broken;
use super::output::{Destination, Field, Format, SHEETS, readable, with_formats};
use super::session::{Session, resolve};
use super::settings::Setting;
use super::{story, visit_form, words};
use crate::figure::Progress;
use crate::record::{Kind, Shape};
use crate::sheet;
use crate::store::{Filter, Page, Query, Row};

/// The formats of a visit, which has a form on paper.
const VISIT: &[Format] = &[
    Format::Table,
    Format::Csv,
    Format::Json,
    Format::Markdown,
    Format::Docx,
];

/// The formats of a record.
fn formats(kind: Kind) -> &'static [Format] {
    match kind {
        Kind::Visit => VISIT,
        _ => SHEETS,
    }
}

/// The command of a kind.
pub(super) fn command(kind: Kind) -> Command {
    let about = match kind {
        Kind::Visit => "查看一次走访；存成 .docx 就是走访服务记录表".to_owned(),
        _ => format!("查看一条{}的全部内容", kind.dictionary().label),
    };
    let command = Command::new("show")
        .alias("查看")
        .about(about)
        .arg(reference(kind))
        .arg(switch("full", "完整", "电话等个人信息不打码").help_heading("输出"));
    with_formats(command, formats(kind))
}

/// Prints the record that the reference means.
pub(super) fn run(session: &mut Session, kind: Kind, matches: &ArgMatches) -> anyhow::Result<()> {
    let destination = Destination::among(matches, formats(kind))?;
    let full = is_on(matches, "full");
    let ledger = session.ledger()?;
    let page = ledger.page();
    let mut row = resolve(page, kind, text(matches, "ref").unwrap_or_default())?;
    Progress::on(session.today()).fill(page, &mut row)?;
    let fields = Field::all(kind);
    let heads: Vec<_> = fields.iter().map(|field| field.head(kind)).collect();
    let cells: Vec<_> = fields.iter().map(|field| field.cell(&row, full)).collect();
    match destination.format {
        Format::Json => {
            let text = sheet::text(&sheet::object(&heads, &cells));
            destination.write_with(session, |out| Ok(out.write_all(text.as_bytes())?))
        }
        Format::Csv => destination.write(session, &heads, |writer| Ok(writer.row(&cells)?)),
        Format::Table => {
            let readable: Vec<_> = fields
                .iter()
                .zip(cells)
                .map(|(field, cell)| readable(*field, cell))
                .collect();
            let width = destination.look(session).width;
            let mut text = sheet::card(&heads, &readable, width);
            let below = match kind {
                Kind::Point => story::lines(session, page, &row, width)?,
                _ => belonging(page, &row)?,
            };
            text += &broken(&below, width);
            destination.write_with(session, |out| Ok(out.write_all(text.as_bytes())?))
        }
        Format::Markdown | Format::Html | Format::Docx => {
            let form = visit_form::form(page, &row, session.settings.text(Setting::Bureau))?;
            destination.print(session, &form)
        }
    }
}

/// The records that belong to this one, a line each.
fn belonging(page: Page<'_>, row: &Row) -> anyhow::Result<Vec<String>> {
    let mut lines = Vec::new();
    for other in Kind::ALL {
        for column in other.dictionary().columns {
            if !matches!(column.shape, Shape::Link(kind) if kind == row.kind) {
                continue;
            }
            let query = Query::of(*other).with(Filter::Refers(column, row.id));
            let mut rows = page.rows(&query)?;
            rows.sort_by_key(|row| row.id);
            lines.extend(rows.iter().map(|row| format!("  {}", words::brief(row))));
        }
    }
    Ok(lines)
}
