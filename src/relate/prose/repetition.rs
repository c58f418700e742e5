//! The same change of the same amount, said in several paragraphs: 21,940.96 万元，增加 3,958.98 万元 here and 3,959.28 万元 there.

use super::Desk;
use super::mention::Role;
use crate::model::{Claim, Expr, Figure, FigureId, Relation, Saying};
use rust_decimal::Decimal;
use std::{cmp::Reverse, collections::BTreeMap};

/// A change and the amount that it is a change of.
pub struct Told {
    whole: (Decimal, i32),
    up: bool,
    unit: String,
    delta: usize,
}

pub fn gather(desk: &Desk<'_, '_>, told: &mut Vec<Told>) {
    let mentions = &desk.speaking.mentions;
    for at in 1..mentions.len() {
        let Role::Delta(way) = mentions[at].role else {
            continue;
        };
        let before = &mentions[at - 1];
        let fits = before.role == Role::Level
            && !before.base
            && !before.loose
            && !mentions[at].loose
            && !mentions[at].reason
            && before.sentence + 1 >= mentions[at].sentence
            && desk.speaking.alike(at - 1, at)
            && mentions[at].sign.is_none();
        let (whole, delta) = (desk.speaking.figure(at - 1), desk.speaking.figure(at));
        // Long numbers are hardly the same by chance.
        if fits
            && whole.amount.printed.normalize().mantissa().abs() >= 100_000
            && !delta.amount.printed.is_zero()
        {
            let unit = &whole.amount.unit;
            told.push(Told {
                whole: (whole.amount.printed.normalize(), unit.power),
                up: way == super::mention::Way::Up,
                unit: unit.base.to_string(),
                delta: mentions[at].figure,
            });
        }
    }
}

/// An amount, its unit, and whether it went up.
type Whole<'t> = (&'t (Decimal, i32), bool, &'t str);

pub fn find(index: usize, figures: &[Figure], told: &[Told], claims: &mut Vec<Claim>) {
    let mut groups: BTreeMap<Whole<'_>, Vec<usize>> = BTreeMap::new();
    for one in told {
        groups
            .entry((&one.whole, one.up, &one.unit))
            .or_default()
            .push(one.delta);
    }
    for deltas in groups.values().filter(|deltas| deltas.len() > 1) {
        // The value that most give is held against the others; of several, the first.
        let mut counts: BTreeMap<Decimal, (usize, Reverse<usize>)> = BTreeMap::new();
        for &delta in deltas {
            let value = figures[delta].amount.printed.normalize();
            counts.entry(value).or_insert((0, Reverse(delta))).0 += 1;
        }
        let Some(&(_, Reverse(most))) = counts.values().max() else {
            continue;
        };
        let value = figures[most].amount.printed;
        for &delta in deltas.iter().filter(|&&delta| delta != most) {
            let own = figures[delta].amount.printed;
            // Only what is nearly the same is the same thing said again.
            let near = (own - value)
                .abs()
                .checked_mul(Decimal::from(1000))
                .is_some_and(|gap| gap <= value.abs());
            if !near {
                continue;
            }
            let id = |figure: usize| FigureId {
                document: index,
                figure,
            };
            claims.push(super::relation(
                Saying::Repetition,
                figures[delta].span,
                id(delta),
                Relation::Equal,
                Expr::Leaf(id(most)),
                true,
            ));
        }
    }
}
