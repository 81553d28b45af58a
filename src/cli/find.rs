//! `find`: looks for words through every text of every record, and shows where they stand.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use clap::{Arg, ArgMatches, Command};

use super::complaint::Complaint;
use super::flags::{flag, is_on, read_limit, switch, text, texts};
use super::log::kind_named;
use super::output::{Destination, Format, with_output};
use super::session::Session;
use super::takes::Takes;
use super::{check, colour_of, words};
use crate::record::{Column, Kind};
use crate::sheet::Head;
use crate::store::{Filter, Page, Query, Row};
use crate::value::text::{folded, nearest, shown, width};
use crate::value::{Cell, Day, Sought, phone, pinyin};

/// How many records of a kind are shown unless more are asked for.
const FEW: usize = 5;

/// How many records are read at once for a file.
const BATCH: usize = 500;

/// The least columns for the text around a hit; where there are fewer, it stands on a line of its own.
const ROOM: usize = 26;

/// From how many names in the ledger a near one is looked for among points and people only.
const NAMES: usize = 5000;

/// The columns for the text around a hit where no terminal limits them.
const FREE: usize = 60;

/// The command.
pub(super) fn command() -> Command {
    let command = Command::new("find")
        .alias("查找")
        .about("查找：在全部记录的文字里找几个字")
        .arg(
            Arg::new("text")
                .value_name("文字")
                .required(true)
                .num_args(1..)
                .help("要找的字，两个字就行，不分大小写、全角半角；写几个词，就都要有"),
        )
        .arg(
            flag("kind", "种类", "种类", "只在一种记录里找，如 走访、问题")
                .add(Takes::Kind)
                .help_heading("筛选"),
        )
        .args(
            [
                flag("limit", "最多", "数", "每种记录最多列多少条，不写为 5"),
                switch("all", "全部", "找到的全部列出").conflicts_with("limit"),
            ]
            .map(|flag| flag.help_heading("输出")),
        );
    with_output(command)
}

/// What was typed to be looked for.
struct Asked {
    typed: Vec<String>,
    sought: Vec<Sought>,
}

/// What was found of one kind.
struct Finds {
    kind: Kind,
    /// The numbers, newest first.
    ids: Vec<i64>,
}

/// Where a record holds what is sought: a column, and its text, or of a list the item. Of what is masked nothing is told
/// that a list would not tell.
struct Hit {
    column: &'static Column,
    text: String,
}

/// Prints what is found.
pub(super) fn run(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let asked = Asked::read(matches)?;
    let destination = Destination::of(matches)?;
    let kinds = kinds(matches)?;
    let limit = text(matches, "limit").map(read_limit).transpose()?;
    let ledger = session.ledger()?;
    let page = ledger.page();
    let mut finds = Vec::new();
    for kind in kinds {
        let ids = page.ids(&asked.query(kind))?;
        if !ids.is_empty() {
            finds.push(Finds { kind, ids });
        }
    }
    let total: usize = finds.iter().map(|finds| finds.ids.len()).sum();
    if destination.format == Format::Table {
        let most = limit.unwrap_or(if is_on(matches, "all") {
            usize::MAX
        } else {
            FEW
        });
        let form = form(session, page, &destination, &asked, &finds, most)?;
        destination.write_with(session, |out| Ok(out.write_all(form.as_bytes())?))?;
    } else {
        let most = limit.unwrap_or(usize::MAX);
        write(session, page, &destination, &asked, &finds, most)?;
    }
    match finds.first() {
        None => nothing(session, page, &asked),
        Some(first) if destination.format == Format::Table => Ok(session.say(format!(
            "共 {total} 条。看其中一条，例如：xgz {} show {}",
            first.kind.dictionary().key,
            first.ids[0]
        ))?),
        Some(_) if destination.file.is_some() => Ok(session.say(format!("共 {total} 条。"))?),
        Some(_) => Ok(()),
    }
}

impl Asked {
    /// Reads what is to be found. A space of full width parts words too: it is what the space bar gives while Chinese is
    /// typed.
    fn read(matches: &ArgMatches) -> Result<Self, Complaint> {
        let typed: Vec<_> = texts(matches, "text")
            .into_iter()
            .flat_map(|text| text.split('\u{3000}'))
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
            .collect();
        let sought: Vec<_> = typed.iter().map(|typed| Sought::of(typed)).collect();
        if sought.is_empty() || sought.iter().any(Sought::is_empty) {
            return Err(Complaint::not_understood("要找的文字是空的。").hint("例如：xgz find 地磅"));
        }
        Ok(Self { typed, sought })
    }

