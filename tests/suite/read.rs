//! Files of every format, read as documents.
#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use std::fmt::Write;
use tieout::model::{Block, Document, Measure, Unit, Vocabulary};
use tieout::read::{Input, Options, ReadError, read};

fn try_read(path: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    read(
        Input { path, bytes },
        &Vocabulary::default(),
        &Options::default(),
    )
}

fn document(path: &str, source: &str) -> Document {
    try_read(path, source.as_bytes()).unwrap()
}

/// Every table: its caption, then a line a row; `>` a step of indentation.
fn tables(document: &Document) -> String {
    let mut out = String::new();
    for (_, table) in document.tables() {
        let caption = table
            .caption
            .as_ref()
            .map_or("", |caption| caption.text.as_str());
        writeln!(out, "{caption}").unwrap();
        for row in &table.rows {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| {
                    let cell = cell.as_ref();
                    cell.map_or(String::new(), |cell| ">".repeat(cell.indent) + &cell.text)
                })
                .collect();
            writeln!(out, "{}", format!("  {}", cells.join(" | ")).trim_end()).unwrap();
        }
    }
    out
}

fn words(document: &Document) -> Vec<String> {
    document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Heading(heading) => format!(
                "{} {}",
                "#".repeat(heading.level.into()),
                heading.passage.text
            ),
            Block::Paragraph(paragraph) => paragraph.passage.text.clone(),
            Block::Table(table) => format!("table {}", table.number),
        })
        .collect()
}

/// Every cell and passage must lie in the document's text where it says.
fn assert_places(document: &Document) {
    let source = document.text.as_str();
    for block in &document.blocks {
        match block {
            Block::Table(table) => {
                for cell in table.rows.iter().flatten().flatten() {
                    assert!(
                        source
                            .get(cell.span.start..cell.span.end)
                            .is_some_and(|s| !s.is_empty()),
                        "{cell:?}"
                    );
                    assert!(
                        table.span.contains(cell.span),
                        "{cell:?} outside {:?}",
                        table.span
                    );
                }
                assert!(table.rows.iter().all(|row| row.len() == table.width()));
            }
            Block::Heading(heading) => assert!(heading.passage.whole().end <= source.len()),
            Block::Paragraph(paragraph) => assert!(paragraph.passage.whole().end <= source.len()),
        }
    }
    for notice in &document.notices {
        assert!(
            source.get(notice.span.start..notice.span.end).is_some(),
            "{notice:?}"
        );
    }
}

const EXPECTED: &str = include_str!("../../fixtures/formats/plain-report/expected.txt");
const MARKDOWN: &str = include_str!("../../fixtures/formats/plain-report/report.md");
const CSV: &str = include_str!("../../fixtures/formats/plain-report/report.csv");

#[test]
fn one_report_reads_the_same_in_every_format() {
    for (path, source) in [("report.md", MARKDOWN), ("report.csv", CSV)] {
        let document = document(path, source);
        assert_places(&document);
        assert_eq!(tables(&document), EXPECTED, "{path}");
        assert!(document.notices.is_empty(), "{:?}", document.notices);
    }
}

#[test]
fn encodings_and_line_ends_change_nothing() {
    let crlf = MARKDOWN.replace('\n', "\r\n");
    let (gb18030, _, _) = encoding_rs::GB18030.encode(MARKDOWN);
    let wide: Vec<u8> = MARKDOWN.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xef\xbb\xbf", MARKDOWN.as_bytes()].concat();
    for bytes in [crlf.as_bytes(), &gb18030, &wide, &marked] {
        let document = try_read("report.md", bytes).unwrap();
        assert_places(&document);
        assert_eq!(tables(&document), EXPECTED);
    }
    let csv = CSV.replace('\n', "\r\n");
    assert_eq!(tables(&document("report.csv", &csv)), EXPECTED);
    let tsv = CSV
        .replace("\"1,", "\"1;")
        .replace(',', "\t")
        .replace("\"1;", "\"1,");
    assert_eq!(tables(&document("report.tsv", &tsv)), EXPECTED);
    let semicolons = CSV
        .replace("\"1,", "\"1 ")
        .replace(',', ";")
        .replace("\"1 ", "\"1,");
    assert_eq!(tables(&document("report.csv", &semicolons)), EXPECTED);
}

