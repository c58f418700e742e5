//! Tables drawn with box characters, or with plus signs, dashes and bars.

use super::line::Line;
use crate::model::{Cell, Content, Span, Table, Text};
use unicode_width::UnicodeWidthChar;

fn is_bar(c: char) -> bool {
    matches!(
        c,
        '|' | '│' | '┃' | '║' | '┆' | '┇' | '┊' | '┋' | '╎' | '｜'
    )
}

fn is_stroke(c: char) -> bool {
    matches!(
        c,
        '-' | '=' | '─' | '━' | '═' | '┄' | '┅' | '┈' | '┉' | '╌' | '—'
    )
}

fn is_joint(c: char) -> bool {
    c == '+' || c == ':' || matches!(c, '┌'..='╋' | '╒'..='╰')
}

/// A piece between two bars, with the display columns of the bars.
struct Piece {
    cell: Option<Cell>,
    left: usize,
    right: usize,
}

enum Kind {
    Rule,
    Row(Vec<Piece>),
}

/// A table that begins on the first of some lines, with the number of lines it takes.
pub(super) fn read(text: &Text, lines: &[Line]) -> Result<(usize, Table), usize> {
    let mut groups: Vec<Vec<Vec<Piece>>> = vec![Vec::new()];
    let (mut used, mut rules) = (0, 0);
    for line in lines {
        match kind(text, line) {
            Some(Kind::Rule) => {
                rules += 1;
                if groups.last().is_some_and(|group| !group.is_empty()) {
                    groups.push(Vec::new());
                }
            }
            Some(Kind::Row(pieces)) => {
                if let Some(group) = groups.last_mut() {
                    group.push(pieces);
                }
            }
            None => break,
        }
        used += 1;
    }
    groups.retain(|group| !group.is_empty());
    let rows: usize = groups.iter().map(Vec::len).sum();
    let widest = groups.iter().flatten().map(Vec::len).max().unwrap_or(0);
    if rows < 2 || widest < 2 || (rules == 0 && !is_even(&groups)) {
        return Err(used);
    }
    let divided = groups.len() > 1;
    let bounds = bounds(&groups, widest);
    let mut grid = Vec::new();
    let mut unaligned = Vec::new();
    let mut header = None;
    for group in groups {
        for row in joined(group, divided) {
            match place(row, &bounds, widest) {
                Ok(row) => grid.push(row),
                Err(row) => {
                    unaligned.push(grid.len());
                    grid.push(row);
                }
            }
        }
        header = header.or(divided.then_some(grid.len()));
    }
    let mut table = super::table(grid, header).ok_or(used)?;
    table.unaligned_rows = unaligned;
    Ok((used, table))
}

fn kind(text: &Text, line: &Line) -> Option<Kind> {
    let source = text.slice(line.span);
    let trimmed = source.trim();
    let strokes = trimmed.chars().filter(|&c| is_stroke(c)).count();
    let drawn = |c: char| is_bar(c) || is_stroke(c) || is_joint(c) || c == ' ';
    if strokes >= 2
        && trimmed.chars().all(drawn)
        && trimmed
            .chars()
            .any(|c| is_bar(c) || is_joint(c) || strokes > 10)
    {
        return Some(Kind::Rule);
    }
    if trimmed.len() > 8000 || bars(source).count() < 2 {
        return None;
    }
    Some(Kind::Row(pieces(source, line.span.start)))
}

/// The places of the bars on a line; a joint beside a stroke is one, where a rule runs through a part of the line only.
fn bars(source: &str) -> impl Iterator<Item = usize> {
    let mut before = ' ';
    let mut chars = source.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (at, c) = chars.next()?;
            let after = chars.peek().map_or(' ', |&(_, next)| next);
            let joint = is_joint(c) && c != ':' && (is_stroke(before) || is_stroke(after));
            before = c;
            if is_bar(c) || joint {
                return Some(at);
            }
        }
    })
}

