//! XML as a row of tokens: local names only, nothing but the predefined entities, damage as an end.

use super::limits;
use quick_xml::{
    Reader,
    escape::{resolve_predefined_entity, unescape},
    events::{BytesEnd, BytesStart, Event},
};
use std::borrow::Cow;

pub enum Token<'a> {
    Open(Element<'a>),
    Close(Closing<'a>),
    Text(Cow<'a, str>),
}

pub struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// The name without its prefix.
    pub fn name(&self) -> &str {
        local(self.0.name().0)
    }

    /// The value of the first attribute of this name, prefixes left out of account.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes
            .with_checks(false)
            .flatten()
            .find(|attribute| local(attribute.key.0) == name)?;
        let raw = &*found.value;
        Some(unescape(raw).map_or_else(|_| raw.to_owned(), Cow::into_owned))
    }

    /// The value of an attribute as a number.
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// `w:val`, as most settings of Word have it.
    pub fn value(&self) -> Option<String> {
        self.attribute("val")
    }

    /// Whether a setting is on: it stands there and does not say otherwise.
    pub fn is_on(&self) -> bool {
        !matches!(
            self.value().as_deref(),
            Some("0" | "false" | "off" | "none")
        )
    }
}

pub struct Closing<'a>(BytesEnd<'a>);

impl Closing<'_> {
    pub fn name(&self) -> &str {
        local(self.0.name().0)
    }
}

fn local(name: &str) -> &str {
    // Names are so short that a search by words of memory takes longer.
    let colon = name.bytes().rposition(|byte| byte == b':');
    colon.map_or(name, |colon| &name[colon + 1..])
}

/// The tokens of a part. What lies deeper than the limit is passed over.
pub struct Tokens<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
    /// Damage, too deep a nesting or an entity of the file's own was met.
    pub damaged: bool,
}

impl<'a> Tokens<'a> {
    pub fn of(source: &'a str) -> Self {
        let mut reader = Reader::from_str(source);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self {
            reader,
            depth: 0,
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
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(_) => {
                    self.damaged = true;
                    return None;
                }
            };
            let too_deep = self.depth > limits::DEEPEST;
            match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth <= limits::DEEPEST {
                        return Some(Token::Open(Element(start)));
                    }
                    self.damaged = true;
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    if !too_deep {
                        return Some(Token::Close(Closing(end)));
                    }
                }
                Event::Text(text) if !too_deep => return Some(Token::Text(text.into_inner())),
                Event::CData(text) if !too_deep => return Some(Token::Text(text.into_inner())),
                Event::GeneralRef(name) if !too_deep => {
                    let character = name.resolve_char_ref().ok().flatten();
                    let text = match character {
                        Some(c) => Some(Cow::Owned(c.to_string())),
                        None => resolve_predefined_entity(&name.into_inner()).map(Cow::Borrowed),
                    };
                    match text {
                        Some(text) => return Some(Token::Text(text)),
                        // Entities that a file defines itself are not expanded.
                        None => self.damaged = true,
                    }
                }
                Event::Eof => {
                    self.damaged |= self.depth > 0;
                    return None;
                }
                _ => {}
            }
        }
    }
}
