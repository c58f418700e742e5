//! Words that judge: 大于, 小于, 持平, 基本持平, 未超, 控制在…以内, 只减不增, 收支平衡, within budget, unchanged.

use super::mention::{Cue, Mention, Role, Way};
use super::{Desk, Size};
use crate::model::{Expr, Measure, Relation, Saying, Speech};
use rust_decimal::Decimal;

pub fn find(desk: &mut Desk<'_, '_>) {
    let cues: Vec<Cue> = desk.speaking.cues.clone();
    for cue in &cues {
        match cue.0 {
            Speech::More => against(desk, cue, Relation::Greater),
            Speech::Fewer => against(desk, cue, Relation::Less),
            Speech::Within => against(desk, cue, Relation::AtMost),
            Speech::Same => same(desk, cue, Saying::Comparison),
            Speech::Nearly => same(desk, cue, Saying::Nearly),
            Speech::NoRise => no_rise(desk, cue),
            Speech::Balanced => balanced(desk, cue),
            Speech::Up | Speech::Down | Speech::Reach => direction(desk, cue),
            _ => {}
        }
    }
}

fn is_level(mention: &Mention) -> bool {
    mention.role == Role::Level && !mention.loose
}

fn tell(
    desk: &mut Desk<'_, '_>,
    saying: Saying,
    cue: &Cue,
    stated: usize,
    relation: Relation,
    other: usize,
    firm: bool,
) {
    let computed = desk.leaf(other);
    match desk.speaking.story.span(cue.1.clone()) {
        Some(at) => desk.state_at(saying, at, stated, relation, computed, firm),
        None => desk.state(saying, stated, relation, computed, firm),
    }
}

/// `决算数小于预算数`, `控制在 A 以内`, `less than the budget of A`.
fn against(desk: &mut Desk<'_, '_>, cue: &Cue, relation: Relation) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let next = mentions.partition_point(|mention| mention.range.start < cue.1.end);
    // `小于（大于）`: a choice that is left over.
    if speaking.words(cue.1.end..cue.1.end + 1) == "(" {
        return;
    }
    // `$62,400 more than …` is by how much.
    let amount = next.checked_sub(1).is_some_and(|last| {
        matches!(mentions[last].role, Role::Delta(_) | Role::Change(_))
            && speaking
                .words(mentions[last].range.end..cue.1.start)
                .trim()
                .is_empty()
    });
    if amount {
        return;
    }
    let sentence = speaking.sentence(cue.1.start);
    let inline = mentions.get(next).filter(|mention| {
        mention.range.start < sentence.end
            && speaking
                .story
                .signs_in(cue.1.end..mention.range.start)
                .is_empty()
            && mention.role == Role::Level
    });
    if let Some(limit) = inline {
        let limit_words = limit.range.clone();
        let before = (0..next).rev().take(4).find(|&other| {
            is_level(&mentions[other])
                && mentions[other].sentence == limit.sentence
                && speaking.alike(other, next)
        });
        // `未超过年初预算 A，实际支出 B`
        let after = || {
            let spent = mentions.get(next + 1).filter(|spent| {
                relation == Relation::AtMost
                    && is_level(spent)
                    && spent.actual
                    && !spent.budget
                    && spent.sentence == limit.sentence
            });
            spent
                .filter(|_| speaking.alike(next, next + 1))
                .map(|_| next + 1)
        };
        let Some(stated) = before.or_else(after) else {
            return;
        };
        let beside = mentions.get(next + 1).is_some_and(|after| {
            after.sentence == limit.sentence
                && (after.range.start == limit.range.end || speaking.is_by(next + 1))
        });
        if beside || limit.loose {
            return;
        }
        let named = speaking.says(limit.own..limit.range.start, Speech::Budget)
            || [" limit of", " ceiling of", " maximum of"]
                .iter()
                .any(|words| speaking.own_words(next).trim_end().ends_with(words));
        let bounds = relation == Relation::AtMost;
        if bounds || named {
            // `小于上年预算数 40.05 万元` may give the gap: only what holds is said of it.
            let holds = meets(desk, stated, relation, next);
            let prior = speaking.says(limit.own..limit_words.start, Speech::Prior);
            if holds || bounds || !prior && is_possible(desk, stated, next) {
                tell(desk, Saying::Comparison, cue, stated, relation, next, true);
            }
        }
        return;
    }
    let after = speaking.words(cue.1.end..sentence.end);
    let names_budget = speaking
        .cues_in(cue.1.end..sentence.end)
        .first()
        .is_some_and(|next| {
            next.0 == Speech::Budget
                && speaking
                    .words(cue.1.end..next.1.start)
                    .trim()
                    .chars()
                    .count()
                    <= 12
        })
        || speaking.words(cue.1.clone()).contains("budget");
    if names_budget && !after.starts_with("上年") {
        let prior = speaking.says(cue.1.end..cue.1.end + 30, Speech::Prior);
        if let Some((budget, actual, firm)) =
            budget_and_actual(desk, cue.1.start).filter(|_| !prior)
        {
            tell(
                desk,
                Saying::Comparison,
                cue,
                actual,
                relation,
                budget,
                firm,
            );
        }
    }
}

