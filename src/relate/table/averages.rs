//! Candidate averages: an item that is the mean of a run of neighbours, or of the parts of a sum.

use super::{
    blocks::LABEL,
    lookup::Spot,
    numbers::trimmed,
    settle::{Form, Reading},
    sheet::Sheet,
    weight::{CAP, Outcome, Tally, length, price},
};

/// One item read as the mean of others, in every line alike. Blank cells do not count.
#[derive(Clone, Debug)]
pub struct Average {
    pub result: usize,
    pub terms: Vec<usize>,
    pub labelled: bool,
    pub tally: Tally,
    pub score: i64,
}

/// Items that may stand between a mean and its parts: the total, the largest, the least.
const BETWEEN: usize = 4;
const BELIEVED: i64 = 12;
const SAMPLE: usize = 64;
/// Lines in which a block is tried first.
const SEEDS: usize = 2;
const BUDGET: usize = 2_000_000;
/// A mean is rarer than a sum.
const UNUSUAL: i64 = 6;

pub fn averages(sheet: &Sheet, sums: &[Reading]) -> Vec<Average> {
    let search = Search::new(sheet);
    let mut found: Vec<Average> = (0..sheet.items.len())
        .filter_map(|result| search.of(result, sums))
        .collect();
    found.sort_by_key(|reading| (std::cmp::Reverse(reading.score), reading.result));
    // Two that are a mean of the same two: columns that repeat each other.
    let pairs: Vec<Vec<usize>> = found
        .iter()
        .filter(|reading| reading.terms.len() == 2 && !reading.labelled)
        .map(|reading| reading.terms.clone())
        .collect();
    found.retain(|reading| pairs.iter().filter(|pair| **pair == reading.terms).count() < 2);
    // A part of a mean is no mean of parts that include it.
    let mut taken: Vec<Average> = Vec::new();
    for reading in found {
        let turned = taken.iter().any(|other| {
            other.terms.contains(&reading.result) && reading.terms.contains(&other.result)
        });
        if !turned {
            taken.push(reading);
        }
    }
    taken
}

struct Search<'a> {
    sheet: &'a Sheet,
    lines: Vec<usize>,
    reach: usize,
}

/// A mean in the making along one line.
#[derive(Clone, Copy, Default)]
struct Running {
    sum: i128,
    count: i128,
    grains: i128,
    least: i128,
    most: i128,
    /// The finest step in which the parts differ.
    fine: i128,
    barred: bool,
}

impl Running {
    fn add(&mut self, spot: Spot) {
        match spot {
            Spot::Slot(slot) => {
                (self.least, self.most) = if self.count == 0 {
                    (slot.value, slot.value)
                } else {
                    (self.least.min(slot.value), self.most.max(slot.value))
                };
                self.sum += slot.value;
                self.grains = self.grains.saturating_add(slot.grain());
                self.count += 1;
                if slot.value != 0 {
                    let power = i128::try_from(trimmed(slot.value).1).unwrap_or(1);
                    self.fine = if self.fine == 0 {
                        power
                    } else {
                        self.fine.min(power)
                    };
                }
            }
            Spot::Barred => self.barred = true,
            Spot::Empty => {}
        }
    }

    fn outcome(&self, stated: Spot) -> Outcome {
        let Spot::Slot(stated) = stated else {
            return Outcome::Silent;
        };
        if self.barred || self.count == 0 {
            return Outcome::Silent;
        }
        let Some(scaled) = stated.value.checked_mul(self.count) else {
            return Outcome::Silent;
        };
        let gap = (scaled - self.sum).abs();
        let slack = stated
            .printed()
            .saturating_mul(self.count)
            .saturating_add(self.grains);
        if gap.saturating_mul(2) > slack {
            return Outcome::Fails;
        }
        let spread = self.most - self.least;
        if spread == 0 || self.count < 2 {
            return Outcome::Trivial;
        }
        // A mean stands between the least and the most: how many figures of its step, or of such parts, there are.
        let printed = length(spread / stated.printed().max(1));
        let possible = length(spread.saturating_mul(self.count) / self.fine.max(1));
        Outcome::Holds(printed.min(possible).min(CAP))
    }
}

impl<'a> Search<'a> {
    fn new(sheet: &'a Sheet) -> Self {
        let step = sheet.lines.div_ceil(SAMPLE).max(1);
        let lines: Vec<usize> = (0..sheet.lines).step_by(step).collect();
        let reach = BUDGET / (sheet.items.len() * 2 * (BETWEEN + 1)).max(1);
        Self {
            sheet,
            lines,
            reach: reach.clamp(8, 4_000),
        }
    }

