//! A stretch of the calendar that is reported on, and how people name one.
//!
//! Knows no figure and asks no clock; what 今年 is, is told by the caller.

use std::ops::RangeInclusive;

use super::day::Day;
use super::typed_day::{is_separator, month_word, pieces, plain, short_number, year_word};

/// The years that may be reported on; a year in two figures is none of them.
const YEARS: RangeInclusive<i32> = 1949..=2199;

/// What a period is a whole one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// A year, 01-01 to 12-31.
    Year,
    /// Half a year, to 06-30 or 12-31.
    Half,
    /// Three months of a year.
    Quarter,
    /// A month.
    Month,
    /// Any days.
    Range,
}

/// The days from one to another, both included; never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// What it is a whole one of.
    pub span: Span,
}

impl Period {
    /// A whole year; none outside 1900 to 2199, as for the other spans.
    pub fn year(year: i32) -> Option<Self> {
        Self::months(year, 1, 12, Span::Year)
    }

    /// Half 1 or 2 of a year.
    pub fn half(year: i32, half: u32) -> Option<Self> {
        Self::months(year, half, 6, Span::Half)
    }

    /// Quarter 1 to 4 of a year.
    pub fn quarter(year: i32, quarter: u32) -> Option<Self> {
        Self::months(year, quarter, 3, Span::Quarter)
    }

    /// Month 1 to 12 of a year.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        Self::months(year, month, 1, Span::Month)
    }

    /// The days from one to another, both included; none when they are the wrong way round.
    pub fn range(from: Day, to: Day) -> Option<Self> {
        let span = Span::Range;
        (from <= to).then_some(Self { from, to, span })
    }

    /// The days from one to another, as the whole year, half, quarter or month that they are, if they are one.
    pub fn of_days(from: Day, to: Day) -> Option<Self> {
        let (year, month) = (from.year(), from.month());
        let whole = [
            Self::year(year),
            Self::half(year, month.div_ceil(6)),
            Self::quarter(year, month.div_ceil(3)),
            Self::month(year, month),
        ];
        whole
            .into_iter()
            .flatten()
            .find(|whole| (whole.from, whole.to) == (from, to))
            .or_else(|| Self::range(from, to))
    }

    /// The same period a year earlier: the same whole year, half, quarter or month, else day by day (02-29 → 02-28).
    #[must_use]
    pub fn a_year_before(&self) -> Self {
        let to = self.to.a_year_before();
        Self {
            from: self.from.a_year_before(),
            to: if self.span == Span::Range {
                to
            } else {
                to.last_of_month()
            },
            span: self.span,
        }
    }

    /// The year that its last day is in, up to that day.
    #[must_use]
    pub fn year_to_date(&self) -> Self {
        let whole = Self::year(self.to.year()).unwrap_or(*self);
        if whole.to == self.to {
            whole
        } else {
            Self {
                to: self.to,
                span: Span::Range,
                ..whole
            }
        }
    }

    /// Whether a day lies in it.
    pub fn holds(&self, day: Day) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// The whole months, quarters, halves or years whose last day lies in it, in order; none of a `Range`.
    pub fn spans(&self, span: Span) -> Vec<Self> {
        let length = match span {
            Span::Year => 12,
            Span::Half => 6,
            Span::Quarter => 3,
            Span::Month => 1,
            Span::Range => return Vec::new(),
        };
        (self.from.year()..=self.to.year())
            .flat_map(|year| (1..=12 / length).map(move |number| (year, number)))
            .filter_map(|(year, number)| Self::months(year, number, length, span))
            .filter(|whole| self.holds(whole.to))
            .collect()
    }

    /// 截至: its last day, or today if that is earlier.
    #[must_use]
    pub fn asof(&self, today: Day) -> Day {
        self.to.min(today)
    }

    /// What it is called: 2022年, 2022年上半年, 2022年第三季度, 2022年3月, or its two days.
    pub fn title(&self) -> String {
        let (year, month) = (self.from.year(), self.from.month());
        match self.span {
            Span::Year => format!("{year}年"),
            Span::Half => format!("{year}年{}半年", if month == 1 { "上" } else { "下" }),
            Span::Quarter => {
                let number = match month {
                    1 => "一",
                    4 => "二",
                    7 => "三",
                    _ => "四",
                };
                format!("{year}年第{number}季度")
            }
            Span::Month => format!("{year}年{month}月"),
            Span::Range => format!("{} 至 {}", self.from, self.to),
        }
    }

    /// The `number`th stretch of `length` months in a year.
    fn months(year: i32, number: u32, length: u32, span: Span) -> Option<Self> {
        let last = number.checked_mul(length).filter(|last| *last <= 12)?;
        let from = Day::new(year, last.checked_sub(length)? + 1, 1)?;
        let to = Day::new(year, last, 1)?.last_of_month();
        Some(Self { from, to, span })
    }
}

