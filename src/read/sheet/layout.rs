//! A sheet to headings, paragraphs and tables: parted at blank rows and columns where something new begins.

use super::{
    Area, Sheet, SheetCell, State,
    lines::{begin_table, begin_titled_table, has_figure, is_figure, is_wide, says_terms},
};
use crate::{
    model::{Place, Words},
    read::transcript::{CellSource, TableSource, Transcript},
};
use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

/// A gap of more blank rows than this always parts.
const WIDE_GAP_ROWS: u32 = 20;
/// And so does one of more blank columns.
const WIDE_GAP_COLUMNS: u32 = 10;
/// Lines over a table that may name it, and their characters.
const MOST_TITLES: usize = 3;
const LONGEST_TITLE: usize = 80;
/// Partings inside each other.
const DEEPEST: usize = 8;
/// A grid may have this many places more than cells, before it counts as scattered.
const SPARSE: usize = 40;

/// A cell among the visible rows and columns.
pub struct Placed {
    /// 0-based, hidden rows and columns not counted.
    pub row: u32,
    pub column: u32,
    /// (columns, rows), hidden ones not counted.
    pub covers: (u32, u32),
    pub figure: bool,
    pub cell: SheetCell,
}

/// Rows or columns that are hidden: how many before a place, and whether it is one itself.
struct Hidden {
    /// First, last, and how many are hidden before the first.
    ranges: Vec<(u32, u32, u32)>,
}

impl Hidden {
    fn of(mut ranges: Vec<(u32, u32)>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<(u32, u32, u32)> = Vec::new();
        for (first, last) in ranges {
            let last = last.max(first);
            match merged.last_mut() {
                Some(before) if first <= before.1.saturating_add(1) => {
                    before.1 = before.1.max(last);
                }
                Some(&mut (start, end, count)) => {
                    merged.push((first, last, count + (end - start) + 1));
                }
                None => merged.push((first, last, 0)),
            }
        }
        Self { ranges: merged }
    }

    /// The place among the visible ones; `None` for a hidden one.
    fn visible(&self, place: u32) -> Option<u32> {
        let at = self.ranges.partition_point(|range| range.0 <= place);
        match at.checked_sub(1).and_then(|at| self.ranges.get(at)) {
            None => Some(place),
            Some((_, last, _)) if place <= *last => None,
            Some((first, last, before)) => place.checked_sub(before + (last - first) + 1),
        }
    }

    /// The visible ones from `first` to `last`: the first, and how many.
    fn within(&self, first: u32, last: u32) -> Option<(u32, u32)> {
        let mut start = first;
        while start <= last && self.visible(start).is_none() {
            let range = self
                .ranges
                .iter()
                .rev()
                .find(|range| range.0 <= start && start <= range.1)?;
            start = range.1.checked_add(1)?;
        }
        let mut end = last;
        while end > start && self.visible(end).is_none() {
            let range = self
                .ranges
                .iter()
                .rev()
                .find(|range| range.0 <= end && end <= range.1)?;
            end = range.0.saturating_sub(1).max(start);
        }
        let (from, to) = (self.visible(start)?, self.visible(end)?);
        (start <= last).then_some((start, to.saturating_sub(from) + 1))
    }
}

pub fn write(transcript: &mut Transcript<'_>, sheet: Sheet, show_hidden: bool) {
    let name: Arc<str> = sheet.name.as_str().into();
    transcript.heading(1, &name, None);
    let hidden = |ranges: Vec<(u32, u32)>| match show_hidden {
        true => Hidden::of(Vec::new()),
        false => Hidden::of(ranges),
    };
    let rows = hidden(sheet.hidden_rows);
    let columns = hidden(sheet.hidden_columns);
    let mut writer = Writer { transcript, name };
    writer.troubles(&sheet.cells, &rows, &columns);
    let placed = place(sheet.cells, &sheet.merges, &rows, &columns);
    let all: Vec<&Placed> = placed.iter().collect();
    writer.part(all, 0);
}

