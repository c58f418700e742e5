//! How close two figures must be to agree, given how exactly they were printed.

use rust_decimal::Decimal;

/// How a gap stands to what rounding alone can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Agreement {
    Exact,
    /// |gap| ≤ 3·√(Σ grain² / 12): three standard deviations of the sum of the rounding errors, each uniform over its grain.
    Rounding,
    /// |gap| ≤ Σ grain / 2: possible only if every figure was rounded the same way.
    Unlikely,
    Beyond,
}

impl Agreement {
    /// `grains`: the step that each figure is exact to, the stated one's included, 0 for exact figures; all in the unit of `gap`.
    pub fn of(gap: Decimal, grains: impl IntoIterator<Item = Decimal>) -> Self {
        let gap = gap.abs();
        if gap.is_zero() {
            return Agreement::Exact;
        }
        let (mut squares, mut sum) = (Decimal::ZERO, Decimal::ZERO);
        for grain in grains {
            let square = grain
                .checked_mul(grain)
                .and_then(|square| squares.checked_add(square));
            let (Some(square), Some(total)) = (square, sum.checked_add(grain)) else {
                return Agreement::Beyond;
            };
            (squares, sum) = (square, total);
        }
        // 12·gap² ≤ 9·Σ grain², so that no root is needed.
        let within = |left: Decimal, factor: i64, right: Decimal, other: i64| {
            let left = left.checked_mul(Decimal::from(factor));
            let right = right.checked_mul(Decimal::from(other));
            matches!((left, right), (Some(left), Some(right)) if left <= right)
        };
        if gap
            .checked_mul(gap)
            .is_some_and(|square| within(square, 12, squares, 9))
        {
            Agreement::Rounding
        } else if within(gap, 2, sum, 1) {
            Agreement::Unlikely
        } else {
            Agreement::Beyond
        }
    }

    /// The largest gap, a multiple of the finest grain, that still counts as rounding.
    pub fn slack(grains: impl IntoIterator<Item = Decimal> + Clone) -> Decimal {
        let Some(step) = grains
            .clone()
            .into_iter()
            .filter(|grain| !grain.is_zero())
            .min()
        else {
            return Decimal::ZERO;
        };
        // Of n equal grains the squares are n times one.
        let equal = grains.clone().into_iter().all(|grain| grain == step);
        if equal {
            let count = u64::try_from(grains.into_iter().count()).unwrap_or(0);
            let steps = Decimal::from((count * 3 / 4).isqrt());
            return step.checked_mul(steps).unwrap_or(Decimal::ZERO);
        }
        // The most steps that satisfy 12·(steps·step)² ≤ 9·Σ grain².
        let squares = grains.into_iter().try_fold(Decimal::ZERO, |sum, grain| {
            sum.checked_add(grain.checked_mul(grain)?)
        });
        let steps = || {
            let above = squares?.checked_mul(Decimal::from(3))?;
            let below = step.checked_mul(step)?.checked_mul(Decimal::from(4))?;
            let ratio = u64::try_from(above.checked_div(below)?.trunc()).ok()?;
            step.checked_mul(Decimal::from(ratio.isqrt()))
        };
        steps().unwrap_or(Decimal::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use super::Agreement;
    use rust_decimal::{Decimal, dec};

    fn of(gap: Decimal, addends: usize) -> Agreement {
        Agreement::of(gap, vec![dec!(0.01); addends + 1])
    }

    #[test]
    fn a_sum_of_rounded_parts_may_drift_a_little() {
        assert_eq!(of(dec!(0), 4), Agreement::Exact);
        assert_eq!(of(dec!(-0.01), 2), Agreement::Rounding);
        assert_eq!(of(dec!(0.02), 2), Agreement::Beyond);
        assert_eq!(of(dec!(0.02), 4), Agreement::Unlikely);
        assert_eq!(of(dec!(0.03), 10), Agreement::Unlikely);
        assert_eq!(Agreement::slack(vec![dec!(0.01); 11]), dec!(0.02));
        assert_eq!(
            Agreement::of(dec!(1), [Decimal::ZERO, Decimal::ZERO]),
            Agreement::Beyond
        );
    }
}
