//! The number that a sheet stores, as exact decimal digits: fifteen that count, as the programs themselves show.

use rust_decimal::Decimal;

/// More digits than count, in place.
const MOST_DIGITS: usize = 20;

/// Digits from 0 to 9; those beyond the room are dropped, which no rounding heeds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digits {
    all: [u8; MOST_DIGITS],
    count: u8,
}

impl Digits {
    fn push(&mut self, digit: u8) {
        if let Some(place) = self.all.get_mut(usize::from(self.count)) {
            *place = digit;
            self.count += 1;
        }
    }
}

impl FromIterator<u8> for Digits {
    fn from_iter<I: IntoIterator<Item = u8>>(digits: I) -> Self {
        let mut all = Self::default();
        digits.into_iter().for_each(|digit| all.push(digit));
        all
    }
}

impl std::ops::Deref for Digits {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.all.get(..usize::from(self.count)).unwrap_or(&[])
    }
}

/// A stored number: `digits` × 10^(`point` − digits.len()), that is, the decimal point stands after `point` digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    pub negative: bool,
    /// No leading and no trailing zeros; empty for zero.
    pub digits: Digits,
    pub point: i32,
}

/// Spreadsheets keep no more digits than these.
const PRECISION: usize = 15;

impl Stored {
    /// Reads `-12.5`, `1.5E-3`; `None` for anything else. Rounded to fifteen digits.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match rest.find(['e', 'E']) {
            Some(at) => (rest.get(..at)?, rest.get(at + 1..)?.parse::<i32>().ok()?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = whole.bytes().chain(fraction.bytes());
        if whole.len() + fraction.len() == 0 || !all.clone().all(|b| b.is_ascii_digit()) {
            return None;
        }
        if exponent.unsigned_abs() > 400 || whole.len() > 400 {
            return None;
        }
        let point = i32::try_from(whole.len()).ok()? + exponent;
        Some(Self::of(negative, all.map(|b| b - b'0'), point).rounded(PRECISION))
    }

    /// A binary number of the file; `None` where it is none (infinite, not a number).
    pub fn from_binary(value: f64) -> Option<Self> {
        value
            .is_finite()
            .then(|| Self::parse(&format!("{value:.16e}")))?
    }

    /// A whole number over 10^`decimals`.
    pub fn scaled(value: i64, decimals: i32) -> Self {
        let digits = value.unsigned_abs().to_string();
        let point = i32::try_from(digits.len()).unwrap_or(0) - decimals;
        Self::of(value < 0, digits.bytes().map(|b| b - b'0'), point)
    }

    /// Normalises: no leading and no trailing zeros.
    fn of(negative: bool, digits: impl Iterator<Item = u8>, mut point: i32) -> Self {
        let mut kept = Digits::default();
        for digit in digits {
            if digit == 0 && kept.is_empty() {
                point = point.saturating_sub(1);
            } else {
                kept.push(digit);
            }
        }
        while kept.last() == Some(&0) {
            kept.count -= 1;
        }
        if kept.is_empty() {
            return Self::default();
        }
        Self {
            negative,
            digits: kept,
            point,
        }
    }

    pub fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// Times 10^`power`.
    pub fn shifted(&self, power: i32) -> Self {
        let mut shifted = *self;
        if !shifted.is_zero() {
            shifted.point = shifted.point.saturating_add(power);
        }
        shifted
    }

    /// The same without its sign.
    pub fn magnitude(&self) -> Self {
        Self {
            negative: false,
            ..*self
        }
    }

    /// Rounded half away from zero to `count` digits that count.
    pub fn rounded(&self, count: usize) -> Self {
        let Some(&next) = self.digits.get(count) else {
            return *self;
        };
        let mut digits = self.digits;
        digits.count = u8::try_from(count).unwrap_or(0);
        let mut point = self.point;
        if next >= 5 {
            let mut carried = true;
            for digit in digits.all.iter_mut().take(count).rev() {
                if *digit == 9 {
                    *digit = 0;
                } else {
                    *digit += 1;
                    carried = false;
                    break;
                }
            }
            if carried {
                digits = Digits::from_iter([1]);
                point += 1;
            }
        }
        Self::of(self.negative, digits.iter().copied(), point)
    }

    /// Rounded half away from zero to `decimals` places after the point.
    pub fn to_decimals(self, decimals: usize) -> Self {
        let keep = self
            .point
            .saturating_add(i32::try_from(decimals).unwrap_or(i32::MAX));
        match usize::try_from(keep) {
            Ok(keep) => self.rounded(keep),
            Err(_) => Self::default(),
        }
    }

    /// The digits before the point (empty for 0.…), at most 400.
    pub fn whole(&self) -> Vec<u8> {
        let length = usize::try_from(self.point).unwrap_or(0).min(400);
        (0..length)
            .map(|at| self.digits.get(at).copied().unwrap_or(0))
            .collect()
    }

    /// The `decimals` digits after the point, cut and not rounded.
    pub fn fraction(&self, decimals: usize) -> Vec<u8> {
        (0..decimals)
            .map(|at| {
                let at = i64::from(self.point) + i64::try_from(at).unwrap_or(i64::MAX);
                usize::try_from(at)
                    .ok()
                    .and_then(|at| self.digits.get(at).copied())
                    .unwrap_or(0)
            })
            .collect()
    }

    /// Digits after the point that are not zero at the end.
    pub fn decimals(&self) -> usize {
        let length = i64::try_from(self.digits.len()).unwrap_or(0);
        usize::try_from(length - i64::from(self.point)).unwrap_or(0)
    }

