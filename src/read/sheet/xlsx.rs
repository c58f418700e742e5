//! xlsx and xlsm: workbook, styles, shared strings, sheets; each part read once, from first to last.

use super::{
    Area, Book, Broken, MOST_SHEETS, Room, Sheet, SheetCell, State, Styles, address, area, cut,
    package::Package, stored::Stored,
};
use crate::{
    model::{SheetFormula, Words},
    read::{
        Limits,
        xml::{Element, Token, Tokens},
    },
};
use std::{borrow::Cow, collections::BTreeMap};

/// Matrix formulas of a sheet that are heeded.
const MOST_FILLED: usize = 1_000;

pub fn book(bytes: &[u8], limits: &Limits) -> Result<Book, Broken> {
    let mut package = Package::open(bytes, limits)?;
    let path = workbook_path(&mut package, "xl/workbook.xml");
    let text = package.text(&path).ok_or_else(Broken::damaged)?;
    let targets = relationships(&mut package, &path);
    let mut styles = Styles::default();
    let mut listed: Vec<(String, bool, String)> = Vec::new();
    each(&text, |event| {
        let Tag::Open(start) = event else { return };
        match start.name() {
            "workbookPr" => styles.since_1904 = start.says_yes("date1904"),
            "sheet" if listed.len() < MOST_SHEETS => {
                let state = start.attribute("state").unwrap_or_default();
                let name = start.attribute("name").unwrap_or_default();
                let id = start.attribute("id").unwrap_or_default();
                listed.push((name, matches!(state.as_str(), "hidden" | "veryHidden"), id));
            }
            _ => {}
        }
    });
    if listed.is_empty() {
        return Err(Broken::damaged());
    }
    let kind = |kind: &str| {
        targets
            .values()
            .find(|(_, own)| own.ends_with(kind))
            .map(|(target, _)| target.clone())
    };
    let styles_path = kind("/styles").unwrap_or_else(|| "xl/styles.xml".to_owned());
    if let Some(text) = package.text(&styles_path) {
        read_styles(&text, &mut styles);
    }
    let strings_path = kind("/sharedStrings").unwrap_or_else(|| "xl/sharedStrings.xml".to_owned());
    package.damaged = false;
    let (strings, whole) = match package.text(&strings_path) {
        Some(text) => shared_strings(&text),
        None => (Vec::new(), true),
    };
    let torn = !whole || package.damaged || package.cut;
    let mut book = Book::default();
    let mut room = Room::of(limits);
    for (name, hidden, id) in listed {
        let Some((target, kind)) = targets.get(&id) else {
            continue;
        };
        if kind.ends_with("/chartsheet") || kind.ends_with("/dialogsheet") {
            continue;
        }
        (package.cut, package.damaged) = (false, false);
        let Some(text) = package.text(target) else {
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
        let whole = read_sheet(&text, &mut sheet, &styles, &strings, &mut room);
        sheet.damaged = torn || package.damaged || !(whole || package.cut);
        if package.cut {
            book.notices.push(cut(&sheet.name, "inflated", limits));
        }
        book.notices.extend(room.cut(&sheet.name, limits));
        book.sheets.push(sheet);
    }
    Ok(book)
}

pub enum Tag<'t> {
    Open(&'t Element<'t>),
    Close(&'t str),
    Words(&'t str),
}

/// Walks over XML until its end or its first fault; an empty element opens and closes. Says whether all of it could be read.
pub fn each(text: &str, mut take: impl FnMut(Tag<'_>)) -> bool {
    let mut tokens = Tokens::of(text);
    for token in tokens.by_ref() {
        match token {
            Token::Open(start) => take(Tag::Open(&start)),
            Token::Close(end) => take(Tag::Close(end.name())),
            Token::Text(words) => take(Tag::Words(&words)),
        }
    }
    !tokens.damaged
}

/// The part that the package calls its main document.
pub fn workbook_path(package: &mut Package<'_>, usual: &str) -> String {
    let mut path = None;
    if let Some(text) = package.text("_rels/.rels") {
        each(&text, |tag| {
            if let Tag::Open(start) = tag
                && start
                    .attribute("Type")
                    .is_some_and(|kind| kind.ends_with("/officeDocument"))
            {
                path = start.attribute("Target");
            }
        });
    }
    path.map(|path| path.trim_start_matches('/').to_owned())
        .filter(|path| package.has(path))
        .unwrap_or_else(|| usual.to_owned())
}

/// Targets, as paths from the root of the package, and kinds of the relationships of a part, by their names.
pub fn relationships(package: &mut Package<'_>, path: &str) -> BTreeMap<String, (String, String)> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let name = format!("{folder}/_rels/{file}.rels");
    let mut targets = BTreeMap::new();
    let Some(text) = package.text(name.trim_start_matches('/')) else {
        return targets;
    };
    each(&text, |tag| {
        let Tag::Open(start) = tag else { return };
        if let (Some(id), Some(target)) = (start.attribute("Id"), start.attribute("Target")) {
            let target = target.replace('\\', "/");
            let mut steps: Vec<&str> = match target.starts_with('/') {
                true => Vec::new(),
                false => folder.split('/').collect(),
            };
            for step in target.split('/') {
                match step {
                    "" | "." => {}
                    ".." => {
                        steps.pop();
                    }
                    step => steps.push(step),
                }
            }
            let kind = start.attribute("Type").unwrap_or_default();
            targets.insert(id, (steps.join("/"), kind));
        }
    });
    targets
}

fn read_styles(text: &str, styles: &mut Styles) {
    let mut within = false;
    let mut pending: Option<(u32, usize)> = None;
    each(text, |tag| match tag {
        Tag::Open(start) => match start.name() {
            "numFmt" => {
                if let (Some(id), Some(code)) =
                    (start.number("numFmtId"), start.attribute("formatCode"))
                {
                    styles.codes.insert(id, code);
                }
            }
            "cellXfs" => within = true,
            "xf" if within => pending = Some((start.number("numFmtId").unwrap_or(0), 0)),
            "alignment" => {
                if let Some((_, indent)) = &mut pending {
                    *indent = start.number("indent").unwrap_or(0);
                }
            }
            _ => {}
        },
        Tag::Close("cellXfs") => within = false,
        Tag::Close("xf") => {
            if let Some((id, indent)) = pending.take()
                && styles.formats.len() < 100_000
            {
                styles.add(id, indent);
            }
        }
        _ => {}
    });
}

/// The strings, phonetic guides left out; and whether all could be read.
fn shared_strings(text: &str) -> (Vec<String>, bool) {
    let mut strings = Vec::new();
    let mut words = String::new();
    let (mut within, mut phonetic) = (false, 0usize);
    let whole = each(text, |tag| match tag {
        Tag::Open(start) => match start.name() {
            "si" => words.clear(),
            "t" => within = true,
            "rPh" => phonetic += 1,
            _ => {}
        },
        Tag::Close("si") => strings.push(std::mem::take(&mut words)),
        Tag::Close("t") => within = false,
        Tag::Close("rPh") => phonetic = phonetic.saturating_sub(1),
        Tag::Words(more) if within && phonetic == 0 => words.push_str(more),
        _ => {}
    });
    (strings, whole)
}

/// What stands between `<c>` and `</c>`.
#[derive(Default)]
struct Open<'a> {
    cell: SheetCell,
    /// `s`, `str`, `b` …; nothing for a number.
    kind: &'a str,
    style: usize,
    value: Cow<'a, str>,
    formula: Cow<'a, str>,
    has_formula: bool,
    shared: Option<u32>,
}

/// Adds words to others; most are whole at once.
fn add<'a>(all: &mut Cow<'a, str>, words: Cow<'a, str>) {
    match all.is_empty() {
        true => *all = words,
        false => all.to_mut().push_str(&words),
    }
}

/// Reads a sheet as far as there is room; says whether it goes to its end.
fn read_sheet(
    text: &str,
    sheet: &mut Sheet,
    styles: &Styles,
    strings: &[String],
    room: &mut Room,
) -> bool {
    let (mut row, mut column) = (0u32, 0u32);
    let mut next_row = 0u32;
    let mut open: Option<Open<'_>> = None;
    let mut within = "";
    let mut phonetic = 0usize;
    let mut shared: BTreeMap<u32, SheetFormula> = BTreeMap::new();
    let mut filled: Vec<Area> = Vec::new();
    let mut tokens = Tokens::of(text);
    for token in tokens.by_ref() {
        match token {
            Token::Open(start) => match start.name() {
                "c" => {
                    let mut cell = Open::default();
                    for (name, value) in start.attributes() {
                        match name {
                            "r" => {
                                if let Some((r, c)) = address(value) {
                                    (row, column) = (r, c);
                                }
                            }
                            "t" => cell.kind = value,
                            "s" => cell.style = value.parse().unwrap_or(0),
                            _ => {}
                        }
                    }
                    (cell.cell.row, cell.cell.column) = (row, column);
                    column = column.saturating_add(1);
                    open = Some(cell);
                }
                "v" => within = "v",
                "t" => within = "t",
                "row" => {
                    row = start
                        .number::<u32>("r")
                        .map_or(next_row, |r| r.saturating_sub(1));
                    next_row = row.saturating_add(1);
                    column = 0;
                    if start.says_yes("hidden") {
                        sheet.hidden_rows.push((row, row));
                    }
                }
                "col" if start.says_yes("hidden") => {
                    if let (Some(min), Some(max)) =
                        (start.number::<u32>("min"), start.number::<u32>("max"))
                    {
                        let span = (min.saturating_sub(1), max.saturating_sub(1));
                        sheet.hidden_columns.push(span);
                    }
                }
                "rPh" => phonetic += 1,
                "f" => {
                    within = "f";
                    if let Some(open) = &mut open {
                        open.has_formula = true;
                        match start.get("t").as_deref() {
                            Some("shared") => open.shared = start.number("si"),
                            Some("array" | "dataTable") if filled.len() < MOST_FILLED => {
                                let area = start.get("ref").as_deref().and_then(area);
                                filled.extend(area.filter(|area| !area.is_one()));
                            }
                            _ => {}
                        }
                    }
                }
                "mergeCell" => {
                    if let Some(area) = start.get("ref").as_deref().and_then(area)
                        && sheet.merges.len() < 200_000
                    {
                        sheet.merges.push(area);
                    }
                }
                _ => {}
            },
            Token::Text(words) => {
                if let Some(open) = &mut open {
                    match within {
                        "f" => add(&mut open.formula, words),
                        "v" => add(&mut open.value, words),
                        "t" if phonetic == 0 && open.kind == "inlineStr" => {
                            add(&mut open.value, words);
                        }
                        _ => {}
                    }
                }
            }
            Token::Close(end) => match end.name() {
                "c" => {
                    if let Some(mut open) = open.take().filter(|_| room.reached.is_none()) {
                        open.compute(&mut shared);
                        if let Some(cell) = close(open, styles, strings) {
                            sheet.push(cell, room);
                        }
                    }
                }
                "v" | "t" | "f" => within = "",
                "rPh" => phonetic = phonetic.saturating_sub(1),
                _ => {}
            },
        }
    }
    sheet.fill(&filled);
    !tokens.damaged
}

impl Open<'_> {
    /// Gives the cell its formula, which it may share with others.
    fn compute(&mut self, shared: &mut BTreeMap<u32, SheetFormula>) {
        if !self.has_formula {
            return;
        }
        let master = self.shared.filter(|_| self.formula.is_empty());
        let formula = match master.and_then(|id| shared.get(&id)) {
            Some(formula) => formula.clone(),
            None => SheetFormula {
                text: self.formula.as_ref().into(),
                home: (self.cell.row, self.cell.column),
            },
        };
        if let Some(id) = self.shared
            && shared.len() < 100_000
        {
            shared.entry(id).or_insert_with(|| formula.clone());
        }
        self.cell.formula = Some(formula);
    }
}

