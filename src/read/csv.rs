//! csv and tsv: records to tables, with the place of every field in the file.

mod records;

use super::{Input, Limits, Options, ReadError, Reader, encoding, limits::MOST_COLUMNS};
use crate::model::{
    Block, Cell, Content, Document, Language, Notice, Paragraph, Passage, Span, Table, Text,
    Vocabulary,
};
use records::{Field, Record};
use std::ops::Range;

pub const READER: Reader = Reader {
    name: "csv",
    endings: &["csv", "tsv", "tab"],
    recognises: |_| None,
    read,
};

/// Fields that tell whether a text is a csv file.
const TELLING: usize = 1 << 16;

/// Whether most lines of a text have more than one field.
pub fn seems(bytes: &[u8]) -> bool {
    let Ok(source) = encoding::decode(Input { path: "", bytes }) else {
        return false;
    };
    let (records, _) = records::split(&source, TELLING);
    let filled = records.iter().filter(|record| !record.is_blank());
    let (wide, all) = filled.fold((0usize, 0usize), |(wide, all), record| {
        (wide + usize::from(record.filled().count() > 1), all + 1)
    });
    wide > 1 && wide * 2 > all
}

fn read(
    input: Input<'_>,
    _vocabulary: &Vocabulary,
    options: &Options,
) -> Result<Document, ReadError> {
    let source = encoding::decode(input)?;
    let limits = &options.limits;
    let (records, rest) = records::split(&source, limits.cells);
    let mut document = Document {
        path: input.path.to_owned(),
        format: READER.name,
        language: Language::of(&source),
        transcript: false,
        remarks: Vec::new(),
        text: Text::new(source),
        blocks: Vec::new(),
        notices: Vec::new(),
    };
    let mut room = limits.cells;
    for part in parts(&records, document.text.as_str()) {
        push_part(&mut document, &records, part, limits, &mut room);
    }
    let tables = document.blocks.iter_mut().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    for (at, table) in tables.enumerate() {
        table.number = at + 1;
    }
    document.notices.extend(rest.map(|at| Notice {
        span: Span::new(at, at),
        message: limits.beyond("cells", "此后的内容未读取", "what follows was not read"),
    }));
    Ok(document)
}

/// Where records part into tables: after blank records, where a new header begins.
fn parts(records: &[Record], source: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut figures = false;
    for at in 0..records.len() {
        let after_blank = at > 0 && records[at - 1].is_blank();
        if figures && after_blank && !records[at].is_blank() && begins_table(&records[at..], source)
        {
            parts.push(start..at);
            (start, figures) = (at, false);
        }
        figures = figures || has_figure(&records[at], source);
    }
    parts.push(start..records.len());
    parts
}

/// Whether records begin with a header, title lines before it aside: two fields or more, none of them a figure.
fn begins_table(records: &[Record], source: &str) -> bool {
    let header = records
        .iter()
        .take_while(|record| !record.is_blank())
        .find(|record| record.filled().count() > 1);
    header.is_some_and(|record| !has_figure(record, source))
}

/// Whether a record holds a figure that is no year.
fn has_figure(record: &Record, source: &str) -> bool {
    record.filled().any(|(_, field)| {
        let text = field.text(source);
        match Content::of(&text) {
            Content::Number(number) => {
                let bare = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
                !(bare && (text.starts_with("19") || text.starts_with("20")))
                    || number.currency.is_some()
            }
            _ => false,
        }
    })
}

