//! What stops the program, or a part of its job: said on standard error, each with its help.

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};
use std::{io::Write, path::PathBuf};
use thiserror::Error;

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
    #[error("no figure in any input, so nothing was checked")]
    #[diagnostic(help("`tieout read FILE` shows what was read"))]
    NoFigure,
    #[error("no rule is called `{name}`")]
    #[diagnostic(help("{help}"))]
    NoRule { name: String, help: String },
    #[error("`{name}` fits more than one rule: {rules}")]
    #[diagnostic(help("write the whole id"))]
    ManyRules { name: String, rules: String },
    #[error("no rule is left to check with")]
    #[diagnostic(help(
        "widen --select, narrow --ignore, or leave --no-builtin out; `tieout rules` lists the rules"
    ))]
    NoRuleLeft,
    #[error("{}: cannot be written: {why}", path.display())]
    #[diagnostic(help("check that the folder exists and that you may write in it"))]
    Unwritable { path: PathBuf, why: std::io::Error },
    #[error("standard output cannot be written: {0}")]
    StandardOutput(std::io::Error),
}

/// Shows a trouble on standard error: several mistakes one by one, their number last.
pub fn show(trouble: &dyn Diagnostic, colour: bool) {
    let mut words = String::new();
    for one in trouble.related().into_iter().flatten() {
        words.push_str(&drawn(one, colour));
        words.push('\n');
    }
    if words.is_empty() {
        words = drawn(trouble, colour);
    } else {
        words.push_str(&format!("  × {trouble}\n"));
    }
    // Nobody is left to tell where standard error is closed.
    let _ = std::io::stderr().lock().write_all(words.as_bytes());
}

fn drawn(trouble: &dyn Diagnostic, colour: bool) -> String {
    let theme = if colour {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let mut words = String::new();
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(100)
        .with_links(false);
    if handler.render_report(&mut words, trouble).is_err() {
        words = trouble.to_string();
    }
    words
}
