//! What may be typed for a column or to name a record: for asking, for completion and for hints alike.

use super::settings::Settings;
use super::words;
use crate::figure::FIGURES;
use crate::record::{Column, Kind, Shape};
use crate::store::{Filter, Page, Query, Row};
use crate::value::text::{shown, split_list};
use crate::value::{Cell, Day, Fit, fit};

/// A value that may be typed for a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offer {
    /// What is typed.
    pub value: String,
    /// What it is, for a person who chooses; empty where the value says it.
    pub about: String,
    /// The number of the record that it names, where it names one.
    pub record: Option<i64>,
}

/// How many values out of the ledger are offered at most: more than anybody looks through, but what is begun is looked for
/// among them.
const MOST: usize = 3_000;

/// How many records are offered at most that go by their number.
const NUMBERED: usize = 500;

impl Offer {
    /// A value that says what it is.
    pub(super) fn plain(value: impl Into<String>) -> Self {
        Self::of(value, "")
    }

    /// A value, and what it is.
    pub(super) fn of(value: impl Into<String>, about: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            about: about.into(),
            record: None,
        }
    }
}

/// What may stand in a column: its closed set, what stands in the ledger already, most used first, what the settings add
/// and its usual values; for a reference the records in force. Nothing for prose, numbers, phones and codes.
pub(super) fn offers(
    page: Option<Page<'_>>,
    settings: &Settings,
    kind: Kind,
    column: &'static Column,
    today: Day,
) -> anyhow::Result<Vec<Offer>> {
    if let Some(entries) = column.shape.entries() {
        return Ok(entries
            .iter()
            .map(|entry| Offer::plain(entry.label))
            .collect());
    }
    match column.shape {
        Shape::Flag => Ok(["是", "否"].map(Offer::plain).into()),
        Shape::Figure => Ok(figures()),
        Shape::Day => Ok(days(today, column.past)),
        Shape::Year => Ok(vec![Offer::of(today.year().to_string(), "今年")]),
        Shape::Link(other) => match page {
            Some(page) => records(page, other, today),
            None => Ok(Vec::new()),
        },
        Shape::Text | Shape::List if is_repeated(kind, column) => {
            let mut used = match page {
                Some(page) => page.values(&sources(kind, column), MOST)?,
                None => Vec::new(),
            };
            used.extend(settings.more_values(column).iter().cloned());
            Ok(texts(column, used))
        }
        Shape::Text => Ok(texts(column, settings.more_values(column).to_vec())),
        _ => Ok(Vec::new()),
    }
}

/// The figures of the report.
pub(super) fn figures() -> Vec<Offer> {
    FIGURES
        .iter()
        .filter(|figure| !figure.hidden)
        .map(|figure| Offer::of(figure.label, figure.group.label()))
        .collect()
}

/// Days by their names: of what has happened the last ones, of what is to come the next.
pub(super) fn days(today: Day, past: bool) -> Vec<Offer> {
    let named = if past {
        [("今天", 0), ("昨天", -1), ("前天", -2)]
    } else {
        [("今天", 0), ("明天", 1), ("后天", 2)]
    };
    named
        .into_iter()
        .map(|(name, after)| Offer::of(name, words::day_words(today.plus_days(after))))
        .collect()
}

/// The texts that stand under this key in records of any kind: stations and sections.
pub(super) fn bodies(page: Page<'_>, key: &str) -> anyhow::Result<Vec<Offer>> {
    let columns: Vec<_> = Kind::entered()
        .filter_map(|kind| {
            let dictionary = kind.dictionary();
            Some((kind, &dictionary.columns[dictionary.place(key)?]))
        })
        .collect();
    let used = page.values(&columns, MOST)?;
    Ok(used
        .into_iter()
        .filter(|value| can_be_typed(value))
        .map(Offer::plain)
        .collect())
}

