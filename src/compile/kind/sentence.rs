//! Rules on what sentences claim: they give it a name, a severity and words.

use super::Record;
use crate::compile::fields::{Form, Key};
use crate::model::{Kind, Saying, Shape};

pub(super) const SENTENCE: Record = Record {
    name: "sentence",
    about: "what a sentence claims of figures",
    keys: &[Key {
        name: "says",
        form: Form::Choice(|| Saying::ALL.iter().map(|line| line.1).collect()),
        required: true,
        about: "which claim",
    }],
    compile: |section, _, _| {
        let (name, _) = section.text("says")?;
        Saying::named(name).map(|saying| Kind::Shape(Shape::Sentence(saying)))
    },
};
