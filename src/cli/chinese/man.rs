//! Manual pages (`man`): the same tree as the help pages, in roff.
//!
//! The page of the program lists every command; that of a command says all of it and of the commands below. Knows no
//! width: whoever shows the page breaks its lines, told here that it may break them between 汉字.

use clap::{Arg, Command};
use roff::{Inline, Roff, bold, roman};

use super::help::{JOINER, commands, description, groups, usage};
use super::{GENERAL, built, spelling};

/// Where groff may break lines: around 汉字, but before no mark that closes and behind none that opens.
const BREAKS: &str = r".if \n(.g \{\
.  class [cjk] \[u2E80]-\[u2FFF] \[u3400]-\[u9FFF] \[uF900]-\[uFAFF]
.  cflags 66 \C'[cjk]'
.\}
";

/// A section of the program's page that no command says.
pub(crate) struct Extra {
    /// Its heading.
    pub(crate) heading: &'static str,
    /// What it tells of, each with what is said of it.
    pub(crate) entries: &'static [(&'static str, &'static str)],
}

/// The page of the command that `path` leads to, the program where it is empty; none where it leads nowhere.
pub(crate) fn man(tree: &Command, path: &[&str], extras: &[Extra]) -> Option<String> {
    let tree = built(tree);
    let mut level = &tree;
    let mut name = tree.get_name().to_owned();
    for word in path {
        level = level.find_subcommand(word)?;
        name = format!("{name} {}", level.get_name());
    }
    let mut page = Page(Roff::new());
    page.head(&tree, level, &name);
    if path.is_empty() {
        page.0.control("SH", ["命令"]);
        page.index(level, &name);
    } else {
        page.flags(level, "SH");
        page.below(level, &name);
    }
    page.general(level);
    for extra in extras {
        page.0.control("SH", [extra.heading]);
        for (what, text) in extra.entries {
            page.entry(vec![bold(*what)], text);
        }
    }
    if let Some(text) = level.get_after_help() {
        page.after(&text.to_string());
    }
    Some(format!("{BREAKS}{}", page.0.render()))
}

/// A page being written.
struct Page(Roff);

impl Page {
    /// The head: title, name, and how it is typed.
    fn head(&mut self, tree: &Command, level: &Command, name: &str) {
        let title = name.replace(' ', "-");
        let version = tree.get_version().unwrap_or_default();
        let source = format!("{} {version}", tree.get_name());
        let capitals = title.to_uppercase();
        self.0
            // No day: an empty one would be left out, and the rest taken for it.
            .control("TH", [capitals.as_str(), "1", " ", &source, "使用手册"])
            // Lines of 汉字 have few spaces to be widened.
            .control("ad", ["l"])
            .control("SH", ["名称"])
            .text([roman(format!("{title} - {}", about(level)))])
            .control("SH", ["用法"])
            .text([bold(usage(level, name))]);
    }

    /// Every command below one, down to the last, with what it does.
    fn index(&mut self, level: &Command, name: &str) {
        for command in commands(level) {
            let name = format!("{name} {}", command.get_name());
            let mut term = vec![bold(&name)];
            let others = spelling::titles(command)[1..].join(", ");
            if !others.is_empty() {
                term.push(roman(format!(", {others}")));
            }
            self.entry(term, &about(command));
            self.index(command, &name);
        }
    }

    /// Every command below one, down to the last, with all that it takes.
    fn below(&mut self, level: &Command, name: &str) {
        for command in commands(level) {
            let name = format!("{name} {}", command.get_name());
            self.0
                .control("SH", [name.as_str()])
                .text([roman(about(command))])
                .control("PP", [])
                .text([bold(usage(command, &name))]);
            self.flags(command, "SS");
            self.below(command, &name);
        }
    }

    /// What a command takes, but for what every one does.
    fn flags(&mut self, level: &Command, control: &str) {
        for (heading, args) in groups(level) {
            if heading != GENERAL {
                self.group(control, heading, &args);
            }
        }
    }

    /// What every command takes.
    fn general(&mut self, level: &Command) {
        for (heading, args) in groups(level) {
            if heading == GENERAL {
                self.group("SH", heading, &args);
            }
        }
    }

