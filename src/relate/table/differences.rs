//! Candidate differences: an item whose words say so, as one neighbour less another.

use super::{
    blocks::{Field, LABEL},
    lookup::Spot,
    settle::{Form, Reading},
    sheet::Axis,
    weight::{Running, Tally, price},
};

/// Evidence that needs no word.
const CLEAR: i64 = 12;
/// How many operands are tried: pairs are quadratic.
const NEIGHBOURS: usize = 8;

impl Field<'_> {
    /// The best reading of an item as a difference, if its words call it one.
    pub fn best_difference(&self, total: usize) -> Option<Reading> {
        let item = self.sheet.items.get(total)?;
        if !(item.roles.difference || item.roles.group_difference) || item.barrier {
            return None;
        }
        let pool = self.operands(total);
        let across = self.sheet.axis == Axis::Across;
        let tries = price(pool.len() * pool.len());
        let named = |first: usize, second: usize| self.names(total, first, second);
        let mut best: Option<(i64, Reading)> = None;
        for &first in &pool {
            for &second in pool.iter().filter(|&&second| second != first) {
                let terms = vec![(first, 1), (second, -1)];
                let tally = self.tally_terms(total, &terms);
                let named = named(first, second);
                let score = tally.score() - tries + LABEL + if named { LABEL } else { 0 };
                let inside = vec![first.min(second), first.max(second)];
                let reading = Reading {
                    total,
                    terms,
                    inside,
                    form: Form::Difference,
                    labelled: true,
                    natural: named,
                    forth: false,
                    implied: false,
                    tally,
                    score,
                };
                // Where nothing is borne out: only what the words name, or the only two there are.
                let sure = named
                    || if across || item.roles.group_difference {
                        tally.bits > 0 || (pool.len() == 2 && first < second)
                    } else {
                        // `Change in …` down a statement is mostly a part like others.
                        tally.score() - tries >= CLEAR
                    };
                if sure && best.as_ref().is_none_or(|best| score > best.0) {
                    best = Some((score, reading));
                }
            }
        }
        best.map(|(_, reading)| reading)
    }

    /// What an item may be the difference of: items of the same name in other groups, else its neighbours.
    fn operands(&self, total: usize) -> Vec<usize> {
        let items = &self.sheet.items;
        let Some(own) = items.get(total) else {
            return Vec::new();
        };
        let is_operand = |item: usize| {
            item != total
                && items.get(item).is_some_and(|item| {
                    !item.roles.difference && !item.roles.group_difference && !item.barrier
                })
        };
        let near = |pool: Vec<usize>| {
            let mut pool = pool;
            pool.sort_by_key(|&item| (item.abs_diff(total), item));
            pool.truncate(NEIGHBOURS);
            pool.sort_unstable();
            pool
        };
        if own.path.len() > 1 {
            let same: Vec<usize> = (0..items.len())
                .filter(|&item| {
                    is_operand(item)
                        && items.get(item).is_some_and(|item| {
                            item.path.len() > 1 && item.path.last() == own.path.last()
                        })
                })
                .collect();
            if same.len() > 1 {
                return near(same);
            }
        }
        let from = total.saturating_sub(NEIGHBOURS);
        near(
            (from..(total + NEIGHBOURS + 1).min(items.len()))
                .filter(|&item| is_operand(item))
                .collect(),
        )
    }

    /// Whether the item's words name both operands in this order: `增加额(预-决)`, `2020-2019`.
    fn names(&self, total: usize, first: usize, second: usize) -> bool {
        let path = |item: usize| {
            self.sheet
                .items
                .get(item)
                .map_or(&[][..], |item| &item.path)
        };
        let says = |item: usize, word: &str| {
            !word.is_empty() && path(item).iter().any(|label| label.contains(word))
        };
        path(total).iter().any(|label| {
            label.match_indices('-').any(|(at, dash)| {
                let left = label[..at]
                    .rsplit(|c: char| !c.is_alphanumeric())
                    .next()
                    .unwrap_or("");
                let right = label[at + dash.len()..]
                    .split(|c: char| !c.is_alphanumeric())
                    .next()
                    .unwrap_or("");
                // The words before the dash may begin with what the item is called: 增减情况2020-2019.
                tails(left).any(|left| says(first, left) && !says(second, left))
                    && heads(right).any(|right| says(second, right) && !says(first, right))
            })
        })
    }

    pub fn tally_terms(&self, total: usize, terms: &[(usize, i8)]) -> Tally {
        Tally::of(self.lines.iter().filter_map(|&line| {
            let Spot::Slot(stated) = self.sheet.spot(total, line) else {
                return None;
            };
            Some((
                self.sheet
                    .heed(line, self.run(terms, line)?.outcome(stated)),
                self.sheet.twin.get(line).copied().unwrap_or(false),
            ))
        }))
    }

    pub fn run(&self, terms: &[(usize, i8)], line: usize) -> Option<Running> {
        let mut running = Running::default();
        for &(member, sign) in terms {
            match self.sheet.spot(member, line) {
                Spot::Slot(slot) => running.add(slot, sign),
                Spot::Barred => return None,
                Spot::Empty => {}
            }
        }
        Some(running)
    }
}

/// The endings of a word, longest first.
fn tails(word: &str) -> impl Iterator<Item = &str> {
    word.char_indices().map(|(at, _)| &word[at..])
}

/// The beginnings of a word, longest first.
fn heads(word: &str) -> impl Iterator<Item = &str> {
    word.char_indices()
        .rev()
        .map(|(at, c)| &word[..at + c.len_utf8()])
}
