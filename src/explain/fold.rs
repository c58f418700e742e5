//! Several findings with one cause become one: the others are folded under it.

use super::{Ledger, consequence::holds_with};
use crate::model::{Also, FigureId, Finding, Relation, Site};
use rust_decimal::Decimal;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// Folds findings that one cause explains; the order of reading is kept.
pub fn fold(findings: Vec<Finding>, ledger: &Ledger<'_>) -> Vec<Finding> {
    let mut group: Vec<usize> = (0..findings.len()).collect();
    let mut culprits: BTreeMap<usize, (FigureId, Decimal)> = BTreeMap::new();
    by_cell(&findings, ledger, &mut group, &mut culprits);
    by_pair(&findings, ledger, &mut group);
    let following = by_consequence(&findings, ledger, &mut group, &mut culprits);
    let mut members: BTreeMap<usize, Vec<(bool, Finding)>> = BTreeMap::new();
    for (at, finding) in findings.into_iter().enumerate() {
        let member = (following.contains(&at), finding);
        members.entry(root(&group, at)).or_default().push(member);
    }
    let culprits: BTreeMap<usize, (FigureId, Decimal)> = culprits
        .into_iter()
        .map(|(at, culprit)| (root(&group, at), culprit))
        .collect();
    let mut folded: Vec<Finding> = members
        .into_iter()
        .filter_map(|(root, members)| join(members, culprits.get(&root), ledger))
        .collect();
    folded.sort_by_key(|finding| (finding.at.start, finding.rule));
    folded
}

fn root(group: &[usize], at: usize) -> usize {
    let mut at = at;
    while let Some(&up) = group.get(at).filter(|&&up| up != at) {
        at = up;
    }
    at
}

fn unite(group: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(group, a), root(group, b));
    if let Some(slot) = group.get_mut(a.max(b)) {
        *slot = a.min(b);
    }
}

fn is_open(finding: &Finding) -> bool {
    finding.relation == Relation::Equal
        && !finding.rounding
        && finding.gap.is_some_and(|gap| !gap.is_zero())
}

/// The fewest figures whose change mends most: row and column of a wrong figure, a subtotal and the total over it.
fn by_cell(
    findings: &[Finding],
    ledger: &Ledger<'_>,
    group: &mut [usize],
    culprits: &mut BTreeMap<usize, (FigureId, Decimal)>,
) {
    let mut mended: BTreeMap<(FigureId, Decimal), Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| is_open(finding))
    {
        let Some(equation) = ledger.equation(finding.claim) else {
            continue;
        };
        for cell in equation.cells() {
            if let Some(needed) = ledger.own_needed(equation, cell) {
                let claims = mended.entry((cell.figure, needed)).or_default();
                if claims.last() != Some(&at) {
                    claims.push(at);
                }
            }
        }
    }
    mended.retain(|_, claims| claims.len() > 1);
    let confirmed = |figure: FigureId, at: usize| {
        findings
            .get(at)
            .and_then(|finding| ledger.equation(finding.claim))
            .is_some_and(|equation| ledger.is_exonerated(equation, figure))
    };
    let mut order: Vec<((FigureId, Decimal), Vec<usize>)> = mended.into_iter().collect();
    order.sort_by_key(|((figure, _), claims)| {
        let confirmed = claims.first().is_some_and(|&at| confirmed(*figure, at));
        (Reverse(claims.len()), confirmed, *figure)
    });
    let mut taken = vec![false; findings.len()];
    for (culprit, claims) in order {
        let open: Vec<usize> = claims
            .into_iter()
            .filter(|&at| !taken.get(at).copied().unwrap_or(true))
            .collect();
        let [first, rest @ ..] = open.as_slice() else {
            continue;
        };
        if rest.is_empty() {
            continue;
        }
        for &at in &open {
            if let Some(taken) = taken.get_mut(at) {
                *taken = true;
            }
            unite(group, *first, at);
        }
        culprits.insert(*first, culprit);
    }
}

