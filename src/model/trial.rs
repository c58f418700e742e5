//! How a rule fares with its own examples.

use super::Words;

/// One rule, tried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trial {
    /// Index into the rules.
    pub rule: usize,
    pub examples: Vec<Tried>,
    /// Every figure of its passing examples that could be changed; none where the rule holds no figures against each other.
    pub figures: Vec<Changed>,
}

impl Trial {
    /// Whether every example does what it says.
    pub fn holds(&self) -> bool {
        self.examples.iter().all(|example| example.fault.is_none())
    }

    pub fn killed(&self) -> usize {
        self.figures.iter().filter(|figure| figure.killed()).count()
    }
}

/// An example, tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// Whether it is one that should pass.
    pub passes: bool,
    /// 1-based, among those that pass or those that fail.
    pub number: usize,
    /// Why it does not do what it says.
    pub fault: Option<Words>,
}

/// A figure of a passing example, changed this way and that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// 1-based number of the passing example.
    pub example: usize,
    /// 1-based number of the report in it.
    pub report: usize,
    /// 1-based line of the report's text.
    pub line: usize,
    /// The words that name it, outermost first.
    pub labels: Vec<String>,
    /// As printed.
    pub text: String,
    /// What was put in its place.
    pub changes: Vec<String>,
    /// Index of the first change that the rule finds. `None`: it survived them all.
    pub found: Option<usize>,
}

impl Changed {
    pub fn killed(&self) -> bool {
        self.found.is_some()
    }
}
