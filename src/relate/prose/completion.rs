//! `年初预算为 A，支出决算为 B，完成年初预算的 p%`: p = B ÷ A; 执行率, 结余率 likewise.

use super::mention::{Mention, Role};
use super::{Desk, Size, minus, over, prints_like};
use crate::model::{Relation, Saying, Speech};

pub fn find(desk: &mut Desk<'_, '_>) {
    for at in 0..desk.speaking.mentions.len() {
        let mention = &desk.speaking.mentions[at];
        if mention.loose || mention.reason {
            continue;
        }
        match mention.role {
            Role::Completion => completion(desk, at),
            Role::BalanceRate => balance(desk, at),
            _ => {}
        }
    }
}

fn completion(desk: &mut Desk<'_, '_>, at: usize) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let rate = speaking.figure(at);
    let near = levels(desk, at);
    let (base, done) = if mentions[at].of_next {
        let done = near
            .first()
            .copied()
            .filter(|&done| speaking.alike(done, at + 1));
        (Some(at + 1), done)
    } else if mentions[at].of_last {
        let Some(base) = at.checked_sub(1) else {
            return;
        };
        let done = near
            .iter()
            .copied()
            .find(|&other| other < base && speaking.alike(other, base));
        (Some(base), done)
    } else {
        let named = mentions[at]
            .of
            .clone()
            .map_or("", |range| speaking.words(range));
        // `下达 A，已支出 B，支出进度 p%`
        let given = match near.as_slice() {
            [last, first]
                if is_actual(&mentions[*last])
                    && !mentions[*first].actual
                    && mentions[*first].group == mentions[at].group
                    && named.is_empty() =>
            {
                Some(*first)
            }
            _ => None,
        };
        let base = base_named(desk, named, &near).or(given);
        let done = base.and_then(|base| {
            // What is left is not what was done.
            let may_be = |&other: &usize| {
                let mention = &mentions[other];
                !mention.budget && !mention.left && speaking.alike(other, base)
            };
            let mut amounts = near.iter().copied().filter(may_be);
            let after = amounts.clone().find(|&other| other > base);
            let before = || amounts.find(|&other| other < base);
            after.or_else(before)
        });
        (base, done)
    };
    let (Some(base), Some(done)) = (base, done) else {
        return;
    };
    let (Some(part), Some(whole)) = (
        Size::of(speaking.figure(done)),
        Size::of(speaking.figure(base)),
    ) else {
        return;
    };
    if whole.value.is_zero() {
        if !rate.amount.printed.is_zero() && !part.value.is_zero() {
            let range = mentions[at].own..mentions[at].range.end;
            desk.words(Saying::ZeroBase, range, false);
        }
        return;
    }
    let fits = prints_like(rate, part, whole);
    let budgets = near.iter().filter(|&&other| mentions[other].budget).count();
    let same_item = (budgets == 1
        || mentions[base].group == mentions[at].group
            && mentions[done].group == mentions[at].group)
        && !speaking.says(mentions[base].range.end..mentions[at].own, Speech::OfWhich);
    // Of several amounts one that is not said to be spent or received may be a part of the budget: 本年追加.
    let certain = mentions[done].actual || near.len() == 2;
    let computed = over(desk.leaf(done), desk.leaf(base));
    desk.state(
        Saying::Completion,
        at,
        Relation::Equal,
        computed,
        fits || same_item && certain,
    );
}

/// The amounts that may take part, the nearest first: those of the sentence, then of the one before.
fn levels(desk: &Desk<'_, '_>, at: usize) -> Vec<usize> {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let here = speaking.story.piece(mentions[at].range.start);
    (0..at)
        .rev()
        .take(10)
        .take_while(|&other| {
            mentions[other].sentence + 1 >= mentions[at].sentence
                && speaking.story.piece(mentions[other].range.start) == here
        })
        .filter(|&other| {
            mentions[other].role == Role::Level && !mentions[other].loose && !mentions[other].reason
        })
        .collect()
}

/// The budget that a rate names: the nearest whose words are the same (年初预算), else, for a word that says no more than
/// "budget", the nearest budget of any kind.
fn base_named(desk: &Desk<'_, '_>, named: &str, near: &[usize]) -> Option<usize> {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let kinds = [
        "年初", "全年", "调整", "计划", "adopted", "original", "final", "revised",
    ];
    let kind = kinds.into_iter().find(|kind| named.contains(kind));
    let budget = |other: &&usize| mentions[**other].budget && !is_actual(&mentions[**other]);
    let same = near
        .iter()
        .filter(budget)
        .find(|&&other| kind.is_some_and(|kind| speaking.own_words(other).contains(kind)));
    let any = || {
        let others = |other: &&usize| {
            kind.is_none()
                || !kinds
                    .iter()
                    .any(|kind| speaking.own_words(**other).contains(kind))
        };
        near.iter().filter(budget).find(others)
    };
    same.or_else(any).copied()
}

fn is_actual(mention: &Mention) -> bool {
    mention.actual && !mention.budget
}

/// 结余率: what is left of the budget. The amount that is left may stand there, or follow from the other two.
fn balance(desk: &mut Desk<'_, '_>, at: usize) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let mut near = levels(desk, at);
    // `节约资金 C，节约率 p%，采购预算 A，实际采购 B`
    near.extend((at + 1..mentions.len()).take(2).filter(|&other| {
        let mention = &mentions[other];
        mention.group == mentions[at].group && mention.role == Role::Level && !mention.loose
    }));
    let budget = near
        .iter()
        .copied()
        .find(|&other| mentions[other].budget && !mentions[other].actual);
    let left = near.iter().copied().find(|&other| mentions[other].left);
    let spent = near
        .iter()
        .copied()
        .find(|&other| !mentions[other].budget && !mentions[other].left);
    let Some(budget) = budget else { return };
    let part = match (left, spent) {
        (Some(left), _) => desk.leaf(left),
        (None, Some(spent)) => minus(desk.leaf(budget), desk.leaf(spent)),
        (None, None) => return,
    };
    let firm = left.is_some();
    // Some divide what is left by what was spent.
    let size = |other: usize| Size::of(speaking.figure(other));
    let fits = |whole: usize| {
        let sizes = left.and_then(size).zip(size(whole));
        sizes.is_some_and(|(part, whole)| prints_like(speaking.figure(at), part, whole))
    };
    let whole = spent.filter(|&spent| !fits(budget) && fits(spent));
    let computed = over(part, desk.leaf(whole.unwrap_or(budget)));
    desk.state(Saying::Completion, at, Relation::Equal, computed, firm);
}
