//! How much a line speaks for a reading: the evidence is counted in bits, chance and labels in the same coin.

use super::lookup::Slot;
use crate::model::Agreement;

/// The state of a sum along one line while terms are added.
#[derive(Clone, Copy, Debug, Default)]
pub struct Running {
    pub sum: i128,
    pub terms: u32,
    pub nonzero: u32,
    /// Σ of the grains and of their squares, for telling rounding from error.
    grains: i128,
    squares: i128,
    /// How many figures are rounded, and the finest step that they print.
    rounded: i128,
    finest: i128,
    least: i128,
    most: i128,
    pub class: u8,
    ratio: Option<bool>,
    /// A number that cannot be added stands among the terms.
    pub barred: bool,
}

impl Running {
    pub fn add(&mut self, slot: Slot, sign: i8) {
        if sign == 0 {
            return;
        }
        let value = slot.value * i128::from(sign);
        self.sum += value;
        (self.least, self.most) = if self.terms == 0 {
            (value, value)
        } else {
            (self.least.min(value), self.most.max(value))
        };
        self.terms += 1;
        self.nonzero += u32::from(slot.value != 0);
        self.see(slot);
    }

    fn see(&mut self, slot: Slot) {
        self.grains = self.grains.saturating_add(slot.grain());
        self.squares = self
            .squares
            .saturating_add(slot.grain().saturating_mul(slot.grain()));
        if slot.grain() != 0 {
            self.rounded += 1;
            self.finest = if self.finest == 0 {
                slot.printed()
            } else {
                self.finest.min(slot.printed())
            };
        }
        self.barred |= self.ratio.is_some_and(|ratio| ratio != slot.ratio);
        self.ratio = Some(slot.ratio);
        if slot.class != 0 {
            self.barred |= self.class != 0 && self.class != slot.class;
            self.class = slot.class;
        }
    }

    /// How the line fares when `total` is stated.
    pub fn outcome(mut self, total: Slot) -> Outcome {
        if self.barred || self.terms == 0 {
            return Outcome::Silent;
        }
        self.see(total);
        if self.barred {
            return Outcome::Silent;
        }
        let gap = total.value - self.sum;
        if gap == 0 {
            return match (total.value, self.nonzero) {
                (0, 0) => Outcome::Trivial,
                // One figure and nothing beside it: a copy, which any structure explains.
                (_, 1) => Outcome::Holds(0),
                (0, _) => Outcome::Holds(bits(total).max(4)),
                _ => Outcome::Holds(bits(total)),
            };
        }
        if self.is_like_a_mean(total.value) {
            return Outcome::Amid;
        }
        match self.agreement(gap) {
            Agreement::Exact | Agreement::Rounding => {
                let lost = 2 + length(gap.abs() / total.step());
                Outcome::Rounds(if self.nonzero > 1 {
                    bits(total).saturating_sub(lost)
                } else {
                    0
                })
            }
            // Rounded more coarsely than other figures of the column: nothing can be told.
            _ if self.may_be_coarse(gap) => Outcome::Silent,
            Agreement::Unlikely => Outcome::Doubtful,
            Agreement::Beyond => Outcome::Fails,
        }
    }

    /// Whether the gap is within what rounding every figure to the coarsest step of the column can do. Out of range: no.
    fn may_be_coarse(&self, gap: i128) -> bool {
        let squared = |value: i128| value.checked_mul(value);
        let left = squared(gap).and_then(|square| square.checked_mul(12));
        let right = squared(self.finest)
            .and_then(|square| square.checked_mul(self.rounded))
            .and_then(|sum| sum.checked_mul(9));
        matches!((left, right), (Some(left), Some(right)) if left <= right)
    }

    /// A stated figure amid its parts, all of one size, is their average or the last of them, not their sum.
    fn is_like_a_mean(&self, stated: i128) -> bool {
        let (near, far) = match (self.least > 0, self.most < 0) {
            (true, _) => (self.least, self.most),
            (_, true) => (-self.most, -self.least),
            _ => return false,
        };
        self.nonzero > 1 && far / 2 <= near && (self.least..=self.most).contains(&stated)
    }

    /// As [`Agreement::of`], in whole numbers.
    fn agreement(&self, gap: i128) -> Agreement {
        let gap = gap.abs();
        if gap > self.grains.saturating_mul(2) {
            return Agreement::Beyond;
        }
        match gap
            .checked_mul(gap)
            .and_then(|square| square.checked_mul(12))
        {
            Some(square) if square <= self.squares.saturating_mul(9) => Agreement::Rounding,
            _ if gap * 2 <= self.grains => Agreement::Unlikely,
            _ => Agreement::Beyond,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No figure, no term, or amounts that cannot be added.
    Silent,
    /// Nothing but zeros.
    Trivial,
    /// Exactly, and how many bits that is worth.
    Holds(u32),
    /// Within rounding, and how many bits that is worth.
    Rounds(u32),
    /// Not their sum, but amid parts of one size, as their mean or the last of them would be.
    Amid,
    /// Only if every figure was rounded the same way.
    Doubtful,
    Fails,
}

/// What a hit of this total is worth: how many figures of its size there are, capped, since figures are not drawn at random.
pub fn bits(total: Slot) -> u32 {
    let mut value = total.value.abs() / total.step().max(1);
    // Round amounts add up by chance more often; shares make a hundred by their nature.
    while !total.ratio && value != 0 && value % 10 == 0 {
        value /= 10;
    }
    length(value).min(CAP)
}

pub fn length(value: i128) -> u32 {
    128 - value.unsigned_abs().leading_zeros()
}

/// What one hit can be worth at most.
pub const CAP: u32 = 14;
/// What one wrong cell costs: published figures are wrong once in a thousand.
const WRONG: i64 = 10;

/// The lines of a reading, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub holds: usize,
    pub rounds: usize,
    pub fails: usize,
    pub bits: u32,
}

impl Tally {
    pub fn of(outcomes: impl IntoIterator<Item = (Outcome, bool)>) -> Self {
        let mut tally = Tally::default();
        for (outcome, twin) in outcomes {
            match outcome {
                Outcome::Holds(bits) if !twin && bits > 0 => {
                    tally.holds += 1;
                    tally.bits += bits;
                }
                Outcome::Rounds(bits) if !twin => {
                    tally.rounds += 1;
                    tally.bits += bits;
                }
                Outcome::Doubtful | Outcome::Fails if !twin => tally.fails += 1,
                _ => {}
            }
        }
        tally
    }

    pub fn score(&self) -> i64 {
        i64::from(self.bits) - WRONG * i64::try_from(self.fails).unwrap_or(i64::MAX / 64)
    }
}

/// ⌈log₂⌉ of how many candidates were tried.
pub fn price(tries: usize) -> i64 {
    i64::from(usize::BITS - tries.max(1).leading_zeros())
}
