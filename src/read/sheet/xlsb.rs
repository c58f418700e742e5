//! xlsb: the parts of a workbook as binary records.

use super::{
    Area, Book, Broken, MOST_SHEETS, Room, Sheet, SheetCell, Styles,
    biff::{Bytes, packed},
    cut,
    package::Package,
    stored::Stored,
    untold,
    xls::truth_or_error,
    xlsx::{relationships, workbook_path},
};
use crate::{model::Words, read::Limits};

/// Kind and bytes of each record of a part.
fn records(part: &[u8]) -> impl Iterator<Item = (u16, Bytes<'_>)> {
    let mut rest = Bytes(part);
    std::iter::from_fn(move || {
        let first = rest.u8()?;
        let kind = match first & 0x80 {
            0 => u16::from(first),
            _ => u16::from(first & 0x7f) | u16::from(rest.u8()? & 0x7f) << 7,
        };
        let mut length = 0usize;
        for step in 0..4 {
            let byte = rest.u8()?;
            length |= usize::from(byte & 0x7f) << (7 * step);
            if byte & 0x80 == 0 {
                break;
            }
        }
        let here = length.min(rest.0.len());
        Some((kind, Bytes(rest.take(here)?)))
    })
}

/// Characters with their count before them.
fn string(data: &mut Bytes<'_>) -> Option<String> {
    let count = data.u32()?;
    if count == u32::MAX {
        return Some(String::new());
    }
    data.wide(count as usize)
}

pub fn book(bytes: &[u8], limits: &Limits) -> Result<Book, Broken> {
    let mut package = Package::open(bytes, limits)?;
    let path = workbook_path(&mut package, "xl/workbook.bin");
    let part = package.part(&path).ok_or_else(Broken::damaged)?;
    let targets = relationships(&mut package, &path);
    let mut styles = Styles::default();
    let mut listed: Vec<(String, bool, String)> = Vec::new();
    for (kind, mut data) in records(&part) {
        match kind {
            0x99 => styles.since_1904 = data.u32().unwrap_or(0) & 1 != 0,
            0x9c if listed.len() < MOST_SHEETS => {
                let state = data.u32().unwrap_or(0);
                let _ = data.u32();
                let id = string(&mut data).unwrap_or_default();
                let name = string(&mut data).unwrap_or_default();
                listed.push((name, state & 3 != 0, id));
            }
            _ => {}
        }
    }
    if listed.is_empty() {
        return Err(Broken::damaged());
    }
    let kind = |kind: &str, usual: &str| {
        let found = targets.values().find(|(_, own)| own.ends_with(kind));
        found.map_or(usual.to_owned(), |(target, _)| target.clone())
    };
    if let Some(part) = package.part(&kind("/styles", "xl/styles.bin")) {
        read_styles(&part, &mut styles);
    }
    let mut strings: Vec<String> = Vec::new();
    package.damaged = false;
    if let Some(part) = package.part(&kind("/sharedStrings", "xl/sharedStrings.bin")) {
        for (kind, mut data) in records(&part) {
            if kind == 19 {
                data.u8();
                strings.push(string(&mut data).unwrap_or_default());
            }
        }
    }
    let torn = package.damaged || package.cut;
    let mut book = Book::default();
    let mut room = Room::of(limits);
    for (name, hidden, id) in listed {
        let Some((target, kind)) = targets.get(&id) else {
            continue;
        };
        if !kind.ends_with("/worksheet") {
            continue;
        }
        (package.cut, package.damaged) = (false, false);
        let Some(part) = package.part(target) else {
            book.notices.push(Words::new(
                format!("工作表“{name}”无法读取"),
                format!("the sheet “{name}” could not be read"),
            ));
            continue;
        };
        let mut sheet = Sheet {
            name,
            hidden,
            ..Sheet::default()
        };
        read_sheet(&part, &mut sheet, &styles, &strings, &mut room);
        sheet.damaged = torn || package.damaged;
        if package.cut {
            book.notices.push(cut(&sheet.name, "inflated", limits));
        }
        book.notices.extend(room.cut(&sheet.name, limits));
        book.sheets.push(sheet);
    }
    Ok(book)
}

fn read_styles(part: &[u8], styles: &mut Styles) {
    let mut within = false;
    for (kind, mut data) in records(part) {
        match kind {
            44 => {
                let id = data.u16().map_or(0, u32::from);
                if let Some(code) = string(&mut data) {
                    styles.codes.insert(id, code);
                }
            }
            617 => within = true,
            618 => within = false,
            47 if within && styles.formats.len() < 100_000 => {
                let _ = data.u16();
                let id = data.u16().map_or(0, u32::from);
                // Font, fill, border, rotation; then the indent.
                let indent = data.0.get(7).copied().unwrap_or(0);
                styles.add(id, usize::from(indent));
            }
            _ => {}
        }
    }
}

/// Reads a sheet as far as there is room.
fn read_sheet(
    part: &[u8],
    sheet: &mut Sheet,
    styles: &Styles,
    strings: &[String],
    room: &mut Room,
) {
    let mut row = 0u32;
    for (kind, mut data) in records(part) {
        match kind {
            0 => {
                row = data.u32().unwrap_or(0);
                if data.0.get(7).copied().unwrap_or(0) & 0x10 != 0 {
                    sheet.hidden_rows.push((row, row));
                }
            }
            60 => {
                let (first, last) = (data.u32().unwrap_or(0), data.u32().unwrap_or(0));
                let hidden = data.0.get(8).copied().unwrap_or(0) & 1 != 0;
                if hidden && last < 16_384 {
                    sheet.hidden_columns.push((first, last));
                }
            }
            176 => {
                let mut next = || data.u32();
                if let (Some(top), Some(bottom), Some(left), Some(right)) =
                    (next(), next(), next(), next())
                    && sheet.merges.len() < 200_000
                {
                    sheet.merges.push(Area {
                        rows: (top, bottom.max(top)),
                        columns: (left, right.max(left)),
                    });
                }
            }
            2..=11 => {
                if room.reached.is_some() {
                    return;
                }
                if let Some(cell) = cell(kind, row, data, styles, strings) {
                    sheet.push(cell, room);
                }
            }
            _ => {}
        }
    }
}

fn cell(
    kind: u16,
    row: u32,
    mut data: Bytes<'_>,
    styles: &Styles,
    strings: &[String],
) -> Option<SheetCell> {
    let column = data.u32()?;
    let style = (data.u32()? & 0x00ff_ffff) as usize;
    let mut cell = SheetCell {
        row,
        column,
        formula: (kind >= 8).then(|| untold(row, column)),
        ..SheetCell::default()
    };
    match kind {
        2 => styles.number(&mut cell, style, &packed(data.u32()?)?),
        3 | 11 => truth_or_error(&mut cell, data.u8()?, true),
        4 | 10 => truth_or_error(&mut cell, data.u8()?, false),
        5 | 9 => styles.number(&mut cell, style, &Stored::from_binary(data.double()?)?),
        6 | 8 => styles.words(&mut cell, style, &string(&mut data)?),
        _ => styles.words(&mut cell, style, strings.get(data.u32()? as usize)?),
    }
    (!cell.text.is_empty() && row < 1_048_576 && column < 16_384).then_some(cell)
}
