//! Questions as they stand on a terminal: a line, one of several, some of several.
//!
//! The only file that knows the library that draws them. They are drawn where messages go, so that what is printed
//! stays clean.

use std::cell::RefCell;
use std::fmt;
use std::time::Duration;

use inquire::list_option::ListOption;
use inquire::ui::{Attributes, Color, ErrorMessageRenderConfig, RenderConfig, StyleSheet, Styled};
use inquire::validator::{ErrorMessage, Validation};
use inquire::{InquireError, MultiSelect, Select, Text};

use crate::cli::words;
use crate::value::text::{folded, shown, width};
use crate::value::{Fit, fit};

/// Why a question has no answer.
#[derive(Debug)]
pub(super) enum Stop {
    /// The person wants to leave at once: Ctrl-C.
    Leave,
    /// The person wants to get out of the question: Esc, or the end of the input.
    Escape,
    /// The terminal or the ledger failed.
    Failed(anyhow::Error),
}

/// What may be chosen.
#[derive(Debug, Clone, Default)]
pub(super) struct Pick {
    /// What is shown.
    pub(super) shown: String,
    /// Other words that lead to it.
    pub(super) also: &'static [&'static str],
    /// Whether it stays on the list whatever is typed.
    pub(super) always: bool,
}

impl Pick {
    /// Something to be chosen by its own words.
    pub(super) fn of(text: &str) -> Self {
        Self {
            shown: shown(text).into_owned(),
            ..Self::default()
        }
    }

    /// Adds other words that lead to it.
    pub(super) fn or(mut self, also: &'static [&'static str]) -> Self {
        self.also = also;
        self
    }

    /// Keeps it on the list whatever is typed.
    pub(super) fn always(mut self) -> Self {
        self.always = true;
        self
    }

    /// How well what was typed fits: the beginning before a part, and that before pinyin.
    fn fits(&self, typed: &str) -> Option<i64> {
        let is_also = || self.also.iter().any(|word| folded(word) == folded(typed));
        match fit(typed, &self.shown) {
            Some(Fit::Beginning) => Some(5),
            _ if is_also() => Some(5),
            Some(Fit::Part) => Some(4),
            Some(Fit::SpeltBeginning) => Some(3),
            Some(Fit::Spelt) => Some(2),
            None if self.always => Some(1),
            None => None,
        }
    }
}

impl fmt::Display for Pick {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.shown)
    }
}

/// A question for a line of text.
pub(super) struct Line<'l> {
    /// What is asked for.
    pub(super) message: &'l str,
    /// How to answer.
    pub(super) help: &'l str,
    /// What an empty answer means, as it is shown.
    pub(super) default: Option<&'l str>,
    /// What stands there to be changed.
    pub(super) initial: &'l str,
    /// What is shown below what is typed, to be read or taken.
    pub(super) offered: &'l dyn Fn(&str) -> Vec<String>,
    /// What is wrong with an answer.
    pub(super) fault: &'l dyn Fn(&str) -> Option<String>,
    /// The answer as it is understood.
    pub(super) understood: &'l dyn Fn(&str) -> String,
}

/// The terminal that questions stand on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Screen {
    /// Its columns.
    pub(super) width: usize,
    /// Its rows.
    pub(super) height: usize,
    /// Whether colours are wanted.
    pub(super) colour: bool,
}

/// How long a key may take that was pressed before: with no time at all, the library doesn't look.
const AT_ONCE: Duration = Duration::from_millis(5);
/// The most keys that are forgotten: more than any text has that is pasted.
const MOST_KEYS: usize = 1_000_000;
/// The rows that a question needs beside what may be chosen.
const AROUND: usize = 5;
/// The most that is shown at once to be chosen.
const MOST: usize = 10;
/// The columns before a choice: the mark, the box and the blanks.
const BEFORE: usize = 6;

impl Screen {
    /// Asks for a line.
    pub(super) fn line(self, line: &Line<'_>) -> Result<String, Stop> {
        let offered = |typed: &str| {
            Ok((line.offered)(typed)
                .iter()
                .map(|one| self.cut(one))
                .collect())
        };
        let sound = |typed: &str| {
            Ok(match (line.fault)(typed) {
                None => Validation::Valid,
                Some(fault) => Validation::Invalid(ErrorMessage::Custom(fault)),
            })
        };
        let understood = |typed: &str| (line.understood)(typed);
        let mut text = Text::new(line.message)
            .with_render_config(self.look())
            .with_page_size(self.page().min(5))
            .with_initial_value(line.initial)
            .with_autocomplete(offered)
            .with_formatter(&understood)
            .with_validator(sound);
        text.help_message = Some(line.help).filter(|help| !help.is_empty());
        text.default = line.default;
        Ok(text.prompt()?)
    }

