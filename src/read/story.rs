//! The story of a Word document as its binary and its rich text form tell it: characters, and marks that end paragraphs,
//! cells and rows.

use super::{
    flow::{self, Flow, Grid, Piece, Row, Stop},
    limits::{self, Limits},
    transcript::Transcript,
};
use crate::model::Place;
use std::collections::BTreeSet;

/// Twips (1/1440 inch) by which the edges of cells that lie above each other may differ.
const NEAR: i32 = 20;

/// How characters are set, as far as it decides whether and how they are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Run {
    pub hidden: bool,
    /// Deleted under tracking.
    pub deleted: bool,
    /// Set high, as marks of notes are.
    pub raised: bool,
}

/// What the mark at the end of a paragraph says of it.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    /// How many tables it stands in.
    pub depth: usize,
    /// 0 for the outermost heading; 9 for body text.
    pub outline: Option<u8>,
    /// A line of a table of contents.
    pub contents: bool,
    /// Twips that its first line stands in.
    pub indent: i32,
    pub stops: Vec<Stop>,
    /// The automatic number, as it is printed.
    pub number: String,
    /// The mark itself is deleted: the next paragraph goes on with it.
    pub runs_on: bool,
}

/// What the mark at the end of a row says of its cells.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// The left edge of the first cell and the right edge of each, in twips.
    pub edges: Vec<i32>,
    pub joins: Vec<Join>,
    pub header: bool,
}

/// How a cell hangs together with others.
#[derive(Clone, Copy, Debug, Default)]
pub struct Join {
    /// Part of the cell before it.
    pub left: bool,
    /// Part of the cell above it.
    pub up: bool,
}

/// A table that is open.
#[derive(Default)]
struct Table {
    /// Of each row that ended: the edges of its cells.
    edges: Vec<Vec<i32>>,
    row_is_open: bool,
    /// Something in the row was deleted under tracking.
    row_is_cut: bool,
}

/// A story while it is told.
pub struct Story {
    flow: Flow,
    /// Outermost first.
    tables: Vec<Table>,
    words: String,
    /// What stands after the paragraph that is open.
    aside: Vec<Piece>,
    /// Paragraphs so far, as Word counts them.
    count: u32,
    hidden: usize,
    deleted: usize,
    /// How the characters before were set.
    last: Run,
}

impl Story {
    pub fn new(limits: &Limits) -> Self {
        Self {
            flow: Flow::new(limits),
            tables: Vec::new(),
            words: String::new(),
            aside: Vec::new(),
            count: 0,
            hidden: 0,
            deleted: 0,
            last: Run::default(),
        }
    }

    pub fn is_full(&self) -> bool {
        self.flow.is_full()
    }

    pub fn push(&mut self, words: &str, run: Run) {
        let last = std::mem::replace(&mut self.last, run);
        if run.deleted {
            self.deleted += usize::from(!last.deleted);
            if let Some(table) = self.tables.last_mut() {
                table.row_is_cut = true;
            }
        } else if run.hidden {
            self.hidden += usize::from(!last.hidden && !words.trim().is_empty());
        } else if self.words.len() < limits::LONGEST
            && !(run.raised && flow::is_note_mark(&self.words, words))
        {
            self.words.push_str(words);
        }
    }

    /// Whether a paragraph was begun and not ended.
    pub fn has_open(&self) -> bool {
        !self.words.trim().is_empty() || !self.aside.is_empty()
    }

    /// Takes what stands beside the paragraph that is open: it follows that paragraph.
    pub fn set_aside(&mut self, other: Story) {
        self.count = self.count.max(other.count);
        let pieces = self.taken(other);
        self.aside.extend(pieces);
    }

    /// The pieces of another story; what was left out of it is counted here.
    pub fn taken(&mut self, mut other: Story) -> Vec<Piece> {
        other.end_open();
        self.hidden += other.hidden;
        self.deleted += other.deleted;
        other.flow.into_pieces()
    }

    pub fn end_paragraph(&mut self, paragraph: &Paragraph) {
        self.count = self.count.saturating_add(1);
        if paragraph.runs_on {
            return;
        }
        self.reach(paragraph.depth);
        let mut words = std::mem::take(&mut self.words);
        if !words.trim().is_empty() {
            if !paragraph.number.is_empty() {
                words = format!("{}{}", paragraph.number, words.trim_start());
            }
            if paragraph.contents {
                flow::drop_page_number(&mut words);
            }
            let place = Some(Place::Paragraph(self.count));
            self.flow
                .push(match paragraph.outline.filter(|&level| level < 9) {
                    Some(level) => Piece::Heading {
                        level: level + 1,
                        words,
                        place,
                    },
                    None => Piece::Paragraph {
                        words,
                        place,
                        indent: usize::try_from(paragraph.indent.max(0) / 105).unwrap_or(0),
                        stops: paragraph.stops.clone(),
                    },
                });
        }
        for piece in std::mem::take(&mut self.aside) {
            self.flow.push(piece);
        }
    }

