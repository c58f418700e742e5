//! Rules on score tables.

use super::{Record, TABLES, tables};
use crate::compile::fields::{Form, Key};
use crate::model::{Kind, ScoreRule, Wanted};

const fn label(name: &'static str, about: &'static str) -> Key {
    Key {
        name,
        form: Form::Text,
        required: true,
        about,
    }
}

pub(super) const SCORES: Record = Record {
    name: "scores",
    about: "weights add up level by level, and the total row adds up weights and scores",
    keys: &[
        TABLES,
        label("weight", "the label of the columns of weights"),
        label("score", "the label of the column of scores"),
        label("total", "the label of the row that adds them up"),
    ],
    compile: |section, vocabulary, mistakes| {
        let label = |key: &str| {
            let (text, _) = section.text(key)?;
            Some(Wanted::new(text, vocabulary))
        };
        Some(Kind::Scores(Box::new(ScoreRule {
            tables: tables(section, "tables", vocabulary, mistakes),
            weight: label("weight")?,
            score: label("score")?,
            total: label("total")?,
        })))
    },
};
