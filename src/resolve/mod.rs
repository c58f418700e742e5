//! A `Document` to its `Figures`: amount, unit, labels, meaning.

mod counted;
mod grid;
mod identity;
mod meaning;
mod period;
mod prose;
mod table;
mod unit;

pub use identity::identity;

use crate::model::{
    Block, Document, Figure, Heading, Label, Notice, Paragraph, Period, Site, Span, Vocabulary,
    Words,
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// Figures of one document that are kept: more than its tables may have cells, and each takes about a kilobyte until it is checked.
const MOST: usize = 750_000;

/// Every figure of a document, in reading order; where they are too many, those of the first blocks, and a notice. Fills in the header rows and units of tables, which readers leave open.
pub fn resolve(document: &mut Document, vocabulary: &Vocabulary) -> Vec<Figure> {
    resolve_up_to(MOST, document, vocabulary)
}

fn resolve_up_to(most: usize, document: &mut Document, vocabulary: &Vocabulary) -> Vec<Figure> {
    let period = document_period(document);
    let mut figures = Vec::new();
    let mut headings: Vec<(u8, Label)> = Vec::new();
    let mut over: Arc<[Label]> = Arc::default();
    let mut full = None;
    for at in 0..document.blocks.len() {
        let first = figures.len();
        match &document.blocks[at] {
            Block::Heading(_) | Block::Paragraph(_) if full.is_some() => {}
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
        // A table of which a part is missing would not add up.
        if figures.len() > most {
            figures.truncate(first);
            full.get_or_insert(at);
        }
    }
    if let Some(block) = full {
        let span = match document.blocks.get(block) {
            Some(Block::Table(table)) => table.span,
            Some(
                Block::Heading(Heading { passage, .. }) | Block::Paragraph(Paragraph { passage }),
            ) => passage.span(0..passage.text.len()),
            None => Span::new(0, 0),
        };
        document.notices.push(Notice {
            span,
            message: Words::new(
                format!("数字超过 {most} 个，此后的未核对"),
                format!("there are more than {most} figures; those from here on were not checked"),
            ),
        });
    }
    mark_vague(&mut figures);
    figures
}

/// The label of a figure's row, and where it stands: its table, and the label over it.
fn row_label(figure: &Figure) -> Option<(&str, (usize, Option<&str>))> {
    let Site::Cell { block, .. } = figure.site else {
        return None;
    };
    let labels = figure.labels.row.iter().rev();
    let mut labels = labels.map(|label| label.folded.as_str());
    Some((labels.next()?, (block, labels.next())))
}

/// Marks the figures whose row has a label that stands in several places.
fn mark_vague(figures: &mut [Figure]) {
    let one_row = |a: &Figure, b: &Figure| {
        a.site.block() == b.site.block() && Arc::ptr_eq(&a.labels.row, &b.labels.row)
    };
    // Where each label stands first, and whether it stands elsewhere too.
    let mut found = HashMap::new();
    for row in figures.chunk_by(one_row) {
        if let Some((label, place)) = row.first().and_then(row_label) {
            let (first, several) = found.entry(label).or_insert((place, false));
            *several |= *first != place;
        }
    }
    let several: HashSet<String> = found
        .into_iter()
        .filter(|(_, (_, several))| *several)
        .map(|(label, _)| label.to_owned())
        .collect();
    for row in figures.chunk_by_mut(one_row) {
        let label = row.first().and_then(row_label);
        if label.is_some_and(|(label, _)| several.contains(label)) {
            row.iter_mut().for_each(|figure| figure.vague = true);
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cell, Language, Passage, Table, Text};

    /// Two figures in words, two in a table, one in words.
    fn document() -> Document {
        let text = "Spent 12.5 and 4.5.\na b 1.5 2.5\nLeft 3.5.\n";
        let cell = |word: &str| {
            let at = text.find(word)?;
            Some(Cell::new(word, Span::new(at, at + word.len())))
        };
        let paragraph = |words: &str| {
            let passage = Passage::verbatim(words, text.find(words).unwrap_or(0));
            Block::Paragraph(Paragraph { passage })
        };
        let table = Table {
            number: 1,
            rows: vec![vec![cell("a"), cell("b")], vec![cell("1.5"), cell("2.5")]],
            aligned: true,
            ..Table::default()
        };
        Document {
            path: "a.md".to_owned(),
            format: "markdown",
            language: Language::En,
            transcript: false,
            remarks: Vec::new(),
            text: Text::new(text),
            blocks: vec![
                paragraph("Spent 12.5 and 4.5."),
                Block::Table(table),
                paragraph("Left 3.5."),
            ],
            notices: Vec::new(),
        }
    }

    #[test]
    fn figures_beyond_the_most_are_left_out_by_whole_blocks_and_said() {
        let resolved = |most: usize| {
            let mut document = document();
            let figures = resolve_up_to(most, &mut document, &Vocabulary::default()).len();
            let mut tables = document.tables();
            assert!(tables.all(|(_, table)| table.header_rows.is_some()));
            (figures, document.notices.len())
        };
        assert_eq!(resolved(5), (5, 0));
        assert_eq!(resolved(4), (4, 1));
        assert_eq!(resolved(3), (2, 1), "no table is cut within");
    }
}
