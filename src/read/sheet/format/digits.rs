//! A number through the digit places of a section: decimals, thousands, scale, percent, exponents, fractions.

use super::{
    Stored, numerals,
    tokens::{Section, Token},
};

/// Places as most formats have them: `0`, `#,##0.00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usual {
    /// Digits before the point at least.
    least: usize,
    grouped: bool,
    decimals: usize,
}

impl Usual {
    /// `None` where there is more to the section.
    pub fn of(section: &Section) -> Option<Self> {
        let tokens = &section.tokens;
        let point = tokens.iter().position(|t| *t == Token::Point);
        let (whole, rest) = tokens.split_at(point.unwrap_or(tokens.len()));
        let decimals = rest.get(1..).unwrap_or(&[]);
        let is = |token: &Token, kind: u8| *token == Token::Digit(kind);
        let mut places = whole.iter().filter(|t| **t != Token::Comma).peekable();
        while places.next_if(|t| is(t, b'#')).is_some() {}
        let least = places.clone().count();
        let usual = (point.is_none() || !decimals.is_empty())
            && places.all(|t| is(t, b'0'))
            && decimals.iter().all(|t| is(t, b'0'))
            && whole.first().is_some_and(is_digit)
            && whole.last().is_some_and(is_digit)
            && section.numerals.is_none();
        usual.then(|| Self {
            least,
            grouped: whole.contains(&Token::Comma),
            decimals: decimals.len(),
        })
    }

    fn render(self, value: &Stored) -> String {
        let value = value.to_decimals(self.decimals);
        let digits = usize::try_from(value.point).unwrap_or(0).max(self.least);
        let mut text = String::with_capacity(digits + digits / 3 + self.decimals + 1);
        value.write(&mut text, digits, self.grouped);
        value.write_fraction(&mut text, self.decimals);
        text
    }
}

/// What a section shows for a number that is not negative.
pub fn render(section: &Section, value: &Stored) -> String {
    let tokens = &section.tokens;
    if let Some(usual) = section.usual {
        return usual.render(value);
    }
    let has = |wanted: &Token| tokens.contains(wanted);
    let text = if has(&Token::General) {
        plain(tokens, &value.general())
    } else if tokens.iter().any(|t| matches!(t, Token::Exponent(_))) {
        exponent(tokens, value)
    } else if let Some(at) = fraction_at(tokens) {
        fraction(tokens, at, value)
    } else if tokens.iter().any(|t| matches!(t, Token::Digit(_))) {
        places(tokens, value)
    } else if has(&Token::Text) {
        plain(tokens, &value.general())
    } else {
        plain(tokens, "")
    };
    match section.numerals {
        Some(style) => numerals::say(&text, style),
        None => text,
    }
}

/// Literals as they are, the number where its word stands.
fn plain(tokens: &[Token], number: &str) -> String {
    tokens.iter().map(|token| show(token, number)).collect()
}

fn show<'a>(token: &'a Token, number: &'a str) -> &'a str {
    match token {
        Token::Literal(words) => words,
        Token::General | Token::Text => number,
        Token::Percent => "%",
        Token::PerMille => "‰",
        Token::Slash => "/",
        _ => "",
    }
}

fn is_digit(token: &Token) -> bool {
    matches!(token, Token::Digit(_))
}

/// The ordinary case: digit places with literals among them.
fn places(tokens: &[Token], value: &Stored) -> String {
    let point = tokens.iter().position(|t| *t == Token::Point);
    let (whole, rest) = tokens.split_at(point.unwrap_or(tokens.len()));
    let mut power = 0;
    for token in tokens {
        power += match token {
            Token::Percent => 2,
            Token::PerMille => 3,
            _ => 0,
        };
    }
    // Commas after the last place scale down by thousands; one between two places groups digits.
    let last = tokens.iter().rposition(is_digit).unwrap_or(0);
    let trailing = tokens
        .iter()
        .skip(last)
        .filter(|t| **t == Token::Comma)
        .count();
    let before_point = point.filter(|&point| point < last).map_or(0, |point| {
        tokens
            .iter()
            .take(point)
            .rev()
            .take_while(|t| **t == Token::Comma)
            .count()
    });
    let commas = i32::try_from(trailing + before_point).unwrap_or(0);
    let first = whole.iter().position(is_digit).unwrap_or(0);
    let until = whole.iter().rposition(is_digit).unwrap_or(0);
    let grouped = whole
        .iter()
        .take(until)
        .skip(first)
        .any(|t| *t == Token::Comma);
    let decimals = rest.iter().filter(|t| is_digit(t)).count();
    let value = value.shifted(power - 3 * commas).to_decimals(decimals);
    let mut text = whole_part(whole, &value.whole(), grouped);
    text.push_str(&fraction_part(rest, &value));
    text
}

