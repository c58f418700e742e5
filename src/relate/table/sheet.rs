//! A table seen along one axis: items that may be totals of others, and the lines in which that can be tried.

use super::{
    closing,
    lookup::{Lookup, Spot},
    weight::Outcome,
};
use crate::model::{Cell, Content, Figure, Label, Meaning, Table, Vocabulary, WordClass, fold};
use rustc_hash::FxHasher;
use std::{
    collections::{BTreeMap, BTreeSet},
    hash::Hasher,
};

/// Along which way sums are sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Axis {
    /// Items are rows, lines are columns.
    Down,
    /// Items are columns, lines are rows.
    Across,
}

/// What the words of an item say of its part in the arithmetic.
#[derive(Clone, Copy, Debug, Default)]
pub struct Roles {
    pub total: bool,
    /// A header over it says total, not its own.
    pub group_total: bool,
    /// It has no name, and stands under rows that have one: where a total stands.
    pub nameless: bool,
    pub of_which: bool,
    pub less: bool,
    pub difference: bool,
    pub group_difference: bool,
    /// An average of others.
    pub mean: bool,
}

#[derive(Clone, Debug)]
pub struct Item {
    pub roles: Roles,
    /// Folded words that name it, outermost first.
    pub path: Vec<String>,
    /// A heading or a new group stands between it and the item before.
    pub begins: bool,
    /// The folded headings right before it.
    pub headings: Vec<String>,
    /// What a total is the total of, where its label says so.
    pub of: String,
    /// In which line nothing can be told: its values have no sure place.
    pub barrier: bool,
    pub indent: usize,
    /// Its part in a sum, as words mark it: −1 for what is subtracted, 0 for what is already in the item before.
    pub sign: i8,
    /// Says just what the item before it says, words and figures.
    pub again: bool,
    /// Its words say that it does not add.
    pub soft: bool,
}

pub struct Sheet {
    pub axis: Axis,
    pub items: Vec<Item>,
    pub lines: usize,
    /// Rows of the table that are items or lines here, and columns.
    rows: Vec<usize>,
    columns: Vec<usize>,
    /// Columns between others that have a name and no figure.
    pub bare: Vec<usize>,
    /// items × lines.
    spots: Vec<Spot>,
    /// The folded words nearest to each line.
    pub names: Vec<String>,
    /// Lines that repeat an earlier one in every item: no second witness.
    pub twin: Vec<bool>,
    /// Lines whose words say that they do not add: there a gap says nothing.
    soft: Vec<bool>,
    /// Lines whose words call them a difference or a change.
    differs: Vec<bool>,
}

impl Sheet {
    pub fn spot(&self, item: usize, line: usize) -> Spot {
        self.spots
            .get(item * self.lines + line)
            .copied()
            .unwrap_or_default()
    }

    /// The item's row (down) or column (across) in the table.
    pub fn position(&self, item: usize) -> Option<(Axis, usize)> {
        let positions = match self.axis {
            Axis::Down => &self.rows,
            Axis::Across => &self.columns,
        };
        Some((self.axis, *positions.get(item)?))
    }

    /// Row and column of the table.
    pub fn place(&self, item: usize, line: usize) -> Option<(usize, usize)> {
        let (row, column) = match self.axis {
            Axis::Down => (item, line),
            Axis::Across => (line, item),
        };
        Some((*self.rows.get(row)?, *self.columns.get(column)?))
    }

    /// What an outcome in a line says while it is not known whether a line adds whose words deny it: a sum that holds always
    /// speaks, a gap says nothing.
    pub fn heed(&self, line: usize, outcome: Outcome) -> Outcome {
        match outcome {
            Outcome::Holds(_) | Outcome::Trivial => outcome,
            _ if self.is_soft(line) => Outcome::Silent,
            _ => outcome,
        }
    }

    pub fn is_soft(&self, line: usize) -> bool {
        self.soft.get(line).copied().unwrap_or(false)
    }

