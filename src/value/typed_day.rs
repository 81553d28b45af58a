//! The days that people type, in Chinese or in figures, read against a given today.
//!
//! What can't be told for certain is a fault, never a guess: a day that is saved wrong is worse than one
//! that is typed twice. Asks no clock and holds no sentences.

use std::ops::RangeInclusive;

use unicode_normalization::UnicodeNormalization;

use super::day::{Day, Partial};

/// Which day a text without a year, a month or a week means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lean {
    /// The latest that is not after today: something that has happened.
    Past,
    /// The nearest that is not before today: something that is due.
    Deadline,
    /// The same, but a day of a month is one of this year: something that is due in it.
    DeadlineIn(i32),
}

impl Lean {
    fn is_deadline(self) -> bool {
        matches!(self, Self::Deadline | Self::DeadlineIn(_))
    }
}

/// Why a text is not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayFault {
    /// It has no form that is known, or may be read in two ways.
    Unreadable,
    /// It has the form of a day, and the calendar (or 1900 to 2199) has no such day, or not on that weekday.
    NoSuchDay,
    /// It is a month or a year where a day is wanted.
    MonthOnly {
        /// A day in it, to show what to type: today where that is one.
        example: Day,
    },
    /// It is in the future where only the past makes sense.
    Future {
        /// The day that it would be.
        day: Day,
        /// The words that mean the latest such day before today; none where the words weren't in doubt.
        instead: Option<&'static str>,
    },
}

/// Reads a day.
///
/// A day that says where it stands (`2099-01-01`, 明天, 本周日, 月底) is read as it says, in the future too: whether it
/// may be there is the column's rule.
///
/// # Errors
/// Any [`DayFault`]: a month or a year alone is `MonthOnly`, a bare weekday later this week is `Future` under
/// [`Lean::Past`].
pub fn read_day(text: &str, today: Day, lean: Lean) -> Result<Day, DayFault> {
    let whole = true;
    let partial = Reader { today, lean, whole }.read(text)?;
    let (first, last) = (partial.first_day(), partial.last_day());
    if partial.is_day() {
        return Ok(first);
    }
    let example = if (first..=last).contains(&today) {
        today
    } else {
        first
    };
    Err(DayFault::MonthOnly { example })
}

/// Reads a day, a month or a year, leaning to the past.
///
/// # Errors
/// Any [`DayFault`] but `MonthOnly`. Six figures that may be a day as well as a month of our time (`200107`: 2020-01-07
/// or 2001-07) are `Unreadable`.
pub fn read_partial(text: &str, today: Day) -> Result<Partial, DayFault> {
    let (lean, whole) = (Lean::Past, false);
    Reader { today, lean, whole }.read(text)
}

/// The text as the forms expect it: compatibility forms folded, Chinese numbers as figures, ASCII in lower case,
/// 。 and the dashes as ASCII. Blanks and invisible marks are dropped, save one blank between two figures.
///
/// None when it is too long for a date, or when a number in it may mean two things (三四天, 2十).
pub(super) fn plain(text: &str) -> Option<String> {
    const LONGEST: usize = 40;
    let mut out = String::new();
    let mut blank = false;
    for char in text.nfkc() {
        let char = match char {
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => continue,
            '。' => '.',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            _ if char.is_whitespace() => {
                blank = true;
                continue;
            }
            _ => char.to_ascii_lowercase(),
        };
        if blank && char.is_ascii_digit() && out.ends_with(|last: char| last.is_ascii_digit()) {
            out.push(' ');
        }
        blank = false;
        out.push(char);
        if out.len() > LONGEST * '年'.len_utf8() {
            return None;
        }
    }
    figures(&out)
}

/// Cuts a text where figures begin and end: `3月24日` into `3`, `月`, `24`, `日`.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let other = |char: char| char.is_ascii_digit() != first.is_ascii_digit();
        let (piece, after) = rest.split_at(rest.find(other).unwrap_or(rest.len()));
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// How many years from this one a word at the beginning means, and what follows it.
pub(super) fn year_word(text: &str) -> Option<(i32, &str)> {
    let words = [
        ("今年", 0),
        ("本年", 0),
        ("去年", -1),
        ("前年", -2),
        ("明年", 1),
    ];
    after_word(text, &words)
}

