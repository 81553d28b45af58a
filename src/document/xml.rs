//! Text for XML and HTML. Knows no element.

use crate::value::text::shown;

/// Escapes a text for content and attributes, on one line.
///
/// What XML 1.0 cannot hold is dropped, and so is what would reorder or hide the text beside it.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(' '),
            '\u{FFFE}' | '\u{FFFF}' => {}
            char if shown(char.encode_utf8(&mut [0; 4])).chars().eq([char]) => out.push(char),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped() {
        assert_eq!(
            escaped("<b class=\"a\">&amp;'“汉”𠮷"),
            "&lt;b class=&quot;a&quot;&gt;&amp;amp;'“汉”𠮷"
        );
    }

    #[test]
    fn what_xml_cannot_hold_or_would_reorder_text_is_dropped() {
        assert_eq!(
            escaped(
                "a\0\u{1}\u{8}\u{b}\u{1f}\u{7f}\u{85}\u{202e}\u{200b}\u{feff}\u{fffe}\u{ffff}b\tc\nd\re"
            ),
            "ab c de"
        );
    }
}
