//! What only the other records of the ledger can refuse or doubt.

use super::{Desk, Failure, Refusal};
use crate::record::{AwardState, Doubt, Flow, Kind, MemberKind, PartyKind, Send, Source};
use crate::store::{Error, Filter, Page, Query, Row};
use crate::value::text::folded;
use crate::value::{Cell, Choice};

/// Why a record is refused in view of others.
pub enum Refused {
    /// For this reason.
    For(Refusal),
    /// The file could not be read.
    Store(Error),
}

impl Refused {
    /// The same as a failure of a record of this kind.
    pub fn of(self, kind: Kind) -> Failure {
        match self {
            Self::For(refusal) => Failure::Refused(kind, vec![refusal]),
            Self::Store(error) => Failure::Store(error),
        }
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

/// Fills what only another record tells: a problem of a 结对联建 visit comes from there.
pub fn fill(desk: &Desk<'_>, kind: Kind, cells: &mut [Cell]) -> Result<(), Error> {
    if kind != Kind::Problem || !of(kind, cells, "project").is_empty() {
        return Ok(());
    }
    let Cell::Link(visit) = of(kind, cells, "visit").clone() else {
        return Ok(());
    };
    let visit = desk.known.row(desk.page, Kind::Visit, visit.id)?;
    let is_pairing =
        matches!(visit.cell("send"), Cell::Choices(sent) if sent.contains(&Send::Pairing.entry()));
    if let Some(place) = kind.dictionary().place("source").filter(|_| is_pairing)
        && cells[place].is_empty()
    {
        cells[place] = Cell::Choice(Source::Pairing.entry());
    }
    Ok(())
}

/// Refuses a contact point whose name an open one has. `before` is the record as it was, where it was there: two that
/// go by one name already, since a merge, may stand until they are joined.
pub fn refuse(
    page: Page<'_>,
    kind: Kind,
    id: Option<i64>,
    before: Option<&Row>,
    cells: &[Cell],
) -> Result<(), Refused> {
    if kind != Kind::Point || !of(kind, cells, "closed_on").is_empty() {
        return Ok(());
    }
    let name = of(kind, cells, "name").words();
    let sought = folded(&name);
    let has_it =
        |row: &Row| row.cell("closed_on").is_empty() && folded(&row.cell("name").words()) == sought;
    if before.is_some_and(has_it) {
        return Ok(());
    }
    for other in page.rows(&Query::of(kind))? {
        if Some(other.id) != id && has_it(&other) {
            return Err(Refused::For(Refusal::NameTaken { name, id: other.id }));
        }
    }
    Ok(())
}

/// Adds what looks odd beside other records.
pub fn doubt(
    desk: &Desk<'_>,
    kind: Kind,
    id: Option<i64>,
    cells: &[Cell],
    doubts: &mut Vec<Doubt>,
) -> Result<(), Error> {
    if id.is_none()
        && let Some(twin) = twin(desk.page, kind, cells)?
    {
        doubts.push(Doubt::Same(twin));
    }
    if let Cell::Link(point) = of(kind, cells, "point") {
        let closed = desk.known.row(desk.page, Kind::Point, point.id)?;
        let day = match of(kind, cells, kind.dictionary().day) {
            Cell::Day(day) => *day,
            _ => desk.world.today,
        };
        if matches!(closed.cell("closed_on"), Cell::Day(end) if *end <= day) {
            doubts.push(Doubt::PointClosed(point.id));
        }
    }
    match kind {
        Kind::Member => {
            admitted(desk, cells, doubts)?;
            elsewhere(desk.page, id, cells, doubts)
        }
        Kind::Problem => other_point(desk, cells, doubts),
        _ => Ok(()),
    }
}

/// A record with the same natural columns, one in force if there is one.
fn twin(page: Page<'_>, kind: Kind, cells: &[Cell]) -> Result<Option<i64>, Error> {
    let dictionary = kind.dictionary();
    let mut query = Query::of(kind);
    for (column, cell) in dictionary.columns.iter().zip(cells) {
        if dictionary.natural.contains(&column.key) {
            query = query.with(Filter::Same(column, cell.clone()));
        }
    }
    let twins = page.rows(&query)?;
    let in_force = |row: &&Row| dictionary.ends.is_none_or(|ends| row.cell(ends).is_empty());
    let twin = twins.iter().find(in_force).or(twins.first());
    Ok(twin.map(|row| row.id))
}

/// Somebody on the way to becoming a member at a provisional organisation, which admits none.
fn admitted(desk: &Desk<'_>, cells: &[Cell], doubts: &mut Vec<Doubt>) -> Result<(), Error> {
    let kind = Kind::Member;
    let member = of(kind, cells, "kind");
    let joining = [MemberKind::Probationary, MemberKind::Applicant]
        .iter()
        .any(|kind| *member == Cell::Choice(kind.entry()));
    if let (true, true, Cell::Link(point)) = (
        joining,
        of(kind, cells, "left_on").is_empty(),
        of(kind, cells, "point"),
    ) {
        let row = desk.known.row(desk.page, Kind::Point, point.id)?;
        if *row.cell("party_kind") == Cell::Choice(PartyKind::Interim.entry()) {
            doubts.push(Doubt::AdmittedByInterim(point.id));
        }
    }
    Ok(())
}

/// A member of the same name and birth who is in force at another point: one belongs to one organisation,
/// and may take part in others as come in.
fn elsewhere(
    page: Page<'_>,
    id: Option<i64>,
    cells: &[Cell],
    doubts: &mut Vec<Doubt>,
) -> Result<(), Error> {
    let kind = Kind::Member;
    let born = of(kind, cells, "born");
    let guest = Cell::Choice(Flow::Inflow.entry());
    let applicant = Cell::Choice(MemberKind::Applicant.entry());
    if born.is_empty()
        || !of(kind, cells, "left_on").is_empty()
        || *of(kind, cells, "flow") == guest
        || *of(kind, cells, "kind") == applicant
    {
        return Ok(());
    }
    let mut query = Query::of(kind);
    for key in ["name", "born"] {
        if let Some(column) = kind.dictionary().column(key) {
            query = query.with(Filter::Same(column, of(kind, cells, key).clone()));
        }
    }
    let is_elsewhere = |row: &Row| {
        Some(row.id) != id
            && row.cell("left_on").is_empty()
            && *row.cell("flow") != guest
            && *row.cell("kind") != applicant
            && row.cell("point") != of(kind, cells, "point")
    };
    if let Some(other) = page.rows(&query)?.into_iter().find(is_elsewhere) {
        doubts.push(Doubt::Elsewhere(other.id));
    }
    Ok(())
}

/// What is doubtful about a change: an award that passes without the day on which it did.
pub(super) fn turned(before: &Row, cells: &[Cell]) -> Option<Doubt> {
    let kind = before.kind;
    if kind != Kind::Award {
        return None;
    }
    let is = |cell: &Cell, state: AwardState| *cell == Cell::Choice(state.entry());
    let open = [AwardState::Applied, AwardState::Running];
    let was_open = open.iter().any(|state| is(before.cell("state"), *state));
    let passes = was_open && is(of(kind, cells, "state"), AwardState::Passed);
    (passes && of(kind, cells, "date") == before.cell("date")).then_some(Doubt::SameDay("date"))
}

/// A visit whose day or contact point is changed while its problems stay where they were.
pub(super) fn left_behind(
    page: Page<'_>,
    before: &Row,
    cells: &[Cell],
) -> Result<Option<Doubt>, Error> {
    let turned = |key| of(before.kind, cells, key) != before.cell(key);
    let dictionary = Kind::Problem.dictionary();
    let (Kind::Visit, Some(column)) = (before.kind, dictionary.column("visit")) else {
        return Ok(None);
    };
    if !turned("date") && !turned("point") {
        return Ok(None);
    }
    let problems = page.rows(&Query::of(Kind::Problem).with(Filter::Refers(column, before.id)))?;
    let stays = |problem: &&Row| {
        let same = |own, key| turned(key) && problem.cell(own) == before.cell(key);
        same("found_on", "date") || same("point", "point")
    };
    let stay: Vec<_> = problems.iter().filter(stays).collect();
    let first = stay.iter().map(|problem| problem.id).min();
    Ok(first.map(|first| Doubt::LeftBehind {
        problems: stay.len(),
        first,
    }))
}

/// A problem that names another contact point than its visit does.
fn other_point(desk: &Desk<'_>, cells: &[Cell], doubts: &mut Vec<Doubt>) -> Result<(), Error> {
    let kind = Kind::Problem;
    if let (Cell::Link(visit), Cell::Link(point)) =
        (of(kind, cells, "visit"), of(kind, cells, "point"))
        && let Cell::Link(visited) = desk
            .known
            .row(desk.page, Kind::Visit, visit.id)?
            .cell("point")
        && visited.id != point.id
    {
        doubts.push(Doubt::OtherPoint(visit.id));
    }
    Ok(())
}

/// The cell of a stored column.
fn of<'a>(kind: Kind, cells: &'a [Cell], key: &str) -> &'a Cell {
    kind.dictionary()
        .place(key)
        .and_then(|place| cells.get(place))
        .unwrap_or(&Cell::Empty)
}
