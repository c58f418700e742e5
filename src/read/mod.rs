//! Bytes to a `Document`: blocks in reading order, every cell with its place. One file a format.

mod archive;
mod caption;
mod columns;
mod csv;
mod docx;
mod encoding;
mod error;
mod flat;
mod flow;
mod html;
mod indent;
mod limits;
mod markdown;
mod numerals;
mod odt;
mod ofd;
mod ooxml;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
mod sheet;
mod text;
mod transcript;
mod xml;

pub use error::ReadError;
pub use limits::{LIMITS, Limit, Limits};

use crate::model::{Document, Notice, Span, Vocabulary, Words};

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
    #[cfg(feature = "pdf")]
    pdf::READER,
    ofd::READER,
    odt::READER,
];

/// Reads a file by the reader that its content names, else its ending, else as plain text.
///
/// # Errors
/// Where the file is empty, or of a kind that no reader knows: what it seems to be is said.
pub fn read(
    input: Input<'_>,
    vocabulary: &Vocabulary,
    options: &Options,
) -> Result<Document, ReadError> {
    let name = input.path.rsplit(['/', '\\']).next().unwrap_or(input.path);
    let ending = name
        .rsplit_once('.')
        .map_or(String::new(), |(_, ending)| ending.to_lowercase());
    let by_content = READERS
        .iter()
        .find(|reader| (reader.recognises)(input.bytes) == Some(true));
    if by_content.is_none()
        && let Some(kind) = foreign(input.bytes)
    {
        return Err(unknown(input, kind));
    }
    let by_ending = READERS
        .iter()
        .filter(|reader| (reader.recognises)(input.bytes) != Some(false))
        .find(|reader| reader.endings.contains(&ending.as_str()));
    let reader = by_content.or(by_ending).unwrap_or(&text::READER);
    let mut document = (reader.read)(input, vocabulary, options)?;
    // Endings that no reader claims say nothing.
    let claimed = READERS
        .iter()
        .any(|other| other.endings.contains(&ending.as_str()));
    if claimed && by_content.is_some() && !reader.endings.contains(&ending.as_str()) {
        document.notices.push(Notice {
            span: Span::new(0, 0),
            message: Words::new(
                format!(
                    "文件扩展名为 .{ending}，内容却是 {}，已按内容读取",
                    reader.name
                ),
                format!(
                    "the file is named .{ending} but holds {}; it was read as that",
                    reader.name
                ),
            ),
        });
    }
    let lost = encoding::notices(document.text.as_str());
    document.notices.extend(lost);
    Ok(document)
}

/// The error for a file that no reader can open.
fn unknown(input: Input<'_>, seems: &str) -> ReadError {
    let kinds: Vec<&str> = READERS
        .iter()
        .flat_map(|r| r.endings.iter().copied())
        .collect();
    ReadError::Unknown {
        path: input.path.to_owned(),
        seems: seems.to_owned(),
        kinds: kinds.join(", "),
    }
}

/// First bytes of kinds of files that are no text, and what to call them.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file (doc, xls)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x89PNG", "a picture (png)"),
    (b"\xff\xd8\xff", "a picture (jpeg)"),
    (b"GIF8", "a picture (gif)"),
    (b"\x7fELF", "a program"),
    (b"<?xml", "an XML file"),
];

/// Names inside a zip archive that say what it is.
const ZIPPED: &[(&[u8], &str)] = &[
    (b"opendocument", "an OpenDocument file (odt, ods)"),
    (b"OFD.xml", "an OFD document"),
    (b"word/", "a Word document (docx)"),
    (b"xl/", "an Excel workbook (xlsx)"),
    (b"ppt/", "a presentation (pptx)"),
    (b"[Content_Types].xml", "an Office document"),
];

/// What a file is that cannot be read as text; `None` where it may be text.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK\x03\x04") {
        let holds = |name: &[u8]| {
            [
                bytes.get(..16_384),
                bytes.get(bytes.len().saturating_sub(16_384)..),
            ]
            .into_iter()
            .map(|part| part.unwrap_or(bytes))
            .any(|part| part.windows(name.len()).any(|w| w == name))
        };
        let inside = ZIPPED.iter().find(|(name, _)| holds(name));
        return Some(inside.map_or("a zip archive", |(_, kind)| kind));
    }
    let text = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    FOREIGN
        .iter()
        .find(|(start, _)| {
            text.get(..start.len())
                .is_some_and(|first| first.eq_ignore_ascii_case(start))
        })
        .map(|(_, kind)| *kind)
}
