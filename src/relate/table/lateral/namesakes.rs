//! Items of one name in several groups: `Public` of all grades is the sum of `Public` of each.

use super::{BELIEVED, Candidate, Search, value};
use crate::relate::table::{blocks::LABEL, weight::price};
use std::collections::BTreeMap;

/// How many namesakes are tried on either side.
const MOST: usize = 64;

pub fn candidates(search: &Search<'_>, think: &mut dyn FnMut(Candidate)) {
    let sheet = search.field.sheet;
    let mut named: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, item) in sheet.items.iter().enumerate() {
        if let Some(name) = item.path.last().filter(|name| !name.is_empty())
            && search.filled[at]
        {
            named.entry(name).or_default().push(at);
        }
    }
    for group in named.values().filter(|group| group.len() > 2) {
        for (at, &total) in group.iter().enumerate() {
            for &line in search.seeds(total) {
                let mut before = group[..at].iter().rev().copied();
                of(search, total, line, &mut before, think);
                let mut after = group[at + 1..].iter().copied();
                of(search, total, line, &mut after, think);
            }
        }
    }
}

/// Those from the nearest on that add up in a line.
fn of(
    search: &Search<'_>,
    total: usize,
    line: usize,
    others: &mut dyn Iterator<Item = usize>,
    think: &mut dyn FnMut(Candidate),
) {
    let sheet = search.field.sheet;
    let Some(stated) = value(sheet, total, line) else {
        return;
    };
    let slack = search.slack(line);
    let tries = price(4 * MOST) - LABEL;
    let mut items = Vec::new();
    let mut sum = 0i128;
    for item in others.take(MOST) {
        items.push(item);
        sum += value(sheet, item, line).unwrap_or(0);
        let parts = i128::try_from(items.len()).unwrap_or(1);
        if items.len() > 1 && (sum - stated).abs() <= slack * parts {
            let items = items.clone();
            think(Candidate {
                total,
                items,
                tries,
                least: BELIEVED,
            });
        }
    }
}
