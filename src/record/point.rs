//! 联系点: an organisation that the bureau looks after, with its Party organisation.

use super::column::{Code, Names, Own, Phone};
use super::{Doubt, Fault, Rules, Verdict, World, record};
use crate::value::choice::choice;
use crate::value::{Day, Partial};

choice! {
    /// 联系点类型.
    PointKind {
        Market = "market" "专业市场" | "市场",
        District = "district" "商圈",
        Building = "building" "楼宇",
        Firm = "firm" "小微企业" | "企业",
        Trader = "trader" "个体工商户" | "个体户" | "个体",
        Park = "park" "园区",
        Platform = "platform" "平台企业" | "平台",
        Other = "other" "其他" | "其它",
    }
}

choice! {
    /// 党组织类型.
    PartyKind {
        Committee = "committee" "党委",
        General = "general" "党总支" | "总支",
        Branch = "branch" "党支部" | "支部",
        Joint = "joint" "联合党支部" | "联合支部" | "联合",
        Interim = "interim" "临时党支部" | "临时支部" | "临时",
        Mobile = "mobile" "流动党员党支部" | "流动支部" | "流动党支部",
        Functional = "functional" "功能型党组织" | "功能型",
        None = "none" "未建",
    }
}

choice! {
    /// 书记类型.
    SecretaryKind {
        Full = "full" "专职",
        Part = "part" "兼职",
    }
}

choice! {
    /// 阵地: what a Party organisation has on its premises.
    Facility {
        Rules = "rules" "制度上墙" | "制度",
        Room = "room" "活动室" | "党员活动室",
        Board = "board" "工作栏" | "党建工作栏",
        Corner = "corner" "学习园地" | "园地",
    }
}

record! {
    /// A contact point.
    Point "point" "联系点" {
        name: String = "联系点名称".listed().also(&["名称"]);
        former: Option<Vec<String>> = "曾用名".help("以前的名称，查找和导入时也认得");
        kind: PointKind = "类型".listed().also(&["联系点类型"]);
        code: Option<Code> = "统一社会信用代码".also(&["信用代码"]);
        address: Option<String> = "地址";
        party: Option<String> = "党组织名称".also(&["党组织"]);
        party_kind: Option<PartyKind> = "党组织类型";
        parent: Option<String> = "上级党组织";
        founded_on: Option<Partial> = "成立时间".past();
        elected_on: Option<Partial> = "上次换届时间".past().also(&["换届时间"]);
        size_approved: Option<bool> = "人数经批准".help("党员人数与党组织类型不符，但已经上级批准");
        groups: Option<i64> = "党小组数";
        secretary: Option<String> = "书记".names(Names::Person).listed().asked();
        secretary_kind: Option<SecretaryKind> = "书记类型";
        owner: Option<String> = "出资人".names(Names::Person);
        leader: Option<String> = "责任领导".names(Names::Person).listed().asked();
        section: Option<String> = "责任科室".names(Names::Body).listed().asked();
        station: Option<String> = "责任所".names(Names::Body).listed().asked().own(Own::Station);
        guide: Option<String> = "党建指导员".names(Names::Person);
        liaison: Option<String> = "联络员".names(Names::Person);
        phone: Option<Phone> = "联系电话".personal().also(&["电话"]);
        facilities: Option<Vec<Facility>> = "阵地";
        confirmed_on: Option<Day> = "确认时间".past().listed().asked().help("没有确认时间的联系点不计入统计");
        confirmed_by: Option<String> = "确认单位";
        model: Option<bool> = "示范点";
        closed_on: Option<Day> = "撤销时间".past();
        closed_why: Option<String> = "撤销原因";
        note: Option<String> = "备注".long();
    }
    shown {}
    natural [name];
    title [name];
    named [name, former, party, code];
    day confirmed_on;
    ends [closed_on];
    counted "个";
    about "联系点：登记、查询、撤销";
    example "xgz point add --name 北环钢材市场 --kind 专业市场 --confirmed-on 2022-03-24";
}

impl Rules for Point {
    fn judge(&self, _world: &World, verdict: &mut Verdict) {
        verdict.in_order(
            (Self::confirmed_on, self.confirmed_on),
            (Self::closed_on, self.closed_on),
        );
        if self.closed_why.is_some() && self.closed_on.is_none() {
            verdict.refuse(Fault::Needs(Self::closed_why, Self::closed_on));
        }
        if let (Some(founded), Some(elected)) = (self.founded_on, self.elected_on)
            && elected.last_day() < founded.first_day()
        {
            verdict.refuse(Fault::Before(Self::elected_on, Self::founded_on));
        }
        if self.confirmed_on.is_none() {
            verdict.doubt(Doubt::NotConfirmed);
        }
        if self.party_kind == Some(PartyKind::Interim) && self.elected_on.is_some() {
            verdict.doubt(Doubt::Interim(Self::elected_on));
        }
    }
}