/// Why a text is not a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodFault {
    /// It has no form that is known, or not that of the kind wanted.
    Unreadable,
    /// The year is not written in four figures, or not one of 1949 to 2199.
    NoSuchYear,
    /// There are quarters 1 to 4.
    NoSuchQuarter,
    /// There are halves 1 and 2.
    NoSuchHalf,
    /// There are months 1 to 12.
    NoSuchMonth,
    /// The year in the text is not the year that was given beside it.
    Differs,
}

/// Reads a year: `2022`, 2022年, 今年, 去年.
///
/// # Errors
/// A [`PeriodFault`]; a year in two figures is `NoSuchYear`.
pub fn read_year(text: &str, today: Day) -> Result<i32, PeriodFault> {
    match Named::read(text, today)? {
        Named {
            year: Some(year),
            part: Part::Whole,
        } => Ok(year),
        Named {
            part: Part::Bare(_),
            ..
        } => Err(PeriodFault::NoSuchYear),
        _ => Err(PeriodFault::Unreadable),
    }
}

/// Reads a quarter: `3`, 三季度, `2022Q3`, 上季度; without a year in the text it is the given one's, else this year's.
///
/// # Errors
/// A [`PeriodFault`]; two years that aren't the same are `Differs`.
pub fn read_quarter(text: &str, year: Option<i32>, today: Day) -> Result<Period, PeriodFault> {
    let named = Named::read(text, today)?;
    match named.part {
        Part::Quarter(number) | Part::Bare(number) => {
            named.with(Part::Quarter(number)).period(year, today)
        }
        _ => Err(PeriodFault::Unreadable),
    }
}

/// Reads half a year: `1`, 上, 上半年, `2022H1`; the year is chosen as in [`read_quarter`].
///
/// # Errors
/// As [`read_quarter`].
pub fn read_half(text: &str, year: Option<i32>, today: Day) -> Result<Period, PeriodFault> {
    let named = match text.trim() {
        "上" => Named {
            year: None,
            part: Part::Half(1),
        },
        "下" => Named {
            year: None,
            part: Part::Half(2),
        },
        _ => Named::read(text, today)?,
    };
    match named.part {
        Part::Half(number) | Part::Bare(number) => {
            named.with(Part::Half(number)).period(year, today)
        }
        _ => Err(PeriodFault::Unreadable),
    }
}

/// Reads a month: `3`, 三月, `2022-03`, 上月; the year is chosen as in [`read_quarter`], not the latest past one.
///
/// # Errors
/// As [`read_quarter`].
pub fn read_month(text: &str, year: Option<i32>, today: Day) -> Result<Period, PeriodFault> {
    let named = Named::read(text, today)?;
    match named.part {
        Part::Month(number) | Part::Bare(number) => {
            named.with(Part::Month(number)).period(year, today)
        }
        _ => Err(PeriodFault::Unreadable),
    }
}

/// Reads any one of them, and 今年以来; a number below 100 alone says too little.
///
/// # Errors
/// A [`PeriodFault`].
pub fn read_period(text: &str, today: Day) -> Result<Period, PeriodFault> {
    Named::read(text, today)?.period(None, today)
}

/// A stretch as it was named.
#[derive(Clone, Copy)]
struct Named {
    year: Option<i32>,
    part: Part,
}

/// The part of a year that was named.
#[derive(Clone, Copy)]
enum Part {
    Whole,
    Half(u32),
    Quarter(u32),
    Month(u32),
    /// From its first day to today.
    SoFar,
    /// A number of nobody knows what.
    Bare(u32),
}

