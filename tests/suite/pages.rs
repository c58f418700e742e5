//! Files with fixed pages (pdf, ofd): what a reader sees on them.
#![cfg(feature = "pdf")]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::{fmt::Write as _, io::Write as _};
use tieout::model::{Block, Document, Place, Vocabulary};
use tieout::read::{Input, Options, ReadError, read};

fn try_read(path: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    read(
        Input { path, bytes },
        &Vocabulary::default(),
        &Options::default(),
    )
}

/// A page while it is drawn: content stream of 400 × 300 points, y from the bottom.
#[derive(Default)]
struct Sheet {
    drawn: String,
    rotate: u32,
}

impl Sheet {
    fn text(mut self, x: u32, y: u32, words: &str) -> Self {
        writeln!(self.drawn, "BT /F1 10 Tf {x} {y} Td ({words}) Tj ET").unwrap();
        self
    }

    fn line(mut self, from: (u32, u32), to: (u32, u32)) -> Self {
        let ((a, b), (c, d)) = (from, to);
        writeln!(self.drawn, "{a} {b} m {c} {d} l S").unwrap();
        self
    }

    /// A row of words at some places.
    fn row(self, y: u32, cells: &[(u32, &str)]) -> Self {
        let each = |sheet: Self, &(x, words): &(u32, &str)| sheet.text(x, y, words);
        cells.iter().fold(self, each)
    }
}

fn pdf(sheets: &[Sheet]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        String::new(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    let mut kids = String::new();
    for sheet in sheets {
        let number = objects.len() + 1;
        write!(kids, "{number} 0 R ").unwrap();
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Rotate {} /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R >> >> >>",
            sheet.rotate,
            number + 1
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{}\nendstream",
            sheet.drawn.len() + 1,
            sheet.drawn
        ));
    }
    objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", sheets.len());
    let mut out = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        write!(out, "{} 0 obj\n{object}\nendobj\n", at + 1).unwrap();
    }
    let start = out.len();
    write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for place in places {
        writeln!(out, "{place:010} 00000 n ").unwrap();
    }
    write!(
        out,
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    )
    .unwrap();
    out.into_bytes()
}

fn document(sheets: &[Sheet]) -> Document {
    try_read("report.pdf", &pdf(sheets)).unwrap()
}

/// Tables, a line a row: `*2` covers two columns, `_2` two rows.
fn tables(document: &Document) -> Vec<String> {
    let cell = |cell: &Option<tieout::model::Cell>| {
        cell.as_ref().map_or(String::new(), |cell| {
            let (wide, high) = cell.covers;
            let wide = if wide > 1 {
                format!("*{wide}")
            } else {
                String::new()
            };
            let high = if high > 1 {
                format!("_{high}")
            } else {
                String::new()
            };
            format!("{}{wide}{high}", cell.text)
        })
    };
    document
        .tables()
        .map(|(_, table)| {
            let rows = table.rows.iter().map(|row| {
                let cells: Vec<String> = row.iter().map(cell).collect();
                cells.join(" | ")
            });
            rows.collect::<Vec<_>>().join("\n")
        })
        .collect()
}

fn words(document: &Document) -> Vec<String> {
    document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading(heading) => Some(heading.passage.text.clone()),
            Block::Paragraph(paragraph) => Some(paragraph.passage.text.clone()),
            Block::Table(_) => None,
        })
        .collect()
}

/// Two columns of figures under a name that covers both, all rules drawn.
fn ruled() -> Sheet {
    let mut sheet = Sheet::default()
        .text(160, 225, "Spending")
        .row(205, &[(25, "Item"), (110, "2023"), (210, "2024")])
        .row(185, &[(25, "Staff"), (110, "10.00"), (210, "12.50")])
        .row(165, &[(25, "Total"), (110, "10.00"), (210, "12.50")]);
    for y in [160, 180, 200, 240] {
        sheet = sheet.line((20, y), (300, y));
    }
    sheet = sheet.line((100, 220), (300, 220));
    for (x, top) in [(20, 240), (100, 240), (200, 220), (300, 240)] {
        sheet = sheet.line((x, 160), (x, top));
    }
    sheet
}

