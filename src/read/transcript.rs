//! The text of a document whose file has none of its own: paragraphs one line each, tables aligned, one line a row.

use super::{caption, indent, limits, limits::Limits, width::columns};
use crate::model::{
    Block, Cell, Document, Heading, Language, Notice, Paragraph, Passage, Place, Remark,
    SheetFormula, Span, Table, Text, Vocabulary, Words,
};
use rust_decimal::Decimal;

/// What stands between two cells of a row.
const BETWEEN: &str = " │ ";
/// Columns that a cell is padded to at most; a longer one pushes the rest of its row to the right.
const WIDEST: usize = 48;
/// Steps of indentation that are drawn.
const DEEPEST: usize = 8;

/// A table as a reader finds it, before it has a place in a text.
#[derive(Clone, Debug, Default)]
pub struct TableSource {
    /// Where the file itself names the table; else the short paragraphs right before it do.
    pub caption: Option<String>,
    /// A covered place is `None`, and so is a blank one.
    pub rows: Vec<Vec<Option<CellSource>>>,
    /// Rows at the top that name columns, where this is certain. `None`: told from the cells' `header`, else by `resolve`.
    pub header_rows: Option<usize>,
    /// No row tells which column a value stands in.
    pub unaligned: bool,
    /// 0-based rows with fewer values than columns, where nothing tells which column is blank.
    pub unaligned_rows: Vec<usize>,
    /// (row, column) of the first place in the file's own grid, 0-based.
    pub origin: (usize, usize),
}

#[derive(Clone, Debug)]
pub struct CellSource {
    /// As displayed; spaces and line breaks are made single spaces.
    pub text: String,
    /// (columns, rows) that the cell covers, itself included.
    pub covers: (usize, usize),
    /// How far the words stand in, in any measure: cells of one column are ranked by it.
    pub indent: usize,
    /// Whether the file says that the cell names rows or columns.
    pub header: bool,
    /// `None`: table, row and column.
    pub place: Option<Place>,
    pub stored: Option<Decimal>,
    pub formula: Option<SheetFormula>,
}

impl CellSource {
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            covers: (1, 1),
            indent: 0,
            header: false,
            place: None,
            stored: None,
            formula: None,
        }
    }
}

/// A transcript while it is written.
pub struct Transcript<'a> {
    vocabulary: &'a Vocabulary,
    limits: &'a Limits,
    text: String,
    blocks: Vec<Block>,
    notices: Vec<Notice>,
    remarks: Vec<Remark>,
    tables: usize,
    places: usize,
    /// Something was left out since a limit was reached.
    full: bool,
}

impl<'a> Transcript<'a> {
    pub fn new(vocabulary: &'a Vocabulary, limits: &'a Limits) -> Self {
        Self {
            vocabulary,
            limits,
            text: String::new(),
            blocks: Vec::new(),
            notices: Vec::new(),
            remarks: Vec::new(),
            tables: 0,
            places: 0,
            full: false,
        }
    }

