//! Which lines of a page are a table without drawn cells.

use super::{
    Area,
    align::{columns, is_body},
    cell::TableFound,
    line::Line,
    rows,
    rules::Ruling,
    run::{headed, runs},
    split::{Chunk, chunks},
};

/// A line cut into chunks.
pub struct Sketch {
    pub base: f64,
    pub size: f64,
    pub area: Area,
    pub chunks: Vec<Chunk>,
    /// Running text, not a row.
    pub prose: bool,
}

/// Tables found and the lines that are in none.
pub fn find(lines: Vec<Line>, ruling: &Ruling) -> (Vec<TableFound>, Vec<Line>) {
    let sketches: Vec<Sketch> = sketch(&lines, ruling);
    let mut taken = vec![false; lines.len()];
    let mut tables = Vec::new();
    let runs = runs(&sketches);
    // Rules over the figures of sums lie within rows that begin further out.
    let within = |(start, end, from): &(usize, usize, f64)| {
        runs.iter().any(|run| {
            let left = sketches.get(run.0..run.1).unwrap_or(&[]);
            run.0 <= *start
                && *end <= run.1
                && left
                    .iter()
                    .any(|line| line.chunks.len() >= 2 && line.area.x0 < from - 8.0)
        })
    };
    let stacks = ruled_stacks(&sketches, ruling);
    let stacks = stacks.iter().filter(|stack| !within(stack));
    for (start, end) in stacks
        .map(|&(start, end, _)| headed(&sketches, (start, end)))
        .chain(runs.iter().copied())
    {
        if taken
            .get(start..end)
            .is_none_or(|part| part.contains(&true))
        {
            continue;
        }
        let part = sketches.get(start..end).unwrap_or(&[]);
        if let Some((titles, table)) = build(part, ruling) {
            tables.push(table);
            if let Some(part) = taken.get_mut(start + titles..end) {
                part.fill(true);
            }
        }
    }
    let rest = lines
        .into_iter()
        .zip(taken)
        .filter(|(_, taken)| !taken)
        .map(|(line, _)| line)
        .collect();
    (tables, rest)
}

/// A table in a stretch that rules have marked as one, whatever its shape, and how many lines at its top are titles above it.
pub fn within(lines: &[Line], ruling: &Ruling) -> Option<(usize, TableFound)> {
    build(&sketch(lines, ruling), ruling)
}

fn sketch(lines: &[Line], ruling: &Ruling) -> Vec<Sketch> {
    lines
        .iter()
        .map(|line| {
            let chunks = chunks(line, ruling);
            Sketch {
                base: line.base,
                size: line.size,
                area: line.area,
                prose: is_prose(&chunks, line),
                chunks,
            }
        })
        .collect()
}

/// Whether a figure within words is followed by the end of a clause: `共 12.50 万元，占`.
fn is_clause(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    chars.iter().enumerate().any(|(at, &c)| {
        let before = chars.get(at.saturating_sub(6)..at).unwrap_or(&[]);
        matches!(c, '，' | '；' | '。') && before.iter().any(char::is_ascii_digit)
    })
}

/// Whether a line is running text, a list, or a line of a table of contents.
fn is_prose(chunks: &[Chunk], line: &Line) -> bool {
    if chunks.len() <= 3 && is_clause(&line.text()) {
        return true;
    }
    let leaders = chunks.iter().any(|chunk| {
        chunk.text.contains("....")
            || chunk.text.contains("……")
            || chunk.text.contains("····")
            || chunk.text.contains(". . . .")
    });
    if leaders && chunks.iter().filter(|chunk| chunk.figure).count() <= 1 {
        return true;
    }
    let bullet = |chunk: &Chunk| {
        let text = chunk.text.trim_matches(['(', ')', '.', '[', ']']);
        text.chars().count() <= 1
            || (text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit()))
            || matches!(text, "ii" | "iii" | "iv" | "vi" | "vii")
    };
    let words = |chunk: &Chunk| {
        chunk.words.len() >= 6
            || chunk
                .text
                .chars()
                .filter(|&c| super::line::is_wide(c))
                .count()
                >= 18
    };
    match chunks {
        [only] => only.words.len() >= 7 || only.area.width() > line.size * 32.0,
        [first, rest] => {
            bullet(first) && words(rest)
                || (words(first) && words(rest) && rest.area.x0 - first.area.x1 < line.size * 1.3)
        }
        _ => {
            let long = chunks.iter().filter(|chunk| words(chunk)).count();
            chunks.len() <= 3 && long + 1 >= chunks.len() && long >= 2
        }
    }
}

