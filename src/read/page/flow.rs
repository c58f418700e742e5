//! What a reader sees on the pages, in order: headings, paragraphs with their lines joined, tables.

use super::{
    Area, Page,
    cell::{TableFound, glue},
    grid::{Filled, grids},
    join,
    level::level,
    line::{Line, Word, lines},
    region,
    rules::{Ruling, put_in_order},
};
use crate::read::flat::{is_sentence, is_unfinished, numbering};
use std::collections::BTreeMap;

pub enum Piece {
    Heading {
        level: u8,
        text: String,
    },
    Paragraph(String),
    /// With the page of each row.
    Table(TableFound, Vec<u32>),
    /// So many lines of figures that are in no table.
    Loose(usize),
}

pub struct Placed {
    pub page: u32,
    pub piece: Piece,
}

enum Part {
    Line(Line),
    Table(TableFound),
}

struct Sheet {
    number: u32,
    parts: Vec<Part>,
    height: f64,
    /// Lines of figures that are in no table.
    loose: usize,
}

/// The pieces of all pages. Running heads and page numbers are left out.
pub fn compose(pages: Vec<Page>) -> Vec<Placed> {
    let mut sheets: Vec<Sheet> = pages.into_iter().map(sheet).collect();
    drop_running(&mut sheets);
    let loose: Vec<(u32, usize)> = sheets
        .iter()
        .map(|sheet| (sheet.number, sheet.loose))
        .filter(|(_, lines)| *lines > 0)
        .collect();
    let mut out: Vec<Placed> = Vec::new();
    let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
    for part in sheets.iter().flat_map(|sheet| &sheet.parts) {
        if let Part::Line(line) = part {
            *sizes.entry(tenths(line.size)).or_default() += line.text().len();
        }
    }
    let body = sizes
        .into_iter()
        .max_by_key(|(_, letters)| *letters)
        .map_or(0, |(size, _)| size);
    let mut open: Vec<Line> = Vec::new();
    let mut page = 0;
    let mut right = 0.0;
    for sheet in sheets {
        let mut first = true;
        let margin = right_margin(&sheet.parts);
        for part in sheet.parts {
            match part {
                Part::Line(line) => {
                    let over = page != sheet.number;
                    if !continues(&open, &line, right, over) {
                        paragraph(&mut out, page, std::mem::take(&mut open), body);
                        page = sheet.number;
                    }
                    right = margin;
                    first = false;
                    open.push(line);
                }
                Part::Table(table) => {
                    paragraph(&mut out, page, std::mem::take(&mut open), body);
                    push_table(&mut out, sheet.number, table, first);
                    first = false;
                }
            }
        }
    }
    paragraph(&mut out, page, open, body);
    list_contents(&mut out);
    out.extend(loose.into_iter().map(|(page, lines)| Placed {
        page,
        piece: Piece::Loose(lines),
    }));
    out
}

/// Many headings on one page with no sentence between them are a table of contents.
fn list_contents(pieces: &mut [Placed]) {
    const MANY: usize = 6;
    let short = |placed: &Placed| match &placed.piece {
        Piece::Heading { .. } => true,
        Piece::Paragraph(text) => text.chars().count() < 60 && !is_sentence(text),
        Piece::Table(..) | Piece::Loose(_) => false,
    };
    for page in pieces.chunk_by_mut(|a, b| a.page == b.page) {
        let length = page.len();
        let mut seen = 0;
        for run in page.chunk_by_mut(|a, b| short(a) && short(b)) {
            seen += run.len();
            let headings = run
                .iter()
                .filter(|placed| matches!(placed.piece, Piece::Heading { .. }))
                .count();
            if headings < MANY {
                continue;
            }
            // The last of them names what follows on the page, the first the whole.
            let end = run.len() - usize::from(seen < length);
            for placed in run.iter_mut().take(end).skip(1) {
                if let Piece::Heading { text, .. } = &mut placed.piece {
                    placed.piece = Piece::Paragraph(std::mem::take(text));
                }
            }
        }
    }
}

/// Where most lines of a page end at the right.
fn right_margin(parts: &[Part]) -> f64 {
    let mut ends: Vec<f64> = parts
        .iter()
        .filter_map(|part| match part {
            Part::Line(line) => Some(line.area.x1),
            Part::Table(_) => None,
        })
        .collect();
    ends.sort_by(f64::total_cmp);
    ends.get(ends.len() * 9 / 10).copied().unwrap_or(0.0)
}

fn tenths(size: f64) -> i64 {
    (size * 10.0).round() as i64
}