/// How many months from this one a word at the beginning means, and what follows it.
pub(super) fn month_word(text: &str) -> Option<(i32, &str)> {
    let words = [
        ("本月", 0),
        ("这个月", 0),
        ("上月", -1),
        ("上个月", -1),
        ("下月", 1),
        ("下个月", 1),
    ];
    after_word(text, &words)
}

/// Whether a piece stands between two figures of a date.
pub(super) fn is_separator(piece: &str) -> bool {
    matches!(piece, "." | "-" | "/" | " ")
}

/// A month or a day of the month in one figure or two.
pub(super) fn short_number(figures: &str) -> Option<u32> {
    let short = figures.len() <= 2;
    if short { figures.parse().ok() } else { None }
}

fn after_word<'text>(text: &'text str, words: &[(&str, i32)]) -> Option<(i32, &'text str)> {
    let mut found = words.iter();
    found.find_map(|(word, offset)| Some((*offset, text.strip_prefix(word)?)))
}

/// Writes the Chinese numbers of a text in figures; none when one has no single meaning.
fn figures(text: &str) -> Option<String> {
    let figure = |char: char| char.is_ascii_digit();
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run_end = rest
            .find(|char| value(char).is_none())
            .unwrap_or(rest.len());
        let (run, after) = rest.split_at(run_end);
        if run.is_empty() {
            let after = rest.get(first.len_utf8()..).unwrap_or_default();
            let is_two = !out.ends_with(figure)
                && first == '两'
                && after.starts_with(['天', '周', '个', '星', '礼']);
            out.push(if is_two { '2' } else { first });
            rest = after;
            continue;
        }
        if out.ends_with(figure) || after.starts_with(figure) || after.starts_with('两') {
            return None;
        }
        out.push_str(&number(run, after)?);
        rest = after;
    }
    Some(out)
}

/// The value of a Chinese numeral, 10 for 十.
fn value(char: char) -> Option<u32> {
    let at = "〇一二三四五六七八九十"
        .chars()
        .position(|numeral| numeral == char);
    match char {
        '零' | '○' => Some(0),
        _ => at.and_then(|value| u32::try_from(value).ok()),
    }
}

/// A run of Chinese numerals in figures: 二十四, 二, 〇三, 二〇二二, and 二二 before 年.
///
/// Two numerals side by side elsewhere mean one or the other (三四天, 一二月), so there is no figure for them.
fn number(run: &str, after: &str) -> Option<String> {
    if let Some((tens, ones)) = run.split_once('十') {
        let digit = |part: &str, empty: u32| match part.chars().collect::<Vec<_>>().as_slice() {
            [] => Some(empty),
            [one] => value(*one).filter(|value| (1..10).contains(value)),
            _ => None,
        };
        return Some((digit(tens, 1)? * 10 + digit(ones, 0)?).to_string());
    }
    let figures: String = run
        .chars()
        .filter_map(value)
        .map(|value| value.to_string())
        .collect();
    let clear = match figures.len() {
        1 => true,
        2 => figures.starts_with('0') || after.starts_with('年'),
        4 => ["19", "20", "21"]
            .iter()
            .any(|century| figures.starts_with(century)),
        _ => false,
    };
    clear.then_some(figures)
}

/// The weekday that a whole text names, in days from Monday.
fn weekday(text: &str) -> Option<i64> {
    let mut names = ["周", "星期", "礼拜"].iter();
    let rest = names.find_map(|name| text.strip_prefix(name))?;
    let days = ["1", "2", "3", "4", "5", "6", "日", "天"];
    let at = days.iter().position(|day| *day == rest)?;
    i64::try_from(at.min(6)).ok()
}

