//! A failing claim to its likely cause; several failing claims to the one figure that explains them.
//!
//! For every figure of a failing sum there is one value that would make it hold. A cause says what a person must have done to print
//! the one instead of the other, and is said only where that edit makes the claim hold exactly.

mod chance;
mod consequence;
mod crossing;
mod digit;
mod duplicate;
mod equation;
mod fold;
mod ledger;
mod omission;
mod rounding;
mod say;
mod scale;
mod sign;
mod transposition;

pub use equation::{Cell, Equation};
pub use fold::fold;
pub use ledger::Ledger;

use crate::model::{Cause, Checked, Finding, Relation};

/// A failing claim with what is known around it.
pub struct Case<'a> {
    pub equation: &'a Equation,
    /// Other claims on the same figures, and their verdicts.
    pub ledger: &'a Ledger<'a>,
    /// The claim is borne out elsewhere; else only causes that hardly come by chance are named.
    pub firm: bool,
    /// The gap is within what rounding can do.
    pub rounding: bool,
    /// Nothing but a label says that there is a sum, and no other line of its block fails.
    pub alone: bool,
    /// The sum falls short in line after line as though one part were not listed.
    pub short: bool,
}

/// One likely cause: its name, and how it is told. A finder returns only what it has verified.
pub struct CauseKind {
    pub name: &'static str,
    pub find: fn(&Case<'_>) -> Vec<Cause>,
}

/// All causes, the most specific first. A new one is a file beside this one and a line here.
pub const CAUSES: &[CauseKind] = &[
    rounding::KIND,
    sign::KIND,
    scale::KIND,
    duplicate::KIND,
    omission::KIND,
    transposition::KIND,
    digit::KIND,
    crossing::KIND,
];

/// How many causes are named.
const MOST: usize = 2;

/// The likely causes of a failing claim, the likeliest first, at most two.
pub fn causes(case: &Case<'_>) -> Vec<Cause> {
    if case.rounding {
        return (rounding::KIND.find)(case);
    }
    if case.short {
        return (omission::KIND.find)(case);
    }
    let mut found: Vec<Cause> = CAUSES.iter().flat_map(|kind| (kind.find)(case)).collect();
    // A figure that other failing claims accuse of the same comes before one that others confirm. The sort is stable.
    found.sort_by_key(|cause| {
        let suspects = cause.suspects.iter().take(1);
        std::cmp::Reverse(
            suspects
                .map(|suspect| case.ledger.standing(case.equation, suspect.figure))
                .max()
                .unwrap_or(0),
        )
    });
    let mut kept: Vec<Cause> = Vec::new();
    for cause in found {
        let same = |known: &Cause| {
            known
                .suspects
                .first()
                .map(|suspect| (suspect.figure, suspect.should_be))
                == cause
                    .suspects
                    .first()
                    .map(|suspect| (suspect.figure, suspect.should_be))
        };
        if !kept.iter().any(same) {
            kept.push(cause);
        }
    }
    kept.truncate(MOST);
    kept
}

/// Names the causes of a document's findings and folds those that one cause explains. `index` is the document's.
pub fn explain(index: usize, checked: &Checked, mut findings: Vec<Finding>) -> Vec<Finding> {
    if findings.is_empty() {
        return findings;
    }
    let ledger = Ledger::new(index, checked);
    for finding in &mut findings {
        if finding.relation != Relation::Equal {
            continue;
        }
        let Some(equation) = ledger.equation(finding.claim) else {
            continue;
        };
        let support = checked
            .claims
            .get(finding.claim)
            .map(|(claim, _)| &claim.support);
        finding.causes = causes(&Case {
            equation,
            ledger: &ledger,
            firm: finding.firm,
            rounding: finding.rounding,
            alone: support.is_some_and(|support| support.holds == 0 && support.fails == 0),
            short: support.is_some_and(|support| support.short),
        });
    }
    fold(findings, &ledger)
}
