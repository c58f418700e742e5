//! Packages made around mutated parts, so that a mutation reaches the reader and not only the inflater.

use std::io::{Cursor, Write};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// What stands between the parts in an input of the fuzzer: no UTF-8, and rare in binary records.
pub const SEPARATOR: &[u8] = b"\xff\xfe\xfd";

/// A kind of package: parts that stay as they are, and the names of those that an input gives, in its order.
pub struct Kind {
    pub ending: &'static str,
    fixed: &'static [(&'static str, &'static str)],
    pub parts: &'static [&'static str],
}

pub const KINDS: [&Kind; 6] = [&DOCX, &ODT, &ODS, &XLSX, &XLSB, &OFD];

pub const DOCX: Kind = Kind {
    ending: "docx",
    fixed: &[],
    parts: &[
        "word/document.xml",
        "word/styles.xml",
        "word/numbering.xml",
        "word/footnotes.xml",
    ],
};

pub const ODT: Kind = Kind {
    ending: "odt",
    fixed: &[("mimetype", "application/vnd.oasis.opendocument.text")],
    parts: &["content.xml", "styles.xml"],
};

pub const ODS: Kind = Kind {
    ending: "ods",
    fixed: &[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")],
    parts: &["content.xml", "styles.xml"],
};

pub const XLSX: Kind = Kind {
    ending: "xlsx",
    fixed: &[(
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="x/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId4" Type="x/styles" Target="styles.xml"/></Relationships>"#,
    )],
    parts: &[
        "xl/worksheets/sheet1.xml",
        "xl/workbook.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/worksheets/sheet2.xml",
    ],
};

pub const XLSB: Kind = Kind {
    ending: "xlsb",
    fixed: &[(
        "xl/_rels/workbook.bin.rels",
        r#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.bin"/><Relationship Id="rId2" Type="x/worksheet" Target="worksheets/sheet2.bin"/><Relationship Id="rId3" Type="x/sharedStrings" Target="sharedStrings.bin"/><Relationship Id="rId4" Type="x/styles" Target="styles.bin"/></Relationships>"#,
    )],
    parts: &[
        "xl/worksheets/sheet1.bin",
        "xl/workbook.bin",
        "xl/sharedStrings.bin",
        "xl/styles.bin",
        "xl/worksheets/sheet2.bin",
    ],
};

pub const OFD: Kind = Kind {
    ending: "ofd",
    fixed: &[(
        "OFD.xml",
        "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>",
    )],
    parts: &[
        "Doc_0/Pages/Page_0/Content.xml",
        "Doc_0/Document.xml",
        "Doc_0/PublicRes.xml",
        "Doc_0/Tpls/Tpl_0/Content.xml",
    ],
};

/// An archive, nothing in it compressed, of the parts of an input.
pub fn pack(kind: &Kind, input: &[u8]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let fixed = kind
        .fixed
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()));
    let given = kind.parts.iter().copied().zip(split(input));
    for (name, bytes) in fixed.chain(given) {
        if archive.start_file(name, options).is_err() || archive.write_all(bytes).is_err() {
            break;
        }
    }
    archive
        .finish()
        .map_or_else(|_| Vec::new(), Cursor::into_inner)
}

fn split(input: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(input);
    std::iter::from_fn(move || {
        let part = rest?;
        let at = part
            .windows(SEPARATOR.len())
            .position(|window| window == SEPARATOR);
        rest = at.map(|at| &part[at + SEPARATOR.len()..]);
        Some(at.map_or(part, |at| &part[..at]))
    })
}

/// The streams of compound files that an input gives, in its order.
pub const XLS: &[&str] = &["Workbook"];
pub const DOC: &[&str] = &["WordDocument", "1Table", "0Table"];

/// A compound file with the streams of an input.
pub fn compound(streams: &[&str], input: &[u8]) -> Vec<u8> {
    let made = || -> std::io::Result<Vec<u8>> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new()))?;
        for (stream, bytes) in streams.iter().zip(split(input)) {
            file.create_stream(stream)?.write_all(bytes)?;
        }
        file.flush()?;
        Ok(file.into_inner().into_inner())
    };
    made().unwrap_or_default()
}
