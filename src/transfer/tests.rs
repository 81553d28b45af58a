//! Which kind a sheet is of, which headings it may have, and that it is taken in whole or not at all.

use super::*;
use crate::entry::sample::Bench;
use crate::entry::{Failure, Refusal};
use crate::record::{Doubt, Fault as Rule, Kind, SAMPLE};
use crate::sheet::{Rows, read_csv};
use crate::store::Query;

const VISITS: &str = "走访日期,联系点,三送类别,辐射户数,主要内容
2022-04-12,北环建材市场,送政策,12,一
2022-04-13,北环建材市场,送服务,,二
";

fn rows(text: &str) -> Rows {
    read_csv(text.as_bytes()).unwrap()
}

/// A ledger with one point.
fn bench() -> Bench {
    let mut bench = Bench::on("2023-03-31");
    bench.add(
        Kind::Point,
        "name=北环建材市场;kind=市场;confirmed_on=2022-03-24;section=质量科",
    );
    bench
}

fn take(bench: &mut Bench, kind: Kind, text: &str, allow_same: bool) -> Result<Imported, Fault> {
    bench.write(|writing, world| import(writing, world, kind, &rows(text), allow_same))
}

fn taken(bench: &mut Bench, kind: Kind, text: &str) -> Imported {
    take(bench, kind, text, false).unwrap_or_else(|fault| panic!("{fault:?}"))
}

/// The refused rows, each with its line.
fn refused(result: Result<Imported, Fault>) -> Vec<Refused> {
    match result {
        Err(Fault::Rows { refused, .. }) => refused,
        other => panic!("{other:?}"),
    }
}

fn count(bench: &Bench, kind: Kind) -> usize {
    bench.page().count(&Query::of(kind)).unwrap()
}

mod headings {
    use super::*;

    #[test]
    fn the_kind_of_a_sheet_follows_from_its_headings() {
        for (heads, kind) in [
            ("联系点名称,类型", Kind::Point),
            ("序号,名称,联系点类型,责任所", Kind::Point),
            ("姓名,所在联系点", Kind::Member),
            ("姓名,党组织,人员类别,手机", Kind::Member),
            ("项目名称,联系点,类型,启动时间", Kind::Project),
            ("走访日期,联系点,三送类别", Kind::Visit),
            ("编号,date,point,send,科室（所）", Kind::Visit),
            ("登记日期,企业名称,问题类别,问题描述", Kind::Problem),
            ("走访,企业名称,问题类别,问题描述,状态", Kind::Problem),
        ] {
            assert_eq!(
                kind_of(&rows(&format!("{heads}\n"))).unwrap(),
                kind,
                "{heads}"
            );
        }
    }

    #[test]
    fn the_sheets_of_the_sample_year_are_known() {
        for (text, kind) in [
            (include_str!("../../examples/2022/points.csv"), Kind::Point),
            (
                include_str!("../../examples/2022/members.csv"),
                Kind::Member,
            ),
            (
                include_str!("../../examples/2022/projects.csv"),
                Kind::Project,
            ),
            (include_str!("../../examples/2022/visits.csv"), Kind::Visit),
            (
                include_str!("../../examples/2022/problems.csv"),
                Kind::Problem,
            ),
        ] {
            assert_eq!(kind_of(&rows(text)).unwrap(), kind);
        }
    }

    #[test]
    fn headings_that_fit_no_kind_are_given_back() {
        for heads in ["甲,乙", "姓名,备注", "走访日期,联系点,三送类别,没有这一列"]
        {
            let Err(Fault::NoKind { headings }) = kind_of(&rows(&format!("{heads}\n"))) else {
                panic!("{heads}");
            };
            assert_eq!(headings.join(","), heads);
        }
    }

    #[test]
    fn an_unknown_heading_comes_with_the_nearest() {
        let found = take(
            &mut bench(),
            Kind::Visit,
            "走访日期,联系点,三送类型\n2022-04-12,1,送政策\n",
            false,
        );
        let Err(Fault::Unknown {
            heading,
            kind,
            nearest,
        }) = found
        else {
            panic!("{found:?}");
        };
        assert_eq!(heading, "三送类型");
        assert_eq!((kind, nearest), (Kind::Visit, Some("三送类别")));
    }

    #[test]
    fn two_headings_of_one_column_are_refused() {
        for (heads, second) in [
            ("走访日期,联系点,三送类别,走访日期", "走访日期"),
            ("走访日期,联系点,三送类别,send", "send"),
            ("日期,联系点,三送类别,走访日期", "走访日期"),
        ] {
            let text = format!("{heads}\n2022-04-12,1,送政策,2022-04-12\n");
            let found = take(&mut bench(), Kind::Visit, &text, false);
            assert!(
                matches!(&found, Err(Fault::Twice { heading }) if heading == second),
                "{found:?}"
            );
        }
    }

