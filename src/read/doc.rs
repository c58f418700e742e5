//! doc and wps (Word 97 to 2003): the text by its pieces, cells and rows by their marks; deletions and hidden text left out.

mod body;
mod boxes;
mod header;
mod lists;
mod pages;
mod properties;
mod sprm;
mod styles;
mod text;

use super::{
    Input, Options, ReadError, Reader, ooxml::broken, story::Story, transcript::Transcript,
};
use crate::model::{Document, Vocabulary, Words};
use body::Body;
use header::{Header, Part, Portion, Refusal};
use std::{
    borrow::Cow,
    io::{Cursor, Read},
};

pub const READER: Reader = Reader {
    name: "doc",
    endings: &["doc", "dot", "wps", "wpt"],
    recognises: |bytes| Some(is_document(bytes)),
    read,
};

const SIGNATURE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const MAIN: &str = "WordDocument";

type File<'a> = cfb::CompoundFile<Cursor<Cow<'a, [u8]>>>;

/// Opens a compound file. Some programs leave rubbish in the table of sectors behind the last one: blank sectors to the end of
/// the table (of 128 sectors of 512 bytes, or 1,024 of 4,096) make such a file sound.
fn open(bytes: &[u8]) -> Option<File<'_>> {
    let open = |bytes| cfb::CompoundFile::open(Cursor::new(bytes)).ok();
    open(Cow::Borrowed(bytes)).or_else(|| {
        let sector = if bytes.get(30) == Some(&12) {
            4096
        } else {
            512
        };
        let sectors = bytes.len().div_ceil(sector).saturating_sub(1);
        let mut padded = bytes.to_vec();
        padded.resize((sectors.next_multiple_of(sector / 4) + 1) * sector, 0);
        open(Cow::Owned(padded))
    })
}

fn is_document(bytes: &[u8]) -> bool {
    if !bytes.starts_with(SIGNATURE) {
        return false;
    }
    match open(bytes) {
        Some(file) => name_of(&file, MAIN).is_some(),
        None => {
            let wide: Vec<u8> = MAIN.bytes().flat_map(|byte| [byte, 0]).collect();
            bytes.windows(wide.len()).any(|window| window == wide)
        }
    }
}

fn read(
    input: Input<'_>,
    vocabulary: &Vocabulary,
    options: &Options,
) -> Result<Document, ReadError> {
    let damaged = || broken(input, Words::new("文档已损坏", "the document is damaged"));
    let mut file = open(input.bytes).ok_or_else(damaged)?;
    let mut part = |name: &str| self::stream(&mut file, name, input.bytes.len());
    let stream = part(MAIN).ok_or_else(damaged)?;
    let header = Header::of(&stream).map_err(|refusal| refuse(input, refusal))?;
    let table = part(&format!("{}Table", header.table)).ok_or_else(damaged)?;
    let data = part("Data").unwrap_or_default();
    let body = Body::of(&header, &stream, &table, &data, &options.limits).ok_or_else(damaged)?;

    let mut main = Story::new(&options.limits);
    body.tell_main(&mut main);
    let mut notes = Vec::new();
    for (portion, part) in [
        (Portion::Footnotes, Part::FootnoteTexts),
        (Portion::Endnotes, Part::EndnoteTexts),
    ] {
        let bounds = header.part(part, &table);
        body.tell_notes(header.range(portion), bounds, |note| {
            notes.extend(main.taken(note));
        });
    }
    let mut transcript = Transcript::new(vocabulary, &options.limits);
    main.finish(notes, &mut transcript);
    if body.is_cut() {
        transcript.notice(Words::new(
            "文件已损坏，部分内容未读取",
            "the file is damaged; part of it was not read",
        ));
    }
    Ok(transcript.finish(input.path, READER.name))
}

/// A stream's own name: small and capital letters are one.
fn name_of(file: &File<'_>, name: &str) -> Option<String> {
    let mut entries = file.read_root_storage();
    let found = entries.find(|it| it.is_stream() && it.name().eq_ignore_ascii_case(name));
    found.map(|entry| entry.name().to_owned())
}

/// The bytes of a stream, as far as they can be read; no more than the file has.
fn stream(file: &mut File<'_>, name: &str, most: usize) -> Option<Vec<u8>> {
    let name = name_of(file, name)?;
    let stream = file.open_stream(format!("/{name}")).ok()?;
    let mut bytes = Vec::new();
    // What was read before an error is kept.
    let _ = stream.take(most as u64).read_to_end(&mut bytes);
    Some(bytes)
}

fn refuse(input: Input<'_>, refusal: Refusal) -> ReadError {
    let (what, help) = match refusal {
        Refusal::Encrypted => (
            Words::new("文件有密码保护", "the file is protected with a password"),
            Words::new(
                "用密码打开，另存为没有密码的文件",
                "open it with its password and save it without one",
            ),
        ),
        Refusal::Old => (
            Words::new("是 Word 97 以前的文档", "a document of a Word before 97"),
            Words::new(
                "用文字处理软件打开，另存为 docx",
                "open it in a word processor and save it as docx",
            ),
        ),
        Refusal::Damaged => {
            return broken(input, Words::new("文档已损坏", "the document is damaged"));
        }
    };
    ReadError::Broken {
        path: input.path.to_owned(),
        what,
        help,
    }
}