/// The visible cells in order of rows, with what they cover; what merged cells cover is dropped.
fn place(cells: Vec<SheetCell>, merges: &[Area], rows: &Hidden, columns: &Hidden) -> Vec<Placed> {
    let mut anchors: BTreeMap<(u32, u32), Area> = BTreeMap::new();
    for area in merges {
        anchors.insert((area.rows.0, area.columns.0), *area);
    }
    // Places that an area covers, found by row: areas sorted by their first row.
    let mut areas: Vec<Area> = merges.to_vec();
    areas.sort_unstable_by_key(|area| area.rows);
    let mut placed: Vec<Placed> = Vec::with_capacity(cells.len());
    let mut cells = cells;
    cells.sort_by_key(|cell| (cell.row, cell.column));
    cells.dedup_by_key(|cell| (cell.row, cell.column));
    let mut active: Vec<Area> = Vec::new();
    let mut next = 0;
    for cell in cells {
        while let Some(area) = areas.get(next).filter(|area| area.rows.0 <= cell.row) {
            active.push(*area);
            next += 1;
            // Areas that ended are forgotten from time to time.
            if active.len() > 4_096 {
                active.retain(|area| area.rows.1 >= cell.row);
                active.truncate(65_536);
            }
        }
        active.retain(|area| area.rows.1 >= cell.row);
        if cell.text.trim().is_empty() {
            continue;
        }
        let at = match anchors.get(&(cell.row, cell.column)) {
            Some(area) => rows
                .within(area.rows.0, area.rows.1)
                .zip(columns.within(area.columns.0, area.columns.1)),
            None => {
                let covered = active.iter().any(|area| {
                    area.rows.0 <= cell.row
                        && (area.columns.0..=area.columns.1).contains(&cell.column)
                });
                (!covered).then_some(((cell.row, 1), (cell.column, 1)))
            }
        };
        let Some(((row, tall), (column, wide))) = at else {
            continue;
        };
        let (Some(row), Some(column)) = (rows.visible(row), columns.visible(column)) else {
            continue;
        };
        placed.push(Placed {
            row,
            column,
            covers: (wide, tall),
            figure: is_figure(&cell.text),
            cell,
        });
    }
    placed.sort_by_key(|placed| (placed.row, placed.column));
    placed
}

struct Writer<'a, 'b> {
    transcript: &'a mut Transcript<'b>,
    name: Arc<str>,
}

impl Writer<'_, '_> {
    fn place(&self, cell: &SheetCell) -> Place {
        Place::Cell {
            sheet: self.name.clone(),
            column: cell.column + 1,
            row: cell.row + 1,
        }
    }

    /// Says which cells hold errors or no result, and what is hidden.
    fn troubles(&mut self, cells: &[SheetCell], rows: &Hidden, columns: &Hidden) {
        let shown = |cell: &&SheetCell| {
            rows.visible(cell.row).is_some() && columns.visible(cell.column).is_some()
        };
        let list = |state: State, writer: &Self| -> (usize, String) {
            let of_state = || {
                cells
                    .iter()
                    .filter(shown)
                    .filter(|cell| cell.state == state)
            };
            let first: Vec<String> = of_state()
                .take(5)
                .map(|cell| {
                    let words = writer.place(cell).words().en;
                    format!("{words} {}", cell.text).trim_end().to_owned()
                })
                .collect();
            let count = of_state().count();
            let more = if count > 5 { " …" } else { "" };
            (count, format!("{}{more}", first.join(", ")))
        };
        let (errors, which) = list(State::Error, self);
        if errors > 0 {
            self.transcript.notice(Words::new(
                format!("{errors} 个单元格是公式错误，没有数值：{which}"),
                format!("formula errors in {errors} cells, which hold no figure: {which}"),
            ));
        }
        let (missing, which) = list(State::NotComputed, self);
        if missing > 0 {
            self.transcript.notice(Words::new(
                format!("{missing} 个公式没有保存计算结果，未读取：{which}"),
                format!("no stored result of {missing} formulas, which were not read: {which}"),
            ));
        }
        let mut hidden: [HashSet<u32>; 2] = Default::default();
        for cell in cells.iter().filter(|cell| !cell.text.is_empty()) {
            let [in_rows, in_columns] = &mut hidden;
            if rows.visible(cell.row).is_none() {
                in_rows.insert(cell.row);
            } else if columns.visible(cell.column).is_none() {
                in_columns.insert(cell.column);
            }
        }
        let [in_rows, in_columns] = hidden.map(|set| set.len());
        if in_rows + in_columns > 0 {
            let name = &self.name;
            self.transcript.notice(Words::new(
                format!("工作表“{name}”的 {in_rows} 个隐藏行、{in_columns} 个隐藏列未读取"),
                format!(
                    "hidden rows ({in_rows}) and columns ({in_columns}) of the sheet “{name}” were left out"
                ),
            ));
        }
    }

