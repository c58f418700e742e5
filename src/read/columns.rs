//! Tables whose columns stand at the same places: spaces, tabs, box drawing.

mod drawn;
mod line;
mod spaced;
mod tabbed;

use crate::model::{Cell, Span, Table, Text};
use line::Line;
use std::ops::Range;

/// A table found among the lines of a text.
#[derive(Clone, Debug)]
pub struct Region {
    /// 1-based lines, end exclusive.
    pub lines: Range<usize>,
    /// Without number and caption.
    pub table: Table,
}

/// The tables of a text whose columns are divided by tabs, by runs of two or more spaces at stable places, or by drawn lines, in
/// reading order. Running prose and texts with one cell a line give none.
pub fn find(text: &Text) -> Vec<Region> {
    find_among(text, 1..text.lines() + 1)
}

/// The same among some lines only (1-based, end exclusive).
pub fn find_among(text: &Text, numbers: Range<usize>) -> Vec<Region> {
    let start = numbers.start;
    let lines: Vec<Line> = numbers.map(|number| Line::new(text, number)).collect();
    let mut shapes = SHAPES.map(|read| Shape {
        read,
        until: 0,
        tries: 0,
    });
    let mut regions = Vec::new();
    let mut at = 0;
    while let Some(rest) = lines.get(at..).filter(|rest| !rest.is_empty()) {
        let found = shapes
            .iter_mut()
            .find_map(|shape| shape.attempt(text, rest, at));
        match found {
            Some((used, table)) => {
                let used = used.max(1);
                regions.push(Region {
                    lines: start + at..start + at + used,
                    table,
                });
                at += used;
            }
            None => at += 1,
        }
    }
    regions
}

/// A table that begins on the first of some lines, with the number of lines it takes; else the number of lines looked at.
type Read = fn(&Text, &[Line]) -> Result<(usize, Table), usize>;

const SHAPES: [Read; 3] = [drawn::read, tabbed::read, spaced::read];

/// A shape with what was tried in vain: the same lines are not looked at from each of their beginnings.
struct Shape {
    read: Read,
    until: usize,
    tries: usize,
}

impl Shape {
    fn attempt(&mut self, text: &Text, rest: &[Line], at: usize) -> Option<(usize, Table)> {
        if at >= self.until {
            self.tries = 0;
        } else if self.tries >= 8 {
            return None;
        }
        match (self.read)(text, rest) {
            Ok(found) => Some(found),
            Err(seen) => {
                if seen > 1 {
                    self.until = self.until.max(at + seen);
                    self.tries += 1;
                }
                None
            }
        }
    }
}

/// A table of rows that are all as long, the longest deciding.
fn table(mut rows: Vec<Vec<Option<Cell>>>, header_rows: Option<usize>) -> Option<Table> {
    let width = rows.iter().map(Vec::len).max()?;
    for row in &mut rows {
        row.resize(width, None);
    }
    let span = rows
        .iter()
        .flatten()
        .flatten()
        .map(|cell| cell.span)
        .reduce(Span::to)?;
    Some(Table {
        rows,
        header_rows,
        aligned: true,
        span,
        ..Table::default()
    })
}

#[cfg(test)]
mod tests;
