//! Runs every console block of the guide and of the two README files, page by page, with the program itself.
//!
//! A page is run from a copy in a folder of its own, so that nothing is written beside the sources: `trycmd` takes
//! `PAGE.in/` as the files that are there at the start, and `PAGE.out/` as the sign that the session may write.
//! A block such as ```` ```csv points.csv ```` is both shown on the page and put into that folder under its name.
//!
//! `TRYCMD=overwrite cargo test --test guide` writes the true output into the pages. Read it before it is kept.

#![allow(clippy::unwrap_used, reason = "a test ends where it fails")]

use std::fs;
use std::path::{Path, PathBuf};

/// The day that counts as today on every page.
const TODAY: &str = "2023-04-03";

/// Who stands in the history on every page.
const AUTHOR: &str = "张敏";

/// The programs beside `xgz` that a session may use.
const TOOLS: &[&str] = &["cat", "cp"];

/// The pages, from the root of the package.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = vec![root.join("README.md"), root.join("README.zh-CN.md")];
    for entry in fs::read_dir(root.join("docs/guide")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "md") {
            pages.push(path);
        }
    }
    pages.sort();
    pages
}

/// The fenced blocks of a page: what stands behind the fence, and the lines.
fn blocks(page: &str) -> Vec<(&str, Vec<&str>)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let body = lines.by_ref().take_while(|line| !line.starts_with("```"));
            blocks.push((info, body.collect()));
        }
    }
    blocks
}

/// The lines of a page that are typed, without the sign before them.
fn typed(page: &str) -> impl Iterator<Item = &str> {
    blocks(page)
        .into_iter()
        .filter(|(info, _)| *info == "console")
        .flat_map(|(_, lines)| lines)
        .filter_map(|line| line.strip_prefix("$ "))
}

/// What `export NAME=value` on the page sets. It holds for the whole page.
fn exports(page: &str) -> impl Iterator<Item = (&str, &str)> {
    typed(page)
        .filter_map(|line| line.strip_prefix("export "))
        .map(|assignment| assignment.split_once('=').unwrap())
}

/// The page with a blank line at the end of each session that ends with output: `trycmd` wants the line feed there.
fn padded(page: &str) -> String {
    let mut padded = String::new();
    let (mut session, mut before) = (false, "");
    for line in page.lines() {
        let is_output = !before.starts_with(['$', '?']) && !["", "..."].contains(&before);
        if line == "```" && session && is_output {
            padded.push('\n');
        }
        session = line == "```console" || session && !line.starts_with("```");
        padded += line;
        padded.push('\n');
        before = line;
    }
    padded
}

/// The page with `[..]` for what is another each time: a record's uuid and times, and the times of the history.
fn wild(page: &str) -> String {
    let mut wild = String::new();
    for line in page.lines() {
        let label = ["标识：", "登记时间：", "修改时间："]
            .iter()
            .find(|label| line.starts_with(' ') && line.trim_start().starts_with(**label));
        let is_history = line.get(..18).is_some_and(|time| {
            let sign = |place: usize| time.as_bytes()[place];
            (sign(4), sign(7), sign(13)) == (b'-', b'-', b':') && time.ends_with("  ")
        });
        match label {
            Some(label) => {
                let end = line.find(label).unwrap() + label.len();
                wild = wild + &line[..end] + "[..]";
            }
            None if is_history => wild = wild + "[..]" + &line[16..],
            None => wild += line,
        }
        wild.push('\n');
    }
    wild
}

