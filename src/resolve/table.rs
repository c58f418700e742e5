//! The figures of a table: each value cell with its row path, column path, unit and meaning.

use super::{
    grid::Grid,
    meaning::{self, PathSense},
    unit,
};
use crate::model::{
    Amount, Content, Figure, Label, Labels, Measure, Period, Site, Table, Unit, Vocabulary,
    WordClass,
};
use rust_decimal::Decimal;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub struct Context<'a> {
    pub block: usize,
    pub period: Option<Period>,
    pub headings: Arc<[Label]>,
    /// The words right before the table.
    pub before: Option<&'a str>,
    pub vocabulary: &'a Vocabulary,
}

/// What the labels of a row or a column say, worked out once.
#[derive(Default)]
struct Path {
    labels: Arc<[Label]>,
    sense: PathSense,
    unit: Option<Unit>,
    percent: bool,
}

impl Path {
    fn of(
        labels: Vec<Label>,
        unit: fn(&str, &Vocabulary) -> Option<Unit>,
        context: &Context<'_>,
    ) -> Self {
        Self {
            sense: PathSense::of(&labels, context.period, context.vocabulary),
            unit: labels
                .iter()
                .rev()
                .find_map(|label| unit(&label.text, context.vocabulary)),
            percent: labels.last().is_some_and(|label| is_percent(&label.text)),
            labels: labels.into(),
        }
    }
}

/// `占比（%）`, `% of total`, `Growth %`; not `6.50% notes due 2031`.
fn is_percent(label: &str) -> bool {
    let label = label.trim();
    let sign = ['%', '％'];
    label.starts_with(sign)
        || label.ends_with(sign)
        || ["(%)", "（%）", "（％）"]
            .iter()
            .any(|mark| label.contains(mark))
}

/// The unit of most numbers of a table that are no ratios, as the report prints it.
pub fn unit(
    table: &Table,
    grid: &Grid,
    before: Option<&str>,
    vocabulary: &Vocabulary,
) -> Option<Arc<str>> {
    let whole = unit::of_table(table, grid, before, vocabulary);
    let over: Vec<(Option<Unit>, bool)> = (0..table.width())
        .map(|column| {
            let labels = column_path(table, grid, column);
            let named = |label: &Label| unit::named(&label.text, vocabulary);
            let percent = labels.last().is_some_and(|label| is_percent(&label.text));
            (labels.iter().rev().find_map(named), percent)
        })
        .collect();
    let mut units = unit::Tally::default();
    for (row, contents) in grid.body() {
        let aligned = table.is_aligned(row);
        // What the labels of the panel say that the row was last in.
        let mut panel = None;
        for (column, content) in contents.iter().enumerate() {
            let Some(Content::Number(number)) = content else {
                continue;
            };
            if !is_value(grid, column, aligned) {
                continue;
            }
            let labels = grid.labels_of(column);
            if panel
                .as_ref()
                .is_none_or(|(start, _, _)| *start != labels.start)
            {
                let words = row_words(table, grid, row, column);
                let own = words
                    .iter()
                    .rev()
                    .find_map(|it| unit::of_row(it, vocabulary));
                let percent = words.last().is_some_and(|words| is_percent(words));
                panel = Some((labels.start, own, percent));
            }
            let (_, own, percent) = panel.as_ref()?;
            let (named, over_percent) = match over.get(column) {
                Some((named, percent)) if aligned => (named, *percent),
                _ => (&None, false),
            };
            let percent = *percent || over_percent;
            units.add(&unit::of_number(
                number,
                [own, named],
                percent,
                whole.as_ref(),
                vocabulary,
            ));
        }
    }
    units.most()
}

/// Whether a number in a column is a value, and none of the words that name its row.
fn is_value(grid: &Grid, column: usize, aligned: bool) -> bool {
    !grid.labels[column] || (!aligned && column > 0 && !grid.codes[column])
}