/// Cuts off a weekday written behind a day: `2022-03-24 周四`, `3月24日（星期四）`.
fn split_weekday(text: &str) -> (&str, Option<i64>) {
    let split = ["周", "星期", "礼拜"].iter().find_map(|name| {
        let (before, after) = text.split_at(text.rfind(name)?);
        let (day, name) = match before.strip_suffix('(') {
            Some(day) => (day, after.strip_suffix(')')?),
            None => (before, after),
        };
        let is_day =
            day.ends_with(|last: char| last.is_ascii_digit() || last == '日' || last == '号');
        is_day.then_some((day, weekday(name)?))
    });
    match split {
        Some((day, weekday)) => (day, Some(weekday)),
        None => (text, None),
    }
}

/// What the texts are read against.
struct Reader {
    today: Day,
    lean: Lean,
    /// Whether only a whole day will do.
    whole: bool,
}

impl Reader {
    fn read(&self, text: &str) -> Result<Partial, DayFault> {
        let plain = plain(text).ok_or(DayFault::Unreadable)?;
        let (body, weekday) = split_weekday(&plain);
        let dated = self.dated(body).ok_or(DayFault::NoSuchDay)?;
        let partial = self.form(&dated)?;
        match weekday {
            Some(_) if !partial.is_day() => Err(DayFault::Unreadable),
            Some(weekday) if partial.first_day().days_from_monday() != weekday => {
                Err(DayFault::NoSuchDay)
            }
            _ => Ok(partial),
        }
    }

    /// Puts the year or the month itself for a word that means it: 去年12月 becomes `2021年12月`.
    fn dated(&self, text: &str) -> Option<String> {
        let from = self.today;
        if matches!(text, "年初" | "年底" | "年末") {
            return Some(format!("{}{text}", from.year()));
        }
        if let Some((years, rest)) = year_word(text) {
            return Some(format!("{}年{rest}", from.year() + years));
        }
        let (months, rest) = match text {
            "月初" | "月底" | "月末" => (0, text.strip_prefix('月')?),
            _ => match month_word(text) {
                Some(found) => found,
                None => return Some(text.to_owned()),
            },
        };
        let month = from.first_of_month().months_after(months)?;
        Some(format!("{}年{}月{rest}", month.year(), month.month()))
    }

    fn form(&self, text: &str) -> Result<Partial, DayFault> {
        match pieces(text).as_slice() {
            [year, a, month, b, day] if a == b && is_separator(a) => self.full(year, month, day),
            [year, "年", month, "月", day] | [year, "年", month, "月", day, "日" | "号"] => {
                self.full(year, month, day)
            }
            [year, a, month] if year.len() == 4 && is_separator(a) => self.month(year, month),
            [year, "年", month, "月" | "月份"] => self.month(year, month),
            [year, "年", month, "月初"] => Ok(self.month(year, month)?.first_day().into()),
            [year, "年", month, "月底" | "月末"] => {
                Ok(self.month(year, month)?.last_day().into())
            }
            [year, "年"] => whole_year(year),
            [year, "年初" | "年年初"] => Ok(whole_year(year)?.first_day().into()),
            [year, "年底" | "年末" | "年年底" | "年年末"] => {
                Ok(whole_year(year)?.last_day().into())
            }
            [month, a, day] if is_separator(a) => self.of_some_year(month, day),
            [month, "月", day] | [month, "月", day, "日" | "号"] => {
                self.of_some_year(month, day)
            }
            [month, "月" | "月份"] => self.month_of_some_year(month),
            [day, "日" | "号"] => self.of_some_month(day),
            [figures] if figures.bytes().all(|byte| byte.is_ascii_digit()) => self.run(figures),
            [number, unit] if number.len() <= 3 && number.parse::<i32>().is_ok() => {
                self.distance(number, unit)
            }
            _ => self.words(text),
        }
    }

    /// The hundred years that two figures may mean, from 89 years ago to 10 years ahead.
    fn our_years(&self) -> RangeInclusive<i32> {
        self.today.year() - 89..=self.today.year() + 10
    }

    /// A year in four figures, or in two: then one of [`Self::our_years`].
    fn year(&self, figures: &str) -> Result<i32, DayFault> {
        let year: i32 = figures.parse().or(Err(DayFault::Unreadable))?;
        match figures.len() {
            4 => Ok(year),
            2 => {
                let first = *self.our_years().start();
                Ok(first + (year - first).rem_euclid(100))
            }
            _ => Err(DayFault::Unreadable),
        }
    }

