//! A format code to sections of tokens.

use super::{Stored, digits::Usual};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// `0`, `#` or `?`.
    Digit(u8),
    Point,
    Comma,
    Percent,
    PerMille,
    /// `E+` or `E-`: whether a plus is shown.
    Exponent(bool),
    Slash,
    Literal(String),
    General,
    /// `@`
    Text,
    Year(usize),
    Month(usize),
    Minute(usize),
    Day(usize),
    /// `aaa`, `aaaa`: the day of the week in Chinese.
    Weekday(usize),
    Hour(usize),
    Second(usize),
    /// Decimals of a second.
    Subsecond(usize),
    /// `AM/PM`, `A/P`, `上午/下午`: the words before and after noon.
    Half(&'static str, &'static str),
    /// `[h]`, `[mm]`, `[s]`: time run up, not the time of day.
    Elapsed(char, usize),
}

#[derive(Clone, Debug, Default)]
pub struct Section {
    pub tokens: Vec<Token>,
    /// `[>=100]`
    pub condition: Option<(String, Stored)>,
    /// `[DBNum1]` to `[DBNum3]`: Chinese numerals.
    pub numerals: Option<u8>,
    /// Digit places and nothing else.
    pub usual: Option<Usual>,
}

impl Section {
    pub fn is_date(&self) -> bool {
        self.tokens.iter().any(is_date)
    }

    /// Whether all positive numbers are shown by it, so that the next section is for negative ones.
    pub fn takes_positives(&self) -> bool {
        self.condition
            .as_ref()
            .is_none_or(|(test, limit)| matches!(test.as_str(), ">" | ">=") && limit.is_zero())
    }

    pub fn is_for_text(&self) -> bool {
        self.tokens.contains(&Token::Text)
    }
}

fn is_date(token: &Token) -> bool {
    matches!(
        token,
        Token::Year(_)
            | Token::Month(_)
            | Token::Minute(_)
            | Token::Day(_)
            | Token::Weekday(_)
            | Token::Hour(_)
            | Token::Second(_)
            | Token::Half(..)
            | Token::Elapsed(..)
    )
}

/// Words of a code that stand for more than their letters.
const WORDS: &[(&str, Token)] = &[
    ("general", Token::General),
    ("g/通用格式", Token::General),
    ("standard", Token::General),
    ("am/pm", Token::Half("AM", "PM")),
    ("a/p", Token::Half("A", "P")),
    ("上午/下午", Token::Half("上午", "下午")),
    ("e+", Token::Exponent(true)),
    ("e-", Token::Exponent(false)),
];

pub fn sections(code: &str) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or("");
        if c == ';' {
            sections.push(Section::default());
            rest = after;
            continue;
        }
        let Some(section) = sections.last_mut() else {
            break;
        };
        rest = take(section, c, rest, after);
    }
    for section in &mut sections {
        settle(section);
        section.usual = Usual::of(section);
    }
    sections
}

