//! What went wrong with a command line, and what to type instead.
//!
//! One sentence for the error, then hints: slips of the input method, names nearest to what was typed, the values
//! that are allowed, and last the help page of the command that was reached. Typed text is shown in 「」 with its
//! control characters made visible. Nothing of clap's own wording is used.

use std::error::Error as _;
use std::num::{IntErrorKind, ParseFloatError, ParseIntError};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use super::route::{Flag, Route, is_flag};
use super::{built, slip, spelling};
use crate::value::text::{nearest, shown};

/// How many commands a hint still lists.
const FEW: usize = 12;

/// An error in words.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Message {
    /// What is wrong, to be shown after 错误：.
    pub(crate) text: String,
    /// What helps, each to be shown after 提示：; the last names the help page.
    pub(crate) hints: Vec<String>,
}

impl Message {
    fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            hints: Vec::new(),
        }
    }

    fn with(mut self, hints: impl IntoIterator<Item = String>) -> Self {
        self.hints.extend(hints);
        self
    }

    fn hint(self, hint: impl Into<String>) -> Self {
        self.with([hint.into()])
    }
}

/// Words an error of clap's.
///
/// `tree` is the tree that was parsed with, and `words` the command line as clap got it, the program's name first.
pub(crate) fn error(error: clap::Error, tree: &Command, words: &[String]) -> Message {
    let tree = built(tree);
    let route = Route::follow(&tree, words);
    let case = Case {
        error,
        level: route.level(),
        route: &route,
    };
    let mut message = case.worded();
    let mut slips = slip::slips(&route);
    if let Some((flag, next)) = route.swallowed {
        let (flag, next) = (quoted(flag), quoted(next));
        slips.insert(0, format!("{flag}后面没有写内容，{next}被当成了它的内容"));
    }
    if !slips.is_empty() {
        message.hints = slips;
    }
    let all = if case.level.has_subcommands() {
        "命令"
    } else {
        "选项"
    };
    message.hint(format!("查看全部{all}：{} --help", route.typed()))
}

/// An error and the level at which it arose.
struct Case<'a> {
    error: clap::Error,
    route: &'a Route<'a>,
    level: &'a Command,
}

impl<'a> Case<'a> {
    /// The sentence and the hints, for every kind of error.
    fn worded(&self) -> Message {
        let name = self.called(self.string(ContextKind::InvalidArg));
        match self.error.kind() {
            ErrorKind::UnknownArgument => self.unknown(),
            ErrorKind::InvalidSubcommand => self.no_such_command(),
            ErrorKind::MissingSubcommand => {
                let name = quoted(&self.route.typed());
                Message::new(format!("{name}后面还要写一个命令")).hint(self.commands())
            }
            ErrorKind::MissingRequiredArgument => {
                Message::new(format!("还没有写{}", self.missing().join("、")))
            }
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => self.refused(&name),
            ErrorKind::TooManyValues => self.too_many(&name),
            ErrorKind::TooFewValues => {
                let least = self.number(ContextKind::MinValues);
                self.counted(&format!("{name}至少要写 {least} 项"))
            }
            ErrorKind::WrongNumberOfValues => {
                let exact = self.number(ContextKind::ExpectedNumValues);
                self.counted(&format!("{name}要写 {exact} 项"))
            }
            ErrorKind::NoEquals => self.no_equals(&name),
            ErrorKind::ArgumentConflict => self.conflict(&name),
            ErrorKind::InvalidUtf8 => Message::new("输入里有无法识别的文字编码")
                .hint("请重新输入一遍；从别处粘贴来的，请先存成 UTF-8 编码"),
            _ => Message::new("没有看懂这条命令"),
        }
    }

    fn unknown(&self) -> Message {
        let typed = self.string(ContextKind::InvalidArg);
        if !is_flag(typed) {
            return self.unexpected(typed);
        }
        // clap reads -year as -y -e -a -r and complains of one letter.
        let cluster = self.route.stray();
        let cluster = cluster.filter(|word| is_flag(word) && !word.starts_with("--"));
        self.unknown_flag(cluster.unwrap_or(typed))
    }

    fn unknown_flag(&self, typed: &str) -> Message {
        let name = typed.split('=').next().unwrap_or(typed);
        let message = Message::new(format!("没有{}这个选项", quoted(name)));
        if let Some(flag) = self.waiting() {
            let example = shown(&format!("{flag}={typed}")).into_owned();
            return message.hint(format!(
                "如果{}是要填的内容，请写成：{example}",
                quoted(typed)
            ));
        }
        if let Some(deeper) = self.deeper(typed) {
            return message.hint(format!("{}要写在{}后面", quoted(name), quoted(&deeper)));
        }
        let name = name.trim_start_matches('-');
        if self.flags().any(|flag| flag == name) {
            return message.hint(format!("前面要写两个减号：--{name}"));
        }
        let near = near(name, self.flags()).into_iter();
        message.with(meant(near.map(|name| format!("--{name}"))))
    }

