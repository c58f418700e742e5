//! Columns and rows whose names print how they are computed, by the numbers of others: the strongest evidence that a table gives.

use super::{
    lookup::Lookup,
    notation::{Notation, Term},
};
use crate::model::{
    Agreement, Asserted, Axis, BlankPart, Claim, Computation, Content, Expr, Figure, FigureId,
    Measure, Operator, Relation, Source, Support, Table,
};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Operands of a formula.
const MOST: usize = 200;

/// Adds what names of columns and rows print; claims that say the same already are told to be printed, and those that say something
/// else of the same figures are dropped where they do not hold.
pub fn add(
    document: usize,
    table: &Table,
    figures: &[Figure],
    lookup: &Lookup,
    claims: &mut Vec<Claim>,
) {
    for axis in [Axis::Column, Axis::Row] {
        let desk = Desk {
            document,
            table,
            figures,
            lookup,
            axis,
        };
        desk.add(claims);
    }
}

struct Desk<'a> {
    document: usize,
    table: &'a Table,
    figures: &'a [Figure],
    lookup: &'a Lookup,
    axis: Axis,
}

/// A printed formula in one line.
struct Printed {
    claim: Claim,
    /// What the figure is computed from, in order.
    parts: Vec<FigureId>,
    /// It was found without the formula as well.
    known: bool,
}

/// A formula with the rows (columns) that its numbers stand for.
type Formula = Expr<usize>;

