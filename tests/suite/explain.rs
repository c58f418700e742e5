//! Likely causes: each has a report in which it is found and named, and an injected one is found again.

use crate::support;
use proptest::prelude::*;
use std::{fmt::Write, path::Path};
use tieout::{explain::CAUSES, model::Outcome};

/// One line a finding: severity, rule, stated figure, then each cause with its suspects and what they should be.
fn page(outcome: &Outcome, rules: &[tieout::model::Rule]) -> String {
    let mut page = String::new();
    for finding in &outcome.findings {
        let text = |id| outcome.figure(id).map_or("", |figure| figure.text.as_str());
        let stated = finding.stated.map_or("", text);
        let _ = writeln!(
            page,
            "{} {} {stated}, {} more folded under it",
            finding.severity.name(),
            rules[finding.rule].id,
            finding.also.len()
        );
        for cause in &finding.causes {
            let _ = writeln!(page, "  {}: {}", cause.name, cause.sentence.en);
            let _ = writeln!(page, "  {}: {}", cause.name, cause.sentence.zh);
            for suspect in &cause.suspects {
                let should_be = suspect
                    .should_be
                    .map_or(String::from("as it is"), |value| value.to_string());
                let _ = writeln!(page, "    {} -> {should_be}", text(suspect.figure));
            }
        }
    }
    page
}

#[test]
fn every_cause_has_a_report_that_it_explains() {
    let library = support::library();
    for kind in CAUSES {
        let folder = Path::new(support::ROOT)
            .join("fixtures/causes")
            .join(kind.name);
        let outcome = support::review_files(&[folder.join("report.md")], &library);
        let causes: Vec<&str> = outcome
            .findings
            .iter()
            .flat_map(|finding| finding.causes.iter().map(|cause| cause.name))
            .collect();
        assert!(
            causes.first() == Some(&kind.name),
            "{}: {causes:?}",
            kind.name
        );
        support::assert_golden(
            &folder.join("expected.txt"),
            &page(&outcome, &library.rules),
        );
    }
}

#[test]
fn every_report_belongs_to_a_cause() {
    let folder = Path::new(support::ROOT).join("fixtures/causes");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(CAUSES.iter().any(|kind| kind.name == name), "{name}");
    }
}

fn cents(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", value.abs() / 100, value.abs() % 100)
}

/// A table of amounts in cents, a total row under it, one cell replaced.
fn table(columns: &[Vec<i64>], wrong: Option<(usize, usize, i64)>) -> String {
    let rows = columns[0].len();
    let mut text = String::from("# Report\n\n| Item |");
    for column in 0..columns.len() {
        let _ = write!(text, " Office {} |", ["A", "B", "C"][column]);
    }
    let _ = write!(text, "\n|---|{}\n", "---|".repeat(columns.len()));
    for row in 0..=rows {
        let name = if row == rows {
            "Total".to_owned()
        } else {
            format!("Line {}", ["a", "b", "c", "d"][row])
        };
        let _ = write!(text, "| {name} |");
        for (column, values) in columns.iter().enumerate() {
            let right = if row == rows {
                values.iter().sum()
            } else {
                values[row]
            };
            let shown = match wrong {
                Some((r, c, value)) if (r, c) == (row, column) => value,
                _ => right,
            };
            let _ = write!(text, " {} |", cents(shown));
        }
        text.push('\n');
    }
    text
}

fn columns() -> impl Strategy<Value = Vec<Vec<i64>>> {
    prop::collection::vec(prop::collection::vec(10_001i64..9_999_999, 3..=3), 3..=3)
}

/// The causes named when a cell of a table that holds is replaced, with the text and right value of each one's first suspect.
fn named(columns: &[Vec<i64>], row: usize, value: i64) -> Vec<(String, String, Option<String>)> {
    let library = support::library();
    let text = table(columns, Some((row, 0, value)));
    let outcome = support::review(&[("report.md", &text)], &library);
    outcome
        .findings
        .iter()
        .flat_map(|finding| &finding.causes)
        .map(|cause| {
            let suspect = cause.suspects.first();
            let text = suspect
                .and_then(|suspect| outcome.figure(suspect.figure))
                .map_or(String::new(), |figure| figure.text.clone());
            (
                cause.name.to_owned(),
                text,
                suspect
                    .and_then(|suspect| suspect.should_be)
                    .map(|value| value.normalize().to_string()),
            )
        })
        .collect()
}

