//! ods (and flat fods): content.xml, where each cell holds its words as displayed beside its value.

use super::{
    Area, Book, Broken, MOST_SHEETS, Room, Sheet, SheetCell, State, cut,
    package::Package,
    stored::Stored,
    xlsx::{Tag, each},
};
use crate::model::SheetFormula;
use crate::read::{Limits, archive::mentions, ooxml::decode, xml::Element};
use std::collections::BTreeSet;

/// A filled cell or row that says it is repeated is repeated no more than this often.
const MOST_REPEATS: u32 = 10_000;

pub fn recognises(bytes: &[u8]) -> Option<bool> {
    let start = bytes.get(..4_096).unwrap_or(bytes);
    let names = |words: &[u8]| start.windows(words.len()).any(|window| window == words);
    if names(b"application/vnd.oasis.opendocument.spreadsheet") {
        return Some(true);
    }
    // Packages whose kind is not said at the front.
    let sheet = mentions(bytes, "content.xml")
        && !names(b"mimetypeapplication/")
        && Package::open(bytes, &Limits::default())
            .ok()
            .and_then(|mut package| package.text("META-INF/manifest.xml"))
            .is_some_and(|manifest| manifest.contains("opendocument.spreadsheet"));
    sheet.then_some(true)
}

pub fn book(bytes: &[u8], limits: &Limits) -> Result<Book, Broken> {
    let (mut truncated, mut damaged) = (false, false);
    let text = if bytes.starts_with(b"PK") {
        let mut package = Package::open(bytes, limits)?;
        let manifest = package.text("META-INF/manifest.xml").unwrap_or_default();
        if manifest.contains("encryption-data") {
            return Err(Broken::encrypted());
        }
        let text = package.text("content.xml").ok_or_else(Broken::damaged)?;
        (truncated, damaged) = (package.cut, package.damaged);
        text
    } else {
        decode(bytes.to_vec())
    };
    let mut reader = Content::of(limits);
    damaged |= !each(&text, |tag| reader.take(tag)) && !truncated;
    reader.close_sheet();
    let mut book = reader.book;
    if truncated {
        let name = book.sheets.last().map_or("", |sheet| &sheet.name);
        let notice = cut(name, "inflated", limits);
        book.notices.push(notice);
    }
    if let Some(last) = book.sheets.last_mut() {
        last.damaged = damaged;
    }
    if book.sheets.is_empty() {
        return Err(Broken::damaged());
    }
    Ok(book)
}

struct Content<'a> {
    limits: &'a Limits,
    book: Book,
    sheet: Option<Sheet>,
    /// Styles of tables that are not displayed.
    hidden_styles: BTreeSet<String>,
    style: Option<String>,
    row: u32,
    rows: u32,
    row_from: usize,
    column: u32,
    columns: u32,
    cell: Option<(SheetCell, u32)>,
    /// Inside `text:p` of a cell.
    within: usize,
    /// Inside notes, drawings and other things that are no words of the cell.
    aside: usize,
    /// Tables inside a cell.
    nested: usize,
    /// Areas that one formula fills.
    filled: Vec<Area>,
    room: Room,
}

impl<'a> Content<'a> {
    fn of(limits: &'a Limits) -> Self {
        Self {
            limits,
            book: Book::default(),
            sheet: None,
            hidden_styles: BTreeSet::new(),
            style: None,
            row: 0,
            rows: 0,
            row_from: 0,
            column: 0,
            columns: 0,
            cell: None,
            within: 0,
            aside: 0,
            nested: 0,
            filled: Vec::new(),
            room: Room::of(limits),
        }
    }

