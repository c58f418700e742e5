//! A Code Quality report, as GitLab shows it in merge requests.

use super::{
    How, Options, Renderer, json,
    place::{self, Columns},
    told,
};
use crate::model::{Outcome, Rule, Severity};
use serde::Serialize;

pub const RENDERER: Renderer = Renderer {
    name: "gitlab",
    about: "a Code Quality report of GitLab",
    how: How::Whole(render),
};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

fn render(outcome: &Outcome, rules: &[Rule], options: &Options) -> String {
    let asides = told::asides(outcome, options).into_iter().zip(1..);
    let asides = asides.map(|(aside, number)| Issue {
        check_name: aside.code,
        fingerprint: format!("{}#{}#{number}", aside.path, aside.code),
        severity: severity(aside.severity),
        location: at(aside.path, aside.line.unwrap_or(1), aside.line.unwrap_or(1)),
        description: aside.message,
    });
    let mut issues: Vec<Issue<'_>> = asides.collect();
    for told in told::all(outcome, rules, options) {
        let path = &told.document.path;
        // A line is required: files without lines are pointed at as a whole.
        let extent = place::extent(told.document, told.finding.at, Columns::Characters);
        let (begin, end) = extent.map_or((1, 1), |extent| (extent.start.0, extent.end.0));
        issues.push(Issue {
            description: told.headline(),
            check_name: &told.rule.id,
            // Unique over all files.
            fingerprint: format!("{path}#{}", told.finding.fingerprint),
            severity: severity(told.finding.severity),
            location: at(path, begin, end),
        });
    }
    json::write(&issues)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "minor",
        Severity::Note => "info",
    }
}

fn at(path: &str, begin: usize, end: usize) -> Location<'_> {
    Location {
        path,
        lines: Lines { begin, end },
    }
}
