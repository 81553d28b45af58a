//! What is said of records and sheets that are refused.

use std::fmt::Write as _;

use super::{day_fault, period_fault, reference_fault};
use crate::cli::complaint::{Complaint, NOT_FOUND, NOT_UNDERSTOOD, REFUSED};
use crate::entry::{Failure, Refusal};
use crate::record::{Column, Fault, Kind, Unread};
use crate::sheet::ReadFault;
use crate::transfer;
use crate::value::code::CodeFault;
use crate::value::text::shown;

/// One reason for a refusal: its sentence, its hint and the exit status that it asks for.
struct Reason {
    text: String,
    hint: Option<String>,
    status: u8,
}

/// A complaint about a record that was refused, with all its reasons.
pub(super) fn complaint(kind: Kind, refusals: &[Refusal]) -> Complaint {
    let missing: Vec<&Column> = refusals
        .iter()
        .filter_map(|refusal| match refusal {
            Refusal::Rule(Fault::Missing(key)) => kind.dictionary().column(key),
            _ => None,
        })
        .collect();
    let mut reasons: Vec<Reason> = Vec::new();
    if !missing.is_empty() {
        reasons.push(all_missing(kind, &missing));
    }
    reasons.extend(
        refusals
            .iter()
            .filter(|refusal| !matches!(refusal, Refusal::Rule(Fault::Missing(_))))
            .map(|refusal| reason(kind, refusal)),
    );
    together(&reasons)
}

/// One reason for a refusal and the column that it is about, for where it can be marked.
pub(in crate::cli) struct Spot {
    /// The column.
    pub(in crate::cli) key: Option<&'static str>,
    /// What is wrong, without a full stop.
    pub(in crate::cli) text: String,
    /// What to do.
    pub(in crate::cli) hint: Option<String>,
    /// The exit status that it asks for.
    pub(in crate::cli) status: u8,
}

/// All reasons of a refusal one by one. Hints about flags are left out: they are of no use where there are none.
pub(super) fn spots(kind: Kind, refusals: &[Refusal]) -> Vec<Spot> {
    refusals
        .iter()
        .map(|refusal| {
            let key = match refusal {
                Refusal::Unread { column, .. } | Refusal::Reference { column, .. } => column.key,
                Refusal::NameTaken { .. } => "name",
                Refusal::Rule(fault) => fault.column(),
            };
            let reason = reason(kind, refusal);
            let of_flags = |hint: &String| hint.contains("--") && !hint.contains("xgz ");
            Spot {
                key: Some(key),
                text: reason.text.trim_end_matches('。').to_owned(),
                hint: reason.hint.filter(|hint| !of_flags(hint)),
                status: reason.status,
            }
        })
        .collect()
}

/// One complaint for all reasons; the gravest status is the one of the command.
fn together(reasons: &[Reason]) -> Complaint {
    let status = reasons
        .iter()
        .map(|reason| reason.status)
        .max()
        .unwrap_or(REFUSED);
    let mut hints = Vec::new();
    for hint in reasons.iter().filter_map(|reason| reason.hint.clone()) {
        if !hints.contains(&hint) {
            hints.push(hint);
        }
    }
    let text = match reasons {
        [reason] => reason.text.clone(),
        reasons => {
            let lines = reasons.iter().map(|reason| format!("\n  {}", reason.text));
            format!("有 {} 处不对：{}", reasons.len(), lines.collect::<String>())
        }
    };
    Complaint {
        status,
        text,
        hints,
    }
}

/// All that is missing at once, with an example of the whole command.
fn all_missing(kind: Kind, missing: &[&Column]) -> Reason {
    let flags: Vec<_> = missing
        .iter()
        .map(|column| format!("--{}（{}）", column.flag(), column.label))
        .collect();
    Reason {
        text: format!("还缺必填的：{}", flags.join("、")),
        hint: Some(format!("例如：{}", kind.dictionary().example)),
        status: NOT_UNDERSTOOD,
    }
}

