//! The figures once more, counted by hand: loops over sheets of words, written from what each figure is
//! promised to be and not from the statements. Stands in tests only.

use std::collections::{BTreeMap, HashSet};

use super::{Dimension, Share};
use crate::entry::sample::Bench;
use crate::entry::{Given, add};
use crate::record::{Kind, SAMPLE, read};
use crate::store::Error;
use crate::value::{Cell, Day, Link, Partial};

/// A record as a sheet has it: the words of the filled columns, by key. Its number is its place, from 1.
pub(super) type Line = BTreeMap<&'static str, String>;

/// The sheets of a ledger.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheets {
    lines: BTreeMap<Kind, Vec<Line>>,
}

/// The days that a figure is counted over.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub(super) from: Day,
    pub(super) asof: Day,
}

/// What a record adds to a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Worth {
    /// One, or as many as are said.
    Times(i64),
    /// One together with all others of this name.
    Called(String),
}

/// The records behind a figure, by number.
pub(super) type Behind = Vec<(i64, Worth)>;

/// The name of a row of a divided report, with its number where it is a point.
pub(super) type Slot = (Option<i64>, Option<String>);

/// The rates: the part, and what is added up and taken away for the whole.
const RATES: [(&str, &str, &[&str], &[&str]); 3] = [
    ("coverage", "points-counted-visited", &["points"], &[]),
    (
        "solve-rate",
        "problems-solved",
        &["problems-carried", "problems-found"],
        &["problems-declined"],
    ),
    (
        "attendance-rate",
        "meetings-present",
        &["meetings-expected"],
        &[],
    ),
];

/// What belongs to nothing.
const NONE: Slot = (None, None);

/// The words of a column; empty where nothing is filled in.
fn word<'l>(line: &'l Line, key: &str) -> &'l str {
    line.get(key).map_or("", String::as_str)
}

/// Whether a column is filled.
fn has(line: &Line, key: &str) -> bool {
    !word(line, key).is_empty()
}

/// The day of a column; a month or a year stands for its first day.
fn date(line: &Line, key: &str) -> Option<Day> {
    Partial::from_stored(word(line, key)).map(Partial::first_day)
}

/// Whether a list holds this word.
fn lists(line: &Line, key: &str, item: &str) -> bool {
    word(line, key).split('、').any(|one| one == item)
}

/// A company's name without what two writings of it may differ in.
pub(super) fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '（' | '〔' | '【' => '(',
            '）' | '〕' | '】' => ')',
            '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// One for each line that is wanted.
fn one(wanted: bool) -> Option<Worth> {
    wanted.then_some(Worth::Times(1))
}

/// What the records come to.
pub(super) fn total(behind: &[(i64, Worth)]) -> i64 {
    let mut names = HashSet::new();
    behind
        .iter()
        .map(|(_, worth)| match worth {
            Worth::Times(times) => *times,
            Worth::Called(name) => i64::from(names.insert(name)),
        })
        .sum()
}

/// An empty ledger in which plans may name figures.
fn on_bench(today: &str) -> Bench {
    let mut bench = Bench::on(today);
    bench.world.figures = super::NAMES;
    bench
}

impl Sheets {
    /// The sample year.
    pub(super) fn of_2022() -> Self {
        let mut sheets = Self::default();
        for (kind, text) in SAMPLE.iter().copied() {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let heads = reader.headers().unwrap().clone();
            for row in reader.records() {
                let row = row.unwrap();
                let line = heads.iter().zip(&row).filter(|(_, text)| !text.is_empty());
                let line = line.map(|(head, text)| {
                    let column = kind.dictionary().known_as(head).unwrap();
                    (column.key, text.to_owned())
                });
                sheets.push(kind, line.collect());
            }
        }
        sheets
    }

    /// Adds a record.
    pub(super) fn push(&mut self, kind: Kind, line: Line) {
        self.lines.entry(kind).or_default().push(line);
    }

