//! Plain text: headings, paragraphs with their broken lines joined, and tables in any shape that lines can have.

use super::flat::{self, Line, is_sentence, is_unfinished, numbering, width};
use super::{Input, Options, ReadError, Reader, columns, encoding, verbatim};
use crate::model::{
    Block, Content, Document, Heading, Language, Paragraph, Passage, Span, Table, Text, Vocabulary,
    is_cjk,
};
use std::ops::Range;

pub const READER: Reader = Reader {
    name: "text",
    endings: &["txt", "text"],
    recognises: |_| None,
    read,
};

fn read(
    input: Input<'_>,
    vocabulary: &Vocabulary,
    options: &Options,
) -> Result<Document, ReadError> {
    let mut source = encoding::decode(input)?;
    let notices = verbatim::fit(&mut source, &options.limits);
    let text = Text::new(source);
    let language = Language::of(text.as_str());
    let blocks = blocks(&text, vocabulary);
    Ok(Document {
        path: input.path.to_owned(),
        format: READER.name,
        language,
        transcript: false,
        remarks: Vec::new(),
        text,
        blocks,
        notices,
    })
}

/// What a stretch of lines turned out to be.
enum Part {
    /// Running text over these lines.
    Sentence(Vec<Line>),
    /// A line that is neither a sentence nor in a table.
    Line(Line),
    Table(Table),
}

/// The blocks of a plain text, in order.
pub fn blocks(text: &Text, vocabulary: &Vocabulary) -> Vec<Block> {
    let mut parts: Vec<Part> = Vec::new();
    let mut loose: Vec<Line> = Vec::new();
    let mut regions = columns::find(text).into_iter().peekable();
    let mut number = 1;
    while number <= text.lines() {
        if let Some(region) = regions.next_if(|region| region.lines.start <= number) {
            split(text, &mut loose, vocabulary, &mut parts);
            number = region.lines.end.max(number);
            parts.push(Part::Table(region.table));
            continue;
        }
        let span = trimmed(text, text.line_span(number));
        if !span.is_empty() {
            loose.push(Line { span });
        }
        number += 1;
    }
    split(text, &mut loose, vocabulary, &mut parts);
    compose(text, parts)
}

fn trimmed(text: &Text, span: Span) -> Span {
    let blank = |c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' || c.is_control();
    let line = text.slice(span);
    let rest = line.trim_start_matches(blank);
    let start = span.start + (line.len() - rest.len());
    Span::new(start, start + rest.trim_end_matches(blank).len())
}

/// Sorts loose lines into sentences, tables and the rest.
fn split(text: &Text, loose: &mut Vec<Line>, vocabulary: &Vocabulary, parts: &mut Vec<Part>) {
    let lines = std::mem::take(loose);
    let mut run: Vec<Line> = Vec::new();
    let mut at = 0;
    while let Some(&line) = lines.get(at) {
        if !is_sentence(text.slice(line.span)) || is_among_figures(text, &lines, at) {
            run.push(line);
            at += 1;
            continue;
        }
        read_run(text, &mut run, vocabulary, parts);
        let mut sentence = vec![line];
        while let Some(&next) = lines.get(at + sentence.len())
            && continues(text, &sentence, next)
        {
            sentence.push(next);
        }
        at += sentence.len();
        let title = sentence.len() == 1
            && numbering(text.slice(line.span)).is_some()
            && is_unfinished(text.slice(line.span))
            && !text.slice(line.span).contains('。');
        parts.push(if title {
            Part::Line(line)
        } else {
            Part::Sentence(sentence)
        });
    }
    read_run(text, &mut run, vocabulary, parts);
}

/// Whether a sentence may be a cell: figures stand right before it and soon after.
fn is_among_figures(text: &Text, lines: &[Line], at: usize) -> bool {
    let figure = |line: &Line| {
        let words = text.slice(line.span);
        words.len() < 40
            && words.starts_with(|c: char| !c.is_alphabetic())
            && Content::of(words) != Content::Words
    };
    let words = lines.get(at).map_or("", |line| text.slice(line.span));
    words.len() <= 420
        && width(words) <= 140
        && lines
            .get(at.saturating_sub(2)..at)
            .unwrap_or(&[])
            .iter()
            .any(figure)
        && lines
            .get(at + 1..)
            .unwrap_or(&[])
            .iter()
            .take(3)
            .any(figure)
}

