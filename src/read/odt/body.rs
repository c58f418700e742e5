//! The content of an OpenDocument text.

use super::styles::{Level, Style, Styles};
use crate::{
    model::{Place, Words},
    read::{
        flow::{Flow, Piece, drop_page_number, left_out},
        limits, numerals,
        xml::{Element, Token, Tokens},
    },
};

/// A paragraph while it is read.
struct Open {
    style: Style,
    level: Option<u8>,
    /// A heading by its element, which the outline numbers.
    counted: bool,
    words: String,
    /// How deep in tables it stands.
    depth: usize,
    /// Text boxes in it, which stand after it.
    aside: Vec<Open>,
    note: bool,
}

/// A list that is open: its style, the counter of its level.
struct List {
    style: Option<String>,
    /// The next paragraph is the first of an element of the list.
    fresh: bool,
    count: Option<u32>,
}

struct Body<'a> {
    styles: &'a Styles,
    flow: &'a mut Flow,
    paragraphs: Vec<Open>,
    spans: Vec<bool>,
    lists: Vec<List>,
    /// The counter of the list that ended last, by style: the next may go on with it.
    ended: Vec<(String, Vec<Option<u32>>)>,
    headings: [u32; 10],
    notes: Vec<Piece>,
    in_note: usize,
    citation: Option<String>,
    contents: usize,
    header: usize,
    /// How often each cell that is open stands there.
    repeats: Vec<usize>,
    count: u32,
    hidden: usize,
    /// Deletions under tracking, and whether one was in the row that is open.
    deleted: usize,
    row_is_cut: bool,
}

/// Reads the content; what is to be said about it.
pub fn read(source: &str, styles: &Styles, flow: &mut Flow) -> Vec<Words> {
    let mut body = Body {
        styles,
        flow,
        paragraphs: Vec::new(),
        spans: Vec::new(),
        lists: Vec::new(),
        ended: Vec::new(),
        headings: [0; 10],
        notes: Vec::new(),
        in_note: 0,
        citation: None,
        contents: 0,
        header: 0,
        repeats: Vec::new(),
        count: 0,
        hidden: 0,
        deleted: 0,
        row_is_cut: false,
    };
    let mut tokens = Tokens::of(source);
    let mut inside = false;
    while let Some(token) = tokens.next() {
        if body.flow.is_full() {
            break;
        }
        match token {
            Token::Open(element) => match element.name() {
                "body" => inside = true,
                _ if !inside => {}
                "note-citation" => body.citation = Some(String::new()),
                "section" if element.attribute("display").as_deref() == Some("none") => {
                    body.hidden += 1;
                    tokens.pass_over();
                }
                "table-row"
                    if matches!(
                        element.attribute("visibility").as_deref(),
                        Some("collapse" | "filter")
                    ) =>
                {
                    body.hidden += 1;
                    tokens.pass_over();
                }
                name if is_left_out(name) => tokens.pass_over(),
                _ => body.open(&element),
            },
            Token::Close(element) if inside => body.close(element.name()),
            Token::Text(words) => body.push(&words),
            Token::Close(_) => {}
        }
    }
    while !body.paragraphs.is_empty() {
        body.close_paragraph();
    }
    for note in std::mem::take(&mut body.notes) {
        body.flow.push(note);
    }
    let mut notices = left_out(body.hidden, body.deleted);
    if tokens.damaged {
        notices.push(Words::new(
            "文件已损坏或嵌套过深，部分内容未读取",
            "the file is damaged or nested too deep; part of it was not read",
        ));
    }
    notices
}

