//! The groups of rich text: what is text, how it is set, where paragraphs, cells and rows end.

use super::{
    fonts::Fonts,
    settings::{Row, Settings},
    tokens::{Token, Tokens},
};
use crate::{
    model::Words,
    read::{
        builtin,
        flow::Piece,
        limits::{self, Limits},
        story::{Paragraph, Run, Story},
        transcript::Transcript,
    },
};
use std::collections::BTreeMap;

/// Where the text of a group goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Destination {
    #[default]
    Story,
    /// The number before a paragraph.
    Number,
    Fonts,
    Styles,
    Nowhere,
}

/// What holds inside a group.
#[derive(Clone, Default)]
struct Group {
    destination: Destination,
    run: Run,
    font: i32,
    /// Characters that stand in for one of Unicode.
    fallback: usize,
    settings: Settings,
    /// Settings of rows are those of a table inside a cell.
    nested: bool,
    /// A story of its own began with this group.
    own_story: bool,
}

/// A story with the number of its next paragraph.
struct Told {
    story: Story,
    number: String,
    /// 0 for a footnote, 1 for an endnote.
    note: Option<usize>,
}

impl Told {
    fn new(limits: &Limits) -> Self {
        Self {
            story: Story::new(limits),
            number: String::new(),
            note: None,
        }
    }
}

#[derive(Default)]
struct Style {
    outline: Option<u8>,
    contents: bool,
}

struct Body<'a> {
    limits: &'a Limits,
    fonts: Fonts,
    styles: BTreeMap<i32, Style>,
    /// What holds, and what will hold again after the group.
    group: Group,
    outer: Vec<Group>,
    /// Groups that are open beyond the deepest that is read.
    buried: usize,
    main: Told,
    /// Notes and text boxes that are open, outermost first.
    others: Vec<Told>,
    /// Footnotes and endnotes, and how many there are of each.
    notes: [(Vec<Piece>, usize); 2],
    /// Bytes not decoded yet.
    bytes: Vec<u8>,
    /// The first half of a character of two.
    half: Option<u16>,
    /// Characters that stand in for the one before them.
    passed: usize,
    /// Nothing but `\*` stood in this group so far.
    fresh: bool,
    /// `\*` stood before this word: a destination that may be unknown.
    starred: bool,
    /// Cells of a row, and of one in a table inside a cell.
    rows: [Row; 2],
    style_name: String,
    damaged: bool,
}

/// Reads a document.
pub fn read(source: &[u8], transcript: &mut Transcript<'_>) {
    let mut body = Body::new(transcript.limits());
    for token in Tokens(source) {
        if body.main.story.is_full() {
            break;
        }
        body.take(token);
        if token == Token::Close && body.outer.is_empty() && body.buried == 0 {
            break;
        }
    }
    body.flush();
    body.damaged |= !body.outer.is_empty();
    while !body.outer.is_empty() {
        body.close();
    }
    let Told { story, .. } = body.main;
    let [(footnotes, _), (endnotes, _)] = body.notes;
    story.finish([footnotes, endnotes].concat(), transcript);
    if body.damaged {
        transcript.notice(Words::new(
            "文件不完整或嵌套过深，部分内容未读取",
            "the file ends early or is nested too deep; part of it was not read",
        ));
    }
}

