//! The story of a Word document: its main part, and its notes.

use super::styles::{Style, Styles};
use crate::{
    model::{Place, Words},
    read::{
        builtin::is_contents,
        flow::{Flow, Piece, drop_page_number, is_note_mark, left_out},
        numbering::Numbering,
        xml::{Element, Token, Tokens},
    },
};

/// A paragraph while it is read.
#[derive(Default)]
struct Open {
    style: Option<String>,
    own: Style,
    words: String,
    /// Its mark is deleted: it goes on in the next one.
    runs_on: bool,
    /// Text boxes in it, which stand after it.
    aside: Vec<Open>,
    /// How deep in tables it stands.
    depth: usize,
}

/// A field: its code is no text, its result is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Code,
    Result,
}

pub struct Body<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    flow: &'a mut Flow,
    /// Innermost last; more than one inside text boxes.
    paragraphs: Vec<Open>,
    fields: Vec<Field>,
    /// Words of a paragraph whose mark is deleted.
    carried: String,
    hidden_run: Option<bool>,
    /// The run is set high, as marks of notes are.
    raised: bool,
    in_run: bool,
    /// Paragraphs so far, as Word counts them.
    count: u32,
    /// What note is read, for its mark.
    note: Option<String>,
    hidden: usize,
    deleted: usize,
    hidden_rows: usize,
    unread: bool,
    damaged: bool,
}

impl<'a> Body<'a> {
    pub fn new(styles: &'a Styles, numbering: Numbering, flow: &'a mut Flow) -> Self {
        Self {
            styles,
            numbering,
            flow,
            paragraphs: Vec::new(),
            fields: Vec::new(),
            carried: String::new(),
            hidden_run: None,
            raised: false,
            in_run: false,
            count: 0,
            note: None,
            hidden: 0,
            deleted: 0,
            hidden_rows: 0,
            unread: false,
            damaged: false,
        }
    }

    /// Reads the main part.
    pub fn read(&mut self, source: &str) {
        let mut tokens = Tokens::of(source);
        // Whether a choice was taken, by alternate content that is open.
        let mut choices: Vec<bool> = Vec::new();
        while let Some(token) = tokens.next() {
            if self.flow.is_full() {
                break;
            }
            match token {
                Token::Open(element) => match element.name() {
                    "AlternateContent" => choices.push(false),
                    "Choice" | "Fallback" => match choices.last_mut() {
                        Some(taken @ false) => *taken = true,
                        Some(true) => tokens.pass_over(),
                        None => {}
                    },
                    "pPr" => self.read_paragraph_settings(&mut tokens),
                    "rPr" => self.read_run_settings(&mut tokens),
                    "tblPr" | "sdtPr" | "sdtEndPr" | "sectPr" | "tblPrEx" => tokens.pass_over(),
                    "tcPr" => self.read_cell_settings(&mut tokens),
                    "trPr" => self.read_row_settings(&mut tokens),
                    "altChunk" => self.unread = true,
                    // Lines that part notes from the text, and what is said where notes go on.
                    "footnote" | "endnote"
                        if element.get("type").is_some_and(|it| it != "normal") =>
                    {
                        tokens.pass_over();
                    }
                    name if is_left_out(name) => {
                        self.deleted += usize::from(name == "del");
                        tokens.pass_over();
                    }
                    _ => self.open(&element),
                },
                Token::Close(element) => match element.name() {
                    "AlternateContent" => {
                        choices.pop();
                    }
                    name => self.close(name),
                },
                Token::Text(words) => {
                    if self.in_run {
                        self.push(&words);
                    }
                }
            }
        }
        self.damaged |= tokens.damaged;
        while !self.paragraphs.is_empty() {
            self.close_paragraph();
        }
        self.fields.clear();
        self.flush_carried();
    }

    /// Reads the footnotes or endnotes as paragraphs.
    pub fn read_notes(&mut self, source: &str, kind: &Words) {
        self.note = Some(String::new());
        let damaged = self.damaged;
        self.read(source);
        if self.damaged && !damaged {
            let Words { zh, en } = kind;
            self.flow.push(Piece::Notice(Words::new(
                format!("{zh}已损坏，其余未读取"),
                format!("the {en} are damaged; the rest of them was not read"),
            )));
            self.damaged = false;
        }
        self.note = None;
    }

    /// What is to be said about the document.
    pub fn finish(self) -> Vec<Words> {
        let mut notices = left_out(self.hidden, self.deleted);
        if self.hidden_rows > 0 {
            notices.push(Words::new(
                format!("有 {} 个隐藏的表格行未读取", self.hidden_rows),
                format!("{} hidden rows of tables were left out", self.hidden_rows),
            ));
        }
        if self.unread {
            notices.push(Words::new(
                "嵌入的文档未读取",
                "a document embedded in this one was not read",
            ));
        }
        if self.damaged {
            notices.push(Words::new(
                "文件已损坏或嵌套过深，部分内容未读取",
                "the file is damaged or nested too deep; part of it was not read",
            ));
        }
        notices
    }

