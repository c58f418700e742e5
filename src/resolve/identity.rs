//! Whose report a document is, and of which year and sort, by its title.

use crate::model::{Block, Document, Identity, Sort, Vocabulary, fold, years_named};

/// Blocks at the top in which a title is looked for.
const TOP: usize = 6;
/// A title is no longer than this, in characters.
const LONGEST: usize = 60;

/// `None` where no title names one year and somebody.
pub fn identity(document: &Document, vocabulary: &Vocabulary) -> Option<Identity> {
    let mut before: Option<String> = None;
    for block in document.blocks.iter().take(TOP) {
        let words = match block {
            Block::Heading(heading) => &heading.passage.text,
            Block::Paragraph(paragraph) => &paragraph.passage.text,
            Block::Table(_) => return None,
        };
        let folded = fold(words);
        if folded.chars().count() > LONGEST {
            return None;
        }
        let years = years_named(&folded);
        let [(range, year)] = years.as_slice() else {
            // A span of years is none of them.
            if !years.is_empty() {
                return None;
            }
            before = Some(folded);
            continue;
        };
        let rest = without_sort(&folded[range.end..], vocabulary);
        let lead = without_sort(&folded[..range.start], vocabulary);
        // `Budget 2019 of the city of …` names its body after the year.
        let entity = [Some(lead), before.clone(), Some(rest)]
            .into_iter()
            .flatten()
            .find(|words| words.chars().count() > 2)?;
        let title = format!("{} {}", &folded[..range.start], &folded[range.end..]);
        let title = before.unwrap_or_default() + &title;
        return Some(Identity {
            entity,
            year: *year,
            sort: sort(&title, vocabulary),
            title: fold(&title),
        });
    }
    None
}

fn sort(title: &str, vocabulary: &Vocabulary) -> Sort {
    let has = |sort: Sort| {
        let mut words = vocabulary.reports.iter();
        words.any(|(own, word)| *own == sort && title.contains(word.as_str()))
    };
    match (has(Sort::Final), has(Sort::Budget)) {
        (true, _) => Sort::Final,
        (false, true) => Sort::Budget,
        (false, false) => Sort::Other,
    }
}

/// The words of a title up to those that only tell its sort.
fn without_sort(words: &str, vocabulary: &Vocabulary) -> String {
    let mut bare = words.to_owned();
    for (_, word) in &vocabulary.reports {
        bare = bare.replace(word.as_str(), "");
    }
    let mark = |c: char| c.is_whitespace() || c.is_ascii_punctuation();
    fold(bare.trim_matches(mark))
}