    pub fn limits(&self) -> &'a Limits {
        self.limits
    }

    /// Whether a limit was reached, so that nothing more is taken.
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// A heading; `level` is 1 for the outermost. Blank words are no heading.
    pub fn heading(&mut self, level: u8, words: &str, place: Option<Place>) {
        if let Some(passage) = self.line(words, place) {
            let level = level.clamp(1, 9);
            self.blocks.push(Block::Heading(Heading { level, passage }));
        }
    }

    /// A paragraph. Blank words are none.
    pub fn paragraph(&mut self, words: &str, place: Option<Place>) {
        if let Some(passage) = self.line(words, place) {
            self.blocks.push(Block::Paragraph(Paragraph { passage }));
        }
    }

    /// Something said about the part of the document that was written last.
    pub fn notice(&mut self, message: Words) {
        let end = self.text.trim_end().len();
        let start = self.text.get(..end).map_or(0, |text| {
            text.rfind('\n').map_or(0, |line_end| line_end + 1)
        });
        self.notices.push(Notice {
            span: Span::new(start, end),
            message,
        });
    }

    /// A comment that speaks to this program; it is for what is written next.
    pub fn remark(&mut self, words: String) {
        let at = self.text.len();
        self.remarks.push(Remark {
            span: Span::new(at, at),
            words,
        });
    }

    /// A table; one without a filled cell is none. The short paragraphs right before it name it, unless it has a caption.
    pub fn table(&mut self, mut source: TableSource) {
        self.trim(&mut source);
        if source.rows.iter().flatten().all(Option::is_none) {
            return;
        }
        let caption = match &source.caption {
            Some(words) => self.line(words, None),
            None => caption::take(&mut self.blocks, self.vocabulary),
        };
        self.tables += 1;
        self.part();
        let layout = Layout::of(&source);
        let start = self.text.len();
        let number = self.tables;
        let header_rows = source.header_rows.or_else(|| header_rows(&source));
        let rows = source
            .rows
            .into_iter()
            .enumerate()
            .map(|(at, row)| layout.write(&mut self.text, at, row, number, source.origin))
            .collect();
        let end = self.text.trim_end_matches('\n').len().max(start);
        self.blocks.push(Block::Table(Table {
            number,
            caption,
            rows,
            header_rows,
            unit: None,
            aligned: !source.unaligned,
            unaligned_rows: source.unaligned_rows,
            origin: source.origin,
            span: Span::new(start, end),
        }));
    }

    /// The document; its language is that of its text.
    pub fn finish(self, path: &str, format: &'static str) -> Document {
        Document {
            path: path.to_owned(),
            format,
            language: Language::of(&self.text),
            transcript: true,
            remarks: self.remarks,
            text: Text::new(self.text),
            blocks: self.blocks,
            notices: self.notices,
        }
    }

    /// Writes words as one line of their own.
    fn line(&mut self, words: &str, place: Option<Place>) -> Option<Passage> {
        let words = tidy(words);
        if words.is_empty() || self.full {
            return None;
        }
        if self.text.len() + words.len() > self.limits.text {
            self.cut("text");
            return None;
        }
        if self.blocks.len() >= self.limits.blocks {
            self.cut("blocks");
            return None;
        }
        self.part();
        let mut passage = Passage::verbatim(&words, self.text.len());
        passage.place = place;
        self.text.push_str(&words);
        self.text.push('\n');
        if words.len() >= limits::LONGEST {
            self.notice(shortened("段落", "paragraph"));
        }
        Some(passage)
    }

    /// A blank line between two blocks.
    fn part(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// Makes rows equally long, texts tidy, and cuts what is beyond the limits.
    fn trim(&mut self, source: &mut TableSource) {
        if self.full || self.blocks.len() >= self.limits.blocks {
            source.rows.clear();
            self.cut("blocks");
            return;
        }
        let widest = source.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = widest.min(limits::MOST_COLUMNS);
        let room = self.limits.cells.saturating_sub(self.places) / width.max(1);
        let text = |row: &[Option<CellSource>]| -> usize {
            let cells = row.iter().flatten();
            cells.map(|cell| cell.text.len()).sum::<usize>() + row.len() * BETWEEN.len()
        };
        let mut bytes = self.text.len();
        let fit = source
            .rows
            .iter()
            .take(room)
            .take_while(|row| {
                bytes += text(row);
                bytes <= self.limits.text
            })
            .count();
        if fit < source.rows.len() || width < widest {
            source.rows.truncate(fit);
            self.cut(if fit < room { "text" } else { "cells" });
        }
        self.places += width * source.rows.len();
        let height = source.rows.len();
        let mut long = false;
        for (at, row) in source.rows.iter_mut().enumerate() {
            row.resize(width, None);
            for (column, place) in row.iter_mut().enumerate() {
                let Some(cell) = place else { continue };
                if !is_tidy(&cell.text) {
                    cell.text = tidy(&cell.text);
                }
                long |= cell.text.len() >= limits::LONGEST;
                cell.covers.0 = cell.covers.0.clamp(1, width - column);
                cell.covers.1 = cell.covers.1.clamp(1, height - at);
                if cell.text.is_empty() && cell.covers == (1, 1) {
                    *place = None;
                }
            }
        }
        if long {
            self.notice(shortened("单元格", "cell"));
        }
    }

    /// Ends the reading since a limit was reached, and says so.
    pub fn cut(&mut self, limit: &str) {
        if !self.full {
            self.full = true;
            let notice = self
                .limits
                .beyond(limit, "此后的内容未读取", "what follows was not read");
            self.notice(notice);
        }
    }
}

/// The notice for words longer than any reader could want.
fn shortened(zh: &str, en: &str) -> Words {
    let most = limits::LONGEST;
    Words::new(
        format!("{zh}过长，只读取前 {most} 字节"),
        format!("a {en} is too long; only its first {most} bytes were read"),
    )
}

/// As [`tidy`], of words that are given away.
pub fn tidied(words: String) -> String {
    match is_tidy(&words) {
        true => words,
        false => tidy(&words),
    }
}