#[test]
fn csv_tables_keep_the_rows_and_columns_of_the_file() {
    let document = document("report.csv", CSV);
    let origins: Vec<(usize, usize)> = document.tables().map(|(_, table)| table.origin).collect();
    assert_eq!(origins, [(4, 0), (11, 0)]);
    let (_, table) = document.tables().next().unwrap();
    let cell = table.cell(1, 1).unwrap();
    assert_eq!(document.text.slice(cell.span), "1,000.00");
    assert_eq!(
        (
            document.text.line(cell.span.start),
            document.text.column(cell.span.start)
        ),
        (6, 9)
    );
    assert_eq!(
        words(&document),
        ["本年收入合计1236.50万元。", "table 1", "table 2"]
    );
}

#[test]
fn a_csv_file_is_one_table_though_blank_records_stand_in_it() {
    let source = "Item,2020,2019\n\nRevenue,,\nTaxes,10,9\n,,\nFees,5,4\nTotal,15,13\nSource: the treasury,,\n";
    let document = document("a.csv", source);
    assert_places(&document);
    let (_, table) = document.tables().next().unwrap();
    assert_eq!((table.rows.len(), table.origin), (7, (0, 0)));
    assert!(table.rows[1].iter().all(Option::is_none));
    assert_eq!(words(&document), ["table 1", "Source: the treasury"]);
    let shifted = try_read("b.csv", b",,\n,Item,Amount\n,Rent,5\n,Heat,6").unwrap();
    assert_eq!(shifted.tables().next().unwrap().1.origin, (1, 1));
}

#[test]
fn a_csv_file_beyond_the_limits_is_cut_and_the_limit_is_named() {
    let mut options = Options::default();
    options.limits.cells = 12;
    let cut = |source: &str| {
        let input = Input {
            path: "a.csv",
            bytes: source.as_bytes(),
        };
        let document = read(input, &Vocabulary::default(), &options).unwrap();
        let tables = document.tables().map(|(_, table)| table);
        let sizes: Vec<_> = tables.map(|it| (it.rows.len(), it.width())).collect();
        let said: Vec<_> = document.notices.iter().map(|it| &it.message.en).collect();
        assert!(said.iter().all(|it| it.contains("the limit `cells` is 12")));
        (sizes, said.len())
    };
    let rows = "Item,2020,2019\n".to_owned() + &"Rent,5,4\n".repeat(9);
    assert_eq!(cut(&rows), (vec![(4, 3)], 1));
    // One long record among short ones; both kinds of notice.
    let long = "Item,2020\nRent,5\nHeat".to_owned() + &",6".repeat(99);
    assert_eq!(cut(&long), (vec![(3, 4)], 2));
    assert_eq!(cut("Item,2020\nRent,5\n"), (vec![(2, 2)], 0));
}

#[test]
fn markdown_blocks_are_headings_paragraphs_and_tables() {
    let read = document("report.md", MARKDOWN);
    assert_eq!(
        words(&read),
        [
            "# 青石镇文化站2023年度决算说明",
            "## 一、收入支出情况",
            "本年收入合计1,236.50万元，支出合计1,180.00万元，结余56.50万元。",
            "table 1",
            "## 二、人员情况",
            "以下为年末实有人数。",
            "table 2",
        ]
    );
    let Some(Block::Paragraph(paragraph)) = read.blocks.get(2) else {
        panic!("a paragraph stands third");
    };
    let at = paragraph.passage.text.find("56.50").unwrap();
    assert_eq!(read.text.slice(paragraph.passage.span(at..at + 5)), "56.50");

    let listed = document(
        "a.md",
        "- one\n- two\n  - three\n\n> quoted *words* and `5.0`\n\n1. first\n\n   more\n",
    );
    assert_eq!(
        words(&listed),
        [
            "one",
            "two",
            "three",
            "quoted words and 5.0",
            "first",
            "more"
        ]
    );
}

#[test]
fn a_sentence_before_a_table_stays_and_only_a_name_becomes_its_caption() {
    let table = "| a | b |\n|---|---|\n| x | 1 |\n";
    for (before, caption, kept) in [
        ("Table 3: Staff", Some("Table 3: Staff"), false),
        (
            "The following table shows the staff at the end of the year.",
            None,
            true,
        ),
        ("各部门情况如下：", None, true),
    ] {
        let document = document("a.md", &format!("{before}\n\n{table}"));
        let (_, table) = document.tables().next().unwrap();
        assert_eq!(table.caption.as_ref().map(|c| c.text.as_str()), caption);
        assert_eq!(document.blocks.len() == 2, kept, "{before}");
    }
}