    /// What was typed, as a sentence names it.
    fn named(&self) -> String {
        let named: Vec<_> = self
            .typed
            .iter()
            .map(|typed| format!("「{}」", shown(typed)))
            .collect();
        named.join("和")
    }

    /// The records of a kind with it, the newest first; points and members as they were entered.
    fn query(&self, kind: Kind) -> Query {
        let mut query = Query::of(kind);
        for typed in &self.typed {
            query = query.with(Filter::Holds(typed.clone()));
        }
        if matches!(kind, Kind::Point | Kind::Member) {
            query.sort = Some(("id", true));
        }
        query
    }

    /// The command that lists all records of a kind with it.
    fn listing(&self, kind: Kind) -> String {
        let mut line = words::listing(kind);
        for typed in &self.typed {
            let _ = write!(line, " --contains {}", words::quoted(&shown(typed)));
        }
        line
    }

    /// Where a record holds each of the words: of several in one place, the first.
    fn hits(&self, row: &Row) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        for sought in &self.sought {
            if hits.iter().any(|told| sought.is_in(told.text.as_bytes())) {
                continue;
            }
            let Some(hit) = hit(row, sought) else {
                continue;
            };
            // A masked text doesn't tell that it holds the word too.
            let is_told = |told: &Hit| told.column.key == hit.column.key && told.text == hit.text;
            if !hits.iter().any(is_told) {
                hits.push(hit);
            }
        }
        hits
    }

    /// Where the words stand in a text first, in order.
    fn places(&self, text: &str) -> Vec<Range<usize>> {
        let mut places: Vec<_> = self
            .sought
            .iter()
            .filter_map(|sought| sought.find(text))
            .collect();
        places.sort_by_key(|place| (place.start, Reverse(place.end)));
        let mut end = 0;
        places.retain(|place| {
            let is_apart = place.start >= end;
            end = end.max(place.end);
            is_apart
        });
        places
    }
}

/// Where a record holds a text first.
fn hit(row: &Row, sought: &Sought) -> Option<Hit> {
    let columns = row.kind.dictionary().columns.iter().zip(row.stored());
    columns
        .filter(|(column, _)| column.shape.is_text())
        .find_map(|(column, cell)| {
            let text = match cell {
                // Of what is masked a part is not told, as in the statement.
                Cell::Text(text) if column.personal => {
                    let place = sought.find(text);
                    place
                        .filter(|place| *place == (0..text.len()))
                        .map(|_| text)
                }
                Cell::Text(text) => Some(text).filter(|text| sought.is_in(text.as_bytes())),
                Cell::List(items) => items.iter().find(|item| sought.is_in(item.as_bytes())),
                _ => None,
            }?;
            let text = if column.personal {
                phone::masked(text)
            } else {
                text.clone()
            };
            Some(Hit { column, text })
        })
}

/// The kinds that are looked through.
fn kinds(matches: &ArgMatches) -> Result<Vec<Kind>, Complaint> {
    let Some(typed) = text(matches, "kind") else {
        return Ok(Kind::entered().collect());
    };
    Ok(vec![kind_named(typed.trim())?])
}

/// The page for people: kind by kind the newest, a line each, and the command that lists all.
fn form(
    session: &Session,
    page: Page<'_>,
    destination: &Destination,
    asked: &Asked,
    finds: &[Finds],
    most: usize,
) -> anyhow::Result<String> {
    let lines = Lines {
        asked,
        limit: destination.look(session).width,
        colours: destination.file.is_none()
            && colour_of(&session.outside, session.outside.width.is_some()),
        today: session.today(),
    };
    // A list looks at the name of a record's contact point too: there the records are more.
    let points = page.rows(&Query::of(Kind::Point))?;
    let has_point = points.iter().any(|point| {
        let name = point.cell("name").words();
        let mut sought = asked.sought.iter();
        sought.any(|sought| sought.is_in(name.as_bytes()))
    });
    let mut form = String::new();
    for (place, finds) in finds.iter().enumerate() {
        let (label, count) = (finds.kind.dictionary().label, finds.ids.len());
        let gap = if place == 0 { "" } else { "\n" };
        let _ = writeln!(form, "{gap}{label}（{count} 条）");
        let few = &finds.ids[..count.min(most)];
        let digits = few.iter().map(|id| id.to_string().len()).max().unwrap_or(0);
        for batch in few.chunks(BATCH) {
            for row in page.rows_of(finds.kind, batch)? {
                form += &lines.of(&row, &asked.hits(&row), digits);
            }
        }
        if few.len() < count {
            let listing = session.addressed(&asked.listing(finds.kind));
            let more = if finds.kind != Kind::Point && has_point {
                "，连同联系点名称里有的"
            } else {
                ""
            };
            let _ = writeln!(form, "  列出全部{more}：{listing}");
        }
    }
    Ok(form)
}

