//! The styles of a Word document.

use super::properties::{Block, Character};
use crate::read::bytes::Bytes;

/// Styles based on each other.
const DEEPEST: usize = 12;

/// A style as it lies in the file.
struct Raw<'a> {
    /// What it is, if it is a built-in one.
    known: u16,
    based_on: u16,
    is_paragraph: bool,
    /// Changes of paragraphs and of characters.
    block: &'a [u8],
    character: &'a [u8],
}

/// Paragraphs' settings and whether characters are hidden, by the number of the style.
pub struct Styles {
    all: Vec<Option<(Block, bool)>>,
}

impl Styles {
    pub fn of(sheet: &[u8]) -> Self {
        let raw = read(sheet).unwrap_or_default();
        let mut all: Vec<Option<(Block, bool)>> = vec![None; raw.len()];
        for at in 0..raw.len() {
            // Bases first; a circle ends where it is met again.
            let mut line = vec![at];
            while let Some(Some(style)) = line.last().and_then(|&last| raw.get(last)) {
                let base = usize::from(style.based_on);
                let known = all.get(base).is_none_or(Option::is_some);
                if known || line.contains(&base) || line.len() >= DEEPEST {
                    break;
                }
                line.push(base);
            }
            while let Some(at) = line.pop() {
                let Some(Some(style)) = raw.get(at) else {
                    continue;
                };
                let base = all.get(usize::from(style.based_on)).cloned().flatten();
                let made = make(style, base.unwrap_or_default());
                if let Some(place) = all.get_mut(at) {
                    *place = Some(made);
                }
            }
        }
        Self { all }
    }

    pub fn block(&self, style: u16) -> Block {
        let found = self.all.get(usize::from(style)).and_then(Option::as_ref);
        found.map(|(block, _)| block.clone()).unwrap_or_default()
    }

    pub fn is_hidden(&self, style: u16) -> bool {
        let found = self.all.get(usize::from(style)).and_then(Option::as_ref);
        found.is_some_and(|(_, hidden)| *hidden)
    }
}

fn make(style: &Raw<'_>, (mut block, hidden): (Block, bool)) -> (Block, bool) {
    match style.known {
        1..=9 => block.outline = Some((style.known - 1) as u8),
        // The title.
        62 => block.outline = Some(0),
        // Contents, and those of tables.
        19..=27 | 35 => block.contents = true,
        _ => {}
    }
    block.change(style.block, &mut |_| Vec::new());
    let mut character = Character::default();
    character.run.hidden = hidden;
    character.change(style.character, hidden, |_| false);
    block.hidden = style.is_paragraph && character.run.hidden;
    (block, character.run.hidden)
}

fn read(sheet: &[u8]) -> Option<Vec<Option<Raw<'_>>>> {
    let mut bytes = Bytes(sheet);
    let length = usize::from(bytes.u16()?);
    let mut head = Bytes(bytes.take(length)?);
    let count = usize::from(head.u16()?);
    let base = usize::from(head.u16()?);
    let mut all = Vec::new();
    for _ in 0..count {
        let Some(style) = bytes
            .u16()
            .and_then(|length| bytes.take(usize::from(length)))
        else {
            break;
        };
        all.push(read_style(style, base));
    }
    Some(all)
}

fn read_style(style: &[u8], base: usize) -> Option<Raw<'_>> {
    let mut bytes = Bytes(style);
    let known = bytes.u16()? & 0xfff;
    let (kind, parts) = (bytes.u16()?, bytes.u16()?);
    let mut raw = Raw {
        known,
        based_on: kind >> 4,
        is_paragraph: kind & 0xf == 1,
        block: &[],
        character: &[],
    };
    let mut at = base;
    let name = usize::from(Bytes(style.get(at..)?).u16()?);
    at += 2 + name * 2 + 2;
    for part in 0..parts & 0xf {
        at += at % 2;
        let mut bytes = Bytes(style.get(at..)?);
        let length = usize::from(bytes.u16()?);
        let data = bytes.take(length)?;
        at += 2 + length;
        match (raw.is_paragraph, part) {
            // The number of the style stands first.
            (true, 0) => raw.block = data.get(2..).unwrap_or(&[]),
            (true, 1) | (false, 0) => raw.character = data,
            _ => {}
        }
    }
    Some(raw)
}
