//! A file that cannot be opened as its format: what, and what to do.

use miette::Diagnostic;
use thiserror::Error;

#[derive(Debug, Error, Diagnostic)]
pub enum ReadError {
    #[error("{path}: the file is empty")]
    #[diagnostic(
        code(read::empty),
        help("check that the export finished, or leave the file out")
    )]
    Empty { path: String },
    /// `seems`: what the content looks like, with its article: `a zip archive`.
    #[error("{path}: seems to be {seems}, not a kind of file that tieout reads")]
    #[diagnostic(
        code(read::unknown),
        help("it reads {kinds}; save the report as one of them")
    )]
    Unknown {
        path: String,
        seems: String,
        kinds: String,
    },
    #[error("{path}: {what}")]
    #[diagnostic(code(read::broken), help("{help}"))]
    Broken {
        path: String,
        what: String,
        help: String,
    },
    #[error("{path}: the reader of this kind of file failed on it ({why})")]
    #[diagnostic(
        code(read::fault),
        help(
            "the fault is not yours: please report it with the file; until it is mended, save the report as another kind of file"
        )
    )]
    Fault { path: String, why: String },
}
