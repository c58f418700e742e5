//! Two neighbouring digits that changed places.

use super::{Case, CauseKind, Cell, chance, digit, say};
use crate::model::{Cause, Suspect, Words};

pub const KIND: CauseKind = CauseKind {
    name: "transposition",
    find,
};

/// With more addends some pair of digits would fit by chance; zeros have none that could.
const FEW: usize = 4;
/// Gaps of one size that two digits which changed places may leave: nine times a digit, at some place.
const SHAPES: usize = 8;

fn find(case: &Case<'_>) -> Vec<Cause> {
    let equation = case.equation;
    let swapped: Vec<&Cell> = equation
        .cells()
        .filter(|cell| is_swapped(case, cell))
        .collect();
    let accused: Vec<&Cell> = swapped
        .iter()
        .copied()
        .filter(|cell| case.ledger.is_accused(equation, cell))
        .collect();
    let with_digits = equation
        .terms
        .iter()
        .filter(|term| !term.value.is_zero())
        .count();
    let named = if !accused.is_empty() {
        accused
    } else if with_digits <= FEW
        || swapped.len() == 1 && (case.firm || chance::is_telling(case, SHAPES))
    {
        swapped
            .into_iter()
            .filter(|cell| !case.ledger.is_exonerated(equation, cell.figure))
            .collect()
    } else {
        Vec::new()
    };
    if !case.firm && named.len() > 1 {
        return Vec::new();
    }
    named.into_iter().map(|cell| cause(case, cell)).collect()
}

fn is_swapped(case: &Case<'_>, cell: &Cell) -> bool {
    let Some((printed, needed)) = digit::pair(case, cell) else {
        return false;
    };
    let differ: Vec<usize> = (0..printed.len())
        .filter(|&at| printed.get(at) != needed.get(at))
        .collect();
    match differ.as_slice() {
        [a, b] => {
            b - a == 1
                && printed.get(*a) == needed.get(*b)
                && printed.get(*b) == needed.get(*a)
                && printed.len() == needed.len()
        }
        _ => false,
    }
}

fn cause(case: &Case<'_>, cell: &Cell) -> Cause {
    let name = say::name(case.ledger, cell.figure);
    let right = say::like(case.ledger, cell.figure, cell.needed);
    Cause {
        name: KIND.name,
        sentence: Words::new(
            format!("{name} 相邻两位数字似颠倒，应为 {right}"),
            format!(
                "two neighbouring digits of {name} seem to have changed places; it should be {right}"
            ),
        ),
        suspects: vec![Suspect {
            figure: cell.figure,
            should_be: case.ledger.own_needed(case.equation, cell),
        }],
    }
}
