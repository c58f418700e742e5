//! Rules that hold figures against formulas over concepts.

use super::{Record, concepts, formula};
use crate::compile::{
    fields::{Form, Key, Section, both},
    mistake::Mistake,
};
use crate::model::{ConceptId, Kind, Scope, Vocabulary};

pub(super) const FORMULA: Record = Record {
    name: "formula",
    about: "a formula over concepts",
    keys: &[
        Key {
            name: "formula",
            form: Form::Text,
            required: false,
            about: "what must hold",
        },
        Key {
            name: "formulas",
            form: Form::Texts,
            required: false,
            about: "several formulas, each of which must hold where its names are found",
        },
        Key {
            name: "any",
            form: Form::Flag,
            required: false,
            about: "whether one of the formulas must hold, not all",
        },
        Key {
            name: "scope",
            form: Form::Choice(scopes),
            required: false,
            about: "where the names are looked up; the document where not given",
        },
        Key {
            name: "optional",
            form: Form::Texts,
            required: false,
            about: "names that count as 0 where the report does not state them",
        },
        Key {
            name: "total_row",
            form: Form::Flag,
            required: false,
            about: "whether a nameless total over the right side's names stands for the left side",
        },
        Key {
            name: "provided",
            form: Form::Texts,
            required: false,
            about: "formulas that must hold, where their figures are stated, for the rule to apply",
        },
    ],
    compile,
};

const SCOPES: &[(&str, Scope)] = &[
    ("document", Scope::Document),
    ("table", Scope::Table),
    ("sentence", Scope::Sentence),
    ("near", Scope::Near),
];

fn scopes() -> Vec<&'static str> {
    SCOPES.iter().map(|(name, _)| *name).collect()
}

fn compile(
    section: &Section<'_>,
    vocabulary: &Vocabulary,
    mistakes: &mut Vec<Mistake>,
) -> Option<Kind> {
    let mut texts: Vec<_> = section.text("formula").into_iter().collect();
    texts.extend(section.texts("formulas"));
    if texts.is_empty() {
        let given = ["formula", "formulas"]
            .iter()
            .any(|key| section.table.contains_key(*key));
        if !given && !section.file.broken {
            mistakes.push(
                section
                    .file
                    .mistake(
                        section.span.clone(),
                        both("缺少 `formula`", "`formula` is missing"),
                    )
                    .saying(both("这里没有写", "not given here"))
                    .help(both(
                        "例如 formula = \"variance = budget - actual\"",
                        "as in formula = \"variance = budget - actual\"",
                    )),
            );
        }
        return None;
    }
    let many = texts.len();
    let formulas: Vec<_> = texts
        .into_iter()
        .filter_map(|text| formula(section, text, vocabulary, mistakes))
        .collect();
    let optional = concepts(section, "optional", vocabulary, mistakes);
    // A name that no formula has is a slip, but only where all formulas could be read.
    if formulas.len() == many {
        for (concept, span) in &optional {
            let used = formulas.iter().any(|formula| {
                let mut names = formula.right.leaves();
                names.extend(formula.left.leaves());
                names.iter().any(|name| name.concept == *concept)
            });
            if !used {
                let name = &vocabulary.concept(*concept).name;
                mistakes.push(
                    section
                        .file
                        .mistake(
                            span.clone(),
                            both(
                                format!("公式里没有 `{name}`"),
                                format!("no formula has `{name}`"),
                            ),
                        )
                        .saying(both("用不到", "never used")),
                );
            }
        }
    }
    let scope = section
        .text("scope")
        .and_then(|(name, _)| SCOPES.iter().find(|(one, _)| *one == name))
        .map_or(Scope::Document, |(_, scope)| *scope);
    let optional: Vec<ConceptId> = optional.into_iter().map(|(concept, _)| concept).collect();
    Some(Kind::Formula {
        formulas,
        scope,
        optional,
        total_row: section.flag("total_row"),
        provided: section
            .texts("provided")
            .into_iter()
            .filter_map(|text| formula(section, text, vocabulary, mistakes))
            .collect(),
        any: section.flag("any"),
    })
}
