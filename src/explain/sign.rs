//! A term's sign turned: the gap is twice the term.

use super::{Case, CauseKind, say};
use crate::model::{Cause, Suspect, Words};
use rust_decimal::Decimal;

pub const KIND: CauseKind = CauseKind { name: "sign", find };

fn find(case: &Case<'_>) -> Vec<Cause> {
    let equation = case.equation;
    // Of two figures one less the other may be just what is meant.
    if !case.firm && equation.terms.len() < 3 {
        return Vec::new();
    }
    let turned = |cell: &&super::Cell| !cell.value.is_zero() && cell.needed == -cell.value;
    // The stated figure would come out as its own negative: only where nothing else explains it.
    let term = equation.terms.iter().find(turned);
    let Some(cell) = term.or_else(|| Some(&equation.stated).filter(turned)) else {
        return Vec::new();
    };
    let name = say::name(case.ledger, cell.figure);
    let gap = equation.gap.abs();
    let should_be = case.ledger.own_needed(equation, cell);
    let sentence = if term.is_none() {
        let right = say::like(case.ledger, cell.figure, cell.needed);
        Words::new(
            format!("{name} 正负号反了，应为 {right}"),
            format!("{name} has its sign turned; it should be {right}"),
        )
    } else if (cell.factor > Decimal::ZERO) == (cell.value > Decimal::ZERO) {
        Words::new(
            format!("合计中 {name} 的正负号相反（差额恰为其两倍 {gap}）"),
            format!(
                "the total takes {name} with its sign turned (the gap is exactly twice it, {gap})"
            ),
        )
    } else {
        Words::new(
            format!("{name} 应当减去，却被加上（差额恰为其两倍 {gap}）"),
            format!("{name} must be subtracted but was added (the gap is exactly twice it, {gap})"),
        )
    };
    vec![Cause {
        name: KIND.name,
        sentence,
        suspects: vec![Suspect {
            figure: cell.figure,
            should_be,
        }],
    }]
}
