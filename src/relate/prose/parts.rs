//! `T，其中：a…，b…`, `a，b，合计 T`, `a 加 b 减 c，总计 T`, `N 个，除 k 个外，m 个`, `增加 T，主要是 a 增加 x、b 减少 y`.

use super::Desk;
use super::mention::{Mention, Role, Speaking};
use super::story::Sign;
use super::total::{Part, Reading, best, gap, tell};
use crate::model::{Measure, Speech};
use rust_decimal::Decimal;
use std::{collections::HashSet, ops::Range};

pub fn find(desk: &mut Desk<'_, '_>) {
    let mut totals: HashSet<usize> = HashSet::new();
    let cues: Vec<(Speech, Range<usize>)> = desk
        .speaking
        .cues
        .iter()
        .filter(|cue| matches!(cue.0, Speech::OfWhich | Speech::Composed | Speech::Reason))
        .cloned()
        .collect();
    for (speech, cue) in cues {
        match speech {
            Speech::OfWhich if opens(desk.speaking, &cue) => of_which(desk, &cue, &mut totals),
            Speech::Composed => composed(desk, &cue, &mut totals),
            Speech::Reason => reasons(desk, &cue),
            _ => {}
        }
    }
    for at in 0..desk.speaking.mentions.len() {
        colon(desk, at, &mut totals);
        chain(desk, at, &mut totals);
        sum_after(desk, at, &mut totals);
        except(desk, at);
    }
}

/// A mark of a list stands at the beginning of a clause or right after its total; inside other words (主要包括：基本工资) it lists
/// no amounts and does no harm.
pub fn opens(speaking: &Speaking<'_>, cue: &Range<usize>) -> bool {
    let next = speaking
        .mentions
        .partition_point(|mention| mention.range.start < cue.end);
    speaking.mentions.get(next).is_some()
}

fn level(mention: &Mention) -> bool {
    mention.role == Role::Level && !mention.loose
}

fn of_which(desk: &mut Desk<'_, '_>, cue: &Range<usize>, totals: &mut HashSet<usize>) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let next = mentions.partition_point(|mention| mention.range.start < cue.end);
    // `共 12 项，包括：` before its amount, and what only the word after names (主要用于以下方面).
    let Some(last) = (0..next).rev().find(|&other| {
        mentions[other].role != Role::Rate
            || speaking.figure(other).amount.unit.measure != Measure::Ratio
    }) else {
        return;
    };
    let sentence = mentions[last].sentence;
    // A figure of a change may have parts of its own; else the amount that the sentence is about.
    let changes: Vec<usize> = (0..next)
        .rev()
        .take_while(|&other| mentions[other].sentence == sentence)
        .filter(|&other| matches!(mentions[other].role, Role::Delta(_)) && !mentions[other].loose)
        .collect();
    // `T。其中：…` goes on with the sentence before; `Fiscal 2018 also includes …` has a subject of its own.
    let own = speaking.sentence(cue.start);
    let begins = speaking.words(own.start..cue.start).trim().is_empty();
    let ordered = speaking.says(mentions[last].range.end..cue.start, Speech::Each);
    if ordered {
        return;
    }
    let heads: Vec<usize> = (0..next)
        .rev()
        .take_while(|&other| mentions[other].sentence + 1 >= sentence)
        .filter(|&other| begins || mentions[other].range.end > own.start)
        .filter(|&other| level(&mentions[other]) && !mentions[other].base)
        .take(3)
        .collect();
    let mut told = false;
    for &total in &changes {
        if let Some(reading) = signed(speaking, total, next) {
            told |= best(desk, total, vec![reading], totals, true);
        }
    }
    let mut first = true;
    for &total in &heads {
        if totals.contains(&total) || mentions[total].reason {
            continue;
        }
        // Only the nearest is held to a list that does not add up; the others are tried.
        let readings = readings(speaking, total, next, cue);
        let done = best(desk, total, readings, totals, first && !told);
        if done {
            break;
        }
        first = false;
    }
}

