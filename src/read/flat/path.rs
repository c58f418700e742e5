//! The cheapest reading of a run of lines: which lines stand outside, which are headers, which cells make a row.

use super::line::{Kind, Look};
use super::pattern::{Pattern, candidates};
use std::ops::Range;

/// A table as the path leaves it: lines by their index in the run; a cell may be several lines.
pub struct Sketch {
    pub pattern: Pattern,
    pub lines: Range<usize>,
    /// The cells of the header, row by row as they came.
    pub header: Vec<Range<usize>>,
    pub rows: Vec<Vec<(usize, Range<usize>)>>,
}

/// More than any reading costs.
const NEVER: u32 = 1 << 28;
const NEW_TABLE: u32 = 120;
/// A row that is a name only.
const SECTION: u32 = 90;

/// What a line costs in each part that it could play.
struct Costs {
    outside: u32,
    header: u32,
    label: u32,
    words: u32,
    figure: u32,
    /// A year, code or number that names its row.
    code: u32,
}

fn costs(looks: &[Look], at: usize) -> Costs {
    let look = &looks[at];
    let above = at.checked_sub(1).map(|at| &looks[at]);
    let words = look.is_words();
    let set_apart = look.caption || look.numbered;
    let outside = match look.kind {
        Kind::Words if look.sentence => 0,
        Kind::Words if set_apart => 10,
        // Under a caption comes its table.
        Kind::Words if above.is_some_and(|above| above.caption) => 220,
        Kind::Words if look.colon => 20,
        Kind::Words if look.bracketed => 40,
        Kind::Words if look.width >= 28 => 60,
        Kind::Words => 110,
        _ => 300,
    };
    let year = |look: Option<&Look>| look.is_some_and(|look| look.dated);
    let header = match look.kind {
        Kind::Words => {
            let leads = look.colon && !year(looks.get(at + 1));
            300 * u32::from(look.caption || look.sentence)
                + 150 * u32::from(look.numbered)
                + 80 * u32::from(leads)
                + 50 * u32::from(year(above))
        }
        Kind::Year => 0,
        Kind::Nil => 200,
        Kind::Digits | Kind::Figure => 600,
    };
    let label = match look.kind {
        Kind::Words => {
            300 * u32::from(look.caption)
                + 80 * u32::from(look.sentence)
                + 30 * u32::from(look.numbered)
                + 15 * u32::from(look.count > 1)
                + 40 * u32::from(look.width <= 2)
        }
        // A year alone over the rows of that year.
        Kind::Year if looks.get(at + 1).is_some_and(Look::is_words) => 40,
        Kind::Year => 300,
        _ => 600,
    };
    let figure = match look.kind {
        Kind::Figure | Kind::Digits => 0,
        Kind::Nil | Kind::Year => 10,
        Kind::Words if look.figurative => 40,
        Kind::Words if look.symbolic => 110,
        Kind::Words if look.count > 2 => 120,
        Kind::Words if look.count > 1 => 180,
        Kind::Words => 350,
    };
    let code = match look.kind {
        Kind::Year => 10,
        Kind::Digits => 20,
        Kind::Figure => 20,
        Kind::Words => 250,
        Kind::Nil => 400,
    };
    let clipped = 100 * u32::from(look.clipped);
    Costs {
        outside,
        header: header + clipped,
        label: label + clipped,
        words: clipped
            + match look.kind {
                // Words of a column repeat themselves or are short; words that do not may be the name of another row.
                Kind::Words if look.sentence => 30,
                Kind::Words => 15 * u32::from(look.count == 1 && look.width > 4),
                Kind::Nil => 30,
                _ => 350,
            },
        figure,
        code: if words && look.total { 100 } else { code },
    }
}

