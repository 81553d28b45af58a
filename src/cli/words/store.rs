//! What is said when the file cannot be used.

use std::io;
use std::path::Path;

use super::{listing, named};
use crate::cli::complaint::Complaint;
use crate::record::Kind;
use crate::store::Error;
use crate::value::text::shown;

/// A path as it is printed.
fn path(path: &Path) -> String {
    shown(&path.display().to_string()).into_owned()
}

/// A complaint about the file.
pub(super) fn complaint(error: &Error) -> Complaint {
    match error {
        Error::Missing(file) => {
            Complaint::refused(format!("还没有台账：「{}」不存在。", path(file)))
                .hint("新建台账：xgz init")
                .hint("台账在别处时，用 --db 文件名 指明")
        }
        Error::NoFolder(file) => {
            Complaint::refused(format!("放台账的文件夹不存在：「{}」。", path(file)))
                .hint("先建好文件夹，或用 --db 换一个位置")
        }
        Error::Exists(file) => {
            Complaint::refused(format!("「{}」已经存在，没有改动它。", path(file)))
                .hint("要用它，直接登记即可，例如 xgz point add")
                .hint("要另建一个，换个文件名：xgz init --db 新文件名.db")
        }
        Error::Empty(file) => {
            Complaint::refused(format!("「{}」是空文件（0 字节），不是台账。", path(file)))
                .hint("多半是复制没有成功：找回备份，不要在上面接着登记")
        }
        Error::Foreign(file) => {
            Complaint::refused(format!("「{}」不是本程序的台账，没有改动它。", path(file)))
                .hint("用 --db 指明台账文件")
        }
        Error::Newer { path: file, .. } => Complaint::refused(format!(
            "「{}」由更新版本的程序写成，这个版本不能打开。",
            path(file)
        ))
        .hint("请安装新版本的 xgz"),
        Error::Linked(file) => Complaint::refused(format!(
            "「{}」有不止一个名字（硬链接），为防丢失数据，没有打开。",
            path(file)
        ))
        .hint("复制成一个独立的文件再用"),
        Error::ReadOnly => Complaint::refused("台账或它所在的文件夹是只读的，没有保存。")
            .hint("检查文件权限，或把台账移到可以写的文件夹，再用 --db 指明"),
        Error::Denied(file) => Complaint::refused(format!("没有权限打开「{}」。", path(file)))
            .hint("检查文件和文件夹的权限"),
        Error::Busy => {
            Complaint::refused("台账正被另一个程序占用，等了 10 秒还没有空出来，没有保存。")
                .hint("关掉正在使用台账的程序，再试一次")
        }
        Error::Full => Complaint::refused("磁盘满了，没有保存，台账仍是原来的样子。")
            .hint("腾出空间后再试一次"),
        Error::Interrupted => Complaint::refused("上次写入中断了，要先在可以写的地方打开一次。")
            .hint("给台账和它的文件夹写的权限，再运行 xgz visit list"),
        Error::Broken(_) => Complaint::refused("台账文件坏了，读不完整，没有改动它。")
            .hint("不要再写入；用最近的备份替换它"),
        Error::Unreadable { kind, id, column } => {
            let label = kind
                .dictionary()
                .column(column)
                .map_or(*column, |column| column.label);
            Complaint::refused(format!(
                "{} 的{label}读不出来，台账文件可能坏了。",
                named(*kind, *id)
            ))
            .hint("用最近的备份替换它")
        }
        Error::Gone { kind, id } => Complaint::not_found(format!("没有{}。", named(*kind, *id)))
            .hint(format!("看全部：{}", listing(*kind))),
        Error::Referred { kind, id, by } => referred(*kind, *id, by),
        Error::Removed { kind, id } => {
            Complaint::refused(format!("它引用的{} 也已删除。", named(*kind, *id))).hint(format!(
                "先恢复它：xgz {} restore {id}",
                kind.dictionary().key
            ))
        }
        Error::Sqlite(_) => Complaint::refused("台账文件读写失败，没有保存。")
            .hint("再试一次；若还不行，检查磁盘和文件权限"),
        Error::Io(error) => io(error),
    }
}

/// A complaint about a record that others refer to.
fn referred(kind: Kind, id: i64, by: &[(Kind, i64)]) -> Complaint {
    let counts: Vec<_> = Kind::ALL
        .iter()
        .filter_map(|other| {
            let ids: Vec<_> = by
                .iter()
                .filter(|(kind, _)| kind == other)
                .map(|(_, id)| id.to_string())
                .collect();
            let most = ids.len().min(5);
            let more = if ids.len() > most { "等" } else { "" };
            (!ids.is_empty()).then(|| {
                format!(
                    "{} {} 条（编号 {}{more}）",
                    other.dictionary().label,
                    ids.len(),
                    ids[..most].join("、")
                )
            })
        })
        .collect();
    let complaint = Complaint::refused(format!(
        "还有记录用到{}，不能删除：{}。",
        named(kind, id),
        counts.join("、")
    ));
    let handed: Vec<_> = by
        .iter()
        .filter(|(kind, _)| *kind == Kind::Handed)
        .collect();
    if let [(_, handed), ..] = handed.as_slice() {
        return complaint.hint(format!(
            "不再要的定稿，可以撤回：xgz report --unfreeze {handed}"
        ));
    }
    match kind {
        Kind::Point => complaint.hint(format!("不再联系的，请撤销：xgz point close {id}")),
        Kind::Member => complaint.hint(format!("已经离开的，请转出：xgz member leave {id}")),
        _ => complaint.hint("先处理用到它的记录"),
    }
}

/// A complaint about a file other than the ledger.
pub(super) fn io(error: &io::Error) -> Complaint {
    let text = match error.kind() {
        io::ErrorKind::NotFound => "找不到文件或文件夹。",
        io::ErrorKind::PermissionDenied => "没有读写这个文件的权限。",
        io::ErrorKind::StorageFull | io::ErrorKind::FileTooLarge | io::ErrorKind::QuotaExceeded => {
            "磁盘满了，没有写完。"
        }
        io::ErrorKind::IsADirectory => "这是一个文件夹，不是文件。",
        io::ErrorKind::ReadOnlyFilesystem => "这个位置是只读的，不能写文件。",
        _ => "读写文件失败。",
    };
    Complaint::refused(text).hint("检查文件名、权限和磁盘空间，再试一次")
}
