//! Asking: what is missing of a record, question by question in the order of the paper form, until a person says that it
//! may be stored. Holds the ledger only while it looks and while it stores.

mod prompt;
mod question;
mod review;

use std::cell::RefCell;

use prompt::{Pick, Screen, Stop, forget};
use question::{Asked, Asker, Question};

use super::complaint::Cancelled;
use super::session::Session;
use super::words;
use crate::entry::{Draft, Entered, Failure, Part, Refusal, Trouble, store};
use crate::record::{Column, Fault, Kind, World};
use crate::store::{Command, Error, Ledger, Row};
use crate::value::Cell;

/// Whether something is missing that an answer would bring.
///
/// # Errors
///
/// When the ledger can't be written: then nobody is asked for anything.
pub(super) fn is_needed(
    session: &Session,
    ledger: &mut Ledger,
    draft: &Draft,
) -> Result<bool, Error> {
    let command = session.command("");
    let tried = ledger.rehearse(&command, |writing| store(writing, &session.world, draft));
    match tried {
        Ok(_) => Ok(false),
        Err(Trouble {
            failure: Failure::Store(error),
            ..
        }) => Err(error),
        Err(trouble) => Ok(!missing(&trouble).is_empty()),
    }
}

/// Asks for what a new record lacks, shows it whole, lets a person change it, and stores it as this command; none where
/// it is not to be stored. `like` is the one that it was begun with.
pub(super) fn add(
    session: &mut Session,
    ledger: &mut Ledger,
    command: &Command,
    draft: Draft,
    like: Option<&Row>,
) -> anyhow::Result<Option<Vec<Entered>>> {
    let mut asking = Asking::begin(session, ledger, command, draft, None);
    let done = asking.whole(like).and_then(|()| asking.review());
    Asking::end(done)
}

/// Asks what is to be changed in a record, and changes it by this command; none where nothing is.
pub(super) fn edit(
    session: &mut Session,
    ledger: &mut Ledger,
    command: &Command,
    row: Row,
) -> anyhow::Result<Option<Vec<Entered>>> {
    let draft = Draft {
        target: Some(row.id),
        ..Draft::of(row.kind)
    };
    let mut asking = Asking::begin(session, ledger, command, draft, Some(row));
    let done = asking.changes().and_then(|()| asking.review());
    Asking::end(done)
}

/// A record that is being asked for.
struct Asking<'a> {
    session: &'a mut Session,
    ledger: &'a mut Ledger,
    command: &'a Command,
    world: World,
    screen: Screen,
    draft: Draft,
    /// The record as it is, where one is changed.
    row: Option<Row>,
    /// What was asked for already.
    asked: Vec<(Part, &'static str)>,
    /// The record as it was last shown.
    tried: Option<Row>,
}

impl<'a> Asking<'a> {
    fn begin(
        session: &'a mut Session,
        ledger: &'a mut Ledger,
        command: &'a Command,
        draft: Draft,
        row: Option<Row>,
    ) -> Self {
        Self {
            command,
            world: session.world.clone(),
            screen: Screen {
                width: session.outside.message_width.unwrap_or(80),
                height: session.outside.message_height.unwrap_or(24),
                colour: session.colour(),
            },
            session,
            ledger,
            draft,
            row,
            asked: Vec::new(),
            tried: None,
        }
    }

    /// What came of it.
    fn end(done: Result<Option<Vec<Entered>>, Stop>) -> anyhow::Result<Option<Vec<Entered>>> {
        // What was pasted beyond the last question must not be run by the shell.
        forget();
        match done {
            Ok(entered) => Ok(entered),
            Err(Stop::Leave | Stop::Escape) => Err(Cancelled.into()),
            Err(Stop::Failed(error)) => Err(error),
        }
    }

    /// Asks for a whole record: what it can't be without, what else there is to say, and a visit's problems.
    fn whole(&mut self, like: Option<&Row>) -> Result<(), Stop> {
        self.tell(&words::asking(self.draft.kind))?;
        if let Some(row) = like {
            self.tell(&words::like(row))?;
        }
        self.each(Part::Whole)?;
        self.rest()?;
        if self.draft.kind == Kind::Visit {
            while self.problem()? {}
        }
        Ok(())
    }

    /// Asks for the columns of a record that are always asked for.
    fn each(&mut self, part: Part) -> Result<(), Stop> {
        for column in part.kind(&self.draft).dictionary().columns {
            let stands_in = column.instead.is_some_and(|other| {
                self.asked.contains(&(part, other)) && self.draft.words(part, other).is_none()
            });
            let is_asked = column.required || column.asked || stands_in;
            if (is_asked || self.goes_with(part, column)) && self.is_open(part, column) {
                self.ask(part, column, None)?;
            }
        }
        Ok(())
    }

