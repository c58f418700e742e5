//! Sums of two items that are no block: two columns with others between, the same column of two groups.
//!
//! They are looked for once the blocks are known, are believed by figures alone, and say nothing where they do not hold.

use super::{
    blocks::Field,
    lookup::Spot,
    numbers::trimmed,
    settle::{Form, Reading},
    sheet::Sheet,
    weight::price,
};
use std::collections::{BTreeMap, BTreeSet};

/// How far off a part may stand where any two are tried.
const NEAR: usize = 10;
/// Bits that such a sum must be worth beyond what chance costs.
const BELIEVED: i64 = 28;
/// Lines of which pairs are taken.
const SEEDS: usize = 2;
/// How near to a total a copy of it may be a total of the same parts.
const COPIES: usize = 2;

/// Further readings beside those that were taken.
pub fn laterals(field: &Field<'_>, taken: &[Reading]) -> Vec<Reading> {
    let sheet = field.sheet;
    if sheet.items.len() < 3 || field.lines.len() < 2 {
        return Vec::new();
    }
    let mut search = Search::new(field, taken);
    let mut found: Vec<Reading> = (0..sheet.items.len())
        .filter(|&total| !sheet.items[total].barrier)
        .flat_map(|total| search.of(total))
        .collect();
    found.sort_by_key(|reading| {
        let far: usize = reading
            .terms
            .iter()
            .map(|term| term.0.abs_diff(reading.total))
            .sum();
        (std::cmp::Reverse(reading.score), far, reading.total)
    });
    let mut kept = Vec::new();
    for reading in found {
        if search.admits(&reading) {
            search.note(&reading);
            kept.push(reading);
        }
    }
    kept
}

struct Search<'a> {
    field: &'a Field<'a>,
    /// Which items repeat each other in every line: the first of them.
    twins: Vec<usize>,
    relations: BTreeSet<Vec<usize>>,
    /// For each total, the parts of its sums.
    parts: BTreeMap<usize, BTreeSet<usize>>,
}

impl<'a> Search<'a> {
    fn new(field: &'a Field<'a>, taken: &[Reading]) -> Self {
        let sheet = field.sheet;
        let items = sheet.items.len();
        let mut first: BTreeMap<Vec<i128>, usize> = BTreeMap::new();
        let twins = (0..items)
            .map(|item| {
                let values = field
                    .lines
                    .iter()
                    .map(|&line| value(sheet, item, line).unwrap_or(i128::MAX));
                *first.entry(values.collect()).or_insert(item)
            })
            .collect();
        let mut search = Self {
            field,
            twins,
            relations: BTreeSet::new(),
            parts: BTreeMap::new(),
        };
        for reading in taken {
            search.note(reading);
        }
        search
    }

    fn note(&mut self, reading: &Reading) {
        self.relations.insert(reading.relation());
        self.parts
            .entry(reading.total)
            .or_default()
            .extend(reading.terms.iter().map(|term| self.twins[term.0]));
    }

    /// Neither known, nor made of parts that the total has in another sum, nor of a total with its own parts.
    fn admits(&self, reading: &Reading) -> bool {
        let items: Vec<usize> = reading.terms.iter().map(|term| term.0).collect();
        let shares = |total: usize, item: usize| {
            self.parts
                .get(&total)
                .is_some_and(|parts| parts.contains(&self.twins[item]))
        };
        !self.relations.contains(&reading.relation())
            && !self.is_implied(reading.total, &items)
            && !items.iter().any(|&item| {
                self.twins[item] == self.twins[reading.total]
                    || shares(reading.total, item)
                    || items.iter().any(|&other| shares(other, item))
            })
    }

    /// A sum of the total, or of one that repeats it far off, in which a part stands for its own parts.
    fn is_implied(&self, total: usize, items: &[usize]) -> bool {
        let twin = self.twins[total];
        let own: BTreeSet<usize> = items.iter().map(|&item| self.twins[item]).collect();
        self.parts.iter().any(|(&other, parts)| {
            let same = other == total;
            let copied = self.twins[other] == twin && other.abs_diff(total) > COPIES;
            let opened = parts.iter().any(|part| {
                self.parts
                    .get(part)
                    .is_some_and(|inner| inner.iter().all(|item| own.contains(item)))
            });
            (same && opened) || (copied && *parts == own)
        })
    }

    fn of(&self, total: usize) -> Vec<Reading> {
        let mut candidates: BTreeSet<Vec<usize>> = BTreeSet::new();
        for line in self.seeds(total) {
            self.pairs(total, line, &mut candidates);
        }
        let tries = price(4 * NEAR * NEAR);
        candidates
            .into_iter()
            .filter_map(|items| self.weigh(total, items, tries))
            .collect()
    }

    /// The lines in which the total has most digits.
    fn seeds(&self, total: usize) -> Vec<usize> {
        let mut rich: Vec<(u32, usize)> = self
            .field
            .lines
            .iter()
            .filter_map(|&line| {
                let value = value(self.field.sheet, total, line).filter(|value| *value != 0)?;
                Some((trimmed(value).0.leading_zeros(), line))
            })
            .collect();
        rich.sort_unstable();
        rich.into_iter().take(SEEDS).map(|seed| seed.1).collect()
    }

    fn pairs(&self, total: usize, line: usize, candidates: &mut BTreeSet<Vec<usize>>) {
        let sheet = self.field.sheet;
        let Some(stated) = value(sheet, total, line) else {
            return;
        };
        let from = total.saturating_sub(NEAR);
        let until = (total + NEAR + 1).min(sheet.items.len());
        let mut near: Vec<(i128, usize)> = (from..until)
            .filter(|&item| item != total)
            .filter_map(|item| Some((value(sheet, item, line).filter(|v| *v != 0)?, item)))
            .collect();
        near.sort_unstable();
        for &(first, item) in &near {
            let wanted = stated - first;
            let start = near.partition_point(|&(value, _)| value < wanted - self.slack(line));
            for &(value, other) in near.get(start..).unwrap_or(&[]) {
                if value > wanted + self.slack(line) {
                    break;
                }
                if item < other {
                    candidates.insert(vec![item, other]);
                }
            }
        }
    }

    /// What rounding of a few parts can do.
    fn slack(&self, line: usize) -> i128 {
        let grain = (0..self.field.sheet.items.len().min(8))
            .filter_map(|item| match self.field.sheet.spot(item, line) {
                Spot::Slot(slot) => Some(slot.grain()),
                _ => None,
            })
            .max();
        grain.unwrap_or(0)
    }

    fn weigh(&self, total: usize, items: Vec<usize>, tries: i64) -> Option<Reading> {
        let terms: Vec<(usize, i8)> = items.iter().map(|&item| (item, 1)).collect();
        let tally = self.field.tally_terms(total, &terms);
        let score = tally.score() - tries;
        let reading = Reading {
            total,
            terms,
            inside: items,
            form: Form::Lateral,
            labelled: false,
            natural: false,
            forth: false,
            tally,
            score,
        };
        let believed = tally.holds > 1 && tally.holds > 4 * tally.fails && score >= BELIEVED;
        (believed && self.admits(&reading)).then_some(reading)
    }
}

fn value(sheet: &Sheet, item: usize, line: usize) -> Option<i128> {
    match sheet.spot(item, line) {
        Spot::Slot(slot) => Some(slot.value),
        _ => None,
    }
}
