//! Years, and where words name them: `2019年决算数`, `Year ended June 30, 2019`.

use std::ops::Range;

/// The year (or fiscal year) that a figure speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period(pub i32);

/// Four-digit years with the date words around them, in folded text.
pub fn years_named(folded: &str) -> Vec<(Range<usize>, i32)> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_told_from_amounts() {
        let of = |text: &str| {
            years_named(text)
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
