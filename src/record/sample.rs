//! The sample year 2022, carried inside the program; all of it is fiction.

use super::Kind;

/// Its sheets, in the order in which records refer to one another.
pub const SAMPLE: &[(Kind, &str)] = &[
    (Kind::Point, include_str!("../../examples/2022/points.csv")),
    (
        Kind::Member,
        include_str!("../../examples/2022/members.csv"),
    ),
    (
        Kind::Project,
        include_str!("../../examples/2022/projects.csv"),
    ),
    (Kind::Visit, include_str!("../../examples/2022/visits.csv")),
    (
        Kind::Problem,
        include_str!("../../examples/2022/problems.csv"),
    ),
    (
        Kind::Meeting,
        include_str!("../../examples/2022/meetings.csv"),
    ),
    (
        Kind::Activity,
        include_str!("../../examples/2022/activities.csv"),
    ),
    (Kind::Idea, include_str!("../../examples/2022/ideas.csv")),
    (Kind::Award, include_str!("../../examples/2022/awards.csv")),
    (Kind::Plan, include_str!("../../examples/2022/plans.csv")),
];