/// Stretches between level rules of one length, as printed tables without upright rules have them.
fn ruled_stacks(sketches: &[Sketch], ruling: &Ruling) -> Vec<(usize, usize, f64)> {
    let mut left = ruling.level.clone();
    left.retain(|rule| rule.to - rule.from > 100.0);
    let mut out = Vec::new();
    while let Some(first) = left.first().copied() {
        let same = |rule: &super::Rule| {
            (rule.from - first.from).abs() < 6.0 && (rule.to - first.to).abs() < 6.0
        };
        let stack: Vec<f64> = left
            .iter()
            .filter(|rule| same(rule))
            .map(|rule| rule.at)
            .collect();
        left.retain(|rule| !same(rule));
        let mut open: Option<(usize, usize)> = None;
        for pair in stack.windows(2) {
            let [above, below] = pair else { continue };
            let inside = |line: &Sketch| {
                let (x, y) = (line.area.middle().0, line.base - line.size * 0.3);
                y > *above && y < *below && x > first.from - 3.0 && x < first.to + 3.0
            };
            let start = sketches.iter().position(inside);
            let Some(start) = start else { continue };
            let count = sketches
                .iter()
                .skip(start)
                .take_while(|line| inside(line))
                .count();
            let part = sketches.get(start..start + count).unwrap_or(&[]);
            let rows = part
                .iter()
                .filter(|line| line.chunks.len() >= 2 && !line.prose)
                .count();
            let prose = part.iter().filter(|line| line.prose).count();
            // Rules over the figures alone are those of sums, not of the table.
            let wider = part
                .iter()
                .any(|line| line.chunks.len() >= 2 && line.area.x0 < first.from - 8.0);
            let tabular = !wider && rows > 0 && prose * 3 <= rows
                || (open.is_some() && count <= 2 && prose == 0);
            open = match (open, tabular) {
                (Some((from, to)), true) if to == start => Some((from, start + count)),
                (open, true) => {
                    out.extend(open.map(|(start, end)| (start, end, first.from)));
                    Some((start, start + count))
                }
                (open, false) => {
                    out.extend(open.map(|(start, end)| (start, end, first.from)));
                    None
                }
            };
        }
        out.extend(open.map(|(start, end)| (start, end, first.from)));
    }
    out.retain(|(start, end, _)| end - start >= 3);
    out
}

fn build(lines: &[Sketch], ruling: &Ruling) -> Option<(usize, TableFound)> {
    let area = Area::of(lines.iter().map(|line| line.area))?;
    let chunks: Vec<Vec<Chunk>> = lines.iter().map(|line| line.chunks.clone()).collect();
    let columns = columns(&chunks, ruling, area);
    if columns.len() < 2 || columns.len() > 80 {
        return None;
    }
    let body = chunks.iter().filter(|row| is_body(row)).count();
    let wide = chunks.iter().filter(|row| row.len() >= 2).count();
    let ruled = ruling
        .level
        .iter()
        .filter(|rule| {
            rule.at > area.y0 - area.height() * 0.05 - 12.0
                && rule.at < area.y1 + 12.0
                && rule.to.min(area.x1) - rule.from.max(area.x0) > area.width() * 0.5
        })
        .count();
    let enough =
        (body >= 2 && body * 2 >= wide) || (wide >= 3 && ruled >= 2) || is_named_row(lines);
    let even = chunks
        .iter()
        .filter(|row| row.len() * 2 >= columns.len())
        .count();
    if !enough || even * 2 < wide || wide < 2 {
        return None;
    }
    let lines: Vec<(f64, Vec<Chunk>)> = lines
        .iter()
        .map(|line| (line.base, line.chunks.clone()))
        .collect();
    rows::table(&lines, &columns, ruling, area)
        .filter(|(_, table)| table.rows.len() >= 2 && table.texts() >= 4 && !is_scale(table))
}

/// Whether the last line is a row of figures, each under a name of its own.
fn is_named_row(lines: &[Sketch]) -> bool {
    let Some((row, above)) = lines.split_last() else {
        return false;
    };
    let figures: Vec<&Chunk> = row.chunks.iter().skip(1).filter(|c| c.figure).collect();
    let is_named = |figure: &&&Chunk| {
        let over = |chunk: &Chunk| chunk.area.beside(&figure.area) > 0.0;
        above
            .iter()
            .any(|line| line.chunks.len() >= 2 && line.chunks.iter().any(over))
    };
    figures.len() >= 3 && figures.iter().filter(is_named).count() == figures.len()
}

/// Whether every column is a scale, equal steps from one end to the other: the axes of charts side by side.
fn is_scale(table: &TableFound) -> bool {
    (0..table.columns.len()).all(|column| {
        let values: Vec<f64> = table
            .rows
            .iter()
            .filter_map(|row| row.get(column)?.as_ref())
            .filter_map(|slot| slot.text.replace(',', "").parse().ok())
            .collect();
        let steps: Vec<f64> = values
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] => Some(b - a),
                _ => None,
            })
            .collect();
        // Two charts below each other begin anew once.
        let even = |step: f64| {
            let alike = steps
                .iter()
                .filter(|own| (*own - step).abs() <= step.abs() * 0.02);
            step != 0.0 && alike.count() * 5 >= steps.len() * 4
        };
        steps.len() >= 3 && steps.first().is_some_and(|first| even(*first))
    })
}

/// Lines that hold several figures and yet are in no table.
pub fn loose(lines: &[Line], ruling: &Ruling) -> usize {
    let is_row = |line: &&Line| {
        let figures = chunks(line, ruling)
            .into_iter()
            .filter(|chunk| chunk.figure && chunk.text.contains(['.', ',']));
        figures.count() >= 3
    };
    lines.iter().filter(is_row).count()
}
