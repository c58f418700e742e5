//! Tables whose columns are held apart by spaces: the figures of a column stand under one another.

use super::line::{Line, Segment};
use crate::model::{Cell, Table, Text, is_cjk};
use crate::read::indent;

/// Where the values of a table stand.
struct Layout {
    /// Labels begin left of this display column.
    threshold: usize,
    /// Display columns of each value column, end exclusive.
    columns: Vec<(usize, usize)>,
}

/// A table that begins on the first of some lines, with the number of lines it takes.
pub(super) fn read(text: &Text, lines: &[Line]) -> Result<(usize, Table), usize> {
    let first = lines.first().ok_or(0usize)?;
    // A single line over several columns may stand first.
    let over = first.segments.len() == 1
        && first
            .segments
            .first()
            .is_some_and(|s| s.left >= 6 && s.width() <= 60)
        && lines.get(1).is_some_and(Line::is_divided);
    if !(first.is_divided() || over) || first.is_rule(text) || is_sentence(text, first) {
        return Err(0);
    }
    let begin = usize::from(over);
    let used = begin + extent(text, lines.get(begin..).ok_or(0usize)?);
    let lines = lines.get(..used).ok_or(0usize)?;
    let layout = layout(text, lines.get(begin..).ok_or(0usize)?).ok_or(used)?;
    if over {
        let heads = first.segments.first().is_some_and(|segment| {
            let under = layout
                .columns
                .iter()
                .filter(|&&column| segment.overlaps(column));
            under.count() > 1 && segment.left >= layout.threshold
        });
        if !heads {
            return Err(used);
        }
    }
    let table = assemble(text, lines, &layout).ok_or(used)?;
    Ok((used, table))
}

/// How many lines may belong to a table that begins here: up to a sentence, two blank lines, or the header of another table.
fn extent(text: &Text, lines: &[Line]) -> usize {
    let mut used = 0;
    let (mut blanks, mut lone, mut figures) = (0, 0, false);
    for (at, line) in lines.iter().enumerate() {
        if line.is_blank() {
            blanks += 1;
            if blanks > 1 {
                break;
            }
            continue;
        }
        if line.is_rule(text) {
            blanks = 0;
            continue;
        }
        if line.is_divided() && !is_sentence(text, line) {
            let values = holds_figure(line);
            if blanks > 0 && figures && !values {
                break;
            }
            figures |= values;
            (blanks, lone) = (0, 0);
            used = at + 1;
            continue;
        }
        lone += 1;
        let new_table = blanks > 0
            && figures
            && lines[at + 1..]
                .iter()
                .take(8)
                .find(|line| line.is_divided())
                .is_some_and(|line| !holds_figure(line));
        if lone > 3 || new_table || is_sentence(text, line) {
            break;
        }
        blanks = 0;
    }
    // The label of the last row may go on below it.
    while let Some(line) = lines.get(used)
        && used > 0
        && line.segments.len() == 1
        && goes_on(text, line)
    {
        used += 1;
    }
    used
}

/// Whether figures other than years stand after the first piece.
fn holds_figure(line: &Line) -> bool {
    line.segments.iter().skip(1).any(|s| s.value && !s.year)
}

/// Whether a line is prose, be it with two spaces between its sentences.
fn is_sentence(text: &Text, line: &Line) -> bool {
    let words = |segment: &Segment| text.slice(segment.span).to_owned();
    let stops =
        |segment: &Segment| words(segment).ends_with(['.', '。', '；', '！', '？', '!', '?']);
    match line.segments.as_slice() {
        [] => false,
        [one] => {
            let full = words(one).ends_with(['。', '；', '！', '？']);
            one.width() > 90 || full || (one.width() > 50 && stops(one))
        }
        [first, .., last] => {
            let valued = line.segments.iter().any(|s| s.value);
            !valued && last.right > 50 && (stops(first) || stops(last)) && first.width() > 12
        }
    }
}

/// Whether a line begins in the middle of a label.
fn goes_on(text: &Text, line: &Line) -> bool {
    line.segments.first().is_some_and(|segment| {
        text.slice(segment.span)
            .starts_with(|c: char| c.is_ascii_lowercase())
    })
}

