//! Tables and cards for people: every line fits, 汉字 stand in line, nothing from the data reaches the
//! terminal but text.
//!
//! Finds the widths and breaks the lines itself, by the rules of Chinese typesetting; comfy-table only
//! draws what already fits. Where columns would become too narrow to read, each record becomes a card.

use std::io::{self, Write};

use comfy_table::{CellAlignment, LineStyle, TableStyle};
use textwrap::WordSeparator;

use super::{Head, Writer};
use crate::value::Cell;
use crate::value::text::{shown, width};

/// How a table is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    /// The columns of the terminal; `None` where the output is none.
    pub width: Option<usize>,
    /// Whether rules are drawn in ASCII, for terminals that draw box characters two columns wide.
    pub ascii: bool,
}

/// The width of a table that no terminal limits.
const WIDEST: usize = 200;
/// Below this many columns a table that doesn't fit as it is gives way to cards.
const NARROW: usize = 50;
/// Blank columns between two columns of a table.
const GAP: u16 = 2;
/// A code, a number or an item of a list up to this width is never broken in a table.
const LONGEST_WORD: usize = 20;
/// Attempts at fitting: the least widths of prose, of other text, and of the names above numbers and dates.
const FLOORS: [(usize, usize, usize); 4] = [
    (24, usize::MAX, usize::MAX),
    (16, 12, 4),
    (12, 8, 4),
    (10, 6, 4),
];
/// Least room for a value beside its name on a card.
const VALUE: usize = 8;
/// Stands between name and value on a card.
const COLON: &str = "：";

/// Prints a sheet as a table, or as cards where there is no room for one. A sheet without rows prints nothing.
pub struct Table<W> {
    out: W,
    look: Look,
    labels: Vec<Words>,
    columns: Vec<Column>,
    rows: Vec<Vec<Words>>,
    totals: Vec<Vec<Words>>,
}

/// What the widths depend on besides the words.
#[derive(Debug, Clone, Copy)]
struct Column {
    /// Prose, which is wrapped first.
    note: bool,
    /// Set flush right in any case.
    right: bool,
    /// Some cell holds a number.
    numbers: bool,
    /// Some cell holds a day, a month, yes or no: like numbers never to be broken.
    marks: bool,
    /// Some cell holds something else.
    texts: bool,
}

impl Column {
    fn take(&mut self, cell: &Cell) {
        match cell {
            Cell::Empty => {}
            Cell::Day(_) | Cell::Partial(_) | Cell::Flag(_) => self.marks = true,
            _ if cell.is_number() => self.numbers = true,
            _ => self.texts = true,
        }
    }

    /// Whether no cell may be broken.
    fn is_rigid(self) -> bool {
        (self.numbers || self.marks) && !self.texts
    }

    fn is_right(self) -> bool {
        self.right || self.numbers && !self.marks && !self.texts
    }
}

impl<W: Write> Table<W> {
    /// A writer onto `out`, which holds all rows back until the end, for their widths.
    pub fn new(out: W, look: Look) -> Self {
        Self {
            out,
            look,
            labels: Vec::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            totals: Vec::new(),
        }
    }

    /// The lines of the table, all of one width, or of the cards.
    fn lines(&self) -> Vec<String> {
        let limit = self.look.width.unwrap_or(WIDEST).min(u16::MAX.into());
        match self.widths(limit) {
            Some(widths) => self.table(&widths),
            None => self.cards(limit),
        }
    }

