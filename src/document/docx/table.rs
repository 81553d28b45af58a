//! Tables and forms: thin lines, as wide as the text, columns as wide as their words ask for.

use std::fmt::Write as _;

use super::super::{Field, Row, Table};
use super::{Face, paragraph, run};
use crate::value::text::width;

/// Room at the left and the right of a cell, both together: 1.5 mm each.
const PADDING: u32 = 170;
/// What a column gets beyond its words, in columns of text, for letters that are wider than half a 汉字.
const SLACK: usize = 1;

/// A size of type with the height of its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Size {
    /// In half-points.
    half_points: u32,
    /// In twips; exact, so that the height of a form doesn't follow from the fonts a computer has.
    line: u32,
}

/// 四号, 小四 and 五号.
const SIZES: [Size; 3] = [
    Size {
        half_points: 28,
        line: 400,
    },
    Size {
        half_points: 24,
        line: 360,
    },
    Size {
        half_points: 21,
        line: 320,
    },
];

/// The columns of text above which a form is set in 小四, and in 五号.
const MUCH: [usize; 2] = [500, 1000];

impl Size {
    /// The width of so many columns of text; one is half a 汉字.
    fn twips(self, columns: usize) -> u32 {
        u32::try_from(columns)
            .unwrap_or(u32::MAX / 1000)
            .min(10_000)
            * self.half_points
            * 5
    }

    /// The property of a run.
    fn property(self) -> String {
        let size = self.half_points;
        format!("<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>")
    }

    /// A cell's paragraphs, one a line of the text.
    fn lines(self, text: &str, face: Face, flush: &str, more: &str) -> String {
        let (size, height) = (self.property(), self.line);
        let more = format!(
            "{more}<w:spacing w:line=\"{height}\" w:lineRule=\"exact\"/><w:jc w:val=\"{flush}\"/>"
        );
        let line = |text| paragraph("TableText", &more, &run(text, face, &size));
        text.split('\n').map(line).collect()
    }
}

/// Keeps a paragraph, or a row of a table, on the page of the next.
pub(super) const KEEP: &str = "<w:keepNext/>";

/// A table; one without columns is nothing.
pub(super) fn table(table: &Table, width: u32) -> String {
    if table.heads.is_empty() {
        return String::new();
    }
    let (size, widths) = fitted(&columns(table), width);
    let right = table.flush_right();

    let mut xml = opening(&widths);
    xml += "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
    for (head, width) in table.heads.iter().zip(&widths) {
        xml += &cell(
            *width,
            1,
            "center",
            &size.lines(&head.label, Face::Hei, "center", KEEP),
        );
    }
    xml += "</w:tr>";
    for (at, row) in table.rows.iter().enumerate() {
        xml += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
        match row {
            Row::Group(name) => {
                let name = size.lines(&format!("【{name}】"), Face::Hei, "left", KEEP);
                xml += &cell(widths.iter().sum(), widths.len(), "center", &name);
            }
            Row::Cells(cells) | Row::Total(cells) => {
                let total = matches!(row, Row::Total(_));
                let face = if total { Face::Hei } else { Face::Fang };
                // A total is never alone on a page.
                let above = matches!(table.rows.get(at + 1), Some(Row::Total(_)));
                let keep = if above { KEEP } else { "" };
                for ((words, width), right) in table.words(cells).iter().zip(&widths).zip(&right) {
                    let flush = if *right { "right" } else { "left" };
                    xml += &cell(*width, 1, "center", &size.lines(words, face, flush, keep));
                }
            }
        }
        xml += "</w:tr>";
    }
    xml + "</w:tbl>"
}

/// What a column needs, in columns of text.
#[derive(Debug, Clone, Copy, Default)]
struct Column {
    /// The longest line.
    natural: usize,
    /// The longest number, day or word, which is better not broken.
    unbroken: usize,
}

/// A run of digits and letters up to this width is kept whole: a credit code has 18.
const LONGEST_WORD: usize = 20;

impl Column {
    fn take(&mut self, text: &str) {
        for line in text.split('\n') {
            self.natural = self.natural.max(width(line));
            let words = line.split(|char: char| !char.is_ascii_graphic());
            let words = words.map(str::len).filter(|length| *length <= LONGEST_WORD);
            self.unbroken = self.unbroken.max(words.max().unwrap_or(0));
        }
    }
}

