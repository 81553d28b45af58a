//! Today's page, which the program shows where no command is given: what is open, what falls due, where nobody has been,
//! what was entered last, and what to type next.

use super::flags::typed_period;
use super::lines::{commanded, cut};
use super::output::Destination;
use super::session::Session;
use super::settings::Setting;
use super::words;
use crate::check::{self, Visits};
use crate::figure::{Progress, is_done};
use crate::record::{AwardState, Column, Kind, Shape};
use crate::store::{Filter, Page, Query, Row, backup};
use crate::value::text::{shown, width};
use crate::value::{Cell, Choice, Day, Period, Span};

/// How many lines a part of the page has.
const FEW: usize = 3;

/// How many records are told that were entered last.
const LATEST: usize = 5;

/// How many days ahead the page looks.
const AHEAD: i64 = 7;

/// Something that falls due.
struct Due {
    day: Day,
    row: Row,
    /// What of it falls due, behind its number, where the kind alone doesn't say.
    what: &'static str,
}

/// What stands on the page.
struct Today {
    open: usize,
    overdue: usize,
    /// The open problems that are to be seen to first.
    urgent: Vec<Row>,
    due: Vec<Due>,
    visits: Option<Visits>,
    latest: Vec<Row>,
}

/// Whether there is no ledger yet, named by nobody: then a beginner sits there.
pub(super) fn is_new(session: &Session) -> bool {
    if session.named.is_some() {
        return false;
    }
    let Ok(path) = session.path() else {
        return true;
    };
    let is_missing = path
        .symlink_metadata()
        .is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound);
    // Where there are copies, a ledger was lost.
    is_missing && backup::kept(&path).is_ok_and(|kept| kept.is_empty())
}

/// Says where a beginner goes.
pub(super) fn welcome(session: &mut Session) -> anyhow::Result<()> {
    let place = match session.path() {
        Ok(path) => format!("（{}）", shown(&path.display().to_string())),
        Err(_) => String::new(),
    };
    session.say(format!("还没有台账{place}。"))?;
    session.say("先看一份填好的示例：xgz demo")?;
    Ok(session.say("建自己的台账：xgz init")?)
}

/// Prints the page.
pub(super) fn run(session: &mut Session) -> anyhow::Result<()> {
    let ledger = session.ledger()?;
    let page = ledger.page();
    let today = Today::of(session, page)?;
    let destination = Destination::table();
    let limit = destination.look(session).width;
    let lines = today.lines(session, limit)?;
    destination.lines(session, &lines)?;
    Ok(session.say("全部命令：xgz --help")?)
}

impl Today {
    /// Reads what stands on it.
    fn of(session: &Session, page: Page<'_>) -> anyhow::Result<Self> {
        let today = session.today();
        let limits = &session.settings.limits;
        let problems = |filter| Query::of(Kind::Problem).with(filter);
        let mut urgent = problems(Filter::Open(today));
        urgent.sort = Some(("due_on", false));
        urgent.limit = Some(FEW);
        let urgent = page.rows(&urgent)?;
        let mut due = due(session, page)?;
        due.retain(|due| due.row.kind != Kind::Problem || !urgent.contains(&due.row));
        let latest = page.latest(LATEST)?.into_iter();
        Ok(Self {
            open: page.count(&problems(Filter::Open(today)))?,
            overdue: page.count(&problems(Filter::Overdue(today)))?,
            urgent,
            due,
            visits: check::visits(page, today, limits)?,
            latest: latest
                .map(|(kind, id)| page.row(kind, id))
                .collect::<Result<_, _>>()?,
        })
    }