/// The ways to read the list that begins with mention `next`: the sentence, and every shorter or longer stretch.
fn readings(
    speaking: &Speaking<'_>,
    total: usize,
    next: usize,
    cue: &Range<usize>,
) -> Vec<Reading> {
    let mentions = &speaking.mentions;
    let Some(first) = mentions.get(next) else {
        return Vec::new();
    };
    let depth = first.depth;
    let marks: Vec<usize> = speaking
        .cues_in(cue.end..cue.end + 6000)
        .iter()
        .filter(|other| other.0 == Speech::OfWhich && opens(speaking, &other.1))
        .map(|other| other.1.start)
        .take(40)
        .collect();
    let piece = speaking.story.piece(first.range.start);
    let home = speaking.story.piece(cue.start);
    let takes = |at: usize| {
        let mention = &mentions[at];
        // What an inner list gives stands until its bracket, semicolon or sentence ends.
        let inner = marks.iter().rev().find(|&&mark| mark < mention.range.start);
        let nested = inner.is_some_and(|&mark| {
            let ended = speaking
                .story
                .signs_in(mark..mention.range.start)
                .iter()
                .any(|(sign, _)| {
                    matches!(sign, Sign::Semi | Sign::Stop | Sign::Break | Sign::Close)
                });
            !ended
        });
        level(mention)
            && of_a_sort(&mentions[total], mention)
            && !mention.base
            && !mention.reason
            && mention.depth == depth
            && !nested
            && speaking.alike(total, at)
            && speaking.figure_measure(mention) == speaking.figure_measure(&mentions[total])
    };
    let mut whole = Vec::new();
    let mut longer = Vec::new();
    let mut closed_at = None;
    for (at, mention) in mentions.iter().enumerate().skip(next).take(80) {
        if mention.depth < depth || speaking.story.piece(mention.range.start) > piece.max(home) + 20
        {
            break;
        }
        if !takes(at) {
            continue;
        }
        if mention.sentence == first.sentence && !(mention.sum && whole.len() > 1) {
            whole.push((false, at));
        } else if closed_at.is_none() {
            closed_at = Some(whole.len());
        }
        longer.push((false, at));
        if longer.len() > 40 {
            break;
        }
    }
    let closed = closed(speaking, &whole);
    let mut readings = vec![Reading {
        parts: whole,
        closed,
    }];
    for end in (2..=longer.len()).rev() {
        readings.push(Reading {
            parts: longer[..end].to_vec(),
            closed: false,
        });
    }
    let once: Vec<Reading> = readings
        .iter()
        .filter_map(|reading| {
            let once = without_repeats(speaking, &reading.parts);
            (once.len() < reading.parts.len()).then_some(Reading {
                parts: once,
                closed: reading.closed,
            })
        })
        .collect();
    readings.extend(once);
    readings
}

/// A budget is no part of an actual, nor an actual of a budget.
fn of_a_sort(total: &Mention, part: &Mention) -> bool {
    let (planned, spent) = (total.budget && !total.actual, total.actual && !total.budget);
    !(spent && part.budget && !part.actual || planned && part.actual && !part.budget)
}

/// `A、B 和 C`: the last part is joined by "and", so the list is at its end.
fn closed(speaking: &Speaking<'_>, parts: &[Part]) -> bool {
    let [.., (_, before), (_, last)] = parts else {
        return false;
    };
    let mentions = &speaking.mentions;
    let between = speaking.words(mentions[*before].range.end..mentions[*last].range.start);
    let joined = between.trim_start_matches([',', ' ']);
    joined.starts_with(['和', '及'])
        || joined.starts_with("以及")
        || joined.starts_with("and ")
        || between.is_ascii() && between.contains(" and ")
}

/// A figure right after its like is only said again (`…3141条，本级…3141条`).
fn without_repeats(speaking: &Speaking<'_>, parts: &[Part]) -> Vec<Part> {
    let mut once: Vec<Part> = Vec::new();
    for &(less, part) in parts {
        let again = once.last().is_some_and(|&(_, last)| {
            speaking.figure(last).amount.printed == speaking.figure(part).amount.printed
        });
        if !again {
            once.push((less, part));
        }
    }
    once
}