    fn full(&self, year: &str, month: &str, day: &str) -> Result<Partial, DayFault> {
        let (month, day) = month_and_day(month, day)?;
        found(Day::new(self.year(year)?, month, day))
    }

    fn month(&self, year: &str, month: &str) -> Result<Partial, DayFault> {
        let month = short_number(month).ok_or(DayFault::Unreadable)?;
        found(Partial::of_month(self.year(year)?, month))
    }

    /// A day without a year: that of the year it is due in, this year's, or else that of the year beside it on the leaning side, never further off.
    fn of_some_year(&self, month: &str, day: &str) -> Result<Partial, DayFault> {
        let (month, day) = month_and_day(month, day)?;
        let here = (self.today.month(), self.today.day());
        let year = match self.lean {
            Lean::DeadlineIn(year) => year,
            Lean::Past | Lean::Deadline => self.beside(self.today.year(), (month, day), here),
        };
        found(Day::new(year, month, day))
    }

    fn month_of_some_year(&self, month: &str) -> Result<Partial, DayFault> {
        let month = short_number(month).ok_or(DayFault::Unreadable)?;
        let year = self.beside(self.today.year(), month, self.today.month());
        found(Partial::of_month(year, month))
    }

    fn of_some_month(&self, day: &str) -> Result<Partial, DayFault> {
        let day = short_number(day).ok_or(DayFault::Unreadable)?;
        let months = self.beside(0, day, self.today.day());
        let month = self.today.first_of_month().months_after(months);
        let month = month.ok_or(DayFault::NoSuchDay)?;
        found(Day::new(month.year(), month.month(), day))
    }

    /// The number of the year or month in which `typed` lies, when `here` is today's place in number `now`.
    fn beside<T: PartialOrd + Copy>(&self, now: i32, typed: T, here: T) -> i32 {
        match self.lean {
            Lean::Past if typed > here => now - 1,
            lean if lean.is_deadline() && typed < here => now + 1,
            _ => now,
        }
    }

    /// Figures alone: 20220324, 220324, 0324, and the months 202203 and years 2022.
    fn run(&self, figures: &str) -> Result<Partial, DayFault> {
        let cut = |from: usize, to: usize| figures.get(from..to).unwrap_or_default();
        match figures.len() {
            8 => self.full(cut(0, 4), cut(4, 6), cut(6, 8)),
            6 => {
                let day = self.full(cut(0, 2), cut(2, 4), cut(4, 6));
                self.day_or_month(day, self.month(cut(0, 4), cut(4, 6)))
            }
            4 if matches!(cut(0, 2), "19" | "20" | "21") => whole_year(figures),
            4 => self.of_some_year(cut(0, 2), cut(2, 4)),
            _ => Err(DayFault::Unreadable),
        }
    }

    /// Six figures are a day with a two-figure year, or where there is no such day a month with its whole year.
    ///
    /// Where both may be, a reader that takes months as well refuses a month of our time.
    fn day_or_month(
        &self,
        day: Result<Partial, DayFault>,
        month: Result<Partial, DayFault>,
    ) -> Result<Partial, DayFault> {
        match (day, month) {
            (Ok(_), Ok(month))
                if !self.whole && self.our_years().contains(&month.first_day().year()) =>
            {
                Err(DayFault::Unreadable)
            }
            (Ok(day), _) => Ok(day),
            (Err(_), month) => month,
        }
    }

    /// 3天前, 两周后, 1个月前, and for a deadline 两周内.
    ///
    /// Not 3日前, which is as well the time before the 3rd.
    fn distance(&self, number: &str, unit: &str) -> Result<Partial, DayFault> {
        let number: i32 = number.parse().or(Err(DayFault::Unreadable))?;
        let units = ["天", "周", "个星期", "星期", "个礼拜", "礼拜", "个月"];
        let (unit, side) = units
            .iter()
            .find_map(|name| Some((*name, unit.strip_prefix(name)?)))
            .ok_or(DayFault::Unreadable)?;
        let number = match side {
            "前" | "以前" | "之前" => -number,
            "后" | "以后" | "之后" => number,
            "内" | "以内" | "之内" if self.lean.is_deadline() => number,
            _ => return Err(DayFault::Unreadable),
        };
        found(match unit {
            "天" => self.today.checked_plus_days(number.into()),
            "个月" => self.today.months_after(number),
            _ => self.today.checked_plus_days(i64::from(number) * 7),
        })
    }

