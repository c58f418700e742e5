//! `较上年的 Z 增加 B`: B = A − Z; `预算 A，支出 C，结余 B`: B = A − C; `相差 B`; percentage points.

use super::change::{around, bases, subject};
use super::mention::{Role, Way};
use super::sum::is_closing;
use super::total::gap;
use super::{Desk, Size, akin, minus};
use crate::model::{Measure, Relation, Saying, Speech};

pub fn find(desk: &mut Desk<'_, '_>) {
    for at in 0..desk.speaking.mentions.len() {
        let mention = &desk.speaking.mentions[at];
        if mention.loose {
            continue;
        }
        let points = desk.speaking.figure(at).amount.unit.measure == Measure::Points;
        match mention.role {
            Role::Delta(way) if points => of_rates(desk, at, way),
            Role::Delta(_) if desk.speaking.is_by(at) => beside(desk, at),
            Role::Level | Role::Delta(_) if exceeds(desk, at) => between(desk, at),
            Role::Delta(way) => of_bases(desk, at, way),
            Role::Gap => of_pair(desk, at, true),
            Role::Level if mention.left => {
                let words = desk.speaking.own_words(at);
                let short = ["deficit", "shortfall", "赤字", "缺口", "超支"]
                    .iter()
                    .any(|word| words.contains(word));
                of_pair(desk, at, short);
            }
            Role::Level if desk.speaking.says_between(at, "the difference between") => {
                between(desk, at);
            }
            Role::Level if is_net(desk, at) => {
                let computed = minus(desk.leaf(at - 2), desk.leaf(at - 1));
                desk.state(Saying::Difference, at, Relation::Equal, computed, true);
            }
            Role::Level => beside(desk, at),
            _ => {}
        }
    }
}

/// `资产总额 A，负债总额 B，净资产 C`.
fn is_net(desk: &Desk<'_, '_>, at: usize) -> bool {
    let speaking = desk.speaking;
    let says = |of: usize, words: &[&str]| {
        let own = speaking.own_words(of);
        words.iter().any(|word| own.contains(word))
    };
    at > 1
        && (at - 2..at).all(|other| {
            let mention = &speaking.mentions[other];
            mention.role == Role::Level
                && !mention.loose
                && mention.sentence == speaking.mentions[at].sentence
                && speaking.alike(at, other)
        })
        && says(at, &["净资产", "net position", "net assets"])
        && says(at - 1, &["负债总", "负债合计", "total liabilities"])
        && says(at - 2, &["资产总", "资产合计", "总资产", "total assets"])
        && !says(at - 2, &["净资产"])
}

/// The amount of the sentence that stands against the one to compare with.
pub fn current(desk: &Desk<'_, '_>, at: usize, base: usize) -> Option<usize> {
    let mentions = &desk.speaking.mentions;
    let found = around(desk, at).filter(|&other| {
        let mention = &mentions[other];
        other != base
            && mention.role == Role::Level
            && !mention.base
            && mention.is_comparable()
            && mention.group == mentions[at].group
            && desk.speaking.alike(base, other)
    });
    found.min_by_key(|&other| {
        let reach = desk.speaking.says(
            mentions[other].own..mentions[other].range.start,
            Speech::Reach,
        );
        (!reach && other > at, other.abs_diff(at))
    })
}

fn of_bases(desk: &mut Desk<'_, '_>, at: usize, way: Way) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let explains = |base: &usize| mentions[at].reason && !mentions[*base].reason;
    let Some(&base) = bases(desk, at).first().filter(|base| !explains(base)) else {
        return;
    };
    let Some(current) = current(desk, at, base).filter(|&current| speaking.alike(at, current))
    else {
        return;
    };
    // `losses of 1.7 in 2007 and 1.2 in 2006, and a gain of 0.7 in 2005`: of a year of its own.
    let tail = speaking.words(mentions[at].range.end..mentions[at].tail);
    let dated = tail.trim_start().starts_with("in ") && mentions[at].year.is_some();
    if dated
        && mentions[current]
            .year
            .is_some_and(|year| mentions[at].year != Some(year))
    {
        return;
    }
    // A smaller deficit is an improvement, too.
    let better = speaking.own_words(at).contains("improvement");
    let sizes = (
        Size::of(speaking.figure(current)),
        Size::of(speaking.figure(base)),
    );
    let fell = matches!(sizes, (Some(current), Some(base)) if current.value < base.value);
    let (from, to) = match way {
        Way::Up if better && fell => (base, current),
        Way::Up => (current, base),
        Way::Down => (base, current),
    };
    let named = mentions[current].own..mentions[current].range.start;
    let near = at.abs_diff(base) <= 3
        && at.abs_diff(current) <= 3
        && mentions[base].depth == mentions[current].depth.max(mentions[base].depth);
    let firm = near && akin(speaking, subject(desk, at), named);
    let computed = minus(desk.leaf(from), desk.leaf(to));
    desk.state(Saying::Difference, at, Relation::Equal, computed, firm);
}

