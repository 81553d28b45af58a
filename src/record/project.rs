//! 攻关项目: quality work at a contact point, in three stages.

use super::column::{Names, Ref};
use super::{Doubt, Point, Rules, Verdict, World, record};
use crate::value::Day;
use crate::value::choice::choice;

choice! {
    /// 项目类型.
    ProjectKind {
        Tackle = "tackle" "攻关" | "项目攻关" | "质量攻关",
        Platform = "platform" "平台建设" | "平台",
        Guidance = "guidance" "指导推进" | "指导",
    }
}

choice! {
    /// 阶段: 党小组讨论实施 → 支部大会跟踪关注 → 党委（支部）会议综合评估.
    Stage {
        Discussed = "discussed" "党小组讨论实施" | "讨论实施" | "讨论",
        Followed = "followed" "支部大会跟踪关注" | "跟踪关注" | "跟踪",
        Evaluated = "evaluated" "综合评估" | "评估",
    }
}

impl Stage {
    /// The column that holds the day of this stage.
    pub fn column(self) -> &'static str {
        match self {
            Self::Discussed => Project::discussed_on,
            Self::Followed => Project::followed_on,
            Self::Evaluated => Project::evaluated_on,
        }
    }
}

record! {
    /// A quality project.
    Project "project" "项目" {
        name: String = "项目名称".listed().also(&["名称"]);
        point: Ref<Point> = "联系点".listed();
        kind: ProjectKind = "类型".listed().also(&["项目类型"]);
        teams: Option<Vec<String>> = "质量攻关小组".help("只填质量攻关小组，其他小组写入备注");
        leader: Option<String> = "组长".names(Names::Person).listed();
        started_on: Day = "启动时间".past().listed();
        discussed_on: Option<Day> = "党小组讨论实施".past();
        followed_on: Option<Day> = "支部大会跟踪关注".past();
        evaluated_on: Option<Day> = "综合评估".past();
        finished_on: Option<Day> = "完成时间".past().listed();
        outcome: Option<String> = "成效".long();
        note: Option<String> = "备注".long();
    }
    shown {}
    natural [name, point];
    title [name];
    named [name];
    day started_on;
    ends [];
    counted "个";
    about "攻关项目：登记、记下各个阶段";
    example "xgz project add --name 焊缝质量攻关 --point 钢材市场 --kind 攻关 --started-on 今天";
}

impl Rules for Project {
    fn judge(&self, _world: &World, verdict: &mut Verdict) {
        verdict.in_order(
            (Self::started_on, Some(self.started_on)),
            (Self::finished_on, self.finished_on),
        );
        let stages = self.stages();
        for (place, later) in stages.iter().enumerate() {
            for earlier in &stages[..place] {
                verdict.in_order(*earlier, *later);
            }
        }
        for pair in stages.windows(2) {
            let ((earlier, before), (later, day)) = (pair[0], pair[1]);
            if day.is_some() && before.is_none() {
                verdict.doubt(Doubt::Skipped(later, earlier));
            }
        }
        for (stage, day) in stages {
            if day.is_some_and(|day| day < self.started_on) {
                verdict.doubt(Doubt::Early(stage, Self::started_on));
            }
        }
        if self.finished_on.is_some() && self.finished_on < self.evaluated_on {
            verdict.doubt(Doubt::Early(Self::finished_on, Self::evaluated_on));
        }
    }
}

impl Project {
    /// The stages with their days, in the order in which they come.
    fn stages(&self) -> [(&'static str, Option<Day>); 3] {
        [
            (Self::discussed_on, self.discussed_on),
            (Self::followed_on, self.followed_on),
            (Self::evaluated_on, self.evaluated_on),
        ]
    }
}