    fn words(&self, text: &str) -> Result<Partial, DayFault> {
        let days = match text {
            "今天" | "今日" | "today" => 0,
            "昨天" | "昨日" | "yesterday" => -1,
            "前天" => -2,
            "大前天" => -3,
            "明天" | "明日" | "tomorrow" => 1,
            "后天" => 2,
            "大后天" => 3,
            _ => return self.of_some_week(text),
        };
        found(self.today.checked_plus_days(days))
    }

    /// A weekday: 周五, 本周五, 上上周五, 下个星期五.
    fn of_some_week(&self, text: &str) -> Result<Partial, DayFault> {
        let unmarked = text.trim_start_matches(['上', '下', '本', '这']);
        let marks = text.strip_suffix(unmarked).unwrap_or_default();
        let name = match unmarked.strip_prefix('个') {
            Some(name) if !marks.is_empty() && !name.starts_with('周') => name,
            Some(_) => return Err(DayFault::Unreadable),
            None => unmarked,
        };
        let weekday = weekday(name).ok_or(DayFault::Unreadable)?;
        let this_week = weekday - self.today.days_from_monday();
        let of_week = |week: i64| self.today.checked_plus_days(this_week + 7 * week);
        let ahead = match marks {
            "" if self.lean.is_deadline() && this_week < 0 => 1,
            "" if self.lean == Lean::Past && this_week > 0 => {
                let day = of_week(0).ok_or(DayFault::NoSuchDay)?;
                let instead = last_week(weekday);
                return Err(DayFault::Future { day, instead });
            }
            "" | "本" | "这" => 0,
            "上" => -1,
            "上上" => -2,
            "上上上" => -3,
            "下" => 1,
            "下下" => 2,
            _ => return Err(DayFault::Unreadable),
        };
        found(of_week(ahead))
    }
}

/// The words for a day of last week, given in days from Monday.
fn last_week(weekday: i64) -> Option<&'static str> {
    let words = [
        "上周一",
        "上周二",
        "上周三",
        "上周四",
        "上周五",
        "上周六",
        "上周日",
    ];
    words.get(usize::try_from(weekday).ok()?).copied()
}

fn whole_year(figures: &str) -> Result<Partial, DayFault> {
    match (figures.len(), figures.parse()) {
        (4, Ok(year)) => found(Partial::of_year(year)),
        _ => Err(DayFault::Unreadable),
    }
}

fn month_and_day(month: &str, day: &str) -> Result<(u32, u32), DayFault> {
    let numbers = short_number(month).zip(short_number(day));
    numbers.ok_or(DayFault::Unreadable)
}

fn found(day: Option<impl Into<Partial>>) -> Result<Partial, DayFault> {
    day.map(Into::into).ok_or(DayFault::NoSuchDay)
}

#[cfg(test)]
mod tests {
    use super::DayFault::{MonthOnly, NoSuchDay, Unreadable};
    use super::*;
    use proptest::prelude::*;

    const BASE: &str = "2022-03-24";

    fn day(text: &str) -> Day {
        Day::from_iso(text).unwrap()
    }

    fn past(text: &str, today: &str) -> Result<Day, DayFault> {
        read_day(text, day(today), Lean::Past)
    }

    /// Each line is the day and the texts that mean it.
    fn all_read(lean: Lean, today: &str, lines: &[(&str, &str)]) {
        for (wanted, texts) in lines {
            for text in texts.split_whitespace() {
                let read = read_day(text, day(today), lean);
                assert_eq!(read, Ok(day(wanted)), "{text}");
            }
        }
    }

