//! The role that the words around a figure give it.

use super::mention::{Cue, Mention, Role, Speaking, Way, year_in};
use super::story::Sign;
use crate::model::{Measure, Speech};

/// Reads the words around one figure.
pub fn read(speaking: &mut Speaking<'_>, at: usize) {
    let mention = &speaking.mentions[at];
    let figure = &speaking.figures[mention.figure];
    let (start, end) = (mention.range.start, mention.range.end);
    let own = mention.own..start;
    let cues = speaking.cues_in(own.clone()).to_vec();
    let has = |speech: Speech| cues.iter().any(|(own, _)| *own == speech);
    let tail = speaking.words(end..mention.tail);
    let gap = |cue: &Cue| speaking.words(cue.1.end..start);
    let near = |cue: &Cue| {
        let between = gap(cue);
        let inside = between.contains(')') && !between.contains('(');
        between.chars().count() <= if between.is_ascii() { 48 } else { 14 }
            && !between.contains('的')
            && !inside
    };
    let before = at.checked_sub(1).map(|before| &speaking.mentions[before]);
    let joined = before
        .is_some_and(|before| before.range.end == own.start && before.sentence == mention.sentence);
    let named = speaking.words(own.clone());
    let year = if joined && named.is_ascii() {
        // The year follows its amount: `$2.4 million in 2021 and $2.2 million in 2020`.
        year_in(tail).or_else(|| year_in(after_joint(named)))
    } else {
        year_in(named).or_else(|| year_in(tail))
    };
    let prior = has(Speech::Prior) || speaking.says(end..mention.tail, Speech::Prior);
    let opens = |cue: &Cue| speaking.words(own.start..cue.1.start).trim().is_empty();
    let dated = |cue: &Cue| year_in(gap(cue)).is_some();
    let compared = cues.iter().rev().any(|cue| match cue.0 {
        Speech::Versus | Speech::From if gap(cue).trim().len() <= 1 => true,
        // `比2021年的 A`, `over the A received in 2021`
        Speech::Versus => opens(cue) && (dated(cue) || gap(cue).is_ascii()),
        // `an increase of B over the adopted budget of A`
        _ if speaking.compares(cue) && gap(cue).trim().len() > 1 => {
            let moved = |before: &Mention| matches!(before.role, Role::Delta(_));
            opens(cue) && joined && before.is_some_and(moved)
        }
        _ => false,
    });
    let from = cues.iter().any(|cue| {
        let ends = |other: &Cue| other.0 == Speech::Reach && other.1.start >= cue.1.end;
        cue.0 == Speech::From
            // `$2.2 million from the county and $1.4 million from …`
            && !gap(cue).trim_end().ends_with(" and")
            && !cues.iter().any(ends)
            && (opens(cue) || dated(cue) || speaking.says(cue.1.end..start, Speech::Prior))
    });
    let measure = figure.amount.unit.measure;
    let rate = measure == Measure::Ratio;
    // `降幅达 32%` is the change itspeaking.
    let size = |cue: &Cue| {
        rate && cue.0 == Speech::Reach && speaking.words(cue.1.clone()).starts_with('达')
    };
    let decisive = cues.iter().rev().filter(|cue| !size(cue)).find(|cue| {
        use Speech::*;
        matches!(
            cue.0,
            Up | Down
                | Reach
                | Gap
                | Left
                | More
                | Fewer
                | Within
                | Share
                | Execution
                | BalanceRate
        )
    });
    let way = |speech: Speech| {
        if speech == Speech::Up {
            Way::Up
        } else {
            Way::Down
        }
    };
    let mut role = match decisive {
        Some(cue) if matches!(cue.0, Speech::Up | Speech::Down) && near(cue) => {
            let way = way(cue.0);
            // `rose from A to B`, `higher than A`, `an increase over A`
            let starts = cues.iter().any(|other| {
                let next = speaking.words(cue.1.end..other.1.start).trim().is_empty();
                other.1.start >= cue.1.end
                    && (matches!(other.0, Speech::From | Speech::Reach) && !size(other)
                        || next && speaking.compares(other) && gap(other).is_ascii())
            });
            match (starts, rate) {
                (true, _) => Role::Level,
                (false, true) => Role::Change(way),
                (false, false) => Role::Delta(way),
            }
        }
        Some((Speech::Share, _)) if rate => Role::Share,
        Some((Speech::Execution, _)) if rate => Role::Completion,
        Some((Speech::BalanceRate, _)) if rate => Role::BalanceRate,
        Some(cue @ (Speech::Gap, _)) if near(cue) && !rate => Role::Gap,
        _ if rate => Role::Rate,
        _ => Role::Level,
    };
    let mut of_last = false;
    let mut ordered = false;
    let mut of = None;
    let words = speaking.words(own.clone()).trim();
    if rate {
        let of_phrase = words.ends_with('的');
        let done = has(Speech::Done) || has(Speech::Share) || words.starts_with('为');
        if has(Speech::Budget) && done && (of_phrase || has(Speech::Share)) {
            role = Role::Completion;
            of = Some(own.clone());
        } else if joined && (words == "的" || words == "的比重为" || words == "的比例为") {
            if let Some(before) = before.filter(|before| before.role == Role::Level) {
                let range = before.own..before.range.start;
                of_last = true;
                if speaking.says(range.clone(), Speech::Share)
                    && !speaking.says(range.clone(), Speech::Budget)
                {
                    role = Role::Share;
                    // `a、b 分别占 T 的 p%、q%`
                    ordered = speaking.words(range).contains("分别");
                } else if speaking.says(range.clone(), Speech::Done)
                    || speaking.words(range.clone()).starts_with('为')
                    || speaking.says(range, Speech::Budget)
                {
                    role = Role::Completion;
                } else {
                    of_last = false;
                }
            }
        } else if joined && words.starts_with('的') && has(Speech::Share) && words.contains("分别")
        {
            of_last = true;
        }
        if role == Role::Share && !of_last {
            let from = decisive.map_or(own.start, |cue| cue.1.end);
            let named = speaking.words(from..start).trim_end_matches(['的', ' ']);
            if named.chars().count() > 1 {
                of = Some(from..from + named.len());
            }
        }
        // `or 7.1%`: what the amount before it is in per cent.
        let or = matches!(words, "or" | "or about");
        if or || role == Role::Share && of.is_none() {
            let mut rest = tail.trim_start();
            if let Some(named) = rest.strip_prefix("of ") {
                rest = named.strip_prefix("the ").unwrap_or(named);
                let range = end + (tail.len() - rest.len())..end + tail.len();
                let budget = speaking.says(range.clone(), Speech::Budget);
                role = if budget && or {
                    Role::Completion
                } else {
                    Role::Share
                };
                of = Some(range);
            } else if let Some(Role::Delta(way)) = before.filter(|_| or).map(|before| before.role) {
                role = Role::Change(way);
            } else if let Some(way) = at
                .checked_sub(1)
                .filter(|_| or)
                .and_then(|to| moved(speaking, to))
            {
                role = Role::Change(way);
            } else if or
                && before
                    .is_some_and(|before| before.role == Role::Level && is_part(speaking, before))
            {
                role = Role::Share;
            }
        }
    } else if role == Role::Level && speaking.is_by(at) && joined {
        // `exceeded the budget of 6.1 by 0.3`
        let range = before.map_or(own.clone(), |before| before.own..own.end);
        let cue = speaking
            .cues_in(range)
            .iter()
            .find(|cue| matches!(cue.0, Speech::More | Speech::Fewer));
        role = match cue {
            Some((Speech::More, _)) => Role::Delta(Way::Up),
            Some(_) => Role::Delta(Way::Down),
            None => role,
        };
    }
    let sentence = speaking.sentence(start);
    let reason = speaking
        .cues_in(sentence.start..own.start)
        .iter()
        .rev()
        .find(|cue| cue.0 == Speech::Reason)
        .is_some_and(|cue| {
            !speaking
                .story
                .signs_in(cue.1.end..own.start)
                .iter()
                .any(|(sign, _)| *sign == Sign::Semi)
        })
        || has(Speech::Reason);
    let rough = cues
        .iter()
        .rev()
        .find(|cue| cue.0 == Speech::Rough)
        .is_some_and(|cue| {
            gap(cue).chars().count() <= 3 && !(role == Role::Level && speaking.follows_change(cue))
        })
        || speaking.cues_in(end..mention.tail).iter().any(|cue| {
            cue.0 == Speech::RoughAfter && speaking.words(end..cue.1.start).trim().is_empty()
        })
        || speaking.words(end..mention.tail).starts_with(['余', '多'])
        || (rate
            && cues.last().is_some_and(|cue| {
                matches!(cue.0, Speech::More | Speech::Fewer | Speech::Within)
                    && gap(cue).is_empty()
            }));
    let other = speaking.says(sentence, Speech::Other);
    let mean = has(Speech::Mean);
    let sign = cues
        .first()
        .filter(|cue| {
            cue.1.start == own.start || speaking.words(own.start..cue.1.start).trim().is_empty()
        })
        .and_then(|cue| match cue.0 {
            Speech::Plus => Some(true),
            Speech::Minus => Some(false),
            _ => None,
        });
    let flags = (
        has(Speech::Budget),
        has(Speech::Actual),
        has(Speech::Income),
        has(Speech::Expenditure),
        has(Speech::Left),
        has(Speech::Sum),
        has(Speech::Each) || words.contains("分别") || ordered,
    );
    let state = matches!(
        role,
        Role::Level | Role::Rate | Role::Share | Role::Completion
    );
    let base = state && (prior || compared || from);
    let mention = &mut speaking.mentions[at];
    mention.role = role;
    mention.base = base;
    mention.of_last = of_last;
    mention.of = of;
    mention.year = year;
    mention.reason = reason;
    mention.loose = rough || other || mean;
    mention.mean = mean && !rough && !other && role == Role::Level;
    mention.sign = sign;
    (
        mention.budget,
        mention.actual,
        mention.income,
        mention.expenditure,
        mention.left,
        mention.sum,
        mention.each,
    ) = flags;
}