/// The same wrong figure stated again, and one rule that breaks in column after column for the same cause in the same row.
fn by_pair(findings: &[Finding], ledger: &Ledger<'_>, group: &mut [usize]) {
    let mut same: BTreeMap<(Decimal, Decimal), usize> = BTreeMap::new();
    let mut suspects: BTreeMap<(usize, &str, usize, bool, usize), usize> = BTreeMap::new();
    for (at, finding) in findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| is_open(finding))
    {
        let (Some(gap), Some(computed)) = (finding.gap, &finding.computed) else {
            continue;
        };
        if let Some(stated) = finding.stated.and_then(|id| ledger.figure(id)) {
            let base = crate::model::Unit {
                power: 0,
                ..stated.amount.unit.clone()
            };
            let value = stated
                .amount
                .in_unit(&base)
                .unwrap_or(stated.amount.printed);
            let unit = crate::model::Amount {
                printed: gap,
                unit: computed.unit.clone(),
            };
            let gap = unit.in_unit(&base).unwrap_or(gap);
            let first = *same
                .entry((value.normalize(), gap.normalize()))
                .or_insert(at);
            unite(group, first, at);
        }
        let Some(cause) = finding.causes.first() else {
            continue;
        };
        let Some(suspect) = cause
            .suspects
            .first()
            .and_then(|suspect| ledger.figure(suspect.figure))
        else {
            continue;
        };
        let stated = finding
            .stated
            .and_then(|id| ledger.figure(id))
            .map(|figure| figure.site);
        if let (
            Site::Cell { block, row, column },
            Some(Site::Cell {
                row: r, column: c, ..
            }),
        ) = (suspect.site, stated)
        {
            // Down a column the row of the suspect is what columns share; across a row, its column.
            let down = column == c;
            if down || row == r {
                let key = (
                    finding.rule,
                    cause.name,
                    block,
                    down,
                    if down { row } else { column },
                );
                let systematic = matches!(cause.name, "sign" | "omission" | "duplicate");
                if systematic {
                    let first = *suspects.entry(key).or_insert(at);
                    unite(group, first, at);
                }
            }
        }
    }
}

/// What is computed from a figure that another finding shows to be wrong, and holds with the value that mends that one: 占 40% of a
/// part that its sum proves wrong. Gives the findings that follow.
fn by_consequence(
    findings: &[Finding],
    ledger: &Ledger<'_>,
    group: &mut [usize],
    culprits: &mut BTreeMap<usize, (FigureId, Decimal)>,
) -> BTreeSet<usize> {
    let mut using: BTreeMap<FigureId, Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let terms = finding.computed.iter().flat_map(|own| &own.terms);
        let figures: BTreeSet<FigureId> = terms
            .map(|term| term.figure)
            .chain(finding.stated)
            .collect();
        // What is a sum itself is held against others by its cells.
        if ledger.equation(finding.claim).is_none() && !finding.rounding {
            for figure in figures {
                using.entry(figure).or_default().push(at);
            }
        }
    }
    let mut following = BTreeSet::new();
    for (at, finding) in findings.iter().enumerate() {
        let Some(equation) = ledger.equation(finding.claim).filter(|_| is_open(finding)) else {
            continue;
        };
        for cell in equation.cells() {
            let (Some(users), Some(needed)) =
                (using.get(&cell.figure), ledger.own_needed(equation, cell))
            else {
                continue;
            };
            for &user in users {
                if !following.contains(&user)
                    && holds_with(ledger, findings[user].claim, cell.figure, needed)
                {
                    unite(group, at, user);
                    culprits.entry(at).or_insert((cell.figure, needed));
                    following.insert(user);
                }
            }
        }
    }
    following
}

/// One finding of several: what follows from another last, what stands in a table first, the error before the warning, then in
/// reading order.
fn join(
    mut members: Vec<(bool, Finding)>,
    culprit: Option<&(FigureId, Decimal)>,
    ledger: &Ledger<'_>,
) -> Option<Finding> {
    let in_table = |finding: &Finding| {
        finding
            .stated
            .and_then(|id| ledger.figure(id))
            .is_some_and(|figure| matches!(figure.site, Site::Cell { .. }))
    };
    members.sort_by_key(|(follows, finding)| {
        (
            *follows,
            !in_table(finding),
            Reverse(finding.severity),
            !finding.firm,
            finding.at.start,
            finding.rule,
        )
    });
    let mut members = members.into_iter().map(|(_, finding)| finding);
    let mut primary = members.next()?;
    for other in members {
        primary.severity = primary.severity.max(other.severity);
        primary.firm |= other.firm;
        if let Some((figure, needed)) = culprit {
            let names = |finding: &Finding| {
                finding.causes.iter().position(|cause| {
                    cause.suspects.first().is_some_and(|suspect| {
                        suspect.figure == *figure
                            && suspect
                                .should_be
                                .is_some_and(|value| value.normalize() == *needed)
                    })
                })
            };
            if names(&primary).is_none()
                && let Some(at) = names(&other)
                && let Some(cause) = other.causes.get(at)
            {
                primary.causes.insert(0, cause.clone());
                primary.causes.truncate(2);
            }
        }
        primary.also.push(Also {
            rule: other.rule,
            document: other.document,
            at: other.at,
            stated: other.stated,
        });
        primary.also.extend(other.also);
    }
    primary
        .also
        .sort_by_key(|also| (also.document, also.at.start, also.rule));
    Some(primary)
}
