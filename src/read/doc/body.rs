//! The stories of a Word document: its characters, told with their properties.

use super::{
    boxes::{self, Boxes},
    header::{Header, Part, Portion},
    lists,
    pages::{Kind, Stretches},
    properties::{Block, Character},
    styles::Styles,
    text::{Letter, Piece, Text},
};
use crate::read::{
    bytes::Bytes,
    limits::Limits,
    numbering::Numbering,
    story::{Paragraph, Story},
};
use std::{
    cell::{Cell, RefCell},
    ops::Range,
};

/// Bytes of changes that lie in the stream beside the text, over all paragraphs.
const MOST_ASIDE: usize = 64 << 20;

/// Numbers of lists; others say that there is none.
const USABLE: Range<u16> = 1..0x7ff;

/// A field: its code is no text, its result is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Code,
    Result,
}

pub struct Body<'a> {
    text: Text<'a>,
    characters: Stretches<'a>,
    blocks: Stretches<'a>,
    styles: Styles,
    numbering: RefCell<Numbering>,
    /// The stream that holds changes too long for the pages.
    data: &'a [u8],
    room: Cell<usize>,
    /// The characters of the main story.
    main: Range<u32>,
    boxes: Boxes,
    limits: &'a Limits,
}

impl<'a> Body<'a> {
    /// `None` where the table of pieces is damaged.
    pub fn of(
        header: &Header<'_>,
        stream: &'a [u8],
        table: &'a [u8],
        data: &'a [u8],
        limits: &'a Limits,
    ) -> Option<Self> {
        let pages = |part, kind| Stretches::of(stream, header.part(part, table), kind);
        let main = header.range(Portion::Main);
        Some(Self {
            text: Text::of(stream, header.part(Part::Pieces, table))?,
            characters: pages(Part::CharacterPages, Kind::Characters),
            blocks: pages(Part::ParagraphPages, Kind::Paragraphs),
            styles: Styles::of(header.part(Part::Styles, table)),
            numbering: RefCell::new(lists::read(
                header.part_on(Part::Lists, table),
                header.part_on(Part::ListFormats, table),
            )),
            data,
            room: Cell::new(MOST_ASIDE),
            boxes: boxes::read(
                header.part(Part::Anchors, table),
                header.part(Part::BoxTexts, table),
                &header.range(Portion::Boxes),
                main.end,
            ),
            main,
            limits,
        })
    }

    /// Whether there are fewer characters than the document says.
    pub fn is_cut(&self) -> bool {
        let end = self.text.pieces.last().map_or(0, |piece| piece.range.end);
        end < self.main.end
    }

    /// Tells the main story, each text box after the paragraph that it is anchored in.
    pub fn tell_main(&self, story: &mut Story) {
        self.tell(self.main.clone(), String::new(), story);
        self.tell_boxes(self.main.end, story);
    }

    /// Tells the text boxes that are anchored at a place.
    fn tell_boxes(&self, place: u32, story: &mut Story) {
        for range in self.boxes.get(&place).into_iter().flatten() {
            let mut inside = Story::new(self.limits);
            self.tell(range.clone(), String::new(), &mut inside);
            story.set_aside(inside);
        }
    }

    /// Tells the characters of a range; `number` stands before the first paragraph.
    fn tell(&self, range: Range<u32>, number: String, story: &mut Story) {
        let mut teller = Teller {
            body: self,
            story,
            fields: Vec::new(),
            number,
            units: Vec::new(),
            set: Character::default(),
            valid: 0..0,
        };
        let pieces = &self.text.pieces;
        let first = pieces.partition_point(|piece| piece.range.end <= range.start);
        for piece in pieces.iter().skip(first) {
            if piece.range.start >= range.end {
                break;
            }
            teller.valid = 0..0;
            for letter in self.text.letters(piece, &range) {
                if teller.story.is_full() {
                    return;
                }
                teller.take(&letter, piece);
            }
        }
        teller.flush();
    }

    /// Each note of a range, its number before it. `bounds`: where each begins, from the begin of the range.
    pub fn tell_notes(&self, range: Range<u32>, bounds: &[u8], mut each: impl FnMut(Story)) {
        let mut number = 0usize;
        let mut from = range.start;
        let places = bounds.chunks_exact(4).skip(1);
        for place in places.filter_map(|place| Bytes(place).u32()) {
            let to = range.start.saturating_add(place).min(range.end);
            if to <= from {
                break;
            }
            number += 1;
            let mut story = Story::new(self.limits);
            self.tell(from..to, format!("[{number}] "), &mut story);
            each(story);
            from = to;
        }
        if from < range.end {
            let mut story = Story::new(self.limits);
            self.tell(from..range.end, String::new(), &mut story);
            each(story);
        }
    }

