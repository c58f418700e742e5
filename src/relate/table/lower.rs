//! Readings to claims, line by line, each with the support that the other lines give it.

use super::{
    lookup::{Slot, Spot},
    settle::{Form, Reading},
    sheet::{Axis, Sheet},
    weight::{Outcome, Running},
};
use crate::model::{Asserted, Claim, Expr, Figure, FigureId, Relation, Shape, Source, Support};

pub fn lower(
    document: usize,
    figures: &[Figure],
    sheet: &Sheet,
    readings: &[Reading],
    claims: &mut Vec<Claim>,
) {
    let strangers = strangers(sheet, readings);
    for reading in readings {
        let outcomes: Vec<Outcome> = (0..sheet.lines)
            .map(|line| outcome(sheet, reading, line))
            .collect();
        // Where one line adds although its words say that it does not, the words are not taken at their word in the others.
        let adds = |(line, outcome): (usize, &Outcome)| {
            sheet.is_soft(line) && matches!(outcome, Outcome::Holds(bits) if *bits > 0)
        };
        let outcomes: Vec<Outcome> = if outcomes.iter().enumerate().any(adds) {
            outcomes
        } else {
            outcomes
                .into_iter()
                .enumerate()
                .map(|(line, outcome)| sheet.heed(line, outcome))
                .collect()
        };
        let witnesses = |wanted: fn(&Outcome) -> bool, but: usize| {
            outcomes
                .iter()
                .enumerate()
                .filter(|&(line, outcome)| {
                    line != but
                        && !sheet.twin.get(line).copied().unwrap_or(false)
                        && wanted(outcome)
                })
                .count()
        };
        for (line, outcome) in outcomes.iter().enumerate() {
            let holds = witnesses(
                |outcome| matches!(outcome, Outcome::Holds(bits) if *bits > 0),
                line,
            );
            let fails = witnesses(
                |outcome| matches!(outcome, Outcome::Fails | Outcome::Doubtful),
                line,
            );
            let mut support = Support {
                label: reading.labelled,
                holds,
                fails,
                meaning: false,
            };
            let keep = match outcome {
                Outcome::Silent => false,
                Outcome::Trivial => reading.labelled || reading.is_borne_out(),
                Outcome::Holds(_) | Outcome::Rounds(_) => {
                    reading.labelled || reading.is_borne_out()
                }
                Outcome::Doubtful | Outcome::Fails => {
                    let believed = reading.is_borne_out() && is_believed(reading, holds, fails);
                    if !believed {
                        support.holds = 0;
                    }
                    let strange = strangers.get(line).copied().unwrap_or(false);
                    (believed || reading.labelled)
                        && !strange
                        && !holds_otherwise(sheet, reading, line)
                }
            };
            if keep && let Some(claim) = claim(document, figures, sheet, reading, line, support) {
                claims.push(claim);
            }
        }
    }
}

/// Lines in which sums fail that no single cell could mend, and none holds: what stands there does not add (changes in per cent,
/// prices, footnote marks).
fn strangers(sheet: &Sheet, readings: &[Reading]) -> Vec<bool> {
    let items: Vec<Vec<usize>> = readings.iter().map(Reading::relation).collect();
    (0..sheet.lines)
        .map(|line| {
            let mut failing: Vec<&[usize]> = Vec::new();
            for (reading, items) in readings.iter().zip(&items) {
                if !reading.is_borne_out() {
                    continue;
                }
                match outcome(sheet, reading, line) {
                    Outcome::Holds(bits) | Outcome::Rounds(bits) if bits > 0 => return false,
                    Outcome::Fails | Outcome::Doubtful if !reading.labelled => return true,
                    Outcome::Fails | Outcome::Doubtful => failing.push(items),
                    _ => {}
                }
            }
            failing.iter().enumerate().any(|(at, one)| {
                failing
                    .iter()
                    .skip(at + 1)
                    .any(|other| !one.iter().any(|item| other.contains(item)))
            })
        })
        .collect()
}

/// `holds`, `fails`: in the other lines.
fn is_believed(reading: &Reading, holds: usize, fails: usize) -> bool {
    let label_counts = reading.labelled && reading.natural;
    match fails {
        0 => holds >= if label_counts { 1 } else { 2 },
        _ => holds > 3 * fails,
    }
}

fn outcome(sheet: &Sheet, reading: &Reading, line: usize) -> Outcome {
    let Spot::Slot(total) = sheet.spot(reading.total, line) else {
        return Outcome::Silent;
    };
    let mut running = Running::default();
    for &(member, sign) in &reading.terms {
        match sheet.spot(member, line) {
            Spot::Slot(slot) => running.add(slot, sign),
            Spot::Barred => return Outcome::Silent,
            Spot::Empty => {}
        }
    }
    let all = running.terms as usize == reading.terms.len();
    match running.outcome(total) {
        // Only words let a reader take a blank part for none, and what others are subtracted from must stand there.
        Outcome::Fails | Outcome::Doubtful
            if !all
                && (!reading.labelled
                    || matches!(reading.form, Form::Minus | Form::Difference)) =>
        {
            Outcome::Silent
        }
        Outcome::Fails | Outcome::Doubtful if running.terms < 2 => Outcome::Silent,
        outcome => outcome,
    }
}

/// Whether another block beside the total gives it exactly in this line: then the line has a structure of its own.
fn holds_otherwise(sheet: &Sheet, reading: &Reading, line: usize) -> bool {
    let Spot::Slot(total) = sheet.spot(reading.total, line) else {
        return false;
    };
    let slot = |item: usize| match sheet.spot(item, line) {
        Spot::Slot(slot) => Some(slot),
        _ => None,
    };
    let walk = |items: &mut dyn Iterator<Item = usize>| {
        let (mut sum, mut nonzero) = (0i128, 0u32);
        items.filter_map(slot).any(|Slot { value, .. }| {
            sum += value;
            nonzero += u32::from(value != 0);
            nonzero > 1 && sum == total.value && total.value != 0
        })
    };
    walk(&mut (0..reading.total).rev().take(4_000))
        || walk(&mut (reading.total + 1..sheet.items.len()).take(4_000))
}

fn claim(
    document: usize,
    figures: &[Figure],
    sheet: &Sheet,
    reading: &Reading,
    line: usize,
    support: Support,
) -> Option<Claim> {
    let id = |item: usize| match sheet.spot(item, line) {
        Spot::Slot(slot) => Some(FigureId {
            document,
            figure: slot.figure,
        }),
        _ => None,
    };
    let stated = id(reading.total)?;
    let terms: Vec<(bool, FigureId)> = reading
        .terms
        .iter()
        .filter_map(|&(item, sign)| Some((sign < 0, id(item)?)))
        .collect();
    if terms.is_empty() {
        return None;
    }
    let shape = match (reading.form, sheet.axis) {
        (Form::Difference, _) => Shape::Difference,
        (Form::Minus, _) if reading.terms.len() == 2 => Shape::Difference,
        (_, Axis::Down) => Shape::Foot,
        (_, Axis::Across) => Shape::Cross,
    };
    // A difference begins with what is subtracted from.
    let mut terms = terms;
    if shape == Shape::Difference {
        terms.sort_by_key(|(minus, _)| *minus);
    }
    Some(Claim {
        source: Source::Shape(shape),
        at: figures.get(stated.figure)?.span,
        asserted: Asserted::Relation {
            stated,
            relation: Relation::Equal,
            computed: Expr::sum(terms),
        },
        support,
    })
}