    fn take(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Open(start) => self.open(start.whole_name(), start),
            Tag::Close(name) => self.close(name),
            Tag::Words(words) => {
                if self.within > 0
                    && self.aside == 0
                    && let Some((cell, _)) = &mut self.cell
                    && cell.text.len() < 1 << 20
                {
                    cell.text.push_str(words);
                }
            }
        }
    }

    fn open(&mut self, name: &str, start: &Element<'_>) {
        if self.aside > 0 {
            if is_aside(start.name()) {
                self.aside += 1;
            }
            return;
        }
        match name {
            "style:style" => self.style = start.attribute("name"),
            "style:table-properties" => {
                if start.attribute("display").as_deref() == Some("false")
                    && let Some(style) = self.style.clone()
                {
                    self.hidden_styles.insert(style);
                }
            }
            "table:table" if self.sheet.is_some() => self.nested += 1,
            "table:table" if self.book.sheets.len() < MOST_SHEETS => {
                let style = start.attribute("style-name").unwrap_or_default();
                self.sheet = Some(Sheet {
                    name: start.attribute("name").unwrap_or_default(),
                    hidden: self.hidden_styles.contains(&style),
                    ..Sheet::default()
                });
                (self.row, self.columns) = (0, 0);
            }
            _ if self.nested > 0 => {}
            "table:table-column" => {
                let count = repeated(start, "number-columns-repeated");
                let last = self.columns.saturating_add(count);
                if is_hidden(start)
                    && let Some(sheet) = &mut self.sheet
                {
                    sheet
                        .hidden_columns
                        .push((self.columns, last.saturating_sub(1)));
                }
                self.columns = last;
            }
            "table:table-row" => {
                self.rows = repeated(start, "number-rows-repeated");
                self.column = 0;
                if let Some(sheet) = &mut self.sheet {
                    self.row_from = sheet.cells.len();
                    if is_hidden(start) {
                        let last = self.row.saturating_add(self.rows).saturating_sub(1);
                        sheet.hidden_rows.push((self.row, last));
                    }
                }
            }
            "table:table-cell" | "table:covered-table-cell" => self.open_cell(name, start),
            "text:p" | "text:h" if self.cell.is_some() => {
                if let Some((cell, _)) = &mut self.cell
                    && !cell.text.is_empty()
                {
                    cell.text.push('\n');
                }
                self.within += 1;
            }
            "text:s" => {
                let count = repeated(start, "c").min(1_000) as usize;
                self.take(Tag::Words(&" ".repeat(count)));
            }
            "text:tab" | "text:line-break" => self.take(Tag::Words(" ")),
            _ if is_aside(start.name()) => self.aside += 1,
            _ => {}
        }
    }

    fn open_cell(&mut self, name: &str, start: &Element<'_>) {
        let count = repeated(start, "number-columns-repeated");
        let mut cell = SheetCell {
            row: self.row,
            column: self.column,
            ..SheetCell::default()
        };
        let kind = start.attribute("value-type").unwrap_or_default();
        if matches!(kind.as_str(), "float" | "percentage" | "currency") {
            let value = start.attribute("value").as_deref().and_then(Stored::parse);
            cell.stored = value.and_then(|value| value.decimal());
        }
        // `of:=SUM([.B2:.B4])`: the prefix names the language of formulas.
        cell.formula = start.attribute("formula").map(|formula| SheetFormula {
            text: plain_formula(&formula).into(),
            home: (self.row, self.column),
        });
        let matrix = |name: &str| start.number(name).unwrap_or(1u32);
        let (wide, tall) = (
            matrix("number-matrix-columns-spanned"),
            matrix("number-matrix-rows-spanned"),
        );
        if wide > 1 || tall > 1 {
            self.filled.push(Area {
                rows: (self.row, self.row.saturating_add(tall - 1)),
                columns: (self.column, self.column.saturating_add(wide - 1)),
            });
        }
        if cell.formula.is_some() && kind.is_empty() {
            cell.state = State::NotComputed;
        }
        if name == "table:table-cell" {
            let wide = start
                .number("number-columns-spanned")
                .unwrap_or(1u32)
                .max(1);
            let tall = start.number("number-rows-spanned").unwrap_or(1u32).max(1);
            if (wide > 1 || tall > 1)
                && let Some(sheet) = &mut self.sheet
                && sheet.merges.len() < 200_000
            {
                sheet.merges.push(Area {
                    rows: (self.row, self.row.saturating_add(tall - 1).min(1_048_575)),
                    columns: (
                        self.column,
                        self.column.saturating_add(wide - 1).min(16_383),
                    ),
                });
            }
        }
        self.column = self.column.saturating_add(count);
        self.cell = Some((cell, count));
        self.within = 0;
    }

    fn close(&mut self, name: &str) {
        if self.aside > 0 {
            if is_aside(name) {
                self.aside -= 1;
            }
            return;
        }
        match name {
            "style" => self.style = None,
            "table" if self.nested > 0 => self.nested -= 1,
            "table" => self.close_sheet(),
            _ if self.nested > 0 => {}
            "table-cell" | "covered-table-cell" => self.close_cell(),
            "table-row" => self.close_row(),
            "p" | "h" => self.within = self.within.saturating_sub(1),
            _ => {}
        }
    }

    fn close_cell(&mut self) {
        let (Some((mut cell, count)), Some(sheet)) = (self.cell.take(), &mut self.sheet) else {
            return;
        };
        let spaces = cell.text.len() - cell.text.trim_start_matches([' ', '\u{3000}']).len();
        cell.indent = spaces;
        let blank = cell.text.trim().is_empty();
        if blank && cell.state != State::NotComputed {
            return;
        }
        if cell.text.starts_with('#') || cell.text.starts_with("Err:") {
            let error = cell.formula.is_some() && cell.stored.is_none_or(|stored| stored.is_zero());
            if error && is_error(&cell.text) {
                cell.state = State::Error;
                cell.stored = None;
            }
        }
        for step in 0..count.min(MOST_REPEATS) {
            if self.room.reached.is_some() || cell.column.saturating_add(step) >= 16_384 {
                return;
            }
            let mut own = cell.clone();
            own.column += step;
            sheet.push(own, &mut self.room);
        }
    }

    /// Repeats a filled row as often as it says.
    fn close_row(&mut self) {
        let Some(sheet) = &mut self.sheet else { return };
        let cells = sheet.cells.get(self.row_from..).unwrap_or(&[]).to_vec();
        if !cells.is_empty() {
            for step in 1..self.rows.min(MOST_REPEATS) {
                for cell in &cells {
                    if self.room.reached.is_some() {
                        break;
                    }
                    let row = cell.row.saturating_add(step);
                    sheet.push(
                        SheetCell {
                            row,
                            ..cell.clone()
                        },
                        &mut self.room,
                    );
                }
            }
        }
        self.row = self.row.saturating_add(self.rows);
        self.rows = 0;
    }

    fn close_sheet(&mut self) {
        if let Some(mut sheet) = self.sheet.take() {
            sheet.fill(&std::mem::take(&mut self.filled));
            let cut = self.room.cut(&sheet.name, self.limits);
            self.book.notices.extend(cut);
            self.book.sheets.push(sheet);
        }
    }
}