    /// The widths of the columns; `None` where they would have to become too narrow.
    fn widths(&self, limit: usize) -> Option<Vec<usize>> {
        let gaps = usize::from(GAP) * self.columns.len().saturating_sub(1);
        let room = limit.checked_sub(gaps)?;
        let cells = self.widest(|_, words| width(&words.text));
        let natural: Vec<_> = (self.labels.iter().zip(&cells))
            .map(|(label, cells)| width(&label.text).max(*cells))
            .collect();
        if natural.iter().sum::<usize>() <= room {
            return Some(natural);
        }
        if limit < NARROW {
            return None;
        }
        let unbroken = self.widest(|_, words| words.longest());
        let mut tops = natural.clone();
        for (note, text, name) in FLOORS {
            let floor = |at: usize| match self.columns[at] {
                column if column.is_rigid() => cells[at].max(name).min(natural[at]),
                column if column.note => unbroken[at].max(note).min(natural[at]),
                _ => unbroken[at].max(text).min(natural[at]),
            };
            let floors: Vec<_> = (0..natural.len()).map(floor).collect();
            if floors.iter().sum::<usize>() > room {
                tops = floors;
                continue;
            }
            let widths = spread(floors, &tops, &natural, room);
            // Lines seldom break just at the edge; what that leaves over is given out once more.
            let names = self.labels.iter().zip(&widths);
            let names: Vec<_> = names
                .map(|(label, width)| widest(&label.balanced(*width)))
                .collect();
            let broken = self.widest(|at, words| widest(&words.wrapped(widths[at])));
            let used = names.iter().zip(broken).map(|(name, cell)| cell.max(*name));
            return Some(spread(used.collect(), &natural, &natural, room));
        }
        None
    }

    /// For each column the greatest measure of its cells; comfy-table draws an empty one with a width of 1.
    fn widest(&self, measure: impl Fn(usize, &Words) -> usize) -> Vec<usize> {
        let of = |at: usize| {
            let rows = self.rows.iter().chain(&self.totals);
            rows.map(|row| measure(at, &row[at])).fold(1, usize::max)
        };
        (0..self.columns.len()).map(of).collect()
    }

    fn table(&self, widths: &[usize]) -> Vec<String> {
        let rule = if self.look.ascii { '-' } else { '─' };
        let mut table = comfy_table::Table::new();
        table.load_style(TableStyle::new().header_separator(LineStyle::none().fill(rule)));
        let names = self.labels.iter().zip(widths);
        let names: Vec<_> = names.map(|(label, width)| label.balanced(*width)).collect();
        let head = height(&names);
        // Short names stand at the foot of a head of several lines, close to what they name.
        let names = names
            .iter()
            .map(|name| "\n".repeat(head - name.len()) + &name.join("\n"));
        table.set_header(names);
        let mut foot = 0;
        for (at, row) in self.rows.iter().chain(&self.totals).enumerate() {
            let cells = row.iter().zip(widths);
            let cells: Vec<_> = cells.map(|(words, width)| words.wrapped(*width)).collect();
            if at >= self.rows.len() {
                foot += height(&cells);
            }
            table.add_row(cells.iter().map(|lines| lines.join("\n")));
        }
        for (at, drawn) in table.column_iter_mut().enumerate() {
            let last = at + 1 == self.columns.len();
            drawn.set_padding((0, if last { 0 } else { GAP }));
            if self.columns[at].is_right() {
                drawn.set_cell_alignment(CellAlignment::Right);
            }
        }
        let mut lines: Vec<_> = table.lines().collect();
        if foot > 0 {
            lines.insert(lines.len() - foot, lines[head].clone());
        }
        lines
    }

    fn cards(&self, limit: usize) -> Vec<String> {
        let rows = || self.rows.iter().chain(&self.totals);
        let used = (0..self.columns.len()).filter(|at| rows().any(|row| !row[*at].is_blank()));
        let indent = indent(used.map(|at| &self.labels[at]), limit);
        let cards: Vec<_> = rows()
            .map(|row| block(&self.labels, row, indent, limit))
            .filter(|card| !card.is_empty())
            .collect();
        let length = cards.iter().map(|card| widest(card)).max().unwrap_or(0);
        let rule = if self.look.ascii { "-" } else { "─" };
        cards.join(&rule.repeat(length.min(limit)))
    }

    fn words(&self, cells: &[Cell]) -> Vec<Words> {
        let mut words: Vec<_> = cells.iter().map(Words::of).collect();
        words.resize(self.columns.len(), Words::default());
        words
    }
}

