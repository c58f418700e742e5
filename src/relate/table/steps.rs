//! Reconciliations: from one amount to another by steps that headings add (`Add:`, 加：) or subtract (`Less:`, 减：).

use super::{
    roll::{Roll, count, is_negative, outcome},
    sheet::{Axis, Sheet},
};
use crate::model::{Meaning, Vocabulary, WordClass};

/// Steps from one amount to another.
const MOST: usize = 40;

/// What a table comes to by the steps that its headings sign.
pub fn rolls(sheet: &Sheet, vocabulary: &Vocabulary) -> Vec<Roll> {
    let mut found = Vec::new();
    let mut at = 1;
    while sheet.axis == Axis::Down && at < sheet.items.len() {
        match signed(sheet, at, vocabulary) {
            Some(sign) => {
                let (roll, next) = walk(sheet, at, sign, vocabulary);
                found.extend(roll);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

/// The sign that a heading right before an item gives to it and those behind it.
fn signed(sheet: &Sheet, item: usize, vocabulary: &Vocabulary) -> Option<i8> {
    let heading = sheet.items.get(item)?.headings.last()?;
    let words = vocabulary.search_words(heading);
    let first = words.iter().find(|found| found.range.start == 0)?;
    match first.meaning {
        Meaning::Word(WordClass::Plus) => Some(1),
        Meaning::Word(WordClass::Less) => Some(-1),
        _ => None,
    }
}

/// The steps from the item before `first` to the one that they come to, and the item to go on from.
fn walk(sheet: &Sheet, first: usize, sign: i8, vocabulary: &Vocabulary) -> (Option<Roll>, usize) {
    let mut sign = sign;
    let mut terms = vec![(first - 1, 1)];
    let mut best: Option<(usize, Roll)> = None;
    let mut at = first;
    while let Some(item) = sheet.items.get(at).filter(|_| terms.len() <= MOST) {
        match signed(sheet, at, vocabulary) {
            Some(own) => sign = own,
            // Under another heading something else begins.
            None if at > first && !item.headings.is_empty() => break,
            None => {}
        }
        if terms.len() > 2 {
            let roll = Roll {
                closing: at,
                terms: terms.clone(),
                told: true,
            };
            let outcomes: Vec<_> = (0..sheet.lines)
                .map(|line| outcome(sheet, &roll, line))
                .collect();
            let (holds, fails) = count(sheet, &outcomes);
            let believed = holds > 0 && (fails <= 1 || holds > 3 * fails);
            if believed && best.as_ref().is_none_or(|(most, _)| holds > *most) {
                best = Some((holds, roll));
            }
        }
        let own = if is_negative(sheet, at) { 1 } else { sign };
        terms.push((at, own));
        at += 1;
    }
    match best {
        Some((_, roll)) => {
            let next = roll.closing + 1;
            (Some(roll), next)
        }
        None => (None, at),
    }
}
