//! What a report is divided by, and what it is limited to.

use super::{Count, Figure, When};
use crate::record::Kind;
use crate::store::scope;
use crate::value::choice::choice;

choice! {
    /// What a report is divided by.
    Dimension {
        Point = "point" "联系点",
        Station = "station" "责任所",
        Section = "section" "责任科室",
        Category = "category" "问题类别" | "类别",
        Month = "month" "月份" | "月",
    }
}

impl Dimension {
    /// The expressions for the number and the name of a row's slot.
    pub(super) fn slot(self, source: Kind, figure: &Figure) -> (&'static str, String) {
        let scope = scope(source);
        match (self, &figure.count) {
            (Self::Point, _) => (&scope.point, "p.name".to_owned()),
            (Self::Station, _) => ("NULL", scope.station.clone()),
            (Self::Section, _) => ("NULL", scope.section.clone()),
            (Self::Category, _) => ("NULL", "t.category".to_owned()),
            (
                Self::Month,
                Count::Rows {
                    when: When::On(day),
                    ..
                },
            ) => ("NULL", format!("substr({day}, 1, 7)")),
            (Self::Month, _) => ("NULL", "NULL".to_owned()),
        }
    }
}

/// What a report is limited to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Share {
    /// A contact point.
    Point(i64),
    /// A station.
    Station(String),
    /// A section.
    Section(String),
}
