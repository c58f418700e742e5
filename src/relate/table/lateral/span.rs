//! Items anywhere that add up in every line: where there are more lines than items, elimination leaves no other choice.
//!
//! Gaussian elimination over a prime field, column by column: an item that those before it span is a combination of them, and only one.
//! If its weights are ones with a sign, and one item stands alone on its side, that is a sum.

use super::{BELIEVED, Candidate, Search, value};
use crate::relate::table::weight::price;
use std::collections::BTreeSet;

/// 2³¹ − 1. What is zero by chance in one line of so many is found out when all lines are weighed.
const PRIME: u64 = 2_147_483_647;
/// Items that are tried together.
const WINDOW: usize = 64;
/// Lines beyond the items.
const SPARE: usize = 12;
/// The fewest lines that tell anything.
const FEWEST: usize = 5;
/// Lines in which each item has a figure, if there are so many.
const EACH: usize = 4;
/// Windows of one sheet.
const MOST: usize = 8;

pub fn candidates(search: &Search<'_>, think: &mut dyn FnMut(Candidate)) {
    for pool in [search.roots(), search.leaves()] {
        for window in windows(&pool) {
            let lines = lines(search, window);
            if lines.len() < FEWEST {
                continue;
            }
            let mut back: Vec<usize> = window.to_vec();
            back.reverse();
            for order in [window, &back] {
                eliminate(search, order, &lines, think);
            }
        }
    }
}

/// Overlapping stretches of a pool.
fn windows(pool: &[usize]) -> impl Iterator<Item = &[usize]> {
    let starts = (0..pool.len()).step_by(WINDOW / 2).take(MOST);
    starts
        .take_while(|&start| start == 0 || start + WINDOW / 2 < pool.len())
        .filter_map(|start| pool.get(start..(start + WINDOW).min(pool.len())))
}

/// Lines with several figures, as many as are needed: some for each item, the rarest first, then evenly taken.
fn lines(search: &Search<'_>, items: &[usize]) -> Vec<usize> {
    let sheet = search.field.sheet;
    let filled = |item: usize, line: usize| value(sheet, item, line).is_some_and(|it| it != 0);
    let telling = |line: &usize| {
        let count = items.iter().filter(|&&item| filled(item, *line)).count();
        !sheet.twin.get(*line).copied().unwrap_or(false) && count > 1
    };
    let all: Vec<usize> = search.field.lines.iter().copied().filter(telling).collect();
    let wanted = items.len() + SPARE;
    let mut by_item: Vec<Vec<usize>> = items
        .iter()
        .map(|&item| {
            let own = all.iter().copied().filter(|&line| filled(item, line));
            own.collect()
        })
        .collect();
    by_item.sort_by_key(Vec::len);
    let mut chosen = BTreeSet::new();
    for own in by_item {
        let known = own.iter().filter(|line| chosen.contains(*line)).count();
        let step = (own.len() / EACH).max(1);
        chosen.extend(own.iter().step_by(step).take(EACH.saturating_sub(known)));
    }
    let step = (all.len() / wanted).max(1);
    let rest = wanted.saturating_sub(chosen.len());
    chosen.extend(all.iter().step_by(step).take(rest));
    chosen.into_iter().collect()
}

/// Items that are independent of each other, reduced.
#[derive(Default)]
struct Basis {
    items: Vec<usize>,
    /// The line in which each has a one and those after it nothing.
    pivots: Vec<usize>,
    reduced: Vec<Vec<u64>>,
    /// Of which items, with which weights, each is made.
    made: Vec<Vec<u64>>,
}

impl Basis {
    /// The weights of an item that the others span; else it is one of them.
    fn add(&mut self, item: usize, mut values: Vec<u64>) -> Option<Vec<u64>> {
        let mut weights = vec![0u64; self.items.len() + 1];
        for ((pivot, reduced), made) in self.pivots.iter().zip(&self.reduced).zip(&self.made) {
            let times = values.get(*pivot).copied().unwrap_or(0);
            if times == 0 {
                continue;
            }
            for (value, part) in values.iter_mut().zip(reduced) {
                *value = (*value + (PRIME - times) * part) % PRIME;
            }
            for (weight, part) in weights.iter_mut().zip(made) {
                *weight = (*weight + times * part) % PRIME;
            }
        }
        let Some(pivot) = values.iter().position(|value| *value != 0) else {
            return Some(weights);
        };
        let inverse = power(values.get(pivot).copied().unwrap_or(1), PRIME - 2);
        for value in &mut values {
            *value = *value * inverse % PRIME;
        }
        let own = self.items.len();
        for (at, weight) in weights.iter_mut().enumerate() {
            let rest = if at == own { 1 } else { PRIME - *weight };
            *weight = rest % PRIME * inverse % PRIME;
        }
        self.items.push(item);
        self.pivots.push(pivot);
        self.reduced.push(values);
        self.made.push(weights);
        None
    }
}

fn power(mut base: u64, mut exponent: u64) -> u64 {
    let mut result = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}

fn eliminate(
    search: &Search<'_>,
    order: &[usize],
    lines: &[usize],
    think: &mut dyn FnMut(Candidate),
) {
    let sheet = search.field.sheet;
    let residue = |item: usize, line: usize| {
        let value = value(sheet, item, line).unwrap_or(0);
        u64::try_from(value.rem_euclid(i128::from(PRIME))).unwrap_or(0)
    };
    let mut basis = Basis::default();
    for &item in order {
        // As many items as lines span anything.
        if basis.items.len() + 2 > lines.len() {
            break;
        }
        let values = lines.iter().map(|&line| residue(item, line)).collect();
        if let Some(weights) = basis.add(item, values)
            && let Some((total, items)) = sum(item, &basis.items, &weights)
        {
            // Any of so many subsets.
            let chosen = i64::try_from(items.len()).unwrap_or(i64::MAX);
            let all = i64::try_from(order.len()).unwrap_or(i64::MAX);
            let tries = all.min(chosen.saturating_mul(price(order.len()))) + price(order.len());
            think(Candidate {
                total,
                items,
                tries,
                least: BELIEVED,
            });
        }
    }
}

/// The total and its parts, if the item and those that span it are a sum whichever way.
fn sum(item: usize, basis: &[usize], weights: &[u64]) -> Option<(usize, Vec<usize>)> {
    let (mut with, mut against) = (Vec::new(), vec![item]);
    for (&other, &weight) in basis.iter().zip(weights) {
        match weight {
            0 => {}
            1 => with.push(other),
            weight if weight == PRIME - 1 => against.push(other),
            _ => return None,
        }
    }
    match (with.as_slice(), against.as_slice()) {
        ([_], [_]) => None,
        ([total], _) => Some((*total, against)),
        (_, [total]) if !with.is_empty() => Some((*total, with)),
        _ => None,
    }
}
