//! 金点子: a suggestion made to a company.

use super::column::{Names, Ref};
use super::{Point, Rules, record};
use crate::value::Day;

record! {
    /// A suggestion.
    Idea "idea" "金点子" {
        date: Day = "日期".past().listed().also(&["提出日期"]);
        text: String = "内容".listed().long();
        point: Option<Ref<Point>> = "联系点".listed();
        company: Option<String> = "企业名称".names(Names::Company).listed().also(&["企业"]);
        proposer: Option<String> = "提出人".names(Names::Person).listed();
        adopted: Option<bool> = "是否采纳".listed().also(&["采纳"]);
        note: Option<String> = "备注".long();
    }
    shown {}
    natural [date, text];
    title [];
    named [text, company];
    day date;
    ends [];
    counted "个";
    about "金点子：登记给企业出的点子";
    example "xgz idea add --date 今天 --text 合用一个检定预约窗口 --point 钢材市场";
}

impl Rules for Idea {}
