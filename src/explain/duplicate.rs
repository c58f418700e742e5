//! A part counted twice, or a subtotal added together with its parts.

use super::{Case, CauseKind, Equation, say};
use crate::model::{Cause, Suspect, Words};
use rust_decimal::Decimal;

pub const KIND: CauseKind = CauseKind {
    name: "duplicate",
    find,
};

fn find(case: &Case<'_>) -> Vec<Cause> {
    let equation = case.equation;
    if equation.terms.len() < 2 {
        return Vec::new();
    }
    listed_twice(case, equation)
        .or_else(|| subtotal(case, equation))
        .or_else(|| counted_twice(case, equation))
        .into_iter()
        .collect()
}

/// Two terms of one name and one value, and the total counts one of them.
fn listed_twice(case: &Case<'_>, equation: &Equation) -> Option<Cause> {
    let label = |at: usize| {
        let figure = case.ledger.figure(equation.terms.get(at)?.figure)?;
        Some((
            figure.labels.row.last()?.folded.as_str(),
            figure
                .labels
                .column
                .last()
                .map(|label| label.folded.as_str()),
        ))
    };
    let (_, again) = equation
        .terms
        .windows(2)
        .enumerate()
        .find_map(|(at, pair)| match pair {
            [one, two] => {
                let same =
                    one.value == two.value && label(at).is_some() && label(at) == label(at + 1);
                (same && two.needed.is_zero() && !two.value.is_zero()).then_some((one, two))
            }
            _ => None,
        })?;
    let name = say::name(case.ledger, again.figure);
    Some(Cause {
        name: KIND.name,
        sentence: Words::new(
            format!("{name} 列了两次，合计只算一次"),
            format!("{name} is listed twice, and the total counts it once"),
        ),
        suspects: vec![Suspect {
            figure: again.figure,
            should_be: Some(Decimal::ZERO),
        }],
    })
}

/// A term that is the sum of the neighbours before or after it, and the total leaves it out: it was listed with its parts.
fn subtotal(case: &Case<'_>, equation: &Equation) -> Option<Cause> {
    // Where nothing bears the sum out, the block may simply be another.
    let terms = Some(&equation.terms).filter(|_| case.firm)?;
    let at = terms
        .iter()
        .position(|term| !term.value.is_zero() && term.needed.is_zero())?;
    let of = |run: &mut dyn Iterator<Item = &super::Cell>| {
        let mut sum = Decimal::ZERO;
        run.enumerate()
            .any(|(count, term)| match sum.checked_add(term.value) {
                Some(next) => {
                    sum = next;
                    count > 0 && Some(sum) == terms.get(at).map(|term| term.value)
                }
                None => false,
            })
    };
    let parted = of(&mut terms.iter().take(at).rev()) || of(&mut terms.iter().skip(at + 1));
    let term = terms.get(at).filter(|_| parted)?;
    let name = say::name(case.ledger, term.figure);
    Some(Cause {
        name: KIND.name,
        sentence: Words::new(
            format!("{name} 是前后几项之和，与其明细重复计算"),
            format!("{name} is itself the sum of its neighbours and is counted together with them"),
        ),
        suspects: vec![Suspect {
            figure: term.figure,
            should_be: Some(Decimal::ZERO),
        }],
    })
}

/// The total is too high by just one of its parts.
fn counted_twice(case: &Case<'_>, equation: &Equation) -> Option<Cause> {
    if !case.firm {
        return None;
    }
    let term = equation.terms.iter().find(|term| {
        !term.value.is_zero() && term.value.checked_mul(term.factor) == Some(equation.gap)
    })?;
    let name = say::name(case.ledger, term.figure);
    let right = say::like(case.ledger, equation.stated.figure, equation.stated.needed);
    Some(Cause {
        name: KIND.name,
        sentence: Words::new(
            format!("{name} 似被计入两次（差额恰等于它），去掉一次为 {right}"),
            format!(
                "{name} seems to be counted twice (the gap is exactly it); counted once, the total is {right}"
            ),
        ),
        suspects: vec![
            Suspect {
                figure: term.figure,
                should_be: None,
            },
            Suspect {
                figure: equation.stated.figure,
                should_be: case.ledger.own_needed(equation, &equation.stated),
            },
        ],
    })
}