    #[test]
    fn a_record_of_the_past_reads_the_days_of_the_table() {
        let lines = [
            (
                BASE,
                "2022年3月24日 2022年03月24号 2022-3-24 2022/3/24 2022.3.24 20220324 2022-03-24 ２０２２．３．２４",
            ),
            (
                BASE,
                "3.24 3-24 3/24 3月24日 三月二十四日 0324 22.3.24 220324 24日 24号 二〇二二年三月二十四日",
            ),
            (BASE, "今天 今日 today 周四 本周四"),
            ("2022-03-23", "昨天 昨日 yesterday"),
            ("2022-03-22", "前天"),
            ("2022-03-21", "大前天 本周一 周一 3天前 三天前"),
            ("2022-03-18", "上周五"),
            ("2022-03-20", "上周日 上星期天"),
            ("2021-12-25", "12.25"),
            ("2022-03-17", "一周前"),
            ("2022-03-11", "上上周五"),
            ("2022-02-28", "上月底"),
            ("2022-03-01", "月初"),
        ];
        all_read(Lean::Past, BASE, &lines);
        let (day, instead) = (day("2022-03-25"), Some("上周五"));
        assert_eq!(past("周五", BASE), Err(DayFault::Future { day, instead }));
        assert_eq!(past("2.29", BASE), Err(NoSuchDay));
        assert_eq!(past("2022-2-30", BASE), Err(NoSuchDay));
        assert_eq!(
            past("2022.3", BASE),
            Err(MonthOnly {
                example: self::day(BASE)
            })
        );
    }

    #[test]
    fn last_friday_is_of_the_week_before_on_any_weekday() {
        for (today, wanted) in [
            ("2022-03-27", "2022-03-18"),
            ("2022-01-03", "2021-12-31"),
            ("2024-02-29", "2024-02-23"),
        ] {
            assert_eq!(past("上周五", today), Ok(day(wanted)), "{today}");
        }
    }

    #[test]
    fn a_record_of_the_past_reads_what_else_is_in_use() {
        let lines = [
            (
                BASE,
                "2022。3。24 2022－３－24 2022年3月24 22年3月24日 二二年三月二十四号 二○二二年三月24日 本月24日 TODAY",
            ),
            (
                BASE,
                "2022-03-24周四 2022年3月24日（星期四） 3.24礼拜四 今年3月24日 3月24 \u{200e}2022/\u{200e}3/24",
            ),
            (
                "2021-12-31",
                "12月31号 十二月三十一号 1231 去年12月31日 去年年底 去年底 2021年底",
            ),
            ("2022-02-15", "上月15日 上月十五号 上个月15号"),
            ("2022-02-24", "1个月前 一个月以前"),
            ("2022-02-25", "25日 二十五号"),
            ("2022-03-10", "两周前 2个星期之前 两个礼拜前"),
            ("2022-03-04", "上上上周五"),
            ("2022-03-18", "上礼拜五 上个星期五"),
            ("2022-03-21", "星期一 礼拜一 这周一 这个星期一"),
            ("2020-12-25", "前年12月25日"),
            ("2022-02-01", "上月初"),
            ("2022-01-01", "年初 今年年初 本年初"),
            ("2022-03-31", "月底 本月底 月末 2022年3月底"),
            ("2022-12-31", "年底 今年底"),
            ("2022-03-25", "明天 本周五 1天后"),
            ("2020-01-07", "200107"),
            ("1996-07-01", "96.7.1 960701"),
            ("2099-01-01", "2099-01-01"),
            ("2032-05-06", "32.5.6"),
            ("1933-05-06", "33.5.6"),
        ];
        all_read(Lean::Past, BASE, &lines);
        for spaced in [
            "2022 年 3 月 24 日",
            " 2022-03-24\t",
            "2022 03 24",
            "2022 3 24",
            "2022　３　24",
            "2022-03-24 周四",
        ] {
            assert_eq!(past(spaced, BASE), Ok(day(BASE)), "{spaced}");
        }
        all_read(Lean::Past, "2022-03-31", &[("2022-02-28", "1个月前")]);
        all_read(Lean::Past, "2021-01-15", &[("2020-02-29", "2.29")]);
    }

