//! Tables whose columns stand at the same places: spaces, tabs, box drawing.

use crate::model::{Table, Text};
use std::ops::Range;

/// A table found in a text, and the lines that it takes, 1-based.
pub struct Region {
    pub lines: Range<usize>,
    pub table: Table,
}

/// The tables whose columns stand at the same places.
pub fn find(_text: &Text) -> Vec<Region> {
    Vec::new()
}
