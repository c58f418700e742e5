//! Runs of lines that look like rows of one table: its header above, the names of groups of rows between.

use super::{
    Area,
    figure::{is_date, is_year},
    region::Sketch,
};

/// Lines with the names of groups that may stand between two rows, or between the header and the first row.
const MOST_NAMES: usize = 10;
/// How far apart, in sizes, two lines of one table stand at most.
const FARTHEST: f64 = 9.0;

/// Runs of lines that look like rows, from their first line to the one after their last.
pub fn runs(sketches: &[Sketch]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start: Option<usize> = None;
    let mut last = 0;
    for (at, line) in sketches.iter().enumerate() {
        let row = is_row(line);
        let far = at
            .checked_sub(1)
            .and_then(|before| sketches.get(before))
            .is_some_and(|before| line.base - before.base > 3.2 * line.size.max(before.size));
        let lost = !row && (line.prose || at - last > 3);
        if start.is_some() && (far || lost) && !resumes(sketches, last, at) {
            out.extend(start.take().map(|from| (from, last + 1)));
        }
        if row {
            start.get_or_insert(at);
            last = at;
        }
    }
    out.extend(start.map(|from| (from, last + 1)));
    out.into_iter().map(|run| widened(sketches, run)).collect()
}

fn is_row(line: &Sketch) -> bool {
    line.chunks.len() >= 2 && !line.prose
}

/// Where the figures of a row stand, those in its first place left out.
fn figures(line: &Sketch) -> impl Iterator<Item = Area> {
    let figures = line.chunks.iter().skip(1).filter(|chunk| chunk.figure);
    figures.map(|chunk| chunk.area)
}

/// Whether a line names the rows below it: words alone, at the left of the figures of a row.
fn names_rows(line: &Sketch, row: &Sketch) -> bool {
    let Some(figures) = Area::of(figures(row)) else {
        return false;
    };
    let [only] = line.chunks.as_slice() else {
        return false;
    };
    let room = if line.prose && !only.text.ends_with([':', '：']) {
        figures.x0
    } else {
        figures.middle().0
    };
    !only.figure && only.area.x0 < figures.x0 - line.size && only.area.x1 < room
}

fn far_below(above: &Sketch, line: &Sketch) -> bool {
    line.base - above.base > FARTHEST * line.size.max(above.size)
}

/// Whether rows go on in the same columns below a gap, perhaps after the names of groups.
fn resumes(sketches: &[Sketch], last: usize, at: usize) -> bool {
    let Some(above) = sketches.get(last) else {
        return false;
    };
    let between = sketches.get(last..).unwrap_or(&[]).windows(2);
    for (passed, pair) in between.take(at - last + MOST_NAMES).enumerate() {
        let [before, line] = pair else { return false };
        if far_below(before, line) {
            return false;
        }
        if !is_row(line) {
            if (line.prose || passed >= 3) && !names_rows(line, above) {
                return false;
            }
            continue;
        }
        if line.chunks.iter().skip(1).all(|chunk| is_year(&chunk.text)) {
            return false;
        }
        let all = |line: &Sketch| -> Vec<Area> {
            let figures = line.chunks.iter().filter(|chunk| chunk.figure);
            figures.map(|chunk| chunk.area).collect()
        };
        let (above, below) = (all(above), all(line));
        let met = below
            .iter()
            .filter(|area| above.iter().any(|other| other.beside(area) > 0.0))
            .count();
        return met >= 2 && met * 2 >= below.len();
    }
    false
}

/// A run with the lines above it that stand over its columns of figures: its header, or the rest of it.
fn widened(sketches: &[Sketch], (start, end): (usize, usize)) -> (usize, usize) {
    let (first, _) = headed(sketches, (start, end));
    let Some(rows) = sketches.get(start..end) else {
        return (start, end);
    };
    let left = rows
        .iter()
        .flat_map(|row| row.chunks.iter().filter(|chunk| chunk.figure).take(1))
        .map(|chunk| chunk.area.x0)
        .fold(f64::INFINITY, f64::min);
    let mut first = first;
    while let Some(above) = first.checked_sub(1).and_then(|at| sketches.get(at)) {
        let Some(below) = sketches.get(first) else {
            break;
        };
        let gap = (below.base - above.base) / below.size.max(above.size);
        // Names of columns side by side may stand a little further up.
        let names = above.chunks.len() >= 3 && meets(above, rows) >= 2;
        let over = above.area.x0 > left - above.size * 2.0 && gap < 1.9;
        if above.prose || !(over || (names && gap < if first == start { 4.5 } else { 2.4 })) {
            break;
        }
        first -= 1;
    }
    (first, end)
}

/// A run that begins with the names of groups, with the names of columns above these.
pub fn headed(sketches: &[Sketch], (start, end): (usize, usize)) -> (usize, usize) {
    let rows = sketches.get(start..end).unwrap_or(&[]);
    let mut first = header_above(sketches, start, rows).unwrap_or(start);
    while first < start
        && let Some(above) = first.checked_sub(1).and_then(|at| sketches.get(at))
        && let Some(below) = sketches.get(first)
        && names_columns(above)
        && meets(above, rows) >= 2
        && below.base - above.base < 2.4 * below.size.max(above.size)
    {
        first -= 1;
    }
    (first, end)
}

/// The line with the names of columns above the names of groups that a run of rows stands under.
fn header_above(sketches: &[Sketch], start: usize, rows: &[Sketch]) -> Option<usize> {
    let row = rows.iter().find(|row| figures(row).count() >= 2)?;
    if !rows.iter().find(|row| is_row(row)).is_some_and(is_body) {
        return None;
    }
    let mut at = start;
    for _ in 0..MOST_NAMES {
        let (below, line) = (sketches.get(at)?, sketches.get(at.checked_sub(1)?)?);
        if far_below(line, below) {
            return None;
        }
        at -= 1;
        if names_columns(line) && meets(line, rows) >= 2 {
            return Some(at);
        }
        if !names_rows(line, row) {
            return None;
        }
    }
    None
}

/// Whether a row holds figures that are no names of columns.
fn is_body(row: &Sketch) -> bool {
    let mut chunks = row.chunks.iter().skip(1);
    chunks.any(|chunk| chunk.figure && !is_year(&chunk.text) && !is_date(&chunk.text))
}

fn names_columns(line: &Sketch) -> bool {
    is_row(line) && !is_body(line)
}

/// How many chunks of a line stand over figures of some rows.
pub fn meets(line: &Sketch, rows: &[Sketch]) -> usize {
    let figures = || {
        rows.iter()
            .take(6)
            .flat_map(|row| &row.chunks)
            .filter(|chunk| chunk.figure)
    };
    line.chunks
        .iter()
        .filter(|chunk| figures().any(|figure| figure.area.beside(&chunk.area) > 0.0))
        .count()
}
