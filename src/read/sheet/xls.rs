//! xls and et (Excel 5 to 2003): records of a compound file's workbook stream.

use super::{
    Area, Book, Broken, MOST_SHEETS, Room, Sheet, SheetCell, State, Styles,
    biff::{Bytes, packed},
    error_words,
    stored::Stored,
    untold,
};
use crate::{model::Words, read::Limits};
use encoding_rs::{Encoding, GBK};
use std::io::{Cursor, Read};

const SIGNATURE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The names of the workbook stream, and those of encrypted packages, stand in the directory as wide characters.
pub fn recognises(bytes: &[u8]) -> Option<bool> {
    if !bytes.starts_with(SIGNATURE) {
        // Older than compound files: the records themselves.
        let bare = matches!(bytes, [0x09, 0x00 | 0x02 | 0x04 | 0x08, 4..=16, 0, ..]);
        return Some(bare);
    }
    let open = cfb::CompoundFile::open(Cursor::new(bytes));
    let found = match &open {
        Ok(file) => stream_name(file).is_some() || file.is_stream("/EncryptedPackage"),
        Err(_) => ["Workbook", "Book"].iter().any(|name| {
            let wide: Vec<u8> = name.bytes().flat_map(|b| [b, 0]).collect();
            bytes.windows(wide.len()).any(|window| window == wide)
        }),
    };
    Some(found)
}

fn stream_name<F>(file: &cfb::CompoundFile<F>) -> Option<String> {
    let entries = file.read_root_storage();
    let mut names: Vec<String> = entries
        .filter(|entry| entry.is_stream())
        .map(|entry| entry.name().to_owned())
        .filter(|name| ["workbook", "book"].contains(&name.to_lowercase().as_str()))
        .collect();
    // A file for two generations of the program holds both; the newer is the longer name.
    names.sort_by_key(String::len);
    names.pop()
}

pub fn book(bytes: &[u8], limits: &Limits) -> Result<Book, Broken> {
    let mut stream = Vec::new();
    if bytes.starts_with(SIGNATURE) {
        let mut file =
            cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Broken::damaged())?;
        let Some(name) = stream_name(&file) else {
            return Err(match file.is_stream("/EncryptedPackage") {
                true => Broken::encrypted(),
                false => Broken::damaged(),
            });
        };
        let opened = file
            .open_stream(format!("/{name}"))
            .map_err(|_| Broken::damaged())?;
        // What was read before an error is kept.
        let _ = opened.take(bytes.len() as u64).read_to_end(&mut stream);
    } else {
        stream.extend_from_slice(bytes);
    }
    Workbook::default().read(&stream, limits)
}

/// A record: its kind, its bytes, and where each of the records that continue it begins in them.
struct Record<'a> {
    kind: u16,
    data: &'a [u8],
}

fn record<'a>(stream: &'a [u8], at: &mut usize) -> Option<Record<'a>> {
    let mut head = Bytes(stream.get(*at..)?);
    let (kind, length) = (head.u16()?, usize::from(head.u16()?));
    let start = *at + 4;
    // A stream that ends within a record gives what there is.
    let end = (start + length).min(stream.len());
    *at = start + length;
    Some(Record {
        kind,
        data: stream.get(start..end)?,
    })
}

struct Workbook {
    styles: Styles,
    strings: Vec<String>,
    /// Excel 97 and later: strings of wide characters.
    wide: bool,
    encoding: &'static Encoding,
    listed: Vec<(String, bool, usize)>,
}

impl Default for Workbook {
    fn default() -> Self {
        Self {
            styles: Styles::default(),
            strings: Vec::new(),
            wide: true,
            encoding: GBK,
            listed: Vec::new(),
        }
    }
}