    /// Whether an item repeats the one before it, with a figure that is not zero.
    fn is_again(&self, item: usize) -> bool {
        let Some(before) = item.checked_sub(1) else {
            return false;
        };
        let named = |item: usize| self.items.get(item).map_or(&[][..], |item| &item.path);
        let value = |spot: &Spot| match spot {
            Spot::Slot(slot) => Some(slot.value),
            _ => None,
        };
        let figures = || self.row(item).iter().map(value);
        named(item).last().is_some_and(|label| !label.is_empty())
            && named(item) == named(before)
            && figures().flatten().any(|value| value != 0)
            && figures().eq(self.row(before).iter().map(value))
    }

    /// Whether a heading right before an item is what a total names: `Current assets` and `Total current assets`.
    pub fn is_headed_by(&self, item: usize, total: usize) -> bool {
        let of = self.items.get(total).map_or("", |item| item.of.as_str());
        let names = |heading: &String| {
            let shorter = heading.len().min(of.len());
            shorter >= NAMED && (of.starts_with(heading.as_str()) || heading.starts_with(of))
        };
        let headings = self.items.get(item).map(|item| &item.headings);
        headings.is_some_and(|headings| headings.iter().any(names))
    }

    pub fn line_differs(&self, line: usize) -> bool {
        self.differs.get(line).copied().unwrap_or(false)
    }

    pub fn row(&self, item: usize) -> &[Spot] {
        self.spots
            .get(item * self.lines..(item + 1) * self.lines)
            .unwrap_or(&[])
    }
}

/// Bytes that a heading and a total must have in common: two Chinese characters, a short word.
const NAMED: usize = 5;

/// Which rows and columns make up a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Those with a figure that may be added.
    Adding,
    /// Those with any figure: ratios among amounts, too.
    Whole,
}

impl Extent {
    fn has(self, lookup: &Lookup, row: usize, column: usize) -> bool {
        match self {
            Extent::Adding => matches!(lookup.spot(row, column), Spot::Slot(_)),
            Extent::Whole => lookup.figure(row, column).is_some(),
        }
    }
}

/// Hands out the sheets of a table, each panel of columns down, and across; one at a time, for they may be large.
pub fn each(
    table: &Table,
    figures: &[Figure],
    lookup: &Lookup,
    vocabulary: &Vocabulary,
    extent: Extent,
    mut take: impl FnMut(Sheet),
) {
    for columns in panels(figures, lookup, vocabulary, extent) {
        let Some(names) = Names::of(table, figures, lookup, &columns, vocabulary, extent) else {
            continue;
        };
        let Names { rows, items } = names;
        let all = column_items(figures, lookup, &rows, &columns, vocabulary);
        let (row_lines, column_lines) = (Lines::of(&items), Lines::of(&all));
        let spots = rows
            .iter()
            .flat_map(|&row| columns.iter().map(move |&column| lookup.spot(row, column)))
            .collect();
        let places = (&rows[..], &columns[..]);
        take(Sheet::new(Axis::Down, items, column_lines, places, spots));
        let groups = match extent {
            Extent::Whole => [columns, Vec::new()],
            // Across, shares are added to shares only.
            Extent::Adding => {
                let (ratios, amounts) = columns
                    .iter()
                    .partition(|&&column| lookup.is_of_ratios(column));
                [amounts, ratios]
            }
        };
        for columns in groups.into_iter().filter(|columns| !columns.is_empty()) {
            let spots = columns
                .iter()
                .flat_map(|&column| rows.iter().map(move |&row| lookup.spot(row, column)))
                .collect();
            let items = column_items(figures, lookup, &rows, &columns, vocabulary);
            let places = (&rows[..], &columns[..]);
            let lines = row_lines.clone();
            let mut sheet = Sheet::new(Axis::Across, items, lines, places, spots);
            sheet.bare = bare_columns(table, &rows, &columns);
            take(sheet);
        }
    }
}

/// What is known of the lines of a sheet.
#[derive(Clone)]
struct Lines {
    names: Vec<String>,
    differs: Vec<bool>,
}

