//! A rule as compiled: what must hold, why, on whose authority, and how severe a breach is.

use super::{ConceptId, Equation, FormRule, Formula, Role, Severity, Shape, TableId, Wanted};
use regex::Regex;
use rust_decimal::Decimal;
use std::sync::Arc;

/// The same words in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Words {
    pub zh: String,
    pub en: String,
}

impl Words {
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }

    pub fn get(&self, language: super::Language) -> &str {
        match language {
            super::Language::Zh => &self.zh,
            super::Language::En => &self.en,
        }
    }
}

/// Where a rule comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    Builtin,
    /// The file's path, as given.
    File(String),
}

#[derive(Clone, Debug)]
pub struct Rule {
    /// Its path under `rules/` without the ending: `cn-performance/available-funds`.
    pub id: Arc<str>,
    pub origin: Origin,
    pub title: Words,
    pub why: Words,
    /// What to do about a finding.
    pub help: Words,
    /// The regulation, standard or practice it rests on.
    pub reference: String,
    pub severity: Severity,
    pub kind: Kind,
    pub when: When,
    pub slack: Slack,
    pub blank: Blank,
    pub examples: Arc<Examples>,
}

/// What a rule shows to be right and wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examples {
    /// The rule binds in each and finds nothing.
    pub passes: Vec<Example>,
    /// The rule finds something in each.
    pub fails: Vec<Example>,
}

/// Reports that are reviewed together; mostly one.
pub type Example = Vec<Report>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// In Markdown.
    Text(String),
    /// A file, by its path from the folder of the rule file.
    File(String),
}

impl Rule {
    /// Whether a name is the rule's id, its last part, or its family.
    pub fn fits(&self, name: &str) -> bool {
        let family = name.trim_end_matches('*').trim_end_matches('/');
        let inside = self.id.strip_prefix(family);
        *self.id == *name
            || self.id.rsplit('/').next() == Some(name)
            || inside.is_some_and(|rest| rest.starts_with('/'))
    }

    /// Whether it holds documents against each other.
    pub fn is_between(&self) -> bool {
        matches!(self.kind, Kind::Across { .. })
    }
}

/// What a rule holds figures against.
#[derive(Clone, Debug)]
pub enum Kind {
    /// What the report itself asserts, found by `relate`: the rule gives it a name, a severity and its words.
    Shape(Shape),
    /// Formulas over concepts.
    Formula {
        formulas: Vec<Formula>,
        scope: Scope,
        /// Concepts that count as 0 where the report does not state them.
        optional: Vec<ConceptId>,
        /// Whether a nameless total (合计, Total) whose parts are the formula's right side stands for its left side.
        total_row: bool,
        /// What must hold, where the report states it, for the rule to apply.
        provided: Vec<Formula>,
        /// One of the formulas must hold, not all.
        any: bool,
    },
    /// Two documents agree: figures of one are held against those of another.
    Across {
        role: Role,
        /// Left: the document's own figures. Right: those of the other document (of all children, added up).
        formulas: Vec<Formula>,
        /// Whether what the document says of the year before is held against that year's report.
        quotes: bool,
    },
    /// One thing stated more than once has one value.
    Tie { concepts: Vec<ConceptId> },
    /// Rows (columns) of a table by their names, one computed from others.
    Lines(Box<Equation>),
    /// Words that judge (`控制在预算总额以内`): where they stand, the formula must hold.
    Statement {
        /// Folded, the longest first.
        phrases: Vec<String>,
        /// The same where the words vary.
        patterns: Vec<Regex>,
        formula: Formula,
    },
    /// Formulas over lines of tables that forms prescribe.
    Form(FormRule),
    /// In tables on levels, each line is the sum of those under it, and a total the sum of the outermost.
    Codes {
        tables: Vec<TableId>,
        by: Levels,
        /// The label of that total.
        total: Option<Wanted>,
    },
    /// Score tables: weights add up level by level, the total row adds up weights and scores.
    Scores(Box<super::ScoreRule>),
    /// A code has its name, or one that it had.
    CodeNames { classification: usize },
    /// The tables are in a report that has at least `least` of those `with` them.
    Present {
        tables: Vec<TableId>,
        with: Vec<TableId>,
        least: usize,
    },
    /// How tables print their amounts.
    Printing(Printing),
    /// A table without figures says that there are none.
    Stated {
        tables: Vec<TableId>,
        /// Folded.
        phrases: Vec<String>,
    },
}

impl Kind {
    /// As rule files name it.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Shape(shape) => shape.name(),
            Kind::Formula { .. } => "formula",
            Kind::Across { .. } => "across",
            Kind::Tie { .. } => "tie",
            Kind::Statement { .. } => "statement",
            Kind::Lines(_) => "lines",
            Kind::Form(_) => "form",
            Kind::Codes { by, .. } => match by {
                Levels::Codes => "codes",
                Levels::Columns => "outline",
            },
            Kind::Scores(_) => "scores",
            Kind::CodeNames { .. } => "code-names",
            Kind::Present { .. } => "present",
            Kind::Stated { .. } => "empty-stated",
            Kind::Printing(Printing::Decimals) => "precision",
            Kind::Printing(Printing::Units) => "unit-conflict",
        }
    }

    /// Whether a rule of it only ever objects: what is as it should be makes no claim.
    pub fn only_objects(&self) -> bool {
        matches!(self, Kind::Shape(Shape::Sentence(saying)) if saying.only_objects())
    }
}

/// What is asked of how tables print their amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Printing {
    /// A column has one number of decimals.
    Decimals,
    /// Amounts are in the unit that the caption names.
    Units,
}

/// What tells the level of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Levels {
    /// Its code: 201, 20101, 2010101.
    Codes,
    /// The column that its name stands in.
    Columns,
}

/// Where the names of a formula are looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All in one sentence.
    Sentence,
    /// All in one table.
    Table,
    /// Figures of tables in one table, figures of sentences in one sentence.
    Near,
    /// Anywhere in the document, the same table first.
    Document,
}

/// The kind of document that a rule is for, told by the document's own words. Empty: any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// Folded words, one of which stands in a title, heading or caption.
    pub titles: Vec<String>,
}

/// What a blank cell is in a sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Blank {
    /// The sum cannot be evaluated.
    #[default]
    Unbound,
    Zero,
}

/// How far apart two figures may be and still agree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Slack {
    /// As far as the printed decimals leave open (see `check::evaluate`).
    #[default]
    Printed,
    Exact,
    Absolute(Decimal),
    /// A share of the computed value: 0.001 for `0.1%`.
    Relative(Decimal),
}
