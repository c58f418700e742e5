//! Years in words: `2019年决算数`, `Year ended June 30, 2019`, `本年`, `prior year`.

use crate::model::{Found, Meaning, Period, Vocabulary, WordClass};
use std::ops::Range;

/// The first year that some words name.
pub fn first(text: &str) -> Option<Period> {
    let folded = crate::model::fold(text);
    years(&folded)
        .into_iter()
        .next()
        .map(|(_, year)| Period(year))
}

/// Four-digit years with the date words around them, in folded text.
pub fn years(folded: &str) -> Vec<(Range<usize>, i32)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = folded[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + offset;
        let length = folded[start..]
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        let end = start + length;
        at = end;
        let glued = folded[..start]
            .chars()
            .next_back()
            .is_some_and(|c| matches!(c, '.' | ','));
        let tail = folded[end..].strip_prefix(' ').unwrap_or(&folded[end..]);
        let fraction = tail.starts_with('.') && tail[1..].starts_with(|c: char| c.is_ascii_digit());
        if length != 4 || fraction || (glued && !folded[..start].ends_with(", ")) {
            continue;
        }
        let Ok(year) = folded[start..end].parse::<i32>() else {
            continue;
        };
        if !(1950..=2100).contains(&year) {
            continue;
        }
        let word = ["年度", "年末", "年初", "年"]
            .into_iter()
            .find(|word| tail.starts_with(word));
        let end = word.map_or(end, |word| {
            folded.len() - tail.len() + if word == "年度" { 6 } else { 3 }
        });
        found.push((start..end, year));
    }
    found
}

/// What the words of a label say of time, and the label without them.
pub struct Dated {
    pub period: Option<Period>,
    pub rest: String,
}

/// Splits the year off a folded label. Words such as 本年 count only where the vocabulary does not know them as part of a longer
/// label (本年结转). A label that names two years (`2020-2019`) names none.
pub fn split(folded: &str, current: Option<Period>, vocabulary: &Vocabulary) -> Dated {
    let years = years(folded);
    let mut rest = folded.to_owned();
    for (range, _) in years.iter().rev() {
        rest.replace_range(range.clone(), "");
    }
    let mut period = match years.as_slice() {
        [(_, year)] => Some(Period(*year)),
        _ => None,
    };
    if years.is_empty() && vocabulary.meanings(folded).is_empty() {
        for Found { range, meaning } in vocabulary.search(folded).into_iter().rev() {
            let shift = match meaning {
                Meaning::Word(WordClass::CurrentYear) => 0,
                Meaning::Word(WordClass::PriorYear) => -1,
                _ => continue,
            };
            period = current.map(|current| Period(current.0 + shift));
            rest.replace_range(range, "");
        }
    }
    Dated {
        period,
        rest: crate::model::fold(rest.trim_matches(['-', ' ', ','])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_told_from_amounts() {
        let of = |text: &str| {
            years(text)
                .into_iter()
                .map(|(_, year)| year)
                .collect::<Vec<_>>()
        };
        assert_eq!(of("2019年决算数"), [2019]);
        assert_eq!(of("增减情况2020-2019"), [2020, 2019]);
        assert_eq!(of("year ended june 30, 2019"), [2019]);
        assert!(of("2,019.50 and 2019.5 and 20190").is_empty());
    }
}