#[test]
fn a_sentence_with_the_unit_of_a_table_is_its_caption_as_well() {
    let unit = Unit {
        measure: Measure::Money,
        base: "元".into(),
        power: 4,
        word: "万元".into(),
    };
    let mut vocabulary = Vocabulary::default();
    vocabulary.learn_unit("万元", unit);
    let source = "各部门支出情况如下（单位：万元）：\n\n| a | b |\n|---|---|\n| x | 1 |\n";
    let input = Input {
        path: "a.md",
        bytes: source.as_bytes(),
    };
    let document = read(input, &vocabulary, &Options::default()).unwrap();
    let (block, table) = document.tables().next().unwrap();
    assert!(table.caption.is_some());
    assert_eq!(block, 1, "the sentence stays");
}

#[test]
fn code_blocks_may_hold_tables_of_columns() {
    let source = "# Report\n\n```text\nTable 1: Funds\n\n             2020    2019\nGeneral       100      90\nSpecial        60      50\n```\n\n```rust\nlet x = 5;\n```\n";
    let document = document("a.md", source);
    assert_places(&document);
    assert_eq!(words(&document), ["# Report", "table 1"]);
    assert_eq!(
        tables(&document),
        "Table 1: Funds\n   | 2020 | 2019\n  General | 100 | 90\n  Special | 60 | 50\n"
    );
}

#[test]
fn what_was_left_out_is_said() {
    let html = document(
        "a.md",
        "Text.\n\n<table><tr><th>a</th><th>b</th></tr><tr><td>x</td><td>5</td></tr></table>\n\n<!-- note 3 -->\n",
    );
    assert_eq!(
        html.tables().count(),
        1,
        "a table of html is read where it stands"
    );
    let wide = document(
        "a.md",
        "| a | b |\n|---|---|\n| x | 1 | 2 |\n| y \\| z | 1 |\n",
    );
    assert_eq!(wide.notices.len(), 1);
    assert_eq!(wide.text.line(wide.notices[0].span.start), 3);
    let lost = try_read(
        "a.md",
        b"# \xe8\xb4\xa2\xe6\x94\xbf\xe6\x8b\xa8\xe6\xac\xbe\n\n\xff\xe6\xac\xbe 5\n",
    )
    .unwrap();
    assert_eq!(lost.notices.len(), 1);
}

#[test]
fn files_of_other_kinds_are_named() {
    let zip = |name: &str| [b"PK\x03\x04\x14\0\0\0", name.as_bytes(), b"\0\0"].concat();
    for (bytes, seems) in [
        (zip("word/document.xml"), "archive cannot be opened"),
        (zip("xl/workbook.xml"), "workbook is damaged"),
        (zip("a.txt"), "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1".to_vec(), "compound file"),
        (b"\x89PNG\r\n".to_vec(), "png"),
        (b"a\0\0b\0c\x01\x02".to_vec(), "binary"),
    ] {
        for path in ["report.txt", "report.md", "report.csv"] {
            let error = try_read(path, &bytes).unwrap_err().to_string();
            assert!(error.contains(seems) && error.contains(path), "{error}");
        }
    }
    assert!(matches!(
        try_read("a.csv", b""),
        Err(ReadError::Empty { .. })
    ));
}

proptest! {
    #[test]
    fn nothing_panics_on_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for path in ["a.md", "a.csv"] {
            if let Ok(document) = try_read(path, &bytes) {
                assert_places(&document);
            }
        }
    }

    #[test]
    fn nothing_panics_on_odd_markup(source in "([|*`\\\\#> <a1,.&;é合\t-]{0,10}\n){0,12}") {
        for path in ["a.md", "a.csv"] {
            if let Ok(document) = try_read(path, source.as_bytes()) {
                assert_places(&document);
            }
        }
    }

    #[test]
    fn a_csv_grid_is_read_back_where_it_stands(
        rows in proptest::collection::vec(proptest::collection::vec(0u32..100_000, 3), 1..8),
    ) {
        let mut source = String::from("item,a,b,c\n");
        for (at, row) in rows.iter().enumerate() {
            let cells: Vec<String> = row.iter().map(|value| format!("\"{value},000.5\"")).collect();
            writeln!(source, "row {at},{}", cells.join(",")).unwrap();
        }
        let document = document("a.csv", &source);
        let (_, table) = document.tables().next().unwrap();
        prop_assert_eq!(table.rows.len(), rows.len() + 1);
        for (at, row) in rows.iter().enumerate() {
            for (column, value) in row.iter().enumerate() {
                let cell = table.cell(at + 1, column + 1).unwrap();
                prop_assert_eq!(&cell.text, &format!("{value},000.5"));
                prop_assert_eq!(document.text.line(cell.span.start), at + 2);
            }
        }
    }
}
