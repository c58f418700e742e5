//! A part that the list leaves out: under a total the parts fall short in line after line, as though one row were not there.
//!
//! Nothing in such a block holds any more, so the evidence is of another kind. Published tables hardly ever have a total over three
//! parts and more that falls short in every line by what a part could be; where they do not foot they were read wrongly, and then
//! the gaps point both ways, exceed the total, or dwarf all parts.

use super::{
    lookup::Spot,
    settle::{Form, Reading},
    sheet::{Axis, Sheet},
    weight::Outcome,
};

/// How much larger than the largest part that is listed the missing one may be, where all parts have one sign.
const LARGEST: i128 = 8;
/// Lines that must fall short.
const LINES: usize = 2;
/// Bits of a sum that holds within rounding, up to which it may be chance.
const CHANCE: u32 = 6;

/// Whether a sum that only its label and its place suggest fails as by one part that is not listed.
pub fn is_short(sheet: &Sheet, reading: &Reading, outcomes: &[Outcome]) -> bool {
    let own = sheet
        .items
        .get(reading.total)
        .is_some_and(|item| item.roles.total);
    let plain = matches!(reading.form, Form::Sum | Form::Marked) && !reading.forth;
    let adds = |item: usize| sheet.items.get(item).is_some_and(|item| !item.soft);
    let alike = adds(reading.total) && reading.terms.iter().all(|&(item, _)| adds(item));
    if sheet.axis != Axis::Down || !own || !plain || !reading.natural || !alike {
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
    let mut short = 0;
    let mut ways = Vec::new();
    let mut odd = 0;
    for (line, outcome) in outcomes.iter().enumerate() {
        match outcome {
            Outcome::Silent | Outcome::Trivial | Outcome::Holds(0) => {}
            Outcome::Rounds(bits) if *bits <= CHANCE => {}
            Outcome::Holds(_) | Outcome::Rounds(_) => return false,
            Outcome::Fails | Outcome::Doubtful => match missing(sheet, reading, line) {
                Some(way) => {
                    ways.push(way);
                    short += usize::from(!sheet.twin.get(line).copied().unwrap_or(false));
                }
                None => odd += 1,
            },
        }
    }
    // One part has one sign in all lines, against that of the total.
    // Columns of changes, where parts cancel out, tell little beside the others.
    let told = odd == 0 || (odd * 2 <= short && reading.terms.len() > 2);
    short >= LINES && told && ways.windows(2).all(|pair| pair.first() == pair.last())
}

/// Where what is missing in a line is of the size of a part: whether it points the way of the total.
fn missing(sheet: &Sheet, reading: &Reading, line: usize) -> Option<bool> {
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
    // Beyond nineteen parts in twenty nothing of the total is listed.
    let within = gap.abs() * 20 < total.value.abs() * 19;
    let fits = if mixed {
        gap.abs() <= largest
    } else {
        forward && gap.abs() <= largest.saturating_mul(LARGEST)
    };
    (count > 1 && within && fits).then_some(forward)
}
