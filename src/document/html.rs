//! HTML: one page that needs nothing else, to look at on any screen and to print on A4.
//!
//! No script, no network, no file beside it; its policy forbids all three even if a text had got through.

use std::io::{self, Write};
use std::slice;

use super::title::broken;
use super::xml::escaped;
use super::{
    Bars, Block, Document, Field, Layout, Level, Row, Span, Style, TITLE, Table, line, paragraphs,
};
use crate::sheet::Head;
use crate::value::text::width;

/// The looks, on a screen, on a telephone and on paper.
const STYLE: &str = include_str!("page.css");

/// What a browser may load: nothing but the style above and the lengths of boxes.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// Up to this many letters and digits a code or a day is not.
const CODE: usize = 20;

/// A text of more columns than these is prose, which a narrow screen gives some width, to be scrolled to.
const PROSE: usize = 32;

/// The units of the longest bar.
const BAR: u64 = 1000;

/// Writes a document as one HTML page, in UTF-8.
pub fn html(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let title = escaped(&document.title);
    // Margins: GB/T 9704-2012, 5.2.1, and those of the form.
    let (class, margins) = match document.layout {
        Layout::Official => ("official", "37mm 26mm 35mm 28mm"),
        Layout::Form => ("form", "25mm 23mm 22mm"),
    };
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <title>{title}</title>\n<style>\n{STYLE}@page {{ margin: {margins}; }}\n</style>\n</head>\n\
         <body>\n<main class=\"{class}\">\n<h1>{}</h1>\n",
        heading(&document.title)
    )?;
    for block in &document.blocks {
        self::block(block, out)?;
    }
    out.write_all(b"</main>\n</body>\n</html>\n")?;
    out.flush()
}

/// The title in lines that a wide screen puts side by side.
fn heading(title: &str) -> String {
    let lines = broken(&line(title), TITLE * 2);
    lines.iter().map(|line| element("span", line)).collect()
}

fn block(block: &Block, out: &mut dyn Write) -> io::Result<()> {
    match block {
        Block::Heading(Level::First, text) => writeln!(out, "{}", element("h2", text)),
        Block::Heading(Level::Second, text) => writeln!(out, "{}", element("h3", text)),
        Block::Paragraph(spans) => {
            for spans in paragraphs(spans) {
                writeln!(out, "<p>{}</p>", prose(&spans))?;
            }
            Ok(())
        }
        Block::Facts(facts) => {
            let facts: String = facts.iter().map(|fact| element("span", fact)).collect();
            writeln!(out, "<p class=\"facts\">{facts}</p>")
        }
        Block::Table(table) => self::table(table, out),
        Block::Grid(rows) => grid(rows, out),
        Block::Bars(bars) => self::bars(bars, out),
        Block::Notes(notes) => {
            writeln!(out, "<ul>")?;
            for note in notes {
                writeln!(out, "{}", element("li", note))?;
            }
            writeln!(out, "</ul>")
        }
        Block::Signature(lines) => {
            let line = |line| format!("<p>{}</p>", prose(slice::from_ref(line)));
            let lines: String = lines.iter().map(line).collect();
            writeln!(out, "<div class=\"signature\">{lines}</div>")
        }
    }
}

fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>", escaped(text))
}

fn prose(spans: &[Span]) -> String {
    let spans = spans.iter().map(|span| match span.style {
        Style::Plain => escaped(&span.text),
        Style::Lead => format!("<span class=\"lead\">{}</span>", escaped(&span.text)),
        Style::Blank => element("mark", &span.text),
    });
    spans.collect()
}

/// The lines of a text, parted by `<br>`.
fn lines(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(escaped).collect();
    lines.join("<br>")
}

