//! Numbers spelled out in English: `four million, two hundred thousand`.

use super::{Mark, Number};
use rust_decimal::Decimal;

fn small(word: &str) -> Option<u64> {
    const WORDS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    let ones = WORDS.iter().position(|one| *one == word);
    let tens = || {
        TENS.iter()
            .position(|one| *one == word)
            .map(|at| at * 10 + 20)
    };
    ones.or_else(tens)
        .and_then(|value| u64::try_from(value).ok())
}

fn great(word: &str) -> Option<u64> {
    match word {
        "thousand" => Some(1_000),
        "million" => Some(1_000_000),
        "billion" => Some(1_000_000_000),
        "trillion" => Some(1_000_000_000_000),
        _ => None,
    }
}

/// The spelled number that begins right at byte `at`, of two words and a `thousand` or more at least: shorter ones are mostly words.
pub(super) fn read(text: &str, at: usize) -> Option<Number> {
    if text.get(..at)?.ends_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let rest = text.get(at..)?;
    let (mut total, mut group, mut end, mut words, mut scaled) = (0u64, 0u64, 0, 0, false);
    let mut place = 0;
    for word in rest.split_inclusive(|c: char| !c.is_ascii_alphabetic()) {
        let bare = word.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
        let next = place + word.len();
        let lower = bare.to_ascii_lowercase();
        if let Some(value) = small(&lower) {
            group = group.checked_add(value)?;
        } else if lower == "hundred" && group > 0 {
            group = group.checked_mul(100)?;
        } else if let Some(scale) = great(&lower).filter(|_| group > 0) {
            total = total.checked_add(group.checked_mul(scale)?)?;
            group = 0;
            scaled = true;
        } else if words == 0 || !bare.is_empty() && lower != "and" {
            break;
        } else {
            // A comma, a hyphen, a space, `and`: only what comes after it is part of the number.
            if !matches!(word.trim_start_matches(bare), "" | " " | "," | "-") {
                break;
            }
            place = next;
            continue;
        }
        words += 1;
        end = place + bare.len();
        if !matches!(&word[bare.len()..], " " | "," | "-") {
            break;
        }
        place = next;
    }
    (words > 1 && scaled).then(|| Number {
        value: Decimal::from(total + group),
        mark: Mark::None,
        currency: None,
        range: at..at + end,
        suffix: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn spelled_numbers_are_read_to_their_last_word() {
        for (text, value, words) in [
            (
                "four million, two hundred thousand dollars",
                "4200000",
                "four million, two hundred thousand",
            ),
            (
                "Twelve thousand three hundred forty (12,340)",
                "12340",
                "Twelve thousand three hundred forty",
            ),
            (
                "twenty-five thousand and six people",
                "25006",
                "twenty-five thousand and six",
            ),
        ] {
            let number =
                read(text, 0).map(|number| (number.value.to_string(), &text[number.range]));
            assert_eq!(number, Some((value.to_owned(), words)));
        }
        for text in ["two", "one hundred ways", "thousand", "a million"] {
            assert_eq!(read(text, 0), None, "{text}");
        }
    }
}
