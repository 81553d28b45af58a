//! What is said when the file cannot be used.

use std::io;
use std::path::Path;

use super::{listing, named};
use crate::cli::complaint::Complaint;
use crate::record::Kind;
use crate::store::Error;
use crate::store::backup::Kept;
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
                .hint("多半是复制没有成功：不要在上面接着登记，看有哪些备份：xgz backup --list")
        }
        Error::Foreign(file) if is_sealed(file) => {
            Complaint::refused(format!("「{}」是加密的备份，不能直接打开。", path(file)))
                .hint(format!("换上它：xgz restore {}", quoted(file)))
                .hint(format!("合并它：xgz merge {}", quoted(file)))
        }
        Error::Foreign(file) => {
            Complaint::refused(format!("「{}」不是本程序的台账，没有改动它。", path(file)))
                .hint("用 --db 指明台账文件")
                .hint("台账被别的文件盖掉了的，换回备份：xgz backup --list")
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
            Complaint::refused("台账正被另一个程序占用，等了 30 秒还没有空出来，没有保存。")
                .hint("关掉正在使用台账的程序，再试一次")
        }
        Error::Full => Complaint::refused("磁盘满了，没有保存，台账仍是原来的样子。")
            .hint("腾出空间后再试一次"),
        Error::Interrupted => Complaint::refused("上次写入中断了，要先在可以写的地方打开一次。")
            .hint("给台账和它的文件夹写的权限，再运行 xgz visit list"),
        Error::Broken(_) => Complaint::refused("台账文件坏了，读不完整，没有改动它。")
            .hint("不要再写入，先查一查坏在哪里：xgz doctor")
            .hint("有备份的，看有哪些：xgz backup --list"),
        Error::Older(file) => Complaint::refused(format!(
            "「{}」由旧版本的程序写成，还没有升级。",
            path(file)
        ))
        .hint("直接打开它就会升级（先自动备份）：xgz --db 文件名 log"),
        Error::Sealed(file) => Complaint::refused(format!(
            "「{}」解不开：文件坏了，或者不是用口令加密的。",
            path(file)
        ))
        .hint("换一份备份再试"),
        Error::Passphrase(file) => {
            Complaint::refused(format!("口令不对，「{}」没有打开。", path(file)))
                .hint("再试一次；忘了口令的，文件打不开，只能用别的备份")
        }
        Error::Clash => Complaint::refused(
            "两本台账里有同一次改动，内容却不一样：至少有一本被改动过或者坏了，没有合并。",
        )
        .hint("两本都查一查：xgz doctor，xgz doctor --db 另一本"),
        Error::Copy => Complaint::refused("备份写出来以后核对不上，没有留下。")
            .hint("换一个磁盘再试；先查台账：xgz doctor"),
        Error::Unsound => {
            Complaint::refused("台账里有和当时写下的不一样的地方，备份它没有用，没有备份。")
                .hint("查坏在哪里、怎么办：xgz doctor")
        }
        Error::Memory => Complaint::refused("内存不够，没有做成，台账仍是原来的样子。")
            .hint("关掉别的程序再试一次"),
        Error::Unfit(_)
        | Error::Since(_)
        | Error::Meanwhile { .. }
        | Error::Parted { .. }
        | Error::Unreadable { .. }
        | Error::Gone { .. }
        | Error::Referred { .. }
        | Error::Removed { .. } => of_record(error),
        Error::Sqlite(_) => Complaint::refused("台账文件读写失败，没有保存。")
            .hint("再试一次；若还不行，检查磁盘和文件权限"),
        Error::Io(error) => io(error),
    }
}

/// A file's name as a shell takes it.
fn quoted(file: &Path) -> String {
    super::quoted(&file.display().to_string())
}

/// Whether a file goes by the name of an encrypted copy.
fn is_sealed(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "age")
}

/// A complaint about a ledger that is gone while its copies are there.
pub(super) fn gone(file: &Path, kept: &[Kept]) -> Complaint {
    let complaint = Complaint::refused(format!("找不到台账：「{}」不存在。", path(file)));
    let complaint = match kept.first() {
        Some(newest) => complaint.hint(format!(
            "旁边有 {} 份备份，换上最新的一份（{}）：xgz restore {}",
            kept.len(),
            super::stamp_moment(&newest.stamp),
            super::quoted(&name(&newest.path))
        )),
        None => complaint,
    };
    complaint
        .hint("台账在别处时，用 --db 文件名 指明")
        .hint("从来没有建过的，才新建：xgz init")
}

