//! Workflow commands that GitHub Actions shows as annotations.

use super::{
    How, Options, Renderer,
    place::{self, Columns},
    told,
};
use crate::model::{Finding, Outcome, Rule, Severity};

pub const RENDERER: Renderer = Renderer {
    name: "github",
    about: "annotations of GitHub Actions",
    how: How::Streamed {
        finding: annotation,
        end,
    },
};

fn annotation(outcome: &Outcome, rules: &[Rule], finding: &Finding, options: &Options) -> String {
    let Some(told) = told::tell(outcome, rules, options, finding) else {
        return String::new();
    };
    let command = command(finding.severity);
    let mut place = format!("file={}", property(&told.document.path));
    if let Some(extent) = place::extent(told.document, finding.at, Columns::Characters) {
        let ((line, column), (end, last)) = (extent.start, extent.end);
        place.push_str(&format!(",line={line},endLine={end},col={column}"));
        // Columns of several lines mean nothing there.
        if line == end {
            place.push_str(&format!(",endColumn={last}"));
        }
    }
    let title = property(&format!(
        "{} [{}]",
        told.rule.title.get(told.say.0),
        told.rule.id
    ));
    let mut words = vec![told.headline()];
    words.extend(told.advice());
    let message = data(&words.join("\n"));
    format!("::{command} {place},title={title}::{message}\n")
}

/// What is said beside the findings.
fn end(outcome: &Outcome, _: &[Rule], options: &Options) -> String {
    let mut out = String::new();
    for aside in told::asides(outcome, options) {
        let command = command(aside.severity);
        let file = property(aside.path);
        let line = aside
            .line
            .map_or(String::new(), |line| format!(",line={line}"));
        let (code, message) = (aside.code, data(&aside.message));
        out.push_str(&format!(
            "::{command} file={file}{line},title={code}::{message}\n"
        ));
    }
    out
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

/// What stands after the last `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
