//! `KIND list`: prints the records that fit.

use clap::{ArgAction, ArgMatches, Command};

use super::complaint::Complaint;
use super::flags::{
    filter_flag, flag, is_on, period, read_limit, share_flags, switch, text, texts, with_period,
};
use super::output::{Destination, Field, Format, with_output};
use super::session::{Session, body, resolve};
use super::takes::Takes;
use super::{story, words};
use crate::figure::Progress;
use crate::record::{Column, Kind, read_choice};
use crate::sheet::Head;
use crate::store::{Filter, Page, Query, Raised, Row};
use crate::value::text::{shown, split_list};
use crate::value::{Cell, Day, Lean, read_day};

/// The most records that a table shows unless more are asked for.
const MOST: usize = 1000;

/// The columns by which a list may be limited: choices, and texts with usual values.
fn selecting(kind: Kind) -> impl Iterator<Item = &'static Column> {
    kind.dictionary()
        .all()
        .filter(|column| column.shape.entries().is_some() || !column.usual.is_empty())
}

/// The command of a kind.
pub(super) fn command(kind: Kind) -> Command {
    let dictionary = kind.dictionary();
    let label = dictionary.label;
    let day = dictionary
        .column(dictionary.day)
        .map_or("", |column| column.label);
    let mut filters = Vec::new();
    let has_point = kind != Kind::Point && dictionary.links().next().is_some();
    filters.extend(
        share_flags("只列")
            .into_iter()
            .filter(|flag| has_point || flag.get_id() != "point"),
    );
    filters.extend(selecting(kind).map(filter_flag));
    filters.push(
        flag(
            "contains",
            "含",
            "文字",
            "只列任何一项或联系点名称里有这几个字的；写几次，就都要有",
        )
        .action(ArgAction::Append),
    );
    if kind == Kind::Problem {
        filters.push(switch("open", "未解决", "只列还没有解决的"));
        filters.push(switch("overdue", "超期", "只列还没有解决、已过时限的"));
    }
    filters.push(switch("removed", "已删除", "只列删除了的，编号可用来恢复"));
    if dictionary.ends.is_some() {
        filters.push(switch("all", "全部", "已撤销、已转出的也列出"));
        filters.push(
            flag("asof", "截至", "日期", "列出这一天在册的")
                .add(Takes::Day)
                .conflicts_with("all"),
        );
    }
    let output = [
        flag("sort", "排序", "列名", "按哪一列排；前面加 - 从大到小").add(Takes::Order),
        flag(
            "columns",
            "列",
            "列名、…",
            "列出哪些列，如 编号、走访日期、联系点",
        )
        .add(Takes::Headings),
        flag("limit", "最多", "数", "最多列多少条"),
        switch("full", "完整", "电话等个人信息不打码"),
    ];
    let command = Command::new("list")
        .alias("列表")
        .about(format!("列出{label}（时间按{day}）"))
        .args(filters.into_iter().map(|flag| flag.help_heading("筛选")));
    with_output(with_period(command, "").args(output.map(|flag| flag.help_heading("输出"))))
}

/// Prints the list.
pub(super) fn run(session: &mut Session, kind: Kind, matches: &ArgMatches) -> anyhow::Result<()> {
    let destination = Destination::of(matches)?;
    let ledger = session.ledger()?;
    let removed = is_on(matches, "removed");
    let past;
    let page = if removed {
        past = ledger.with_removed()?;
        past.page()
    } else {
        ledger.page()
    };
    let (mut query, mut hides) = query(session, page, kind, matches)?;
    if removed {
        query = hides.take().unwrap_or(query);
        query = query.with(Filter::Ids(ledger.page().removed(kind)?));
    }
    let chosen = columns(kind, matches)?;
    let full = is_on(matches, "full");
    let limit = text(matches, "limit").map(read_limit).transpose()?;
    let is_table = destination.format == Format::Table;
    query.limit = limit.or(is_table.then_some(MOST));
    let fields = chosen.clone().unwrap_or_else(|| {
        if is_table {
            Field::listed(kind)
        } else {
            Field::all(kind)
        }
    });
    query.times = fields
        .iter()
        .any(|field| matches!(field, Field::Created | Field::Updated));

    let total = page.count(&query)?;
    let on_screen = is_table && destination.file.is_none();
    if on_screen {
        let given = chosen.is_some();
        write_screen(session, page, &query, &fields, given, full)?;
    } else {
        let mut progress = Progress::on(session.today());
        write_rows(
            session,
            &destination,
            kind,
            &fields,
            |each| {
                page.each::<anyhow::Error>(&query, |mut row| {
                    progress.fill(page, &mut row)?;
                    each(&row)
                })
            },
            full,
        )?;
    }
    let label = kind.dictionary().label;
    if total == 0 {
        session.say(if removed {
            format!("没有删除过符合条件的{label}。")
        } else {
            format!("没有符合条件的{label}。")
        })?;
    } else if let Some(limit) = query.limit.filter(|limit| *limit < total) {
        session.say(format!(
            "共 {total} 条，只列了前 {limit} 条；列出更多：--limit {total}"
        ))?;
    } else if is_table || destination.file.is_some() {
        session.say(format!("共 {total} 条。"))?;
    }
    if kind == Kind::Visit && on_screen && !removed {
        tell_point(session, page, matches)?;
    }
    if removed && total > 0 {
        session.say(format!(
            "要恢复其中一条：xgz {} restore 编号",
            kind.dictionary().key
        ))?;
    }
    if let Some(shown_too) = hides {
        let hidden = page.count(&shown_too)?.saturating_sub(total);
        if hidden > 0 {
            session.say(format!(
                "另有 {hidden} 条{}的没有列出；加 --all 列出。",
                words::gone(kind)
            ))?;
        }
    }
    Ok(())
}

