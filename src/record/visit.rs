//! 走访: a visit of the bureau to a contact point or another place.

use super::column::{Names, Own, Ref};
use super::{Doubt, Fault, LATE_AFTER, Point, Rules, Verdict, World, record};
use crate::value::Day;
use crate::value::choice::choice;

choice! {
    /// 三送类别, with the two other kinds of visit.
    Send {
        Policy = "policy" "送政策" | "政策",
        Service = "service" "送服务" | "服务",
        Confidence = "confidence" "送信心" | "信心",
        Pairing = "pairing" "结对联建" | "结对" | "联建",
        Routine = "routine" "日常走访" | "日常",
    }
}

choice! {
    /// 走访形式.
    Form {
        Onsite = "onsite" "上门",
        Forum = "forum" "座谈",
        Phone = "phone" "电话",
        Online = "online" "线上",
        Received = "received" "来访",
    }
}

record! {
    /// A visit.
    Visit "visit" "走访" {
        date: Day = "走访日期".past().listed().also(&["日期"]);
        point: Option<Ref<Point>> = "联系点".listed().asked().help("与地点至少填一项");
        place: Option<String> = "地点".names(Names::Place).listed().instead_of("point").help("不在联系点的走访填地点");
        send: Vec<Send> = "三送类别".listed().alike().also(&["三送"]);
        form: Option<Form> = "走访形式".also(&["形式"]);
        leader: Option<String> = "带队领导".names(Names::Person).listed();
        section: Option<String> = "科室(所)".names(Names::Body).alike().also(&["科室", "科室（所）", "走访科室"]).taken("point", "section");
        people: Option<Vec<String>> = "走访人员".names(Names::Person).alike();
        met: Option<String> = "对接人".names(Names::Person);
        owner_met: Option<bool> = "见到出资人";
        topics: Option<Vec<String>> = "宣讲内容";
        reach: Option<i64> = "辐射户数".listed().asked_with("send", "policy").help("只有送政策走访的计入统计");
        attendance: Option<i64> = "参加人数";
        summary: Option<String> = "主要内容".long().listed();
        evidence: Option<String> = "佐证材料";
        recorder: Option<String> = "记录人".names(Names::Person).own(Own::Recorder);
        note: Option<String> = "备注".long();
    }
    shown {}
    natural [date, point, place, send, summary];
    title [];
    named [date, place, summary];
    day date;
    ends [];
    counted "次";
    about "走访：登记走访和当场的问题";
    example "xgz visit add --date 今天 --point 钢材市场 --send 送政策";
}

impl Rules for Visit {
    fn judge(&self, world: &World, verdict: &mut Verdict) {
        if self.point.is_none() && self.place.is_none() {
            verdict.refuse(Fault::MissingBoth(Self::point, Self::place));
        }
        if self.reach.is_some() && !self.send.contains(&Send::Policy) {
            verdict.doubt(Doubt::ReachNotCounted);
        }
        let days = self.date.days_until(world.today);
        if days > LATE_AFTER {
            verdict.doubt(Doubt::Late { days });
        }
    }
}
