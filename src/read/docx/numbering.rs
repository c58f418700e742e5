//! The numbers that Word sets before paragraphs: lists, their levels, their counters.

use crate::read::{
    numerals,
    xml::{Element, Token, Tokens},
};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    /// `%1.%2`: the counters of the levels in it.
    text: String,
    /// All counters as Arabic digits.
    legal: bool,
    /// No blank after the number.
    tight: bool,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: "decimal".to_owned(),
            text: String::new(),
            legal: false,
            tight: false,
        }
    }
}

type Levels = BTreeMap<usize, Level>;

#[derive(Debug, Default)]
struct Abstract {
    levels: Levels,
    /// The style whose list stands in its place.
    link: Option<String>,
    /// The style that refers to it.
    of_style: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    base: u32,
    levels: Levels,
    starts: BTreeMap<usize, u32>,
    used: bool,
}

/// The lists of a document with their counters as far as it was read.
#[derive(Debug, Default)]
pub struct Numbering {
    bases: BTreeMap<u32, Abstract>,
    lists: BTreeMap<u32, List>,
    /// By base: the counter of each level, `None` before its first use.
    counters: BTreeMap<u32, [Option<u32>; 9]>,
}

/// What is open while the part is read.
#[derive(Default)]
struct Reading {
    base: Option<u32>,
    list: Option<u32>,
    level: Option<usize>,
}

impl Numbering {
    pub fn of(source: &str) -> Self {
        let mut numbering = Self::default();
        let mut reading = Reading::default();
        let mut tokens = Tokens::of(source);
        while let Some(token) = tokens.next() {
            match token {
                Token::Open(element) => match element.name() {
                    "pPr" | "rPr" => tokens.pass_over(),
                    _ => numbering.take(&element, &mut reading),
                },
                Token::Close(element) => match element.name() {
                    "abstractNum" => reading.base = None,
                    "num" => reading.list = None,
                    "lvl" => reading.level = None,
                    _ => {}
                },
                Token::Text(_) => {}
            }
        }
        numbering
    }

    fn take(&mut self, element: &Element<'_>, reading: &mut Reading) {
        match element.name() {
            "abstractNum" => reading.base = element.number("abstractNumId"),
            "num" => reading.list = element.number("numId"),
            "lvl" | "lvlOverride" => reading.level = element.number("ilvl").filter(|&it| it < 9),
            _ => {}
        }
        if let Some(id) = reading.list {
            let list = self.lists.entry(id).or_default();
            match (element.name(), reading.level) {
                ("abstractNumId", _) => list.base = element.number("val").unwrap_or(0),
                ("startOverride", Some(level)) => {
                    list.starts
                        .insert(level, element.number("val").unwrap_or(1));
                }
                ("lvlOverride", _) => {}
                (_, Some(level)) => set(list.levels.entry(level).or_default(), element),
                _ => {}
            }
            // An override of the start alone is no level of its own.
            list.levels.retain(|_, level| {
                !level.text.is_empty() || level.format != "decimal" || reading.level.is_some()
            });
        } else if let Some(id) = reading.base {
            let base = self.bases.entry(id).or_default();
            match (element.name(), reading.level) {
                ("numStyleLink", _) => base.link = element.value(),
                ("styleLink", _) => base.of_style = element.value(),
                (_, Some(level)) => set(base.levels.entry(level).or_default(), element),
                _ => {}
            }
        }
    }

    /// Counts a paragraph of a list and gives the number printed before it, with the blank after it; empty for bullets.
    pub fn count(&mut self, list: u32, level: usize) -> String {
        let level = level.min(8);
        let Some(id) = self.base_of(list) else {
            return String::new();
        };
        let Some(own) = self.lists.get_mut(&list) else {
            return String::new();
        };
        let counters = self.counters.entry(id).or_default();
        if !std::mem::replace(&mut own.used, true) {
            for &at in own.starts.keys() {
                counters.iter_mut().skip(at).for_each(|it| *it = None);
            }
        }
        let own = &*own;
        let Some(base) = self.bases.get(&id) else {
            return String::new();
        };
        let find = |at: usize| {
            let own = own.levels.get(&at).filter(|level| !level.text.is_empty());
            own.or_else(|| base.levels.get(&at))
        };
        let start = |at: usize| {
            let given = own.starts.get(&at).copied();
            given.or(find(at).map(|level| level.start)).unwrap_or(1)
        };
        // Levels above that were never counted stand at their start.
        for (at, counter) in counters.iter_mut().enumerate() {
            match at.cmp(&level) {
                std::cmp::Ordering::Less => {
                    counter.get_or_insert_with(|| start(at));
                }
                std::cmp::Ordering::Equal => {
                    *counter = Some(counter.map_or_else(|| start(at), |it| it.saturating_add(1)));
                }
                std::cmp::Ordering::Greater => *counter = None,
            }
        }
        let Some(shape) = find(level) else {
            return String::new();
        };
        if matches!(shape.format.as_str(), "bullet" | "none") && !shape.text.contains('%') {
            return String::new();
        }
        let mut printed = String::new();
        let mut text = shape.text.chars().peekable();
        while let Some(c) = text.next() {
            let other = text
                .peek()
                .and_then(|c| c.to_digit(10))
                .filter(|&it| it > 0);
            match other {
                Some(digit) if c == '%' => {
                    text.next();
                    let at = digit as usize - 1;
                    let number = counters.get(at).copied().flatten().unwrap_or(1);
                    let format = find(at).map_or("decimal", |level| level.format.as_str());
                    let format = if shape.legal { "decimal" } else { format };
                    printed.push_str(&numerals::print(number, format));
                }
                _ => printed.push(c),
            }
        }
        let blank = printed.ends_with(|c: char| c.is_ascii());
        if blank && !shape.tight {
            printed.push(' ');
        }
        printed
    }

    /// The base that a list counts with, links between styles followed once.
    fn base_of(&self, list: u32) -> Option<u32> {
        let id = self.lists.get(&list)?.base;
        let Some(link) = self.bases.get(&id).and_then(|base| base.link.as_ref()) else {
            return Some(id);
        };
        let linked = self
            .bases
            .iter()
            .find(|(_, base)| base.of_style.as_ref() == Some(link) && base.link.is_none());
        Some(linked.map_or(id, |(&id, _)| id))
    }
}

fn set(level: &mut Level, element: &Element<'_>) {
    match element.name() {
        "start" => level.start = element.number("val").unwrap_or(1),
        "numFmt" => level.format = element.value().unwrap_or_default(),
        "lvlText" => level.text = element.value().unwrap_or_default(),
        "isLgl" => level.legal = element.is_on(),
        "suff" => level.tight = element.value().as_deref() == Some("nothing"),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_count_by_level_and_start_anew_where_they_say_so() {
        let mut numbering = Numbering::of(
            r#"<w:numbering><w:abstractNum w:abstractNumId="3">
            <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
            <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
            <w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num>
            <w:num w:numId="2"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
            </w:numbering>"#,
        );
        let mut count = |list, level| numbering.count(list, level);
        assert_eq!(count(1, 0), "一、");
        assert_eq!(count(1, 1), "1.1 ");
        assert_eq!(count(1, 1), "1.2 ");
        assert_eq!(count(1, 2), "");
        assert_eq!(count(1, 0), "二、");
        assert_eq!(count(1, 1), "2.1 ");
        assert_eq!(count(2, 0), "五、");
        assert_eq!(count(2, 0), "六、");
        assert_eq!(count(9, 0), "");
    }
}
