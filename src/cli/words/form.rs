//! What forms say, and what is said of them.

use std::io;
use std::path::Path;

use crate::cli::complaint::Complaint;
use crate::cli::written::Fault;
use crate::entry::Draft;
use crate::record::{Column, Kind, Shape};
use crate::value::text::shown;

/// What stands above the problems of a visit.
pub(in crate::cli) const FORM_PROBLEMS: &str = "\
# 走访中的问题，每个问题写一段，从 [[problem]] 起；有几个就把这一段抄几遍。
# 没有问题的，不用管它。登记日期、联系点、责任科室都从走访来；还能写哪些项，看 xgz problem form。
";
/// What to do when what is wrong is mended.
pub(in crate::cli) const ONCE_MORE: &str = "改好以后，再运行一次";
/// An editor that came back with nothing changed.
pub(in crate::cli) const STILL_OPEN: &str =
    "表单没有变化。编辑程序还在另一个窗口里开着的，填好、存好再按回车；不填了的，也按回车：";
/// A form that was filled in before it was opened, and was left as it was.
pub(in crate::cli) const STORE_UNTOUCHED: &str =
    "表单没有改动。还在另一个窗口里填的，填好、存好再回答：照表单登记吗？";
/// Where a form comes from that is no file.
pub(in crate::cli) const STANDARD_INPUT: &str = "（标准输入）";
/// Problems that are not written as such.
pub(in crate::cli) const PROBLEM_TABLE: &str = "问题不能这样写";
pub(in crate::cli) const PROBLEM_TABLE_HINT: &str =
    "每个问题单独一段，先写一行 [[problem]]，下面写它的各项";
/// A problem that names its visit.
pub(in crate::cli) const OWN_VISIT: &str = "不用写走访：问题就在这次走访中";
pub(in crate::cli) const OWN_VISIT_HINT: &str = "删去这一行";
/// A column that is written twice.
pub(in crate::cli) const TWICE_HINT: &str = "只留一行";
/// A value of a sort that no column has.
pub(in crate::cli) const VALUE_HINT: &str = "写成文字，放在英文引号里，例如 \"今天\"、\"62\"";

/// What stands at the top of a form: what to do when it is filled in depends on where it is.
pub(in crate::cli) fn form_head(kind: Kind, target: Option<i64>, is_open: bool) -> String {
    let dictionary = kind.dictionary();
    let (label, key) = (dictionary.label, dictionary.key);
    let what = match target {
        None => format!("登记{label}。在英文引号里写内容，不填的留空。"),
        Some(id) => format!(
            "修改{}。改引号里的内容，清空就是不填。",
            super::named(kind, id)
        ),
    };
    let next = if is_open {
        "存好、关上就保存。用的是 vi 的：按 i 开始填，填好按 Esc，键入 :wq 再回车。".to_owned()
    } else {
        format!("填好以后，用这个文件登记：xgz {key} add --file 文件名")
    };
    format!("# {what}# 开头的行是说明。\n# {next}\n")
}

/// What a line of a form is for.
pub(in crate::cli) fn form_line(column: &Column) -> String {
    let mut parts = super::column::facts(column);
    parts.extend(super::ask::how_written(column).map(str::to_owned));
    match column.shape {
        Shape::Link(kind) if kind.dictionary().title.is_none() => {
            parts.push(format!("{}的编号", kind.dictionary().label));
        }
        Shape::Link(_) => parts.push("名称、其中一部分、拼音或编号".to_owned()),
        Shape::Choices(_) => parts.push("可以写几项，用「、」隔开".to_owned()),
        _ => {}
    }
    if parts.is_empty() {
        column.label.to_owned()
    } else {
        format!("{}：{}", column.label, parts.join("；"))
    }
}

/// A form by the name of its file.
pub(in crate::cli) fn form_named(name: &str) -> String {
    format!("表单{name}")
}

/// A form that cannot be read.
pub(in crate::cli) fn no_form(name: &str, error: &io::Error) -> Complaint {
    let (what, hint) = match error.kind() {
        io::ErrorKind::NotFound => (
            "不存在",
            "检查文件名；印一张空表单：xgz visit form -o 走访.toml",
        ),
        io::ErrorKind::IsADirectory => ("是文件夹，不是文件", "写出文件夹里表单的文件名"),
        _ => ("读不出来", "检查这个文件是否有权限"),
    };
    Complaint::refused(format!("表单{name}{what}。")).hint(hint)
}

