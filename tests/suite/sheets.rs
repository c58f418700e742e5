//! Workbooks read as documents, and one report in every format read as one.

use super::support::ROOT;
use std::{fs, io::Write, path::Path};
use tieout::{
    model::{Block, Document, Place},
    read::{Input, Options, READERS, ReadError, read},
};

/// The formats of the one report; each that has a reader must read as expected. Not carried: the space between Chinese words
/// in pdf (so spaces do not count), headings as such in csv and sheets (so they are looked for among all the words).
const FORMATS: &[&str] = &[
    "md", "txt", "csv", "html", "docx", "odt", "rtf", "doc", "pdf", "ofd", "xlsx", "xls", "ods",
];

fn open(path: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    let library = super::support::library();
    read(
        Input { path, bytes },
        &library.vocabulary,
        &Options::default(),
    )
}

/// A workbook of given sheets: name, attributes of its entry, inner XML of `worksheet`.
fn workbook(sheets: &[(&str, &str, &str)], formats: &[&str]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let mut put = |name: &str, text: &str| {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let (mut entries, mut targets) = (String::new(), String::new());
    for (at, (name, more, inner)) in sheets.iter().enumerate() {
        entries += &format!(r#"<sheet name="{name}" sheetId="{at}" r:id="r{at}" {more}/>"#);
        targets += &format!(
            r#"<Relationship Id="r{at}" Type="x/worksheet" Target="worksheets/{at}.xml"/>"#
        );
        let text = format!("<worksheet>{inner}</worksheet>");
        put(&format!("xl/worksheets/{at}.xml"), &text);
    }
    put(
        "xl/workbook.xml",
        &format!(r#"<workbook xmlns:r="r"><sheets>{entries}</sheets></workbook>"#),
    );
    put(
        "xl/_rels/workbook.xml.rels",
        &format!("<Relationships>{targets}</Relationships>"),
    );
    let (mut codes, mut styles) = (String::new(), String::from("<xf numFmtId=\"0\"/>"));
    for (at, code) in formats.iter().enumerate() {
        codes += &format!(r#"<numFmt numFmtId="{}" formatCode="{code}"/>"#, 200 + at);
        styles += &format!(r#"<xf numFmtId="{}"/>"#, 200 + at);
    }
    put(
        "xl/styles.xml",
        &format!("<styleSheet><numFmts>{codes}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>"),
    );
    zip.finish().unwrap().into_inner()
}

/// Words in place of a cell, as its own string.
fn words(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

fn grid(document: &Document) -> Vec<Vec<Vec<Option<String>>>> {
    let text = |cell: &Option<tieout::model::Cell>| {
        let cell = cell.as_ref().filter(|cell| !cell.text.is_empty());
        cell.map(|cell| cell.text.clone())
    };
    document
        .tables()
        .map(|(_, table)| {
            let rows = table.rows.iter();
            rows.map(|row| row.iter().map(text).collect()).collect()
        })
        .collect()
}

fn prose(document: &Document) -> Vec<&str> {
    document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph.passage.text.as_str()),
            Block::Heading(heading) => Some(heading.passage.text.as_str()),
            Block::Table(_) => None,
        })
        .collect()
}

#[test]
fn one_report_reads_alike_in_every_format() {
    let folder = Path::new(ROOT).join("fixtures/formats/one-report");
    let expected: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.join("expected.json")).unwrap()).unwrap();
    let library = super::support::library();
    let mut findings: Option<Vec<String>> = None;
    let read_by = |ending: &&&str| {
        READERS
            .iter()
            .any(|reader| reader.endings.contains(*ending))
    };
    for ending in FORMATS.iter().filter(read_by) {
        let name = format!("report.{ending}");
        let bytes = fs::read(folder.join(&name)).unwrap();
        let document = open(&name, &bytes).unwrap();
        let tables = expected["tables"].as_array().unwrap();
        let rows: Vec<_> = tables.iter().map(|table| &table["rows"]).collect();
        assert_eq!(
            serde_json::to_value(grid(&document)).unwrap(),
            serde_json::to_value(rows).unwrap(),
            "{ending}"
        );
        for ((_, table), expected) in document.tables().zip(tables) {
            let caption = table
                .caption
                .as_ref()
                .map(|caption| unspaced(&caption.text));
            assert_eq!(
                caption,
                expected["caption"].as_str().map(unspaced),
                "{ending}"
            );
        }
        let prose: Vec<String> = prose(&document).into_iter().map(unspaced).collect();
        for kind in ["headings", "paragraphs"] {
            for words in expected[kind].as_array().unwrap() {
                let words = unspaced(words.as_str().unwrap());
                assert!(prose.contains(&words), "{ending} lacks {words}: {prose:?}");
            }
        }
        assert_eq!(document.notices, [], "{ending}");
        let input = Input {
            path: &name,
            bytes: &bytes,
        };
        let outcome = tieout::review(&[input], &library);
        let mut found: Vec<String> = outcome
            .findings
            .iter()
            .map(|finding| format!("{:?} {:?}", finding.severity, finding.rule))
            .collect();
        found.sort();
        assert!(!found.is_empty(), "{ending}: the wrong total was not found");
        assert_eq!(findings.get_or_insert(found.clone()), &found, "{ending}");
    }
}

fn unspaced(words: &str) -> String {
    words.split_whitespace().collect()
}

#[test]
fn figures_are_displayed_by_their_format_and_kept_as_stored() {
    let sheet = format!(
        r#"<sheetData><row>{}{}</row><row>{}<c r="B2" s="1"><f>SUM(B3:B4)</f><v>1234.5649999999998</v></c></row>
        <row>{}<c r="B3" s="1"><v>-3</v></c></row></sheetData>"#,
        words("A1", "项目"),
        words("B1", "金额"),
        words("A2", "甲"),
        words("A3", "乙")
    );
    let bytes = workbook(&[("收支", "", &sheet)], &["#,##0.00_);(#,##0.00)"]);
    let document = open("a.xlsx", &bytes).unwrap();
    let (_, table) = document.tables().next().unwrap();
    let cell = table.cell(1, 1).unwrap();
    assert_eq!(cell.text, "1,234.57");
    assert_eq!(cell.stored.unwrap().to_string(), "1234.565");
    let formula = cell.formula.as_ref().unwrap();
    assert_eq!((&*formula.text, formula.home), ("SUM(B3:B4)", (1, 1)));
    let place = Place::Cell {
        sheet: "收支".into(),
        column: 2,
        row: 2,
    };
    assert_eq!(cell.place, Some(place));
    assert_eq!(document.text.slice(cell.span), "1,234.57");
    assert_eq!(table.cell(2, 1).unwrap().text, "(3.00)");
}

#[test]
fn what_is_hidden_or_has_no_value_is_said() {
    let sheet = format!(
        r#"<cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1">{}{}{}</row>
        <row r="2">{}<c r="B2"><v>1</v></c><c r="C2"><f>A9</f></c></row><row r="3" hidden="1"><c r="C3"><v>7</v></c></row>
        <row r="4">{}<c r="C4" t="e"><v>#REF!</v></c></row></sheetData>"#,
        words("A1", "Item"),
        words("B1", "Gone"),
        words("C1", "Amount"),
        words("A2", "Rent"),
        words("A4", "Wages")
    );
    let bytes = workbook(
        &[("S", "", &sheet), ("Old", "state=\"hidden\"", &sheet)],
        &[],
    );
    let document = open("a.xlsx", &bytes).unwrap();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        grid(&document),
        [[
            [some("Item"), some("Amount")],
            [some("Rent"), None],
            [some("Wages"), some("#REF!")]
        ]]
    );
    let said: Vec<&str> = document
        .notices
        .iter()
        .map(|n| n.message.en.as_str())
        .collect();
    assert_eq!(
        said,
        [
            "formula errors in 1 cells, which hold no figure: S!C4 #REF!",
            "no stored result of 1 formulas, which were not read: S!C2",
            "hidden rows (1) and columns (1) of the sheet “S” were left out",
            "the hidden sheet “Old” was left out",
        ]
    );
}

