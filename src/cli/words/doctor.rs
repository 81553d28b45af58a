//! What `doctor` says: what it looked at, what it found, what that means and what helps.

use std::path::Path;

use super::{named, quoted};
use crate::record::Kind;
use crate::store::Error;
use crate::store::doctor::{Check, Differs, Finding};
use crate::value::text::shown;

/// What was looked at, in words of one width.
pub(in crate::cli) fn check(check: Check) -> &'static str {
    match check {
        Check::File => "文件",
        Check::Rights => "权限",
        Check::Names => "别名",
        Check::Place => "位置",
        Check::Schema => "版本",
        Check::Structure => "结构",
        Check::References => "引用",
        Check::Book => "历史",
        Check::Page => "记录",
    }
}

/// What was found and what it means, and the command that helps.
pub(in crate::cli) fn finding(ledger: &Path, finding: &Finding) -> (String, Option<String>) {
    let file = quoted(&ledger.display().to_string());
    let repair = || Some("从历史重建一本新的：xgz doctor --repair".to_owned());
    match finding {
        Finding::File(Error::Broken(_)) => (
            "文件：坏了，打不开或读不完整。".to_owned(),
            Some("换回最近的备份：xgz backup --list".to_owned()),
        ),
        Finding::File(error) => {
            let complaint = super::store::complaint(error);
            let hint = match error {
                Error::Foreign(_) | Error::Empty(_) => {
                    Some("换回备份：xgz backup --list，xgz restore 备份文件".to_owned())
                }
                _ => complaint.hints.first().cloned(),
            };
            (format!("文件：{}", complaint.text), hint)
        }
        Finding::Rights(mode) => (
            format!("权限：别的用户也能读或改这份台账（{mode:o}），里面有电话等个人信息。"),
            Some(format!("只留给自己：chmod 600 {file}")),
        ),
        Finding::Names(count) => (
            format!("别名：这份文件有 {count} 个名字（硬链接），从另一个名字写入会丢数据。"),
            Some(format!(
                "复制成独立的文件再用：cp {file} 新文件名.db，再删去旧的名字"
            )),
        ),
        Finding::Network => (
            "位置：台账在网络磁盘或共享文件夹上，几个人同时写可能互相覆盖。".to_owned(),
            Some("放在自己电脑上，各记一本，再合并：xgz merge 别的台账.db".to_owned()),
        ),
        Finding::Older => (
            "版本：由旧版本的程序写成，还没有升级。".to_owned(),
            Some(format!(
                "打开一次就会升级（先自动备份）：xgz --db {file} log"
            )),
        ),
        Finding::Log => (
            "版本：别的程序改了写入方式，一部分内容在旁边的文件里（-wal），只复制一个文件会丢。"
                .to_owned(),
            Some(format!("打开一次就会改回来：xgz --db {file} log")),
        ),
        Finding::Structure => ("结构：文件里有一块坏了，读不出来。".to_owned(), repair()),
        Finding::Definition(name) => (
            format!(
                "版本：文件里的「{}」不是本程序的样子，别的程序改过它。",
                shown(name)
            ),
            repair(),
        ),
        Finding::References(count) => (
            format!("引用：有 {count} 处指向的记录不在了，统计会少算。"),
            repair(),
        ),
        Finding::Command { at, author } => (
            format!(
                "历史：{} {} 的一次操作和当时写下的不一样，有人改过或者磁盘出了错。",
                shown(at),
                shown(author)
            ),
            repair(),
        ),
        Finding::Revision(kind, id) => (
            format!(
                "历史：{}有一次改动和当时写下的不一样，有人改过或者磁盘出了错。",
                some(*kind, *id)
            ),
            repair(),
        ),
        Finding::Parent(kind, id) => (
            format!("历史：{}的改动接不上，中间少了一次。", some(*kind, *id)),
            Some("和备份或别的所的台账合并一次，缺的就补上了：xgz merge 备份.db".to_owned()),
        ),
        Finding::Page(kind, id, how) => (page(&named(*kind, *id), how), repair()),
        Finding::Unpaged => (
            "记录：历史不完整，排不出表来和现在的对照。".to_owned(),
            repair(),
        ),
    }
}

/// A record by its number, where it has one.
fn some(kind: Kind, id: Option<i64>) -> String {
    match id {
        Some(id) => format!("{} ", named(kind, id)),
        None => format!("某{}{}", kind.dictionary().counted, kind.dictionary().label),
    }
}

/// How a record differs from its history.
fn page(record: &str, how: &Differs) -> String {
    match how {
        // Its number went with it: it is told by what it says.
        Differs::Missing(row) => {
            let label = row.kind.dictionary().label;
            let brief = super::brief(row);
            let says = brief.split_once('：').map_or("", |(_, says)| says);
            format!("记录：历史里有一条{label}「{says}」，表里没有，统计会少算。")
        }
        Differs::Extra => format!("记录：{record} 表里有，历史里没有或已经删除，统计会多算。"),
        Differs::Columns(columns) if columns.is_empty() => {
            format!("记录：{record} 和历史对不上。")
        }
        Differs::Columns(columns) => {
            let labels: Vec<_> = columns.iter().map(|column| column.label).collect();
            format!(
                "记录：{record} 的{}和历史里写下的不一样，有人绕过本程序改过，或者磁盘出了错。",
                labels.join("、")
            )
        }
    }
}
