//! A part left out: of the total, or of the list of parts.

use super::{Case, CauseKind, Equation, say};
use crate::model::{Cause, FigureId, Site, Suspect, Words};

pub const KIND: CauseKind = CauseKind {
    name: "omission",
    find,
};

fn find(case: &Case<'_>) -> Vec<Cause> {
    if case.short {
        return vec![of_rows(case.equation)];
    }
    // A structure that nothing bears out may simply begin one row too early or too late.
    if !case.firm || case.equation.terms.len() < 2 {
        return Vec::new();
    }
    of_total(case, case.equation)
        .or_else(|| of_list(case, case.equation))
        .into_iter()
        .collect()
}

/// The total is too low by just one of its parts.
fn of_total(case: &Case<'_>, equation: &Equation) -> Option<Cause> {
    let left = equation
        .terms
        .iter()
        .find(|term| !term.value.is_zero() && term.needed.is_zero())?;
    let name = say::name(case.ledger, left.figure);
    let right = say::like(case.ledger, equation.stated.figure, equation.stated.needed);
    Some(Cause {
        name: KIND.name,
        sentence: Words::new(
            format!("合计漏加了 {name}（差额恰等于它），加上为 {right}"),
            format!(
                "the total leaves out {name} (the gap is exactly it); with it, the total is {right}"
            ),
        ),
        suspects: vec![
            Suspect {
                figure: left.figure,
                should_be: None,
            },
            Suspect {
                figure: equation.stated.figure,
                should_be: case.ledger.own_needed(equation, &equation.stated),
            },
        ],
    })
}

/// One part is not listed at all: the other lines of the block are short as well.
fn of_rows(equation: &Equation) -> Cause {
    Cause {
        name: KIND.name,
        sentence: Words::new(
            "多列合计都大于所列各项之和，似漏列了一项",
            "the parts fall short of the total in one column after another: one of them seems not to be listed",
        ),
        suspects: vec![Suspect {
            figure: equation.stated.figure,
            should_be: None,
        }],
    }
}

/// A figure beside the parts, in the same column, row or sentence, is just what they lack.
fn of_list(case: &Case<'_>, equation: &Equation) -> Option<Cause> {
    let stated = case.ledger.figure(equation.stated.figure)?;
    let figures = &case.ledger.checked.figures;
    let parts: Vec<Site> = equation
        .terms
        .iter()
        .filter_map(|term| Some(case.ledger.figure(term.figure)?.site))
        .collect();
    let beside = |site: Site| match (site, stated.site) {
        (
            Site::Cell { block, row, column },
            Site::Cell {
                block: own,
                row: r,
                column: c,
            },
        ) => {
            let down = parts
                .iter()
                .all(|part| matches!(part, Site::Cell { column, .. } if *column == c));
            block == own && if down { column == c } else { row == r }
        }
        (
            Site::Prose {
                block, sentence, ..
            },
            Site::Prose {
                block: own,
                sentence: s,
                ..
            },
        ) => block == own && sentence == s,
        _ => false,
    };
    let mut found = figures.iter().enumerate().filter(|(at, figure)| {
        let id = FigureId {
            document: case.ledger.index,
            figure: *at,
        };
        figure.additive
            && beside(figure.site)
            && equation.cell(id).is_none()
            && figure.amount.unit.agrees_with(&stated.amount.unit)
            && figure
                .amount
                .in_unit(&stated.amount.unit)
                .is_some_and(|value| !value.is_zero() && value == equation.gap)
    });
    // Two that fit are none.
    let (Some((at, _)), None) = (found.next(), found.next()) else {
        return None;
    };
    let id = FigureId {
        document: case.ledger.index,
        figure: at,
    };
    let name = say::name(case.ledger, id);
    Some(Cause {
        name: KIND.name,
        sentence: Words::new(
            format!("合计似乎还包含 {name}（差额恰等于它）"),
            format!("the total seems to include {name} as well (the gap is exactly it)"),
        ),
        suspects: vec![Suspect {
            figure: id,
            should_be: None,
        }],
    })
}
