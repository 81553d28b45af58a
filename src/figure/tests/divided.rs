//! The divided report: its rows, and what they come to.

use super::by_hand::Slot;
use super::*;
use crate::record::Kind;

const ALL: [Dimension; 5] = [
    Dimension::Point,
    Dimension::Station,
    Dimension::Section,
    Dimension::Category,
    Dimension::Month,
];

/// The rows of a divided report.
fn rows(report: &Report) -> &[Slice] {
    &report.by.as_ref().unwrap().1
}

/// The name of a row of a year before.
fn a_year_before(by: Dimension, slot: &Slot) -> Slot {
    match (by, slot) {
        (Dimension::Month, (None, Some(month))) => {
            let year: i32 = month[..4].parse().unwrap();
            (None, Some(format!("{}{}", year - 1, &month[4..])))
        }
        _ => slot.clone(),
    }
}

/// Holds a divided report against the count by hand.
pub(super) fn assert_divided_right(bench: &Bench, sheets: &Sheets, question: &Question) {
    let by = question.by.unwrap();
    let report = counted(bench, question);
    let whole = counted(
        bench,
        &Question {
            shares: question.shares.clone(),
            ..super::question(question.period, &question.today.to_string())
        },
    );
    assert_eq!(
        values(&report),
        values(&whole),
        "the total is the report's own"
    );

    let [days, prior, _] =
        days_of(question).map(|days| days.unwrap_or(days_of(question)[0].unwrap()));
    let slots: Vec<Slot> = rows(&report)
        .iter()
        .map(|row| (row.slot.id, row.slot.name.clone()))
        .collect();
    assert_eq!(
        slots,
        expected_slots(sheets, question, [days, prior]),
        "{question:?}"
    );

    for one in &report.figures {
        let key = one.figure.key;
        if !by_hand::divides(key, by) {
            assert!(one.slices.is_empty(), "{key} by {by:?}");
            continue;
        }
        assert_eq!(one.slices.len(), slots.len(), "{key} by {by:?}");
        for (slot, found) in slots.iter().zip(&one.slices) {
            let before = a_year_before(by, slot);
            let shares = &question.shares;
            let expected = (
                sheets.value(key, days, shares, Some((by, slot))),
                sheets.value(key, prior, shares, Some((by, &before))),
            );
            assert_eq!(*found, expected, "{key} of {slot:?}, {question:?}");
        }
        if adds_up(one.figure) {
            let sum: i64 = one.slices.iter().filter_map(|(value, _)| *value).sum();
            assert_eq!(Some(sum), one.value, "{key}, {question:?}");
        }
    }
    for row in rows(&report) {
        let expected = row.slot.id.and_then(|_| {
            let name = row.slot.name.as_deref().unwrap();
            sheets.last_visit(name, days.asof)
        });
        assert_eq!(row.visited, expected, "{:?}", row.slot);
    }
}

/// Whether the rows of a figure add up to it: it counts records or sums, each of which stands in one row.
fn adds_up(figure: &Figure) -> bool {
    matches!(
        figure.count,
        Count::Rows {
            measure: Measure::Records | Measure::Sum(_),
            ..
        }
    )
}

/// Every counted point or every month, and what else has a value, now or in the year before; what belongs to none comes last.
fn expected_slots(sheets: &Sheets, question: &Question, [days, prior]: [Days; 2]) -> Vec<Slot> {
    let by = question.by.unwrap();
    let spans = if by == Dimension::Month {
        vec![days]
    } else {
        vec![days, prior]
    };
    let mut slots: Vec<Slot> = counted_figures()
        .filter(|figure| figure.key == "points-counted-visited" || by_hand::divides(figure.key, by))
        .filter(|figure| figure.key != "points-counted-visited" || by_hand::divides("points", by))
        .flat_map(|figure| {
            let slots = |days: &Days| sheets.slots(figure.key, *days, &question.shares, by);
            spans.iter().flat_map(slots).collect::<Vec<_>>()
        })
        .collect();
    match by {
        Dimension::Point => slots.extend(sheets.counted_points(days.asof, &question.shares)),
        Dimension::Month => {
            let (mut year, mut month) = (days.from.year(), days.from.month());
            while (year, month) <= (days.asof.year(), days.asof.month()) {
                slots.push((None, Some(format!("{year}-{month:02}"))));
                (year, month) = if month == 12 {
                    (year + 1, 1)
                } else {
                    (year, month + 1)
                };
            }
        }
        _ => {}
    }
    slots.sort_by_key(|slot| (slot.1.is_none(), slot.clone()));
    slots.dedup();
    slots
}

