//! XML as a row of tokens that point into their part: local names only, nothing but the predefined entities, damage as an end.

use super::limits;
use memchr::{memchr, memmem};
use quick_xml::escape::{resolve_predefined_entity, unescape};
use std::borrow::Cow;

pub enum Token<'a> {
    Open(Element<'a>),
    Close(Closing<'a>),
    /// Entities resolved; those of the file's own are left out.
    Text(Cow<'a, str>),
}

/// The beginning of an element.
#[derive(Clone, Copy)]
pub struct Element<'a> {
    whole: &'a str,
    local: &'a str,
    /// What stands between the name and the end of the tag.
    rest: &'a str,
}

impl<'a> Element<'a> {
    fn of(whole: &'a str, rest: &'a str) -> Self {
        let local = local(whole);
        Self { whole, local, rest }
    }

    /// The name without its prefix.
    pub fn name(&self) -> &'a str {
        self.local
    }

    pub fn whole_name(&self) -> &'a str {
        self.whole
    }

    pub fn attributes(&self) -> Attributes<'a> {
        Attributes { rest: self.rest }
    }

    /// The value of the first attribute of this name, prefixes left out of account.
    pub fn get(&self, name: &str) -> Option<Cow<'a, str>> {
        let mut all = self.attributes();
        let (_, raw) = all.find(|(own, _)| local(own) == name)?;
        Some(unescaped(raw))
    }

    pub fn attribute(&self, name: &str) -> Option<String> {
        self.get(name).map(Cow::into_owned)
    }

    /// The value of an attribute as a number.
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.trim().parse().ok()
    }

    /// Whether an attribute says yes.
    pub fn says_yes(&self, name: &str) -> bool {
        let value = self.get(name);
        value.is_some_and(|value| matches!(value.trim(), "1" | "true" | "on"))
    }

    /// `w:val`, as most settings of Word have it.
    pub fn value(&self) -> Option<Cow<'a, str>> {
        self.get("val")
    }

    /// Whether a setting is on: it stands there and does not say otherwise.
    pub fn is_on(&self) -> bool {
        !matches!(
            self.value().as_deref(),
            Some("0" | "false" | "off" | "none")
        )
    }
}

/// The attributes of an element with their values as they are written, as far as they are well-formed.
pub struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, after) = self.rest.split_once('=')?;
        let after = after.trim_ascii_start();
        let quote = *after
            .as_bytes()
            .first()
            .filter(|b| matches!(b, b'"' | b'\''))?;
        let after = after.get(1..)?;
        let end = after.bytes().position(|b| b == quote)?;
        self.rest = after.get(end + 1..)?;
        Some((name.trim_ascii(), after.get(..end)?))
    }
}

/// A value with its entities resolved; as it is where it cannot be.
pub fn unescaped(raw: &str) -> Cow<'_, str> {
    match raw.contains('&') {
        true => unescape(raw).unwrap_or(Cow::Borrowed(raw)),
        false => Cow::Borrowed(raw),
    }
}

#[derive(Clone, Copy)]
pub struct Closing<'a>(&'a str);

impl<'a> Closing<'a> {
    pub fn name(&self) -> &'a str {
        local(self.0)
    }
}

fn local(name: &str) -> &str {
    // Names are so short that a search by words of memory takes longer.
    let colon = name.bytes().rposition(|byte| byte == b':');
    colon.map_or(name, |colon| name.get(colon + 1..).unwrap_or(name))
}

/// The tokens of a part. What lies deeper than the limit is passed over; an empty element opens and closes.
pub struct Tokens<'a> {
    source: &'a str,
    at: usize,
    depth: usize,
    /// The name of an empty element that has yet to close.
    empty: Option<&'a str>,
    /// Damage, too deep a nesting or an entity of the file's own was met.
    pub damaged: bool,
}

impl<'a> Tokens<'a> {
    pub fn of(source: &'a str) -> Self {
        Self {
            source,
            at: 0,
            depth: 0,
            empty: None,
            damaged: false,
        }
    }

    /// Passes over what stands inside the element that was opened last, its end included.
    pub fn pass_over(&mut self) {
        let mut depth = 1usize;
        while depth > 0 {
            match self.next() {
                Some(Token::Open(_)) => depth += 1,
                Some(Token::Close(_)) => depth -= 1,
                Some(Token::Text(_)) => {}
                None => return,
            }
        }
    }

