//! What is found of workbooks alone: numbers typed in among formulas, sums that hold only as stored.

use crate::support;
use std::io::Write;
use tieout::{
    model::{Outcome, Severity},
    read::Input,
};

/// A workbook of one sheet: rows of cells, each words, a number (`12.5`), a formula with its result (`=A1+A2:30`) or a formula
/// without one (`=A1`); every number is displayed with the decimals asked for.
fn workbook(rows: &[&[&str]], decimals: usize) -> Vec<u8> {
    let mut inner = String::new();
    for (row, cells) in rows.iter().enumerate() {
        inner += "<row>";
        for (column, text) in cells.iter().enumerate() {
            let at = format!(
                "{}{}",
                char::from(b'A' + u8::try_from(column).unwrap()),
                row + 1
            );
            inner += &match (text.strip_prefix('='), text.parse::<f64>()) {
                (Some(formula), _) => match formula.rsplit_once("::") {
                    Some((formula, value)) => {
                        format!(r#"<c r="{at}" s="1"><f>{formula}</f><v>{value}</v></c>"#)
                    }
                    None => format!(r#"<c r="{at}" s="1"><f>{formula}</f></c>"#),
                },
                (None, Ok(_)) => format!(r#"<c r="{at}" s="1"><v>{text}</v></c>"#),
                (None, Err(_)) => {
                    format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#)
                }
            };
        }
        inner += "</row>";
    }
    let code = match decimals {
        0 => "0".to_owned(),
        _ => format!("0.{}", "0".repeat(decimals)),
    };
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        (
            "xl/workbook.xml",
            r#"<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#.to_owned(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/1.xml"/></Relationships>"#.to_owned(),
        ),
        (
            "xl/styles.xml",
            format!(r#"<styleSheet><numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></styleSheet>"#),
        ),
        (
            "xl/worksheets/1.xml",
            format!("<worksheet><sheetData>{inner}</sheetData></worksheet>"),
        ),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn review(bytes: &[u8]) -> (Outcome, tieout::compile::Library) {
    let library = support::library();
    let path = "book.xlsx";
    (tieout::review(&[Input { path, bytes }], &library), library)
}

/// The findings of a rule, those folded under others included: severity and place.
fn found(rows: &[&[&str]], decimals: usize, rule: &str) -> Vec<(Severity, String)> {
    let (outcome, library) = review(&workbook(rows, decimals));
    let at = library
        .rules
        .iter()
        .position(|own| *own.id == *rule)
        .unwrap();
    let mut found = Vec::new();
    for finding in &outcome.findings {
        let own = (finding.rule == at).then_some(finding.stated).flatten();
        let also = finding.also.iter().filter(|also| also.rule == at);
        for id in own.into_iter().chain(also.filter_map(|also| also.stated)) {
            let figure = outcome.figure(id).unwrap();
            found.push((finding.severity, figure.text.clone()));
        }
    }
    found
}

#[test]
fn a_number_typed_among_formulas_is_told_and_what_is_rightly_typed_is_not() {
    let head: &[&str] = &["Item", "First", "Second", "Third", "Fourth"];
    let typed = "table/computed";
    // A total, edges included: equal for now a note, else a warning or what the failing sum is.
    let total = |last: &'static str| {
        found(
            &[
                head,
                &["Wages", "40", "52", "38", "61"],
                &["Rent", "7", "5", "9", "12"],
                &[
                    "Total",
                    "=SUM(B2:B3)::47",
                    "=SUM(C2:C3)::57",
                    "=SUM(D2:D3)::47",
                    last,
                ],
            ],
            0,
            typed,
        )
    };
    assert_eq!(total("=SUM(E2:E3)::73"), []);
    assert_eq!(total("73"), [(Severity::Note, "73".to_owned())]);
    let wrong = total("79");
    assert_eq!(wrong.len(), 1);
    assert!(wrong[0].0 >= Severity::Warning);
    // Among conditions, which are no arithmetic: a note.
    let condition = |at: usize| format!("=IF(B{at}&gt;0,B{at},0)::{}", 130 * at + at % 2);
    let (two, three, five, six) = (condition(2), condition(3), condition(5), condition(6));
    let rows: &[&[&str]] = &[
        &["Item", "Asked", "Granted"],
        &["A", "260", &two],
        &["B", "391", &three],
        &["C", "520", "480"],
        &["D", "651", &five],
        &["E", "780", &six],
    ];
    assert_eq!(found(rows, 0, typed), [(Severity::Note, "480".to_owned())]);
    // A lump sum without price and number.
    let rows: &[&[&str]] = &[
        &["Item", "Price", "Number", "Amount"],
        &["Chairs", "20", "3", "=B2*C2::60"],
        &["Desks", "90", "2", "=B3*C3::180"],
        &["Transport", "", "", "35"],
        &["Lamps", "15", "4", "=B5*C5::60"],
    ];
    assert_eq!(found(rows, 0, typed), []);
    // The first of a chain.
    let rows: &[&[&str]] = &[
        &["Item", "2020", "2021", "2022", "2023"],
        &["Tax", "700", "=B2*1.1::770", "=C2*1.1::847", "=D2*1.1::932"],
        &["Fees", "10", "=B3+45::55", "=C3+45::100", "=D3+45::145"],
    ];
    assert_eq!(found(rows, 0, typed), []);
    // Details are typed, their subtotals are not.
    let rows: &[&[&str]] = &[
        &["Item", "Amount"],
        &["North", "=SUM(B3:B4)::730"],
        &["a", "410"],
        &["b", "320"],
        &["South", "=SUM(B6:B7)::135"],
        &["c", "95"],
        &["d", "40"],
        &["West", "=SUM(B9:B10)::870"],
        &["e", "670"],
        &["f", "200"],
    ];
    assert_eq!(found(rows, 0, typed), []);
}

#[test]
fn a_sum_that_holds_only_as_stored_is_a_note_and_one_that_holds_nowhere_is_not_excused() {
    let rows = |total: &'static str| -> Vec<(Severity, String)> {
        found(
            &[
                &["Item", "First", "Second"],
                &["Wages", "40.004", "10.001"],
                &["Rent", "7.004", "20.002"],
                &["Travel", "2.004", "30.001"],
                &["Total", total, "=SUM(C2:C4)::60.004"],
            ],
            2,
            "table/displayed",
        )
    };
    // 40.00 + 7.00 + 2.00 is displayed beside 49.01.
    assert_eq!(
        rows("=SUM(B2:B4)::49.012"),
        [(Severity::Note, "49.01".to_owned())]
    );
    assert_eq!(rows("49.02"), []);
}
