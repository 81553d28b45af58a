//! A record before it is stored: shown whole, and changed answer by answer until a person agrees.

use super::prompt::{Pick, Stop, forget};
use super::question::Asked;
use super::{Asking, Part};
use crate::cli::output::{Field, readable};
use crate::cli::words;
use crate::entry::{Entered, Trouble, link_to, of_visit};
use crate::record::{Column, Kind, Shape, read};
use crate::sheet::{self, Look, Table, Writer as _};
use crate::store::{Found, Reach, Row};
use crate::value::Cell;

/// What is shown to be changed.
enum Change {
    /// A column of this record.
    Column(Part, &'static Column),
    /// The problem of this place.
    Problem(usize),
    /// One problem more.
    Add,
    /// This problem is one too many.
    Remove(usize),
    /// Nothing more.
    Done,
}

impl Asking<'_> {
    /// Shows the record and asks whether it may be stored, until it is or must not be: what was stored.
    pub(super) fn review(&mut self) -> Result<Option<Vec<Entered>>, Stop> {
        loop {
            let tried = self.tried()?;
            let unchanged = tried
                .as_ref()
                .is_ok_and(|entered| self.is_unchanged(entered));
            if unchanged {
                self.tell(words::UNCHANGED)?;
                return Ok(None);
            }
            let is_sound = tried.is_ok();
            match tried {
                Ok(entered) => {
                    self.show(&entered)?;
                    self.tried = entered.into_iter().next().map(|one| one.row);
                }
                Err(trouble) => self.refuse(trouble)?,
            }
            let change = Pick::of(words::CHANGE_ONE).or(&["改", "g"]);
            let leave = Pick::of(words::NOT_STORED).or(&["否", "n", "no"]);
            let save = Pick::of(words::STORE_IT).or(&["是", "y", "yes"]);
            let picks = if is_sound {
                vec![save, change, leave]
            } else {
                vec![change, leave]
            };
            let message = if is_sound {
                words::MAY_STORE
            } else {
                words::WHAT_NOW
            };
            forget();
            let chosen =
                self.kept(|asking| asking.screen.one(message, words::CHOOSE_HELP, &picks, 0))?;
            match chosen + usize::from(!is_sound) {
                0 => match self.store() {
                    Ok(entered) => return Ok(Some(entered)),
                    // Nothing that was answered is lost: it can be mended, or tried again.
                    Err(trouble) => self.refuse(trouble)?,
                },
                1 => self.change()?,
                _ => {
                    self.tell(words::LEFT)?;
                    return Ok(None);
                }
            }
        }
    }

    /// Lets a person change a record that is there, column by column.
    pub(super) fn changes(&mut self) -> Result<(), Stop> {
        if let Some(row) = &self.row {
            let brief = words::brief(row);
            self.tell(&brief)?;
        }
        while self.change_one(words::CHANGES_DONE)? {}
        Ok(())
    }

    /// Whether what would be stored is what stands there already.
    fn is_unchanged(&self, entered: &[Entered]) -> bool {
        self.row.as_ref().is_some_and(|row| {
            let after = entered.first().map(|one| one.row.stored());
            after == Some(row.stored())
        })
    }

    /// Lets a person change one answer.
    fn change(&mut self) -> Result<(), Stop> {
        self.change_one(words::NOTHING_TO_CHANGE).map(|_| ())
    }

