//! An exact decimal as it was printed, with its unit.

use rust_decimal::Decimal;
use std::sync::Arc;

/// What a unit measures. Only amounts of one measure and base may be added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    Money,
    /// Things that are counted one by one: people, vehicles, cases. Exact.
    Count,
    /// Per cent, per mille: a ratio of two amounts.
    Ratio,
    /// Percentage points: a difference of two ratios.
    Points,
    /// Area, length, weight, time …
    Quantity,
    /// Nothing says what it is.
    #[default]
    Unknown,
}

/// A unit as printed: `万元` is money, base `元`, power 4.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unit {
    pub measure: Measure,
    /// The unit that powers are counted from: `元`, `USD`, `人`. Empty where unknown.
    pub base: Arc<str>,
    /// 10^power base units are one of this unit: 4 for 万元, 8 for 亿元, −2 for %.
    pub power: i32,
    /// As the report prints it.
    pub word: Arc<str>,
}

impl Default for Unit {
    fn default() -> Self {
        Self {
            measure: Measure::Unknown,
            base: "".into(),
            power: 0,
            word: "".into(),
        }
    }
}

impl Unit {
    pub fn percent() -> Self {
        Self {
            measure: Measure::Ratio,
            base: "".into(),
            power: -2,
            word: "%".into(),
        }
    }

    pub fn is_known(&self) -> bool {
        self.measure != Measure::Unknown
    }

    /// Whether two amounts of these units may be compared or added. An unknown unit goes with any but ratios.
    pub fn agrees_with(&self, other: &Unit) -> bool {
        match (self.measure, other.measure) {
            (Measure::Unknown, Measure::Ratio | Measure::Points)
            | (Measure::Ratio | Measure::Points, Measure::Unknown) => false,
            (Measure::Unknown, _) | (_, Measure::Unknown) => true,
            (a, b) => {
                a == b && (self.base == other.base || self.base.is_empty() || other.base.is_empty())
            }
        }
    }
}

/// `12.50 万元` keeps its two decimals: what was printed decides how exact it claims to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Signed, with the decimals that were printed.
    pub printed: Decimal,
    pub unit: Unit,
}

impl Amount {
    /// The amount in another unit's scale, exact. `None` where it leaves the range of decimals.
    pub fn in_unit(&self, unit: &Unit) -> Option<Decimal> {
        if !self.unit.is_known() || !unit.is_known() {
            return Some(self.printed);
        }
        shift(self.printed, self.unit.power - unit.power)
    }

    /// The smallest step that the printing can show, in the printed unit: 0.01 for `12.50`.
    pub fn grain(&self) -> Decimal {
        Decimal::new(1, self.printed.scale())
    }
}

/// `value` × 10^`power`, exact.
pub(super) fn shift(value: Decimal, power: i32) -> Option<Decimal> {
    let ten = Decimal::TEN;
    let mut value = value;
    for _ in 0..power.max(0) {
        value = value.checked_mul(ten)?;
    }
    if power < 0 {
        let scale = value.scale() + power.unsigned_abs();
        let mut shifted = value;
        shifted.set_scale(scale.min(28)).ok()?;
        if scale > 28 {
            return None;
        }
        value = shifted;
    }
    Some(value)
}
