//! Spreadsheets: what all of them share, from stored numbers to tables.

mod biff;
mod format;
mod layout;
mod lines;
mod ods;
mod package;
mod stored;
mod xls;
mod xlsb;
mod xlsx;
mod xml2003;

use super::{Input, Limits, Options, ReadError, Reader, transcript::Transcript};
use crate::model::{Document, SheetFormula, Vocabulary, Words};
use format::{Format, builtin};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use stored::Stored;

pub const XLSX: Reader = Reader {
    name: "xlsx",
    endings: &["xlsx", "xlsm", "xltx", "xltm"],
    recognises: |bytes| package::is_kind(bytes, "xl/workbook.xml", "sheet.main+xml"),
    read: |input, vocabulary, options| document(input, vocabulary, options, "xlsx", xlsx::book),
};

pub const XLSB: Reader = Reader {
    name: "xlsb",
    endings: &["xlsb"],
    recognises: |bytes| package::is_kind(bytes, "xl/workbook.bin", "sheet.binary"),
    read: |input, vocabulary, options| document(input, vocabulary, options, "xlsb", xlsb::book),
};

pub const ODS: Reader = Reader {
    name: "ods",
    endings: &["ods", "ots", "fods"],
    recognises: ods::recognises,
    read: |input, vocabulary, options| document(input, vocabulary, options, "ods", ods::book),
};

pub const XLS: Reader = Reader {
    name: "xls",
    endings: &["xls", "xlt", "et", "ett"],
    recognises: xls::recognises,
    read: |input, vocabulary, options| document(input, vocabulary, options, "xls", xls::book),
};

pub const XML2003: Reader = Reader {
    name: "excel-xml",
    // Most files that end in xml are no workbooks.
    endings: &[],
    recognises: xml2003::recognises,
    read: |input, vocabulary, options| {
        document(input, vocabulary, options, XML2003.name, xml2003::book)
    },
};

/// Whether files of a kind are workbooks.
pub fn is_sheet(reader: &Reader) -> bool {
    [XLSX.name, XLSB.name, ODS.name, XLS.name].contains(&reader.name)
}

/// Sheets of a book that are read at most.
const MOST_SHEETS: usize = 2_000;

/// Why a file cannot be opened: what is wrong and what to do.
struct Broken(Words, Words);

impl Broken {
    fn damaged() -> Self {
        Self(
            Words::new(
                "工作簿已损坏，无法打开",
                "the workbook is damaged and cannot be opened",
            ),
            Words::new(
                "用编辑它的软件打开并另存",
                "open it in the program that made it and save it again",
            ),
        )
    }

    /// The archive cannot be opened.
    fn archive(why: Words) -> Self {
        let what = Words::new(
            format!("工作簿已损坏：{}", why.zh),
            format!("the workbook is damaged: {}", why.en),
        );
        Self(what, Self::damaged().1)
    }

    fn encrypted() -> Self {
        Self(
            Words::new("文件有密码保护", "the file is protected with a password"),
            Words::new(
                "用密码打开，另存为没有密码的文件",
                "open it with its password and save it without one",
            ),
        )
    }
}

#[derive(Default)]
struct Book {
    sheets: Vec<Sheet>,
    /// What was cut or could not be read.
    notices: Vec<Words>,
}

#[derive(Default)]
struct Sheet {
    name: String,
    hidden: bool,
    cells: Vec<SheetCell>,
    /// Merged places.
    merges: Vec<Area>,
    /// First and last, 0-based.
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
    /// Its part, or the strings that it shows, break off or cannot be read to the end.
    damaged: bool,
}

/// First and last row and column, 0-based.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Area {
    rows: (u32, u32),
    columns: (u32, u32),
}

impl Sheet {
    /// Cells of areas that one formula fills (matrix formulas) are computed, though only the first holds the formula.
    fn fill(&mut self, filled: &[Area]) {
        if filled.is_empty() {
            return;
        }
        for cell in self.cells.iter_mut().filter(|cell| cell.formula.is_none()) {
            let inside = |area: &Area| {
                (area.rows.0..=area.rows.1).contains(&cell.row)
                    && (area.columns.0..=area.columns.1).contains(&cell.column)
            };
            if filled.iter().any(inside) {
                cell.formula = Some(untold(cell.row, cell.column));
            }
        }
    }
}

/// A formula whose words cannot be told.
fn untold(row: u32, column: u32) -> SheetFormula {
    SheetFormula {
        text: "".into(),
        home: (row, column),
    }
}

/// What of a book may still be read.
struct Room {
    cells: usize,
    /// Bytes of words and formulas.
    text: usize,
    /// The limit that was met, until it is told.
    reached: Option<&'static str>,
}

impl Room {
    fn of(limits: &Limits) -> Self {
        Self {
            cells: limits.cells,
            text: limits.text,
            reached: None,
        }
    }

    /// The notice for a sheet of which something was left out.
    fn cut(&mut self, name: &str, limits: &Limits) -> Option<Words> {
        self.reached.take().map(|limit| cut(name, limit, limits))
    }
}

