//! What names a table: the short paragraphs right before it.

use crate::model::{Block, Passage, Vocabulary};
use unicode_width::UnicodeWidthStr;

/// Takes the short paragraphs at the end of what was read so far, two at most: they name the table that comes next.
pub fn take(blocks: &mut Vec<Block>, vocabulary: &Vocabulary) -> Option<Passage> {
    let mut names: Vec<Passage> = Vec::new();
    while names.len() < 2
        && let Some(Block::Paragraph(paragraph)) = blocks.last()
    {
        let passage = &paragraph.passage;
        if names_table(&passage.text) {
            names.push(passage.clone());
            blocks.pop();
        } else {
            // A sentence with the unit is both.
            if names.is_empty() && carries_unit(&passage.text, vocabulary) {
                names.push(passage.clone());
            }
            break;
        }
    }
    names.into_iter().rev().reduce(|mut caption, name| {
        caption.push_unplaced(" ");
        caption.append(&name);
        caption
    })
}

/// Whether a short text has a unit between its marks: `（单位：万元）`, `(in thousands)`.
fn carries_unit(words: &str, vocabulary: &Vocabulary) -> bool {
    words.width() <= 160
        && words
            .split(['(', ')', '（', '）', ':', '：', ',', '，', '。', ' '])
            .map(str::trim)
            .any(|part| !part.is_empty() && vocabulary.unit(part).is_some())
}

/// Whether a paragraph before a table only names it: short, and no sentence.
fn names_table(words: &str) -> bool {
    let words = words.trim();
    words.width() <= 100
        && !words.ends_with([
            '。', '；', '.', '!', '！', '?', '？', ':', '：', ';', '，', ',',
        ])
}