impl Body<'_> {
    fn open(&mut self, element: &Element<'_>) {
        let style = || element.attribute("style-name");
        match element.name() {
            name @ ("p" | "h") => {
                let style = self.styles.whole(style().as_deref());
                let level = element.number("outline-level").or(style.outline);
                self.paragraphs.push(Open {
                    level: level.filter(|_| name == "h" || style.outline.is_some()),
                    style,
                    counted: name == "h",
                    words: String::new(),
                    depth: self.flow.depth(),
                    aside: Vec::new(),
                    note: self.in_note > 0,
                });
            }
            "span" => {
                let hidden = self.styles.whole(style().as_deref()).hidden;
                self.spans.push(hidden.unwrap_or(false));
            }
            "s" => {
                let count = element.number::<usize>("c").unwrap_or(1).clamp(1, 1000);
                self.push(&" ".repeat(count));
            }
            "tab" => self.push("\t"),
            "line-break" => self.push("\n"),
            "change" => {
                self.deleted += 1;
                self.row_is_cut = true;
            }
            "note-body" => self.in_note += 1,
            "table-of-content" | "illustration-index" | "table-index" => self.contents += 1,
            "list" => {
                let outer = self.lists.last().and_then(|list| list.style.clone());
                let style = style().or(outer);
                let depth = self.lists.len();
                let goes_on = element.attribute("continue-numbering").as_deref() == Some("true")
                    || element.attribute("continue-list").is_some();
                let ended = self
                    .ended
                    .iter()
                    .find(|(name, _)| Some(name) == style.as_ref());
                let count = ended
                    .filter(|_| goes_on)
                    .and_then(|(_, counts)| counts.get(depth).copied().flatten());
                self.lists.push(List {
                    style,
                    fresh: false,
                    count,
                });
            }
            "list-item" => {
                let depth = self.lists.len();
                if let Some(list) = self.lists.last_mut() {
                    let start = list
                        .style
                        .as_deref()
                        .and_then(|style| self.styles.level(style, depth))
                        .map_or(1, |level| level.start);
                    let next = list.count.map_or(start, |count| count.saturating_add(1));
                    list.count = Some(element.number("start-value").unwrap_or(next));
                    list.fresh = true;
                }
            }
            "table" => self.flow.open_table(),
            "table-header-rows" => self.header += 1,
            "table-row" => {
                self.flow.open_row();
                self.row_is_cut = false;
                let header = self.header > 0;
                if let Some(row) = self.flow.row() {
                    row.header = header;
                }
            }
            "table-cell" => {
                self.flow.open_cell();
                let times = element.number("number-columns-repeated").unwrap_or(1);
                self.repeats.push(times);
                if let Some(cell) = self.flow.cell() {
                    let count = |name: &str| element.number(name).unwrap_or(1usize).max(1);
                    cell.covers = (
                        count("number-columns-spanned"),
                        count("number-rows-spanned"),
                    );
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "h" => self.close_paragraph(),
            "span" => {
                self.spans.pop();
            }
            "note-body" => self.in_note = self.in_note.saturating_sub(1),
            "note-citation" => {}
            "note" => self.citation = None,
            "table-of-content" | "illustration-index" | "table-index" => {
                self.contents = self.contents.saturating_sub(1);
            }
            "list" => {
                let counts = self.lists.iter().map(|list| list.count).collect();
                if let Some(Some(style)) = self.lists.pop().map(|list| list.style) {
                    self.ended.retain(|(name, _)| *name != style);
                    self.ended.push((style, counts));
                    if self.ended.len() > 64 {
                        self.ended.remove(0);
                    }
                }
            }
            "table" => self.flow.close_table(),
            "table-header-rows" => self.header = self.header.saturating_sub(1),
            "table-row" => self.close_row(),
            "table-cell" => {
                let times = self.repeats.pop().unwrap_or(1);
                self.flow.repeat_cell(times.min(limits::MOST_COLUMNS));
            }
            _ => {}
        }
    }

    fn close_row(&mut self) {
        self.flow.close_cell();
        let blank = self.flow.row().is_some_and(|row| row.is_blank());
        // Of a row that was deleted as a whole nothing is left.
        match std::mem::take(&mut self.row_is_cut) && blank {
            true => self.flow.drop_row(),
            false => self.flow.close_row(),
        }
    }

    fn push(&mut self, words: &str) {
        if let Some(citation) = &mut self.citation
            && self.in_note == 0
        {
            citation.push_str(words);
            return;
        }
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        if self.spans.contains(&true) || paragraph.style.hidden == Some(true) {
            self.hidden += usize::from(!words.trim().is_empty());
        } else {
            paragraph.words.push_str(words);
        }
    }

    fn close_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraphs.pop() else {
            return;
        };
        if paragraph.note {
            if let Some(citation) = self.citation.as_mut().filter(|it| !it.is_empty()) {
                let mark = std::mem::take(citation);
                paragraph
                    .words
                    .insert_str(0, &format!("[{}] ", mark.trim()));
            }
            if !paragraph.words.trim().is_empty() && !self.flow.is_full() {
                self.notes.push(Piece::Paragraph {
                    words: paragraph.words,
                    place: Some(Place::Paragraph(self.count)),
                    indent: 0,
                    stops: Vec::new(),
                });
            }
            return;
        }
        if let Some(outer) = self.paragraphs.last_mut()
            && outer.depth >= paragraph.depth
        {
            outer.aside.push(paragraph);
            return;
        }
        self.write(paragraph);
    }

    fn write(&mut self, mut paragraph: Open) {
        self.count = self.count.saturating_add(1);
        let aside = std::mem::take(&mut paragraph.aside);
        if !paragraph.words.trim().is_empty() {
            let number = match paragraph.level {
                Some(level) if paragraph.counted => self.number_heading(level),
                _ => self.number_list(),
            };
            let mut words = paragraph.words;
            words.insert_str(0, &number);
            if self.contents > 0 {
                drop_page_number(&mut words);
            }
            let place = Some(Place::Paragraph(self.count));
            let Style {
                margin,
                first,
                stops,
                ..
            } = paragraph.style;
            let indent = margin
                .unwrap_or(0)
                .saturating_add(first.unwrap_or(0))
                .max(0)
                / 105;
            self.flow.push(match paragraph.level {
                Some(level) => Piece::Heading {
                    level,
                    words,
                    place,
                },
                None => Piece::Paragraph {
                    words,
                    place,
                    indent: usize::try_from(indent).unwrap_or(0),
                    stops,
                },
            });
        }
        for inner in aside {
            self.write(inner);
        }
    }

    fn number_list(&mut self) -> String {
        let depth = self.lists.len();
        let Some(list) = self.lists.last_mut().filter(|list| list.fresh) else {
            return String::new();
        };
        list.fresh = false;
        let Some(style) = list.style.clone() else {
            return String::new();
        };
        let Some(level) = self.styles.level(&style, depth) else {
            return String::new();
        };
        let counts: Vec<(u32, String)> = (1..=depth)
            .zip(&self.lists)
            .map(|(at, list)| {
                let format = self.styles.level(&style, at);
                let format = format.map_or_else(String::new, |level| level.format.clone());
                (list.count.unwrap_or(1), format)
            })
            .collect();
        print(level, &counts)
    }

    fn number_heading(&mut self, level: u8) -> String {
        let level = usize::from(level).clamp(1, 9);
        if let Some(count) = self.headings.get_mut(level) {
            *count = count.saturating_add(1);
        }
        for count in self.headings.iter_mut().skip(level + 1) {
            *count = 0;
        }
        let Some(shape) = self.styles.outline.get(&level) else {
            return String::new();
        };
        let counts: Vec<(u32, String)> = (1..=level)
            .map(|at| {
                let format = self.styles.outline.get(&at);
                let format = format.map_or_else(String::new, |level| level.format.clone());
                (self.headings.get(at).copied().unwrap_or(1).max(1), format)
            })
            .collect();
        print(shape, &counts)
    }
}

