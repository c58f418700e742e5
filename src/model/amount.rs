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
        if self.unit.power == unit.power {
            return Some(self.printed);
        }
        shift(self.printed, self.unit.power - unit.power)
    }

    /// The smallest step that the printing can show, in the printed unit: 0.01 for `12.50`.
    pub fn grain(&self) -> Decimal {
        Decimal::new(1, self.printed.scale())
    }
}

/// `value` × 10^`power`, exact; only the place of the point moves. `None` where it leaves the range of decimals.
pub fn shift(value: Decimal, power: i32) -> Option<Decimal> {
    let mut mantissa = value.mantissa();
    let mut scale = i64::from(value.scale()) - i64::from(power);
    if mantissa == 0 {
        scale = scale.clamp(0, 28);
    }
    while scale < 0 {
        mantissa = mantissa.checked_mul(10)?;
        scale += 1;
    }
    while scale > 28 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    Decimal::try_from_i128_with_scale(mantissa, u32::try_from(scale).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{Amount, Measure, Unit, shift};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    fn money(power: i32) -> Unit {
        Unit {
            measure: Measure::Money,
            base: "元".into(),
            power,
            word: "".into(),
        }
    }

    #[test]
    fn a_converted_amount_has_no_decimals_that_were_not_printed() {
        let amount = Amount {
            printed: Decimal::new(1250, 2),
            unit: money(4),
        };
        let in_unit = |power| amount.in_unit(&money(power)).map(|v| v.to_string());
        assert_eq!(in_unit(0).as_deref(), Some("125000"));
        assert_eq!(in_unit(4).as_deref(), Some("12.50"));
        assert_eq!(in_unit(8).as_deref(), Some("0.001250"));
        assert_eq!(amount.in_unit(&Unit::default()), Some(amount.printed));
        assert_eq!(shift(Decimal::MAX, 1), None);
        assert_eq!(shift(Decimal::ONE, -29), None);
        assert_eq!(shift(Decimal::ZERO, i32::MIN), Some(Decimal::ZERO));
        assert_eq!(shift(Decimal::ONE, i32::MAX), None);
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_amount(mantissa in any::<i64>(), scale in 0u32..10, power in -9i32..=9) {
            let value = Decimal::new(mantissa, scale);
            let there = shift(value, power);
            prop_assert_eq!(there.map(|v| v > Decimal::ZERO), Some(value > Decimal::ZERO));
            prop_assert_eq!(there.and_then(|v| shift(v, -power)), Some(value));
        }

        #[test]
        fn shifting_is_multiplying_by_powers_of_ten(mantissa in any::<i32>(), scale in 0u32..6, power in 0u32..9) {
            let value = Decimal::new(i64::from(mantissa), scale);
            let product = value * Decimal::from(10u64.pow(power));
            prop_assert_eq!(shift(value, power.cast_signed()), Some(product));
        }

        #[test]
        fn shifting_adds_up(a in any::<i32>(), b in any::<i32>(), power in -8i32..=8) {
            let (a, b) = (Decimal::new(i64::from(a), 2), Decimal::new(i64::from(b), 2));
            let parts = shift(a, power).zip(shift(b, power)).map(|(a, b)| a + b);
            prop_assert_eq!(parts, shift(a + b, power));
        }
    }
}