fn push_table(out: &mut Vec<Placed>, page: u32, mut table: TableFound, first: bool) {
    if first
        && let Some(Placed {
            piece: Piece::Table(above, pages),
            ..
        }) = out.last_mut()
        && let Some(repeated) = join::continues(above, &table)
    {
        let rows = table.rows.split_off(repeated.min(table.rows.len()));
        pages.extend(std::iter::repeat_n(page, rows.len()));
        above.rows.extend(rows);
        above.columns = table.columns;
        return;
    }
    let pages = vec![page; table.rows.len()];
    out.push(Placed {
        page,
        piece: Piece::Table(table, pages),
    });
}

/// Whether a line goes on with the paragraph above it; `over`: it stands on the next page.
fn continues(open: &[Line], line: &Line, right: f64, over: bool) -> bool {
    let Some(last) = open.last() else {
        return false;
    };
    let size = last.size.max(line.size);
    let alike = (last.size - line.size).abs() < size * 0.12;
    let near = over || (line.base - last.base < size * 2.6 && line.base > last.base - size);
    let (words, above) = (line.text(), last.text());
    // Two things side by side are not the beginning of a sentence.
    let parted = last
        .words
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if b.area.x0 - a.area.x1 > size * 2.5));
    let leaders = ["....", "……", ". . ."]
        .iter()
        .any(|dots| above.contains(dots));
    if !alike || !near || parted || leaders || numbering(&words).is_some() {
        return false;
    }
    let chinese = above.chars().next_back().is_some_and(super::line::is_wide);
    // A number or a Latin word is not broken, so that the line above may end early.
    let unbroken = words
        .chars()
        .take_while(char::is_ascii_graphic)
        .count()
        .min(20) as f64;
    let short = if chinese { 2.5 + unbroken * 0.55 } else { 9.0 };
    let full = last.area.x1 > right - size * short;
    let inset = line.area.x0 - last.area.x0;
    if !full || inset > size * 1.2 || (over && !is_unfinished(&above)) {
        return false;
    }
    // Further out than the line above: that one was the indented first. Else both stand at the margin.
    inset < -size * 1.2 || open.len() > 1 || is_unfinished(&above)
}

fn paragraph(out: &mut Vec<Placed>, page: u32, lines: Vec<Line>, body: i64) {
    let Some(size) = lines.iter().map(|line| tenths(line.size)).max() else {
        return;
    };
    let mut text = String::new();
    for line in &lines {
        glue(&mut text, &line.text(), false);
    }
    let short = text.chars().count() <= 60;
    let level = if is_sentence(&text) {
        None
    } else if let Some(level) = numbering(&text) {
        short.then_some(level)
    } else if size * 10 >= body * 12 && short && lines.len() <= 3 {
        Some(1)
    } else {
        None
    };
    out.push(Placed {
        page,
        piece: match level {
            Some(level) => Piece::Heading { level, text },
            None => Piece::Paragraph(text),
        },
    });
}

fn sheet(page: Page) -> Sheet {
    let page = level(page);
    let drawn: Vec<super::Rule> = page
        .rules
        .iter()
        .copied()
        .filter(|rule| !rule.edge)
        .collect();
    let drawn = put_in_order(&drawn);
    let all = put_in_order(&page.rules);
    let mut rest = lines(&page.glyphs, &all);
    let frame = Area::new(0.0, 0.0, page.width, page.height);
    rest.retain(|line| frame.holds(line.area.middle()));
    let mut tables = Vec::new();
    for ruling in [&drawn, &all] {
        take_grids(&mut rest, ruling, &mut tables);
    }
    let (found, mut rest) = region::find(rest, &drawn);
    // A chart's axes look like columns of figures.
    let (found, charts): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|table| !is_chart(&table.area, &page.strokes));
    for chart in charts {
        let slots = chart.rows.into_iter().flatten().flatten();
        rest.extend(slots.filter_map(as_line));
    }
    tables.extend(found);
    let loose = region::loose(&rest, &drawn);
    let mut parts: Vec<(f64, f64, Part)> = rest
        .into_iter()
        .map(|line| (line.base, line.area.x0, Part::Line(line)))
        .chain(
            tables
                .into_iter()
                .map(|table| (table.area.y0, table.area.x0, Part::Table(table))),
        )
        .collect();
    parts.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    Sheet {
        number: page.number,
        height: page.height,
        loose,
        parts: parts.into_iter().map(|(_, _, part)| part).collect(),
    }
}