/// The places before the point, filled from the right; the first place takes all digits that are left.
fn whole_part(tokens: &[Token], digits: &[u8], grouped: bool) -> String {
    let first = tokens.iter().position(is_digit);
    let mut left = digits.len();
    let mut count = 0usize;
    // Built from right to left, character by character.
    let mut text = String::with_capacity(tokens.len() + digits.len() * 2);
    let put = |text: &mut String, c: char, count: &mut usize| {
        if grouped && *count > 0 && count.is_multiple_of(3) {
            text.push(',');
        }
        text.push(c);
        *count += 1;
    };
    for (at, token) in tokens.iter().enumerate().rev() {
        let Token::Digit(kind) = token else {
            text.extend(show(token, "").chars().rev());
            continue;
        };
        let takes = if Some(at) == first { left } else { left.min(1) };
        if takes == 0 {
            match kind {
                b'0' => put(&mut text, '0', &mut count),
                b'?' => text.push(' '),
                _ => {}
            }
        }
        for _ in 0..takes {
            left -= 1;
            let digit = digits.get(left).copied().unwrap_or(0);
            put(&mut text, char::from(b'0' + digit), &mut count);
        }
    }
    // A format that begins with its point: `.00`.
    if first.is_none() && left > 0 {
        let digits = digits.iter().rev();
        text.insert_str(0, &digits.map(|d| char::from(b'0' + d)).collect::<String>());
    }
    text.chars().rev().collect()
}

/// The point and the places after it.
fn fraction_part(tokens: &[Token], value: &Stored) -> String {
    let places = tokens.iter().filter(|t| is_digit(t)).count();
    let digits = value.fraction(places);
    let significant = value.decimals();
    let mut text = String::new();
    let mut at = 0;
    let mut seen = false;
    for token in tokens {
        match token {
            Token::Point if !seen => {
                seen = true;
                text.push('.');
            }
            Token::Digit(kind) => {
                let digit = digits.get(at).copied().unwrap_or(0);
                match kind {
                    _ if at < significant => text.push(char::from(b'0' + digit)),
                    b'0' => text.push('0'),
                    b'?' => text.push(' '),
                    _ => {}
                }
                at += 1;
            }
            other => text.push_str(show(other, "")),
        }
    }
    text
}

/// `0.00E+00`; several places before the point make the exponent a multiple of their number.
fn exponent(tokens: &[Token], value: &Stored) -> String {
    let Some(mark) = tokens.iter().position(|t| matches!(t, Token::Exponent(_))) else {
        return value.general();
    };
    let (mantissa, rest) = tokens.split_at(mark);
    let point = mantissa
        .iter()
        .position(|t| *t == Token::Point)
        .unwrap_or(mantissa.len());
    let count = |tokens: &[Token]| tokens.iter().filter(|t| is_digit(t)).count();
    let step = i32::try_from(count(mantissa.get(..point).unwrap_or(&[]))).unwrap_or(1);
    let step = step.clamp(1, 15);
    let decimals = count(mantissa.get(point..).unwrap_or(&[]));
    let power = |value: &Stored| {
        if value.is_zero() {
            return 0;
        }
        let power = value.point - 1;
        if step > 1 {
            power.div_euclid(step) * step
        } else {
            power
        }
    };
    let mut shift = power(value);
    let mut shown = value.shifted(-shift).to_decimals(decimals);
    // 9.99 may round to 10.0.
    if shown.point > step {
        shift += step;
        shown = value.shifted(-shift).to_decimals(decimals);
    }
    let mut text = whole_part(mantissa.get(..point).unwrap_or(&[]), &shown.whole(), false);
    text.push_str(&fraction_part(mantissa.get(point..).unwrap_or(&[]), &shown));
    text.push('E');
    match (shift < 0, rest.first()) {
        (true, _) => text.push('-'),
        (false, Some(Token::Exponent(true))) => text.push('+'),
        _ => {}
    }
    let exponent = Stored::scaled(i64::from(shift.abs()), 0);
    text.push_str(&whole_part(
        rest.get(1..).unwrap_or(&[]),
        &exponent.whole(),
        false,
    ));
    text
}

/// Where the stroke of a fraction stands: places before it, places or a number after it.
fn fraction_at(tokens: &[Token]) -> Option<usize> {
    let at = tokens.iter().position(|t| *t == Token::Slash)?;
    let before = tokens.get(..at)?.iter().any(is_digit);
    let after = tokens
        .get(at + 1..)?
        .iter()
        .any(|t| is_digit(t) || matches!(t, Token::Literal(l) if l.parse::<u32>().is_ok()));
    (before && after).then_some(at)
}

