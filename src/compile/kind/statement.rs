//! Rules on words that judge: where they stand, a formula must hold.

use super::{Record, formula};
use crate::compile::{
    fields::{Form, Key, Section, both},
    mistake::Mistake,
    rule::folded,
};
use crate::model::Kind;
use regex::{Regex, RegexBuilder};

pub(super) const STATEMENT: Record = Record {
    name: "statement",
    about: "words that judge, and the formula that must hold where they stand",
    keys: &[
        Key {
            name: "phrases",
            form: Form::Texts,
            required: false,
            about: "the words, as sentences write them",
        },
        Key {
            name: "patterns",
            form: Form::Texts,
            required: false,
            about: "the words as regular expressions, where they vary",
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
        let patterns = patterns(section, mistakes);
        if phrases.is_empty() && section.texts("patterns").is_empty() {
            let named = section.table.get("phrases").or(section.table.get("kind"));
            mistakes.push(
                section
                    .file
                    .mistake(
                        named.map_or(0..0, |value| value.span()),
                        both("没有写任何词句", "no phrase is given"),
                    )
                    .saying(both("这样永远不会用到", "the rule would never apply"))
                    .help(both(
                        "写上 phrases = [\"…\"]，或用正则表达式写 patterns",
                        "write phrases = [\"…\"], or patterns as regular expressions",
                    )),
            );
        }
        let formula = formula(section, section.text("formula")?, vocabulary, mistakes)?;
        Some(Kind::Statement {
            phrases,
            patterns,
            formula,
        })
    },
};

/// The regular expressions of a rule. They are matched in linear time, whatever a user writes.
fn patterns(section: &Section<'_>, mistakes: &mut Vec<Mistake>) -> Vec<Regex> {
    let mut patterns = Vec::new();
    for (text, span) in section.texts("patterns") {
        match RegexBuilder::new(text)
            .case_insensitive(true)
            .size_limit(1 << 20)
            .build()
        {
            Ok(pattern) => patterns.push(pattern),
            Err(error) => {
                // The last line says what is wrong; those before draw the expression again.
                let error = error.to_string();
                let reason = error
                    .lines()
                    .last()
                    .unwrap_or("")
                    .trim_start_matches("error: ");
                mistakes.push(
                    section
                        .file
                        .mistake(
                            span,
                            both("不是正确的正则表达式", "not a regular expression"),
                        )
                        .saying(both(reason, reason)),
                );
            }
        }
    }
    patterns
}
