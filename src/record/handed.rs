//! 定稿: the figures of a report as they were handed in.

use super::column::Ref;
use super::{Point, Rules, record};
use crate::value::Day;

record! {
    /// Figures that were handed in: the period, what it was limited to, and every value.
    Handed "handed" "定稿" {
        name: String = "名称".listed();
        begins_on: Day = "统计期起".listed();
        ends_on: Day = "统计期止".listed();
        asof_on: Day = "截至".listed();
        point: Option<Ref<Point>> = "联系点".listed();
        station: Option<String> = "责任所".listed();
        section: Option<String> = "责任科室".listed();
        date: Day = "定稿日期".past().listed();
        person: String = "定稿人".listed();
        figures: String = "指标";
    }
    shown {}
    natural [name, point, station, section, date];
    title [name];
    named [name];
    day date;
    ends [];
    counted "份";
    about "";
    example "";
}

impl Rules for Handed {}
