//! Excel 2003 XML: one file of cells, rows that say where they stand only where they skip some.

use super::{
    Area, Book, Broken, Format, MOST_SHEETS, Room, Sheet, SheetCell, State, Styles,
    stored::Stored,
    xlsx::{Tag, each},
};
use crate::{
    model::{SheetFormula, column_letters},
    read::{Limits, ooxml::decode, xml::Element},
};
use std::collections::BTreeMap;

/// The name space of its elements.
const SPACE: &[u8] = b"urn:schemas-microsoft-com:office:spreadsheet";

/// XML that begins with a workbook of this name space; web pages may speak of it as well.
pub fn recognises(bytes: &[u8]) -> Option<bool> {
    let front = bytes.get(..4_096).unwrap_or(bytes);
    let holds = |name: &[u8]| front.windows(name.len()).any(|window| window == name);
    let text = front.strip_prefix(b"\xef\xbb\xbf").unwrap_or(front);
    let xml = text.trim_ascii_start().starts_with(b"<");
    Some(xml && holds(SPACE) && holds(b"Workbook") && !holds(b"<html"))
}

pub fn book(bytes: &[u8], limits: &Limits) -> Result<Book, Broken> {
    let text = decode(bytes.to_vec());
    let mut reader = Content::of(limits);
    let whole = each(&text, |tag| match tag {
        Tag::Open(start) => reader.open(start),
        Tag::Close(name) => reader.close(name),
        Tag::Words(words) => reader.words(words),
    });
    reader.close_sheet();
    let mut book = reader.book;
    if let Some(last) = book.sheets.last_mut() {
        last.damaged = !whole;
    }
    if book.sheets.is_empty() {
        return Err(Broken::damaged());
    }
    Ok(book)
}

struct Content<'a> {
    limits: &'a Limits,
    book: Book,
    styles: Styles,
    /// The number of each style by its name.
    names: BTreeMap<String, usize>,
    style: Option<(String, String, usize)>,
    sheet: Option<Sheet>,
    /// Where the next column, row, cell stands unless it says otherwise.
    column: u32,
    row: u32,
    next_row: u32,
    cell_column: u32,
    cell: Option<SheetCell>,
    cell_style: Option<usize>,
    kind: String,
    data: String,
    within_data: bool,
    has_data: bool,
    within_visible: bool,
    comment: usize,
    room: Room,
}

impl<'a> Content<'a> {
    fn of(limits: &'a Limits) -> Self {
        Self {
            limits,
            book: Book::default(),
            styles: Styles::default(),
            names: BTreeMap::new(),
            style: None,
            sheet: None,
            column: 0,
            row: 0,
            next_row: 0,
            cell_column: 0,
            cell: None,
            cell_style: None,
            kind: String::new(),
            data: String::new(),
            within_data: false,
            has_data: false,
            within_visible: false,
            comment: 0,
            room: Room::of(limits),
        }
    }