impl Lines {
    fn of(items: &[Item]) -> Self {
        let own = |item: &Item| item.path.last().cloned().unwrap_or_default();
        let differs = |item: &Item| item.roles.difference || item.roles.group_difference;
        Self {
            names: items.iter().map(own).collect(),
            differs: items.iter().map(differs).collect(),
        }
    }
}

impl Sheet {
    /// `places`: the rows and the columns of the table that it shows.
    fn new(
        axis: Axis,
        items: Vec<Item>,
        Lines { names, differs }: Lines,
        (rows, columns): (&[usize], &[usize]),
        spots: Vec<Spot>,
    ) -> Self {
        let lines = names.len();
        let mut sheet = Self {
            axis,
            items,
            lines,
            rows: rows.to_vec(),
            columns: columns.to_vec(),
            bare: Vec::new(),
            spots,
            names,
            twin: Vec::new(),
            soft: vec![false; lines],
            differs,
        };
        // Lines by a digest of their values: all values of all lines at once would be as much again as the sheet.
        let value = |item: usize, line: usize| match sheet.spot(item, line) {
            Spot::Slot(slot) => slot.value,
            Spot::Empty => 0,
            Spot::Barred => i128::MAX,
        };
        let mut seen: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        let mut twin = vec![false; lines];
        for (line, twin) in twin.iter_mut().enumerate() {
            let mut digest = FxHasher::default();
            (0..sheet.items.len()).for_each(|item| digest.write_i128(value(item, line)));
            let alike = seen.entry(digest.finish()).or_default();
            *twin = alike.iter().any(|&other| {
                (0..sheet.items.len()).all(|item| value(item, line) == value(item, other))
            });
            alike.push(line);
        }
        sheet.twin = twin;
        let softly = |spots: &mut dyn Iterator<Item = Spot>| {
            let (mut soft, mut all) = (0usize, 0usize);
            for spot in spots {
                if let Spot::Slot(slot) = spot {
                    all += 1;
                    soft += usize::from(slot.soft);
                }
            }
            soft * 2 > all
        };
        for line in 0..lines {
            sheet.soft[line] =
                softly(&mut (0..sheet.items.len()).map(|item| sheet.spot(item, line)));
        }
        for item in 0..sheet.items.len() {
            let soft = softly(&mut sheet.row(item).iter().copied());
            if let Some(item) = sheet.items.get_mut(item) {
                item.soft = soft;
            }
            let again = axis == Axis::Down && sheet.is_again(item);
            let positive = sheet
                .row(item)
                .iter()
                .filter(|spot| matches!(spot, Spot::Slot(slot) if slot.value > 0))
                .count();
            let negative = sheet
                .row(item)
                .iter()
                .filter(|spot| matches!(spot, Spot::Slot(slot) if slot.value < 0))
                .count();
            if let Some(item) = sheet.items.get_mut(item) {
                item.again = again;
                item.sign = match (item.roles.of_which || again, item.roles.less) {
                    (true, _) => 0,
                    // `Less: (50)` already carries its sign.
                    (_, true) if positive >= negative => -1,
                    _ => 1,
                };
            }
        }
        sheet
    }
}

/// Columns between the first and the last that have a name of their own above the rows and nothing beside them. What stands over a
/// group alone names none of its columns.
fn bare_columns(table: &Table, rows: &[usize], columns: &[usize]) -> Vec<usize> {
    let (Some(&first), Some(&last), Some(&top)) = (columns.first(), columns.last(), rows.first())
    else {
        return Vec::new();
    };
    let blank = |row: usize, column: usize| {
        table
            .cell(row, column)
            .is_none_or(|cell| cell.text.trim().is_empty())
    };
    let named = |column: usize| (0..top).rev().find(|&row| !blank(row, column));
    let highest = columns.iter().filter_map(|&column| named(column)).min();
    (first..last)
        .filter(|column| columns.binary_search(column).is_err())
        .filter(|&column| named(column).is_some() && named(column) >= highest)
        .filter(|&column| (top..table.rows.len()).all(|row| blank(row, column)))
        .collect()
}