impl<W: Write> Writer for Table<W> {
    fn begin(&mut self, heads: &[Head]) -> io::Result<()> {
        self.labels = heads.iter().map(Words::name).collect();
        let columns = heads.iter().map(|head| Column {
            note: head.note,
            right: head.right,
            numbers: false,
            marks: false,
            texts: false,
        });
        self.columns = columns.collect();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.take(cell);
        }
        self.rows.push(self.words(cells));
        Ok(())
    }

    fn total(&mut self, cells: &[Cell]) -> io::Result<()> {
        self.totals.push(self.words(cells));
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        if !self.rows.is_empty() {
            for line in self.lines() {
                // Blanks at the end of a line are in the way of whoever copies it.
                writeln!(self.out, "{}", line.trim_end())?;
            }
        }
        self.out.flush()
    }
}

/// One record, a line a column, without the columns that are empty; `width` is that of the terminal.
pub fn card(heads: &[Head], cells: &[Cell], width: Option<usize>) -> String {
    let limit = width.unwrap_or(usize::MAX);
    let labels: Vec<_> = heads.iter().map(Words::name).collect();
    let words: Vec<_> = cells.iter().map(Words::of).collect();
    let used = labels
        .iter()
        .zip(&words)
        .filter(|(_, words)| !words.is_blank());
    let indent = indent(used.map(|(label, _)| label), limit);
    let lines = block(&labels, &words, indent, limit);
    lines
        .iter()
        .flat_map(|line| [line.trim_end(), "\n"])
        .collect()
}

/// Breaks text of one line into lines of at most `limit` columns, by the rules of Chinese typesetting: no line
/// begins with a closing mark or ends with an opening one, and a number stays with its unit.
pub fn wrap(text: &str, limit: usize) -> Vec<String> {
    filled(text, &pieces(text), limit)
}

/// Breaks a line as [`wrap`] does, with what follows indented below its beginning. A line with a command in it is left
/// whole: it is there to be copied.
pub fn hung(line: &str, limit: usize) -> Vec<String> {
    let text = line.trim_start_matches(' ');
    let indent = line.len() - text.len();
    if line.contains("xgz ") || indent + 12 > limit {
        return vec![line.to_owned()];
    }
    let mut lines = Vec::new();
    let first = wrap(text, limit - indent);
    if first.len() < 2 {
        return vec![line.to_owned()];
    }
    lines.push(format!("{}{}", " ".repeat(indent), first[0].trim_end()));
    let rest = text[first[0].len().min(text.len())..].trim_start();
    for part in wrap(rest, limit - indent - 2) {
        lines.push(format!("{}{}", " ".repeat(indent + 2), part.trim_end()));
    }
    lines
}

/// What a cell or a heading says, on one line and safe for a terminal.
#[derive(Debug, Clone, Default)]
struct Words {
    text: String,
    /// Whether it is a list or a choice, to be broken between items.
    items: bool,
}

impl Words {
    fn of(cell: &Cell) -> Self {
        Self {
            text: shown(&cell.words()).into_owned(),
            items: matches!(cell, Cell::Choice(_) | Cell::Choices(_) | Cell::List(_)),
        }
    }

    fn name(head: &Head) -> Self {
        Self {
            text: shown(&head.label).into_owned(),
            items: false,
        }
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The parts that are kept whole, where none is to be wider than `limit`.
    fn pieces(&self, limit: usize) -> Vec<&str> {
        if !self.items {
            return pieces(&self.text);
        }
        let items = self.text.split_inclusive('、');
        let parts = items.flat_map(|item| {
            if width(item) <= limit {
                vec![item]
            } else {
                pieces(item)
            }
        });
        parts.collect()
    }

    /// The widest part that a table never breaks.
    fn longest(&self) -> usize {
        let parts = self.pieces(LONGEST_WORD).into_iter();
        let widths = parts.map(|part| width(part.trim_end()));
        widths
            .filter(|width| *width <= LONGEST_WORD)
            .max()
            .unwrap_or(0)
    }

    fn wrapped(&self, limit: usize) -> Vec<String> {
        if width(&self.text) <= limit {
            return vec![self.text.clone()];
        }
        filled(&self.text, &self.pieces(limit), limit)
    }

    /// Lines of about the same length, as few as fit.
    fn balanced(&self, limit: usize) -> Vec<String> {
        let lines = self.wrapped(limit);
        let even = width(&self.text).div_ceil(lines.len()).next_multiple_of(2);
        let even = self.wrapped(even.min(limit));
        if even.len() == lines.len() {
            even
        } else {
            lines
        }
    }
}

/// Fills lines with the parts of a text; a part that is wider than a line is broken anywhere.
fn filled(text: &str, pieces: &[&str], limit: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut start, mut end) = (0, 0);
    for piece in pieces {
        let next = end + piece.len();
        if width(text[start..next].trim_end()) > limit {
            if end > start {
                lines.push(text[start..end].trim_end().to_owned());
                start = end;
            }
            while let Some(cut) = overflow(text[start..next].trim_end(), limit) {
                lines.push(text[start..start + cut].to_owned());
                start += cut;
            }
        }
        end = next;
    }
    if start < end || lines.is_empty() {
        lines.push(text[start..].trim_end().to_owned());
    }
    lines
}

