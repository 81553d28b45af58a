//! Help pages: laid out from the command tree, broken to the terminal's width by the rules of Chinese.
//!
//! A page is ANSI text in the tree's own styles; whoever prints it strips the colours where they aren't wanted.
//! A long flag on a narrow terminal has its description below it, indented, instead of in a column to the right.

use std::fmt::Display;

use anstyle::Style;
use clap::builder::StyledStr;
use clap::error::ErrorKind;
use clap::{Arg, Command};
use textwrap::core::display_width;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use super::route::Route;
use super::{GENERAL, built, spelling};

/// Wider lines are tiring to read, whatever the terminal offers.
const WIDEST: usize = 100;
/// Below this no layout helps.
const NARROWEST: usize = 24;
/// From here on a few long flags may stand above their description and the rest beside it.
const ROOMY: usize = 60;
/// A description narrower than this reads like a column of single words.
const DESCRIPTION: usize = 20;
/// Unicode's word joiner, which forbids a break. Only the line breaker sees it.
pub(super) const JOINER: char = '\u{2060}';
/// The indent of an entry, and the least space before a description beside it.
const INDENT: usize = 2;
/// How much further to the right a line goes on below.
const FURTHER: usize = 4;

/// What clap was asked to show: the version, or the page of the command that `words` lead to.
///
/// `words` is the command line as clap got it, the program's name first; `width` is the terminal's, in columns.
pub(crate) fn help(error: &clap::Error, tree: &Command, words: &[String], width: usize) -> String {
    if error.kind() == ErrorKind::DisplayVersion {
        return error.render().ansi().to_string();
    }
    let tree = built(tree);
    let route = Route::follow(&tree, words);
    page(route.level(), &route.named(), width)
}

/// The help page of the whole tree.
pub(crate) fn front(tree: &Command, width: usize) -> String {
    page(&built(tree), tree.get_name(), width)
}

/// The help page of one level; `name` is the command as it is typed, from the program's name on.
pub(super) fn page(level: &Command, name: &str, width: usize) -> String {
    let mut page = Page {
        level,
        width: width.clamp(NARROWEST, WIDEST),
        sections: Vec::new(),
    };
    page.prose(level.get_before_long_help().or(level.get_before_help()));
    page.prose(level.get_long_about().or(level.get_about()));
    page.usage(name);
    page.commands();
    page.flags();
    page.prose(level.get_after_long_help().or(level.get_after_help()));
    page.sections.join("\n")
}

/// A page being written, as sections that end with a line feed.
struct Page<'a> {
    level: &'a Command,
    width: usize,
    sections: Vec<String>,
}

/// A flag or a command, and what is said of it.
struct Entry {
    /// Words that may be parted at a line's end, each with its style on.
    label: String,
    text: String,
}

