//! The figures, in the order of the report. F numbers name the sentences of the summary they come from.

use super::Count::{Rows, Share};
use super::Group::{Basics, Life, Problems, Quality, Visits};
use super::Measure::{Different, DifferentOr, Records, Sum};
use super::When::{On, Standing};
use super::count::COMPANY;
use super::{Count, Figure, Group, Measure, When};
use crate::record::{ActivityKind, Kind, Level, MeetingKind};
use crate::store::{MEMBER_COUNTS, MEMBER_STAYS, POINT_COUNTS, PROBLEM_OPEN};
use crate::value::{Choice, Entry};

/// A printed figure.
const fn figure(
    group: Group,
    key: &'static str,
    label: &'static str,
    unit: &'static str,
    basis: &'static str,
    count: Count,
) -> Figure {
    Figure {
        group,
        key,
        label,
        unit,
        basis,
        count,
        hidden: false,
        part: false,
        rests_on: None,
        remark: None,
    }
}

/// One of many parts of the figure above it, left out of tables where it is nothing.
const fn part(figure: Figure) -> Figure {
    Figure {
        part: true,
        ..figure
    }
}

/// A figure that only serves another one.
const fn hidden(figure: Figure) -> Figure {
    Figure {
        hidden: true,
        ..figure
    }
}

/// Counts records of a kind.
const fn rows(
    source: Kind,
    when: When,
    filter: &'static [&'static str],
    measure: Measure,
) -> Count {
    Rows {
        source,
        when,
        chosen: None,
        filter,
        measure,
    }
}

/// The same, of records with this choice in a column.
const fn of(column: &'static str, entry: &'static Entry, count: Count) -> Count {
    match count {
        Rows {
            source,
            when,
            filter,
            measure,
            ..
        } => Rows {
            source,
            when,
            chosen: Some((column, entry)),
            filter,
            measure,
        },
        Share { part, whole } => Share { part, whole },
    }
}

/// Counts contact points as they stand.
const fn points(filter: &'static [&'static str], measure: Measure) -> Count {
    rows(Kind::Point, Standing, filter, measure)
}

/// Counts members as they stand.
const fn members(filter: &'static [&'static str]) -> Count {
    rows(Kind::Member, Standing, filter, Records)
}

/// Counts visits by their day.
const fn visits(filter: &'static [&'static str], measure: Measure) -> Count {
    rows(Kind::Visit, On("t.date"), filter, measure)
}

/// Counts problems by the day of their solution, whatever the day of their visit.
const fn solved(filter: &'static [&'static str], measure: Measure) -> Count {
    rows(Kind::Problem, On("t.solved_on"), filter, measure)
}

/// Counts problems as they stand.
const fn waiting(filter: &'static [&'static str]) -> Count {
    rows(Kind::Problem, Standing, filter, Records)
}

/// Counts projects that ran in the period.
const fn ran(filter: &'static [&'static str], measure: Measure) -> Count {
    rows(Kind::Project, Standing, filter, measure)
}

/// A project ran in the period.
const RAN: &str = "t.started_on <= :asof AND (t.finished_on IS NULL OR t.finished_on >= :from)";

/// A 攻关 project that ran in the period.
const TACKLED: &[&str] = &["t.kind = 'tackle'", RAN];

/// Counts plans of the years of the period.
const fn plans(filter: &'static [&'static str]) -> Count {
    rows(Kind::Plan, Standing, filter, Records)
}

/// Counts awards by their day.
const fn awarded(filter: &'static [&'static str], measure: Measure) -> Count {
    rows(Kind::Award, On("t.date"), filter, measure)
}

/// Counts the companies of honours, each once; where companies are not listed, as many as are said.
const fn honoured(filter: &'static [&'static str]) -> Count {
    awarded(filter, DifferentOr(COMPANY, "t.quantity"))
}

