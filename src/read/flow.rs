//! What a word processor or a web page holds, before it has a text: paragraphs and tables, tables inside cells.

mod grid;
mod lines;
mod tabs;

pub use tabs::Stop;

use super::{
    limits::{self, Limits},
    transcript::{Transcript, tidied, tidy},
    width::columns,
};
use crate::model::{Content, Place, Words};

/// Bytes of words that are repeated from cell to cell.
const MOST_REPEATED: usize = 64;

/// One block. Tabs and line breaks in words are kept.
#[derive(Clone, Debug)]
pub enum Piece {
    Heading {
        level: u8,
        words: String,
        place: Option<Place>,
    },
    Paragraph {
        words: String,
        place: Option<Place>,
        /// Half characters (105 twips) that its first line stands in.
        indent: usize,
        /// Its tab stops.
        stops: Vec<Stop>,
    },
    Table(Grid),
    /// Lines set as they are, maybe in columns.
    Lines(String),
    Notice(Words),
    /// A comment that speaks to this program.
    Remark(String),
}

/// A table with its cells in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    pub caption: Option<String>,
    pub rows: Vec<Row>,
    /// Widths of the grid's columns, where the file gives them, in any measure.
    pub widths: Vec<u32>,
}

#[derive(Clone, Debug, Default)]
pub struct Row {
    pub cells: Vec<Stall>,
    /// Grid columns left out before its first cell.
    pub before: usize,
    pub header: bool,
    /// Hidden or deleted.
    pub left_out: bool,
}

impl Row {
    /// Whether no words and no tables stand in it.
    pub fn is_blank(&self) -> bool {
        let mut pieces = self.cells.iter().flat_map(|cell| &cell.pieces);
        pieces.all(|piece| match piece {
            Piece::Heading { words, .. } | Piece::Paragraph { words, .. } | Piece::Lines(words) => {
                words.trim().is_empty()
            }
            Piece::Remark(_) => true,
            Piece::Table(_) | Piece::Notice(_) => false,
        })
    }
}

/// A cell with what stands in it.
#[derive(Clone, Debug)]
pub struct Stall {
    pub pieces: Vec<Piece>,
    /// (columns, rows) that it covers.
    pub covers: (usize, usize),
    /// It goes on with the cell above it.
    pub continues: bool,
    pub header: bool,
}

impl Default for Stall {
    fn default() -> Self {
        Self {
            pieces: Vec::new(),
            covers: (1, 1),
            continues: false,
            header: false,
        }
    }
}

/// Pieces while they are gathered: the document, and inside it tables, rows and cells that are open.
pub struct Flow {
    pieces: Vec<Piece>,
    open: Vec<Open>,
    /// Tables that are open but lie too deep: their words go to the cell around them.
    flattened: usize,
    /// Pieces, rows and cells so far, and how many are taken.
    count: usize,
    most: usize,
}

enum Open {
    Table(Grid),
    Row(Row),
    Cell(Stall),
}

impl Flow {
    pub fn new(limits: &Limits) -> Self {
        Self {
            pieces: Vec::new(),
            open: Vec::new(),
            flattened: 0,
            count: 0,
            most: limits.cells,
        }
    }

    pub fn push(&mut self, piece: Piece) {
        self.count += 1;
        if self.is_full() {
            return;
        }
        match self.open.last_mut() {
            Some(Open::Cell(cell)) => {
                // Most cells hold one paragraph.
                if cell.pieces.is_empty() {
                    cell.pieces.reserve_exact(1);
                }
                cell.pieces.push(piece);
            }
            // Words between the cells of a table belong before it.
            Some(_) => {
                let cell = self.open.iter_mut().rev().find_map(|open| match open {
                    Open::Cell(cell) => Some(cell),
                    _ => None,
                });
                cell.map_or(&mut self.pieces, |cell| &mut cell.pieces)
                    .push(piece);
            }
            None => self.pieces.push(piece),
        }
    }

    /// Whether so much was gathered that nothing more is taken.
    pub fn is_full(&self) -> bool {
        self.count > self.most
    }

