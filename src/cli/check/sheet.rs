//! The warnings as a list for people, by colour and rule, and as a sheet for programs.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::check::{Colour, Finding, Limit, Question, Rule};
use crate::cli::output::{Destination, Format};
use crate::cli::session::Session;
use crate::cli::{colour_of, words};
use crate::sheet::{Head, wrap};
use crate::value::text::{shown, width};
use crate::value::{Cell, Choice, Span};

/// The list for people: head, then colour by colour and rule by rule a line for each record, with the command that
/// mends it, or why it was accepted, below.
pub(super) fn form(
    session: &Session,
    destination: &Destination,
    question: &Question,
    point: Option<&str>,
    findings: &[Finding],
) -> String {
    let limit = destination.look(session).width.unwrap_or(usize::MAX);
    let colours =
        destination.file.is_none() && colour_of(&session.outside, session.outside.width.is_some());
    let mut form = head(question, point, limit);
    for alike in findings.chunk_by(|one, next| one.colour == next.colour) {
        let Some(first) = alike.first() else { continue };
        let title = format!("【{}】", first.colour.entry().label);
        let _ = writeln!(form, "\n{}", painted(&title, first.colour, colours));
        for group in alike.chunk_by(|one, next| one.rule.key == next.rule.key) {
            let Some(first) = group.first() else { continue };
            for line in wrap(&heading(first.rule, group.len()), limit) {
                let _ = writeln!(form, "{line}");
            }
            for finding in group {
                one(&mut form, finding, limit);
            }
        }
    }
    form
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
    let joined = facts.join("　");
    let lines = if width(&joined) <= limit {
        vec![joined]
    } else {
        facts.iter().flat_map(|fact| wrap(fact, limit)).collect()
    };
    lines.join("\n") + "\n"
}

/// One warning: what is the matter, and below it the command, or the reason.
fn one(form: &mut String, finding: &Finding, limit: usize) {
    let text = format!("{}：{}", words::about(finding), words::sentence(finding));
    indented(form, &text, limit);
    match &finding.waiver {
        None => {
            // A command stays on one line, so that it can be copied.
            let _ = writeln!(form, "    {}", words::mend(finding));
        }
        Some(waived) => {
            let reason = format!("理由：{}（{} 接受）", shown(&waived.why), waived.on);
            for line in wrap(&reason, limit.saturating_sub(4)) {
                let _ = writeln!(form, "    {line}");
            }
        }
    }
}

/// Writes a text with its first line indented, and the others below its words.
fn indented(form: &mut String, text: &str, limit: usize) {
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
pub(super) fn heads(accepted: bool) -> Vec<Head> {
    let mut heads = vec![
        Head::new("rule", "代号"),
        Head::new("label", "规则"),
        Head::new("colour", "颜色"),
        Head::new("kind", "种类"),
        Head::new("id", "编号").right(),
        Head::new("record", "记录"),
        Head::new("text", "情况").note(),
        Head::new("mend", "怎样补").note(),
        Head::new("basis", "口径").note(),
    ];
    if accepted {
        heads.push(Head::new("accepted", "理由").note());
    }
    heads
}

/// The cells of a warning.
pub(super) fn cells(finding: &Finding, format: Format, accepted: bool) -> Vec<Cell> {
    let text = |text: &str| Cell::Text(text.to_owned());
    let kind = finding.rule.about.dictionary();
    let mut cells = vec![
        text(finding.rule.key),
        text(finding.rule.label),
        Cell::Choice(finding.colour.entry()),
        text(if format == Format::Json {
            kind.key
        } else {
            kind.label
        }),
        Cell::Count(finding.subject.id),
        Cell::Text(words::about(finding)),
        Cell::Text(words::sentence(finding)),
        Cell::Text(words::mend(finding)),
        Cell::Text(finding.rule.basis(finding.limit)),
    ];
    if accepted {
        let why = finding.waiver.as_ref().map(|waived| waived.why.as_str());
        cells.push(why.map_or(Cell::Empty, text));
    }
    cells
}

/// The headings of the list of rules.
pub(super) fn rule_heads() -> Vec<Head> {
    vec![
        Head::new("rule", "代号"),
        Head::new("label", "规则"),
        Head::new("limit", "限值"),
        Head::new("basis", "口径").note(),
        Head::new("source", "依据").note(),
    ]
}

/// The cells of a rule with the limit that is in force; none where it is off.
pub(super) fn rule_cells(rule: &Rule, limit: Option<Limit>) -> Vec<Cell> {
    let text = |text: &str| match text {
        "" => Cell::Empty,
        text => Cell::Text(text.to_owned()),
    };
    vec![
        text(rule.key),
        text(rule.label),
        limit.map_or(text("关"), |limit| text(&limit.to_string())),
        Cell::Text(rule.basis(limit.unwrap_or(rule.limit))),
        text(rule.source),
    ]
}