/// How a record that was found is written for people.
struct Lines<'a> {
    asked: &'a Asked,
    limit: Option<usize>,
    colours: bool,
    today: Day,
}

impl Lines<'_> {
    /// Its number, what tells it from others, and where it holds what is sought: on one line, or on a narrow terminal on
    /// one more for each hit. What room is left is for the prose that tells it.
    fn of(&self, row: &Row, hits: &[Hit], digits: usize) -> String {
        let is_told = |column: &Column| hits.iter().any(|hit| hit.column.key == column.key);
        let marks = words::marks(row, |column| !column.long && !is_told(column));
        let prose = words::marks(row, |column| column.long && !is_told(column));
        let ended = words::ended(row, self.today).map(|ended| format!("（{ended}）"));
        let head = |marks: &[String]| {
            let ended = ended.as_deref().unwrap_or_default();
            let line = format!("  {:>digits$}　{}{ended}", row.id, marks.join("　"));
            line.trim_end_matches('　').to_owned()
        };
        let Some(limit) = self.limit else {
            let hits = hits.iter().map(|hit| self.hit(hit, FREE));
            let parts: Vec<_> = [head(&marks)]
                .into_iter()
                .chain(hits)
                .chain(prose)
                .collect();
            return format!("{}\n", parts.join("　"));
        };
        let labels: usize = hits.iter().map(|hit| width(hit.column.label) + 4).sum();
        let least: usize = hits
            .iter()
            .map(|hit| seen(&self.hit(hit, FREE)).min(ROOM + width(hit.column.label)) + 4)
            .sum();
        // What tells least about a record stands last, and goes first.
        let mut few = marks.as_slice();
        while let [rest @ .., _] = few
            && !rest.is_empty()
            && width(&head(few)) + least > limit
        {
            few = rest;
        }
        let mut line = head(few);
        if width(&line) + least > limit {
            return self.apart(
                &words::shortened(&head(&marks), limit - 1),
                hits,
                digits + 4,
            );
        }
        let room = limit.saturating_sub(width(&line) + labels) / hits.len().max(1);
        for hit in hits {
            line = format!("{line}　{}", self.hit(hit, room));
        }
        for prose in prose {
            let left = limit.saturating_sub(seen(&line) + 3);
            if left >= ROOM / 2 {
                line = format!("{line}　{}", words::shortened(&prose, left));
            }
        }
        format!("{line}\n")
    }

    /// The same on several lines.
    fn apart(&self, line: &str, hits: &[Hit], indent: usize) -> String {
        let mut lines = format!("{}\n", line.trim_end_matches('　'));
        for hit in hits {
            let taken = indent + width(hit.column.label) + 2;
            let room = self.limit.unwrap_or(FREE).saturating_sub(taken);
            let _ = writeln!(lines, "{}{}", " ".repeat(indent), self.hit(hit, room));
        }
        lines
    }

    /// A column and the text around the hit, with all hits in it marked.
    fn hit(&self, hit: &Hit, room: usize) -> String {
        // White space is nothing to a search, so that a hit may go over the end of a line.
        let text = shown(&hit.text.replace('\n', " ")).into_owned();
        let places = if hit.column.personal {
            std::iter::once(0..text.len()).collect()
        } else {
            self.asked.places(&text)
        };
        let Some(first) = places.first() else {
            let text = words::shortened(&text, room.saturating_sub(1));
            return format!("{}：{text}", hit.column.label);
        };
        let room = if self.colours {
            room
        } else {
            room.saturating_sub(4 * places.len())
        };
        let Range { start, end } = window(&text, first.start, room);
        let mut line = format!("{}：", hit.column.label);
        if start > 0 {
            line.push('…');
        }
        let mut told = start;
        for place in places.iter().filter(|place| place.start < end) {
            line += &text[told..place.start];
            told = place.end.min(end);
            line += &self.marked(&text[place.start..told]);
        }
        line += &text[told..end];
        if end < text.len() {
            line.push('…');
        }
        line
    }

    /// A hit so that it is seen.
    fn marked(&self, hit: &str) -> String {
        if self.colours {
            let style = Style::new().fg_color(Some(AnsiColor::Red.into())).bold();
            format!("{style}{hit}{style:#}")
        } else {
            format!("【{hit}】")
        }
    }
}

