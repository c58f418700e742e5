//! `A，比上年增加 B，增长 p%`: p = B ÷ (A − B), or (A + B) where it fell; `从 Z 增加到 A，增长 p%`: p = (A − Z) ÷ Z.

use super::mention::{Role, Way};
use super::{Desk, Size, Term, akin, minus, over, plus, prints_like};
use crate::model::{Measure, Relation, Saying, Speech};

/// One way to read what a percentage is of.
struct Reading {
    part: Size,
    whole: Size,
    computed: Term,
    firm: bool,
}

pub fn find(desk: &mut Desk<'_, '_>) {
    let mentions = &desk.speaking.mentions;
    for (at, mention) in mentions.iter().enumerate() {
        let Role::Change(way) = mention.role else {
            continue;
        };
        if mention.loose {
            continue;
        }
        let readings = match delta(desk, at, way) {
            Some(delta) => with_amount(desk, at, delta, way),
            None => match place_in_list(desk, at) {
                Some((place, count)) => in_order(desk, at, place, count, way),
                None => of_levels(desk, at, way),
            },
        };
        let rate = desk.speaking.figure(at);
        let fits = readings.iter().position(|reading| {
            !reading.whole.value.is_zero() && prints_like(rate, reading.part, reading.whole)
        });
        let sure = readings.first().is_some_and(|reading| reading.firm);
        let Some(reading) = readings.into_iter().nth(fits.unwrap_or(0)) else {
            continue;
        };
        if reading.whole.value.is_zero() {
            // No change at all in per cent is none of nothing, too.
            if !rate.amount.printed.is_zero() && !reading.part.value.is_zero() {
                let range = &desk.speaking.mentions[at];
                desk.words(Saying::ZeroBase, range.own..range.range.end, false);
            }
            continue;
        }
        desk.state(
            Saying::Change,
            at,
            Relation::Equal,
            reading.computed,
            fits.is_some() || sure,
        );
    }
}

/// The amount that a percentage is the same change as: the figure before it, what stands in brackets between left out.
fn delta(desk: &Desk<'_, '_>, at: usize, way: Way) -> Option<usize> {
    let mentions = &desk.speaking.mentions;
    let rate = &mentions[at];
    let reached = |other: usize| {
        let named = mentions[other].own..mentions[other].range.start;
        mentions[other].role == Role::Level && desk.speaking.says(named, Speech::Reach)
    };
    let before = (0..at)
        .rev()
        .filter(|&other| mentions[other].depth <= rate.depth)
        // `rose $2.0 million to $52.0 million, a 4.0 percent increase`, `… by $2.0 million, from … to …, or 4.0%`
        .find(|&other| {
            let from = mentions[other].base && reached(other + 1) && other + 2 == at;
            !reached(other) && !from
        })?;
    let own = &mentions[before];
    (own.role == Role::Delta(way)
        && own.sentence == rate.sentence
        && !own.loose
        && desk.speaking.alike(before, before))
    .then_some(before)
}

fn with_amount(desk: &Desk<'_, '_>, at: usize, delta: usize, way: Way) -> Vec<Reading> {
    let speaking = desk.speaking;
    let mut readings = Vec::new();
    let Some(moved) = Size::of(speaking.figure(delta)) else {
        return readings;
    };
    for base in bases(desk, delta) {
        if let Some(whole) = Size::of(speaking.figure(base)) {
            readings.push(Reading {
                part: moved,
                whole,
                computed: over(desk.leaf(delta), desk.leaf(base)),
                firm: true,
            });
        }
    }
    for (whole, firm) in wholes(desk, at, delta) {
        let Some(size) = Size::of(speaking.figure(whole)) else {
            continue;
        };
        let (base, term) = match way {
            Way::Up => (size.minus(moved), minus(desk.leaf(whole), desk.leaf(delta))),
            Way::Down => (size.plus(moved), plus(desk.leaf(whole), desk.leaf(delta))),
        };
        if let Some(base) = base.filter(|base| !base.value.is_sign_negative()) {
            readings.push(Reading {
                part: moved,
                whole: base,
                computed: over(desk.leaf(delta), term),
                firm,
            });
        }
    }
    readings
}

