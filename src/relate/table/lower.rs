//! Readings to claims, line by line, each with the support that the other lines give it.

use super::{
    lookup::{Slot, Spot},
    missing,
    settle::{Form, Reading},
    shares,
    sheet::{Axis, Sheet},
    weight::{Outcome, Running},
};
use crate::model::{
    Asserted, BlankPart, Claim, Expr, Figure, FigureId, Function, Relation, Shape, Source, Support,
};

/// A sum of thousands as one call: as a tree of additions it would be too deep to walk.
fn sum(terms: Vec<(bool, FigureId)>) -> Expr<FigureId> {
    if terms.len() <= DEEP {
        return Expr::sum(terms);
    }
    let signed = |(minus, id)| {
        let leaf = Expr::Leaf(id);
        if minus {
            Expr::Negate(Box::new(leaf))
        } else {
            leaf
        }
    };
    Expr::Call(Function::Sum, terms.into_iter().map(signed).collect())
}

const DEEP: usize = 200;
/// What a reading without a label must be worth before a line is said to break it.
const CLEAR: i64 = 20;
/// What the lines that hold must be worth where a block does not begin as a reader would begin it.
const SURE: u32 = 11;

pub fn lower(
    document: usize,
    figures: &[Figure],
    sheet: &Sheet,
    readings: &[Reading],
    claims: &mut Vec<Claim>,
) {
    let adds = shares::adding(sheet, readings, |reading, line| {
        outcome(sheet, reading, line)
    });
    let strangers = strangers(sheet, readings);
    for reading in readings {
        let whole = with_repeats(sheet, reading);
        let outcomes: Vec<Outcome> = (0..sheet.lines)
            .map(|line| match outcome(sheet, reading, line) {
                Outcome::Fails | Outcome::Doubtful if !adds[line] => Outcome::Silent,
                outcome => outcome,
            })
            .collect();
        let bears_out = |line: usize, wanted: fn(&Outcome) -> bool| {
            !sheet.twin.get(line).copied().unwrap_or(false)
                && outcomes.get(line).is_some_and(wanted)
        };
        let witnesses = |wanted: fn(&Outcome) -> bool| {
            let all = (0..sheet.lines).filter(|&line| bears_out(line, wanted));
            all.count()
        };
        let holding = |outcome: &Outcome| matches!(outcome, Outcome::Holds(bits) if *bits > 0);
        let failing = |outcome: &Outcome| matches!(outcome, Outcome::Fails | Outcome::Doubtful);
        let (all_holds, all_fails) = (witnesses(holding), witnesses(failing));
        let structural = !reading.is_borne_out() && is_turned_throughout(sheet, reading, &outcomes);
        let both = readings
            .iter()
            .any(|other| other.total == reading.total && other.forth != reading.forth);
        let otherwise = |line: usize| holds_otherwise(sheet, reading, line, both);
        let unordered = has_no_order(sheet, reading);
        let short = !structural
            && !reading.is_borne_out()
            && !holds_a_comparison(readings, reading)
            && missing::is_short(sheet, reading, &outcomes)
            && !(0..sheet.lines).any(otherwise);
        for (line, outcome) in outcomes.iter().enumerate() {
            // In the other lines.
            let holds = all_holds - usize::from(bears_out(line, holding));
            let fails = all_fails - usize::from(bears_out(line, failing));
            let mut support = Support {
                label: reading.labelled,
                holds,
                fails,
                short: short && failing(outcome),
                ..Support::default()
            };
            let keep = match outcome {
                Outcome::Silent => false,
                Outcome::Trivial => reading.labelled || reading.is_borne_out(),
                Outcome::Holds(_) | Outcome::Rounds(_) => {
                    reading.labelled || reading.is_borne_out()
                }
                Outcome::Doubtful | Outcome::Fails if reading.form == Form::Lateral => false,
                Outcome::Doubtful | Outcome::Fails => {
                    let believed = reading.is_borne_out() && is_believed(reading, holds, fails);
                    if !believed {
                        support.holds = 0;
                    }
                    let strange = strangers.get(line).copied().unwrap_or(false);
                    // Beyond doubt: a shorter block that fits in one line is a part left out there.
                    let certain = believed && reading.labelled && reading.natural && holds > 1;
                    (believed || reading.labelled && !structural)
                        && !strange
                        && !(unordered && is_reversed(sheet, reading, line))
                        && (reading.labelled || reading.score >= CLEAR)
                        && (certain || !otherwise(line))
                }
            };
            let said = match (&whole, outcome) {
                (Some(whole), Outcome::Holds(bits)) if *bits > 0 => whole,
                _ => reading,
            };
            if keep && let Some(claim) = claim(document, figures, sheet, said, line, support) {
                claims.push(claim);
            }
        }
    }
}

