//! Lines of a page for people: cut to the terminal, with the commands on it left whole, for they are copied.

use super::words;
use crate::sheet::hung;
use crate::value::text::width;

/// Terminals of fewer columns give a record two lines.
const NARROW: usize = 60;

/// A text and the command that goes with it, on one line where there is room.
pub(super) fn commanded(text: &str, command: &str, limit: Option<usize>) -> Vec<String> {
    let line = format!("{text}：{command}");
    if limit.is_none_or(|limit| width(&line) <= limit) {
        return vec![line];
    }
    vec![format!("{text}："), format!("  {command}")]
}

/// A line of a record, cut so that the page stays a page.
pub(super) fn cut(text: &str, limit: Option<usize>) -> String {
    match limit {
        None => text.to_owned(),
        Some(limit) if limit < NARROW => words::shortened(text, 2 * limit - 8),
        Some(limit) => words::shortened(text, limit - 1),
    }
}

/// A message as a terminal takes it, broken where Chinese may be broken; its mark may be painted.
pub(super) fn message(mark: &str, painted: &str, text: &str, limit: Option<usize>) -> String {
    let whole = format!("{mark}{text}");
    let lines: Vec<_> = whole.split('\n').map(str::to_owned).collect();
    let broken = broken(&lines, limit);
    match broken.strip_prefix(mark) {
        Some(rest) => format!("{painted}{rest}"),
        None => broken,
    }
}

/// Lines as a terminal takes them.
pub(super) fn broken(lines: &[String], limit: Option<usize>) -> String {
    let lines = lines.iter().flat_map(|line| match limit {
        Some(limit) => hung(line, limit),
        None => vec![line.clone()],
    });
    lines.flat_map(|line| [line, "\n".to_owned()]).collect()
}
