//! Balances that roll forward: what was there at the beginning, with what came in and without what went out, is there at the end.

use super::{
    lookup::Spot,
    sheet::{Axis, Sheet},
    steps,
    weight::{Outcome, Running},
};
use crate::model::{
    Asserted, BlankPart, Claim, Expr, Figure, FigureId, Meaning, Relation, Shape, Site, Source,
    Support, Vocabulary, WordClass,
};
use std::collections::BTreeSet;

/// Movements between two balances.
const MOST: usize = 6;
/// Lines that must hold where but one of several movements moves the balance.
const ALONE: usize = 3;

/// A closing balance with what it is made of: items and their signs.
pub struct Roll {
    pub closing: usize,
    pub terms: Vec<(usize, i8)>,
    /// Words give every movement its sign.
    pub told: bool,
}

/// Adds the balances of a sheet that nothing else computes.
pub fn add(
    document: usize,
    figures: &[Figure],
    sheet: &Sheet,
    vocabulary: &Vocabulary,
    claims: &mut Vec<Claim>,
) {
    let mut rolls = rolls(sheet, vocabulary);
    rolls.extend(steps::rolls(sheet, vocabulary));
    if rolls.is_empty() {
        return;
    }
    let computed: BTreeSet<FigureId> = claims
        .iter()
        .filter_map(|claim| along(claim, figures, sheet.axis))
        .collect();
    let mut found = Vec::new();
    for roll in &rolls {
        let outcomes: Vec<Outcome> = (0..sheet.lines)
            .map(|line| outcome(sheet, roll, line))
            .collect();
        let (holds, fails) = count(sheet, &outcomes);
        for (line, outcome) in outcomes.iter().enumerate() {
            let failing = matches!(outcome, Outcome::Fails | Outcome::Doubtful);
            if matches!(outcome, Outcome::Silent | Outcome::Amid) {
                continue;
            }
            let support = Support {
                label: true,
                holds: holds - usize::from(speaks(sheet, line, outcome)),
                fails: fails - usize::from(failing),
                ..Support::default()
            };
            found.extend(claim(document, figures, sheet, (roll, line), support));
        }
    }
    let stated = |claim: &Claim| match &claim.asserted {
        Asserted::Relation { stated, .. } => Some(*stated),
        _ => None,
    };
    found.retain(|claim| stated(claim).is_some_and(|id| !computed.contains(&id)));
    claims.append(&mut found);
}

/// The stated figure of a claim whose parts stand in its line.
fn along(claim: &Claim, figures: &[Figure], axis: Axis) -> Option<FigureId> {
    let Asserted::Relation {
        stated, computed, ..
    } = &claim.asserted
    else {
        return None;
    };
    let line = |id: &FigureId| match (figures.get(id.figure)?.site, axis) {
        (Site::Cell { column, .. }, Axis::Down) => Some(column),
        (Site::Cell { row, .. }, Axis::Across) => Some(row),
        _ => None,
    };
    let own = line(stated);
    let all = computed.leaves().into_iter().all(|id| line(id) == own);
    all.then_some(*stated)
}

/// What the words of an item say.
#[derive(Clone, Copy, Debug, Default)]
struct Words {
    opening: bool,
    closing: bool,
    more: bool,
    less: bool,
}

fn words(label: &str, vocabulary: &Vocabulary) -> Words {
    let mut words = Words::default();
    for found in vocabulary.search_words(label) {
        match found.meaning {
            Meaning::Word(WordClass::Opening) => words.opening = true,
            Meaning::Word(WordClass::Closing) => words.closing = true,
            Meaning::Word(WordClass::Increase | WordClass::Plus) => words.more = true,
            Meaning::Word(WordClass::Decrease | WordClass::Less) => words.less = true,
            _ => {}
        }
    }
    words
}

fn rolls(sheet: &Sheet, vocabulary: &Vocabulary) -> Vec<Roll> {
    let words: Vec<Words> = sheet
        .items
        .iter()
        .map(|item| words(item.path.last().map_or("", String::as_str), vocabulary))
        .collect();
    let mut rolls = Vec::new();
    let mut opening: Option<usize> = None;
    for (at, word) in words.iter().enumerate() {
        match (word.opening, word.closing, opening) {
            (true, false, _) => opening = Some(at),
            (false, true, Some(begin)) => {
                opening = None;
                rolls.extend(roll(sheet, &words, begin, at));
            }
            _ => {}
        }
    }
    rolls
}

/// What moves a balance between its two ends, and how.
fn roll(sheet: &Sheet, words: &[Words], opening: usize, closing: usize) -> Option<Roll> {
    let between = || opening + 1..closing;
    let item = |at: usize| sheet.items.get(at);
    let total = |at: &usize| item(*at).is_some_and(|item| item.roles.total);
    // Where the movements have totals, only these move the balance.
    let mut moves: Vec<usize> = between().filter(total).collect();
    if moves.is_empty() {
        let of_which = |at: &usize| item(*at).is_some_and(|item| item.roles.of_which);
        moves = between().filter(|at| !of_which(at)).collect();
    }
    signed(sheet, words, (opening, closing), &moves, 1).or_else(|| {
        // A total may be of other things (principal and interest, of which only the one moves the balance).
        between().find_map(|only| signed(sheet, words, (opening, closing), &[only], ALONE))
    })
}