    /// Asks for one of several, that of `start` first; its place.
    pub(super) fn one(
        self,
        message: &str,
        help: &str,
        picks: &[Pick],
        start: usize,
    ) -> Result<usize, Stop> {
        Ok(self.one_and_typed(message, help, picks, start)?.0)
    }

    /// Asks for one of several; its place, and what was typed to find it.
    pub(super) fn one_and_typed(
        self,
        message: &str,
        help: &str,
        picks: &[Pick],
        start: usize,
    ) -> Result<(usize, String), Stop> {
        // What it begins with comes first: the library forgets where the cursor is once the list is filtered.
        let first = start.min(picks.len().saturating_sub(1));
        let rest = (0..picks.len()).filter(|place| *place != first);
        let order: Vec<_> = std::iter::once(first).chain(rest).collect();
        let shown: Vec<_> = order.iter().filter_map(|place| picks.get(*place)).collect();
        let shown = self.fitted(&shown.into_iter().cloned().collect::<Vec<_>>());
        let mut typed = String::new();
        loop {
            let sought = RefCell::new(String::new());
            let scorer = |typed: &str, pick: &Pick, _: &str, place| {
                typed.clone_into(&mut sought.borrow_mut());
                scored(&shown, typed, pick, place)
            };
            let select = Select::new(message, with_nothing(&shown))
                .with_render_config(self.look())
                .with_page_size(self.page())
                .with_help_message(help)
                .with_starting_filter_input(&typed)
                .with_scorer(&scorer);
            let chosen = select.raw_prompt()?.index;
            // What says that nothing fits is no answer.
            if let Some(place) = order.get(chosen).filter(|_| chosen < shown.len()) {
                return Ok((*place, sought.into_inner()));
            }
            typed = sought.into_inner();
        }
    }

    /// Asks for some of several; their places. `needed` is what is said of none, where there must be one.
    pub(super) fn several(
        self,
        message: &str,
        help: &str,
        picks: &[Pick],
        chosen: &[usize],
        needed: Option<&'static str>,
    ) -> Result<Vec<usize>, Stop> {
        let count = picks.len();
        let enough = move |chosen: &[ListOption<&Pick>]| {
            Ok(match needed {
                Some(fault) if chosen.iter().all(|one| one.index >= count) => {
                    Validation::Invalid(ErrorMessage::Custom(fault.to_owned()))
                }
                _ => Validation::Valid,
            })
        };
        let formatted = |chosen: &[ListOption<&Pick>]| {
            let words: Vec<_> = chosen.iter().map(|one| one.value.shown.as_str()).collect();
            words.join("、")
        };
        let shown = self.fitted(picks);
        let scorer = |typed: &str, pick: &Pick, _: &str, place| scored(&shown, typed, pick, place);
        let select = MultiSelect::new(message, with_nothing(&shown))
            .with_render_config(self.look())
            .with_page_size(self.page())
            .with_help_message(help)
            .with_scorer(&scorer)
            .with_formatter(&formatted)
            .with_default(chosen)
            .with_validator(enough)
            .with_keep_filter(false);
        let chosen = select.raw_prompt()?;
        let chosen = chosen.into_iter().map(|one| one.index);
        Ok(chosen.filter(|place| *place < shown.len()).collect())
    }

    /// How many choices are shown at once.
    fn page(self) -> usize {
        self.height.saturating_sub(AROUND).clamp(3, MOST)
    }

    /// Choices that fit the screen.
    fn fitted(self, picks: &[Pick]) -> Vec<Pick> {
        let cut = |pick: &Pick| Pick {
            shown: self.cut(&pick.shown),
            ..pick.clone()
        };
        picks.iter().map(cut).collect()
    }

    /// A text that fits one row.
    fn cut(self, text: &str) -> String {
        let limit = self.width.saturating_sub(BEFORE).max(BEFORE);
        if width(text) <= limit {
            return text.to_owned();
        }
        words::shortened(text, limit.saturating_sub(1))
    }