/// The words of a stretch after its last word that joins figures.
fn after_joint(words: &str) -> &str {
    let joints = [
        " and ",
        " to ",
        " from ",
        " versus ",
        " against ",
        " over ",
        " than ",
        " with ",
    ];
    let ends = joints
        .iter()
        .filter_map(|joint| Some(words.rfind(joint)? + joint.len()));
    words.get(ends.max().unwrap_or(words.len())..).unwrap_or("")
}

/// `of which $11.0 million`, `930 of whom`.
fn is_part(speaking: &Speaking<'_>, mention: &Mention) -> bool {
    speaking.says(mention.own..mention.range.start, Speech::OfWhich)
        || speaking.says(mention.range.end..mention.tail, Speech::OfWhich)
}

/// The way of `climbed from A to B`, B given.
fn moved(speaking: &Speaking<'_>, to: usize) -> Option<Way> {
    let from = to.checked_sub(1)?;
    let (from, to) = (&speaking.mentions[from], &speaking.mentions[to]);
    let reach = speaking.says(to.own..to.range.start, Speech::Reach);
    if !reach || !from.base || from.sentence != to.sentence {
        return None;
    }
    let cues = speaking.cues_in(speaking.sentence(to.range.start).start..from.range.start);
    cues.iter().rev().find_map(|cue| match cue.0 {
        Speech::Up => Some(Way::Up),
        Speech::Down => Some(Way::Down),
        _ => None,
    })
}
