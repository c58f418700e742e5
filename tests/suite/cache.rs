//! What earlier runs found is used again, and is never wrong.

use crate::cli::{code, err, folder, out};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::Duration,
};

const RIGHT: &str = "Item,Budget,Actual\nWages,10.00,11.00\nGoods,20.00,22.00\nTotal,30.00,33.00\n";

/// The program with its cache in the folder `remembered` beside the reports.
fn tieout(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("the program")
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tieout"));
    command
        .args(arguments)
        .current_dir(folder)
        .env_remove("TIEOUT_NO_CACHE")
        .env("TIEOUT_CACHE_DIR", "remembered")
        .stdin(Stdio::null());
    command
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let walk = ignore::WalkBuilder::new(folder.join("remembered")).build();
    walk.flatten()
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(ignore::DirEntry::into_path)
        .collect()
}

#[test]
fn every_output_is_the_same_from_the_cache() {
    let wrong = RIGHT.replace("33.00", "33.10");
    let other = RIGHT.replace("11.00", "12.00").replace("33.00", "34.00");
    let folder = folder(&[("a.csv", RIGHT), ("b.csv", &wrong), ("c.csv", &other)]);
    for renderer in tieout::render::RENDERERS {
        for lang in ["zh", "en", "auto"] {
            let arguments = ["check", "--format", renderer.name, "--lang", lang, "."];
            let anew = tieout(folder.path(), &[&arguments[..], &["--no-cache"]].concat());
            let first = tieout(folder.path(), &arguments);
            let again = tieout(folder.path(), &arguments);
            assert_eq!(out(&anew), out(&first), "{}", renderer.name);
            assert_eq!(out(&first), out(&again), "{}", renderer.name);
            assert_eq!((code(&anew), code(&again)), (1, 1));
        }
    }
    // The two clean files, whatever the language and the output.
    assert_eq!(entries(folder.path()).len(), 2);
}

#[test]
fn coverage_is_told_of_remembered_files_too() {
    let folder = folder(&[("a.csv", RIGHT)]);
    let first = tieout(folder.path(), &["check", "--coverage", "a.csv"]);
    assert!(entries(folder.path()).is_empty());
    tieout(folder.path(), &["check", "a.csv"]);
    assert_eq!(entries(folder.path()).len(), 1);
    let again = tieout(folder.path(), &["check", "--coverage", "a.csv"]);
    assert_eq!(out(&first), out(&again));
}

#[test]
fn what_a_result_depends_on_is_looked_at_anew() {
    let folder = folder(&[("report.csv", RIGHT)]);
    let rule = |limit: &str| {
        format!(
            "title = \"Small\"\nwhy = \"Small.\"\nseverity = \"error\"\nkind = \"formula\"\nformula = \"actual <= {limit}\"\n"
        )
    };
    let path = folder.path();
    let with_rule = ["check", "--rules", "own.toml", "report.csv"];
    fs::write(path.join("own.toml"), rule("40")).expect("a rule");
    for _ in 0..2 {
        assert_eq!(code(&tieout(path, &with_rule)), 0);
    }
    fs::write(path.join("own.toml"), rule("5")).expect("a rule");
    let found = tieout(path, &with_rule);
    assert_eq!(code(&found), 1, "{}{}", out(&found), err(&found));
    // The file itself.
    assert_eq!(code(&tieout(path, &["check", "report.csv"])), 0);
    fs::write(path.join("report.csv"), RIGHT.replace("33.00", "33.10")).expect("a report");
    assert_eq!(code(&tieout(path, &["check", "report.csv"])), 1);
    // Options and settings.
    assert_eq!(
        code(&tieout(path, &["check", "report.csv", "--ignore", "table"])),
        2
    );
    fs::write(path.join("tieout.toml"), "slack = { abs = \"1\" }\n").expect("settings");
    assert_eq!(code(&tieout(path, &["check", "report.csv"])), 0);
    fs::remove_file(path.join("tieout.toml")).expect("settings");
    assert_eq!(code(&tieout(path, &["check", "report.csv"])), 1);
}

#[test]
fn a_damaged_entry_counts_as_none() {
    let folder = folder(&[("report.csv", RIGHT)]);
    let first = tieout(folder.path(), &["check", "report.csv"]);
    let entry = entries(folder.path()).pop().expect("an entry");
    let whole = fs::read(&entry).expect("an entry");
    for damaged in [&whole[..whole.len() / 2], b"", b"\0\xff{}", b"{}"] {
        fs::write(&entry, damaged).expect("an entry");
        let again = tieout(folder.path(), &["check", "report.csv"]);
        assert_eq!(out(&first), out(&again));
        assert_eq!(fs::read(&entry).expect("an entry"), whole);
    }
}

#[test]
fn a_cache_that_cannot_be_written_is_none() {
    let folder = folder(&[
        ("report.csv", RIGHT),
        ("remembered", "a file, not a folder"),
    ]);
    let output = tieout(folder.path(), &["check", "report.csv"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert_eq!(err(&output), "");
}

/// Killed after more and more time, the program leaves whole files or none.
#[test]
fn a_killed_run_leaves_no_half_written_file() {
    let reports: Vec<(String, String)> = (0..150)
        .map(|n| {
            let total = if n % 10 == 0 { "33.10" } else { "33.00" };
            (
                format!("{n}.csv"),
                format!("{}\n", RIGHT.replace("33.00", total)),
            )
        })
        .collect();
    let reports: Vec<(&str, &str)> = reports.iter().map(|(a, b)| (&**a, &**b)).collect();
    let folder = folder(&reports);
    let path = folder.path();
    let arguments = [
        "check",
        "--output",
        "json=report.json",
        "--baseline",
        "known.json",
        "--update-baseline",
        "--quiet",
        ".",
    ];
    for delay in (0..40).map(|step| step * 2) {
        let mut child = command(path, &arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        std::thread::sleep(Duration::from_millis(delay));
        let _ = child.kill();
        let _ = child.wait();
        for name in ["report.json", "known.json"] {
            if let Ok(text) = fs::read_to_string(path.join(name)) {
                let whole = serde_json::from_str::<serde_json::Value>(&text);
                assert!(whole.is_ok(), "{name}, killed after {delay} ms");
            }
        }
        let named = |path: &&PathBuf| !path.to_string_lossy().ends_with(".tmp");
        for entry in entries(path).iter().filter(named) {
            let text = fs::read_to_string(entry).expect("an entry");
            let whole = serde_json::from_str::<serde_json::Value>(&text);
            assert!(whole.is_ok(), "{}", entry.display());
        }
    }
    let whole = tieout(path, &["check", "--format", "json", "."]);
    let anew = tieout(path, &["check", "--format", "json", "--no-cache", "."]);
    assert_eq!(out(&whole), out(&anew));
}
