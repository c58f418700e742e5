//! The commands that work on rules: new-rule, test, bind, schema, packs of others.

use serde_json::Value;
use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

fn tieout(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tieout"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn json(output: &Output) -> Value {
    serde_json::from_str(&out(output)).unwrap_or_else(|_| panic!("{}{}", out(output), err(output)))
}

#[test]
fn a_new_rule_passes_its_test_in_both_languages() {
    for lang in ["zh", "en"] {
        let folder = folder(&[("tieout.toml", "rules = [\"ours\"]\n"), ("ours/.keep", "")]);
        let new = tieout(
            folder.path(),
            &["new-rule", "bureau/spending", "--lang", lang],
        );
        assert_eq!(code(&new), 0, "{}", err(&new));
        let text = fs::read_to_string(folder.path().join("ours/bureau/spending.toml")).unwrap();
        assert!(text.starts_with("#:schema ./tieout-rule.schema.json\n"));
        assert!(
            folder
                .path()
                .join("ours/bureau/tieout-rule.schema.json")
                .exists()
        );
        let test = tieout(folder.path(), &["test", "ours", "--format", "json"]);
        assert_eq!(code(&test), 0, "{}", out(&test));
        let summary = &json(&test)["summary"];
        assert_eq!(
            summary.to_string(),
            r#"{"amiss":0,"examples":2,"figures":2,"killed":2,"rules":1,"without_examples":0}"#
        );
        let again = tieout(folder.path(), &["new-rule", "bureau/spending"]);
        assert_eq!(code(&again), 2);
        assert!(err(&again).contains("is there already"), "{}", err(&again));
    }
    let folder = folder(&[]);
    for name in ["../up", "a//b", "", ".hidden"] {
        assert_eq!(
            code(&tieout(folder.path(), &["new-rule", name])),
            2,
            "{name}"
        );
    }
}

const RULE: &str = "title = \"t\"\nwhy = \"w\"\nseverity = \"error\"\nkind = \"formula\"\nformula = \"actual <= budget\"\n";

#[test]
fn an_example_that_does_not_do_what_it_says_ends_with_1() {
    let table = |budget: &str, actual: &str| {
        format!(
            "| Item | Budget | Actual | Note |\n|---|---|---|---|\n| Total | {budget} | {actual} | 7.50 |\n"
        )
    };
    let (kept, broken) = (table("12.00", "11.00"), table("12.00", "13.00"));
    let rule = |passes: &str, fails: &str| {
        format!("{RULE}[examples]\npasses = '''\n{passes}'''\nfails = '''\n{fails}'''\n")
    };
    let words = "Nothing is stated here.\n";
    let folder = folder(&[
        ("right.toml", &rule(&kept, &broken)),
        ("swapped.toml", &rule(&broken, &kept)),
        ("unbound.toml", &rule(words, &broken)),
        ("none.toml", RULE),
        (
            "files.toml",
            &format!(
                "{RULE}[examples]\npasses = {{ file = \"kept.md\" }}\nfails = {{ file = \"gone.md\" }}\n"
            ),
        ),
        ("kept.md", &kept),
    ]);
    let output = tieout(folder.path(), &["test", "--format", "json", "."]);
    assert_eq!(code(&output), 1);
    let report = json(&output);
    let told: Vec<(String, Vec<String>)> = report["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| {
            let examples = rule["examples"].as_array().unwrap();
            let faults = examples.iter().filter(|one| one["ok"] == false);
            let faults = faults.map(|one| one["message"]["en"].as_str().unwrap().to_owned());
            (rule["rule"].as_str().unwrap().to_owned(), faults.collect())
        })
        .collect();
    let expected = [
        ("files", vec!["cannot be read: gone.md"]),
        ("none", vec![]),
        ("right", vec![]),
        (
            "swapped",
            vec![
                "the rule finds something",
                "the rule holds, and nothing is found",
            ],
        ),
        ("unbound", vec!["the rule binds nothing here"]),
    ];
    for ((id, faults), (expected_id, expected)) in told.iter().zip(&expected) {
        assert_eq!(id, expected_id);
        assert_eq!(faults.len(), expected.len(), "{id}: {faults:?}");
        for (fault, start) in faults.iter().zip(expected) {
            assert!(fault.starts_with(start), "{id}: {fault}");
        }
    }
    // The figure that may be anything is named.
    let right = tieout(folder.path(), &["test", "right.toml", "--lang", "en"]);
    assert_eq!(code(&right), 0, "{}", out(&right));
    assert!(
        out(&right).contains("line 3, Total / Note 7.50: "),
        "{}",
        out(&right)
    );
    assert!(
        out(&right).contains("2 of 3 changed figures found"),
        "{}",
        out(&right)
    );
    assert_eq!(code(&tieout(folder.path(), &["test", "cn-performance"])), 0);
    assert_eq!(
        code(&tieout(folder.path(), &["test", "nothing-of-the-kind"])),
        2
    );
}

