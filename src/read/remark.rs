//! Comments of a file that speak to this program: `<!-- tieout: … -->`.

use crate::model::{Remark, Span};

const OPEN: &str = "<!--";
const CLOSE: &str = "-->";

/// What the inside of a comment says to this program; `None` where it is another comment.
pub fn words(comment: &str) -> Option<String> {
    let words = comment.trim().strip_prefix("tieout")?.trim_start();
    let words = words.strip_prefix([':', '：'])?;
    Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// All in a text with comments as HTML has them.
pub fn all(text: &str) -> Vec<Remark> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find(OPEN)) {
        let start = from + start;
        let inside = start + OPEN.len();
        let Some(length) = text.get(inside..).and_then(|rest| rest.find(CLOSE)) else {
            break;
        };
        from = inside + length + CLOSE.len();
        let comment = text.get(inside..inside + length).unwrap_or("");
        found.extend(words(comment).map(|words| Remark {
            span: Span::new(start, from),
            words,
        }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{all, words};

    #[test]
    fn comments_are_told_from_remarks() {
        assert_eq!(
            words(" tieout: allow  foot\n why ").as_deref(),
            Some("allow foot why")
        );
        assert_eq!(words("tieout：allow foot").as_deref(), Some("allow foot"));
        assert_eq!(words(" about tieout: allow "), None);
        let text = "a <!-- x --> b <!-- tieout: allow foot y --> c <!-- tieout: open";
        let found = all(text);
        assert_eq!(found.len(), 1);
        assert_eq!(
            &text[found[0].span.start..found[0].span.end],
            "<!-- tieout: allow foot y -->"
        );
    }
}
