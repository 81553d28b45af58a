//! What only some kinds can do: a point is closed, a member leaves or moves, a problem is worked on, a
//! project comes to a stage, an award passes, a plan is done.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::complaint::Complaint;
use super::flags::{day, flag, reference, text, texts};
use super::session::{Session, resolve};
use super::takes::Takes;
use super::{add, edit, words};
use crate::entry::{self, Desk, Entered, Given, Known};
use crate::figure::Progress;
use crate::record::{AwardState, Doubt, Kind, LeftWhy, Stage, World, read, read_choice};
use crate::store::{Row, Writing};
use crate::value::text::shown;
use crate::value::{Cell, Choice, Day};

/// Something that can be done with records of one kind.
struct Action {
    kind: Kind,
    name: &'static str,
    chinese: &'static str,
    about: &'static str,
    /// Whether it takes several records at once.
    several: bool,
    /// Its own flags, and what `--on` says.
    flags: fn() -> Vec<Arg>,
    on: &'static str,
    /// What is said when it is done.
    done: &'static str,
    work: fn(&mut Job<'_, '_>) -> anyhow::Result<Vec<Entered>>,
}

/// All of them.
const ACTIONS: &[Action] = &[
    Action {
        kind: Kind::Point,
        name: "close",
        chinese: "撤销",
        about: "撤销联系点：此后不再计入，以前的统计不变",
        several: false,
        flags: || vec![why("为什么撤销")],
        on: "哪一天撤销，不写为今天",
        done: "已撤销",
        work: |job| job.close_point(),
    },
    Action {
        kind: Kind::Member,
        name: "leave",
        chinese: "转出",
        about: "党员离开：此后不再计入，以前的统计不变",
        several: false,
        flags: || {
            vec![
                why("转出（不写时）、去世、除名、开除、退党、停止党籍")
                    .add(Takes::choice(LeftWhy::ENTRIES)),
            ]
        },
        on: "哪一天离开，不写为今天",
        done: "已转出",
        work: |job| job.leave(),
    },
    Action {
        kind: Kind::Member,
        name: "move",
        chinese: "转移",
        about: "党员转到另一个联系点：以前的统计仍算在原处",
        several: false,
        flags: || {
            vec![
                flag("to", "到", "联系点", "转到哪个联系点")
                    .add(Takes::Record(Kind::Point))
                    .required(true),
            ]
        },
        on: "哪一天转，不写为今天",
        done: "已转出",
        work: |job| job.transfer(),
    },
    Action {
        kind: Kind::Problem,
        name: "solve",
        chinese: "办结",
        about: "问题办结，可写多个编号",
        several: true,
        flags: || vec![flag("result", "结果", "文字", "办理结果")],
        on: "哪一天办结，不写为今天",
        done: "已办结",
        work: |job| job.solve(),
    },
    Action {
        kind: Kind::Problem,
        name: "close",
        chinese: "销号",
        about: "问题销号，可写多个编号；要先办结",
        several: true,
        flags: Vec::new,
        on: "哪一天销号，不写为今天",
        done: "已销号",
        work: |job| job.close_problem(),
    },
    Action {
        kind: Kind::Problem,
        name: "decline",
        chinese: "不予受理",
        about: "问题不予受理",
        several: false,
        flags: || vec![why("理由，记入办理结果").required(true)],
        on: "哪一天决定，不写为今天",
        done: "已定为不予受理：",
        work: |job| job.decline(),
    },
    Action {
        kind: Kind::Problem,
        name: "progress",
        chinese: "进展",
        about: "给问题添一条有日期的进展，原有的不动",
        several: false,
        flags: || {
            vec![
                Arg::new("text")
                    .value_name("进展")
                    .required(true)
                    .help("这次的进展"),
            ]
        },
        on: "哪一天的进展，不写为今天",
        done: "已记进展：",
        work: |job| job.progress(),
    },
    Action {
        kind: Kind::Project,
        name: "stage",
        chinese: "阶段",
        about: "记下攻关项目的一个阶段：党小组讨论实施、支部大会跟踪关注、综合评估",
        several: false,
        flags: || vec![stage()],
        on: "哪一天，不写为今天",
        done: "已记阶段：",
        work: |job| job.stage(),
    },
    Action {
        kind: Kind::Award,
        name: "pass",
        chinese: "通过",
        about: "申报或在建的成果通过了：日期改为通过的日期",
        several: false,
        flags: Vec::new,
        on: "哪一天通过，不写为今天",
        done: "已通过",
        work: |job| job.pass(),
    },
    Action {
        kind: Kind::Plan,
        name: "done",
        chinese: "完成",
        about: "计划完成",
        several: true,
        flags: Vec::new,
        on: "哪一天完成，不写为今天",
        done: "已完成",
        work: |job| job.done(),
    },
];