impl<'a> Body<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            fonts: Fonts::default(),
            styles: BTreeMap::new(),
            group: Group {
                fallback: 1,
                ..Group::default()
            },
            outer: Vec::new(),
            buried: 0,
            main: Told::new(limits),
            others: Vec::new(),
            notes: Default::default(),
            bytes: Vec::new(),
            half: None,
            passed: 0,
            fresh: false,
            starred: false,
            rows: Default::default(),
            style_name: String::new(),
            damaged: false,
        }
    }

    fn take(&mut self, token: Token<'_>) {
        if self.buried > 0 {
            match token {
                Token::Open => self.buried += 1,
                Token::Close => self.buried -= 1,
                _ => {}
            }
            return;
        }
        if !matches!(token, Token::Text(_) | Token::Byte(_)) {
            self.flush();
        }
        let fresh = std::mem::take(&mut self.fresh);
        match token {
            Token::Open => {
                self.passed = 0;
                self.fresh = true;
                if self.outer.len() >= limits::DEEPEST {
                    self.buried = 1;
                    self.damaged = true;
                } else {
                    let inner = Group {
                        own_story: false,
                        ..self.group.clone()
                    };
                    self.outer.push(std::mem::replace(&mut self.group, inner));
                }
            }
            Token::Close => {
                self.passed = 0;
                self.close();
            }
            Token::Text(text) => {
                let passed = self.passed.min(text.len());
                self.passed -= passed;
                self.bytes.extend(text.get(passed..).unwrap_or(&[]));
            }
            Token::Byte(_) if self.passed > 0 => self.passed -= 1,
            Token::Byte(byte) => self.bytes.push(byte),
            Token::Binary => self.passed = self.passed.saturating_sub(1),
            Token::Symbol(b'*') => self.starred = fresh,
            _ if self.passed > 0 && !matches!(token, Token::Word("u" | "uc", _)) => {
                self.passed -= 1;
            }
            Token::Symbol(symbol) => match symbol {
                b'~' => self.push("\u{a0}"),
                b'_' => self.push("-"),
                b'\\' | b'{' | b'}' => self.push(&char::from(symbol).to_string()),
                _ => {}
            },
            Token::Word(word, parameter) => {
                let starred = std::mem::take(&mut self.starred);
                match self.group.destination {
                    Destination::Nowhere => {}
                    Destination::Fonts => self.fonts.describe(word, parameter),
                    _ if starred && !is_known(word) => {
                        self.group.destination = Destination::Nowhere;
                    }
                    _ => self.word(word, parameter),
                }
            }
        }
    }

    /// Decodes the bytes of text that were gathered.
    fn flush(&mut self) {
        if !self.bytes.is_empty() {
            let words = self.fonts.decode(&self.bytes, self.group.font);
            self.bytes.clear();
            self.push(&words);
        }
    }

    fn told(&mut self) -> &mut Told {
        self.others.last_mut().unwrap_or(&mut self.main)
    }

    fn push(&mut self, words: &str) {
        let run = self.group.run;
        match self.group.destination {
            Destination::Story => self.told().story.push(words, run),
            Destination::Number if !run.hidden && !run.deleted => {
                self.told().number.push_str(words);
            }
            Destination::Styles => self.style_name.push_str(words),
            _ => {}
        }
    }

    fn close(&mut self) {
        if self.group.own_story && self.told().story.has_open() {
            self.end_paragraph();
        }
        let Some(outer) = self.outer.pop() else {
            return;
        };
        let group = std::mem::replace(&mut self.group, outer);
        if group.destination == Destination::Styles {
            self.name_style(&group);
        }
        if group.own_story
            && let Some(told) = self.others.pop()
        {
            if let Some((notes, _)) = told.note.and_then(|note| self.notes.get_mut(note)) {
                notes.extend(self.main.story.taken(told.story));
            } else {
                self.told().story.set_aside(told.story);
            }
        }
    }

    /// Begins a story of its own, which lasts as long as the group.
    fn begin(&mut self, is_note: bool) {
        if self.group.own_story {
            return;
        }
        self.group.own_story = true;
        self.group.destination = Destination::Story;
        self.group.settings = Settings::default();
        self.group.run = Run::default();
        self.others.push(Told::new(self.limits));
        if is_note {
            self.set_note(0);
        }
    }

    /// Makes the story that is open a footnote (0) or an endnote (1), with its number.
    fn set_note(&mut self, kind: usize) {
        let Some(told) = self.others.last_mut() else {
            return;
        };
        if let Some((_, count)) = told.note.and_then(|note| self.notes.get_mut(note)) {
            *count -= 1;
        }
        if let Some((_, count)) = self.notes.get_mut(kind) {
            *count += 1;
            told.number = format!("[{count}] ");
        }
        told.note = Some(kind);
    }

    fn name_style(&mut self, group: &Group) {
        let names = std::mem::take(&mut self.style_name);
        let name = names.split([',', ';']).next().unwrap_or("");
        let name = name.trim().to_lowercase();
        if self.styles.len() < limits::MOST_COLUMNS && !name.is_empty() {
            let style = Style {
                outline: group
                    .settings
                    .outline
                    .or_else(|| builtin::outline_of(&name)),
                contents: builtin::is_contents(&name),
            };
            self.styles.insert(group.settings.style, style);
        }
    }

    fn word(&mut self, word: &str, parameter: Option<i32>) {
        let number = parameter.unwrap_or(0);
        let on = parameter != Some(0);
        match word {
            _ if is_left_out(word) => self.group.destination = Destination::Nowhere,
            "fonttbl" => self.group.destination = Destination::Fonts,
            "stylesheet" => self.group.destination = Destination::Styles,
            "listtext" | "pntext" => {
                self.group.destination = Destination::Number;
                self.told().number.clear();
            }
            "footnote" => self.begin(true),
            "ftnalt" if self.told().note.is_some() => self.set_note(1),
            "shptxt" | "dptxbxtext" => self.begin(false),
            "nesttableprops" => self.group.nested = true,
            "ansicpg" => self.fonts.set_page(number),
            "mac" => self.fonts.set_page(10_000),
            "deff" => (self.fonts.default, self.group.font) = (number, number),
            "f" => self.group.font = number,
            "uc" => self.group.fallback = usize::try_from(number).unwrap_or(0).min(64),
            "u" => self.unicode(number),
            "plain" => {
                self.group.run = Run::default();
                self.group.font = self.fonts.default;
            }
            "v" => self.group.run.hidden = on,
            "deleted" | "mvf" => self.group.run.deleted = on,
            "super" => self.group.run.raised = on,
            "sub" | "nosupersub" => self.group.run.raised = false,
            "par" | "sect" => self.end_paragraph(),
            "cell" | "nestcell" | "row" | "nestrow" => self.end(word),
            _ if self.set(word, parameter) => {}
            _ => {
                if let Some(words) = character(word) {
                    self.push(words);
                }
            }
        }
    }

    fn unicode(&mut self, number: i32) {
        self.passed = self.group.fallback;
        // Signed, as 16 bits were once.
        let unit = number.rem_euclid(0x1_0000);
        let unit = u16::try_from(unit).unwrap_or(0);
        let half = self.half.take();
        if (0xd800..0xdc00).contains(&unit) {
            self.half = Some(unit);
            return;
        }
        let units: Vec<u16> = half.into_iter().chain([unit]).collect();
        // Glyphs of fonts of symbols.
        let symbols = units.iter().all(|unit| (0xf000..0xf100).contains(unit));
        let words = if symbols {
            " ".to_owned()
        } else {
            String::from_utf16_lossy(&units)
        };
        self.push(&words);
    }

    /// Sets what a word says of rows or of paragraphs; whether it does.
    fn set(&mut self, word: &str, parameter: Option<i32>) -> bool {
        let row = self.rows.get_mut(usize::from(self.group.nested));
        row.is_some_and(|row| row.set(word, parameter.unwrap_or(0)))
            || self.group.settings.set(word, parameter)
    }

    /// What holds for the paragraph that ends here.
    fn paragraph(&mut self) -> Paragraph {
        let settings = &self.group.settings;
        let style = self.styles.get(&settings.style);
        let mut paragraph = Paragraph {
            depth: settings.depth(),
            outline: settings
                .outline
                .or_else(|| style.and_then(|style| style.outline)),
            contents: style.is_some_and(|style| style.contents),
            indent: settings.indent(),
            stops: settings.stops.clone(),
            ..Paragraph::default()
        };
        let number = std::mem::take(&mut self.told().number);
        let number = number.trim();
        if number.chars().any(char::is_alphanumeric) {
            let blank = if number.is_ascii() { " " } else { "" };
            paragraph.number = format!("{number}{blank}");
        }
        paragraph
    }

    fn end_paragraph(&mut self) {
        if self.group.destination != Destination::Story {
            return;
        }
        if self.group.run.deleted {
            self.told().story.end_paragraph(&Paragraph {
                runs_on: true,
                ..Paragraph::default()
            });
            return;
        }
        let paragraph = self.paragraph();
        self.told().story.end_paragraph(&paragraph);
    }

    /// Ends a cell or a row.
    fn end(&mut self, mark: &str) {
        if self.group.destination != Destination::Story {
            return;
        }
        let nested = mark.starts_with("nest");
        let depth = match nested {
            true => self.group.settings.depth().max(2),
            false => 1,
        };
        if mark.ends_with("cell") {
            let paragraph = Paragraph {
                depth,
                ..self.paragraph()
            };
            self.told().story.end_cell(&paragraph);
            return;
        }
        let told = self.others.last_mut().unwrap_or(&mut self.main);
        if let Some(row) = self.rows.get(usize::from(nested)) {
            told.story.end_row(depth, &row.shape);
        }
    }
}

