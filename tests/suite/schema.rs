//! The schemas that editors go by: what the parser takes validates, and what it does not take does not.

use crate::support;
use serde_json::Value;
use std::{fs, path::Path};
use tieout::compile;

fn files(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(support::ROOT).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path.display().to_string(), text));
            }
        }
    }
    found
}

/// The TOML files of the manuals.
fn examples() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for name in ["rules/README.md", "rules/README.zh-CN.md"] {
        let text = fs::read_to_string(Path::new(support::ROOT).join(name)).unwrap();
        for block in text.split("```toml\n").skip(1) {
            let block = block.split("```").next().unwrap();
            found.push((name.to_owned(), block.to_owned()));
        }
    }
    found
}

fn errors(schema: &Value, text: &str) -> Vec<String> {
    let value: Value = toml::from_str(text).unwrap();
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors = validator.iter_errors(&value);
    errors.map(|error| error.to_string()).collect()
}

#[test]
fn rule_files_validate() {
    let schema = compile::rule_schema();
    let mut all = files("rules");
    all.extend(examples());
    assert!(all.len() > 50);
    for (path, text) in all {
        let errors = errors(&schema, &text);
        assert!(errors.is_empty(), "{path}: {errors:?}");
    }
}

#[test]
fn what_the_parser_refuses_the_schema_refuses() {
    let rule = "title = \"t\"\nwhy = \"w\"\nseverity = \"note\"\nkind = \"tie\"\n";
    let right = format!("{rule}concepts = [\"actual\"]\n");
    let schema = compile::rule_schema();
    assert_eq!(errors(&schema, &right), [] as [String; 0]);
    let wrong = [
        rule.to_owned(),
        format!("{right}formula = \"actual = budget\"\n"),
        format!("{right}titel = \"t\"\n"),
        right.replace("note", "fatal"),
        right.replace("[\"actual\"]", "1"),
        format!("{right}slack = \"loose\"\n"),
        format!("{right}[when]\ntitle = [\"t\"]\n"),
        format!("[[rule]]\n{right}"),
        "[concept.x]\nmeasure = \"weight\"\n".to_owned(),
    ];
    for text in wrong {
        let file = compile::RuleFile {
            path: "own.toml".to_owned(),
            text: text.clone(),
            id: "own".to_owned(),
        };
        assert!(compile::compile(&[file], true).is_err(), "{text}");
        assert!(!errors(&schema, &text).is_empty(), "{text}");
    }
    let settings = compile::settings_schema();
    let right = "select = \"table\"\n[[per-file]]\nfiles = \"a\"\nslack = { abs = \"0.05\" }\n";
    assert_eq!(errors(&settings, right), [] as [String; 0]);
    for wrong in [
        "selct = []",
        "fail-on = \"fatal\"",
        "[[allow]]\nrule = \"a\"",
        "[[per-file]]\n",
    ] {
        assert!(compile::settings("t", wrong, &[]).is_err(), "{wrong}");
        assert!(!errors(&settings, wrong).is_empty(), "{wrong}");
    }
}

#[test]
fn the_settings_that_init_writes_validate_with_every_key_taken() {
    let path = Path::new(support::ROOT).join("src/bin/tieout/tieout.toml");
    let text = fs::read_to_string(path).unwrap();
    let bare: String = text
        .lines()
        .filter_map(|line| line.strip_prefix("# "))
        .filter(|line| line.contains(" = ") && !line.contains(": ") || line.starts_with('['))
        // TOML writes a day of its own, of which JSON knows nothing.
        .filter(|line| !line.starts_with("until"))
        .map(|line| format!("{line}\n"))
        .collect();
    let errors = errors(&compile::settings_schema(), &bare);
    assert!(errors.is_empty() && bare.contains("extends"), "{errors:?}");
}
