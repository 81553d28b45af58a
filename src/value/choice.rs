//! Closed sets of values: a code for programs, a label for people, short words that are read as well.

use super::Entry;

/// A closed set of values, declared once with [`choice!`].
pub trait Choice: Copy + 'static {
    /// All values, in the order in which they are offered and printed.
    const ENTRIES: &'static [Entry];

    /// The code and the words of this value.
    fn entry(self) -> &'static Entry;

    /// The value a stored code stands for.
    fn from_code(code: &str) -> Option<Self>;
}

/// Declares an enum and its [`Choice`]: `Name { Variant = "code" "标签" | "短词", … }`.
macro_rules! choice {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $code:literal $label:literal $(| $word:literal)*),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $(#[doc = $label] $variant),+
        }

        impl $crate::value::Choice for $name {
            const ENTRIES: &'static [$crate::value::Entry] = &[
                $($crate::value::Entry { code: $code, label: $label, words: &[$($word),*] }),+
            ];

            fn entry(self) -> &'static $crate::value::Entry {
                &Self::ENTRIES[self as usize]
            }

            fn from_code(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use choice;

/// Finds the entry that a stored code stands for.
pub fn entry_of(entries: &'static [Entry], code: &str) -> Option<&'static Entry> {
    entries.iter().find(|entry| entry.code == code)
}
