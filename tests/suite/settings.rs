//! Settings: mistakes told at once, which file's settings hold, what the command line adds.

use super::{
    cli::{code, err, folder, json, out, tieout},
    support,
};
use miette::Diagnostic;
use std::path::Path;
use tieout::{compile, model::Language};

const WRONG: &str =
    "Item,Budget,Actual\nWages,10.00,11.00\nGoods,20.00,22.00\nRent,5.00,6.00\nTotal,35.00,39.10\n";

fn rules_found(output: &std::process::Output) -> Vec<(String, String)> {
    let findings = json(output)["findings"]
        .as_array()
        .expect("findings")
        .clone();
    let text = |value: &serde_json::Value| value.as_str().expect("words").to_owned();
    findings
        .iter()
        .map(|finding| (text(&finding["path"]), text(&finding["severity"])))
        .collect()
}

fn pair(path: &str, severity: &str) -> (String, String) {
    (path.to_owned(), severity.to_owned())
}

#[test]
fn all_mistakes_of_settings_are_told_at_once() {
    let folder = Path::new(support::ROOT).join("fixtures/settings");
    let text = std::fs::read_to_string(folder.join("mistakes.toml")).expect("the file");
    for language in [Language::Zh, Language::En] {
        let mistakes = compile::settings("tieout.toml", &text, &["pages", "cells"])
            .expect_err("mistakes")
            .told_in(language);
        let mut told = String::new();
        for mistake in mistakes.iter() {
            let help = mistake
                .help()
                .map_or(String::new(), |help| format!(" | {help}"));
            told.push_str(&format!(
                "{}:{}:{}: {mistake}{help}\n",
                mistake.path(),
                mistake.line(),
                mistake.column(),
            ));
        }
        told.push_str(&format!("{mistakes}\n"));
        let golden = folder.join(format!("mistakes.{}.txt", language.code()));
        support::assert_golden(&golden, &told);
    }
}

