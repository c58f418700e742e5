//! The kinds of rules: one record each, one file a kind.

mod across;
mod codes;
mod form;
mod formula;
mod lines;
mod present;
mod printing;
mod scores;
mod sentence;
mod shape;
mod stated;
mod statement;
mod tie;

use super::{
    fields::{Form, Key, Section, both},
    mistake::Mistake,
    parse::{self, Fault},
    quoted::Quoted,
    tables::table,
};
use crate::model::{ConceptId, Formula, Kind, TableId, Vocabulary, Words};
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
    form::FORM,
    codes::CODES,
    codes::OUTLINE,
    codes::CODE_NAMES,
    scores::SCORES,
    present::PRESENT,
    stated::STATED,
    printing::PRECISION,
    printing::UNIT_CONFLICT,
];

/// A formula in a string of the rule file.
fn formula(
    section: &Section<'_>,
    (text, span): (&str, Range<usize>),
    vocabulary: &Vocabulary,
    mistakes: &mut Vec<Mistake>,
) -> Option<Formula> {
    understood(
        section,
        (text, span),
        parse::parse(text, vocabulary),
        mistakes,
    )
}

/// What was made of a string of the rule file; its faults are told at their places.
fn understood<T>(
    section: &Section<'_>,
    (text, span): (&str, Range<usize>),
    parsed: Result<T, Vec<Fault>>,
    mistakes: &mut Vec<Mistake>,
) -> Option<T> {
    let faults = match parsed {
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

const TABLES: Key = Key {
    name: "tables",
    form: Form::Texts,
    required: true,
    about: "the tables that it is for, by name or title",
};

/// The tables of a list of names, each unknown one told.
fn tables(
    section: &Section<'_>,
    key: &str,
    vocabulary: &Vocabulary,
    mistakes: &mut Vec<Mistake>,
) -> Vec<TableId> {
    let mut found = Vec::new();
    for (name, span) in section.texts(key) {
        match table(name, vocabulary) {
            Ok(table) => found.push(table),
            Err(help) => mistakes.push(unknown_table(section, name, span, help)),
        }
    }
    found
}

fn unknown_table(section: &Section<'_>, name: &str, span: Range<usize>, help: Words) -> Mistake {
    section
        .file
        .mistake(
            span,
            both(
                format!("没有 `{name}` 这张表"),
                format!("there is no table `{name}`"),
            ),
        )
        .saying(both("词汇表里没有", "not in the vocabulary"))
        .help(help)
}
