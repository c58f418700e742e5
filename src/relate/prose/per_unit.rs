//! `人均接待费 C`, `平均每辆 C`, `$50 per lamp`: C = an amount ÷ a count, both beside it.

use super::mention::Role;
use super::{Desk, Size, Term, binary, over};
use crate::model::{Expr, Measure, Operator, Relation, Saying, Speech};
use rust_decimal::Decimal;

/// What an average is of one of: the words of it in Chinese, and the units that count it.
const HEADS: [(&str, &[&str]); 9] = [
    ("人均", &["人次", "人", "名"]),
    ("平均每人次", &["人次"]),
    ("平均每人", &["人", "名", "人次"]),
    ("车均", &["辆", "台"]),
    ("平均每辆", &["辆"]),
    ("平均每次", &["次"]),
    ("平均每批次", &["批次"]),
    ("平均每期", &["期"]),
    ("户均", &["户"]),
];

pub fn find(desk: &mut Desk<'_, '_>) {
    for at in 0..desk.speaking.mentions.len() {
        let mention = &desk.speaking.mentions[at];
        let money = desk.speaking.figure_measure(mention) == Measure::Money;
        let named = mention.own..mention.range.start;
        // 每 is what makes it an average.
        let rough = (desk.speaking.cues_in(named.clone()).iter())
            .any(|cue| cue.0 == Speech::Rough && desk.speaking.words(cue.1.clone()) != "每");
        let other = desk.speaking.says(named, Speech::Other);
        if mention.role == Role::Level && money && !mention.base && !rough && !other {
            chinese(desk, at);
            english(desk, at);
        }
    }
}

fn chinese(desk: &mut Desk<'_, '_>, at: usize) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let words = speaking.own_words(at);
    let Some((noun, units)) = HEADS.iter().find_map(|(head, units)| {
        let (lead, noun) = words.split_once(head)?;
        let lead = lead.trim_matches(',');
        lead.is_empty()
            .then(|| (noun.trim_end_matches(['为', '约']), units))
    }) else {
        return;
    };
    let here = speaking.story.piece(mentions[at].range.start);
    let near = |other: usize| {
        mentions[other].sentence + 1 >= mentions[at].sentence
            && speaking.story.piece(mentions[other].range.start) == here
    };
    let level = |other: &usize| {
        let mention = &mentions[*other];
        mention.role == Role::Level && !mention.base && !mention.loose && !mention.reason
    };
    let counts: Vec<usize> = (0..at)
        .rev()
        .take(8)
        .filter(|&other| near(other))
        .filter(level)
        .filter(|&other| units.contains(&&*speaking.figure(other).amount.unit.word))
        .collect();
    // `人均培训费 350 元，培训费支出合计 44.10 万元`
    let later = (at + 1..mentions.len())
        .take_while(|&other| !noun.is_empty() && mentions[other].group == mentions[at].group);
    let amounts: Vec<usize> = (0..at)
        .rev()
        .take(16)
        .chain(later.take(2))
        .filter(level)
        .filter(|&other| speaking.figure_measure(&mentions[other]) == Measure::Money)
        .filter(|&other| {
            if noun.is_empty() {
                mentions[other].sentence == mentions[at].sentence
            } else {
                holds(speaking.own_words(other), noun)
            }
        })
        .collect();
    let one = |of: &[usize]| {
        let first = of
            .first()
            .map(|&other| speaking.figure(other).amount.printed);
        of.iter()
            .all(|&other| Some(speaking.figure(other).amount.printed) == first)
    };
    let beside = amounts.first().is_some_and(|&amount| {
        near(amount) && !speaking.own_words(amount).contains(['及', '和', '与'])
    });
    state(
        desk,
        at,
        &amounts,
        &counts,
        one(&counts) && one(&amounts) && beside,
    );
}

