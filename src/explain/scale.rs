//! A decimal point or a unit out of place: one figure times a power of ten mends it.

use super::{Case, CauseKind, Cell, say};
use crate::model::{Cause, Measure, Suspect, Words};
use rust_decimal::Decimal;

pub const KIND: CauseKind = CauseKind {
    name: "scale",
    find,
};

/// Slips that people make: one to three places, 元 for 万元, 元 for 亿元.
const POWERS: [u32; 5] = [1, 2, 3, 4, 8];

fn find(case: &Case<'_>) -> Vec<Cause> {
    let equation = case.equation;
    if !case.firm && !is_plain(case) {
        return Vec::new();
    }
    equation
        .cells()
        .filter_map(|cell| slip(cell).map(|power| cause(case, cell, power)))
        .collect()
}

/// Whether a slip could be told from chance or from a unit that was misread: figures of one unit, of three digits or more.
fn is_plain(case: &Case<'_>) -> bool {
    let stated = case.ledger.figure(case.equation.stated.figure);
    case.equation.cells().all(|cell| {
        let figure = case.ledger.figure(cell.figure);
        figure.map(|figure| figure.amount.unit.power)
            == stated.map(|figure| figure.amount.unit.power)
    }) && stated
        .is_some_and(|figure| figure.amount.printed.normalize().mantissa().unsigned_abs() >= 100)
}

/// The power of ten by which the needed value differs from the printed one.
fn slip(cell: &Cell) -> Option<i32> {
    if cell.value.is_zero() || cell.needed.is_zero() {
        return None;
    }
    POWERS.into_iter().find_map(|power| {
        let factor = Decimal::from(10u64.checked_pow(power)?);
        let signed = i32::try_from(power).ok()?;
        if cell.value.checked_mul(factor) == Some(cell.needed) {
            Some(signed)
        } else {
            (cell.needed.checked_mul(factor) == Some(cell.value)).then_some(-signed)
        }
    })
}

fn cause(case: &Case<'_>, cell: &Cell, power: i32) -> Cause {
    let name = say::name(case.ledger, cell.figure);
    let right = say::like(case.ledger, cell.figure, cell.needed);
    let money = case.ledger.figure(cell.figure).is_some_and(|figure| {
        matches!(
            figure.amount.unit.measure,
            Measure::Money | Measure::Unknown
        )
    });
    let places = power.abs();
    let sentence = match (power.abs(), money) {
        (4, true) => Words::new(
            format!("{name} 似将元、万元用混，应为 {right}"),
            format!(
                "{name} seems to mix up 元 and 万元 (a factor of 10,000); it should be {right}"
            ),
        ),
        _ => Words::new(
            format!("{name} 小数点错了 {places} 位，应为 {right}"),
            format!(
                "{name} is off by {places} decimal place{}; it should be {right}",
                if places == 1 { "" } else { "s" }
            ),
        ),
    };
    let should_be = case.ledger.own_needed(case.equation, cell);
    Cause {
        name: KIND.name,
        sentence,
        suspects: vec![Suspect {
            figure: cell.figure,
            should_be,
        }],
    }
}