/// A workbook of one sheet: `A:words`, `B=5`.
fn cells(lines: &[&[&str]]) -> Vec<u8> {
    let mut rows = String::new();
    for (row, cells) in lines.iter().enumerate() {
        rows += &format!("<row r=\"{}\">", row + 1);
        for cell in *cells {
            let at = format!("{}{}", &cell[..1], row + 1);
            rows += &match cell[1..].strip_prefix('=') {
                Some(value) => format!("<c r=\"{at}\"><v>{value}</v></c>"),
                None => words(&at, &cell[2..]),
            };
        }
        rows += "</row>";
    }
    workbook(&[("S", "", &format!("<sheetData>{rows}</sheetData>"))], &[])
}

#[test]
fn tables_below_and_beside_each_other_are_told_apart() {
    let bytes = cells(&[
        &["A:Costs", "D:Posts"],
        &["A:Item", "B:Amount", "D:Kind", "E:Count"],
        &["A:Rent", "B=5", "D:Full", "E=1"],
        &["A:Heat", "B=6", "D:Half", "E=2"],
        &[],
        &["A:Income"],
        &["A:Source", "B:Amount"],
        &["A:Fees", "B=9"],
        &[],
        &["A:Source: own books"],
    ]);
    let document = open("a.xlsx", &bytes).unwrap();
    let read: Vec<(String, (usize, usize), usize)> = document
        .tables()
        .map(|(_, table)| {
            let caption = table.caption.as_ref().map_or("", |caption| &caption.text);
            (caption.to_owned(), table.origin, table.rows.len())
        })
        .collect();
    assert_eq!(
        read,
        [
            ("Costs".to_owned(), (1, 0), 3),
            ("Income".to_owned(), (6, 0), 2),
            ("Posts".to_owned(), (1, 3), 3)
        ]
    );
    assert!(prose(&document).contains(&"Source: own books"));
}

