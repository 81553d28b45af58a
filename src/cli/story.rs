//! The story of a contact point: its visits and the problems raised in them, its problems, members, awards and the rest, each with
//! the command that lists them all.

use super::lines::{commanded, cut};
use super::session::Session;
use super::words;
use crate::record::{Column, Kind, MemberKind};
use crate::store::{Filter, Page, Query, Raised, Row};
use crate::value::text::shown;
use crate::value::{Cell, Choice, Day, Entry};

/// How many visits, problems and awards are told one by one.
const FEW: usize = 3;

/// How many members are named.
const NAMED: usize = 8;

/// What is told of a contact point in numbers.
struct Numbers {
    visits: usize,
    /// The day of the last visit.
    last: Option<Day>,
    problems: usize,
    open: usize,
    overdue: usize,
    /// The members who are here today, by what they are.
    members: Vec<(&'static Entry, usize)>,
    awards: usize,
}

/// The records of a kind that belong to a contact point.
fn of(kind: Kind, point: &Row) -> Query {
    Query::of(kind).with(Filter::Point(point.id))
}

/// The members of a contact point who are here on a day.
fn members(point: &Row, today: Day) -> Query {
    of(Kind::Member, point).with(Filter::InForce(today))
}

impl Numbers {
    /// Counts.
    fn of(page: Page<'_>, point: &Row, today: Day) -> anyhow::Result<Self> {
        let problems = || of(Kind::Problem, point);
        let mut last = of(Kind::Visit, point);
        last.limit = Some(1);
        let last = page.rows(&last)?.pop();
        let last = last.and_then(|visit| match visit.cell("date") {
            Cell::Day(day) => Some(*day),
            _ => None,
        });
        let mut by_kind = Vec::new();
        if let Some(column) = Kind::Member.dictionary().column("kind") {
            for entry in MemberKind::ENTRIES {
                let alike = Filter::Chosen(column, vec![entry]);
                let count = page.count(&members(point, today).with(alike))?;
                if count > 0 {
                    by_kind.push((entry, count));
                }
            }
        }
        Ok(Self {
            visits: page.count(&of(Kind::Visit, point))?,
            last,
            problems: page.count(&problems())?,
            open: page.count(&problems().with(Filter::Open(today)))?,
            overdue: page.count(&problems().with(Filter::Overdue(today)))?,
            members: by_kind,
            awards: page.count(&of(Kind::Award, point))?,
        })
    }

    /// The visits in words.
    fn visits(&self) -> String {
        match self.last {
            Some(last) => format!("走访 {} 次，最近 {last}", self.visits),
            None => "没有走访过".to_owned(),
        }
    }

    /// The problems in words.
    fn problems(&self) -> String {
        match (self.problems, self.open, self.overdue) {
            (0, ..) => "没有问题".to_owned(),
            (all, 0, _) => format!("问题 {all} 个，都已办完"),
            (all, open, 0) => format!("问题 {all} 个，未解决 {open} 个"),
            (all, open, overdue) => format!("问题 {all} 个，未解决 {open} 个，超期 {overdue} 个"),
        }
    }

