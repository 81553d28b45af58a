//! How copies of the ledger are spoken of.

use crate::cli::tree;
use crate::store::Cause;

/// Why a copy was made.
pub(in crate::cli) fn cause(cause: Option<Cause>) -> &'static str {
    match cause {
        None => "备份命令",
        Some(Cause::Migration) => "升级以前",
        Some(Cause::Import) => "导入以前",
        Some(Cause::Merge) => "合并以前",
        Some(Cause::Restore) => "换回备份以前",
        Some(Cause::Replaced) => "换下来的坏文件",
    }
}

/// The time of a command as the names of copies have it: 20221231-080000, local time.
pub(in crate::cli) fn stamp(at: &str) -> String {
    let digits: String = at.chars().take(19).filter(char::is_ascii_digit).collect();
    match (digits.get(..8), digits.get(8..)) {
        (Some(day), Some(time)) => format!("{day}-{time}"),
        _ => digits,
    }
}

/// The time that a copy's name has, as a person reads it.
pub(in crate::cli) fn stamp_moment(stamp: &str) -> String {
    let part = |from: usize, to: usize| stamp.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-{} {}:{}",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(9, 11),
        part(11, 13)
    )
}

/// A size in bytes as a person reads it.
pub(in crate::cli) fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = KIB * 1024;
    match bytes {
        0..KIB => format!("{bytes} 字节"),
        KIB..MIB => format!("{} KB", bytes.div_ceil(KIB)),
        _ => format!("{}.{} MB", bytes / MIB, bytes % MIB * 10 / MIB),
    }
}

/// A file's name as a shell takes it: in double quotes, which every shell knows, unless something in it works there.
pub(in crate::cli) fn quoted(name: &str) -> String {
    // A backslash is part of names on Windows; elsewhere a shell takes it away.
    let plain = |c: char| c.is_alphanumeric() || "._-/:".contains(c) || cfg!(windows) && c == '\\';
    if name.chars().all(plain) {
        name.to_owned()
    } else if name.contains(['$', '`', '"', '!']) {
        format!("'{}'", name.replace('\'', r"'\''"))
    } else {
        format!("\"{name}\"")
    }
}

/// A text whose commands name the ledger, unless they do already.
pub(in crate::cli) fn addressed(text: &str, ledger: &str) -> String {
    let mut parts = text.split("xgz ");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let before = whole.chars().next_back();
        let word = part.split(' ').next().unwrap_or(part);
        let word = word.trim_end_matches(|c: char| !c.is_ascii_lowercase());
        let is_command = tree::names().iter().any(|name| name == word)
            && !before.is_some_and(|c| c.is_ascii_alphanumeric() || "./-_".contains(c));
        // Only up to the end of the command it may name another ledger itself.
        let own = part.split(['；', '，', '。', '\n']).next().unwrap_or(part);
        whole.push_str("xgz ");
        if is_command && !own.contains("--db ") {
            whole.push_str("--db ");
            whole.push_str(&quoted(ledger));
            whole.push(' ');
        }
        whole.push_str(part);
    }
    whole
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_command_that_is_hinted_at_names_the_ledger_once() {
        let addressed = |text| addressed(text, "甲 乙.db");
        for (text, told) in [
            (
                "要恢复：xgz visit restore 26",
                "要恢复：xgz --db \"甲 乙.db\" visit restore 26",
            ),
            (
                "看 xgz log，再 xgz undo",
                "看 xgz --db \"甲 乙.db\" log，再 xgz --db \"甲 乙.db\" undo",
            ),
            ("xgz --db b.db log", "xgz --db b.db log"),
            ("xgz doctor --db b.db", "xgz doctor --db b.db"),
            ("新版本的 xgz", "新版本的 xgz"),
            ("「xgz-demo.db」", "「xgz-demo.db」"),
        ] {
            assert_eq!(addressed(text), told);
        }
    }

    use super::*;

    #[test]
    fn a_copy_is_found_by_the_time_of_its_command() {
        assert_eq!(stamp("2022-12-31T08:05:09+08:00"), "20221231-080509");
        assert_eq!(stamp_moment("20221231-080509"), "2022-12-31 08:05");
    }

    #[test]
    fn sizes_are_told_in_the_unit_that_fits() {
        for (bytes, told) in [
            (12, "12 字节"),
            (1024, "1 KB"),
            (1025, "2 KB"),
            (1_572_864, "1.5 MB"),
        ] {
            assert_eq!(size(bytes), told);
        }
    }
}
