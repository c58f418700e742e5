//! rtf: groups and destinations, text of many code pages, table cells by their marks; deletions and hidden text left out.

mod body;
mod fonts;
mod settings;
mod tokens;

use super::{Input, Options, ReadError, Reader, transcript::Transcript};
use crate::model::{Document, Vocabulary};

pub const READER: Reader = Reader {
    name: "rtf",
    endings: &["rtf"],
    recognises: |bytes| Some(source(bytes).starts_with(b"{\\rtf")),
    read,
};

/// The bytes from the first group on.
fn source(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start()
}

fn read(
    input: Input<'_>,
    vocabulary: &Vocabulary,
    options: &Options,
) -> Result<Document, ReadError> {
    let mut transcript = Transcript::new(vocabulary, &options.limits);
    body::read(source(input.bytes), &mut transcript);
    Ok(transcript.finish(input.path, READER.name))
}
