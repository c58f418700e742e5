//! What speaks against saying that a line breaks a sum: another way to read it, or a shape that the gaps of several lines share.

use super::{
    lookup::{Slot, Spot},
    lower::outcome,
    settle::{Form, Reading},
    sheet::Sheet,
    weight::Outcome,
};

/// Lines in which sums fail that no single cell could mend, and none holds: what stands there does not add (changes in per cent,
/// prices, footnote marks).
pub fn strangers(sheet: &Sheet, readings: &[Reading]) -> Vec<bool> {
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
                    Outcome::Fails | Outcome::Doubtful if reading.form != Form::Lateral => {
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

/// Whether another block beside the total gives it exactly in this line: then the line has a structure of its own.
/// `both`: the total has parts on its other side as well, which say nothing of this side.
pub fn holds_otherwise(
    sheet: &Sheet,
    readings: &[Reading],
    reading: &Reading,
    line: usize,
    both: bool,
) -> bool {
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
                let fits = nonzero > 1 && sum == total.value && total.value != 0 && other;
                fits && !is_part_with(readings, reading.total, item)
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

/// Whether a total and all that stand between it and an item after it are known to be related: it is a part there.
fn is_part_with(readings: &[Reading], total: usize, last: usize) -> bool {
    last > total
        && readings.iter().any(|other| {
            other.is_borne_out()
                && other.total != total
                && other.relation().first() == Some(&total)
                && other.relation().last() == Some(&last)
        })
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
pub fn is_reversed(sheet: &Sheet, reading: &Reading, line: usize) -> bool {
    let Spot::Slot(stated) = sheet.spot(reading.total, line) else {
        return false;
    };
    let apart: i128 = parts(sheet, reading, line).sum();
    stated.value != 0 && apart == -stated.value
}

/// Whether a line of differences may have signs of its own, as where each line says whether its variance is favourable: what is said is
/// that one amount is another with a third, before them or by a minus (revenue, expenditure and what is between), or one part with its
/// sign turned gives the total. The differences themselves are checked along the lines.
pub fn is_favourable(sheet: &Sheet, reading: &Reading, line: usize) -> bool {
    let Spot::Slot(stated) = sheet.spot(reading.total, line) else {
        return false;
    };
    let sum: i128 = parts(sheet, reading, line).sum();
    let turned = |part: i128| part != 0 && sum - 2 * part == stated.value;
    let minus = reading.terms.iter().any(|term| term.1 < 0);
    let before = reading.terms.iter().all(|term| term.0 > reading.total);
    let between = reading.terms.len() == 2 && (minus || before);
    sheet.line_differs(line) && (between || parts(sheet, reading, line).any(turned))
}

/// Whether a column of differences is taken now one way, now the other: a difference of nothing is the same both ways, so
/// only the other lines tell.
pub fn has_no_order(sheet: &Sheet, reading: &Reading) -> bool {
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
pub fn holds_a_comparison(readings: &[Reading], reading: &Reading) -> bool {
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

/// How many parts are tried as a run that does not count.
const RUN: usize = 64;

/// Whether in each of several failing lines the total leaves out the same parts, one or several in a row: that is how the table is made.
pub fn is_idle_throughout(sheet: &Sheet, reading: &Reading, outcomes: &[Outcome]) -> bool {
    let failing = outcomes.iter().enumerate();
    let gaps: Vec<(i128, Vec<i128>)> = failing
        .filter(|(_, outcome)| matches!(outcome, Outcome::Fails | Outcome::Doubtful))
        .filter_map(|(line, _)| surplus(sheet, reading, line))
        .collect();
    let Some((first, rest)) = gaps.split_first() else {
        return false;
    };
    let leaves =
        |(gap, until): &(i128, Vec<i128>), from: usize, to: usize| until[to] - until[from] == *gap;
    let parts = reading.terms.len();
    !rest.is_empty()
        && parts <= RUN
        && (0..parts).any(|from| {
            (from + 1..=parts)
                .any(|to| leaves(first, from, to) && rest.iter().all(|line| leaves(line, from, to)))
        })
}

/// Whether one part or several in a row are all that the parts exceed the total by.
pub fn has_idle_parts(sheet: &Sheet, reading: &Reading, line: usize) -> bool {
    let parts = reading.terms.len();
    surplus(sheet, reading, line).is_some_and(|(gap, until)| {
        parts <= RUN
            && (0..parts).any(|from| (from + 1..=parts).any(|to| until[to] - until[from] == gap))
    })
}

/// By how much the parts exceed the total, and what they come to one after another.
fn surplus(sheet: &Sheet, reading: &Reading, line: usize) -> Option<(i128, Vec<i128>)> {
    let Spot::Slot(total) = sheet.spot(reading.total, line) else {
        return None;
    };
    let mut until = vec![0i128];
    for &(item, sign) in &reading.terms {
        let part = match sheet.spot(item, line) {
            Spot::Slot(slot) => slot.value * i128::from(sign),
            _ => 0,
        };
        until.push(until.last().copied().unwrap_or(0) + part);
    }
    let gap = until.last().copied().unwrap_or(0) - total.value;
    Some((gap, until))
}

/// Whether in each of several failing lines the same part, with its sign turned, gives the total: that is how the table is made.
pub fn is_turned_throughout(sheet: &Sheet, reading: &Reading, outcomes: &[Outcome]) -> bool {
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
