//! `[[allow]]` of the settings: bound to a rule, a place and a gap, until a day.

use crate::model::{Allow, Complaint, Date, Finding, Outcome, Rule, Severity, Words, fold};
use std::{collections::HashSet, ops::Range};

/// An allow with the file that it stands in, and the documents that it is for.
pub struct Exception<'a> {
    pub allow: &'a Allow,
    pub path: &'a str,
    /// Their paths.
    pub documents: HashSet<&'a str>,
    /// Whether all files that it may be for are checked, so that fitting nothing means that it has no use.
    pub whole: bool,
}

/// The exceptions of a run.
pub struct Exceptions<'a> {
    all: Vec<Asked<'a>>,
    today: Date,
}

/// An exception and what came of it.
struct Asked<'a> {
    exception: Exception<'a>,
    used: bool,
    /// The first finding that it nearly fitted, by its gap.
    near: Option<(Fit, String)>,
    /// Whether a document that it is for was read.
    met: bool,
}

/// How near an exception came to a finding.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Whole,
    /// Rule, file and place fit, and the day is past.
    Expired,
    /// All but the gap.
    Moved,
    Not,
}

impl<'a> Exceptions<'a> {
    pub fn new(exceptions: Vec<Exception<'a>>, today: Date) -> Self {
        let asked = |exception| Asked {
            exception,
            used: false,
            near: None,
            met: false,
        };
        Self {
            all: exceptions.into_iter().map(asked).collect(),
            today,
        }
    }

    pub(super) fn heed(&mut self, outcome: &Outcome, documents: Range<usize>) {
        let documents = outcome.documents.get(documents).unwrap_or(&[]);
        for one in self.all.iter_mut().filter(|one| !one.met) {
            let own = &one.exception.documents;
            one.met = documents
                .iter()
                .any(|checked| own.contains(checked.document.path.as_str()));
        }
    }

    /// The reason of the first exception that fits whole.
    pub(super) fn accept(
        &mut self,
        outcome: &Outcome,
        rule: &Rule,
        finding: &Finding,
    ) -> Option<String> {
        for one in &mut self.all {
            match fits(outcome, rule, &one.exception, finding, self.today) {
                Fit::Whole => {
                    one.used = true;
                    return Some(reason(one.exception.allow));
                }
                fit @ (Fit::Expired | Fit::Moved) => {
                    let gap = finding.gap.map_or(String::new(), |gap| gap.to_string());
                    one.near.get_or_insert((fit, gap));
                }
                Fit::Not => {}
            }
        }
        None
    }

    /// Complains of those that are past their day, whose gap has moved, or that fit nothing.
    pub(super) fn complain(self, outcome: &mut Outcome) {
        for one in self.all {
            let whole = one.met && one.exception.whole;
            if one.used || (one.near.is_none() && !whole) {
                continue;
            }
            let allow = one.exception.allow;
            outcome.complaints.push(Complaint {
                path: one.exception.path.to_owned(),
                line: Some(allow.line),
                severity: Severity::Warning,
                message: complaint(allow, one.near),
            });
        }
    }
}

fn complaint(allow: &Allow, near: Option<(Fit, String)>) -> Words {
    let rule = &allow.rule.name;
    match (near, allow.until) {
        (Some((Fit::Expired, _)), Some(until)) => Words::new(
            format!("例外已于 {until} 到期，不再接受 {rule} 的这个问题"),
            format!("this exception ended on {until}: the finding of {rule} is told again"),
        ),
        (Some((Fit::Moved, gap)), _) if gap.is_empty() => Words::new(
            format!("{rule} 的这个问题没有差额，例外却写了 gap"),
            format!("this finding of {rule} has no gap, and the exception gives one"),
        ),
        (Some((Fit::Moved, gap)), _) => {
            let accepted = allow.gap.map_or(String::new(), |gap| gap.to_string());
            let (zh, en) = if accepted.is_empty() {
                (
                    "没有写接受的差额".to_owned(),
                    "no gap is accepted here".to_owned(),
                )
            } else {
                (
                    format!("接受的是 {accepted}"),
                    format!("{accepted} was accepted"),
                )
            };
            Words::new(
                format!("{rule} 的差额现在是 {gap}，{zh}"),
                format!("the gap of {rule} is {gap} now, and {en}"),
            )
        }
        _ => Words::new(
            format!("例外没有用处：{rule} 没有发现这样的问题"),
            format!("this exception fits nothing: {rule} finds no such thing"),
        ),
    }
}

fn reason(allow: &Allow) -> String {
    match &allow.by {
        Some(by) => format!("{} ({by})", allow.reason),
        None => allow.reason.clone(),
    }
}

fn fits(
    outcome: &Outcome,
    rule: &Rule,
    exception: &Exception<'_>,
    finding: &Finding,
    today: Date,
) -> Fit {
    let allow = exception.allow;
    let named = rule.fits(&allow.rule.name);
    let document = outcome.documents.get(finding.document);
    let here = document
        .is_some_and(|checked| exception.documents.contains(checked.document.path.as_str()));
    let placed = allow
        .place
        .as_ref()
        .is_none_or(|place| stands_at(outcome, finding, place));
    if !(named && here && placed) {
        Fit::Not
    } else if allow.gap != finding.gap {
        Fit::Moved
    } else if allow.until.is_some_and(|until| until < today) {
        Fit::Expired
    } else {
        Fit::Whole
    }
}

/// Whether every part of the place is a label of the finding.
fn stands_at(outcome: &Outcome, finding: &Finding, place: &str) -> bool {
    let labels = outcome.labels(finding);
    let folded: Vec<String> = labels.iter().map(|label| fold(label)).collect();
    fold(&labels.join(" / ")) == fold(place)
        || place.split(" / ").all(|part| folded.contains(&fold(part)))
}
