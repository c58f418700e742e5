//! The kinds of rules: one record each, one file a kind.

mod across;
mod formula;
mod lines;
mod sentence;
mod shape;
mod statement;
mod tie;

use super::{
    fields::{Key, Section},
    mistake::Mistake,
    parse,
    quoted::Quoted,
};
use crate::model::{ConceptId, Formula, Kind, Vocabulary};
use std::ops::Range;

/// A kind of rules.
pub struct Record {
    /// As rule files name it.
    pub name: &'static str,
    /// In a few words.
    pub about: &'static str,
    /// The keys that it takes beside those that every rule has.
    pub keys: &'static [Key],
    pub(super) compile: fn(&Section<'_>, &Vocabulary, &mut Vec<Mistake>) -> Option<Kind>,
}

/// Every kind that a rule may be of.
pub const KINDS: &[Record] = &[
    shape::FOOT,
    shape::CROSS,
    shape::DIFFERENCE,
    shape::AVERAGE,
    shape::QUOTIENT,
    shape::GROWTH,
    shape::DISPLAYED,
    shape::COMPUTED,
    sentence::SENTENCE,
    formula::FORMULA,
    lines::LINES,
    tie::TIE,
    across::ACROSS,
    statement::STATEMENT,
];

/// A formula in a string of the rule file.
fn formula(
    section: &Section<'_>,
    (text, span): (&str, Range<usize>),
    vocabulary: &Vocabulary,
    mistakes: &mut Vec<Mistake>,
) -> Option<Formula> {
    let faults = match parse::parse(text, vocabulary) {
        Ok(formula) => return Some(formula),
        Err(faults) => faults,
    };
    let quoted = Quoted::new(section.file.text, span, text);
    let source = section.file.source();
    for fault in faults {
        mistakes.push(fault.told(&source, |at| quoted.place(at)));
    }
    None
}

/// The concepts of a list of names, each unknown one told.
fn concepts(
    section: &Section<'_>,
    key: &str,
    vocabulary: &Vocabulary,
    mistakes: &mut Vec<Mistake>,
) -> Vec<(ConceptId, Range<usize>)> {
    let mut found = Vec::new();
    for (name, span) in section.texts(key) {
        match parse::concept(name, vocabulary) {
            Ok(concept) => found.push((concept, span)),
            Err(help) => {
                let quoted = Quoted::new(section.file.text, span, name);
                let fault = parse::unknown_concept(name, 0..name.len(), help);
                mistakes.push(fault.told(&section.file.source(), |at| quoted.place(at)));
            }
        }
    }
    found
}
