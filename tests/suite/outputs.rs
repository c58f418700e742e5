//! Outputs for pipelines: each against its schema, on the first report, on files without lines, and with files that cannot be read.

use super::support;
use jsonschema::Validator;
use quick_xml::{Reader, events::Event};
use serde_json::Value;
use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};
use tieout::{
    compile::Library,
    model::{Outcome, Unread},
    read::ReadError,
};

fn fixture(path: &str) -> PathBuf {
    Path::new(support::ROOT).join("fixtures").join(path)
}

/// The first report, the same table in a workbook, in a page file and in a text, a broken sum with crossing rows, and a file that
/// cannot be read.
fn outcome(library: &Library) -> Outcome {
    let paths = [
        "reports/county-bureau-2020/report.txt",
        "formats/one-report/report.xlsx",
        "formats/one-report/report.pdf",
        "formats/one-report/report.md",
        "causes/crossing/report.md",
    ];
    let paths: Vec<PathBuf> = paths.iter().map(|path| fixture(path)).collect();
    let mut outcome = support::review_files(&paths, library);
    let error = ReadError::Empty {
        path: "broken, 50%.docx".to_owned(),
    };
    outcome.unread.push(Unread {
        path: "broken, 50%.docx".to_owned(),
        what: error.what(),
        help: error.help(),
    });
    outcome
}

fn validator(name: &str) -> Validator {
    let text = fs::read_to_string(fixture("schemas").join(format!("{name}.json"))).unwrap();
    // One pattern of the published schema has a bracket that only lenient engines take for itself.
    let text = text.replace("{2}]?$", "{2}\\\\]?$");
    let schema: Value = serde_json::from_str(&text).unwrap();
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
}

fn assert_valid(name: &str, value: &Value) {
    let errors: Vec<String> = validator(name)
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Whether a schema that takes unknown keys names all keys that there are: a misspelled one would be lost without a word.
fn assert_known(name: &str, shape: &str, value: &Value) {
    let text = fs::read_to_string(fixture("schemas").join(format!("{name}.json"))).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    let mut left = vec![(&schema["definitions"][shape], value)];
    while let Some((shape, value)) = left.pop() {
        let shape = match text_of(&shape["$ref"]).rsplit_once('/') {
            Some((_, name)) => &schema["definitions"][name],
            None => shape,
        };
        match value {
            Value::Object(keys) => {
                for (key, value) in keys {
                    assert!(!shape["properties"][key].is_null(), "{key} in {shape}");
                    left.push((&shape["properties"][key], value));
                }
            }
            Value::Array(list) => left.extend(list.iter().map(|one| (&shape["items"], one))),
            _ => {}
        }
    }
}

fn parsed(outcome: &Outcome, library: &Library, format: &str) -> Value {
    serde_json::from_str(&support::render(outcome, library, format, None)).unwrap()
}

/// The words of a region, counted as SARIF counts.
fn utf16(text: &str, region: &Value) -> String {
    let number = |key: &str| region[key].as_u64().unwrap() as usize;
    assert_eq!(number("startLine"), number("endLine"));
    let line = text.lines().nth(number("startLine") - 1).unwrap();
    let units: Vec<u16> = line.encode_utf16().collect();
    String::from_utf16(&units[number("startColumn") - 1..number("endColumn") - 1]).unwrap()
}

#[test]
fn sarif_is_valid_and_shows_every_addend_where_it_stands() {
    let library = support::library();
    let outcome = outcome(&library);
    let value = parsed(&outcome, &library, "sarif");
    assert_valid("sarif", &value);
    let run = &value["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), outcome.findings.len());
    let first = fs::read_to_string(fixture("reports/county-bureau-2020/report.txt")).unwrap();
    let (mut lines, mut addends) = (0, 0);
    for (result, finding) in results.iter().zip(&outcome.findings) {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        for key in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[key]["text"].as_str().unwrap().is_empty(), "{rule}");
        }
        let related = result["relatedLocations"].as_array().map_or(0, Vec::len);
        let terms = finding
            .computed
            .as_ref()
            .map_or(0, |computed| computed.terms.len());
        assert!(related >= terms, "{result}");
        let document = &outcome.documents[finding.document].document;
        let locations = result["relatedLocations"].as_array().into_iter().flatten();
        for location in locations.chain(result["locations"].as_array().unwrap()) {
            let physical = &location["physicalLocation"];
            if document.transcript {
                assert_eq!(physical.get("region"), None, "{result}");
                assert!(!location["logicalLocations"][0].is_null(), "{result}");
            } else {
                let region = &physical["region"];
                for key in ["startLine", "startColumn", "endLine", "endColumn"] {
                    assert!(region[key].as_u64().unwrap() >= 1, "{result}");
                }
            }
        }
        if finding.document == 0 {
            for location in result["relatedLocations"].as_array().into_iter().flatten() {
                let words = utf16(&first, &location["physicalLocation"]["region"]);
                let message = location["message"]["text"].as_str().unwrap();
                assert!(message.ends_with(&words), "{message}: {words}");
                addends += 1;
            }
            lines += 1;
        }
    }
    assert!(lines >= 5 && addends >= 15, "{lines} {addends}");
    let notifications = run["invocations"][0]["toolExecutionNotifications"]
        .as_array()
        .unwrap();
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    assert!(notifications.iter().any(|one| one["level"] == "error"));
}

