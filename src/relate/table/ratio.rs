//! Averages, quotients and changes of a sheet as claims, line by line.

use super::{
    averages::{Average, averages},
    lookup::Lookup,
    numbers::Numbers,
    quotients::{Operation, Quotient, quotients},
    settle::Reading,
    sheet::{Axis, Sheet},
    weight::Outcome,
};
use crate::model::{
    Asserted, BlankPart, Claim, Expr, Figure, FigureId, Function, Operator, Relation, Shape,
    Source, Support,
};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Other lines that must hold before one that does not is said to be wrong.
const WITNESSES: usize = 3;

/// One table's figures while its ratios are sought.
pub struct Desk<'a> {
    document: usize,
    figures: &'a [Figure],
    lookup: &'a Lookup,
    /// Rows (columns) that are sums, differences or averages of others, and hence no quotients.
    taken: BTreeSet<(Axis, usize)>,
}

/// A claim's shape, its stated figure, what it is computed from and the parts that are blank.
type Parts = (Shape, FigureId, Expr<FigureId>, Vec<BlankPart>);

impl<'a> Desk<'a> {
    pub fn new(document: usize, figures: &'a [Figure], lookup: &'a Lookup) -> Self {
        Self {
            document,
            figures,
            lookup,
            taken: BTreeSet::new(),
        }
    }

    /// The averages of a sheet whose sums are known.
    pub fn averages(&mut self, sheet: &Sheet, sums: &[Reading], claims: &mut Vec<Claim>) {
        let means = averages(sheet, sums);
        for reading in &means {
            let outcomes: Vec<Outcome> = (0..sheet.lines)
                .map(|line| reading.outcome(sheet, line))
                .collect();
            self.lower(&outcomes, reading.labelled, claims, |line| {
                self.mean(sheet, reading, line)
            });
        }
        let totals = sums
            .iter()
            .filter(|sum| sum.is_borne_out())
            .map(|sum| sum.total);
        for item in totals.chain(means.iter().map(|mean| mean.result)) {
            self.taken.extend(sheet.position(item));
        }
    }

    /// The quotients and changes of a sheet, once the averages of all sheets are known.
    pub fn quotients(&self, sheet: &Sheet, claims: &mut Vec<Claim>) {
        let Some(numbers) = Numbers::of(sheet, self.figures, self.lookup) else {
            return;
        };
        let is_taken = |item: usize| {
            sheet
                .position(item)
                .is_some_and(|position| self.taken.contains(&position))
        };
        for reading in quotients(sheet, &numbers, &is_taken) {
            let outcomes: Vec<Outcome> = (0..sheet.lines)
                .map(|line| reading.outcome(&numbers, line))
                .collect();
            let outcomes: Vec<Outcome> = outcomes
                .into_iter()
                .enumerate()
                .map(|(line, outcome)| match outcome {
                    Outcome::Fails if reading.is_doubtful(sheet, &numbers, line) => {
                        Outcome::Doubtful
                    }
                    outcome => outcome,
                })
                .collect();
            self.lower(&outcomes, reading.labelled, claims, |line| {
                self.quotient(sheet, &reading, line)
            });
        }
    }

    fn lower(
        &self,
        outcomes: &[Outcome],
        labelled: bool,
        claims: &mut Vec<Claim>,
        parts: impl Fn(usize) -> Option<Parts>,
    ) {
        let is_hit = |outcome: &Outcome| matches!(outcome, Outcome::Holds(bits) if *bits > 0);
        let hits = outcomes.iter().filter(|outcome| is_hit(outcome)).count();
        let misses = outcomes
            .iter()
            .filter(|outcome| matches!(outcome, Outcome::Fails | Outcome::Doubtful))
            .count();
        for (line, outcome) in outcomes.iter().enumerate() {
            let fails = misses - usize::from(matches!(outcome, Outcome::Fails | Outcome::Doubtful));
            let holds = hits - usize::from(is_hit(outcome));
            let keep = match outcome {
                Outcome::Silent | Outcome::Doubtful => false,
                Outcome::Fails => labelled && fails == 0 && holds >= WITNESSES,
                _ => true,
            };
            if !keep {
                continue;
            }
            let Some((shape, stated, computed, blanks)) = parts(line) else {
                continue;
            };
            let Some(figure) = self.figures.get(stated.figure) else {
                continue;
            };
            claims.push(Claim {
                source: Source::Shape(shape),
                at: figure.span,
                asserted: Asserted::Relation {
                    stated,
                    relation: Relation::Equal,
                    computed,
                },
                support: Support {
                    label: labelled,
                    holds,
                    fails,
                    blanks,
                    ..Support::default()
                },
            });
        }
    }

