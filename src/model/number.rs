//! How a number is printed: separators, signs, brackets, percent, nil marks. One place knows it.

mod chinese;
mod digits;
mod english;
mod printed;
mod short;
mod suffix;

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
    /// Currency sign or code before or after it, in its half-width form: `$`, `¥`, `USD`.
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
    /// words around it (`3年以上`, `Level 2`) the cell holds words. A bare `2019` is a number: only its neighbours can tell.
    pub fn of(text: &str) -> Self {
        if let Some(number) = short::cell(text) {
            return Content::Number(number);
        }
        let start = text.len() - text.trim_start_matches(is_space).len();
        let trimmed = text[start..].trim_end_matches(is_space);
        let Some(first) = trimmed.chars().next() else {
            return Content::Blank;
        };
        if suffix::is_nil(trimmed) {
            return Content::Nil;
        }
        // Most cells of words begin with a letter that no number begins with.
        if !printed::may_begin(first) {
            return Content::Words;
        }
        match printed::cell(trimmed) {
            Some(mut number) => {
                number.range = number.range.start + start..number.range.end + start;
                Content::Number(number)
            }
            None => Content::Words,
        }
    }

    pub fn is_number(&self) -> bool {
        matches!(self, Content::Number(_))
    }

    /// The same where the comma is the decimal mark: `54,52`, `1.234,5`. All places in it are those of `text`.
    pub fn with_decimal_comma(text: &str) -> Self {
        if !text.contains([',', '.']) {
            return Content::of(text);
        }
        let other = |c: char| match c {
            ',' => '.',
            '.' => ',',
            c => c,
        };
        match Content::of(&text.chars().map(other).collect::<String>()) {
            Content::Number(mut number) => {
                number.suffix = number.suffix.chars().map(other).collect();
                Content::Number(number)
            }
            content => content,
        }
    }
}

/// What a number's marks say of the decimal mark of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalMark {
    /// `1,234.5`, `0.52`, `1,234,567`.
    Point,
    /// `54,52`, `1.234,5`.
    Comma,
}

impl DecimalMark {
    /// `None` where it may be either, or the text is no plain number: `1,234`, `2.345`, `17`.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches(['-', '−', '–', '+', '(']);
        let digits = text.trim_end_matches([')', '%', ' ']);
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | ' ' | '\u{a0}');
        if !digits.starts_with(|c: char| c.is_ascii_digit()) || !digits.chars().all(is_part) {
            return None;
        }
        let mark = digits.rfind([',', '.'])?;
        let (whole, rest) = (digits.get(..mark)?, digits.get(mark + 1..)?);
        let (own, other, found) = match digits.get(mark..=mark)? {
            "," => (',', '.', Self::Comma),
            _ => ('.', ',', Self::Point),
        };
        let turned = match found {
            Self::Comma => Self::Point,
            Self::Point => Self::Comma,
        };
        if whole.contains(own) {
            // A decimal mark stands but once.
            return (!whole.contains(other)).then_some(turned);
        }
        let decimal = whole.contains(other) || rest.len() != 3 || whole.starts_with('0');
        (decimal && !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit())).then_some(found)
    }
}

impl Number {
    /// The first number of a sentence that begins at byte `from` or later. Years and clause numbers are found as well: only the
    /// caller can tell what they are. Digits glued to Latin letters, dates (`2020-12-31`), times and dotted codes are no numbers;
    /// brackets are punctuation here, but for `$(1.2)` and `(1.2)%`.
    pub fn scan(text: &str, from: usize) -> Option<Number> {
        let mut at = from;
        while at < text.len() && !text.is_char_boundary(at) {
            at += 1;
        }
        while let Some(c) = text.get(at..)?.chars().next() {
            if printed::may_begin(c) {
                match printed::in_sentence(text, at) {
                    printed::Try::Number(number) => return Some(number),
                    printed::Try::Skip(end) if end > at => {
                        at = end;
                        continue;
                    }
                    _ => {}
                }
            }
            at += c.len_utf8();
        }
        None
    }

    /// All numbers of a sentence, from left to right, by the rules of [`Number::scan`].
    pub fn scan_all(text: &str) -> Vec<Number> {
        let mut numbers = Vec::new();
        let mut at = 0;
        while let Some(number) = Number::scan(text, at) {
            at = number.range.end;
            numbers.push(number);
        }
        numbers
    }

    /// The number spelled out in English that begins right at byte `at`, of a `thousand` or more: `four million, two hundred thousand`.
    pub fn english(text: &str, at: usize) -> Option<Number> {
        english::read(text, at)
    }

    /// The number in Chinese numerals that begins right at byte `at`: `一百二十三`, `壹佰贰拾叁万元整`, `百分之十二`, `二〇二〇`.
    /// `None` where the run of numerals is not one well-formed, exact number (`七八`, `三百多`, `一万五`).
    pub fn chinese(text: &str, at: usize) -> Option<Number> {
        chinese::read(text, at)
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}')
}

/// The half-width form of a character that takes part in numbers.
fn plain(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    match c {
        '−' | '‐' | '‑' | '–' => '-',
        '￥' => '¥',
        '￡' => '£',
        '﹪' | '٪' => '%',
        '’' | '‘' => '\'',
        '﹣' => '-',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// A letter that makes a code of the digits beside it: `330kV`, `FY2019`. Chinese characters do not.
fn is_latin(c: char) -> bool {
    let c = plain(c);
    c == '_' || (c.is_alphabetic() && c < '\u{250}')
}
