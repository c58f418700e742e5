//! Lines that add although their words deny it: shares of the amounts in a line nearby, and what adds up all the same.

use super::{
    lookup::{Slot, Spot},
    settle::Reading,
    sheet::Sheet,
    weight::Outcome,
};
use std::collections::BTreeSet;

/// How far off the amounts may stand that a line holds the shares of.
const NEAR: usize = 4;
/// What sums must be worth in a line before its words are no longer taken at their word, in bits.
const WORTH: u32 = 10;

/// For each line, whether a gap in it says something.
pub fn adding(
    sheet: &Sheet,
    readings: &[Reading],
    outcome: impl Fn(&Reading, usize) -> Outcome,
) -> Vec<bool> {
    let worth = |line: usize| -> u32 {
        let held = readings.iter().filter(|reading| reading.is_borne_out());
        held.map(|reading| match outcome(reading, line) {
            Outcome::Holds(bits) => bits,
            _ => 0,
        })
        .sum()
    };
    let found: Vec<usize> = (0..sheet.lines)
        .filter(|&line| sheet.is_soft(line))
        .filter(|&line| worth(line) >= WORTH || is_share(sheet, line) || is_difference(sheet, line))
        .collect();
    let alike: Vec<bool> = (0..sheet.lines)
        .map(|line| sheet.is_soft(line) && is_like_amounts(sheet, line))
        .collect();
    // What is found of one column of shares is true of all that are called so; what is found of amounts, of all amounts.
    let amounts = found.iter().any(|&line| !is_of_ratios(sheet, line));
    let names: BTreeSet<&str> = found
        .iter()
        .filter(|&&line| is_of_ratios(sheet, line))
        .filter_map(|&line| sheet.names.get(line).map(String::as_str))
        .filter(|name| !name.is_empty())
        .collect();
    // Rates under one name may add once by chance; what breaks sum after sum does not add.
    let broken = |line: usize| {
        let (mut holds, mut fails) = (0usize, Vec::new());
        for reading in readings.iter().filter(|reading| reading.is_borne_out()) {
            match outcome(reading, line) {
                Outcome::Holds(bits) | Outcome::Rounds(bits) => holds += usize::from(bits > 0),
                Outcome::Fails | Outcome::Doubtful => fails.push(reading.relation()),
                Outcome::Silent | Outcome::Amid | Outcome::Trivial => {}
            }
        }
        // One wrong figure may stand in several sums.
        let one = fails.split_first().is_some_and(|(first, rest)| {
            let shared = |item: &usize| rest.iter().all(|other| other.contains(item));
            first.iter().any(shared)
        });
        fails.len() > holds.max(1) && !one
    };
    (0..sheet.lines)
        .map(|line| {
            if sheet.is_soft(line) && is_of_ratios(sheet, line) && broken(line) {
                return false;
            }
            !sheet.is_soft(line)
                || alike[line]
                || found.binary_search(&line).is_ok()
                || if is_of_ratios(sheet, line) {
                    sheet
                        .names
                        .get(line)
                        .is_some_and(|name| names.contains(name.as_str()))
                } else {
                    amounts
                }
        })
        .collect()
}

/// Whether the figures of a line are to each other as the amounts of a line nearby.
fn is_share(sheet: &Sheet, line: usize) -> bool {
    let pairs = |other: usize| -> Vec<(Slot, Slot)> {
        (0..sheet.items.len())
            .filter_map(
                |item| match (sheet.spot(item, line), sheet.spot(item, other)) {
                    (Spot::Slot(share), Spot::Slot(amount)) if share.ratio && !amount.ratio => {
                        (share.value != 0).then_some((share, amount))
                    }
                    _ => None,
                },
            )
            .collect()
    };
    let from = line.saturating_sub(NEAR);
    (from..(line + NEAR + 1).min(sheet.lines))
        .filter(|&other| other != line && !sheet.is_soft(other))
        .any(|other| are_proportional(&mut pairs(other)))
}

/// Whether the amounts of a line are those of one line nearby less those of another: what is added there is added here.
fn is_difference(sheet: &Sheet, line: usize) -> bool {
    let amount = |item: usize, line: usize| match sheet.spot(item, line) {
        Spot::Slot(slot) if !slot.ratio => Some(slot.value),
        _ => None,
    };
    let from = line.saturating_sub(NEAR);
    let near: Vec<usize> = (from..(line + NEAR + 1).min(sheet.lines))
        .filter(|&other| other != line && !sheet.is_soft(other))
        .collect();
    let apart = |one: usize, two: usize| {
        let (mut fits, mut all) = (0usize, 0usize);
        for item in 0..sheet.items.len() {
            if let (Some(own), Some(one), Some(two)) =
                (amount(item, line), amount(item, one), amount(item, two))
            {
                all += usize::from(own != 0);
                fits += usize::from(own != 0 && own == one - two);
            }
        }
        fits > 1 && fits * 3 >= all * 2
    };
    near.iter()
        .any(|&one| near.iter().any(|&two| one != two && apart(one, two)))
}

/// Whether most amounts of a line have the size that those of a line nearby have which adds: words that stand over several columns
/// speak of another of them.
fn is_like_amounts(sheet: &Sheet, line: usize) -> bool {
    let from = line.saturating_sub(NEAR);
    (from..(line + NEAR + 1).min(sheet.lines))
        .filter(|&other| other != line && !sheet.is_soft(other))
        .any(|other| {
            let (mut alike, mut all) = (0usize, 0usize);
            for item in 0..sheet.items.len() {
                if let (Spot::Slot(one), Spot::Slot(two)) =
                    (sheet.spot(item, line), sheet.spot(item, other))
                {
                    all += 1;
                    alike += usize::from(!one.ratio && !two.ratio && are_alike(one, two, LIKE));
                }
            }
            alike > 2 && alike * 3 >= all * 2
        })
}

/// How many times another a figure of the same kind is at most.
const LIKE: i128 = 3;

pub fn are_alike(one: Slot, two: Slot, like: i128) -> bool {
    let (one, two) = (one.value, two.value);
    let (small, large) = (one.abs().min(two.abs()), one.abs().max(two.abs()));
    large <= small.saturating_mul(like)
}

/// Two in three, at the least three, are; whichever of the two largest is right.
fn are_proportional(pairs: &mut [(Slot, Slot)]) -> bool {
    pairs.sort_by_key(|(share, _)| std::cmp::Reverse(share.value.abs()));
    let first: Vec<(Slot, Slot)> = pairs.iter().take(2).copied().collect();
    first.into_iter().any(|(base, of)| {
        let fits = pairs.iter().filter(|(share, amount)| {
            let left = share.value.checked_mul(of.value);
            let right = amount.value.checked_mul(base.value);
            let slack = (amount.value.abs() + of.value.abs()).checked_mul(base.printed().max(share.printed()));
            matches!((left, right, slack), (Some(left), Some(right), Some(slack)) if (left - right).abs() <= slack)
                // A share of a few steps fits much.
                && share.value.abs() >= 5 * share.printed()
        });
        let fits = fits.count();
        fits >= 3 && fits * 3 >= pairs.len() * 2
    })
}

fn is_of_ratios(sheet: &Sheet, line: usize) -> bool {
    (0..sheet.items.len())
        .any(|item| matches!(sheet.spot(item, line), Spot::Slot(slot) if slot.ratio))
}
