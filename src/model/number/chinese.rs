//! Numbers written in Chinese numerals, everyday and financial.

use super::{Mark, Number};
use rust_decimal::Decimal;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Digit(u8),
    Zero,
    /// Ten, a hundred, a thousand: the power of ten.
    Small(u32),
    /// Ten thousand or a hundred million.
    Great(u32),
}

fn sign(c: char) -> Option<Sign> {
    Some(match c {
        '零' | '〇' => Sign::Zero,
        '一' | '壹' | '弌' => Sign::Digit(1),
        '二' | '贰' | '貳' | '两' | '兩' | '弍' => Sign::Digit(2),
        '三' | '叁' | '參' | '叄' | '弎' => Sign::Digit(3),
        '四' | '肆' => Sign::Digit(4),
        '五' | '伍' => Sign::Digit(5),
        '六' | '陆' | '陸' => Sign::Digit(6),
        '七' | '柒' => Sign::Digit(7),
        '八' | '捌' => Sign::Digit(8),
        '九' | '玖' => Sign::Digit(9),
        '十' | '拾' => Sign::Small(1),
        '百' | '佰' => Sign::Small(2),
        '千' | '仟' => Sign::Small(3),
        '万' | '萬' => Sign::Great(4),
        '亿' | '億' => Sign::Great(8),
        _ => return None,
    })
}

/// Whether a sum of money is written with the numerals that cannot be altered.
fn is_financial(c: char) -> bool {
    "壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟".contains(c)
}

/// The number that begins right at byte `at`; see [`Number::chinese`].
pub(super) fn read(text: &str, at: usize) -> Option<Number> {
    let before = text.get(..at)?.chars().next_back();
    if before.is_some_and(|c| sign(c).is_some() || "负几数".contains(c))
        && !text[at..].starts_with('负')
    {
        return None;
    }
    let mut rest = text.get(at..)?;
    let negative = strip(&mut rest, "负");
    let mark = if strip(&mut rest, "百分之") {
        Mark::Percent
    } else if strip(&mut rest, "千分之") {
        Mark::PerMille
    } else {
        Mark::None
    };
    let start = rest;
    let mut value = Decimal::from(integer(&mut rest)?);
    let mut currency = None;
    if let Some(fraction) = fraction(&mut rest)? {
        value = value.checked_add(fraction)?;
        if let Some(Sign::Great(power)) = rest.chars().next().and_then(sign) {
            value = value.checked_mul(Decimal::from(10i64.checked_pow(power)?))?;
            rest = &rest[3..];
        }
    } else if mark == Mark::None {
        let financial = start[..start.len() - rest.len()].chars().any(is_financial);
        let mut after = rest;
        if let Some(parts) = money(&mut after, financial) {
            value = value.checked_add(parts)?;
            rest = after;
            currency = Some("元".to_owned());
        }
    }
    // `三百多` and `十几` are not exact; a numeral left over was not understood.
    if rest.starts_with(|c| sign(c).is_some() || "多余几来".contains(c)) {
        return None;
    }
    Some(Number {
        value: if negative && !value.is_zero() {
            -value
        } else {
            value
        },
        mark,
        currency,
        range: at..text.len() - rest.len(),
        suffix: String::new(),
    })
}

fn strip(rest: &mut &str, word: &str) -> bool {
    match rest.strip_prefix(word) {
        Some(after) => {
            *rest = after;
            true
        }
        None => false,
    }
}

/// The longest run of numerals as one whole number.
fn integer(rest: &mut &str) -> Option<i64> {
    let end = rest.find(|c| sign(c).is_none()).unwrap_or(rest.len());
    let signs: Vec<Sign> = rest[..end].chars().take(40).filter_map(sign).collect();
    if signs.is_empty() || signs.len() == 40 {
        return None;
    }
    let positional = !rest[..end].contains(['两', '兩'])
        && signs
            .iter()
            .all(|s| matches!(s, Sign::Digit(_) | Sign::Zero));
    *rest = &rest[end..];
    if positional && signs.len() > 1 {
        // Two or three digits in a row are "seven or eight" or a name.
        let written = signs.len() >= 4 || (signs.len() == 3 && signs.contains(&Sign::Zero));
        let leading = signs.first() == Some(&Sign::Zero);
        if !written || leading {
            return None;
        }
        return signs.iter().try_fold(0i64, |sum, s| {
            let digit = if let Sign::Digit(d) = s {
                i64::from(*d)
            } else {
                0
            };
            sum.checked_mul(10)?.checked_add(digit)
        });
    }
    if signs == [Sign::Zero] {
        return Some(0);
    }
    composed(&signs)
}