    fn open(&mut self, element: &Element<'_>) {
        match element.name() {
            "p" => self.paragraphs.push(Open {
                depth: self.flow.depth(),
                ..Open::default()
            }),
            "t" | "delInstrText" => self.in_run = element.name() == "t",
            "tab" | "ptab" => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "sym" => self.push(" "),
            "r" => (self.hidden_run, self.raised) = (None, false),
            "fldChar" => self.step_field(element),
            "footnote" | "endnote" => {
                let id = element.attribute("id").unwrap_or_default();
                self.note = Some(format!("[{id}] "));
            }
            "tbl" => self.flow.open_table(),
            "tr" => self.flow.open_row(),
            "tc" => self.flow.open_cell(),
            "gridCol" => {
                if let Some(grid) = self.flow.table()
                    && grid.rows.is_empty()
                    && grid.widths.len() < crate::read::limits::MOST_COLUMNS
                {
                    grid.widths.push(element.number("w").unwrap_or(0));
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.close_paragraph(),
            "t" => self.in_run = false,
            "tc" => self.flow.close_cell(),
            "tr" => self.close_row(),
            "tbl" => self.flow.close_table(),
            _ => {}
        }
    }

    fn push(&mut self, words: &str) {
        if self.fields.contains(&Field::Code) {
            return;
        }
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        let hidden = self.hidden_run.or(paragraph.own.hidden).unwrap_or(false);
        if self.raised && is_note_mark(&paragraph.words, words) {
            return;
        }
        if !hidden {
            paragraph.words.push_str(words);
        } else if !words.trim().is_empty() {
            self.hidden += 1;
        }
    }

    fn step_field(&mut self, element: &Element<'_>) {
        match element.get("fldCharType").as_deref() {
            Some("begin") => self.fields.push(Field::Code),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    *field = Field::Result;
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    /// `w:pPr`, until its end.
    fn read_paragraph_settings(&mut self, tokens: &mut Tokens<'_>) {
        let mut own = Style::default();
        let (mut style, mut runs_on) = (None, false);
        let mut depth = 1usize;
        // The paragraph mark has run settings of its own.
        let mut mark = 0usize;
        while depth > 0 {
            match tokens.next() {
                Some(Token::Open(element)) => match element.name() {
                    "pPrChange" | "sectPr" | "rPrChange" => tokens.pass_over(),
                    name => {
                        depth += 1;
                        if name == "rPr" {
                            mark = depth;
                        }
                        match name {
                            "pStyle" => style = element.attribute("val"),
                            "del" | "moveFrom" if mark > 0 => runs_on = true,
                            "vanish" if mark > 0 => {}
                            _ => own.set(&element),
                        }
                    }
                },
                Some(Token::Close(_)) => {
                    if mark == depth {
                        mark = 0;
                    }
                    depth -= 1;
                }
                Some(Token::Text(_)) => {}
                None => break,
            }
        }
        own.take(&self.styles.whole(style.as_deref()));
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.own = own;
            paragraph.style = style;
            paragraph.runs_on = runs_on;
        }
    }

    /// `w:rPr`, until its end.
    fn read_run_settings(&mut self, tokens: &mut Tokens<'_>) {
        let mut run = Style::default();
        let mut named = None;
        let mut depth = 1usize;
        while depth > 0 {
            match tokens.next() {
                Some(Token::Open(element)) => match element.name() {
                    "rPrChange" => tokens.pass_over(),
                    name => {
                        depth += 1;
                        if name == "rStyle" {
                            named = element.attribute("val");
                        } else if name == "vertAlign" {
                            self.raised = element.value().as_deref() == Some("superscript");
                        } else {
                            run.set(&element);
                        }
                    }
                },
                Some(Token::Close(_)) => depth -= 1,
                Some(Token::Text(_)) => {}
                None => break,
            }
        }
        let styled = || self.styles.whole(Some(named.as_deref()?)).hidden;
        self.hidden_run = run.hidden.or_else(styled);
    }

    /// `w:tcPr`, until its end.
    fn read_cell_settings(&mut self, tokens: &mut Tokens<'_>) {
        let (mut across, mut down, mut level) = (None, None, None);
        let mut deleted = false;
        let mut depth = 1usize;
        while depth > 0 {
            match tokens.next() {
                Some(Token::Open(element)) => match element.name() {
                    "tcPrChange" => tokens.pass_over(),
                    name => {
                        depth += 1;
                        let continues = || element.value().is_none_or(|it| it != "restart");
                        match name {
                            "gridSpan" => across = element.number::<usize>("val"),
                            "vMerge" => down = Some(continues()),
                            "hMerge" => level = Some(continues()),
                            "cellDel" => deleted = true,
                            "cellMerge" => {
                                let merge = element.get("vMerge");
                                down = merge.map(|it| it != "rest").or(down);
                            }
                            _ => {}
                        }
                    }
                },
                Some(Token::Close(_)) => depth -= 1,
                Some(Token::Text(_)) => {}
                None => break,
            }
        }
        if let Some(cell) = self.flow.cell() {
            cell.covers.0 = across.unwrap_or(1).max(1);
            cell.continues = down == Some(true);
        }
        // What is merged into the cell before it, or deleted, is marked by a width of none until the row is closed.
        if (level == Some(true) || deleted)
            && let Some(cell) = self.flow.cell()
        {
            cell.covers.0 = 0;
        }
    }

    /// `w:trPr`, until its end.
    fn read_row_settings(&mut self, tokens: &mut Tokens<'_>) {
        let (mut before, mut header, mut gone, mut hidden) = (0, false, false, false);
        let mut depth = 1usize;
        while depth > 0 {
            match tokens.next() {
                Some(Token::Open(element)) => match element.name() {
                    "trPrChange" => tokens.pass_over(),
                    name => {
                        depth += 1;
                        match name {
                            "gridBefore" => before = element.number("val").unwrap_or(0),
                            "tblHeader" => header = element.is_on(),
                            "del" => gone = true,
                            "hidden" => hidden = element.is_on(),
                            _ => {}
                        }
                    }
                },
                Some(Token::Close(_)) => depth -= 1,
                Some(Token::Text(_)) => {}
                None => break,
            }
        }
        self.hidden_rows += usize::from(hidden && !gone);
        self.deleted += usize::from(gone);
        if let Some(row) = self.flow.row() {
            row.before = before;
            row.header = header;
            row.left_out = gone || hidden;
        }
    }

    /// Merges cells that the row's own settings merge, or leaves the whole row out.
    fn close_row(&mut self) {
        self.flow.close_cell();
        let Some(row) = self.flow.row() else { return };
        if row.left_out {
            self.flow.drop_row();
            return;
        }
        let cells = std::mem::take(&mut row.cells);
        for cell in cells {
            match row.cells.last_mut() {
                Some(last) if cell.covers.0 == 0 => last.covers.0 += 1,
                _ => row.cells.push(cell),
            }
        }
        self.flow.close_row();
    }

    fn close_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraphs.pop() else {
            return;
        };
        // A field code that never ended must not swallow what follows.
        if self.paragraphs.is_empty() {
            for field in &mut self.fields {
                *field = Field::Result;
            }
            self.count = self.count.saturating_add(1);
        }
        // A table inside a text box takes its own paragraphs.
        if let Some(outer) = self.paragraphs.last_mut()
            && outer.depth >= paragraph.depth
        {
            outer.aside.push(paragraph);
            return;
        }
        if paragraph.runs_on {
            self.carried.push_str(&paragraph.words);
            paragraph.words.clear();
        } else if !self.carried.is_empty() {
            paragraph
                .words
                .insert_str(0, &std::mem::take(&mut self.carried));
        }
        self.write_paragraph(paragraph);
    }

    fn write_paragraph(&mut self, paragraph: Open) {
        let Open {
            style,
            own,
            mut words,
            aside,
            ..
        } = paragraph;
        if !words.trim().is_empty() {
            let style = self.styles.whole(style.as_deref());
            let mut settings = own;
            settings.take(&style);
            if let (Some(list @ 1..), level) = settings.number {
                let number = self.numbering.count(list, level.unwrap_or(0));
                words.insert_str(0, &number);
            }
            if let Some(note) = &mut self.note {
                words = format!("{}{}", std::mem::take(note), words.trim_start());
            }
            if is_contents(&style.name) {
                drop_page_number(&mut words);
            }
            let place = Some(Place::Paragraph(self.count));
            let level = settings.outline.filter(|&level| level < 9);
            self.flow.push(match level {
                Some(level) if self.note.is_none() => Piece::Heading {
                    level: level + 1,
                    words,
                    place,
                },
                _ => Piece::Paragraph {
                    words,
                    place,
                    indent: usize::try_from(settings.indent.unwrap_or(0).max(0) / 105).unwrap_or(0),
                    stops: settings.stops,
                },
            });
        }
        for inner in aside {
            self.write_paragraph(inner);
        }
    }

    /// Words of a paragraph that should have gone on, but nothing follows it.
    fn flush_carried(&mut self) {
        let words = std::mem::take(&mut self.carried);
        if !words.trim().is_empty() {
            let place = Some(Place::Paragraph(self.count));
            self.flow.push(Piece::Paragraph {
                words,
                place,
                indent: 0,
                stops: Vec::new(),
            });
        }
    }
}

/// Elements whose words are no part of the report as it is accepted and printed.
fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "del"
            | "moveFrom"
            | "instrText"
            | "delText"
            | "delInstrText"
            | "rt"
            | "tblPrChange"
            | "tblGridChange"
            | "docPr"
            | "ffData"
            | "fldData"
            | "binData"
    )
}