#[test]
fn bind_shows_what_names_matched_and_the_nearest_labels() {
    let report = "# Spending\n\n| Item | Final budgets | Actual |\n|---|---|---|\n| Total | 12.00 | 11.00 |\n";
    let rule = RULE.replace("budget\"", "adjusted\"");
    let folder = folder(&[("report.md", report), ("own.toml", &rule)]);
    let arguments = ["bind", "report.md", "own", "--rules", "own.toml"];
    let output = tieout(folder.path(), &arguments);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let text = out(&output);
    assert!(
        text.contains("binds nothing") && text.contains("Total / Actual 11.00"),
        "{text}"
    );
    assert!(
        text.contains("the nearest labels: “Final budgets” (like “final budget”)"),
        "{text}"
    );
    let output = tieout(
        folder.path(),
        &[&arguments[..], &["--format", "json"]].concat(),
    );
    let names = &json(&output)["rules"][0]["names"];
    assert_eq!(names[0]["figures"][0]["text"], "11.00");
    assert_eq!(names[1]["near"][0]["label"], "Final budgets");
}

#[test]
fn settings_extend_the_rules_of_others() {
    let folder = folder(&[
        (
            "theirs/tieout.toml",
            "rules = [\"kept\"]\n[severity]\n\"spending\" = \"note\"\n",
        ),
        ("theirs/kept/spending.toml", RULE),
        ("plain/one.toml", RULE),
        (
            "ours/tieout.toml",
            "extends = [\"../theirs\", \"../plain\", \"text\"]\n",
        ),
        ("round/tieout.toml", "extends = [\"../back\"]\n"),
        ("back/tieout.toml", "extends = [\"../round\"]\n"),
        (
            "gone/tieout.toml",
            "extends = [\"../nowhere\", \"tabel\"]\n",
        ),
        ("slip/tieout.toml", "extends = [\"tabel\"]\n"),
    ]);
    let rules = |name: &str| tieout(&folder.path().join(name), &["rules", "--format", "json"]);
    let list = json(&rules("ours"));
    let entries = list.as_array().unwrap();
    assert!(
        entries
            .iter()
            .all(|rule| rule["source"] != "builtin" || rule["family"] == "text")
    );
    let ids: Vec<&str> = entries
        .iter()
        .filter_map(|rule| rule["id"].as_str())
        .collect();
    assert!(ids.contains(&"spending") && ids.contains(&"one"), "{ids:?}");
    let settings = tieout(
        &folder.path().join("ours"),
        &["check", "--show-settings", "../theirs/kept/spending.toml"],
    );
    assert_eq!(code(&settings), 0, "{}", err(&settings));
    let round = err(&rules("round"));
    assert!(
        round.contains("leads back to itself") && round.contains("back/tieout.toml:1:12"),
        "{round}"
    );
    let gone = err(&rules("gone"));
    assert!(
        gone.contains("neither a folder nor a built-in family `../nowhere`"),
        "{gone}"
    );
    let slip = err(&rules("slip"));
    assert!(slip.contains("did you mean `table`?"), "{slip}");
}

#[test]
fn a_rule_file_of_a_newer_format_is_one_clear_mistake() {
    let folder = folder(&[("own.toml", &format!("format = 2\nnew_key = 1\n{RULE}"))]);
    let output = tieout(folder.path(), &["rules", "--rules", "own.toml"]);
    assert_eq!(code(&output), 2);
    let told = err(&output);
    assert!(
        told.contains("is of format 2, and this program knows format 1"),
        "{told}"
    );
    assert!(
        !told.contains("new_key`") && told.contains("1 mistake in 1 rule file"),
        "{told}"
    );
}

#[test]
fn the_schema_is_printed_or_written() {
    let folder = folder(&[]);
    let rule = json(&tieout(folder.path(), &["schema"]));
    assert_eq!(rule, json(&tieout(folder.path(), &["schema", "rule"])));
    let written = tieout(folder.path(), &["schema", "config", "--output", "c.json"]);
    assert_eq!(code(&written), 0);
    let config: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("c.json")).unwrap()).unwrap();
    assert!(config["properties"]["extends"].is_object() && config != rule);
}

#[test]
fn the_page_of_a_rule_shows_its_example_whatever_it_is() {
    let folder = folder(&[]);
    let page = out(&tieout(
        folder.path(),
        &["explain", "opening-is-last-closing", "--lang", "en"],
    ));
    for words in [
        "[example-1.md]",
        "[example-2.md]",
        "╭─[example-2.md:5:10",
        "[[allow]]",
        "reference",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let page = out(&tieout(folder.path(), &["explain", "table/displayed"]));
    assert!(page.contains("    displayed.fails.xlsx\n"), "{page}");
    let page = json(&tieout(
        folder.path(),
        &["explain", "table/displayed", "--format", "json"],
    ));
    assert_eq!(page["page"]["fails"][0][0]["file"], "displayed.fails.xlsx");
}
