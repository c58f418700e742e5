//! The laws of the house, where clippy does not already say them.

use crate::support;
use std::{
    fs,
    path::{Path, PathBuf},
};
use tieout::model::Report;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const VERBS: &[&str] = &[
    "read", "resolve", "relate", "compile", "check", "explain", "accept", "suggest", "render",
];

/// Every file under a folder with one of the endings, in order.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
        let Ok(entries) = fs::read_dir(folder) else {
            return;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, ending, found);
            } else if path.extension().is_some_and(|own| own == ending) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(ROOT).join(folder), ending, &mut found);
    found.sort();
    found
}

fn sources() -> Vec<(PathBuf, String)> {
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        (path, text)
    };
    files("src", "rs").into_iter().map(read).collect()
}

#[test]
fn nouns_know_no_verb_and_verbs_do_not_know_each_other() {
    for (path, text) in sources() {
        let inside = path
            .strip_prefix(Path::new(ROOT).join("src"))
            .unwrap()
            .to_path_buf();
        let room = inside
            .iter()
            .next()
            .and_then(|room| room.to_str())
            .unwrap_or("")
            .to_owned();
        if !(room == "model" || VERBS.contains(&room.as_str())) {
            continue;
        }
        for verb in VERBS.iter().filter(|verb| **verb != room) {
            for import in [format!("crate::{verb}"), format!("tieout::{verb}")] {
                assert!(
                    !text.contains(&import),
                    "{} imports {import}",
                    inside.display()
                );
            }
        }
    }
}

#[test]
fn every_file_begins_with_a_sentence_and_stays_below_600_lines() {
    for (path, text) in sources() {
        assert!(
            text.starts_with("//! "),
            "{} does not begin with //!",
            path.display()
        );
        let lines = text.lines().count();
        assert!(lines <= 600, "{} has {lines} lines", path.display());
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let nameless = [
            "utils", "util", "helpers", "helper", "common", "misc", "types",
        ];
        assert!(
            !nameless.contains(&stem),
            "{} needs a name of its own",
            path.display()
        );
    }
}

#[test]
fn the_library_neither_prints_nor_exits_nor_reads_clock_or_environment() {
    let forbidden = [
        "std::env",
        "std::time",
        "SystemTime",
        "Instant::",
        "process::exit",
        "println!",
        "eprintln!",
    ];
    for (path, text) in sources() {
        let program =
            path.starts_with(Path::new(ROOT).join("src/bin")) || path.ends_with("src/build.rs");
        for word in forbidden.iter().filter(|_| !program) {
            assert!(!text.contains(word), "{} has {word}", path.display());
        }
    }
}

#[test]
fn every_rule_has_a_passing_and_a_failing_example_and_every_example_a_rule() {
    let library = support::library();
    let folder = Path::new(ROOT).join("fixtures/rules");
    for rule in &library.rules {
        let examples = &rule.examples;
        assert!(
            !examples.passes.is_empty() && !examples.fails.is_empty(),
            "{} lacks an example",
            rule.id
        );
        let path = folder.join(format!("{}.expected.txt", rule.id));
        assert!(path.exists(), "{} is missing", path.display());
        assert!(
            !rule.title.zh.is_empty() && !rule.title.en.is_empty(),
            "{} has no title",
            rule.id
        );
        assert!(
            !rule.why.zh.is_empty() && !rule.why.en.is_empty(),
            "{} has no reason",
            rule.id
        );
        assert!(
            !rule.help.zh.is_empty() && !rule.help.en.is_empty(),
            "{} has no help",
            rule.id
        );
    }
    for path in files("fixtures/rules", "txt") {
        let id = path.strip_prefix(&folder).unwrap().to_str().unwrap();
        let id = id.trim_end_matches(".expected.txt");
        assert!(
            library.rules.iter().any(|rule| *rule.id == *id),
            "{id} is no rule"
        );
    }
    for path in files("rules", "xlsx") {
        let name = path.file_name().unwrap().to_str().unwrap();
        let file = Report::File(name.to_owned());
        let mut rules = library.rules.iter();
        let named = rules.any(|rule| {
            let examples = &rule.examples;
            let mut all = examples.passes.iter().chain(&examples.fails);
            all.any(|example| example.contains(&file))
        });
        assert!(named, "{name} is no example");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_on_any_number_of_threads_and_in_any_order() {
    let library = support::library();
    let mut paths = files("fixtures/reports", "txt");
    paths.extend(files("fixtures/causes", "md"));
    assert!(paths.len() > 8);
    let forward = support::review_files(&paths, &library);
    let mut backward: Vec<PathBuf> = paths.clone();
    backward.reverse();
    let reversed = support::review_files(&backward, &library);
    let one = rayon_pool(1).install(|| support::review_files(&paths, &library));
    let eight = rayon_pool(8).install(|| support::review_files(&paths, &library));
    let json = |outcome| support::json(&outcome, &library);
    let whole = json(forward);
    assert_eq!(whole, json(one));
    assert_eq!(whole, json(eight));
    // In another order each document has the same findings.
    let by_path = |text: &str| {
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        let mut findings: Vec<String> = value["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(ToString::to_string)
            .collect();
        findings.sort();
        findings
    };
    assert_eq!(by_path(&whole), by_path(&json(reversed)));
}

fn rayon_pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap()
}

/// Words of both languages stand side by side in the source: none is missing, and none is in the other's place.
#[test]
fn every_message_is_in_chinese_and_in_english() {
    let words = r#""((?:[^"\\]|\\.)*)""#;
    let between = r#"[^"]*?"#;
    let pair =
        format!(r"(?:\bpick|Words::new|\bboth)\(\s*(?:format!\(\s*)?{words}{between}{words}");
    let pair = regex::Regex::new(&pair).unwrap();
    // Names that are alike in both: placeholders, code, quoted words; and units, which are named as they are printed.
    let alike = regex::Regex::new(r#"\{[^}]*\}|`[^`]*`|<!--.*?-->|\\"[^"]*\\"|万?元"#).unwrap();
    let chinese = regex::Regex::new(r"\p{Han}").unwrap();
    let mut pairs = 0;
    for (path, text) in sources() {
        for found in pair.captures_iter(&text) {
            let bare = |at: usize| alike.replace_all(&found[at], "").into_owned();
            let (zh, en) = (bare(1), bare(2));
            let latin = zh.contains(|c: char| c.is_ascii_alphabetic());
            let place = format!("{}: {} | {}", path.display(), &found[1], &found[2]);
            assert!(chinese.is_match(&zh) || !latin, "{place}");
            assert!(!chinese.is_match(&en) && !found[2].is_empty(), "{place}");
            pairs += 1;
        }
    }
    assert!(pairs > 200, "{pairs}");
}
