//! The Diagnostic Format of reviewdog.

use super::{
    How, Options, Renderer, json,
    place::{self, Columns},
    told,
};
use crate::model::{Document, Outcome, Rule, Severity, Span};
use serde::Serialize;

pub const RENDERER: Renderer = Renderer {
    name: "rdjson",
    about: "the diagnostic format of reviewdog",
    how: How::Whole(render),
};

#[derive(Serialize)]
struct Report<'a> {
    source: Source,
    diagnostics: Vec<Diagnostic<'a>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: String,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    /// In bytes.
    column: usize,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

fn render(outcome: &Outcome, rules: &[Rule], options: &Options) -> String {
    let asides = told::asides(outcome, options).into_iter();
    let asides = asides.map(|aside| Diagnostic {
        message: aside.message,
        location: Location {
            path: aside.path,
            range: aside.line.map(|line| Range {
                start: Position { line, column: 1 },
                end: Position { line, column: 1 },
            }),
        },
        severity: severity(aside.severity),
        code: Code { value: aside.code },
        suggestions: Vec::new(),
        related_locations: Vec::new(),
    });
    let mut diagnostics: Vec<Diagnostic<'_>> = asides.collect();
    for told in told::all(outcome, rules, options) {
        let mut words = vec![told.headline()];
        words.extend(told.advice());
        // A suggestion replaces text of the file that its diagnostic stands in.
        let repair = told
            .repair(outcome)
            .filter(|(document, ..)| std::ptr::eq(*document, told.document));
        let repair = repair.and_then(|(document, span, text)| {
            let range = range(document, span)?;
            Some(Suggestion { range, text })
        });
        let parts = told.parts(outcome);
        diagnostics.push(Diagnostic {
            message: words.join("\n"),
            location: at(told.document, told.finding.at),
            severity: severity(told.finding.severity),
            code: Code {
                value: &told.rule.id,
            },
            suggestions: repair.into_iter().collect(),
            related_locations: parts
                .iter()
                .filter(|part| part.figure.span != told.finding.at)
                .map(|part| Related {
                    message: part.words(),
                    location: at(part.document, part.figure.span),
                })
                .collect(),
        });
    }
    json::write(&Report {
        source: Source { name: "tieout" },
        diagnostics,
    })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Note => "INFO",
    }
}

fn at(document: &Document, span: Span) -> Location<'_> {
    Location {
        path: &document.path,
        range: range(document, span),
    }
}

fn range(document: &Document, span: Span) -> Option<Range> {
    let extent = place::extent(document, span, Columns::Bytes)?;
    let position = |(line, column)| Position { line, column };
    Some(Range {
        start: position(extent.start),
        end: position(extent.end),
    })
}
