//! What reading needs of the vocabulary is compiled alone: the whole of it must make no difference.
#![allow(clippy::unwrap_used)]

use crate::support::{ROOT, library};
use std::{fs, path::Path};
use tieout::{
    compile::{self, Library},
    read::{self, Input, Options},
    resolve,
};

#[test]
fn files_read_alike_with_the_words_that_reading_needs() {
    let whole = library();
    let folder = Path::new(ROOT).join("fixtures/formats");
    let mut count = 0;
    for name in ["one-report", "one-draft", "plain-report"] {
        for entry in fs::read_dir(folder.join(name)).unwrap() {
            let path = entry.unwrap().path();
            let bytes = fs::read(&path).unwrap();
            let shown = path.to_string_lossy();
            let input = Input {
                path: &shown,
                bytes: &bytes,
            };
            let words = compile::words(read::heeds_labels(input)).unwrap();
            let of = |library: &Library| {
                let vocabulary = &library.vocabulary;
                let document = read::read(input, vocabulary, &Options::default());
                document.ok().map(|mut document| {
                    resolve::frame(&mut document, vocabulary);
                    format!("{document:?}")
                })
            };
            assert_eq!(of(&words), of(&whole), "{shown}");
            count += 1;
        }
    }
    assert!(count > 10, "{count} files");
}