impl Page<'_> {
    /// Text of the caller's, line by line; what doesn't fit of an indented line goes on further to the right.
    fn prose(&mut self, text: Option<&StyledStr>) {
        let Some(text) = text else { return };
        let text = text.to_string();
        let lines = text.trim_end().lines().map(|line| {
            let content = line.trim_start();
            let indent = &line[..line.len() - content.len()];
            let hanging = if indent.starts_with(' ') {
                display_width(indent) + FURTHER
            } else {
                0
            };
            self.text(content, indent, hanging)
        });
        let section = lines.collect();
        self.sections.push(section);
    }

    /// `用法：xgz visit show [选项] <编号>`
    fn usage(&mut self, name: &str) {
        let style = self.level.get_styles().get_usage();
        let heading = format!("{style}用法：{style:#}");
        let usage = usage(self.level, name);
        let section = self.words(&usage, &heading, display_width(&heading));
        self.sections.push(section);
    }

    fn commands(&mut self) {
        let style = self.level.get_styles().get_literal();
        let entries = commands(self.level).into_iter().map(|command| Entry {
            label: styled(spelling::titles(command), style, ", "),
            text: command
                .get_about()
                .map(StyledStr::to_string)
                .unwrap_or_default(),
        });
        let entries: Vec<_> = entries.collect();
        if !entries.is_empty() {
            let heading = self.level.get_subcommand_help_heading().unwrap_or("命令");
            let column = self.column(&entries);
            self.entries(heading, &entries, column);
        }
    }

    fn flags(&mut self) {
        let groups: Vec<(&str, Vec<Entry>)> = groups(self.level)
            .into_iter()
            .map(|(heading, args)| {
                (
                    heading,
                    args.into_iter().map(|arg| self.flag(arg)).collect(),
                )
            })
            .collect();
        let column = self.column(groups.iter().flat_map(|(_, entries)| entries));
        for (heading, entries) in &groups {
            self.entries(heading, entries, column);
        }
    }

    fn flag(&self, arg: &Arg) -> Entry {
        let styles = self.level.get_styles();
        let names = styled(spelling::spellings(arg), styles.get_literal(), ", ");
        let values = spelling::values(arg);
        let values = styled(values.split_whitespace(), styles.get_placeholder(), " ");
        let both = !names.is_empty() && !values.is_empty();
        Entry {
            label: [names, values].join(if both { " " } else { "" }),
            text: description(arg),
        }
    }

    /// The column where descriptions begin; none if they go below.
    fn column<'e>(&self, entries: impl IntoIterator<Item = &'e Entry>) -> Option<usize> {
        let widths = entries.into_iter().map(|entry| display_width(&entry.label));
        let roomy = self.width >= ROOMY;
        let longest = if roomy { self.width / 2 } else { self.width };
        let widest = widths.filter(|width| *width <= longest).max()?;
        let column = INDENT + widest + INDENT;
        (roomy || column + DESCRIPTION <= self.width).then_some(column)
    }

    fn entries(&mut self, heading: &str, entries: &[Entry], column: Option<usize>) {
        let style = self.level.get_styles().get_header();
        let heading = heading.trim_end_matches([':', '：']);
        let mut section = format!("{style}{heading}：{style:#}\n");
        let indent = " ".repeat(INDENT);
        let below = column.unwrap_or(INDENT + FURTHER);
        for Entry { label, text } in entries {
            let room = column.and_then(|column| column.checked_sub(INDENT + display_width(label)));
            if let Some(room) = room.filter(|room| *room >= INDENT && !text.is_empty()) {
                let label = format!("{indent}{label}{}", " ".repeat(room));
                section.push_str(&self.text(text, &label, below));
                continue;
            }
            section.push_str(&self.words(label, &indent, INDENT + FURTHER));
            if !text.is_empty() {
                section.push_str(&self.text(text, &" ".repeat(below), below));
            }
        }
        self.sections.push(section);
    }

    /// Lines that break by the rules of Chinese: the first after `first`, the rest after `hanging` spaces.
    fn text(&self, text: &str, first: &str, hanging: usize) -> String {
        self.lines(text, first, hanging, WordSeparator::UnicodeBreakProperties)
    }

    /// Lines that break at spaces only, so that flags and commands stay whole.
    fn words(&self, text: &str, first: &str, hanging: usize) -> String {
        self.lines(text, first, hanging, WordSeparator::AsciiSpace)
    }

    fn lines(&self, text: &str, first: &str, hanging: usize, at: WordSeparator) -> String {
        let rest = " ".repeat(hanging);
        let options = Options::new(self.width)
            .initial_indent(first)
            .subsequent_indent(&rest)
            .word_separator(at)
            .word_splitter(WordSplitter::NoHyphenation)
            .wrap_algorithm(WrapAlgorithm::FirstFit);
        let mut lines = String::new();
        for line in textwrap::wrap(text, options) {
            lines.extend(line.trim_end().chars().filter(|letter| *letter != JOINER));
            lines.push('\n');
        }
        lines
    }
}

/// Names with a style on each, so that none is open where a line breaks.
fn styled<T: Display>(names: impl IntoIterator<Item = T>, style: &Style, between: &str) -> String {
    let names = names
        .into_iter()
        .map(|name| format!("{style}{name}{style:#}"));
    names.collect::<Vec<_>>().join(between)
}

/// How a command is typed: `xgz visit show [选项] <编号>`.
pub(super) fn usage(level: &Command, name: &str) -> String {
    let (places, flags): (Vec<_>, Vec<_>) = shown(level).partition(|arg| arg.is_positional());
    let mut usage = vec![name.to_owned()];
    if flags.iter().any(|arg| !arg.is_required_set()) {
        usage.push("[选项]".to_owned());
    }
    for arg in flags.into_iter().filter(|arg| arg.is_required_set()) {
        usage.extend(
            spelling::spellings(arg)
                .into_iter()
                .find(|name| name.starts_with("--")),
        );
        usage.push(spelling::values(arg));
    }
    for arg in places {
        let values = spelling::values(arg);
        usage.push(if arg.is_required_set() {
            values
        } else {
            format!("[{values}]")
        });
    }
    if level.has_subcommands() {
        let required = level.is_subcommand_required_set();
        usage.push((if required { "<命令>" } else { "[命令]" }).to_owned());
    }
    usage.join(" ")
}

