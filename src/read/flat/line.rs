//! What a single line looks like: words, a figure, a nil mark; a numbered heading, a caption, a sentence.

use crate::model::{Content, Meaning, Span, Text, Vocabulary, WordClass, fold, is_cjk};
use std::collections::HashMap;

/// A line with something on it.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Without the spaces around it.
    pub span: Span,
}

/// Bytes of a line that may be a cell.
const LONGEST: usize = 600;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Words,
    /// A figure with separators, decimals, a sign or a mark.
    Figure,
    /// Digits only: a figure, a code or the number of a row.
    Digits,
    /// Four digits that may be a year.
    Year,
    Nil,
}

/// What can be told of a line without its neighbours, and of how it goes on from the line above.
#[derive(Clone, Debug)]
pub struct Look {
    pub kind: Kind,
    pub percent: bool,
    /// Half-width columns.
    pub width: usize,
    /// Begins with a number of a list: `一、`, `（一）`, `1.`
    pub numbered: bool,
    /// Names a table: a unit set apart, or a word for a table at its end.
    pub caption: bool,
    pub colon: bool,
    /// Words with digits for the most part: `4 a 7`, `3.5x`.
    pub figurative: bool,
    /// The first line of the run with the same words.
    pub first: usize,
    /// Lines of the run with the same words.
    pub count: usize,
    /// A year, or words that begin with one.
    pub dated: bool,
    /// A mark rather than a word: `*`, `a`, `[注]`.
    pub symbolic: bool,
    pub sentence: bool,
    /// Begins as no name does: the second half of one.
    pub clipped: bool,
    /// Words that may stand for a sum (合计, Total) in the vocabulary.
    pub total: bool,
    /// Means parts of what stands before it (其中, of which) in the vocabulary.
    pub of_which: bool,
    /// Words in brackets from end to end, or a unit: they explain what stands beside them.
    pub bracketed: bool,
    /// Cost of reading the line as the second half of the one above; `None` where that cannot be.
    pub joins: Option<u32>,
}

impl Look {
    pub fn is_words(&self) -> bool {
        self.kind == Kind::Words
    }
}

/// Half-width columns of a text.
pub fn width(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

fn is_wide(c: char) -> bool {
    // Full-width digits and letters are as long as they would be in half width: what a line is must not hang on that.
    let letter = matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    !letter && (is_cjk(c) || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF60}'))
}

pub fn looks(text: &Text, lines: &[Line], vocabulary: &Vocabulary) -> Vec<Look> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut looks: Vec<Look> = Vec::with_capacity(lines.len());
    let mut above = "";
    for line in lines {
        let words = text.slice(line.span);
        let mut look = look(words, vocabulary);
        look.first = *seen.entry(words).or_insert(looks.len());
        if look.is_words() && looks.last().is_some_and(Look::is_words) {
            look.joins = joins(above, words, vocabulary);
        }
        looks.push(look);
        above = words;
    }
    let mut counts = vec![0usize; looks.len()];
    for look in &looks {
        counts[look.first] += 1;
    }
    for look in &mut looks {
        look.count = counts[look.first];
    }
    looks
}

fn begins_with_year(words: &str) -> bool {
    let digits: String = words
        .chars()
        .map_while(|c| match c {
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32),
            c => c.is_ascii_digit().then_some(c),
        })
        .collect();
    digits.len() == 4
        && digits
            .parse()
            .is_ok_and(|year: u32| (1900..=2100).contains(&year))
}

fn is_symbol(words: &str) -> bool {
    let width = width(words);
    width <= 4
        && (words.chars().count() == 1 && !words.chars().any(is_cjk)
            || width <= 3 && words.is_ascii()
            || !words.starts_with(char::is_alphanumeric))
}

fn look(words: &str, vocabulary: &Vocabulary) -> Look {
    let (kind, percent) = kind(words);
    let is_words = kind == Kind::Words;
    let (digits, others) = words.chars().filter(|c| !c.is_whitespace()).fold(
        (0usize, 0usize),
        |(digits, others), c| match c {
            c if c.is_numeric() => (digits + 1, others),
            '.' | ',' | '%' | '$' | '(' | ')' | '-' | '*' => (digits, others),
            _ => (digits, others + 1),
        },
    );
    Look {
        kind,
        percent,
        width: width(words),
        numbered: is_words && numbering(words).is_some(),
        caption: is_words && is_caption(words, vocabulary),
        colon: words.ends_with([':', '：']),
        figurative: is_words
            && digits > others
            && words.starts_with(|c: char| c.is_numeric() || "$(-".contains(c)),
        first: 0,
        count: 1,
        dated: kind == Kind::Year || (is_words && begins_with_year(words)),
        symbolic: is_words && is_symbol(words),
        sentence: is_words && is_sentence(words),
        clipped: is_words && is_clipped(words),
        total: is_words && vocabulary.is_word(&fold(words), WordClass::Total),
        of_which: is_words && vocabulary.is_word(&fold(words), WordClass::OfWhich),
        bracketed: is_words
            && (words.starts_with(['(', '（']) && words.ends_with([')', '）'])
                || vocabulary.unit(words).is_some()),
        joins: None,
    }
}

