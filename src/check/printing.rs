//! How tables print their amounts: with one number of decimals a column, in the unit that they name.

use super::bind::{Claimed, Scene};
use crate::model::{
    Asserted, Claim, Figure, Measure, Printing, Site, Source, Span, Support, Table, Unit, Verdict,
    Words, fold,
};
use std::collections::BTreeMap;

/// So many figures of a column show with how many decimals it is printed.
const SHOW: usize = 3;

pub fn claims(scene: &Scene<'_>, rule: usize, printing: Printing) -> Claimed {
    let mut claims = Vec::new();
    for (block, table) in scene.document.tables() {
        let own = &scene.figures[scene.of_block(block)];
        let told = match printing {
            Printing::Decimals => decimals(own),
            Printing::Units => units(scene, table, own),
        };
        claims.extend(told.map(|(at, says)| Claim {
            source: Source::Rule(rule),
            at,
            asserted: Asserted::Form {
                holds: says.is_none(),
                says: says.unwrap_or_default(),
            },
            support: Support {
                meaning: true,
                ..Support::default()
            },
        }));
    }
    let mut undone = Vec::new();
    if claims.is_empty() {
        let reason = Words::new("没有这样的表", "no table of the kind");
        undone.push((Verdict::NotApplicable, reason));
    }
    (claims, undone)
}

/// Where, and what is wrong there.
type Told = Option<(Span, Option<Words>)>;

/// The first figure of a table whose decimals are not those of its column. Whole numbers are left alone: nobody prints 4 persons or a
/// round sum with decimals.
fn decimals(own: &[Figure]) -> Told {
    let mut columns: BTreeMap<usize, Vec<&Figure>> = BTreeMap::new();
    for figure in own {
        if let Site::Cell { column, .. } = figure.site
            && figure.amount.printed.scale() > 0
        {
            columns.entry(column).or_default().push(figure);
        }
    }
    let mut held: Told = None;
    for figures in columns.into_values() {
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for figure in &figures {
            *counts.entry(figure.amount.printed.scale()).or_default() += 1;
        }
        let Some((&usual, &count)) = counts.iter().max_by_key(|(_, count)| **count) else {
            continue;
        };
        if count < SHOW || count * 3 < figures.len() * 2 {
            continue;
        }
        held = held.or(Some((figures[0].span, None)));
        let odd = |figure: &&&Figure| figure.amount.printed.scale() != usual;
        if let Some(odd) = figures.iter().find(odd) {
            let (text, others) = (&odd.text, figures.len() - count);
            let own = odd.amount.printed.scale();
            let says = Words::new(
                format!(
                    "{text} 有 {own} 位小数，本列多数是 {usual} 位（本列共 {others} 个数与此不同）"
                ),
                format!(
                    "{text} has {own} decimals and most of its column {usual} (figures of the column that differ: {others})"
                ),
            );
            return Some((odd.span, Some(says)));
        }
    }
    held
}

/// Whether a table has amounts in the unit that its caption names, not all in another of the same money.
fn units(scene: &Scene<'_>, table: &Table, own: &[Figure]) -> Told {
    let caption = table.caption.as_ref()?;
    let folded = fold(&caption.text);
    let (_, rest) = folded.split_once("单位:")?;
    let end = rest.find([' ', ')', '(', ',', ';', '、', '。', '|']);
    let named = scene
        .vocabulary
        .unit_folded(rest[..end.unwrap_or(rest.len())].trim())?;
    let money = |unit: &Unit| unit.measure == Measure::Money && unit.base == named.base;
    let amounts = own.iter().map(|figure| &figure.amount.unit);
    let mut amounts = amounts.filter(|unit| money(unit)).peekable();
    let first = (*amounts.peek()?).clone();
    if named.measure != Measure::Money {
        return None;
    }
    let at = caption.span(0..caption.text.len());
    if amounts.any(|unit| unit.power == named.power) {
        return Some((at, None));
    }
    let (named, used) = (&named.word, &first.word);
    let says = Words::new(
        format!("表题写单位{named}，表里的金额却都是{used}"),
        format!("the caption says {named}, and all amounts of the table are in {used}"),
    );
    Some((at, Some(says)))
}
