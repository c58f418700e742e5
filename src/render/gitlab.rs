//! A Code Quality report, as GitLab shows it in merge requests.

use super::{
    Options, Renderer, json,
    place::{self, Columns},
    told,
};
use crate::model::{Outcome, Rule, Severity};
use serde::Serialize;

pub const RENDERER: Renderer = Renderer {
    name: "gitlab",
    about: "a Code Quality report of GitLab",
    render,
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
    let unread = outcome.unread.iter().map(|unread| Issue {
        description: unread.error.to_string(),
        check_name: "tieout/unread",
        fingerprint: format!("{}#unread", unread.path),
        severity: "blocker",
        location: at(&unread.path, 1, 1),
    });
    let mut issues: Vec<Issue<'_>> = unread.collect();
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
            severity: match told.finding.severity {
                Severity::Error => "critical",
                Severity::Warning => "minor",
                Severity::Note => "info",
            },
            location: at(path, begin, end),
        });
    }
    json::write(&issues)
}

fn at(path: &str, begin: usize, end: usize) -> Location<'_> {
    Location {
        path,
        lines: Lines { begin, end },
    }
}