/// A form that is no text.
pub(in crate::cli) fn form_no_text(name: &str) -> Complaint {
    Complaint::refused(format!("表单{name}不是文字文件。")).hint("在记事本里另存为，编码选 UTF-8")
}

/// A form that is not printed over another file.
pub(in crate::cli) fn form_exists(name: &str) -> Complaint {
    Complaint::refused(format!(
        "「{}」已经有了，没有改动它：里面也许有填好的内容。",
        shown(name)
    ))
    .hint("换一个文件名，例如 -o 走访2.toml")
}

/// What to do with an empty form.
pub(in crate::cli) fn form_printed(kind: Kind, file: &str) -> String {
    format!(
        "用记事本填好，再登记：xgz {} add --file {}",
        kind.dictionary().key,
        super::quoted(file)
    )
}

/// The name of a file, in quotes.
pub(in crate::cli) fn quoted_name(path: &Path) -> String {
    format!("「{}」", shown(&path.display().to_string()))
}

/// A form that is longer than any form.
pub(in crate::cli) fn form_too_long(name: &str) -> Complaint {
    Complaint::refused(format!("表单{name}太大，不像一张表单。"))
        .hint("许多条记录一起登记，用 xgz import")
}

/// A form that is refused, with all that is wrong in it.
pub(in crate::cli) fn form_refused(name: &str, status: u8, faults: &[Fault]) -> Complaint {
    let mut complaint = Complaint {
        status,
        ..Complaint::refused("")
    };
    match faults {
        [fault] => {
            complaint.text = format!("表单{name}{fault}。");
            complaint
                .hints
                .extend(Some(fault.hint.clone()).filter(|hint| !hint.is_empty()));
        }
        faults => {
            // What to do stands beside what is wrong: apart, nobody knows which belongs to which.
            let lines = faults.iter().map(|fault| match fault.hint.as_str() {
                "" => format!("\n  {fault}。"),
                hint if hint.ends_with('？') => format!("\n  {fault}。{hint}"),
                hint => format!("\n  {fault}。{hint}。"),
            });
            complaint.text = format!(
                "表单{name}有 {} 处不对，没有保存：{}",
                faults.len(),
                lines.collect::<String>()
            );
        }
    }
    complaint
}

/// What is wrong with a line, as it stands above it in the form.
pub(in crate::cli) fn form_mark(fault: &Fault) -> String {
    let hint = if fault.hint.is_empty() {
        String::new()
    } else {
        format!("；{}", fault.hint)
    };
    format!("# ！不对：{}{hint}", fault.what).replace('\n', " ")
}

/// Adds where a form that was refused is kept, and how to go on with it.
pub(in crate::cli) fn kept(complaint: Complaint, command: &str, path: &Path) -> Complaint {
    let path = path.display().to_string();
    complaint
        .hint(format!("填过的都在「{}」", shown(&path)))
        .hint(format!(
            "接着填：xgz {command} --edit --file {}",
            super::quoted(&path)
        ))
}

/// A form that nobody filled in, or changed.
pub(in crate::cli) fn nothing_filled(draft: &Draft) -> &'static str {
    match draft.target {
        Some(_) => super::UNCHANGED,
        None => "表单没有填，没有保存。",
    }
}

/// Flags beside a form that is opened.
pub(in crate::cli) fn flags_beside_form() -> Complaint {
    Complaint::not_understood("--edit 和 --file 一起用时，别的内容不能再写选项。")
        .hint("写在表单里")
}

/// A form that was refused and then left as it was.
pub(in crate::cli) fn left_refused() -> Complaint {
    Complaint::refused("表单还有不对的地方，没有再改，没有保存。")
}

/// An editor that could not be used.
pub(in crate::cli) fn editor_failed(error: Option<&io::Error>) -> Complaint {
    let what = match error.map(io::Error::kind) {
        Some(io::ErrorKind::NotFound) => "找不到编辑程序",
        Some(_) => "编辑程序打不开",
        None => "编辑程序没有正常结束",
    };
    Complaint::refused(format!("{what}，没有保存。"))
        .hint("用哪个编辑程序，写在环境变量 XGZ_EDITOR 或设置的 editor 里，例如 nano")
}

/// Problems in the form of a visit that is there already.
pub(in crate::cli) fn problems_not_here() -> Complaint {
    Complaint::not_understood("修改走访时不能连问题一起改。")
        .hint("去掉 [[problem]] 各段；问题另外改：xgz problem edit 编号")
}
