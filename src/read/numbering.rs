//! The numbers that Word sets before paragraphs: lists, their levels, their counters.

use super::numerals;
use std::collections::BTreeMap;

/// How a level is numbered.
#[derive(Clone, Debug)]
pub struct Level {
    pub start: u32,
    /// By Word's name for it.
    pub format: String,
    /// `%1.%2`: the counters of the levels in it.
    pub text: String,
    /// All counters as Arabic digits.
    pub legal: bool,
    /// No blank after the number.
    pub tight: bool,
    /// Levels before this one set it back to its start; all above it where none is given.
    pub restart: Option<usize>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: "decimal".to_owned(),
            text: String::new(),
            legal: false,
            tight: false,
            restart: None,
        }
    }
}

pub type Levels = BTreeMap<usize, Level>;

/// What lists may share.
#[derive(Debug, Default)]
pub struct Abstract {
    pub levels: Levels,
    /// The style whose list stands in its place.
    pub link: Option<String>,
    /// The style that refers to it.
    pub of_style: Option<String>,
}

/// A list: its base, and what it has otherwise.
#[derive(Debug, Default)]
pub struct List {
    pub base: u32,
    pub levels: Levels,
    pub starts: BTreeMap<usize, u32>,
    /// A paragraph was counted by it.
    pub used: bool,
}

/// The lists of a document with their counters as far as it was read.
#[derive(Debug, Default)]
pub struct Numbering {
    pub bases: BTreeMap<u32, Abstract>,
    pub lists: BTreeMap<u32, List>,
    /// By base: the counter of each level, `None` before its first use.
    counters: BTreeMap<u32, [Option<u32>; 9]>,
}

impl Numbering {
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
                std::cmp::Ordering::Greater => {
                    let restart = find(at).and_then(|level| level.restart);
                    if restart.is_none_or(|before| level < before) {
                        *counter = None;
                    }
                }
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
