//! The lists of a docx document, by its part about numbering.

use crate::read::{
    numbering::{Level, Numbering},
    xml::{Element, Token, Tokens},
};

/// What is open while the part is read.
#[derive(Default)]
struct Reading {
    base: Option<u32>,
    list: Option<u32>,
    level: Option<usize>,
}

pub fn read(source: &str) -> Numbering {
    let mut numbering = Numbering::default();
    let mut reading = Reading::default();
    let mut tokens = Tokens::of(source);
    while let Some(token) = tokens.next() {
        match token {
            Token::Open(element) => match element.name() {
                "pPr" | "rPr" => tokens.pass_over(),
                _ => reading.take(&element, &mut numbering),
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

impl Reading {
    fn take(&mut self, element: &Element<'_>, numbering: &mut Numbering) {
        match element.name() {
            "abstractNum" => self.base = element.number("abstractNumId"),
            "num" => self.list = element.number("numId"),
            "lvl" | "lvlOverride" => self.level = element.number("ilvl").filter(|&it| it < 9),
            _ => {}
        }
        if let Some(id) = self.list {
            let list = numbering.lists.entry(id).or_default();
            match (element.name(), self.level) {
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
                !level.text.is_empty() || level.format != "decimal" || self.level.is_some()
            });
        } else if let Some(id) = self.base {
            let base = numbering.bases.entry(id).or_default();
            match (element.name(), self.level) {
                ("numStyleLink", _) => base.link = element.attribute("val"),
                ("styleLink", _) => base.of_style = element.attribute("val"),
                (_, Some(level)) => set(base.levels.entry(level).or_default(), element),
                _ => {}
            }
        }
    }
}

fn set(level: &mut Level, element: &Element<'_>) {
    match element.name() {
        "start" => level.start = element.number("val").unwrap_or(1),
        "numFmt" => level.format = element.attribute("val").unwrap_or_default(),
        "lvlText" => level.text = element.attribute("val").unwrap_or_default(),
        "lvlRestart" => level.restart = element.number("val"),
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
        let mut numbering = read(
            r#"<w:numbering><w:abstractNum w:abstractNumId="3">
            <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
            <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
            <w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl>
            <w:lvl w:ilvl="3"><w:lvlRestart w:val="0"/><w:numFmt w:val="decimal"/><w:lvlText w:val="(%4)"/></w:lvl></w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num>
            <w:num w:numId="2"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
            </w:numbering>"#,
        );
        let mut count = |list, level| numbering.count(list, level);
        assert_eq!(count(1, 0), "一、");
        assert_eq!(count(1, 1), "1.1 ");
        assert_eq!(count(1, 1), "1.2 ");
        assert_eq!(count(1, 2), "");
        assert_eq!(count(1, 3), "(1) ");
        assert_eq!(count(1, 0), "二、");
        assert_eq!(count(1, 1), "2.1 ");
        assert_eq!(count(1, 3), "(2) ");
        assert_eq!(count(2, 0), "五、");
        assert_eq!(count(2, 0), "六、");
        assert_eq!(count(9, 0), "");
    }
}
