//! What is said of something that is stored all the same.

use super::named;
use crate::record::{Doubt, Kind};
use crate::value::code;

/// The label of a column.
fn label(kind: Kind, key: &str) -> &str {
    kind.dictionary()
        .column(key)
        .map_or(key, |column| column.label)
}

/// A warning about a record of a kind.
pub(in crate::cli) fn doubt(kind: Kind, doubt: &Doubt) -> String {
    match doubt {
        Doubt::Code(key, doubt) => format!(
            "{}{}，照原样保存，请核对。",
            label(kind, key),
            match doubt {
                code::Doubt::Check { expected } => format!("的校验位不对（应为 {expected}）"),
                code::Doubt::InnerCheck => "中的组织机构代码校验位不对".to_owned(),
                code::Doubt::ResidentId => "像是身份证号".to_owned(),
                code::Doubt::Truncated => "末尾全是 0，像是被表格软件改过".to_owned(),
            }
        ),
        Doubt::Phone(key) => format!("{}不像电话号码，照原样保存，请核对。", label(kind, key)),
        Doubt::ReachNotCounted => "这次走访不是送政策，填写的户数不计入辐射户数。".to_owned(),
        Doubt::Late { days } => format!("补录：事情已过去 {days} 天。"),
        Doubt::LeftBehind { problems, first } => format!(
            "它的 {problems} 个问题没有跟着改，登记日期和联系点还是原来的；要一起改的，一个一个改：xgz problem edit {first}"
        ),
        Doubt::SolvedLater => "办理方式是现场解决，办结日期却晚于登记日期，请核对。".to_owned(),
        Doubt::Early(key, than) => {
            format!("{}早于{}，请核对。", label(kind, key), label(kind, than))
        }
        Doubt::Absent { named, missing } => {
            format!("缺席人员写了 {named} 名，应到减实到是 {missing}，请核对。")
        }
        Doubt::NotReached { done, target } => {
            format!("对应指标现在是 {done}，还没有达到目标数 {target}，请核对。")
        }
        Doubt::SameDay(day) => format!(
            "{}没有改，统计按这一天算；要写通过的那一天，请核对。",
            label(kind, day)
        ),
        Doubt::OtherYear(day, year) => {
            format!(
                "{}不在{}的那一年，请核对。",
                label(kind, day),
                label(kind, year)
            )
        }
        Doubt::Skipped(later, earlier) => format!(
            "填了{}，还没有填{}，请核对。",
            label(kind, later),
            label(kind, earlier)
        ),
        Doubt::CountsOnce(key) => format!("写了企业名称，{}不起作用，只算一户。", label(kind, key)),
        Doubt::NeverCounts(key) => format!(
            "状态是撤销，以前各期也不计入；要保留以前的统计，状态填通过，只填{}。",
            label(kind, key)
        ),
        Doubt::LongProbation => "预备期超过两年，请核对入党时间和转正时间。".to_owned(),
        Doubt::NotConfirmed => "没有确认时间，暂不计入党建联系点。".to_owned(),
        Doubt::AgeUnknown => "出生和入党只写了年月，入党时是否满 18 岁请核对。".to_owned(),
        Doubt::Interim(key) => format!(
            "临时党支部一般不换届、不发展党员，请核对{}。",
            label(kind, key)
        ),
        Doubt::AdmittedByInterim(id) => format!(
            "{} 是临时党支部，一般不发展党员，请核对人员类别。",
            named(Kind::Point, *id)
        ),
        Doubt::SecretaryNotFull => "书记应当是正式党员，请核对人员类别。".to_owned(),
        Doubt::Same(id) => format!(
            "与{} 看起来是同一条，请核对是否重复登记。",
            named(kind, *id)
        ),
        Doubt::PointClosed(id) => format!("{} 已经撤销。", named(Kind::Point, *id)),
        Doubt::Elsewhere(id) => format!(
            "同名同出生年月的{} 在另一个联系点在册，请核对。",
            named(kind, *id)
        ),
        Doubt::OtherPoint(id) => {
            format!("联系点与{} 的联系点不同，请核对。", named(Kind::Visit, *id))
        }
    }
}