/// The commands below one, in order.
pub(super) fn commands(level: &Command) -> Vec<&Command> {
    let commands = level.get_subcommands();
    let mut commands: Vec<_> = commands.filter(|command| !command.is_hide_set()).collect();
    commands.sort_by_key(|command| command.get_display_order());
    commands
}

/// What a command takes, under the headings of the caller in their order; the global ones last.
pub(super) fn groups(level: &Command) -> Vec<(&str, Vec<&Arg>)> {
    let mut args: Vec<_> = shown(level).collect();
    args.sort_by_key(|arg| {
        let general = heading(arg) == GENERAL;
        let inherited = arg.is_global_set() && !general;
        (general, inherited, arg.get_display_order())
    });
    let mut groups: Vec<(&str, Vec<&Arg>)> = Vec::new();
    for arg in args {
        let heading = heading(arg);
        match groups.iter_mut().find(|(known, _)| *known == heading) {
            Some((_, args)) => args.push(arg),
            None => groups.push((heading, vec![arg])),
        }
    }
    groups
}

fn shown(level: &Command) -> impl Iterator<Item = &Arg> {
    level.get_arguments().filter(|arg| !arg.is_hide_set())
}

fn heading(arg: &Arg) -> &str {
    arg.get_help_heading().unwrap_or(if arg.is_positional() {
        "填写内容"
    } else if arg.is_global_set() {
        GENERAL
    } else {
        "选项"
    })
}

/// What is said of a flag: its help, whether it is required, its values and its default.
pub(super) fn description(arg: &Arg) -> String {
    let help = arg.get_help().or(arg.get_long_help());
    let mut parts: Vec<String> = help.map(StyledStr::to_string).into_iter().collect();
    if arg.is_required_set() && !arg.is_positional() {
        parts.push(unbroken("[必填]"));
    }
    if spelling::takes_values(arg) && !arg.is_hide_possible_values_set() {
        let values = arg.get_possible_values();
        let values = values.iter().filter(|value| !value.is_hide_set());
        let mut values: Vec<_> = values.map(|value| value.get_name().to_owned()).collect();
        if let Some(first) = values.first_mut() {
            *first = unbroken(&format!("[可选值：{first}"));
            parts.push(format!("{}]", values.join("、")));
        }
    }
    if spelling::takes_values(arg) && !arg.is_hide_default_value_set() {
        let values = arg.get_default_values().iter();
        let values: Vec<_> = values.map(|value| value.display().to_string()).collect();
        if !values.is_empty() {
            parts.push(unbroken(&format!("[默认：{}]", values.join("、"))));
        }
    }
    parts.join(" ")
}

/// A short note that no line's end may part; a long one is left as it is.
fn unbroken(note: &str) -> String {
    if display_width(note) > DESCRIPTION - INDENT {
        return note.to_owned();
    }
    let mut unbroken = String::new();
    for letter in note.chars() {
        if !unbroken.is_empty() {
            unbroken.push(JOINER);
        }
        unbroken.push(letter);
    }
    unbroken
}