    /// Parts a region at its blank columns and rows, as long as something new begins behind one.
    fn part(&mut self, region: Vec<&Placed>, depth: usize) {
        if region.is_empty() || self.transcript.is_full() {
            return;
        }
        if depth < DEEPEST {
            let columns = part_columns(&region);
            if columns.len() > 1 {
                return columns
                    .into_iter()
                    .for_each(|part| self.part(part, depth + 1));
            }
            let rows = part_rows(&region);
            if rows.len() > 1 {
                return rows.into_iter().for_each(|part| self.part(part, depth + 1));
            }
        }
        self.block(&region);
    }

    /// Titles, the table, notes.
    fn block(&mut self, region: &[&Placed]) {
        let lines = lines(region);
        let left = region.iter().map(|placed| placed.column).min().unwrap_or(0);
        let body = |line: &Vec<&Placed>| (is_wide(line) && !says_terms(line)) || has_figure(line);
        let first = lines.iter().position(body);
        let last = lines.iter().rposition(body);
        let (Some(mut first), Some(last)) = (first, last) else {
            return lines.iter().for_each(|line| self.line(line));
        };
        // Words over other columns than the labels, right above the header, are headers as well.
        while let Some(line) = first.checked_sub(1).and_then(|above| lines.get(above)) {
            let over = line.iter().all(|placed| placed.column > left) && !says_terms(line);
            let near = lines.get(first).and_then(|below| below.first());
            let near = near.is_some_and(|below| {
                line.iter()
                    .all(|placed| placed.row + placed.covers.1 >= below.row)
            });
            let covers: u32 = line.iter().map(|placed| placed.covers.0).sum();
            let right = lines.get(first).and_then(|below| below.last());
            // Alone over the last column stands a form's number or a unit.
            let corner = line.len() == 1
                && covers == 1
                && line
                    .first()
                    .zip(right)
                    .is_some_and(|(a, b)| a.column >= b.column);
            if !(over && near) || corner {
                break;
            }
            first -= 1;
        }
        let (before, rest) = lines.split_at(first);
        let (body, after) = rest.split_at((last + 1 - first).min(rest.len()));
        let naming = naming(before, body);
        let (before, titles) = before.split_at(before.len() - naming);
        for line in before {
            self.line(line);
        }
        let single = body.len() == 1
            && body
                .iter()
                .all(|line| line.len() < 3 && !(is_wide(line) && has_figure(line)));
        if single || is_scattered(body) {
            for line in titles.iter().chain(body) {
                self.line(line);
            }
        } else {
            let words: Vec<&str> = titles
                .iter()
                .flatten()
                .map(|placed| placed.cell.text.as_str())
                .collect();
            self.table(body, (!words.is_empty()).then(|| words.join(" ")));
        }
        for line in after {
            self.line(line);
        }
    }

