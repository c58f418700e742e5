//! Units: in a cell, its row, its column, the caption, or the words before the table.

use super::grid::Grid;
use crate::model::{Mark, Measure, Number, Table, Unit, Vocabulary, fold};
use std::sync::Arc;

/// The unit that a row's label names: only after `单位:` or as the whole of a bracket, for rows are full of words that are units
/// elsewhere (`locomotives and freight cars`).
pub fn of_row(text: &str, vocabulary: &Vocabulary) -> Option<Unit> {
    if names_none(text) {
        return None;
    }
    let folded = fold(text);
    if let Some((_, rest)) = folded.split_once("单位:") {
        return vocabulary
            .unit_folded(rest.trim_end_matches(')').trim())
            .cloned();
    }
    let (_, inner) = folded.strip_suffix(')')?.rsplit_once('(')?;
    vocabulary.unit_folded(inner.trim()).cloned()
}

/// Whether a label is plainly without brackets and without `单位`, as most labels of rows are.
fn names_none(text: &str) -> bool {
    text.chars().all(|c| match c {
        '(' | ')' | '[' | ']' | '位' => false,
        c => matches!(c, ' '..='~' | '\u{4E00}'..='\u{9FFF}' | '、' | '：' | '，'),
    })
}

/// The unit that a header or caption names, the longest word first: after `单位:`, in brackets, or the whole of the words;
/// English phrases (`in millions of dollars`) anywhere.
pub fn named(text: &str, vocabulary: &Vocabulary) -> Option<Unit> {
    let folded = fold(text);
    let mut best: Option<(usize, &Unit)> = None;
    let mut consider = |words: &str| {
        let words = words.trim();
        let words = words
            .split_once(" except")
            .map_or(words, |(before, _)| before);
        if let Some(unit) = vocabulary.unit_folded(words)
            && best.is_none_or(|(length, _)| words.len() > length)
        {
            best = Some((words.len(), unit));
        }
    };
    consider(&folded);
    for (at, mark) in folded.match_indices("单位") {
        let rest = folded[at + mark.len()..].trim_start_matches([':', ' ', '为', '均']);
        let end = rest
            .find([' ', ')', '(', ',', ';', '、', '。'])
            .unwrap_or(rest.len());
        consider(&rest[..end]);
    }
    for (at, _) in folded.match_indices('(') {
        let inner = &folded[at + 1..];
        let inner = &inner[..inner.find(')').unwrap_or(inner.len())];
        consider(inner);
        inner.split([',', '/']).for_each(&mut consider);
        if let Some(rest) = inner.strip_prefix("单位:") {
            consider(rest);
        }
    }
    // Phrases of several words, wherever they stand.
    let bytes = folded.as_bytes();
    if bytes.iter().any(u8::is_ascii_alphabetic) || folded.contains("'000") {
        for start in 0..folded.len() {
            let begins = start == 0 || !bytes[start - 1].is_ascii_alphanumeric();
            if !begins || !folded.is_char_boundary(start) {
                continue;
            }
            for &length in vocabulary.phrase_lengths() {
                let end = start + length;
                let ends = bytes
                    .get(end)
                    .is_none_or(|next| !next.is_ascii_alphanumeric());
                if let Some(words) = folded.get(start..end).filter(|_| ends) {
                    consider(words);
                }
            }
        }
    }
    best.map(|(_, unit)| unit.clone())
}

/// The unit that holds for a whole table.
pub fn of_table(
    table: &Table,
    grid: &Grid,
    before: Option<&str>,
    vocabulary: &Vocabulary,
) -> Option<Unit> {
    if let Some(unit) = table
        .caption
        .as_ref()
        .and_then(|caption| named(&caption.text, vocabulary))
    {
        return Some(unit);
    }
    let mut units = Vec::new();
    for (row, cells) in table.rows.iter().enumerate().take(grid.header_rows.max(1)) {
        for (column, cell) in cells.iter().enumerate() {
            let Some(cell) = cell else { continue };
            if row >= grid.header_rows && column > 0 {
                continue;
            }
            if let Some(unit) = named(&cell.text, vocabulary)
                && matches!(unit.measure, Measure::Money | Measure::Unknown)
                && !units.contains(&unit)
            {
                units.push(unit);
            }
        }
    }
    match units.len() {
        1 => units.pop(),
        0 => before.and_then(|words| {
            let unit = named(words, vocabulary)?;
            (unit.measure == Measure::Money).then_some(unit)
        }),
        _ => None,
    }
}

/// How many amounts of a table are in each unit, ratios left out.
#[derive(Default)]
pub struct Tally(Vec<(Arc<str>, usize)>);

impl Tally {
    pub fn add(&mut self, unit: &Unit) {
        if unit.word.is_empty() || matches!(unit.measure, Measure::Ratio | Measure::Points) {
            return;
        }
        match self.0.iter_mut().find(|(word, _)| *word == unit.word) {
            Some((_, count)) => *count += 1,
            None => self.0.push((unit.word.clone(), 1)),
        }
    }

    /// The unit of most, as the report prints it; of those that are met equally often, the first.
    pub fn most(self) -> Option<Arc<str>> {
        let most = self.0.iter().map(|(_, count)| *count).max()?;
        let mut units = self.0.into_iter();
        units.find_map(|(word, count)| (count == most).then_some(word))
    }
}

/// The unit of a cell's number: its own mark and suffix, else what its row, its column (`named`), the table say.
pub fn of_number(
    number: &Number,
    named: [&Option<Unit>; 2],
    percent: bool,
    table: Option<&Unit>,
    vocabulary: &Vocabulary,
) -> Unit {
    match number.mark {
        Mark::Percent => return Unit::percent(),
        Mark::PerMille => {
            return Unit {
                power: -3,
                word: "‰".into(),
                ..Unit::percent()
            };
        }
        Mark::None => {}
    }
    if !number.suffix.is_empty()
        && let Some(unit) = vocabulary.unit(&number.suffix)
    {
        return unit.clone();
    }
    if let Some(unit) = named.into_iter().flatten().next() {
        return unit.clone();
    }
    if percent && number.currency.is_none() {
        return Unit::percent();
    }
    if let Some(unit) = table {
        return unit.clone();
    }
    number
        .currency
        .as_deref()
        .and_then(|sign| vocabulary.unit(sign))
        .cloned()
        .unwrap_or_default()
}
