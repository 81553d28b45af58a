//! 问题: what a company asked for, and what became of it.

use super::column::{Code, More, Names, Ref};
use super::{Doubt, Fault, Point, Project, Rules, Verdict, Visit, World, record};
use crate::value::Day;
use crate::value::choice::choice;

choice! {
    /// 来源: only describes; what a problem counts as follows from its references.
    Source {
        Visit = "visit" "走访",
        Project = "project" "项目攻关" | "攻关",
        Pairing = "pairing" "结对联建" | "结对",
        Call = "call" "来电来访" | "来电" | "来访",
        Assigned = "assigned" "上级交办" | "交办",
        Own = "self" "自查",
    }
}

choice! {
    /// 办理方式.
    Handling {
        Onsite = "onsite" "现场解决" | "现场",
        Dated = "dated" "限期解决" | "限期",
        Referred = "referred" "转办",
        Coordinated = "coordinated" "协调解决" | "协调",
        Explained = "explained" "解释答复" | "解释" | "答复",
    }
}

choice! {
    /// 状态: derived from the other columns.
    State {
        Todo = "todo" "待办",
        Doing = "doing" "办理中",
        Solved = "solved" "已解决" | "解决" | "已办结",
        Closed = "closed" "已销号" | "销号",
        Declined = "declined" "不予受理" | "不受理",
    }
}

/// 问题类别 that usually occur; others may be written.
const CATEGORIES: &[&str] = &[
    "注册登记",
    "知识产权",
    "广告",
    "特种设备",
    "计量",
    "标准化",
    "认证认可",
    "检验检测",
    "产品质量",
    "食品药品",
    "消费维权",
    "价格收费",
    "信用修复",
    "融资",
    "用工",
    "党建",
    "其他",
];

record! {
    /// A company's problem.
    Problem "problem" "问题" {
        found_on: Day = "登记日期".past().listed().taken("visit", "date");
        visit: Option<Ref<Visit>> = "走访".help("问题是在哪次走访中提出的");
        project: Option<Ref<Project>> = "攻关项目".also(&["项目"]);
        source: Option<Source> = "来源".help("不填时按走访、攻关项目推定");
        point: Option<Ref<Point>> = "联系点".listed().asked().taken("visit", "point");
        company: String = "企业名称".names(Names::Company).listed().also(&["企业", "企业（商户）名称", "企业(商户)名称"]);
        code: Option<Code> = "统一社会信用代码".also(&["信用代码"]);
        category: String = "问题类别".also(&["类别"]).usual(CATEGORIES).more(More::Categories);
        text: String = "问题描述".listed().long().also(&["问题", "描述"]);
        handling: Option<Handling> = "办理方式".asked().unset("还没有解决");
        section: Option<String> = "责任科室".names(Names::Body).taken("visit", "section");
        owner: Option<String> = "责任人".names(Names::Person);
        due_on: Option<Day> = "办理时限".listed().also(&["时限"]).help("未当场解决的，默认登记后 15 天");
        progress: Option<String> = "进展".long();
        solved_on: Option<Day> = "办结日期".past();
        result: Option<String> = "办理结果".long();
        callback_on: Option<Day> = "回访日期".past();
        satisfaction: Option<String> = "满意度";
        closed_on: Option<Day> = "销号日期".past();
        declined_on: Option<Day> = "不予受理日期".past();
        note: Option<String> = "备注".long();
    }
    shown {
        state: State = "状态".listed();
    }
    natural [found_on, company, text];
    title [text];
    named [text, company];
    day found_on;
    ends [];
    counted "个";
    about "问题：登记、办理、销号";
    example "xgz problem add --found-on 今天 --company 某公司 --category 注册登记 --text 问题描述";
}

impl Rules for Problem {
    fn fill(&mut self, world: &World) {
        let on_site = self.handling == Some(Handling::Onsite);
        if on_site && self.solved_on.is_none() && self.declined_on.is_none() {
            self.solved_on = Some(self.found_on);
        }
        // One that was solved meanwhile too: whether it was overdue on a past day must not hang on when it
        // was entered.
        if !on_site && self.due_on.is_none() {
            self.due_on = Some(self.found_on.plus_days(world.due_days));
        }
        if self.source.is_none() {
            self.source = match (&self.project, &self.visit) {
                (Some(_), _) => Some(Source::Project),
                (None, Some(_)) => Some(Source::Visit),
                (None, None) => None,
            };
        }
    }

    fn judge(&self, _world: &World, verdict: &mut Verdict) {
        let found = (Self::found_on, Some(self.found_on));
        verdict.in_order(found, (Self::solved_on, self.solved_on));
        verdict.in_order(found, (Self::declined_on, self.declined_on));
        verdict.in_order(
            (Self::solved_on, self.solved_on),
            (Self::closed_on, self.closed_on),
        );
        if self.closed_on.is_some() && self.solved_on.is_none() {
            verdict.refuse(Fault::Needs(Self::closed_on, Self::solved_on));
        }
        if self.declined_on.is_some() && self.solved_on.is_some() {
            verdict.refuse(Fault::Excludes(Self::declined_on, Self::solved_on));
        }
        if self.handling == Some(Handling::Onsite)
            && self.solved_on.is_some_and(|day| day > self.found_on)
        {
            verdict.doubt(Doubt::SolvedLater);
        }
        if self.due_on.is_some_and(|day| day < self.found_on) {
            verdict.doubt(Doubt::Early(Self::due_on, Self::found_on));
        }
        if self.callback_on.is_some() && self.callback_on < self.solved_on {
            verdict.doubt(Doubt::Early(Self::callback_on, Self::solved_on));
        }
    }
}
