//! The limits of the rules: what a number must reach, or how often something is to be held, and what a user sets.

use std::fmt;

use super::{RULES, Rule};
use crate::value::Span;
use crate::value::text::folded;

/// How often something is to be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Every {
    /// How many times.
    pub times: i64,
    /// In each whole span of this length.
    pub span: Span,
}

/// The greatest number that a limit may be, where it is no percentage of a whole.
pub(super) const GREATEST: i64 = 1000;

/// The words for a span, the one that is written first.
const SPANS: &[(&str, Span)] = &[
    ("月", Span::Month),
    ("个月", Span::Month),
    ("季度", Span::Quarter),
    ("季", Span::Quarter),
    ("半年", Span::Half),
    ("年", Span::Year),
    ("年度", Span::Year),
];

/// Chinese figures up to ten.
const FIGURES: &str = "零一二三四五六七八九十";

impl Every {
    /// So many times in each span.
    pub const fn of(times: i64, span: Span) -> Self {
        Self { times, span }
    }

    /// Reads 每月1次, 每季度 1 次, 每半年一次, 每年2次.
    pub fn read(text: &str) -> Option<Self> {
        let text = folded(text);
        let rest = text.strip_prefix('每')?.strip_suffix('次')?;
        SPANS.iter().find_map(|(word, span)| {
            let figures = rest.strip_prefix(word)?;
            let times = match figures {
                "两" => 2,
                figures => match FIGURES.chars().position(|one| figures == one.to_string()) {
                    Some(number) => i64::try_from(number).ok()?,
                    None if figures.bytes().all(|byte| byte.is_ascii_digit()) => {
                        figures.parse().ok()?
                    }
                    None => return None,
                },
            };
            (1..=99)
                .contains(&times)
                .then_some(Self { times, span: *span })
        })
    }
}

impl fmt::Display for Every {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = SPANS
            .iter()
            .find(|(_, span)| *span == self.span)
            .map_or("", |(word, _)| word);
        write!(formatter, "每{word}{}次", self.times)
    }
}

/// The limit of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// There is nothing to set.
    Plain,
    /// A number.
    One(i64),
    /// Two marks on one scale, which must stand in this order.
    Marks(i64, i64),
    /// Two numbers that have nothing to do with one another.
    Pair(i64, i64),
    /// A frequency.
    Every(Every),
}

impl Limit {
    /// The first number.
    pub fn first(self) -> i64 {
        match self {
            Self::Plain => 0,
            Self::One(first) | Self::Marks(first, _) | Self::Pair(first, _) => first,
            Self::Every(every) => every.times,
        }
    }

    /// The second number; the first where there is only one.
    pub fn second(self) -> i64 {
        match self {
            Self::Marks(_, second) | Self::Pair(_, second) => second,
            Self::Plain | Self::One(_) | Self::Every(_) => self.first(),
        }
    }

    /// The span of a frequency; years for a limit that is none.
    pub fn span(self) -> Span {
        match self {
            Self::Every(every) => every.span,
            Self::Plain | Self::One(_) | Self::Marks(..) | Self::Pair(..) => Span::Year,
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain => Ok(()),
            Self::One(number) => number.fmt(formatter),
            Self::Marks(first, second) | Self::Pair(first, second) => {
                write!(formatter, "{first}、{second}")
            }
            Self::Every(every) => every.fmt(formatter),
        }
    }
}

/// What a user has written for a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// The rule is on or off.
    Flag(bool),
    /// A number.
    Number(i64),
    /// Several numbers.
    Numbers(Vec<i64>),
    /// A text.
    Text(String),
    /// Something else.
    Other,
}

/// Why a limit cannot be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LimitFault {
    /// There is no such rule.
    NoRule,
    /// It must be written like this one, which is in force without it.
    NotLike(Limit),
    /// A number is less than 1 or more than this one.
    Outside(i64),
    /// The two numbers stand the wrong way round; this is the right one.
    Order(Limit),
    /// The rule was set before, by its key or its label.
    Twice,
}

/// The limits of all rules: those of the list, but for what a user has set.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// What was set, by the key of the rule; nothing where the rule is off.
    set: Vec<(&'static str, Option<Limit>)>,
}

impl Limits {
    /// Sets what a user has written for a rule, which goes by its key or label.
    ///
    /// # Errors
    ///
    /// Why that cannot be set.
    pub fn set(&mut self, name: &str, typed: &Typed) -> Result<(), LimitFault> {
        let rule = Rule::named(name).ok_or(LimitFault::NoRule)?;
        if self.set.iter().any(|(key, _)| *key == rule.key) {
            return Err(LimitFault::Twice);
        }
        let limit = match typed {
            Typed::Flag(on) => on.then_some(rule.limit),
            typed => Some(read(rule, typed)?),
        };
        self.set.push((rule.key, limit));
        Ok(())
    }

    /// The limit of a rule; none where the rule is off.
    pub fn of(&self, rule: &Rule) -> Option<Limit> {
        let set = self.set.iter().find(|(key, _)| *key == rule.key);
        set.map_or(Some(rule.limit), |(_, limit)| *limit)
    }

    /// The limit of the rule of this key; none where it is off.
    pub(super) fn of_key(&self, key: &str) -> Option<Limit> {
        let rule = RULES.iter().find(|rule| rule.key == key)?;
        self.of(rule)
    }
}

/// Reads a limit of the shape that the rule has.
fn read(rule: &Rule, typed: &Typed) -> Result<Limit, LimitFault> {
    let limit = match (rule.limit, typed) {
        (Limit::One(_), Typed::Number(number)) => Limit::One(*number),
        (Limit::Marks(..), Typed::Numbers(numbers)) => match numbers.as_slice() {
            [first, second] => Limit::Marks(*first, *second),
            _ => return Err(LimitFault::NotLike(rule.limit)),
        },
        (Limit::Pair(..), Typed::Numbers(numbers)) => match numbers.as_slice() {
            [first, second] => Limit::Pair(*first, *second),
            _ => return Err(LimitFault::NotLike(rule.limit)),
        },
        (Limit::Every(_), Typed::Text(text)) => Every::read(text)
            .map(Limit::Every)
            .ok_or(LimitFault::NotLike(rule.limit))?,
        _ => return Err(LimitFault::NotLike(rule.limit)),
    };
    let numbers = [limit.first(), limit.second()];
    if !numbers
        .iter()
        .all(|number| (1..=rule.most).contains(number))
    {
        return Err(LimitFault::Outside(rule.most));
    }
    // Which of the two must be the greater follows from the limit of the list.
    let order = |limit: Limit| limit.first().cmp(&limit.second());
    if matches!(limit, Limit::Marks(..)) && order(limit) == order(rule.limit).reverse() {
        return Err(LimitFault::Order(rule.limit));
    }
    Ok(limit)
}