    /// Flags under a heading.
    fn group(&mut self, control: &str, heading: &str, args: &[&Arg]) {
        self.0.control(control, [heading]);
        for arg in args {
            let names = spelling::spellings(arg).join(", ");
            let values = spelling::values(arg);
            let both = !names.is_empty() && !values.is_empty();
            let between = if both { " " } else { "" };
            let term = vec![bold(names), roman(format!("{between}{values}"))];
            self.entry(term, &description(arg));
        }
    }

    /// A term, and what is said of it.
    fn entry(&mut self, term: Vec<Inline>, text: &str) {
        let text = text.replace(JOINER, "");
        self.0.control("TP", []).text(term).text([roman(text)]);
    }

    /// What stands at the end: headings, below each its lines as they are, and paragraphs.
    fn after(&mut self, text: &str) {
        let mut lines = text.lines().peekable();
        let mut is_headed = false;
        while let Some(line) = lines.next() {
            if let Some(line) = indented(line) {
                self.0.text([roman(line)]);
                continue;
            }
            if std::mem::take(&mut is_headed) {
                self.0.control("fi", []);
            }
            if lines.peek().is_some_and(|line| indented(line).is_some()) {
                let heading = line.trim_end_matches(['：', ':']);
                self.0.control("SH", [heading]).control("nf", []);
                is_headed = true;
            } else if !line.is_empty() {
                self.0.control("PP", []).text([roman(line)]);
            }
        }
        if is_headed {
            self.0.control("fi", []);
        }
    }
}

/// A line below a heading, without the spaces before it.
fn indented(line: &str) -> Option<&str> {
    line.strip_prefix("  ")
}

/// What a command does.
fn about(command: &Command) -> String {
    let about = command.get_about();
    about.map(ToString::to_string).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn page(path: &[&str]) -> String {
        man(&sample::tree(), path, &[]).unwrap()
    }

    #[test]
    fn the_programs_page_leads_to_every_command_and_a_commands_page_says_all_it_takes() {
        let whole = page(&[]);
        for text in [
            "\\fBxgz point add\\fR, 添加",
            ".SH 名称",
            ".SH 用法",
            ".SH 通用",
            ".SH 示例",
        ] {
            assert!(whole.contains(text), "{text}\n{whole}");
        }
        let visit = page(&["visit"]);
        for text in [".TH XGZ-VISIT 1", ".SH \"xgz visit add\"", r"\-\-point"] {
            assert!(visit.contains(text), "{text}\n{visit}");
        }
        assert!(page(&["visit", "add"]).contains(".TH XGZ-VISIT-ADD 1"));
        assert_eq!(page(&["联系点"]), page(&["point"]));
        assert_eq!(man(&sample::tree(), &["nosuch"], &[]), None);
    }

    #[test]
    fn at_the_end_a_line_heads_those_below_it_and_is_a_paragraph_where_there_are_none() {
        for (text, page) in [
            ("要改设置，打开文件。", ".PP\n要改设置，打开文件。\n"),
            ("示例：\n  甲\n  乙", ".SH 示例\n.nf\n甲\n乙\n.fi\n"),
            (
                "示例：\n  甲\n\n又一句。\n\n怎样看：\n  乙",
                ".SH 示例\n.nf\n甲\n.fi\n.PP\n又一句。\n.SH 怎样看\n.nf\n乙\n.fi\n",
            ),
        ] {
            let tree = Command::new("xgz").after_help(text);
            let whole = man(&tree, &[], &[]).unwrap();
            assert!(whole.ends_with(page), "{text}\n{whole}");
        }
    }

    #[test]
    fn nothing_in_a_text_is_an_instruction() {
        let command = Command::new("a").about("\\fB'x\n.so y\n'so z");
        let tree = Command::new("xgz")
            .about(".so /etc/passwd")
            .subcommand(command);
        let page = man(&tree, &[], &[]).unwrap();
        for line in page.lines().filter(|line| line.starts_with(['.', '\''])) {
            assert!(!line.contains("so "), "{line}");
        }
    }
}
