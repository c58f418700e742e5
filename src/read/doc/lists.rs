//! The lists of a Word document: definitions, and what a list in use has otherwise.

use crate::read::{
    bytes::Bytes,
    numbering::{Abstract, Level, Levels, List, Numbering},
};

/// Lists of a document at most.
const MOST_LISTS: usize = 4096;

/// `definitions` and `formats`: the bytes from where each of the two begins.
pub fn read(definitions: &[u8], formats: &[u8]) -> Numbering {
    let mut numbering = Numbering::default();
    // Lists behind damage are not numbered.
    let _ = define(Bytes(definitions), &mut numbering);
    let _ = use_lists(Bytes(formats), &mut numbering);
    numbering
}

/// The definitions, then the levels of each: one of a simple list, nine of others.
fn define(mut bytes: Bytes<'_>, numbering: &mut Numbering) -> Option<()> {
    let count = usize::from(bytes.u16()?).min(MOST_LISTS);
    let mut heads = Vec::new();
    for _ in 0..count {
        let mut head = Bytes(bytes.take(28)?);
        let id = head.u32()?;
        head.take(4 + 18)?;
        heads.push((id, head.u8()? & 1 != 0));
    }
    for (id, simple) in heads {
        let mut levels = Levels::new();
        for at in 0..if simple { 1 } else { 9 } {
            levels.insert(at, level(&mut bytes)?);
        }
        let base = Abstract {
            levels,
            ..Abstract::default()
        };
        numbering.bases.insert(id, base);
    }
    Some(())
}

/// The lists in use, which paragraphs count from 1, then what each has otherwise.
fn use_lists(mut bytes: Bytes<'_>, numbering: &mut Numbering) -> Option<()> {
    let count = (bytes.u32()? as usize).min(MOST_LISTS);
    let mut heads = Vec::new();
    for _ in 0..count {
        let mut head = Bytes(bytes.take(16)?);
        let base = head.u32()?;
        head.take(8)?;
        heads.push((base, head.u8()?));
    }
    for (number, &(base, _)) in (1u32..).zip(&heads) {
        let list = List {
            base,
            ..List::default()
        };
        numbering.lists.insert(number, list);
    }
    for (number, (_, others)) in (1u32..).zip(heads) {
        bytes.take(4)?;
        for _ in 0..others {
            let (start, flags) = (bytes.u32()?, bytes.u32()?);
            let at = (flags & 0xf) as usize;
            let own = if flags & 0x20 != 0 {
                Some(level(&mut bytes)?)
            } else {
                None
            };
            let list = numbering.lists.get_mut(&number)?;
            match own {
                Some(level) => {
                    if flags & 0x10 != 0 {
                        list.starts.insert(at, level.start);
                    }
                    list.levels.insert(at, level);
                }
                None if flags & 0x10 != 0 => {
                    list.starts.insert(at, start);
                }
                None => {}
            }
        }
    }
    Some(())
}

fn level(bytes: &mut Bytes<'_>) -> Option<Level> {
    let mut head = Bytes(bytes.take(28)?);
    let (start, format, flags) = (head.u32()?, head.u8()?, head.u8()?);
    let places = head.take(9)?;
    let follow = head.u8()?;
    head.take(8)?;
    let (character, block, limit) = (head.u8()?, head.u8()?, head.u8()?);
    bytes.take(usize::from(block) + usize::from(character))?;
    let length = usize::from(bytes.u16()?);
    let words = bytes.wide(length)?;
    let mut text = String::new();
    // The places where numbers stand, counted from 1; what stands there is their level.
    for (at, c) in (1usize..).zip(words.chars()) {
        let is_number = places.iter().any(|&place| usize::from(place) == at);
        match u32::from(c) {
            level @ 0..9 if is_number => text.push_str(&format!("%{}", level + 1)),
            _ => text.push(c),
        }
    }
    Some(Level {
        start,
        format: name_of(format).to_owned(),
        text,
        legal: flags & 4 != 0,
        tight: follow == 2,
        restart: (flags & 8 != 0).then(|| usize::from(limit)),
    })
}

/// The name of a number format.
fn name_of(format: u8) -> &'static str {
    match format {
        1 => "upperRoman",
        2 => "lowerRoman",
        3 => "upperLetter",
        4 => "lowerLetter",
        5 => "ordinal",
        0x0a => "ideographDigital",
        0x0b => "japaneseCounting",
        0x11 => "japaneseDigitalTenThousand",
        0x12 => "decimalEnclosedCircle",
        0x16 => "decimalZero",
        0x17 => "bullet",
        0x1a => "decimalEnclosedFullstop",
        0x1b => "decimalEnclosedParen",
        0x1c => "decimalEnclosedCircleChinese",
        0x1e => "ideographTraditional",
        0x1f => "ideographZodiac",
        0x21 => "taiwaneseCounting",
        0x23 => "taiwaneseCountingThousand",
        0x24 => "taiwaneseDigital",
        0x25 => "chineseCounting",
        0x26 => "chineseLegalSimplified",
        0x27 => "chineseCountingThousand",
        0xff => "none",
        _ => "decimal",
    }
}
