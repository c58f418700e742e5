//! Cells in file order to a grid: spans, merges, columns that only the drawing needs; layout tables dissolved.

use super::{Grid, Piece, Row, Stall, is_figure, own_words, words_of, write as write_pieces};
use crate::{
    model::Words,
    read::{
        limits,
        transcript::{CellSource, TableSource, Transcript},
    },
};
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

/// A cell with its place in the grid.
struct Set {
    row: usize,
    column: usize,
    stall: Stall,
}

/// Writes a table, and the tables inside it after it; one that only arranges words as these words.
pub fn write(mut grid: Grid, transcript: &mut Transcript<'_>) {
    let caption = grid.caption.take();
    let heads: Vec<bool> = grid.rows.iter().map(|row| row.header).collect();
    let widths = std::mem::take(&mut grid.widths);
    let height = grid.rows.len();
    let (mut cells, mut width, cut) = set(grid.rows);
    if is_layout(&cells) {
        if let Some(caption) = caption {
            transcript.paragraph(&caption, None);
        }
        for cell in cells {
            write_pieces(cell.stall.pieces, transcript);
        }
        return;
    }
    width = snap(&mut cells, width, &widths);
    if width.saturating_mul(height) > transcript.limits().cells {
        let notice = transcript
            .limits()
            .beyond("cells", "表格未读取", "a table was not read");
        transcript.notice(notice);
        return;
    }
    let mut rows: Vec<Vec<Option<CellSource>>> = vec![vec![None; width]; height];
    let mut inside = Vec::new();
    for set in cells {
        let Set {
            row,
            column,
            mut stall,
        } = set;
        let header = stall.header || heads.get(row).copied().unwrap_or(false);
        let source = CellSource {
            covers: stall.covers,
            indent: indent(&stall.pieces),
            header,
            ..CellSource::new(own_words(&mut stall.pieces))
        };
        let others = stall
            .pieces
            .into_iter()
            .filter(|piece| matches!(piece, Piece::Table(_) | Piece::Notice(_)));
        inside.extend(others);
        if let Some(place) = rows.get_mut(row).and_then(|row| row.get_mut(column)) {
            *place = Some(source);
        }
    }
    transcript.table(TableSource {
        caption,
        rows,
        ..TableSource::default()
    });
    if cut {
        transcript.notice(Words::new(
            format!("表格过宽，只读取前 {} 列", limits::MOST_COLUMNS),
            format!(
                "the table is too wide; only its first {} columns were read",
                limits::MOST_COLUMNS
            ),
        ));
    }
    write_pieces(inside, transcript);
}

/// Gives every cell its place; the number of columns, and whether some were left out.
fn set(rows: Vec<Row>) -> (Vec<Set>, usize, bool) {
    let height = rows.len();
    let mut cells: Vec<Set> = Vec::new();
    // By column: the cell that stands there and the first row after it.
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    let mut above: BTreeMap<usize, usize> = BTreeMap::new();
    let (mut width, mut cut) = (0, false);
    for (at, row) in rows.into_iter().enumerate() {
        let mut column = row.before.min(limits::MOST_COLUMNS);
        for mut stall in row.cells {
            while taken.get(&column).is_some_and(|&until| until > at) {
                column += 1;
            }
            if column >= limits::MOST_COLUMNS {
                cut = true;
                break;
            }
            let across = stall.covers.0.clamp(1, limits::MOST_COLUMNS - column);
            let down = match stall.covers.1 {
                // HTML: to the end of the table.
                0 => height - at,
                down => down.min(height - at),
            };
            stall.covers = (across, down);
            if down > 1 {
                taken.extend((column..column + across).map(|column| (column, at + down)));
            }
            let over = above.get(&column).copied();
            let next = column + across;
            width = width.max(next);
            match over.and_then(|over| cells.get_mut(over)) {
                // Only a cell that ends right above, and is as wide, is gone on with.
                Some(over)
                    if stall.continues
                        && over.row + over.stall.covers.1 == at
                        && over.stall.covers.0 == across =>
                {
                    over.stall.covers.1 += 1;
                    over.stall.pieces.append(&mut stall.pieces);
                }
                _ => {
                    above.insert(column, cells.len());
                    cells.push(Set {
                        row: at,
                        column,
                        stall,
                    });
                }
            }
            column = next;
        }
    }
    (cells, width, cut)
}

