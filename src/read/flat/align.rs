//! Short rows: which column each value stands in, where the kinds of the columns or the arithmetic tell it.

use super::line::Look;
use super::path::Sketch;
use crate::model::{Content, Mark};
use rust_decimal::Decimal;
use std::ops::Range;

type Row = Vec<(usize, Range<usize>)>;

/// Placements of one row that are looked at; a row with more stays unaligned.
const MOST: usize = 300;

/// What a value shows of its column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sort {
    Words,
    Amount,
    Ratio,
}

/// The rows with their values in their columns, and for each whether those columns are known.
pub fn rows<'a>(
    sketch: &Sketch,
    looks: &[Look],
    words: impl Fn(&Range<usize>) -> &'a str,
) -> Vec<(Row, bool)> {
    let pattern = &sketch.pattern;
    let width = pattern.width;
    let sort = |range: &Range<usize>| {
        looks.get(range.start).map_or(Sort::Words, |look| {
            if look.is_words() && !look.figurative {
                Sort::Words
            } else if look.percent {
                Sort::Ratio
            } else {
                Sort::Amount
            }
        })
    };
    let names = |row: &Row| usize::from(row.first().is_some_and(|&(column, _)| column == 0));
    let full: Vec<&Row> = sketch
        .rows
        .iter()
        .filter(|row| row.len() == width)
        .collect();
    // A column is of one sort where all full rows agree.
    let sorts: Vec<Option<Sort>> = (0..width)
        .map(|column| {
            let mut seen = full
                .iter()
                .filter_map(|row| row.get(column))
                .map(|(_, range)| sort(range));
            let first = seen.next()?;
            seen.all(|sort| sort == first).then_some(first)
        })
        .collect();
    let value = |range: &Range<usize>| match Content::of(words(range)) {
        Content::Number(number) if number.mark == Mark::None => Some(number.value),
        _ => None,
    };
    let numbers = |row: &Row| {
        let mut numbers = vec![None; width];
        for (column, range) in row {
            if let Some(slot) = numbers.get_mut(*column) {
                *slot = value(range);
            }
        }
        numbers
    };
    let grid: Vec<Vec<Option<Decimal>>> = full.iter().map(|row| numbers(row)).collect();
    let relations = relations(&grid, width);
    sketch
        .rows
        .iter()
        .map(|row| {
            let first = names(row);
            let labels = row
                .iter()
                .take_while(|(column, range)| {
                    *column < pattern.labels && looks[range.start].is_words()
                })
                .count();
            let values = row.len() - labels;
            let from = pattern.labels.max(first);
            let places = width - from;
            if values == 0 || values >= places || pattern.is_bare() {
                return (row.clone(), true);
            }
            let kinds: Vec<Sort> = row[labels..].iter().map(|(_, range)| sort(range)).collect();
            let fits = |columns: &[usize]| {
                columns.iter().zip(&kinds).all(|(&column, &kind)| {
                    let own = if pattern.holds_words(column) {
                        Some(Sort::Words)
                    } else {
                        sorts.get(column).copied().flatten()
                    };
                    match own {
                        Some(Sort::Words) => kind == Sort::Words,
                        Some(Sort::Ratio) => kind == Sort::Ratio,
                        Some(Sort::Amount) => kind == Sort::Amount,
                        None => kind != Sort::Words,
                    }
                })
            };
            let possible = placements(from, width, values);
            let fitting: Vec<Vec<usize>> = possible
                .into_iter()
                .filter(|columns| fits(columns))
                .collect();
            let place = |columns: &[usize]| -> Row {
                let mut placed: Row = row[..labels].to_vec();
                placed.extend(
                    columns
                        .iter()
                        .zip(&row[labels..])
                        .map(|(&column, (_, range))| (column, range.clone())),
                );
                placed
            };
            if let [only] = fitting.as_slice() {
                return (place(only), true);
            }
            let proven: Vec<Row> = fitting
                .iter()
                .map(|columns| place(columns))
                .filter(|row| holds(&relations, &numbers(row)))
                .collect();
            if let [only] = proven.as_slice() {
                return (only.clone(), true);
            }
            let first_places: Vec<usize> = (from..from + values).collect();
            (place(&first_places), false)
        })
        .collect()
}

/// All ways to put `values` in order into the columns `from..width`; none where there are too many.
fn placements(from: usize, width: usize, values: usize) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = vec![Vec::new()];
    for left in (0..values).rev() {
        let mut longer = Vec::new();
        for columns in &found {
            let next = columns.last().map_or(from, |&last| last + 1);
            for column in next..width.saturating_sub(left) {
                let mut columns = columns.clone();
                columns.push(column);
                longer.push(columns);
            }
        }
        if longer.len() > MOST {
            return Vec::new();
        }
        found = longer;
    }
    found
}

/// A column that is the sum (or the difference) of two or more others in every full row.
struct Relation {
    result: usize,
    plus: Vec<usize>,
    minus: Option<usize>,
}

/// Relations that hold in all full rows, at least two of which show something.
fn relations(grid: &[Vec<Option<Decimal>>], width: usize) -> Vec<Relation> {
    let mut found = Vec::new();
    if width > 12 {
        return found;
    }
    for result in 0..width {
        for first in 0..width {
            for last in first + 1..width {
                if (first..=last).contains(&result) {
                    continue;
                }
                found.push(Relation {
                    result,
                    plus: (first..=last).collect(),
                    minus: None,
                });
                if last == first + 1 {
                    found.push(Relation {
                        result,
                        plus: vec![first],
                        minus: Some(last),
                    });
                    found.push(Relation {
                        result,
                        plus: vec![last],
                        minus: Some(first),
                    });
                }
            }
        }
    }
    found.retain(|relation| {
        let gaps: Vec<Option<bool>> = grid.iter().map(|row| relation.holds(row)).collect();
        gaps.iter().all(|gap| *gap != Some(false))
            && gaps.iter().filter(|gap| **gap == Some(true)).count() >= 2
    });
    found
}

impl Relation {
    /// `None` where the row shows nothing: blanks only, or all zero.
    fn holds(&self, row: &[Option<Decimal>]) -> Option<bool> {
        let at = |column: usize| row.get(column).copied().flatten();
        let parts: Vec<Decimal> = self.plus.iter().filter_map(|&column| at(column)).collect();
        let result = at(self.result);
        let minus = self.minus.and_then(at);
        let shown = parts
            .iter()
            .chain(&result)
            .chain(&minus)
            .filter(|value| !value.is_zero())
            .count();
        if shown == 0 {
            return None;
        }
        let mut sum = -minus.unwrap_or_default();
        for part in parts {
            sum = sum.checked_add(part)?;
        }
        Some(shown >= 2 && result == Some(sum))
    }
}

/// Whether a placement is borne out: some relation shows it, none speaks against it.
fn holds(relations: &[Relation], row: &[Option<Decimal>]) -> bool {
    let mut shown = false;
    for relation in relations {
        match relation.holds(row) {
            Some(true) => shown = true,
            Some(false) => return false,
            None => {}
        }
    }
    shown
}