/// The parts of a text that a line keeps whole where it can, each with the blanks after it.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut end) = (0, 0);
    for word in WordSeparator::UnicodeBreakProperties.find_words(text) {
        let number = text[start..end].ends_with(|char: char| char.is_ascii_digit());
        let unit = word.starts_with(|char: char| !char.is_ascii() && char.is_alphabetic());
        if end > start && !(number && unit) {
            pieces.push(&text[start..end]);
            start = end;
        }
        end += word.word.len() + word.whitespace.len();
    }
    if start < text.len() {
        pieces.push(&text[start..]);
    }
    pieces
}

/// Where a text must be cut so that what is before fits; `None` where all of it does.
fn overflow(text: &str, limit: usize) -> Option<usize> {
    let mut fits = 0;
    for (at, char) in text.char_indices().skip(1) {
        // What has no width belongs to the character before it.
        if width(char.encode_utf8(&mut [0; 4])) == 0 {
            continue;
        }
        if width(&text[..at]) > limit {
            return Some(if fits == 0 { at } else { fits });
        }
        fits = at;
    }
    (fits > 0 && width(text) > limit).then_some(fits)
}

/// Gives the room that is left to the columns whose cells are broken into most lines, none past its top.
fn spread(mut widths: Vec<usize>, tops: &[usize], natural: &[usize], room: usize) -> Vec<usize> {
    let mut spare = room.saturating_sub(widths.iter().sum());
    while spare > 0 {
        let growing = (0..widths.len()).filter(|at| widths[*at] < tops[*at]);
        let lines = |at: &usize| natural[*at] * 100 / widths[*at];
        let Some(at) = growing.max_by_key(lines) else {
            break;
        };
        // By whole 汉字 where there is room for one.
        let step = spare.min(tops[at] - widths[at]).min(2);
        widths[at] += step;
        spare -= step;
    }
    widths
}

/// The lines of a card: names flush right before the colon, values in line behind it.
fn block(labels: &[Words], row: &[Words], indent: usize, limit: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let margin = indent + width(COLON);
    let room = limit.saturating_sub(margin).max(2);
    for (label, words) in labels
        .iter()
        .zip(row)
        .filter(|(_, words)| !words.is_blank())
    {
        let name = format!("{}{COLON}", label.text);
        let mut values = words.wrapped(room).into_iter();
        if let Some(before) = indent.checked_sub(width(&label.text)) {
            let value = values.next().unwrap_or_default();
            lines.push(format!("{}{name}{value}", " ".repeat(before)));
        } else {
            // A name too long for the margin has lines of its own.
            lines.extend(wrap(&name, limit));
        }
        lines.extend(values.map(|value| format!("{}{value}", " ".repeat(margin))));
    }
    lines
}

/// The widest of the names that leave room for a value beside them.
fn indent<'a>(labels: impl Iterator<Item = &'a Words>, limit: usize) -> usize {
    let room = limit.saturating_sub(VALUE + width(COLON));
    let widths = labels.map(|label| width(&label.text));
    widths.filter(|width| *width <= room).max().unwrap_or(0)
}