/// The pieces of a line between its bars; what stands before the first bar and after the last only where there is something.
fn pieces(source: &str, start: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut column, mut left, mut from) = (0, 0, 0);
    let mut push = |from: usize, to: usize, left: usize, right: usize, outer: bool| {
        let raw = source.get(from..to).unwrap_or("");
        let words = raw.trim();
        if outer && words.is_empty() {
            return;
        }
        let lead = raw.len() - raw.trim_start().len();
        let span = Span::new(start + from + lead, start + from + lead + words.len());
        let ruled = words.chars().count() > 3 && words.chars().all(|c| is_stroke(c) || is_joint(c));
        let cell = (!words.is_empty() && !ruled).then(|| Cell::new(words, span));
        pieces.push(Piece { cell, left, right });
    };
    let mut first = true;
    let mut bars = bars(source).peekable();
    for (at, c) in source.char_indices() {
        if bars.next_if_eq(&at).is_some() {
            push(from, at, left, column, first);
            (from, left, first) = (at + c.len_utf8(), column, false);
        }
        column += c.width().unwrap_or(0);
    }
    push(from, source.len(), left, column, true);
    pieces
}

/// Whether rows without any rule are a table all the same: the same number of pieces in each, one a figure.
fn is_even(groups: &[Vec<Vec<Piece>>]) -> bool {
    let mut rows = groups.iter().flatten();
    let width = rows.next().map_or(0, Vec::len);
    let figures = groups.iter().flatten().flatten().any(|piece| {
        piece
            .cell
            .as_ref()
            .is_some_and(|cell| Content::of(&cell.text).is_number())
    });
    figures && rows.all(|row| row.len() == width)
}

/// The display columns of the bars of the first row that has all of them.
fn bounds(groups: &[Vec<Vec<Piece>>], widest: usize) -> Vec<usize> {
    let full = groups.iter().flatten().find(|row| row.len() == widest);
    full.map_or(Vec::new(), |row| {
        let first = row.first().map(|piece| piece.left);
        first
            .into_iter()
            .chain(row.iter().map(|piece| piece.right))
            .collect()
    })
}

/// Lines between two rules as rows: one row where its cells run over several lines, else a row a line.
fn joined(group: Vec<Vec<Piece>>, divided: bool) -> Vec<Vec<Piece>> {
    let width = group.first().map_or(0, Vec::len);
    let numbers = |column: usize| {
        let values = group.iter().filter(|row| {
            row.get(column)
                .and_then(|piece| piece.cell.as_ref())
                .is_some_and(|cell| Content::of(&cell.text) != Content::Words)
        });
        values.count()
    };
    let even = group.iter().all(|row| row.len() == width);
    // Cells that go on have gaps beside them; rows of their own begin with a label each.
    let gaps = group
        .iter()
        .skip(1)
        .all(|row| row.iter().any(|piece| piece.cell.is_none()));
    let one =
        divided && group.len() > 1 && even && gaps && (0..width).all(|column| numbers(column) < 2);
    if !one {
        return group;
    }
    let mut rows = group.into_iter();
    let Some(mut first) = rows.next() else {
        return Vec::new();
    };
    for row in rows {
        for (place, piece) in first.iter_mut().zip(row) {
            match (&mut place.cell, piece.cell) {
                (Some(cell), Some(more)) => {
                    cell.text = super::spaced::join(&cell.text, &more.text);
                    cell.span = cell.span.to(more.span);
                }
                (empty, more) => {
                    if empty.is_none() {
                        *empty = more;
                    }
                }
            }
        }
    }
    vec![first]
}

/// A row in the columns that the bars draw; `Err` where its bars stand elsewhere and there are too few of them.
fn place(
    row: Vec<Piece>,
    bounds: &[usize],
    widest: usize,
) -> Result<Vec<Option<Cell>>, Vec<Option<Cell>>> {
    if row.len() == widest {
        return Ok(row.into_iter().map(|piece| piece.cell).collect());
    }
    let column = |at: usize| bounds.iter().position(|&bound| bound.abs_diff(at) <= 1);
    let spans: Option<Vec<(usize, usize)>> = row
        .iter()
        .map(|piece| Some((column(piece.left)?, column(piece.right)?)).filter(|(a, b)| a < b))
        .collect();
    let mut places = vec![None; widest];
    match spans {
        Some(spans) => {
            for (piece, (first, end)) in row.into_iter().zip(spans) {
                if let (Some(mut cell), Some(place)) = (piece.cell, places.get_mut(first)) {
                    cell.covers = (end - first, 1);
                    *place = Some(cell);
                }
            }
            Ok(places)
        }
        None => {
            for (piece, place) in row.into_iter().zip(&mut places) {
                *place = piece.cell;
            }
            Err(places)
        }
    }
}
