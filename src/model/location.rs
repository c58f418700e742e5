//! Where a thing stands: a span of a document's text, its line and column.

use super::Words;
use std::{fmt, ops::Range, sync::Arc};

/// A range of bytes in a document's [`Text`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// The text that a document's diagnostics point into: the file itself, or a transcript that the reader wrote.
#[derive(Clone, Debug)]
pub struct Text {
    source: Arc<str>,
    /// Byte offset of each line's first character; the first is 0.
    starts: Arc<[usize]>,
}

impl Default for Text {
    fn default() -> Self {
        Self::new("")
    }
}

impl Text {
    pub fn new(source: impl Into<Arc<str>>) -> Self {
        let source = source.into();
        let starts = std::iter::once(0)
            .chain(source.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self { source, starts }
    }

    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// The characters of a span; empty where the span is not one of this text.
    pub fn slice(&self, span: Span) -> &str {
        self.source.get(span.start..span.end).unwrap_or("")
    }

    /// The same lines without their words: what stands in which line can still be told.
    pub fn without_words(&self) -> Self {
        Self {
            source: Arc::default(),
            starts: self.starts.clone(),
        }
    }

    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// 1-based line of a byte offset.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset)
    }

    /// 1-based column of a byte offset, counted in characters.
    pub fn column(&self, offset: usize) -> usize {
        let start = self.starts[self.line(offset) - 1];
        self.source
            .get(start..offset)
            .map_or(1, |before| before.chars().count() + 1)
    }

    /// The span of a 1-based line, its line end left out.
    pub fn line_span(&self, line: usize) -> Span {
        let Some(&start) = self.starts.get(line.wrapping_sub(1)) else {
            return Span::new(self.source.len(), self.source.len());
        };
        let end = self
            .starts
            .get(line)
            .map_or(self.source.len(), |&next| next - 1);
        let end = if self.source[start..end].ends_with('\r') {
            end - 1
        } else {
            end
        };
        Span::new(start, end)
    }
}

/// Where a thing stands in the original as a person finds it again; all numbers count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The line of the text itself.
    Line,
    /// A cell of a workbook.
    Cell {
        sheet: Arc<str>,
        column: u32,
        row: u32,
    },
    Page {
        page: u32,
    },
    TableCell {
        table: u32,
        row: u32,
        column: u32,
    },
    Paragraph(u32),
}

impl Place {
    /// `Sheet1!D14`, `page 7`, `table 2, row 6, column 2`, `paragraph 12`; nothing for a line.
    pub fn words(&self) -> Words {
        let en = self.to_string();
        let zh = match self {
            Place::Line | Place::Cell { .. } => en.clone(),
            Place::Page { page } => format!("第 {page} 页"),
            Place::TableCell { table, row, column } => {
                format!("表 {table} 第 {row} 行第 {column} 列")
            }
            Place::Paragraph(number) => format!("第 {number} 段"),
        };
        Words::new(zh, en)
    }
}

/// In English.
impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(out)
    }
}

impl Place {
    /// Writes the English words; there may be millions of places, so that no format string is taken apart for each.
    pub fn write(&self, out: &mut impl fmt::Write) -> fmt::Result {
        match self {
            Place::Line => Ok(()),
            Place::Cell { sheet, column, row } => {
                let plain = !sheet.is_empty()
                    && sheet
                        .chars()
                        .all(|c| c.is_alphanumeric() || c == '_' || c == '.');
                if plain {
                    out.write_str(sheet)?;
                } else {
                    write!(out, "'{}'", sheet.replace('\'', "''"))?;
                }
                out.write_char('!')?;
                write_letters(out, *column)?;
                write_number(out, *row)
            }
            Place::Page { page } => {
                out.write_str("page ")?;
                write_number(out, *page)
            }
            Place::TableCell { table, row, column } => {
                out.write_str("table ")?;
                write_number(out, *table)?;
                out.write_str(", row ")?;
                write_number(out, *row)?;
                out.write_str(", column ")?;
                write_number(out, *column)
            }
            Place::Paragraph(number) => {
                out.write_str("paragraph ")?;
                write_number(out, *number)
            }
        }
    }
}

fn write_number(out: &mut impl fmt::Write, number: u32) -> fmt::Result {
    if number >= 10 {
        write_number(out, number / 10)?;
    }
    out.write_char(char::from(b'0' + (number % 10) as u8))
}

/// 1 is A, 26 Z, 27 AA.
fn write_letters(out: &mut impl fmt::Write, column: u32) -> fmt::Result {
    let Some(before) = column.checked_sub(1) else {
        return Ok(());
    };
    write_letters(out, before / 26)?;
    out.write_char(char::from(b'A' + (before % 26) as u8))
}

/// `D` for the fourth column.
pub fn column_letters(column: u32) -> String {
    let mut letters = String::new();
    // A string takes all that is written.
    let _ = write_letters(&mut letters, column);
    letters
}

/// Words of a document as a reader of the page sees them (markup removed, wrapped lines joined), with the way back to its [`Text`].
#[derive(Clone, Debug, Default)]
pub struct Passage {
    pub text: String,
    /// Where it stands in the original, for formats whose text is a transcript.
    pub place: Option<Place>,
    /// (offset in `text`, offset in the document's text), one for each stretch copied without a change, in order.
    runs: Vec<(usize, usize)>,
}

impl Passage {
    /// A passage that stands in the document's text as it is.
    pub fn verbatim(text: &str, at: usize) -> Self {
        Self {
            text: text.to_owned(),
            place: None,
            runs: vec![(0, at)],
        }
    }

    /// Appends a stretch that stands at `at` in the document's text.
    pub fn push(&mut self, text: &str, at: usize) {
        if !text.is_empty() {
            self.runs.push((self.text.len(), at));
            self.text.push_str(text);
        }
    }

    /// Appends characters that stand nowhere in the document's text, such as the space of a joined line.
    pub fn push_unplaced(&mut self, text: &str) {
        let at = self.span(0..self.text.len()).end;
        self.push(text, at);
    }

    /// Appends another passage of the same document.
    pub fn append(&mut self, other: &Passage) {
        let offset = self.text.len();
        self.text.push_str(&other.text);
        let runs = other.runs.iter().map(|&(start, at)| (start + offset, at));
        self.runs.extend(runs);
    }

    /// Puts other words in the place of a range; what follows stays at its place in the document's text.
    pub fn replace(&mut self, range: Range<usize>, words: &str) {
        let Some(rest) = self.text.get(range.end..).map(str::to_owned) else {
            return;
        };
        let (begin, after) = (
            self.span(range.clone()).start,
            self.span(range.end..range.end).start,
        );
        self.text.truncate(range.start);
        self.runs.retain(|&(start, _)| start < range.start);
        self.push(words, begin);
        self.push(&rest, after);
    }

    /// The span in the document's text of a range of this passage.
    pub fn span(&self, range: Range<usize>) -> Span {
        let place = |offset: usize| {
            let run = self.runs.partition_point(|&(start, _)| start <= offset);
            run.checked_sub(1)
                .map_or(0, |run| self.runs[run].1 + (offset - self.runs[run].0))
        };
        let start = place(range.start);
        let end = if range.end > range.start {
            place(range.end - 1) + 1
        } else {
            start
        };
        Span::new(start, end.max(start))
    }

    /// The span of the whole passage.
    pub fn whole(&self) -> Span {
        self.span(0..self.text.len())
    }
}