    fn open(&mut self, start: &Element<'_>) {
        let index = || {
            start
                .number::<u32>("Index")
                .and_then(|index| index.checked_sub(1))
        };
        let span = |name: &str| start.number::<u32>(name).unwrap_or(0).min(1_048_576);
        match start.name() {
            "Style" => {
                let name = start.attribute("ID").unwrap_or_default();
                self.style = Some((name, "General".to_owned(), 0));
            }
            "NumberFormat" => {
                if let (Some((_, code, _)), Some(format)) =
                    (&mut self.style, start.attribute("Format"))
                {
                    *code = code_of(&format).to_owned();
                }
            }
            "Alignment" => {
                if let Some((_, _, indent)) = &mut self.style {
                    *indent = start.number("Indent").unwrap_or(0);
                }
            }
            "Worksheet" if self.book.sheets.len() < MOST_SHEETS => {
                self.close_sheet();
                self.sheet = Some(Sheet {
                    name: start.attribute("Name").unwrap_or_default(),
                    ..Sheet::default()
                });
                (self.column, self.row, self.next_row) = (0, 0, 0);
            }
            "Column" => {
                let first = index().unwrap_or(self.column);
                let last = first.saturating_add(span("Span"));
                if start.says_yes("Hidden")
                    && let Some(sheet) = &mut self.sheet
                {
                    sheet.hidden_columns.push((first, last));
                }
                self.column = last.saturating_add(1);
            }
            "Row" => {
                self.row = index().unwrap_or(self.next_row);
                let last = self.row.saturating_add(span("Span"));
                if start.says_yes("Hidden")
                    && let Some(sheet) = &mut self.sheet
                {
                    sheet.hidden_rows.push((self.row, last));
                }
                self.next_row = last.saturating_add(1);
                self.cell_column = 0;
            }
            "Cell" => {
                let column = index().unwrap_or(self.cell_column);
                let (wide, tall) = (span("MergeAcross"), span("MergeDown"));
                self.cell_column = column.saturating_add(wide).saturating_add(1);
                if (wide > 0 || tall > 0)
                    && let Some(sheet) = &mut self.sheet
                {
                    sheet.merges.push(Area {
                        rows: (self.row, self.row.saturating_add(tall)),
                        columns: (column, column.saturating_add(wide)),
                    });
                }
                let style = start.attribute("StyleID");
                self.cell_style = style.and_then(|name| self.names.get(&name).copied());
                let home = (self.row, column);
                self.cell = Some(SheetCell {
                    row: self.row,
                    column,
                    formula: start.attribute("Formula").map(|formula| SheetFormula {
                        text: plain_formula(&formula, home).into(),
                        home,
                    }),
                    ..SheetCell::default()
                });
                self.has_data = false;
            }
            "Data" if self.comment == 0 && self.cell.is_some() => {
                self.kind = start.attribute("Type").unwrap_or_default();
                self.data.clear();
                (self.within_data, self.has_data) = (true, true);
            }
            "Comment" => self.comment += 1,
            "Visible" => self.within_visible = true,
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.within_data {
            self.data.push_str(words);
        } else if self.within_visible
            && words.contains("Hidden")
            && let Some(sheet) = &mut self.sheet
        {
            sheet.hidden = true;
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "Style" => {
                if let Some((name, code, indent)) = self.style.take()
                    && self.styles.formats.len() < 100_000
                {
                    self.names.insert(name, self.styles.formats.len());
                    let format = Format::parse(&code);
                    self.styles.formats.push((format, indent.min(250)));
                }
            }
            "Data" => self.within_data = false,
            "Comment" => self.comment = self.comment.saturating_sub(1),
            "Visible" => self.within_visible = false,
            "Cell" => self.close_cell(),
            "Worksheet" => self.close_sheet(),
            _ => {}
        }
    }

    fn close_cell(&mut self) {
        let (Some(mut cell), Some(sheet)) = (self.cell.take(), &mut self.sheet) else {
            return;
        };
        if self.room.reached.is_some() {
            return;
        }
        // Styles that are not named are not in the list.
        let style = self.cell_style.unwrap_or(usize::MAX);
        let data = self.data.as_str();
        match self.kind.as_str() {
            _ if !self.has_data => {
                if cell.formula.is_some() {
                    cell.state = State::NotComputed;
                    sheet.push(cell, &mut self.room);
                }
                return;
            }
            "Number" => match Stored::parse(data) {
                Some(value) => self.styles.number(&mut cell, style, &value),
                None => cell.text = data.to_owned(),
            },
            "Boolean" => cell.text = if data == "1" { "TRUE" } else { "FALSE" }.to_owned(),
            "Error" => {
                cell.text = data.to_owned();
                cell.state = State::Error;
            }
            "DateTime" => {
                let midnight = data.strip_suffix("T00:00:00.000");
                cell.text = midnight.unwrap_or(data).replace('T', " ");
            }
            _ => self.styles.words(&mut cell, style, data),
        }
        if !cell.text.is_empty() && cell.row < 1_048_576 && cell.column < 16_384 {
            sheet.push(cell, &mut self.room);
        }
    }

    fn close_sheet(&mut self) {
        if let Some(sheet) = self.sheet.take() {
            let cut = self.room.cut(&sheet.name, self.limits);
            self.book.notices.extend(cut);
            self.book.sheets.push(sheet);
        }
    }
}

/// Some formats have names of their own.
fn code_of(format: &str) -> &str {
    match format {
        "General Number" => "General",
        "Fixed" => "0.00",
        "Standard" => "#,##0.00",
        "Percent" => "0.00%",
        "Scientific" => "0.00E+00",
        "Currency" | "Euro Currency" => "#,##0.00",
        "Short Date" | "General Date" => "yyyy-mm-dd",
        "Medium Date" | "Long Date" => "yyyy-mm-dd",
        "Short Time" | "Medium Time" | "Long Time" => "h:mm:ss",
        other => other,
    }
}

/// `=SUM(R[-3]C:R[-1]C)` in the words of other programs: `SUM(B2:B4)`, seen from a cell.
fn plain_formula(formula: &str, home: (u32, u32)) -> String {
    let formula = formula.trim_start_matches('=');
    let mut plain = String::with_capacity(formula.len());
    let mut rest = formula;
    let mut quote = None;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        if quote.is_none()
            && !before.is_alphanumeric()
            && let Some((reference, after)) = reference(rest, home)
        {
            plain.push_str(&reference);
            rest = after;
            before = '0';
            continue;
        }
        match quote {
            None if c == '"' || c == '\'' => quote = Some(c),
            Some(open) if c == open => quote = None,
            _ => {}
        }
        plain.push(c);
        before = c;
        rest = rest.get(c.len_utf8()..).unwrap_or("");
    }
    plain
}

