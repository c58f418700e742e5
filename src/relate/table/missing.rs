//! A part that the list leaves out: under a total the parts fall short in line after line, as though one row were not there.
//!
//! Nothing in such a block holds any more, so the evidence is of another kind. Published tables hardly ever have a total over three
//! parts and more that falls short in line after line by what a part could be; where they do not foot they were read wrongly, and then
//! the gaps point both ways, exceed the total, or dwarf all parts.

use super::{
    doubt::has_idle_parts,
    lookup::Spot,
    settle::{Form, Reading},
    sheet::{Axis, Item, Sheet},
    weight::Outcome,
};
use std::collections::{BTreeMap, BTreeSet};

/// How much larger than the largest part that is listed the missing one may be, where all parts have one sign.
const LARGEST: i128 = 10;
/// Hundredths of a total beyond which next to nothing of it is listed.
pub const NEARLY_ALL: i128 = 95;
/// The same where the list goes on over headings: its beginning may stand on another page.
pub const HALF: i128 = 50;
/// Lines that must fall short.
const LINES: usize = 2;
/// Sums elsewhere in a table that show how it is made.
const SIBLINGS: usize = 2;

/// What the table says of where a total stands, beside its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Its totals stand first: the block before one is another's.
    Before,
    Likely,
    /// The block has the heading that the total names, or other totals of the table do sum up the block before them.
    Sure,
}

impl Place {
    pub fn of(sheet: &Sheet, totals: &Totals, reading: &Reading) -> Self {
        if totals.heads.iter().any(|&head| head != reading.total) {
            return Place::Before;
        }
        let first = reading.inside.first();
        let headed =
            first.is_some_and(|&first| sheet.is_headed_by(totals.outset(first), reading.total));
        let own = usize::from(totals.first.contains_key(&reading.total));
        if headed || totals.first.len() - own >= SIBLINGS {
            Place::Sure
        } else {
            Place::Likely
        }
    }
}

/// The named totals of a sheet that their figures bear out.
pub struct Totals {
    /// Those that have their parts behind them, and none before.
    heads: BTreeSet<usize>,
    /// The first of the parts before each.
    first: BTreeMap<usize, usize>,
}

impl Totals {
    pub fn of(readings: &[Reading]) -> Self {
        let sums = |form: Form| matches!(form, Form::Sum | Form::Marked);
        let named = || {
            let borne = readings.iter().filter(|own| own.is_borne_out());
            borne.filter(|own| own.labelled && sums(own.form))
        };
        let before = named().filter(|own| !own.forth);
        let first: BTreeMap<usize, usize> = before
            .filter_map(|own| Some((own.total, *own.inside.first()?)))
            .collect();
        let behind = named().filter(|own| own.forth).map(|own| own.total);
        let heads = behind.filter(|total| !first.contains_key(total)).collect();
        Self { heads, first }
    }

    /// The first of the items that an item sums up, directly or not; itself where it is none of the totals.
    fn outset(&self, item: usize) -> usize {
        let first = |&at: &usize| self.first.get(&at).copied().filter(|&first| first < at);
        std::iter::successors(Some(item), first)
            .last()
            .unwrap_or(item)
    }
}