/// Runs a page from a copy; true output asked for with `TRYCMD=overwrite` goes back into the page.
fn run(page: &Path) {
    let text = fs::read_to_string(page).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join(page.file_name().unwrap());
    let given = padded(&text);
    fs::write(&copy, &given).unwrap();
    let start = copy.with_extension("in");
    fs::create_dir_all(start.join("~")).unwrap();
    fs::write(start.join("~/.keep"), "").unwrap();
    fs::create_dir(copy.with_extension("out")).unwrap();
    for (info, lines) in blocks(&text) {
        if let Some((_, name)) = info.split_once(' ') {
            let file = start.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, lines.join("\n") + "\n").unwrap();
        }
    }

    let cases = trycmd::TestCases::new();
    // A folder that is really called `~` makes every message read as it would at home.
    for (name, value) in [
        ("HOME", "~"),
        ("XDG_DATA_HOME", ""),
        ("XDG_CONFIG_HOME", ""),
        ("XGZ_DB", ""),
        ("XGZ_CONFIG", ""),
        ("XGZ_ASCII", ""),
        ("XGZ_TODAY", TODAY),
        ("XGZ_AUTHOR", AUTHOR),
        ("NO_COLOR", "1"),
        ("COLUMNS", "80"),
    ]
    .into_iter()
    // What a line sets for itself would be overruled by what is set here.
    .filter(|(name, _)| !text.contains(&format!("$ {name}=")))
    .chain(exports(&text))
    {
        cases.env(name, value);
    }
    for tool in TOOLS {
        let path = Path::new("/bin").join(tool);
        cases.register_bin(*tool, trycmd::schema::Bin::Path(path));
    }
    cases.case(&copy);
    cases.run();

    let after = fs::read_to_string(&copy).unwrap();
    if after != given {
        fs::write(page, wild(&after.replace("\n\n```\n", "\n```\n"))).unwrap();
    }
}

#[test]
fn every_session_of_the_guide_runs_as_it_is_printed() {
    for page in pages() {
        run(&page);
    }
}

#[test]
fn every_session_uses_programs_that_the_test_runs() {
    // trycmd passes over a program it doesn't know, and with it whatever stands below.
    for page in pages() {
        for line in typed(&fs::read_to_string(&page).unwrap()) {
            let program = line
                .split(' ')
                .find(|word| !word.contains('='))
                .unwrap_or_default();
            assert!(
                program == "xgz" || program == "export" || TOOLS.contains(&program),
                "{}: {line}",
                page.display()
            );
        }
    }
}

#[test]
fn every_day_of_the_table_is_read_as_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/guide/03-visits.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let xgz = |arguments: &[&str]| {
        snapbox::cmd::Command::new(snapbox::cmd::cargo_bin!("xgz"))
            .current_dir(folder.path())
            .env("XGZ_DB", "days.db")
            .env("XGZ_TODAY", TODAY)
            .args(arguments)
            .output()
            .unwrap()
    };
    xgz(&["init"]);
    let mut read = 0;
    for row in page.lines().filter(|line| line.ends_with(" |")) {
        let cells: Vec<_> = row.split(" | ").collect();
        let [typed, day] = cells[..] else { continue };
        let day = day.trim_end_matches(" |");
        if !day.starts_with("202") {
            continue;
        }
        for typed in typed.trim_start_matches("| ").split('、') {
            let add = [
                "visit",
                "add",
                "--place",
                "甲",
                "--send",
                "送政策",
                "--date",
            ];
            let done = xgz(&[&add[..], &[typed]].concat());
            let said = String::from_utf8(done.stderr).unwrap();
            assert!(said.contains(&format!("：{day} ")), "{typed}: {said}");
            read += 1;
        }
    }
    assert!(read > 20);
}

#[test]
fn every_page_of_the_guide_is_in_its_index_and_every_link_leads_to_a_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let index = fs::read_to_string(root.join("docs/guide/README.md")).unwrap();
    let mut all = pages();
    all.extend(["ARCHITECTURE.md", "CHANGELOG.md"].map(|name| root.join(name)));
    for page in all {
        let name = page.file_name().unwrap().to_str().unwrap();
        if page.parent().unwrap().ends_with("guide") && name != "README.md" {
            assert!(index.contains(&format!("({name})")), "{name}");
        }
        let text = fs::read_to_string(&page).unwrap();
        for link in text.split("](").skip(1) {
            let target = link.split([')', '#']).next().unwrap();
            if !target.is_empty() && !target.starts_with("http") {
                let file = page.parent().unwrap().join(target);
                assert!(file.exists(), "{}: {target}", page.display());
            }
        }
    }
}