fn widest(lines: &[String]) -> usize {
    lines.iter().map(|line| width(line)).max().unwrap_or(0)
}

fn height(cells: &[Vec<String>]) -> usize {
    cells.iter().map(Vec::len).max().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::{Entry, Link};

    const POLICY: Entry = Entry {
        code: "policy",
        label: "送政策",
        words: &[],
    };
    const SERVICE: Entry = Entry {
        code: "service",
        label: "送服务",
        words: &[],
    };

    fn heads() -> Vec<Head> {
        vec![
            Head::new("id", "编号").right(),
            Head::new("point", "联系点").link(),
            Head::new("send", "三送类别"),
            Head::new("people", "走访人员"),
            Head::new("reach", "辐射户数"),
            Head::new("summary", "主要内容").note(),
        ]
    }

    fn rows() -> Vec<Vec<Cell>> {
        let point = |id, name: &str| {
            Cell::Link(Link {
                id,
                name: name.to_owned(),
            })
        };
        let people = |names: &str| Cell::List(names.split(' ').map(str::to_owned).collect());
        vec![
            vec![
                Cell::Count(12),
                point(3, "北环建材市场"),
                Cell::Choices(vec![&POLICY, &SERVICE]),
                people("王建国 欧阳震华"),
                Cell::Count(120),
                Cell::Text("宣讲“六税两费”减免政策（2022年第10号公告），解答12个问题；带去《惠企政策汇编》。".to_owned()),
            ],
            vec![
                Cell::Count(9),
                point(1, "恒信大厦"),
                Cell::Choice(&SERVICE),
                people("陈晨"),
                Cell::Empty,
                Cell::Text("集群注册地址\n不知如何办理".to_owned()),
            ],
        ]
    }

    fn total() -> Vec<Cell> {
        let mut cells = vec![Cell::Empty; 6];
        cells[0] = Cell::Text("合计".to_owned());
        cells[4] = Cell::Count(120);
        cells
    }

    fn filled_table(heads: &[Head], rows: &[Vec<Cell>], look: Look) -> Table<Vec<u8>> {
        let mut table = Table::new(Vec::new(), look);
        table.begin(heads).unwrap();
        for row in rows {
            table.row(row).unwrap();
        }
        table
    }

    fn printed(mut table: Table<Vec<u8>>) -> String {
        table.end().unwrap();
        String::from_utf8(table.out).unwrap()
    }

    fn at(width: usize) -> Look {
        Look {
            width: Some(width),
            ascii: false,
        }
    }

    fn texts(rows: &[Vec<String>]) -> Vec<Vec<Cell>> {
        let cells = |row: &Vec<String>| row.iter().cloned().map(Cell::Text).collect();
        rows.iter().map(cells).collect()
    }

    #[test]
    fn a_table_of_eighty_columns_looks_so() {
        let mut table = filled_table(&heads(), &rows(), at(80));
        table.total(&total()).unwrap();
        let rule = "─".repeat(80);
        assert_eq!(
            printed(table).lines().collect::<Vec<_>>(),
            [
                "                                        辐射",
                "编号  联系点        三送类别  走访人员  户数  主要内容",
                &rule,
                "  12  北环建材市场  送政策、  王建国、   120  宣讲“六税两费”减免政策（2022年第",
                "                    送服务    欧阳震华        10号公告），解答12个问题；带去《惠",
                "                                              企政策汇编》。",
                "   9  恒信大厦      送服务    陈晨            集群注册地址⏎不知如何办理",
                &rule,
                "合计                                     120",
            ]
        );
    }

    #[test]
    fn cards_of_forty_columns_look_so() {
        let mut table = filled_table(&heads(), &rows(), at(40));
        table.total(&total()).unwrap();
        let rule = "─".repeat(40);
        assert_eq!(
            printed(table).lines().collect::<Vec<_>>(),
            [
                "    编号：12",
                "  联系点：北环建材市场",
                "三送类别：送政策、送服务",
                "走访人员：王建国、欧阳震华",
                "辐射户数：120",
                "主要内容：宣讲“六税两费”减免政策（2022年",
                "          第10号公告），解答12个问题；带",
                "          去《惠企政策汇编》。",
                &rule,
                "    编号：9",
                "  联系点：恒信大厦",
                "三送类别：送服务",
                "走访人员：陈晨",
                "主要内容：集群注册地址⏎不知如何办理",
                &rule,
                "    编号：合计",
                "辐射户数：120",
            ]
        );
    }

    #[test]
    fn a_single_card_leaves_out_what_is_empty_and_wraps_only_on_a_terminal() {
        let cells = &rows()[1];
        assert_eq!(
            card(&heads(), cells, Some(20)).lines().collect::<Vec<_>>(),
            [
                "    编号：9",
                "  联系点：恒信大厦",
                "三送类别：送服务",
                "走访人员：陈晨",
                "主要内容：集群注册地",
                "          址⏎不知如",
                "          何办理",
            ]
        );
        let unlimited = card(&heads(), cells, None);
        assert!(unlimited.ends_with("\n主要内容：集群注册地址⏎不知如何办理\n"));
        assert_eq!(card(&heads(), &vec![Cell::Empty; 6], None), "");
    }

    #[test]
    fn a_name_too_long_for_a_narrow_card_stands_above_its_value() {
        let heads = [
            Head::new("code", "统一社会信用代码"),
            Head::new("n", "名称"),
        ];
        let cells = texts(&[vec!["91990101MA00003300".to_owned(), "启明".to_owned()]]);
        let card = card(&heads, &cells[0], Some(20));
        assert_eq!(
            card.lines().collect::<Vec<_>>(),
            [
                "统一社会信用代码：",
                "      91990101MA0000",
                "      3300",
                "名称：启明",
            ]
        );
    }

    #[test]
    fn a_sheet_without_rows_prints_nothing() {
        assert_eq!(printed(filled_table(&heads(), &[], at(80))), "");
    }

    #[test]
    fn a_small_table_stays_a_table_on_a_narrow_terminal() {
        let heads = [
            Head::new("unit", "单位"),
            Head::new("value", "本期").right(),
        ];
        let rows = [vec![Cell::Text("个".to_owned()), Cell::Rate(333)]];
        assert_eq!(
            printed(filled_table(&heads, &rows, at(20))),
            "单位  本期\n──────────\n个    33.3\n"
        );
    }

    #[test]
    fn a_table_that_is_too_wide_is_wrapped_from_fifty_columns_on() {
        let heads = [Head::new("summary", "主要内容").note(), Head::new("n", "")];
        let rows = texts(&[vec!["走访".repeat(40), String::new()]]);
        let shape = |width| printed(filled_table(&heads, &rows, at(width)));
        assert!(shape(49).starts_with("主要内容：走访"));
        assert!(shape(50).starts_with("主要内容\n──"));
        // The column with nothing in it takes room as well.
        for line in shape(50).lines() {
            assert!(super::width(line) <= 50, "{line}");
        }
    }

    #[test]
    fn no_box_characters_are_left_where_ascii_is_wanted() {
        for width in [80, 40] {
            let look = Look {
                width: Some(width),
                ascii: true,
            };
            let text = printed(filled_table(&heads(), &rows(), look));
            assert!(text.contains("\n----") && !text.contains('─'));
        }
    }

    #[test]
    fn a_record_takes_one_line_where_no_terminal_limits_it() {
        let table = filled_table(&heads(), &rows(), Look::default());
        assert_eq!(printed(table).lines().count(), 4);
    }

    #[test]
    fn dates_numbers_codes_and_names_of_a_list_are_never_broken() {
        let text = |text: &str| Cell::Text(text.to_owned());
        let heads = ["编号", "企业", "代码", "人员"].map(|label| Head::new("key", label));
        let row = vec![
            Cell::Count(1_234_567),
            text(&"区政务服务中心".repeat(9)),
            text("91990101MA00003300"),
            Cell::List(vec!["欧阳震华".to_owned(); 6]),
        ];
        for width in NARROW..120 {
            let text = printed(filled_table(&heads, std::slice::from_ref(&row), at(width)));
            for whole in ["1234567", "91990101MA00003300"] {
                assert!(text.contains(whole), "{width}: {text}");
            }
            assert_eq!(text.matches("欧阳震华").count(), 6, "{width}: {text}");
        }
    }

    #[test]
    fn hostile_data_reaches_no_table_and_bends_no_column() {
        let hostile = [
            "\u{1b}]0;改标题\u{7}",
            "\u{1b}[2J\r覆盖",
            "左\t右\u{8}",
            "\u{9b}31m红",
            "\u{202e}反过来\u{2066}",
            "零\u{200b}宽\u{feff}",
            "两\n行",
        ];
        let heads = hostile.map(|text| Head::new("key", text));
        let row: Vec<_> = hostile.map(|text| Cell::Text(text.to_owned())).into();
        for width in [30, 60, 80, 300] {
            let table = filled_table(&heads, &[row.clone(), row.clone()], at(width));
            if let Some(widths) = table.widths(width) {
                let lines = table.table(&widths);
                let all = super::width(&lines[0]);
                assert!(lines.iter().all(|line| super::width(line) == all));
            }
            let printed = printed(table) + &card(&heads, &row, Some(width));
            let raw = |char: char| {
                char != '\n' && char.is_control()
                    || "\u{200b}\u{202e}\u{2066}\u{feff}".contains(char)
            };
            assert!(!printed.contains(raw), "{printed:?}");
        }
    }

    #[test]
    fn no_line_begins_with_a_closing_mark_or_parts_a_number_from_its_unit() {
        let text = "到2022年4月12日，走访（含座谈）38户、解决“急难愁盼”问题10个；印发《惠企政策汇编》，\
                    《质量手册》等，增长33.3%。企业说：“好！”";
        for limit in 12..100 {
            let lines = wrap(text, limit);
            assert_eq!(lines.concat(), text);
            for line in &lines {
                assert!(
                    !line.starts_with(['，', '。', '、', '；', '：', '》', '）', '”', '！', '%'])
                );
                assert!(!line.ends_with(['《', '（', '“']), "{limit}: {line}");
                assert!(
                    !line.ends_with(|char: char| char.is_ascii_digit()),
                    "{limit}: {line}"
                );
            }
        }
    }

    #[test]
    fn a_mark_without_width_stays_with_its_letter() {
        assert_eq!(wrap("éééé", 2), ["éé", "éé"]);
    }

    #[test]
    fn a_very_long_word_is_broken_in_no_time() {
        let word = "x".repeat(1_000_000);
        assert_eq!(wrap(&word, 40).len(), 25_000);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_terminal(
            width in 20_usize..=200,
            labels in prop::collection::vec("[一-龥a-z（）]{0,9}|\\PC{0,20}", 1..10),
            rows in prop::collection::vec(
                prop::collection::vec("[一-龥，。《》“”a-z0-9 -]{0,60}|\\PC{0,30}|.{0,30}", 10),
                1..5,
            ),
            note in 0_usize..10,
        ) {
            let mut heads: Vec<_> = labels.iter().map(|label| Head::new("key", label)).collect();
            if let Some(head) = heads.get_mut(note) {
                head.note = true;
            }
            let rows: Vec<Vec<_>> = rows.iter().map(|row| row[..heads.len()].to_vec()).collect();
            let cells = texts(&rows);
            let table = filled_table(&heads, &cells, at(width));
            for line in table.lines() {
                prop_assert!(super::width(&line) <= width, "{line:?}");
            }
            if let Some(widths) = table.widths(width) {
                let lines = table.table(&widths);
                let all = super::width(&lines[0]);
                for line in &lines {
                    prop_assert_eq!(super::width(line), all, "{:?}", line);
                }
            }
            for line in card(&heads, &cells[0], Some(width)).lines() {
                prop_assert!(super::width(line) <= width, "{line:?}");
            }
        }

        #[test]
        fn nothing_but_blanks_is_lost_in_wrapping(text in "\\PC{0,80}", limit in 4_usize..60) {
            let blank = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(blank(&wrap(&text, limit).concat()), blank(&text));
        }
    }
}