/// An inline amount may be the gap instead of the other side: then it is much smaller.
fn is_possible(desk: &Desk<'_, '_>, stated: usize, limit: usize) -> bool {
    let size = |mention: usize| Size::of(desk.speaking.figure(mention));
    matches!((size(stated), size(limit)), (Some(stated), Some(limit)) if limit.value * Decimal::TWO > stated.value)
}

fn meets(desk: &Desk<'_, '_>, stated: usize, relation: Relation, other: usize) -> bool {
    let size = |mention: usize| Size::of(desk.speaking.figure(mention));
    let (Some(stated), Some(other)) = (size(stated), size(other)) else {
        return false;
    };
    match relation {
        Relation::Greater => stated.value > other.value,
        Relation::Less => stated.value < other.value,
        Relation::AtMost => stated.value <= other.value,
        _ => stated.value == other.value,
    }
}

/// The budget and the actual that a judgement speaks of: the last of each before it, in this sentence or the one before, or in the
/// paragraph before where this one has no figure.
fn budget_and_actual(desk: &Desk<'_, '_>, place: usize) -> Option<(usize, usize, bool)> {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let next = mentions.partition_point(|mention| mention.range.start < place);
    let last = next.checked_sub(1)?;
    let here = speaking.story.piece(place);
    let there = speaking.story.piece(mentions[last].range.start);
    if here - there > 1 {
        return None;
    }
    let sentence = mentions[last].sentence;
    let near: Vec<usize> = (0..next)
        .rev()
        .take(8)
        .take_while(|&other| {
            mentions[other].sentence == sentence
                && speaking.story.piece(mentions[other].range.start) == there
        })
        .filter(|&other| {
            is_level(&mentions[other]) && !mentions[other].reason && !mentions[other].base
        })
        .collect();
    let budget = near
        .iter()
        .copied()
        .find(|&other| mentions[other].budget && !mentions[other].actual)?;
    let actual = near.iter().copied().find(|&other| {
        !mentions[other].budget && !mentions[other].left && speaking.alike(other, budget)
    })?;
    // Two budgets, or a list between, leave it open which is meant.
    let budgets = near.iter().filter(|&&other| mentions[other].budget).count();
    let listed = speaking.says(
        mentions[budget.min(actual)].range.end..place,
        Speech::OfWhich,
    );
    Some((budget, actual, budgets == 1 && !listed))
}

/// `与上年持平`, `决算数与预算数基本持平`.
fn same(desk: &mut Desk<'_, '_>, cue: &Cue, saying: Saying) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let clause = clause_start(desk, cue.1.start);
    let sentence = speaking.sentence(cue.1.start);
    let says = |speech: Speech| speaking.says(clause..sentence.end.min(cue.1.end + 60), speech);
    let words = speaking.words(cue.1.clone());
    // `unchanged from A`: the other side stands after it.
    let next = mentions.partition_point(|mention| mention.range.start < cue.1.end);
    let after = mentions.get(next).filter(|mention| {
        mention.range.start < sentence.end
            && (speaking.words(cue.1.end..mention.range.start).trim().len() <= 6
                || words.is_ascii() && mention.base)
    });
    if words.is_ascii() {
        if let (Some(_), Some(current)) = (after, next.checked_sub(1)) {
            let fine = is_level(&mentions[current])
                && mentions[current].range.start >= sentence.start
                && speaking.alike(current, next);
            if fine && mentions[next].role == Role::Level {
                tell(desk, saying, cue, current, Relation::Equal, next, true);
            }
        }
        return;
    }
    let before: Vec<usize> = (0..next)
        .rev()
        .take(6)
        .take_while(|&other| mentions[other].range.start >= sentence.start)
        .filter(|&other| is_level(&mentions[other]))
        .collect();
    let prior = says(Speech::Prior) || before.iter().any(|&other| mentions[other].base);
    let budget = speaking.says(clause..cue.1.end + 30, Speech::Budget)
        && speaking.says(clause..cue.1.end + 30, Speech::Actual);
    if budget {
        if let Some((budget, actual, firm)) = budget_and_actual(desk, clause) {
            tell(desk, saying, cue, actual, Relation::Equal, budget, firm);
        }
    } else if prior
        && let Some(base) = before.iter().copied().find(|&other| mentions[other].base)
        && let Some(current) = before
            .iter()
            .copied()
            .find(|&other| !mentions[other].base && speaking.alike(other, base))
    {
        let firm = before.len() == 2;
        tell(desk, saying, cue, current, Relation::Equal, base, firm);
    }
}