/// One reason.
fn reason(kind: Kind, refusal: &Refusal) -> Reason {
    let reason = |status, text: String, hint: Option<String>| Reason { text, hint, status };
    match refusal {
        Refusal::Unread { column, text, why } => unread(column, text, why),
        Refusal::Reference {
            column,
            kind,
            text,
            found,
        } => {
            let complaint = reference_fault(*kind, text, found);
            reason(
                NOT_FOUND,
                format!("{}：{}", column.label, complaint.text),
                Some(complaint.hints.join("；").replace("？；", "？")),
            )
        }
        Refusal::NameTaken { name, id } => reason(
            REFUSED,
            format!("已经有联系点「{}」（编号 {id}）。", shown(name)),
            Some(format!("要修改它：xgz point edit {id}")),
        ),
        Refusal::Rule(fault) => rule(kind, fault),
    }
}

/// What a rule says that refuses.
pub(super) fn fault(kind: Kind, fault: &Fault) -> String {
    rule(kind, fault).text
}

/// A rule that refuses.
fn rule(kind: Kind, fault: &Fault) -> Reason {
    let label = |key: &str| {
        kind.dictionary()
            .column(key)
            .map_or(key.to_owned(), |column| column.label.to_owned())
    };
    let (status, text, hint) = match fault {
        Fault::Missing(key) => (NOT_UNDERSTOOD, format!("还缺必填的{}。", label(key)), None),
        Fault::MissingBoth(one, other) => (
            NOT_UNDERSTOOD,
            format!("{}和{}至少填一项。", label(one), label(other)),
            Some(format!("在联系点写 --{one}，在别处写 --{other}")),
        ),
        Fault::Future(key, day) => (
            REFUSED,
            format!("{}「{day} {}」还没有到。", label(key), day.weekday()),
            Some("已经发生的事，日期不能晚于今天".to_owned()),
        ),
        Fault::Before(later, earlier) => (
            REFUSED,
            format!("{}不能早于{}。", label(later), label(earlier)),
            Some("核对两个日期".to_owned()),
        ),
        Fault::Needs(key, other) => (
            REFUSED,
            format!("填了{}，还要填{}。", label(key), label(other)),
            kind.dictionary()
                .column(other)
                .map(|column| format!("加上 --{}", column.flag())),
        ),
        Fault::Excludes(one, other) => (
            REFUSED,
            format!("{}和{}不能都填。", label(one), label(other)),
            Some(format!(
                "只填一项；要清空的那一项写 --{}= 或 --{}=",
                one.replace('_', "-"),
                other.replace('_', "-")
            )),
        ),
        Fault::Negative(key, count) => (
            REFUSED,
            format!("{}「{count}」不能是负数。", label(key)),
            Some("填 0 或正数".to_owned()),
        ),
        Fault::MoreThan(part, whole) => (
            REFUSED,
            format!("{}不能多于{}。", label(part), label(whole)),
            Some("核对两个数".to_owned()),
        ),
        Fault::Unnamed(name, count) => (
            NOT_UNDERSTOOD,
            format!("称号还要填{}。", label(name)),
            Some(format!(
                "一条代表几户、没有名单的，不填{}，填{}（大于 1）",
                label(name),
                label(count)
            )),
        ),
        Fault::Minor => (
            REFUSED,
            "入党时不满 18 岁。".to_owned(),
            Some("核对出生年月和入党时间".to_owned()),
        ),
    };
    Reason { text, hint, status }
}

/// A complaint about words that cannot stand in a column.
pub(super) fn unread_column(column: &Column, text: &str, why: &Unread) -> Complaint {
    together(&[unread(column, text, why)])
}

