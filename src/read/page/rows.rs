//! Rows of a table without drawn cells: lines that belong together made one row, and the header's levels.

use super::{
    Area,
    align::{Seat, is_body, seats},
    cell::{Slot, TableFound, glue},
    rules::Ruling,
    split::Chunk,
};

/// Words after which a label goes on in the next line.
const OPEN_ENDS: &[char] = &[',', '-', '–', '/', '(', '（', '、', '，', '&', '+'];

struct Row {
    seats: Vec<Seat>,
    area: Area,
    /// Baseline of its last line.
    base: f64,
    size: f64,
    body: bool,
}

/// A table of lines in known columns.
pub fn table(
    lines: &[(f64, Vec<Chunk>)],
    columns: &[(f64, f64)],
    ruling: &Ruling,
    area: Area,
) -> Option<TableFound> {
    let rows: Vec<Row> = lines
        .iter()
        .filter_map(|(base, chunks)| {
            let body = is_body(chunks);
            Some(Row {
                area: Area::of(chunks.iter().map(|chunk| chunk.area))?,
                size: chunks.iter().map(Chunk::size).fold(0.0, f64::max),
                seats: seats(chunks, columns, body),
                base: *base,
                body,
            })
        })
        .collect();
    let rules: Vec<f64> = ruling
        .level
        .iter()
        .filter(|rule| {
            rule.at > area.y0 - 3.0
                && rule.at < area.y1 + 3.0
                && rule.to.min(area.x1) - rule.from.max(area.x0) > area.width() * 0.6
        })
        .map(|rule| rule.at)
        .collect();
    // A row of years names columns, but where nothing else follows.
    let first_body = rows
        .iter()
        .position(|row| row.body && !row.seats.iter().skip(1).all(is_name))
        .or_else(|| rows.iter().position(|row| row.body))
        .unwrap_or(0);
    let mut rows = rows;
    let body = rows.split_off(first_body.min(rows.len()));
    let (mut head, header_rows) = header(&rows, columns, ruling, area);
    let body = merge(body, &rules);
    for row in body {
        head.push(place(&row.seats, columns.len()));
    }
    Some(TableFound {
        area,
        rows: head,
        columns: columns.to_vec(),
        header_rows,
        unaligned: Vec::new(),
        ruled: false,
    })
}

/// Words, or a year.
fn is_name(seat: &Seat) -> bool {
    let text = seat.chunk.text.trim();
    !seat.chunk.figure
        || (text.len() == 4
            && (text.starts_with("19") || text.starts_with("20"))
            && text.bytes().all(|b| b.is_ascii_digit()))
}

fn place(seats: &[Seat], width: usize) -> Vec<Option<Slot>> {
    let mut row = vec![None; width];
    for seat in seats {
        if let Some(place) = row.get_mut(seat.first) {
            *place = Some(Slot {
                text: seat.chunk.text.clone(),
                covers: (seat.last - seat.first + 1, 1),
                area: seat.chunk.area,
            });
        }
    }
    row
}

/// Whether a rule stands between two heights.
fn divided(rules: &[f64], above: f64, below: f64) -> bool {
    rules.iter().any(|&at| at > above - 1.0 && at < below + 1.0)
}

fn merge(rows: Vec<Row>, rules: &[f64]) -> Vec<Row> {
    let mut pitches: Vec<f64> = rows
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] if a.body && b.body => Some(b.base - a.base),
            _ => None,
        })
        .collect();
    pitches.sort_by(f64::total_cmp);
    let pitch = pitches.get(pitches.len() / 2).copied();
    let mut out: Vec<Row> = Vec::new();
    let mut rows = rows.into_iter().peekable();
    while let Some(row) = rows.next() {
        let joins_above = out
            .last()
            .is_some_and(|above| goes_on(above, &row, pitch, rules, rows.peek()));
        if joins_above {
            if let Some(above) = out.last_mut() {
                absorb(above, row);
            }
            continue;
        }
        out.push(row);
    }
    out
}

