//! `[[allow]]` of the settings: bound to a rule, a place and a gap, until a day.

use super::take;
use crate::model::{
    AcceptedBy, Allow, Complaint, Date, Finding, Outcome, Rule, Severity, Words, fold,
};

/// An allow with the file that it stands in, and the documents that it is for.
pub struct Exception<'a> {
    pub allow: &'a Allow,
    pub path: &'a str,
    /// Indexes into the documents.
    pub documents: Vec<usize>,
    /// Whether all files that it may be for were checked, so that fitting nothing means that it has no use.
    pub whole: bool,
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

/// Accepts what an exception fits whole; complains of those that are past their day, whose gap has moved, or that fit nothing.
pub fn allowed(outcome: &mut Outcome, rules: &[Rule], exceptions: &[Exception<'_>], today: Date) {
    let mut used = vec![false; exceptions.len()];
    let mut near: Vec<Option<(Fit, String)>> = vec![None; exceptions.len()];
    take(outcome, |outcome, finding| {
        for (at, exception) in exceptions.iter().enumerate() {
            let fit = fits(outcome, rules, exception, finding, today);
            match fit {
                Fit::Whole => {
                    if let Some(used) = used.get_mut(at) {
                        *used = true;
                    }
                    return Some((AcceptedBy::Settings, reason(exception.allow)));
                }
                Fit::Expired | Fit::Moved => {
                    if let Some(near) = near.get_mut(at) {
                        let gap = finding.gap.map_or(String::new(), |gap| gap.to_string());
                        near.get_or_insert((fit, gap));
                    }
                }
                Fit::Not => {}
            }
        }
        None
    });
    for ((exception, used), near) in exceptions.iter().zip(used).zip(near) {
        if used || (near.is_none() && !exception.whole) {
            continue;
        }
        let allow = exception.allow;
        outcome.complaints.push(Complaint {
            path: exception.path.to_owned(),
            line: Some(allow.line),
            severity: Severity::Warning,
            message: complaint(allow, near),
        });
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
    rules: &[Rule],
    exception: &Exception<'_>,
    finding: &Finding,
    today: Date,
) -> Fit {
    let allow = exception.allow;
    let named = rules
        .get(finding.rule)
        .is_some_and(|rule| rule.fits(&allow.rule.name));
    let here = exception.documents.contains(&finding.document);
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