/// The reading with the items counted that only repeat the one before, where it holds without them: the list names them twice.
fn with_repeats(sheet: &Sheet, reading: &Reading) -> Option<Reading> {
    let mut whole = reading.clone();
    let repeats = reading
        .inside
        .iter()
        .filter(|&&item| sheet.items.get(item).is_some_and(|item| item.again));
    whole.terms.extend(repeats.map(|&item| (item, 1)));
    whole.terms.sort_unstable();
    whole.terms.dedup_by_key(|(item, _)| *item);
    (reading.is_borne_out() && whole.terms.len() > reading.terms.len()).then_some(whole)
}

/// Lines in which sums fail that no single cell could mend, and none holds: what stands there does not add (changes in per cent,
/// prices, footnote marks).
fn strangers(sheet: &Sheet, readings: &[Reading]) -> Vec<bool> {
    let items: Vec<Vec<usize>> = readings.iter().map(Reading::relation).collect();
    (0..sheet.lines)
        .map(|line| {
            let mut failing: Vec<&[usize]> = Vec::new();
            let mut unnamed = false;
            for (reading, items) in readings.iter().zip(&items) {
                if !reading.is_borne_out() {
                    continue;
                }
                match outcome(sheet, reading, line) {
                    Outcome::Holds(bits) | Outcome::Rounds(bits) if bits > 0 => return false,
                    Outcome::Fails | Outcome::Doubtful => {
                        unnamed |= !reading.labelled;
                        failing.push(items);
                    }
                    _ => {}
                }
            }
            if failing.len() == 1 && unnamed {
                return true;
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
    // A hit of that worth is no chance, wherever the block begins.
    let label_counts = reading.labelled && (reading.natural || reading.tally.bits >= SURE);
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
        // One figure and nothing beside it is a copy at most; what it differs by is no rounding of a sum.
        Outcome::Rounds(_) if running.terms < 2 => Outcome::Silent,
        outcome => outcome,
    }
}

/// Whether another block beside the total gives it exactly in this line: then the line has a structure of its own.
/// `both`: the total has parts on its other side as well, which say nothing of this side.
fn holds_otherwise(sheet: &Sheet, reading: &Reading, line: usize, both: bool) -> bool {
    let Spot::Slot(total) = sheet.spot(reading.total, line) else {
        return false;
    };
    let slot = |item: usize| match sheet.spot(item, line) {
        Spot::Slot(slot) => Some(slot),
        _ => None,
    };
    // The same block with every part added says that a mark of one part does not fit the line.
    let same = reading.is_borne_out() && reading.form == Form::Marked;
    let outer = if reading.forth {
        reading.inside.last()
    } else {
        reading.inside.first()
    };
    let walk = |items: &mut dyn Iterator<Item = usize>| {
        let (mut sum, mut nonzero) = (0i128, 0u32);
        items
            .filter_map(|item| Some((item, slot(item)?)))
            .any(|(item, Slot { value, .. })| {
                sum += value;
                nonzero += u32::from(value != 0);
                let other = !same || outer != Some(&item);
                nonzero > 1 && sum == total.value && total.value != 0 && other
            })
    };
    let before = !(both && reading.forth) && walk(&mut (0..reading.total).rev().take(4_000));
    let after =
        (reading.forth || !both) && walk(&mut (reading.total + 1..sheet.items.len()).take(4_000));
    before
        || after
        || (!reading.is_borne_out()
            && (ends_in_deductions(sheet, reading, line, total)
                || counts_twice(sheet, reading, line, total)))
}

/// The signed parts that stand in a line.
fn parts<'a>(
    sheet: &'a Sheet,
    reading: &'a Reading,
    line: usize,
) -> impl Iterator<Item = i128> + 'a {
    let part = move |&(item, sign): &(usize, i8)| match sheet.spot(item, line) {
        Spot::Slot(slot) => Some(slot.value * i128::from(sign)),
        _ => None,
    };
    reading.terms.iter().filter_map(part)
}

/// Whether the parts come to twice the total, or one of them is the total itself: subtotals stand among their own parts.
fn counts_twice(sheet: &Sheet, reading: &Reading, line: usize, total: Slot) -> bool {
    let parts = || parts(sheet, reading, line);
    total.value != 0
        && (parts().sum::<i128>() == 2 * total.value || parts().any(|part| part == total.value))
}

