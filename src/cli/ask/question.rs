//! From a column to its question: how it is asked for, what is offered, and what is wrong with an answer.

use std::cell::RefCell;

use super::prompt::{Line, Pick, Screen, Stop};
use crate::cli::offer::{self, Offer};
use crate::cli::settings::Settings;
use crate::cli::words;
use crate::record::{Column, Kind, Shape, Verdict, World, read};
use crate::store::{Found, Page, Reach};
use crate::value::choice::entry_of;
use crate::value::text::{folded, forbidden, last_item, shown, split_list};
use crate::value::{Cell, Entry, fit};

/// Who asks: the terminal, and what answers are read and judged by.
#[derive(Clone, Copy)]
pub(super) struct Asker<'a> {
    /// The terminal.
    pub(super) screen: Screen,
    /// What stands in the ledger.
    pub(super) page: Page<'a>,
    /// Today, and what rules know.
    pub(super) world: &'a World,
    /// What the user adds to the usual values.
    pub(super) settings: &'a Settings,
}

/// One column that is asked for.
#[derive(Clone, Copy)]
pub(super) struct Question<'q> {
    /// The kind of record.
    pub(super) kind: Kind,
    /// The column.
    pub(super) column: &'static Column,
    /// What stands before its name: which problem it is of.
    pub(super) before: &'q str,
    /// What stands there already.
    pub(super) current: Option<&'q str>,
    /// What an empty answer means; none where there must be an answer.
    pub(super) empty: Option<&'static str>,
    /// What was answered to the same question before, the last first.
    pub(super) earlier: &'q [String],
    /// The year that the record is of, where it is of one.
    pub(super) year: Option<i32>,
    /// Why it is asked for.
    pub(super) asked: Asked<'q>,
}

/// Why a column is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Asked<'q> {
    /// It is its turn; what was typed already, where the question was left by mistake.
    InTurn(&'q RefCell<String>),
    /// A person chose to change it.
    ToChange,
}

impl Question<'_> {
    /// Whether it must be answered.
    fn is_needed(&self) -> bool {
        self.empty.is_none()
    }

    /// Whether Enter alone must say nothing: where an empty cell says something, or a person only looked.
    fn begins_empty(&self) -> bool {
        let only_looked = matches!(self.asked, Asked::ToChange) && self.current.is_none();
        !self.is_needed() && (only_looked || !self.column.unset.is_empty())
    }

    /// The question in words.
    fn message(&self) -> String {
        format!("{}{}", self.before, self.column.label)
    }
}