/// Takes one token; what is left of the code.
fn take<'a>(section: &mut Section, c: char, rest: &'a str, after: &'a str) -> &'a str {
    let word = WORDS.iter().find(|(word, _)| {
        rest.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    });
    if let Some((word, token)) = word {
        section.tokens.push(token.clone());
        return rest.get(word.len()..).unwrap_or("");
    }
    let one = |rest: &'a str| -> (String, &'a str) {
        let first = rest.chars().next();
        let length = first.map_or(0, char::len_utf8);
        (
            first.map(String::from).unwrap_or_default(),
            rest.get(length..).unwrap_or(""),
        )
    };
    match c {
        '"' => {
            let end = after.find('"').unwrap_or(after.len());
            let words = after.get(..end).unwrap_or("");
            section.tokens.push(Token::Literal(words.to_owned()));
            return after.get(end + 1..).unwrap_or("");
        }
        '\\' | '!' => {
            let (literal, rest) = one(after);
            section.tokens.push(Token::Literal(literal));
            return rest;
        }
        '_' => {
            section.tokens.push(Token::Literal(" ".to_owned()));
            return one(after).1;
        }
        // What fills the width of the column is no part of the words.
        '*' => return one(after).1,
        '[' => {
            if let Some(end) = after.find(']') {
                bracket(section, after.get(..end).unwrap_or(""));
                return after.get(end + 1..).unwrap_or("");
            }
        }
        _ => {}
    }
    let lower = c.to_ascii_lowercase();
    if matches!(lower, 'y' | 'm' | 'd' | 'h' | 's' | 'a' | 'e' | 'b' | 'g') {
        let length = rest
            .bytes()
            .take_while(|b| b.to_ascii_lowercase() == lower as u8)
            .count();
        let token = match lower {
            'y' | 'b' => Some(Token::Year(length)),
            'e' => Some(Token::Year(4)),
            'm' => Some(Token::Month(length)),
            'd' => Some(Token::Day(length)),
            'h' => Some(Token::Hour(length)),
            's' => Some(Token::Second(length)),
            'a' if length >= 3 => Some(Token::Weekday(length)),
            // The name of an era is left out: the years are those of our own.
            'g' => None,
            _ => Some(Token::Literal(rest.get(..length).unwrap_or("").to_owned())),
        };
        section.tokens.extend(token);
        return rest.get(length..).unwrap_or("");
    }
    section.tokens.push(match c {
        '0' | '#' | '?' => Token::Digit(c as u8),
        '.' => Token::Point,
        ',' => Token::Comma,
        '%' | '％' => Token::Percent,
        '‰' => Token::PerMille,
        '/' => Token::Slash,
        '@' => Token::Text,
        _ => Token::Literal(c.to_string()),
    });
    after
}

/// What stands in square brackets: a colour, a condition, a currency and locale, elapsed time, numerals.
fn bracket(section: &mut Section, inner: &str) {
    if let Some(money) = inner.strip_prefix('$') {
        let sign = money.split('-').next().unwrap_or("");
        if !sign.is_empty() {
            section.tokens.push(Token::Literal(sign.to_owned()));
        }
        return;
    }
    let lower = inner.to_ascii_lowercase();
    if let Some(first) = lower.chars().next()
        && matches!(first, 'h' | 'm' | 's')
        && lower.chars().all(|c| c == first)
    {
        section.tokens.push(Token::Elapsed(first, lower.len()));
        return;
    }
    if let Some(style) = lower.strip_prefix("dbnum") {
        section.numerals = style.parse().ok();
        return;
    }
    let test: String = inner
        .chars()
        .take_while(|c| matches!(c, '<' | '>' | '='))
        .collect();
    if !test.is_empty()
        && let Some(limit) = Stored::parse(inner.get(test.len()..).unwrap_or(""))
    {
        section.condition = Some((test, limit));
    }
}

/// Tells minutes from months, and in a date makes words of what would be digits elsewhere.
fn settle(section: &mut Section) {
    if !section.is_date() {
        return;
    }
    let mut settled: Vec<Token> = Vec::new();
    let tokens = std::mem::take(&mut section.tokens);
    for (at, token) in tokens.iter().enumerate() {
        let time = |token: &&Token| is_date(token) && !matches!(token, Token::Half(..));
        let next = match token {
            Token::Month(length) if *length <= 2 => {
                let before = settled.iter().rev().find(time);
                let next = tokens.iter().skip(at + 1).find(time);
                let minute = matches!(before, Some(Token::Hour(_) | Token::Elapsed('h', _)))
                    || matches!(next, Some(Token::Second(_) | Token::Elapsed('s', _)));
                if minute {
                    Token::Minute(*length)
                } else {
                    Token::Month(*length)
                }
            }
            Token::Digit(b'0') => match settled.as_slice() {
                [.., Token::Subsecond(length)] => {
                    let length = length + 1;
                    settled.pop();
                    Token::Subsecond(length)
                }
                [.., Token::Second(_) | Token::Elapsed('s', _), Token::Point] => {
                    Token::Subsecond(1)
                }
                _ => token.clone(),
            },
            other => other.clone(),
        };
        settled.push(next);
    }
    section.tokens = settled
        .into_iter()
        .map(|token| match token {
            Token::Digit(c) => Token::Literal(char::from(c).to_string()),
            Token::Point => Token::Literal(".".to_owned()),
            Token::Comma => Token::Literal(",".to_owned()),
            Token::Slash => Token::Literal("/".to_owned()),
            Token::Percent => Token::Literal("%".to_owned()),
            other => other,
        })
        .collect();
}
