//! A report as it was read: blocks in reading order, every table as a grid, every cell with its span.

use super::{Passage, Place, Site, Span, Text};
use rust_decimal::Decimal;
use std::sync::Arc;

/// The language that most of a report is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    Zh,
    #[default]
    En,
}

impl Language {
    pub fn code(self) -> &'static str {
        match self {
            Language::Zh => "zh",
            Language::En => "en",
        }
    }

    /// Chinese where at least one letter in five is a Chinese character.
    pub fn of(text: &str) -> Self {
        let (mut cjk, mut letters) = (0usize, 0usize);
        for c in text.chars() {
            match c {
                '\u{4E00}'..='\u{9FFF}' => (letters, cjk) = (letters + 1, cjk + 1),
                c if c.is_alphabetic() => {
                    letters += 1;
                    cjk += usize::from(super::is_cjk(c));
                }
                _ => {}
            }
        }
        if cjk * 5 >= letters.max(1) {
            Language::Zh
        } else {
            Language::En
        }
    }
}

#[derive(Clone, Debug)]
pub struct Document {
    /// As the user gave it, with `/` between folders.
    pub path: String,
    /// The reader's name: `text`, `markdown`, `csv` …
    pub format: &'static str,
    pub language: Language,
    /// Whether the text is a transcript that the reader wrote, so that its lines are none of the file's.
    pub transcript: bool,
    pub text: Text,
    pub blocks: Vec<Block>,
    /// What could not be read, or only with doubt.
    pub notices: Vec<Notice>,
    /// Comments that speak to this program.
    pub remarks: Vec<Remark>,
}

impl Document {
    /// Whether nothing has to be said of how it was read: every value in its column, no notice, no remark.
    pub fn is_plain(&self) -> bool {
        let silent = self.notices.is_empty() && self.remarks.is_empty();
        silent && self.tables().all(|(_, table)| table.is_sure())
    }

    /// The block that a span stands in.
    pub fn block_of(&self, span: Span) -> Option<usize> {
        self.blocks.iter().position(|block| {
            let whole = match block {
                Block::Heading(heading) => heading.passage.whole(),
                Block::Paragraph(paragraph) => paragraph.passage.whole(),
                Block::Table(table) => table.span,
            };
            whole.contains(span)
        })
    }

    /// The tables with the index of their block, in reading order.
    pub fn tables(&self) -> impl Iterator<Item = (usize, &Table)> {
        self.blocks
            .iter()
            .enumerate()
            .filter_map(|(at, block)| match block {
                Block::Table(table) => Some((at, table)),
                _ => None,
            })
    }

    /// Puts other words in the place of those that stand at a figure's site; whether they stand there. The document's own text stays
    /// as it is.
    pub fn replace(&mut self, site: Site, words: &str, other: &str) -> bool {
        match (self.blocks.get_mut(site.block()), site) {
            (Some(Block::Table(table)), Site::Cell { row, column, .. }) => {
                let cell = table.rows.get_mut(row).and_then(|row| row.get_mut(column));
                let Some(Some(cell)) =
                    cell.filter(|cell| cell.as_ref().is_some_and(|cell| cell.text.contains(words)))
                else {
                    return false;
                };
                cell.text = cell.text.replacen(words, other, 1);
                cell.stored = None;
                true
            }
            (
                Some(
                    Block::Heading(Heading { passage, .. })
                    | Block::Paragraph(Paragraph { passage }),
                ),
                Site::Prose { at, end, .. },
            ) => {
                let inside = passage.text.get(at..end).and_then(|own| own.find(words));
                let Some(start) = inside.map(|inside| at + inside) else {
                    return false;
                };
                passage.replace(start..start + words.len(), other);
                true
            }
            _ => false,
        }
    }

    pub fn table(&self, block: usize) -> Option<&Table> {
        match self.blocks.get(block) {
            Some(Block::Table(table)) => Some(table),
            _ => None,
        }
    }
}

/// Something said about a document that is neither a finding nor an error: a part left out, a doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub span: Span,
    pub message: super::Words,
}