    #[test]
    fn a_deadline_reads_the_nearest_day_to_come() {
        let lines = [
            (BASE, "今天 周四 24日 3.24"),
            ("2022-03-25", "明天 tomorrow 周五 25日"),
            ("2022-03-26", "后天"),
            ("2022-03-27", "大后天 3天后 三天之后 周日"),
            ("2022-03-31", "月底 一周后 1周内 7天内 下周四"),
            ("2022-03-28", "周一 下周一 星期一 下个星期一"),
            ("2022-04-01", "下周五 下月初 4.1"),
            ("2022-04-07", "两周后 两周内"),
            ("2022-04-23", "23日"),
            ("2022-04-24", "一个月内"),
            ("2022-12-25", "12.25"),
            ("2023-03-23", "3.23"),
            ("2023-01-01", "明年初"),
        ];
        all_read(Lean::Deadline, BASE, &lines);
        let leap = read_day("2.29", day(BASE), Lean::Deadline);
        assert_eq!(leap, Err(NoSuchDay));
    }

    #[test]
    fn what_is_due_in_a_year_lies_in_it_unless_it_says_where_it_stands() {
        let of = |year, text| read_day(text, day(BASE), Lean::DeadlineIn(year));
        let as_due = |text| read_day(text, day(BASE), Lean::Deadline);
        for year in [2020, 2022, 2024] {
            for (text, rest) in [("9.30", "09-30"), ("1月15日", "01-15"), ("0630", "06-30")] {
                assert_eq!(of(year, text), Ok(day(&format!("{year}-{rest}"))), "{text}");
            }
        }
        for text in [
            "今天",
            "明天",
            "月底",
            "25日",
            "周五",
            "2023-02-03",
            "3天内",
        ] {
            assert_eq!(of(2020, text), as_due(text), "{text}");
        }
        assert_eq!(of(2023, "2.29"), Err(NoSuchDay));
        assert_eq!(of(2024, "2.29"), Ok(day("2024-02-29")));
    }

    #[test]
    fn a_day_that_the_calendar_does_not_have_is_said_to_be_none() {
        for text in [
            "2022-02-29",
            "2022年13月1日",
            "13.1",
            "0230",
            "220230",
            "20220230",
            "0000",
            "1899-12-31",
            "2200.1.1",
            "31日",
            "0日",
            "本月32日",
            "2022-03-24周五",
            "3月24日（周三）",
            "二月三十日",
            "2022.0",
        ] {
            assert_eq!(past(text, BASE), Err(NoSuchDay), "{text}");
        }
        let long_ago = read_day("3天前", day("1900-01-02"), Lean::Past);
        assert_eq!(long_ago, Err(NoSuchDay));
    }

    #[test]
    fn what_may_mean_two_things_is_not_read() {
        let texts = "三四天前 两三天前 3两天前 一二月三日 2十日 二〇二二三月 25日前 3日内 22.3.24.1 2022-3.24 2022.3-4 3 24 \
                     324 22324 2022324 上周 下周 周末 周八 周7 上下周五 个周五 上个周五 三月廿四 十一 七一 1.2.3 3天内 3天 \
                     2022-03-24T10:00 2022.003.24 +3.24 -3.24 96年 22年 二十年 3年 半年前 1000天前 1月前 去年3.24 上月周五 \
                     2022.3周四 3月底 ½ 周一周一周一 二〇二二〇三二四";
        for text in texts
            .split_whitespace()
            .chain(["", " ", "1 2 24", "2022 0 3 24", "3月 2 4日"])
        {
            assert_eq!(past(text, BASE), Err(Unreadable), "{text}");
        }
        assert_eq!(past(&"周五".repeat(100_000), BASE), Err(Unreadable));
    }

    #[test]
    fn a_month_or_a_year_is_not_a_day_but_shows_one() {
        for (text, example) in [
            ("2022.3", BASE),
            ("2001年7月", "2001-07-01"),
            ("7月", "2021-07-01"),
            ("202202", "2022-02-01"),
            ("2022", BASE),
            ("去年", "2021-01-01"),
        ] {
            let example = day(example);
            assert_eq!(past(text, BASE), Err(MonthOnly { example }), "{text}");
        }
    }