    /// The page.
    fn lines(&self, session: &Session, limit: Option<usize>) -> anyhow::Result<Vec<String>> {
        let today = session.today();
        let mut lines = vec![head(session, limit)?];
        let commanded = |text: &str, command: &str| {
            let command = session.addressed(command);
            commanded(text, &command, limit)
        };
        let open = "xgz problem list --open";
        lines.extend(match (self.open, self.overdue) {
            (0, _) => vec!["没有未解决的问题。".to_owned()],
            (count, 0) => commanded(&format!("未解决的问题 {count} 个"), open),
            (count, overdue) => {
                commanded(&format!("未解决的问题 {count} 个，超期 {overdue} 个"), open)
            }
        });
        for row in &self.urgent {
            let text = format!("  {}　{}　{}", row.id, deadline(row, today), told(row));
            lines.push(cut(&text, limit));
        }
        if !self.due.is_empty() {
            lines.push(format!("{AHEAD} 天内到期 {} 项", self.due.len()));
        }
        for due in self.due.iter().take(FEW) {
            let named = words::named(due.row.kind, due.row.id);
            let text = format!(
                "  {}　{named}{}　{}",
                words::day_words(due.day),
                due.what,
                told(&due.row)
            );
            lines.push(cut(&text, limit));
        }
        if let Some(visits) = &self.visits {
            lines.extend(unvisited(visits, session, limit));
        }
        if !self.latest.is_empty() {
            lines.extend(commanded("最近登记", "xgz log"));
        }
        for row in &self.latest {
            lines.push(cut(&format!("  {}", words::brief(row)), limit));
        }
        let (what, command) = self.next(today);
        lines.extend(commanded(&format!("下一步，{what}"), &command));
        Ok(lines)
    }

    /// What to do next, and the command.
    fn next(&self, today: Day) -> (String, String) {
        let of = |row: &Row| words::named(row.kind, row.id);
        let first = self.urgent.first();
        if let Some(row) = first.filter(|row| is_before(row, today.plus_days(AHEAD + 1))) {
            return (
                format!("办结{}", of(row)),
                format!("xgz problem solve {}", row.id),
            );
        }
        if let Some(due) = self.due.first() {
            let id = due.row.id;
            return match due.row.kind {
                Kind::Plan => (
                    format!("完成{}", of(&due.row)),
                    format!("xgz plan done {id}"),
                ),
                Kind::Member => (
                    format!("{} 转正", of(&due.row)),
                    format!("xgz member edit {id} --kind 正式党员 --confirmed-on 日期"),
                ),
                kind => (
                    format!("看{}", of(&due.row)),
                    format!("xgz {} show {id}", kind.dictionary().key),
                ),
            };
        }
        if let Some(one) = self
            .visits
            .as_ref()
            .and_then(|visits| visits.unvisited.first())
        {
            return (
                format!("登记走访「{}」", shown(&one.point.name)),
                format!("xgz visit add --point {}", one.point.id),
            );
        }
        if let Some(row) = first {
            return (
                format!("记{} 的进展", of(row)),
                format!("xgz problem progress {} 进展", row.id),
            );
        }
        if self.latest.is_empty() {
            return (
                "登记联系点".to_owned(),
                "xgz point add --name 名称 --kind 类型 --confirmed-on 确认时间".to_owned(),
            );
        }
        ("登记走访".to_owned(), "xgz visit add".to_owned())
    }
}

/// The day and the ledger.
fn head(session: &Session, limit: Option<usize>) -> anyhow::Result<String> {
    let mut head = words::day_words(session.today());
    if let Some(bureau) = session.settings.text(Setting::Bureau) {
        head = format!("{head}　{}", shown(bureau));
    }
    let path = session.path()?.display().to_string();
    let path = shown(&path);
    let head = format!("{head}　台账：");
    let taken = width(&head);
    let room = limit.map_or(usize::MAX, |limit| limit.saturating_sub(taken));
    // What tells a file from others stands at its end.
    Ok(if width(&path) <= room {
        format!("{head}{path}")
    } else {
        let room = room.saturating_sub(width("…"));
        let end = words::tail(&path, room.max(limit.unwrap_or(0) / 2));
        format!("{head}…{end}")
    })
}