    /// The records of a kind.
    pub(super) fn of(&self, kind: Kind) -> &[Line] {
        self.lines.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Changes a column of a record.
    pub(super) fn set(&mut self, kind: Kind, id: usize, key: &'static str, text: &str) {
        let lines = self.lines.get_mut(&kind).unwrap();
        lines[id - 1].insert(key, text.to_owned());
    }

    /// A ledger into which every record was entered as a person would.
    pub(super) fn entered(&self, today: &str) -> Bench {
        let mut bench = on_bench(today);
        bench
            .write(|writing, world| {
                for (kind, lines) in &self.lines {
                    for line in lines {
                        let column = |key: &str| kind.dictionary().column(key).unwrap();
                        let given: Vec<Given> = line
                            .iter()
                            .map(|(key, text)| (column(key), text.clone()))
                            .collect();
                        add(writing, world, *kind, &given)?;
                    }
                }
                Ok::<_, crate::entry::Failure>(())
            })
            .unwrap();
        bench
    }

    /// A ledger that holds the records as they are, whatever the rules would fill in or refuse.
    pub(super) fn stored(&self, today: &str) -> Bench {
        let mut bench = on_bench(today);
        bench
            .write(|writing, world| {
                for (kind, lines) in &self.lines {
                    for line in lines {
                        let cells: Vec<Cell> = kind
                            .dictionary()
                            .columns
                            .iter()
                            .map(
                                |column| match read(column, word(line, column.key), world, None) {
                                    Ok(Cell::Text(text)) => self.linked(*kind, column.key, text),
                                    cell => cell.unwrap(),
                                },
                            )
                            .collect();
                        writing.add(*kind, &cells)?;
                    }
                }
                Ok::<_, Error>(())
            })
            .unwrap();
        bench
    }

    /// The cell of a text, which may be what a reference says.
    fn linked(&self, kind: Kind, key: &str, text: String) -> Cell {
        let link = kind
            .dictionary()
            .links()
            .find(|(column, _)| column.key == key);
        match link {
            Some((_, other)) => Cell::Link(Link {
                id: self.number(other, &text).unwrap(),
                name: String::new(),
            }),
            None => Cell::Text(text),
        }
    }

    /// The number of the record that a reference says: a name, or the number itself.
    fn number(&self, kind: Kind, text: &str) -> Option<i64> {
        if text.is_empty() {
            return None;
        }
        let named = (1..)
            .zip(self.of(kind))
            .find(|(_, line)| word(line, "name") == text);
        named.map(|(id, _)| id).or_else(|| text.parse().ok())
    }

    /// The record that a column of another refers to.
    fn referred(&self, line: &Line, key: &str, kind: Kind) -> Option<(i64, &Line)> {
        let id = self.number(kind, word(line, key))?;
        let place = usize::try_from(id).ok()?.checked_sub(1)?;
        self.of(kind).get(place).map(|line| (id, line))
    }

    /// The contact point that a record belongs to: its own, else its visit's, else its project's.
    fn point_of<'s>(&'s self, kind: Kind, id: i64, line: &'s Line) -> Option<(i64, &'s Line)> {
        if kind == Kind::Point {
            return Some((id, line));
        }
        let through = |key: &str, kind: Kind| {
            let (_, other) = self.referred(line, key, kind)?;
            self.referred(other, "point", Kind::Point)
        };
        self.referred(line, "point", Kind::Point)
            .or_else(|| through("visit", Kind::Visit))
            .or_else(|| through("project", Kind::Project))
            .filter(|_| kind != Kind::Plan)
    }

    /// The row of a divided report that a record stands in; by month, of a figure that goes by this day.
    fn slot(&self, by: Dimension, kind: Kind, id: i64, line: &Line, own_day: &str) -> Slot {
        let point = self.point_of(kind, id, line);
        let of_point = |key: &str| {
            let (_, point) = point?;
            has(point, key).then(|| word(point, key).to_owned())
        };
        match by {
            Dimension::Point => match point {
                Some((id, point)) => (Some(id), Some(word(point, "name").to_owned())),
                None => NONE,
            },
            Dimension::Station => {
                let own = kind == Kind::Plan && has(line, "station");
                let own = own.then(|| word(line, "station").to_owned());
                (None, own.or_else(|| of_point("station")))
            }
            Dimension::Section => {
                let own = matches!(kind, Kind::Visit | Kind::Problem | Kind::Plan)
                    && has(line, "section");
                let own = own.then(|| word(line, "section").to_owned());
                (None, own.or_else(|| of_point("section")))
            }
            Dimension::Category => (None, Some(word(line, "category").to_owned())),
            Dimension::Month => (None, Some(word(line, own_day)[..7].to_owned())),
        }
    }