impl Desk<'_> {
    fn add(&self, claims: &mut Vec<Claim>) {
        let names = self.names();
        if names.iter().all(|(_, name)| name.formula.is_none()) {
            return;
        }
        let mut printed: BTreeMap<FigureId, Printed> = BTreeMap::new();
        let mut numbers: BTreeMap<&str, Option<usize>> = BTreeMap::new();
        for (at, name) in &names {
            if let Some(own) = &name.own {
                // Two of one number: neither is meant.
                let known = numbers.entry(own).or_insert(Some(*at));
                *known = known.filter(|known| known == at);
            }
        }
        let lines: BTreeSet<usize> = self
            .lookup
            .places()
            .map(|place| self.split(place).1)
            .collect();
        for (at, name) in &names {
            let formula = name.formula.as_ref();
            let Some(formula) = formula.and_then(|term| resolved(term, &numbers)) else {
                continue;
            };
            let parts = formula.leaves();
            if parts.contains(&at) || parts.len() > MOST {
                continue;
            }
            let found: Vec<(Claim, bool)> = lines
                .iter()
                .filter_map(|&line| self.claim(*at, &formula, line))
                .collect();
            let holds = found.iter().filter(|(_, holds)| *holds).count();
            let fails = found.len() - holds;
            // Numbers that mean something else.
            if fails > holds && found.len() > 1 {
                continue;
            }
            for (mut claim, holding) in found {
                claim.support.holds = holds - usize::from(holding);
                claim.support.fails = fails - usize::from(!holding);
                if let Some((stated, parts)) = equated(&claim) {
                    printed.insert(
                        stated,
                        Printed {
                            claim,
                            parts,
                            known: false,
                        },
                    );
                }
            }
        }
        self.settle(printed, claims);
    }

    /// (row or column of the axis, the crossing one).
    fn split(&self, (row, column): (usize, usize)) -> (usize, usize) {
        match self.axis {
            Axis::Row => (row, column),
            Axis::Column => (column, row),
        }
    }

    fn place(&self, at: usize, line: usize) -> (usize, usize) {
        // Its own inverse.
        self.split((at, line))
    }

    /// What the cells say that name each column (row): those without a figure above (beside) the figures.
    fn names(&self) -> Vec<(usize, Notation)> {
        let places: Vec<(usize, usize)> = self.lookup.places().collect();
        let Some(&(top, _)) = places.first() else {
            return Vec::new();
        };
        let mut names = Vec::new();
        match self.axis {
            Axis::Column => {
                let columns: BTreeSet<usize> = places.iter().map(|place| place.1).collect();
                for column in columns {
                    let cells = (0..top).filter_map(|row| self.table.seen(row, column));
                    names.push((column, together(cells.map(|cell| cell.text.as_str()))));
                }
            }
            Axis::Row => {
                let left = places.iter().map(|place| place.1).min().unwrap_or(0);
                let rows: BTreeSet<usize> = places.iter().map(|place| place.0).collect();
                for row in rows {
                    let cells = (0..left).filter_map(|column| self.table.cell(row, column));
                    names.push((row, together(cells.map(|cell| cell.text.as_str()))));
                }
            }
        }
        names
    }

    fn figure(&self, at: usize, line: usize) -> Option<(FigureId, &Figure)> {
        let (row, column) = self.place(at, line);
        let figure = self.lookup.figure(row, column)?;
        let id = FigureId {
            document: self.document,
            figure,
        };
        Some((id, self.figures.get(figure)?))
    }

    /// The formula in one line, and whether it holds there. `None` where a part is neither a figure nor blank, or nothing is zero.
    fn claim(&self, at: usize, formula: &Formula, line: usize) -> Option<(Claim, bool)> {
        let (row, _) = self.place(at, line);
        if !self.table.is_aligned(row) {
            return None;
        }
        let (stated, figure) = self.figure(at, line)?;
        let mut blanks = Vec::new();
        let computed = self.filled(formula, line, false, &mut blanks)??;
        let leaves = computed.leaves().len();
        if leaves == 0 || leaves + blanks.len() < 2 {
            return None;
        }
        let divides = has(formula, Operator::Divide);
        if has(formula, Operator::Multiply) || divides && !blanks.is_empty() {
            return None;
        }
        let value = |expr: &Expr<FigureId>| self.value(expr, figure, divides);
        let (computed, holds) = match divides {
            false => {
                let gap = figure.amount.printed.checked_sub(value(&computed)?)?;
                let leaves = computed.leaves().into_iter();
                let parts = leaves.filter_map(|id| self.figures.get(id.figure));
                let grains = parts.map(|part| part.grain).chain([figure.grain]);
                let holds = Agreement::of(gap, grains) <= Agreement::Rounding;
                (computed, holds)
            }
            true => {
                let quotient = value(&computed)?;
                let hundred = Decimal::ONE_HUNDRED;
                let close = |value: Decimal| {
                    let gap = figure.amount.printed.checked_sub(value);
                    gap.is_some_and(|gap| gap.abs() <= figure.amount.grain())
                };
                let in_hundredths = quotient.checked_mul(hundred)?;
                if figure.amount.unit.measure == Measure::Ratio {
                    (computed, close(in_hundredths))
                } else if close(in_hundredths) && !close(quotient) {
                    let times = Box::new(Expr::Number(hundred));
                    (
                        Expr::Binary(Operator::Multiply, Box::new(computed), times),
                        true,
                    )
                } else {
                    (computed, close(quotient))
                }
            }
        };
        let minus = has(formula, Operator::Subtract);
        let operator = match (divides, minus) {
            (true, true) => "relative_change",
            (true, false) => "division",
            _ => "sum",
        };
        let claim = Claim {
            source: Source::Shape(Computation::shape(operator, self.axis, minus)),
            at: figure.span,
            asserted: Asserted::Relation {
                stated,
                relation: Relation::Equal,
                computed,
            },
            support: Support {
                printed: true,
                blanks,
                ..Support::default()
            },
        };
        Some((claim, holds))
    }

    /// The formula with its figures; the inner `None` for a part that is blank and hence nothing in a sum.
    fn filled(
        &self,
        formula: &Formula,
        line: usize,
        minus: bool,
        blanks: &mut Vec<BlankPart>,
    ) -> Option<Option<Expr<FigureId>>> {
        match formula {
            Expr::Leaf(at) => {
                if let Some((id, _)) = self.figure(*at, line) {
                    return Some(Some(Expr::Leaf(id)));
                }
                let (row, column) = self.place(*at, line);
                let text = self.table.seen(row, column).map_or("", |cell| &cell.text);
                match Content::of(text) {
                    Content::Blank | Content::Nil => {
                        blanks.push(BlankPart { row, column, minus });
                        Some(None)
                    }
                    _ => None,
                }
            }
            Expr::Binary(operator, left, right) => {
                let turned = minus != (*operator == Operator::Subtract);
                let left = self.filled(left, line, minus, blanks)?;
                let right = self.filled(right, line, turned, blanks)?;
                Some(match (left, right) {
                    (Some(left), Some(right)) => {
                        Some(Expr::Binary(*operator, Box::new(left), Box::new(right)))
                    }
                    (Some(left), None) => Some(left),
                    (None, Some(right)) if *operator == Operator::Subtract => {
                        Some(Expr::Negate(Box::new(right)))
                    }
                    (None, right) => right,
                })
            }
            _ => None,
        }
    }

    /// In the stated figure's unit; where figures are divided, as printed.
    fn value(&self, expr: &Expr<FigureId>, stated: &Figure, printed: bool) -> Option<Decimal> {
        expr.value(&|id| {
            let amount = &self.figures.get(id.figure)?.amount;
            match printed {
                true => Some(amount.printed),
                false => amount.in_unit(&stated.amount.unit),
            }
        })
    }

    /// Among the claims that were found without the printed formulas.
    fn settle(&self, mut printed: BTreeMap<FigureId, Printed>, claims: &mut Vec<Claim>) {
        claims.retain_mut(|claim| {
            let Some((stated, parts)) = equated(claim) else {
                return true;
            };
            let Some(own) = printed.get_mut(&stated) else {
                return true;
            };
            if parts == own.parts {
                claim.support.printed = true;
                own.known = true;
                return true;
            }
            !self.is_along(stated, &parts) || self.holds(claim)
        });
        let new = printed.into_values().filter(|own| !own.known);
        claims.extend(new.map(|own| own.claim));
    }

    /// Whether the parts stand in the line of the stated figure.
    fn is_along(&self, stated: FigureId, parts: &[FigureId]) -> bool {
        let line = |id: &FigureId| match self.figures.get(id.figure)?.site {
            crate::model::Site::Cell { row, column, .. } => Some(self.split((row, column)).1),
            _ => None,
        };
        parts.iter().all(|part| line(part) == line(&stated))
    }

    fn holds(&self, claim: &Claim) -> bool {
        let Asserted::Relation {
            stated, computed, ..
        } = &claim.asserted
        else {
            return true;
        };
        let value = self.figures.get(stated.figure).and_then(|figure| {
            let value = self.value(computed, figure, false)?;
            Some(value == figure.amount.printed)
        });
        value.unwrap_or(true)
    }
}