    /// Whether a column is asked for because of what another one holds.
    fn goes_with(&self, part: Part, column: &Column) -> bool {
        let Some((key, code)) = column.asked_with else {
            return false;
        };
        let other = part.kind(&self.draft).dictionary().column(key);
        let cell = other.and_then(|other| {
            let words = self.draft.words(part, key)?;
            crate::record::read(other, words, &self.world, None).ok()
        });
        match cell {
            Some(Cell::Choices(chosen)) => chosen.iter().any(|entry| entry.code == code),
            Some(Cell::Choice(entry)) => entry.code == code,
            _ => false,
        }
    }

    /// Whether there are no words for a column yet, and none come from another record.
    fn is_open(&self, part: Part, column: &Column) -> bool {
        let is_given = |key| match part {
            // A problem of a visit is tied to it.
            Part::Problem(_) if key == "visit" => true,
            _ => self.draft.words(part, key).is_some(),
        };
        !is_given(column.key) && !column.taken.is_some_and(|(link, _)| is_given(link))
    }

    /// Offers what may be left out, all together, and asks for what is chosen.
    fn rest(&mut self) -> Result<(), Stop> {
        let columns: Vec<_> = self
            .draft
            .kind
            .dictionary()
            .columns
            .iter()
            .filter(|column| self.draft.words(Part::Whole, column.key).is_none())
            .filter(|column| !self.asked.contains(&(Part::Whole, column.key)))
            .filter(|column| {
                // Where the one is filled, what stands in for it is not wanted.
                column
                    .instead
                    .is_none_or(|other| self.draft.words(Part::Whole, other).is_none())
            })
            .collect();
        if columns.is_empty() {
            return Ok(());
        }
        let picks: Vec<_> = columns
            .iter()
            .map(|column| Pick::of(column.label))
            .collect();
        let chosen = self.kept(|asking| {
            let help = words::CHOOSE_MORE_HELP;
            asking
                .screen
                .several(words::WHAT_ELSE, help, &picks, &[], None)
        })?;
        for place in chosen {
            if let Some(column) = columns.get(place) {
                self.ask(Part::Whole, column, None)?;
            }
        }
        Ok(())
    }

    /// Asks for one more problem of a visit; whether there was one.
    fn problem(&mut self) -> Result<bool, Stop> {
        let part = Part::Problem(self.draft.problems.len());
        self.draft.problems.push(Vec::new());
        let columns = Kind::Problem.dictionary().columns;
        let first = columns
            .iter()
            .find(|column| column.required && self.is_open(part, column));
        if let Some(first) = first {
            self.ask(part, first, Some(words::NO_MORE_PROBLEMS))?;
            if self.draft.words(part, first.key).is_none() {
                self.draft.problems.pop();
                self.asked.retain(|(other, _)| *other != part);
                return Ok(false);
            }
        }
        self.each(part)?;
        Ok(true)
    }

    /// Asks for the words of one column, and again where a person who has answered something pressed Esc by mistake.
    fn ask(
        &mut self,
        part: Part,
        column: &'static Column,
        empty: Option<&'static str>,
    ) -> Result<(), Stop> {
        let typed = RefCell::default();
        loop {
            match self.ask_once(part, column, empty, Asked::InTurn(&typed)) {
                Err(Stop::Escape) if self.has_answers() && !self.gives_up()? => {}
                asked => return asked,
            }
        }
    }

    /// Asks for the words of one column. `empty` is what an empty answer means beside that there is nothing to say.
    fn ask_once(
        &mut self,
        part: Part,
        column: &'static Column,
        empty: Option<&'static str>,
        asked: Asked<'_>,
    ) -> Result<(), Stop> {
        let kind = part.kind(&self.draft);
        let before = match part {
            Part::Whole => String::new(),
            Part::Problem(place) => words::problem_number(place),
        };
        let current = self.current(part, column);
        let earlier = self.earlier(part, column.key);
        let words = {
            let question = Question {
                kind,
                column,
                before: &before,
                current: current.as_deref(),
                empty: empty.or(match (column.required, &current) {
                    (true, _) => None,
                    (false, None) => Some(words::SKIP),
                    (false, Some(_)) => Some(words::KEEP),
                }),
                earlier: &earlier,
                year: self.year(part),
                asked,
            };
            self.asker().column(&question)?
        };
        self.asked.push((part, column.key));
        // What was left as it is in a record that is there is not judged anew.
        let is_given = self
            .draft
            .part(part)
            .iter()
            .any(|(one, _)| one.key == column.key);
        if self.row.is_none() || is_given || Some(&words) != current.as_ref() {
            self.draft.put(part, column, words);
        }
        Ok(())
    }