/// The changes that a list gives as the parts of a change: those that go the same way are added.
fn signed(speaking: &Speaking<'_>, total: usize, next: usize) -> Option<Reading> {
    let mentions = &speaking.mentions;
    let Role::Delta(way) = mentions[total].role else {
        return None;
    };
    let first = mentions.get(next)?;
    let mut parts: Vec<Part> = Vec::new();
    let mut last = way;
    for (at, mention) in mentions.iter().enumerate().skip(next) {
        if mention.sentence != first.sentence {
            break;
        }
        if !speaking.alike(total, at) {
            continue;
        }
        match mention.role {
            Role::Delta(own) => last = own,
            Role::Level if !mention.base && !parts.is_empty() => {}
            _ => continue,
        }
        // `增减相抵后增加 T` says the total again.
        if speaking.figure(at).amount.printed != speaking.figure(total).amount.printed {
            parts.push((last != way, at));
        }
    }
    (parts.len() > 1).then_some(Reading {
        parts,
        closed: false,
    })
}

/// `增加 T，主要原因是 a 增加 x、b 减少 y`.
fn reasons(desk: &mut Desk<'_, '_>, cue: &Range<usize>) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let next = mentions.partition_point(|mention| mention.range.start < cue.end);
    let Some(first) = mentions.get(next) else {
        return;
    };
    let sentence = speaking.sentence(cue.start);
    if !sentence.contains(&first.range.start) {
        return;
    }
    let total = (0..next).rev().take(4).find(|&other| {
        matches!(mentions[other].role, Role::Delta(_))
            && !mentions[other].loose
            && !mentions[other].reason
            && mentions[other].sentence + 1 >= first.sentence
    });
    let Some(total) = total else { return };
    let Some(reading) = signed(speaking, total, next) else {
        return;
    };
    // Explanations leave out what is small: only where they add up do they claim to be all.
    best(desk, total, vec![reading], &mut HashSet::new(), false);
}

/// `T，由 a、b 和 c 构成`.
fn composed(desk: &mut Desk<'_, '_>, cue: &Range<usize>, totals: &mut HashSet<usize>) {
    let speaking = desk.speaking;
    let sentence = speaking.sentence(cue.start);
    let from = speaking
        .cues_in(sentence.start..cue.start)
        .iter()
        .rev()
        .find(|other| other.0 == Speech::From)
        .map(|other| other.1.start);
    let Some(from) = from else { return };
    let mentions = &speaking.mentions;
    let next = mentions.partition_point(|mention| mention.range.start < from);
    let Some(total) = next
        .checked_sub(1)
        .filter(|&total| level(&mentions[total]) && mentions[total].range.start >= sentence.start)
    else {
        return;
    };
    let parts: Vec<Part> = (next..mentions.len())
        .take_while(|&at| mentions[at].range.end <= cue.start)
        .filter(|&at| mentions[at].role == Role::Level && speaking.alike(total, at))
        .map(|at| (false, at))
        .collect();
    best(
        desk,
        total,
        vec![Reading {
            parts,
            closed: true,
        }],
        totals,
        true,
    );
}

/// `共 T：a…，b…`: a colon right after an amount that is a total.
fn colon(desk: &mut Desk<'_, '_>, at: usize, totals: &mut HashSet<usize>) {
    let speaking = desk.speaking;
    let mention = &speaking.mentions[at];
    let after = speaking.story.next_sign(mention.range.end);
    let Some((Sign::Colon, place)) = after else {
        return;
    };
    if !level(mention)
        || mention.base
        || totals.contains(&at)
        || !speaking.words(mention.range.end..place).trim().is_empty()
    {
        return;
    }
    let readings = readings(speaking, at, at + 1, &(place..place + 1));
    best(desk, at, readings, totals, mention.sum);
}

