//! A printed document as a value, and the writers that put it on paper or into a file.
//!
//! Knows headings, paragraphs, tables of cells and boxes to fill in; never a record, a figure, the ledger or
//! the clock. What it says, numbering included, comes from the caller, and a writer gives the same bytes for
//! the same document.

mod docx;
mod html;
mod markdown;
mod text;
mod title;
mod xml;

#[cfg(test)]
mod sample;

use crate::sheet::Head;
use crate::value::Cell;
use crate::value::text::width;

pub use docx::docx;
pub use html::html;
pub use markdown::markdown;
pub use text::text;

/// What is printed: a title and what stands below it. The language is Chinese.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The title, on one line; writers break a long one evenly.
    pub title: String,
    /// How the pages are laid out.
    pub layout: Layout,
    /// What stands below the title, in order.
    pub blocks: Vec<Block>,
}

/// How the pages are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// 公文, by GB/T 9704-2012: 22 lines of 28 characters a page.
    Official,
    /// A form or a table, with smaller margins.
    Form,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading with its number: “一、基本情况” or “（一）联系点”.
    Heading(Level, String),
    /// A paragraph; a line feed in it begins another.
    Paragraph(Vec<Span>),
    /// Short statements on one line above or below a table: 填报单位：…, 统计期：….
    Facts(Vec<String>),
    /// A table of cells.
    Table(Table),
    /// A paper form: ruled boxes with one or two fields a row.
    Grid(Vec<Vec<Field>>),
    /// A bar chart.
    Bars(Bars),
    /// A list of remarks.
    Notes(Vec<String>),
    /// Who signs and when, on the right, the date last as 2022年12月31日; the lines above are centred on it.
    Signature(Vec<Span>),
}

/// The rank of a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// 一、
    First,
    /// （一）
    Second,
}

/// A stretch of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// How it stands out.
    pub style: Style,
    /// What it says.
    pub text: String,
}

/// How a stretch of a paragraph stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Not at all.
    Plain,
    /// A heading that its paragraph runs on from: “（一）开展“三送”活动。”
    Lead,
    /// What is still to be filled in, 【待补充】, marked so that nobody overlooks it.
    Blank,
}

impl Span {
    /// Ordinary text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::new(Style::Plain, text)
    }

    /// A heading at the beginning of a paragraph.
    pub fn lead(text: impl Into<String>) -> Self {
        Self::new(Style::Lead, text)
    }

    /// A mark for what is still to be filled in, with its 【】.
    pub fn blank(text: impl Into<String>) -> Self {
        Self::new(Style::Blank, text)
    }

    fn new(style: Style, text: impl Into<String>) -> Self {
        Self {
            style,
            text: text.into(),
        }
    }
}

/// A table of cells.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The headings of the columns; a table without any is not printed.
    pub heads: Vec<Head>,
    /// The rows; missing cells are empty, surplus ones are left out.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// The name of the rows below it, without brackets: printed as 【基本情况】.
    Group(String),
    /// An ordinary row.
    Cells(Vec<Cell>),
    /// A 合计 row.
    Total(Vec<Cell>),
}

impl Table {
    /// The columns that are set flush right: those that say so and those that hold numbers only.
    fn flush_right(&self) -> Vec<bool> {
        let right = |(at, head): (usize, &Head)| {
            let mut cells = (self.rows.iter())
                .filter_map(|row| row.cells()?.get(at))
                .filter(|cell| !cell.is_empty())
                .peekable();
            head.right || cells.peek().is_some() && cells.all(Cell::is_number)
        };
        self.heads.iter().enumerate().map(right).collect()
    }

    /// The cells of a row, as many as there are columns, as words.
    fn words(&self, cells: &[Cell]) -> Vec<String> {
        let mut words: Vec<_> = cells.iter().map(Cell::words).collect();
        words.resize(self.heads.len(), String::new());
        words
    }
}

impl Row {
    fn cells(&self) -> Option<&[Cell]> {
        match self {
            Self::Group(_) => None,
            Self::Cells(cells) | Self::Total(cells) => Some(cells),
        }
    }
}

/// A box of a form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Field {
    /// What belongs into it.
    pub label: String,
    /// What is filled in already.
    pub text: String,
    /// The least height of the box, in lines.
    pub lines: usize,
    /// What stands at the foot of the box: 签字：　　　　年　月　日.
    pub foot: String,
}

impl Field {
    /// A box of one line.
    pub fn new(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            text: text.into(),
            lines: 1,
            foot: String::new(),
        }
    }

    /// Makes the box at least so many lines high.
    #[must_use]
    pub fn lines(mut self, lines: usize) -> Self {
        self.lines = lines;
        self
    }

    /// Puts a place to sign at the foot of the box.
    #[must_use]
    pub fn foot(mut self, foot: impl Into<String>) -> Self {
        self.foot = foot.into();
        self
    }

    /// Whether nothing goes into the box but a name.
    fn only_signed(&self) -> bool {
        self.text.is_empty() && !self.foot.is_empty()
    }
}