/// Whether a line is the continuation of the row above.
fn goes_on(above: &Row, row: &Row, pitch: Option<f64>, rules: &[f64], next: Option<&Row>) -> bool {
    if divided(rules, above.base, row.base - row.size * 0.7) {
        return false;
    }
    let gap = row.base - above.base;
    let shared = above.area.level_with(&row.area);
    let (a, b) = (columns_of(above), columns_of(row));
    let conflict = a.iter().any(|at| b.contains(at));
    if gap < row.size * 0.7 && shared > row.size * 0.3 {
        return !(conflict && above.body && row.body);
    }
    if row.body && above.body {
        return false;
    }
    let tight = pitch.is_some_and(|pitch| gap < pitch * 0.86) && gap < row.size * 1.6;
    let next_gap = next.map(|next| next.base - row.base);
    if !row.body {
        // Words alone: the rest of the row above, the beginning of the next, or a heading of their own.
        if !b.iter().all(|at| a.contains(at)) && !above.body {
            return tight && next_gap.is_none_or(|next| gap <= next + 0.5);
        }
        if tight && next_gap.is_none_or(|next| gap < next * 0.93) {
            return true;
        }
        if gap > row.size * 1.7 || next_gap.is_some_and(|next| gap > next * 1.15) {
            return false;
        }
        return continues(above, row) && (above.body || row.seats.len() == 1);
    }
    // A row of figures under words that have none.
    let lone = above.seats.len() == 1 && a.first() == Some(&0) && b.first() == Some(&0);
    if !lone || gap > row.size * 1.7 {
        return false;
    }
    let after = next
        .filter(|next| next.body)
        .map(|next| next.base - row.base);
    (tight && after.is_none_or(|after| gap < after * 0.93)) || continues(above, row)
}

/// Whether the words say that a label goes on.
fn continues(above: &Row, row: &Row) -> bool {
    let (Some(first), Some(last)) = (
        row.seats.first(),
        above
            .seats
            .iter()
            .find(|seat| seat.first == row.seats.first().map_or(0, |s| s.first)),
    ) else {
        return false;
    };
    let (above, below) = (&last.chunk.text, &first.chunk.text);
    let opened = above.matches(['(', '（']).count() > above.matches([')', '）']).count();
    opened
        || below.starts_with(|c: char| c.is_lowercase())
        || above.ends_with(OPEN_ENDS)
        || [
            " of", " and", " the", " in", " for", " to", " by", " or", " with",
        ]
        .iter()
        .any(|end| above.ends_with(end))
}

fn columns_of(row: &Row) -> Vec<usize> {
    row.seats
        .iter()
        .flat_map(|seat| seat.first..=seat.last)
        .collect()
}

fn absorb(above: &mut Row, row: Row) {
    above.area = above.area.to(row.area);
    above.base = row.base;
    above.body |= row.body;
    above.size = above.size.max(row.size);
    for seat in row.seats {
        match above
            .seats
            .iter_mut()
            .find(|own| own.first <= seat.last && seat.first <= own.last)
        {
            Some(own) => {
                glue(&mut own.chunk.text, &seat.chunk.text, false);
                own.chunk.area = own.chunk.area.to(seat.chunk.area);
            }
            None => {
                let at = above.seats.partition_point(|own| own.first < seat.first);
                above.seats.insert(at, seat);
            }
        }
    }
}

/// A header cell while its lines are gathered.
struct Name {
    first: usize,
    last: usize,
    text: String,
    area: Area,
    level: usize,
}