/// Words that cannot stand in a column.
fn unread(column: &Column, text: &str, why: &Unread) -> Reason {
    let typed = shown(text);
    // Personal data are left out of what may be copied or photographed.
    let head = if column.personal {
        column.label.to_owned()
    } else {
        format!("{}「{typed}」", column.label)
    };
    let (status, text, hint) = match why {
        Unread::Day(fault) => {
            let (words, hint) = day_fault(fault);
            (NOT_UNDERSTOOD, format!("{head}：{words}。"), hint)
        }
        Unread::Choice {
            entries,
            nearest,
            value,
        } => {
            let labels: Vec<_> = entries.iter().map(|entry| entry.label).collect();
            let hint = match nearest.first() {
                Some(near) => format!("是不是想写「{near}」？可选：{}", labels.join("、")),
                None => format!("可选：{}", labels.join("、")),
            };
            (
                NOT_UNDERSTOOD,
                format!("{}没有「{}」这一项。", column.label, shown(value)),
                Some(hint),
            )
        }
        Unread::Figure { nearest } => (
            NOT_UNDERSTOOD,
            format!("统计表里没有「{typed}」这个指标。"),
            Some(match nearest.first() {
                Some(near) => format!("是不是想写「{near}」？指标的名称见 xgz report"),
                None => "指标的名称见 xgz report，例如 质量培训".to_owned(),
            }),
        ),
        Unread::Year(fault) => (
            NOT_UNDERSTOOD,
            format!("{head}：{}。", period_fault(*fault)),
            Some("只写年份，例如 2022".to_owned()),
        ),
        Unread::Count => (
            NOT_UNDERSTOOD,
            format!("{head}要写整数。"),
            Some("只写数字，例如 62".to_owned()),
        ),
        Unread::TooGreat => (
            NOT_UNDERSTOOD,
            format!("{head}太大了。"),
            Some("检查是不是多按了几位".to_owned()),
        ),
        Unread::Flag => (
            NOT_UNDERSTOOD,
            format!("{head}要写「是」或「否」。"),
            Some("有就写「是」，没有就写「否」".to_owned()),
        ),
        Unread::Code(fault) => {
            let (words, hint) = code_fault(fault);
            (REFUSED, format!("{head}{words}。"), Some(hint))
        }
        Unread::Forbidden(character) => (
            REFUSED,
            format!(
                "{head}里有看不见的控制字符（U+{:04X}）。",
                u32::from(*character)
            ),
            Some("删去这个字符，重新输入这一项".to_owned()),
        ),
        Unread::TooLong => (
            REFUSED,
            format!("{}太长，最多 32767 个字。", column.label),
            Some("写个摘要，全文另存为佐证材料".to_owned()),
        ),
        Unread::Label => (
            REFUSED,
            format!("{head}是这一项的名称，不是内容。"),
            Some(format!("把「{}」换成要登记的内容", column.label)),
        ),
    };
    Reason { text, hint, status }
}

/// What is wrong with a credit code.
fn code_fault(fault: &CodeFault) -> (String, String) {
    let whole = "统一社会信用代码是 18 位数字和大写字母".to_owned();
    match fault {
        CodeFault::Length { found } => (
            format!("是 {found} 位，应为 18 位"),
            "对照营业执照补全".to_owned(),
        ),
        CodeFault::Character {
            found,
            place,
            meant,
        } => (
            format!(
                "第 {place} 位的「{}」不会出现在代码里",
                shown(&found.to_string())
            ),
            meant.map_or(whole, |meant| format!("是不是把 {meant} 写成了 {found}？")),
        ),
        CodeFault::Region => (
            "第 3 到 8 位应是数字".to_owned(),
            "对照营业执照核对".to_owned(),
        ),
        CodeFault::Spoiled => (
            "被表格软件改成了科学计数，原来的代码已经丢失".to_owned(),
            "在表格里把这一列设为文本，重新填写代码".to_owned(),
        ),
    }
}

/// A sheet that was not taken in.
pub(super) fn import(file: &str, fault: transfer::Fault) -> Complaint {
    let file = shown(file);
    match fault {
        transfer::Fault::Store(error) => super::store::complaint(&error),
        transfer::Fault::NoKind { headings } => Complaint::not_understood(format!(
            "看不出「{file}」登记的是什么。表头是：{}",
            headings
                .iter()
                .map(|heading| shown(heading).into_owned())
                .collect::<Vec<_>>()
                .join("、")
        ))
        .hint("表头要用台账的列名；或用 --kind 走访 这样指明种类"),
        transfer::Fault::Unknown {
            heading,
            kind,
            nearest,
        } => {
            let complaint = Complaint::not_understood(format!(
                "「{file}」的表头「{}」不是{}的列名。",
                shown(&heading),
                kind.dictionary().label
            ));
            match nearest {
                Some(near) => complaint.hint(format!("是不是「{near}」？")),
                None => complaint.hint("删去或改正这一列再导入"),
            }
        }
        transfer::Fault::Twice { heading } => {
            Complaint::not_understood(format!("「{file}」有两列都是「{}」。", shown(&heading)))
                .hint("删去其中一列再导入")
        }
        transfer::Fault::Lacks { kind, labels } => Complaint::not_understood(format!(
            "「{file}」缺少{}的必填列：{}。",
            kind.dictionary().label,
            labels.join("、")
        ))
        .hint("补上这些列再导入"),
        transfer::Fault::Empty => Complaint::refused(format!("「{file}」只有表头，没有记录。"))
            .hint("检查是不是选错了文件"),
        transfer::Fault::Rows { total, refused } => rows(&file, total, &refused),
    }
}

