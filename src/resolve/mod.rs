//! A `Document` to its `Figures`: amount, unit, labels, meaning.

mod grid;
mod meaning;
mod period;
mod prose;
mod table;
mod unit;

use crate::model::{Block, Document, Figure, Label, Period, Vocabulary};
use std::sync::Arc;

/// Every figure of a document, in reading order. Fills in the header rows and units of tables, which readers leave open.
pub fn resolve(document: &mut Document, vocabulary: &Vocabulary) -> Vec<Figure> {
    let period = document_period(document);
    let mut figures = Vec::new();
    let mut headings: Vec<(u8, Label)> = Vec::new();
    let mut over: Arc<[Label]> = Arc::default();
    for at in 0..document.blocks.len() {
        match &document.blocks[at] {
            Block::Heading(heading) => {
                headings.retain(|(level, _)| *level < heading.level);
                headings.push((heading.level, Label::new(&heading.passage.text)));
                over = headings.iter().map(|(_, label)| label.clone()).collect();
                let context = prose::Context {
                    block: at,
                    period,
                    headings: over.clone(),
                    vocabulary,
                };
                figures.extend(prose::figures(&heading.passage, &context));
            }
            Block::Paragraph(paragraph) => {
                let context = prose::Context {
                    block: at,
                    period,
                    headings: over.clone(),
                    vocabulary,
                };
                figures.extend(prose::figures(&paragraph.passage, &context));
            }
            Block::Table(table) => {
                let grid = grid::Grid::of(table, vocabulary);
                let context = table::Context {
                    block: at,
                    period,
                    headings: over.clone(),
                    before: preceding_words(document, at),
                    vocabulary,
                };
                let first = figures.len();
                table::figures(table, &grid, &context, &mut figures);
                let mut units = unit::Tally::default();
                for figure in figures.iter().skip(first) {
                    units.add(&figure.amount.unit);
                }
                if let Block::Table(table) = &mut document.blocks[at] {
                    table.header_rows = Some(grid.header_rows);
                    table.unit = units.most();
                }
            }
        }
    }
    figures
}

/// Fills in the header rows and units of tables alone, for those who need no figures.
pub fn frame(document: &mut Document, vocabulary: &Vocabulary) {
    for at in 0..document.blocks.len() {
        let Some(table) = document.table(at) else {
            continue;
        };
        let grid = grid::Grid::of(table, vocabulary);
        let unit = table::unit(table, &grid, preceding_words(document, at), vocabulary);
        if let Some(Block::Table(table)) = document.blocks.get_mut(at) {
            table.header_rows = Some(grid.header_rows);
            table.unit = unit;
        }
    }
}

/// The words of the block before a table, where they may still speak of it.
fn preceding_words(document: &Document, block: usize) -> Option<&str> {
    match document.blocks.get(block.checked_sub(1)?)? {
        Block::Paragraph(paragraph) => Some(&paragraph.passage.text),
        Block::Heading(heading) => Some(&heading.passage.text),
        Block::Table(_) => None,
    }
}

/// The year that the report is about: the first that its title, headings, captions or first words name.
fn document_period(document: &Document) -> Option<Period> {
    document
        .blocks
        .iter()
        .take(40)
        .find_map(|block| match block {
            Block::Heading(heading) => period::first(&heading.passage.text),
            Block::Paragraph(paragraph) => period::first(&paragraph.passage.text),
            Block::Table(table) => table
                .caption
                .as_ref()
                .and_then(|caption| period::first(&caption.text)),
        })
}