    #[test]
    fn a_partial_is_a_day_a_month_or_a_year() {
        for (wanted, texts) in [
            (
                "2001-07",
                "2001.07 2001-07 2001/7 2001年7月 2001年07月份 二〇〇一年七月 01年7月",
            ),
            ("1996-07", "199607 1996.7 96年7月"),
            ("1996", "1996年 1996 一九九六年 一九九六"),
            ("2021-07", "7月 七月 202107 去年7月"),
            ("2022-03", "3月 本月 2022.3"),
            ("2022-02", "上月 上个月"),
            ("2021", "去年"),
            ("2022-03-24", "220324 20220324 3.24 今天"),
            ("2019-01-07", "190107"),
            ("2021-03-12", "210312"),
            ("1985-03-02", "85.3.2"),
        ] {
            for text in texts.split_whitespace() {
                let read = read_partial(text, day(BASE)).map(|partial| partial.to_string());
                assert_eq!(read.as_deref(), Ok(wanted), "{text}");
            }
        }
        for (text, fault) in [
            ("200107", Unreadable),
            ("201212", Unreadable),
            ("96年", Unreadable),
            ("22.3", NoSuchDay),
            ("2001-13", NoSuchDay),
            ("2001-02-29", NoSuchDay),
            ("13月", NoSuchDay),
        ] {
            assert_eq!(read_partial(text, day(BASE)), Err(fault), "{text}");
        }
    }

    fn any_day() -> impl Strategy<Value = Day> {
        (0_i64..109_572).prop_map(|ahead| day("1900-01-01").plus_days(ahead))
    }

    /// Texts of the characters that days are made of.
    fn day_like() -> impl Strategy<Value = String> {
        let alphabet: Vec<char> =
            "0123456789.-/年月日号周星期天上下本这个前后内两一三十〇底初 今去（）"
                .chars()
                .collect();
        proptest::collection::vec(proptest::sample::select(alphabet), 0..12)
            .prop_map(String::from_iter)
    }

    /// A number below 40 as it is said.
    fn said(number: u32) -> String {
        let tens = ["", "十", "二十", "三十"][(number / 10) as usize];
        let ones =
            ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"][(number % 10) as usize];
        format!("{tens}{ones}")
    }

    /// A year as it is spelt.
    fn spelt(year: i32) -> String {
        let spell = |figure: char| {
            "〇一二三四五六七八九"
                .chars()
                .nth(figure.to_digit(10).unwrap() as usize)
        };
        year.to_string().chars().filter_map(spell).collect()
    }

    proptest! {
        #[test]
        fn no_text_brings_the_reader_down(text in any::<String>(), like in day_like(), today in any_day()) {
            for text in [text, like] {
                let _ = (read_day(&text, today, Lean::Past), read_day(&text, today, Lean::Deadline));
                let _ = read_partial(&text, today);
            }
        }

        #[test]
        fn every_day_is_read_back_from_each_full_form(wanted in any_day(), today in any_day()) {
            let (year, month, of_month) = (wanted.year(), wanted.month(), wanted.day());
            for text in [
                wanted.to_string(),
                format!("{wanted} {}", wanted.weekday()),
                format!("{year}年{month}月{of_month}日"),
                format!("{year}.{month}.{of_month}"),
                format!("{year}/{month:02}/{of_month:02}"),
                format!("{year}{month:02}{of_month:02}"),
                format!("{}年{}月{}日", spelt(year), said(month), said(of_month)),
            ] {
                prop_assert_eq!(read_day(&text, today, Lean::Past), Ok(wanted), "{}", text);
                prop_assert_eq!(read_partial(&text, today), Ok(wanted.into()), "{}", text);
            }
        }

        #[test]
        fn a_day_without_a_year_lies_on_the_leaning_side(month in 1..=12, of_month in 1..=31, today in any_day()) {
            for text in [format!("{month}.{of_month}"), format!("{of_month}日")] {
                if let Ok(day) = read_day(&text, today, Lean::Past) {
                    prop_assert!(day <= today && today.a_year_before().plus_days(-1) <= day, "{}", text);
                }
                if let Ok(day) = read_day(&text, today, Lean::Deadline) {
                    prop_assert!(today <= day && day <= today.years_after(1).plus_days(1), "{}", text);
                }
            }
        }
    }
}