#[test]
fn a_missing_rule_makes_a_merged_cell() {
    let expected =
        "Item_2 | Spending*2 | \n | 2023 | 2024\nStaff | 10.00 | 12.50\nTotal | 10.00 | 12.50";
    assert_eq!(tables(&document(&[ruled()])), [expected]);
}

#[test]
fn a_turned_page_reads_as_it_is_seen() {
    let upright = tables(&document(&[ruled()]));
    for rotate in [90, 180, 270] {
        let turned = Sheet { rotate, ..ruled() };
        assert_eq!(tables(&document(&[turned])), upright, "turned by {rotate}");
    }
}

#[test]
fn every_cell_knows_its_page() {
    let empty = Sheet::default().text(20, 150, "A first page with a few words.");
    let document = document(&[empty, ruled()]);
    let (_, table) = document.tables().next().unwrap();
    let places: Vec<_> = table
        .rows
        .iter()
        .flatten()
        .flatten()
        .map(|cell| &cell.place)
        .collect();
    assert!(
        places
            .iter()
            .all(|place| **place == Some(Place::Page { page: 2 }))
    );
}

#[test]
fn columns_without_rules_come_from_what_stands_below_each_other() {
    let sheet = Sheet::default()
        .row(262, &[(160, "Budget"), (235, "Actual")])
        .row(
            250,
            &[
                (20, "Department"),
                (160, "2024"),
                (235, "2024"),
                (310, "Change"),
            ],
        )
        .row(
            230,
            &[
                (20, "Parks and recreation"),
                (160, "1,200.00"),
                (235, "1,150.00"),
                (310, "(50.00)"),
            ],
        )
        .row(215, &[(20, "Libraries of the")])
        .row(
            204,
            &[
                (20, "northern district"),
                (160, "800.00"),
                (235, "910.00"),
                (310, "110.00"),
            ],
        )
        .row(189, &[(20, "Roads"), (235, "40.00"), (310, "40.00")])
        .row(
            174,
            &[
                (20, "Total"),
                (160, "2,000.00"),
                (235, "2,100.00"),
                (310, "100.00"),
            ],
        );
    let expected = "Department | Budget 2024 | Actual 2024 | Change\n\
                    Parks and recreation | 1,200.00 | 1,150.00 | (50.00)\n\
                    Libraries of the northern district | 800.00 | 910.00 | 110.00\n\
                    Roads |  | 40.00 | 40.00\n\
                    Total | 2,000.00 | 2,100.00 | 100.00";
    assert_eq!(tables(&document(&[sheet])), [expected]);
}

/// A page with a table from top to bottom: its header, then rows with these names.
fn long(names: &[&str]) -> Sheet {
    let bottom = 280 - 20 * (u32::try_from(names.len()).unwrap() + 1);
    let mut sheet = Sheet::default().row(265, &[(25, "Item"), (110, "Amount")]);
    for (name, y) in names.iter().zip((0..).map(|at| 245 - 20 * at)) {
        sheet = sheet.row(y, &[(25, name), (110, "5.00")]);
    }
    for step in 0..=names.len() {
        let y = 280 - 20 * u32::try_from(step).unwrap();
        sheet = sheet.line((20, y), (200, y));
    }
    sheet = sheet.line((20, bottom), (200, bottom));
    for x in [20, 100, 200] {
        sheet = sheet.line((x, bottom), (x, 280));
    }
    sheet
}

#[test]
fn a_table_goes_on_over_the_page_and_its_header_is_read_once() {
    let document = document(&[long(&["A", "B"]), long(&["C", "D"])]);
    assert_eq!(
        tables(&document),
        ["Item | Amount\nA | 5.00\nB | 5.00\nC | 5.00\nD | 5.00"]
    );
    let (_, table) = document.tables().next().unwrap();
    let last = table
        .rows
        .last()
        .unwrap()
        .first()
        .unwrap()
        .as_ref()
        .unwrap();
    assert_eq!(last.place, Some(Place::Page { page: 2 }));
}

