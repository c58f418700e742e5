//! Candidate quotients within a line: shares, rates, ratios, and changes relative to an earlier amount.
//!
//! For each result and each divisor the dividend is looked up by the size that it must have in one line with many digits, and then
//! tried in the others. A hit is worth as many bits as the chance that a figure of that size would do is small.

use super::{
    blocks::LABEL,
    numbers::{Number, Numbers, trimmed},
    sheet::Sheet,
    weight::{CAP, Outcome, Tally, length, price},
};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// first ÷ second.
    Quotient,
    /// (second − first) ÷ first.
    Growth,
}

/// One item read as a quotient of two others, in every line alike.
#[derive(Clone, Copy, Debug)]
pub struct Quotient {
    pub operation: Operation,
    pub result: usize,
    pub first: usize,
    pub second: usize,
    /// The result is printed as 10^power times the quotient: 2 where it is in hundredths without a sign for it, −2 where a header
    /// says per cent and the cells hold 0.24.
    pub power: i32,
    /// Words or a unit say that the result is a ratio, or a change.
    pub labelled: bool,
    pub tally: Tally,
    pub score: i64,
}

/// Lines in which a dividend is looked up.
const SEEDS: usize = 2;
/// Lines in which a candidate is tried.
const SAMPLE: usize = 96;
/// Lookups in one sheet.
const BUDGET: usize = 400_000;
/// How far the divisor may stand from the result where all pairs would be too many.
const NEAR: usize = 24;
/// How many times what rounding can do a gap must be before it is one.
const NEARLY: i128 = 3;
const BELIEVED: i64 = 12;
/// Candidates tried for one result.
const TRIED: usize = 400;

/// The readings that the figures bear out, best first; a result has one, or several of disjoint operands.
/// `is_taken`: items that are sums of others and hence no quotients.
pub fn quotients(
    sheet: &Sheet,
    numbers: &Numbers,
    is_taken: &dyn Fn(usize) -> bool,
) -> Vec<Quotient> {
    let search = Search::new(sheet, numbers);
    let mut found: Vec<Quotient> = (0..sheet.items.len())
        .filter(|&result| !is_taken(result))
        .flat_map(|result| search.of(result))
        .collect();
    found.sort_by_key(|reading| {
        let far = reading.result.abs_diff(reading.first) + reading.result.abs_diff(reading.second);
        (std::cmp::Reverse(reading.score), far, reading.result)
    });
    settle(sheet, numbers, found)
}

struct Search<'a> {
    sheet: &'a Sheet,
    numbers: &'a Numbers,
    /// Lines that are asked.
    lines: Vec<usize>,
    /// The values of a line by size, made when a line is first a seed.
    sorted: BTreeMap<usize, Vec<(i128, usize)>>,
    seeds: Vec<Vec<usize>>,
    near: usize,
}

impl<'a> Search<'a> {
    fn new(sheet: &'a Sheet, numbers: &'a Numbers) -> Self {
        let items = sheet.items.len();
        let step = sheet.lines.div_ceil(SAMPLE).max(1);
        let lines: Vec<usize> = (0..sheet.lines)
            .step_by(step)
            .filter(|&line| !sheet.twin.get(line).copied().unwrap_or(false))
            .collect();
        let near = if items * items * SEEDS * 3 > BUDGET {
            (BUDGET / (items * SEEDS * 6)).clamp(2, NEAR.max(items.min(64)))
        } else {
            items
        };
        let mut sorted = BTreeMap::new();
        let seeds: Vec<Vec<usize>> = (0..items)
            .map(|item| {
                let mut rich: Vec<(u32, usize)> = lines
                    .iter()
                    .filter_map(|&line| {
                        let number = numbers.at(item, line)?;
                        let digits = length_of(trimmed(number.value).0);
                        (number.value != 0 && !number.is_power).then_some((digits, line))
                    })
                    .collect();
                rich.sort_by_key(|&(digits, line)| (std::cmp::Reverse(digits), line));
                rich.into_iter().take(SEEDS).map(|seed| seed.1).collect()
            })
            .collect();
        for &line in seeds.iter().flatten() {
            sorted.entry(line).or_insert_with(|| {
                let mut values: Vec<(i128, usize)> = (0..items)
                    .filter_map(|item| Some((numbers.at(item, line)?.value, item)))
                    .collect();
                values.sort_unstable();
                values
            });
        }
        Self {
            sheet,
            numbers,
            lines,
            sorted,
            seeds,
            near,
        }
    }

