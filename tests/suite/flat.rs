//! Reports whose tables stand one cell a line read as a person reads them, however their lines are cut up.

use crate::support::{ROOT, assert_golden, library};
use proptest::{collection::vec, prelude::*, sample::select};
use std::{fs, sync::OnceLock};
use tieout::{
    compile::Library,
    model::{Block, Document, Passage, Span, Table},
    read::{self, Input},
};

const REPORTS: &[&str] = &["district-culture-2021", "library-district-2023"];

fn report(name: &str, file: &str) -> String {
    fs::read_to_string(format!("{ROOT}/fixtures/reports/{name}/{file}")).unwrap()
}

fn read_bytes(bytes: &[u8]) -> Document {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    let vocabulary = &LIBRARY.get_or_init(library).vocabulary;
    let path = "report.txt";
    read::read(Input { path, bytes }, vocabulary, &read::Options::default()).unwrap()
}

/// A table as lines: `·` blank, `<` and `^` covered from the left and from above, `?` before a row whose columns are not known.
fn grid(table: &Table) -> String {
    let caption = table.caption.as_ref().map_or("", |caption| &caption.text);
    let header = table.header_rows.unwrap_or(0);
    let mut lines = vec![format!("table, {header} header rows: {caption}")];
    for row in 0..table.rows.len() {
        let cells = (0..table.width()).map(|column| match table.cell(row, column) {
            Some(cell) => cell.text.clone(),
            None if table.seen(row, column).is_none() => "·".to_owned(),
            None if (0..column).any(|c| reaches(table, row, c, column)) => "<".to_owned(),
            None => "^".to_owned(),
        });
        let mark = if table.is_aligned(row) || row < header {
            " "
        } else {
            "?"
        };
        lines.push(format!(" {mark} {}", cells.collect::<Vec<_>>().join(" | ")));
    }
    lines.join("\n")
}

fn reaches(table: &Table, row: usize, from: usize, to: usize) -> bool {
    table
        .cell(row, from)
        .is_some_and(|cell| from + cell.covers.0 > to)
}

fn blocks(document: &Document) -> Vec<String> {
    document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Heading(heading) => {
                format!("heading {}: {}", heading.level, heading.passage.text)
            }
            Block::Paragraph(paragraph) => format!("paragraph: {}", paragraph.passage.text),
            Block::Table(table) => grid(table),
        })
        .collect()
}

fn reading(text: &str) -> String {
    blocks(&read_bytes(text.as_bytes())).join("\n") + "\n"
}

#[test]
fn reports_of_one_cell_a_line_read_as_a_person_reads_them() {
    for name in REPORTS {
        let read = reading(&report(name, "report.txt"));
        let golden = format!("{ROOT}/fixtures/reports/{name}/reading.txt");
        assert_golden(golden.as_ref(), &read);
    }
}

#[test]
fn every_cell_stands_where_its_span_says() {
    for name in REPORTS {
        let document = read_bytes(report(name, "report.txt").as_bytes());
        let squeeze = |text: &str| text.split_whitespace().collect::<String>();
        for (_, table) in document.tables() {
            for cell in table.rows.iter().flatten().flatten() {
                assert_eq!(squeeze(&cell.text), squeeze(document.text.slice(cell.span)));
            }
        }
    }
}

#[test]
fn blank_lines_mean_nothing() {
    for name in REPORTS {
        let text = report(name, "report.txt");
        let read = reading(&text);
        let doubled = text.replace('\n', "\n\n\n");
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        let removed = lines.collect::<Vec<_>>().join("\n");
        assert_eq!(reading(&doubled), read, "{name}, blank lines doubled");
        assert_eq!(reading(&removed), read, "{name}, blank lines removed");
    }
}

#[test]
fn line_ends_and_encodings_mean_nothing() {
    for name in REPORTS {
        let text = report(name, "report.txt");
        let read = reading(&text);
        assert_eq!(reading(&text.replace('\n', "\r\n")), read, "{name}");
        let (bytes, _, lost) = encoding_rs::GB18030.encode(&text);
        assert!(!lost, "{name}");
        assert_eq!(
            blocks(&read_bytes(&bytes)).join("\n") + "\n",
            read,
            "{name}"
        );
    }
}

