//! A line of text cut where two or more spaces or a tab divide it, with the display columns of its pieces.

use crate::model::{Content, Span, Text, is_cjk};
use unicode_width::UnicodeWidthChar;

/// A stretch of words or a figure on a line.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub span: Span,
    /// Display columns, end exclusive; a Chinese character is two wide.
    pub left: usize,
    pub right: usize,
    /// A number or a mark for none.
    pub value: bool,
    /// A bare number from 1900 to 2100.
    pub year: bool,
}

impl Segment {
    pub fn width(&self) -> usize {
        self.right - self.left
    }

    pub fn overlaps(&self, other: (usize, usize)) -> bool {
        self.left < other.1 && other.0 < self.right
    }
}

#[derive(Clone, Debug)]
pub(super) struct Line {
    pub span: Span,
    pub segments: Vec<Segment>,
    /// Dots lead from a label to its figure.
    pub leader: bool,
}

/// Longer lines than this are prose, or no text for people.
const LONGEST: usize = 4000;

impl Line {
    pub fn new(text: &Text, number: usize) -> Self {
        let span = text.line_span(number);
        let mut line = Self {
            span,
            segments: Vec::new(),
            leader: false,
        };
        let source = text.slice(span);
        if source.len() <= LONGEST {
            line.cut(source);
            line.judge(source);
        } else {
            line.segments.push(Segment {
                span,
                left: 0,
                right: LONGEST,
                value: false,
                year: false,
            });
        }
        line
    }

    pub fn is_blank(&self) -> bool {
        self.segments.is_empty()
    }

    /// Whether something divides the line in two.
    pub fn is_divided(&self) -> bool {
        self.segments.len() > 1
    }

    /// Whether the line only underlines or divides: dashes and nothing else.
    pub fn is_rule(&self, text: &Text) -> bool {
        let stroke = |c: char| matches!(c, '-' | '=' | '_' | '─' | '━' | '═' | '—' | '*' | '~');
        !self.is_blank()
            && self.segments.iter().all(|segment| {
                let words = text.slice(segment.span);
                words.chars().all(stroke) && words.chars().nth(2).is_some()
            })
    }

    fn cut(&mut self, source: &str) {
        let mut column = 0;
        let mut gap = 0;
        let mut tab = false;
        for (at, c) in source.char_indices() {
            let at = self.span.start + at;
            let width = match c {
                '\t' => 8 - column % 8,
                c => c.width().unwrap_or(0),
            };
            if c.is_whitespace() {
                gap += width;
                tab |= c == '\t';
            } else {
                let end = at + c.len_utf8();
                match self.segments.last_mut() {
                    Some(last) if gap < 2 && !tab => {
                        last.span.end = end;
                        last.right = column + width;
                    }
                    _ => self.segments.push(Segment {
                        span: Span::new(at, end),
                        left: column,
                        right: column + width,
                        value: false,
                        year: false,
                    }),
                }
                (gap, tab) = (0, false);
            }
            column += width;
        }
    }

    /// Joins what only looks divided, drops dots that lead the eye, and tells figures.
    fn judge(&mut self, source: &str) {
        let start = self.span.start;
        let text = |segment: &Segment| {
            source
                .get(segment.span.start - start..segment.span.end - start)
                .unwrap_or("")
        };
        let mut segments: Vec<Segment> = Vec::with_capacity(self.segments.len());
        for segment in self.segments.drain(..) {
            let (before, after) = leader(text(&segment));
            if before > 0 || after < segment.span.len() {
                self.leader = true;
                split_leader(&mut segments, segment, before, after);
                continue;
            }
            // 合  计: single characters spread out are one word.
            let spread = segments.last().is_some_and(|last| {
                let end = text(last).chars().next_back().is_some_and(is_cjk);
                let lone = text(last).chars().filter(|c| !c.is_whitespace()).count() <= 1
                    || text(last).contains(char::is_whitespace);
                end && lone && is_single(text(&segment)) && segment.left - last.right <= 6
            });
            match segments.last_mut() {
                Some(last) if spread => {
                    last.span.end = segment.span.end;
                    last.right = segment.right;
                }
                _ => segments.push(segment),
            }
        }
        if segments.len() > 1 {
            for segment in &mut segments {
                let text = text(segment);
                match Content::of(text) {
                    Content::Number(number) => {
                        segment.value = true;
                        segment.year = text.len() == 4
                            && number.range.len() == 4
                            && (text.starts_with("19") || text.starts_with("20"));
                    }
                    Content::Nil => segment.value = true,
                    _ => {}
                }
            }
        }
        self.segments = segments;
    }
}

fn is_single(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(is_cjk) && chars.next().is_none()
}

/// Where dots that lead the eye from a label to its figure begin and end, in bytes; (0, length) where there are none.
fn leader(text: &str) -> (usize, usize) {
    let dot = |c: char| matches!(c, '.' | '…' | '·' | '．' | '_');
    let words = |from: usize, to: usize| text.get(from..to).unwrap_or("");
    let mut best = (0, text.len());
    let mut from = 0;
    while let Some(found) = text[from..].find(dot) {
        let start = from + found;
        let run = text[start..]
            .find(|c: char| !dot(c) && c != ' ')
            .unwrap_or(text.len() - start);
        let count = text[start..start + run].chars().filter(|&c| dot(c)).count();
        let wide = text[start..start + run].contains('…') && count > 1;
        if count >= 4 || wide {
            best = (words(0, start).trim_end().len(), start + run);
            break;
        }
        from = start + run;
    }
    best
}

/// Pushes the words before the dots and those after them.
fn split_leader(segments: &mut Vec<Segment>, segment: Segment, before: usize, after: usize) {
    let (start, length) = (segment.span.start, segment.span.len());
    if before > 0 {
        segments.push(Segment {
            span: Span::new(start, start + before),
            right: segment.left + before.min(segment.width()),
            ..segment.clone()
        });
    }
    if after < length {
        segments.push(Segment {
            span: Span::new(start + after, start + length),
            left: segment.right - (length - after).min(segment.width()),
            ..segment
        });
    }
}
