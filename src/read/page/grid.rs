//! Tables whose cells are drawn: crossing rules make a grid, a missing rule makes a merged cell.

use super::{
    Area, Rule,
    cell::{Slot, TableFound, into_lines, slot},
    figure::is_figure,
    line::{Word, join},
    rules::Ruling,
};

/// How far from each other two rules may end and still meet.
const MEET: f64 = 3.5;
/// More columns or rows than this are a drawing or squared paper.
const MOST_COLUMNS: usize = 120;
const MOST_ROWS: usize = 600;

/// A grid of rules: where columns and rows end, and which of the smallest places belong to one cell.
pub struct Grid {
    pub xs: Vec<f64>,
    pub ys: Vec<f64>,
    /// (row, column, rows, columns) of each cell.
    pub cells: Vec<(usize, usize, usize, usize)>,
}

impl Grid {
    pub fn area(&self) -> Area {
        Area::new(
            self.xs.first().copied().unwrap_or(0.0),
            self.ys.first().copied().unwrap_or(0.0),
            self.xs.last().copied().unwrap_or(0.0),
            self.ys.last().copied().unwrap_or(0.0),
        )
    }
}

/// The grids that the rules of a page make.
pub fn grids(ruling: &Ruling) -> Vec<Grid> {
    components(ruling)
        .into_iter()
        .filter_map(|(level, upright)| grid(&level, &upright))
        .collect()
}

/// Rules that meet, directly or by way of others.
fn components(ruling: &Ruling) -> Vec<(Vec<Rule>, Vec<Rule>)> {
    let levels = ruling.level.len();
    let mut parent: Vec<usize> = (0..levels + ruling.upright.len()).collect();
    for (l, level) in ruling.level.iter().enumerate() {
        let from = ruling
            .upright
            .partition_point(|rule| rule.at < level.from - MEET);
        for (u, upright) in ruling.upright.iter().enumerate().skip(from) {
            if upright.at > level.to + MEET {
                break;
            }
            if upright.from - MEET <= level.at && level.at <= upright.to + MEET {
                union(&mut parent, l, levels + u);
            }
        }
    }
    let mut out: Vec<(usize, Vec<Rule>, Vec<Rule>)> = Vec::new();
    for at in 0..parent.len() {
        let root = find(&mut parent, at);
        let place = match out.iter().position(|(own, _, _)| *own == root) {
            Some(place) => place,
            None => {
                out.push((root, Vec::new(), Vec::new()));
                out.len() - 1
            }
        };
        if let Some((_, level, upright)) = out.get_mut(place) {
            match ruling.level.get(at) {
                Some(rule) => level.push(*rule),
                None => upright.extend(ruling.upright.get(at - levels)),
            }
        }
        if out.len() > 2_000 {
            return Vec::new();
        }
    }
    out.into_iter()
        .map(|(_, level, upright)| (level, upright))
        .filter(|(level, upright)| !level.is_empty() && !upright.is_empty())
        .collect()
}

fn find(parent: &mut [usize], mut at: usize) -> usize {
    while let Some(&up) = parent.get(at) {
        if up == at {
            break;
        }
        let above = parent.get(up).copied().unwrap_or(up);
        if let Some(own) = parent.get_mut(at) {
            *own = above;
        }
        at = above;
    }
    at
}

fn union(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (find(parent, a), find(parent, b));
    if let Some(up) = parent.get_mut(a.max(b)) {
        *up = a.min(b);
    }
}

/// Places that are nearly one made one; each with its length counted.
fn places(mut at: Vec<f64>) -> Vec<f64> {
    at.sort_by(f64::total_cmp);
    let mut out: Vec<f64> = Vec::new();
    for x in at {
        if out.last().is_none_or(|last| x - last > MEET) {
            out.push(x);
        }
    }
    out
}

fn nearest(places: &[f64], x: f64) -> Option<usize> {
    places
        .iter()
        .enumerate()
        .map(|(at, place)| (at, (place - x).abs()))
        .filter(|(_, far)| *far <= MEET)
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(at, _)| at)
}