/// `a，加 b，减 c，总计 T`.
fn chain(desk: &mut Desk<'_, '_>, at: usize, totals: &mut HashSet<usize>) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let starts = mentions[at].sign.is_some()
        && at > 0
        && !(0..at)
            .rev()
            .take_while(|&other| mentions[other].sentence == mentions[at].sentence)
            .any(|other| mentions[other].sign.is_some());
    if !starts || !speaking.alike(at - 1, at) || mentions[at - 1].sentence != mentions[at].sentence
    {
        return;
    }
    let mut parts: Vec<Part> = vec![(false, at - 1)];
    let mut less = false;
    for other in at..mentions.len() {
        let mention = &mentions[other];
        if mention.sentence != mentions[at].sentence || !speaking.alike(at, other) {
            break;
        }
        match mention.sign {
            Some(plus) => less = !plus,
            None if mention.sum || mention.left && !mention.base => {
                best(
                    desk,
                    other,
                    vec![Reading {
                        parts,
                        closed: true,
                    }],
                    totals,
                    true,
                );
                return;
            }
            None => {}
        }
        parts.push((less, other));
    }
}

/// `a…，b…，合计 T`.
fn sum_after(desk: &mut Desk<'_, '_>, at: usize, totals: &mut HashSet<usize>) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let total = &mentions[at];
    if !level(total) || !total.sum || total.base || totals.contains(&at) {
        return;
    }
    // The word stands by itself, or the figure is right after it.
    let direct = speaking
        .cues_in(total.own..total.range.start)
        .iter()
        .rev()
        .find(|cue| cue.0 == Speech::Sum)
        .is_some_and(|cue| {
            speaking
                .words(cue.1.end..total.range.start)
                .trim()
                .chars()
                .count()
                <= 2
        });
    if !direct {
        return;
    }
    let before: Vec<usize> = (0..at)
        .rev()
        .take_while(|&other| {
            mentions[other].sentence == total.sentence && mentions[other].group == total.group
        })
        .filter(|&other| {
            level(&mentions[other])
                && !mentions[other].base
                && mentions[other].depth == total.depth
                && !mentions[other].sum
                && speaking.alike(at, other)
        })
        .take(40)
        .collect();
    if before.len() < 2 || before.iter().any(|&other| mentions[other].sign.is_some()) {
        return;
    }
    // `T，其中 a、b，合计 U`: T is no part of U.
    let mut parts: Vec<Part> = before.iter().rev().map(|&other| (false, other)).collect();
    let mut readings = Vec::new();
    let marked = speaking
        .cues_in(mentions[parts[0].1].range.end..total.range.start)
        .iter()
        .any(|cue| cue.0 == Speech::OfWhich);
    if marked {
        parts.remove(0);
    }
    for start in 0..parts.len().saturating_sub(1) {
        readings.push(Reading {
            parts: parts[start..].to_vec(),
            closed: start == 0,
        });
    }
    if marked
        && readings.iter().any(|reading| {
            totals.iter().any(|&total| {
                speaking.figure(total).amount.printed == speaking.figure(at).amount.printed
                    && reading.closed
            })
        })
    {
        return;
    }
    best(desk, at, readings, totals, true);
}

/// `41个…，除5个…外，36个…`: the whole is the exception and the rest.
fn except(desk: &mut Desk<'_, '_>, at: usize) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let own = &mentions[at];
    let excepts = speaking.says(own.own..own.range.start, Speech::Except);
    let count = speaking.figure(at).amount.unit.measure == Measure::Count;
    if !excepts || !count {
        return;
    }
    let same = |other: &usize| {
        mentions[*other].sentence == own.sentence
            && level(&mentions[*other])
            && speaking.alike(at, *other)
    };
    let whole = (0..at).rev().find(same);
    let rest = (at + 1..mentions.len()).take(6).find(same);
    if let (Some(whole), Some(rest)) = (whole, rest) {
        let parts = vec![(false, at), (false, rest)];
        // A near miss is a slip; far off, the sentence counts something else.
        let stated = speaking.figure(whole).amount.printed;
        let near = gap(speaking, whole, &parts).is_some_and(|gap| {
            gap.abs()
                .checked_mul(Decimal::TEN)
                .is_some_and(|gap| gap <= stated)
        });
        tell(desk, whole, &parts, near);
    }
}