    /// How a character is set, and for which stretch of the stream that holds.
    fn character(&self, offset: u32, piece: &Piece<'_>) -> (Character, Range<u32>) {
        let mut valid = 0..u32::MAX;
        let mut narrow = |from: u32, to: u32| valid = valid.start.max(from)..valid.end.min(to);
        let mut style = 0;
        match self.blocks.at(offset) {
            Some(block) => {
                style = Bytes(block.bytes).u16().unwrap_or(0);
                narrow(block.from, block.to);
            }
            None => narrow(offset, offset + 1),
        }
        let hidden = self.styles.is_hidden(style);
        let mut set = Character::default();
        set.run.hidden = hidden;
        let is_hidden = |style| self.styles.is_hidden(style);
        match self.characters.at(offset) {
            Some(stretch) => {
                set.change(stretch.bytes, hidden, is_hidden);
                narrow(stretch.from, stretch.to);
            }
            None => narrow(offset, offset + 1),
        }
        set.change(piece.changes.bytes(), hidden, is_hidden);
        (set, valid)
    }

    /// What is set for the paragraph whose mark lies at a place, and whether it ends there.
    fn block(&self, offset: u32, piece: &Piece<'_>) -> (Block, bool) {
        let stretch = self.blocks.at(offset);
        let mut bytes = Bytes(stretch.map_or(&[], |stretch| stretch.bytes));
        let style = bytes.u16().unwrap_or(0);
        let mut block = self.styles.block(style);
        let mut other = |place: u32| self.aside(place as usize).unwrap_or_default();
        block.change(bytes.0, &mut other);
        block.change(piece.changes.bytes(), &mut other);
        let ends = stretch.is_none_or(|stretch| stretch.to <= offset.saturating_add(2));
        (block, ends)
    }

    fn aside(&self, place: usize) -> Option<Vec<u8>> {
        let mut bytes = Bytes(self.data.get(place..)?);
        let length = usize::from(bytes.u16()?);
        self.room.set(self.room.get().checked_sub(length)?);
        Some(bytes.take(length)?.to_vec())
    }
}

struct Teller<'b, 'a> {
    body: &'b Body<'a>,
    story: &'b mut Story,
    fields: Vec<Field>,
    number: String,
    /// Characters that are set alike.
    units: Vec<u16>,
    set: Character,
    valid: Range<u32>,
}

impl Teller<'_, '_> {
    fn take(&mut self, letter: &Letter, piece: &Piece<'_>) {
        let Letter {
            character,
            offset,
            place,
        } = *letter;
        if !self.valid.contains(&offset) {
            let (set, valid) = self.body.character(offset, piece);
            if set != self.set {
                self.flush();
            }
            (self.set, self.valid) = (set, valid);
        }
        match character {
            0x07 | 0x0c | 0x0d => self.end(character, offset, piece),
            0x13 => self.fields.push(Field::Code),
            0x14 => {
                if let Some(field) = self.fields.last_mut() {
                    *field = Field::Result;
                }
            }
            0x15 => {
                self.fields.pop();
            }
            _ if self.fields.contains(&Field::Code) => {}
            0x08 => self.body.tell_boxes(place, self.story),
            0x09 => self.units.push(0x09),
            0x0b | 0x0e => self.units.push(0x0a),
            0x1e => self.units.push(u16::from(b'-')),
            // Symbols have no place among characters.
            0x28 if self.set.special => self.units.push(0x20),
            0xf000..0xf100 => self.units.push(0x20),
            0x00..0x20 => {}
            _ => self.units.push(character),
        }
    }

    fn flush(&mut self) {
        if !self.units.is_empty() {
            let words = String::from_utf16_lossy(&self.units);
            self.units.clear();
            self.story.push(&words, self.set.run);
        }
    }

    /// A mark that ends a paragraph, a cell or a row.
    fn end(&mut self, mark: u16, offset: u32, piece: &Piece<'_>) {
        let (block, ends) = self.body.block(offset, piece);
        if mark == 0x0c && !ends {
            // A page ends within the paragraph.
            self.units.push(0x0a);
            return;
        }
        self.flush();
        // A field code that never ended must not swallow what follows.
        for field in &mut self.fields {
            *field = Field::Result;
        }
        let depth = block.depth().max(usize::from(mark == 0x07));
        if block.ends_inner_row || (block.ends_row && mark == 0x07) {
            self.story.end_row(depth, &block.shape);
            return;
        }
        let mut number = std::mem::take(&mut self.number);
        let (list, level) = block.number;
        if USABLE.contains(&list) && self.story.has_open() && !self.set.run.deleted {
            let mut numbering = self.body.numbering.borrow_mut();
            number.push_str(&numbering.count(u32::from(list), usize::from(level)));
        }
        let paragraph = Paragraph {
            depth,
            outline: block.outline,
            contents: block.contents,
            indent: block.indent(),
            number,
            runs_on: self.set.run.deleted,
            stops: block.stops,
        };
        match mark == 0x07 || block.ends_inner_cell {
            true => self.story.end_cell(&paragraph),
            false => self.story.end_paragraph(&paragraph),
        }
    }
}
