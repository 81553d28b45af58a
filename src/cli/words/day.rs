//! What is said of days and periods that cannot be read.

use crate::value::{DayFault, PeriodFault};

/// What is wrong with a day, and how to write it.
pub(in crate::cli) fn day_fault(fault: &DayFault) -> (String, Option<String>) {
    match fault {
        DayFault::Unreadable => (
            "看不懂这个日期".to_owned(),
            Some("日期可以写 2022-03-24、3月24日、3.24、昨天、上周五".to_owned()),
        ),
        DayFault::NoSuchDay => (
            "没有这一天".to_owned(),
            Some("看看月份和日子：月份只有 1 到 12，2 月没有 30 日".to_owned()),
        ),
        DayFault::MonthOnly { .. } => (
            "没有写到哪一天".to_owned(),
            Some("日期写全，例如 2022-03-24".to_owned()),
        ),
        DayFault::Future { day, instead } => (
            format!("{day} {} 还没有到", day.weekday()),
            Some(match instead {
                Some(instead) => format!("是不是想写「{instead}」？"),
                None => "已经发生的事，日期不能晚于今天".to_owned(),
            }),
        ),
    }
}

/// What is wrong with a period.
pub(in crate::cli) fn period_fault(fault: PeriodFault) -> &'static str {
    match fault {
        PeriodFault::Unreadable => "看不懂这个时间段",
        PeriodFault::NoSuchYear => "年份要写四位数字，从 1949 到 2199",
        PeriodFault::NoSuchQuarter => "季度只有第一到第四",
        PeriodFault::NoSuchHalf => "半年只有上半年和下半年",
        PeriodFault::NoSuchMonth => "月份只有 1 到 12",
        PeriodFault::Differs => "与 --year 的年份不一致",
    }
}
