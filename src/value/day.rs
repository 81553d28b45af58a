//! A day of the calendar, and a day of which only the month or the year may be known.
//!
//! Holds what is stored and counted with; what people type is read by `typed_day`, and no clock is asked here.

use std::fmt;

use chrono::{Datelike, Months, NaiveDate, TimeDelta, Weekday};

/// The first day a ledger may hold, 1900-01-01.
const FIRST: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

/// The last day a ledger may hold, 2199-12-31.
const LAST: NaiveDate = match NaiveDate::from_ymd_opt(2199, 12, 31) {
    Some(date) => date,
    None => NaiveDate::MAX,
};

/// A day between 1900-01-01 and 2199-12-31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

/// The year of a date is not one of 1900 to 2199.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearOutside;

impl Day {
    /// The day of these three numbers; none when the calendar or the range has no such day.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).and_then(Self::within)
    }

    /// Reads a stored day, `YYYY-MM-DD` and nothing else.
    pub fn from_iso(text: &str) -> Option<Self> {
        let partial = Partial::from_stored(text)?;
        partial.is_day().then(|| partial.first_day())
    }

    /// The year, 1900 to 2199.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The day so many days later, earlier when negative; stops at the ends of the range.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        self.checked_plus_days(days)
            .unwrap_or(Self(if days < 0 { FIRST } else { LAST }))
    }

    /// The same day a year earlier; 02-29 becomes 02-28.
    #[must_use]
    pub fn a_year_before(self) -> Self {
        self.years_after(-1)
    }

    /// The same day so many years later; 02-29 becomes 02-28 where there is none, and it stops at the ends of the range.
    #[must_use]
    pub fn years_after(self, years: i32) -> Self {
        let year = self.year().saturating_add(years);
        Self::new(year, self.month(), self.day())
            .or_else(|| Self::new(year, self.month(), 28))
            .unwrap_or(Self(if years < 0 { FIRST } else { LAST }))
    }

    /// The same day so many months later, cut to the end of that month; stops at the ends of the range.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        self.months_after(months)
            .unwrap_or(Self(if months < 0 { FIRST } else { LAST }))
    }

    /// How many days it is until another day; negative when that one is earlier.
    pub fn days_until(self, other: Self) -> i64 {
        other.0.signed_duration_since(self.0).num_days()
    }

    /// The name of the weekday, 周一 to 周日.
    pub fn weekday(self) -> &'static str {
        match self.0.weekday() {
            Weekday::Mon => "周一",
            Weekday::Tue => "周二",
            Weekday::Wed => "周三",
            Weekday::Thu => "周四",
            Weekday::Fri => "周五",
            Weekday::Sat => "周六",
            Weekday::Sun => "周日",
        }
    }

    /// The first day of its month.
    #[must_use]
    pub fn first_of_month(self) -> Self {
        self.0.with_day(1).map_or(self, Self)
    }

    /// The last day of its month.
    #[must_use]
    pub fn last_of_month(self) -> Self {
        let last = (28..=31).rev().find_map(|day| self.0.with_day(day));
        last.map_or(self, Self)
    }

    /// The day so many days later; none outside the range.
    pub(super) fn checked_plus_days(self, days: i64) -> Option<Self> {
        let step = TimeDelta::try_days(days)?;
        self.0.checked_add_signed(step).and_then(Self::within)
    }

    /// The same day so many months later, cut to the end of that month; none outside the range.
    pub(super) fn months_after(self, months: i32) -> Option<Self> {
        let step = Months::new(months.unsigned_abs());
        let date = if months < 0 {
            self.0.checked_sub_months(step)
        } else {
            self.0.checked_add_months(step)
        };
        date.and_then(Self::within)
    }

    /// How many days lie between it and the Monday of its week, 0 to 6.
    pub(super) fn days_from_monday(self) -> i64 {
        i64::from(self.0.weekday().num_days_from_monday())
    }

    fn within(date: NaiveDate) -> Option<Self> {
        (FIRST..=LAST).contains(&date).then_some(Self(date))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Partial::from(*self).fmt(f)
    }
}

impl TryFrom<NaiveDate> for Day {
    type Error = YearOutside;

    fn try_from(date: NaiveDate) -> Result<Self, YearOutside> {
        Self::within(date).ok_or(YearOutside)
    }
}

/// A day, or a month or a year of which no more is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Partial {
    first: Day,
    grain: Grain,
}

/// How much of a [`Partial`] is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Grain {
    Year,
    Month,
    Day,
}

impl Partial {
    /// Reads a stored value: `2001`, `2001-07` or `2001-07-03` and nothing else.
    pub fn from_stored(text: &str) -> Option<Self> {
        let number = |digits: &str, width: usize| {
            let plain = digits.len() == width && digits.bytes().all(|byte| byte.is_ascii_digit());
            if plain {
                digits.parse::<u32>().ok()
            } else {
                None
            }
        };
        let mut parts = text.split('-');
        let year = i32::try_from(number(parts.next()?, 4)?).ok()?;
        let (month, day) = (parts.next(), parts.next());
        match (month, day, parts.next()) {
            (None, ..) => Self::of_year(year),
            (Some(month), None, _) => Self::of_month(year, number(month, 2)?),
            (Some(month), Some(day), None) => {
                Day::new(year, number(month, 2)?, number(day, 2)?).map(Self::from)
            }
            _ => None,
        }
    }

    /// The day itself, or the first that it may be.
    pub fn first_day(self) -> Day {
        self.first
    }

    /// The day itself, or the last that it may be.
    pub fn last_day(self) -> Day {
        match self.grain {
            Grain::Day => self.first,
            Grain::Month => self.first.last_of_month(),
            Grain::Year => Day::new(self.first.year(), 12, 31).unwrap_or(self.first),
        }
    }

