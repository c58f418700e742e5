//! Whether printed characters look like a figure, for telling columns of figures from columns of words.

use crate::model::Content;

/// A number, a nil mark, or a year.
pub fn is_figure(text: &str) -> bool {
    let trimmed = text.trim();
    let digits = trimmed.chars().filter(char::is_ascii_digit).count();
    let letters = trimmed.chars().filter(|c| c.is_alphabetic()).count();
    (digits > 0 && letters <= 1 && digits * 3 >= trimmed.chars().count())
        || matches!(
            trimmed,
            "-" | "‐"
                | "‑"
                | "–"
                | "—"
                | "−"
                | "--"
                | ":"
                | "."
                | ".."
                | "..."
                | "…"
                | "*"
                | "x"
                | "X"
        )
        || matches!(Content::of(trimmed), Content::Number(_) | Content::Nil)
}

/// A mark for nothing.
pub fn is_nil(text: &str) -> bool {
    matches!(Content::of(text.trim()), Content::Nil)
        || text
            .trim()
            .chars()
            .all(|c| matches!(c, '-' | '‐' | '‑' | '–' | '—' | '−'))
}

/// A year, as it names a column or a row.
pub fn is_year(text: &str) -> bool {
    let text = text.trim();
    text.len() == 4
        && (text.starts_with("19") || text.starts_with("20"))
        && text.bytes().all(|b| b.is_ascii_digit())
}

/// A date of digits: `07-01-17`, `6/30/2018`, `@ 2018.06.30`.
pub fn is_date(text: &str) -> bool {
    let text = text.trim_matches(|c: char| matches!(c, '@' | '(' | ')') || c.is_whitespace());
    let mut parts = text.split(['-', '‐', '–', '/', '.']);
    let mut digits = 0;
    let short = parts.clone().all(|part| {
        digits += part.len();
        matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|b| b.is_ascii_digit())
    });
    parts.nth(2).is_some() && parts.next().is_none() && short && digits <= 8
}

/// Whether two neighbours are one number with a space between its thousands: `1 234`.
pub fn is_grouped(left: &str, right: &str) -> bool {
    let tail = right.trim_end_matches(['%', ')']);
    let group = tail
        .get(..3)
        .is_some_and(|g| g.bytes().all(|b| b.is_ascii_digit()))
        && tail
            .get(3..)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ',']));
    let head = left.trim_start_matches(['-', '–', '(', '+', '$', '€']);
    group && !head.is_empty() && head.len() <= 3 && head.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a line's end and the next line's beginning are one number that was broken: `1,234,5` `67.89`.
pub fn is_broken_number(above: &str, below: &str, full: bool) -> bool {
    let part = |text: &str| {
        !text.is_empty()
            && text.chars().all(|c| {
                c.is_ascii_digit() || matches!(c, ',' | '.' | '-' | '%' | '(' | ')' | '，')
            })
    };
    if !part(above)
        || !part(below)
        || !below.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | ')'))
    {
        return false;
    }
    let joined = format!("{above}{below}");
    let open = above.ends_with([',', '.', '-', '(']) || below.starts_with([',', '.', '%', ')']);
    matches!(Content::of(&joined), Content::Number(_)) && (open || full)
}