/// `# ?/?`: the whole part, if the format has places for one, and the nearest fraction.
fn fraction(tokens: &[Token], stroke: usize, value: &Stored) -> String {
    let (before, after) = tokens.split_at(stroke);
    let after = after.get(1..).unwrap_or(&[]);
    let upper_end = before.iter().rposition(is_digit).map_or(0, |at| at + 1);
    let upper = before
        .iter()
        .take(upper_end)
        .rposition(|t| !is_digit(t))
        .map_or(0, |at| at + 1);
    let (whole, numerator) = before.split_at(upper);
    let has_whole = whole.iter().any(is_digit);
    // A fixed denominator: digits of which one at least is no place.
    let fixed: String = after
        .iter()
        .map_while(|t| match t {
            Token::Literal(l) if l.chars().all(|c| c.is_ascii_digit()) => Some(l.as_str()),
            Token::Digit(b'0') => Some("0"),
            _ => None,
        })
        .collect();
    let fixed = fixed
        .parse::<i128>()
        .ok()
        .filter(|&d| (1..=1_000_000).contains(&d));
    let places = after.iter().filter(|t| is_digit(t)).count().clamp(1, 7);
    let most = 10i128.pow(u32::try_from(places).unwrap_or(1)) - 1;
    let (Some(integer), scale) = (
        value.truncated().filter(|_| value.point <= 12),
        1_000_000_000_000_000i128,
    ) else {
        return value.general();
    };
    let part = value
        .fraction(15)
        .iter()
        .fold(0i128, |sum, &digit| sum * 10 + i128::from(digit));
    let (mut over, under) = match fixed {
        Some(under) => ((part * under * 2 + scale) / (scale * 2), under),
        None => nearest(part, scale, most),
    };
    let mut integer = i128::from(integer);
    if has_whole {
        integer += over / under;
        over %= under;
    } else {
        over += integer * under;
    }
    let digits = |number: i128| -> Vec<u8> {
        if number == 0 {
            return Vec::new();
        }
        number.to_string().bytes().map(|b| b - b'0').collect()
    };
    let mut text = String::new();
    if has_whole {
        let shown = digits(integer);
        if over == 0 && shown.is_empty() {
            return "0".to_owned();
        }
        text.push_str(&whole_part(whole, &shown, false));
        if over == 0 {
            return text.trim_end().to_owned();
        }
    }
    text.push_str(&whole_part(numerator, &digits(over), false));
    text.push('/');
    let shown = under.to_string();
    text.push_str(&shown);
    if fixed.is_none() {
        text.extend(std::iter::repeat_n(' ', places.saturating_sub(shown.len())));
    }
    let end = after
        .iter()
        .rposition(|t| is_digit(t) || matches!(t, Token::Literal(l) if l.parse::<u32>().is_ok()))
        .map_or(0, |at| at + 1);
    text.extend(after.iter().skip(end).map(|t| show(t, "")));
    text
}

/// The fraction nearest to `part`/`scale` whose denominator is `most` at most, by continued fractions.
fn nearest(part: i128, scale: i128, most: i128) -> (i128, i128) {
    let (mut a, mut b) = (part, scale);
    let (mut before, mut now) = ((0i128, 1i128), (1i128, 0i128));
    while b != 0 {
        let step = a / b;
        let next = (step * now.0 + before.0, step * now.1 + before.1);
        if next.1 > most {
            // The longest partial step that still fits may be nearer than the last full one.
            let fit = if now.1 == 0 {
                0
            } else {
                (most - before.1) / now.1
            };
            let partial = (fit * now.0 + before.0, fit * now.1 + before.1);
            let distance = |f: (i128, i128)| (part * f.1 - f.0 * scale).abs();
            if partial.1 > 0 && distance(partial) * now.1 < distance(now) * partial.1 {
                return partial;
            }
            return now;
        }
        (before, now) = (now, next);
        (a, b) = (b, a % b);
    }
    now
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::sheet::format::tokens;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn usual_places_are_filled_as_others_are(
            code in "#{0,2}(,#{1,3})?0{0,4}(,0{1,3})?(\\.0{0,3})?,?",
            value in "[0-9]{1,9}(\\.[0-9]{0,5})?(e-?[0-9])?"
        ) {
            let (sections, value) = (tokens::sections(&code), Stored::parse(&value));
            if let (Some(section), Some(value)) = (sections.first(), value)
                && let Some(usual) = Usual::of(section)
            {
                prop_assert_eq!(usual.render(&value), places(&section.tokens, &value), "{}", code);
            }
        }
    }

    #[test]
    fn the_formats_of_amounts_are_usual() {
        for code in ["0", "0.00", "#,##0", "#,##0.00"] {
            assert!(
                tokens::sections(code).iter().all(|it| it.usual.is_some()),
                "{code}"
            );
        }
    }
}
