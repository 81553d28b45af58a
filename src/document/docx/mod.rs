//! Word files by GB/T 9704-2012, 党政机关公文格式: real styles, so that an officer can go on writing.
//!
//! The parts are written here: `docx-rs` (0.4.22) repeats no heading of a table, has a fixed font table without
//! `w:altName` and no title among the properties, adds 1.2 MB and a second `zip`, where `zip` adds 0.17 MB.
//! Fonts are named, never embedded; no clock and no user name goes in. Measures are twips (1/20 pt) where
//! nothing else is said, sizes of type half-points.

mod body;
mod table;

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::xml::escaped;
use super::{Document, Layout};

/// The namespaces of the parts.
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// What every part begins with.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The parts that are the same in every document.
const FIXED: [(&str, &str); 7] = [
    (
        "[Content_Types].xml",
        include_str!("parts/content_types.xml"),
    ),
    ("_rels/.rels", include_str!("parts/package_rels.xml")),
    (
        "word/_rels/document.xml.rels",
        include_str!("parts/document_rels.xml"),
    ),
    ("word/styles.xml", include_str!("parts/styles.xml")),
    ("word/settings.xml", include_str!("parts/settings.xml")),
    ("word/fontTable.xml", include_str!("parts/fonts.xml")),
    ("word/numbering.xml", include_str!("parts/numbering.xml")),
];

/// A4 (GB/T 9704-2012, 5.1).
const PAPER: (u32, u32) = (11906, 16838);

/// The margins of a page and how text is set between them.
struct Page {
    top: u32,
    right: u32,
    bottom: u32,
    left: u32,
    /// From the foot of the paper to the foot of the page number.
    footer: u32,
}

impl Page {
    fn of(layout: Layout) -> Self {
        match layout {
            // 37 mm above, 28 mm to the left, 156 × 225 mm of text (5.2.1). The page number stands 7 mm below
            // the text (7.5).
            Layout::Official => Self {
                top: 2098,
                right: 1474,
                bottom: 1984,
                left: 1588,
                footer: 1247,
            },
            // 25, 23, 22 and 23 mm.
            Layout::Form => Self {
                top: 1418,
                right: 1304,
                bottom: 1248,
                left: 1304,
                footer: 680,
            },
        }
    }

    /// The width of the text.
    fn width(&self) -> u32 {
        PAPER.0 - self.left - self.right
    }

    fn section(&self) -> String {
        let (width, height) = PAPER;
        let Self {
            top,
            right,
            bottom,
            left,
            footer,
        } = self;
        format!(
            // Without a type the grid is none: each style says how high its lines are. LibreOffice would spread
            // characters over a grid of 28.
            "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"odd\"/>\
             <w:footerReference w:type=\"even\" r:id=\"even\"/><w:pgSz w:w=\"{width}\" w:h=\"{height}\"/>\
             <w:pgMar w:top=\"{top}\" w:right=\"{right}\" w:bottom=\"{bottom}\" w:left=\"{left}\" \
             w:header=\"851\" w:footer=\"{footer}\" w:gutter=\"0\"/><w:docGrid w:linePitch=\"579\"/></w:sectPr>"
        )
    }
}

/// Writes a document as a Word file; the bytes follow from the document alone.
pub fn docx(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let page = Page::of(document.layout);
    let body = body::body(document, page.width());
    let main = format!(
        "{DECLARATION}<w:document xmlns:w=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><w:body>{body}{}</w:body></w:document>",
        page.section()
    );
    let parts = [
        ("word/document.xml", main),
        ("word/footer1.xml", footer("FooterOdd")),
        ("word/footer2.xml", footer("FooterEven")),
        ("docProps/core.xml", properties(&document.title)),
    ];
    let fixed = FIXED.iter().map(|(name, part)| (*name, *part));
    let parts = parts.iter().map(|(name, part)| (*name, part.as_str()));

    // The day is set, so that a zip crate that knows the time would not write it.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in fixed.chain(parts) {
        zip.start_file(name, options)?;
        zip.write_all(part.as_bytes())?;
    }
    out.write_all(zip.finish()?.get_ref())?;
    out.flush()
}

/// The page number, — 1 — (GB/T 9704-2012, 7.5).
fn footer(style: &str) -> String {
    let song = Face::Song;
    let [before, number, after] = ["— ", "1", " —"].map(|text| run(text, song, ""));
    format!(
        "{DECLARATION}<w:ftr xmlns:w=\"{MAIN}\"><w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{before}\
         <w:fldSimple w:instr=\" PAGE \">{number}</w:fldSimple>{after}</w:p></w:ftr>"
    )
}

fn properties(title: &str) -> String {
    format!(
        "{DECLARATION}<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title>\
         <dc:language>zh-CN</dc:language></cp:coreProperties>",
        escaped(title)
    )
}

/// The typeface of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Face {
    /// 方正小标宋简体, for the title.
    Title,
    /// 黑体, for headings of the first rank and of tables.
    Hei,
    /// 楷体, for headings of the second rank.
    Kai,
    /// 仿宋, for everything else.
    Fang,
    /// 宋体, for page numbers, their digits included.
    Song,
}

impl Face {
    /// The fonts of Chinese, and of digits and Latin letters.
    fn fonts(self) -> (&'static str, &'static str) {
        match self {
            Self::Title => ("方正小标宋简体", "Times New Roman"),
            Self::Hei => ("黑体", "Times New Roman"),
            Self::Kai => ("楷体_GB2312", "Times New Roman"),
            Self::Fang => ("仿宋_GB2312", "Times New Roman"),
            Self::Song => ("宋体", "宋体"),
        }
    }
}

/// A run of text of one face; `more` are properties that follow the fonts.
///
/// The fonts stand in the style as well; here they survive being pasted into another document. The hint is
/// what gives “ ” — · their full width: by themselves Word takes them for Latin.
fn run(text: &str, face: Face, more: &str) -> String {
    let (east, latin) = face.fonts();
    format!(
        "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\" w:ascii=\"{latin}\" w:hAnsi=\"{latin}\" \
         w:eastAsia=\"{east}\"/>{more}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
        escaped(text)
    )
}

/// A paragraph; `more` are properties that follow the style.
fn paragraph(style: &str, more: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}</w:pPr>{runs}</w:p>")
}

#[cfg(test)]
mod tests;
