//! Rules that hold a report against another one: last year's, the budget, the final accounts, those of parent and children.

use super::{Record, formula};
use crate::compile::fields::{Form, Key, both};
use crate::model::{Kind, Role};

pub(super) const ACROSS: Record = Record {
    name: "across",
    about: "a figure of this report against another report",
    keys: &[
        Key {
            name: "role",
            form: Form::Choice(|| Role::ALL.iter().map(|(_, name)| *name).collect()),
            required: true,
            about: "what the other report is to this one",
        },
        Key {
            name: "formulas",
            form: Form::Texts,
            required: false,
            about: "what must hold: left this report's figures, right the other's, of all children added up",
        },
        Key {
            name: "quotes",
            form: Form::Flag,
            required: false,
            about: "true: what this report says of last year is held against last year's",
        },
    ],
    compile: |section, vocabulary, mistakes| {
        let role = section.text("role").and_then(|(name, _)| Role::named(name));
        let texts = section.texts("formulas");
        let quotes = section.flag("quotes");
        let wrong = if texts.is_empty() && !quotes {
            Some(both(
                "写上 formulas = [\"年初结转 = 年末结转\"]，或 quotes = true",
                "write formulas = [\"carried_in = carried_out\"], or quotes = true",
            ))
        } else if quotes && role.is_some_and(|role| role != Role::Prior) {
            Some(both(
                "quotes 只用于 role = \"prior\"",
                "quotes goes with role = \"prior\"",
            ))
        } else {
            None
        };
        if let Some(help) = wrong {
            let mistake = section.file.mistake(
                section.span.clone(),
                both(
                    "没有可核对的内容",
                    "there is nothing to hold against the other report",
                ),
            );
            mistakes.push(mistake.help(help));
        }
        Some(Kind::Across {
            role: role?,
            formulas: texts
                .into_iter()
                .filter_map(|text| formula(section, text, vocabulary, mistakes))
                .collect(),
            quotes,
        })
    },
};
