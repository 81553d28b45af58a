//! The report as programs read it: its names are frozen, whatever the types inside are called.

use serde::Serialize;

use crate::figure::{Figure, Report};
use crate::sheet;

/// The report as programs read it. These names are frozen.
#[derive(Serialize)]
struct Frozen<'a> {
    period: FrozenPeriod,
    asof: String,
    bureau: Option<&'a str>,
    figures: Vec<FrozenFigure<'a>>,
}

#[derive(Serialize)]
struct FrozenPeriod {
    from: String,
    to: String,
}

#[derive(Serialize)]
struct FrozenFigure<'a> {
    group: &'a str,
    key: &'a str,
    label: &'a str,
    unit: &'a str,
    value: serde_json::Value,
    prior: serde_json::Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    cumulative: Option<serde_json::Value>,
    basis: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<Vec<FrozenSlice>>,
}

#[derive(Serialize)]
struct FrozenSlice {
    name: Option<String>,
    id: Option<i64>,
    value: serde_json::Value,
    prior: serde_json::Value,
}

/// A value as JSON: a rate with one decimal, null where there is none.
pub(super) fn number(figure: &Figure, value: Option<i64>) -> serde_json::Value {
    match value {
        None => serde_json::Value::Null,
        #[expect(clippy::cast_precision_loss, reason = "a rate has few digits")]
        Some(value) if figure.is_rate() => (value as f64 / 10.0).into(),
        Some(value) => value.into(),
    }
}

/// The report as JSON.
pub(super) fn text(bureau: Option<&str>, report: &Report) -> anyhow::Result<String> {
    let figures = report
        .figures
        .iter()
        .map(|counted| {
            let figure = counted.figure;
            FrozenFigure {
                group: figure.group.label(),
                key: figure.key,
                label: figure.label,
                unit: figure.unit,
                value: number(figure, counted.value),
                prior: number(figure, counted.prior),
                cumulative: report
                    .cumulative
                    .map(|_| number(figure, counted.cumulative)),
                basis: &counted.basis,
                by: report
                    .by
                    .as_ref()
                    .filter(|(by, _)| figure.divides_by(*by))
                    .map(|(_, slices)| {
                        slices
                            .iter()
                            .zip(&counted.slices)
                            .map(|(slice, (value, prior))| FrozenSlice {
                                name: slice.slot.name.clone(),
                                id: slice.slot.id,
                                value: number(figure, *value),
                                prior: number(figure, *prior),
                            })
                            .collect()
                    }),
            }
        })
        .collect();
    let frozen = Frozen {
        period: FrozenPeriod {
            from: report.period.from.to_string(),
            to: report.period.to.to_string(),
        },
        asof: report.asof.to_string(),
        bureau,
        figures,
    };
    Ok(sheet::text(&serde_json::to_value(&frozen)?))
}