#[test]
fn full_width_digits_are_digits() {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap(),
        c => c,
    };
    let wide = |c: char| match c {
        '0'..='9' => char::from_u32(c as u32 - '0' as u32 + '０' as u32).unwrap(),
        c => c,
    };
    for name in REPORTS {
        let text = report(name, "report.txt");
        let widened = reading(&text.chars().map(wide).collect::<String>());
        assert_eq!(
            widened.chars().map(narrow).collect::<String>(),
            reading(&text),
            "{name}"
        );
    }
}

#[test]
fn a_table_moved_to_the_end_reads_the_same() {
    // The first line of a table with its caption, and the first line after it.
    for (name, first, after) in [
        (
            "district-culture-2021",
            "2021年度各单位支出情况表",
            "（二）按经济分类划分",
        ),
        (
            "library-district-2023",
            "Table 2. Expenditures by branch",
            "Table 3. Share",
        ),
    ] {
        let text = report(name, "report.txt");
        let (start, end) = (text.find(first).unwrap(), text.find(after).unwrap());
        let moved = format!("{}{}{}", &text[..start], &text[end..], &text[start..end]);
        let tables = |text: &str| {
            let document = read_bytes(text.as_bytes());
            let mut grids: Vec<String> = document.tables().map(|(_, table)| grid(table)).collect();
            grids.sort();
            grids
        };
        assert_eq!(tables(&moved), tables(&text), "{name}");
    }
}

#[test]
fn running_text_is_no_table() {
    let text = "一、工作情况\n全年共办理事项1200件，比上年增加85件，增长7.6%，群众满意度达到98%。\n\
                1.加强培训\n组织培训12次，参加人员360人次，发放资料2000份。\n2.严格管理\n\
                修订制度5项，开展检查4次，发现问题3个，全部按期整改到位。\n某某县政务服务中心\n2021年3月5日\n";
    let document = read_bytes(text.as_bytes());
    assert_eq!(document.tables().count(), 0);
    let prose = "The board met 12 times in 2022.\n\nAttendance rose from 340 to 410 people over the\nyear, which is the \
                 highest figure since 2015.\n\nPage 3\n\nNew members: 4\n";
    assert_eq!(read_bytes(prose.as_bytes()).tables().count(), 0);
}

/// Every line with something on it stands in a heading, a paragraph, a caption or a cell.
fn keeps_all_lines(text: &str) {
    let document = read_bytes(text.as_bytes());
    let mut spans: Vec<Span> = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Heading(heading) => spans.push(heading.passage.whole()),
            Block::Paragraph(paragraph) => spans.push(paragraph.passage.whole()),
            Block::Table(table) => {
                spans.extend(table.caption.as_ref().map(Passage::whole));
                spans.extend(table.rows.iter().flatten().flatten().map(|cell| cell.span));
            }
        }
    }
    spans.sort();
    let mut next = spans.iter().peekable();
    for line in 1..=document.text.lines() {
        let span = document.text.line_span(line);
        let words = document.text.slice(span);
        if words.trim().is_empty() {
            continue;
        }
        let start = span.start + words.len() - words.trim_start().len();
        while next.next_if(|read| read.end <= start).is_some() {}
        let read = next.peek().is_some_and(|read| read.start <= start);
        assert!(read, "line {line}, {words}, is lost in {text:?}");
    }
}

#[test]
fn a_long_text_of_anything_keeps_all_its_lines() {
    for pattern in [
        "word\n",
        "5\n",
        "a\n5\n6\n-\n",
        "合计\n（一）\n2019\n7%\n（\n甲：\n",
    ] {
        keeps_all_lines(&pattern.repeat(8_000 / pattern.lines().count()));
    }
}

const LINES: &[&str] = &[
    "合计",
    "项目",
    "其中",
    "甲单位",
    "（万元）",
    "（一）收入",
    "1.支出",
    "280.48",
    "0",
    "-13.84",
    "2019",
    "12%",
    "-",
    "无",
    "情况如下：",
    "本年收入280.48万元，比上年有所增加。",
    "Total",
    "(in thousands)",
    "Grants",
    "$1,200",
    "(12)",
    "n/a",
    "Year ended June 30,",
    "及其他",
    "表1 收入  单位：万元",
    "*",
    "（",
    "）",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_line_is_lost_whatever_stands_beside_it(picked in vec(select(LINES), 1..60)) {
        keeps_all_lines(&picked.join("\n"));
    }
}
