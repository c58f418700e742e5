//! A number of the report that states something: its amount, its labels, what it means, where it stands.

use super::{Amount, ConceptId, DimensionId, Label, Period, Span, ValueId};
use rust_decimal::Decimal;
use std::{collections::BTreeMap, sync::Arc};

/// A figure of a document; both indexes count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FigureId {
    pub document: usize,
    pub figure: usize,
}

/// Same key: the same thing stated twice, so the figures must agree.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    pub concept: ConceptId,
    pub period: Option<Period>,
    pub values: BTreeMap<DimensionId, ValueId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Site {
    /// 0-based; `block` is the table's index among the document's blocks.
    Cell {
        block: usize,
        row: usize,
        column: usize,
    },
    /// In the sentence that begins at byte `sentence` of the block's passage, from byte `at` to `end`, its unit included.
    Prose {
        block: usize,
        sentence: usize,
        at: usize,
        end: usize,
    },
}

impl Site {
    pub fn block(self) -> usize {
        match self {
            Site::Cell { block, .. } | Site::Prose { block, .. } => block,
        }
    }
}

/// The words that say what a figure is, outermost first; shared by the figures of a row, a column, a block.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// Row groups, then the row's own label. In prose: the words right before the figure.
    pub row: Arc<[Label]>,
    /// Column headers from top to bottom.
    pub column: Arc<[Label]>,
    /// Where the own label says nothing (合计), the one that says what the figure states (决算金额).
    pub says: Option<Box<Label>>,
    pub caption: Option<Arc<Label>>,
    /// Headings over it, outermost first.
    pub headings: Arc<[Label]>,
}

impl Labels {
    /// The labels that name the figure wherever it stands: row, column, caption.
    pub fn path(&self) -> impl Iterator<Item = &Label> {
        let rows = self.row.iter().chain(self.column.iter());
        rows.chain(self.caption.as_deref())
    }

    /// The label that names the figure best: its row, else its column.
    pub fn own(&self) -> &str {
        self.says
            .as_deref()
            .or(self.row.last())
            .or(self.column.last())
            .map_or("", |label| label.text.as_str())
    }
}

#[derive(Clone, Debug)]
pub struct Figure {
    pub amount: Amount,
    /// As printed, sign, brackets and mark included, unit words left out.
    pub text: String,
    pub span: Span,
    pub site: Site,
    pub labels: Labels,
    /// `None` where the vocabulary does not know all of its labels.
    pub meaning: Option<Box<Key>>,
    /// What its own words name, even where other words beside them are unknown (培训经费预算): enough within one sentence.
    pub concept: Option<ConceptId>,
    /// The year that it speaks of: the one that its own words name (上年: one before the report's), in a sentence else the one named
    /// before them and not only to compare with, else the report's. Counted from 0 in a report that names no year; `None` where a
    /// cell's meaning is not known.
    pub period: Option<Period>,
    /// The step that the figure is exact to, in its own unit: the printed one, or that of the column where a column
    /// drops trailing zeros. Zero for counts and for a printed 0.
    pub grain: Decimal,
    /// Whether it may take part in sums: not a rate, a year, an index.
    pub additive: bool,
    /// Whether its row's label names rows of other groups or tables too (a total, a kind of spending), so that it alone says little.
    pub vague: bool,
}
