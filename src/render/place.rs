//! Where a thing stands, as a person says it and as the contract counts it.

use super::words::Say;
use crate::model::{Block, Checked, Document, Figure, FigureId, Outcome, Place, Site, Span, Table};

/// 1-based line and column of a span.
pub fn line_and_column(document: &Document, span: Span) -> (usize, usize) {
    (
        document.text.line(span.start),
        document.text.column(span.start),
    )
}

/// The table and the cell in the file's own grid, 1-based, of a figure in a table.
pub fn cell<'a>(document: &'a Document, figure: &Figure) -> Option<(&'a Table, [usize; 2])> {
    let Site::Cell { block, row, column } = figure.site else {
        return None;
    };
    let table = document.table(block)?;
    Some((table, coordinates(table, row, column)))
}

/// 1-based coordinates in the file's own grid.
pub fn coordinates(table: &Table, row: usize, column: usize) -> [usize; 2] {
    [row + table.origin.0 + 1, column + table.origin.1 + 1]
}

/// The figure's place in words.
pub fn words(document: &Document, figure: &Figure, say: Say) -> String {
    let place = original(document, figure).filter(|place| **place != Place::Line);
    match (place, cell(document, figure)) {
        (Some(place), _) => place.words().get(say.0).to_owned(),
        (None, Some((table, [row, column]))) => say.cell(table.number, row, column),
        (None, None) => say.line(document.text.line(figure.span.start)),
    }
}

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    Characters,
    /// Code units of UTF-16.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

/// From where to where something stands in its file: (line, column) of its first character and of the one after its last,
/// counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    pub start: (usize, usize),
    pub end: (usize, usize),
}

/// Where a span stands in the file itself; `None` where the text is a transcript, whose lines the file does not have.
pub fn extent(document: &Document, span: Span, columns: Columns) -> Option<Extent> {
    if document.transcript {
        return None;
    }
    let text = &document.text;
    let at = |offset: usize| {
        let line = text.line(offset);
        let before = text.slice(Span::new(text.line_span(line).start, offset));
        let column = match columns {
            Columns::Characters => before.chars().count(),
            Columns::Utf16 => before.encode_utf16().count(),
            Columns::Bytes => before.len(),
        };
        (line, column + 1)
    };
    Some(Extent {
        start: at(span.start),
        end: at(span.end.max(span.start)),
    })
}

/// What a person calls the place of a span.
pub fn said(document: &Document, span: Span, say: Say) -> String {
    let place = match document
        .block_of(span)
        .and_then(|at| document.blocks.get(at))
    {
        Some(Block::Heading(heading)) => heading.passage.place.as_ref(),
        Some(Block::Paragraph(paragraph)) => paragraph.passage.place.as_ref(),
        Some(Block::Table(table)) => table
            .rows
            .iter()
            .flatten()
            .flatten()
            .find(|cell| cell.span.contains(span))
            .and_then(|cell| cell.place.as_ref()),
        None => None,
    };
    match place.filter(|place| **place != Place::Line) {
        Some(place) => place.words().get(say.0).to_owned(),
        None => say.line(document.text.line(span.start)),
    }
}

/// The figure's place in the original, where the text is only a transcript of it.
pub fn original<'a>(document: &'a Document, figure: &Figure) -> Option<&'a Place> {
    match (figure.site, document.blocks.get(figure.site.block())?) {
        (Site::Cell { row, column, .. }, Block::Table(table)) => {
            table.cell(row, column)?.place.as_ref()
        }
        (_, Block::Heading(heading)) => heading.passage.place.as_ref(),
        (_, Block::Paragraph(paragraph)) => paragraph.passage.place.as_ref(),
        _ => None,
    }
}

/// A figure with its document.
pub fn find(outcome: &Outcome, id: FigureId) -> Option<(&Checked, &Figure)> {
    Some((outcome.documents.get(id.document)?, outcome.figure(id)?))
}

/// 1-based line of a figure; 0 where there is no such figure.
pub fn line(outcome: &Outcome, id: FigureId) -> usize {
    find(outcome, id).map_or(0, |(checked, figure)| {
        checked.document.text.line(figure.span.start)
    })
}
