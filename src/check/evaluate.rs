//! The one evaluator: a claim's two sides in exact decimals, with the figures and the slack that the value carries.

use crate::model::{
    Agreement, DecidedBy, Evidence, Expr, Figure, FigureId, Function, Measure, Operator, Relation,
    Slack, Term, Unit, Words,
};
use rust_decimal::{Decimal, RoundingStrategy};

/// Why a claim cannot be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undecided {
    /// Amounts of different measures, such as money and people.
    Units,
    /// Out of the range of exact decimals.
    Overflow,
    DivisionByZero,
}

impl Undecided {
    pub fn reason(self) -> Words {
        match self {
            Undecided::Units => Words::new(
                "单位不同，不能相加或比较",
                "the units differ, so the figures cannot be added or compared",
            ),
            Undecided::Overflow => Words::new(
                "数字超出精确小数的范围",
                "a number is beyond the range of exact decimals",
            ),
            Undecided::DivisionByZero => Words::new("除数为零", "a division by zero"),
        }
    }
}

/// A claim as evaluated.
#[derive(Clone, Debug)]
pub struct Judged {
    pub computed: Evidence,
    /// stated − computed, in the stated figure's unit.
    pub gap: Decimal,
    pub agreement: Agreement,
    pub decided_by: DecidedBy,
    /// Decimals that the stated figure prints.
    pub stated_scale: u32,
}

/// Holds the stated figure against the computed expression.
///
/// # Errors
/// Where the figures cannot be brought to one unit or the arithmetic leaves the range of decimals.
pub fn judge<'f>(
    stated: &Figure,
    relation: Relation,
    computed: &Expr<FigureId>,
    slack: &Slack,
    figure: &impl Fn(FigureId) -> Option<&'f Figure>,
) -> Result<Judged, Undecided> {
    // The mean of amounts is an amount; a quotient of two figures has no unit.
    let Divisions { any: ratio, bare } = Divisions::of(computed);
    let unit = if bare {
        leaf_unit(computed, figure)
    } else {
        stated.amount.unit.clone()
    };
    let mut trail = Trail::default();
    let value = Evaluation {
        unit: &unit,
        bounds: ratio,
        figure,
    }
    .value(computed, &mut trail)?;
    let (center, low, high) = if ratio {
        let power = match stated.amount.unit.measure {
            Measure::Ratio if bare => -stated.amount.unit.power,
            _ => 0,
        };
        let scaled = |value: Decimal| scale(value, power).ok_or(Undecided::Overflow);
        let exact = scaled(value.center)?;
        (
            readable(exact, stated.amount.printed.scale()),
            scaled(value.low)?,
            scaled(value.high)?,
        )
    } else {
        (value.center, value.low, value.high)
    };
    let gap = stated
        .amount
        .printed
        .checked_sub(center)
        .ok_or(Undecided::Overflow)?;
    let grains = || trail.grains.iter().copied().chain([stated.grain]);
    let (agreement, allowed, decided_by) = match slack {
        Slack::Exact => (
            of_slack(gap, Decimal::ZERO),
            Decimal::ZERO,
            DecidedBy::Exact,
        ),
        Slack::Absolute(allowed) => (of_slack(gap, *allowed), *allowed, DecidedBy::Absolute),
        Slack::Relative(share) => {
            let allowed = center
                .abs()
                .checked_mul(*share)
                .ok_or(Undecided::Overflow)?;
            (of_slack(gap, allowed), allowed, DecidedBy::Relative)
        }
        Slack::Printed if ratio => {
            let (agreement, allowed) = of_ratio(stated, center, low, high)?;
            (agreement, allowed, DecidedBy::Printed)
        }
        Slack::Printed if matches!(computed, Expr::Leaf(_)) => {
            let coarser = grains().max().unwrap_or_default();
            (of_copy(gap, coarser), halved(coarser), DecidedBy::Printed)
        }
        Slack::Printed => (
            Agreement::of(gap, grains()),
            Agreement::slack(grains()),
            DecidedBy::Printed,
        ),
    };
    let met = match relation {
        Relation::Equal => agreement <= Agreement::Unlikely,
        Relation::NotEqual => gap.abs() > allowed,
        Relation::AtMost => gap <= allowed,
        Relation::AtLeast => -gap <= allowed,
        Relation::Less => gap < Decimal::ZERO,
        Relation::Greater => gap > Decimal::ZERO,
    };
    let agreement = match relation {
        Relation::Equal => agreement,
        _ if met => Agreement::Exact,
        _ => Agreement::Beyond,
    };
    Ok(Judged {
        computed: Evidence {
            value: center,
            slack: allowed,
            unit: stated.amount.unit.clone(),
            terms: trail.terms,
        },
        gap,
        agreement,
        decided_by,
        stated_scale: stated.amount.printed.scale(),
    })
}

