//! Short rows: which column each value stands in, where the kinds of the columns or the arithmetic tell it.

use super::line::{Kind, Look};
use super::path::Sketch;
use super::sums::{Numbers, Relation, adds_up, foots, relations};
use crate::model::{Content, Mark};
use rust_decimal::Decimal;
use std::ops::Range;

pub type Row = Vec<(usize, Range<usize>)>;

/// Placements of one row that are looked at; a row with more stays unaligned.
const MOST: usize = 300;

/// What a value shows of its column; a nil mark shows nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Words,
    Amount,
    Ratio,
    Any,
}

/// A row in its columns.
pub struct Aligned {
    pub row: Row,
    /// False where nothing tells which columns are blank; the values then stand in the first places.
    pub sure: bool,
}

struct Grid<'a, F> {
    sketch: &'a Sketch,
    looks: &'a [Look],
    words: F,
}

/// The rows of a sketch, each value in its column where that is known.
pub fn rows<'a>(
    sketch: &Sketch,
    looks: &[Look],
    words: impl Fn(&Range<usize>) -> &'a str,
) -> Vec<Aligned> {
    let grid = Grid {
        sketch,
        looks,
        words,
    };
    let sorts = grid.sorts();
    let full: Vec<Vec<Option<Decimal>>> =
        grid.full().map(|row| grid.numbers(row)).take(200).collect();
    let relations = relations(&full, sketch.pattern.width);
    let mut open: Vec<(usize, Vec<Row>)> = Vec::new();
    let mut aligned: Vec<Aligned> = Vec::new();
    for (index, row) in sketch.rows.iter().enumerate() {
        let (row, sure) = match grid.placements(row, &sorts) {
            None => (row.clone(), true),
            Some(mut placed) => match grid.decide(&relations, &placed) {
                Some(at) => (placed.swap_remove(at), true),
                None => {
                    open.push((index, placed));
                    (grid.first_places(row), false)
                }
            },
        };
        aligned.push(Aligned { row, sure });
    }
    for (index, row) in grid.footing(&aligned, open) {
        if let Some(slot) = aligned.get_mut(index) {
            *slot = Aligned { row, sure: true };
        }
    }
    if sketch.pattern.has_groups() {
        grid.settle_sums(&mut aligned);
    }
    aligned
}

