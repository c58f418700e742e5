//! A claim as an equation of figures: what is stated less the signed terms leaves the gap.

use crate::model::{
    Asserted, Checked, Claim, Expr, Figure, FigureId, Function, Operator, Relation,
};
use rust_decimal::Decimal;

/// A figure in an equation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    pub figure: FigureId,
    /// In the stated figure's unit.
    pub value: Decimal,
    /// 1 or −1; the stated figure's is −1, since it stands on the other side.
    pub factor: Decimal,
    /// Its own value that would close the gap, in the stated figure's unit.
    pub needed: Decimal,
}

#[derive(Clone, Debug)]
pub struct Equation {
    pub stated: Cell,
    pub terms: Vec<Cell>,
    /// stated − Σ terms.
    pub gap: Decimal,
}

impl Equation {
    /// `None` where the claim is no sum of figures in one unit.
    pub fn of(claim: &Claim, index: usize, checked: &Checked) -> Option<Self> {
        let Asserted::Relation {
            stated,
            relation: Relation::Equal,
            computed,
        } = &claim.asserted
        else {
            return None;
        };
        let figure = |id: FigureId| {
            checked
                .figures
                .get(id.figure)
                .filter(|_| id.document == index)
        };
        let unit = &figure(*stated)?.amount.unit;
        let value = |figure: &Figure| {
            figure
                .amount
                .unit
                .agrees_with(unit)
                .then(|| figure.amount.in_unit(unit))
                .flatten()
        };
        let mut leaves = Vec::new();
        flatten(computed, Decimal::ONE, &mut leaves)?;
        let total = value(figure(*stated)?)?;
        let mut sum = Decimal::ZERO;
        let mut terms = Vec::with_capacity(leaves.len());
        for (id, factor) in leaves {
            let value = value(figure(id)?)?;
            sum = sum.checked_add(value.checked_mul(factor)?)?;
            terms.push(Cell {
                figure: id,
                value,
                factor,
                needed: value,
            });
        }
        let gap = total.checked_sub(sum)?;
        for term in &mut terms {
            term.needed = term.value.checked_add(gap.checked_mul(term.factor)?)?;
        }
        let stated = Cell {
            figure: *stated,
            value: total,
            factor: -Decimal::ONE,
            needed: sum,
        };
        (!terms.is_empty()).then_some(Self { stated, terms, gap })
    }

    /// The stated figure, then the terms.
    pub fn cells(&self) -> impl Iterator<Item = &Cell> {
        std::iter::once(&self.stated).chain(&self.terms)
    }

    pub fn cell(&self, figure: FigureId) -> Option<&Cell> {
        self.cells().find(|cell| cell.figure == figure)
    }
}

/// Signed leaves of a sum; `None` for anything else.
fn flatten(
    expr: &Expr<FigureId>,
    factor: Decimal,
    leaves: &mut Vec<(FigureId, Decimal)>,
) -> Option<()> {
    match expr {
        Expr::Leaf(id) => leaves.push((*id, factor)),
        // What a rule takes for nothing where it is not stated.
        Expr::Number(number) if number.is_zero() => {}
        Expr::Negate(inner) => flatten(inner, -factor, leaves)?,
        Expr::Binary(Operator::Add, left, right) => {
            flatten(left, factor, leaves)?;
            flatten(right, factor, leaves)?;
        }
        Expr::Binary(Operator::Subtract, left, right) => {
            flatten(left, factor, leaves)?;
            flatten(right, -factor, leaves)?;
        }
        Expr::Call(Function::Sum, arguments) => {
            for argument in arguments {
                flatten(argument, factor, leaves)?;
            }
        }
        _ => return None,
    }
    Some(())
}
