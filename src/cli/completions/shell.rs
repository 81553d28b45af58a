//! The shells: their scripts, how those are installed, and how a word is written so that it is one word and runs nothing.

use crate::value::choice::choice;

choice! {
    /// A shell.
    Shell {
        Bash = "bash" "bash",
        Zsh = "zsh" "zsh",
        Fish = "fish" "fish",
        Pwsh = "powershell" "PowerShell" | "pwsh",
    }
}

impl Shell {
    /// The line that installs the script.
    pub fn installing(self) -> &'static str {
        match self {
            Self::Bash => "echo 'source <(xgz completions bash)' >> ~/.bashrc",
            Self::Zsh => "echo 'source <(xgz completions zsh)' >> ~/.zshrc",
            Self::Fish => "xgz completions fish > ~/.config/fish/completions/xgz.fish",
            Self::Pwsh => "Add-Content $PROFILE 'xgz completions powershell | Out-String | iex'",
        }
    }

    /// The script, with the line that installs it on top.
    pub fn script(self) -> String {
        let script = match self {
            Self::Bash => include_str!("bash.sh"),
            Self::Zsh => include_str!("zsh.sh"),
            Self::Fish => include_str!("fish.fish"),
            Self::Pwsh => include_str!("powershell.ps1"),
        };
        script.replace("INSTALLING", self.installing())
    }

    /// A word as it is put into the line, behind an open quotation mark where there is one. zsh and fish write the
    /// words themselves.
    pub fn written(self, word: &str, open: Option<char>) -> String {
        match self {
            Self::Bash => bash(word, open),
            Self::Pwsh => powershell(word),
            Self::Zsh | Self::Fish => word.to_owned(),
        }
    }
}

/// As bash reads it.
fn bash(word: &str, open: Option<char>) -> String {
    let mut written = String::new();
    for c in word.chars() {
        match (open, c) {
            (Some('\''), '\'') => written.push_str(r"'\''"),
            (Some('\''), _) => written.push(c),
            // Between double marks nothing keeps the history from being asked but to close them.
            (Some(_), '!') => written.push_str(r#""\!""#),
            _ => {
                let is_obeyed = match open {
                    Some(_) => "\"\\$`".contains(c),
                    None => c.is_ascii() && !c.is_ascii_alphanumeric() && !"-_./+,%@:=".contains(c),
                };
                written.extend(is_obeyed.then_some('\\'));
                written.push(c);
            }
        }
    }
    // bash closes what is open, but not behind a mark that it takes for the closing one.
    written.extend(open.filter(|mark| written.ends_with(*mark)));
    written
}

/// As PowerShell reads it, which takes the curved quotation marks for straight ones.
fn powershell(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    let mut written = String::from("'");
    for c in word.chars() {
        if matches!(c, '\'' | '\u{2018}'..='\u{201b}') {
            written.push(c);
        }
        written.push(c);
    }
    written.push('\'');
    written
}

#[cfg(test)]
mod tests {
    use super::super::line::Line;
    use super::*;
    use crate::value::Choice;
    use proptest::prelude::*;

    #[test]
    fn a_script_begins_with_how_it_is_installed_and_leaves_no_place_unfilled() {
        for entry in Shell::ENTRIES {
            let shell = Shell::from_code(entry.code).unwrap();
            let script = shell.script();
            let head: Vec<_> = script.lines().take(2).collect();
            assert!(head.concat().contains(shell.installing()), "{head:?}");
            assert!(!script.contains("INSTALLING"), "{}", entry.code);
        }
    }

    #[test]
    fn what_a_shell_would_obey_is_written_as_words() {
        for (open, written) in [
            (None, r#"a\ b\$\(touch\ x\)\;\'\"\!\~\#\*"#),
            (Some('\''), r#"a b$(touch x);'\''"!~#*"#),
            (Some('"'), r#"a b\$(touch x);'\""\!"~#*"#),
        ] {
            assert_eq!(bash(r#"a b$(touch x);'"!~#*"#, open), written);
        }
        assert_eq!(bash("北环（钢材）市场-1", None), "北环（钢材）市场-1");
        assert_eq!(powershell("北环市场"), "北环市场");
        assert_eq!(powershell("a b$(x)"), "'a b$(x)'");
        assert_eq!(powershell("甲‘乙’'丙"), "'甲‘‘乙’’''丙'");
        assert_eq!(powershell(""), "''");
    }

    proptest! {
        #[test]
        fn what_is_written_for_bash_is_read_back_as_the_one_word_that_it_was(
            word in "[ -~甲（“’!$`'\"\\\\]{1,12}",
            open in prop_oneof![Just(None), Just(Some('\'')), Just(Some('"'))],
        ) {
            let mark = open.map_or_else(String::new, String::from);
            let written = bash(&word, open);
            let closing = if written.ends_with(&mark) { "" } else { &mark };
            let line = Line::of_bash(&format!("xgz {mark}{written}{closing} x"));
            prop_assert_eq!(line.before, ["xgz", word.as_str()]);
        }
    }
}