#[test]
fn running_heads_and_page_numbers_are_left_out() {
    let page = |number: u32, words: &str| {
        Sheet::default()
            .text(100, 285, "Annual report of the district")
            .text(200, 10, &number.to_string())
            .text(20, 150, words)
    };
    let document = document(&[
        page(1, "The first page says this."),
        page(2, "The second page says that."),
        page(3, "The third page says no more."),
    ]);
    assert_eq!(
        words(&document),
        [
            "The first page says this.",
            "The second page says that.",
            "The third page says no more."
        ]
    );
}

#[test]
fn what_names_some_pages_is_read_once() {
    let page = |head: &str, words: &str| Sheet::default().text(20, 285, head).text(20, 150, words);
    let document = document(&[
        page("Roads", "One says this."),
        page("Roads", "Two says that."),
        page("Roads", "Three says more."),
        page("Parks", "Four says less."),
        page("Parks", "Five says this too."),
        page("Parks", "Six says that too."),
        page("Schools", "Seven is the last."),
    ]);
    let heads: Vec<String> = words(&document)
        .into_iter()
        .filter(|text| !text.contains("says"))
        .collect();
    assert_eq!(heads, ["Roads", "Parks", "Schools", "Seven is the last."]);
}

#[test]
fn a_heading_over_two_lines_is_one() {
    let large = |sheet: Sheet, x: u32, y: u32, words: &str| Sheet {
        drawn: format!("{}BT /F1 16 Tf {x} {y} Td ({words}) Tj ET\n", sheet.drawn),
        ..sheet
    };
    let sheet = large(
        Sheet::default(),
        30,
        270,
        "On the final accounts of the district for 2024",
    );
    let sheet = large(sheet, 160, 252, "an account")
        .text(
            20,
            220,
            "The district spent 1,150.00 thousand in the year, which is 50.00 less.",
        )
        .text(
            20,
            190,
            "The year before it spent 1,200.00 thousand, as had been planned then.",
        );
    let document = document(&[sheet]);
    assert!(
        words(&document)
            .iter()
            .any(|text| text == "On the final accounts of the district for 2024 an account"),
        "{:?}",
        words(&document)
    );
}

#[test]
fn a_row_that_the_end_of_a_page_cuts_through_is_one() {
    let document = document(&[
        long(&["Roads", "Schools and"]),
        long(&["libraries", "Parks"]),
    ]);
    // The second page's rows hold figures: both are rows of their own.
    assert_eq!(
        tables(&document),
        ["Item | Amount\nRoads | 5.00\nSchools and | 5.00\nlibraries | 5.00\nParks | 5.00"]
    );
    let mut first = long(&["Roads"]);
    first = first.row(225, &[(25, "Schools, parks"), (110, "7.00")]);
    for x in [20, 100, 200] {
        first = first.line((x, 220), (x, 240));
    }
    let second = long(&[]).row(245, &[(25, "and pools")]);
    let mut second = second.row(225, &[(25, "Total"), (110, "12.00")]);
    for x in [20, 100, 200] {
        second = second.line((x, 220), (x, 280));
    }
    for y in [240, 220] {
        first = first.line((20, y), (200, y));
        second = second.line((20, y), (200, y));
    }
    let cut = self::document(&[first, second]);
    assert_eq!(
        tables(&cut),
        ["Item | Amount\nRoads | 5.00\nSchools, parks and pools | 7.00\nTotal | 12.00"]
    );
}

#[test]
fn lines_of_a_paragraph_are_joined() {
    let sheet = Sheet::default()
        .text(
            20,
            250,
            "The department spent 1,150.00 thousand in the year, which is 50.00 less",
        )
        .text(
            20,
            238,
            "than was planned, since two projects of the spring were put off until the",
        )
        .text(20, 226, "next year.");
    let words = words(&document(&[sheet]));
    assert_eq!(words.len(), 1, "{words:?}");
    assert!(
        words
            .iter()
            .all(|text| text.contains("50.00 less than was") && text.ends_with("next year."))
    );
}

