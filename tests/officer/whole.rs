//! Whether a ledger is whole, and what it holds: asked of the program, as an officer would.

use std::collections::BTreeMap;

use super::{Officer, Said};

/// The kinds of record that are entered.
pub const KINDS: &[&str] = &[
    "point", "member", "project", "visit", "problem", "meeting", "activity", "idea", "award",
    "plan",
];

impl Officer {
    /// Puts a file into the folder that only its owner may read, as the program makes its own.
    pub fn put(&self, name: &str, content: &[u8]) {
        self.write(name, content);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let rights = std::fs::Permissions::from_mode(0o600);
            std::fs::set_permissions(self.path(name), rights).unwrap();
        }
    }

    /// Everything that a ledger shows: its records of every kind, and its whole history.
    pub fn content(&self) -> BTreeMap<&'static str, Vec<u8>> {
        let mut content: BTreeMap<_, _> = KINDS
            .iter()
            .map(|kind| {
                (
                    *kind,
                    self.done(&format!("{kind} list --format json --full")).out,
                )
            })
            .collect();
        content.insert("log", self.done("log --all --format json").out);
        content
    }

    /// How many records of a kind the ledger shows.
    pub fn count(&self, kind: &str) -> usize {
        self.json(&format!("{kind} list")).as_array().unwrap().len()
    }

    /// Fails unless the program finds nothing wrong with a ledger of this folder.
    pub fn is_whole(&self, file: &str, why: &str) {
        let said = self.run(&format!("doctor --db '{file}'"));
        assert_eq!(said.status, 0, "{why}: {file}\n{}{}", said.text(), said.err);
        assert!(
            said.err.contains("没有查出问题"),
            "{why}: {file}\n{}",
            said.err
        );
    }
}

impl Said {
    /// Holds the complaint with which a command ended against what every refusal must be, whatever was said before it.
    pub fn is_complaint(&self, line: &str) {
        assert!(!self.err.contains("panicked"), "{line}\n{}", self.err);
        let at = self.err.rfind("错误：");
        let at = at.unwrap_or_else(|| panic!("{line}: {self:?}"));
        let complaint = Self {
            out: Vec::new(),
            err: self.err[at..].to_owned(),
            status: self.status,
        };
        // A hint names the setting `keep`.
        complaint.is_refusal(&format!("{line} keep"), 1);
    }
}