    /// Lets a person choose what to change, and changes it; whether anything was chosen.
    fn change_one(&mut self, done: &str) -> Result<bool, Stop> {
        // What holds something comes first: that is what may be wrong.
        let (mut menu, mut empty) = (Vec::new(), Vec::new());
        for column in self.columns(Part::Whole) {
            let change = Change::Column(Part::Whole, column);
            match self.standing(Part::Whole, column) {
                Some(text) => menu.push((text, change)),
                None => empty.push((format!("{}：", column.label), change)),
            }
        }
        if self.draft.kind == Kind::Visit && self.draft.target.is_none() {
            for place in 0..self.draft.problems.len() {
                let text = format!(
                    "{}{}",
                    words::problem_number(place),
                    self.problem_words(place)
                );
                menu.push((text, Change::Problem(place)));
            }
            menu.push((words::ONE_MORE_PROBLEM.to_owned(), Change::Add));
        }
        menu.extend(empty);
        // Who has changed something in a record that is there is most likely done.
        let is_begun = self.row.is_some() && !self.draft.given.is_empty();
        self.choose(menu, done, is_begun)
    }

    /// Lets a person change one answer about a problem, or take the problem out.
    fn change_problem(&mut self, place: usize) -> Result<bool, Stop> {
        let part = Part::Problem(place);
        let mut menu: Vec<_> = self
            .columns(part)
            .map(|column| {
                let text = self.standing(part, column);
                let text = text.unwrap_or_else(|| format!("{}：", column.label));
                (text, Change::Column(part, column))
            })
            .collect();
        menu.push((words::NO_SUCH_PROBLEM.to_owned(), Change::Remove(place)));
        self.choose(menu, words::NOTHING_TO_CHANGE, false)
    }

    /// Lets a person choose from a menu, and does what is chosen; whether anything was.
    fn choose(
        &mut self,
        mut menu: Vec<(String, Change)>,
        done: &str,
        is_begun: bool,
    ) -> Result<bool, Stop> {
        let start = if is_begun { menu.len() } else { 0 };
        menu.push((done.to_owned(), Change::Done));
        let picks: Vec<_> = menu.iter().map(|(text, _)| Pick::of(text)).collect();
        let (message, help) = (words::WHICH_TO_CHANGE, words::CHOOSE_HELP);
        let chosen = match self.screen.one(message, help, &picks, start) {
            // Esc leads one step back.
            Err(Stop::Escape) if self.row.is_none() => return Ok(false),
            Err(Stop::Escape) if !self.has_answers() || self.gives_up()? => {
                return Err(Stop::Escape);
            }
            Err(Stop::Escape) => return Ok(true),
            chosen => chosen?,
        };
        match menu.get(chosen).map(|(_, change)| change) {
            Some(Change::Column(part, column)) => {
                match self.ask_once(*part, column, None, Asked::ToChange) {
                    Ok(()) | Err(Stop::Escape) => {}
                    Err(stop) => return Err(stop),
                }
            }
            Some(Change::Problem(place)) => return self.change_problem(*place),
            Some(Change::Add) => {
                self.problem()?;
            }
            Some(Change::Remove(place)) => {
                self.draft.problems.remove(*place);
                self.asked.retain(|(part, _)| *part == Part::Whole);
            }
            Some(Change::Done) | None => return Ok(false),
        }
        Ok(true)
    }