fn layout(text: &Text, lines: &[Line]) -> Option<Layout> {
    let rows: Vec<&Line> = lines
        .iter()
        .filter(|line| line.is_divided() && !line.is_rule(text))
        .collect();
    let bodies: Vec<&Line> = rows
        .iter()
        .copied()
        .filter(|line| holds_figure(line))
        .collect();
    let leftmost = rows
        .iter()
        .flat_map(|line| line.segments.first())
        .map(|s| s.left)
        .min()?;
    let first = |counts: fn(&Segment) -> bool| {
        let others = bodies.iter().flat_map(|line| line.segments.iter().skip(1));
        others.filter(|s| counts(s)).map(|s| s.left).min()
    };
    // Words may stand in columns too; where they do not, labels only have wide spaces in them.
    let candidates = [(first(|_| true)?, true), (first(|s| s.value)?, false)];
    candidates.into_iter().find_map(|(begin, words)| {
        let threshold = leftmost + begin.saturating_sub(leftmost).div_ceil(2).max(1);
        let values = |line: &Line| -> Vec<Segment> {
            let right = line.segments.iter().filter(|s| s.left >= threshold);
            right.cloned().collect()
        };
        let bodies: Vec<Vec<Segment>> = bodies.iter().map(|line| values(line)).collect();
        let columns = if words {
            by_overlap(&bodies).filter(|columns| are_filled(columns, &bodies))
        } else {
            by_overlap(&bodies).or_else(|| by_right_edge(&bodies))
        };
        let mut layout = Layout {
            threshold,
            columns: columns?,
        };
        is_table(text, &rows, &bodies, &layout, words).then_some(())?;
        for line in rows.iter().filter(|line| !holds_figure(line)) {
            admit(&values(line), &mut layout.columns);
        }
        Some(layout)
    })
}

/// Whether a third of the rows stand in each column.
fn are_filled(columns: &[(usize, usize)], bodies: &[Vec<Segment>]) -> bool {
    columns.iter().all(|&column| {
        let filled = bodies
            .iter()
            .filter(|row| row.iter().any(|s| s.overlaps(column)));
        filled.count() * 3 >= bodies.len()
    })
}

/// Adds a column for each header under which nothing stands, where every column beside it has a header of its own.
fn admit(headers: &[Segment], columns: &mut Vec<(usize, usize)>) {
    let mut free = 0;
    for (at, header) in headers.iter().enumerate() {
        if let Some(last) = columns.iter().rposition(|&column| header.overlaps(column)) {
            free = last + 1;
            continue;
        }
        // The columns up to the next header that stands over one.
        let next = headers[at + 1..]
            .iter()
            .find_map(|s| columns.iter().position(|&column| s.overlaps(column)));
        let until = next.unwrap_or(columns.len());
        if free < until {
            free += 1;
        } else {
            columns.push((header.left, header.right));
            columns.sort_unstable();
            free += 1;
        }
    }
}

/// Columns as the shadows that all values cast on one line; `None` where two values of one row fall into one shadow.
fn by_overlap(bodies: &[Vec<Segment>]) -> Option<Vec<(usize, usize)>> {
    let mut all: Vec<(usize, usize)> = bodies
        .iter()
        .flatten()
        .filter(|s| s.value || s.width() <= 60)
        .map(|s| (s.left, s.right))
        .collect();
    all.sort_unstable();
    let mut columns: Vec<(usize, usize)> = Vec::new();
    for (left, right) in all {
        match columns.last_mut() {
            Some(last) if left < last.1 => last.1 = last.1.max(right),
            _ => columns.push((left, right)),
        }
    }
    let apart = bodies.iter().all(|row| {
        row.windows(2).all(|two| match two {
            [a, b] => columns
                .iter()
                .all(|&column| !(a.overlaps(column) && b.overlaps(column))),
            _ => true,
        })
    });
    apart.then_some(columns)
}

/// Columns as groups of figures that end at nearly the same place.
fn by_right_edge(bodies: &[Vec<Segment>]) -> Option<Vec<(usize, usize)>> {
    let mut all: Vec<(usize, usize)> = bodies
        .iter()
        .flatten()
        .filter(|s| s.value)
        .map(|s| (s.right, s.left))
        .collect();
    all.sort_unstable();
    let mut columns: Vec<(usize, usize)> = Vec::new();
    for (right, left) in all {
        match columns.last_mut() {
            Some(last) if right <= last.1 + 2 => *last = (last.0.min(left), right),
            _ => columns.push((left, right)),
        }
    }
    // Shadows may overlap here; cut them apart at the right edge of the column before.
    let mut edge = 0;
    for column in &mut columns {
        column.0 = column.0.max(edge);
        edge = column.1;
    }
    let torn = bodies
        .iter()
        .filter(|row| place(row, &columns).is_none())
        .count();
    (torn * 5 <= bodies.len()).then_some(columns)
}