fn grid(level: &[Rule], upright: &[Rule]) -> Option<Grid> {
    let hull = |rules: &[Rule]| {
        let from = rules.iter().map(|r| r.from).fold(f64::INFINITY, f64::min);
        let to = rules.iter().map(|r| r.to).fold(f64::NEG_INFINITY, f64::max);
        [from, to]
    };
    // A table often has no rule at its left and right, or top and bottom: the ends of the others stand for them.
    let xs = places(
        upright
            .iter()
            .map(|rule| rule.at)
            .chain(open_ends(hull(level), upright))
            .collect(),
    );
    let ys = places(
        level
            .iter()
            .map(|rule| rule.at)
            .chain(open_ends(hull(upright), level))
            .collect(),
    );
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if columns == 0 || rows == 0 || columns > MOST_COLUMNS || rows > MOST_ROWS {
        return None;
    }
    let mut parent: Vec<usize> = (0..rows * columns).collect();
    let right = walls(upright, &xs, &ys);
    let below = walls(level, &ys, &xs);
    for r in 0..rows {
        for c in 0..columns {
            if c + 1 < columns && !right.contains(&(c + 1, r)) {
                union(&mut parent, r * columns + c, r * columns + c + 1);
            }
            if r + 1 < rows && !below.contains(&(r + 1, c)) {
                union(&mut parent, r * columns + c, (r + 1) * columns + c);
            }
        }
    }
    Some(Grid {
        cells: rectangles(&mut parent, rows, columns),
        xs,
        ys,
    })
}

/// The ends of a hull that lie outside all crossing rules.
fn open_ends(hull: [f64; 2], across: &[Rule]) -> Vec<f64> {
    let first = across.iter().map(|r| r.at).fold(f64::INFINITY, f64::min);
    let last = across
        .iter()
        .map(|r| r.at)
        .fold(f64::NEG_INFINITY, f64::max);
    let [from, to] = hull;
    let mut out = Vec::new();
    if from < first - 8.0 {
        out.push(from);
    }
    if to > last + 8.0 {
        out.push(to);
    }
    out
}

/// (place of the wall, stretch of the other axis) for every stretch that a rule covers.
fn walls(rules: &[Rule], at: &[f64], other: &[f64]) -> std::collections::BTreeSet<(usize, usize)> {
    let mut out = std::collections::BTreeSet::new();
    for rule in rules {
        let Some(place) = nearest(at, rule.at) else {
            continue;
        };
        for (stretch, pair) in other.windows(2).enumerate() {
            if let [from, to] = pair {
                let covered = rule.to.min(*to) - rule.from.max(*from);
                if covered > (to - from) * 0.6 {
                    out.insert((place, stretch));
                }
            }
        }
    }
    out
}

/// The merged places as rectangles; what is no rectangle falls apart into its rows.
fn rectangles(
    parent: &mut [usize],
    rows: usize,
    columns: usize,
) -> Vec<(usize, usize, usize, usize)> {
    let mut bounds: std::collections::BTreeMap<usize, (usize, usize, usize, usize, usize)> =
        std::collections::BTreeMap::new();
    for at in 0..rows * columns {
        let root = find(parent, at);
        let (r, c) = (at / columns, at % columns);
        bounds
            .entry(root)
            .and_modify(|b| {
                *b = (b.0.min(r), b.1.min(c), b.2.max(r), b.3.max(c), b.4 + 1);
            })
            .or_insert((r, c, r, c, 1));
    }
    let mut out = Vec::new();
    for (root, (r0, c0, r1, c1, count)) in bounds {
        if (r1 - r0 + 1) * (c1 - c0 + 1) == count {
            out.push((r0, c0, r1 - r0 + 1, c1 - c0 + 1));
            continue;
        }
        for r in r0..=r1 {
            let mut run: Option<(usize, usize)> = None;
            for c in c0..=c1 + 1 {
                let own = c <= c1 && find(parent, r * columns + c) == root;
                run = match (run, own) {
                    (Some((from, _)), true) => Some((from, c)),
                    (None, true) => Some((c, c)),
                    (Some((from, to)), false) => {
                        out.push((r, from, 1, to - from + 1));
                        None
                    }
                    (None, false) => None,
                };
            }
        }
    }
    out.sort_unstable();
    out
}

/// A grid with words in its cells.
pub struct Filled<'w> {
    pub grid: Grid,
    /// The words of each cell, as the cells of the grid.
    pub words: Vec<Vec<&'w Word>>,
}