impl Workbook {
    fn read(mut self, stream: &[u8], limits: &Limits) -> Result<Book, Broken> {
        let mut at = 0;
        let first = record(stream, &mut at).ok_or_else(Broken::damaged)?;
        if first.kind & 0xff != 0x09 {
            return Err(Broken::damaged());
        }
        let version = Bytes(first.data).u16().unwrap_or(0);
        if first.kind != 0x0809 || version < 0x0500 {
            return Err(Broken(
                Words::new(
                    "是 Excel 5 以前的工作簿",
                    "a workbook of a program older than Excel 5",
                ),
                Words::new(
                    "用电子表格软件打开，另存为 xlsx",
                    "open it in a spreadsheet program and save it as xlsx",
                ),
            ));
        }
        self.wide = version >= 0x0600;
        self.globals(stream, &mut at)?;
        let mut book = Book::default();
        let mut room = Room::of(limits);
        for (name, hidden, start) in std::mem::take(&mut self.listed) {
            let mut sheet = Sheet {
                name,
                hidden,
                ..Sheet::default()
            };
            self.sheet(stream, start, &mut sheet, &mut room);
            book.notices.extend(room.cut(&sheet.name, limits));
            book.sheets.push(sheet);
        }
        Ok(book)
    }

    fn globals(&mut self, stream: &[u8], at: &mut usize) -> Result<(), Broken> {
        let mut styled: Vec<(u32, usize)> = Vec::new();
        while let Some(record) = record(stream, at) {
            let mut data = Bytes(record.data);
            match record.kind {
                0x0a => break,
                0x2f => return Err(Broken::encrypted()),
                0x42 => {
                    let page = data.u16().unwrap_or(1252);
                    let label = match page {
                        932 => "shift_jis".to_owned(),
                        936 => "gbk".to_owned(),
                        949 => "euc-kr".to_owned(),
                        950 => "big5".to_owned(),
                        10000 => "macintosh".to_owned(),
                        page => format!("windows-{page}"),
                    };
                    self.encoding =
                        Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252);
                }
                0x22 => self.styles.since_1904 = data.u16() == Some(1),
                0x85 if self.listed.len() < MOST_SHEETS => {
                    let start = data.u32().unwrap_or(0) as usize;
                    let (state, kind) = (data.u8().unwrap_or(0), data.u8().unwrap_or(0));
                    let length = data.u8().map_or(0, usize::from);
                    let name = self.string(&mut data, length).unwrap_or_default();
                    // Charts and modules hold no cells.
                    if kind == 0 {
                        self.listed.push((name, state & 3 != 0, start));
                    }
                }
                0x41e => {
                    let id = data.u16().map_or(0, u32::from);
                    let length = match self.wide {
                        true => data.u16().map_or(0, usize::from),
                        false => data.u8().map_or(0, usize::from),
                    };
                    if let Some(code) = self.string(&mut data, length) {
                        self.styles.codes.insert(id, code);
                    }
                }
                0xe0 if styled.len() < 100_000 => {
                    let field = |at: usize| data.0.get(at).copied().unwrap_or(0);
                    let id = u32::from(field(2)) | u32::from(field(3)) << 8;
                    let indent = if self.wide { field(8) & 0x0f } else { 0 };
                    styled.push((id, usize::from(indent)));
                }
                0xfc => self.shared_strings(stream, at, record.data),
                _ => {}
            }
        }
        for (id, indent) in styled {
            self.styles.add(id, indent);
        }
        Ok(())
    }

    /// The strings of the book, which run on over records that continue the first.
    fn shared_strings(&mut self, stream: &[u8], at: &mut usize, first: &[u8]) {
        let mut parts = vec![first];
        loop {
            let mut next = *at;
            match record(stream, &mut next) {
                Some(more) if more.kind == 0x3c => {
                    parts.push(more.data);
                    *at = next;
                }
                _ => break,
            }
        }
        let mut reader = Continued {
            parts: &parts,
            part: 0,
            left: Bytes(first),
        };
        reader.skip(8);
        while let Some(words) = reader.string() {
            self.strings.push(words);
        }
    }

    /// A string whose length in characters is known; in wide books flags come first.
    fn string(&self, data: &mut Bytes<'_>, length: usize) -> Option<String> {
        if !self.wide {
            let bytes = data.take(length)?;
            return Some(
                self.encoding
                    .decode_without_bom_handling(bytes)
                    .0
                    .into_owned(),
            );
        }
        let flags = data.u8()?;
        let runs = if flags & 8 != 0 { data.u16()? } else { 0 };
        let guide = if flags & 4 != 0 { data.u32()? } else { 0 };
        let _ = (runs, guide);
        if flags & 1 != 0 {
            return data.wide(length);
        }
        let bytes = data.take(length)?;
        Some(bytes.iter().map(|&b| char::from(b)).collect())
    }

    /// Reads a sheet as far as there is room.
    fn sheet(&self, stream: &[u8], start: usize, sheet: &mut Sheet, room: &mut Room) {
        let mut at = start;
        let mut depth = 0usize;
        // Those of one record.
        let mut cells = Vec::new();
        // A formula whose words follow in a record of their own.
        let mut awaits: Option<SheetCell> = None;
        while let Some(record) = record(stream, &mut at) {
            let mut data = Bytes(record.data);
            match record.kind {
                0x0809 => depth += 1,
                0x0a => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        break;
                    }
                }
                // Charts stand inside a sheet as sheets of their own.
                _ if depth > 1 => {}
                0x208 => {
                    let row = data.u16().map_or(0, u32::from);
                    let flags = record.data.get(12).copied().unwrap_or(0);
                    if flags & 0x20 != 0 {
                        sheet.hidden_rows.push((row, row));
                    }
                }
                0x7d => {
                    let (first, last) = (data.u16().unwrap_or(0), data.u16().unwrap_or(0));
                    let flags = record.data.get(8).copied().unwrap_or(0);
                    if flags & 1 != 0 {
                        let span = (u32::from(first), u32::from(last.min(255)));
                        sheet.hidden_columns.push(span);
                    }
                }
                0xe5 => {
                    let count = data.u16().unwrap_or(0);
                    for _ in 0..count {
                        let mut next = || data.u16().map(u32::from);
                        let (Some(top), Some(bottom), Some(left), Some(right)) =
                            (next(), next(), next(), next())
                        else {
                            break;
                        };
                        sheet.merges.push(Area {
                            rows: (top, bottom.max(top)),
                            columns: (left, right.max(left)),
                        });
                    }
                }
                0x207 => {
                    if let Some(mut cell) = awaits.take() {
                        let length = data.u16().map_or(0, usize::from);
                        cell.text = self.string(&mut data, length).unwrap_or_default();
                        if !cell.text.is_empty() {
                            sheet.push(cell, room);
                        }
                    }
                }
                _ => {
                    self.cells(record.kind, data, &mut cells, &mut awaits);
                    for cell in cells.drain(..) {
                        sheet.push(cell, room);
                    }
                    if room.reached.is_some() {
                        return;
                    }
                }
            }
        }
    }

    /// The cells of a record.
    fn cells(
        &self,
        kind: u16,
        mut data: Bytes<'_>,
        cells: &mut Vec<SheetCell>,
        awaits: &mut Option<SheetCell>,
    ) {
        let known = matches!(
            kind,
            0xfd | 0x204 | 0xd6 | 0x203 | 0x27e | 0xbd | 0x06 | 0x206 | 0x406 | 0x205
        );
        if !known {
            return;
        }
        let (Some(row), Some(column)) = (data.u16(), data.u16()) else {
            return;
        };
        let mut cell = SheetCell {
            row: u32::from(row),
            column: u32::from(column),
            ..SheetCell::default()
        };
        if kind == 0xbd {
            // Pairs of style and packed number, then the last column.
            while data.0.len() >= 8 {
                let (Some(style), Some(raw)) = (data.u16(), data.u32()) else {
                    break;
                };
                if let Some(value) = packed(raw) {
                    let mut own = cell.clone();
                    self.styles.number(&mut own, usize::from(style), &value);
                    cells.push(own);
                }
                cell.column += 1;
            }
            return;
        }
        let style = data.u16().map_or(0, usize::from);
        match kind {
            0xfd => {
                let at = data.u32().unwrap_or(u32::MAX) as usize;
                if let Some(words) = self.strings.get(at) {
                    self.styles.words(&mut cell, style, words);
                }
            }
            0x204 | 0xd6 => {
                let length = data.u16().map_or(0, usize::from);
                if let Some(words) = self.string(&mut data, length) {
                    self.styles.words(&mut cell, style, &words);
                }
            }
            0x203 => {
                if let Some(value) = data.double().and_then(Stored::from_binary) {
                    self.styles.number(&mut cell, style, &value);
                }
            }
            0x27e => {
                if let Some(value) = data.u32().and_then(packed) {
                    self.styles.number(&mut cell, style, &value);
                }
            }
            0x205 => {
                let (value, is_error) = (data.u8().unwrap_or(0), data.u8().unwrap_or(0));
                truth_or_error(&mut cell, value, is_error != 0);
            }
            _ => {
                let Some(result) = data.take(8) else { return };
                cell.formula = Some(untold(cell.row, cell.column));
                match result {
                    [0, .., 0xff, 0xff] => {
                        *awaits = Some(cell);
                        return;
                    }
                    [1, _, value, .., 0xff, 0xff] => truth_or_error(&mut cell, *value, false),
                    [2, _, value, .., 0xff, 0xff] => truth_or_error(&mut cell, *value, true),
                    [3, .., 0xff, 0xff] => return,
                    _ => {
                        if let Some(value) = Bytes(result).double().and_then(Stored::from_binary) {
                            self.styles.number(&mut cell, style, &value);
                        }
                    }
                }
            }
        }
        if !cell.text.is_empty() {
            cells.push(cell);
        }
    }
}