#[test]
fn a_title_with_a_header_of_its_own_begins_a_table_without_a_blank_row() {
    let tables = |second: &[&str]| {
        let bytes = cells(&[
            &["A:Costs"],
            &["A:Item", "B:Plan", "C:Actual"],
            &["A:Rent", "B=5", "C=6"],
            &["A:Heat", "B=6", "C=7"],
            &["A:Posts of the house"],
            second,
            &["A:Full", "B=12", "C=13"],
            &["A:Half", "B=2", "C=1"],
        ]);
        open("a.xlsx", &bytes).unwrap().tables().count()
    };
    assert_eq!(tables(&["A:Kind", "B:Last year", "C:This year"]), 2);
    // The same header again, and words that stand over no figure, are of the same table.
    assert_eq!(tables(&["A:Item", "B:Plan", "C:Actual"]), 1);
    assert_eq!(tables(&["A:Staff", "D:see note"]), 1);
}

#[test]
fn a_sheet_that_claims_to_be_huge_costs_nothing() {
    let sheet = format!(
        r#"<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="5"><c r="C5"><v>2</v></c></row>
        <row r="1048576">{}</row></sheetData>"#,
        words("XFD1048576", "end")
    );
    let document = open("a.xlsx", &workbook(&[("S", "", &sheet)], &[])).unwrap();
    assert!(document.text.as_str().len() < 100);
    assert!(prose(&document).contains(&"end"));
}

#[test]
fn a_workbook_cut_off_anywhere_is_an_error_or_a_document() {
    for ending in ["xls", "xlsx", "ods"] {
        let path = Path::new(ROOT).join(format!("fixtures/formats/one-report/report.{ending}"));
        let whole = fs::read(path).unwrap();
        for part in 1..24 {
            let end = whole.len() * part / 24;
            let _ = open(&format!("a.{ending}"), &whole[..end]);
            let mut broken = whole.clone();
            for step in 0..40 {
                let at = (step * 7_919 + part * 104_729) % broken.len();
                broken[at] ^= 0x55;
            }
            let _ = open(&format!("a.{ending}"), &broken);
        }
    }
}

#[test]
fn what_a_damaged_part_loses_is_said_of_its_sheet() {
    let rows = format!(
        "<row>{}<c r=\"B1\"><v>12.5</v></c></row>",
        words("A1", "Pay")
    );
    // Broken off within a tag, at a tag, and at an entity of the file's own.
    for end in [
        "<row><c r=\"B",
        "<row><c r=\"B2\"><v>1</v></c>",
        "<row>&own;</row>",
    ] {
        let torn = format!("{rows}{end}");
        let book = workbook(&[("Torn", "", &torn), ("Whole", "", &rows)], &[]);
        let document = open("a.xlsx", &book).unwrap();
        let notices = &document.notices;
        assert_eq!(notices.len(), 1, "{end}: {notices:?}");
        assert!(notices[0].message.en.contains("“Torn” is damaged"));
        assert_eq!(grid(&document).len(), 2, "{end}");
    }
}

#[test]
fn a_sheet_beyond_the_limits_is_cut_and_the_limit_is_named() {
    let long = "工资".repeat(20);
    let rows: String = (1..=9)
        .map(|row| {
            format!(
                "<row>{}<c r=\"B{row}\"><v>{row}.5</v></c></row>",
                words(&format!("A{row}"), &long)
            )
        })
        .collect();
    let bytes = workbook(&[("S", "", &rows), ("T", "", &rows)], &[]);
    let library = super::support::library();
    let read_with = |limit: &str, value: usize| {
        let mut options = Options::default();
        let found = tieout::read::LIMITS.iter().find(|own| own.name == limit);
        *(found.unwrap().field)(&mut options.limits) = value;
        let path = "a.xlsx";
        read(
            Input {
                path,
                bytes: &bytes,
            },
            &library.vocabulary,
            &options,
        )
    };
    for (limit, value) in [("cells", 5), ("text", 300)] {
        let document = read_with(limit, value).unwrap();
        let cells = document
            .tables()
            .flat_map(|(_, table)| table.rows.iter().flatten().flatten());
        assert!(cells.count() < 9, "{limit}");
        let said = &document.notices[0].message.en;
        assert!(
            said.contains(&format!("the limit `{limit}` is {value}")),
            "{said}"
        );
    }
    assert_eq!(read_with("cells", 40).unwrap().notices, []);
    assert!(read_with("parts", 2).is_err());
}