    /// Whether the very day is known.
    pub fn is_day(self) -> bool {
        self.grain == Grain::Day
    }

    pub(super) fn of_year(year: i32) -> Option<Self> {
        let grain = Grain::Year;
        Day::new(year, 1, 1).map(|first| Self { first, grain })
    }

    pub(super) fn of_month(year: i32, month: u32) -> Option<Self> {
        let grain = Grain::Month;
        Day::new(year, month, 1).map(|first| Self { first, grain })
    }
}

impl From<Day> for Partial {
    fn from(first: Day) -> Self {
        Self {
            first,
            grain: Grain::Day,
        }
    }
}

impl fmt::Display for Partial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.first.year(), self.first.month(), self.first.day());
        let text = match self.grain {
            Grain::Year => format!("{year:04}"),
            Grain::Month => format!("{year:04}-{month:02}"),
            Grain::Day => format!("{year:04}-{month:02}-{day:02}"),
        };
        f.pad(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::from_iso(text).unwrap()
    }

    #[test]
    fn a_day_is_one_of_the_calendar_between_1900_and_2199() {
        for (year, month, of_month, known) in [
            (2024, 2, 29, true),
            (2022, 2, 29, false),
            (2022, 13, 1, false),
            (2022, 0, 1, false),
            (2022, 1, 0, false),
            (1900, 1, 1, true),
            (1899, 12, 31, false),
            (2199, 12, 31, true),
            (2200, 1, 1, false),
            (i32::MAX, u32::MAX, u32::MAX, false),
        ] {
            let found = Day::new(year, month, of_month).is_some();
            assert_eq!(found, known, "{year}-{month}-{of_month}");
        }
        assert_eq!(Day::try_from(NaiveDate::MAX), Err(YearOutside));
        assert_eq!(Day::try_from(day("2022-03-24").0), Ok(day("2022-03-24")));
    }

    #[test]
    fn a_stored_day_is_read_in_its_one_form_only() {
        for text in [
            "2022-3-24",
            "2022-03-24 ",
            "+022-03-24",
            "2022-02-30",
            "2022-03",
            "2022-03-24-1",
            "２０２２-03-24",
            "",
        ] {
            assert_eq!(Day::from_iso(text), None, "{text}");
        }
    }

    #[test]
    fn a_stored_partial_says_how_much_is_known() {
        for (text, first, last, is_day) in [
            ("2001", "2001-01-01", "2001-12-31", false),
            ("2199", "2199-01-01", "2199-12-31", false),
            ("2001-07", "2001-07-01", "2001-07-31", false),
            ("2024-02", "2024-02-01", "2024-02-29", false),
            ("2001-07-03", "2001-07-03", "2001-07-03", true),
        ] {
            let partial = Partial::from_stored(text).unwrap();
            assert_eq!(partial.to_string(), text);
            assert_eq!(partial.first_day(), day(first), "{text}");
            assert_eq!(partial.last_day(), day(last), "{text}");
            assert_eq!(partial.is_day(), is_day, "{text}");
        }
        for text in [
            "201",
            "2001-7",
            "2001-13",
            "2001-07-",
            "2001-02-29",
            "-2001",
            "1899",
            "0x7d1",
        ] {
            assert_eq!(Partial::from_stored(text), None, "{text}");
        }
    }

    #[test]
    fn the_29th_of_february_becomes_the_28th_in_a_shorter_year() {
        let leap = day("2024-02-29");
        assert_eq!(leap.a_year_before(), day("2023-02-28"));
        assert_eq!(leap.years_after(1), day("2025-02-28"));
        assert_eq!(leap.years_after(4), day("2028-02-29"));
        assert_eq!(day("2023-02-28").years_after(1), day("2024-02-28"));
    }

    #[test]
    fn counting_stops_at_the_ends_of_the_range() {
        let (first, last) = (day("1900-01-01"), day("2199-12-31"));
        assert_eq!(first.a_year_before(), first);
        assert_eq!(first.plus_days(i64::MIN), first);
        assert_eq!(first.plus_days(i64::MAX), last);
        assert_eq!(last.years_after(i32::MAX), last);
        assert_eq!(last.years_after(i32::MIN), first);
        assert_eq!(last.last_of_month(), last);
        assert_eq!(last.months_after(i32::MAX), None);
        assert_eq!(last.months_after(i32::MIN), None);
    }

    #[test]
    fn a_month_has_a_first_and_a_last_day() {
        assert_eq!(day("2024-02-10").first_of_month(), day("2024-02-01"));
        assert_eq!(day("2024-02-10").last_of_month(), day("2024-02-29"));
        assert_eq!(day("2022-03-31").months_after(-1), Some(day("2022-02-28")));
    }

    #[test]
    fn a_week_runs_from_monday_to_sunday() {
        let names = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
        for (ahead, name) in (0..).zip(names) {
            let day = day("2022-03-21").plus_days(ahead);
            assert_eq!((day.weekday(), day.days_from_monday()), (name, ahead));
        }
    }

    proptest! {
        #[test]
        fn every_day_is_written_as_it_is_stored(ahead in 0_i64..109_572) {
            let day = Day(FIRST).plus_days(ahead);
            prop_assert_eq!(Day::from_iso(&day.to_string()), Some(day));
            prop_assert_eq!(Day(FIRST).days_until(day), ahead);
        }

        #[test]
        fn no_stored_text_brings_the_reader_down(text in any::<String>()) {
            let _ = Partial::from_stored(&text);
        }
    }
}
