//! A list against its total: the reading that adds up, or the one that a slip explains.

use super::Desk;
use super::mention::Speaking;
use super::slip::is_slip;
use crate::model::{Agreement, Expr, Measure, Relation, Saying, Speech};
use rust_decimal::Decimal;
use std::collections::HashSet;

/// A part, and whether it is subtracted.
pub type Part = (bool, usize);

/// One reading of a list, and whether the words leave no doubt that nothing is left out.
pub struct Reading {
    pub parts: Vec<Part>,
    pub closed: bool,
}

/// Claims the reading in which a list adds up; failing that, one that a slip of one figure mends; failing that (where `hold`), the
/// first as a doubtful claim. Parts need not be all there are, so a list that falls short proves nothing. Whether anything was
/// claimed.
pub fn best(
    desk: &mut Desk<'_, '_>,
    total: usize,
    mut readings: Vec<Reading>,
    totals: &mut HashSet<usize>,
    hold: bool,
) -> bool {
    let speaking = desk.speaking;
    readings.retain(|reading| reading.parts.len() > 1);
    let holds = readings.iter().position(|reading| {
        gap(speaking, total, &reading.parts).is_some_and(|gap| {
            let grains = reading
                .parts
                .iter()
                .map(|part| part.1)
                .chain([total])
                .map(|at| grain_in(speaking, at, total));
            Agreement::of(gap, grains) <= Agreement::Rounding
        })
    });
    if let Some(at) = holds {
        let nil = readings[at]
            .parts
            .iter()
            .all(|part| speaking.figure(part.1).amount.printed.is_zero());
        tell(desk, total, &readings[at].parts, true);
        if !nil {
            totals.insert(total);
        }
        return true;
    }
    // In an enumeration of letters nothing but "and" before its last part says that it is all there is.
    if readings
        .first()
        .is_some_and(|reading| is_latin(speaking, total, reading))
    {
        readings.truncate(1);
        let ordered = |at: usize| {
            let sentence = speaking.sentence(speaking.mentions[at].range.start);
            speaking.says(sentence, Speech::Each)
        };
        readings.retain(|reading| {
            reading.closed && !ordered(total) && !reading.parts.iter().any(|part| ordered(part.1))
        });
    }
    let part_of = |reading: &Reading| {
        let size = |at: usize| {
            speaking
                .figure(at)
                .amount
                .in_unit(&speaking.figure(total).amount.unit)
        };
        let less = reading.parts.iter().any(|part| part.0);
        less || reading.parts.iter().all(|&(_, part)| {
            size(part).map(|part| part.abs()) < size(total).map(|total| total.abs())
        })
    };
    if !hold || !readings.iter().any(part_of) {
        return false;
    }
    let slip = |reading: &Reading| {
        let stated = speaking.figure(total).amount.printed;
        gap(speaking, total, &reading.parts).is_some_and(|gap| is_slip(stated, stated - gap))
    };
    let mended = |reading: &Reading| {
        gap(speaking, total, &reading.parts).is_some_and(|gap| {
            reading.parts.iter().any(|&(less, part)| {
                let stated = speaking.figure(part).amount.printed;
                let mended = if less {
                    stated.checked_sub(gap)
                } else {
                    stated.checked_add(gap)
                };
                mended.is_some_and(|mended| is_slip(stated, mended))
            })
        })
    };
    // The whole list before stretches of it.
    let whole = (readings.first()).is_some_and(|reading| {
        !slip(reading) && mended(reading) && is_near(speaking, total, reading)
    });
    if let Some(at) = readings.iter().position(slip).filter(|_| !whole) {
        tell(desk, total, &readings[at].parts, true);
        totals.insert(total);
        return true;
    }
    let Some(at) = (readings.iter().position(mended)).or((!readings.is_empty()).then_some(0))
    else {
        return false;
    };
    let firm = is_near(speaking, total, &readings[at]);
    tell(desk, total, &readings[at].parts, firm);
    false
}

fn is_latin(speaking: &Speaking<'_>, total: usize, reading: &Reading) -> bool {
    let places = reading.parts.iter().map(|part| part.1).chain([total]);
    let starts = places.clone().map(|at| speaking.mentions[at].own).min();
    let ends = places.map(|at| speaking.mentions[at].range.end).max();
    matches!((starts, ends), (Some(start), Some(end)) if speaking.words(start..end).is_ascii())
}

/// Whether a list that does not add up can hardly be one that leaves parts out: it exceeds its total by little, or falls short by
/// little where its words or its kind (things that are counted) close it.
fn is_near(speaking: &Speaking<'_>, total: usize, reading: &Reading) -> bool {
    let stated = speaking.figure(total).amount.printed;
    let Some(gap) = gap(speaking, total, &reading.parts) else {
        return false;
    };
    let within = |share: i64| {
        gap.abs()
            .checked_mul(Decimal::from(share))
            .is_some_and(|gap| gap <= stated.abs())
    };
    let counted = speaking.figure(total).amount.unit.measure == Measure::Count;
    let one_sentence = reading.parts.iter().all(|part| {
        speaking.mentions[part.1].sentence == speaking.mentions[reading.parts[0].1].sentence
    });
    one_sentence
        && if gap.is_sign_negative() {
            within(if reading.closed { 10 } else { 20 })
        } else {
            let many = reading.parts.len() > 2;
            // All but a fiftieth listed under three names or more: hardly a list that leaves something out.
            let full = many && within(50) && !is_latin(speaking, total, reading);
            reading.closed && within(10) || within(20) && (counted && many || full)
        }
}

/// The total less its parts, in the total's unit.
pub fn gap(speaking: &Speaking<'_>, total: usize, parts: &[Part]) -> Option<Decimal> {
    let stated = &speaking.figure(total).amount;
    parts
        .iter()
        .try_fold(stated.printed, |rest, &(less, part)| {
            let amount = speaking.figure(part).amount.in_unit(&stated.unit)?;
            if less {
                rest.checked_add(amount)
            } else {
                rest.checked_sub(amount)
            }
        })
}

fn grain_in(speaking: &Speaking<'_>, at: usize, total: usize) -> Decimal {
    let figure = speaking.figure(at);
    let grain = crate::model::Amount {
        printed: figure.grain,
        unit: figure.amount.unit.clone(),
    };
    grain
        .in_unit(&speaking.figure(total).amount.unit)
        .unwrap_or(figure.grain)
}

pub fn tell(desk: &mut Desk<'_, '_>, total: usize, parts: &[Part], firm: bool) {
    let mut parts: Vec<Part> = parts.to_vec();
    // A term that is subtracted does not stand first.
    if let Some(first) = parts.iter().position(|part| !part.0).filter(|_| parts[0].0) {
        parts.swap(0, first);
    }
    let computed = Expr::sum(parts.iter().map(|&(less, part)| (less, desk.id(part))));
    desk.state(Saying::Parts, total, Relation::Equal, computed, firm);
}