    #[test]
    fn required_columns_without_a_heading_are_named_at_once() {
        let lacks =
            |kind, heads: &str| match take(&mut bench(), kind, &format!("{heads}\n甲\n"), false) {
                Err(Fault::Lacks { labels, .. }) => labels,
                other => panic!("{other:?}"),
            };
        assert_eq!(lacks(Kind::Visit, "主要内容"), ["走访日期", "三送类别"]);
        assert_eq!(
            lacks(Kind::Member, "学历"),
            ["姓名", "所在联系点"],
            "the kind of a member has a default"
        );
        assert_eq!(
            lacks(Kind::Problem, "走访"),
            ["企业名称", "问题类别", "问题描述"],
            "the day comes from the visit"
        );
        assert_eq!(
            lacks(Kind::Problem, "企业名称"),
            ["登记日期", "问题类别", "问题描述"]
        );
    }

    #[test]
    fn what_the_ledger_gives_itself_is_passed_over() {
        let mut bench = bench();
        let imported = taken(
            &mut bench,
            Kind::Problem,
            "序号,编号,标识,登记日期,企业名称,问题类别,问题描述,状态,登记时间,修改时间,
1,77,x,2023-03-28,甲,计量,乙,已销号,2020,2021,z
",
        );
        assert_eq!(
            imported.passed_over,
            ["编号", "标识", "状态", "登记时间", "修改时间"]
        );
        assert_eq!(imported.ids, [1]);
        assert_eq!(bench.words(Kind::Problem, 1, "state"), "待办");
    }

    #[test]
    fn a_sheet_without_rows_is_refused() {
        let found = take(
            &mut bench(),
            Kind::Visit,
            "走访日期,联系点,三送类别\n",
            false,
        );
        assert!(matches!(found, Err(Fault::Empty)), "{found:?}");
    }
}

mod lines {
    use super::*;

    #[test]
    fn a_sheet_is_taken_in_row_by_row() {
        let mut bench = bench();
        let imported = taken(&mut bench, Kind::Visit, VISITS);
        assert_eq!(imported.ids, [1, 2]);
        assert_eq!(bench.words(Kind::Visit, 1, "reach"), "12");
        assert_eq!(bench.words(Kind::Visit, 2, "reach"), "");
        assert_eq!(bench.words(Kind::Visit, 2, "section"), "质量科");
        let late: Vec<_> = imported
            .doubts
            .iter()
            .map(|(line, doubt)| (*line, matches!(doubt, Doubt::Late { .. })))
            .collect();
        assert_eq!(late, [(2, true), (3, true)]);
    }

    #[test]
    fn every_bad_row_is_listed_with_its_line_and_nothing_is_stored() {
        let mut bench = bench();
        let found = take(
            &mut bench,
            Kind::Visit,
            "走访日期,联系点,三送类别,辐射户数,主要内容
2022-04-12,北环建材市场,送政策,12,正常的一行
2022-02-30,北环建材市场,送政策,12,没有这一天
2022-04-13,不存在的市场,送政策,12,没有这个联系点
2022-04-14,北环建材市场,送温暖,12,没有这个类别
2022-04-15,北环建材市场,送服务,-3,负数
,北环建材市场,送服务,1,缺日期
2099-01-01,北环建材市场,送服务,1,将来
",
            false,
        );
        assert!(matches!(&found, Err(Fault::Rows { total: 7, .. })));
        let found: Vec<(u64, String)> = refused(found)
            .into_iter()
            .map(|one| (one.line, reason(&one.why)))
            .collect();
        let expected = [
            (3, "unread date"),
            (4, "unknown point"),
            (5, "unread send"),
            (6, "negative reach"),
            (7, "missing date"),
            (8, "future date"),
        ];
        assert_eq!(found, expected.map(|(line, why)| (line, why.to_owned())));
        assert_eq!(count(&bench, Kind::Visit), 0);
        assert_eq!(taken(&mut bench, Kind::Visit, VISITS).ids, [1, 2]);
    }