/// Words of clap's that nothing shown to people may hold, in small letters.
#[cfg(test)]
pub(super) const ENGLISH: [&str; 17] = [
    "usage",
    "options",
    "commands",
    "arguments",
    "default",
    "possible",
    "print",
    "help for",
    "alias",
    "required",
    "error",
    "tip",
    "env",
    "<command>",
    "similar",
    "invalid",
    "found",
];

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr as _;

    use super::super::{localised, sample};
    use super::*;

    /// What may not begin a line.
    const CLOSING: &str = "，。、；：！？）》」』】〉…”’]";
    /// What may not end one.
    const OPENING: &str = "（《「『【〈“‘[";

    /// The answer to a command line, without its colours.
    fn shown_by(line: &str, width: usize) -> String {
        let words: Vec<_> = line.split(' ').map(str::to_owned).collect();
        let mut tree = sample::tree();
        let error = tree.try_get_matches_from_mut(&words).unwrap_err();
        anstream::adapter::strip_str(&help(&error, &tree, &words, width)).to_string()
    }

    /// Every page of the tree without its colours, with the command it belongs to.
    fn pages(width: usize) -> Vec<(String, String)> {
        fn below(level: &Command, name: &str, width: usize, pages: &mut Vec<(String, String)>) {
            let text = anstream::adapter::strip_str(&page(level, name, width)).to_string();
            pages.push((name.to_owned(), text));
            for command in level.get_subcommands() {
                let name = format!("{name} {}", command.get_name());
                below(command, &name, width, pages);
            }
        }
        let mut pages = Vec::new();
        below(&built(&sample::tree()), "xgz", width, &mut pages);
        assert!(pages.len() > 10);
        pages
    }

    #[test]
    fn a_page_at_80_columns_has_descriptions_beside_the_flags() {
        assert_eq!(
            shown_by("xgz visit list --help", 80),
            "\
列出走访

用法：xgz visit list [选项]

筛选：
  --year, --年份 <年>          哪一年
  --from, --开始 <日期>        从哪天起，含当天
  --contains, --包含 <文字>    任何一栏里有这几个字
  -a, --all, --全部            已撤销的也列出

输出：
  -o, --output, --输出 <文件>  存成文件，格式看扩展名
  --format, --格式 <格式>      输出的格式 [可选值：表格、csv、json]

通用：
  --db, --数据库 <文件>        台账文件，不写就用默认位置那一本
  --color, --颜色 <何时>       输出是否带颜色 [可选值：auto、always、never]
                               [默认：auto]
  -q, --quiet, --安静          少说话
  -y, --yes, --确认            不再询问，一律按“是”办理
  -h, --help, --帮助           显示这页说明
"
        );
    }

    #[test]
    fn a_page_at_40_columns_has_descriptions_below_the_flags() {
        assert_eq!(
            shown_by("xgz visit list --help", 40),
            "\
列出走访

用法：xgz visit list [选项]

筛选：
  --year, --年份 <年>
      哪一年
  --from, --开始 <日期>
      从哪天起，含当天
  --contains, --包含 <文字>
      任何一栏里有这几个字
  -a, --all, --全部
      已撤销的也列出

输出：
  -o, --output, --输出 <文件>
      存成文件，格式看扩展名
  --format, --格式 <格式>
      输出的格式 [可选值：表格、csv、
      json]

通用：
  --db, --数据库 <文件>
      台账文件，不写就用默认位置那一本
  --color, --颜色 <何时>
      输出是否带颜色 [可选值：auto、
      always、never] [默认：auto]
  -q, --quiet, --安静
      少说话
  -y, --yes, --确认
      不再询问，一律按“是”办理
  -h, --help, --帮助
      显示这页说明
"
        );
    }

    #[test]
    fn the_root_lists_the_commands_in_both_languages_and_keeps_examples_in_their_lines() {
        assert_eq!(
            shown_by("xgz -h", 72),
            "\
“小个专”党建联系点工作台账

用法：xgz [选项] <命令>

命令：
  visit, 走访    登记和查询走访
  point, 联系点  联系点：登记、换届、撤销
  report, 统计   打印统计表
  merge, 合并    把另一本台账并进来，两边都改过的记录会列出来由人来定，
                 任何一边的内容都不会丢失
  later, 以后    用到才建

通用：
  --db, --数据库 <文件>   台账文件，不写就用默认位置那一本
  --color, --颜色 <何时>  输出是否带颜色 [可选值：auto、always、never]
                          [默认：auto]
  -q, --quiet, --安静     少说话
  -y, --yes, --确认       不再询问，一律按“是”办理
  -h, --help, --帮助      显示这页说明
  -V, --version, --版本   显示版本

示例：
  xgz visit add --point 钢材市场 --send 送政策
  xgz report --year 2026 -o 统计表.xlsx
"
        );
    }

    #[test]
    fn every_kind_of_flag_shows_what_to_write_after_it() {
        let page = shown_by("xgz visit add -h", 100);
        for line in [
            "用法：xgz visit add [选项] --date <日期>\n",
            "  --date, --日期 <日期>                走访的日期，如 2026-03-05、3月5日、昨天 [必填]\n",
            "  --between, --起止时间 <开始> <结束>  从几点到几点\n",
            "  --people, --同行人员 <姓名>…         同行的人\n",
            "  --like, --仿照 [<编号>]              照着另一次走访填\n",
            "送了什么 [可选值：送政策、送服务、送信心]\n",
        ] {
            assert!(page.contains(line), "{line}{page}");
        }
        assert!(
            shown_by("xgz visit show -h", 80)
                .contains("用法：xgz visit show [选项] <编号>\n\n填写内容：\n  <编号> ")
        );
        assert!(shown_by("xgz visit rm -h", 80).contains("用法：xgz visit rm [选项] [<编号>…]\n"));
    }

    #[test]
    fn prose_keeps_its_own_lines_and_indents() {
        let prose = "　　走访时要带上政策汇编。\n\n示例：\n  xgz visit add --point 钢材市场";
        let tree = built(&localised(Command::new("xgz").after_help(prose)));
        let page = page(&tree, "xgz", 24);
        let prose =
            "　　走访时要带上政策汇\n编。\n\n示例：\n  xgz visit add --point\n      钢材市场\n";
        assert!(page.ends_with(prose), "{page}");
    }

    #[test]
    fn what_is_hidden_stays_hidden() {
        for (name, page) in pages(80) {
            for hidden in ["--old", "--旧", "secret, ", "旧类别"] {
                assert!(!page.contains(hidden), "{name}: {hidden}");
            }
        }
    }

    #[test]
    fn help_is_asked_for_in_three_ways_at_every_level() {
        for level in [
            "xgz",
            "xgz visit",
            "xgz 走访 添加",
            "xgz later",
            "xgz later list",
        ] {
            let page = shown_by(&format!("{level} -h"), 80);
            assert_eq!(shown_by(&format!("{level} --help"), 80), page);
            assert_eq!(shown_by(&format!("{level} --帮助"), 80), page);
        }
    }

    #[test]
    fn the_page_is_that_of_the_level_at_which_help_was_asked_for() {
        for (line, usage) in [
            ("xgz --help visit add", "用法：xgz [选项] <命令>\n"),
            (
                "xgz --db visit point --help add",
                "用法：xgz point [选项] <命令>\n",
            ),
            (
                "xgz visit add --leader list --date -h",
                "用法：xgz visit add [选项]",
            ),
            ("xgz 走访 -qh 添加", "用法：xgz visit [选项] <命令>\n"),
        ] {
            assert!(shown_by(line, 80).contains(usage), "{line}");
        }
    }

    #[test]
    fn a_command_that_wants_more_shows_its_page() {
        let mut tree = Command::new("xgz")
            .arg_required_else_help(true)
            .arg(Arg::new("file").value_name("文件"));
        let words = ["xgz".to_owned()];
        let error = tree.try_get_matches_from_mut(&words).unwrap_err();
        assert_eq!(
            error.kind(),
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        );
        assert!(help(&error, &tree, &words, 80).contains("[<文件>]"));
    }

    #[test]
    fn a_deferred_command_has_a_chinese_page_too() {
        let page = shown_by("xgz 以后 列表 --帮助", 80);
        assert!(
            page.contains("用法：xgz later list [选项]\n\n选项：\n"),
            "{page}"
        );
        assert!(page.contains("哪一年 [默认：2026]\n\n通用：\n"), "{page}");
    }

    #[test]
    fn the_version_is_one_line() {
        for line in ["xgz -V", "xgz --version", "xgz --版本"] {
            assert_eq!(shown_by(line, 80), "xgz 0.1.0\n");
        }
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in 36..=120 {
            for (name, page) in pages(width) {
                for line in page.lines() {
                    assert!(line.width() <= width, "{name} at {width}: {line}");
                }
            }
        }
    }

    #[test]
    fn no_line_begins_or_ends_with_the_wrong_mark() {
        for width in 36..=120 {
            for (name, page) in pages(width) {
                for line in page
                    .lines()
                    .map(str::trim_start)
                    .filter(|line| !line.starts_with('“') && !line.starts_with('['))
                {
                    assert!(
                        !line.starts_with(|c| CLOSING.contains(c)),
                        "{name} at {width}: {line}"
                    );
                    assert!(
                        !line.ends_with(|c| OPENING.contains(c)),
                        "{name} at {width}: {line}"
                    );
                }
                for note in ["[默认：auto]", "[必填]"] {
                    let begun = page.matches(&note[..note.len() - 1]).count();
                    assert_eq!(page.matches(note).count(), begun, "{name} at {width}");
                }
                assert!(!page.contains(JOINER));
            }
        }
    }

    #[test]
    fn nothing_of_claps_own_is_left() {
        for width in [40, 80] {
            for (name, page) in pages(width) {
                for english in ENGLISH {
                    assert!(
                        !page.to_lowercase().contains(english),
                        "{name}: {english}\n{page}"
                    );
                }
                assert!(
                    !page.lines().any(|line| line.ends_with(':')),
                    "{name}\n{page}"
                );
            }
        }
    }

    #[test]
    fn every_flag_and_command_stands_with_its_chinese_name() {
        for (name, page) in pages(80) {
            for line in page.lines().filter(|line| line.starts_with("  -")) {
                assert!(
                    line.contains(", --") && !line.split("  ").nth(1).unwrap().is_ascii(),
                    "{name}: {line}"
                );
            }
        }
    }

    #[test]
    fn a_page_is_coloured_and_its_colours_end() {
        let page = page(&built(&sample::tree()), "xgz", 80);
        assert!(page.contains("\u{1b}["));
        for line in page.lines().filter(|line| line.contains('\u{1b}')) {
            assert!(line.rfind("\u{1b}[0m") == line.rfind("\u{1b}["), "{line:?}");
        }
    }
}
