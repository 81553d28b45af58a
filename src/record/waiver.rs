//! 免提醒: a warning of `check` that somebody has looked at and accepts.

use super::column::Ref;
use super::{Meeting, Member, Point, Problem, Rules, record};
use crate::value::Day;
use crate::value::choice::choice;

choice! {
    /// 颜色: how grave a warning is, the gravest first.
    Colour {
        Red = "red" "红",
        Yellow = "yellow" "黄",
        Hint = "hint" "提示",
    }
}

impl Colour {
    /// Whether it is graver than another.
    pub fn is_graver_than(self, other: Self) -> bool {
        (self as u8) < (other as u8)
    }
}

record! {
    /// An accepted warning: a rule, the record it is about, how grave it was, from when to when its facts went, and why.
    Waiver "waiver" "免提醒" {
        rule: String = "规则".listed();
        point: Option<Ref<Point>> = "联系点".listed();
        member: Option<Ref<Member>> = "党员".listed();
        meeting: Option<Ref<Meeting>> = "会议".listed();
        problem: Option<Ref<Problem>> = "问题".listed();
        colour: Colour = "颜色".listed().help("接受时的颜色；变得更急就重新提醒");
        from_on: Option<Day> = "管自".past().listed().help("接受的事从哪一天起");
        until_on: Day = "管到".past().listed().help("接受的事到哪一天为止");
        date: Day = "接受日期".past().listed();
        why: String = "理由".listed().long();
    }
    shown {}
    natural [rule, point, member, meeting, problem, colour, from_on, until_on];
    title [];
    named [rule, why];
    day date;
    ends [];
    counted "条";
    about "";
    example "";
}

impl Rules for Waiver {}