impl Named {
    fn read(text: &str, today: Day) -> Result<Self, PeriodFault> {
        let plain = plain(text).ok_or(PeriodFault::Unreadable)?;
        let ago = |months: i32| today.first_of_month().months_after(months).unwrap_or(today);
        let quarter = |day: Day| Part::Quarter(day.month().div_ceil(3));
        let dated = |day: Day, part: Part| {
            Ok(Self {
                year: Some(day.year()),
                part,
            })
        };
        match plain.as_str() {
            "今年以来" | "本年以来" | "年初以来" | "年初至今" => {
                return dated(today, Part::SoFar);
            }
            "本季度" | "本季" | "这个季度" => return dated(today, quarter(today)),
            "上季度" | "上季" | "上个季度" => return dated(ago(-3), quarter(ago(-3))),
            _ => {}
        }
        if let Some((months, "")) = month_word(&plain) {
            return dated(ago(months), Part::Month(ago(months).month()));
        }
        match year_word(&plain) {
            Some((years, rest)) => Self::form(&format!("{}年{rest}", today.year() + years)),
            None => Self::form(&plain),
        }
    }

    fn form(text: &str) -> Result<Self, PeriodFault> {
        let pieces = pieces(text);
        let (year, part) = match pieces.as_slice() {
            [year, "年" | "年度"] => (Some(*year), Part::Whole),
            [year, a, month] if year.len() == 4 && is_separator(a) => {
                (Some(*year), Part::Month(number(month)?))
            }
            [year, "年", month, "月" | "月份"] => (Some(*year), Part::Month(number(month)?)),
            [year, "年" | "年第", quarter, "季度" | "季"] => {
                (Some(*year), Part::Quarter(number(quarter)?))
            }
            [year, "q" | "-q" | "年q", quarter] => (Some(*year), Part::Quarter(number(quarter)?)),
            [year, "h" | "-h" | "年h", half] => (Some(*year), Part::Half(number(half)?)),
            [year, "上半年" | "年上半年"] => (Some(*year), Part::Half(1)),
            [year, "下半年" | "年下半年"] => (Some(*year), Part::Half(2)),
            [month, "月" | "月份"] => (None, Part::Month(number(month)?)),
            [quarter, "季度" | "季"] | ["第", quarter, "季度" | "季"] | ["q", quarter] => {
                (None, Part::Quarter(number(quarter)?))
            }
            ["h", half] => (None, Part::Half(number(half)?)),
            ["上半年"] => (None, Part::Half(1)),
            ["下半年"] => (None, Part::Half(2)),
            [figures] => match (figures.len(), figures.split_at_checked(4)) {
                (6, Some((year, month))) => (Some(year), Part::Month(number(month)?)),
                (4, _) => (Some(*figures), Part::Whole),
                _ => (None, Part::Bare(number(figures)?)),
            },
            _ => return Err(PeriodFault::Unreadable),
        };
        let year = year.map(known_year).transpose()?;
        Ok(Self { year, part })
    }

    fn with(self, part: Part) -> Self {
        Self { part, ..self }
    }

    fn period(self, given: Option<i32>, today: Day) -> Result<Period, PeriodFault> {
        if self
            .year
            .zip(given)
            .is_some_and(|(typed, given)| typed != given)
        {
            return Err(PeriodFault::Differs);
        }
        let year = self.year.or(given).unwrap_or(today.year());
        let whole = Period::year(year).ok_or(PeriodFault::NoSuchYear)?;
        match self.part {
            Part::Whole => Ok(whole),
            Part::Half(number) => Period::half(year, number).ok_or(PeriodFault::NoSuchHalf),
            Part::Quarter(number) => {
                Period::quarter(year, number).ok_or(PeriodFault::NoSuchQuarter)
            }
            Part::Month(number) => Period::month(year, number).ok_or(PeriodFault::NoSuchMonth),
            Part::SoFar => Period::range(whole.from, today).ok_or(PeriodFault::NoSuchYear),
            Part::Bare(_) => Err(PeriodFault::Unreadable),
        }
    }
}