    /// Whether a record belongs to all of these.
    fn belongs(&self, kind: Kind, id: i64, line: &Line, shares: &[Share]) -> bool {
        shares.iter().all(|share| {
            let slot = |by| self.slot(by, kind, id, line, "");
            match share {
                Share::Point(point) => slot(Dimension::Point).0 == Some(*point),
                Share::Station(name) => slot(Dimension::Station).1.as_ref() == Some(name),
                Share::Section(name) => slot(Dimension::Section).1.as_ref() == Some(name),
            }
        })
    }

    /// What the wanted records of a kind are worth.
    fn pick(&self, kind: Kind, worth: impl Fn(&Line) -> Option<Worth>) -> (Kind, Behind) {
        let behind = (1..)
            .zip(self.of(kind))
            .filter_map(|(id, line)| Some((id, worth(line)?)))
            .collect();
        (kind, behind)
    }

    /// A contact point counts: confirmed by then, and not closed by then.
    fn point_counts(point: &Line, asof: Day) -> bool {
        date(point, "confirmed_on").is_some_and(|day| day <= asof)
            && date(point, "closed_on").is_none_or(|day| day > asof)
    }

    /// A member is on the roll of a counted point, and no applicant.
    fn member_counts(&self, member: &Line, asof: Day) -> bool {
        let (_, point) = self.referred(member, "point", Kind::Point).unwrap();
        Self::point_counts(point, asof)
            && word(member, "kind") != "入党积极分子"
            && date(member, "arrived_on").is_none_or(|day| day <= asof)
            && date(member, "joined_on").is_none_or(|day| day <= asof)
            && date(member, "left_on").is_none_or(|day| day > asof)
    }

    /// A member counts and belongs to the organisation itself.
    fn own_member_counts(&self, member: &Line, asof: Day) -> bool {
        self.member_counts(member, asof) && word(member, "flow") != "流入"
    }

    /// Whether a project of kind 攻关 ran in these days.
    fn tackled(project: &Line, days: Days) -> bool {
        Self::ran(project, "攻关", days)
    }

    /// Whether a project of this kind ran in these days.
    fn ran(project: &Line, kind: &str, days: Days) -> bool {
        word(project, "kind") == kind
            && date(project, "started_on").unwrap() <= days.asof
            && date(project, "finished_on").is_none_or(|day| day >= days.from)
    }

    /// Whether a problem without a project came up on a visit of this kind.
    fn asked_at(&self, problem: &Line, send: &str) -> bool {
        !has(problem, "project")
            && self
                .referred(problem, "visit", Kind::Visit)
                .is_some_and(|(_, visit)| lists(visit, "send", send))
    }

    /// Whether a problem waits at the end of a day.
    fn waits(problem: &Line, on: Day) -> bool {
        let by_then = |key| date(problem, key).is_some_and(|day| day <= on);
        by_then("found_on") && !by_then("solved_on") && !by_then("declined_on")
    }

    /// Which company a problem or an award is of: its code; else the one code of its name in the ledger; else its name.
    fn company(&self, problem: &Line) -> String {
        if has(problem, "code") {
            return word(problem, "code").to_owned();
        }
        let name = plain(word(problem, "company"));
        let mut codes = HashSet::new();
        for (kind, key) in [
            (Kind::Problem, "company"),
            (Kind::Award, "company"),
            (Kind::Point, "name"),
        ] {
            for line in self.of(kind) {
                if has(line, "code") && plain(word(line, key)) == name {
                    codes.insert(word(line, "code"));
                }
            }
        }
        match (codes.len(), codes.into_iter().next()) {
            (1, Some(code)) => code.to_owned(),
            _ => name,
        }
    }

