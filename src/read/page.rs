//! Pages as geometry: characters and drawn lines with their places, and what a reader sees in them. Shared by pdf and ofd.
//!
//! Lengths are points (1/72 inch); x grows to the right, y grows downwards.
#![allow(clippy::float_arithmetic, reason = "page geometry")]

mod align;
mod area;
mod cell;
mod draw;
mod figure;
mod flow;
mod grid;
mod join;
mod level;
mod line;
mod numbers;
mod paragraph;
mod region;
mod rows;
mod rules;
mod run;
mod running;
mod split;
mod write;

pub use area::Area;
use cell::Slot;
pub use flow::compose;
use flow::{Piece, Placed};
pub use line::is_wide;
pub use numbers::say;
pub use write::write;

/// A character as drawn: from where its pen starts to where it ends, with the height of its font.
#[derive(Clone, Copy, Debug)]
pub struct Glyph {
    pub character: char,
    /// Pen at its start, on the baseline.
    pub from: (f64, f64),
    /// Pen at its end.
    pub to: (f64, f64),
    /// Height of the font.
    pub size: f64,
}

/// A drawn line, or the edge of a coloured box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    pub upright: bool,
    /// y of a level rule, x of an upright one.
    pub at: f64,
    pub from: f64,
    pub to: f64,
    /// Only the edge of a coloured box.
    pub edge: bool,
}

/// A page as it was drawn.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// 1-based.
    pub number: u32,
    pub width: f64,
    pub height: f64,
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
    /// Middles of slanted and curved strokes: where they are many, a chart or a picture is.
    pub strokes: Vec<(f64, f64)>,
}
