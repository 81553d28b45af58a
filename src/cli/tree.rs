//! The command tree, put together from the kinds and the commands' own files, and the way from it to the work.

use clap::{Arg, ArgMatches, Command, ValueHint};

use super::flags::{flag, switch};
use super::session::Session;
use super::takes::Takes;
use super::undo::Way;
use super::{
    Colouring, act, add, backup, check, chinese, completions, config, demo, doctor, edit, find,
    form, import, init, list, log, man, merge, remove, report, restore, show, summary, today, undo,
};
use crate::record::Kind;
use crate::value::Choice;

/// The whole tree, in Chinese.
pub(super) fn tree() -> Command {
    let kinds = Kind::entered().map(of_kind);
    chinese::localised(
        Command::new("xgz")
            .version(env!("CARGO_PKG_VERSION"))
            .about("“小个专”党建联系点工作台账")
            .after_help(
                "示例：\n  xgz demo                      看一份填好的示例台账\n  xgz init                      新建自己的台账\n  \
                 xgz visit add                 走访回来登记，缺什么问什么\n  \
                 xgz visit add --date 今天 --point 钢材市场 --send 送政策 --reach 40\n  xgz report --year 2022",
            )
            .args(global().map(|flag| flag.global(true).help_heading("通用")))
            .subcommands(kinds)
            .subcommands([
                find::command(), report::command(), check::command(), summary::command(), import::command(),
                log::command(), Way::Undo.command(), Way::Redo.command(),
                backup::command(), restore::command(), merge::command(), doctor::command(),
                init::command(), config::command(), demo::command(), completions::command(), man::command(),
            ]),
    )
}

/// The names of the commands at the top.
pub(super) fn names() -> Vec<String> {
    tree()
        .get_subcommands()
        .map(|one| one.get_name().to_owned())
        .collect()
}

/// The flags of every command.
fn global() -> [Arg; 6] {
    [
        flag(
            "db",
            "台账",
            "文件",
            "台账文件；不写时看环境变量 XGZ_DB，再看设置，再不然是用户数据文件夹里的 xgz/ledger.db",
        )
        .value_hint(ValueHint::FilePath),
        flag(
            "author",
            "署名",
            "姓名",
            "历史里记下的操作人；不写时用 XGZ_AUTHOR、设置或系统用户名",
        ),
        flag(
            "color",
            "颜色",
            "何时",
            "auto（自动）、always（总是）、never（从不）",
        )
        .add(Takes::choice(Colouring::ENTRIES)),
        switch("no-pager", "不分页", "比屏幕长的也一次全部印出来"),
        switch("quiet", "安静", "只说错误和要注意的事").short('q'),
        switch("yes", "确认", "不再询问，一律答「是」").short('y'),
    ]
}

/// The commands of a kind.
fn of_kind(kind: Kind) -> Command {
    let dictionary = kind.dictionary();
    Command::new(dictionary.key)
        .visible_alias(dictionary.label)
        .about(dictionary.about)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .defer(with_actions)
}

/// Adds what can be done with records of a kind; put off until the kind is asked for, since there are
/// hundreds of flags.
fn with_actions(command: Command) -> Command {
    let Some(kind) = Kind::of_key(command.get_name()) else {
        return command;
    };
    command
        .subcommands([
            add::command(kind),
            list::command(kind),
            show::command(kind),
            edit::command(kind),
            form::command(kind),
            remove::command(kind),
            remove::restore_command(kind),
            log::kind_command(kind),
        ])
        .subcommands(act::commands(kind))
}

/// Does what the command line asks for.
pub(super) fn dispatch(session: &mut Session, matches: &ArgMatches) -> anyhow::Result<()> {
    let Some((name, matches)) = matches.subcommand() else {
        return today::run(session);
    };
    let Some(kind) = Kind::of_key(name) else {
        return match name {
            "find" => find::run(session, matches),
            "report" => report::run(session, matches),
            "check" => check::run(session, matches),
            "summary" => summary::run(session, matches),
            "import" => import::run(session, matches),
            "log" => log::run(session, matches),
            "undo" => undo::run(session, Way::Undo, matches),
            "redo" => undo::run(session, Way::Redo, matches),
            "backup" => backup::run(session, matches),
            "restore" => restore::run(session, matches),
            "merge" => merge::run(session, matches),
            "doctor" => doctor::run(session, matches),
            "init" => init::run(session),
            "config" => config::run(session, matches),
            "completions" => completions::run(session, matches),
            "man" => man::run(session, matches),
            _ => demo::run(session, matches),
        };
    };
    let Some((name, matches)) = matches.subcommand() else {
        return Ok(());
    };
    match name {
        "add" => add::run(session, kind, matches),
        "list" => list::run(session, kind, matches),
        "show" => show::run(session, kind, matches),
        "edit" => edit::run(session, kind, matches),
        "form" => form::run(session, kind, matches),
        "rm" => remove::run(session, kind, matches),
        "restore" => remove::run_restore(session, kind, matches),
        "log" => log::run_kind(session, kind, matches),
        action => act::run(session, kind, action, matches),
    }
}