    /// In a few words, why a row is refused.
    fn reason(why: &Why) -> String {
        let Why::Refused(Failure::Refused(_, refusals)) = why else {
            panic!("{why:?}");
        };
        match refusals.as_slice() {
            [Refusal::Unread { column, .. }] => format!("unread {}", column.key),
            [Refusal::Reference { column, .. }] => format!("unknown {}", column.key),
            [Refusal::Rule(Rule::Negative(key, _))] => format!("negative {key}"),
            [Refusal::Rule(Rule::Missing(key))] => format!("missing {key}"),
            [Refusal::Rule(Rule::Future(key, _))] => format!("future {key}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn all_that_cannot_be_read_in_a_row_is_said_of_it() {
        let found = take(
            &mut bench(),
            Kind::Visit,
            "走访日期,联系点,三送类别,辐射户数\n2022-02-30,西环市场,送温暖,许多\n",
            false,
        );
        let refused = refused(found);
        let Why::Refused(Failure::Refused(Kind::Visit, refusals)) = &refused[0].why else {
            panic!("{refused:?}");
        };
        assert_eq!(refusals.len(), 4);
    }

    #[test]
    fn a_sheet_names_its_points_whole_by_any_of_their_names() {
        let mut bench = bench();
        bench.change(Kind::Point, 1, "former=北环钢材城;party=北环市场党委");
        let point = |bench: &mut Bench, name: &str| {
            let text =
                format!("走访日期,联系点,三送类别,主要内容\n2022-04-12,{name},送政策,{name}\n");
            take(bench, Kind::Visit, &text, false)
        };
        for name in [
            "北环建材市场",
            "北环钢材城",
            "北环市场党委",
            "北环 建材市场",
            "1",
        ] {
            assert!(point(&mut bench, name).is_ok(), "{name}");
        }
        for name in ["北环", "建材市场", "bhjc"] {
            assert_eq!(refused(point(&mut bench, name)).len(), 1, "{name}");
        }
    }

    #[test]
    fn rows_may_refer_to_what_stands_above_them_in_the_ledger_only() {
        let mut bench = bench();
        taken(&mut bench, Kind::Visit, VISITS);
        let problems = "走访,企业名称,问题类别,问题描述\n2,甲,计量,乙\n3,甲,计量,丙\n";
        let refused = refused(take(&mut bench, Kind::Problem, problems, false));
        assert_eq!(refused.iter().map(|one| one.line).collect::<Vec<_>>(), [3]);
        let first = problems.rsplit_once("3,").unwrap().0;
        taken(&mut bench, Kind::Problem, first);
        assert_eq!(bench.words(Kind::Problem, 1, "found_on"), "2022-04-13");
        assert_eq!(bench.words(Kind::Problem, 1, "point"), "北环建材市场");
    }
}

mod sameness {
    use super::*;

    #[test]
    fn the_same_file_is_not_taken_in_twice() {
        let mut bench = bench();
        taken(&mut bench, Kind::Visit, VISITS);
        let again = refused(take(&mut bench, Kind::Visit, VISITS, false));
        let same: Vec<_> = again
            .iter()
            .map(|one| match one.why {
                Why::Same(id) => (one.line, id),
                ref other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(same, [(2, 1), (3, 2)]);
        assert_eq!(count(&bench, Kind::Visit), 2);
    }

    #[test]
    fn the_same_row_twice_in_a_file_is_refused_by_its_line() {
        let mut bench = bench();
        let text = format!("{VISITS}2022-04-12,北环建材市场,送政策,99,一\n");
        let refused = refused(take(&mut bench, Kind::Visit, &text, false));
        assert!(matches!(
            refused.as_slice(),
            [Refused {
                line: 4,
                why: Why::SameLine(2)
            }]
        ));
        assert_eq!(count(&bench, Kind::Visit), 0);
    }

    #[test]
    fn rows_like_others_are_taken_in_where_that_is_allowed() {
        let mut bench = bench();
        taken(&mut bench, Kind::Visit, VISITS);
        let twice = format!("{VISITS}2022-04-12,北环建材市场,送政策,12,一\n");
        let imported = take(&mut bench, Kind::Visit, &twice, true).unwrap();
        assert_eq!(imported.ids, [3, 4, 5]);
        let same = imported
            .doubts
            .iter()
            .filter(|(_, doubt)| matches!(doubt, Doubt::Same(_)));
        assert_eq!(same.count(), 3, "each is said to be like another");
    }

    #[test]
    fn a_point_of_a_name_that_is_taken_is_refused_even_so() {
        let mut bench = bench();
        let text = "联系点名称,类型\n北环建材市场,市场\n";
        for allow_same in [false, true] {
            let refused = refused(take(&mut bench, Kind::Point, text, allow_same));
            let Why::Refused(Failure::Refused(_, refusals)) = &refused[0].why else {
                panic!("{refused:?}");
            };
            assert!(matches!(
                refusals.as_slice(),
                [Refusal::NameTaken { id: 1, .. }]
            ));
        }
    }

    #[test]
    fn two_points_of_one_name_in_a_file_are_refused() {
        let mut bench = Bench::on("2023-03-31");
        let text = "联系点名称,类型\n溪创（云溪）,市场\n溪创(云溪),市场\n";
        let refused = refused(take(&mut bench, Kind::Point, text, false));
        assert_eq!(refused.iter().map(|one| one.line).collect::<Vec<_>>(), [3]);
        assert_eq!(count(&bench, Kind::Point), 0);
    }
}

#[test]
fn the_sample_year_is_taken_in_with_no_doubts_but_of_lateness_reach_and_a_withdrawal() {
    let mut bench = Bench::on("2023-03-31");
    bench.world.figures = crate::figure::NAMES;
    for (expected, text) in SAMPLE {
        let kind = kind_of(&rows(text)).unwrap();
        assert_eq!(kind, *expected);
        let imported = taken(&mut bench, kind, text);
        let doubts: Vec<_> = imported
            .doubts
            .into_iter()
            .filter(|(_, doubt)| {
                !matches!(
                    doubt,
                    Doubt::Late { .. } | Doubt::ReachNotCounted | Doubt::NeverCounts(_)
                )
            })
            .collect();
        assert_eq!(doubts, [], "{kind:?}");
    }
    let counts = Kind::entered().map(|kind| count(&bench, kind));
    assert_eq!(
        counts.collect::<Vec<_>>(),
        [11, 111, 7, 27, 32, 321, 17, 10, 69, 15]
    );
}
