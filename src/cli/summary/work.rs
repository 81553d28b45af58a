//! 二、工作成效: what was done and what came of it, in the three sections of the source.

use super::material::{Material, common, words};
use super::sentence::{different, items, listed, section, sentence, some};
use super::to_write;
use crate::document::{Block, Span};
use crate::record::Kind;
use crate::store::Row;
use crate::value::Cell;

/// A section: its run-in heading, and the items that may stand in it.
type Section = (&'static str, fn(&Material) -> Vec<Option<String>>);

const SECTIONS: [Section; 3] = [
    ("开展“三送”活动，服务企业发展。", three),
    ("加强质量提升，突出党建引领。", quality),
    ("突出政治功能，提升组织活力。", vigour),
];

/// 二、工作成效.
pub(super) fn work(material: &Material) -> Vec<Block> {
    let mut blocks = vec![to_write("总体做法")];
    let mut place = 0;
    for (heading, said) in SECTIONS {
        let said: Vec<String> = said(material).into_iter().flatten().collect();
        if said.is_empty() {
            continue;
        }
        blocks.push(Block::Paragraph(vec![
            Span::lead(format!("{}{heading}", section(place))),
            Span::plain(items(&said)),
        ]));
        place += 1;
    }
    blocks
}

/// An item: its heading and its sentences, those that are there; none where there is none.
fn item(heading: &str, sentences: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    let said: String = sentences.into_iter().flatten().collect();
    (!said.is_empty()).then(|| format!("{heading}{said}"))
}

/// （一）开展“三送”活动.
fn three(material: &Material) -> Vec<Option<String>> {
    vec![
        item("送政策问需求，为商户解难题。", [policy(material)]),
        item(
            "送服务解难题，为企业输活力。",
            [
                material.told("visits-service", "开展送服务走访{}次。"),
                on_site(material),
            ],
        ),
        item(
            "送信心纾困局，高质量助发展。",
            [
                material.told("visits-confidence", "开展送信心走访{}次。"),
                platforms(material),
                results(material),
            ],
        ),
    ]
}

/// Where and of what was told, and how many households it reached (F9, F10).
fn policy(material: &Material) -> Option<String> {
    let visits = &material.behind.policy;
    let places = places(visits);
    let topics = different(words(visits, "topics"));
    let (laws, others): (Vec<String>, Vec<String>) = topics
        .into_iter()
        .partition(|topic| topic.starts_with('《'));
    sentence([
        material
            .told("visits-policy", "开展送政策走访{}次")
            .map(|said| {
                let names = different(places.iter().map(|place| place.words()));
                match places.len() {
                    0 | 1 => format!("在{}{said}", names.concat()),
                    several => format!("在{}{several}处{said}", with_more(&names, several)),
                }
            }),
        (!laws.is_empty()).then(|| {
            let more = if laws.len() > 3 {
                "等法律法规"
            } else {
                ""
            };
            format!("宣讲{}{more}", laws[..laws.len().min(3)].concat())
        }),
        (!others.is_empty()).then(|| format!("介绍{}", some(&others, 3))),
        material.told("reach", "辐射商户{}户次"),
    ])
}

/// Where visits were made: contact points and other places, each once.
fn places(visits: &[Row]) -> Vec<&Cell> {
    let mut places: Vec<&Cell> = Vec::new();
    for row in visits {
        let place = match row.cell("point") {
            Cell::Empty => row.cell("place"),
            point => point,
        };
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// Two names, with 等 where they are not all of so many.
fn with_more(names: &[String], all: usize) -> String {
    let most = names.len().min(2);
    if most < all {
        format!("{}等", names[..most].join("、"))
    } else {
        listed(names)
    }
}

/// What companies asked for and was solved on the spot (F11 to F13).
fn on_site(material: &Material) -> Option<String> {
    let categories = different(words(&material.behind.on_site, "category"));
    let companies = material.told("onsite-companies", "现场解决{}户企业")?;
    let problems = material.told("onsite-problems", "{}个问题")?;
    Some(format!(
        "针对{}问题，{companies}{problems}。",
        some(&categories, 3)
    ))
}

/// The names of projects, in quotation marks.
fn projects(rows: &[Row]) -> Vec<String> {
    different(words(rows, "name"))
        .iter()
        .map(|name| quoted(name))
        .collect()
}

/// A name in quotation marks, unless it has some.
fn quoted(name: &str) -> String {
    if name.contains('“') {
        name.to_owned()
    } else {
        format!("“{name}”")
    }
}

/// The platforms that are being built; they have no figure (F14).
fn platforms(material: &Material) -> Option<String> {
    let names = projects(&material.behind.platforms);
    (!names.is_empty()).then(|| format!("推动{}。", listed(&names)))
}

/// Honours, pilots and standards (F15 to F17).
fn results(material: &Material) -> Option<String> {
    let levels: Vec<String> = material
        .report
        .figures
        .iter()
        .filter(|counted| counted.figure.key.starts_with("standards-"))
        .filter(|counted| counted.value.is_some_and(|value| value > 0))
        .filter(|counted| counted.figure.key != "standards-unlevelled")
        .map(|counted| counted.figure.label.trim_end_matches("标准").to_owned())
        .collect();
    let unlevelled = material.value("standards-unlevelled") > 0;
    let of = match levels.as_slice() {
        [level] if !unlevelled => format!("{level}标准"),
        [] | [_] => "标准".to_owned(),
        several => format!("{}等各类标准", several.join("、")),
    };
    sentence([
        material
            .told("honours-confidence", "称号{}户")
            .map(|said| format!("获得{}{said}", honour(&material.behind.honours_confidence))),
        material.told("pilots", "通过标准化试点示范项目{}个"),
        material.told("standards", &format!("制定{of}{{}}项")),
    ])
}

/// The name of the honour, where all have the same one.
fn honour(rows: &[Row]) -> String {
    common(rows, "name").map_or_else(|| "各类".to_owned(), |name| quoted(&name))
}

/// （二）加强质量提升.
fn quality(material: &Material) -> Vec<Option<String>> {
    vec![
        item("厚植质量文化。", [trained(material)]),
        item("实施项目攻关。", [staged(material), tackled(material)]),
        item(head_of_pairing(material), [paired(material)]),
    ]
}

/// Trainings and the honours of the campaign (F19 to F22).
fn trained(material: &Material) -> Option<String> {
    let campaign =
        common(&material.behind.trainings, "campaign").map(|name| format!("结合{}", quoted(&name)));
    let trainings = material.told("trainings", "开展质量培训{}次");
    sentence([
        campaign.filter(|_| trainings.is_some()),
        trainings,
        material.told("trainees", "培训质量人才{}人次"),
        material
            .told("honours-quality", "称号企业{}家")
            .map(|said| format!("荣获{}{said}", honour(&material.behind.honours_quality))),
    ])
}

/// The three stages, where some project has gone through them all (F24).
fn staged(material: &Material) -> Option<String> {
    let stages = ["discussed_on", "followed_on", "evaluated_on"];
    let whole = material
        .behind
        .tackled
        .iter()
        .any(|row| stages.iter().all(|stage| material.is_past(row.cell(stage))));
    whole.then(|| {
        "形成“党小组讨论实施—支部大会跟踪关注—党委（支部）会议综合评估”项目实施模式。".to_owned()
    })
}

/// Projects, teams and what they solved (F26 to F28).
fn tackled(material: &Material) -> Option<String> {
    sentence([
        material.told("project-points", "重点指导实施项目攻关小个专党组织{}个"),
        material.told("teams", "成立质量攻关小组{}个"),
        material.told("project-problems", "解决质量生产问题{}个"),
    ])
}

/// 开展结对联建, unless there was none and only suggestions were made or projects furthered.
fn head_of_pairing(material: &Material) -> &'static str {
    let paired = ["pairing-meetings", "pairing-problems"];
    if paired.iter().any(|key| material.value(key) > 0) {
        "开展结对联建。"
    } else {
        "服务企业发展。"
    }
}

/// Meetings attended, suggestions, problems solved, projects furthered (F30 to F33).
fn paired(material: &Material) -> Option<String> {
    let guided = projects(&material.behind.guided);
    sentence([
        material.told(
            "pairing-meetings",
            "参加小个专党建联系点党组织质量攻关会议{}次",
        ),
        material.told("ideas", "为企业贡献金点子{}个"),
        material.told("pairing-problems", "解决企业实际问题{}个"),
        (!guided.is_empty()).then(|| format!("指导企业推进{}", listed(&guided))),
    ])
}

/// （三）突出政治功能.
fn vigour(material: &Material) -> Vec<Option<String>> {
    vec![
        item("筑堡垒，强化组织力。", [premises(material), held(material)]),
        item("树标杆，激发战斗力。", [pioneers(material)]),
        item("争先锋，凸显凝聚力。", [exchanged(material)]),
    ]
}

/// Premises; 每个 only where it is every one (F34).
fn premises(material: &Material) -> Option<String> {
    let (points, whole) = (material.value("points"), material.value("facilities"));
    match whole {
        0 => None,
        all if all == points => {
            Some("每个联系点都做到党建制度上墙，建有党员活动室、党建工作栏和学习园地。".to_owned())
        }
        some => Some(format!(
            "{points}个联系点中已有{some}个做到党建制度上墙，建有党员活动室、党建工作栏和学习园地。"
        )),
    }
}

/// Meetings, a statement a kind, and how many came (F18, F35).
fn held(material: &Material) -> Option<String> {
    let meetings = each(material, "meetings-");
    sentence([
        (!meetings.is_empty()).then(|| format!("开展{}", meetings.join("、"))),
        material.told("attendance-rate", "到会率{}%"),
    ])
}

/// 党员先锋岗, and what they pledge (F36).
fn pioneers(material: &Material) -> Option<String> {
    let given = words(&material.behind.pioneers, "pledges");
    let pledges: Vec<&str> = Kind::Member
        .dictionary()
        .column("pledges")
        .and_then(|column| column.shape.entries())
        .unwrap_or_default()
        .iter()
        .map(|entry| entry.label)
        .filter(|label| given.iter().any(|one| one == label))
        .collect();
    sentence([
        material.told("pioneers", "{}名党员设立先锋岗"),
        (!pledges.is_empty() && material.value("pioneers") > 0).then(|| pledges.join("、")),
    ])
}

/// Activities but trainings, a statement a kind (F38).
fn exchanged(material: &Material) -> Option<String> {
    let activities = each(material, "activities-");
    sentence([(!activities.is_empty()).then(|| format!("开展{}", activities.join("、")))])
}

/// A statement for each figure whose key begins so, with its name and value.
fn each(material: &Material, start: &str) -> Vec<String> {
    material
        .report
        .figures
        .iter()
        .map(|counted| counted.figure)
        .filter(|figure| figure.key.starts_with(start))
        .filter_map(|figure| {
            material.told(figure.key, &format!("{}{{}}{}", figure.label, figure.unit))
        })
        .collect()
}
