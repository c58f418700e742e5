//! What was read: blocks, and every table as a grid.

use super::{
    Options, json,
    paint::Paint,
    place, summary,
    width::{columns, pad_left, pad_right, tame, wrap},
};
use crate::model::{Block, Checked, Content, Measure, Site, Table};
use serde::Serialize;

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
        unit: Option<String>,
        header_rows: usize,
        line: usize,
        aligned: bool,
        unaligned_rows: Vec<usize>,
        rows: Vec<Vec<Option<Place<'a>>>>,
    },
}

#[derive(Serialize)]
struct Place<'a> {
    text: &'a str,
    line: usize,
    place: String,
    covers: [usize; 2],
}

/// The JSON of the contract.
pub fn read_json(checked: &Checked, options: &Options) -> String {
    let document = &checked.document;
    let say = options.say(Some(checked));
    let blocks = document
        .blocks
        .iter()
        .enumerate()
        .map(|(at, block)| match block {
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
                unit: unit(checked, at),
                header_rows: table.header_rows.unwrap_or(0),
                line: document.text.line(table.span.start),
                aligned: table.aligned,
                unaligned_rows: table.unaligned_rows.iter().map(|row| row + 1).collect(),
                rows: rows(checked, table),
            },
        });
    json::write(&Reading {
        version: json::VERSION,
        path: &document.path,
        format: document.format,
        blocks: blocks.collect(),
        notices: json::notices(summary::doubts(document, say)),
    })
}

fn rows<'a>(checked: &'a Checked, table: &'a Table) -> Vec<Vec<Option<Place<'a>>>> {
    let text = &checked.document.text;
    let place = |row: usize, column: usize| {
        let [row, column] = place::coordinates(table, row, column);
        format!("table {}, row {row}, column {column}", table.number)
    };
    let rows = table.rows.iter().enumerate().map(|(r, row)| {
        let cells = row.iter().enumerate().map(|(c, cell)| {
            cell.as_ref().map(|cell| Place {
                text: &cell.text,
                line: text.line(cell.span.start),
                place: cell
                    .place
                    .as_ref()
                    .map_or_else(|| place(r, c), |place| place.words().en),
                covers: [cell.covers.0, cell.covers.1],
            })
        });
        cells.collect()
    });
    rows.collect()
}

/// The unit of most figures of a table that are no ratios, as the report prints it.
fn unit(checked: &Checked, table: usize) -> Option<String> {
    let mut words: Vec<(&str, usize)> = Vec::new();
    for figure in &checked.figures {
        let unit = &figure.amount.unit;
        let inside = matches!(figure.site, Site::Cell { block, .. } if block == table);
        if !inside
            || unit.word.is_empty()
            || matches!(unit.measure, Measure::Ratio | Measure::Points)
        {
            continue;
        }
        match words.iter_mut().find(|(word, _)| *word == &*unit.word) {
            Some((_, count)) => *count += 1,
            None => words.push((&unit.word, 1)),
        }
    }
    let most = words.iter().map(|(_, count)| *count).max()?;
    words
        .iter()
        .find(|(_, count)| *count == most)
        .map(|(word, _)| (*word).to_owned())
}

/// Columns of the terminal that a cell without a figure may take before it is broken off.
const CELL: usize = 40;

/// Headings and paragraphs as they stand, tables drawn with the numbers of their rows.
pub fn read(checked: &Checked, options: &Options) -> String {
    let document = &checked.document;
    let say = options.say(Some(checked));
    let paint = Paint(options.colour);
    let mut out = String::new();
    for (at, block) in document.blocks.iter().enumerate() {
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
                let mut title = say.table(table.number);
                if let Some(caption) = &table.caption {
                    title = format!("{title} {}", tame(&caption.text));
                }
                let mut facts = vec![say.line(document.text.line(table.span.start))];
                facts
                    .extend(unit(checked, at).map(|unit| format!("{}{}", say.unit(), tame(&unit))));
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
                let facts = facts.join(say.semicolon());
                out.push_str(&say.at(&paint.bold(&title), &facts));
                out.push('\n');
                out.push_str(&draw(table, paint));
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

/// The table as a grid; a stroke under its header.
fn draw(table: &Table, paint: Paint) -> String {
    let text = |row: usize, column: usize| {
        let text = table
            .cell(row, column)
            .map_or(String::new(), |cell| tame(&cell.text));
        super::width::shorten(&text, CELL)
    };
    let headers = table.header_rows.unwrap_or(0);
    let widths: Vec<usize> = (0..table.width())
        .map(|column| {
            (0..table.rows.len())
                .map(|row| columns(&text(row, column)))
                .max()
                .unwrap_or(0)
        })
        .collect();
    let digits = (table.rows.len() + table.origin.0).to_string().len();
    let mut out = String::new();
    for row in 0..table.rows.len() {
        let number = pad_left(&(row + table.origin.0 + 1).to_string(), digits);
        let mut line = format!(" {} │", paint.dim(&number));
        for (column, &width) in widths.iter().enumerate() {
            let cell = text(row, column);
            let padded = if Content::of(&cell).is_number() {
                pad_left(&cell, width)
            } else {
                pad_right(&cell, width)
            };
            line.push_str(&format!(" {padded} │"));
        }
        out.push_str(&line);
        out.push('\n');
        if row + 1 == headers {
            let strokes: Vec<String> = widths.iter().map(|width| "─".repeat(width + 2)).collect();
            out.push_str(&format!(
                " {} ├{}┤\n",
                " ".repeat(digits),
                strokes.join("┼")
            ));
        }
    }
    out
}