/// `of:=SUM([.B2:.B4])*[$Other.C1]` in the words of other programs: `SUM(B2:B4)*Other!C1`. A prefix names the language.
fn plain_formula(formula: &str) -> String {
    let formula = match formula.split_once(":=") {
        Some((prefix, rest)) if prefix.len() <= 8 => rest,
        _ => formula.trim_start_matches('='),
    };
    let mut plain = String::with_capacity(formula.len());
    let mut rest = formula;
    while let Some((before, after)) = rest.split_once('[') {
        let Some((reference, next)) = after.split_once(']') else {
            break;
        };
        plain.push_str(before);
        for (at, corner) in reference.split(':').enumerate() {
            if at > 0 {
                plain.push(':');
            }
            match corner.rsplit_once('.') {
                Some((sheet, cell)) if !sheet.is_empty() => {
                    plain.push_str(sheet.trim_start_matches('$'));
                    plain.push('!');
                    plain.push_str(cell);
                }
                Some((_, cell)) => plain.push_str(cell),
                None => plain.push_str(corner),
            }
        }
        rest = next;
    }
    plain.push_str(rest);
    plain.replace(';', ",")
}

fn repeated(start: &Element<'_>, name: &str) -> u32 {
    start.number(name).unwrap_or(1u32).clamp(1, 1_048_576)
}

fn is_hidden(start: &Element<'_>) -> bool {
    start
        .attribute("visibility")
        .is_some_and(|value| value == "collapse" || value == "filter")
}

/// Comments, pictures, shapes, tracked changes, phonetic guides.
fn is_aside(name: &str) -> bool {
    matches!(
        name,
        "annotation"
            | "shapes"
            | "frame"
            | "tracked-changes"
            | "ruby-text"
            | "custom-shape"
            | "control"
    )
}

fn is_error(text: &str) -> bool {
    text.starts_with("Err:")
        || [
            "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!",
        ]
        .contains(&text)
}