/// A cell as it is displayed; `None` for a blank one.
fn close(open: Open<'_>, styles: &Styles, strings: &[String]) -> Option<SheetCell> {
    let mut cell = open.cell;
    let value = open.value.as_ref();
    if value.is_empty() && open.kind != "inlineStr" {
        // A formula that gives no words at all is computed: its kind says so.
        if open.has_formula && open.kind != "str" {
            cell.state = State::NotComputed;
            return Some(cell);
        }
        return None;
    }
    match open.kind {
        "s" => {
            let words = strings.get(value.trim().parse::<usize>().ok()?)?;
            styles.words(&mut cell, open.style, &unescape_breaks(words));
        }
        "str" | "inlineStr" => styles.words(&mut cell, open.style, &unescape_breaks(value)),
        "b" => cell.text = if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
        "e" => {
            cell.text = value.to_owned();
            cell.state = State::Error;
        }
        "d" => cell.text = value.to_owned(),
        _ => match Stored::parse(value) {
            Some(stored) => styles.number(&mut cell, open.style, &stored),
            None => cell.text = value.to_owned(),
        },
    }
    (!cell.text.is_empty()).then_some(cell)
}

/// `_x000D_` stands for a control character.
fn unescape_breaks(words: &str) -> std::borrow::Cow<'_, str> {
    if words.contains("_x000") {
        let clean = words.replace("_x000D_", " ").replace("_x000A_", " ");
        return clean.replace("_x0009_", " ").into();
    }
    words.into()
}