/// The standards of a level.
const fn standards(level: Level, key: &'static str) -> Figure {
    let level = &Level::ENTRIES[level as usize];
    let count = awarded(&[STANDARD, AWARDED], Sum("t.quantity"));
    // 国家标准 rather than 国家: the row stands alone in a list of names.
    part(figure(
        Visits,
        key,
        level.words[0],
        "项",
        "其中这一层级的标准",
        of("level", level, count),
    ))
}

/// The meetings of a kind.
const fn meetings(kind: MeetingKind, key: &'static str) -> Figure {
    let kind = &MeetingKind::ENTRIES[kind as usize];
    let count = of("kind", kind, held(&[], Records));
    figure(Life, key, kind.label, "次", "本期召开的次数", count)
}

/// Counts meetings by their day.
const fn held(filter: &'static [&'static str], measure: Measure) -> Count {
    rows(Kind::Meeting, On("t.date"), filter, measure)
}

/// Counts activities by their day.
const fn active(filter: &'static [&'static str], measure: Measure) -> Count {
    rows(Kind::Activity, On("t.date"), filter, measure)
}

/// The activities of a kind.
const fn activities(kind: ActivityKind, key: &'static str) -> Figure {
    let entry = &ActivityKind::ENTRIES[kind as usize];
    let label = match kind {
        ActivityKind::Other => "其他活动",
        _ => entry.label,
    };
    let count = of("kind", entry, active(&[], Records));
    figure(Life, key, label, "次", "本期开展的次数", count)
}

/// A plan of the years of the period.
const OF_YEARS: &str =
    "t.year BETWEEN CAST(substr(:from, 1, 4) AS INTEGER) AND CAST(substr(:asof, 1, 4) AS INTEGER)";

/// A plan is done by then: so dated, or undated with its target reached, by its figure or as was typed.
const PLAN_DONE: &str = "t.done_on <= :asof OR (t.done_on IS NULL \
     AND CASE WHEN t.figure IS NULL THEN t.done ELSE counted.value END >= t.target)";

/// An award counts: passed, and not revoked by then.
const AWARDED: &str = "t.state = 'passed' AND (t.revoked_on IS NULL OR t.revoked_on > :asof)";
const HONOUR: &str = "t.kind = 'honour'";
const STANDARD: &str = "t.kind = 'standard'";

/// A visit is of this kind, or of one of these.
macro_rules! sends {
    ($visit:literal: $($code:literal)or+) => {
        concat!("(FALSE", $(" OR instr(", $visit, ".send, '\"", $code, "\"') > 0",)+ ")")
    };
}
const POLICY: &str = sends!("t": "policy");
const SERVICE: &str = sends!("t": "service");
const CONFIDENCE: &str = sends!("t": "confidence");
const THREE: &str = sends!("t": "policy" or "service" or "confidence");
const PAIRING: &str = sends!("t": "pairing");
const ROUTINE: &str = sends!("t": "routine");

/// A meeting of which both counts of heads are known.
const COUNTED_HEADS: &[&str] = &["t.expected IS NOT NULL", "t.present IS NOT NULL"];

/// A problem with a project counts with its project only.
const NO_PROJECT: &str = "t.project IS NULL";
const ON_SITE: &str = "t.handling = 'onsite'";
const AT_SERVICE: &str = sends!("visit": "service");
const AT_PAIRING: &str = sends!("visit": "pairing");

