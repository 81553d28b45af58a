//! 党员: one record is one stay of a person at one contact point.

use super::column::{Names, Phone, Ref};
use super::{Doubt, Fault, Point, Rules, Verdict, World, record};
use crate::value::choice::choice;
use crate::value::{Day, Partial};

choice! {
    /// 性别.
    Sex {
        Male = "male" "男",
        Female = "female" "女",
    }
}

choice! {
    /// 人员类别.
    MemberKind {
        Full = "full" "正式党员" | "正式" | "党员",
        Probationary = "probationary" "预备党员" | "预备",
        Applicant = "applicant" "入党积极分子" | "积极分子",
    }
}

choice! {
    /// 流动情况.
    Flow {
        Local = "local" "本地",
        Inflow = "inflow" "流入",
        Outflow = "outflow" "流出",
    }
}

choice! {
    /// 转出原因: why a stay ended.
    LeftWhy {
        Transfer = "transfer" "转出" | "转移",
        Death = "death" "去世" | "死亡",
        Struck = "struck" "除名",
        Expelled = "expelled" "开除" | "开除党籍",
        Resigned = "resigned" "退党",
        Ceased = "ceased" "停止党籍",
    }
}

choice! {
    /// 三亮.
    Pledge {
        Identity = "identity" "亮身份",
        Promise = "promise" "亮承诺",
        Deed = "deed" "亮业绩",
    }
}

record! {
    /// A Party member's stay at a contact point.
    Member "member" "党员" {
        name: String = "姓名".names(Names::Person).listed();
        point: Ref<Point> = "所在联系点".listed().also(&["联系点", "所在党组织", "党组织"]);
        sex: Option<Sex> = "性别".listed();
        born: Option<Partial> = "出生年月".past();
        education: Option<String> = "学历";
        phone: Option<Phone> = "手机号".personal().listed().also(&["手机", "联系电话", "电话"]);
        kind: MemberKind = "人员类别".listed().default("full");
        joined_on: Option<Partial> = "入党时间".past().listed();
        confirmed_on: Option<Partial> = "转正时间".past();
        post: Option<String> = "党内职务".listed();
        job: Option<String> = "单位及岗位";
        flow: Option<Flow> = "流动情况".help("不填为本地");
        flow_on: Option<Day> = "流动时间".past();
        flow_to: Option<String> = "流向";
        arrived_on: Option<Day> = "转入时间".past();
        left_on: Option<Day> = "转出时间".past();
        left_why: Option<LeftWhy> = "转出原因";
        lost_on: Option<Day> = "失联时间".past();
        pioneer_on: Option<Day> = "先锋岗设立时间".past().also(&["先锋岗"]);
        pledges: Option<Vec<Pledge>> = "三亮";
        note: Option<String> = "备注".long();
    }
    shown {}
    natural [name, point, born];
    title [name];
    named [name];
    day joined_on;
    ends [left_on];
    counted "名";
    about "党员：登记、花名册、转出、转移";
    example "xgz member add --name 张三 --point 钢材市场 --joined-on 2001-07";
}

impl Rules for Member {
    fn judge(&self, _world: &World, verdict: &mut Verdict) {
        self.judge_joining(verdict);
        verdict.in_order(
            (Self::arrived_on, self.arrived_on),
            (Self::left_on, self.left_on),
        );
        if self.left_why.is_some() && self.left_on.is_none() {
            verdict.refuse(Fault::Needs(Self::left_why, Self::left_on));
        }
        if self.left_on.is_some() && self.left_why.is_none() {
            verdict.refuse(Fault::Needs(Self::left_on, Self::left_why));
        }
        let is_secretary = self
            .post
            .as_deref()
            .is_some_and(|post| post.contains("书记") && !post.contains("副书记"));
        if is_secretary && self.kind != MemberKind::Full {
            verdict.doubt(Doubt::SecretaryNotFull);
        }
    }
}

impl Member {
    /// Joining comes at 18 or later, confirmation after joining and within two years of it.
    fn judge_joining(&self, verdict: &mut Verdict) {
        let Some(joined) = self.joined_on else {
            if self.confirmed_on.is_some() {
                verdict.refuse(Fault::Needs(Self::confirmed_on, Self::joined_on));
            }
            return;
        };
        if let Some(confirmed) = self.confirmed_on {
            if confirmed.last_day() < joined.first_day() {
                verdict.refuse(Fault::Before(Self::confirmed_on, Self::joined_on));
            }
            if confirmed.first_day() > joined.last_day().years_after(2) {
                verdict.doubt(Doubt::LongProbation);
            }
        }
        if let Some(born) = self.born {
            // Of a month or a year only, the most favourable day is taken, and said so when it decides.
            if joined.last_day() < born.first_day().years_after(18) {
                verdict.refuse(Fault::Minor);
            } else if joined.first_day() < born.last_day().years_after(18) {
                verdict.doubt(Doubt::AgeUnknown);
            }
        }
    }
}