impl Asker<'_> {
    /// Asks for the words of a column; empty where it is left empty.
    pub(super) fn column(self, question: &Question<'_>) -> Result<String, Stop> {
        let column = question.column;
        match column.shape {
            Shape::Choice(entries) => self.one_of(question, entries),
            Shape::Choices(entries) => self.some_of(question, entries),
            Shape::Flag => self.value(question, &["是", "否"].map(Offer::plain), None),
            Shape::Link(kind) => self.link(question, kind),
            _ if !column.usual.is_empty() => self.usual(question),
            // A day is typed anew rather than mended; the one that stands there is taken by an empty answer.
            Shape::Day if question.is_needed() => self.line(question, ""),
            _ => self.line(question, question.current.unwrap_or_default()),
        }
    }

    /// One of a closed set.
    fn one_of(self, question: &Question<'_>, entries: &'static [Entry]) -> Result<String, Stop> {
        let offers: Vec<_> = entries
            .iter()
            .map(|entry| Offer::plain(entry.label))
            .collect();
        let default = question
            .column
            .default
            .and_then(|code| entry_of(entries, code));
        self.value(question, &offers, default.map(|entry| entry.label))
    }

    /// One of these values, or none where that may be.
    fn value(
        self,
        question: &Question<'_>,
        offers: &[Offer],
        default: Option<&str>,
    ) -> Result<String, Stop> {
        let start = self.start(question, offers, default);
        let chosen = self.listed(question, offers, start)?;
        Ok(chosen.map_or_else(String::new, |place| offers[place].value.clone()))
    }

    /// Some of a closed set.
    fn some_of(self, question: &Question<'_>, entries: &'static [Entry]) -> Result<String, Stop> {
        let picks: Vec<_> = entries
            .iter()
            .map(|entry| Pick::of(entry.label).or(entry.words))
            .collect();
        let chosen = match self.cell(question, question.current.unwrap_or_default()) {
            Some(Cell::Choices(chosen)) => entries
                .iter()
                .enumerate()
                .filter(|(_, entry)| chosen.contains(entry))
                .map(|(place, _)| place)
                .collect(),
            _ => Vec::new(),
        };
        let needed = question.is_needed().then_some(words::CHOOSE_ONE);
        let chosen = self.screen.several(
            &question.message(),
            words::CHOOSE_SOME_HELP,
            &picks,
            &chosen,
            needed,
        )?;
        let labels: Vec<_> = chosen
            .iter()
            .filter_map(|place| entries.get(*place))
            .collect();
        let labels: Vec<_> = labels.iter().map(|entry| entry.label).collect();
        Ok(labels.join("、"))
    }

    /// A record that is there, by its number: a name may mean another one.
    fn link(self, question: &Question<'_>, kind: Kind) -> Result<String, Stop> {
        let mut offers = self.offers(question)?;
        let current = match question.current {
            Some(words) => self.page.find(kind, words, Reach::Parts),
            None => Ok(Found::None(Vec::new())),
        };
        let current = match current.map_err(|error| Stop::Failed(error.into()))? {
            Found::One(row) => Some(row),
            _ => None,
        };
        let id = current.as_ref().map(|row| row.id);
        // One that is not on offer, since it ended or is old, can be kept all the same.
        if let Some(row) = current.filter(|row| offers.iter().all(|one| one.record != Some(row.id)))
        {
            let kept = Offer {
                record: Some(row.id),
                ..Offer::plain(words::brief(&row))
            };
            offers.insert(0, kept);
        }
        if offers.is_empty() && question.is_needed() {
            return Err(Stop::Failed(words::none_yet(question.column).into()));
        }
        if offers.is_empty() {
            return Ok(String::new());
        }
        let start = offers
            .iter()
            .position(|offer| id.is_some() && offer.record == id);
        let chosen = self.listed(question, &offers, start)?;
        let record = chosen.and_then(|place| offers[place].record);
        Ok(record.map_or_else(String::new, |id| id.to_string()))
    }

    /// One of the usual values, or another.
    fn usual(self, question: &Question<'_>) -> Result<String, Stop> {
        let mut offers = self.offers(question)?;
        let mut start = self.start(question, &offers, None);
        if let Some(current) = question.current.filter(|_| start.is_none()) {
            offers.insert(0, Offer::plain(current));
            start = Some(0);
        }
        let mut picks: Vec<_> = offers.iter().map(|offer| Pick::of(&offer.value)).collect();
        picks.push(Pick::of(words::ANOTHER).always());
        let none = leave(question, &mut picks);
        let usual = none.filter(|_| question.begins_empty());
        let start = start.or(usual).unwrap_or(0);
        let (chosen, typed) =
            self.screen
                .one_and_typed(&question.message(), words::CHOOSE_HELP, &picks, start)?;
        match offers.get(chosen) {
            Some(offer) => Ok(offer.value.clone()),
            None if Some(chosen) == none => Ok(String::new()),
            // What was typed to find it is most likely what it is called.
            None if !typed.is_empty() => self.line(question, &typed),
            None => self.line(question, question.current.unwrap_or_default()),
        }
    }

    /// One of these, or none where that may be; its place.
    fn listed(
        self,
        question: &Question<'_>,
        offers: &[Offer],
        start: Option<usize>,
    ) -> Result<Option<usize>, Stop> {
        let mut picks: Vec<_> = offers
            .iter()
            .map(|offer| match offer.about.as_str() {
                "" => Pick::of(&offer.value),
                about => Pick::of(&format!("{}（{about}）", offer.value)),
            })
            .collect();
        leave(question, &mut picks);
        let usual = if question.begins_empty() {
            picks.len() - 1
        } else {
            0
        };
        let (message, help) = (question.message(), words::CHOOSE_HELP);
        let chosen = self
            .screen
            .one(&message, help, &picks, start.unwrap_or(usual))?;
        Ok((chosen < offers.len()).then_some(chosen))
    }

    /// Where the choice begins: at what stands there already, or else at the default.
    fn start(
        self,
        question: &Question<'_>,
        offers: &[Offer],
        default: Option<&str>,
    ) -> Option<usize> {
        let current = question.current.map(|words| {
            self.cell(question, words)
                .map_or_else(|| words.to_owned(), |cell| cell.words())
        });
        let sought = folded(current.as_deref().or(default)?);
        offers
            .iter()
            .position(|offer| folded(&offer.value) == sought)
    }

    /// A line of text, judged as it is typed.
    pub(super) fn line(self, question: &Question<'_>, initial: &str) -> Result<String, Stop> {
        let offers = self.offers(question)?;
        let is_day = question.kind.dictionary().day == question.column.key
            && matches!(question.column.shape, Shape::Day);
        let today = words::day_words(self.world.today);
        let year = self.world.today.year().to_string();
        let default = match (question.column.shape, question.current) {
            _ if !question.is_needed() => None,
            (Shape::Day, Some(current)) => Some(current),
            (Shape::Day, None) if is_day => Some(today.as_str()),
            (Shape::Year, None) => Some(year.as_str()),
            _ => None,
        };
        let spelt = RefCell::new(String::new());
        let fault = |typed: &str| {
            self.fault(question, typed)
                .or_else(|| spelling(&offers, question, typed, &spelt))
        };
        let begun = match question.asked {
            Asked::InTurn(typed) => typed.take(),
            Asked::ToChange => String::new(),
        };
        let initial = if begun.is_empty() { initial } else { &begun };
        let offered = |typed: &str| {
            if let Asked::InTurn(begun) = question.asked {
                typed.clone_into(&mut begun.borrow_mut());
            }
            self.shown_below(question, &offers, typed)
        };
        let understood = |typed: &str| {
            self.cell(question, typed).map_or_else(
                || typed.to_owned(),
                |cell| words::value_words(question.column, &cell, true),
            )
        };
        let help = words::how_to_answer(question.column, question.empty, default, offers.len());
        // What another program left in the ledger must not reach the terminal as it is; left alone, it stays what it was.
        let harmless = if forbidden(initial).is_some() {
            shown(initial)
        } else {
            initial.into()
        };
        let typed = self.screen.line(&Line {
            message: &question.message(),
            help: &help,
            default,
            initial: &harmless,
            offered: &offered,
            fault: &fault,
            understood: &understood,
        })?;
        Ok(if typed == harmless {
            initial.to_owned()
        } else {
            typed
        })
    }

    /// What may be offered for a column: its days are shown as they are typed instead.
    fn offers(self, question: &Question<'_>) -> Result<Vec<Offer>, Stop> {
        if matches!(question.column.shape, Shape::Day | Shape::Year) {
            return Ok(Vec::new());
        }
        let mut offers: Vec<_> = question.earlier.iter().map(Offer::plain).collect();
        let (page, today) = (Some(self.page), self.world.today);
        let others = offer::offers(page, self.settings, question.kind, question.column, today)
            .map_err(Stop::Failed)?;
        let first = offers.clone();
        let is_new = |offer: &Offer| first.iter().all(|other| other.value != offer.value);
        offers.extend(others.into_iter().filter(is_new));
        Ok(offers)
    }

    /// The cell that words mean, where they can be read.
    fn cell(self, question: &Question<'_>, typed: &str) -> Option<Cell> {
        let cell = read(question.column, typed, self.world, question.year).ok()?;
        (!cell.is_empty()).then_some(cell)
    }

    /// What is wrong with an answer by itself.
    fn fault(self, question: &Question<'_>, typed: &str) -> Option<String> {
        let cell = match read(question.column, typed, self.world, question.year) {
            Ok(cell) => cell,
            Err(why) => {
                let complaint = words::unread(question.column, typed, &why);
                return Some(words::in_one(&complaint));
            }
        };
        if cell.is_empty() {
            return question.is_needed().then(|| words::NEEDED.to_owned());
        }
        let mut verdict = Verdict::default();
        verdict.cell(question.column, &cell, self.world);
        let fault = verdict.faults.first()?;
        Some(words::fault(question.kind, fault))
    }

    /// What stands below what is typed: a day as it is understood, or what is offered and fits.
    fn shown_below(self, question: &Question<'_>, offers: &[Offer], typed: &str) -> Vec<String> {
        if matches!(question.column.shape, Shape::Day | Shape::Partial) {
            let cell = self.cell(question, typed);
            let words = cell.map(|cell| words::value_words(question.column, &cell, true));
            return words.filter(|words| words != typed).into_iter().collect();
        }
        // A day is no day until it is written out; what is wrong with a number or a code is so from the first letter on.
        if matches!(question.column.shape, Shape::Count | Shape::Code) && !typed.is_empty() {
            return self.fault(question, typed).into_iter().collect();
        }
        let (head, last) = parted(question.column, typed);
        let taken = split_list(head);
        offers
            .iter()
            .filter(|offer| !taken.contains(&offer.value) && offer.value != last)
            .filter(|offer| fit(last, &offer.value).is_some())
            .map(|offer| format!("{head}{}", offer.value))
            .collect()
    }
}

