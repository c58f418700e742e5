//! Whose report a document is, of which year and sort, and which other documents it is held against.

use super::{Expr, FigureId, Span};

/// What a report is by its sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sort {
    Budget,
    Final,
    #[default]
    Other,
}

impl Sort {
    pub const ALL: [(Sort, &'static str); 3] = [
        (Sort::Budget, "budget"),
        (Sort::Final, "final"),
        (Sort::Other, "other"),
    ];

    /// As settings and vocabulary files name it.
    pub fn named(name: &str) -> Option<Self> {
        let line = Self::ALL.into_iter().find(|(_, own)| *own == name)?;
        Some(line.0)
    }

    pub fn name(self) -> &'static str {
        let line = Self::ALL.into_iter().find(|(own, _)| *own == self);
        line.map_or("", |(_, name)| name)
    }
}

/// Who reports what on which year, as the title or the settings say.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identity {
    /// Folded.
    pub entity: String,
    pub year: i32,
    pub sort: Sort,
    /// What tells reports of another sort apart: the folded title without the year.
    pub title: String,
}

/// What another document is to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The same report, one year earlier.
    Prior,
    /// The budget of the same body and year.
    Budget,
    /// The final accounts of the same body and year.
    Final,
    Parent,
    /// All that a parent is the sum of.
    Children,
}

impl Role {
    pub const ALL: [(Role, &'static str); 5] = [
        (Role::Prior, "prior"),
        (Role::Budget, "budget"),
        (Role::Final, "final"),
        (Role::Parent, "parent"),
        (Role::Children, "children"),
    ];

    pub fn named(name: &str) -> Option<Self> {
        let line = Self::ALL.into_iter().find(|(_, own)| *own == name)?;
        Some(line.0)
    }

    pub fn name(self) -> &'static str {
        let line = Self::ALL.into_iter().find(|(own, _)| *own == self);
        line.map_or("", |(_, name)| name)
    }
}

/// A document and those that are something to it, by their indexes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    pub from: usize,
    pub role: Role,
    pub to: Vec<usize>,
}

/// What a report says of the year before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// What it speaks of (see [`Ledger::names`]).
    pub name: String,
    pub at: Span,
    pub stated: FigureId,
    pub form: Quoted,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quoted {
    /// The stated figure is last year's.
    Itself,
    /// It is this year's figure less last year's.
    Rise(FigureId),
    /// It is last year's figure less this year's.
    Fall(FigureId),
}

impl Quoted {
    /// What the stated figure is, by last year's.
    pub fn computed(&self, last: FigureId) -> Expr<FigureId> {
        let minus = |left: FigureId, right: FigureId| Expr::sum([(false, left), (true, right)]);
        match self {
            Quoted::Itself => Expr::Leaf(last),
            Quoted::Rise(current) => minus(*current, last),
            Quoted::Fall(current) => minus(last, *current),
        }
    }
}

/// What a document offers to those of other years: its figures by name, and what it says of the year before.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// Names as sentences and rows of tables give them, without years, codes and words of the sort of report.
    pub names: Vec<(String, FigureId)>,
    pub quotes: Vec<Quote>,
}