/// A bar chart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bars {
    /// What is compared.
    pub title: String,
    /// What is counted: 次, 个.
    pub unit: String,
    /// The names and lengths, in order; one below zero has no bar.
    pub counts: Vec<(String, i64)>,
}

impl Bars {
    /// The same as a table, for paper that has no charts.
    fn table(&self) -> Table {
        let row = |(name, count): &(String, i64)| {
            Row::Cells(vec![Cell::Text(name.clone()), Cell::Count(*count)])
        };
        Table {
            heads: vec![
                Head::new("name", self.title.as_str()),
                Head::new("count", self.unit.as_str()).right(),
            ],
            rows: self.counts.iter().map(row).collect(),
        }
    }

    /// The lengths of the bars, the longest `full`; what is more than nothing has some length.
    fn lengths(&self, full: u64) -> impl Iterator<Item = u64> {
        let length = |count: i64| u64::try_from(count).unwrap_or(0);
        let longest = self
            .counts
            .iter()
            .map(|bar| length(bar.1))
            .max()
            .unwrap_or(0);
        self.counts.iter().map(move |bar| {
            let part = u128::from(length(bar.1)) * u128::from(full);
            let part = part.div_ceil(u128::from(longest.max(1)));
            u64::try_from(part).unwrap_or(full)
        })
    }
}

/// The paragraphs of a text: a line feed in a span begins another, and none is without words.
fn paragraphs(spans: &[Span]) -> Vec<Vec<Span>> {
    let mut paragraphs = vec![Vec::new()];
    for span in spans {
        for (at, line) in span.text.split('\n').enumerate() {
            if at > 0 {
                paragraphs.push(Vec::new());
            }
            if let Some(last) = paragraphs.last_mut()
                && !line.is_empty()
            {
                last.push(Span::new(span.style, line));
            }
        }
    }
    paragraphs.retain(|spans| spans.iter().any(|span| !span.text.trim().is_empty()));
    paragraphs
}

/// A text that has but one line where it is printed.
fn line(text: &str) -> String {
    text.replace('\n', " ")
}

/// The characters of a line of body text (GB/T 9704-2012, 5.2.3).
const LINE: usize = 28;

/// The characters of a line of the title, of 二号 (22 pt) on 156 mm.
const TITLE: usize = 20;

/// The room to the right of each line of a signature, in quarters of a character: four characters for the
/// last one, the date, on which the others are centred (GB/T 9704-2012, 7.3.5.1).
fn room_right(lines: &[Span]) -> Vec<usize> {
    let date = lines.last().map_or(0, |date| width(&date.text));
    let room = |line: &Span| (16 + date).saturating_sub(width(&line.text));
    lines.iter().map(room).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_feed_begins_a_paragraph_that_keeps_the_style() {
        let spans = [
            Span::lead("（一）甲。"),
            Span::plain("乙\n\n丙"),
            Span::blank("【待\n补充】"),
        ];
        assert_eq!(
            paragraphs(&spans),
            [
                vec![Span::lead("（一）甲。"), Span::plain("乙")],
                vec![Span::plain("丙"), Span::blank("【待")],
                vec![Span::blank("补充】")],
            ]
        );
        assert!(paragraphs(&[Span::plain(" \n　")]).is_empty());
    }

    #[test]
    fn columns_of_numbers_and_those_that_say_so_stand_flush_right() {
        let table = Table {
            heads: vec![
                Head::new("a", "指标"),
                Head::new("b", "本期"),
                Head::new("c", "上年").right(),
                Head::new("d", "说明"),
            ],
            rows: vec![
                Row::Group("基本情况".to_owned()),
                Row::Cells(vec![
                    Cell::Text("党员".to_owned()),
                    Cell::Empty,
                    Cell::Text("—".to_owned()),
                ]),
                Row::Total(vec![Cell::Empty, Cell::Rate(333)]),
            ],
        };
        assert_eq!(table.flush_right(), [false, true, true, false]);
    }

    #[test]
    fn bars_are_scaled_to_the_longest_and_what_is_there_is_seen() {
        let bars = |counts: &[i64], full| {
            let counts = counts.iter().map(|count| (String::new(), *count)).collect();
            let bars = Bars {
                counts,
                ..Bars::default()
            };
            bars.lengths(full).collect::<Vec<_>>()
        };
        assert_eq!(bars(&[100, 50, 1, 0, -7], 30), [30, 15, 1, 0, 0]);
        assert_eq!(bars(&[0, 0], 30), [0, 0]);
        assert_eq!(bars(&[i64::MAX, i64::MIN], 1000), [1000, 0]);
    }

    #[test]
    fn the_bureau_is_centred_on_its_date() {
        let lines = |texts: [&str; 2]| room_right(&texts.map(Span::plain));
        // 18 columns above 14: one character and a half more on either side, less half of it.
        assert_eq!(lines(["某区市场监督管理局", "2022年12月31日"]), [12, 16]);
        assert_eq!(lines(["某局", "2022年1月1日"])[0], 16 + 12 - 4);
        assert_eq!(lines([&"长".repeat(40), "2022年1月1日"])[0], 0);
    }
}
