//! What several modules of the suite need: the built-in rules, reviews of fixture files, golden files.

use std::{
    fs,
    path::{Path, PathBuf},
};
use tieout::{
    compile::{self, Library},
    model::{Language, Outcome, Report, Rule},
    read::Input,
};

pub const ROOT: &str = env!("CARGO_MANIFEST_DIR");

pub fn library() -> Library {
    compile::builtin().unwrap_or_else(|mistakes| panic!("{:?}", miette::Report::new(mistakes)))
}

/// Reviews texts given by name.
pub fn review(texts: &[(&str, &str)], library: &Library) -> Outcome {
    let inputs: Vec<Input<'_>> = texts
        .iter()
        .map(|(path, text)| Input {
            path,
            bytes: text.as_bytes(),
        })
        .collect();
    tieout::review(&inputs, library)
}

/// Reviews files, named by their path inside the repository.
pub fn review_files(paths: &[PathBuf], library: &Library) -> Outcome {
    let read: Vec<(String, Vec<u8>)> = paths
        .iter()
        .map(|path| {
            let name = path
                .strip_prefix(ROOT)
                .unwrap_or(path)
                .to_string_lossy()
                .replace('\\', "/");
            (name, fs::read(path).unwrap())
        })
        .collect();
    let inputs: Vec<Input<'_>> = read
        .iter()
        .map(|(path, bytes)| Input { path, bytes })
        .collect();
    tieout::review(&inputs, library)
}

pub fn json(outcome: &Outcome, library: &Library) -> String {
    render(outcome, library, "json", None)
}

/// An outcome in one of the outputs, without colour, 100 columns wide.
pub fn render(
    outcome: &Outcome,
    library: &Library,
    format: &str,
    language: Option<Language>,
) -> String {
    let renderer = tieout::render::RENDERERS
        .iter()
        .find(|renderer| renderer.name == format)
        .unwrap();
    let options = tieout::render::Options {
        language,
        colour: false,
        width: 100,
        ..tieout::render::Options::default()
    };
    renderer.render(outcome, &library.rules, &options)
}

/// Reviews the first passing or failing example of a rule of the program, its reports named after the rule.
pub fn review_example(rule: &Rule, passes: bool, library: &Library) -> Outcome {
    let (examples, name) = match passes {
        true => (&rule.examples.passes, "passes"),
        false => (&rule.examples.fails, "fails"),
    };
    let example = examples
        .first()
        .unwrap_or_else(|| panic!("{} has no example that {name}", rule.id));
    let family = Path::new(ROOT).join("rules").join(&*rule.id);
    let reports: Vec<(String, Vec<u8>)> = example
        .iter()
        .enumerate()
        .map(|(at, report)| match report {
            Report::Text(text) if example.len() == 1 => {
                (format!("{name}.md"), text.clone().into_bytes())
            }
            Report::Text(text) => (format!("{name}-{}.md", at + 1), text.clone().into_bytes()),
            Report::File(file) => (file.clone(), fs::read(family.with_file_name(file)).unwrap()),
        })
        .collect();
    let inputs: Vec<Input<'_>> = reports
        .iter()
        .map(|(path, bytes)| Input { path, bytes })
        .collect();
    tieout::review(&inputs, library)
}

/// Holds a text against a golden file; `TIEOUT_BLESS=1 cargo test` writes it, to be reviewed by eye.
pub fn assert_golden(path: &Path, text: &str) {
    if std::env::var_os("TIEOUT_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        return;
    }
    let golden = fs::read_to_string(path).unwrap_or_default();
    assert!(
        golden == text,
        "{} differs; it should now be:\n{text}",
        path.display()
    );
}
