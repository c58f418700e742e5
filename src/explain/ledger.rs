//! What all claims of a document say of each figure: which it helps to break, which it confirms.

use super::equation::{Cell, Equation};
use crate::model::{Checked, Figure, FigureId, Verdict};
use rust_decimal::Decimal;

/// A document's claims, by figure.
pub struct Ledger<'a> {
    pub index: usize,
    pub checked: &'a Checked,
    equations: Vec<Option<Equation>>,
    /// For each figure, the claims that it stands in.
    by_figure: Vec<Vec<usize>>,
}

impl<'a> Ledger<'a> {
    pub fn new(index: usize, checked: &'a Checked) -> Self {
        let equations: Vec<Option<Equation>> = checked
            .claims
            .iter()
            .map(|(claim, _)| Equation::of(claim, index, checked))
            .collect();
        let mut by_figure = vec![Vec::new(); checked.figures.len()];
        for (at, equation) in equations.iter().enumerate() {
            for cell in equation.iter().flat_map(Equation::cells) {
                if let Some(claims) = by_figure.get_mut(cell.figure.figure) {
                    claims.push(at);
                }
            }
        }
        Self {
            index,
            checked,
            equations,
            by_figure,
        }
    }

    /// A claim as an equation, by its index among the document's claims.
    pub fn equation(&self, claim: usize) -> Option<&Equation> {
        self.equations.get(claim)?.as_ref()
    }

    pub fn figure(&self, id: FigureId) -> Option<&Figure> {
        self.checked
            .figures
            .get(id.figure)
            .filter(|_| id.document == self.index)
    }

    /// Other equations that a figure stands in, with the claim's verdict and the figure's part in it.
    pub fn others(
        &self,
        own: &Equation,
        id: FigureId,
    ) -> impl Iterator<Item = (&Equation, Verdict, &Cell)> {
        let own = own.stated.figure;
        let claims = self.by_figure.get(id.figure).map_or(&[][..], Vec::as_slice);
        claims.iter().filter_map(move |&claim| {
            let (_, verdict) = self.checked.claims.get(claim)?;
            let equation = self.equation(claim)?;
            let cell = equation.cell(id)?;
            // The same total over again is no second witness.
            (equation.stated.figure != own || id == own).then_some((equation, *verdict, cell))
        })
    }

    /// How a figure stands in the eyes of other claims: each failing one that the same value would mend adds to the suspicion,
    /// each that holds exactly with the printed value takes from it.
    pub fn standing(&self, own: &Equation, id: FigureId) -> i32 {
        let Some(cell) = own.cell(id) else { return 0 };
        let wanted = self.own_needed(own, cell);
        self.others(own, id)
            .filter(|(equation, _, _)| !is_same(equation, own))
            .map(|(equation, verdict, cell)| match verdict {
                Verdict::Fails if self.own_needed(equation, cell) == wanted => 4,
                Verdict::Holds
                    if equation.gap.is_zero()
                        && equation.terms.len() > 1
                        && !cell.value.is_zero() =>
                {
                    -1
                }
                _ => 0,
            })
            .sum()
    }

    /// Whether another failing claim asks for the same value.
    pub fn is_accused(&self, own: &Equation, cell: &Cell) -> bool {
        let wanted = self.own_needed(own, cell);
        self.others(own, cell.figure)
            .any(|(equation, verdict, cell)| {
                verdict == Verdict::Fails
                    && !is_same(equation, own)
                    && self.own_needed(equation, cell) == wanted
            })
    }

    /// Whether another claim holds exactly with the figure as it is printed.
    pub fn is_exonerated(&self, own: &Equation, id: FigureId) -> bool {
        self.others(own, id).any(|(equation, verdict, cell)| {
            verdict == Verdict::Holds
                && equation.gap.is_zero()
                && equation
                    .terms
                    .iter()
                    .filter(|term| !term.value.is_zero())
                    .count()
                    > 1
                && !cell.value.is_zero()
                && !is_same(equation, own)
        })
    }

    /// What a figure would have to be, in its own unit.
    pub fn own_needed(&self, equation: &Equation, cell: &Cell) -> Option<Decimal> {
        let stated = self.figure(equation.stated.figure)?;
        let figure = self.figure(cell.figure)?;
        let amount = crate::model::Amount {
            printed: cell.needed,
            unit: stated.amount.unit.clone(),
        };
        let needed = amount.in_unit(&figure.amount.unit)?;
        Some(needed.normalize())
    }
}

/// The same figures on both sides: a rule may repeat what the table's shape says.
fn is_same(one: &Equation, other: &Equation) -> bool {
    one.stated.figure == other.stated.figure
        && one.terms.len() == other.terms.len()
        && one
            .terms
            .iter()
            .all(|term| other.terms.iter().any(|known| known.figure == term.figure))
}