fn columns(table: &Table) -> Vec<Column> {
    let mut columns = vec![Column::default(); table.heads.len()];
    for (column, head) in columns.iter_mut().zip(&table.heads) {
        column.take(&head.label);
    }
    for cells in table.rows.iter().filter_map(Row::cells) {
        for (column, words) in columns.iter_mut().zip(table.words(cells)) {
            column.take(&words);
        }
    }
    columns
}

/// Attempts at fitting: a size of type, and the width in columns of text below which no prose is broken.
const ATTEMPTS: [(usize, usize); 6] = [
    (0, usize::MAX),
    (1, usize::MAX),
    (1, 16),
    (2, 12),
    (2, 8),
    (2, 4),
];

/// A size of type and widths that fill the room: where there is too little, the columns that would have most
/// lines get most of it.
fn fitted(columns: &[Column], room: u32) -> (Size, Vec<u32>) {
    for (size, least) in ATTEMPTS {
        let size = SIZES[size];
        let twips = |columns: usize| size.twips(columns + SLACK) + PADDING;
        let wanted: Vec<_> = columns.iter().map(|column| twips(column.natural)).collect();
        let floor = |column: &Column| twips(column.natural.min(least).max(column.unbroken));
        let floors: Vec<_> = columns.iter().map(floor).collect();
        if floors.iter().sum::<u32>() <= room {
            let grown = grown(floors, &wanted, room, size);
            return (size, filled_up(&grown, room));
        }
    }
    // Columns by the dozen: none has room for a word.
    let count = u32::try_from(columns.len().max(1)).unwrap_or(u32::MAX);
    (
        SIZES[2],
        filled_up(&vec![room / count; columns.len()], room),
    )
}

/// Gives the room that is left, a 汉字 at a time, to the column that would be broken into most lines.
fn grown(mut widths: Vec<u32>, wanted: &[u32], room: u32, size: Size) -> Vec<u32> {
    let mut spare = room - widths.iter().sum::<u32>();
    while spare > 0 {
        let narrow = (0..widths.len()).filter(|at| widths[*at] < wanted[*at]);
        let lines = |at: &usize| u64::from(wanted[*at]) * 100 / u64::from(widths[*at]);
        let Some(at) = narrow.max_by_key(lines) else {
            break;
        };
        let step = spare.min(wanted[at] - widths[at]).min(size.twips(2));
        widths[at] += step;
        spare -= step;
    }
    widths
}

/// Makes all columns wider by the same part until the room is filled.
fn filled_up(widths: &[u32], room: u32) -> Vec<u32> {
    let sum = widths.iter().sum::<u32>().max(1);
    let grown = widths.iter().map(|width| width * room / sum);
    let mut widths: Vec<_> = grown.collect();
    // What rounding left over.
    let spare = room.saturating_sub(widths.iter().sum());
    if let Some(widest) = widths.iter_mut().max() {
        *widest += spare;
    }
    widths
}

/// The size of type in which a line fits, 小四 at the least.
pub(super) fn line(text: &str, room: u32) -> String {
    let [large, middle, _] = SIZES;
    let fits = large.twips(width(text) + SLACK) <= room;
    (if fits { large } else { middle }).property()
}

/// The columns of text of a box's label: six 汉字.
const LABEL: usize = 12;
/// The least height of a box: 10 mm.
const BOX: u32 = 567;