#[test]
fn sarif_repairs_only_what_two_sums_agree_on() {
    let library = support::library();
    let outcome = outcome(&library);
    let value = parsed(&outcome, &library, "sarif");
    let fixes: Vec<&Value> = value["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|result| !result["fixes"].is_null())
        .collect();
    assert!(!fixes.is_empty());
    for result in fixes {
        let change = &result["fixes"][0]["artifactChanges"][0];
        let uri = change["artifactLocation"]["uri"].as_str().unwrap();
        let path = Path::new(support::ROOT).join(uri);
        let mut text = fs::read_to_string(path).unwrap();
        let replacement = &change["replacements"][0];
        let region = &replacement["deletedRegion"];
        let old = utf16(&text, region);
        let line = text
            .lines()
            .nth(region["startLine"].as_u64().unwrap() as usize - 1)
            .unwrap()
            .to_owned();
        let new = replacement["insertedContent"]["text"].as_str().unwrap();
        text = text.replace(&line, &line.replacen(&old, new, 1));
        let mended = support::review(&[(uri, &text)], &library);
        let broken = outcome
            .findings
            .iter()
            .filter(|finding| outcome.documents[finding.document].document.path == uri);
        assert!(mended.findings.len() < broken.count(), "{old} → {new}");
    }
}

#[test]
fn sarif_keeps_the_severest_of_too_many_and_says_so() {
    let library = support::library();
    let mut outcome = outcome(&library);
    let note = outcome.findings.last().unwrap().clone();
    let note = tieout::model::Finding {
        severity: tieout::model::Severity::Note,
        ..note
    };
    outcome.findings.splice(0..0, vec![note; 6_000]);
    let value = parsed(&outcome, &library, "sarif");
    assert_valid("sarif", &value);
    let results = value["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 5_000);
    let errors = results
        .iter()
        .filter(|result| result["level"] == "error")
        .count();
    assert_eq!(errors, outcome.count(tieout::model::Severity::Error));
    let notice = &value["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    let left = (outcome.findings.len() - 5_000).to_string();
    assert!(
        notice["message"]["text"].as_str().unwrap().contains(&left),
        "{notice}"
    );
}

#[test]
fn code_quality_and_rdjson_are_valid_and_fingerprints_unique() {
    let library = support::library();
    let outcome = outcome(&library);
    let gitlab = parsed(&outcome, &library, "gitlab");
    let issues = gitlab.as_array().unwrap();
    // The published schema is that of one entry; what the manual asks beyond it is asked here.
    for issue in issues {
        assert_valid("gitlab", issue);
        let filled = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
        assert!(filled(&issue["description"]) && filled(&issue["check_name"]));
        let severities = ["info", "minor", "major", "critical", "blocker"];
        assert!(severities.contains(&issue["severity"].as_str().unwrap()));
        assert!(issue["location"]["lines"]["begin"].as_u64() >= Some(1));
        let path = text_of(&issue["location"]["path"]);
        assert!(!path.is_empty() && !path.starts_with("./"));
    }
    assert_eq!(issues.len(), outcome.findings.len() + 1);
    let unique: HashSet<&str> = issues
        .iter()
        .map(|issue| issue["fingerprint"].as_str().unwrap())
        .collect();
    assert_eq!(unique.len(), issues.len());
    let rdjson = parsed(&outcome, &library, "rdjson");
    assert_valid("rdjson", &rdjson);
    assert_known("rdjson", "DiagnosticResult", &rdjson);
    let path = "fixtures/reports/county-bureau-2020/report.txt";
    let text = fs::read(Path::new(support::ROOT).join(path)).unwrap();
    let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    for one in rdjson["diagnostics"].as_array().unwrap() {
        if one["location"]["path"] != path {
            continue;
        }
        let range = &one["location"]["range"];
        let at = |end: &str, key: &str| range[end][key].as_u64().unwrap() as usize;
        let line = lines[at("start", "line") - 1];
        let words = &line[at("start", "column") - 1..at("end", "column") - 1];
        assert!(std::str::from_utf8(words).is_ok() && !words.is_empty());
    }
}

#[test]
fn annotations_are_one_line_each_and_escaped() {
    let library = support::library();
    let outcome = outcome(&library);
    let text = support::render(&outcome, &library, "github", None);
    assert_eq!(text.lines().count(), outcome.findings.len() + 1);
    for line in text.lines() {
        let rest = line.strip_prefix("::").unwrap();
        let (head, message) = rest.split_once("::").unwrap();
        let (command, properties) = head.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&command), "{line}");
        for property in properties.split(',') {
            let (key, value) = property.split_once('=').unwrap();
            let known = ["file", "line", "endLine", "col", "endColumn", "title"];
            assert!(known.contains(&key) && !value.is_empty(), "{line}");
            assert!(!value.contains(':'), "{line}");
        }
        assert!(!message.is_empty());
    }
    assert!(text.contains("file=broken%2C 50%25.docx"), "{text}");
    assert!(text.contains("%0A"), "{text}");
}

type Attributes = Vec<(String, String)>;

/// Every element with its attributes and the depth that it stands at.
fn elements(text: &str) -> Vec<(usize, String, Attributes)> {
    let mut reader = Reader::from_str(text);
    let (mut depth, mut found) = (0, Vec::new());
    loop {
        let event = reader.read_event().unwrap();
        let (start, open) = match &event {
            Event::Start(start) => (start, true),
            Event::Empty(start) => (start, false),
            Event::End(_) => {
                depth -= 1;
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            let key = attribute.key.as_ref().to_owned();
            let value = quick_xml::escape::unescape(&attribute.value).unwrap();
            (key, value.into_owned())
        });
        found.push((
            depth,
            start.name().as_ref().to_owned(),
            attributes.collect(),
        ));
        depth += usize::from(open);
    }
    assert_eq!(depth, 0);
    found
}

fn attribute<'a>(attributes: &'a [(String, String)], key: &str) -> &'a str {
    let found = attributes.iter().find(|(own, _)| own == key);
    &found.unwrap_or_else(|| panic!("{key} in {attributes:?}")).1
}