/// Percentage points: the difference of two percentages.
fn of_rates(desk: &mut Desk<'_, '_>, at: usize, way: Way) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let rates: Vec<usize> = around(desk, at)
        .filter(|&other| {
            // `down 1.9 percentage points from 27.5%`
            (other < at || mentions[other].base && other == at + 1)
                && speaking.figure(other).amount.unit.measure == Measure::Ratio
                && mentions[other].group == mentions[at].group
                && !mentions[other].loose
        })
        .collect();
    let base = rates.iter().copied().find(|&other| mentions[other].base);
    let current = rates.iter().copied().find(|&other| !mentions[other].base);
    let (Some(base), Some(current)) = (base, current) else {
        return;
    };
    let (from, to) = match way {
        Way::Up => (current, base),
        Way::Down => (base, current),
    };
    let computed = minus(desk.leaf(from), desk.leaf(to));
    let firm = rates.len() == 2;
    desk.state(Saying::Difference, at, Relation::Equal, computed, firm);
}

/// What is left of a budget after spending, or how far two amounts lie apart.
fn of_pair(desk: &mut Desk<'_, '_>, at: usize, either: bool) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let near: Vec<usize> = around(desk, at)
        .filter(|&other| {
            other < at
                && mentions[other].role == Role::Level
                && !mentions[other].loose
                && mentions[other].group == mentions[at].group
                && speaking.alike(at, other)
        })
        .collect();
    // `节约资金 C，采购预算 A，实际采购 B`
    let near = if near.is_empty() {
        after(desk, at)
    } else {
        near
    };
    let named = |is: fn(&super::mention::Mention) -> bool| {
        near.iter().copied().find(|&other| is(&mentions[other]))
    };
    let spent = named(|mention| mention.actual && !mention.budget)
        .or_else(|| named(|mention| mention.expenditure && !mention.budget && !mention.income));
    let given = named(|mention| mention.budget && !mention.actual)
        .or_else(|| named(|mention| mention.income && !mention.expenditure && !mention.budget));
    // `下达 A，已支付 B，尚有 C`: what was given is the other of the two.
    let given = given.or_else(|| match near.as_slice() {
        [last, first] if Some(*last) == spent && mentions[*last].own < mentions[at].own => {
            Some(*first)
        }
        _ => None,
    });
    // `assets were A and liabilities were B, leaving C`
    let (given, spent) = match near.as_slice() {
        [last, first]
            if given.is_none() | spent.is_none()
                && speaking.own_words(at).contains("leaving ")
                // `transferred a and b, leaving C out of T`: a and b are of one sort.
                && !speaking.between(*first, *last).contains(" to ")
                && !speaking.words(mentions[at].range.end..mentions[at].tail).contains(" out of")
                && !super::parts::is_whole(speaking, *first) =>
        {
            (Some(*first), Some(*last))
        }
        _ => (given, spent),
    };
    // `a difference of B` after two amounts of which one is to compare with
    let (given, spent) = match near.as_slice() {
        [last, first]
            if (given.is_none() || spent.is_none())
                && mentions[at].role == Role::Gap
                && (mentions[*last].base || mentions[*last].budget) =>
        {
            (Some(*first), Some(*last))
        }
        _ => (given, spent),
    };
    // `较招标控制价 B 核减 C`
    let (given, spent) = match near.as_slice() {
        [last, first]
            if (given.is_none() || spent.is_none()) && mentions[*last].base && *last + 1 == at =>
        {
            (Some(*last), Some(*first))
        }
        _ => (given, spent),
    };
    let (Some(given), Some(spent)) = (given, spent) else {
        return;
    };
    // A chain (加 …，减 …) has more than two terms.
    if mentions[at].sign.is_some()
        || near.iter().any(|&other| mentions[other].sign.is_some())
        || near.len() > 3
    {
        return;
    }
    let sizes = (
        Size::of(speaking.figure(given)),
        Size::of(speaking.figure(spent)),
    );
    let turned = either && matches!(sizes, (Some(given), Some(spent)) if given.value < spent.value);
    let (from, to) = if turned {
        (spent, given)
    } else {
        (given, spent)
    };
    let computed = minus(desk.leaf(from), desk.leaf(to));
    // A balance at the end has the one at the begin in it, which may stand elsewhere: that it is no difference proves nothing.
    let parts = [(false, from), (true, to)];
    if is_closing(speaking, at) && gap(speaking, at, &parts).is_none_or(|gap| !gap.is_zero()) {
        return;
    }
    let firm = near.len() == 2;
    desk.state(Saying::Difference, at, Relation::Equal, computed, firm);
}