/// Joins columns that no cell needs apart: grid lines at which no cell begins, and lines so near each other that a hand
/// drew one for the other. The number of columns that stay.
fn snap(cells: &mut [Set], width: usize, widths: &[u32]) -> usize {
    let mut begins = vec![false; width + 1];
    for cell in cells.iter() {
        if let Some(begin) = begins.get_mut(cell.column) {
            *begin = true;
        }
        if let Some(end) = begins.get_mut(cell.column + cell.stall.covers.0) {
            *end = true;
        }
    }
    // A column that a filled cell has for itself is one, however narrow.
    let mut own = vec![false; width];
    for cell in cells.iter() {
        if cell.stall.covers.0 == 1
            && let Some(own) = own.get_mut(cell.column)
            && !*own
            && !words_of(&cell.stall.pieces).is_empty()
        {
            *own = true;
        }
    }
    let total: u64 = widths.iter().map(|&width| u64::from(width)).sum();
    let narrow = |column: usize| {
        let width = widths.get(column).copied().unwrap_or(u32::MAX);
        widths.len() == own.len() && u64::from(width) * 50 < total
    };
    // The new column of every old one.
    let mut column_of = Vec::with_capacity(width + 1);
    let mut next = 0usize;
    for column in 0..width {
        let bare = |column: usize| narrow(column) && !own.get(column).copied().unwrap_or(true);
        // The first column can only be joined with the one after it.
        let joined = column > 0
            && (!begins.get(column).copied().unwrap_or(true)
                || bare(column)
                || (column == 1 && bare(0)));
        if column > 0 && !joined {
            next += 1;
        }
        column_of.push(next);
    }
    let count = if width == 0 { 0 } else { next + 1 };
    column_of.push(count);
    let new = |column: usize| column_of.get(column).copied().unwrap_or(count);
    for cell in cells {
        let begin = cell.column;
        let end = begin + cell.stall.covers.0;
        // A line inside a joined column stands for the column's begin, or for its end where most of it lies before.
        let at = |line: usize| match line.checked_sub(1) {
            Some(before) if line < width && new(before) == new(line) && narrow(line) => {
                new(line) + 1
            }
            _ => new(line),
        };
        let (from, to) = (at(begin).min(count.saturating_sub(1)), at(end).min(count));
        cell.column = from;
        cell.stall.covers.0 = to.saturating_sub(from).max(1);
    }
    count
}

/// How far the first words of a cell stand in: by their paragraph, and by the spaces before them.
fn indent(pieces: &[Piece]) -> usize {
    let first = pieces.iter().find_map(|piece| match piece {
        Piece::Paragraph { words, indent, .. } if !words.trim().is_empty() => {
            Some((words, *indent))
        }
        _ => None,
    });
    first.map_or(0, |(words, indent)| {
        let blank = words.len() - words.trim_start().len();
        let spaces = words.get(..blank).map_or(0, UnicodeWidthStr::width);
        indent + spaces
    })
}

/// Whether a table only arranges words: one cell or one column, or no figure and whole texts or tables in its cells.
fn is_layout(cells: &[Set]) -> bool {
    let filled = |cell: &&Set| {
        let pieces = &cell.stall.pieces;
        pieces.iter().any(|piece| match piece {
            Piece::Heading { words, .. } | Piece::Paragraph { words, .. } | Piece::Lines(words) => {
                !words.trim().is_empty()
            }
            Piece::Table(_) => true,
            Piece::Notice(_) | Piece::Remark(_) => false,
        })
    };
    let mut columns: Vec<usize> = cells.iter().filter(filled).map(|it| it.column).collect();
    columns.sort_unstable();
    columns.dedup();
    if columns.len() <= 1 {
        return true;
    }
    let mut holds_texts = false;
    for cell in cells.iter().filter(filled) {
        let words = words_of(&cell.stall.pieces);
        if is_figure(&words) {
            return false;
        }
        let blocks = cell
            .stall
            .pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Table(_) | Piece::Heading { .. }));
        holds_texts |= blocks || words.width() > 240;
    }
    holds_texts
}
