//! SARIF 2.1.0, as code scanning services take it; it owns its shapes.

use super::{
    How, Options, Renderer, json,
    place::{self, Columns},
    summary,
    told::{self, Told},
    words::Say,
};
use crate::model::{AcceptedBy, Document, Finding, Outcome, Rule, Severity, Span};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

pub const RENDERER: Renderer = Renderer {
    name: "sarif",
    about: "SARIF 2.1.0, for code scanning",
    how: How::Whole(render),
};

/// What services show of one run; the severest findings are kept.
const MOST: usize = 5_000;
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    invocations: [Invocation; 1],
    column_kind: &'a str,
    artifacts: Vec<Artifact>,
    results: Vec<Result<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'a str,
    semantic_version: &'a str,
    language: &'a str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    short_description: Message,
    full_description: Message,
    help: Message,
    default_configuration: Configuration,
    properties: Tags<'a>,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Tags<'a> {
    tags: Vec<&'a str>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    location: ArtifactLocation,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Result<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression<'a>>,
    partial_fingerprints: BTreeMap<&'a str, String>,
}

#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    justification: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    fully_qualified_name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    description: Message,
    artifact_changes: [Change; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    artifact_location: ArtifactLocation,
    replacements: [Replacement; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Message,
}

fn render(outcome: &Outcome, rules: &[Rule], options: &Options) -> String {
    let say = options.say_all(outcome);
    let index: HashMap<&str, usize> = rules.iter().map(|rule| &*rule.id).zip(0..).collect();
    let kept = kept(&outcome.findings);
    let mut results: Vec<Result<'_>> = told::all(outcome, rules, options)
        .filter(|told| kept.contains(&std::ptr::from_ref(told.finding)))
        .map(|told| result(outcome, &told, &index))
        .collect();
    let room = MOST.saturating_sub(results.len());
    for (told, accepted) in told::accepted(outcome, rules, options).take(room) {
        let mut result = result(outcome, &told, &index);
        result.suppressions.push(Suppression {
            kind: match accepted.by {
                AcceptedBy::Remark => "inSource",
                AcceptedBy::Settings | AcceptedBy::Baseline => "external",
            },
            justification: &accepted.reason,
        });
        results.push(result);
    }
    json::write(&Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "tieout",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    language: say.0.code(),
                    rules: rules.iter().map(|rule| descriptor(rule, say)).collect(),
                },
            },
            invocations: [Invocation {
                execution_successful: outcome.unread.is_empty(),
                tool_execution_notifications: notifications(outcome, options, kept.len()),
            }],
            column_kind: "utf16CodeUnits",
            artifacts: outcome
                .documents
                .iter()
                .map(|checked| Artifact {
                    location: artifact(&checked.document.path),
                })
                .collect(),
            results,
        }],
    })
}

/// The findings that are told: all, or as many of the severest as services show.
fn kept(findings: &[Finding]) -> HashSet<*const Finding> {
    let mut order: Vec<&Finding> = findings.iter().collect();
    order.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let kept = order.into_iter().take(MOST);
    kept.map(std::ptr::from_ref).collect()
}

fn level(severity: Severity) -> &'static str {
    severity.name()
}

fn text(text: impl Into<String>) -> Message {
    Message { text: text.into() }
}

fn descriptor(rule: &Rule, say: Say) -> Descriptor<'_> {
    let help = [rule.help.get(say.0), &rule.reference];
    let help = help.into_iter().filter(|words| !words.is_empty());
    Descriptor {
        id: &rule.id,
        short_description: text(rule.title.get(say.0)),
        full_description: text(rule.why.get(say.0)),
        help: text(help.collect::<Vec<_>>().join("\n\n")),
        default_configuration: Configuration {
            level: level(rule.severity),
        },
        properties: Tags {
            tags: rule
                .id
                .split_once('/')
                .map(|(family, _)| family)
                .into_iter()
                .collect(),
        },
    }
}

