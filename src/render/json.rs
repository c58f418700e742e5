//! The output for programs, as the contract fixes it; it owns its shapes.

use super::{
    How, Options, Renderer,
    coverage::{self, Share},
    message, name, place, summary,
    words::Say,
};
use crate::model::{Figure, FigureId, Finding, Outcome, Rule, Severity};
use serde::Serialize;

pub const RENDERER: Renderer = Renderer {
    name: "json",
    about: "everything, for programs",
    how: How::Whole(render),
};

/// Changes where the shapes change.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
pub struct Report<'a> {
    pub version: u32,
    pub documents: Vec<Document<'a>>,
    pub findings: Vec<Found<'a>>,
    pub verdicts: Vec<Verdicts<'a>>,
    pub summary: Summary,
    pub unread: Vec<Unread<'a>>,
    pub accepted: Vec<Accepted<'a>>,
    pub complaints: Vec<Complaint<'a>>,
}

#[derive(Serialize)]
pub struct Document<'a> {
    path: &'a str,
    format: &'a str,
    lang: &'a str,
    tables: usize,
    figures: usize,
    tied: usize,
    notices: Vec<Notice>,
    /// Only where it is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Coverage<'a>>,
}

#[derive(Serialize)]
struct Coverage<'a> {
    shares: Vec<Share>,
    untied: Vec<Untied<'a>>,
}

#[derive(Serialize)]
struct Untied<'a> {
    line: usize,
    labels: Vec<&'a str>,
    text: &'a str,
}

/// A finding that is known, and why it is not told.
#[derive(Serialize)]
pub struct Accepted<'a> {
    by: &'a str,
    reason: &'a str,
    finding: Found<'a>,
}

/// What of the exceptions and the baseline fits no more.
#[derive(Serialize)]
pub struct Complaint<'a> {
    path: &'a str,
    line: Option<usize>,
    severity: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
pub struct Notice {
    pub line: usize,
    pub message: String,
}

#[derive(Serialize)]
pub struct Found<'a> {
    rule: &'a str,
    severity: &'a str,
    message: String,
    path: &'a str,
    line: usize,
    column: usize,
    place: String,
    table: Option<usize>,
    cell: Option<[usize; 2]>,
    stated: Stated<'a>,
    computed: Option<Computed<'a>>,
    gap: Option<String>,
    slack: Option<String>,
    decided_by: &'a str,
    causes: Vec<Cause<'a>>,
    also: Vec<Also<'a>>,
    /// The labels that name the place, for an exception: row, column, caption.
    labels: Vec<String>,
    fingerprint: &'a str,
}

/// `value` is null where words make the claim; `text` are these words then.
#[derive(Serialize)]
struct Stated<'a> {
    label: String,
    text: String,
    value: Option<String>,
    unit: Option<&'a str>,
    line: usize,
}

#[derive(Serialize)]
struct Computed<'a> {
    value: String,
    unit: Option<&'a str>,
    terms: Vec<Term<'a>>,
}

#[derive(Serialize)]
struct Term<'a> {
    label: String,
    text: &'a str,
    value: String,
    factor: String,
    line: usize,
    cell: Option<[usize; 2]>,
    /// Only where the term stands in another document than the finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
}

#[derive(Serialize)]
struct Cause<'a> {
    cause: &'a str,
    sentence: &'a str,
    suspects: Vec<Suspect<'a>>,
}

#[derive(Serialize)]
struct Suspect<'a> {
    line: usize,
    text: &'a str,
    cell: Option<[usize; 2]>,
    should_be: Option<String>,
}

#[derive(Serialize)]
struct Also<'a> {
    rule: &'a str,
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
}

#[derive(Serialize)]
pub struct Verdicts<'a> {
    rule: &'a str,
    holds: usize,
    fails: usize,
    unbound: usize,
    not_applicable: usize,
    indeterminate: usize,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
pub struct Summary {
    documents: usize,
    tables: usize,
    figures: usize,
    tied: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
}