    /// The cells of a row as paragraphs.
    fn line(&mut self, line: &[&Placed]) {
        for placed in line {
            let place = Some(self.place(&placed.cell));
            self.transcript.paragraph(&placed.cell.text, place);
        }
    }

    fn table(&mut self, lines: &[Vec<&Placed>], caption: Option<String>) {
        let cells = || lines.iter().flatten();
        let (Some(top), Some(bottom), Some(left), Some(right)) = (
            cells().map(|placed| placed.row).min(),
            cells().map(|placed| placed.row).max(),
            cells().map(|placed| placed.column).min(),
            cells().map(|placed| placed.column).max(),
        ) else {
            return;
        };
        let height = (bottom - top) as usize + 1;
        let width = (right - left) as usize + 1;
        let mut rows: Vec<Vec<Option<CellSource>>> = Vec::with_capacity(height);
        rows.resize_with(height, || vec![None; width]);
        for placed in cells() {
            let row = rows.get_mut((placed.row - top) as usize);
            let Some(spot) = row.and_then(|row| row.get_mut((placed.column - left) as usize))
            else {
                continue;
            };
            *spot = Some(CellSource {
                covers: (placed.covers.0 as usize, placed.covers.1 as usize),
                indent: placed.cell.indent,
                place: Some(self.place(&placed.cell)),
                stored: placed.cell.stored,
                formula: placed.cell.formula.clone(),
                ..CellSource::new(placed.cell.text.as_str())
            });
        }
        let actual = |pick: fn(&SheetCell) -> u32| {
            cells().map(|placed| pick(&placed.cell)).min().unwrap_or(0) as usize
        };
        self.transcript.table(TableSource {
            caption,
            rows,
            origin: (actual(|cell| cell.row), actual(|cell| cell.column)),
            ..TableSource::default()
        });
    }
}

/// How many of the lines before a table name it: those right above it, without a blank row between, if they are short.
fn naming(before: &[Vec<&Placed>], body: &[Vec<&Placed>]) -> usize {
    let mut below = body.first().and_then(|line| line.first()).map(|p| p.row);
    before
        .iter()
        .rev()
        .take(MOST_TITLES)
        .take_while(|line| {
            let ends = line.iter().map(|placed| placed.row + placed.covers.1).max();
            let near = ends.zip(below).is_some_and(|(end, below)| end >= below);
            below = line.first().map(|placed| placed.row);
            let length: usize = line.iter().map(|p| p.cell.text.chars().count()).sum();
            near && length <= LONGEST_TITLE
        })
        .count()
}

/// Whether cells lie so far apart that no grid holds them.
fn is_scattered(lines: &[Vec<&Placed>]) -> bool {
    let cells: usize = lines.iter().map(Vec::len).sum();
    let bounds = |pick: fn(&Placed) -> u32| {
        let all = || lines.iter().flatten().map(|placed| pick(placed));
        let (min, max) = (all().min().unwrap_or(0), all().max().unwrap_or(0));
        (max - min) as usize + 1
    };
    let places = bounds(|placed| placed.row).saturating_mul(bounds(|placed| placed.column));
    places > cells.saturating_mul(SPARSE) + 4_096
}

/// The rows of a region.
fn lines<'a>(region: &[&'a Placed]) -> Vec<Vec<&'a Placed>> {
    let mut lines: Vec<Vec<&Placed>> = Vec::new();
    for &placed in region {
        match lines.last_mut() {
            Some(line) if line.first().is_some_and(|first| first.row == placed.row) => {
                line.push(placed);
            }
            _ => lines.push(vec![placed]),
        }
    }
    lines
}

