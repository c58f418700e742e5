//! Sums that stand after their parts: `a，b，合计 T`, `a 加 b 减 c，总计 T`, `年初 a，收入 b，支出 c，年末 T`, `N 个，除 k 个外，m 个`.

use super::mention::{Role, Speaking};
use super::parts::level;
use super::total::{Part, Reading, best, gap, tell};
use super::{Desk, minus};
use crate::model::{Expr, Measure, Relation, Saying, Speech};
use rust_decimal::Decimal;
use std::collections::HashSet;

pub fn find(desk: &mut Desk<'_, '_>, at: usize, totals: &mut HashSet<usize>) {
    chain(desk, at, totals);
    sum_after(desk, at, totals);
    roll_forward(desk, at, totals);
    hundred(desk, at);
    except(desk, at);
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
            None if mention.sum
                || mention.left && !mention.base
                || speaking.own_words(other).trim_start().starts_with("result") =>
            {
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
    // `T (a less b)`
    let total = at.checked_sub(2).filter(|&total| {
        let between = speaking.between(total, at - 1).trim();
        // `T equals the opening balance of a plus b less c`
        let equals = ["equals ", "equaled ", "is equal to ", "等于"];
        (between == "(" || equals.iter().any(|word| between.starts_with(word)))
            && speaking.alike(total, at)
            && !mentions[total].loose
    });
    if let Some(total) = total {
        let reading = Reading {
            parts,
            closed: true,
        };
        best(desk, total, vec![reading], totals, true);
    }
}

/// `a…，b…，合计 T`.
fn sum_after(desk: &mut Desk<'_, '_>, at: usize, totals: &mut HashSet<usize>) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let total = &mentions[at];
    let sums = total.sum || is_total(speaking.own_words(at));
    if total.loose || !sums || total.base || totals.contains(&at) {
        return;
    }
    // The word stands by itself, or the figure is right after it.
    let words = total.own..total.range.start;
    let cue = (speaking.cues_in(words.clone()).iter())
        .rfind(|cue| cue.0 == Speech::Sum)
        .cloned();
    // `for a public safety total of`
    let lead = words.len() - speaking.words(words.clone()).trim().len();
    let whole =
        is_total(speaking.own_words(at)).then_some((Speech::Sum, words.start + lead..words.end));
    let Some(cue) = cue.or(whole) else { return };
    let verb = (speaking.cues_in(cue.1.end..words.end).iter())
        .find(|verb| verb.1.start == cue.1.end && matches!(verb.0, Speech::Up | Speech::Down));
    let after = verb.map_or(cue.1.end, |verb| verb.1.end);
    let rest = speaking.words(after..words.end).trim();
    // `a, b and c make up total revenue of T`
    let named = speaking.words(cue.1.clone());
    let made = (named.starts_with("make up") || named == "for combined") && rest.ends_with(" of")
        || named.starts_with("bring") && (rest == "to" || rest.ends_with(" to"));
    if rest.chars().count() > 2 && !made {
        return;
    }
    let rate = speaking.figure_measure(total) == Measure::Ratio;
    // `bonds ($85 million) and grants ($45 million), for a total of $130 million`
    let mut here = (0..at)
        .rev()
        .take_while(|&other| mentions[other].sentence == total.sentence)
        .peekable();
    let bracketed = here.peek().is_some() && here.all(|other| mentions[other].depth > total.depth);
    let depth = total.depth + usize::from(bracketed);
    let fits = |other: usize| {
        let mention = &mentions[other];
        let sort = match (total.role, mention.role) {
            (Role::Level, Role::Level) => !rate && speaking.alike(at, other),
            // `新增灌溉面积 a，改善灌溉面积 b，合计 T`
            (Role::Level, Role::Delta(super::mention::Way::Up)) => {
                speaking.own_words(other).trim_start().starts_with("新增")
                    && speaking.alike(at, other)
            }
            (Role::Delta(_), Role::Delta(_)) => speaking.alike(at, other),
            (Role::Level | Role::Share | Role::Rate, Role::Share | Role::Rate) => rate,
            _ => false,
        };
        let full = ["满分", "分值", "权重"]
            .iter()
            .any(|word| speaking.own_words(other).contains(word));
        sort && !full && !mention.loose && !mention.base && mention.depth == depth && !mention.sum
    };
    // `…；…；两项合计 T`, `…。以上共计 T`: with no subject of its own it is the sum of all that was said.
    let lead = speaking.words(words.start..cue.1.start).trim();
    let alone = lead.is_empty()
        || matches!(
            lead,
            "以上" | "上述" | "三项" | "两项" | "四项" | "五项" | "以上各项" | "上述各项"
        );
    let first = at == 0 || mentions[at - 1].sentence < total.sentence;
    let before: Vec<usize> = (0..at)
        .rev()
        .take_while(|&other| {
            let own = &mentions[other];
            if alone
                && first
                && speaking.story.piece(own.range.start) == speaking.story.piece(total.range.start)
            {
                own.sentence + 1 >= total.sentence
            } else {
                own.sentence == total.sentence && (own.group == total.group || alone)
            }
        })
        .filter(|&other| fits(other))
        .take(40)
        .collect();
    if before.len() < 2 || before.iter().any(|&other| mentions[other].sign.is_some()) {
        return;
    }
    // `T，其中 a、b，合计 U`: T is no part of U.
    let mut parts: Vec<Part> = (before.iter().rev())
        .map(|&other| (turns(speaking, at, other), other))
        .collect();
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

fn is_total(words: &str) -> bool {
    let words = words.trim();
    words.starts_with("for a ") && words.ends_with(" total of")
}

/// Whether a change goes the other way than the change that is the sum.
fn turns(speaking: &Speaking<'_>, total: usize, part: usize) -> bool {
    matches!(
        (speaking.mentions[total].role, speaking.mentions[part].role),
        (Role::Delta(way), Role::Delta(own)) if way != own
    )
}

/// `taxes 58%, fees 22% and grants 20% of revenue`: percentages without amounts that part a whole. Where they do not make 100 they
/// may be of several wholes.
fn hundred(desk: &mut Desk<'_, '_>, at: usize) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let sentence = mentions[at].sentence;
    if (mentions.get(at + 1)).is_some_and(|next| next.sentence == sentence) {
        return;
    }
    let own: Vec<usize> = (0..=at)
        .rev()
        .take_while(|&other| mentions[other].sentence == sentence)
        .collect();
    let shares = own.iter().all(|&other| {
        let mention = &mentions[other];
        matches!(mention.role, Role::Share | Role::Rate)
            && speaking.figure_measure(mention) == Measure::Ratio
            && !mention.loose
            && !mention.base
            && !mention.sum
    });
    let of = |&other: &usize| {
        let mention = &mentions[other];
        mention.role == Role::Share
            || speaking
                .words(mention.range.end..mention.tail)
                .starts_with(" of ")
    };
    let named = own.iter().any(of)
        || speaking.says(speaking.sentence(mentions[at].range.start), Speech::OfWhich);
    let sum = own.iter().try_fold(Decimal::ZERO, |sum, &other| {
        sum.checked_add(speaking.figure(other).amount.printed)
    });
    if own.len() > 2 && shares && named && sum == Some(Decimal::ONE_HUNDRED) {
        let rest = own[1..]
            .iter()
            .rev()
            .fold(Expr::Number(Decimal::ONE_HUNDRED), |rest, &other| {
                minus(rest, desk.leaf(other))
            });
        desk.state(Saying::Parts, at, Relation::Equal, rest, true);
    }
}