fn table(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    if table.heads.is_empty() {
        return Ok(());
    }
    let right = table.flush_right();
    let short = short(table.heads.len());
    write!(out, "<div class=\"wide\"><table>\n<thead><tr>")?;
    for Head { label, .. } in &table.heads {
        let class = class_of(false, label, short);
        write!(out, "<th scope=\"col\"{class}>{}</th>", lines(label))?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for row in &table.rows {
        let class = match row {
            Row::Group(_) => " class=\"group\"",
            Row::Cells(_) => "",
            Row::Total(_) => " class=\"total\"",
        };
        write!(out, "<tr{class}>")?;
        match row {
            Row::Group(name) => {
                let (span, name) = (table.heads.len(), escaped(name));
                write!(out, "<th colspan=\"{span}\">【{name}】</th>")?;
            }
            Row::Cells(cells) | Row::Total(cells) => {
                for (words, right) in table.words(cells).iter().zip(&right) {
                    let class = class_of(*right, words, short);
                    write!(out, "<td{class}>{}</td>", labelled(words))?;
                }
            }
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody>\n</table></div>")
}

/// Up to how many columns a word is not broken: five 汉字 where a table has few columns, or else two.
fn short(columns: usize) -> usize {
    if columns <= 6 { 10 } else { 4 }
}

/// The class of a cell: figures stand flush right, and neither they nor a word up to `short` is broken.
fn class_of(right: bool, words: &str, short: usize) -> &'static str {
    let code = words.is_ascii() && words.len() <= CODE;
    match words {
        _ if right => " class=\"number\"",
        "" => "",
        _ if code || width(words) <= short => " class=\"whole\"",
        _ if width(words) > PROSE => " class=\"note\"",
        _ => "",
    }
}

/// The words of a cell; those that name a grade of warning stand in its colour.
fn labelled(words: &str) -> String {
    let class = match words {
        "红" => "red",
        "黄" => "yellow",
        "提示" => "hint",
        _ => return lines(words),
    };
    format!("<span class=\"{class}\">{words}</span>")
}

fn grid(rows: &[Vec<Field>], out: &mut dyn Write) -> io::Result<()> {
    let wide = rows.iter().map(Vec::len).max().unwrap_or(0);
    if wide == 0 {
        return Ok(());
    }
    writeln!(out, "<div class=\"wide\"><table class=\"grid\">\n<tbody>")?;
    for row in rows.iter().filter(|row| !row.is_empty()) {
        write!(out, "<tr>")?;
        for (at, field) in row.iter().enumerate() {
            // The last box of a row takes the room that is left.
            let last = at + 1 == row.len();
            let span = if last { (wide - row.len()) * 2 + 1 } else { 1 };
            boxed(field, span, out)?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody>\n</table></div>")
}

fn boxed(field: &Field, span: usize, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<th scope=\"row\">{}</th><td", lines(&field.label))?;
    if span > 1 {
        write!(out, " colspan=\"{span}\"")?;
    }
    if field.lines > 1 {
        let class = if field.only_signed() { "sign" } else { "tall" };
        // What a browser calls the height of a cell is its least.
        let height = field.lines;
        write!(out, " class=\"{class}\" style=\"height: {height}lh\"")?;
    }
    write!(out, ">{}", lines(&field.text))?;
    if !field.foot.is_empty() {
        write!(out, "<div class=\"foot\">{}</div>", escaped(&field.foot))?;
    }
    write!(out, "</td>")
}

fn bars(bars: &Bars, out: &mut dyn Write) -> io::Result<()> {
    let unit = if bars.unit.is_empty() {
        String::new()
    } else {
        format!("（单位：{}）", escaped(&bars.unit))
    };
    let title = escaped(&bars.title);
    writeln!(
        out,
        "<figure><figcaption>{title}{unit}</figcaption>\n<table>"
    )?;
    // Drawn, not coloured: browsers leave backgrounds out when they print.
    for ((name, count), length) in bars.counts.iter().zip(bars.lengths(BAR)) {
        writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td><svg viewBox=\"0 0 {BAR} 1\" preserveAspectRatio=\"none\" \
             aria-hidden=\"true\"><rect width=\"{length}\" height=\"1\"/></svg></td><td>{count}</td></tr>",
            escaped(name)
        )?;
    }
    writeln!(out, "</table></figure>")
}

#[cfg(test)]
mod tests {
    use snapbox::{assert_data_eq, file};

    use super::*;
    use crate::document::sample;

    fn written(document: &Document) -> String {
        let mut bytes = Vec::new();
        html(document, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// The page without its style, which has a test of its own.
    fn body(document: &Document) -> String {
        written(document).replace(STYLE, "")
    }

    #[test]
    fn a_document_that_has_everything() {
        assert_data_eq!(
            body(&sample::everything()),
            file!["snapshots/everything.html"].raw()
        );
    }

    #[test]
    fn no_markup_comes_from_the_data() {
        let said = "</title></style><script>x</script>\"'&\u{1b}\u{202e}";
        let page = body(&sample::hostile(said));
        assert!(!page.contains("<script"), "{page}");
        assert!(!page.contains(['\u{1b}', '\u{202e}']), "{page}");
        let calm = said.replace(['<', '>', '"', '&'], "x");
        let calm = body(&sample::hostile(&calm));
        assert_eq!(page.matches('<').count(), calm.matches('<').count());
        assert_eq!(page.matches('"').count(), calm.matches('"').count());
    }

    #[test]
    fn the_page_needs_nothing_else() {
        let page = written(&sample::everything());
        for outside in [
            "http:", "https:", "//", "url(", "@import", "<script", "<link", "<img",
        ] {
            assert!(!page.contains(outside), "{outside}");
        }
    }

    #[test]
    fn paper_is_provided_for() {
        let page = written(&sample::everything());
        for rule in [
            "size: A4",
            "thead { display: table-header-group; }",
            "tr { break-inside: avoid; }",
            "margin: 37mm 26mm 35mm 28mm",
        ] {
            assert!(page.contains(rule), "{rule}");
        }
    }

    #[test]
    fn figures_codes_and_short_words_are_never_broken() {
        assert_eq!(class_of(true, "92.3", 4), " class=\"number\"");
        assert_eq!(class_of(false, "91350203M0001QKT19", 4), " class=\"whole\"");
        assert_eq!(class_of(false, "党建联系点", short(6)), " class=\"whole\"");
        assert_eq!(class_of(false, "党建联系点", short(7)), "");
        assert_eq!(class_of(false, &"汉".repeat(17), 10), " class=\"note\"");
    }

    #[test]
    fn grades_have_classes_and_other_words_have_none() {
        assert_eq!(labelled("红"), "<span class=\"red\">红</span>");
        assert_eq!(labelled("黄"), "<span class=\"yellow\">黄</span>");
        assert_eq!(labelled("提示"), "<span class=\"hint\">提示</span>");
        assert_eq!(labelled("红星\n<市场>"), "红星<br>&lt;市场&gt;");
    }
}
