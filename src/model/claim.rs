//! What must hold between figures: every check lowers to one claim.

use super::{Expr, FigureId, Relation, Span};

/// What a report itself can assert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shape {
    /// A total is the sum of rows (add down).
    Foot,
    /// A total is the sum of columns (add across).
    Cross,
    /// A column or row is another minus a third.
    Difference,
    /// A sentence lists the parts of a total.
    Parts,
    /// A sentence repeats a figure of a table.
    Restatement,
    /// A sentence gives a change in per cent beside its amounts.
    SpokenChange,
    /// A sentence gives the share of a part.
    SpokenShare,
    /// A sentence refers to a table.
    Reference,
    /// A sum holds for the figures as displayed, not only as a workbook stores them.
    Displayed,
    /// Where the other figures of a row or column are formulas, so is this one.
    Computed,
}

impl Shape {
    pub const ALL: [Shape; 10] = [
        Shape::Foot,
        Shape::Cross,
        Shape::Difference,
        Shape::Parts,
        Shape::Restatement,
        Shape::SpokenChange,
        Shape::SpokenShare,
        Shape::Reference,
        Shape::Displayed,
        Shape::Computed,
    ];

    /// As rule files name it.
    pub const fn name(self) -> &'static str {
        match self {
            Shape::Foot => "foot",
            Shape::Cross => "cross",
            Shape::Difference => "difference",
            Shape::Parts => "parts",
            Shape::Restatement => "restatement",
            Shape::SpokenChange => "spoken-change",
            Shape::SpokenShare => "spoken-share",
            Shape::Reference => "reference",
            Shape::Displayed => "displayed",
            Shape::Computed => "computed",
        }
    }
}

/// Who makes the claim: the report's own shape, or a rule (by its index).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    Shape(Shape),
    Rule(usize),
}

#[derive(Clone, Debug)]
pub struct Claim {
    pub source: Source,
    /// What a finding points at: the stated figure, or the words that claim.
    pub at: Span,
    pub asserted: Asserted,
    pub support: Support,
}

#[derive(Clone, Debug)]
pub enum Asserted {
    /// stated *relation* computed.
    Relation {
        stated: FigureId,
        relation: Relation,
        computed: Expr<FigureId>,
    },
    /// A figure is computed as the others of its row (or column, `down`) are, and not typed in.
    Computed {
        stated: FigureId,
        /// It is typed in: the claim does not hold.
        typed: bool,
        /// How many others are computed by this formula, which is written as it would read in the figure's own cell.
        like: usize,
        down: bool,
        formula: String,
        /// Nothing but figures is added and subtracted.
        is_sum: bool,
        /// The formula where its arithmetic is understood.
        computed: Option<Expr<FigureId>>,
    },
    /// Words refer to a table of this name; `found` says whether it is there.
    Reference {
        document: usize,
        name: String,
        found: bool,
    },
}

/// Why a claim is believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// A word says so: 合计, Total, 其中, 差额.
    pub label: bool,
    /// Other columns (rows) in which the same shape holds without a gap, figures that are all zero left out.
    pub holds: usize,
    /// Other columns (rows) in which it does not.
    pub fails: usize,
    /// It fails in line after line as though one part were not listed.
    pub short: bool,
    /// Meaning, not shape: a rule's names or a sentence's grammar bind it.
    pub meaning: bool,
    /// Parts whose cell is blank or holds a nil mark, so that no term came of them. What a blank is, the rule says.
    pub blanks: Vec<BlankPart>,
}

/// A cell without a figure that is a part all the same: row and column in the grid of the stated figure's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlankPart {
    pub row: usize,
    pub column: usize,
    /// It would be subtracted.
    pub minus: bool,
}

impl Support {
    /// Corroborated: believed even where it fails.
    pub fn is_firm(&self) -> bool {
        self.meaning || (self.holds > self.fails && self.holds > 0)
    }
}
