//! The command that mends what a warning tells of, with words in place of what only a person knows.
//!
//! It must work in every shell: an empty value is written `--column=`, for quotation marks differ.

use std::fmt::Write as _;

use crate::check::{Detail, Finding, Held, Miss, Quorum};
use crate::record::{Kind, MeetingKind};
use crate::value::{Choice, Period};

/// What stands for a day that only a person knows.
const DAY: &str = "日期";

/// The command that mends it, or that shows where the matter lies.
pub(in crate::cli) fn mend(finding: &Finding) -> String {
    let id = finding.subject.id;
    let home = finding.point().unwrap_or(id);
    match &finding.detail {
        Detail::Missed { what, misses } => held(*what, id, misses.first()),
        Detail::Silent { months } => {
            let day = months.last().map_or(DAY.to_owned(), within);
            meeting(id, MeetingKind::Themeday.entry().label, &day)
        }
        Detail::Attendance { quorum, .. } => match quorum {
            // A vote that does not stand is held again; what was recorded right is not altered.
            Quorum::Vote | Quorum::Election => meeting(home, &finding.subject.name, DAY),
            Quorum::Low | Quorum::Usual => format!("xgz meeting show {id}"),
        },
        Detail::Absent { .. } => meeting(home, MeetingKind::Talk.entry().label, DAY),
        Detail::Few { .. } => {
            format!("xgz member add --point {id} --name 姓名 --joined-on 入党年月")
        }
        Detail::Size { .. } => format!("xgz point edit {id} --size-approved 是"),
        Detail::Posts { posts, usual } if *posts < usual.0 => {
            "xgz member edit 党员编号 --post 党内职务".to_owned()
        }
        Detail::Posts { .. } => {
            format!("xgz member list --point {id} --columns 编号、姓名、党内职务")
        }
        Detail::Election { .. } => format!("xgz point edit {id} --elected-on 日期"),
        Detail::NoSecretary | Detail::NotFull { .. } => {
            format!("xgz point edit {id} --secretary 书记")
        }
        Detail::PartTime { .. } => format!("xgz point edit {id} --secretary-kind 专职"),
        Detail::Young { .. } => training(id, DAY),
        Detail::Flow { .. } => format!(
            "xgz member list --point {id} --all --columns 编号、姓名、流动情况、流动时间、转入时间、转出时间"
        ),
        Detail::Shrinking { .. } => {
            format!("xgz member add --point {id} --name 姓名 --kind 入党积极分子")
        }
        Detail::Away { .. } => format!("xgz member leave {id} --on 日期 --why 转出"),
        // Which of the two stays is the wrong one is not known: a person must look.
        Detail::Elsewhere { id, .. } => format!("xgz member show {id}"),
        Detail::Lost { .. } => format!("xgz member edit {id} --lost-on="),
        Detail::Probation { .. } => {
            format!("xgz member edit {id} --kind 正式党员 --confirmed-on 日期")
        }
        Detail::OwnerUnmet { .. } => {
            format!("xgz visit add --point {id} --date 日期 --send 日常走访 --owner-met 是")
        }
        Detail::Copied { groups } => {
            let last = groups.first().and_then(|group| group.last()).unwrap_or(&id);
            format!("xgz meeting edit {last} --content 主要内容")
        }
        Detail::Late { .. } => {
            format!("xgz meeting list --point {id} --columns 编号、会议日期、登记时间")
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
        Detail::Unconfirmed => format!("xgz point edit {id} --confirmed-on 日期"),
        Detail::Unassigned { columns } => fill(id, columns),
    }
}

/// The command that fills columns of a contact point.
fn fill(id: i64, columns: &[&'static str]) -> String {
    let mut line = format!("xgz point edit {id}");
    for column in columns
        .iter()
        .filter_map(|key| Kind::Point.dictionary().column(key))
    {
        let _ = write!(line, " --{} {}", column.flag(), column.label);
    }
    line
}

/// The command that enters what was held in a span.
fn held(what: Held, id: i64, miss: Option<&Miss>) -> String {
    let day = miss.map_or(DAY.to_owned(), |miss| within(&miss.span));
    match what {
        Held::Meeting(kind) => meeting(id, kind.entry().label, &day),
        Held::OwnLecture => {
            let lecture = meeting(id, MeetingKind::Lecture.entry().label, &day);
            format!("{lecture} --speaker 主讲人")
        }
        Held::Visit => format!("xgz visit add --point {id} --date {day} --send 三送类别"),
        Held::Training => training(id, &day),
    }
}

/// The command that enters a meeting.
fn meeting(point: i64, kind: &str, day: &str) -> String {
    format!("xgz meeting add --point {point} --kind {kind} --date {day} --topic 议题")
}

/// The command that enters a training of the secretary.
fn training(point: i64, day: &str) -> String {
    format!(
        "xgz activity add --kind 党务培训 --point {point} --audience 书记 --date {day} --topic 主题"
    )
}

/// What stands for a day within a span: its first month, and the day left to the person.
fn within(span: &Period) -> String {
    format!("{}-{:02}-…", span.from.year(), span.from.month())
}