/// Adds the choice to leave the column empty, where that may be; its place.
fn leave(question: &Question<'_>, picks: &mut Vec<Pick>) -> Option<usize> {
    if question.is_needed() {
        return None;
    }
    let dictionary = question.kind.dictionary();
    let stand_in = dictionary
        .columns
        .iter()
        .find(|other| other.instead == Some(question.column.key));
    let empty = words::leave_empty(question.column, stand_in);
    picks.push(Pick::of(&empty).or(&["无", "不填", "没有"]));
    Some(picks.len() - 1)
}

/// Part of a name that is offered, or what spells it, is doubted once: it was meant to find it. So are letters where a name
/// is asked for.
fn spelling(
    offers: &[Offer],
    question: &Question<'_>,
    typed: &str,
    doubted: &RefCell<String>,
) -> Option<String> {
    let (_, last) = parted(question.column, typed);
    if last.is_empty() || doubted.replace(typed.to_owned()) == typed {
        return None;
    }
    let mut values = offers.iter().map(|offer| offer.value.as_str());
    if values.clone().any(|value| folded(value) == folded(last)) {
        return None;
    }
    let meant = values.find(|value| fit(last, value).is_some());
    let is_letters = last.chars().all(|c| c.is_ascii_alphabetic());
    match meant {
        Some(meant) => Some(words::spelling(last, meant)),
        None if is_letters && question.column.names.is_some() => Some(words::letters(last)),
        None => None,
    }
}

/// What is typed of a list before its last item, and that item; of any other text nothing and all of it.
fn parted<'t>(column: &Column, typed: &'t str) -> (&'t str, &'t str) {
    let (head, last) = if column.shape.is_list() {
        last_item(typed)
    } else {
        ("", typed)
    };
    (head, last.trim())
}