#[test]
fn junit_counts_what_it_holds() {
    let library = support::library();
    let outcome = outcome(&library);
    let found = elements(&support::render(&outcome, &library, "junit", None));
    let count = |name: &str| found.iter().filter(|(_, own, _)| own == name).count();
    assert_eq!((found[0].0, found[0].1.as_str()), (0, "testsuites"));
    let whole = &found[0].2;
    assert_eq!(attribute(whole, "tests"), count("testcase").to_string());
    assert_eq!(attribute(whole, "errors"), "1");
    assert_eq!(count("testsuite"), outcome.documents.len() + 1);
    let failing = outcome
        .findings
        .iter()
        .filter(|finding| finding.severity > tieout::model::Severity::Note);
    assert_eq!(count("failure"), failing.count());
    let (mut tests, mut skipped, mut suites) = (0, 0, Vec::new());
    for (depth, name, attributes) in &found {
        match name.as_str() {
            "testsuite" => {
                assert_eq!(*depth, 1);
                suites.push((attributes.clone(), 0, 0));
            }
            "testcase" => {
                assert_eq!(*depth, 2);
                assert!(!attribute(attributes, "classname").is_empty());
                suites.last_mut().unwrap().1 += 1;
            }
            "skipped" => suites.last_mut().unwrap().2 += 1,
            "failure" | "error" | "system-out" => assert_eq!(*depth, 3),
            _ => assert_eq!(*depth, 0, "{name}"),
        }
    }
    for (attributes, own, left) in suites {
        assert_eq!(attribute(&attributes, "tests"), own.to_string());
        assert_eq!(attribute(&attributes, "skipped"), left.to_string());
        tests += own;
        skipped += left;
    }
    assert_eq!((tests, skipped), (count("testcase"), count("skipped")));
}

