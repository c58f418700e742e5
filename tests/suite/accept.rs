//! Known findings: exceptions, remarks and baselines hold where things move, and let go where a figure changes.

use super::cli::{code, err, folder, json, out, tieout};
use std::{fs, path::Path, process::Output};

const GRANTS: &str = "Table: Grants\n\n| Item | Budget | Actual |\n|---|--:|--:|\n| Wages | 10.00 | 11.00 |\n| Goods | 20.00 | 22.00 |\n| Rent | 5.00 | 6.00 |\n| Total | 35.00 | 39.10 |\n";
const LOANS: &str = "Table: Loans\n\n| Item | Budget | Actual |\n|---|--:|--:|\n| Wages | 1.00 | 2.00 |\n| Goods | 3.00 | 4.00 |\n| Rent | 4.00 | 7.00 |\n| Total | 8.00 | 13.30 |\n";

fn report() -> String {
    format!("# Report of the bureau\n\nGrants and loans follow.\n\n{GRANTS}\n{LOANS}\n")
}

/// What may happen to a report without a change of any figure.
fn moved() -> Vec<String> {
    let pages = "A page of words that says nothing in figures.\n\n".repeat(60);
    let table = "| Name | Phone |\n|---|---|\n| Ann | x |\n| Bob | y |\n\n";
    let whole = report();
    vec![
        format!("# Report of the bureau\n\nLoans and grants follow.\n\n{LOANS}\n{GRANTS}\n"),
        whole.replace(
            "Grants and loans",
            &format!("{pages}{table}Grants and loans"),
        ),
        whole.replace('\n', "\r\n"),
        whole.replace(
            "| Wages | 10.00 | 11.00 |\n| Goods | 20.00 | 22.00 |\n",
            "| Goods | 20.00 | 22.00 |\n| Wages | 10.00 | 11.00 |\n",
        ),
    ]
}

/// One figure of a failing sum changed by 0.01.
fn changed() -> Vec<String> {
    ["11.00", "39.10"]
        .iter()
        .zip(["11.01", "39.11"])
        .map(|(old, new)| report().replace(old, new))
        .collect()
}

fn gaps(output: &Output) -> Vec<String> {
    let value = json(output);
    let findings = value["findings"].as_array().expect("findings").iter();
    findings
        .map(|finding| finding["gap"].as_str().expect("a gap").to_owned())
        .collect()
}

fn complaints(output: &Output) -> Vec<String> {
    let value = json(output);
    let list = value["complaints"].as_array().expect("complaints").iter();
    list.map(|one| one["message"].as_str().expect("words").to_owned())
        .collect()
}

fn check(folder: &Path, more: &[&str]) -> Output {
    tieout(
        folder,
        &[&["check", "--format", "json"][..], more, &["report.md"]].concat(),
    )
}

fn write(folder: &Path, text: &str) {
    fs::write(folder.join("report.md"), text).expect("a file");
}