    /// An award counts: passed, its day in these days, not revoked by then.
    fn awarded(award: &Line, days: Days) -> bool {
        date(award, "date").is_some_and(|day| days.from <= day && day <= days.asof)
            && ["", "通过"].contains(&word(award, "state"))
            && date(award, "revoked_on").is_none_or(|day| day > days.asof)
    }

    /// How many an award stands for.
    fn quantity(award: &Line) -> i64 {
        word(award, "quantity").parse().unwrap_or(1)
    }

    /// The companies of the honours that are wanted; where none is named, as many as are said.
    fn honoured(&self, days: Days, campaign: Option<&str>) -> (Kind, Behind) {
        self.pick(Kind::Award, |a| {
            let wanted = word(a, "kind") == "称号"
                && Self::awarded(a, days)
                && campaign.is_none_or(|campaign| word(a, "campaign") == campaign);
            let worth = if has(a, "company") || has(a, "code") {
                Worth::Called(self.company(a))
            } else {
                Worth::Times(Self::quantity(a))
            };
            wanted.then_some(worth)
        })
    }

    /// Standards of a level; without one, all.
    fn standards(&self, days: Days, level: Option<&str>) -> (Kind, Behind) {
        self.pick(Kind::Award, |a| {
            let wanted = word(a, "kind") == "标准"
                && Self::awarded(a, days)
                && level.is_none_or(|level| word(a, "level") == level);
            wanted.then_some(Worth::Times(Self::quantity(a)))
        })
    }

    /// Whether a plan is done by a day.
    fn plan_done(&self, plan: &Line, asof: Day) -> bool {
        if has(plan, "done_on") {
            return date(plan, "done_on").is_some_and(|day| day <= asof);
        }
        let Ok(target) = word(plan, "target").parse::<i64>() else {
            return false;
        };
        let year: i32 = word(plan, "year").parse().unwrap();
        let figure = word(plan, "figure");
        if figure.is_empty() {
            return word(plan, "done")
                .parse::<i64>()
                .is_ok_and(|done| done >= target);
        }
        let figure = super::NAMES
            .iter()
            .find(|name| name.label == figure || name.code == figure)
            .unwrap();
        let days = Days {
            from: Day::new(year, 1, 1).unwrap(),
            asof: Day::new(year, 12, 31).unwrap().min(asof),
        };
        let is_rate = RATES.iter().any(|(key, ..)| *key == figure.code);
        self.value(figure.code, days, &[], None)
            .is_some_and(|value| if is_rate { value / 10 } else { value } >= target)
    }