    /// Passes over what stands inside an element of a kind that never holds its like, up to its end, without looking at it.
    pub fn leap_over(&mut self, element: &Element<'_>) {
        if self.empty.is_none() {
            let end = format!("</{}>", element.whole_name());
            self.at += memmem::find(self.rest().as_bytes(), end.as_bytes()).unwrap_or(0);
        }
    }

    fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or("")
    }

    /// Takes so many bytes; an end that is not there is damage.
    fn take(&mut self, length: Option<usize>) -> Option<&'a str> {
        let Some(length) = length else {
            self.damaged = true;
            self.at = self.source.len();
            self.depth = 0;
            return None;
        };
        let taken = self.rest().get(..length);
        self.at += length;
        taken
    }

    fn open(&mut self) -> Option<Token<'a>> {
        let bytes = self.rest().as_bytes();
        let name = bytes
            .iter()
            .skip(1)
            .position(|b| matches!(b, b'>' | b'/' | b' ' | b'\n' | b'\t' | b'\r'));
        let end = name.and_then(|name| end_of_tag(bytes, name + 1));
        let tag = self.take(end.map(|end| end + 1))?;
        let inner = tag.get(1..tag.len() - 1)?;
        let (inner, empty) = match inner.strip_suffix('/') {
            Some(inner) => (inner, true),
            None => (inner, false),
        };
        let (whole, rest) = inner.split_at_checked(name?).unwrap_or((inner, ""));
        if empty {
            self.empty = Some(whole);
        }
        self.depth += 1;
        if self.depth <= limits::DEEPEST {
            return Some(Token::Open(Element::of(whole, rest)));
        }
        self.damaged = true;
        None
    }

    /// An element ends; `None` where it lies too deep.
    fn close(&mut self, name: &'a str) -> Option<Token<'a>> {
        let too_deep = self.depth > limits::DEEPEST;
        self.depth = self.depth.saturating_sub(1);
        (!too_deep).then_some(Token::Close(Closing(name)))
    }

    /// What begins with `<!`: comments and declarations say nothing.
    fn mark(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        let after = |from: usize, end: &str| {
            let found = memmem::find(rest.as_bytes().get(from..)?, end.as_bytes())?;
            Some(from + found + end.len())
        };
        if rest.starts_with("<!--") {
            self.take(after(4, "-->"));
        } else if let Some(words) = rest.strip_prefix("<![CDATA[") {
            let end = after(9, "]]>");
            self.take(end)?;
            let words = words.get(..end?.checked_sub(12)?)?;
            let too_deep = self.depth > limits::DEEPEST;
            return (!too_deep && !words.is_empty()).then_some(Token::Text(words.into()));
        } else {
            // Declarations may hold others.
            let mut open = 0usize;
            let end = rest.bytes().position(|b| {
                match b {
                    b'<' => open += 1,
                    b'>' => open -= 1,
                    _ => {}
                }
                open == 0
            });
            self.take(end.map(|end| end + 1));
        }
        None
    }

    fn text(&mut self) -> Option<Token<'a>> {
        let bytes = self.rest().as_bytes();
        let words = self.take(Some(memchr(b'<', bytes).unwrap_or(bytes.len())))?;
        if self.depth > limits::DEEPEST {
            return None;
        }
        let (words, known) = resolved(words);
        self.damaged |= !known;
        Some(Token::Text(words))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let token = if let Some(name) = self.empty.take() {
                self.close(name)
            } else {
                match self.source.as_bytes().get(self.at..) {
                    None | Some([]) => {
                        self.damaged |= self.depth > 0;
                        return None;
                    }
                    Some([b'<', b'/', rest @ ..]) => {
                        let end = memchr(b'>', rest);
                        let tag = self.take(end.map(|end| end + 3)).unwrap_or("");
                        let name = tag.get(2..tag.len().saturating_sub(1)).unwrap_or("");
                        match end {
                            Some(_) => self.close(name.trim_ascii_end()),
                            None => None,
                        }
                    }
                    Some([b'<', b'!', ..]) => self.mark(),
                    Some([b'<', b'?', rest @ ..]) => {
                        let end = memmem::find(rest, b"?>");
                        self.take(end.map(|end| end + 4));
                        None
                    }
                    Some([b'<', ..]) => self.open(),
                    Some(_) => self.text(),
                }
            };
            if token.is_some() {
                return token;
            }
        }
    }
}

