//! What is said of a warning: the record, the sentence, and the command that mends it.

use std::fmt::Write as _;

use crate::check::{Colour, Detail, Finding, Held, Limit, LimitFault, Miss, Quorum, RULES, Rule};
use crate::record::{Kind, MeetingKind};
use crate::value::text::{nearest, shown};
use crate::value::{Choice, Day, Period, Span};

/// The most numbers of records that a sentence names.
const MOST: usize = 8;

/// The record that a warning is about.
pub(in crate::cli) fn about(finding: &Finding) -> String {
    let subject = &finding.subject;
    let name = shown(&subject.name);
    let at = subject
        .point
        .as_ref()
        .map(|point| format!("（{}）", shown(&point.name)))
        .unwrap_or_default();
    let day = subject.day.map(|day| format!(" {day}")).unwrap_or_default();
    match finding.rule.about {
        Kind::Point | Kind::Member => format!("{} {name}{at}", subject.id),
        kind => format!("{} {}{day} {name}{at}", kind.dictionary().label, subject.id),
    }
}

/// What is the matter, without a full stop.
pub(in crate::cli) fn sentence(finding: &Finding) -> String {
    match &finding.detail {
        Detail::Missed { what, misses } => missed(*what, misses),
        Detail::Silent { months } => format!("{}没有任何会议", spans(months)),
        Detail::Attendance {
            present,
            expected,
            quorum,
        } => {
            let rate = format!("应到 {expected} 人，实到 {present} 人");
            match quorum {
                Quorum::Usual => format!("{rate}，不足 {}%", finding.limit.first()),
                Quorum::Low => format!("{rate}，不足 {}%", finding.limit.second()),
                Quorum::Vote => format!("{rate}，不足 50%，表决无效"),
                Quorum::Election => format!("{rate}，选举不足五分之四，无效"),
            }
        }
        Detail::Absent { months } => format!(
            "连续 {} 个月每次会议都缺席（{}）",
            months.len(),
            spans(months)
        ),
        Detail::Few { members, needed } => format!("正式党员 {members} 名，不足 {needed} 名"),
        Detail::Size {
            members,
            least,
            most,
        } => match (least, most) {
            (Some(least), _) if members < least => format!("党员 {members} 名，不足 {least} 名"),
            (_, Some(most)) => format!("党员 {members} 名，超过 {most} 名"),
            _ => format!("党员 {members} 名"),
        },
        Detail::Posts { posts, usual } => format!(
            "有党内职务的 {posts} 名，支部委员会一般为 {} 至 {} 名",
            usual.0, usual.1
        ),
        Detail::Election {
            since,
            elected,
            due,
        } => {
            let from = if *elected { "换届" } else { "成立" };
            format!("上次{from} {since}，{due} 任期届满").replace("上次成立", "成立")
        }
        Detail::NoSecretary => "没有书记".to_owned(),
        Detail::NotFull { secretary } => {
            format!("在册的正式党员里没有书记「{}」", shown(secretary))
        }
        Detail::PartTime { missed: true } => "书记兼职，本期又缺支部党员大会或党课".to_owned(),
        Detail::PartTime { missed: false } => "书记是兼职".to_owned(),
        Detail::Young {
            secretary,
            confirmed,
        } => format!(
            "书记「{}」{confirmed} 转正，不满 {} 年",
            shown(secretary),
            finding.limit.first()
        ),
        Detail::Flow { moved, members } => format!(
            "期初 {members} 名，本期转入转出、流入流出 {moved} 人次，达 {}%",
            moved * 100 / (*members).max(1)
        ),
        Detail::Shrinking {
            now,
            before,
            months,
        } => format!("{months} 个月前 {before} 名，现在 {now} 名，没有人入党，也没有积极分子"),
        Detail::Away { since } => format!("{since} 流出，还没有转接组织关系"),
        Detail::Lost { since } => format!("{since} 起失联"),
        Detail::Probation { due, days } => probation(finding.colour, *due, *days),
        Detail::Elsewhere { id, point } => {
            format!("与{}的党员 {id} 同名、同出生年月", shown(&point.name))
        }
        _ => of_work(&finding.detail),
    }
}

