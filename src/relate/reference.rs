//! Sentences that refer to a table: is it there?

use crate::model::{
    Asserted, Block, Claim, Document, Passage, Shape, Source, Support, Vocabulary, WordClass, fold,
};

pub fn claims(index: usize, document: &Document, vocabulary: &Vocabulary) -> Vec<Claim> {
    let names = table_names(document);
    let has_table = document.tables().next().is_some();
    let mut claims = Vec::new();
    for (at, block) in document.blocks.iter().enumerate() {
        let Block::Paragraph(paragraph) = block else {
            continue;
        };
        for reference in references(&paragraph.passage, vocabulary) {
            let found = if reference.name.is_empty() {
                has_table
            } else {
                names
                    .iter()
                    .any(|(block, name)| *block != at && covers(name, &reference.name))
            };
            claims.push(Claim {
                source: Source::Shape(Shape::Reference),
                at: reference.span,
                asserted: Asserted::Reference {
                    document: index,
                    name: reference.words,
                    found,
                },
                support: Support {
                    label: true,
                    meaning: true,
                    ..Support::default()
                },
            });
        }
    }
    claims
}

/// The folded words by which tables are known, with their block: captions, headings, and the short lines right before a table.
fn table_names(document: &Document) -> Vec<(usize, String)> {
    let mut names = Vec::new();
    for (at, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Heading(heading) => names.push((at, fold(&heading.passage.text))),
            Block::Table(table) => {
                names.extend(
                    table
                        .caption
                        .as_ref()
                        .map(|caption| (at, fold(&caption.text))),
                );
            }
            Block::Paragraph(paragraph) => {
                let leads = document
                    .blocks
                    .iter()
                    .skip(at + 1)
                    .take(2)
                    .any(|next| matches!(next, Block::Table(_)));
                if leads && paragraph.passage.text.chars().count() <= 40 {
                    names.push((at, fold(&paragraph.passage.text)));
                }
            }
        }
    }
    names
}

struct Reference {
    span: crate::model::Span,
    /// As the sentence says it.
    words: String,
    /// What names the table, folded, pointing words and the word for a table left out. Empty for 上表, 下表.
    name: String,
}

/// `详见上述…明细表`: a word of seeing, then words that end in a word for a table.
fn references(passage: &Passage, vocabulary: &Vocabulary) -> Vec<Reference> {
    let text = &passage.text;
    let see = vocabulary.words(WordClass::See);
    let nouns = vocabulary.words(WordClass::TableReference);
    let pointing = vocabulary.words(WordClass::Pointing);
    let mut found: Vec<Reference> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let Some(rest) = text.get(at..) else { break };
        let step = rest.chars().next().map_or(1, char::len_utf8);
        let Some(word) = see
            .iter()
            .find(|word| rest.starts_with(word.as_str()) && is_word_start(text, at, word))
        else {
            at += step;
            continue;
        };
        let from = at + word.len();
        let clause = text[from..]
            .split(['，', '。', '；', '、', ',', ';', '\n', '（', '(', '）', ')'])
            .next()
            .unwrap_or("");
        at = from;
        let clause_end = clause.trim_end_matches(['.', ' ']);
        let Some((noun, end)) = nouns
            .iter()
            .filter_map(|noun| {
                clause_end
                    .find(noun)
                    .map(|start| (noun, start + noun.len()))
            })
            .max_by_key(|(noun, end)| (*end, noun.len()))
        else {
            continue;
        };
        let words = clause[..end].trim();
        if words.chars().count() > 24
            || end < clause_end.len() && !clause_end[end..].starts_with(char::is_whitespace)
        {
            continue;
        }
        let mut name = fold(words);
        if let Some(stripped) = name.strip_suffix(noun.as_str()) {
            name.truncate(stripped.len());
        }
        for word in pointing {
            let Some(rest) = name.strip_prefix(word.as_str()) else {
                continue;
            };
            let letter = |c: char| c.is_ascii_alphanumeric();
            if !(word.ends_with(letter) && rest.starts_with(letter)) {
                name = rest.trim().to_owned();
            }
        }
        let start = from + clause.len() - clause.trim_start().len();
        found.push(Reference {
            span: passage.span(start..from + end),
            words: words.to_owned(),
            name,
        });
        at = from + end;
    }
    found
}

fn is_word_start(text: &str, at: usize, word: &str) -> bool {
    let latin = |c: char| c.is_ascii_alphabetic();
    let end = at + word.len();
    let glued_before = word.starts_with(latin) && text[..at].ends_with(latin);
    let glued_after = word.ends_with(latin) && text[end..].starts_with(latin);
    !glued_before && !glued_after
}

/// Whether a table's name speaks of what a reference names: at least two thirds of the reference's pairs of characters stand in it.
fn covers(name: &str, reference: &str) -> bool {
    if name.contains(reference) {
        return true;
    }
    let characters: Vec<char> = reference.chars().collect();
    let pairs: Vec<String> = characters
        .windows(2)
        .map(|pair| pair.iter().collect())
        .collect();
    let there = pairs
        .iter()
        .filter(|pair| name.contains(pair.as_str()))
        .count();
    !pairs.is_empty() && there * 3 >= pairs.len() * 2
}
