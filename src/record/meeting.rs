//! 会议: a meeting of a Party organisation, 三会一课 and the like.

use super::column::{Names, Own, Ref};
use super::{Doubt, Fault, LATE_AFTER, Point, Rules, Verdict, World, record};
use crate::value::Day;
use crate::value::choice::choice;

choice! {
    /// 会议类型.
    MeetingKind {
        Assembly = "assembly" "支部党员大会" | "党员大会" | "支部大会",
        Council = "council" "支部委员会" | "支委会",
        Group = "group" "党小组会" | "小组会",
        Lecture = "lecture" "党课",
        Themeday = "themeday" "主题党日" | "党日",
        Review = "review" "组织生活会",
        Appraisal = "appraisal" "民主评议党员" | "民主评议" | "评议",
        Talk = "talk" "谈心谈话" | "谈心",
    }
}

record! {
    /// A meeting.
    Meeting "meeting" "会议" {
        date: Day = "会议日期".past().listed().also(&["日期", "时间"]);
        point: Ref<Point> = "联系点".listed().also(&["党组织"]);
        kind: MeetingKind = "类型".listed().also(&["会议类型"]);
        place: Option<String> = "地点";
        host: Option<String> = "主持人".names(Names::Person);
        recorder: Option<String> = "记录人".names(Names::Person).own(Own::Recorder);
        expected: Option<i64> = "应到".listed().asked();
        present: Option<i64> = "实到".listed().asked();
        absent: Option<Vec<String>> = "缺席人员".names(Names::Person);
        vote: Option<bool> = "有表决";
        topic: String = "议题".listed().long().also(&["主题"]);
        content: Option<String> = "主要内容".long();
        resolution: Option<String> = "决议".long();
        speaker: Option<String> = "主讲人".names(Names::Person);
        evidence: Option<String> = "佐证材料";
        note: Option<String> = "备注".long();
    }
    shown {}
    natural [date, point, kind, topic];
    title [];
    named [date, topic];
    day date;
    ends [];
    counted "次";
    about "会议：登记三会一课、主题党日等";
    example "xgz meeting add --date 今天 --point 钢材市场 --kind 主题党日 --topic 学习党章";
}

impl Rules for Meeting {
    fn judge(&self, world: &World, verdict: &mut Verdict) {
        if let (Some(present), Some(expected)) = (self.present, self.expected)
            && present > expected
        {
            verdict.refuse(Fault::MoreThan(Self::present, Self::expected));
        }
        if let (Some(present), Some(expected), Some(absent)) =
            (self.present, self.expected, &self.absent)
        {
            let (named, missing) = (
                absent.len().try_into().unwrap_or(i64::MAX),
                expected - present,
            );
            if named != missing && missing >= 0 {
                verdict.doubt(Doubt::Absent { named, missing });
            }
        }
        let days = self.date.days_until(world.today);
        if days > LATE_AFTER {
            verdict.doubt(Doubt::Late { days });
        }
    }
}