/// Cost of a header of `cells` cells over a row of this pattern.
fn header_cost(pattern: &Pattern, cells: usize) -> u32 {
    let (w, k) = (pattern.width, pattern.labels);
    let wrong = |by: usize| 40 * u32::try_from(by.min(50)).unwrap_or(50);
    if pattern.is_bare() && cells != w {
        return 600;
    }
    let levels = cells.saturating_sub(w);
    let most = (w - k) / 2;
    match (cells, k) {
        _ if cells == w => 0,
        (0, _) => 250,
        (_, 1) if cells + 1 == w => 20,
        (_, 2..) if cells + 1 == w => 200,
        _ if cells < w => 200 + wrong(w - cells),
        // Over one column of figures there is nothing to divide.
        _ if w - k < 2 => 200 + wrong(levels),
        // One name over all columns is rare, unless the corner tells that the header is a large one.
        (_, 1) if levels == 1 => 150,
        _ if levels <= most => 60 + wrong(levels) / 4,
        _ => 190 + wrong(levels - most) / 2,
    }
}

/// How a line follows the one above it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The next cell of the same row, header or stretch outside.
    On,
    Row,
    /// The second half of the same cell.
    Join,
    Table,
}

/// Where all states of all patterns stand in one list: outside, then for each pattern its header and its body.
struct Layout {
    patterns: Vec<(Pattern, usize, usize)>,
    states: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Outside,
    /// The n-th cell of a header, from 1.
    Header(usize, usize),
    Body(usize, usize),
}

impl Layout {
    fn new(patterns: &[Pattern]) -> Self {
        let mut states = 1;
        let placed = patterns
            .iter()
            .map(|&pattern| {
                let longest = if pattern.is_bare() {
                    pattern.width
                } else {
                    2 * pattern.width + 4
                };
                let base = states;
                states += longest + pattern.width;
                (pattern, base, longest)
            })
            .collect();
        Self {
            patterns: placed,
            states,
        }
    }

    fn state(&self, index: usize) -> State {
        if index == 0 {
            return State::Outside;
        }
        let at = self
            .patterns
            .partition_point(|&(_, base, _)| base <= index)
            .saturating_sub(1);
        let Some(&(_, base, longest)) = self.patterns.get(at) else {
            return State::Outside;
        };
        let offset = index - base;
        if offset < longest {
            State::Header(at, offset + 1)
        } else {
            State::Body(at, offset - longest)
        }
    }
}

/// Cost of ending a row after `column`.
/// The two lines above, the nearer first.
type Above<'a> = (Option<&'a Look>, Option<&'a Look>);

fn above(looks: &[Look], at: usize) -> Above<'_> {
    let line = |back: usize| at.checked_sub(back).and_then(|at| looks.get(at));
    (line(1), line(2))
}

fn trailing(pattern: &Pattern, column: usize, above: Above<'_>) -> u32 {
    let missing = pattern.width - 1 - column;
    if missing == 0 {
        0
    } else if pattern.is_bare() {
        500
    } else if column < pattern.labels {
        // A name that comes again and again is hardly a heading in its table, nor are many in a row.
        match above {
            (Some(look), _) if look.colon => SECTION / 2,
            (Some(look), further) => {
                let many = further.is_some_and(Look::is_words) && pattern.labels == 1;
                SECTION + 50 * u32::from(look.count > 1 || column > 0) + 30 * u32::from(many)
            }
            _ => SECTION,
        }
    } else {
        blanks(missing)
    }
}

fn blanks(missing: usize) -> u32 {
    if missing == 0 {
        0
    } else {
        25 + 15 * u32::try_from(missing).unwrap_or(0)
    }
}

/// Cost of a blank between two cells of a row.
fn between(pattern: &Pattern, from: usize, to: usize, above: Above<'_>) -> u32 {
    let missing = to - from - 1;
    if to == 1 && pattern.has_groups() && above.0.is_some_and(|last| last.colon) {
        return 80;
    }
    if missing > 0 && pattern.is_bare() {
        500
    } else if missing > 0 && pattern.has_groups() && from == 0 {
        // Only the sum of all groups has no name of its own in the second column.
        let total = above.0.is_some_and(|last| last.total);
        if total { 20 } else { 60 + blanks(missing) }
    } else if pattern.holds_words(from + 1) && above.0.is_some_and(|last| last.total) {
        20
    } else {
        blanks(missing)
    }
}

