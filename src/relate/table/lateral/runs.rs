//! Items in a row, apart from their total or beside it: what the sums that are known leave over, these sums alone, or all neighbours.

use super::{BELIEVED, Candidate, Search, value};
use crate::relate::table::weight::price;

/// Places that are looked at in all.
const BUDGET: usize = 300_000;
/// How many neighbours are tried at most.
const REACH: usize = 256;
/// Candidates of one total.
const MOST: usize = 32;

pub fn candidates(search: &Search<'_>, think: &mut dyn FnMut(Candidate)) {
    let sheet = search.field.sheet;
    let count = sheet.items.len();
    let reach = (BUDGET / count.max(1)).clamp(8, REACH);
    let roots = search.roots();
    let tops: Vec<usize> = roots
        .iter()
        .copied()
        .filter(|&item| search.summed[item])
        .collect();
    let all: Vec<usize> = (0..count).filter(|&item| search.filled[item]).collect();
    for total in (0..count).filter(|&total| search.filled[total]) {
        let seeds = search.seeds(total);
        for pool in [&roots, &tops, &all] {
            let before = pool.partition_point(|&item| item < total);
            let after = pool.partition_point(|&item| item <= total);
            let sides = [
                pool.get(before.saturating_sub(reach)..before),
                pool.get(after..(after + reach).min(pool.len())),
            ];
            for side in sides.into_iter().flatten().filter(|side| side.len() > 1) {
                for &line in seeds {
                    of(search, total, line, side, think);
                }
            }
        }
    }
}

/// The stretches of one side that add up in a line.
fn of(
    search: &Search<'_>,
    total: usize,
    line: usize,
    side: &[usize],
    think: &mut dyn FnMut(Candidate),
) {
    let sheet = search.field.sheet;
    let Some(stated) = value(sheet, total, line) else {
        return;
    };
    let slack = search.slack(line);
    let tries = price(side.len() * side.len());
    let mut sum = 0i128;
    // What stands before each place, and the place.
    let mut sums: Vec<(i128, usize)> = vec![(0, 0)];
    for (at, &item) in side.iter().enumerate() {
        sum += value(sheet, item, line).unwrap_or(0);
        sums.push((sum, at + 1));
    }
    let in_order = sums.clone();
    sums.sort_unstable();
    let mut left = MOST;
    for (sum, end) in in_order {
        let least = sum - stated - slack;
        let start = sums.partition_point(|&(before, _)| before < least);
        for &(before, begin) in sums.get(start..).unwrap_or(&[]) {
            if before > least + 2 * slack || left == 0 {
                break;
            }
            if let Some(items) = side.get(begin..end).filter(|items| items.len() > 1) {
                let items = items.to_vec();
                left -= 1;
                think(Candidate {
                    total,
                    items,
                    tries,
                    least: BELIEVED,
                });
            }
        }
    }
}
