//! markdown.

use super::{Input, ReadError, Reader, encoding};
use crate::model::{Document, Language, Text, Vocabulary};

pub const READER: Reader = Reader {
    name: "markdown",
    endings: &["markdown"],
    recognises: |_| None,
    read,
};

fn read(input: Input<'_>, _vocabulary: &Vocabulary) -> Result<Document, ReadError> {
    let source = encoding::decode(input)?;
    Ok(Document {
        path: input.path.to_owned(),
        format: READER.name,
        language: Language::of(&source),
        text: Text::new(source),
        blocks: Vec::new(),
        notices: Vec::new(),
    })
}
