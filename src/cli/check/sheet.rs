//! The warnings as a list for people, by colour and rule, and as a sheet for programs.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::check::{Colour, Finding, Limit, Question, Rule};
use crate::cli::output::{Destination, Format};
use crate::cli::session::Session;
use crate::cli::{colour_of, words};
use crate::record::Kind;
use crate::sheet::{Head, wrap};
use crate::value::text::{shown, width};
use crate::value::{Cell, Choice, Span};

/// The list for people: head, then colour by colour and rule by rule a line for each record, with the command that
/// mends it below.
pub(super) struct List<'a> {
    /// What was asked.
    pub(super) question: &'a Question,
    /// The name of the only contact point.
    pub(super) point: Option<&'a str>,
    /// The warnings, in order.
    pub(super) findings: &'a [Finding],
}

impl List<'_> {
    /// The whole list.
    pub(super) fn form(&self, session: &Session, destination: &Destination) -> String {
        let limit = destination.look(session).width.unwrap_or(usize::MAX);
        let colours = destination.file.is_none()
            && colour_of(&session.outside, session.outside.width.is_some());
        let mut form = head(self.question, self.point, limit);
        for alike in self
            .findings
            .chunk_by(|one, next| one.colour == next.colour)
        {
            let Some(first) = alike.first() else { continue };
            let title = format!("【{}】", first.colour.entry().label);
            let _ = writeln!(form, "\n{}", painted(&title, first.colour, colours));
            for group in alike.chunk_by(|one, next| one.rule.key == next.rule.key) {
                let Some(first) = group.first() else { continue };
                for line in wrap(&heading(first.rule, group.len()), limit) {
                    let _ = writeln!(form, "{line}");
                }
                for finding in group {
                    Self::one(&mut form, finding, limit);
                }
            }
        }
        form
    }

    /// One warning: what is the matter, and the command below it.
    fn one(form: &mut String, finding: &Finding, limit: usize) {
        let text = format!("{}：{}", words::about(finding), words::sentence(finding));
        indented(form, &text, limit);
        // A command stays on one line, so that it can be copied.
        let _ = writeln!(form, "    {}", words::mend(finding));
    }
}

/// The heading of a rule: its name, and of several findings how many there are of what.
fn heading(rule: &Rule, findings: usize) -> String {
    match findings {
        1 => rule.label.to_owned(),
        several => format!("{}：{several} {}", rule.label, rule.told),
    }
}

/// What the list is of.
fn head(question: &Question, point: Option<&str>, limit: usize) -> String {
    let period = &question.period;
    let days = match period.span {
        Span::Range => String::new(),
        _ => format!("（{} 至 {}）", period.from, period.to),
    };
    let mut facts = vec![
        format!("预警　统计期：{}{days}", period.title()),
        format!("截至：{}", question.asof()),
    ];
    facts.extend(point.map(|name| format!("联系点：{}", shown(name))));
    joined(&facts, limit)
}

/// Facts side by side, as many as a line takes.
pub(super) fn joined(facts: &[String], limit: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for fact in facts {
        match lines.last_mut() {
            Some(line) if width(line) + width(fact) + 2 <= limit => {
                line.push('　');
                line.push_str(fact);
            }
            _ => lines.extend(wrap(fact, limit)),
        }
    }
    lines.join("\n") + "\n"
}

/// Writes a text with its first line indented, and the others below its words.
pub(super) fn indented(form: &mut String, text: &str, limit: usize) {
    for (place, line) in wrap(text, limit.saturating_sub(4)).iter().enumerate() {
        let indent = if place == 0 { "  " } else { "    " };
        let _ = writeln!(form, "{indent}{line}");
    }
}

/// A heading in the colour that it names, where colour is wanted.
fn painted(text: &str, colour: Colour, wanted: bool) -> String {
    let ansi = match colour {
        Colour::Red => AnsiColor::Red,
        Colour::Yellow => AnsiColor::Yellow,
        Colour::Hint => AnsiColor::Cyan,
    };
    if wanted {
        let style = Style::new().fg_color(Some(ansi.into())).bold();
        format!("{style}{text}{style:#}")
    } else {
        text.to_owned()
    }
}

/// The headings of the sheet for programs.
pub(super) fn heads() -> Vec<Head> {
    let facts = [
        Head::new("text", "情况").note(),
        Head::new("mend", "怎样补").note(),
        Head::new("basis", "口径").note(),
    ];
    about_heads().into_iter().chain(facts).collect()
}

/// The headings of a rule and the record it is about, which come first wherever warnings are listed.
pub(super) fn about_heads() -> [Head; 6] {
    [
        Head::new("rule", "代号"),
        Head::new("label", "规则"),
        Head::new("colour", "颜色"),
        Head::new("kind", "种类"),
        Head::new("id", "编号").right(),
        Head::new("record", "记录"),
    ]
}

/// The cells of a warning.
pub(super) fn cells(finding: &Finding, format: Format) -> [Cell; 9] {
    let text = |text: &str| Cell::Text(text.to_owned());
    [
        text(finding.rule.key),
        text(finding.rule.label),
        Cell::Choice(finding.colour.entry()),
        kind(finding.rule.about, format),
        Cell::Count(finding.subject.id),
        Cell::Text(words::about(finding)),
        Cell::Text(words::sentence(finding)),
        Cell::Text(words::mend(finding)),
        Cell::Text(finding.rule.basis(finding.limit)),
    ]
}

/// The name of a kind, for programs or for people.
pub(in crate::cli) fn kind(kind: Kind, format: Format) -> Cell {
    let dictionary = kind.dictionary();
    let name = match format {
        Format::Json => dictionary.key,
        _ => dictionary.label,
    };
    Cell::Text(name.to_owned())
}

/// The headings of the list of rules; on a screen the source stands behind the basis.
pub(super) fn rule_heads(format: Format) -> Vec<Head> {
    let mut heads = vec![
        Head::new("rule", "代号"),
        Head::new("label", "规则"),
        Head::new("limit", "限值"),
        Head::new("basis", "口径").note(),
    ];
    if format != Format::Table {
        heads.push(Head::new("source", "依据").note());
    }
    heads
}

/// The cells of a rule with the limit that is in force; none where it is off.
pub(super) fn rule_cells(rule: &Rule, limit: Option<Limit>, format: Format) -> Vec<Cell> {
    let text = |text: &str| match text {
        "" => Cell::Empty,
        text => Cell::Text(text.to_owned()),
    };
    let basis = rule.basis(limit.unwrap_or(rule.limit));
    let mut cells = vec![
        text(rule.key),
        text(rule.label),
        limit.map_or(text("关"), |limit| text(&limit.to_string())),
    ];
    if format != Format::Table {
        cells.extend([Cell::Text(basis), text(rule.source)]);
    } else if rule.source.is_empty() {
        cells.push(Cell::Text(basis));
    } else {
        cells.push(Cell::Text(format!("{basis}（{}）", rule.source)));
    }
    cells
}