    /// Ends a cell with its last paragraph.
    pub fn end_cell(&mut self, paragraph: &Paragraph) {
        self.end_paragraph(&Paragraph {
            runs_on: false,
            ..paragraph.clone()
        });
        self.flow.close_cell();
    }

    /// Ends a row of the table that lies so deep.
    pub fn end_row(&mut self, depth: usize, shape: &Shape) {
        if !self.words.trim().is_empty() {
            self.end_paragraph(&Paragraph {
                depth,
                ..Paragraph::default()
            });
        }
        self.words.clear();
        self.close_to(depth);
        self.flow.close_cell();
        let open = self
            .tables
            .last_mut()
            .filter(|table| table.row_is_open && depth > 0);
        let (Some(table), Some(row)) = (open, self.flow.row()) else {
            return;
        };
        table.row_is_open = false;
        // Of a row that was deleted as a whole nothing is left.
        if std::mem::take(&mut table.row_is_cut) && row.is_blank() {
            self.flow.drop_row();
            return;
        }
        row.header = shape.header;
        table.edges.push(join(row, shape));
        self.flow.close_row();
    }

    /// Everything that was told, then the notes, into a document's text.
    pub fn finish(mut self, notes: Vec<Piece>, transcript: &mut Transcript<'_>) {
        self.end_open();
        for note in notes {
            self.flow.push(note);
        }
        self.flow.finish(transcript);
        for notice in flow::left_out(self.hidden, self.deleted) {
            transcript.notice(notice);
        }
    }

    /// Ends what is open: words without a mark, tables.
    fn end_open(&mut self) {
        if self.has_open() {
            self.end_paragraph(&Paragraph::default());
        }
        self.close_to(0);
    }

    /// Closes and opens tables until so many are open, and a cell in each.
    fn reach(&mut self, depth: usize) {
        let depth = depth.min(limits::DEEPEST_TABLE);
        self.close_to(depth);
        self.open_cell();
        while self.tables.len() < depth {
            self.flow.open_table();
            self.tables.push(Table::default());
            self.open_cell();
        }
    }

    fn open_cell(&mut self) {
        if let Some(table) = self.tables.last_mut()
            && self.flow.cell().is_none()
        {
            table.row_is_open = true;
            self.flow.open_cell();
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.tables.len() > depth.min(limits::DEEPEST_TABLE) {
            let Some(mut table) = self.tables.pop() else {
                return;
            };
            self.flow.close_row();
            if table.row_is_open {
                table.edges.push(Vec::new());
            }
            if let Some(grid) = self.flow.table() {
                lay_out(grid, &table.edges);
            }
            self.flow.close_table();
        }
    }
}

/// Joins the cells of a row that its shape joins; the edges of those that stay.
fn join(row: &mut Row, shape: &Shape) -> Vec<i32> {
    let mut edges = shape.edges.get(..1).unwrap_or(&[]).to_vec();
    for (at, mut cell) in std::mem::take(&mut row.cells).into_iter().enumerate() {
        let own = shape.joins.get(at).copied().unwrap_or_default();
        // A cell that the shape does not know is as wide as the one before it.
        let edge = shape.edges.get(at + 1).copied().or_else(|| {
            let [.., before, end] = *edges.as_slice() else {
                return None;
            };
            Some(end.saturating_add(end.saturating_sub(before)))
        });
        if own.left
            && let Some(before) = row.cells.last_mut()
        {
            before.pieces.append(&mut cell.pieces);
            if let (Some(end), Some(edge)) = (edges.last_mut(), edge) {
                *end = edge;
            }
            continue;
        }
        cell.continues = own.up;
        row.cells.push(cell);
        edges.extend(edge);
    }
    edges
}

/// Gives cells the columns of the grid that the edges of all rows make.
fn lay_out(grid: &mut Grid, edges: &[Vec<i32>]) {
    // The right edges of cells so narrow that their edges must stay apart.
    let slim: BTreeSet<i32> = edges
        .iter()
        .flat_map(|row| row.windows(2))
        .filter(|pair| pair[0] < pair[1] && pair[1] - pair[0] <= NEAR)
        .map(|pair| pair[1])
        .collect();
    let mut all: Vec<i32> = edges.iter().flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    let mut lines: Vec<i32> = Vec::new();
    for edge in all {
        let new = lines
            .last()
            .is_none_or(|&line| edge.saturating_sub(line) > NEAR || slim.contains(&edge));
        if new {
            lines.push(edge);
        }
    }
    let column = |edge: i32| {
        lines
            .partition_point(|&line| line <= edge)
            .saturating_sub(1)
    };
    for (row, edges) in grid.rows.iter_mut().zip(edges) {
        row.before = edges.first().map_or(0, |&first| column(first));
        for (cell, pair) in row.cells.iter_mut().zip(edges.windows(2)) {
            cell.covers.0 = column(pair[1]).saturating_sub(column(pair[0])).max(1);
        }
    }
    let widths = lines.windows(2).map(|pair| pair[1].abs_diff(pair[0]));
    grid.widths = widths.take(limits::MOST_COLUMNS).collect();
}
