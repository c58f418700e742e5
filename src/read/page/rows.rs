//! Rows of a table without drawn cells: lines that belong together made one row, and the header's levels.

use super::{
    Area,
    align::{Seat, is_body, seats},
    cell::{Slot, TableFound, glue},
    figure::{is_date, is_year},
    line::Word,
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

/// A table of lines in known columns, and how many lines at its top are titles above it.
pub fn table(
    lines: &[(f64, Vec<Chunk>)],
    columns: &[(f64, f64)],
    ruling: &Ruling,
    area: Area,
) -> Option<(usize, TableFound)> {
    let mut rows: Vec<Row> = lines
        .iter()
        .filter_map(|(base, chunks)| {
            let body = is_body(chunks);
            Some(Row {
                area: Area::of(chunks.iter().map(|chunk| chunk.area))?,
                size: chunks.iter().map(Chunk::size).fold(0.0, f64::max),
                seats: in_order(chunks, columns, body)
                    .unwrap_or_else(|| seats(chunks, columns, body)),
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
    // A row of years or dates names columns, but where nothing else follows.
    let first_body = rows
        .iter()
        .position(|row| row.body && !row.seats.iter().skip(1).all(is_name))
        .or_else(|| rows.iter().position(|row| row.body))
        .unwrap_or(0);
    let named = named(&rows, first_body, &rules);
    let body = rows.split_off(named.min(rows.len()));
    part_names(&mut rows, columns);
    let skipped = titles(&rows, columns.len(), &rules);
    let names = rows.get(skipped..).unwrap_or(&[]);
    let (mut out, header_rows) = header(names, columns, ruling, area);
    let body = merge(body, &rules);
    let area = Area::of(names.iter().chain(&body).map(|row| row.area))?;
    for row in body {
        out.push(place(&row.seats, columns.len()));
    }
    Some((
        skipped,
        TableFound {
            area,
            rows: out,
            columns: columns.to_vec(),
            header_rows,
            unaligned: Vec::new(),
            ruled: false,
        },
    ))
}

/// Names of neighbouring columns that stand so close that they look like one, cut where the space between them is the widest and lies
/// between the columns.
fn part_names(rows: &mut [Row], columns: &[(f64, f64)]) {
    for row in rows {
        let mut out = Vec::with_capacity(row.seats.len());
        for seat in std::mem::take(&mut row.seats) {
            match part(&seat, columns) {
                Some(parts) => out.extend(parts),
                None => out.push(seat),
            }
        }
        row.seats = out;
    }
}

fn part(seat: &Seat, columns: &[(f64, f64)]) -> Option<[Seat; 2]> {
    if seat.first == 0 || seat.last != seat.first + 1 {
        return None;
    }
    let words = &seat.chunk.words;
    let gap = |at: usize| match words.get(at..at + 2) {
        Some([a, b]) => b.area.x0 - a.area.x1,
        _ => 0.0,
    };
    let widest = (0..words.len().checked_sub(1)?).max_by(|&a, &b| gap(a).total_cmp(&gap(b)))?;
    let other = (0..words.len() - 1)
        .filter(|&at| at != widest)
        .map(gap)
        .fold(0.0, f64::max);
    let (left, right) = (columns.get(seat.first)?, columns.get(seat.last)?);
    let (from, to) = (words.get(widest)?.area.x1, words.get(widest + 1)?.area.x0);
    let between = from < right.0 && to > left.1;
    if !between
        || other == 0.0
        || gap(widest) < other * 1.3
        || gap(widest) < seat.chunk.size() * 0.4
    {
        return None;
    }
    let (a, b) = words.split_at(widest + 1);
    let own = |column: usize, words: &[Word]| {
        Some(Seat {
            first: column,
            last: column,
            chunk: Chunk::new(words.to_vec())?,
        })
    };
    Some([own(seat.first, a)?, own(seat.last, b)?])
}

/// Names as many as the columns, or as the columns of figures, where two of them would stand over one: each over its own.
fn in_order(chunks: &[Chunk], columns: &[(f64, f64)], body: bool) -> Option<Vec<Seat>> {
    let skipped = columns.len().checked_sub(chunks.len())?;
    if body || skipped > 1 || chunks.len() < 2 || seats(chunks, columns, body).len() == chunks.len()
    {
        return None;
    }
    let label = columns.first().map_or(0.0, |column| column.1);
    if skipped == 1 && chunks.first().is_some_and(|chunk| chunk.area.x0 < label) {
        return None;
    }
    // Those that stand over another column, or over several, are no such names.
    let astray = |(at, chunk): (usize, &Chunk)| {
        let area = chunk.area;
        let over = columns
            .iter()
            .position(|column| column.0 < area.x1 && column.1 > area.x0);
        over.is_some_and(|over| over != at + skipped)
    };
    if chunks.iter().enumerate().any(astray) {
        return None;
    }
    let own = |(at, chunk): (usize, &Chunk)| Seat {
        first: at + skipped,
        last: at + skipped,
        chunk: chunk.clone(),
    };
    Some(chunks.iter().enumerate().map(own).collect())
}

/// Words, a year or a date.
fn is_name(seat: &Seat) -> bool {
    let text = &seat.chunk.text;
    !seat.chunk.figure || is_year(text) || is_date(text)
}

/// Names over columns of figures in a row.
fn names(row: &Row) -> impl Iterator<Item = &Seat> {
    row.seats.iter().filter(|seat| seat.first > 0)
}

/// How many rows name columns: what follows them in the first column alone names the rows below, unless a rule closes it off.
fn named(rows: &[Row], first_body: usize, rules: &[f64]) -> usize {
    let head = rows.get(..first_body).unwrap_or(&[]);
    let last = head.iter().rposition(|row| names(row).next().is_some());
    let closed = (0..first_body)
        .rev()
        .find(|&at| match rows.get(at..at + 2) {
            Some([row, next]) => divided(rules, row.base, next.base - next.size * 0.7),
            _ => false,
        });
    match (last, closed) {
        (None, None) => 0,
        (last, closed) => last.max(closed).map_or(0, |at| at + 1),
    }
}

/// How many rows at the top are titles: they begin where rows are named, say little over the columns, and stand apart from the names.
fn titles(rows: &[Row], columns: usize, rules: &[f64]) -> usize {
    let is_title = |row: &Row| match names(row).collect::<Vec<_>>().as_slice() {
        [] => true,
        [only] => only.first == only.last,
        _ => false,
    };
    let apart = |at: usize| match rows.get(at..at + 2) {
        Some([row, next]) => {
            next.base - row.base > next.size.max(row.size) * 1.6
                || divided(rules, row.base, next.base - next.size * 0.7)
        }
        _ => false,
    };
    let begins = |rows: &[Row]| {
        rows.iter()
            .any(|row| row.seats.iter().any(|seat| seat.first == 0))
    };
    let first = rows.iter().position(|row| names(row).count() >= 2);
    let cut = first.and_then(|first| (0..first).rev().find(|&at| apart(at)));
    let above = cut.and_then(|cut| rows.get(..=cut)).unwrap_or(&[]);
    if begins(above) && above.iter().all(is_title) {
        return above.len();
    }
    // The words of a title run over most columns, and a rule closes it off.
    let ruled = (0..rows.len()).find(|&at| match rows.get(at..at + 2) {
        Some([row, next]) => divided(rules, row.base, next.base - next.size * 0.7),
        _ => false,
    });
    let above = ruled.and_then(|at| rows.get(..=at)).unwrap_or(&[]);
    let wide = |row: &Row| {
        let names: Vec<&Seat> = names(row).collect();
        matches!(names.as_slice(), [only] if (only.last - only.first + 1) * 2 > columns)
    };
    let below = rows.get(above.len()..).unwrap_or(&[]);
    let named = below.iter().any(|row| names(row).count() >= 2);
    if named && begins(above) && above.first().is_some_and(wide) {
        above.len()
    } else {
        0
    }
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
    // These words name what follows.
    if matches!(above.seats.as_slice(), [only] if only.chunk.text.ends_with([':', '：'])) {
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
    let leading = leading(rows);
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
                Some(name) if joins(name, first, last, own, leading, ruling) => {
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

/// The space between two lines of one name, in heights of a line: wider where all the lines of a header are set apart alike.
fn leading(rows: &[Row]) -> f64 {
    let steps = || {
        rows.windows(2)
            .filter_map(|pair| Some((pair.get(1)?.base - pair.first()?.base) / pair.get(1)?.size))
    };
    let (least, most) = steps().fold((f64::INFINITY, 0.0_f64), |(least, most), step| {
        (least.min(step), most.max(step))
    });
    if steps().count() >= 2 && most - least < 0.25 && most < 2.4 {
        (most - 0.75).max(0.55)
    } else {
        0.55
    }
}

/// Whether a line of a header goes on with the name above it.
fn joins(name: &Name, first: usize, last: usize, own: Area, leading: f64, ruling: &Ruling) -> bool {
    let same = name.first == first && name.last == last;
    let near = own.y0 - name.area.y1 < own.height() * if same { leading } else { 0.55 };
    let ruled = ruling.level.iter().any(|rule| {
        rule.at > name.area.middle().1
            && rule.at < own.middle().1
            && rule.from < own.x1
            && rule.to > own.x0
    });
    let centred = (name.area.middle().0 - own.middle().0).abs() < own.height() * 0.6
        && name.last - name.first <= last - first;
    near && !ruled && (same || centred)
}