#[derive(Serialize)]
pub struct Unread<'a> {
    path: &'a str,
    message: String,
}

/// Pretty-printed, ended by a line break.
pub fn write(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

fn render(outcome: &Outcome, rules: &[Rule], options: &Options) -> String {
    write(&report(outcome, rules, &outcome.findings, options))
}

/// All that the contract asks for, with some of the findings.
pub fn report<'a>(
    outcome: &'a Outcome,
    rules: &'a [Rule],
    findings: &'a [Finding],
    options: &Options,
) -> Report<'a> {
    let documents: Vec<Document<'_>> = outcome
        .documents
        .iter()
        .map(|checked| {
            let document = &checked.document;
            Document {
                path: &document.path,
                format: document.format,
                lang: document.language.code(),
                tables: checked.table_count(),
                figures: checked.figure_count(),
                tied: checked.tied(),
                notices: notices(summary::doubts(document, options.say(Some(checked)))),
                coverage: options.coverage.then(|| Coverage {
                    shares: coverage::shares(checked),
                    untied: coverage::untied(checked)
                        .map(|figure| Untied {
                            line: document.text.line(figure.span.start),
                            labels: figure.labels.path().map(|label| &*label.text).collect(),
                            text: &figure.text,
                        })
                        .collect(),
                }),
            }
        })
        .collect();
    let say = options.say_all(outcome);
    Report {
        version: VERSION,
        summary: Summary {
            documents: documents.len(),
            tables: documents.iter().map(|document| document.tables).sum(),
            figures: documents.iter().map(|document| document.figures).sum(),
            tied: documents.iter().map(|document| document.tied).sum(),
            errors: outcome.count(Severity::Error),
            warnings: outcome.count(Severity::Warning),
            notes: outcome.count(Severity::Note),
        },
        documents,
        findings: findings
            .iter()
            .filter_map(|finding| found(outcome, rules, finding, options))
            .collect(),
        verdicts: rules
            .iter()
            .zip(&outcome.tallies)
            .map(|(rule, tally)| Verdicts {
                rule: &rule.id,
                holds: tally.holds,
                fails: tally.fails,
                unbound: tally.unbound,
                not_applicable: tally.not_applicable,
                indeterminate: tally.indeterminate,
                reason: tally.reason.as_ref().map(|reason| reason.get(say.0)),
            })
            .collect(),
        accepted: outcome
            .accepted
            .iter()
            .filter_map(|accepted| {
                Some(Accepted {
                    by: accepted.by.name(),
                    reason: &accepted.reason,
                    finding: found(outcome, rules, &accepted.finding, options)?,
                })
            })
            .collect(),
        complaints: outcome
            .complaints
            .iter()
            .map(|complaint| Complaint {
                path: &complaint.path,
                line: complaint.line,
                severity: complaint.severity.name(),
                message: complaint.message.get(say.0),
            })
            .collect(),
        unread: outcome
            .unread
            .iter()
            .map(|unread| Unread {
                path: &unread.path,
                message: unread.what.get(say.0).to_owned(),
            })
            .collect(),
    }
}

pub fn notices(list: Vec<(usize, String)>) -> Vec<Notice> {
    let notice = |(line, message)| Notice { line, message };
    list.into_iter().map(notice).collect()
}

/// The name in the report's own spelling, where it is one label.
fn as_printed(figure: &Figure, name: Option<String>) -> String {
    let name = name.unwrap_or_default();
    let labels = figure
        .labels
        .row
        .last()
        .into_iter()
        .chain(figure.labels.column.last());
    let printed = labels.into_iter().find(|label| name::shown(label) == name);
    printed.map_or(name.clone(), |label| label.text.clone())
}

fn known(unit: &crate::model::Unit) -> Option<&str> {
    Some(&*unit.word).filter(|word| !word.is_empty())
}

