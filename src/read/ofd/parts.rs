//! The parts of an OFD archive: XML files by their path, as flat lists of elements.

use crate::read::limits;
use quick_xml::{Reader, XmlVersion, events::Event};
use std::io::{Cursor, Read};
use zip::ZipArchive;

pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    left: u64,
    cut: bool,
}

impl<'a> Archive<'a> {
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let names = (0..zip.len().min(limits::MOST_ENTRIES))
            .map(|at| match zip.name_for_index(at) {
                Some(Ok(name)) => tidy(&name),
                _ => String::new(),
            })
            .collect();
        Some(Self {
            zip,
            names,
            left: limits::MOST_BYTES,
            cut: false,
        })
    }

    /// Whether a part was larger than what is read.
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// An XML part; `None` where it is missing or is no XML at all.
    pub fn tree(&mut self, path: &str) -> Option<Tree> {
        let path = tidy(path);
        let at = self
            .names
            .iter()
            .position(|name| *name == path)
            .or_else(|| {
                self.names
                    .iter()
                    .position(|name| name.eq_ignore_ascii_case(&path))
            })?;
        let room = self.left.min(limits::MOST_PART_BYTES);
        let mut bytes = Vec::new();
        let file = self.zip.by_index(at).ok()?;
        // A part that breaks off is read as far as it goes.
        let _ = file.take(room + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > room {
            self.cut = true;
            return None;
        }
        self.left -= bytes.len() as u64;
        let tree = Tree::of(&decode(&bytes));
        (!tree.elements.is_empty()).then_some(tree)
    }
}

fn decode(bytes: &[u8]) -> String {
    let (text, _, _) = encoding_rs::UTF_8.decode(bytes);
    text.into_owned()
}

/// A path inside the archive without empty steps and steps back.
fn tidy(path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The path that a part means by another: from the root with a leading slash, else beside itself.
pub fn beside(part: &str, path: &str) -> String {
    let path = path.trim();
    if path.starts_with('/') {
        return tidy(path);
    }
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    tidy(&format!("{folder}/{path}"))
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
