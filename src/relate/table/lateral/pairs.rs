//! Any two items near a total.

use super::{Candidate, Search, value};
use crate::relate::table::weight::price;
use std::collections::BTreeSet;

/// Far pairs are many, and no shape speaks for them.
const BELIEVED: i64 = 28;
/// How far off a part may stand.
const NEAR: usize = 10;

pub fn candidates(search: &Search<'_>, think: &mut dyn FnMut(Candidate)) {
    let sheet = search.field.sheet;
    let tries = price(4 * NEAR * NEAR);
    for total in (0..sheet.items.len()).filter(|&total| !sheet.items[total].barrier) {
        let mut pairs = BTreeSet::new();
        for &line in search.seeds(total) {
            of(search, total, line, &mut pairs);
        }
        for items in pairs {
            think(Candidate {
                total,
                items: items.to_vec(),
                tries,
                least: BELIEVED,
            });
        }
    }
}

fn of(search: &Search<'_>, total: usize, line: usize, pairs: &mut BTreeSet<[usize; 2]>) {
    let sheet = search.field.sheet;
    let Some(stated) = value(sheet, total, line) else {
        return;
    };
    let slack = search.slack(line);
    let from = total.saturating_sub(NEAR);
    let until = (total + NEAR + 1).min(sheet.items.len());
    let mut near: Vec<(i128, usize)> = (from..until)
        .filter(|&item| item != total)
        .filter_map(|item| Some((value(sheet, item, line).filter(|v| *v != 0)?, item)))
        .collect();
    near.sort_unstable();
    for &(first, item) in &near {
        let wanted = stated - first;
        let start = near.partition_point(|&(value, _)| value < wanted - slack);
        for &(value, other) in near.get(start..).unwrap_or(&[]) {
            if value > wanted + slack {
                break;
            }
            if item < other {
                pairs.insert([item, other]);
            }
        }
    }
}