/// Takes the words in drawn grids out of the lines.
fn take_grids(rest: &mut Vec<Line>, ruling: &Ruling, tables: &mut Vec<TableFound>) {
    for grid in grids(ruling) {
        let area = grid.area();
        let outer = grid.xs.len() + grid.ys.len() <= 4;
        if outer
            || tables
                .iter()
                .any(|table: &TableFound| overlaps(&table.area, &area))
        {
            continue;
        }
        let (inside, outside) = parted(rest, &area);
        let filled = Filled::new(grid, inside.iter().flat_map(|line| &line.words));
        let (rows, columns) = filled.extent();
        let table = if rows >= 1 && filled.is_crowded() {
            region::within(&inside, ruling)
        } else if rows >= 2 && columns >= 2 {
            filled.table().map(tidy)
        } else {
            None
        };
        if let Some(table) = table.filter(|table| table.texts() >= 4) {
            tables.push(table);
            *rest = outside;
        }
    }
}

/// Whether many slanted strokes stand in an area.
fn is_chart(area: &Area, strokes: &[(f64, f64)]) -> bool {
    strokes
        .iter()
        .filter(|stroke| area.holds(**stroke))
        .take(12)
        .count()
        >= 12
}

/// The words of a cell as a line of their own.
fn as_line(slot: super::Slot) -> Option<Line> {
    let size = slot.area.height().clamp(4.0, 12.0);
    Line::new(vec![Word {
        text: slot.text,
        base: slot.area.y1,
        size,
        area: slot.area,
    }])
}

fn overlaps(a: &Area, b: &Area) -> bool {
    a.beside(b) > 3.0 && a.level_with(b) > 3.0
}

/// The lines inside an area and the others, lines cut where they cross its border.
fn parted(lines: &[Line], area: &Area) -> (Vec<Line>, Vec<Line>) {
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    for line in lines {
        let (own, other): (Vec<_>, Vec<_>) = line
            .words
            .iter()
            .cloned()
            .partition(|word| area.holds(word.area.middle()));
        inside.extend(Line::new(own));
        outside.extend(Line::new(other));
    }
    (inside, outside)
}

/// Rows in which nothing stands left out.
fn tidy(mut table: TableFound) -> TableFound {
    let reached = |rows: &[Vec<Option<super::Slot>>], at: usize| {
        rows.get(at)
            .is_some_and(|row| row.iter().any(Option::is_some))
    };
    let keep: Vec<bool> = (0..table.rows.len())
        .map(|at| reached(&table.rows, at))
        .collect();
    for at in 0..table.rows.len() {
        if let Some(row) = table.rows.get_mut(at) {
            for slot in row.iter_mut().flatten() {
                let lost = keep
                    .get(at..at + slot.covers.1)
                    .map_or(0, |rows| rows.iter().filter(|keep| !**keep).count());
                slot.covers.1 = (slot.covers.1 - lost).max(1);
            }
        }
    }
    let mut kept = keep.iter();
    table.rows.retain(|_| kept.next().copied().unwrap_or(true));
    table
}

/// Leaves out what stands at the same height at the edge of several pages, and page numbers.
fn drop_running(sheets: &mut [Sheet]) {
    let key = |line: &Line, height: f64| {
        let edge = line.base < height * 0.09 || line.base > height * 0.92;
        let text: String = line
            .text()
            .chars()
            .filter(|c| !c.is_ascii_digit() && !c.is_whitespace())
            .collect();
        edge.then(|| ((line.base / 4.0).round() as i64, text))
    };
    let mut seen: BTreeMap<(i64, String), usize> = BTreeMap::new();
    for sheet in sheets.iter() {
        for part in &sheet.parts {
            if let Part::Line(line) = part
                && let Some(key) = key(line, sheet.height)
            {
                *seen.entry(key).or_default() += 1;
            }
        }
    }
    for sheet in sheets {
        let height = sheet.height;
        sheet.parts.retain(|part| {
            let Part::Line(line) = part else { return true };
            let Some(key) = key(line, height) else {
                return true;
            };
            let number = key.1.chars().all(|c| !c.is_alphanumeric()) || is_page_number(&key.1);
            !(number || seen.get(&key).is_some_and(|times| *times >= 3))
        });
    }
}

/// `第 3 页`, `Page 3 of 7` with their digits taken out.
fn is_page_number(text: &str) -> bool {
    matches!(
        text.trim_matches(['-', '—', '–', '/', '共', '.', ' ']),
        "第页" | "第页共页" | "Page" | "page" | "Pageof" | "pageof" | "页" | "第页，共页"
    )
}
