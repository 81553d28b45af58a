//! The blocks of a document as paragraphs. Tables are their neighbour's.

use std::slice;

use super::super::title::broken;
use super::super::{Block, Document, Level, Span, Style, TITLE, line, paragraphs, room_right};
use super::table::{self, KEEP, grid};
use super::{Face, paragraph, run};

/// Everything between the beginning of the body and its section.
pub(super) fn body(document: &Document, width: u32) -> String {
    let lines = broken(&line(&document.title), TITLE * 2);
    let lines: Vec<_> = lines
        .iter()
        .map(|line| run(line, Face::Title, ""))
        .collect();
    let mut body = paragraph("Title", "", &lines.join("<w:r><w:br/></w:r>"));
    for (at, block) in document.blocks.iter().enumerate() {
        let next = document.blocks.get(at + 1);
        body += &self::block(block, next, width);
    }
    body
}

fn block(block: &Block, next: Option<&Block>, width: u32) -> String {
    match block {
        Block::Heading(Level::First, text) => paragraph("Heading1", "", &run(text, Face::Hei, "")),
        Block::Heading(Level::Second, text) => paragraph("Heading2", "", &run(text, Face::Kai, "")),
        Block::Paragraph(spans) => {
            // No page holds a signature and nothing that is signed (GB/T 9704-2012, 7.3.5).
            let is_signed = matches!(next, Some(Block::Signature(_)));
            let keep = if is_signed { KEEP } else { "" };
            (paragraphs(spans).iter())
                .map(|spans| paragraph("Normal", keep, &prose(spans)))
                .collect()
        }
        Block::Facts(facts) => {
            let above = matches!(
                next,
                Some(Block::Table(_) | Block::Grid(_) | Block::Bars(_))
            );
            let keep = if above { KEEP } else { "" };
            let facts = facts.join("　　");
            let size = table::line(&facts, width);
            paragraph("Facts", keep, &run(&facts, Face::Fang, &size))
        }
        Block::Table(cells) => below(table::table(cells, width), next),
        Block::Bars(bars) => below(table::table(&bars.table(), width), next),
        Block::Grid(rows) => below(grid(rows, width), next),
        Block::Notes(notes) => (notes.iter())
            .map(|note| paragraph("ListBullet", "", &run(note, Face::Fang, "")))
            .collect(),
        Block::Signature(lines) => signature(lines),
    }
}

fn prose(spans: &[Span]) -> String {
    let run = |span: &Span| match span.style {
        Style::Plain => run(&span.text, Face::Fang, ""),
        Style::Lead => run(&span.text, Face::Kai, ""),
        Style::Blank => run(&span.text, Face::Fang, "<w:highlight w:val=\"yellow\"/>"),
    };
    spans.iter().map(run).collect()
}

/// A table with the paragraph that must part it from another one; at the end that one has no height to speak
/// of, so that a full page doesn't become two.
fn below(table: String, next: Option<&Block>) -> String {
    let gap = if next.is_some() { 240 } else { 20 };
    let spacing = format!("<w:spacing w:line=\"{gap}\" w:lineRule=\"exact\"/>");
    table + &paragraph("TableText", &spacing, "")
}

/// A blank line and the lines of a signature, which stay together (GB/T 9704-2012, 7.3.5).
fn signature(lines: &[Span]) -> String {
    let mut signature = String::new();
    for (at, (line, room)) in lines.iter().zip(room_right(lines)).enumerate() {
        let keep = if at + 1 < lines.len() { KEEP } else { "" };
        let above = if at == 0 {
            "<w:spacing w:before=\"579\"/>"
        } else {
            ""
        };
        // Quarters of a character as hundredths, and as twips of 16 pt.
        let (chars, right) = (room * 25, room * 80);
        let room = format!("<w:ind w:rightChars=\"{chars}\" w:right=\"{right}\"/>");
        let more = format!("{keep}{above}{room}");
        signature += &paragraph("Signature", &more, &prose(slice::from_ref(line)));
    }
    signature
}
