//! A small command tree with everything in it that a help page or an error can meet.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgGroup, Command, value_parser};

use super::localised;

/// The whole tree, prepared for parsing.
pub(super) fn tree() -> Command {
    localised(
        Command::new("xgz")
            .version("0.1.0")
            .about("“小个专”党建联系点工作台账")
            .subcommand_required(true)
            .after_help("示例：\n  xgz visit add --point 钢材市场 --send 送政策\n  xgz report --year 2026 -o 统计表.xlsx")
            .arg(flag("db", "数据库", "文件", "台账文件，不写就用默认位置那一本").global(true))
            .arg(
                Arg::new("color")
                    .long("color")
                    .alias("颜色")
                    .value_name("何时")
                    .value_parser(["auto", "always", "never"])
                    .default_value("auto")
                    .help("输出是否带颜色")
                    .help_heading("通用")
                    .global(true),
            )
            .arg(switch("quiet", 'q', "安静", "少说话").help_heading("通用").global(true))
            .arg(switch("yes", 'y', "确认", "不再询问，一律按“是”办理").help_heading("通用").global(true))
            .subcommand(visit())
            .subcommand(
                Command::new("point")
                    .visible_alias("联系点")
                    .about("联系点：登记、换届、撤销")
                    .subcommand_required(true)
                    .subcommand(Command::new("add").alias("添加").about("登记一个联系点")),
            )
            .subcommand(report())
            .subcommand(
                Command::new("merge")
                    .alias("合并")
                    .about("把另一本台账并进来，两边都改过的记录会列出来由人来定，任何一边的内容都不会丢失")
                    .arg(Arg::new("file").value_name("文件").required(true).help("另一本台账")),
            )
            .subcommand(Command::new("later").alias("以后").about("用到才建").defer(|command| {
                command.subcommand(Command::new("list").alias("列表").about("列出").arg(
                    flag("year", "年份", "年", "哪一年").default_value("2026"),
                ))
            }))
            .subcommand(Command::new("secret").alias("秘密").hide(true)),
    )
}

fn visit() -> Command {
    Command::new("visit")
        .alias("走访")
        .about("登记和查询走访")
        .subcommand_required(true)
        .subcommand(add())
        .subcommand(list())
        .subcommand(
            Command::new("show")
                .alias("查看")
                .about("查看一次走访")
                .arg(
                    Arg::new("ref")
                        .value_name("编号")
                        .required(true)
                        .help("走访的编号，或 last"),
                ),
        )
        .subcommand(
            Command::new("rm").alias("删除").about("删除走访").arg(
                Arg::new("refs")
                    .value_name("编号")
                    .num_args(1..)
                    .action(ArgAction::Append),
            ),
        )
}

fn add() -> Command {
    let content = |arg: Arg| arg.help_heading("内容");
    Command::new("add")
        .alias("添加")
        .about("登记一次走访。问题可以一起登记，没有写全的会在屏幕上接着问。")
        .arg(
            content(flag(
                "date",
                "日期",
                "日期",
                "走访的日期，如 2026-03-05、3月5日、昨天",
            ))
            .required(true),
        )
        .arg(content(flag(
            "point",
            "联系点",
            "联系点",
            "走访的联系点，可写名称、名称的一部分或拼音",
        )))
        .arg(content(flag("leader", "带队领导", "文字", "带队的领导")))
        .arg(content(flag(
            "code",
            "统一社会信用代码",
            "代码",
            "企业的十八位统一社会信用代码，查不到可以不写，以后再补",
        )))
        .arg(
            content(flag("send", "三送类别", "类别", "送了什么"))
                .value_parser(PossibleValuesParser::new([
                    clap::builder::PossibleValue::new("送政策").alias("policy"),
                    clap::builder::PossibleValue::new("送服务").alias("service"),
                    clap::builder::PossibleValue::new("送信心").alias("confidence"),
                    clap::builder::PossibleValue::new("旧类别").hide(true),
                ]))
                .action(ArgAction::Append),
        )
        .arg(
            content(flag("reach", "辐射户数", "数", "这次走访辐射了多少户"))
                .value_parser(value_parser!(u16)),
        )
        .arg(
            content(flag("hours", "时长", "小时", "用了几个小时"))
                .value_parser(value_parser!(u8).range(1..=24)),
        )
        .arg(
            content(flag(
                "text",
                "内容",
                "文字",
                "谈了什么、看了什么，“原话”照录即可；标点、换行都可以有",
            ))
            .allow_hyphen_values(true),
        )
        .arg(
            content(flag("between", "起止时间", "时间", "从几点到几点"))
                .num_args(2)
                .value_names(["开始", "结束"]),
        )
        .arg(content(flag("people", "同行人员", "姓名", "同行的人")).num_args(2..=5))
        .arg(
            flag("like", "仿照", "编号", "照着另一次走访填")
                .require_equals(true)
                .num_args(0..=1),
        )
        .arg(flag("old", "旧", "文字", "不再使用").hide(true))
}

fn list() -> Command {
    let filter = |arg: Arg| arg.help_heading("筛选");
    Command::new("list")
        .visible_alias("ls")
        .alias("列表")
        .about("列出走访")
        .arg(
            filter(flag("year", "年份", "年", "哪一年")).value_parser(|text: &str| {
                match text.parse::<u16>() {
                    Ok(year @ 1949..=2100) => Ok(year),
                    _ => Err("年份要写四位数字，如 2026"),
                }
            }),
        )
        .arg(filter(flag("from", "开始", "日期", "从哪天起，含当天")).conflicts_with("year"))
        .arg(filter(flag(
            "contains",
            "包含",
            "文字",
            "任何一栏里有这几个字",
        )))
        .arg(
            flag("output", "输出", "文件", "存成文件，格式看扩展名")
                .short('o')
                .help_heading("输出"),
        )
        .arg(
            flag("format", "格式", "格式", "输出的格式")
                .value_parser(["表格", "csv", "json"])
                .help_heading("输出"),
        )
        .arg(switch("all", 'a', "全部", "已撤销的也列出").help_heading("筛选"))
}

fn report() -> Command {
    Command::new("report")
        .alias("统计")
        .about("打印统计表")
        .arg(flag("year", "年份", "年", "哪一年"))
        .arg(flag("quarter", "季度", "季", "哪一季"))
        .group(
            ArgGroup::new("period")
                .args(["year", "quarter"])
                .required(true),
        )
}

fn flag(name: &'static str, alias: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .alias(alias)
        .value_name(value)
        .help(help)
}

fn switch(name: &'static str, letter: char, alias: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .short(letter)
        .long(name)
        .alias(alias)
        .action(ArgAction::SetTrue)
        .help(help)
}
