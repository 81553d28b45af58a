//! Which problems are of one company.

use super::*;
use crate::record::Kind;

const CODE: &str = "91350100M000100Y43";
const OTHER: &str = "914403001922038216";

/// How many companies asked for something, given each one's name and code.
fn companies(bench: &mut Bench, asked: &[(&str, &str)]) -> i64 {
    for (place, (name, code)) in asked.iter().enumerate() {
        bench.add(
            Kind::Problem,
            &format!(
                "found_on=2022-05-01;company={name};code={code};category=计量;text=第{place}件"
            ),
        );
    }
    let report = counted(bench, &question(year(2022), TODAY));
    assert_explained_in_groups(bench);
    value(&report, "problem-companies").unwrap()
}

/// The explanation has as many groups as the figure says.
fn assert_explained_in_groups(bench: &Bench) {
    let question = question(year(2022), TODAY);
    let figure = Figure::of_key("problem-companies").unwrap();
    let parts = explain(bench.page(), &question, figure).unwrap();
    assert_eq!(come_to(&parts[0]), parts[0].value);
    let report = counted(bench, &question);
    assert_eq!(value(&report, figure.key), Some(parts[0].value));
}

fn count(asked: &[(&str, &str)]) -> i64 {
    companies(&mut Bench::on(TODAY), asked)
}

#[test]
fn one_code_is_one_company_whatever_its_names() {
    assert_eq!(count(&[("甲公司", CODE), ("甲集团", CODE)]), 1);
    assert_eq!(count(&[("甲公司", CODE), ("甲公司", OTHER)]), 2);
}

#[test]
fn a_name_without_a_code_has_the_only_code_of_that_name() {
    assert_eq!(count(&[("甲公司", CODE), ("甲公司", "")]), 1);
    assert_eq!(
        count(&[("甲公司", ""), ("甲集团", CODE), ("甲公司", CODE)]),
        1,
        "whichever comes first, and through the code another name too"
    );
}

#[test]
fn a_name_with_two_codes_leaves_those_without_a_code_to_themselves() {
    assert_eq!(
        count(&[
            ("甲公司", CODE),
            ("甲公司", OTHER),
            ("甲公司", ""),
            ("甲公司", "")
        ]),
        3
    );
}

#[test]
fn a_code_is_known_from_outside_the_period_and_from_a_point() {
    let mut bench = Bench::on(TODAY);
    bench.add(
        Kind::Problem,
        &format!("found_on=2021-05-01;company=甲公司;code={CODE};category=计量;text=从前"),
    );
    assert_eq!(
        companies(&mut bench, &[("甲公司", ""), ("乙公司", CODE)]),
        1
    );

    let mut bench = Bench::on(TODAY);
    bench.add(Kind::Point, &format!("name=甲公司;kind=企业;code={CODE}"));
    assert_eq!(
        companies(&mut bench, &[("甲公司", ""), ("乙公司", CODE)]),
        1
    );
}

#[test]
fn a_point_and_a_problem_with_different_codes_keep_the_name_apart() {
    let mut bench = Bench::on(TODAY);
    bench.add(Kind::Point, &format!("name=甲公司;kind=企业;code={CODE}"));
    assert_eq!(
        companies(&mut bench, &[("甲公司", ""), ("甲公司", OTHER)]),
        2
    );
}

#[test]
fn width_brackets_spaces_and_case_make_no_other_company() {
    assert_eq!(
        count(&[
            ("溪创（云溪）Ｂｉｏ 公司", ""),
            ("溪创(云溪)BIO公司", ""),
            ("溪创【云溪】bio 公司", ""),
        ]),
        1
    );
    assert_eq!(
        count(&[("溪创（云溪）公司", CODE), ("溪创(云溪) 公司", "")]),
        1
    );
}

#[test]
fn a_limited_company_is_another_than_one_that_is_not() {
    assert_eq!(count(&[("甲钢材有限公司", ""), ("甲钢材", "")]), 2);
    assert_eq!(
        count(&[("甲钢材有限公司", ""), ("甲钢材有限责任公司", "")]),
        2
    );
}

#[test]
fn the_sample_year_has_one_company_in_two_writings() {
    let (bench, _) = sample();
    let question = question(year(2022), TODAY);
    let figure = Figure::of_key("problem-companies").unwrap();
    let part = explain(bench.page(), &question, figure).unwrap().remove(0);
    let of = |id| {
        let found = part.evidence.iter().find(|one| one.row.id == id);
        &found.unwrap().worth
    };
    assert_eq!(of(4), of(17));
    assert_ne!(of(4), of(2));
}
