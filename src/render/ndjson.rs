//! One JSON object a line: the shapes of `json`, each with the `kind` of thing that it is.

use super::{How, Options, Renderer, json};
use crate::model::{Finding, Outcome, Rule};
use serde::Serialize;

pub const RENDERER: Renderer = Renderer {
    name: "ndjson",
    about: "one JSON object a line: findings as they are met, documents, verdicts, the summary last",
    how: How::Streamed { finding, end },
};

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Line<'r, 'a> {
    Document(&'r json::Document<'a>),
    Finding(&'r json::Found<'a>),
    Verdict(&'r json::Verdicts<'a>),
    Unread(&'r json::Unread<'a>),
    Accepted(&'r json::Accepted<'a>),
    Complaint(&'r json::Complaint<'a>),
    Summary {
        version: u32,
        #[serde(flatten)]
        summary: &'r json::Summary,
    },
}

fn finding(outcome: &Outcome, rules: &[Rule], finding: &Finding, options: &Options) -> String {
    let found = json::found(outcome, rules, finding, options);
    found.map_or(String::new(), |found| line(&Line::Finding(&found)))
}

fn line(line: &Line<'_, '_>) -> String {
    serde_json::to_string(line).unwrap_or_default() + "\n"
}

/// All but the findings.
fn end(outcome: &Outcome, rules: &[Rule], options: &Options) -> String {
    let report = json::report(outcome, rules, &[], options);
    let lines = report
        .documents
        .iter()
        .map(Line::Document)
        .chain(report.verdicts.iter().map(Line::Verdict))
        .chain(report.unread.iter().map(Line::Unread))
        .chain(report.accepted.iter().map(Line::Accepted))
        .chain(report.complaints.iter().map(Line::Complaint))
        .chain([Line::Summary {
            version: report.version,
            summary: &report.summary,
        }]);
    lines.map(|one| line(&one)).collect()
}