/// What several cells of one name say.
fn together<'a>(texts: impl Iterator<Item = &'a str>) -> Notation {
    let mut all = Notation::default();
    for text in texts {
        let one = Notation::of(text);
        all.own = one.own.or(all.own);
        all.formula = one.formula.or(all.formula);
    }
    all
}

/// The formula over what its numbers stand for.
fn resolved(term: &Term, numbers: &BTreeMap<&str, Option<usize>>) -> Option<Formula> {
    let one = |number: &str| numbers.get(number).copied().flatten();
    match term {
        Term::Number(number) => Some(Expr::Leaf(one(number)?)),
        Term::Range(first, last) => {
            let (first, last): (usize, usize) = (first.parse().ok()?, last.parse().ok()?);
            if first >= last || last - first > MOST {
                return None;
            }
            let all: Option<Vec<(bool, usize)>> = (first..=last)
                .map(|number| Some((false, one(&number.to_string())?)))
                .collect();
            Some(Expr::sum(all?))
        }
        Term::Binary(operator, left, right) => Some(Expr::Binary(
            *operator,
            Box::new(resolved(left, numbers)?),
            Box::new(resolved(right, numbers)?),
        )),
    }
}

fn has(formula: &Formula, wanted: Operator) -> bool {
    match formula {
        Expr::Binary(operator, left, right) => {
            *operator == wanted || has(left, wanted) || has(right, wanted)
        }
        _ => false,
    }
}

/// The stated figure and, in order, those that it is computed from.
fn equated(claim: &Claim) -> Option<(FigureId, Vec<FigureId>)> {
    let Asserted::Relation {
        stated, computed, ..
    } = &claim.asserted
    else {
        return None;
    };
    let mut parts: Vec<FigureId> = computed.leaves().into_iter().copied().collect();
    parts.sort_unstable();
    parts.dedup();
    Some((*stated, parts))
}