/// A comment of the file that speaks to this program: `<!-- tieout: allow table/foot … -->`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The comment; in a transcript, which leaves comments out, the place right before what follows it.
    pub span: Span,
    /// What stands after `tieout:`.
    pub words: String,
}

#[derive(Clone, Debug)]
pub enum Block {
    Heading(Heading),
    Paragraph(Paragraph),
    Table(Table),
}

#[derive(Clone, Debug)]
pub struct Heading {
    /// 1 for the outermost.
    pub level: u8,
    pub passage: Passage,
}

#[derive(Clone, Debug)]
pub struct Paragraph {
    pub passage: Passage,
}

/// A table as a grid: every row has the same number of places; a place is `None` where nothing stands
/// (blank, or covered by the cell to the left or above, whose `covers` says so).
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// 1-based, in reading order over the whole document.
    pub number: usize,
    /// The line over (or under) the table that names it.
    pub caption: Option<Passage>,
    pub rows: Vec<Vec<Option<Cell>>>,
    /// Rows at the top that name columns. `None`: the reader cannot tell, `resolve` finds out.
    pub header_rows: Option<usize>,
    /// What most of its amounts are in, as the report prints it. `resolve` finds out.
    pub unit: Option<Arc<str>>,
    /// False: in no row can it be told which column a value stands in.
    pub aligned: bool,
    /// 0-based rows, in order, with fewer values than columns, where nothing tells which column is blank. Their values stand in the
    /// first places after the label, in order, but no column may be concluded from that.
    pub unaligned_rows: Vec<usize>,
    /// (row, column) of the first place in the file's own grid, 0-based: (0, 0) but for csv files and sheets that hold more.
    pub origin: (usize, usize),
    /// The whole table in the document's text.
    pub span: Span,
}

impl Table {
    /// Places a row.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// The cell that stands at a place, 0-based; not the one that covers it.
    pub fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        self.rows.get(row)?.get(column)?.as_ref()
    }

    /// The cell that a reader sees at a place: the one standing there, or the one whose `covers` reaches it.
    pub fn seen(&self, row: usize, column: usize) -> Option<&Cell> {
        if let Some(cell) = self.cell(row, column) {
            return Some(cell);
        }
        (0..=row).rev().take(64).find_map(|r| {
            (0..=column).rev().take(64).find_map(|c| {
                self.cell(r, c)
                    .filter(|cell| c + cell.covers.0 > column && r + cell.covers.1 > row)
            })
        })
    }

    /// Whether the column of every value is known.
    pub fn is_sure(&self) -> bool {
        self.aligned && self.unaligned_rows.is_empty()
    }

    /// Whether the column of a row's values is known.
    pub fn is_aligned(&self, row: usize) -> bool {
        self.aligned && self.unaligned_rows.binary_search(&row).is_err()
    }
}

#[derive(Clone, Debug)]
pub struct Cell {
    /// As printed, markup removed, outer spaces trimmed, line breaks as one space.
    pub text: String,
    pub span: Span,
    /// (columns, rows) that the cell covers, itself included.
    pub covers: (usize, usize),
    /// Steps of indentation before the words, where the format shows them.
    pub indent: usize,
    /// Where it stands in the original, for formats whose text is a transcript.
    pub place: Option<Place>,
    /// The figure that the file holds, where it may be more exact than the one displayed.
    pub stored: Option<Decimal>,
    /// The formula that the file computes it with.
    pub formula: Option<SheetFormula>,
}

/// A formula of a spreadsheet: `SUM(B2:B4)-$C$1`, as written for one cell. Others that share it compute with the same words, in
/// which relative references move along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetFormula {
    /// Without the leading `=`; empty where the file's own words cannot be told.
    pub text: Arc<str>,
    /// (row, column) of the cell that it was written for, 0-based.
    pub home: (u32, u32),
}

impl Cell {
    pub fn new(text: impl Into<String>, span: Span) -> Self {
        Self {
            text: text.into(),
            span,
            covers: (1, 1),
            indent: 0,
            place: None,
            stored: None,
            formula: None,
        }
    }
}
