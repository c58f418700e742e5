//! The styles of an OpenDocument text, as far as they say where words stand and how lists are numbered.

use crate::read::{
    flow::Stop,
    xml::{Element, Token, Tokens},
};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default)]
pub struct Style {
    parent: Option<String>,
    /// Twips that the first line stands in.
    pub margin: Option<i64>,
    pub first: Option<i64>,
    pub stops: Vec<Stop>,
    pub hidden: Option<bool>,
    pub outline: Option<u8>,
}

/// How a level of a list is numbered.
#[derive(Clone, Debug)]
pub struct Level {
    /// `1`, `a`, `I`, `一, 二, 三, ...`; empty for none.
    pub format: String,
    pub before: String,
    pub after: String,
    pub start: u32,
    /// How many levels stand in the number.
    pub shown: usize,
}

#[derive(Debug, Default)]
pub struct Styles {
    styles: BTreeMap<String, Style>,
    /// By list style and level, which counts from 1.
    lists: BTreeMap<(String, usize), Level>,
    /// The numbers of headings, by level.
    pub outline: BTreeMap<usize, Level>,
}

impl Styles {
    pub fn take(&mut self, source: &str) {
        let mut style: Option<(String, Style)> = None;
        let mut list: Option<Option<String>> = None;
        for token in Tokens::of(source) {
            match token {
                Token::Open(element) => match element.name() {
                    "body" => return,
                    "style" => {
                        style = element.attribute("name").map(|name| {
                            let parent = element.attribute("parent-style-name");
                            // The name of the built-in style is the same in all languages.
                            let title = (name == "Title").then_some(1);
                            let outline = element.number("default-outline-level").or(title);
                            let style = Style {
                                parent,
                                outline,
                                ..Style::default()
                            };
                            (name, style)
                        });
                    }
                    "list-style" => list = Some(element.attribute("name")),
                    "outline-style" => list = Some(None),
                    "list-level-style-number"
                    | "list-level-style-bullet"
                    | "outline-level-style" => {
                        let at: usize = element.number("level").unwrap_or(1);
                        let level = level(&element);
                        match &list {
                            Some(Some(name)) => {
                                self.lists.insert((name.clone(), at), level);
                            }
                            Some(None) => {
                                self.outline.insert(at, level);
                            }
                            None => {}
                        }
                    }
                    _ => {
                        if let Some((_, style)) = &mut style {
                            set(style, &element);
                        }
                    }
                },
                Token::Close(element) => match element.name() {
                    "style" => self.styles.extend(style.take()),
                    "list-style" | "outline-style" => list = None,
                    _ => {}
                },
                Token::Text(_) => {}
            }
        }
    }

    /// A style with what it takes from its parents.
    pub fn whole(&self, name: Option<&str>) -> Style {
        let mut whole = Style::default();
        let mut next = name;
        for _ in 0..12 {
            let Some(style) = next.and_then(|name| self.styles.get(name)) else {
                break;
            };
            whole.margin = whole.margin.or(style.margin);
            whole.first = whole.first.or(style.first);
            whole.hidden = whole.hidden.or(style.hidden);
            whole.outline = whole.outline.or(style.outline);
            if whole.stops.is_empty() {
                whole.stops.clone_from(&style.stops);
            }
            next = style.parent.as_deref();
        }
        whole
    }

    pub fn level(&self, list: &str, level: usize) -> Option<&Level> {
        self.lists.get(&(list.to_owned(), level))
    }
}

fn level(element: &Element<'_>) -> Level {
    let numbered = !element.name().ends_with("bullet");
    let text = |name: &str| element.attribute(name).unwrap_or_default();
    Level {
        format: if numbered {
            text("num-format")
        } else {
            String::new()
        },
        before: if numbered {
            text("num-prefix")
        } else {
            String::new()
        },
        after: if numbered {
            text("num-suffix")
        } else {
            String::new()
        },
        start: element.number("start-value").unwrap_or(1),
        shown: element.number("display-levels").unwrap_or(1),
    }
}

fn set(style: &mut Style, element: &Element<'_>) {
    match element.name() {
        "paragraph-properties" => {
            let length = |name: &str| twips(&element.attribute(name)?);
            style.margin = length("margin-left").or(style.margin);
            style.first = length("text-indent").or(style.first);
        }
        "text-properties" => {
            let display = element.attribute("display");
            style.hidden = display.map(|display| display == "none").or(style.hidden);
        }
        "tab-stop" if style.stops.len() < 64 => {
            let at = element.attribute("position").and_then(|it| twips(&it));
            let kind = element.attribute("type");
            style.stops.push(Stop {
                at: u32::try_from(at.unwrap_or(0)).unwrap_or(0),
                flush: matches!(kind.as_deref(), Some("right" | "char")),
            });
        }
        _ => {}
    }
}

/// `1.27cm`, `0.5in`, `-12pt` as twips.
fn twips(length: &str) -> Option<i64> {
    let (negative, length) = match length.trim().strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, length.trim()),
    };
    let end = length.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
    let (number, unit) = length.split_at_checked(end)?;
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    let whole: i64 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    let thousandths = whole.checked_mul(1000)?.checked_add(part.parse().ok()?)?;
    // Tenths of a twip.
    let factor = match unit {
        "in" => 14_400,
        "cm" => 5_669,
        "mm" => 567,
        "pt" => 200,
        "pc" => 2_400,
        _ => return None,
    };
    let twips = thousandths.checked_mul(factor)? / 10_000;
    Some(if negative { -twips } else { twips })
}

#[cfg(test)]
mod tests {
    use super::twips;

    #[test]
    fn lengths_are_read_in_every_unit() {
        let read: Vec<_> = ["1in", "2.54cm", "25.4mm", "72pt", "-0.5in", "3em", ""]
            .map(twips)
            .into();
        assert_eq!(
            read,
            [
                Some(1440),
                Some(1439),
                Some(1440),
                Some(1440),
                Some(-720),
                None,
                None
            ]
        );
    }
}
