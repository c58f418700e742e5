//! Outputs: the same findings in words, lines and JSON, in both languages.

mod sample;

use super::support;
use rust_decimal::Decimal;
use sample::{REPORT, ROWS, checked, evidence, id, outcome, rules};
use std::path::Path;
use tieout::{
    model::*,
    render::{self, Options, RENDERERS},
};

fn options(language: Language) -> Options {
    Options {
        language: Some(language),
        colour: false,
        width: 80,
        ..Options::default()
    }
}

fn output(name: &str, options: &Options) -> String {
    let renderer = RENDERERS
        .iter()
        .find(|renderer| renderer.name == name)
        .expect("an output");
    renderer.render(&outcome(), &rules(), options)
}

#[test]
fn every_output_is_as_reviewed() {
    let folder = Path::new(support::ROOT).join("fixtures/outputs");
    for renderer in RENDERERS {
        for language in [Language::Zh, Language::En] {
            let path = folder.join(format!("{}.{}.txt", renderer.name, language.code()));
            support::assert_golden(&path, &output(renderer.name, &options(language)));
        }
    }
}

#[test]
fn formulas_stand_beneath_their_table_with_the_lines_that_fail() {
    let report = "| Item | Budget | Actual | Variance |\n|---|---|---|---|\n| Staff | 110 | 100 | 10 |\n\
                  | Rent | 57 | 50 | 7 |\n| Travel | 23 | 21 | 2 |\n| Total | 190 | 171 | 23 |\n";
    let outcome = support::review(&[("r.md", report)], &support::library());
    let en = render::relations(&outcome, &options(Language::En));
    let zh = render::relations(&outcome, &options(Language::Zh));
    for (shown, words) in [
        (&en, " row 5 Total = Σ rows 2–4 (2 of 3 columns hold"),
        (&en, "column 4 Variance: 23, off by 4"),
        (&zh, "第 5 行 Total = Σ 第 2–4 行（3 列中 2 列相符"),
    ] {
        assert!(shown.contains(words), "{shown}");
    }
}

/// Columns by the blocks that terminals draw two wide; written anew so that it does not lean on what the outputs use.
fn width(c: char) -> usize {
    match c as u32 {
        0x1100..=0x115f | 0x2e80..=0x303e | 0x3041..=0xa4cf | 0xac00..=0xd7a3 => 2,
        0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 => 2,
        _ => 1,
    }
}

/// The words of `line` between two columns.
fn between(line: &str, from: usize, to: usize) -> String {
    let mut column = 0;
    let mut words = String::new();
    for c in line.chars() {
        if (from..to).contains(&column) {
            words.push(c);
        }
        column += width(c);
    }
    words
}

/// What stands over each underline of a drawing.
fn underlined(drawing: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut above = "";
    for line in drawing.lines() {
        let strokes = line.contains('·') && line.contains('─') && !line.contains('╰');
        if !strokes {
            above = line;
            continue;
        }
        let (mut column, mut from) = (0, None);
        for c in line.chars().chain([' ']) {
            match (matches!(c, '─' | '┬'), from) {
                (true, None) => from = Some(column),
                (false, Some(start)) => {
                    found.push(between(above, start, column));
                    from = None;
                }
                _ => {}
            }
            column += width(c);
        }
    }
    found
}

#[test]
fn underlines_stand_right_under_their_figures() {
    for language in [Language::Zh, Language::En] {
        let drawing = output("terminal", &options(language));
        let found = underlined(&drawing);
        for text in [
            "665.12",
            "280.48",
            "65.43",
            "267.62",
            "51.59",
            "716.90",
            "追加事项明细表",
            "控制在预算总额以内",
        ] {
            assert!(
                found.iter().any(|under| under == text),
                "{text} in {found:?}\n{drawing}"
            );
        }
        let known = |under: &String| {
            ROWS.iter().flatten().any(|cell| cell == under)
                || ["716.90", "追加事项明细表", "控制在预算总额以内"].contains(&under.as_str())
        };
        assert!(found.iter().all(known), "{found:?}\n{drawing}");
    }
}

#[test]
fn a_narrow_terminal_is_not_overrun() {
    for language in [Language::Zh, Language::En] {
        let drawing = output("terminal", &options(language));
        for line in drawing.lines() {
            assert!(line.chars().map(width).sum::<usize>() <= 80, "{line}");
        }
    }
}

#[test]
fn chinese_output_has_no_english_words() {
    let drawing = output("terminal", &options(Language::Zh));
    let ids: Vec<Rule> = rules();
    let mut words = drawing
        .replace("报告/report.txt", "")
        .replace("--format json", "");
    for rule in &ids {
        words = words.replace(&*rule.id, "");
    }
    assert!(
        !words.contains(|c: char| c.is_ascii_alphabetic()),
        "{words}"
    );
}

#[test]
fn excerpts_carry_the_line_numbers_of_the_file() {
    let drawing = output("terminal", &options(Language::Zh));
    let line = REPORT
        .lines()
        .position(|line| line == "小　计")
        .expect("the row")
        + 1;
    let row = drawing
        .lines()
        .find(|row| row.contains("小　计"))
        .expect("the row");
    assert!(row.trim_start().starts_with(&line.to_string()), "{row}");
}

