//! What is the matter: the facts of a warning in a sentence.

use crate::check::{Colour, Detail, Finding, Held, Miss, Quorum};
use crate::record::{Kind, MeetingKind};
use crate::value::text::shown;
use crate::value::{Day, Partial, Period};

/// The most numbers of records that a sentence names.
const MOST: usize = 8;

/// What is the matter, without a full stop.
pub(in crate::cli) fn sentence(finding: &Finding) -> String {
    let limit = finding.limit;
    match &finding.detail {
        Detail::Missed { what, misses } => missed(*what, misses),
        Detail::Silent { months } => format!("{}没有任何会议", spans(months)),
        Detail::Attendance {
            present,
            expected,
            quorum,
        } => {
            let few = match quorum {
                Quorum::Usual => format!("不足 {}%", limit.first()),
                Quorum::Low => format!("不足 {}%", limit.second()),
                Quorum::Vote => "不足 50%，表决无效".to_owned(),
                Quorum::Election => "选举不足五分之四，无效".to_owned(),
            };
            format!("应到 {expected} 人，实到 {present} 人，{few}")
        }
        Detail::Absent { months } => {
            let (count, spans) = (months.len(), spans(months));
            format!("连续 {count} 个月每次会议都缺席（{spans}）")
        }
        Detail::Few { members, needed } => format!("正式党员 {members} 名，不足 {needed} 名"),
        Detail::Size {
            members,
            least,
            most,
        } => size(*members, *least, *most),
        Detail::Posts {
            posts,
            usual: (least, most),
        } => format!("有党内职务的 {posts} 名，支部委员会一般为 {least} 至 {most} 名"),
        Detail::Election {
            since,
            elected,
            due,
        } => election(*since, *elected, *due),
        Detail::NoSecretary => "没有书记".to_owned(),
        Detail::NotFull { secretary } => {
            format!("在册的正式党员里没有书记「{}」", shown(secretary))
        }
        Detail::PartTime { missed: true } => "书记兼职，本期又缺支部党员大会或党课".to_owned(),
        Detail::PartTime { missed: false } => "书记是兼职".to_owned(),
        Detail::Young {
            secretary,
            confirmed,
        } => {
            let (name, years) = (shown(secretary), limit.first());
            format!("书记「{name}」{confirmed} 转正，不满 {years} 年")
        }
        Detail::Flow { moved, members } => {
            let share = moved * 100 / (*members).max(1);
            format!("期初 {members} 名，本期转入转出、流入流出 {moved} 人次，达 {share}%")
        }
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
        Detail::OwnerUnmet { owner, last } => owner_unmet(owner, *last),
        Detail::Copied { groups } => {
            let groups: Vec<_> = groups.iter().map(|group| numbers(group)).collect();
            format!("会议 {} 的主要内容相同", groups.join("；"))
        }
        Detail::Late { late, together } => entered(late, together),
        Detail::WithoutEvidence { meetings } => {
            let (count, numbers) = (meetings.len(), numbers(meetings));
            format!("{count} 次会议没有佐证材料（编号 {numbers}）")
        }
        Detail::OneTopic {
            year,
            topic,
            meetings,
        } => {
            let (year, topic) = (year.title(), shown(topic));
            format!("{year} {meetings} 次会议的议题都是「{topic}」")
        }
        Detail::Idle { since } => format!("{since} 以后没有攻关项目和金点子，也没有党员先锋岗"),
        Detail::Hardship { category } => format!("{}问题还没有解决", shown(category)),
        Detail::Overdue { due, days } => format!("时限 {due}，已超 {days} 天"),
        Detail::Unconfirmed => "没有确认时间，不计入统计".to_owned(),
        Detail::Unassigned { columns } => format!("没有填{}", labels(columns).join("、")),
    }
}

/// How the number of members doesn't fit.
fn size(members: i64, least: Option<i64>, most: Option<i64>) -> String {
    match (least, most) {
        (Some(least), _) if members < least => format!("党员 {members} 名，不足 {least} 名"),
        (_, Some(most)) => format!("党员 {members} 名，超过 {most} 名"),
        (_, None) => format!("党员 {members} 名"),
    }
}

/// When a term began and ended.
fn election(since: Partial, elected: bool, due: Day) -> String {
    let from = if elected { "上次换届" } else { "成立" };
    format!("{from} {since}，{due} 任期届满")
}

/// Since when an owner was not met.
fn owner_unmet(owner: &str, last: Option<Day>) -> String {
    let owner = shown(owner);
    match last {
        Some(last) => format!("{last} 以后的走访没有见到出资人「{owner}」"),
        None => format!("走访没有见到过出资人「{owner}」"),
    }
}

/// Which meetings were entered late, and which together.
fn entered(late: &[i64], together: &[i64]) -> String {
    let said = |meetings: &[i64], what: &str| {
        let (count, numbers) = (meetings.len(), numbers(meetings));
        (count > 0).then(|| format!("{count} 次会议{what}（编号 {numbers}）"))
    };
    let late = said(late, "是补录的");
    let together = said(together, "集中在一天登记");
    let parts: Vec<_> = late.into_iter().chain(together).collect();
    parts.join("；")
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
