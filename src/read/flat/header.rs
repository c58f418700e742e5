//! A header that was flattened row by row, built up again: which name stands over which columns.

use super::pattern::Pattern;

/// What is known of a header cell.
pub struct Name {
    /// Folded words: two names are the same where these are equal.
    pub folded: String,
    /// A year or a bare number.
    pub numeric: bool,
    /// In brackets: `(in thousands)`, `（万元）`.
    pub bracketed: bool,
    /// Means a sum, a difference or a share by itself, so that nothing stands under it.
    pub single: bool,
    pub chinese: bool,
}

/// A header cell in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    pub name: usize,
    pub column: usize,
    pub covers: (usize, usize),
}

/// The rows of a header, and whether every name is sure to stand over its column.
pub fn rows(names: &[Name], pattern: &Pattern) -> (Vec<Vec<Placed>>, bool) {
    let (w, k) = (pattern.width, pattern.labels);
    let t = names.len();
    let n = w - k;
    if t == 0 {
        return (Vec::new(), true);
    }
    if t < w {
        // The corner is blank, or nobody knows what is.
        let from = if t >= n { w - t } else { k.min(w - t) };
        return (vec![line(0..t, from)], t >= n);
    }
    if t == w {
        return (vec![line(0..t, 0)], true);
    }
    let last_alike = |count: usize| {
        count > 1
            && count <= t
            && names[t - count..]
                .windows(2)
                .all(|pair| pair[0].folded == pair[1].folded)
    };
    // Two full rows: names, and under each the same unit.
    if last_alike(n) && (t == 2 * n || t == 2 * n + k) {
        let corner = t - 2 * n;
        return (
            vec![line(0..t - n, k - corner.min(k)), line(t - n..t, k)],
            true,
        );
    }
    // Western statements name the first column in the lowest row, Chinese tables in the highest.
    let low = lowest_corner(names, pattern);
    if low {
        return with_low_corner(names, pattern);
    }
    let upper = t - k;
    match groups(&names[k..], n) {
        Some((tops, sure)) => {
            let mut first: Vec<Placed> = (0..k).map(|c| placed(c, c, (1, 2))).collect();
            let mut second = Vec::new();
            let mut under = k + tops.len();
            let mut column = k;
            for (i, &size) in tops.iter().enumerate() {
                if size == 1 {
                    first.push(placed(k + i, column, (1, 2)));
                } else {
                    first.push(placed(k + i, column, (size, 1)));
                    for c in column..column + size {
                        second.push(placed(under, c, (1, 1)));
                        under += 1;
                    }
                }
                column += size;
            }
            (vec![first, second], sure)
        }
        None => {
            // More than two levels: what is left over stands above all, a row for each.
            let spare = upper.saturating_sub(n);
            let mut rows: Vec<Vec<Placed>> =
                (0..spare).map(|i| vec![placed(i, 0, (w, 1))]).collect();
            rows.push(line(spare..t, 0));
            (rows, spare == 1)
        }
    }
}

fn placed(name: usize, column: usize, covers: (usize, usize)) -> Placed {
    Placed {
        name,
        column,
        covers,
    }
}

fn line(names: std::ops::Range<usize>, from: usize) -> Vec<Placed> {
    names
        .enumerate()
        .map(|(i, name)| placed(name, from + i, (1, 1)))
        .collect()
}

/// Whether the lowest row of a header holds the corner: `Year ended / (in thousands) 2019 2018`.
fn lowest_corner(names: &[Name], pattern: &Pattern) -> bool {
    let (w, n) = (pattern.width, pattern.width - pattern.labels);
    let t = names.len();
    if pattern.labels != 1 || t <= w {
        return false;
    }
    let corner = &names[t - w];
    let years = names[t - n..].iter().all(|name| name.numeric);
    corner.bracketed || (years && !corner.numeric && !names[0].chinese)
}

fn with_low_corner(names: &[Name], pattern: &Pattern) -> (Vec<Vec<Placed>>, bool) {
    let (w, k) = (pattern.width, pattern.labels);
    let n = w - k;
    let over = names.len() - w;
    let mut rows = Vec::new();
    let mut sure = true;
    if over == n {
        rows.push(line(0..over, k));
    } else if over < n && n % over == 0 {
        let size = n / over;
        rows.push(
            (0..over)
                .map(|g| placed(g, k + g * size, (size, 1)))
                .collect(),
        );
    } else {
        sure = false;
        rows.extend((0..over).map(|g| vec![placed(g, 0, (w, 1))]));
    }
    rows.push(line(over..names.len(), 0));
    (rows, sure)
}

/// Sizes of the names of the upper row, left to right, from all names after the corner; and whether that is sure.
fn groups(names: &[Name], columns: usize) -> Option<(Vec<usize>, bool)> {
    let groups = names.len().checked_sub(columns)?;
    if groups == 0 || groups * 2 > columns {
        return None;
    }
    // The same names come again under each group: 基本支出 项目支出 基本支出 项目支出.
    for size in 2..=columns / groups {
        let under = groups * size;
        let tops = names.len() - under;
        let alike = groups > 1
            && (tops + size..names.len()).all(|i| names[i].folded == names[i - size].folded);
        if alike && tops >= groups {
            return Some(spread(&names[..tops], groups, size));
        }
    }
    // Sums and shares have nothing under them; the rest is divided evenly where it can be.
    let singles = names
        .iter()
        .take_while(|name| name.single)
        .count()
        .min(columns - 2 * groups);
    for singles in (0..=singles).rev() {
        let under = columns - singles;
        if under % groups == 0 {
            let mut sizes = vec![1; singles];
            sizes.extend(std::iter::repeat_n(under / groups, groups));
            return Some((sizes, groups == 1 || singles == 0));
        }
    }
    None
}

/// Which of the upper names are groups of `size`, where `groups` of them are: not the ones that stand for themselves.
fn spread(tops: &[Name], groups: usize, size: usize) -> (Vec<usize>, bool) {
    let spare = tops.len() - groups;
    let single = tops.iter().filter(|name| name.single).count();
    if single == spare {
        let sizes = tops.iter().map(|name| if name.single { 1 } else { size });
        return (sizes.collect(), true);
    }
    let sizes = (0..tops.len()).map(|i| if i < groups { size } else { 1 });
    (sizes.collect(), spare == 0)
}
