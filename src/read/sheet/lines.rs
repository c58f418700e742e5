//! What a row of a sheet looks like: a title, a header, figures, a line of units, a note.

use super::layout::Placed;
use crate::model::Content;

/// Lines between a title and its header at the most.
const TITLES: usize = 3;

/// A row of a region: its cells from left to right.
pub type Line<'a, 'b> = &'a [&'b Placed];

/// A figure that is no year.
pub fn is_figure(text: &str) -> bool {
    match Content::of(text) {
        Content::Number(number) => {
            let bare = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
            !(bare && (text.starts_with("19") || text.starts_with("20")))
                || number.currency.is_some()
        }
        _ => false,
    }
}

pub fn has_figure(line: Line<'_, '_>) -> bool {
    line.iter().any(|placed| placed.figure)
}

pub fn is_wide(line: Line<'_, '_>) -> bool {
    line.len() > 1
}

/// `部门：财政局` … `单位：万元`, `填表人：` … `日期：`: each says what it is by a colon, or stands in brackets.
pub fn says_terms(line: Line<'_, '_>) -> bool {
    !line.is_empty()
        && line.len() <= 6
        && line.iter().all(|placed| {
            let text = placed.cell.text.trim();
            let bracketed = text.starts_with(['(', '（']) && text.ends_with([')', '）']);
            bracketed || (text.contains(['：', ':']) && !text.starts_with("其中"))
        })
        && !has_figure(line)
}

/// Whether lines begin a table: the first of more than one cell before a gap is a header, without a figure.
pub fn begin_table(lines: &[Vec<&Placed>]) -> bool {
    let mut last: Option<u32> = None;
    for line in lines {
        let Some(first) = line.first() else { continue };
        if last.is_some_and(|last| first.row > last + 1) {
            return false;
        }
        last = Some(first.row);
        if is_wide(line) && !says_terms(line) {
            return !has_figure(line);
        }
    }
    false
}

/// Whether lines begin a table right below another, without a blank row: a title alone at the left, and a header with names over the
/// figures that follow, which is not the one that the table above has.
pub fn begin_titled_table(lines: &[Vec<&Placed>], left: u32, above: Option<Line<'_, '_>>) -> bool {
    let [title, rest @ ..] = lines else {
        return false;
    };
    let alone = matches!(title.as_slice(), [only] if only.column == left && !only.figure);
    let Some(at) = rest
        .iter()
        .take(TITLES)
        .position(|line| is_wide(line) && !says_terms(line))
    else {
        return false;
    };
    let mut below = rest.get(at + 1..).unwrap_or(&[]).iter();
    let (Some(header), Some(body)) = (
        rest.get(at),
        below.by_ref().take(TITLES).find(|line| has_figure(line)),
    ) else {
        return false;
    };
    let named = |figure: &&Placed| {
        header
            .iter()
            .any(|name| (name.column..name.column + name.covers.0).contains(&figure.column))
    };
    let words = |line: Line<'_, '_>| -> Vec<String> {
        line.iter().map(|placed| placed.cell.text.clone()).collect()
    };
    let figures = || body.iter().copied().filter(|placed| placed.figure);
    alone
        && !has_figure(header)
        && figures().next().is_some()
        && figures().all(|figure| named(&figure))
        && above.is_some_and(|above| words(above) != words(header))
}
