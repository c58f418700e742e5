//! Excerpts: the rows of a table, or the lines of prose, in which figures of a finding stand.

use super::{
    excerpt::{Excerpt, Label, Line, Tone},
    place,
    width::{clip, columns, pad_left, pad_right, shorten, tame},
    words::Say,
};
use crate::model::{Content, Document, Figure, Site, Span, Table};
use std::{collections::BTreeSet, ops::Range};

/// Something to label: a figure, or words.
#[derive(Clone, Debug)]
pub struct Mark<'a> {
    pub figure: Option<&'a Figure>,
    pub span: Span,
    pub words: String,
    pub tone: Tone,
}

/// Header rows that are shown at most.
const HEADERS: usize = 3;
/// Columns of the terminal that a label, and any other cell without a figure, may take.
const LABEL: usize = 28;
const CELL: usize = 18;
/// What miette draws left of a line.
const GUTTER: usize = 9;

/// The excerpt of one block with its marks, the first of which names the place.
pub fn excerpt(
    document: &Document,
    block: Option<usize>,
    marks: &[Mark<'_>],
    width: usize,
    say: Say,
) -> Excerpt {
    let Some(first) = marks.first() else {
        return Excerpt::default();
    };
    let (line, column) = place::line_and_column(document, first.span);
    let mut name = format!("{}:{line}:{column}", document.path);
    let room = width.saturating_sub(GUTTER).max(40);
    let table = block.and_then(|block| document.table(block));
    if let (Some(_), Some(figure)) = (table, first.figure) {
        name = format!("{name} {}", place::words(document, figure, say));
    }
    let (lines, labels) = match table {
        Some(table) if is_scattered(document, table, marks) => grid(document, table, marks, room),
        table => source_lines(document, table, marks, room),
    };
    Excerpt {
        name,
        lines,
        labels,
    }
}

fn row_of(mark: &Mark<'_>) -> Option<(usize, usize)> {
    match mark.figure?.site {
        Site::Cell { row, column, .. } => Some((row, column)),
        Site::Prose { .. } => None,
    }
}

/// Whether a row that takes part stands on several lines, so that its lines show no row.
fn is_scattered(document: &Document, table: &Table, marks: &[Mark<'_>]) -> bool {
    marks.iter().filter_map(row_of).any(|(row, _)| {
        let mut lines = table
            .rows
            .get(row)
            .into_iter()
            .flatten()
            .flatten()
            .map(|cell| document.text.line(cell.span.start));
        lines
            .next()
            .is_some_and(|first| lines.any(|line| line != first))
    })
}

/// The lines of the file, clipped around the marks; over rows of a table its header.
fn source_lines(
    document: &Document,
    table: Option<&Table>,
    marks: &[Mark<'_>],
    room: usize,
) -> (Vec<Line>, Vec<Label>) {
    let text = &document.text;
    let mut numbers: BTreeSet<usize> = marks
        .iter()
        .map(|mark| text.line(mark.span.start))
        .collect();
    let headers = table.map_or(0, |table| table.header_rows.unwrap_or(1).min(HEADERS));
    for row in table
        .into_iter()
        .flat_map(|table| table.rows.iter().take(headers))
    {
        numbers.extend(
            row.iter()
                .flatten()
                .next()
                .map(|cell| text.line(cell.span.start)),
        );
    }
    let (mut lines, mut labels): (Vec<Line>, Vec<Label>) = (Vec::new(), Vec::new());
    let mut last = None;
    for number in numbers {
        if last.is_some_and(|last| last + 1 < number) {
            lines.push(elision());
        }
        last = Some(number);
        let span = text.line_span(number);
        let line = tame(text.slice(span));
        let mut here: Vec<(&Mark<'_>, Range<usize>)> = marks
            .iter()
            .filter(|mark| text.line(mark.span.start) == number)
            .map(|mark| {
                let start = mark.span.start - span.start;
                (
                    mark,
                    start..(mark.span.end.min(span.end) - span.start).max(start),
                )
            })
            .collect();
        here.sort_by_key(|(_, range)| range.start);
        let ranges: Vec<Range<usize>> = here.iter().map(|(_, range)| range.clone()).collect();
        let (clipped, moved) = clip(&line, &ranges, room);
        for ((mark, _), range) in here.iter().zip(moved) {
            labels.push(Label {
                line: lines.len(),
                range,
                words: mark.words.clone(),
                tone: mark.tone,
            });
        }
        lines.push(Line {
            number: Some(number),
            text: clipped,
        });
    }
    (lines, labels)
}

fn elision() -> Line {
    Line {
        number: None,
        text: "…".to_owned(),
    }
}

/// The table drawn anew: its header and the rows that take part, padded by display width.
fn grid(
    document: &Document,
    table: &Table,
    marks: &[Mark<'_>],
    room: usize,
) -> (Vec<Line>, Vec<Label>) {
    let headers = table.header_rows.unwrap_or(1).min(HEADERS);
    let mut rows: BTreeSet<usize> = (0..headers.min(table.rows.len())).collect();
    rows.extend(marks.iter().filter_map(row_of).map(|(row, _)| row));
    let marked: BTreeSet<usize> = marks
        .iter()
        .filter_map(row_of)
        .map(|(_, column)| column)
        .collect();
    let cells = |row: usize, column: usize| shown_cell(table, &rows, row, column);
    let all: Vec<usize> = (0..table.width()).collect();
    let mut widths = measure(&rows, &all, &cells);
    let mut kept = all;
    if total(&widths) > room {
        kept.retain(|column| *column == 0 || marked.contains(column));
        widths = measure(&rows, &kept, &cells);
    }
    let right: Vec<bool> = kept
        .iter()
        .map(|&column| {
            let figures = rows
                .iter()
                .skip(headers)
                .filter(|&&row| Content::of(&cells(row, column)).is_number())
                .count();
            figures * 2 > rows.len().saturating_sub(headers)
        })
        .collect();
    let (mut lines, mut labels): (Vec<Line>, Vec<Label>) = (Vec::new(), Vec::new());
    let mut last = None;
    for &row in &rows {
        if last.is_some_and(|last| last + 1 < row) {
            lines.push(elision());
        }
        last = Some(row);
        let mut text = String::new();
        for (at, &column) in kept.iter().enumerate() {
            if at > 0 {
                let left_out = kept.get(at - 1).is_some_and(|before| before + 1 < column);
                text.push_str(if left_out { "  …  " } else { "  " });
            }
            let cell = cells(row, column);
            let to = widths.get(at).copied().unwrap_or(0);
            let padded = if right.get(at) == Some(&true) {
                pad_left(&cell, to)
            } else {
                pad_right(&cell, to)
            };
            let begin = text.len() + padded.find(cell.as_str()).unwrap_or(0);
            for mark in marks
                .iter()
                .filter(|mark| row_of(mark) == Some((row, column)))
            {
                let printed = mark.figure.map_or("", |figure| figure.text.as_str());
                let within = cell
                    .find(printed)
                    .filter(|_| !printed.is_empty())
                    .map(|at| at..at + printed.len());
                let within = within.unwrap_or(0..cell.len());
                labels.push(Label {
                    line: lines.len(),
                    range: begin + within.start..begin + within.end,
                    words: mark.words.clone(),
                    tone: mark.tone,
                });
            }
            text.push_str(&padded);
        }
        let number = table.rows.get(row).into_iter().flatten().flatten().next();
        lines.push(Line {
            number: number.map(|cell| document.text.line(cell.span.start)),
            text: text.trim_end().to_owned(),
        });
    }
    (lines, labels)
}

/// What is drawn at a place: the cell, or the label that reaches down to it from a row that is not drawn.
fn shown_cell(table: &Table, rows: &BTreeSet<usize>, row: usize, column: usize) -> String {
    let own = table.cell(row, column).map(|cell| cell.text.as_str());
    let text = own.unwrap_or_else(|| {
        let above = (0..row)
            .rev()
            .find(|&above| table.cell(above, column).is_some());
        match (above, table.seen(row, column)) {
            (Some(above), Some(cell)) if cell.covers.1 > row - above && !rows.contains(&above) => {
                &cell.text
            }
            _ => "",
        }
    });
    let text = tame(text);
    if Content::of(&text).is_number() {
        text
    } else {
        shorten(&text, if column == 0 { LABEL } else { CELL })
    }
}

fn measure(
    rows: &BTreeSet<usize>,
    kept: &[usize],
    cells: &dyn Fn(usize, usize) -> String,
) -> Vec<usize> {
    kept.iter()
        .map(|&column| {
            rows.iter()
                .map(|&row| columns(&cells(row, column)))
                .max()
                .unwrap_or(0)
        })
        .collect()
}

fn total(widths: &[usize]) -> usize {
    widths.iter().map(|width| width + 2).sum()
}
