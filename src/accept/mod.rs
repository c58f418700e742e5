//! Findings that are known: accepted by the settings, by a remark in the report or by a baseline; and what of these fits no more.

mod allow;
mod baseline;
mod remark;

pub use allow::{Exception, Exceptions};
pub use baseline::{Baseline, Entry, Known, Names, record};
pub use remark::Remarks;

use crate::model::{Accepted, AcceptedBy, Finding, Outcome, Rule};
use std::ops::Range;

/// All that accepts findings of a run. It is asked document by document, and says at the end what fits nothing.
pub struct Acceptance<'a> {
    remarks: Remarks,
    exceptions: Exceptions<'a>,
    /// The findings of a baseline.
    pub known: Option<Known<'a>>,
}

impl<'a> Acceptance<'a> {
    pub fn new(exceptions: Exceptions<'a>, known: Option<Known<'a>>) -> Self {
        Self {
            remarks: Remarks::default(),
            exceptions,
            known,
        }
    }

    /// Takes out of the findings of documents, with which those of the outcome end, what is known.
    pub fn judge(&mut self, outcome: &mut Outcome, rules: &[Rule], documents: Range<usize>) {
        self.remarks.heed(outcome, documents.clone());
        self.exceptions.heed(outcome, documents.clone());
        let before = |finding: &Finding| finding.document < documents.start;
        let from = outcome.findings.partition_point(before);
        self.take(outcome, rules, from, |_| true);
    }

    /// The same for what was found between documents, once each was judged by itself.
    pub fn judge_between(&mut self, outcome: &mut Outcome, rules: &[Rule]) {
        let between = |finding: &Finding| {
            let rule = rules.get(finding.rule);
            rule.is_some_and(Rule::is_between)
        };
        self.take(outcome, rules, 0, between);
    }

    /// Asks once more of all that is left; something else may be known now.
    pub fn judge_again(&mut self, outcome: &mut Outcome, rules: &[Rule]) {
        self.take(outcome, rules, 0, |_| true);
    }

    fn take(
        &mut self,
        outcome: &mut Outcome,
        rules: &[Rule],
        from: usize,
        is_asked: impl Fn(&Finding) -> bool,
    ) {
        for finding in outcome.findings.split_off(from) {
            let found = match is_asked(&finding) {
                true => self.accept(outcome, rules, &finding),
                false => None,
            };
            match found {
                Some((by, reason)) => outcome.accepted.push(Accepted {
                    finding,
                    by,
                    reason,
                }),
                None => outcome.findings.push(finding),
            }
        }
    }

    fn accept(
        &mut self,
        outcome: &Outcome,
        rules: &[Rule],
        finding: &Finding,
    ) -> Option<(AcceptedBy, String)> {
        let rule = rules.get(finding.rule)?;
        if let Some(reason) = self.remarks.accept(rule, finding) {
            return Some((AcceptedBy::Remark, reason));
        }
        if let Some(reason) = self.exceptions.accept(outcome, rule, finding) {
            return Some((AcceptedBy::Settings, reason));
        }
        let path = self.known.as_mut()?.accept(outcome, rules, finding)?;
        Some((AcceptedBy::Baseline, path))
    }

    /// Complains of what fits nothing, or no more; and puts what was accepted in order: by who accepted it, then by its place.
    pub fn complain(self, outcome: &mut Outcome, rules: &[Rule]) {
        self.remarks.complain(outcome, rules);
        self.exceptions.complain(outcome);
        if let Some(known) = self.known {
            known.complain(outcome);
        }
        outcome.accepted.sort_by_key(|one| {
            let by = match one.by {
                AcceptedBy::Remark => 0,
                AcceptedBy::Settings => 1,
                AcceptedBy::Baseline => 2,
            };
            (by, one.finding.document, one.finding.at.start)
        });
    }
}