/// The columns that a text takes which may be coloured.
fn seen(text: &str) -> usize {
    width(&anstream::adapter::strip_str(text).to_string())
}

/// The part of a text that so many columns show, marks included where it is cut, for a hit that begins there. A third of
/// them are for what stands before the hit, and whatever one side doesn't need is for the other.
fn window(text: &str, hit: usize, room: usize) -> Range<usize> {
    let (before, behind) = text.split_at(hit);
    let left = (room / 3).max(room.saturating_sub(width(behind)));
    let start = if width(before) > left {
        hit - words::tail(before, left.saturating_sub(1)).len()
    } else {
        0
    };
    let right = room - left.min(width(before));
    let end = if width(behind) > right {
        hit + words::head(behind, right.saturating_sub(1)).len()
    } else {
        text.len()
    };
    start..end
}

/// Writes a row for each record that was found, for programs.
fn write(
    session: &mut Session,
    page: Page<'_>,
    destination: &Destination,
    asked: &Asked,
    finds: &[Finds],
    most: usize,
) -> anyhow::Result<()> {
    let heads = [
        Head::new("kind", "种类"),
        Head::new("id", "编号").right(),
        Head::new("column", "列"),
        Head::new("text", "内容").note(),
    ];
    let format = destination.format;
    destination.write(session, &heads, |writer| {
        for finds in finds {
            let few = &finds.ids[..finds.ids.len().min(most)];
            for batch in few.chunks(BATCH) {
                for row in page.rows_of(finds.kind, batch)? {
                    let Some(hit) = asked.hits(&row).into_iter().next() else {
                        continue;
                    };
                    let column = match format {
                        Format::Json => hit.column.key,
                        _ => hit.column.label,
                    };
                    writer.row(&[
                        check::kind(row.kind, format),
                        Cell::Count(row.id),
                        Cell::Text(column.to_owned()),
                        Cell::Text(hit.text),
                    ])?;
                }
            }
        }
        Ok(())
    })
}

/// Says that nothing was found, and what to try.
fn nothing(session: &mut Session, page: Page<'_>, asked: &Asked) -> anyhow::Result<()> {
    session.say(format!("没有哪条记录里有{}。", asked.named()))?;
    if asked.typed.len() > 1 {
        session.say("这几个词要在一条记录里都有；少写几个词再找。")?;
    }
    let near = near(page, asked)?;
    if !near.is_empty() {
        let near: Vec<_> = near
            .iter()
            .map(|name| format!("「{}」", shown(name)))
            .collect();
        session.say(format!("是不是想找{}？", near.join("或")))?;
    } else if asked.typed.len() == 1 {
        session.say("换一个说法，或者只写其中两个字再找。")?;
    }
    Ok(())
}

/// The names in the ledger that may have been meant: spelt in pinyin, or mistyped.
fn near(page: Page<'_>, asked: &Asked) -> anyhow::Result<Vec<String>> {
    let mut names = page.texts("name")?;
    let companies = page.texts("company")?;
    // To hold a word against very many names takes longer than anybody wants to wait for a guess.
    if names.len() + companies.len() <= NAMES {
        names.extend(companies);
    }
    names.sort_by_cached_key(|name| (name.chars().count(), name.clone()));
    names.dedup();
    let mut near: Vec<String> = Vec::new();
    for typed in &asked.typed {
        let sought = folded(typed);
        let spelt = names
            .iter()
            .filter(|name| pinyin::matches(&sought, &folded(name)));
        let mut meant: Vec<_> = spelt.take(3).cloned().collect();
        if meant.is_empty() {
            let names = names.iter().map(String::as_str);
            meant = nearest(typed, names, 3)
                .into_iter()
                .map(str::to_owned)
                .collect();
        }
        near.extend(meant);
    }
    near.dedup();
    near.truncate(3);
    Ok(near)
}
