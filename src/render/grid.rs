//! A table drawn as a grid with the numbers of its rows: whole, or folded to what takes part and to the width of the terminal.

use super::{
    paint::Paint,
    place,
    width::{columns, pad_left, pad_right, shorten, tame},
};
use crate::model::{Content, Table};
use std::collections::BTreeSet;

/// Columns of the terminal that a cell may take before it is broken off.
const CELL: usize = 40;
/// What words may take where the table is too wide, tried in turn.
const NARROWER: [usize; 3] = [28, 20, 12];

/// Which rows and columns of a table are drawn (0-based, in order), and how.
pub struct Drawing<'a> {
    table: &'a Table,
    rows: Vec<usize>,
    columns: Vec<usize>,
    /// Columns of the terminal for a cell of words.
    cell: usize,
    /// Whether the numbers of the columns stand above them.
    numbered: bool,
    /// Cells painted as wrong.
    wrong: BTreeSet<(usize, usize)>,
}

impl<'a> Drawing<'a> {
    /// Every row and column.
    pub fn whole(table: &'a Table) -> Self {
        Drawing {
            table,
            rows: (0..table.rows.len()).collect(),
            columns: (0..table.width()).collect(),
            cell: CELL,
            numbered: false,
            wrong: BTreeSet::new(),
        }
    }

    /// Some rows under numbered columns, no wider than `room`: words are shortened first, then columns left out, those of
    /// `parts` last.
    pub fn folded(
        table: &'a Table,
        rows: BTreeSet<usize>,
        parts: &BTreeSet<usize>,
        wrong: BTreeSet<(usize, usize)>,
        room: usize,
    ) -> Self {
        let mut drawing = Drawing {
            rows: rows.into_iter().collect(),
            numbered: true,
            wrong,
            ..Drawing::whole(table)
        };
        for cell in NARROWER {
            if drawing.width() <= room {
                return drawing;
            }
            drawing.cell = cell;
        }
        if drawing.width() > room {
            let labels = (0..table.width()).take(1);
            let others = (1..table.width()).filter(|column| !parts.contains(column));
            let mut kept: BTreeSet<usize> = BTreeSet::new();
            for column in labels.chain(parts.iter().copied()).chain(others) {
                let mut more = kept.clone();
                more.insert(column);
                drawing.columns = more.iter().copied().collect();
                if drawing.width() <= room {
                    kept = more;
                }
            }
            drawing.columns = kept.into_iter().collect();
        }
        drawing
    }

    fn text(&self, row: usize, column: usize) -> String {
        let text = self.table.cell(row, column);
        let text = text.map_or(String::new(), |cell| tame(&cell.text));
        let room = if Content::of(&text).is_number() {
            CELL
        } else {
            self.cell
        };
        shorten(&text, room)
    }

    /// As the file counts it.
    fn number(&self, column: usize) -> String {
        place::coordinates(self.table, 0, column)[1].to_string()
    }

    fn widths(&self) -> Vec<usize> {
        let width = |&column: &usize| {
            let cells = self
                .rows
                .iter()
                .map(|&row| columns(&self.text(row, column)));
            let number = if self.numbered {
                self.number(column).len()
            } else {
                0
            };
            cells.max().unwrap_or(0).max(number)
        };
        self.columns.iter().map(width).collect()
    }

    fn digits(&self) -> usize {
        place::coordinates(self.table, self.table.rows.len(), 0)[0]
            .saturating_sub(1)
            .to_string()
            .len()
    }

    /// Whether columns are left out before the one at a place of those drawn, or after the last.
    fn gap(&self, at: usize) -> bool {
        let next = at
            .checked_sub(1)
            .and_then(|before| self.columns.get(before));
        let due = next.map_or(0, |before| before + 1);
        let own = self.columns.get(at).copied();
        own.unwrap_or(self.table.width()) > due
    }

    fn width(&self) -> usize {
        let gaps = (0..=self.columns.len()).filter(|&at| self.gap(at)).count();
        let cells: usize = self.widths().iter().map(|width| width + 3).sum();
        self.digits() + 3 + cells + 4 * gaps
    }

    /// A line of the grid: its number, what stands in each column, and in place of columns that are left out.
    fn line(
        &self,
        [number, open, between, close, pad]: [&str; 5],
        widths: &[usize],
        left_out: &str,
        cell: &dyn Fn(usize, usize) -> String,
    ) -> String {
        let mut cells: Vec<String> = Vec::new();
        let mut push = |text: &str| cells.push(format!("{pad}{text}{pad}"));
        for (at, (&column, &width)) in self.columns.iter().zip(widths).enumerate() {
            if self.gap(at) {
                push(left_out);
            }
            push(&cell(column, width));
        }
        if self.gap(self.columns.len()) {
            push(left_out);
        }
        let line = format!(" {number} {open}{}{close}", cells.join(between));
        format!("{}\n", line.trim_end())
    }

    /// A stroke stands under the header; rows and columns that are left out are marked.
    pub fn draw(&self, paint: Paint) -> String {
        let headers = self.table.header_rows.unwrap_or(0);
        let widths = self.widths();
        let digits = self.digits();
        let blank = " ".repeat(digits);
        let elided = || {
            let number = pad_left("…", digits);
            let dots = |_: usize, width: usize| pad_left("…", width);
            self.line([&number, "│", "│", "│", " "], &widths, "…", &dots)
        };
        let mut out = String::new();
        if self.numbered {
            let numbers =
                |column: usize, width: usize| paint.dim(&pad_left(&self.number(column), width));
            out.push_str(&self.line([&blank, " ", " ", "", " "], &widths, " ", &numbers));
        }
        let mut due = 0;
        for &row in &self.rows {
            if row > due {
                out.push_str(&elided());
            }
            due = row + 1;
            let number = place::coordinates(self.table, row, 0)[0].to_string();
            let number = paint.dim(&pad_left(&number, digits));
            let cell = |column: usize, width: usize| {
                let cell = self.text(row, column);
                let padded = if Content::of(&cell).is_number() {
                    pad_left(&cell, width)
                } else {
                    pad_right(&cell, width)
                };
                if self.wrong.contains(&(row, column)) {
                    paint.red(&padded)
                } else {
                    padded
                }
            };
            out.push_str(&self.line([&number, "│", "│", "│", " "], &widths, "…", &cell));
            if row + 1 == headers {
                let strokes = |_: usize, width: usize| "─".repeat(width);
                out.push_str(&self.line([&blank, "├", "┼", "┤", "─"], &widths, "─", &strokes));
            }
        }
        if due < self.table.rows.len() {
            out.push_str(&elided());
        }
        out
    }
}
