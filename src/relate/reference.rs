//! Sentences that refer to a table: is it there?

use crate::model::{
    Asserted, Block, Claim, Document, Figure, Passage, Saying, Shape, Source, Speech, Support,
    Vocabulary, WordClass, fold,
};

pub fn claims(
    index: usize,
    document: &Document,
    figures: &[Figure],
    vocabulary: &Vocabulary,
) -> Vec<Claim> {
    let names = table_names(document);
    let numbered = names.iter().any(|(_, name)| number_of(name).is_some());
    let has_table = document.tables().next().is_some();
    let mut claims = no_data(index, document, figures, vocabulary);
    for (at, block) in document.blocks.iter().enumerate() {
        let Block::Paragraph(paragraph) = block else {
            continue;
        };
        for reference in references(&paragraph.passage, vocabulary) {
            let found = if let Some(number) = number_of(&fold(&reference.words)) {
                // Where no table has a number, a number is another's (a form's, a law's).
                if !numbered {
                    continue;
                }
                let there = names
                    .iter()
                    .any(|(block, name)| *block != at && number_of(name) == Some(number));
                // An excerpt refers to tables far beyond those that it has.
                let tables = document.tables().count();
                if !there && number as usize > tables + 8 {
                    continue;
                }
                there
            } else if reference.name.is_empty() {
                has_table
            } else {
                names
                    .iter()
                    .any(|(block, name)| *block != at && covers(name, &reference.name))
            };
            claims.push(Claim {
                source: Source::Shape(Shape::Sentence(Saying::Reference)),
                at: reference.span,
                asserted: Asserted::Words {
                    document: index,
                    holds: found,
                    missing: Some(reference.words),
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

/// `本表无数据` beside a table: the last before it, in the same or the next but one block.
fn no_data(
    index: usize,
    document: &Document,
    figures: &[Figure],
    vocabulary: &Vocabulary,
) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (at, block) in document.blocks.iter().enumerate() {
        let Block::Paragraph(paragraph) = block else {
            continue;
        };
        let table = (at.saturating_sub(2)..at)
            .rev()
            .find(|&before| matches!(document.blocks[before], Block::Table(_)));
        let Some(table) = table else { continue };
        let text = &paragraph.passage.text;
        let said = vocabulary
            .speech
            .search(&text.to_ascii_lowercase())
            .into_iter()
            .find(|cue| cue.0 == Speech::NoData);
        let Some((_, range)) = said else { continue };
        let first = figures.partition_point(|figure| figure.site.block() < table);
        let filled = figures[first..]
            .iter()
            .take_while(|figure| figure.site.block() == table)
            .any(|figure| figure.additive && !figure.amount.printed.is_zero());
        claims.push(Claim {
            source: Source::Shape(Shape::Sentence(Saying::NoData)),
            at: paragraph.passage.span(range),
            asserted: Asserted::Words {
                document: index,
                holds: !filled,
                missing: None,
            },
            support: Support {
                label: true,
                meaning: true,
                ..Support::default()
            },
        });
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
    let others = vocabulary.words(WordClass::NoTable);
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
        let plain = clause_end.to_ascii_lowercase();
        let Some((noun, mut end)) = nouns
            .iter()
            .filter_map(|noun| plain.find(noun).map(|start| (noun, start + noun.len())))
            .max_by_key(|(noun, end)| (*end, noun.len()))
        else {
            continue;
        };
        let number = clause_end[end..].trim_start();
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 && digits < 3 {
            end = clause_end.len() - number.len() + digits;
        }
        let words = clause[..end].trim();
        if others.iter().any(|other| words.ends_with(other.as_str())) {
            continue;
        }
        let goes_on = end < clause_end.len() && !clause_end[end..].starts_with(char::is_whitespace);
        if words.chars().count() > 24 || goes_on {
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

/// The number of a table in its name: `附表3`, `表 2`, `table 4`. `None` where the name has none.
fn number_of(name: &str) -> Option<u32> {
    for noun in ["表", "table", "schedule", "exhibit"] {
        for (at, _) in name.match_indices(noun) {
            let rest = name[at + noun.len()..].trim_start();
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let after = rest[digits..].chars().next();
            // `表 2023 年` is no number of a table.
            if (1..3).contains(&digits)
                && after.is_none_or(|c| !matches!(c, '.' | '年' | '-' | '%'))
            {
                return rest[..digits].parse().ok();
            }
        }
    }
    None
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