/// Where the clause around a place begins.
fn clause_start(desk: &Desk<'_, '_>, place: usize) -> usize {
    let signs = &desk.speaking.story.signs;
    let next = signs.partition_point(|(_, at)| *at < place);
    next.checked_sub(1).map_or(0, |last| signs[last].1 + 1)
}

/// `由 A 减少到 B`, `decreased from A to B`: where nothing says by how much, at least the direction is claimed.
fn direction(desk: &mut Desk<'_, '_>, cue: &Cue) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let sentence = speaking.sentence(cue.1.start);
    let first = mentions.partition_point(|mention| mention.range.start < sentence.start);
    let own: Vec<usize> = (first..mentions.len())
        .take_while(|&at| mentions[at].range.start < sentence.end)
        .take(3)
        .collect();
    let [from, to] = own.as_slice() else { return };
    let named = |at: usize| mentions[at].own..mentions[at].range.start;
    let between = mentions[*from].range.end..mentions[*to].range.start;
    let reaches = speaking
        .cues_in(between.clone())
        .iter()
        .any(|cue| cue.0 == Speech::Reach);
    let fits = is_level(&mentions[*from])
        && is_level(&mentions[*to])
        && speaking.alike(*from, *to)
        && speaking.figure(*to).amount.unit.measure == Measure::Money
        && reaches
        && speaking.says(named(*from), Speech::From)
        && (between.contains(&cue.1.start) || cue.1.start < mentions[*from].range.start);
    if !fits {
        return;
    }
    let relation = match cue.0 {
        Speech::Up => Relation::Greater,
        Speech::Down => Relation::Less,
        _ if speaking
            .words(cue.1.clone())
            .starts_with(['增', '上', '提']) =>
        {
            Relation::Greater
        }
        _ if speaking
            .words(cue.1.clone())
            .starts_with(['减', '下', '降']) =>
        {
            Relation::Less
        }
        _ => return,
    };
    tell(desk, Saying::Comparison, cue, *to, relation, *from, true);
}

/// `实现只减不增` in a sentence that says by how much it went up.
fn no_rise(desk: &mut Desk<'_, '_>, cue: &Cue) {
    let speaking = desk.speaking;
    let sentence = speaking.sentence(cue.1.start);
    let mentions = &speaking.mentions;
    let next = mentions.partition_point(|mention| mention.range.start < cue.1.start);
    let Some(last) = next.checked_sub(1) else {
        return;
    };
    let mention = &mentions[last];
    let up = mention.range.start >= sentence.start
        && mention.role == Role::Delta(Way::Up)
        && desk.speaking.figure(last).amount.printed > Decimal::ZERO;
    if up && let Some(at) = speaking.story.span(cue.1.clone()) {
        desk.state_at(
            Saying::Comparison,
            at,
            last,
            Relation::AtMost,
            Expr::Number(Decimal::ZERO),
            true,
        );
    }
}

/// `收入 A，支出 B，收支平衡`.
fn balanced(desk: &mut Desk<'_, '_>, cue: &Cue) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let sentence = speaking.sentence(cue.1.start);
    let next = mentions.partition_point(|mention| mention.range.start < cue.1.start);
    let near: Vec<usize> = (0..next)
        .rev()
        .take(4)
        .take_while(|&other| mentions[other].range.start >= sentence.start)
        .filter(|&other| is_level(&mentions[other]))
        .collect();
    let income = near
        .iter()
        .copied()
        .find(|&other| mentions[other].income && !mentions[other].expenditure);
    let spent = near
        .iter()
        .copied()
        .find(|&other| mentions[other].expenditure && !mentions[other].income);
    if let (Some(income), Some(spent)) = (income, spent)
        && speaking.alike(income, spent)
    {
        tell(
            desk,
            Saying::Comparison,
            cue,
            income,
            Relation::Equal,
            spent,
            near.len() == 2,
        );
    }
}
