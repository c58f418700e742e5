//! The figures of one table by their place, as whole numbers of one common step.

use crate::model::{Figure, Measure, Site, Table};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// A figure as a whole number of the table's finest step.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    pub figure: usize,
    pub value: i128,
    /// The step that it is exact to; 0 where it is exact.
    pub grain: i128,
    /// The printed step, never 0.
    pub printed: i128,
    /// The step that it is exact to, never 0.
    pub step: i128,
    /// Which amounts it may be added to: 0 goes with any.
    pub class: u8,
    /// Words say that it does not add; figures may say otherwise.
    pub soft: bool,
    /// A ratio adds to ratios only.
    pub ratio: bool,
}

/// What stands at a place of a table.
#[derive(Clone, Copy, Debug, Default)]
pub enum Spot {
    /// Blank, nil or words: no term.
    #[default]
    Empty,
    /// A number that never adds, or cannot be reckoned with.
    Barred,
    Slot(Slot),
}

pub struct Lookup {
    /// Row by row; `None` where no figure stands.
    spots: Vec<Option<(usize, Spot)>>,
    width: usize,
    /// Columns of ratios: shares that add up to a hundred.
    ratios: BTreeSet<usize>,
}

/// Beyond this a sum of many could leave the range of whole numbers.
const LARGEST: i128 = 1 << 100;

impl Lookup {
    pub fn new(table: &Table, figures: &[Figure], ids: &[usize]) -> Self {
        let own = || ids.iter().filter_map(|&id| figures.get(id));
        // Amounts and ratios are never added to each other: each sort has steps of its own.
        let [amounts, parts] =
            [false, true].map(|ratio| Scale::of(own().filter(|figure| is_ratio(figure) == ratio)));
        let steps = |figure: &Figure| {
            let scale = if is_ratio(figure) { &parts } else { &amounts };
            scale.power(figure) - scale.finest
        };
        // A ratio among amounts is a remark on one of them.
        let mut counts: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for figure in own() {
            if let Site::Cell { column, .. } = figure.site {
                let (ratios, all) = counts.entry(column).or_default();
                *ratios += usize::from(is_ratio(figure));
                *all += 1;
            }
        }
        let ratios: BTreeSet<usize> = counts
            .into_iter()
            .filter(|(_, (ratios, all))| ratios * 4 > all * 3)
            .map(|(column, _)| column)
            .collect();
        let mut classes: Vec<(Measure, &str)> = Vec::new();
        let width = table.width();
        let mut spots = vec![None; table.rows.len() * width];
        for &id in ids {
            let Some(figure) = figures.get(id) else {
                continue;
            };
            let Site::Cell { row, column, .. } = figure.site else {
                continue;
            };
            let unit = &figure.amount.unit;
            let class = if unit.is_known() {
                let key = (unit.measure, &*unit.base);
                let at = classes
                    .iter()
                    .position(|known| *known == key)
                    .unwrap_or_else(|| {
                        classes.push(key);
                        classes.len() - 1
                    });
                u8::try_from(at + 1).ok()
            } else {
                Some(0)
            };
            let spot = class
                .filter(|_| {
                    table.is_aligned(row) && (!is_ratio(figure) || ratios.contains(&column))
                })
                .and_then(|class| slot(id, figure, steps(figure), class))
                .map_or(Spot::Barred, Spot::Slot);
            if let Some(place) = spots
                .get_mut(row * width + column)
                .filter(|_| column < width)
            {
                *place = Some((id, spot));
            }
        }
        Self {
            spots,
            width,
            ratios,
        }
    }

    fn at(&self, row: usize, column: usize) -> Option<(usize, Spot)> {
        let place = (column < self.width).then(|| row * self.width + column)?;
        *self.spots.get(place)?
    }

    pub fn spot(&self, row: usize, column: usize) -> Spot {
        self.at(row, column).map_or(Spot::Empty, |(_, spot)| spot)
    }

    pub fn is_of_ratios(&self, column: usize) -> bool {
        self.ratios.contains(&column)
    }

    /// The figure at a place, whether or not it adds.
    pub fn figure(&self, row: usize, column: usize) -> Option<usize> {
        self.at(row, column).map(|(id, _)| id)
    }

    /// (row, column) of all figures, row by row.
    pub fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        self.spots
            .iter()
            .enumerate()
            .filter(|(_, spot)| spot.is_some())
            .map(|(at, _)| (at / self.width, at % self.width))
    }
}

/// Powers of ten within a table.
#[derive(Default)]
struct Scale {
    /// Of the smallest unit.
    base: i32,
    /// Of the smallest step, counted from the base: -2 for figures in 元 with two decimals.
    finest: i32,
}

impl Scale {
    fn of<'a>(figures: impl Iterator<Item = &'a Figure> + Clone) -> Self {
        let known = figures.clone().map(|figure| &figure.amount.unit);
        let base = known
            .filter(|unit| unit.is_known())
            .map(|unit| unit.power)
            .min()
            .unwrap_or(0);
        let mut scale = Self { base, finest: 0 };
        scale.finest = figures.map(|figure| scale.power(figure)).min().unwrap_or(0);
        scale
    }

    fn power(&self, figure: &Figure) -> i32 {
        let unit = &figure.amount.unit;
        let power = if unit.is_known() {
            unit.power - self.base
        } else {
            0
        };
        power - i32::try_from(figure.amount.printed.scale()).unwrap_or(28)
    }
}

fn is_ratio(figure: &Figure) -> bool {
    matches!(figure.amount.unit.measure, Measure::Ratio | Measure::Points)
}

fn slot(id: usize, figure: &Figure, steps: i32, class: u8) -> Option<Slot> {
    let step = 10i128.checked_pow(u32::try_from(steps).ok()?)?;
    let value = figure.amount.printed.mantissa().checked_mul(step)?;
    let grain = if figure.grain.is_zero() {
        0
    } else {
        // A grain is a power of ten, no coarser than the printed step unless its column says so.
        let ratio = figure
            .grain
            .checked_div(Decimal::new(1, figure.amount.printed.scale()))?;
        let (whole, scale) = (ratio.normalize().mantissa(), ratio.normalize().scale());
        step.checked_mul(whole)? / 10i128.checked_pow(scale)?
    };
    (value.abs() < LARGEST && step < LARGEST && grain < LARGEST).then_some(Slot {
        figure: id,
        value,
        grain,
        printed: step,
        step: if grain == 0 { step } else { grain },
        class,
        soft: !figure.additive,
        ratio: is_ratio(figure),
    })
}