/// `from 12,000 accounts, or $700 per account`, `an average of $7,500 a claim`.
fn english(desk: &mut Desk<'_, '_>, at: usize) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let own = &mentions[at];
    let after = speaking.words(own.range.end..own.tail).trim_start();
    let one_of = ["per ", "a ", "an ", "for each "]
        .iter()
        .find_map(|lead| after.strip_prefix(lead));
    let lead = speaking.own_words(at).trim();
    let told = [
        "an average of",
        "or",
        "i.e.",
        "averaging",
        "that is",
        "an average cost of",
    ]
    .contains(&lead);
    let Some(noun) = one_of.filter(|_| told) else {
        return;
    };
    let noun: String = noun.chars().take_while(char::is_ascii_alphabetic).collect();
    if noun.len() < 3
        || ["year", "month", "day", "week", "quarter", "hour"].contains(&noun.as_str())
    {
        return;
    }
    let stem = noun.strip_suffix('y').unwrap_or(&noun);
    let mut counts = Vec::new();
    let mut amounts = Vec::new();
    for other in (0..at)
        .rev()
        .take_while(|&other| mentions[other].sentence == own.sentence)
        .take(6)
    {
        let mention = &mentions[other];
        let fine = mention.role == Role::Level && !mention.loose;
        match speaking.figure_measure(mention) {
            Measure::Money if fine && !mention.base => amounts.push(other),
            Measure::Count | Measure::Quantity | Measure::Unknown if fine => {
                let text = speaking.words(mention.range.start..mention.tail);
                let counted = text
                    .split(|c: char| !c.is_ascii_alphabetic())
                    .any(|word| word.starts_with(stem));
                if counted {
                    counts.push(other);
                }
            }
            _ => {}
        }
    }
    let firm = counts.len() == 1 && amounts.len() == 1;
    state(desk, at, &amounts, &counts, firm);
}

/// The first amount and count whose quotient the figure prints; failing that, the only ones there are.
fn state(desk: &mut Desk<'_, '_>, at: usize, amounts: &[usize], counts: &[usize], firm: bool) {
    let speaking = desk.speaking;
    let fits = |amount: usize, count: usize| {
        let sizes = (
            Size::of(speaking.figure(amount)),
            Size::of(speaking.figure(count)),
            Size::of(speaking.figure(at)),
        );
        let (Some(amount), Some(count), Some(stated)) = sizes else {
            return false;
        };
        let open = amount
            .half
            .checked_div(count.value)
            .and_then(|open| open.checked_add(stated.half));
        let quotient = amount.value.checked_div(count.value);
        matches!((quotient, open), (Some(quotient), Some(open)) if (quotient - stated.value).abs() <= open)
    };
    let pairs = amounts
        .iter()
        .flat_map(|&amount| counts.iter().map(move |&count| (amount, count)));
    let found = pairs.clone().find(|&(amount, count)| fits(amount, count));
    let Some((amount, count)) = found.or_else(|| pairs.clone().next().filter(|_| firm)) else {
        return;
    };
    if speaking.figure(count).amount.printed.is_zero() {
        return;
    }
    let computed = quotient(desk, at, amount, count);
    desk.state(Saying::PerUnit, at, Relation::Equal, computed, true);
}

/// An amount a head in the stated figure's unit: 7.26 万元 ÷ 512 in 元.
fn quotient(desk: &Desk<'_, '_>, at: usize, amount: usize, count: usize) -> Term {
    let unit = |of: usize| &desk.speaking.figure(of).amount.unit;
    let quotient = over(desk.leaf(amount), desk.leaf(count));
    // Where the count has no unit of its own, the quotient is in the amount's unit, else in its base unit.
    let bare = unit(count).measure == Measure::Unknown;
    let power = if bare { unit(amount).power } else { 0 } - unit(at).power;
    let ten = |power: i32| (0..power.min(12)).fold(Decimal::ONE, |value, _| value * Decimal::TEN);
    match power {
        0 => quotient,
        1.. => binary(Operator::Multiply, quotient, Expr::Number(ten(power))),
        _ => over(quotient, Expr::Number(ten(-power))),
    }
}

/// Whether a name has the characters of another in their order: 运行费 in 公务用车购置及运行维护费.
fn holds(name: &str, noun: &str) -> bool {
    let mut name = name.chars();
    noun.chars().count() > 1 && noun.chars().all(|c| name.any(|own| own == c))
}