#[test]
fn a_baseline_holds_where_things_move_and_lets_go_where_a_figure_changes() {
    let folder = folder(&[("report.md", &report())]);
    let path = folder.path();
    assert_eq!(gaps(&check(path, &[])), ["0.10", "0.30"]);
    let known = ["--baseline", "known.json"];
    let missing = check(path, &known);
    assert_eq!(code(&missing), 2);
    assert!(
        err(&missing).contains("--update-baseline"),
        "{}",
        err(&missing)
    );
    let written = check(path, &[&known[..], &["--update-baseline"]].concat());
    assert_eq!(code(&written), 0, "{}", err(&written));
    let before = fs::read(path.join("known.json")).expect("the baseline");
    for text in moved() {
        write(path, &text);
        let output = check(path, &known);
        assert_eq!(code(&output), 0, "{text}\n{}", out(&output));
        assert_eq!(json(&output)["accepted"].as_array().map(Vec::len), Some(2));
        assert!(complaints(&output).is_empty(), "{text}");
        check(path, &[&known[..], &["--update-baseline"]].concat());
        assert!(
            fs::read(path.join("known.json")).expect("the baseline") == before,
            "{text}"
        );
    }
    for text in changed() {
        write(path, &text);
        let output = check(path, &known);
        assert_eq!(code(&output), 1);
        assert_eq!(gaps(&output).len(), 1, "{}", out(&output));
        assert!(
            complaints(&output)[0].contains("found no more"),
            "{}",
            out(&output)
        );
    }
    // What was mended must leave the baseline.
    write(
        path,
        &report().replace("39.10", "39.00").replace("13.30", "13.00"),
    );
    let output = check(path, &known);
    assert_eq!(
        (code(&output), complaints(&output).len()),
        (1, 2),
        "{}",
        out(&output)
    );
    // Of a report that was not checked, nothing is said.
    fs::write(
        path.join("other.csv"),
        "Item,Amount\nA,1.00\nB,2.00\nTotal,3.00\n",
    )
    .expect("a file");
    let other = tieout(path, &["check", "other.csv", "--baseline", "known.json"]);
    assert_eq!(code(&other), 0, "{}{}", out(&other), err(&other));
    let renewed = check(path, &[&known[..], &["--update-baseline"]].concat());
    assert_eq!(code(&renewed), 0, "{}", out(&renewed));
    fs::write(
        path.join("known.json"),
        "{\"version\": 7, \"findings\": []}",
    )
    .expect("a file");
    let strange = check(path, &known);
    assert_eq!(code(&strange), 2);
    assert!(err(&strange).contains("version 7"), "{}", err(&strange));
}

fn allow(gap: &str, more: &str) -> String {
    format!(
        "[[allow]]\nrule = \"table/foot\"\nplace = \"Total / Actual\"\ngap = \"{gap}\"\nreason = \"the ministry rounds\"\n{more}\n"
    )
}

#[test]
fn an_exception_holds_where_things_move_and_lets_go_where_a_figure_changes() {
    let settings = format!("{}{}", allow("0.10", "by = \"Li\""), allow("0.30", ""));
    let folder = folder(&[("report.md", &report()), ("tieout.toml", &settings)]);
    let path = folder.path();
    for text in std::iter::once(report()).chain(moved()) {
        write(path, &text);
        let output = check(path, &[]);
        assert_eq!(code(&output), 0, "{text}\n{}", out(&output));
        assert!(complaints(&output).is_empty(), "{}", out(&output));
        let accepted = &json(&output)["accepted"];
        assert_eq!(accepted[0]["by"], "settings");
        assert!(
            accepted.to_string().contains("the ministry rounds (Li)"),
            "{accepted}"
        );
    }
    for text in changed() {
        write(path, &text);
        let output = check(path, &[]);
        assert_eq!((code(&output), gaps(&output).len()), (1, 1));
        let complaint = complaints(&output).concat();
        assert!(complaint.contains("0.10 was accepted"), "{complaint}");
    }
}

#[test]
fn an_exception_ends_with_its_day_and_one_without_use_is_told() {
    let settings = format!(
        "{}{}[[allow]]\nrule = \"text\"\nreason = \"nothing\"\n[[allow]]\nrule = \"foot\"\nfiles = [\"others/**\"]\nreason = \"not checked\"\n",
        allow("0.10", "until = 2026-06-30"),
        allow("0.30", "until = \"2027-01-01\"")
    );
    let folder = folder(&[("report.md", &report()), ("tieout.toml", &settings)]);
    let path = folder.path();
    let on = |day: &str| check(path, &["--today", day, "."]);
    let output = on("2026-06-30");
    assert_eq!(code(&output), 0, "{}", out(&output));
    assert_eq!(
        complaints(&output),
        ["this exception fits nothing: text finds no such thing"]
    );
    let output = on("2026-07-01");
    assert_eq!((code(&output), gaps(&output)), (1, vec!["0.10".to_owned()]));
    assert!(
        complaints(&output)[0].contains("ended on 2026-06-30"),
        "{}",
        out(&output)
    );
    let strict = check(
        path,
        &["--today", "2026-06-30", "--fail-on", "warning", "."],
    );
    assert_eq!(code(&strict), 1);
    // Of other files of the folder, nothing is known here.
    let one = check(path, &["--today", "2026-06-30", "--fail-on", "warning"]);
    assert_eq!(
        (code(&one), complaints(&one).len()),
        (0, 0),
        "{}",
        out(&one)
    );
}

