//! Tables that go on over the page: the same columns, with or without the header again.

use super::{
    cell::{TableFound, glue},
    figure::is_figure,
};
use crate::read::flat::numbering;

/// Whether a table at the top of a page goes on with one at the foot of the page before, and the rows of header it repeats.
pub fn continues(above: &TableFound, below: &TableFound) -> Option<usize> {
    if above.columns.len() != below.columns.len() || above.ruled != below.ruled {
        return None;
    }
    let shift = match (above.columns.first(), below.columns.first()) {
        (Some(a), Some(b)) => b.0 - a.0,
        _ => return None,
    };
    let size = (above.area.width() * 0.01).max(4.0);
    let alike = above.columns.iter().zip(&below.columns).all(|(a, b)| {
        if above.ruled {
            (b.0 - a.0 - shift).abs() < size && (b.1 - a.1 - shift).abs() < size
        } else {
            super::align::overlap(*a, *b) > 0.0
        }
    });
    if !alike {
        return None;
    }
    let repeated = above
        .rows
        .iter()
        .zip(&below.rows)
        .take_while(|(a, b)| same(a, b))
        .count();
    // A header that is another than the one above begins another table.
    let begins = below.header_rows.is_some_and(|rows| rows > 0) && repeated == 0;
    (!begins || below.ruled).then_some(repeated)
}

fn same(a: &[Option<super::Slot>], b: &[Option<super::Slot>]) -> bool {
    a.iter().any(Option::is_some)
        && a.iter().zip(b).all(|(a, b)| match (a, b) {
            (Some(a), Some(b)) => a.text == b.text,
            (None, None) => true,
            _ => false,
        })
}

/// Room at both sides of the words of a cell, at most.
const PADDING: f64 = 12.0;

/// Puts the rest of a row that the end of a page cut through under its beginning; whether it was one.
///
/// The rest holds words alone, each below words that fill their cell.
pub fn mend(above: &mut TableFound, rest: &[Option<super::Slot>]) -> bool {
    let columns = above.columns.clone();
    let Some(last) = above.rows.last_mut().filter(|_| above.ruled) else {
        return false;
    };
    let goes_on = |at: usize, slot: &super::Slot| {
        let over = last.get(at).and_then(Option::as_ref);
        let room = columns.get(at).map_or(0.0, |column| column.1 - column.0);
        let size = slot.area.height();
        let short = slot.area.width() < room * 0.6;
        over.is_some_and(|over| {
            let full = over.area.width() + size > room - PADDING;
            full && over.covers == slot.covers && !is_figure(&over.text)
        }) && slot.covers == (1, 1)
            && short
            && !slot.text.contains(|c: char| c.is_ascii_digit())
            && numbering(&slot.text).is_none()
    };
    let filled = || {
        rest.iter()
            .enumerate()
            .filter_map(|(at, slot)| Some((at, slot.as_ref()?)))
    };
    if filled().next().is_none() || !filled().all(|(at, slot)| goes_on(at, slot)) {
        return false;
    }
    for (at, slot) in filled() {
        if let Some(Some(over)) = last.get_mut(at) {
            glue(&mut over.text, &slot.text, false);
        }
    }
    true
}
