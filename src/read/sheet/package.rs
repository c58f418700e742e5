//! The parts of a zip package, within limits; and what its XML is made of.

use super::{super::limits, Broken};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::events::{BytesRef, BytesStart};
use std::io::{Cursor, Read};
use zip::ZipArchive;

pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    spent: u64,
    /// A part was longer than the limits.
    pub cut: bool,
}

/// Whether a zip archive names a part near its ends.
pub fn holds(bytes: &[u8], name: &[u8]) -> bool {
    if !bytes.starts_with(b"PK\x03\x04") {
        return false;
    }
    let ends = [
        bytes.get(..65_536).unwrap_or(bytes),
        bytes
            .get(bytes.len().saturating_sub(262_144)..)
            .unwrap_or(bytes),
    ];
    ends.into_iter().any(|part| {
        part.windows(name.len())
            .any(|w| w.eq_ignore_ascii_case(name))
    })
}

/// Whether a package holds a part by its usual name, or says by its content types that it is of a kind.
pub fn is_kind(bytes: &[u8], usual: &[u8], kind: &str) -> Option<bool> {
    if holds(bytes, usual) {
        return Some(true);
    }
    let office = holds(bytes, b"[Content_Types].xml")
        && ![&b"word/"[..], b"ppt/"]
            .iter()
            .any(|name| holds(bytes, name));
    let types = office
        .then(|| Package::open(bytes).ok()?.text("[Content_Types].xml"))
        .flatten()?;
    let macros = kind.starts_with("sheet.main") && types.contains("sheet.macroEnabled.main+xml");
    (types.contains(kind) || macros).then_some(true)
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, Broken> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Broken::damaged())?;
        if archive.len() > limits::MOST_ENTRIES {
            return Err(Broken::damaged());
        }
        let names = (0..archive.len())
            .map(|at| {
                let file = archive.by_index_raw(at);
                file.ok()
                    .and_then(|file| file.name().ok().map(|name| name.replace('\\', "/")))
                    .unwrap_or_default()
            })
            .collect();
        Ok(Self {
            archive,
            names,
            spent: 0,
            cut: false,
        })
    }

    pub fn has(&self, name: &str) -> bool {
        self.position(name).is_some()
    }

    fn position(&self, name: &str) -> Option<usize> {
        let name = name.trim_start_matches('/');
        let plain = self.names.iter().position(|own| own == name);
        plain.or_else(|| {
            self.names
                .iter()
                .position(|own| own.trim_start_matches('/').eq_ignore_ascii_case(name))
        })
    }

    /// The bytes of a part as far as limits allow and the archive is whole; `None` where there is none.
    pub fn part(&mut self, name: &str) -> Option<Vec<u8>> {
        let at = self.position(name)?;
        let room = limits::MOST_PART_BYTES.min(limits::MOST_BYTES.saturating_sub(self.spent));
        let file = self.archive.by_index(at).ok()?;
        let mut bytes = Vec::new();
        // What was inflated before an error is kept.
        let _ = file.take(room + 1).read_to_end(&mut bytes);
        let length = bytes.len() as u64;
        if length > room {
            self.cut = true;
            bytes.truncate(usize::try_from(room).unwrap_or(0));
        }
        self.spent += length;
        Some(bytes)
    }

    /// A part as text, by its byte order mark.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.part(name).map(decode)
    }
}

/// XML as text: UTF-16 where a byte order mark or the first bytes say so.
pub fn decode(bytes: Vec<u8>) -> String {
    let encoding = match bytes.as_slice() {
        [0xff, 0xfe, ..] | [b'<', 0, ..] => UTF_16LE,
        [0xfe, 0xff, ..] | [0, b'<', ..] => UTF_16BE,
        _ => UTF_8,
    };
    if encoding == UTF_8 && !bytes.starts_with(b"\xef\xbb\xbf") {
        return match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        };
    }
    encoding.decode(&bytes).0.into_owned()
}

/// An attribute by its local name.
pub fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| unescape(&attribute.value))
}

pub fn number<T: std::str::FromStr>(start: &BytesStart<'_>, name: &str) -> Option<T> {
    attribute(start, name)?.trim().parse().ok()
}

/// Whether an attribute says yes.
pub fn is_set(start: &BytesStart<'_>, name: &str) -> bool {
    attribute(start, name).is_some_and(|value| matches!(value.trim(), "1" | "true" | "on"))
}

pub fn unescape(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), |text| text.into_owned())
}

/// The character of `&amp;`, `&#10;`.
pub fn reference(entity: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return Some(c);
    }
    let name: &str = entity;
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