/// All figures.
pub const FIGURES: &[Figure] = &[
    // F4
    figure(
        Basics,
        "points",
        "党建联系点",
        "个",
        "截至日已确认、未撤销的联系点",
        points(&[POINT_COUNTS], Records),
    ),
    // F5
    figure(
        Basics,
        "point-kinds",
        "涵盖类型",
        "类",
        "上述联系点有几种类型",
        points(&[POINT_COUNTS], Different("t.kind")),
    ),
    // F6
    figure(
        Basics,
        "members",
        "指导党员",
        "名",
        "截至日在册的正式党员和预备党员，含流出，不含流入和积极分子",
        members(&[POINT_COUNTS, MEMBER_STAYS, MEMBER_COUNTS]),
    ),
    figure(
        Basics,
        "members-probationary",
        "其中：预备党员",
        "名",
        "截至日尚未转正的",
        members(&[
            POINT_COUNTS,
            MEMBER_STAYS,
            MEMBER_COUNTS,
            "(t.kind = 'probationary' OR (t.joined_on <= :asof AND t.confirmed_on > :asof))",
        ]),
    ),
    figure(
        Basics,
        "members-inflow",
        "另：流入党员",
        "名",
        "组织关系不在联系点的党员，不计入指导党员",
        members(&[
            POINT_COUNTS,
            MEMBER_STAYS,
            "t.kind <> 'applicant'",
            "t.flow = 'inflow'",
        ]),
    ),
    // F7
    figure(
        Basics,
        "points-assigned",
        "责任领导、科室、所齐全",
        "个",
        "责任领导、责任科室、责任所都已填写的联系点",
        points(
            &[
                POINT_COUNTS,
                "t.leader IS NOT NULL",
                "t.section IS NOT NULL",
                "t.station IS NOT NULL",
            ],
            Records,
        ),
    ),
    // F2
    figure(
        Basics,
        "plans",
        "年度计划",
        "项",
        "本期所在年度的计划",
        plans(&[OF_YEARS]),
    ),
    figure(
        Basics,
        "plans-done",
        "已完成计划",
        "项",
        "截至日已完成的：有完成时间的按时间，其余按完成数是否达到目标数",
        plans(&[OF_YEARS, PLAN_DONE]),
    ),
    figure(
        Visits,
        "visits",
        "走访服务",
        "次",
        "本期全部走访",
        visits(&[], Records),
    ),
    figure(
        Visits,
        "visits-three",
        "三送活动",
        "次",
        "送政策、送服务、送信心的走访，兼有几类也只算一次",
        visits(&[THREE], Records),
    ),
    figure(
        Visits,
        "visits-policy",
        "送政策",
        "次",
        "兼有几类的走访，各类都算",
        visits(&[POLICY], Records),
    ),
    figure(
        Visits,
        "visits-service",
        "送服务",
        "次",
        "兼有几类的走访，各类都算",
        visits(&[SERVICE], Records),
    ),
    figure(
        Visits,
        "visits-confidence",
        "送信心",
        "次",
        "兼有几类的走访，各类都算",
        visits(&[CONFIDENCE], Records),
    ),
    figure(
        Visits,
        "visits-pairing",
        "结对联建",
        "次",
        "兼有几类的走访，各类都算",
        visits(&[PAIRING], Records),
    ),
    figure(
        Visits,
        "visits-routine",
        "日常走访",
        "次",
        "兼有几类的走访，各类都算",
        visits(&[ROUTINE], Records),
    ),
    figure(
        Visits,
        "points-visited",
        "走访联系点",
        "个",
        "本期走访过的联系点，每个只算一次",
        visits(&["t.point IS NOT NULL"], Different("t.point")),
    ),
    Figure {
        rests_on: Some("points-visited"),
        ..hidden(figure(
            Visits,
            "points-counted-visited",
            "走访过的在册联系点",
            "个",
            "截至日在册、本期走访过的联系点",
            points(
                &[
                    POINT_COUNTS,
                    "EXISTS (SELECT 1 FROM visit AS w WHERE w.point = t.id AND w.date BETWEEN :from AND :asof)",
                ],
                Records,
            ),
        ))
    },
    figure(
        Visits,
        "coverage",
        "走访覆盖率",
        "%",
        "走访过的在册联系点 ÷ 在册联系点",
        Share {
            part: "points-counted-visited",
            whole: &[(1, "points")],
        },
    ),
    // F10
    figure(
        Visits,
        "reach",
        "辐射户数",
        "户次",
        "送政策走访的辐射户数之和",
        visits(&[POLICY], Sum("t.reach")),
    ),
    // F13
    figure(
        Visits,
        "onsite-companies",
        "现场解决企业",
        "户",
        "送服务走访中现场解决了问题的企业，每户只算一次",
        solved(&[NO_PROJECT, ON_SITE, AT_SERVICE], Different(COMPANY)),
    ),
    figure(
        Visits,
        "onsite-problems",
        "现场解决问题",
        "个",
        "送服务走访中提出、现场解决的问题，按办结日期",
        solved(&[NO_PROJECT, ON_SITE, AT_SERVICE], Records),
    ),
    // F15
    figure(
        Visits,
        "honours-confidence",
        "称号企业（送信心）",
        "户",
        "送信心中获得称号的企业，每户只算一次；没有名单的按数量",
        honoured(&[HONOUR, "t.campaign = 'confidence'", AWARDED]),
    ),
    // F16
    figure(
        Visits,
        "pilots",
        "标准化试点示范项目",
        "个",
        "本期通过的试点示范，不含申报和在建",
        awarded(&["t.kind = 'pilot'", AWARDED], Sum("t.quantity")),
    ),
    // F17
    figure(
        Visits,
        "standards",
        "制定标准",
        "项",
        "本期发布的标准",
        awarded(&[STANDARD, AWARDED], Sum("t.quantity")),
    ),
    standards(Level::International, "standards-international"),
    standards(Level::National, "standards-national"),
    standards(Level::Industry, "standards-industry"),
    standards(Level::Local, "standards-local"),
    standards(Level::Group, "standards-group"),
    standards(Level::Company, "standards-company"),
    part(figure(
        Visits,
        "standards-unlevelled",
        "层级未填的标准",
        "项",
        "没有填写层级的标准",
        awarded(&[STANDARD, AWARDED, "t.level IS NULL"], Sum("t.quantity")),
    )),
    // F19 and F20
    figure(
        Quality,
        "trainings",
        "质量培训",
        "次",
        "本期开展的质量培训",
        active(&["t.kind = 'quality'"], Records),
    ),
    figure(
        Quality,
        "trainees",
        "培训人次",
        "人次",
        "质量培训的参加人次之和",
        active(&["t.kind = 'quality'"], Sum("t.attendance")),
    ),
    // F21
    figure(
        Quality,
        "honours-quality",
        "称号企业（质量提升）",
        "家",
        "质量提升中获得称号的企业，每家只算一次；没有名单的按数量",
        honoured(&[HONOUR, "t.campaign = 'quality'", AWARDED]),
    ),
    Figure {
        remark: Some(("honours-unnamed", "，其中没有名单的 ", " 家")),
        ..figure(
            Quality,
            "honour-companies",
            "称号企业（去重）",
            "家",
            "各项行动中获得称号的企业，每家只算一次",
            honoured(&[HONOUR, AWARDED]),
        )
    },
    hidden(figure(
        Quality,
        "honours-unnamed",
        "没有名单的称号企业",
        "家",
        "没有写企业名称的称号，按数量",
        awarded(
            &[HONOUR, AWARDED, "t.company IS NULL AND t.code IS NULL"],
            Sum("t.quantity"),
        ),
    )),
    // F26 to F28
    figure(
        Quality,
        "project-points",
        "攻关党组织",
        "个",
        "本期有攻关项目在实施的联系点，每个只算一次",
        ran(TACKLED, Different("t.point")),
    ),
    figure(
        Quality,
        "teams",
        "攻关小组",
        "个",
        "上述攻关项目的质量攻关小组",
        ran(
            TACKLED,
            Sum("(SELECT count(DISTINCT fold(team.value)) FROM json_each(t.teams) AS team)"),
        ),
    ),
    figure(
        Quality,
        "project-problems",
        "解决质量生产问题",
        "个",
        "攻关项目的问题，按办结日期",
        solved(&["project.kind = 'tackle'"], Records),
    ),
    // F14 and F33 have no number in the report; the summary names the projects.
    hidden(figure(
        Quality,
        "projects-platform",
        "平台建设项目",
        "个",
        "本期在实施的平台建设项目",
        ran(&["t.kind = 'platform'", RAN], Records),
    )),
    hidden(figure(
        Quality,
        "projects-guidance",
        "指导推进项目",
        "个",
        "本期在实施的指导推进项目",
        ran(&["t.kind = 'guidance'", RAN], Records),
    )),
    // F30 to F32
    figure(
        Quality,
        "pairing-meetings",
        "质量攻关会议",
        "次",
        "结对联建的走访",
        visits(&[PAIRING], Records),
    ),
    // F31: offered, whether adopted or not
    figure(
        Quality,
        "ideas",
        "金点子",
        "个",
        "本期提出的，不论是否采纳",
        rows(Kind::Idea, On("t.date"), &[], Records),
    ),
    figure(
        Quality,
        "pairing-problems",
        "解决实际问题",
        "个",
        "结对联建走访中提出的问题，按办结日期",
        solved(&[NO_PROJECT, AT_PAIRING], Records),
    ),
    figure(
        Problems,
        "problems-found",
        "收集问题",
        "个",
        "按登记日期",
        rows(Kind::Problem, On("t.found_on"), &[], Records),
    ),
    figure(
        Problems,
        "problem-companies",
        "提出问题企业",
        "户",
        "按登记日期，每户只算一次",
        rows(Kind::Problem, On("t.found_on"), &[], Different(COMPANY)),
    ),
    figure(
        Problems,
        "problems-solved",
        "解决问题",
        "个",
        "按办结日期",
        solved(&[], Records),
    ),
    figure(
        Problems,
        "problems-closed",
        "销号问题",
        "个",
        "按销号日期",
        rows(Kind::Problem, On("t.closed_on"), &[], Records),
    ),
    figure(
        Problems,
        "problems-declined",
        "不予受理",
        "个",
        "按不予受理日期",
        rows(Kind::Problem, On("t.declined_on"), &[], Records),
    ),
    figure(
        Problems,
        "problems-carried",
        "上期结转",
        "个",
        "本期之前登记、到本期开始时还没有解决的",
        waiting(&[
            "t.found_on < :from",
            "(t.solved_on IS NULL OR t.solved_on >= :from)",
            "(t.declined_on IS NULL OR t.declined_on >= :from)",
        ]),
    ),
    figure(
        Problems,
        "problems-open",
        "期末未解决",
        "个",
        "截至日还没有解决的",
        waiting(&[PROBLEM_OPEN]),
    ),
    figure(
        Problems,
        "problems-overdue",
        "其中：超期",
        "个",
        "截至日还没有解决、已过办理时限的",
        waiting(&[PROBLEM_OPEN, "t.due_on < :asof"]),
    ),
    figure(
        Problems,
        "solve-rate",
        "办结率",
        "%",
        "解决 ÷（上期结转＋收集－不予受理）",
        Share {
            part: "problems-solved",
            whole: &[
                (1, "problems-carried"),
                (1, "problems-found"),
                (-1, "problems-declined"),
            ],
        },
    ),
    // F35 among them
    meetings(MeetingKind::Assembly, "meetings-assembly"),
    meetings(MeetingKind::Council, "meetings-council"),
    meetings(MeetingKind::Group, "meetings-group"),
    meetings(MeetingKind::Lecture, "meetings-lecture"),
    meetings(MeetingKind::Themeday, "meetings-themeday"),
    meetings(MeetingKind::Review, "meetings-review"),
    meetings(MeetingKind::Appraisal, "meetings-appraisal"),
    meetings(MeetingKind::Talk, "meetings-talk"),
    hidden(figure(
        Life,
        "meetings-present",
        "实到",
        "人次",
        "应到和实到都填了的会议",
        held(COUNTED_HEADS, Sum("t.present")),
    )),
    hidden(figure(
        Life,
        "meetings-expected",
        "应到",
        "人次",
        "应到和实到都填了的会议",
        held(COUNTED_HEADS, Sum("t.expected")),
    )),
    figure(
        Life,
        "attendance-rate",
        "到会率",
        "%",
        "实到 ÷ 应到，只算两项都填了的会议",
        Share {
            part: "meetings-present",
            whole: &[(1, "meetings-expected")],
        },
    ),
    // F38 among them
    activities(ActivityKind::Party, "activities-party"),
    activities(ActivityKind::Lesson, "activities-lesson"),
    activities(ActivityKind::Publicity, "activities-publicity"),
    activities(ActivityKind::Safety, "activities-safety"),
    activities(ActivityKind::Exchange, "activities-exchange"),
    activities(ActivityKind::Volunteer, "activities-volunteer"),
    activities(ActivityKind::Other, "activities-other"),
    // F36
    figure(
        Life,
        "pioneers",
        "党员先锋岗",
        "名",
        "截至日已设先锋岗的在册党员，含流入",
        members(&[
            POINT_COUNTS,
            MEMBER_STAYS,
            "t.kind <> 'applicant'",
            "t.pioneer_on <= :asof",
        ]),
    ),
    // F34
    figure(
        Life,
        "facilities",
        "阵地齐全联系点",
        "个",
        "制度上墙、活动室、工作栏、学习园地四项都有的联系点",
        points(
            &[POINT_COUNTS, "json_array_length(t.facilities) = 4"],
            Records,
        ),
    ),
];

