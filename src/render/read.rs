//! What was read: blocks, and every table as a grid.

use super::{
    Options,
    grid::Drawing,
    json,
    paint::Paint,
    place, summary,
    width::{shorten, tame, wrap},
};
use crate::model::{Block, Cell, Checked, Table, Text};
use std::fmt::Write;

/// Columns that a caption may take in a title, over several lines; the JSON has all.
const CAPTION: usize = 200;

/// The JSON of the contract, one row of a table on a line: written word by word, for there may be millions of cells.
pub fn read_json(checked: &Checked, options: &Options) -> String {
    let document = &checked.document;
    let say = options.say(Some(checked));
    let mut out = Json(String::with_capacity(document.text.as_str().len() * 3));
    let line = |at: usize| document.text.line(at);
    out.word("{\n  \"version\": ")
        .number(json::VERSION as usize);
    out.word(",\n  \"path\": ").string(&document.path);
    out.word(",\n  \"format\": ").string(document.format);
    out.word(",\n  \"blocks\": ");
    out.list(2, &document.blocks, |out, block| {
        match block {
            Block::Heading(heading) => {
                out.word("{\n      \"kind\": \"heading\",\n      \"level\": ")
                    .number(usize::from(heading.level));
                let passage = &heading.passage;
                out.passage(&passage.text, line(passage.whole().start));
            }
            Block::Paragraph(paragraph) => {
                out.word("{\n      \"kind\": \"paragraph\"");
                let passage = &paragraph.passage;
                out.passage(&passage.text, line(passage.whole().start));
            }
            Block::Table(table) => out.table(table, &document.text),
        }
        out.word("\n    }");
    });
    out.word(",\n  \"notices\": ");
    let notices = summary::doubts(document, say);
    out.list(2, &notices, |out, (line, message)| {
        out.word("{\n      \"line\": ").number(*line);
        out.word(",\n      \"message\": ").string(message);
        out.word("\n    }");
    });
    out.word("\n}\n");
    out.0
}

/// JSON while it is written.
struct Json(String);

impl Json {
    fn word(&mut self, word: &str) -> &mut Self {
        self.0.push_str(word);
        self
    }

    fn number(&mut self, number: usize) -> &mut Self {
        if number >= 10 {
            self.number(number / 10);
        }
        self.0.push(char::from(b'0' + (number % 10) as u8));
        self
    }

    fn string(&mut self, words: &str) -> &mut Self {
        // A vector takes all that is written, and words are no failure.
        match words.bytes().any(|b| b < b' ' || b == b'"' || b == b'\\') {
            true => self.word(&serde_json::to_string(words).unwrap_or_default()),
            false => self.word("\"").word(words).word("\""),
        }
    }

    fn maybe(&mut self, words: Option<&str>) {
        match words {
            Some(words) => self.string(words),
            None => self.word("null"),
        };
    }

    /// A list with each of its things on lines of their own, `level` steps in.
    fn list<T>(&mut self, level: usize, things: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.word("[");
        for (at, thing) in things.iter().enumerate() {
            self.word(if at > 0 { ",\n" } else { "\n" });
            self.0.extend(std::iter::repeat_n("  ", level));
            write(self, thing);
        }
        if !things.is_empty() {
            self.word("\n");
            self.0.extend(std::iter::repeat_n("  ", level - 1));
        }
        self.word("]");
    }

    fn passage(&mut self, text: &str, line: usize) {
        self.word(",\n      \"text\": ").string(text);
        self.word(",\n      \"line\": ").number(line);
    }

