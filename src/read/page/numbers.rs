//! Pages that could not be read, said in one notice.

use crate::{model::Words, read::transcript::Transcript};

/// Says something of pages; `en` for one page and for several: `has no text`, `have no text`. No page, no notice.
pub fn say(transcript: &mut Transcript<'_>, pages: &[u32], zh: &str, en: [&str; 2]) {
    if pages.is_empty() {
        return;
    }
    let (noun, en) = match pages {
        [_] => ("page", en[0]),
        _ => ("pages", en[1]),
    };
    transcript.notice(Words::new(
        format!("第 {} 页{zh}", ranges(pages, "、")),
        format!("{noun} {} {en}", ranges(pages, ", ")),
    ));
}

/// `3–5, 9`
fn ranges(pages: &[u32], between: &str) -> String {
    let runs = pages.chunk_by(|a, b| a.checked_add(1) == Some(*b));
    let words = runs.filter_map(|run| match run {
        [] => None,
        [one] => Some(one.to_string()),
        [first, .., last] => Some(format!("{first}–{last}")),
    });
    words.collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    #[test]
    fn pages_that_follow_each_other_are_one_range() {
        assert_eq!(super::ranges(&[3, 4, 5, 9, 11, 12], ", "), "3–5, 9, 11–12");
    }
}