/// Value columns that share their row labels. Two halves of a table side by side are two panels: each names its rows and has a
/// total of its own. A column of remarks between values is none.
fn panels(
    figures: &[Figure],
    lookup: &Lookup,
    vocabulary: &Vocabulary,
    extent: Extent,
) -> Vec<Vec<usize>> {
    let mut columns: BTreeSet<usize> = BTreeSet::new();
    // Columns whose row label is another than that of the value to the left, and whether one of these is a total.
    let mut breaks: BTreeMap<usize, bool> = BTreeMap::new();
    let mut last: Option<(usize, &str)> = None;
    for (row, column) in lookup.places() {
        if extent.has(lookup, row, column) {
            columns.insert(column);
        }
        let label = lookup
            .figure(row, column)
            .and_then(|id| figures.get(id)?.labels.row.last());
        let text = label.map_or("", |label| label.text.as_str());
        if let (Some((last_row, last_text)), Some(label)) = (last, label)
            && last_row == row
            && last_text != text
        {
            *breaks.entry(column).or_default() |= is_total(&label.folded, vocabulary);
        }
        last = Some((row, text));
    }
    let mut panels: Vec<Vec<usize>> = Vec::new();
    let mut previous: Option<usize> = None;
    for column in columns {
        let apart = previous.is_none_or(|previous| {
            breaks
                .range(previous + 1..=column)
                .any(|(_, &has_total)| has_total)
        });
        match panels.last_mut().filter(|_| !apart) {
            Some(panel) => panel.push(column),
            None => panels.push(vec![column]),
        }
        previous = Some(column);
    }
    panels
}

/// Begins or ends with a word for a total.
fn is_total(label: &str, vocabulary: &Vocabulary) -> bool {
    vocabulary.search_words(label).iter().any(|found| {
        found.meaning == Meaning::Word(WordClass::Total)
            && (found.range.start == 0 || found.range.end == label.len())
    })
}

struct Names {
    rows: Vec<usize>,
    items: Vec<Item>,
}

/// What the headers say of each column.
fn column_items(
    figures: &[Figure],
    lookup: &Lookup,
    rows: &[usize],
    columns: &[usize],
    vocabulary: &Vocabulary,
) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::with_capacity(columns.len());
    for &column in columns {
        let figure = rows.iter().find_map(|&row| {
            figures
                .get(lookup.figure(row, column)?)
                .filter(|figure| !figure.labels.column.is_empty())
        });
        let mut item = item(
            folded(figure.map_or(&[][..], |figure| &figure.labels.column)),
            vocabulary,
        );
        if let Some(before) = items.last() {
            item.begins = begins(&before.path, &item);
        }
        items.push(item);
    }
    keep_groups(&mut items);
    items
}

/// A new group has several members: a label column that says another thing in each row begins none.
fn keep_groups(items: &mut [Item]) {
    let group = |item: &Item| {
        let path = item.path.split_last();
        path.map(|(_, group)| group.to_vec()).unwrap_or_default()
    };
    for at in 0..items.len() {
        let shared = items
            .get(at + 1)
            .is_some_and(|next| group(next) == group(&items[at]));
        let item = &mut items[at];
        item.begins &= shared || !item.headings.is_empty();
    }
}

