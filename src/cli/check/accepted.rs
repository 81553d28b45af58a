//! What was accepted, of whatever period: as a list for people, by rule, and as a sheet for programs.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::sheet;
use crate::check::{Accepted, Facts};
use crate::cli::output::{Destination, Format};
use crate::cli::session::Session;
use crate::cli::words;
use crate::sheet::{Head, wrap};
use crate::value::text::shown;
use crate::value::{Cell, Choice};

/// The list for people: rule by rule the records, and below each why, by whom, when and what was accepted.
pub(super) struct List<'a> {
    /// The name of the only contact point.
    pub(super) point: Option<&'a str>,
    /// The acceptances, in order.
    pub(super) accepted: &'a [Accepted],
    /// Who accepted, by the number of the waiver.
    pub(super) authors: &'a HashMap<i64, String>,
}

impl List<'_> {
    /// The whole list.
    pub(super) fn form(&self, session: &Session, destination: &Destination) -> String {
        let limit = destination.look(session).width.unwrap_or(usize::MAX);
        let mut facts = vec!["接受了的预警，不分时间".to_owned()];
        facts.extend(self.point.map(|name| format!("联系点：{}", shown(name))));
        let mut form = sheet::joined(&facts, limit);
        for alike in self.accepted.chunk_by(|one, next| one.key == next.key) {
            let Some(first) = alike.first() else { continue };
            let _ = writeln!(form, "\n{}", label(first));
            for one in alike {
                sheet::indented(&mut form, &words::subject(one.kind, &one.subject), limit);
                for line in wrap(&self.reason(one), limit.saturating_sub(4)) {
                    let _ = writeln!(form, "    {line}");
                }
            }
        }
        form
    }

    /// Why it was accepted, by whom and when, how grave it was and how long that holds.
    fn reason(&self, one: &Accepted) -> String {
        let waived = &one.waived;
        let who = self.authors.get(&waived.id).map_or("", String::as_str);
        let until = match (ends(one), waived.since) {
            (false, _) => String::new(),
            (true, Some(since)) => format!("，管 {since} 到 {}", waived.until),
            (true, None) => format!("，管到 {}", waived.until),
        };
        format!(
            "理由：{}（{} {} 接受，{}{until}）",
            shown(&waived.why),
            shown(who),
            waived.on,
            waived.colour.entry().label
        )
    }
}

/// What the rule is called; the key of one that this program doesn't have.
fn label(one: &Accepted) -> String {
    let label = one.rule.map_or(one.key.as_str(), |rule| rule.label);
    shown(label).into_owned()
}

/// Whether what comes later is told of again.
fn ends(one: &Accepted) -> bool {
    one.rule.is_none_or(|rule| rule.facts != Facts::Standing)
}

/// The headings of the sheet for programs.
pub(super) fn heads() -> Vec<Head> {
    let facts = [
        Head::new("why", "理由").note(),
        Head::new("who", "接受人"),
        Head::new("date", "接受日期"),
        Head::new("from_on", "管自"),
        Head::new("until_on", "管到"),
    ];
    sheet::about_heads().into_iter().chain(facts).collect()
}

/// The cells of an acceptance.
pub(super) fn cells(one: &Accepted, authors: &HashMap<i64, String>, format: Format) -> [Cell; 11] {
    let text = |text: &str| Cell::Text(text.to_owned());
    let waived = &one.waived;
    [
        text(&one.key),
        Cell::Text(label(one)),
        Cell::Choice(waived.colour.entry()),
        sheet::kind(one.kind, format),
        Cell::Count(one.subject.id),
        Cell::Text(words::subject(one.kind, &one.subject)),
        text(&waived.why),
        authors.get(&waived.id).map_or(Cell::Empty, |who| text(who)),
        Cell::Day(waived.on),
        waived.since.map_or(Cell::Empty, Cell::Day),
        if ends(one) {
            Cell::Day(waived.until)
        } else {
            Cell::Empty
        },
    ]
}