/// The sentence of a warning about meetings' records, companies or what the ledger must know.
fn of_work(detail: &Detail) -> String {
    match detail {
        Detail::OwnerUnmet { owner, last } => match last {
            Some(last) => format!("{last} 以后的走访没有见到出资人「{}」", shown(owner)),
            None => format!("走访没有见到过出资人「{}」", shown(owner)),
        },
        Detail::Copied { groups } => {
            let groups: Vec<_> = groups.iter().map(|group| numbers(group)).collect();
            format!("会议 {} 的主要内容相同", groups.join("；"))
        }
        Detail::Late { late, together } => {
            let late = (!late.is_empty())
                .then(|| format!("{} 次会议是补录的（编号 {}）", late.len(), numbers(late)));
            let together = (!together.is_empty()).then(|| {
                format!(
                    "{} 次会议集中在一天登记（编号 {}）",
                    together.len(),
                    numbers(together)
                )
            });
            let parts: Vec<_> = late.into_iter().chain(together).collect();
            parts.join("；")
        }
        Detail::WithoutEvidence { meetings } => format!(
            "{} 次会议没有佐证材料（编号 {}）",
            meetings.len(),
            numbers(meetings)
        ),
        Detail::OneTopic {
            year,
            topic,
            meetings,
        } => format!(
            "{} {meetings} 次会议的议题都是「{}」",
            year.title(),
            shown(topic)
        ),
        Detail::Idle { since } => {
            format!("{since} 以后没有攻关项目和金点子，也没有党员先锋岗")
        }
        Detail::Hardship { category } => format!("{}问题还没有解决", shown(category)),
        Detail::Overdue { due, days } => format!("时限 {due}，已超 {days} 天"),
        Detail::Unconfirmed => "没有确认时间，不计入统计".to_owned(),
        Detail::Unassigned { columns } => format!("没有填{}", labels(columns).join("、")),
        // The rest is said above.
        _ => String::new(),
    }
}

/// When a probation ends or has ended.
fn probation(colour: Colour, due: Day, days: i64) -> String {
    match colour {
        Colour::Red => format!("预备期 {due} 已满，延长一年也已经满了，还没有转正"),
        Colour::Yellow => format!("预备期 {due} 已满，还没有转正"),
        Colour::Hint if days == 0 => "预备期今天满".to_owned(),
        Colour::Hint => format!("预备期 {due} 满，还有 {days} 天"),
    }
}

/// What was held too seldom, and when.
fn missed(what: Held, misses: &[Miss]) -> String {
    let (none, act) = match what {
        Held::Meeting(MeetingKind::Lecture) => ("没有上党课", "党课"),
        Held::Meeting(MeetingKind::Themeday) => ("没有开展主题党日", "主题党日"),
        Held::Meeting(MeetingKind::Appraisal) => ("没有民主评议党员", "民主评议党员"),
        Held::Meeting(MeetingKind::Assembly) => ("没有开支部党员大会", "支部党员大会"),
        Held::Meeting(MeetingKind::Council) => ("没有开支委会", "支委会"),
        Held::Meeting(MeetingKind::Group) => ("没有开党小组会", "党小组会"),
        Held::Meeting(MeetingKind::Review) => ("没有开组织生活会", "组织生活会"),
        Held::Meeting(MeetingKind::Talk) => ("没有谈心谈话", "谈心谈话"),
        Held::OwnLecture => ("书记没有讲党课", "书记讲党课"),
        Held::Visit => ("没有走访", "走访"),
        Held::Training => ("书记没有参加党务培训", "书记党务培训"),
    };
    let all: Vec<_> = misses.iter().map(|miss| miss.span).collect();
    if misses.iter().all(|miss| miss.held == 0) {
        return format!("{}{none}", spans(&all));
    }
    let parts: Vec<_> = misses
        .chunk_by(|one, next| (one.held, one.needed) == (next.held, next.needed))
        .map(|alike| {
            let all: Vec<_> = alike.iter().map(|miss| miss.span).collect();
            let each = if alike.len() > 1 { "各" } else { "" };
            format!(
                "{}{each} {} 次（应 {} 次）",
                spans(&all),
                alike[0].held,
                alike[0].needed
            )
        })
        .collect();
    format!("{act}次数不够：{}", parts.join("，"))
}

