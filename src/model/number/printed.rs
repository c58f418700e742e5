//! A printed number from its first sign to its last: brackets, minus signs, currencies, per cent, alone in a cell or among words.

use super::digits::{self, Site};
use super::{Mark, Number, is_latin, plain, suffix};
use rust_decimal::Decimal;

/// Currency signs, and codes that stand before a number; a longer one before its beginning.
const CODES: &[&str] = &[
    "US$",
    "U.S.$",
    "HK$",
    "NT$",
    "AU$",
    "CA$",
    "A$",
    "C$",
    "S$",
    "R$",
    "RMB¥",
    "RMB",
    "CNY",
    "USD",
    "EUR",
    "GBP",
    "HKD",
    "JPY",
    "AUD",
    "CAD",
    "CHF",
    "INR",
    "SGD",
    "KRW",
    "TWD",
    "LKR",
    "KES",
    "Ksh.",
    "Ksh",
    "Rs.",
    "Rs",
    "人民币",
];

pub(super) fn is_currency_sign(c: char) -> bool {
    matches!(c, '$' | '¥' | '€' | '£' | '₹' | '₩' | '₽' | '₫' | '฿')
}

/// Whether a number may begin with this character.
pub(super) fn may_begin(c: char) -> bool {
    match plain(c) {
        '0'..='9' | '(' | '.' | '-' | '+' | '△' | '▲' | '—' => true,
        'U' | 'H' | 'N' | 'A' | 'C' | 'S' | 'R' | 'E' | 'G' | 'J' | 'I' | 'K' | 'T' | 'L' => true,
        '人' => true,
        c => is_currency_sign(c),
    }
}

/// What stands at a place of a sentence.
pub(super) enum Try {
    Number(Number),
    /// No number, nor inside it: go on at this byte.
    Skip(usize),
    Miss,
}

/// What stood before the digits.
#[derive(Default)]
struct Prefix {
    minus: bool,
    signed: bool,
    bracket: bool,
    currency: Option<String>,
    /// Byte of the first digit.
    digits: usize,
}

/// What stood after the digits.
#[derive(Default)]
struct Tail {
    mark: Mark,
    closed: bool,
    end: usize,
}

/// The number that a whole cell prints, its suffix kept; `text` has no spaces around it.
pub(super) fn cell(text: &str) -> Option<Number> {
    let prefix = cell_prefix(text)?;
    let digits = digits::read(text, prefix.digits, Site::Cell).ok()?;
    let mut tail = tail(text, digits.end, prefix.bracket);
    let mut negative = prefix.minus || prefix.bracket;
    if let Some(end) = repeated(text, &tail, digits.value, prefix.minus && !prefix.bracket) {
        tail.end = end;
    }
    let mut rest = text.get(tail.end..)?;
    if prefix.bracket && !tail.closed && !rest.is_empty() {
        return None;
    }
    if !prefix.bracket && plain_is(rest, ')') && (!digits.bare || prefix.currency.is_some()) {
        // The opening bracket was lost, or this one is too much: the sign is not known to be minus.
        tail.end = text.len();
        rest = "";
    }
    let trailing =
        rest.chars().next().is_some_and(|c| plain(c) == '-') && rest.chars().count() == 1;
    if trailing && !negative && !(digits.bare && is_year(digits.value)) {
        negative = true;
        tail.end = text.len();
        rest = "";
    }
    let rest = rest.trim_start_matches(super::is_space);
    let traits = suffix::Before {
        exact: !digits.bare || prefix.currency.is_some(),
        listed: prefix.bracket && digits.bare && tail.mark == Mark::None,
    };
    if !rest.is_empty() && !suffix::may_follow(rest, traits) {
        return None;
    }
    Some(Number {
        value: signed(digits.value, negative),
        mark: tail.mark,
        currency: prefix.currency.or_else(|| suffix::currency(rest)),
        range: 0..tail.end,
        suffix: rest.to_owned(),
    })
}

