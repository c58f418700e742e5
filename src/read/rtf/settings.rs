//! What control words set for paragraphs and for the cells of rows.

use crate::read::{
    flow::Stop,
    limits,
    story::{Join, Shape},
};

/// Tab stops of a paragraph at most.
const MOST_STOPS: usize = 64;

/// What holds for paragraphs, until `\pard`.
#[derive(Clone, Default)]
pub struct Settings {
    in_table: bool,
    depth: usize,
    pub style: i32,
    pub outline: Option<u8>,
    left: i32,
    first: i32,
    pub stops: Vec<Stop>,
    /// The next stop has words end there.
    flush: bool,
}

impl Settings {
    pub fn depth(&self) -> usize {
        match self.depth {
            0 | 1 => usize::from(self.in_table),
            deep => deep,
        }
    }

    /// Twips that the first line stands in.
    pub fn indent(&self) -> i32 {
        self.left.saturating_add(self.first)
    }

    /// A word about paragraphs; whether it is one.
    pub fn set(&mut self, word: &str, parameter: Option<i32>) -> bool {
        let number = parameter.unwrap_or(0);
        match word {
            "pard" => *self = Settings::default(),
            "intbl" => self.in_table = true,
            "itap" => self.depth = usize::try_from(number).unwrap_or(0),
            "s" => self.style = number,
            "outlinelevel" => self.outline = u8::try_from(number).ok(),
            "li" | "lin" => self.left = number,
            "fi" => self.first = number,
            // Hundredths of a character.
            "culi" => self.left = number.saturating_mul(21) / 10,
            "cufi" => self.first = number.saturating_mul(21) / 10,
            "tqr" | "tqdec" => self.flush = true,
            "tqc" => self.flush = false,
            "tx" => {
                let flush = std::mem::take(&mut self.flush);
                if let Ok(at) = u32::try_from(number)
                    && self.stops.len() < MOST_STOPS
                {
                    self.stops.push(Stop { at, flush });
                }
            }
            _ => return false,
        }
        true
    }
}

/// The cells of a row, as they are described.
#[derive(Default)]
pub struct Row {
    pub shape: Shape,
    next: Join,
}

impl Row {
    /// A word about the cells of the row; whether it is one.
    pub fn set(&mut self, word: &str, number: i32) -> bool {
        match word {
            "trowd" => {
                *self = Row::default();
                self.shape.edges.push(0);
            }
            "trleft" => {
                if let Some(left) = self.shape.edges.first_mut() {
                    *left = number;
                }
            }
            "trhdr" => self.shape.header = true,
            // A deleted cell is as if it were part of the one before it.
            "clmrg" | "cldel" => self.next.left = true,
            "clvmrg" => self.next.up = true,
            "cellx" => {
                let join = std::mem::take(&mut self.next);
                if self.shape.joins.len() < limits::MOST_COLUMNS {
                    self.shape.edges.push(number);
                    self.shape.joins.push(join);
                }
            }
            _ => return false,
        }
        true
    }
}