/// The numbers of removed records, the newest first.
pub(super) fn removed(page: Page<'_>, kind: Kind) -> anyhow::Result<Vec<Offer>> {
    let ids = page.removed(kind)?;
    Ok(ids
        .into_iter()
        .rev()
        .take(MOST)
        .map(|id| Offer::plain(id.to_string()))
        .collect())
}

/// Those that fit what is begun: that begin with it, else that hold it, else that are spelled so; the values before what
/// is said of them.
pub(super) fn fitting(offers: Vec<Offer>, typed: &str) -> Vec<Offer> {
    let rank = |offer: &Offer| {
        let value = fit(typed, &offer.value);
        // What is said of it counts where no value fits.
        let about = match value {
            Some(_) => None,
            None => fit(typed, &offer.about).map(|fit| fit.min(Fit::Part)),
        };
        let is_begun = offer.value.starts_with(typed);
        (value.is_some() || about.is_some()).then_some((is_begun, value, about))
    };
    let Some(best) = offers.iter().filter_map(rank).max() else {
        return Vec::new();
    };
    offers
        .into_iter()
        .filter(|offer| rank(offer) == Some(best))
        .collect()
}

/// The records in force, the newest first: by name where that says which is meant, else by number.
pub(super) fn records(page: Page<'_>, kind: Kind, today: Day) -> anyhow::Result<Vec<Offer>> {
    let mut query = Query::of(kind).with(Filter::InForce(today));
    query.limit = Some(match title(kind) {
        Some(_) => MOST,
        None => NUMBERED,
    });
    query.sort = Some(("id", true));
    let rows = page.rows(&query)?;
    // Prose is no name, and reading all of it takes its time.
    let names = title(kind).map(|_| page.go_by(kind)).transpose()?;
    let name = |row: &Row| {
        let name = names.as_ref()?.get(&row.id)?;
        is_plain(name).then_some(name)
    };
    Ok(rows
        .iter()
        .map(|row| {
            let offer = match name(row) {
                Some(name) => Offer::of(name, about(row, row.kind.dictionary().title)),
                None => Offer::of(row.id.to_string(), about(row, None)),
            };
            Offer {
                record: Some(row.id),
                ..offer
            }
        })
        .collect())
}

/// The column that names the records of a kind; prose does not.
fn title(kind: Kind) -> Option<&'static Column> {
    let dictionary = kind.dictionary();
    let column = dictionary.column(dictionary.title?)?;
    (!column.long).then_some(column)
}

/// Whether a name can be typed in the place of a number: nothing that reads as a flag.
fn is_plain(name: &str) -> bool {
    can_be_typed(name) && !name.starts_with('-')
}

/// What tells a record from others, but for the column that is typed: what it is known by when a sheet is read again, else
/// its type.
fn about(row: &Row, typed: Option<&str>) -> String {
    let dictionary = row.kind.dictionary();
    let mut telling: Vec<_> = dictionary
        .natural
        .iter()
        .filter(|key| Some(**key) != typed)
        .collect();
    if telling.is_empty() {
        telling.push(&"kind");
    }
    let parts: Vec<_> = telling
        .into_iter()
        .filter_map(|key| dictionary.column(key))
        .map(|column| match (column.shape, row.cell(column.key)) {
            (Shape::Link(other), Cell::Link(link)) if other.dictionary().title.is_none() => {
                words::named(other, link.id)
            }
            (_, cell) => words::value_words(column, cell, false),
        })
        .filter(|words| !words.is_empty())
        .collect();
    parts.join(" ")
}

/// Whether the values of a text are typed again and again: names of people and bodies, kinds of things; never what a
/// record goes by itself.
fn is_repeated(kind: Kind, column: &Column) -> bool {
    let dictionary = kind.dictionary();
    let is_own_name = dictionary.title == Some(column.key);
    let is_repeated = match column.shape {
        Shape::List => !dictionary.named.contains(&column.key),
        _ => column.names.is_some() || !column.usual.is_empty(),
    };
    is_repeated && !is_own_name && !column.long && !column.personal
}

