//! What is wrong with a limit of the settings, and how it is written.

use crate::check::{Limit, LimitFault, RULES, Rule};
use crate::value::text::{nearest, shown};

/// What is wrong with the limit that is set by this name, and how to write it.
pub(in crate::cli) fn limit_fault(name: &str, fault: &LimitFault) -> (String, String) {
    // A key needs no quotation marks in the settings; a label does.
    let key = Rule::named(name).map_or("", |rule| rule.key);
    let name = shown(name);
    match fault {
        LimitFault::NoRule => {
            let keys = RULES.iter().flat_map(|rule| [rule.key, rule.label]);
            let hint = match nearest(&name, keys, 1).first() {
                Some(near) => format!("是不是想写「{near}」？看全部规则：xgz check --rules"),
                None => "看全部规则：xgz check --rules".to_owned(),
            };
            (format!("预警规则「{name}」不认识"), hint)
        }
        LimitFault::NotLike(limit) => (format!("{name} 的值不对"), like(key, *limit)),
        LimitFault::Outside(most) => (format!("{name} 的数不对"), format!("写 1 到 {most} 的整数")),
        LimitFault::Order(limit) => (format!("{name} 的两个数次序反了"), like(key, *limit)),
        LimitFault::Twice => (
            format!("预警规则「{name}」写了两次"),
            "代号和名称说的是同一条规则，只留一行".to_owned(),
        ),
    }
}

/// How a limit is written.
fn like(name: &str, limit: Limit) -> String {
    match limit {
        Limit::Plain => format!("这条规则没有数可改；不要它时写 {name} = false"),
        limit => format!(
            "例如：{name} = {}；不要这条规则时写 {name} = false",
            limit_value(limit)
        ),
    }
}

/// A limit as it is written in the settings; `true` for a rule that has nothing to set.
pub(in crate::cli) fn limit_value(limit: Limit) -> String {
    match limit {
        Limit::Plain => "true".to_owned(),
        Limit::One(number) => number.to_string(),
        Limit::Marks(first, second) | Limit::Pair(first, second) => format!("[{first}, {second}]"),
        Limit::Every(every) => format!("\"{every}\""),
    }
}