#[test]
fn a_remark_accepts_what_its_block_has_and_needs_a_reason() {
    let remark = |words: &str| {
        report().replace(
            "Table: Loans",
            &format!("<!-- tieout: allow {words} -->\n\nTable: Loans"),
        )
    };
    let folder = folder(&[(
        "report.md",
        &remark("table/foot gap=0.30 the ministry rounds"),
    )]);
    let path = folder.path();
    let output = check(path, &[]);
    assert_eq!(gaps(&output), ["0.10"], "{}", out(&output));
    assert!(complaints(&output).is_empty(), "{}", out(&output));
    assert_eq!(json(&output)["accepted"][0]["by"], "remark");
    for (words, told) in [
        ("table/foot", "without a rule and a reason"),
        ("table/foot gap=0.31 moved", "fits nothing"),
        ("table/fot wrong", "is no rule"),
        ("table/cross wrong", "fits nothing"),
    ] {
        write(path, &remark(words));
        let output = check(path, &[]);
        assert_eq!(gaps(&output).len(), 2, "{words}: {}", out(&output));
        assert!(
            complaints(&output)[0].contains(told),
            "{words}: {}",
            out(&output)
        );
    }
}

#[test]
fn accepted_findings_are_suppressed_in_sarif_and_listed_on_the_page() {
    let folder = folder(&[
        ("report.md", &report()),
        ("tieout.toml", &allow("0.10", "")),
    ]);
    let path = folder.path();
    let shown = |format: &str| out(&tieout(path, &["check", "--format", format, "report.md"]));
    let sarif: serde_json::Value = serde_json::from_str(&shown("sarif")).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let suppressed: Vec<_> = results
        .iter()
        .filter(|one| !one["suppressions"].is_null())
        .collect();
    assert_eq!((results.len(), suppressed.len()), (2, 1));
    assert_eq!(
        suppressed[0]["suppressions"][0]["justification"],
        "the ministry rounds"
    );
    let page = shown("html");
    assert!(page.contains("known and accepted") && page.contains("the ministry rounds"));
    let words = shown("short")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(words.contains("1 known finding accepted"), "{words}");
}

#[test]
fn a_remark_in_a_web_page_accepts_what_the_next_table_has() {
    let row = |cells: [&str; 3]| format!("<tr><td>{}</td></tr>", cells.join("</td><td>"));
    let table = |total| {
        let rows = [
            ["Item", "Budget", "Actual"],
            ["Wages", "10.00", "11.00"],
            ["Goods", "20.00", "22.00"],
            ["Total", "30.00", total],
        ];
        format!("<table>{}</table>", rows.map(row).concat())
    };
    let page = format!(
        "<!DOCTYPE html><html><body><h1>Report</h1><p>Of the year.</p>{}<!-- tieout: allow table/foot gap=0.30 known --><p>More of it.</p>{}</body></html>",
        table("33.10"),
        table("33.30")
    );
    let folder = folder(&[("report.html", &page.replace("<p>More of it.</p>", ""))]);
    let output = tieout(folder.path(), &["check", "--format", "json", "report.html"]);
    assert_eq!(gaps(&output), ["0.10"], "{}", out(&output));
    assert!(complaints(&output).is_empty(), "{}", out(&output));
}
