//! Formulas: over names in a rule, over figures in a claim.

use super::{ConceptId, Span, ValueId};
use rust_decimal::Decimal;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    Sum,
    Abs,
    /// `round(x, decimals)`, half away from zero.
    Round,
    Min,
    Max,
    /// The same names one period earlier.
    Prior,
}

/// How the stated side stands to the computed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    Equal,
    NotEqual,
    AtMost,
    AtLeast,
    Less,
    Greater,
}

impl Relation {
    pub fn sign(self) -> &'static str {
        match self {
            Relation::Equal => "=",
            Relation::NotEqual => "≠",
            Relation::AtMost => "≤",
            Relation::AtLeast => "≥",
            Relation::Less => "<",
            Relation::Greater => ">",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr<T> {
    Leaf(T),
    Number(Decimal),
    Negate(Box<Expr<T>>),
    Binary(Operator, Box<Expr<T>>, Box<Expr<T>>),
    Call(Function, Vec<Expr<T>>),
}

/// Terms of a sum that are written as additions.
const DEEP: usize = 200;

impl<T> Expr<T> {
    /// Σ of the leaves, each with + or −; of very many as one call, for a tree of additions would be too deep to walk.
    pub fn sum(terms: impl IntoIterator<Item = (bool, T)>) -> Self {
        let terms: Vec<Self> = terms
            .into_iter()
            .map(|(minus, leaf)| match minus {
                true => Expr::Negate(Box::new(Expr::Leaf(leaf))),
                false => Expr::Leaf(leaf),
            })
            .collect();
        if terms.len() > DEEP {
            return Expr::Call(Function::Sum, terms);
        }
        let mut terms = terms.into_iter();
        let first = terms.next().unwrap_or(Expr::Number(Decimal::ZERO));
        terms.fold(first, |left, right| match right {
            Expr::Negate(right) => Expr::Binary(Operator::Subtract, Box::new(left), right),
            right => Expr::Binary(Operator::Add, Box::new(left), Box::new(right)),
        })
    }

    /// Its value, where each leaf has one: sums and the four operations; `None` for other functions, beyond the range of decimals and
    /// for a division by zero. How far rounding may carry it is `check`'s to say.
    pub fn value(&self, of: &impl Fn(&T) -> Option<Decimal>) -> Option<Decimal> {
        match self {
            Expr::Leaf(leaf) => of(leaf),
            Expr::Number(number) => Some(*number),
            Expr::Negate(inner) => Some(-inner.value(of)?),
            Expr::Binary(operator, left, right) => {
                let (left, right) = (left.value(of)?, right.value(of)?);
                match operator {
                    Operator::Add => left.checked_add(right),
                    Operator::Subtract => left.checked_sub(right),
                    Operator::Multiply => left.checked_mul(right),
                    Operator::Divide => left.checked_div(right),
                }
            }
            Expr::Call(Function::Sum, parts) => parts
                .iter()
                .try_fold(Decimal::ZERO, |sum, part| sum.checked_add(part.value(of)?)),
            Expr::Call(..) => None,
        }
    }

    /// The leaves from left to right.
    pub fn leaves(&self) -> Vec<&T> {
        let mut found = Vec::new();
        self.walk(&mut |leaf| found.push(leaf));
        found
    }

    /// Shows the leaves from left to right.
    pub fn walk<'a>(&'a self, see: &mut impl FnMut(&'a T)) {
        match self {
            Expr::Leaf(leaf) => see(leaf),
            Expr::Number(_) => {}
            Expr::Negate(inner) => inner.walk(see),
            Expr::Binary(_, left, right) => {
                left.walk(see);
                right.walk(see);
            }
            Expr::Call(_, arguments) => arguments.iter().for_each(|argument| argument.walk(see)),
        }
    }
}

/// A name in a rule's formula: `actual`, `actual[basic]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub concept: ConceptId,
    /// Values that the name asks for, beside those of the figure it is held against.
    pub values: Vec<ValueId>,
    /// In the formula's text.
    pub span: Span,
}

/// `available = initial + carried_in + supplement - carried_out`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula<T = Name> {
    pub text: String,
    /// A single name: the figure that is held against the rest. `compile` sees to it.
    pub left: Expr<T>,
    pub relation: Relation,
    pub right: Expr<T>,
}