    /// How many tables, rows and cells are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    pub fn open_table(&mut self) {
        let depth = self
            .open
            .iter()
            .filter(|open| matches!(open, Open::Table(_)));
        if self.flattened > 0 || depth.count() >= limits::DEEPEST_TABLE {
            self.flattened += 1;
        } else {
            self.open.push(Open::Table(Grid::default()));
        }
    }

    /// The table that is open innermost.
    pub fn table(&mut self) -> Option<&mut Grid> {
        self.open.iter_mut().rev().find_map(|open| match open {
            Open::Table(grid) => Some(grid),
            _ => None,
        })
    }

    pub fn open_row(&mut self) {
        if self.flattened == 0 {
            self.close_row();
            if matches!(self.open.last(), Some(Open::Table(_))) {
                self.count += 1;
                self.open.push(Open::Row(Row::default()));
            }
        }
    }

    /// The row that is open innermost.
    pub fn row(&mut self) -> Option<&mut Row> {
        self.open.iter_mut().rev().find_map(|open| match open {
            Open::Row(row) => Some(row),
            _ => None,
        })
    }

    pub fn open_cell(&mut self) {
        if self.flattened == 0 {
            self.close_cell();
            if matches!(self.open.last(), Some(Open::Table(_))) {
                self.open_row();
            }
            if matches!(self.open.last(), Some(Open::Row(_))) {
                self.count += 1;
                self.open.push(Open::Cell(Stall::default()));
            }
        }
    }

    /// The cell that is open innermost, outside of a table that lies too deep.
    pub fn cell(&mut self) -> Option<&mut Stall> {
        match self.open.last_mut() {
            Some(Open::Cell(cell)) if self.flattened == 0 => Some(cell),
            _ => None,
        }
    }

    pub fn close_cell(&mut self) {
        if self.flattened == 0
            && let Some(Open::Cell(cell)) = self.open.pop_if(|it| matches!(it, Open::Cell(_)))
            && let Some(Open::Row(row)) = self.open.last_mut()
            && self.count <= self.most
        {
            row.cells.push(cell);
        }
    }

    /// Closes a cell that stands there several times over; long words are not repeated.
    pub fn repeat_cell(&mut self, times: usize) {
        let copy = match self.cell() {
            Some(cell) if times > 1 => {
                let short = words_of(&cell.pieces).len() <= MOST_REPEATED;
                let flat = !cell.pieces.iter().any(|it| matches!(it, Piece::Table(_)));
                match short && flat {
                    true => cell.clone(),
                    false => Stall::default(),
                }
            }
            _ => return self.close_cell(),
        };
        self.close_cell();
        for _ in 1..times {
            self.open_cell();
            if let Some(cell) = self.cell() {
                cell.clone_from(&copy);
            }
            self.close_cell();
        }
    }

    pub fn close_row(&mut self) {
        if self.flattened == 0 {
            self.close_cell();
            if let Some(Open::Row(row)) = self.open.pop_if(|it| matches!(it, Open::Row(_)))
                && let Some(Open::Table(grid)) = self.open.last_mut()
            {
                grid.rows.push(row);
            }
        }
    }

    /// Leaves out the row that is open.
    pub fn drop_row(&mut self) {
        if self.flattened == 0 {
            self.close_cell();
            self.open.pop_if(|it| matches!(it, Open::Row(_)));
        }
    }

    pub fn close_table(&mut self) {
        if self.flattened > 0 {
            self.flattened -= 1;
            return;
        }
        self.close_row();
        if let Some(Open::Table(grid)) = self.open.pop_if(|it| matches!(it, Open::Table(_))) {
            self.push(Piece::Table(grid));
        }
    }

    /// All pieces, whatever was left open closed.
    pub fn into_pieces(mut self) -> Vec<Piece> {
        self.flattened = 0;
        while !self.open.is_empty() {
            self.close_table();
        }
        self.pieces
    }

    /// Writes all pieces.
    pub fn finish(self, transcript: &mut Transcript<'_>) {
        let full = self.is_full();
        write(self.into_pieces(), transcript);
        if full && !transcript.is_full() {
            transcript.cut("cells");
        }
    }
}

