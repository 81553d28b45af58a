//! Flags as this program writes them: in both languages, and read into the values that they stand for.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::complaint::Complaint;
use super::takes::Takes;
use super::words;
use crate::record::{Column, Kind, Shape, read_choice};
use crate::value::text::shown;
use crate::value::{
    Choice, Day, Lean, Period, Span, read_day, read_half, read_month, read_period, read_quarter,
    read_year,
};

/// A flag that takes a value.
pub(super) fn flag(
    key: &'static str,
    chinese: &'static str,
    value: &'static str,
    help: impl Into<String>,
) -> Arg {
    Arg::new(key)
        .long(key)
        .alias(chinese)
        .value_name(value)
        .help(help.into())
        // A value may begin with a hyphen: -1 is refused by our own words.
        .allow_hyphen_values(true)
}

/// A flag that is there or not.
pub(super) fn switch(key: &'static str, chinese: &'static str, help: &'static str) -> Arg {
    Arg::new(key)
        .long(key)
        .alias(chinese)
        .help(help)
        .action(ArgAction::SetTrue)
}

/// The argument that names a record.
pub(super) fn reference(kind: Kind) -> Arg {
    let label = kind.dictionary().label;
    Arg::new("ref").value_name(label).required(true).allow_hyphen_values(false).add(Takes::Record(kind)).help(format!(
        "哪一条{label}：编号、last（最后登记的）、名称或其中一部分、拼音（如 gcsc）、@标识末几位"
    ))
}

/// The flags that limit to a contact point, a station and a section; `what` says to what they limit.
pub(super) fn share_flags(what: &str) -> [Arg; 3] {
    [
        flag("point", "联系点", "联系点", format!("{what}这个联系点的"))
            .add(Takes::Record(Kind::Point)),
        flag("station", "责任所", "责任所", format!("{what}这个所的")).add(Takes::Body("station")),
        flag(
            "section",
            "责任科室",
            "责任科室",
            format!("{what}这个科室的"),
        )
        .add(Takes::Body("section")),
    ]
}

/// The flag that sets a column.
pub(super) fn column_flag(column: &'static Column) -> Arg {
    let value = match column.shape {
        Shape::Text => "文字",
        Shape::Code => "代码",
        Shape::Phone => "号码",
        Shape::List | Shape::Choices(_) => "文字、…",
        Shape::Count => "数",
        Shape::Year => "年份",
        Shape::Figure => "指标",
        Shape::Flag => "是|否",
        Shape::Day => "日期",
        Shape::Partial => "年月",
        Shape::Choice(_) => "选项",
        Shape::Link(kind) => kind.dictionary().label,
    };
    let label = column
        .label
        .split(['(', '（'])
        .next()
        .unwrap_or(column.label);
    let action = if column.shape.is_list() {
        ArgAction::Append
    } else {
        ArgAction::Set
    };
    Arg::new(column.key)
        .long(column.flag())
        .alias(label)
        .aliases(
            column
                .aliases
                .iter()
                .copied()
                .filter(|alias| *alias != label),
        )
        .value_name(value)
        .add(Takes::Column(column))
        .help(words::column_told(column))
        .help_heading("内容")
        .allow_hyphen_values(true)
        .action(action)
}

/// A flag that selects by a column.
pub(super) fn filter_flag(column: &'static Column) -> Arg {
    let help = match column.shape.entries() {
        Some(entries) => {
            let labels: Vec<_> = entries.iter().map(|entry| entry.label).collect();
            format!("可选：{}", labels.join("、"))
        }
        None => format!("只列这个{}的", column.label),
    };
    Arg::new(column.key)
        .long(column.flag())
        .alias(column.label)
        .aliases(column.aliases.iter().copied())
        .value_name("选项")
        .add(Takes::Column(column))
        .help(help)
        .help_heading("筛选")
        .allow_hyphen_values(true)
        .action(ArgAction::Append)
}

/// The words given for the columns of a kind.
pub(super) fn given(
    kind: Kind,
    matches: &ArgMatches,
) -> Result<Vec<(&'static Column, String)>, Complaint> {
    let mut given = Vec::new();
    for column in kind.dictionary().columns {
        let Ok(Some(values)) = matches.try_get_many::<String>(column.key) else {
            continue;
        };
        let values: Vec<&str> = values.map(String::as_str).collect();
        if let Some(swallowed) = values.iter().find(|value| is_flag_of(kind, value)) {
            return Err(Complaint::not_understood(format!(
                "--{} 后面缺少值，紧跟着的是选项「{}」。",
                column.flag(),
                shown(swallowed)
            ))
            .hint(format!(
                "写成 --{} 值；要清空这一项，写 --{}=",
                column.flag(),
                column.flag()
            )));
        }
        given.push((column, values.join("\n")));
    }
    Ok(given)
}