#[test]
fn checkstyle_names_every_file_and_finding() {
    let library = support::library();
    let outcome = outcome(&library);
    let found = elements(&support::render(&outcome, &library, "checkstyle", None));
    assert_eq!(found[0].1, "checkstyle");
    let files = found
        .iter()
        .filter(|(depth, name, _)| *depth == 1 && name == "file");
    assert_eq!(files.count(), outcome.documents.len() + 1);
    let errors: Vec<_> = found
        .iter()
        .filter(|(_, name, _)| name == "error")
        .collect();
    assert_eq!(errors.len(), outcome.findings.len() + 1);
    for (depth, _, attributes) in errors {
        assert_eq!(*depth, 2);
        assert!(["error", "warning", "info"].contains(&attribute(attributes, "severity")));
        for (key, value) in attributes {
            match key.as_str() {
                "line" | "column" => assert!(value.parse::<usize>().unwrap() >= 1),
                _ => assert!(!value.is_empty()),
            }
        }
    }
}

#[test]
fn every_line_of_ndjson_is_an_object_of_the_json_output() {
    let library = support::library();
    let outcome = outcome(&library);
    let whole = parsed(&outcome, &library, "json");
    let text = support::render(&outcome, &library, "ndjson", None);
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for (kind, list) in [
        ("document", "documents"),
        ("finding", "findings"),
        ("verdict", "verdicts"),
        ("unread", "unread"),
    ] {
        let own: Vec<Value> = lines
            .iter()
            .filter(|line| line["kind"] == kind)
            .map(|line| {
                let mut line = line.clone();
                line.as_object_mut().unwrap().remove("kind");
                line
            })
            .collect();
        assert_eq!(own, *whole[list].as_array().unwrap(), "{kind}");
    }
    let last = lines.last().unwrap();
    assert_eq!(last["kind"], "summary");
    assert_eq!(last["errors"], whole["summary"]["errors"]);
}

#[test]
fn pages_hold_every_finding_and_nothing_from_elsewhere() {
    let library = support::library();
    let hostile = "# <script>alert(1)</script>\n\n| 项目 | 金额 |\n|---|---|\n| <img src=x onerror=y> | 1.00 |\n| 二 | 2.00 |\n| 合计 | 5.00 |\n";
    let mut outcome = outcome(&library);
    let other = support::review(&[("a<b>&\"c.md", hostile)], &library);
    let at = outcome.documents.len();
    outcome.documents.extend(other.documents);
    outcome
        .findings
        .extend(other.findings.into_iter().map(|mut finding| {
            finding.document = at;
            finding
        }));
    for format in ["html", "markdown"] {
        let text = support::render(&outcome, &library, format, None);
        for wrong in [
            "<script", "<img", "<b>", "http://", "https://", "src=\"", "url(",
        ] {
            assert!(!text.contains(wrong), "{format} has {wrong}");
        }
    }
    let page = support::render(&outcome, &library, "html", None);
    assert_eq!(page.matches("<article").count(), outcome.findings.len());
    assert_eq!(
        page.matches("<article").count(),
        page.matches("</article>").count()
    );
    let table = support::render(&outcome, &library, "markdown", None);
    let rows = table.lines().filter(|line| line.contains(" | `")).count();
    assert_eq!(rows, outcome.findings.len().min(100));
}