/// Adds the figures of a table to those before it.
pub fn figures(table: &Table, grid: &Grid, context: &Context<'_>, figures: &mut Vec<Figure>) {
    let vocabulary = context.vocabulary;
    let width = table.width();
    let table_unit = unit::of_table(table, grid, context.before, vocabulary);
    let caption = table
        .caption
        .as_ref()
        .map(|caption| Arc::new(Label::new(&caption.text)));
    // A caption that compares with last year does not make its figures last year's: only a year that it names counts.
    let mut caption_sense = caption
        .as_ref()
        .map(|caption| meaning::sense(&caption.text, None, vocabulary));
    let columns: Vec<Path> = (0..width)
        .map(|column| Path::of(column_path(table, grid, column), unit::named, context))
        .collect();
    let nowhere = Path::of(Vec::new(), unit::named, context);
    let mut sections: BTreeMap<usize, Label> = BTreeMap::new();
    let mut parents: BTreeMap<usize, Label> = BTreeMap::new();
    let first = figures.len();
    let mut senses: Vec<(Arc<Path>, usize, bool)> = Vec::new();
    for (row, _) in grid.body() {
        let aligned = table.is_aligned(row);
        let values: Vec<usize> = (0..width)
            .filter(|&column| grid.content(row, column).is_some_and(Content::is_number))
            .filter(|&column| is_value(grid, column, aligned))
            .collect();
        if values.is_empty() {
            // A code names its own row, and no section.
            if let Some(cell) = table.cell(row, 0)
                && !cell.text.is_empty()
                && !grid.codes[0]
            {
                sections.retain(|&indent, _| indent < cell.indent);
                sections.insert(cell.indent, Label::new(&cell.text));
            }
            continue;
        }
        let mut paths: BTreeMap<usize, Arc<Path>> = BTreeMap::new();
        for column in values {
            let (Some(cell), Some(content)) = (table.cell(row, column), grid.content(row, column))
            else {
                continue;
            };
            let Content::Number(number) = content else {
                continue;
            };
            let panel = grid.labels_of(column).start;
            let path = paths.entry(panel).or_insert_with(|| {
                let words = row_words(table, grid, row, column);
                let mut labels: Vec<Label> = words.into_iter().map(Label::new).collect();
                if let Some(own) = labels.last() {
                    if !is_part(own, vocabulary) {
                        parents.insert(panel, own.clone());
                    } else if let Some(parent) = parents.get(&panel) {
                        labels.insert(labels.len() - 1, parent.clone());
                    }
                }
                let mut path = Path::of(labels, unit::of_row, context);
                if !sections.is_empty() {
                    path.labels = sections
                        .values()
                        .chain(path.labels.iter())
                        .cloned()
                        .collect();
                }
                Arc::new(path)
            });
            let over = if aligned { &columns[column] } else { &nowhere };
            let unit = unit::of_number(
                number,
                [&path.unit, &over.unit],
                path.percent || over.percent,
                table_unit.as_ref(),
                vocabulary,
            );
            let additive = !matches!(unit.measure, Measure::Ratio | Measure::Points)
                && !path.sense.rate
                && !over.sense.rate;
            senses.push((path.clone(), column, aligned && sections.is_empty()));
            figures.push(Figure {
                amount: Amount {
                    printed: number.value,
                    unit,
                },
                text: cell
                    .text
                    .get(number.range.clone())
                    .unwrap_or(&cell.text)
                    .trim()
                    .to_owned(),
                span: cell.span,
                site: Site::Cell {
                    block: context.block,
                    row,
                    column,
                },
                labels: Labels {
                    row: path.labels.clone(),
                    column: over.labels.clone(),
                    says: None,
                    caption: caption.clone(),
                    headings: context.headings.clone(),
                },
                meaning: None,
                concept: None,
                period: None,
                grain: Decimal::ZERO,
                additive,
                vague: false,
            });
        }
    }
    // Where rows or columns say what their figures state, the caption does not: a total row is none of the caption's concept.
    let named = senses.iter().any(|(path, column, _)| {
        path.sense.names_concept() || columns[*column].sense.names_concept()
    });
    if let Some(caption) = caption_sense.as_mut().filter(|_| named) {
        caption.concept = None;
    }
    let figures = figures.get_mut(first..).unwrap_or_default();
    for (figure, (path, column, meant)) in figures.iter_mut().zip(&senses) {
        let over = &columns[*column];
        if *meant {
            figure.meaning = meaning::of_cell(
                &path.sense,
                &over.sense,
                caption_sense.as_ref(),
                context.period,
            )
            .filter(|key| {
                // A rate of an amount is not the amount, and an amount no rate.
                let stated = figure.amount.unit.measure == Measure::Ratio;
                stated == (vocabulary.concept(key.concept).measure == Measure::Ratio)
            })
            .map(Box::new);
        }
        figure.concept = figure.meaning.as_ref().map(|key| key.concept);
        if figure.meaning.is_some() && path.sense.silent {
            let own = path.sense.says.and_then(|at| path.labels.get(at));
            let above = over.sense.says.and_then(|at| over.labels.get(at));
            figure.labels.says = own.or(above).cloned().map(Box::new);
        }
    }
    set_grains(figures);
}