/// The tables of the cheapest reading.
pub fn sketches(looks: &[Look]) -> Vec<Sketch> {
    let figures = looks.iter().filter(|look| !look.is_words()).count();
    if figures < 2 || figures == looks.len() {
        return Vec::new();
    }
    let most = (8_000_000 / (looks.len() * 24)).clamp(5, 40);
    let sample = looks.get(..4_000).unwrap_or(looks);
    let layout = Layout::new(&candidates(sample, most));
    let path = cheapest(looks, &layout);
    collect(&path, &layout)
}

/// For each line its state and how it follows.
fn cheapest(looks: &[Look], layout: &Layout) -> Vec<(State, Step)> {
    let mut now = vec![NEVER; layout.states];
    now[0] = 0;
    let mut next = now.clone();
    let mut back: Vec<u32> = vec![0; looks.len() * layout.states];
    for at in 0..looks.len() {
        let costs = costs(looks, at);
        let back = &mut back[at * layout.states..(at + 1) * layout.states];
        advance(looks, at, &costs, layout, &now, &mut next, back);
        std::mem::swap(&mut now, &mut next);
    }
    let (_, mut index) = leave(layout, &now, above(looks, looks.len()));
    let mut path = vec![(State::Outside, Step::On); looks.len()];
    for at in (0..looks.len()).rev() {
        let from = back[at * layout.states + index];
        let step = match from & 3 {
            0 => Step::On,
            1 => Step::Row,
            2 => Step::Join,
            _ => Step::Table,
        };
        path[at] = (layout.state(index), step);
        index = (from >> 2) as usize;
    }
    path
}

/// The cheapest way to stand outside all tables, and the state it comes from.
fn leave(layout: &Layout, now: &[u32], above: Above<'_>) -> (u32, usize) {
    let mut best = (now[0], 0);
    for &(pattern, base, longest) in &layout.patterns {
        for column in 0..pattern.width {
            let index = base + longest + column;
            let name_only = column < pattern.labels && !pattern.is_bare();
            let cost = now[index] + trailing(&pattern, column, above) + 100 * u32::from(name_only);
            if cost < best.0 {
                best = (cost, index);
            }
        }
    }
    best
}

