//! Columns from alignment: stretches that figures and words cover over many lines, and the gaps that persist between them.

use super::{
    Area,
    figure::{is_date, is_figure, is_nil, is_year},
    rules::Ruling,
    split::Chunk,
};

/// Columns of a region, from left to right.
pub fn columns(rows: &[Vec<Chunk>], ruling: &Ruling, area: Area) -> Vec<(f64, f64)> {
    let sure = |row: &&Vec<Chunk>| row.iter().skip(1).any(is_amount);
    let mut body: Vec<&Vec<Chunk>> = rows.iter().filter(sure).collect();
    if body.len() < 2 {
        body = rows.iter().filter(|row| is_body(row)).collect();
    }
    if body.len() < 2 {
        body = rows.iter().filter(|row| row.len() >= 2).collect();
    }
    if body.is_empty() {
        return Vec::new();
    }
    let forced = walls(ruling, area);
    let mut cores = cores(&body, &forced);
    sparse(&body, &mut cores);
    join_labels(&body, &mut cores, &forced);
    cores
}

/// A figure that is neither a year nor a date.
fn is_amount(chunk: &Chunk) -> bool {
    chunk.figure && !is_year(&chunk.text) && !is_date(&chunk.text)
}

/// Labels that stand further in never share a row with those further out: one column. Neither do marks for nothing and the figures
/// of their column, which end a little further out.
fn join_labels(body: &[&Vec<Chunk>], cores: &mut Vec<(f64, f64)>, forced: &[f64]) {
    let mut at = 0;
    while let (Some(&left), Some(&right)) = (cores.get(at), cores.get(at + 1)) {
        let over = |row: &Vec<Chunk>, column: (f64, f64)| -> Option<bool> {
            row.iter()
                .find(|chunk| overlap(column, (chunk.area.x0, chunk.area.x1)) > 0.0)
                .map(|chunk| chunk.figure && !is_year(&chunk.text))
        };
        let walled = forced.iter().any(|&wall| wall >= left.1 && wall <= right.0);
        let apart = body.iter().all(|row| {
            matches!(
                (over(row, left), over(row, right)),
                (None | Some(false), None) | (None, Some(false))
            )
        });
        if (apart || is_nil_beside(body, left, right)) && !walled {
            if let Some(column) = cores.get_mut(at) {
                column.1 = right.1;
            }
            cores.remove(at + 1);
        } else {
            at += 1;
        }
    }
}

/// Whether one of two columns holds nothing but marks for nothing, and a figure somewhere reaches over both.
fn is_nil_beside(body: &[&Vec<Chunk>], left: (f64, f64), right: (f64, f64)) -> bool {
    let over =
        |column: (f64, f64), chunk: &&Chunk| overlap(column, (chunk.area.x0, chunk.area.x1)) > 0.0;
    let within = |column: (f64, f64)| {
        body.iter()
            .flat_map(|row| row.iter())
            .filter(move |chunk| over(column, chunk))
    };
    let across = |chunk: &&Chunk| over(left, chunk) && over(right, chunk);
    let nil =
        |column: (f64, f64)| within(column).all(|chunk| across(&chunk) || is_nil(&chunk.text));
    let shared = body.iter().any(|row| {
        let own = |column: (f64, f64)| row.iter().find(|chunk| over(column, chunk));
        matches!((own(left), own(right)), (Some(a), Some(b)) if !std::ptr::eq(a, b))
    });
    !shared && (nil(left) || nil(right)) && within(left).any(|chunk| across(&chunk))
}

/// A row of figures under its label.
pub fn is_body(row: &[Chunk]) -> bool {
    row.iter().skip(1).any(|chunk| chunk.figure)
}

/// Upright rules that run along at least half of the region.
fn walls(ruling: &Ruling, area: Area) -> Vec<f64> {
    ruling
        .upright
        .iter()
        .filter(|rule| rule.at > area.x0 && rule.at < area.x1)
        .filter(|rule| rule.to.min(area.y1) - rule.from.max(area.y0) > area.height() * 0.5)
        .map(|rule| rule.at)
        .collect()
}

/// Stretches covered by more lines than a few that may span columns.
fn cores(body: &[&Vec<Chunk>], forced: &[f64]) -> Vec<(f64, f64)> {
    let few = match body.len() {
        0..=4 => 0,
        5..=14 => 1,
        lines => lines / 10,
    };
    let mut ends: Vec<(f64, i32)> = body
        .iter()
        .flat_map(|row| row.iter())
        .flat_map(|chunk| [(chunk.area.x0, 1), (chunk.area.x1, -1)])
        .collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let mut out: Vec<(f64, f64)> = Vec::new();
    let mut cover = 0i32;
    let few = i32::try_from(few).unwrap_or(i32::MAX);
    let mut open = None;
    for (x, step) in ends {
        let before = cover > few;
        cover += step;
        match (before, cover > few) {
            (false, true) => open = Some(x),
            (true, false) => out.extend(open.take().map(|from| (from, x))),
            _ => {}
        }
    }
    // A stretch narrower than a character is where two others nearly meet.
    out.retain(|(from, to)| to - from > 1.0);
    let mut cut: Vec<(f64, f64)> = Vec::new();
    for (mut from, to) in out {
        for &wall in forced {
            if wall > from + 1.0 && wall < to - 1.0 {
                cut.push((from, wall));
                from = wall;
            }
        }
        cut.push((from, to));
    }
    cut
}