    /// The flag before the stray word, if it has been left without its value.
    fn waiting(&self) -> Option<&'a str> {
        let before = self.route.stop.checked_sub(1)?;
        let flag = self.route.flag_at(before)?;
        (flag.takes_values() && !flag.attached).then(|| self.route.words[before].as_str())
    }

    /// The command, further on in the line, that has the flag.
    fn deeper(&self, flag: &str) -> Option<String> {
        let mut name = self.route.typed();
        let mut level = self.level;
        for word in self.route.words.iter().skip(self.route.stop + 1) {
            if let Some(next) = level.find_subcommand(word) {
                name = format!("{name} {word}");
                level = next;
                if Flag::read(level, flag).is_some() {
                    return Some(name);
                }
            }
        }
        None
    }

    fn unexpected(&self, typed: &str) -> Message {
        let message = Message::new(format!("多出了{}", quoted(typed)));
        let name = typed.split('=').next().unwrap_or(typed);
        if self.route.stray() == Some("--") && self.level.find_subcommand(typed).is_some() {
            return message.hint("请去掉前面的「--」");
        }
        if self.flags().any(|flag| flag == name) {
            return message.with(meant(std::iter::once(format!("--{typed}"))));
        }
        let hint = if self.route.stray() == Some(typed) {
            self.parted()
        } else {
            self.example()
        };
        message.with(hint)
    }

    /// How to write words that spaces have parted; if they weren't, how to name what they are.
    fn parted(&self) -> Option<String> {
        let (from, to) = self.route.run();
        let content = self.route.words[from..to].join(" ");
        let before = from.checked_sub(1)?;
        let together = match self.route.flag_at(before).filter(Flag::takes_values) {
            Some(flag) => {
                let word = &self.route.words[before];
                let most = flag.most_values();
                match word.split_once('=') {
                    _ if most > 1 => return Some(format!("{}最多写 {most} 项", quoted(word))),
                    Some((name, start)) => format!("{name}=\"{start} {content}\""),
                    None if flag.attached => return None,
                    None if flag.arg.is_require_equals_set() => {
                        let example = format!("{word}={content}");
                        return Some(format!("内容要用等号连上：{}", shown(&example)));
                    }
                    None => format!("{word} \"{content}\""),
                }
            }
            None if self
                .level
                .get_positionals()
                .any(|arg| arg.get_id() == "ref")
                && self.route.words[from..to].iter().all(is_number) =>
            {
                return Some("一次只写一个编号".to_owned());
            }
            None if to - from > 1 && spelling::places(self.level) > 0 => format!("\"{content}\""),
            None => return self.example(),
        };
        let together = shown(&together);
        Some(format!("有空格的内容要用英文引号括起来：{together}"))
    }

    /// One of the flags, to show that content comes after its name.
    fn example(&self) -> Option<String> {
        let mut flags = self.level.get_arguments().filter(|arg| !arg.is_hide_set());
        let own = |arg: &&Arg| !arg.is_global_set() && !arg.is_positional();
        let flag = flags.find(|arg| own(arg) && spelling::takes_values(arg))?;
        let (name, values) = (self.spelled(flag), spelling::values(flag));
        Some(format!("内容前面要先写选项，例如：{name} {values}"))
    }

    fn no_such_command(&self) -> Message {
        let typed = self.string(ContextKind::InvalidSubcommand);
        let message = Message::new(format!("没有{}这个命令", quoted(typed)));
        if let Some(above) = self.above(typed) {
            let typed = quoted(typed);
            return message.hint(format!("{typed}前面还要写一个命令，例如：{above}"));
        }
        let near = near(typed, self.visible().flat_map(spelling::names));
        if near.is_empty() && self.visible().count() <= FEW {
            return message.hint(self.commands());
        }
        message.with(meant(near.into_iter().map(str::to_owned)))
    }

    /// A whole command for a name that belongs one level down; the next word says under which, if it can.
    fn above(&self, typed: &str) -> Option<String> {
        let has = |command: &&Command| command.find_subcommand(typed).is_some();
        let after = self.route.words.get(self.route.stop + 1);
        let after = after.filter(|word| self.level.find_subcommand(word).as_ref().is_some_and(has));
        let name = match after {
            Some(word) => word.as_str(),
            None => in_language(self.visible().find(has)?, typed),
        };
        Some(format!("{} {name} {typed}", self.route.typed()))
    }

    /// A value that isn't one of those allowed, or that its parser refused.
    fn refused(&self, name: &str) -> Message {
        let value = self.string(ContextKind::InvalidValue);
        let values = self.find(self.string(ContextKind::InvalidArg));
        let values = values.map(Arg::get_possible_values).unwrap_or_default();
        let values: Vec<_> = values.iter().filter(|value| !value.is_hide_set()).collect();
        let reason = self.error.source().map(reason).unwrap_or_default();
        let message = if value.is_empty() {
            Message::new(format!("{name}后面还没有写内容"))
        } else if self.error.kind() == ErrorKind::InvalidValue {
            let names = values.iter().flat_map(|value| value.get_name_and_aliases());
            let near = near(value, names);
            Message::new(format!("{name}不能写{}", quoted(value)))
                .with(meant(near.into_iter().map(str::to_owned)))
        } else if reason.is_empty() {
            Message::new(format!("{name}写的{}不对", quoted(value)))
        } else {
            let reason = shown(&reason);
            Message::new(format!("{name}写的{}不对：{reason}", quoted(value)))
        };
        let listed: Vec<_> = values.iter().map(|value| value.get_name()).collect();
        let listed = (!listed.is_empty()).then(|| format!("可以写：{}", listed.join("、")));
        message.with(listed)
    }

    fn too_many(&self, name: &str) -> Message {
        let value = quoted(self.string(ContextKind::InvalidValue));
        let arg = self.find(self.string(ContextKind::InvalidArg));
        if arg.is_some_and(spelling::takes_values) {
            Message::new(format!("{name}写得太多，多出了{value}"))
        } else {
            Message::new(format!("{name}后面不用写内容，多出了{value}"))
        }
    }

    fn counted(&self, wanted: &str) -> Message {
        let actual = self.number(ContextKind::ActualNumValues);
        Message::new(format!("{wanted}，现在写了 {actual} 项"))
    }

    fn no_equals(&self, name: &str) -> Message {
        let message = Message::new(format!("{name}和内容之间要写等号"));
        let arg = self.find(self.string(ContextKind::InvalidArg));
        message.with(arg.map(|arg| {
            let values = spelling::values(arg);
            let values = values.trim_matches(['[', ']']);
            format!("写法是：{}={values}", self.spelled(arg))
        }))
    }

    fn conflict(&self, name: &str) -> Message {
        let others = self.strings(ContextKind::PriorArg).into_iter();
        let others: Vec<_> = others.map(|other| self.called(other)).collect();
        if others == [name] {
            return Message::new(format!("{name}只能写一次")).hint("请删去多写的一个");
        }
        let name = match self.string(ContextKind::InvalidSubcommand) {
            "" => name.to_owned(),
            command => quoted(command),
        };
        let others = if others.is_empty() {
            "其他选项".to_owned()
        } else {
            others.join("、")
        };
        Message::new(format!("{name}不能和{others}一起写")).hint("请只留一个")
    }

    /// What is missing, with what to write after it.
    fn missing(&self) -> Vec<String> {
        let missing = self.strings(ContextKind::InvalidArg).into_iter();
        let worded = |display: &str| match self.find(display) {
            Some(arg) if !arg.is_positional() => {
                quoted(&format!("{} {}", self.spelled(arg), spelling::values(arg)))
            }
            _ => self.called(display),
        };
        missing.map(worded).collect()
    }

    /// The commands of this level: `可以写：add（添加）、list（列表）`.
    fn commands(&self) -> String {
        let commands: Vec<_> = self.visible().map(spelling::title).collect();
        format!("可以写：{}", commands.join("、"))
    }

    fn visible(&self) -> impl Iterator<Item = &'a Command> {
        let commands = self.level.get_subcommands();
        commands.filter(|command| !command.is_hide_set())
    }

    /// The long names of the flags of this level, in both languages.
    fn flags(&self) -> impl Iterator<Item = &'a str> {
        let flags = self.level.get_arguments().filter(|arg| !arg.is_hide_set());
        flags.flat_map(spelling::longs)
    }

    /// The flag or place that clap displays so, by its name in 「」.
    fn called(&self, display: &str) -> String {
        if let Some(arg) = self.find(display) {
            return quoted(&self.spelled(arg));
        }
        // A group of flags of which one is required: <--name <文字>|--code <文字>>.
        let group = display
            .strip_prefix('<')
            .and_then(|group| group.strip_suffix('>'));
        let flags = group.unwrap_or(display).split('|');
        let flags: Vec<_> = flags
            .map(|flag| {
                self.find(flag)
                    .map_or_else(|| quoted(flag), |arg| quoted(&self.spelled(arg)))
            })
            .collect();
        flags.join("或")
    }

    /// The flag or place that clap displays so, of this level or one above.
    fn find(&self, display: &str) -> Option<&'a Arg> {
        let mut args = self.route.levels().flat_map(Command::get_arguments);
        args.find(|arg| arg.to_string() == display)
    }

    /// A flag as it was typed; if it wasn't, in the language of the commands. A place by its name.
    fn spelled(&self, arg: &Arg) -> String {
        if arg.is_positional() {
            return spelling::place(arg);
        }
        let longs = spelling::longs(arg).map(|long| format!("--{long}"));
        let shorts = spelling::shorts(arg).map(|short| format!("-{short}"));
        let spellings: Vec<_> = longs.chain(shorts).collect();
        let typed = self.route.words.iter().find_map(|word| {
            let name = word.split('=').next().unwrap_or(word);
            spellings.iter().find(|spelling| *spelling == name)
        });
        let chinese = spellings.iter().find(|spelling| !spelling.is_ascii());
        let chinese = chinese.filter(|_| self.route.in_chinese());
        typed
            .or(chinese)
            .or(spellings.first())
            .cloned()
            .unwrap_or_default()
    }

    fn string(&self, kind: ContextKind) -> &str {
        self.strings(kind).first().copied().unwrap_or_default()
    }

    fn strings(&self, kind: ContextKind) -> Vec<&str> {
        match self.error.get(kind) {
            Some(ContextValue::String(string)) => vec![string],
            Some(ContextValue::Strings(strings)) => strings.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    fn number(&self, kind: ContextKind) -> isize {
        match self.error.get(kind) {
            Some(ContextValue::Number(number)) => *number,
            _ => 0,
        }
    }
}

/// Text in 「」, fit for a terminal.
fn quoted(text: &str) -> String {
    format!("「{}」", shown(text))
}

/// The names nearest to what was typed: one, or two that are equally near.
fn near<'n>(typed: &str, names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut near = nearest(typed, names, 2);
    if let [first, second] = near.as_slice()
        && strsim::osa_distance(typed, first) < strsim::osa_distance(typed, second)
    {
        near.pop();
    }
    near
}