/// With the movements given: the signs with which most lines hold, `least` of them at the least.
fn signed(
    sheet: &Sheet,
    words: &[Words],
    (opening, closing): (usize, usize),
    moves: &[usize],
    least: usize,
) -> Option<Roll> {
    if moves.is_empty() || moves.len() > MOST {
        return None;
    }
    let sign = |&at: &usize| {
        let word = words.get(at).copied().unwrap_or_default();
        match (word.more, word.less) {
            (true, false) => Some(1),
            // Printed in brackets it is subtracted already.
            (false, true) if is_negative(sheet, at) => Some(1),
            (false, true) => Some(-1),
            _ => None,
        }
    };
    let told: Vec<Option<i8>> = moves.iter().map(sign).collect();
    let open = told.iter().filter(|sign| sign.is_none()).count();
    let mut best: Option<(usize, usize, Roll)> = None;
    for choice in 0..1u32 << open {
        let mut bit = 0;
        let signs = told.iter().map(|sign| {
            sign.unwrap_or_else(|| {
                bit += 1;
                if choice >> (bit - 1) & 1 == 1 { -1 } else { 1 }
            })
        });
        let terms = moves.iter().copied().zip(signs);
        let roll = Roll {
            closing,
            terms: std::iter::once((opening, 1)).chain(terms).collect(),
            told: open == 0,
        };
        let outcomes: Vec<Outcome> = (0..sheet.lines)
            .map(|line| outcome(sheet, &roll, line))
            .collect();
        let (holds, fails) = count(sheet, &outcomes);
        if best.as_ref().is_none_or(|(most, ..)| holds > *most) {
            best = Some((holds, fails, roll));
        }
    }
    let (holds, fails, roll) = best?;
    let enough = if roll.told { 1 } else { 2 };
    let believed = holds >= least.max(enough) && (fails <= 1 || holds > 3 * fails);
    believed.then_some(roll)
}

/// Whether most of its figures are printed as less than nothing.
pub fn is_negative(sheet: &Sheet, item: usize) -> bool {
    let count = |wanted: fn(i128) -> bool| {
        let slots = sheet.row(item).iter();
        let slots = slots.filter(|spot| matches!(spot, Spot::Slot(slot) if wanted(slot.value)));
        slots.count()
    };
    count(|value| value < 0) > count(|value| value > 0)
}

/// How a line fares.
pub fn outcome(sheet: &Sheet, roll: &Roll, line: usize) -> Outcome {
    let Spot::Slot(closing) = sheet.spot(roll.closing, line) else {
        return Outcome::Silent;
    };
    let mut running = Running::default();
    for &(item, sign) in &roll.terms {
        match sheet.spot(item, line) {
            Spot::Slot(slot) => running.add(slot, sign),
            Spot::Barred => return Outcome::Silent,
            Spot::Empty => {}
        }
    }
    match running.outcome(closing) {
        Outcome::Fails | Outcome::Doubtful if running.terms < 2 => Outcome::Silent,
        outcome => sheet.heed(line, outcome),
    }
}

fn speaks(sheet: &Sheet, line: usize, outcome: &Outcome) -> bool {
    let twin = sheet.twin.get(line).copied().unwrap_or(false);
    !twin && matches!(outcome, Outcome::Holds(bits) if *bits > 0)
}

/// Lines that hold and that do not.
pub fn count(sheet: &Sheet, outcomes: &[Outcome]) -> (usize, usize) {
    let lines = || outcomes.iter().enumerate();
    let holds = lines().filter(|(line, outcome)| speaks(sheet, *line, outcome));
    let fails = lines().filter(|(_, one)| matches!(one, Outcome::Fails | Outcome::Doubtful));
    (holds.count(), fails.count())
}

fn claim(
    document: usize,
    figures: &[Figure],
    sheet: &Sheet,
    (roll, line): (&Roll, usize),
    mut support: Support,
) -> Option<Claim> {
    let Spot::Slot(closing) = sheet.spot(roll.closing, line) else {
        return None;
    };
    let id = |figure: u32| FigureId {
        document,
        figure: figure as usize,
    };
    let mut terms = Vec::new();
    for &(item, sign) in &roll.terms {
        let minus = sign < 0;
        if let Spot::Slot(slot) = sheet.spot(item, line) {
            terms.push((minus, id(slot.figure)));
        } else if let Some((row, column)) = sheet.place(item, line) {
            support.blanks.push(BlankPart { row, column, minus });
        }
    }
    let minus = roll.terms.iter().any(|term| term.1 < 0);
    let shape = match (minus, sheet.axis) {
        (true, _) => Shape::Difference,
        (false, Axis::Down) => Shape::Foot,
        (false, Axis::Across) => Shape::Cross,
    };
    Some(Claim {
        source: Source::Shape(shape),
        at: figures.get(closing.figure as usize)?.span,
        asserted: Asserted::Relation {
            stated: id(closing.figure),
            relation: Relation::Equal,
            computed: Expr::sum(terms),
        },
        support,
    })
}