/// Writes pieces in order; runs of paragraphs with tabs as tables, layout tables as what stands in them.
pub fn write(pieces: Vec<Piece>, transcript: &mut Transcript<'_>) {
    let mut pieces = pieces.into_iter();
    while let Some(piece) = pieces.next() {
        if transcript.is_full() {
            return;
        }
        match piece {
            Piece::Heading {
                level,
                words,
                place,
            } => match is_sentence(&words) {
                true => transcript.paragraph(&words, place),
                false => transcript.heading(level, &words, place),
            },
            Piece::Paragraph { ref words, .. } if tabs::is_tabbed(words) => {
                let more = tabs::reach(pieces.as_slice());
                let mut run = vec![piece];
                run.extend(pieces.by_ref().take(more));
                tabs::write(run, transcript);
            }
            Piece::Paragraph { words, place, .. } => transcript.paragraph(&words, place),
            Piece::Lines(words) => lines::write(words, transcript),
            Piece::Notice(message) => transcript.notice(message),
            Piece::Remark(words) => transcript.remark(words),
            Piece::Table(grid) => grid::write(grid, transcript),
        }
    }
}

/// Whether what is marked as a heading is running text all the same.
fn is_sentence(words: &str) -> bool {
    let words = words.trim_end();
    columns(words) > 160 || (columns(words) > 60 && words.ends_with(['。', '；', ';']))
}

/// What is to be said where characters were left out, by the number of places.
pub fn left_out(hidden: usize, deleted: usize) -> Vec<Words> {
    let mut notices = Vec::new();
    if hidden > 0 {
        notices.push(Words::new(
            format!("有 {hidden} 处隐藏文字未读取"),
            format!("hidden text was left out in {hidden} places"),
        ));
    }
    if deleted > 0 {
        notices.push(Words::new(
            format!("修订按已接受读取，{deleted} 处删除的内容未读取"),
            format!("tracked changes are read as accepted; what was deleted in {deleted} places was left out"),
        ));
    }
    notices
}

/// Takes the number of the page from a line of a table of contents: it is none of the report's figures.
pub fn drop_page_number(words: &mut String) {
    let end = words.rfind('\t').unwrap_or(words.len());
    words.truncate(end);
    *words = words.replace('\t', " ");
}

/// The words of a cell: its paragraphs one after the other.
fn words_of(pieces: &[Piece]) -> String {
    if let [Piece::Heading { words, .. } | Piece::Paragraph { words, .. } | Piece::Lines(words)] =
        pieces
    {
        return tidy(words);
    }
    let mut all = String::new();
    for piece in pieces {
        if let Piece::Heading { words, .. } | Piece::Paragraph { words, .. } | Piece::Lines(words) =
            piece
        {
            if !all.is_empty() {
                all.push(' ');
            }
            all.push_str(words);
        }
    }
    tidy(&all)
}

/// The same, taken from the one paragraph that most cells hold.
fn own_words(pieces: &mut [Piece]) -> String {
    match pieces {
        [Piece::Heading { words, .. } | Piece::Paragraph { words, .. }] => {
            tidied(std::mem::take(words))
        }
        pieces => words_of(pieces),
    }
}

/// Whether words are a number and little else, its currency sign apart from it or not.
fn is_figure(words: &str) -> bool {
    let bare = words
        .trim_start_matches(['$', '¥', '￥', '€', '£'])
        .trim_start();
    columns(bare) <= 40
        && bare.chars().filter(|c| c.is_alphabetic()).count() <= 6
        && matches!(Content::of(bare), Content::Number(_))
}

/// Whether superscript words after others are the mark of a note and no part of what stands before them: a digit set high
/// after a figure would become its last digit.
pub fn is_note_mark(before: &str, words: &str) -> bool {
    let words = words.trim();
    let bare = words.trim_matches(['[', ']', '(', ')', '（', '）', '［', '］', '*', '†', '‡']);
    let mark = bare.len() <= 3
        && bare
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b',');
    // Square metres are no note.
    let before = before.trim_end();
    let unit = words == bare && ["m", "M", "ft", "米"].iter().any(|it| before.ends_with(it));
    !words.is_empty() && mark && !before.is_empty() && !unit
}
