//! The layers of the program: each folder of `src` imports only from those before it, and what only one of
//! them may know stays there.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

/// The folders, each with those that it may import from.
const LAYERS: &[(&str, &[&str])] = &[
    ("value", &["value"]),
    ("record", &["value", "record"]),
    ("store", &["value", "record", "store"]),
    ("entry", &["value", "record", "store", "entry"]),
    ("figure", &["value", "record", "store", "figure"]),
    ("check", &["value", "record", "store", "check"]),
    ("sheet", &["value", "sheet"]),
    ("document", &["value", "sheet", "document"]),
    (
        "transfer",
        &["value", "record", "store", "entry", "sheet", "transfer"],
    ),
    (
        "cli",
        &[
            "value", "record", "store", "entry", "figure", "check", "sheet", "document",
            "transfer", "cli",
        ],
    ),
];

/// What only these folders may name.
const SECRETS: &[(&str, &[&str])] = &[
    ("clap::", &["cli"]),
    ("anyhow::", &["cli"]),
    ("std::env::", &["cli"]),
    ("Local::now", &["cli"]),
    ("is_terminal", &["cli"]),
    ("Connection::open", &["store"]),
    ("SELECT ", &["store", "figure"]),
    ("comfy_table", &["sheet"]),
    ("zip::", &["document"]),
    // Nothing goes over a network.
    ("std::net", &[]),
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The program's lines of a file: comments left out, and what stands below `mod tests`.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let program = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    let lines = program
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn imports_run_one_way_and_every_layer_keeps_its_secrets() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for (layer, may) in LAYERS {
        let mut found = Vec::new();
        files(&source.join(layer), &mut found);
        assert!(!found.is_empty(), "{layer}");
        for path in found {
            let is_test = |name: &str| {
                ["test", "sample", "by_hand"]
                    .iter()
                    .any(|word| name.contains(word))
            };
            if path
                .strip_prefix(&source)
                .unwrap()
                .to_string_lossy()
                .split('/')
                .any(is_test)
            {
                continue;
            }
            let code = code(&path);
            let imported = code.split("crate::").skip(1).map(|rest| {
                rest.split(|c: char| !c.is_alphanumeric() && c != '_')
                    .next()
                    .unwrap_or_default()
            });
            for name in imported {
                if LAYERS.iter().any(|(layer, _)| *layer == name) && !may.contains(&name) {
                    wrong.push(format!("{} imports {name}", path.display()));
                }
            }
            for (word, owners) in SECRETS {
                if !owners.contains(layer) && code.contains(word) {
                    wrong.push(format!("{} names {word}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_modules_stand_in_reading_order() {
    let main = include_str!("../src/main.rs");
    let modules: Vec<_> = main
        .lines()
        .filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'))
        .collect();
    let layers: Vec<_> = LAYERS.iter().map(|(layer, _)| *layer).collect();
    assert_eq!(modules, layers);
}

#[test]
fn nothing_that_is_built_in_can_reach_a_network() {
    let lock = include_str!("../Cargo.lock");
    for name in [
        "curl",
        "hyper",
        "isahc",
        "native-tls",
        "openssl",
        "quinn",
        "reqwest",
        "rustls",
        "socket2",
        "tokio",
        "trust-dns-resolver",
        "ureq",
    ] {
        assert!(!lock.contains(&format!("name = \"{name}\"")), "{name}");
    }
}
