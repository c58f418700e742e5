//! What is proposed to a person: rules that a report bears out, and the figures that stand against one.

use super::{FigureId, Rule};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// A rule that the report itself bears out, at least in part.
#[derive(Clone, Debug)]
pub struct Suggestion {
    pub rule: Rule,
    /// The number of its table.
    pub table: usize,
    /// In how many columns (rows) it was found to hold.
    pub holds: usize,
    /// The figures that are said to be computed so, as indexes among the document's.
    pub asserted: BTreeSet<usize>,
    /// The figures that are not: stated, computed and their difference. Such a rule is written as a comment.
    pub broken: Vec<Broken>,
}

/// A figure that a suggested rule does not hold for.
#[derive(Clone, Debug)]
pub struct Broken {
    pub stated: FigureId,
    /// In the stated figure's unit.
    pub computed: Decimal,
    /// stated − computed.
    pub gap: Decimal,
}

/// The suggestions for one report, and the tables of which a relation cannot be said by names.
#[derive(Clone, Debug, Default)]
pub struct Suggestions {
    pub all: Vec<Suggestion>,
    /// Number of the table and of relations: a row without a name, or parts in other lines.
    pub unsaid: BTreeMap<usize, usize>,
}
