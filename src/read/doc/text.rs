//! The characters of a Word document: pieces of the stream, of one or of two bytes a character, in the order of the text.

use crate::read::bytes::Bytes;
use encoding_rs::WINDOWS_1252;
use std::ops::Range;

/// A stretch of characters that lie together in the stream.
#[derive(Clone, Debug)]
pub struct Piece<'a> {
    /// Characters of the text.
    pub range: Range<u32>,
    /// Where its first character lies in the stream.
    offset: usize,
    wide: bool,
    /// Changes of properties for all of it.
    pub changes: Changes<'a>,
}

#[derive(Clone, Copy, Debug)]
pub enum Changes<'a> {
    /// One, in short.
    One([u8; 3]),
    Many(&'a [u8]),
}

impl Changes<'_> {
    pub fn bytes(&self) -> &[u8] {
        match self {
            Changes::One(bytes) => bytes,
            Changes::Many(bytes) => bytes,
        }
    }
}

/// A character with its place in the stream, and in the text.
pub struct Letter {
    pub character: u16,
    pub offset: u32,
    pub place: u32,
}

/// The text: pieces that follow each other.
pub struct Text<'a> {
    stream: &'a [u8],
    pub pieces: Vec<Piece<'a>>,
    narrow: Vec<u16>,
}

impl<'a> Text<'a> {
    /// The pieces of a document; `None` where their table is damaged.
    pub fn of(stream: &'a [u8], table: &'a [u8]) -> Option<Self> {
        let mut bytes = Bytes(table);
        let mut changes: Vec<&[u8]> = Vec::new();
        let pieces = loop {
            match bytes.u8()? {
                1 => {
                    let length = usize::from(bytes.u16()?);
                    changes.push(bytes.take(length)?);
                }
                2 => {
                    let length = bytes.u32()? as usize;
                    break bytes.0.get(..length).unwrap_or(bytes.0);
                }
                _ => return None,
            }
        };
        let count = pieces.len().checked_sub(4)? / 12;
        let mut bounds = Bytes(pieces.get(..(count + 1) * 4)?);
        let mut descriptions = Bytes(pieces.get((count + 1) * 4..)?);
        let mut all = Vec::new();
        let mut start = bounds.u32()?;
        // Characters that are told twice are a lie: there are no more than bytes.
        let mut room = u32::try_from(stream.len()).unwrap_or(u32::MAX);
        for _ in 0..count {
            let end = bounds.u32()?;
            descriptions.u16()?;
            let (place, change) = (descriptions.u32()?, descriptions.u16()?);
            let wide = place & 0x4000_0000 == 0;
            let offset = (place & 0x3fff_ffff) as usize;
            let length = end.checked_sub(start)?.min(room);
            room -= length;
            all.push(Piece {
                range: start..start + length,
                offset: if wide { offset } else { offset / 2 },
                wide,
                changes: change_of(change, &changes),
            });
            start = end;
        }
        let page: Vec<u8> = (0..=255).collect();
        let narrow = WINDOWS_1252.decode_without_bom_handling(&page).0;
        Some(Self {
            stream,
            pieces: all,
            narrow: narrow.encode_utf16().collect(),
        })
    }

    /// The characters of a piece that lie in a range of the text; they end where the stream does.
    pub fn letters(&self, piece: &Piece<'a>, range: &Range<u32>) -> impl Iterator<Item = Letter> {
        let from = range.start.max(piece.range.start);
        let to = range.end.min(piece.range.end).max(from);
        let size = if piece.wide { 2 } else { 1 };
        let skipped = (from - piece.range.start) as usize * size;
        let (start, wide) = (piece.offset.saturating_add(skipped), piece.wide);
        (0..(to - from) as usize).map_while(move |at| {
            let offset = start.checked_add(at * size)?;
            let character = match wide {
                true => Bytes(self.stream.get(offset..)?).u16()?,
                false => *self.narrow.get(usize::from(*self.stream.get(offset)?))?,
            };
            Some(Letter {
                character,
                offset: u32::try_from(offset).ok()?,
                place: from + at as u32,
            })
        })
    }
}

/// What a piece says of its properties: the number of a list of changes, or one change in short (the codes of Word 6).
fn change_of<'a>(change: u16, all: &[&'a [u8]]) -> Changes<'a> {
    if change & 1 != 0 {
        let list = all.get(usize::from(change >> 1)).copied();
        return Changes::Many(list.unwrap_or(&[]));
    }
    let code: u16 = match (change >> 1) & 0x7f {
        0x18 => 0x2416,
        0x19 => 0x2417,
        0x41 => 0x0800,
        0x5c => 0x083c,
        _ => return Changes::Many(&[]),
    };
    let [low, high] = code.to_le_bytes();
    Changes::One([low, high, (change >> 8) as u8])
}