/// A form of ruled boxes, each with its label before it.
pub(super) fn grid(rows: &[Vec<Field>], room: u32) -> String {
    let pairs = rows.iter().map(Vec::len).max().unwrap_or(0);
    let Ok(wide) = u32::try_from(pairs) else {
        return String::new();
    };
    if wide == 0 {
        return String::new();
    }
    // What a form says must stay on its page, or nobody signs the right one.
    let text: usize = rows.iter().flatten().map(|field| width(&field.text)).sum();
    let smaller = MUCH.iter().filter(|much| text > **much).count();
    let size = SIZES[smaller.max(usize::from(wide > 2))];
    let label = (size.twips(LABEL) + PADDING).min(room / wide / 2);
    let value = (room - label * wide) / wide;
    let spare = room - (label + value) * wide;
    let mut widths: Vec<_> = (0..pairs).flat_map(|_| [label, value]).collect();
    if let Some(last) = widths.last_mut() {
        *last += spare;
    }

    let mut xml = opening(&widths);
    for row in rows.iter().filter(|row| !row.is_empty()) {
        let lines = row.iter().map(|field| field.lines).max().unwrap_or(1);
        let lines = u32::try_from(lines).unwrap_or(u32::MAX).min(100);
        let height = (lines * size.line).max(BOX * size.half_points / SIZES[0].half_points);
        // Writing to a string cannot fail.
        let _ = write!(
            xml,
            "<w:tr><w:trPr><w:trHeight w:val=\"{height}\" w:hRule=\"atLeast\"/></w:trPr>"
        );
        for (at, field) in row.iter().enumerate() {
            let last = at + 1 == row.len();
            let rest = at * 2 + 1..if last { widths.len() } else { at * 2 + 2 };
            let lines = size.lines(&field.label, Face::Hei, "center", "");
            xml += &cell(label, 1, "center", &lines);
            xml += &cell(
                widths[rest.clone()].iter().sum(),
                rest.len(),
                stand(field),
                &filled(field, size),
            );
        }
        xml += "</w:tr>";
    }
    xml + "</w:tbl>"
}

/// Where in its box the text of a field stands.
fn stand(field: &Field) -> &'static str {
    match field.lines {
        _ if field.only_signed() => "bottom",
        0..=1 => "center",
        _ => "top",
    }
}

fn filled(field: &Field, size: Size) -> String {
    let mut xml = String::new();
    if !field.only_signed() {
        xml += &size.lines(&field.text, Face::Fang, "left", "");
    }
    if !field.foot.is_empty() {
        xml += &size.lines(&field.foot, Face::Fang, "right", "");
    }
    xml
}

fn opening(widths: &[u32]) -> String {
    let sum: u32 = widths.iter().sum();
    let columns = widths
        .iter()
        .map(|width| format!("<w:gridCol w:w=\"{width}\"/>"));
    format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"{sum}\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>{}</w:tblGrid>",
        columns.collect::<String>()
    )
}

fn cell(width: u32, span: usize, stand: &str, paragraphs: &str) -> String {
    let span = if span > 1 {
        format!("<w:gridSpan w:val=\"{span}\"/>")
    } else {
        String::new()
    };
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}<w:vAlign w:val=\"{stand}\"/></w:tcPr>\
         {paragraphs}</w:tc>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(natural: &[(usize, usize)]) -> (u32, Vec<u32>) {
        let column = |(natural, unbroken): &(usize, usize)| Column {
            natural: *natural,
            unbroken: *unbroken,
        };
        let columns: Vec<_> = natural.iter().map(column).collect();
        let (size, widths) = fitted(&columns, 8844);
        (size.half_points, widths)
    }

    #[test]
    fn columns_fill_the_room_whatever_they_hold() {
        for natural in [&[(7, 7)][..], &[(10, 4); 3], &[(300, 20); 5], &[(9, 9); 60]] {
            assert_eq!(fit(natural).1.iter().sum::<u32>(), 8844, "{natural:?}");
        }
    }

    #[test]
    fn type_gets_smaller_where_columns_would_break() {
        assert_eq!(fit(&[(10, 0), (10, 0)]).0, 28);
        assert_eq!(fit(&[(32, 0), (32, 0)]).0, 24);
        assert_eq!(fit(&[(6, 0), (200, 0)]).0, 24);
        assert_eq!(fit(&[(20, 0); 9]).0, 21);
    }

    #[test]
    fn prose_gives_up_room_and_a_day_none() {
        let (size, widths) = fit(&[(10, 10), (400, 0), (12, 0), (14, 0), (12, 0)]);
        let need = |columns: u32| columns * size * 5 + PADDING;
        assert!(widths[0] >= need(10), "{widths:?}");
        assert!(widths[1] > widths[3], "{widths:?}");
    }

    #[test]
    fn words_of_digits_and_letters_are_kept_whole_up_to_a_code() {
        let mut column = Column::default();
        column.take("于2022-03-24，\n91350203M0001QKT19 https://example.org/a/very/long/address");
        assert_eq!(column.unbroken, 18);
    }
}
