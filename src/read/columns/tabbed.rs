//! Tables pasted from a word processor or a sheet: one tab between two cells.

use super::line::Line;
use crate::model::{Cell, Content, Span, Table, Text};

/// A table that begins on the first of some lines, with the number of lines it takes.
pub(super) fn read(text: &Text, lines: &[Line]) -> Result<(usize, Table), usize> {
    let mut rows: Vec<Vec<Option<Cell>>> = Vec::new();
    let mut used = 0;
    // A label alone, its empty cells cut off, may stand before a row of figures.
    for (at, line) in lines.iter().enumerate() {
        if line.is_blank() {
            // One blank line may stand between two rows.
            if at == 0 || at > used {
                break;
            }
            continue;
        }
        let source = text.slice(line.span);
        let section = !is_tabbed(text, line)
            && at > 0
            && used == at
            && source.len() <= 120
            && lines.get(at + 1).is_some_and(|next| {
                is_tabbed(text, next) && next.segments.iter().skip(1).any(|s| s.value && !s.year)
            });
        if !(is_tabbed(text, line) || section) {
            break;
        }
        rows.push(cells(source, line.span.start));
        used = at + 1;
    }
    if !is_grid(&rows) {
        return Err(used);
    }
    let table = super::table(rows, None).ok_or(used)?;
    Ok((used, table))
}

fn is_tabbed(text: &Text, line: &Line) -> bool {
    text.slice(line.span).trim().contains('\t')
}

fn cells(source: &str, start: usize) -> Vec<Option<Cell>> {
    let mut at = start;
    source
        .trim_end()
        .split('\t')
        .map(|field| {
            let words = field.trim();
            let lead = field.len() - field.trim_start().len();
            let span = Span::new(at + lead, at + lead + words.len());
            at += field.len() + 1;
            (!words.is_empty()).then(|| Cell::new(words, span))
        })
        .collect()
}

/// Whether most rows are as wide as the widest, and figures stand in them.
fn is_grid(rows: &[Vec<Option<Cell>>]) -> bool {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let full = rows.iter().filter(|row| row.len() == width).count();
    let figures = rows
        .iter()
        .flat_map(|row| row.iter().skip(1).flatten())
        .filter(|cell| Content::of(&cell.text).is_number())
        .count();
    let words = rows
        .iter()
        .flat_map(|row| row.iter().skip(1).flatten())
        .count();
    rows.len() >= 2 && width >= 2 && full * 2 >= rows.len() && figures >= 2 && figures * 4 >= words
}