    /// The columns of a record that a person may fill.
    fn columns(&self, part: Part) -> impl Iterator<Item = &'static Column> + use<> {
        let is_problem = matches!(part, Part::Problem(_));
        let columns = part.kind(&self.draft).dictionary().columns.iter();
        columns.filter(move |column| !(is_problem && column.key == "visit"))
    }

    /// A column and what stands in it, where something does.
    fn standing(&self, part: Part, column: &'static Column) -> Option<String> {
        let Some(words) = self.current(part, column) else {
            // What comes from elsewhere can be seen too.
            let filled = self.tried.as_ref().filter(|_| part == Part::Whole)?;
            let cell = filled.cell(column.key);
            return (!cell.is_empty()).then(|| {
                format!(
                    "{}：{}",
                    column.label,
                    words::value_words(column, cell, true)
                )
            });
        };
        let found = match column.shape {
            Shape::Link(kind) => self.ledger.page().find(kind, &words, Reach::Parts).ok(),
            _ => None,
        };
        let words = match (found, read(column, &words, &self.world, self.year(part))) {
            (Some(Found::One(row)), _) => Cell::Link(link_to(&row)).words(),
            (_, Ok(cell)) => words::value_words(column, &cell, false),
            (_, Err(_)) => words,
        };
        Some(format!("{}：{words}", column.label))
    }

    /// A problem in a few words.
    fn problem_words(&self, place: usize) -> String {
        let part = Part::Problem(place);
        let natural = Kind::Problem.dictionary().natural.iter();
        let words: Vec<_> = natural
            .filter_map(|key| self.draft.words(part, key))
            .collect();
        words.join("　")
    }

    /// Shows what would be stored, and what is doubtful about it.
    fn show(&mut self, entered: &[Entered]) -> Result<(), Stop> {
        let Some((whole, problems)) = entered.split_first() else {
            return Ok(());
        };
        let text = match &self.row {
            Some(row) => {
                let changes = words::changes(row.kind, row.stored(), whole.row.stored());
                let lines = changes.iter().flat_map(|change| ["  ", change, "\n"]);
                lines.collect()
            }
            None => card(&whole.row, self.screen.width),
        };
        let table = self
            .table(problems)
            .map_err(|error| Stop::Failed(error.into()))?;
        self.tell(format!("\n{text}{table}").trim_end())?;
        let mut said = Vec::new();
        for (place, one) in entered.iter().enumerate() {
            for doubt in one.news() {
                let which = place
                    .checked_sub(1)
                    .map_or_else(String::new, words::problem_number);
                said.push(format!("{which}{}", words::doubt(one.row.kind, doubt)));
            }
        }
        for doubt in said {
            self.session
                .warn(doubt)
                .map_err(|error| Stop::Failed(error.into()))?;
        }
        Ok(())
    }

    /// The problems as a table.
    fn table(&self, problems: &[Entered]) -> std::io::Result<String> {
        let dictionary = Kind::Problem.dictionary();
        // When it was solved follows from how, and must be seen.
        let solved = dictionary.place("solved_on").map(Field::Column);
        let fields: Vec<_> = of_visit()
            .map(|(place, _)| Field::Column(place))
            .chain(solved)
            .filter(|field| {
                problems
                    .iter()
                    .any(|one| !field.cell(&one.row, true).is_empty())
            })
            .collect();
        let mut text = Vec::new();
        let look = Look {
            width: Some(self.screen.width),
            ascii: self.session.is_ascii(),
        };
        let mut table = Table::new(&mut text, look);
        let number = sheet::Head::new("number", dictionary.label).right();
        let heads = fields.iter().map(|field| field.head(Kind::Problem));
        table.begin(&std::iter::once(number).chain(heads).collect::<Vec<_>>())?;
        for (number, one) in (1_i64..).zip(problems) {
            let cells = fields.iter().map(|field| field.cell(&one.row, true));
            let number = crate::value::Cell::Count(number);
            table.row(&std::iter::once(number).chain(cells).collect::<Vec<_>>())?;
        }
        table.end()?;
        drop(table);
        Ok(String::from_utf8_lossy(&text).into_owned())
    }

    /// Says why the draft can't be stored.
    fn refuse(&mut self, trouble: Trouble) -> Result<(), Stop> {
        let which = match trouble.part {
            Part::Whole => String::new(),
            Part::Problem(place) => words::problem_number(place),
        };
        let complaint = words::complaint(trouble.failure.into());
        self.tell(&words::not_yet(&which, &complaint))
    }
}

/// A record as it would be stored, a line a column.
fn card(row: &Row, width: usize) -> String {
    let stored = row.kind.dictionary().columns.len();
    let fields: Vec<_> = (0..stored).map(Field::Column).collect();
    let heads: Vec<_> = fields.iter().map(|field| field.head(row.kind)).collect();
    let cells: Vec<_> = fields
        .iter()
        .map(|field| readable(*field, field.cell(row, true)))
        .collect();
    sheet::card(&heads, &cells, Some(width))
}