/// The place of a percentage in a list of several (`up 20% and 10%`), and how many there are.
fn place_in_list(desk: &Desk<'_, '_>, at: usize) -> Option<(usize, usize)> {
    let speaking = desk.speaking;
    let joined = |before: usize| {
        let rates = [before, before + 1];
        before + 1 < speaking.mentions.len()
            && rates
                .iter()
                .all(|&one| speaking.figure(one).amount.unit.measure == Measure::Ratio)
            && matches!(
                speaking.between(before, before + 1).trim(),
                "," | "and" | ",and"
            )
    };
    let place = (0..at).rev().take_while(|&before| joined(before)).count();
    let after = (at..speaking.mentions.len())
        .take_while(|&one| joined(one))
        .count();
    (place + after > 0).then_some((place, place + after + 1))
}

/// `a and b, up p% and q% from c and d`: each with the amounts of its place.
fn in_order(desk: &Desk<'_, '_>, at: usize, place: usize, count: usize, way: Way) -> Vec<Reading> {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let first = at - place;
    let level = |other: usize, base: bool| {
        mentions.get(other).is_some_and(|mention| {
            mention.role == Role::Level
                && mention.sentence == mentions[at].sentence
                && mention.is_comparable()
                && speaking.alike(first + count, other)
                && (base || !mention.base)
        })
    };
    let bases = first + count..first + count * 2;
    let fits = mentions
        .get(first + count)
        .is_some_and(|mention| mention.base)
        && first >= count
        && (first - count..first).all(|other| level(other, false))
        && bases.clone().all(|other| level(other, true))
        && (bases.start + 1..bases.end).all(|other| {
            matches!(
                speaking.between(other - 1, other).trim(),
                "," | "and" | ",and"
            )
        });
    let (current, base) = ((first + place).wrapping_sub(count), first + count + place);
    let fits = fits
        .then_some((base, current))
        .or_else(|| in_chain(desk, first, place, count));
    let Some((base, current)) = fits else {
        return Vec::new();
    };
    of_pair(desk, base, current, way, true)
        .into_iter()
        .collect()
}

/// `from a to b and c, increases of p% and q%`: each the change from an amount to the next.
fn in_chain(
    desk: &Desk<'_, '_>,
    first: usize,
    place: usize,
    count: usize,
) -> Option<(usize, usize)> {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let start = first.checked_sub(count + 1)?;
    let fits = (start..first).all(|other| {
        mentions[other].role == Role::Level
            && mentions[other].sentence == mentions[first].sentence
            && !mentions[other].loose
            && speaking.alike(start, other)
    });
    let alone = start == 0 || mentions[start - 1].sentence != mentions[first].sentence;
    let years: Vec<i32> = (start..first)
        .filter_map(|other| mentions[other].year)
        .collect();
    let ascends = years.len() == count + 1 && years.windows(2).all(|pair| pair[0] < pair[1]);
    (fits && alone && ascends).then_some((start + place, start + place + 1))
}

/// Without the amount of the change: two amounts, one of them to compare with.
fn of_levels(desk: &Desk<'_, '_>, at: usize, way: Way) -> Vec<Reading> {
    let speaking = desk.speaking;
    let mut readings = Vec::new();
    for base in bases(desk, at) {
        let Some(current) = super::difference::current(desk, at, base) else {
            continue;
        };
        let clear = speaking.mentions[at].sentence == speaking.mentions[base].sentence
            && at.abs_diff(base) <= 2
            && at.abs_diff(current) <= 2;
        readings.extend(of_pair(desk, base, current, way, clear));
    }
    readings
}

fn of_pair(
    desk: &Desk<'_, '_>,
    base: usize,
    current: usize,
    way: Way,
    firm: bool,
) -> Option<Reading> {
    let old = Size::of(desk.speaking.figure(base))?;
    let new = Size::of(desk.speaking.figure(current))?;
    let (part, term) = match way {
        Way::Up => (new.minus(old), minus(desk.leaf(current), desk.leaf(base))),
        Way::Down => (old.minus(new), minus(desk.leaf(base), desk.leaf(current))),
    };
    Some(Reading {
        part: part?,
        whole: old,
        computed: over(term, desk.leaf(base)),
        firm,
    })
}

/// The amounts of the sentence that are stated to compare with, the nearest first.
pub fn bases(desk: &Desk<'_, '_>, at: usize) -> Vec<usize> {
    let mentions = &desk.speaking.mentions;
    let own = &mentions[at];
    let mut found: Vec<usize> = around(desk, at)
        .filter(|&other| {
            let mention = &mentions[other];
            mention.role == Role::Level
                && mention.base
                && mention.is_comparable()
                && mention.group == own.group
        })
        .filter(|&other| {
            mentions[at].role != Role::Delta(Way::Up) && mentions[at].role != Role::Delta(Way::Down)
                || desk.speaking.alike(at, other)
        })
        .collect();
    found.sort_by_key(|&other| (other.abs_diff(at), other > at));
    if found.is_empty() {
        found.extend(budget(desk, at));
    }
    found
}