fn notifications(outcome: &Outcome, options: &Options, told: usize) -> Vec<Notification> {
    let say = options.say_all(outcome);
    let mut list = Vec::new();
    if told < outcome.findings.len() {
        list.push(Notification {
            level: "warning",
            message: text(say.findings_left_out(outcome.findings.len() - told)),
            locations: Vec::new(),
        });
    }
    for aside in told::asides(outcome, options) {
        list.push(Notification {
            level: level(aside.severity),
            message: text(aside.message),
            locations: vec![Location {
                id: None,
                physical_location: Physical {
                    artifact_location: artifact(aside.path),
                    region: None,
                },
                logical_locations: Vec::new(),
                message: None,
            }],
        });
    }
    for checked in &outcome.documents {
        for (_, words) in summary::doubts(&checked.document, options.say(Some(checked))) {
            let place = place_of(&checked.document, None);
            list.push(Notification {
                level: "note",
                message: text(words),
                locations: vec![place],
            });
        }
    }
    list
}

fn result<'a>(outcome: &'a Outcome, told: &Told<'a>, index: &HashMap<&str, usize>) -> Result<'a> {
    let finding = told.finding;
    let mut words = vec![told.headline()];
    words.extend(told.advice());
    let mut location = place_of(told.document, Some(finding.at));
    if told.document.transcript {
        location.logical_locations.push(Logical {
            fully_qualified_name: told.place.clone(),
        });
    }
    let related = told.parts(outcome).into_iter().filter(|part| {
        part.figure.span != finding.at || !std::ptr::eq(part.document, told.document)
    });
    let related = related.zip(1..).map(|(part, id)| {
        let logical = told::original(part.document, part.figure);
        Location {
            id: Some(id),
            message: Some(text(part.words())),
            logical_locations: logical
                .map(|fully_qualified_name| Logical {
                    fully_qualified_name,
                })
                .into_iter()
                .collect(),
            ..place_of(part.document, Some(part.figure.span))
        }
    });
    let fix = told.repair(outcome).and_then(|(document, span, written)| {
        let sentence = finding.causes.first()?.sentence.get(told.say.0);
        Some(Fix {
            description: text(sentence),
            artifact_changes: [Change {
                artifact_location: artifact(&document.path),
                replacements: [Replacement {
                    deleted_region: region(document, span, false)?,
                    inserted_content: text(written),
                }],
            }],
        })
    });
    Result {
        rule_id: &told.rule.id,
        rule_index: index.get(&*told.rule.id).copied().unwrap_or(0),
        level: level(finding.severity),
        message: text(words.join("\n")),
        locations: [location],
        related_locations: related.collect(),
        fixes: fix.into_iter().collect(),
        suppressions: Vec::new(),
        partial_fingerprints: [
            ("tieout/v1", finding.fingerprint.clone()),
            (
                "primaryLocationLineHash",
                format!("{}:1", finding.fingerprint),
            ),
        ]
        .into(),
    }
}

/// The file, and the place in it where it has lines and columns.
fn place_of(document: &Document, span: Option<Span>) -> Location {
    Location {
        id: None,
        physical_location: Physical {
            artifact_location: artifact(&document.path),
            region: span.and_then(|span| region(document, span, true)),
        },
        logical_locations: Vec::new(),
        message: None,
    }
}

fn region(document: &Document, span: Span, shown: bool) -> Option<Region> {
    let extent = place::extent(document, span, Columns::Utf16)?;
    Some(Region {
        start_line: extent.start.0,
        start_column: extent.start.1,
        end_line: extent.end.0,
        end_column: extent.end.1,
        snippet: shown.then(|| text(document.text.slice(span))),
    })
}

fn artifact(path: &str) -> ArtifactLocation {
    ArtifactLocation { uri: uri(path) }
}

/// A path as a URI: relative where it is, all but plain characters escaped.
fn uri(path: &str) -> String {
    let drive = path.get(1..3) == Some(":/");
    let mut uri = String::from(match (path.starts_with('/'), drive) {
        (true, _) => "file://",
        (_, true) => "file:///",
        _ => "",
    });
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            b':' if drive => uri.push(':'),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_are_escaped_and_stay_relative() {
        assert_eq!(uri("drafts/a b.md"), "drafts/a%20b.md");
        assert_eq!(uri("报告.md"), "%E6%8A%A5%E5%91%8A.md");
        assert_eq!(uri("/srv/a.md"), "file:///srv/a.md");
        assert_eq!(uri("C:/a.md"), "file:///C:/a.md");
        assert_eq!(uri("a:b/c?.md"), "a%3Ab/c%3F.md");
    }
}
