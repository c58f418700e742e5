//! Suggested rules: they bind what was found, and a report that changes breaks them.

use crate::{
    cli::{code, err, folder, json, out, tieout},
    support,
};
use std::borrow::Cow;
use tieout::{
    Task,
    compile::{self, RuleFile},
    model::{Severity, Verdict},
    proposal,
    read::Options,
    render,
};

/// Sections with totals, a difference, a share and a growth; rows of one name in two sections.
const REPORT: &str = "\
## Funds of the library, 2023

| Item | Budget | Actual | Variance | Prior year | Change % |
|---|---|---|---|---|---|
| Operating | | | | | |
| Wages | 412.50 | 398.25 | 14.25 | 371.40 | 7.23% |
| Other | 63.75 | 71.30 | -7.55 | 66.10 | 7.87% |
| Subtotal | 476.25 | 469.55 | 6.70 | 437.50 | 7.33% |
| Capital | | | | | |
| Shelves | 88.00 | 91.45 | -3.45 | 52.80 | 73.20% |
| Other | 35.60 | 29.15 | 6.45 | 31.25 | -6.72% |
| Subtotal | 123.60 | 120.60 | 3.00 | 84.05 | 43.49% |
| Total | 599.85 | 590.15 | 9.70 | 521.55 | 13.15% |
";

fn suggested(report: &str) -> String {
    let library = support::library();
    let bytes = || Ok(Cow::Borrowed(report.as_bytes()));
    let tasks = [Task {
        path: "report.md",
        bytes: &bytes,
        library: &library,
        options: Options::default(),
        language: None,
    }];
    let (outcome, suggestions) = proposal::propose(&tasks, &["report".to_owned()]);
    render::suggestions(&outcome, 0, &suggestions[0], &render::Options::default())
}

fn library(rules: &str) -> compile::Library {
    let file = RuleFile {
        path: "our-rules/report.toml".to_owned(),
        text: rules.to_owned(),
        id: "report".to_owned(),
    };
    compile::compile(&[file], true).unwrap()
}

#[test]
fn each_suggested_rule_binds_and_holds_in_its_report() {
    let rules = suggested(REPORT);
    let library = library(&rules);
    let outcome = support::review(&[("report.md", REPORT)], &library);
    let own: Vec<usize> = (0..library.rules.len())
        .filter(|&at| library.rules[at].id.starts_with("report/"))
        .collect();
    assert!(own.len() >= 5, "{rules}");
    for &at in &own {
        let (tally, id) = (&outcome.tallies[at], &library.rules[at].id);
        assert!(
            tally.holds > 0 && tally.fails == 0,
            "{id}: {tally:?}\n{rules}"
        );
    }
    assert!(
        outcome
            .findings
            .iter()
            .all(|one| one.severity == Severity::Note)
    );
    assert!(rules.contains("Operating / Subtotal"), "{rules}");
    assert!(
        rules.contains("caption = [\"funds of the library\"]"),
        "{rules}"
    );
}

#[test]
fn a_figure_that_breaks_a_suggested_rule_is_one_finding_of_it() {
    let library = library(&suggested(REPORT));
    let wrong = REPORT.replace("| Wages | 412.50", "| Wages | 421.50");
    let outcome = support::review(&[("report.md", &wrong)], &library);
    let serious: Vec<_> = outcome
        .findings
        .iter()
        .filter(|one| one.severity > Severity::Note)
        .collect();
    let ids: Vec<&str> = serious
        .iter()
        .map(|one| &*library.rules[one.rule].id)
        .collect();
    assert_eq!(serious.len(), 1, "{ids:?}");
    assert!(ids[0].starts_with("report/"), "{ids:?}");
    let mut also = serious[0]
        .also
        .iter()
        .map(|also| &library.rules[also.rule].id);
    assert!(also.all(|id| id.starts_with("report/")));
}

#[test]
fn the_report_itself_still_says_what_a_rule_says_too() {
    let plain = support::review(&[("report.md", REPORT)], &support::library());
    let ruled = support::review(&[("report.md", REPORT)], &library(&suggested(REPORT)));
    let count = |outcome: &tieout::model::Outcome| {
        let relations = outcome.documents[0].relations();
        relations
            .filter(|(_, verdict)| *verdict == Verdict::Holds)
            .count()
    };
    assert_eq!(count(&plain), count(&ruled));
    assert_eq!(plain.documents[0].tied(), ruled.documents[0].tied());
}