/// As many decimals of a ratio as a reader can use: two more than were printed, without trailing zeros beyond those.
fn readable(value: Decimal, printed: u32) -> Decimal {
    let mut value = value
        .round_dp_with_strategy(printed + 2, RoundingStrategy::MidpointAwayFromZero)
        .normalize();
    if value.scale() < printed {
        value.rescale(printed);
    }
    value
}

fn halved(grain: Decimal) -> Decimal {
    grain.checked_mul(Decimal::new(5, 1)).unwrap_or(grain)
}

fn of_slack(gap: Decimal, allowed: Decimal) -> Agreement {
    if gap.abs() <= allowed {
        Agreement::Exact
    } else {
        Agreement::Beyond
    }
}

/// Copies agree at the coarser printing: rounded without a word, cut off with a note.
fn of_copy(gap: Decimal, coarser: Decimal) -> Agreement {
    if gap.abs() <= halved(coarser) {
        Agreement::Exact
    } else if gap.abs() < coarser {
        Agreement::Rounding
    } else {
        Agreement::Beyond
    }
}

/// A ratio agrees where it could be the ratio of figures that print like its own (interval arithmetic), or was cut off instead
/// of rounded.
fn of_ratio(
    stated: &Figure,
    center: Decimal,
    low: Decimal,
    high: Decimal,
) -> Result<(Agreement, Decimal), Undecided> {
    let grain = stated.amount.grain();
    let printed = stated.amount.printed;
    let decimals = printed.scale();
    let half = halved(grain);
    let reach = |value: Decimal, add: Decimal| value.checked_add(add).ok_or(Undecided::Overflow);
    let allowed = reach(
        half,
        high.checked_sub(low)
            .map(halved)
            .ok_or(Undecided::Overflow)?,
    )?
    .round_dp(decimals + 2);
    let rounded = center.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    let agreement = if rounded == printed {
        Agreement::Exact
    } else if reach(low, -half)? <= printed && printed <= reach(high, half)?
        || center.trunc_with_scale(decimals) == printed
    {
        Agreement::Rounding
    } else {
        Agreement::Beyond
    };
    Ok((agreement, allowed))
}

/// What is divided in an expression.
#[derive(Clone, Copy, Default)]
struct Divisions {
    any: bool,
    /// Figures stand below a division.
    bare: bool,
}

impl Divisions {
    fn of<T>(expr: &Expr<T>) -> Self {
        let both = |a: Self, b: Self| Self {
            any: a.any || b.any,
            bare: a.bare || b.bare,
        };
        match expr {
            Expr::Leaf(_) | Expr::Number(_) => Self::default(),
            Expr::Negate(inner) => Self::of(inner),
            Expr::Binary(Operator::Divide, above, below) => Self {
                any: true,
                bare: !below.leaves().is_empty() || Self::of(above).bare,
            },
            Expr::Binary(_, left, right) => both(Self::of(left), Self::of(right)),
            Expr::Call(_, arguments) => {
                let parts = arguments.iter().map(Self::of);
                parts.fold(Self::default(), both)
            }
        }
    }
}

fn leaf_unit<'f>(expr: &Expr<FigureId>, figure: &impl Fn(FigureId) -> Option<&'f Figure>) -> Unit {
    let mut units = expr
        .leaves()
        .into_iter()
        .filter_map(|&id| figure(id))
        .map(|figure| &figure.amount.unit);
    units
        .find(|unit| unit.is_known())
        .cloned()
        .unwrap_or_default()
}

fn scale(value: Decimal, power: i32) -> Option<Decimal> {
    let mut value = value;
    for _ in 0..power.max(0) {
        value = value.checked_mul(Decimal::TEN)?;
    }
    for _ in power..0 {
        value = value.checked_div(Decimal::TEN)?;
    }
    Some(value)
}

/// A value on its way up the expression: its centre and the interval that rounding leaves open.
#[derive(Clone, Copy)]
struct Value {
    center: Decimal,
    low: Decimal,
    high: Decimal,
}