/// Adds the title lines, the table and the notes of one part.
fn push_part(
    document: &mut Document,
    records: &[Record],
    part: Range<usize>,
    limits: &Limits,
    room: &mut usize,
) {
    let source = document.text.clone();
    let source = source.as_str();
    let within = |range: Range<usize>| records.get(range).unwrap_or(&[]);
    let wide = |record: &Record| record.filled().count() > 1;
    let first = within(part.clone()).iter().position(wide);
    let (first, last) = match first {
        Some(first) => {
            let last = within(part.clone()).iter().rposition(wide).unwrap_or(first);
            (part.start + first, part.start + last + 1)
        }
        // A file of one column has no title lines.
        None => (part.start, part.end),
    };
    let left = within(first..last)
        .iter()
        .filter_map(|record| record.filled().next().map(|(column, _)| column))
        .min()
        .unwrap_or(0);
    // Only a line in the label column is a title; words over other columns are headers.
    let first = (part.start..first)
        .find(|&row| records[row].filled().any(|(column, _)| column > left))
        .unwrap_or(first);
    let titles: Vec<&Field> = within(part.start..first)
        .iter()
        .flat_map(|record| record.filled().map(|(_, field)| field))
        .collect();
    // The lines before the table name it, three at most; a blank record between them divides.
    let adjoining = within(part.start..first)
        .iter()
        .rev()
        .skip_while(|record| record.is_blank())
        .take_while(|record| !record.is_blank())
        .count()
        .min(3)
        .min(titles.len());
    let (before, naming) = titles.split_at(titles.len() - adjoining);
    document
        .blocks
        .extend(before.iter().map(|field| paragraph(source, field)));
    if let Some((mut table, notice)) = table(records, first..last, left, source, limits, room) {
        document.notices.extend(notice);
        table.caption = caption(source, naming);
        document.blocks.push(Block::Table(table));
    }
    document.blocks.extend(
        within(last..part.end)
            .iter()
            .flat_map(Record::filled)
            .map(|(_, field)| paragraph(source, field)),
    );
}

fn paragraph(source: &str, field: &Field) -> Block {
    Block::Paragraph(Paragraph {
        passage: field.passage(source),
    })
}

fn caption(source: &str, fields: &[&Field]) -> Option<Passage> {
    let (first, rest) = fields.split_first()?;
    let mut caption = first.passage(source);
    for field in rest {
        caption.push_unplaced(" ");
        caption.append(&field.passage(source));
    }
    Some(caption)
}

/// The grid of some records, from column `left` on, and a notice where it is wider than there is `room` for; rows at its end that
/// hold nothing are left out.
fn table(
    records: &[Record],
    rows: Range<usize>,
    left: usize,
    source: &str,
    limits: &Limits,
    room: &mut usize,
) -> Option<(Table, Option<Notice>)> {
    let records = records.get(rows.clone())?;
    let height = records.iter().rposition(|record| !record.is_blank())? + 1;
    let records = records.get(..height)?;
    let right = records
        .iter()
        .filter_map(|record| record.filled().last().map(|(column, _)| column + 1))
        .max()?;
    // A single long record must not blow a file up.
    let most = (*room / height).clamp(1, MOST_COLUMNS);
    let width = (right - left).min(most);
    *room = room.saturating_sub(width * height);
    let notice = (width < right - left).then(|| Notice {
        span: Span::new(0, 0),
        message: limits.beyond(
            "cells",
            &format!("表格过宽，只读取前 {width} 列"),
            &format!("the table is too wide; only its first {width} columns were read"),
        ),
    });
    let indents = indents(records, left, source);
    let mut span: Option<Span> = None;
    let mut grid = Vec::with_capacity(height);
    for (record, indent) in records.iter().zip(indents) {
        let mut row = vec![None; width];
        for (column, field) in record.filled() {
            span = Some(span.map_or(field.span, |span| span.to(field.span)));
            if let Some(place) = column
                .checked_sub(left)
                .and_then(|column| row.get_mut(column))
            {
                let mut cell = Cell::new(field.text(source), field.span);
                cell.indent = if column == left { indent } else { 0 };
                *place = Some(cell);
            }
        }
        grid.push(row);
    }
    let table = Table {
        rows: grid,
        aligned: true,
        origin: (rows.start, left),
        span: span?,
        ..Table::default()
    };
    Some((table, notice))
}

/// How far the label of each record stands in: the rank of its leading spaces among those of the table.
fn indents(records: &[Record], left: usize, source: &str) -> Vec<usize> {
    let spaces: Vec<Option<usize>> = records
        .iter()
        .map(|record| {
            let field = record.fields.get(left).filter(|field| !field.is_blank())?;
            Some(field.leading(source))
        })
        .collect();
    super::indent::ranks(&spaces)
}