    /// The words that stand in a column now.
    fn current(&self, part: Part, column: &Column) -> Option<String> {
        let given = self.draft.part(part);
        match given.iter().find(|(other, _)| other.key == column.key) {
            Some((_, words)) => Some(words.clone()),
            None => Some(match self.row.as_ref()?.cell(column.key) {
                // By its number: a name may mean another record.
                Cell::Link(link) => link.id.to_string(),
                cell => cell.words(),
            }),
        }
        .filter(|words| !words.is_empty())
    }

    /// What other problems of the visit say in the same column, the last first.
    fn earlier(&self, part: Part, key: &str) -> Vec<String> {
        let mut earlier: Vec<String> = Vec::new();
        let Part::Problem(place) = part else {
            return earlier;
        };
        for other in (0..self.draft.problems.len()).rev() {
            let words = self.draft.words(Part::Problem(other), key);
            let words = words.filter(|_| other != place).map(str::to_owned);
            earlier.extend(words.filter(|words| !earlier.contains(words)));
        }
        earlier
    }

    /// The year that a record is of, where its kind has one.
    fn year(&self, part: Part) -> Option<i32> {
        let columns = part.kind(&self.draft).dictionary().columns.iter();
        let column = columns
            .clone()
            .find(|column| matches!(column.shape, crate::record::Shape::Year))?;
        let words = self.current(part, column)?;
        match crate::record::read(column, &words, &self.world, None) {
            Ok(Cell::Count(year)) => i32::try_from(year).ok(),
            _ => None,
        }
    }

    fn asker(&self) -> Asker<'_> {
        Asker {
            screen: self.screen,
            page: self.ledger.page(),
            world: &self.world,
            settings: &self.session.settings,
        }
    }

    /// Asks, and asks again where a person who has answered something pressed Esc by mistake.
    fn kept<T>(&mut self, ask: impl Fn(&Self) -> Result<T, Stop>) -> Result<T, Stop> {
        loop {
            match ask(self) {
                Err(Stop::Escape) if self.has_answers() && !self.gives_up()? => {}
                answered => return answered,
            }
        }
    }

    /// Whether something was answered that would be lost.
    fn has_answers(&self) -> bool {
        let mut asked = self.asked.iter();
        asked.any(|(part, key)| self.draft.words(*part, key).is_some())
    }

    /// Whether a person means to give up what was answered.
    fn gives_up(&self) -> Result<bool, Stop> {
        let picks = [
            Pick::of(words::GO_ON).or(&["否", "n"]),
            Pick::of(words::GIVE_UP).or(&["是", "y"]),
        ];
        match self
            .screen
            .one(words::GIVES_UP, words::CHOOSE_HELP, &picks, 0)
        {
            Ok(place) => Ok(place == 1),
            Err(Stop::Escape) => Ok(true),
            Err(stop) => Err(stop),
        }
    }

    /// Tries the draft, asks for what its rules find missing, and tries again: what would be stored, or why nothing would.
    fn tried(&mut self) -> Result<Result<Vec<Entered>, Trouble>, Stop> {
        loop {
            let (world, draft) = (&self.world, &self.draft);
            let tried = self
                .ledger
                .rehearse(self.command, |writing| store(writing, world, draft));
            let trouble = match tried {
                Err(trouble) => trouble,
                entered => return Ok(entered),
            };
            let part = trouble.part;
            let wanted: Vec<_> = missing(&trouble)
                .into_iter()
                .filter(|column| !self.asked.contains(&(part, column.key)))
                .collect();
            match trouble.failure {
                Failure::Store(error) => return Err(Stop::Failed(error.into())),
                Failure::Refused(..) if wanted.is_empty() => return Ok(Err(trouble)),
                Failure::Refused(..) => {}
            }
            for column in wanted {
                self.ask(part, column, None)?;
            }
        }
    }

    /// Stores the draft.
    fn store(&mut self) -> Result<Vec<Entered>, Trouble> {
        let (world, draft) = (&self.world, &self.draft);
        self.ledger
            .write(self.command, |writing| store(writing, world, draft))
    }

    /// Says something that must be read.
    fn tell(&mut self, text: &str) -> Result<(), Stop> {
        self.session
            .tell(text)
            .map_err(|error| Stop::Failed(error.into()))
    }
}

/// The columns that the rules find missing.
fn missing(trouble: &Trouble) -> Vec<&'static Column> {
    let Failure::Refused(kind, refusals) = &trouble.failure else {
        return Vec::new();
    };
    let mut keys = Vec::new();
    for refusal in refusals {
        match refusal {
            Refusal::Rule(Fault::Missing(key) | Fault::Needs(_, key)) => keys.push(*key),
            Refusal::Rule(Fault::MissingBoth(one, other) | Fault::Unnamed(one, other)) => {
                keys.extend([*one, *other]);
            }
            // What is given and wrong must be mended first.
            _ => return Vec::new(),
        }
    }
    let columns = kind.dictionary().columns.iter();
    columns
        .filter(|column| keys.contains(&column.key))
        .collect()
}