#[test]
fn the_settings_that_init_writes_name_every_key_and_are_right() {
    let folder = folder(&[]);
    let output = tieout(folder.path(), &["init"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let text = std::fs::read_to_string(folder.path().join("tieout.toml")).expect("the file");
    assert!(compile::settings("tieout.toml", &text, &["pages"]).is_ok());
    let bare: String = text
        .lines()
        .filter_map(|line| line.strip_prefix("# "))
        .filter(|line| line.contains(" = ") && !line.contains(": ") || line.starts_with('['))
        .map(|line| format!("{line}\n"))
        .collect();
    let settings = compile::settings("tieout.toml", &bare, &["pages"]);
    assert!(settings.is_ok(), "{bare}\n{:?}", settings.err());
    for key in compile::settings_keys() {
        let there = bare.lines().any(|line| {
            line.trim_matches(['[', ']']) == key || line.starts_with(&format!("{key} = "))
        });
        assert!(there, "{key} in {bare}");
    }
    let again = tieout(folder.path(), &["init"]);
    assert_eq!(code(&again), 2);
    assert!(err(&again).contains("is there already"), "{}", err(&again));
}

#[test]
fn the_nearest_settings_upwards_hold_for_each_file() {
    let folder = folder(&[
        ("tieout.toml", "[severity]\n\"table/foot\" = \"note\"\n"),
        ("a.csv", WRONG),
        ("strict/tieout.toml", "fail-on = \"note\"\n"),
        ("strict/deep/b.csv", WRONG),
        ("quiet/tieout.toml", "ignore = [\"table\"]\n"),
        ("quiet/c.csv", WRONG),
    ]);
    let output = tieout(folder.path(), &["check", "--format", "json", "."]);
    assert_eq!(
        rules_found(&output),
        [pair("a.csv", "note"), pair("strict/deep/b.csv", "error")]
    );
    assert_eq!(code(&output), 1, "{}", err(&output));
    let isolated = tieout(
        folder.path(),
        &["check", "--isolated", "--format", "json", "."],
    );
    assert_eq!(rules_found(&isolated).len(), 3);
    let one = tieout(
        folder.path(),
        &[
            "check",
            "--config",
            "quiet/tieout.toml",
            "--format",
            "json",
            "a.csv",
            "strict",
        ],
    );
    assert!(rules_found(&one).is_empty());
}

#[test]
fn choices_for_some_files_and_on_the_command_line_go_over_those_for_all() {
    let settings = "exclude = [\"old/**\"]\n[[per-file]]\nfiles = [\"drafts\"]\nseverity = { foot = \"warning\" }\n";
    let folder = folder(&[
        ("tieout.toml", settings),
        ("a.csv", WRONG),
        ("drafts/b.csv", WRONG),
        ("old/c.csv", WRONG),
    ]);
    let check = |more: &[&str]| {
        let arguments = [&["check", "--format", "json"][..], more, &["."]].concat();
        rules_found(&tieout(folder.path(), &arguments))
    };
    assert_eq!(
        check(&[]),
        [pair("a.csv", "error"), pair("drafts/b.csv", "warning")]
    );
    assert_eq!(
        check(&["--config", "severity.table/foot=note"]),
        [pair("a.csv", "note"), pair("drafts/b.csv", "warning")]
    );
    assert!(check(&["--config", "slack={ abs = \"0.10\" }"]).is_empty());
    assert!(check(&["--ignore", "table"]).is_empty());
    let named = tieout(folder.path(), &["check", "--format", "json", "old/c.csv"]);
    assert_eq!(rules_found(&named).len(), 1, "a file that is named is read");
    let files = tieout(folder.path(), &["check", "--show-files", "."]);
    assert_eq!(out(&files), "a.csv\ndrafts/b.csv\n");
    let shown = out(&tieout(folder.path(), &["check", "--show-settings", "."]));
    assert!(shown.contains("# tieout.toml: 1 file(s)"), "{shown}");
    assert!(shown.contains("warning  table/foot"), "{shown}");
}

#[test]
fn wrong_settings_stop_the_run_with_all_that_is_wrong() {
    let folder = folder(&[
        (
            "tieout.toml",
            "select = [\"tabel\"]\n[[allow]]\nrule = \"table/fot\"\nreason = \"r\"\n",
        ),
        ("a.csv", WRONG),
    ]);
    let output = tieout(folder.path(), &["check", "a.csv"]);
    assert_eq!(code(&output), 2);
    for words in [
        "no rule is called `tabel`",
        "did you mean `table`?",
        "did you mean `table/foot`?",
        "2 mistakes in the settings",
    ] {
        assert!(err(&output).contains(words), "{words}: {}", err(&output));
    }
    let output = tieout(
        folder.path(),
        &["check", "--isolated", "--config", "selct=[]", "a.csv"],
    );
    assert_eq!(code(&output), 2);
    assert!(
        err(&output).contains("did you mean `select`?"),
        "{}",
        err(&output)
    );
    let arguments = [
        "check",
        "--isolated",
        "--config",
        "ignore=[\"tabel\"]",
        "a.csv",
    ];
    let output = tieout(folder.path(), &arguments);
    assert_eq!(code(&output), 2);
    assert!(
        err(&output).contains("did you mean `table`?"),
        "{}",
        err(&output)
    );
}

#[test]
fn coverage_is_told_by_table_and_can_fail_a_run() {
    let text = "# Report\n\n| Item | Amount |\n|---|--:|\n| Wages | 10.00 |\n| Goods | 20.00 |\n| Total | 30.00 |\n\n| Name | Age |\n|---|--:|\n| Ann | 31 |\n| Bob | 45 |\n";
    let folder = folder(&[("a.md", text)]);
    let output = tieout(folder.path(), &["check", "--coverage", "a.md"]);
    for words in [
        "a.md: 60.0 % (3/5)",
        "table 1: 100.0 % (3/3)",
        "table 2: 0.0 % (0/2)",
        "Ann / Age 31",
    ] {
        assert!(out(&output).contains(words), "{words}: {}", out(&output));
    }
    assert_eq!(code(&output), 0);
    for (least, ending) in [("60", 0), ("60.1", 1)] {
        let output = tieout(
            folder.path(),
            &["check", "--coverage-fail-under", least, "a.md"],
        );
        assert_eq!(code(&output), ending, "{least}");
    }
    let value = json(&tieout(
        folder.path(),
        &["check", "--coverage", "--format", "json", "a.md"],
    ));
    let coverage = &value["documents"][0]["coverage"];
    assert_eq!(coverage["shares"][1]["tied"], 0);
    assert_eq!(coverage["untied"].as_array().map(Vec::len), Some(2));
}

#[test]
fn quiet_and_statistics_change_only_what_ends_the_output() {
    let folder = folder(&[("a.csv", WRONG), ("b.csv", WRONG)]);
    let check = |more: &[&str]| {
        let arguments = [&["check", "--format", "short"][..], more, &["."]].concat();
        out(&tieout(folder.path(), &arguments))
    };
    let (whole, quiet, counted) = (check(&[]), check(&["--quiet"]), check(&["--statistics"]));
    assert!(
        whole.starts_with(&quiet) && quiet.lines().count() == 2,
        "{quiet}"
    );
    assert!(counted.contains("     2  table/foot"), "{counted}");
}

#[test]
fn the_same_bytes_on_any_number_of_threads_and_in_any_order_of_arguments() {
    let names: Vec<String> = (0..12).map(|number| format!("r{number}.csv")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), WRONG)).collect();
    let folder = folder(&files);
    for format in tieout::render::RENDERERS {
        let check = |jobs: &str, names: Vec<&str>| {
            let head = [
                "check",
                "--format",
                format.name,
                "--jobs",
                jobs,
                "--coverage",
            ];
            tieout(folder.path(), &[&head[..], &names].concat()).stdout
        };
        let forward: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut backward = forward.clone();
        backward.reverse();
        let one = check("1", forward);
        assert!(!one.is_empty());
        assert!(one == check("8", backward), "{}", format.name);
    }
}
