//! Parts that stand after their total: `T，其中：a…，b…`, `T（a…，b…）`, `of the T, a … and b …`, `增加 T，主要是 a 增加 x、b 减少 y`.

use super::mention::{Mention, Role, Speaking};
use super::slip::is_slip;
use super::story::Sign;
use super::total::{Part, Reading, best, gap, tell};
use super::{Desk, sum};
use crate::model::{Measure, Speech};
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
        in_brackets(desk, at, &mut totals);
        of_the(desk, at, &mut totals);
        sum::find(desk, at, &mut totals);
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

pub fn level(mention: &Mention) -> bool {
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
        let listed = readings.iter().any(|reading| reading.parts.len() > 1);
        let done = best(desk, total, readings, totals, first && !told);
        if done {
            break;
        }
        // `共 32 个，涉及资金 2,860 万元，其中优 26 个…`: money has no such parts.
        first &= !listed;
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
        || joined.contains("leaving ")
        || joined.starts_with("以及")
        || joined.starts_with("and ")
        || between.is_ascii() && [" and ", ",and "].iter().any(|and| between.contains(and))
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
    // Explanations leave out what is small: only where they add up do they claim to be all, or where a slip of the pen is between.
    let parts = reading.parts.clone();
    let told = best(desk, total, vec![reading], &mut HashSet::new(), false);
    let weighed = parts.len() > 2 || parts.iter().any(|part| part.0);
    let stated = speaking.figure(total).amount.printed;
    let near = gap(speaking, total, &parts).is_some_and(|gap| is_slip(stated, stated - gap));
    if !told && weighed && near {
        tell(desk, total, &parts, false);
    }
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
    let between = speaking.words(mention.range.end..place).trim();
    // `totals $30.0 million over three years: …`
    let totals_it = [
        "total",
        "totals",
        "totaled",
        "totalled",
        "totaling",
        "totalling",
    ]
    .iter()
    .any(|word| speaking.own_words(at).trim().rsplit(' ').next() == Some(word));
    // `The grant of $36.0 million will be paid in three instalments: $10.0 million in 2024, …`
    let dated = mention.year.is_none()
        && between.len() <= 64
        && (speaking.mentions.get(at + 1)).is_some_and(|next| next.year.is_some());
    let beside = between.is_empty() || totals_it && between.len() <= 32 || dated;
    if !level(mention)
        || mention.base
        || totals.contains(&at)
        || !beside
        || (speaking.mentions.get(at + 1)).is_some_and(|next| next.range.start < place)
    {
        return;
    }
    let readings = readings(speaking, at, at + 1, &(place..place + 1));
    best(
        desk,
        at,
        readings,
        totals,
        mention.sum || totals_it || dated,
    );
}

/// `T（a…，b…）`: a bracket right after an amount that holds nothing but amounts of its kind.
fn in_brackets(desk: &mut Desk<'_, '_>, at: usize, totals: &mut HashSet<usize>) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let own = &mentions[at];
    let after = speaking.story.next_sign(own.range.end);
    let Some((Sign::Open, open)) = after else {
        return;
    };
    let between = speaking.words(own.range.end..open).trim();
    // `A total of $7.6 million was transferred ($4.1 million to … and …)`
    let totals_it = between.len() <= 48 && speaking.own_words(at).trim().ends_with("total of");
    let bare = between.is_empty() || totals_it;
    if !level(own) || own.base || totals.contains(&at) || !bare {
        return;
    }
    let inner: Vec<usize> = (at + 1..mentions.len())
        .take_while(|&other| {
            mentions[other].depth > own.depth && mentions[other].sentence == own.sentence
        })
        .take(20)
        .collect();
    let plain = inner.iter().all(|&other| {
        let one = &mentions[other];
        level(one)
            && one.depth == own.depth + 1
            && !one.base
            && one.year.is_none()
            && speaking.alike(at, other)
    });
    let parts: Vec<Part> = inner.iter().map(|&other| (false, other)).collect();
    if !plain || parts.len() < 2 {
        return;
    }
    let lead = speaking
        .words(open + 1..mentions[inner[0]].range.start)
        .trim_start();
    let closed = closed(speaking, &parts) || lead.starts_with('含');
    best(desk, at, vec![Reading { parts, closed }], totals, true);
}