/// Whether a sum that only its label and its place suggest fails as by one part that is not listed. `most`: how many hundredths of
/// the total that part may be.
pub fn is_short(
    sheet: &Sheet,
    reading: &Reading,
    outcomes: &[Outcome],
    most: i128,
    place: Place,
) -> bool {
    let own = sheet
        .items
        .get(reading.total)
        .is_some_and(|item| item.roles.total || item.roles.nameless);
    let plain = matches!(reading.form, Form::Sum | Form::Marked) && !reading.forth;
    let adds = |item: usize| sheet.items.get(item).is_some_and(|item| !item.soft);
    let alike = adds(reading.total) && reading.terms.iter().all(|&(item, _)| adds(item));
    let elsewhere = sheet.axis != Axis::Down || place == Place::Before;
    if elsewhere || !own || !plain || !reading.natural || !alike {
        return false;
    }
    // A part beside a subtotal of it alone: the structure is another.
    let values = |item: usize| {
        let value = |spot: &Spot| match spot {
            Spot::Slot(slot) => slot.value,
            _ => 0,
        };
        sheet.row(item).iter().map(value)
    };
    let copies = |pair: &[(usize, i8)]| match pair {
        [(one, _), (two, _)] => {
            values(*one).eq(values(*two)) && values(*one).any(|value| value != 0)
        }
        _ => false,
    };
    // A total that repeats one of the parts is a summary of them, not their sum.
    let repeats = |&(part, _): &(usize, i8)| copies(&[(reading.total, 1), (part, 1)]);
    if reading.terms.windows(2).any(copies) || reading.terms.iter().any(repeats) {
        return false;
    }
    let (mut short, mut rounds, mut holds, mut odd) = (0usize, 0usize, 0usize, 0usize);
    let (mut ways, mut gaps) = (Vec::new(), BTreeSet::new());
    // One line is enough where words call it a total, and its place does.
    let named = |item: &Item| item.roles.total;
    let mut alone = place == Place::Sure && sheet.items.get(reading.total).is_some_and(named);
    for (line, outcome) in outcomes.iter().enumerate() {
        let twin = sheet.twin.get(line).copied().unwrap_or(false);
        match outcome {
            // Nothing of the missing part stands in a line that holds.
            Outcome::Silent | Outcome::Amid | Outcome::Trivial => {}
            Outcome::Holds(bits) => holds += usize::from(*bits > 0),
            Outcome::Rounds(_) => rounds += usize::from(!twin),
            Outcome::Fails | Outcome::Doubtful => match missing(sheet, reading, line, most) {
                Some((way, gap)) => {
                    alone &= way && !has_idle_parts(sheet, reading, line);
                    ways.push(way);
                    gaps.insert(gap);
                    short += usize::from(!twin);
                }
                None => odd += 1,
            },
        }
    }
    // What holds beside gaps of one size is their difference: of the list only what differs is shown.
    if holds > 0 && gaps.len() < 2 {
        return false;
    }
    // One part mostly has one sign in all lines, against that of the total; where it has not, more must say so.
    let one_way = ways.windows(2).all(|pair| pair.first() == pair.last());
    let sure = place == Place::Sure || short > LINES;
    let both_ways = sure && holds == 0 && reading.terms.len() > 2;
    // Columns of changes, where parts cancel out, tell little beside the others.
    let told = odd == 0 || (odd * 2 <= short && reading.terms.len() > 2);
    let enough = short >= LINES || (short > 0 && alone);
    enough && rounds < short && told && (one_way || both_ways)
}

/// Where what is missing in a line is of the size of a part: whether it points the way of the total, and what it is.
fn missing(sheet: &Sheet, reading: &Reading, line: usize, most: i128) -> Option<(bool, i128)> {
    let Spot::Slot(total) = sheet.spot(reading.total, line) else {
        return None;
    };
    let (mut sum, mut largest, mut count) = (0i128, 0i128, 0usize);
    let mut mixed = false;
    for &(item, sign) in &reading.terms {
        if let Spot::Slot(slot) = sheet.spot(item, line) {
            let value = slot.value * i128::from(sign);
            sum += value;
            mixed |= value.signum() == -total.value.signum();
            largest = largest.max(slot.value.abs());
            count += usize::from(slot.value != 0);
        }
    }
    let gap = total.value - sum;
    let forward = gap.signum() == total.value.signum();
    let within = gap.abs() * 100 < total.value.abs() * most;
    let fits = if mixed {
        gap.abs() <= largest && (within || reading.terms.len() > 2)
    } else {
        within && forward && gap.abs() <= largest.saturating_mul(LARGEST)
    };
    (count > 0 && fits).then_some((forward, gap))
}