#[test]
fn without_colour_there_is_no_escape_and_with_colour_the_same_words() {
    let plain = output("terminal", &options(Language::Zh));
    let coloured = output(
        "terminal",
        &Options {
            colour: true,
            ..options(Language::Zh)
        },
    );
    assert!(!plain.contains('\u{1b}'));
    let mut words = String::new();
    let mut rest = coloured.as_str();
    while let Some(at) = rest.find('\u{1b}') {
        words.push_str(&rest[..at]);
        rest = &rest[at + rest[at..].find('m').expect("the end of an escape") + 1..];
    }
    words.push_str(rest);
    assert_ne!(coloured, plain);
    let trimmed = |text: &str| {
        text.lines()
            .map(str::trim_end)
            .collect::<Vec<_>>()
            .join("\n")
    };
    let unwrapped = |text: &str| {
        trimmed(text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(unwrapped(&words), unwrapped(&plain));
}

#[test]
fn short_lines_name_place_severity_and_rule() {
    let lines = output("short", &options(Language::En));
    let starts = [
        "error[cn-performance/available-funds] ",
        "error[cn-performance/one-figure-one-value] ",
        "warning[text/reference] ",
        "error[cn-performance/within-budget] ",
        "note[table/foot] ",
    ];
    for (line, start) in lines.lines().zip(starts) {
        let rest = line.strip_prefix("报告/report.txt:").expect("the path");
        let mut parts = rest.splitn(3, ':');
        for _ in 0..2 {
            parts
                .next()
                .and_then(|n| n.parse::<usize>().ok())
                .expect("line and column");
        }
        assert!(
            parts
                .next()
                .is_some_and(|rest| rest.trim_start().starts_with(start)),
            "{line}"
        );
    }
}

#[test]
fn json_keeps_the_order_of_the_contract_and_decimals_as_strings() {
    let json = output("json", &options(Language::Zh));
    let mut at = 0;
    for key in [
        "version",
        "documents",
        "path",
        "format",
        "lang",
        "tables",
        "figures",
        "tied",
        "notices",
        "findings",
        "rule",
        "severity",
        "message",
        "path",
        "line",
        "column",
        "place",
        "table",
        "cell",
        "stated",
        "label",
        "text",
        "value",
        "unit",
        "line",
        "computed",
        "value",
        "unit",
        "terms",
        "label",
        "text",
        "value",
        "factor",
        "line",
        "cell",
        "gap",
        "slack",
        "decided_by",
        "causes",
        "cause",
        "sentence",
        "suspects",
        "line",
        "text",
        "cell",
        "should_be",
        "also",
        "rule",
        "line",
        "fingerprint",
        "verdicts",
        "rule",
        "holds",
        "fails",
        "unbound",
        "not_applicable",
        "indeterminate",
        "reason",
        "summary",
        "documents",
        "tables",
        "figures",
        "tied",
        "errors",
        "warnings",
        "notes",
    ] {
        let key = format!("\"{key}\":");
        at += json[at..]
            .find(&key)
            .unwrap_or_else(|| panic!("{key} after {}", &json[..at]))
            + key.len();
    }
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let first = &value["findings"][0];
    assert_eq!(first["computed"]["value"], "561.94");
    assert_eq!(first["computed"]["terms"][3]["factor"], "-1");
    assert_eq!(first["gap"], "103.18");
    assert_eq!(first["cell"], serde_json::json!([6, 2]));
    assert_eq!(first["place"], "table 1, row 6, column 2");
    assert_eq!(first["stated"]["label"], "小　计");
    assert!(!first["message"].as_str().expect("words").contains('\n'));
    assert_eq!(value["findings"][2]["computed"], serde_json::Value::Null);
    assert_eq!(value["findings"][2]["cell"], serde_json::Value::Null);
    assert_eq!(value["summary"]["errors"], 3);
}

#[test]
fn long_sums_fold_in_words_but_never_in_json() {
    let mut outcome = outcome();
    let terms: Vec<(usize, i64)> = (0..15).map(|figure| (figure, 1)).collect();
    let total = outcome.documents[0].figures[..15]
        .iter()
        .map(|figure| figure.amount.printed)
        .sum::<Decimal>();
    outcome.findings.truncate(1);
    outcome.findings[0].stated = Some(id(15));
    outcome.findings[0].at = outcome.documents[0].figures[15].span;
    outcome.findings[0].computed = Some(evidence(&total.to_string(), &terms));
    outcome.findings[0].causes.clear();
    let shown = |name: &str| {
        let renderer = RENDERERS
            .iter()
            .find(|renderer| renderer.name == name)
            .expect("an output");
        renderer.render(&outcome, &rules(), &options(Language::En))
    };
    assert!(
        shown("short").contains("… (9 more) …"),
        "{}",
        shown("short")
    );
    let value: serde_json::Value = serde_json::from_str(&shown("json")).expect("JSON");
    assert_eq!(
        value["findings"][0]["computed"]["terms"]
            .as_array()
            .map(Vec::len),
        Some(15)
    );
}

#[test]
fn a_report_without_figures_says_so() {
    let mut outcome = outcome();
    outcome.findings.clear();
    outcome.documents[0].figures.clear();
    outcome.documents[0].ticks.clear();
    let text = render::summary(&outcome, &rules(), &options(Language::Zh));
    assert!(text.contains("没有找到可以核对的数字"), "{text}");
}

#[test]
fn what_steers_a_terminal_is_not_passed_on() {
    let mut outcome = outcome();
    outcome.findings[2].missing = Some("\u{1b}[2J表\u{7}".to_owned());
    outcome.documents[0].figures[12].labels.row = [Label::new("小\u{1b}]0;x\u{7}计")].into();
    for renderer in RENDERERS {
        let text = renderer.render(&outcome, &rules(), &options(Language::Zh));
        assert!(!text.contains(['\u{1b}', '\u{7}']), "{text}");
    }
}

#[test]
fn the_reading_shows_every_cell_with_its_place() {
    let checked = checked();
    let value: serde_json::Value =
        serde_json::from_str(&render::read_json(&checked, &Options::default())).expect("JSON");
    let table = &value["blocks"][1];
    assert_eq!(table["kind"], "table");
    assert_eq!(table["unit"], "万元");
    assert_eq!(table["header_rows"], 1);
    for (row, cells) in ROWS.iter().zip(table["rows"].as_array().expect("rows")) {
        for (text, cell) in row.iter().zip(cells.as_array().expect("cells")) {
            assert_eq!(cell["text"], *text);
            let line = cell["line"].as_u64().expect("a line") as usize;
            assert_eq!(REPORT.lines().nth(line - 1), Some(*text));
        }
    }
    let drawn = render::read(&checked, &options(Language::Zh));
    let wide: Vec<usize> = drawn
        .lines()
        .filter(|line| line.contains('│'))
        .map(|line| line.chars().map(width).sum())
        .collect();
    assert_eq!(wide.len(), ROWS.len());
    assert!(wide.windows(2).all(|pair| pair[0] == pair[1]), "{drawn}");
}

#[test]
fn relations_name_operands_in_the_order_of_the_contract() {
    let mut checked = checked();
    let relation = |shape, stated: usize, computed| {
        let at = checked.figures[stated].span;
        let asserted = Asserted::Relation {
            stated: id(stated),
            relation: Relation::Equal,
            computed,
        };
        let support = Support {
            label: true,
            holds: 2,
            ..Support::default()
        };
        Claim {
            source: Source::Shape(shape),
            at,
            asserted,
            support,
        }
    };
    let leaf = |figure| Box::new(Expr::Leaf(id(figure)));
    let binary = |operator, left, right| Expr::Binary(operator, left, right);
    let claims = [
        relation(
            Shape::Foot,
            12,
            Expr::sum([
                (false, id(0)),
                (false, id(3)),
                (false, id(6)),
                (false, id(9)),
            ]),
        ),
        relation(
            Shape::Difference,
            2,
            binary(Operator::Subtract, leaf(0), leaf(1)),
        ),
        relation(
            Shape::Difference,
            5,
            binary(Operator::Divide, leaf(3), leaf(0)),
        ),
        relation(
            Shape::Difference,
            8,
            binary(
                Operator::Divide,
                Box::new(binary(Operator::Subtract, leaf(6), leaf(0))),
                leaf(0),
            ),
        ),
    ];
    checked.claims = claims
        .into_iter()
        .map(|claim| (claim, Verdict::Holds))
        .collect();
    let outcome = Outcome {
        documents: vec![checked],
        ..Outcome::default()
    };
    let value: serde_json::Value =
        serde_json::from_str(&render::relations_json(&outcome)).expect("JSON");
    let relations = &value["documents"][0]["relations"];
    let expected = [
        ("sum", vec![[2, 2], [3, 2], [4, 2], [5, 2]]),
        ("difference", vec![[2, 2], [2, 3]]),
        ("division", vec![[3, 2], [2, 2]]),
        ("relative_change", vec![[2, 2], [4, 2]]),
    ];
    for (at, (operator, operands)) in expected.into_iter().enumerate() {
        assert_eq!(relations[at]["operator"], operator);
        assert_eq!(relations[at]["operands"], serde_json::json!(operands));
    }
    assert_eq!(relations[0]["gap"], "0.00");
    assert_eq!(
        relations[0]["support"],
        serde_json::json!(["label", "column"])
    );
    let words = render::relations_short(&outcome, &options(Language::Zh));
    assert!(
        words.contains("小计 665.12 = 年初预算 280.48 + 上年结转 65.43"),
        "{words}"
    );
}

#[test]
fn every_rule_has_a_page_in_both_languages() {
    let vocabulary = Vocabulary::default();
    for rule in rules() {
        for language in [Language::Zh, Language::En] {
            let page = render::rule_page(&rule, &vocabulary, None, &options(language));
            for words in [
                rule.title.get(language),
                &*rule.id,
                rule.why.get(language),
                &rule.reference,
            ] {
                assert!(page.contains(words), "{words}\n{page}");
            }
        }
    }
}
