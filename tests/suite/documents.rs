//! Documents of word processors and web pages, made in the test: docx, odt, html, html inside markdown.

use proptest::prelude::*;
use std::io::{Cursor, Write};
use tieout::{
    model::{Block, Document, Vocabulary},
    read::{Input, Options, ReadError, read},
};
use zip::{ZipWriter, write::SimpleFileOptions};

pub fn try_read(path: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    read(
        Input { path, bytes },
        &Vocabulary::default(),
        &Options::default(),
    )
}

pub fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub fn word(body: &str) -> String {
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    format!(
        r#"<?xml version="1.0"?><w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>"#
    )
}

fn docx(body: &str) -> Document {
    let bytes = package(&[("word/document.xml", word(body).as_bytes())]);
    try_read("a.docx", &bytes).unwrap()
}

fn odt(body: &str) -> Document {
    let content = format!(
        r#"<office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>"#
    );
    let bytes = package(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
    ]);
    try_read("a.odt", &bytes).unwrap()
}

fn html(source: &str) -> Document {
    try_read("a.html", source.as_bytes()).unwrap()
}

/// One line a block: `# heading`, paragraph, or the rows of a table with `cell+columns+rows` where it covers more than its place.
pub fn outline(document: &Document) -> Vec<String> {
    let mut lines = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Heading(it) => {
                let marks = "#".repeat(usize::from(it.level));
                lines.push(format!("{marks} {}", it.passage.text));
            }
            Block::Paragraph(it) => lines.push(it.passage.text.clone()),
            Block::Table(table) => {
                let caption = table.caption.as_ref().map_or("", |it| it.text.as_str());
                lines.push(format!("[{caption}]"));
                for row in &table.rows {
                    let cells = row.iter().map(|cell| match cell {
                        None => "_".to_owned(),
                        Some(cell) if cell.covers == (1, 1) => cell.text.clone(),
                        Some(cell) => format!("{}+{}+{}", cell.text, cell.covers.0, cell.covers.1),
                    });
                    lines.push(cells.collect::<Vec<_>>().join(" | "));
                }
            }
        }
    }
    // Whatever stands in the document stands in its text.
    for (_, table) in document.tables() {
        for cell in table.rows.iter().flatten().flatten() {
            if document.format != "markdown" {
                assert_eq!(document.text.slice(cell.span), cell.text);
            }
        }
    }
    lines
}

fn p(words: &str) -> String {
    format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
}

fn tc(settings: &str, words: &str) -> String {
    format!("<w:tc><w:tcPr>{settings}</w:tcPr>{}</w:tc>", p(words))
}

const GRID: [&str; 6] = [
    "[表1 单位：万元]",
    "项目+1+2 | 2024+2+1 | _",
    "_ | 基本 | 项目支出",
    "合计 | 280.48 | (1.50)",
    "其中：工资 | 12.00 | _",
    "后文",
];