/// `是不是想写「走访」或「visit」？`
fn meant(names: impl Iterator<Item = String>) -> Option<String> {
    let names: Vec<_> = names.map(|name| quoted(&name)).collect();
    (!names.is_empty()).then(|| format!("是不是想写{}？", names.join("或")))
}

/// The name of a command in the language of another word.
fn in_language<'a>(command: &'a Command, word: &str) -> &'a str {
    let names = spelling::titles(command);
    names
        .into_iter()
        .find(|name| name.is_ascii() == word.is_ascii())
        .unwrap_or(command.get_name())
}

/// Why a value was refused; empty if all there is to say is in English.
fn reason(source: &(dyn std::error::Error + 'static)) -> String {
    if let Some(error) = source.downcast_ref::<ParseIntError>() {
        return match error.kind() {
            IntErrorKind::Empty => "不能空着",
            IntErrorKind::PosOverflow => "数字太大",
            IntErrorKind::NegOverflow => "数字太小",
            _ => "要写整数",
        }
        .to_owned();
    }
    if source.is::<ParseFloatError>() {
        return "要写数字".to_owned();
    }
    let text = source.to_string();
    // clap's number ranges: 300 is not in 1..=255.
    if let Some((_, range)) = text.split_once(" is not in ") {
        return match range.split_once("..=") {
            Some(("", high)) => format!("最大是 {high}"),
            Some((low, high)) => format!("应在 {low} 到 {high} 之间"),
            None => range
                .split_once("..")
                .map_or_else(String::new, |(low, _)| format!("最小是 {low}")),
        };
    }
    if text.is_ascii() { String::new() } else { text }
}

/// Whether a word is a number, as records have.
fn is_number(word: impl AsRef<str>) -> bool {
    let word = word.as_ref();
    !word.is_empty() && word.chars().all(|char| char.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::{help, sample};
    use super::*;

    /// What is said of a command line, whose words are parted by ASCII spaces.
    fn said(line: &str) -> Message {
        let words: Vec<_> = line.split(' ').map(str::to_owned).collect();
        let mut tree = sample::tree();
        let refused = tree.try_get_matches_from_mut(&words).unwrap_err();
        assert!(refused.use_stderr(), "{line}");
        error(refused, &tree, &words)
    }

    /// Checks the sentence, and the hints as lines.
    #[track_caller]
    fn check(line: &str, text: &str, hints: &[&str]) {
        let message = said(line);
        assert_eq!(
            (message.text.as_str(), message.hints),
            (text, hints.iter().map(|&hint| hint.to_owned()).collect()),
            "{line}"
        );
    }

    #[test]
    fn an_unknown_command_brings_the_name_nearest_to_it_in_the_language_typed() {
        let root = "查看全部命令：xgz --help";
        check(
            "xgz visti",
            "没有「visti」这个命令",
            &["是不是想写「visit」？", root],
        );
        check(
            "xgz 走方",
            "没有「走方」这个命令",
            &["是不是想写「走访」？", root],
        );
        check(
            "xgz ponit add",
            "没有「ponit」这个命令",
            &["是不是想写「point」？", root],
        );
    }

    #[test]
    fn an_unknown_command_is_looked_for_at_the_level_that_failed() {
        check(
            "xgz 走访 填加",
            "没有「填加」这个命令",
            &["是不是想写「添加」？", "查看全部命令：xgz 走访 --help"],
        );
        check(
            "xgz --db a visit lst -a",
            "没有「lst」这个命令",
            &[
                "是不是想写「list」或「ls」？",
                "查看全部命令：xgz visit --help",
            ],
        );
        check(
            "xgz later lisst",
            "没有「lisst」这个命令",
            &["是不是想写「list」？", "查看全部命令：xgz later --help"],
        );
    }

    #[test]
    fn a_command_like_no_other_brings_the_short_list() {
        check(
            "xgz visit 打印出来",
            "没有「打印出来」这个命令",
            &[
                "可以写：add（添加）、list（列表）、show（查看）、rm（删除）",
                "查看全部命令：xgz visit --help",
            ],
        );
    }

    #[test]
    fn hidden_commands_are_not_suggested() {
        assert!(!format!("{:?}", said("xgz secert")).contains("secret"));
    }

    #[test]
    fn commands_in_the_wrong_order_are_put_right() {
        let root = "查看全部命令：xgz --help";
        check(
            "xgz add point",
            "没有「add」这个命令",
            &["「add」前面还要写一个命令，例如：xgz point add", root],
        );
        check(
            "xgz 添加 走访",
            "没有「添加」这个命令",
            &["「添加」前面还要写一个命令，例如：xgz 走访 添加", root],
        );
        check(
            "xgz 添加",
            "没有「添加」这个命令",
            &["「添加」前面还要写一个命令，例如：xgz 走访 添加", root],
        );
    }

    #[test]
    fn a_missing_command_brings_those_there_are() {
        check(
            "xgz 走访",
            "「xgz 走访」后面还要写一个命令",
            &[
                "可以写：add（添加）、list（列表）、show（查看）、rm（删除）",
                "查看全部命令：xgz 走访 --help",
            ],
        );
        check(
            "xgz -q",
            "「xgz」后面还要写一个命令",
            &[
                "可以写：visit（走访）、point（联系点）、report（统计）、merge（合并）、later（以后）",
                "查看全部命令：xgz --help",
            ],
        );
    }

    #[test]
    fn an_unknown_flag_brings_the_name_nearest_to_it() {
        let list = "查看全部选项：xgz visit list --help";
        for line in ["xgz visit list --yaer 2026", "xgz visit list --yaer=2026"] {
            check(
                line,
                "没有「--yaer」这个选项",
                &["是不是想写「--year」？", list],
            );
        }
        check(
            "xgz visit list --年分 2026",
            "没有「--年分」这个选项",
            &["是不是想写「--年份」？", list],
        );
        check(
            "xgz visit list -year 2026",
            "没有「-year」这个选项",
            &["前面要写两个减号：--year", list],
        );
        check("xgz visit list -x", "没有「-x」这个选项", &[list]);
        check(
            "xgz visit --dbb x list",
            "没有「--dbb」这个选项",
            &["是不是想写「--db」？", "查看全部命令：xgz visit --help"],
        );
    }

    #[test]
    fn a_flag_before_its_command_is_sent_behind_it() {
        check(
            "xgz --leader 张三 visit add",
            "没有「--leader」这个选项",
            &[
                "「--leader」要写在「xgz visit add」后面",
                "查看全部命令：xgz --help",
            ],
        );
    }

    #[test]
    fn content_that_looks_like_a_flag_is_tied_to_its_flag() {
        check(
            "xgz visit list --contains -3",
            "没有「-3」这个选项",
            &[
                "如果「-3」是要填的内容，请写成：--contains=-3",
                "查看全部选项：xgz visit list --help",
            ],
        );
    }

    #[test]
    fn words_parted_by_spaces_are_put_in_quotation_marks() {
        let list = "查看全部选项：xgz visit list --help";
        check(
            "xgz visit list --contains 走访 张三 李四 -a",
            "多出了「张三」",
            &[
                "有空格的内容要用英文引号括起来：--contains \"走访 张三 李四\"",
                list,
            ],
        );
        check(
            "xgz visit list --contains=走访 张三",
            "多出了「张三」",
            &[
                "有空格的内容要用英文引号括起来：--contains=\"走访 张三\"",
                list,
            ],
        );
        check(
            "xgz visit show 5 4",
            "多出了「4」",
            &["一次只写一个编号", "查看全部选项：xgz visit show --help"],
        );
        check(
            "xgz visit show 钢材 市场",
            "多出了「市场」",
            &[
                "有空格的内容要用英文引号括起来：\"钢材 市场\"",
                "查看全部选项：xgz visit show --help",
            ],
        );
    }

    #[test]
    fn content_without_a_flag_brings_an_example() {
        let list = "查看全部选项：xgz visit list --help";
        check(
            "xgz visit list 张三",
            "多出了「张三」",
            &["内容前面要先写选项，例如：--year <年>", list],
        );
        check(
            "xgz visit list --contains a -- b",
            "多出了「b」",
            &["内容前面要先写选项，例如：--year <年>", list],
        );
        check(
            "xgz visit list year=2026",
            "多出了「year=2026」",
            &["是不是想写「--year=2026」？", list],
        );
        check(
            "xgz -- visit",
            "多出了「visit」",
            &["请去掉前面的「--」", "查看全部命令：xgz --help"],
        );
    }

    #[test]
    fn what_is_missing_is_named_in_the_language_of_the_commands() {
        check(
            "xgz visit add",
            "还没有写「--date <日期>」",
            &["查看全部选项：xgz visit add --help"],
        );
        check(
            "xgz 走访 添加",
            "还没有写「--日期 <日期>」",
            &["查看全部选项：xgz 走访 添加 --help"],
        );
        check(
            "xgz merge",
            "还没有写「文件」",
            &["查看全部选项：xgz merge --help"],
        );
        check(
            "xgz 统计",
            "还没有写「--年份」或「--季度」",
            &["查看全部选项：xgz 统计 --help"],
        );
    }

    #[test]
    fn a_flag_without_its_content_says_what_may_be_written() {
        check(
            "xgz visit list --year",
            "「--year」后面还没有写内容",
            &["查看全部选项：xgz visit list --help"],
        );
        check(
            "xgz visit list --year -a",
            "「--year」后面还没有写内容",
            &["查看全部选项：xgz visit list --help"],
        );
        check(
            "xgz visit add --三送类别",
            "「--三送类别」后面还没有写内容",
            &[
                "可以写：送政策、送服务、送信心",
                "查看全部选项：xgz visit add --help",
            ],
        );
        check(
            "xgz visit add --reach=",
            "「--reach」后面还没有写内容",
            &["查看全部选项：xgz visit add --help"],
        );
    }

    #[test]
    fn a_flag_that_has_swallowed_the_next_is_told() {
        check(
            "xgz visit add --date 1 --text --leader 张三",
            "多出了「张三」",
            &[
                "「--text」后面没有写内容，「--leader」被当成了它的内容",
                "查看全部选项：xgz visit add --help",
            ],
        );
        check(
            "xgz visit add --text --date 1",
            "多出了「1」",
            &[
                "「--text」后面没有写内容，「--date」被当成了它的内容",
                "查看全部选项：xgz visit add --help",
            ],
        );
        check(
            "xgz visit add --text -好",
            "还没有写「--date <日期>」",
            &["查看全部选项：xgz visit add --help"],
        );
    }

    #[test]
    fn a_value_that_is_not_allowed_brings_those_that_are() {
        let add = "查看全部选项：xgz visit add --help";
        let all = "可以写：送政策、送服务、送信心";
        check(
            "xgz visit add --send 送正策",
            "「--send」不能写「送正策」",
            &["是不是想写「送政策」？", all, add],
        );
        check(
            "xgz visit add --send polcy",
            "「--send」不能写「polcy」",
            &["是不是想写「policy」？", all, add],
        );
        check(
            "xgz visit add --send 旧类",
            "「--send」不能写「旧类」",
            &[all, add],
        );
        check(
            "xgz --color 红色 visit list",
            "「--color」不能写「红色」",
            &[
                "可以写：auto、always、never",
                "查看全部选项：xgz visit list --help",
            ],
        );
    }

    #[test]
    fn a_value_that_is_refused_says_why() {
        let add = "查看全部选项：xgz visit add --help";
        check(
            "xgz visit list --年份 26",
            "「--年份」写的「26」不对：年份要写四位数字，如 2026",
            &["查看全部选项：xgz visit list --help"],
        );
        check(
            "xgz visit add --reach x",
            "「--reach」写的「x」不对：要写整数",
            &[add],
        );
        check(
            "xgz visit add --reach 70000",
            "「--reach」写的「70000」不对：应在 0 到 65535 之间",
            &[add],
        );
        check(
            "xgz visit add --hours 25",
            "「--hours」写的「25」不对：应在 1 到 24 之间",
            &[add],
        );
        let huge = "9".repeat(30);
        check(
            &format!("xgz visit add --hours {huge}"),
            &format!("「--hours」写的「{huge}」不对：数字太大"),
            &[add],
        );
    }

    #[test]
    fn reasons_in_english_are_translated_or_left_out() {
        let reason = |text: &str| reason(&*Box::<dyn std::error::Error>::from(text));
        assert_eq!(reason("300 is not in 1..=255"), "应在 1 到 255 之间");
        assert_eq!(reason("0 is not in 1.."), "最小是 1");
        assert_eq!(reason("9 is not in ..=5"), "最大是 5");
        assert_eq!(reason("provided string was not `true` or `false`"), "");
        assert_eq!(reason("没有这一天"), "没有这一天");
        assert_eq!(super::reason(&"x".parse::<f64>().unwrap_err()), "要写数字");
        assert_eq!(super::reason(&"".parse::<u8>().unwrap_err()), "不能空着");
        assert_eq!(
            super::reason(&"-999".parse::<i8>().unwrap_err()),
            "数字太小"
        );
    }

    #[test]
    fn too_few_and_too_many_are_counted() {
        let add = "查看全部选项：xgz visit add --help";
        check(
            "xgz visit add --between 9:00",
            "「--between」要写 2 项，现在写了 1 项",
            &[add],
        );
        check(
            "xgz visit add --people 张三",
            "「--people」至少要写 2 项，现在写了 1 项",
            &[add],
        );
        check(
            "xgz visit add --people 1 2 3 4 5 6",
            "多出了「6」",
            &["「--people」最多写 5 项", add],
        );
        check(
            "xgz --yes=1 visit",
            "「--yes」后面不用写内容，多出了「1」",
            &["查看全部命令：xgz --help"],
        );
    }

    #[test]
    fn a_flag_given_twice_and_flags_that_exclude_each_other_are_named_as_typed() {
        let list = "查看全部选项：xgz visit list --help";
        check(
            "xgz visit list --年份 2026 --year 2025",
            "「--年份」只能写一次",
            &["请删去多写的一个", list],
        );
        check(
            "xgz visit list --年份 2026 --from 1",
            "「--年份」不能和「--from」一起写",
            &["请只留一个", list],
        );
    }

    #[test]
    fn an_equals_sign_that_must_be_there_is_shown() {
        check(
            "xgz visit add --like 3",
            "多出了「3」",
            &[
                "内容要用等号连上：--like=3",
                "查看全部选项：xgz visit add --help",
            ],
        );
        let mut tree = Command::new("xgz").arg(
            Arg::new("like")
                .long("like")
                .value_name("编号")
                .require_equals(true),
        );
        let words = ["xgz".to_owned(), "--like".to_owned(), "3".to_owned()];
        let refused = tree.try_get_matches_from_mut(&words).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::NoEquals);
        let message = error(refused, &tree, &words);
        assert_eq!(message.text, "「--like」和内容之间要写等号");
        assert_eq!(
            message.hints,
            ["写法是：--like=<编号>", "查看全部选项：xgz --help"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn text_in_another_encoding_is_refused() {
        use std::ffi::OsString;
        use std::os::unix::ffi::OsStringExt as _;

        let words = ["xgz", "visit", "list", "--contains"].map(OsString::from);
        let words = words
            .into_iter()
            .chain([OsString::from_vec(b"\xd7\xdf\xb7\xc3".to_vec())]);
        let words: Vec<_> = words.collect();
        let mut tree = sample::tree();
        let refused = tree.try_get_matches_from_mut(&words).unwrap_err();
        let words: Vec<_> = words
            .iter()
            .map(|word| word.to_string_lossy().into_owned())
            .collect();
        assert_eq!(
            error(refused, &tree, &words).text,
            "输入里有无法识别的文字编码"
        );
    }

    #[test]
    fn an_error_of_a_kind_unheard_of_is_still_in_chinese() {
        let refused = clap::Error::raw(ErrorKind::Io, "disk on fire");
        let message = error(refused, &sample::tree(), &["xgz".to_owned()]);
        assert_eq!(message.text, "没有看懂这条命令");
    }

    #[test]
    fn slips_of_the_input_method_are_put_right() {
        let list = "查看全部选项：xgz visit list --help";
        for typed in ["－－year", "——year", "—year", "–year", "-－year", "−−year"] {
            check(
                &format!("xgz visit list {typed} 2026"),
                &format!(
                    "{}「{typed}」{}",
                    if typed.starts_with('-') {
                        "没有"
                    } else {
                        "多出了"
                    },
                    if typed.starts_with('-') {
                        "这个选项"
                    } else {
                        ""
                    },
                ),
                &[&format!("「{typed}」里有中文横线，请改成「--year」"), list],
            );
        }
        for (typed, faults, meant) in [
            ("--year＝2026", "中文等号", "--year=2026"),
            ("－－year＝2026", "中文横线、中文等号", "--year=2026"),
            ("--年份：2026", "中文冒号", "--年份=2026"),
            ("--year\u{3000}2026", "中文空格", "--year 2026"),
            ("--ｙｅａｒ", "全角字母", "--year"),
            ("－o", "中文横线", "-o"),
        ] {
            let hints = said(&format!("xgz visit list {typed}")).hints;
            assert_eq!(
                hints,
                [&format!("「{typed}」里有{faults}，请改成「{meant}」"), list]
            );
        }
        let root = "查看全部命令：xgz --help";
        assert_eq!(
            said("xgz visit\u{3000}list").hints,
            [
                "「visit\u{3000}list」里有中文空格，请改成「visit list」",
                root
            ]
        );
        assert_eq!(
            said("xgz ｖｉｓｉｔ list").hints,
            ["「ｖｉｓｉｔ」里有全角字母，请改成「visit」", root]
        );
    }

    #[test]
    fn a_slip_that_was_taken_for_content_is_found_too() {
        check(
            "xgz visit show －－db a",
            "多出了「a」",
            &[
                "「－－db」里有中文横线，请改成「--db」",
                "查看全部选项：xgz visit show --help",
            ],
        );
    }

    #[test]
    fn curly_quotes_are_replaced() {
        let list = "查看全部选项：xgz visit list --help";
        for (typed, meant) in [
            ("--contains “走访 张三”", "--contains \"走访 张三\""),
            ("--contains ”走访 张 三“", "--contains \"走访 张 三\""),
            ("--contains=“走访 张三”", "--contains=\"走访 张三\""),
            ("--contains ‘走访 张三’", "--contains \"走访 张三\""),
        ] {
            let hint = format!("中文引号不起作用，请改用英文引号：{meant}");
            assert_eq!(
                said(&format!("xgz visit list {typed}")).hints,
                [&hint, list]
            );
        }
    }

    #[test]
    fn wide_signs_in_content_are_nobodys_slip() {
        check(
            "xgz visit add --text ——完成　，“好”：ＡＢ",
            "还没有写「--date <日期>」",
            &["查看全部选项：xgz visit add --help"],
        );
    }

    #[test]
    fn quotation_marks_in_content_are_nobodys_slip() {
        let hints = said("xgz visit add --text “两学一做”学习 --point 传达“一号文件”").hints;
        assert_eq!(hints, ["查看全部选项：xgz visit add --help"]);
    }

    #[test]
    fn what_was_typed_cannot_drive_the_terminal() {
        let hostile = "\u{1b}]0;x\u{7}\u{202e}\u{9b}31m";
        for line in [
            "xgz §",
            "xgz --§",
            "xgz -§",
            "xgz visit §",
            "xgz visit list §",
            "xgz visit list --§=1",
            "xgz visit list --year §",
            "xgz visit list --format §",
            "xgz visit add --send §",
            "xgz visit add --reach §",
            "xgz visit show a §",
            "xgz visit list --contains § §",
            "xgz visit list --contains=§ §",
            "xgz --yes=§",
            "xgz －－§",
            "xgz visit list －－year＝§",
            "xgz visit list --contains “§ §”",
            "xgz visit list --contains -§",
            "xgz visit list year=§",
            "xgz visit add --like §",
            "xgz visit list -- §",
            "xgz --leader=§ visit add",
            "xgz 走访\u{3000}§",
        ] {
            let message = said(&line.replace('§', hostile));
            let said = format!("{}\n{}", message.text, message.hints.join("\n"));
            let unsafe_character = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
            assert!(!said.contains(unsafe_character), "{line}: {said:?}");
        }
    }

    #[test]
    fn no_word_of_claps_is_left() {
        for line in [
            "xgz",
            "xgz visti",
            "xgz visit",
            "xgz visit add",
            "xgz visit list --yaer 1",
            "xgz visit list x",
            "xgz visit show -- -x y",
            "xgz visit list --year",
            "xgz visit list --format x",
            "xgz visit add --reach x",
            "xgz visit add --hours 99",
            "xgz --yes=1",
            "xgz -- visit",
            "xgz visit add --people a",
            "xgz visit add --between a",
            "xgz visit list --year 1 --year 2",
            "xgz visit list --from 1 --year 2026",
            "xgz report",
            "xgz merge",
            "xgz visit show --bogus",
            "xgz --leader 1 visit add",
        ] {
            let message = said(line);
            let said = format!("{}\n{}", message.text, message.hints.join("\n"));
            for english in help::ENGLISH {
                assert!(
                    !said.to_lowercase().contains(english),
                    "{line}: {english}: {said}"
                );
            }
        }
    }

    #[test]
    fn any_words_get_an_answer_with_the_help_page_last() {
        let words = "visit|走访|add|list|--year|--年份=1|-a|-x|--|“a|b”|－－db||-|--send|later";
        let words = || words.split('|');
        let tree = built(&sample::tree());
        let lines = words()
            .flat_map(|first| words().map(move |second| (first, second)))
            .flat_map(|(first, second)| words().map(move |third| [first, second, third]));
        for [first, second, third] in lines {
            let line = ["xgz", first, second, third].map(str::to_owned);
            let mut tree = tree.clone();
            if let Err(refused) = tree.try_get_matches_from_mut(&line) {
                let message = error(refused, &tree, &line);
                assert!(!message.text.is_empty());
                let last = message.hints.last().unwrap();
                assert!(last.ends_with(" --help"), "{last}");
            }
        }
    }
}
