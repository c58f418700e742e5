//! A formula's text as tokens, each with its place. Full-width signs, as a Chinese keyboard types them, are read as the plain ones.

use super::{fields::both, parse::Fault};
use crate::model::{Operator, Relation};
use rust_decimal::Decimal;
use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'t> {
    Name(&'t str),
    Number(Decimal),
    Operator(Operator),
    Relation(Relation),
    Open,
    Close,
    OpenValues,
    CloseValues,
    Comma,
    End,
}

pub(super) type Placed<'t> = (Token<'t>, Range<usize>);

/// All tokens, the last of them [`Token::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<Placed<'_>>, Fault> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let at = text.len() - rest.len();
        let Some(first) = rest.chars().next() else {
            found.push((Token::End, at..at));
            return Ok(found);
        };
        let (token, length) = if first.is_numeric() || first == '.' {
            number(rest, at)?
        } else if first.is_alphabetic() || first == '_' {
            let end = rest
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            (Token::Name(rest.get(..end).unwrap_or("")), end)
        } else if let Some(closing) = quote(first) {
            quoted(rest, first.len_utf8(), closing, at)?
        } else {
            sign(rest, first, at)?
        };
        found.push((token, at..at + length));
        rest = rest.get(length..).unwrap_or("");
    }
}

fn quote(first: char) -> Option<char> {
    Some(match first {
        '\'' => '\'',
        '‘' => '’',
        '「' => '」',
        _ => return None,
    })
}

/// A label with signs of its own: `'因公出国（境）费'`.
fn quoted(rest: &str, open: usize, closing: char, at: usize) -> Result<(Token<'_>, usize), Fault> {
    let (mark, inside) = rest.split_at_checked(open).unwrap_or((rest, ""));
    match inside.find(closing) {
        Some(end) if end > 0 => Ok((
            Token::Name(inside.get(..end).unwrap_or("")),
            open + end + closing.len_utf8(),
        )),
        found => Err(Fault::at(
            at..at + open,
            match found {
                Some(_) => both("引号里是空的", "nothing stands in the quotes"),
                None => both("引号没有闭合", "a quote is not closed"),
            },
            both("这个引号", "this quote"),
        )
        .help(both(
            format!("标签写成 {mark}因公出国（境）费{closing}"),
            format!("as in {mark}Revenues (net){closing}"),
        ))),
    }
}

/// `2`, `0.05`, `5%`.
fn number<'t>(rest: &'t str, at: usize) -> Result<(Token<'t>, usize), Fault> {
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(rest.len());
    let after = rest.get(end..).unwrap_or("");
    let wrong = |end: usize, help| {
        Fault::at(
            at..at + end,
            both("看不懂的数", "not a number"),
            both("数写成 1000 或 0.05", "numbers are written 1000 or 0.05"),
        )
        .help(help)
    };
    let glued = after
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(after.len());
    if end == 0 || glued > 0 {
        return Err(wrong(
            end + glued,
            both(
                "名称不能以数字开头；单位不写在公式里",
                "a name does not begin with a digit, and a formula has no units",
            ),
        ));
    }
    let digits = rest.get(..end).unwrap_or("");
    let whole = !digits.starts_with('.') && !digits.ends_with('.');
    let value = Decimal::from_str_exact(digits).ok().filter(|_| whole);
    let Some(mut value) = value else {
        return Err(wrong(
            end,
            both(
                "最多 28 位数字",
                "at most 28 digits, and one point between digits",
            ),
        ));
    };
    let Some(sign) = after.chars().next().filter(|c| matches!(c, '%' | '％')) else {
        return Ok((Token::Number(value), end));
    };
    let length = end + sign.len_utf8();
    match value.set_scale(value.scale() + 2) {
        Ok(()) => Ok((Token::Number(value), length)),
        Err(_) => Err(wrong(length, both("位数太多", "too many digits"))),
    }
}

fn sign<'t>(rest: &'t str, first: char, at: usize) -> Result<(Token<'t>, usize), Fault> {
    let one = first.len_utf8();
    let second = rest.get(one..).and_then(|rest| rest.chars().next());
    let then = |c: char, wide: char| second.filter(|&next| next == c || next == wide);
    let both_long = |next: char| one + next.len_utf8();
    Ok(match first {
        '+' | '＋' => (Token::Operator(Operator::Add), one),
        '-' | '－' | '−' | '–' => (Token::Operator(Operator::Subtract), one),
        '*' | '×' | '＊' => (Token::Operator(Operator::Multiply), one),
        '/' | '÷' | '／' => (Token::Operator(Operator::Divide), one),
        '(' | '（' => (Token::Open, one),
        ')' | '）' => (Token::Close, one),
        '[' | '［' | '【' => (Token::OpenValues, one),
        ']' | '］' | '】' => (Token::CloseValues, one),
        ',' | '，' => (Token::Comma, one),
        '≤' => (Token::Relation(Relation::AtMost), one),
        '≥' => (Token::Relation(Relation::AtLeast), one),
        '≠' => (Token::Relation(Relation::NotEqual), one),
        '=' | '＝' => match then('=', '＝') {
            Some(next) => (Token::Relation(Relation::Equal), both_long(next)),
            None => (Token::Relation(Relation::Equal), one),
        },
        '!' | '！' if then('=', '＝').is_some() => (
            Token::Relation(Relation::NotEqual),
            second.map_or(one, both_long),
        ),
        '<' | '＜' => match (then('=', '＝'), then('>', '＞')) {
            (Some(next), _) => (Token::Relation(Relation::AtMost), both_long(next)),
            (_, Some(next)) => (Token::Relation(Relation::NotEqual), both_long(next)),
            _ => (Token::Relation(Relation::Less), one),
        },
        '>' | '＞' => match then('=', '＝') {
            Some(next) => (Token::Relation(Relation::AtLeast), both_long(next)),
            None => (Token::Relation(Relation::Greater), one),
        },
        _ => {
            return Err(Fault::at(
                at..at + one,
                both(
                    format!("公式里不能有 `{}`", first.escape_debug()),
                    format!("`{}` has no place in a formula", first.escape_debug()),
                ),
                both("不认识的符号", "not a sign of formulas"),
            )
            .help(both(
                "可用：名称、数、+ - * / ( ) [ ] , % 和 = != <= >= < >",
                "there are names, numbers, + - * / ( ) [ ] , % and = != <= >= < >",
            )));
        }
    })
}