/// The number of a paragraph with the blank after it; empty where its level has none.
fn print(level: &Level, counts: &[(u32, String)]) -> String {
    if level.format.is_empty() {
        return String::new();
    }
    let shown = counts.len().saturating_sub(level.shown.max(1));
    let numbers: Vec<String> = counts
        .iter()
        .skip(shown)
        .filter(|(_, format)| !format.is_empty())
        .map(|(count, format)| numerals::print(*count, name_of(format)))
        .collect();
    let mut number = format!("{}{}{}", level.before, numbers.join("."), level.after);
    if number.ends_with(|c: char| c.is_ascii() && c != ' ') {
        number.push(' ');
    }
    number
}

/// The name that Word has for a number format.
fn name_of(format: &str) -> &'static str {
    match format.trim_end_matches([' ', ',', '.', '…']) {
        "a" => "lowerLetter",
        "A" => "upperLetter",
        "i" => "lowerRoman",
        "I" => "upperRoman",
        format if format.starts_with('一') => "chineseCounting",
        format if format.starts_with('壹') => "chineseLegalSimplified",
        format if format.starts_with('①') => "decimalEnclosedCircle",
        format if format.starts_with('甲') => "ideographTraditional",
        format if format.starts_with('子') => "ideographZodiac",
        _ => "decimal",
    }
}

/// Elements whose words are no part of the report as it is accepted and printed.
fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "tracked-changes"
            | "annotation"
            | "ruby-text"
            | "forms"
            | "sequence-decls"
            | "variable-decls"
            | "user-field-decls"
            | "shapes"
            | "hidden-text"
            | "table-of-content-source"
            | "title"
            | "desc"
            | "covered-table-cell"
            | "math"
            | "script"
            | "event-listeners"
    )
}
