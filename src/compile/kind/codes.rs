//! Rules on tables with codes: sums by code, and the names of codes.

use super::{Record, TABLES, tables};
use crate::compile::{
    fields::{Form, Key, both},
    suggest::suggest,
};
use crate::model::{Kind, Wanted};

pub(super) const CODES: Record = Record {
    name: "codes",
    about: "a code is the sum of those under it, a total the sum of the outermost",
    keys: &[
        TABLES,
        Key {
            name: "total",
            form: Form::Text,
            required: false,
            about: "the label of the row that is the sum of the outermost codes",
        },
    ],
    compile: |section, vocabulary, mistakes| {
        let total = section.text("total");
        Some(Kind::Codes {
            tables: tables(section, "tables", vocabulary, mistakes),
            total: total.map(|(text, _)| Wanted::new(text, vocabulary)),
        })
    },
};

pub(super) const CODE_NAMES: Record = Record {
    name: "code-names",
    about: "a code stands beside its own name, not beside another code's",
    keys: &[Key {
        name: "codes",
        form: Form::Text,
        required: true,
        about: "the classification whose codes it is for",
    }],
    compile: |section, vocabulary, mistakes| {
        let (name, span) = section.text("codes")?;
        let known = vocabulary.classifications.iter();
        let names: Vec<&str> = known.map(|one| &*one.name).collect();
        match names.iter().position(|one| *one == name) {
            Some(classification) => Some(Kind::CodeNames { classification }),
            None => {
                mistakes.push(
                    section
                        .file
                        .mistake(
                            span,
                            both(
                                format!("没有 `{name}` 这种分类"),
                                format!("there is no classification `{name}`"),
                            ),
                        )
                        .saying(both("词汇表里没有", "not in the vocabulary"))
                        .help(suggest(name, &names)),
                );
                None
            }
        }
    },
};
