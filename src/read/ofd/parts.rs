//! The parts of an OFD archive: XML files by their path, as flat lists of elements.

use crate::read::{archive::Archive, ooxml::decode};
use quick_xml::{Reader, XmlVersion, events::Event};

pub struct Parts<'a> {
    pub archive: Archive<'a>,
    /// A part was larger than what is read.
    pub cut: bool,
}

impl Parts<'_> {
    /// An XML part; `None` where it is missing or is no XML at all.
    pub fn tree(&mut self, path: &str) -> Option<Tree> {
        let part = self.archive.part(path)?;
        if part.cut {
            self.cut = true;
            return None;
        }
        // A part that breaks off is read as far as it goes.
        let tree = Tree::of(&decode(part.bytes));
        (!tree.elements.is_empty()).then_some(tree)
    }
}

pub struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    /// The characters right inside it.
    pub text: String,
    pub depth: usize,
}

impl Element {
    pub fn get(&self, name: &str) -> Option<String> {
        self.attributes
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.clone())
    }
}

/// The elements of an XML file in the order they begin.
pub struct Tree {
    pub elements: Vec<Element>,
}

impl Tree {
    fn of(source: &str) -> Self {
        let mut reader = Reader::from_str(source);
        reader.config_mut().check_end_names = false;
        let mut elements: Vec<Element> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        loop {
            let event = match reader.read_event() {
                Ok(Event::Eof) | Err(_) => break,
                Ok(event) => event,
            };
            let words = match event {
                Event::Start(start) => {
                    elements.push(element(&start, open.len()));
                    open.push(elements.len() - 1);
                    continue;
                }
                Event::Empty(start) => {
                    elements.push(element(&start, open.len()));
                    continue;
                }
                Event::End(_) => {
                    open.pop();
                    continue;
                }
                Event::Text(text) => text.xml10_content().into_owned(),
                Event::CData(text) => text.xml10_content().into_owned(),
                Event::GeneralRef(name) => reference(&name),
                _ => continue,
            };
            if let Some(element) = open.last().and_then(|&at| elements.get_mut(at)) {
                element.text.push_str(&words);
            }
        }
        Self { elements }
    }

    pub fn all<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t Element> {
        self.elements
            .iter()
            .filter(move |element| element.name == name)
    }

    pub fn texts(&self, name: &str) -> Vec<String> {
        self.all(name).map(|element| element.text.clone()).collect()
    }
}

fn element(start: &quick_xml::events::BytesStart<'_>, depth: usize) -> Element {
    let attributes = start
        .attributes()
        .with_checks(false)
        .flatten()
        .map(|attribute| {
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_or_else(|_| attribute.value.to_string(), |value| value.into_owned());
            let key: &str = attribute.key.local_name().into_inner();
            (key.to_owned(), value)
        })
        .collect();
    let name: &str = start.local_name().into_inner();
    Element {
        name: name.to_owned(),
        attributes,
        text: String::new(),
        depth,
    }
}

/// A character that XML writes by its name or number.
fn reference(name: &str) -> String {
    let number = name.strip_prefix('#').and_then(|number| {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code)
    });
    match (name, number) {
        ("amp", _) => "&".to_owned(),
        ("lt", _) => "<".to_owned(),
        ("gt", _) => ">".to_owned(),
        ("quot", _) => "\"".to_owned(),
        ("apos", _) => "'".to_owned(),
        (_, Some(c)) => c.to_string(),
        _ => String::new(),
    }
}