    fn id(&self, sheet: &Sheet, item: usize, line: usize) -> Option<FigureId> {
        let (row, column) = sheet.place(item, line)?;
        Some(FigureId {
            document: self.document,
            figure: self.lookup.figure(row, column)?,
        })
    }

    fn mean(&self, sheet: &Sheet, reading: &Average, line: usize) -> Option<Parts> {
        let stated = self.id(sheet, reading.result, line)?;
        let (mut terms, mut blanks) = (Vec::new(), Vec::new());
        for &item in &reading.terms {
            match (self.id(sheet, item, line), sheet.place(item, line)) {
                (Some(id), _) => terms.push(id),
                (None, Some((row, column))) => blanks.push(BlankPart {
                    row,
                    column,
                    minus: false,
                }),
                _ => {}
            }
        }
        let unit = |id: &FigureId| {
            self.figures
                .get(id.figure)
                .map(|figure| &figure.amount.unit)
        };
        if terms.is_empty() || terms.iter().any(|id| unit(id) != unit(&stated)) {
            return None;
        }
        let count = Expr::Number(Decimal::from(terms.len()));
        let sum = Expr::Call(Function::Sum, terms.into_iter().map(Expr::Leaf).collect());
        Some((Shape::Average, stated, over(sum, count), blanks))
    }

    fn quotient(&self, sheet: &Sheet, reading: &Quotient, line: usize) -> Option<Parts> {
        let stated = self.id(sheet, reading.result, line)?;
        let leaf = |item: usize| self.id(sheet, item, line).map(Expr::Leaf);
        let (first, second) = (leaf(reading.first)?, leaf(reading.second)?);
        let (shape, value) = match reading.operation {
            Operation::Quotient => (Shape::Quotient, over(first, second)),
            Operation::Growth => {
                let change = Expr::Binary(
                    Operator::Subtract,
                    Box::new(second),
                    Box::new(first.clone()),
                );
                (Shape::Growth, over(change, first))
            }
        };
        let power = reading.power + self.shift(sheet, reading, line)?;
        let value = match factor(power) {
            _ if power == 0 => value,
            factor => Expr::Binary(
                Operator::Multiply,
                Box::new(value),
                Box::new(Expr::Number(factor)),
            ),
        };
        Some((shape, stated, value, Vec::new()))
    }

    /// How many powers of ten lie between the quotient in base units, as it was found, and as it is judged: beside a figure without a
    /// unit one with a unit counts as printed. `None` where neither can be told.
    fn shift(&self, sheet: &Sheet, reading: &Quotient, line: usize) -> Option<i32> {
        let unit = |item: usize| {
            let id = self.id(sheet, item, line)?;
            Some(&self.figures.get(id.figure)?.amount.unit)
        };
        let (first, second) = (unit(reading.first)?, unit(reading.second)?);
        match (
            first.is_known() == second.is_known(),
            first.power - second.power,
            reading.operation,
        ) {
            (true, ..) | (_, 0, _) => Some(0),
            // A rate and an amount are each judged in units of their own.
            _ if !first.agrees_with(second) => Some(0),
            (false, powers, Operation::Quotient) => Some(powers),
            (false, _, Operation::Growth) => None,
        }
    }
}

/// 10^power.
fn factor(power: i32) -> Decimal {
    let places = power.unsigned_abs().min(12);
    if power < 0 {
        Decimal::new(1, places)
    } else {
        Decimal::from(10u64.saturating_pow(places))
    }
}

fn over(above: Expr<FigureId>, below: Expr<FigureId>) -> Expr<FigureId> {
    Expr::Binary(Operator::Divide, Box::new(above), Box::new(below))
}
