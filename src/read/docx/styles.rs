//! The styles of a Word document, as far as they say what a paragraph is.

use crate::read::{
    builtin::outline_of,
    flow::Stop,
    xml::{Token, Tokens},
};
use rustc_hash::FxHashMap;
use std::{cell::RefCell, rc::Rc};

/// What a style, or a paragraph itself, sets; `None` where it leaves it to the style that it is based on.
#[derive(Clone, Debug, Default)]
pub struct Style {
    pub name: String,
    pub based_on: Option<String>,
    /// 0 for the outermost; 9 for body text.
    pub outline: Option<u8>,
    /// (list, level) of the automatic numbering; list 0 is none.
    pub number: (Option<u32>, Option<usize>),
    /// Twips that the first line stands in.
    pub indent: Option<i32>,
    pub hidden: Option<bool>,
    pub stops: Vec<Stop>,
    /// Stops of the style that are taken away again.
    cleared: Vec<u32>,
}

#[derive(Debug, Default)]
pub struct Styles {
    by_id: FxHashMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Option<String>,
    /// The whole styles that were asked for.
    wholes: RefCell<FxHashMap<String, Rc<Style>>>,
}

impl Styles {
    pub fn of(source: &str) -> Self {
        let mut styles = Self::default();
        let mut id = String::new();
        let mut style: Option<Style> = None;
        let mut tokens = Tokens::of(source);
        while let Some(token) = tokens.next() {
            match token {
                Token::Open(element) => match (element.name(), &mut style) {
                    ("style", _) => {
                        let kind = element.get("type");
                        // Those of tables are the largest, and no paragraph names one.
                        if kind.as_deref() == Some("table") {
                            tokens.leap_over(&element);
                            continue;
                        }
                        id = element.attribute("styleId").unwrap_or_default();
                        let default = element.get("default");
                        if kind.as_deref() == Some("paragraph")
                            && matches!(default.as_deref(), Some("1" | "true" | "on"))
                        {
                            styles.default = Some(id.clone());
                        }
                        style = Some(Style::default());
                    }
                    ("tblStylePr" | "docDefaults" | "latentStyles", _) => tokens.pass_over(),
                    ("name", Some(style)) => {
                        style.name = element.value().unwrap_or_default().to_lowercase();
                    }
                    ("basedOn", Some(style)) => style.based_on = element.attribute("val"),
                    (_, Some(style)) => style.set(&element),
                    _ => {}
                },
                Token::Close(element) if element.name() == "style" => {
                    if let Some(style) = style.take() {
                        styles.by_id.insert(std::mem::take(&mut id), style);
                    }
                }
                _ => {}
            }
        }
        styles
    }

    /// The style with what it takes from those that it is based on; of paragraphs' default style where none is named.
    pub fn whole(&self, id: Option<&str>) -> Rc<Style> {
        let Some(id) = id.or(self.default.as_deref()) else {
            return Rc::default();
        };
        if let Some(known) = self.wholes.borrow().get(id) {
            return known.clone();
        }
        let whole = Rc::new(self.gather(id));
        let mut wholes = self.wholes.borrow_mut();
        wholes.insert(id.to_owned(), whole.clone());
        whole
    }

    fn gather(&self, id: &str) -> Style {
        let mut whole = Style::default();
        let mut next = Some(id);
        // A circle of styles ends here, too.
        for _ in 0..12 {
            let Some(style) = next.and_then(|id| self.by_id.get(id)) else {
                break;
            };
            if whole.name.is_empty() {
                whole.name = style.name.clone();
            }
            whole.take(style);
            whole.outline = whole.outline.or_else(|| outline_of(&style.name));
            next = style.based_on.as_deref();
        }
        whole
    }
}

impl Style {
    /// Takes one setting of a paragraph or run; others are passed over.
    pub fn set(&mut self, element: &crate::read::xml::Element<'_>) {
        match element.name() {
            "outlineLvl" => self.outline = element.number("val"),
            "numId" => self.number.0 = element.number("val"),
            "ilvl" => self.number.1 = element.number("val"),
            "ind" => {
                let twips = |names: [&str; 2]| {
                    let mut found = names.into_iter().filter_map(|name| element.number(name));
                    found.next().unwrap_or(0i32)
                };
                // Hundredths of a character go before twips, where both stand there.
                let first = |names: [&str; 2], chars: [&str; 2]| match twips(chars) {
                    0 => twips(names),
                    hundredths => hundredths.saturating_mul(21) / 10,
                };
                let left = first(["left", "start"], ["leftChars", "startChars"]);
                let hanging = first(["hanging", "hanging"], ["hangingChars", "hangingChars"]);
                let own = first(
                    ["firstLine", "firstLine"],
                    ["firstLineChars", "firstLineChars"],
                );
                self.indent = Some(left.saturating_add(own).saturating_sub(hanging));
            }
            "tab" => {
                let Some(at) = element.number::<i64>("pos") else {
                    return;
                };
                let at = u32::try_from(at).unwrap_or(0);
                match element.value().as_deref() {
                    Some("clear") => self.cleared.push(at),
                    Some("bar" | "num") => {}
                    kind => self.stops.push(Stop {
                        at,
                        flush: matches!(kind, Some("right" | "end" | "decimal")),
                    }),
                }
            }
            "vanish" => self.hidden = Some(element.is_on()),
            _ => {}
        }
    }

    /// Takes what is not set yet.
    pub fn take(&mut self, other: &Style) {
        self.outline = self.outline.or(other.outline);
        self.number.0 = self.number.0.or(other.number.0);
        self.number.1 = self.number.1.or(other.number.1);
        self.indent = self.indent.or(other.indent);
        self.hidden = self.hidden.or(other.hidden);
        for stop in &other.stops {
            let known =
                self.cleared.contains(&stop.at) || self.stops.iter().any(|it| it.at == stop.at);
            if !known && self.stops.len() < 64 {
                self.stops.push(*stop);
            }
        }
        self.cleared.extend(other.cleared.iter().take(64));
    }
}