fn plain(value: i64) -> String {
    rust_decimal::Decimal::new(value, 2).normalize().to_string()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_sum_that_holds_is_not_found_fault_with(columns in columns()) {
        let library = support::library();
        let outcome = support::review(&[("report.md", &table(&columns, None))], &library);
        prop_assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    }

    #[test]
    fn a_turned_sign_is_named(columns in columns(), row in 0usize..3) {
        let right = columns[0][row];
        let found = named(&columns, row, -right);
        prop_assert!(found.contains(&("sign".into(), cents(-right), Some(plain(right)))), "{found:?}");
    }

    #[test]
    fn a_decimal_slip_is_named(columns in columns(), row in 0usize..3, power in 1u32..=4) {
        let right = columns[0][row];
        let wrong = right * 10i64.pow(power);
        let found = named(&columns, row, wrong);
        prop_assert!(found.contains(&("scale".into(), cents(wrong), Some(plain(right)))), "{found:?}");
    }

    #[test]
    fn a_part_left_out_of_the_total_is_named(columns in columns(), row in 0usize..3) {
        let part = columns[0][row];
        let total: i64 = columns[0].iter().sum();
        let found = named(&columns, 3, total - part);
        prop_assert!(found.iter().any(|(name, text, _)| name == "omission" && *text == cents(part)), "{found:?}");
    }

    #[test]
    fn a_part_counted_twice_is_named(columns in columns(), row in 0usize..3) {
        let part = columns[0][row];
        let total: i64 = columns[0].iter().sum();
        let found = named(&columns, 3, total + part);
        prop_assert!(found.iter().any(|(name, text, _)| name == "duplicate" && *text == cents(part)), "{found:?}");
    }

    #[test]
    fn swapped_digits_are_named(columns in columns(), row in 0usize..3) {
        let right = columns[0][row];
        let (tens, ones) = (right / 10 % 10, right % 10);
        prop_assume!(tens != ones);
        let wrong = right / 100 * 100 + ones * 10 + tens;
        prop_assume!((wrong - right).abs() > 9);
        let found = named(&columns, row, wrong);
        prop_assert!(found.iter().any(|(name, ..)| name == "transposition"), "{found:?}");
    }
}

#[test]
fn what_follows_from_one_wrong_figure_is_one_finding() {
    let library = support::library();
    let table = "## 财政拨款收入支出决算总表\n\n| 项目 | 决算数（万元） |\n|---|---:|\n| 本年收入合计 | 2,940.05 |\n| 年初财政拨款结转和结余 | 21.63 |\n| 总计 | 2,961.68 |\n\n## 财政拨款收入支出决算总体情况说明\n\n";
    for (report, findings, also) in [
        // A wrong part and its share.
        (
            "# 2024年决算\n\n支出合计1,000.00万元，其中：基本支出600.00万元，占60.00%；项目支出500.00万元，占40.00%。\n".to_owned(),
            1,
            1,
        ),
        // A share that no other value of the part mends is an error of its own.
        (
            "# 2024年决算\n\n支出合计1,000.00万元，其中：基本支出600.00万元，占60.00%；项目支出500.00万元，占30.00%。\n".to_owned(),
            2,
            0,
        ),
        // A total that a table denies, and the change computed from it.
        (
            format!("# 2024年决算\n\n{table}2024年度财政拨款收入支出总计0.3万元。与2023年度相比，收入支出总计减少33.89万元，下降1.13%。本年收入合计2940.05万元。\n"),
            1,
            1,
        ),
        (
            "# Budget 2024\n\nOvertime was $2.00 million, compared with $2.50 million in 2023, a decrease of $0.80 million, or 20.0%.\n".to_owned(),
            1,
            1,
        ),
    ] {
        let outcome = support::review(&[("report.md", &report)], &library);
        let folded = outcome.findings.iter().map(|finding| finding.also.len());
        assert_eq!(
            (outcome.findings.len(), folded.max().unwrap_or(0)),
            (findings, also),
            "{report}"
        );
    }
}