/// The name of a file without its folder.
fn name(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// What is said when it is the own ledger that is damaged.
pub(super) fn own_is_damaged() -> Complaint {
    Complaint::refused("正在用的台账坏了，不能合并。").hint("查坏在哪里、怎么办：xgz doctor")
}

/// A complaint about a record, rather than about the file.
fn of_record(error: &Error) -> Complaint {
    match error {
        Error::Unfit(kind) => Complaint::refused(format!(
            "有一条{}不合台账的规矩，不是本程序写成的，没有采用。",
            kind.dictionary().label
        ))
        .hint("查那一份文件：xgz doctor --db 文件名"),
        Error::Since(records) => since(records),
        Error::Parted { kind, id } => Complaint::refused(format!(
            "{} 两边都改过，还没有定用哪一份。",
            named(*kind, *id)
        ))
        .hint("先定下来，看有哪几份：xgz merge list"),
        Error::Unreadable { kind, id, column } => {
            let label = kind
                .dictionary()
                .column(column)
                .map_or(*column, |column| column.label);
            Complaint::refused(format!(
                "{} 的{label}读不出来，台账文件可能坏了。",
                named(*kind, *id)
            ))
            .hint("查一查坏在哪里：xgz doctor")
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
        Error::Meanwhile { kind, id } => {
            Complaint::refused(format!("刚才又有人改了{}，没有改动。", named(*kind, *id)))
                .hint("再看一遍，再定：xgz merge list")
        }
        _ => Complaint::refused("没有做成。").hint("台账没有改动，可以再试一次"),
    }
}

/// A complaint about a copy that cannot be written.
pub(super) fn of_copy(file: &Path, error: &Error) -> Complaint {
    match error {
        Error::Exists(_) => Complaint::refused(format!("「{}」已经存在，没有覆盖它。", path(file)))
            .hint("换一个文件名：-o 新文件名.db"),
        Error::NoFolder(_) => Complaint::refused(format!("放「{}」的文件夹不存在。", path(file)))
            .hint("先建好文件夹，或换一个位置"),
        error => complaint(error),
    }
}

/// A complaint about a ledger other than the own one, which stays as it is.
pub(super) fn of_other(file: &Path, error: &Error) -> Complaint {
    let name = path(file);
    match error {
        Error::Broken(_) | Error::Unreadable { .. } | Error::Sqlite(_) => Complaint::refused(
            format!("「{name}」坏了或者被改动过，核对不上，没有用它。"),
        )
        .hint(format!(
            "查它坏在哪里：xgz doctor --db {}",
            super::quoted(&file.display().to_string())
        )),
        Error::Unfit(kind) => Complaint::refused(format!(
            "「{name}」里有一条{}不合台账的规矩，不是本程序写成的，没有用它。",
            kind.dictionary().label
        ))
        .hint("向给你文件的人另要一份备份"),
        Error::Empty(_) => Complaint::refused(format!("「{name}」是空文件（0 字节），没有用它。"))
            .hint("多半是复制没有成功：再复制一次，或换一份备份"),
        Error::Missing(_) => {
            Complaint::refused(format!("找不到「{name}」。")).hint("检查文件名和文件夹")
        }
        Error::Busy => Complaint::refused(format!("「{name}」正被另一个程序占用。"))
            .hint("关掉正在使用它的程序，再试一次"),
        Error::Interrupted => {
            Complaint::refused(format!("「{name}」上次写入中断了。")).hint(format!(
                "先打开它一次：xgz --db {} log",
                super::quoted(&file.display().to_string())
            ))
        }
        Error::Foreign(_) => Complaint::refused(format!("「{name}」不是本程序的台账，没有用它。"))
            .hint("写台账文件或备份的文件名"),
        error => complaint(error),
    }
}

/// A complaint about records that were written since.
fn since(records: &[(Kind, i64)]) -> Complaint {
    let complaint = Complaint::refused(format!(
        "后来又有改动，不能撤销：{}。",
        super::several(records)
    ));
    match records.first() {
        Some((kind, id)) => complaint.hint(format!(
            "看后来改了什么：xgz log {} {id}",
            kind.dictionary().label
        )),
        None => complaint,
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
