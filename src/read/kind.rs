//! What a file is: its content says so before its ending does.

use super::{Input, READERS, ReadError, Reader, csv, html, sheet, text};
use crate::model::Words;

/// A file's reader, and its ending where that belongs to another kind.
pub struct Kind {
    pub reader: &'static Reader,
    misnamed: Option<String>,
}

impl Kind {
    /// # Errors
    /// Where the content is of a kind that no reader knows: what it seems to be is said.
    pub fn of(input: Input<'_>) -> Result<Self, ReadError> {
        let bytes = input.bytes;
        let name = input.path.rsplit(['/', '\\']).next().unwrap_or(input.path);
        let ending = match name.rsplit_once('.') {
            Some((_, ending)) => ending.to_lowercase(),
            None => String::new(),
        };
        let claims = |reader: &&Reader| reader.endings.contains(&ending.as_str());
        let is = |reader: &&Reader| (reader.recognises)(bytes) == Some(true);
        let may_be = |reader: &&Reader| (reader.recognises)(bytes) != Some(false);
        let by_content = READERS.iter().find(is);
        // Endings that no reader claims say nothing.
        let by_ending = READERS.iter().find(claims);
        // A web page may be XML that begins as any other.
        let page = by_ending.is_some_and(|reader| reader.name == html::READER.name);
        if by_content.is_none()
            && let Some(seems) = foreign(bytes)
            && !(page && seems == SOME_XML)
        {
            return Err(unknown(input, seems));
        }
        let reader = match (by_content, by_ending) {
            (Some(reader), _) => reader,
            (None, Some(named)) => READERS
                .iter()
                .filter(may_be)
                .find(claims)
                .unwrap_or_else(|| plain(bytes, named)),
            (None, None) => &text::READER,
        };
        let misnamed = by_ending.is_some() && !claims(&reader);
        Ok(Self {
            reader,
            misnamed: misnamed.then_some(ending),
        })
    }

    /// What is said of a wrong ending.
    pub fn notice(&self) -> Option<Words> {
        let (ending, name) = (self.misnamed.as_ref()?, self.reader.name);
        Some(Words::new(
            format!("文件扩展名为 .{ending}，内容却是 {name}，已按内容读取"),
            format!("the file is named .{ending} but holds {name}; it was read as that"),
        ))
    }
}

/// The reader of a text that is named like a file of another program: web servers and ledgers export pages and lists as `xls`.
fn plain(bytes: &[u8], named: &Reader) -> &'static Reader {
    if html::is_fragment(bytes) {
        &html::READER
    } else if sheet::is_sheet(named) && csv::seems(bytes) {
        &csv::READER
    } else {
        &text::READER
    }
}

/// The error for a file that no reader can open.
pub fn unknown(input: Input<'_>, [zh, en]: [&str; 2]) -> ReadError {
    let endings = READERS.iter().flat_map(|reader| reader.endings);
    let kinds: Vec<&str> = endings.copied().collect();
    ReadError::Unknown {
        path: input.path.to_owned(),
        seems: Words::new(zh, en),
        kinds: kinds.join(", "),
    }
}

const SOME_XML: [&str; 2] = ["XML 文件", "an XML file"];

/// First bytes of kinds of files that are no text, and what to call them.
const FOREIGN: &[(&[u8], [&str; 2])] = &[
    (b"%PDF-", ["PDF 文档", "a PDF document"]),
    (
        b"\xd0\xcf\x11\xe0",
        ["旧式程序的复合文件", "a compound file of an old program"],
    ),
    (b"\x1f\x8b", ["gzip 压缩包", "a gzip archive"]),
    (b"7z\xbc\xaf", ["7z 压缩包", "a 7z archive"]),
    (b"Rar!", ["rar 压缩包", "a rar archive"]),
    (b"BZh", ["bzip2 压缩包", "a bzip2 archive"]),
    (b"\xfd7zXZ", ["xz 压缩包", "an xz archive"]),
    (b"\x89PNG", ["图片（png）", "a picture (png)"]),
    (b"\xff\xd8\xff", ["图片（jpeg）", "a picture (jpeg)"]),
    (b"GIF8", ["图片（gif）", "a picture (gif)"]),
    (b"\x7fELF", ["程序", "a program"]),
    (b"MIME-Version:", ["网页归档（mht）", "a web archive (mht)"]),
    (
        b"<?mso-application",
        ["Office 的 XML 文件", "an XML file of Office"],
    ),
    (b"<?xml", SOME_XML),
];

/// Words near the front of an XML file that say which program's it is.
const XML: &[(&[u8], [&str; 2])] = &[
    (
        b"wordDocument",
        ["Word 2003 XML 文档", "a Word 2003 XML document"],
    ),
    (
        b"xmlPackage",
        [
            "存成单个 XML 文件的 Office 文档",
            "an Office document as one XML file",
        ],
    ),
];

/// Names inside a zip archive that say what it is.
const ZIPPED: &[(&[u8], [&str; 2])] = &[
    (
        b"opendocument",
        [
            "OpenDocument 文件（odt、ods）",
            "an OpenDocument file (odt, ods)",
        ],
    ),
    (b"OFD.xml", ["OFD 文档", "an OFD document"]),
    (b"word/", ["Word 文档（docx）", "a Word document (docx)"]),
    (b"xl/", ["Excel 工作簿（xlsx）", "an Excel workbook (xlsx)"]),
    (b"ppt/", ["演示文稿（pptx）", "a presentation (pptx)"]),
    (
        b"[Content_Types].xml",
        ["Office 文档", "an Office document"],
    ),
];

/// What a file is that cannot be read as text; `None` where it may be text.
fn foreign(bytes: &[u8]) -> Option<[&'static str; 2]> {
    let front = |length: usize| bytes.get(..length).unwrap_or(bytes);
    let holds = |part: &[u8], name: &[u8]| part.windows(name.len()).any(|w| w == name);
    if bytes.starts_with(b"PK\x03\x04") {
        let back = bytes.get(bytes.len().saturating_sub(16_384)..);
        let parts = [front(16_384), back.unwrap_or(bytes)];
        let inside = ZIPPED
            .iter()
            .find(|(name, _)| parts.iter().any(|part| holds(part, name)));
        return Some(inside.map_or(["zip 压缩包", "a zip archive"], |(_, kind)| *kind));
    }
    let text = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    let begins = |start: &[u8]| {
        text.get(..start.len())
            .is_some_and(|first| first.eq_ignore_ascii_case(start))
    };
    let (_, kind) = FOREIGN.iter().find(|(start, _)| begins(start))?;
    let xml = begins(b"<?").then(|| XML.iter().find(|(word, _)| holds(front(4_096), word)));
    Some(xml.flatten().map_or(*kind, |(_, kind)| *kind))
}