/// What falls due from today on: problems, plans, awards, probations; the nearest first.
fn due(session: &Session, page: Page<'_>) -> anyhow::Result<Vec<Due>> {
    let today = session.today();
    let Some(period) = Period::range(today, today.plus_days(AHEAD)) else {
        return Ok(Vec::new());
    };
    let mut due = Vec::new();
    let mut take = |query: Query, key: &'static str, what| -> anyhow::Result<()> {
        let Some(column) = query.kind.dictionary().column(key) else {
            return Ok(());
        };
        for row in page.rows(&query.with(Filter::Within(column, period)))? {
            if let Cell::Day(day) = *row.cell(key) {
                due.push(Due { day, row, what });
            }
        }
        Ok(())
    };
    take(
        Query::of(Kind::Problem).with(Filter::Open(today)),
        "due_on",
        "",
    )?;
    take(Query::of(Kind::Plan), "due_on", "")?;
    let mut awards = Query::of(Kind::Award);
    if let Some(state) = Kind::Award.dictionary().column("state") {
        awards = awards.with(Filter::Chosen(state, vec![AwardState::Passed.entry()]));
    }
    take(awards, "expires_on", " 有效期")?;
    for (day, row) in check::confirmations(page, &period, today, &session.settings.limits)? {
        let what = " 预备期满";
        due.push(Due { day, row, what });
    }
    let mut progress = Progress::on(today);
    let mut open = Vec::new();
    for mut one in due {
        progress.fill(page, &mut one.row)?;
        let is_over = match one.row.kind {
            Kind::Plan => is_done(&one.row, today),
            Kind::Award => matches!(one.row.cell("revoked_on"), Cell::Day(day) if *day <= today),
            _ => false,
        };
        if !is_over {
            open.push(one);
        }
    }
    open.sort_by_key(|due| due.day);
    Ok(open)
}

/// The contact points that nobody has visited in the running span.
fn unvisited(visits: &Visits, session: &Session, limit: Option<usize>) -> Vec<String> {
    let count = visits.unvisited.len();
    if count == 0 {
        return Vec::new();
    }
    let span = match visits.span.span {
        Span::Month => "本月",
        Span::Quarter => "本季度",
        Span::Half => "这半年",
        Span::Year | Span::Range => "今年",
    };
    let few = match visits.every.times {
        1 => "没有走访".to_owned(),
        times => format!("走访不足 {times} 次"),
    };
    let command = format!("xgz report {} --by point", typed_period(&visits.span));
    let mut lines = commanded(
        &format!("{span}{few}的联系点 {count} 个"),
        &session.addressed(&command),
        limit,
    );
    for one in visits.unvisited.iter().take(FEW) {
        let last = match one.last {
            Some(day) => format!("上次走访 {}", words::day_words(day)),
            None => "还没有走访过".to_owned(),
        };
        let text = format!("  {}　{last}　{}", one.point.id, shown(&one.point.name));
        lines.push(cut(&text, limit));
    }
    lines
}

/// Whether a problem is due before a day.
fn is_before(row: &Row, day: Day) -> bool {
    matches!(row.cell("due_on"), Cell::Day(due) if *due < day)
}

/// How long a problem has been overdue, or has left.
fn deadline(row: &Row, today: Day) -> String {
    let Cell::Day(due) = row.cell("due_on") else {
        return "没有时限".to_owned();
    };
    match today.days_until(*due) {
        0 => "今天到期".to_owned(),
        days if days < 0 => format!("超期 {} 天", -days),
        days => format!("还有 {days} 天"),
    }
}

/// What tells a record from others, days aside: the day that matters is told by itself.
fn told(row: &Row) -> String {
    let is_timeless =
        |column: &Column| !matches!(column.shape, Shape::Day | Shape::Partial | Shape::Year);
    words::marks(row, is_timeless).join("　")
}