#[test]
fn the_sample_year_is_divided_as_by_hand() {
    let (bench, sheets) = sample();
    for by in ALL {
        let quarter = Period::quarter(2022, 2).unwrap();
        for period in [year(2021), year(2022), year(2023), quarter] {
            let question = Question {
                by: Some(by),
                ..question(period, TODAY)
            };
            assert_divided_right(&bench, &sheets, &question);
        }
        let limited = Question {
            by: Some(by),
            shares: vec![Share::Section("消保科".to_owned())],
            ..question(year(2022), TODAY)
        };
        assert_divided_right(&bench, &sheets, &limited);
    }
}

#[test]
fn different_things_need_not_add_up_to_their_total() {
    let mut bench = Bench::on(TODAY);
    for (place, category) in ["计量", "广告"].into_iter().enumerate() {
        bench.add(
            Kind::Problem,
            &format!(
                "found_on=2022-05-0{};company=甲公司;category={category};text=乙",
                place + 1
            ),
        );
    }
    let question = Question {
        by: Some(Dimension::Category),
        ..question(year(2022), TODAY)
    };
    let report = counted(&bench, &question);
    let companies = report.figure("problem-companies").unwrap();
    assert_eq!(companies.slices, [(Some(1), Some(0)), (Some(1), Some(0))]);
    assert_eq!(companies.value, Some(1));
}

#[test]
fn a_counted_point_has_a_row_without_any_visit_and_one_that_is_not_counted_has_none() {
    let mut bench = Bench::on(TODAY);
    bench.add(Kind::Point, "name=甲;kind=市场;confirmed_on=2022-03-24");
    bench.add(Kind::Point, "name=乙;kind=市场;confirmed_on=2022-03-24");
    bench.add(Kind::Point, "name=丙;kind=市场");
    bench.add(
        Kind::Point,
        "name=丁;kind=市场;confirmed_on=2022-03-24;closed_on=2022-06-01",
    );
    bench.add(Kind::Visit, "date=2021-12-01;point=乙;send=送服务");
    bench.add(Kind::Visit, "date=2023-01-05;point=乙;send=送服务");
    let question = Question {
        by: Some(Dimension::Point),
        ..question(year(2022), TODAY)
    };
    let report = counted(&bench, &question);
    let names: Vec<_> = rows(&report)
        .iter()
        .map(|row| (row.slot.name.as_deref().unwrap(), row.visited))
        .collect();
    assert_eq!(
        names,
        [("甲", None), ("乙", Some(day("2021-12-01")))],
        "the last visit is not after the day as of which is counted"
    );
}

#[test]
fn what_belongs_to_no_point_station_or_section_stands_in_the_last_row() {
    let (bench, _) = sample();
    for (by, visits) in [(Dimension::Point, 1), (Dimension::Station, 1)] {
        let question = Question {
            by: Some(by),
            ..question(year(2022), TODAY)
        };
        let report = counted(&bench, &question);
        let last = rows(&report).last().unwrap();
        assert_eq!((last.slot.id, &last.slot.name), (None, &None));
        let of_last = report.figure("visits").unwrap().slices.last().unwrap();
        assert_eq!(of_last.0, Some(visits), "{by:?}");
    }
}

#[test]
fn two_points_of_one_name_have_a_row_each() {
    let mut bench = Bench::on(TODAY);
    bench.add(
        Kind::Point,
        "name=甲;kind=市场;confirmed_on=2021-03-24;closed_on=2022-06-01",
    );
    bench.add(Kind::Point, "name=甲;kind=市场;confirmed_on=2022-06-01");
    for (date, point) in [("2022-05-01", 1), ("2022-07-01", 2), ("2022-08-01", 2)] {
        bench.add(
            Kind::Visit,
            &format!("date={date};point={point};send=送服务"),
        );
    }
    let question = Question {
        by: Some(Dimension::Point),
        ..question(year(2022), TODAY)
    };
    let report = counted(&bench, &question);
    let ids: Vec<_> = rows(&report).iter().map(|row| row.slot.id).collect();
    assert_eq!(ids, [Some(1), Some(2)]);
    let visits = &report.figure("visits").unwrap().slices;
    assert_eq!(visits, &[(Some(1), Some(0)), (Some(2), Some(0))]);
}