/// The rows over the figures as levels of names.
fn header(
    rows: &[Row],
    columns: &[(f64, f64)],
    ruling: &Ruling,
    area: Area,
) -> (Vec<Vec<Option<Slot>>>, Option<usize>) {
    let mut names: Vec<Name> = Vec::new();
    for row in rows {
        let mut fresh = Vec::new();
        for seat in &row.seats {
            let own = seat.chunk.area;
            let alone = |from: f64, to: f64| {
                let over = |seat: &&Seat| seat.chunk.area.x1 > from && seat.chunk.area.x0 < to;
                row.seats.iter().filter(over).count() == 1
            };
            let (first, last) = span(seat, columns, ruling, area, alone);
            let above = names
                .iter_mut()
                .filter(|name| name.first <= last && first <= name.last)
                .max_by(|a, b| a.area.y1.total_cmp(&b.area.y1));
            match above {
                Some(name) if joins(name, first, last, own, ruling) => {
                    glue(&mut name.text, &seat.chunk.text, false);
                    name.area = name.area.to(own);
                    name.first = name.first.min(first);
                    name.last = name.last.max(last);
                }
                above => {
                    let level = above.map_or(0, |name| name.level + 1);
                    fresh.push(Name {
                        first,
                        last,
                        text: seat.chunk.text.clone(),
                        area: own,
                        level,
                    });
                }
            }
        }
        names.extend(fresh);
    }
    let levels = names.iter().map(|name| name.level + 1).max().unwrap_or(0);
    // The heights of the levels, from those that stand under another.
    let mut heights: Vec<Option<Area>> = vec![None; levels];
    let deepest = |name: &Name| {
        !names.iter().any(|other| {
            other.level > name.level && other.first <= name.last && name.first <= other.last
        })
    };
    for name in &names {
        if (name.level > 0 || !deepest(name) || levels == 1)
            && let Some(height) = heights.get_mut(name.level)
        {
            *height = Some(height.map_or(name.area, |height| height.to(name.area)));
        }
    }
    let mut out = vec![vec![None; columns.len()]; levels];
    for name in &names {
        let (mut from, mut to) = (name.level, name.level);
        if name.level == 0 && levels > 1 && deepest(name) {
            let meets = |level: usize| {
                heights
                    .get(level)
                    .and_then(|height| *height)
                    .is_some_and(|height| {
                        let shared = height.level_with(&name.area);
                        shared > name.area.height().min(height.height()) * 0.3
                    })
            };
            let own: Vec<usize> = (0..levels).filter(|&level| meets(level)).collect();
            from = own.first().copied().unwrap_or(0);
            to = own.last().copied().unwrap_or(levels - 1);
        }
        if let Some(place) = out.get_mut(from).and_then(|row| row.get_mut(name.first)) {
            let wide = name.last - name.first + 1;
            match place {
                None => {
                    *place = Some(Slot {
                        text: name.text.clone(),
                        covers: (wide, to - from + 1),
                        area: name.area,
                    });
                }
                Some(slot) => glue(&mut slot.text, &name.text, false),
            }
        }
    }
    let count = out.len();
    (out, (count > 0).then_some(count))
}

/// The columns that a name stands over: a rule under it says so, else its words.
fn span(
    seat: &Seat,
    columns: &[(f64, f64)],
    ruling: &Ruling,
    area: Area,
    alone: impl Fn(f64, f64) -> bool,
) -> (usize, usize) {
    let own = seat.chunk.area;
    let under = ruling.level.iter().find(|rule| {
        rule.at > own.y1 - 3.0
            && rule.at < own.y1 + seat.chunk.size() * 0.9
            && rule.from < own.x0 + 3.0
            && rule.to > own.x1 - 3.0
            && rule.to - rule.from < area.width() * 0.85
            && alone(rule.from, rule.to)
    });
    if let Some(rule) = under {
        let over: Vec<usize> = columns
            .iter()
            .enumerate()
            .filter(|(_, column)| {
                let middle = (column.0 + column.1) / 2.0;
                middle > rule.from && middle < rule.to
            })
            .map(|(at, _)| at)
            .collect();
        if let (Some(&first), Some(&last)) = (over.first(), over.last())
            && first <= seat.first
            && last >= seat.last
        {
            return (first, last);
        }
    }
    (seat.first, seat.last)
}

/// Whether a line of a header goes on with the name above it.
fn joins(name: &Name, first: usize, last: usize, own: Area, ruling: &Ruling) -> bool {
    let near = own.y0 - name.area.y1 < own.height() * 0.55;
    let ruled = ruling.level.iter().any(|rule| {
        rule.at > name.area.middle().1
            && rule.at < own.middle().1
            && rule.from < own.x1
            && rule.to > own.x0
    });
    let same = name.first == first && name.last == last;
    let centred = (name.area.middle().0 - own.middle().0).abs() < own.height() * 0.6
        && name.last - name.first <= last - first;
    near && !ruled && (same || centred)
}