/// Whether a value looks like one of the kind's own flags, which then swallowed the flag after it.
fn is_flag_of(kind: Kind, value: &str) -> bool {
    value.strip_prefix("--").is_some_and(|name| {
        let name = name.split('=').next().unwrap_or(name);
        kind.dictionary()
            .known_as(&name.replace('-', "_"))
            .is_some()
    })
}

/// The text of a flag.
pub(super) fn text<'m>(matches: &'m ArgMatches, key: &str) -> Option<&'m str> {
    matches
        .try_get_one::<String>(key)
        .ok()
        .flatten()
        .map(String::as_str)
}

/// The texts of a flag that may be repeated.
pub(super) fn texts<'m>(matches: &'m ArgMatches, key: &str) -> Vec<&'m str> {
    match matches.try_get_many::<String>(key) {
        Ok(Some(values)) => values.map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Reads how many records at most.
pub(super) fn read_limit(typed: &str) -> Result<usize, Complaint> {
    typed.trim().parse().map_err(|_| {
        Complaint::not_understood(format!("--limit 的「{}」要写整数。", shown(typed)))
            .hint("例如：--limit 50")
    })
}

/// Whether a switch is on.
pub(super) fn is_on(matches: &ArgMatches, key: &str) -> bool {
    matches
        .try_get_one::<bool>(key)
        .ok()
        .flatten()
        .copied()
        .unwrap_or(false)
}

/// A flag whose value is one of a closed set.
pub(super) fn choice<T: Choice>(matches: &ArgMatches, key: &str) -> Result<Option<T>, Complaint> {
    let Some(typed) = text(matches, key) else {
        return Ok(None);
    };
    if let Ok(entry) = read_choice(T::ENTRIES, typed) {
        return Ok(T::from_code(entry.code));
    }
    let values: Vec<_> = T::ENTRIES
        .iter()
        .map(|entry| format!("{}（{}）", entry.code, entry.label))
        .collect();
    Err(
        Complaint::not_understood(format!("--{key} 没有「{}」这一项。", shown(typed)))
            .hint(format!("可选：{}", values.join("、"))),
    )
}

/// A day given by a flag; today where there is none.
pub(super) fn day(matches: &ArgMatches, key: &str, today: Day) -> Result<Day, Complaint> {
    text(matches, key).map_or(Ok(today), |typed| one_day(key, typed, today))
}

/// Reads the day of a flag.
fn one_day(key: &str, typed: &str, today: Day) -> Result<Day, Complaint> {
    read_day(typed, today, Lean::Past).map_err(|fault| {
        let (what, hint) = words::day_fault(&fault);
        let complaint =
            Complaint::not_understood(format!("--{key} 的「{}」：{what}。", shown(typed)));
        match hint {
            Some(hint) => complaint.hint(hint),
            None => complaint,
        }
    })
}

/// Years, halves, quarters and months by their names, and the names that a period has most often.
const YEARS: &[&str] = &["今年", "去年"];
const HALVES: &[&str] = &["上半年", "下半年"];
const QUARTERS: &[&str] = &["第一季度", "第二季度", "第三季度", "第四季度"];
const MONTHS: &[&str] = &["本月", "上月"];
const PERIODS: &[&str] = &[
    "今年",
    "去年",
    "上半年",
    "下半年",
    "本季度",
    "上季度",
    "本月",
    "上月",
];

/// Adds the flags that name a period.
pub(super) fn with_period(command: Command, what: &str) -> Command {
    let flags = [
        flag(
            "year",
            "年",
            "年份",
            format!("{what}哪一年，如 2022、今年、去年"),
        )
        .add(Takes::Words(YEARS)),
        flag("half", "半年", "半年", "1 或 2，也可写 2022H1、上半年")
            .add(Takes::Words(HALVES))
            .conflicts_with_all(["quarter", "month"]),
        flag("quarter", "季度", "季度", "1 到 4，也可写 2022Q3、第三季度")
            .add(Takes::Words(QUARTERS))
            .conflicts_with("month"),
        flag("month", "月", "月份", "1 到 12，也可写 2022-03、本月").add(Takes::Words(MONTHS)),
        flag("from", "自", "日期", "从哪一天起（含）")
            .add(Takes::Day)
            .conflicts_with_all(["year", "half", "quarter", "month"]),
        flag("to", "至", "日期", "到哪一天止（含）")
            .add(Takes::Day)
            .conflicts_with_all(["year", "half", "quarter", "month"]),
    ];
    let named = Arg::new("period")
        .value_name("时间")
        .add(Takes::Words(PERIODS))
        .help("如 2022、上半年、2022Q3、3月、本月；也可用 --year、--month 等选项")
        .conflicts_with_all(["year", "half", "quarter", "month", "from", "to"]);
    command
        .arg(named)
        .args(flags.map(|flag| flag.help_heading("时间")))
}

/// The period that the flags name, if they name one.
pub(super) fn period(matches: &ArgMatches, today: Day) -> Result<Option<Period>, Complaint> {
    let wrong = |key: &str, fault| {
        let typed = text(matches, key).unwrap_or_default();
        Complaint::not_understood(format!(
            "--{key} 的「{}」：{}。",
            shown(typed),
            words::period_fault(fault)
        ))
        .hint("例如：--year 2022 --quarter 3，或 --from 2022-03-01 --to 2022-03-31")
    };
    if let Some(typed) = text(matches, "period") {
        return read_period(typed, today).map(Some).map_err(|fault| {
            Complaint::not_understood(format!(
                "「{}」：{}。",
                shown(typed),
                words::period_fault(fault)
            ))
            .hint("时间可以写 2022、上半年、2022Q3、3月、本月")
        });
    }
    let year = text(matches, "year")
        .map(|typed| read_year(typed, today).map_err(|fault| wrong("year", fault)))
        .transpose()?;
    if let Some(typed) = text(matches, "quarter") {
        return read_quarter(typed, year, today)
            .map(Some)
            .map_err(|fault| wrong("quarter", fault));
    }
    if let Some(typed) = text(matches, "half") {
        return read_half(typed, year, today)
            .map(Some)
            .map_err(|fault| wrong("half", fault));
    }
    if let Some(typed) = text(matches, "month") {
        return read_month(typed, year, today)
            .map(Some)
            .map_err(|fault| wrong("month", fault));
    }
    if let Some(year) = year {
        return Ok(Period::year(year));
    }
    let (from, to) = (text(matches, "from"), text(matches, "to"));
    if from.is_none() && to.is_none() {
        return Ok(None);
    }
    let from = match from {
        Some(typed) => one_day("from", typed, today)?,
        None => Day::new(1900, 1, 1).unwrap_or(today),
    };
    let to = match to {
        Some(typed) => one_day("to", typed, today)?,
        None => today.max(from),
    };
    Period::range(from, to).map(Some).ok_or_else(|| {
        Complaint::not_understood(format!("--from {from} 晚于 --to {to}。")).hint("把两个日期对调")
    })
}

/// The period that the first of these command lines names, this year where none does; one that has not begun is
/// refused.
pub(super) fn period_or_year(levels: &[&ArgMatches], today: Day) -> Result<Period, Complaint> {
    for matches in levels {
        if let Some(period) = period(matches, today)? {
            return begun(period, today);
        }
    }
    Period::year(today.year())
        .ok_or_else(|| Complaint::refused("今年不在能统计的年份里。").hint("先把电脑的日期调对"))
}

/// A period as it may be typed.
pub(super) fn typed_period(period: &Period) -> String {
    let (year, month) = (period.from.year(), period.from.month());
    match period.span {
        Span::Year => year.to_string(),
        Span::Half => format!("{year}H{}", month.div_ceil(6)),
        Span::Quarter => format!("{year}Q{}", month.div_ceil(3)),
        Span::Month => format!("{year}-{month:02}"),
        Span::Range => format!("--from {} --to {}", period.from, period.to),
    }
}

/// Refuses a period that has not begun.
fn begun(period: Period, today: Day) -> Result<Period, Complaint> {
    if period.from <= today {
        return Ok(period);
    }
    Err(
        Complaint::refused(format!("{}还没有开始。", period.title())).hint(format!(
            "今天是 {}，换一个时间，例如 --year {}",
            words::day_words(today),
            today.year()
        )),
    )
}