/// Headers over a column from top to bottom. In formats that show no merged cells a blank place in an upper header row belongs to
/// the header on its left.
fn column_path(table: &Table, grid: &Grid, column: usize) -> Vec<Label> {
    let mut path: Vec<Label> = Vec::new();
    let names = |row: &usize| !grid.index_rows[*row];
    let last = (0..grid.header_rows).rfind(names);
    for row in (0..grid.header_rows).filter(names) {
        let upper = Some(row) < last;
        let shown = |column: usize| {
            table
                .seen(row, column)
                .map(|cell| cell.text.trim())
                .filter(|text| !text.is_empty())
        };
        let inherits = upper && !grid.labels[column];
        let left = (0..column)
            .rev()
            .take_while(|&c| inherits && !grid.labels[c]);
        let text = shown(column).or_else(|| left.clone().find_map(shown));
        if let Some(text) = text
            && path.last().is_none_or(|last| last.text != text)
        {
            path.push(Label::new(text));
        }
    }
    path
}

/// The words that name a row, outermost first: all label columns left of the value, merged cells seen.
fn row_words<'t>(table: &'t Table, grid: &Grid, row: usize, column: usize) -> Vec<&'t str> {
    let mut words: Vec<&str> = Vec::new();
    for c in grid.labels_of(column) {
        if let Some(cell) = table.seen(row, c)
            && !grid.indexes[c]
            && !matches!(Content::of(&cell.text), Content::Blank | Content::Nil)
            && words.last().is_none_or(|last| *last != cell.text.trim())
        {
            words.push(cell.text.trim());
        }
    }
    words
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

/// Figures of a column, and of all such columns, that are multiples of five before that is taken for rounding.
const FIVES: [usize; 2] = [5, 30];

/// Columns of whole numbers that all are multiples of five, tens and others: statistical offices round so, up or down at random, to
/// protect those who were counted.
fn rounded_to_fives(figures: &[Figure]) -> BTreeSet<usize> {
    let mut columns: BTreeMap<usize, (usize, usize, bool)> = BTreeMap::new();
    let (five, ten) = (Decimal::from(5), Decimal::TEN);
    for figure in figures.iter().filter(|figure| figure.additive) {
        let printed = figure.amount.printed;
        if let Site::Cell { column, .. } = figure.site
            && !printed.is_zero()
        {
            let (all, odd, other) = columns.entry(column).or_default();
            *all += 1;
            *odd += usize::from(!(printed % ten).is_zero());
            *other |= printed.scale() > 0 || !(printed % five).is_zero();
        }
    }
    columns.retain(|_, (all, _, other)| *all >= FIVES[0] && !*other);
    let (mut all, mut odds) = (0usize, 0usize);
    for (of_column, odd, _) in columns.values() {
        all += of_column;
        odds += odd;
    }
    if all < FIVES[1] || odds * 4 < all {
        columns.clear();
    }
    columns.into_keys().collect()
}

/// The step that a figure is exact to: the finest of its column, since a column that drops trailing zeros (731.4 under 246.55)
/// is exact to the step of its longest figure. A printed 0 is exact, and so is what is counted.
fn set_grains(figures: &mut [Figure]) {
    let fives = rounded_to_fives(figures);
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
        figure.grain = if fives.contains(&column) {
            // Up or down: off by nearly five either way, zeros too.
            Decimal::TEN
        } else if figure.amount.printed.is_zero() || figure.amount.unit.measure == Measure::Count {
            Decimal::ZERO
        } else {
            Decimal::new(1, scale)
        };
    }
}
