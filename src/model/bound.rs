//! What a rule's names matched in one document.

use super::{FigureId, Verdict, Words};

/// One rule, bound to one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Index into the rules.
    pub rule: usize,
    /// How many claims came of it.
    pub claims: usize,
    /// What no claim came of, and why.
    pub undone: Option<(Verdict, Words)>,
    /// The names of its formulas, each once.
    pub names: Vec<Matched>,
}

/// A name of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// As a formula writes it: `actual[basic]`.
    pub name: String,
    pub title: Words,
    /// The figures that state it, in reading order.
    pub figures: Vec<FigureId>,
    /// Where none does: figures of the same concept whose values are others.
    pub others: Vec<FigureId>,
    /// Where none does: the labels of the document that are nearest to those of the concept, the nearest first.
    pub near: Vec<Near>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    pub label: String,
    /// The first figure that has it.
    pub figure: FigureId,
    /// The label of the vocabulary that it is near to, folded.
    pub like: String,
}