/// Says what there is to tell of the contact point whose visits are listed, if only one's are.
fn tell_point(session: &mut Session, page: Page<'_>, matches: &ArgMatches) -> anyhow::Result<()> {
    if let Some(typed) = text(matches, "point") {
        let point = resolve(page, Kind::Point, typed)?;
        for line in story::short(page, &point, session.today())? {
            session.say(line)?;
        }
    }
    Ok(())
}

/// Writes rows for people: of columns that nobody asked for, those that some row fills.
fn write_screen(
    session: &mut Session,
    page: Page<'_>,
    query: &Query,
    fields: &[Field],
    given: bool,
    full: bool,
) -> anyhow::Result<()> {
    let (kind, today) = (query.kind, session.today());
    let mut progress = Progress::on(today);
    let mut rows = page.rows(query)?;
    for row in &mut rows {
        progress.fill(page, row)?;
    }
    let (fields, counts) = match (given, kind) {
        (true, _) => (fields.to_vec(), Vec::new()),
        (false, Kind::Visit) => (filled(fields, &rows), counts(page, &rows, today)?),
        (false, _) => (filled(fields, &rows), Vec::new()),
    };
    let mut heads: Vec<_> = fields.iter().map(|field| field.head(kind)).collect();
    // Prose stays last.
    let prose = heads.iter().position(|head| head.note);
    let place = prose.unwrap_or(heads.len());
    heads.splice(place..place, counts.iter().map(|(head, _)| head.clone()));
    Destination::table().write(session, &heads, |writer| {
        for (at, row) in rows.iter().enumerate() {
            let mut cells: Vec<_> = fields.iter().map(|field| field.cell(row, full)).collect();
            let counts = counts.iter().map(|(_, cells)| cells[at].clone());
            cells.splice(place..place, counts);
            writer.row(&cells)?;
        }
        Ok(())
    })
}

/// The problems raised in each visit, and those of them that wait, as columns; one that nothing fills is left out.
fn counts(page: Page<'_>, visits: &[Row], today: Day) -> anyhow::Result<Vec<(Head, Vec<Cell>)>> {
    let ids: Vec<_> = visits.iter().map(|visit| visit.id).collect();
    let raised = page.raised(&ids, today)?;
    let column = |key, label, count: fn(&Raised) -> i64| {
        let cells = visits
            .iter()
            .map(|visit| match raised.get(&visit.id).map_or(0, count) {
                0 => Cell::Empty,
                count => Cell::Count(count),
            });
        (Head::new(key, label).right(), cells.collect::<Vec<_>>())
    };
    let mut columns = vec![
        column("problems", "问题", |raised| raised.problems),
        column("open", "未解决", |raised| raised.open),
    ];
    columns.retain(|(_, cells)| !cells.iter().all(Cell::is_empty));
    Ok(columns)
}

/// Writes rows with some of their columns.
fn write_rows(
    session: &mut Session,
    destination: &Destination,
    kind: Kind,
    fields: &[Field],
    rows: impl FnOnce(&mut dyn FnMut(&Row) -> anyhow::Result<()>) -> anyhow::Result<()>,
    full: bool,
) -> anyhow::Result<()> {
    let heads: Vec<_> = fields.iter().map(|field| field.head(kind)).collect();
    destination.write(session, &heads, |writer| {
        rows(&mut |row| {
            let cells: Vec<_> = fields.iter().map(|field| field.cell(row, full)).collect();
            Ok(writer.row(&cells)?)
        })
    })
}