/// Characters that have words of their own.
fn character(word: &str) -> Option<&'static str> {
    Some(match word {
        "tab" => "\t",
        "line" | "page" | "column" | "lbr" => "\n",
        "emdash" => "—",
        "endash" => "–",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "bullet" => "•",
        "emspace" | "enspace" | "qmspace" => " ",
        _ => return None,
    })
}

/// Destinations that are read though readers may pass them over.
fn is_known(word: &str) -> bool {
    matches!(
        word,
        "shpinst" | "nesttableprops" | "footnote" | "do" | "dptxbxtext" | "shptxt" | "fldrslt"
    )
}

/// Groups whose words are no part of the report, or stand there twice.
fn is_left_out(word: &str) -> bool {
    matches!(
        word,
        "header"
            | "headerl"
            | "headerr"
            | "headerf"
            | "footer"
            | "footerl"
            | "footerr"
            | "footerf"
            | "colortbl"
            | "info"
            | "pict"
            | "fldinst"
            | "nonshppict"
            | "nonesttables"
            | "shprslt"
            | "sp"
            | "sn"
            | "sv"
            | "xe"
            | "tc"
            | "rxe"
            | "txe"
            | "annotation"
            | "atnid"
            | "atnauthor"
            | "template"
            | "filetbl"
            | "revtbl"
            | "listtable"
            | "listoverridetable"
            | "mmath"
            | "ftnsep"
            | "ftnsepc"
            | "ftncn"
            | "aftnsep"
            | "aftnsepc"
            | "aftncn"
            | "objdata"
            | "nextfile"
            | "private"
            | "fldtype"
            | "pntxta"
            | "pntxtb"
    )
}
