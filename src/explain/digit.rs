//! One digit wrong, missing or too many.

use super::{Case, CauseKind, Cell, chance, say};
use crate::model::{Cause, Suspect, Words};

pub const KIND: CauseKind = CauseKind {
    name: "digit",
    find,
};

fn find(case: &Case<'_>) -> Vec<Cause> {
    let equation = case.equation;
    let fitting: Vec<&Cell> = equation
        .cells()
        .filter(|cell| slip(case, cell).is_some())
        .collect();
    let accused: Vec<&Cell> = fitting
        .iter()
        .copied()
        .filter(|cell| case.ledger.is_accused(equation, cell))
        .collect();
    let free: Vec<&Cell> = fitting
        .iter()
        .copied()
        .filter(|cell| !case.ledger.is_exonerated(equation, cell.figure))
        .collect();
    // Some digit of some addend nearly always fits: it is said only where one figure is left.
    let named = match (accused.as_slice(), free.as_slice(), fitting.as_slice()) {
        ([one], _, _) => Some(*one),
        ([], [one], _) if case.firm || fitting.len() > 1 => Some(*one),
        ([], _, [one]) if one.figure == equation.stated.figure && case.firm => Some(*one),
        _ => None,
    };
    if named.is_none() && !case.firm && fitting.iter().any(|cell| is_telling(case, cell)) {
        return vec![of_one(case)];
    }
    named
        .into_iter()
        .filter_map(|cell| cause(case, cell))
        .collect()
}

/// Whether a slip is no chance: a wrong digit leaves a gap of one digit, of which there are few; digits may be missing in many places.
fn is_telling(case: &Case<'_>, cell: &Cell) -> bool {
    let tries = match slip(case, cell) {
        Some(Slip::Wrong) => 5,
        Some(Slip::Missing | Slip::Extra) => {
            let digits = |cell: &Cell| cell.value.mantissa().unsigned_abs().to_string().len();
            10 * case.equation.cells().map(digits).sum::<usize>()
        }
        None => return false,
    };
    chance::is_telling(case, tries)
}

/// Some figure has a digit wrong; which, nothing tells.
fn of_one(case: &Case<'_>) -> Cause {
    let gap = case.equation.gap.abs().normalize();
    Cause {
        name: KIND.name,
        sentence: Words::new(
            format!("差额 {gap} 恰为一位数字之差：其中似有一个数错了、漏了或多了一位数字"),
            format!(
                "the gap, {gap}, is that of a single digit: one of these figures seems to have a digit wrong, missing or too many"
            ),
        ),
        suspects: Vec::new(),
    }
}

#[derive(Clone, Copy)]
enum Slip {
    Wrong,
    Missing,
    Extra,
}

fn slip(case: &Case<'_>, cell: &Cell) -> Option<Slip> {
    let (printed, needed) = pair(case, cell)?;
    if printed.len() == needed.len() {
        let wrong = printed.iter().zip(&needed).filter(|(a, b)| a != b).count();
        return (wrong == 1 && printed.len() > 1).then_some(Slip::Wrong);
    }
    let (short, long, slip) = if printed.len() < needed.len() {
        (&printed, &needed, Slip::Missing)
    } else {
        (&needed, &printed, Slip::Extra)
    };
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    (long.len() == short.len() + 1 && short.len() > 1 && short.get(same..) == long.get(same + 1..))
        .then_some(slip)
}

/// The digits printed and the digits needed, with the same decimals; `None` where the signs differ or more decimals are needed.
pub fn pair(case: &Case<'_>, cell: &Cell) -> Option<(Vec<u8>, Vec<u8>)> {
    let printed = case.ledger.figure(cell.figure)?.amount.printed;
    let mut needed = case.ledger.own_needed(case.equation, cell)?;
    if printed.is_zero()
        || needed.is_zero()
        || printed.is_sign_negative() != needed.is_sign_negative()
        || needed.scale() > printed.scale()
    {
        return None;
    }
    needed.rescale(printed.scale());
    let digits =
        |value: rust_decimal::Decimal| value.mantissa().unsigned_abs().to_string().into_bytes();
    Some((digits(printed), digits(needed)))
}

fn cause(case: &Case<'_>, cell: &Cell) -> Option<Cause> {
    let name = say::name(case.ledger, cell.figure);
    let right = say::like(case.ledger, cell.figure, cell.needed);
    let sentence = match slip(case, cell)? {
        Slip::Wrong => Words::new(
            format!("{name} 似有一位数字错误，应为 {right}"),
            format!("one digit of {name} seems wrong; it should be {right}"),
        ),
        Slip::Missing => Words::new(
            format!("{name} 似漏了一位数字，应为 {right}"),
            format!("{name} seems to lack one digit; it should be {right}"),
        ),
        Slip::Extra => Words::new(
            format!("{name} 似多了一位数字，应为 {right}"),
            format!("{name} seems to have one digit too many; it should be {right}"),
        ),
    };
    let should_be = case.ledger.own_needed(case.equation, cell);
    Some(Cause {
        name: KIND.name,
        sentence,
        suspects: vec![Suspect {
            figure: cell.figure,
            should_be,
        }],
    })
}