/// The columns that some row fills; the number always.
fn filled(fields: &[Field], rows: &[Row]) -> Vec<Field> {
    fields
        .iter()
        .copied()
        .filter(|field| rows.iter().any(|row| !field.cell(row, true).is_empty()))
        .collect()
}

/// What the flags ask for, and, where records out of force are hidden, the same with them.
fn query(
    session: &Session,
    page: Page<'_>,
    kind: Kind,
    matches: &ArgMatches,
) -> anyhow::Result<(Query, Option<Query>)> {
    let today = session.today();
    let mut query = Query::of(kind);
    let during = period(matches, today).map_err(|complaint| match text(matches, "period") {
        Some(typed) => complaint.hint(format!("找名称或别的文字：--contains {}", shown(typed))),
        None => complaint,
    })?;
    if let Some(period) = during {
        query = query.with(Filter::During(period));
    }
    if let Some(typed) = text(matches, "point") {
        query = query.with(Filter::Point(resolve(page, Kind::Point, typed)?.id));
    }
    if let Some(name) = text(matches, "station") {
        query = query.with(Filter::Station(body(page, "station", name)?));
    }
    if let Some(name) = text(matches, "section") {
        query = query.with(Filter::Section(body(page, "section", name)?));
    }
    for column in selecting(kind) {
        let typed: Vec<_> = texts(matches, column.key)
            .into_iter()
            .flat_map(split_list)
            .collect();
        if typed.is_empty() {
            continue;
        }
        query = query.with(match column.shape.entries() {
            Some(entries) => {
                let chosen = typed.iter().map(|typed| {
                    read_choice(entries, typed).map_err(|why| words::unread(column, typed, &why))
                });
                Filter::Chosen(column, chosen.collect::<Result<_, _>>()?)
            }
            None => Filter::Is(column, typed.concat()),
        });
    }
    for typed in texts(matches, "contains") {
        query = query.with(Filter::Contains(typed.to_owned()));
    }
    if is_on(matches, "open") {
        query = query.with(Filter::Open(today));
    }
    if is_on(matches, "overdue") {
        query = query.with(Filter::Overdue(today));
    }
    query.sort = text(matches, "sort")
        .map(|typed| sort(kind, typed))
        .transpose()?;
    if let Some(typed) = text(matches, "asof") {
        let day = read_day(typed, today, Lean::Past).map_err(|fault| {
            let (what, _) = words::day_fault(&fault);
            Complaint::not_understood(format!("--asof 的「{}」：{what}。", shown(typed)))
                .hint("例如：--asof 2022-12-31")
        })?;
        return Ok((query.with(Filter::Counted(day)), None));
    }
    if kind.dictionary().ends.is_none() || is_on(matches, "all") {
        return Ok((query, None));
    }
    let all = query.clone();
    Ok((query.with(Filter::InForce(today)), Some(all)))
}

/// The column to sort by, and whether from the greatest down.
fn sort(kind: Kind, typed: &str) -> Result<(&'static str, bool), Complaint> {
    let (name, down) = typed
        .strip_prefix('-')
        .map_or((typed, false), |name| (name, true));
    let fields = Field::sorting(kind);
    match Field::named(kind, name) {
        Some(field) if fields.contains(&field) => Ok((field.names(kind).0, down)),
        Some(_) => Err(
            Complaint::not_understood(format!("不能按「{}」排。", shown(name)))
                .hint(usable(kind, &fields)),
        ),
        None => Err(no_column(kind, name, &fields)),
    }
}

/// The columns that `--columns` names.
fn columns(kind: Kind, matches: &ArgMatches) -> Result<Option<Vec<Field>>, Complaint> {
    let Some(typed) = text(matches, "columns") else {
        return Ok(None);
    };
    let fields = split_list(typed)
        .iter()
        .map(|name| {
            Field::named(kind, name).ok_or_else(|| no_column(kind, name, &Field::all(kind)))
        })
        .collect::<Result<Vec<_>, _>>()?;
    if fields.is_empty() {
        return Err(no_column(kind, typed, &Field::all(kind)));
    }
    Ok(Some(fields))
}

/// A name that is none of these columns of the kind.
fn no_column(kind: Kind, name: &str, fields: &[Field]) -> Complaint {
    Complaint::not_understood(format!(
        "{}没有「{}」这一列。",
        kind.dictionary().label,
        shown(name)
    ))
    .hint(usable(kind, fields))
}

/// The columns of the kind that may be named.
fn usable(kind: Kind, fields: &[Field]) -> String {
    let labels: Vec<_> = fields.iter().map(|field| field.names(kind).1).collect();
    format!("可用的列：{}", labels.join("、"))
}