    /// The whole part, cut; `None` beyond eighteen digits.
    pub fn truncated(&self) -> Option<i64> {
        if self.point > 18 {
            return None;
        }
        let whole = self
            .whole()
            .into_iter()
            .fold(0i64, |sum, digit| sum * 10 + i64::from(digit));
        Some(if self.negative { -whole } else { whole })
    }

    /// As an exact decimal; `None` where it is larger or finer than one can be.
    pub fn decimal(&self) -> Option<Decimal> {
        let decimals = i64::try_from(self.digits.len()).ok()? - i64::from(self.point);
        // Eighteen digits fit into a word.
        if let (0..=18, 0..=28) = (self.digits.len(), decimals) {
            let value = self
                .digits
                .iter()
                .fold(0, |sum, &d| sum * 10 + i64::from(d));
            let value = if self.negative { -value } else { value };
            return Some(Decimal::new(value, u32::try_from(decimals).ok()?));
        }
        let mantissa = self
            .digits
            .iter()
            .fold(0i128, |sum, &digit| sum * 10 + i128::from(digit));
        let scale = i64::try_from(self.digits.len()).ok()? - i64::from(self.point);
        let mantissa = if self.negative { -mantissa } else { mantissa };
        if scale >= 0 {
            Decimal::try_from_i128_with_scale(mantissa, u32::try_from(scale).ok()?).ok()
        } else {
            let power = 10i128.checked_pow(u32::try_from(-scale).ok()?)?;
            Decimal::try_from_i128_with_scale(mantissa.checked_mul(power)?, 0).ok()
        }
    }

    /// As a program shows it that was told nothing: eleven characters, zeros at the end left out.
    pub fn general(&self) -> String {
        if self.is_zero() {
            return "0".to_owned();
        }
        let sign = if self.negative { "-" } else { "" };
        if self.point > 15 || self.point < -8 {
            let short = self.rounded(6);
            let mut digits = short.digits.iter().map(|d| char::from(b'0' + d));
            let first = digits.next().unwrap_or('0');
            let rest: String = digits.collect();
            let dot = if rest.is_empty() { "" } else { "." };
            let exponent = short.point - 1;
            let mark = if exponent < 0 { '-' } else { '+' };
            return format!("{sign}{first}{dot}{rest}E{mark}{:02}", exponent.abs());
        }
        let whole = usize::try_from(self.point).unwrap_or(0).max(1);
        let shown = self.to_decimals(10usize.saturating_sub(whole));
        if shown.is_zero() {
            return "0".to_owned();
        }
        format!("{sign}{}", shown.plain())
    }

    /// The digits without a sign: `1234.5`, `0.05`.
    pub fn plain(&self) -> String {
        let whole = i32::from(self.point <= 0);
        let mut text = String::new();
        self.write(
            &mut text,
            usize::try_from(self.point.max(whole)).unwrap_or(1),
            false,
        );
        self.write_fraction(&mut text, self.decimals());
        text
    }

    /// The digit that stands for 10^`power`.
    fn digit(&self, power: i32) -> char {
        let at = usize::try_from(self.point.saturating_sub(1).saturating_sub(power)).ok();
        let digit = at.and_then(|at| self.digits.get(at)).copied();
        char::from(b'0' + digit.unwrap_or(0))
    }

    /// Writes the last `count` digits before the point, 400 at most, in groups of three or in none.
    pub fn write(&self, text: &mut String, count: usize, grouped: bool) {
        let count = i32::try_from(count.min(400)).unwrap_or(0);
        for power in (0..count).rev() {
            text.push(self.digit(power));
            if grouped && power > 0 && power % 3 == 0 {
                text.push(',');
            }
        }
    }

    /// Writes the point and so many decimals; nothing for none.
    pub fn write_fraction(&self, text: &mut String, decimals: usize) {
        if decimals > 0 {
            text.push('.');
            let last = i32::try_from(decimals).unwrap_or(i32::MAX);
            text.extend((1..=last).map(|place| self.digit(-place)));
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn binary_dust_is_not_stored() {
        let stored = Stored::parse("508.35999999999996").unwrap();
        assert_eq!(stored.decimal().unwrap().to_string(), "508.36");
        assert_eq!(
            Stored::from_binary(0.300_000_000_000_000_04)
                .unwrap()
                .plain(),
            "0.3"
        );
        assert_eq!(
            Stored::scaled(-12_345, 2).decimal().unwrap().to_string(),
            "-123.45"
        );
        assert_eq!(Stored::parse("1e300").unwrap().decimal(), None);
        assert_eq!(Stored::parse("-0.0"), Some(Stored::default()));
        assert_eq!(Stored::parse("12a"), None);
        assert_eq!(Stored::parse("."), None);
    }

    #[test]
    fn general_shows_eleven_characters_and_whole_numbers_in_full() {
        let shown = |text: &str| Stored::parse(text).unwrap().general();
        assert_eq!(shown("0.333333333333333"), "0.333333333");
        assert_eq!(shown("1234567.891234"), "1234567.891");
        assert_eq!(shown("123456789012"), "123456789012");
        assert_eq!(shown("-5.50"), "-5.5");
        assert_eq!(shown("1e20"), "1E+20");
        assert_eq!(shown("1.5e-12"), "1.5E-12");
        assert_eq!(shown("99999999999.9"), "100000000000");
    }
}
