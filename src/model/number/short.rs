//! The short way for what most cells print: `12`, `-1,234.50`, in plain ASCII.

use super::{Mark, Number};
use rust_decimal::Decimal;

/// Digits that surely fit.
const MOST: u32 = 18;

/// The number of a whole cell that holds nothing but a minus sign, digits in groups of three or in none, a point and decimals.
/// `None` where there is more to it.
pub(super) fn cell(text: &str) -> Option<Number> {
    let mut mantissa = 0i64;
    let (mut digits, mut decimals) = (0u32, 0u32);
    // Digits since the last comma, and the commas so far.
    let (mut run, mut commas) = (0u32, 0u32);
    let mut point = false;
    let bytes = text.as_bytes();
    let (negative, rest) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    if let [b'0', b'0'..=b'9' | b',', ..] = rest {
        return None;
    }
    for &byte in rest {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa.wrapping_mul(10) + i64::from(byte - b'0');
                digits += 1;
                run += 1;
                decimals += u32::from(point);
                if digits > MOST {
                    return None;
                }
            }
            b',' if !point && is_group(run, commas) => {
                commas += 1;
                run = 0;
            }
            b'.' if !point && digits > 0 && (commas == 0 || run == 3) => {
                point = true;
                run = 0;
            }
            _ => return None,
        }
    }
    // The last run is a group of three, or decimals, or all there is.
    if run == 0 || (!point && commas > 0 && run != 3) {
        return None;
    }
    let mantissa = if negative { -mantissa } else { mantissa };
    Some(Number {
        value: Decimal::new(mantissa, decimals),
        mark: Mark::None,
        currency: None,
        range: 0..text.len(),
        suffix: String::new(),
    })
}

/// Whether so many digits may stand before the next comma.
fn is_group(run: u32, commas: u32) -> bool {
    if commas == 0 {
        (1..=3).contains(&run)
    } else {
        run == 3
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Content, printed};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_short_way_leads_to_the_same_number(
            text in "-?[0-9]{0,4}(,[0-9]{1,3}){0,3}(\\.[0-9]{0,3})?[,.]?|-?[1-9][0-9]{0,2}(,[0-9]{3}){0,5}(\\.[0-9]{1,4})?"
        ) {
            if let Some(number) = super::cell(&text) {
                prop_assert_eq!(Some(number), printed::cell(&text), "{}", text);
            }
        }
    }

    #[test]
    fn plain_numbers_take_it() {
        for (text, value) in [
            ("0", "0"),
            ("-0.50", "-0.50"),
            ("1,234,567.80", "1234567.80"),
            ("2019", "2019"),
        ] {
            assert!(
                super::cell(text).is_some_and(|it| it.value.to_string() == value),
                "{text}"
            );
        }
        for text in [
            "", "-", "00", "0,123", "12,34", "1,2345", "1.", ".5", "1 2", "1234,567",
        ] {
            assert_eq!(super::cell(text), None, "{text}");
        }
        assert!(!Content::of("-").is_number());
    }
}
