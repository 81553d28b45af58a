//! 三、存在问题: what `check` warns of, under the three headings of the source.

use super::material::Material;
use super::sentence::section;
use super::to_write;
use crate::check::{Part, RULES};
use crate::document::{Block, Span};
use crate::value::Choice;

/// 三、存在问题.
pub(super) fn trouble(material: &Material) -> Vec<Block> {
    let mut blocks = Vec::new();
    for part in Part::ENTRIES {
        let told: Vec<String> = RULES
            .iter()
            .filter(|rule| rule.part.entry() == part)
            .filter_map(|rule| {
                let findings = material.findings.iter();
                let count = findings.filter(|found| found.rule.key == rule.key).count();
                (count > 0).then(|| format!("有{count}{}", rule.told))
            })
            .collect();
        if told.is_empty() {
            continue;
        }
        blocks.push(Block::Paragraph(vec![
            Span::lead(format!("{}{}。", section(blocks.len()), part.label)),
            Span::plain(format!("{}。", told.join("；"))),
        ]));
    }
    blocks.push(to_write(if blocks.is_empty() {
        "存在的问题"
    } else {
        "问题的成因"
    }));
    blocks
}