/// What figures a value came of, in order.
#[derive(Default)]
struct Trail {
    terms: Vec<Term>,
    grains: Vec<Decimal>,
}

struct Evaluation<'u, F> {
    unit: &'u Unit,
    /// Whether the interval is asked for; else it is the centre alone.
    bounds: bool,
    figure: &'u F,
}

impl<'f, F: Fn(FigureId) -> Option<&'f Figure>> Evaluation<'_, F> {
    fn value(&self, expr: &Expr<FigureId>, trail: &mut Trail) -> Result<Value, Undecided> {
        match expr {
            Expr::Leaf(id) => self.leaf(*id, trail),
            Expr::Number(number) => Ok(constant(*number)),
            Expr::Negate(inner) => self.negated(inner, trail),
            Expr::Binary(Operator::Divide, left, right) if !self.is_one_measure(expr) => {
                // An amount a head: each side in its own base unit.
                let mut side = |expr: &Expr<FigureId>| {
                    let mut unit = leaf_unit(expr, self.figure);
                    unit.power = 0;
                    Evaluation {
                        unit: &unit,
                        bounds: self.bounds,
                        figure: self.figure,
                    }
                    .value(expr, trail)
                };
                binary(Operator::Divide, side(left)?, side(right)?)
            }
            Expr::Binary(Operator::Subtract, left, right) => {
                let left = self.value(left, trail)?;
                left.plus(self.negated(right, trail)?, self.bounds)
            }
            Expr::Binary(Operator::Add, left, right) => {
                let left = self.value(left, trail)?;
                left.plus(self.value(right, trail)?, self.bounds)
            }
            Expr::Binary(operator, left, right) => {
                let left = self.value(left, trail)?;
                binary(*operator, left, self.value(right, trail)?)
            }
            Expr::Call(function, arguments) => self.call(*function, arguments, trail),
        }
    }

    fn is_one_measure(&self, expr: &Expr<FigureId>) -> bool {
        expr.leaves()
            .into_iter()
            .filter_map(|&id| (self.figure)(id))
            .all(|figure| figure.amount.unit.agrees_with(self.unit))
    }

    fn leaf(&self, id: FigureId, trail: &mut Trail) -> Result<Value, Undecided> {
        let figure = (self.figure)(id).ok_or(Undecided::Units)?;
        // Percentage points are the difference of percentages.
        let points =
            self.unit.measure == Measure::Points && figure.amount.unit.measure == Measure::Ratio;
        if !points && !figure.amount.unit.agrees_with(self.unit) {
            return Err(Undecided::Units);
        }
        let center = figure
            .amount
            .in_unit(self.unit)
            .ok_or(Undecided::Overflow)?;
        let grain = grain_in(figure, self.unit).ok_or(Undecided::Overflow)?;
        trail.terms.push(Term {
            figure: id,
            factor: Decimal::ONE,
        });
        trail.grains.push(grain);
        if !self.bounds {
            return Ok(constant(center));
        }
        let half = halved(grain);
        Ok(Value {
            center,
            low: center.checked_sub(half).ok_or(Undecided::Overflow)?,
            high: center.checked_add(half).ok_or(Undecided::Overflow)?,
        })
    }

    fn negated(&self, expr: &Expr<FigureId>, trail: &mut Trail) -> Result<Value, Undecided> {
        let first = trail.terms.len();
        let value = self.value(expr, trail)?;
        trail.negate_from(first);
        Ok(value.negated())
    }

    fn call(
        &self,
        function: Function,
        arguments: &[Expr<FigureId>],
        trail: &mut Trail,
    ) -> Result<Value, Undecided> {
        match function {
            Function::Sum | Function::Prior => {
                let mut arguments = arguments.iter();
                arguments.try_fold(constant(Decimal::ZERO), |sum, argument| {
                    sum.plus(self.value(argument, trail)?, self.bounds)
                })
            }
            Function::Min => self.picked(arguments, Decimal::lt, trail),
            Function::Max => self.picked(arguments, Decimal::gt, trail),
            Function::Abs => {
                let first = trail.terms.len();
                let inner = arguments.last().ok_or(Undecided::Overflow)?;
                let value = self.value(inner, trail)?;
                if !value.center.is_sign_negative() {
                    return Ok(value);
                }
                trail.negate_from(first);
                Ok(value.negated())
            }
            Function::Round => {
                let inner = arguments.first().ok_or(Undecided::Overflow)?;
                let value = self.value(inner, trail)?;
                let decimals = match arguments.get(1) {
                    Some(decimals) => self.value(decimals, &mut Trail::default())?.center,
                    None => Decimal::ZERO,
                };
                let decimals = u32::try_from(decimals).unwrap_or(0);
                let round = |x: Decimal| {
                    x.round_dp_with_strategy(
                        decimals.min(28),
                        RoundingStrategy::MidpointAwayFromZero,
                    )
                };
                Ok(Value {
                    center: round(value.center),
                    low: round(value.low),
                    high: round(value.high),
                })
            }
        }
    }

    /// The best of several values, with its figures alone.
    fn picked(
        &self,
        arguments: &[Expr<FigureId>],
        best: fn(&Decimal, &Decimal) -> bool,
        trail: &mut Trail,
    ) -> Result<Value, Undecided> {
        let mut picked: Option<(Value, Trail)> = None;
        for argument in arguments {
            let mut own = Trail::default();
            let value = self.value(argument, &mut own)?;
            let better = |(known, _): &(Value, Trail)| best(&value.center, &known.center);
            if picked.as_ref().is_none_or(better) {
                picked = Some((value, own));
            }
        }
        let (value, own) = picked.ok_or(Undecided::Overflow)?;
        trail.terms.extend(own.terms);
        trail.grains.extend(own.grains);
        Ok(value)
    }
}

