//! Readings to claims, line by line, each with the support that the other lines give it.

use super::{
    doubt::{
        has_no_order, holds_a_comparison, holds_otherwise, is_favourable, is_idle_throughout,
        is_reversed, is_turned_throughout, strangers,
    },
    lookup::Spot,
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
/// How many times another a figure may be that is printed to the same step and is of its kind.
const NEAR: i128 = 10;

pub fn lower(
    document: usize,
    figures: &[Figure],
    sheet: &Sheet,
    readings: &[Reading],
    claims: &mut Vec<Claim>,
) {
    // What was found beyond the blocks speaks for lines in which it holds, and judges no other sum.
    let beyond = readings
        .iter()
        .position(|reading| reading.form == Form::Lateral);
    let blocks = beyond.map_or(readings, |beyond| &readings[..beyond]);
    let adds = shares::adding(sheet, blocks, |reading, line| outcome(sheet, reading, line));
    let strangers = strangers(sheet, readings);
    let totals = missing::Totals::of(blocks);
    for reading in readings {
        let whole = with_repeats(sheet, reading);
        let outcomes = outcomes(sheet, reading, &adds);
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
        let structural = !reading.is_borne_out()
            && (is_turned_throughout(sheet, reading, &outcomes)
                || is_idle_throughout(sheet, reading, &outcomes));
        let both = blocks
            .iter()
            .any(|other| other.total == reading.total && other.forth != reading.forth);
        // What follows a total may sum up to it as well, and says nothing of the parts that it is known to have before it.
        let own = reading.is_borne_out() && reading.labelled && reading.natural && !reading.forth;
        let aside = both || (own && all_holds > 0);
        let otherwise = |line: usize| holds_otherwise(sheet, blocks, reading, line, aside);
        let unordered = has_no_order(sheet, reading);
        let nameless = (sheet.items.get(reading.total)).is_some_and(|item| item.roles.nameless);
        let short = !structural
            && !holds_a_comparison(blocks, reading)
            && missing::is_short(
                sheet,
                reading,
                &outcomes,
                missing::NEARLY_ALL,
                missing::Place::of(sheet, &totals, reading),
            )
            && !(0..sheet.lines)
                .filter(|&line| failing(&outcomes[line]))
                .any(otherwise);
        for (line, outcome) in outcomes.iter().enumerate() {
            // In the other lines.
            let holds = all_holds - usize::from(bears_out(line, holding));
            let fails = all_fails - usize::from(bears_out(line, failing));
            let mut support = Support {
                label: reading.labelled && !nameless,
                holds,
                fails,
                ..Support::default()
            };
            // Where no word calls it a total and nothing bears it out, only a row left out is told.
            let called = (reading.labelled && !nameless) || reading.is_borne_out();
            let keep = match outcome {
                Outcome::Silent | Outcome::Amid => false,
                Outcome::Trivial | Outcome::Holds(_) | Outcome::Rounds(_) => {
                    !reading.implied && called
                }
                Outcome::Doubtful | Outcome::Fails if reading.form == Form::Lateral => false,
                Outcome::Doubtful | Outcome::Fails => {
                    let believed = reading.is_borne_out() && is_believed(reading, holds, fails);
                    if !believed {
                        support.holds = 0;
                        support.short = short;
                    }
                    let strange = strangers.get(line).copied().unwrap_or(false);
                    // Beyond doubt: a shorter block that fits in one line is a part left out there.
                    let certain = believed && reading.labelled && reading.natural && holds > 1;
                    let said = reading.labelled && (called || short);
                    (believed || said && !structural)
                        && !strange
                        && !(unordered && is_reversed(sheet, reading, line))
                        && !is_favourable(sheet, reading, line)
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

/// How all lines fare. `adds`: in which of them a gap says something.
fn outcomes(sheet: &Sheet, reading: &Reading, adds: &[bool]) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> = (0..sheet.lines)
        .map(|line| match outcome(sheet, reading, line) {
            Outcome::Fails | Outcome::Doubtful | Outcome::Amid if !adds[line] => Outcome::Silent,
            outcome => outcome,
        })
        .collect();
    // Where figures of their size add up, figures amid their parts are no means.
    let holding: Vec<usize> = (0..sheet.lines)
        .filter(|&line| matches!(outcomes[line], Outcome::Holds(bits) if bits > 0))
        .filter(|_| reading.is_borne_out())
        .collect();
    for (line, outcome) in outcomes.iter_mut().enumerate() {
        let mut like = holding.iter();
        if *outcome == Outcome::Amid && like.any(|&other| is_alike(sheet, reading, line, other)) {
            *outcome = Outcome::Fails;
        }
    }
    outcomes
}

/// Whether most figures of two lines are printed alike and of one size.
fn is_alike(sheet: &Sheet, reading: &Reading, line: usize, other: usize) -> bool {
    let items = reading.terms.iter().map(|term| term.0);
    let (mut alike, mut all) = (0usize, 0usize);
    for item in items.chain([reading.total]) {
        if let (Spot::Slot(one), Spot::Slot(two)) =
            (sheet.spot(item, line), sheet.spot(item, other))
        {
            all += 1;
            let printed = one.printed() == two.printed();
            alike += usize::from(printed && shares::are_alike(one, two, NEAR));
        }
    }
    alike > 1 && alike * 3 >= all * 2
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

/// `holds`, `fails`: in the other lines.
fn is_believed(reading: &Reading, holds: usize, fails: usize) -> bool {
    // A hit of that worth is no chance, wherever the block begins.
    let label_counts = reading.labelled && (reading.natural || reading.tally.bits >= SURE);
    match fails {
        0 => holds >= if label_counts { 1 } else { 2 },
        _ => holds > 3 * fails,
    }
}

/// How a line fares under a reading.
pub fn outcome(sheet: &Sheet, reading: &Reading, line: usize) -> Outcome {
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
        Outcome::Fails | Outcome::Doubtful | Outcome::Amid
            if !all
                && (!reading.labelled
                    || matches!(reading.form, Form::Minus | Form::Difference)) =>
        {
            Outcome::Silent
        }
        Outcome::Fails | Outcome::Doubtful | Outcome::Amid if running.terms < 2 => Outcome::Silent,
        // One figure and nothing beside it is a copy at most; what it differs by is no rounding of a sum.
        Outcome::Rounds(_) if running.terms < 2 => Outcome::Silent,
        outcome => outcome,
    }
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
            figure: slot.figure as usize,
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