/// Hundreds of millions, then the rest: `三万五千亿零五十万`.
fn composed(signs: &[Sign]) -> Option<i64> {
    divided(signs, 8, true, |part, first| {
        divided(part, 4, first, section)
    })
}

/// A number divided by one great power: `left × 10^power + right`.
fn divided(
    signs: &[Sign],
    power: u32,
    first: bool,
    part: impl Fn(&[Sign], bool) -> Option<i64>,
) -> Option<i64> {
    let Some(at) = signs.iter().position(|&s| s == Sign::Great(power)) else {
        return part(signs, first);
    };
    let (left, right) = (signs.get(..at)?, signs.get(at + 1..)?);
    let left = part(left, first).filter(|&left| left > 0)?;
    let right = if right.is_empty() {
        0
    } else {
        part(right, false)?
    };
    left.checked_mul(10i64.checked_pow(power)?)?
        .checked_add(right)
}

/// Up to four digits with their powers. After a great power a lone digit needs its zero: `一万零五`; `一万五` is loose talk.
fn section(signs: &[Sign], first: bool) -> Option<i64> {
    let (mut value, mut digit, mut zero, mut least) = (0i64, None, false, 4u32);
    for &s in signs {
        match s {
            Sign::Zero if digit.is_some() || zero || (first && value == 0) => return None,
            Sign::Zero => zero = true,
            Sign::Digit(_) if digit.is_some() => return None,
            Sign::Digit(d) => digit = Some(i64::from(d)),
            Sign::Small(power) if power < least => {
                // Only ten may do without its digit: 十二.
                let count = digit.take().or((power == 1).then_some(1))?;
                value += count * 10i64.pow(power);
                (least, zero) = (power, false);
            }
            Sign::Small(_) | Sign::Great(_) => return None,
        }
    }
    match digit {
        None => (!zero && value > 0).then_some(value),
        Some(d) if zero || least == 1 || (value == 0 && first) => Some(value + d),
        Some(_) => None,
    }
}

/// `点五`: decimals. `Some(None)` where there are none, `None` where they are malformed.
#[allow(clippy::option_option)]
fn fraction(rest: &mut &str) -> Option<Option<Decimal>> {
    let Some(after) = rest.strip_prefix('点') else {
        return Some(None);
    };
    let (mut mantissa, mut scale) = (0i64, 0u32);
    let mut left = after;
    while let Some(c) = left.chars().next() {
        let digit = match sign(c) {
            Some(Sign::Digit(d)) => i64::from(d),
            Some(Sign::Zero) => 0,
            _ => break,
        };
        mantissa = mantissa.checked_mul(10)?.checked_add(digit)?;
        scale += 1;
        left = &left[c.len_utf8()..];
    }
    if scale == 0 || scale > 18 {
        // `两点` is an hour or two remarks.
        return Some(None);
    }
    *rest = left;
    Some(Some(Decimal::new(mantissa, scale)))
}

/// What follows the whole part of a sum of money: `元整`, `元五角`, `圆零伍分`. Moves on only where it is money in words.
fn money(rest: &mut &str, financial: bool) -> Option<Decimal> {
    let mut left = *rest;
    if !(strip(&mut left, "元") || strip(&mut left, "圆")) {
        return None;
    }
    let mut value = Decimal::ZERO;
    let mut parts = false;
    let mut after = left;
    strip(&mut after, "零");
    for (word, scale) in [("角", 1u32), ("分", 2)] {
        let mut chars = after.chars();
        let Some(Sign::Digit(digit)) = chars.next().and_then(sign) else {
            continue;
        };
        let mut next = chars.as_str();
        if strip(&mut next, word) {
            value += Decimal::new(i64::from(digit), scale);
            parts = true;
            after = next;
            left = next;
            strip(&mut after, "零");
        }
    }
    let closed = strip(&mut left, "整") || strip(&mut left, "正");
    if parts || closed || financial {
        *rest = left;
        return Some(value);
    }
    None
}
