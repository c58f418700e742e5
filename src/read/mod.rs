//! Bytes to a `Document`: blocks in reading order, every cell with its place. One file a format.

mod columns;
mod csv;
mod encoding;
mod error;
mod flat;
mod markdown;
mod text;

pub use error::ReadError;

use crate::model::{Document, Vocabulary};

/// A file as it came: its path (or the name given for standard input) and its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    pub path: &'a str,
    pub bytes: &'a [u8],
}

/// One format: how it is told, and how it is read.
pub struct Reader {
    pub name: &'static str,
    /// File endings in lower case, without the dot.
    pub endings: &'static [&'static str],
    /// Whether the content is of this format, whatever the ending; `None` where content alone cannot tell.
    pub recognises: fn(&[u8]) -> Option<bool>,
    pub read: fn(Input<'_>, &Vocabulary) -> Result<Document, ReadError>,
}

/// All formats. A new one is a file beside this one and a line here.
pub const READERS: &[Reader] = &[text::READER, markdown::READER, csv::READER];

/// Reads a file by the reader that its content names, else its ending, else as plain text.
pub fn read(input: Input<'_>, vocabulary: &Vocabulary) -> Result<Document, ReadError> {
    let ending = input
        .path
        .rsplit_once('.')
        .map_or(String::new(), |(_, ending)| ending.to_lowercase());
    let by_content = READERS
        .iter()
        .find(|reader| (reader.recognises)(input.bytes) == Some(true));
    let by_ending = READERS
        .iter()
        .find(|reader| reader.endings.contains(&ending.as_str()));
    let reader = by_content.or(by_ending).unwrap_or(&text::READER);
    (reader.read)(input, vocabulary)
}