pub fn truth_or_error(cell: &mut SheetCell, value: u8, is_error: bool) {
    if is_error {
        cell.text = error_words(value).to_owned();
        cell.state = State::Error;
    } else {
        cell.text = if value == 0 { "FALSE" } else { "TRUE" }.to_owned();
    }
}

/// Strings over several records: one that is cut goes on behind a byte that says how wide its characters are now.
struct Continued<'a> {
    parts: &'a [&'a [u8]],
    part: usize,
    left: Bytes<'a>,
}

impl Continued<'_> {
    fn next_part(&mut self) -> bool {
        self.part += 1;
        match self.parts.get(self.part) {
            Some(part) => {
                self.left = Bytes(part);
                true
            }
            None => false,
        }
    }

    fn skip(&mut self, mut count: usize) {
        while count > 0 {
            let here = count.min(self.left.0.len());
            self.left.take(here);
            count -= here;
            if count > 0 && !self.next_part() {
                return;
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        if self.left.0.is_empty() && !self.next_part() {
            return None;
        }
        let mut count = usize::from(self.left.u16()?);
        let mut flags = self.left.u8()?;
        let runs = if flags & 8 != 0 { self.left.u16()? } else { 0 };
        let guide = if flags & 4 != 0 { self.left.u32()? } else { 0 };
        let mut words = String::new();
        loop {
            let size = if flags & 1 != 0 { 2 } else { 1 };
            let here = count.min(self.left.0.len() / size);
            if size == 2 {
                words.push_str(&self.left.wide(here)?);
            } else {
                words.extend(self.left.take(here)?.iter().map(|&b| char::from(b)));
            }
            count -= here;
            if count == 0 {
                break;
            }
            if !self.next_part() {
                return Some(words);
            }
            flags = self.left.u8()?;
        }
        self.skip(usize::from(runs) * 4 + guide as usize);
        Some(words)
    }
}