/// Where a tag ends whose attributes begin at `from`; a sign inside quotes ends nothing.
fn end_of_tag(bytes: &[u8], from: usize) -> Option<usize> {
    let mut quote = 0u8;
    let length = bytes.get(from..)?.iter().position(|&b| {
        match (quote, b) {
            (0, b'>') => return true,
            (0, b'"' | b'\'') => quote = b,
            _ if b == quote => quote = 0,
            _ => {}
        }
        false
    });
    Some(from + length?)
}

/// Words with their entities resolved, and whether all were known: those that a file defines itself are not expanded. A lone `&`
/// stands for itself.
fn resolved(words: &str) -> (Cow<'_, str>, bool) {
    if memchr(b'&', words.as_bytes()).is_none() {
        return (Cow::Borrowed(words), true);
    }
    let mut known = true;
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match after.find([';', '&']).map(|end| after.split_at(end)) {
            Some((name, behind)) if behind.starts_with(';') => {
                match (character(name), resolve_predefined_entity(name)) {
                    (Some(c), _) => out.push(c),
                    (None, Some(c)) => out.push_str(c),
                    (None, None) => known = false,
                }
                rest = behind.get(1..).unwrap_or("");
            }
            _ => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    (Cow::Owned(out), known)
}

/// `#10`, `#x4e00`
fn character(name: &str) -> Option<char> {
    let number = name.strip_prefix('#')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?).filter(|&c| c != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Tokens as words: `<name a=1>`, `</name>`, text.
    fn told(source: &str) -> (String, bool) {
        let mut tokens = Tokens::of(source);
        let mut out = String::new();
        for token in tokens.by_ref() {
            match token {
                Token::Open(element) => {
                    out.push_str(&format!("<{}", element.name()));
                    for (name, value) in element.attributes() {
                        out.push_str(&format!(" {name}={}", unescaped(value)));
                    }
                    out.push('>');
                }
                Token::Close(closing) => out.push_str(&format!("</{}>", closing.name())),
                Token::Text(words) => out.push_str(&words),
            }
        }
        (out, tokens.damaged)
    }

    #[test]
    fn tags_text_and_entities_are_told() {
        for (source, expected) in [
            (
                "<?xml version='1.0'?><w:p w:a = \"1>2\" b='&lt;'>x &amp; y</w:p >",
                "<p w:a=1>2 b=<>x & y</p>",
            ),
            ("<a/><b c='d'/>", "<a></a><b c=d></b>"),
            ("<a><!-- <b> --><![CDATA[<&amp;]]></a>", "<a><&amp;</a>"),
            (
                "<!DOCTYPE a [<!ENTITY e 'f'>]><a>&#20013;&#x4e2d;</a>",
                "<a>中中</a>",
            ),
            ("<a>A & B &amp C</a>", "<a>A & B &amp C</a>"),
            ("<a\nb='c'\n/>", "<a b=c></a>"),
        ] {
            assert_eq!(told(source), (expected.to_owned(), false), "{source}");
        }
    }

    #[test]
    fn damage_ends_the_tokens_and_is_said() {
        for source in [
            "<a>words",
            "<a>x<b",
            "<a><b c='d",
            "<a></a",
            "<a><!-- ",
            "<a><?b",
        ] {
            let (told, damaged) = told(source);
            assert!(damaged && told.starts_with("<a>"), "{source}: {told}");
        }
        assert_eq!(told("<a>x&e;</a>"), ("<a>x</a>".to_owned(), true));
        assert_eq!(
            told("</a><b></b></b>"),
            ("</a><b></b></b>".to_owned(), false)
        );
    }

    #[test]
    fn what_is_leapt_over_leaves_its_end() {
        let mut tokens = Tokens::of("<s:a t='1'><b></c></s:a><d/>");
        let Some(Token::Open(first)) = tokens.next() else {
            unreachable!("the first token opens");
        };
        tokens.leap_over(&first);
        let rest: Vec<String> = tokens
            .map(|token| match token {
                Token::Open(element) => element.name().to_owned(),
                Token::Close(closing) => format!("/{}", closing.name()),
                Token::Text(words) => words.into_owned(),
            })
            .collect();
        assert_eq!(rest, ["/a", "d", "/d"]);
    }

    proptest! {
        #[test]
        fn any_text_ends(source in "(<|>|/|!|\\?|-|\\[|\\]|CDATA|a|:|=|'|\"|&|;|#|x| |中){0,24}") {
            let _ = told(&source);
        }
    }
}