/// The most lines that are listed.
const MOST_LINES: usize = 20;

/// A sheet with rows that are refused.
fn rows(file: &str, total: usize, refused: &[transfer::Refused]) -> Complaint {
    let mut text = format!(
        "「{file}」共 {total} 行，有 {} 行不能导入，整份都没有导入：",
        refused.len()
    );
    let mut hints: Vec<String> = Vec::new();
    for row in refused.iter().take(MOST_LINES) {
        let words = match &row.why {
            transfer::Why::Refused(Failure::Refused(kind, refusals)) => {
                let complaint = complaint(*kind, refusals);
                for hint in complaint.hints {
                    // An example of a command is of no use to a sheet.
                    if !hint.starts_with("例如：")
                        && !hint.starts_with("加上")
                        && !hints.contains(&hint)
                        && hints.len() < 3
                    {
                        hints.push(hint);
                    }
                }
                complaint.text.replace("\n  ", " ")
            }
            transfer::Why::Refused(Failure::Store(error)) => super::store::complaint(error).text,
            transfer::Why::Same(id) => format!("与编号 {id} 的记录相同，多半已经登记过。"),
            transfer::Why::SameLine(line) => format!("与第 {line} 行相同。"),
        };
        let _ = write!(text, "\n  第 {} 行：{words}", row.line);
    }
    if refused.len() > MOST_LINES {
        let _ = write!(text, "\n  …… 另有 {} 行", refused.len() - MOST_LINES);
    }
    if refused
        .iter()
        .any(|row| matches!(row.why, transfer::Why::Same(_) | transfer::Why::SameLine(_)))
    {
        hints.push("确实是不同的记录时，加上 --allow-same 再导入".to_owned());
    }
    hints.push("改好这些行，再导入一次".to_owned());
    Complaint {
        status: REFUSED,
        text,
        hints,
    }
}

/// A file that is no sheet.
pub(super) fn unreadable(file: &str, fault: &ReadFault) -> Complaint {
    let file = shown(file);
    let (what, hint) = match fault {
        ReadFault::Empty => ("是空文件".to_owned(), "检查是不是选错了文件"),
        ReadFault::NoHeader => ("没有表头".to_owned(), "第一行写台账的列名"),
        ReadFault::Utf16 => ("是「Unicode 文本」格式".to_owned(), SAVE_AS),
        ReadFault::Gb18030 => ("不是 UTF-8 编码".to_owned(), SAVE_AS),
        ReadFault::NotUtf8 { line } => (format!("第 {line} 行不是文字"), SAVE_AS),
        ReadFault::Nul { line } => (format!("第 {line} 行不是文字，整个文件不像表格"), SAVE_AS),
        ReadFault::UnclosedQuote { line } => (
            format!("第 {line} 行有一个引号没有收尾"),
            "补上收尾的英文引号，或删去这个引号",
        ),
        ReadFault::Ragged {
            line,
            expected,
            found,
        } => (
            format!("第 {line} 行有 {found} 格，表头有 {expected} 格"),
            "检查这一行的逗号：内容里有逗号的要加英文引号",
        ),
    };
    Complaint::refused(format!("「{file}」{what}，没有导入。")).hint(hint)
}

/// How to save a sheet so that it can be read.
const SAVE_AS: &str = "在 Excel 或 WPS 里另存为「CSV UTF-8（逗号分隔）」再导入";
