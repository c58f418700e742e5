//! Paragraphs that follow each other as one plain text, with its punctuation and where each byte came from.

use crate::model::{Block, Document, Passage, Span, plain, wide};
use std::ops::Range;

/// What parts a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// The end of a paragraph.
    Break,
    /// 。！？ and a point before a new sentence.
    Stop,
    /// ；
    Semi,
    /// ，
    Comma,
    /// 、
    Pause,
    /// ：
    Colon,
    Open,
    Close,
}

/// A run of paragraphs (or a heading) without a table or heading between.
pub struct Story<'a> {
    /// Small letters, half width, simplified, without quotes and without spaces beside Chinese characters.
    pub text: String,
    pub signs: Vec<(Sign, usize)>,
    pub pieces: Vec<Piece<'a>>,
}

pub struct Piece<'a> {
    pub block: usize,
    pub passage: &'a Passage,
    /// Where it begins in the plain text.
    start: usize,
    /// Byte of the passage → byte of the plain text.
    plain_of: Vec<u32>,
    /// Byte of the plain text, from `start` on → byte of the passage.
    origin: Vec<u32>,
}

/// The stories of a document, in reading order.
pub fn stories(document: &Document) -> Vec<Story<'_>> {
    let mut stories: Vec<Story<'_>> = Vec::new();
    let mut open = false;
    for (block, content) in document.blocks.iter().enumerate() {
        let (passage, heading) = match content {
            Block::Paragraph(paragraph) => (&paragraph.passage, false),
            Block::Heading(heading) => (&heading.passage, true),
            Block::Table(_) => {
                open = false;
                continue;
            }
        };
        if !open || heading {
            stories.push(Story {
                text: String::new(),
                signs: Vec::new(),
                pieces: Vec::new(),
            });
        }
        open = !heading;
        if let Some(story) = stories.last_mut() {
            story.add(block, passage);
        }
    }
    stories
}

impl<'a> Story<'a> {
    fn add(&mut self, block: usize, passage: &'a Passage) {
        if !self.text.is_empty() {
            self.signs.push((Sign::Break, self.text.len()));
            self.text.push('\n');
        }
        let start = self.text.len();
        let mut plain_of = vec![0u32; passage.text.len() + 1];
        let mut origin: Vec<u32> = Vec::with_capacity(passage.text.len());
        let mut chars = passage.text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            plain_of[at..at + c.len_utf8()].fill(self.text.len() as u32);
            // A blank of a form (____) is kept.
            let Some(own) = plain(c).or((c == '_').then_some(c)) else {
                continue;
            };
            if own == ' ' {
                while chars
                    .peek()
                    .is_some_and(|(_, next)| plain(*next) == Some(' '))
                {
                    if let Some((at, space)) = chars.next() {
                        plain_of[at..at + space.len_utf8()].fill(self.text.len() as u32);
                    }
                }
                let last = self.text[start..].chars().next_back();
                let next = chars.peek().and_then(|(_, next)| plain(*next));
                if last.is_none_or(wide) || next.is_none_or(wide) {
                    continue;
                }
            }
            let next = chars.peek().map(|(_, next)| *next);
            let number = self.text.ends_with(|c: char| c.is_ascii_digit())
                && (next.and_then(plain)).is_some_and(|next| next.is_ascii_digit());
            let rest = &passage.text[at + c.len_utf8()..];
            let abbreviated = ["i.e", "e.g"].iter().any(|word| self.text.ends_with(word));
            if let Some(sign) = sign(own, next, rest).filter(|_| !number && !abbreviated) {
                self.signs.push((sign, self.text.len()));
            }
            self.text.push(own);
            origin.resize(self.text.len() - start, at as u32);
        }
        if let Some(end) = plain_of.last_mut() {
            *end = self.text.len() as u32;
        }
        self.pieces.push(Piece {
            block,
            passage,
            start,
            plain_of,
            origin,
        });
    }

    /// The place in the plain text of a byte of a block's passage.
    pub fn place(&self, block: usize, at: usize) -> Option<usize> {
        let at_piece = self.pieces.partition_point(|piece| piece.block < block);
        let piece = (self.pieces.get(at_piece)).filter(|piece| piece.block == block)?;
        piece.plain_of.get(at).map(|&at| at as usize)
    }

    /// Where a range of the plain text stands in the document.
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        let piece = self.pieces.get(self.piece(range.start))?;
        let byte = |at: usize| {
            piece
                .origin
                .get(at - piece.start)
                .map_or(piece.passage.text.len(), |&byte| byte as usize)
        };
        let (start, mut end) = (byte(range.start), byte(range.end.max(range.start)));
        let text = &piece.passage.text;
        while end > start && text[..end].ends_with(|c: char| c.is_whitespace()) {
            end = text[..end].trim_end().len();
        }
        Some(piece.passage.span(start..end.max(start)))
    }

    /// The index of the piece that a place belongs to.
    pub fn piece(&self, at: usize) -> usize {
        self.pieces
            .partition_point(|piece| piece.start <= at)
            .saturating_sub(1)
    }

    /// The first sign at or after a place.
    pub fn next_sign(&self, at: usize) -> Option<(Sign, usize)> {
        let next = self.signs.partition_point(|(_, place)| *place < at);
        self.signs.get(next).copied()
    }

    /// The signs that stand in a range.
    pub fn signs_in(&self, range: Range<usize>) -> &[(Sign, usize)] {
        let from = self
            .signs
            .partition_point(|(_, place)| *place < range.start);
        let to = self.signs.partition_point(|(_, place)| *place < range.end);
        self.signs.get(from..to.max(from)).unwrap_or(&[])
    }
}

fn sign(c: char, next: Option<char>, rest: &str) -> Option<Sign> {
    Some(match c {
        '。' | '!' | '?' => Sign::Stop,
        ';' => Sign::Semi,
        ',' => Sign::Comma,
        '、' => Sign::Pause,
        ':' => Sign::Colon,
        '(' => Sign::Open,
        ')' => Sign::Close,
        '.' if next.is_none_or(char::is_whitespace)
            && !rest.trim_start().starts_with(char::is_lowercase) =>
        {
            Sign::Stop
        }
        _ => return None,
    })
}