impl Names {
    fn of(
        table: &Table,
        figures: &[Figure],
        lookup: &Lookup,
        columns: &[usize],
        vocabulary: &Vocabulary,
        extent: Extent,
    ) -> Option<Names> {
        let (first, last) = (*columns.first()?, *columns.last()?);
        let wanted: BTreeSet<usize> = columns.iter().copied().collect();
        let mut rows: Vec<usize> = lookup
            .places()
            .filter(|&(row, column)| {
                wanted.contains(&column) && extent.has(lookup, row, column)
                    || (!table.is_aligned(row) && column >= first && column <= last)
            })
            .map(|(row, _)| row)
            .collect();
        rows.dedup();
        let figure_of = |row: usize| {
            columns
                .iter()
                .find_map(|&column| figures.get(lookup.figure(row, column)?))
        };
        let mut row_items = Vec::with_capacity(rows.len());
        let mut previous: Option<(usize, Vec<String>)> = None;
        for &row in &rows {
            let path = folded(figure_of(row).map_or(&[][..], |figure| &figure.labels.row));
            let mut item = item(path, vocabulary);
            item.barrier = !table.is_aligned(row);
            item.indent = indent(table, row);
            let above = previous.as_ref().map_or(0, |(before, _)| before + 1);
            item.headings = (above..row)
                .filter_map(|row| heading(table, row, first, last))
                .collect();
            if let Some((_, path)) = &previous {
                item.begins = !item.headings.is_empty() || begins(path, &item);
            }
            previous = Some((row, item.path.clone()));
            row_items.push(item);
        }
        keep_groups(&mut row_items);
        closing::note(&mut row_items);
        Some(Names {
            rows,
            items: row_items,
        })
    }
}

fn folded(labels: &[Label]) -> Vec<String> {
    labels.iter().map(|label| label.folded.clone()).collect()
}

/// Another group than that of the item before; a part of the item before is none.
fn begins(before: &[String], item: &Item) -> bool {
    let group = |path: &[String]| {
        path.split_last()
            .map(|(_, group)| group.to_vec())
            .unwrap_or_default()
    };
    let own = group(&item.path);
    !item.roles.of_which && own != group(before) && own != before
}

fn item(path: Vec<String>, vocabulary: &Vocabulary) -> Item {
    let mut roles = Roles::default();
    let mut of = String::new();
    for (level, label) in path.iter().enumerate() {
        let own = level + 1 == path.len();
        for found in vocabulary.search_words(label) {
            let Meaning::Word(class) = found.meaning else {
                continue;
            };
            let (starts, ends) = (found.range.start == 0, found.range.end == label.len());
            match class {
                WordClass::Total if own => {
                    roles.total |= starts || ends;
                    let rest = match starts {
                        true => label.get(found.range.end..),
                        false => label.get(..found.range.start),
                    };
                    of = rest.unwrap_or_default().trim().to_owned();
                }
                WordClass::Total => roles.group_total |= starts || ends,
                WordClass::OfWhich if own => roles.of_which |= starts,
                WordClass::Less if own => roles.less |= starts,
                WordClass::Mean if own => roles.mean |= starts || ends,
                WordClass::Difference if own => roles.difference = true,
                WordClass::Difference => roles.group_difference = true,
                _ => {}
            }
        }
    }
    Item {
        roles,
        path,
        of,
        headings: Vec::new(),
        begins: false,
        barrier: false,
        indent: 0,
        sign: 1,
        again: false,
        soft: false,
    }
}

fn indent(table: &Table, row: usize) -> usize {
    table
        .rows
        .get(row)
        .and_then(|cells| cells.iter().flatten().find(|cell| !cell.text.is_empty()))
        .map_or(0, |cell| cell.indent)
}

/// The folded words of a row of words alone, over the rows that follow.
fn heading(table: &Table, row: usize, first: usize, last: usize) -> Option<String> {
    let cells = table.rows.get(row)?;
    let words = |cell: &Cell| Some(fold(&cell.text)).filter(|words| !words.is_empty());
    let mut named = cells
        .iter()
        .take(last + 1)
        .flatten()
        .filter_map(|cell| Some((cell, words(cell)?)));
    if let (Some((only, words)), None) = (named.next(), named.next()) {
        return matches!(Content::of(&only.text), Content::Words).then_some(words);
    }
    let named = cells.iter().take(first).flatten().find_map(words);
    let bare = cells
        .iter()
        .skip(first)
        .take(last + 1 - first)
        .flatten()
        .all(|cell| cell.covers.0 > 1 || matches!(Content::of(&cell.text), Content::Blank));
    named.filter(|_| bare)
}