/// The argument that names a stage.
fn stage() -> Arg {
    let stages: Vec<_> = Stage::ENTRIES.iter().map(|entry| entry.label).collect();
    Arg::new("stage")
        .value_name("阶段")
        .required(true)
        .add(Takes::choice(Stage::ENTRIES))
        .help(stages.join("、"))
}

/// The flag for the reason.
fn why(help: &'static str) -> Arg {
    flag("why", "原因", "文字", help)
}

/// The commands that only this kind has.
pub(super) fn commands(kind: Kind) -> impl Iterator<Item = Command> {
    ACTIONS
        .iter()
        .filter(move |action| action.kind == kind)
        .map(|action| {
            let target = reference(action.kind);
            let target = if action.several {
                target.num_args(1..).action(ArgAction::Append)
            } else {
                target
            };
            Command::new(action.name)
                .alias(action.chinese)
                .about(action.about)
                .arg(target)
                .args((action.flags)())
                .arg(flag("on", "于", "日期", action.on).add(Takes::Day))
        })
}

/// Does it.
pub(super) fn run(
    session: &mut Session,
    kind: Kind,
    name: &str,
    matches: &ArgMatches,
) -> anyhow::Result<()> {
    let Some(action) = ACTIONS
        .iter()
        .find(|action| action.kind == kind && action.name == name)
    else {
        return Ok(());
    };
    let today = session.today();
    let day = day(matches, "on", today)?;
    if day > today {
        return Err(
            Complaint::refused(format!("--on 的「{}」还没有到。", words::day_words(day)))
                .hint("已经发生的事，日期不能晚于今天")
                .into(),
        );
    }
    let world = session.world.clone();
    let command = session.command(format!("{} {name}", kind.dictionary().key));
    let mut ledger = session.ledger()?;
    let entered = ledger.write(&command, |writing| -> anyhow::Result<Vec<Entered>> {
        let mut entered = Vec::new();
        for target in texts(matches, "ref") {
            let row = resolve(writing.page(), kind, target)?;
            let mut job = Job {
                writing,
                world: &world,
                row,
                day,
                matches,
            };
            entered.extend((action.work)(&mut job)?);
        }
        Ok(entered)
    })?;
    for one in &entered {
        match one.before {
            Some(_) => edit::announce(session, action.done, one)?,
            None => add::announce(session, "已转入", one)?,
        }
    }
    Ok(())
}

/// One record that something is done with.
struct Job<'w, 'c> {
    writing: &'w mut Writing<'c>,
    world: &'w World,
    row: Row,
    day: Day,
    matches: &'w ArgMatches,
}

impl Job<'_, '_> {
    /// What a flag says; nothing where it is not given.
    fn said(&self, flag: &str) -> &str {
        text(self.matches, flag).unwrap_or_default()
    }

    /// Sets columns of the record to these words.
    fn set(&mut self, words: &[(&str, &str)]) -> anyhow::Result<Vec<Entered>> {
        let dictionary = self.row.kind.dictionary();
        let given: Vec<Given> = words
            .iter()
            .filter_map(|(key, words)| Some((dictionary.column(key)?, (*words).to_owned())))
            .collect();
        Ok(vec![entry::change(
            self.writing,
            self.world,
            self.row.kind,
            self.row.id,
            &given,
        )?])
    }