/// `the budget was A; spending was B (p%) below budget`, `预算 A，决算 C，比预算少 B`: the one budget that was told just before.
fn budget(desk: &Desk<'_, '_>, at: usize) -> Option<usize> {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let own = &mentions[at];
    let named = own.own..own.range.start;
    // `$2.1 million (1.7%) below budget`
    let end = speaking.sentence(own.range.start).end;
    let mut from = own.range.end;
    if let Some((inside, _)) = speaking.words(from..end).split_once(')')
        && inside.starts_with(" (")
        && inside.len() < 12
    {
        from += inside.len() + 1;
    }
    let sign = speaking.story.next_sign(from).map_or(end, |sign| sign.1);
    let after = from..sign.min(end).max(from);
    let compares = |range: std::ops::Range<usize>, with: [&str; 2]| {
        let words = speaking.words(range).trim();
        with.iter().any(|word| words.starts_with(word)) && words.len() < 32
    };
    let tells = speaking.says(named.clone(), Speech::Budget) && compares(named, ["比", "较"])
        || speaking.says(after.clone(), Speech::Budget) && compares(after, ["below ", "under "]);
    if !tells {
        return None;
    }
    let mut budgets = (0..at).rev().take(6).filter(|&other| {
        let mention = &mentions[other];
        mention.budget
            && mention.role == Role::Level
            && !mention.loose
            && mention.sentence == own.sentence
    });
    budgets.next().filter(|_| budgets.next().is_none())
}

/// The other figures of a figure's sentence.
pub fn around(desk: &Desk<'_, '_>, at: usize) -> impl Iterator<Item = usize> {
    let mentions = &desk.speaking.mentions;
    let sentence = mentions[at].sentence;
    let same = |other: &usize| mentions[*other].sentence == sentence;
    let before: Vec<usize> = (0..at).rev().take_while(same).take(12).collect();
    let after: Vec<usize> = (at + 1..mentions.len()).take_while(same).take(4).collect();
    before.into_iter().chain(after)
}

/// The amounts that a change may be of, the likeliest first, and whether it can hardly be another's.
pub fn wholes(desk: &Desk<'_, '_>, at: usize, delta: usize) -> Vec<(usize, bool)> {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let own = &mentions[delta];
    let level = |other: usize| {
        let mention = &mentions[other];
        mention.role == Role::Level
            && !mention.base
            && !mention.loose
            && mention.depth <= own.depth
            && mention.reason == own.reason
            && speaking.alike(delta, other)
    };
    let mut found: Vec<(usize, bool)> = Vec::new();
    // `increased by 24, or 5%, to 504`
    let between = delta + 1..at;
    let after = at + 1..(at + 3).min(mentions.len());
    for (other, to) in between.chain(after).map(|other| (other, &mentions[other])) {
        let reach = speaking.says(to.own..to.range.start, Speech::Reach);
        if to.sentence == own.sentence
            && reach
            && level(other)
            && !found.iter().any(|one| one.0 == other)
        {
            found.push((other, true));
        }
    }
    let here = speaking.story.piece(own.range.start);
    for other in (0..delta).rev().take(14) {
        let mention = &mentions[other];
        if mention.sentence + 3 < own.sentence || speaking.story.piece(mention.range.start) != here
        {
            break;
        }
        if !level(other) {
            continue;
        }
        let subject = subject(desk, delta);
        let named = mention.own..mention.range.start;
        let lead = speaking.sentence(mention.range.start).start..mention.range.start;
        let firm = found.is_empty()
            && (akin(speaking, subject.clone(), named) || akin(speaking, subject, lead));
        found.push((other, firm));
        if found.len() == 5 {
            break;
        }
    }
    found
}

/// What a change says it is the change of: its own words up to the word of change, and the clause before where that has none.
pub fn subject(desk: &Desk<'_, '_>, delta: usize) -> std::ops::Range<usize> {
    let speaking = desk.speaking;
    let mention = &speaking.mentions[delta];
    let cue = speaking
        .cues_in(mention.own..mention.range.start)
        .iter()
        .rev()
        .find(|cue| matches!(cue.0, Speech::Up | Speech::Down));
    mention.own..cue.map_or(mention.range.start, |cue| cue.1.start)
}