    fn of(&self, result: usize) -> Vec<Quotient> {
        let Some(kind) = self.numbers.kinds.get(result) else {
            return Vec::new();
        };
        let items = self.sheet.items.len();
        let from = result.saturating_sub(self.near);
        let until = (result + self.near + 1).min(items);
        let mut powers = vec![0];
        if kind.ratio {
            powers.push(-2);
        } else {
            powers.push(2);
            if kind.power != 0 {
                powers.push(-kind.power);
            }
        }
        let tries = price(items * (until - from) * powers.len());
        let mut found: Vec<Quotient> = Vec::new();
        let mut tried: Vec<(Operation, usize, usize, i32)> = Vec::new();
        for &line in self.seeds.get(result).into_iter().flatten() {
            let (Some(number), Some(sorted)) =
                (self.numbers.at(result, line), self.sorted.get(&line))
            else {
                continue;
            };
            for base in (from..until).filter(|&base| base != result) {
                let Some(divisor) = self.numbers.at(base, line) else {
                    continue;
                };
                if divisor.value == 0 || tried.len() > TRIED {
                    continue;
                }
                let Some(product) = number.stated.checked_mul(divisor.value) else {
                    continue;
                };
                let off = divisor.value.abs().saturating_mul(number.printed)
                    + number.stated.abs().saturating_mul(divisor.grain);
                for &power in &powers {
                    let Some(unit) = self.numbers.unit(power) else {
                        continue;
                    };
                    let (centre, off) = (product / unit, off / unit + 1);
                    let mut look = |operation: Operation, centre: i128, off: i128| {
                        let start = sorted.partition_point(|&(value, _)| value < centre - off);
                        for &(value, other) in sorted.get(start..).unwrap_or(&[]) {
                            if value > centre + off || tried.len() > TRIED {
                                break;
                            }
                            if other == result || other == base {
                                continue;
                            }
                            let (first, second) = match operation {
                                Operation::Quotient => (other, base),
                                Operation::Growth => (base, other),
                            };
                            let candidate = (operation, first, second, power);
                            if !tried.contains(&candidate) {
                                tried.push(candidate);
                                found.extend(self.weigh(result, candidate, tries));
                            }
                        }
                    };
                    let own =
                        |item: usize| self.numbers.at(item, line).map_or(0, |number| number.grain);
                    let slack = off + number.printed.max(own(base));
                    if divisor.is_power || number.is_power {
                        continue;
                    }
                    look(Operation::Quotient, centre, slack);
                    look(
                        Operation::Growth,
                        centre.saturating_add(divisor.value),
                        slack + own(base),
                    );
                }
            }
        }
        found
    }

    fn weigh(
        &self,
        result: usize,
        (operation, first, second, power): (Operation, usize, usize, i32),
        tries: i64,
    ) -> Option<Quotient> {
        let item = self.sheet.items.get(result)?;
        let kind = self.numbers.kinds.get(result)?;
        let roles = item.roles;
        let labelled = match operation {
            Operation::Quotient => item.soft || kind.ratio,
            Operation::Growth => {
                (item.soft || kind.ratio) && (roles.difference || roles.group_difference)
                    || kind.ratio
            }
        };
        let mut reading = Quotient {
            operation,
            result,
            first,
            second,
            power,
            labelled,
            tally: Tally::default(),
            score: 0,
        };
        let (mut outcomes, mut fails, mut holds) = (Vec::new(), 0usize, 0usize);
        for &line in &self.lines {
            let outcome = reading.outcome(self.numbers, line);
            fails += usize::from(outcome == Outcome::Fails);
            holds += usize::from(matches!(outcome, Outcome::Holds(bits) if bits > 0));
            if fails > holds + 2 {
                return None;
            }
            outcomes.push((outcome, false));
        }
        reading.tally = Tally::of(outcomes);
        reading.score = reading.tally.score() - tries + if labelled { LABEL } else { 0 };
        let lines = reading.tally.holds + reading.tally.rounds;
        let enough = lines > 1 || labelled && reading.tally.bits > 9;
        (enough && reading.tally.fails * 3 <= lines && reading.score >= BELIEVED).then_some(reading)
    }
}

impl Quotient {
    /// Whether a line that fails may be right all the same: the gap is near to what rounding can do, the figures are a difference in
    /// points, or the base is below zero, where growth is said in several ways.
    pub fn is_doubtful(&self, sheet: &Sheet, numbers: &Numbers, line: usize) -> bool {
        let at = |item: usize| numbers.at(item, line);
        let (Some(result), Some(first), Some(second), Some(unit)) = (
            at(self.result),
            at(self.first),
            at(self.second),
            numbers.unit(self.power),
        ) else {
            return true;
        };
        let (dividend, divisor) = match self.operation {
            Operation::Quotient => (first.value, second),
            Operation::Growth => (second.value - first.value, first),
        };
        let (Some(left), Some(right)) = (
            result.stated.checked_mul(divisor.value),
            dividend.checked_mul(unit),
        ) else {
            return true;
        };
        // Zeros dropped throughout make a column coarser than one of its figures looks.
        let kind = |item: usize| numbers.kinds.get(item).copied().unwrap_or_default();
        let coarse = result.printed.max(match kind(self.result).ratio {
            true => kind(self.result).stated_step.min(numbers.one / 100),
            false => kind(self.result).stated_step.min(numbers.one),
        });
        let inputs = result
            .stated
            .abs()
            .saturating_mul(divisor.grain)
            .saturating_add(unit.saturating_mul(first.grain.saturating_add(second.grain)));
        let slack = divisor
            .value
            .abs()
            .saturating_mul(coarse)
            .saturating_add(inputs);
        let near = (left - right).abs() <= slack.saturating_mul(NEARLY);
        let change = second.value - first.value;
        let points = [change, change.saturating_mul(100)]
            .iter()
            .any(|points| (result.stated.abs() - points.abs()).abs() <= coarse);
        let is_growth = self.operation == Operation::Growth;
        near || points
            || sheet.line_differs(line)
            || is_growth && (kind(self.first).ratio || first.value <= 0 || second.value < 0)
    }

