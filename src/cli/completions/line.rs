//! The line as far as it is typed, as each shell hands it over.

use super::shell::Shell;

/// The line as far as it is typed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// The words before the one that is typed, the program's name first.
    pub(super) before: Vec<String>,
    /// The word that is typed, without its quotation marks.
    pub(super) current: String,
    /// What of it the shell leaves in place: only the rest is put in.
    pub(super) stays: String,
    /// The quotation mark that is open.
    pub(super) open: Option<char>,
    /// Whether the shell is about to show what there is to choose from, and not to put it in.
    pub(super) shows: bool,
}

impl Line {
    /// Reads what a shell says of its line.
    pub(super) fn read(shell: Shell, mut given: Vec<String>) -> Self {
        if shell == Shell::Bash {
            let mut line = Self::of_bash(given.get(1).map_or("", String::as_str));
            line.shows = given
                .first()
                .is_some_and(|kind| SHOWING.contains(&kind.as_str()));
            return line;
        }
        let current = given.pop().unwrap_or_default();
        let current = match shell {
            // fish hands over the word as it is written, with an open mark perhaps.
            Shell::Fish => Self::of_bash(&current).current,
            // The last word has a full stop behind it: an empty one would be lost on the way.
            Shell::Pwsh => current.strip_suffix('.').unwrap_or(&current).to_owned(),
            Shell::Zsh | Shell::Bash => current,
        };
        Self {
            before: given,
            current,
            ..Self::default()
        }
    }

    /// Takes a line of bash apart.
    pub(super) fn of_bash(text: &str) -> Self {
        let mut line = Self::default();
        // Whether a word has begun, and how much of it bash leaves in place.
        let (mut begun, mut stays) = (false, 0);
        let mut characters = text.chars();
        while let Some(c) = characters.next() {
            match (line.open, c) {
                (None, ' ' | '\t' | '\n') => {
                    if begun {
                        line.before.push(std::mem::take(&mut line.current));
                    }
                    (begun, stays) = (false, 0);
                    continue;
                }
                (None, '\'' | '"') => {
                    line.open = Some(c);
                    stays = line.current.len();
                }
                (Some(open), c) if open == c => {
                    line.open = None;
                    stays = line.current.len();
                }
                (None | Some('"'), '\\') => {
                    let next = characters.next();
                    // Between double marks a backslash is one but before these.
                    if line.open.is_some() && !matches!(next, Some('"' | '\\' | '$' | '`')) {
                        line.current.push(c);
                    }
                    line.current.extend(next);
                }
                (open, c) => {
                    line.current.push(c);
                    if open.is_none() && BREAKS.contains(&c) {
                        stays = line.current.len();
                    }
                }
            }
            begun = true;
        }
        line.stays = line.current[..stays].to_owned();
        line
    }
}

/// What ends a word for bash's completion and not for bash itself (`COMP_WORDBREAKS`).
const BREAKS: [char; 3] = ['=', ':', '@'];

/// The kinds of completion that only show (`COMP_TYPE`): a second Tab, and the settings by which the first one shows.
const SHOWING: [&str; 3] = ["63", "33", "64"];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(shell: Shell, given: &[&str]) -> Line {
        Line::read(shell, given.iter().map(|word| (*word).to_owned()).collect())
    }

    #[test]
    fn a_line_of_bash_is_taken_apart_as_bash_would() {
        for (text, before, stays, current, open) in [
            ("", &[][..], "", "", None),
            ("xgz", &[], "", "xgz", None),
            ("xgz ", &["xgz"], "", "", None),
            (
                "xgz  point\tshow 北",
                &["xgz", "point", "show"],
                "",
                "北",
                None,
            ),
            ("xgz --point=北", &["xgz"], "--point=", "--point=北", None),
            ("xgz --point=", &["xgz"], "--point=", "--point=", None),
            (r"xgz a\ b", &["xgz"], "", "a b", None),
            ("xgz 'a b", &["xgz"], "", "a b", Some('\'')),
            ("xgz \"a 'b", &["xgz"], "", "a 'b", Some('"')),
            (
                "xgz --point='a b",
                &["xgz"],
                "--point=",
                "--point=a b",
                Some('\''),
            ),
            (r#"xgz "a\"b\c" 北"#, &["xgz", r#"a"b\c"#], "", "北", None),
            ("xgz '' \"\" 北", &["xgz", "", ""], "", "北", None),
            ("xgz a:b", &["xgz"], "a:", "a:b", None),
            ("xgz '", &["xgz"], "", "", Some('\'')),
            ("xgz \\", &["xgz"], "", "", None),
        ] {
            let line = Line::of_bash(text);
            let (stays, current) = (stays.to_owned(), current.to_owned());
            let before: Vec<_> = before.iter().map(|word| (*word).to_owned()).collect();
            let wanted = Line {
                before,
                current,
                stays,
                open,
                shows: false,
            };
            assert_eq!(line, wanted, "{text}");
        }
    }

    #[test]
    fn each_shell_hands_over_its_line_in_its_own_way() {
        for (shell, given) in [
            (Shell::Bash, &["9", "xgz show 北"][..]),
            (Shell::Zsh, &["xgz", "show", "北"]),
            (Shell::Fish, &["xgz", "show", "'北"]),
            (Shell::Pwsh, &["xgz", "show", "北."]),
        ] {
            let line = read(shell, given);
            assert_eq!(line.before, ["xgz", "show"], "{shell:?}");
            assert_eq!(
                (line.current.as_str(), line.shows),
                ("北", false),
                "{shell:?}"
            );
            assert_eq!(read(shell, &[]), Line::default());
        }
        assert!(read(Shell::Bash, &["63", "xgz "]).shows);
    }

    proptest! {
        #[test]
        fn any_line_is_read(text: String, kind: String) {
            let line = Line::of_bash(&text);
            prop_assert!(line.current.starts_with(&line.stays));
            for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::Pwsh] {
                Line::read(shell, vec![kind.clone(), text.clone()]);
            }
        }
    }
}
