//! A header that was flattened row by row, built up again: which name stands over which columns.

use super::pattern::Pattern;

/// What is known of a header cell.
pub struct Name {
    /// Folded words: two names are the same where these are equal.
    pub folded: String,
    /// A year or a bare number.
    pub numeric: bool,
    /// A stretch of time that something under it completes: `Year ended June 30,`
    pub period: bool,
    /// In brackets: `(in thousands)`, `（万元）`.
    pub bracketed: bool,
    /// Means a sum, a difference or a share by itself, so that nothing stands under it.
    pub single: bool,
    /// Means parts of the column before it: 其中.
    pub of_which: bool,
    pub chinese: bool,
}

/// A header cell in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    pub name: usize,
    pub column: usize,
    pub covers: (usize, usize),
}

/// The rows of a header. A name that stands over nobody knows which columns is put over none but the first.
pub fn rows(names: &[Name], pattern: &Pattern) -> Vec<Vec<Placed>> {
    let (w, k) = (pattern.width, pattern.labels);
    let t = names.len();
    let n = w - k;
    if t == 0 {
        return Vec::new();
    }
    if t < w {
        // The corner is blank, or nobody knows what is.
        let from = if t >= n { w - t } else { k.min(w - t) };
        return vec![line(0..t, from)];
    }
    if t == w {
        return vec![line(0..t, 0)];
    }
    let last_alike = |count: usize| {
        count > 1
            && names[t - count..]
                .windows(2)
                .all(|pair| pair[0].folded == pair[1].folded)
    };
    // Two full rows: names, and under each the same unit.
    if last_alike(n) && (t == 2 * n || t == 2 * n + k) {
        return vec![line(0..t - n, k - (t - 2 * n)), line(t - n..t, k)];
    }
    // Western statements may name the first column in the lowest row, Chinese tables in the highest.
    if is_low(names, pattern) {
        return with_low_corner(names, pattern);
    }
    match groups(&names[k..], n) {
        Some(sizes) => two_levels(&sizes, k),
        None if !names[0].chinese => {
            let mut rows = above(t - w, w);
            rows.push(line(t - w..t, 0));
            rows
        }
        None => {
            // Every name of the upper row has its own column; what stands under which of them is lost.
            let mut rows = vec![line(0..w, 0)];
            rows.extend((w..t).map(|name| vec![placed(name, 0, (1, 1))]));
            rows
        }
    }
}

/// A corner of `labels` names, names that cover `sizes` columns, and what stands under those that cover several.
fn two_levels(sizes: &[usize], labels: usize) -> Vec<Vec<Placed>> {
    let mut first: Vec<Placed> = (0..labels).map(|c| placed(c, c, (1, 2))).collect();
    let mut second = Vec::new();
    let mut under = labels + sizes.len();
    let mut column = labels;
    for (i, &size) in sizes.iter().enumerate() {
        let rows = if size == 1 { 2 } else { 1 };
        first.push(placed(labels + i, column, (size, rows)));
        if size > 1 {
            second.extend((0..size).map(|c| placed(under + c, column + c, (1, 1))));
            under += size;
        }
        column += size;
    }
    vec![first, second]
}

/// Names that stand above a whole header: one spans it, of several nobody knows what each one spans.
fn above(count: usize, width: usize) -> Vec<Vec<Placed>> {
    let columns = if count == 1 { width } else { 1 };
    (0..count)
        .map(|i| vec![placed(i, 0, (columns, 1))])
        .collect()
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
fn is_low(names: &[Name], pattern: &Pattern) -> bool {
    let (w, n) = (pattern.width, pattern.width - pattern.labels);
    let t = names.len();
    if pattern.labels != 1 || t <= w {
        return false;
    }
    let corner = &names[t - w];
    let years = names[t - n..].iter().all(|name| name.numeric);
    corner.bracketed || (years && !corner.numeric && names[0].period && t == w + 1)
}

fn with_low_corner(names: &[Name], pattern: &Pattern) -> Vec<Vec<Placed>> {
    let (w, k) = (pattern.width, pattern.labels);
    let n = w - k;
    let over = names.len() - w;
    let mut rows = if over == n {
        vec![line(0..over, k)]
    } else if over < n && n % over == 0 {
        let size = n / over;
        let groups = (0..over).map(|g| placed(g, k + g * size, (size, 1)));
        vec![groups.collect()]
    } else {
        above(over, w)
    };
    rows.push(line(over..names.len(), 0));
    rows
}

/// How many columns each name of the upper row covers, from all names after the corner; `None` where that is lost.
fn groups(names: &[Name], columns: usize) -> Option<Vec<usize>> {
    let groups = names.len().checked_sub(columns)?;
    if groups == 0 || groups * 2 > columns {
        return None;
    }
    if groups == 1
        && let Some(first) = names.iter().position(|name| name.of_which)
        && first + 2 <= columns
    {
        let mut sizes = vec![1; first];
        sizes.push(columns - first);
        return Some(sizes);
    }
    // The same names come again under each group: 基本支出 项目支出 基本支出 项目支出.
    for size in 2..=columns / groups {
        let tops = names.len() - groups * size;
        let alike = groups > 1
            && (tops + size..names.len()).all(|i| names[i].folded == names[i - size].folded);
        if alike && tops >= groups {
            return spread(&names[..tops], groups, size);
        }
    }
    // Sums and shares have nothing under them; the rest is divided evenly where it can be.
    let singles = names.iter().take_while(|name| name.single).count();
    (0..=singles.min(columns - 2 * groups))
        .rev()
        .find(|singles| (columns - singles).is_multiple_of(groups))
        .map(|singles| {
            let mut sizes = vec![1; singles];
            sizes.extend(std::iter::repeat_n((columns - singles) / groups, groups));
            sizes
        })
}

/// Which of the upper names are the groups: not those that stand for themselves, else the ones that are most alike.
fn spread(tops: &[Name], groups: usize, size: usize) -> Option<Vec<usize>> {
    let sizes = |is_group: &dyn Fn(usize) -> bool| {
        let sizes = (0..tops.len()).map(|i| if is_group(i) { size } else { 1 });
        Some(sizes.collect())
    };
    if tops.len() == groups {
        return sizes(&|_| true);
    }
    if tops.iter().filter(|name| !name.single).count() == groups {
        return sizes(&|i| tops.get(i).is_some_and(|name| !name.single));
    }
    let likeness: Vec<usize> = tops
        .windows(groups)
        .map(|window| {
            window
                .windows(2)
                .map(|pair| alike(&pair[0].folded, &pair[1].folded))
                .min()
        })
        .map(Option::unwrap_or_default)
        .collect();
    let best = likeness.iter().copied().max().filter(|&best| best > 0)?;
    let first = likeness.iter().position(|&likeness| likeness == best)?;
    let only = likeness
        .iter()
        .filter(|&&likeness| likeness == best)
        .count()
        == 1;
    if only {
        sizes(&|i| (first..first + groups).contains(&i))
    } else {
        None
    }
}

/// Characters that two names share at their beginning and at their end.
fn alike(one: &str, other: &str) -> usize {
    let same = |(a, b): &(char, char)| a == b;
    let begin = one.chars().zip(other.chars()).take_while(same).count();
    let end = one
        .chars()
        .rev()
        .zip(other.chars().rev())
        .take_while(same)
        .count();
    begin + end
}
