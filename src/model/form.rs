//! FormRule of tables that forms prescribe, as rules name them: `支出决算表[合计, 基本支出]`.

use super::{Meaning, Span, Vocabulary, Words, fold};
use std::{collections::BTreeMap, sync::Arc};

/// A table of a form, told by its title: index into [`Vocabulary::tables`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TableId(pub u32);

/// A table that a form prescribes (收入支出决算总表).
#[derive(Clone, Debug)]
pub struct NamedTable {
    /// As rules name it.
    pub name: Arc<str>,
    pub title: Words,
}

/// Codes with the names that they have and had: 201 一般公共服务支出.
#[derive(Clone, Debug, Default)]
pub struct Classification {
    pub name: Arc<str>,
    pub title: Words,
    /// Code → names, the present one first; folded.
    pub codes: BTreeMap<String, Vec<String>>,
}

/// What a formula over lines stands for in turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Each {
    /// Every row: its names are columns.
    Row,
    /// Every column: its names are rows.
    Column,
    /// Every code of the left table: its names are columns, and rows go by their codes.
    Code,
    /// Every label of the left table that has no code, or the shortest: its names are columns, and rows go by their labels.
    Label,
    /// Once a table: its names are cells.
    Cell,
}

/// Where rows stand whose labels occur twice: over or under the stated one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    Above,
    Below,
}

/// A label that a rule asks for, with all that mean the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// As the rule writes it.
    pub text: String,
    pub folded: String,
    /// The label over it, where one must stand there: `决算数 / 公务接待费`.
    pub above: Option<Box<Wanted>>,
    line: Option<Arc<str>>,
    meaning: Option<Meaning>,
}

impl Wanted {
    pub fn new(text: &str, vocabulary: &Vocabulary) -> Self {
        let (above, label) = match text.rsplit_once(" / ") {
            Some((above, label)) => (Some(Box::new(Wanted::new(above, vocabulary))), label),
            None => (None, text),
        };
        let folded = fold(label);
        let meanings = vocabulary.meanings(&folded).iter().copied();
        let mut meanings = meanings.filter(|meaning| !matches!(meaning, Meaning::Word(_)));
        Self {
            text: text.to_owned(),
            line: vocabulary.lines.get(&folded).cloned(),
            meaning: meanings.next(),
            above,
            folded,
        }
    }

    /// Whether a folded label is what is asked for.
    pub fn is(&self, label: &str, vocabulary: &Vocabulary) -> bool {
        label == self.folded
            || self.line.is_some() && vocabulary.lines.get(label) == self.line.as_ref()
            || self.line.is_none()
                && self
                    .meaning
                    .is_some_and(|meaning| vocabulary.meanings(label).contains(&meaning))
    }
}

/// A name in a formula over lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormCell {
    /// `None`: the table that the rule is for.
    pub table: Option<TableId>,
    pub row: Rows,
    pub column: Option<Wanted>,
    /// In the formula's text.
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    /// The row that the formula stands for.
    Same,
    Named(Wanted),
    /// All rows over the stated one, in its column.
    Above,
}

/// What a rule on lines of tables says.
#[derive(Clone, Debug)]
pub struct FormRule {
    /// The tables that it is for; each is held against it by itself.
    pub tables: Vec<TableId>,
    pub each: Each,
    pub formulas: Vec<super::Formula<FormCell>>,
    /// Labels and tables that count as 0 where the report does not have them.
    pub optional: Vec<Wanted>,
    pub optional_tables: Vec<TableId>,
    /// Rows that it is for, and those that stand under them; all where empty.
    pub under: Vec<Wanted>,
    /// Where the parts of the stated row stand, for labels that occur twice.
    pub parts: Option<Side>,
    /// One of the formulas must hold, not all.
    pub any: bool,
    /// What must hold, where the report states it, for the rule to apply.
    pub provided: Vec<super::Formula<FormCell>>,
}

/// What a rule on score tables says: the labels of its columns and of its total row.
#[derive(Clone, Debug)]
pub struct ScoreRule {
    pub tables: Vec<TableId>,
    pub weight: Wanted,
    pub score: Wanted,
    pub total: Wanted,
}
