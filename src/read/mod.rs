//! Bytes to a `Document`: blocks in reading order, every cell with its place. One file a format.

mod archive;
mod builtin;
mod bytes;
mod caption;
mod columns;
mod csv;
mod doc;
mod docx;
mod encoding;
mod error;
mod flat;
mod flow;
mod guard;
mod html;
mod indent;
mod kind;
mod limits;
mod markdown;
mod numbering;
mod numerals;
mod odt;
mod ofd;
mod ooxml;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
mod remark;
mod rtf;
mod sheet;
mod story;
mod text;
mod transcript;
mod verbatim;
mod width;
mod xml;

pub use error::ReadError;
pub use guard::is_guarded;
pub use limits::{LIMITS, Limit, Limits};

use crate::model::{Document, Notice, Span, Vocabulary};
use kind::unknown;

/// A file as it came: its path (or the name given for standard input) and its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    pub path: &'a str,
    pub bytes: &'a [u8],
}

/// How files are read, whatever their format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether hidden rows, columns and sheets are read as if they were shown.
    pub hidden: bool,
    pub limits: Limits,
}

/// One format: how it is told, and how it is read.
pub struct Reader {
    pub name: &'static str,
    /// File endings in lower case, without the dot.
    pub endings: &'static [&'static str],
    /// Whether the content is of this format, whatever the ending; `None` where content alone cannot tell.
    pub recognises: fn(&[u8]) -> Option<bool>,
    pub read: fn(Input<'_>, &Vocabulary, &Options) -> Result<Document, ReadError>,
}

/// All formats. A new one is a file beside this one and a line here.
pub const READERS: &[Reader] = &[
    text::READER,
    markdown::READER,
    csv::READER,
    docx::READER,
    html::READER,
    sheet::XLSX,
    sheet::XLSB,
    sheet::ODS,
    sheet::XLS,
    sheet::XML2003,
    #[cfg(feature = "pdf")]
    pdf::READER,
    ofd::READER,
    odt::READER,
    doc::READER,
    rtf::READER,
];

/// Whether reading a file looks up what labels mean, as that of plain text does; else units and words of structure are enough.
pub fn heeds_labels(input: Input<'_>) -> bool {
    let kind = guard::guarded(input.path, || kind::Kind::of(input));
    kind.is_ok_and(|kind| kind.reader.name == text::READER.name)
}

/// Reads a file by the reader that its content names, else its ending, else as plain text.
///
/// # Errors
/// Where the file is empty, or of a kind that no reader knows: what it seems to be is said; or where the reading panics, which is
/// a fault of tieout or of a crate that it reads with.
pub fn read(
    input: Input<'_>,
    vocabulary: &Vocabulary,
    options: &Options,
) -> Result<Document, ReadError> {
    guard::guarded(input.path, || {
        let kind = kind::Kind::of(input)?;
        let mut document = (kind.reader.read)(input, vocabulary, options)?;
        let misnamed = kind.notice().map(|message| Notice {
            span: Span::new(0, 0),
            message,
        });
        document.notices.splice(0..0, misnamed);
        let lost = encoding::notices(document.text.as_str());
        document.notices.extend(lost);
        Ok(document)
    })
}
