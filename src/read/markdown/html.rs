//! Pieces of html inside markdown: read as a page is, their words then found again in the source.

use crate::{
    model::{Block, Passage, Span, Vocabulary},
    read::{html, limits::Limits},
};

/// The blocks of a piece of html that begins at `start` of the text; `None` where it is nested too deep.
pub fn read(
    source: &str,
    start: usize,
    vocabulary: &Vocabulary,
    limits: &Limits,
) -> Option<Vec<Block>> {
    let mut blocks = html::read_source(source, "", vocabulary, limits)?.blocks;
    let mut search = Search {
        source: without_tags(source),
        start,
        at: 0,
    };
    for block in &mut blocks {
        match block {
            Block::Heading(heading) => heading.passage = search.passage(&heading.passage.text),
            Block::Paragraph(paragraph) => {
                paragraph.passage = search.passage(&paragraph.passage.text);
            }
            Block::Table(table) => {
                if let Some(caption) = &mut table.caption {
                    *caption = search.passage(&caption.text);
                }
                // Words that were not found again may be longer than what stands there.
                let inside =
                    |at: usize| start + source.floor_char_boundary(at.saturating_sub(start));
                for cell in table.rows.iter_mut().flatten().flatten() {
                    let span = search.passage(&cell.text).whole();
                    cell.span = Span::new(inside(span.start), inside(span.end));
                    cell.place = None;
                }
                let cells = table.rows.iter().flatten().flatten();
                let spans = cells.map(|cell| cell.span).filter(|span| !span.is_empty());
                let end = start + source.len();
                table.span = spans.reduce(Span::to).unwrap_or(Span::new(start, end));
            }
        }
    }
    Some(blocks)
}

/// Where the end of the table that begins in a piece of html stands; blank lines inside do not end it.
pub fn end_of_table(source: &str) -> Option<usize> {
    const END: &str = "</table>";
    let bytes = source.as_bytes();
    let mut depth = 0usize;
    for (at, _) in source.match_indices('<') {
        let rest = bytes.get(at..).unwrap_or(&[]);
        let begins = |word: &[u8]| {
            rest.get(..word.len())
                .is_some_and(|it| it.eq_ignore_ascii_case(word))
        };
        if begins(b"<table") {
            depth += 1;
        } else if begins(END.as_bytes()) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(at + END.len());
            }
        }
    }
    None
}

/// The source with blanks for its tags, byte for byte.
fn without_tags(source: &str) -> String {
    let mut tag = false;
    let mut out = String::with_capacity(source.len());
    for c in source.chars() {
        let starts = c == '<';
        if starts || tag {
            tag = c != '>';
            out.extend(std::iter::repeat_n(' ', c.len_utf8()));
        } else {
            out.push(c);
        }
    }
    out
}

struct Search {
    source: String,
    /// Of the source in the document's text.
    start: usize,
    at: usize,
}

impl Search {
    /// Words with the places where they stand next; those that are not found (they hold an entity) point where they should.
    fn passage(&mut self, words: &str) -> Passage {
        const REACH: usize = 4096;
        let mut passage = Passage::default();
        for word in words.split(' ').filter(|word| !word.is_empty()) {
            let rest = self.source.get(self.at..).unwrap_or("");
            let mut end = rest.len().min(REACH);
            while !rest.is_char_boundary(end) {
                end += 1;
            }
            let found = rest.get(..end).and_then(|rest| rest.find(word));
            let at = self.at + found.unwrap_or(0);
            if !passage.text.is_empty() {
                passage.push(" ", self.start + at);
            }
            passage.push(word, self.start + at);
            if found.is_some() {
                self.at = at + word.len();
            }
        }
        passage
    }
}
