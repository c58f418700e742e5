//! The reports by which a rule shows what keeps it and what breaks it.

use super::{
    fields::{Form, Key, Section, TextOrTable, both},
    mistake::Mistake,
};
use crate::model::{Example, Examples, Report};

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "passes",
        form: Form::TextsOrTables(EXAMPLE),
        required: false,
        about: "a report in Markdown in which the rule binds and finds nothing, or several",
    },
    Key {
        name: "fails",
        form: Form::TextsOrTables(EXAMPLE),
        required: false,
        about: "a report in Markdown in which the rule finds something, or several",
    },
];

const EXAMPLE: &[Key] = &[
    FILE,
    Key {
        name: "reports",
        form: Form::TextsOrTables(&[FILE]),
        required: false,
        about: "several reports that are checked together, for a rule across documents",
    },
];

const FILE: Key = Key {
    name: "file",
    form: Form::Text,
    required: false,
    about: "a report in any format, by its path from the folder of the rule file",
};

/// The examples of a rule; what is wrong with them is told.
pub(super) fn of(section: &Section<'_>, mistakes: &mut Vec<Mistake>) -> Examples {
    let Some(own) = section.section("examples") else {
        return Examples::default();
    };
    let mut list = |key: &str| -> Vec<Example> {
        let found = own.texts_or_tables(key).into_iter();
        found.filter_map(|one| example(one, mistakes)).collect()
    };
    Examples {
        passes: list("passes"),
        fails: list("fails"),
    }
}

fn example(one: TextOrTable<'_>, mistakes: &mut Vec<Mistake>) -> Option<Example> {
    let TextOrTable::Table(table) = &one else {
        return Some(vec![report(one)?]);
    };
    let reports = table.texts_or_tables("reports");
    match (table.text("file"), reports.is_empty()) {
        (Some(_), true) => Some(vec![report(one)?]),
        (None, false) => reports.into_iter().map(report).collect(),
        _ => {
            // A value of another form, or an unknown key, has been told.
            let known = |key: &str| matches!(key, "file" | "reports");
            if table.table.keys().all(|key| known(key.get_ref())) {
                let message = both(
                    "例子要么是 file，要么是 reports",
                    "an example is either file or reports",
                );
                let mistake = table.file.mistake(table.span.clone(), message);
                mistakes.push(mistake.help(both(
                    "{ file = \"2023.xlsx\" }，或几份报告一起：{ reports = [\"…\", \"…\"] }",
                    "{ file = \"2023.xlsx\" }, or several reports together: { reports = [\"…\", \"…\"] }",
                )));
            }
            None
        }
    }
}

fn report(one: TextOrTable<'_>) -> Option<Report> {
    match one {
        TextOrTable::Text(text) => Some(Report::Text(text.to_owned())),
        TextOrTable::Table(table) => Some(Report::File(table.text("file")?.0.to_owned())),
    }
}