impl Sheet {
    /// Adds a cell, unless a limit is met.
    fn push(&mut self, cell: SheetCell, room: &mut Room) {
        let own = |formula: &&SheetFormula| formula.home == (cell.row, cell.column);
        let formula = cell.formula.as_ref().filter(own);
        let bytes = cell.text.len() + formula.map_or(0, |formula| formula.text.len());
        if room.cells == 0 {
            room.reached = Some("cells");
        } else if bytes > room.text {
            (room.text, room.reached) = (0, Some("text"));
        } else {
            room.cells -= 1;
            room.text -= bytes;
            self.cells.push(cell);
        }
    }
}

impl Area {
    fn is_one(&self) -> bool {
        self.rows.0 == self.rows.1 && self.columns.0 == self.columns.1
    }
}

#[derive(Clone, Debug, Default)]
struct SheetCell {
    /// 0-based, as the column.
    row: u32,
    column: u32,
    /// As displayed.
    text: String,
    stored: Option<Decimal>,
    formula: Option<SheetFormula>,
    indent: usize,
    state: State,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Plain,
    /// `#REF!`, `#DIV/0!`: the text says which.
    Error,
    /// A formula whose result the file does not hold.
    NotComputed,
}

/// Formats and indents by the number of a cell's style.
#[derive(Default)]
struct Styles {
    codes: BTreeMap<u32, String>,
    formats: Vec<(Format, usize)>,
    since_1904: bool,
}

impl Styles {
    fn add(&mut self, id: u32, indent: usize) {
        let code = self.codes.get(&id).map(String::as_str);
        let code = code.or_else(|| builtin(id)).unwrap_or("General");
        self.formats.push((Format::parse(code), indent.min(250)));
    }

    /// A number as displayed by a style, and what is stored; a date stores no figure.
    fn number(&self, cell: &mut SheetCell, style: usize, value: &Stored) {
        match self.formats.get(style) {
            Some((format, indent)) => {
                let shown = format.number(value, self.since_1904);
                cell.stored = value.decimal().filter(|_| !shown.date);
                cell.text = shown.text;
                cell.indent = *indent;
            }
            None => {
                cell.stored = value.decimal();
                cell.text = value.general();
            }
        }
    }

    fn words(&self, cell: &mut SheetCell, style: usize, words: &str) {
        match self.formats.get(style) {
            Some((format, indent)) => {
                let spaces = words.len() - words.trim_start_matches([' ', '\u{3000}']).len();
                cell.text = format.text(words);
                cell.indent = indent * 3 + spaces;
            }
            None => cell.text = words.to_owned(),
        }
    }
}

fn document(
    input: Input<'_>,
    vocabulary: &Vocabulary,
    options: &Options,
    format: &'static str,
    open: fn(&[u8], &Limits) -> Result<Book, Broken>,
) -> Result<Document, ReadError> {
    let book =
        open(input.bytes, &options.limits).map_err(|Broken(what, help)| ReadError::Broken {
            path: input.path.to_owned(),
            what,
            help,
        })?;
    let mut transcript = Transcript::new(vocabulary, &options.limits);
    for notice in book.notices {
        transcript.notice(notice);
    }
    for sheet in book.sheets {
        if sheet.hidden && !options.hidden {
            if !sheet.cells.is_empty() {
                let name = &sheet.name;
                transcript.notice(Words::new(
                    format!("隐藏的工作表“{name}”未读取"),
                    format!("the hidden sheet “{name}” was left out"),
                ));
            }
            continue;
        }
        if sheet.damaged {
            let name = &sheet.name;
            transcript.notice(Words::new(
                format!("工作表“{name}”已损坏，部分内容未读取"),
                format!("the sheet “{name}” is damaged; part of it was not read"),
            ));
        }
        layout::write(&mut transcript, sheet, options.hidden);
    }
    Ok(transcript.finish(input.path, format))
}

/// `B7` or `$B$7` to row and column, 0-based.
fn address(text: &str) -> Option<(u32, u32)> {
    let (mut row, mut column) = (0u32, 0u32);
    for b in text.bytes() {
        match b {
            b'$' => {}
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(b - b'0'))?,
            _ if b.is_ascii_alphabetic() && row == 0 => {
                let letter = u32::from(b.to_ascii_uppercase() - b'A') + 1;
                column = column.checked_mul(26)?.checked_add(letter)?;
            }
            _ => return None,
        }
    }
    let (row, column) = (row.checked_sub(1)?, column.checked_sub(1)?);
    (row < 1_048_576 && column < 16_384).then_some((row, column))
}

/// `A1:C3`
fn area(text: &str) -> Option<Area> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let (first, last) = (address(first)?, address(last)?);
    Some(Area {
        rows: (first.0.min(last.0), first.0.max(last.0)),
        columns: (first.1.min(last.1), first.1.max(last.1)),
    })
}

/// The notice for a sheet that a limit cut.
fn cut(name: &str, limit: &str, limits: &Limits) -> Words {
    limits.beyond(
        limit,
        &format!("工作表“{name}”只读取了一部分"),
        &format!("only a part of the sheet “{name}” was read"),
    )
}

/// The words of an error by its number in binary files.
fn error_words(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        0x2b => "#GETTING_DATA",
        _ => "#ERROR!",
    }
}