/// Whether a difference stands in a line with its sign turned.
fn is_reversed(sheet: &Sheet, reading: &Reading, line: usize) -> bool {
    let Spot::Slot(stated) = sheet.spot(reading.total, line) else {
        return false;
    };
    let apart: i128 = parts(sheet, reading, line).sum();
    stated.value != 0 && apart == -stated.value
}

/// Whether a column of differences is taken now one way, now the other: a difference of nothing is the same both ways, so
/// only the other lines tell.
fn has_no_order(sheet: &Sheet, reading: &Reading) -> bool {
    let is_stated = |line: usize| matches!(sheet.spot(reading.total, line), Spot::Slot(slot) if slot.value != 0);
    let holds = |line: usize| {
        matches!(
            outcome(sheet, reading, line),
            Outcome::Holds(_) | Outcome::Rounds(_)
        )
    };
    let lines = || (0..sheet.lines).filter(|&line| is_stated(line));
    let reversed = lines()
        .filter(|&line| is_reversed(sheet, reading, line))
        .count();
    matches!(reading.form, Form::Difference | Form::Minus)
        && reading.terms.len() == 2
        && reversed > 1
        && lines().filter(|&line| holds(line)).count() <= 3 * reversed
}

/// Whether the parts are two amounts and what lies between them: these are compared, not added.
fn holds_a_comparison(readings: &[Reading], reading: &Reading) -> bool {
    let is_part = |item: &usize| reading.terms.iter().any(|(part, _)| part == item);
    readings.iter().any(|other| {
        matches!(other.form, Form::Difference | Form::Minus)
            && other.is_borne_out()
            && other.relation().iter().all(is_part)
    })
}

/// Whether the last one or two parts, subtracted, give the total: tables end so without a word for it.
fn ends_in_deductions(sheet: &Sheet, reading: &Reading, line: usize, total: Slot) -> bool {
    let values: Vec<i128> = parts(sheet, reading, line).collect();
    let sum: i128 = values.iter().sum();
    let mut last = values.iter().rev();
    let mut deducted = 0i128;
    (0..2).any(|_| {
        deducted += last.next().copied().unwrap_or(0);
        deducted != 0 && sum - 2 * deducted == total.value
    })
}

/// Whether in each of several failing lines the same part, with its sign turned, gives the total: that is how the table is made.
fn is_turned_throughout(sheet: &Sheet, reading: &Reading, outcomes: &[Outcome]) -> bool {
    let failing: Vec<usize> = outcomes
        .iter()
        .enumerate()
        .filter(|(_, outcome)| matches!(outcome, Outcome::Fails | Outcome::Doubtful))
        .map(|(line, _)| line)
        .collect();
    let value = |item: usize, line: usize| match sheet.spot(item, line) {
        Spot::Slot(slot) => slot.value,
        _ => 0,
    };
    failing.len() > 1
        && reading.terms.iter().any(|&(turned, sign)| {
            failing.iter().all(|&line| {
                let sum: i128 = reading
                    .terms
                    .iter()
                    .map(|&(item, sign)| value(item, line) * i128::from(sign))
                    .sum();
                let turned = value(turned, line) * i128::from(sign);
                turned != 0 && sum - 2 * turned == value(reading.total, line)
            })
        })
}

/// The columns of a block that are blank throughout: a reader sees them in it, whatever will be filled in.
fn bare_parts(sheet: &Sheet, reading: &Reading, line: usize) -> Vec<BlankPart> {
    let column = |item: usize| sheet.place(item, line).map(|place| place.1);
    let items = || {
        reading
            .terms
            .iter()
            .map(|term| term.0)
            .chain([reading.total])
    };
    let (Some(first), Some(last), Some((row, _))) = (
        items().filter_map(column).min(),
        items().filter_map(column).max(),
        sheet.place(reading.total, line),
    ) else {
        return Vec::new();
    };
    sheet
        .bare
        .iter()
        .filter(|&&column| first < column && column < last)
        .map(|&column| BlankPart {
            row,
            column,
            minus: false,
        })
        .collect()
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
    let mut blanks: Vec<BlankPart> = reading
        .terms
        .iter()
        .filter(|&&(item, _)| matches!(sheet.spot(item, line), Spot::Empty))
        .filter_map(|&(item, sign)| {
            let (row, column) = sheet.place(item, line)?;
            Some(BlankPart {
                row,
                column,
                minus: sign < 0,
            })
        })
        .collect();
    if reading.form == Form::Sum {
        blanks.extend(bare_parts(sheet, reading, line));
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
            computed: sum(terms),
        },
        support: Support { blanks, ..support },
    })
}
