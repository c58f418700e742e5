//! How hardly a gap comes to the shape of a slip by chance, in bits.

use super::Case;
use rust_decimal::Decimal;

/// Bits beyond what was tried that a slip must be worth where nothing else bears a sum out: misread sums of one line are met by the
/// hundred, and one in a hundred of their gaps would fit.
const SURE: u32 = 7;

/// Whether a slip tells something although only a label says that there is a sum: no other line of the block breaks it as well, and the
/// gap is so large, in steps to which all its figures are printed, that one of `tries` gaps of its size hardly fits by chance.
pub fn is_telling(case: &Case<'_>, tries: usize) -> bool {
    let tried = usize::BITS - tries.max(1).leading_zeros();
    case.alone && steps(case) >= SURE + tried
}

/// ⌈log₂⌉ of the gap in the coarsest step that all figures are multiples of.
fn steps(case: &Case<'_>) -> u32 {
    let equation = case.equation;
    let scale = equation.cells().map(|cell| cell.value.normalize().scale());
    let scale = scale.max().unwrap_or(0);
    let whole = |value: Decimal| {
        let mut value = value.normalize();
        value.rescale(scale);
        value.mantissa().unsigned_abs()
    };
    let mut step = 1u128;
    let is_multiple = |step: u128| {
        let mut cells = equation.cells();
        cells.all(|cell| whole(cell.value).is_multiple_of(step))
    };
    while step < 1_000_000_000 && is_multiple(step * 10) {
        step *= 10;
    }
    u128::BITS - (whole(equation.gap) / step).leading_zeros()
}
