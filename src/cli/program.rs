//! The command that starts another program, as a person writes it in the settings or in the environment.

/// Takes a command apart: at spaces, but not between quotes of either kind. A backslash is one, as in the paths of Windows.
pub(super) fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in command.chars() {
        match quote {
            Some(open) if open == c => quote = None,
            None if c == '\'' || c == '"' => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            None if c.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::words;

    #[test]
    fn a_command_is_taken_apart_at_spaces_outside_quotes() {
        for (command, expected) in [
            ("", &[][..]),
            ("  ", &[]),
            ("less -R", &["less", "-R"]),
            (
                "'C:\\Program Files\\less.exe' -R",
                &["C:\\Program Files\\less.exe", "-R"],
            ),
            ("less -P \"翻 页\"", &["less", "-P", "翻 页"]),
            ("a ''", &["a", ""]),
            ("a 'b", &["a", "b"]),
            ("a\"b c\"d", &["ab cd"]),
        ] {
            assert_eq!(words(command), expected, "{command}");
        }
    }

    proptest! {
        #[test]
        fn words_without_spaces_and_quotes_come_back_as_they_were(
            typed in prop::collection::vec("[^\\s'\"]{1,6}", 0..5),
        ) {
            prop_assert_eq!(words(&typed.join("  ")), typed);
        }
    }
}
