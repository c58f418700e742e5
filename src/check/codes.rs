//! Tables with codes: sums by code, and codes beside the names of others.

use super::{
    bind::{Claimed, Scene},
    form::{claim, finish, holds, torn, unlike},
    sheet::Sheet,
};
use crate::model::{
    Asserted, Claim, Expr, Relation, Rule, Source, Support, TableId, Verdict, Wanted, Words,
};
use std::collections::BTreeMap;

/// A code is the sum of those under it; a total without a code the sum of the outermost.
pub fn sums(
    scene: &Scene<'_>,
    sheets: &[Sheet<'_>],
    (at, rule): (usize, &Rule),
    (tables, total): (&[TableId], Option<&Wanted>),
) -> Claimed {
    let mut claims = Vec::new();
    let mut undone = Vec::new();
    let mut there = false;
    for sheet in sheets.iter().filter(|sheet| tables.contains(&sheet.id)) {
        there = true;
        if sheet.is_torn() {
            undone.push((Verdict::Indeterminate, torn()));
            continue;
        }
        let mut bound = Vec::new();
        for (codes, totals) in columns(scene, sheet, total) {
            // A code that comes twice is of several bodies or funds, which nothing tells apart.
            if codes.values().any(|rows| rows.len() > 1) {
                let reason = Words::new(
                    "同一编码在表中出现几次",
                    "a code stands in several rows of the table",
                );
                undone.push((Verdict::Indeterminate, reason));
                continue;
            }
            let figures: BTreeMap<&str, Option<usize>> = codes
                .iter()
                .map(|(code, rows)| (code.as_str(), rows[0]))
                .collect();
            let parent = |code: &str| {
                let mut above = (1..code.len()).rev().filter_map(|end| code.get(..end));
                above
                    .find(|prefix| figures.contains_key(prefix))
                    .map(str::to_owned)
            };
            let mut under: BTreeMap<Option<String>, Vec<usize>> = BTreeMap::new();
            for (code, figure) in &figures {
                let parts = under.entry(parent(code)).or_default();
                parts.extend(*figure);
            }
            for (code, parts) in under {
                let stated: Vec<usize> = match &code {
                    Some(code) => figures[code.as_str()].into_iter().collect(),
                    None => totals.clone(),
                };
                let sum = Expr::sum(parts.iter().map(|part| (false, sheet.id_of(*part))));
                let known = !parts.is_empty();
                bound.extend(
                    (stated.into_iter().filter(|_| known)).map(|stated| (stated, sum.clone())),
                );
            }
        }
        let broken = bound
            .iter()
            .filter(|(stated, sum)| !holds(scene, *stated, Relation::Equal, sum, &rule.slack))
            .count();
        if broken > 2 && broken * 2 > bound.len() {
            undone.push((Verdict::Indeterminate, unlike()));
            continue;
        }
        claims.extend(
            bound
                .into_iter()
                .map(|(stated, sum)| claim(scene, at, sheet.id_of(stated), Relation::Equal, sum)),
        );
    }
    finish(claims, undone, there)
}

/// Of one kind of column: the figure of each code's rows, blank or not, and the figures of its totals.
type Coded = (BTreeMap<String, Vec<Option<usize>>>, Vec<usize>);

/// The value columns of a table by their headers; panels side by side are one.
fn columns(scene: &Scene<'_>, sheet: &Sheet<'_>, total: Option<&Wanted>) -> Vec<Coded> {
    let mut kinds: BTreeMap<usize, Coded> = BTreeMap::new();
    for row in sheet.rows() {
        let mut panel = None;
        let mut offset = 0;
        for column in sheet.columns().filter(|&column| sheet.is_value(column)) {
            let at = sheet.label_at(row, column).map(|(at, _)| at);
            let code = sheet.code_at(row, column);
            // Values right of one label count from it.
            let start = at.or(code.as_ref().map(|_| 0));
            if panel != Some(start) {
                panel = Some(start);
                offset = 0;
            }
            let (codes, totals) = kinds.entry(offset).or_default();
            offset += 1;
            let figure = sheet.figure(row, column);
            match code {
                Some(code) => codes.entry(code).or_default().push(figure),
                None => {
                    let label = sheet.label_at(row, column).map(|(_, label)| label);
                    let is_total = label
                        .zip(total)
                        .is_some_and(|(label, total)| total.is(label, scene.vocabulary));
                    totals.extend(figure.filter(|_| is_total));
                }
            }
        }
    }
    kinds.into_values().collect()
}

/// A code stands beside its own name: one that another code has is a slip. Names that no code has are left alone.
pub fn names(
    scene: &Scene<'_>,
    sheets: &[Sheet<'_>],
    rule: usize,
    classification: usize,
) -> Claimed {
    let mut claims = Vec::new();
    let Some(class) = scene.vocabulary.classifications.get(classification) else {
        return finish(claims, Vec::new(), false);
    };
    let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (code, names) in &class.codes {
        for name in names {
            owners.entry(name).or_default().push(code);
        }
    }
    let mut there = false;
    for sheet in sheets {
        for row in sheet.rows() {
            let mut seen = None;
            for column in sheet.columns().filter(|&column| sheet.is_value(column)) {
                let Some((at, label)) = sheet.label_at(row, column) else {
                    continue;
                };
                if seen.replace(at) == Some(at) {
                    continue;
                }
                let Some(code) = sheet.code_at(row, column) else {
                    continue;
                };
                let (Some(own), Some(others)) = (class.codes.get(&code), owners.get(label)) else {
                    continue;
                };
                there = true;
                let name = own.first().map_or("", String::as_str);
                let owner = others.first().copied().unwrap_or("");
                claims.push(Claim {
                    source: Source::Rule(rule),
                    at: sheet.cell_span(row, at),
                    asserted: Asserted::Form {
                        holds: own.iter().any(|name| name == label),
                        says: Words::new(
                            format!("编码 {code} 是“{name}”，“{label}”的编码是 {owner}"),
                            format!("code {code} is “{name}”; “{label}” has the code {owner}"),
                        ),
                    },
                    support: Support {
                        meaning: true,
                        ..Support::default()
                    },
                });
            }
        }
    }
    finish(claims, Vec::new(), there)
}
