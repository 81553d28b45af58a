//! `man`: the manual page of the program, or of one of its commands.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};

use super::chinese::{self, Extra};
use super::complaint::Complaint;
use super::flags::{flag, text, texts};
use super::output::Destination;
use super::pager::Pager;
use super::session::Session;
use super::tree;
use crate::value::text::shown;

/// What the program's page says that no command does.
const EXTRAS: &[Extra] = &[
    Extra {
        heading: "环境变量",
        entries: &[
            ("XGZ_DB", "台账文件"),
            ("XGZ_CONFIG", "设置文件"),
            ("XGZ_AUTHOR", "操作人"),
            ("XGZ_PAGER", "分页程序；不要分页的写 false"),
            ("XGZ_EDITOR", "编辑程序"),
            (
                "XGZ_PASSPHRASE",
                "加密备份的口令；设了就不再问，只在没有人可以问的地方（如定时任务）用",
            ),
            (
                "XGZ_TODAY",
                "把某一天当作今天，如 2022-12-31，补做年底的统计时有用；历史里的时间仍是真的",
            ),
            ("NO_COLOR", "设了就不用颜色；--color never 也行"),
            ("XGZ_ASCII", "设了就用 - 画横线，终端显示横线不整齐时用"),
        ],
    },
    Extra {
        heading: "退出码",
        entries: &[
            ("0", "做好了；一条也没有列出也是 0"),
            ("1", "看懂了，但不能做"),
            ("2", "没看懂：命令、选项、日期、数不对，或缺了必填的"),
            ("3", "要找的记录没有，或者不止一条"),
        ],
    },
];

/// The command.
pub(super) fn command() -> Command {
    Command::new("man")
        .alias("手册")
        .about("印出手册页，给 man 命令看；写明命令时，是那一个命令的")
        .arg(
            Arg::new("command")
                .value_name("命令")
                .num_args(0..)
                .action(ArgAction::Append)
                .help("如 visit、visit add；不写时是整个程序的"),
        )
        .arg(
            flag("output", "输出", "文件", "存成文件，如 xgz.1")
                .short('o')
                .value_hint(ValueHint::FilePath),
        )
        .after_help("怎样看：\n  xgz man -o xgz.1\n  man ./xgz.1")
}

/// Prints the page.
pub(super) fn run(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let path = texts(matches, "command");
    let extras = if path.is_empty() { EXTRAS } else { &[] };
    let page = chinese::man(&tree::tree(), &path, extras).ok_or_else(|| {
        Complaint::not_understood(format!("没有「{}」这个命令。", shown(&path.join(" "))))
            .hint("看全部命令：xgz --help")
    })?;
    let destination = Destination::plain(text(matches, "output").map(PathBuf::from));
    // At a terminal a person wants to read it, not its source.
    let reader = Pager {
        words: ["man", "-l", "-"].map(str::to_owned).into(),
        variables: Vec::new(),
        above: "",
    };
    let is_read = destination.file.is_none() && session.outside.width.is_some();
    if is_read && (session.outside.page)(&reader, &mut page.as_bytes()) {
        return Ok(());
    }
    destination.write_with(session, |out| Ok(out.write_all(page.as_bytes())?))
}

#[cfg(test)]
mod tests {
    use super::EXTRAS;
    use crate::cli::settings::Setting;

    #[test]
    fn the_guide_says_the_same_as_the_programs_page() {
        let guide = concat!(include_str!("../../docs/guide/09-settings.md"), "\n");
        for extra in EXTRAS {
            let rows = extra.entries.iter();
            let rows = rows.map(|(what, text)| format!("| `{what}` | {text} |\n"));
            let table = format!("|---|---|\n{}\n", rows.collect::<String>());
            assert!(guide.contains(&table), "{}\n{table}", extra.heading);
        }
    }

    #[test]
    fn every_variable_that_goes_before_a_setting_is_named_as_the_setting_is() {
        for key in Setting::ALL.iter().map(|setting| setting.key()) {
            let Some(variable) = key.over else {
                continue;
            };
            let mut entries = EXTRAS.iter().flat_map(|extra| extra.entries);
            let entry = entries.find(|(what, _)| *what == variable);
            let is_named = entry.is_some_and(|(_, text)| text.starts_with(key.label));
            assert!(is_named, "{variable}");
        }
    }
}
