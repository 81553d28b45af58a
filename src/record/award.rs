//! 成果: honours that companies were given, pilots that they passed, standards that they made.

use super::column::{Code, Names, Ref};
use super::{Doubt, Fault, Point, Rules, Verdict, World, record};
use crate::value::Day;
use crate::value::choice::choice;

choice! {
    /// 成果类别.
    AwardKind {
        Honour = "honour" "称号" | "荣誉",
        Pilot = "pilot" "试点示范" | "试点",
        Standard = "standard" "标准",
    }
}

choice! {
    /// 层级: at which level an award or a standard stands.
    Level {
        International = "international" "国际" | "国际标准",
        National = "national" "国家" | "国家标准" | "国家级",
        Industry = "industry" "行业" | "行业标准",
        Local = "local" "地方" | "地方标准",
        Group = "group" "团体" | "团体标准",
        Company = "company" "企业" | "企业标准",
    }
}

choice! {
    /// 角色: the part that a company had in a standard.
    Role {
        Lead = "lead" "主导",
        Joint = "joint" "参与",
    }
}

choice! {
    /// 所属行动: the work of the bureau that an award belongs to.
    Campaign {
        Confidence = "confidence" "送信心" | "信心",
        Quality = "quality" "质量提升" | "质量",
        Other = "other" "其他" | "其它",
    }
}

choice! {
    /// 成果状态.
    AwardState {
        Applied = "applied" "申报",
        Running = "running" "在建",
        Passed = "passed" "通过",
        Withdrawn = "withdrawn" "撤销",
    }
}

record! {
    /// An honour, a pilot or a standard.
    Award "award" "成果" {
        kind: AwardKind = "类别".listed().also(&["成果类别"]);
        name: String = "名称".listed().also(&["成果名称"]);
        date: Day = "日期".past().listed().also(&["授予日期", "发布日期"]).help("授予、通过或发布的日期；申报和在建的填申报日期");
        company: Option<String> = "企业名称".names(Names::Company).listed().asked().also(&["企业"]).help("称号必填，除非数量大于 1");
        code: Option<Code> = "统一社会信用代码".also(&["信用代码"]);
        point: Option<Ref<Point>> = "联系点";
        level: Option<Level> = "层级".listed();
        number: Option<String> = "证书(标准)号".also(&["证书号", "标准号", "证书（标准）号"]);
        issuer: Option<String> = "授予单位";
        expires_on: Option<Day> = "有效期至";
        role: Option<Role> = "角色";
        campaign: Option<Campaign> = "所属行动".listed().help("称号必填，其余不填为其他");
        quantity: Option<i64> = "数量".listed().help("一条代表几户、几项，不填为 1");
        state: AwardState = "状态".listed().default("passed");
        revoked_on: Option<Day> = "撤销时间".past().help("这一天起不再计入，以前的统计不变");
        note: Option<String> = "备注".long();
    }
    shown {}
    natural [kind, name, date, company];
    title [name];
    named [name, company, number];
    day date;
    ends [];
    counted "项";
    about "成果：登记称号、试点示范、标准";
    example "xgz award add --kind 称号 --name 标准化良好行为企业 --date 今天 --company 某公司 --campaign 送信心";
}

impl Rules for Award {
    fn fill(&mut self, _world: &World) {
        if self.kind != AwardKind::Honour && self.campaign.is_none() {
            self.campaign = Some(Campaign::Other);
        }
        if self.quantity.is_none() {
            self.quantity = Some(1);
        }
    }

    fn judge(&self, _world: &World, verdict: &mut Verdict) {
        let several = self.quantity.is_some_and(|quantity| quantity > 1);
        if self.kind == AwardKind::Honour {
            if self.campaign.is_none() {
                verdict.refuse(Fault::Missing(Self::campaign));
            }
            if self.company.is_none() && !several {
                verdict.refuse(Fault::Unnamed(Self::company, Self::quantity));
            }
            if self.company.is_some() && several {
                verdict.doubt(Doubt::CountsOnce(Self::quantity));
            }
        }
        let date = (Self::date, Some(self.date));
        verdict.in_order(date, (Self::expires_on, self.expires_on));
        verdict.in_order(date, (Self::revoked_on, self.revoked_on));
        if self.state == AwardState::Withdrawn {
            verdict.doubt(Doubt::NeverCounts(Self::revoked_on));
        }
    }
}