/// `Of the T, a … and b …`, `在 T 中，a…，b…`: a sentence that begins with the amount that it parts.
fn of_the(desk: &mut Desk<'_, '_>, at: usize, totals: &mut HashSet<usize>) {
    let speaking = desk.speaking;
    let mention = &speaking.mentions[at];
    if let Some(total) = of_this(speaking, at).filter(|total| !totals.contains(total)) {
        let lead = mention.own..mention.own;
        let mut readings = readings(speaking, total, at, &lead);
        readings.truncate(1);
        let sentence = speaking.words(speaking.sentence(mention.range.start));
        let rest = ["remaining ", "the rest", "remainder", "the balance"]
            .iter()
            .any(|word| sentence.contains(word));
        for reading in &mut readings {
            reading.closed &= rest;
        }
        best(desk, total, readings, totals, rest);
    }
    if totals.contains(&at) || !level(mention) || mention.base || !is_whole(speaking, at) {
        return;
    }
    let cue = mention.own..mention.range.end;
    let readings = readings(speaking, at, at + 1, &cue);
    best(desk, at, readings, totals, true);
}

/// `… came to T. Of this amount, a … and b …`: the amount that the sentence before is about.
pub fn of_this(speaking: &Speaking<'_>, at: usize) -> Option<usize> {
    let mention = &speaking.mentions[at];
    let before = at.checked_sub(1).filter(|&before| {
        let own = &speaking.mentions[before];
        own.sentence + 1 == mention.sentence
            && speaking.story.piece(own.range.start) == speaking.story.piece(mention.range.start)
    })?;
    let sentence = speaking.sentence(mention.range.start);
    let lead = speaking
        .words(sentence.start..mention.range.start)
        .trim_start();
    let refers = [
        "of this",
        "of that",
        "of these",
        "of the total,",
        "of this total",
        "of it,",
    ];
    let (lead, _) = lead.split_once(',').unwrap_or(("", ""));
    if lead.is_empty()
        || lead.len() > 32
        || !refers
            .iter()
            .any(|word| lead.starts_with(word.trim_end_matches(',')))
    {
        return None;
    }
    let said = speaking.mentions[before].sentence;
    let levels = |other: &usize| {
        let own = &speaking.mentions[*other];
        own.role == Role::Level
            && !own.base
            && !own.loose
            && own.depth == 0
            && speaking.alike(*other, at)
    };
    let mut found: Vec<usize> = (0..=before)
        .rev()
        .take_while(|&other| speaking.mentions[other].sentence == said)
        .filter(levels)
        .collect();
    (found.len() == 1).then(|| found.pop()).flatten()
}

/// Whether a figure is the whole that its sentence begins with.
pub fn is_whole(speaking: &Speaking<'_>, at: usize) -> bool {
    let mention = &speaking.mentions[at];
    let first = at == 0 || speaking.mentions[at - 1].sentence < mention.sentence;
    let words = speaking.own_words(at).trim_start();
    let sentence = speaking.sentence(mention.range.start);
    let begins = speaking
        .words(sentence.start..mention.own)
        .trim()
        .is_empty();
    let inside = speaking
        .words(mention.range.end..mention.tail)
        .ends_with('中');
    let lead = [
        "of the ",
        "of total ",
        "of our ",
        "of this ",
        "of these ",
        "of that ",
        "of its ",
    ];
    let counted = words.trim() == "of" && speaking.figure_measure(mention) != Measure::Ratio;
    first
        && begins
        && (counted
            || lead.iter().any(|lead| words.starts_with(lead))
            || words.starts_with('在') && inside)
}
