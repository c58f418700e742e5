//! The numbers of a sheet in one fixed step, amounts and ratios alike, for quotients.

use super::{lookup::Lookup, sheet::Sheet};
use crate::model::{Figure, Measure};

/// A figure as a whole number of the sheet's finest step, in base units.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    pub figure: usize,
    pub value: i128,
    /// As a quotient would print it: in its own unit, but for per cent.
    pub stated: i128,
    /// The printed step of `stated`.
    pub printed: i128,
    /// The step that it is exact to; 0 where it is exact.
    pub grain: i128,
    /// 1, 10, 100 …: a quotient by it, or equal to it, says nothing.
    pub is_power: bool,
}

/// What is known of an item as a whole.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kind {
    /// The finest step in which its values differ, trailing zeros dropped; 0 where it has no value but zero.
    pub step: i128,
    /// The same for the values as stated.
    pub stated_step: i128,
    /// Most of its figures are printed as ratios.
    pub ratio: bool,
    /// The power of ten of the unit that most of its figures have.
    pub power: i32,
    /// How many lines have a value.
    pub filled: usize,
}

pub struct Numbers {
    cells: Vec<Option<Number>>,
    pub kinds: Vec<Kind>,
    pub lines: usize,
    /// How many steps make 1.
    pub one: i128,
}

/// Decimals beyond these are not looked at.
const DEEPEST: i32 = -12;
/// So that products of two stay in range.
const LARGEST: i128 = 1_000_000_000_000_000_000;

impl Numbers {
    pub fn of(sheet: &Sheet, figures: &[Figure], lookup: &Lookup) -> Option<Self> {
        let (items, lines) = (sheet.items.len(), sheet.lines);
        let id = |item: usize, line: usize| {
            let (row, column) = sheet.place(item, line)?;
            lookup.figure(row, column)
        };
        let ids: Vec<Option<usize>> = (0..items)
            .flat_map(|item| (0..lines).map(move |line| (item, line)))
            .map(|(item, line)| id(item, line))
            .collect();
        let deepest = ids
            .iter()
            .flatten()
            .filter_map(|&id| figures.get(id))
            .map(|figure| depth(figure).min(stated_depth(figure)))
            .filter(|depth| *depth >= DEEPEST)
            .min()?
            .min(-4);
        let one = 10i128.checked_pow(deepest.unsigned_abs())?;
        let cells: Vec<Option<Number>> = ids
            .iter()
            .map(|id| number((*id)?, figures.get((*id)?)?, deepest))
            .collect();
        let kinds = cells
            .chunks(lines.max(1))
            .map(|cells| kind(cells, figures))
            .collect();
        Some(Self {
            cells,
            kinds,
            lines,
            one,
        })
    }

    /// How many steps make 10^power.
    pub fn unit(&self, power: i32) -> Option<i128> {
        let factor = 10i128.checked_pow(power.unsigned_abs())?;
        if power < 0 {
            (self.one % factor == 0).then_some(self.one / factor)
        } else {
            self.one.checked_mul(factor)
        }
    }

    pub fn at(&self, item: usize, line: usize) -> Option<&Number> {
        self.cells.get(item * self.lines + line)?.as_ref()
    }
}

/// The power of ten of the printed step, in base units.
fn depth(figure: &Figure) -> i32 {
    figure.amount.unit.power - i32::try_from(figure.amount.printed.scale()).unwrap_or(28)
}

/// The same for a quotient: a rate of 0.12 万元 a head is printed as 0.12, whatever its unit is.
fn stated_depth(figure: &Figure) -> i32 {
    match figure.amount.unit.measure {
        Measure::Ratio => depth(figure),
        _ => depth(figure) - figure.amount.unit.power,
    }
}

fn number(id: usize, figure: &Figure, deepest: i32) -> Option<Number> {
    if figure.amount.unit.measure == Measure::Points {
        return None;
    }
    let step = |power: i32| 10i128.checked_pow(u32::try_from(power - deepest).ok()?);
    let printed = step(depth(figure))?;
    let value = figure.amount.printed.mantissa().checked_mul(printed)?;
    let own = step(stated_depth(figure))?;
    let grain = if figure.grain.is_zero() {
        0
    } else {
        let whole = figure.grain.mantissa().checked_mul(printed)?;
        let shift = i64::from(figure.amount.printed.scale()) - i64::from(figure.grain.scale());
        let power = 10i128.checked_pow(u32::try_from(shift.unsigned_abs()).ok()?)?;
        if shift >= 0 {
            whole.checked_mul(power)?
        } else {
            whole / power
        }
    };
    (value.abs() < LARGEST && printed < LARGEST && grain < LARGEST).then_some(Number {
        figure: id,
        value,
        stated: figure.amount.printed.mantissa().checked_mul(own)?,
        printed: own,
        grain,
        is_power: trimmed(value).0 == 1,
    })
}

/// Without trailing zeros, and the power of ten that was taken out.
pub fn trimmed(value: i128) -> (u128, u128) {
    let (mut value, mut power) = (value.unsigned_abs(), 1);
    while value != 0 && value.is_multiple_of(10) {
        value /= 10;
        power *= 10;
    }
    (value, power)
}

fn kind(cells: &[Option<Number>], figures: &[Figure]) -> Kind {
    let mut kind = Kind::default();
    let mut ratios = 0usize;
    for number in cells.iter().flatten() {
        kind.filled += 1;
        let unit = figures.get(number.figure).map(|figure| &figure.amount.unit);
        ratios += usize::from(unit.is_some_and(|unit| unit.measure == Measure::Ratio));
        kind.power = unit.map_or(0, |unit| unit.power);
        if number.value != 0 {
            let power = i128::try_from(trimmed(number.value).1).unwrap_or(1);
            kind.step = if kind.step == 0 {
                power
            } else {
                kind.step.min(power)
            };
            let power = i128::try_from(trimmed(number.stated).1).unwrap_or(1);
            kind.stated_step = if kind.stated_step == 0 {
                power
            } else {
                kind.stated_step.min(power)
            };
        }
    }
    kind.ratio = ratios * 2 > kind.filled;
    kind
}
