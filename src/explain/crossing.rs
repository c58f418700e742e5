//! The figure in which two failing sums cross, and which one value would mend in both.

use super::{Case, CauseKind, say};
use crate::model::{Cause, Suspect, Words};

pub const KIND: CauseKind = CauseKind {
    name: "crossing",
    find,
};

fn find(case: &Case<'_>) -> Vec<Cause> {
    let equation = case.equation;
    let mut accused = equation
        .cells()
        .filter(|cell| case.ledger.is_accused(equation, cell));
    let (Some(cell), None) = (accused.next(), accused.next()) else {
        return Vec::new();
    };
    let name = say::name(case.ledger, cell.figure);
    let right = say::like(case.ledger, cell.figure, cell.needed);
    vec![Cause {
        name: KIND.name,
        sentence: Words::new(
            format!("{name} 同在几处不平的合计之中，改为 {right} 则各处都相符"),
            format!("{name} stands in every sum that fails here; with {right} all of them hold"),
        ),
        suspects: vec![Suspect {
            figure: cell.figure,
            should_be: case.ledger.own_needed(equation, cell),
        }],
    }]
}
