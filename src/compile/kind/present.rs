//! Rules on the tables that a report must have.

use super::{Record, TABLES, tables};
use crate::compile::fields::{Form, Key};
use crate::model::Kind;

pub(super) const PRESENT: Record = Record {
    name: "present",
    about: "all tables of a form are in the report",
    keys: &[
        TABLES,
        Key {
            name: "with",
            form: Form::Texts,
            required: false,
            about: "the tables by which the form is known; the same where not given",
        },
        Key {
            name: "least",
            form: Form::Whole,
            required: false,
            about: "how many of them show that the report is of this form; 1 where not given",
        },
    ],
    compile: |section, vocabulary, mistakes| {
        let least = section.whole("least").unwrap_or(1);
        let own = tables(section, "tables", vocabulary, mistakes);
        let with = tables(section, "with", vocabulary, mistakes);
        Some(Kind::Present {
            with: if with.is_empty() { own.clone() } else { with },
            tables: own,
            least: usize::try_from(least).unwrap_or(1).max(1),
        })
    },
};
