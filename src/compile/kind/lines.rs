//! Rules on rows and columns of a table by their names: one is computed from others.

use super::Record;
use crate::compile::{
    fields::{Form, Key, Section, both},
    mistake::Mistake,
    rule::folded,
};
use crate::model::{Arithmetic, Axis, Equation, Kind, LineName, TableName};

const AXES: &[(&str, Axis)] = &[("rows", Axis::Row), ("columns", Axis::Column)];

const TABLE: &[Key] = &[
    Key {
        name: "caption",
        form: Form::Texts,
        required: false,
        about: "words all of which stand in its caption or in the heading over it",
    },
    Key {
        name: "headers",
        form: Form::Texts,
        required: false,
        about: "columns that it has",
    },
];

/// The keys one of which says what the result is computed from.
const ARITHMETIC: &[&str] = &["plus", "minus", "average", "quotient", "growth"];

pub(super) const LINES: Record = Record {
    name: "lines",
    about: "a row or column of a table, by its name, is computed from others",
    keys: &[
        Key {
            name: "table",
            form: Form::Table(TABLE),
            required: false,
            about: "the tables that it is for; all that have the lines where not given",
        },
        Key {
            name: "axis",
            form: Form::Choice(|| AXES.iter().map(|(name, _)| *name).collect()),
            required: true,
            about: "whether rows or columns are named",
        },
        Key {
            name: "result",
            form: Form::Text,
            required: true,
            about: "the row or column that is computed",
        },
        Key {
            name: "plus",
            form: Form::Texts,
            required: false,
            about: "those that are added up",
        },
        Key {
            name: "minus",
            form: Form::Texts,
            required: false,
            about: "those that are subtracted",
        },
        Key {
            name: "average",
            form: Form::Texts,
            required: false,
            about: "those whose average it is",
        },
        Key {
            name: "quotient",
            form: Form::Texts,
            required: false,
            about: "the two of which the first is divided by the second",
        },
        Key {
            name: "of",
            form: Form::Text,
            required: false,
            about: "the crossing line in which the second of a quotient stands",
        },
        Key {
            name: "growth",
            form: Form::Texts,
            required: false,
            about: "the two of which the change from the first to the second is divided by the first",
        },
        Key {
            name: "times",
            form: Form::Decimal,
            required: false,
            about: "what a quotient or growth is multiplied by: 100 for hundredths without a sign",
        },
        Key {
            name: "only",
            form: Form::Texts,
            required: false,
            about: "the crossing lines in which it must hold; all where not given",
        },
        Key {
            name: "except",
            form: Form::Texts,
            required: false,
            about: "the crossing lines in which it need not hold",
        },
    ],
    compile: |section, _, mistakes| {
        let arithmetic = arithmetic(section, mistakes);
        let table = section.section("table");
        let table = table.map_or(TableName::default(), |table| TableName {
            caption: folded(&table, "caption", mistakes),
            headers: names(&table, "headers", mistakes),
        });
        let (axis, _) = section.text("axis")?;
        let (_, axis) = AXES.iter().find(|(name, _)| *name == axis)?;
        Some(Kind::Lines(Box::new(Equation {
            table,
            axis: *axis,
            result: names(section, "result", mistakes).pop()?,
            arithmetic: arithmetic?,
            times: section.decimal("times"),
            only: names(section, "only", mistakes),
            except: names(section, "except", mistakes),
        })))
    },
};

fn arithmetic(section: &Section<'_>, mistakes: &mut Vec<Mistake>) -> Option<Arithmetic> {
    let given = |key: &&str| section.table.contains_key(*key);
    let given: Vec<&str> = ARITHMETIC
        .iter()
        .copied()
        .filter(|key| given(key))
        .collect();
    match given.as_slice() {
        ["plus"] | ["minus"] | ["plus", "minus"] => Some(Arithmetic::Sum {
            plus: names(section, "plus", mistakes),
            minus: names(section, "minus", mistakes),
        }),
        ["average"] => Some(Arithmetic::Average(names(section, "average", mistakes))),
        ["quotient"] => Some(Arithmetic::Quotient {
            parts: two(section, "quotient", mistakes)?,
            of: names(section, "of", mistakes).pop(),
        }),
        ["growth"] => Some(Arithmetic::Growth(two(section, "growth", mistakes)?)),
        [] if section.file.broken => None,
        _ => {
            let at = given.last().and_then(|key| section.table.get(*key));
            let span = at.map_or(section.span.clone(), |value| value.span());
            let (zh, en) = match given.as_slice() {
                [] => (
                    "没有写怎样计算",
                    "it is not said what the result is computed from",
                ),
                _ => ("写了不止一种算法", "more than one computation is given"),
            };
            mistakes.push(
                section
                    .file
                    .mistake(span, both(zh, en))
                    .saying(both("在这条规则里", "in this rule"))
                    .help(both(
                        "写 plus 和（或）minus，或 average、quotient、growth 之一",
                        "write plus and minus (or one of both), or average, quotient or growth",
                    )),
            );
            None
        }
    }
}

/// The names of a list; those of which folding leaves nothing are mistakes.
fn names(section: &Section<'_>, key: &str, mistakes: &mut Vec<Mistake>) -> Vec<LineName> {
    let mut found = Vec::new();
    for (text, span) in section.texts(key) {
        let name = LineName::new(text);
        if name.is_empty() {
            let mistake = section
                .file
                .mistake(span, both("名称是空的", "an empty name"));
            mistakes
                .push(mistake.saying(both("没有行或列叫这个", "no row or column is called this")));
        } else {
            found.push(name);
        }
    }
    found
}

fn two(section: &Section<'_>, key: &str, mistakes: &mut Vec<Mistake>) -> Option<[LineName; 2]> {
    let names: Result<[LineName; 2], _> = names(section, key, mistakes).try_into();
    if names.is_err() {
        let span = section.table.get(key).map(|value| value.span());
        mistakes.push(
            section
                .file
                .mistake(
                    span.unwrap_or_else(|| section.span.clone()),
                    both(
                        format!("`{key}` 要两个名称"),
                        format!("`{key}` takes two names"),
                    ),
                )
                .saying(both("不是两个", "not two")),
        );
    }
    names.ok()
}
