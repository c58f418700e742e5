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

/// The figure's place in the original, where the text is only a transcript of it.
fn original<'a>(document: &'a Document, figure: &Figure) -> Option<&'a Place> {
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

/// The block that a span stands in.
pub fn block(document: &Document, span: Span) -> Option<usize> {
    document.blocks.iter().position(|block| {
        let whole = match block {
            Block::Heading(heading) => heading.passage.whole(),
            Block::Paragraph(paragraph) => paragraph.passage.whole(),
            Block::Table(table) => table.span,
        };
        whole.contains(span)
    })
}
