//! Rules on tables without figures: the report says that there are none.

use super::{Record, TABLES, tables};
use crate::compile::{
    fields::{Form, Key},
    rule::folded,
};
use crate::model::Kind;

pub(super) const STATED: Record = Record {
    name: "empty-stated",
    about: "a table without figures is said to be empty",
    keys: &[
        TABLES,
        Key {
            name: "phrases",
            form: Form::Texts,
            required: true,
            about: "words one of which says so, in the table or beside it",
        },
    ],
    compile: |section, vocabulary, mistakes| {
        Some(Kind::Stated {
            tables: tables(section, "tables", vocabulary, mistakes),
            phrases: folded(section, "phrases", mistakes),
        })
    },
};
