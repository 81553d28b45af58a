//! What a summary is made of: the report of the period, the records behind its figures, findings and plans.

use crate::check::{self, Finding};
use crate::cli::session::Session;
use crate::figure::{self, Figure, Question, Report};
use crate::record::Kind;
use crate::store::{Error, Filter, Page, Query, Row};
use crate::value::{Cell, Day, Period};

/// What a summary is made of.
pub(super) struct Material<'p> {
    page: Page<'p>,
    question: Question,
    /// 填报单位, where it is set.
    pub(super) bureau: Option<String>,
    /// Today.
    pub(super) today: Day,
    /// The figures.
    pub(super) report: Report,
    /// The contact points that count, by number.
    pub(super) points: Vec<Row>,
    /// The projects that ran in the period, by number.
    pub(super) projects: Vec<Row>,
    /// The plans of the year and of the next that are not done, by number.
    pub(super) open_plans: Vec<Row>,
    /// The plans of the year, by number.
    pub(super) plans: Vec<Row>,
    /// What `check` warns of and nobody has accepted.
    pub(super) findings: Vec<Finding>,
}

impl<'p> Material<'p> {
    /// Reads everything.
    pub(super) fn gather(
        page: Page<'p>,
        session: &Session,
        period: Period,
    ) -> anyhow::Result<Self> {
        let today = session.today();
        let question = Question {
            period,
            today,
            shares: Vec::new(),
            by: None,
        };
        let report = figure::report(page, &question)?;
        let asof = report.asof;
        let by_number = |query: Query| -> Result<Vec<Row>, Error> {
            let mut rows = page.rows(&query)?;
            rows.sort_by_key(|row| row.id);
            Ok(rows)
        };
        let points = by_number(Query::of(Kind::Point).with(Filter::Counted(asof)))?;
        let mut projects = by_number(Query::of(Kind::Project).with(Filter::UpTo(asof)))?;
        projects.retain(|row| match row.cell("finished_on") {
            Cell::Day(day) => *day >= period.from,
            _ => true,
        });
        let plans = by_number(Query::of(Kind::Plan))?;
        let done: Vec<i64> = behind(page, &question, "plans-done")?
            .iter()
            .map(|row| row.id)
            .collect();
        let year = i64::from(period.to.year());
        let of_year = |row: &Row, year| *row.cell("year") == Cell::Count(year);
        let is_open = |row: &Row| {
            of_year(row, year) && !done.contains(&row.id)
                || of_year(row, year + 1) && row.cell("done_on").is_empty() && !is_reached(row)
        };
        let asked = check::Question {
            period,
            today,
            point: None,
        };
        let mut findings = check::check(page, &asked, &session.settings.limits)?;
        findings.retain(|finding| finding.waiver.is_none());
        Ok(Self {
            bureau: session.settings.bureau.clone(),
            open_plans: plans.iter().filter(|row| is_open(row)).cloned().collect(),
            plans: plans.into_iter().filter(|row| of_year(row, year)).collect(),
            page,
            question,
            today,
            report,
            points,
            projects,
            findings,
        })
    }

    /// The value of a figure; nothing where there is nothing to divide by.
    pub(super) fn value(&self, key: &str) -> i64 {
        self.report
            .figure(key)
            .and_then(|counted| counted.value)
            .unwrap_or(0)
    }

    /// Whether a cell is a day of the period, up to its 截至.
    pub(super) fn is_within(&self, cell: &Cell) -> bool {
        self.is_past(cell) && matches!(cell, Cell::Day(day) if *day >= self.report.period.from)
    }

    /// Whether a cell is a day that had come by 截至.
    pub(super) fn is_past(&self, cell: &Cell) -> bool {
        matches!(cell, Cell::Day(day) if *day <= self.report.asof)
    }

    /// A statement with a figure's value in the place of `{}`; none where it is nothing.
    pub(super) fn told(&self, key: &str, statement: &str) -> Option<String> {
        let counted = self.report.figure(key)?;
        let value = counted.value.filter(|value| *value > 0)?;
        let words = crate::cli::report::cell(counted.figure, Some(value)).words();
        Some(statement.replace("{}", &words))
    }

    /// The very records behind a figure.
    pub(super) fn behind(&self, key: &str) -> Vec<Row> {
        // The same statements have just been run for the report: what could be read then can be read now.
        behind(self.page, &self.question, key).unwrap_or_default()
    }
}

/// Whether what was typed as done has come to the target.
fn is_reached(row: &Row) -> bool {
    matches!(
        (row.cell("done"), row.cell("target")),
        (Cell::Count(done), Cell::Count(target)) if done >= target
    )
}

/// The records behind a figure of the report.
fn behind(page: Page<'_>, question: &Question, key: &str) -> Result<Vec<Row>, Error> {
    let Some(figure) = Figure::of_key(key) else {
        return Ok(Vec::new());
    };
    let parts = figure::explain(page, question, figure)?;
    let mut rows: Vec<_> = parts
        .into_iter()
        .flat_map(|part| part.evidence)
        .map(|one| one.row)
        .collect();
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

/// The names in a column, each row's in turn.
pub(super) fn words(rows: &[Row], key: &str) -> Vec<String> {
    rows.iter()
        .flat_map(|row| match row.cell(key) {
            Cell::List(items) => items.clone(),
            cell => vec![cell.words()],
        })
        .collect()
}
