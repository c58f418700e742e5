//! The table that a sketch stands for: cells in their places, captions of groups covering their rows.

use super::align::{self, Aligned};
use super::header::{self, Name};
use super::line::{Kind, Line, Look};
use super::path::Sketch;
use crate::model::{Cell, Meaning, Span, Table, Text, Vocabulary, WordClass, fold, is_cjk};
use std::ops::Range;

pub fn build(
    text: &Text,
    lines: &[Line],
    looks: &[Look],
    sketch: &Sketch,
    vocabulary: &Vocabulary,
) -> Table {
    let width = sketch.pattern.width;
    let cell = |range: &Range<usize>| cell(text, &lines[range.clone()]);
    let names: Vec<Name> = sketch
        .header
        .iter()
        .map(|range| {
            let words = cell(range).text;
            let look = &looks[range.start];
            name(&words, look, vocabulary)
        })
        .collect();
    let placed = header::rows(&names, &sketch.pattern);
    let mut rows: Vec<Vec<Option<Cell>>> = Vec::new();
    for row in &placed {
        let mut cells = vec![None; width];
        for place in row {
            if let (Some(slot), Some(range)) =
                (cells.get_mut(place.column), sketch.header.get(place.name))
            {
                *slot = Some(Cell {
                    covers: place.covers,
                    ..cell(range)
                });
            }
        }
        rows.push(cells);
    }
    let mut header_rows = rows.len();
    // A row of years right under the header, or at the top, names columns too.
    let leading = sketch.rows.iter().take_while(|row| names_years(row, looks));
    if sketch.rows.len() > 1 {
        header_rows += leading.count().min(1);
    }
    let aligned = align::rows(sketch, looks, |range| text.slice(lines[range.start].span));
    let mut unaligned_rows = Vec::new();
    let mut with_figures = 0;
    for Aligned { row, sure } in aligned {
        let mut cells = vec![None; width];
        for (column, range) in &row {
            if let Some(slot) = cells.get_mut(*column) {
                *slot = Some(cell(range));
            }
        }
        let figures = row.iter().any(|(_, range)| !looks[range.start].is_words());
        if figures && rows.len() >= header_rows {
            with_figures += 1;
        }
        if !sure {
            unaligned_rows.push(rows.len());
        }
        rows.push(cells);
    }
    if sketch.pattern.has_groups() {
        cover_groups(&mut rows, header_rows);
    }
    let span = rows
        .iter()
        .flatten()
        .flatten()
        .map(|cell| cell.span)
        .reduce(Span::to)
        .unwrap_or_default();
    Table {
        rows,
        header_rows: Some(header_rows),
        aligned: unaligned_rows.is_empty() || unaligned_rows.len() < with_figures,
        unaligned_rows,
        span,
        ..Table::default()
    }
}

fn cell(text: &Text, lines: &[Line]) -> Cell {
    let mut words = String::new();
    let mut span: Option<Span> = None;
    for line in lines {
        let part = text.slice(line.span);
        let glued = words.is_empty()
            || words.chars().next_back().is_some_and(is_cjk)
            || part.chars().next().is_some_and(|c| is_cjk(c) || c == '（');
        if !glued {
            words.push(' ');
        }
        words.push_str(part);
        span = Some(span.map_or(line.span, |span| span.to(line.span)));
    }
    Cell::new(words, span.unwrap_or_default())
}

fn name(words: &str, look: &Look, vocabulary: &Vocabulary) -> Name {
    let folded = fold(words);
    let single = [
        WordClass::Total,
        WordClass::Difference,
        WordClass::NotAdditive,
    ]
    .iter()
    .any(|&class| {
        vocabulary.is_word(&folded, class)
            || vocabulary.search(&folded).first().is_some_and(|found| {
                found.range.start == 0 && found.meaning == Meaning::Word(class)
            })
    });
    Name {
        numeric: !look.is_words(),
        period: words.ends_with([',', ':']) || words.chars().any(|c| c.is_ascii_digit()),
        bracketed: look.bracketed,
        of_which: look.of_which,
        single,
        chinese: words.chars().any(is_cjk),
        folded,
    }
}

fn names_years(row: &[(usize, Range<usize>)], looks: &[Look]) -> bool {
    let mut values = row.iter().filter(|(column, _)| *column > 0).peekable();
    values.peek().is_some() && values.all(|(_, range)| looks[range.start].kind == Kind::Year)
}

/// A name in the first column stands for the rows under it until the next one.
fn cover_groups(rows: &mut [Vec<Option<Cell>>], from: usize) {
    let mut below = 0;
    for row in rows.iter_mut().skip(from).rev() {
        let nested = row.get(1).is_some_and(Option::is_some);
        match row.first_mut() {
            Some(Some(first)) => {
                if nested {
                    first.covers.1 = below + 1;
                }
                below = 0;
            }
            Some(None) if nested => below += 1,
            _ => below = 0,
        }
    }
}