fn kind(words: &str) -> (Kind, bool) {
    match Content::of(words) {
        Content::Number(number) => {
            let digits = words.chars().count();
            let kind = if !words.chars().all(|c| c.is_numeric()) {
                Kind::Figure
            } else if digits == 4
                && (1900..=2100).contains(&i64::try_from(number.value.mantissa()).unwrap_or(0))
            {
                Kind::Year
            } else {
                Kind::Digits
            };
            (kind, number.mark != crate::model::Mark::None)
        }
        Content::Nil => (Kind::Nil, false),
        Content::Blank | Content::Words => (Kind::Words, false),
    }
}

/// The level of a heading that begins as these words do, 1 for the outermost; `None` without a number of a list.
pub fn numbering(words: &str) -> Option<u8> {
    let chinese = |c: char| "一二三四五六七八九十百".contains(c);
    let first = words.chars().next()?;
    if first == '第' {
        let rest = words.trim_start_matches('第').trim_start();
        let rest = rest.trim_start_matches(|c| chinese(c) || c.is_ascii_digit());
        let part = ["部分", "章", "编", "篇"]
            .iter()
            .any(|part| rest.starts_with(part));
        return (part && rest.len() + 24 > words.len()).then_some(1);
    }
    let (bracketed, rest) = match first {
        '(' | '（' => (true, words.get(first.len_utf8()..)?),
        _ => (false, words),
    };
    let head: String = rest
        .chars()
        .take_while(|&c| chinese(c) || c.is_numeric())
        .take(4)
        .collect();
    let count = head.chars().count();
    if count == 0 || count > 3 {
        return None;
    }
    let word = head.chars().all(chinese);
    if !word && (head.chars().any(chinese) || count > 2) {
        return None;
    }
    let mut after = rest.get(head.len()..)?.chars();
    let mark = after.next()?;
    let next = after.find(|c| !c.is_whitespace())?;
    match (bracketed, mark) {
        (true, ')' | '）') => Some(if word { 2 } else { 4 }),
        (false, '、' | '．') if word => Some(1),
        (false, '、' | '．') => Some(3),
        // `1.5 times` is no heading, `1.2020年度` is one.
        (false, '.') => {
            let year = after.next().is_some_and(char::is_numeric)
                && after.next().is_some_and(char::is_numeric)
                && words.contains('年');
            (!next.is_numeric() || year).then_some(if word { 1 } else { 3 })
        }
        _ => None,
    }
}

/// Whether a line names a table: its unit stands apart from its words, or it ends in a word for a table.
fn is_caption(words: &str, vocabulary: &Vocabulary) -> bool {
    let apart = |c: char| c == '\t' || c == '\u{3000}';
    let gap = words.contains("  ") || words.contains(apart);
    let unit = words
        .rsplit([':', '：'])
        .next()
        .is_some_and(|last| last.len() < words.len() && vocabulary.unit(last).is_some());
    if (gap && words.contains([':', '：'])) || unit {
        return true;
    }
    let folded = fold(words);
    vocabulary.search(&folded).iter().any(|found| {
        found.meaning == Meaning::Word(WordClass::TableReference)
            && (found.range.end == folded.len() || found.range.start == 0)
    })
}

/// What it costs to read words as the second half of the label above.
fn joins(above: &str, words: &str, vocabulary: &Vocabulary) -> Option<u32> {
    let open = |text: &str| {
        let count = |marks: [char; 2]| text.matches(marks).count();
        count(['(', '（']) > count([')', '）'])
    };
    if open(above) && words.contains([')', '）']) {
        return Some(10);
    }
    let chinese = |text: &str| text.chars().any(is_cjk);
    if words.starts_with('（') || (words.starts_with('(') && chinese(words) && chinese(above)) {
        let begins_list = numbering(words).is_some();
        return (!begins_list).then_some(30);
    }
    // A word that joins two others stands inside a name, not at its edge.
    if above.ends_with(['、', '和', '与', '及', '的']) || is_clipped(words) {
        return Some(20);
    }
    let known = |text: &str| !vocabulary.meanings(&fold(text)).is_empty();
    if chinese(above) && known(&format!("{above}{words}")) && !known(above) && !known(words) {
        return Some(10);
    }
    None
}

/// Whether words begin as no name does.
fn is_clipped(words: &str) -> bool {
    words.starts_with(['及', '、', '，', ')', '）'])
}

/// Whether a line is running text: a sentence or a part of one that no cell of a table would hold.
pub fn is_sentence(words: &str) -> bool {
    if words.len() > LONGEST {
        return true;
    }
    let width = width(words);
    if words.chars().any(is_cjk) {
        return (words.contains('。') && width >= 16)
            || (words.ends_with(['；', '！', '？', '：']) && words.contains('，'))
            || (words.contains(['，', '；']) && width >= 36)
            || (words.ends_with([':', '：']) && width >= 28)
            || width > 120;
    }
    let count = words.split_whitespace().count();
    let letters = words.chars().any(char::is_alphabetic);
    let inner = words
        .match_indices(". ")
        .any(|(at, _)| words[at + 2..].starts_with(char::is_uppercase));
    letters
        && ((words.ends_with(['.', '?', '!', ';']) && count >= 7)
            || (words.ends_with(':') && count >= 8)
            || (inner && count >= 12)
            || count >= 14
            || width > 110)
}

/// Whether a sentence goes on after this line.
pub fn is_unfinished(words: &str) -> bool {
    !words.ends_with([
        '。', '！', '？', '；', '：', '.', '!', '?', ';', ':', '”', '"',
    ])
}
