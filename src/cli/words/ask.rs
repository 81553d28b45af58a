//! What is said where a person is asked for a record.

use crate::cli::complaint::Complaint;
use crate::record::{Column, Kind, Shape};
use crate::store::Row;
use crate::value::text::shown;

/// How one of several is chosen.
pub(in crate::cli) const CHOOSE_HELP: &str = "上下键选，打字可筛选（汉字、拼音都行），回车确定";
/// How some of several are chosen.
pub(in crate::cli) const CHOOSE_SOME_HELP: &str = "按空格选中，可以选几项，回车确定";
/// How what may be left out is chosen.
pub(in crate::cli) const CHOOSE_MORE_HELP: &str = "都不填就直接回车；要填的按空格选中，打字可筛选";
/// None of several was chosen where one is needed.
pub(in crate::cli) const CHOOSE_ONE: &str = "至少选一项：按空格选中，再回车";
/// Nothing on the list is what was typed.
pub(in crate::cli) const NOTHING_FITS: &str = "没有对得上的，按退格改几个字";
/// A value that is not on the list.
pub(in crate::cli) const ANOTHER: &str = "写别的";
/// What an empty answer means.
pub(in crate::cli) const SKIP: &str = "不填就直接回车";
pub(in crate::cli) const KEEP: &str = "不改就直接回车，清空就是不填";
pub(in crate::cli) const NO_MORE_PROBLEMS: &str = "没有问题了就直接回车";
/// Nothing was answered where something is needed.
pub(in crate::cli) const NEEDED: &str = "这一项必填";
/// Which of the columns that may be left out are to be filled.
pub(in crate::cli) const WHAT_ELSE: &str = "还要填哪些";
/// Whether what was answered is given up, and the two answers.
pub(in crate::cli) const GIVES_UP: &str = "前面填的还要吗？";
pub(in crate::cli) const GO_ON: &str = "还要，接着填";
pub(in crate::cli) const GIVE_UP: &str = "不要了，退出";
/// Whether the record may be stored, and the answers.
pub(in crate::cli) const MAY_STORE: &str = "这样保存吗？";
pub(in crate::cli) const STORE_IT: &str = "是，保存";
pub(in crate::cli) const CHANGE_ONE: &str = "改一项";
pub(in crate::cli) const NOT_STORED: &str = "否，不保存";
/// What to do about a record that can't be stored.
pub(in crate::cli) const WHAT_NOW: &str = "怎么办？";
/// What is to be changed, and the answers beside the columns.
pub(in crate::cli) const WHICH_TO_CHANGE: &str = "改哪一项";
pub(in crate::cli) const CHANGES_DONE: &str = "改好了";
pub(in crate::cli) const NOTHING_TO_CHANGE: &str = "不改了";
pub(in crate::cli) const ONE_MORE_PROBLEM: &str = "添一个问题";
pub(in crate::cli) const NO_SUCH_PROBLEM: &str = "去掉这个问题";
/// The person said no.
pub(in crate::cli) const LEFT: &str = "没有保存。";
/// There is nothing to store.
pub(in crate::cli) const UNCHANGED: &str = "没有变化，没有保存。";
/// The person left in the middle.
pub(in crate::cli) const CANCELLED: &str = "已取消，什么也没有保存。";

/// What stands above the questions.
pub(in crate::cli) fn asking(kind: Kind) -> String {
    let label = kind.dictionary().label;
    format!("登记{label}。不想登记了，按 Ctrl-C，什么也不会保存。")
}

/// Which problem of a visit is meant, counted from 0.
pub(in crate::cli) fn problem_number(place: usize) -> String {
    format!("第 {} 个问题：", place + 1)
}

/// The choice to leave a column empty, what that says, and what stands in for it where something does.
pub(in crate::cli) fn leave_empty(column: &Column, stand_in: Option<&Column>) -> String {
    match (stand_in, column.unset) {
        (Some(column), _) => format!("（不填，改填{}）", column.label),
        (None, "") => "（不填）".to_owned(),
        (None, unset) => format!("（{unset}）"),
    }
}

/// Which record the new one was begun with.
pub(in crate::cli) fn like(row: &Row) -> String {
    let taken = row.kind.dictionary().columns.iter();
    let taken: Vec<_> = taken
        .filter(|column| column.alike && !row.cell(column.key).is_empty())
        .map(|column| {
            let words = super::value_words(column, row.cell(column.key), true);
            format!("{} {words}", column.label)
        })
        .collect();
    format!(
        "照{}：{}。",
        super::named(row.kind, row.id),
        taken.join("，")
    )
}

/// How what has a form of its own is written.
pub(super) fn how_written(column: &Column) -> Option<&'static str> {
    Some(match column.shape {
        Shape::Day if column.past => "今天、昨天、上周五、3.31、2023-03-31 都行",
        Shape::Day => "明天、下周五、4.20、2023-04-20 都行",
        Shape::Partial => "2001.07、2001-07-01 都行，也可以只写年份",
        Shape::Count => "写整数",
        Shape::Year => "写年份",
        Shape::Flag => "写是或否",
        Shape::List => "几项之间用「、」隔开",
        Shape::Code => "18 位，照营业执照写",
        Shape::Figure => "写统计表中指标的名称",
        Shape::Text | Shape::Phone | Shape::Choice(_) | Shape::Choices(_) | Shape::Link(_) => {
            return None;
        }
    })
}

/// What is said where a record must be named and there is none.
pub(in crate::cli) fn none_yet(column: &Column) -> Complaint {
    let Shape::Link(kind) = column.shape else {
        return Complaint::refused(format!("还没有可以填的{}。", column.label));
    };
    let dictionary = kind.dictionary();
    Complaint::refused(format!("台账里还没有{}，没有保存。", dictionary.label))
        .hint(format!("先登记：xgz {} add", dictionary.key))
}

/// How a column is answered with a line of text: `empty` and `default` are what an empty answer means.
pub(in crate::cli) fn how_to_answer(
    column: &Column,
    empty: Option<&'static str>,
    default: Option<&str>,
    offers: usize,
) -> String {
    let mut parts = Vec::new();
    if default.is_some() {
        parts.push("直接回车就是括号里的".to_owned());
    }
    parts.extend(how_written(column).map(str::to_owned));
    if !column.help.is_empty() {
        parts.push(column.help.to_owned());
    }
    if offers > 0 {
        parts.push("打字或拼音找，下键选".to_owned());
    }
    parts.extend(empty.map(str::to_owned));
    parts.join("；")
}

/// What is said where nothing but letters was typed for a name.
pub(in crate::cli) fn letters(typed: &str) -> String {
    format!(
        "「{}」全是字母，台账里没有对得上的；就写「{0}」的，再按一次回车",
        shown(typed)
    )
}

/// What is said where what was typed is part of a name, or spells it.
pub(in crate::cli) fn spelling(typed: &str, meant: &str) -> String {
    format!(
        "「{}」对得上「{}」：按下键选它；就写「{0}」的，再按一次回车",
        shown(typed),
        shown(meant)
    )
}

/// A complaint as one sentence beside a question: hints that name a command or a flag are of no use there.
pub(in crate::cli) fn in_one(complaint: &Complaint) -> String {
    let mut text = complaint.text.trim_end_matches('。').to_owned();
    for hint in &complaint.hints {
        if !hint.contains("xgz ") && !hint.contains("--") {
            text.push('；');
            text.push_str(hint);
        }
    }
    text
}

/// Why a record that was asked for can't be stored yet.
pub(in crate::cli) fn not_yet(which: &str, complaint: &Complaint) -> String {
    format!("\n还不能保存。{which}{}", in_one(complaint))
}
