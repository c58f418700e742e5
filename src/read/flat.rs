//! Tables with one cell a line: where they begin and end, and which cells make a row.
//!
//! Nothing but the order of the lines is left of such a table, so its shape is found by weighing readings against each other:
//! each candidate pattern (so many columns, these of words, those of figures) explains the lines at some cost, and the
//! cheapest path through all of them wins.

mod align;
mod grid;
mod header;
mod line;
mod path;
mod pattern;
mod sums;

pub use line::{Line, is_sentence, is_unfinished, numbering, width};

use crate::model::{Table, Text, Vocabulary};
use std::ops::Range;

/// Lines read at once at most; a longer run is cut, so that memory stays bounded.
const LONGEST: usize = 60_000;

/// A table found in a run of lines: which of them it is made of, counted from the first of the run.
pub struct Found {
    pub lines: Range<usize>,
    pub table: Table,
}

/// The tables in a run of lines that holds no sentence, in order.
pub fn find(text: &Text, lines: &[Line], vocabulary: &Vocabulary) -> Vec<Found> {
    let mut found = Vec::new();
    let mut start = 0;
    for chunk in lines.chunks(LONGEST) {
        let looks = line::looks(text, chunk, vocabulary);
        for sketch in path::sketches(&looks) {
            let lines = start + sketch.lines.start..start + sketch.lines.end;
            let table = grid::build(text, chunk, &looks, &sketch, vocabulary);
            found.push(Found { lines, table });
        }
        start += chunk.len();
    }
    found
}