/// The column, and the one that it is taken from where it is left empty: what stands there is usual here.
fn sources(kind: Kind, column: &'static Column) -> Vec<(Kind, &'static Column)> {
    let mut sources = vec![(kind, column)];
    let taken = column.taken.and_then(|(link, key)| {
        let (_, other) = kind.dictionary().links().find(|(one, _)| one.key == link)?;
        let dictionary = other.dictionary();
        Some((other, &dictionary.columns[dictionary.place(key)?]))
    });
    if let Some((other, column)) = taken {
        sources.extend(self::sources(other, column));
    }
    sources
}

/// Values that are used, then the usual ones that are not.
fn texts(column: &Column, used: Vec<String>) -> Vec<Offer> {
    let usual = column.usual.iter().map(|value| (*value).to_owned());
    let mut values: Vec<String> = Vec::new();
    let is_list = column.shape.is_list();
    for value in used.into_iter().chain(usual) {
        let is_whole = !is_list || split_list(&value).len() == 1;
        if is_whole && can_be_typed(&value) && !values.contains(&value) {
            values.push(value);
        }
    }
    values.into_iter().map(Offer::plain).collect()
}

/// Whether a text can be typed as it stands: on one line, with nothing that a terminal would obey.
fn can_be_typed(text: &str) -> bool {
    !text.trim().is_empty() && shown(text) == text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::sample::{Bench, day};
    use crate::store::{Found, Reach};

    /// A ledger with these records, each a kind and `列名=值; …`.
    fn bench(records: &[(Kind, &str)]) -> Bench {
        let mut bench = Bench::on("2022-12-31");
        for (kind, words) in records {
            bench.add(*kind, words);
        }
        bench
    }

    /// What is offered for a column, as words: the value, and in brackets what it is.
    fn offered(page: Option<Page<'_>>, kind: Kind, key: &str) -> Vec<String> {
        let column = kind.dictionary().column(key).unwrap();
        let settings = Settings::default();
        told(offers(page, &settings, kind, column, day("2022-12-31")).unwrap())
    }

    fn told(offers: Vec<Offer>) -> Vec<String> {
        let told = |offer: Offer| match offer.about.as_str() {
            "" => offer.value,
            about => format!("{}（{about}）", offer.value),
        };
        offers.into_iter().map(told).collect()
    }

    fn records_of(bench: &Bench, kind: Kind) -> Vec<String> {
        told(records(bench.page(), kind, day("2022-12-31")).unwrap())
    }

    #[test]
    fn what_needs_no_ledger_is_offered_without_one() {
        assert_eq!(offered(None, Kind::Member, "sex"), ["男", "女"]);
        assert_eq!(offered(None, Kind::Visit, "owner_met"), ["是", "否"]);
        assert_eq!(
            offered(None, Kind::Visit, "date"),
            [
                "今天（2022-12-31 周六）",
                "昨天（2022-12-30 周五）",
                "前天（2022-12-29 周四）"
            ]
        );
        let due = offered(None, Kind::Plan, "due_on");
        assert_eq!(due[1], "明天（2023-01-01 周日）");
        assert_eq!(offered(None, Kind::Plan, "year"), ["2022（今年）"]);
        assert_eq!(offered(None, Kind::Problem, "category")[0], "注册登记");
        let figures = offered(None, Kind::Plan, "figure");
        assert!(
            figures.contains(&"质量培训（质量提升）".to_owned()),
            "{figures:?}"
        );
        for (kind, key) in [(Kind::Visit, "point"), (Kind::Problem, "company")] {
            assert_eq!(offered(None, kind, key), [""; 0], "{key}");
        }
    }

    #[test]
    fn prose_numbers_phones_codes_and_a_records_own_name_are_not_offered() {
        let bench = bench(&[
            (
                Kind::Point,
                "名称=钢材市场; 类型=市场; 曾用名=旧货街; 电话=13800138000; 信用代码=91110108MA01C8JH3P; 备注=常去",
            ),
            (Kind::Member, "姓名=张三; 联系点=1; 手机=13800138000"),
            (
                Kind::Visit,
                "日期=2022-03-01; 联系点=1; 三送=送政策; 辐射户数=40; 主要内容=宣讲",
            ),
        ]);
        let page = Some(bench.page());
        for (kind, keys) in [
            (
                Kind::Point,
                &["name", "former", "phone", "code", "note", "groups"][..],
            ),
            (Kind::Visit, &["reach", "summary", "note"]),
            (Kind::Member, &["name", "phone"]),
        ] {
            for key in keys {
                assert_eq!(offered(page, kind, key), [""; 0], "{key}");
            }
        }
    }

    #[test]
    fn values_that_are_used_come_before_the_usual_ones_and_those_a_column_is_taken_from_count_too()
    {
        let bench = bench(&[
            (Kind::Point, "名称=钢材市场; 类型=市场; 责任科室=质量科"),
            (
                Kind::Visit,
                "日期=2022-03-01; 联系点=1; 三送=送政策; 走访人员=张三、李四; 科室=登记科",
            ),
            (
                Kind::Visit,
                "日期=2022-03-02; 联系点=1; 三送=送政策; 走访人员=李四",
            ),
            (
                Kind::Problem,
                "登记日期=2022-03-01; 走访=1; 企业=甲店; 类别=噪声; 问题=太吵",
            ),
        ]);
        let page = Some(bench.page());
        let categories = offered(page, Kind::Problem, "category");
        assert_eq!(categories[..2], ["噪声", "注册登记"]);
        assert_eq!(offered(page, Kind::Visit, "people"), ["李四", "张三"]);
        assert_eq!(offered(page, Kind::Problem, "company"), ["甲店"]);
        // The second visit takes its section from the point, the problem from its visit.
        for kind in [Kind::Visit, Kind::Problem] {
            let mut sections = offered(page, kind, "section");
            sections.sort();
            assert_eq!(sections, ["登记科", "质量科"], "{kind:?}");
        }
        assert_eq!(told(bodies(bench.page(), "section").unwrap()).len(), 2);
    }

    #[test]
    fn what_the_settings_add_stands_between_what_is_used_and_what_is_usual() {
        let bench = bench(&[(
            Kind::Problem,
            "登记日期=2022-03-01; 企业=甲店; 类别=计量; 问题=秤不准",
        )]);
        let settings = Settings::parse(
            "categories = ['电梯']\nfive_ones = ['培训一组']",
            "a".as_ref(),
        )
        .unwrap();
        let offered = |kind: Kind, key| {
            let column = kind.dictionary().column(key).unwrap();
            let page = Some(bench.ledger.page());
            told(offers(page, &settings, kind, column, day("2022-12-31")).unwrap())
        };
        let categories = offered(Kind::Problem, "category");
        assert_eq!(categories[..3], ["计量", "电梯", "注册登记"]);
        assert_eq!(offered(Kind::Plan, "title"), ["培训一组"]);
    }

    #[test]
    fn a_record_in_force_is_offered_by_its_name_with_what_tells_it_from_others() {
        let bench = bench(&[
            (Kind::Point, "名称=钢材市场; 类型=市场"),
            (
                Kind::Point,
                "名称=老商圈; 类型=商圈; 确认时间=2022-01-01; 撤销时间=2022-06-01",
            ),
            (Kind::Member, "姓名=张三; 联系点=1"),
            (
                Kind::Project,
                "名称=焊缝攻关; 联系点=1; 类型=攻关; 启动时间=2022-03-01",
            ),
        ]);
        assert_eq!(records_of(&bench, Kind::Point), ["钢材市场（专业市场）"]);
        assert_eq!(records_of(&bench, Kind::Member), ["张三（钢材市场）"]);
        assert_eq!(records_of(&bench, Kind::Project), ["焊缝攻关（钢材市场）"]);
        let page = Some(bench.page());
        assert_eq!(
            offered(page, Kind::Visit, "point"),
            ["钢材市场（专业市场）"]
        );
    }

    #[test]
    fn a_record_without_a_name_of_its_own_is_offered_by_number_the_newest_first() {
        let bench = bench(&[
            (Kind::Point, "名称=钢材市场; 类型=市场"),
            (Kind::Visit, "日期=2022-03-02; 联系点=1; 三送=送政策"),
            (Kind::Visit, "日期=2022-03-01; 地点=广场; 三送=送政策"),
            (
                Kind::Problem,
                "登记日期=2022-03-02; 走访=1; 企业=甲店; 类别=广告; 问题=怎样备案",
            ),
        ]);
        assert_eq!(
            records_of(&bench, Kind::Visit),
            [
                "2（2022-03-01 周二 广场 送政策）",
                "1（2022-03-02 周三 钢材市场 送政策）"
            ]
        );
        assert_eq!(
            records_of(&bench, Kind::Problem),
            ["1（2022-03-02 周三 甲店 怎样备案）"]
        );
    }

    #[test]
    fn a_name_that_does_not_say_which_record_is_meant_gives_way_to_the_number() {
        let bench = bench(&[
            (Kind::Point, "名称=钢材市场; 类型=市场"),
            (Kind::Point, "名称=1984; 类型=商圈"),
            (Kind::Member, "姓名=张三; 联系点=1"),
            (Kind::Member, "姓名=张三; 联系点=2"),
        ]);
        assert_eq!(
            records_of(&bench, Kind::Point),
            ["2（1984）", "钢材市场（专业市场）"]
        );
        assert_eq!(
            records_of(&bench, Kind::Member),
            ["2（张三 1984）", "1（张三 钢材市场）"]
        );
        // What is offered means the record that it was offered for.
        let page = bench.page();
        for kind in [Kind::Point, Kind::Member] {
            let offers = records(page, kind, day("2022-12-31")).unwrap();
            for (offer, id) in offers.iter().rev().zip(1..) {
                let found = page.find(kind, &offer.value, Reach::Parts).unwrap();
                assert!(
                    matches!(found, Found::One(row) if row.id == id),
                    "{offer:?}"
                );
            }
        }
    }

    #[test]
    fn what_begins_so_comes_before_what_holds_it_and_that_before_what_is_spelled_so() {
        let offers = || {
            vec![
                Offer::of("北环市场", "专业市场"),
                Offer::of("城北市场", "专业市场"),
                Offer::of("12", "2022-03-01 钢材市场"),
            ]
        };
        for (typed, values) in [
            ("", vec!["北环市场", "城北市场", "12"]),
            ("北", vec!["北环市场"]),
            ("北 环", vec!["北环市场"]),
            ("北市", vec!["城北市场"]),
            ("市场", vec!["北环市场", "城北市场"]),
            ("cb", vec!["城北市场"]),
            ("1", vec!["12"]),
            ("钢材", vec!["12"]),
            ("gangcai", vec!["12"]),
            ("2022-03", vec!["12"]),
            ("南", vec![]),
        ] {
            let fitting = fitting(offers(), typed);
            let found: Vec<_> = fitting.iter().map(|offer| offer.value.as_str()).collect();
            assert_eq!(found, values, "{typed}");
        }
    }

    #[test]
    fn what_a_terminal_would_obey_is_never_offered() {
        let column = Kind::Visit.dictionary().column("people").unwrap();
        let used = [
            "张三",
            "甲\n乙",
            "\u{1b}[2J",
            "甲\u{202e}",
            " ",
            "李四、王五",
            "（甲、乙）",
        ];
        let offers = texts(column, used.map(str::to_owned).into());
        assert_eq!(told(offers), ["张三", "（甲、乙）"]);
    }
}
