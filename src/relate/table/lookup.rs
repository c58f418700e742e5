//! The figures of one table by their place, as whole numbers of one common step.

use crate::model::{Figure, Measure, Site, Table};
use std::collections::{BTreeMap, BTreeSet};

/// A figure as a whole number of the table's finest step. Held for every cell, hence small.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    pub value: i128,
    pub figure: u32,
    /// 10^this is the step that it is exact to; `None` where it is exact.
    grain: Option<u8>,
    /// 10^this is the printed step.
    printed: u8,
    /// Which amounts it may be added to: 0 goes with any.
    pub class: u8,
    /// Words say that it does not add; figures may say otherwise.
    pub soft: bool,
    /// A ratio adds to ratios only.
    pub ratio: bool,
}

impl Slot {
    /// The step that it is exact to; 0 where it is exact.
    pub fn grain(&self) -> i128 {
        self.grain.map_or(0, power_of_ten)
    }

    /// The printed step, never 0.
    pub fn printed(&self) -> i128 {
        power_of_ten(self.printed)
    }

    /// The step that it is exact to, never 0.
    pub fn step(&self) -> i128 {
        power_of_ten(self.grain.unwrap_or(self.printed))
    }
}

fn power_of_ten(power: u8) -> i128 {
    const POWERS: [i128; 39] = {
        let mut powers = [1; 39];
        let mut at = 1;
        while at < 39 {
            powers[at] = powers[at - 1] * 10;
            at += 1;
        }
        powers
    };
    POWERS.get(usize::from(power)).copied().unwrap_or(i128::MAX)
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
    /// Row by row.
    spots: Vec<Spot>,
    /// The figures of barred spots, by place.
    barred: BTreeMap<usize, usize>,
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
        let mut spots = vec![Spot::Empty; table.rows.len() * width];
        let mut barred = BTreeMap::new();
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
            let place = row * width + column;
            if let Some(own) = spots.get_mut(place).filter(|_| column < width) {
                *own = spot;
                if matches!(spot, Spot::Barred) {
                    barred.insert(place, id);
                }
            }
        }
        Self {
            spots,
            barred,
            width,
            ratios,
        }
    }

    fn place(&self, row: usize, column: usize) -> Option<usize> {
        (column < self.width).then(|| row * self.width + column)
    }

    pub fn spot(&self, row: usize, column: usize) -> Spot {
        let place = self.place(row, column);
        let spot = place.and_then(|place| self.spots.get(place));
        spot.copied().unwrap_or_default()
    }

    pub fn is_of_ratios(&self, column: usize) -> bool {
        self.ratios.contains(&column)
    }

    /// The figure at a place, whether or not it adds.
    pub fn figure(&self, row: usize, column: usize) -> Option<usize> {
        let place = self.place(row, column)?;
        match self.spots.get(place)? {
            Spot::Slot(slot) => Some(slot.figure as usize),
            Spot::Barred => self.barred.get(&place).copied(),
            Spot::Empty => None,
        }
    }

    /// (row, column) of all figures, row by row.
    pub fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        self.spots
            .iter()
            .enumerate()
            .filter(|(_, spot)| !matches!(spot, Spot::Empty))
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
    let printed = u8::try_from(steps).ok().filter(|steps| *steps < 30)?;
    let value = (figure.amount.printed.mantissa()).checked_mul(power_of_ten(printed))?;
    let grain = if figure.grain.is_zero() {
        None
    } else {
        // A grain is a power of ten, no coarser than the printed step unless its column says so.
        let grain = figure.grain.normalize();
        let coarse = i32::try_from(figure.amount.printed.scale()).ok()?
            - i32::try_from(grain.scale()).ok()?
            + i32::try_from(grain.mantissa().checked_ilog10()?).ok()?;
        Some(
            u8::try_from((steps + coarse).max(0))
                .ok()
                .filter(|steps| *steps < 30)?,
        )
    };
    (value.abs() < LARGEST).then_some(Slot {
        value,
        figure: u32::try_from(id).ok()?,
        grain,
        printed,
        class,
        soft: !figure.additive,
        ratio: is_ratio(figure),
    })
}
