//! Candidate patterns of a row: how many columns, which of them hold words and which figures.

use super::line::{Kind, Look};
use std::collections::BTreeMap;

/// Columns at most.
const WIDEST: usize = 26;

/// The columns of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern {
    pub width: usize,
    /// Bit by column: set where the column holds words.
    words: u32,
    /// Columns at the left that name the row.
    pub labels: usize,
    /// Cost of believing in it at all.
    pub prior: u32,
}

impl Pattern {
    fn new(width: usize, words: u32) -> Self {
        let mut pattern = Self {
            width,
            words,
            labels: 0,
            prior: 0,
        };
        let named = pattern.holds_words(0);
        let leading = (usize::from(!named)..width).take_while(|&c| pattern.holds_words(c));
        pattern.labels =
            (usize::from(!named && !pattern.is_bare()) + leading.count()).min(width - 1);
        let more = words.count_ones().saturating_sub(1);
        pattern.prior = match (named, pattern.is_bare()) {
            (true, _) => 150 * more + 50 * u32::from(pattern.has_groups()),
            (false, true) => 150,
            (false, false) => 300 + 150 * words.count_ones(),
        };
        pattern
    }

    pub fn holds_words(&self, column: usize) -> bool {
        column < 32 && self.words & (1 << column) != 0
    }

    /// The same columns twice or more.
    fn is_doubled(&self) -> bool {
        self.words.count_ones() > 1
            && (1..=self.width / 2).any(|size| {
                self.width.is_multiple_of(size)
                    && (size..self.width).all(|c| self.holds_words(c) == self.holds_words(c - size))
            })
    }

    /// Figures only: a row without a name, or one named by a year or a number.
    pub fn is_bare(&self) -> bool {
        self.words == 0
    }

    /// Two columns of names, the first of which may stand for several rows.
    pub fn has_groups(&self) -> bool {
        self.width > 2 && self.words & 3 == 3
    }
}

/// The patterns that a run of lines may follow, at most `most`; a run repeated in the lines is likelier than a rare one.
pub fn candidates(looks: &[Look], most: usize) -> Vec<Pattern> {
    let figure: Vec<bool> = looks.iter().map(|look| !look.is_words()).collect();
    let mut patterns: Vec<Pattern> = Vec::new();
    let mut add = |width: usize, words: u32| {
        let mut pattern = Pattern::new(width, words);
        if patterns
            .iter()
            .any(|known| known.width == width && known.words == words)
        {
            return;
        }
        // Two rows read as one would fit as well; two panels side by side repeat the names of their columns.
        if pattern.is_doubled() && !repeats_names(looks, width) {
            pattern.prior += 300;
        }
        patterns.push(pattern);
    };
    let runs = runs(&figure);
    let widest = runs.keys().next_back().copied().unwrap_or(0);
    for width in 2..=8 {
        if width <= widest + 3 {
            add(width, 1);
        }
    }
    let mut long: Vec<(usize, usize)> = runs
        .iter()
        .filter(|&(&run, _)| (8..WIDEST).contains(&run))
        .map(|(&run, &count)| (count, run + 1))
        .collect();
    long.sort_by(|a, b| b.cmp(a));
    for (_, width) in long.into_iter().take(3) {
        add(width, 1);
    }
    // Rows of figures only: as many as the line of names above them.
    let years = looks.iter().filter(|look| look.kind == Kind::Year).count();
    for width in 2..=8 {
        let fits = |run: &usize| *run >= width && run.is_multiple_of(width);
        if runs.keys().any(fits) && (years > 0 || runs.keys().any(|&run| run == width)) {
            add(width, 0);
        }
    }
    for (width, words) in repeated(&figure, widest) {
        add(width, words);
    }
    patterns.truncate(most);
    patterns
}

/// Whether some line of names says the same twice: 项目 金额 项目 金额.
fn repeats_names(looks: &[Look], width: usize) -> bool {
    let half = width / 2;
    width.is_multiple_of(2)
        && looks.windows(width).any(|window| {
            window
                .iter()
                .all(|look| look.is_words() || look.kind == Kind::Year)
                && (0..half).all(|i| window[i].first == window[i + half].first)
        })
}

/// Lengths of the runs of figures, with how often each comes.
fn runs(figure: &[bool]) -> BTreeMap<usize, usize> {
    let mut runs = BTreeMap::new();
    for run in figure
        .split(|&figure| !figure)
        .filter(|run| !run.is_empty())
    {
        *runs.entry(run.len()).or_insert(0) += 1;
    }
    runs
}

/// Sequences of words and figures that come again and again, the likeliest of each width first.
fn repeated(figure: &[bool], widest: usize) -> Vec<(usize, u32)> {
    let mut found = Vec::new();
    for width in 3..=(widest + 4).clamp(8, 12) {
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for window in figure.windows(width) {
            let words = window
                .iter()
                .enumerate()
                .filter(|&(_, &figure)| !figure)
                .fold(0u32, |words, (c, _)| words | 1 << c);
            // A row has a name, at least one figure, and not only words.
            let named = words & 1 != 0 || words & 2 != 0;
            let plain = words == 1 || (words & 1 == 0 && words.count_ones() > 2);
            if named && !plain && (words.count_ones() as usize) < width && words.count_ones() <= 5 {
                *counts.entry(words).or_insert(0) += 1;
            }
        }
        let mut best: Vec<(usize, u32)> = counts
            .into_iter()
            .filter(|&(_, count)| count >= 2)
            .map(|(words, count)| (count, words))
            .collect();
        best.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        found.extend(
            best.into_iter()
                .take(5)
                .map(|(count, words)| (count, width, words)),
        );
    }
    found.sort_by(|a, b| (b.0 * b.1).cmp(&(a.0 * a.1)).then(a.cmp(b)));
    found
        .into_iter()
        .map(|(_, width, words)| (width, words))
        .collect()
}
