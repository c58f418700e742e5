//! The figures of a table: each value cell with its row path, column path, unit and meaning.

use super::{
    grid::{self, Grid},
    meaning, unit,
};
use crate::model::{
    Amount, Content, Figure, Label, Measure, Period, Site, Table, Unit, Vocabulary, WordClass,
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

pub struct Context<'a> {
    pub block: usize,
    pub period: Option<Period>,
    pub headings: Vec<Label>,
    /// The words right before the table.
    pub before: Option<&'a str>,
    pub vocabulary: &'a Vocabulary,
}

pub fn figures(table: &Table, grid: &Grid, context: &Context<'_>) -> Vec<Figure> {
    let vocabulary = context.vocabulary;
    let width = table.width();
    let unit = unit::of_table(table, grid, context.before, vocabulary);
    let caption = table
        .caption
        .as_ref()
        .map(|caption| Label::new(&caption.text));
    let columns: Vec<Vec<Label>> = (0..width)
        .map(|column| column_path(table, grid, column))
        .collect();
    let mut sections: BTreeMap<usize, Label> = BTreeMap::new();
    let mut parents: BTreeMap<usize, Label> = BTreeMap::new();
    let mut figures = Vec::new();
    for row in grid.header_rows..table.rows.len() {
        let contents = &grid.contents[row];
        if grid::is_index_row(contents)
            && contents
                .iter()
                .flatten()
                .all(|content| !matches!(content, Content::Nil))
            && row == grid.header_rows
        {
            continue;
        }
        let aligned = table.is_aligned(row);
        let values: Vec<usize> = (0..width)
            .filter(|&column| {
                grid.content(row, column).is_some_and(Content::is_number)
                    && (!grid.labels[column] || !aligned)
            })
            .filter(|&column| column > 0 || !grid.labels[0])
            .collect();
        if values.is_empty() {
            if let Some(cell) = table.cell(row, 0)
                && !cell.text.is_empty()
            {
                sections.retain(|&indent, _| indent < cell.indent);
                sections.insert(cell.indent, Label::new(&cell.text));
            }
            continue;
        }
        for column in values {
            let (Some(cell), Some(content)) = (table.cell(row, column), grid.content(row, column))
            else {
                continue;
            };
            let Content::Number(number) = content else {
                continue;
            };
            let mut path = row_path(table, grid, row, column);
            if let Some(own) = path.last() {
                if is_part(own, vocabulary) {
                    if let Some(parent) = parents.get(&grid.labels_of(column).start) {
                        path.insert(path.len() - 1, parent.clone());
                    }
                } else {
                    parents.insert(grid.labels_of(column).start, own.clone());
                }
            }
            let column_labels = if aligned {
                columns[column].clone()
            } else {
                Vec::new()
            };
            let names = |labels: &[Label]| {
                labels
                    .iter()
                    .map(|label| label.text.clone())
                    .collect::<Vec<_>>()
            };
            let unit = unit::of_cell(
                content,
                [&names(&path), &names(&column_labels)],
                unit.as_ref(),
                vocabulary,
            );
            let meaning = if aligned && sections.is_empty() && unit.measure != Measure::Ratio {
                meaning::of_cell(
                    &path,
                    &column_labels,
                    caption.as_ref(),
                    context.period,
                    vocabulary,
                )
            } else {
                None
            };
            let additive = adds(&unit, &path, &column_labels, vocabulary);
            let group: Vec<Label> = sections.values().cloned().chain(path).collect();
            figures.push(Figure {
                amount: Amount {
                    printed: number.value,
                    unit,
                },
                text: cell.text[number.range.clone()].trim().to_owned(),
                span: cell.span,
                site: Site::Cell {
                    block: context.block,
                    row,
                    column,
                },
                labels: crate::model::Labels {
                    row: group,
                    column: column_labels,
                    caption: caption.clone(),
                    headings: context.headings.clone(),
                },
                meaning,
                grain: Decimal::ZERO,
                additive,
            });
        }
    }
    set_grains(&mut figures);
    figures
}

/// Headers over a column from top to bottom. In formats that show no merged cells a blank place in an upper header row belongs to
/// the header on its left.
fn column_path(table: &Table, grid: &Grid, column: usize) -> Vec<Label> {
    let mut path: Vec<Label> = Vec::new();
    for row in 0..grid.header_rows {
        if grid::is_index_row(&grid.contents[row]) {
            continue;
        }
        let upper = row + 1 < grid.header_rows;
        let shown = |column: usize| {
            table
                .seen(row, column)
                .map(|cell| cell.text.trim())
                .filter(|text| !text.is_empty())
        };
        let text = shown(column).or_else(|| {
            let own = (upper && !grid.labels[column]).then_some(())?;
            let () = own;
            (1..column)
                .rev()
                .take_while(|&c| !grid.labels[c])
                .find_map(shown)
        });
        if let Some(text) = text
            && path.last().is_none_or(|last| last.text != text)
        {
            path.push(Label::new(text));
        }
    }
    path
}

/// The words that name a row, outermost first: all label columns left of the value, merged cells seen.
fn row_path(table: &Table, grid: &Grid, row: usize, column: usize) -> Vec<Label> {
    let mut path: Vec<Label> = Vec::new();
    for c in grid.labels_of(column) {
        if let Some(cell) = table.seen(row, c)
            && !cell.text.trim().is_empty()
            && path.last().is_none_or(|last| last.text != cell.text)
        {
            path.push(Label::new(&cell.text));
        }
    }
    path
}

/// `其中：…`, `of which …`.
fn is_part(label: &Label, vocabulary: &Vocabulary) -> bool {
    vocabulary
        .search(&label.folded)
        .first()
        .is_some_and(|found| {
            found.range.start == 0
                && found.meaning == crate::model::Meaning::Word(WordClass::OfWhich)
        })
}

fn adds(unit: &Unit, row: &[Label], column: &[Label], vocabulary: &Vocabulary) -> bool {
    let rate = |label: &Label| {
        vocabulary
            .search(&label.folded)
            .iter()
            .any(|found| found.meaning == crate::model::Meaning::Word(WordClass::NotAdditive))
    };
    !matches!(unit.measure, Measure::Ratio | Measure::Points)
        && !row.last().is_some_and(rate)
        && !column.iter().any(rate)
}

/// The step that a figure is exact to: the finest of its column, since a column that drops trailing zeros (716.9 under 264.75)
/// is exact to the step of its longest figure. A printed 0 is exact, and so is what is counted.
fn set_grains(figures: &mut [Figure]) {
    let mut finest: BTreeMap<usize, u32> = BTreeMap::new();
    for figure in figures.iter() {
        if let Site::Cell { column, .. } = figure.site
            && figure.additive
        {
            let scale = finest.entry(column).or_default();
            *scale = (*scale).max(figure.amount.printed.scale());
        }
    }
    for figure in figures {
        let Site::Cell { column, .. } = figure.site else {
            continue;
        };
        let scale = figure.amount.printed.scale();
        let scale = if figure.additive {
            finest.get(&column).copied().unwrap_or(scale)
        } else {
            scale
        };
        figure.grain =
            if figure.amount.printed.is_zero() || figure.amount.unit.measure == Measure::Count {
                Decimal::ZERO
            } else {
                Decimal::new(1, scale)
            };
    }
}
