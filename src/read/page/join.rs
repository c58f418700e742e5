//! Tables that go on over the page: the same columns, with or without the header again.

use super::cell::TableFound;

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
