//! What a flag or an argument takes, declared beside it, and what may be typed there.

use clap::builder::ArgExt;

use super::offer::{self, Offer};
use super::output::Field;
use super::settings::Settings;
use crate::check::{RULES, Rule};
use crate::figure::FIGURES;
use crate::record::{Column, Kind};
use crate::store::Page;
use crate::value::text::SEPARATORS;
use crate::value::{Day, Entry};

/// What a flag or an argument takes; files are declared by clap's own hint.
#[derive(Debug, Clone)]
pub(super) enum Takes {
    /// What a column of the command's kind holds.
    Column(&'static Column),
    /// A record of a kind.
    Record(Kind),
    /// The number of a removed record.
    Removed(Kind),
    /// A record of the kind that an earlier word names, or that an earlier rule is about.
    Named,
    /// The label of a kind, and then a record of it; or a contact point alone.
    Pair,
    /// The text that records have under this key.
    Body(&'static str),
    /// One of a closed set.
    Choice(Vec<&'static Entry>),
    /// A day.
    Day,
    /// A figure of the report.
    Figure,
    /// A rule of `check`.
    Rule,
    /// A kind of record.
    Kind,
    /// Columns of the command's kind, by their names.
    Headings,
    /// The column by which records of the command's kind are sorted, behind a `-` from the greatest down.
    Order,
    /// One of some words, or another like them.
    Words(&'static [&'static str]),
}

impl ArgExt for Takes {}

/// Where something is typed.
pub(super) struct Spot<'a> {
    /// The kind whose command it is.
    pub(super) kind: Option<Kind>,
    /// The words before it.
    pub(super) before: &'a [String],
    /// The ledger, where one can be read.
    pub(super) page: Option<Page<'a>>,
    /// What the user has set.
    pub(super) settings: &'a Settings,
    /// Today.
    pub(super) today: Day,
}

impl Takes {
    /// One of all values of a closed set.
    pub(super) fn choice(entries: &'static [Entry]) -> Self {
        Self::Choice(entries.iter().collect())
    }

    /// How many bytes of what is typed stand before what is to be completed: a mark, or the values of a list that are
    /// there already.
    pub(super) fn begun(&self, spot: &Spot<'_>, typed: &str) -> usize {
        match (self, typed.rfind(SEPARATORS)) {
            (Self::Order, _) => usize::from(typed.starts_with('-')),
            (_, Some(place)) if self.is_list(spot) => {
                place + typed[place..].chars().next().map_or(0, char::len_utf8)
            }
            _ => 0,
        }
    }

    /// Whether several values may stand in one word.
    fn is_list(&self, spot: &Spot<'_>) -> bool {
        match self {
            // A list may be limited to several values of a column that holds one.
            Self::Column(column) => {
                let is_choice = column.shape.entries().is_some();
                let limits = || spot.before.iter().any(|word| word == "list");
                column.shape.is_list() || is_choice && limits()
            }
            Self::Headings => true,
            _ => false,
        }
    }

    /// What may be typed that fits what is begun: of a closed set the codes where that is English, else the labels.
    pub(super) fn offers(&self, spot: &Spot<'_>, typed: &str) -> anyhow::Result<Vec<Offer>> {
        if let Some(closed) = self.closed(spot) {
            let codes = closed
                .iter()
                .filter(|(code, _)| !typed.is_empty() && code.starts_with(typed))
                .map(|(code, label)| Offer::of(*code, *label))
                .collect::<Vec<_>>();
            if !codes.is_empty() {
                return Ok(codes);
            }
        }
        Ok(offer::fitting(self.all(spot)?, typed))
    }

    /// What programs and what people call the values of a closed set.
    fn closed(&self, spot: &Spot<'_>) -> Option<Vec<(&'static str, &'static str)>> {
        let pairs = |entries: &[&'static Entry]| {
            entries
                .iter()
                .map(|entry| (entry.code, entry.label))
                .collect()
        };
        match self {
            Self::Column(column) => column
                .shape
                .entries()
                .map(|entries| pairs(&entries.iter().collect::<Vec<_>>())),
            Self::Choice(entries) => Some(pairs(entries)),
            Self::Figure => Some(
                FIGURES
                    .iter()
                    .filter(|figure| !figure.hidden)
                    .map(|figure| (figure.key, figure.label))
                    .collect(),
            ),
            Self::Rule => Some(RULES.iter().map(|rule| (rule.key, rule.label)).collect()),
            Self::Kind => Some(kinds()),
            Self::Pair if named(spot.before).is_none() => Some(kinds()),
            Self::Headings => spot.kind.map(|kind| headings(kind, &Field::all(kind))),
            Self::Order => spot.kind.map(|kind| headings(kind, &Field::sorting(kind))),
            _ => None,
        }
    }

    /// Whatever may be typed.
    fn all(&self, spot: &Spot<'_>) -> anyhow::Result<Vec<Offer>> {
        let records = |kind| match spot.page {
            Some(page) => offer::records(page, kind, spot.today),
            None => Ok(Vec::new()),
        };
        Ok(match self {
            Self::Figure => offer::figures(),
            Self::Column(column) => match spot.kind {
                Some(kind) => offer::offers(spot.page, spot.settings, kind, column, spot.today)?,
                None => Vec::new(),
            },
            Self::Record(kind) => records(*kind)?,
            Self::Named => match named(spot.before) {
                Some(kind) => records(kind)?,
                None => Vec::new(),
            },
            Self::Pair => {
                let kind = named(spot.before).unwrap_or(Kind::Point);
                // No labels once a kind is named.
                let mut offers = self.labels(spot);
                offers.extend(records(kind)?);
                offers
            }
            Self::Removed(kind) => match spot.page {
                Some(page) => offer::removed(page, *kind)?,
                None => Vec::new(),
            },
            Self::Body(key) => match spot.page {
                Some(page) => offer::bodies(page, key)?,
                None => Vec::new(),
            },
            Self::Day => offer::days(spot.today, true),
            Self::Words(words) => words.iter().copied().map(Offer::plain).collect(),
            Self::Choice(_) | Self::Rule | Self::Kind | Self::Headings | Self::Order => {
                self.labels(spot)
            }
        })
    }

    /// The labels of a closed set.
    fn labels(&self, spot: &Spot<'_>) -> Vec<Offer> {
        let closed = self.closed(spot).unwrap_or_default();
        closed
            .into_iter()
            .map(|(_, label)| Offer::plain(label))
            .collect()
    }
}

/// The kinds by key and label.
fn kinds() -> Vec<(&'static str, &'static str)> {
    Kind::entered()
        .map(|kind| (kind.dictionary().key, kind.dictionary().label))
        .collect()
}

/// Columns of a kind by key and label.
fn headings(kind: Kind, fields: &[Field]) -> Vec<(&'static str, &'static str)> {
    fields.iter().map(|field| field.names(kind)).collect()
}

/// The kind that one of the words behind the command names, or that a rule among them is about.
fn named(before: &[String]) -> Option<Kind> {
    // The first two are the program and its command, which may go by the name of a kind.
    before.iter().skip(2).find_map(|word| {
        let rule = || Rule::named(word).map(|rule| rule.about);
        Kind::named(word).or_else(rule)
    })
}
