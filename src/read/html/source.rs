//! The bytes of a page: whether they are one, in which encoding, and how deep it is nested.

use encoding_rs::{Encoding, UTF_8};

/// The first bytes, zero bytes of UTF-16 and marks left out, in lower case.
fn start(bytes: &[u8], length: usize) -> String {
    let bytes = bytes.get(..bytes.len().min(length)).unwrap_or(&[]);
    let plain: Vec<u8> = bytes
        .iter()
        .copied()
        .filter(|byte| byte.is_ascii() && *byte != 0)
        .collect();
    String::from_utf8_lossy(&plain).to_ascii_lowercase()
}

/// Whether the content begins as a web page does.
pub fn is_page(bytes: &[u8]) -> bool {
    let start = start(bytes, 4096);
    let mut rest = start.trim_start();
    while let Some(comment) = rest.strip_prefix("<!--") {
        rest = comment
            .split_once("-->")
            .map_or("", |(_, rest)| rest)
            .trim_start();
    }
    if rest.starts_with("<?xml") {
        rest = rest
            .split_once("?>")
            .map_or("", |(_, rest)| rest)
            .trim_start();
        // Another kind of XML may speak of html further on.
        return rest.starts_with("<!doctype html") || rest.starts_with("<html");
    }
    rest.starts_with("<!doctype html") || rest.starts_with("<html")
}

/// Whether the content begins with a tag that stands at the front of a page, or of a piece of one.
pub fn is_fragment(bytes: &[u8]) -> bool {
    const TAGS: [&str; 10] = [
        "html", "head", "body", "meta", "title", "style", "table", "div", "p", "center",
    ];
    let start = start(bytes, 4096);
    let mut rest = start.trim_start();
    while let Some(comment) = rest.strip_prefix("<!") {
        rest = comment.split_once('>').map_or("", |(_, rest)| rest);
        rest = rest.trim_start();
    }
    let Some(tag) = rest.strip_prefix('<') else {
        return false;
    };
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric());
    TAGS.contains(&tag.get(..end.unwrap_or(tag.len())).unwrap_or(""))
}

/// The text by the encoding that the page itself declares, where its bytes are not UTF-8 anyway and fit it.
pub fn declared(bytes: &[u8]) -> Option<String> {
    if Encoding::for_bom(bytes).is_some() || std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let start = start(bytes, 8192);
    let after = |word: &str| {
        let at = start.find(word)? + word.len();
        let value = start.get(at..)?.trim_start_matches([' ', '"', '\'']);
        value.split(['"', '\'', ' ', ';', '>', '?', '/']).next()
    };
    let label = after("charset=").or_else(|| after("encoding="))?;
    let encoding = Encoding::for_label(label.as_bytes()).filter(|it| *it != UTF_8)?;
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    (!damaged).then(|| text.into_owned())
}

/// Whether elements are nested so deep that a parser, which looks upward at every tag, would not end in time.
pub fn is_too_deep(source: &str) -> bool {
    const MOST_STEPS: usize = 400_000_000;
    let (mut depth, mut deepest, mut tags) = (0usize, 0usize, 0usize);
    let bytes = source.as_bytes();
    for (at, _) in source.match_indices('<') {
        tags += 1;
        let rest = bytes.get(at + 1..).unwrap_or(&[]);
        let (closes, name) = match rest.split_first() {
            Some((b'/', name)) => (true, name),
            _ => (false, rest),
        };
        let length = name
            .iter()
            .take(12)
            .take_while(|it| it.is_ascii_alphanumeric());
        let name = name.get(..length.count()).unwrap_or(&[]);
        if name.is_empty() || ENDLESS.iter().any(|other| name.eq_ignore_ascii_case(other)) {
            continue;
        }
        depth = if closes {
            depth.saturating_sub(1)
        } else {
            depth + 1
        };
        deepest = deepest.max(depth);
    }
    deepest.saturating_mul(tags) > MOST_STEPS
}

/// Elements that often have no end tag.
const ENDLESS: [&[u8]; 22] = [
    b"p",
    b"li",
    b"td",
    b"th",
    b"tr",
    b"dt",
    b"dd",
    b"option",
    b"thead",
    b"tbody",
    b"tfoot",
    b"colgroup",
    b"col",
    b"br",
    b"hr",
    b"img",
    b"input",
    b"meta",
    b"link",
    b"param",
    b"area",
    b"base",
];