#[test]
fn one_table_reads_alike_from_every_format() {
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let rows = [
        row(&[
            tc(r#"<w:vMerge w:val="restart"/>"#, "项目"),
            tc(r#"<w:gridSpan w:val="2"/>"#, "2024"),
        ]),
        row(&[tc("<w:vMerge/>", ""), tc("", "基本"), tc("", "项目支出")]),
        row(&[tc("", "合计"), tc("", "280.48"), tc("", "(1.50)")]),
        row(&[tc("", "其中：工资"), tc("", "12.00"), tc("", "")]),
    ];
    let body = format!(
        "{}<w:tbl>{}</w:tbl>{}",
        p("表1 单位：万元"),
        rows.concat(),
        p("后文")
    );
    assert_eq!(outline(&docx(&body)), GRID);
    // The strict namespace and another encoding change nothing.
    let strict = word(&body).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    );
    let wide: Vec<u8> = std::iter::once(0xfeff)
        .chain(strict.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let bytes = package(&[("word/document.xml", &wide)]);
    assert_eq!(outline(&try_read("a.docx", &bytes).unwrap()), GRID);

    let cell = |settings: &str, words: &str| {
        format!("<table:table-cell {settings}><text:p>{words}</text:p></table:table-cell>")
    };
    let covered = "<table:covered-table-cell/>";
    let row = |cells: &[&str]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let table = [
        row(&[
            &cell(r#"table:number-rows-spanned="2""#, "项目"),
            &cell(r#"table:number-columns-spanned="2""#, "2024"),
            covered,
        ]),
        row(&[covered, &cell("", "基本"), &cell("", "项目支出")]),
        row(&[&cell("", "合计"), &cell("", "280.48"), &cell("", "(1.50)")]),
        row(&[&cell("", "其中：工资"), &cell("", "12.00"), &cell("", "")]),
    ];
    let body = format!(
        "<text:p>表1 单位：万元</text:p><table:table>{}</table:table><text:p>后文</text:p>",
        table.concat()
    );
    assert_eq!(outline(&odt(&body)), GRID);

    let page = "<p>表1 单位：万元</p><table><tr><td rowspan=2>项目<td colspan=2>2024\
        <tr><td>基本<td>项目支出<tr><td>合计<td>280.48<td>(1.50)\
        <tr><td>其中：工资<td>12.00<td></table><p>后文</p>";
    assert_eq!(outline(&html(page)), GRID);
    let markdown = try_read("a.md", page.replace("<p>", "\n\n<p>").as_bytes()).unwrap();
    assert_eq!(outline(&markdown), GRID);
    let (_, table) = markdown.tables().next().unwrap();
    let cell = table.cell(2, 1).unwrap();
    assert_eq!(markdown.text.slice(cell.span), "280.48");
}

#[test]
fn a_word_document_reads_as_it_is_accepted_and_printed() {
    let numbering = r#"<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">
        <w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>
        <w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;
    let styles = r#"<w:styles><w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/>
        <w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style></w:styles>"#;
    let notes = r#"<w:footnotes><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>
        <w:footnote w:id="2"><w:p><w:r><w:t>Note 5.</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let body = r#"<w:p><w:pPr><w:pStyle w:val="2"/></w:pPr><w:r><w:t>收入</w:t></w:r></w:p>
        <w:p><w:r><w:t>Spent 1</w:t></w:r><w:del><w:r><w:delText>2</w:delText></w:r></w:del><w:ins><w:r><w:t>3</w:t></w:r></w:ins>
        <w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>4</w:t></w:r>
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>99</w:t></w:r>
        <w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>SUM(1)</w:instrText></w:r>
        <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t> and 8</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
        <w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>box 1</w:t></w:r></w:p></w:txbxContent></mc:Choice>
        <mc:Fallback><w:txbxContent><w:p><w:r><w:t>box 1</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>
        <w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:p><w:pPr><w:pStyle w:val="2"/></w:pPr><w:r><w:t>支出</w:t></w:r></w:p></w:sdtContent></w:sdt>"#;
    let bytes = package(&[
        ("word/document.xml", word(body).as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/numbering.xml", numbering.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
    ]);
    let document = try_read("a.docx", &bytes).unwrap();
    assert_eq!(
        outline(&document),
        [
            "# 一、收入",
            "Spent 13 and 8",
            "box 1",
            "# 二、支出",
            "[2] Note 5."
        ]
    );
    let said = ["hidden text", "tracked changes"];
    assert_eq!(document.notices.len(), said.len());
    for (notice, said) in document.notices.iter().zip(said) {
        assert!(notice.message.en.contains(said), "{notice:?}");
    }
}

#[test]
fn an_opendocument_text_reads_as_it_is_accepted_and_printed() {
    let cell = |settings: &str, words: &str| {
        format!("<table:table-cell {settings}><text:p>{words}</text:p></table:table-cell>")
    };
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let covered = "<table:covered-table-cell/>".to_owned();
    let gone = r#"<text:change text:change-id="c"/>"#;
    let table = [
        r#"<table:table-column table:number-columns-repeated="4000000000"/>"#.to_owned(),
        row(&[
            cell(
                r#"table:number-columns-spanned="2" table:number-rows-spanned="2""#,
                "both",
            ),
            covered.clone(),
            cell("", "c"),
        ]),
        row(&[covered.clone(), covered.clone(), cell("", "7")]),
        row(&[cell("", gone), cell("", gone), cell("", "")]),
        row(&[
            cell(r#"table:number-columns-repeated="2""#, "1"),
            cell("", "8"),
        ]),
    ];
    let tracked = r#"<text:tracked-changes><text:changed-region text:id="c"><text:deletion><text:p>deleted 99</text:p></text:deletion></text:changed-region>
        <text:changed-region text:id="i"><text:insertion/></text:changed-region></text:tracked-changes>"#;
    let body = format!(
        r#"{tracked}<text:p>sum 1<text:change text:change-id="c"/><text:change-start text:change-id="i"/>2<text:change-end text:change-id="i"/><draw:frame><draw:text-box><text:p>box 3</text:p></draw:text-box></draw:frame> end</text:p>
        <table:table>{}</table:table><text:section text:display="none"><text:p>88</text:p></text:section>
        <text:p>note<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>of 4</text:p></text:note-body></text:note></text:p>"#,
        table.concat()
    );
    let document = odt(&body);
    assert_eq!(
        outline(&document),
        [
            "[sum 12 end box 3]",
            "both+2+2 | _ | c",
            "_ | _ | 7",
            "1 | 1 | 8",
            "note",
            "[1] of 4"
        ]
    );
    let said: Vec<&str> = document
        .notices
        .iter()
        .map(|it| it.message.en.as_str())
        .collect();
    assert_eq!(said.len(), 2, "{said:?}");
    // What is repeated without end is cut.
    let wide = row(&[
        cell(r#"table:number-columns-repeated="4000000000""#, "1"),
        cell("", "2"),
    ]);
    let long = format!(
        r#"<table:table><table:table-row table:number-rows-repeated="4000000000">{}</table:table-row>{wide}</table:table>"#,
        cell("", "1")
    );
    assert!(odt(&long).blocks.len() <= 2);
}

#[test]
fn figures_at_tab_stops_are_a_table() {
    let line = |label: &str, figure: &str| {
        format!(
            r#"<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/><w:tab w:val="right" w:leader="dot" w:pos="9360"/></w:tabs></w:pPr>
            <w:r><w:t>{label}</w:t><w:tab/><w:t>{figure}</w:t></w:r></w:p>"#
        )
    };
    let body = [
        line("Personal services", "$   14,692,111"),
        line("Purchase of services", "1,904,485"),
        line("", "Total</w:t><w:tab/><w:t>$ 16,596,596"),
    ];
    assert_eq!(
        outline(&docx(&body.concat())),
        [
            "[]",
            "Personal services | $ 14,692,111",
            "Purchase of services | 1,904,485",
            "Total | $ 16,596,596"
        ]
    );
    // Numbers before texts are those of a list.
    let list = [
        line("(1)", "Reduction of 5 posts"),
        line("(2)", "Another text"),
    ];
    assert_eq!(docx(&list.concat()).tables().count(), 0);
}

#[test]
fn layout_tables_are_no_tables_and_nested_ones_follow() {
    let page = "<nav>1 2 3</nav><table><tr><td><h2>Menu</h2></td><td><table><tr><th>a<th>b<tr><td>x<td>1</table></td></tr></table>\
        <table><tr><td>y<td>2<tr><td>z<table><tr><td>q<td>3</table><td>4</table><div style='display: none'>77</div>";
    let document = html(page);
    assert_eq!(
        outline(&document),
        [
            "## Menu", "[]", "a | b", "x | 1", "[]", "y | 2", "z | 4", "[]", "q | 3"
        ]
    );
    assert_eq!(document.notices.len(), 1);
}

#[test]
fn a_page_is_decoded_as_it_declares() {
    let page = "<html><meta charset=big5><p>預算 100 萬元</p></html>";
    let (bytes, ..) = encoding_rs::BIG5.encode(page);
    assert_eq!(
        outline(&try_read("a.html", &bytes).unwrap()),
        ["預算 100 萬元"]
    );
    // A wrong ending is said, and the content read.
    let document = try_read("a.docx", page.as_bytes()).unwrap();
    assert_eq!((document.format, document.notices.len()), ("html", 1));
}

#[test]
fn what_is_too_large_or_broken_is_an_error_that_says_so() {
    let bomb = vec![b' '; 200 << 20];
    let bytes = package(&[("word/document.xml", &bomb)]);
    let error = try_read("a.docx", &bytes).unwrap_err().to_string();
    assert!(error.contains("inflates to more than"), "{error}");
    let deep = html_of(&"<div>".repeat(100_000));
    assert!(try_read("a.html", deep.as_bytes()).is_err());
    let nested = format!("{}5", "<table><tr><td>x<td>1<td>".repeat(200));
    assert!(html(&html_of(&nested)).tables().count() <= 12);
    let deep = docx(&format!("{}<w:p>", "<w:sdt>".repeat(100_000)));
    assert_eq!(deep.notices.len(), 1);
    let wide = tc(r#"<w:gridSpan w:val="4000000000"/>"#, "1");
    let document = docx(&format!(
        "<w:tbl><w:tr>{wide}{}</w:tr></w:tbl>",
        tc("", "2")
    ));
    assert!(document.blocks.len() <= 2);
}

fn html_of(body: &str) -> String {
    format!("<!doctype html><body>{body}")
}

proptest! {
    #[test]
    fn nothing_panics_on_odd_elements(
        names in proptest::collection::vec((0usize..16, any::<bool>(), "[ 0-9a合.\t-]{0,4}"), 0..40),
    ) {
        let write = |kinds: [&str; 16]| -> String {
            let part = |&(kind, closes, ref words): &(usize, bool, String)| {
                let name = kinds[kind];
                let bare = name.split(' ').next().unwrap_or("");
                if closes { format!("</{bare}>{words}") } else { format!("<{name}>{words}") }
            };
            names.iter().map(part).collect()
        };
        let body = write([
            "w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:tcPr", "w:gridSpan w:val='3'", "w:vMerge", "w:txbxContent",
            "w:del", "w:trPr", "w:gridBefore w:val='2'", "w:tab", "mc:AlternateContent", "mc:Choice",
        ]);
        outline(&docx(&body));
        let body = write([
            "text:p", "text:h text:outline-level='2'", "text:span", "table:table", "table:table-row", "table:table-cell",
            "table:table-cell table:number-columns-spanned='3'", "table:covered-table-cell", "text:list", "text:list-item",
            "text:note", "text:note-citation", "text:note-body", "text:tab", "draw:text-box", "text:s text:c='9'",
        ]);
        outline(&odt(&body));
        let body = write([
            "p", "h2", "table", "tr", "td", "td rowspan=0", "td colspan=3", "th rowspan=2", "caption", "div", "sup", "pre",
            "br", "nav", "li", "thead",
        ]);
        outline(&html(&html_of(&body)));
        outline(&try_read("a.md", body.as_bytes()).unwrap_or_else(|_| docx("")));
    }

    #[test]
    fn nothing_panics_on_damaged_archives(at in 0usize..600, byte in any::<u8>(), length in 0usize..600) {
        let body = word(&format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", tc("", "a"), tc("", "1")));
        let mut bytes = package(&[("word/document.xml", body.as_bytes())]);
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
        let _ = try_read("a.docx", &bytes);
        bytes.truncate(length);
        let _ = try_read("a.docx", &bytes);
    }
}
