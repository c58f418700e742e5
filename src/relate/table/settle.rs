//! Readings settled together: a figure is the total of one sum, a part belongs to one total, the fewest wrong cells win.

use super::{
    blocks::{Field, LABEL},
    lateral::laterals,
    lower::outcome,
    missing::{HALF, NEARLY_ALL, Place, Totals, is_short},
    sheet::{Axis, Sheet},
    weight::{Outcome, Tally},
};
use std::collections::BTreeSet;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// All of a block.
    Sum,
    /// A block as its marks say: Less rows subtracted, of-which rows left out.
    Marked,
    /// The outermost of a block less the others.
    Minus,
    /// One item less another, named so.
    Difference,
    /// Parts that are no block: believed by figures, and silent where it fails.
    Lateral,
}

/// One item read as computed from others, in every line alike.
#[derive(Clone, Debug)]
pub struct Reading {
    pub total: usize,
    /// Items with + or −, in order.
    pub terms: Vec<(usize, i8)>,
    /// Items of the block, the left out of-which rows included.
    pub inside: Vec<usize>,
    pub form: Form,
    pub labelled: bool,
    /// The block starts where a reader would start it; for a difference: words name the operands.
    pub natural: bool,
    /// The block follows the total.
    pub forth: bool,
    /// Finer sums say the same.
    pub implied: bool,
    pub tally: Tally,
    pub score: i64,
}

impl Reading {
    /// The figures rather than a label alone bear it out.
    pub fn is_borne_out(&self) -> bool {
        self.tally.bits > 0 && self.score >= if self.labelled { NAMED } else { BELIEVED }
    }

    /// a = b + c and b = a − c are one relation.
    pub fn relation(&self) -> Vec<usize> {
        let mut items: Vec<usize> = self
            .terms
            .iter()
            .map(|&(item, _)| item)
            .chain([self.total])
            .collect();
        items.sort_unstable();
        items
    }
}

/// Bits that a reading must be worth beyond what chance and its wrong cells cost.
const BELIEVED: i64 = 12;
/// Where words say so, too.
const NAMED: i64 = 3;
/// What a second total of the same parts costs.
const COPIED: i64 = 3;
const ROUNDS: usize = 6;
/// Lines that are asked while searching.
const SAMPLE: usize = 256;
/// Cells that one search over all items may look at.
const BUDGET: usize = 3_000_000;

/// The readings that are borne out or said by a label, and for how many items not all neighbours were tried.
pub fn settle(sheet: &Sheet) -> (Vec<Reading>, usize) {
    let count = sheet.items.len();
    if count < 2 || sheet.lines == 0 {
        return (Vec::new(), 0);
    }
    // Of many lines some are asked, fewer where there are many items.
    let asked = (BUDGET / (16 * count)).clamp(8, SAMPLE);
    let step = sheet.lines.div_ceil(asked).max(1);
    let lines: Vec<usize> = (0..sheet.lines).step_by(step).collect();
    let reach = (BUDGET / (count * lines.len()).max(1)).clamp(16, 4_000);
    let mut state = State {
        sheet,
        lines,
        reach,
        parent: vec![None; count],
        summed: vec![[false; 2]; count],
        outset: (0..count).collect(),
        readings: Vec::new(),
        relations: BTreeSet::new(),
        untried: 0,
    };
    for total in 0..count {
        let best = state.field(&state.roots(), |field| field.best_difference(total));
        if let Some(best) = best {
            state.accept(best);
        }
    }
    for _ in 0..ROUNDS {
        let roots = state.roots();
        let mut found: Vec<Reading> = (0..count)
            .filter(|&total| state.summed[total].contains(&false) && !sheet.items[total].barrier)
            .flat_map(|total| state.field(&roots, |field| field.best_blocks(total)))
            .flatten()
            .filter(Reading::is_borne_out)
            .collect();
        found.sort_by_key(|reading| (std::cmp::Reverse(reading.score), reading.total));
        let before = state.readings.len();
        for reading in found {
            state.accept(reading);
        }
        if state.readings.len() == before {
            break;
        }
    }
    state.untried = state.out_of_reach();
    state.take_mirrors();
    state.take_labels_at_their_word();
    let roots = state.roots();
    let mut readings = std::mem::take(&mut state.readings);
    let laterals = state.field(&roots, |field| laterals(field, &mut readings));
    readings.extend(laterals);
    (readings, state.untried)
}

struct State<'a> {
    sheet: &'a Sheet,
    lines: Vec<usize>,
    reach: usize,
    /// The total that an item is a part of.
    parent: Vec<Option<usize>>,
    /// Whether it has a sum before it, and one after it: what came in, and how it was used.
    summed: Vec<[bool; 2]>,
    /// The first of the items that each sums up, directly or not; itself where it sums up none before it.
    outset: Vec<usize>,
    readings: Vec<Reading>,
    relations: BTreeSet<Vec<usize>>,
    /// Items for which not all neighbours were tried, or none.
    untried: usize,
}