    fn of(&self, result: usize, sums: &[Reading]) -> Option<Average> {
        let item = self.sheet.items.get(result).filter(|item| !item.barrier)?;
        let labelled = item.roles.mean;
        let reach = if labelled { 4_000 } else { self.reach };
        // Tried first in the lines with most digits; a mean has more of them than its parts.
        let mut rich: Vec<(u32, usize)> = self
            .lines
            .iter()
            .filter_map(|&line| match self.sheet.spot(result, line) {
                Spot::Slot(slot) if slot.value != 0 => {
                    Some((u128::BITS - trimmed(slot.value).0.leading_zeros(), line))
                }
                _ => None,
            })
            .collect();
        rich.sort_by_key(|&(digits, line)| (std::cmp::Reverse(digits), line));
        rich.truncate(SEEDS);
        let mut best: Option<Average> = None;
        let mut consider = |terms: Vec<usize>, tries: i64| {
            // A sum is not averaged with its own parts.
            let doubled = sums.iter().any(|sum| {
                sum.is_borne_out()
                    && terms.contains(&sum.total)
                    && sum.terms.iter().any(|term| terms.contains(&term.0))
            });
            if doubled {
                return;
            }
            let reading = self.weigh(result, terms, labelled, tries);
            let better =
                |reading: &Average| best.as_ref().is_none_or(|best| reading.score > best.score);
            if let Some(reading) = reading.filter(better) {
                best = Some(reading);
            }
        };
        for sum in sums
            .iter()
            .filter(|sum| sum.form == Form::Sum && sum.total != result)
        {
            if sum.total.abs_diff(result) <= BETWEEN + 1 {
                consider(sum.terms.iter().map(|term| term.0).collect(), 3);
            }
        }
        let items = self.sheet.items.len();
        for (forth, between) in
            (0..=BETWEEN).flat_map(|between| [(false, between), (true, between)])
        {
            for &(_, seed) in &rich {
                let stated = self.sheet.spot(result, seed);
                let start = if forth {
                    result + 1 + between
                } else {
                    match result.checked_sub(1 + between) {
                        Some(start) => start,
                        None => continue,
                    }
                };
                let mut running = Running::default();
                let run: Box<dyn Iterator<Item = usize>> = if forth {
                    Box::new(start..items)
                } else {
                    Box::new((0..=start).rev())
                };
                let tries = price(items.min(reach) * 2 * (BETWEEN + 1));
                for (taken, member) in run.take(reach).enumerate() {
                    if self.sheet.items.get(member).is_none_or(|item| item.barrier) {
                        break;
                    }
                    running.add(self.sheet.spot(member, seed));
                    if running.barred {
                        break;
                    }
                    if taken > 0 && matches!(running.outcome(stated), Outcome::Holds(_)) {
                        let terms = if forth {
                            (start..=member).collect()
                        } else {
                            (member..=start).collect()
                        };
                        consider(terms, tries);
                    }
                }
            }
        }
        best
    }

    fn weigh(
        &self,
        result: usize,
        terms: Vec<usize>,
        labelled: bool,
        tries: i64,
    ) -> Option<Average> {
        let mut reading = Average {
            result,
            terms,
            labelled,
            tally: Tally::default(),
            score: 0,
        };
        let (mut holds, mut fails) = (0usize, 0usize);
        let mut outcomes = Vec::with_capacity(self.lines.len());
        for &line in &self.lines {
            let outcome = reading.outcome(self.sheet, line);
            holds += usize::from(matches!(outcome, Outcome::Holds(bits) if bits > 0));
            fails += usize::from(outcome == Outcome::Fails);
            if fails > holds + 2 {
                return None;
            }
            outcomes.push((outcome, self.sheet.twin.get(line).copied().unwrap_or(false)));
        }
        reading.tally = Tally::of(outcomes);
        reading.score = reading.tally.score() - tries - UNUSUAL + if labelled { LABEL } else { 0 };
        let enough = reading.tally.holds > 1 || labelled;
        (enough
            && reading.tally.holds >= if labelled { 3 } else { 4 } * reading.tally.fails
            && reading.score >= BELIEVED)
            .then_some(reading)
    }
}

impl Average {
    pub fn outcome(&self, sheet: &Sheet, line: usize) -> Outcome {
        let mut running = Running::default();
        for &term in &self.terms {
            running.add(sheet.spot(term, line));
        }
        running.outcome(sheet.spot(self.result, line))
    }
}