pub fn found<'a>(
    outcome: &'a Outcome,
    rules: &'a [Rule],
    finding: &'a Finding,
    options: &Options,
) -> Option<Found<'a>> {
    let checked = outcome.documents.get(finding.document)?;
    let document = &checked.document;
    let say = options.say(Some(checked));
    let id = |rule: usize| rules.get(rule).map_or("", |rule| &*rule.id);
    let cell = |id: FigureId| {
        let (checked, figure) = place::find(outcome, id)?;
        Some(place::cell(&checked.document, figure)?.1)
    };
    let elsewhere = |other: usize| {
        let path = outcome
            .documents
            .get(other)
            .map(|checked| checked.document.path.as_str());
        path.filter(|_| other != finding.document)
    };
    let (line, column) = place::line_and_column(document, finding.at);
    let english = Say(crate::model::Language::En);
    let at = finding
        .stated
        .filter(|id| id.document == finding.document)
        .and_then(|id| outcome.figure(id))
        .filter(|figure| figure.span == finding.at);
    let table = at.and_then(|figure| place::cell(document, figure));
    let ids: Vec<FigureId> = finding
        .stated
        .into_iter()
        .chain(
            finding
                .computed
                .iter()
                .flat_map(|computed| computed.terms.iter().map(|term| term.figure)),
        )
        .collect();
    let mut names = name::names(outcome, &ids, say).into_iter();
    let stated = match finding
        .stated
        .and_then(|id| Some((id, outcome.figure(id)?)))
    {
        Some((id, figure)) => Stated {
            label: as_printed(figure, names.next()),
            text: figure.text.clone(),
            value: Some(figure.amount.printed.to_string()),
            unit: known(&figure.amount.unit),
            line: place::line(outcome, id),
        },
        None => Stated {
            label: finding.missing.clone().unwrap_or_default(),
            text: message::claimed_words(outcome, finding),
            value: None,
            unit: None,
            line,
        },
    };
    Some(Found {
        rule: id(finding.rule),
        severity: finding.severity.name(),
        message: message::sentence(outcome, rules, finding, say),
        path: &document.path,
        line,
        column,
        place: at.map_or_else(
            || english.line(line),
            |figure| place::words(document, figure, english),
        ),
        table: table.map(|(table, _)| table.number),
        cell: table.map(|(_, cell)| cell),
        stated,
        computed: finding.computed.as_ref().map(|computed| Computed {
            value: computed.value.to_string(),
            unit: known(&computed.unit),
            terms: computed
                .terms
                .iter()
                .filter_map(|term| {
                    let label = names.next();
                    let figure = outcome.figure(term.figure)?;
                    Some(Term {
                        label: as_printed(figure, label),
                        text: &figure.text,
                        value: figure.amount.printed.to_string(),
                        factor: term.factor.to_string(),
                        line: place::line(outcome, term.figure),
                        cell: cell(term.figure),
                        path: elsewhere(term.figure.document),
                    })
                })
                .collect(),
        }),
        gap: finding.gap.map(|gap| gap.to_string()),
        slack: finding
            .computed
            .as_ref()
            .map(|computed| computed.slack.to_string()),
        decided_by: finding.decided_by.name(),
        causes: finding
            .causes
            .iter()
            .map(|cause| Cause {
                cause: cause.name,
                sentence: cause.sentence.get(say.0),
                suspects: cause
                    .suspects
                    .iter()
                    .filter_map(|suspect| {
                        Some(Suspect {
                            line: place::line(outcome, suspect.figure),
                            text: &outcome.figure(suspect.figure)?.text,
                            cell: cell(suspect.figure),
                            should_be: suspect.should_be.map(|value| value.to_string()),
                        })
                    })
                    .collect(),
            })
            .collect(),
        also: finding
            .also
            .iter()
            .filter_map(|also| {
                let there = &outcome.documents.get(also.document)?.document;
                Some(Also {
                    rule: id(also.rule),
                    line: there.text.line(also.at.start),
                    path: elsewhere(also.document),
                })
            })
            .collect(),
        labels: outcome.labels(finding),
        fingerprint: &finding.fingerprint,
    })
}
