//! What a summary is made of: the report of the period, the records behind its figures, findings and plans.

use super::veil::Veil;
use crate::check::{self, Finding};
use crate::cli::session::Session;
use crate::cli::settings::Setting;
use crate::figure::{self, Figure, Question, Report};
use crate::record::Kind;
use crate::store::{Error, Filter, Page, Query, Row};
use crate::value::{Cell, Day, Period};

/// The records behind the figures that are told of in more than numbers.
pub(super) struct Behind {
    pub(super) policy: Vec<Row>,
    pub(super) on_site: Vec<Row>,
    pub(super) platforms: Vec<Row>,
    pub(super) honours_confidence: Vec<Row>,
    pub(super) trainings: Vec<Row>,
    pub(super) honours_quality: Vec<Row>,
    pub(super) tackled: Vec<Row>,
    pub(super) guided: Vec<Row>,
    pub(super) pioneers: Vec<Row>,
}

/// What a summary is made of.
pub(super) struct Material {
    /// 填报单位, where it is set.
    pub(super) bureau: Option<String>,
    /// Today.
    pub(super) today: Day,
    /// The figures.
    pub(super) report: Report,
    /// The records behind some of them.
    pub(super) behind: Behind,
    /// The contact points that count, by number.
    pub(super) points: Vec<Row>,
    /// The items of the bureau's own plan of [`FIVE_ONES`](crate::record::FIVE_ONES), where they are set.
    pub(super) five_ones: Vec<String>,
    /// The plans of the period's years, by number.
    pub(super) plans: Vec<Row>,
    /// Those of them and of the year after that are not done.
    pub(super) open_plans: Vec<Row>,
    /// What `check` warns of and nobody has accepted.
    pub(super) findings: Vec<Finding>,
}

impl Material {
    /// Reads everything; without names, where they are not wanted.
    pub(super) fn gather(
        page: Page<'_>,
        session: &Session,
        period: Period,
        anonymous: bool,
    ) -> anyhow::Result<Self> {
        let question = Question {
            period,
            today: session.today(),
            shares: Vec::new(),
            by: None,
        };
        let bureau = session.settings.text(Setting::Bureau).map(str::to_owned);
        let own_plan = session.settings.texts(Setting::FiveOnes);
        let veil = anonymous
            .then(|| Veil::of(page, bureau.as_deref()))
            .transpose()?;
        let veiled = |rows: Vec<Row>| match &veil {
            Some(veil) => rows.into_iter().map(|row| veil.over_row(row)).collect(),
            None => rows,
        };
        let behind = |key| Ok::<_, Error>(veiled(behind(page, &question, key)?));
        let report = figure::report(page, &question)?;
        let counted = Query::of(Kind::Point).with(Filter::Counted(report.asof));
        let plans = behind("plans")?;
        let done: Vec<i64> = behind("plans-done")?.iter().map(|row| row.id).collect();
        let mut later = Vec::new();
        if let Some(next) = Period::year(report.asof.year() + 1) {
            later = page.rows(&Query::of(Kind::Plan).with(Filter::During(next)))?;
            later.retain(|row| !figure::is_done_before(row, report.asof));
            later.sort_by_key(|row| row.id);
        }
        let open_plans = plans.iter().filter(|row| !done.contains(&row.id)).cloned();
        let asked = check::Question {
            period,
            today: question.today,
            point: None,
        };
        let mut findings = check::check(page, &asked, &session.settings.limits)?;
        findings.retain(|finding| finding.waiver.is_none());
        Ok(Self {
            behind: Behind {
                policy: behind("visits-policy")?,
                on_site: behind("onsite-problems")?,
                platforms: behind("projects-platform")?,
                honours_confidence: behind("honours-confidence")?,
                trainings: behind("trainings")?,
                honours_quality: behind("honours-quality")?,
                tackled: behind("project-points")?,
                guided: behind("projects-guidance")?,
                pioneers: behind("pioneers")?,
            },
            points: veiled(page.rows(&counted)?),
            open_plans: open_plans.chain(veiled(later)).collect(),
            plans,
            five_ones: match &veil {
                Some(veil) => own_plan.iter().map(|item| veil.over_text(item)).collect(),
                None => own_plan.to_vec(),
            },
            bureau: match (&veil, bureau) {
                (Some(veil), Some(bureau)) => Some(veil.over_text(&bureau)),
                (_, bureau) => bureau,
            },
            today: question.today,
            report,
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

/// What stands in a column, each row's in turn.
pub(super) fn words(rows: &[Row], key: &str) -> Vec<String> {
    rows.iter()
        .flat_map(|row| match row.cell(key) {
            Cell::List(items) => items.clone(),
            Cell::Choices(entries) => entries.iter().map(|entry| entry.label.to_owned()).collect(),
            cell => vec![cell.words()],
        })
        .collect()
}

/// What stands in a column, where it is the same in every row and nowhere missing.
pub(super) fn common(rows: &[Row], key: &str) -> Option<String> {
    let first = rows.first()?.cell(key);
    let is_common = !first.is_empty() && rows.iter().all(|row| row.cell(key) == first);
    is_common.then(|| first.words())
}
