//! What a transcript looks like, and where its cells point.

use super::*;

fn row(texts: &[&str]) -> Vec<Option<CellSource>> {
    let cell = |text: &&str| (!text.is_empty()).then(|| CellSource::new(*text));
    texts.iter().map(cell).collect()
}

#[test]
fn cells_point_at_their_words_in_aligned_rows() {
    let vocabulary = Vocabulary::default();
    let limits = limits::Limits::default();
    let mut transcript = Transcript::new(&vocabulary, &limits);
    transcript.heading(1, "收入\t决算", Some(Place::Paragraph(1)));
    transcript.paragraph("表1 单位：万元", None);
    let mut rows = vec![
        row(&["项目", "决算数", ""]),
        row(&["", "基本", "项目支出"]),
        row(&["合计", "218.42", ""]),
        row(&["其中：工资", "(1.50)", "-"]),
    ];
    if let Some(Some(cell)) = rows.get_mut(0).and_then(|row| row.get_mut(1)) {
        cell.covers = (2, 1);
    }
    if let Some(Some(cell)) = rows.get_mut(3).and_then(|row| row.get_mut(0)) {
        cell.indent = 210;
    }
    transcript.table(TableSource {
        rows,
        ..TableSource::default()
    });
    let document = transcript.finish("a.docx", "docx");
    assert_eq!(
        document.text.as_str(),
        "收入 决算\n\n表1 单位：万元\n\n\
         项目         │ 决算数\n             │ 基本   │ 项目支出\n\
         合计         │ 218.42 │\n  其中：工资 │ (1.50) │ -\n"
    );
    let (_, table) = document.tables().next().unwrap();
    assert_eq!(table.caption.as_ref().unwrap().text, "表1 单位：万元");
    for cell in table.rows.iter().flatten().flatten() {
        assert_eq!(document.text.slice(cell.span), cell.text);
    }
    let cell = table.cell(3, 0).unwrap();
    assert_eq!((cell.indent, &*cell.text), (1, "其中：工资"));
    let place = table.cell(2, 1).unwrap().place.as_ref().unwrap();
    assert_eq!(place.words().en, "table 1, row 3, column 2");
}

#[test]
fn a_title_flagged_as_header_does_not_end_the_header() {
    let flag = |mut row: Vec<Option<CellSource>>| {
        for cell in row.iter_mut().flatten() {
            cell.header = true;
        }
        row
    };
    let mut title = flag(row(&["收入表", ""]));
    if let Some(cell) = &mut title[0] {
        cell.covers = (2, 1);
    }
    let source = |first: Vec<Option<CellSource>>| TableSource {
        rows: vec![first, row(&["项目", "金额"]), row(&["合计", "1"])],
        ..TableSource::default()
    };
    assert_eq!(header_rows(&source(title)), None);
    assert_eq!(header_rows(&source(flag(row(&["a", "b"])))), Some(1));
    assert_eq!(header_rows(&source(row(&["a", "b"]))), None);
}

#[test]
fn what_is_too_large_is_cut_and_said() {
    let vocabulary = Vocabulary::default();
    let limits = limits::Limits::default();
    let mut transcript = Transcript::new(&vocabulary, &limits);
    transcript.paragraph(&"x".repeat(limits::LONGEST * 2), None);
    transcript.table(TableSource {
        rows: vec![vec![Some(CellSource::new("x ".repeat(limits::LONGEST)))]],
        ..TableSource::default()
    });
    let wide = vec![Some(CellSource::new("1")); limits::MOST_COLUMNS];
    for _ in 0..3 {
        transcript.table(TableSource {
            rows: vec![wide.clone(); 60],
            ..TableSource::default()
        });
    }
    assert!(transcript.is_full());
    let document = transcript.finish("a", "docx");
    let said = ["a paragraph is too long", "a cell is too long", "`cells`"];
    assert_eq!(document.notices.len(), said.len());
    for (notice, part) in document.notices.iter().zip(said) {
        assert!(notice.message.en.contains(part), "{part}");
    }
    assert!(document.tables().count() < 1 + 3 + 1);
}

#[test]
fn places_are_named_as_programs_name_them() {
    let cell = |sheet: &str, column| Place::Cell {
        sheet: sheet.into(),
        column,
        row: 14,
    };
    assert_eq!(cell("Sheet1", 4).words().en, "Sheet1!D14");
    assert_eq!(cell("决算表", 28).words().zh, "决算表!AB14");
    assert_eq!(cell("it's so", 1).words().en, "'it''s so'!A14");
    assert_eq!(Place::Page { page: 7 }.words().zh, "第 7 页");
}