impl<'w> Filled<'w> {
    pub fn new(grid: Grid, words: impl Iterator<Item = &'w Word>) -> Self {
        let mut own: Vec<Vec<&Word>> = vec![Vec::new(); grid.cells.len()];
        let columns = grid.xs.len().saturating_sub(1);
        let mut owner = vec![0usize; columns * grid.ys.len().saturating_sub(1)];
        for (at, &(r, c, high, wide)) in grid.cells.iter().enumerate() {
            for row in r..r + high {
                for column in c..c + wide {
                    if let Some(place) = owner.get_mut(row * columns + column) {
                        *place = at;
                    }
                }
            }
        }
        for word in words {
            let (x, y) = word.area.middle();
            let column = grid.xs.partition_point(|at| *at <= x).checked_sub(1);
            let row = grid.ys.partition_point(|at| *at <= y).checked_sub(1);
            if let (Some(row), Some(column)) = (row, column)
                && column < columns
                && let Some(&at) = owner.get(row * columns + column)
                && let Some(cell) = own.get_mut(at)
            {
                cell.push(word);
            }
        }
        Self { grid, words: own }
    }

    /// Rows and columns in which text begins.
    pub fn extent(&self) -> (usize, usize) {
        let mut rows = std::collections::BTreeSet::new();
        let mut columns = std::collections::BTreeSet::new();
        for (cell, words) in self.grid.cells.iter().zip(&self.words) {
            if !words.is_empty() {
                rows.insert(cell.0);
                columns.insert(cell.1);
            }
        }
        (rows.len(), columns.len())
    }

    /// Whether much of the text stands in cells that hold several columns of figures: the rules show only part of the grid.
    pub fn is_crowded(&self) -> bool {
        let (mut crowded, mut all) = (0usize, 0usize);
        for words in &self.words {
            all += words.len();
            let mut lines = 0;
            let mut figures = 0;
            for line in into_lines(words) {
                for pair in line.windows(2) {
                    let [a, b] = pair else { continue };
                    let gap = b.area.x0 - a.area.x1;
                    figures +=
                        usize::from(gap > a.size * 0.9 && is_figure(&a.text) && is_figure(&b.text));
                    lines += usize::from(gap > a.size * 2.0);
                }
            }
            if lines >= 2 || figures > 0 {
                crowded += words.len();
            }
        }
        crowded * 3 > all
    }

    /// The table, rows split where one drawn row holds several lines of figures.
    pub fn table(&self) -> Option<TableFound> {
        let (rows, columns) = (self.grid.ys.len() - 1, self.grid.xs.len() - 1);
        let cuts: Vec<Vec<f64>> = (0..rows).map(|row| self.cuts(row)).collect();
        let mut start = Vec::with_capacity(rows + 1);
        let mut total = 0;
        for cut in &cuts {
            start.push(total);
            total += cut.len() + 1;
        }
        start.push(total);
        let mut out: Vec<Vec<Option<Slot>>> = vec![vec![None; columns]; total];
        for (&(r, c, high, wide), words) in self.grid.cells.iter().zip(&self.words) {
            let (Some(&first), Some(&end)) = (start.get(r), start.get(r + high)) else {
                continue;
            };
            let width = self.grid.xs.get(c + wide).copied().unwrap_or(0.0)
                - self.grid.xs.get(c).copied().unwrap_or(0.0);
            let cut = cuts.get(r).filter(|cut| high == 1 && !cut.is_empty());
            let Some(cut) = cut else {
                let parts = self.parts(c, wide, words);
                if high == 1 && !parts.is_empty() {
                    for (column, wide, words) in parts {
                        if let Some(mut slot) = slot(&words, None) {
                            slot.covers = (wide, end - first);
                            set(&mut out, first, column, slot);
                        }
                    }
                    continue;
                }
                if let Some(mut slot) = slot(words, Some(width)) {
                    slot.covers = (wide, end - first);
                    set(&mut out, first, c, slot);
                }
                continue;
            };
            for step in 0..=cut.len() {
                let own: Vec<&Word> = words
                    .iter()
                    .copied()
                    .filter(|word| cut.partition_point(|at| *at < word.base) == step)
                    .collect();
                if let Some(mut slot) = slot(&own, Some(width)) {
                    slot.covers = (wide, 1);
                    set(&mut out, first + step, c, slot);
                }
            }
        }
        let columns = self
            .grid
            .xs
            .windows(2)
            .map(|pair| (pair[0], pair[1]))
            .collect();
        Some(TableFound {
            area: self.grid.area(),
            rows: out,
            columns,
            header_rows: None,
            unaligned: Vec::new(),
            ruled: true,
        })
    }

