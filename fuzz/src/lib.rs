//! What the fuzz targets share: the built-in rules, read once, and the containers around what is mutated.

pub mod package;
pub mod page;

use std::{borrow::Cow, sync::OnceLock};
use tieout::{
    Manner, Task,
    compile::{self, Library},
    model::Language,
    read::{self, Input, Limits},
    render::{Options, RENDERERS},
};

fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| compile::builtin().unwrap_or_else(|_| std::process::abort()))
}

/// Limits that a mutated file reaches, all that is hidden shown: so more of the readers runs, and no run takes long.
const READING: read::Options = read::Options {
    hidden: true,
    limits: Limits {
        inflated: 4 << 20,
        parts: 1_000,
        cells: 20_000,
        text: 2 << 20,
        blocks: 5_000,
        pages: 20,
    },
};

/// Reads bytes as a file of this name; every cell must stand in the document's text.
pub fn read(path: &str, bytes: &[u8]) {
    let input = Input { path, bytes };
    let Ok(document) = read::read(input, &library().vocabulary, &READING) else {
        return;
    };
    let text = document.text.as_str();
    for (_, table) in document.tables() {
        for cell in table.rows.iter().flatten().flatten() {
            assert!(text.get(cell.span.start..cell.span.end).is_some());
        }
    }
}

/// Reads and checks bytes as a file of this name, and prints what was found in every way.
pub fn check(path: &str, bytes: &[u8]) {
    let had = || Ok(Cow::Borrowed(bytes));
    let task = Task {
        path,
        bytes: &had,
        library: library(),
        options: READING,
        language: None,
    };
    let (outcome, rules) = tieout::review_each(&[task], Manner::PLAIN);
    for language in [Language::Zh, Language::En] {
        let options = Options {
            language: Some(language),
            colour: false,
            width: 100,
            coverage: true,
            statistics: true,
            quiet: false,
        };
        for renderer in RENDERERS {
            renderer.render(&outcome, &rules, &options);
        }
    }
}
