//! The report: every figure of a period, the year before beside it, and divided where that was asked for.

use super::count::{Frame, Slot, Values, count, value};
use super::{Dimension, FIGURES, Figure, Share};
use crate::record::Kind;
use crate::store::{Error, Filter, Page, Query};
use crate::value::{Cell, Day, Period, Span};

/// What is asked of a report.
#[derive(Debug)]
pub struct Question {
    /// The period.
    pub period: Period,
    /// The day that counts as today.
    pub today: Day,
    /// What it is limited to.
    pub shares: Vec<Share>,
    /// What it is divided by.
    pub by: Option<Dimension>,
}

/// A figure with its values; a rate in tenths of a percent, `None` where there is nothing to divide by.
#[derive(Debug)]
pub struct Counted {
    /// The figure.
    pub figure: &'static Figure,
    /// 口径, with what it says of the records of the period.
    pub basis: String,
    /// 本期
    pub value: Option<i64>,
    /// 上年同期
    pub prior: Option<i64>,
    /// 本年累计, where the period is less than a year.
    pub cumulative: Option<i64>,
    /// The value and the prior value in each slice of the report, where it can be divided so.
    pub slices: Vec<(Option<i64>, Option<i64>)>,
}

/// One row of a divided report.
#[derive(Debug)]
pub struct Slice {
    /// What it stands for; without a name, what belongs to none.
    pub slot: Slot,
    /// The day of the last visit up to the report's day, for a contact point.
    pub visited: Option<Day>,
}

/// The figures of a period.
#[derive(Debug)]
pub struct Report {
    /// The period asked for.
    pub period: Period,
    /// 截至: the period's last day, or today if that is earlier.
    pub asof: Day,
    /// The same days a year earlier.
    pub prior: (Day, Day),
    /// The year so far, where the period is less than a year.
    pub cumulative: Option<(Day, Day)>,
    /// The figures, in order.
    pub figures: Vec<Counted>,
    /// What the report is divided by, and the rows of that.
    pub by: Option<(Dimension, Vec<Slice>)>,
    /// Contact points without a day of confirmation, which are not counted.
    pub unconfirmed: usize,
}

impl Counted {
    /// Whether a table leaves it out: one of many parts that is nothing throughout.
    pub fn is_idle(&self) -> bool {
        let values = [self.value, self.prior, self.cumulative];
        self.figure.part && values.into_iter().flatten().all(|value| value == 0)
    }
}

impl Report {
    /// Whether the period is still running.
    pub fn is_running(&self) -> bool {
        self.asof < self.period.to
    }

    /// A figure by its key.
    pub fn figure(&self, key: &str) -> Option<&Counted> {
        self.figures
            .iter()
            .find(|counted| counted.figure.key == key)
    }
}

/// Counts the report. A period that begins after today has no figures: the caller refuses it.
///
/// # Errors
///
/// When the file cannot be read.
pub fn report(page: Page<'_>, question: &Question) -> Result<Report, Error> {
    page.at_once(|| counted(page, question))
}

/// The same, of one state of the ledger.
fn counted(page: Page<'_>, question: &Question) -> Result<Report, Error> {
    let period = question.period;
    let asof = period.asof(question.today);
    let running = asof < period.to;
    let before = period.a_year_before();
    let prior = (
        before.from,
        if running {
            asof.a_year_before()
        } else {
            before.to
        },
    );
    let cumulative = (period.span != Span::Year && period.span != Span::Range)
        .then(|| (period.year_to_date().from, asof));
    let frame = |(from, asof)| Frame::of(page, from, asof, &question.shares);
    let now = frame((period.from, asof))?;
    let then = frame(prior)?;

    let values = count(page, &now, None)?;
    let prior_values = count(page, &then, None)?;
    let cumulative_values = cumulative
        .map(|days| count(page, &frame(days)?, None))
        .transpose()?;
    let by = match question.by {
        None => None,
        Some(by) => {
            let (divided, divided_before) =
                (count(page, &now, Some(by))?, count(page, &then, Some(by))?);
            Some((
                by,
                slices(page, &now, by, [&divided, &divided_before])?,
                divided,
                divided_before,
            ))
        }
    };
    let whole = Slot::default();
    let figures = FIGURES
        .iter()
        .filter(|figure| !figure.hidden)
        .map(|figure| Counted {
            figure,
            basis: basis(figure, &values),
            value: value(figure, &whole, &values),
            prior: value(figure, &whole, &prior_values),
            cumulative: cumulative_values
                .as_ref()
                .and_then(|values| value(figure, &whole, values)),
            slices: by
                .as_ref()
                .filter(|(by, ..)| figure.divides_by(*by))
                .map(|(by, slices, divided, divided_before)| {
                    slices
                        .iter()
                        .map(|slice| {
                            let before = a_year_before(*by, &slice.slot);
                            (
                                value(figure, &slice.slot, divided),
                                value(figure, &before, divided_before),
                            )
                        })
                        .collect()
                })
                .unwrap_or_default(),
        })
        .collect();
    Ok(Report {
        period,
        asof,
        prior,
        cumulative,
        figures,
        by: by.map(|(by, slices, ..)| (by, slices)),
        unconfirmed: page.count(&points(&now, Filter::Unconfirmed))?,
    })
}