    /// How a line fares. Silent where a figure is missing or the divisor is zero.
    pub fn outcome(&self, numbers: &Numbers, line: usize) -> Outcome {
        let at = |item: usize| numbers.at(item, line);
        let (Some(result), Some(first), Some(second)) =
            (at(self.result), at(self.first), at(self.second))
        else {
            return Outcome::Silent;
        };
        let step = |item: usize| numbers.kinds.get(item).map_or(1, |kind| kind.step).max(1);
        let (dividend, grain, divisor, step) = match self.operation {
            Operation::Quotient => (first.value, first.grain, second, step(self.first)),
            Operation::Growth => (
                second.value - first.value,
                first.grain + second.grain,
                first,
                step(self.first).min(step(self.second)),
            ),
        };
        if divisor.value == 0 {
            return Outcome::Silent;
        }
        // What grows a hundredfold is another amount, not a change.
        if self.operation == Operation::Growth && dividend.abs() / 100 > divisor.value.abs() {
            return Outcome::Silent;
        }
        let Some(unit) = numbers.unit(self.power) else {
            return Outcome::Silent;
        };
        outcome(result, dividend, grain, divisor, unit, step)
    }
}

/// result = dividend ÷ divisor within what rounding can do; `unit`: what 1 is, `step`: in which the dividend varies.
fn outcome(
    result: &Number,
    dividend: i128,
    grain: i128,
    divisor: &Number,
    unit: i128,
    step: i128,
) -> Outcome {
    let (Some(left), Some(right)) = (
        result.stated.checked_mul(divisor.value),
        dividend.checked_mul(unit),
    ) else {
        return Outcome::Silent;
    };
    let gap = (left - right).abs();
    let inputs = result
        .stated
        .abs()
        .saturating_mul(divisor.grain)
        .saturating_add(unit.saturating_mul(grain));
    let own = divisor.value.abs().saturating_mul(result.printed);
    if gap.saturating_mul(2) > own.saturating_add(inputs) {
        // Cut off instead of rounded.
        let short = left.unsigned_abs() < right.unsigned_abs() && gap < own;
        return if short {
            Outcome::Rounds(0)
        } else {
            Outcome::Fails
        };
    }
    let trivial = result.is_power || divisor.is_power || dividend == 0;
    if trivial {
        return if dividend == 0 {
            Outcome::Trivial
        } else {
            Outcome::Holds(0)
        };
    }
    let slack = own
        .saturating_add(inputs)
        .max(unit.saturating_mul(step))
        .max(1);
    let places = length(right / slack);
    let (digits, _) = trimmed(dividend / step.max(1));
    let bits = places.min(length_of(digits)).min(CAP);
    Outcome::Holds(bits)
}

fn length_of(value: u128) -> u32 {
    128 - value.leading_zeros()
}

/// One reading a product: of two factors the one that is the quotient; one a result, or several of disjoint operands.
fn settle(sheet: &Sheet, numbers: &Numbers, found: Vec<Quotient>) -> Vec<Quotient> {
    let rank = |item: usize| {
        let soft = sheet.items.get(item).is_some_and(|item| item.soft);
        let kind = numbers.kinds.get(item).copied().unwrap_or_default();
        (
            std::cmp::Reverse(kind.ratio),
            kind.stated_step.min(numbers.one),
            std::cmp::Reverse(soft),
            item,
        )
    };
    let mut taken: Vec<Quotient> = Vec::new();
    let mut by_product: BTreeMap<(usize, usize, usize), usize> = BTreeMap::new();
    for reading in &found {
        if reading.operation == Operation::Quotient {
            let (a, b) = (reading.result, reading.second);
            let key = (reading.first, a.min(b), a.max(b));
            let better = by_product.get(&key).is_none_or(|&own| rank(a) < rank(own));
            if better {
                by_product.insert(key, a);
            }
        }
    }
    for reading in found {
        let (a, b) = (reading.result, reading.second);
        let key = (reading.first, a.min(b), a.max(b));
        if reading.operation == Operation::Quotient && by_product.get(&key) != Some(&a) {
            continue;
        }
        let clashes = taken.iter().any(|other| {
            other.result == reading.result
                && (reading.tally.fails > 0
                    || [other.first, other.second]
                        .iter()
                        .any(|item| *item == reading.first || *item == reading.second))
        });
        // Of a = b × c and c = a ÷ b only one is said.
        let turned = taken.iter().any(|other| {
            let mut own = [reading.result, reading.first, reading.second];
            let mut its = [other.result, other.first, other.second];
            own.sort_unstable();
            its.sort_unstable();
            own == its
        });
        if !clashes && !turned {
            taken.push(reading);
        }
    }
    taken
}
