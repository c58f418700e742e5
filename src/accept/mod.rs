//! Findings that are known: accepted by the settings, by a remark in the report or by a baseline; and what of these fits no more.

mod allow;
mod baseline;
mod remark;

pub use allow::{Exception, allowed};
pub use baseline::{Baseline, Entry, known, record};
pub use remark::remarked;

use crate::model::{Accepted, AcceptedBy, Finding, Outcome};

/// Takes out of the findings those that `accept` gives a reason for.
fn take(
    outcome: &mut Outcome,
    mut accept: impl FnMut(&Outcome, &Finding) -> Option<(AcceptedBy, String)>,
) {
    let findings = std::mem::take(&mut outcome.findings);
    for finding in findings {
        match accept(outcome, &finding) {
            Some((by, reason)) => outcome.accepted.push(Accepted {
                finding,
                by,
                reason,
            }),
            None => outcome.findings.push(finding),
        }
    }
}