    /// The records behind a figure that is counted; `None` for a rate.
    #[expect(clippy::too_many_lines, reason = "one arm for each figure")]
    fn behind(&self, key: &str, days: Days) -> Option<(Kind, Behind)> {
        let Days { from, asof } = days;
        let within =
            |line: &Line, key: &str| date(line, key).is_some_and(|day| from <= day && day <= asof);
        let visited = |line: &Line| within(line, "date");
        let sent =
            |send: &str| self.pick(Kind::Visit, |v| one(visited(v) && lists(v, "send", send)));
        let on_site = |p: &Line| {
            within(p, "solved_on")
                && word(p, "handling") == "现场解决"
                && self.asked_at(p, "送服务")
        };
        let counted = |wanted: &dyn Fn(&Line) -> bool| {
            self.pick(Kind::Point, |p| {
                one(Self::point_counts(p, asof) && wanted(p))
            })
        };
        let own = |wanted: &dyn Fn(&Line) -> bool| {
            self.pick(Kind::Member, |m| {
                one(self.own_member_counts(m, asof) && wanted(m))
            })
        };
        let problems =
            |wanted: &dyn Fn(&Line) -> bool| self.pick(Kind::Problem, |p| one(wanted(p)));
        let plans = |wanted: &dyn Fn(&Line) -> bool| {
            self.pick(Kind::Plan, |p| {
                let year: i32 = word(p, "year").parse().unwrap();
                one((from.year()..=asof.year()).contains(&year) && wanted(p))
            })
        };
        let held = |kind: &str| {
            self.pick(Kind::Meeting, |m| {
                one(within(m, "date") && word(m, "kind") == kind)
            })
        };
        let heads = |key: &str| {
            self.pick(Kind::Meeting, |m| {
                let both = has(m, "present") && has(m, "expected");
                (within(m, "date") && both).then(|| Worth::Times(word(m, key).parse().unwrap()))
            })
        };
        let active = |kind: &str| {
            self.pick(Kind::Activity, |a| {
                one(within(a, "date") && word(a, "kind") == kind)
            })
        };
        Some(match key {
            "points" => counted(&|_| true),
            "point-kinds" => self.pick(Kind::Point, |p| {
                let kind = word(p, "kind").to_owned();
                Self::point_counts(p, asof).then_some(Worth::Called(kind))
            }),
            "points-assigned" => {
                counted(&|p| has(p, "leader") && has(p, "section") && has(p, "station"))
            }
            "facilities" => counted(&|p| {
                ["制度上墙", "活动室", "工作栏", "学习园地"]
                    .iter()
                    .all(|one| lists(p, "facilities", one))
            }),
            "points-counted-visited" => self.pick(Kind::Point, |point| {
                one(Self::point_counts(point, asof)
                    && self
                        .of(Kind::Visit)
                        .iter()
                        .any(|visit| visited(visit) && word(visit, "point") == word(point, "name")))
            }),
            "members" => own(&|_| true),
            "members-probationary" => own(&|m| match word(m, "kind") {
                "预备党员" => true,
                _ => {
                    date(m, "joined_on").is_some_and(|day| day <= asof)
                        && date(m, "confirmed_on").is_some_and(|day| day > asof)
                }
            }),
            "members-inflow" => self.pick(Kind::Member, |m| {
                one(self.member_counts(m, asof) && word(m, "flow") == "流入")
            }),
            "pioneers" => self.pick(Kind::Member, |m| {
                let since = date(m, "pioneer_on").is_some_and(|day| day <= asof);
                one(self.member_counts(m, asof) && since)
            }),
            "visits" => self.pick(Kind::Visit, |v| one(visited(v))),
            "visits-three" => self.pick(Kind::Visit, |v| {
                let three = ["送政策", "送服务", "送信心"];
                one(visited(v) && three.iter().any(|send| lists(v, "send", send)))
            }),
            "visits-policy" => sent("送政策"),
            "visits-service" => sent("送服务"),
            "visits-confidence" => sent("送信心"),
            "visits-pairing" | "pairing-meetings" => sent("结对联建"),
            "visits-routine" => sent("日常走访"),
            "points-visited" => self.pick(Kind::Visit, |v| {
                let point = word(v, "point").to_owned();
                (visited(v) && has(v, "point")).then_some(Worth::Called(point))
            }),
            "reach" => self.pick(Kind::Visit, |v| {
                let reach = word(v, "reach").parse().unwrap_or(0);
                (visited(v) && lists(v, "send", "送政策")).then_some(Worth::Times(reach))
            }),
            "onsite-problems" => problems(&on_site),
            "onsite-companies" => self.pick(Kind::Problem, |p| {
                on_site(p).then(|| Worth::Called(self.company(p)))
            }),
            "project-points" => self.pick(Kind::Project, |j| {
                let point = word(j, "point").to_owned();
                Self::tackled(j, days).then_some(Worth::Called(point))
            }),
            "teams" => self.pick(Kind::Project, |j| {
                let names = word(j, "teams").split('、').filter(|name| !name.is_empty());
                let names: HashSet<_> = names.map(plain).collect();
                let count = i64::try_from(names.len()).unwrap();
                Self::tackled(j, days).then_some(Worth::Times(count))
            }),
            "projects-platform" => {
                self.pick(Kind::Project, |j| one(Self::ran(j, "平台建设", days)))
            }
            "projects-guidance" => {
                self.pick(Kind::Project, |j| one(Self::ran(j, "指导推进", days)))
            }
            "project-problems" => problems(&|p| {
                within(p, "solved_on")
                    && self
                        .referred(p, "project", Kind::Project)
                        .is_some_and(|(_, project)| word(project, "kind") == "攻关")
            }),
            "pairing-problems" => {
                problems(&|p| within(p, "solved_on") && self.asked_at(p, "结对联建"))
            }
            "problems-found" => problems(&|p| within(p, "found_on")),
            "problem-companies" => self.pick(Kind::Problem, |p| {
                within(p, "found_on").then(|| Worth::Called(self.company(p)))
            }),
            "problems-solved" => problems(&|p| within(p, "solved_on")),
            "problems-closed" => problems(&|p| within(p, "closed_on")),
            "problems-declined" => problems(&|p| within(p, "declined_on")),
            "problems-carried" => problems(&|p| Self::waits(p, from.plus_days(-1))),
            "problems-open" => problems(&|p| Self::waits(p, asof)),
            "problems-overdue" => problems(&|p| {
                Self::waits(p, asof) && date(p, "due_on").is_some_and(|day| day < asof)
            }),
            "plans" => plans(&|_| true),
            "plans-done" => plans(&|p| self.plan_done(p, asof)),
            "honours-confidence" => self.honoured(days, Some("送信心")),
            "honours-quality" => self.honoured(days, Some("质量提升")),
            "honour-companies" => self.honoured(days, None),
            "honours-unnamed" => self.pick(Kind::Award, |a| {
                let unnamed = word(a, "kind") == "称号" && !has(a, "company") && !has(a, "code");
                (unnamed && Self::awarded(a, days)).then(|| Worth::Times(Self::quantity(a)))
            }),
            "pilots" => self.pick(Kind::Award, |a| {
                (word(a, "kind") == "试点示范" && Self::awarded(a, days))
                    .then(|| Worth::Times(Self::quantity(a)))
            }),
            "standards" => self.standards(days, None),
            "standards-international" => self.standards(days, Some("国际")),
            "standards-national" => self.standards(days, Some("国家")),
            "standards-industry" => self.standards(days, Some("行业")),
            "standards-local" => self.standards(days, Some("地方")),
            "standards-group" => self.standards(days, Some("团体")),
            "standards-company" => self.standards(days, Some("企业")),
            "standards-unlevelled" => self.standards(days, Some("")),
            "trainings" => active("质量培训"),
            "trainees" => self.pick(Kind::Activity, |a| {
                let heads = word(a, "attendance").parse().unwrap_or(0);
                (within(a, "date") && word(a, "kind") == "质量培训").then_some(Worth::Times(heads))
            }),
            "ideas" => self.pick(Kind::Idea, |i| one(within(i, "date"))),
            "meetings-assembly" => held("支部党员大会"),
            "meetings-council" => held("支部委员会"),
            "meetings-group" => held("党小组会"),
            "meetings-lecture" => held("党课"),
            "meetings-themeday" => held("主题党日"),
            "meetings-review" => held("组织生活会"),
            "meetings-appraisal" => held("民主评议党员"),
            "meetings-talk" => held("谈心谈话"),
            "meetings-present" => heads("present"),
            "meetings-expected" => heads("expected"),
            "activities-party" => active("党务培训"),
            "activities-lesson" => active("微学课"),
            "activities-publicity" => active("政策宣讲"),
            "activities-safety" => active("安全责任进企业"),
            "activities-exchange" => active("学习交流"),
            "activities-volunteer" => active("志愿服务"),
            "activities-other" => active("其他"),
            rate if RATES.iter().any(|(key, ..)| *key == rate) => return None,
            other => panic!("{other} is not counted by hand"),
        })
    }

