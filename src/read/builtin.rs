//! What the names of Word's built-in styles say of a paragraph.

/// The outline level that a style's own name tells: the built-in ones are named alike in all languages.
pub fn outline_of(name: &str) -> Option<u8> {
    if name == "title" {
        return Some(0);
    }
    let level: u8 = name.strip_prefix("heading")?.trim().parse().ok()?;
    (1..=9).contains(&level).then(|| level - 1)
}

/// Whether a style is that of lines in a table of contents.
pub fn is_contents(name: &str) -> bool {
    name.strip_prefix("toc").is_some_and(|rest| {
        let rest = rest.trim();
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit())
    }) || name == "table of figures"
}
