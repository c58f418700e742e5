//! Sums that are no block beside their total: apart from it, through others, by name, or a second sum of one total.
//!
//! They are looked for once the blocks are known, are believed by figures, and say nothing where they do not hold.

mod namesakes;
mod pairs;
mod runs;
mod span;

use super::{
    blocks::Field,
    lookup::Spot,
    numbers::trimmed,
    settle::{Form, Reading},
    sheet::Sheet,
    weight::{Outcome, Tally, bits},
};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Bits that such a sum must be worth beyond what chance costs.
const BELIEVED: i64 = 20;
/// Lines in which candidates are sought.
const SEEDS: usize = 2;
/// How near to a total a copy of it may be a total of the same parts.
const COPIES: usize = 2;
/// What was found may bare further sums: totals of totals.
const ROUNDS: usize = 3;
/// Items among which one round must do.
const MANY: usize = 2_000;
/// Levels of sums within sums.
const DEEPEST: usize = 8;

/// Items that may add up to another.
struct Candidate {
    total: usize,
    items: Vec<usize>,
    /// What it cost to think of it, in bits.
    tries: i64,
    /// What it must be worth beyond that, in bits.
    least: i64,
}

type Source = fn(&Search<'_>, &mut dyn FnMut(Candidate));

/// Each way to think of candidates.
const SOURCES: [Source; 4] = [
    pairs::candidates,
    runs::candidates,
    namesakes::candidates,
    span::candidates,
];

/// Further readings beside those that were taken; marks those that follow from finer ones.
pub fn laterals(field: &Field<'_>, taken: &mut [Reading]) -> Vec<Reading> {
    let sheet = field.sheet;
    if sheet.items.len() < 3 || field.lines.len() < 2 {
        return Vec::new();
    }
    let mut search = Search::new(field, taken);
    let mut kept: Vec<Reading> = Vec::new();
    let rounds = if sheet.items.len() > MANY { 1 } else { ROUNDS };
    for _ in 0..rounds {
        let mut found: Vec<Reading> = Vec::new();
        for source in SOURCES {
            // Weighed at once: they are many.
            source(&search, &mut |candidate| {
                let folded = search.folded(&candidate);
                let both = folded.into_iter().chain([candidate]);
                found.extend(both.filter_map(|candidate| search.weigh(candidate)));
            });
        }
        found.sort_by_key(|reading| {
            let far: usize = reading
                .terms
                .iter()
                .map(|term| term.0.abs_diff(reading.total))
                .sum();
            let score = std::cmp::Reverse(reading.score);
            (reading.terms.len(), score, far, reading.total)
        });
        let before = kept.len();
        for reading in found {
            if search.admits(&reading) {
                search.note(&reading);
                kept.push(reading);
            }
        }
        if kept.len() == before {
            break;
        }
    }
    for reading in taken.iter_mut().chain(&mut kept) {
        reading.implied = search.is_opened(reading.total, &search.own(reading));
    }
    kept
}

struct Search<'a> {
    field: &'a Field<'a>,
    /// For each item, the lines in which it has most digits.
    seeds: Vec<Vec<usize>>,
    /// Which items repeat each other in every line: the first of them.
    twins: Vec<usize>,
    relations: BTreeSet<Vec<usize>>,
    /// For each total, by the first of its twins: the total and the parts of each of its sums.
    sums: BTreeMap<usize, Vec<(usize, BTreeSet<usize>)>>,
    /// The totals of the same parts.
    totals: BTreeMap<BTreeSet<usize>, Vec<usize>>,
    /// Sums by their first part.
    begun: BTreeMap<usize, Vec<(usize, BTreeSet<usize>)>>,
    /// Whether an item is a part of a sum.
    owned: Vec<bool>,
    /// Whether it has a sum.
    summed: Vec<bool>,
    /// Whether any of its figures is not zero.
    filled: Vec<bool>,
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
                    .map(|&line| match sheet.spot(item, line) {
                        Spot::Slot(slot) => slot.value,
                        Spot::Empty => 0,
                        Spot::Barred => i128::MAX,
                    });
                *first.entry(values.collect()).or_insert(item)
            })
            .collect();
        let filled = |item: usize| {
            let mut values = field.lines.iter();
            !sheet.items[item].barrier
                && values.any(|&line| value(sheet, item, line).is_some_and(|value| value != 0))
        };
        let seeds = |item: usize| {
            let mut rich: Vec<(u32, usize)> = field
                .lines
                .iter()
                .filter_map(|&line| {
                    let value = value(sheet, item, line).filter(|value| *value != 0)?;
                    Some((trimmed(value).0.leading_zeros(), line))
                })
                .collect();
            rich.sort_unstable();
            rich.into_iter().take(SEEDS).map(|seed| seed.1).collect()
        };
        let mut search = Self {
            field,
            seeds: (0..items).map(seeds).collect(),
            twins,
            relations: BTreeSet::new(),
            sums: BTreeMap::new(),
            totals: BTreeMap::new(),
            begun: BTreeMap::new(),
            owned: vec![false; items],
            summed: vec![false; items],
            filled: (0..items).map(filled).collect(),
        };
        for reading in taken {
            search.note(reading);
        }
        search
    }

    fn note(&mut self, reading: &Reading) {
        self.relations.insert(reading.relation());
        if !reading.is_borne_out() {
            return;
        }
        if reading.form != Form::Difference {
            self.summed[reading.total] = true;
            let inside = reading.inside.iter();
            inside.for_each(|&item| self.owned[item] = true);
        }
        let own = self.own(reading);
        let totals = self.totals.entry(own.clone()).or_default();
        totals.push(reading.total);
        let sums = self.sums.entry(self.twins[reading.total]).or_default();
        sums.push((reading.total, own));
        let plain = reading.terms.iter().all(|term| term.1 == 1);
        if let Some(&(first, _)) = reading.terms.first().filter(|_| plain) {
            let parts = reading.terms.iter().map(|term| term.0).collect();
            let begun = self.begun.entry(first).or_default();
            begun.push((reading.total, parts));
        }
    }

    fn own(&self, reading: &Reading) -> BTreeSet<usize> {
        let items = reading.terms.iter().map(|term| self.twins[term.0]);
        items.collect()
    }

    /// Items that are no parts of a sum.
    fn roots(&self) -> Vec<usize> {
        let items = 0..self.filled.len();
        items
            .filter(|&item| self.filled[item] && !self.owned[item])
            .collect()
    }

    /// Items that have no sum.
    fn leaves(&self) -> Vec<usize> {
        let items = 0..self.filled.len();
        items
            .filter(|&item| self.filled[item] && !self.summed[item])
            .collect()
    }

    /// Neither known, nor made of parts that the total has in another sum, nor of a total with its own parts.
    fn admits(&self, reading: &Reading) -> bool {
        let own = self.own(reading);
        let shares = |total: usize, item: usize| {
            let sums = self.sums.get(&self.twins[total]).into_iter().flatten();
            sums.filter(|(other, _)| *other == total)
                .any(|(_, parts)| parts.contains(&item))
        };
        !self.relations.contains(&reading.relation())
            && own.len() == reading.terms.len()
            && !own.contains(&self.twins[reading.total])
            && !self.is_implied(reading.total, &own)
            && !own.iter().any(|&item| {
                shares(reading.total, item)
                    || shares(item, self.twins[reading.total])
                    || own.iter().any(|&other| shares(other, item))
            })
    }

    /// The same sum with totals for their own parts: these say it in fewer words.
    fn folded(&self, candidate: &Candidate) -> Option<Candidate> {
        let mut items: BTreeSet<usize> = candidate.items.iter().copied().collect();
        let mut at = items.first().copied();
        while let Some(item) = at {
            let sums = self.begun.get(&item).into_iter().flatten();
            let within = |(total, parts): &&(usize, BTreeSet<usize>)| {
                *total != candidate.total
                    && (2..items.len()).contains(&parts.len())
                    && !items.contains(total)
                    && parts.is_subset(&items)
            };
            if let Some((total, parts)) = sums.into_iter().find(within) {
                items.retain(|item| !parts.contains(item));
                items.insert(*total);
                at = items.first().copied();
            } else {
                at = items.range(item + 1..).next().copied();
            }
        }
        (items.len() < candidate.items.len()).then(|| Candidate {
            items: items.into_iter().collect(),
            ..*candidate
        })
    }

    /// Whether a total far off has the same parts, or the total these parts in other words.
    fn is_implied(&self, total: usize, own: &BTreeSet<usize>) -> bool {
        let totals = self.totals.get(own).into_iter().flatten();
        let copied = |other: &usize| other.abs_diff(total) > COPIES;
        totals.into_iter().any(copied) || self.is_opened(total, own)
    }

    /// Whether the total has another sum in which parts stand for their own parts.
    fn is_opened(&self, total: usize, own: &BTreeSet<usize>) -> bool {
        let sums = self.sums.get(&self.twins[total]).into_iter().flatten();
        let opened = |(other, parts): &(usize, BTreeSet<usize>)| {
            let mut left = own.clone();
            *other == total
                && parts != own
                && parts.iter().all(|&part| self.take(part, own, &mut left, 0))
                && left.is_empty()
        };
        sums.into_iter().any(opened)
    }

    /// Takes an item, or the parts of a sum of it, out of what is left of some; whether they were all among these.
    fn take(
        &self,
        item: usize,
        own: &BTreeSet<usize>,
        left: &mut BTreeSet<usize>,
        depth: usize,
    ) -> bool {
        if own.contains(&item) {
            left.remove(&item);
            return true;
        }
        let mut sums = self.sums.get(&item).into_iter().flatten();
        depth < DEEPEST
            && sums.any(|(_, parts)| {
                parts
                    .iter()
                    .all(|&part| part != item && self.take(part, own, left, depth + 1))
            })
    }

    /// The lines in which an item has most digits.
    fn seeds(&self, item: usize) -> &[usize] {
        self.seeds.get(item).map_or(&[], Vec::as_slice)
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

    /// How the lines bear a sum out. Lines with the same figures are one witness; and where a line has one part alone, it is a
    /// witness if that is another part than mostly: no copy of one part. Far from its total nothing is a mean.
    fn tally(&self, total: usize, terms: &[(usize, i8)]) -> (Tally, i64) {
        let sheet = self.field.sheet;
        let mut seen = HashSet::new();
        let mut copied: BTreeMap<usize, i64> = BTreeMap::new();
        let all = terms.iter().map(|term| term.0).chain([total]);
        let mut outcomes = Vec::new();
        for &line in self.field.lines {
            let figures: Vec<Option<i128>> =
                all.clone().map(|item| value(sheet, item, line)).collect();
            let mut filled = terms
                .iter()
                .zip(&figures)
                .filter_map(|(&(item, _), figure)| {
                    Some((item, figure.filter(|figure| *figure != 0)?))
                });
            let alone = match (filled.next(), filled.next()) {
                (Some(alone), None) => Some(alone),
                _ => None,
            };
            let Spot::Slot(stated) = sheet.spot(total, line) else {
                continue;
            };
            if !seen.insert(figures) {
                continue;
            }
            if let Some(running) = self.field.run(terms, line) {
                outcomes.push((line, running.outcome(stated)));
            }
            if let Some((only, value)) = alone
                && stated.value == value
            {
                *copied.entry(only).or_default() += i64::from(bits(stated));
            }
        }
        // Words that deny all lines tell none from another.
        let told = outcomes.iter().any(|&(line, outcome)| {
            matches!(outcome, Outcome::Holds(bits) if bits > 0) && !sheet.is_soft(line)
        });
        let tally = Tally::of(outcomes.into_iter().map(|(line, outcome)| {
            let outcome = match outcome {
                Outcome::Amid => Outcome::Fails,
                outcome => outcome,
            };
            let heeded = sheet.heed(line, outcome);
            (if told { heeded } else { outcome }, false)
        }));
        let most = copied.values().max().copied().unwrap_or(0);
        (tally, copied.values().sum::<i64>() - most)
    }

    /// Takes in what stands among the parts, or behind them, with nothing but zeros.
    fn filled_up(&self, total: usize, mut items: Vec<usize>) -> Vec<usize> {
        items.sort_unstable();
        let sheet = self.field.sheet;
        let (Some(&first), Some(&last)) = (items.first(), items.last()) else {
            return items;
        };
        let bare = |item: usize| {
            let known = sheet.items.get(item);
            known.is_some_and(|item| !item.barrier) && !self.filled[item]
        };
        let begins = |item: usize| sheet.items.get(item).is_some_and(|item| item.begins);
        let known: BTreeSet<usize> = items.iter().copied().collect();
        let in_a_row = (first..=last).all(|item| known.contains(&item) || bare(item));
        if items.len() < 3 || !in_a_row || (first..=last).contains(&total) {
            return items;
        }
        let (mut from, mut until) = (first, last + 1);
        if total < first {
            while bare(until) && !begins(until) {
                until += 1;
            }
        } else {
            while from > 0 && bare(from - 1) && !begins(from) {
                from -= 1;
            }
        }
        (from..until).collect()
    }

    fn weigh(&self, candidate: Candidate) -> Option<Reading> {
        let Candidate {
            total,
            items,
            tries,
            least,
        } = candidate;
        let items = self.filled_up(total, items);
        let terms: Vec<(usize, i8)> = items.iter().map(|&item| (item, 1)).collect();
        let (tally, turns) = self.tally(total, &terms);
        let score = tally.score() + turns - tries;
        let reading = Reading {
            total,
            terms,
            inside: items,
            form: Form::Lateral,
            labelled: false,
            natural: false,
            forth: false,
            implied: false,
            tally,
            score,
        };
        let holds = tally.holds + tally.rounds;
        let believed = holds > 1 && holds > 4 * tally.fails && score >= least;
        (believed && self.admits(&reading)).then_some(reading)
    }
}

fn value(sheet: &Sheet, item: usize, line: usize) -> Option<i128> {
    match sheet.spot(item, line) {
        Spot::Slot(slot) => Some(slot.value),
        _ => None,
    }
}
