//! What stops the program, or a part of its job: said on standard error, each with its help.

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};
use std::{io::Write, path::PathBuf};
use thiserror::Error;
use tieout::model::Language;

pub type Trouble = Box<dyn Diagnostic + Send + Sync>;

#[derive(Debug, Error, Diagnostic)]
pub enum Unusable {
    #[error("{}: no such file or folder", path.display())]
    #[diagnostic(help("{help}"))]
    Missing { path: PathBuf, help: String },
    #[error("{}: cannot be read: {why}", path.display())]
    #[diagnostic(help("check that you may read it"))]
    Unreadable { path: PathBuf, why: std::io::Error },
    #[error("{}: no report in this folder", path.display())]
    #[diagnostic(help(
        "looked for files ending in {endings}; ignore files and hidden folders are respected, and a file that is named is always read"
    ))]
    NoReport { path: PathBuf, endings: String },
    #[error("{}: is a folder", path.display())]
    #[diagnostic(help("name one file"))]
    Folder { path: PathBuf },
    #[error("{what}")]
    #[diagnostic(help("{help}"))]
    NothingChecked { what: String, help: String },
    #[error("no rule is called `{name}`")]
    #[diagnostic(help("{help}"))]
    NoRule { name: String, help: String },
    #[error("`{name}` fits more than one rule: {rules}")]
    #[diagnostic(help("write the whole id"))]
    ManyRules { name: String, rules: String },
    #[error("`{name}` cannot be the name of a rule")]
    #[diagnostic(help(
        "letters, digits, `-` and `_`, `/` after the family: our-bureau/travel-within-budget"
    ))]
    NoName { name: String },
    #[error("no rule is left to check with")]
    #[diagnostic(help(
        "widen --select, narrow --ignore, or leave --no-builtin out; `tieout rules` lists the rules"
    ))]
    NoRuleLeft,
    #[error("{}: cannot be written: {why}", path.display())]
    #[diagnostic(help("check that the folder exists and that you may write in it"))]
    Unwritable { path: PathBuf, why: std::io::Error },
    #[error("{}: no baseline: {why}", path.display())]
    #[diagnostic(help("it is not one that --update-baseline wrote; write it anew"))]
    Baseline { path: PathBuf, why: String },
    #[error("{}: the baseline cannot be read: {why}", path.display())]
    #[diagnostic(help("--update-baseline writes it"))]
    NoBaseline { path: PathBuf, why: std::io::Error },
    #[error("{}: is there already", path.display())]
    #[diagnostic(help("remove it, or name another folder"))]
    AlreadyThere { path: PathBuf },
    #[error("the files cannot be watched: {0}")]
    #[diagnostic(help("check them without --watch"))]
    Watch(notify::Error),
    #[error("standard output cannot be written: {0}")]
    StandardOutput(std::io::Error),
}

/// How troubles are shown.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    pub colour: bool,
    pub language: Language,
}

/// Shows a trouble on standard error: several mistakes one by one, their number last.
pub fn show(trouble: &dyn Diagnostic, manner: Manner) {
    let mut words = String::new();
    let mut several = false;
    for one in trouble.related().into_iter().flatten() {
        several = true;
        draw(one, manner, &mut words);
    }
    if several {
        words.push_str(&format!("  × {trouble}\n"));
    } else {
        words.push_str(&alone(trouble, manner));
    }
    // Nobody is left to tell where standard error is closed.
    let _ = std::io::stderr().lock().write_all(words.as_bytes());
}

/// A mistake and the places that belong to it.
fn draw(mistake: &dyn Diagnostic, manner: Manner, words: &mut String) {
    words.push_str(&alone(mistake, manner));
    for one in mistake.related().into_iter().flatten() {
        draw(one, manner, words);
    }
    if !words.ends_with("\n\n") {
        words.push('\n');
    }
}

/// One diagnostic without those related to it, which miette would head with English words.
fn alone(trouble: &dyn Diagnostic, manner: Manner) -> String {
    let theme = if manner.colour {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        // A path that is broken over lines can neither be found nor copied.
        .with_wrap_lines(false)
        .with_links(false);
    let mut words = String::new();
    if handler
        .render_report(&mut words, &Alone(trouble, manner.language))
        .is_err()
    {
        words = format!("{trouble}\n");
    }
    if let (Language::Zh, Some(help)) = (manner.language, trouble.help()) {
        words.push_str(&format!("  帮助：{help}\n"));
    }
    words
}

#[derive(Debug)]
struct Alone<'a>(&'a dyn Diagnostic, Language);

impl std::fmt::Display for Alone<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl std::error::Error for Alone<'_> {}

impl Diagnostic for Alone<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        self.0.severity()
    }

    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.0.help().filter(|_| self.1 == Language::En)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.0.source_code()
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.0.labels()
    }
}
