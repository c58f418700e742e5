//! Bare numbers of English sentences that what stands around them makes counts.

use crate::model::{Figure, Measure, Number, Site, Unit};

/// The unit of a bare number that is a count, and where it ends.
pub fn read(text: &str, number: &Number, last: Option<&Figure>) -> Option<(Unit, usize)> {
    last.and_then(|last| of_list(text, number, last))
        .or_else(|| alone(text, number))
}

/// `Of the 412 positions, 168 …`; `145 claims, an average of $7,500 a claim`.
fn alone(text: &str, number: &Number) -> Option<(Unit, usize)> {
    let (start, end) = (number.range.start, number.range.end);
    let digits = text[number.range.clone()]
        .bytes()
        .all(|byte| byte.is_ascii_digit());
    let rest = text[end..].strip_prefix(' ')?;
    if !digits || !rest.starts_with(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    let before = &text[..start];
    let begins = ["Of the ", "Of "].iter().any(|lead| {
        before
            .strip_suffix(lead)
            .is_some_and(|head| head.is_empty() || head.ends_with(". "))
    });
    let word: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
    let stop = rest.find(". ").unwrap_or(rest.len());
    let per = || {
        let one = word.strip_suffix("ies").or(word.strip_suffix('s'))?;
        let said = |lead: &str| {
            let mut found = rest[..stop].match_indices(lead);
            found.any(|(at, _)| rest[at + lead.len()..].starts_with(one))
        };
        (one.len() > 2 && rest[..stop].contains('$')).then_some(())?;
        (said(" per ") || said(" a ") || said(" an ")).then_some(())
    };
    (begins || per().is_some()).then(|| (Unit::default(), end))
}

/// `312 people, of whom 198 …, 74 … and 40 …`: what the list after a count counts bears no unit of its own.
fn of_list(text: &str, number: &Number, last: &Figure) -> Option<(Unit, usize)> {
    let Site::Prose { sentence, end, .. } = last.site else {
        return None;
    };
    let unit = &last.amount.unit;
    let counted = matches!(unit.measure, Measure::Count | Measure::Quantity) && unit.power == 0
        || unit.word.is_empty() && unit.base.is_empty();
    let bare = text[number.range.clone()]
        .bytes()
        .all(|byte| byte.is_ascii_digit());
    let between = text.get(end..number.range.start)?;
    if !counted || !bare || !last.amount.printed.fract().is_zero() || between.contains(['(', ';']) {
        return None;
    }
    let lead = between.trim_end();
    let opened = [
        "of whom",
        "of which",
        "including",
        "consisting of",
        "comprised of",
        "composed of",
    ]
    .iter()
    .any(|mark| lead.ends_with(mark))
        || lead == ":";
    let joined = lead.ends_with(',') || lead.ends_with(" and");
    // A list is under way where the figure before bears no unit of its own, or the sentence begins with what it parts.
    let parting = text.get(sentence..).is_some_and(|from| {
        let from = from.trim_start();
        ["Of the ", "Of our ", "Of these ", "Of its "]
            .iter()
            .any(|whole| from.starts_with(whole))
            || from
                .strip_prefix("Of ")
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    });
    let named = text[number.range.end..]
        .strip_prefix(' ')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    let listed = last.text.bytes().all(|byte| byte.is_ascii_digit())
        && text[..end].ends_with(last.text.as_str());
    (named && (opened || joined && (listed || parting))).then(|| (unit.clone(), number.range.end))
}