    /// How questions look: marks that every terminal has, colours only where they are wanted.
    fn look(self) -> RenderConfig<'static> {
        let tint = |colour, text| {
            let style = StyleSheet::new().with_fg(colour);
            Styled::new(text).with_style_sheet(if self.colour {
                style
            } else {
                StyleSheet::new()
            })
        };
        let style = |style: StyleSheet| {
            if self.colour {
                style
            } else {
                StyleSheet::new()
            }
        };
        let fault = ErrorMessageRenderConfig::empty().with_prefix(tint(Color::LightRed, "[不对]"));
        let mut look = RenderConfig::empty()
            .with_prompt_prefix(tint(Color::LightGreen, "?"))
            .with_answered_prompt_prefix(tint(Color::LightGreen, ">"))
            .with_highlighted_option_prefix(tint(Color::LightCyan, ">"))
            .with_canceled_prompt_indicator(tint(Color::DarkGrey, "（取消）"))
            .with_selected_checkbox(tint(Color::LightGreen, "[x]"))
            .with_scroll_up_prefix(Styled::new("^"))
            .with_scroll_down_prefix(Styled::new("v"))
            .with_error_message(fault)
            .with_answer(style(StyleSheet::new().with_fg(Color::LightCyan)))
            .with_help_message(style(StyleSheet::new().with_fg(Color::DarkGrey)))
            .with_default_value(style(StyleSheet::new().with_fg(Color::DarkGrey)));
        if self.colour {
            look = look.with_selected_option(Some(
                StyleSheet::new()
                    .with_fg(Color::LightCyan)
                    .with_attr(Attributes::BOLD),
            ));
        }
        look
    }
}

/// Forgets the keys that were pressed before anybody was asked: lines of a text that was pasted must not answer what comes
/// next.
pub(super) fn forget() {
    // Where the terminal can't be asked, there is nothing to forget.
    if crossterm::terminal::enable_raw_mode().is_err() {
        return;
    }
    for _ in 0..MOST_KEYS {
        match crossterm::event::poll(AT_ONCE) {
            Ok(true) => {
                let _ = crossterm::event::read();
            }
            _ => break,
        }
    }
    let _ = crossterm::terminal::disable_raw_mode();
}

/// The choices, and behind them what is shown where none fits.
fn with_nothing(picks: &[Pick]) -> Vec<Pick> {
    let nothing = Pick::of(words::NOTHING_FITS);
    picks.iter().cloned().chain([nothing]).collect()
}

/// The rank of a choice; what says that nothing fits has one only where that is so.
fn scored(picks: &[Pick], typed: &str, pick: &Pick, place: usize) -> Option<i64> {
    if place < picks.len() {
        return ranked(pick.fits(typed)?, place);
    }
    picks
        .iter()
        .all(|pick| pick.fits(typed).is_none())
        .then_some(0)
}

/// The rank of a choice: by how well it fits, then in the order of the list.
fn ranked(fit: i64, place: usize) -> Option<i64> {
    let place = i64::try_from(place).ok()?;
    Some(fit * 1_000_000 - place)
}

impl From<InquireError> for Stop {
    fn from(error: InquireError) -> Self {
        match error {
            InquireError::OperationInterrupted => Self::Leave,
            InquireError::OperationCanceled => Self::Escape,
            InquireError::IO(error) => Self::Failed(error.into()),
            other => Self::Failed(other.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept<'p>(typed: &str, picks: &[&'p str]) -> Vec<&'p str> {
        let mut kept: Vec<_> = picks
            .iter()
            .enumerate()
            .filter_map(|(place, text)| Some((ranked(Pick::of(text).fits(typed)?, place)?, *text)))
            .collect();
        kept.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
        kept.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn what_is_typed_filters_by_beginning_part_and_pinyin_in_the_order_of_the_list() {
        let picks = ["北环钢材市场", "钢材仓库", "软件园"];
        assert_eq!(kept("", &picks), picks);
        assert_eq!(kept("钢材", &picks), ["钢材仓库", "北环钢材市场"]);
        assert_eq!(kept("gc", &picks), ["钢材仓库", "北环钢材市场"]);
        assert_eq!(kept("rjy", &picks), ["软件园"]);
        assert_eq!(kept("ＲＪＹ", &picks), ["软件园"]);
        assert_eq!(kept("\u{3000}", &picks), picks);
        assert!(kept("没有的", &picks).is_empty());
    }

    #[test]
    fn a_choice_that_always_stays_comes_last() {
        let picks = [Pick::of("写别的").always(), Pick::of("计量")];
        let fits: Vec<_> = picks.iter().map(|pick| pick.fits("计")).collect();
        assert_eq!(fits, [Some(1), Some(5)]);
        assert_eq!(picks[0].fits("y"), Some(1));
        assert_eq!(Pick::of("是").or(&["y"]).fits("Y"), Some(5));
    }

    #[test]
    fn what_is_longer_than_a_row_is_cut() {
        let screen = Screen {
            width: 20,
            height: 24,
            colour: false,
        };
        assert_eq!(screen.cut("北环钢材市场"), "北环钢材市场");
        let cut = screen.cut("北环钢材市场二期仓库");
        assert!(cut.ends_with('…') && width(&cut) <= 14, "{cut}");
    }
}