#[test]
fn a_page_without_text_is_said() {
    let document = document(&[ruled(), Sheet::default().line((10, 10), (90, 90)), ruled()]);
    let said: Vec<&str> = document
        .notices
        .iter()
        .map(|notice| notice.message.en.as_str())
        .collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said.iter().all(|words| words.contains("page 2")));
}

#[test]
fn a_damaged_file_is_a_clear_error_or_a_part_of_it() {
    let Err(error) = try_read("report.pdf", b"%PDF-1.7\nnothing that any viewer knows") else {
        panic!("read");
    };
    assert!(error.to_string().contains("report.pdf") && error.to_string().contains("damaged"));
    let whole = pdf(&[ruled(), ruled()]);
    for end in (0..whole.len()).step_by(37) {
        let _ = try_read("report.pdf", &whole[..end]);
    }
}

fn ofd(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A page of 100 × 100 mm: rules on its template, words on itself, one object moved by its matrix.
fn small_ofd(content: &str) -> Vec<u8> {
    let mut rules = String::new();
    for y in [10, 20, 30] {
        write!(
            rules,
            r#"<ofd:PathObject Boundary="10 {y} 80 1" LineWidth="0.2"><ofd:AbbreviatedData>M 0 0 L 80 0</ofd:AbbreviatedData></ofd:PathObject>"#
        )
        .unwrap();
    }
    for x in [10, 50, 90] {
        write!(
            rules,
            r#"<ofd:PathObject Boundary="{x} 10 1 20" LineWidth="0.2"><ofd:AbbreviatedData>M 0 0 L 0 20</ofd:AbbreviatedData></ofd:PathObject>"#
        )
        .unwrap();
    }
    let page = |inner: &str| {
        format!(
            r#"<?xml version="1.0"?><ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Template TemplateID="7"/><ofd:Content><ofd:Layer>{inner}</ofd:Layer></ofd:Content></ofd:Page>"#
        )
    };
    ofd(&[
        (
            "OFD.xml",
            r#"<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"#,
        ),
        (
            "Doc_0/Document.xml",
            r#"<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 100 100</ofd:PhysicalBox></ofd:PageArea><ofd:TemplatePage ID="7" BaseLoc="Tpls/T.xml"/></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P.xml"/><ofd:Page ID="2" BaseLoc="Pages/None.xml"/></ofd:Pages></ofd:Document>"#,
        ),
        ("Doc_0/Tpls/T.xml", &page(&rules)),
        ("Doc_0/Pages/P.xml", &page(content)),
    ])
}

#[test]
fn an_ofd_page_is_read_with_its_template() {
    let bytes = small_ofd(
        r#"<ofd:TextObject Boundary="12 12 30 6" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="g 3 4">收入项目</ofd:TextCode></ofd:TextObject>
           <ofd:TextObject Boundary="52 12 30 6" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="4">金额</ofd:TextCode></ofd:TextObject>
           <ofd:TextObject Boundary="12 22 30 6" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="4 4">拨款 &amp;</ofd:TextCode></ofd:TextObject>
           <ofd:TextObject Boundary="52 22 30 6" Size="2" CTM="2 0 0 2 0 0"><ofd:TextCode X="0" Y="2" DeltaX="g 6 1.1">2,940.05</ofd:TextCode></ofd:TextObject>"#,
    );
    let document = try_read("report.ofd", &bytes).unwrap();
    assert_eq!(tables(&document), ["收入项目 | 金额\n拨款 & | 2,940.05"]);
    assert_eq!(document.format, "ofd");
    let said: Vec<&str> = document
        .notices
        .iter()
        .map(|notice| notice.message.en.as_str())
        .collect();
    assert!(
        said.iter().any(|words| words.contains("page 2 is missing")),
        "{said:?}"
    );
}

#[test]
fn a_damaged_ofd_is_a_clear_error() {
    let bytes = small_ofd("");
    for end in (4..bytes.len()).step_by(29) {
        let _ = try_read("report.ofd", &bytes[..end]);
    }
    let error = try_read("report.ofd", &ofd(&[("OFD.xml", "<ofd:OFD/>")]))
        .err()
        .map(|error| error.to_string());
    assert!(error.is_some_and(|words| words.contains("report.ofd")));
}

/// A statement as governments print it: titles above a rule, names of columns, then groups of rows with their names and gaps.
fn statement() -> Sheet {
    let mut sheet = Sheet::default()
        .row(285, &[(20, "City of Example"), (330, "Schedule 3")])
        .text(20, 275, "Statement of Revenue")
        .row(248, &[(170, "Original"), (250, "Final")])
        .row(238, &[(170, "Budget"), (250, "Budget"), (330, "Actual")])
        .text(20, 208, "Taxes:")
        .text(26, 196, "Real Estate Tax:")
        .row(
            184,
            &[
                (32, "Current"),
                (170, "600.00"),
                (250, "610.00"),
                (330, "611.00"),
            ],
        )
        .row(
            172,
            &[
                (32, "Prior Years"),
                (170, "40.00"),
                (250, "30.00"),
                (330, "-"),
            ],
        )
        .row(
            150,
            &[
                (38, "Total Tax"),
                (170, "640.00"),
                (250, "640.00"),
                (330, "611.00"),
            ],
        )
        .text(20, 108, "Other Revenue:")
        .text(26, 96, "Streets, Parks and Public Works of the North:")
        .text(26, 84, "Federal:")
        .text(26, 72, "Transport:")
        .row(
            60,
            &[(32, "Grants"), (170, "5.00"), (250, "-"), (330, "4.00")],
        );
    sheet = sheet.line((20, 265), (380, 265));
    sheet
}

#[test]
fn a_statement_is_one_table_with_the_names_of_its_groups() {
    let document = document(&[statement()]);
    assert_eq!(
        tables(&document),
        [" | Original Budget | Final Budget | Actual\n\
          Taxes: |  |  | \n\
          Real Estate Tax: |  |  | \n\
          Current | 600.00 | 610.00 | 611.00\n\
          Prior Years | 40.00 | 30.00 | -\n\
          Total Tax | 640.00 | 640.00 | 611.00\n\
          Other Revenue: |  |  | \n\
          Streets, Parks and Public Works of the North:*2 |  |  | \n\
          Federal: |  |  | \n\
          Transport: |  |  | \n\
          Grants | 5.00 | - | 4.00"]
    );
}

#[test]
fn stretched_words_and_clauses_with_figures_are_no_rows() {
    let sheet = Sheet::default()
        .text(
            20,
            250,
            "The year, its plan and what came of it are told below.",
        )
        .row(
            230,
            &[
                (20, "General revenue 17,981.68"),
                (200, "thousand, or"),
                (300, "99.92"),
            ],
        )
        .text(
            20,
            215,
            "of every hundred, and other funds were 15.00 thousand of them;",
        )
        .text(
            20,
            200,
            "what was left is 0.78 of every hundred, which is less than was hoped.",
        );
    assert_eq!(tables(&document(&[sheet])), Vec::<String>::new());
}

#[test]
fn small_files_with_what_makes_pages_hard_read_as_expected() {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats/fixed-pages");
    let expected = std::fs::read_to_string(folder.join("expected.txt")).unwrap();
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".pdf"))
        .collect();
    names.sort();
    assert!(names.len() >= 10, "{names:?}");
    let mut found = String::new();
    for name in names {
        let bytes = std::fs::read(folder.join(&name)).unwrap();
        writeln!(found, "== {name}").unwrap();
        match try_read(&name, &bytes) {
            Ok(document) => {
                for text in words(&document) {
                    writeln!(found, "{text}").unwrap();
                }
                for table in tables(&document) {
                    writeln!(found, "{table}").unwrap();
                }
                for notice in &document.notices {
                    writeln!(found, "notice: {}", notice.message.en).unwrap();
                }
            }
            Err(error) => writeln!(found, "error: {error}").unwrap(),
        }
    }
    assert_eq!(found, expected);
}