fn advance(
    looks: &[Look],
    at: usize,
    costs: &Costs,
    layout: &Layout,
    now: &[u32],
    next: &mut [u32],
    back: &mut [u32],
) {
    let look = &looks[at];
    let link = |from: usize, step: Step| ((from as u32) << 2) | step as u32;
    let above = above(looks, at);
    let (outside, gate) = leave(layout, now, above);
    // A table begins a run, or stands under a heading or a caption; seldom right under something else.
    let led = above.0.is_none_or(|last| {
        last.caption || last.numbered || last.colon || last.sentence || last.bracketed
    });
    next[0] = outside + costs.outside;
    back[0] = link(gate, Step::On);
    for &(pattern, base, longest) in &layout.patterns {
        let enter = outside + pattern.prior + if led { NEW_TABLE } else { 3 * NEW_TABLE };
        // The header: its first cell, one more, or the second half of a cell.
        for n in 0..longest {
            let index = base + n;
            let (mut cost, mut from) = if n == 0 {
                (enter + costs.header, link(gate, Step::Table))
            } else {
                (now[index - 1] + costs.header, link(index - 1, Step::On))
            };
            // `其中` stands over columns that are counted by themselves.
            if look.of_which && now[index] + 20 < cost {
                (cost, from) = (now[index] + 20, link(index, Step::On));
            }
            if n == 0 && look.bracketed && longest > pattern.width {
                // `(in thousands)` begins the lowest row of the header.
                for (n, &upper) in now.iter().skip(base).take(pattern.width).enumerate() {
                    let restart = upper + 40 + costs.header;
                    if restart < cost {
                        (cost, from) = (restart, link(base + n, Step::Row));
                    }
                }
            }
            if let Some(joins) = look.joins
                && now[index] + joins < cost
            {
                (cost, from) = (now[index] + joins, link(index, Step::Join));
            }
            (next[index], back[index]) = (cost.min(NEVER), from);
        }
        // A row begins: right away, under the header, or after a row.
        let body = base + longest;
        let mut row = (enter + header_cost(&pattern, 0), link(gate, Step::Table));
        for n in 0..longest {
            let cost = now[base + n] + header_cost(&pattern, n + 1);
            if cost < row.0 {
                row = (cost, link(base + n, Step::Row));
            }
        }
        let mut under = (NEVER, 0);
        for column in 0..pattern.width {
            let cost = now[body + column] + trailing(&pattern, column, above);
            if cost < under.0 {
                under = (cost, link(body + column, Step::Row));
            }
        }
        if under.0 < row.0 {
            row = under;
        }
        for column in 0..pattern.width {
            let index = body + column;
            let words = pattern.holds_words(column);
            let own = match (column, words) {
                (0, true) => costs.label,
                (0, false) => costs.code,
                (1, true) if pattern.has_groups() => costs.words.saturating_sub(15),
                // A sum is a name of a row, not one of its words.
                (_, true) => costs.words + 120 * u32::from(look.total),
                (_, false) => costs.figure,
            };
            let mut best = if column == 0 { row } else { (NEVER, 0) };
            if column == 1 && pattern.has_groups() && look.is_words() {
                let nested = match look.count {
                    1 if look.total => 100,
                    1 => 40,
                    _ => 20,
                };
                best = (under.0 + nested, under.1);
            } else if column == 1 && !words && !look.is_words() && pattern.holds_words(0) {
                // A row of figures without a name, under a complete row.
                let last = body + pattern.width - 1;
                best = (now[last] + 250, link(last, Step::Row));
            }
            for from in 0..column {
                // A sum does not stand first in its group.
                let early = column == 1 && pattern.has_groups() && look.total;
                let cost = now[body + from]
                    + 60 * u32::from(early)
                    + between(&pattern, from, column, above);
                if cost < best.0 {
                    best = (cost, link(body + from, Step::On));
                }
            }
            let (mut cost, mut from) = (best.0 + own, best.1);
            if let Some(joins) = look.joins
                && now[index] + joins < cost
            {
                (cost, from) = (now[index] + joins, link(index, Step::Join));
            }
            (next[index], back[index]) = (cost.min(NEVER), from);
        }
    }
}

fn collect(path: &[(State, Step)], layout: &Layout) -> Vec<Sketch> {
    let mut sketches: Vec<Sketch> = Vec::new();
    for (at, &(state, step)) in path.iter().enumerate() {
        let (State::Header(pattern, _) | State::Body(pattern, _)) = state else {
            continue;
        };
        if step == Step::Table {
            let Some(&(pattern, _, _)) = layout.patterns.get(pattern) else {
                continue;
            };
            sketches.push(Sketch {
                pattern,
                lines: at..at,
                header: Vec::new(),
                rows: Vec::new(),
            });
        }
        let Some(sketch) = sketches.last_mut() else {
            continue;
        };
        sketch.lines.end = at + 1;
        match state {
            State::Header(..) if step == Step::Join => {
                if let Some(cell) = sketch.header.last_mut() {
                    cell.end = at + 1;
                }
            }
            State::Header(..) => sketch.header.push(at..at + 1),
            State::Body(_, column) => {
                let begins = matches!(step, Step::Row | Step::Table) || sketch.rows.is_empty();
                if begins {
                    sketch.rows.push(Vec::new());
                }
                let Some(row) = sketch.rows.last_mut() else {
                    continue;
                };
                match row.last_mut() {
                    Some((_, cell)) if step == Step::Join => cell.end = at + 1,
                    _ => row.push((column, at..at + 1)),
                }
            }
            State::Outside => {}
        }
    }
    sketches
}