fn number(figures: &str) -> Result<u32, PeriodFault> {
    short_number(figures).ok_or(PeriodFault::Unreadable)
}

fn known_year(figures: &str) -> Result<i32, PeriodFault> {
    let year = figures.parse().or(Err(PeriodFault::Unreadable))?;
    let known = figures.len() == 4 && YEARS.contains(&year);
    if known {
        Ok(year)
    } else {
        Err(PeriodFault::NoSuchYear)
    }
}

#[cfg(test)]
mod tests {
    use super::PeriodFault::{
        Differs, NoSuchHalf, NoSuchMonth, NoSuchQuarter, NoSuchYear, Unreadable,
    };
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::from_iso(text).unwrap()
    }

    fn today() -> Day {
        day("2022-03-24")
    }

    fn days(period: Period) -> String {
        format!("{}..{}", period.from, period.to)
    }

    #[test]
    fn days_are_the_whole_stretch_that_they_are() {
        let day = |text| Day::from_iso(text).unwrap();
        for (from, to, span) in [
            ("2022-01-01", "2022-12-31", Span::Year),
            ("2022-07-01", "2022-12-31", Span::Half),
            ("2022-04-01", "2022-06-30", Span::Quarter),
            ("2024-02-01", "2024-02-29", Span::Month),
            ("2024-02-01", "2024-02-28", Span::Range),
            ("2022-02-01", "2022-04-30", Span::Range),
        ] {
            let period = Period::of_days(day(from), day(to)).unwrap();
            assert_eq!(
                (period.from, period.to, period.span),
                (day(from), day(to), span)
            );
        }
        assert_eq!(Period::of_days(day("2022-02-02"), day("2022-02-01")), None);
    }

    #[test]
    fn a_period_has_the_whole_spans_that_end_in_it() {
        let period = Period::range(day("2022-03-31"), day("2023-01-30")).unwrap();
        for (span, wanted) in [
            (
                Span::Month,
                (10, "2022-03-01..2022-03-31", "2022-12-01..2022-12-31"),
            ),
            (
                Span::Quarter,
                (4, "2022-01-01..2022-03-31", "2022-10-01..2022-12-31"),
            ),
            (
                Span::Half,
                (2, "2022-01-01..2022-06-30", "2022-07-01..2022-12-31"),
            ),
            (
                Span::Year,
                (1, "2022-01-01..2022-12-31", "2022-01-01..2022-12-31"),
            ),
        ] {
            let spans = period.spans(span);
            let (first, last) = (days(spans[0]), days(*spans.last().unwrap()));
            assert_eq!((spans.len(), first.as_str(), last.as_str()), wanted);
        }
        assert_eq!(period.spans(Span::Range), []);
        assert!(period.holds(day("2022-03-31")) && period.holds(day("2023-01-30")));
        assert!(!period.holds(day("2022-03-30")) && !period.holds(day("2023-01-31")));
    }

    #[test]
    fn a_year_is_read_in_four_figures_or_by_its_word() {
        for (wanted, texts) in [
            (
                2022,
                "2022 2022年 今年 本年 ２０２２ 二〇二二年 二〇二二 2022年度 本年度",
            ),
            (2021, "2021 去年 去年度"),
            (2020, "前年 二零二零年"),
            (1949, "1949"),
            (2199, "2199年"),
        ] {
            for text in texts.split_whitespace() {
                assert_eq!(read_year(text, today()), Ok(wanted), "{text}");
            }
        }
        for (text, fault) in [
            ("22", NoSuchYear),
            ("26", NoSuchYear),
            ("22年", NoSuchYear),
            ("1948", NoSuchYear),
            ("2200", NoSuchYear),
            ("2022Q1", Unreadable),
            ("2022-03", Unreadable),
            ("本月", Unreadable),
            ("今年以来", Unreadable),
            ("99999999999999999999", Unreadable),
            ("", Unreadable),
        ] {
            assert_eq!(read_year(text, today()), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_quarter_is_read_with_its_own_year_or_the_given_one() {
        let texts = "3 ３ 3季度 第三季度 三季度 第3季 Q3 q3 2021Q3 2021-Q3 2021q3 2021年第三季度 2021年3季度 二〇二一年三季度 \
                     去年第三季度 去年Q3";
        for text in texts
            .split_whitespace()
            .chain(["2021 Q3", "2021 年 第 三 季度"])
        {
            assert_eq!(
                read_quarter(text, Some(2021), today()),
                Ok(Period::quarter(2021, 3).unwrap()),
                "{text}"
            );
        }
        let first = Period::quarter(2022, 1).unwrap();
        for text in ["1", "一季度", "本季度"] {
            assert_eq!(read_quarter(text, None, today()), Ok(first), "{text}");
        }
        assert_eq!(
            read_quarter("上季度", None, today()),
            Ok(Period::quarter(2021, 4).unwrap())
        );
        for (text, fault) in [
            ("5", NoSuchQuarter),
            ("Q0", NoSuchQuarter),
            ("2022Q1", Differs),
            ("本季度", Differs),
            ("1800Q1", NoSuchYear),
            ("上半年", Unreadable),
            ("3月", Unreadable),
            ("2021", Unreadable),
            ("三四季度", Unreadable),
        ] {
            assert_eq!(
                read_quarter(text, Some(2021), today()),
                Err(fault),
                "{text}"
            );
        }
        assert_eq!(read_quarter("1", Some(i32::MAX), today()), Err(NoSuchYear));
    }

    #[test]
    fn a_half_is_read_with_its_own_year_or_the_given_one() {
        for (half, texts) in [
            (
                1,
                "1 上 上半年 H1 h1 2021H1 2021-H1 2021年上半年 2021上半年 去年上半年",
            ),
            (2, "2 下 下半年 H2 2021H2 2021年下半年"),
        ] {
            for text in texts.split_whitespace() {
                assert_eq!(
                    read_half(text, Some(2021), today()),
                    Ok(Period::half(2021, half).unwrap()),
                    "{text}"
                );
            }
        }
        assert_eq!(
            read_half("上半年", None, today()),
            Ok(Period::half(2022, 1).unwrap())
        );
        for (text, fault) in [
            ("3", NoSuchHalf),
            ("2022H1", Differs),
            ("Q1", Unreadable),
            ("半年", Unreadable),
        ] {
            assert_eq!(read_half(text, Some(2021), today()), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_month_is_read_with_its_own_year_or_the_given_one() {
        let texts = "3 03 3月 三月 3月份 2021-03 2021-3 2021.3 2021/3 2021年3月 202103 二〇二一年三月 去年3月";
        for text in texts.split_whitespace() {
            assert_eq!(
                read_month(text, Some(2021), today()),
                Ok(Period::month(2021, 3).unwrap()),
                "{text}"
            );
        }
        for (text, month) in [
            ("12", 12),
            ("十二月", 12),
            ("本月", 3),
            ("上月", 2),
            ("上个月", 2),
        ] {
            assert_eq!(
                read_month(text, None, today()),
                Ok(Period::month(2022, month).unwrap()),
                "{text}"
            );
        }
        let last = read_month("上月", None, day("2022-01-31"));
        assert_eq!(last, Ok(Period::month(2021, 12).unwrap()));
        for (text, fault) in [
            ("13", NoSuchMonth),
            ("0", NoSuchMonth),
            ("202113", NoSuchMonth),
            ("2022-03", Differs),
            ("本月", Differs),
            ("2203", NoSuchYear),
            ("2021-03-24", Unreadable),
            ("3.24", Unreadable),
            ("一二月", Unreadable),
        ] {
            assert_eq!(read_month(text, Some(2021), today()), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_period_is_read_by_any_of_its_names() {
        for (wanted, texts) in [
            ("2022-01-01..2022-12-31", "2022 2022年 今年"),
            ("2021-01-01..2021-12-31", "去年"),
            ("2022-01-01..2022-03-31", "2022Q1 一季度 本季度"),
            ("2022-07-01..2022-09-30", "第三季度"),
            ("2022-01-01..2022-06-30", "上半年 2022H1"),
            ("2022-07-01..2022-12-31", "下半年"),
            ("2022-03-01..2022-03-31", "3月 本月 2022-03 202203"),
            ("2022-02-01..2022-02-28", "上月"),
            ("2022-01-01..2022-03-24", "今年以来 年初至今"),
        ] {
            for text in texts.split_whitespace() {
                assert_eq!(
                    read_period(text, today()).map(days).as_deref(),
                    Ok(wanted),
                    "{text}"
                );
            }
        }
        for text in [
            "3",
            "22",
            "上",
            "2022-03-24",
            "2022-03至2022-05",
            "周五",
            "",
        ] {
            assert_eq!(read_period(text, today()), Err(Unreadable), "{text}");
        }
    }

    #[test]
    fn a_year_before_is_the_same_span_of_the_calendar() {
        let range = |from, to| Period::range(day(from), day(to));
        for (period, wanted) in [
            (Period::month(2024, 2), "2023-02-01..2023-02-28"),
            (Period::month(2025, 2), "2024-02-01..2024-02-29"),
            (Period::quarter(2022, 1), "2021-01-01..2021-03-31"),
            (Period::half(2022, 2), "2021-07-01..2021-12-31"),
            (Period::year(2022), "2021-01-01..2021-12-31"),
            (range("2024-02-29", "2024-02-29"), "2023-02-28..2023-02-28"),
            (range("2025-02-01", "2025-02-28"), "2024-02-01..2024-02-28"),
        ] {
            let before = period.unwrap().a_year_before();
            assert_eq!(
                (days(before).as_str(), before.span),
                (wanted, period.unwrap().span)
            );
        }
    }

    #[test]
    fn a_period_is_called_by_its_span() {
        for (period, title, to_date) in [
            (Period::year(2022), "2022年", "2022年"),
            (
                Period::half(2022, 1),
                "2022年上半年",
                "2022-01-01 至 2022-06-30",
            ),
            (Period::half(2022, 2), "2022年下半年", "2022年"),
            (
                Period::quarter(2022, 3),
                "2022年第三季度",
                "2022-01-01 至 2022-09-30",
            ),
            (
                Period::month(2022, 3),
                "2022年3月",
                "2022-01-01 至 2022-03-31",
            ),
            (
                Period::range(day("2021-03-05"), day("2022-04-01")),
                "2021-03-05 至 2022-04-01",
                "2022-01-01 至 2022-04-01",
            ),
        ] {
            let period = period.unwrap();
            assert_eq!(period.title(), title);
            assert_eq!(period.year_to_date().title(), to_date);
        }
    }

    #[test]
    fn a_period_includes_both_its_ends_and_runs_forward() {
        let across = Period::range(day("2021-12-31"), day("2022-01-01")).unwrap();
        assert_eq!(Period::range(across.to, across.from), None);
        assert_eq!(Period::quarter(2022, u32::MAX), None);
        assert_eq!(Period::half(2022, 0), None);
    }

    fn any_day() -> impl Strategy<Value = Day> {
        (0_i64..109_572).prop_map(|ahead| day("1900-01-01").plus_days(ahead))
    }

    /// Texts of the characters that periods are made of.
    fn period_like() -> impl Strategy<Value = String> {
        let alphabet: Vec<char> = "0123456789.-/QHh第年月季度上下半本今去一三十〇 "
            .chars()
            .collect();
        proptest::collection::vec(proptest::sample::select(alphabet), 0..10)
            .prop_map(String::from_iter)
    }

    proptest! {
        #[test]
        fn no_text_brings_the_readers_down(
            text in any::<String>(),
            like in period_like(),
            year in any::<Option<i32>>(),
            today in any_day(),
        ) {
            for text in [text, like] {
                let _ = (read_year(&text, today), read_period(&text, today));
                for read in [read_quarter, read_half, read_month] {
                    if let Ok(period) = read(&text, year, today) {
                        prop_assert!(period.from <= period.to && period.a_year_before().from <= period.from);
                    }
                }
            }
        }

        #[test]
        fn every_title_is_read_back(year in 1949..=2199, month in 1_u32..=12, today in any_day()) {
            for period in [
                Period::year(year),
                Period::half(year, month.div_ceil(6)),
                Period::quarter(year, month.div_ceil(3)),
                Period::month(year, month),
            ] {
                let period = period.unwrap();
                prop_assert_eq!(read_period(&period.title(), today), Ok(period));
            }
        }
    }
}