    fn table(&mut self, table: &Table, text: &Text) {
        self.word("{\n      \"kind\": \"table\",\n      \"number\": ")
            .number(table.number);
        let caption = table.caption.as_ref();
        self.word(",\n      \"caption\": ")
            .maybe(caption.map(|caption| caption.text.as_str()));
        self.word(",\n      \"unit\": ")
            .maybe(table.unit.as_deref());
        self.word(",\n      \"header_rows\": ")
            .number(table.header_rows.unwrap_or(0));
        self.word(",\n      \"line\": ")
            .number(text.line(table.span.start));
        self.word(",\n      \"aligned\": ")
            .word(if table.aligned { "true" } else { "false" });
        self.word(",\n      \"unaligned_rows\": ");
        self.list(4, &table.unaligned_rows, |out, row| {
            out.number(row + 1);
        });
        self.word(",\n      \"rows\": ");
        let rows: Vec<usize> = (0..table.rows.len()).collect();
        let mut words = String::new();
        self.list(4, &rows, |out, &row| {
            out.word("[");
            for (column, cell) in table.rows.get(row).into_iter().flatten().enumerate() {
                if column > 0 {
                    out.word(", ");
                }
                let Some(cell) = cell else {
                    out.word("null");
                    continue;
                };
                out.word("{\"text\": ").string(&cell.text);
                out.word(", \"line\": ").number(text.line(cell.span.start));
                words.clear();
                write_place(&mut words, table, cell, [row, column]);
                out.word(", \"place\": ").string(&words);
                out.word(", \"covers\": [").number(cell.covers.0);
                out.word(", ").number(cell.covers.1).word("]}");
            }
            out.word("]");
        });
    }
}

fn write_place(words: &mut String, table: &Table, cell: &Cell, [row, column]: [usize; 2]) {
    // A string takes all that is written.
    let _ = match &cell.place {
        Some(place) => place.write(words),
        None => {
            let [row, column] = place::coordinates(table, row, column);
            let number = table.number;
            write!(words, "table {number}, row {row}, column {column}")
        }
    };
}

/// Headings and paragraphs as they stand, tables drawn with the numbers of their rows.
pub fn read(checked: &Checked, options: &Options) -> String {
    let document = &checked.document;
    let say = options.say(Some(checked));
    let paint = Paint(options.colour);
    let mut out = String::new();
    for block in &document.blocks {
        match block {
            Block::Heading(heading) => {
                let marks = "#".repeat(usize::from(heading.level.max(1)));
                out.push_str(&paint.bold(&format!("{marks} {}", tame(&heading.passage.text))));
                out.push_str("\n\n");
            }
            Block::Paragraph(paragraph) => {
                out.push_str(&wrap("", &tame(&paragraph.passage.text), options.width));
                out.push_str("\n\n");
            }
            Block::Table(table) => {
                out.push_str(&title(checked, table, options));
                out.push_str(&Drawing::whole(table).draw(paint));
                out.push('\n');
            }
        }
    }
    for notice in &document.notices {
        let line = document.text.line(notice.span.start);
        let words = tame(notice.message.get(say.0));
        out.push_str(&format!(
            "{}{}{}{words}\n",
            paint.yellow(say.notice()),
            say.line(line),
            say.colon()
        ));
    }
    out
}

/// The line over a table: its number, caption, place, unit, and the doubts about it.
pub fn title(checked: &Checked, table: &Table, options: &Options) -> String {
    let say = options.say(Some(checked));
    let mut title = say.table(table.number);
    if let Some(caption) = &table.caption {
        title = format!("{title} {}", shorten(&tame(&caption.text), CAPTION));
    }
    let mut facts = vec![say.line(checked.document.text.line(table.span.start))];
    let unit = table.unit.as_deref();
    facts.extend(unit.map(|unit| format!("{}{}", say.unit(), tame(unit))));
    if !table.aligned {
        facts.push(say.not_aligned().to_owned());
    } else if !table.unaligned_rows.is_empty() {
        let rows: Vec<usize> = table
            .unaligned_rows
            .iter()
            .map(|row| row + table.origin.0 + 1)
            .collect();
        facts.push(say.rows_not_aligned(&rows));
    }
    let title = Paint(options.colour).bold(&title);
    format!("{}\n", say.at(&title, &facts.join(say.semicolon())))
}