/// Runs of blanks and control characters as one space, none at the ends.
pub fn tidy(words: &str) -> String {
    if is_tidy(words) {
        return words.to_owned();
    }
    let mut out = String::with_capacity(words.len().min(limits::LONGEST));
    for c in words.chars() {
        let soft = matches!(
            c,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}'
        );
        if soft {
            continue;
        }
        if c.is_whitespace() || c.is_control() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
        if out.len() > limits::LONGEST {
            break;
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Whether words are plainly tidy, as most are: figures, Chinese characters, letters with single spaces between them.
fn is_tidy(words: &str) -> bool {
    let mut space = true;
    for c in words.chars() {
        match c {
            '!'..='~' | '\u{3001}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}' => space = false,
            ' ' if !space => space = true,
            _ => return false,
        }
    }
    (words.is_empty() || !space) && words.len() <= limits::LONGEST
}

/// Rows at the top whose cells the file calls headers, with those that stand under a header of several columns or rows.
fn header_rows(source: &TableSource) -> Option<usize> {
    let filled =
        |row: &[Option<CellSource>]| row.iter().flatten().any(|cell| !cell.text.is_empty());
    let named = source
        .rows
        .iter()
        .take_while(|row| filled(row) && row.iter().flatten().all(|cell| cell.header))
        .count();
    let mut count = named;
    let mut at = 0;
    while at < count {
        let cells = source.rows.get(at)?.iter().flatten();
        let reach = cells.map(|cell| at + cell.covers.1).max().unwrap_or(0);
        count = count.max(reach);
        at += 1;
    }
    let last = source.rows.get(count.checked_sub(1)?)?;
    let below = source.rows.get(count)?;
    // A row flagged as header that only holds a title, or one over a second level of names, does not end the header.
    let title = last.iter().flatten().any(|cell| cell.covers.0 > 1);
    let figures = below.iter().flatten().any(|cell| is_figure(&cell.text));
    (figures || !title).then_some(count)
}

/// Whether a text looks like a figure: it is set flush right.
fn is_figure(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit()) && !text.chars().any(char::is_alphabetic)
}

/// The places of a table's columns in the transcript.
struct Layout {
    widths: Vec<usize>,
    /// Steps of indentation, by row and column.
    indents: Vec<Vec<usize>>,
}

impl Layout {
    fn of(source: &TableSource) -> Self {
        let width = source.rows.first().map_or(0, Vec::len);
        let mut indents = vec![Vec::new(); width];
        for (column, ranks) in indents.iter_mut().enumerate() {
            let places: Vec<Option<usize>> = source
                .rows
                .iter()
                .map(|row| Some(row.get(column)?.as_ref()?.indent))
                .collect();
            if places.iter().flatten().any(|&place| place > 0) {
                *ranks = indent::ranks(&places);
            }
        }
        let mut layout = Self {
            widths: vec![0; width],
            indents,
        };
        for (at, row) in source.rows.iter().enumerate() {
            for (column, cell) in row.iter().enumerate() {
                let Some(cell) = cell.as_ref().filter(|cell| cell.covers.0 == 1) else {
                    continue;
                };
                let taken = columns(&cell.text) + layout.lead(at, column);
                if let Some(width) = layout.widths.get_mut(column) {
                    *width = (*width).max(taken.min(WIDEST));
                }
            }
        }
        layout
    }

    fn indent(&self, row: usize, column: usize) -> usize {
        let ranks = self.indents.get(column);
        ranks.and_then(|ranks| ranks.get(row)).copied().unwrap_or(0)
    }

    fn lead(&self, row: usize, column: usize) -> usize {
        self.indent(row, column).min(DEEPEST) * 2
    }

    /// Columns that some columns take together.
    fn room(&self, columns: std::ops::Range<usize>) -> usize {
        let between = columns.len().saturating_sub(1) * 3;
        self.widths
            .get(columns)
            .map_or(0, |widths| widths.iter().sum::<usize>() + between)
    }

    /// Writes a row as one line.
    fn write(
        &self,
        text: &mut String,
        at: usize,
        row: Vec<Option<CellSource>>,
        table: usize,
        origin: (usize, usize),
    ) -> Vec<Option<Cell>> {
        let mut cells = Vec::with_capacity(row.len());
        let mut next = 0;
        for (column, cell) in row.into_iter().enumerate() {
            if column >= next && column > 0 {
                text.push_str(BETWEEN);
            }
            let Some(cell) = cell else {
                if column >= next {
                    pad(text, self.room(column..column + 1));
                    next = column + 1;
                }
                cells.push(None);
                continue;
            };
            next = column + cell.covers.0;
            let lead = self.lead(at, column);
            let blank = self
                .room(column..next)
                .saturating_sub(columns(&cell.text) + lead);
            let (before, after) = match is_figure(&cell.text) {
                true => (blank, 0),
                false => (0, blank),
            };
            pad(text, lead + before);
            let start = text.len();
            text.push_str(&cell.text);
            let span = Span::new(start, text.len());
            pad(text, after);
            let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            let place = cell.place.unwrap_or(Place::TableCell {
                table: number(table),
                row: number(at + origin.0 + 1),
                column: number(column + origin.1 + 1),
            });
            cells.push(Some(Cell {
                covers: cell.covers,
                indent: self.indent(at, column),
                place: Some(place),
                stored: cell.stored,
                formula: cell.formula,
                ..Cell::new(cell.text, span)
            }));
        }
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
        cells
    }
}

fn pad(text: &mut String, columns: usize) {
    text.extend(std::iter::repeat_n(' ', columns));
}

#[cfg(test)]
mod tests;