fn binary(operator: Operator, left: Value, right: Value) -> Result<Value, Undecided> {
    match operator {
        Operator::Add => left.plus(right, true),
        Operator::Subtract => left.plus(right.negated(), true),
        Operator::Multiply => {
            left.spanned(right, |a, b| a.checked_mul(b).ok_or(Undecided::Overflow))
        }
        Operator::Divide => {
            if right.center.is_zero() {
                return Err(Undecided::DivisionByZero);
            }
            let right = if right.low.is_sign_negative() != right.high.is_sign_negative() {
                Value {
                    low: right.center,
                    high: right.center,
                    ..right
                }
            } else {
                right
            };
            left.spanned(right, |a, b| {
                a.checked_div(b).ok_or(Undecided::DivisionByZero)
            })
        }
    }
}

/// A figure's grain in another unit's scale.
fn grain_in(figure: &Figure, unit: &Unit) -> Option<Decimal> {
    if !figure.amount.unit.is_known() || !unit.is_known() {
        return Some(figure.grain);
    }
    scale(figure.grain, figure.amount.unit.power - unit.power)
}

fn constant(number: Decimal) -> Value {
    Value {
        center: number,
        low: number,
        high: number,
    }
}

impl Trail {
    fn negate_from(&mut self, first: usize) {
        for term in self.terms.iter_mut().skip(first) {
            term.factor = -term.factor;
        }
    }
}

impl Value {
    fn negated(self) -> Self {
        Self {
            center: -self.center,
            low: -self.high,
            high: -self.low,
        }
    }

    fn plus(self, other: Self, bounds: bool) -> Result<Self, Undecided> {
        let add = |a: Decimal, b: Decimal| exact_sum(a, b).ok_or(Undecided::Overflow);
        let center = add(self.center, other.center)?;
        if !bounds {
            return Ok(constant(center));
        }
        Ok(Self {
            center,
            low: add(self.low, other.low)?,
            high: add(self.high, other.high)?,
        })
    }

    /// An operation on two intervals, by their corners.
    fn spanned(
        self,
        other: Self,
        operation: impl Fn(Decimal, Decimal) -> Result<Decimal, Undecided>,
    ) -> Result<Self, Undecided> {
        let center = operation(self.center, other.center)?;
        let first = operation(self.low, other.low)?;
        let mut spanned = Self {
            center,
            low: first,
            high: first,
        };
        for (a, b) in [
            (self.low, other.high),
            (self.high, other.low),
            (self.high, other.high),
        ] {
            let corner = operation(a, b)?;
            spanned.low = spanned.low.min(corner);
            spanned.high = spanned.high.max(corner);
        }
        Ok(spanned)
    }
}

/// A sum that is exact or nothing: `Decimal` drops digits silently where they do not fit.
fn exact_sum(a: Decimal, b: Decimal) -> Option<Decimal> {
    let sum = a.checked_add(b)?;
    (sum.scale() >= a.scale().max(b.scale()) || a.is_zero() || b.is_zero()).then_some(sum)
}