    /// Sets a day and other columns. A day that was said once is changed by `edit`, not by the way.
    fn date(&mut self, key: &str, words: &[(&str, &str)]) -> anyhow::Result<Vec<Entered>> {
        if let (Some(column), cell @ Cell::Day(_)) =
            (self.row.kind.dictionary().column(key), self.row.cell(key))
        {
            let (kind, id) = (self.row.kind, self.row.id);
            return Err(Complaint::refused(format!(
                "{} 的{}已经是「{}」。",
                words::named(kind, id),
                column.label,
                words::value_words(column, cell, false)
            ))
            .hint(format!(
                "要改它：xgz {} edit {id} --{} 日期",
                kind.dictionary().key,
                column.flag()
            ))
            .into());
        }
        let day = self.day.to_string();
        let mut all = vec![(key, day.as_str())];
        all.extend(words);
        self.set(&all)
    }

    fn close_point(&mut self) -> anyhow::Result<Vec<Entered>> {
        let why = self.said("why").to_owned();
        self.date("closed_on", &[("closed_why", &why)])
    }

    fn leave(&mut self) -> anyhow::Result<Vec<Entered>> {
        let why = text(self.matches, "why").unwrap_or("transfer");
        self.date("left_on", &[("left_why", why)])
    }

    /// Ends this stay and opens one at the other point, the person's other columns taken along.
    fn transfer(&mut self) -> anyhow::Result<Vec<Entered>> {
        let to = resolve(self.writing.page(), Kind::Point, self.said("to"))?;
        let point = Cell::Link(entry::link_to(&to));
        let kind = self.row.kind;
        if self.row.cell("point") == &point {
            return Err(Complaint::refused(format!(
                "{} 本来就在「{}」。",
                words::named(kind, self.row.id),
                shown(&to.cell("name").words())
            ))
            .hint("核对要转到的联系点")
            .into());
        }
        let mut entered = self.date("left_on", &[("left_why", "transfer")])?;
        let mut cells = self.row.stored().to_vec();
        for (key, cell) in [("point", point), ("arrived_on", Cell::Day(self.day))] {
            if let Some(place) = kind.dictionary().place(key) {
                cells[place] = cell;
            }
        }
        let known = Known::default();
        let desk = Desk::new(self.writing.page(), self.world, &known);
        let (cells, mut doubts) = desk.settle_new(kind, cells)?;
        // Somebody who comes back to a point is not entered twice.
        doubts.retain(|doubt| !matches!(doubt, Doubt::Same(_)));
        let id = self.writing.add(kind, &cells)?;
        entered.push(Entered {
            row: self.writing.page().row(kind, id)?,
            before: None,
            doubts,
        });
        Ok(entered)
    }

    fn stage(&mut self) -> anyhow::Result<Vec<Entered>> {
        let typed = self.said("stage");
        let stage = read_choice(Stage::ENTRIES, typed).ok();
        let Some(stage) = stage.and_then(|entry| Stage::from_code(entry.code)) else {
            let stages: Vec<_> = Stage::ENTRIES.iter().map(|entry| entry.label).collect();
            return Err(
                Complaint::not_understood(format!("没有「{}」这个阶段。", shown(typed)))
                    .hint(format!("可选：{}", stages.join("、")))
                    .into(),
            );
        };
        self.date(stage.column(), &[])
    }

