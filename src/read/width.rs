//! The columns that words take on a terminal.

use unicode_width::UnicodeWidthStr;

/// 2 for a Chinese character, 1 for a letter. The short way for what nearly all cells hold: printed ASCII and Chinese characters.
pub fn columns(words: &str) -> usize {
    let mut sum = 0;
    for c in words.chars() {
        sum += match c {
            ' '..='~' => 1,
            '\u{4E00}'..='\u{9FFF}' => 2,
            _ => return words.width(),
        };
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_short_way_is_as_wide(words in "[ -~一-龥（）—é\u{301}]{0,12}") {
            prop_assert_eq!(columns(&words), words.width());
        }
    }
}
