//! Writing XML: what the outputs that are XML share.

use super::width::tame;
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};
use std::io::Result;

pub type Sheet = Writer<Vec<u8>>;

/// A document whose root element `write` writes.
pub fn document(write: impl FnOnce(&mut Sheet) -> Result<()>) -> String {
    let mut sheet = Writer::new_with_indent(Vec::new(), b' ', 2);
    let head = Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None));
    // Writing to memory does not fail.
    let _ = sheet.write_event(head).and_then(|()| write(&mut sheet));
    let mut text = String::from_utf8(sheet.into_inner()).unwrap_or_default();
    text.push('\n');
    text
}

/// An element with attributes, and words inside it.
pub fn element(
    sheet: &mut Sheet,
    name: &str,
    attributes: &[(&str, &str)],
    words: &str,
) -> Result<()> {
    let tamed: Vec<(&str, String)> = attributes
        .iter()
        .map(|(key, value)| (*key, clean(value)))
        .collect();
    let pairs = tamed.iter().map(|(key, value)| (*key, value.as_str()));
    let element = sheet.create_element(name).with_attributes(pairs);
    match words {
        "" => element.write_empty()?,
        words => element.write_text_content(BytesText::new(&clean(words)))?,
    };
    Ok(())
}

/// An element with attributes, and elements inside it that `inside` writes.
pub fn parent(
    sheet: &mut Sheet,
    name: &str,
    attributes: &[(&str, &str)],
    inside: impl FnOnce(&mut Sheet) -> Result<()>,
) -> Result<()> {
    let tamed: Vec<(&str, String)> = attributes
        .iter()
        .map(|(key, value)| (*key, clean(value)))
        .collect();
    let pairs = tamed.iter().map(|(key, value)| (*key, value.as_str()));
    sheet
        .create_element(name)
        .with_attributes(pairs)
        .write_inner_content(inside)?;
    Ok(())
}

/// Without characters that XML cannot hold; lines stay.
fn clean(text: &str) -> String {
    let lines = text.split('\n').map(tame);
    lines
        .collect::<Vec<_>>()
        .join("\n")
        .replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}
