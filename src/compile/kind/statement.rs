//! Rules on words that judge: where they stand, a formula must hold.

use super::{Record, formula};
use crate::compile::{
    fields::{Form, Key, both},
    rule::folded,
};
use crate::model::Kind;

pub(super) const STATEMENT: Record = Record {
    name: "statement",
    about: "words that judge, and the formula that must hold where they stand",
    keys: &[
        Key {
            name: "phrases",
            form: Form::Texts,
            required: true,
            about: "the words, as sentences write them",
        },
        Key {
            name: "formula",
            form: Form::Text,
            required: true,
            about: "what they claim",
        },
    ],
    compile: |section, vocabulary, mistakes| {
        let mut phrases = folded(section, "phrases", mistakes);
        // The longest first: 未超预算总额 before 未超预算.
        phrases.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        phrases.dedup();
        if let (true, Some(value)) = (phrases.is_empty(), section.table.get("phrases"))
            && value
                .get_ref()
                .as_array()
                .is_some_and(|list| list.is_empty())
        {
            mistakes.push(
                section
                    .file
                    .mistake(value.span(), both("没有写任何词句", "no phrase is given"))
                    .saying(both("这样永远不会用到", "the rule would never apply")),
            );
        }
        let formula = formula(section, section.text("formula")?, vocabulary, mistakes)?;
        Some(Kind::Statement { phrases, formula })
    },
};