#[test]
fn what_does_not_hold_everywhere_is_a_comment_with_the_figures() {
    let wrong = REPORT.replace("| Wages | 412.50", "| Wages | 421.50");
    let rules = suggested(&wrong);
    let broken = rules.lines().find(|line| line.contains("476.25")).unwrap();
    assert!(
        broken.starts_with("# ") && broken.contains("485.25"),
        "{rules}"
    );
    assert!(rules.contains("# [[rule]]"), "{rules}");
    library(&rules);
}

#[test]
fn names_of_rows_need_what_tells_them_apart() {
    let rule = |result: &str| {
        format!(
            "title = \"t\"\nwhy = \"w\"\nseverity = \"error\"\nkind = \"lines\"\naxis = \"rows\"\nresult = \"{result}\"\nplus = [\"Wages\", \"Operating / Other\"]\n"
        )
    };
    for (result, holds, reason) in [
        ("Operating / Subtotal", 4, ""),
        ("Subtotal #1", 4, ""),
        ("Subtotal", 0, "several rows are called “Subtotal”"),
        ("Subtotal #3", 0, "no row is called “Subtotal #3”"),
    ] {
        let library = library(&rule(result));
        let outcome = support::review(&[("report.md", REPORT)], &library);
        let at = library
            .rules
            .iter()
            .position(|rule| &*rule.id == "report")
            .unwrap();
        let tally = &outcome.tallies[at];
        let said = tally.reason.as_ref().map_or("", |words| &words.en);
        assert!(
            tally.holds == holds && said.starts_with(reason),
            "{result}: {tally:?}"
        );
    }
}

#[test]
fn suggest_writes_a_rule_file_for_each_report_and_none_over_another() {
    let folder = folder(&[("report.md", REPORT)]);
    let arguments = ["suggest", "report.md", "--output", "our-rules/"];
    let output = tieout(folder.path(), &arguments);
    assert_eq!(
        (code(&output), out(&output)),
        (0, "our-rules/report.toml\n".to_owned())
    );
    let check = [
        "check",
        "report.md",
        "--rules",
        "our-rules/",
        "--format",
        "json",
    ];
    let checked = tieout(folder.path(), &check);
    assert_eq!(code(&checked), 0, "{}", err(&checked));
    let verdicts = json(&checked)["verdicts"].as_array().unwrap().clone();
    let own = verdicts.iter().filter(|one| {
        let rule = one["rule"].as_str().unwrap();
        rule.starts_with("report/") && one["holds"].as_u64().unwrap() > 0
    });
    assert!(own.count() >= 5);
    let again = tieout(folder.path(), &arguments);
    assert_eq!(code(&again), 2);
    assert!(err(&again).contains("is there already"), "{}", err(&again));
}

#[test]
fn a_table_is_named_by_the_words_of_its_caption_that_stay_from_year_to_year() {
    let table = "| 项目 | 预算 | 决算 |\n|---|---|---|\n| 基本支出 | 31.25 | 17.40 |\n| 项目支出 | 12.60 | 9.85 |\n| 合计 | 43.85 | 27.25 |\n";
    for (caption, name) in [
        ("表3 2023年度部门支出情况表 单位：万元", "部门支出情况表"),
        (
            "Table 4. Expenditures by function, 2023",
            "expenditures by function",
        ),
        ("2023 年 收 支 总 表", "收支总表"),
    ] {
        let rules = suggested(&format!("## {caption}\n\n{table}"));
        assert!(
            rules.contains(&format!("caption = [\"{name}\"]")),
            "{rules}"
        );
        library(&rules);
    }
}

#[test]
fn a_sum_that_fails_in_more_lines_than_it_holds_in_is_no_rule() {
    let report = "| 项目 | 基本支出 | 项目支出 | 合计 |\n|---|---|---|---|\n| 年初预算 | 280.48 | 40.15 | 320.63 |\n| 上年结转 | 65.43 | 12.60 | 78.03 |\n| 本年结转 | 51.59 | 0 | 51.59 |\n| 小计 | 294.32 | 52.75 | 347.07 |\n";
    let rules = suggested(report);
    assert!(rules.contains("# result = \"小计\""), "{rules}");
    assert!(rules.contains("\nresult = \"合计\""), "{rules}");
    library(&rules);
}
