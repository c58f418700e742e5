//! What a reader sees on the pages, in order: headings, paragraphs with their lines joined, tables.

use super::{
    Area, Page,
    cell::TableFound,
    grid::{Filled, grids},
    join,
    level::level,
    line::{Line, Word, lines},
    paragraph::{self, Margins, tenths},
    region,
    rules::{Ruling, put_in_order},
    running,
};
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

pub enum Part {
    Line(Line),
    Table(TableFound),
}

/// A page cut into lines and tables, from top to bottom.
pub struct Sheet {
    pub number: u32,
    pub parts: Vec<Part>,
    pub height: f64,
    /// Lines of figures that are in no table.
    loose: usize,
}

/// The pieces of all pages. Running heads and page numbers are left out.
pub fn compose(pages: Vec<Page>) -> Vec<Placed> {
    let mut sheets: Vec<Sheet> = pages.into_iter().map(sheet).collect();
    running::drop(&mut sheets);
    let loose: Vec<(u32, usize)> = sheets
        .iter()
        .map(|sheet| (sheet.number, sheet.loose))
        .filter(|(_, lines)| *lines > 0)
        .collect();
    let mut out: Vec<Placed> = Vec::new();
    let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
    for part in sheets.iter().flat_map(|sheet| &sheet.parts) {
        if let Part::Line(line) = part {
            *sizes.entry(tenths(line.main_size())).or_default() += line.text().len();
        }
    }
    let body = sizes
        .into_iter()
        .max_by_key(|(_, letters)| *letters)
        .map_or(0, |(size, _)| size);
    let mut open: Vec<Line> = Vec::new();
    let mut page = 0;
    let mut margins = Margins::default();
    for sheet in sheets {
        let mut first = true;
        let own = Margins::of(&sheet.parts);
        for part in sheet.parts {
            match part {
                Part::Line(line) => {
                    let over = page != sheet.number;
                    if !paragraph::continues(&open, &line, margins, over) {
                        close(&mut out, page, &mut open, body);
                        page = sheet.number;
                    }
                    margins = own;
                    first = false;
                    open.push(line);
                }
                Part::Table(table) => {
                    close(&mut out, page, &mut open, body);
                    push_table(&mut out, sheet.number, table, first);
                    first = false;
                }
            }
        }
    }
    close(&mut out, page, &mut open, body);
    paragraph::list_contents(&mut out);
    paragraph::free_titles(&mut out);
    out.extend(loose.into_iter().map(|(page, lines)| Placed {
        page,
        piece: Piece::Loose(lines),
    }));
    out
}

/// Puts the lines gathered as a paragraph or heading.
fn close(out: &mut Vec<Placed>, page: u32, open: &mut Vec<Line>, body: i64) {
    let piece = paragraph::piece(open, body);
    out.extend(piece.map(|piece| Placed { page, piece }));
    open.clear();
}

fn push_table(out: &mut Vec<Placed>, page: u32, mut table: TableFound, first: bool) {
    if first
        && let Some(Placed {
            piece: Piece::Table(above, pages),
            ..
        }) = out.last_mut()
        && let Some(repeated) = join::continues(above, &table)
    {
        let mut rows = table.rows.split_off(repeated.min(table.rows.len()));
        if rows.first().is_some_and(|rest| join::mend(above, rest)) {
            rows.remove(0);
        }
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
        let found = if rows >= 1 && filled.is_crowded() {
            region::within(&inside, ruling)
        } else if rows >= 2 && columns >= 2 {
            filled.table().map(|table| (0, tidy(table)))
        } else {
            None
        };
        if let Some((titles, table)) = found.filter(|(_, table)| table.texts() >= 4) {
            tables.push(table);
            *rest = outside;
            rest.extend(inside.into_iter().take(titles));
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
