//! Rules on tables on levels: sums by code or by the columns of labels, and the names of codes.

use super::{Record, TABLES, tables};
use crate::compile::{
    fields::{Form, Key, Section, both},
    mistake::Mistake,
    suggest::suggest,
};
use crate::model::{Kind, Levels, Vocabulary, Wanted};

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
    compile: |section, vocabulary, mistakes| leveled(section, Levels::Codes, vocabulary, mistakes),
};

pub(super) const OUTLINE: Record = Record {
    name: "outline",
    about: "where columns of labels are levels, a row is the sum of those under it, a total the sum of the outermost",
    keys: &[
        TABLES,
        Key {
            name: "total",
            form: Form::Text,
            required: false,
            about: "the label of the row that is the sum of the outermost rows",
        },
    ],
    compile: |section, vocabulary, mistakes| {
        leveled(section, Levels::Columns, vocabulary, mistakes)
    },
};

fn leveled(
    section: &Section<'_>,
    by: Levels,
    vocabulary: &Vocabulary,
    mistakes: &mut Vec<Mistake>,
) -> Option<Kind> {
    let total = section.text("total");
    Some(Kind::Codes {
        tables: tables(section, "tables", vocabulary, mistakes),
        by,
        total: total.map(|(text, _)| Wanted::new(text, vocabulary)),
    })
}

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
