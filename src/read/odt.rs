//! odt: headings, paragraphs, lists with their numbers, tables, notes; what was deleted under tracking left out.

mod body;
mod styles;

use super::{
    Input, Options, ReadError, Reader,
    flow::Flow,
    limits::Limits,
    ooxml::{Package, broken},
    transcript::Transcript,
};
use crate::model::{Document, Vocabulary, Words};
use styles::Styles;

/// What the archive says first of what it is; templates and master documents begin alike.
const KIND: &str = "application/vnd.oasis.opendocument.text";

pub const READER: Reader = Reader {
    name: "odt",
    endings: &["odt", "ott"],
    recognises: |bytes| Some(is_text(bytes)),
    read,
};

fn is_text(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(256)).unwrap_or(&[]);
    bytes.starts_with(b"PK")
        && (start.windows(KIND.len()).any(|it| it == KIND.as_bytes())
            || Package::open(Input { path: "", bytes }, &Limits::default())
                .and_then(|mut package| package.part("mimetype"))
                .is_ok_and(|kind| kind.is_some_and(|kind| kind.starts_with(KIND))))
}

fn read(
    input: Input<'_>,
    vocabulary: &Vocabulary,
    options: &Options,
) -> Result<Document, ReadError> {
    let mut package = Package::open(input, &options.limits)?;
    let source = package
        .part("content.xml")?
        .ok_or_else(|| broken(input, Words::new("文档内容缺失", "its content is missing")))?;
    let mut styles = Styles::default();
    // A document is read without its styles, too.
    if let Ok(Some(common)) = package.part("styles.xml") {
        styles.take(&common);
    }
    styles.take(&source);
    let mut flow = Flow::new(&options.limits);
    let notices = body::read(&source, &styles, &mut flow);
    let mut transcript = Transcript::new(vocabulary, &options.limits);
    flow.finish(&mut transcript);
    for notice in notices {
        transcript.notice(notice);
    }
    Ok(transcript.finish(input.path, READER.name))
}