impl<'a, F: Fn(&Range<usize>) -> &'a str> Grid<'_, F> {
    /// Rows with a value in every column but those of names.
    fn full(&self) -> impl Iterator<Item = &Row> {
        let pattern = &self.sketch.pattern;
        let from = pattern.labels;
        self.sketch.rows.iter().filter(move |row| {
            row.iter().filter(|(column, _)| *column >= from).count() == pattern.width - from
        })
    }

    fn sort(&self, range: &Range<usize>) -> Sort {
        match self.looks.get(range.start) {
            Some(look) if look.kind == Kind::Nil => Sort::Any,
            Some(look) if look.is_words() && !look.figurative => Sort::Words,
            Some(look) if look.percent => Sort::Ratio,
            _ => Sort::Amount,
        }
    }

    /// For each column its sort, where all full rows agree on one.
    fn sorts(&self) -> Vec<Sort> {
        (0..self.sketch.pattern.width)
            .map(|column| {
                if self.sketch.pattern.holds_words(column) {
                    return Sort::Words;
                }
                let mut seen = self
                    .full()
                    .filter_map(|row| row.iter().find(|(c, _)| *c == column))
                    .map(|(_, range)| self.sort(range))
                    .filter(|&sort| sort != Sort::Any);
                match seen.next() {
                    Some(first) if seen.all(|sort| sort == first) => first,
                    _ => Sort::Any,
                }
            })
            .collect()
    }

    fn numbers(&self, row: &Row) -> Vec<Option<Decimal>> {
        let mut numbers = vec![None; self.sketch.pattern.width];
        for (column, range) in row {
            if let Some(slot) = numbers.get_mut(*column)
                && let Content::Number(number) = Content::of((self.words)(range))
                && number.mark == Mark::None
            {
                *slot = Some(number.value);
            }
        }
        numbers
    }

    /// Cells at the left of a row that name it.
    fn names(&self, row: &Row) -> usize {
        let labels = self.sketch.pattern.labels;
        row.iter()
            .take_while(|(column, range)| {
                *column < labels
                    && (*column == 0 || self.looks.get(range.start).is_some_and(Look::is_words))
            })
            .count()
    }

    /// The ways to put the values of a short row into columns of their sort; `None` where the row is not short.
    fn placements(&self, row: &Row, sorts: &[Sort]) -> Option<Vec<Row>> {
        let pattern = &self.sketch.pattern;
        let names = self.names(row);
        let values = row.len() - names;
        if values == 0 || values >= pattern.width - pattern.labels || pattern.is_bare() {
            return None;
        }
        let fits = |columns: &[usize]| {
            columns
                .iter()
                .zip(row.iter().skip(names))
                .all(|(&column, (_, range))| {
                    let own = sorts.get(column).copied().unwrap_or(Sort::Any);
                    let sort = self.sort(range);
                    own == sort
                        || sort == Sort::Any && own != Sort::Words
                        || own == Sort::Any && sort != Sort::Words
                })
        };
        let ways = ways(pattern.labels, pattern.width, values);
        let fitting = ways.iter().filter(|columns| fits(columns));
        Some(fitting.map(|columns| place(row, names, columns)).collect())
    }

    fn first_places(&self, row: &Row) -> Row {
        let names = self.names(row);
        let from = self.sketch.pattern.labels;
        let columns: Vec<usize> = (from..from + row.len() - names).collect();
        place(row, names, &columns)
    }

    /// A sum under the last group is of that group, or of all groups: of the one that it adds up to.
    fn settle_sums(&self, aligned: &mut [Aligned]) {
        let numbers: Vec<_> = aligned.iter().map(|row| self.numbers(&row.row)).collect();
        let is_sum = |row: &Row| {
            row.iter()
                .find(|(column, _)| *column <= 1)
                .and_then(|(_, range)| self.looks.get(range.start))
                .is_some_and(|look| look.total)
        };
        let (mut group, mut all): (Vec<&Numbers>, Vec<&Numbers>) = (Vec::new(), Vec::new());
        for (aligned, numbers) in aligned.iter_mut().zip(&numbers) {
            let first = aligned.row.first().map(|(column, _)| *column);
            let alone =
                first == Some(0) && aligned.row.get(1).is_some_and(|(column, _)| *column > 1);
            if !is_sum(&aligned.row) || !(first == Some(1) || alone) {
                if first == Some(0) {
                    group.clear();
                }
                group.push(numbers);
                all.push(numbers);
                continue;
            }
            if group.len() == all.len() {
                continue;
            }
            let of_group = adds_up(numbers, &group);
            let of_all = adds_up(numbers, &all);
            let column = match (of_group, of_all) {
                (true, false) => 1,
                (false, true) => 0,
                _ => continue,
            };
            if let Some(name) = aligned.row.first_mut() {
                name.0 = column;
            }
        }
    }

    /// The only placement, or the only one that the relations between the columns bear out.
    fn decide(&self, relations: &[Relation], placed: &[Row]) -> Option<usize> {
        if placed.len() == 1 {
            return Some(0);
        }
        let mut proven =
            (0..placed.len()).filter(|&at| Relation::prove(relations, &self.numbers(&placed[at])));
        let first = proven.next()?;
        proven.next().is_none().then_some(first)
    }

    /// Placements under which every column adds up to the last row, where only one choice does.
    fn footing(&self, aligned: &[Aligned], open: Vec<(usize, Vec<Row>)>) -> Vec<(usize, Row)> {
        let Some((total, parts)) = aligned.split_last() else {
            return Vec::new();
        };
        let named = total
            .row
            .first()
            .and_then(|(_, range)| self.looks.get(range.start))
            .is_some_and(|look| look.total);
        if !named || !total.sure || open.is_empty() {
            return Vec::new();
        }
        let known: Vec<_> = parts
            .iter()
            .filter(|part| part.sure)
            .map(|part| self.numbers(&part.row))
            .collect();
        let choices: Vec<Vec<_>> = open
            .iter()
            .map(|(_, ways)| ways.iter().map(|row| self.numbers(row)).collect())
            .collect();
        match foots(&self.numbers(&total.row), &known, &choices) {
            Some(chosen) => open
                .into_iter()
                .zip(chosen)
                .filter_map(|((index, ways), at)| Some((index, ways.into_iter().nth(at)?)))
                .collect(),
            None => Vec::new(),
        }
    }
}

fn place(row: &Row, names: usize, columns: &[usize]) -> Row {
    let mut placed: Row = row.iter().take(names).cloned().collect();
    let values = row.iter().skip(names);
    placed.extend(
        columns
            .iter()
            .zip(values)
            .map(|(&column, (_, range))| (column, range.clone())),
    );
    placed
}

/// All ways to put `values` in order into the columns `from..width`; none where there are too many.
fn ways(from: usize, width: usize, values: usize) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = vec![Vec::new()];
    for left in (0..values).rev() {
        let mut longer = Vec::new();
        for columns in &found {
            let next = columns.last().map_or(from, |&last| last + 1);
            for column in next..width.saturating_sub(left) {
                let mut columns = columns.clone();
                columns.push(column);
                longer.push(columns);
            }
        }
        if longer.len() > MOST {
            return Vec::new();
        }
        found = longer;
    }
    found
}
