//! What the claims on a table have in common: a row computed from rows, column by column, or a column from columns.

use super::{
    Asserted, Axis, Claim, Expr, Figure, FigureId, Function, Operator, Relation, Shape, Site,
};
use rust_decimal::Decimal;

/// The operator of an expression with its operands: difference = first − second; division = first ÷ second; relative_change =
/// (second − first) ÷ first.
pub struct Computation {
    /// sum, difference, average, division, relative_change.
    pub operator: &'static str,
    /// True for an operand that is subtracted.
    pub operands: Vec<(bool, FigureId)>,
    /// What a quotient is multiplied by before it is compared.
    pub times: Option<Decimal>,
}

/// A pattern of a table, without the line in which it is tried; rows and columns count from 0 in the grid.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pattern {
    /// Rows are computed from rows, or columns from columns.
    pub axis: Axis,
    pub result: usize,
    /// sum, average, division, relative_change.
    pub operator: &'static str,
    pub parts: Vec<Part>,
    pub times: Option<Decimal>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    pub minus: bool,
    pub at: usize,
    /// The line that it stands in, where that is not the result's own.
    pub line: Option<usize>,
}

/// A pattern in one line of a table.
pub struct Instance {
    /// The table's block.
    pub block: usize,
    /// The column of a pattern of rows, the row of a pattern of columns.
    pub line: usize,
    pub pattern: Pattern,
}

impl Computation {
    /// The stated figure, and how it is computed; `None` for what is no equation of figures.
    pub fn of(claim: &Claim) -> Option<(FigureId, Computation)> {
        let Asserted::Relation {
            stated,
            relation: Relation::Equal,
            computed,
        } = &claim.asserted
        else {
            return None;
        };
        let plain = |ids: Vec<FigureId>| ids.into_iter().map(|id| (false, id)).collect();
        let of = |operator, operands| {
            let computation = Computation {
                operator,
                operands,
                times: None,
            };
            Some((*stated, computation))
        };
        let mut terms = Vec::new();
        if sum(computed, false, &mut terms) {
            return match terms.as_slice() {
                [] => None,
                [_] if claim.support.blanks.is_empty() => None,
                [(false, first), (true, second)] | [(true, second), (false, first)] => {
                    of("difference", plain(vec![*first, *second]))
                }
                _ => of("sum", terms),
            };
        }
        // In hundredths without a sign for it.
        let (computed, times) = match computed {
            Expr::Binary(Operator::Multiply, value, factor) => match **factor {
                Expr::Number(times) => (&**value, Some(times)),
                _ => (computed, None),
            },
            computed => (computed, None),
        };
        let Expr::Binary(Operator::Divide, above, below) = computed else {
            return None;
        };
        let (stated, mut computation) = match (&**above, &**below) {
            (Expr::Leaf(a), Expr::Leaf(b)) => of("division", plain(vec![*a, *b])),
            (above, Expr::Number(_)) => {
                let added = sum(above, false, &mut terms) && terms.iter().all(|term| !term.0);
                added.then(|| of("average", terms))?
            }
            (Expr::Binary(Operator::Subtract, later, earlier), Expr::Leaf(base)) => {
                match (&**later, &**earlier) {
                    (Expr::Leaf(later), Expr::Leaf(earlier)) if earlier == base => {
                        of("relative_change", plain(vec![*earlier, *later]))
                    }
                    _ => None,
                }
            }
            _ => None,
        }?;
        computation.times = times;
        Some((stated, computation))
    }

    /// The rule of the program that such a claim would stand under, between rows (`axis`) or columns.
    pub fn shape(operator: &str, axis: Axis, minus: bool) -> Shape {
        match (operator, axis) {
            ("average", _) => Shape::Average,
            ("division", _) => Shape::Quotient,
            ("relative_change", _) => Shape::Growth,
            _ if minus => Shape::Difference,
            (_, Axis::Row) => Shape::Foot,
            (_, Axis::Column) => Shape::Cross,
        }
    }
}

/// Collects the signed leaves of a sum; false where it is none.
fn sum(expr: &Expr<FigureId>, minus: bool, terms: &mut Vec<(bool, FigureId)>) -> bool {
    match expr {
        Expr::Leaf(id) => {
            terms.push((minus, *id));
            true
        }
        Expr::Negate(inner) => sum(inner, !minus, terms),
        Expr::Binary(Operator::Add, left, right) => {
            sum(left, minus, terms) && sum(right, minus, terms)
        }
        Expr::Binary(Operator::Subtract, left, right) => {
            sum(left, minus, terms) && sum(right, !minus, terms)
        }
        Expr::Call(Function::Sum, arguments) => {
            arguments.iter().all(|argument| sum(argument, minus, terms))
        }
        _ => false,
    }
}

/// A cell: row and column in the grid.
type Cell = (usize, usize);

/// Its row, or its column.
type Coordinate = fn(Cell) -> usize;

impl Instance {
    /// Where all figures of an equation stand in one table: its pattern and line. A difference is a sum there.
    pub fn of<'f>(
        claim: &Claim,
        stated: FigureId,
        computation: &Computation,
        figure: impl Fn(FigureId) -> Option<&'f Figure>,
    ) -> Option<Instance> {
        let cell = |id: FigureId| match figure(id)?.site {
            Site::Cell { block, row, column } => Some((id.document, block, (row, column))),
            Site::Prose { .. } => None,
        };
        let (document, block, result) = cell(stated)?;
        let mut cells: Vec<(bool, Cell)> = Vec::new();
        for &(minus, id) in &computation.operands {
            let (other, table, operand) = cell(id)?;
            if (other, table) != (document, block) {
                return None;
            }
            cells.push((minus, operand));
        }
        let mut operator = computation.operator;
        if operator == "difference" {
            operator = "sum";
            cells.iter_mut().skip(1).for_each(|part| part.0 = true);
        }
        let blanks = claim.support.blanks.iter();
        cells.extend(blanks.map(|blank| (blank.minus, (blank.row, blank.column))));
        let (axis, along, across): (Axis, Coordinate, Coordinate) =
            match cells.first()?.1.0 == result.0 {
                true => (Axis::Column, |cell| cell.1, |cell| cell.0),
                false => (Axis::Row, |cell| cell.0, |cell| cell.1),
            };
        let mut parts: Vec<Part> = cells
            .into_iter()
            .map(|(minus, cell)| Part {
                minus,
                at: along(cell),
                line: Some(across(cell)).filter(|line| *line != across(result)),
            })
            .collect();
        if matches!(operator, "sum" | "average") {
            parts.sort();
        }
        let pattern = Pattern {
            axis,
            result: along(result),
            operator,
            parts,
            times: computation.times,
        };
        Some(Instance {
            block,
            line: across(result),
            pattern,
        })
    }
}
