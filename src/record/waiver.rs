//! 免提醒: a warning of `check` that somebody has looked at and accepts.

use super::column::Ref;
use super::{Meeting, Member, Point, Problem, Rules, record};
use crate::value::Day;

record! {
    /// An accepted warning: a rule, the record it is about, and why.
    Waiver "waiver" "免提醒" {
        rule: String = "规则".listed();
        point: Option<Ref<Point>> = "联系点".listed();
        member: Option<Ref<Member>> = "党员".listed();
        meeting: Option<Ref<Meeting>> = "会议".listed();
        problem: Option<Ref<Problem>> = "问题".listed();
        date: Day = "接受日期".past().listed();
        why: String = "理由".listed().long();
    }
    shown {}
    natural [rule, point, member, meeting, problem];
    title [];
    named [rule, why];
    day date;
    ends [];
    about "";
    example "";
}

impl Rules for Waiver {}