/// Parts at blank rows behind which a new table begins, at a title with a header of its own, and at wide gaps.
fn part_rows<'a>(region: &[&'a Placed]) -> Vec<Vec<&'a Placed>> {
    let lines = lines(region);
    let mut parts: Vec<Vec<&Placed>> = Vec::new();
    let mut reach = 0u32;
    let mut figures = false;
    let mut header: Option<&Vec<&Placed>> = None;
    let left = region.iter().map(|placed| placed.column).min().unwrap_or(0);
    for (at, line) in lines.iter().enumerate() {
        let row = line.first().map_or(0, |placed| placed.row);
        let gap = if at == 0 {
            0
        } else {
            row.saturating_sub(reach)
        };
        let rest = lines.get(at..).unwrap_or(&[]);
        let new = gap > WIDE_GAP_ROWS
            || figures
                && match gap {
                    0 => begin_titled_table(rest, left, header.map(Vec::as_slice)),
                    _ => begin_table(rest),
                };
        if at == 0 || new {
            parts.push(Vec::new());
            (figures, header) = (false, None);
        }
        if header.is_none() && is_wide(line) && !says_terms(line) {
            header = Some(line);
        }
        figures = figures || has_figure(line);
        let below = line.iter().map(|placed| placed.row + placed.covers.1).max();
        reach = reach.max(below.unwrap_or(0));
        if let Some(part) = parts.last_mut() {
            part.extend(line);
        }
    }
    parts
}

/// Parts at blank columns where both sides have figures and the right one labels of its own, and at wide gaps.
fn part_columns<'a>(region: &[&'a Placed]) -> Vec<Vec<&'a Placed>> {
    let mut spans: Vec<(u32, u32)> = region
        .iter()
        .map(|placed| (placed.column, placed.column + placed.covers.0))
        .collect();
    spans.sort_unstable();
    let mut bands: Vec<(u32, u32)> = Vec::new();
    for (start, end) in spans {
        match bands.last_mut() {
            Some(band) if start <= band.1 => band.1 = band.1.max(end),
            _ => bands.push((start, end)),
        }
    }
    if bands.len() < 2 {
        return vec![region.to_vec()];
    }
    let mut split: Vec<Vec<&Placed>> = vec![Vec::new(); bands.len()];
    for &placed in region {
        let at = bands.partition_point(|band| band.0 <= placed.column);
        if let Some(part) = at.checked_sub(1).and_then(|at| split.get_mut(at)) {
            part.push(placed);
        }
    }
    let figures: Vec<bool> = split.iter().map(|part| has_figure(part)).collect();
    let mut parts: Vec<Vec<&Placed>> = Vec::new();
    let mut before_figures = false;
    let mut end = 0;
    for (at, (part, band)) in split.into_iter().zip(&bands).enumerate() {
        let gap = band.0.saturating_sub(end);
        end = band.1;
        // Bands to the right belong to this one as long as they bring no labels.
        let own = before_figures
            && (has_labels(&part, band.0)
                || (labels_only(&part) && figures.get(at + 1) == Some(&true)));
        let figures_here = figures.get(at).copied().unwrap_or(false);
        if at == 0 || own || gap > WIDE_GAP_COLUMNS {
            parts.push(part);
            before_figures = figures_here;
        } else if let Some(last) = parts.last_mut() {
            last.extend(part);
            before_figures = before_figures || figures_here;
        }
    }
    for part in &mut parts {
        part.sort_by_key(|placed| (placed.row, placed.column));
    }
    parts
}

/// Whether the first column of a band names the figures on its right.
fn has_labels(part: &[&Placed], first: u32) -> bool {
    let lines = lines(part);
    let with_figures = lines.iter().filter(|line| has_figure(line)).count();
    let named = lines
        .iter()
        .filter(|line| {
            has_figure(line)
                && line
                    .first()
                    .is_some_and(|placed| placed.column == first && !placed.figure)
        })
        .count();
    named >= 2 && named * 2 >= with_figures
}

/// A column of labels whose figures stand behind the next gap.
fn labels_only(part: &[&Placed]) -> bool {
    part.len() >= 3 && !has_figure(part)
}