impl State<'_> {
    fn roots(&self) -> Vec<usize> {
        (0..self.parent.len())
            .filter(|&item| self.parent[item].is_none())
            .collect()
    }

    fn field<T>(&self, roots: &[usize], ask: impl FnOnce(&Field<'_>) -> T) -> T {
        ask(&Field {
            sheet: self.sheet,
            roots,
            summed: &self.summed,
            parent: &self.parent,
            lines: &self.lines,
            reach: self.reach,
            outset: &self.outset,
        })
    }

    /// How many items without a sum have more neighbours than were tried.
    fn out_of_reach(&self) -> usize {
        let roots = self.roots();
        let is_cut = |at: usize| at > self.reach || roots.len() - at > self.reach + 1;
        let items = roots.iter().enumerate();
        items
            .filter(|&(at, &item)| is_cut(at) && !self.summed[item].contains(&true))
            .count()
    }

    /// Takes a reading unless it contradicts one that was taken before.
    fn accept(&mut self, mut reading: Reading) -> bool {
        let relation = reading.relation();
        if self.relations.contains(&relation) {
            return false;
        }
        if reading.form == Form::Difference {
            if reading.is_borne_out() && self.sheet.axis == Axis::Across {
                // A variance beside its columns is no part of their sums.
                self.parent[reading.total] = Some(reading.total);
            }
        } else {
            let taken =
                |&item: &usize| self.parent[item].is_some() || self.is_under(reading.total, item);
            let side = usize::from(reading.forth);
            if self.summed[reading.total][side] || reading.inside.iter().any(taken) {
                return false;
            }
            let outer = if reading.forth {
                reading.inside.last()
            } else {
                reading.inside.first()
            };
            let roots = self.roots();
            reading.natural = outer.is_some_and(|&outer| {
                self.field(&roots, |field| field.is_natural(outer, reading.forth))
            });
            self.summed[reading.total][side] = true;
            if let Some(&first) = reading.inside.first().filter(|_| reading.is_borne_out()) {
                self.outset[reading.total] = self.outset[first].min(reading.total);
            }
            for &item in &reading.inside {
                self.parent[item] = Some(reading.total);
            }
        }
        self.relations.insert(relation);
        self.readings.push(reading);
        true
    }

    /// Whether `item` is a part, directly or not, of `above`.
    fn is_under(&self, item: usize, above: usize) -> bool {
        let mut at = item;
        for _ in 0..64 {
            match self.parent[at] {
                Some(parent) if parent == above => return true,
                Some(parent) if parent != at => at = parent,
                _ => return false,
            }
        }
        true
    }

    /// Totals that no figures bear out: what a reader would add under the label. They may still make a later total hold.
    fn take_labels_at_their_word(&mut self) {
        let mut looked = 0usize;
        for total in 0..self.parent.len() {
            let item = &self.sheet.items[total];
            // What a total equals further on, as assets equal liabilities and equity, says nothing of its own parts before it.
            let [before, after] = self.summed[total];
            let called = item.roles.total || item.roles.nameless;
            if !called || item.barrier || before || (after && item.begins) {
                continue;
            }
            if looked > BUDGET {
                self.untried += 1;
                continue;
            }
            let roots = self.roots();
            let reading = self
                .field(&roots, |field| field.best_blocks(total))
                .into_iter()
                .flatten()
                .filter(|reading| reading.is_borne_out() && !(after && reading.forth))
                .max_by_key(|reading| reading.score)
                .or_else(|| self.likeliest(&roots, total));
            looked += roots.len() * 4;
            if let Some(mut reading) = reading {
                looked += reading.terms.len() * self.lines.len();
                if reading.score == 0 {
                    reading.tally =
                        self.field(&roots, |field| field.tally_terms(total, &reading.terms));
                }
                self.accept(reading);
            }
        }
    }

    /// Of the blocks that a reader might take under a label, the first that is but one part short, else the first.
    fn likeliest(&self, roots: &[usize], total: usize) -> Option<Reading> {
        let reach = self.parent.len();
        let mut blocks = self.field(roots, |field| field.natural_blocks(total, reach));
        let totals = Totals::of(&self.readings);
        let short = blocks.iter().enumerate().position(|(at, block)| {
            let outcomes: Vec<Outcome> = (0..self.sheet.lines)
                .map(|line| outcome(self.sheet, block, line))
                .collect();
            let most = if at == 0 { NEARLY_ALL } else { HALF };
            let place = Place::of(self.sheet, &totals, block);
            is_short(self.sheet, block, &outcomes, most, place)
        });
        let at = short.unwrap_or(0);
        (at < blocks.len()).then(|| blocks.swap_remove(at))
    }

    /// A total before its parts and again behind them: `Total debt`, reported as, current, long-term, `Total debt`.
    fn take_mirrors(&mut self) {
        let mut mirrored = Vec::new();
        for reading in &self.readings {
            let (Some(&first), Some(&last)) = (reading.inside.first(), reading.inside.last())
            else {
                continue;
            };
            let other = if reading.forth {
                Some(last + 1)
            } else {
                first.checked_sub(1)
            };
            let Some(other) = other.filter(|&other| {
                let item = self.sheet.items.get(other);
                item.is_some_and(|item| item.roles.total && !item.barrier)
            }) else {
                continue;
            };
            let summed = self.summed[other].contains(&true);
            if reading.form != Form::Sum || !reading.is_borne_out() || summed {
                continue;
            }
            let tally = self.field(&[], |field| field.tally_terms(other, &reading.terms));
            let mirror = Reading {
                total: other,
                labelled: true,
                natural: true,
                forth: !reading.forth,
                tally,
                score: tally.score() + LABEL - COPIED,
                ..reading.clone()
            };
            if tally.bits > 0 && mirror.is_borne_out() {
                mirrored.push(mirror);
            }
        }
        for mirror in mirrored {
            self.summed[mirror.total][usize::from(mirror.forth)] = true;
            if self.relations.insert(mirror.relation()) {
                self.readings.push(mirror);
            }
        }
    }
}