/// Whether an amount is a balance at an end, in which one at the begin is contained.
pub fn is_closing(speaking: &Speaking<'_>, at: usize) -> bool {
    let own = speaking.own_words(at);
    let words = ["年末", "期末", "ending", "closing", "closed", "ended the"];
    words.iter().any(|word| own.contains(word))
}

/// `年初结余 a，本年收入 b，本年支出 c，年末结余 T`: T = a + b − c.
fn roll_forward(desk: &mut Desk<'_, '_>, at: usize, totals: &mut HashSet<usize>) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let total = &mentions[at];
    let names = |other: usize, words: &[&str]| {
        let own = speaking.own_words(other);
        words.iter().any(|word| own.contains(word))
    };
    if !level(total) || !is_closing(speaking, at) || totals.contains(&at) {
        return;
    }
    // The balance to begin with may stand in the sentence before.
    let before: Vec<usize> = (0..at)
        .rev()
        .take_while(|&other| mentions[other].sentence + 1 >= total.sentence)
        .filter(|&other| level(&mentions[other]) && speaking.alike(at, other))
        .take(4)
        .collect();
    let [spent, received, opening] = before.as_slice() else {
        return;
    };
    let (expense, income) = (&mentions[*spent], &mentions[*received]);
    let came = income.income || names(*received, &["received", "collected"]);
    let went = expense.expenditure || names(*spent, &["spent", "paid"]);
    let begins = [
        "年初",
        "期初",
        "上年",
        "beginning",
        "opening",
        "opened",
        "began",
        "started",
    ];
    let fits = names(*opening, &begins)
        && came
        && !income.expenditure
        && went
        && !expense.income
        && before.iter().all(|&other| mentions[other].sign.is_none());
    if fits {
        let parts = vec![(false, *opening), (false, *received), (true, *spent)];
        best(
            desk,
            at,
            vec![Reading {
                parts,
                closed: true,
            }],
            totals,
            true,
        );
    }
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