    /// The records behind a figure, of those that belong to all of these.
    pub(super) fn behind_of(&self, key: &str, days: Days, shares: &[Share]) -> Behind {
        let (kind, mut behind) = self.behind(key, days).unwrap();
        behind.retain(|(id, _)| self.belongs(kind, *id, self.line(kind, *id), shares));
        behind
    }

    /// The same in one row of a divided report.
    pub(super) fn behind_in(
        &self,
        key: &str,
        days: Days,
        shares: &[Share],
        (by, slot): (Dimension, &Slot),
    ) -> Behind {
        let (kind, mut behind) = self.behind(key, days).unwrap();
        let own_day = own_day(key).unwrap_or_default();
        behind.retain(|(id, _)| {
            let line = self.line(kind, *id);
            self.belongs(kind, *id, line, shares)
                && self.slot(by, kind, *id, line, own_day) == *slot
        });
        behind
    }

    /// All rows of a divided report that a figure has records in.
    pub(super) fn slots(
        &self,
        key: &str,
        days: Days,
        shares: &[Share],
        by: Dimension,
    ) -> Vec<Slot> {
        let (kind, _) = self.behind(key, days).unwrap();
        let own_day = own_day(key).unwrap_or_default();
        self.behind_of(key, days, shares)
            .iter()
            .filter(|(_, worth)| *worth != Worth::Times(0))
            .map(|(id, _)| self.slot(by, kind, *id, self.line(kind, *id), own_day))
            .collect()
    }

