//! Cells of a table found on a page, and the words of one cell put together.

use super::{
    Area,
    figure::is_broken_number,
    line::{Word, is_wide, join},
};

#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    pub text: String,
    /// (columns, rows), itself included.
    pub covers: (usize, usize),
    /// Where the words stand.
    pub area: Area,
}

/// A table as the page shows it: every row has the same number of places.
#[derive(Clone, Debug)]
pub struct TableFound {
    pub area: Area,
    pub rows: Vec<Vec<Option<Slot>>>,
    /// x where each column begins and ends.
    pub columns: Vec<(f64, f64)>,
    pub header_rows: Option<usize>,
    /// 0-based rows whose columns cannot be told.
    pub unaligned: Vec<usize>,
    /// Columns come from drawn lines.
    pub ruled: bool,
}

impl TableFound {
    pub fn texts(&self) -> usize {
        self.rows.iter().flatten().flatten().count()
    }
}

/// Words sorted into lines from top to bottom.
pub fn into_lines(words: &[&Word]) -> Vec<Vec<Word>> {
    let mut sorted: Vec<&Word> = words.to_vec();
    sorted.sort_by(|a, b| {
        a.base
            .total_cmp(&b.base)
            .then(a.area.x0.total_cmp(&b.area.x0))
    });
    let mut lines: Vec<Vec<Word>> = Vec::new();
    for word in sorted {
        match lines.last_mut() {
            Some(line)
                if line
                    .first()
                    .is_some_and(|first| word.base - first.base <= 0.35 * word.size.max(2.0)) =>
            {
                line.push(word.clone());
            }
            _ => lines.push(vec![word.clone()]),
        }
    }
    for line in &mut lines {
        line.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0));
    }
    lines
}

/// The text of one cell; `width` is the room that the cell has, where lines draw it.
pub fn slot(words: &[&Word], width: Option<f64>) -> Option<Slot> {
    let area = Area::of(words.iter().map(|word| word.area))?;
    let mut text = String::new();
    for line in into_lines(words) {
        let next = join(&line);
        let full = width.is_some_and(|width| area.width() > width * 0.8);
        glue(&mut text, &next, full);
    }
    Some(Slot {
        text,
        covers: (1, 1),
        area,
    })
}

/// Appends the next line of a text that was broken; `full`: the line above takes all the room there is.
pub fn glue(text: &mut String, next: &str, full: bool) {
    if text.is_empty() {
        text.push_str(next);
        return;
    }
    let last = text.chars().next_back().unwrap_or(' ');
    let first = next.chars().next().unwrap_or(' ');
    let before = text.chars().rev().nth(1).unwrap_or(' ');
    if is_broken_number(text, next, full) || is_wide(last) || is_wide(first) {
    } else if matches!(last, '-' | '\u{AD}') && before.is_lowercase() && first.is_lowercase() {
        text.pop();
    } else if last != '-' || before == ' ' {
        text.push(' ');
    }
    text.push_str(next);
}