/// 口径 in words, with the number that it names.
fn basis(figure: &Figure, values: &Values) -> String {
    let remark = figure.remark.and_then(|(key, before, behind)| {
        let value = value(Figure::of_key(key)?, &Slot::default(), values)?;
        let value = Some(value).filter(|value| *value > 0)?;
        Some(format!("{before}{value}{behind}"))
    });
    format!("{}{}", figure.basis, remark.unwrap_or_default())
}

/// The slot that a slot of this year is compared with.
fn a_year_before(by: Dimension, slot: &Slot) -> Slot {
    let month = || {
        let (year, month) = slot.name.as_deref()?.split_once('-')?;
        Some(format!("{:04}-{month}", year.parse::<i32>().ok()? - 1))
    };
    match by {
        Dimension::Month => Slot {
            id: None,
            name: month(),
        },
        _ => slot.clone(),
    }
}

/// The rows of a divided report: every counted point or every month, and whatever else has a value, now or in
/// the year before.
fn slices(
    page: Page<'_>,
    frame: &Frame,
    by: Dimension,
    [values, before]: [&Values; 2],
) -> Result<Vec<Slice>, Error> {
    // The year before has months of its own.
    let before = Some(before).filter(|_| by != Dimension::Month);
    let mut slots: Vec<Slot> = values
        .iter()
        .chain(before.into_iter().flatten())
        .filter(|(_, value)| **value != 0)
        .map(|((_, slot), _)| slot.clone())
        .collect();
    match by {
        Dimension::Point => {
            let counted = page.rows(&points(frame, Filter::Counted(frame.asof)))?;
            slots.extend(counted.iter().map(|row| Slot {
                id: Some(row.id),
                name: Some(row.cell("name").words()),
            }));
        }
        Dimension::Month => {
            let mut day = frame.from.first_of_month();
            while day <= frame.asof {
                slots.push(Slot {
                    id: None,
                    name: Some(day.to_string()[..7].to_owned()),
                });
                let next = day.last_of_month().plus_days(1);
                if next <= day {
                    break;
                }
                day = next;
            }
        }
        _ => {}
    }
    // What belongs to none comes last.
    slots.sort_by(|one, other| (one.name.is_none(), one).cmp(&(other.name.is_none(), other)));
    slots.dedup();
    slots
        .into_iter()
        .map(|slot| {
            let visited = match slot.id {
                Some(id) => last_visit(page, id, frame.asof)?,
                None => None,
            };
            Ok(Slice { slot, visited })
        })
        .collect()
}

/// These contact points, of those that the report is limited to.
fn points(frame: &Frame, which: Filter) -> Query {
    limited(Kind::Point, &frame.shares).with(which)
}

/// The records of a kind that belong to what a report is limited to.
pub fn limited(kind: Kind, shares: &[Share]) -> Query {
    let limits = shares.iter().map(|share| match share {
        Share::Point(id) => Filter::Point(*id),
        Share::Station(name) => Filter::Station(name.clone()),
        Share::Section(name) => Filter::Section(name.clone()),
    });
    limits.fold(Query::of(kind), Query::with)
}

/// The day of the last visit to a point up to a day.
fn last_visit(page: Page<'_>, point: i64, asof: Day) -> Result<Option<Day>, Error> {
    let mut query = Query::of(Kind::Visit)
        .with(Filter::Point(point))
        .with(Filter::UpTo(asof));
    query.limit = Some(1);
    Ok(page
        .rows(&query)?
        .first()
        .and_then(|row| match row.cell("date") {
            Cell::Day(day) => Some(*day),
            _ => None,
        }))
}
