//! Documents for the tests of the writers.

use super::{Bars, Block, Document, Field, Layout, Level, Row, Span, Table};
use crate::sheet::Head;
use crate::value::Cell;

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// One that has everything, as an officer would hand it in.
pub(super) fn everything() -> Document {
    Document {
        title: "某区市场监督管理局2022年度小个专党建工作总结".to_owned(),
        layout: Layout::Official,
        blocks: vec![
            Block::Heading(Level::First, "一、基本情况".to_owned()),
            Block::Paragraph(vec![Span::plain(
                "2022年3月24日，经某区委组织部确认，某区市场监督管理局指导某钢材市场党委、某建设工程有限公司党支部等10个党建联系点，涵盖专业市场、商圈、楼宇和小微企业，指导党员104名。",
            )]),
            Block::Heading(Level::First, "二、工作成效".to_owned()),
            Block::Heading(Level::Second, "（一）工作开展".to_owned()),
            Block::Paragraph(vec![
                Span::lead("（二）开展“三送”活动。"),
                Span::plain(
                    "一是送政策。宣讲《消费者权益保护法》《产品质量法》，辐射个体工商户62户。二是送服务。现场解决6户企业10个问题。",
                ),
                Span::blank("【待补充：主要做法】"),
                Span::plain("三是送信心。\n获得“标准化良好行为企业”称号11户。"),
            ]),
            Block::Facts(words(&[
                "填报单位：某区市场监督管理局",
                "统计期：2022年",
                "截至：2022-12-31",
            ])),
            Block::Table(figures()),
            Block::Bars(Bars {
                title: "三送活动".to_owned(),
                unit: "次".to_owned(),
                counts: [
                    ("送政策", 12),
                    ("送服务", 30),
                    ("送信心", 1),
                    ("日常走访", 0),
                ]
                .map(|(name, count)| (name.to_owned(), count))
                .into(),
            }),
            Block::Grid(boxes()),
            Block::Notes(words(&[
                "3个联系点未填确认时间，未计入。",
                "1. 上年同期截至2021-12-31。",
            ])),
            Block::Signature(vec![
                Span::plain("某区市场监督管理局"),
                Span::plain("2022年12月31日"),
            ]),
        ],
    }
}

fn figures() -> Table {
    let row = |label: &str, unit: &str, now: Cell, prior: Cell, grade: &str, note: &str| {
        let grade = if grade.is_empty() {
            Cell::Empty
        } else {
            text(grade)
        };
        Row::Cells(vec![text(label), text(unit), now, prior, grade, text(note)])
    };
    Table {
        heads: vec![
            Head::new("label", "指标"),
            Head::new("unit", "单位"),
            Head::new("value", "本期"),
            Head::new("prior", "上年同期").right(),
            Head::new("grade", "等级"),
            Head::new("basis", "口径").note(),
        ],
        rows: vec![
            Row::Group("基本情况".to_owned()),
            row(
                "党建联系点",
                "个",
                Cell::Count(10),
                Cell::Count(0),
                "",
                "截至期末，有确认时间",
            ),
            row(
                "指导党员",
                "名",
                Cell::Count(104),
                text("—"),
                "提示",
                "正式和预备\n不含积极分子",
            ),
            Row::Group("问题办理".to_owned()),
            row(
                "办结率",
                "%",
                Cell::Rate(923),
                Cell::Rate(1000),
                "红",
                "办结数除以应办数；不予受理的不计",
            ),
            row("超期", "个", Cell::Count(-1), Cell::Empty, "黄", ""),
            Row::Total(vec![text("合计"), Cell::Empty, Cell::Count(114)]),
        ],
    }
}

/// The boxes of a 走访服务记录表.
fn boxes() -> Vec<Vec<Field>> {
    vec![
        vec![
            Field::new("走访日期", "2022年3月24日"),
            Field::new("走访形式", "上门"),
        ],
        vec![
            Field::new("联系点", "某钢材市场"),
            Field::new("三送类别", "送政策、送服务"),
        ],
        vec![
            Field::new("走访人员", "张三、李四"),
            Field::new("对接人", "王五"),
        ],
        vec![Field::new("宣讲内容", "《消费者权益保护法》《产品质量法》").lines(2)],
        vec![Field::new("主要内容", "走进市场宣讲。\n现场答疑。").lines(6)],
        vec![Field::new("收集问题", "").lines(4)],
        vec![
            Field::new("走访人员签字", "").lines(3).foot("年　月　日"),
            Field::new("服务对象签字", "").lines(3).foot("年　月　日"),
        ],
    ]
}

/// A paper form of one page.
pub(super) fn form() -> Document {
    Document {
        title: "走访服务记录表".to_owned(),
        layout: Layout::Form,
        blocks: vec![
            Block::Facts(words(&["填报单位：某区市场监督管理局", "编号：12"])),
            Block::Grid(boxes()),
            Block::Facts(words(&["记录人：张三", "填表日期：2022-03-24"])),
        ],
    }
}

/// One in which every text is the same.
pub(super) fn hostile(said: &str) -> Document {
    let own = || said.to_owned();
    let heads = ["a", "b", "c"].map(|key| Head::new(key, said));
    let row = || vec![text(said), Cell::List(vec![own()]), Cell::Count(1)];
    Document {
        title: own(),
        layout: Layout::Form,
        blocks: vec![
            Block::Heading(Level::First, own()),
            Block::Heading(Level::Second, own()),
            Block::Paragraph(vec![Span::lead(said), Span::plain(said), Span::blank(said)]),
            Block::Facts(vec![own()]),
            Block::Table(Table {
                heads: heads.into(),
                rows: vec![Row::Group(own()), Row::Cells(row()), Row::Total(row())],
            }),
            Block::Grid(vec![vec![Field::new(said, said).foot(said)]]),
            Block::Bars(Bars {
                title: own(),
                unit: own(),
                counts: vec![(own(), 3)],
            }),
            Block::Notes(vec![own()]),
            Block::Signature(vec![Span::plain(said), Span::blank(said)]),
        ],
    }
}

/// One whose blocks hold nothing.
pub(super) fn empty() -> Document {
    Document {
        title: String::new(),
        layout: Layout::Form,
        blocks: vec![
            Block::Heading(Level::First, String::new()),
            Block::Paragraph(Vec::new()),
            Block::Facts(Vec::new()),
            Block::Table(Table::default()),
            Block::Grid(vec![Vec::new()]),
            Block::Bars(Bars::default()),
            Block::Notes(Vec::new()),
            Block::Signature(Vec::new()),
        ],
    }
}