/// The figures that a plan may name: printed, and not counted from plans themselves.
pub static NAMES: &[Entry] = &NAMED;

/// Whether a plan may name a figure.
const fn is_name(figure: &Figure) -> bool {
    !figure.hidden
        && !matches!(
            figure.count,
            Rows {
                source: Kind::Plan,
                ..
            }
        )
}

/// How many figures a plan may name.
const fn names() -> usize {
    let (mut place, mut names) = (0, 0);
    while place < FIGURES.len() {
        names += is_name(&FIGURES[place]) as usize;
        place += 1;
    }
    names
}

static NAMED: [Entry; names()] = {
    let mut named = [const {
        Entry {
            code: "",
            label: "",
            words: &[],
        }
    }; names()];
    let (mut place, mut name) = (0, 0);
    while place < FIGURES.len() {
        let figure = &FIGURES[place];
        if is_name(figure) {
            named[name] = Entry {
                code: figure.key,
                label: figure.label,
                words: &[],
            };
            name += 1;
        }
        place += 1;
    }
    named
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_given_once_and_every_share_is_made_of_figures() {
        for (place, figure) in FIGURES.iter().enumerate() {
            assert!(
                FIGURES[..place].iter().all(|other| other.key != figure.key),
                "{}",
                figure.key
            );
            if let Share { part, whole } = &figure.count {
                assert!(Figure::of_key(part).is_some(), "{part}");
                assert!(
                    whole.iter().all(|(_, key)| Figure::of_key(key).is_some()),
                    "{whole:?}"
                );
            }
        }
    }

    #[test]
    fn the_key_of_a_figure_of_one_choice_ends_with_its_code() {
        let mut seen = 0;
        for figure in FIGURES {
            if let Rows {
                chosen: Some((_, entry)),
                ..
            } = &figure.count
            {
                seen += 1;
                assert!(
                    figure.key.ends_with(&format!("-{}", entry.code)),
                    "{}",
                    figure.key
                );
            }
        }
        let kinds = MeetingKind::ENTRIES.len() + ActivityKind::ENTRIES.len() - 1;
        assert_eq!(seen, kinds + Level::ENTRIES.len());
    }

    #[test]
    fn the_figures_of_a_group_stand_together() {
        let mut groups: Vec<Group> = FIGURES.iter().map(|figure| figure.group).collect();
        groups.dedup();
        assert_eq!(groups, [Basics, Visits, Quality, Problems, Life]);
    }
}
