//! The first block of a Word document ("FIB"): what it is, how long its stories are, where its tables lie.

use crate::read::bytes::Bytes;
use std::ops::Range;

/// Why a document is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Encrypted,
    /// Of a Word before 97.
    Old,
    Damaged,
}

/// What lies where in the table stream; numbered as in the file.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    Styles = 1,
    FootnoteTexts = 3,
    CharacterPages = 12,
    ParagraphPages = 13,
    Pieces = 33,
    Anchors = 40,
    EndnoteTexts = 47,
    BoxTexts = 56,
    Lists = 73,
    ListFormats = 74,
}

/// Stories, in the order of the file.
#[derive(Clone, Copy, Debug)]
pub enum Portion {
    Main = 0,
    Footnotes = 1,
    Endnotes = 5,
    Boxes = 6,
}

pub struct Header<'a> {
    /// The table stream that holds: 0 or 1.
    pub table: u8,
    /// Characters of each story.
    lengths: [u32; 7],
    /// Pairs of place and length.
    parts: &'a [u8],
}

impl<'a> Header<'a> {
    /// # Errors
    /// Where the document is of another version, encrypted, or no document.
    pub fn of(stream: &'a [u8]) -> Result<Self, Refusal> {
        let mut bytes = Bytes(stream);
        match bytes.u16() {
            Some(0xa5ec) => {}
            Some(0xa5dc | 0xa59b | 0xa59c | 0xa697 | 0xa699) => return Err(Refusal::Old),
            _ => return Err(Refusal::Damaged),
        }
        let flags = stream.get(10..12).and_then(|it| Bytes(it).u16());
        let flags = flags.ok_or(Refusal::Damaged)?;
        if flags & 0x0100 != 0 {
            return Err(Refusal::Encrypted);
        }
        Self::parts(stream, flags).ok_or(Refusal::Damaged)
    }

    fn parts(stream: &'a [u8], flags: u16) -> Option<Self> {
        let mut bytes = Bytes(stream.get(32..)?);
        let shorts = usize::from(bytes.u16()?);
        bytes.take(shorts * 2)?;
        let longs = usize::from(bytes.u16()?);
        let mut counts = Bytes(bytes.take(longs * 4)?);
        // The sizes of the file and of the program stand before.
        counts.take(12)?;
        let mut header = Self {
            table: u8::from(flags & 0x0200 != 0),
            lengths: [0; 7],
            parts: &[],
        };
        for length in &mut header.lengths {
            *length = counts.u32().filter(|&it| it < 1 << 28).unwrap_or(0);
        }
        let pairs = usize::from(bytes.u16()?);
        header.parts = bytes.0.get(..pairs * 8).unwrap_or(bytes.0);
        Some(header)
    }

    /// The characters of a story.
    pub fn range(&self, portion: Portion) -> Range<u32> {
        let mut lengths = self.lengths.iter();
        let from = lengths.by_ref().take(portion as usize).sum();
        from..from + lengths.next().copied().unwrap_or(0)
    }

    /// The bytes of a part; none where the file does not have it.
    pub fn part<'t>(&self, part: Part, table: &'t [u8]) -> &'t [u8] {
        let found = self.place(part, table);
        found
            .and_then(|(bytes, length)| bytes.get(..length))
            .unwrap_or(&[])
    }

    /// The bytes of a part and all that follow; none where the file does not have it.
    pub fn part_on<'t>(&self, part: Part, table: &'t [u8]) -> &'t [u8] {
        let found = self.place(part, table).filter(|(_, length)| *length > 0);
        found.map_or(&[], |(bytes, _)| bytes)
    }

    /// The bytes from where a part begins, and its length.
    fn place<'t>(&self, part: Part, table: &'t [u8]) -> Option<(&'t [u8], usize)> {
        let mut pair = Bytes(self.parts.get(part as usize * 8..)?);
        let (at, length) = (pair.u32()? as usize, pair.u32()? as usize);
        Some((table.get(at..)?, length))
    }
}