    /// A merged cell in which several words stand far apart, each over columns of its own: (column, columns, words) of each.
    fn parts(
        &self,
        column: usize,
        wide: usize,
        words: &[&'w Word],
    ) -> Vec<(usize, usize, Vec<&'w Word>)> {
        let lines = into_lines(words);
        let [_] = lines.as_slice() else {
            return Vec::new();
        };
        let mut sorted = words.to_vec();
        sorted.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0));
        let mut groups: Vec<Vec<&'w Word>> = Vec::new();
        for word in sorted {
            match groups.last_mut() {
                Some(group)
                    if group
                        .last()
                        .is_some_and(|last| word.area.x0 - last.area.x1 < word.size * 2.0) =>
                {
                    group.push(word);
                }
                _ => groups.push(vec![word]),
            }
        }
        if groups.len() < 3 || groups.len() > wide {
            return Vec::new();
        }
        let middles: Vec<f64> = groups
            .iter()
            .filter_map(|group| Area::of(group.iter().map(|word| word.area)))
            .map(|area| area.middle().0)
            .collect();
        let mut shares = vec![0usize; groups.len()];
        for pair in self.grid.xs.windows(2).skip(column).take(wide) {
            let [from, to] = pair else { continue };
            let far = |at: &usize| {
                let middle = middles.get(*at).copied().unwrap_or(f64::INFINITY);
                (middle - (from + to) / 2.0).abs()
            };
            let nearest = (0..groups.len()).min_by(|a, b| far(a).total_cmp(&far(b)));
            if let Some(share) = nearest.and_then(|at| shares.get_mut(at)) {
                *share += 1;
            }
        }
        if shares.contains(&0) {
            return Vec::new();
        }
        let mut next = column;
        groups
            .into_iter()
            .zip(shares)
            .map(|(group, share)| {
                let at = next;
                next += share;
                (at, share, group)
            })
            .collect()
    }

    /// Where a drawn row is to be cut because its cells hold several figures, one below the other.
    fn cuts(&self, row: usize) -> Vec<f64> {
        let mut bases: Vec<(f64, f64)> = Vec::new();
        let mut stacks = 0;
        let mut cells = 0;
        for (&(r, c, high, wide), words) in self.grid.cells.iter().zip(&self.words) {
            if r > row || row >= r + high || words.is_empty() {
                continue;
            }
            if high > 1 {
                continue;
            }
            cells += 1;
            let lines = into_lines(words);
            if wide > 1 || lines.len() < 2 {
                continue;
            }
            // Figures below each other, the name of their column perhaps above them.
            let named = usize::from(lines.len() >= 3);
            let stack = lines.iter().skip(named).all(|line| is_figure(&join(line)));
            let room = self.grid.xs.get(c + 1).copied().unwrap_or(0.0)
                - self.grid.xs.get(c).copied().unwrap_or(0.0);
            let full = |line: &[Word]| {
                let area = Area::of(line.iter().map(|word| word.area));
                lines.len() == 2 && area.is_some_and(|area| area.width() > room * 0.8)
            };
            let broken = lines.windows(2).any(|pair| match pair {
                [a, b] => super::figure::is_broken_number(&join(a), &join(b), full(a)),
                _ => false,
            });
            if stack && !broken {
                stacks += 1;
                bases.extend(
                    lines
                        .iter()
                        .filter_map(|line| line.first())
                        .map(|word| (word.base, word.size)),
                );
            }
        }
        if stacks == 0 || (stacks == 1 && cells > 3) {
            return Vec::new();
        }
        bases.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut steps: Vec<(f64, f64)> = Vec::new();
        for base in bases {
            if steps
                .last()
                .is_none_or(|last| base.0 - last.0 > base.1 * 0.5)
            {
                steps.push(base);
            }
        }
        steps
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] => Some((a.0 + b.0) / 2.0),
                _ => None,
            })
            .collect()
    }
}

fn set(rows: &mut [Vec<Option<Slot>>], row: usize, column: usize, slot: Slot) {
    if let Some(place) = rows.get_mut(row).and_then(|row| row.get_mut(column)) {
        *place = Some(slot);
    }
}