/// The number of a sentence that begins right at `at`.
pub(super) fn in_sentence(text: &str, at: usize) -> Try {
    let before = text.get(..at).and_then(|t| t.chars().next_back());
    let Some(first) = text.get(at..).and_then(|t| t.chars().next()).map(plain) else {
        return Try::Miss;
    };
    if before.is_some_and(|b| is_latin(b) || plain(b).is_ascii_digit()) {
        if first.is_ascii_digit() || is_latin(first) {
            return Try::Skip(code_end(text, at));
        }
        if first == '.' {
            return Try::Miss;
        }
    }
    let Some(prefix) = sentence_prefix(text, at) else {
        return Try::Miss;
    };
    let digits = match digits::read(text, prefix.digits, Site::Sentence) {
        Ok(digits) => digits,
        Err(end) => return Try::Skip(code_end(text, end)),
    };
    if let Some(end) = glued_code(text, prefix.digits, digits.end) {
        return Try::Skip(end);
    }
    let mut tail = tail(text, digits.end, prefix.bracket);
    // Without currency or per cent, brackets in a sentence are only brackets.
    if prefix.bracket && !(tail.closed && (prefix.currency.is_some() || tail.mark != Mark::None)) {
        return Try::Miss;
    }
    if let Some(end) = repeated(text, &tail, digits.value, prefix.minus) {
        tail.end = end;
    }
    Try::Number(Number {
        value: signed(digits.value, prefix.minus || prefix.bracket),
        mark: tail.mark,
        currency: prefix.currency,
        range: at..tail.end,
        suffix: String::new(),
    })
}

fn signed(value: Decimal, negative: bool) -> Decimal {
    if negative && !value.is_zero() {
        -value
    } else {
        value
    }
}

fn is_year(value: Decimal) -> bool {
    value.scale() == 0 && value >= Decimal::from(1900) && value <= Decimal::from(2100)
}

/// Whether a text is one character, in full or half width.
fn plain_is(text: &str, wanted: char) -> bool {
    let mut chars = text.chars().filter(|&c| plain(c) != ' ');
    chars.next().map(plain) == Some(wanted) && chars.next().is_none()
}

fn cell_prefix(text: &str) -> Option<Prefix> {
    let mut prefix = Prefix::default();
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        let c = rest.chars().next()?;
        match plain(c) {
            '0'..='9' | '.' => break,
            ' ' => {}
            '(' if !prefix.bracket => prefix.bracket = true,
            '-' | '△' | '▲' if !prefix.signed => (prefix.minus, prefix.signed) = (true, true),
            // A long dash is a nil mark unless it touches the number.
            '—' if !prefix.signed && touches(rest, c) => {
                (prefix.minus, prefix.signed) = (true, true);
            }
            '+' if !prefix.signed => prefix.signed = true,
            _ => {
                let (code, length) = currency_at(rest)?;
                if prefix.currency.replace(code).is_some() {
                    return None;
                }
                at += length;
                continue;
            }
        }
        at += c.len_utf8();
    }
    prefix.digits = at;
    Some(prefix)
}

fn touches(rest: &str, dash: char) -> bool {
    rest[dash.len_utf8()..].chars().next().is_some_and(|c| {
        let c = plain(c);
        c.is_ascii_digit() || c == '.' || is_currency_sign(c)
    })
}

/// A currency sign or code at the start of some text, with its length in bytes.
fn currency_at(text: &str) -> Option<(String, usize)> {
    let first = text.chars().next()?;
    if is_currency_sign(plain(first)) {
        return Some((plain(first).to_string(), first.len_utf8()));
    }
    CODES.iter().find_map(|code| {
        let mut chars = text.char_indices();
        let fits = code
            .chars()
            .all(|wanted| chars.next().is_some_and(|(_, c)| plain(c) == wanted));
        let length = chars.next().map_or(text.len(), |(i, _)| i);
        fits.then(|| ((*code).to_owned(), length))
    })
}

fn sentence_prefix(text: &str, start: usize) -> Option<Prefix> {
    let mut prefix = Prefix::default();
    let mut at = start;
    loop {
        let rest = text.get(at..)?;
        let c = rest.chars().next()?;
        match plain(c) {
            '0'..='9' => break,
            '.' if rest[c.len_utf8()..]
                .chars()
                .next()
                .is_some_and(|c| plain(c).is_ascii_digit()) =>
            {
                break;
            }
            ' ' if prefix.currency.is_some() || prefix.bracket => {}
            '(' if !prefix.bracket => prefix.bracket = true,
            '-' | '+' | '△' | '▲'
                if !prefix.signed
                    && is_sign(text, at, prefix.bracket || prefix.currency.is_some()) =>
            {
                prefix.signed = true;
                prefix.minus = plain(c) != '+';
            }
            _ => {
                let (code, length) = currency_at(rest)?;
                if prefix.currency.replace(code).is_some() {
                    return None;
                }
                at += length;
                continue;
            }
        }
        at += c.len_utf8();
    }
    prefix.digits = at;
    Some(prefix)
}

