//! What was read: blocks, and every table as a grid.

use super::{
    Options, flat,
    grid::Drawing,
    json,
    paint::Paint,
    place, summary,
    width::{tame, wrap},
};
use crate::model::{Block, Cell, Checked, Table, Text};
use serde::{Serialize, Serializer};

#[derive(Serialize)]
struct Reading<'a> {
    version: u32,
    path: &'a str,
    format: &'a str,
    blocks: Vec<Piece<'a>>,
    notices: Vec<json::Notice>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Piece<'a> {
    Heading {
        level: u8,
        text: &'a str,
        line: usize,
    },
    Paragraph {
        text: &'a str,
        line: usize,
    },
    Table {
        number: usize,
        caption: Option<&'a str>,
        unit: Option<&'a str>,
        header_rows: usize,
        line: usize,
        aligned: bool,
        unaligned_rows: Vec<usize>,
        rows: Rows<'a>,
    },
}

/// The cells of a table, written as they are met: there may be millions.
struct Rows<'a> {
    table: &'a Table,
    text: &'a Text,
}

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq((0..self.table.rows.len()).map(|row| Row { rows: self, row }))
    }
}

struct Row<'a> {
    rows: &'a Rows<'a>,
    row: usize,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let Rows { table, text } = self.rows;
        let cells = table.rows.get(self.row).map_or(&[][..], Vec::as_slice);
        out.collect_seq(cells.iter().enumerate().map(|(column, cell)| {
            cell.as_ref().map(|cell| Shown {
                text: &cell.text,
                line: text.line(cell.span.start),
                place: Where(table, cell, [self.row, column]),
                covers: [cell.covers.0, cell.covers.1],
            })
        }))
    }
}

#[derive(Serialize)]
struct Shown<'a> {
    text: &'a str,
    line: usize,
    place: Where<'a>,
    covers: [usize; 2],
}

struct Where<'a>(&'a Table, &'a Cell, [usize; 2]);

impl Serialize for Where<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let Where(table, cell, [row, column]) = self;
        if let Some(place) = &cell.place {
            return out.collect_str(place);
        }
        let [row, column] = place::coordinates(table, *row, *column);
        let number = table.number;
        out.collect_str(&format_args!("table {number}, row {row}, column {column}"))
    }
}

/// Lists and objects around a row of a table.
const AROUND_ROWS: usize = 4;

/// The JSON of the contract.
pub fn read_json(checked: &Checked, options: &Options) -> String {
    let document = &checked.document;
    let say = options.say(Some(checked));
    let blocks = document.blocks.iter().map(|block| match block {
        Block::Heading(heading) => Piece::Heading {
            level: heading.level,
            text: &heading.passage.text,
            line: document.text.line(heading.passage.whole().start),
        },
        Block::Paragraph(paragraph) => Piece::Paragraph {
            text: &paragraph.passage.text,
            line: document.text.line(paragraph.passage.whole().start),
        },
        Block::Table(table) => Piece::Table {
            number: table.number,
            caption: table.caption.as_ref().map(|caption| caption.text.as_str()),
            unit: table.unit.as_deref(),
            header_rows: table.header_rows.unwrap_or(0),
            line: document.text.line(table.span.start),
            aligned: table.aligned,
            unaligned_rows: table.unaligned_rows.iter().map(|row| row + 1).collect(),
            rows: Rows {
                table,
                text: &document.text,
            },
        },
    });
    let reading = Reading {
        version: json::VERSION,
        path: &document.path,
        format: document.format,
        blocks: blocks.collect(),
        notices: json::notices(summary::doubts(document, say)),
    };
    flat::write(&reading, AROUND_ROWS)
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
        title = format!("{title} {}", tame(&caption.text));
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