/// Whether a line goes on with a sentence that was broken at the end of a line.
fn continues(text: &Text, sentence: &[Line], next: Line) -> bool {
    let (Some(first), Some(last)) = (sentence.first(), sentence.last()) else {
        return false;
    };
    let (words, above) = (text.slice(next.span), text.slice(last.span));
    // Lines are broken at one width: the next is not much longer, the last not much shorter than the first.
    let measure = width(text.slice(first.span));
    let broad = width(above) * 3 >= measure * 2 && width(words) * 3 <= measure * 4;
    is_unfinished(above)
        && broad
        && numbering(words).is_none()
        && words.chars().any(char::is_alphabetic)
        && (is_sentence(words) || !is_unfinished(words) || width(words) >= 40)
}

/// Tables in a run of lines without sentences; the other lines stay lines.
fn read_run(text: &Text, run: &mut Vec<Line>, vocabulary: &Vocabulary, parts: &mut Vec<Part>) {
    let lines = std::mem::take(run);
    let mut at = 0;
    for found in flat::find(text, &lines, vocabulary) {
        let Range { start, end } = found.lines;
        parts.extend(
            lines
                .get(at..start)
                .unwrap_or(&[])
                .iter()
                .map(|&line| single(text, line)),
        );
        parts.push(Part::Table(found.table));
        at = end;
    }
    parts.extend(
        lines
            .get(at..)
            .unwrap_or(&[])
            .iter()
            .map(|&line| single(text, line)),
    );
}

fn single(text: &Text, line: Line) -> Part {
    if is_sentence(text.slice(line.span)) {
        Part::Sentence(vec![line])
    } else {
        Part::Line(line)
    }
}

fn compose(text: &Text, parts: Vec<Part>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut number = 0;
    let mut title = true;
    let mut parts = parts.into_iter().peekable();
    while let Some(part) = parts.next() {
        match part {
            Part::Table(table) => {
                number += 1;
                title = false;
                let caption = table.caption.clone().or_else(|| caption(text, &blocks));
                blocks.push(Block::Table(Table {
                    number,
                    caption,
                    ..table
                }));
            }
            Part::Sentence(lines) => {
                title = false;
                blocks.push(Block::Paragraph(Paragraph {
                    passage: joined(text, &lines),
                }));
            }
            Part::Line(line) => {
                let words = text.slice(line.span);
                let passage = Passage::verbatim(words, line.span.start);
                let level = numbering(words);
                let before_table =
                    matches!(parts.peek(), Some(Part::Table(table)) if table.caption.is_none());
                match level {
                    Some(level) => blocks.push(Block::Heading(Heading { level, passage })),
                    None if before_table => {
                        if let Some(Part::Table(table)) = parts.peek_mut() {
                            table.caption = Some(passage);
                        }
                    }
                    None if title && width(words) <= 80 => {
                        blocks.push(Block::Heading(Heading { level: 1, passage }))
                    }
                    None => blocks.push(Block::Paragraph(Paragraph { passage })),
                }
                title &= level.is_none();
            }
        }
    }
    blocks
}

/// The line above a table that names it: a numbered heading, or the end of a sentence that leads to it with a colon.
fn caption(text: &Text, blocks: &[Block]) -> Option<Passage> {
    match blocks.last()? {
        Block::Heading(heading) => Some(heading.passage.clone()),
        Block::Paragraph(paragraph) => {
            let words = &paragraph.passage.text;
            if !words.ends_with([':', '：']) {
                return None;
            }
            let before = words.trim_end_matches([':', '：']);
            let start = before
                .rfind(['。', '；'])
                .map_or(0, |at| at + '。'.len_utf8());
            let span = paragraph.passage.span(start..words.len());
            Some(Passage::verbatim(text.slice(span), span.start))
        }
        Block::Table(_) => None,
    }
}

/// The lines of a sentence as one; Chinese without a space between them.
fn joined(text: &Text, lines: &[Line]) -> Passage {
    let mut passage = Passage::default();
    for line in lines {
        let words = text.slice(line.span);
        let glued = passage.text.is_empty()
            || passage.text.chars().next_back().is_some_and(wide)
            || words.chars().next().is_some_and(wide);
        if !glued {
            passage.push_unplaced(" ");
        }
        passage.push(words, line.span.start);
    }
    passage
}

fn wide(c: char) -> bool {
    is_cjk(c) || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF60}')
}
