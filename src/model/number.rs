//! How a number is printed: separators, signs, brackets, percent, nil marks. One place knows it.

use rust_decimal::Decimal;
use std::ops::Range;

/// A sign of ratio that follows a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mark {
    #[default]
    None,
    Percent,
    PerMille,
}

/// A number found in text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Signed, exact, with the decimals that were printed. A per cent figure is not divided: `80%` is 80.
    pub value: Decimal,
    pub mark: Mark,
    /// Currency sign or code before or after it: `$`, `￥`, `USD`.
    pub currency: Option<String>,
    /// From the sign, currency or bracket to the last digit, bracket or mark, in bytes.
    pub range: Range<usize>,
    /// What follows the number in its cell (`万元`, `*`, `(Note 3)`), trimmed. Empty when scanned in a sentence.
    pub suffix: String,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing at all.
    Blank,
    /// A mark that says "none": `-`, `—`, `无`, `/`, `n/a`. Not the same as 0, nor as blank.
    Nil,
    Number(Number),
    Words,
}

impl Content {
    /// What a cell's text is. A number may carry a currency, a sign, brackets, a mark, a unit or a footnote mark; with other
    /// words around it (`3年以上`, `Level 2`) the cell holds words.
    pub fn of(text: &str) -> Self {
        let trimmed = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if trimmed.is_empty() {
            return Content::Blank;
        }
        if NIL.contains(&trimmed.to_lowercase().as_str()) {
            return Content::Nil;
        }
        let lead = text.find(trimmed).unwrap_or(0);
        match Number::scan(trimmed, 0) {
            Some(mut number) if number.range.start == 0 => {
                let suffix = trimmed[number.range.end..].trim();
                if !suffix.is_empty() && !is_suffix(suffix) {
                    return Content::Words;
                }
                number.suffix = suffix.to_owned();
                number.range = number.range.start + lead..number.range.end + lead;
                Content::Number(number)
            }
            _ => Content::Words,
        }
    }

    pub fn is_number(&self) -> bool {
        matches!(self, Content::Number(_))
    }
}

const NIL: &[&str] = &[
    "-", "—", "–", "－", "‐", "−", "--", "——", "/", "无", "n/a", "na", "nil", "none", "…", "…",
];

fn is_suffix(suffix: &str) -> bool {
    let bare = suffix.trim_start_matches(['*', '#', '†']);
    bare.is_empty()
        || matches!(
            bare,
            "元" | "万元"
                | "亿元"
                | "千元"
                | "万"
                | "亿"
                | "人"
                | "个"
                | "辆"
                | "条"
                | "项"
                | "件"
                | "倍"
        )
}

impl Number {
    /// The first number in `text` that begins at byte `from` or later.
    pub fn scan(text: &str, from: usize) -> Option<Number> {
        let mut at = from;
        while let Some(c) = text.get(at..)?.chars().next() {
            let before = text[..at].chars().next_back();
            let glued = before.is_some_and(|b| b.is_ascii_alphanumeric() || b == '.');
            if !glued && let Some(number) = Number::here(text, at) {
                return Some(number);
            }
            at += c.len_utf8();
        }
        None
    }

    /// The number that begins right at byte `at`.
    fn here(text: &str, at: usize) -> Option<Number> {
        let mut chars = text[at..]
            .char_indices()
            .map(|(i, c)| (at + i, plain(c)))
            .peekable();
        let (mut bracket, mut minus, mut currency) = (false, false, None);
        while let Some(&(_, c)) = chars.peek() {
            match c {
                '(' if !bracket => bracket = true,
                '-' | '△' | '▲' if !minus => minus = true,
                '+' => {}
                '$' | '¥' | '€' | '£' if currency.is_none() => currency = Some(c.to_string()),
                ' ' if bracket || currency.is_some() => {}
                _ => break,
            }
            chars.next();
        }
        let mut digits = String::new();
        let mut end = at;
        while let Some(&(i, c)) = chars.peek() {
            match c {
                '0'..='9' => digits.push(c),
                ',' | '.' if !digits.is_empty() || c == '.' => {
                    let next = text[i + text[i..].chars().next()?.len_utf8()..]
                        .chars()
                        .next()
                        .map(plain);
                    if !next.is_some_and(|n| n.is_ascii_digit())
                        || (c == '.' && digits.contains('.'))
                    {
                        break;
                    }
                    if c == '.' {
                        digits.push('.');
                    }
                }
                _ => break,
            }
            end = i + text[i..].chars().next()?.len_utf8();
            chars.next();
        }
        if digits.is_empty() {
            return None;
        }
        let mut mark = Mark::None;
        let mut closed = false;
        let rest = &text[end..];
        let mut used = 0;
        for c in rest.chars() {
            match plain(c) {
                ')' if bracket && !closed => closed = true,
                '%' if mark == Mark::None => mark = Mark::Percent,
                '‰' if mark == Mark::None => mark = Mark::PerMille,
                ' ' => {
                    used += c.len_utf8();
                    continue;
                }
                _ => break,
            }
            used += c.len_utf8();
            end = text.len() - rest.len() + used;
        }
        if bracket && !closed {
            return None;
        }
        let value = Decimal::from_str_exact(digits.trim_start_matches('.')).ok()?;
        let negative = minus != bracket;
        Some(Number {
            value: if negative { -value } else { value },
            mark,
            currency,
            range: at..end,
            suffix: String::new(),
        })
    }
}

/// The half-width form of a character that takes part in numbers.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        '，' => ',',
        '．' => '.',
        '（' => '(',
        '）' => ')',
        '％' => '%',
        '−' | '－' | '‐' | '–' => '-',
        '￥' => '¥',
        '＄' => '$',
        '\u{a0}' | '\u{3000}' | '\u{2009}' | '\u{202f}' => ' ',
        c => c,
    }
}