/// The column of each value of a row; `None` where two fall into one.
fn place(values: &[Segment], columns: &[(usize, usize)]) -> Option<Vec<usize>> {
    let mut places: Vec<usize> = Vec::with_capacity(values.len());
    for value in values {
        let shared = |&(left, right): &(usize, usize)| {
            value.right.min(right).saturating_sub(value.left.max(left))
        };
        let (column, _) = columns.iter().enumerate().max_by_key(|(i, column)| {
            let distance = column.1.abs_diff(value.right);
            (shared(column), usize::MAX - distance, usize::MAX - i)
        })?;
        if places.last().is_some_and(|&last| last >= column) {
            return None;
        }
        places.push(column);
    }
    Some(places)
}

/// Whether what stands in columns is a table of figures, and not prose or a table of contents.
fn is_table(
    text: &Text,
    rows: &[&Line],
    bodies: &[Vec<Segment>],
    layout: &Layout,
    filled: bool,
) -> bool {
    let width = layout.columns.len();
    let pieces: usize = bodies.iter().map(Vec::len).sum();
    let values = bodies.iter().flatten().filter(|s| s.value).count();
    let headed = rows.len() > bodies.len() && width > 1 && values == width;
    let labelled = rows.iter().any(|line| {
        let first = line.segments.first();
        first.is_some_and(|s| s.left < layout.threshold)
    });
    let contents = width == 1 && rows.iter().all(|line| line.leader) && is_rising(text, bodies);
    // Where words stand in columns as well, one column of figures is enough.
    let figures = values * 2 >= pieces && values * 4 >= width * bodies.len();
    let figures = figures || (filled && bodies.len() > 2 && values >= bodies.len());
    width > 0 && (labelled || width > 1) && (bodies.len() >= 2 || headed) && figures && !contents
}

/// Whether the values are whole numbers that never fall: page numbers.
fn is_rising(text: &Text, bodies: &[Vec<Segment>]) -> bool {
    let pages: Option<Vec<u32>> = bodies
        .iter()
        .flatten()
        .map(|s| text.slice(s.span).parse().ok())
        .collect();
    pages.is_some_and(|pages| pages.is_sorted())
}

fn assemble(text: &Text, lines: &[Line], layout: &Layout) -> Option<Table> {
    let width = layout.columns.len();
    let cell = |segment: &Segment| Cell::new(text.slice(segment.span), segment.span);
    let mut grid: Vec<Vec<Option<Cell>>> = Vec::new();
    let mut lefts: Vec<Option<usize>> = Vec::new();
    let mut unaligned = Vec::new();
    let mut held: Option<(Cell, usize)> = None;
    for (at, line) in lines.iter().enumerate() {
        if line.is_blank() || line.is_rule(text) {
            continue;
        }
        let (labels, values): (Vec<&Segment>, Vec<&Segment>) = line
            .segments
            .iter()
            .partition(|s| s.left < layout.threshold);
        let values: Vec<Segment> = values.into_iter().cloned().collect();
        let mut label = labels
            .into_iter()
            .map(|s| (cell(s), s.left))
            .reduce(|(a, left), (b, _)| (both(a, &b), left));
        if values.is_empty()
            && let Some((words, left)) = label.take()
        {
            let next = lines.get(at + 1);
            let adjoins = at > 0 && lines.get(at - 1).is_some_and(|before| !before.is_blank());
            let above = grid
                .last_mut()
                .filter(|row| row.iter().skip(1).any(Option::is_some));
            if let Some(Some(last)) = above.and_then(|row| row.first_mut()).filter(|last| {
                adjoins
                    && last.as_ref().is_some_and(|l| {
                        (goes_on(text, line) && is_begun(&l.text)) || is_open(&l.text)
                    })
            }) {
                *last = both(last.clone(), &words);
            } else if next.is_some_and(|next| continues(text, &words.text, next, layout)) {
                held = Some(match held.take() {
                    Some((before, left)) => (both(before, &words), left),
                    None => (words, left),
                });
            } else {
                let mut row = vec![None; width + 1];
                row[0] = Some(words);
                grid.push(row);
                lefts.push(Some(left));
            }
            continue;
        }
        if let Some((before, left)) = held.take() {
            label = Some(match label.take() {
                Some((words, _)) => (both(before, &words), left),
                None => (before, left),
            });
        }
        let body = values.iter().any(|s| s.value && !s.year);
        let (places, sure) = columns_of(&values, &layout.columns, body);
        if !sure {
            unaligned.push(grid.len());
        }
        let mut row: Vec<Option<Cell>> = vec![None; width + 1];
        for (segment, (column, covers)) in values.iter().zip(places) {
            if let Some(place) = row.get_mut(column + 1) {
                let mut standing = cell(segment);
                standing.covers = (covers, 1);
                *place = Some(standing);
            }
        }
        lefts.push(label.as_ref().map(|(_, left)| *left));
        row[0] = label.map(|(words, _)| words);
        grid.push(row);
    }
    for (row, indent) in grid.iter_mut().zip(indent::ranks(&lefts)) {
        if let Some(Some(label)) = row.first_mut() {
            label.indent = indent;
        }
    }
    if grid
        .iter()
        .all(|row| row.first().is_none_or(Option::is_none))
    {
        for row in &mut grid {
            row.remove(0);
        }
    }
    let mut table = super::table(grid, None)?;
    table.unaligned_rows = unaligned;
    Some(table)
}

