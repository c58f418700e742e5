//! Rules that hold the same thing against itself wherever it is stated.

use super::{Record, concepts};
use crate::compile::fields::{Form, Key};
use crate::model::Kind;

pub(super) const TIE: Record = Record {
    name: "tie",
    about: "one thing stated more than once has one value",
    keys: &[Key {
        name: "concepts",
        form: Form::Texts,
        required: true,
        about: "the concepts that must not have two values",
    }],
    compile: |section, vocabulary, mistakes| {
        let concepts = concepts(section, "concepts", vocabulary, mistakes);
        let concepts = concepts.into_iter().map(|(concept, _)| concept).collect();
        Some(Kind::Tie { concepts })
    },
};
