//! What is counted: one declaration a figure, and the statements that all figures of a source share.

mod against;
#[cfg(test)]
mod by_hand;
mod count;
mod dimension;
mod explain;
mod list;
mod plan;
mod report;
#[cfg(test)]
mod tests;

pub use against::{Cause, Kept, Moved, Shift, Turn, against, kept};
pub use dimension::{Dimension, Share};
pub use explain::{Part, explain};
pub use list::{FIGURES, NAMES};
pub use plan::{Progress, is_done, is_done_before, name_of};
pub use report::{Counted, Question, Report, Slice, limited, report};

use crate::record::Kind;
use crate::value::Entry;

/// The groups of the report, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// 基本情况
    Basics,
    /// 三送活动
    Visits,
    /// 质量提升
    Quality,
    /// 问题办理
    Problems,
    /// 组织生活
    Life,
}

impl Group {
    /// The heading of the group.
    pub fn label(self) -> &'static str {
        match self {
            Self::Basics => "基本情况",
            Self::Visits => "三送活动",
            Self::Quality => "质量提升",
            Self::Problems => "问题办理",
            Self::Life => "组织生活",
        }
    }
}

/// A figure of the report.
#[derive(Debug, Clone, Copy)]
pub struct Figure {
    /// The group it stands in.
    pub group: Group,
    /// The name that programs read; never renamed once released.
    pub key: &'static str,
    /// 指标
    pub label: &'static str,
    /// 单位
    pub unit: &'static str,
    /// 口径: what is counted, in words.
    pub basis: &'static str,
    /// How it is counted.
    pub count: Count,
    /// Whether it only serves another figure and is not printed.
    pub hidden: bool,
    /// Whether a table leaves it out where it is nothing: one of many parts of the figure above it.
    pub part: bool,
    /// A figure whose records decide which records of this one count.
    pub rests_on: Option<&'static str>,
    /// A figure that the 口径 names the value of, and the words before it and behind.
    pub remark: Option<(&'static str, &'static str, &'static str)>,
}

/// How a figure is counted.
#[derive(Debug, Clone, Copy)]
pub enum Count {
    /// From the records of one kind.
    Rows {
        /// The kind.
        source: Kind,
        /// Which day decides.
        when: When,
        /// The choice that a column of the record holds, where one is wanted.
        chosen: Option<(&'static str, &'static Entry)>,
        /// Which records count: conditions in SQL over the kind's scope, all of which hold.
        filter: &'static [&'static str],
        /// What is added up.
        measure: Measure,
    },
    /// A share of other figures in percent; each part with its sign.
    Share {
        /// The part.
        part: &'static str,
        /// The whole, a sum.
        whole: &'static [(i64, &'static str)],
    },
}

/// Which day decides whether a record counts.
#[derive(Debug, Clone, Copy)]
pub enum When {
    /// Its own day in the period: this expression.
    On(&'static str),
    /// How things stand at the end; the filter itself speaks of `:asof` and `:from`.
    Standing,
}

/// What is added up over the records that count.
#[derive(Debug, Clone, Copy)]
pub enum Measure {
    /// The records.
    Records,
    /// The values of an expression.
    Sum(&'static str),
    /// The different values of an expression.
    Different(&'static str),
    /// The different values of an expression; of rows without one, the values of another, added up.
    DifferentOr(&'static str, &'static str),
}

impl Figure {
    /// The figure of this key.
    pub fn of_key(key: &str) -> Option<&'static Self> {
        FIGURES.iter().find(|figure| figure.key == key)
    }

    /// Whether it is a rate, counted in tenths of a percent.
    pub fn is_rate(&self) -> bool {
        matches!(self.count, Count::Share { .. })
    }

    /// Whether it can be divided so.
    pub fn divides_by(&self, dimension: Dimension) -> bool {
        match &self.count {
            Count::Rows { source, when, .. } => match dimension {
                // A plan is the bureau's: it belongs to no contact point.
                Dimension::Point => *source != Kind::Plan,
                Dimension::Station | Dimension::Section => true,
                Dimension::Category => *source == Kind::Problem,
                Dimension::Month => matches!(when, When::On(_)),
            },
            Count::Share { part, whole } => std::iter::once(*part)
                .chain(whole.iter().map(|(_, key)| *key))
                .all(|key| Self::of_key(key).is_some_and(|figure| figure.divides_by(dimension))),
        }
    }
}
