//! 活动: trainings, lessons, publicity and whatever else is held for members and companies.

use super::column::{Names, Ref};
use super::{Fault, Point, Rules, Verdict, World, record};
use crate::value::Day;
use crate::value::choice::choice;

choice! {
    /// 活动类型.
    ActivityKind {
        Quality = "quality" "质量培训",
        Party = "party" "党务培训",
        Lesson = "lesson" "微学课" | "微课",
        Publicity = "publicity" "政策宣讲" | "宣讲",
        Safety = "safety" "安全责任进企业" | "安全责任",
        Exchange = "exchange" "学习交流" | "交流",
        Volunteer = "volunteer" "志愿服务" | "志愿",
        Other = "other" "其他" | "其它",
    }
}

record! {
    /// An activity.
    Activity "activity" "活动" {
        date: Day = "活动日期".past().listed().also(&["日期"]);
        kind: ActivityKind = "类型".listed().also(&["活动类型"]);
        topic: String = "主题".listed().long();
        point: Option<Ref<Point>> = "联系点".listed().asked();
        organizer: Option<String> = "组织单位".names(Names::Body);
        lecturer: Option<String> = "授课人".names(Names::Person);
        audience: Option<Vec<String>> = "对象".help("如 党组织书记、党员、群众、出资人");
        attendance: Option<i64> = "参加人次".listed().asked();
        members: Option<i64> = "其中党员";
        hours: Option<i64> = "学时";
        campaign: Option<String> = "所属行动";
        evidence: Option<String> = "佐证材料";
        note: Option<String> = "备注".long();
    }
    shown {}
    natural [date, kind, topic, point];
    title [];
    named [date, topic];
    day date;
    ends [];
    counted "次";
    about "活动：登记培训、微学课、学习交流等";
    example "xgz activity add --date 今天 --kind 质量培训 --topic 质量管理体系 --attendance 9";
}

impl Rules for Activity {
    fn judge(&self, _world: &World, verdict: &mut Verdict) {
        if let (Some(members), Some(attendance)) = (self.members, self.attendance)
            && members > attendance
        {
            verdict.refuse(Fault::MoreThan(Self::members, Self::attendance));
        }
    }
}
