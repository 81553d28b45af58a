//! 计划: what the bureau means to do in a year.

use super::column::{FigureKey, More, Names, Year};
use super::{Doubt, Fault, Rules, Verdict, World, record};
use crate::value::Day;

/// The 所属方案 whose items a bureau decides on itself.
pub const FIVE_ONES: &str = "五个一";

/// 所属方案 that usually occur; a bureau writes its own.
const SERIES: &[&str] = &[FIVE_ONES, "工作要点", "党建5个+", "下步工作"];

record! {
    /// An item of a year's plan.
    Plan "plan" "计划" {
        year: Year = "年度".listed();
        title: String = "事项".listed().long().more(More::FiveOnes);
        series: Option<String> = "所属方案".listed().usual(SERIES).also(&["方案"]);
        section: Option<String> = "责任科室".names(Names::Body).listed();
        station: Option<String> = "责任所".names(Names::Body);
        due_on: Option<Day> = "办理时限".listed().also(&["时限"]);
        figure: Option<FigureKey> = "对应指标".listed().help("统计表中的一个指标，完成数由它得出");
        target: Option<i64> = "目标数".listed().also(&["目标"]);
        done: Option<i64> = "完成数".listed().counted_by("figure").help("有对应指标的不填，按指标统计");
        done_on: Option<Day> = "完成时间".past().listed();
        note: Option<String> = "备注".long();
    }
    shown {}
    natural [year, title];
    title [title];
    named [title];
    day year;
    ends [];
    counted "项";
    about "计划：登记年度计划，看完成了多少";
    example "xgz plan add --year 2022 --title 质量培训不少于6次 --figure 质量培训 --target 6";
}

impl Rules for Plan {
    fn judge(&self, _world: &World, verdict: &mut Verdict) {
        if self
            .due_on
            .is_some_and(|due| i64::from(due.year()) != self.year.0)
        {
            verdict.doubt(Doubt::OtherYear(Self::due_on, Self::year));
        }
        if self.done.is_some() && self.figure.is_some() {
            verdict.refuse(Fault::Excludes(Self::done, Self::figure));
        }
    }
}