/// `R[-3]C2` at the front as `$B4`, and what follows it.
fn reference(text: &str, home: (u32, u32)) -> Option<(String, &str)> {
    let (row, rest) = axis(text.strip_prefix('R')?, home.0)?;
    let (column, rest) = axis(rest.strip_prefix('C')?, home.1)?;
    if rest.starts_with(|c: char| c.is_alphanumeric() || c == '(' || c == '_') {
        return None;
    }
    let mark = |fixed: bool| if fixed { "$" } else { "" };
    let letters = column_letters(column.1.checked_add(1)?);
    let (before, between) = (mark(column.0), mark(row.0));
    let words = format!("{before}{letters}{between}{}", u64::from(row.1) + 1);
    Some((words, rest))
}

/// `[-3]`, `7` or nothing: whether it is fixed, the place, 0-based, and what follows.
fn axis(text: &str, home: u32) -> Option<((bool, u32), &str)> {
    if let Some(rest) = text.strip_prefix('[') {
        let (steps, rest) = rest.split_once(']')?;
        let place = i64::from(home).checked_add(steps.parse::<i64>().ok()?)?;
        return Some(((false, u32::try_from(place).ok()?), rest));
    }
    let end = text.find(|c: char| !c.is_ascii_digit());
    let (digits, rest) = text.split_at(end.unwrap_or(text.len()));
    if digits.is_empty() {
        return Some(((false, home), rest));
    }
    let place: u32 = digits.parse().ok()?;
    Some(((true, place.checked_sub(1)?), rest))
}

#[cfg(test)]
mod tests {
    use super::plain_formula;

    #[test]
    fn references_by_steps_become_addresses() {
        let plain = |formula: &str| plain_formula(formula, (4, 1));
        assert_eq!(plain("=SUM(R[-3]C:R[-1]C)"), "SUM(B2:B4)");
        assert_eq!(plain("=RC[-1]*R1C6"), "A5*$F$1");
        assert_eq!(plain("=ROUND(R[-1]C,2)&\"RC\""), "ROUND(B4,2)&\"RC\"");
        assert_eq!(plain("='一 RC'!R2C1"), "'一 RC'!$A$2");
        assert_eq!(plain("=R[-9]C"), "R[-9]C");
    }
}