    /// An award that was applied for or under way has passed; its day is the day of that from now on.
    fn pass(&mut self) -> anyhow::Result<Vec<Entered>> {
        let passed = AwardState::Passed.entry();
        if *self.row.cell("state") == Cell::Choice(passed) {
            return Err(Complaint::refused(format!(
                "{} 的状态已经是「{}」。",
                words::named(self.row.kind, self.row.id),
                passed.label
            ))
            .hint(format!(
                "要改日期：xgz award edit {} --date 日期",
                self.row.id
            ))
            .into());
        }
        let withdrawn = AwardState::Withdrawn.entry();
        if *self.row.cell("state") == Cell::Choice(withdrawn) {
            return Err(Complaint::refused(format!(
                "{} 的状态是「{}」，不能通过。",
                words::named(self.row.kind, self.row.id),
                withdrawn.label
            ))
            .hint(format!(
                "登记错了的话，先改状态：xgz award edit {} --state 申报",
                self.row.id
            ))
            .into());
        }
        if let Cell::Day(expires) = self.row.cell("expires_on")
            && *expires < self.day
        {
            return Err(Complaint::refused(format!(
                "通过的日期 {} 晚于有效期至 {}。",
                words::day_words(self.day),
                words::day_words(*expires)
            ))
            .hint(format!(
                "有效期登记错了的话，先改：xgz award edit {} --expires-on 日期",
                self.row.id
            ))
            .into());
        }
        if let Cell::Day(applied) = self.row.cell("date")
            && self.day < *applied
        {
            return Err(Complaint::refused(format!(
                "通过的日期 {} 早于申报的日期 {}。",
                words::day_words(self.day),
                words::day_words(*applied)
            ))
            .hint("核对两个日期")
            .into());
        }
        let day = self.day.to_string();
        self.set(&[("state", passed.code), ("date", &day)])
    }

    /// A plan whose figure has not come to its target is done all the same when somebody says so.
    fn done(&mut self) -> anyhow::Result<Vec<Entered>> {
        let mut entered = self.date("done_on", &[])?;
        for one in &mut entered {
            let mut row = one.row.clone();
            Progress::on(self.world.today).fill(self.writing.page(), &mut row)?;
            let is_counted = !row.cell("figure").is_empty();
            if let (true, Cell::Count(done), Cell::Count(target)) =
                (is_counted, row.cell("done"), row.cell("target"))
                && done < target
            {
                one.doubts.push(Doubt::NotReached {
                    done: *done,
                    target: *target,
                });
            }
        }
        Ok(entered)
    }

    fn solve(&mut self) -> anyhow::Result<Vec<Entered>> {
        let result = text(self.matches, "result").map(|result| ("result", result));
        self.date("solved_on", result.as_slice())
    }

    fn close_problem(&mut self) -> anyhow::Result<Vec<Entered>> {
        let id = self.row.id;
        if !self.row.cell("declined_on").is_empty() {
            return Err(Complaint::refused(format!(
                "{} 不予受理，不用销号。",
                words::named(self.row.kind, id)
            ))
            .hint(format!(
                "后来受理了的话，先改：xgz problem edit {id} --declined-on="
            ))
            .into());
        }
        if self.row.cell("solved_on").is_empty() {
            return Err(Complaint::refused(format!(
                "{} 还没有办结，不能销号。",
                words::named(self.row.kind, id)
            ))
            .hint(format!("先办结：xgz problem solve {id}"))
            .into());
        }
        self.date("closed_on", &[])
    }

    fn decline(&mut self) -> anyhow::Result<Vec<Entered>> {
        let why = self.said("why").to_owned();
        self.date("declined_on", &[("result", &why)])
    }

    /// Adds a dated line below those that are there.
    fn progress(&mut self) -> anyhow::Result<Vec<Entered>> {
        let added = self.said("text").trim();
        if added.is_empty() {
            return Err(Complaint::not_understood("进展是空的。")
                .hint("写上这次做了什么")
                .into());
        }
        // A hint that was copied and not filled in.
        let column = self.row.kind.dictionary().column("progress");
        if let Some(column) = column
            && let Err(why) = read(column, added, self.world, None)
        {
            return Err(words::unread(column, added, &why).into());
        }
        let line = format!("{} {added}", self.day);
        let before = self.row.cell("progress").words();
        let progress = if before.is_empty() {
            line
        } else {
            format!("{before}\n{line}")
        };
        self.set(&[("progress", &progress)])
    }
}
