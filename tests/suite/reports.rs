//! Whole reports: what a careful auditor sees in the first one, and nothing in the same one mended.

use crate::support;
use std::path::{Path, PathBuf};
use tieout::model::Severity;

fn report(name: &str) -> PathBuf {
    Path::new(support::ROOT).join("fixtures/reports").join(name)
}

#[test]
fn the_first_report_shows_what_an_auditor_sees() {
    let library = support::library();
    let folder = report("county-bureau-2020");
    let outcome = support::review_files(&[folder.join("report.txt")], &library);
    assert_eq!(outcome.documents[0].document.tables().count(), 10);
    let page = support::render(&outcome, &library, "terminal", None);
    support::assert_golden(&folder.join("expected.terminal.txt"), &page);
    support::assert_golden(
        &folder.join("expected.json"),
        &support::json(&outcome, &library),
    );
}

#[test]
fn the_same_report_mended_is_clean_and_says_how_much_is_tied() {
    let library = support::library();
    let folder = report("county-bureau-2020-mended");
    let outcome = support::review_files(&[folder.join("report.txt")], &library);
    let above: Vec<_> = outcome
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Note)
        .collect();
    assert!(
        above.is_empty(),
        "{}",
        support::render(&outcome, &library, "short", None)
    );
    let tied = outcome.documents[0].tied();
    let figures = outcome.documents[0].figures.len();
    assert!(
        tied * 10 >= figures * 8,
        "{tied} of {figures} figures are tied"
    );
    let page = support::render(&outcome, &library, "terminal", None);
    assert!(page.contains(&tied.to_string()), "{page}");
    support::assert_golden(&folder.join("expected.terminal.txt"), &page);
}

#[test]
fn a_broken_figure_in_the_mended_report_is_found() {
    let library = support::library();
    let clean =
        std::fs::read_to_string(report("county-bureau-2020-mended").join("report.txt")).unwrap();
    // One figure of each kind of tie: a sum's part, a total, a difference, a sentence, a rate, a list.
    for (old, new) in [
        ("\n267.62\n", "\n276.62\n"),
        ("561.94万元，为年初", "651.94万元，为年初"),
        ("\n-13.84\n", "\n13.84\n"),
        ("结余率80%", "结余率8%"),
        ("36个个体户", "35个个体户"),
        ("清单24155条", "清单24515条"),
        ("\n297.19\n", "\n279.19\n"),
    ] {
        assert!(clean.contains(old), "{old}");
        let broken = clean.replacen(old, new, 1);
        let outcome = support::review(&[("report.txt", &broken)], &library);
        assert!(
            outcome
                .findings
                .iter()
                .any(|finding| finding.severity > Severity::Note),
            "{old} as {new} goes unnoticed"
        );
    }
}