/// The budget and the actual that stand right after what is left of them, in one clause.
fn after(desk: &Desk<'_, '_>, at: usize) -> Vec<usize> {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let pair: Vec<usize> = (at + 1..mentions.len())
        .take_while(|&other| mentions[other].group == mentions[at].group)
        .filter(|&other| mentions[other].role == Role::Level && speaking.alike(at, other))
        .collect();
    let fits = matches!(pair.as_slice(), &[budget, actual]
        if mentions[budget].budget && mentions[actual].actual && !mentions[actual].budget
            && !mentions[budget].loose && !mentions[actual].loose);
    if fits {
        vec![pair[1], pair[0]]
    } else {
        Vec::new()
    }
}

/// `assets exceeded liabilities by C, with assets of A and liabilities of B`.
fn exceeds(desk: &Desk<'_, '_>, at: usize) -> bool {
    let words = desk.speaking.own_words(at).trim();
    let (Some((one, other)), Some(last)) = (
        words.split_once(" exceeded "),
        desk.speaking.mentions.get(at + 2),
    ) else {
        return false;
    };
    let names = |side: &str, of: usize| {
        let named = desk.speaking.own_words(of).trim().trim_end_matches(" of");
        (side.rsplit(' ').next()).is_some_and(|word| word.len() > 3 && named.ends_with(word))
    };
    last.sentence == desk.speaking.mentions[at].sentence
        && names(one, at + 1)
        && other
            .strip_suffix(" by")
            .is_some_and(|other| names(other, at + 2))
}

/// `C, the difference between A and B`: whichever is larger.
fn between(desk: &mut Desk<'_, '_>, at: usize) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let (one, other) = (at + 1, at + 2);
    let Some(last) = mentions.get(other) else {
        return;
    };
    let sizes = (
        Size::of(speaking.figure(one)),
        Size::of(speaking.figure(other)),
    );
    let (Some(first), Some(second)) = sizes else {
        return;
    };
    let alike = speaking.alike(at, one) && speaking.alike(at, other);
    if !alike || last.sentence != mentions[at].sentence || last.loose || mentions[one].loose {
        return;
    }
    let (from, to) = if first.value < second.value {
        (other, one)
    } else {
        (one, other)
    };
    let computed = minus(desk.leaf(from), desk.leaf(to));
    desk.state(Saying::Difference, at, Relation::Equal, computed, true);
}

/// `高于预算数 A B`: the second of two amounts without a word between is the difference.
fn beside(desk: &mut Desk<'_, '_>, at: usize) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let Some(last) = at
        .checked_sub(1)
        .filter(|&last| mentions[last].range.end == mentions[at].range.start || speaking.is_by(at))
    else {
        return;
    };
    let cues = speaking.cues_in(mentions[last].own..mentions[last].range.start);
    let more = match cues
        .iter()
        .find(|cue| matches!(cue.0, Speech::More | Speech::Fewer))
    {
        Some((Speech::More, _)) => true,
        Some(_) => false,
        None => return,
    };
    let reaches = |other: usize| {
        let named = mentions[other].own..mentions[other].range.start;
        other == at + 1 && speaking.says(named, Speech::Reach)
    };
    let current = around(desk, at).find(|&other| {
        (other < last || reaches(other))
            && mentions[other].role == Role::Level
            && speaking.alike(other, last)
    });
    let Some(current) = current.filter(|_| speaking.alike(at, last)) else {
        return;
    };
    let (from, to) = if more {
        (current, last)
    } else {
        (last, current)
    };
    let computed = minus(desk.leaf(from), desk.leaf(to));
    desk.state(Saying::Difference, at, Relation::Equal, computed, true);
}
