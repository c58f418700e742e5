//! Figures in the sentences of causes: label and number.

use super::Ledger;
use crate::model::FigureId;
use rust_decimal::Decimal;

/// `本年结转 47.35`.
pub fn name(ledger: &Ledger<'_>, id: FigureId) -> String {
    let Some(figure) = ledger.figure(id) else {
        return String::new();
    };
    let label = figure.labels.own().trim();
    if label.is_empty() {
        figure.text.clone()
    } else {
        format!("{label} {}", figure.text)
    }
}

/// A value with the decimals that a figure prints, more where it needs them.
pub fn like(ledger: &Ledger<'_>, id: FigureId, value: Decimal) -> String {
    let value = value.normalize();
    let printed = ledger
        .figure(id)
        .map_or(0, |figure| figure.amount.printed.scale());
    let mut shown = value;
    if value.scale() < printed {
        shown.rescale(printed);
    }
    shown.to_string()
}
