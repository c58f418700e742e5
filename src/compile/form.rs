//! The keys of TOML tables, and the forms that their values may have.

use super::{fields::both, suggest::join};
use crate::model::Words;

/// One key of a TOML table. The lists of keys are the only place that knows them.
pub struct Key {
    pub name: &'static str,
    pub form: Form,
    pub required: bool,
    /// What it is for, in a few words.
    pub about: &'static str,
}

/// What may stand behind a key.
pub enum Form {
    /// A string for both languages, or `{ zh = "…", en = "…" }`.
    Words,
    Text,
    /// A string, or an array of strings.
    Texts,
    Flag,
    Whole,
    /// A number not below 0, `"0.05"` or `"0.1%"`, exact to its last digit.
    Decimal,
    /// A number with its sign, exact to its last digit.
    Signed,
    /// A day: `2026-12-31`.
    Date,
    /// A table of names, each with one of some strings.
    Values(fn() -> Vec<&'static str>),
    /// A table of names, each with a whole number not below 0.
    Wholes,
    /// A table of names, each with a string or an array of strings.
    Lists,
    /// One of some strings.
    Choice(fn() -> Vec<&'static str>),
    /// A table with these keys.
    Table(&'static [Key]),
    /// One of some strings, or a table with these keys.
    ChoiceOrTable(fn() -> Vec<&'static str>, &'static [Key]),
    /// A string, a table with these keys, or an array of either.
    TextsOrTables(&'static [Key]),
    /// A table of tables by name, each with these keys.
    Named(&'static [Key]),
    /// An array of tables, each with these keys (or with keys that depend on one of them, where the list is empty).
    Tables(&'static [Key]),
}

pub(super) const WORDS: &[Key] = &[
    Key {
        name: "zh",
        form: Form::Text,
        required: true,
        about: "the words in Chinese",
    },
    Key {
        name: "en",
        form: Form::Text,
        required: true,
        about: "the words in English",
    },
];

impl Form {
    /// In a few words, for messages.
    pub fn words(&self) -> Words {
        let list = |keys: &[Key]| {
            let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
            join(&names)
        };
        match self {
            Form::Words => both(
                "文字，或 { zh = \"…\", en = \"…\" }",
                "words: \"…\", or { zh = \"…\", en = \"…\" }",
            ),
            Form::Text => both("文字：\"…\"", "words in quotes: \"…\""),
            Form::Texts => both(
                "文字的列表：[\"…\", \"…\"]",
                "a list of words: [\"…\", \"…\"]",
            ),
            Form::Flag => both("true 或 false", "true or false"),
            Form::Whole => both("整数", "a whole number"),
            Form::Decimal => both(
                "不小于 0 的数：\"0.05\" 或 \"0.1%\"",
                "a number not below 0: \"0.05\" or \"0.1%\"",
            ),
            Form::Signed => both("数：\"-0.01\"", "a number: \"-0.01\""),
            Form::Date => both("日期：2026-12-31", "a day: 2026-12-31"),
            Form::Values(choices) => both(
                format!("一个表，各项的取值是下列之一：{}", join(&choices())),
                format!("a table of names, each with one of {}", join(&choices())),
            ),
            Form::Lists => both(
                "一个表，各项是文字或文字的列表",
                "a table of names, each with a string or an array of strings",
            ),
            Form::Wholes => both(
                "一个表，各项是不小于 0 的整数",
                "a table of names, each with a whole number not below 0",
            ),
            Form::Choice(choices) => both(
                format!("下列之一：{}", join(&choices())),
                format!("one of {}", join(&choices())),
            ),
            Form::Table(keys) => both(
                format!("一个表，可用的键：{}", list(keys)),
                format!("a table with the keys {}", list(keys)),
            ),
            Form::ChoiceOrTable(choices, keys) => both(
                format!("{}，或含 {} 之一的表", join(&choices()), list(keys)),
                format!(
                    "one of {}, or a table with one of {}",
                    join(&choices()),
                    list(keys)
                ),
            ),
            Form::TextsOrTables(keys) => both(
                format!("文字、含 {} 的表，或由它们组成的列表", list(keys)),
                format!(
                    "words in quotes, a table with {}, or a list of such",
                    list(keys)
                ),
            ),
            Form::Named(keys) => both(
                format!("按名称排列的表，每个可用的键：{}", list(keys)),
                format!("tables by name, each with the keys {}", list(keys)),
            ),
            Form::Tables(_) => both("若干个 [[ ]] 表", "tables under [[ ]]"),
        }
    }
}
