//! The pager: what is longer than the screen is read page by page, in another program.

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read};

use super::Outside;
use super::program::words;
use crate::value::text::width;

/// The pager where none is named; none where the system has none that copes with Chinese.
pub(super) const USUAL: Option<&str> = if cfg!(windows) { None } else { Some("less") };

/// What a person must know who has never seen it; it stands above the text, since `less` breaks a prompt in Chinese.
const KEYS: &str = "（空格 下一页，b 上一页，q 退出）\n";

/// What `less` is told where the user has told it nothing: to end where all fits, to end at an interrupt, which ends this
/// program too, to let colours through, and to leave what was read on the screen.
const LESS: &str = "FKRX";

/// How the pager is started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pager {
    /// The program and its arguments.
    pub words: Vec<String>,
    /// What stands in its environment beside what stands in ours.
    pub variables: Vec<(&'static str, &'static str)>,
    /// What stands above the text.
    pub above: &'static str,
}

impl Pager {
    /// The pager that is named, or else the usual one; none where none is wanted or nothing can be paged.
    pub(super) fn of(named: Option<OsString>, outside: &Outside) -> Option<Self> {
        if outside.variable("TERM").is_some_and(|kind| kind == "dumb") {
            return None;
        }
        let (mut words, above) = match named {
            Some(named) => (words(&named.to_string_lossy()), ""),
            None => (vec![USUAL?.to_owned()], KEYS),
        };
        let unset = |name| outside.variable(name).is_none();
        let mut variables = Vec::new();
        if unset("LESS") {
            variables.push(("LESS", LESS));
        }
        if unset("LESSCHARSET") {
            variables.push(("LESSCHARSET", "utf-8"));
        }
        words.retain(|word| !word.is_empty());
        (!words.is_empty()).then_some(Self {
            words,
            variables,
            above,
        })
    }
}

/// Whether a text takes more rows than a screen of this size has, the one for the prompt left out.
pub(super) fn overflows(text: impl Read, columns: usize, rows: usize) -> io::Result<bool> {
    let mut text = BufReader::new(text);
    let mut line = Vec::new();
    let mut taken = 0;
    while taken < rows {
        line.clear();
        if text.read_until(b'\n', &mut line)? == 0 {
            return Ok(false);
        }
        let shown = String::from_utf8_lossy(&line);
        let shown = anstream::adapter::strip_str(shown.trim_end()).to_string();
        taken += width(&shown).div_ceil(columns.max(1)).max(1);
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::overflows;

    #[test]
    fn a_text_is_longer_than_the_screen_from_the_row_of_the_prompt_on() {
        let over = |text: &str| overflows(text.as_bytes(), 10, 3).unwrap();
        assert!(!over("") && !over("a") && !over("a\nb\n"));
        assert!(over("a\nb\nc\n") && over("a\nb\nc"));
        // A line that is wider than the screen takes several rows, and so do Chinese characters; colours take none.
        assert!(over("aaaaaaaaaab\nc\n") && over("\n\n\n"));
        assert!(!over("一二三四五\nb\n") && over("一二三四五六\nb\n"));
        assert!(!over("\u{1b}[31maaaaaaaaaa\u{1b}[0m\nb\n"));
    }
}