/// Whether a dash at `at` of a sentence is a sign: it touches what follows, and what stands before cannot begin a range or a code.
fn is_sign(text: &str, at: usize, inside: bool) -> bool {
    if inside {
        return true;
    }
    let Some(c) = text[at..].chars().next() else {
        return false;
    };
    let touching = text[at + c.len_utf8()..]
        .chars()
        .next()
        .is_some_and(|next| {
            let next = plain(next);
            next.is_ascii_digit() || next == '.' || next == '(' || is_currency_sign(next)
        });
    let mut before = text[..at].chars().rev();
    let last = before.next();
    let bounded = match last.map(plain) {
        None => true,
        Some(' ') => {
            let word = before.find(|&c| plain(c) != ' ').map(plain);
            // `2010 –2015`
            c == '-' || !word.is_some_and(|w| w.is_ascii_digit() || ends_range(w))
        }
        Some(b) if b.is_ascii_digit() || is_latin(b) || b == '-' || b == '—' => false,
        Some(b) => !ends_range(b) && (c != '–' || b == '('),
    };
    touching && bounded
}

/// What a dash after it joins to the next number as a range or a code: `5%-10%`, `2019年-2020年`.
fn ends_range(c: char) -> bool {
    matches!(
        c,
        '%' | '‰' | ')' | ']' | '〕' | '年' | '月' | '日' | '号' | '第' | '元' | '万' | '亿' | '个'
    )
}

/// Bracket and mark after the digits that end at `at`.
fn tail(text: &str, at: usize, bracket: bool) -> Tail {
    let mut tail = Tail {
        end: at,
        ..Tail::default()
    };
    for (i, c) in text[at..].char_indices() {
        match plain(c) {
            ' ' => continue,
            ')' if bracket && !tail.closed => tail.closed = true,
            '%' if tail.mark == Mark::None => tail.mark = Mark::Percent,
            '‰' if tail.mark == Mark::None => tail.mark = Mark::PerMille,
            _ => break,
        }
        tail.end = at + i + c.len_utf8();
    }
    tail
}

/// The end of the same number printed a second time in brackets: `-134 ( 134 )`, `13% ( 13 % )`.
fn repeated(text: &str, first: &Tail, value: Decimal, negative: bool) -> Option<usize> {
    let percent = first.mark == Mark::Percent;
    if !(negative || percent) {
        return None;
    }
    let rest = text.get(first.end..)?;
    let open = rest.trim_start_matches(' ');
    let inner = open.strip_prefix('(')?.trim_start_matches(' ');
    let at = text.len() - inner.len();
    if !inner.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let again = digits::read(text, at, Site::Sentence).ok()?;
    let second = tail(text, again.end, true);
    let same = again.value == value && second.closed && second.mark == first.mark;
    same.then_some(second.end)
}

/// The end of a code that the digits belong to: letters right after them, a date, a time, a fraction.
fn glued_code(text: &str, start: usize, end: usize) -> Option<usize> {
    let rest = text.get(end..)?;
    let mut chars = rest.chars();
    let c = chars.next()?;
    if is_latin(c) {
        let letters = rest.find(|c| !is_latin(c)).unwrap_or(rest.len());
        let unit = rest.get(..letters)?;
        let digit_after = rest[letters..]
            .chars()
            .next()
            .is_some_and(|c| plain(c).is_ascii_digit());
        let known = !digit_after && suffix::is_magnitude(unit);
        return (!known).then(|| code_end(text, end));
    }
    let next_is_digit = chars.next().is_some_and(|c| plain(c).is_ascii_digit());
    match plain(c) {
        ':' | '/' if next_is_digit => Some(code_end(text, end)),
        // Three numbers with dashes are a date or the number of a document; two may be a range.
        '-' if next_is_digit => {
            let until = code_end(text, start);
            let dashes = text
                .get(start..until)?
                .chars()
                .filter(|&c| plain(c) == '-')
                .count();
            (dashes > 1).then_some(until)
        }
        _ => None,
    }
}

/// The end of a run of letters, digits and the marks that join them: dates, times, document numbers.
fn code_end(text: &str, at: usize) -> usize {
    let mut chars = text[at..].char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let joins = matches!(plain(c), ':' | '/' | '-' | '.')
            && chars
                .peek()
                .is_some_and(|&(_, next)| plain(next).is_ascii_digit());
        if !(joins || is_latin(c) || plain(c).is_ascii_digit()) {
            return at + i;
        }
    }
    text.len()
}