/// (column, columns covered) of each value of a row, and whether that is sure. Rows of words may cover several columns.
fn columns_of(
    values: &[Segment],
    columns: &[(usize, usize)],
    body: bool,
) -> (Vec<(usize, usize)>, bool) {
    let single = |places: Vec<usize>| places.into_iter().map(|column| (column, 1)).collect();
    if values.len() == columns.len() {
        return ((0..values.len()).map(|column| (column, 1)).collect(), true);
    }
    if !body {
        let mut free = 0;
        let spans: Option<Vec<(usize, usize)>> = values
            .iter()
            .map(|value| {
                let mut under = (0..columns.len()).filter(|&i| value.overlaps(columns[i]));
                let first = under.next()?;
                let last = under.next_back().unwrap_or(first);
                let span = (first >= free).then_some((first, last - first + 1))?;
                free = last + 1;
                Some(span)
            })
            .collect();
        if let Some(spans) = spans {
            return (spans, true);
        }
    }
    match place(values, columns) {
        Some(places) => (single(places), true),
        None => (
            (0..values.len().min(columns.len()))
                .map(|column| (column, 1))
                .collect(),
            false,
        ),
    }
}

/// Whether a line with nothing but words is the beginning of the label of the next line.
fn continues(text: &Text, words: &str, next: &Line, layout: &Layout) -> bool {
    let Some(first) = next.segments.first() else {
        return false;
    };
    let valued = next
        .segments
        .iter()
        .any(|s| s.value && s.left >= layout.threshold);
    let unlabelled = first.left >= layout.threshold && valued && !words.ends_with([':', '：']);
    let joined = next.is_divided() && ((goes_on(text, next) && is_begun(words)) || is_open(words));
    unlabelled || joined
}

/// Whether a label begins as labels do where they are not all in small letters.
fn is_begun(words: &str) -> bool {
    !words.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Whether words break off: an open bracket, a comma, a word that joins.
fn is_open(words: &str) -> bool {
    let count = |marks: [char; 2]| words.chars().filter(|c| marks.contains(c)).count();
    let joins = |word: &str| {
        words
            .strip_suffix(word)
            .is_some_and(|rest| rest.ends_with(' '))
    };
    count(['(', '（']) > count([')', '）'])
        || words.ends_with([',', '、', '，', '及', '和', '与'])
        || [
            "and", "of", "or", "the", "for", "to", "in", "from", "by", "on", "with",
        ]
        .into_iter()
        .any(joins)
}

fn both(a: Cell, b: &Cell) -> Cell {
    Cell {
        text: join(&a.text, &b.text),
        span: a.span.to(b.span),
        ..a
    }
}

/// Two pieces of a broken line: with a space, but for Chinese.
pub(super) fn join(a: &str, b: &str) -> String {
    let wide =
        |c: Option<char>| c.is_some_and(|c| is_cjk(c) || !c.is_ascii() && !c.is_alphanumeric());
    if wide(a.chars().next_back()) || wide(b.chars().next()) {
        format!("{a}{b}")
    } else {
        format!("{a} {b}")
    }
}
