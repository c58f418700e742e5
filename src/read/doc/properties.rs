//! Properties of characters and paragraphs, as far as they say what is read and where it stands.

use super::sprm::Sprms;
use crate::read::{
    bytes::Bytes,
    flow::Stop,
    story::{Join, Run, Shape},
};

/// Tab stops of a paragraph at most.
const MOST_STOPS: usize = 64;
/// Bytes of a definition of a cell.
const CELL: usize = 20;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Character {
    pub run: Run,
    /// What stands there is a mark and no text.
    pub special: bool,
}

impl Character {
    /// `style`: hidden by the style of its paragraph.
    pub fn change(&mut self, changes: &[u8], style: bool, is_hidden: impl Fn(u16) -> bool) {
        let mut base = style;
        for (code, operand) in Sprms(Bytes(changes)) {
            let Some(&value) = operand.first() else {
                continue;
            };
            match code {
                0x0800 => self.run.deleted = value != 0,
                0x0855 => self.special = value != 0,
                0x083c => {
                    self.run.hidden = match value {
                        0x80 => base,
                        0x81 => !base,
                        value => value != 0,
                    }
                }
                0x2a48 => self.run.raised = value == 1,
                0x4a30 => {
                    let style = Bytes(operand).u16().unwrap_or(0);
                    base ^= is_hidden(style);
                    self.run.hidden = base;
                }
                _ => {}
            }
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Block {
    pub in_table: bool,
    depth: u32,
    /// Its mark ends a row.
    pub ends_row: bool,
    pub ends_inner_row: bool,
    pub ends_inner_cell: bool,
    pub outline: Option<u8>,
    pub contents: bool,
    left: i32,
    first: i32,
    pub stops: Vec<Stop>,
    /// (list, level) of the automatic numbering; list 0 is none.
    pub number: (u16, u8),
    pub shape: Shape,
    /// Its style is hidden.
    pub hidden: bool,
}

impl Block {
    /// How many tables it stands in.
    pub fn depth(&self) -> usize {
        (self.depth as usize).max(usize::from(self.in_table))
    }

    pub fn indent(&self) -> i32 {
        self.left.saturating_add(self.first)
    }

    /// `other`: the bytes of another stream that hold changes too long for this one.
    pub fn change(&mut self, changes: &[u8], other: &mut dyn FnMut(u32) -> Vec<u8>) {
        for (code, operand) in Sprms(Bytes(changes)) {
            let mut bytes = Bytes(operand);
            match code {
                0x6645 | 0x6646 => {
                    let huge = other(bytes.u32().unwrap_or(u32::MAX));
                    // What is there refers to nothing else.
                    self.change(&huge, &mut |_| Vec::new());
                }
                _ => {
                    let _ = self.set(code, bytes);
                }
            }
        }
    }

    fn set(&mut self, code: u16, mut operand: Bytes<'_>) -> Option<()> {
        let mut short = operand;
        let mut twips = || short.u16().map(|it| i32::from(it as i16));
        match code {
            0x2416 => self.in_table = operand.u8()? != 0,
            0x2417 => self.ends_row = operand.u8()? != 0,
            0x6649 => self.depth = operand.u32()?,
            0x664a => self.depth = self.depth.wrapping_add(operand.u32()?),
            0x244b => self.ends_inner_cell = operand.u8()? != 0,
            0x244c => self.ends_inner_row = operand.u8()? != 0,
            0x2640 => self.outline = Some(operand.u8()?),
            0x840f | 0x845e => self.left = twips()?,
            0x8411 | 0x8460 => self.first = twips()?,
            // Hundredths of a character.
            0x4456 => self.left = twips()?.saturating_mul(21) / 10,
            0x4457 => self.first = twips()?.saturating_mul(21) / 10,
            0xc60d => self.set_stops(operand, 2)?,
            0xc615 => self.set_stops(operand, 4)?,
            0x260a => self.number.1 = operand.u8()?,
            0x460b => self.number.0 = operand.u16()?,
            0x3404 => self.shape.header = operand.u8()? != 0,
            0xd608 => self.define_table(operand)?,
            0x5624 => {
                let (first, end) = (operand.u8()?, operand.u8()?);
                let joins = self.shape.joins.iter_mut();
                let inner = joins.take(usize::from(end)).skip(usize::from(first) + 1);
                inner.for_each(|join| join.left = true);
            }
            0xd62b => {
                let (cell, merge) = (operand.u8()?, operand.u8()?);
                self.shape.joins.get_mut(usize::from(cell))?.up = merge & 3 == 1;
            }
            _ => {}
        }
        Some(())
    }

    /// Stops taken away (each in so many bytes), then stops set, with their kinds.
    fn set_stops(&mut self, mut operand: Bytes<'_>, size: usize) -> Option<()> {
        let removed = usize::from(operand.u8()?);
        let gone = operand.take(removed * size)?;
        let gone = gone.chunks_exact(2).take(removed);
        for place in gone.filter_map(|it| Bytes(it).u16()) {
            self.stops.retain(|stop| stop.at != u32::from(place));
        }
        let added = usize::from(operand.u8()?);
        let mut places = Bytes(operand.take(added * 2)?);
        for _ in 0..added {
            let at = u32::from(places.u16()?);
            let kind = operand.u8().unwrap_or(0) & 7;
            self.stops.retain(|stop| stop.at != at);
            // Bars are no stops, and what lies left of the text is out of reach.
            if kind < 4 && at < 0x8000 && self.stops.len() < MOST_STOPS {
                let flush = kind >= 2;
                self.stops.push(Stop { at, flush });
            }
        }
        Some(())
    }

    /// The edges of the cells of a row, then what each of them is.
    fn define_table(&mut self, mut operand: Bytes<'_>) -> Option<()> {
        let count = usize::from(operand.u8()?);
        let mut shape = Shape {
            header: self.shape.header,
            ..Shape::default()
        };
        for _ in 0..=count {
            shape.edges.push(i32::from(operand.u16()? as i16));
        }
        for _ in 0..count {
            let flags = operand.take(CELL).and_then(|cell| Bytes(cell).u16());
            let is = |flag: u16| flags.unwrap_or(0) & flag != 0;
            shape.joins.push(Join {
                left: is(0x02),
                up: is(0x20) && !is(0x40),
            });
        }
        self.shape = shape;
        Some(())
    }
}
