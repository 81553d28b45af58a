//! What a person is told when a command is not done: one sentence, hints with commands, an exit status.

use std::fmt;

/// 1: understood, and refused or failed.
pub const REFUSED: u8 = 1;
/// 2: not understood.
pub const NOT_UNDERSTOOD: u8 = 2;
/// 3: no record, or more than one, fits a reference.
pub const NOT_FOUND: u8 = 3;

/// Why a command was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The exit status.
    pub status: u8,
    /// What is printed behind 错误：. Further lines are indented.
    pub text: String,
    /// What is printed behind 提示：, each on a line of its own.
    pub hints: Vec<String>,
}

impl Complaint {
    /// The command was understood and is refused.
    pub fn refused(text: impl Into<String>) -> Self {
        Self {
            status: REFUSED,
            text: text.into(),
            hints: Vec::new(),
        }
    }

    /// The command was not understood.
    pub fn not_understood(text: impl Into<String>) -> Self {
        Self {
            status: NOT_UNDERSTOOD,
            ..Self::refused(text)
        }
    }

    /// A reference fits no record, or more than one.
    pub fn not_found(text: impl Into<String>) -> Self {
        Self {
            status: NOT_FOUND,
            ..Self::refused(text)
        }
    }

    /// Adds a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

/// A person left before anything was stored.
#[derive(Debug, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

impl fmt::Display for Complaint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl std::error::Error for Complaint {}
