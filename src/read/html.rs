//! html: headings, paragraphs and tables of a web page; scripts, navigation and what is hidden left out.

mod page;
mod source;

use super::{
    Input, Options, ReadError, Reader, encoding, flow::Flow, limits::Limits, ooxml::broken,
    transcript::Transcript,
};
use crate::model::{Document, Vocabulary, Words};

pub const READER: Reader = Reader {
    name: "html",
    endings: &["html", "htm", "xhtml", "shtml"],
    recognises: |bytes| source::is_page(bytes).then_some(true),
    read,
};

/// Whether the content begins with a tag of web pages, though not as a whole page does.
pub fn is_fragment(bytes: &[u8]) -> bool {
    source::is_fragment(bytes)
}

fn read(
    input: Input<'_>,
    vocabulary: &Vocabulary,
    options: &Options,
) -> Result<Document, ReadError> {
    let source = match source::declared(input.bytes) {
        Some(source) => source,
        None => encoding::decode(input)?,
    };
    read_source(&source, input.path, vocabulary, &options.limits).ok_or_else(|| {
        let what = Words::new("网页元素嵌套过深", "its elements are nested too deep");
        broken(input, what)
    })
}

/// The document that a page, or a piece of one, makes; `None` where its elements are nested too deep.
pub fn read_source(
    source: &str,
    path: &str,
    vocabulary: &Vocabulary,
    limits: &Limits,
) -> Option<Document> {
    if source::is_too_deep(source) {
        return None;
    }
    let mut flow = Flow::new(limits);
    let hidden = page::read(source, &mut flow);
    let mut transcript = Transcript::new(vocabulary, limits);
    flow.finish(&mut transcript);
    if hidden > 0 {
        transcript.notice(Words::new(
            format!("网页中有 {hidden} 处隐藏的数字未读取"),
            format!("hidden figures of the page were left out in {hidden} places"),
        ));
    }
    Some(transcript.finish(path, READER.name))
}