/// Spans in a row: 2022年3月、5月至8月、2023年1月.
fn spans(spans: &[Period]) -> String {
    let mut text = String::new();
    let mut year = None;
    for row in spans.chunk_by(|one, next| one.to.plus_days(1) == next.from) {
        let (Some(first), Some(last)) = (row.first(), row.last()) else {
            continue;
        };
        // Two in a row are named both, more by the first and the last.
        let named: &[&Period] = match row.len() {
            1 => &[first],
            _ => &[first, last],
        };
        for (place, span) in named.iter().enumerate() {
            if place > 0 && row.len() > 2 {
                text.push('至');
            } else if !text.is_empty() {
                text.push('、');
            }
            let title = span.title();
            let short = title
                .split_once('年')
                .filter(|(_, rest)| year == Some(span.from.year()) && !rest.is_empty())
                .map(|(_, rest)| rest);
            text.push_str(short.unwrap_or(&title));
            year = Some(span.from.year());
        }
    }
    text
}

/// Numbers of records, the first few of many.
fn numbers(ids: &[i64]) -> String {
    let some: Vec<_> = ids.iter().take(MOST).map(ToString::to_string).collect();
    let more = if ids.len() > MOST { "等" } else { "" };
    format!("{}{more}", some.join("、"))
}

/// The labels of columns of a contact point.
fn labels(keys: &[&'static str]) -> Vec<&'static str> {
    keys.iter()
        .filter_map(|key| Kind::Point.dictionary().column(key))
        .map(|column| column.label)
        .collect()
}

/// The command that mends it, with words in place of what only a person knows.
pub(in crate::cli) fn mend(finding: &Finding) -> String {
    let id = finding.subject.id;
    let home = finding.point().unwrap_or(id);
    match &finding.detail {
        Detail::Missed { what, misses } => held(*what, id, misses.first()),
        Detail::Silent { months } => {
            let day = months.last().map_or_else(day_words, within);
            format!("xgz meeting add --point {id} --kind 主题党日 --date {day} --topic 议题")
        }
        // A vote that does not stand is held again; what was recorded right is not altered.
        Detail::Attendance {
            quorum: Quorum::Vote | Quorum::Election,
            ..
        } => format!(
            "xgz meeting add --point {home} --kind {} --date 日期 --topic 议题",
            finding.subject.name
        ),
        Detail::Attendance { .. } => format!("xgz meeting show {id}"),
        Detail::Absent { .. } => {
            format!("xgz meeting add --point {home} --kind 谈心谈话 --date 日期 --topic 议题")
        }
        Detail::Few { .. } => {
            format!("xgz member add --point {id} --name 姓名 --joined-on 入党年月")
        }
        Detail::Size { .. } => format!("xgz point edit {id} --size-approved 是"),
        Detail::Posts { .. } => "xgz member edit 党员编号 --post 党内职务".to_owned(),
        Detail::Election { .. } => format!("xgz point edit {id} --elected-on 日期"),
        Detail::NoSecretary | Detail::NotFull { .. } => {
            format!("xgz point edit {id} --secretary 姓名")
        }
        Detail::PartTime { .. } => format!("xgz point edit {id} --secretary-kind 专职"),
        Detail::Young { .. } => training(id, &day_words()),
        Detail::Flow { .. } => format!("xgz member list --point {id} --all"),
        Detail::Shrinking { .. } => {
            format!("xgz member add --point {id} --name 姓名 --kind 入党积极分子")
        }
        Detail::Away { .. } | Detail::Elsewhere { .. } => {
            format!("xgz member leave {id} --on 日期 --why 转出")
        }
        Detail::Lost { .. } => format!("xgz member edit {id} --lost-on ''"),
        Detail::Probation { .. } => {
            format!("xgz member edit {id} --kind 正式党员 --confirmed-on 日期")
        }
        detail => mend_work(detail, id),
    }
}

/// The same for warnings about meetings' records, companies and what the ledger must know.
fn mend_work(detail: &Detail, id: i64) -> String {
    match detail {
        Detail::OwnerUnmet { .. } => {
            format!("xgz visit add --point {id} --date 日期 --send 日常走访 --owner-met 是")
        }
        Detail::Copied { groups } => {
            let last = groups.first().and_then(|group| group.last()).unwrap_or(&id);
            format!("xgz meeting edit {last} --content 主要内容")
        }
        Detail::Late { .. } => {
            format!("xgz meeting list --point {id} --columns 编号,会议日期,登记时间")
        }
        Detail::WithoutEvidence { meetings } => {
            let first = meetings.first().unwrap_or(&id);
            format!("xgz meeting edit {first} --evidence 佐证材料")
        }
        Detail::OneTopic { year, .. } => {
            format!("xgz meeting list {} --point {id}", year.from.year())
        }
        Detail::Idle { .. } => {
            format!("xgz project add --point {id} --name 项目名称 --kind 攻关 --started-on 日期")
        }
        Detail::Hardship { .. } => format!("xgz problem progress {id} 进展"),
        Detail::Overdue { .. } => format!("xgz problem solve {id} --result 办理结果"),
        Detail::Unassigned { columns } => {
            let mut line = format!("xgz point edit {id}");
            for column in columns
                .iter()
                .filter_map(|key| Kind::Point.dictionary().column(key))
            {
                let _ = write!(line, " --{} {}", column.flag(), column.label);
            }
            line
        }
        // What is left is a contact point without its day.
        _ => format!("xgz point edit {id} --confirmed-on 日期"),
    }
}

/// The command that enters what was held in a span.
fn held(what: Held, id: i64, miss: Option<&Miss>) -> String {
    let day = miss.map_or_else(day_words, |miss| within(&miss.span));
    match what {
        Held::Meeting(kind) => format!(
            "xgz meeting add --point {id} --kind {} --date {day} --topic 议题",
            kind.entry().label
        ),
        Held::OwnLecture => format!(
            "xgz meeting add --point {id} --kind 党课 --date {day} --topic 议题 --speaker 书记"
        ),
        Held::Visit => format!("xgz visit add --point {id} --date {day} --send 三送类别"),
        Held::Training => training(id, &day),
    }
}

/// The command that enters a training of the secretary.
fn training(id: i64, day: &str) -> String {
    format!(
        "xgz activity add --kind 党务培训 --point {id} --audience 书记 --date {day} --topic 主题"
    )
}

/// What stands for a day that only a person knows.
fn day_words() -> String {
    "日期".to_owned()
}

/// What stands for a day within a span.
fn within(span: &Period) -> String {
    match span.span {
        Span::Month => format!("{}-{:02}-…", span.from.year(), span.from.month()),
        _ => format!("{}-…", span.from.year()),
    }
}

/// What is wrong with a limit of the settings, and how to write it.
pub(in crate::cli) fn limit_fault(name: &str, fault: &LimitFault) -> (String, String) {
    // A key needs no quotation marks in the settings; a label does.
    let key = Rule::named(name).map_or("", |rule| rule.key);
    let name = shown(name);
    match fault {
        LimitFault::NoRule => {
            let keys = RULES.iter().flat_map(|rule| [rule.key, rule.label]);
            let hint = match nearest(&name, keys, 1).first() {
                Some(near) => format!("是不是想写「{near}」？看全部规则：xgz check --rules"),
                None => "看全部规则：xgz check --rules".to_owned(),
            };
            (format!("的预警规则「{name}」不认识"), hint)
        }
        LimitFault::NotLike(limit) => (format!(" {name} 的值不对"), like(key, *limit)),
        LimitFault::Outside(most) => (
            format!(" {name} 的数不对"),
            format!("写 1 到 {most} 的整数"),
        ),
        LimitFault::Order(limit) => (format!(" {name} 的两个数次序反了"), like(key, *limit)),
        LimitFault::Twice => (
            format!("的预警规则「{name}」写了两次"),
            "代号和名称说的是同一条规则，只留一行".to_owned(),
        ),
    }
}

/// How a limit is written.
fn like(name: &str, limit: Limit) -> String {
    let value = match limit {
        Limit::Plain => return format!("这条规则没有数可改；不要它时写 {name} = false"),
        Limit::One(number) => number.to_string(),
        Limit::Marks(first, second) | Limit::Pair(first, second) => format!("[{first}, {second}]"),
        Limit::Every(every) => format!("\"{every}\""),
    };
    format!("例如：{name} = {value}；不要这条规则时写 {name} = false")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Subject;
    use crate::cli::tree::tree;
    use crate::value::{Link, Partial};

    fn day(text: &str) -> Day {
        Day::from_iso(text).unwrap()
    }

    fn month(number: u32) -> Period {
        Period::month(2022, number).unwrap()
    }

    fn link() -> Link {
        Link {
            id: 5,
            name: "老槐步行街".to_owned(),
        }
    }

    /// A warning of a rule with these facts.
    fn finding(key: &str, colour: Colour, detail: Detail) -> Finding {
        let rule = Rule::named(key).unwrap();
        let point = (rule.about != Kind::Point).then(link);
        let day = (![Kind::Point, Kind::Member].contains(&rule.about)).then(|| day("2022-05-05"));
        Finding {
            rule,
            limit: rule.limit,
            colour,
            subject: Subject {
                id: 7,
                name: "某个".to_owned(),
                point,
                day,
            },
            detail,
            waiver: None,
        }
    }

    fn misses(spans: &[(Period, i64, i64)]) -> Vec<Miss> {
        spans
            .iter()
            .map(|(span, held, needed)| Miss {
                span: *span,
                held: *held,
                needed: *needed,
            })
            .collect()
    }

    /// A warning of every rule, and of some more than one, with its sentence.
    #[expect(clippy::too_many_lines, reason = "a line or two for each rule")]
    fn samples() -> Vec<(&'static str, Colour, Detail, &'static str)> {
        let held = |what, misses| Detail::Missed { what, misses };
        let meeting = |kind, spans: &[(Period, i64, i64)]| held(Held::Meeting(kind), misses(spans));
        let quarter = Period::quarter(2022, 2).unwrap();
        let year = Period::year(2022).unwrap();
        let (red, yellow, hint) = (Colour::Red, Colour::Yellow, Colour::Hint);
        let since = Partial::from_stored("2019-11").unwrap();
        let name = || "郝思远".to_owned();
        vec![
            (
                "inactive",
                red,
                Detail::Silent {
                    months: (4..=12).map(month).collect(),
                },
                "2022年4月至12月没有任何会议",
            ),
            (
                "few",
                red,
                Detail::Few {
                    members: 2,
                    needed: 3,
                },
                "正式党员 2 名，不足 3 名",
            ),
            ("secretary-none", red, Detail::NoSecretary, "没有书记"),
            (
                "attendance",
                red,
                Detail::Attendance {
                    present: 4,
                    expected: 10,
                    quorum: Quorum::Vote,
                },
                "应到 10 人，实到 4 人，不足 50%，表决无效",
            ),
            (
                "attendance",
                yellow,
                Detail::Attendance {
                    present: 7,
                    expected: 10,
                    quorum: Quorum::Usual,
                },
                "应到 10 人，实到 7 人，不足 80%",
            ),
            (
                "absent",
                hint,
                Detail::Absent {
                    months: vec![month(3), month(4), month(12)],
                },
                "连续 3 个月每次会议都缺席（2022年3月、4月、12月）",
            ),
            (
                "lost",
                red,
                Detail::Lost {
                    since: day("2022-01-01"),
                },
                "2022-01-01 起失联",
            ),
            (
                "probation",
                yellow,
                Detail::Probation {
                    due: day("2022-06-30"),
                    days: -3,
                },
                "预备期 2022-06-30 已满，还没有转正",
            ),
            (
                "probation",
                hint,
                Detail::Probation {
                    due: day("2022-06-30"),
                    days: 3,
                },
                "预备期 2022-06-30 满，还有 3 天",
            ),
            (
                "flow",
                yellow,
                Detail::Flow {
                    moved: 3,
                    members: 10,
                },
                "期初 10 名，本期转入转出、流入流出 3 人次，达 30%",
            ),
            (
                "shrinking",
                yellow,
                Detail::Shrinking {
                    now: 9,
                    before: 10,
                    months: 12,
                },
                "12 个月前 10 名，现在 9 名，没有人入党，也没有积极分子",
            ),
            (
                "assembly",
                yellow,
                meeting(MeetingKind::Assembly, &[(quarter, 0, 1)]),
                "2022年第二季度没有开支部党员大会",
            ),
            (
                "council",
                yellow,
                meeting(
                    MeetingKind::Council,
                    &[(month(3), 0, 1), (month(7), 0, 1), (month(8), 0, 1)],
                ),
                "2022年3月、7月、8月没有开支委会",
            ),
            (
                "group",
                yellow,
                meeting(
                    MeetingKind::Group,
                    &[(month(3), 1, 2), (month(4), 1, 2), (month(5), 0, 2)],
                ),
                "党小组会次数不够：2022年3月、4月各 1 次（应 2 次），2022年5月 0 次（应 2 次）",
            ),
            (
                "lecture",
                yellow,
                meeting(MeetingKind::Lecture, &[(quarter, 0, 1)]),
                "2022年第二季度没有上党课",
            ),
            (
                "themeday",
                yellow,
                meeting(
                    MeetingKind::Themeday,
                    &[(month(12), 0, 1), (Period::month(2023, 1).unwrap(), 0, 1)],
                ),
                "2022年12月、2023年1月没有开展主题党日",
            ),
            (
                "review",
                yellow,
                meeting(MeetingKind::Review, &[(year, 0, 1)]),
                "2022年没有开组织生活会",
            ),
            (
                "appraisal",
                yellow,
                meeting(MeetingKind::Appraisal, &[(year, 0, 1)]),
                "2022年没有民主评议党员",
            ),
            (
                "committee-lecture",
                yellow,
                held(Held::OwnLecture, misses(&[(year, 0, 1)])),
                "2022年书记没有讲党课",
            ),
            (
                "visit",
                yellow,
                held(Held::Visit, misses(&[(quarter, 0, 1)])),
                "2022年第二季度没有走访",
            ),
            (
                "owner",
                yellow,
                Detail::OwnerUnmet {
                    owner: name(),
                    last: None,
                },
                "走访没有见到过出资人「郝思远」",
            ),
            (
                "election",
                yellow,
                Detail::Election {
                    since,
                    elected: true,
                    due: day("2022-11-30"),
                },
                "上次换届 2019-11，2022-11-30 任期届满",
            ),
            (
                "election",
                yellow,
                Detail::Election {
                    since,
                    elected: false,
                    due: day("2022-11-30"),
                },
                "成立 2019-11，2022-11-30 任期届满",
            ),
            (
                "secretary-member",
                yellow,
                Detail::NotFull { secretary: name() },
                "在册的正式党员里没有书记「郝思远」",
            ),
            (
                "secretary-part",
                hint,
                Detail::PartTime { missed: false },
                "书记是兼职",
            ),
            (
                "secretary-training",
                yellow,
                held(Held::Training, misses(&[(year, 0, 1)])),
                "2022年书记没有参加党务培训",
            ),
            (
                "outflow",
                yellow,
                Detail::Away {
                    since: day("2022-01-01"),
                },
                "2022-01-01 流出，还没有转接组织关系",
            ),
            (
                "duplicate",
                yellow,
                Detail::Elsewhere {
                    id: 9,
                    point: link(),
                },
                "与老槐步行街的党员 9 同名、同出生年月",
            ),
            (
                "copied",
                yellow,
                Detail::Copied {
                    groups: vec![vec![3, 7], vec![4, 5]],
                },
                "会议 3、7；4、5 的主要内容相同",
            ),
            (
                "overdue",
                yellow,
                Detail::Overdue {
                    due: day("2022-11-25"),
                    days: 36,
                },
                "时限 2022-11-25，已超 36 天",
            ),
            (
                "hardship",
                hint,
                Detail::Hardship {
                    category: "融资".to_owned(),
                },
                "融资问题还没有解决",
            ),
            (
                "size",
                hint,
                Detail::Size {
                    members: 51,
                    least: None,
                    most: Some(50),
                },
                "党员 51 名，超过 50 名",
            ),
            (
                "size",
                hint,
                Detail::Size {
                    members: 49,
                    least: Some(50),
                    most: Some(100),
                },
                "党员 49 名，不足 50 名",
            ),
            (
                "size",
                hint,
                Detail::Size {
                    members: 101,
                    least: Some(50),
                    most: Some(100),
                },
                "党员 101 名，超过 100 名",
            ),
            (
                "council-size",
                hint,
                Detail::Posts {
                    posts: 2,
                    usual: (3, 7),
                },
                "有党内职务的 2 名，支部委员会一般为 3 至 7 名",
            ),
            (
                "secretary-young",
                hint,
                Detail::Young {
                    secretary: name(),
                    confirmed: since,
                },
                "书记「郝思远」2019-11 转正，不满 3 年",
            ),
            (
                "late",
                hint,
                Detail::Late {
                    late: (1..=9).collect(),
                    together: vec![1, 2, 3],
                },
                "9 次会议是补录的（编号 1、2、3、4、5、6、7、8等）；3 次会议集中在一天登记（编号 1、2、3）",
            ),
            (
                "evidence",
                hint,
                Detail::WithoutEvidence { meetings: vec![12] },
                "1 次会议没有佐证材料（编号 12）",
            ),
            (
                "topic",
                hint,
                Detail::OneTopic {
                    year,
                    topic: "学习".to_owned(),
                    meetings: 4,
                },
                "2022年 4 次会议的议题都是「学习」",
            ),
            (
                "idle",
                hint,
                Detail::Idle {
                    since: day("2021-12-31"),
                },
                "2021-12-31 以后没有攻关项目和金点子，也没有党员先锋岗",
            ),
            (
                "unconfirmed",
                hint,
                Detail::Unconfirmed,
                "没有确认时间，不计入统计",
            ),
            (
                "assigned",
                hint,
                Detail::Unassigned {
                    columns: vec!["leader", "station"],
                },
                "没有填责任领导、责任所",
            ),
        ]
    }

    #[test]
    fn every_warning_has_its_sentence_and_a_command_that_is_understood() {
        for (key, colour, detail, words) in samples() {
            let finding = finding(key, colour, detail);
            assert_eq!(sentence(&finding), words, "{key}");
            let line = mend(&finding);
            let typed = line.split(' ').map(|word| word.trim_matches('\''));
            let parsed = tree().try_get_matches_from(typed);
            assert!(parsed.is_ok(), "{key}: {line}");
        }
        for rule in RULES {
            let has_sample = samples().iter().any(|(key, ..)| *key == rule.key);
            assert!(has_sample, "{}", rule.key);
        }
    }

    #[test]
    fn a_command_names_the_span_that_was_missed_first() {
        let line = |key| {
            let (_, colour, detail, _) = samples()
                .into_iter()
                .find(|(other, ..)| *other == key)
                .unwrap();
            mend(&finding(key, colour, detail))
        };
        assert_eq!(
            line("council"),
            "xgz meeting add --point 7 --kind 支部委员会 --date 2022-03-… --topic 议题"
        );
        assert_eq!(
            line("visit"),
            "xgz visit add --point 7 --date 2022-… --send 三送类别"
        );
        assert_eq!(
            line("absent"),
            "xgz meeting add --point 5 --kind 谈心谈话 --date 日期 --topic 议题"
        );
        assert_eq!(
            line("assigned"),
            "xgz point edit 7 --leader 责任领导 --station 责任所"
        );
    }

    #[test]
    fn a_record_is_named_with_its_number_and_its_contact_point() {
        let record = |key| about(&finding(key, Colour::Hint, Detail::Unconfirmed));
        assert_eq!(record("few"), "7 某个");
        assert_eq!(record("lost"), "7 某个（老槐步行街）");
        assert_eq!(record("attendance"), "会议 7 2022-05-05 某个（老槐步行街）");
        assert_eq!(record("overdue"), "问题 7 2022-05-05 某个（老槐步行街）");
    }

    #[test]
    fn what_came_from_the_ledger_cannot_drive_the_terminal() {
        let mut hostile = finding(
            "lost",
            Colour::Red,
            Detail::Lost {
                since: day("2022-01-01"),
            },
        );
        hostile.subject.name = "甲\u{1b}[2J".to_owned();
        assert!(!about(&hostile).contains('\u{1b}'));
    }
}