/// Chunks that no column reaches are columns that few rows fill.
fn sparse(body: &[&Vec<Chunk>], cores: &mut Vec<(f64, f64)>) {
    let mut loose: Vec<(f64, f64)> = body
        .iter()
        .flat_map(|row| row.iter())
        .map(|chunk| (chunk.area.x0, chunk.area.x1))
        .filter(|chunk| cores.iter().all(|core| overlap(*core, *chunk) <= 0.0))
        .collect();
    loose.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut joined: Vec<(f64, f64)> = Vec::new();
    for chunk in loose {
        match joined.last_mut() {
            Some(last) if chunk.0 <= last.1 => last.1 = last.1.max(chunk.1),
            _ => joined.push(chunk),
        }
    }
    cores.extend(joined);
    cores.sort_by(|a, b| a.0.total_cmp(&b.0));
}

pub fn overlap(a: (f64, f64), b: (f64, f64)) -> f64 {
    a.1.min(b.1) - a.0.max(b.0)
}

/// A chunk in its columns, both ends included.
#[derive(Clone, Debug)]
pub struct Seat {
    pub first: usize,
    pub last: usize,
    pub chunk: Chunk,
}

/// The chunks of a row in their columns; those that several columns share are cut where their words allow it.
pub fn seats(row: &[Chunk], columns: &[(f64, f64)], body: bool) -> Vec<Seat> {
    let mut out: Vec<Seat> = Vec::new();
    for chunk in row {
        for part in parts(chunk, columns, body) {
            let Some((first, last)) = reach(&part, columns) else {
                continue;
            };
            match out.last_mut() {
                Some(seat) if seat.last >= first => {
                    // Two chunks in one column are one cell, but a wide one gives way to the next.
                    if seat.first < first {
                        seat.last = first - 1;
                        out.push(Seat {
                            first,
                            last: last.max(first),
                            chunk: part,
                        });
                    } else if let Some(joined) = Chunk::new(
                        seat.chunk
                            .words
                            .iter()
                            .chain(&part.words)
                            .cloned()
                            .collect(),
                    ) {
                        seat.chunk = joined;
                        seat.last = seat.last.max(last);
                    }
                }
                _ => out.push(Seat {
                    first,
                    last,
                    chunk: part,
                }),
            }
        }
    }
    out
}

/// The columns that a chunk stands over: those it overlaps well, else the nearest.
fn reach(chunk: &Chunk, columns: &[(f64, f64)]) -> Option<(usize, usize)> {
    let own = (chunk.area.x0, chunk.area.x1);
    let well = |column: &(f64, f64)| {
        let shared = overlap(*column, own);
        shared > 0.0
            && (shared > (column.1 - column.0) * 0.3
                || shared > chunk.size() * 1.5
                || shared > (own.1 - own.0) * 0.5)
    };
    let over: Vec<usize> = (0..columns.len())
        .filter(|&at| columns.get(at).is_some_and(well))
        .collect();
    if let (Some(&first), Some(&last)) = (over.first(), over.last()) {
        return Some((first, last));
    }
    let at = (0..columns.len()).min_by(|&a, &b| {
        let far = |at: usize| {
            columns
                .get(at)
                .map_or(f64::INFINITY, |column| -overlap(*column, own))
        };
        far(a).total_cmp(&far(b))
    })?;
    Some((at, at))
}

/// A chunk cut between words that stand in different columns, where both sides are figures or the gap is wide.
fn parts(chunk: &Chunk, columns: &[(f64, f64)], body: bool) -> Vec<Chunk> {
    let column = |x0: f64, x1: f64| {
        (0..columns.len()).max_by(|&a, &b| {
            let shared = |at: usize| {
                columns
                    .get(at)
                    .map_or(f64::NEG_INFINITY, |c| overlap(*c, (x0, x1)))
            };
            shared(a).total_cmp(&shared(b))
        })
    };
    let mut out: Vec<Vec<super::line::Word>> = Vec::new();
    let mut last = None;
    for word in &chunk.words {
        let own = column(word.area.x0, word.area.x1);
        let cut = match (out.last().and_then(|open| open.last()), last) {
            (Some(before), Some(at)) => {
                let figures = is_figure(&word.text) || is_figure(&before.text);
                own != Some(at)
                    && body
                    && (figures || word.area.x0 - before.area.x1 > word.size * 0.6)
            }
            _ => true,
        };
        match out.last_mut() {
            Some(open) if !cut => open.push(word.clone()),
            _ => out.push(vec![word.clone()]),
        }
        last = own;
    }
    out.into_iter().filter_map(Chunk::new).collect()
}