    /// The value of a figure; a rate in tenths of a percent.
    pub(super) fn value(
        &self,
        key: &str,
        days: Days,
        shares: &[Share],
        within: Option<(Dimension, &Slot)>,
    ) -> Option<i64> {
        let of = |key: &str| {
            total(&match within {
                None => self.behind_of(key, days, shares),
                Some(within) => self.behind_in(key, days, shares, within),
            })
        };
        match RATES.iter().find(|(rate, ..)| *rate == key) {
            Some((_, part, more, less)) => {
                let whole: i64 = more.iter().map(|key| of(key)).sum();
                rate(
                    of(part),
                    whole - less.iter().map(|key| of(key)).sum::<i64>(),
                )
            }
            None => Some(of(key)),
        }
    }

    /// A record by its number.
    fn line(&self, kind: Kind, id: i64) -> &Line {
        &self.of(kind)[usize::try_from(id).unwrap() - 1]
    }

    /// The contact points that count, limited to these.
    pub(super) fn counted_points(&self, asof: Day, shares: &[Share]) -> Vec<Slot> {
        (1..)
            .zip(self.of(Kind::Point))
            .filter(|(_, point)| Self::point_counts(point, asof))
            .filter(|(id, point)| self.belongs(Kind::Point, *id, point, shares))
            .map(|(id, point)| (Some(id), Some(word(point, "name").to_owned())))
            .collect()
    }

    /// The day of the last visit to a point by a day.
    pub(super) fn last_visit(&self, point: &str, asof: Day) -> Option<Day> {
        self.of(Kind::Visit)
            .iter()
            .filter(|visit| word(visit, "point") == point)
            .filter_map(|visit| date(visit, "date"))
            .filter(|day| *day <= asof)
            .max()
    }

    /// The stations or sections that any point or record has.
    pub(super) fn names(&self, key: &str) -> Vec<String> {
        let mut names: Vec<String> = self
            .lines
            .values()
            .flatten()
            .filter(|line| has(line, key))
            .map(|line| word(line, key).to_owned())
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Tenths of a percent, half a tenth up; nothing where there is nothing to divide by.
fn rate(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| (2000 * part / whole + 1) / 2)
}

/// The day of its own that a figure goes by; `None` where it tells how things stand.
pub(super) fn own_day(key: &str) -> Option<&'static str> {
    match key {
        "problems-found" | "problem-companies" => Some("found_on"),
        "problems-closed" => Some("closed_on"),
        "problems-declined" => Some("declined_on"),
        "problems-solved" | "onsite-problems" | "onsite-companies" | "project-problems"
        | "pairing-problems" => Some("solved_on"),
        "reach" | "points-visited" | "pairing-meetings" | "pilots" | "trainings" | "trainees"
        | "ideas" | "attendance-rate" => Some("date"),
        key if ["visits", "honour", "standards", "meetings-", "activities-"]
            .iter()
            .any(|start| key.starts_with(start)) =>
        {
            Some("date")
        }
        _ => None,
    }
}

/// Whether a figure can be divided so.
pub(super) fn divides(key: &str, by: Dimension) -> bool {
    match by {
        Dimension::Point => !key.starts_with("plans"),
        Dimension::Station | Dimension::Section => true,
        Dimension::Month => own_day(key).is_some(),
        Dimension::Category => {
            own_day(key).is_some_and(|day| day != "date")
                || key.starts_with("problems-")
                || key == "solve-rate"
        }
    }
}