    /// How many Party members there are: who applies is not one yet.
    fn counted(&self) -> usize {
        let applicant = MemberKind::Applicant.entry();
        let counted = self.members.iter().filter(|(kind, _)| *kind != applicant);
        counted.map(|(_, count)| count).sum()
    }
}

/// The story in one line, and the command that tells it whole.
pub(super) fn short(page: Page<'_>, point: &Row, today: Day) -> anyhow::Result<[String; 2]> {
    let numbers = Numbers::of(page, point, today)?;
    let mut parts = vec![numbers.visits(), numbers.problems()];
    for (kind, count) in [
        (Kind::Member, numbers.counted()),
        (Kind::Award, numbers.awards),
    ] {
        let dictionary = kind.dictionary();
        if count > 0 {
            parts.push(format!(
                "{} {count} {}",
                dictionary.label, dictionary.counted
            ));
        }
    }
    let name = point.cell("name").words();
    Ok([
        format!("{}：{}。", shown(&name), parts.join("；")),
        format!("看这个联系点的全部：xgz point show {}", typed(page, point)?),
    ])
}

/// The story, line by line.
pub(super) fn lines(
    session: &Session,
    page: Page<'_>,
    point: &Row,
    limit: Option<usize>,
) -> anyhow::Result<Vec<String>> {
    let today = session.today();
    let numbers = Numbers::of(page, point, today)?;
    let typed = typed(page, point)?;
    let headed = |text: &str, kind: Kind| {
        let command = format!("xgz {} list --point {typed}", kind.dictionary().key);
        commanded(text, &session.addressed(&command), limit)
    };
    let mut lines = Vec::new();
    if numbers.visits > 0 {
        lines.extend(headed(&numbers.visits(), Kind::Visit));
        let visits = newest(page, of(Kind::Visit, point))?;
        let ids: Vec<_> = visits.iter().map(|visit| visit.id).collect();
        let raised = page.raised(&ids, today)?;
        for visit in &visits {
            let raised = raised.get(&visit.id).copied().unwrap_or_default();
            lines.push(cut(&visited(visit, raised), limit));
        }
    }
    if numbers.problems > 0 {
        lines.extend(headed(&numbers.problems(), Kind::Problem));
        for problem in &problems(page, point, today)? {
            lines.push(cut(&asked(problem), limit));
        }
    }
    if !numbers.members.is_empty() {
        let kinds: Vec<_> = numbers
            .members
            .iter()
            .map(|(kind, count)| format!("{} {count} 名", kind.label))
            .collect();
        lines.extend(headed(&kinds.join("，"), Kind::Member));
        lines.push(cut(&names(page, point, today)?, limit));
    }
    for kind in [
        Kind::Award,
        Kind::Project,
        Kind::Meeting,
        Kind::Activity,
        Kind::Idea,
    ] {
        let (dictionary, count) = (kind.dictionary(), page.count(&of(kind, point))?);
        if count == 0 {
            continue;
        }
        let text = format!("{} {count} {}", dictionary.label, dictionary.counted);
        lines.extend(headed(&text, kind));
        let few = if kind == Kind::Award { FEW } else { 1 };
        for row in newest(page, of(kind, point))?.iter().take(few) {
            lines.push(cut(&dated(row), limit));
        }
    }
    Ok(lines)
}

/// The first few of a query.
fn newest(page: Page<'_>, mut query: Query) -> anyhow::Result<Vec<Row>> {
    query.limit = Some(FEW);
    Ok(page.rows(&query)?)
}

/// A visit: its day, its kinds, who led it, and the problems raised in it.
fn visited(visit: &Row, raised: Raised) -> String {
    let mut parts = vec![day(visit, "date"), visit.cell("send").words()];
    parts.push(visit.cell("leader").words());
    match (raised.problems, raised.open) {
        (0, _) => {}
        (all, 0) => parts.push(format!("问题 {all} 个")),
        (all, open) => parts.push(format!("问题 {all} 个，未解决 {open} 个")),
    }
    line(visit, parts)
}

/// The problems to be seen to first: those that wait, the nearest due first, then the newest of the others.
fn problems(page: Page<'_>, point: &Row, today: Day) -> anyhow::Result<Vec<Row>> {
    let mut open = of(Kind::Problem, point).with(Filter::Open(today));
    open.sort = Some(("due_on", false));
    let mut problems = newest(page, open)?;
    for other in newest(page, of(Kind::Problem, point))? {
        if problems.len() < FEW && !problems.contains(&other) {
            problems.push(other);
        }
    }
    Ok(problems)
}

/// A problem: its state, until when it is to be solved or when it was, whose it is and what it is.
fn asked(problem: &Row) -> String {
    let when = ["declined_on", "solved_on", "due_on"]
        .into_iter()
        .find(|key| !problem.cell(key).is_empty());
    let when = when.and_then(|key| {
        let column = Kind::Problem.dictionary().column(key)?;
        Some(format!("{} {}", column.label, day(problem, key)))
    });
    let parts = vec![
        problem.cell("state").words(),
        when.unwrap_or_default(),
        problem.cell("company").words(),
        problem.cell("text").words(),
    ];
    line(problem, parts)
}

/// The first members by name, those with a post first, with it.
fn names(page: Page<'_>, point: &Row, today: Day) -> anyhow::Result<String> {
    let mut rows = page.rows(&members(point, today))?;
    rows.sort_by_key(|member| member.cell("post").is_empty());
    let names: Vec<_> = rows
        .iter()
        .take(NAMED)
        .map(|member| {
            let name = member.cell("name").words();
            match member.cell("post") {
                Cell::Empty => name,
                post => format!("{name}（{}）", post.words()),
            }
        })
        .collect();
    let more = if rows.len() > names.len() { "等" } else { "" };
    Ok(format!("  {}{more}", shown(&names.join("、"))))
}

/// A record of the contact point by its day and what tells it from others there.
fn dated(row: &Row) -> String {
    let dictionary = row.kind.dictionary();
    let is_else = |column: &Column| column.key != dictionary.day && column.key != "point";
    let mut parts = vec![day(row, dictionary.day)];
    parts.extend(words::marks(row, is_else));
    line(row, parts)
}

/// A record by its number and parts, without those that are empty.
fn line(row: &Row, mut parts: Vec<String>) -> String {
    parts.retain(|part| !part.is_empty());
    format!("  {}　{}", row.id, shown(&parts.join("　")))
}

/// A day of a record with its weekday; nothing where there is none.
fn day(row: &Row, key: &str) -> String {
    match row.cell(key) {
        Cell::Day(day) => words::day_words(*day),
        _ => String::new(),
    }
}

/// A contact point as a command names it: by its number where no name leads to it, or one that a shell or a terminal would
/// take apart.
fn typed(page: Page<'_>, point: &Row) -> anyhow::Result<String> {
    let name = page.goes_by(point)?;
    Ok(name
        .filter(|name| name.chars().all(char::is_alphanumeric))
        .unwrap_or_else(|| point.id.to_string()))
}
