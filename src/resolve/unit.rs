//! Units: in a cell, its row, its column, the caption, or the words before the table.

use super::grid::Grid;
use crate::model::{Mark, Measure, Number, Table, Unit, Vocabulary, fold};

/// The unit that a label, header or caption names: `单位：万元`, `（万元）`, `(in thousands)`.
pub fn named(text: &str, vocabulary: &Vocabulary) -> Option<Unit> {
    let folded = fold(text);
    // After `单位:`, in brackets, or the whole of the words; English phrases (`in millions of dollars`) anywhere.
    let mut best: Option<(usize, &Unit)> = None;
    for known in &vocabulary.units {
        let label = known.label.folded.as_str();
        let place = folded.match_indices(label).find(|(at, _)| {
            let before = folded[..*at].trim_end();
            let after = folded[at + label.len()..].trim_start();
            let marked =
                before.ends_with("单位:") || before.ends_with("单位") || before.ends_with("单位为");
            let bracketed = before.ends_with(['(', ',', '/'])
                && (after.starts_with([')', ',', '/']) || after.is_empty())
                || before.ends_with('(') && after.starts_with(" except");
            let whole = before.is_empty() && after.is_empty();
            let phrase = label.contains(' ') || label.contains("'000");
            marked || bracketed || whole || phrase
        });
        if place.is_some() && best.is_none_or(|(length, _)| label.len() > length) {
            best = Some((label.len(), &known.unit));
        }
    }
    best.map(|(_, unit)| unit.clone())
}

/// The unit that holds for a whole table.
pub fn of_table(
    table: &Table,
    grid: &Grid,
    before: Option<&str>,
    vocabulary: &Vocabulary,
) -> Option<Unit> {
    if let Some(unit) = table
        .caption
        .as_ref()
        .and_then(|caption| named(&caption.text, vocabulary))
    {
        return Some(unit);
    }
    let mut units = Vec::new();
    for (row, cells) in table.rows.iter().enumerate().take(grid.header_rows.max(1)) {
        for (column, cell) in cells.iter().enumerate() {
            let Some(cell) = cell else { continue };
            if row >= grid.header_rows && column > 0 {
                continue;
            }
            if let Some(unit) = named(&cell.text, vocabulary)
                && matches!(unit.measure, Measure::Money | Measure::Unknown)
                && !units.contains(&unit)
            {
                units.push(unit);
            }
        }
    }
    match units.len() {
        1 => units.pop(),
        0 => before.and_then(|words| {
            let unit = named(words, vocabulary)?;
            (unit.measure == Measure::Money).then_some(unit)
        }),
        _ => None,
    }
}

/// The unit of a cell's number: its own mark and suffix, else what its row, its column (`named`), the table say.
pub fn of_number(
    number: &Number,
    named: [&Option<Unit>; 2],
    percent: bool,
    table: Option<&Unit>,
    vocabulary: &Vocabulary,
) -> Unit {
    match number.mark {
        Mark::Percent => return Unit::percent(),
        Mark::PerMille => {
            return Unit {
                power: -3,
                word: "‰".into(),
                ..Unit::percent()
            };
        }
        Mark::None => {}
    }
    if !number.suffix.is_empty()
        && let Some(unit) = vocabulary.unit(&number.suffix)
    {
        return unit.clone();
    }
    if let Some(unit) = named.into_iter().flatten().next() {
        return unit.clone();
    }
    if percent && number.currency.is_none() {
        return Unit::percent();
    }
    if let Some(unit) = table {
        return unit.clone();
    }
    number
        .currency
        .as_deref()
        .and_then(|sign| vocabulary.unit(sign))
        .cloned()
        .unwrap_or_default()
}
