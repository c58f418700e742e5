//! What is kept of documents is all that outputs show.

use super::support;
use std::{
    borrow::Cow,
    fs,
    path::{Path, PathBuf},
};
use tieout::{
    Bytes, Keep, Manner, Task,
    compile::Library,
    model::{Language, Outcome},
    read,
    render::{Options, RENDERERS},
};

/// Every file of some folders of fixtures, in order.
fn files() -> Vec<PathBuf> {
    let root = Path::new(support::ROOT).join("fixtures");
    let mut folders: Vec<PathBuf> = ["reports", "formats", "causes", "together", "rules"]
        .map(|folder| root.join(folder))
        .to_vec();
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push(path),
            }
        }
    }
    found.sort();
    found
}

fn review(files: &[(String, Vec<u8>)], library: &Library, keep: Keep) -> Outcome {
    let bytes: Vec<_> = files
        .iter()
        .map(|(_, bytes)| move || -> Bytes<'_> { Ok(Cow::Borrowed(bytes)) })
        .collect();
    let tasks: Vec<Task<'_>> = files
        .iter()
        .zip(&bytes)
        .map(|((path, _), bytes)| Task {
            path,
            bytes,
            library,
            options: read::Options::default(),
            language: None,
        })
        .collect();
    let manner = Manner {
        keep,
        ..Manner::PLAIN
    };
    tieout::review_each(&tasks, manner).0
}

#[test]
fn outputs_are_the_same_where_only_what_they_show_is_kept() {
    let library = support::library();
    let files: Vec<(String, Vec<u8>)> = files()
        .iter()
        .map(|path| {
            let name = path.strip_prefix(support::ROOT).unwrap();
            let name = name.to_string_lossy().replace('\\', "/");
            (name, fs::read(path).unwrap())
        })
        .collect();
    let whole = review(&files, &library, Keep::Everything);
    let short = review(&files, &library, Keep::Findings);
    let figures = |outcome: &Outcome| -> usize {
        let documents = outcome.documents.iter();
        documents.map(|checked| checked.figures.len()).sum()
    };
    assert!(whole.findings.len() > 40, "{}", whole.findings.len());
    assert!(figures(&short) * 2 < figures(&whole), "{}", figures(&short));
    assert!(short.documents.iter().all(|checked| checked.kept.is_some()));
    for language in [None, Some(Language::Zh)] {
        let options = Options {
            language,
            statistics: true,
            ..Options::default()
        };
        for renderer in RENDERERS {
            let [whole, short] = [&whole, &short]
                .map(|outcome| (renderer.render)(outcome, &library.rules, &options));
            let lines = whole.lines().zip(short.lines());
            let first = lines.into_iter().find(|(a, b)| a != b);
            assert!(whole == short, "{}: {first:#?}", renderer.name);
        }
    }
}
