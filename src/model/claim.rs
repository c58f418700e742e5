//! What must hold between figures: every check lowers to one claim.

use super::{Expr, FigureId, Kind, Relation, Rule, Saying, Span, Words as Sentence};

/// What a report itself can assert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shape {
    /// A total is the sum of rows (add down).
    Foot,
    /// A total is the sum of columns (add across).
    Cross,
    /// A column or row is another minus a third.
    Difference,
    /// A figure is the mean of others.
    Average,
    /// A share, a rate, a ratio: one figure divided by another.
    Quotient,
    /// A change relative to the earlier amount.
    Growth,
    /// A sum holds for the figures as displayed, not only as a workbook stores them.
    Displayed,
    /// Where the other figures of a row or column are formulas, so is this one.
    Computed,
    /// What a sentence says.
    Sentence(Saying),
}

impl Shape {
    /// The kind of the rules on it.
    pub fn name(self) -> &'static str {
        match self {
            Shape::Foot => "foot",
            Shape::Cross => "cross",
            Shape::Difference => "difference",
            Shape::Average => "average",
            Shape::Quotient => "quotient",
            Shape::Growth => "growth",
            Shape::Displayed => "displayed",
            Shape::Computed => "computed",
            Shape::Sentence(_) => "sentence",
        }
    }
}

/// Who makes the claim: the report's own shape, or a rule (by its index), or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    Shape(Shape),
    Rule(usize),
    /// The report's own shape, which a rule says as well and judges.
    Ruled(Shape, usize),
}

impl Source {
    /// Whether the rule, by its index, judges claims of this source.
    pub fn is(self, at: usize, rule: &Rule) -> bool {
        match self {
            Source::Rule(own) | Source::Ruled(_, own) => own == at,
            Source::Shape(shape) => matches!(rule.kind, Kind::Shape(own) if own == shape),
        }
    }
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
    /// Words alone claim; `holds` says whether they are right. `missing` names what they refer to and is not there.
    Words {
        document: usize,
        holds: bool,
        missing: Option<String>,
    },
    /// What a form asks of its tables beside their figures; `says` is what to say where it is not so.
    Form { holds: bool, says: Sentence },
}

impl Claim {
    /// What a rule (by its index) holds a figure to; its meaning is its support.
    pub fn of_rule(
        rule: usize,
        at: Span,
        stated: FigureId,
        relation: Relation,
        computed: Expr<FigureId>,
    ) -> Self {
        Self {
            source: Source::Rule(rule),
            at,
            asserted: Asserted::Relation {
                stated,
                relation,
                computed,
            },
            support: Support {
                meaning: true,
                ..Support::default()
            },
        }
    }
}

/// Why a claim is believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// A word says so: 合计, Total, 其中, 差额.
    pub label: bool,
    /// The names of rows or columns print the formula.
    pub printed: bool,
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
    /// One of several shares that were made to add up to 100: one step of the last digit more or less is no error.
    pub balanced: bool,
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
        self.meaning || self.printed || (self.holds > self.fails && self.holds > 0)
    }
}
