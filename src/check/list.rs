//! The rules, in the order in which they are told. R numbers name the rows of the field's rules they come from.

use super::Limit::{Marks, One, Pair, Plain};
use super::Part::{Education, Level, Mechanism};
use super::finding::Found;
use super::limit::GREATEST;
use super::view::View;
use super::{
    Every, Facts, Limit, Part, Rule, content, frequency, member, organisation, secretary, work,
};
use crate::record::Kind;
use crate::value::Span;

/// Finds what a rule warns of.
type Find = fn(&View<'_>, Limit) -> Vec<Found>;

/// A rule about contact points.
const fn point(
    (key, label): (&'static str, &'static str),
    source: &'static str,
    limit: Limit,
    basis: &'static str,
    (part, told): (Part, &'static str),
    find: Find,
) -> Rule {
    Rule {
        key,
        label,
        source,
        basis,
        about: Kind::Point,
        facts: match limit {
            Limit::Every(_) => Facts::Spans,
            Limit::Plain | Limit::One(_) | Limit::Marks(..) | Limit::Pair(..) => Facts::Standing,
        },
        limit,
        most: GREATEST,
        part,
        told,
        find,
    }
}

/// The same about records of another kind.
const fn about(about: Kind, rule: Rule) -> Rule {
    Rule { about, ..rule }
}

/// The same of facts that belong to something else.
const fn dated(facts: Facts, rule: Rule) -> Rule {
    Rule { facts, ..rule }
}

/// The same with a limit in percent of a whole.
const fn percent(rule: Rule) -> Rule {
    Rule { most: 100, ..rule }
}

/// So many times in each span.
const fn every(times: i64, span: Span) -> Limit {
    Limit::Every(Every::of(times, span))
}

/// All rules.
pub const RULES: &[Rule] = &[
    // R11
    dated(
        Facts::Spans,
        point(
            ("inactive", "长期不活动"),
            "",
            One(3),
            "党支部连续 {0} 个月以上没有任何会议记录",
            (Mechanism, "个党支部长期没有开展组织生活"),
            frequency::inactive,
        ),
    ),
    // R12
    point(
        ("few", "正式党员过少"),
        "支部工作条例",
        One(3),
        "党支部正式党员不足 {0} 名；人数经批准的除外",
        (Mechanism, "个党支部正式党员过少"),
        organisation::few,
    ),
    point(
        ("secretary-none", "书记空缺"),
        "",
        Plain,
        "有党组织，没有书记",
        (Mechanism, "个联系点书记空缺"),
        secretary::none,
    ),
    // R8
    about(
        Kind::Meeting,
        percent(point(
            ("attendance", "到会人数"),
            "支部工作条例第十一条",
            Marks(80, 50),
            "实到不足应到的 {0}% 为黄，不足 {1}% 为红；有表决的不足半数，其中选举、换届不足五分之四为红（固定）",
            (Mechanism, "次会议到会人数不够"),
            content::attendance,
        )),
    ),
    // R11
    about(
        Kind::Member,
        point(
            ("absent", "长期缺席"),
            "党章第九条",
            Marks(3, 6),
            "最近连续 {0} 个月的会议都缺席为提示，连续 {1} 个月为红（党员大会、党课、主题党日、组织生活会、民主评议；没有会议的月份隔断）",
            (Education, "名党员长期缺席组织生活"),
            member::absent,
        ),
    ),
    about(
        Kind::Member,
        point(
            ("lost", "长期失联"),
            "",
            One(6),
            "失联满 {0} 个月，仍在册",
            (Education, "名党员长期失联"),
            member::lost,
        ),
    ),
    // R18, R19
    about(
        Kind::Member,
        point(
            ("probation", "预备期满"),
            "党章第七条、发展党员工作细则第三十二条",
            One(30),
            "预备党员入党满一年没有转正为黄，满两年为红（固定）；满一年前 {0} 天内为提示",
            (Education, "名预备党员预备期已满或将满"),
            member::probation,
        ),
    ),
    dated(
        Facts::Asked,
        point(
            ("flow", "流动率"),
            "",
            Marks(20, 40),
            "本期转入、转出、流入、流出的合计，达到期初党员的 {0}% 为黄，{1}% 为红",
            (Mechanism, "个联系点党员流动大"),
            organisation::flow,
        ),
    ),
    point(
        ("shrinking", "党员减少"),
        "",
        Marks(12, 36),
        "党员比 {0} 个月前少，其间没有人入党，也没有入党积极分子；{1} 个月都这样为红",
        (Mechanism, "个联系点党员减少、没有补充"),
        organisation::shrinking,
    ),
    // R1
    point(
        ("assembly", "支部党员大会"),
        "支部工作条例第十一条",
        every(1, Span::Quarter),
        "党支部的支部党员大会，{every}；只看已经过完、确认后完整的时段",
        (Mechanism, "个党支部没有按时召开支部党员大会"),
        frequency::assembly,
    ),
    // R2
    point(
        ("council", "支部委员会"),
        "支部工作条例第十二条",
        every(1, Span::Month),
        "党支部的支部委员会，{every}；时段末正式党员满 7 名（固定）的才看",
        (Mechanism, "个党支部没有按时召开支部委员会"),
        frequency::council,
    ),
    // R3
    point(
        ("group", "党小组会"),
        "支部工作条例第十三条",
        every(1, Span::Month),
        "党支部的党小组会，每个党小组{every}；没有党小组的不看",
        (Mechanism, "个党支部没有按时召开党小组会"),
        frequency::group,
    ),
    // R4
    point(
        ("lecture", "党课"),
        "",
        every(1, Span::Quarter),
        "党支部的党课，{every}；各地规定不同，可在设置里改",
        (Mechanism, "个党支部没有按时上党课"),
        frequency::lecture,
    ),
    // R5
    point(
        ("themeday", "主题党日"),
        "支部工作条例第十六条",
        every(1, Span::Month),
        "党支部的主题党日，{every}",
        (Mechanism, "个党支部没有按时开展主题党日"),
        frequency::themeday,
    ),
    // R6
    point(
        ("review", "组织生活会"),
        "",
        every(1, Span::Year),
        "党支部的组织生活会，{every}",
        (Mechanism, "个党支部没有按时召开组织生活会"),
        frequency::review,
    ),
    point(
        ("appraisal", "民主评议党员"),
        "",
        every(1, Span::Year),
        "党支部的民主评议党员，{every}",
        (Mechanism, "个党支部没有按时民主评议党员"),
        frequency::appraisal,
    ),
    // R7
    point(
        ("committee-lecture", "党委书记讲党课"),
        "",
        every(1, Span::Year),
        "党委书记讲党课，{every}；看党课的主讲人，姓名要写全",
        (Level, "个党委书记没有按时讲党课"),
        frequency::committee_lecture,
    ),
    // R9
    point(
        ("visit", "走访频次"),
        "",
        every(1, Span::Quarter),
        "走访联系点，{every}",
        (Mechanism, "个联系点没有按时走访"),
        frequency::visit,
    ),
    point(
        ("owner", "没有见到出资人"),
        "",
        One(6),
        "填了出资人、确认满 {0} 个月的联系点，最近 {0} 个月的走访都没有见到出资人",
        (Mechanism, "个联系点长期没有见到出资人"),
        work::owner,
    ),
    // R15
    point(
        ("election", "换届"),
        "支部工作条例",
        Pair(3, 5),
        "党支部、党总支任期 {0} 年，党委 {1} 年，已经届满；从上次换届时间算，没有的从成立时间算",
        (Level, "个党组织没有按期换届"),
        organisation::election,
    ),
    // R16
    point(
        ("secretary-member", "书记不是正式党员"),
        "",
        Plain,
        "书记不在本联系点的正式党员里；没有登记党员的不看",
        (Level, "个联系点书记不是本党组织的正式党员"),
        secretary::member,
    ),
    point(
        ("secretary-part", "书记兼职"),
        "",
        Plain,
        "书记是兼职为提示；本期又缺支部党员大会或党课为黄",
        (Mechanism, "个联系点书记为兼职"),
        secretary::part,
    ),
    point(
        ("secretary-training", "书记培训"),
        "",
        every(1, Span::Year),
        "书记参加党务培训，{every}；看本联系点的或不分联系点的、对象有书记或没有填对象的党务培训",
        (Level, "个联系点书记没有参加党务培训"),
        secretary::training,
    ),
    // R21
    about(
        Kind::Member,
        point(
            ("outflow", "流出未转接"),
            "",
            One(6),
            "流出满 {0} 个月，仍在册，没有转接组织关系",
            (Mechanism, "名党员长期流出、没有转接组织关系"),
            member::outflow,
        ),
    ),
    // R22
    about(
        Kind::Member,
        point(
            ("duplicate", "重复在册"),
            "",
            Plain,
            "同名、同出生年月的党员在另一个联系点也在册，都不是流入",
            (Education, "名党员重复在册"),
            member::duplicate,
        ),
    ),
    dated(
        Facts::Meetings,
        point(
            ("copied", "内容雷同"),
            "",
            Plain,
            "本期不同日子的会议，主要内容一字不差（10 个字以上，固定）",
            (Mechanism, "个联系点会议记录雷同"),
            content::copied,
        ),
    ),
    about(
        Kind::Problem,
        point(
            ("overdue", "问题超期"),
            "",
            Plain,
            "没有解决，已过办理时限",
            (Education, "个问题超期"),
            work::overdue,
        ),
    ),
    about(
        Kind::Problem,
        point(
            ("hardship", "经营困难"),
            "",
            Plain,
            "没有解决，类别是融资或经营困难（固定）",
            (Education, "个经营困难的问题没有解决"),
            work::hardship,
        ),
    ),
    // R13
    point(
        ("size", "党员人数"),
        "",
        Plain,
        "党支部超过 50 名，党总支不足 50 名或超过 100 名，党委不足 100 名（固定）；人数经批准的除外",
        (Level, "个党组织人数与类型不符"),
        organisation::size,
    ),
    // R14
    point(
        ("council-size", "支委人数"),
        "支部工作条例",
        Marks(3, 7),
        "正式党员满 7 名（固定）的党支部，有党内职务的不足 {0} 名或超过 {1} 名",
        (Level, "个党支部支委人数不合适"),
        organisation::council_size,
    ),
    point(
        ("secretary-young", "书记党龄短"),
        "",
        One(3),
        "书记转正不满 {0} 年",
        (Level, "个联系点书记党龄不长"),
        secretary::young,
    ),
    dated(
        Facts::Meetings,
        point(
            ("late", "补录"),
            "",
            Pair(7, 3),
            "本期的会议过了 {0} 天以上才登记，或同一季度 {1} 个以上日子的会议在一天里登记；导入的不看",
            (Mechanism, "个联系点会议记录是补录的"),
            content::late,
        ),
    ),
    dated(
        Facts::Meetings,
        point(
            ("evidence", "没有佐证"),
            "",
            Plain,
            "本期的会议没有填佐证材料",
            (Level, "个联系点会议没有佐证材料"),
            content::evidence,
        ),
    ),
    dated(
        Facts::Spans,
        point(
            ("topic", "主题单一"),
            "",
            Plain,
            "一年有 4 次以上会议（固定），议题全都相同",
            (Education, "个联系点会议主题单一"),
            content::topic,
        ),
    ),
    point(
        ("idle", "质量工作空白"),
        "",
        One(12),
        "确认满 {0} 个月的联系点，最近 {0} 个月没有攻关项目、金点子，也没有党员先锋岗",
        (Education, "个联系点没有开展质量工作"),
        work::idle,
    ),
    point(
        ("unconfirmed", "没有确认时间"),
        "",
        Plain,
        "没有填确认时间，不计入统计；其他各条也不看",
        (Level, "个联系点没有确认时间"),
        organisation::unconfirmed,
    ),
    // F7
    point(
        ("assigned", "责任不全"),
        "",
        Plain,
        "责任领导、责任科室、责任所没有填全",
        (Level, "个联系点责任领导、科室、所不全"),
        organisation::assigned,
    ),
];
